//! Giving out cluster addresses and node ports, as the server does before it validates
//! (`pkg/registry/core/service/storage/alloc.go`): a single-stack IPv4 cluster with the Service range 10.96.0.0/12 and
//! node ports 30000–32767.
//!
//! What is not asked for is given out in order, because there is no randomness here: 10.96.0.1 belongs to the Service
//! `kubernetes`, the next ones to whoever comes first.
//!
//! Must not know: texts, other kinds.

mod pool;

use super::fault::{Fault, Remedy};
use super::model::{Service, ServiceSpec};
use super::quote::{json_list, quote};
use super::validate::cluster_ips;
use super::{Version, address};
use pool::Pool;
use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, Ipv4Addr};

/// The first and last address a Service may have.
const FIRST_IP: Ipv4Addr = Ipv4Addr::new(10, 96, 0, 1);
const LAST_IP: Ipv4Addr = Ipv4Addr::new(10, 111, 255, 254);
/// The node ports of `--service-node-port-range`.
const NODE_PORTS: std::ops::RangeInclusive<i32> = 30000..=32767;
/// The lower part of a range is kept for those who ask for an address (KEP-3070, KEP-3668).
const FIRST_DYNAMIC_PORT: i32 = 30086;
const FIRST_DYNAMIC_IP: Ipv4Addr = Ipv4Addr::new(10, 96, 1, 1);

/// Which addresses and ports are taken in a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allocations {
    ips: Pool<u32>,
    ports: Pool<i32>,
}

impl Default for Allocations {
    fn default() -> Self {
        Self { ips: Pool::starting_at(u32::from(FIRST_DYNAMIC_IP)), ports: Pool::starting_at(FIRST_DYNAMIC_PORT) }
    }
}

impl Allocations {
    /// Nothing taken.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives `service` what it asks for and what it needs: its families, addresses and node ports are filled in, and
    /// taken from now on. Where something cannot be given, nothing is taken and the service stays with what it had
    /// been given so far, as the server's own copy does.
    pub fn allocate(&mut self, service: &mut Service, version: Version) -> Result<(), Vec<Fault>> {
        let outcome = self.try_allocate(service, version);
        if outcome.is_ok() {
            self.ips.keep();
            self.ports.keep();
        } else {
            self.ips.take_back();
            self.ports.take_back();
        }
        outcome
    }

    /// What [`Allocations::allocate`] would do for `asked`, told from `given`, which is what it once made of it: the
    /// clusterIP it gets now, if any; that and its node ports are taken from now on. `None` where this does not show,
    /// because it asks for any node port or something is taken; then nothing is given.
    pub fn allocate_again(&mut self, asked: &ServiceSpec, given: &ServiceSpec) -> Option<Option<Ipv4Addr>> {
        let any_port =
            asked.ports.iter().zip(given.ports.iter()).any(|(asked, given)| asked.node_port != given.node_port);
        if any_port || given.health_check_node_port != 0 || asked.r#type != given.r#type || given.cluster_ips.len() > 1
        {
            return None;
        }
        let before = given.cluster_ips.first().filter(|_| !given.is_headless());
        let ip = match before.map(|ip| address::parse(ip)) {
            None => None,
            Some(Some(IpAddr::V4(ip))) if !asked.cluster_ip.is_empty() || !asked.cluster_ips.is_empty() => Some(ip),
            Some(Some(IpAddr::V4(_))) => Some(Ipv4Addr::from(self.ips.first_free())).filter(|ip| *ip <= LAST_IP),
            Some(_) => return None,
        };
        let ports = || given.ports.iter().map(|port| port.node_port).filter(|port| *port != 0);
        let is_taken = ip.is_some_and(|ip| self.ips.has(u32::from(ip))) || ports().any(|port| self.ports.has(port));
        if is_taken || (before.is_some() && ip.is_none()) {
            return None;
        }
        if let Some(ip) = ip {
            self.ips.take(u32::from(ip));
            self.ips.keep();
        }
        for port in ports() {
            self.ports.take(port);
        }
        self.ports.keep();
        Some(ip)
    }

    /// Gives back what `service` holds.
    pub fn release(&mut self, service: &Service) {
        for ip in &service.spec.cluster_ips {
            if let Some(IpAddr::V4(ip)) = address::parse(ip) {
                self.ips.release(u32::from(ip));
            }
        }
        for port in service.spec.ports.iter().map(|port| port.node_port).chain([service.spec.health_check_node_port]) {
            self.ports.release(port);
        }
    }

