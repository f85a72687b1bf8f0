//! `kubectl logs`: what the small web servers wrote about the requests of this session, a line each.
//!
//! The address in a line is the one the pod saw, which is seldom the client's: a node that forwards a request for others puts its own in
//! its place, unless `externalTrafficPolicy: Local` keeps it (docs: Using Source IP).
//!
//! Must not know: how a request was answered.

use super::pick::{all_containers, default_container, has_container, pod_object, pods_of};
use crate::cluster::Cluster;
use crate::cluster::request::Source;
use crate::cluster::state::{ObjectName, PodState};
use crate::cluster::trace::{Hop, Policy, Trace};
use crate::console::kubectl::commands::Invocation;
use crate::console::kubectl::flags::Given;
use crate::console::print::field::Field;
use crate::console::resource::PODS;
use crate::console::selector::Labels;
use crate::console::{Console, Output};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr};

/// How many lines of a pod are kept.
const MOST_LINES: usize = 1_000;

/// How many lines of each pod are shown where they were selected and nothing was said (`selectorTail`).
const SELECTED_TAIL: usize = 10;

/// What the containers wrote, by pod and name.
#[derive(Clone, Debug, Default)]
pub(in crate::console) struct Logs {
    lines: BTreeMap<(ObjectName, String), Vec<String>>,
}

impl Logs {
    /// Takes down a request that `pod` answered, in the container whose port was asked.
    pub(in crate::console) fn answered(&mut self, cluster: &Cluster, pod: &ObjectName, trace: &Trace, what: &str) {
        let address = seen_address(cluster, trace).map_or_else(|| "-".to_owned(), |address| address.to_string());
        let container = cluster.pods().get(&pod.namespace, &pod.name).map_or("", |pod| server_of(pod, trace));
        self.wrote(pod, container, &format!("{address} - - [20/Nov/2026:08:00:00 +0000] {what}"));
    }

    /// Takes down what the program of a container wrote.
    pub(super) fn wrote(&mut self, pod: &ObjectName, container: &str, text: &str) {
        let lines = self.lines.entry((pod.clone(), container.to_owned())).or_default();
        lines.extend(text.lines().map(str::to_owned));
        lines.drain(..lines.len().saturating_sub(MOST_LINES));
    }

    /// Forgets what the containers of a pod wrote that are no more.
    pub(super) fn forget(&mut self, pod: &ObjectName) {
        self.lines.retain(|(its, _), _| its != pod);
    }

    /// What a container wrote.
    fn of(&self, pod: &ObjectName, container: &str) -> &[String] {
        self.lines.get(&(pod.clone(), container.to_owned())).map_or(&[], Vec::as_slice)
    }
}

/// The container that listens where a request arrived; the first where none says so.
fn server_of<'p>(pod: &'p PodState, trace: &Trace) -> &'p str {
    let arrived =
        trace.hops.iter().rev().find_map(|hop| if let Hop::Pod { port, .. } = hop { Some(*port) } else { None });
    let containers = &pod.pod.spec.containers;
    let declares = |container: &&crate::kube::model::Container| {
        container.ports.iter().any(|its| Some(its.container_port) == arrived.map(i32::from))
    };
    containers.iter().find(declares).or(containers.first()).map_or("", |container| &container.name)
}

/// The address from which a request seems to come, seen from the pod that got it.
fn seen_address(cluster: &Cluster, trace: &Trace) -> Option<IpAddr> {
    let from = trace.hops.iter().rev().find_map(|hop| match hop {
        Hop::Client { from, .. } | Hop::Tunnel { out: from, .. } => Some(from),
        _ => None,
    })?;
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
    if let Some(refused) = wrongly_asked(given) {
        return Output::fail(1, refused);
    }
    let (pods, mut stderr) = match asked_pods(console, given, namespace) {
        Ok(found) => found,
        Err(output) => return output,
    };
    let mut stdout = String::new();
    for pod in pods {
        let (Some(state), Some(object)) =
            (console.cluster().pods().get(&pod.namespace, &pod.name), pod_object(console, &pod))
        else {
            continue;
        };
        // The container may also stand behind the pod.
        let asked = given.text("container").or_else(|| given.args.get(1).map(String::as_str));
        let containers = if given.is("all-containers") {
            all_containers(object)
        } else if let Some(asked) = asked.filter(|asked| !asked.is_empty()) {
            if !has_container(object, asked) {
                let _ = writeln!(stderr, "error: container {asked} is not valid for pod {}", pod.name);
                return Output { stderr, exit: 1, ..Output::default() };
            }
            vec![asked]
        } else {
            let (container, said) = default_container(object);
            stderr.push_str(&said);
            vec![container]
        };
        for container in containers {
            if let Some(why) = waits(state, container, given.is("previous")) {
                let _ = writeln!(stderr, "Error from server (BadRequest): {why}");
                if given.is("ignore-errors") {
                    continue;
                }
                return Output { stdout, stderr, exit: 1, ..Output::default() };
            }
            print(console, given, &pod, container, &mut stdout);
        }
    }
    Output { stdout, stderr, ..Output::default() }
}

