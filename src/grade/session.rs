//! The console work of an answer: its commands, run in the exercise's world with the answer's files at hand.
//!
//! Must not know: checks, screens.

use crate::cluster::Cluster;
use crate::cluster::world::World;
use crate::console::Console;
use crate::console::files::{Files, absolute};
use crate::kube::model::Object;
use crate::lesson::File;

/// Where the console begins, and the answer's files lie.
pub const FOLDER: &str = "/home/learner";

/// A session that knows what was run last: a log that only grew is not run again from its start.
#[derive(Debug, Default)]
pub(super) struct Session {
    files: Vec<File>,
    log: Vec<String>,
    console: Option<Console>,
}

impl Session {
    /// The console after `log`, run beside `world` with `files`.
    pub(super) fn run(&mut self, world: &str, files: &[File], log: &[String]) -> &Console {
        // A log that writes the files itself goes on whatever becomes of them in the editor.
        let known = self.files == files || self.log.first().is_some_and(|entry| entry.starts_with(WRITES));
        let goes_on = self.console.is_some() && known && log.starts_with(&self.log);
        if !goes_on {
            self.files = files.to_vec();
            self.log.clear();
            self.console = None;
        }
        let console = self.console.get_or_insert_with(|| begin(world, files));
        for line in log.iter().skip(self.log.len()) {
            console.run(line);
        }
        self.log = log.to_vec();
        console
    }

    /// Takes over a console at which `log` was run already, beside `files`.
    pub(super) fn take_over(&mut self, files: &[File], log: &[String], console: Console) {
        *self = Self { files: files.to_vec(), log: log.to_vec(), console: Some(console) };
    }
}

/// A console beside a world, given by its text, whose folder holds `files`. A text that is no world is an empty one.
#[must_use]
pub fn begin(world: &str, files: &[File]) -> Console {
    let mut own = Files::default();
    for file in files {
        own.put(&absolute(FOLDER, &file.name), &file.text);
    }
    let read = World::read(world).unwrap_or_default();
    Console::new(&read, &[world], own, FOLDER)
}

/// Ends the text of a file within a script; no line of a manifest reads so.
const END: &str = "KIJABI_EOF";
/// What an entry that writes a file begins with.
const WRITES: &str = "cat >";

/// The entry of a log that writes a file as it stands: with such entries a log tells everything a later run of it needs.
#[must_use]
pub fn writing(file: &File) -> String {
    let end = if file.text.ends_with('\n') || file.text.is_empty() { "" } else { "\n" };
    format!("{WRITES} {FOLDER}/{} <<'{END}'\n{}{end}{END}", file.name, file.text)
}

/// Whether an entry of a log is one that [`writing`] made.
#[must_use]
pub fn writes_a_file(entry: &str) -> bool {
    entry.starts_with(WRITES) && entry.ends_with(END)
}

/// What is in `cluster` and was not so in `world`, without what controllers made.
pub(super) fn changed(world: &Cluster, cluster: &Cluster) -> Vec<Object> {
    let mut objects = Vec::new();
    let services = cluster.services().iter().filter(|it| {
        let before = world.services().get(&it.name.namespace, &it.name.name);
        before.is_none_or(|before| before.service != it.service)
    });
    objects.extend(services.map(|it| Object::Service(it.service.clone())));
    let deployments = cluster.deployments().iter().filter(|it| {
        let before = world.deployments().get(&it.name.namespace, &it.name.name);
        before.is_none_or(|before| before.deployment != it.deployment)
    });
    objects.extend(deployments.map(|it| Object::Deployment(it.deployment.clone())));
    let pods = cluster.pods().iter().filter(|it| {
        let before = world.pods().get(&it.name.namespace, &it.name.name);
        let is_made =
            it.owner.is_some() || it.pod.metadata.owner_references.iter().any(|it| it.controller == Some(true));
        !is_made && before.is_none_or(|before| before.pod != it.pod)
    });
    objects.extend(pods.map(|it| Object::Pod(it.pod.clone())));
    objects
}
