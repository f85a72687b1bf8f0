//! Volumes that a storage system or a cloud brings through a plugin, most of them of old (the functions that
//! `validateVolumeSource` calls for them).
//!
//! Must not know: the other volumes.

use super::{CODE, needed};
use crate::kube::at::At;
use crate::kube::fault::{Entry, Fault, Faults};
use crate::kube::names;
use crate::kube::quote::{json_list, quote};
use crate::kube::validate::shape::{choice_if_set, dns_label};

/// What a source cannot be without, in the server's order: its field, the fields in it, what they are in Korean.
const NEEDED: [(&str, &[(&str, &str)]); 13] = [
    ("gcePersistentDisk", &[("pdName", "구글 클라우드 디스크의 이름")]),
    ("awsElasticBlockStore", &[("volumeID", "EBS 볼륨의 ID")]),
    ("glusterfs", &[("endpoints", "글러스터 서버를 적은 엔드포인트의 이름"), ("path", "글러스터 볼륨의 이름")]),
    ("rbd", &[("monitors", "Ceph 모니터의 목록"), ("image", "RBD 이미지의 이름")]),
    ("cinder", &[("volumeID", "신더 볼륨의 ID")]),
    ("cephfs", &[("monitors", "Ceph 모니터의 목록")]),
    ("flexVolume", &[("driver", "볼륨을 붙일 플러그인의 이름")]),
    ("azureFile", &[("secretName", "스토리지 계정이 든 시크릿의 이름"), ("shareName", "애저 파일 공유의 이름")]),
    ("vsphereVolume", &[("volumePath", "vSphere 디스크의 경로")]),
    ("photonPersistentDisk", &[("pdID", "포톤 디스크의 ID")]),
    ("portworxVolume", &[("volumeID", "포트웍스 볼륨의 ID")]),
    ("azureDisk", &[("diskName", "애저 디스크의 이름"), ("diskURI", "애저 디스크의 주소")]),
    (
        "scaleIO",
        &[
            ("gateway", "ScaleIO 게이트웨이의 주소"),
            ("system", "ScaleIO 시스템의 이름"),
            ("volumeName", "ScaleIO 볼륨의 이름"),
        ],
    ),
];

/// Judges the source that `volume` has in its field of this name.
pub(super) fn plugin(volume: &At<'_, '_>, field: &str, at: &At<'_, '_>, faults: &mut Faults) {
    let mut own = Faults::default();
    let fields = NEEDED.iter().find(|(source, _)| *source == field).map_or(&[][..], |(_, fields)| fields);
    for (field, what) in fields {
        needed(at, field, what, &mut own);
    }
    match field {
        "gcePersistentDisk" | "awsElasticBlockStore" => partition(&at.get("partition"), &mut own),
        "cinder" => secret(at, &mut own),
        "storageos" => storage_os(at, &mut own),
        "iscsi" => iscsi(volume, at, &mut own),
        "fc" => fibre_channel(at, &mut own),
        "flocker" => flocker(at, &mut own),
        "quobyte" => quobyte(at, &mut own),
        "flexVolume" => options(&at.get("options"), &mut own),
        "azureDisk" => azure_disk(at, &mut own),
        _ => {}
    }
    // The server has its own name for one of them.
    let (written, called) = (at.path(), format!("{}.persistentDisk", volume.path()));
    for fault in own.told() {
        let rest = fault.path.strip_prefix(&written).filter(|_| field == "gcePersistentDisk").map(str::to_owned);
        match rest {
            Some(rest) => {
                let place = fault.path.clone();
                faults.push(Fault { path: format!("{called}{rest}"), ..fault }.at(place));
            }
            None => faults.push(fault),
        }
    }
}

fn refuse(at: &At<'_, '_>, detail: &str) -> Fault {
    let help = format!("{}의 값 `{}`은(는) 이 볼륨에 쓸 수 없는 모양입니다.", at.name(), at.text());
    at.invalid_text(detail, CODE, help)
}

/// The message names 1 as the least though 0 is taken, as the server does.
fn partition(at: &At<'_, '_>, faults: &mut Faults) {
    if let Some(number) = at.int().filter(|number| !(0..=255).contains(number)) {
        let help = format!("partition은 디스크의 몇 번째 파티션인지를 255까지로 적는데 {number}입니다.");
        faults.push(at.invalid(number, "must be between 1 and 255, inclusive", CODE, help));
    }
}