    fn try_allocate(&mut self, service: &mut Service, version: Version) -> Result<(), Vec<Fault>> {
        let spec = &mut service.spec;
        if !spec.cluster_ip.is_empty() && spec.cluster_ips.is_empty() {
            spec.cluster_ips = vec![spec.cluster_ip.clone()];
        }
        families(spec, version)?;
        self.cluster_ips(spec).map_err(|fault| vec![*fault])?;
        self.node_ports(spec).map_err(|fault| vec![*fault])?;
        self.health_check(spec).map_err(|fault| vec![*fault])
    }

    fn cluster_ips(&mut self, spec: &mut ServiceSpec) -> Result<(), Box<Fault>> {
        // A type that does not exist gets an address too: only validation, which comes later, knows the types.
        if spec.r#type == "ExternalName" || spec.is_headless() {
            return Ok(());
        }
        let Some(asked) = spec.cluster_ips.first().cloned() else {
            let ip = self.ips.first_free();
            if ip > u32::from(LAST_IP) {
                return Ok(());
            }
            self.ips.take(ip);
            spec.cluster_ip = Ipv4Addr::from(ip).to_string();
            spec.cluster_ips = vec![spec.cluster_ip.clone()];
            return Ok(());
        };
        let fault = |why: &str, help: String| {
            let message = format!("failed to allocate IP {asked}: {why}");
            let fault = Fault::invalid_raw(
                "spec.clusterIPs",
                json_list(&spec.cluster_ips),
                &message,
                "cluster-ip-not-available",
                help,
            )
            .at("spec.clusterIP")
            .remedy(Remedy::Remove);
            Box::new(fault)
        };
        match address::parse(&asked) {
            Some(IpAddr::V4(ip)) if (FIRST_IP..=LAST_IP).contains(&ip) => {
                if self.ips.take(u32::from(ip)) {
                    return Ok(());
                }
                Err(fault(
                    "provided IP is already allocated",
                    format!(
                        "`{asked}` 주소는 이미 다른 서비스가 쓰고 있습니다. clusterIP를 지우면 서버가 빈 주소를 줍니다."
                    ),
                ))
            }
            _ => Err(fault(
                "the provided network does not match the current range",
                format!(
                    "서비스 주소는 클러스터가 정한 10.96.0.0/12 범위에서만 나옵니다. `{asked}`은(는) 그 밖의 주소이니 clusterIP를 지우고 서버에 맡기십시오."
                ),
            )),
        }
    }

    /// `initNodePorts`: ports in order, ports with the same number share a node port.
    fn node_ports(&mut self, spec: &mut ServiceSpec) -> Result<(), Box<Fault>> {
        let allocate = match spec.r#type.as_str() {
            "NodePort" => true,
            "LoadBalancer" => spec.allocate_load_balancer_node_ports != Some(false),
            _ => return Ok(()),
        };
        // A port further down with the same number may ask for a node port; it then holds for both.
        let mut wanted: HashMap<i32, i32> = HashMap::new();
        for port in spec.ports.iter().filter(|port| port.node_port != 0) {
            wanted.entry(port.port).or_insert(port.node_port);
        }
        // What this Service asks for by number, or has kept, is not what falls to another of its ports.
        let kept: HashSet<i32> =
            spec.ports.iter().map(|port| port.node_port).chain([spec.health_check_node_port]).collect();
        let mut given: HashMap<i32, i32> = HashMap::with_capacity(spec.ports.len());
        for index in 0..spec.ports.len() {
            let Some((number, asked)) = spec.ports.get(index).map(|port| (port.port, port.node_port)) else { break };
            if asked == 0 && !allocate {
                continue;
            }
            let node_port = match given.get(&number).copied() {
                None => {
                    let node_port = match wanted.get(&number) {
                        Some(asked) => self.take(*asked, index)?,
                        None => self.next_port(&kept),
                    };
                    given.insert(number, node_port);
                    node_port
                }
                Some(shared) if asked == 0 || asked == shared => shared,
                Some(_) => self.take(asked, index)?,
            };
            if let Some(port) = spec.ports_mut().get_mut(index) {
                port.node_port = node_port;
            }
        }
        Ok(())
    }

    fn health_check(&mut self, spec: &mut ServiceSpec) -> Result<(), Box<Fault>> {
        if !spec.needs_health_check() {
            return Ok(());
        }
        let asked = spec.health_check_node_port;
        if asked == 0 {
            spec.health_check_node_port = self.next_port(&HashSet::new());
            return Ok(());
        }
        self.claim(asked).map_err(|(why, _)| {
            let message = format!("failed to allocate requested HealthCheck NodePort {asked}: {why}");
            let help = format!(
                "healthCheckNodePort도 노드 포트라서 30000~32767 가운데 비어 있는 번호여야 하는데 {asked}을(를) 적었습니다. 지우면 서버가 골라 줍니다."
            );
            let fault = Fault::internal(&message, "health-check-node-port-invalid", help);
            Box::new(fault.at("spec.healthCheckNodePort").remedy(Remedy::Remove))
        })
    }

    fn take(&mut self, asked: i32, index: usize) -> Result<i32, Box<Fault>> {
        let Err((why, taken)) = self.claim(asked) else { return Ok(asked) };
        let path = format!("spec.ports[{index}].nodePort");
        if taken {
            let help = format!(
                "노드 포트 {asked}번은 이미 다른 포트가 차지했습니다. 노드 포트는 모든 노드에서 함께 열리므로 클러스터 전체에서 하나뿐이어야 합니다. 다른 번호를 적으십시오. 어느 번호든 괜찮다면 nodePort를 지워도 됩니다."
            );
            let fault = Fault::invalid_raw(path, asked, &why, "node-port-taken", help);
            return Err(Box::new(fault.remedy(Remedy::Remove)));
        }
        let help = format!(
            "nodePort는 30000부터 32767까지만 쓸 수 있는데 {asked}을(를) 적었습니다. 80이나 8080 같은 번호는 서비스의 port에 적는 값입니다. 범위 안의 번호로 바꾸거나 지워서 서버에 맡기십시오."
        );
        let near = nearest_node_port(asked);
        let fault = Fault::invalid_raw(path, asked, &why, "node-port-out-of-range", help);
        Err(Box::new(fault.remedy(Remedy::Write(near.to_string())).remedy(Remedy::Remove)))
    }

    /// Takes a port; says why not, and whether that is because it is taken.
    fn claim(&mut self, port: i32) -> Result<(), (String, bool)> {
        if !NODE_PORTS.contains(&port) {
            let why = "provided port is not in the valid range. The range of valid ports is 30000-32767";
            return Err((why.to_owned(), false));
        }
        if self.ports.take(port) { Ok(()) } else { Err(("provided port is already allocated".to_owned(), true)) }
    }

    /// The next free port that is none of `kept`; 0 where there is none.
    fn next_port(&mut self, kept: &HashSet<i32>) -> i32 {
        let free = |port: &i32| !kept.contains(port) && !self.ports.has(*port);
        let upper = self.ports.first_free()..=*NODE_PORTS.end();
        let port = upper.chain(*NODE_PORTS.start()..FIRST_DYNAMIC_PORT).find(free).unwrap_or(0);
        self.ports.take(port);
        port
    }
}

