//! Annotations that mean something to a pod (`ValidatePodSpecificAnnotations`), and old ones against the fields that took
//! their place.
//!
//! Must not know: labels.

use super::{Context, scheduling};
use crate::kube::at::At;
use crate::kube::fault::{Entry, Fault, Faults, Remedy};
use crate::kube::validate::annotation::{self, Annotation, Shape};

const CODE: &str = "annotation-value-invalid";
const MIRROR: &str = "kubernetes.io/config.mirror";
const TOLERATIONS: &str = "scheduler.alpha.kubernetes.io/tolerations";
const DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";
const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";
const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";

/// The annotations at the server's `path`; `place` is where they are written, where that is another.
pub(super) fn annotations(
    pod: &At<'_, '_>,
    context: Context<'_>,
    path: &str,
    place: Option<&str>,
    faults: &mut Faults,
) {
    let annotations = &context.metadata.annotations;
    let in_brackets = |key: &str| format!("{path}[{key}]");
    if let Some(value) = annotations.get(MIRROR).filter(|_| pod.get("nodeName").text().is_empty()) {
        let what = "노드의 kubelet이 스스로 붙이는 것이니 지우십시오.".to_owned();
        let detail = "must set spec.nodeName if mirror pod annotation is set";
        faults.push(refused(in_brackets(MIRROR), MIRROR, value, detail, &what, place.unwrap_or(path)));
    }
    tolerations(context, path, place.unwrap_or(path), faults);
    let mut refuse = |server: String, key: &str, value: &str, detail: &str, what: String| {
        faults.push(refused(server, key, value, detail, &what, place.unwrap_or(path)));
    };
    if let Some(value) = annotations.get(DELETION_COST).filter(|value| !is_cost(value)) {
        let what = format!("먼저 지울 순서를 정하는 정수여야 하는데 `{value}`을(를) 적었습니다.");
        refuse(in_brackets(DELETION_COST), DELETION_COST, value, "must be a 32bit integer", what);
    }
    let profiles = annotations.iter().filter(|(key, _)| *key == SECCOMP_POD || key.starts_with(SECCOMP_CONTAINER));
    for (key, value) in profiles {
        let local = value.strip_prefix("localhost/");
        let (detail, wrong) = match local {
            Some(rest) if rest.starts_with('/') => ("must be a relative path", rest),
            Some(rest) if rest.split('/').any(|part| part == "..") => ("must not contain '..'", rest),
            Some(_) => continue,
            None if matches!(value.as_str(), "runtime/default" | "docker/default" | "unconfined") => continue,
            None => ("must be a valid seccomp profile", value.as_str()),
        };
        let what = "옛 어노테이션 대신 securityContext의 seccompProfile을 쓰십시오.".to_owned();
        refuse(format!("{path}.{key}"), key, wrong, detail, what);
    }
    for (key, value) in annotations {
        let Some(container) = key.strip_prefix(APP_ARMOR) else { continue };
        let names = |list: &str| pod.get(list).items().any(|item| item.get("name").text() == container);
        if !["initContainers", "containers", "ephemeralContainers"].into_iter().any(names) {
            let what = format!("`{container}`(이)라는 컨테이너가 이 파드에 없습니다.");
            refuse(in_brackets(key), key, container, "container not found", what);
        }
        let known = matches!(value.as_str(), "" | "runtime/default" | "unconfined") || value.starts_with("localhost/");
        if !known {
            let what = "옛 어노테이션 대신 securityContext의 appArmorProfile을 쓰십시오.".to_owned();
            let detail = format!("invalid AppArmor profile name: {}", crate::kube::quote::quote(value));
            refuse(in_brackets(key), key, value, &detail, what);
        }
    }
}

fn refused(server: String, key: &str, value: &str, detail: &str, what: &str, place: &str) -> Fault {
    let help = format!("어노테이션 `{key}`의 값이 맞지 않습니다. {what}");
    Fault::invalid(server, value, detail, CODE, help).at(place).entry(Entry::Value(key.to_owned()))
}

