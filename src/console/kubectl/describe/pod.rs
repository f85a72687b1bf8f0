//! A Pod, and the template of one, described.
//!
//! Must not know: other kinds.

use super::writer::{Writer, time};
use super::{container, events, volume};
use crate::console::print::age;
use crate::console::print::columns;
use crate::console::print::field::Field;
use serde_json::Value;
use std::fmt::Write as _;

pub(super) fn tell(writer: &mut Writer<'_>, pod: &Value) {
    let spec = pod.at("spec");
    writer.name(pod);
    if let Some(priority) = spec.number("priority") {
        writer.field(0, "Priority", &priority.to_string());
    }
    let optional = |writer: &mut Writer<'_>, name: &str, text: &str| {
        if !text.is_empty() {
            writer.field(0, name, text);
        }
    };
    optional(writer, "Priority Class Name", spec.text("priorityClassName"));
    optional(writer, "Runtime Class Name", spec.text("runtimeClassName"));
    optional(writer, "Service Account", spec.text("serviceAccountName"));
    match spec.text("nodeName") {
        "" => writer.field(0, "Node", "<none>"),
        node => writer.field(0, "Node", &format!("{node}/{}", pod.text("status.hostIP"))),
    }
    if pod.has("status.startTime") {
        writer.field(0, "Start Time", &time(pod, "status.startTime"));
    }
    writer.labels("Labels", pod.map("metadata.labels"));
    writer.annotations("Annotations", pod.map("metadata.annotations"));
    let phase = pod.text("status.phase");
    if pod.has("metadata.deletionTimestamp") && !matches!(phase, "Succeeded" | "Failed") {
        let lasts = age::since(pod.at("metadata.deletionTimestamp").as_str(), writer.server.now());
        writer.field(0, "Status", &format!("Terminating (lasts {lasts})"));
        let grace = pod.number("metadata.deletionGracePeriodSeconds").unwrap_or(0);
        writer.field(0, "Termination Grace Period", &format!("{grace}s"));
    } else {
        writer.field(0, "Status", phase);
    }
    optional(writer, "Reason", pod.text("status.reason"));
    optional(writer, "Message", pod.text("status.message"));
    optional(writer, "SeccompProfile", spec.text("securityContext.seccompProfile.type"));
    writer.field(0, "IP", pod.text("status.podIP"));
    if pod.items("status.podIPs").is_empty() {
        writer.field(0, "IPs", "<none>");
    } else {
        writer.line(0, "IPs:");
    }
    for ip in pod.items("status.podIPs") {
        writer.field(1, "IP", ip.text("ip"));
    }
    writer.controller(pod);
    optional(writer, "NominatedNodeName", pod.text("status.nominatedNodeName"));
    if !spec.items("initContainers").is_empty() {
        let statuses = pod.items("status.initContainerStatuses");
        container::tell(writer, "Init Containers", spec.items("initContainers"), statuses, "", pod);
    }
    container::tell(writer, "Containers", spec.items("containers"), pod.items("status.containerStatuses"), "", pod);
    if !spec.items("ephemeralContainers").is_empty() {
        let statuses = pod.items("status.ephemeralContainerStatuses");
        container::tell(writer, "Ephemeral Containers", spec.items("ephemeralContainers"), statuses, "", pod);
    }
    let conditions = pod.items("status.conditions");
    if !spec.items("readinessGates").is_empty() {
        writer.line(0, "Readiness Gates:");
        writer.line(1, "Type\tStatus");
    }
    for gate in spec.items("readinessGates") {
        let kind = gate.text("conditionType");
        let state = conditions.iter().find(|condition| condition.text("type") == kind);
        writer.line(1, &format!("{kind} \t{} ", state.map_or("<none>", |state| state.text("status"))));
    }
    if !conditions.is_empty() {
        writer.line(0, "Conditions:");
        writer.line(1, "Type\tStatus");
    }
    for condition in conditions {
        writer.line(1, &format!("{} \t{} ", condition.text("type"), condition.text("status")));
    }
    volume::tell(writer, spec.items("volumes"), "");
    writer.field(0, "QoS Class", pod.text("status.qosClass"));
    writer.labels("Node-Selectors", spec.map("nodeSelector"));
    tolerations(writer, "Tolerations", spec.items("tolerations"));
    spread(writer, "", spec.items("topologySpreadConstraints"));
    events::tell(writer, pod);
}

/// `Pod Template:` of what makes pods.
pub(super) fn template(writer: &mut Writer<'_>, template: &Value) {
    let spec = template.at("spec");
    writer.line(0, "Pod Template:");
    writer.labels("  Labels", template.map("metadata.labels"));
    if template.map("metadata.annotations").is_some() {
        writer.annotations("  Annotations", template.map("metadata.annotations"));
    }
    if !spec.text("serviceAccountName").is_empty() {
        writer.field(1, "Service Account", spec.text("serviceAccountName"));
    }
    if !spec.items("initContainers").is_empty() {
        container::tell(writer, "Init Containers", spec.items("initContainers"), &[], "  ", template);
    }
    container::tell(writer, "Containers", spec.items("containers"), &[], "  ", template);
    volume::tell(writer, spec.items("volumes"), "  ");
    spread(writer, "  ", spec.items("topologySpreadConstraints"));
    if !spec.text("priorityClassName").is_empty() {
        writer.field(1, "Priority Class Name", spec.text("priorityClassName"));
    }
    writer.labels("  Node-Selectors", spec.map("nodeSelector"));
    tolerations(writer, "  Tolerations", spec.items("tolerations"));
}

fn tolerations(writer: &mut Writer<'_>, title: &str, given: &[Value]) {
    let mut sorted: Vec<&Value> = given.iter().collect();
    sorted.sort_by_key(|toleration| toleration.text("key"));
    let lines = sorted.into_iter().map(|toleration| {
        let (key, value, effect) = (toleration.text("key"), toleration.text("value"), toleration.text("effect"));
        let mut line = key.to_owned();
        if !value.is_empty() {
            line.push('=');
            line.push_str(value);
        }
        if !effect.is_empty() {
            line.push(':');
            line.push_str(effect);
        }
        if toleration.text("operator") == "Exists" && value.is_empty() {
            line.push_str(if key.is_empty() && effect.is_empty() { "op=Exists" } else { " op=Exists" });
        }
        if let Some(seconds) = toleration.number("tolerationSeconds") {
            let _ = write!(line, " for {seconds}s");
        }
        line
    });
    writer.lines_beside(title, lines.collect());
}

fn spread(writer: &mut Writer<'_>, indent: &str, given: &[Value]) {
    if given.is_empty() {
        return;
    }
    let mut sorted: Vec<&Value> = given.iter().collect();
    sorted.sort_by_key(|constraint| constraint.text("topologyKey"));
    let lines = sorted.into_iter().map(|constraint| {
        let mut line = format!(
            "{}:{} when max skew {} is exceeded",
            constraint.text("topologyKey"),
            constraint.text("whenUnsatisfiable"),
            constraint.number("maxSkew").unwrap_or(0)
        );
        if constraint.has("labelSelector") {
            let _ = write!(line, " for selector {}", columns::selector(constraint.at("labelSelector")));
        }
        line
    });
    writer.lines_beside(&format!("{indent}Topology Spread Constraints"), lines.collect());
}
