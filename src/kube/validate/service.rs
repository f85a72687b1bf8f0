//! Service (`ValidateServiceCreate` → `ValidateService`).
//!
//! Must not know: other kinds.

mod ports;
mod traffic;

use super::metadata::{self, Names};
use crate::kube::fault::{Entry, Fault, Faults, Remedy};
use crate::kube::model::{Service, ServiceSpec};
use crate::kube::quote::{json_list, named};
use crate::kube::{Version, address, meant, names};
use crate::text::josa::{Josa, with};
use crate::text::width;
use std::collections::BTreeSet;

const TYPES: [&str; 4] = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];

/// The rules in the order of the server's code.
pub(super) fn service(service: &Service, version: Version, faults: &mut Faults) {
    let spec = &service.spec;
    metadata::object(&service.metadata, Names::Service, version, faults);
    topology_annotations(service, faults);
    ports::required(spec, faults);
    by_type(spec, faults);
    ports::each(spec, version, faults);
    metadata::labels(&spec.selector, "spec.selector", None, version, faults);
    session_affinity(spec, faults);
    if spec.r#type != "ExternalName" {
        faults.extend(cluster_ips(spec, version));
    }
    external_ips(spec, version, faults);
    r#type(spec, faults);
    ports::node_ports_of_cluster_ip(spec, faults);
    ports::duplicate_node_ports(spec, faults);
    ports::duplicate_ports(spec, faults);
    traffic::rules(service, version, faults);
}

/// Two annotations with one meaning must agree.
fn topology_annotations(service: &Service, faults: &mut Faults) {
    const MODE: &str = "service.kubernetes.io/topology-mode";
    const HINTS: &str = "service.kubernetes.io/topology-aware-hints";
    let annotations = &service.metadata.annotations;
    if let (Some(mode), Some(hints)) = (annotations.get(MODE), annotations.get(HINTS))
        && mode != hints
    {
        let message = format!("must match annotations[{HINTS}] when both are specified");
        let help = format!(
            "topology-mode(`{mode}`)와 옛 이름인 topology-aware-hints(`{hints}`)의 값이 다릅니다. 옛 어노테이션을 지우고 topology-mode만 남기십시오."
        );
        let path = format!("metadata.annotations[{MODE}]");
        faults.push(
            Fault::invalid(path, mode, &message, "annotations-disagree", help)
                .at("metadata.annotations")
                .entry(Entry::Value(MODE.to_owned())),
        );
    }
}

/// What one type alone demands or forbids.
fn by_type(spec: &ServiceSpec, faults: &mut Faults) {
    match spec.r#type.as_str() {
        kind @ ("LoadBalancer" | "NodePort") if spec.is_headless() => {
            let message = format!("may not be set to 'None' for {kind} services");
            let help = format!(
                "clusterIP: None은 주소 없는 헤드리스 서비스를 뜻하는데, {kind}는 서비스 주소로 들어온 연결을 나누어 주므로 주소가 있어야 합니다. clusterIP를 지우거나 type을 ClusterIP로 바꾸십시오."
            );
            faults.push(
                Fault::invalid("spec.clusterIPs[0]", "None", &message, "headless-not-applicable", help)
                    .at("spec.clusterIP")
                    .remedy(Remedy::Remove)
                    .remedy(Remedy::WriteAt("spec.type", "ClusterIP".to_owned())),
            );
        }
        "ExternalName" => external_name(spec, faults),
        _ => {}
    }
}

