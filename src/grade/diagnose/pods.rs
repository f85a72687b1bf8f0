//! The pods' side: a pod in the text that a Service of the world nearly chooses, or chooses without finding the port it asks for.
//!
//! The Service may be somebody else's; then it is the pod that is to be mended.
//!
//! Must not know: exercises.

use super::place::{self, Place};
use super::warning;
use crate::cluster::Cluster;
use crate::cluster::inspect::{Difference, NearMiss};
use crate::cluster::state::{ObjectName, ServiceState};
use crate::diagnostic::Diagnostic;
use crate::kube::Decoded;
use crate::kube::model::{IntOrString, Object, Pod};
use crate::text::TextEdit;
use crate::text::josa::{Josa, with};
use crate::yaml::path::Step;

/// Looks at a pod of the text; `objects` are all of the text's objects.
pub(super) fn look(cluster: &Cluster, pod: &Pod, objects: &[&Decoded], place: &Place<'_>, found: &mut Vec<Diagnostic>) {
    let name = ObjectName::of(&pod.metadata);
    for state in cluster.services().in_namespace(&name.namespace) {
        let is_ours = objects
            .iter()
            .any(|it| matches!(&*it.object, Object::Service(own) if own.metadata.name == *state.name.name));
        if is_ours || state.service.spec.selector.is_empty() {
            continue;
        }
        let behind = cluster.endpoints(&state.name.namespace, &state.name.name);
        let miss = cluster.near_miss(&state.service, pod);
        // Where a Service has found other pods, only one that lacks a label or has it misspelt was meant to be among them.
        let is_slip = |it: &Difference| it.distance * 3 <= it.key.len() + it.value.len();
        let is_meant = |it: &NearMiss| {
            it.matching > 0 && it.differences.iter().all(|it| !pod.metadata.labels.contains_key(&it.key) || is_slip(it))
        };
        let is_alone = behind.all().next().is_none();
        found.extend(miss.filter(|it| is_alone || is_meant(it)).and_then(|it| label(state, &it, place)));
        found.extend(port_names(cluster, state, &name, place));
    }
}

/// A pod without a label that the Service looks for, or with another value.
fn label(state: &ServiceState, miss: &NearMiss, place: &Place<'_>) -> Option<Diagnostic> {
    let difference = miss.differences.first()?;
    let steps = [Step::Key("metadata".into()), Step::Key("labels".into()), Step::Key(difference.key.clone())];
    let wanted = format!("`{}={}`", difference.key, difference.value);
    let written = place.pair(&steps).map(|(_, value)| value.range());
    let service = with(&format!("서비스 {}", state.name), Josa::EunNeun);
    let help = match written {
        Some(_) => format!(
            "이 파드의 레이블 `{}`의 값이 셀렉터와 다릅니다. {service} {wanted} 레이블이 붙은 파드를 찾으므로 이 파드는 엔드포인트가 되지 않습니다.",
            difference.key
        ),
        None => format!(
            "이 파드에는 {wanted} 레이블이 없습니다. {service} 셀렉터의 레이블이 모두 붙은 파드를 찾으므로 이 파드는 엔드포인트가 되지 않습니다."
        ),
    };
    let mut diagnostic = warning("selector-matches-no-pod", place.at(&steps), help).with_path("metadata.labels");
    if let Some(range) = written {
        let title = format!("레이블을 {} 바꾸기", with(&wanted, Josa::EuroRo));
        diagnostic =
            diagnostic.with_fix(title, vec![TextEdit::replace(range, place::scalar(&difference.value))], false);
    }
    Some(diagnostic)
}

/// A pod that the Service chooses, and that has no port of the name the Service's targetPort gives.
fn port_names(
    cluster: &Cluster,
    state: &ServiceState,
    pod: &ObjectName,
    place: &Place<'_>,
) -> impl Iterator<Item = Diagnostic> {
    let spec = &state.service.spec;
    // Looking costs the pods of a namespace, and few Services ask for a port by its name.
    let asks = spec.ports.iter().any(|port| matches!(port.target_port, IntOrString::String(_)));
    let ports = if asks { cluster.inspect(&state.service).ports } else { Vec::new() };
    let nameless = ports.into_iter().filter(|port| port.nameless.contains(pod));
    nameless.filter_map(|port| {
        let wanted = spec.ports.get(port.index)?.target_port.to_string();
        let path = "spec.containers[0].ports[0].name";
        let written = place.replace(path, &wanted);
        let here = if written.is_some() { path } else { "spec.containers[0].ports" };
        let help = format!(
            "{} targetPort에 적힌 포트 이름 `{wanted}`를 파드에서 찾는데, 이 파드에는 그런 이름의 포트가 없습니다. 이 파드로는 요청이 가지 않습니다.",
            with(&format!("서비스 {}", state.name), Josa::EunNeun),
        );
        let diagnostic = warning("target-port-name-unknown", place.range(here), help).with_path(here);
        Some(match written {
            Some(edit) => {
                diagnostic.with_fix(format!("포트 이름을 {} 바꾸기", with(&format!("`{wanted}`"), Josa::EuroRo)), vec![edit], false)
            }
            None => diagnostic,
        })
    })
}
