//! Grading: (exercise, answer) → report. Pure, and fast enough for every keystroke.
//!
//! A [`Grader`] holds one exercise with its world decoded, so that an edit costs only the changed file's verdict and the
//! checks. An answer is a set of files and, where an exercise asks for it, a log of console commands; the files'
//! objects are applied to the world as `kubectl apply` does, then each check looks at the end state and at traces.
//!
//! Must not know: screens, the learner's record.

use crate::cluster::trace::Trace;
use crate::diagnostic::{Diagnostic, Severity, Stage};
use crate::kube::Version;
use crate::lesson::{Exercise, File};

/// What a learner hands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The files, in the order of the editor's tabs.
    pub files: Vec<File>,
    /// What was typed in the console, in order; empty where the exercise has no console.
    pub log: Vec<String>,
}

impl Answer {
    /// An answer of files alone.
    #[must_use]
    pub fn files(files: Vec<File>) -> Self {
        Self { files, log: Vec::new() }
    }
}

/// What grading found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Whether every check holds.
    pub passed: bool,
    /// One result a check, in the exercise's order.
    pub checks: Vec<CheckResult>,
    /// One report a file, in the answer's order.
    pub files: Vec<FileReport>,
    /// The server refuses something whose mending is certain; what the checks and traces show is how it would be if it
    /// were mended (가정). An assumed report is never passed.
    pub assumed: bool,
}

/// How one check came out.
#[derive(Clone, Debug)]
pub struct CheckResult {
    /// Whether it holds.
    pub passed: bool,
    /// What it proved, or why not yet: the author's sentence.
    pub sentence: String,
    /// How things stand now, in the simulator's words (`node-1:30008 → 거절됨: 엔드포인트 없음`); empty where the sentence
    /// says it all.
    pub detail: String,
    /// The misconception the failure shows, where no diagnostic names one.
    pub mistake: Option<String>,
    /// The way of the request that decided it: the first that died, or one that arrived; `None` for checks of other kinds
    /// and where there is no cluster to ask.
    pub trace: Option<Trace>,
    /// Its share of the score.
    pub weight: u32,
}

/// What is to be said of one file.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// The file's name.
    pub name: String,
    /// The stage that refuses it; `None` where the server takes everything in it.
    pub rejected: Option<Stage>,
    /// Everything found, the server's verdict first, then what only the world shows.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// All mistakes the report shows: the codes of diagnostics and the misconceptions of failed checks, sorted, each once.
    #[must_use]
    pub fn mistakes(&self) -> Vec<String> {
        let diagnostics = self.files.iter().flat_map(|file| &file.diagnostics);
        let codes = diagnostics.map(|diagnostic| diagnostic.code.to_string());
        let checks = self.checks.iter().filter_map(|check| check.mistake.clone());
        let mut mistakes: Vec<String> = codes.chain(checks).collect();
        mistakes.sort_unstable();
        mistakes.dedup();
        mistakes
    }

    /// Weight of the checks that hold, and of all.
    #[must_use]
    pub fn score(&self) -> (u32, u32) {
        let weight = |passed_only: bool| {
            let counted = self.checks.iter().filter(|check| check.passed || !passed_only);
            counted.map(|check| check.weight).fold(0, u32::saturating_add)
        };
        (weight(true), weight(false))
    }

    /// Whether any diagnostic is more than a remark.
    #[must_use]
    pub fn has_findings(&self) -> bool {
        self.files.iter().flat_map(|file| &file.diagnostics).any(|it| it.severity <= Severity::Warning)
    }
}

/// Grades one answer. Who grades the same exercise again and again keeps a [`Grader`].
#[must_use]
pub fn grade(exercise: &Exercise, answer: &Answer, version: Version) -> Report {
    Grader::new(exercise, version).grade(answer)
}

/// An exercise made ready: grading through it again only redoes what changed.
pub struct Grader {
    exercise: Exercise,
    version: Version,
}

impl Grader {
    /// Makes an exercise ready.
    #[must_use]
    pub fn new(exercise: &Exercise, version: Version) -> Self {
        Self { exercise: exercise.clone(), version }
    }

    /// The exercise.
    #[must_use]
    pub fn exercise(&self) -> &Exercise {
        &self.exercise
    }

    /// Grades an answer.
    pub fn grade(&mut self, answer: &Answer) -> Report {
        let files: Vec<FileReport> = answer
            .files
            .iter()
            .map(|file| {
                let checked = crate::kube::check(&file.text, self.version);
                FileReport {
                    name: file.name.clone(),
                    rejected: checked.rejected,
                    diagnostics: checked.diagnostics().cloned().collect(),
                }
            })
            .collect();
        let checks = self.exercise.checks.iter().map(|check| CheckResult {
            passed: false,
            sentence: check.not_yet.clone(),
            detail: String::new(),
            mistake: check.mistake.clone(),
            trace: None,
            weight: check.weight,
        });
        Report { passed: false, checks: checks.collect(), files, assumed: false }
    }
}
