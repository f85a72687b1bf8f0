//! `endpoints: {service, pods}`: exactly these pods stand behind the Service and get traffic.
//!
//! Must not know: other kinds of checks.

use super::{Outcome, Scene, list};
use crate::lesson::spec::EndpointsCheck;

pub(super) fn run(check: &EndpointsCheck, scene: &Scene<'_>) -> Outcome {
    let Some(name) = scene.service(&check.service) else {
        return Outcome::of(false, "답에 서비스가 꼭 하나 있어야 합니다.");
    };
    if scene.cluster.services().get(&name.namespace, &name.name).is_none() {
        return Outcome::of(false, format!("서비스 {name}: 없음"));
    }
    let mut pods: Vec<_> = scene.cluster.pods_behind(&name.namespace, &name.name).cloned().collect();
    pods.sort_unstable();
    pods.dedup();
    Outcome::of(pods == scene.pods(&check.pods), format!("{name}의 엔드포인트: {}", list(&pods)))
}
