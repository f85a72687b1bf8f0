//! One student: what they handed in, graded, as rows.
//!
//! Must not know: other students, where rows go.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::Task;
use super::cache::Known;
use crate::classroom::digest::Hasher;
use crate::classroom::live::Work;
use crate::classroom::naming::Naming;
use crate::classroom::roster::Roster;
use crate::classroom::student;
use crate::classroom::{Head, Row, State, WorkRow};
use crate::grade::{Answer, Grader};
use crate::kube::Version;
use crate::lesson::{Course, Exercise, File};
use crate::quiz::Bank;
use crate::shell::submissions::{Content, Student, Submission};
use crate::shell::{class, clock, spool};

/// What is graded, and by what.
pub(super) struct Class {
    pub(super) head: Head,
    pub(super) naming: Naming,
    pub(super) roster: Roster,
    exercises: Vec<Exercise>,
    version: Version,
    /// By exercise: graders that nobody uses at the moment. An exercise's world is read once a core, not once an answer.
    idle: Vec<Mutex<Vec<Grader>>>,
    /// The questions of the course exams are drawn from, once somebody sat one; no course where exams are not asked for.
    exams: Option<(Course, OnceLock<Bank>)>,
}

/// A row, and how it stands in the spool.
pub(super) struct Done {
    pub(super) row: Row,
    pub(super) line: Vec<u8>,
}

impl Class {
    pub(super) fn new(head: Head, exercises: Vec<Exercise>, version: Version, naming: Naming, roster: Roster) -> Self {
        let idle = exercises.iter().map(|_| Mutex::default()).collect();
        Self { head, naming, roster, exercises, version, idle, exams: None }
    }

    /// The same with the exams that are drawn from `course`.
    pub(super) fn with_exams(self, course: Course) -> Self {
        Self { exams: Some((course, OnceLock::new())), ..self }
    }

    /// Everything of one student: a row an exercise, in the order of the course, then one for what belongs to none.
    pub(super) fn rows(&self, task: &Task<'_>, known: &Known) -> Vec<Done> {
        let found = task.found.as_ref().map(|student| student.read(&self.naming)).unwrap_or_default();
        let mut rows: Vec<Row> = Vec::with_capacity(self.exercises.len() + 1);
        if task.found.is_some() || task.entry.is_some() {
            rows.extend((0..self.exercises.len()).map(|at| self.missing(task, at)));
        }
        for submission in found {
            match submission.exercise.and_then(|at| Some((at, self.exercises.get(at)?))) {
                Some((at, exercise)) => {
                    let row = self.row(task, at, exercise, submission, known);
                    if let Some(place) = rows.get_mut(at) {
                        *place = row;
                    }
                }
                None => rows.push(stray(task, submission.content.err().unwrap_or_default())),
            }
        }
        if task.nameless {
            rows.push(stray(task, "이름이 UTF-8이 아니어서 누구의 답인지 알 수 없습니다.".to_owned()));
        }
        let work = task.found.as_ref().map(work).unwrap_or_default();
        for row in &mut rows {
            row.work = work.get(&row.exercise).and_then(|work| WorkRow::of(work, clock::moment_text));
        }
        rows.extend(self.sat(task));
        rows.into_iter().map(|row| Done { line: spool::line(&row).unwrap_or_default(), row }).collect()
    }

    /// A row an exam that the student handed in.
    fn sat(&self, task: &Task<'_>) -> Vec<Row> {
        let Some(((course, bank), student)) = self.exams.as_ref().zip(task.found.as_ref()) else { return Vec::new() };
        let sittings = student.folders().flat_map(|own| class::exams(&own));
        let rows = sittings.map(|(sitting, again)| {
            let bank = bank.get_or_init(|| Bank::open(course).0);
            Row {
                student: task.id.clone(),
                name: name(task),
                handed_in: clock::moment_text(sitting.time),
                ..sitting.row(course, bank, &self.head.pack, again)
            }
        });
        rows.collect()
    }

    /// The row of an answer that is not there.
    fn missing(&self, task: &Task<'_>, at: usize) -> Row {
        let head = self.head.exercises.get(at);
        Row {
            student: task.id.clone(),
            name: name(task),
            exercise: head.map(|it| it.id.clone()).unwrap_or_default(),
            max_score: head.map_or(0, crate::classroom::HeadExercise::max_score),
            due: head.and_then(|it| self.roster.deadline(&task.id, &it.id)).map(clock::moment_text).unwrap_or_default(),
            ..Row::default()
        }
    }

    fn broken(&self, task: &Task<'_>, at: usize, reason: String) -> Row {
        Row { state: State::Broken, reason, ..self.missing(task, at) }
    }

