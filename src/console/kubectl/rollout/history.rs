//! `kubectl rollout history` and `undo`: a Deployment's versions are its ReplicaSets, those of a StatefulSet and a DaemonSet are
//! their ControllerRevisions (pkg/polymorphichelpers/{history,rollback}.go).
//!
//! Must not know: what becomes of objects.

use super::{REVISION, options};
use crate::console::kubectl::change::{Change, Done, DryRun, Fail};
use crate::console::kubectl::describe;
use crate::console::kubectl::manifest::Item;
use crate::console::print::field::Field;
use crate::console::resource::{CONTROLLER_REVISIONS, REPLICA_SETS, Resource};
use crate::console::server::PatchKind;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::sync::Arc;

/// Annotations that stay a Deployment's own when it goes back (`annotationsToSkip`).
const OWN: [&str; 6] = [
    "kubectl.kubernetes.io/last-applied-configuration",
    REVISION,
    "deployment.kubernetes.io/revision-history",
    "deployment.kubernetes.io/desired-replicas",
    "deployment.kubernetes.io/max-replicas",
    "deprecated.deployment.rollback.to",
];

/// A version of a workload's template.
struct Version {
    revision: i64,
    /// The object that keeps it.
    keeper: Arc<Value>,
    template: Value,
}

/// The versions of a workload, the oldest first.
fn versions(change: &Change<'_, '_>, item: &Item) -> Vec<Version> {
    let uid = item.object.text("metadata.uid");
    let of_sets = item.resource.kind == "Deployment";
    let keepers: &'static Resource = if of_sets { &REPLICA_SETS } else { &CONTROLLER_REVISIONS };
    let version = |keeper: Arc<Value>| {
        let (revision, template) = if of_sets {
            let revision = keeper.at("metadata.annotations").get(REVISION)?.as_str()?.parse().ok()?;
            (revision, keeper.at("spec.template").clone())
        } else {
            (keeper.number("revision")?, keeper.at("data.spec.template").clone())
        };
        let mut template = template;
        if let Some(map) = template.as_object_mut() {
            map.remove("$patch");
        }
        Some(Version { revision, keeper, template })
    };
    let all = change.on.server.list(keepers, Some(&item.namespace)).into_iter();
    let own = all.filter(|keeper| keeper.controller().is_some_and(|owner| owner.text("uid") == uid));
    let mut found: Vec<Version> = own.filter_map(version).collect();
    found.sort_by_key(|version| version.revision);
    found
}

/// Whether a kind has versions; the complaint is that of kubectl about `what` it looks for them with: some kinds it knows and does
/// nothing with, others it does not know, and prints group and kind as Go prints a struct.
fn has_versions(item: &Item, what: &str, worker: &str) -> Done {
    let (group, kind) = (item.resource.group, item.resource.kind);
    let quoted = crate::kube::quote::quote(&if group.is_empty() { kind.to_owned() } else { format!("{kind}.{group}") });
    match kind {
        "Deployment" | "StatefulSet" | "DaemonSet" => Ok(()),
        "Job" | "CronJob" | "Pod" | "ReplicaSet" | "ReplicationController" => {
            Err(Fail::Client(format!("no {worker} has been implemented for {quoted}")))
        }
        _ => Err(Fail::Client(format!(
            "error retrieving {what} for {quoted}, no visitor method exists for {{{group} {kind}}}"
        ))),
    }
}

