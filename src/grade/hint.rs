//! The hint ladder: one step at a time, each more concrete, the answer never.
//!
//! Must not know: how often a learner asked before (an input), screens.

use crate::lesson::Exercise;

/// How far up the ladder a learner is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder<'e> {
    /// The hints taken, in order.
    pub shown: &'e [String],
    /// The next one; `None` at the top.
    pub next: Option<&'e str>,
    /// How many there are.
    pub of: usize,
}

/// The ladder of an exercise after `taken` hints.
#[must_use]
pub fn ladder(exercise: &Exercise, taken: usize) -> Ladder<'_> {
    let (shown, rest) = exercise.hints.split_at(taken.min(exercise.hints.len()));
    Ladder { shown, next: rest.first().map(String::as_str), of: exercise.hints.len() }
}
