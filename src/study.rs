//! What kijabi remembers of one learner, folded from the events of their study.
//!
//! An [`Event`] is a fact with the [`Day`] it happened on; facts are kept in the order they were saved and never
//! changed. A [`Record`] is what they add up to: [`Record::apply`] takes one more, so that folding a stored history and
//! following a running session are the same code. What was asked and when it is asked again is [`review`], by [`memory`]; a
//! sitting at the quiz is planned in [`session`]; [`statistics`] looks back.
//!
//! Exercise and chapter ids are the learner's vocabulary: a record does not ask which pack they came from, and keeps
//! what it knows of ids that no longer exist.
//!
//! This layer must not know: files, databases, the clock (the day is an input), screens.

pub mod exchange;
pub mod memory;
pub mod resume;
pub mod review;
pub mod session;
pub mod statistics;

use std::collections::BTreeMap;

use crate::quiz::Bank;
use crate::quiz::exam::{Judged, Paper, Plan};
use memory::Grade;
use review::{Card, Review, mistake_card};

/// A calendar day of the learner's own time zone, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub i32);

/// Where the learner was: what "go on" leads back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Reading a chapter.
    Chapter(String),
    /// At an exercise.
    Exercise(String),
    /// Reading notes of one's own: the absolute path of their file.
    Notes(String),
}

/// Under which id notes are remembered as chapters are; no chapter's id has a colon.
#[must_use]
pub fn notes_id(path: &str) -> String {
    format!("notes:{path}")
}

/// Under which id one section of notes is remembered as read.
#[must_use]
pub fn notes_section_id(path: &str, headings: &[String]) -> String {
    format!("{}#{}", notes_id(path), headings.join(" › "))
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The end of a chapter was reached.
    ChapterRead {
        /// The chapter.
        chapter: String,
    },
    /// How far a chapter was read, in a unit of the reader's own choosing that survives another width.
    Position {
        /// The chapter.
        chapter: String,
        /// Where in it.
        at: u32,
    },
    /// A "predict before you see" gate was answered.
    GateAnswered {
        /// The chapter.
        chapter: String,
        /// Which of its gates, from 0.
        gate: u32,
        /// The choice taken, from 0.
        choice: u32,
        /// Whether it was right.
        right: bool,
    },
    /// A sitting at an exercise in which its text was changed; one event a sitting.
    Attempt {
        /// The exercise.
        exercise: String,
    },
    /// A hint was shown.
    Hint {
        /// The exercise.
        exercise: String,
        /// Which tier, from 1.
        tier: u32,
    },
    /// The reference answer was looked at before a pass.
    AnswerSeen {
        /// The exercise.
        exercise: String,
    },
    /// Every check passed.
    Passed {
        /// The exercise.
        exercise: String,
    },
    /// The learner's text of an exercise as it stood; several files are one stream (`# Source: NAME` lines).
    TextSaved {
        /// The exercise.
        exercise: String,
        /// The whole text.
        text: String,
    },
    /// A question was answered.
    Reviewed(Review),
    /// The last answer to a card was right, and the learner says how easy it was.
    Rated {
        /// The card.
        card: String,
        /// The seed it was asked with: which answer is meant.
        seed: u64,
        /// Hard, good or easy.
        grade: Grade,
    },
    /// An exam as it stands: what is kept until it is scored.
    ExamKept(Box<Paper>),
    /// An exam was scored; its answers are [`Event::Reviewed`].
    ExamScored {
        /// Its number.
        seed: u64,
    },
    /// Mistakes an exercise was left with, or needed help with.
    Stumbled {
        /// The exercise.
        exercise: String,
        /// Their codes, each once.
        mistakes: Vec<String>,
    },
    /// The learner went somewhere.
    Went(Place),
    /// What an imported record knows of an exercise; merged so that nothing is counted twice or lost.
    Imported {
        /// The exercise.
        exercise: String,
        /// Whether it was passed there.
        passed: bool,
        /// Attempts made there.
        attempts: u32,
        /// Highest hint tier shown there.
        hints: u32,
        /// Whether the answer was looked at there before a pass.
        answer_seen: bool,
    },
}

/// All that is remembered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// By exercise id.
    pub exercises: BTreeMap<String, ExerciseRecord>,
    /// By chapter id.
    pub chapters: BTreeMap<String, ChapterRecord>,
    /// By card id: see [`review`].
    pub cards: BTreeMap<String, Card>,
    /// Every answer with its day, in the order they were saved.
    pub reviews: Vec<(Day, Review)>,
    /// By question id, the day it was last asked.
    pub asked: BTreeMap<String, Day>,
    /// By their number, exams that were begun and not scored yet.
    pub exams: BTreeMap<u64, Paper>,
    /// By mistake, how many sittings at an exercise showed it.
    pub stumbles: BTreeMap<String, u32>,
    /// Where the learner was last; `None` before the first step.
    pub place: Option<Place>,
    /// The last day on which anything happened.
    pub last_day: Option<Day>,
}