/// `rollout history`.
pub(super) fn history(change: &mut Change<'_, '_>, item: &Item) -> Done {
    has_versions(item, "history", "history viewer")?;
    let all = versions(change, item);
    let head = format!("{}/{}", item.resource.qualified_singular(), item.name);
    let asked = change.given().number("revision").unwrap_or(0);
    if asked < 0 {
        return Err(Fail::Client(format!("revision must be a positive integer: {asked}")));
    }
    if asked > 0 {
        let Some(version) = all.iter().find(|version| version.revision == asked) else {
            return Err(Fail::Client("unable to find the specified revision".to_owned()));
        };
        if change.printer.is_some() {
            return change.done(&version.keeper, "");
        }
        let text = describe::pod_template(change.on.server, &version.template);
        let _ = write!(change.out, "{head} with revision #{asked}\n{text}\n");
        return Ok(());
    }
    let cause = |version: &Version| {
        let annotations = version.keeper.at("metadata.annotations");
        let cause = annotations.get("kubernetes.io/change-cause").and_then(Value::as_str);
        cause.filter(|cause| !cause.is_empty()).unwrap_or("<none>").to_owned()
    };
    let rows: Vec<(String, String)> =
        all.iter().map(|version| (version.revision.to_string(), cause(version))).collect();
    let width = rows.iter().map(|(revision, _)| revision.len()).chain(["REVISION".len()]).max().unwrap_or(0) + 2;
    let _ = write!(change.out, "{head} \n{:width$}CHANGE-CAUSE\n", "REVISION");
    for (revision, cause) in rows {
        let _ = writeln!(change.out, "{revision:width$}{cause}");
    }
    change.out.push('\n');
    Ok(())
}

/// The version to go back to.
fn wanted<'v>(item: &Item, all: &'v [Version], asked: i64) -> Done<&'v Version> {
    if asked > 0 {
        let found = all.iter().find(|version| version.revision == asked);
        return found.ok_or_else(|| Fail::Client(format!("unable to find specified revision {asked} in history")));
    }
    all.len().checked_sub(2).and_then(|at| all.get(at)).ok_or_else(|| {
        Fail::Client(if item.resource.kind == "Deployment" {
            format!("no rollout history found for deployment {}", crate::kube::quote::quote(&item.name))
        } else {
            "no last revision to roll back to".to_owned()
        })
    })
}

/// `rollout undo`.
pub(super) fn undo(change: &mut Change<'_, '_>, item: &Item) -> Done {
    has_versions(item, "rollbacker", "rollbacker")?;
    let all = versions(change, item);
    let asked = change.given().number("to-revision").unwrap_or(0);
    if asked < 0 {
        return Err(Fail::Client(format!("revision number cannot be negative: {asked}")));
    }
    let version = wanted(item, &all, asked)?;
    let head = format!("{}/{}", item.resource.qualified_singular(), item.name);
    if change.dry_run == DryRun::Client {
        let text = describe::pod_template(change.on.server, &version.template);
        let _ = writeln!(change.out, "{head} {text} (dry run)");
        return Ok(());
    }
    if item.object.flag("spec.paused") {
        let text =
            "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again";
        return Err(Fail::Client(text.to_owned()));
    }
    let mut template = version.template.clone();
    if let Some(labels) = template.pointer_mut("/metadata/labels").and_then(Value::as_object_mut) {
        labels.remove("pod-template-hash");
    }
    if *item.object.at("spec.template") == template {
        let _ = writeln!(change.out, "{head} skipped rollback (current template already matches revision {asked})");
        return Ok(());
    }
    let mut patch = vec![json!({"op": "replace", "path": "/spec/template", "value": template})];
    if item.resource.kind == "Deployment" {
        let value = annotations(&item.object, &version.keeper);
        patch.push(json!({"op": "replace", "path": "/metadata/annotations", "value": value}));
    }
    let options = options(change);
    let patched =
        change.on.server.patch(item.resource, &item.namespace, &item.name, PatchKind::Json, &json!(patch), options)?;
    change.done(&patched.object, "rolled back")
}

/// The annotations of a Deployment that goes back to a ReplicaSet: that one's, but for what stays its own.
fn annotations(deployment: &Value, set: &Value) -> Map<String, Value> {
    let of = |object: &Value, own: bool| {
        let all = object.map("metadata.annotations").cloned().unwrap_or_default();
        all.into_iter().filter(move |(name, _)| OWN.contains(&name.as_str()) == own)
    };
    of(deployment, true).chain(of(set, false)).collect()
}
