//! How long something is remembered: FSRS-6 by the `fsrs` crate, with its default parameters; the only owner of that crate.
//!
//! Must not know: cards, days of a calendar, what is remembered.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use fsrs::{DEFAULT_PARAMETERS, FSRS, FSRS6_DEFAULT_DECAY, MemoryState, current_retrievability};

/// How likely an answer is to be known when it is asked again.
pub const RETENTION: f32 = 0.9;

/// How an answer went, as FSRS grades it; kept as its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum Grade {
    /// Wrong.
    Again,
    /// Right, with effort.
    Hard,
    /// Right.
    Good,
    /// Right, without thinking.
    Easy,
}

impl Grade {
    /// 1 to 4, as FSRS counts them.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Again => 1,
            Self::Hard => 2,
            Self::Good => 3,
            Self::Easy => 4,
        }
    }

    /// The grade of a number.
    #[must_use]
    pub fn of(number: u8) -> Option<Self> {
        [Self::Again, Self::Hard, Self::Good, Self::Easy].into_iter().find(|grade| grade.number() == number)
    }

    /// Whether it was known.
    #[must_use]
    pub fn is_right(self) -> bool {
        self != Self::Again
    }
}

impl From<Grade> for u8 {
    fn from(grade: Grade) -> Self {
        grade.number()
    }
}

impl TryFrom<u8> for Grade {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        Self::of(number).ok_or_else(|| format!("grade {number}: 1 to 4"))
    }
}

/// What is left in a memory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memory {
    /// Days until it is known with [`RETENTION`] only.
    pub stability: f32,
    /// From 1 to 10.
    pub difficulty: f32,
}

fn scheduler() -> &'static FSRS {
    static SCHEDULER: OnceLock<FSRS> = OnceLock::new();
    // The crate's own parameters are never refused; were they, its default is the same.
    SCHEDULER.get_or_init(|| FSRS::new(&DEFAULT_PARAMETERS).unwrap_or_default())
}

/// A memory after an answer given `elapsed` days after the last, and how many days to wait before asking again.
#[must_use]
pub fn after(memory: Option<Memory>, elapsed: u32, grade: Grade) -> (Memory, f32) {
    let state = memory.map(|it| MemoryState { stability: it.stability, difficulty: it.difficulty });
    let Ok(next) = scheduler().next_states(state, RETENTION, elapsed) else {
        // Only a memory that is no number is refused: it begins anew.
        return if memory.is_some() {
            after(None, 0, grade)
        } else {
            (Memory { stability: 1.0, difficulty: 5.0 }, 1.0)
        };
    };
    let next = match grade {
        Grade::Again => next.again,
        Grade::Hard => next.hard,
        Grade::Good => next.good,
        Grade::Easy => next.easy,
    };
    (Memory { stability: next.memory.stability, difficulty: next.memory.difficulty }, next.interval)
}

/// How likely it is to be known `elapsed` days after the last answer, from 0 to 1.
#[must_use]
pub fn recall(memory: Memory, elapsed: u32) -> f32 {
    let state = MemoryState { stability: memory.stability, difficulty: memory.difficulty };
    #[allow(clippy::cast_precision_loss, reason = "days; a century has 36,525 of them")]
    current_retrievability(state, elapsed as f32, FSRS6_DEFAULT_DECAY)
}
