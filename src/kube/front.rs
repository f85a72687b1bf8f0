//! What kubectl looks at before it asks the server: is this an object, of which kind, and does that kind exist.
//!
//! Must not know: the fields of any kind but `apiVersion`, `kind`, `metadata` and a list's `items`.

use super::decode;
use super::meant::{closest, in_hangul_mode, typed_in_hangul};
use super::place::Place;
use super::quote::{json, key_text, quote};
use super::schema::{self, Kind as ObjectKind};
use super::words::particles;
use crate::diagnostic::{Code, Diagnostic, Severity, Stage};
use crate::text::josa::{Josa, with};
use crate::text::{TextEdit, TextRange};
use crate::yaml::tree::{Kind, Node, Value, Vouched};

/// One object of a document, with where it stands in the document's lists, outermost first: the place of an item in each.
pub(super) type Found<'t> = (Vec<usize>, Front<'t>);

/// What can be made out of an object.
pub(super) enum Front<'t> {
    /// Of a kind whose fields are known.
    Known(&'static ObjectKind, Node<'t>),
    /// Of a kind that a cluster has and kijabi does not judge.
    Other(Node<'t>),
    /// Refused by kubectl.
    Refused(Box<Diagnostic>),
}

/// How deep lists lie in lists.
const DEEPEST_LIST: usize = 4;

/// Other kinds that every 1.34 cluster serves, by API version.
const OTHER_KINDS: &[(&str, &[&str])] = &[
    (
        "v1",
        &[
            "Binding",
            "ComponentStatus",
            "ConfigMap",
            "Endpoints",
            "Event",
            "LimitRange",
            "PersistentVolume",
            "PersistentVolumeClaim",
            "PodTemplate",
            "ReplicationController",
            "ResourceQuota",
            "Secret",
            "ServiceAccount",
        ],
    ),
    ("apps/v1", &["ControllerRevision", "DaemonSet", "ReplicaSet", "StatefulSet"]),
    ("batch/v1", &["CronJob", "Job"]),
    ("autoscaling/v1", &["HorizontalPodAutoscaler"]),
    ("autoscaling/v2", &["HorizontalPodAutoscaler"]),
    ("networking.k8s.io/v1", &["IPAddress", "Ingress", "IngressClass", "NetworkPolicy", "ServiceCIDR"]),
    ("discovery.k8s.io/v1", &["EndpointSlice"]),
    ("policy/v1", &["PodDisruptionBudget"]),
    ("rbac.authorization.k8s.io/v1", &["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"]),
    (
        "storage.k8s.io/v1",
        &["CSIDriver", "CSINode", "CSIStorageCapacity", "StorageClass", "VolumeAttachment", "VolumeAttributesClass"],
    ),
    ("scheduling.k8s.io/v1", &["PriorityClass"]),
    ("node.k8s.io/v1", &["RuntimeClass"]),
    ("coordination.k8s.io/v1", &["Lease"]),
    ("events.k8s.io/v1", &["Event"]),
    ("certificates.k8s.io/v1", &["CertificateSigningRequest"]),
    ("apiextensions.k8s.io/v1", &["CustomResourceDefinition"]),
    ("apiregistration.k8s.io/v1", &["APIService"]),
    ("resource.k8s.io/v1", &["DeviceClass", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice"]),
    (
        "admissionregistration.k8s.io/v1",
        &[
            "MutatingWebhookConfiguration",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding",
            "ValidatingWebhookConfiguration",
        ],
    ),
    ("flowcontrol.apiserver.k8s.io/v1", &["FlowSchema", "PriorityLevelConfiguration"]),
];

/// The objects of a document, in order.
pub(super) fn objects<'t>(text: &'t str, root: Node<'t>) -> Vec<Found<'t>> {
    let mut found = Vec::new();
    object(Place { text, root }, None, &mut Vec::new(), &mut found);
    found
}

/// `inherited` is the (apiVersion, kind) that a list gives its items, `item` where the object stands in lists.
fn object<'t>(place: Place<'t>, inherited: Option<(&str, &str)>, item: &mut Vec<usize>, found: &mut Vec<Found<'t>>) {
    let root = place.root;
    let mut push = |front| found.push((item.clone(), front));
    let (api_version, kind) = match type_meta(place, inherited) {
        Ok(both) => both,
        Err(refusal) => return push(Front::Refused(refusal)),
    };
    let items = root.get("items").filter(|items| matches!(items.kind(), Kind::Sequence));
    if let Some(items) = items.filter(|_| item.len() < DEEPEST_LIST) {
        let own = kind.strip_suffix("List").filter(|kind| !kind.is_empty()).map(|kind| (api_version, kind));
        for (index, root) in items.items().enumerate() {
            item.push(index);
            object(Place { root, ..place }, own, item, found);
            item.pop();
        }
        return;
    }
    if let Some(known) = schema::kind(kind).filter(|known| known.api_version == api_version) {
        return push(Front::Known(known, root));
    }
    if OTHER_KINDS.iter().any(|(version, kinds)| *version == api_version && kinds.contains(&kind)) {
        return push(Front::Other(root));
    }
    push(Front::Refused(Box::new(no_match(place, api_version, kind))));
}

/// The object that stands in a document's lists where [`objects`] said.
pub(super) fn item<'t>(root: Node<'t>, item: &[usize]) -> Option<Node<'t>> {
    item.iter().try_fold(root, |list, index| list.get("items")?.item(*index))
}

