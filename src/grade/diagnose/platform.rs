//! What the place where the cluster stands makes of a Service: a LoadBalancer stays pending where nobody gives out
//! addresses. Nothing is wrong with the manifest, so it is a remark.
//!
//! Must not know: exercises.

use super::place::Place;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostic, Severity, Stage};
use crate::kube::model::Service;

pub(super) fn look(cluster: &Cluster, service: &Service, place: &Place<'_>, found: &mut Vec<Diagnostic>) {
    let platform = cluster.spec().platform;
    if service.spec.r#type != "LoadBalancer" || platform.gives_balancers() {
        return;
    }
    let help = format!(
        "이 클러스터({})에는 로드밸런서를 내줄 클라우드가 없어서 EXTERNAL-IP가 <pending>에 머뭅니다. 노드의 포트로는 들어올 수 있으니 NodePort로 충분한지 따져 보십시오.",
        platform.name()
    );
    let range = place.range("spec.type");
    found.push(
        Diagnostic::new(Code("load-balancer-pending"), Stage::World, Severity::Info, range, help)
            .with_path("spec.type"),
    );
}
