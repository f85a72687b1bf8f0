//! Giving out clusterIPs and node ports, and refusing those that are taken, in the server's words.
//!
//! Where a real server draws lots, the first address or port that is tried follows from the Service's name, and the
//! next free one is taken: the same name gets the same address in every run, whatever was created before it.
//! As in a real server, numbers given out automatically come from the upper band, so that small ones stay free for
//! manifests (KEP-3070 for clusterIPs, KEP-3668 for node ports).
//!
//! Must not know: endpoints, requests.

use super::refusal::Refusal;
use super::state::{ObjectName, ServiceState};
use crate::diagnostic::Code;
use crate::kube::model::{Service, ServicePort};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// The Service range 10.96.0.0/12, minikube's and kubeadm's default.
const RANGE: std::ops::Range<u32> = 0x0a60_0000..0x0a70_0000;
/// Addresses below this are left to manifests (KEP-3070: min(max(16, size / 16), 256)).
const ADDRESS_BAND: u32 = 256;
/// The node port range, `--service-node-port-range`'s default.
const NODE_PORTS: std::ops::RangeInclusive<u16> = 30000..=32767;
/// Node ports below this are left to manifests (KEP-3668: min(max(16, size / 32), 128) from the start).
const FIRST_DYNAMIC_NODE_PORT: u16 = 30086;

/// What has been given out, and to which Service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allocations {
    addresses: Arc<BTreeMap<IpAddr, ObjectName>>,
    node_ports: Arc<BTreeMap<u16, ObjectName>>,
}

impl Allocations {
    /// The Service that has a clusterIP.
    #[must_use]
    pub fn by_address(&self, address: IpAddr) -> Option<&ObjectName> {
        self.addresses.get(&address)
    }

    /// The Service that has a node port, be it for traffic or for health checks. One number is given out once, whatever
    /// the protocol, except to the ports of one Service.
    #[must_use]
    pub fn by_node_port(&self, port: u16) -> Option<&ObjectName> {
        self.node_ports.get(&port)
    }

    /// Takes back whatever `service` has.
    pub fn release(&mut self, service: &ServiceState) {
        for address in &service.cluster_ips {
            if self.addresses.get(address) == Some(&service.name) {
                Arc::make_mut(&mut self.addresses).remove(address);
            }
        }
        for port in node_ports(&service.service) {
            if self.node_ports.get(&port) == Some(&service.name) {
                Arc::make_mut(&mut self.node_ports).remove(&port);
            }
        }
    }

    /// Gives `service` what it asks for and what it lacks, and writes it into the object. Nothing is given where
    /// anything is refused.
    pub fn allocate(&mut self, service: &mut Service) -> Result<(), Vec<Refusal>> {
        let name = ObjectName::of(&service.metadata);
        let mut wanted = self.clone();
        wanted.allocate_address(service, &name).map_err(|refusal| vec![refusal])?;
        wanted.allocate_node_ports(service, &name)?;
        *self = wanted;
        Ok(())
    }

    /// [`Allocations::allocate`] for an object of which none of that name is thought to exist, as the server judges
    /// every creation before it looks for one.
    pub(super) fn allocate_new(&mut self, service: &mut Service) -> Result<(), Vec<Refusal>> {
        // Under a name that no object can have, the holder's own numbers are taken too.
        let real = std::mem::take(&mut service.metadata.name);
        let verdict = self.allocate(service);
        service.metadata.name.clone_from(&real);
        verdict.map_err(|mut refusals| {
            for refusal in &mut refusals {
                refusal.name = ObjectName::of(&service.metadata);
            }
            refusals
        })
    }