fn external_name(spec: &ServiceSpec, faults: &mut Faults) {
    let present = [
        ("clusterIPs", !spec.cluster_ips.is_empty(), "spec.clusterIP", "클러스터 주소"),
        ("ipFamilies", !spec.ip_families.is_empty(), "spec.ipFamilies", "IP 종류"),
        ("ipFamilyPolicy", spec.ip_family_policy.is_some(), "spec.ipFamilyPolicy", "IP 정책"),
    ];
    for (field, given, at, what) in present {
        if given {
            let help = format!(
                "ExternalName 서비스는 DNS 별명일 뿐이라 {what}({field})을(를) 가질 수 없습니다. 이 줄을 지우거나 type을 ClusterIP로 바꾸십시오."
            );
            let path = format!("spec.{field}");
            let at = if field == "clusterIPs" && spec.cluster_ip.is_empty() { "spec.clusterIPs" } else { at };
            faults.push(
                Fault::forbidden(
                    path,
                    "may not be set for ExternalName services",
                    "external-name-has-no-address",
                    help,
                )
                .at(at)
                .remedy(Remedy::Remove),
            );
        }
    }
    // One trailing dot says that the name is complete.
    let name = spec.external_name.strip_suffix('.').unwrap_or(&spec.external_name);
    if name.is_empty() {
        let help = "type이 ExternalName이면 DNS가 대신 알려 줄 바깥 이름이 있어야 합니다. `externalName: db.example.com`처럼 적거나, 파드를 고르는 보통 서비스라면 type을 ClusterIP로 바꾸십시오.";
        faults.push(
            Fault::required("spec.externalName", "", "external-name-missing", help.to_owned())
                .remedy(Remedy::Add("externalName", "example.com".to_owned())),
        );
        return;
    }
    for message in names::dns_1123_subdomain(name) {
        let reason = if message.starts_with("must be no more") {
            "253자를 넘습니다".to_owned()
        } else if name.contains("://") || name.contains('/') {
            "URL처럼 `://`나 `/`가 들어 있습니다".to_owned()
        } else if name.contains(':') {
            "`:포트`가 붙어 있습니다(포트는 접속하는 쪽에서 정합니다)".to_owned()
        } else if name.contains('_') {
            "밑줄 '_'이 들어 있습니다".to_owned()
        } else if name.chars().any(|c| c.is_ascii_uppercase()) {
            "대문자가 들어 있습니다".to_owned()
        } else {
            "DNS 이름의 모양이 아닙니다".to_owned()
        };
        let help = format!(
            "externalName `{}`은(는) 쓸 수 없습니다. {reason}. 소문자, 숫자, '-', '.'으로 된 DNS 이름만 적으십시오.",
            spec.external_name
        );
        let host = name.split_once("://").map_or(name, |(_, host)| host);
        let host = host.split(['/', ':']).next().unwrap_or("").to_lowercase().replace('_', "-");
        let better = (host != name && names::dns_1123_subdomain(&host).is_empty()).then_some(host);
        faults.push(Fault::invalid("spec.externalName", name, &message, "external-name-invalid", help).write(better));
    }
}

fn session_affinity(spec: &ServiceSpec, faults: &mut Faults) {
    let value = spec.session_affinity.as_str();
    match value {
        "None" => {}
        "ClientIP" => {
            let Some(seconds) = spec.session_affinity_timeout else { return };
            if !(1..=86400).contains(&seconds) {
                let help = format!(
                    "세션을 붙들어 둘 시간은 1초부터 86400초(하루)까지인데 {seconds}초를 적었습니다. 비워 두면 10800초(세 시간)입니다."
                );
                let path = "spec.sessionAffinityConfig.clientIP.timeoutSeconds";
                let message = "must be greater than 0 and less than 86400";
                let near = if seconds > 86400 { "86400" } else { "10800" };
                faults.push(
                    Fault::invalid_raw(path, seconds, message, "session-timeout-out-of-range", help).write(Some(near)),
                );
            }
        }
        _ => {
            let help = format!(
                "sessionAffinity는 ClientIP(같은 클라이언트를 같은 파드로)나 None(매번 나누어) 가운데 하나인데 `{value}`을(를) 적었습니다."
            );
            let supported = ["ClientIP", "None"];
            faults.push(
                Fault::unsupported("spec.sessionAffinity", named(value), &supported, "value-not-supported", help)
                    .write(meant::closest(value, supported.into_iter())),
            );
        }
    }
}

