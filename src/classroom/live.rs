//! A live class: what each student's kijabi tells of its learner, a line an event in a file of its own, and what a teacher
//! sees of all of them ([`Board`]).
//!
//! A line is written by somebody's machine and read by the teacher's: nothing in it is believed beyond its form, times
//! included. A line that is too long, cut off or unknown is passed over.
//!
//! Must not know: files, the clock.

mod board;
mod work;

pub use board::{Board, Learner, Sorting, Stuck, Whereabouts, ago, before, lasting};
pub use work::{Trouble, Work};

use serde::{Deserialize, Serialize};

use super::row::shown;
use crate::grade::{Answer, Report};
use crate::study;
use crate::text::LineIndex;

/// The longest line that is written or read, in bytes.
pub const LONGEST_LINE: usize = 2_048;
/// Mistakes told of at once.
const MISTAKES: usize = 8;
/// The longest id that is believed, in characters.
const LONGEST_ID: usize = 64;

/// What happened at a learner's desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The learner came to a chapter.
    Reads {
        /// Its id.
        chapter: String,
    },
    /// The learner came to an exercise.
    Begins {
        /// Its id.
        exercise: String,
    },
    /// How an exercise stands.
    Stands {
        /// Its id.
        exercise: String,
        /// Checks that hold.
        held: u32,
        /// All checks.
        of: u32,
        /// The mistakes that show, in order.
        mistakes: Vec<String>,
        /// On which line each of them shows, from 1; 0 where no line does. Left out where none has one.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        lines: Vec<u32>,
    },
    /// A hint was shown.
    Hint {
        /// The exercise.
        exercise: String,
        /// Which, from 1.
        tier: u32,
    },
    /// An exercise was passed.
    Passed {
        /// Its id.
        exercise: String,
    },
    /// The reference answer was looked at before the exercise was passed.
    AnswerSeen {
        /// The exercise.
        exercise: String,
    },
    /// An answer was handed in.
    HandedIn {
        /// The exercise.
        exercise: String,
        /// Whether it passes: it may have been written elsewhere than at the desk, which then never said so.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        passed: bool,
    },
    /// kijabi was closed: whoever did so is away. Who is away without having said so was killed, or their machine.
    Left,
}

/// An event and when it happened, in seconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamped {
    /// When, by the learner's clock.
    pub time: i64,
    /// What.
    pub event: Event,
}

impl Event {
    /// What of a learner's record is told in class.
    #[must_use]
    pub fn of(deed: &study::Event) -> Option<Self> {
        match deed {
            study::Event::Went(study::Place::Chapter(chapter)) => Some(Self::Reads { chapter: chapter.clone() }),
            study::Event::Went(study::Place::Exercise(exercise)) => Some(Self::Begins { exercise: exercise.clone() }),
            study::Event::Hint { exercise, tier } => Some(Self::Hint { exercise: exercise.clone(), tier: *tier }),
            study::Event::Passed { exercise } => Some(Self::Passed { exercise: exercise.clone() }),
            study::Event::AnswerSeen { exercise } => Some(Self::AnswerSeen { exercise: exercise.clone() }),
            _ => None,
        }
    }

    /// How an exercise stands by the report on an answer.
    #[must_use]
    pub fn stands(exercise: &str, answer: &Answer, report: &Report) -> Self {
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let mut mistakes = report.mistakes();
        mistakes.truncate(MISTAKES);
        let mut lines: Vec<u32> = mistakes.iter().map(|code| count(line(code, answer, report))).collect();
        if lines.iter().all(|line| *line == 0) {
            lines.clear();
        }
        Self::Stands {
            exercise: exercise.to_owned(),
            held: count(report.checks.iter().filter(|check| check.passed).count()),
            of: count(report.checks.len()),
            mistakes,
            lines,
        }
    }

    /// Whether a later event of the same kind makes this one void before anybody has seen it.
    #[must_use]
    pub fn is_replaced_by(&self, later: &Self) -> bool {
        matches!((self, later), (Self::Stands { exercise: a, .. }, Self::Stands { exercise: b, .. }) if a == b)
    }
}

