//! Deployment (`pkg/apis/apps/validation/validation.go`, `ValidateDeployment`).
//!
//! Must not know: Services.

use super::metadata::{self, Names};
use super::pod;
use crate::kube::Version;
use crate::kube::at::At;
use crate::kube::fault::{Fault, Faults, Remedy};
use crate::kube::model::{Deployment, IntOrString, Requirement};
use crate::kube::quote::{json_map, json_selector, named};
use crate::kube::{meant, names};
use crate::yaml::tree::Node;

pub(super) fn deployment(deployment: &Deployment, root: Node<'_>, version: Version, faults: &mut Faults) {
    metadata::object(&deployment.metadata, Names::Deployment, version, faults);
    if deployment.replicas < 0 {
        let help =
            format!("replicas는 띄울 파드의 수라서 0보다 작을 수 없는데 {}을(를) 적었습니다.", deployment.replicas);
        let message = "must be greater than or equal to 0";
        faults.push(
            Fault::invalid_raw("spec.replicas", deployment.replicas, message, "value-not-supported", help)
                .write(Some("1")),
        );
    }
    if selector(deployment, version, faults) {
        template(deployment, &At::field(root, "spec"), version, faults);
    }
    strategy(deployment, faults);
    counters(deployment, faults);
}

/// Numbers that count something (`ValidateDeploymentSpec`).
fn counters(deployment: &Deployment, faults: &mut Faults) {
    let (ready, deadline) = (deployment.min_ready_seconds, deployment.progress_deadline_seconds);
    let counts = [
        ("minReadySeconds", Some(ready)),
        ("revisionHistoryLimit", deployment.revision_history_limit),
        ("progressDeadlineSeconds", deadline),
    ];
    for (field, value) in counts {
        if let Some(value) = value.filter(|value| *value < 0) {
            let help = format!(
                "{field}은(는) 0보다 작을 수 없는데 {value}을(를) 적었습니다. 기본값을 쓰려면 이 줄을 지우십시오."
            );
            let message = "must be greater than or equal to 0";
            let fault = Fault::invalid_raw(format!("spec.{field}"), value, message, "value-not-supported", help);
            faults.push(fault.remedy(Remedy::Remove));
        }
    }
    let given = deadline.is_some();
    let deadline = deadline.unwrap_or(600);
    if deadline <= ready {
        let help = format!(
            "progressDeadlineSeconds({deadline}초)는 minReadySeconds({ready}초)보다 길어야 합니다. 적지 않으면 600초입니다. 새 파드가 준비된 것으로 치기도 전에 실패로 알리게 됩니다."
        );
        let message = "must be greater than minReadySeconds";
        let path = "spec.progressDeadlineSeconds";
        let fault = Fault::invalid_raw(path, deadline, message, "value-not-supported", help);
        faults.push(if given { fault } else { fault.at("spec.minReadySeconds") });
    }
}

/// Judges the selector; says whether pods can be told by it at all.
fn selector(deployment: &Deployment, version: Version, faults: &mut Faults) -> bool {
    if !deployment.has_selector {
        let help = "디플로이먼트의 spec.selector가 없습니다. 어느 파드를 자기 것으로 돌볼지 `selector: {matchLabels: {…}}`로 적고, template의 레이블과 같게 하십시오.";
        faults.push(Fault::required("spec.selector", "", "deployment-selector-missing", help.to_owned()));
        return true;
    }
    let mut own = Faults::default();
    metadata::labels(&deployment.match_labels, "spec.selector.matchLabels", None, version, &mut own);
    for (index, expression) in deployment.match_expressions.iter().enumerate() {
        requirement(expression, &format!("spec.selector.matchExpressions[{index}]"), version, &mut own);
    }
    let own = own.told();
    let sound = own.is_empty();
    faults.extend(own);
    if deployment.match_labels.is_empty() && deployment.match_expressions.is_empty() {
        let help = "selector가 비어 있으면 모든 파드를 자기 것으로 삼게 되므로 서버가 받아들이지 않습니다. template의 레이블을 matchLabels에 적으십시오.";
        let message = "empty selector is invalid for deployment";
        faults.push(Fault::invalid_raw("spec.selector", "{}", message, "deployment-selector-missing", help.to_owned()));
    }
    if !sound {
        let help = "selector에 잘못된 키나 값, 연산자가 있어 어느 파드를 돌볼지 알 수 없습니다. 함께 알린 잘못을 고치면 이것도 사라집니다.";
        let value = json_selector(&deployment.match_labels, &deployment.match_expressions);
        let message = "invalid label selector";
        faults.push(Fault::invalid_raw("spec.selector", value, message, "label-value-invalid", help.to_owned()));
    }
    sound
}

