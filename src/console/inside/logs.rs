//! `kubectl logs`: what the small web servers wrote about the requests of this session, a line each.
//!
//! The address in a line is the one the pod saw, which is seldom the client's: a node that forwards a request for others puts its own in
//! its place, unless `externalTrafficPolicy: Local` keeps it (docs: Using Source IP).
//!
//! Must not know: how a request was answered.

use super::{container, pods_of};
use crate::cluster::Cluster;
use crate::cluster::request::Source;
use crate::cluster::state::{ObjectName, PodState};
use crate::cluster::trace::{Hop, Policy, Trace};
use crate::console::kubectl::commands::Invocation;
use crate::console::{Console, Output};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr};

/// How many lines of a pod are kept.
const MOST_LINES: usize = 1_000;

/// What the pods' servers wrote.
#[derive(Clone, Debug, Default)]
pub(in crate::console) struct Logs {
    lines: BTreeMap<ObjectName, Vec<String>>,
}

impl Logs {
    /// Takes down a request that `pod` answered.
    pub(in crate::console) fn answered(&mut self, cluster: &Cluster, pod: &ObjectName, trace: &Trace, what: &str) {
        let address = seen_address(cluster, trace).map_or_else(|| "-".to_owned(), |address| address.to_string());
        let lines = self.lines.entry(pod.clone()).or_default();
        if lines.len() == MOST_LINES {
            lines.remove(0);
        }
        lines.push(format!("{address} - - [20/Nov/2026:08:00:00 +0000] {what}"));
    }

    /// Takes down what the program of a container wrote.
    pub(super) fn wrote(&mut self, pod: &ObjectName, text: &str) {
        let lines = self.lines.entry(pod.clone()).or_default();
        lines.extend(text.lines().map(str::to_owned));
        lines.drain(..lines.len().saturating_sub(MOST_LINES));
    }

    /// Forgets what a container wrote that is no more.
    pub(super) fn forget(&mut self, pod: &ObjectName) {
        self.lines.remove(pod);
    }
}

/// The address from which a request seems to come, seen from the pod that got it.
fn seen_address(cluster: &Cluster, trace: &Trace) -> Option<IpAddr> {
    let from = trace.hops.iter().find_map(|hop| if let Hop::Client { from, .. } = hop { Some(from) } else { None })?;
    let endpoint = trace.hops.iter().find_map(|hop| match hop {
        Hop::Endpoint { node, hairpin, .. } => Some((node.as_str(), *hairpin)),
        _ => None,
    });
    let kept = trace.hops.iter().any(|hop| matches!(hop, Hop::Service { policy: Policy::ExternalLocal, .. }));
    let by_node =
        trace.hops.iter().find_map(|hop| if let Hop::Node { node, .. } = hop { Some(node.as_str()) } else { None });
    let node = |name: &str| cluster.nodes().get("", name);
    let pod_node = trace
        .hops
        .iter()
        .rev()
        .find_map(|hop| if let Hop::Pod { node, .. } = hop { Some(node.as_str()) } else { None })?;
    // The bridge of a node is how its own pods see it.
    let node_as_seen = |name: &str| {
        let state = node(name)?;
        Some(if name == pod_node { IpAddr::V4(Ipv4Addr::new(10, 244, state.subnet, 1)) } else { state.internal })
    };
    match (from, by_node) {
        (Source::Pod(pod), None) => {
            let state: &PodState = cluster.pods().get(&pod.namespace, &pod.name)?;
            // A pod that reaches itself is seen behind its bridge, or it would answer itself directly.
            if endpoint.is_some_and(|(_, hairpin)| hairpin) { node_as_seen(pod_node) } else { state.address }
        }
        (Source::Node(name), None) => node_as_seen(name),
        (Source::Outside, _) if kept => Some(cluster.spec().platform.client_address()),
        (_, Some(name)) => node_as_seen(name),
        (Source::Outside, None) => Some(cluster.spec().platform.client_address()),
    }
}

