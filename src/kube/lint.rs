//! What the server takes and a learner hardly means, and what it warns of.
//!
//! Must not know: other objects of a cluster.

mod dropped;
mod pod;

use super::at::At;
use super::model::{Object, Service};
use super::place::Place;
use super::quote::quote;
use super::schema::{self, Presence};
use super::words::particles;
use super::{Version, address, names};
use crate::diagnostic::{Code, Diagnostic, Severity, Stage};
use crate::text::{TextEdit, TextRange, width};
use crate::yaml::tree::{Node, Style, Trait, Value};

fn warn(code: &'static str, range: TextRange, help: impl AsRef<str>) -> Diagnostic {
    Diagnostic::new(Code(code), Stage::Lint, Severity::Warning, range, particles(help.as_ref()))
}

/// A template that was to be filled in before anybody reads it as a manifest.
pub(super) fn template(text: &str) -> Option<Diagnostic> {
    let braces = text.match_indices('{').map(|(at, _)| at);
    let start = braces.into_iter().find(|at| text.as_bytes().get(at + 1) == Some(&b'{'))?;
    let end = text.get(start..).and_then(|rest| rest.find("}}")).map_or(start + 2, |at| start + at + 2);
    let line = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| start + at);
    let help = "`{{ … }}`는 Helm이나 Ansible이 값을 채워 넣기 전의 템플릿입니다. 쿠버네티스는 이것을 모르니 실제 값을 적으십시오.";
    Some(warn("helm-template-pasted", TextRange::new(start, end.min(line)), help))
}

/// Characters in a document that a Korean keyboard or a word processor puts in the place of the real ones.
pub(super) fn lookalikes(text: &str, document: TextRange, root: Node<'_>, warnings: &mut Vec<Diagnostic>) {
    if !document.of(text).is_ascii() {
        root.scalars(Trait::NotAscii, DEEPEST, &mut |node| some(warnings, || lookalike(text, node)));
    }
}

/// Plain words and numbers of a document that YAML 1.1 reads as something else than they look like.
pub(super) fn surprises(text: &str, root: Node<'_>, warnings: &mut Vec<Diagnostic>) {
    root.scalars(Trait::Surprising, DEEPEST, &mut |node| some(warnings, || surprise(text, node)));
}

/// The most oddities of one kind that are shown in a document.
const MOST_SHOWN: usize = 100;

/// Adds what is found, as long as there are few.
fn some(warnings: &mut Vec<Diagnostic>, find: impl Fn() -> Option<Diagnostic>) {
    if warnings.len() < MOST_SHOWN {
        warnings.extend(find());
    }
}

/// How deep is looked.
const DEEPEST: usize = 65;

fn lookalike(text: &str, node: Node<'_>) -> Option<Diagnostic> {
    node.scalar().filter(|scalar| scalar.style == Style::Plain)?;
    let range = node.range();
    for (at, c) in range.of(text).char_indices() {
        let place = TextRange::new(range.start() + at, range.start() + at + c.len_utf8());
        let found = match c {
            '：' => Some((
                "full-width-colon",
                ": ",
                "전각 콜론(：)은 YAML의 콜론이 아니라 보통 글자로 읽힙니다. 반각 콜론(:)과 공백으로 바꾸십시오.",
            )),
            '\u{a0}' | '\u{3000}' => Some((
                "non-breaking-space",
                " ",
                "눈에는 공백으로 보이지만 보통 공백이 아닌 글자(NBSP나 전각 공백)입니다. 스페이스로 바꾸십시오.",
            )),
            c if width::is_unseen(c) => Some((
                "non-breaking-space",
                "",
                "눈에 보이지 않는 글자가 끼어 있습니다. 값의 일부로 읽히니 지우십시오.",
            )),
            '“' | '”' => {
                Some(("smart-quote", "\"", "둥근 따옴표(“ ”)는 값의 일부가 됩니다. 곧은 따옴표(\")로 바꾸십시오."))
            }
            '‘' | '’' => {
                Some(("smart-quote", "'", "둥근 작은따옴표(‘ ’)는 값의 일부가 됩니다. 곧은 따옴표(')로 바꾸십시오."))
            }
            _ => None,
        };
        if let Some((code, insert, help)) = found {
            let title = match insert {
                "" => "보이지 않는 글자를 지우기".to_owned(),
                " " => "공백으로 바꾸기".to_owned(),
                _ => format!("`{}`로 바꾸기", insert.trim()),
            };
            return Some(warn(code, place, help).with_fix(title, vec![TextEdit::replace(place, insert)], false));
        }
    }
    None
}