/// `LogsOptions.Validate` of kubectl's pkg/cmd/logs, and its arguments.
fn wrongly_asked(given: &Given) -> Option<String> {
    let selector = given.text("selector").filter(|text| !text.is_empty());
    let container = given.text("container").filter(|name| !name.is_empty());
    let why = match (given.args.as_slice(), selector, container) {
        ([], None, _) => {
            return Some("error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\nSee 'kubectl logs -h' for help and examples\n".to_owned());
        }
        ([_, ..], Some(_), _) => "only a selector (-l) or a POD name is allowed".to_owned(),
        ([_, _], _, Some(_)) => "only one of -c or an inline [CONTAINER] arg is allowed".to_owned(),
        (_, _, Some(name)) if given.is("all-containers") => {
            format!("--all-containers=true should not be specified with container name {name}")
        }
        ([_, name], _, _) if given.is("all-containers") => {
            format!("--all-containers=true should not be specified with container name {name}")
        }
        _ if given.number("tail").is_some_and(|tail| tail < -1) => {
            "--tail must be greater than or equal to -1".to_owned()
        }
        _ if given.number("limit-bytes").is_some_and(|limit| limit < 0) => {
            "--limit-bytes must be greater than 0".to_owned()
        }
        _ => return None,
    };
    Some(format!("error: {why}\n"))
}

/// The pods whose logs are asked for, and what kubectl says about having chosen one; an end where there are none.
fn asked_pods(console: &Console, given: &Given, namespace: &str) -> Result<(Vec<ObjectName>, String), Output> {
    let Some(target) = given.args.first() else {
        let text = given.text("selector").unwrap_or("");
        let labels = Labels::parse(text).map_err(|why| {
            let why = format!(
                "Unable to find \"/v1, Resource=pods\" that match label selector {}, field selector \"\": {why}",
                crate::kube::quote::quote(text)
            );
            Output::fail(1, format!("Error from server (BadRequest): {why}\n"))
        })?;
        let chosen = console.server().list(&PODS, Some(namespace)).into_iter().filter(|pod| labels.matches(pod));
        let pods: Vec<ObjectName> = chosen.map(|pod| ObjectName::new(namespace, pod.text("metadata.name"))).collect();
        if pods.is_empty() {
            let stderr = format!("No resources found in {namespace} namespace.\n");
            return Err(Output { stderr, ..Output::default() });
        }
        return Ok((pods, String::new()));
    };
    match pods_of(console, target, namespace, "get the logs from") {
        Ok(pods) if pods.len() > 1 && !given.is("all-pods") => {
            let said = format!("Found {} pods, using pod/{}\n", pods.len(), pods.first().map_or("", |pod| &pod.name));
            Ok((pods.into_iter().take(1).collect(), said))
        }
        Ok(pods) => Ok((pods, String::new())),
        Err(output) => {
            // kubectl tells of what is not there in words of its own.
            let missing = output.stderr.strip_prefix("Error from server (NotFound): ").map(str::trim_end);
            let stderr = missing.map_or_else(
                || output.stderr.clone(),
                |what| format!("error: error from server (NotFound): {what} in namespace \"{namespace}\"\n"),
            );
            Err(Output { stderr, ..output })
        }
    }
}

/// Prints what a container wrote.
fn print(console: &Console, given: &Given, pod: &ObjectName, container: &str, out: &mut String) {
    let lines = console.logs().of(pod, container);
    let all = if given.args.is_empty() && !given.has("tail") { SELECTED_TAIL } else { usize::MAX };
    let tail = given.number("tail").and_then(|tail| usize::try_from(tail).ok()).unwrap_or(all);
    let with_prefix = given.is("prefix") || given.is("all-pods");
    let prefix = if with_prefix { format!("[pod/{}/{container}] ", pod.name) } else { String::new() };
    for line in lines.iter().skip(lines.len().saturating_sub(tail)) {
        let time = if given.is("timestamps") { "2026-11-20T08:00:00.000000000Z " } else { "" };
        let _ = writeln!(out, "{prefix}{time}{line}");
    }
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
