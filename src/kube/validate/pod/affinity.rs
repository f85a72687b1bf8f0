//! Near which nodes and pods a pod is to be (`validateAffinity`, `ValidateNodeSelector`, `validatePodAffinityTerm`).
//!
//! Must not know: nodes, other pods.

use super::Context;
use crate::kube::at::At;
use crate::kube::fault::{Fault, Faults, Remedy};
use crate::kube::meant;
use crate::kube::quote::quote;
use crate::kube::validate::selector::{operator_and_values, selector};
use crate::kube::validate::shape::{dns_label, key, label_value, object_name};
use std::collections::BTreeSet;

const CODE: &str = "affinity-invalid";
const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

pub(super) fn affinity(pod: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    let at = pod.get("affinity");
    if !at.is_set() {
        return;
    }
    nodes(&at.get("nodeAffinity"), context, faults);
    for field in ["podAffinity", "podAntiAffinity"] {
        let at = at.get(field);
        let (required, preferred) = (at.get(REQUIRED), at.get(PREFERRED));
        required.items().for_each(|item| pods(&item, context, faults));
        for item in preferred.items() {
            weight(&item.get("weight"), faults);
            pods(&item.get("podAffinityTerm"), context, faults);
        }
    }
}

fn weight(at: &At<'_, '_>, faults: &mut Faults) {
    let value = at.int().unwrap_or(0);
    if !(1..=100).contains(&value) {
        let help = format!("weight는 얼마나 바라는지를 1부터 100까지로 적는데 {value}입니다.");
        faults.push(at.invalid(value, "must be in the range 1-100", CODE, help));
    }
}

fn nodes(at: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    let (required, preferred) = (at.get(REQUIRED), at.get(PREFERRED));
    let terms = required.get("nodeSelectorTerms");
    if required.is_set() && terms.len() == 0 {
        let help = "nodeAffinity에 노드의 조건(nodeSelectorTerms)이 하나도 없습니다. matchExpressions가 있는 항목을 하나 적으십시오.";
        faults.push(terms.required("must have at least one node selector term", CODE, help));
    }
    terms.items().for_each(|term| node_term(&term, true, context, faults));
    for item in preferred.items() {
        weight(&item.get("weight"), faults);
        // What is only a wish may compare with any value.
        node_term(&item.get("preference"), false, context, faults);
    }
}

/// `ValidateNodeSelectorTerm`.
fn node_term(term: &At<'_, '_>, strict: bool, context: Context<'_>, faults: &mut Faults) {
    let (expressions, fields) = (term.get("matchExpressions"), term.get("matchFields"));
    for item in expressions.items() {
        let (name, values) = (item.get("key"), item.get("values"));
        let supported = ["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"];
        operator_and_values(item.get("operator"), values, &supported, faults);
        key(name, name.text(), "label-key-invalid", "노드 레이블의 키로", context.version, faults);
        for value in values.items().filter(|_| strict) {
            label_value(value, "label-value-invalid", "노드의 레이블과 견줄 값으로", context.version, faults);
        }
    }
    for item in fields.items() {
        node_field(&item, faults);
    }
}

/// `ValidateNodeFieldSelectorRequirement`: a node by its name, and nothing else.
fn node_field(item: &At<'_, '_>, faults: &mut Faults) {
    let (name, operator, values) = (item.get("key"), item.get("operator"), item.get("values"));
    match operator.text() {
        "In" | "NotIn" => {
            if values.len() != 1 {
                let help = format!(
                    "matchFields에서는 노드 하나의 이름과만 견주므로 values에 값이 꼭 하나 있어야 하는데 {}개입니다.",
                    values.len()
                );
                let detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
                faults.push(values.required(detail, CODE, help));
            }
        }
        other => {
            let help = format!("matchFields의 operator는 In이나 NotIn인데 `{other}`을(를) 적었습니다.");
            let fault = operator.invalid_word("not a valid selector operator", CODE, help);
            faults.push(fault.write(meant::closest(other, ["In", "NotIn"].into_iter())));
        }
    }
    if name.text() == "metadata.name" {
        values.items().for_each(|value| object_name(value, CODE, "노드의", faults));
    } else {
        let help = format!(
            "matchFields로는 노드의 metadata.name만 견줄 수 있는데 `{}`을(를) 적었습니다. 레이블이라면 matchExpressions에 적으십시오.",
            name.text()
        );
        let fault = name.invalid_text("not a valid field selector key", CODE, help);
        faults.push(fault.write(Some("metadata.name")));
    }
}