/// What is remembered of an exercise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExerciseRecord {
    /// The day it was first passed.
    pub passed: Option<Day>,
    /// Sittings with a change.
    pub attempts: u32,
    /// The highest hint tier shown; 0 for none.
    pub hints: u32,
    /// Whether the reference answer was looked at before the first pass.
    pub answer_seen: bool,
    /// The learner's last text.
    pub text: Option<String>,
    /// The day on which forgetting opened it again: it is to be done once more from an empty editor.
    pub reopened: Option<Day>,
}

impl ExerciseRecord {
    /// An answer looked at after a pass takes nothing from it.
    fn see_answer(&mut self) {
        self.answer_seen |= self.passed.is_none();
    }
}

/// What is remembered of a chapter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChapterRecord {
    /// The day its end was first reached.
    pub read: Option<Day>,
    /// How far it was read the last time.
    pub position: u32,
    /// The last answer at each gate.
    pub gates: BTreeMap<u32, GateAnswer>,
}

/// An answer at a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateAnswer {
    /// The choice taken, from 0.
    pub choice: u32,
    /// Whether it was right.
    pub right: bool,
}

impl Record {
    /// Takes in one event of `day`.
    pub fn apply(&mut self, day: Day, event: &Event) {
        self.last_day = self.last_day.max(Some(day));
        match event {
            Event::ChapterRead { chapter } => {
                self.chapter_mut(chapter).read.get_or_insert(day);
            }
            Event::Position { chapter, at } => self.chapter_mut(chapter).position = *at,
            Event::GateAnswered { chapter, gate, choice, right } => {
                self.chapter_mut(chapter).gates.insert(*gate, GateAnswer { choice: *choice, right: *right });
            }
            Event::Attempt { exercise } => {
                let it = self.exercise_mut(exercise);
                it.attempts = it.attempts.saturating_add(1);
            }
            Event::Hint { exercise, tier } => {
                let it = self.exercise_mut(exercise);
                it.hints = it.hints.max(*tier);
            }
            Event::AnswerSeen { exercise } => self.exercise_mut(exercise).see_answer(),
            Event::Passed { exercise } => {
                let it = self.exercise_mut(exercise);
                it.passed.get_or_insert(day);
                it.reopened = None;
            }
            Event::TextSaved { exercise, text } => self.exercise_mut(exercise).text = Some(text.clone()),
            Event::Reviewed(review) => self.review(day, review),
            Event::Rated { card, seed, grade } => self.rate(card, *seed, *grade),
            Event::ExamKept(paper) => {
                self.exams.insert(paper.plan.seed, (**paper).clone());
            }
            Event::ExamScored { seed } => {
                self.exams.remove(seed);
            }
            Event::Stumbled { mistakes, .. } => {
                for code in mistakes {
                    *self.stumbles.entry(code.clone()).or_default() += 1;
                    self.cards.entry(mistake_card(code)).or_default().put_on_the_table(day);
                }
            }
            Event::Went(place) => self.place = Some(place.clone()),
            Event::Imported { exercise, passed, attempts, hints, answer_seen } => {
                let it = self.exercise_mut(exercise);
                it.attempts = it.attempts.max(*attempts);
                it.hints = it.hints.max(*hints);
                if *answer_seen {
                    it.see_answer();
                }
                if *passed {
                    it.passed.get_or_insert(day);
                }
            }
        }
    }

    fn review(&mut self, day: Day, review: &Review) {
        self.cards.entry(review.card.clone()).or_default().answer(day, review.grade);
        let asked = self.asked.entry(review.question.clone()).or_insert(day);
        *asked = (*asked).max(day);
        if let Some(exercise) = &review.reopens {
            self.exercise_mut(exercise).reopened = Some(day);
        }
        self.reviews.push((day, review.clone()));
    }

    /// The exam to go on with, of those that were begun and ask for the same as `plan`: the one of its number where `seeded`, else
    /// any.
    #[must_use]
    pub fn open_exam(&self, plan: &Plan, seeded: bool) -> Option<&Paper> {
        let same = |it: &&Paper| {
            it.plan.chapters == plan.chapters && it.plan.minutes == plan.minutes && it.plan.count <= plan.count
        };
        if seeded { self.exams.get(&plan.seed).filter(same) } else { self.exams.values().find(same) }
    }

    /// What is to be kept, together, when an exam begins: that it is open. Another one of its number is scored as it stands, so that
    /// nothing answered is lost.
    #[must_use]
    pub fn begun(&self, day: Day, bank: &Bank, paper: &Paper) -> Vec<Event> {
        let other = self.exams.get(&paper.plan.seed).filter(|it| it.plan != paper.plan);
        let mut events = other.map_or_else(Vec::new, |it| self.scored(day, it, &it.judged(bank)));
        events.push(Event::ExamKept(Box::new(paper.clone())));
        events
    }

