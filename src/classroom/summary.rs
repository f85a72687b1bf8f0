//! What rows add up to: by student, by exercise, by check, by misconception. Folded row by row, in any order of
//! exercises within a student.
//!
//! Must not know: how it is shown.

use std::collections::BTreeMap;

use super::row::{Head, Row, State};

/// Totals over a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// By student, in the order of the rows.
    pub students: Vec<StudentSum>,
    /// By exercise, in the order of [`Head::exercises`].
    pub exercises: Vec<ExerciseSum>,
    /// By misconception.
    pub mistakes: BTreeMap<String, MistakeSum>,
    /// Answers that were handed in.
    pub handed_in: usize,
    /// Of these, passed.
    pub passed: usize,
    /// Of these, not to be graded.
    pub broken: usize,
    /// Of these, after the deadline.
    pub late: usize,
    /// Answers expected and not handed in.
    pub missing: usize,
}

/// What a student's rows add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StudentSum {
    /// The id.
    pub id: String,
    /// The name, where the roster has one.
    pub name: String,
    /// By exercise, in the order of [`Head::exercises`].
    pub cells: Vec<Cell>,
    /// Answers that were handed in and belong to no exercise of the sheet.
    pub strays: u32,
}

/// One student's result in one exercise, packed: there is one for each answer of a class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// How far it came.
    pub state: State,
    /// Whether every check holds.
    pub passed: bool,
    /// After the deadline.
    pub late: bool,
    /// Weight of the checks that hold.
    pub score: u32,
}

/// What the rows of an exercise add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExerciseSum {
    /// Answers that were graded.
    pub graded: usize,
    /// Of these, passed.
    pub passed: usize,
    /// Handed in and not to be graded.
    pub broken: usize,
    /// Not handed in.
    pub missing: usize,
    /// The scores of those graded, added up.
    pub score: u64,
    /// By check, in the order of the exercise.
    pub checks: Vec<CheckSum>,
}

/// What the rows say of one check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckSum {
    /// Answers in which it holds.
    pub held: usize,
    /// Answers in which it does not.
    pub failed: usize,
}

/// Where a misconception shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MistakeSum {
    /// Answers that show it.
    pub answers: usize,
    /// Students who show it.
    pub students: usize,
    /// Answers that show it, by exercise.
    pub exercises: BTreeMap<String, usize>,
    /// Some of the students, the first in the sheet's order.
    pub some: Vec<String>,
    /// The student counted last.
    last: String,
}

/// How many students are named for a misconception.
const NAMED: usize = 40;

impl Summary {
    /// Nothing yet.
    #[must_use]
    pub fn new(head: &Head) -> Self {
        let exercise = |it: &super::row::HeadExercise| ExerciseSum {
            checks: vec![CheckSum::default(); it.checks.len()],
            ..ExerciseSum::default()
        };
        Self { exercises: head.exercises.iter().map(exercise).collect(), ..Self::default() }
    }

    /// Takes in a row. The rows of a student come one after the other.
    pub fn add(&mut self, head: &Head, row: &Row) {
        if self.students.last().is_none_or(|last| last.id != row.student) {
            self.students.push(StudentSum {
                id: row.student.clone(),
                name: row.name.clone(),
                cells: vec![Cell::default(); head.exercises.len()],
                strays: 0,
            });
        }
        let place = head.exercises.iter().position(|it| it.id == row.exercise);
        if let Some(student) = self.students.last_mut() {
            match place.and_then(|place| student.cells.get_mut(place)) {
                Some(cell) => {
                    *cell = Cell { state: row.state, passed: row.passed, late: row.late, score: row.score };
                }
                None if row.state != State::Missing => student.strays += 1,
                None => {}
            }
        }
        match row.state {
            State::Missing if place.is_some() => self.missing += 1,
            State::Missing => {}
            State::Graded | State::Broken => self.handed_in += 1,
        }
        self.passed += usize::from(row.passed);
        self.broken += usize::from(row.state == State::Broken);
        self.late += usize::from(row.late);
        if let Some(exercise) = place.and_then(|place| self.exercises.get_mut(place)) {
            exercise.add(row);
        }
        for code in &row.mistakes {
            self.mistakes.entry(code.clone()).or_default().add(row);
        }
    }

