//! What rows add up to: by student, by exercise, by check, by misconception. Folded row by row, in any order of
//! exercises within a student.
//!
//! Must not know: how it is shown.

use std::collections::BTreeMap;

use super::head::{Head, HeadExercise};
use super::row::{ExamRow, Row, State, WorkRow};

/// Answers that were begun and not handed in are kept for the report, those that took longest: more than a teacher reads.
const MOST_UNFINISHED: usize = 300;

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
    /// Of these, begun.
    pub opened: usize,
    /// Of these, the ones that took longest, in the order of the sheet until [`Summary::unfinished`] sorts them.
    begun: Vec<Unfinished>,
    /// Exams, each with what it came to for everybody who sat it.
    pub exams: Vec<ExamSum>,
    /// Whether the class folder tells of anybody's work.
    pub has_work: bool,
}

/// An answer that was begun and not handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unfinished {
    /// The student's id.
    pub student: String,
    /// The student's name, where the roster has one.
    pub name: String,
    /// The exercise.
    pub exercise: String,
    /// What the class folder tells of it.
    pub work: WorkRow,
}

/// An exam.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExamSum {
    /// The exam as the first in the sheet sat it: its number, its plan, its chapters.
    pub exam: ExamRow,
    /// What everybody's came to, in the order of the sheet.
    pub results: Vec<ExamResult>,
}

