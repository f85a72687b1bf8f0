//! Environment variables, and where their values come from (`ValidateEnv`, `ValidateEnvFrom`).
//!
//! Must not know: whether what is named exists.

use crate::kube::Version;
use crate::kube::at::At;
use crate::kube::fault::{Fault, Faults, Remedy};
use crate::kube::gate::Gate;
use crate::kube::quote::quote;
use crate::kube::validate::shape::{dns_label, local_path, object_name};
use crate::kube::{meant, names};

const CODE: &str = "env-source-invalid";
const SEVERAL: &str = "may not have more than one field specified at a time";

pub(super) fn variables(list: &At<'_, '_>, version: Version, faults: &mut Faults) {
    for item in list.items() {
        let name = item.get("name");
        if name.text().is_empty() {
            let help = "환경 변수에 name이 없습니다. `- name: PORT`처럼 이름부터 적으십시오.";
            faults.push(name.required("", "env-name-missing", help));
        } else if let Some(message) = names::env_name(name.text()) {
            let help = format!("환경 변수 이름 `{}`은(는) '='를 뺀 영문자와 숫자, 기호만 쓸 수 있습니다.", name.text());
            faults.push(name.invalid_text(message, "env-name-invalid", help));
        }
        value_from(&item, version, faults);
    }
}

/// `validateEnvVarValueFrom`: exactly one source, and no value beside it. Files are dropped where their gate is shut.
fn value_from(item: &At<'_, '_>, version: Version, faults: &mut Faults) {
    let at = item.get("valueFrom");
    if !at.is_set() {
        return;
    }
    let (field, resource) = (at.get("fieldRef"), at.get("resourceFieldRef"));
    let (map, secret) = (at.get("configMapKeyRef"), at.get("secretKeyRef"));
    if field.is_set() {
        pod_field(&field, &FIELDS, faults);
    }
    if resource.is_set() {
        container_resource(&resource, false, faults);
    }
    for (reference, what) in [(map, "컨피그맵의"), (secret, "시크릿의")] {
        if reference.is_set() {
            object_name(reference.get("name"), CODE, what, faults);
            map_key(&reference.get("key"), what, faults);
        }
    }
    let file = at.get("fileKeyRef");
    let reads_file = file.is_set() && version.opens(Gate::EnvFiles);
    if reads_file {
        file_key(&file, faults);
    }
    let sources = [field, resource, map, secret].iter().filter(|at| at.is_set()).count() + usize::from(reads_file);
    let name = item.get("name").text();
    if sources == 0 {
        let help = format!(
            "환경 변수 `{name}`의 valueFrom에 가져올 곳이 없습니다. configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef 가운데 하나를 적으십시오."
        );
        let detail = "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`";
        faults.push(at.invalid("\"\"", detail, CODE, help));
    } else if !item.get("value").text().is_empty() {
        let help = format!(
            "환경 변수 `{name}`에 value와 valueFrom을 함께 적었습니다. 값을 직접 적든 가져오든 하나만 남기십시오."
        );
        faults.push(
            at.invalid("\"\"", "may not be specified when `value` is not empty", CODE, help).remedy(Remedy::Remove),
        );
    } else if sources > 1 {
        let help = format!("환경 변수 `{name}`의 valueFrom에 가져올 곳을 {sources}개 적었습니다. 하나만 남기십시오.");
        faults.push(at.invalid("\"\"", SEVERAL, CODE, help));
    }
}

/// `validateFileKeySelector`.
fn file_key(at: &At<'_, '_>, faults: &mut Faults) {
    let (key, volume, path) = (at.get("key"), at.get("volumeName"), at.get("path"));
    let needed = [
        (key, "파일에서 고를 환경 변수의 이름(key)"),
        (volume, "파일이 든 볼륨의 이름(volumeName)"),
        (path, "볼륨 안에서 파일의 경로(path)"),
    ];
    for (field, what) in needed.iter().filter(|(field, _)| field.text().is_empty()) {
        faults.push(field.required("", CODE, format!("fileKeyRef에 {what}이(가) 없습니다.")));
    }
    if let Some(message) = names::env_name(key.text()) {
        let help = format!("fileKeyRef의 key `{}`은(는) '='를 뺀 영문자와 숫자, 기호만 쓸 수 있습니다.", key.text());
        faults.push(key.invalid_text(message, CODE, help));
    }
    if !volume.text().is_empty() {
        dns_label(volume, CODE, "파일이 든 볼륨의 이름을", faults);
    }
    local_path(path, &path.path(), CODE, faults);
}

