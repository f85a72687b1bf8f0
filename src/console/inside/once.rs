//! Pods whose program is run once and ends by itself: those of Jobs, and all others that kubelet does not start again
//! (`restartPolicy: Never` and `OnFailure`).
//!
//! Must not know: who made the pods.

use super::image;
use super::pick::pod_object;
use super::run::{Ended, complete, ends_soon, perform};
use crate::cluster::state::ObjectName;
use crate::console::environment::expanded;
use crate::console::print::field::{Field, texts};
use crate::console::resource::PODS;
use crate::console::time::{parse_time, timestamp};
use crate::console::{Console, Place};
use serde_json::{Value, json};

/// How many such programs run after a command; a Job that fails for ever goes on after the next.
const MOST: usize = 50;

/// Runs the programs of the pods that were made in this session and have not been run.
pub(in crate::console) fn run_once(console: &mut Console) {
    for _ in 0..MOST {
        let Some(pod) = waiting(console) else { return };
        run(console, &pod);
    }
}

/// A pod whose programs have not ended, and would.
fn waiting(console: &Console) -> Option<ObjectName> {
    let pods = console.server().list(&PODS, None);
    let found = pods.iter().find(|pod| {
        matches!(pod.text("spec.restartPolicy"), "Never" | "OnFailure")
            && pod.text("status.phase") == "Running"
            && parse_time(pod.text("metadata.creationTimestamp")).is_some_and(|made| made > console.begun())
            && pod.items("status.containerStatuses").iter().all(|status| status.has("state.running"))
            && pod.items("spec.containers").iter().all(|container| ends_soon(&program(container)))
    })?;
    Some(ObjectName::new(found.text("metadata.namespace"), found.text("metadata.name")))
}

/// What a container starts: its `command` and `args`, of which the first takes the image's entrypoint's place.
fn program(container: &Value) -> Vec<String> {
    let list = |field: &str| texts(container.items(field)).map(str::to_owned).collect::<Vec<_>>();
    let (command, args) = (list("command"), list("args"));
    if command.is_empty() {
        // Without either the image alone knows.
        return if args.is_empty() { args } else { image::started(container.text("image"), &args) };
    }
    [command, args].concat()
}

fn run(console: &mut Console, pod: &ObjectName) {
    let Some(object) = pod_object(console, pod).cloned() else { return };
    console.logs_mut().forget(pod);
    let mut ended = Ended::of(0);
    for container in object.items("spec.containers") {
        let name = container.text("name");
        let variables = console.environment(&Place::Pod(pod.clone()), name);
        let words: Vec<String> = program(container).iter().map(|word| expanded(word, &variables)).collect();
        let (_, its) = perform(console, (pod, name), &words, "", false);
        if its.exit != 0 {
            ended = its;
        }
    }
    if ended.exit != 0 && object.text("spec.restartPolicy") == "OnFailure" {
        fall_back(console, pod, ended.exit);
    } else {
        complete(console, pod, &ended);
    }
}

/// What kubelet reports of a pod whose program has failed, was started again and has failed again.
fn fall_back(console: &mut Console, pod: &ObjectName, exit: u8) {
    let Some(object) = pod_object(console, pod).cloned() else { return };
    let now = timestamp(console.server().now());
    let names: Vec<&str> = object.items("spec.containers").iter().map(|container| container.text("name")).collect();
    let unready = format!("containers with unready status: [{}]", names.join(" "));
    let told = |list: &[Value], change: &dyn Fn(&Value) -> Value| -> Vec<Value> {
        list.iter().map(|it| crate::console::patch::json::merge(it, &change(it))).collect()
    };
    let conditions = told(object.items("status.conditions"), &|condition| match condition.text("type") {
        "Ready" | "ContainersReady" => {
            json!({"lastTransitionTime": now, "message": unready, "reason": "ContainersNotReady", "status": "False"})
        }
        _ => json!({}),
    });
    let statuses = told(object.items("status.containerStatuses"), &|status| {
        let message = format!(
            "back-off 10s restarting failed container={} pod={}_{}({})",
            status.text("name"),
            pod.name,
            pod.namespace,
            object.text("metadata.uid")
        );
        let end = json!({"exitCode": exit, "finishedAt": now, "reason": "Error", "startedAt": now});
        json!({
            "lastState": {"terminated": end},
            "ready": false,
            "restartCount": 1,
            "started": false,
            "state": {"running": null, "waiting": {"message": message, "reason": "CrashLoopBackOff"}},
        })
    });
    let status = json!({"conditions": conditions, "containerStatuses": statuses});
    console.server_mut().report(&PODS, &pod.namespace, &pod.name, &status);
}
