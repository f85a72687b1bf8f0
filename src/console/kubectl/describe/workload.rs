//! Deployments and the other controllers of pods, described.
//!
//! Must not know: other kinds but Pod.

use super::writer::{Writer, int_or_text, or_none, time};
use super::{events, pod};
use crate::console::print::columns::selector;
use crate::console::print::field::{Field, labels};
use crate::console::resource::{PODS, REPLICA_SETS};
use crate::console::selector::Labels;
use serde_json::Value;
use std::sync::Arc;

fn count(object: &Value, path: &str) -> i64 {
    object.number(path).unwrap_or(0)
}

fn conditions(writer: &mut Writer<'_>, object: &Value) {
    let conditions = object.items("status.conditions");
    if !conditions.is_empty() {
        writer.line(0, "Conditions:");
        writer.line(1, "Type\tStatus\tReason");
        writer.line(1, "----\t------\t------");
    }
    for condition in conditions {
        let (kind, status, reason) = (condition.text("type"), condition.text("status"), condition.text("reason"));
        writer.line(1, &format!("{kind} \t{status}\t{reason}"));
    }
}

/// The phases of the pods that an object controls: running, waiting, succeeded, failed.
fn pods_status(writer: &Writer<'_>, object: &Value) -> String {
    let chosen = Labels::parse(&match selector(object.at("spec.selector")).as_str() {
        "<none>" => String::new(),
        text => text.to_owned(),
    })
    .unwrap_or_default();
    let uid = object.text("metadata.uid");
    let mut counts = [0; 4];
    for pod in writer.server.list(*PODS, Some(object.text("metadata.namespace"))) {
        if !chosen.matches(&pod) || pod.controller().is_none_or(|owner| owner.text("uid") != uid) {
            continue;
        }
        let place = match pod.text("status.phase") {
            "Running" => 0,
            "Pending" => 1,
            "Succeeded" => 2,
            "Failed" => 3,
            _ => continue,
        };
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
    }
    let [running, waiting, succeeded, failed] = counts;
    format!("{running} Running / {waiting} Waiting / {succeeded} Succeeded / {failed} Failed")
}

/// A Deployment.
pub(super) fn deployment(writer: &mut Writer<'_>, deployment: &Value) {
    writer.name(deployment);
    writer.field(0, "CreationTimestamp", &time(deployment, "metadata.creationTimestamp"));
    writer.labels("Labels", deployment.map("metadata.labels"));
    writer.annotations("Annotations", deployment.map("metadata.annotations"));
    writer.field(0, "Selector", &selector(deployment.at("spec.selector")));
    let status = |key: &str| count(deployment.at("status"), key);
    writer.field(
        0,
        "Replicas",
        &format!(
            "{} desired | {} updated | {} total | {} available | {} unavailable",
            count(deployment, "spec.replicas"),
            status("updatedReplicas"),
            status("replicas"),
            status("availableReplicas"),
            status("unavailableReplicas")
        ),
    );
    writer.field(0, "StrategyType", deployment.text("spec.strategy.type"));
    writer.field(0, "MinReadySeconds", &count(deployment, "spec.minReadySeconds").to_string());
    let rolling = deployment.at("spec.strategy.rollingUpdate");
    if !rolling.is_null() {
        let (unavailable, surge) = (int_or_text(rolling.at("maxUnavailable")), int_or_text(rolling.at("maxSurge")));
        writer.field(0, "RollingUpdateStrategy", &format!("{unavailable} max unavailable, {surge} max surge"));
    }
    pod::template(writer, deployment.at("spec.template"));
    conditions(writer, deployment);
    let (old, new) = replica_sets(writer, deployment);
    let shown = |sets: &[Arc<Value>]| {
        let shown = sets.iter().map(|set| {
            let (made, wanted) = (count(set, "status.replicas"), count(set, "spec.replicas"));
            format!("{} ({made}/{wanted} replicas created)", set.text("metadata.name"))
        });
        shown.collect::<Vec<_>>().join(", ")
    };
    writer.field(0, "OldReplicaSets", or_none(&shown(&old)));
    writer.field(0, "NewReplicaSet", or_none(&shown(&new)));
    events::tell(writer, deployment);
}

