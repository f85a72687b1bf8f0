//! What keeps a pod from nodes or lets it on: tolerations, gates, claims, even spreading (`ValidateTolerations`,
//! `validateSchedulingGates`, `validateTopologySpreadConstraints`, `validatePodResourceClaims`).
//!
//! Must not know: nodes.

use super::Context;
use super::affinity::label_keys;
use super::volumes::claim_name;
use crate::kube::Version;
use crate::kube::at::At;
use crate::kube::fault::{Fault, Faults, Remedy};
use crate::kube::quote::{json_string, quote};
use crate::kube::validate::selector::selector;
use crate::kube::validate::shape::{choice_if_set, dns_label, key};
use crate::kube::{meant, names};
use std::collections::{BTreeMap, BTreeSet};

const EFFECTS: [&str; 3] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/// `validateTaintEffect` for a taint (`of` in Korean) or a toleration.
pub(in crate::kube::validate) fn effect(at: &At<'_, '_>, code: &'static str, of: &str) -> Option<Fault> {
    if EFFECTS.contains(&at.text()) {
        return None;
    }
    let help =
        format!("{of}의 effect는 {} 가운데 하나여야 하는데 `{}`을(를) 적었습니다.", EFFECTS.join(", "), at.text());
    let near = meant::closest(at.text(), EFFECTS.into_iter());
    Some(at.unsupported(at.text(), &EFFECTS, code, help).write(near))
}

/// `ValidateTolerations`.
pub(super) fn tolerations(list: &At<'_, '_>, version: Version, faults: &mut Faults) {
    const CODE: &str = "toleration-invalid";
    for item in list.items() {
        let (name, operator, value) = (item.get("key"), item.get("operator"), item.get("value"));
        let (at_effect, seconds) = (item.get("effect"), item.get("tolerationSeconds"));
        if !name.text().is_empty() {
            key(name, name.text(), CODE, "테인트의 키로", version, faults);
        }
        if name.text().is_empty() && operator.text() != "Exists" {
            let help = format!(
                "톨러레이션에 key가 없으면 모든 테인트를 견딘다는 뜻이라 operator가 Exists여야 하는데 `{}`입니다. key를 적거나 `operator: Exists`로 바꾸십시오.",
                operator.text()
            );
            let detail = "operator must be Exists when `key` is empty, which means \"match all values and all keys\"";
            faults.push(operator.invalid_word(detail, CODE, help));
        }
        if seconds.is_set() && at_effect.text() != "NoExecute" {
            let help = format!(
                "tolerationSeconds는 쫓겨나기까지 버티는 시간이라 effect가 NoExecute일 때만 뜻이 있는데 `{}`입니다. 지우거나 effect를 바꾸십시오.",
                at_effect.text()
            );
            let detail = "effect must be 'NoExecute' when `tolerationSeconds` is set";
            faults.push(at_effect.invalid_word(detail, CODE, help));
        }
        match operator.text() {
            "" | "Equal" => {
                let complaints = names::label_value(value.text(), version);
                if !complaints.is_empty() {
                    let help =
                        format!("톨러레이션의 value `{}`은(는) 테인트의 값으로 쓸 수 없는 모양입니다.", value.text());
                    let fault = operator.invalid(quote(value.text()), &complaints.join(";"), CODE, help);
                    faults.push(fault.at(value.path()));
                }
            }
            "Exists" if !value.text().is_empty() => {
                let help = format!(
                    "operator가 Exists면 키만 보므로 value(`{}`)를 적을 수 없습니다. value를 지우십시오.",
                    value.text()
                );
                let detail = "value must be empty when `operator` is 'Exists'";
                let fault = operator.invalid(quote(value.text()), detail, CODE, help);
                faults.push(fault.at(value.path()).remedy(Remedy::Remove));
            }
            "Exists" => {}
            other => {
                let supported = ["Equal", "Exists"];
                let help = format!("톨러레이션의 operator는 Equal이나 Exists인데 `{other}`을(를) 적었습니다.");
                let near = meant::closest(other, supported.into_iter());
                faults.push(operator.unsupported(other, &supported, CODE, help).write(near));
            }
        }
        if !at_effect.text().is_empty() {
            faults.extend(effect(&at_effect, CODE, "톨러레이션"));
        }
    }
}

