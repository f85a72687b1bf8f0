//! A session: the cluster, and for each machine that was stepped into the folder, variables and files of it.
//!
//! Must not know: how a command is read, what programs do.

mod frame;

pub use frame::Place;
pub(super) use frame::{Frame, Way};

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Output;
use super::files::Files;
use super::inside::Logs;
use super::kubectl::complete::complete;
use super::kubectl::config::Kubeconfig;
use super::net::Net;
use super::program;
use super::server::Server;
use super::shell::{self, MAX_COMMANDS, Told};
use crate::cluster::Cluster;
use crate::cluster::state::ObjectName;
use crate::cluster::trace::Trace;
use crate::cluster::world::World;
use crate::text::TextRange;

/// When the objects of a world were made: 2026-11-20T08:00:00Z, in seconds since 1970.
const WORLD_BEGINS: i64 = 1_795_161_600;
/// How old they are when a session begins.
const WORLD_AGE: i64 = 3_600;
/// How long a command takes.
const COMMAND_TAKES: i64 = 1;
/// So many commands are remembered, and so many characters of what each printed.
const MOST_NOTED: usize = 1_000;
const LONGEST_NOTED: usize = 4_000;

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
    /// What became of the last request it made, where it made one.
    pub trace: Option<Trace>,
}

/// A session at the prompt. A clone costs a few reference counts, so that one can go back to any earlier one.
#[derive(Clone, Debug)]
pub struct Console {
    pub(super) server: Server,
    pub(super) config: Kubeconfig,
    /// The machines one stands in, the laptop first.
    pub(super) frames: Vec<Frame>,
    pub(super) laptop: Frame,
    files: BTreeMap<Place, Files>,
    pub(super) net: Net,
    history: Vec<String>,
    ran: Arc<Vec<Ran>>,
    request: Option<Arc<(String, Trace)>>,
    logs: Arc<Logs>,
    /// When it began, in seconds since 1970: what is older belongs to the world.
    begun: i64,
    ended: Option<u8>,
    lots: u32,
    /// How many commands the line that is running may still run.
    pub(super) budget: u32,
    /// What it may still run after a loop that had no end.
    allowance: u32,
    /// How deep commands have called each other.
    pub(super) depth: u8,
    /// Whether the line that is running was stopped.
    pub(super) interrupted: bool,
    /// Whether that request was made by the command that runs.
    asking: bool,
}

impl Console {
    /// A session on the learner's laptop, beside the cluster of a world, which was read from `texts`; `folder` is where it begins and
    /// what `~` stands for.
    #[must_use]
    pub fn new(world: &World, texts: &[&str], files: Files, folder: &str) -> Self {
        let mut server = Server::new(world, texts, WORLD_BEGINS);
        server.set_now(WORLD_BEGINS + WORLD_AGE);
        Self::beside(server, files, folder)
    }

    /// A session on the learner's laptop with this server.
    #[must_use]
    pub fn beside(server: Server, files: Files, folder: &str) -> Self {
        let variables = [("HOME", folder), ("PWD", folder), ("USER", "user"), ("SHELL", "/bin/bash")];
        let laptop = Frame::new(Place::Laptop, Way::Start, folder, &variables);
        let config = Kubeconfig::new(server.cluster().spec().platform.context_name(), &api_server(&server));
        let begun = server.now();
        Self {
            server,
            config,
            frames: Vec::new(),
            laptop,
            files: [(Place::Laptop, files)].into(),
            net: Net::default(),
            history: Vec::new(),
            ran: Arc::default(),
            request: None,
            logs: Arc::default(),
            begun,
            ended: None,
            lots: 0,
            budget: MAX_COMMANDS,
            allowance: MAX_COMMANDS,
            depth: 0,
            interrupted: false,
            asking: false,
        }
    }

    /// The cluster as it stands.
    #[must_use]
    pub fn cluster(&self) -> &Cluster {
        self.server.cluster()
    }

