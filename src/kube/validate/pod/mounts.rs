//! Where a container sees the volumes of its pod (`ValidateVolumeMounts`, `ValidateVolumeDevices`).
//!
//! Must not know: what is in a volume.

use super::volumes::Volumes;
use crate::kube::at::At;
use crate::kube::fault::{Fault, Faults, Remedy};
use crate::kube::meant;
use crate::kube::validate::shape::{choice_if_set, descending_path, has_backsteps, renumbered};
use std::collections::{BTreeMap, BTreeSet};

const CODE: &str = "volume-mount-invalid";
const DEVICE: &str = "volume-device-invalid";

/// What a container mounts has to be a volume of its pod, each at a place of its own.
pub(super) fn mounts(container: &At<'_, '_>, volumes: &Volumes<'_>, faults: &mut Faults) {
    let (list, devices) = (container.get("volumeMounts"), container.get("volumeDevices"));
    let devices = names_and_paths(&devices, "devicePath", &|_| true);
    let mut places = BTreeSet::new();
    let mounts = list.items().enumerate().filter(|(_, item)| !volumes.is_dropped(item.get("name").text()));
    for (kept, (index, item)) in mounts.enumerate() {
        let mut own = Faults::default();
        mount(&item, volumes, &devices, &mut places, &mut own);
        inside(&list, &item, &mut own);
        propagation(container, &list, &item, &mut own);
        renumbered(own, &list, index, kept, faults);
    }
}

fn mount<'t>(
    item: &At<'t, '_>,
    volumes: &Volumes<'_>,
    (device_names, device_paths): &(BTreeSet<&str>, BTreeSet<&str>),
    places: &mut BTreeSet<&'t str>,
    faults: &mut Faults,
) {
    let (name, path) = (item.get("name"), item.get("mountPath"));
    if name.text().is_empty() {
        let help = "volumeMounts의 항목에 name이 없습니다. 어느 볼륨을 붙일지 volumes에 적은 이름을 적으십시오.";
        faults.push(name.required("", CODE, help));
    }
    unknown(&name, volumes, CODE, "volumeMounts", faults);
    if path.text().is_empty() {
        let help = "볼륨을 컨테이너의 어느 폴더에 붙일지 mountPath가 없습니다. `mountPath: /data`처럼 적으십시오.";
        faults.push(path.required("", CODE, help).remedy(Remedy::Add("mountPath", "/data".to_owned())));
    }
    if !places.insert(path.text()) {
        let help = format!(
            "mountPath `{}`에 볼륨을 둘 붙이려 합니다. 한 폴더에는 하나만 붙일 수 있으니 다른 폴더를 적으십시오.",
            path.text()
        );
        faults.push(path.invalid_text("must be unique", CODE, help));
    }
    if device_names.contains(name.text()) {
        let help = format!(
            "볼륨 `{}`을(를) volumeMounts와 volumeDevices에 함께 적었습니다. 폴더로 붙이든 장치로 붙이든 하나만 하십시오.",
            name.text()
        );
        faults.push(name.invalid_text("must not already exist in volumeDevices", CODE, help));
    }
    if device_paths.contains(path.text()) {
        let help = format!(
            "mountPath `{}`은(는) volumeDevices의 devicePath로 이미 쓰였습니다. 다른 폴더를 적으십시오.",
            path.text()
        );
        faults.push(path.invalid_text("must not already exist as a path in volumeDevices", CODE, help));
    }
}

/// What part of a volume is mounted; the server calls these by the path of the list.
fn inside(list: &At<'_, '_>, item: &At<'_, '_>, faults: &mut Faults) {
    let (part, expression) = (item.get("subPath"), item.get("subPathExpr"));
    let set = |at: &At<'_, '_>| !at.text().is_empty();
    if set(&part) {
        descending_path(part, &list.get("subPath").path(), CODE, faults);
    }
    if set(&expression) {
        if set(&part) {
            let help =
                format!("subPath와 subPathExpr(`{}`)을(를) 함께 적었습니다. 하나만 남기십시오.", expression.text());
            let detail = "subPathExpr and subPath are mutually exclusive";
            faults.push(expression.invalid_text(detail, CODE, help).remedy(Remedy::Remove));
        }
        descending_path(expression, &list.get("subPathExpr").path(), CODE, faults);
    }
}

/// `validateMountPropagation`, `validateMountRecursiveReadOnly`; both called by the path of the list.
fn propagation(container: &At<'_, '_>, list: &At<'_, '_>, item: &At<'_, '_>, faults: &mut Faults) {
    let (mode, read_only) = (item.get("mountPropagation"), item.get("recursiveReadOnly"));
    let called = |fault: Fault, at: &At<'_, '_>| Fault { path: list.get(at.name()).path(), ..fault }.at(at.path());
    let meaning = "노드와 컨테이너 사이에서 마운트가 서로 보일지 정하는";
    let supported = ["Bidirectional", "HostToContainer", "None"];
    faults.extend(choice_if_set(mode, &supported, CODE, meaning).map(|fault| called(fault, &mode)));
    let security = container.get("securityContext");
    if mode.text() == "Bidirectional" && !security.get("privileged").is_true() {
        let help = "mountPropagation: Bidirectional은 노드의 마운트까지 바꾸므로 privileged 컨테이너만 쓸 수 있습니다. HostToContainer로 바꾸거나 지우십시오.";
        let detail = "Bidirectional mount propagation is available only to privileged containers";
        faults.push(called(mode.forbidden(detail, CODE, help), &mode).remedy(Remedy::Remove));
    }
    let Some(wanted) = read_only.string() else { return };
    let supported = ["Disabled", "Enabled", "IfPossible"];
    let meaning = "볼륨 아래에 붙은 것까지 읽기 전용으로 할지 정하는";
    faults.extend(choice_if_set(read_only, &supported, CODE, meaning).map(|fault| called(fault, &read_only)));
    if !matches!(wanted, "Enabled" | "IfPossible") {
        return;
    }
    if !item.get("readOnly").is_true() {
        let help = format!(
            "recursiveReadOnly: {wanted}은(는) 읽기 전용으로 붙일 때만 뜻이 있습니다. `readOnly: true`도 적으십시오."
        );
        faults.push(called(read_only.forbidden("may only be specified when readOnly is true", CODE, help), &read_only));
    }
    if !matches!(mode.text(), "" | "None") {
        let help = format!(
            "recursiveReadOnly: {wanted}은(는) mountPropagation({})과(와) 함께 쓸 수 없습니다. 하나를 지우십시오.",
            mode.text()
        );
        let detail = "may only be specified when mountPropagation is None or not specified";
        faults.push(called(read_only.forbidden(detail, CODE, help), &read_only));
    }
}

