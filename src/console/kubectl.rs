//! kubectl 1.34 as a learner meets it: its command line, its verbs, its words.
//!
//! [`commands`] finds the command and reads its flags, [`target`] the objects that its arguments mean; a [`client::Client`]
//! asks the server. Verbs that only look are here in a file each.
//!
//! Must not know: shells, files of the machine, the clock.

pub mod about;
mod absent;
pub mod client;
pub mod commands;
pub mod complete;
pub mod config;
pub mod describe;
mod events;
pub mod explain;
pub mod flags;
pub mod get;
pub mod help;
pub mod printer;
pub mod problem;
mod raw;
mod sort;
pub mod target;
mod timeout;

use super::Output;
use super::server::Server;
use client::Manifests;
use commands::Invocation;
use config::Kubeconfig;
use printer::ReadFile;

/// What a command that only looks may look at.
pub struct Reading<'a> {
    /// The server.
    pub server: &'a Server,
    /// The kubeconfig, which `config` changes.
    pub config: &'a mut Kubeconfig,
    /// The manifests of `-f`.
    pub manifests: Manifests<'a>,
    /// The files of templates.
    pub file: ReadFile<'a>,
}

/// Runs a command that only looks; `None` where it is one that writes.
pub fn look(reading: &mut Reading<'_>, call: &Invocation) -> Option<Output> {
    if call.help {
        return Some(help::of(call, false));
    }
    let name = call.name();
    let mut parts = name.split(' ');
    let verb = parts.next().unwrap_or("");
    let subcommand = parts.next();
    if verb == "config" {
        if subcommand.is_none() {
            return Some(group(call));
        }
        return Some(config::run(reading.config, call, reading.file));
    }
    if let Some(out) = absent::run(call) {
        return Some(out);
    }
    let client = client::Client::new(reading.server, reading.config, reading.manifests);
    Some(match (verb, subcommand) {
        ("", _) => help::of(call, false),
        ("help", _) => help::words(&call.given.args),
        ("options", _) => help::options(),
        ("get", _) => get::run(&client, call, reading.file),
        ("describe", _) => describe::run(&client, call),
        ("events", _) => events::run(&client, call, reading.file),
        ("explain", _) => explain::run(call),
        ("version", _) => about::version(call),
        ("cluster-info", None) => about::cluster_info(&client),
        ("api-resources", _) => about::api_resources(call),
        ("api-versions", _) => about::api_versions(),
        ("auth", Some(_)) => about::auth(call),
        ("auth" | "set" | "rollout" | "top" | "certificate" | "plugin", None) => group(call),
        _ => return None,
    })
}

/// A command that only has subcommands, called without one of them.
fn group(call: &Invocation) -> Output {
    match call.given.args.as_slice() {
        [] => help::of(call, true),
        words => Output::fail(
            1,
            call.usage_error(&format!("unknown command {}", crate::kube::quote::quote(&words.join(" ")))),
        ),
    }
}