fn surprise(text: &str, node: Node<'_>) -> Option<Diagnostic> {
    let scalar = node.scalar().filter(|scalar| scalar.style == Style::Plain)?;
    let written = scalar.text;
    match scalar.value {
        Value::Bool(value) if scalar.is_surprising() => {
            let help = format!(
                "쿠버네티스의 YAML은 따옴표 없는 `{written}`을(를) {value}로 읽습니다. 글자 그대로 쓰려면 `\"{written}\"`처럼 따옴표로 감싸십시오."
            );
            Some(warn("yaml-boolean-surprise", node.range(), help))
        }
        Value::Int(value) if scalar.is_surprising() && node.range().of(text) == written => {
            let help = format!(
                "0으로 시작하는 `{written}`은(는) 8진수로 읽혀 {value}이(가) 됩니다. 십진수를 적으려면 앞의 0을 지우십시오."
            );
            Some(warn("yaml-octal-surprise", node.range(), help))
        }
        _ => None,
    }
}

/// A kind that a cluster has and kijabi does not judge.
pub(super) fn other_kind(place: Place<'_>, warnings: &mut Vec<Diagnostic>) {
    let kind = place.root.get("kind").and_then(Node::scalar).map_or("", |scalar| scalar.text);
    let range = place.root.get("kind").map_or_else(|| place.line_of(place.root), Node::range);
    let help = format!(
        "{kind}의 내용은 키잡이가 살피지 않습니다. 살피는 종류는 Service, Pod, Deployment, Namespace, Node입니다."
    );
    let mut note = warn("kind-not-checked", range, help);
    note.severity = Severity::Info;
    warnings.push(note);
}

/// What the server warns of, and what it is silent about.
pub(super) fn object(place: Place<'_>, object: &Object, version: Version, warnings: &mut Vec<Diagnostic>) {
    match object {
        Object::Service(service) => self::service(place, service, warnings),
        Object::Pod(pod) => {
            hostname(place, &pod.metadata.name, "this is used in the Pod's hostname", warnings);
            let spec = At::field(place.root, "spec");
            pod::pod(place, &spec, &pod.metadata, "", warnings);
            dropped::fields(&spec, version, warnings);
        }
        Object::Deployment(deployment) => {
            hostname(place, &deployment.metadata.name, "this is used in Pod names and hostnames", warnings);
            let spec = At::field(place.root, "spec");
            let template = spec.get("template");
            let of_pods = template.get("spec");
            pod::pod(place, &of_pods, &deployment.template_metadata, "spec.template.", warnings);
            dropped::fields(&of_pods, version, warnings);
        }
        Object::Namespace(_) | Object::Node(_) => {}
    }
    deprecated(place, object.kind(), warnings);
}

/// A pod's name becomes its hostname, in which dots mean something (`pkg/api/pod/warnings.go`).
fn hostname(place: Place<'_>, name: &str, used: &str, warnings: &mut Vec<Diagnostic>) {
    let complaints = names::dns_1123_label(name);
    if name.is_empty() || complaints.is_empty() || !names::dns_1123_subdomain(name).is_empty() {
        return;
    }
    let server = format!(
        "metadata.name: {used}, which can result in surprising behavior; a DNS label is recommended: [{}]",
        complaints.join(" ")
    );
    let help = format!(
        "이름 `{name}`은(는) 파드의 호스트 이름에도 쓰이는데 점이 있거나 63자를 넘으면 이름을 찾을 때 뜻밖의 일이 생길 수 있습니다. 점 대신 '-'를 쓰십시오."
    );
    let found = warn("name-not-dns", value_at(place, "metadata", "name"), help);
    warnings.push(found.with_server("Warning", "metadata.name", server));
}

/// Addresses written in a way that a later release refuses (`GetWarningsForIP`).
fn odd_addresses(place: Place<'_>, field: &str, ips: &[String], warnings: &mut Vec<Diagnostic>) {
    for (index, ip) in ips.iter().take(MOST_SHOWN).enumerate() {
        odd_address(place, field, &format!("spec.{field}[{index}]"), ip, warnings);
    }
}

