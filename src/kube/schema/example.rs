//! A whole small manifest in which a field stands with a sensible value: what `kijabi explain` shows of every field.
//!
//! Nothing is written by hand per field but the values that need sense; the rest grows along the schema, and a test has the
//! server's rules accept every one of them.
//!
//! Must not know: rules, texts of learners.

use super::{Field, Kind, Presence, Step, Struct, Type, kind};
use crate::yaml::path::split;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// A manifest of `kind_name` that uses the field at `path`; empty for an unknown kind or path.
#[must_use]
pub fn example(kind_name: &str, path: &[Step]) -> String {
    let Some(kind) = kind(kind_name) else { return String::new() };
    if !path.is_empty() && super::describe(kind_name, path).is_none() {
        return String::new();
    }
    let spelt = spelt(path);
    let mut manifest = base(kind, &spelt);
    for (companion, value) in companions(kind, &spelt) {
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
        if let Some(slot) = grow(&mut manifest, kind.root, &split(&companion)) {
            *slot = value;
        }
    }
    // Kinds without a namespace are not given one.
    if kind.namespaced || spelt != "metadata.namespace" {
        let _ = grow(&mut manifest, kind.root, path);
    }
    let mut out = String::new();
    write_yaml(&manifest, 0, &mut out);
    out
}

/// What else has to be said for a field to make sense, as a row: the field, or the beginning of the names of several
/// (`loadBalancer`), then paths with their values, as JSON or as text.
type Companions = &'static [(&'static str, &'static [(&'static str, &'static str)])];

/// Of a Service.
const OF_A_SERVICE: Companions = &[
    ("spec.externalName", &[("spec.type", "ExternalName"), ("spec.externalName", "db.example.com")]),
    ("spec.externalTrafficPolicy", &[("spec.type", "NodePort")]),
    ("spec.ports.nodePort", &[("spec.type", "NodePort")]),
    ("spec.sessionAffinityConfig", &[("spec.sessionAffinity", "ClientIP")]),
    ("spec.clusterIPs", &[("spec.clusterIP", "10.96.0.50")]),
    ("spec.healthCheckNodePort", &[("spec.type", "LoadBalancer"), ("spec.externalTrafficPolicy", "Local")]),
    ("spec.loadBalancer", &[("spec.type", "LoadBalancer")]),
    ("spec.allocateLoadBalancerNodePorts", &[("spec.type", "LoadBalancer")]),
    ("status.loadBalancer", &[("spec.type", "LoadBalancer")]),
];

