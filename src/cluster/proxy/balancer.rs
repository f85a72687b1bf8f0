//! Balancers before the nodes: a cloud's, one's own, and addresses that the network leads to a node.
//!
//! Must not know: how a Service chooses its endpoints.

use super::{Asker, Origin, Walk};
use crate::cluster::inspect;
use crate::cluster::platform::ExternalBalancer;
use crate::cluster::request::Protocol;
use crate::cluster::state::{NodeState, ObjectName, ServiceState};
use crate::cluster::trace::{Hop, Outcome, Reason, Rule};
use std::net::{IpAddr, Ipv4Addr};

impl<'c> Walk<'c, '_> {
    // ----- balancers before the nodes -----

    /// A balancer of one's own takes the nodes in turn and asks nobody how they are.
    pub(super) fn beside_cluster(&mut self, address: IpAddr) -> Option<Outcome> {
        let balancer: &'c ExternalBalancer = self.cluster.spec.external_balancer.as_ref()?;
        if balancer.address != address {
            return None;
        }
        let port = self.request.port;
        if port != balancer.port || self.request.protocol != Protocol::Tcp {
            return Some(Outcome::Refused(Reason::BalancerPortClosed { address, port }));
        }
        let nodes: Vec<&'c NodeState> = balancer.nodes.iter().filter_map(|name| self.cluster.node(name)).collect();
        let picked = self.pick_node(&nodes, None, address);
        Some(match picked {
            None => Outcome::Timeout(Reason::NoHealthyNode { service: None }),
            Some(node) => match self.way_to(node, node.internal) {
                // It stands in the nodes' own network, so a cloud's private addresses are open to it.
                Ok(()) | Err(Reason::NodeAddressPrivate { .. }) => {
                    self.at_node(node, node.internal, balancer.node_port, Origin::Elsewhere)
                }
                Err(reason) => Outcome::Timeout(reason),
            },
        })
    }

    /// A cloud's balancer forwards to the node port of a node that passes its health check: under policy Cluster
    /// every Ready node, under Local those with a ready endpoint (KEP-1669, `healthCheckNodePort`).
    pub(super) fn cloud_balancer(&mut self, address: IpAddr, name: &ObjectName) -> Outcome {
        let Some(state) = self.cluster.service(name) else {
            return Outcome::Timeout(Reason::NobodyThere { address });
        };
        let port = self.request.port;
        let Some(service_port) = self.port_of(state, port) else {
            return Outcome::Timeout(self.no_such_port(state, port));
        };
        let client = self.cluster.spec.platform.client_address();
        if !source_allowed(state, client) {
            return Outcome::Timeout(Reason::SourceNotAllowed { service: name.clone(), client });
        }
        let healthy = self.healthy_nodes(state);
        let Some(node) = self.pick_node(&healthy, Some(state), address) else {
            let why = inspect::why_no_endpoints(self.cluster, state, service_port);
            let none = self.ready(state, service_port).is_empty();
            let service = name.clone();
            return Outcome::Timeout(if none {
                Reason::NoEndpoints { service, why }
            } else {
                Reason::NoHealthyNode { service: Some(service) }
            });
        };
        match u16::try_from(service_port.node_port) {
            Ok(node_port) if node_port != 0 => self.at_node(node, node.internal, node_port, Origin::Elsewhere),
            // Without node ports the balancer delivers to its own address on the node.
            _ => {
                self.hops.push(Hop::Node { node: node.name().to_owned(), address, port });
                self.proxied(node, Rule::Balancer, state, service_port, Origin::Elsewhere)
            }
        }
    }

    fn healthy_nodes(&self, state: &ServiceState) -> Vec<&'c NodeState> {
        let local = state.service.spec.external_traffic_policy == "Local";
        let endpoints = self.cluster.endpoints(&state.name.namespace, &state.name.name);
        let has_endpoint = |node: &NodeState| endpoints.all().any(|it| it.ready && *it.node == *node.name());
        let healthy = |node: &&NodeState| node.is_ready() && (!local || has_endpoint(node));
        self.cluster.nodes.iter().filter(healthy).collect()
    }

    fn pick_node(
        &mut self,
        nodes: &[&'c NodeState],
        service: Option<&ServiceState>,
        address: IpAddr,
    ) -> Option<&'c NodeState> {
        let local = service.is_none_or(|state| state.service.spec.external_traffic_policy == "Local");
        // Under policy Cluster one node leads to the same endpoints as another: to learn of all ends, one will do.
        let of = if self.choices.is_exhaustive() && !local { nodes.len().min(1) } else { nodes.len() };
        let node = if of == 0 { None } else { nodes.get(self.choices.pick(of)).copied() };
        self.hops.push(Hop::Balancer {
            address,
            service: service.map(|state| state.name.clone()),
            node: node.map(|node| node.name().to_owned()),
            of: nodes.len(),
        });
        node
    }

    /// From inside, a balancer's address never leaves the node: kube-proxy knows it and takes the short way
    /// (KEP-1860: `ipMode: VIP`).
    pub(super) fn own_balancer_address(
        &mut self,
        asker: Asker<'c>,
        here: &'c NodeState,
        state: &'c ServiceState,
    ) -> Outcome {
        let client = match asker {
            Asker::Pod(pod, _) => pod.address.unwrap_or(here.internal),
            _ => here.internal,
        };
        if !source_allowed(state, client) {
            return Outcome::Timeout(Reason::SourceNotAllowed { service: state.name.clone(), client });
        }
        self.service_address(here, Rule::Balancer, state)
    }

    /// `externalIPs`: whoever runs the network leads the address to some node, and kube-proxy there knows it.
    pub(super) fn external_ip(&mut self, address: IpAddr, state: &'c ServiceState) -> Outcome {
        let ready: Vec<&'c NodeState> = self.cluster.nodes.iter().filter(|node| node.is_ready()).collect();
        let Some(node) = ready.first() else { return Outcome::Timeout(Reason::NobodyThere { address }) };
        // The network that leads here is the machines' own, so a cloud's private addresses do not stand in the way.
        if let Err(reason @ Reason::NodeUnreachable { .. }) = self.way_to(node, node.internal) {
            return Outcome::Timeout(reason);
        }
        let port = self.request.port;
        self.hops.push(Hop::Node { node: node.name().to_owned(), address, port });
        match self.port_of(state, port) {
            Some(service_port) => self.proxied(node, Rule::ExternalIp, state, service_port, Origin::Elsewhere),
            None => Outcome::Timeout(self.no_such_port(state, port)),
        }
    }
}

/// Whether `loadBalancerSourceRanges` lets a client in; none given lets everybody in.
fn source_allowed(state: &ServiceState, client: IpAddr) -> bool {
    let ranges = &state.service.spec.load_balancer_source_ranges;
    ranges.is_empty() || ranges.iter().any(|range| contains(range, client))
}

/// Whether an IPv4 range such as `10.0.0.0/8` holds an address; a range that cannot be read holds none.
fn contains(range: &str, address: IpAddr) -> bool {
    let Some((base, bits)) = range.trim().split_once('/') else { return false };
    let (Ok(base), Ok(bits), IpAddr::V4(address)) = (base.parse::<Ipv4Addr>(), bits.parse::<u32>(), address) else {
        return false;
    };
    let mask = u32::MAX.checked_shl(32_u32.saturating_sub(bits)).unwrap_or(0);
    base.to_bits() & mask == address.to_bits() & mask
}
