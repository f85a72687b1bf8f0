//! The record as JSON, for `kijabi progress export` and `import`: a contract that scripts build on.
//!
//! `{"version":1,"course":"my-course","exercises":[{"id","passed","attempts","hints","answer_seen","text"}],"chapters":[{"id","read","position"}]}`;
//! a record without `course` is that of the built-in course, or of the one it is taken into. `text` is null where nothing was written, `answer_seen` is
//! there only where it is true. Where questions were answered, `"reviews"` holds every answer with its day (days since 1970-01-01) in the order of days.
//! Fields that a reader does not know are to be ignored.
//!
//! Importing merges and never loses: what was passed or read on either side is, counts are the higher of the two, and a
//! text of one's own is never replaced by an imported one.
//!
//! Must not know: files.

use super::review::Review;
use super::{Day, Event, Record};
use serde::{Deserialize, Serialize};

/// The only version so far.
pub const VERSION: u32 = 1;

/// The whole exported record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// [`VERSION`].
    pub version: u32,
    /// The id of the course whose record it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<String>,
    /// By id.
    #[serde(default)]
    pub exercises: Vec<ExportedExercise>,
    /// By id.
    #[serde(default)]
    pub chapters: Vec<ExportedChapter>,
    /// Every answer to a question; left out where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<ExportedReview>,
}

/// One answer to a question. What it opened again is the record's own affair and left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ExportedReview {
    /// Days since 1970-01-01.
    pub day: i32,
    /// The answer.
    #[serde(flatten)]
    pub review: Review,
}

impl ExportedReview {
    fn of(day: Day, review: &Review) -> Self {
        Self { day: day.0, review: Review { reopens: None, ..review.clone() } }
    }

    /// The event of its own day.
    fn event(&self) -> (Day, Event) {
        (Day(self.day), Event::Reviewed(Review { reopens: None, ..self.review.clone() }))
    }
}

/// One exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedExercise {
    /// Exercise id.
    pub id: String,
    /// Whether it was ever passed.
    #[serde(default)]
    pub passed: bool,
    /// Sittings with a change.
    #[serde(default)]
    pub attempts: u32,
    /// Highest hint tier shown.
    #[serde(default)]
    pub hints: u32,
    /// Whether the reference answer was looked at before the first pass; left out where it was not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answer_seen: bool,
    /// The learner's last text.
    #[serde(default)]
    pub text: Option<String>,
}

/// One chapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedChapter {
    /// Chapter id.
    pub id: String,
    /// Whether its end was ever reached.
    #[serde(default)]
    pub read: bool,
    /// How far it was read.
    #[serde(default)]
    pub position: u32,
}

/// Why an export could not be taken in, in Korean.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Not JSON of this shape.
    #[error("학습 기록 JSON이 아닙니다 ({line}:{column}): {message}")]
    NotARecord {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the JSON reader says.
        message: String,
    },
    /// Written by a later kijabi.
    #[error(
        "더 새로운 키잡이가 내보낸 기록입니다(형식 {found}). 이 키잡이는 형식 {VERSION}까지 읽습니다. 키잡이를 새 버전으로 바꾸십시오."
    )]
    Newer {
        /// Its version.
        found: u32,
    },
}

/// The record as it is exported; `course` names whose it is, unless that goes without saying.
#[must_use]
pub fn export(course: Option<&str>, record: &Record) -> Exported {
    let exercises = record.exercises.iter().map(|(id, it)| ExportedExercise {
        id: id.clone(),
        passed: it.passed.is_some(),
        attempts: it.attempts,
        hints: it.hints,
        answer_seen: it.answer_seen,
        text: it.text.clone(),
    });
    let chapters = record.chapters.iter().map(|(id, it)| ExportedChapter {
        id: id.clone(),
        read: it.read.is_some(),
        position: it.position,
    });
    let mut reviews: Vec<_> = record.reviews.iter().map(|(day, review)| ExportedReview::of(*day, review)).collect();
    reviews.sort_by_key(|review| review.day);
    Exported {
        version: VERSION,
        course: course.map(str::to_owned),
        exercises: exercises.collect(),
        chapters: chapters.collect(),
        reviews,
    }
}

/// Reads an export.
pub fn read(json: &str) -> Result<Exported, ImportError> {
    let exported: Exported = serde_json::from_str(json).map_err(|error| ImportError::NotARecord {
        line: error.line(),
        column: error.column(),
        message: error.to_string(),
    })?;
    if exported.version > VERSION {
        return Err(ImportError::Newer { found: exported.version });
    }
    Ok(exported)
}

/// The answers of `exported` that `record` does not know, each with the day it was given on. An answer is the same where all of it is;
/// one that stands there twice was given twice.
#[must_use]
pub fn merge_reviews(record: &Record, exported: &Exported) -> Vec<(Day, Event)> {
    let mut known: Vec<ExportedReview> =
        record.reviews.iter().map(|(day, review)| ExportedReview::of(*day, review)).collect();
    known.sort_unstable();
    let mut theirs: Vec<&ExportedReview> = exported.reviews.iter().collect();
    theirs.sort_unstable();
    let mut mine = known.iter().peekable();
    let mut fresh = Vec::new();
    for review in theirs {
        while mine.next_if(|it| *it < review).is_some() {}
        if mine.next_if(|it| *it == review).is_none() {
            fresh.push(review.event());
        }
    }
    fresh
}