    /// What is to be kept, together, when an exam is scored: its answers, and that it is no longer open. Whoever takes an exam again
    /// on the day it told its answers remembers those, not what it asks about: a question answered in it that day says nothing new.
    #[must_use]
    pub fn scored(&self, day: Day, paper: &Paper, judged: &[Judged]) -> Vec<Event> {
        let told = |it: &&Judged| {
            let of_today = self.reviews.iter().rev().take_while(|(on, _)| *on == day);
            let mut asked = of_today.filter(|(_, review)| review.exam);
            asked.any(|(_, review)| review.question == it.item.question && review.seed == it.item.seed)
        };
        let answered = judged.iter().filter(|it| it.response.is_some() && !told(it));
        let mut events: Vec<Event> = answered.map(|it| Event::Reviewed(self.exam_review(day, it))).collect();
        events.push(Event::ExamScored { seed: paper.plan.seed });
        events
    }

    /// The answer to a question of an exam.
    #[must_use]
    pub fn exam_review(&self, day: Day, judged: &Judged) -> Review {
        let Judged { item, judgement, millis, .. } = judged;
        let grade = if judgement.right { Grade::Good } else { Grade::Again };
        Review {
            card: item.question.clone(),
            question: item.question.clone(),
            seed: item.seed,
            grade,
            millis: u32::try_from(*millis).unwrap_or(u32::MAX),
            mistakes: judgement.mistakes.clone(),
            exam: true,
            reopens: self.reopens(&item.question, day, grade, item.exercise.as_deref()),
        }
    }

    /// What is known of an exercise.
    pub fn exercise(&self, id: &str) -> Option<&ExerciseRecord> {
        self.exercises.get(id)
    }

    /// What is known of a chapter.
    pub fn chapter(&self, id: &str) -> Option<&ChapterRecord> {
        self.chapters.get(id)
    }

    /// Whether the exercise was ever passed.
    pub fn has_passed(&self, exercise: &str) -> bool {
        self.exercise(exercise).is_some_and(|it| it.passed.is_some())
    }

    /// Whether the chapter was ever read to its end.
    pub fn has_read(&self, chapter: &str) -> bool {
        self.chapter(chapter).is_some_and(|it| it.read.is_some())
    }

    fn exercise_mut(&mut self, id: &str) -> &mut ExerciseRecord {
        self.exercises.entry(id.to_owned()).or_default()
    }

    fn chapter_mut(&mut self, id: &str) -> &mut ChapterRecord {
        self.chapters.entry(id.to_owned()).or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(events: &[(i32, Event)]) -> Record {
        let mut record = Record::default();
        for (day, event) in events {
            record.apply(Day(*day), event);
        }
        record
    }

    #[test]
    fn a_pass_keeps_its_first_day_and_later_edits_keep_the_pass() {
        let exercise = || "first-nodeport".to_owned();
        let record = fold(&[
            (10, Event::Attempt { exercise: exercise() }),
            (10, Event::Hint { exercise: exercise(), tier: 2 }),
            (10, Event::Hint { exercise: exercise(), tier: 1 }),
            (11, Event::Passed { exercise: exercise() }),
            (12, Event::AnswerSeen { exercise: exercise() }),
            (12, Event::Passed { exercise: exercise() }),
            (12, Event::TextSaved { exercise: exercise(), text: "kind: Servic".into() }),
        ]);
        let it = record.exercise("first-nodeport").cloned().unwrap_or_default();
        assert_eq!(
            it,
            ExerciseRecord {
                passed: Some(Day(11)),
                attempts: 1,
                hints: 2,
                answer_seen: false,
                text: Some("kind: Servic".into()),
                reopened: None,
            }
        );
        assert_eq!(record.last_day, Some(Day(12)));
    }

    #[test]
    fn a_chapter_remembers_the_first_reading_and_the_last_position() {
        let chapter = || "clusterip".to_owned();
        let record = fold(&[
            (1, Event::Position { chapter: chapter(), at: 40 }),
            (1, Event::ChapterRead { chapter: chapter() }),
            (3, Event::ChapterRead { chapter: chapter() }),
            (3, Event::Position { chapter: chapter(), at: 7 }),
            (3, Event::GateAnswered { chapter: chapter(), gate: 0, choice: 2, right: false }),
            (3, Event::GateAnswered { chapter: chapter(), gate: 0, choice: 1, right: true }),
        ]);
        let it = record.chapter("clusterip").cloned().unwrap_or_default();
        assert_eq!((it.read, it.position), (Some(Day(1)), 7));
        assert_eq!(it.gates.get(&0), Some(&GateAnswer { choice: 1, right: true }));
    }
}