/// One student's exam.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExamResult {
    /// The student's id.
    pub student: String,
    /// The student's name, where the roster has one.
    pub name: String,
    /// Right answers.
    pub right: u32,
    /// Questions.
    pub total: u32,
    /// By chapter, in the order of [`ExamSum::exam`]'s: right answers and questions.
    pub topics: Vec<(usize, usize)>,
    /// Seconds spent on answers.
    pub seconds: u64,
    /// When it ended, as the grader's calendar writes it.
    pub ended: String,
    /// What is to be said of it.
    pub note: String,
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
    /// Hints shown, by exercise the highest, added up.
    pub hints: u32,
    /// Minutes worked, as far as the class folder tells.
    pub minutes: u32,
    /// Exercises of which the reference answer was looked at before a pass.
    pub seen: u32,
    /// Exercises begun and not handed in.
    pub opened: u32,
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
    /// Of these, begun.
    pub opened: usize,
    /// Students of whom the class folder tells how long they worked on it.
    pub timed: usize,
    /// Minutes of these, added up.
    pub minutes: u64,
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
        let exercise = |it: &HeadExercise| ExerciseSum {
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
                ..StudentSum::default()
            });
        }
        if let Some(exam) = &row.exam {
            self.sat(row, exam);
            return;
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
            student.hints = student.hints.saturating_add(row.hints_shown().unwrap_or(0));
            student.seen += u32::from(row.saw_answer());
        }
        if let Some(work) = &row.work {
            self.worked(row, work, place);
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

    /// Takes in what the class folder tells of a row.
    fn worked(&mut self, row: &Row, work: &WorkRow, place: Option<usize>) {
        self.has_work = true;
        let is_open = row.state == State::Missing;
        if let Some(student) = self.students.last_mut() {
            student.minutes = student.minutes.saturating_add(work.minutes);
            student.opened += u32::from(is_open);
        }
        if let Some(exercise) = place.and_then(|place| self.exercises.get_mut(place)) {
            exercise.timed += 1;
            exercise.minutes += u64::from(work.minutes);
            exercise.opened += usize::from(is_open);
        }
        if is_open {
            self.opened += 1;
            self.begun.push(Unfinished {
                student: row.student.clone(),
                name: row.name.clone(),
                exercise: row.exercise.clone(),
                work: work.clone(),
            });
            // However large the class, only a few are kept.
            if self.begun.len() >= 2 * MOST_UNFINISHED {
                self.begun.sort_by(longest_first);
                self.begun.truncate(MOST_UNFINISHED);
            }
        }
    }

    /// Takes in an exam.
    fn sat(&mut self, row: &Row, exam: &ExamRow) {
        let at = self.exams.iter().position(|it| it.exam.is_same(exam)).unwrap_or_else(|| {
            self.exams.push(ExamSum { exam: exam.clone(), results: Vec::new() });
            self.exams.len() - 1
        });
        let Some(sum) = self.exams.get_mut(at) else { return };
        let topic = |chapter: &str| exam.topics.iter().find(|it| it.chapter == chapter);
        let topics = sum.exam.topics.iter().map(|it| topic(&it.chapter).map_or((0, 0), |it| (it.right, it.total)));
        let (topics, late) = (topics.collect(), exam.out_of_time.then(|| "시간이 다 됨".to_owned()));
        let open = exam.count.saturating_sub(exam.given);
        let open = (open > 0).then(|| format!("빈 답 {open}"));
        let told = [late, open, Some(row.note()).filter(|note| !note.is_empty())];
        sum.results.push(ExamResult {
            student: row.student.clone(),
            name: row.name.clone(),
            right: row.score,
            total: row.max_score,
            topics,
            seconds: exam.seconds,
            ended: row.handed_in.clone(),
            note: told.into_iter().flatten().collect::<Vec<_>>().join(", "),
        });
    }

    /// Answers that were begun and not handed in, those that took longest first, and how many more there are.
    #[must_use]
    pub fn unfinished(&self) -> (Vec<&Unfinished>, usize) {
        let mut begun: Vec<&Unfinished> = self.begun.iter().collect();
        begun.sort_by(|a, b| longest_first(a, b));
        begun.truncate(MOST_UNFINISHED);
        let more = self.opened - begun.len();
        (begun, more)
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

    /// The mean score of those graded, in tenths of a percent of `max`.
    #[must_use]
    pub fn mean(&self, max: u32) -> Option<u64> {
        let all = u64::from(max).saturating_mul(self.graded as u64);
        (all > 0).then(|| tenths(self.score, all))
    }

    /// The mean time worked on it, in minutes, where the class folder tells.
    #[must_use]
    pub fn mean_minutes(&self) -> Option<u64> {
        (self.timed > 0).then(|| (self.minutes * 2 + self.timed as u64) / (2 * self.timed as u64))
    }
}

impl ExamSum {
    /// The mean of everybody's score, in tenths of a percent.
    #[must_use]
    pub fn mean(&self) -> u64 {
        let sum = |of: fn(&ExamResult) -> u32| self.results.iter().map(|it| u64::from(of(it))).sum::<u64>();
        tenths(sum(|it| it.right), sum(|it| it.total))
    }

    /// Of each chapter, in order, right answers and questions of everybody.
    #[must_use]
    pub fn topics(&self) -> Vec<(usize, usize)> {
        let of = |at: usize| {
            let each = self.results.iter().filter_map(|it| it.topics.get(at));
            each.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
        };
        (0..self.exam.topics.len()).map(of).collect()
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
        tenths(reached, whole)
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

fn longest_first(a: &Unfinished, b: &Unfinished) -> std::cmp::Ordering {
    let key = |it: &Unfinished| std::cmp::Reverse(it.work.minutes);
    (key(a), &a.student, &a.exercise).cmp(&(key(b), &b.student, &b.exercise))
}

/// A share in tenths of a percent, half of one up: every percentage of every form of the report is one of these.
#[must_use]
pub(super) fn tenths(part: u64, whole: u64) -> u64 {
    let (part, whole) = (u128::from(part), u128::from(whole.max(1)));
    u64::try_from((part * 2000 + whole) / (2 * whole)).unwrap_or(u64::MAX)
}

/// A mark as people write it: `87.5`, `100`.
#[must_use]
pub(super) fn mark_text(tenths: u64) -> String {
    if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classroom::HeadCheck;

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
        assert_eq!(sum.exercises[0].mean(3), Some(667), "two of three");
        assert_eq!(sum.students[1].strays, 1);
        let mistake = &sum.mistakes["yaml-tab"];
        assert_eq!((mistake.answers, mistake.students), (2, 1));
    }

    #[test]
    fn who_handed_nothing_in_and_worked_longest_comes_first_however_many_there_are() {
        let mut sum = Summary::new(&head());
        let row = |number: u32| Row {
            student: format!("{number:05}"),
            exercise: "a".into(),
            work: Some(WorkRow { minutes: number % 1000, hints: 1, answer_seen: true, ..WorkRow::default() }),
            ..Row::default()
        };
        (0..3000).for_each(|number| sum.add(&head(), &row(number)));
        let (begun, more) = sum.unfinished();
        assert_eq!((sum.opened, begun.len(), more), (3000, MOST_UNFINISHED, 3000 - MOST_UNFINISHED));
        let first: Vec<&str> = begun.iter().take(4).map(|it| it.student.as_str()).collect();
        assert_eq!(first, ["00999", "01999", "02999", "00998"]);
        assert_eq!((sum.exercises[0].opened, sum.exercises[0].mean_minutes()), (3000, Some(500)));
        let student = &sum.students[7];
        assert_eq!((student.hints, student.minutes, student.seen, student.opened), (1, 7, 1, 1));
    }
}
