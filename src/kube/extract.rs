//! From a tree to the objects of [`super::model`]. Types have been checked by [`super::decode`]; a value of a wrong type
//! counts as absent, so that the rest of a faulty object can still be looked at.
//!
//! Must not know: rules.

use super::model::{
    Container, ContainerPort, Deployment, IntOrString, Metadata, Namespace, Node, Object, OwnerReference, Pod, PodSpec,
    PodStatus, Requirement, Service, ServicePort, ServiceSpec, StringMap, Taint, Toleration,
};
use super::quote::{key_text, number};
use crate::yaml::tree::{self, Kind, Value};
use std::sync::Arc;

/// A value, where there is one.
type Given<'t> = Option<tree::Node<'t>>;

/// Reads an object of `kind`.
pub(super) fn object(kind: &str, root: tree::Node<'_>) -> Option<Object> {
    let metadata = object_meta(root.get("metadata"));
    let (spec, status) = (root.get("spec"), root.get("status"));
    Some(match kind {
        "Service" => Object::Service(Service { metadata, spec: service_spec(spec) }),
        "Pod" => Object::Pod(Pod { metadata, spec: pod_spec(spec), status: pod_status(status) }),
        "Deployment" => Object::Deployment(deployment(metadata, spec)),
        "Namespace" => Object::Namespace(Namespace { metadata }),
        "Node" => Object::Node(node(metadata, spec, status)),
        _ => return None,
    })
}

fn get<'t>(at: Given<'t>, key: &str) -> Given<'t> {
    at.and_then(|node| node.get(key)).filter(|node| !node.is_null())
}

fn text(at: Given<'_>, key: &str) -> String {
    optional_text(at, key).unwrap_or_default()
}

fn optional_text(at: Given<'_>, key: &str) -> Option<String> {
    get(at, key).and_then(string)
}

fn string(node: tree::Node<'_>) -> Option<String> {
    string_of(node).map(str::to_owned)
}

/// The text of a string.
pub(super) fn string_of(node: tree::Node<'_>) -> Option<&str> {
    node.scalar().filter(|scalar| scalar.value == Value::Str).map(|scalar| scalar.text)
}

/// A whole number, however it is written.
pub(super) fn integer(node: tree::Node<'_>) -> Option<i64> {
    let scalar = node.scalar()?;
    match scalar.value {
        Value::Int(value) => i64::try_from(value).ok(),
        _ => number(scalar)?.parse().ok(),
    }
}

fn int64(at: Given<'_>, key: &str) -> Option<i64> {
    get(at, key).and_then(integer)
}

fn int32(at: Given<'_>, key: &str) -> Option<i32> {
    int64(at, key).and_then(|value| i32::try_from(value).ok())
}

fn boolean(at: Given<'_>, key: &str) -> Option<bool> {
    match get(at, key)?.scalar()?.value {
        Value::Bool(value) => Some(value),
        _ => None,
    }
}

/// A list of strings; a null item is the empty string.
fn strings(at: Given<'_>, key: &str) -> Vec<String> {
    items(at, key).map(|item| string(item).unwrap_or_default()).collect()
}

fn items<'t>(at: Given<'t>, key: &str) -> impl Iterator<Item = tree::Node<'t>> {
    get(at, key).into_iter().flat_map(tree::Node::items)
}

fn map(at: Given<'_>, key: &str) -> StringMap {
    let Some(node) = get(at, key) else { return StringMap::new() };
    node.entries()
        .filter(|entry| matches!(entry.value.kind(), Kind::Scalar(_)))
        .map(|entry| (key_text(entry.key).into_owned(), string(entry.value).unwrap_or_default()))
        .collect()
}

