//! Reading: chapters, notes, explanations of mistakes.
//!
//! Must not know: where texts are kept.

mod code;
mod find;
mod gate;
mod inset;
pub mod layout;
mod popup;
pub mod sheet;
mod style;
mod table;

#[cfg(test)]
mod tests;
