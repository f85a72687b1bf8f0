//! The program as a value: `update` takes what happened and changes the model, `view` says what is to be seen.
//!
//! Must not know: ratatui, crossterm, files, clocks.

pub mod editor;
pub mod event;
pub mod key;
pub mod scene;
