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
        // Files that change while commands are run are written by commands: to a log that goes on they change nothing.
        let known = self.files == files || !self.log.is_empty();
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
        it.owner.is_none() && before.is_none_or(|before| before.pod != it.pod)
    });
    objects.extend(pods.map(|it| Object::Pod(it.pod.clone())));
    objects
}
