//! What a class answered: for each question how many, how many of them right, what the others took and which misconception that
//! shows, and who has not answered yet.
//!
//! Must not know: where answers come from, how a tally is shown.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::{Quiz, Sheet};
use crate::classroom::row::short;
use crate::classroom::summary::{mark_text, tenths};
use crate::quiz::exam::said;
use crate::quiz::item::head;
use crate::quiz::{Bank, Item, Response, Task, judge};

/// Different answers in words that are told of one question; the others are counted together.
const TOLD: usize = 12;
/// Seconds by which an answer may come after the time or the end without being late: clocks differ.
const GRACE: i64 = 60;

/// A quiz and its questions, by which papers are judged.
#[derive(Clone, Debug)]
pub struct Counting {
    quiz: Quiz,
    items: Vec<Item>,
}

/// What one student has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StudentTally {
    /// The id.
    pub id: String,
    /// The name, where the roster has one.
    pub name: String,
    /// When the student began, by the student's clock.
    pub begun: Option<i64>,
    /// By question: what was answered; nothing where nothing was.
    pub marks: Vec<Option<Mark>>,
    /// Answers that came after the time or after the end.
    pub late: usize,
    /// Why the student's file cannot be read, in Korean; empty where it can.
    pub fault: String,
}

/// One answer of one student.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Whether it is wholly right.
    pub right: bool,
    /// The choices taken; of a question without choices the answer in words.
    said: Said,
    /// The misconceptions it shows.
    pub mistakes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    Choices(Vec<usize>),
    Words(String),
}

/// What all of them have done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The quiz.
    pub quiz: Quiz,
    /// By question, in order.
    pub questions: Vec<QuestionTally>,
    /// By id.
    pub students: Vec<StudentTally>,
}

/// What became of one question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct QuestionTally {
    /// Its place, from 1.
    pub number: usize,
    /// Its id.
    pub question: String,
    /// The seed it was made with.
    pub seed: u64,
    /// The chapter.
    pub chapter: String,
    /// What has to be done (`one`, `fill` …).
    pub kind: &'static str,
    /// Its first line.
    pub text: String,
    /// All of it, with manifest and world, Markdown.
    #[serde(skip)]
    pub whole: String,
    /// How many answered.
    pub answered: usize,
    /// How many of them were wholly right.
    pub right: usize,
    /// What was answered: every choice in order, or the different answers, the most frequent first.
    pub answers: Vec<AnswerTally>,
    /// Answers in words beyond those told.
    pub others: usize,
    /// The misconceptions that answers show, with how many, the most frequent first.
    pub mistakes: Vec<(String, usize)>,
    /// The ids of those who have not answered it.
    pub open: Vec<String>,
}

/// One of the answers to a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AnswerTally {
    /// The words.
    pub text: String,
    /// Whether it is right.
    pub right: bool,
    /// How many gave it.
    pub count: usize,
    /// The misconceptions it shows.
    pub mistakes: Vec<String>,
}

impl Counting {
    /// Draws the questions of a quiz from the course it was set from.
    #[must_use]
    pub fn new(quiz: &Quiz, bank: &Bank) -> Self {
        let paper = quiz.paper(bank, &Sheet::default());
        let items = paper.places.iter().filter_map(|place| bank.item(&place.question, place.seed));
        Self { quiz: quiz.clone(), items: items.collect() }
    }

    /// The quiz.
    #[must_use]
    pub fn quiz(&self) -> &Quiz {
        &self.quiz
    }

    /// The same questions, of the quiz as it stands now.
    pub fn renew(&mut self, quiz: &Quiz) {
        self.quiz = quiz.clone();
    }

    /// Judges what a student wrote.
    #[must_use]
    pub fn student(&self, id: &str, sheet: &Sheet) -> StudentTally {
        let minutes = self.quiz.plan.minutes.zip(sheet.begun);
        let limit = minutes.map(|(minutes, begun)| begun.saturating_add(i64::from(minutes) * 60));
        let end = limit.into_iter().chain(self.quiz.closed).min().map(|end| end.saturating_add(GRACE));
        let mut late = 0;
        let marks = self.items.iter().map(|item| {
            let answer = sheet.answers.iter().find(|it| it.question == item.question && it.seed == item.seed)?;
            late += usize::from(end.is_some_and(|end| answer.time > end));
            let judgement = judge::judge(item, &answer.response);
            let said = match (&item.task, &answer.response) {
                (Task::Choose { choices, .. }, Response::Chosen(taken)) => {
                    Said::Choices(taken.iter().copied().filter(|at| *at < choices.len()).collect())
                }
                (_, response) => {
                    let words = said(item, response).split_whitespace().collect::<Vec<_>>().join(" ");
                    Said::Words(if words.is_empty() { "(빈 답)".to_owned() } else { short(&words) })
                }
            };
            Some(Mark { right: judgement.right, said, mistakes: judgement.mistakes })
        });
        let marks = marks.collect();
        StudentTally { id: id.to_owned(), begun: sheet.begun, marks, late, ..StudentTally::default() }
    }

