//! Everything the app may ask of the world outside; `update` returns these as values and does none of it.
//!
//! Must not know: how any of it is done.

use crate::study;

/// Something the shell is asked to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Keep this for good. Answered by [`super::event::Event::Saved`] or [`super::event::Event::NotSaved`].
    Record(study::Event),
    /// Write the text of the file that is also edited outside (`--file`).
    WriteFile(String),
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

/// Whoever performs effects; the terminal loop hands over all but those that are the terminal's own
/// ([`Effect::Copy`], [`Effect::After`], [`Effect::Redraw`], [`Effect::Quit`]).
pub trait Perform {
    /// Does it, or sees to it that it is done; answers come back as events, never here, so that no key waits for a disk.
    fn perform(&mut self, effect: Effect);

    /// Returns when everything asked for is done; what could not be kept is told in Korean, for the terminal after kijabi.
    fn finish(&mut self) -> Option<String>;
}
