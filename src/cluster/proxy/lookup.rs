//! Who has an address, a port, a process: questions about the cluster as it stands.
//!
//! Must not know: what a request does with the answers.

use super::Walk;
use crate::cluster::request::Protocol;
use crate::cluster::state::{NodeState, ObjectName, PodState, ServiceState};
use crate::cluster::trace::{PortMixup, PortRole, Reason, Rule};
use crate::cluster::{endpoints, inspect};
use crate::kube::model::{ContainerPort, ServicePort};
use std::net::IpAddr;

impl<'c> Walk<'c, '_> {
    // ----- looking things up -----

    pub(super) fn node_at(&self, address: IpAddr) -> Option<&'c NodeState> {
        self.cluster.nodes.iter().find(|node| node.internal == address || node.external == Some(address))
    }

    /// The pod in the node's own network that listens at the requested port.
    pub(super) fn process_on(&self, node: &NodeState, from_itself: bool) -> Option<&'c PodState> {
        self.process_at(node, self.request.port, from_itself)
    }

    pub(super) fn process_at(&self, node: &NodeState, port: u16, from_itself: bool) -> Option<&'c PodState> {
        self.cluster.pods.iter().find(|pod| {
            pod.pod.spec.host_network
                && pod.pod.spec.node_name == node.name()
                && listens(pod, port, self.request.protocol)
                    .is_some_and(|localhost_only| from_itself || !localhost_only)
        })
    }

    /// The pod on `node` to which a hostPort at `address` leads, and its own port (the CNI plugin portmap).
    pub(super) fn by_host_port(&self, node: &NodeState, address: IpAddr, port: u16) -> Option<(&'c PodState, u16)> {
        let protocol = self.request.protocol;
        let here = self.cluster.pods.iter().filter(|pod| pod.pod.spec.node_name == node.name() && pod.is_running());
        here.filter(|pod| !pod.pod.spec.host_network).find_map(|pod| {
            let ports = pod.pod.spec.containers.iter().flat_map(|container| &container.ports);
            let fits = |it: &&ContainerPort| {
                let at = it.host_ip.parse::<IpAddr>().ok().filter(|at| !at.is_unspecified());
                it.host_port == i32::from(port)
                    && at.is_none_or(|at| at == address)
                    && Protocol::parse(&it.protocol) == Some(protocol)
            };
            let its = ports.into_iter().find(fits)?;
            Some((pod, u16::try_from(its.container_port).ok()?))
        })
    }

    /// The Service that has `address` among its externalIPs: where several share it, the one whose port is asked for.
    pub(super) fn by_external_ip(&self, address: IpAddr) -> Option<&'c ServiceState> {
        let sharing = || self.cluster.services.iter().filter(|state| state.external_ips.contains(&address));
        sharing().find(|state| self.port_of(state, self.request.port).is_some()).or_else(|| sharing().next())
    }

    /// The Service to which a node's own address was given besides, as an externalIP or as its balancer's address, at the port
    /// that is asked for: kube-proxy's rules look at addresses of Services before node ports.
    pub(super) fn by_node_address(
        &self,
        address: IpAddr,
        port: u16,
    ) -> Option<(Rule, &'c ServiceState, &'c ServicePort)> {
        let balanced = self.cluster.balancers.get(&address).and_then(|name| self.cluster.service(name));
        let balanced = balanced.map(|state| (Rule::Balancer, state));
        let given = self.by_external_ip(address).map(|state| (Rule::ExternalIp, state));
        balanced.into_iter().chain(given).find_map(|(rule, state)| Some((rule, state, self.port_of(state, port)?)))
    }

    /// The Service whose `healthCheckNodePort` it is.
    pub(super) fn by_health_check(&self, port: u16) -> Option<&'c ServiceState> {
        let its = |state: &&ServiceState| state.service.spec.health_check_node_port == i32::from(port);
        self.cluster.services.iter().filter(|_| self.request.protocol == Protocol::Tcp).find(its)
    }

    /// The Service that has `port` as node port for the requested protocol.
    pub(super) fn by_node_port(&self, port: u16) -> Option<(&'c ServiceState, &'c ServicePort)> {
        let name = self.cluster.allocations.by_node_port(port)?;
        let state = self.cluster.service(name)?;
        let fits =
            |it: &&ServicePort| it.node_port == i32::from(port) && endpoints::protocol(it) == self.request.protocol;
        Some((state, state.service.spec.ports.iter().find(fits)?))
    }

    pub(super) fn port_of(&self, state: &'c ServiceState, port: u16) -> Option<&'c ServicePort> {
        let fits = |it: &&ServicePort| it.port == i32::from(port) && endpoints::protocol(it) == self.request.protocol;
        state.service.spec.ports.iter().find(fits)
    }

    pub(super) fn no_such_port(&self, state: &ServiceState, port: u16) -> Reason {
        let role = inspect::role_of(&state.service, port).filter(|role| *role != PortRole::Port);
        Reason::NoSuchPort { service: state.name.clone(), port, protocol: self.request.protocol, role }
    }

    /// A Service whose `port` or `targetPort` was taken for its node port.
    pub(super) fn port_mixup(&self, port: u16) -> Option<PortMixup> {
        self.cluster.services.iter().find_map(|state| {
            let its = state.service.spec.ports.iter().find(|it| inspect::role_in(it, port).is_some())?;
            let node_port = u16::try_from(its.node_port).ok().filter(|node_port| *node_port != 0);
            // One without node ports was hardly meant, and `kubernetes` never is.
            node_port?;
            // The node port itself, asked for by another protocol, was taken for nothing else.
            let role = inspect::role_in(its, port).filter(|role| *role != PortRole::NodePort)?;
            Some(PortMixup { service: state.name.clone(), role, node_port })
        })
    }

    /// A few node ports by which the nodes can be called, for whoever called another.
    pub(super) fn open_node_ports(&self) -> Vec<(ObjectName, u16)> {
        const FEW: usize = 3;
        let of = |state: &'c ServiceState| {
            let ports = state.service.spec.ports.iter().filter_map(|port| u16::try_from(port.node_port).ok());
            ports.filter(|port| *port != 0).map(|port| (state.name.clone(), port))
        };
        self.cluster.services.iter().flat_map(of).take(FEW).collect()
    }
}

/// Whether a process in `pod` listens at `port`; where it does, whether on 127.0.0.1 only.
pub(super) fn listens(pod: &PodState, port: u16, protocol: Protocol) -> Option<bool> {
    let at = pod.sockets.iter().filter(|socket| socket.port == port && socket.protocol == protocol);
    // Two processes may share a number, one of them on 127.0.0.1: the open one counts.
    at.map(|socket| socket.localhost_only).min().filter(|_| pod.is_running())
}
