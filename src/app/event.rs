//! What can happen to the app: everything that may wake it.
//!
//! Must not know: terminals, threads, files; they are turned into these values by the layers to the right.

use super::key::Key;
use super::scene::{Point, Size};
use super::shared::Moment;
use crate::classroom::live::Board;
use crate::classroom::quiz;

/// Something happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A key was pressed (or repeats).
    Key(Key),
    /// Text was pasted in one piece (bracketed paste).
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal has a new size.
    Resize(Size),
    /// The file that is also edited outside (`--file`) has this content now.
    FileChanged {
        /// Its text, or why it cannot be read, in Korean.
        text: Result<String, String>,
    },
    /// Something that was to be stored could not be, in Korean: why, and what to do.
    NotSaved(String),
    /// What was to be stored has been.
    Saved,
    /// What became of a hand-in: where the answer is, or why it could not be handed in, in Korean.
    HandedIn(Result<Receipt, String>),
    /// What became of an exam that was handed in: where it is, or why it is not, in Korean.
    ExamHandedIn(Result<String, String>),
    /// What became of an answer to the class's quiz: the one that counts (the first that was given to the question), or why there is
    /// none.
    Taken(Result<Box<quiz::Answer>, quiz::Refused>),
    /// What a class has answered so far, or why its folder cannot be read, in Korean.
    Tally(Result<Box<quiz::Tally>, String>),
    /// How a class stands that is watched, or why its folder cannot be read, in Korean.
    Board(Result<Board, String>),
    /// The result of an exam was written to this file, or why it was not, in Korean.
    Exported(Result<String, String>),
    /// A time that was asked for with [`super::effect::Effect::After`] has passed.
    Timer(u64),
    /// The terminal or the system asks the program to end.
    Terminate,
}

/// Where an answer lies that was handed in, and when that was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The path.
    pub place: String,
    /// When.
    pub when: Moment,
}

/// What the mouse did, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// The left button went down.
    Press(Point),
    /// The mouse moved with the left button down.
    Drag(Point),
    /// The left button went up.
    Release(Point),
    /// The wheel turned; positive is down.
    Scroll {
        /// Where the pointer was.
        at: Point,
        /// How many notches.
        notches: i32,
    },
}

impl Mouse {
    /// Where it happened.
    #[must_use]
    pub fn at(self) -> Point {
        match self {
            Self::Press(at) | Self::Drag(at) | Self::Release(at) | Self::Scroll { at, .. } => at,
        }
    }

    /// The same at another place.
    #[must_use]
    pub fn moved_to(mut self, place: Point) -> Self {
        match &mut self {
            Self::Press(at) | Self::Drag(at) | Self::Release(at) | Self::Scroll { at, .. } => *at = place,
        }
        self
    }
}
