//! An exam: a fixed set of questions drawn by a seed, the paper it is answered on, and what it came to.
//!
//! The same pack, plan and seed give the same questions in the same order with the same choices, wherever it is held. A
//! [`Paper`] is answered in any order; what is on it can be kept and taken up again. It says nothing of right and wrong until it
//! is scored.
//!
//! Must not know: the learner's record, screens, how much time has passed.

use serde::{Deserialize, Serialize};

use super::bank::{Bank, Entry};
use super::item::{Item, Task};
use super::judge::{Judgement, Response, judge};
use super::random::Random;

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Which chapters it is about; all where none is named.
    #[serde(default)]
    pub chapters: Vec<String>,
    /// How many questions; fewer where there are not so many.
    pub count: usize,
    /// How many minutes there are; no limit where absent.
    #[serde(default)]
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

/// What an exam is answered on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// What was asked for; its count is that of the questions there are.
    pub plan: Plan,
    /// When it was begun, in seconds since 1970.
    pub begun: i64,
    /// The questions, in order.
    pub places: Vec<Place>,
}

/// One question on a [`Paper`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The question.
    pub question: String,
    /// The seed it is made with.
    pub seed: u64,
    /// The answer, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    /// Time spent on it, in milliseconds.
    #[serde(default)]
    pub millis: u64,
}

impl Paper {
    /// The paper of a plan, nothing on it yet; `begun` in seconds since 1970. A question that cannot be made is left out: that is a
    /// fault of the pack, which its linter tells.
    #[must_use]
    pub fn new(bank: &Bank, plan: &Plan, begun: i64) -> Self {
        let drawn = draw(bank, plan).into_iter().filter(|(question, seed)| bank.item(question, *seed).is_some());
        let places: Vec<Place> = drawn.map(|(question, seed)| Place { question, seed, ..Place::default() }).collect();
        Self { plan: Plan { count: places.len(), ..plan.clone() }, begun, places }
    }

    /// Seconds that are left at `now` (in seconds since 1970); `None` without a limit. A clock that was set back gives no time.
    #[must_use]
    pub fn seconds_left(&self, now: i64) -> Option<u64> {
        let limit = u64::from(self.plan.minutes?) * 60;
        let spent = u64::try_from(now.saturating_sub(self.begun)).unwrap_or(0);
        Some(limit.saturating_sub(spent))
    }

    /// Puts an answer down, or another in its place; `millis` more were spent on it.
    pub fn give(&mut self, at: usize, response: Response, millis: u64) {
        if let Some(place) = self.places.get_mut(at) {
            place.response = Some(response);
            place.millis = place.millis.saturating_add(millis);
        }
    }

    /// How many questions are answered.
    #[must_use]
    pub fn given(&self) -> usize {
        self.places.iter().filter(|place| place.response.is_some()).count()
    }

    /// Whether a question has an answer.
    #[must_use]
    pub fn is_given(&self, at: usize) -> bool {
        self.places.get(at).is_some_and(|place| place.response.is_some())
    }

    /// The next question without an answer after `at`, going round; `None` where all have one.
    #[must_use]
    pub fn next_open(&self, at: usize) -> Option<usize> {
        let count = self.places.len();
        (1..=count).map(|step| (at + step) % count).find(|&place| !self.is_given(place))
    }

    /// Each question, what was answered, and what that is worth, in order; what was not answered is worth nothing.
    #[must_use]
    pub fn judged(&self, bank: &Bank) -> Vec<Judged> {
        let judged = self.places.iter().filter_map(|place| {
            let item = bank.item(&place.question, place.seed)?;
            let judgement = match &place.response {
                Some(response) => judge(&item, response),
                None => Judgement { share: (0, item.places()), ..Judgement::default() },
            };
            Some(Judged { item, response: place.response.clone(), judgement, millis: place.millis })
        });
        judged.collect()
    }
}

/// One question of a [`Paper`] and what its answer is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The question.
    pub item: Item,
    /// What was answered.
    pub response: Option<Response>,
    /// What it is worth.
    pub judgement: Judgement,
    /// Time spent on it, in milliseconds.
    pub millis: u64,
}

/// What became of an exam: a contract, for the class sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The version of this form, 1.
    pub version: u32,
    /// Always `exam`.
    pub kind: &'static str,
    /// The student's id in the class that was joined; left out where none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub student: Option<String>,
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
    fn of(judged: &Judged) -> Self {
        let Judged { item, response, judgement, millis } = judged;
        Self {
            question: item.question.clone(),
            seed: item.seed,
            chapter: item.chapter.clone(),
            answer: response.as_ref().map(|response| said(item, response)),
            right: judgement.right,
            share: judgement.share,
            mistakes: judgement.mistakes.clone(),
            millis: *millis,
        }
    }
}

/// Adds up an exam. `judged` are all its questions, in order.
#[must_use]
pub fn score(course: &str, bank: &Bank, plan: &Plan, judged: &[Judged], out_of_time: bool) -> Outcome {
    let items: Vec<Answered> = judged.iter().map(Answered::of).collect();
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
        student: None,
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
