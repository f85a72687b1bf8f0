//! What a learner's events say of their work on one exercise: for the evening after a class, and for those who handed nothing in.
//!
//! Must not know: other exercises, the clock, how it is shown.

/// A longer pause between two events, in seconds, counts as one of this length: whoever types is told of at least once a minute,
/// and reading what is asked takes a few.
const PAUSE: i64 = 300;

/// One learner's work on one exercise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// When it was first come to, in seconds since 1970; `None` where it was only handed in.
    pub opened: Option<i64>,
    /// When anything happened in it last.
    pub last: i64,
    /// Seconds worked on it, pauses counted as short ones.
    pub seconds: i64,
    /// The highest hint shown.
    pub hints: u32,
    /// The reference answer was looked at before it was passed.
    pub answer_seen: bool,
    /// Checks that held when it was last tried, and how many there are; `None` where nothing was.
    pub checks: Option<(u32, u32)>,
    /// The mistake that showed last, and of several the one that showed longest; `None` once it is passed.
    pub trouble: Option<Trouble>,
    /// It was passed.
    pub passed: bool,
    /// When an answer was handed in last.
    pub handed_in: Option<i64>,
}

/// A mistake and where it shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trouble {
    /// Its code.
    pub mistake: String,
    /// The line, from 1; 0 where no line does.
    pub line: u32,
}

impl Work {
    /// Begun at `time`.
    pub(super) fn begun(time: i64) -> Self {
        Self { opened: Some(time), last: time, ..Self::default() }
    }

    /// Time goes on from `before` to `now` with the learner at it.
    pub(super) fn goes_on(&mut self, before: i64, now: i64) {
        self.seconds = self.seconds.saturating_add(now.saturating_sub(before).clamp(0, PAUSE));
        self.last = now;
    }

    /// Whole minutes worked on it, begun ones too: who opened it was there.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        u32::try_from(self.seconds.div_euclid(60) + i64::from(self.seconds % 60 > 0)).unwrap_or(u32::MAX)
    }
}