    /// The misconceptions, the most frequent first.
    #[must_use]
    pub fn ranked(&self) -> Vec<(&str, &MistakeSum)> {
        let mut ranked: Vec<(&str, &MistakeSum)> =
            self.mistakes.iter().map(|(code, sum)| (code.as_str(), sum)).collect();
        ranked.sort_by_key(|(code, sum)| (std::cmp::Reverse(sum.students), std::cmp::Reverse(sum.answers), *code));
        ranked
    }
}

impl ExerciseSum {
    fn add(&mut self, row: &Row) {
        match row.state {
            State::Missing => self.missing += 1,
            State::Broken => self.broken += 1,
            State::Graded => {
                self.graded += 1;
                self.passed += usize::from(row.passed);
                self.score += u64::from(row.score);
                for (sum, check) in self.checks.iter_mut().zip(&row.checks) {
                    *(if check.passed { &mut sum.held } else { &mut sum.failed }) += 1;
                }
            }
        }
    }

    /// The mean score of those graded, in hundredths of `max`.
    #[must_use]
    pub fn mean(&self, max: u32) -> Option<u64> {
        let all = u64::from(max).saturating_mul(self.graded as u64);
        (all > 0).then(|| self.score.saturating_mul(10_000).div_ceil(all) / 100)
    }
}

impl MistakeSum {
    fn add(&mut self, row: &Row) {
        self.answers += 1;
        *self.exercises.entry(row.exercise.clone()).or_default() += 1;
        if self.students == 0 || self.last != row.student {
            self.students += 1;
            self.last.clone_from(&row.student);
            if self.some.len() < NAMED {
                self.some.push(row.student.clone());
            }
        }
    }
}

impl StudentSum {
    /// The mark: each exercise's score as a share of its weight, in tenths of a percent of all.
    #[must_use]
    pub fn mark(&self, head: &Head) -> u64 {
        let mut reached = 0;
        let mut whole = 0;
        for (cell, exercise) in self.cells.iter().zip(&head.exercises) {
            // Millionths of an exercise: whole numbers are the same on every machine.
            let share = u64::from(cell.score) * 1_000_000 / u64::from(exercise.max_score().max(1));
            reached += share * u64::from(exercise.weight);
            whole += 1_000_000 * u64::from(exercise.weight);
        }
        (reached * 2000 + whole) / (2 * whole).max(1)
    }

    /// Exercises that passed.
    #[must_use]
    pub fn passed(&self) -> usize {
        self.cells.iter().filter(|cell| cell.passed).count()
    }

    /// Exercises that were handed in.
    #[must_use]
    pub fn handed_in(&self) -> usize {
        self.cells.iter().filter(|cell| cell.state != State::Missing).count()
    }
}

/// A mark as people write it: `87.5`, `100`.
#[must_use]
pub(super) fn mark_text(tenths: u64) -> String {
    if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

#[cfg(test)]
mod tests {
    use super::super::row::{HeadCheck, HeadExercise};
    use super::*;

    fn head() -> Head {
        let exercise = |id: &str, weight, checks: &[u32]| HeadExercise {
            id: id.into(),
            title: id.into(),
            weight,
            checks: checks.iter().map(|&weight| HeadCheck { proves: String::new(), weight }).collect(),
        };
        Head { exercises: vec![exercise("a", 1, &[1, 2]), exercise("b", 3, &[4])], ..Head::default() }
    }

    #[test]
    fn partial_credit_counts_by_the_weights_of_checks_and_exercises() {
        let mut sum = Summary::new(&head());
        let row = |exercise: &str, score, passed| Row {
            student: "1".into(),
            exercise: exercise.into(),
            state: State::Graded,
            score,
            passed,
            mistakes: vec!["yaml-tab".into()],
            ..Row::default()
        };
        sum.add(&head(), &row("a", 2, false));
        sum.add(&head(), &row("b", 4, true));
        sum.add(&head(), &Row { student: "2".into(), exercise: "b".into(), ..Row::default() });
        sum.add(&head(), &Row { student: "2".into(), state: State::Broken, ..Row::default() });
        // (2/3·1 + 1·3) / 4 = 91.67 %
        assert_eq!(mark_text(sum.students[0].mark(&head())), "91.7");
        assert_eq!((sum.handed_in, sum.passed, sum.broken, sum.missing), (3, 1, 1, 1));
        assert_eq!(sum.exercises[0].mean(3), Some(66));
        assert_eq!(sum.students[1].strays, 1);
        let mistake = &sum.mistakes["yaml-tab"];
        assert_eq!((mistake.answers, mistake.students), (2, 1));
    }
}
