//! An event as a row of the database, and back.
//!
//! The names here are in learners' files: one that was ever written stays readable for good.
//!
//! Must not know: SQL; what events add up to.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{from_str, to_string};

use crate::study::memory::Grade;
use crate::study::review::Review;
use crate::study::{Event, Place};

/// Which table keeps an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    /// Every event counts.
    Events,
    /// Only the last of its kind and subject counts.
    Latest,
}

/// An event as it is stored.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) table: Table,
    pub(super) kind: &'static str,
    pub(super) subject: Cow<'a, str>,
    pub(super) detail: String,
}

#[derive(Serialize, Deserialize)]
struct Gate {
    #[serde(rename = "gate")]
    index: u32,
    choice: u32,
    right: bool,
}

#[derive(Serialize, Deserialize)]
struct Imported {
    passed: bool,
    attempts: u32,
    hints: u32,
    #[serde(default)]
    answer_seen: bool,
}

#[derive(Serialize, Deserialize)]
struct Rated {
    seed: u64,
    grade: Grade,
}

/// The row of an event.
pub(super) fn encode(event: &Event) -> Row<'_> {
    let row = |table, kind, subject, detail| Row { table, kind, subject: Cow::Borrowed(subject), detail };
    match event {
        Event::ChapterRead { chapter } => row(Table::Events, "chapter-read", chapter, String::new()),
        Event::GateAnswered { chapter, gate, choice, right } => {
            let detail = to_string(&Gate { index: *gate, choice: *choice, right: *right });
            row(Table::Events, "gate", chapter, detail.unwrap_or_default())
        }
        Event::Attempt { exercise } => row(Table::Events, "attempt", exercise, String::new()),
        Event::Hint { exercise, tier } => row(Table::Events, "hint", exercise, tier.to_string()),
        Event::AnswerSeen { exercise } => row(Table::Events, "answer-seen", exercise, String::new()),
        Event::Passed { exercise } => row(Table::Events, "passed", exercise, String::new()),
        Event::Imported { exercise, passed, attempts, hints, answer_seen } => {
            let detail =
                to_string(&Imported { passed: *passed, attempts: *attempts, hints: *hints, answer_seen: *answer_seen });
            row(Table::Events, "imported", exercise, detail.unwrap_or_default())
        }
        Event::Reviewed(review) => {
            // The card is the row's subject.
            let detail = to_string(&Review { card: String::new(), ..review.clone() });
            row(Table::Events, "reviewed", &review.card, detail.unwrap_or_default())
        }
        Event::Rated { card, seed, grade } => {
            let detail = to_string(&Rated { seed: *seed, grade: *grade });
            row(Table::Events, "rated", card, detail.unwrap_or_default())
        }
        // One row an exam, whatever becomes of it: scored, it is empty.
        Event::ExamKept(paper) => {
            let seed = Cow::Owned(paper.plan.seed.to_string());
            let detail = to_string(paper).unwrap_or_default();
            Row { table: Table::Latest, kind: "exam", subject: seed, detail }
        }
        Event::ExamScored { seed } => {
            let seed = Cow::Owned(seed.to_string());
            Row { table: Table::Latest, kind: "exam", subject: seed, detail: String::new() }
        }
        Event::Stumbled { exercise, mistakes } => {
            row(Table::Events, "stumbled", exercise, to_string(mistakes).unwrap_or_default())
        }
        Event::Position { chapter, at } => row(Table::Latest, "position", chapter, at.to_string()),
        Event::TextSaved { exercise, text } => row(Table::Latest, "text", exercise, text.clone()),
        Event::Went(Place::Chapter(id)) => row(Table::Latest, "place", "", format!("chapter {id}")),
        Event::Went(Place::Exercise(id)) => row(Table::Latest, "place", "", format!("exercise {id}")),
        Event::Went(Place::Notes(path)) => row(Table::Latest, "place", "", format!("notes {path}")),
    }
}

/// The event of a row; `None` for what this kijabi does not know.
pub(super) fn decode(kind: &str, subject: String, detail: String) -> Option<Event> {
    Some(match kind {
        "chapter-read" => Event::ChapterRead { chapter: subject },
        "gate" => {
            let Gate { index, choice, right } = from_str(&detail).ok()?;
            Event::GateAnswered { chapter: subject, gate: index, choice, right }
        }
        "attempt" => Event::Attempt { exercise: subject },
        "hint" => Event::Hint { exercise: subject, tier: detail.parse().ok()? },
        "answer-seen" => Event::AnswerSeen { exercise: subject },
        "passed" => Event::Passed { exercise: subject },
        "imported" => {
            let Imported { passed, attempts, hints, answer_seen } = from_str(&detail).ok()?;
            Event::Imported { exercise: subject, passed, attempts, hints, answer_seen }
        }
        "reviewed" => Event::Reviewed(Review { card: subject, ..from_str(&detail).ok()? }),
        "rated" => {
            let Rated { seed, grade } = from_str(&detail).ok()?;
            Event::Rated { card: subject, seed, grade }
        }
        "exam" if detail.is_empty() => Event::ExamScored { seed: subject.parse().ok()? },
        "exam" => Event::ExamKept(Box::new(from_str(&detail).ok()?)),
        "stumbled" => Event::Stumbled { exercise: subject, mistakes: from_str(&detail).ok()? },
        "position" => Event::Position { chapter: subject, at: detail.parse().ok()? },
        "text" => Event::TextSaved { exercise: subject, text: detail },
        "place" => match detail.split_once(' ')? {
            ("chapter", id) => Event::Went(Place::Chapter(id.to_owned())),
            ("exercise", id) => Event::Went(Place::Exercise(id.to_owned())),
            ("notes", path) => Event::Went(Place::Notes(path.to_owned())),
            _ => return None,
        },
        _ => return None,
    })
}
