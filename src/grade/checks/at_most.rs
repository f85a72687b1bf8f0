//! `at-most: {kind, count}`: not more objects of a kind than needed.
//!
//! Must not know: other kinds of checks.

use super::{Outcome, Scene};
use crate::lesson::spec::AtMostCheck;

pub(super) fn run(check: &AtMostCheck, scene: &Scene<'_>) -> Outcome {
    let cluster = scene.cluster;
    let count = match check.kind.to_ascii_lowercase().as_str() {
        "service" => cluster.services().iter().filter(|it| !is_own(&it.name.namespace, &it.name.name)).count(),
        "pod" => cluster.pods().iter().len(),
        "deployment" => cluster.deployments().iter().len(),
        "node" => cluster.nodes().iter().len(),
        _ => 0,
    };
    Outcome::of(count <= check.count, format!("{} {count}개", check.kind))
}

/// The API server's own Service is in every cluster and is nobody's doing.
fn is_own(namespace: &str, name: &str) -> bool {
    namespace == "default" && name == "kubernetes"
}