    /// The API server.
    #[must_use]
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// The API server, to be told what happens without a command: time, kubelets, clouds.
    pub fn server_mut(&mut self) -> &mut Server {
        &mut self.server
    }

    /// Starts `minikube tunnel`, which goes on beside.
    pub(super) fn open_minikube_tunnel(&mut self) {
        self.server.open_tunnel();
    }

    // ----- commands -----

    /// Runs what was typed, one command or several, and gives all they printed; each line is kept in the history.
    pub fn run(&mut self, text: &str) -> Output {
        let mut output = Output::default();
        self.run_each(text, |told| output.then(told.output));
        output
    }

    /// Runs what was typed and tells of each command when it is done. A failure stops nothing.
    pub fn run_each(&mut self, text: &str, tell: impl FnMut(Told)) {
        self.begin();
        shell::run(self, text, "", tell);
    }

    /// Applies a manifest as if that had been done before the session: nothing is remembered of it.
    pub fn apply_quietly(&mut self, file: &str) {
        let words = ["kubectl", "apply", "-f", file].map(str::to_owned);
        shell::call(self, &words, "", true);
        self.ran = Arc::default();
    }

    /// Whether `text` stops in the middle: a quote, a loop or a here-document is still open.
    #[must_use]
    pub fn is_unfinished(text: &str) -> bool {
        let mut at = 0;
        while let Some(line) = shell::parse::line(text, at) {
            if line.commands.is_err_and(|fault| fault.is_incomplete()) {
                return true;
            }
            at = line.next;
        }
        false
    }

    /// Whether anything of what commands leave behind is otherwise than in `before`: the cluster, files, the kubeconfig, where
    /// one stands and what is set there, what is open on the laptop. What was only printed or asked is not.
    #[must_use]
    pub fn has_changed_since(&self, before: &Self) -> bool {
        let files = self.files.iter().all(|(place, now)| match before.files.get(place) {
            Some(then) => now.is_same(then),
            // A machine that a command only ran at.
            None => now.is_bare(),
        });
        let frames = self.frames.len() == before.frames.len()
            && self.frames.iter().zip(&before.frames).all(|(now, then)| now.stands_as(then))
            && self.laptop.stands_as(&before.laptop);
        !files
            || !frames
            || self.config != before.config
            || self.tunnels() != before.tunnels()
            || self.ended != before.ended
            || self.server.has_changed_since(&before.server)
    }

    /// What is run at one press of Enter each, of a script: a line, or several that belong together (a loop, a here-document).
    #[must_use]
    pub fn entries(script: &str) -> Vec<&str> {
        let mut entries = Vec::new();
        let mut at = 0;
        while let Some(line) = shell::parse::line(script, at) {
            entries.extend(script.get(at..line.next).map(str::trim_end).filter(|entry| !entry.trim().is_empty()));
            at = line.next;
        }
        entries
    }

    /// Keeps a line in the history.
    pub(super) fn remember(&mut self, line: &str) {
        if !line.trim().is_empty() {
            self.history.push(line.trim().to_owned());
        }
    }

    fn begin(&mut self) {
        (self.budget, self.depth, self.interrupted) = (MAX_COMMANDS, 0, false);
        self.allowance = MAX_COMMANDS;
    }

    /// Takes up again what a loop without end had stopped: each time with half of what was left, so that a text of such loops
    /// ends. False where nothing is left.
    pub(super) fn go_on(&mut self) -> bool {
        if self.interrupted {
            self.allowance /= 2;
            (self.budget, self.interrupted) = (self.allowance, false);
        }
        self.allowance > 0
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
        self.asking = true;
    }

    /// When the session began, in seconds since 1970.
    pub(super) fn begun(&self) -> i64 {
        self.begun
    }

    /// What the pods' servers wrote.
    pub(super) fn logs(&self) -> &Logs {
        &self.logs
    }

    pub(super) fn logs_mut(&mut self) -> &mut Logs {
        Arc::make_mut(&mut self.logs)
    }

