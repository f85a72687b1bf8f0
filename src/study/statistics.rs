//! Looking back: how much is remembered, what is coming, where it is strong and weak, how much time it took.
//!
//! Must not know: how any of it is drawn.

use std::collections::BTreeMap;

use super::review::Card;
use super::session::{is_askable, was_asked};
use super::{Day, Record};
use crate::quiz::Bank;

/// Days that are looked back on, and ahead.
pub const DAYS: usize = 14;
/// Weeks of the retention curve.
pub const WEEKS: usize = 12;

/// Strength is what will still be known this many days from now. What is known today says nothing right after an answer: whoever has
/// just been told knows it, however wrong the answer was.
pub const AHEAD: i32 = 7;

/// What the record says, as of one day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statistics {
    /// Answers ever given.
    pub answers: usize,
    /// Of those, right ones.
    pub right: usize,
    /// Of cards asked again on a later day, how many were still known, over the last 30 days: (known, asked).
    pub retention: (usize, usize),
    /// The same week by week, the oldest first; nothing where nothing was asked.
    pub weeks: Vec<Option<f64>>,
    /// Cards that come due: today (with what is overdue), tomorrow, and so on.
    pub due: Vec<usize>,
    /// Days on which something was answered, up to today without a gap.
    pub streak: usize,
    /// Whether the last of those days is today.
    pub today: bool,
    /// Milliseconds spent on answers, by day, the oldest first, today last.
    pub spent: Vec<u64>,
    /// By chapter, in the order of the course.
    pub topics: Vec<Topic>,
    /// By misconception, those most often shown first.
    pub misconceptions: Vec<Misconception>,
}

/// One chapter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Topic {
    /// The chapter.
    pub chapter: String,
    /// Questions it has.
    pub questions: usize,
    /// Those that were asked.
    pub asked: usize,
    /// How likely those that have cards of their own are to be known [`AHEAD`] days from now, on average, from 0 to 1; `None`
    /// where none has.
    pub strength: Option<f64>,
}

/// One misconception.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Misconception {
    /// Its code.
    pub code: String,
    /// How often an answer showed it.
    pub shown: u32,
    /// How many sittings at an exercise did.
    pub stumbles: u32,
    /// How often it was asked about.
    pub asked: u32,
    /// How likely the questions that catch it are to be known [`AHEAD`] days from now, from 0 to 1; `None` where none was asked.
    pub strength: Option<f64>,
}

impl Statistics {
    /// What the record says on `day`.
    #[must_use]
    pub fn of(record: &Record, bank: &Bank, day: Day) -> Self {
        let mut it = Self {
            answers: record.reviews.len(),
            right: record.reviews.iter().filter(|(_, review)| review.grade.is_right()).count(),
            due: vec![0; DAYS],
            spent: vec![0; DAYS],
            ..Self::default()
        };
        it.retention(record, day);
        it.streak = streak(record, day);
        it.today = record.reviews.iter().any(|(when, _)| *when == day);
        for (when, review) in &record.reviews {
            if let Some(ago) = day.0.checked_sub(when.0).and_then(|ago| usize::try_from(ago).ok())
                && let Some(spent) = DAYS.checked_sub(ago + 1).and_then(|at| it.spent.get_mut(at))
            {
                *spent += u64::from(review.millis);
            }
        }
        for (id, card) in &record.cards {
            // As many as can be asked: a mistake that no question catches is none of them.
            if !is_askable(bank, id) {
                continue;
            }
            let ahead = usize::try_from(card.due.0.saturating_sub(day.0)).unwrap_or(0);
            if let Some(due) = it.due.get_mut(ahead) {
                *due += 1;
            }
        }
        it.topics(record, bank, day);
        it.misconceptions(record, bank, day);
        it
    }

    fn retention(&mut self, record: &Record, day: Day) {
        let mut weeks = vec![(0_u32, 0_u32); WEEKS];
        for card in record.cards.values() {
            for pair in card.history.windows(2) {
                let [(before, _), (now, grade)] = pair else { continue };
                let ago = day.0.saturating_sub(now.0);
                if before >= now || ago < 0 {
                    continue;
                }
                if ago < 30 {
                    self.retention.0 += usize::from(grade.is_right());
                    self.retention.1 += 1;
                }
                let week = usize::try_from(ago / 7).ok().and_then(|ago| WEEKS.checked_sub(ago + 1));
                if let Some((known, asked)) = week.and_then(|at| weeks.get_mut(at)) {
                    *known += u32::from(grade.is_right());
                    *asked += 1;
                }
            }
        }
        self.weeks =
            weeks.into_iter().map(|(known, asked)| (asked > 0).then(|| f64::from(known) / f64::from(asked))).collect();
    }

    fn topics(&mut self, record: &Record, bank: &Bank, day: Day) {
        let ahead = Day(day.0.saturating_add(AHEAD));
        for entry in bank.entries() {
            if self.topics.last().is_none_or(|topic| topic.chapter != entry.chapter) {
                self.topics.push(Topic { chapter: entry.chapter.clone(), ..Topic::default() });
            }
            let Some(topic) = self.topics.last_mut() else { continue };
            topic.questions += 1;
            topic.asked += usize::from(was_asked(record, &entry.id));
        }
        for topic in &mut self.topics {
            let own = bank.entries().iter().filter(|entry| entry.chapter == topic.chapter);
            let known = own.filter_map(|entry| record.card(&entry.id)?.recall(ahead));
            let (sum, count) = known.fold((0.0, 0_u32), |(sum, count), recall| (sum + f64::from(recall), count + 1));
            topic.strength = (count > 0).then(|| sum / f64::from(count));
        }
    }