/// Conditions a pod waits for before it is ready, and gates it waits behind before it is placed.
pub(super) fn gates(pod: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    const CODE: &str = "gate-invalid";
    let (readiness, scheduling) = (pod.get("readinessGates"), pod.get("schedulingGates"));
    for item in readiness.items() {
        let condition = item.get("conditionType");
        key(condition, condition.text(), CODE, "파드 조건의 이름으로", context.version, faults);
    }
    let mut known = BTreeSet::new();
    for item in scheduling.items() {
        let name = item.get("name");
        for message in names::qualified_name(name.text(), context.version) {
            let help = format!(
                "스케줄링 게이트의 이름 `{}`은(는) 쓸 수 없는 모양입니다. `example.com/quota`처럼 적으십시오.",
                name.text()
            );
            faults.push(item.invalid(quote(name.text()), &message, CODE, help).at(name.path()));
        }
        if !known.insert(name.text()) {
            let help = format!("스케줄링 게이트 `{}`이(가) 두 번 나옵니다. 한 번만 적으십시오.", name.text());
            faults.push(item.duplicate(name.text(), CODE, help).at(name.path()));
        }
    }
}

/// A pod that waits has no node yet (`ValidatePodCreate`).
pub(super) fn bound_behind_gates(pod: &At<'_, '_>, faults: &mut Faults) {
    let node = pod.get("nodeName");
    if !node.text().is_empty() && pod.get("schedulingGates").len() > 0 {
        let help = format!(
            "schedulingGates가 남아 있는 파드는 아직 배치되지 않으므로 nodeName(`{}`)을 함께 적을 수 없습니다. 하나를 지우십시오.",
            node.text()
        );
        let detail = "cannot be set until all schedulingGates have been cleared";
        faults.push(node.forbidden(detail, "gate-invalid", help).remedy(Remedy::Remove));
    }
}

/// The claims of a pod; gives the names that its containers may use.
pub(super) fn claims<'t>(pod: &At<'t, '_>, faults: &mut Faults) -> BTreeSet<&'t str> {
    const CODE: &str = "resource-claim-invalid";
    let list = pod.get("resourceClaims");
    let mut known = BTreeSet::new();
    for item in list.items() {
        let name = item.get("name");
        let (one, template) = (item.get("resourceClaimName"), item.get("resourceClaimTemplateName"));
        if name.text().is_empty() {
            let help = "resourceClaims의 항목에 name이 없습니다. 컨테이너가 부를 이름을 적으십시오.";
            faults.push(name.required("", CODE, help));
        } else if known.contains(name.text()) {
            let help = format!("resourceClaims에 `{}`이(가) 두 번 나옵니다. 서로 다른 이름을 붙이십시오.", name.text());
            faults.push(name.duplicate(name.text(), CODE, help));
        } else {
            dns_label(name, CODE, "장치 클레임을 부를 이름을", faults);
            known.insert(name.text());
        }
        let written = |at: &At<'_, '_>| at.string().map_or_else(|| "null".to_owned(), json_string);
        let value = || {
            format!(
                "{{\"Name\":{},\"ResourceClaimName\":{},\"ResourceClaimTemplateName\":{}}}",
                json_string(name.text()),
                written(&one),
                written(&template)
            )
        };
        let given = [one, template].iter().filter(|at| at.is_set()).count();
        if given != 1 {
            let (detail, help) = if given == 0 {
                (
                    "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`",
                    format!(
                        "resourceClaims의 `{}`에 어느 클레임인지가 없습니다. resourceClaimName이나 resourceClaimTemplateName을 적으십시오.",
                        name.text()
                    ),
                )
            } else {
                (
                    "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified",
                    format!(
                        "resourceClaims의 `{}`에 resourceClaimName과 resourceClaimTemplateName을 함께 적었습니다. 하나만 남기십시오.",
                        name.text()
                    ),
                )
            };
            faults.push(item.invalid(value(), detail, CODE, help));
        }
        for (at, what) in [(one, "리소스클레임의"), (template, "리소스클레임템플릿의")] {
            if at.is_set() {
                claim_name(at, what, faults);
            }
        }
    }
    known
}

