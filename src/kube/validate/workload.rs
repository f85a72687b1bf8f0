//! Deployment (`pkg/apis/apps/validation/validation.go`, `ValidateDeployment`).
//!
//! Must not know: Services.

use super::metadata::{self, Names};
use super::pod;
use crate::kube::Version;
use crate::kube::fault::{Fault, Faults, Remedy};
use crate::kube::model::Deployment;
use crate::kube::quote::{json_map, quote};

pub(super) fn deployment(deployment: &Deployment, version: Version, faults: &mut Faults) {
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
    selector(deployment, version, faults);
    template(deployment, version, faults);
    strategy(deployment, faults);
}

fn selector(deployment: &Deployment, version: Version, faults: &mut Faults) {
    if !deployment.has_selector {
        let help = "디플로이먼트의 spec.selector가 없습니다. 어느 파드를 자기 것으로 돌볼지 `selector: {matchLabels: {…}}`로 적고, template의 레이블과 같게 하십시오.";
        faults.push(Fault::required("spec.selector", "", "deployment-selector-missing", help.to_owned()));
        return;
    }
    metadata::labels(&deployment.match_labels, "spec.selector.matchLabels", None, version, faults);
    if deployment.match_labels.is_empty() && deployment.match_expressions.is_empty() {
        let help = "selector가 비어 있으면 모든 파드를 자기 것으로 삼게 되므로 서버가 받아들이지 않습니다. template의 레이블을 matchLabels에 적으십시오.";
        let message = "empty selector is invalid for deployment";
        faults.push(Fault::invalid_raw("spec.selector", "{}", message, "deployment-selector-missing", help.to_owned()));
    }
}

fn template(deployment: &Deployment, version: Version, faults: &mut Faults) {
    let labels = &deployment.template_metadata.labels;
    let chosen = deployment.match_labels.iter().all(|(key, value)| labels.get(key) == Some(value))
        && deployment.match_expressions.iter().all(|it| it.matches(labels));
    if !deployment.has_selector || !chosen {
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
    // The server calls the template's labels by a shorter path.
    metadata::labels(labels, "spec.template.labels", Some("spec.template.metadata.labels"), version, faults);
    let annotations = &deployment.template_metadata.annotations;
    metadata::annotations(
        annotations,
        "spec.template.annotations",
        Some("spec.template.metadata.annotations"),
        version,
        faults,
    );
    pod::spec(&deployment.template, "spec.template.spec", version, faults);
    let policy = &deployment.template.restart_policy;
    if policy != "Always" {
        let help = format!(
            "디플로이먼트의 파드는 늘 다시 띄워져야 하므로 restartPolicy는 Always만 됩니다. 한 번만 돌 일이라면 `{policy}`을(를) 받는 잡(Job)을 쓰십시오."
        );
        faults.push(
            Fault::unsupported(
                "spec.template.spec.restartPolicy",
                quote(policy),
                &["Always"],
                "value-not-supported",
                help,
            )
            .write(Some("Always")),
        );
    }
}

fn strategy(deployment: &Deployment, faults: &mut Faults) {
    match deployment.strategy.as_str() {
        "RollingUpdate" => {}
        "Recreate" if deployment.has_rolling_update => {
            let message = "may not be specified when strategy `type` is 'Recreate'";
            let help = "Recreate는 옛 파드를 모두 지우고 새로 만드는 방식이라 조금씩 바꾸는 rollingUpdate 설정과 함께 쓸 수 없습니다. 둘 가운데 하나를 지우십시오.";
            let fault =
                Fault::forbidden("spec.strategy.rollingUpdate", message, "field-not-applicable", help.to_owned());
            faults.push(fault.remedy(Remedy::Remove));
        }
        "Recreate" => {}
        other => {
            let value = format!("{{\"Type\":{},\"RollingUpdate\":null}}", quote(other));
            let help = format!(
                "배포 방식 `{other}`은(는) 없습니다. RollingUpdate(조금씩 교체)나 Recreate(모두 지우고 새로)를 적으십시오."
            );
            faults.push(
                Fault::unsupported("spec.strategy", value, &["Recreate", "RollingUpdate"], "value-not-supported", help)
                    .at("spec.strategy.type")
                    .write(crate::kube::names::closest(other, ["RollingUpdate", "Recreate"].into_iter())),
            );
        }
    }
}