fn line(place: Place<'_>) -> TextRange {
    place.line_of(place.root)
}

fn refuse(
    code: &'static str,
    cause: &'static str,
    range: TextRange,
    message: String,
    help: impl AsRef<str>,
) -> Diagnostic {
    Diagnostic::new(Code(code), Stage::Decode, Severity::Error, range, particles(help.as_ref()))
        .with_server(cause, "", message)
}

/// Says why `apiVersion` or `kind` is missing, where it stands there and is not seen: below an indented first line, or
/// misspelt.
pub(super) fn with_cause(place: Place<'_>, mut refusal: Diagnostic) -> Diagnostic {
    if let Some((range, cut_off)) = indented_start(place) {
        let first = place.root.entries().next().map_or_else(String::new, |entry| key_text(entry.key).into_owned());
        refusal.help = particles(&format!(
            "`{first}` 앞에 공백이 {}개 있습니다. 맨 위의 키는 모두 첫째 칸에서 시작해야 하는데, 칸이 달라서 아래의 `{cut_off}`부터는 읽히지 않습니다. 공백을 지우십시오.",
            range.len()
        ));
        refusal.range = range;
        refusal.fixes.clear();
        return refusal.with_fix("줄 앞의 공백 지우기", unindented(place, range.len()), true);
    }
    let typos: Vec<Typo<'_>> = ["apiVersion", "kind"].into_iter().filter_map(|it| misspelt(place.root, it)).collect();
    let Some(first) = typos.first() else { return refusal };
    refusal.range = first.key.range();
    refusal.help = typos.iter().map(Typo::told).collect::<Vec<_>>().join(" ");
    let names: Vec<_> = typos.iter().map(|typo| format!("`{}`", typo.field)).collect();
    let title = format!("{} 바꾸기", with(&names.join(", "), Josa::EuroRo));
    let edits = typos.iter().map(|typo| TextEdit::replace(typo.key.range(), typo.field)).collect();
    refusal.with_fix(title, edits, true)
}

/// A key that is probably another.
struct Typo<'t> {
    key: Node<'t>,
    /// What it should be.
    field: &'static str,
    /// Whether it is typed with the right keys, while the keyboard wrote Hangul.
    in_hangul: bool,
}

impl Typo<'_> {
    fn told(&self) -> String {
        let Self { field, in_hangul, .. } = self;
        let key = key_text(self.key);
        if *in_hangul {
            return typed_in_hangul(&key, field);
        }
        let case = if key.eq_ignore_ascii_case(field) { " 대소문자까지 같아야 합니다." } else { "" };
        particles(&format!("`{field}`(이)라는 키가 없습니다. `{key}`은(는) `{field}`의 오타로 보입니다.{case}"))
    }
}

/// The key that is probably `field`, which is missing.
fn misspelt<'t>(root: Node<'t>, field: &'static str) -> Option<Typo<'t>> {
    const KNOWN: &[&str] = &["apiVersion", "kind", "metadata", "spec", "status", "items", "data", "type"];
    if root.entry(field).is_some() {
        return None;
    }
    // A manifest has a handful of keys at its top; of a bomb no more are looked at.
    root.entries().map(|entry| entry.key).take(64).find_map(|key| {
        let name = key_text(key);
        let in_hangul = in_hangul_mode(&name, std::iter::once(field)).is_some();
        let is_typo = in_hangul || closest(&name, std::iter::once(field)).is_some();
        (is_typo && !KNOWN.contains(&name.as_ref())).then_some(Typo { key, field, in_hangul })
    })
}

/// The blanks before the first key, where a key further out follows the mapping: what comes from there on is not read.
pub(super) fn indented_start(place: Place<'_>) -> Option<(TextRange, &str)> {
    let start = place.root.entries().next()?.key.range().start();
    let before = place.text.get(..start)?;
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let blanks = before.get(line..)?;
    if blanks.is_empty() || !blanks.bytes().all(|byte| byte == b' ') {
        return None;
    }
    let rest = place.text.get(place.root.range().end()..)?;
    let next = rest.lines().skip(1).find(|line| !line.trim().is_empty() && !line.starts_with('#'))?;
    let (key, _) = next.split_once(':')?;
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_key.then_some((TextRange::new(line, start), key))
}

