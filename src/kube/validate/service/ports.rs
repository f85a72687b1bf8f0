//! The rules about a Service's ports.
//!
//! Must not know: anything else of a Service but its type and whether it is headless.

use crate::kube::fault::{Fault, Faults, Remedy};
use crate::kube::model::{IntOrString, ServicePort, ServiceSpec};
use crate::kube::quote::{named, quote};
use crate::kube::{Version, meant, names};
use crate::text::josa::{Josa, with};
use std::collections::HashSet;

const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];

pub(super) fn required(spec: &ServiceSpec, faults: &mut Faults) {
    if spec.ports.is_empty() && !spec.is_headless() && spec.r#type != "ExternalName" {
        let help =
            "서비스가 여는 포트가 하나도 없습니다. spec 아래에 `ports:`를 적고 그 아래에 `- port: 80`처럼 적으십시오.";
        faults.push(Fault::required("spec.ports", "", "ports-missing", help.to_owned()));
    }
}

/// `validateServicePort` for every port.
pub(super) fn each(spec: &ServiceSpec, version: Version, faults: &mut Faults) {
    let several = spec.ports.len() > 1;
    let mut known = HashSet::with_capacity(spec.ports.len());
    for (index, port) in spec.ports.iter().enumerate() {
        let is_new = port.name.is_empty() || known.insert(port.name.as_str());
        // Of a long list nearly all are good, and a path is written for those that are not.
        if is_new && is_good(port, several) {
            continue;
        }
        let path = format!("spec.ports[{index}]");
        name(port, several, is_new, &path, faults);
        number(port, &path, faults);
        protocol(port, &path, faults);
        target_port(port, &path, faults);
        app_protocol(port, &path, version, faults);
    }
}

/// Whether no rule can have anything against a port by itself.
fn is_good(port: &ServicePort, several: bool) -> bool {
    let named = if port.name.is_empty() { !several } else { names::dns_1123_label(&port.name).is_empty() };
    let target = match &port.target_port {
        IntOrString::Int(number) => names::port_number(*number).is_none(),
        IntOrString::String(_) => false,
    };
    let plain = PROTOCOLS.contains(&port.protocol.as_str()) && port.app_protocol.is_none();
    named && target && plain && names::port_number(port.port).is_none()
}

fn name(port: &ServicePort, several: bool, is_new: bool, path: &str, faults: &mut Faults) {
    let path = format!("{path}.name");
    if port.name.is_empty() {
        if several {
            let suggestion = well_known(port.port);
            let help = format!(
                "포트가 둘 이상이면 서로 구별하도록 모두 name이 있어야 하는데 {}번 포트에는 없습니다. `name: {suggestion}`처럼 붙이십시오.",
                port.port
            );
            faults.push(Fault::required(path, "", "port-name-missing", help).remedy(Remedy::Add("name", suggestion)));
        }
        return;
    }
    for message in names::dns_1123_label(&port.name) {
        let reason = if message.starts_with("must be no more") {
            "63자를 넘습니다".to_owned()
        } else if port.name.chars().any(|c| c.is_ascii_uppercase()) {
            "대문자가 들어 있습니다".to_owned()
        } else if port.name.contains('_') {
            "밑줄 '_'이 들어 있습니다".to_owned()
        } else {
            "쓸 수 없는 모양입니다".to_owned()
        };
        let help = format!(
            "서비스 포트 이름 `{}`은(는) 쓸 수 없습니다. {reason}. 소문자, 숫자, '-'만 쓰고 소문자나 숫자로 시작하고 끝내십시오.",
            port.name
        );
        faults.push(
            Fault::invalid(path.clone(), &port.name, &message, "port-name-invalid", help)
                .write(meant::mend(&port.name)),
        );
    }
    if !is_new {
        let help = format!(
            "포트 이름 {} 두 번 나옵니다. 이름은 포트를 가리키는 말이니 서비스 안에서 서로 달라야 합니다.",
            with(&format!("`{}`", port.name), Josa::IGa)
        );
        faults.push(Fault::duplicate(path, quote(&port.name), "port-name-duplicate", help));
    }
}

