//! A sitting at the quiz: which cards, in which order, by which questions.
//!
//! What is due comes first, what is most likely forgotten before the rest; then new questions, as many as a day takes, of the
//! chapters that were read. The sitting is a plan made from the record as it is; answers go into the record one by one.
//!
//! Must not know: how a question is asked, the clock (the day is an input).

use std::collections::VecDeque;

use super::review::mistake_of;
use super::{Day, Record};
use crate::quiz::random::hash;
use crate::quiz::{Bank, Entry};

/// New questions of a day, where nothing else is said.
pub const NEW_A_DAY: usize = 10;
/// Questions of a sitting, where nothing else is said.
pub const COUNT: usize = 20;

/// What the learner asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Only these chapters, be they read or not; all that were read where none is named.
    pub chapters: Vec<String>,
    /// Only what is due.
    pub due: bool,
    /// The most questions.
    pub count: usize,
    /// The most new ones a day.
    pub new_a_day: usize,
    /// What decides the variants; the day and the card where absent.
    pub seed: Option<u64>,
}

impl Default for Wish {
    fn default() -> Self {
        Self { chapters: Vec::new(), due: false, count: COUNT, new_a_day: NEW_A_DAY, seed: None }
    }
}

/// One question of a sitting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// The card.
    pub card: String,
    /// The question it is asked by.
    pub question: String,
    /// The seed.
    pub seed: u64,
    /// Why it is asked.
    pub why: Why,
}

/// Why a card is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is due.
    Due,
    /// A mistake in an exercise put it on the table.
    Stumbled,
    /// It was never asked.
    New,
    /// It was wrong in this sitting.
    Again,
    /// It is not due yet; the learner asked for more.
    Ahead,
}

/// A sitting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    queue: VecDeque<Pick>,
    /// How many were asked.
    pub asked: usize,
}

impl Session {
    /// Plans a sitting.
    #[must_use]
    pub fn plan(bank: &Bank, record: &Record, day: Day, wish: &Wish) -> Self {
        let mut queue = VecDeque::new();
        let in_chapters = |entry: &Entry| wish.chapters.is_empty() || wish.chapters.contains(&entry.chapter);
        let mut cards: Vec<(&String, &Entry, f32, bool)> = Vec::new();
        for (id, card) in &record.cards {
            if let Some(entry) = asked_by(bank, record, id).filter(|entry| in_chapters(entry)) {
                cards.push((id, entry, card.recall(day).unwrap_or(0.0), card.due <= day));
            }
        }
        cards.sort_by(|a, b| a.2.total_cmp(&b.2).then_with(|| a.0.cmp(b.0)));
        let pick = |card: &str, entry: &Entry, why: Why| Pick {
            card: card.to_owned(),
            question: entry.id.clone(),
            seed: seed(wish, record, card, day),
            why,
        };
        for (id, entry, ..) in cards.iter().filter(|(.., due)| *due) {
            let fresh = record.card(id).is_some_and(|card| card.history.is_empty());
            queue.push_back(pick(id, entry, if fresh { Why::Stumbled } else { Why::Due }));
        }
        if !wish.due {
            let today = record.cards.values().filter(|it| it.history.first().is_some_and(|(first, _)| *first == day));
            let room = wish.new_a_day.saturating_sub(today.count());
            let is_open = |entry: &&Entry| {
                in_chapters(entry) && (!wish.chapters.is_empty() || is_read(bank, record, &entry.chapter))
            };
            let new = bank.entries().iter().filter(is_open).filter(|entry| record.card(&entry.id).is_none());
            queue.extend(new.take(room).map(|entry| pick(&entry.id, entry, Why::New)));
            if !wish.chapters.is_empty() {
                let ahead = cards.iter().filter(|(.., due)| !*due);
                queue.extend(ahead.map(|(id, entry, ..)| pick(id, entry, Why::Ahead)));
            }
        }
        queue.truncate(wish.count);
        Self { queue, asked: 0 }
    }

