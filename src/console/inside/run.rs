//! What the container of `kubectl run` does: its program, in the terminal or behind it, and what is left when that has ended
//! (kubectl's pkg/cmd/run, `handleAttachPod`).
//!
//! Must not know: how the pod is made.

use super::exec::{is_shell, is_there};
use super::image;
use crate::cluster::state::ObjectName;
use crate::console::kubectl::commands::Invocation;
use crate::console::resource::PODS;
use crate::console::session::Way;
use crate::console::time::timestamp;
use crate::console::{Console, Output, Place};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The status of a container that could not be started (containerd's CRI).
const START_ERROR: u8 = 128;
/// Whoever sleeps shorter than so many seconds has ended before the next command is typed.
const BRIEF_SECONDS: f64 = 60.0;

/// What kubectl says when it has waited in vain.
const TIMED_OUT: &str = "error: timed out waiting for the condition\n";

/// What `kubectl run` has started in the pod it made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "kubectl run's own switches, each given or not")]
pub(in crate::console) struct Started {
    /// The pod.
    pub(in crate::console) pod: ObjectName,
    /// The program and its arguments; none for what the image starts without any.
    words: Vec<String>,
    restart: Restart,
    /// Whether the terminal joins it.
    pub(in crate::console) attached: bool,
    /// Whether it waits for what is typed.
    interactive: bool,
    tty: bool,
    /// Whether kubectl says nothing of its own.
    pub(in crate::console) quiet: bool,
    /// Whether the pod is deleted afterwards.
    remove: bool,
    /// Whether a Service was made with it.
    exposed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Restart {
    Always,
    OnFailure,
    Never,
}

/// How a container's program ended.
pub(super) struct Ended {
    pub(super) exit: u8,
    reason: &'static str,
    message: String,
}

impl Ended {
    pub(super) fn of(exit: u8) -> Self {
        Self { exit, reason: if exit == 0 { "Completed" } else { "Error" }, message: String::new() }
    }
}

impl Started {
    /// What `call` asks for; `None` where no pod is made.
    pub(in crate::console) fn of(call: &Invocation, context: &str) -> Option<Self> {
        let given = &call.given;
        let dry = given.text("dry-run").is_some_and(|it| it != "none");
        if call.name() != "run" || call.help || dry {
            return None;
        }
        let wanted = given.is("attach") || given.is("stdin") || given.is("tty");
        let namespace = given.text("namespace").filter(|it| !it.is_empty()).unwrap_or(context);
        let name = given.args.first().filter(|_| given.dash != Some(0))?;
        let args = given.args.get(1..).unwrap_or(&[]);
        let own = given.is("command") || args.is_empty();
        let image = given.text("image").unwrap_or("");
        Some(Self {
            pod: ObjectName::new(namespace, name),
            words: if own { args.to_vec() } else { image::started(image, args) },
            restart: match given.text("restart") {
                Some("Never") => Restart::Never,
                Some("OnFailure") => Restart::OnFailure,
                _ => Restart::Always,
            },
            attached: given.switch_or("attach", wanted),
            interactive: given.is("stdin"),
            tty: given.is("tty"),
            quiet: given.is("quiet"),
            remove: given.is("rm"),
            exposed: given.is("expose"),
        })
    }

    /// Whether kubelet starts the program again once it has ended.
    fn is_started_again(&self, ended: &Ended) -> bool {
        match self.restart {
            Restart::Always => true,
            Restart::OnFailure => ended.exit != 0,
            Restart::Never => false,
        }
    }

    fn runs(&self, console: &Console) -> bool {
        let pod = console.cluster().pods().get(&self.pod.namespace, &self.pod.name);
        pod.is_some_and(|pod| pod.is_running() && pod.node_ready)
    }
}

/// Does in the pod what it was made for, with the terminal joined to it. `None` where it now waits for what is typed: then the pod is
/// entered.
pub(in crate::console) fn run_in_terminal(
    console: &mut Console,
    started: &Started,
    stdin: &str,
    to_screen: bool,
) -> Option<Output> {
    console.logs_mut().forget(&started.pod);
    if !started.runs(console) {
        let mut output = remove(console, started);
        output.then(Output::fail(1, TIMED_OUT));
        return Some(output);
    }
    let shell = started.words.is_empty() || is_shell(&started.words);
    if shell && started.interactive && stdin.is_empty() {
        let too_deep = || Output::fail(1, "error: too many terminals\n");
        let is_in = console.enter(Place::Pod(started.pod.clone()), Way::Run(started.clone()));
        return if is_in { None } else { Some(too_deep()) };
    }
    if started.words.is_empty() {
        return Some(remove(console, started));
    }
    let stdin = if started.interactive { stdin } else { "" };
    let (mut output, ended) = execute(console, started, stdin, to_screen);
    output.then(finish(console, started, &ended));
    Some(output)
}

/// The shell in the pod was left.
pub(in crate::console) fn leave(console: &mut Console, started: &Started, exit: u8) -> Output {
    let ended = Ended::of(exit);
    finish(console, started, &ended)
}

/// What kubectl does and says when the program has ended.
fn finish(console: &mut Console, started: &Started, ended: &Ended) -> Output {
    let name = &started.pod.name;
    if !started.is_started_again(ended) {
        complete(console, &started.pod, ended);
    }
    let mut output = Output::default();
    if started.tty && !started.quiet && started.restart == Restart::Always {
        let _ = writeln!(
            output.stdout,
            "Session ended, resume using 'kubectl attach {name} -c {name} -i -t' command when the pod is running"
        );
    }
    output.then(remove(console, started));
    output.then(match started.restart {
        // Nobody waits for the end of what is started ever again.
        Restart::Always => Output::default(),
        _ if ended.exit == 0 => Output::default(),
        Restart::OnFailure => Output::fail(1, TIMED_OUT),
        Restart::Never => {
            let Ended { exit, reason, message } = ended;
            let said = format!("pod {}/{name} terminated ({reason})\n{message}", started.pod.namespace);
            Output::fail(*exit, if said.ends_with('\n') { said } else { said + "\n" })
        }
    });
    output
}

fn remove(console: &mut Console, started: &Started) -> Output {
    let mut output = Output::default();
    if started.remove {
        output.then(console.delete("pod", &started.pod));
        if started.exposed {
            output.then(console.delete("service", &started.pod));
        }
    }
    if started.quiet { Output::default() } else { output }
}

/// Does in the pod what it was made for while nobody looks, where it will be done again and again: what it prints is in its log. What
/// goes on for ever is not run; what is done once is not `kubectl run`'s alone ([`super::once`]).
pub(in crate::console) fn run_behind(console: &mut Console, started: &Started) {
    console.logs_mut().forget(&started.pod);
    if started.restart == Restart::Always && started.runs(console) && ends_soon(&started.words) {
        execute(console, started, "", false);
    }
}

fn execute(console: &mut Console, started: &Started, stdin: &str, to_screen: bool) -> (Output, Ended) {
    let (pod, words) = (&started.pod, &started.words);
    let (mut output, ended) = perform(console, (pod, &pod.name), words, stdin, started.tty && to_screen);
    if started.tty {
        // Both streams of a terminal are one.
        let all = format!("{}{}", output.stderr, output.stdout);
        output = Output { stdout: all, stderr: String::new(), ..output };
    }
    (output, ended)
}

/// Does what a container was made for; what it prints is in its log.
pub(super) fn perform(
    console: &mut Console,
    (pod, container): (&ObjectName, &str),
    words: &[String],
    stdin: &str,
    to_screen: bool,
) -> (Output, Ended) {
    let mut output = Output::default();
    let ended = if let Err(why) = is_there(words) {
        let start = "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init";
        Ended { exit: START_ERROR, reason: "StartError", message: format!("{start}: {why}: unknown") }
    } else {
        output = console.call_in(pod, container, words, stdin, to_screen);
        Ended::of(output.exit)
    };
    // Both streams are one in a log.
    console.logs_mut().wrote(pod, container, &format!("{}{}", output.stderr, output.stdout));
    (output, ended)
}

/// What kubelet reports of a pod whose program has ended for good.
pub(super) fn complete(console: &mut Console, pod: &ObjectName, ended: &Ended) {
    let server = console.server_mut();
    let Some(object) = server.get(&PODS, &pod.namespace, &pod.name) else { return };
    let now = timestamp(server.now());
    let (phase, why) = if ended.exit == 0 { ("Succeeded", "PodCompleted") } else { ("Failed", "PodFailed") };
    let mut status = object.get("status").cloned().unwrap_or_default();
    for condition in status.pointer_mut("/conditions").and_then(Value::as_array_mut).into_iter().flatten() {
        let kind = condition.get("type").and_then(Value::as_str).unwrap_or_default();
        let changed = match kind {
            "Ready" | "ContainersReady" => json!({"lastTransitionTime": now, "reason": why, "status": "False"}),
            "Initialized" if ended.exit == 0 => json!({"reason": why}),
            "PodReadyToStartContainers" => json!({"lastTransitionTime": now, "status": "False"}),
            _ => continue,
        };
        *condition = crate::console::patch::json::merge(condition, &changed);
    }
    for container in status.pointer_mut("/containerStatuses").and_then(Value::as_array_mut).into_iter().flatten() {
        let begun = container.pointer("/state/running/startedAt").cloned().unwrap_or_else(|| now.clone().into());
        let mut end = json!({
            "containerID": container.get("containerID"),
            "exitCode": ended.exit,
            "finishedAt": now,
            "reason": ended.reason,
            "startedAt": if ended.reason == "StartError" { "1970-01-01T00:00:00Z".into() } else { begun },
        });
        if let (false, Some(end)) = (ended.message.is_empty(), end.as_object_mut()) {
            end.insert("message".into(), ended.message.as_str().into());
        }
        let changed = json!({"ready": false, "started": false, "state": {"running": null, "terminated": end}});
        *container = crate::console::patch::json::merge(container, &changed);
    }
    let told = json!({
        "conditions": status.get("conditions"),
        "containerStatuses": status.get("containerStatuses"),
        "phase": phase,
    });
    server.report(&PODS, &pod.namespace, &pod.name, &told);
}

/// Whether a program ends by itself before long, as what only asks something does. Servers, shells and those that sleep do not, and
/// of programs that kijabi does not know nobody can say.
pub(super) fn ends_soon(words: &[String]) -> bool {
    let Some(first) = words.first() else { return false };
    if is_there(words).is_err() || (is_shell(words) && words.len() < 2) {
        return false;
    }
    let text = words.join(" ");
    let mut parts = text.split(|char: char| char.is_whitespace() || ";&|()".contains(char)).filter(|it| !it.is_empty());
    while let Some(part) = parts.next() {
        let goes_on = match part {
            "while" | "until" | "watch" | "top" => true,
            "sleep" => !parts.next().is_some_and(|time| time.parse::<f64>().is_ok_and(|it| it < BRIEF_SECONDS)),
            _ => false,
        };
        if goes_on {
            return false;
        }
    }
    let waits = |flag: &str| words.iter().skip(1).any(|word| word.starts_with('-') && word.contains(flag));
    match first.rsplit('/').next().unwrap_or(first) {
        "nc" | "ncat" | "netcat" => !waits("l"),
        "tail" => !waits("f"),
        "ping" => waits("c"),
        "cat" | "tee" => words.len() > 1,
        _ => true,
    }
}
