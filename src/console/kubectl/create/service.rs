//! `kubectl create service` (staging/src/k8s.io/kubectl/pkg/cmd/create/create_service.go).
//!
//! Must not know: what becomes of objects.

use super::generators::labels;
use crate::console::kubectl::change::{Change, Done, Fail};
use crate::kube::names;
use serde_json::{Map, Value, json};

pub(super) fn service(change: &Change<'_, '_>, name: &str, kind: &str) -> Done<Value> {
    let given = change.given();
    let ports =
        given.list("tcp").into_iter().map(|text| port(text, given.number("node-port"))).collect::<Done<Vec<_>>>()?;
    let cluster_ip = given.text("clusterip").unwrap_or("");
    let needs_ports = !matches!(kind, "externalname") && cluster_ip != "None";
    if ports.is_empty() && needs_ports {
        return Err(Fail::Client("at least one tcp port specifier must be provided".into()));
    }
    let mut spec = Map::new();
    let type_ = match kind {
        "nodeport" => "NodePort",
        "loadbalancer" => "LoadBalancer",
        "externalname" => "ExternalName",
        _ => "ClusterIP",
    };
    if !cluster_ip.is_empty() {
        spec.insert("clusterIP".into(), cluster_ip.into());
    }
    if let Some(external) = given.text("external-name") {
        if !names::dns_1123_subdomain(external).is_empty() {
            return Err(Fail::Client(format!("invalid service external name {external}")));
        }
        spec.insert("externalName".into(), external.into());
    }
    if !ports.is_empty() {
        spec.insert("ports".into(), ports.into());
    }
    spec.insert("selector".into(), labels(name));
    spec.insert("type".into(), type_.into());
    Ok(json!({
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"labels": labels(name), "name": name},
        "spec": spec,
        "status": {"loadBalancer": {}},
    }))
}

/// `PORT[:TARGETPORT]`; the port is called as it is written.
fn port(text: &str, node_port: Option<i64>) -> Done<Value> {
    let mut parts = text.split(':');
    let (first, second) = (parts.next().unwrap_or(""), parts.next());
    let number = |text: &str| {
        text.parse::<u16>().map_err(|error| {
            let out_of_range = matches!(error.kind(), std::num::IntErrorKind::PosOverflow);
            let why = if out_of_range { "value out of range" } else { "invalid syntax" };
            Fail::Client(format!("strconv.ParseUint: parsing {}: {why}", crate::kube::quote::quote(text)))
        })
    };
    let port = number(first)?;
    let refuse = |complaints: Vec<String>| Err(Fail::Client(complaints.join(",")));
    let target = match second {
        None => json!(port),
        Some(text) => match text.parse::<i64>() {
            Ok(target) if (1..=65535).contains(&target) => json!(target),
            Ok(_) => return refuse(vec!["must be between 1 and 65535, inclusive".to_owned()]),
            Err(_) => {
                let complaints = names::port_name(text);
                if !complaints.is_empty() {
                    return refuse(complaints);
                }
                json!(text)
            }
        },
    };
    let name = text.replace(':', "-");
    let mut object = json!({"name": name, "port": port, "protocol": "TCP", "targetPort": target});
    if let (Some(node_port), Some(map)) = (node_port.filter(|it| *it != 0), object.as_object_mut()) {
        map.insert("nodePort".into(), node_port.into());
    }
    Ok(crate::kube::body::sorted(&object))
}