/// The ReplicaSets of a Deployment: those of former templates, and the one of the present template.
fn replica_sets(writer: &Writer<'_>, deployment: &Value) -> (Vec<Arc<Value>>, Vec<Arc<Value>>) {
    let uid = deployment.text("metadata.uid");
    let owned = |set: &Arc<Value>| set.controller().is_some_and(|owner| owner.text("uid") == uid);
    let all = writer.server.list(*REPLICA_SETS, Some(deployment.text("metadata.namespace")));
    let mut all: Vec<Arc<Value>> = all.into_iter().filter(owned).collect();
    all.sort_by_key(|set| set.text("metadata.creationTimestamp").to_owned());
    let wanted = without_hash(deployment.at("spec.template"));
    let new = all.iter().position(|set| without_hash(set.at("spec.template")) == wanted);
    let new: Vec<Arc<Value>> = new.map(|at| all.remove(at)).into_iter().collect();
    all.sort_by_key(|set| set.text("metadata.name").to_owned());
    (all, new)
}

/// A pod template without the label that tells ReplicaSets apart.
fn without_hash(template: &Value) -> Value {
    let mut copy = template.clone();
    let labels = copy.pointer_mut("/metadata/labels").and_then(Value::as_object_mut);
    if let Some(labels) = labels {
        labels.remove("pod-template-hash");
    }
    copy
}

/// A ReplicaSet.
pub(super) fn replica_set(writer: &mut Writer<'_>, set: &Value) {
    writer.name(set);
    writer.field(0, "Selector", &selector(set.at("spec.selector")));
    writer.labels("Labels", set.map("metadata.labels"));
    writer.annotations("Annotations", set.map("metadata.annotations"));
    writer.controller(set);
    let (current, desired) = (count(set, "status.replicas"), count(set, "spec.replicas"));
    writer.field(0, "Replicas", &format!("{current} current / {desired} desired"));
    let status = pods_status(writer, set);
    writer.field(0, "Pods Status", &status);
    pod::template(writer, set.at("spec.template"));
    conditions(writer, set);
    events::tell(writer, set);
}

/// A DaemonSet.
pub(super) fn daemon_set(writer: &mut Writer<'_>, set: &Value) {
    writer.name(set);
    writer.field(0, "Selector", &selector(set.at("spec.selector")));
    writer.field(0, "Node-Selector", &labels(set.map("spec.template.spec.nodeSelector")));
    writer.labels("Labels", set.map("metadata.labels"));
    writer.annotations("Annotations", set.map("metadata.annotations"));
    for (title, key) in [
        ("Desired Number of Nodes Scheduled", "desiredNumberScheduled"),
        ("Current Number of Nodes Scheduled", "currentNumberScheduled"),
        ("Number of Nodes Scheduled with Up-to-date Pods", "updatedNumberScheduled"),
        ("Number of Nodes Scheduled with Available Pods", "numberAvailable"),
        ("Number of Nodes Misscheduled", "numberMisscheduled"),
    ] {
        writer.line(0, &format!("{title}: {}", count(set.at("status"), key)));
    }
    let status = pods_status(writer, set);
    writer.field(0, "Pods Status", &status);
    pod::template(writer, set.at("spec.template"));
    events::tell(writer, set);
}

/// A StatefulSet.
pub(super) fn stateful_set(writer: &mut Writer<'_>, set: &Value) {
    writer.name(set);
    writer.field(0, "CreationTimestamp", &time(set, "metadata.creationTimestamp"));
    writer.field(0, "Selector", &selector(set.at("spec.selector")));
    writer.labels("Labels", set.map("metadata.labels"));
    writer.annotations("Annotations", set.map("metadata.annotations"));
    let (desired, total) = (count(set, "spec.replicas"), count(set, "status.replicas"));
    writer.field(0, "Replicas", &format!("{desired} desired | {total} total"));
    writer.field(0, "Update Strategy", set.text("spec.updateStrategy.type"));
    if let Some(partition) = set.number("spec.updateStrategy.rollingUpdate.partition") {
        writer.field(1, "Partition", &partition.to_string());
    }
    let status = pods_status(writer, set);
    writer.field(0, "Pods Status", &status);
    pod::template(writer, set.at("spec.template"));
    let claims = set.items("spec.volumeClaimTemplates");
    writer.line(0, if claims.is_empty() { "Volume Claims:\t<none>" } else { "Volume Claims:" });
    for claim in claims {
        writer.field(1, "Name", claim.text("metadata.name"));
        writer.field(1, "StorageClass", claim.text("spec.storageClassName"));
        writer.labels("  Labels", claim.map("metadata.labels"));
        writer.annotations("  Annotations", claim.map("metadata.annotations"));
        writer.field(1, "Capacity", claim.text("spec.resources.requests.storage"));
        let modes = crate::console::print::field::texts(claim.items("spec.accessModes")).collect::<Vec<_>>().join(" ");
        writer.field(1, "Access Modes", &format!("[{modes}]"));
    }
    events::tell(writer, set);
}
