//! Course packs: what a folder of lessons holds, read file by file and only when asked for.
//!
//! A [`Course`] is opened from a [`Source`] (the embedded lessons, a teacher's folder, a map in a test) by reading one
//! small file and the list of names; a chapter or an exercise is read when it is opened, so that a course ten times
//! as large shows its first screen as fast. The [`Catalogue`] holds what all courses share: the glossary and the
//! explanations of mistakes. What an author got wrong is a [`Fault`] with file, line and column; [`lint`] looks for
//! all faults that can be seen without grading.
//!
//! Must not know: grading, screens, files on a disk.

pub mod catalogue;
pub mod course;
pub mod exercise;
pub mod fault;
pub mod lint;
pub mod markdown;
pub mod mention;
pub mod mistakes;
pub mod quiz;
pub mod request;
pub mod slides;
pub mod source;
pub mod spec;
pub mod stream;
pub mod traffic;

pub use catalogue::Catalogue;
pub use course::{Chapter, ChapterOutline, Course, ExerciseOutline};
pub use exercise::{Exercise, File, Wrong};
pub use fault::Fault;
pub use quiz::Quiz;
pub use source::{MemorySource, Source, SourceError};