/// Of a Deployment, without the pods it makes.
const OF_A_DEPLOYMENT: Companions = &[
    ("spec.strategy.rollingUpdate", &[("spec.strategy.type", "RollingUpdate"), ("spec.replicas", "4")]),
    (
        "spec.selector.matchExpressions",
        &[("spec.selector.matchExpressions", r#"[{"key":"app","operator":"In","values":["web"]}]"#)],
    ),
];

/// Of a Pod's spec, wherever it stands; the paths are below it.
const OF_A_POD_SPEC: Companions = &[
    ("initContainers.l", &[("initContainers.restartPolicy", "Always")]),
    ("initContainers.readinessProbe", &[("initContainers.restartPolicy", "Always")]),
    ("initContainers.startupProbe", &[("initContainers.restartPolicy", "Always")]),
    ("securityContext.windowsOptions.hostProcess", &[("hostNetwork", "true")]),
    ("tolerations.tolerationSeconds", &[("tolerations.effect", "NoExecute")]),
    ("volumes.projected", &[("serviceAccountName", "web")]),
];

/// Of a container, in whichever list it stands: what its Pod's spec has to say.
const OF_A_CONTAINERS_POD: Companions = &[
    ("volumeMounts", &[("volumes", r#"[{"name":"data","emptyDir":{}}]"#)]),
    ("volumeDevices", &[("volumes", r#"[{"name":"data","persistentVolumeClaim":{"claimName":"data"}}]"#)]),
    ("resources.claims", &[("resourceClaims", r#"[{"name":"web","resourceClaimName":"shared-gpu"}]"#)]),
    (
        "securityContext.windowsOptions.hostProcess",
        &[("hostNetwork", "true"), ("securityContext.windowsOptions.hostProcess", "true")],
    ),
];

/// Of a container: what itself has to say.
const OF_A_CONTAINER: Companions = &[("ports.hostIP", &[("ports.hostPort", "8080")])];

/// What else a manifest of `kind` has to say for the field spelt so: whole paths, each with its value.
fn companions(kind: &Kind, spelt: &str) -> Vec<(String, &'static str)> {
    // A table holds for the fields below one place, and speaks of paths below a place.
    let mut tables = vec![];
    let pod_spec = match kind.name {
        "Service" => {
            tables.push((String::new(), OF_A_SERVICE, String::new()));
            None
        }
        "Deployment" => {
            tables.push((String::new(), OF_A_DEPLOYMENT, String::new()));
            Some("spec.template.spec.")
        }
        "Pod" => Some("spec."),
        _ => None,
    };
    if let Some(pod_spec) = pod_spec {
        for list in ["containers.", "initContainers."].map(|list| format!("{pod_spec}{list}")) {
            tables.push((list.clone(), OF_A_CONTAINERS_POD, pod_spec.to_owned()));
            tables.push((list.clone(), OF_A_CONTAINER, list));
        }
        tables.push((pod_spec.to_owned(), OF_A_POD_SPEC, pod_spec.to_owned()));
    }
    let rows = tables.into_iter().filter_map(|(holds_below, table, speaks_below)| {
        let field = spelt.strip_prefix(&holds_below)?;
        let rows = table.iter().filter(move |(start, _)| field.starts_with(start));
        Some(rows.flat_map(|(_, paths)| *paths).map(move |(path, value)| (format!("{speaks_below}{path}"), *value)))
    });
    rows.flatten().collect()
}

/// The names of a path, without indices.
pub(super) fn spelt(path: &[Step]) -> String {
    let names: Vec<&str> = path
        .iter()
        .filter_map(|step| match step {
            Step::Key(name) => Some(name.as_str()),
            Step::Index(_) => None,
        })
        .collect();
    names.join(".")
}

/// The least that the server takes of a kind.
fn base(kind: &Kind, spelt: &str) -> Value {
    let containers = json!([{"name": "web", "image": "nginx:1.29"}]);
    let mut manifest = json!({"apiVersion": kind.api_version, "kind": kind.name, "metadata": {"name": "web"}});
    let spec = match kind.name {
        "Service" if spelt == "spec.externalName" => json!({}),
        "Service" => json!({"selector": {"app": "web"}, "ports": [{"port": 80}]}),
        "Pod" => json!({"containers": containers}),
        "Deployment" => json!({
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": containers}},
        }),
        "Namespace" => {
            manifest["metadata"]["name"] = "shop".into();
            return manifest;
        }
        _ => {
            manifest["metadata"]["name"] = "node-1".into();
            return manifest;
        }
    };
    manifest["spec"] = spec;
    manifest
}

/// Makes `path` exist below `value`; gives what stands there.
fn grow<'v>(value: &'v mut Value, fields: &'static Struct, path: &[Step]) -> Option<&'v mut Value> {
    let mut here = value;
    let mut wanted = Type::Struct(fields);
    for step in path {
        while let (Type::List(item), Step::Key(_)) = (wanted, step) {
            here = first_item(here, *item)?;
            wanted = *item;
        }
        match (step, wanted) {
            (Step::Index(_), Type::List(item)) => {
                here = first_item(here, *item)?;
                wanted = *item;
            }
            (Step::Key(name), Type::Struct(owner)) => {
                let field = owner.field(name)?;
                leave_one(here, owner, name);
                here = here.as_object_mut()?.entry(name.clone()).or_insert_with(|| sample(owner, field, field.kind));
                wanted = field.kind;
            }
            (Step::Key(name), Type::Map(_, inner)) => {
                let of_kind = *inner;
                here = here.as_object_mut()?.entry(name.clone()).or_insert_with(|| plain(of_kind));
                wanted = of_kind;
            }
            _ => return None,
        }
    }
    Some(here)
}

/// Of fields of which one alone may stand, takes out those that are not `name`.
fn leave_one(here: &mut Value, owner: &Struct, name: &str) {
    let Some((_, choices)) = ONE_OF.iter().find(|(go, _)| *go == owner.go) else { return };
    let is_choice = |name: &str| if choices.is_empty() { name != "name" } else { choices.contains(&name) };
    if let Some(fields) = here.as_object_mut().filter(|_| is_choice(name)) {
        fields.retain(|known, _| known == name || !is_choice(known));
    }
}

/// Go types of whose fields one alone may stand; an empty list means all but `name`.
const ONE_OF: &[(&str, &[&str])] = &[
    ("v1.Volume", &[]),
    ("v1.VolumeProjection", &[]),
    ("v1.EnvVarSource", &[]),
    ("v1.EnvVar", &["value", "valueFrom"]),
    ("v1.EnvFromSource", &["configMapRef", "secretRef"]),
    ("v1.Probe", &["exec", "httpGet", "tcpSocket", "grpc"]),
    ("v1.LifecycleHandler", &["exec", "httpGet", "tcpSocket", "sleep"]),
    ("v1.DownwardAPIVolumeFile", &["fieldRef", "resourceFieldRef"]),
    ("v1.PodResourceClaim", &["resourceClaimName", "resourceClaimTemplateName"]),
];

fn first_item(list: &mut Value, item: Type) -> Option<&mut Value> {
    let items = list.as_array_mut()?;
    if items.is_empty() {
        items.push(plain(item));
    }
    items.first_mut()
}

/// A value that makes sense in a field.
fn sample(owner: &Struct, field: &'static Field, of_kind: Type) -> Value {
    let known = SAMPLES.iter().find(|(go, name, _)| (go.is_empty() || *go == owner.go) && *name == field.name);
    if let Some((_, _, value)) = known {
        let read = serde_json::from_str(value).unwrap_or_else(|_| Value::from(*value));
        return match (of_kind, read) {
            (Type::List(_), read @ Value::Array(_)) => read,
            (Type::List(_), one) => json!([one]),
            (Type::String | Type::Named(_), Value::Number(number)) => number.to_string().into(),
            (_, read) => read,
        };
    }
    match of_kind {
        Type::List(item) => json!([sample(owner, field, *item)]),
        // What is not the default shows more.
        _ if !field.values.is_empty() => {
            let other = field.values.iter().find(|value| **value != field.default);
            other.or(field.values.first()).map_or(Value::Null, |value| Value::from(*value))
        }
        Type::Bool => Value::from(field.default != "true"),
        _ => plain(of_kind),
    }
}

/// Values that the schema alone cannot know, by the Go type that owns the field (any where empty) and the field's name.
const SAMPLES: &[(&str, &str, &str)] = &[
    ("v1.ObjectFieldSelector", "apiVersion", "v1"),
    ("", "configMapKeyRef", r#"{"name":"settings","key":"mode"}"#),
    ("", "secretKeyRef", r#"{"name":"db","key":"password"}"#),
    ("v1.DownwardAPIVolumeFile", "resourceFieldRef", r#"{"containerName":"web","resource":"limits.cpu"}"#),
    ("", "resource", "limits.cpu"),
    ("", "divisor", "1m"),
    ("v1.DownwardAPIVolumeFile", "path", "labels"),
    ("v1.KeyToPath", "path", "settings.yaml"),
    ("v1.ServiceAccountTokenProjection", "path", "token"),
    ("v1.ClusterTrustBundleProjection", "path", "ca.crt"),
    ("v1.DownwardAPIVolumeSource", "items", r#"[{"path":"labels","fieldRef":{"fieldPath":"metadata.labels"}}]"#),
    ("v1.DownwardAPIProjection", "items", r#"[{"path":"labels","fieldRef":{"fieldPath":"metadata.labels"}}]"#),
    ("v1.Volume", "downwardAPI", r#"{"items":[{"path":"labels","fieldRef":{"fieldPath":"metadata.labels"}}]}"#),
    ("v1.Volume", "configMap", r#"{"name":"settings"}"#),
    ("v1.Volume", "secret", r#"{"secretName":"tls"}"#),
    ("v1.Volume", "gitRepo", r#"{"repository":"https://example.com/web.git"}"#),
    ("v1.VolumeProjection", "configMap", r#"{"name":"settings"}"#),
    ("v1.VolumeProjection", "secret", r#"{"name":"tls"}"#),
    ("", "expirationSeconds", "3600"),
    ("v1.HostPathVolumeSource", "type", "DirectoryOrCreate"),
    ("v1.ContainerResizePolicy", "resourceName", "cpu"),
    ("v1.Container", "restartPolicy", "Always"),
    ("v1.PodSpec", "overhead", r#"{"cpu":"100m"}"#),
    ("v1.PodSpec", "resourceClaims", r#"[{"name":"gpu","resourceClaimName":"shared-gpu"}]"#),
    ("", "seccompProfile", r#"{"type":"Localhost","localhostProfile":"profiles/web.json"}"#),
    ("", "appArmorProfile", r#"{"type":"Localhost","localhostProfile":"web"}"#),
    ("v1.NodeSelectorTerm", "matchExpressions", r#"[{"key":"disktype","operator":"In","values":["ssd"]}]"#),
    ("v1.NodeSelectorTerm", "matchFields", r#"[{"key":"metadata.name","operator":"In","values":["node-1"]}]"#),
    ("v1.LabelSelector", "matchExpressions", r#"[{"key":"app","operator":"In","values":["web"]}]"#),
    (
        "v1.WeightedPodAffinityTerm",
        "podAffinityTerm",
        r#"{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"app":"web"}}}"#,
    ),
    (
        "v1.PodAffinity",
        "requiredDuringSchedulingIgnoredDuringExecution",
        r#"[{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"app":"web"}}}]"#,
    ),
    (
        "v1.PodAntiAffinity",
        "requiredDuringSchedulingIgnoredDuringExecution",
        r#"[{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"app":"web"}}}]"#,
    ),
    (
        "v1.PodSpec",
        "topologySpreadConstraints",
        r#"[{"maxSkew":1,"topologyKey":"topology.kubernetes.io/zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"app":"web"}}}]"#,
    ),
    ("v1.NamespaceSpec", "finalizers", "kubernetes"),
    ("v1.ServiceSpec", "type", "NodePort"),
    ("v1.ServiceSpec", "clusterIP", "10.96.0.50"),
    ("v1.ServiceSpec", "clusterIPs", "10.96.0.50"),
    ("v1.ServiceSpec", "externalName", "db.example.com"),
    ("v1.ServiceSpec", "externalIPs", "203.0.113.10"),
    ("v1.ServiceSpec", "loadBalancerIP", "203.0.113.10"),
    ("v1.ServiceSpec", "loadBalancerClass", "example.com/internal"),
    ("v1.ServiceSpec", "loadBalancerSourceRanges", "203.0.113.0/24"),
    ("v1.ServiceSpec", "healthCheckNodePort", "30100"),
    ("v1.ServiceSpec", "ipFamilyPolicy", "PreferDualStack"),
    ("v1.ServiceSpec", "ipFamilies", "IPv4"),
    ("v1.ServicePort", "name", "http"),
    ("v1.ServicePort", "targetPort", "8080"),
    ("v1.ServicePort", "nodePort", "30080"),
    ("v1.ServicePort", "appProtocol", "kubernetes.io/h2c"),
    ("v1.ServicePort", "protocol", "TCP"),
    ("v1.ClientIPConfig", "timeoutSeconds", "600"),
    ("v1.ObjectMeta", "name", "web"),
    ("v1.ObjectMeta", "generateName", "web-"),
    ("v1.ObjectMeta", "namespace", "shop"),
    ("v1.ObjectMeta", "annotations", r#"{"example.com/memo":"첫 서비스"}"#),
    ("v1.ObjectMeta", "finalizers", "example.com/cleanup"),
    ("v1.OwnerReference", "apiVersion", "apps/v1"),
    ("v1.OwnerReference", "kind", "ReplicaSet"),
    ("v1.OwnerReference", "controller", "true"),
    ("", "uid", "2f1c9a56-0d5e-4f8e-9a51-6a3b1c9e7d20"),
    ("v1.ContainerPort", "name", "http"),
    ("v1.ContainerPort", "containerPort", "80"),
    ("v1.ContainerPort", "hostPort", "8080"),
    ("v1.ContainerPort", "hostIP", "192.168.49.2"),
    ("v1.ContainerPort", "protocol", "TCP"),
    ("v1.EnvVar", "name", "REDIS_HOST"),
    ("v1.EnvVar", "value", "redis"),
    ("v1.EnvFromSource", "prefix", "DB_"),
    ("v1.Container", "image", "nginx:1.29"),
    ("", "command", r#"["sh", "-c"]"#),
    ("", "args", r#"["sleep 3600"]"#),
    ("", "workingDir", "/app"),
    ("", "mountPath", "/data"),
    ("", "devicePath", "/dev/xvda"),
    ("", "path", "/healthz"),
    ("", "port", "80"),
    ("", "hostname", "web"),
    ("", "hostnames", "db.example.com"),
    ("", "ip", "203.0.113.10"),
    ("", "ips", "203.0.113.10"),
    ("", "nameservers", "10.96.0.10"),
    ("", "podCIDR", "10.244.0.0/24"),
    ("", "podCIDRs", "10.244.0.0/24"),
    ("", "nodeName", "node-1"),
    ("", "topologyKey", "topology.kubernetes.io/zone"),
    ("", "medium", "Memory"),
    ("", "sizeLimit", "64Mi"),
    ("", "limits", r#"{"cpu":"500m","memory":"128Mi"}"#),
    ("", "requests", r#"{"cpu":"250m","memory":"64Mi"}"#),
    ("v1.PodSpec", "initContainers", r#"[{"name":"wait","image":"busybox:1.37"}]"#),
    ("v1.PodSpec", "ephemeralContainers", r#"[{"name":"debug","image":"busybox:1.37"}]"#),
    ("v1.PodSpec", "volumes", r#"[{"name":"data","emptyDir":{}}]"#),
    ("v1.PodSpec", "restartPolicy", "Always"),
    ("v1.VolumeMount", "name", "data"),
    ("v1.VolumeDevice", "name", "data"),
    ("v1.Container", "env", r#"[{"name":"REDIS_HOST","value":"redis"}]"#),
    ("v1.Container", "envFrom", r#"[{"configMapRef":{"name":"settings"}}]"#),
    ("", "valueFrom", r#"{"fieldRef":{"fieldPath":"status.podIP"}}"#),
    ("", "fieldPath", "status.podIP"),
    ("", "livenessProbe", r#"{"httpGet":{"path":"/healthz","port":80}}"#),
    ("", "readinessProbe", r#"{"httpGet":{"path":"/ready","port":80}}"#),
    ("", "startupProbe", r#"{"tcpSocket":{"port":80}}"#),
    ("", "postStart", r#"{"exec":{"command":["sh","-c","echo started"]}}"#),
    ("", "preStop", r#"{"exec":{"command":["sh","-c","sleep 5"]}}"#),
    ("", "httpGet", r#"{"path":"/healthz","port":80}"#),
    ("", "exec", r#"{"command":["cat","/tmp/ready"]}"#),
    ("v1.DeploymentSpec", "replicas", "3"),
    ("v1.RollingUpdateDeployment", "maxSurge", "1"),
    ("v1.RollingUpdateDeployment", "maxUnavailable", "0"),
    ("v1.Taint", "key", "dedicated"),
    ("v1.Toleration", "key", "dedicated"),
    ("v1.Toleration", "operator", "Exists"),
    ("v1.LabelSelectorRequirement", "operator", "In"),
];

/// A value of a type, of which nothing more is known.
fn plain(of_kind: Type) -> Value {
    match of_kind {
        Type::String | Type::Named(_) => "web".into(),
        Type::Bool => true.into(),
        Type::Int32 | Type::Int64 => 1.into(),
        Type::IntOrString => 80.into(),
        Type::Quantity => "100m".into(),
        Type::Time => "2025-01-01T00:00:00Z".into(),
        Type::Any => json!({}),
        Type::List(item) => json!([plain(*item)]),
        Type::Map(_, value) => json!({"app": plain(*value)}),
        Type::Struct(owner) => {
            let with = |presence: Presence| owner.fields.iter().filter(move |field| field.presence == presence);
            let written = |field: &'static Field| (field.name.to_owned(), sample(owner, field, field.kind));
            let mut fields: Map<String, Value> = with(Presence::Required).map(written).collect();
            if fields.is_empty() {
                fields.extend(with(Presence::Optional).next().map(written));
            }
            Value::Object(fields)
        }
    }
}

/// Block style, two blanks a level, a list's dashes one level further in than its key.
fn write_yaml(value: &Value, indent: usize, out: &mut String) {
    let blanks = " ".repeat(indent);
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let _ = write!(out, "{blanks}{key}:");
                entry(value, indent + 2, out);
            }
        }
        Value::Array(items) => {
            for item in items {
                if is_nested(item) {
                    let mut inner = String::new();
                    write_yaml(item, indent + 2, &mut inner);
                    let _ = write!(out, "{blanks}- {}", inner.trim_start());
                } else {
                    let _ = writeln!(out, "{blanks}- {}", scalar(item));
                }
            }
        }
        _ => {}
    }
}

fn entry(value: &Value, indent: usize, out: &mut String) {
    if is_nested(value) {
        out.push('\n');
        write_yaml(value, indent, out);
    } else {
        let _ = writeln!(out, " {}", scalar(value));
    }
}

fn is_nested(value: &Value) -> bool {
    value.as_object().is_some_and(|fields| !fields.is_empty())
        || value.as_array().is_some_and(|items| !items.is_empty())
}

fn scalar(value: &Value) -> String {
    let Value::String(text) = value else { return value.to_string() };
    let plain = text.starts_with(|c: char| c.is_alphabetic() || c == '/')
        && text.chars().all(|c| c.is_alphanumeric() || "-_./: ".contains(c))
        && !text.contains(": ")
        && !text.ends_with(':')
        && !matches!(
            text.to_ascii_lowercase().as_str(),
            "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "null"
        );
    let address = text.starts_with(|c: char| c.is_ascii_digit())
        && (text.matches('.').count() > 1 || text.ends_with(char::is_alphabetic))
        && !text.contains(':');
    if plain || address { text.clone() } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use super::super::{KINDS, children};
    use super::*;
    use crate::diagnostic::Severity;
    use crate::kube::{Version, check};

    /// Every path of a kind, lists by their first item.
    fn paths(kind: &Kind, path: &[Step], depth: usize, out: &mut Vec<Vec<Step>>) {
        for field in children(kind.name, path) {
            let mut below = path.to_vec();
            if super::super::describe(kind.name, path).is_some_and(|field| matches!(field.kind, Type::List(_))) {
                below.push(Step::Index(0));
            }
            below.push(Step::Key(field.name.to_owned()));
            out.push(below.clone());
            if depth < 14 {
                paths(kind, &below, depth + 1, out);
            }
        }
    }

    /// Fields that are there and that no server takes: behind a gate that is shut in 1.34, not for new pods, or of another
    /// kind of container. What is shown of them says where they would stand.
    const REFUSED: [&str; 7] = [
        "fileKeyRef",
        "ephemeralContainers",
        "volumes.image",
        "readinessProbe.terminationGracePeriodSeconds",
        "spec.containers.restartPolicy",
        "spec.resources.claims",
        "template.spec.activeDeadlineSeconds",
    ];

    #[test]
    fn the_server_takes_every_example_and_the_field_stands_in_it() {
        let (mut tried, mut faults) = (0, Vec::new());
        for kind in KINDS {
            let mut all = vec![Vec::new()];
            paths(kind, &[], 0, &mut all);
            for path in all {
                tried += 1;
                let text = example(kind.name, &path);
                let checked = check(&text, Version::V1_34);
                let told: Vec<_> = checked
                    .errors
                    .iter()
                    .chain(checked.warnings.iter().filter(|it| it.severity != Severity::Info))
                    .filter(|it| it.code.as_str() != "field-deprecated")
                    .map(|it| format!("{} {} {}", it.code, it.path, it.server))
                    .collect();
                let name = path.iter().rev().find_map(|step| match step {
                    Step::Key(name) => Some(name.as_str()),
                    Step::Index(_) => None,
                });
                let stands = name.is_none_or(|name| text.contains(&format!("{name}:")));
                let nowhere = !kind.namespaced && name == Some("namespace");
                let within = format!("{}.", spelt(&path));
                if REFUSED.iter().any(|field| within.contains(&format!("{field}."))) {
                    assert!(!checked.errors.is_empty(), "{within} is taken\n{text}");
                } else if !told.is_empty() || !stands && !nowhere {
                    faults.push(format!("{}.{}: {told:?}\n{text}", kind.name, spelt(&path)));
                }
            }
        }
        assert!(tried > 1_000, "{tried} fields");
        assert!(faults.is_empty(), "{} of {tried}:\n{}", faults.len(), faults[..faults.len().min(60)].join("\n"));
    }
}