fn object_meta(at: Given<'_>) -> Metadata {
    Metadata {
        name: text(at, "name"),
        generate_name: text(at, "generateName"),
        namespace: text(at, "namespace"),
        labels: map(at, "labels"),
        annotations: map(at, "annotations"),
        finalizers: strings(at, "finalizers"),
        owner_references: items(at, "ownerReferences")
            .map(|item| OwnerReference {
                api_version: text(Some(item), "apiVersion"),
                kind: text(Some(item), "kind"),
                name: text(Some(item), "name"),
                uid: text(Some(item), "uid"),
                controller: boolean(Some(item), "controller"),
                block_owner_deletion: boolean(Some(item), "blockOwnerDeletion"),
            })
            .collect(),
        generation: int64(at, "generation").unwrap_or(0),
        deletion_timestamp: text(at, "deletionTimestamp"),
    }
}

fn service_spec(at: Given<'_>) -> ServiceSpec {
    let client_ip = get(get(at, "sessionAffinityConfig"), "clientIP");
    ServiceSpec {
        r#type: text(at, "type"),
        selector: map(at, "selector"),
        ports: Arc::new(items(at, "ports").map(service_port).collect()),
        cluster_ip: text(at, "clusterIP"),
        cluster_ips: strings(at, "clusterIPs"),
        external_name: text(at, "externalName"),
        external_ips: strings(at, "externalIPs"),
        session_affinity: text(at, "sessionAffinity"),
        session_affinity_timeout: int32(client_ip, "timeoutSeconds"),
        external_traffic_policy: text(at, "externalTrafficPolicy"),
        internal_traffic_policy: optional_text(at, "internalTrafficPolicy"),
        health_check_node_port: int32(at, "healthCheckNodePort").unwrap_or(0),
        publish_not_ready_addresses: boolean(at, "publishNotReadyAddresses").unwrap_or(false),
        load_balancer_ip: text(at, "loadBalancerIP"),
        load_balancer_class: optional_text(at, "loadBalancerClass"),
        load_balancer_source_ranges: strings(at, "loadBalancerSourceRanges"),
        allocate_load_balancer_node_ports: boolean(at, "allocateLoadBalancerNodePorts"),
        ip_family_policy: optional_text(at, "ipFamilyPolicy"),
        ip_families: strings(at, "ipFamilies"),
        traffic_distribution: optional_text(at, "trafficDistribution"),
    }
}

/// Lists of ports are long where anything is: one walk over the fields, of which the last of a name counts.
fn service_port(item: tree::Node<'_>) -> ServicePort {
    let mut port = ServicePort::default();
    for entry in item.entries() {
        let value = entry.value;
        let text = || string(value).unwrap_or_default();
        let number = || integer(value).and_then(|value| i32::try_from(value).ok()).unwrap_or(0);
        match entry.key.scalar().map_or("", |key| key.text) {
            "name" => port.name = text(),
            "protocol" => port.protocol = text(),
            "appProtocol" => port.app_protocol = string(value),
            "port" => port.port = number(),
            "targetPort" => {
                port.target_port = string(value).map_or_else(|| IntOrString::Int(number()), IntOrString::String);
            }
            "nodePort" => port.node_port = number(),
            _ => {}
        }
    }
    port
}

fn int_or_string(at: Given<'_>, key: &str) -> IntOrString {
    match get(at, key).and_then(string) {
        Some(name) => IntOrString::String(name),
        None => IntOrString::Int(int32(at, key).unwrap_or(0)),
    }
}

fn pod_spec(at: Given<'_>) -> PodSpec {
    PodSpec {
        containers: items(at, "containers").map(container).collect(),
        init_containers: items(at, "initContainers").map(container).collect(),
        restart_policy: text(at, "restartPolicy"),
        dns_policy: text(at, "dnsPolicy"),
        node_selector: map(at, "nodeSelector"),
        node_name: text(at, "nodeName"),
        host_network: boolean(at, "hostNetwork").unwrap_or(false),
        hostname: text(at, "hostname"),
        subdomain: text(at, "subdomain"),
        tolerations: Arc::new(
            items(at, "tolerations")
                .map(|item| Toleration {
                    key: text(Some(item), "key"),
                    operator: text(Some(item), "operator"),
                    value: text(Some(item), "value"),
                    effect: text(Some(item), "effect"),
                })
                .collect(),
        ),
    }
}

