//! An exam as a student's kijabi hands it in: the paper with what was answered, a line each, of which the first sitting counts.
//!
//! What an answer is worth is judged by whoever reads it: the questions are drawn anew from the plan, and of the paper only the
//! answers are believed.
//!
//! Must not know: files on a disk, the clock, screens.

use serde::{Deserialize, Serialize};

use super::row::{ExamRow, Row, State, TopicRow, shown};
use crate::lesson::Course;
use crate::quiz::Bank;
use crate::quiz::exam::{self, Paper, Plan};

/// The version of the format.
const VERSION: u32 = 1;
/// The longest line that is written or read, in bytes.
pub const LONGEST_LINE: usize = 128 * 1024;
/// Questions of an exam that is looked at.
const MOST_QUESTIONS: usize = 500;
/// How many exams of one student are looked at: the first ones.
const MOST_EXAMS: usize = 50;

/// One sitting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sitting {
    /// The version of the format.
    pub version: u32,
    /// Who sat it; only said, the folder counts.
    pub student: String,
    /// When it ended, in seconds since 1970.
    pub time: i64,
    /// Whether time ran out before the last answer.
    #[serde(default)]
    pub out_of_time: bool,
    /// The fingerprint of the course ([`super::digest::of_course`]).
    #[serde(default)]
    pub pack: String,
    /// The paper.
    pub paper: Paper,
}

impl Sitting {
    /// A sitting that ended at `time`; who sat it is for the caller to add.
    #[must_use]
    pub fn new(paper: &Paper, out_of_time: bool, pack: String, time: i64) -> Self {
        Self { version: VERSION, student: String::new(), time, out_of_time, pack, paper: paper.clone() }
    }

    /// The sitting as a line, its end included; `None` where it would be longer than is read.
    #[must_use]
    pub fn line(&self) -> Option<String> {
        let mut line = serde_json::to_string(self).ok()?;
        line.push('\n');
        (line.len() <= LONGEST_LINE).then_some(line)
    }

    /// Reads the sittings of a student: of each exam the first, and how many more there were. A line that is none is passed over.
    #[must_use]
    pub fn read_all(bytes: &[u8]) -> Vec<(Self, u32)> {
        let mut read: Vec<(Self, u32)> = Vec::new();
        let lines = bytes.split(|byte| *byte == b'\n').filter(|line| line.len() <= LONGEST_LINE);
        let sittings = lines.filter_map(|line| serde_json::from_slice::<Self>(line).ok());
        for sitting in sittings.filter(|it| it.version == VERSION && it.paper.plan.count <= MOST_QUESTIONS) {
            if let Some((_, again)) = read.iter_mut().find(|(first, _)| first.paper.plan == sitting.paper.plan) {
                *again = again.saturating_add(1);
            } else if read.len() < MOST_EXAMS {
                read.push((sitting, 0));
            }
        }
        read
    }

    /// The paper as the course draws it, with the answers of this one on it.
    fn redrawn(&self, bank: &Bank) -> Paper {
        let mut paper = Paper::new(bank, &self.paper.plan, self.paper.begun);
        for place in &self.paper.places {
            let at = paper.places.iter().position(|it| it.question == place.question && it.seed == place.seed);
            if let (Some(at), Some(response)) = (at, &place.response) {
                paper.give(at, response.clone(), place.millis);
            }
        }
        paper
    }

    /// What it came to, as a row of the sheet; whose it is and when it came is for the caller to add. `pack` is the fingerprint of
    /// `course`, `again` how often the student sat it after this.
    #[must_use]
    pub fn row(&self, course: &Course, bank: &Bank, pack: &str, again: u32) -> Row {
        let paper = self.redrawn(bank);
        let outcome = exam::score("", bank, &paper.plan, &paper.judged(bank), self.out_of_time);
        let title = |id: &str| course.chapters().iter().find(|it| it.id == id).map(|it| shown(&it.title));
        let topics = outcome.topics.iter().map(|it| TopicRow {
            chapter: it.chapter.clone(),
            title: title(&it.chapter).unwrap_or_else(|| it.chapter.clone()),
            right: it.right,
            total: it.total,
        });
        let Plan { seed, minutes, ref chapters, count } = paper.plan;
        let mut mistakes: Vec<String> = outcome.items.into_iter().flat_map(|it| it.mistakes).collect();
        mistakes.sort_unstable();
        mistakes.dedup();
        let count_of = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Row {
            exercise: format!("exam-{seed}"),
            state: State::Graded,
            passed: outcome.right == outcome.total && outcome.total > 0,
            score: count_of(outcome.right),
            max_score: count_of(outcome.total),
            other_pack: !self.pack.is_empty() && self.pack != pack,
            mistakes,
            exam: Some(ExamRow {
                seed,
                chapters: chapters.iter().map(|id| shown(id)).collect(),
                count,
                minutes,
                given: paper.given(),
                out_of_time: self.out_of_time,
                seconds: outcome.millis / 1000,
                again,
                topics: topics.collect(),
            }),
            ..Row::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::MemorySource;
    use crate::quiz::judge;

    fn course() -> Course {
        let quiz = "questions:\n  \
            - {id: q-word, kind: fill, text: 적기, heading: 가, mistakes: [yaml-tab], answer: [돛], because: 까닭}\n  \
            - {id: q-order, kind: order, text: 차례, heading: 가, mistakes: [yaml-tab], items: [{text: 하나}, {text: 둘}, {text: 셋}], because: 까닭}\n";
        let files = [
            ("course.yaml", "format: 1\ntitle: 항해\nchapters: [00-sail]\n"),
            ("00-sail/chapter.md", "# 돛\n"),
            ("00-sail/quiz.yaml", quiz),
        ];
        Course::open(Box::new(MemorySource::new(files))).unwrap()
    }

    #[test]
    fn the_first_sitting_counts_and_is_judged_by_who_reads_it() {
        let course = course();
        let (bank, faults) = Bank::open(&course);
        assert!(faults.is_empty(), "{faults:?}");
        let plan = Plan { count: 2, seed: 7, ..Plan::default() };
        let empty = Paper::new(&bank, &plan, 100);
        let mut paper = empty.clone();
        for at in 0..paper.places.len() {
            let item = bank.item(&paper.places[at].question, paper.places[at].seed).unwrap();
            paper.give(at, judge::right(&item), 1000);
        }
        // A question that the plan does not draw is worth nothing, however right.
        let mut forged = paper.places[0].clone();
        forged.seed = forged.seed.wrapping_add(1);
        paper.places.push(forged);
        let lines = [Sitting::new(&paper, false, "ab".into(), 160), Sitting::new(&empty, true, "ab".into(), 900)];
        let text: String = lines.iter().filter_map(Sitting::line).collect();
        let cut = text.get(..30).unwrap();
        let text = format!("{cut}\nnonsense\n{{}}\n{text}");
        let read = Sitting::read_all(text.as_bytes());
        assert_eq!(read.len(), 1);
        let (sitting, again) = &read[0];
        let row = sitting.row(&course, &bank, "cd", *again);
        let exam = row.exam.clone().unwrap();
        let all = u32::try_from(empty.places.len()).unwrap();
        assert_eq!((row.score, row.max_score, row.passed, row.other_pack, exam.again), (all, all, true, true, 1));
        assert_eq!(exam.topics.iter().map(|it| it.total).sum::<usize>(), empty.places.len());
    }
}