/// Runs it.
pub(super) fn logs(console: &mut Console, call: &Invocation, namespace: &str) -> Output {
    let given = &call.given;
    let selector = given.text("selector").filter(|text| !text.is_empty());
    let (pods, mut stderr) = match (given.args.first(), selector) {
        (None, None) => {
            return Output::fail(
                1,
                "error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\nSee 'kubectl logs -h' for help and examples\n",
            );
        }
        (Some(_), Some(_)) => return Output::fail(1, "error: only a selector (-l) or a POD name is allowed\n"),
        (None, Some(selector)) => match selected(console, selector, namespace) {
            pods if pods.is_empty() => {
                return Output {
                    stderr: format!("No resources found in {namespace} namespace.\n"),
                    ..Output::default()
                };
            }
            pods => (pods, String::new()),
        },
        (Some(target), None) => match pods_of(console, target, namespace) {
            Ok(pods) if pods.len() > 1 && !given.is("all-pods") => {
                let chosen = pods.first().cloned().into_iter().collect::<Vec<_>>();
                let name = chosen.first().map_or("", |pod| &pod.name);
                let said = format!("Found {} pods, using pod/{name}\n", pods.len());
                (chosen, said)
            }
            Ok(pods) => (pods, String::new()),
            Err(output) => {
                // kubectl tells of what is not there in words of its own.
                let missing = output.stderr.strip_prefix("Error from server (NotFound): ").map(str::trim_end);
                let stderr = missing.map_or_else(
                    || output.stderr.clone(),
                    |what| format!("error: error from server (NotFound): {what} in namespace \"{namespace}\"\n"),
                );
                return Output { stderr, ..output };
            }
        },
    };
    let mut stdout = String::new();
    for pod in pods {
        let Some(state) = console.cluster().pods().get(&pod.namespace, &pod.name) else { continue };
        // The container may also stand behind the pod.
        let asked = given.text("container").or_else(|| given.args.get(1).map(String::as_str));
        let (container, said) = match container(state, asked) {
            Ok(found) => found,
            Err(output) => {
                let own = output.stderr.replacen("Error from server (BadRequest): ", "error: ", 1);
                return Output { stderr: stderr + &own, ..output };
            }
        };
        stderr.push_str(&said);
        if let Some(why) = waits(state, &container, given.is("previous")) {
            return Output {
                stdout,
                stderr: format!("{stderr}Error from server (BadRequest): {why}\n"),
                exit: 1,
                ..Output::default()
            };
        }
        let lines = console.logs().lines.get(&pod).cloned().unwrap_or_default();
        let tail = given.number("tail").and_then(|tail| usize::try_from(tail).ok()).unwrap_or(usize::MAX);
        let prefix = if given.is("prefix") { format!("[pod/{}/{container}] ", pod.name) } else { String::new() };
        for line in lines.iter().skip(lines.len().saturating_sub(tail)) {
            let time = if given.is("timestamps") { "2026-11-20T08:00:00.000000000Z " } else { "" };
            let _ = writeln!(stdout, "{prefix}{time}{line}");
        }
    }
    Output { stdout, stderr, ..Output::default() }
}

/// Why there is nothing to read yet.
fn waits(pod: &PodState, container: &str, previous: bool) -> Option<String> {
    let name = &pod.name.name;
    if previous {
        return Some(format!("previous terminated container \"{container}\" in pod \"{name}\" not found"));
    }
    if pod.pod.status.phase != "Pending" {
        return None;
    }
    if pod.pod.spec.node_name.is_empty() {
        // There is no kubelet to ask: the server answers with nothing (`LogLocation` in pkg/registry/core/pod).
        return None;
    }
    let why = if pod.has_images() { "ContainerCreating" } else { "trying and failing to pull image" };
    Some(format!("container \"{container}\" in pod \"{name}\" is waiting to start: {why}"))
}

/// The pods that `key=value,…` takes.
fn selected(console: &Console, selector: &str, namespace: &str) -> Vec<ObjectName> {
    let fits = |pod: &PodState| {
        selector.split(',').all(|part| {
            let labels = &pod.pod.metadata.labels;
            match part.split_once('=') {
                Some((key, value)) if key.ends_with('!') => {
                    labels.get(key.trim_end_matches('!')).is_none_or(|its| its != value)
                }
                Some((key, value)) => labels.get(key).is_some_and(|its| its == value.trim_start_matches('=')),
                None => labels.contains_key(part),
            }
        })
    };
    console.cluster().pods().in_namespace(namespace).filter(|pod| fits(pod)).map(|pod| pod.name.clone()).collect()
}