fn container(item: tree::Node<'_>) -> Container {
    let at = Some(item);
    Container {
        name: text(at, "name"),
        image: text(at, "image"),
        command: items(at, "command").filter_map(string).collect(),
        args: items(at, "args").filter_map(string).collect(),
        ports: items(at, "ports")
            .map(|item| ContainerPort {
                name: text(Some(item), "name"),
                container_port: int32(Some(item), "containerPort").unwrap_or(0),
                protocol: text(Some(item), "protocol"),
                host_port: int32(Some(item), "hostPort").unwrap_or(0),
                host_ip: text(Some(item), "hostIP"),
            })
            .collect(),
        ready_port: ready_port(get(at, "readinessProbe")),
    }
}

/// The port of a probe's `httpGet`, `tcpSocket` or `grpc`.
fn ready_port(probe: Given<'_>) -> Option<IntOrString> {
    let action = ["httpGet", "tcpSocket", "grpc"].into_iter().find_map(|way| get(probe, way));
    action.map(|action| int_or_string(Some(action), "port"))
}

/// The status of the condition `Ready`.
fn ready(at: Given<'_>) -> Option<bool> {
    items(at, "conditions")
        .find(|item| text(Some(*item), "type") == "Ready")
        .map(|item| text(Some(item), "status") == "True")
}

fn pod_status(at: Given<'_>) -> PodStatus {
    PodStatus { phase: text(at, "phase"), pod_ip: text(at, "podIP"), ready: ready(at) }
}

fn deployment(metadata: Metadata, spec: Given<'_>) -> Deployment {
    let (selector, template) = (get(spec, "selector"), get(spec, "template"));
    let strategy = get(spec, "strategy");
    let rolling = get(strategy, "rollingUpdate");
    Deployment {
        metadata,
        replicas: int32(spec, "replicas").unwrap_or(1),
        has_selector: selector.is_some(),
        match_labels: map(selector, "matchLabels"),
        match_expressions: items(selector, "matchExpressions")
            .map(|item| Requirement {
                key: text(Some(item), "key"),
                operator: text(Some(item), "operator"),
                values: strings(Some(item), "values"),
            })
            .collect(),
        strategy: text(strategy, "type"),
        has_rolling_update: rolling.is_some(),
        min_ready_seconds: int32(spec, "minReadySeconds").unwrap_or(0),
        revision_history_limit: int32(spec, "revisionHistoryLimit"),
        progress_deadline_seconds: int32(spec, "progressDeadlineSeconds"),
        max_surge: get(rolling, "maxSurge").map(|_| int_or_string(rolling, "maxSurge")),
        max_unavailable: get(rolling, "maxUnavailable").map(|_| int_or_string(rolling, "maxUnavailable")),
        paused: boolean(spec, "paused").unwrap_or(false),
        template_hash: String::new(),
        template_metadata: object_meta(get(template, "metadata")),
        template: pod_spec(get(template, "spec")),
    }
}

fn node(metadata: Metadata, spec: Given<'_>, status: Given<'_>) -> Node {
    let address = |kind: &str| {
        items(status, "addresses")
            .find(|item| text(Some(*item), "type") == kind)
            .map(|item| text(Some(item), "address"))
            .unwrap_or_default()
    };
    Node {
        metadata,
        internal_ip: address("InternalIP"),
        external_ip: address("ExternalIP"),
        ready: ready(status),
        unschedulable: boolean(spec, "unschedulable").unwrap_or(false),
        taints: items(spec, "taints")
            .map(|item| Taint {
                key: text(Some(item), "key"),
                value: text(Some(item), "value"),
                effect: text(Some(item), "effect"),
            })
            .collect(),
    }
}
