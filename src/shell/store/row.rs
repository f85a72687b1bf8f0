//! An event as a row of the database, and back.
//!
//! The names here are in learners' files: one that was ever written stays readable for good.
//!
//! Must not know: SQL; what events add up to.

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
    pub(super) subject: &'a str,
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

/// An answer; its card is the row's subject.
#[derive(Serialize, Deserialize)]
struct Reviewed {
    question: String,
    seed: u64,
    /// 1 to 4, as FSRS counts.
    grade: u8,
    #[serde(default)]
    millis: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    mistakes: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    exam: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reopens: Option<String>,
}

/// The row of an event.
pub(super) fn encode(event: &Event) -> Row<'_> {
    let row = |table, kind, subject, detail| Row { table, kind, subject, detail };
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
            let detail = to_string(&Reviewed {
                question: review.question.clone(),
                seed: review.seed,
                grade: review.grade.number(),
                millis: review.millis,
                mistakes: review.mistakes.clone(),
                exam: review.exam,
                reopens: review.reopens.clone(),
            });
            row(Table::Events, "reviewed", &review.card, detail.unwrap_or_default())
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
        "reviewed" => {
            let Reviewed { question, seed, grade, millis, mistakes, exam, reopens } = from_str(&detail).ok()?;
            let grade = Grade::of(grade)?;
            Event::Reviewed(Review { card: subject, question, seed, grade, millis, mistakes, exam, reopens })
        }
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
