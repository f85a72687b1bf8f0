//! What the server fills in and refuses of each kind beside decoding, allocation and the rules of [`crate::kube`]: admission
//! plugins, generations, fields that must stay.
//!
//! Must not know: what becomes of objects.

use super::dice::Dice;
use super::objects::{mapping, text};
use super::pods;
use super::status::Status;
use super::write::Draft;
use crate::console::resource::Resource;
use crate::kube::body::{self, sorted};
use crate::kube::model::Object;
use serde_json::{Value, json};
use std::net::IpAddr;

/// How often a DaemonSet's template was changed.
pub(super) const TEMPLATE_GENERATION: &str = "deprecated.daemonset.template.generation";

/// Whether `metadata.generation` counts the changes of `spec`.
pub(super) fn counts_generations(resource: &Resource) -> bool {
    matches!(
        (resource.group, resource.kind),
        ("", "Pod" | "ReplicationController")
            | ("apps" | "batch" | "discovery.k8s.io" | "policy", _)
            | ("networking.k8s.io", "Ingress" | "NetworkPolicy" | "IngressClass")
    )
}

/// Whether `status` is written by others than the author.
pub(super) fn has_status(resource: &Resource) -> bool {
    matches!(
        resource.kind,
        "Service"
            | "Pod"
            | "Deployment"
            | "ReplicaSet"
            | "Namespace"
            | "Node"
            | "Job"
            | "CronJob"
            | "StatefulSet"
            | "DaemonSet"
    )
}

/// What is filled in of a new object.
pub(super) fn create(resource: &Resource, draft: &mut Draft, dice: &mut Dice) {
    if has_status(resource)
        && let Some(object) = draft.value.as_object_mut()
    {
        object.remove("status");
    }
    match (resource.kind, &draft.object) {
        ("Pod", _) => {
            pods::admit(&mut draft.value, dice);
            if let Some(object) = draft.value.as_object_mut() {
                let qos = pods::quality(object.get("spec").unwrap_or(&Value::Null));
                object.insert("status".to_owned(), json!({"phase": "Pending", "qosClass": qos}));
            }
        }
        ("Namespace", _) => {
            let name = text(&draft.value, "/metadata/name").to_owned();
            if let Some(labels) = draft.value.get_mut("metadata").and_then(|metadata| mapping(metadata, "labels")) {
                labels.insert("kubernetes.io/metadata.name".to_owned(), name.into());
            }
            if let Some(object) = draft.value.as_object_mut() {
                object.insert("spec".to_owned(), json!({"finalizers": ["kubernetes"]}));
                object.insert("status".to_owned(), json!({"phase": "Active"}));
            }
        }
        ("DaemonSet", _) => {
            if let Some(annotations) =
                draft.value.get_mut("metadata").and_then(|metadata| mapping(metadata, "annotations"))
            {
                annotations.entry(TEMPLATE_GENERATION).or_insert_with(|| json!("1"));
            }
        }
        ("Deployment" | "ReplicaSet", _) => {
            if let Some(object) = draft.value.as_object_mut() {
                object.insert("status".to_owned(), json!({}));
            }
        }
        _ => {}
    }
    if let (Some(Object::Namespace(namespace)), "Namespace") = (&mut draft.object, resource.kind) {
        let name = namespace.metadata.name.clone();
        namespace.metadata.labels.insert("kubernetes.io/metadata.name".to_owned(), name);
    }
}

/// What an update takes over from the object that is there.
pub(super) fn update(resource: &Resource, new: &mut Value, old: &Value) {
    let template = |set: &Value| sorted(set.pointer("/spec/template").unwrap_or(&Value::Null));
    let changes_template = template(new) != template(old);
    if resource.kind == "DaemonSet"
        && let Some(annotations) = new.get_mut("metadata").and_then(|metadata| mapping(metadata, "annotations"))
    {
        let pointer = format!("/metadata/annotations/{TEMPLATE_GENERATION}");
        let before: u64 = text(old, &pointer).parse().unwrap_or(1);
        let now = before + u64::from(changes_template);
        annotations.insert(TEMPLATE_GENERATION.to_owned(), now.to_string().into());
    }
    if resource.kind != "Pod" {
        if resource.kind == "Namespace"
            && let Some(spec) = old.get("spec")
            && let Some(object) = new.as_object_mut()
        {
            object.insert("spec".to_owned(), spec.clone());
        }
        return;
    }
    // Admission and the scheduler have written into the spec; an author who does not repeat it does not mean to take it out.
    for field in ["nodeName", "serviceAccount", "serviceAccountName", "tolerations", "priority", "preemptionPolicy"] {
        let kept = old.pointer(&format!("/spec/{field}")).cloned();
        if let (Some(kept), Some(spec)) = (kept, mapping(new, "spec")) {
            spec.entry(field.to_owned()).or_insert(kept);
        }
    }
    let is_token = |volume: &Value| text(volume, "/name").starts_with("kube-api-access-");
    let old_volumes = old.pointer("/spec/volumes").and_then(Value::as_array).cloned().unwrap_or_default();
    let Some(token) = old_volumes.into_iter().find(is_token) else { return };
    let Some(spec) = mapping(new, "spec") else { return };
    let volumes = spec.entry("volumes").or_insert_with(|| json!([]));
    if let Some(volumes) = volumes.as_array_mut()
        && !volumes.iter().any(is_token)
    {
        pods::mount_token(new, &token);
    }
}

