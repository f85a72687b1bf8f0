//! Node and Namespace (`ValidateNode`, `ValidateNamespace`).
//!
//! Must not know: pods.

use super::annotation::{self, Annotation, Shape};
use super::metadata::{self, Names};
use super::pod::{counted_amount, effect};
use super::shape::{key, label_value};
use crate::kube::at::At;
use crate::kube::default::NAMESPACE_LABEL;
use crate::kube::fault::{Entry, Fault, Faults, Remedy};
use crate::kube::model::Metadata;
use crate::kube::quote::{json_list, json_string, quote};
use crate::kube::words::particles;
use crate::kube::{Version, address};
use crate::yaml::tree::Node;
use std::collections::BTreeSet;

pub(super) fn node(metadata: &Metadata, root: Node<'_>, version: Version, faults: &mut Faults) {
    metadata::object(metadata, Names::Node, version, faults);
    annotations(metadata, version, faults);
    let (spec, status) = (At::field(root, "spec"), At::field(root, "status"));
    let list = spec.get("taints");
    let mut own = Faults::default();
    taints(&list, version, &mut own);
    // The server takes them for a part of the metadata.
    for fault in own.told() {
        let rest = fault.path.strip_prefix(&list.path()).unwrap_or("");
        let (path, place) = (format!("metadata.taints{rest}"), fault.path.clone());
        faults.push(Fault { path, ..fault }.at(place));
    }
    let (capacity, allocatable) = (status.get("capacity"), status.get("allocatable"));
    // What nobody says to be kept back is free (`SetDefaults_NodeStatus`).
    let free = if allocatable.is_set() { allocatable } else { capacity };
    for (called, list) in [("capacity", capacity), ("allocatable", free)] {
        list.entries(|key, at| {
            let mut own = Faults::default();
            counted_amount(&at, key, version, &mut own);
            let path = format!("status.{called}.{key}");
            faults.extend(own.told().into_iter().map(|fault| Fault { path: path.clone(), ..fault }));
        });
    }
    pod_cidrs(&spec, version, faults);
}

/// A node whose old and new range of addresses differ cannot even be read (`Convert_v1_NodeSpec_To_core_NodeSpec`).
pub(in crate::kube) fn unreadable(root: Node<'_>) -> Option<Fault> {
    let spec = At::field(root, "spec");
    let (list, single) = (spec.get("podCIDRs"), spec.get("podCIDR"));
    let first = list.items().next().map(|item| item.text()).filter(|first| *first != single.text())?;
    if single.text().is_empty() {
        return None;
    }
    let help = format!(
        "podCIDR은 podCIDRs의 첫 범위와 같아야 하는데 하나는 `{}`이고 하나는 `{first}`입니다. podCIDR을 지우십시오.",
        single.text()
    );
    let message = format!("conversion Error: v1.PodCIDR and v1.CIDRs[0] do not match {} {first}", single.text());
    let fault = Fault::unreadable("Node", "v1", &message, "pod-cidr-invalid", help);
    Some(fault.at(single.path()).remedy(Remedy::Remove))
}

/// `ValidateNodeSpecificAnnotations`: taints, and pods to keep away, as they were written before taints were a field.
fn annotations(metadata: &Metadata, version: Version, faults: &mut Faults) {
    const PATH: &str = "metadata.annotations";
    const TAINTS: &str = "scheduler.alpha.kubernetes.io/taints";
    const FIELDS: [(&str, Shape); 4] =
        [("key", Shape::Text), ("value", Shape::Text), ("effect", Shape::Text), ("timeAdded", Shape::Text)];
    const AVOID: &str = "scheduler.alpha.kubernetes.io/preferAvoidPods";
    let written = |key: &'static str| {
        let value = metadata.annotations.get(key).filter(|value| !value.is_empty())?;
        Some(Annotation { key, value, path: PATH, place: PATH })
    };
    if let Some(annotation) = written(TAINTS) {
        let tree = annotation.read(Shape::List("Taint", &FIELDS), PATH, faults);
        if let Some(list) = tree.as_ref().and_then(|tree| annotation::read(tree, "taints")) {
            let mut own = Faults::default();
            taints(&list, version, &mut own);
            annotation.tell(own, "taints", faults);
        }
    }
    if let Some(annotation) = written(AVOID) {
        let tree = annotation.read(Shape::Mapping("AvoidPods"), "metadata.annotations.AvoidPods", faults);
        if let Some(avoid) = tree.as_ref().and_then(|tree| annotation::read(tree, "avoid")) {
            let mut own = Faults::default();
            avoid.get("preferAvoidPods").items().for_each(|item| avoided(&item, &mut own));
            annotation.tell(own, "avoid.preferAvoidPods", faults);
        }
    }
}

