//! Ports, names and addresses of a pod: what it declares, shares with its node and looks up (`validateContainerPorts`,
//! `validatePodHostNetworkDeps`, `validatePodDNSConfig`, `ValidateHostAliases`, `validateHostUsers`).
//!
//! Must not know: Services.

use super::Context;
use crate::kube::at::At;
use crate::kube::fault::{Fault, Faults, Remedy};
use crate::kube::quote::{json_list, quote};
use crate::kube::validate::shape::{choice, object_name};
use crate::kube::{address, names};
use std::collections::BTreeSet;

/// The node's port of a container's, that which is written or, where the server fills it in, the container's own
/// (`defaultHostNetworkPorts`); and where it stands.
fn host_port<'t, 'a>(item: &'a At<'t, '_>, is_filled: bool) -> Option<(i64, At<'t, 'a>)> {
    let (host, own) = (item.get("hostPort"), item.get("containerPort"));
    let written = host.int().filter(|number| *number != 0).map(|number| (number, host));
    written.or_else(|| own.int().filter(|number| is_filled && *number != 0).map(|number| (number, own)))
}

/// `validateContainerPorts`; `is_filled` says that the server fills in the node's ports.
pub(super) fn ports(list: &At<'_, '_>, is_filled: bool, faults: &mut Faults) {
    let mut known = BTreeSet::new();
    for item in list.items() {
        port_name(&item.get("name"), &mut known, faults);
        let (container, host, protocol) = (item.get("containerPort"), item.get("hostPort"), item.get("protocol"));
        match container.int().unwrap_or(0) {
            0 => {
                let help = "컨테이너 포트 항목에 containerPort가 없습니다. 프로그램이 듣는 포트 번호를 `containerPort: 80`처럼 적으십시오.";
                let fault = container.required("", "container-port-missing", help);
                faults.push(fault.remedy(Remedy::Add("containerPort", "80".to_owned())));
            }
            number => faults.extend(port_number(&container, number)),
        }
        if let Some((number, place)) = host_port(&item, is_filled) {
            faults.extend(port_number(&host, number).map(|fault| fault.at(place.path())));
        }
        let value = protocol.text_or("TCP");
        let meaning = "컨테이너 포트의 프로토콜을 정하는";
        faults.extend(choice(protocol, value, &["SCTP", "TCP", "UDP"], "protocol-unknown", meaning));
    }
}

fn port_name<'t>(at: &At<'t, '_>, known: &mut BTreeSet<&'t str>, faults: &mut Faults) {
    let name = at.text();
    if name.is_empty() {
        return;
    }
    let complaints = names::port_name(name);
    for message in &complaints {
        let help = format!(
            "컨테이너 포트 이름 `{name}`은(는) 소문자, 숫자, '-'로 15자까지이고 영문자가 적어도 하나 있어야 합니다."
        );
        faults.push(at.invalid_text(message, "port-name-invalid", help));
    }
    if complaints.is_empty() && !known.insert(name) {
        let help = format!("포트 이름 `{name}`이(가) 이 컨테이너에 두 번 나옵니다. 서로 다른 이름을 붙이십시오.");
        faults.push(at.duplicate(name, "port-name-duplicate", help));
    }
}

fn port_number(at: &At<'_, '_>, number: i64) -> Option<Fault> {
    if (1..=65535).contains(&number) {
        return None;
    }
    let help = if at.is_set() {
        format!("포트 번호는 1부터 65535까지인데 {}에 {number}을(를) 적었습니다.", at.name())
    } else {
        format!(
            "hostNetwork가 true면 hostPort도 containerPort({number})와 같은 번호가 되는데, 포트 번호는 1부터 65535까지입니다."
        )
    };
    Some(at.invalid(number, "must be between 1 and 65535, inclusive", "port-out-of-range", help))
}

/// A port of the node can lead to one container only (`AccumulateUniqueHostPorts`); `is_filled` as for [`ports`].
pub(super) fn host_port_conflicts<'t, 'a>(
    containers: impl Iterator<Item = At<'t, 'a>>,
    is_filled: bool,
    faults: &mut Faults,
) {
    let mut known = BTreeSet::new();
    for container in containers {
        let list = container.get("ports");
        for item in list.items() {
            let host = item.get("hostPort");
            let Some((number, place)) = host_port(&item, is_filled) else { continue };
            let taken = (item.get("protocol").text_or("TCP"), item.get("hostIP").text(), number);
            if !known.insert(taken) {
                let filled = if host.is_set() {
                    ""
                } else {
                    "hostNetwork가 true면 hostPort가 containerPort를 따릅니다. "
                };
                let help = format!(
                    "{filled}hostPort {number}번을 이 파드의 포트 둘이 함께 쓰려 합니다. 노드의 한 포트는 한 곳으로만 이어지니 하나를 지우거나 번호를 바꾸십시오."
                );
                let (protocol, ip, _) = taken;
                let fault = host.duplicate(&format!("{protocol}/{ip}/{number}"), "port-duplicate", help);
                let fault = fault.at(place.path());
                faults.push(if host.is_set() { fault.remedy(Remedy::Remove) } else { fault });
            }
        }
    }
}

