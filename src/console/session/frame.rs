//! The machine one stands in: stepping into one and out of it, its folder, files and variables.
//!
//! Must not know: what programs do.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Console;
use crate::cluster::request::Source;
use crate::cluster::state::ObjectName;
use crate::console::Output;
use crate::console::files::{FileFault, Files, absolute};
use crate::console::inside::{self, Started};
use crate::console::shell::{self, tree::Script};

/// How many machines one may step into, one from another.
const MAX_FRAMES: usize = 16;

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

/// How one came to a machine, which decides what leaving it looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::console) enum Way {
    /// It is where the session began.
    Start,
    /// By `ssh`, to this name.
    Ssh(String),
    /// By `minikube ssh` or `docker exec`.
    Login,
    /// By `kubectl exec`.
    Exec,
    /// By `kubectl run -it`.
    Run(Started),
    /// By `kubectl debug`.
    Debug,
    /// To run one command there.
    Command,
}

/// A machine that was stepped into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::console) struct Frame {
    pub(in crate::console) place: Place,
    pub(in crate::console) way: Way,
    pub(in crate::console) folder: String,
    pub(in crate::console) variables: BTreeMap<String, String>,
    pub(in crate::console) arguments: Vec<String>,
    pub(in crate::console) functions: BTreeMap<String, Arc<Script>>,
    pub(in crate::console) aliases: BTreeMap<String, String>,
    pub(in crate::console) status: u8,
}

impl Frame {
    /// A machine as it is when it is stepped into.
    pub(super) fn new(place: Place, way: Way, folder: &str, variables: &[(&str, &str)]) -> Self {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self {
            place,
            way,
            folder: folder.to_owned(),
            variables,
            arguments: Vec::new(),
            functions: BTreeMap::new(),
            aliases: BTreeMap::new(),
            status: 0,
        }
    }

    /// Whether it is the same machine in the same state, but for how the last command ended.
    pub(super) fn stands_as(&self, other: &Self) -> bool {
        let whole = |it: &Self| Self { status: 0, ..it.clone() };
        whole(self) == whole(other)
    }
}

impl Console {
    /// Where commands run now.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.frame().place
    }

    pub(in crate::console) fn frame(&self) -> &Frame {
        self.frames.last().unwrap_or(&self.laptop)
    }

    pub(in crate::console) fn frame_mut(&mut self) -> &mut Frame {
        self.frames.last_mut().unwrap_or(&mut self.laptop)
    }

    /// Steps into a machine; false where that would be too deep.
    pub(in crate::console) fn enter(&mut self, place: Place, way: Way) -> bool {
        self.enter_container(place, "", way)
    }

    /// Steps into one container of a pod, the first where it has no name; false where that would be too deep.
    pub(in crate::console) fn enter_container(&mut self, place: Place, container: &str, way: Way) -> bool {
        if self.frames.len() >= MAX_FRAMES {
            return false;
        }
        let variables = self.environment(&place, container);
        let variables: Vec<(&str, &str)> =
            variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let folder = match &place {
            Place::Node(_) => variables.iter().find(|(name, _)| *name == "HOME").map_or("/", |(_, home)| home),
            Place::Laptop | Place::Pod(_) => "/",
        };
        let folder = folder.to_owned();
        self.files.entry(place.clone()).or_insert_with(|| Files::with_folder(&folder));
        self.frames.push(Frame::new(place, way, &folder, &variables));
        true
    }

    /// Leaves the machine one stands in; on the laptop, the session.
    pub(in crate::console) fn leave(&mut self, status: u8) -> Output {
        let Some(left) = self.frames.pop() else {
            self.ended = Some(status);
            return Output::status(status);
        };
        match left.way {
            Way::Ssh(name) => Output {
                stdout: "logout\n".into(),
                stderr: format!("Connection to {name} closed.\n"),
                exit: status,
                ..Output::default()
            },
            Way::Login => Output { exit: status, ..Output::ok("logout\n") },
            Way::Exec if status != 0 => Output::fail(status, format!("command terminated with exit code {status}\n")),
            Way::Run(started) => inside::leave(self, &started, status),
            // kubectl does not ask how a debugging container ended.
            Way::Debug => Output::default(),
            Way::Exec | Way::Start | Way::Command => Output::status(status),
        }
    }

    /// Runs a program on another machine, without a shell between.
    pub(in crate::console) fn call_at(
        &mut self,
        place: Place,
        words: &[String],
        stdin: &str,
        to_screen: bool,
    ) -> Output {
        self.at(place, "", |console| shell::call(console, words, stdin, to_screen))
    }

    /// Runs a program in a container of a pod, without a shell between.
    pub(in crate::console) fn call_in(
        &mut self,
        pod: &ObjectName,
        container: &str,
        words: &[String],
        stdin: &str,
        to_screen: bool,
    ) -> Output {
        let place = Place::Pod(pod.clone());
        self.at(place, container, |console| shell::call(console, words, stdin, to_screen))
    }

    /// Runs a text on another machine as its shell does.
    pub(in crate::console) fn script_at(&mut self, place: Place, text: &str, stdin: &str, to_screen: bool) -> Output {
        self.at(place, "", |console| shell::script(console, text, stdin, to_screen))
    }

    fn at(&mut self, place: Place, container: &str, act: impl FnOnce(&mut Self) -> Output) -> Output {
        let depth = self.frames.len();
        if !self.enter_container(place, container, Way::Command) {
            return Output::fail(1, "bash: maximum nesting level exceeded\n");
        }
        let output = act(self);
        self.frames.truncate(depth);
        output
    }

    /// The files of the machine where commands run now.
    #[must_use]
    pub fn files(&self) -> &Files {
        static NONE: std::sync::LazyLock<Files> = std::sync::LazyLock::new(Files::default);
        self.files.get(self.place()).unwrap_or(&NONE)
    }

    /// The files of the machine where commands run now, to be changed.
    pub fn files_mut(&mut self) -> &mut Files {
        let place = self.place().clone();
        self.files.entry(place).or_default()
    }

    /// The files of the learner's laptop, wherever commands run now.
    #[must_use]
    pub fn laptop_files(&self) -> &Files {
        static NONE: std::sync::LazyLock<Files> = std::sync::LazyLock::new(Files::default);
        self.files.get(&Place::Laptop).unwrap_or(&NONE)
    }

    pub(in crate::console) fn files_of(&mut self, place: &Place) -> &mut Files {
        self.files.entry(place.clone()).or_default()
    }

    /// The text of the file that `name` means where commands run now.
    pub fn read(&self, name: &str) -> Result<Arc<str>, FileFault> {
        let path = self.path(name);
        match self.files().read(&path) {
            Err(FileFault::NotFound) => self.machine_file(&path).map(Into::into).ok_or(FileFault::NotFound),
            found => found,
        }
    }

    /// `path` as it is meant where commands run now.
    #[must_use]
    pub fn path(&self, path: &str) -> String {
        absolute(&self.frame().folder, path)
    }

    /// A variable's value where commands run now.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.frame().variables.get(name).map(String::as_str)
    }

    /// Sets a variable where commands run now.
    pub fn set(&mut self, name: &str, value: &str) {
        self.frame_mut().variables.insert(name.to_owned(), value.to_owned());
    }

    pub(in crate::console) fn unset(&mut self, name: &str) {
        self.frame_mut().variables.remove(name);
    }
}
