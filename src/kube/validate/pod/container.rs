//! One container: what all kinds of containers share, and what init and ephemeral ones alone may or must
//! (`validateContainerCommon`, `validateInitContainers`, `validateEphemeralContainers`).
//!
//! Must not know: the pod but for what containers can name of it.

use super::volumes::Volumes;
use super::{Context, env, handler, mounts, network, resources, security};
use crate::kube::at::At;
use crate::kube::fault::{Faults, Remedy};
use crate::kube::validate::shape::choice;
use crate::kube::{meant, names};
use std::collections::BTreeSet;

/// What containers see of their pod.
pub(super) struct Inside<'a, 't> {
    pub(super) volumes: &'a Volumes<'t>,
    /// The names of its resource claims.
    pub(super) claims: &'a BTreeSet<&'t str>,
    pub(super) grace: i64,
    pub(super) context: Context<'a>,
    pub(super) pod: &'a At<'t, 'a>,
}

/// `validateContainerCommon`.
pub(super) fn container(at: &At<'_, '_>, inside: &Inside<'_, '_>, faults: &mut Faults) {
    name(&at.get("name"), faults);
    let image = at.get("image");
    if image.text().is_empty() {
        let help = "컨테이너에 image가 없습니다. 무엇을 실행할지 `image: nginx`처럼 이미지 이름을 적으십시오.";
        faults.push(image.required("", "image-missing", help));
    }
    let policy = at.get("terminationMessagePolicy");
    let (supported, meaning) = (["File", "FallbackToLogsOnError"], "끝난 까닭을 어디에서 읽을지 정하는");
    faults.extend(choice(policy, policy.text_or("File"), &supported, "value-not-supported", meaning));
    network::ports(&at.get("ports"), faults);
    env::variables(&at.get("env"), faults);
    env::sources(&at.get("envFrom"), faults);
    mounts::mounts(at, inside.volumes, faults);
    mounts::devices(at, inside.volumes, faults);
    let pull = at.get("imagePullPolicy");
    let (supported, meaning) = (["Always", "IfNotPresent", "Never"], "이미지를 언제 내려받을지 정하는");
    // The server fills in one of them by the image's tag.
    faults.extend(choice(pull, pull.text_or("Always"), &supported, "value-not-supported", meaning));
    resources::container(&at.get("resources"), inside, faults);
    resources::resize(at, inside, faults);
    security::of_container(&at.get("securityContext"), inside.pod, faults);
}

fn name(at: &At<'_, '_>, faults: &mut Faults) {
    if at.text().is_empty() {
        let help = "컨테이너에 name이 없습니다. 파드 안에서 컨테이너를 부를 이름을 `name: web`처럼 적으십시오.";
        let fault = at.required("", "container-name-missing", help);
        faults.push(fault.remedy(Remedy::Add("name", "web".to_owned())));
    }
    for message in names::dns_1123_label(at.text()).iter().filter(|_| !at.text().is_empty()) {
        let help = format!("컨테이너 이름 `{}`은(는) 소문자, 숫자, '-'만으로 63자까지여야 합니다.", at.text());
        faults.push(at.invalid_text(message, "container-name-invalid", help).write(meant::mend(at.text())));
    }
}

/// Says that a container is called like another of its pod.
pub(super) fn same_name(container: &At<'_, '_>, faults: &mut Faults) {
    let name = container.get("name");
    let help = if name.text().is_empty() {
        "이름(name) 없는 컨테이너가 둘 이상이라 서로 구별할 수 없습니다. 저마다 다른 이름을 적으십시오.".to_owned()
    } else {
        format!(
            "컨테이너 이름 `{}`이(가) 이미 이 파드에 있습니다. 파드 안에서는 이름이 서로 달라야 합니다.",
            name.text()
        )
    };
    faults.push(name.duplicate(name.text(), "container-name-duplicate", help));
}

/// `validateContainerOnlyForPod`.
pub(super) fn image_blanks(at: &At<'_, '_>, faults: &mut Faults) {
    let image = at.get("image");
    let written = image.text();
    if written.trim() != written {
        let help = format!("이미지 이름 `{written}`의 앞뒤에 공백이 있습니다. 공백을 지우십시오.");
        let detail = "must not have leading or trailing whitespace";
        faults.push(image.invalid_text(detail, "image-invalid", help).write(Some(written.trim())));
    }
}

