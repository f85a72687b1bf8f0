//! What all screens share: the course, the learner's record, the size of the screen, the effects asked for.
//!
//! Must not know: any screen.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use super::effect::Effect;
use super::event::Receipt;
use super::scene::Size;
use crate::classroom::live;
use crate::kube::Version;
use crate::lesson::catalogue::WorldEntry;
use crate::lesson::{Catalogue, Course};
use crate::quiz::Bank;
use crate::study::review::mistake_of;
use crate::study::session::is_known;
use crate::study::{Day, Event as Deed, Record};

/// What the command line asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Which server's rules hold.
    pub version: Version,
    /// What is drawn has ASCII stand-ins, in which an arrow would look like another key.
    pub ascii: bool,
    /// Nothing moves by itself.
    pub still: bool,
    /// One page is shown alone: leaving it leaves the program.
    pub alone: bool,
}

/// Whether what is asked to be kept is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// Everything asked for so far is kept.
    #[default]
    Saved,
    /// Asked for, not answered yet.
    Pending,
    /// Not kept: why, and what to do, in Korean.
    Failed(String),
}

/// Notes of the learner's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notes {
    /// The absolute path of their file: what they are remembered by.
    pub path: String,
    /// What they are called: the file's name without its ending.
    pub name: String,
    /// The Markdown.
    pub text: String,
}

/// The file outside kijabi in which an exercise is also edited (`kijabi open EXERCISE --file PATH`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// The exercise.
    pub exercise: String,
    /// What the file holds as far as it is known: what it was last saved with, there or here.
    pub text: Option<String>,
}

/// A moment, with the words of the local calendar for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// In seconds since 1970.
    pub at: i64,
    /// `11-23 18:04`.
    pub text: String,
}

/// The class that was joined, as screens tell of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Class {
    /// The student's id in it.
    pub student: String,
    /// What it is called.
    pub name: String,
    /// What was handed in, by exercise.
    pub handed_in: BTreeMap<String, Given>,
    /// Answers on their way, each with how it stands, the first asked for first.
    pub handing_in: VecDeque<(String, String)>,
    /// When answers are due, by exercise.
    pub due: BTreeMap<String, Moment>,
    /// The quiz that is open: its name, and how many of how many questions are answered.
    pub quiz: Option<(String, usize, usize)>,
}

/// An answer that was handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// How it stood: `확인 2/5`, `통과`.
    pub word: String,
    /// When.
    pub when: Moment,
}

impl Class {
    /// What became of the answer that was on its way longest; gives the words for it.
    pub(super) fn became(&mut self, became: Result<Receipt, String>) -> String {
        let sent = self.handing_in.pop_front();
        let stood = sent.as_ref().map(|(_, word)| format!("({word})")).unwrap_or_default();
        match became {
            Ok(Receipt { place, when }) => {
                self.handed_in.extend(sent.map(|(exercise, word)| (exercise, Given { word, when })));
                format!("제출했습니다{stood}: {place}")
            }
            Err(reason) => format!("제출하지 못했습니다. {reason}"),
        }
    }

    /// The exercise that is due next and was not handed in, with when.
    #[must_use]
    pub fn next_due(&self, now: i64) -> Option<(&str, &Moment)> {
        let open = self.due.iter().filter(|(id, due)| due.at >= now && !self.handed_in.contains_key(*id));
        open.min_by_key(|(_, due)| due.at).map(|(id, due)| (id.as_str(), due))
    }
}

/// What is known of the course's questions, each part read when it is first needed.
#[derive(Debug, Default)]
pub struct Questions {
    ids: OnceCell<BTreeSet<String>>,
    bank: OnceCell<Rc<Bank>>,
}

/// What all screens share.
pub struct Shared {
    /// The course.
    pub course: Rc<Course>,
    /// Glossary and mistakes.
    pub catalogue: Rc<Catalogue>,
    /// A world of the learner's own to play with (`kijabi lab --world`).
    pub world: Option<Rc<WorldEntry>>,
    /// The notes that are read, or were when the learner last left.
    pub notes: Option<Rc<Notes>>,
    /// The file in which an exercise is also edited.
    pub outside: Option<Outside>,
    /// What is remembered of the learner.
    pub record: Record,
    /// Today: the learner's day, which goes on while the program runs.
    pub day: Day,
    /// Now, in seconds since 1970.
    pub time: i64,
    /// The program's clock: milliseconds since it was started.
    pub now: u64,
    /// The course's questions, once they are asked for.
    pub questions: Questions,
    /// The screen's size, never smaller than [`super::SMALLEST`] while a [`super::Model`] runs.
    pub size: Size,
    /// What the command line asked for.
    pub options: Options,
    /// The class that was joined.
    pub class: Option<Class>,
    /// Whether things are kept.
    pub saving: Saving,
    /// Whether something was typed that is yet to be asked to be kept, at the end of the burst of keys.
    pub unsaved: bool,
    /// A short message for the bottom bar, gone with the next key.
    pub toast: Option<String>,
    /// What the shell is asked to do.
    pub effects: Vec<Effect>,
}

impl Shared {
    /// What is shared on the first day of somebody of whom nothing is remembered.
    #[must_use]
    pub fn new(course: Course, catalogue: Catalogue, size: Size) -> Self {
        Self {
            course: Rc::new(course),
            catalogue: Rc::new(catalogue),
            world: None,
            notes: None,
            outside: None,
            record: Record::default(),
            day: Day::default(),
            time: 0,
            now: 0,
            questions: Questions::default(),
            size,
            options: Options::default(),
            class: None,
            saving: Saving::default(),
            unsaved: false,
            toast: None,
            effects: Vec::new(),
        }
    }

    /// Takes `deed` into the record and asks for it to be kept.
    pub fn remember(&mut self, deed: Deed) {
        self.remember_all(vec![deed]);
    }

    /// Takes deeds into the record that are to be kept together or not at all.
    pub fn remember_all(&mut self, deeds: Vec<Deed>) {
        for deed in &deeds {
            self.record.apply(self.day, deed);
            if let Some(event) = live::Event::of(deed) {
                self.tell_class(event);
            }
        }
        if self.saving == Saving::Saved {
            self.saving = Saving::Pending;
        }
        self.effects.push(Effect::Record(self.day, deeds));
    }

    /// Tells the class, where one was joined.
    pub fn tell_class(&mut self, event: live::Event) {
        if self.class.is_some() {
            self.effects.push(Effect::Class(event));
        }
    }

    /// The course's questions.
    pub fn bank(&self) -> Rc<Bank> {
        Rc::clone(self.questions.bank.get_or_init(|| Rc::new(Bank::open(&self.course).0)))
    }

    /// How many questions are due today. Questions are read for it only where a misconception is due: one that none of them catches
    /// is not counted, for it cannot be asked.
    pub fn due(&self) -> usize {
        if self.record.cards.is_empty() {
            return 0;
        }
        let ids = self.questions.ids.get_or_init(|| {
            self.course.chapters().iter().flat_map(|chapter| self.course.question_ids(chapter)).collect()
        });
        let is_caught = |card: &str| mistake_of(card).is_none_or(|code| self.bank().catching(code).next().is_some());
        self.record.due(self.day, |card| is_known(ids, card) && is_caught(card))
    }

    /// Shows a short message until the next key.
    pub fn say(&mut self, message: impl Into<String>) {
        self.toast = Some(message.into());
    }
}