/// What a port is commonly called.
fn well_known(port: i32) -> String {
    match port {
        80 | 8080 => "http".to_owned(),
        443 | 8443 => "https".to_owned(),
        53 => "dns".to_owned(),
        3306 => "mysql".to_owned(),
        5432 => "postgres".to_owned(),
        6379 => "redis".to_owned(),
        9090 => "metrics".to_owned(),
        other => format!("port-{}", other.unsigned_abs()),
    }
}

fn number(port: &ServicePort, path: &str, faults: &mut Faults) {
    let Some(message) = names::port_number(port.port) else { return };
    let help = if port.port == 0 {
        "서비스 포트 항목에 port가 없습니다. 서비스가 열 포트 번호를 `port: 80`처럼 적으십시오. targetPort만으로는 모자랍니다.".to_owned()
    } else {
        format!("포트 번호는 1부터 65535까지인데 port에 {}을(를) 적었습니다.", port.port)
    };
    let code = if port.port == 0 { "port-missing" } else { "port-out-of-range" };
    let fault = Fault::invalid_raw(format!("{path}.port"), port.port, message, code, help);
    faults.push(if port.port == 0 { fault.remedy(Remedy::Add("port", "80".to_owned())) } else { fault });
}

fn protocol(port: &ServicePort, path: &str, faults: &mut Faults) {
    let value = port.protocol.as_str();
    if PROTOCOLS.contains(&value) {
        return;
    }
    let near = meant::closest(value, PROTOCOLS.into_iter());
    let help = if value.eq_ignore_ascii_case("http") || value.eq_ignore_ascii_case("https") {
        format!(
            "`{value}`은(는) TCP 위의 응용 프로토콜입니다. protocol에는 TCP를 적고, {value}을(를) 쓴다는 사실은 포트 이름이나 appProtocol로 알리십시오."
        )
    } else if let Some(near) = near {
        format!("protocol은 대문자로 {near}(이)라고 적어야 하는데 `{value}`(이)라고 적었습니다.")
    } else {
        format!("protocol은 TCP, UDP, SCTP 가운데 하나인데 `{value}`을(를) 적었습니다. 웹 서비스는 TCP입니다.")
    };
    let near = if value.to_ascii_lowercase().starts_with("http") { Some("TCP") } else { near };
    faults.push(
        Fault::unsupported(format!("{path}.protocol"), named(value), &PROTOCOLS, "protocol-unknown", help).write(near),
    );
}

fn target_port(port: &ServicePort, path: &str, faults: &mut Faults) {
    let path = format!("{path}.targetPort");
    match &port.target_port {
        IntOrString::Int(number) => {
            let Some(message) = names::port_number(*number) else { return };
            let copied = *number == port.port;
            let help = if copied {
                format!(
                    "targetPort를 비우면 port({number})를 그대로 따르는데, 그 값이 포트 번호로 쓸 수 없습니다. port를 고치면 함께 나아집니다."
                )
            } else {
                format!("targetPort는 파드의 포트라 1부터 65535까지인데 {number}을(를) 적었습니다.")
            };
            let code = if copied && *number == 0 { "port-missing" } else { "port-out-of-range" };
            faults.push(Fault::invalid_raw(path, number, message, code, help));
        }
        IntOrString::String(name) => {
            for message in names::port_name(name) {
                let help = target_name_help(name, &message);
                let number = name.parse::<u16>().ok().filter(|number| *number > 0).map(|number| number.to_string());
                faults
                    .push(Fault::invalid(path.clone(), name, &message, "target-port-name-invalid", help).write(number));
            }
        }
    }
}

