//! The volumes of a pod: their names, and where what is in them comes from (`ValidateVolumes`, `validateVolumeSource`).
//!
//! Must not know: containers.

mod claim;
mod plugin;

use super::{Context, env};
use crate::kube::at::At;
use crate::kube::fault::{Fault, Faults, Remedy};
use crate::kube::gate::Gate;
use crate::kube::names;
use crate::kube::validate::shape::{
    choice, choice_if_set, descending_path, dns_label, has_backsteps, local_path, object_name, renumbered,
};
use std::collections::{BTreeMap, BTreeSet};

const CODE: &str = "volume-source-invalid";
const NAME: &str = "volume-name-invalid";

/// What containers may mount.
#[derive(Default)]
pub(super) struct Volumes<'t> {
    known: BTreeMap<&'t str, Volume>,
    /// Those that the server drops together with what mounts them.
    dropped: BTreeSet<&'t str>,
}

impl<'t> Volumes<'t> {
    pub(super) fn get(&self, name: &str) -> Option<&Volume> {
        self.known.get(name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'t str> {
        self.known.keys().copied()
    }

    pub(super) fn is_dropped(&self, name: &str) -> bool {
        self.dropped.contains(name)
    }
}

/// What matters of a volume to those who mount it.
#[derive(Clone, Copy)]
pub(super) struct Volume {
    /// Whether it comes through a claim, and so may be a device.
    pub(super) is_claim: bool,
}

/// Judges the volumes; gives those that containers may mount. Images are dropped where their gate is shut
/// (`dropImageVolumes`).
pub(super) fn volumes<'t>(pod: &At<'t, '_>, context: Context<'_>, faults: &mut Faults) -> Volumes<'t> {
    let list = pod.get("volumes");
    let mut volumes = Volumes::default();
    let made =
        if context.is_pod && !context.metadata.name.is_empty() { made_claims(&list, context) } else { BTreeSet::new() };
    let drops = !context.version.opens(Gate::ImageVolume);
    let mut kept = 0;
    for (index, item) in list.items().enumerate() {
        let name = item.get("name");
        if drops && item.get("image").is_set() {
            volumes.dropped.insert(name.text());
            continue;
        }
        let mut own = Faults::default();
        source(&item, context, &mut own);
        if name.text().is_empty() {
            let help =
                "volumes의 볼륨에 name이 없습니다. 컨테이너의 volumeMounts가 부를 이름을 `name: data`처럼 적으십시오.";
            own.push(name.required("", NAME, help).remedy(Remedy::Add("name", "data".to_owned())));
        } else {
            dns_label(name, NAME, "볼륨의 이름을", &mut own);
        }
        if volumes.known.contains_key(name.text()) {
            let help =
                format!("볼륨 이름 `{}`이(가) 이 파드에 두 번 나옵니다. 서로 다른 이름을 붙이십시오.", name.text());
            own.push(name.duplicate(name.text(), NAME, help));
        }
        let claim = item.get("persistentVolumeClaim");
        if own.is_empty() {
            let is_claim = claim.is_set() || item.get("ephemeral").is_set();
            volumes.known.insert(name.text(), Volume { is_claim });
        }
        let claimed = claim.get("claimName");
        if made.contains(claimed.text()) {
            let help = format!(
                "`{}`은(는) 이 파드의 ephemeral 볼륨이 만들 클레임의 이름입니다. 다른 클레임을 적으십시오.",
                claimed.text()
            );
            let detail = "must not reference a PVC that gets created for an ephemeral volume";
            own.push(claimed.invalid_text(detail, CODE, help));
        }
        renumbered(own, &list, index, kept, faults);
        kept += 1;
    }
    volumes
}

/// The names of the claims that will be made for the pod.
fn made_claims(list: &At<'_, '_>, context: Context<'_>) -> BTreeSet<String> {
    let ephemeral = list.items().filter(|item| item.get("ephemeral").is_set());
    ephemeral.map(|item| format!("{}-{}", context.metadata.name, item.get("name").text())).collect()
}