/// `validatePodAffinityTerm`.
fn pods(term: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    let (labels, of_namespaces) = (term.get("labelSelector"), term.get("namespaceSelector"));
    selector(&labels, context.version, faults);
    selector(&of_namespaces, context.version, faults);
    let (namespaces, topology) = (term.get("namespaces"), term.get("topologyKey"));
    for name in namespaces.items() {
        let mut own = Faults::default();
        dns_label(name, CODE, "파드를 찾을 네임스페이스의 이름을", &mut own);
        // The server calls it by a name that is not the field's.
        let path = term.get("namespace").path();
        faults.extend(own.told().into_iter().map(|fault| Fault { path: path.clone(), ..fault }.at(name.path())));
    }
    label_keys(term, &labels, context, faults);
    if topology.text().is_empty() {
        let help = "topologyKey가 없습니다. 무엇이 같으면 가까운 것인지 `topologyKey: kubernetes.io/hostname`처럼 노드 레이블의 키를 적으십시오.";
        faults.push(topology.required("can not be empty", CODE, help));
    }
    key(topology, topology.text(), CODE, "노드 레이블의 키로", context.version, faults);
}

/// Keys whose values are to be those of the pod itself (`ValidateMatchLabelKeysAndMismatchLabelKeys`). Of a Pod, and not of
/// a template, the server has written them into the selector before (`applyMatchLabelKeysAndMismatchLabelKeys`), and so
/// finds there a second time what the author had written too.
pub(super) fn label_keys(at: &At<'_, '_>, labels: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    let (same, different) = (at.get("matchLabelKeys"), at.get("mismatchLabelKeys"));
    for list in [&same, &different] {
        if list.len() > 0 && !labels.is_set() {
            let help = format!(
                "{}은(는) labelSelector가 고른 파드를 더 좁히는 것이라 labelSelector 없이 쓸 수 없습니다.",
                list.name()
            );
            let detail = "must not be specified when labelSelector is not set";
            faults.push(list.forbidden(detail, CODE, help).remedy(Remedy::Remove));
            continue;
        }
        for item in list.items() {
            key(item, item.text(), "label-key-invalid", "파드 레이블의 키로", context.version, faults);
        }
    }
    if same.len() == 0 {
        return;
    }
    if labels.is_set() {
        twice(at, labels, &same, &different, context, faults);
    }
    let others: BTreeSet<&str> = different.items().map(|item| item.text()).collect();
    for item in same.items().filter(|item| others.contains(item.text())) {
        let help = format!(
            "레이블 키 `{}`을(를) matchLabelKeys와 mismatchLabelKeys에 함께 적었습니다. 하나를 지우십시오.",
            item.text()
        );
        faults.push(item.invalid_text("exists in both matchLabelKeys and mismatchLabelKeys", CODE, help));
    }
}

fn twice(
    at: &At<'_, '_>,
    labels: &At<'_, '_>,
    same: &At<'_, '_>,
    different: &At<'_, '_>,
    context: Context<'_>,
    faults: &mut Faults,
) {
    let places: std::collections::BTreeMap<&str, usize> =
        same.items().enumerate().map(|(index, item)| (item.text(), index)).collect();
    let mut known: BTreeSet<String> = BTreeSet::new();
    labels.get("matchLabels").entries(|key, _| {
        known.insert(key.to_owned());
    });
    let written = labels.get("matchExpressions");
    let written: Vec<&str> = written.items().map(|item| item.get("key").text()).collect();
    let own = |key: &&str| context.is_pod && context.metadata.labels.contains_key(*key);
    let added = same.items().chain(different.items()).map(|item| item.text()).filter(own);
    let mut found = Vec::new();
    for key in written.into_iter().chain(added) {
        if let Some(index) = places.get(key).filter(|_| known.contains(key)) {
            found.push((*index, key));
        }
        known.insert(key.to_owned());
    }
    for (index, key) in found {
        let help = format!(
            "레이블 키 `{key}`을(를) matchLabelKeys와 labelSelector에 함께 적었습니다. 어느 한쪽에서 지우십시오."
        );
        let path = format!("{}[{index}]", at.path());
        let detail = "exists in both matchLabelKeys and labelSelector";
        let fault = Fault::invalid_raw(path, quote(key), detail, CODE, help);
        faults.push(fault.at(format!("{}[{index}]", same.path())));
    }
}
