//! `kubectl exec` and `kubectl attach`.
//!
//! Must not know: what the program inside does.

use super::pick::{all_containers, default_container, not_found, pod_object, pods_of};
use crate::cluster::state::{ObjectName, PodState};
use crate::console::kubectl::commands::Invocation;
use crate::console::kubectl::flags::Given;
use crate::console::print::field::Field;
use crate::console::resource::PODS;
use crate::console::session::Way;
use crate::console::{Console, Output, Place, program};
use std::fmt::Write as _;

/// Shells that wait for what is typed when they are given nothing to do.
const SHELLS: [&str; 4] = ["sh", "bash", "ash", "zsh"];

/// Runs a program in a container.
pub(super) fn exec(console: &mut Console, call: &Invocation, namespace: &str, stdin: &str, to_screen: bool) -> Output {
    let given = &call.given;
    if given.has("filename") && given.args.is_empty() {
        return Output::fail(1, "error: you must specify at least one command for the container\n");
    }
    let Some(target) = given.args.first().filter(|_| given.dash != Some(0)) else {
        return Output::fail(1, "error: pod, type/name or --filename must be specified\n");
    };
    let words: Vec<String> = given.args.get(1..).unwrap_or(&[]).to_vec();
    if words.is_empty() {
        return Output::fail(1, "error: you must specify at least one command for the container\n");
    }
    if given.dash.is_none() {
        let why = "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead";
        return Output::fail(1, call.usage_error(why));
    }
    let (pod, container, said) = match entered(console, "exec into", target, namespace, given) {
        Ok(found) => found,
        Err(output) => return output,
    };
    let said = if given.is("quiet") { String::new() } else { said };
    let interactive = given.is("stdin") && stdin.is_empty() && is_shell(&words);
    if interactive {
        let mut output = if console.enter_container(Place::Pod(pod), &container, Way::Exec) {
            Output::default()
        } else {
            Output::fail(1, "bash: maximum nesting level exceeded\n")
        };
        output.stderr.insert_str(0, &said);
        return output;
    }
    let stdin = if given.is("stdin") { stdin } else { "" };
    let mut output = inside(console, (&pod, &container), &words, stdin, given.is("tty") && to_screen);
    output.stderr.insert_str(0, &said);
    if output.exit != 0 {
        let _ = writeln!(output.stderr, "command terminated with exit code {}", output.exit);
    }
    output
}

/// Whether a shell is started that waits for what is typed.
pub(super) fn is_shell(words: &[String]) -> bool {
    let name = words.first().map_or("", |word| word.rsplit('/').next().unwrap_or(word));
    SHELLS.contains(&name) && !words.iter().skip(1).any(|word| word == "-c" || !word.starts_with('-'))
}

/// Runs a program in a pod as the container runtime starts it, without a shell.
fn inside(
    console: &mut Console,
    (pod, container): (&ObjectName, &str),
    words: &[String],
    stdin: &str,
    to_screen: bool,
) -> Output {
    if let Err(why) = is_there(words) {
        let start = "OCI runtime exec failed: exec failed: unable to start container process:";
        return Output::fail(127, format!("{start} {why}: unknown\n"));
    }
    console.call_in(pod, container, words, stdin, to_screen)
}

/// Whether a container has the program; if not, what its runtime says.
pub(super) fn is_there(words: &[String]) -> Result<(), String> {
    let name = words.first().map_or("", String::as_str);
    let file = name.rsplit('/').next().unwrap_or(name);
    if SHELLS.contains(&file) || program::is_builtin(file) || program::is_in_pods(file) {
        return Ok(());
    }
    let why = if name.contains('/') {
        format!("stat {name}: no such file or directory")
    } else {
        "executable file not found in $PATH".to_owned()
    };
    Err(format!("exec: \"{name}\": {why}"))
}

/// The pod and the container to enter, and what kubectl says about its choice.
fn entered(
    console: &Console,
    verb: &str,
    target: &str,
    namespace: &str,
    given: &Given,
) -> Result<(ObjectName, String, String), Output> {
    let pods = pods_of(console, target, namespace, "attach to")?;
    let found = pods.first().and_then(|name| console.cluster().pods().get(&name.namespace, &name.name));
    let Some(pod) = found else { return Err(not_found(&PODS, target)) };
    can_be_entered(pod, verb)?;
    let Some(object) = pod_object(console, &pod.name) else { return Err(not_found(&PODS, target)) };
    let Some(asked) = given.text("container").filter(|asked| !asked.is_empty()) else {
        let (container, said) = default_container(object);
        return Ok((pod.name.clone(), container.to_owned(), said));
    };
    if !all_containers(object).contains(&asked) {
        let name = &pod.name.name;
        return Err(Output::fail(
            1,
            if verb == "attach" {
                format!("error: container {asked} not found in pod {name}\n")
            } else {
                format!("Error from server (BadRequest): container {asked} is not valid for pod {name}\n")
            },
        ));
    }
    let prepares = |it: &serde_json::Value| it.text("name") == asked && it.text("restartPolicy") != "Always";
    if object.items("spec.initContainers").iter().any(prepares) {
        // It has done its work and is gone.
        return Err(gone(asked));
    }
    Ok((pod.name.clone(), asked.to_owned(), String::new()))
}

/// The container does not run.
fn gone(container: &str) -> Output {
    Output::fail(1, format!("error: unable to upgrade connection: container not found (\"{container}\")\n"))
}

fn can_be_entered(pod: &PodState, verb: &str) -> Result<(), Output> {
    let phase = pod.pod.status.phase.as_str();
    if matches!(phase, "Succeeded" | "Failed") {
        let why = format!("error: cannot {verb} a container in a completed pod; current phase is {phase}\n");
        return Err(Output::fail(1, why));
    }
    if pod.pod.spec.node_name.is_empty() {
        let why = format!("pod {} does not have a host assigned", pod.name.name);
        return Err(Output::fail(1, format!("Error from server (BadRequest): {why}\n")));
    }
    if !pod.is_running() {
        let container = pod.pod.spec.containers.first().map_or("", |container| container.name.as_str());
        return Err(gone(container));
    }
    if !pod.node_ready {
        let why = format!("error dialing backend: dial tcp: connect to node {}: i/o timeout", pod.pod.spec.node_name);
        return Err(Output::fail(1, format!("Error from server: {why}\n")));
    }
    Ok(())
}

/// Joins the streams of what already runs, which says nothing by itself.
pub(super) fn attach(console: &mut Console, call: &Invocation, namespace: &str) -> Output {
    let Some(target) = call.given.args.first() else {
        return Output::fail(1, "error: at least 1 argument is required for attach\n");
    };
    match entered(console, "attach", target, namespace, &call.given) {
        Ok((_, _, said)) => Output { stderr: said, ..Output::default() },
        Err(output) => output,
    }
}
