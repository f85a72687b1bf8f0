//! ObjectMeta (`apimachinery/pkg/api/validation/objectmeta.go`, `ValidateObjectMeta`).
//!
//! Must not know: specs.

use crate::kube::Version;
use crate::kube::fault::{Entry, Fault, Faults, Remedy};
use crate::kube::model::{Metadata, OwnerReference, StringMap};
use crate::kube::quote::{json_list, json_owner, quote};
use crate::kube::{meant, names};
use crate::text::josa::{Josa, with};
use crate::text::{keyboard, width};

/// Whose names are judged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    Service,
    Pod,
    Deployment,
    Namespace,
    Node,
}

impl Names {
    fn namespaced(self) -> bool {
        !matches!(self, Self::Namespace | Self::Node)
    }

    fn complaints(self, name: &str, version: Version) -> Vec<String> {
        match self {
            Self::Service if version < Version::V1_36 => names::dns_1035_label(name),
            Self::Service | Self::Namespace => names::dns_1123_label(name),
            Self::Pod | Self::Deployment | Self::Node => names::dns_1123_subdomain(name),
        }
    }

    fn korean(self) -> &'static str {
        match self {
            Self::Service => "서비스",
            Self::Pod => "파드",
            Self::Deployment => "디플로이먼트",
            Self::Namespace => "네임스페이스",
            Self::Node => "노드",
        }
    }
}

/// Judges what every object has.
pub(super) fn object(metadata: &Metadata, names: Names, version: Version, faults: &mut Faults) {
    generate_name(metadata, names, version, faults);
    name(metadata, names, version, faults);
    namespace(metadata, names, faults);
    // The server counts the generation of pods and deployments itself and drops what is written (`PrepareForCreate`).
    if metadata.generation < 0 && !matches!(names, Names::Pod | Names::Deployment) {
        let message = "must be greater than or equal to 0";
        let help = format!(
            "generation은 서버가 세는 번호라 0보다 작을 수 없는데 {}을(를) 적었습니다. 이 줄은 지우는 것이 좋습니다.",
            metadata.generation
        );
        let fault =
            Fault::invalid_raw("metadata.generation", metadata.generation, message, "value-not-supported", help);
        faults.push(fault.remedy(Remedy::Remove));
    }
    labels(&metadata.labels, "metadata.labels", None, version, faults);
    annotations(&metadata.annotations, "metadata.annotations", None, version, faults);
    owner_references(metadata, faults);
    finalizers(metadata, version, faults);
}

/// A prefix is judged as a name whose last dash is still to be followed by something.
fn generate_name(metadata: &Metadata, names: Names, version: Version, faults: &mut Faults) {
    let prefix = &metadata.generate_name;
    if prefix.is_empty() {
        return;
    }
    // `maskTrailingDash`: the last two bytes give way to a letter. Of a longer character that leaves a stump, which is as
    // wrong as the whole.
    let masked = match prefix.strip_suffix('-') {
        Some(head) if head.ends_with(|last: char| last.is_ascii()) => {
            format!("{}a", head.get(..head.len() - 1).unwrap_or(""))
        }
        Some(head) if !head.is_empty() => head.to_owned(),
        _ => prefix.clone(),
    };
    for message in names.complaints(&masked, version) {
        let help = format!(
            "generateName은 서버가 지을 이름의 앞부분이라 이름과 같은 규칙을 따라야 합니다. {} 소문자, 숫자, '-'만으로 고쳐 쓰십시오.",
            with(&format!("`{prefix}`"), Josa::EulReul)
        );
        faults.push(
            Fault::invalid("metadata.generateName", prefix, &message, "name-not-dns", help)
                .write(meant::mend(prefix).map(|mended| format!("{mended}-"))),
        );
    }
}

