//! One container: what all kinds of containers share, and what init and ephemeral ones alone may or must
//! (`validateContainerCommon`, `validateInitContainers`, `validateEphemeralContainers`). What stands behind a gate that is shut
//! is not looked at.
//!
//! Must not know: the pod but for what containers can name of it.

use super::volumes::Volumes;
use super::{Context, env, handler, mounts, network, resources, security};
use crate::kube::at::At;
use crate::kube::fault::{Faults, Remedy};
use crate::kube::gate::Gate;
use crate::kube::validate::shape::{choice, choice_if_set, renumbered};
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

impl Inside<'_, '_> {
    /// Whether the server fills in ports of the node: of a pod on its node's network (`SetDefaults_Pod`), and not of what
    /// pods are made from.
    pub(super) fn fills_host_ports(&self) -> bool {
        self.context.is_pod && self.pod.get("hostNetwork").is_true()
    }
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
    let is_ephemeral = at.path().contains("ephemeral");
    network::ports(&at.get("ports"), inside.fills_host_ports() && !is_ephemeral, faults);
    env::variables(&at.get("env"), inside.context.version, faults);
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
    for (index, item) in list.items().enumerate() {
        container(&item, inside, faults);
        restarts(&item, inside.context, faults);
        // The server compares even names that are missing, and does not remember them.
        let name = item.get("name").text();
        if known.contains(name) {
            same_name(&item, faults);
        } else if !name.is_empty() {
            known.insert(name);
        }
        // The server looks at one at a time, and takes each for the first of its list.
        let mut own = Faults::default();
        network::host_port_conflicts(std::iter::once(item), inside.fills_host_ports(), &mut own);
        renumbered(own, &list, index, 0, faults);
        if is_sidecar(&item) {
            handler::handlers(&item, inside.grace, faults);
            continue;
        }
        for field in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] {
            let at = item.get(field);
            if at.is_set() && !handler::is_stop_signal_alone(&at) {
                let help = format!(
                    "초기화 컨테이너는 한 번 돌고 끝나므로 {field}을(를) 쓸 수 없습니다. 지우거나, 계속 도는 사이드카라면 `restartPolicy: Always`를 적으십시오."
                );
                let detail = "may not be set for init containers without restartPolicy=Always";
                faults.push(at.forbidden(detail, CODE, help).remedy(Remedy::Remove));
            }
        }
    }
}

/// How one container is restarted (`validateContainerRestartPolicy`). Where the gate is shut all of it is dropped but what
/// makes a sidecar of an init container (`dropContainerRestartRules`).
pub(super) fn restarts(container: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    const CODE: &str = "value-not-supported";
    if !context.version.opens(Gate::ContainerRestartRules) {
        return;
    }
    let (policy, rules) = (container.get("restartPolicy"), container.get("restartPolicyRules"));
    let policies = ["Always", "Never", "OnFailure"];
    faults.extend(choice_if_set(policy, &policies, CODE, "이 컨테이너가 끝났을 때 다시 띄울지 정하는"));
    if !policy.is_set() && rules.len() > 0 {
        let help = "restartPolicyRules는 그 컨테이너의 restartPolicy에 예외를 두는 것이라 restartPolicy도 적어야 합니다. `restartPolicy: Never`처럼 적으십시오.";
        faults.push(policy.required("must specify restartPolicy when restart rules are used", CODE, help));
    }
    let actions = ["Restart", "RestartAllContainers"];
    let actions = if context.version.opens(Gate::RestartAllContainers) { &actions[..] } else { &actions[..1] };
    for rule in rules.items() {
        let (action, codes) = (rule.get("action"), rule.get("exitCodes"));
        faults.extend(choice(action, action.text(), actions, CODE, "규칙에 맞게 끝났을 때 무엇을 할지 정하는"));
        if codes.is_set() {
            let operator = codes.get("operator");
            let meaning = "종료 코드가 values에 있어야 하는지 없어야 하는지 정하는";
            faults.extend(choice(operator, operator.text(), &["In", "NotIn"], CODE, meaning));
        } else {
            let help = "재시작 규칙에 어떤 종료 코드에서 쓸지가 없습니다. `exitCodes: {operator: In, values: [42]}`처럼 적으십시오.";
            faults.push(codes.required("must be specified", CODE, help));
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
            let is_set = if is_plain { at.len() > 0 } else { at.is_set() };
            let is_dropped = match field {
                "restartPolicy" | "restartPolicyRules" => !inside.context.version.opens(Gate::ContainerRestartRules),
                "lifecycle" => handler::is_stop_signal_alone(&at),
                _ => false,
            };
            if is_set && !is_dropped {
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
