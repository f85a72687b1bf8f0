//! The record as JSON, for `kijabi progress export` and `import`: a contract that scripts build on.
//!
//! ```json
//! {"version": 1, "course": "my-course",
//!  "exercises": [{"id", "passed", "attempts", "hints", "answer_seen", "text"}],
//!  "chapters": [{"id", "read", "position", "gates": [{"gate", "choice", "right"}]}],
//!  "reviews": [{"day", …}]}
//! ```
//!
//! * A record without `course` is that of the built-in course, or of the one it is taken into.
//! * `text` is null where nothing was written; `answer_seen` is there only where it is true.
//! * `gates`, only where one was answered, tell the last answer at each question that comes before something is shown; `gate`
//!   and `choice` count from 0.
//! * `reviews`, only where questions were answered, hold every answer with its day (days since 1970-01-01), in the order of days.
//! * Fields that a reader does not know are to be ignored.
//!
//! Importing merges and never loses: what was passed or read on either side is, counts are the higher of the two, and a
//! text of one's own is never replaced by an imported one.
//!
//! Must not know: files.

use std::collections::BTreeMap;

use super::memory::Grade;
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
    /// The last answer at each of its gates; left out where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<ExportedGate>,
}

/// The last answer at a "predict before you see" gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedGate {
    /// Which of the chapter's gates, from 0.
    pub gate: u32,
    /// The choice taken, from 0.
    pub choice: u32,
    /// Whether it was right.
    #[serde(default)]
    pub right: bool,
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
        gates: it.gates.iter().map(|(&gate, it)| ExportedGate { gate, choice: it.choice, right: it.right }).collect(),
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

/// The answers of `exported` that `record` does not know, each with the day it was given on. An answer is the same where all of
/// it is but how easy a right one was, which is told after it is kept: where only the other side knows that, it is taken over.
/// One that stands there twice was given twice.
#[must_use]
pub fn merge_reviews(record: &Record, exported: &Exported) -> Vec<(Day, Event)> {
    let ours = record.reviews.iter().map(|(day, review)| ExportedReview::of(*day, review));
    let mut mine = by_answer(ours);
    let mut events = Vec::new();
    for (answer, mut theirs) in by_answer(exported.reviews.iter().cloned()) {
        let known = mine.get_mut(&answer).map(std::mem::take).unwrap_or_default();
        let mut left = known;
        theirs.retain(|grade| {
            let same = left.iter().position(|it| it == grade);
            same.map(|at| left.remove(at)).is_none()
        });
        for grade in theirs {
            let rated = |grade| ExportedReview { day: answer.day, review: Review { grade, ..answer.review.clone() } };
            match left.pop() {
                None => events.push(rated(grade).event()),
                // Good is what an answer is until somebody says otherwise.
                Some(Grade::Good) if record.is_last_answer(&answer.review.card, answer.review.seed) => {
                    let (card, seed) = (answer.review.card.clone(), answer.review.seed);
                    events.push((Day(answer.day), Event::Rated { card, seed, grade }));
                }
                Some(_) => {}
            }
        }
    }
    events
}

/// Answers without how easy they were, and for each of them the grades it was kept with.
fn by_answer(reviews: impl Iterator<Item = ExportedReview>) -> BTreeMap<ExportedReview, Vec<Grade>> {
    let mut answers: BTreeMap<ExportedReview, Vec<Grade>> = BTreeMap::new();
    for mut review in reviews {
        let grade = review.review.grade;
        if grade.is_right() {
            review.review.grade = Grade::Good;
        }
        answers.entry(review).or_default().push(grade);
    }
    answers
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
        for &ExportedGate { gate, choice, right } in &it.gates {
            if mine.is_none_or(|mine| !mine.gates.contains_key(&gate)) {
                events.push(Event::GateAnswered { chapter: it.id.clone(), gate, choice, right });
            }
        }
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Day;
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
                (id(), 0u32..3, 0u32..4, any::<bool>())
                    .prop_map(|(chapter, gate, choice, right)| Event::GateAnswered { chapter, gate, choice, right }),
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
                let gates = |record: &Record| record.chapter(id).map(|it| it.gates.clone()).unwrap_or_default();
                let mut both = gates(&theirs);
                both.extend(gates(&mine));
                prop_assert_eq!(gates(&merged), both, "one's own answer at a gate stays");
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
    fn answers_at_gates_are_exported_too() {
        let record = fold(&[Event::GateAnswered { chapter: "nodeport".into(), gate: 1, choice: 2, right: true }]);
        assert_eq!(
            serde_json::to_string(&export(None, &record).chapters).unwrap(),
            r#"[{"id":"nodeport","read":false,"position":0,"gates":[{"gate":1,"choice":2,"right":true}]}]"#
        );
    }

    #[test]
    fn an_answer_exported_before_it_was_rated_is_the_same_answer() {
        let given = |seed, grade| {
            let question = "q".to_owned();
            let (card, mistakes) = (question.clone(), Vec::new());
            Event::Reviewed(Review { card, question, seed, grade, millis: 7, mistakes, exam: false, reopens: None })
        };
        let rated = |seed, grade| Event::Rated { card: "q".into(), seed, grade };
        let before = fold(&[given(1, Grade::Good)]);
        let after = fold(&[given(1, Grade::Good), rated(1, Grade::Hard)]);
        let grades = |record: &Record| record.reviews.iter().map(|(_, it)| it.grade).collect::<Vec<_>>();
        let merged = |mine: &Record, theirs: &Record| {
            let exported = export(None, theirs);
            let mut merged = mine.clone();
            for (day, event) in merge_reviews(mine, &exported) {
                merged.apply(day, &event);
            }
            assert!(merge_reviews(&merged, &exported).is_empty(), "twice is once");
            merged
        };
        assert_eq!(grades(&merged(&after, &before)), [Grade::Hard], "one's own rating stays");
        assert_eq!(grades(&merged(&before, &after)), [Grade::Hard], "the other's is taken over");
        assert_eq!(merged(&before, &after).cards, after.cards);
        // What a later answer has overtaken stays as it is, and a wrong answer is another one than a right one.
        let overtaken = fold(&[given(1, Grade::Good), given(2, Grade::Good)]);
        assert_eq!(grades(&merged(&overtaken, &after)), [Grade::Good, Grade::Good]);
        let wrong = fold(&[given(1, Grade::Again)]);
        assert_eq!(grades(&merged(&wrong, &after)).len(), 2);
        // Given twice is given twice.
        let twice = fold(&[given(1, Grade::Good), given(1, Grade::Easy)]);
        assert_eq!(grades(&merged(&before, &twice)), [Grade::Good, Grade::Easy]);
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
