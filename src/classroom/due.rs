//! When a class's answers are due: what the teacher says once for all students, a line an exercise. A roster's own deadlines go
//! before these.
//!
//! Must not know: files on a disk, calendars.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::row::shown;

/// Deadlines of a class that are looked at.
const MOST: usize = 1_000;

/// When answers are due, in seconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Of every exercise that none is said of.
    pub all: Option<i64>,
    /// By exercise.
    pub exercises: BTreeMap<String, i64>,
}

/// A line of the teacher's file.
#[derive(Serialize, Deserialize)]
struct Line {
    /// The exercise; every one where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exercise: Option<String>,
    /// When.
    due: i64,
}

impl Due {
    /// Reads what [`Due::text`] wrote. A line that is none is passed over.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut due = Self::default();
        for line in text.lines().take(MOST).filter_map(|line| serde_json::from_str::<Line>(line).ok()) {
            match line.exercise {
                Some(exercise) => {
                    due.exercises.insert(shown(&exercise), line.due);
                }
                None => due.all = Some(line.due),
            }
        }
        due
    }

    /// The lines of the teacher's file.
    #[must_use]
    pub fn text(&self) -> String {
        let all = self.all.map(|due| Line { exercise: None, due });
        let each = self.exercises.iter().map(|(id, due)| Line { exercise: Some(id.clone()), due: *due });
        all.into_iter().chain(each).filter_map(|line| Some(serde_json::to_string(&line).ok()? + "\n")).collect()
    }

    /// When an exercise's answer is due.
    #[must_use]
    pub fn of(&self, exercise: &str) -> Option<i64> {
        self.exercises.get(exercise).copied().or(self.all)
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_none() && self.exercises.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_one_exercise_goes_before_what_is_said_of_all() {
        let due = Due { all: Some(100), exercises: [("ports".to_owned(), 50)].into() };
        let read = Due::read(&(due.text() + "nonsense\n{\"due\":\"x\"}\n"));
        assert_eq!(read, due);
        assert_eq!((read.of("ports"), read.of("tiers"), Due::default().of("ports")), (Some(50), Some(100), None));
    }
}