/// `validatePreferAvoidPodsEntry`; the server calls the fields as Go does.
fn avoided(item: &At<'_, '_>, faults: &mut Faults) {
    const CODE: &str = "annotation-value-invalid";
    let signature = item.get("podSignature");
    let (controller, called) = (signature.get("podController"), item.get("PodSignature"));
    if !controller.is_set() {
        let help = "preferAvoidPods의 항목에 어느 컨트롤러의 파드인지(podController)가 없습니다.";
        faults.push(called.required("", CODE, help));
    } else if controller.get("controller").bool() == Some(false) {
        let help = "preferAvoidPods의 podController는 컨트롤러여야 하므로 controller가 true여야 합니다.";
        let called = called.get("PodController");
        let called = called.get("Controller");
        faults.push(called.invalid("false", "must point to a controller", CODE, help));
    }
}

/// `validateNodeTaints`.
fn taints(list: &At<'_, '_>, version: Version, faults: &mut Faults) {
    const CODE: &str = "taint-invalid";
    let mut known = BTreeSet::new();
    for item in list.items() {
        let (name, value, effect_at) = (item.get("key"), item.get("value"), item.get("effect"));
        let mut own = Faults::default();
        key(name, name.text(), CODE, "테인트의 키로", version, &mut own);
        let mut complaints = Faults::default();
        label_value(value, CODE, "테인트의 값으로", version, &mut complaints);
        // Several complaints about one value are told as one.
        let complaints = complaints.told();
        let details: Vec<_> = crate::kube::names::label_value(value.text(), version);
        if let Some(first) = complaints.into_iter().next() {
            let message = format!("Invalid value: {}: {}", quote(value.text()), details.join(";"));
            own.push(Fault { message, ..first });
        }
        if effect_at.text().is_empty() {
            let help = "테인트에 effect가 없습니다. NoSchedule, PreferNoSchedule, NoExecute 가운데 하나를 적으십시오.";
            own.push(effect_at.required("", CODE, help).remedy(Remedy::Add("effect", "NoSchedule".to_owned())));
        } else {
            own.extend(effect(&effect_at, CODE, "테인트"));
        }
        if !known.insert((name.text(), effect_at.text())) {
            let added = item.get("timeAdded").string().map_or_else(|| "null".to_owned(), json_string);
            let value = format!(
                "{{\"Key\":{},\"Value\":{},\"Effect\":{},\"TimeAdded\":{added}}}",
                json_string(name.text()),
                json_string(value.text()),
                json_string(effect_at.text())
            );
            let help = format!(
                "키가 `{}`이고 effect가 {}인 테인트가 두 번 나옵니다. 키와 effect의 짝은 한 노드에 하나뿐이어야 합니다.",
                name.text(),
                effect_at.text()
            );
            let mut fault = item.duplicate("", CODE, help);
            fault.message = format!("Duplicate value: {value}: taints must be unique by key and effect pair");
            own.push(fault);
        }
        faults.extend(own.told());
    }
}