    fn misconceptions(&mut self, record: &Record, bank: &Bank, day: Day) {
        let ahead = Day(day.0.saturating_add(AHEAD));
        let mut found: BTreeMap<&str, (Misconception, f64, u32)> = BTreeMap::new();
        for (code, count) in &record.stumbles {
            found.entry(code).or_default().0.stumbles = *count;
        }
        for (_, review) in &record.reviews {
            for code in &review.mistakes {
                found.entry(code).or_default().0.shown += 1;
            }
            for code in bank.get(&review.question).into_iter().flat_map(|entry| &entry.mistakes) {
                found.entry(code).or_default().0.asked += 1;
            }
        }
        for entry in bank.entries() {
            let Some(recall) = record.card(&entry.id).and_then(|card: &Card| card.recall(ahead)) else { continue };
            for code in &entry.mistakes {
                let (_, sum, count) = found.entry(code).or_default();
                *sum += f64::from(recall);
                *count += 1;
            }
        }
        self.misconceptions = found
            .into_iter()
            .map(|(code, (it, sum, count))| Misconception {
                code: code.to_owned(),
                strength: (count > 0).then(|| sum / f64::from(count)),
                ..it
            })
            .collect();
        self.misconceptions.sort_by_key(|it| (std::cmp::Reverse(it.shown + it.stumbles), it.code.clone()));
    }
}

/// Days in a row with an answer, up to today, or to yesterday where today is still young.
fn streak(record: &Record, day: Day) -> usize {
    let mut days: Vec<i32> = record.reviews.iter().map(|(when, _)| when.0).filter(|when| *when <= day.0).collect();
    days.sort_unstable();
    days.dedup();
    let Some(&last) = days.last() else { return 0 };
    if last < day.0 - 1 {
        return 0;
    }
    days.iter().rev().zip((i32::MIN..=last).rev()).take_while(|(have, want)| **have == *want).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{Course, MemorySource};
    use crate::study::Event;
    use crate::study::memory::Grade;
    use crate::study::review::Review;

    /// One question, which catches one mistake.
    fn bank() -> Bank {
        let quiz = "questions:\n  - id: first\n    kind: fill\n    text: a\n    heading: b\n    mistakes: [yaml-tab]\n    answer: [c]\n";
        let files = [
            ("course.yaml", "format: 1\ntitle: t\nchapters: [01-a]\n"),
            ("01-a/chapter.md", "# a\n"),
            ("01-a/quiz.yaml", quiz),
        ];
        Bank::open(&Course::open(Box::new(MemorySource::new(files))).unwrap()).0
    }

    /// Its answer, for one card or another.
    fn review(card: &str, grade: Grade) -> Review {
        Review {
            card: card.to_owned(),
            question: "first".to_owned(),
            seed: 0,
            grade,
            millis: 1,
            mistakes: Vec::new(),
            exam: false,
            reopens: None,
        }
    }

    #[test]
    fn who_has_just_answered_wrong_is_not_strong_and_who_knew_it_is() {
        let bank = bank();
        let strength = |days: &[(i32, Grade)]| {
            let mut record = Record::default();
            for (day, grade) in days {
                record.apply(Day(*day), &Event::Reviewed(review("first", *grade)));
            }
            let today = days.last().map_or(Day(0), |(day, _)| Day(*day));
            let told = Statistics::of(&record, &bank, today);
            let strength = told.topics.first().and_then(|it| it.strength);
            assert_eq!(told.misconceptions.first().and_then(|it| it.strength), strength);
            strength.unwrap_or(0.0)
        };
        let wrong = strength(&[(100, Grade::Again)]);
        let right = strength(&[(100, Grade::Good)]);
        let known = strength(&[(100, Grade::Good), (103, Grade::Good), (115, Grade::Good)]);
        // The screen draws in green from 0.85 on.
        assert!(wrong < 0.6 && wrong < right && right < known && known > 0.85, "{wrong} {right} {known}");
    }

    #[test]
    fn only_what_can_be_asked_is_due_and_what_was_asked_for_a_mistake_counts_as_asked() {
        let bank = bank();
        let mut record = Record::default();
        for card in ["mistake:yaml-tab", "mistake:of-which-nothing-asks"] {
            let wrong = Review { mistakes: vec!["yaml-tab".to_owned()], ..review(card, Grade::Again) };
            record.apply(Day(100), &Event::Reviewed(wrong));
        }
        let today = Statistics::of(&record, &bank, Day(100));
        assert_eq!(
            (today.streak, today.today, today.topics.first().map(|it| (it.asked, it.strength))),
            (1, true, Some((1, None)))
        );
        let later = Statistics::of(&record, &bank, Day(101));
        assert_eq!((later.streak, later.today), (1, false), "yesterday, and today nothing yet");
        let overdue = Statistics::of(&record, &bank, Day(200));
        assert_eq!(overdue.due.first(), Some(&1), "of two cards one can be asked");
    }
}