/// Every line of the first mapping moved out by that many blanks.
fn unindented(place: Place<'_>, by: usize) -> Vec<TextEdit> {
    let range = place.root.range();
    let first = place.text.get(..range.start()).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let mut start = first;
    let mut edits = Vec::new();
    for line in TextRange::new(first, range.end()).of(place.text).split_inclusive('\n') {
        let blanks = (line.len() - line.trim_start_matches(' ').len()).min(by);
        if blanks > 0 {
            edits.push(TextEdit::delete(TextRange::new(start, start + blanks)));
        }
        start += line.len();
    }
    edits
}

/// What kubectl has against `apiVersion` (or else `kind`): whether it is written, and where what is there stands, if anything is.
fn complaint(
    api: bool,
    written: bool,
    value: Option<TextRange>,
    line: TextRange,
) -> (&'static str, &'static str, TextRange, &'static str) {
    let (code, missing) =
        if api { ("api-version-missing", "apiVersion not set") } else { ("kind-missing", "kind not set") };
    let help = match (api, written) {
        (true, true) => {
            "apiVersion의 값이 비어 있습니다. 서비스와 파드라면 `apiVersion: v1`을, 디플로이먼트라면 `apiVersion: apps/v1`을 적으십시오."
        }
        (true, false) => {
            "apiVersion이 없습니다. 서비스와 파드라면 맨 위에 `apiVersion: v1`을, 디플로이먼트라면 `apiVersion: apps/v1`을 적으십시오."
        }
        (false, true) => "kind의 값이 비어 있습니다. 무엇을 만들지 `kind: Service`처럼 적으십시오.",
        (false, false) => "kind가 없습니다. 무엇을 만들지 `kind: Service`처럼 적으십시오.",
    };
    match value {
        None => (code, missing, line, help),
        Some(range) if api => {
            ("wrong-type", "apiVersion isn't string type", range, "apiVersion은 `v1`처럼 문자열이어야 합니다.")
        }
        Some(range) => {
            ("wrong-type", "kind isn't string type", range, "kind는 `Service`처럼 오브젝트 종류의 이름이어야 합니다.")
        }
    }
}

/// kubectl's own validation of `apiVersion` and `kind`.
fn type_meta<'t, 'i: 'o, 'o>(
    place: Place<'t>,
    inherited: Option<(&'i str, &'i str)>,
) -> Result<(&'o str, &'o str), Box<Diagnostic>>
where
    't: 'o,
{
    const TAIL: &str = "; if you choose to ignore these errors, turn validation off with --validate=false";
    let root = place.root;
    if !matches!(root.kind(), Kind::Mapping) {
        let written = line(place).of(place.text).trim();
        let written: String = written.chars().take(24).collect();
        let help = format!(
            "쿠버네티스 매니페스트는 `apiVersion: v1`처럼 '키: 값'으로 이루어져야 하는데 `{written}`(으)로 시작합니다. 콜론 뒤에 공백이 있는지 살펴보십시오."
        );
        let message = format!("error validating data: invalid object to validate{TAIL}");
        return Err(Box::new(refuse("not-an-object", "KubectlValidation", line(place), message, help)));
    }
    let mut complaints: Vec<(&'static str, &str, TextRange, &str)> = Vec::new();
    let mut read = |field: &str| -> &'t str {
        let written = root.get(field);
        let node = written.filter(|node| !node.is_null());
        if let Some(scalar) = node.and_then(Node::scalar).filter(|scalar| scalar.value == Value::Str) {
            return scalar.text;
        }
        let value = node.map(|node| place.line_of(node));
        complaints.push(complaint(field == "apiVersion", written.is_some(), value, line(place)));
        ""
    };
    let (api_version, kind) = (read("apiVersion"), read("kind"));
    match complaints.as_slice() {
        [] => {}
        [_, _] if inherited.is_some() => return inherited.map_or(Ok(("", "")), Ok),
        [(code, message, range, help)] => {
            let message = format!("error validating data: {message}{TAIL}");
            let refusal = refuse(code, "KubectlValidation", *range, message, help);
            return Err(Box::new(with_cause(place, refusal)));
        }
        [(code, first, range, help), (_, second, _, other), ..] => {
            let message = format!("error validating data: [{first}, {second}]{TAIL}");
            let refusal = refuse(code, "KubectlValidation", *range, message, format!("{help} {other}"));
            return Err(Box::new(with_cause(place, refusal)));
        }
    }
    let at = |field: &str| {
        root.entry(field).map_or_else(
            || line(place),
            |entry| {
                if entry.value.range().is_empty() { entry.key.range() } else { entry.value.range() }
            },
        )
    };
    if kind.is_empty() {
        let mut body = String::new();
        json(root, &mut body);
        let help = "kind가 빈 문자열입니다. 무엇을 만들지 `kind: Service`처럼 적으십시오.";
        let message = format!("Object 'Kind' is missing in '{body}'");
        return Err(Box::new(refuse("kind-missing", "KubectlDecode", at("kind"), message, help)));
    }
    // The group of the core is empty, and may be written so: `/v1` is `v1` (`ParseGroupVersion`).
    let slashes = api_version.matches('/').count();
    let api_version = api_version.strip_prefix('/').filter(|_| slashes == 1).unwrap_or(api_version);
    if api_version.is_empty() {
        let help = "apiVersion이 빈 문자열입니다. 서비스라면 `apiVersion: v1`이라고 적으십시오.";
        let message = "the server could not find the requested resource".to_owned();
        return Err(Box::new(refuse("api-version-missing", "NotFound", at("apiVersion"), message, help)));
    }
    if slashes > 1 {
        let help = format!(
            "apiVersion `{api_version}`에 '/'가 너무 많습니다. `v1`이나 `apps/v1`처럼 그룹과 버전 사이에 한 번만 씁니다."
        );
        let message = format!("unexpected GroupVersion string: {api_version}");
        return Err(Box::new(refuse("kind-unknown", "KubectlDecode", at("apiVersion"), message, help)));
    }
    Ok((api_version, kind))
}

