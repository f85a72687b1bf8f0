//! kube-proxy's rules on one node: which Service an address and port belong to, which endpoints it may use there, and
//! which of them a packet gets.
//!
//! Must not know: how the packet came to the node.

use super::{Origin, Walk};
use crate::cluster::request::Source;
use crate::cluster::state::{Endpoint, Hints, NodeState, ObjectName, ServiceState};
use crate::cluster::trace::{Hop, Outcome, Policy, Reason, Rule};
use crate::cluster::{fate, inspect};
use crate::kube::model::{IntOrString, ServicePort};
use std::net::IpAddr;
use std::sync::Arc;

impl<'c> Walk<'c, '_> {
    // ----- kube-proxy -----

    /// An address of a Service, asked for on `here`.
    pub(super) fn service_address(&mut self, here: &'c NodeState, rule: Rule, state: &'c ServiceState) -> Outcome {
        let port = self.request.port;
        if let Some(service_port) = self.port_of(state, port) {
            return self.proxied(here, rule, state, service_port, Origin::Here);
        }
        let mode = self.cluster.spec.proxy_mode;
        self.hops.push(Hop::Proxy { node: here.name().to_owned(), mode, rule: None, port });
        let reason = self.no_such_port(state, port);
        if rule == Rule::ClusterIp && mode.rejects_unknown_ports() {
            Outcome::Refused(reason)
        } else {
            Outcome::Timeout(reason)
        }
    }

    /// The rules on `node` have recognised a port of a Service.
    pub(super) fn proxied(
        &mut self,
        node: &'c NodeState,
        rule: Rule,
        state: &'c ServiceState,
        port: &'c ServicePort,
        origin: Origin,
    ) -> Outcome {
        let mode = self.cluster.spec.proxy_mode;
        let asked = if rule == Rule::NodePort { u16::try_from(port.node_port).unwrap_or(0) } else { self.request.port };
        self.hops.push(Hop::Proxy { node: node.name().to_owned(), mode, rule: Some(rule), port: asked });
        let ready = self.ready(state, port);
        let policy = match policy(state, rule, origin) {
            Policy::Cluster => nearness(&ready, node),
            held => held,
        };
        let near = |is_near: fn(&Endpoint, &NodeState) -> bool| {
            ready.iter().copied().filter(|(endpoint, _)| is_near(endpoint, node)).collect()
        };
        let usable: Vec<(&Endpoint, u16)> = match policy {
            Policy::Cluster => ready.clone(),
            Policy::SameZone => near(is_for_zone),
            Policy::SameNode => near(is_for_node),
            Policy::ExternalLocal | Policy::InternalLocal => {
                self.usable(state, port, |endpoint| *endpoint.node == *node.name())
            }
        };
        let service = state.name.clone();
        self.hops.push(Hop::Service {
            service: service.clone(),
            port: u16::try_from(port.port).unwrap_or(0),
            target_port: target_port_text(port),
            ready: ready.len(),
            usable: usable.len(),
            policy,
        });
        if ready.is_empty() {
            let why = inspect::why_no_endpoints(self.cluster, state, port);
            return Outcome::Refused(Reason::NoEndpoints { service, why });
        }
        if usable.is_empty() {
            let node = node.name().to_owned();
            return Outcome::Timeout(Reason::NoLocalEndpoints { service, node, policy });
        }
        self.choose(node, state, &usable)
    }

    /// Takes one of the endpoints: with `sessionAffinity: ClientIP` always the same for one client, otherwise in turn.
    fn choose(&mut self, node: &'c NodeState, state: &ServiceState, usable: &[(&'c Endpoint, u16)]) -> Outcome {
        let of = usable.len();
        let sticky = state.service.spec.session_affinity == "ClientIP";
        let picked = if sticky { self.client_lot() % of.max(1) } else { self.choices.pick(of) };
        let Some(&(endpoint, port)) = usable.get(picked) else {
            return Outcome::Timeout(Reason::NoHealthyNode { service: Some(state.name.clone()) });
        };
        let hairpin = matches!((&self.request.from, &endpoint.pod), (Source::Pod(from), Some(to)) if from == to);
        self.hops.push(Hop::Endpoint {
            address: endpoint.address,
            port,
            pod: endpoint.pod.clone(),
            node: endpoint.node.to_string(),
            of,
            sticky,
            hairpin,
            other_node: *endpoint.node != *node.name(),
        });
        let known = endpoint.pod.as_ref().and_then(|name| self.cluster.pod(name));
        match known.or_else(|| self.pod_at(endpoint.address)) {
            Some(pod) => self.in_pod(pod, port),
            None => self.beyond_pods(endpoint.address, port),
        }
    }

    /// An endpoint that is no pod: a process of a node, such as the API server, or nobody that this cluster knows.
    fn beyond_pods(&mut self, address: IpAddr, port: u16) -> Outcome {
        let Some(node) = self.node_at(address) else { return Outcome::Timeout(Reason::NobodyThere { address }) };
        if !node.is_ready() {
            return Outcome::Timeout(Reason::NodeDown { node: node.name().to_owned() });
        }
        if let Some(pod) = self.process_at(node, port, false) {
            return self.in_pod(pod, port);
        }
        let first = self.cluster.nodes.iter().next();
        if first.is_some_and(|first| first.name() == node.name())
            && port == self.cluster.spec.platform.api_server_port()
        {
            return self.api_server(node.name(), port);
        }
        let (meant, open) = (self.port_mixup(port), self.open_node_ports());
        Outcome::Refused(Reason::NothingOnNode { node: node.name().to_owned(), port, meant, open })
    }

    /// A number that depends on the asker alone.
    fn client_lot(&self) -> usize {
        let name = match &self.request.from {
            Source::Outside => return 0,
            Source::Node(name) => ObjectName::new("", name),
            Source::Pod(name) => name.clone(),
        };
        fate::hash(&name, 0) as usize
    }

    pub(super) fn ready(&self, state: &ServiceState, port: &'c ServicePort) -> Vec<(&'c Endpoint, u16)> {
        self.usable(state, port, |_| true)
    }

    /// The endpoints that get traffic among those `within`: the ready ones, and where there is none, those that still serve while
    /// they terminate (KEP-1669, pkg/proxy/topology.go `CategorizeEndpoints`).
    fn usable(
        &self,
        state: &ServiceState,
        port: &'c ServicePort,
        within: impl Fn(&Endpoint) -> bool,
    ) -> Vec<(&'c Endpoint, u16)> {
        let endpoints = self.cluster.endpoints(&state.name.namespace, &state.name.name);
        let all: Vec<(&Endpoint, u16)> =
            endpoints.at_port(&port.name).filter(|(endpoint, _)| within(endpoint)).collect();
        let ready: Vec<_> = all.iter().copied().filter(|(endpoint, _)| endpoint.ready).collect();
        if !ready.is_empty() {
            return ready;
        }
        all.into_iter().filter(|(endpoint, _)| endpoint.serving && endpoint.terminating).collect()
    }
}