/// All sources in the server's order, with the name by which it forbids a second one.
const SOURCES: [(&str, &str); 30] = [
    ("emptyDir", ""),
    ("hostPath", "hostPath"),
    ("gitRepo", "gitRepo"),
    ("gcePersistentDisk", "gcePersistentDisk"),
    ("awsElasticBlockStore", "awsElasticBlockStore"),
    ("secret", "secret"),
    ("nfs", "nfs"),
    ("iscsi", "iscsi"),
    ("glusterfs", "glusterfs"),
    ("flocker", "flocker"),
    ("persistentVolumeClaim", "persistentVolumeClaim"),
    ("rbd", "rbd"),
    ("cinder", "cinder"),
    ("cephfs", "cephFS"),
    ("quobyte", "quobyte"),
    ("downwardAPI", "downwarAPI"),
    ("fc", "fc"),
    ("flexVolume", "flexVolume"),
    ("configMap", "configMap"),
    ("azureFile", "azureFile"),
    ("vsphereVolume", "vsphereVolume"),
    ("photonPersistentDisk", "photonPersistentDisk"),
    ("portworxVolume", "portworxVolume"),
    ("azureDisk", "azureDisk"),
    ("storageos", "storageos"),
    ("projected", "projected"),
    ("scaleIO", "scaleIO"),
    ("csi", "csi"),
    ("ephemeral", "ephemeral"),
    ("image", "image"),
];

/// At most one source; without any the server makes an empty folder.
fn source(volume: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    let mut first: Option<&str> = None;
    for (field, called) in SOURCES {
        let at = volume.get(field);
        if !at.is_set() {
            continue;
        }
        if let Some(first) = first {
            let help = format!(
                "볼륨 하나에 `{first}`과(와) `{field}`을(를) 함께 적었습니다. 볼륨을 둘로 나누거나 하나를 지우십시오."
            );
            let fault = at.forbidden("may not specify more than 1 volume type", CODE, help);
            let path = format!("{}.{called}", volume.path());
            faults.push(Fault { path, ..fault }.at(at.path()).remedy(Remedy::Remove));
            continue;
        }
        first = Some(field);
        one_source(volume, field, &at, context, faults);
    }
}

fn one_source(volume: &At<'_, '_>, field: &str, at: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    match field {
        "emptyDir" => size_limit(&at.get("sizeLimit"), faults),
        "hostPath" => host_path(at, faults),
        "gitRepo" => {
            needed(at, "repository", "내려받을 git 저장소의 주소", faults);
            let directory = at.get("directory");
            descending_path(directory, &directory.path(), CODE, faults);
        }
        "secret" => {
            needed(at, "secretName", "파일로 보일 시크릿의 이름", faults);
            mode(&at.get("defaultMode"), faults);
            keys(at, faults);
        }
        "configMap" => {
            needed(at, "name", "파일로 보일 컨피그맵의 이름", faults);
            mode(&at.get("defaultMode"), faults);
            keys(at, faults);
        }
        "persistentVolumeClaim" => needed(at, "claimName", "쓸 퍼시스턴트볼륨클레임의 이름", faults),
        "nfs" => nfs(at, faults),
        "downwardAPI" => {
            mode(&at.get("defaultMode"), faults);
            files(at, faults);
        }
        "projected" => projected(at, faults),
        "csi" => csi(at, faults),
        "ephemeral" => ephemeral(volume, at, context, faults),
        "image" => image(at, context, faults),
        _ => plugin::plugin(volume, field, at, faults),
    }
}

fn needed(at: &At<'_, '_>, field: &str, what: &str, faults: &mut Faults) {
    let value = at.get(field);
    if value.text().is_empty() && value.len() == 0 {
        let help = format!("{} 볼륨에 {what}({field})이 없습니다. `{field}:`에 적으십시오.", at.name());
        faults.push(value.required("", CODE, help));
    }
}

fn size_limit(at: &At<'_, '_>, faults: &mut Faults) {
    if let Some(amount) = at.quantity().filter(crate::kube::quantity::Quantity::is_negative) {
        let help = format!("sizeLimit는 빈 폴더의 크기라 0보다 작을 수 없는데 {amount}을(를) 적었습니다.");
        faults.push(at.forbidden("SizeLimit field must be a valid resource quantity", CODE, help));
    }
}

