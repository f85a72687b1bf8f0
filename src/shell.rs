//! The outside world: files, the database, the clock, the watcher of a file. What the app asks for as values
//! ([`crate::app::effect::Effect`]) is done here.
//!
//! Everything that can go wrong outside is answered in Korean with what to do about it, and the program goes on.
//!
//! This layer must not know: how anything looks; terminals.

#![allow(clippy::disallowed_methods, reason = "this layer is where files, clock, environment and processes are")]

pub mod class;
pub mod clock;
pub mod content;
pub mod disk;
pub mod files;
pub mod home;
pub mod log_file;
pub mod perform;
pub mod saver;
pub mod spool;
pub mod store;
pub mod submissions;
pub mod typed;
pub mod watch;

pub use perform::Shell;
