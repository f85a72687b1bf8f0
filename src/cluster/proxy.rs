//! The data plane: what nodes, kube-proxy's rules and pods do with one request.
//!
//! Follows pkg/proxy/iptables/proxier.go and pkg/proxy/topology.go of Kubernetes 1.34 (`CategorizeEndpoints`, chains
//! KUBE-SERVICES, KUBE-EXT, KUBE-SVC, KUBE-SVL, KUBE-EXTERNAL-SERVICES):
//!
//! * no ready endpoint anywhere: REJECT, which a client sees as a refused connection;
//! * endpoints, but none on this node under policy Local: DROP, which it sees as silence;
//! * under `externalTrafficPolicy: Local`, traffic of the node itself and of pods on it is let through to all endpoints;
//! * an address that no rule knows is no business of kube-proxy's: the packet leaves by the default route.
//!
//! Differences between modes that are kept: [`super::platform::ProxyMode`]. Simplified: traffic between nodes always
//! arrives; terminating endpoints, zones and `trafficDistribution` are not looked at.
//!
//! Must not know: how endpoints and addresses came about, how a trace is told.

use super::dns::{self, DnsAnswer};
use super::platform::{ExternalBalancer, Reach as Way};
use super::request::{Protocol, Request, Source, Target};
use super::state::{Endpoint, NodeState, ObjectName, PodState, ServiceState};
use super::trace::{DnsStep, Hop, Outcome, Policy, PortMixup, PortRole, Reason, Rule, Server, Trace};
use super::{Cluster, Reach, endpoints, inspect};
use crate::kube::model::ServicePort;
use std::net::{IpAddr, Ipv4Addr};

/// How often a name may lead to another name before the asker gives up.
const MAX_ALIASES: usize = 8;

/// One request's way.
pub(super) fn trace(cluster: &Cluster, request: &Request) -> Trace {
    walk(cluster, request, &mut Choices::nth(request.nth))
}

/// All ways a repeated request can take.
pub(super) fn reach(cluster: &Cluster, request: &Request) -> Reach {
    let mut reach = Reach::default();
    let mut choices = Choices::all();
    loop {
        let end = walk(cluster, request, &mut choices).end;
        match end.pod() {
            Some(pod) => drop(reach.pods.insert(pod.clone())),
            None if reach.others.contains(&end) => {}
            None => reach.others.push(end),
        }
        if !choices.next() {
            return reach;
        }
    }
}

fn walk(cluster: &Cluster, request: &Request, choices: &mut Choices) -> Trace {
    let mut walk = Walk { cluster, request, choices, hops: Vec::with_capacity(6) };
    let end = walk.run();
    Trace { hops: walk.hops, end }
}

/// The choices made on the way, where a real cluster throws dice.
struct Choices {
    /// What is left of the request's number; `None` while all ways are tried in turn.
    nth: Option<u32>,
    /// Which of how many was taken at each choice so far.
    taken: Vec<(usize, usize)>,
    /// The choice that is next.
    at: usize,
}

impl Choices {
    fn nth(nth: u32) -> Self {
        Self { nth: Some(nth), taken: Vec::new(), at: 0 }
    }

    fn all() -> Self {
        Self { nth: None, taken: Vec::new(), at: 0 }
    }

    /// One of `of` (at least one). Choices one after the other count like the digits of a number, so that
    /// consecutive requests take turns and every combination comes up.
    fn pick(&mut self, of: usize) -> usize {
        if let Some(nth) = &mut self.nth {
            let of = u32::try_from(of).unwrap_or(u32::MAX).max(1);
            let picked = *nth % of;
            *nth /= of;
            return picked as usize;
        }
        if self.at == self.taken.len() {
            self.taken.push((0, of));
        }
        let picked = self.taken.get(self.at).map_or(0, |(picked, _)| *picked);
        self.at += 1;
        picked
    }

    /// Whether all ways are being tried.
    fn is_exhaustive(&self) -> bool {
        self.nth.is_none()
    }

    /// Goes on to the next way; false when there is none.
    fn next(&mut self) -> bool {
        self.at = 0;
        while let Some((picked, of)) = self.taken.pop() {
            if picked + 1 < of {
                self.taken.push((picked + 1, of));
                return true;
            }
        }
        false
    }
}

/// Who is asking, as the network sees it.
#[derive(Clone, Copy)]
enum Asker<'c> {
    Outside,
    /// A process in a node's own network: after `ssh`, or in a pod with `hostNetwork`.
    Node(&'c NodeState),
    Pod(&'c PodState, &'c NodeState),
}

