//! The selector and the pods: chooses none, chooses by the wrong labels, chooses pods of several apps, chooses pods that
//! are not ready.
//!
//! Why learners meet it: a selector is compared with the labels of pods, letter by letter, and nothing complains where
//! nothing matches; the Service simply has no endpoints.
//!
//! Must not know: exercises.

use std::collections::BTreeSet;

use super::place::{self, Place};
use super::warning;
use crate::cluster::Cluster;
use crate::cluster::inspect::{Difference, Inspection};
use crate::diagnostic::Diagnostic;
use crate::kube::model::{Service, StringMap};
use crate::text::TextEdit;
use crate::text::josa::{Josa, with};

/// Labels by which apps are told apart, the most usual first.
const APP_KEYS: [&str; 4] = ["app.kubernetes.io/name", "app", "name", "run"];

pub(super) fn look(
    cluster: &Cluster,
    service: &Service,
    inspection: &Inspection,
    place: &Place<'_>,
    found: &mut Vec<Diagnostic>,
) {
    // Without a selector there is nothing to compare; that it is missing shows without any world.
    if service.spec.r#type == "ExternalName" || service.spec.selector.is_empty() {
        return;
    }
    if inspection.selected.is_empty() {
        found.push(matches_nothing(cluster, service, inspection, place));
    } else if inspection.not_ready.len() == inspection.selected.len() {
        let pods = joined(&inspection.not_ready);
        let help = format!(
            "셀렉터가 고른 파드({pods})가 모두 준비되지 않았습니다. 서비스는 준비된 파드에만 보내니 파드가 준비되지 못하는 까닭을 찾으십시오."
        );
        found.push(warning("pod-not-ready", place.range("spec.selector"), help).with_path("spec.selector"));
    } else if let Some(key) = several_apps(cluster, service, inspection) {
        let pods = joined(&inspection.selected);
        let help = format!(
            "셀렉터가 서로 다른 앱의 파드를 함께 고릅니다({pods}). 레이블 {} 다른 파드가 섞여 있어 요청이 엉뚱한 앱으로도 갑니다. 한 앱의 파드에만 있는 레이블을 적으십시오.",
            with(&format!("`{key}`"), Josa::IGa)
        );
        found.push(warning("selector-matches-too-many", place.range("spec.selector"), help).with_path("spec.selector"));
    }
}

fn matches_nothing(cluster: &Cluster, service: &Service, inspection: &Inspection, place: &Place<'_>) -> Diagnostic {
    let selector_range = place.range("spec.selector");
    if let Some(deployment) = &inspection.deployment_labels {
        let help = format!(
            "셀렉터가 디플로이먼트 {deployment} 자신의 레이블과 같습니다. 서비스는 파드를 고르므로, 디플로이먼트의 \
             `spec.template.metadata.labels`에 적힌 파드의 레이블을 써야 합니다."
        );
        return with_fixes(warning("selector-uses-deployment-labels", selector_range, help), inspection, place);
    }
    let Some(miss) = inspection.near_misses.first() else {
        let pods = cluster.pods().in_namespace(&service.metadata.namespace).count();
        let help = match inspection.elsewhere.first() {
            Some(pod) => format!(
                "셀렉터에 맞는 파드가 이 네임스페이스(`{}`)에 없습니다. 맞는 {} 네임스페이스 `{}`에 있습니다. \
                 서비스는 자기 네임스페이스의 파드만 고릅니다.",
                service.metadata.namespace,
                with(&format!("파드 {pod}"), Josa::EunNeun),
                pod.namespace
            ),
            None if pods == 0 => format!("네임스페이스 `{}`에 파드가 하나도 없습니다.", service.metadata.namespace),
            None => {
                format!("셀렉터에 맞는 파드가 없습니다. 이 네임스페이스의 파드 레이블: {}", labels(cluster, service))
            }
        };
        return warning("selector-matches-no-pod", selector_range, help).with_path("spec.selector");
    };
    let (range, help) = match miss.differences.first() {
        Some(difference) => told(difference, miss.pod.to_string().as_str(), place),
        None => (selector_range, "셀렉터에 맞는 파드가 없습니다.".to_owned()),
    };
    with_fixes(warning("selector-matches-no-pod", range, help), inspection, place)
}

