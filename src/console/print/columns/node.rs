//! Nodes and namespaces in tables.
//!
//! Must not know: other kinds.

use super::super::field::Field;
use super::super::table::{column, wide};
use super::{AGE, NAME, Printer, created, name, or_none};
use serde_json::Value;

pub(super) static NODE: Printer = Printer {
    columns: &[
        NAME,
        column("STATUS"),
        column("ROLES"),
        AGE,
        column("VERSION"),
        wide("INTERNAL-IP"),
        wide("EXTERNAL-IP"),
        wide("OS-IMAGE"),
        wide("KERNEL-VERSION"),
        wide("CONTAINER-RUNTIME"),
    ],
    cells: |node, now| {
        let info = |key: &str| {
            let text = node.at("status.nodeInfo").text(key);
            if text.is_empty() { "<unknown>".to_owned() } else { text.to_owned() }
        };
        vec![
            name(node),
            status(node),
            or_none(&roles(node).join(",")),
            created(node, now),
            node.text("status.nodeInfo.kubeletVersion").to_owned(),
            or_none(address(node, "InternalIP")),
            or_none(address(node, "ExternalIP")),
            info("osImage"),
            info("kernelVersion"),
            info("containerRuntimeVersion"),
        ]
    },
};

fn status(node: &Value) -> String {
    let ready = node.items("status.conditions").iter().find(|condition| condition.text("type") == "Ready");
    let mut status = match ready.map(|condition| condition.text("status")) {
        Some("True") => "Ready".to_owned(),
        Some(_) => "NotReady".to_owned(),
        None => "Unknown".to_owned(),
    };
    if node.flag("spec.unschedulable") {
        status.push_str(",SchedulingDisabled");
    }
    status
}

/// The roles that a node's labels name, sorted.
pub(in crate::console) fn roles(node: &Value) -> Vec<&str> {
    let labels = node.map("metadata.labels").into_iter().flatten();
    let mut roles: Vec<&str> = labels
        .filter_map(|(key, value)| match key.strip_prefix("node-role.kubernetes.io/") {
            Some(role) => Some(role),
            None if key == "kubernetes.io/role" => value.as_str(),
            None => None,
        })
        .filter(|role| !role.is_empty())
        .collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}

fn address<'n>(node: &'n Value, kind: &str) -> &'n str {
    let found = node.items("status.addresses").iter().find(|address| address.text("type") == kind);
    found.map_or("", |address| address.text("address"))
}

pub(super) static NAMESPACE: Printer = Printer {
    columns: &[NAME, column("STATUS"), AGE],
    cells: |namespace, now| vec![name(namespace), namespace.text("status.phase").to_owned(), created(namespace, now)],
};