fn name(metadata: &Metadata, names: Names, version: Version, faults: &mut Faults) {
    let name = &metadata.name;
    if name.is_empty() {
        if metadata.generate_name.is_empty() {
            let help = format!(
                "metadata.name이 비어 있습니다. {}마다 이름이 있어야 다른 것과 구별하고 부를 수 있으니 `name: web`처럼 적으십시오.",
                names.korean()
            );
            faults.push(
                Fault::required("metadata.name", "name or generateName is required", "name-missing", help)
                    .remedy(Remedy::Add("name", "my-app".to_owned())),
            );
        } else {
            generated(metadata, names, version, faults);
        }
        return;
    }
    for message in names.complaints(name, version) {
        let too_long = message.starts_with("must be no more");
        let (code, help) = if too_long {
            let limit = if matches!(names, Names::Service | Names::Namespace) { 63 } else { 253 };
            let help = format!(
                "{} 이름(name)은 {limit}자까지인데 {}자를 적었습니다. 더 짧게 지으십시오.",
                names.korean(),
                name.chars().count()
            );
            ("name-too-long", help)
        } else {
            ("name-not-dns", name_help(name, names, version))
        };
        faults.push(Fault::invalid("metadata.name", name, &message, code, help).write(meant::mend(name)));
    }
}

/// A name that the server makes of generateName, at most 58 bytes of it and five of its own, is judged as any. What the cut
/// leaves of a longer character is written as bytes, as Go writes what is no text.
fn generated(metadata: &Metadata, names: Names, version: Version, faults: &mut Faults) {
    const LONGEST: usize = 58;
    let prefix = &metadata.generate_name;
    let base = prefix.get(..prefix.floor_char_boundary(LONGEST)).unwrap_or(prefix);
    let stump = prefix.as_bytes().get(base.len()..prefix.len().min(LONGEST)).unwrap_or_default();
    let quoted = quote(base);
    let shown = format!("{}{}<auto>\"", quoted.strip_suffix('"').unwrap_or(&quoted), stump.escape_ascii());
    for message in names.complaints(&format!("{base}{}x", "?".repeat(stump.len())), version) {
        let help = format!(
            "서버가 generateName `{}` 뒤에 글자를 붙여 지은 이름도 이름의 규칙에 맞지 않습니다. generateName을 고치면 함께 나아집니다.",
            metadata.generate_name
        );
        let fault = Fault::invalid_raw("metadata.name", &shown, &message, "name-not-dns", help);
        faults.push(fault.at("metadata.generateName"));
    }
}

/// Says which character is the matter: a learner sees the word, not the rule.
fn name_help(name: &str, names: Names, version: Version) -> String {
    let kind = names.korean();
    let strict = names == Names::Service && version < Version::V1_36;
    let dots = matches!(names, Names::Pod | Names::Deployment | Names::Node);
    let is_bad = |c: &char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-' || (dots && *c == '.'));
    let why = if let Some(bad) = name.chars().find(is_bad) {
        match bad {
            c if width::is_unseen(c) => unseen(c),
            _ => {
                let mut several: Vec<char> = Vec::new();
                for bad in name.chars().filter(is_bad) {
                    if several.len() < 4 && !several.contains(&bad) {
                        several.push(bad);
                    }
                }
                let several: Vec<String> = several.into_iter().map(bad_letter).collect();
                format!("에 {}이(가) 들어 있습니다", several.join(", "))
            }
        }
    } else if strict && name.starts_with(|c: char| c.is_ascii_digit()) {
        "은(는) 숫자로 시작합니다(쿠버네티스 1.36부터는 괜찮습니다)".to_owned()
    } else {
        "은(는) '-'나 '.'으로 시작하거나 끝납니다".to_owned()
    };
    let rule = if strict {
        "소문자, 숫자, '-'로만 짓고, 소문자로 시작해 소문자나 숫자로 끝나야 합니다"
    } else if dots {
        "소문자, 숫자, '-', '.'으로만 짓고, 소문자나 숫자로 시작하고 끝나야 합니다"
    } else {
        "소문자, 숫자, '-'로만 짓고, 소문자나 숫자로 시작하고 끝나야 합니다"
    };
    let because =
        if names == Names::Service { " 이 이름이 그대로 DNS 이름이 되기 때문입니다." } else { "" };
    format!("이름 `{name}`{why}. {kind} 이름은 {rule}.{because}")
}

