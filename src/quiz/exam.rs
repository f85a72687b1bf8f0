//! An exam: a fixed set of questions drawn by a seed, and what it came to.
//!
//! The same pack, plan and seed give the same questions in the same order with the same choices, wherever it is held.
//!
//! Must not know: the learner's record, screens, how much time has passed.

use serde::Serialize;

use super::bank::{Bank, Entry};
use super::item::{Item, Task};
use super::judge::{Judgement, Response};
use super::random::Random;

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Which chapters it is about; all where none is named.
    pub chapters: Vec<String>,
    /// How many questions; fewer where there are not so many.
    pub count: usize,
    /// How many minutes there are; no limit where absent.
    pub minutes: Option<u32>,
    /// What decides the questions.
    pub seed: u64,
}

/// The questions drawn for a plan: (id, seed). Each chapter has its share, as even as can be; no question comes twice.
#[must_use]
pub fn draw(bank: &Bank, plan: &Plan) -> Vec<(String, u64)> {
    let mut random = Random::new("exam", plan.seed);
    let mut chapters: Vec<(&str, Vec<&Entry>)> = Vec::new();
    let wanted = |entry: &&Entry| plan.chapters.is_empty() || plan.chapters.contains(&entry.chapter);
    for entry in bank.entries().iter().filter(wanted) {
        match chapters.iter_mut().find(|(chapter, _)| *chapter == entry.chapter) {
            Some((_, entries)) => entries.push(entry),
            None => chapters.push((&entry.chapter, vec![entry])),
        }
    }
    for (_, entries) in &mut chapters {
        random.shuffle(entries);
    }
    random.shuffle(&mut chapters);
    let longest = chapters.iter().map(|(_, entries)| entries.len()).max().unwrap_or(0);
    let rounds = (0..longest).flat_map(|round| chapters.iter().filter_map(move |(_, entries)| entries.get(round)));
    let mut drawn: Vec<(String, u64)> = rounds.take(plan.count).map(|entry| (entry.id.clone(), 0)).collect();
    random.shuffle(&mut drawn);
    for (_, seed) in &mut drawn {
        *seed = random.bits();
    }
    drawn
}

/// What became of an exam: a contract, for the class sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The version of this form, 1.
    pub version: u32,
    /// Always `exam`.
    pub kind: &'static str,
    /// The course's title.
    pub course: String,
    /// What was asked for.
    #[serde(flatten)]
    pub plan: Plan,
    /// Whether time ran out before the last answer.
    pub out_of_time: bool,
    /// Wholly right answers.
    pub right: usize,
    /// Questions, those not answered among them.
    pub total: usize,
    /// Time spent on answers, in milliseconds.
    pub millis: u64,
    /// By chapter, in the order of the course.
    pub topics: Vec<Topic>,
    /// In the order they were asked.
    pub items: Vec<Answered>,
}

/// The score of one chapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Topic {
    /// The chapter.
    pub chapter: String,
    /// Wholly right answers.
    pub right: usize,
    /// Questions.
    pub total: usize,
}

/// One question of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answered {
    /// The question.
    pub question: String,
    /// The seed it was made with.
    pub seed: u64,
    /// The chapter.
    pub chapter: String,
    /// What was answered, in words; null where nothing was.
    pub answer: Option<String>,
    /// Whether it was wholly right.
    pub right: bool,
    /// Places that were right, and places there are.
    pub share: (usize, usize),
    /// The misconceptions it showed.
    pub mistakes: Vec<String>,
    /// How long it took, in milliseconds.
    pub millis: u64,
}

impl Answered {
    /// An answer and what it was worth.
    #[must_use]
    pub fn new(item: &Item, response: Option<&Response>, judgement: &Judgement, millis: u64) -> Self {
        Self {
            question: item.question.clone(),
            seed: item.seed,
            chapter: item.chapter.clone(),
            answer: response.map(|response| said(item, response)),
            right: judgement.right,
            share: judgement.share,
            mistakes: judgement.mistakes.clone(),
            millis,
        }
    }
}

/// Adds up an exam. `items` are all its questions, in order.
#[must_use]
pub fn score(course: &str, bank: &Bank, plan: &Plan, items: Vec<Answered>, out_of_time: bool) -> Outcome {
    let mut topics: Vec<Topic> = Vec::new();
    for entry in bank.entries() {
        if topics.last().is_none_or(|topic| topic.chapter != entry.chapter) {
            topics.push(Topic { chapter: entry.chapter.clone(), right: 0, total: 0 });
        }
    }
    for item in &items {
        if let Some(topic) = topics.iter_mut().find(|topic| topic.chapter == item.chapter) {
            topic.total += 1;
            topic.right += usize::from(item.right);
        }
    }
    topics.retain(|topic| topic.total > 0);
    Outcome {
        version: 1,
        kind: "exam",
        course: course.to_owned(),
        plan: plan.clone(),
        out_of_time,
        right: items.iter().filter(|item| item.right).count(),
        total: items.len(),
        millis: items.iter().map(|item| item.millis).sum(),
        topics,
        items,
    }
}

/// An answer in words, the same whatever the order in which things were shown.
#[must_use]
pub fn said(item: &Item, response: &Response) -> String {
    let text = |texts: &[String], at: usize| texts.get(at).cloned().unwrap_or_default();
    match (&item.task, response) {
        (Task::Choose { choices, .. }, Response::Chosen(taken)) => {
            let mut said: Vec<&str> =
                taken.iter().filter_map(|&at| choices.get(at)).map(|it| it.text.as_str()).collect();
            said.sort_unstable();
            said.join(" | ")
        }
        (_, Response::Written(line)) => line.clone(),
        (Task::Order { items, .. }, Response::Ordered(given)) => {
            given.iter().map(|&at| text(items, at)).collect::<Vec<_>>().join(" → ")
        }
        (Task::Match { left, right, .. }, Response::Matched(given)) => {
            let pairs = left.iter().zip(given);
            let said =
                pairs.map(|(left, at)| format!("{left} = {}", at.map_or_else(String::new, |at| text(right, at))));
            said.collect::<Vec<_>>().join(" | ")
        }
        (Task::Grid { rows, columns, .. }, Response::Marked(cells)) => {
            let said = cells.iter().map(|&(y, x)| format!("{} → {}", text(rows, y), text(columns, x)));
            said.collect::<Vec<_>>().join(" | ")
        }
        (_, Response::Line(line)) => line.to_string(),
        _ => String::new(),
    }
}