fn map_key(at: &At<'_, '_>, what: &str, faults: &mut Faults) {
    if at.text().is_empty() {
        let help = format!("{what} 어느 항목에서 값을 가져올지 key가 없습니다. `key: password`처럼 적으십시오.");
        faults.push(at.required("", CODE, help));
        return;
    }
    for message in names::config_key(at.text()) {
        let help = format!("{what} key `{}`은(는) 영문자, 숫자, '-', '_', '.'만 쓸 수 있습니다.", at.text());
        faults.push(at.invalid_text(&message, CODE, help));
    }
}

/// Fields of a pod that an environment variable may hold.
const FIELDS: [&str; 9] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];
/// Fields of a pod that a file may hold.
pub(super) const FILE_FIELDS: [&str; 5] =
    ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];
/// Fields that are known but not to be had everywhere (`ConvertDownwardAPIFieldLabel`).
const OTHERS: [&str; 5] =
    ["metadata.annotations", "metadata.labels", "spec.restartPolicy", "spec.schedulerName", "status.phase"];

/// `validateObjectFieldSelector`.
pub(super) fn pod_field(at: &At<'_, '_>, supported: &[&str], faults: &mut Faults) {
    let version = at.get("apiVersion");
    let path = at.get("fieldPath");
    let written = path.text();
    if written.is_empty() {
        let help = "fieldRef에 fieldPath가 없습니다. 파드의 어느 필드인지 `fieldPath: status.podIP`처럼 적으십시오.";
        faults.push(path.required("", CODE, help));
        return;
    }
    let near = || meant::closest(written, supported.iter().copied());
    let mut refuse = |message: String| {
        let help = format!(
            "fieldPath `{written}`은(는) 가져올 수 있는 파드의 필드가 아닙니다. {} 가운데 하나나 metadata.labels['키']를 적으십시오.",
            supported.join(", ")
        );
        faults.push(path.invalid_text(&format!("error converting fieldPath: {message}"), CODE, help).write(near()));
    };
    if version.text_or("v1") != "v1" {
        return refuse(format!("unsupported pod version: {}", version.text()));
    }
    // (`SplitMaybeSubscriptedPath`)
    let subscript = written.strip_suffix("']").and_then(|rest| rest.split_once("['")).filter(|(of, _)| !of.is_empty());
    if let Some((of, key)) = subscript {
        return match of {
            "metadata.annotations" => keyed(at, &key.to_lowercase(), faults),
            "metadata.labels" => keyed(at, key, faults),
            _ => refuse(format!("field label does not support subscript: {written}")),
        };
    }
    // The old name of spec.nodeName.
    let path_of = if written == "spec.host" { "spec.nodeName" } else { written };
    if !FIELDS.contains(&path_of) && !OTHERS.contains(&path_of) {
        return refuse(format!("field label not supported: {written}"));
    }
    if !supported.contains(&path_of) {
        let help = format!(
            "fieldPath `{written}`은(는) 여기에서 가져올 수 없습니다. {} 가운데 하나를 적으십시오.",
            supported.join(", ")
        );
        faults.push(path.unsupported_text(path_of, supported, CODE, help).write(near()));
    }
}

fn keyed(at: &At<'_, '_>, key: &str, faults: &mut Faults) {
    for message in names::qualified_name(key, Version::V1_34) {
        let help = format!("fieldPath의 키 `{key}`은(는) 레이블이나 어노테이션의 키로 쓸 수 없는 모양입니다.");
        faults.push(at.invalid(quote(key), &message, CODE, help).at(at.get("fieldPath").path()));
    }
}

const RESOURCES: [&str; 6] = [
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
];