fn logical_unit(at: &At<'_, '_>, faults: &mut Faults) {
    if let Some(number) = at.int().filter(|number| !(0..=255).contains(number)) {
        let help = format!("lun은 저장 장치 안의 디스크 번호라 0부터 255까지인데 {number}입니다.");
        faults.push(at.invalid(number, "must be between 0 and 255, inclusive", CODE, help));
    }
}

fn secret(at: &At<'_, '_>, faults: &mut Faults) {
    let secret = at.get("secretRef");
    if secret.is_set() {
        needed(&secret, "name", "접속 정보가 든 시크릿의 이름", faults);
    }
}

fn storage_os(at: &At<'_, '_>, faults: &mut Faults) {
    let (name, namespace) = (at.get("volumeName"), at.get("volumeNamespace"));
    if name.text().is_empty() {
        needed(at, "volumeName", "StorageOS 볼륨의 이름", faults);
    } else {
        dns_label(name, CODE, "StorageOS 볼륨의 이름을", faults);
    }
    if !namespace.text().is_empty() {
        dns_label(namespace, CODE, "StorageOS 볼륨의 네임스페이스를", faults);
    }
    secret(at, faults);
}

/// What is wrong with the name of an iSCSI target or initiator.
fn misnamed(name: &str) -> Option<&'static str> {
    match names::iscsi(name) {
        Some(true) => None,
        Some(false) => Some("must be valid format"),
        None => Some("must be valid format starting with iqn, eui, or naa"),
    }
}

/// `validateISCSIVolumeSource`, and the length of what the initiator will be called.
fn iscsi(volume: &At<'_, '_>, at: &At<'_, '_>, faults: &mut Faults) {
    let (portal, target, initiator) = (at.get("targetPortal"), at.get("iqn"), at.get("initiatorName"));
    needed(at, "targetPortal", "iSCSI 대상의 주소", faults);
    if target.text().is_empty() {
        needed(at, "iqn", "iSCSI 대상의 이름", faults);
    } else if let Some(detail) = misnamed(target.text()) {
        faults.push(refuse(&target, detail));
    }
    logical_unit(&at.get("lun"), faults);
    let authenticates = at.get("chapAuthDiscovery").is_true() || at.get("chapAuthSession").is_true();
    let secret = at.get("secretRef");
    if authenticates && !secret.is_set() {
        let help = "CHAP 인증을 쓰려면 인증 정보가 든 시크릿을 secretRef에 적어야 합니다.";
        faults.push(secret.required("", CODE, help));
    }
    if let Some(written) = initiator.string() {
        if let Some(detail) = misnamed(written) {
            let fault = refuse(&initiator, detail);
            faults.push(Fault { path: at.get("initiatorname").path(), ..fault }.at(initiator.path()));
        }
        let name = volume.get("name");
        if name.text().len() + 1 + portal.text().len() > 64 {
            let detail = "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.";
            let help = "iscsi에 initiatorName을 적으면 볼륨의 이름과 targetPortal을 합쳐 63자까지만 쓸 수 있습니다.";
            faults.push(name.invalid_text(detail, CODE, help));
        }
    }
}

fn fibre_channel(at: &At<'_, '_>, faults: &mut Faults) {
    let (targets, ids, unit) = (at.get("targetWWNs"), at.get("wwids"), at.get("lun"));
    if targets.len() == 0 && ids.len() == 0 {
        let help = "fc 볼륨에는 targetWWNs와 wwids 가운데 하나를 적어야 합니다.";
        faults.push(targets.required("must specify either targetWWNs or wwids, but not both", CODE, help));
    }
    if targets.len() > 0 && ids.len() > 0 {
        let written: Vec<String> = targets.items().map(|item| item.text().to_owned()).collect();
        let help = "fc 볼륨에 targetWWNs와 wwids를 함께 적었습니다. 하나만 남기십시오.";
        let detail = "targetWWNs and wwids can not be specified simultaneously";
        faults.push(targets.invalid(json_list(&written), detail, CODE, help));
    }
    if targets.len() > 0 {
        if unit.is_set() {
            logical_unit(&unit, faults);
        } else {
            let help = "targetWWNs를 적은 fc 볼륨에는 디스크 번호 lun도 적어야 합니다.";
            faults.push(unit.required("lun is required if targetWWNs is specified", CODE, help));
        }
    }
}