    fn row(&self, task: &Task<'_>, at: usize, exercise: &Exercise, submission: Submission, known: &Known) -> Row {
        let mut handed_in = submission.changed;
        let (mut hints, mut other_pack, mut answer_seen) = (None, false, false);
        let mut notes = vec![submission.note];
        let answer = submission.content.map(|content| match content {
            Content::Files(files) => {
                let mut answer = Answer::default();
                for (name, text) in &files {
                    // Commands know a file by where it lies in the folder of the answer.
                    let within = name.split_once('/').map_or(name.as_str(), |(_, within)| within);
                    answer.add(exercise, if exercise.console { within } else { name }, text);
                }
                answer
            }
            Content::HandIn(given) => {
                if given.time > 0 {
                    handed_in = Some(given.time);
                } else {
                    notes.push("제출 시각이 적혀 있지 않아 파일의 시각으로 봅니다.".to_owned());
                }
                if !given.student.is_empty() && self.roster.student(&given.student) != task.id {
                    notes.push(format!("다른 사람의 이름으로 제출되었습니다(`{}`).", student::id(&given.student)));
                }
                answer_seen = given.answer_seen;
                hints = Some(given.hints);
                other_pack = !given.pack.is_empty() && given.pack != self.head.pack;
                given.answer()
            }
        });
        let deadline = self.roster.deadline(&task.id, &exercise.id);
        let late = deadline.zip(handed_in).is_some_and(|(deadline, handed_in)| handed_in > deadline);
        let row = match answer {
            Ok(answer) => self.graded(task, at, exercise, &answer, known),
            Err(reason) => self.broken(task, at, reason),
        };
        let handed_in = handed_in.map(clock::moment_text).unwrap_or_default();
        let due = deadline.map(clock::moment_text).unwrap_or_default();
        notes.insert(0, row.reason);
        notes.retain(|note| !note.is_empty());
        Row {
            student: task.id.clone(),
            name: name(task),
            late,
            due,
            handed_in,
            hints,
            other_pack,
            answer_seen,
            reason: notes.join(" "),
            ..row
        }
    }

    fn graded(&self, task: &Task<'_>, at: usize, exercise: &Exercise, answer: &Answer, known: &Known) -> Row {
        let content = fingerprint(answer);
        let before = known.get(&(task.id.clone(), exercise.id.clone()));
        if let Some(row) = before.filter(|row| row.content == content && row.state == State::Graded) {
            // What is said beside the grading is said anew.
            return Row { reason: String::new(), ..row.clone() };
        }
        let grade = || {
            let mut grader = self.grader(at, exercise);
            let report = grader.grade_anew(answer);
            let row = Row::graded(exercise, answer, &report);
            self.put_back(at, grader);
            row
        };
        let row = guarded(grade).unwrap_or_else(|reason| self.broken(task, at, reason));
        Row { content, ..row }
    }

    fn grader(&self, at: usize, exercise: &Exercise) -> Grader {
        let idle = self.idle.get(at).and_then(|idle| idle.lock().unwrap_or_else(PoisonError::into_inner).pop());
        idle.unwrap_or_else(|| Grader::new(exercise, self.version))
    }

    fn put_back(&self, at: usize, grader: Grader) {
        if let Some(idle) = self.idle.get(at) {
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(grader);
        }
    }
}

/// What the student's events tell of each exercise; where several folders do, the longer work.
fn work(student: &Student<'_>) -> BTreeMap<String, Work> {
    let mut all: BTreeMap<String, Work> = BTreeMap::new();
    for (id, work) in student.folders().flat_map(|own| class::work(&own)) {
        if all.get(&id).is_none_or(|known| known.seconds < work.seconds) {
            all.insert(id, work);
        }
    }
    all
}

/// What was handed in and belongs to no exercise.
fn stray(task: &Task<'_>, reason: String) -> Row {
    Row { student: task.id.clone(), name: name(task), state: State::Broken, reason, ..Row::default() }
}

fn name(task: &Task<'_>) -> String {
    task.entry.map(|entry| entry.name.clone()).unwrap_or_default()
}

fn fingerprint(answer: &Answer) -> String {
    let mut hasher = Hasher::default();
    for File { name, text } in &answer.files {
        hasher.add(name.as_bytes());
        hasher.add(text.as_bytes());
    }
    hasher.add(b"");
    answer.log.iter().for_each(|command| hasher.add(command.as_bytes()));
    hasher.finish()
}

/// The last resort: a fault of kijabi's own in one answer is told in its row, and the class is graded all the same.
fn guarded(work: impl FnOnce() -> Row) -> Result<Row, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        "키잡이 안에서 오류가 나 채점하지 못했습니다. 이 답과 함께 키잡이를 만든 사람에게 알려 주십시오.".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_our_own_is_one_row() {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let row = guarded(|| panic!("a fault"));
        std::panic::set_hook(hook);
        assert!(row.unwrap_err().contains("키잡이 안에서 오류"));
    }
}
