//! `kubectl rollout` (staging/src/k8s.io/kubectl/pkg/cmd/rollout, pkg/polymorphichelpers).
//!
//! Nothing here takes time: a rollout that is not done when a command looks will not be done while it waits.
//!
//! Must not know: what becomes of objects.

mod history;

use super::change::{Change, Changing, Done, DryRun, Fail, report};
use super::commands::Invocation;
use super::manifest::Item;
use super::target::Reading;
use crate::console::Output;
use crate::console::print::field::Field;
use crate::console::server::{Options, PatchKind, Strictness};
use crate::console::time::timestamp;
use serde_json::{Value, json};

const REVISION: &str = "deployment.kubernetes.io/revision";

/// Runs `kubectl rollout …`.
pub(super) fn run(on: &mut Changing<'_>, call: &Invocation) -> Output {
    each(on, call, |change, item| match change.call.name().as_str() {
        "rollout status" => status(change, item),
        "rollout history" => history::history(change, item),
        "rollout undo" => history::undo(change, item),
        "rollout restart" => restart(change, item),
        "rollout pause" => pause(change, item, true),
        _ => pause(change, item, false),
    })
}

fn each(on: &mut Changing<'_>, call: &Invocation, one: impl Fn(&mut Change<'_, '_>, &Item) -> Done) -> Output {
    let mut change = match Change::begin(on, call) {
        Ok(change) => change,
        Err((said, fail)) => return Output { stderr: said + &report(&[fail]), exit: 1, ..Output::default() },
    };
    if call.given.args.is_empty() && !call.given.has("filename") {
        let text = "required resource not specified";
        return change.end(&[Fail::Client(text.to_owned())]);
    }
    let args = call.given.args.clone();
    let reading = Reading { type_is_enough: true, ..Reading::default() };
    let (items, mut fails) = match change.targets(&args, &reading) {
        Ok(found) => found,
        Err(fail) => return change.end(&[fail]),
    };
    for item in items {
        if let Err(fail) = one(&mut change, &item) {
            fails.push(fail);
        }
    }
    change.end(&fails)
}

/// How far a rollout has got.
enum Progress {
    /// What kubectl waits for.
    Waiting(String),
    /// What it says of one that is over.
    Over(String),
}

/// The status viewers of `polymorphichelpers/rollout_status.go`.
fn progress(item: &Item) -> Done<Progress> {
    match item.resource.kind {
        "Deployment" => Ok(deployment_progress(item)),
        "StatefulSet" | "DaemonSet" if item.object.text("spec.updateStrategy.type") != "RollingUpdate" => {
            Err(Fail::Client("rollout status is only available for RollingUpdate strategy type".to_owned()))
        }
        "StatefulSet" => Ok(stateful_set_progress(item)),
        "DaemonSet" => Ok(daemon_set_progress(item)),
        kind => {
            let group =
                if item.resource.group.is_empty() { String::new() } else { format!(".{}", item.resource.group) };
            Err(Fail::Client(format!("no status viewer has been implemented for {kind}{group}")))
        }
    }
}

fn number(item: &Item, path: &str) -> i64 {
    item.object.number(path).unwrap_or(0)
}

fn deployment_progress(item: &Item) -> Progress {
    let name = &item.name;
    let wanted = item.object.number("spec.replicas").unwrap_or(1);
    let updated = number(item, "status.updatedReplicas");
    let old = number(item, "status.replicas") - updated;
    let available = number(item, "status.availableReplicas");
    let rest = if updated < wanted {
        format!("{updated} out of {wanted} new replicas have been updated")
    } else if old > 0 {
        format!("{old} old replicas are pending termination")
    } else if available < updated {
        format!("{available} of {updated} updated replicas are available")
    } else {
        return Progress::Over(format!("deployment \"{name}\" successfully rolled out"));
    };
    Progress::Waiting(format!("Waiting for deployment \"{name}\" rollout to finish: {rest}..."))
}

fn stateful_set_progress(item: &Item) -> Progress {
    let wanted = item.object.number("spec.replicas").unwrap_or(1);
    let missing = wanted - number(item, "status.readyReplicas");
    let updated = number(item, "status.updatedReplicas");
    let due = wanted - number(item, "spec.updateStrategy.rollingUpdate.partition");
    if missing > 0 {
        Progress::Waiting(format!("Waiting for {missing} pods to be ready..."))
    } else if updated < due {
        let rest = format!("{updated} out of {due} new pods have been updated");
        Progress::Waiting(format!("Waiting for partitioned roll out to finish: {rest}..."))
    } else {
        Progress::Over(format!("partitioned roll out complete: {updated} new pods have been updated..."))
    }
}