/// Changes that are not allowed: field and message.
pub(super) fn frozen(resource: &Resource, new: &Value, old: &Value) -> Vec<(String, String)> {
    match resource.kind {
        "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet" => {
            let selector = |object: &Value| sorted(object.pointer("/spec/selector").unwrap_or(&Value::Null));
            let (before, after) = (selector(old), selector(new));
            if before == after || after.is_null() {
                return Vec::new();
            }
            let message = format!("Invalid value: {}: field is immutable", crate::console::patch::go_json(&after));
            vec![("spec.selector".to_owned(), message)]
        }
        "Pod" if pods::spec_changed(new, old) => {
            let message = "Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";
            vec![("spec".to_owned(), message.to_owned())]
        }
        "ConfigMap" | "Secret" if old.get("immutable") == Some(&json!(true)) && old.get("data") != new.get("data") => {
            vec![("data".to_owned(), "Forbidden: field is immutable when `immutable` is set".to_owned())]
        }
        _ => Vec::new(),
    }
}

/// Fills in an object of a kind that [`crate::kube`] has no fields of.
pub(super) fn complete_other(resource: &Resource, body: &Value) -> Value {
    let mut object = without_null(&sorted(body));
    match resource.kind {
        "Endpoints" => {
            each(&mut object, "/subsets", |subset| {
                each(subset, "/ports", |port| fill(port, "protocol", "TCP"));
            });
        }
        "EndpointSlice" => {
            each(&mut object, "/ports", |port| {
                fill(port, "protocol", "TCP");
                fill(port, "name", "");
            });
            if let Some(map) = object.as_object_mut() {
                map.entry("endpoints").or_insert(Value::Null);
                map.entry("ports").or_insert(Value::Null);
            }
            each(&mut object, "/endpoints", |endpoint| {
                if let Some(map) = endpoint.as_object_mut() {
                    map.entry("conditions").or_insert_with(|| json!({}));
                }
            });
        }
        "Secret" => {
            fill(&mut object, "type", "Opaque");
            let plain = object.as_object_mut().and_then(|map| map.remove("stringData"));
            if let Some(Value::Object(plain)) = plain
                && let Some(data) = mapping(&mut object, "data")
            {
                for (name, value) in plain {
                    data.insert(name, base64(value.as_str().unwrap_or_default().as_bytes()).into());
                }
            }
        }
        kind => object = body::completed(kind, object),
    }
    object
}

fn each(object: &mut Value, pointer: &str, change: impl FnMut(&mut Value)) {
    if let Some(Value::Array(items)) = object.pointer_mut(pointer) {
        items.iter_mut().for_each(change);
    }
}

fn fill(object: &mut Value, field: &str, value: &str) {
    if let Some(map) = object.as_object_mut() {
        map.entry(field.to_owned()).or_insert_with(|| value.into());
    }
}

fn without_null(value: &Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.iter().filter(|(_, it)| !it.is_null()).map(|(key, it)| (key.clone(), without_null(it))).collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(without_null).collect()),
        other => other.clone(),
    }
}