    /// Adds up what students have done; `students` by id.
    #[must_use]
    pub fn tally(&self, students: Vec<StudentTally>) -> Tally {
        let questions = self.items.iter().enumerate().map(|(at, item)| question(at, item, &students)).collect();
        Tally { quiz: self.quiz.clone(), questions, students }
    }
}

fn question(at: usize, item: &Item, students: &[StudentTally]) -> QuestionTally {
    let marks = || students.iter().filter_map(|student| student.marks.get(at)?.as_ref());
    let mut mistakes: BTreeMap<&str, usize> = BTreeMap::new();
    marks().flat_map(|mark| &mark.mistakes).for_each(|code| *mistakes.entry(code).or_default() += 1);
    let mut mistakes: Vec<(String, usize)> =
        mistakes.into_iter().map(|(code, count)| (code.to_owned(), count)).collect();
    mistakes.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    let mut answers: Vec<AnswerTally> = match &item.task {
        Task::Choose { choices, .. } => choices
            .iter()
            .map(|choice| AnswerTally {
                text: short(&choice.text),
                right: choice.right,
                count: 0,
                mistakes: choice.mistake.iter().cloned().collect(),
            })
            .collect(),
        _ => Vec::new(),
    };
    let mut words: BTreeMap<&str, AnswerTally> = BTreeMap::new();
    for mark in marks() {
        match &mark.said {
            Said::Choices(taken) => {
                for &at in taken {
                    answers.get_mut(at).into_iter().for_each(|answer| answer.count += 1);
                }
            }
            Said::Words(said) => {
                let answer = words.entry(said).or_insert_with(|| AnswerTally {
                    text: said.clone(),
                    right: mark.right,
                    count: 0,
                    mistakes: mark.mistakes.clone(),
                });
                answer.count += 1;
            }
        }
    }
    let mut words: Vec<AnswerTally> = words.into_values().collect();
    words.sort_by(|a, b| (Reverse(a.count), &a.text).cmp(&(Reverse(b.count), &b.text)));
    let others = words.iter().skip(TOLD).map(|it| it.count).sum();
    answers.extend(words.into_iter().take(TOLD));
    let open = students.iter().filter(|it| it.marks.get(at).is_none_or(Option::is_none)).map(|it| it.id.clone());
    QuestionTally {
        number: at + 1,
        question: item.question.clone(),
        seed: item.seed,
        chapter: item.chapter.clone(),
        kind: item.kind.name(),
        text: short(head(&item.text)),
        whole: item.text.clone(),
        answered: marks().count(),
        right: marks().filter(|mark| mark.right).count(),
        answers,
        others,
        mistakes,
        open: open.collect(),
    }
}

impl QuestionTally {
    /// The share of those who answered wholly right among all who answered, in percent (`66.7`); nothing where nobody did.
    #[must_use]
    pub fn share(&self) -> Option<String> {
        (self.answered > 0).then(|| mark_text(tenths(self.right as u64, self.answered as u64)))
    }
}

impl StudentTally {
    /// How many questions are answered.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.marks.iter().flatten().count()
    }

    /// How many answers are wholly right.
    #[must_use]
    pub fn right(&self) -> usize {
        self.marks.iter().flatten().filter(|mark| mark.right).count()
    }
}

impl Tally {
    /// How many students have answered everything, how many are at it, and how many have not begun.
    #[must_use]
    pub fn progress(&self) -> (usize, usize, usize) {
        let of = self.questions.len();
        let done = self.students.iter().filter(|it| of > 0 && it.answered() == of).count();
        let begun = self.students.iter().filter(|it| it.begun.is_some() || it.answered() > 0).count();
        (done, begun - done.min(begun), self.students.len() - begun)
    }

    /// The name of a student behind the id.
    #[must_use]
    pub fn called(&self, id: &str) -> String {
        match self.students.iter().find(|it| it.id == id) {
            Some(student) if !student.name.is_empty() => format!("{} {}", student.name, id),
            _ => id.to_owned(),
        }
    }
}
