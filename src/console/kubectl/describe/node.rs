//! A Node, described: its state, and what its pods ask of it.
//!
//! Must not know: other kinds but Pod and Lease.

use super::events;
use super::quantity::Quantity;
use super::writer::{Writer, or_none, time};
use crate::console::print::age;
use crate::console::print::columns::node::roles;
use crate::console::print::field::{Field, sorted, texts};
use crate::console::resource::{PODS, Resource};
use serde_json::Value;
use std::sync::Arc;

pub(super) fn tell(writer: &mut Writer<'_>, node: &Value) {
    let name = node.text("metadata.name");
    writer.field(0, "Name", name);
    writer.field(0, "Roles", or_none(&roles(node).join(",")));
    writer.labels("Labels", node.map("metadata.labels"));
    writer.annotations("Annotations", node.map("metadata.annotations"));
    writer.field(0, "CreationTimestamp", &time(node, "metadata.creationTimestamp"));
    taints(writer, node.items("spec.taints"));
    writer.field(0, "Unschedulable", &node.flag("spec.unschedulable").to_string());
    lease(writer, name);
    let conditions = node.items("status.conditions");
    if !conditions.is_empty() {
        writer.line(0, "Conditions:");
        writer.line(1, "Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage");
        writer.line(1, "----\t------\t-----------------\t------------------\t------\t-------");
    }
    for condition in conditions {
        writer.line(
            1,
            &format!(
                "{} \t{} \t{} \t{} \t{} \t{}",
                condition.text("type"),
                condition.text("status"),
                time(condition, "lastHeartbeatTime"),
                time(condition, "lastTransitionTime"),
                condition.text("reason"),
                condition.text("message")
            ),
        );
    }
    writer.line(0, "Addresses:");
    for address in node.items("status.addresses") {
        writer.field(1, address.text("type"), address.text("address"));
    }
    for (title, path) in [("Capacity", "status.capacity"), ("Allocatable", "status.allocatable")] {
        let Some(map) = node.map(path) else { continue };
        writer.line(0, &format!("{title}:"));
        for (name, amount) in sorted(Some(map)) {
            writer.field(1, name, &Quantity::of(amount).to_string());
        }
    }
    system(writer, node.at("status.nodeInfo"));
    let optional = |writer: &mut Writer<'_>, name: &str, text: &str| {
        if !text.is_empty() {
            writer.field(0, name, text);
        }
    };
    optional(writer, "PodCIDR", node.text("spec.podCIDR"));
    optional(writer, "PodCIDRs", &texts(node.items("spec.podCIDRs")).collect::<Vec<_>>().join(","));
    optional(writer, "ProviderID", node.text("spec.providerID"));
    pods(writer, node);
    events::tell(writer, node);
}

fn taints(writer: &mut Writer<'_>, taints: &[Value]) {
    let mut sorted: Vec<&Value> = taints.iter().collect();
    sorted.sort_by_key(|taint| (taint.text("effect"), taint.text("key")));
    let lines = sorted.into_iter().map(|taint| match taint.text("value") {
        "" => format!("{}:{}", taint.text("key"), taint.text("effect")),
        value => format!("{}={value}:{}", taint.text("key"), taint.text("effect")),
    });
    writer.lines_beside("Taints", lines.collect());
}

fn lease(writer: &mut Writer<'_>, name: &str) {
    let lease = Resource::find("leases").and_then(|leases| writer.server.get(leases, "kube-node-lease", name)).cloned();
    let Some(lease) = lease else {
        let problem = format!("leases.coordination.k8s.io {} not found", crate::kube::quote::quote(name));
        return writer.field(0, "Lease", &format!("Failed to get lease: {problem}"));
    };
    writer.line(0, "Lease:");
    let holder = lease.text("spec.holderIdentity");
    writer.field(1, "HolderIdentity", if holder.is_empty() { "<unset>" } else { holder });
    for (title, path) in [("AcquireTime", "spec.acquireTime"), ("RenewTime", "spec.renewTime")] {
        let shown = if lease.has(path) { time(&lease, path) } else { "<unset>".to_owned() };
        writer.field(1, title, &shown);
    }
}

