//! Which Service holds which clusterIP and node port.
//!
//! What may be had, and in which words it is refused, [`crate::kube::allocate`] decides; here it is remembered who has
//! it, because a packet asks for that.
//!
//! Must not know: endpoints, requests.

use super::refusal::Refusal;
use super::state::{ObjectName, ServiceState};
use crate::kube::Version;
use crate::kube::allocate::Allocations as Granted;
use crate::kube::model::{Service, ServiceSpec};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

/// What has been given out, and to which Service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allocations {
    granted: Arc<Granted>,
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
        Arc::make_mut(&mut self.granted).release(&service.service);
        for address in addresses(&service.service) {
            Arc::make_mut(&mut self.addresses).remove(&address);
        }
        for port in node_ports(&service.service) {
            Arc::make_mut(&mut self.node_ports).remove(&port);
        }
    }

    /// Gives `service` what it asks for and what it lacks, and writes it into the object. Nothing is given where
    /// anything is refused.
    pub fn allocate(&mut self, service: &mut Service, version: Version) -> Result<(), Vec<Refusal>> {
        let name = ObjectName::of(&service.metadata);
        if let Err(faults) = Arc::make_mut(&mut self.granted).allocate(service, version) {
            let refuse = |path: &str, detail: String, code| {
                let refusal = Refusal::invalid("Service", name.clone(), path, detail);
                Refusal { code: Some(code), ..refusal }
            };
            return Err(faults.into_iter().map(|it| refuse(&it.path, it.message, it.code)).collect());
        }
        self.remember(service, &name);
        Ok(())
    }

    /// Gives a Service that asks in the same words what it was given before, save that its clusterIP may be another one
    /// now; whether it is that simple. See [`Granted::allocate_again`].
    pub(super) fn allocate_again(&mut self, asked: &ServiceSpec, state: &mut Arc<ServiceState>) -> bool {
        let granted = Arc::make_mut(&mut self.granted).allocate_again(asked, &state.service.spec);
        let Some(address) = granted.map(|address| address.map(IpAddr::V4)) else { return false };
        if let Some(address) = address.filter(|address| state.cluster_ips.first() != Some(address)) {
            let state = Arc::make_mut(state);
            state.service.spec.cluster_ip = address.to_string();
            state.service.spec.cluster_ips = vec![state.service.spec.cluster_ip.clone()];
            state.cluster_ips = vec![address];
        }
        let addresses = Arc::make_mut(&mut self.addresses);
        addresses.extend(state.cluster_ips.iter().map(|address| (*address, state.name.clone())));
        let ports = Arc::make_mut(&mut self.node_ports);
        ports.extend(node_ports(&state.service).map(|port| (port, state.name.clone())));
        true
    }

    fn remember(&mut self, service: &Service, name: &ObjectName) {
        for address in addresses(service) {
            Arc::make_mut(&mut self.addresses).insert(address, name.clone());
        }
        for port in node_ports(service) {
            Arc::make_mut(&mut self.node_ports).insert(port, name.clone());
        }
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

fn addresses(service: &Service) -> impl Iterator<Item = IpAddr> + '_ {
    service.spec.cluster_ips.iter().filter_map(|address| address.parse().ok())
}

fn node_ports(service: &Service) -> impl Iterator<Item = u16> + '_ {
    let ports = service.spec.ports.iter().map(|port| port.node_port);
    ports
        .chain([service.spec.health_check_node_port])
        .filter(|port| *port != 0)
        .filter_map(|port| u16::try_from(port).ok())
}