/// A character that a name cannot have, called.
fn bad_letter(c: char) -> String {
    match c {
        'A'..='Z' => format!("대문자 '{c}'"),
        '_' => "밑줄 '_'".to_owned(),
        '.' => "점 '.'".to_owned(),
        c if c.is_whitespace() => "공백".to_owned(),
        c => match keyboard::half_width(c) {
            Some(half) => format!("전각 글자 '{c}'(보통 글자 '{half}'와 다른 글자)"),
            None => format!("쓸 수 없는 글자 '{c}'"),
        },
    }
}

fn namespace(metadata: &Metadata, names: Names, faults: &mut Faults) {
    let namespace = &metadata.namespace;
    if !names.namespaced() {
        return;
    }
    for message in names::dns_1123_label(namespace) {
        let help = format!(
            "네임스페이스 이름도 DNS 이름의 일부라서 소문자, 숫자, '-'만 63자까지 쓸 수 있습니다. {} 고쳐 쓰거나, 기본 네임스페이스를 쓸 생각이면 이 줄을 지우십시오.",
            with(&format!("`{namespace}`"), Josa::EulReul)
        );
        faults.push(
            Fault::invalid("metadata.namespace", namespace, &message, "namespace-invalid", help)
                .write(meant::mend(namespace)),
        );
    }
}

/// Keys and values of labels, or of a selector, at the server's `path`; `at` is its place where that differs.
pub(super) fn labels(
    labels: &StringMap,
    path: &'static str,
    at: Option<&'static str>,
    version: Version,
    faults: &mut Faults,
) {
    let what = if path.ends_with("elector") || path.ends_with("matchLabels") { "셀렉터" } else { "레이블" };
    for (key, value) in labels {
        for message in names::qualified_name(key, version) {
            let narrowed = keyboard::narrowed(key).filter(|it| names::qualified_name(it, version).is_empty());
            let help = match &narrowed {
                Some(half) => format!(
                    "{what}의 키 {} 전각 글자로 적혀 있어 쓸 수 없습니다. 보통 글자로 `{half}`처럼 적으십시오.",
                    with(&format!("`{key}`"), Josa::EunNeun)
                ),
                None => format!(
                    "{what}의 키 {} 쓸 수 없는 모양입니다. 키는 `app`이나 `example.com/app`처럼 영문자, 숫자, '-', '_', '.'으로 63자까지 쓰고 '/'는 접두사 뒤에 한 번만 씁니다.",
                    with(&format!("`{key}`"), Josa::EunNeun)
                ),
            };
            let fault = Fault::invalid(path, key, &message, "label-key-invalid", help).write(narrowed);
            faults.push(place(fault.entry(Entry::Key(key.clone())), at));
        }
        for message in names::label_value(value, version) {
            let reason = if message.starts_with("must be no more") {
                format!("{} 63자를 넘습니다({}자)", Josa::EunNeun.after(value), value.len())
            } else {
                label_value_reason(value)
            };
            let help = format!(
                "{what} `{key}`의 값 `{value}`{reason}. 값에는 영문자, 숫자, '-', '_', '.'만 쓰고 영문자나 숫자로 시작하고 끝내야 합니다."
            );
            let fault = Fault::invalid(path, value, &message, "label-value-invalid", help).write(mend_label(value));
            faults.push(place(fault.entry(Entry::Value(key.clone())), at));
        }
    }
}

fn place(fault: Fault, at: Option<&str>) -> Fault {
    match at {
        Some(at) => fault.at(at),
        None => fault,
    }
}