    fn allocate_address(&mut self, service: &mut Service, name: &ObjectName) -> Result<(), Refusal> {
        let spec = &mut service.spec;
        if spec.r#type == "ExternalName" || spec.cluster_ip == "None" {
            return Ok(());
        }
        let address = if spec.cluster_ip.is_empty() {
            let Some(free) = self.free_address(name) else { return Ok(()) };
            free
        } else {
            let Ok(address) = spec.cluster_ip.parse::<IpAddr>() else { return Ok(()) };
            if let Some(problem) = self.address_problem(address) {
                let detail = format!("Invalid value: [\"{address}\"]: failed to allocate IP {address}: {problem}");
                let refusal = Refusal::invalid("Service", name.clone(), "spec.clusterIPs", detail);
                return Err(refusal.with_code("cluster-ip-invalid"));
            }
            address
        };
        spec.cluster_ip = address.to_string();
        if spec.cluster_ips.is_empty() {
            spec.cluster_ips.push(spec.cluster_ip.clone());
        }
        Arc::make_mut(&mut self.addresses).insert(address, name.clone());
        Ok(())
    }

    /// Why an address that a manifest names cannot be had, in the words of ipallocator.
    fn address_problem(&self, address: IpAddr) -> Option<String> {
        let IpAddr::V4(v4) = address else { return None };
        if !RANGE.contains(&v4.to_bits()) {
            return Some("the provided IP is not in the valid range. The range of valid IPs is 10.96.0.0/12".into());
        }
        self.addresses.contains_key(&address).then(|| "provided IP is already allocated".into())
    }

    fn free_address(&self, name: &ObjectName) -> Option<IpAddr> {
        let (first, last) = (RANGE.start + ADDRESS_BAND, RANGE.end - 1);
        let size = last - first;
        let start = hash(name, 0) % size;
        (0..size)
            .map(|step| IpAddr::V4(Ipv4Addr::from_bits(first + (start + step) % size)))
            .find(|address| !self.addresses.contains_key(address))
    }

    fn allocate_node_ports(&mut self, service: &mut Service, name: &ObjectName) -> Result<(), Vec<Refusal>> {
        let automatic = needs_node_ports(service);
        let mut refusals = Vec::new();
        for (index, port) in service.spec.ports.iter_mut().enumerate() {
            if port.node_port == 0 {
                continue;
            }
            match self.take_node_port(port.node_port, name) {
                Ok(()) => {}
                Err((problem, code)) => {
                    let path = format!("spec.ports[{index}].nodePort");
                    let detail = format!("Invalid value: {}: {problem}", port.node_port);
                    refusals.push(Refusal::invalid("Service", name.clone(), &path, detail).with_code(code));
                }
            }
        }
        if !refusals.is_empty() {
            return Err(refusals);
        }
        if automatic {
            self.fill_node_ports(&mut service.spec.ports, name);
        }
        if wants_health_check_port(service) {
            if service.spec.health_check_node_port == 0
                && let Some(port) = self.free_node_port(name, 0xffff)
            {
                service.spec.health_check_node_port = i32::from(port);
            }
            if let Ok(port) = u16::try_from(service.spec.health_check_node_port) {
                Arc::make_mut(&mut self.node_ports).insert(port, name.clone());
            }
        }
        Ok(())
    }

    /// Ports of one number and different protocols share their node port
    /// (`getNodePort` in pkg/registry/core/service/portallocator).
    fn fill_node_ports(&mut self, ports: &mut [ServicePort], name: &ObjectName) {
        let mut given: Vec<(i32, i32)> = Vec::new();
        for index in 0..ports.len() {
            let Some(port) = ports.get_mut(index) else { continue };
            if port.node_port == 0 {
                let shared = given.iter().find(|(number, _)| *number == port.port).map(|(_, node)| *node);
                let lot = u32::try_from(index).unwrap_or(u32::MAX);
                let free = shared.or_else(|| self.free_node_port(name, lot).map(i32::from));
                port.node_port = free.unwrap_or_default();
            }
            given.push((port.port, port.node_port));
            if let Ok(number) = u16::try_from(port.node_port)
                && number != 0
            {
                Arc::make_mut(&mut self.node_ports).insert(number, name.clone());
            }
        }
    }

    fn take_node_port(&mut self, port: i32, name: &ObjectName) -> Result<(), (&'static str, &'static str)> {
        let Some(port) = u16::try_from(port).ok().filter(|port| NODE_PORTS.contains(port)) else {
            let problem = "provided port is not in the valid range. The range of valid ports is 30000-32767";
            return Err((problem, "node-port-out-of-range"));
        };
        match self.node_ports.get(&port) {
            Some(holder) if holder != name => Err(("provided port is already allocated", "node-port-taken")),
            Some(_) => Ok(()),
            None => {
                Arc::make_mut(&mut self.node_ports).insert(port, name.clone());
                Ok(())
            }
        }
    }

    fn free_node_port(&self, name: &ObjectName, lot: u32) -> Option<u16> {
        let size = u32::from(NODE_PORTS.end() - FIRST_DYNAMIC_NODE_PORT) + 1;
        let start = hash(name, lot) % size;
        (0..size)
            .filter_map(|step| u16::try_from(u32::from(FIRST_DYNAMIC_NODE_PORT) + (start + step) % size).ok())
            .find(|port| !self.node_ports.contains_key(port))
    }
}

/// Whether the server gives node ports to a Service that asks for none by number.
pub(super) fn needs_node_ports(service: &Service) -> bool {
    match service.spec.r#type.as_str() {
        "NodePort" => true,
        "LoadBalancer" => service.spec.allocate_load_balancer_node_ports != Some(false),
        _ => false,
    }
}

fn wants_health_check_port(service: &Service) -> bool {
    service.spec.r#type == "LoadBalancer" && service.spec.external_traffic_policy == "Local"
}

fn node_ports(service: &Service) -> impl Iterator<Item = u16> + '_ {
    let ports = service.spec.ports.iter().map(|port| port.node_port);
    ports
        .chain([service.spec.health_check_node_port])
        .filter(|port| *port != 0)
        .filter_map(|port| u16::try_from(port).ok())
}

/// FNV-1a over a name and a number: where a search for something free begins.
pub(super) fn hash(name: &ObjectName, lot: u32) -> u32 {
    let bytes = name.namespace.bytes().chain([b'/']).chain(name.name.bytes()).chain(lot.to_le_bytes());
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

impl Refusal {
    fn with_code(self, code: &'static str) -> Self {
        Self { code: Some(Code(code)), ..self }
    }
}
