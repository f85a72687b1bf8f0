//! `kubectl debug`: a container more in a pod, a copy of the pod, or a pod on a node's own network (kubectl's pkg/cmd/debug).
//!
//! Must not know: what is done there.

mod copied;

use super::exec::{is_shell, is_there};
use super::image;
use super::pick::{has_container, not_found, pod_object, refused};
use super::run::{Ended, complete};
use crate::cluster::state::ObjectName;
use crate::console::kubectl::commands::Invocation;
use crate::console::kubectl::flags::Given;
use crate::console::print::field::Field;
use crate::console::resource::{NODES, PODS};
use crate::console::server::Options;
use crate::console::session::Way;
use crate::console::time::timestamp;
use crate::console::{Console, Output, Place};
use crate::kube::generated::letter;
use serde_json::{Value, json};

/// What kubectl warns of where no profile is given.
const LEGACY: &str = "--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example \"--profile=general\".\n";

/// A container to look from: its pod, its name, and what kubectl said of making it.
struct Made {
    pod: ObjectName,
    /// None where only images were set anew.
    container: Option<String>,
    said: Output,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Beside,
    Copy,
    OnNode,
}

/// Runs it.
pub(super) fn debug(console: &mut Console, call: &Invocation, namespace: &str, stdin: &str, to_screen: bool) -> Output {
    let given = &call.given;
    let Some(target) = given.args.first().filter(|_| given.dash != Some(0)) else {
        return Output::fail(1, "error: NAME or filename is required for debug\n");
    };
    let words = words(given);
    if let Some(why) = wrongly_asked(given, &words) {
        return Output::fail(1, format!("error: {why}\n"));
    }
    let (kind, name) = target.split_once('/').unwrap_or(("pod", target));
    let made = match kind {
        "pod" | "pods" | "po" if given.has("copy-to") => {
            copied::copy(console, given, &ObjectName::new(namespace, name))
        }
        "pod" | "pods" | "po" => beside(console, given, &ObjectName::new(namespace, name)),
        "node" | "nodes" | "no" => on_node(console, given, name, namespace),
        other => Err(Output::fail(1, format!("error: \"{other}\" not supported by debug\n"))),
    };
    let Made { pod, container, mut said, kind } = match made {
        Ok(made) => made,
        Err(output) => return output,
    };
    if given.text("profile").is_none_or(|profile| profile == "legacy") {
        said.stderr.push_str(LEGACY);
    }
    let attached = given.switch_or("attach", given.is("stdin") || given.is("tty"));
    let Some(container) = container.filter(|_| attached) else { return said };
    if given.is("stdin") && stdin.is_empty() && (words.is_empty() || is_shell(&words)) {
        if !console.enter_container(Place::Pod(pod), &container, Way::Debug) {
            return Output::fail(1, "error: too many terminals\n");
        }
        said.stderr.push_str("If you don't see a command prompt, try pressing enter.\n");
        return said;
    }
    if is_there(&words).is_ok() {
        let stdin = if given.is("stdin") { stdin } else { "" };
        let output = console.call_in(&pod, &container, &words, stdin, given.is("tty") && to_screen);
        match kind {
            Kind::OnNode => complete(console, &pod, &Ended::of(output.exit)),
            Kind::Beside => end_newest(console, &pod, output.exit),
            Kind::Copy => {}
        }
        // Nobody asks an ephemeral container how it ended.
        said.then(Output { exit: 0, ..output });
    }
    said
}

/// What `DebugOptions.Validate` refuses.
fn wrongly_asked(given: &Given, words: &[String]) -> Option<&'static str> {
    let has = |flag: &str| given.text(flag).is_some_and(|text| !text.is_empty());
    let sets_images = !given.list("set-image").is_empty();
    if has("copy-to") {
        if !has("image") && !sets_images && words.is_empty() {
            return Some("you must specify --image, --set-image or command arguments.");
        }
        if !words.is_empty() && !has("container") && !has("image") {
            return Some("you must specify an existing container or a new image when specifying args.");
        }
        if has("target") {
            return Some("--target is incompatible with --copy-to. Use --share-processes instead.");
        }
    } else if given.is("replace") {
        return Some("--replace may only be used with --copy-to.");
    } else if given.is("same-node") {
        return Some("--same-node may only be used with --copy-to.");
    } else if sets_images {
        return Some("--set-image may only be used with --copy-to.");
    } else if !has("image") {
        return Some("you must specify --image when not using --copy-to.");
    }
    (given.is("tty") && !given.is("stdin")).then_some("-i/--stdin is required for containers with -t/--tty=true")
}

/// The container that was made last has ended.
fn end_newest(console: &mut Console, pod: &ObjectName, exit: u8) {
    let server = console.server_mut();
    let now = timestamp(server.now());
    let Some(object) = server.get(&PODS, &pod.namespace, &pod.name) else { return };
    let mut told = object.items("status.ephemeralContainerStatuses").to_vec();
    if let Some(status) = told.last_mut() {
        let reason = if exit == 0 { "Completed" } else { "Error" };
        let end = json!({"exitCode": exit, "finishedAt": now, "reason": reason, "startedAt": now});
        *status = crate::console::patch::json::merge(status, &json!({"state": {"running": null, "terminated": end}}));
    }
    let more = json!({"status": {"ephemeralContainerStatuses": told}});
    let object = crate::console::patch::json::merge(object, &more);
    server.put(&PODS, object);
}