/// A number inside the range that ends in the same three digits as the one that was asked for (80 → 30080), by which it is
/// remembered.
fn nearest_node_port(asked: i32) -> i32 {
    let kept = 30000 + asked.rem_euclid(1000);
    if NODE_PORTS.contains(&kept) { kept } else { *NODE_PORTS.start() }
}

/// `initIPFamilyFields`: policy and families, on a cluster that has IPv4 alone.
fn families(spec: &mut ServiceSpec, version: Version) -> Result<(), Vec<Fault>> {
    if spec.r#type == "ExternalName" {
        return Ok(());
    }
    let faults = cluster_ips(spec, version);
    if !faults.is_empty() {
        return Err(faults);
    }
    let headless_without_selector = spec.is_headless() && spec.selector.is_empty();
    let policy = spec.ip_family_policy.clone();
    let mut faults = Vec::new();
    if policy.as_deref().unwrap_or("SingleStack") == "SingleStack" && !(policy.is_none() && headless_without_selector) {
        if spec.cluster_ips.len() == 2 {
            faults.push(single_stack_with_two("cluster IPs", "주소가"));
        }
        if spec.ip_families.len() == 2 {
            faults.push(single_stack_with_two("IP families", "IP 종류가"));
        }
    }
    infer_families(spec, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    if headless_without_selector {
        if spec.ip_families.is_empty() {
            spec.ip_families.push("IPv4".to_owned());
        }
        let policy = spec.ip_family_policy.get_or_insert_with(|| "RequireDualStack".to_owned());
        if policy != "SingleStack" && spec.ip_families.len() == 1 {
            let other = if spec.ip_families.first().is_some_and(|it| it == "IPv4") { "IPv6" } else { "IPv4" };
            spec.ip_families.push(other.to_owned());
        }
        return Ok(());
    }
    if policy.as_deref() == Some("RequireDualStack") {
        let help = "RequireDualStack은 IPv4와 IPv6 주소를 모두 꼭 받겠다는 뜻인데, 이 클러스터에는 IPv4만 있습니다. SingleStack으로 바꾸거나 PreferDualStack으로 바라기만 하십시오.";
        let message = "this cluster is not configured for dual-stack services";
        faults.push(
            Fault::invalid(
                "spec.ipFamilyPolicy",
                "RequireDualStack",
                message,
                "ip-family-not-configured",
                help.to_owned(),
            )
            .remedy(Remedy::Write("SingleStack".to_owned()))
            .remedy(Remedy::Write("PreferDualStack".to_owned())),
        );
    }
    for (index, family) in spec.ip_families.iter().enumerate() {
        if family != "IPv4" {
            let help = format!(
                "이 클러스터에는 {family} 주소가 설정되어 있지 않습니다. ipFamilies에서 {family} 항목을 지우십시오."
            );
            let path = format!("spec.ipFamilies[{index}]");
            faults.push(Fault::invalid(
                path,
                family,
                "not configured on this cluster",
                "ip-family-not-configured",
                help,
            ));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    spec.ip_family_policy.get_or_insert_with(|| "SingleStack".to_owned());
    if spec.ip_families.is_empty() {
        spec.ip_families.push("IPv4".to_owned());
    }
    Ok(())
}

fn single_stack_with_two(what: &str, korean: &str) -> Fault {
    let message = format!("must be 'RequireDualStack' or 'PreferDualStack' when multiple {what} are specified");
    let help = format!(
        "{korean} 둘인데 ipFamilyPolicy가 SingleStack(하나만)이라 서로 맞지 않습니다. 하나만 남기거나 ipFamilyPolicy를 PreferDualStack으로 적으십시오."
    );
    Fault::invalid("spec.ipFamilyPolicy", "SingleStack", &message, "ip-family-policy-mismatch", help)
}

/// An address without a family tells its family; one that the cluster does not have is refused here already.
fn infer_families(spec: &mut ServiceSpec, faults: &mut Vec<Fault>) {
    for (index, ip) in spec.cluster_ips.iter().enumerate() {
        if ip == "None" {
            break;
        }
        if index < spec.ip_families.len() {
            continue;
        }
        if address::is_v6(ip) {
            let help = format!(
                "{}은(는) IPv6 주소인데 이 클러스터의 서비스는 IPv4만 씁니다. 주소를 지우고 서버에 맡기십시오.",
                quote(ip)
            );
            let path = format!("spec.clusterIPs[{index}]");
            let message = "IPv6 is not configured on this cluster";
            faults.push(Fault::invalid_raw(
                path,
                json_list(&spec.cluster_ips),
                message,
                "ip-family-not-configured",
                help,
            ));
        } else {
            spec.ip_families.push("IPv4".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::model::ServicePort;

    fn service(kind: &str, ports: &[(i32, i32)]) -> Service {
        let mut service = Service::default();
        kind.clone_into(&mut service.spec.r#type);
        *service.spec.ports_mut() =
            ports.iter().map(|&(port, node_port)| ServicePort { port, node_port, ..ServicePort::default() }).collect();
        service
    }

    #[test]
    fn a_node_port_is_given_once_until_it_is_given_back() {
        let mut taken = Allocations::new();
        let mut first = service("NodePort", &[(80, 30008)]);
        let mut second = service("NodePort", &[(8080, 30008)]);
        assert!(taken.allocate(&mut first, Version::V1_34).is_ok());
        let faults = taken.allocate(&mut second, Version::V1_34).err().unwrap_or_default();
        assert_eq!(faults.iter().map(|fault| fault.code.as_str()).collect::<Vec<_>>(), ["node-port-taken"]);
        taken.release(&first);
        assert!(taken.allocate(&mut service("NodePort", &[(8080, 30008)]), Version::V1_34).is_ok());
    }

    #[test]
    fn the_range_of_node_ports_has_its_ends() {
        for (port, good) in [(29999, false), (30000, true), (32767, true), (32768, false)] {
            let given = Allocations::new().allocate(&mut service("NodePort", &[(80, port)]), Version::V1_34);
            assert_eq!(given.is_ok(), good, "{port}");
        }
    }

    #[test]
    fn a_port_that_asks_for_none_does_not_take_what_another_of_the_service_has() {
        let mut both = service("NodePort", &[(8080, 0), (80, FIRST_DYNAMIC_PORT)]);
        assert!(Allocations::new().allocate(&mut both, Version::V1_34).is_ok());
        let ports: Vec<i32> = both.spec.ports.iter().map(|port| port.node_port).collect();
        assert_eq!(ports, [FIRST_DYNAMIC_PORT + 1, FIRST_DYNAMIC_PORT]);
    }

    #[test]
    fn ports_of_one_number_share_a_node_port() {
        let mut both = service("NodePort", &[(53, 0), (53, 30053)]);
        assert!(Allocations::new().allocate(&mut both, Version::V1_34).is_ok());
        assert_eq!(both.spec.ports[0].node_port, 30053);
    }
}
