//! The claim that will be made for a pod (`ValidatePersistentVolumeClaimTemplate`).
//!
//! Must not know: volumes.

use super::CODE;
use crate::kube::Version;
use crate::kube::at::At;
use crate::kube::fault::{Entry, Fault, Faults, Remedy};
use crate::kube::quote::quote;
use crate::kube::validate::selector::{labels, selector};
use crate::kube::validate::shape::{choice_if_set, dns_label, object_name};
use crate::kube::{meant, names};

/// Fields of metadata that a template may not have, in the order of Go's struct, by the name the server makes of Go's.
const NOT_OF_TEMPLATES: [(&str, &str); 13] = [
    ("name", "name"),
    ("generateName", "generateName"),
    ("namespace", "namespace"),
    ("selfLink", "selfLink"),
    ("uid", "uID"),
    ("resourceVersion", "resourceVersion"),
    ("generation", "generation"),
    ("creationTimestamp", "creationTimestamp"),
    ("deletionTimestamp", "deletionTimestamp"),
    ("deletionGracePeriodSeconds", "deletionGracePeriodSeconds"),
    ("ownerReferences", "ownerReferences"),
    ("finalizers", "finalizers"),
    ("managedFields", "managedFields"),
];
const MODES: [&str; 4] = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

pub(super) fn template(at: &At<'_, '_>, version: Version, faults: &mut Faults) {
    metadata(&at.get("metadata"), version, faults);
    let spec = at.get("spec");
    access_modes(&spec, version, faults);
    let (resources, class) = (spec.get("resources"), spec.get("storageClassName"));
    let requests = resources.get("requests");
    let size = requests.get("storage");
    let called = |fault: Fault| {
        let place = size.path();
        Fault { path: format!("{}[storage]", resources.path()), ..fault }.at(place)
    };
    match size.amount() {
        None => {
            let help = "클레임에 바라는 크기가 없습니다. `resources: {requests: {storage: 1Gi}}`처럼 적으십시오.";
            faults.push(called(size.required("", CODE, help)));
        }
        Some(amount) if amount.is_negative() || amount.is_zero() => {
            let help = format!("클레임의 크기는 0보다 커야 하는데 {amount}을(를) 적었습니다.");
            faults.push(called(size.invalid(quote(&amount.to_string()), "must be greater than zero", CODE, help)));
        }
        Some(_) => {}
    }
    if !class.text().is_empty() {
        object_name(class, CODE, "볼륨을 만들어 줄 스토리지클래스의", faults);
    }
    let kinds = ["Block", "Filesystem"];
    faults.extend(choice_if_set(spec.get("volumeMode"), &kinds, CODE, "볼륨을 어떻게 쓸지 정하는"));
    data_sources(&spec, faults);
    let class = spec.get("volumeAttributesClassName");
    if !class.text().is_empty() {
        object_name(class, CODE, "볼륨의 성질을 정하는 볼륨어트리뷰트클래스의", faults);
    }
}

/// What the volume is to be filled with: the old field and the new one have to say the same (`validateDataSource`,
/// `validateDataSourceRef`).
fn data_sources(spec: &At<'_, '_>, faults: &mut Faults) {
    let (old, new) = (spec.get("dataSource"), spec.get("dataSourceRef"));
    for at in [&old, &new] {
        if at.is_set() {
            data_source(at, faults);
        }
    }
    let namespace = new.get("namespace");
    if !namespace.text().is_empty() {
        dns_label(namespace, CODE, "원본이 있는 네임스페이스의 이름을", faults);
    }
    if !old.is_set() || !new.is_set() {
        return;
    }
    let same = old.get("apiGroup").string() == new.get("apiGroup").string()
        && ["kind", "name"].iter().all(|field| old.get(field).text() == new.get(field).text());
    let detail = match (namespace.text().is_empty(), same) {
        (false, _) => "may not be specified when dataSourceRef.namespace is specified",
        (true, false) => "must match dataSourceRef",
        (true, true) => return,
    };
    let help = "클레임에 dataSource와 dataSourceRef를 함께 적었는데 둘이 다릅니다. 옛 필드인 dataSource를 지우십시오.";
    // The server prints a path as an empty structure.
    faults.push(spec.invalid("{}", detail, CODE, help).at(old.path()));
}