/// One expression (`ValidateLabelSelectorRequirement`).
fn requirement(it: &Requirement, path: &str, version: Version, faults: &mut Faults) {
    let values = format!("{path}.values");
    match it.operator.as_str() {
        "In" | "NotIn" if it.values.is_empty() => {
            let help = format!(
                "operator가 {}이면 견줄 값이 values에 하나는 있어야 합니다. `values: [web]`처럼 적으십시오.",
                it.operator
            );
            let detail = "must be specified when `operator` is 'In' or 'NotIn'";
            faults.push(Fault::required(values.clone(), detail, "value-not-supported", help));
        }
        "Exists" | "DoesNotExist" if !it.values.is_empty() => {
            let help = format!(
                "operator {}은(는) 키가 있는지만 보므로 values를 적을 수 없습니다. values를 지우십시오.",
                it.operator
            );
            let detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
            let fault = Fault::forbidden(values.clone(), detail, "field-not-applicable", help);
            faults.push(fault.remedy(Remedy::Remove));
        }
        "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
        other => {
            let known = ["In", "NotIn", "Exists", "DoesNotExist"];
            let help = format!("operator는 {} 가운데 하나여야 하는데 `{other}`을(를) 적었습니다.", known.join(", "));
            let path = format!("{path}.operator");
            let fault =
                Fault::invalid_raw(path, named(other), "not a valid selector operator", "value-not-supported", help);
            faults.push(fault.write(meant::closest(other, known.into_iter())));
        }
    }
    for message in names::qualified_name(&it.key, version) {
        let help = format!("matchExpressions의 key `{}`은(는) 레이블의 키로 쓸 수 없는 모양입니다.", it.key);
        faults.push(Fault::invalid(format!("{path}.key"), &it.key, &message, "label-key-invalid", help));
    }
    for (index, value) in it.values.iter().enumerate() {
        for message in names::label_value(value, version) {
            let help = format!("matchExpressions의 값 `{value}`은(는) 레이블의 값으로 쓸 수 없는 모양입니다.");
            faults.push(Fault::invalid(format!("{values}[{index}]"), value, &message, "label-value-invalid", help));
        }
    }
}

/// `ValidatePodTemplateSpecForReplicaSet`.
fn template(deployment: &Deployment, spec: &At<'_, '_>, version: Version, faults: &mut Faults) {
    let labels = &deployment.template_metadata.labels;
    if !deployment.has_selector || !deployment.selects(labels) {
        let wanted: Vec<_> = deployment.match_labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let help = if wanted.is_empty() {
            "selector가 template의 labels를 고르지 못합니다. 디플로이먼트는 자기가 만든 파드를 selector로 알아보므로 둘을 같게 적어야 합니다.".to_owned()
        } else {
            format!(
                "selector는 {} 레이블을 찾는데 template의 파드에는 그 레이블이 없습니다. 디플로이먼트는 자기가 만든 파드를 selector로 알아보므로 둘을 같게 적어야 합니다.",
                wanted.join(", ")
            )
        };
        let message = "`selector` does not match template `labels`";
        faults.push(Fault::invalid_raw(
            "spec.template.metadata.labels",
            json_map(labels),
            message,
            "deployment-selector-mismatch",
            help,
        ));
    }
    let template = spec.get("template");
    pod::template(&deployment.template_metadata, &template, version, faults);
    let policy = &deployment.template.restart_policy;
    if policy != "Always" {
        let help = format!(
            "디플로이먼트의 파드는 늘 다시 띄워져야 하므로 restartPolicy는 Always만 됩니다. 한 번만 돌 일이라면 `{policy}`을(를) 받는 잡(Job)을 쓰십시오."
        );
        faults.push(
            Fault::unsupported(
                "spec.template.spec.restartPolicy",
                named(policy),
                &["Always"],
                "value-not-supported",
                help,
            )
            .write(Some("Always")),
        );
    }
    let pod = template.get("spec");
    let deadline = pod.get("activeDeadlineSeconds");
    if let Some(seconds) = deadline.int() {
        let help = format!(
            "디플로이먼트의 파드는 끝나지 않고 계속 돌아야 하므로 activeDeadlineSeconds({seconds}초)를 적을 수 없습니다. 시간이 다 되면 끝낼 일이라면 잡(Job)을 쓰십시오."
        );
        let detail = "activeDeadlineSeconds in ReplicaSet is not Supported";
        faults.push(deadline.forbidden(detail, "field-not-applicable", help).remedy(Remedy::Remove));
    }
}

