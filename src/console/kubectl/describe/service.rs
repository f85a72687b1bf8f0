//! A Service, described.
//!
//! Must not know: other kinds but EndpointSlice.

use super::events;
use super::writer::{Writer, int_or_text};
use crate::console::print::columns::network::host_port;
use crate::console::print::field::{Field, labels, texts};
use crate::console::resource::ENDPOINT_SLICES;
use serde_json::Value;
use std::sync::Arc;

pub(super) fn tell(writer: &mut Writer<'_>, service: &Value) {
    let slices = slices(writer, service);
    let join = |path: &str| texts(service.items(path)).collect::<Vec<_>>().join(",");
    let or_none = |text: String| if text.is_empty() { "<none>".to_owned() } else { text };
    writer.head(service);
    writer.field(0, "Selector", &labels(service.map("spec.selector")));
    writer.field(0, "Type", service.text("spec.type"));
    let optional = |writer: &mut Writer<'_>, name: &str, text: &str| {
        if !text.is_empty() {
            writer.field(0, name, text);
        }
    };
    optional(writer, "IP Family Policy", service.text("spec.ipFamilyPolicy"));
    writer.field(0, "IP Families", &or_none(join("spec.ipFamilies")));
    writer.field(0, "IP", service.text("spec.clusterIP"));
    writer.field(0, "IPs", &or_none(join("spec.clusterIPs")));
    optional(writer, "External IPs", &join("spec.externalIPs"));
    optional(writer, "Desired LoadBalancer IP", service.text("spec.loadBalancerIP"));
    optional(writer, "External Name", service.text("spec.externalName"));
    optional(writer, "LoadBalancer Ingress", &balancers(service));
    for port in service.items("spec.ports") {
        let (name, protocol) = (port.text("name"), port.text("protocol"));
        let shown = if name.is_empty() { "<unset>" } else { name };
        writer.field(0, "Port", &format!("{shown}\t{}/{protocol}", port.number("port").unwrap_or(0)));
        writer.field(0, "TargetPort", &format!("{}/{protocol}", int_or_text(port.at("targetPort"))));
        if let Some(node_port) = port.number("nodePort").filter(|&number| number != 0) {
            writer.field(0, "NodePort", &format!("{shown}\t{node_port}/{protocol}"));
        }
        writer.field(0, "Endpoints", &addresses(&slices, name));
    }
    writer.field(0, "Session Affinity", service.text("spec.sessionAffinity"));
    optional(writer, "External Traffic Policy", service.text("spec.externalTrafficPolicy"));
    optional(writer, "Internal Traffic Policy", service.text("spec.internalTrafficPolicy"));
    if let Some(port) = service.number("spec.healthCheckNodePort").filter(|&number| number != 0) {
        writer.field(0, "HealthCheck NodePort", &port.to_string());
    }
    optional(writer, "LoadBalancer Source Ranges", &join("spec.loadBalancerSourceRanges"));
    events::tell(writer, service);
}

/// The EndpointSlices of a Service.
pub(super) fn slices(writer: &Writer<'_>, service: &Value) -> Vec<Arc<Value>> {
    let name = service.text("metadata.name");
    let of_service = |slice: &Arc<Value>| {
        let owner = slice.map("metadata.labels").and_then(|labels| labels.get("kubernetes.io/service-name"));
        owner.and_then(Value::as_str) == Some(name)
    };
    let all = writer.server.list(*ENDPOINT_SLICES, Some(service.text("metadata.namespace")));
    all.into_iter().filter(of_service).collect()
}

/// The addresses that a load balancer has got.
fn balancers(service: &Value) -> String {
    let shown = service.items("status.loadBalancer.ingress").iter().map(|ingress| {
        let ip = ingress.text("ip");
        match (ip, ingress.text("ipMode")) {
            ("", _) => ingress.text("hostname").to_owned(),
            (ip, "") => ip.to_owned(),
            (ip, mode) => format!("{ip} ({mode})"),
        }
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// The ready addresses behind the port called `name`, three of them, and how many more there are.
pub(super) fn addresses(slices: &[Arc<Value>], name: &str) -> String {
    const MOST: usize = 3;
    if slices.is_empty() {
        return "<none>".to_owned();
    }
    let mut shown: Vec<String> = Vec::new();
    let (mut count, mut more) = (0, false);
    for slice in slices {
        let mut walk = |port: Option<i64>| {
            for endpoint in slice.items("endpoints") {
                // Whether the next one is ready is not asked before this.
                more |= shown.len() == MOST;
                if endpoint.at("conditions.ready").as_bool() == Some(false) {
                    continue;
                }
                let ip = texts(endpoint.items("addresses")).next().unwrap_or("");
                if !more {
                    shown.push(port.map_or_else(|| ip.to_owned(), |port| host_port(ip, port)));
                }
                count += 1;
            }
        };
        let ports = slice.items("ports");
        if ports.is_empty() {
            walk(None);
        }
        for port in ports.iter().filter(|port| port.text("name") == name) {
            walk(Some(port.number("port").unwrap_or(0)));
        }
    }
    let joined = shown.join(",");
    if more { format!("{joined} + {} more...", count - MOST) } else { joined }
}