/// `ValidateServiceClusterIPsRelatedFields`: clusterIP, clusterIPs, ipFamilies and ipFamilyPolicy by themselves. Allocation
/// asks this first, validation asks again.
pub(in crate::kube) fn cluster_ips(spec: &ServiceSpec, version: Version) -> Vec<Fault> {
    let mut faults = Faults::default();
    let ips = &spec.cluster_ips;
    let whole = |message: &str, help: String| {
        Fault::invalid_raw("spec.clusterIPs", json_list(ips), message, "cluster-ip-invalid", help)
    };
    match ips.first() {
        Some(_) if spec.cluster_ip.is_empty() => {
            let help = format!(
                "clusterIPs만 적고 clusterIP는 비웠습니다. 주소를 하나만 정하려면 `clusterIP: {}`처럼 clusterIP에 적으면 됩니다.",
                ips.first().map_or("", String::as_str)
            );
            faults.push(whole("must be empty when `clusterIP` is not specified", help).remedy(Remedy::Remove));
        }
        Some(first) if *first != spec.cluster_ip => {
            let help = format!(
                "clusterIP는 `{}`인데 clusterIPs의 첫 값은 `{first}`입니다. 둘은 같은 주소여야 하니 clusterIPs를 지우는 것이 가장 쉽습니다.",
                spec.cluster_ip
            );
            faults.push(whole("first value must match `clusterIP`", help).remedy(Remedy::Remove));
        }
        _ => {}
    }
    ip_families(spec, &mut faults);
    if addresses(spec, version, &whole, &mut faults) {
        return faults.told();
    }
    if ips.len() > 1 && !(ips.len() == 2 && address::is_v6(&ips[0]) != address::is_v6(&ips[1])) {
        let dual = ips.iter().any(|ip| address::is_v6(ip)) && ips.iter().any(|ip| !address::is_v6(ip));
        if !dual {
            let help = "clusterIPs에는 IPv4 하나와 IPv6 하나까지만 적을 수 있는데 같은 종류가 둘 이상입니다. 하나만 남기십시오.";
            faults.push(whole("may specify no more than one IP for each IP family", help.to_owned()));
        }
    }
    if !spec.is_headless() {
        families_match(spec, &mut faults);
    }
    faults.told()
}

fn ip_families(spec: &ServiceSpec, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for (index, family) in spec.ip_families.iter().enumerate() {
        let path = format!("spec.ipFamilies[{index}]");
        if !["IPv4", "IPv6"].contains(&family.as_str()) {
            let help = format!(
                "ipFamilies에는 IPv4나 IPv6만 적을 수 있는데 `{family}`을(를) 적었습니다. 대소문자까지 같아야 합니다."
            );
            faults.push(
                Fault::unsupported(path.clone(), named(family), &["IPv4", "IPv6"], "value-not-supported", help)
                    .write(meant::closest(family, ["IPv4", "IPv6"].into_iter())),
            );
        }
        if !seen.insert(family) {
            let help = format!("ipFamilies에 {family}가 두 번 나옵니다. 같은 종류는 한 번만 적으십시오.");
            faults.push(Fault::duplicate(path, named(family), "ip-family-duplicate", help));
        }
    }
    let Some(policy) = &spec.ip_family_policy else { return };
    let supported = ["PreferDualStack", "RequireDualStack", "SingleStack"];
    if !supported.contains(&policy.as_str()) {
        let help = if policy.is_empty() {
            "ipFamilyPolicy를 적었으면 값이 있어야 합니다. 기본값을 쓰려면 빈 문자열이 아니라 줄째 지우십시오."
                .to_owned()
        } else {
            format!(
                "ipFamilyPolicy는 SingleStack, PreferDualStack, RequireDualStack 가운데 하나인데 `{policy}`을(를) 적었습니다."
            )
        };
        faults.push(
            Fault::unsupported("spec.ipFamilyPolicy", named(policy), &supported, "value-not-supported", help)
                .write(meant::closest(policy, supported.into_iter()))
                .remedy(Remedy::Remove),
        );
    }
}

/// Every address by itself; says whether one of them is so wrong that nothing more can be said.
fn addresses(spec: &ServiceSpec, version: Version, whole: &dyn Fn(&str, String) -> Fault, faults: &mut Faults) -> bool {
    let ips = &spec.cluster_ips;
    let mut wrong = false;
    for (index, ip) in ips.iter().enumerate() {
        if index == 0 && ip == "None" {
            if ips.len() > 1 {
                wrong = true;
                let help = "clusterIPs의 None은 주소가 없다는 뜻이라 다른 주소와 함께 적을 수 없습니다. 헤드리스 서비스라면 None만, 아니라면 주소만 남기십시오.";
                faults.push(whole("'None' must be the first and only value", help.to_owned()));
            }
            continue;
        }
        let Some(message) = address::complaint(ip, version) else { continue };
        wrong = true;
        let help = match ip.as_str() {
            none if none.eq_ignore_ascii_case("none") => {
                format!(
                    "헤드리스 서비스로 만들려면 대소문자까지 맞춰 `None`이라고 적어야 하는데 `{ip}`(이)라고 적었습니다."
                )
            }
            "" => "clusterIPs에 빈 값이 있습니다. 주소를 서버에 맡기려면 이 필드를 지우십시오.".to_owned(),
            _ if ip.contains('/') => {
                format!(
                    "clusterIP에는 주소 하나만 적습니다. {} 주소 범위(CIDR)의 모양입니다.",
                    with(&format!("`{ip}`"), Josa::EunNeun)
                )
            }
            _ => format!(
                "clusterIP에는 10.96.0.50 같은 IP 주소나 None만 적을 수 있는데 `{ip}`을(를) 적었습니다. 보통은 지우고 서버에 맡깁니다."
            ),
        };
        let from_single = index == 0 && *ip == spec.cluster_ip;
        let fault = Fault::invalid(format!("spec.clusterIPs[{index}]"), ip, message, "cluster-ip-invalid", help)
            .write(ip.eq_ignore_ascii_case("none").then_some("None"));
        faults.push(if from_single { fault.at("spec.clusterIP").remedy(Remedy::Remove) } else { fault });
    }
    if ips.len() > 2 {
        let help =
            format!("clusterIPs에는 IPv4 하나와 IPv6 하나, 모두 둘까지만 적을 수 있는데 {}개를 적었습니다.", ips.len());
        faults.push(whole("may only hold up to 2 values", help));
    }
    wrong
}

