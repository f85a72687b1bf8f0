//! What grading found, as plain data.
//!
//! Must not know: how it was found.

use std::collections::BTreeSet;

use crate::cluster::Cluster;
use crate::cluster::state::ObjectName;
use crate::cluster::trace::Trace;
use crate::diagnostic::{Code, Diagnostic, Stage};

/// What grading found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Whether every check holds, for an answer that is really one: neither empty nor assumed.
    pub passed: bool,
    /// One result per check, in the exercise's order.
    pub checks: Vec<CheckResult>,
    /// One report per file, in the answer's order.
    pub files: Vec<FileReport>,
    /// The commands of the log that failed, in order, the first of them.
    pub failed: Vec<FailedCommand>,
    /// The server refuses something whose mending is certain; what the checks' details and traces show is how it would
    /// be if it were mended (가정). An assumed report is never passed.
    pub assumed: bool,
    /// The cluster that checks and traces looked at: the world with the answer in it.
    pub cluster: Cluster,
}

/// A command that failed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailedCommand {
    /// Its words with one blank between them.
    pub line: String,
    /// What it printed.
    pub printed: String,
    /// Its exit status.
    pub exit: u8,
}

/// How one check came out.
#[derive(Clone, Debug)]
pub struct CheckResult {
    /// Whether it holds.
    pub passed: bool,
    /// Whether it holds for what its detail and trace show: under an assumption it may, while it has not passed.
    pub would_pass: bool,
    /// What it proved, or why not yet: the author's sentence.
    pub sentence: String,
    /// How things stand now, in the simulator's words (`node-1:30008 → 거절됨: 엔드포인트 없음`); empty where the sentence
    /// says it all.
    pub detail: String,
    /// The request that shows it best: the first that failed, or the first of all. `None` for checks that send none.
    pub trace: Option<Trace>,
    /// The pods that the request should reach; empty where it should reach none.
    pub goal: BTreeSet<ObjectName>,
    /// What the trace tells although the learner has to find it out, as it is written; `None` once the answer holds it.
    pub withheld: Option<String>,
    /// The misconception the failure shows, where no diagnostic names one.
    pub mistake: Option<String>,
    /// Its share of the score.
    pub weight: u32,
}

/// What is to be said of one file.
#[derive(Clone, Debug, Default)]
pub struct FileReport {
    /// The file's name.
    pub name: String,
    /// The stage that refuses it; `None` where the server takes everything in it.
    pub rejected: Option<Stage>,
    /// Everything found, the server's verdict first, then what only the world shows.
    pub diagnostics: Vec<Diagnostic>,
    /// The mistakes behind them, each once, without what merely follows from another: see
    /// [`crate::lesson::mistakes::shown`]. What a world shows of a refused object counts only once it is accepted.
    pub mistakes: Vec<Code>,
}

impl Report {
    /// All mistakes the report shows: those of the files and the misconceptions of failed checks, sorted, each once.
    #[must_use]
    pub fn mistakes(&self) -> Vec<String> {
        let codes = self.files.iter().flat_map(|file| &file.mistakes).map(ToString::to_string);
        let checks = self.checks.iter().filter_map(|check| check.mistake.clone());
        let mut mistakes: Vec<String> = codes.chain(checks).collect();
        mistakes.sort_unstable();
        mistakes.dedup();
        mistakes
    }

    /// Weight of the checks that hold, and of all.
    #[must_use]
    pub fn score(&self) -> (u32, u32) {
        let sum = |weights: &mut dyn Iterator<Item = u32>| weights.fold(0, u32::saturating_add);
        let held = sum(&mut self.checks.iter().filter(|check| check.passed).map(|check| check.weight));
        (held, sum(&mut self.checks.iter().map(|check| check.weight)))
    }

    /// The diagnostics of all files.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.files.iter().flat_map(|file| &file.diagnostics)
    }
}