    /// The next question.
    pub fn draw(&mut self) -> Option<Pick> {
        let pick = self.queue.pop_front()?;
        self.asked += 1;
        Some(pick)
    }

    /// Asks a card once more before the sitting ends, in another guise.
    pub fn again(&mut self, pick: &Pick) {
        if pick.why != Why::Again {
            let seed = pick.seed.wrapping_add(1);
            self.queue.push_back(Pick { seed, why: Why::Again, ..pick.clone() });
        }
    }

    /// How many are left that were not asked at all.
    #[must_use]
    pub fn left_unasked(&self) -> usize {
        self.queue.iter().filter(|pick| pick.why != Why::Again).count()
    }

    /// How many are left.
    #[must_use]
    pub fn left(&self) -> usize {
        self.queue.len()
    }
}

/// The question a card is asked by: its own, or of those that catch the misconception the one that was asked longest ago,
/// a generator before a question of fixed words.
fn asked_by<'b>(bank: &'b Bank, record: &Record, card: &str) -> Option<&'b Entry> {
    let Some(code) = mistake_of(card) else { return bank.get(card) };
    let last = |entry: &Entry| record.asked.get(&entry.id).copied();
    bank.catching(code).min_by_key(|entry| (last(entry), !entry.is_generated()))
}

/// How many cards come due on the next day on which any does, and how many days from `day` that is.
#[must_use]
pub fn next_due(bank: &Bank, record: &Record, day: Day) -> Option<(i32, usize)> {
    let later = record.cards.iter().filter(|(id, card)| card.due > day && is_askable(bank, id));
    let mut days: Vec<i32> = later.map(|(_, card)| card.due.0.saturating_sub(day.0)).collect();
    days.sort_unstable();
    let first = *days.first()?;
    Some((first, days.iter().take_while(|ahead| **ahead == first).count()))
}

/// Whether there is a question that a card can be asked by.
#[must_use]
pub fn is_askable(bank: &Bank, card: &str) -> bool {
    match mistake_of(card) {
        Some(code) => bank.catching(code).next().is_some(),
        None => bank.get(card).is_some(),
    }
}

/// Whether a question was answered, be it as a card of its own or as that of a mistake.
#[must_use]
pub fn was_asked(record: &Record, question: &str) -> bool {
    record.asked.contains_key(question) || record.card(question).is_some_and(|card| !card.history.is_empty())
}

/// The chapters whose new questions wait until they are read, unless they are asked for by name.
#[must_use]
pub fn waiting<'b>(bank: &'b Bank, record: &Record) -> Vec<&'b str> {
    let mut waiting: Vec<&str> = Vec::new();
    for entry in bank.entries().iter().filter(|entry| !is_read(bank, record, &entry.chapter)) {
        if !waiting.contains(&entry.chapter.as_str()) {
            waiting.push(&entry.chapter);
        }
    }
    waiting
}

/// Whether a chapter counts as read: begun, or the first of all.
fn is_read(bank: &Bank, record: &Record, chapter: &str) -> bool {
    let first = bank.entries().first().is_some_and(|entry| entry.chapter == chapter);
    first || record.chapter(chapter).is_some_and(|it| it.read.is_some() || it.position > 0)
}

/// Another seed each time a card is asked.
fn seed(wish: &Wish, record: &Record, card: &str, day: Day) -> u64 {
    let times = record.card(card).map_or(0, |card| card.history.len());
    let from = wish.seed.map_or_else(|| day.0.to_string(), |seed| format!("seed {seed}"));
    // What JSON can hold exactly in every language.
    hash(&format!("{card} {times} {from}")) >> 11
}

/// The ids that still mean something, for counting what is due at the start screen without reading a question: those of
/// questions, and every misconception.
#[must_use]
pub fn is_known(ids: &std::collections::BTreeSet<String>, card: &str) -> bool {
    mistake_of(card).is_some() || ids.contains(card)
}

#[cfg(test)]
mod tests;
