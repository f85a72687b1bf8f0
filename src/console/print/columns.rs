//! Which columns a kind's table has and what stands in them, as the API server's printers have it
//! (`pkg/printers/internalversion/printers.go`, 1.34).
//!
//! Must not know: commands, how a table is laid out.

pub(in crate::console) mod network;
pub(in crate::console) mod node;
pub(in crate::console) mod others;
mod pod;
mod workload;

use super::age;
use super::field::{Field, texts};
use super::table::{Column, Row, Table, column};
use crate::console::time::Seconds;
use serde_json::Value;
use std::sync::Arc;

/// How a kind is shown.
struct Printer {
    columns: &'static [Column],
    cells: fn(&Value, Seconds) -> Vec<String>,
}

/// The table of `objects`, all of the kind `kind` in the API group `group`.
#[must_use]
pub fn table(group: &str, kind: &str, objects: &[Arc<Value>], now: Seconds) -> Table {
    let printer = printer(group, kind);
    let rows =
        objects.iter().map(|object| Row { cells: (printer.cells)(object, now), object: Arc::clone(object) }).collect();
    Table { columns: printer.columns, rows }
}

fn printer(group: &str, kind: &str) -> &'static Printer {
    match (group, kind) {
        ("", "Pod") => &pod::POD,
        ("", "Service") => &network::SERVICE,
        ("", "Endpoints") => &network::ENDPOINTS,
        ("discovery.k8s.io", "EndpointSlice") => &network::ENDPOINT_SLICE,
        ("networking.k8s.io", "Ingress") => &network::INGRESS,
        ("networking.k8s.io", "IngressClass") => &network::INGRESS_CLASS,
        ("networking.k8s.io", "NetworkPolicy") => &network::NETWORK_POLICY,
        ("", "Node") => &node::NODE,
        ("", "Namespace") => &node::NAMESPACE,
        ("apps", "Deployment") => &workload::DEPLOYMENT,
        ("apps", "ReplicaSet") | ("", "ReplicationController") => &workload::REPLICA_SET,
        ("apps", "DaemonSet") => &workload::DAEMON_SET,
        ("apps", "StatefulSet") => &workload::STATEFUL_SET,
        ("batch", "Job") => &workload::JOB,
        ("batch", "CronJob") => &workload::CRON_JOB,
        ("apps", "ControllerRevision") => &workload::CONTROLLER_REVISION,
        ("autoscaling", "HorizontalPodAutoscaler") => &workload::AUTOSCALER,
        ("autoscaling", "Scale") => &workload::SCALE,
        ("", "ConfigMap") => &others::CONFIG_MAP,
        ("", "Secret") => &others::SECRET,
        ("", "ServiceAccount") => &others::SERVICE_ACCOUNT,
        ("" | "events.k8s.io", "Event") => &others::EVENT,
        ("", "PersistentVolume") => &others::VOLUME,
        ("", "PersistentVolumeClaim") => &others::VOLUME_CLAIM,
        ("storage.k8s.io", "StorageClass") => &others::STORAGE_CLASS,
        ("coordination.k8s.io", "Lease") => &others::LEASE,
        ("policy", "PodDisruptionBudget") => &others::DISRUPTION_BUDGET,
        ("rbac.authorization.k8s.io", "Role" | "ClusterRole") | ("", "LimitRange") => &others::CREATED_AT,
        ("rbac.authorization.k8s.io", "RoleBinding" | "ClusterRoleBinding") => &others::ROLE_BINDING,
        _ => &others::ANY,
    }
}

fn name(object: &Value) -> String {
    object.text("metadata.name").to_owned()
}

fn created(object: &Value, now: Seconds) -> String {
    age::since(object.at("metadata.creationTimestamp").as_str(), now)
}

/// A text, or `<none>` where it is empty.
fn or_none(text: &str) -> String {
    if text.is_empty() { "<none>".to_owned() } else { text.to_owned() }
}

/// At most three of a list and how many more there are.
pub(in crate::console) fn shortened(items: &[String]) -> String {
    const MOST: usize = 3;
    let shown = items.get(..MOST.min(items.len())).unwrap_or(&[]).join(",");
    if items.len() > MOST { format!("{shown} + {} more...", items.len() - MOST) } else { shown }
}

/// The containers of a pod template: their names, their images.
fn containers(spec: &Value) -> (String, String) {
    let join =
        |key: &str| spec.items("containers").iter().map(|container| container.text(key)).collect::<Vec<_>>().join(",");
    (join("name"), join("image"))
}

/// A label selector (`matchLabels`, `matchExpressions`) in the words of `-l`; `<none>` where it selects all.
pub(in crate::console) fn selector(value: &Value) -> String {
    let mut parts: Vec<(String, String)> = super::field::sorted(value.map("matchLabels"))
        .into_iter()
        .map(|(key, value)| (key.to_owned(), format!("{key}={}", value.as_str().unwrap_or(""))))
        .collect();
    for expression in value.items("matchExpressions") {
        let key = expression.text("key");
        let mut values: Vec<&str> = texts(expression.items("values")).collect();
        values.sort_unstable();
        let values = values.join(",");
        parts.push((
            key.to_owned(),
            match expression.text("operator") {
                "In" => format!("{key} in ({values})"),
                "NotIn" => format!("{key} notin ({values})"),
                "DoesNotExist" => format!("!{key}"),
                _ => key.to_owned(),
            },
        ));
    }
    parts.sort_by(|a, b| a.0.cmp(&b.0));
    let parts: Vec<String> = parts.into_iter().map(|(_, text)| text).collect();
    if parts.is_empty() { "<none>".to_owned() } else { parts.join(",") }
}

const NAME: Column = column("NAME");
const AGE: Column = column("AGE");