fn odd_address(place: Place<'_>, field: &str, path: &str, ip: &str, warnings: &mut Vec<Diagnostic>) {
    let Some(standard) = address::parse(ip).map(|parsed| parsed.to_string()).filter(|standard| standard != ip) else {
        return;
    };
    let server = if ip.parse::<std::net::Ipv6Addr>().is_ok_and(|v6| v6.to_ipv4_mapped().is_none()) {
        format!("{path}: IPv6 address {} should be in RFC 5952 canonical format ({})", quote(ip), quote(&standard))
    } else {
        format!(
            "{path}: non-standard IP address {} will be considered invalid in a future Kubernetes release: use {}",
            quote(ip),
            quote(&standard)
        )
    };
    let help = format!(
        "주소 `{ip}`은(는) 지금은 받아들여지지만 표준 표기가 아니라서 쿠버네티스 1.36부터는 거절될 수 있습니다. `{standard}`(이)라고 적으십시오."
    );
    not_standard(place, field, (path, ip), server, help, standard, warnings);
}

/// Ranges that a later release refuses, or of which it is not clear how much they cover (`GetWarningsForCIDR`).
fn odd_ranges(place: Place<'_>, ranges: &[String], warnings: &mut Vec<Diagnostic>) {
    for (index, range) in ranges.iter().take(MOST_SHOWN).enumerate() {
        let path = format!("spec.loadBalancerSourceRanges[{index}]");
        let Some(read) = address::read_range(range) else { continue };
        let (quoted, network) = (quote(range), read.network());
        let mut said = Vec::new();
        if read.has_host_bits() {
            let single = read.single();
            let server = format!(
                "{path}: CIDR value {quoted} is ambiguous in this context (should be {} or {}?)",
                quote(&network),
                quote(&single)
            );
            let help = format!(
                "`{range}`은(는) 비트 수 뒤쪽까지 적혀 있어 범위(`{network}`)인지 주소 하나(`{single}`)인지 알 수 없습니다. 지금은 범위로 읽힙니다. 뜻하는 쪽으로 적으십시오."
            );
            said.push((server, help));
        }
        if !read.is_standard() {
            let server = format!(
                "{path}: non-standard CIDR value {quoted} will be considered invalid in a future Kubernetes release: use {}",
                quote(&network)
            );
            let help = format!(
                "범위 `{range}`은(는) 지금은 받아들여지지만 표준 표기가 아니라서 쿠버네티스 1.36부터는 거절될 수 있습니다. `{network}`(이)라고 적으십시오."
            );
            said.push((server, help));
        } else if said.is_empty() && network != *range {
            let server = format!(
                "{path}: IPv6 CIDR value {quoted} should be in RFC 5952 canonical format ({})",
                quote(&network)
            );
            let help = format!(
                "범위 `{range}`은(는) IPv6의 표준 표기(RFC 5952)가 아닙니다. 다른 도구가 같은 범위로 알아보도록 `{network}`(이)라고 적으십시오."
            );
            said.push((server, help));
        }
        for (server, help) in said {
            not_standard(place, "loadBalancerSourceRanges", (&path, range), server, help, network.clone(), warnings);
        }
    }
}

fn not_standard(
    place: Place<'_>,
    field: &str,
    (path, written): (&str, &str),
    server: String,
    help: String,
    standard: String,
    warnings: &mut Vec<Diagnostic>,
) {
    // An address of clusterIPs may have come from clusterIP.
    let single = if path == "spec.clusterIPs[0]" { place.range("spec.clusterIP") } else { None };
    let range = place.range(path).or(single).unwrap_or_else(|| at(place, "spec", field));
    let found = warn("address-not-standard", range, help).with_server("Warning", path, server);
    let title = particles(&format!("`{standard}`(으)로 바꾸기"));
    let mends = range.of(place.text).contains(written);
    warnings.push(if mends { found.with_fix(title, vec![TextEdit::replace(range, standard)], false) } else { found });
}

fn value_at(place: Place<'_>, section: &str, key: &str) -> TextRange {
    place.range(&format!("{section}.{key}")).unwrap_or_else(|| at(place, section, key))
}

fn at(place: Place<'_>, section: &str, key: &str) -> TextRange {
    let section = place.root.entry(section);
    let entry = section.and_then(|section| section.value.entry(key));
    match (entry, section) {
        (Some(entry), _) => entry.key.range(),
        (None, Some(section)) => section.key.range(),
        (None, None) => place.line_of(place.root),
    }
}