/// Of a character that cannot be seen its number is told.
fn unseen(c: char) -> String {
    format!("에 눈에 보이지 않는 글자(U+{:04X})가 들어 있습니다", u32::from(c))
}

/// What is wrong with it, to follow the value in a sentence.
fn label_value_reason(value: &str) -> String {
    let bad = value.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')));
    match bad {
        Some(c) if width::is_unseen(c) => unseen(c),
        Some(c) => format!("에 {}이(가) 들어 있습니다", bad_letter(c)),
        None => format!("{} 기호로 시작하거나 끝납니다", Josa::EunNeun.after(value)),
    }
}

/// The value with what does not fit replaced by dashes.
fn mend_label(value: &str) -> Option<String> {
    let dashed: String = value
        .chars()
        .map(|c| keyboard::half_width(c).unwrap_or(c))
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' })
        .collect();
    let short: String = dashed.chars().take(63).collect();
    let trimmed = short.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// Keys of annotations, and their size altogether.
pub(super) fn annotations(
    annotations: &StringMap,
    path: &'static str,
    at: Option<&'static str>,
    version: Version,
    faults: &mut Faults,
) {
    for key in annotations.keys() {
        for message in names::qualified_name(&key.to_lowercase(), version) {
            let help = format!(
                "어노테이션의 키 {} 쓸 수 없는 모양입니다. 값은 자유롭지만 키는 `example.com/memo`처럼 영문자, 숫자, '-', '_', '.'으로 쓰고 '/'는 접두사 뒤에 한 번만 씁니다.",
                with(&format!("`{key}`"), Josa::EunNeun)
            );
            let fault = Fault::invalid(path, key, &message, "annotation-key-invalid", help);
            faults.push(place(fault.entry(Entry::Key(key.clone())), at));
        }
    }
    let size: usize = annotations.iter().map(|(key, value)| key.len() + value.len()).sum();
    if size > 256 * 1024 {
        let help = format!(
            "어노테이션을 모두 합쳐 {size}바이트인데 262144바이트까지만 담을 수 있습니다. 큰 자료는 컨피그맵에 두십시오."
        );
        let mut fault = Fault::invalid(path, "", "", "annotation-too-large", help);
        fault.cause = "FieldValueTooLong";
        "Too long: may not be more than 262144 bytes".clone_into(&mut fault.message);
        faults.push(place(fault, at));
    }
}

/// Every owner by itself, and no two of them in charge (`ValidateOwnerReferences`).
fn owner_references(metadata: &Metadata, faults: &mut Faults) {
    const PATH: &str = "metadata.ownerReferences";
    let mut in_charge: Option<String> = None;
    for (index, owner) in metadata.owner_references.iter().enumerate() {
        owner_reference(owner, index, faults);
        if owner.controller != Some(true) {
            continue;
        }
        let name = format!("{}/{}", owner.kind, owner.name);
        let Some(first) = &in_charge else {
            in_charge = Some(name);
            continue;
        };
        // Each message holds the whole list.
        faults.push_with(|| {
            let message = format!(
                "Only one reference can have Controller set to true. Found \"true\" in references for {first} and {name}"
            );
            let help = format!(
                "`controller: true`는 오브젝트를 책임지는 주인 하나에만 적을 수 있는데 `{first}`과(와) `{name}` 둘에 적었습니다. 한쪽을 지우십시오."
            );
            let all: Vec<_> = metadata.owner_references.iter().map(json_owner).collect();
            let value = format!("[{}]", all.join(","));
            let fault = Fault::invalid_raw(PATH, value, &message, "owner-reference-invalid", help);
            fault.at(format!("{PATH}[{index}].controller"))
        });
    }
}

fn owner_reference(owner: &OwnerReference, index: usize, faults: &mut Faults) {
    // More than one slash is no version at all (`ParseGroupVersion`).
    let version = owner.api_version.rsplit('/').next().filter(|_| owner.api_version.matches('/').count() < 2);
    let checks = [
        ("apiVersion", &owner.api_version, version.is_none_or(str::is_empty), "version must not be empty"),
        ("kind", &owner.kind, owner.kind.is_empty(), "must not be empty"),
        ("name", &owner.name, owner.name.is_empty(), "must not be empty"),
        ("uid", &owner.uid, owner.uid.is_empty(), "must not be empty"),
    ];
    for (field, value, empty, message) in checks {
        if empty {
            let what = if value.is_empty() {
                format!("{} 비어 있습니다", with(field, Josa::IGa))
            } else {
                format!("{} 버전이 없는 `{value}`입니다", with(field, Josa::IGa))
            };
            let help = format!(
                "ownerReferences의 {}번째 항목에서 {what}. 주인 관계는 보통 컨트롤러가 적으니 매니페스트에서는 지우는 것이 좋습니다.",
                index + 1,
            );
            let path = format!("metadata.ownerReferences.{field}");
            let fault = Fault::invalid(path, value, message, "owner-reference-invalid", help);
            faults.push(fault.at(format!("metadata.ownerReferences[{index}].{field}")));
        }
    }
    if owner.api_version == "v1" && owner.kind == "Event" {
        let message = "/v1, Kind=Event is disallowed from being an owner";
        let help = format!(
            "이벤트는 한 시간쯤 지나면 사라지는 기록이라 `{}`을(를) 다른 오브젝트의 주인으로 삼을 수 없습니다. 이 항목을 지우십시오.",
            owner.name
        );
        let fault =
            Fault::invalid_raw("metadata.ownerReferences", json_owner(owner), message, "owner-reference-invalid", help);
        faults.push(fault.at(format!("metadata.ownerReferences[{index}].kind")));
    }
}

/// Finalizers are qualified names (`ValidateFinalizerName`), and those without a prefix are Kubernetes' own three
/// (`validateKubeFinalizerName`).
fn finalizers(metadata: &Metadata, version: Version, faults: &mut Faults) {
    let help = |name: &str| {
        format!(
            "파이널라이저 {} 뒷정리를 맡은 컨트롤러의 이름이라 `example.com/cleanup`처럼 접두사가 붙은 이름이어야 합니다. 모르고 적은 것이라면 지우십시오.",
            with(&format!("`{name}`"), Josa::EunNeun)
        )
    };
    for (index, name) in metadata.finalizers.iter().enumerate() {
        for message in names::qualified_name(name, version) {
            let fault = Fault::invalid("metadata.finalizers", name, &message, "finalizer-invalid", help(name));
            faults.push(fault.at(format!("metadata.finalizers[{index}]")));
        }
    }
    let has = |name: &str| metadata.finalizers.iter().position(|it| it == name);
    if let (Some(orphan), Some(foreground)) = (has("orphan"), has("foregroundDeletion")) {
        let message = "finalizer orphan and foregroundDeletion cannot be both set";
        let help = "파이널라이저 `orphan`은 딸린 것을 남겨 두라는 뜻이고 `foregroundDeletion`은 먼저 지우라는 뜻이라 함께 적을 수 없습니다. 둘 다 서버가 지울 때 붙이는 것이니 지우십시오.";
        let value = json_list(&metadata.finalizers);
        let fault = Fault::invalid_raw("metadata.finalizers", value, message, "finalizer-invalid", help.to_owned());
        faults.push(fault.at(format!("metadata.finalizers[{}]", orphan.max(foreground))));
    }
    for (index, name) in metadata.finalizers.iter().enumerate() {
        let standard = matches!(name.as_str(), "kubernetes" | "orphan" | "foregroundDeletion");
        if !name.contains('/') && !standard {
            let message = "name is neither a standard finalizer name nor is it fully qualified";
            let path = format!("metadata.finalizers[{index}]");
            faults.push(Fault::invalid(path, name, message, "finalizer-invalid", help(name)));
        }
    }
}
