//! What an interrupted run had graded already, read beside the new run in the same order.
//!
//! Must not know: how rows are made.

use std::collections::HashMap;
use std::iter::Peekable;
use std::path::Path;

use crate::classroom::{Head, Row, State};
use crate::shell::spool::Reader;

/// The rows of an old spool that are still to come.
pub(super) struct Cache {
    rows: Option<Peekable<Reader>>,
}

/// The graded rows of some students, by student and exercise.
pub(super) type Known = HashMap<(String, String), Row>;

impl Cache {
    /// Opens what an interrupted run left. One by another course, version or kijabi is worth nothing.
    pub(super) fn open(path: &Path, head: &Head) -> Self {
        let rows = Reader::open(path).ok().filter(|reader| reader.head == *head).map(Iterator::peekable);
        Self { rows }
    }

    /// The rows up to this student.
    pub(super) fn up_to(&mut self, student: &str) -> Known {
        let mut known = Known::new();
        let Some(rows) = &mut self.rows else { return known };
        while let Some(Ok(row)) = rows.next_if(|row| row.as_ref().is_ok_and(|row| row.student.as_str() <= student)) {
            if row.state == State::Graded {
                known.insert((row.student.clone(), row.exercise.clone()), row);
            }
        }
        known
    }
}