/// Ranges of the pods' addresses: one of each kind at most. The old single field counts where there is no list.
fn pod_cidrs(spec: &At<'_, '_>, version: Version, faults: &mut Faults) {
    const CODE: &str = "pod-cidr-invalid";
    let (list, single) = (spec.get("podCIDRs"), spec.get("podCIDR"));
    if list.len() == 0 {
        if let Some(message) = address::range_complaint(single.text(), version).filter(|_| !single.text().is_empty()) {
            let help = format!(
                "podCIDR은 파드들이 나누어 쓸 주소의 범위라 10.244.0.0/24처럼 적어야 하는데 `{}`을(를) 적었습니다.",
                single.text()
            );
            let fault = single.invalid_text(&message, CODE, help);
            faults.push(Fault { path: "spec.podCIDRs[0]".to_owned(), ..fault }.at("spec.podCIDR"));
        }
        return;
    }
    let ranges: Vec<String> = list.items().map(|item| item.text().to_owned()).collect();
    let mut unreadable = None;
    for item in list.items() {
        if let Some(message) = address::range_complaint(item.text(), version) {
            let help = format!(
                "podCIDRs의 항목은 10.244.0.0/24 같은 주소의 범위여야 하는데 `{}`을(를) 적었습니다.",
                item.text()
            );
            faults.push(item.invalid_text(&message, CODE, help));
        }
        if address::read_range(item.text()).is_none() {
            unreadable = unreadable.or(Some(item.text()));
        }
    }
    if ranges.len() < 2 {
        return;
    }
    if let Some(text) = unreadable {
        let help = "podCIDRs에 범위로 읽을 수 없는 값이 있어 IPv4와 IPv6가 하나씩인지 볼 수 없습니다. 그 값을 고치면 함께 나아집니다.";
        let mut fault = list.required("", CODE, help);
        fault.cause = "InternalError";
        fault.message = format!(
            "Internal error: invalid PodCIDRs. failed to check with dual stack with error:failed to parse cidr value:{} with error:invalid CIDR address: {text}",
            quote(text)
        );
        faults.push(fault);
    }
    let v6 = ranges.iter().filter(|range| range.contains(':')).count();
    if unreadable.is_some() || ranges.len() > 2 || v6 != 1 {
        let help = format!(
            "podCIDRs에는 IPv4 범위 하나와 IPv6 범위 하나까지만 적을 수 있는데 {}개를 적었습니다.",
            ranges.len()
        );
        let detail = "may specify no more than one CIDR for each IP family";
        faults.push(list.invalid(json_list(&ranges), detail, CODE, help));
    }
    let mut known = BTreeSet::new();
    for item in list.items() {
        if !known.insert(item.text()) {
            let help = format!("podCIDRs에 `{}`이(가) 두 번 나옵니다. 한 번만 적으십시오.", item.text());
            faults.push(item.duplicate(item.text(), CODE, help));
        }
    }
}

pub(super) fn namespace(metadata: &Metadata, root: Node<'_>, version: Version, faults: &mut Faults) {
    let mut own = Faults::default();
    metadata::object(metadata, Names::Namespace, version, &mut own);
    faults.extend(own.told().into_iter().map(|fault| named(metadata, fault)));
    let spec = At::field(root, "spec");
    let list = spec.get("finalizers");
    for item in list.items() {
        let name = item.text();
        let mut refuse = |message: &str| {
            let help = format!(
                "네임스페이스의 파이널라이저는 비우는 일을 맡은 이름이라 kubernetes나 `example.com/cleanup` 같은 것이어야 하는데 `{name}`을(를) 적었습니다. 모르고 적은 것이라면 지우십시오."
            );
            let fault = Fault::invalid(list.path(), name, message, "finalizer-invalid", help);
            faults.push(fault.at(item.path()));
        };
        for message in crate::kube::names::qualified_name(name, version) {
            refuse(&message);
        }
        if !name.contains('/') && !matches!(name, "kubernetes" | "orphan" | "foregroundDeletion") {
            refuse("name is neither a standard finalizer name nor is it fully qualified");
        }
    }
}

/// The label that is filled in is as wrong as the name it comes from, and stands nowhere else.
fn named(metadata: &Metadata, fault: Fault) -> Fault {
    if fault.entry != Some(Entry::Value(NAMESPACE_LABEL.to_owned())) || fault.path != "metadata.labels" {
        return fault;
    }
    let help = format!(
        "네임스페이스에는 이름을 값으로 하는 레이블 `{NAMESPACE_LABEL}`이 붙는데, `{}`은(는) 레이블의 값으로도 쓸 수 없는 모양입니다. 이름을 고치면 함께 나아집니다.",
        metadata.name
    );
    let help = particles(&help);
    Fault { entry: None, remedies: Vec::new(), help, ..fault }.at("metadata.name")
}