fn families_match(spec: &ServiceSpec, faults: &mut Faults) {
    for (index, (ip, family)) in spec.cluster_ips.iter().zip(&spec.ip_families).enumerate() {
        let wanted = match (family.as_str(), address::is_v6(ip)) {
            ("IPv4", true) => "IPv4",
            ("IPv6", false) => "IPv6",
            _ => continue,
        };
        let message = format!("expected an {wanted} value as indicated by `ipFamilies[{index}]`");
        let help = format!(
            "ipFamilies의 {}번째가 {family}이니 같은 차례의 주소도 {family}여야 하는데 {}입니다.",
            index + 1,
            if wanted == "IPv4" { "IPv6 주소" } else { "IPv4 주소" }
        );
        let fault = Fault::invalid(format!("spec.clusterIPs[{index}]"), ip, &message, "ip-family-mismatch", help);
        faults.push(if index == 0 { fault.at("spec.clusterIP") } else { fault });
    }
}

fn external_ips(spec: &ServiceSpec, version: Version, faults: &mut Faults) {
    for (index, ip) in spec.external_ips.iter().enumerate() {
        let path = format!("spec.externalIPs[{index}]");
        if let Some(message) = address::complaint(ip, version) {
            let help = format!(
                "externalIPs에는 203.0.113.10 같은 IP 주소만 적을 수 있는데 `{ip}`을(를) 적었습니다. 이름을 쓰려면 type ExternalName이 있습니다."
            );
            faults.push(Fault::invalid(path, ip, message, "external-ip-invalid", help));
        } else if let Some(message) = address::special(ip) {
            let help = format!(
                "{} 노드 자신이나 같은 회선에서만 뜻이 있는 주소라 바깥에서 들어올 주소로 쓸 수 없습니다. 노드로 배달되는 실제 주소를 적으십시오.",
                with(&format!("`{ip}`"), Josa::EunNeun)
            );
            faults.push(Fault::invalid(path, ip, &message, "external-ip-invalid", help));
        }
    }
}

fn r#type(spec: &ServiceSpec, faults: &mut Faults) {
    let kind = spec.r#type.as_str();
    if TYPES.contains(&kind) {
        return;
    }
    let near = meant::closest(kind, TYPES.into_iter());
    let help = match near {
        Some(near) if near.eq_ignore_ascii_case(kind) => {
            format!("서비스 타입은 대소문자까지 맞아야 합니다. `{kind}`이(가) 아니라 `{near}`입니다.")
        }
        // The two would look alike.
        Some(near) if kind.chars().any(width::is_unseen) => {
            format!("`{near}`에 눈에 보이지 않는 글자가 끼어 있습니다. 지우고 다시 적으십시오.")
        }
        Some(near) => format!("`{kind}`(이)라는 서비스 타입은 없습니다. `{near}`을(를) 적으려던 것 같습니다."),
        None => format!(
            "`{kind}`(이)라는 서비스 타입은 없습니다. ClusterIP(클러스터 안), NodePort(노드의 포트), LoadBalancer(바깥 로드밸런서), ExternalName(DNS 별명) 가운데 고르십시오."
        ),
    };
    faults.push(Fault::unsupported("spec.type", named(kind), &TYPES, "type-unknown", help).write(near));
}