/// Why kubectl itself cannot read the `metadata` of an object, which it does before it asks the server: Go's words.
#[must_use]
pub fn metadata_fault(root: Node<'_>) -> Option<String> {
    let decoding = decode::decode(root, &schema::METADATA_ONLY, false, &mut Vouched::default());
    decoding.winner().map(|wrong| wrong.message.clone())
}

/// What a learner of a kind that does not exist hears; a mistyped `metadata` is noticed first.
fn no_match(place: Place<'_>, api_version: &str, kind: &str) -> Diagnostic {
    if let Some(wrong) = decode::decode(place.root, &schema::METADATA_ONLY, false, &mut Vouched::default()).winner() {
        let help = "metadata를 읽을 수 없습니다. `metadata:` 아래에 `name: web`처럼 들여 써서 적으십시오.";
        return refuse("wrong-type", "KubectlDecode", wrong.value.range(), wrong.message.clone(), help);
    }
    let message = format!(
        "no matches for kind {} in version {}\nensure CRDs are installed first",
        quote(kind),
        quote(api_version)
    );
    let value = |field: &str| place.root.get(field);
    let right_kind = schema::KINDS.iter().find(|known| known.name == kind);
    let others = || OTHER_KINDS.iter().find(|(_, kinds)| kinds.contains(&kind)).map(|(version, _)| *version);
    let (field, replacement, help) = if let Some(version) = right_kind.map(|known| known.api_version).or_else(others) {
        let help =
            format!("{kind}은(는) apiVersion `{version}`에 들어 있습니다. `{api_version}`에는 그런 종류가 없습니다.");
        ("apiVersion", Some(version), help)
    } else {
        let names = schema::KINDS.iter().map(|known| known.name);
        let all = names.chain(OTHER_KINDS.iter().flat_map(|(_, kinds)| kinds.iter().copied()));
        let near = closest(kind, all).or_else(|| short_name(kind));
        let help = match near {
            Some(near) => format!(
                "`{kind}`{} 종류는 없습니다. `{near}`을(를) 적으려던 것이라면 대소문자까지 똑같이 적으십시오.",
                Josa::IraneunRaneun.after(kind)
            ),
            None => format!(
                "`{api_version}`에 `{kind}`{} 종류는 없습니다. 서비스라면 `kind: Service`입니다.",
                Josa::IraneunRaneun.after(kind)
            ),
        };
        ("kind", near, help)
    };
    let range = value(field).map_or_else(|| line(place), Node::range);
    let mut refusal = refuse("kind-unknown", "NoMatch", range, message, help);
    if let Some(replacement) = replacement
        && let Some(edits) = value(field).and_then(|node| place.write(node, replacement))
    {
        let title = format!("{} 바꾸기", with(&format!("`{replacement}`"), Josa::EuroRo));
        refusal = refusal.with_fix(title, edits, true);
    }
    refusal
}

/// kubectl's short names, which a manifest does not understand.
fn short_name(kind: &str) -> Option<&'static str> {
    Some(match kind.to_ascii_lowercase().as_str() {
        "svc" | "services" => "Service",
        "po" | "pods" => "Pod",
        "deploy" | "deployments" => "Deployment",
        "ns" | "namespaces" => "Namespace",
        "no" | "nodes" => "Node",
        _ => return None,
    })
}