fn system(writer: &mut Writer<'_>, info: &Value) {
    writer.line(0, "System Info:");
    for (title, key) in [
        ("Machine ID", "machineID"),
        ("System UUID", "systemUUID"),
        ("Boot ID", "bootID"),
        ("Kernel Version", "kernelVersion"),
        ("OS Image", "osImage"),
        ("Operating System", "operatingSystem"),
        ("Architecture", "architecture"),
        ("Container Runtime Version", "containerRuntimeVersion"),
        ("Kubelet Version", "kubeletVersion"),
        ("Kube-Proxy Version", "kubeProxyVersion"),
    ] {
        writer.field(1, title, info.text(key));
    }
}

/// What a pod asks for: its containers together, or an init container alone where that is more.
fn asked(pod: &Value, what: &str, resource: &str) -> Quantity {
    let of = |container: &Value| {
        let map = container.at("resources").map(what);
        map.and_then(|map| map.get(resource)).map_or(Quantity::ZERO, Quantity::of)
    };
    let mut total = pod.items("spec.containers").iter().map(of).fold(Quantity::ZERO, Quantity::plus);
    let (mut sidecars, mut highest) = (Quantity::ZERO, Quantity::ZERO);
    for init in pod.items("spec.initContainers") {
        if init.text("restartPolicy") == "Always" {
            sidecars = sidecars.plus(of(init));
            highest = highest.max(sidecars);
        } else {
            highest = highest.max(sidecars.plus(of(init)));
        }
    }
    total = total.plus(sidecars).max(highest);
    let overhead = pod.map("spec.overhead").and_then(|map| map.get(resource)).map_or(Quantity::ZERO, Quantity::of);
    total.plus(overhead)
}

fn pods(writer: &mut Writer<'_>, node: &Value) {
    let name = node.text("metadata.name");
    let here = |pod: &Arc<Value>| {
        pod.text("spec.nodeName") == name && !matches!(pod.text("status.phase"), "Succeeded" | "Failed")
    };
    let pods: Vec<Arc<Value>> = writer.server.list(*PODS, None).into_iter().filter(here).collect();
    let available = node.map("status.allocatable").or_else(|| node.map("status.capacity"));
    let of_node = |resource: &str| available.and_then(|map| map.get(resource)).map_or(Quantity::ZERO, Quantity::of);
    let share = |amount: Quantity, resource: &str| format!("{amount} ({}%)", amount.percent_of(of_node(resource)));
    writer.field(0, "Non-terminated Pods", &format!("({} in total)", pods.len()));
    writer.line(1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge");
    writer.line(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---");
    let now = writer.server.now();
    for pod in &pods {
        let cell = |what: &str, resource: &str| share(asked(pod, what, resource), resource);
        writer.line(
            1,
            &format!(
                "{}\t{}\t\t{}\t{}\t{}\t{}\t{}",
                pod.text("metadata.namespace"),
                pod.text("metadata.name"),
                cell("requests", "cpu"),
                cell("limits", "cpu"),
                cell("requests", "memory"),
                cell("limits", "memory"),
                age::since(pod.at("metadata.creationTimestamp").as_str(), now)
            ),
        );
    }
    writer.line(0, "Allocated resources:");
    writer.line(1, "(Total limits may be over 100 percent, i.e., overcommitted.)");
    writer.line(1, "Resource\tRequests\tLimits");
    writer.line(1, "--------\t--------\t------");
    let total = |what: &str, resource: &str| {
        pods.iter().map(|pod| asked(pod, what, resource)).fold(Quantity::ZERO, Quantity::plus)
    };
    let names = || sorted(available).into_iter().map(|(name, _)| name);
    let pages = names().filter(|name| name.starts_with("hugepages-"));
    for resource in ["cpu", "memory", "ephemeral-storage"].into_iter().chain(pages) {
        let cell = |what: &str| share(total(what, resource), resource);
        writer.line(1, &format!("{resource}\t{}\t{}", cell("requests"), cell("limits")));
    }
    let standard = |name: &&str| {
        matches!(*name, "cpu" | "memory" | "ephemeral-storage" | "pods") || name.starts_with("hugepages-")
    };
    for resource in names().filter(|name| !standard(name)) {
        writer.line(1, &format!("{resource}\t{}\t{}", total("requests", resource), total("limits", resource)));
    }
}