fn flocker(at: &At<'_, '_>, faults: &mut Faults) {
    let (name, id) = (at.get("datasetName"), at.get("datasetUUID"));
    match (name.text(), id.text()) {
        ("", "") => {
            let help = "flocker 볼륨에는 datasetName과 datasetUUID 가운데 하나를 적어야 합니다.";
            faults.push(at.required("one of datasetName and datasetUUID is required", CODE, help));
        }
        ("", _) | (_, "") => {}
        _ => {
            let help = "flocker 볼륨에 datasetName과 datasetUUID를 함께 적었습니다. 하나만 남기십시오.";
            let detail = "datasetName and datasetUUID can not be specified simultaneously";
            faults.push(at.invalid("\"resource\"", detail, CODE, help));
        }
    }
    if name.text().contains('/') {
        faults.push(refuse(&name, "must not contain '/'"));
    }
}

fn quobyte(at: &At<'_, '_>, faults: &mut Faults) {
    const PAIRS: &str = "must be a host:port pair or multiple pairs separated by commas";
    let (registry, tenant) = (at.get("registry"), at.get("tenant"));
    if registry.text().is_empty() {
        let help = "quobyte 볼륨에 레지스트리의 주소(registry)가 없습니다. `registry: host:7861`처럼 적으십시오.";
        faults.push(registry.required(PAIRS, CODE, help));
    } else if tenant.text().len() >= 65 {
        let help = "quobyte의 tenant는 64자까지입니다.";
        faults.push(tenant.required("must be a UUID and may not exceed a length of 64 characters", CODE, help));
    } else {
        for _ in registry.text().split(',').filter(|pair| !is_host_and_port(pair)) {
            faults.push(refuse(&registry, PAIRS));
        }
    }
    needed(at, "volume", "쿼바이트 볼륨의 이름", faults);
}

/// `net.SplitHostPort`: one colon behind the host, which is in brackets if it has colons itself.
fn is_host_and_port(pair: &str) -> bool {
    let Some((host, port)) = pair.rsplit_once(':') else { return false };
    let bare = match host.strip_prefix('[') {
        Some(rest) => match rest.strip_suffix(']') {
            Some(inner) => inner,
            None => return false,
        },
        None if host.contains(':') => return false,
        None => host,
    };
    ![bare, port].iter().any(|part| part.contains(['[', ']']))
}

/// Kubernetes keeps its own prefixes for itself.
fn options(at: &At<'_, '_>, faults: &mut Faults) {
    at.entries(|key, value| {
        let prefix = key.split_once('/').map_or(key, |(prefix, _)| prefix);
        let dotted = format!(".{}", prefix.to_lowercase());
        if dotted.ends_with(".kubernetes.io") || dotted.ends_with(".k8s.io") {
            let help = format!("flexVolume의 options에 쿠버네티스의 접두사를 쓴 키 `{key}`은(는) 적을 수 없습니다.");
            let detail = "kubernetes.io and k8s.io namespaces are reserved";
            let fault = value.invalid(quote(key), detail, CODE, help);
            faults.push(fault.entry(Entry::Key(key.to_owned())));
        }
    });
}

/// `validateAzureDisk`; a disk whose kind is not written is a shared one.
fn azure_disk(at: &At<'_, '_>, faults: &mut Faults) {
    const MANAGED: &str =
        "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}";
    const BLOB: &str = "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";
    faults.extend(choice_if_set(
        at.get("cachingMode"),
        &["None", "ReadOnly", "ReadWrite"],
        CODE,
        "애저 디스크를 어떻게 캐시할지 정하는",
    ));
    let (kind, uri) = (at.get("kind"), at.get("diskURI"));
    faults.extend(choice_if_set(kind, &["Dedicated", "Managed", "Shared"], CODE, "애저 디스크의 종류를 정하는"));
    let (start, shape) = if kind.text() == "Managed" { ("/subscriptions/", MANAGED) } else { ("https://", BLOB) };
    if !uri.text().starts_with(start) {
        let help =
            format!("diskURI는 `{start}`로 시작하는 애저 디스크의 주소여야 하는데 `{}`을(를) 적었습니다.", uri.text());
        faults.push(uri.unsupported_text(uri.text(), &[shape], CODE, help));
    }
}