impl<'c> Asker<'c> {
    fn node(self) -> Option<&'c NodeState> {
        match self {
            Self::Outside => None,
            Self::Node(node) | Self::Pod(_, node) => Some(node),
        }
    }
}

/// From where a packet comes to the rules of a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// The node itself, or a pod on it.
    Here,
    /// Anywhere else.
    Elsewhere,
}

struct Walk<'c, 'w> {
    cluster: &'c Cluster,
    request: &'w Request,
    choices: &'w mut Choices,
    hops: Vec<Hop>,
}

impl<'c> Walk<'c, '_> {
    fn run(&mut self) -> Outcome {
        let request = self.request;
        self.hops.push(Hop::Client {
            from: request.from.clone(),
            to: request.to.clone(),
            port: request.port,
            protocol: request.protocol,
        });
        let Some(asker) = self.asker() else {
            return Outcome::Unresolved(Reason::NoSuchSource { from: request.from.clone() });
        };
        match self.address(&request.to, asker) {
            Ok(address) => self.connect(asker, address),
            Err(end) => end,
        }
    }

    fn asker(&self) -> Option<Asker<'c>> {
        match &self.request.from {
            Source::Outside => Some(Asker::Outside),
            Source::Node(name) => self.cluster.node(name).map(Asker::Node),
            Source::Pod(name) => {
                let pod = self.cluster.pod(name).filter(|pod| pod.is_running())?;
                let node = self.cluster.node(&pod.pod.spec.node_name)?;
                Some(if pod.pod.spec.host_network { Asker::Node(node) } else { Asker::Pod(pod, node) })
            }
        }
    }

    // ----- whom the target names -----

    fn address(&mut self, target: &Target, asker: Asker<'c>) -> Result<IpAddr, Outcome> {
        match target {
            Target::Address(address) => Ok(*address),
            Target::Node(name) => self.node_address(name, asker),
            Target::Pod(name) => self.pod_address(name),
            Target::Service(name) => {
                let service = self.service(name)?;
                let headless = || Outcome::Unresolved(Reason::NoClusterIp { service: name.clone() });
                service.cluster_ips.first().copied().ok_or_else(headless)
            }
            Target::Balancer(name) => self.balancer_address(name),
            Target::Name(name) => self.name_address(name, asker),
        }
    }

    fn node_address(&self, name: &str, asker: Asker<'c>) -> Result<IpAddr, Outcome> {
        let Some(node) = self.cluster.node(name) else { return Err(missing("Node", ObjectName::new("", name))) };
        let from_outside = matches!(asker, Asker::Outside);
        Ok(node.external.filter(|_| from_outside).unwrap_or(node.internal))
    }

    fn pod_address(&self, name: &ObjectName) -> Result<IpAddr, Outcome> {
        let Some(pod) = self.cluster.pod(name) else { return Err(missing("Pod", name.clone())) };
        let reason = || Reason::PodHasNoAddress { pod: name.clone(), phase: pod.pod.status.phase.clone() };
        pod.address.ok_or_else(|| Outcome::Unresolved(reason()))
    }

    fn service(&self, name: &ObjectName) -> Result<&'c ServiceState, Outcome> {
        self.cluster.service(name).ok_or_else(|| missing("Service", name.clone()))
    }

    fn balancer_address(&self, name: &ObjectName) -> Result<IpAddr, Outcome> {
        let state = self.service(name)?;
        let service = name.clone();
        if state.service.spec.r#type != "LoadBalancer" {
            let r#type = state.service.spec.r#type.clone();
            return Err(Outcome::Unresolved(Reason::NotABalancer { service, r#type }));
        }
        let platform = self.cluster.spec.platform;
        state.balancer.ok_or(Outcome::Pending(Reason::BalancerPending { service, platform }))
    }

    fn name_address(&mut self, name: &str, asker: Asker<'c>) -> Result<IpAddr, Outcome> {
        let mut name = name.to_owned();
        for _ in 0..MAX_ALIASES {
            if name.trim_end_matches('.').eq_ignore_ascii_case("localhost") {
                return Ok(IpAddr::V4(Ipv4Addr::LOCALHOST));
            }
            if let Ok(address) = name.parse() {
                return Ok(address);
            }
            let resolution = dns::resolve(self.cluster, &name, &self.request.from);
            match self.follow(name, resolution.answer, asker)? {
                Followed::Address(address) => return Ok(address),
                Followed::Name(next) => name = next,
            }
        }
        Err(Outcome::Left { host: name })
    }

    fn follow(&mut self, name: String, answer: DnsAnswer, asker: Asker<'c>) -> Result<Followed, Outcome> {
        match answer {
            DnsAnswer::ClusterIp { full, service, address } => {
                self.hops.push(Hop::Dns { name, found: DnsStep::ClusterIp { full, service, address } });
                Ok(Followed::Address(address))
            }
            DnsAnswer::Pods { full, addresses, .. } => {
                let of = addresses.len();
                let picked = self.choices.pick(of);
                let address = addresses.get(picked).copied().unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
                self.hops.push(Hop::Dns { name, found: DnsStep::Pods { full, address, of } });
                Ok(Followed::Address(address))
            }
            DnsAnswer::Alias { full, service, target } => {
                let found = DnsStep::Alias { full, service, target: target.clone() };
                self.hops.push(Hop::Dns { name, found });
                if self.is_cluster_name(&target, asker) { Ok(Followed::Name(target)) } else { Err(left(target)) }
            }
            DnsAnswer::Missing(reason) => {
                let found = match reason {
                    Reason::NoClusterDns { .. } => DnsStep::NotAsked,
                    _ => DnsStep::Nothing,
                };
                self.hops.push(Hop::Dns { name, found });
                Err(Outcome::Unresolved(reason))
            }
        }
    }

    /// Whether an alias stays in the cluster: an address, or a name below `cluster.local`.
    fn is_cluster_name(&self, target: &str, asker: Asker<'c>) -> bool {
        let _ = asker;
        target.parse::<IpAddr>().is_ok() || dns::is_in_cluster_domain(target)
    }

    // ----- where a packet goes -----

    fn connect(&mut self, asker: Asker<'c>, address: IpAddr) -> Outcome {
        if address.is_loopback() {
            return self.to_oneself(asker);
        }
        match asker.node() {
            None => self.from_outside(address),
            Some(node) => self.from_inside(asker, node, address),
        }
    }

    fn to_oneself(&mut self, asker: Asker<'c>) -> Outcome {
        let Request { port, protocol, from, .. } = self.request;
        let nothing = || Outcome::Refused(Reason::NothingOnLoopback { from: from.clone(), port: *port });
        match asker {
            Asker::Outside => nothing(),
            Asker::Pod(pod, _) if listens(pod, *port, *protocol).is_some() => self.answer(pod),
            Asker::Pod(..) => nothing(),
            Asker::Node(node) => {
                let served = self.cluster.spec.proxy_mode.serves_loopback();
                if let Some((service, service_port)) = self.by_node_port(*port).filter(|_| served) {
                    return self.proxied(node, Rule::NodePort, service, service_port, Origin::Here);
                }
                match self.process_on(node, true) {
                    Some(pod) => self.answer(pod),
                    None => nothing(),
                }
            }
        }
    }

    /// From outside, only what the machines' own network carries can be reached: nodes and balancers.
    fn from_outside(&mut self, address: IpAddr) -> Outcome {
        if let Some(node) = self.node_at(address) {
            return match self.way_to(node, address) {
                Ok(()) => self.at_node(node, address, self.request.port, Origin::Elsewhere),
                Err(reason) => Outcome::Timeout(reason),
            };
        }
        if let Some(end) = self.beside_cluster(address) {
            return end;
        }
        if let Some(name) = self.cluster.balancers.get(&address) {
            return self.cloud_balancer(address, name);
        }
        if let Some(service) = self.cluster.allocations.by_address(address) {
            return Outcome::Timeout(Reason::ClusterIpFromOutside { service: service.clone() });
        }
        if let Some(service) = self.by_external_ip(address) {
            return self.external_ip(address, service);
        }
        if self.cluster.pod_addresses.contains_key(&address) {
            return Outcome::Timeout(Reason::PodAddressFromOutside { address });
        }
        Outcome::Timeout(Reason::NobodyThere { address })
    }

    /// From inside, the rules of the asker's own node come first.
    fn from_inside(&mut self, asker: Asker<'c>, here: &'c NodeState, address: IpAddr) -> Outcome {
        let service = |name: &ObjectName| self.cluster.service(name);
        if let Some(state) = self.cluster.allocations.by_address(address).and_then(service) {
            return self.service_address(here, Rule::ClusterIp, state);
        }
        if let Some(state) = self.cluster.balancers.get(&address).and_then(service) {
            return self.own_balancer_address(asker, here, state);
        }
        if let Some(state) = self.by_external_ip(address) {
            return self.service_address(here, Rule::ExternalIp, state);
        }
        if let Some(node) = self.node_at(address) {
            let origin = if node.name() == here.name() { Origin::Here } else { Origin::Elsewhere };
            return self.at_node(node, address, self.request.port, origin);
        }
        if let Some(end) = self.beside_cluster(address) {
            return end;
        }
        match self.cluster.pod_addresses.get(&address).and_then(|name| self.cluster.pod(name)) {
            Some(pod) => self.in_pod(pod, self.request.port),
            None => Outcome::Timeout(Reason::NobodyThere { address }),
        }
    }

    /// A packet has come to an address of `node`.
    fn at_node(&mut self, node: &'c NodeState, address: IpAddr, port: u16, origin: Origin) -> Outcome {
        if !node.is_ready() {
            return Outcome::Timeout(Reason::NodeDown { node: node.name().to_owned() });
        }
        self.hops.push(Hop::Node { node: node.name().to_owned(), address, port });
        if let Some((service, service_port)) = self.by_node_port(port) {
            return self.proxied(node, Rule::NodePort, service, service_port, origin);
        }
        if let Some(pod) = self.process_at(node, port, false) {
            return self.answer(pod);
        }
        let is_first = self.cluster.nodes.iter().next().is_some_and(|first| first.name() == node.name());
        if is_first && port == self.cluster.spec.platform.api_server_port() && self.request.protocol == Protocol::Tcp {
            return self.api_server(node.name(), port);
        }
        let meant = self.port_mixup(port);
        Outcome::Refused(Reason::NothingOnNode { node: node.name().to_owned(), port, meant })
    }

    /// Whether packets from outside reach `node` at `address`.
    fn way_to(&self, node: &NodeState, address: IpAddr) -> Result<(), Reason> {
        let spec = &self.cluster.spec;
        let name = || node.name().to_owned();
        match spec.reach(node.external == Some(address)) {
            Way::Open => Ok(()),
            Way::PrivateToCloud => Err(Reason::NodeAddressPrivate { node: name() }),
            Way::BehindDockerDesktop => {
                Err(Reason::NodeUnreachable { node: name(), platform: spec.platform, driver: spec.driver })
            }
        }
    }

    // ----- balancers before the nodes -----

    /// A balancer of one's own takes the nodes in turn and asks nobody how they are.
    fn beside_cluster(&mut self, address: IpAddr) -> Option<Outcome> {
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
    fn cloud_balancer(&mut self, address: IpAddr, name: &ObjectName) -> Outcome {
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
    fn own_balancer_address(&mut self, asker: Asker<'c>, here: &'c NodeState, state: &'c ServiceState) -> Outcome {
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
    fn external_ip(&mut self, address: IpAddr, state: &'c ServiceState) -> Outcome {
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

    // ----- kube-proxy -----

    /// An address of a Service, asked for on `here`.
    fn service_address(&mut self, here: &'c NodeState, rule: Rule, state: &'c ServiceState) -> Outcome {
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
    fn proxied(
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
        let policy = policy(state, rule, origin);
        let usable: Vec<(&Endpoint, u16)> = match policy {
            Policy::Cluster => ready.clone(),
            _ => ready.iter().copied().filter(|(endpoint, _)| *endpoint.node == *node.name()).collect(),
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
        match &endpoint.pod {
            None => self.api_server(&endpoint.node, port),
            Some(name) => match self.cluster.pod(name) {
                Some(pod) => self.in_pod(pod, port),
                None => Outcome::Timeout(Reason::NobodyThere { address: endpoint.address }),
            },
        }
    }

    /// A number that depends on the asker alone.
    fn client_lot(&self) -> usize {
        let name = match &self.request.from {
            Source::Outside => return 0,
            Source::Node(name) => ObjectName::new("", name),
            Source::Pod(name) => name.clone(),
        };
        super::allocate::hash(&name, 0) as usize
    }

    fn ready(&self, state: &ServiceState, port: &'c ServicePort) -> Vec<(&'c Endpoint, u16)> {
        let endpoints = self.cluster.endpoints(&state.name.namespace, &state.name.name);
        endpoints.at_port(&port.name).filter(|(endpoint, _)| endpoint.ready).collect()
    }

    // ----- in the pod -----

    fn in_pod(&mut self, pod: &'c PodState, port: u16) -> Outcome {
        let protocol = self.request.protocol;
        if let Some(node) = self.cluster.node(&pod.pod.spec.node_name)
            && !node.is_ready()
        {
            return Outcome::Timeout(Reason::NodeDown { node: node.name().to_owned() });
        }
        match listens(pod, port, protocol) {
            Some(false) => self.answer_at(pod, port),
            heard => {
                self.push_pod(pod, port, false);
                let name = pod.name.clone();
                Outcome::Refused(if heard.is_some() {
                    Reason::ListensOnLocalhost { pod: name, port }
                } else {
                    Reason::NothingListens { pod: name, port, protocol, sockets: pod.sockets.clone() }
                })
            }
        }
    }

    fn answer(&mut self, pod: &PodState) -> Outcome {
        self.answer_at(pod, self.request.port)
    }

    fn answer_at(&mut self, pod: &PodState, port: u16) -> Outcome {
        self.push_pod(pod, port, true);
        Outcome::Answered { by: Server::Pod(pod.name.clone()), body: format!("Hello from {}", pod.name.name) }
    }

    fn push_pod(&mut self, pod: &PodState, port: u16, answers: bool) {
        let node = pod.pod.spec.node_name.clone();
        self.hops.push(Hop::Pod { pod: Some(pod.name.clone()), node, port, answers });
    }

    fn api_server(&mut self, node: &str, port: u16) -> Outcome {
        self.hops.push(Hop::Pod { pod: None, node: node.to_owned(), port, answers: true });
        Outcome::Answered { by: Server::ApiServer, body: "Client sent an HTTP request to an HTTPS server.".into() }
    }

    // ----- looking things up -----

    fn node_at(&self, address: IpAddr) -> Option<&'c NodeState> {
        self.cluster.nodes.iter().find(|node| node.internal == address || node.external == Some(address))
    }

    /// The pod in the node's own network that listens at the requested port.
    fn process_on(&self, node: &NodeState, from_itself: bool) -> Option<&'c PodState> {
        self.process_at(node, self.request.port, from_itself)
    }

    fn process_at(&self, node: &NodeState, port: u16, from_itself: bool) -> Option<&'c PodState> {
        self.cluster.pods.iter().find(|pod| {
            pod.pod.spec.host_network
                && pod.pod.spec.node_name == node.name()
                && listens(pod, port, self.request.protocol)
                    .is_some_and(|localhost_only| from_itself || !localhost_only)
        })
    }

    fn by_external_ip(&self, address: IpAddr) -> Option<&'c ServiceState> {
        self.cluster.services.iter().find(|state| state.external_ips.contains(&address))
    }

    /// The Service that has `port` as node port for the requested protocol.
    fn by_node_port(&self, port: u16) -> Option<(&'c ServiceState, &'c ServicePort)> {
        let name = self.cluster.allocations.by_node_port(port)?;
        let state = self.cluster.service(name)?;
        let fits =
            |it: &&ServicePort| it.node_port == i32::from(port) && endpoints::protocol(it) == self.request.protocol;
        Some((state, state.service.spec.ports.iter().find(fits)?))
    }

    fn port_of(&self, state: &'c ServiceState, port: u16) -> Option<&'c ServicePort> {
        let fits = |it: &&ServicePort| it.port == i32::from(port) && endpoints::protocol(it) == self.request.protocol;
        state.service.spec.ports.iter().find(fits)
    }

    fn no_such_port(&self, state: &ServiceState, port: u16) -> Reason {
        let role = inspect::role_of(&state.service, port).filter(|role| *role != PortRole::Port);
        Reason::NoSuchPort { service: state.name.clone(), port, protocol: self.request.protocol, role }
    }

    /// A Service whose `port` or `targetPort` was taken for its node port.
    fn port_mixup(&self, port: u16) -> Option<PortMixup> {
        self.cluster.services.iter().find_map(|state| {
            let its = state.service.spec.ports.iter().find(|it| inspect::role_in(it, port).is_some())?;
            let node_port = u16::try_from(its.node_port).ok().filter(|node_port| *node_port != 0);
            // One without node ports was hardly meant, and `kubernetes` never is.
            node_port?;
            Some(PortMixup { service: state.name.clone(), role: inspect::role_in(its, port)?, node_port })
        })
    }
}

enum Followed {
    Address(IpAddr),
    Name(String),
}

fn missing(kind: &'static str, name: ObjectName) -> Outcome {
    Outcome::Unresolved(Reason::NoSuchObject { kind, name })
}

fn left(host: String) -> Outcome {
    Outcome::Left { host }
}

/// Whether a process in `pod` listens at `port`; where it does, whether on 127.0.0.1 only.
fn listens(pod: &PodState, port: u16, protocol: Protocol) -> Option<bool> {
    let at = pod.sockets.iter().filter(|socket| socket.port == port && socket.protocol == protocol);
    // Two processes may share a number, one of them on 127.0.0.1: the open one counts.
    at.map(|socket| socket.localhost_only).min().filter(|_| pod.is_running())
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

fn target_port_text(port: &ServicePort) -> String {
    match &port.target_port {
        crate::kube::model::IntOrString::Int(0) => port.port.to_string(),
        given => given.to_string(),
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