/// The events that merge `exported` into `record`; none where the record knows it all already.
#[must_use]
pub fn merge(record: &Record, exported: &Exported) -> Vec<Event> {
    let mut events = Vec::new();
    for it in &exported.exercises {
        let mine = record.exercise(&it.id).cloned().unwrap_or_default();
        let gave_up = it.answer_seen && !mine.answer_seen && mine.passed.is_none();
        if gave_up || (it.passed && mine.passed.is_none()) || it.attempts > mine.attempts || it.hints > mine.hints {
            events.push(Event::Imported {
                exercise: it.id.clone(),
                passed: it.passed,
                attempts: it.attempts,
                hints: it.hints,
                answer_seen: it.answer_seen,
            });
        }
        if let (None, Some(text)) = (&mine.text, &it.text) {
            events.push(Event::TextSaved { exercise: it.id.clone(), text: text.clone() });
        }
    }
    for it in &exported.chapters {
        let mine = record.chapter(&it.id);
        if it.read && !record.has_read(&it.id) {
            events.push(Event::ChapterRead { chapter: it.id.clone() });
        }
        if mine.is_none() && it.position > 0 {
            events.push(Event::Position { chapter: it.id.clone(), at: it.position });
        }
    }
    events
}

#[cfg(test)]
mod tests {
    use super::super::Day;
    use super::*;
    use proptest::prelude::*;

    fn fold(events: &[Event]) -> Record {
        let mut record = Record::default();
        for event in events {
            record.apply(Day(1), event);
        }
        record
    }

    fn events() -> impl Strategy<Value = Vec<Event>> {
        let id = || prop_oneof![Just("a".to_owned()), Just("b".to_owned()), Just("c".to_owned())];
        proptest::collection::vec(
            prop_oneof![
                id().prop_map(|exercise| Event::Attempt { exercise }),
                (id(), 1u32..4).prop_map(|(exercise, tier)| Event::Hint { exercise, tier }),
                id().prop_map(|exercise| Event::AnswerSeen { exercise }),
                id().prop_map(|exercise| Event::Passed { exercise }),
                (id(), "[가-힣a: \\n]{0,9}").prop_map(|(exercise, text)| Event::TextSaved { exercise, text }),
                id().prop_map(|chapter| Event::ChapterRead { chapter }),
                (id(), 1u32..99).prop_map(|(chapter, at)| Event::Position { chapter, at }),
            ],
            0..30,
        )
    }

    proptest! {
        #[test]
        fn importing_loses_nothing_of_either_side_and_twice_is_once(mine in events(), theirs in events()) {
            let (mine, theirs) = (fold(&mine), fold(&theirs));
            let json = serde_json::to_string(&export(Some("course"), &theirs)).unwrap();
            let exported = read(&json).unwrap();
            let mut merged = mine.clone();
            for event in merge(&mine, &exported) {
                merged.apply(Day(2), &event);
            }
            prop_assert!(merge(&merged, &exported).is_empty());
            for (id, it) in mine.exercises.iter().chain(&theirs.exercises) {
                let after = merged.exercise(id).unwrap();
                prop_assert!(after.passed.is_some() || it.passed.is_none());
                prop_assert!(after.attempts >= it.attempts && after.hints >= it.hints);
                prop_assert!(after.text.is_some() || it.text.is_none());
            }
            for (id, it) in &mine.exercises {
                if it.text.is_some() {
                    prop_assert_eq!(&merged.exercise(id).unwrap().text, &it.text, "one's own text stays");
                }
            }
            for id in mine.chapters.keys().chain(theirs.chapters.keys()) {
                prop_assert_eq!(merged.has_read(id), mine.has_read(id) || theirs.has_read(id));
            }
        }
    }

    #[test]
    fn the_exported_shape_is_the_contract() {
        let record = fold(&[
            Event::Attempt { exercise: "first-nodeport".into() },
            Event::Passed { exercise: "first-nodeport".into() },
            Event::ChapterRead { chapter: "nodeport".into() },
        ]);
        assert_eq!(
            serde_json::to_string(&export(Some("course"), &record)).unwrap(),
            r#"{"version":1,"course":"course","exercises":[{"id":"first-nodeport","passed":true,"attempts":1,"hints":0,"text":null}],"chapters":[{"id":"nodeport","read":true,"position":0}]}"#
        );
    }

    #[test]
    fn a_foreign_file_is_refused_with_its_place() {
        assert!(matches!(read("[1,\n2]"), Err(ImportError::NotARecord { .. })));
        assert_eq!(read(r#"{"version":9}"#), Err(ImportError::Newer { found: 9 }));
        assert_eq!(
            read(r#"{"version":1}"#).map(|exported| exported.course),
            Ok(None),
            "written before courses were told"
        );
    }
}
