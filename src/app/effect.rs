//! Everything the app may ask of the world outside; `update` returns these as values and does none of it.
//!
//! Must not know: how any of it is done.

use crate::classroom::exam::Sitting;
use crate::classroom::hand_in::HandIn;
use crate::classroom::{live, quiz};
use crate::study;

/// Something the shell is asked to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Keep what happened on a day for good, all of it or nothing. Answered by [`super::event::Event::Saved`] or
    /// [`super::event::Event::NotSaved`].
    Record(study::Day, Vec<study::Event>),
    /// Write the text of the file that is also edited outside (`--file`).
    WriteFile(String),
    /// Tell the class that was joined.
    Class(live::Event),
    /// Hand an answer in to the class that was joined. Answered by [`super::event::Event::HandedIn`].
    HandIn(Box<HandIn>),
    /// Hand in to the class that was joined what an exam came to. Answered by [`super::event::Event::ExamHandedIn`].
    HandInExam(Box<Sitting>),
    /// Give an answer to the quiz of that id in the class that was joined. Answered by [`super::event::Event::Taken`].
    Answer(String, Box<quiz::Answer>),
    /// Write the result of an exam (JSON) to a file. Answered by [`super::event::Event::Exported`].
    Export(String),
    /// Tell the speaker's other terminal where the presentation is.
    Present(String),
    /// Hand text to the terminal's clipboard.
    Copy(String),
    /// Send [`super::event::Event::Timer`] with `token` after so many milliseconds.
    After {
        /// How long, in milliseconds.
        millis: u64,
        /// Which timer it is.
        token: u64,
    },
    /// Draw the whole screen anew, whatever the terminal is believed to show.
    Redraw,
    /// End the program; what was asked for before is done first.
    Quit,
}