/// The program the container starts.
fn words(given: &Given) -> Vec<String> {
    let args = given.args.get(1..).unwrap_or(&[]);
    if given.is("arguments-only") { image::started(given.text("image").unwrap_or(""), args) } else { args.to_vec() }
}

/// Five letters as apimachinery's util/rand throws them.
fn letters(console: &mut Console) -> String {
    (0..5).map(|_| letter(console.random().into())).collect()
}

/// The name of the container that is made, thrown where none is given.
fn container_name(console: &mut Console, given: &Given, said: &mut Output) -> String {
    if let Some(name) = given.text("container").filter(|name| !name.is_empty()) {
        return name.to_owned();
    }
    let name = format!("debugger-{}", letters(console));
    if !given.is("quiet") {
        said.stdout.extend(["Defaulting debug container name to ", &name, ".\n"]);
    }
    name
}

/// The container that is made, as the server keeps it.
fn debugger(given: &Given, name: &str) -> Value {
    let args = given.args.get(1..).unwrap_or(&[]);
    let mut made = json!({
        "name": name,
        "image": given.text("image").unwrap_or(""),
        "imagePullPolicy": given.text("image-pull-policy").unwrap_or("IfNotPresent"),
        "resources": {},
        "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File",
    });
    let Some(map) = made.as_object_mut() else { return made };
    if !args.is_empty() {
        map.insert(if given.is("arguments-only") { "args" } else { "command" }.into(), json!(args));
    }
    for flag in ["stdin", "tty"] {
        if given.is(flag) {
            map.insert(flag.into(), json!(true));
        }
    }
    made
}

/// An ephemeral container beside those of a pod, whose network it shares.
fn beside(console: &mut Console, given: &Given, pod: &ObjectName) -> Result<Made, Output> {
    let Some(object) = pod_object(console, pod) else { return Err(not_found(&PODS, &pod.name)) };
    let beside = given.text("target").filter(|target| !target.is_empty());
    if let Some(target) = beside.filter(|target| !has_container(object, target)) {
        let why = format!("container {target} is not valid for pod {}", pod.name);
        return Err(Output::fail(1, format!("Error from server (BadRequest): {why}\n")));
    }
    let mut said = Output::default();
    if let Some(target) = beside.filter(|_| !given.is("quiet")) {
        said.stdout = format!(
            "Targeting container \"{target}\". If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n"
        );
    }
    let name = container_name(console, given, &mut said);
    let mut made = debugger(given, &name);
    if let (Some(target), Some(map)) = (beside, made.as_object_mut()) {
        map.insert("targetContainerName".into(), json!(target));
    }
    let server = console.server_mut();
    let now = timestamp(server.now());
    let Some(object) = server.get(&PODS, &pod.namespace, &pod.name) else { return Err(not_found(&PODS, &pod.name)) };
    let all = object.items("spec.ephemeralContainers").iter().chain([&made]).cloned().collect::<Vec<_>>();
    let status = json!({
        "image": made.text("image"),
        "imageID": "",
        "lastState": {},
        "name": name,
        "ready": false,
        "restartCount": 0,
        "state": {"running": {"startedAt": now}},
    });
    let told = object.items("status.ephemeralContainerStatuses").iter().chain([&status]).cloned().collect::<Vec<_>>();
    let more = json!({"spec": {"ephemeralContainers": all}, "status": {"ephemeralContainerStatuses": told}});
    let object = crate::console::patch::json::merge(object, &more);
    server.put(&PODS, object);
    Ok(Made { pod: pod.clone(), container: Some(name), said, kind: Kind::Beside })
}

/// A pod in the namespaces of a node, whose files lie below `/host`.
fn on_node(console: &mut Console, given: &Given, node: &str, namespace: &str) -> Result<Made, Output> {
    if console.server().get(&NODES, "", node).is_none() {
        return Err(not_found(&NODES, node));
    }
    let name = format!("node-debugger-{node}-{}", letters(console));
    let container = given.text("container").unwrap_or("debugger");
    let mut made = debugger(given, container);
    if let Some(map) = made.as_object_mut() {
        map.insert("volumeMounts".into(), json!([{"mountPath": "/host", "name": "host-root"}]));
    }
    let body = json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "labels": {"app.kubernetes.io/managed-by": "kubectl-debug"}},
        "spec": {
            "containers": [made],
            "hostIPC": true,
            "hostNetwork": true,
            "hostPID": true,
            "nodeName": node,
            "restartPolicy": "Never",
            "tolerations": [{"operator": "Exists"}],
            "volumes": [{"name": "host-root", "hostPath": {"path": "/"}}],
        },
    });
    if let Err(status) = console.server_mut().create(&PODS, namespace, &body, Options::default()) {
        return Err(refused(status));
    }
    let mut said = Output::default();
    if !given.is("quiet") {
        said.stdout = format!("Creating debugging pod {name} with container {container} on node {node}.\n");
    }
    let pod = ObjectName::new(namespace, &name);
    Ok(Made { pod, container: Some(container.to_owned()), said, kind: Kind::OnNode })
}
