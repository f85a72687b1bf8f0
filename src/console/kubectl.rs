//! kubectl 1.34 as a learner meets it: its command line, its verbs, its words.
//!
//! [`commands`] finds the command and reads its flags, [`target`] the objects that its arguments mean; a [`client::Client`]
//! asks the server. Verbs that only look are here in a file each.
//!
//! Must not know: shells, files of the machine, the clock.

pub mod about;
mod absent;
mod apply;
pub mod change;
pub mod client;
pub mod commands;
pub mod complete;
pub mod config;
mod create;
mod delete;
pub mod describe;
mod events;
pub mod explain;
mod expose;
pub mod flags;
pub mod get;
pub mod help;
mod label;
pub mod manifest;
mod nodes;
mod pairs;
mod patching;
pub mod printer;
pub mod problem;
pub(super) mod raw;
mod record;
mod rollout;
mod scale;
mod sort;
mod subresource;
pub mod target;
mod timeout;
mod wait;

use super::Output;
use super::files::{Files, absolute};
use super::server::Server;
use change::{Changing, Edited, Fail};
use client::{Manifests, Named};
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
        ("api-versions", _) if !call.given.args.is_empty() => {
            let text = format!("unexpected arguments: [{}]", call.given.args.join(" "));
            Output::fail(1, call.usage_error(&text))
        }
        ("api-versions", _) => about::api_versions(),
        ("auth", Some(_)) => about::auth(call),
        ("auth" | "set" | "rollout" | "top" | "certificate" | "plugin", None) => group(call),
        _ => return None,
    })
}

/// A command that only has subcommands, called without one of them.
pub(super) fn group(call: &Invocation) -> Output {
    match call.given.args.as_slice() {
        [] => help::of(call, true),
        words => Output::fail(
            1,
            call.usage_error(&format!("unknown command {}", crate::kube::quote::quote(&words.join(" ")))),
        ),
    }
}

/// What a command may look at and touch.
pub struct Surroundings<'a> {
    /// The server.
    pub server: &'a mut Server,
    /// The kubeconfig.
    pub config: &'a mut Kubeconfig,
    /// The files of the machine.
    pub files: &'a Files,
    /// Where relative paths begin.
    pub folder: &'a str,
    /// Standard input.
    pub stdin: &'a str,
    /// The name of the editor (`KUBE_EDITOR`, `EDITOR`, `vi`).
    pub editor_name: &'a str,
    /// Lets the learner edit a text.
    pub editor: &'a mut dyn FnMut(&str) -> Edited,
}

/// Runs `kubectl` with these words.
pub fn run(around: &mut Surroundings<'_>, words: &[String]) -> Output {
    let call = match commands::read(words) {
        Ok(call) => call,
        Err(complaint) => return Output::fail(1, complaint),
    };
    let (files, folder, stdin) = (around.files, around.folder, around.stdin);
    let file = |path: &str| files.read(&absolute(folder, path)).ok().map(|text| text.to_string());
    let of_context = around.config.for_command(&call).map_or_else(|_| String::new(), |it| it.namespace().to_owned());
    let manifests = |given: &flags::Given| named(given, files, folder, stdin, &of_context);
    let mut own = around.config.clone();
    if asks_the_server(&call) {
        match around.config.for_command(&call) {
            Ok(config) => own = config,
            Err(complaint) => return Output::fail(1, complaint),
        }
    }
    let config = if call.name().starts_with("config") { &mut *around.config } else { &mut own };
    let mut reading = Reading { server: around.server, config, manifests: &manifests, file: &file };
    if let Some(output) = look(&mut reading, &call) {
        return output;
    }
    let mut on = Changing {
        server: around.server,
        config: &own,
        files,
        folder,
        stdin,
        editor_name: around.editor_name,
        editor: around.editor,
    };
    write(&mut on, &call)
}

/// Whether a command asks a server, so that it must know which.
fn asks_the_server(call: &Invocation) -> bool {
    let name = call.name();
    let verb = name.split(' ').next().unwrap_or("");
    let client_only = (verb == "version" && call.given.is("client")) || call.given.is("local");
    !call.help
        && !client_only
        && !matches!(verb, "" | "config" | "help" | "options" | "completion" | "plugin" | "kustomize" | "explain")
}

/// Runs a command that writes.
fn write(on: &mut Changing<'_>, call: &Invocation) -> Output {
    let name = call.name();
    let mut parts = name.split(' ');
    let verb = parts.next().unwrap_or("");
    let subcommand = parts.next();
    match (verb, subcommand) {
        ("create", _) => create::run(on, call),
        ("apply" | "replace" | "diff", _) => apply::run(on, call),
        ("delete", _) => delete::run(on, call),
        ("patch", _) => patching::run(on, call),
        ("edit", _) => patching::edit(on, call),
        ("label" | "annotate", _) => label::run(on, call),
        ("set", _) => scale::set(on, call),
        ("scale", _) => scale::run(on, call),
        ("autoscale", _) => scale::autoscale(on, call),
        ("expose", _) => expose::run(on, call),
        ("run", _) => expose::run_pod(on, call),
        ("rollout", _) => rollout::run(on, call),
        ("wait", _) => wait::run(on, call),
        ("cordon" | "uncordon" | "drain" | "taint", _) => nodes::run(on, call),
        _ => Output::fail(1, format!("error: kubectl {name} is not available here\n")),
    }
}

/// The objects that `-f` names, for a command that only looks.
fn named(
    given: &flags::Given,
    files: &Files,
    folder: &str,
    stdin: &str,
    namespace: &str,
) -> Result<Vec<Named>, problem::Problem> {
    let asked = given.text("namespace").filter(|it| !it.is_empty());
    let reading = manifest::Reading {
        files,
        folder,
        stdin,
        namespace: asked.unwrap_or(namespace),
        enforce: asked.is_some(),
        recursive: given.is("recursive"),
        validate: false,
    };
    let problem = |fail: Fail| match fail {
        Fail::Server(status) => problem::Problem::Server { reason: status.reason.name(), message: status.message },
        Fail::Client(text) => problem::Problem::Client(text),
        Fail::Raw(text) => problem::Problem::Raw(text),
        Fail::Silent => problem::Problem::Raw(String::new()),
    };
    if let Some(folder) = given.text("kustomize") {
        return Err(problem(manifest::kustomized(&reading, folder)));
    }
    let items = manifest::read(&reading, &given.list("filename")).map_err(problem)?;
    let name = |item: manifest::Item| Named { resource: item.resource, namespace: item.namespace, name: item.name };
    items.into_iter().map(|item| item.map(name).map_err(problem)).collect()
}