fn unknown(name: &At<'_, '_>, volumes: &Volumes<'_>, code: &'static str, list: &str, faults: &mut Faults) {
    if volumes.get(name.text()).is_some() {
        return;
    }
    let near = meant::closest(name.text(), volumes.names());
    let hint = near.map(|near| format!(" `{near}`을(를) 적으려던 것 같습니다.")).unwrap_or_default();
    let help = format!(
        "{list}의 name이 `{}`인 볼륨은 이 파드의 volumes에 없습니다.{hint} volumes에 같은 이름의 볼륨을 적거나 이름을 맞추십시오.",
        name.text()
    );
    faults.push(name.not_found(name.text(), code, help).write(near));
}

/// Devices are claims, each once and at a place of its own.
pub(super) fn devices(container: &At<'_, '_>, volumes: &Volumes<'_>, faults: &mut Faults) {
    let (list, mounts) = (container.get("volumeDevices"), container.get("volumeMounts"));
    if list.len() == 0 {
        return;
    }
    let (mount_names, mount_paths) = names_and_paths(&mounts, "mountPath", &|name| !volumes.is_dropped(name));
    let (mut names, mut paths) = (BTreeSet::new(), BTreeSet::new());
    for item in list.items() {
        let (name, path) = (item.get("name"), item.get("devicePath"));
        let (called, place) = (name.text(), path.text());
        if called.is_empty() {
            let help = "volumeDevices의 항목에 name이 없습니다. 블록 장치로 붙일 볼륨의 이름을 적으십시오.";
            faults.push(name.required("", DEVICE, help));
        }
        if !called.is_empty() && !names.insert(called) {
            let help = format!("volumeDevices에 볼륨 `{called}`이(가) 두 번 나옵니다. 한 번만 적으십시오.");
            faults.push(name.invalid_text("must be unique", DEVICE, help));
        }
        match volumes.get(called) {
            Some(volume) if !volume.is_claim => {
                let help = format!(
                    "볼륨 `{called}`은(는) 블록 장치가 아닙니다. volumeDevices에는 퍼시스턴트볼륨클레임으로 얻은 볼륨만 적을 수 있습니다."
                );
                let detail = "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode";
                faults.push(name.invalid_text(detail, DEVICE, help));
            }
            Some(_) => {}
            None => unknown(&name, volumes, DEVICE, "volumeDevices", faults),
        }
        if place.is_empty() {
            let help = "장치가 컨테이너의 어디에 보일지 devicePath가 없습니다. `devicePath: /dev/xvda`처럼 적으십시오.";
            faults.push(path.required("", DEVICE, help));
        }
        if paths.contains(place) {
            let help = format!("devicePath `{place}`에 장치를 둘 붙이려 합니다. 다른 경로를 적으십시오.");
            faults.push(path.invalid_text("must be unique", DEVICE, help));
        }
        if has_backsteps(place) {
            let help = format!("devicePath `{place}`에는 위쪽 폴더를 가리키는 '..'를 쓸 수 없습니다.");
            faults.push(path.invalid_text("can not contain backsteps ('..')", DEVICE, help));
        } else {
            paths.insert(place);
        }
        if mount_names.contains(called) {
            let help =
                format!("볼륨 `{called}`은(는) volumeMounts에도 있어 장치로 붙일 수 없습니다. 하나를 지우십시오.");
            faults.push(name.invalid_text("must not already exist in volumeMounts", DEVICE, help));
        }
        if mount_paths.contains(place) {
            let help = format!(
                "devicePath `{place}`은(는) volumeMounts의 mountPath로 이미 쓰였습니다. 다른 경로를 적으십시오."
            );
            faults.push(path.invalid_text("must not already exist as a path in volumeMounts", DEVICE, help));
        }
    }
}

/// The names in a list, of those that count, and the paths they are at; of a name that stands twice the server knows only the
/// last path (`GetVolumeMountMap`).
fn names_and_paths<'t>(
    mounts: &At<'t, '_>,
    path: &str,
    counts: &dyn Fn(&str) -> bool,
) -> (BTreeSet<&'t str>, BTreeSet<&'t str>) {
    let pairs = mounts.items().map(|item| (item.get("name").text(), item.get(path).text()));
    let last: BTreeMap<_, _> = pairs.filter(|(name, _)| counts(name)).collect();
    (last.keys().copied().collect(), last.values().copied().collect())
}