/// Tolerations as they were written before they were a field (`ValidateTolerationsInPodAnnotations`).
fn tolerations(context: Context<'_>, path: &str, place: &str, faults: &mut Faults) {
    const FIELDS: [(&str, Shape); 5] = [
        ("key", Shape::Text),
        ("operator", Shape::Text),
        ("value", Shape::Text),
        ("effect", Shape::Text),
        ("tolerationSeconds", Shape::Whole),
    ];
    let Some(value) = context.metadata.annotations.get(TOLERATIONS).filter(|value| !value.is_empty()) else { return };
    let annotation = Annotation { key: TOLERATIONS, value, path, place };
    let tree = annotation.read(Shape::List("Toleration", &FIELDS), path, faults);
    if let Some(list) = tree.as_ref().and_then(|tree| annotation::read(tree, "tolerations")) {
        let mut own = Faults::default();
        scheduling::tolerations(&list, context.version, &mut own);
        annotation.tell(own, "tolerations", faults);
    }
}

/// `GetDeletionCostFromPodAnnotations`: neither a plus nor a zero before other digits; behind a minus anything goes.
fn is_cost(value: &str) -> bool {
    let plain = value == "0" || value.starts_with(['-', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    plain && value.parse::<i32>().is_ok()
}

/// Where the old annotation and the field are both given, they have to say the same
/// (`validateSeccompAnnotationsAndFields`, `validateAppArmorAnnotationsAndFieldsMatchOnCreate`).
pub(super) fn profiles_match(pod: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    let annotations = &context.metadata.annotations;
    let old =
        |key: &String| key.starts_with("seccomp.") || key.starts_with(SECCOMP_CONTAINER) || key.starts_with(APP_ARMOR);
    if !annotations.keys().any(old) {
        return;
    }
    let security = pod.get("securityContext");
    if let Some(annotation) = annotations.get(SECCOMP_POD) {
        same(&security.get("seccompProfile"), annotation, "seccomp", faults);
    }
    let on_windows = pod.get("os").get("name").text() == "windows";
    for (prefix, field, kind) in
        [(SECCOMP_CONTAINER, "seccompProfile", "seccomp"), (APP_ARMOR, "appArmorProfile", "apparmor")]
    {
        for list in ["initContainers", "containers", "ephemeralContainers"] {
            let list = pod.get(list);
            for item in list.items().filter(|_| kind == "seccomp" || !on_windows) {
                let Some(annotation) = annotations.get(&format!("{prefix}{}", item.get("name").text())) else {
                    continue;
                };
                let own = item.get("securityContext");
                let own = own.get(field);
                let inherited = security.get(field);
                let profile = if own.is_set() || kind == "seccomp" { own } else { inherited };
                same(&profile, annotation, kind, faults);
            }
        }
    }
}

fn same(profile: &At<'_, '_>, annotation: &str, kind: &str, faults: &mut Faults) {
    let (of, local) = (profile.get("type"), profile.get("localhostProfile"));
    let file = annotation.strip_prefix("localhost/");
    let (at, what) = match of.text() {
        "Unconfined" if annotation != "unconfined" => (of, "type"),
        "RuntimeDefault"
            if annotation != "runtime/default" && !(kind == "seccomp" && annotation == "docker/default") =>
        {
            (of, "type")
        }
        "Localhost" if file.is_none() => (of, "type"),
        "Localhost" if file != local.string() => (local, "profile"),
        _ => return,
    };
    let help = format!(
        "옛 어노테이션의 값 `{annotation}`과(와) {}에 적은 값 `{}`이(가) 다릅니다. 어노테이션을 지우십시오.",
        at.name(),
        at.text()
    );
    let detail = format!("{kind} {what} in annotation and field must match");
    faults.push(at.forbidden(&detail, CODE, help).remedy(Remedy::Remove));
}
