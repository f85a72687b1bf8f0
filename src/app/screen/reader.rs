//! Reading: chapters, notes, explanations of mistakes.
//!
//! Must not know: where texts are kept.

mod code;
pub mod layout;
pub mod sheet;
mod style;
mod table;

#[cfg(test)]
mod tests;
