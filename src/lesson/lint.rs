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
pub mod quiz;

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::Catalogue;
use super::course::{Course, chapter_id};
use super::exercise::Exercise;
use super::fault::Fault;
use super::spec;
use crate::cluster::world::World;
use crate::text::LineCol;
use crate::text::josa::{Josa, with};
use crate::text::near::distance_within;

/// Every fault of the course and of the catalogue it refers to, as far as it shows without grading.
#[must_use]
pub fn lint(course: &Course, catalogue: &Catalogue) -> Vec<Fault> {
    let mut lint = Lint::new(course, catalogue);
    lint.course_spec();
    lint.unique_ids();
    // What a chapter that is not there lacks is no fault of its own, and one that is named twice is told once.
    for (index, outline) in course.chapters().iter().enumerate() {
        if lint.is_there(&outline.folder) && !course.chapters().iter().take(index).any(|it| it.id == outline.id) {
            lint.chapter(outline);
        }
    }
    let mut exercises: Vec<Exercise> = Vec::new();
    for (_, outline) in course.exercises() {
        if exercises.iter().any(|it| it.folder == outline.folder) {
            continue;
        }
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

/// What the rules share.
struct Lint<'c> {
    course: &'c Course,
    catalogue: &'c Catalogue,
    faults: Vec<Fault>,
    /// Files that some other file refers to.
    used: BTreeSet<String>,
    /// Terms that some text links to.
    terms: BTreeSet<String>,
    /// Chapter folders in which a file could not be read: what it refers to is not known, and no file beside it is a stray.
    unread: BTreeSet<String>,
    /// Folders with a chapter that `course.yaml` does not name.
    unnamed: Vec<&'c str>,
    /// Ids of chapters and exercises that would be known were it not for a wrong name in `course.yaml`: that is told, and not once
    /// more at each link to them.
    lost: BTreeSet<&'c str>,
}

impl<'c> Lint<'c> {
    fn new(course: &'c Course, catalogue: &'c Catalogue) -> Self {
        let named = &course.spec().chapters;
        let folders = course.files().iter().filter_map(|path| path.strip_suffix("/chapter.md"));
        let unnamed: Vec<&str> =
            folders.filter(|it| !it.contains('/') && !named.iter().any(|name| name == it)).collect();
        let mut lint = Self {
            course,
            catalogue,
            faults: Vec::new(),
            used: BTreeSet::new(),
            terms: BTreeSet::new(),
            unread: BTreeSet::new(),
            unnamed,
            lost: BTreeSet::new(),
        };
        if named.iter().any(|folder| !lint.is_there(folder)) {
            for folder in lint.unnamed.clone() {
                lint.lost.insert(chapter_id(folder));
                lint.lost.extend(course.exercise_folders(folder).filter_map(|it| Some(it.rsplit_once("/ex-")?.1)));
            }
        }
        lint
    }

    /// Whether the folder of a chapter has any file.
    fn is_there(&self, folder: &str) -> bool {
        self.course.files_in(&format!("{folder}/")).next().is_some()
    }

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
            if !is_plain(id) {
                let message =
                    format!("`{id}`: 장과 과제의 이름에는 소문자, 숫자, 하이픈만 씁니다. 폴더의 이름을 바꾸십시오.");
                self.error(folder, "id", message);
            }
            if let Some(first) = seen.insert(id, folder).filter(|first| *first != folder) {
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

    /// Whether a code is a word of the vocabulary; says so at its field where it is not.
    fn known_code(&mut self, path: &str, field: &str, code: &str) {
        if let Some(message) = self.unknown_code(code) {
            self.field(path, field, "code-unknown", message);
        }
    }

    /// [`Lint::known_code`] for a code that stands in no field of its file.
    fn known_code_at(&mut self, path: &str, place: LineCol, code: &str) {
        if let Some(message) = self.unknown_code(code) {
            self.faults.push(Fault::error(path, "code-unknown", message).at(place));
        }
    }

    /// What to say of a code that is no word of the vocabulary.
    fn unknown_code(&self, code: &str) -> Option<String> {
        if self.catalogue.knows(code) {
            return None;
        }
        let name = quoted("", code, Josa::IraneunRaneun);
        let nearest = self.catalogue.codes().iter().filter_map(|it| Some((distance_within(it, code, 4)?, it))).min();
        let advice = match nearest {
            Some((_, near)) => format!("혹시 `{near}`입니까?"),
            None => "`kijabi explain`이 아는 코드를 모두 보여 줍니다.".to_owned(),
        };
        Some(format!("{name} 실수 코드는 없습니다. {advice}"))
    }
}

/// ``용어 `pod`를``: what it is, its name in marks, and the particle that follows the name.
fn quoted(what: &str, name: &str, josa: Josa) -> String {
    let name = with(&format!("`{name}`"), josa);
    if what.is_empty() { name } else { format!("{what} {name}") }
}

/// Whether an id is what links, commands and records can all be written with.
fn is_plain(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !id.is_empty() && id.chars().all(plain) && !id.starts_with('-') && !id.ends_with('-')
}

/// Whether the world in the file `path` cannot be read; its faults are told where they stand, not at each place that uses it.
pub fn broken_world(course: &Course, path: &str, faults: &mut Vec<Fault>) -> bool {
    let Ok(text) = course.text(path) else { return false };
    let wrong = World::read(&text).err();
    faults.extend(world_faults(&text, path));
    wrong.is_some()
}

/// What is wrong with a world: that it cannot be read, or what a reader fills in and an author has to say.
fn world_faults(text: &str, path: &str) -> Vec<Fault> {
    let wrong = World::read(text).err().unwrap_or_else(|| World::gaps(text));
    wrong.iter().map(|it| Fault::of(it, path, "world", text)).collect()
}
