//! The pack linter: every fault of a pack that can be seen without grading an answer.
//!
//! Lessons are treated as code. The rules are made so that damage to any one file shows: whatever a file is for is
//! proved from another file's point of view (a link must lead somewhere, a file must be used, a claim must be kept).
//! What needs grading (the starter fails, the solution passes, near misses fail as claimed) is proved one layer up.
//!
//! Must not know: grading, where faults are printed.

mod assets;
mod chapter;
mod exercise;
mod files;
mod quiz;

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::Catalogue;
use super::course::Course;
use super::exercise::Exercise;
use super::fault::Fault;
use super::spec;
use crate::text::josa::{Josa, with};

/// Every fault of the course and of the catalogue it refers to, as far as it shows without grading.
#[must_use]
pub fn lint(course: &Course, catalogue: &Catalogue) -> Vec<Fault> {
    let mut lint = Lint { course, catalogue, faults: Vec::new(), used: BTreeSet::new(), terms: BTreeSet::new() };
    lint.course_spec();
    lint.unique_ids();
    for outline in course.chapters() {
        lint.chapter(outline);
    }
    let mut exercises = Vec::new();
    for (_, outline) in course.exercises() {
        match course.exercise(&outline.id) {
            Ok(exercise) => {
                lint.exercise(&exercise);
                exercises.push(exercise);
            }
            Err(fault) => lint.faults.push(fault),
        }
    }
    lint.distinct_checks(&exercises);
    lint.quizzes();
    lint.files();
    lint.glossary();
    lint.mistakes();
    lint.faults
}

/// The faults of the quizzes alone.
#[must_use]
pub fn quizzes(course: &Course, catalogue: &Catalogue) -> Vec<Fault> {
    let mut lint = Lint { course, catalogue, faults: Vec::new(), used: BTreeSet::new(), terms: BTreeSet::new() };
    lint.quizzes();
    lint.faults
}

/// What the rules share.
struct Lint<'c> {
    course: &'c Course,
    catalogue: &'c Catalogue,
    faults: Vec<Fault>,
    /// Files that some other file refers to.
    used: BTreeSet<String>,
    /// Terms that some text links to.
    terms: BTreeSet<String>,
}

impl Lint<'_> {
    fn error(&mut self, path: &str, rule: &'static str, message: impl Into<String>) {
        self.faults.push(Fault::error(path, rule, message));
    }

    /// A fault of a field of a specification.
    fn field(&mut self, path: &str, field: &str, rule: &'static str, message: impl Into<String>) {
        let text = self.course.text(path).unwrap_or_default();
        self.faults.push(Fault::error(path, rule, message).in_text(&text, spec::place_of(&text, field)));
    }

    /// Ids of chapters and exercises are what links and records hold on to.
    fn unique_ids(&mut self) {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        let course = self.course;
        let chapters = course.chapters().iter().map(|it| (it.id.as_str(), it.folder.as_str()));
        let exercises = course.exercises().map(|(_, it)| (it.id.as_str(), it.folder.as_str()));
        for (id, folder) in chapters.chain(exercises) {
            if let Some(first) = seen.insert(id, folder) {
                let message = format!(
                    "{} {first}에서 이미 썼습니다. 장과 과제의 이름은 과정 안에서 하나뿐이어야 합니다.",
                    quoted("이름", id, Josa::EulReul)
                );
                self.error(folder, "id-unique", message);
            }
        }
    }

    /// Two exercises that ask for the same are one exercise.
    fn distinct_checks(&mut self, exercises: &[Exercise]) {
        let mut seen: BTreeMap<Vec<String>, &str> = BTreeMap::new();
        for exercise in exercises {
            let mut checks: Vec<String> = exercise.checks.iter().map(|check| format!("{:?}", check.kind)).collect();
            checks.sort_unstable();
            if let Some(other) = seen.insert(checks, &exercise.id) {
                let path = format!("{}/exercise.yaml", exercise.folder);
                let message = format!("{} 확인 항목이 모두 같습니다.", quoted("과제", other, Josa::GwaWa));
                self.field(&path, "checks", "checks-distinct", message);
            }
        }
    }

    /// Whether a code is a word of the vocabulary; says so where it is not.
    fn known_code(&mut self, path: &str, field: &str, code: &str) {
        if !self.catalogue.knows(code) {
            let name = quoted("", code, Josa::IraneunRaneun);
            let message = format!("{name} 실수 코드는 없습니다(assets/mistakes/{code}.md).");
            self.field(path, field, "code-unknown", message);
        }
    }
}

/// ``용어 `pod`를``: what it is, its name in marks, and the particle that follows the name.
fn quoted(what: &str, name: &str, josa: Josa) -> String {
    let name = with(&format!("`{name}`"), josa);
    if what.is_empty() { name } else { format!("{what} {name}") }
}
