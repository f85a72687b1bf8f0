//! Questions: from a specification or a generator and a seed to an item that can be asked, and from what is answered to a judgement.
//!
//! A question with a manifest or a world states only its question; its truth is computed here, by the verdict and the
//! simulated cluster. The same question and the same seed give the same item, whichever kijabi makes it ([`random`]).
//!
//! The map: [`bank`] knows every question of a course; `written` makes an [`item::Item`] of a specification, asking `scene`
//! what is true; [`generate`] writes specifications from a seed; [`judge`] compares an answer; [`exam`] draws a fixed set and
//! scores it; [`lint`] tells authors what is wrong.
//!
//! This layer must not know: the learner's record, when a question is due, screens.

pub mod bank;
pub mod exam;
pub mod generate;
pub mod item;
pub mod judge;
pub mod lint;
pub mod random;
mod scene;
pub(crate) mod told;
mod written;

pub use bank::{Bank, Entry};
pub use item::{Item, Task};
pub use judge::{Judgement, Response};