fn daemon_set_progress(item: &Item) -> Progress {
    let name = &item.name;
    let wanted = number(item, "status.desiredNumberScheduled");
    let (updated, available) = (number(item, "status.updatedNumberScheduled"), number(item, "status.numberAvailable"));
    let rest = if updated < wanted {
        format!("{updated} out of {wanted} new pods have been updated")
    } else if available < wanted {
        format!("{available} of {wanted} updated pods are available")
    } else {
        return Progress::Over(format!("daemon set \"{name}\" successfully rolled out"));
    };
    Progress::Waiting(format!("Waiting for daemon set \"{name}\" rollout to finish: {rest}..."))
}

/// `rollout status`.
fn status(change: &mut Change<'_, '_>, item: &Item) -> Done {
    let progress = progress(item)?;
    let held = item.object.at("metadata.annotations");
    let revision: i64 = held.get(REVISION).and_then(Value::as_str).and_then(|it| it.parse().ok()).unwrap_or(0);
    let asked = change.given().number("revision").unwrap_or(0);
    if item.resource.kind == "Deployment" && asked > 0 && asked != revision {
        return Err(Fail::Client(format!(
            "desired revision ({asked}) is different from the running revision ({revision})"
        )));
    }
    let waiting = match progress {
        Progress::Waiting(text) => text,
        Progress::Over(text) => {
            change.out.push_str(&text);
            change.out.push('\n');
            return Ok(());
        }
    };
    change.out.push_str(&waiting);
    change.out.push('\n');
    if change.given().switch_or("watch", true) {
        // Without a timeout kubectl would wait until the deadline of the rollout has passed.
        let endless = change.given().text("timeout").is_none_or(|text| matches!(text, "0" | "0s" | ""));
        let text = if endless && item.resource.kind == "Deployment" {
            format!("deployment \"{}\" exceeded its progress deadline", item.name)
        } else {
            "timed out waiting for the condition".to_owned()
        };
        return Err(Fail::Client(text));
    }
    Ok(())
}

fn options(change: &Change<'_, '_>) -> Options {
    Options { dry_run: change.dry_run == DryRun::Server, strictness: Strictness::Warn }
}

fn restart(change: &mut Change<'_, '_>, item: &Item) -> Done {
    if !matches!(item.resource.kind, "Deployment" | "StatefulSet" | "DaemonSet") {
        return Err(Fail::Client(format!(
            "{} {} restarting is not supported",
            item.resource.qualified(),
            crate::kube::quote::quote(&item.name)
        )));
    }
    if item.object.flag("spec.paused") {
        let text = format!(
            "{} {} can't restart paused deployment (run rollout resume first)",
            item.resource.plural,
            crate::kube::quote::quote(&item.name)
        );
        return Err(Fail::Client(text));
    }
    let now = timestamp(change.on.server.now());
    let patch =
        json!({"spec": {"template": {"metadata": {"annotations": {"kubectl.kubernetes.io/restartedAt": now}}}}});
    let options = options(change);
    let written =
        change.on.server.patch(item.resource, &item.namespace, &item.name, PatchKind::Strategic, &patch, options)?;
    if !written.changed {
        let text = "if restart has already been triggered within the past second, please wait before attempting to trigger another".to_string();
        return Err(Fail::Client(format!("failed to create patch for {}: {text}", item.name)));
    }
    change.done(&written.object, "restarted")
}

fn pause(change: &mut Change<'_, '_>, item: &Item, on: bool) -> Done {
    let name = crate::kube::quote::quote(&item.name);
    let what = item.resource.qualified();
    if item.resource.kind != "Deployment" {
        let word = if on { "pausing" } else { "resuming" };
        return Err(Fail::Client(format!("{what} {name} {word} is not supported")));
    }
    if item.object.flag("spec.paused") == on {
        let word = if on { "is already paused" } else { "is not paused" };
        return Err(Fail::Client(format!("{what} {name} {word}")));
    }
    let patch = json!({"spec": {"paused": if on { Value::Bool(true) } else { Value::Null }}});
    let options = options(change);
    let written =
        change.on.server.patch(item.resource, &item.namespace, &item.name, PatchKind::Strategic, &patch, options)?;
    change.done(&written.object, if on { "paused" } else { "resumed" })
}