fn host_path(at: &At<'_, '_>, faults: &mut Faults) {
    let path = at.get("path");
    if path.text().is_empty() {
        return needed(at, "path", "노드에서 붙일 경로", faults);
    }
    if has_backsteps(path.text()) {
        let help = format!("hostPath의 path `{}`에는 위쪽 폴더를 가리키는 '..'를 쓸 수 없습니다.", path.text());
        faults.push(path.invalid_text("must not contain '..'", CODE, help));
    }
    let kinds = ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];
    faults.extend(choice_if_set(at.get("type"), &kinds, CODE, "노드의 경로에 무엇이 있어야 하는지 정하는"));
}

fn nfs(at: &At<'_, '_>, faults: &mut Faults) {
    needed(at, "server", "NFS 서버의 주소", faults);
    needed(at, "path", "NFS 서버가 내보낸 경로", faults);
    let path = at.get("path");
    if !path.text().starts_with('/') {
        let help = format!("nfs의 path는 '/'로 시작하는 경로여야 하는데 `{}`을(를) 적었습니다.", path.text());
        faults.push(path.invalid_text("must be an absolute path", CODE, help));
    }
}

/// Permissions of files: at most 0777.
fn mode(at: &At<'_, '_>, faults: &mut Faults) {
    if let Some(bits) = at.int().filter(|bits| !(0..=0o777).contains(bits)) {
        let help = format!(
            "{}는 파일의 권한이라 0부터 0777(8진수)까지인데 {bits}이(가) 되었습니다. `0644`처럼 앞에 0을 붙여 8진수로 적으십시오.",
            at.name()
        );
        faults.push(at.invalid(bits, "must be a number between 0 and 0777 (octal), both inclusive", CODE, help));
    }
}

/// `validateKeyToPath` of every item.
fn keys(at: &At<'_, '_>, faults: &mut Faults) {
    let items = at.get("items");
    for item in items.items() {
        let (key, path) = (item.get("key"), item.get("path"));
        if key.text().is_empty() {
            let help = "items의 항목에 key가 없습니다. 어느 키를 파일로 보일지 적으십시오.";
            faults.push(key.required("", CODE, help));
        }
        if path.text().is_empty() {
            let help = format!("items의 항목 `{}`에 path가 없습니다. 파일의 이름을 적으십시오.", key.text());
            faults.push(path.required("", CODE, help));
        }
        local_path(path, &path.path(), CODE, faults);
        mode(&item.get("mode"), faults);
    }
}

/// `validateDownwardAPIVolumeFile` of every item; the server names the source, not the item.
fn files(at: &At<'_, '_>, faults: &mut Faults) {
    let items = at.get("items");
    for item in items.items() {
        let (path, field, resource) = (item.get("path"), item.get("fieldRef"), item.get("resourceFieldRef"));
        let called = |fault: Fault, field: &str, place: &At<'_, '_>| {
            Fault { path: if field.is_empty() { at.path() } else { at.get(field).path() }, ..fault }.at(place.path())
        };
        if path.text().is_empty() {
            let help = "downwardAPI의 항목에 path가 없습니다. 파드의 정보를 담을 파일의 이름을 적으십시오.";
            faults.push(called(path.required("", CODE, help), "path", &path));
        }
        local_path(path, &at.get("path").path(), CODE, faults);
        let mut own = Faults::default();
        if field.is_set() {
            env::pod_field(&field, &env::FILE_FIELDS, &mut own);
            if resource.is_set() {
                let help = format!(
                    "파일 `{}`에 fieldRef와 resourceFieldRef를 함께 적었습니다. 하나만 남기십시오.",
                    path.text()
                );
                let detail = "fieldRef and resourceFieldRef can not be specified simultaneously";
                own.push(item.invalid("\"resource\"", detail, CODE, help));
            }
        } else if resource.is_set() {
            env::container_resource(&resource, true, &mut own);
        } else {
            let help =
                format!("파일 `{}`에 담을 것이 없습니다. fieldRef나 resourceFieldRef를 적으십시오.", path.text());
            own.push(item.required("one of fieldRef and resourceFieldRef is required", CODE, help));
        }
        mode(&item.get("mode"), &mut own);
        let (of_item, of_source) = (item.path(), at.path());
        for fault in own.told() {
            let place = fault.at.clone().unwrap_or_else(|| fault.path.clone());
            let rest = fault.path.strip_prefix(&of_item).unwrap_or("").to_owned();
            faults.push(Fault { path: format!("{of_source}{rest}"), ..fault }.at(place));
        }
    }
}