    /// Lets the server that answered a request write a line about it.
    pub(super) fn log(&mut self, pod: &ObjectName, what: &str) {
        let Some(request) = self.request.clone() else { return };
        Arc::make_mut(&mut self.logs).answered(self.server.cluster(), pod, &request.1, what);
    }

    /// Time goes on with every command.
    pub(super) fn tick(&mut self) {
        let now = self.server.now() + COMMAND_TAKES;
        self.server.set_now(now);
    }

    /// Takes note of a command that was run.
    pub(super) fn note(&mut self, place: Place, words: &[String], output: &Output) {
        let made = std::mem::take(&mut self.asking);
        let trace = self.request.as_deref().filter(|_| made).map(|(_, trace)| trace.clone());
        let ran = Arc::make_mut(&mut self.ran);
        if ran.len() == MOST_NOTED {
            ran.remove(0);
        }
        let printed = output.stdout.chars().chain(output.stderr.chars()).take(LONGEST_NOTED).collect();
        ran.push(Ran { place, line: words.join(" "), printed, exit: output.exit, trace });
    }

    /// What may follow at `caret` of a line being typed: the stretch it replaces, and the candidates.
    #[must_use]
    pub fn complete(&self, line: &str, caret: usize) -> (TextRange, Vec<String>) {
        let before = line.get(..caret).unwrap_or(line);
        let command = before.rfind(['|', ';', '&', '\n']).map_or(0, |at| at + 1);
        let start = before.rfind([' ', '|', ';', '&', '\n']).map_or(0, |at| at + 1);
        let word = before.get(start..).unwrap_or("");
        let words: Vec<String> =
            before.get(command..start).unwrap_or("").split_whitespace().map(str::to_owned).collect();
        let files = || {
            let names = self.files().list(&self.path(".")).unwrap_or_default();
            names.into_iter().map(|it| it.name).filter(|name| name.starts_with(word)).collect::<Vec<_>>()
        };
        let mut candidates = match words.split_first() {
            None => program::names(self).filter(|name| name.starts_with(word)).map(str::to_owned).collect(),
            Some((name, rest)) if name == "kubectl" => {
                let found = complete(&self.server, &self.config, rest, word);
                found.into_iter().map(|candidate| candidate.text).collect()
            }
            Some(_) => Vec::new(),
        };
        if candidates.is_empty() {
            candidates = files();
        }
        candidates.sort_unstable();
        candidates.dedup();
        (TextRange::new(start, before.len()), candidates)
    }

    /// What was typed, the oldest first.
    #[must_use]
    pub fn history(&self) -> &[String] {
        &self.history
    }

    /// The status with which the session was left, once it was.
    #[must_use]
    pub fn ended(&self) -> Option<u8> {
        self.ended
    }

    /// The status of the last command.
    #[must_use]
    pub fn status(&self) -> u8 {
        self.ended.unwrap_or(self.frame().status)
    }

    /// The prompt, as the machine shows it.
    #[must_use]
    pub fn prompt(&self) -> String {
        match self.place() {
            Place::Laptop => "$ ".to_owned(),
            Place::Node(name) => format!("{}@{name}:~$ ", self.variable("USER").unwrap_or("root")),
            Place::Pod(_) => format!("{} # ", self.frame().folder),
        }
    }

    /// A number that looks thrown, and is the same in every session.
    pub(super) fn random(&mut self) -> u16 {
        // The generator of the C standard's example.
        self.lots = self.lots.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        u16::try_from((self.lots >> 16) & 0x7fff).unwrap_or(0)
    }
}

/// Where the API server listens, for the kubeconfig.
fn api_server(server: &Server) -> String {
    let cluster = server.cluster();
    let address = cluster.nodes().iter().next().map_or_else(String::new, |node| node.internal.to_string());
    format!("https://{address}:{}", cluster.spec().platform.api_server_port())
}
