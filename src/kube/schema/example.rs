//! A whole small manifest in which a field stands with a sensible value: what `kijabi explain` shows of every field.
//!
//! Nothing is written by hand per field but the values that need sense; the rest grows along the schema, and a test has the
//! server's rules accept every one of them.
//!
//! Must not know: rules, texts of learners.

mod companions;
mod sample;
mod write;

use super::{Kind, Step, Struct, Type, kind};
use crate::yaml::path::split;
use companions::companions;
use sample::{plain, sample};
use serde_json::{Value, json};

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
    write::yaml(&manifest)
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

/// Where only one of several fields may be given, takes out those that are not `name`.
fn leave_one(here: &mut Value, owner: &Struct, name: &str) {
    let Some((_, choices)) = ONE_OF.iter().find(|(go, _)| *go == owner.go) else { return };
    let is_choice = |name: &str| if choices.is_empty() { name != "name" } else { choices.contains(&name) };
    if let Some(fields) = here.as_object_mut().filter(|_| is_choice(name)) {
        fields.retain(|known, _| known == name || !is_choice(known));
    }
}

/// Go types with the fields of which only one may be given; an empty list means all but `name`.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::kube::schema::{KINDS, children, describe};
    use crate::kube::{Version, check};

    /// Every path of a kind, lists by their first item.
    fn paths(kind: &Kind, path: &[Step], depth: usize, out: &mut Vec<Vec<Step>>) {
        for field in children(kind.name, path) {
            let mut below = path.to_vec();
            if describe(kind.name, path).is_some_and(|field| matches!(field.kind, Type::List(_))) {
                below.push(Step::Index(0));
            }
            below.push(Step::Key(field.name.to_owned()));
            out.push(below.clone());
            if depth < 14 {
                paths(kind, &below, depth + 1, out);
            }
        }
    }

    /// Fields that a server of 1.34 drops and is silent about: kijabi is not.
    const DROPPED: [&str; 8] = [
        "spec.containers.restartPolicy",
        "containers.restartPolicyRules",
        "initContainers.restartPolicyRules",
        "lifecycle.stopSignal",
        "spec.hostnameOverride",
        "spec.volumes.image",
        "projected.sources.clusterTrustBundle",
        "projected.sources.podCertificate",
    ];

    /// Fields that are there and that no server takes: behind a gate that is shut in 1.34, not for new pods, or of another
    /// kind of container, or not of a template's metadata. What is shown of them says where they would stand.
    const REFUSED: [&str; 18] = [
        "fileKeyRef",
        "ephemeralContainers",
        "readinessProbe.terminationGracePeriodSeconds",
        "spec.resources.claims",
        "template.spec.activeDeadlineSeconds",
        "volumeClaimTemplate.metadata.name",
        "volumeClaimTemplate.metadata.generateName",
        "volumeClaimTemplate.metadata.namespace",
        "volumeClaimTemplate.metadata.uid",
        "volumeClaimTemplate.metadata.resourceVersion",
        "volumeClaimTemplate.metadata.generation",
        "volumeClaimTemplate.metadata.creationTimestamp",
        "volumeClaimTemplate.metadata.deletionTimestamp",
        "volumeClaimTemplate.metadata.deletionGracePeriodSeconds",
        "volumeClaimTemplate.metadata.ownerReferences",
        "volumeClaimTemplate.metadata.finalizers",
        "volumeClaimTemplate.metadata.managedFields",
        "volumeClaimTemplate.metadata.selfLink",
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
                let is_dropped = DROPPED.iter().any(|field| within.contains(&format!("{field}.")));
                if is_dropped && !within.contains("ephemeral") {
                    assert!(checked.errors.is_empty(), "{within}: {told:?}\n{text}");
                    assert!(checked.warnings.iter().any(|it| it.code.as_str() == "field-ignored"), "{within}\n{text}");
                } else if REFUSED.iter().any(|field| within.contains(&format!("{field}."))) {
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