/// The line of the first file in which a mistake has a place, from 1; 0 where it has none.
fn line(code: &str, answer: &Answer, report: &Report) -> usize {
    let files = answer.files.iter().zip(&report.files);
    let mut found = files.filter_map(|(file, about)| {
        let diagnostic = about.diagnostics.iter().find(|it| it.code.as_str() == code)?;
        let start = diagnostic.range.start().min(file.text.len());
        Some(LineIndex::new(&file.text).line_col(&file.text, start).line)
    });
    found.next().unwrap_or(0)
}

impl Stamped {
    /// The event as a line, its end included; `None` where it would be longer than is read.
    #[must_use]
    pub fn line(&self) -> Option<String> {
        let mut line = serde_json::to_string(self).ok()?;
        line.push('\n');
        (line.len() <= LONGEST_LINE).then_some(line)
    }

    /// Reads a line; `None` for what is none of ours. What it names is made harmless.
    #[must_use]
    pub fn read(line: &[u8]) -> Option<Self> {
        if line.len() > LONGEST_LINE {
            return None;
        }
        let mut read: Self = serde_json::from_slice(line).ok()?;
        let clean = |id: &mut String| *id = shown(&id.chars().take(LONGEST_ID).collect::<String>());
        match &mut read.event {
            Event::Reads { chapter: id }
            | Event::Begins { exercise: id }
            | Event::Hint { exercise: id, .. }
            | Event::Passed { exercise: id }
            | Event::AnswerSeen { exercise: id }
            | Event::HandedIn { exercise: id, .. } => clean(id),
            Event::Left => {}
            Event::Stands { exercise, mistakes, lines, .. } => {
                clean(exercise);
                mistakes.truncate(MISTAKES);
                lines.truncate(MISTAKES);
                mistakes.iter_mut().for_each(clean);
            }
        }
        Some(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_back_and_anything_else_is_passed_over() {
        let mistakes = vec!["yaml-tab".into()];
        let event = Event::Stands { exercise: "ports".into(), held: 1, of: 4, mistakes, lines: vec![3] };
        let stamped = Stamped { time: 7, event };
        let line = stamped.line().unwrap();
        assert_eq!(Stamped::read(line.trim_end().as_bytes()), Some(stamped));
        for bad in [line.get(..40).unwrap(), "", "{}", "null", "{\"time\":1,\"event\":\"dance\"}", &"[".repeat(1000)] {
            assert_eq!(Stamped::read(bad.as_bytes()), None, "{bad}");
        }
        let long = Stamped { time: 7, event: Event::Passed { exercise: "x".repeat(5000) } };
        assert_eq!(long.line(), None);
    }

    #[test]
    fn what_an_older_kijabi_wrote_is_read_and_what_a_newer_one_writes_is_passed_over() {
        let old = br#"{"time":1,"event":{"stands":{"exercise":"ports","held":1,"of":4,"mistakes":["yaml-tab"]}}}"#;
        assert!(matches!(Stamped::read(old).map(|it| it.event), Some(Event::Stands { lines, .. }) if lines.is_empty()));
        assert_eq!(Stamped::read(br#"{"time":1,"event":"left"}"#).map(|it| it.event), Some(Event::Left));
        assert_eq!(Stamped::read(br#"{"time":1,"event":{"sings":{"song":"x"}}}"#), None);
    }

    #[test]
    fn what_a_line_names_cannot_drive_a_terminal() {
        let line =
            r#"{"time":1,"event":{"stands":{"exercise":"\u001b[2J","held":9,"of":1,"mistakes":["\u009b1m","b"]}}}"#;
        let read = Stamped::read(line.as_bytes()).unwrap();
        let Event::Stands { exercise, mistakes, .. } = read.event else { panic!("{read:?}") };
        assert!(exercise.chars().chain(mistakes.concat().chars()).all(|c| !c.is_control()), "{exercise} {mistakes:?}");
    }
}
