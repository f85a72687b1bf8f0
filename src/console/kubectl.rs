//! kubectl 1.34 as a learner meets it: its command line, its verbs, its words.
//!
//! Must not know: shells, files of the machine, the clock.

pub mod commands;
pub mod flags;