/// Whether an init container goes on running beside the others.
pub(super) fn is_sidecar(at: &At<'_, '_>) -> bool {
    at.get("restartPolicy").text() == "Always"
}

/// `validateInitContainers`; `known` are the names of the containers, to which those of these are added.
pub(super) fn init_containers<'t>(
    pod: &At<'t, '_>,
    inside: &Inside<'_, '_>,
    known: &mut BTreeSet<&'t str>,
    faults: &mut Faults,
) {
    const CODE: &str = "init-container-invalid";
    let list = pod.get("initContainers");
    for item in list.items() {
        container(&item, inside, faults);
        let policy = item.get("restartPolicy");
        if policy.is_set() && policy.text() != "Always" {
            let help = format!(
                "초기화 컨테이너의 restartPolicy에는 Always(사이드카로 계속 돌림)만 적을 수 있는데 `{}`을(를) 적었습니다. 한 번만 돌 것이면 지우십시오.",
                policy.text()
            );
            faults.push(policy.unsupported(policy.text(), &["Always"], CODE, help).remedy(Remedy::Remove));
        }
        // The server compares even names that are missing, and does not remember them.
        let name = item.get("name").text();
        if known.contains(name) {
            same_name(&item, faults);
        } else if !name.is_empty() {
            known.insert(name);
        }
        network::host_port_conflicts(std::iter::once(item), faults);
        if is_sidecar(&item) {
            handler::handlers(&item, inside.grace, faults);
            continue;
        }
        for field in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] {
            let at = item.get(field);
            if at.is_set() {
                let help = format!(
                    "초기화 컨테이너는 한 번 돌고 끝나므로 {field}을(를) 쓸 수 없습니다. 지우거나, 계속 도는 사이드카라면 `restartPolicy: Always`를 적으십시오."
                );
                let detail = "may not be set for init containers without restartPolicy=Always";
                faults.push(at.forbidden(detail, CODE, help).remedy(Remedy::Remove));
            }
        }
    }
}

/// `validateEphemeralContainers`; `known` are the names of all others.
pub(super) fn ephemeral_containers<'t>(
    pod: &At<'t, '_>,
    inside: &Inside<'_, '_>,
    mut known: BTreeSet<&'t str>,
    faults: &mut Faults,
) {
    const CODE: &str = "ephemeral-container-invalid";
    const DETAIL: &str = "cannot be set for an Ephemeral Container";
    let list = pod.get("ephemeralContainers");
    let others = if list.len() > 0 { known.clone() } else { BTreeSet::new() };
    for item in list.items() {
        container(&item, inside, faults);
        image_blanks(&item, faults);
        if !known.insert(item.get("name").text()) {
            same_name(&item, faults);
        }
        let target = item.get("targetContainerName");
        if !target.text().is_empty() && !others.contains(target.text()) {
            let near = meant::closest(target.text(), others.iter().copied());
            let help = format!(
                "targetContainerName의 `{}`은(는) 이 파드에 없는 컨테이너입니다. containers에 적은 이름을 적으십시오.",
                target.text()
            );
            faults.push(target.not_found(target.text(), CODE, help).write(near));
        }
        let kept = [
            "ports",
            "resources",
            "resizePolicy",
            "restartPolicy",
            "restartPolicyRules",
            "livenessProbe",
            "readinessProbe",
            "startupProbe",
            "lifecycle",
        ];
        for field in kept {
            let at = item.get(field);
            let is_plain = ["ports", "resources", "resizePolicy", "restartPolicyRules"].contains(&field);
            if if is_plain { at.len() > 0 } else { at.is_set() } {
                let help = format!(
                    "임시 컨테이너에는 {field}을(를) 적을 수 없습니다. 들여다보려고 잠깐 넣는 것이라 서비스하지 않습니다."
                );
                faults.push(at.forbidden(DETAIL, CODE, help).remedy(Remedy::Remove));
            }
        }
        let mounts = item.get("volumeMounts");
        for mount in mounts.items() {
            for field in ["subPath", "subPathExpr"] {
                let at = mount.get(field);
                if !at.text().is_empty() {
                    let help = format!(
                        "임시 컨테이너의 볼륨에는 {field}(`{}`)을(를) 쓸 수 없습니다. 볼륨째 붙이십시오.",
                        at.text()
                    );
                    faults.push(at.forbidden(DETAIL, CODE, help).remedy(Remedy::Remove));
                }
            }
        }
    }
}