/// With the node's network a container's port is the node's; what is not given is filled in.
pub(super) fn host_ports(pod: &At<'_, '_>, faults: &mut Faults) {
    if !pod.get("hostNetwork").is_true() {
        return;
    }
    let list = pod.get("containers");
    for container in list.items() {
        let ports = container.get("ports");
        for item in ports.items() {
            let (host, own) = (item.get("hostPort"), item.get("containerPort").int().unwrap_or(0));
            let number = host.int().filter(|number| *number != 0).unwrap_or(own);
            if number != own {
                let help = format!(
                    "hostNetwork가 true면 컨테이너가 노드의 포트를 그대로 쓰므로 hostPort({number})는 containerPort({own})와 같아야 합니다. hostPort를 지우십시오."
                );
                let detail = "must match `containerPort` when `hostNetwork` is true";
                faults.push(host.invalid(number, detail, "field-not-applicable", help).remedy(Remedy::Remove));
            }
        }
    }
}

const DNS: &str = "dns-config-invalid";

/// `validatePodDNSConfig`.
pub(super) fn dns(pod: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    let at = pod.get("dnsConfig");
    let (servers, searches, options) = (at.get("nameservers"), at.get("searches"), at.get("options"));
    if pod.get("dnsPolicy").text() == "None" {
        if !at.is_set() {
            let help = "dnsPolicy가 None이면 DNS 설정을 스스로 적어야 합니다. dnsConfig에 `nameservers: [8.8.8.8]`처럼 적거나 dnsPolicy를 지우십시오.";
            faults.push(at.required("must provide `dnsConfig` when `dnsPolicy` is None", DNS, help));
            return;
        }
        if servers.len() == 0 {
            let help = "dnsPolicy가 None이면 물어볼 DNS 서버가 dnsConfig의 nameservers에 하나는 있어야 합니다.";
            let detail = "must provide at least one DNS nameserver when `dnsPolicy` is None";
            faults.push(servers.required(detail, DNS, help));
            return;
        }
    }
    let texts = |list: &At<'_, '_>| list.items().map(|item| item.text().to_owned()).collect::<Vec<_>>();
    if servers.len() > 3 {
        let help = format!("nameservers는 3개까지인데 {}개를 적었습니다.", servers.len());
        faults.push(servers.invalid(json_list(&texts(&servers)), "must not have more than 3 nameservers", DNS, help));
    }
    for server in servers.items() {
        if let Some(message) = address::complaint(server.text(), context.version) {
            let help =
                format!("nameservers에는 DNS 서버의 IP 주소만 적을 수 있는데 `{}`을(를) 적었습니다.", server.text());
            faults.push(server.invalid_text(message, DNS, help));
        }
    }
    if searches.len() > 32 {
        let help = format!("searches는 32개까지인데 {}개를 적었습니다.", searches.len());
        faults.push(searches.invalid(
            json_list(&texts(&searches)),
            "must not have more than 32 search paths",
            DNS,
            help,
        ));
    }
    let length: usize = searches.items().map(|item| item.text().len() + 1).sum();
    if length > 2049 {
        let help = format!("searches는 모두 합쳐 2048자까지인데 {}자를 적었습니다.", length - 1);
        let detail = "must not have more than 2048 characters (including spaces) in the search list";
        faults.push(searches.invalid(json_list(&texts(&searches)), detail, DNS, help));
    }
    for search in searches.items().filter(|item| item.text() != ".") {
        let domain = search.text().strip_suffix('.').unwrap_or(search.text());
        for message in names::dns_1123_subdomain_with_underscore(domain) {
            let help =
                format!("searches의 `{domain}`은(는) 도메인의 모양이 아닙니다. `svc.cluster.local`처럼 적으십시오.");
            faults.push(search.invalid(quote(domain), &message, DNS, help));
        }
    }
    for option in options.items() {
        if option.get("name").text().is_empty() {
            let help = "dnsConfig의 options에 name이 없습니다. `- name: ndots`처럼 적으십시오.";
            faults.push(option.required("must not be empty", DNS, help));
        }
    }
}

/// `ValidateHostAliases`.
pub(super) fn host_aliases(pod: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    const CODE: &str = "host-alias-invalid";
    let list = pod.get("hostAliases");
    for item in list.items() {
        let (ip, hostnames) = (item.get("ip"), item.get("hostnames"));
        if let Some(message) = address::complaint(ip.text(), context.version) {
            let help = if ip.text().is_empty() {
                "hostAliases의 항목에 이름을 붙일 주소(ip)가 없습니다. `ip: 10.0.0.5`처럼 적으십시오.".to_owned()
            } else {
                format!("hostAliases의 ip에는 IP 주소만 적을 수 있는데 `{}`을(를) 적었습니다.", ip.text())
            };
            faults.push(ip.invalid_text(message, CODE, help));
        }
        for name in hostnames.items() {
            object_name(name, CODE, "그 주소에 붙일 호스트의", faults);
        }
    }
}

/// `validateHostUsers`: users of its own go with no other namespace of the node.
pub(super) fn host_users(pod: &At<'_, '_>, faults: &mut Faults) {
    if pod.get("hostUsers").bool() != Some(false) {
        return;
    }
    for (field, called) in [("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC")] {
        let at = pod.get(field);
        if at.is_true() {
            let help = format!(
                "hostUsers: false는 노드와 사용자를 나누어 쓰겠다는 뜻이라 {field}: true와 함께 쓸 수 없습니다. 하나를 지우십시오."
            );
            let fault = at.forbidden("when `pod.Spec.HostUsers` is false", "security-context-invalid", help);
            let path = format!("{}.{called}", pod.path());
            faults.push(Fault { path, ..fault }.at(at.path()).remedy(Remedy::Remove));
        }
    }
}