/// `validateProjectedVolumeSource`: no file twice. Certificates, of the cluster or of the pod, are dropped: their gates are
/// shut (`dropDisabledClusterTrustBundleProjection`, `dropDisabledPodCertificateProjection`).
fn projected(at: &At<'_, '_>, faults: &mut Faults) {
    mode(&at.get("defaultMode"), faults);
    let sources = at.get("sources");
    let mut paths: BTreeSet<&str> = BTreeSet::new();
    for source in sources.items() {
        let kinds = ["secret", "configMap", "downwardAPI", "serviceAccountToken"];
        let given = kinds.iter().filter(|kind| source.get(kind).is_set()).count();
        for (kind, what) in [("secret", "파일로 보일 시크릿의 이름"), ("configMap", "파일로 보일 컨피그맵의 이름")]
        {
            let part = source.get(kind);
            if part.is_set() {
                needed(&part, "name", what, faults);
                keys(&part, faults);
                conflicts(at, &part, Some(part.get("name").text()), &mut paths, faults);
            }
        }
        let downward = source.get("downwardAPI");
        if downward.is_set() {
            files(&downward, faults);
            conflicts(at, &downward, None, &mut paths, faults);
        }
        let token = source.get("serviceAccountToken");
        if token.is_set() {
            self::token(at, &token, faults);
        }
        if given > 1 {
            let help =
                format!("projected의 sources에서 한 항목에 종류를 {given}개 적었습니다. 항목을 나누어 적으십시오.");
            faults.push(source.forbidden("may not specify more than 1 volume type per source", CODE, help));
        }
    }
}

/// Files of a projected volume that are there already; `named` is what the server speaks of instead of the file.
fn conflicts<'t>(
    at: &At<'t, '_>,
    part: &At<'t, '_>,
    named: Option<&str>,
    paths: &mut BTreeSet<&'t str>,
    faults: &mut Faults,
) {
    let items = part.get("items");
    for item in items.items() {
        let path = item.get("path");
        if !path.text().is_empty() && !paths.insert(path.text()) {
            let help =
                format!("projected 볼륨에 파일 `{}`이(가) 두 번 나옵니다. path를 서로 다르게 적으십시오.", path.text());
            let value = crate::kube::quote::quote(named.unwrap_or(path.text()));
            faults.push(at.invalid(value, "conflicting duplicate paths", CODE, help).at(path.path()));
        }
    }
}

fn token(at: &At<'_, '_>, token: &At<'_, '_>, faults: &mut Faults) {
    let (seconds, path) = (token.get("expirationSeconds"), token.get("path"));
    if let Some(count) = seconds.int().filter(|count| *count < 600) {
        let help = format!(
            "expirationSeconds는 토큰이 쓸모 있는 시간이라 600초(10분) 이상이어야 하는데 {count}을(를) 적었습니다."
        );
        faults.push(
            seconds.invalid(count, "may not specify a duration less than 10 minutes", CODE, help).write(Some("3600")),
        );
    }
    if let Some(count) = seconds.int().filter(|count| *count > 1 << 32) {
        let help = format!("expirationSeconds는 4294967296초까지인데 {count}을(를) 적었습니다.");
        faults.push(seconds.invalid(count, "may not specify a duration larger than 2^32 seconds", CODE, help));
    }
    if path.text().is_empty() {
        let help = "serviceAccountToken에 path가 없습니다. 토큰을 담을 파일의 이름을 `path: token`처럼 적으십시오.";
        let fault = path.required("", CODE, help);
        faults.push(Fault { path: at.get("path").path(), ..fault }.at(path.path()));
    } else {
        local_path(path, &at.get("path").path(), CODE, faults);
    }
}