fn strategy(deployment: &Deployment, faults: &mut Faults) {
    match deployment.strategy.as_str() {
        "RollingUpdate" => rolling_update(deployment, faults),
        "Recreate" if deployment.has_rolling_update => {
            let message = "may not be specified when strategy `type` is 'Recreate'";
            let help = "Recreate는 옛 파드를 모두 지우고 새로 만드는 방식이라 조금씩 바꾸는 rollingUpdate 설정과 함께 쓸 수 없습니다. 둘 가운데 하나를 지우십시오.";
            let fault =
                Fault::forbidden("spec.strategy.rollingUpdate", message, "field-not-applicable", help.to_owned());
            faults.push(fault.remedy(Remedy::Remove));
        }
        "Recreate" => {}
        other => {
            let rolling = if deployment.has_rolling_update {
                let amount = |value: &Option<IntOrString>| match value {
                    None => "0".to_owned(),
                    Some(IntOrString::Int(number)) => number.to_string(),
                    Some(IntOrString::String(text)) => named(text),
                };
                let (unavailable, surge) = (amount(&deployment.max_unavailable), amount(&deployment.max_surge));
                format!("{{\"MaxUnavailable\":{unavailable},\"MaxSurge\":{surge}}}")
            } else {
                "null".to_owned()
            };
            let value = format!("{{\"Type\":{},\"RollingUpdate\":{rolling}}}", named(other));
            let help = format!(
                "배포 방식 `{other}`은(는) 없습니다. RollingUpdate(조금씩 교체)나 Recreate(모두 지우고 새로)를 적으십시오."
            );
            faults.push(
                Fault::unsupported("spec.strategy", value, &["Recreate", "RollingUpdate"], "value-not-supported", help)
                    .at("spec.strategy.type")
                    .write(meant::closest(other, ["RollingUpdate", "Recreate"].into_iter())),
            );
        }
    }
}

/// How many pods may be too many or too few (`ValidateRollingUpdateDeployment`); unset is a quarter.
fn rolling_update(deployment: &Deployment, faults: &mut Faults) {
    const PERCENT: &str = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
    let (unavailable, surge) = (&deployment.max_unavailable, &deployment.max_surge);
    for (field, value) in [("maxUnavailable", unavailable), ("maxSurge", surge)] {
        let path = format!("spec.strategy.rollingUpdate.{field}");
        match value {
            Some(IntOrString::Int(number)) if *number < 0 => {
                let help = format!("{field}은(는) 파드의 수라서 0보다 작을 수 없는데 {number}을(를) 적었습니다.");
                let message = "must be greater than or equal to 0";
                faults.push(Fault::invalid_raw(path, number, message, "value-not-supported", help).write(Some("1")));
            }
            Some(IntOrString::String(text)) if percent(text).is_none() => {
                let help =
                    format!("{field}에는 1 같은 수나 25% 같은 백분율을 적어야 하는데 `{text}`을(를) 적었습니다.");
                faults.push(Fault::invalid_raw(path, named(text), PERCENT, "value-not-supported", help));
            }
            _ => {}
        }
    }
    let amount = |value: &Option<IntOrString>| match value {
        None => 25,
        Some(IntOrString::Int(number)) => *number,
        // What is no percentage is read as a number, or as none.
        Some(IntOrString::String(text)) => percent(text).or_else(|| text.parse().ok()).unwrap_or(0),
    };
    let path = "spec.strategy.rollingUpdate.maxUnavailable";
    if amount(unavailable) == 0 && amount(surge) == 0 {
        let help = "maxUnavailable과 maxSurge가 모두 0이면 옛 파드를 지울 수도 새 파드를 더 띄울 수도 없어 교체가 시작되지 않습니다. 둘 가운데 하나를 1로 바꾸십시오.";
        let message = "may not be 0 when `maxSurge` is 0";
        let value = match unavailable {
            Some(IntOrString::String(text)) => named(text),
            Some(IntOrString::Int(number)) => number.to_string(),
            None => named("25%"),
        };
        faults.push(Fault::invalid_raw(path, value, message, "value-not-supported", help.to_owned()).write(Some("1")));
    }
    if let Some(IntOrString::String(text)) = unavailable
        && percent(text).is_some_and(|percent| percent > 100)
    {
        let help = format!("maxUnavailable은 100%까지인데 `{text}`을(를) 적었습니다.");
        let message = "must not be greater than 100%";
        faults.push(Fault::invalid_raw(path, named(text), message, "value-not-supported", help).write(Some("100%")));
    }
}

/// `25%` as a number.
fn percent(text: &str) -> Option<i32> {
    let digits = text.strip_suffix('%')?;
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().unwrap_or(i32::MAX))
}
