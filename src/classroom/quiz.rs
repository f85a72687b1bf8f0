//! A quiz that a class answers together: the teacher sets it, each student answers the same questions, and what all of them
//! answered is a [`Tally`].
//!
//! What is set names a plan and the course it is drawn from, not the questions: whoever has the same course draws the same. An
//! answer is a line in a file of the student's own, and only the first to a question counts. Nothing a student writes is believed
//! beyond its form: what an answer is worth is judged by whoever reads it.
//!
//! Must not know: files on a disk, the clock, screens.

pub mod report;
mod tally;

pub use tally::{AnswerTally, Counting, Mark, QuestionTally, StudentTally, Tally};

use serde::{Deserialize, Serialize};

use super::row::shown;
use crate::quiz::exam::{Paper, Plan};
use crate::quiz::{Bank, Response};
use crate::study::{self, Day, Record};

/// The version of the format.
const VERSION: u32 = 1;
/// The longest line that is written or read, in bytes.
pub const LONGEST_LINE: usize = 8_192;
/// Questions of a quiz.
pub const MOST_QUESTIONS: usize = 200;
/// The longest id, in bytes.
const LONGEST_ID: usize = 40;

/// A quiz as the teacher set it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiz {
    /// The version of the format.
    pub version: u32,
    /// Its name: small letters, digits and `-`, so that a file can be called by it.
    pub id: String,
    /// The title of the course it is about.
    pub course: String,
    /// The fingerprint of that course ([`super::digest::of_course`]).
    pub pack: String,
    /// Which questions.
    #[serde(flatten)]
    pub plan: Plan,
    /// When it was set, in seconds since 1970.
    pub set: i64,
    /// When it was closed; nothing while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<i64>,
}

impl Quiz {
    /// A quiz that is open from now on.
    #[must_use]
    pub fn new(id: &str, course: &str, pack: &str, plan: Plan, now: i64) -> Self {
        let (id, course, pack) = (id.to_owned(), shown(course), pack.to_owned());
        Self { version: VERSION, id, course, pack, plan, set: now, closed: None }
    }

    /// Whether a quiz may be called so.
    #[must_use]
    pub fn is_name(id: &str) -> bool {
        (1..=LONGEST_ID).contains(&id.len())
            && !id.starts_with('-')
            && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    }

    /// Reads the quizzes of a class, a line each, oldest first. A line that is none is passed over.
    #[must_use]
    pub fn read_all(text: &str) -> Vec<Self> {
        let lines = text.lines().filter(|line| line.len() <= LONGEST_LINE);
        let read = lines.filter_map(|line| serde_json::from_str::<Self>(line).ok());
        let known = |it: &Self| it.version == VERSION && Self::is_name(&it.id) && it.plan.count <= MOST_QUESTIONS;
        read.filter(known).map(|it| Self { course: shown(&it.course), ..it }).collect()
    }

    /// The quizzes of a class as they are kept.
    #[must_use]
    pub fn write_all(quizzes: &[Self]) -> String {
        let lines = quizzes.iter().filter_map(|quiz| serde_json::to_string(quiz).ok());
        lines.map(|line| line + "\n").collect()
    }

    /// The paper a student answers it on, with what `sheet` holds of it.
    #[must_use]
    pub fn paper(&self, bank: &Bank, sheet: &Sheet) -> Paper {
        let mut paper = Paper::new(bank, &self.plan, sheet.begun.unwrap_or(0));
        for answer in &sheet.answers {
            let same = |it: &crate::quiz::exam::Place| it.question == answer.question && it.seed == answer.seed;
            if let Some(at) = paper.places.iter().position(same)
                && !paper.is_given(at)
            {
                paper.give(at, answer.response.clone(), answer.millis);
            }
        }
        paper
    }

    /// The answers of `sheet` that the student's own record lacks: what a kill cut off between the class folder and that.
    #[must_use]
    pub fn unrecorded(&self, bank: &Bank, sheet: &Sheet, record: &Record, day: Day) -> Vec<study::Event> {
        let known = |question: &str, seed: u64| {
            record.reviews.iter().any(|(_, it)| it.exam && it.seed == seed && it.question == question)
        };
        let judged = self.paper(bank, sheet).judged(bank);
        let missing = judged.iter().filter(|it| it.response.is_some() && !known(&it.item.question, it.item.seed));
        missing.map(|it| study::Event::Reviewed(record.exam_review(day, it))).collect()
    }
}

/// A line in a student's file of a quiz.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// The student saw the first question.
    Begun {
        /// When, by the student's clock, in seconds since 1970.
        time: i64,
    },
    /// The student answered.
    Answer(Answer),
}

/// An answer to a question of a quiz.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The question.
    pub question: String,
    /// The seed it was made with.
    pub seed: u64,
    /// What was answered.
    pub response: Response,
    /// Time spent on it, in milliseconds.
    #[serde(default)]
    pub millis: u64,
    /// When, by the student's clock, in seconds since 1970.
    pub time: i64,
}

impl Entry {
    /// The entry as a line, its end included; `None` where it would be longer than is read.
    #[must_use]
    pub fn line(&self) -> Option<String> {
        let line = serde_json::to_string(self).ok()? + "\n";
        (line.len() <= LONGEST_LINE).then_some(line)
    }
}

/// Why an answer was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The teacher closed the quiz.
    Closed,
    /// It could not be written, in Korean.
    Unwritten(String),
}

/// What a student's file of a quiz holds, as it was written: the first beginning and the first answer to each question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// When the student began.
    pub begun: Option<i64>,
    /// The answers, in the order they were given; one to each question.
    pub answers: Vec<Answer>,
}

impl Sheet {
    /// Reads a file. What is none of ours, cut off or too long is passed over, and so is whatever comes after more answers than
    /// any quiz has questions.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        let mut sheet = Self::default();
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| line.len() < LONGEST_LINE) {
            match serde_json::from_slice(line) {
                Ok(Entry::Begun { time }) => {
                    sheet.begun.get_or_insert(time);
                }
                Ok(Entry::Answer(answer)) if sheet.answers.len() < MOST_QUESTIONS => {
                    let known = |it: &Answer| it.question == answer.question && it.seed == answer.seed;
                    if !sheet.answers.iter().any(known) {
                        sheet.answers.push(answer);
                    }
                }
                Ok(Entry::Answer(_)) | Err(_) => {}
            }
        }
        sheet
    }
}

#[cfg(test)]
mod tests;