/// Where the pair stands that does not fit, and what the pod has instead.
fn told(difference: &Difference, pod: &str, place: &Place<'_>) -> (crate::text::TextRange, String) {
    let Difference { key, value, closest, .. } = difference;
    let steps = place::selector(key);
    let pair = place.pair(&steps);
    let wanted = with(&format!("레이블 `{key}={value}`"), Josa::IGa);
    let key_range = pair.map(|(key, _)| key.range());
    let Some((its_key, its_value)) = closest else {
        let lacking = with(&format!("레이블 `{key}`"), Josa::IGa);
        let help = format!("{wanted} 붙은 파드가 없습니다. 나머지가 맞는 파드 {pod}에는 {lacking} 없습니다.");
        return (key_range.unwrap_or(place.at(&steps)), help);
    };
    let range = key_range.filter(|_| its_key != key).unwrap_or(place.at(&steps));
    let help =
        format!("{wanted} 붙은 파드가 없습니다. 가장 가까운 것은 파드 {pod}의 레이블 `{its_key}={its_value}`입니다.");
    (range, help)
}

/// Offers the labels of the pods that come closest. None is certain: the pod may be what is to be mended.
fn with_fixes(mut diagnostic: Diagnostic, inspection: &Inspection, place: &Place<'_>) -> Diagnostic {
    let mut offered = BTreeSet::new();
    for miss in &inspection.near_misses {
        let edits: Option<Vec<Vec<TextEdit>>> = miss.differences.iter().map(|it| edit(it, place)).collect();
        let Some(edits) = edits.map(|edits| edits.concat()) else { continue };
        let pairs: Vec<String> = miss
            .differences
            .iter()
            .filter_map(|it| it.closest.as_ref().map(|(key, value)| format!("{key}={value}")))
            .collect();
        let title = format!("셀렉터를 {} 바꾸기", with(&format!("`{}`", pairs.join(", ")), Josa::EuroRo));
        if !edits.is_empty() && offered.len() < 3 && offered.insert(title.clone()) {
            diagnostic = diagnostic.with_fix(title, edits, false);
        }
    }
    diagnostic.with_path("spec.selector")
}

fn edit(difference: &Difference, place: &Place<'_>) -> Option<Vec<TextEdit>> {
    let (key, value) = place.pair(&place::selector(&difference.key))?;
    let (its_key, its_value) = difference.closest.as_ref()?;
    let mut edits = Vec::new();
    if *its_key != difference.key {
        edits.push(TextEdit::replace(key.range(), place::scalar(its_key)));
    }
    if *its_value != difference.value {
        edits.push(TextEdit::replace(value.range(), place::scalar(its_value)));
    }
    Some(edits)
}

/// The label that tells the chosen pods to be of several apps: all have it, they differ in it, the selector leaves it
/// open, and it is not merely each pod's own name.
fn several_apps(cluster: &Cluster, service: &Service, inspection: &Inspection) -> Option<&'static str> {
    let pods: Vec<(&str, &StringMap)> = inspection
        .selected
        .iter()
        .filter_map(|name| cluster.pods().get(&name.namespace, &name.name))
        .map(|pod| (&*pod.pod.metadata.name, &pod.pod.metadata.labels))
        .collect();
    APP_KEYS.into_iter().find(|key| {
        let values: Option<BTreeSet<&str>> =
            pods.iter().map(|(_, labels)| labels.get(*key).map(String::as_str)).collect();
        let own_names = pods.iter().all(|(name, labels)| labels.get(*key).is_some_and(|value| value == name));
        !service.spec.selector.contains_key(*key) && !own_names && values.is_some_and(|values| values.len() > 1)
    })
}

fn labels(cluster: &Cluster, service: &Service) -> String {
    let pods = cluster.pods().in_namespace(&service.metadata.namespace);
    let labels: BTreeSet<String> =
        pods.flat_map(|pod| &pod.pod.metadata.labels).map(|(key, value)| format!("`{key}={value}`")).collect();
    if labels.is_empty() { "없음".to_owned() } else { labels.into_iter().take(6).collect::<Vec<_>>().join(", ") }
}

fn joined<T: std::fmt::Display>(items: &[T]) -> String {
    const SHOWN: usize = 3;
    let names = items.iter().take(SHOWN).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let more = items.len().saturating_sub(SHOWN);
    if more == 0 { names } else { format!("{names} 외 {more}개") }
}