/// A token of a service account nobody named (`validatePodMetadataAndSpec`).
pub(super) fn tokens_of_nobody(pod: &At<'_, '_>, faults: &mut Faults) {
    if !pod.get("serviceAccountName").text().is_empty() || !pod.get("serviceAccount").text().is_empty() {
        return;
    }
    let list = pod.get("volumes");
    for volume in list.items() {
        let projected = volume.get("projected");
        let sources = projected.get("sources");
        for source in sources.items() {
            let token = source.get("serviceAccountToken");
            if token.is_set() {
                let help = "serviceAccountToken 볼륨은 누구의 토큰인지 알아야 하므로 spec에 serviceAccountName도 적어야 합니다.";
                faults.push(token.forbidden("must not be specified when serviceAccountName is not set", CODE, help));
            }
        }
    }
}

fn csi(at: &At<'_, '_>, faults: &mut Faults) {
    let driver = at.get("driver");
    if driver.text().is_empty() {
        needed(at, "driver", "볼륨을 붙여 줄 CSI 드라이버의 이름", faults);
    }
    if driver.text().len() > 63 {
        let help = format!("csi의 driver는 63바이트까지인데 {}바이트를 적었습니다.", driver.text().len());
        let mut fault = driver.required("", CODE, help);
        fault.cause = "FieldValueTooLong";
        "Too long: may not be more than 63 bytes".clone_into(&mut fault.message);
        faults.push(fault);
    }
    let lower = driver.text().to_lowercase();
    for message in names::dns_1123_subdomain(&lower) {
        let help = format!("csi의 driver `{}`은(는) `csi.example.com` 같은 이름이어야 합니다.", driver.text());
        faults.push(driver.invalid_text(&message, CODE, help));
    }
    let secret = at.get("nodePublishSecretRef");
    let name = secret.get("name");
    if secret.is_set() && name.text().is_empty() {
        needed(&secret, "name", "CSI 드라이버에 넘길 시크릿의 이름", faults);
    } else if secret.is_set() {
        let mut own = Faults::default();
        object_name(name, CODE, "CSI 드라이버에 넘길 시크릿의", &mut own);
        // The server drops a part of the path.
        let called = at.get("name").path();
        faults.extend(own.told().into_iter().map(|fault| Fault { path: called.clone(), ..fault }.at(name.path())));
    }
}

fn ephemeral(volume: &At<'_, '_>, at: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    let template = at.get("volumeClaimTemplate");
    if template.is_set() {
        claim::template(&template, context.version, faults);
    } else {
        let help = "ephemeral 볼륨에 어떤 클레임을 만들지 적는 volumeClaimTemplate이 없습니다.";
        faults.push(template.required("", CODE, help));
    }
    let name = volume.get("name");
    if context.is_pod && !context.metadata.name.is_empty() && !name.text().is_empty() {
        let claim = format!("{}-{}", context.metadata.name, name.text());
        for message in names::dns_1123_subdomain(&claim) {
            let help = format!(
                "ephemeral 볼륨이 만들 클레임의 이름 `{claim}`이(가) 이름의 규칙에 맞지 않습니다. 볼륨의 name을 고치십시오."
            );
            let detail = format!("PVC name {}: {message}", crate::kube::quote::quote(&claim));
            faults.push(name.invalid_text(&detail, CODE, help));
        }
    }
}

fn image(at: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    if context.is_pod {
        needed(at, "reference", "볼륨으로 붙일 이미지의 이름", faults);
    }
    let policy = at.get("pullPolicy");
    let supported = ["Always", "IfNotPresent", "Never"];
    faults.extend(choice(policy, policy.text_or("Always"), &supported, CODE, "이미지 볼륨을 언제 내려받을지 정하는"));
}

/// The names of other objects that a pod's claims point to.
pub(super) fn claim_name(at: At<'_, '_>, what: &str, faults: &mut Faults) {
    object_name(at, "resource-claim-invalid", what, faults);
}
