//! Cards: what a learner was asked, how it went, and when it is asked again.
//!
//! A question or a generator has one card, under its id. A misconception has one too ([`mistake_card`]), which a mistake made in
//! an exercise puts on the table; it is asked by whatever question catches that mistake.
//!
//! Must not know: what a question says, files, the clock.

use serde::{Deserialize, Serialize};

use super::memory::{self, Grade, Memory};
use super::{Day, Record};

/// One answer. Its form in JSON is that of learners' files and of exports: a name that was ever written stays readable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Review {
    /// The card it was given to; left out where it stands beside.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub card: String,
    /// The question that was asked.
    pub question: String,
    /// The seed it was made with.
    pub seed: u64,
    /// How it went: 1 (wrong) to 4 (easy), as FSRS counts.
    pub grade: Grade,
    /// How long it took, in milliseconds.
    #[serde(default)]
    pub millis: u32,
    /// The misconceptions it showed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mistakes: Vec<String>,
    /// Whether it was given in an exam.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exam: bool,
    /// The exercise to be done again because of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopens: Option<String>,
}

/// What is known of a card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// What is left of it; `None` while it was never asked.
    pub memory: Option<Memory>,
    /// The days it was asked on and how it went, oldest first.
    pub history: Vec<(Day, Grade)>,
    /// How often it was forgotten: wrong on a later day than the answer before.
    pub lapses: u32,
    /// The day from which on it is to be asked.
    pub due: Day,
}

/// Where the card of a misconception is kept; no question's id has a colon.
#[must_use]
pub fn mistake_card(code: &str) -> String {
    format!("mistake:{code}")
}

/// The misconception of a card, where it is one's.
#[must_use]
pub fn mistake_of(card: &str) -> Option<&str> {
    card.strip_prefix("mistake:")
}

impl Card {
    /// The day it was last asked on.
    #[must_use]
    pub fn last(&self) -> Option<Day> {
        self.history.last().map(|(day, _)| *day)
    }

    /// How likely it is to be known on `day`, from 0 to 1; `None` while it was never asked.
    #[must_use]
    pub fn recall(&self, day: Day) -> Option<f32> {
        Some(memory::recall(self.memory?, elapsed(self.last()?, day)))
    }

    /// Whether an answer of that grade would be a lapse.
    fn lapses_by(&self, day: Day, grade: Grade) -> bool {
        !grade.is_right() && self.last().is_some_and(|last| last < day)
    }

    /// Takes in an answer. One that comes to light after later ones (an imported record) is put in its place.
    pub(super) fn answer(&mut self, day: Day, grade: Grade) {
        if self.last().is_none_or(|last| last <= day) {
            return self.go_on(day, grade);
        }
        let mut history = std::mem::take(&mut self.history);
        let at = history.partition_point(|(known, _)| *known <= day);
        history.insert(at, (day, grade));
        self.fold(history);
    }

    /// Grades the last answer otherwise.
    fn amend(&mut self, grade: Grade) {
        let mut history = std::mem::take(&mut self.history);
        if let Some((_, last)) = history.last_mut() {
            *last = grade;
        }
        self.fold(history);
    }

    fn fold(&mut self, history: Vec<(Day, Grade)>) {
        *self = Self::default();
        for (day, grade) in history {
            self.go_on(day, grade);
        }
    }

    fn go_on(&mut self, day: Day, grade: Grade) {
        let waited = self.last().map_or(0, |last| elapsed(last, day));
        self.lapses += u32::from(self.lapses_by(day, grade));
        let (memory, interval) = memory::after(self.memory, waited, grade);
        self.memory = Some(memory);
        self.history.push((day, grade));
        self.due = Day(day.0.saturating_add(whole_days(interval)));
    }

    /// It is to be asked on `day` already.
    pub(super) fn put_on_the_table(&mut self, day: Day) {
        self.due = if self.history.is_empty() { day } else { self.due.min(day) };
    }
}

/// An interval in whole days, at least one: who was asked today is asked tomorrow at the earliest.
#[must_use]
pub fn whole_days(interval: f32) -> i32 {
    /// A hundred years.
    const LONGEST: f32 = 36_500.0;
    #[allow(clippy::cast_possible_truncation, reason = "clamped to a hundred years")]
    let days = interval.round().clamp(1.0, LONGEST) as i32;
    days
}

fn elapsed(from: Day, to: Day) -> u32 {
    u32::try_from(to.0.saturating_sub(from.0)).unwrap_or(0)
}

impl Record {
    /// What is known of a card.
    pub fn card(&self, id: &str) -> Option<&Card> {
        self.cards.get(id)
    }

    /// Grades a right answer otherwise: how easy it was is known once it is judged, and it is kept before that. It is the last one
    /// given to `card` with `seed`; one that a later answer to the card has overtaken stays as it is, and so does a wrong one.
    pub(super) fn rate(&mut self, card: &str, seed: u64, grade: Grade) {
        if !self.is_last_answer(card, seed) {
            return;
        }
        let last = self.reviews.iter_mut().rev().map(|(_, review)| review).find(|review| review.card == card);
        let Some(review) = last.filter(|it| it.grade.is_right() && grade.is_right()) else { return };
        review.grade = grade;
        if let Some(card) = self.cards.get_mut(card) {
            card.amend(grade);
        }
    }

    /// Whether the last answer to `card` that was kept is the one given with `seed`.
    #[must_use]
    pub fn is_last_answer(&self, card: &str, seed: u64) -> bool {
        let last = self.reviews.iter().rev().map(|(_, review)| review).find(|review| review.card == card);
        last.is_some_and(|review| review.seed == seed)
    }

    /// How many cards are to be asked on `day`, of those that `is_known` says still exist.
    pub fn due(&self, day: Day, mut is_known: impl FnMut(&str) -> bool) -> usize {
        self.cards.iter().filter(|(id, card)| card.due <= day && is_known(id)).count()
    }

    /// The exercise that an answer sends back to: the second time a card lapses, and every second time after.
    #[must_use]
    pub fn reopens(&self, card: &str, day: Day, grade: Grade, exercise: Option<&str>) -> Option<String> {
        let known = self.card(card)?;
        let again = known.lapses_by(day, grade) && (known.lapses + 1).is_multiple_of(2);
        exercise.filter(|_| again).map(str::to_owned)
    }
}
