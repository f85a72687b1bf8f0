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

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::Catalogue;
use super::course::Course;
use super::exercise::Exercise;
use super::fault::Fault;

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
    lint.files();
    lint.glossary();
    lint.mistakes();
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

    /// Ids of chapters and exercises are what links and records hold on to.
    fn unique_ids(&mut self) {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        let course = self.course;
        let chapters = course.chapters().iter().map(|it| (it.id.as_str(), it.folder.as_str()));
        let exercises = course.exercises().map(|(_, it)| (it.id.as_str(), it.folder.as_str()));
        for (id, folder) in chapters.chain(exercises) {
            if let Some(first) = seen.insert(id, folder) {
                let message = format!(
                    "이름 `{id}`를 {first}에서 이미 썼습니다. 장과 과제의 이름은 코스 안에서 하나뿐이어야 합니다."
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
                self.error(&path, "checks-distinct", format!("과제 `{other}`와 검사가 모두 같습니다."));
            }
        }
    }

    /// Whether a code is a word of the vocabulary; says so where it is not.
    fn known_code(&mut self, path: &str, code: &str) {
        if !self.catalogue.knows(code) {
            let message = format!("`{code}`라는 실수 코드는 없습니다(assets/mistakes/{code}.md).");
            self.error(path, "code-unknown", message);
        }
    }
}