/// `validateTopologySpreadConstraints`.
pub(super) fn spread(pod: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    const CODE: &str = "topology-spread-invalid";
    let list = pod.get("topologySpreadConstraints");
    // How often each pair is still to come.
    let mut coming: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for item in list.items() {
        *coming.entry((item.get("topologyKey").text(), item.get("whenUnsatisfiable").text())).or_default() += 1;
    }
    for item in list.items() {
        let (skew, topology, when) = (item.get("maxSkew"), item.get("topologyKey"), item.get("whenUnsatisfiable"));
        let count = skew.int().unwrap_or(0);
        if count <= 0 {
            let help = format!(
                "maxSkew는 구역 사이에 허락되는 파드 수의 차이라 1 이상이어야 하는데 {count}입니다. `maxSkew: 1`처럼 적으십시오."
            );
            faults.push(skew.invalid(count, "must be greater than zero", CODE, help).write(Some("1")));
        }
        if topology.text().is_empty() {
            let help =
                "topologyKey가 없습니다. 무엇을 한 구역으로 볼지 `topologyKey: kubernetes.io/hostname`처럼 적으십시오.";
            faults.push(topology.required("can not be empty", CODE, help));
        }
        let actions = ["DoNotSchedule", "ScheduleAnyway"];
        if !actions.contains(&when.text()) {
            let help = format!(
                "whenUnsatisfiable은 고르게 둘 수 없을 때 어떻게 할지 정하며 {} 가운데 하나여야 하는데 `{}`입니다.",
                actions.join(", "),
                when.text()
            );
            let near = meant::closest(when.text(), actions.into_iter());
            faults.push(when.unsupported(when.text(), &actions, CODE, help).write(near));
        }
        let left = coming.entry((topology.text(), when.text())).or_default();
        *left = left.saturating_sub(1);
        if *left > 0 {
            let pair = format!("{{{}, {}}}", topology.text(), when.text());
            let help = format!(
                "topologyKey와 whenUnsatisfiable의 짝 `{pair}`이(가) 뒤에 또 나옵니다. 둘을 하나로 합치십시오."
            );
            let fault = item.duplicate(&pair, CODE, help);
            let path = format!("{}.{{topologyKey, whenUnsatisfiable}}", item.path());
            faults.push(Fault { path, ..fault }.at(topology.path()));
        }
        min_domains(&item.get("minDomains"), &when, CODE, faults);
        for (field, meaning) in [
            ("nodeAffinityPolicy", "노드 선호 조건을 따를지 정하는"),
            ("nodeTaintsPolicy", "노드의 테인트를 따를지 정하는"),
        ] {
            faults.extend(choice_if_set(item.get(field), &["Honor", "Ignore"], CODE, meaning));
        }
        let labels = item.get("labelSelector");
        label_keys(&item, &labels, context, faults);
        selector(&labels, context.version, faults);
    }
}

fn min_domains(at: &At<'_, '_>, when: &At<'_, '_>, code: &'static str, faults: &mut Faults) {
    let Some(count) = at.int() else { return };
    if count <= 0 {
        let help = format!("minDomains는 적어도 있어야 하는 구역의 수라 1 이상이어야 하는데 {count}을(를) 적었습니다.");
        faults.push(at.invalid(count, "must be greater than zero", code, help).remedy(Remedy::Remove));
    }
    if when.text() != "DoNotSchedule" {
        let help = format!(
            "minDomains({count})는 whenUnsatisfiable이 DoNotSchedule일 때만 쓸 수 있는데 `{}`입니다. 지우십시오.",
            when.text()
        );
        let detail = format!("can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {}", when.text());
        faults.push(at.invalid(count, &detail, code, help).remedy(Remedy::Remove));
    }
}