fn target_name_help(name: &str, message: &str) -> String {
    if name.bytes().all(|b| b.is_ascii_digit()) {
        return format!(
            "targetPort를 따옴표로 감싸면 번호가 아니라 포트 이름이 됩니다. `\"{name}\"`의 따옴표를 빼고 {name}(이)라고 적으십시오."
        );
    }
    if name.contains(':') || name.contains('/') {
        return format!("targetPort에는 파드의 포트 번호나 포트 이름 하나만 적습니다. `{name}`에서 포트만 남기십시오.");
    }
    let reason = match message {
        m if m.starts_with("must be no more") => format!("15자까지인데 {}자입니다", name.chars().count()),
        m if m.starts_with("must contain only") => "소문자, 숫자, '-' 말고 다른 글자가 있습니다".to_owned(),
        m if m.starts_with("must contain at least") => "소문자가 하나도 없습니다".to_owned(),
        m if m.contains("consecutive") => "'-'가 잇달아 나옵니다".to_owned(),
        _ => "'-'로 시작하거나 끝납니다".to_owned(),
    };
    format!(
        "targetPort가 문자열이면 파드의 컨테이너 포트 이름으로 읽힙니다. `{name}`은(는) 쓸 수 없습니다. {reason}. 파드의 ports에 적힌 이름이나 번호를 적으십시오."
    )
}

fn app_protocol(port: &ServicePort, path: &str, version: Version, faults: &mut Faults) {
    let Some(value) = &port.app_protocol else { return };
    for message in names::qualified_name(value, version) {
        let help = format!(
            "appProtocol은 http나 kubernetes.io/h2c 같은 이름이어야 하는데 `{value}`을(를) 적었습니다. 꼭 필요하지 않으면 지우십시오."
        );
        let fault = Fault::invalid(format!("{path}.appProtocol"), value, &message, "app-protocol-invalid", help);
        faults.push(fault.remedy(Remedy::Remove));
    }
}

pub(super) fn node_ports_of_cluster_ip(spec: &ServiceSpec, faults: &mut Faults) {
    if spec.r#type != "ClusterIP" {
        return;
    }
    for (index, port) in spec.ports.iter().enumerate() {
        if port.node_port == 0 {
            continue;
        }
        let help = format!(
            "nodePort {}을(를) 적었지만 type이 ClusterIP(적지 않았다면 기본값)라 노드에 포트를 열지 않습니다. 바깥에서 들어오게 하려면 `type: NodePort`를 적고, 클러스터 안에서만 쓸 것이면 nodePort를 지우십시오.",
            port.node_port
        );
        let path = format!("spec.ports[{index}].nodePort");
        let message = "may not be used when `type` is 'ClusterIP'";
        faults.push(
            Fault::forbidden(path, message, "node-port-on-cluster-ip", help)
                .remedy(Remedy::AddAt("spec", "type", "NodePort".to_owned()))
                .remedy(Remedy::Remove),
        );
    }
}

pub(super) fn duplicate_node_ports(spec: &ServiceSpec, faults: &mut Faults) {
    let mut known = HashSet::new();
    for (index, port) in spec.ports.iter().enumerate() {
        if port.node_port != 0 && !known.insert((&port.protocol, port.node_port)) {
            let help = format!(
                "노드 포트 {}번을 두 포트가 함께 쓰려 합니다. 한 번호로 들어온 연결은 한 곳으로만 보낼 수 있으니 서로 다른 번호를 쓰십시오.",
                port.node_port
            );
            let path = format!("spec.ports[{index}].nodePort");
            faults.push(Fault::duplicate(path, port.node_port, "node-port-duplicate", help).remedy(Remedy::Remove));
        }
    }
}

pub(super) fn duplicate_ports(spec: &ServiceSpec, faults: &mut Faults) {
    let mut known = HashSet::with_capacity(spec.ports.len());
    for (index, port) in spec.ports.iter().enumerate() {
        if !known.insert((&port.protocol, port.port)) {
            // The server prints its own struct, emptied of all but the two fields that count.
            let value = format!(
                "{{\"Name\":\"\",\"Protocol\":{},\"AppProtocol\":null,\"Port\":{},\"TargetPort\":0,\"NodePort\":0}}",
                named(&port.protocol),
                port.port
            );
            let help = format!(
                "spec.ports에 {}번 {} 포트가 두 번 나옵니다. 서비스의 포트는 번호와 프로토콜의 짝이 서로 달라야 어느 파드 포트로 보낼지 정해집니다.",
                port.port, port.protocol
            );
            faults.push(Fault::duplicate(format!("spec.ports[{index}]"), value, "port-duplicate", help));
        }
    }
}