/// `pkg/api/service/warnings.go`, and a Service that chooses no pod at all.
fn service(place: Place<'_>, service: &Service, warnings: &mut Vec<Diagnostic>) {
    let spec = &service.spec;
    if service.metadata.annotations.contains_key("service.kubernetes.io/topology-aware-hints") {
        let help = "topology-aware-hints 어노테이션은 옛 이름입니다. service.kubernetes.io/topology-mode를 쓰거나 spec.trafficDistribution을 쓰십시오.";
        let server = "annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead";
        let found = warn("field-deprecated", at(place, "metadata", "annotations"), help);
        warnings.push(found.with_server("Warning", "metadata.annotations", server));
    }
    let external_name = spec.r#type == "ExternalName";
    let cluster_ips =
        if spec.cluster_ips.is_empty() { std::slice::from_ref(&spec.cluster_ip) } else { &spec.cluster_ips };
    if !external_name {
        odd_addresses(place, "clusterIPs", cluster_ips, warnings);
    }
    let ignored = |key: &str, server: &str, help: &str, warnings: &mut Vec<Diagnostic>| {
        let found = warn("field-ignored", at(place, "spec", key), help);
        warnings.push(found.with_server("Warning", format!("spec.{key}"), server));
    };
    if spec.r#type == "ClusterIP" && spec.is_headless() {
        if !spec.load_balancer_ip.is_empty() {
            ignored(
                "loadBalancerIP",
                "spec.loadBalancerIP is ignored for headless services",
                "헤드리스 서비스에는 로드밸런서가 없어 loadBalancerIP는 쓰이지 않습니다. 지우십시오.",
                warnings,
            );
        }
        if !spec.external_ips.is_empty() {
            ignored(
                "externalIPs",
                "spec.externalIPs is ignored for headless services",
                "헤드리스 서비스는 DNS로 파드 주소만 알려 주므로 externalIPs는 쓰이지 않습니다. 지우십시오.",
                warnings,
            );
        }
        if spec.session_affinity != "None" {
            ignored(
                "sessionAffinity",
                "spec.SessionAffinity is ignored for headless services",
                "헤드리스 서비스는 연결을 나누지 않으므로 sessionAffinity는 쓰이지 않습니다. 지우십시오.",
                warnings,
            );
        }
    }
    odd_addresses(place, "externalIPs", &spec.external_ips, warnings);
    odd_address(place, "loadBalancerIP", "spec.loadBalancerIP", &spec.load_balancer_ip, warnings);
    odd_ranges(place, &spec.load_balancer_source_ranges, warnings);
    if external_name && !spec.external_ips.is_empty() {
        ignored(
            "externalIPs",
            "spec.externalIPs is ignored when spec.type is \"ExternalName\"",
            "ExternalName 서비스는 DNS 별명일 뿐이라 externalIPs는 쓰이지 않습니다. 지우십시오.",
            warnings,
        );
    }
    if !external_name && !spec.external_name.is_empty() {
        ignored(
            "externalName",
            "spec.externalName is ignored when spec.type is not \"ExternalName\"",
            "externalName은 type이 ExternalName일 때만 쓰입니다. DNS 별명을 만들 생각이라면 type을 바꾸고, 아니라면 지우십시오.",
            warnings,
        );
    }
    if external_name && !spec.selector.is_empty() {
        ignored(
            "selector",
            "",
            "ExternalName 서비스는 파드를 고르지 않으므로 selector는 아무 일도 하지 않습니다. 지우거나 type을 바꾸십시오.",
            warnings,
        );
    }
    if !external_name && spec.selector.is_empty() {
        let help = "selector가 없어 이 서비스는 어떤 파드도 고르지 않고 엔드포인트가 비게 됩니다. 파드의 레이블을 `selector:` 아래에 적으십시오. 엔드포인트를 직접 만들 생각이라면 그대로 두어도 됩니다.";
        warnings.push(warn("selector-missing", at(place, "spec", "selector"), help).with_path("spec.selector"));
    }
}

/// Fields kept only for old manifests.
fn deprecated(place: Place<'_>, kind: &str, warnings: &mut Vec<Diagnostic>) {
    for section in ["metadata", "spec"] {
        let Some(mapping) = place.root.get(section) else { continue };
        let fields = schema::children(kind, &[schema::Step::Key(section.to_owned())]);
        for entry in mapping.entries() {
            let Some(key) = entry.key.scalar() else { continue };
            let known = fields.iter().find(|field| field.presence == Presence::Deprecated && field.name == key.text);
            if let Some(field) = known.filter(|_| !entry.value.is_null()) {
                let help = format!("`{}` 필드는 사용 중단(deprecated)되었습니다. {}", field.name, field.doc);
                warnings.push(
                    warn("field-deprecated", entry.key.range(), help).with_path(format!("{section}.{}", field.name)),
                );
            }
        }
    }
}
