//! Fields of pods that a server of some version drops unseen, because their gate is shut ([`super::super::gate`]): it says
//! nothing, and the pod runs without them.
//!
//! Must not know: other objects of a cluster.

use super::{MOST_SHOWN, warn};
use crate::diagnostic::Diagnostic;
use crate::kube::Version;
use crate::kube::at::At;
use crate::kube::gate::Gate;

struct Report<'w> {
    version: Version,
    found: usize,
    warnings: &'w mut Vec<Diagnostic>,
}

impl Report<'_> {
    /// Tells of a field that is written, where its gate is shut (`None` is one that is shut in every version); `instead` is
    /// what to do, in Korean.
    fn tell(&mut self, at: &At<'_, '_>, gate: Option<Gate>, instead: &str) {
        let is_open = gate.is_some_and(|gate| self.version.opens(gate));
        let Some(range) = at.range().filter(|_| !is_open && self.found < MOST_SHOWN) else { return };
        self.found += 1;
        let help = format!(
            "쿠버네티스 {}의 API 서버는 기능 게이트가 꺼져 있어 {}을(를) 말없이 버립니다. {instead}",
            self.version,
            at.name()
        );
        self.warnings.push(warn("field-ignored", range, help).with_path(at.path()));
    }
}

/// Adds a warning for every dropped field of the pod whose spec is `at`.
pub(super) fn fields(at: &At<'_, '_>, version: Version, warnings: &mut Vec<Diagnostic>) {
    let mut report = Report { version, found: 0, warnings };
    let report = &mut report;
    report.tell(&at.get("hostnameOverride"), Some(Gate::HostnameOverride), "hostname을 쓰거나 지우십시오.");
    let volumes = at.get("volumes");
    for volume in volumes.items() {
        let instead = "이 볼륨과 그것을 붙이는 volumeMounts도 함께 버려지니 다른 종류의 볼륨을 쓰십시오.";
        report.tell(&volume.get("image"), Some(Gate::ImageVolume), instead);
        let projected = volume.get("projected");
        let sources = projected.get("sources");
        for source in sources.items() {
            for field in ["clusterTrustBundle", "podCertificate"] {
                report.tell(&source.get(field), None, "컨피그맵이나 시크릿에 담아 붙이십시오.");
            }
        }
    }
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        let list = at.get(list);
        list.items().for_each(|item| container(&item, list.name() == "initContainers", report));
    }
}

fn container(at: &At<'_, '_>, is_init: bool, report: &mut Report<'_>) {
    let gate = Some(Gate::ContainerRestartRules);
    let policy = at.get("restartPolicy");
    // A sidecar is one from 1.29 on.
    if !is_init || policy.text() != "Always" {
        let instead = "파드 전체의 재시작 방법이라면 restartPolicy를 spec 바로 아래에 적으십시오.";
        report.tell(&policy, gate, instead);
    }
    report.tell(&at.get("restartPolicyRules"), gate, "이 목록을 지우십시오.");
    let lifecycle = at.get("lifecycle");
    report.tell(&lifecycle.get("stopSignal"), None, "이미지의 STOPSIGNAL로 정하십시오.");
    let variables = at.get("env");
    for variable in variables.items() {
        let from = variable.get("valueFrom");
        report.tell(&from.get("fileKeyRef"), Some(Gate::EnvFiles), "configMapKeyRef나 secretKeyRef를 쓰십시오.");
    }
}