fn data_source(at: &At<'_, '_>, faults: &mut Faults) {
    let (name, kind, group) = (at.get("name"), at.get("kind"), at.get("apiGroup"));
    for (field, what) in [(name, "원본의 이름(name)"), (kind, "원본의 종류(kind)")] {
        if field.text().is_empty() {
            let help =
                format!("클레임의 {}에 {what}이(가) 없습니다. 복제할 클레임이나 스냅샷을 적으십시오.", at.name());
            faults.push(field.required("", CODE, help));
        }
    }
    if group.text().is_empty() {
        if kind.text() != "PersistentVolumeClaim" {
            let help = format!(
                "{}에 apiGroup이 없으면 원본은 PersistentVolumeClaim이어야 하는데 kind가 `{}`입니다. 스냅샷이라면 `apiGroup: snapshot.storage.k8s.io`를 적으십시오.",
                at.name(),
                kind.text()
            );
            let detail = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
            faults.push(at.invalid(quote(kind.text()), detail, CODE, help).at(kind.path()));
        }
    } else {
        for message in names::dns_1123_subdomain(group.text()) {
            let help = format!(
                "{}의 apiGroup `{}`은(는) `snapshot.storage.k8s.io` 같은 도메인의 모양이어야 합니다.",
                at.name(),
                group.text()
            );
            faults.push(group.invalid_text(&message, CODE, help));
        }
    }
}

/// `ValidateTemplateObjectMeta`: labels and annotations alone.
fn metadata(at: &At<'_, '_>, version: Version, faults: &mut Faults) {
    let annotations = at.get("annotations");
    annotations.entries(|key, _| {
        for message in names::qualified_name(&key.to_lowercase(), version) {
            let help =
                format!("어노테이션의 키 `{key}`은(는) 쓸 수 없는 모양입니다. `example.com/memo`처럼 적으십시오.");
            let fault = annotations.invalid(quote(key), &message, "annotation-key-invalid", help);
            faults.push(fault.entry(Entry::Key(key.to_owned())));
        }
    });
    labels(&at.get("labels"), version, faults);
    for (field, called) in NOT_OF_TEMPLATES {
        let field = at.get(field);
        // What is no pointer and empty cannot be told from absent.
        let empty = field.string().is_some_and(str::is_empty) || (called == "generation" && field.int() == Some(0));
        if field.is_set() && !empty {
            let help = format!(
                "만들어질 클레임의 metadata에는 레이블과 어노테이션만 적습니다. {}을(를) 지우십시오.",
                field.name()
            );
            let fault = field.forbidden("cannot be set", CODE, help);
            let path = at.get(called).path();
            let place = field.path();
            faults.push(Fault { path, ..fault }.at(place).remedy(Remedy::Remove));
        }
    }
}

fn access_modes(spec: &At<'_, '_>, version: Version, faults: &mut Faults) {
    let modes = spec.get("accessModes");
    if modes.len() == 0 {
        let help = "클레임에 접근 방식(accessModes)이 없습니다. `accessModes: [ReadWriteOnce]`처럼 적으십시오.";
        faults.push(modes.required("at least 1 access mode is required", CODE, help));
    }
    selector(&spec.get("selector"), version, faults);
    let (mut alone, mut shared) = (false, false);
    for mode in modes.items() {
        match mode.text() {
            "ReadWriteOncePod" => alone = true,
            known if MODES.contains(&known) => shared = true,
            other => {
                let help = format!("접근 방식은 {} 가운데 하나인데 `{other}`을(를) 적었습니다.", MODES.join(", "));
                let fault = modes.unsupported(other, &MODES, CODE, help).at(mode.path());
                faults.push(fault.write(meant::closest(other, MODES.into_iter())));
            }
        }
    }
    if alone && shared {
        let help = "accessModes의 ReadWriteOncePod는 파드 하나만 쓴다는 뜻이라 다른 접근 방식과 함께 적을 수 없습니다.";
        faults.push(modes.forbidden("may not use ReadWriteOncePod with other access modes", CODE, help));
    }
}
