//! A session: the cluster, and for each machine that was stepped into the folder, variables and files of it.
//!
//! Must not know: how a command is read, what programs do.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Output;
use super::files::{Files, absolute};
use crate::cluster::Cluster;
use crate::cluster::request::Source;
use crate::cluster::state::ObjectName;
use crate::cluster::trace::Trace;
use crate::text::TextRange;

/// So many commands are remembered, and so many characters of what each printed.
const MOST_NOTED: usize = 1_000;
const LONGEST_NOTED: usize = 4_000;

/// Where commands run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The learner's own laptop, outside the cluster.
    Laptop,
    /// A node, after `ssh`.
    Node(String),
    /// A container of a pod, after `kubectl exec -it … -- sh`.
    Pod(ObjectName),
}

impl Place {
    /// Where a request from here comes from.
    #[must_use]
    pub fn source(&self) -> Source {
        match self {
            Self::Laptop => Source::Outside,
            Self::Node(name) => Source::Node(name.clone()),
            Self::Pod(name) => Source::Pod(name.clone()),
        }
    }
}

/// A machine that was stepped into.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) place: Place,
    pub(super) folder: String,
    pub(super) variables: BTreeMap<String, String>,
}

/// A command that was run, once its words were known: what an exercise may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// Where.
    pub place: Place,
    /// Its words with one blank between them.
    pub line: String,
    /// What it printed, standard output first.
    pub printed: String,
    /// How it ended.
    pub exit: u8,
}

/// A session at the prompt. A clone costs a few reference counts.
#[derive(Clone, Debug)]
pub struct Console {
    cluster: Cluster,
    frames: Vec<Frame>,
    files: BTreeMap<Place, Files>,
    history: Vec<String>,
    ran: Arc<Vec<Ran>>,
    request: Option<Arc<(String, Trace)>>,
}

impl Console {
    /// A session on the learner's laptop, beside `cluster`; `folder` is where it begins.
    #[must_use]
    pub fn new(cluster: Cluster, files: Files, folder: &str) -> Self {
        let laptop = Frame { place: Place::Laptop, folder: folder.to_owned(), variables: BTreeMap::new() };
        Self {
            cluster,
            frames: vec![laptop],
            files: [(Place::Laptop, files)].into(),
            history: Vec::new(),
            ran: Arc::default(),
            request: None,
        }
    }

    /// The cluster as it stands.
    #[must_use]
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// Where commands run now.
    #[must_use]
    pub fn place(&self) -> &Place {
        self.frames.last().map_or(&Place::Laptop, |frame| &frame.place)
    }

    /// The files of the machine where commands run now.
    #[must_use]
    pub fn files(&self) -> &Files {
        static NONE: std::sync::LazyLock<Files> = std::sync::LazyLock::new(Files::default);
        self.files.get(self.place()).unwrap_or(&NONE)
    }

    /// The files of the learner's laptop, wherever commands run now.
    #[must_use]
    pub fn laptop_files(&self) -> &Files {
        static NONE: std::sync::LazyLock<Files> = std::sync::LazyLock::new(Files::default);
        self.files.get(&Place::Laptop).unwrap_or(&NONE)
    }

    /// What may follow at `caret` of a line being typed: the stretch it replaces, and the candidates.
    #[must_use]
    pub fn complete(&self, line: &str, caret: usize) -> (TextRange, Vec<String>) {
        let before = line.get(..caret).unwrap_or(line);
        let start = before.rfind([' ', '|', ';', '&']).map_or(0, |at| at + 1);
        let word = before.get(start..).unwrap_or("");
        let names = self.files().list(&self.path(".")).unwrap_or_default();
        let candidates = names.into_iter().map(|it| it.name).filter(|name| name.starts_with(word)).collect();
        (TextRange::new(start, before.len()), candidates)
    }

    /// The files of the machine where commands run now, to be changed.
    pub fn files_mut(&mut self) -> &mut Files {
        let place = self.place().clone();
        self.files.entry(place).or_default()
    }

    /// `path` as it is meant where commands run now.
    #[must_use]
    pub fn path(&self, path: &str) -> String {
        absolute(self.frames.last().map_or("/", |frame| &frame.folder), path)
    }

    /// A variable's value where commands run now.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.frames.last()?.variables.get(name).map(String::as_str)
    }

    /// Every command that was run, in order; the newest of a very long session.
    #[must_use]
    pub fn ran(&self) -> &[Ran] {
        &self.ran
    }

    /// The last request that anything made: whom it was for, and what became of it.
    #[must_use]
    pub fn last_request(&self) -> Option<(&str, &Trace)> {
        self.request.as_deref().map(|(name, trace)| (name.as_str(), trace))
    }

    /// Takes note of a request that was made.
    pub fn asked(&mut self, name: impl Into<String>, trace: Trace) {
        self.request = Some(Arc::new((name.into(), trace)));
    }

    /// Takes note of a command that was run.
    pub(super) fn note(&mut self, place: Place, words: &[String], output: &Output) {
        let ran = Arc::make_mut(&mut self.ran);
        if ran.len() == MOST_NOTED {
            ran.remove(0);
        }
        let printed = output.stdout.chars().chain(output.stderr.chars()).take(LONGEST_NOTED).collect();
        ran.push(Ran { place, line: words.join(" "), printed, exit: output.exit });
    }

    /// Runs what was typed, one or several commands.
    pub fn run(&mut self, text: &str) -> Output {
        self.history.push(text.to_owned());
        super::shell::run(self, text)
    }
}
