//! The screens: one file each, with its state, its keys, what it does, what it shows.
//!
//! A screen changes itself and tells by a [`Go`] where the learner goes next; it never holds another screen.
//!
//! Must not know: ratatui, files.

use super::event::Event;
use super::key::HelpRow;
use super::scene::Scene;
use super::shared::Shared;
use crate::quiz::exam::Plan;
use crate::study::session::Wish;

/// Where the learner goes after an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Go {
    /// Nowhere.
    Stay,
    /// To where they came from.
    Back,
    /// Somewhere else, from where [`Go::Back`] leads here again.
    To(Destination),
    /// Somewhere else in place of here.
    Instead(Destination),
    /// Somewhere else in place of here and of where the learner came from.
    InsteadOfBoth(Destination),
    /// Out of kijabi.
    Quit,
}

/// A place in kijabi.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// The start screen.
    Home,
    /// A chapter, where it was left or at a heading.
    Chapter {
        /// Its id.
        id: String,
        /// A heading's text, where one is meant.
        heading: Option<String>,
    },
    /// The learner's own notes ([`Shared::notes`]), where they were left.
    Notes,
    /// An exercise.
    Exercise {
        /// Its id.
        id: String,
    },
    /// A manifest in the editor without a task.
    Sandbox {
        /// The file's name.
        name: String,
        /// What it begins with.
        text: String,
    },
    /// The glossary, at a term where one is meant.
    Glossary {
        /// Its id.
        term: Option<String>,
    },
    /// A picture of a chapter, by itself.
    Picture {
        /// The chapter's id.
        chapter: String,
        /// Which of its pictures, from 0.
        number: usize,
    },
    /// The worlds to play with.
    Worlds {
        /// The one that is being played with, as [`Destination::Lab`] names it.
        from: Option<String>,
    },
    /// A world to play with, where it was left.
    Lab {
        /// Its name, behind `@` the name it was kept under.
        world: String,
    },
    /// The page of a mistake.
    Mistake {
        /// Its code.
        code: String,
    },
    /// Where the quiz begins.
    QuizMenu,
    /// A sitting at the quiz.
    Quiz {
        /// What is asked for.
        wish: Wish,
    },
    /// An exam; the open one of its number, where there is one.
    Exam {
        /// What is asked for.
        plan: Plan,
    },
    /// The statistics.
    Statistics,
}

/// What every screen can do.
pub trait Page {
    /// Takes in an event; effects go to [`Shared::effects`].
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go;

    /// Shows itself on a screen of [`Shared::size`].
    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>);

    /// Its keys, most useful first.
    fn help(&self) -> Vec<HelpRow>;

    /// What the help calls it.
    fn name(&self) -> &'static str;

    /// Whether letters are typed into a text here, so that they are no commands.
    fn typing(&self) -> bool {
        false
    }

    /// It comes into view: for the first time, or again after [`Go::Back`].
    fn enter(&mut self, _shared: &mut Shared) {}

    /// The learner leaves it, perhaps for good: what must not be lost is recorded now.
    fn leave(&mut self, _shared: &mut Shared) {}
}

pub mod board;
pub mod exercise;
#[cfg(test)]
pub(crate) mod fixture;
pub mod glossary;
pub mod help;
pub mod home;
pub mod present;
pub mod quiz;
pub mod reader;
pub mod stage;
pub mod statistics;
pub mod tally;
pub mod terminal;
pub mod traffic;
mod watched;
pub mod worlds;

/// Makes the screen of a place; where it cannot be shown, says why in Korean.
pub fn build(destination: &Destination, shared: &mut Shared) -> Result<Box<dyn Page>, String> {
    match destination {
        Destination::Home => Ok(Box::new(home::Home::new(shared))),
        Destination::Exercise { id } => Ok(Box::new(exercise::Desk::exercise(id, shared)?)),
        Destination::Sandbox { name, text } => Ok(Box::new(exercise::Desk::sandbox(name, text, shared))),
        Destination::Chapter { id, heading } => {
            let reader = reader::Reader::chapter(id, heading.as_deref(), shared)?;
            if let Some(words) = heading.as_deref().and_then(|heading| reader.why_closed(heading)) {
                shared.say(words);
            }
            Ok(Box::new(reader))
        }
        Destination::Notes => Ok(Box::new(reader::Reader::notes(shared)?)),
        Destination::Glossary { term } => Ok(Box::new(glossary::Glossary::new(term.as_deref(), shared))),
        Destination::Picture { chapter, number } => Ok(Box::new(stage::Stage::new(chapter, *number, shared)?)),
        Destination::Worlds { from } => Ok(Box::new(worlds::Worlds::new(from.clone(), shared))),
        Destination::Lab { world } => Ok(Box::new(exercise::Desk::lab(world, shared)?)),
        Destination::QuizMenu => Ok(Box::new(quiz::menu::Menu::new())),
        Destination::Quiz { wish } => Ok(Box::new(quiz::Quiz::review(wish, shared)?)),
        Destination::Exam { plan } => Ok(Box::new(quiz::exam::Exam::own(plan, shared)?)),
        Destination::Statistics => Ok(Box::new(statistics::Looking::new(shared))),
        Destination::Mistake { code } => Ok(Box::new(reader::Reader::mistake(code, shared)?)),
    }
}
