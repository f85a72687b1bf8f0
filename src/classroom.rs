//! A class: many submissions → one sheet; events of many learners → one board. A broken submission is a row, never an end.
//!
//! A [`Row`] is what became of one student's answer to one exercise, as plain data that can be written, read again and
//! shown in any form. Rows come in one order ([`Row::place`]) whoever made them, so that shards of a class can be
//! merged and an interrupted run taken up again; what they add up to is a [`Summary`]; [`report`] shows both.
//! What a student hands in is a [`hand_in::HandIn`], of an exam an [`exam::Sitting`]. A live class is a folder in which each
//! student's kijabi writes a file of its own: [`live`] says what is in it and what a teacher sees of it. A quiz that a class
//! answers together is [`quiz`].
//!
//! This layer must not know: files, the clock, screens.

pub mod digest;
pub mod due;
pub mod exam;
mod excerpt;
pub mod hand_in;
mod head;
pub mod live;
pub mod naming;
pub mod quiz;
pub mod report;
pub mod roster;
mod row;
pub mod shard;
pub mod student;
mod summary;

pub use head::{Head, HeadCheck, HeadExercise};
pub use report::Format;
pub use row::{CheckRow, CommandRow, ExamRow, Excerpt, FileRow, Finding, Row, State, TopicRow, WorkRow};
pub use summary::{CheckSum, ExamSum, ExerciseSum, MistakeSum, StudentSum, Summary, Unfinished};
