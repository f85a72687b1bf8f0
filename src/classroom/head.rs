//! The head of a sheet: what holds for all its rows, and which answers were expected.
//!
//! Must not know: what was handed in.

use super::row::shown;
use crate::lesson::Exercise;
use crate::lesson::spec::Check;
use serde::{Deserialize, Serialize};

/// What holds for all rows of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The version of kijabi that graded.
    pub kijabi: String,
    /// Whose rules held (`1.34`).
    pub kubernetes: String,
    /// The course's title.
    pub course: String,
    /// The fingerprint of the course.
    pub pack: String,
    /// The zone in which times of day are written and deadlines without an offset were read.
    #[serde(default)]
    pub zone: String,
    /// The fingerprint of the roster ([`super::roster::Roster::fingerprint`]); empty without one.
    #[serde(default)]
    pub roster: String,
    /// Which answers were expected of every student, in the order of the course.
    pub exercises: Vec<HeadExercise>,
}

/// An exercise of the sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadExercise {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its share of a student's mark, beside the other exercises'.
    pub weight: u32,
    /// Its checks, in order.
    pub checks: Vec<HeadCheck>,
}

/// A check of an exercise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadCheck {
    /// What is proved when it holds.
    pub proves: String,
    /// Its share of the exercise's score.
    pub weight: u32,
}

impl HeadExercise {
    /// An exercise whose share is `weight`.
    #[must_use]
    pub fn of(exercise: &Exercise, weight: u32) -> Self {
        let check = |check: &Check| HeadCheck { proves: shown(check.proves.trim()), weight: check.weight };
        let checks = exercise.checks.iter().map(check).collect();
        Self { id: exercise.id.clone(), title: shown(&exercise.title), weight, checks }
    }

    /// The score of an answer in which every check holds.
    #[must_use]
    pub fn max_score(&self) -> u32 {
        self.checks.iter().fold(0, |sum, check| sum.saturating_add(check.weight))
    }
}