/// `validateContainerResourceFieldSelector`; in a volume the container has to be named.
pub(super) fn container_resource(at: &At<'_, '_>, in_volume: bool, faults: &mut Faults) {
    let (container, resource) = (at.get("containerName"), at.get("resource"));
    let written = resource.text();
    let huge = written.starts_with("limits.hugepages-") || written.starts_with("requests.hugepages-");
    if in_volume && container.text().is_empty() {
        let help = "resourceFieldRef를 볼륨에 쓰면 어느 컨테이너의 리소스인지 containerName도 적어야 합니다.";
        faults.push(container.required("", CODE, help));
    } else if written.is_empty() {
        let help = "resourceFieldRef에 resource가 없습니다. `resource: limits.memory`처럼 적으십시오.";
        faults.push(resource.required("", CODE, help));
    } else if !RESOURCES.contains(&written) && !huge {
        let help = format!(
            "resource `{written}`은(는) 가져올 수 없습니다. {} 가운데 하나를 적으십시오.",
            RESOURCES.join(", ")
        );
        let near = meant::closest(written, RESOURCES.into_iter());
        faults.push(resource.unsupported_text(written, &RESOURCES, CODE, help).write(near));
    }
    divisor(&at.get("divisor"), written, huge, faults);
}

/// `validateContainerResourceDivisor`.
fn divisor(at: &At<'_, '_>, resource: &str, huge: bool, faults: &mut Faults) {
    const BYTES: [&str; 13] = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];
    let Some(amount) = at.quantity().filter(|amount| !amount.is_zero()) else { return };
    let (units, of) = match resource {
        "limits.cpu" | "requests.cpu" => (&["1m", "1"][..], "cpu"),
        "limits.memory" | "requests.memory" => (&BYTES[..], "memory"),
        "limits.ephemeral-storage" | "requests.ephemeral-storage" => (&BYTES[..], "local ephemeral storage"),
        _ if huge => (&BYTES[..], "hugepages"),
        _ => return,
    };
    let written = amount.to_string();
    if !units.contains(&written.as_str()) {
        let listed = if of == "cpu" { units.join(" and ") } else { units.join(", ") };
        let help = format!("divisor는 값을 나눌 단위라 {listed} 가운데 하나여야 하는데 `{written}`을(를) 적었습니다.");
        let detail = format!("only divisor's values {listed} are supported with the {of} resource");
        faults.push(at.invalid(quote(resource), &detail, CODE, help));
    }
}

/// `ValidateEnvFrom`: a source with anything but one reference the server tells of by the path of the whole list.
pub(super) fn sources(list: &At<'_, '_>, faults: &mut Faults) {
    for item in list.items() {
        let prefix = item.get("prefix");
        if let Some(message) = names::env_name(prefix.text()) {
            let help = format!(
                "prefix `{}`은(는) 환경 변수 이름의 앞부분이라 '='를 뺀 영문자와 숫자, 기호만 쓸 수 있습니다.",
                prefix.text()
            );
            faults.push(prefix.invalid_text(message, "env-name-invalid", help));
        }
        let references = [(item.get("configMapRef"), "컨피그맵의"), (item.get("secretRef"), "시크릿의")];
        let mut given = 0;
        for (reference, what) in references.iter().filter(|(reference, _)| reference.is_set()) {
            given += 1;
            let name = reference.get("name");
            if name.text().is_empty() {
                let help =
                    format!("{}에 name이 없습니다. 모든 항목을 가져올 {what} 이름을 적으십시오.", reference.name());
                faults.push(name.required("", CODE, help));
            } else if !names::dns_1123_subdomain(&masked(name.text())).is_empty() {
                object_name(name, CODE, what, faults);
            }
        }
        let (detail, help) = match given {
            0 => (
                "must specify one of: `configMapRef` or `secretRef`",
                "envFrom의 항목에 가져올 곳이 없습니다. configMapRef나 secretRef를 적으십시오.",
            ),
            1 => continue,
            _ => (SEVERAL, "envFrom의 한 항목에 configMapRef와 secretRef를 함께 적었습니다. 항목을 둘로 나누십시오."),
        };
        let fault = Fault::invalid(list.path(), "", detail, CODE, help.to_owned());
        faults.push(fault.at(item.path()));
    }
}

/// These names are judged as if something were still to follow their last dash (`maskTrailingDash`).
fn masked(name: &str) -> String {
    match name.strip_suffix('-') {
        Some(head) if !head.is_empty() => {
            format!("{}a", head.char_indices().next_back().and_then(|(at, _)| head.get(..at)).unwrap_or(""))
        }
        _ => name.to_owned(),
    }
}