/// Which endpoints the rules may use. Under `externalTrafficPolicy: Local` chain KUBE-EXT sends what the node itself
/// or its pods send on to all endpoints: only traffic from elsewhere is held to this node.
fn policy(state: &ServiceState, rule: Rule, origin: Origin) -> Policy {
    let spec = &state.service.spec;
    match rule {
        Rule::ClusterIp if spec.internal_traffic_policy.as_deref() == Some("Local") => Policy::InternalLocal,
        Rule::ClusterIp => Policy::Cluster,
        _ if spec.external_traffic_policy == "Local" && origin == Origin::Elsewhere => Policy::ExternalLocal,
        _ => Policy::Cluster,
    }
}

/// Which of the ready endpoints their hints let `node` use (pkg/proxy/topology.go `topologyModeFromHints`): a hint counts only where
/// every endpoint has one of its kind and one of them is for this node, so that nobody is left without.
fn nearness(ready: &[(&Endpoint, u16)], node: &NodeState) -> Policy {
    let every = |names: fn(&Hints) -> &[Arc<str>]| {
        ready.iter().all(|(endpoint, _)| endpoint.hints.as_deref().is_some_and(|hints| !names(hints).is_empty()))
    };
    let some = |is_near: fn(&Endpoint, &NodeState) -> bool| ready.iter().any(|(endpoint, _)| is_near(endpoint, node));
    if every(|hints| &hints.nodes) && some(is_for_node) {
        Policy::SameNode
    } else if every(|hints| &hints.zones) && some(is_for_zone) {
        Policy::SameZone
    } else {
        Policy::Cluster
    }
}

fn is_for_node(endpoint: &Endpoint, node: &NodeState) -> bool {
    endpoint.hints.as_ref().is_some_and(|hints| hints.nodes.iter().any(|it| **it == *node.name()))
}

fn is_for_zone(endpoint: &Endpoint, node: &NodeState) -> bool {
    let Some(zone) = node.zone() else { return false };
    endpoint.hints.as_ref().is_some_and(|hints| hints.zones.iter().any(|it| **it == *zone))
}

fn target_port_text(port: &ServicePort) -> String {
    match &port.target_port {
        IntOrString::Int(0) => port.port.to_string(),
        given => given.to_string(),
    }
}
