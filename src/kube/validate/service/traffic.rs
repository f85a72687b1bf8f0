//! The rules about how traffic reaches a Service: source ranges, load balancer fields, traffic policies.
//!
//! Must not know: ports, addresses of the cluster.

use crate::kube::fault::{Entry, Fault, Faults, Remedy};
use crate::kube::model::{Service, ServiceSpec};
use crate::kube::quote::{named, quote};
use crate::kube::{Version, address, meant, names};

const ONLY_LOAD_BALANCER: &str = "may only be used when `type` is 'LoadBalancer'";
const POLICIES: [&str; 2] = ["Cluster", "Local"];

pub(super) fn rules(service: &Service, version: Version, faults: &mut Faults) {
    let spec = &service.spec;
    source_ranges(service, version, faults);
    node_ports_of_load_balancer(spec, faults);
    load_balancer_class(spec, version, faults);
    external_policy(spec, faults);
    health_check(spec, faults);
    internal_policy(spec, faults);
    distribution(spec, faults);
}

fn only_load_balancer(path: impl Into<String>, what: &str, kind: &str) -> Fault {
    let help = format!(
        "{what} 바깥 로드밸런서의 설정인데 type이 {kind}입니다. `type: LoadBalancer`로 바꾸거나 이 설정을 지우십시오."
    );
    Fault::forbidden(path, ONLY_LOAD_BALANCER, "field-not-applicable", help)
}

fn source_ranges(service: &Service, version: Version, faults: &mut Faults) {
    const ANNOTATION: &str = "service.beta.kubernetes.io/load-balancer-source-ranges";
    let spec = &service.spec;
    let help = |range: &str| {
        if range.is_empty() {
            return "loadBalancerSourceRanges에 빈 값이 있습니다. 클라이언트 주소의 범위를 10.0.0.0/8처럼 적거나 그 항목을 지우십시오.".to_owned();
        }
        format!("클라이언트 주소의 범위는 10.0.0.0/8처럼 '주소/비트 수'로 적어야 하는데 `{range}`을(를) 적었습니다.")
    };
    if !spec.load_balancer_source_ranges.is_empty() {
        if spec.r#type != "LoadBalancer" {
            faults.push(
                only_load_balancer("spec.LoadBalancerSourceRanges", "loadBalancerSourceRanges는", &spec.r#type)
                    .at("spec.loadBalancerSourceRanges")
                    .remedy(Remedy::Remove),
            );
        }
        for (index, range) in spec.load_balancer_source_ranges.iter().enumerate() {
            let range = range.trim();
            if let Some(message) = address::range_complaint(range, version) {
                let path = format!("spec.LoadBalancerSourceRanges[{index}]");
                let better = address::parse(range).map(|ip| format!("{range}/{}", if ip.is_ipv4() { 32 } else { 128 }));
                faults.push(
                    Fault::invalid(path, range, &message, "source-range-invalid", help(range))
                        .at(format!("spec.loadBalancerSourceRanges[{index}]"))
                        .write(better),
                );
            }
        }
    } else if let Some(value) = service.metadata.annotations.get(ANNOTATION) {
        let path = format!("metadata.annotations[{ANNOTATION}]");
        let here = |fault: Fault| fault.at("metadata.annotations").entry(Entry::Value(ANNOTATION.to_owned()));
        if spec.r#type != "LoadBalancer" {
            faults.push(here(only_load_balancer(
                path.clone(),
                "load-balancer-source-ranges 어노테이션은",
                &spec.r#type,
            )));
        }
        let value = value.trim();
        for range in value.split(',').map(str::trim).filter(|_| !value.is_empty()) {
            if let Some(message) = address::range_complaint(range, version) {
                faults.push(here(Fault::invalid(path.clone(), range, &message, "source-range-invalid", help(range))));
            }
        }
    }
}

