//! `object: {kind, name, exists, labels}`: an object is there (with these labels), or is not.
//!
//! Must not know: other kinds of checks.

use super::{Outcome, Scene};
use crate::cluster::state::ObjectName;
use crate::kube::model::Metadata;
use crate::lesson::spec::ObjectCheck;

pub(super) fn run(check: &ObjectCheck, scene: &Scene<'_>) -> Outcome {
    let found = ObjectName::parse(&check.name).and_then(|name| find(scene, &check.kind, &name));
    let place = format!("{}/{}", check.kind, check.name);
    match found {
        None if check.exists => Outcome::of(false, format!("{place}: 없음{}", scene.instead_of(&check.kind))),
        None => Outcome::of(true, format!("{place}: 없음")),
        Some(_) if !check.exists => Outcome::of(false, format!("{place}: 있음")),
        Some(metadata) => {
            let missing = check.labels.iter().find(|(key, value)| metadata.labels.get(*key) != Some(value));
            let detail = match missing {
                Some((key, value)) => format!("{place}: 레이블 {key}={value} 없음"),
                None => format!("{place}: 있음"),
            };
            Outcome::of(missing.is_none(), detail)
        }
    }
}

/// The metadata of an object in the cluster; the kind's case does not matter.
fn find<'s>(scene: &'s Scene<'_>, kind: &str, name: &ObjectName) -> Option<&'s Metadata> {
    let (namespace, plain) = (&*name.namespace, &*name.name);
    let cluster = scene.cluster;
    match kind.to_ascii_lowercase().as_str() {
        "service" => cluster.services().get(namespace, plain).map(|it| &it.service.metadata),
        "pod" => cluster.pods().get(namespace, plain).map(|it| &it.pod.metadata),
        "deployment" => cluster.deployments().get(namespace, plain).map(|it| &it.deployment.metadata),
        "node" => cluster.nodes().get("", plain).map(|it| &it.node.metadata),
        _ => None,
    }
}