/// The rules for such an object that a learner of Services meets.
pub(super) fn validate_other(resource: &Resource, name: &str, object: &Value) -> Result<(), Status> {
    let mut causes: Vec<(String, String)> = Vec::new();
    if name.is_empty() {
        let message = "Required value: name or generateName is required";
        causes.push(("metadata.name".to_owned(), message.to_owned()));
    } else if let Some(complaint) = name_complaint(resource, name) {
        causes.push(("metadata.name".to_owned(), complaint));
    }
    match resource.kind {
        "Endpoints" => {
            for (at, subset) in items(object, "/subsets") {
                let path = format!("subsets[{at}]");
                let empty = |list| items(subset, list).next().is_none();
                if empty("/addresses") && empty("/notReadyAddresses") {
                    causes
                        .push((path.clone(), "Required value: must specify `addresses` or `notReadyAddresses`".into()));
                }
                for list in ["addresses", "notReadyAddresses"] {
                    for (index, address) in items(subset, &format!("/{list}")) {
                        address_causes(text(address, "/ip"), &format!("{path}.{list}[{index}].ip"), &mut causes);
                    }
                }
                for (index, port) in items(subset, "/ports") {
                    port_causes(port, &format!("{path}.ports[{index}]"), &mut causes);
                }
            }
        }
        "EndpointSlice" => {
            let kind = text(object, "/addressType");
            if kind.is_empty() {
                causes.push(("addressType".into(), "Required value".into()));
            } else if !matches!(kind, "IPv4" | "IPv6" | "FQDN") {
                let message = format!("Unsupported value: \"{kind}\": supported values: \"FQDN\", \"IPv4\", \"IPv6\"");
                causes.push(("addressType".into(), message));
            }
            for (index, endpoint) in items(object, "/endpoints") {
                let path = format!("endpoints[{index}].addresses");
                if items(endpoint, "/addresses").next().is_none() {
                    causes.push((path.clone(), "Required value: must contain at least 1 address".into()));
                }
                for (at, address) in items(endpoint, "/addresses") {
                    if kind == "IPv4" {
                        address_causes(address.as_str().unwrap_or_default(), &format!("{path}[{at}]"), &mut causes);
                    }
                }
            }
            for (index, port) in items(object, "/ports") {
                port_causes(port, &format!("ports[{index}]"), &mut causes);
            }
        }
        "Job" => job_causes(object, "spec", &mut causes),
        "CronJob" => {
            job_causes(object, "spec.jobTemplate.spec", &mut causes);
            if text(object, "/spec/schedule").is_empty() {
                causes.push(("spec.schedule".into(), "Required value".into()));
            }
        }
        _ => {}
    }
    if causes.is_empty() { Ok(()) } else { Err(Status::invalid(resource, name, causes)) }
}

/// `ValidateJobSpec`: there is something to run, which ends (pkg/apis/batch/validation).
fn job_causes(object: &Value, spec: &str, causes: &mut Vec<(String, String)>) {
    let path = format!("{spec}.template.spec");
    let at = |field: &str| format!("/{}/{field}", path.replace('.', "/"));
    if items(object, &at("containers")).next().is_none() {
        causes.push((format!("{path}.containers"), "Required value".into()));
    }
    let policy = text(object, &at("restartPolicy"));
    let valid = "\"OnFailure\", \"Never\"";
    match policy {
        "OnFailure" | "Never" => {}
        "" | "Always" => {
            causes.push((format!("{path}.restartPolicy"), format!("Required value: valid values: {valid}")));
        }
        other => {
            let message = format!("Unsupported value: \"{other}\": supported values: {valid}");
            causes.push((format!("{path}.restartPolicy"), message));
        }
    }
}

fn items<'v>(object: &'v Value, pointer: &str) -> impl Iterator<Item = (usize, &'v Value)> {
    object.pointer(pointer).and_then(Value::as_array).into_iter().flatten().enumerate()
}

fn name_complaint(resource: &Resource, name: &str) -> Option<String> {
    let label = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let part =
        |part: &str| !part.is_empty() && part.bytes().all(label) && !part.starts_with('-') && !part.ends_with('-');
    if resource.group == "rbac.authorization.k8s.io" || (name.len() <= 253 && name.split('.').all(part)) {
        return None;
    }
    Some(format!(
        "Invalid value: \"{name}\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
    ))
}

/// `ValidateEndpointIP`: an address that can lie on another machine.
fn address_causes(address: &str, path: &str, causes: &mut Vec<(String, String)>) {
    let mut refuse = |why: &str| causes.push((path.to_owned(), format!("Invalid value: \"{address}\": {why}")));
    let Some(ip) = crate::kube::address::parse(address) else {
        return refuse("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    };
    if ip.is_unspecified() {
        refuse(&format!("may not be unspecified ({ip})"));
    }
    if ip.is_loopback() {
        refuse("may not be in the loopback range (127.0.0.0/8, ::1/128)");
    }
    if let IpAddr::V4(ip) = ip {
        if ip.is_link_local() {
            refuse("may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        }
        if ip.octets().starts_with(&[224, 0, 0]) {
            refuse("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
        }
    }
}

fn port_causes(port: &Value, path: &str, causes: &mut Vec<(String, String)>) {
    let number = port.get("port").and_then(Value::as_i64).unwrap_or(0);
    if !(1..=65535).contains(&number) {
        causes
            .push((format!("{path}.port"), format!("Invalid value: {number}: must be between 1 and 65535, inclusive")));
    }
    let protocol = text(port, "/protocol");
    if !matches!(protocol, "TCP" | "UDP" | "SCTP") {
        let message = format!("Unsupported value: \"{protocol}\": supported values: \"SCTP\", \"TCP\", \"UDP\"");
        causes.push((format!("{path}.protocol"), message));
    }
}

/// RFC 4648, with padding.
pub(in crate::console) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4_u32 {
            let letter = LETTERS.get((bits >> (18 - 6 * at) & 63) as usize).map_or('=', |letter| char::from(*letter));
            out.push(if at as usize > chunk.len() { '=' } else { letter });
        }
    }
    out
}