fn node_ports_of_load_balancer(spec: &ServiceSpec, faults: &mut Faults) {
    if spec.allocate_load_balancer_node_ports.is_some() && spec.r#type != "LoadBalancer" {
        let path = "spec.allocateLoadBalancerNodePorts";
        faults.push(only_load_balancer(path, "allocateLoadBalancerNodePorts는", &spec.r#type).remedy(Remedy::Remove));
    }
}

fn load_balancer_class(spec: &ServiceSpec, version: Version, faults: &mut Faults) {
    let Some(class) = &spec.load_balancer_class else { return };
    let path = "spec.loadBalancerClass";
    if spec.r#type != "LoadBalancer" {
        faults.push(only_load_balancer(path, "loadBalancerClass는", &spec.r#type).remedy(Remedy::Remove));
        return;
    }
    for message in names::qualified_name(class, version) {
        let help = format!(
            "loadBalancerClass는 `example.com/internal`처럼 구현을 가리키는 이름이어야 하는데 `{class}`을(를) 적었습니다. 기본 로드밸런서를 쓰려면 지우십시오."
        );
        let fault = Fault::invalid(path, class, &message, "load-balancer-class-invalid", help);
        faults.push(fault.remedy(Remedy::Remove));
    }
}

fn external_policy(spec: &ServiceSpec, faults: &mut Faults) {
    let (path, value) = ("spec.externalTrafficPolicy", spec.external_traffic_policy.as_str());
    if !spec.externally_accessible() {
        if !value.is_empty() {
            let help = format!(
                "externalTrafficPolicy: {value}은(는) 바깥에서 들어온 연결을 어떻게 나눌지 정하는데, type {}에는 바깥에서 들어올 길이 없습니다. 이 줄을 지우거나 type을 NodePort나 LoadBalancer로 바꾸십시오.",
                spec.r#type
            );
            let message = "may only be set for externally-accessible services";
            let fault = Fault::invalid_raw(path, named(value), message, "policy-not-applicable", help);
            faults.push(fault.remedy(Remedy::Remove));
        }
    } else if !POLICIES.contains(&value) {
        let help = format!(
            "externalTrafficPolicy는 Cluster(어느 노드의 파드든)나 Local(들어온 노드의 파드만) 가운데 하나인데 `{value}`을(를) 적었습니다."
        );
        faults.push(
            Fault::unsupported(path, named(value), &POLICIES, "value-not-supported", help)
                .write(meant::closest(value, POLICIES.into_iter())),
        );
    }
}

fn health_check(spec: &ServiceSpec, faults: &mut Faults) {
    let (path, port) = ("spec.healthCheckNodePort", spec.health_check_node_port);
    if !spec.needs_health_check() {
        if port != 0 {
            let help = format!(
                "healthCheckNodePort {port}은(는) 로드밸런서가 노드마다 보낼 파드가 있는지 묻는 포트라서, type이 LoadBalancer이고 externalTrafficPolicy가 Local일 때만 뜻이 있습니다. 아니라면 지우십시오."
            );
            let message = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
            let fault = Fault::invalid_raw(path, port, message, "policy-not-applicable", help);
            faults.push(fault.remedy(Remedy::Remove));
        }
    } else if port == 0 {
        // Allocation gives it out last: where it stopped before, there is none.
        let help = "healthCheckNodePort는 서버가 노드 포트를 모두 나누어 준 뒤에 골라 주는 번호입니다. 앞의 잘못 때문에 거기까지 가지 못했을 뿐이니 적지 않아도 됩니다.";
        faults.push(Fault::required(path, "", "health-check-node-port-invalid", help.to_owned()));
    } else if let Some(message) = names::port_number(port) {
        let help = format!(
            "healthCheckNodePort {port}은(는) 포트 번호(1~65535)가 아닙니다. 지우면 서버가 노드 포트 가운데 하나를 골라 줍니다."
        );
        let fault = Fault::invalid_raw(path, port, message, "health-check-node-port-invalid", help);
        faults.push(fault.remedy(Remedy::Remove));
    }
}

fn internal_policy(spec: &ServiceSpec, faults: &mut Faults) {
    let Some(value) = spec.internal_traffic_policy.as_deref() else { return };
    if !POLICIES.contains(&value) {
        let help = if value.is_empty() {
            "internalTrafficPolicy를 적었으면 Cluster나 Local이라는 값이 있어야 합니다. 기본값을 쓰려면 줄째 지우십시오."
                .to_owned()
        } else {
            format!(
                "internalTrafficPolicy는 Cluster(모든 노드의 파드)나 Local(같은 노드의 파드만) 가운데 하나인데 `{value}`을(를) 적었습니다."
            )
        };
        faults.push(
            Fault::unsupported("spec.internalTrafficPolicy", named(value), &POLICIES, "value-not-supported", help)
                .write(meant::closest(value, POLICIES.into_iter()))
                .remedy(Remedy::Remove),
        );
    }
}

fn distribution(spec: &ServiceSpec, faults: &mut Faults) {
    const WISHES: [&str; 3] = ["PreferClose", "PreferSameZone", "PreferSameNode"];
    let Some(value) = spec.traffic_distribution.as_deref() else { return };
    if !WISHES.contains(&value) {
        let help = format!(
            "trafficDistribution에는 PreferClose, PreferSameZone, PreferSameNode만 적을 수 있는데 `{value}`을(를) 적었습니다. 고르게 나누려면 이 줄을 지우십시오."
        );
        faults.push(
            Fault::unsupported("spec.trafficDistribution", quote(value), &WISHES, "value-not-supported", help)
                .write(meant::closest(value, WISHES.into_iter()))
                .remedy(Remedy::Remove),
        );
    }
}
