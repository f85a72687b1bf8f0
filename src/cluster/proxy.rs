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
//! * where every ready endpoint is meant for some node or zone (`trafficDistribution`), those meant for this one, if any.
//!
//! Differences between modes that are kept: [`super::platform::ProxyMode`]. Simplified: traffic between nodes always
//! arrives.
//!
//! Must not know: how endpoints and addresses came about, how a trace is told.

mod balancer;
mod choices;
pub(super) mod echo;
mod lookup;
mod rules;
mod target;

use super::platform::{Driver, Reach as Way};
use super::request::{Protocol, Request, Source};
use super::state::{NodeState, ObjectName, PodState, ServiceState};
use super::trace::{Hop, Outcome, Reason, Rule, Server, Trace, Tunneler};
use super::{Cluster, Reach};
use choices::Choices;
use lookup::listens;
use std::net::IpAddr;

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

    // ----- where a packet goes -----

    fn connect(&mut self, asker: Asker<'c>, address: IpAddr) -> Outcome {
        if address.is_loopback() {
            return self.loopback(asker, address);
        }
        match asker.node() {
            None => self.outside_to(address),
            Some(node) => self.inside_to(asker, node, address),
        }
    }

    fn loopback(&mut self, asker: Asker<'c>, address: IpAddr) -> Outcome {
        let Request { port, protocol, from, .. } = self.request;
        let nothing = || Outcome::Refused(Reason::NothingOnLoopback { from: from.clone(), port: *port });
        match asker {
            Asker::Outside => self.by_tunnel(address).unwrap_or_else(nothing),
            Asker::Pod(pod, _) if listens(pod, *port, *protocol).is_some() => self.answer(pod),
            Asker::Pod(..) => nothing(),
            Asker::Node(node) => {
                // The rules of an IPv4 cluster see no packet of the other family.
                let served = self.cluster.spec.proxy_mode.serves_loopback() && address.is_ipv4();
                if let Some((service, service_port)) = self.by_node_port(*port).filter(|_| served) {
                    return self.proxied(node, Rule::NodePort, service, service_port, Origin::Here);
                }
                if let Some(service) = self.by_health_check(*port) {
                    return self.health(node, service);
                }
                // portmap's rules take what the node itself sends to 127.0.0.1 too (`route_localnet`); IPv6 has no such way.
                if let Some((pod, container_port)) =
                    self.by_host_port(node, address, *port).filter(|_| address.is_ipv4())
                {
                    return self.in_pod(pod, container_port);
                }
                match self.process_on(node, true) {
                    Some(pod) => self.answer(pod),
                    None => nothing(),
                }
            }
        }
    }

    /// The node by which `minikube tunnel` leads to clusterIPs.
    fn routed_node(&self) -> Option<&'c NodeState> {
        let routed = self.cluster.tunnel && self.cluster.spec.driver != Driver::DockerDesktop;
        self.cluster.nodes.iter().next().filter(|node| routed && node.is_ready())
    }

    /// A port of the laptop that `minikube tunnel` forwards to a LoadBalancer Service.
    fn by_tunnel(&mut self, at: IpAddr) -> Option<Outcome> {
        let forwarded = self.cluster.tunnel && self.cluster.spec.driver == Driver::DockerDesktop;
        let node = self.cluster.nodes.iter().next().filter(|_| forwarded)?;
        let port = self.request.port;
        let mut balanced = self.cluster.services.iter().filter(|state| state.balancer.is_some());
        let (state, service_port) = balanced.find_map(|state| Some((state, self.port_of(state, port)?)))?;
        let inside = state.cluster_ips.first().copied().unwrap_or(node.internal);
        self.tunnelled(node, (at, port), (inside, port));
        self.hops.push(Hop::Node { node: node.name().to_owned(), address: inside, port });
        Some(self.proxied(node, Rule::ClusterIp, state, service_port, Origin::Here))
    }

    /// The packet goes by `minikube tunnel` to a node.
    fn tunnelled(&mut self, node: &NodeState, at: (IpAddr, u16), to: (IpAddr, u16)) {
        let out = Source::Node(node.name().to_owned());
        self.hops.push(Hop::Tunnel { by: Tunneler::MinikubeTunnel, at, out, to });
    }

    /// From outside, only what the machines' own network carries can be reached: nodes and balancers.
    fn outside_to(&mut self, address: IpAddr) -> Outcome {
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
            return match self.cluster.service(service).zip(self.routed_node()) {
                Some((state, node)) => {
                    let there = (address, self.request.port);
                    self.tunnelled(node, there, there);
                    self.hops.push(Hop::Node { node: node.name().to_owned(), address, port: self.request.port });
                    self.service_address(node, Rule::ClusterIp, state)
                }
                None => Outcome::Timeout(Reason::ClusterIpFromOutside { service: service.clone() }),
            };
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
    fn inside_to(&mut self, asker: Asker<'c>, here: &'c NodeState, address: IpAddr) -> Outcome {
        let service = |name: &ObjectName| self.cluster.service(name);
        if let Some(state) = self.cluster.allocations.by_address(address).and_then(service) {
            return self.service_address(here, Rule::ClusterIp, state);
        }
        let node = self.node_at(address);
        // What is also a node's own address belongs to a Service at its ports alone.
        let served = |state: &&ServiceState| node.is_none() || self.port_of(state, self.request.port).is_some();
        if let Some(state) = self.cluster.balancers.get(&address).and_then(service).filter(served) {
            return self.own_balancer_address(asker, here, state);
        }
        if let Some(state) = self.by_external_ip(address).filter(served) {
            return self.service_address(here, Rule::ExternalIp, state);
        }
        if let Some(node) = node {
            let origin = if node.name() == here.name() { Origin::Here } else { Origin::Elsewhere };
            return self.at_node(node, address, self.request.port, origin);
        }
        if let Some(end) = self.beside_cluster(address) {
            return end;
        }
        match self.pod_at(address) {
            Some(pod) => self.in_pod(pod, self.request.port),
            None => Outcome::Timeout(Reason::NobodyThere { address }),
        }
    }

    /// The pod that has an address of its own.
    fn pod_at(&self, address: IpAddr) -> Option<&'c PodState> {
        self.cluster.pod_addresses.get(&address).and_then(|name| self.cluster.pod(name))
    }

    /// A packet has come to an address of `node`.
    fn at_node(&mut self, node: &'c NodeState, address: IpAddr, port: u16, origin: Origin) -> Outcome {
        if !node.is_ready() {
            return Outcome::Timeout(Reason::NodeDown { node: node.name().to_owned() });
        }
        self.hops.push(Hop::Node { node: node.name().to_owned(), address, port });
        if let Some((rule, service, service_port)) = self.by_node_address(address, port) {
            return self.proxied(node, rule, service, service_port, origin);
        }
        if let Some((service, service_port)) = self.by_node_port(port) {
            return self.proxied(node, Rule::NodePort, service, service_port, origin);
        }
        if let Some(service) = self.by_health_check(port) {
            return self.health(node, service);
        }
        if let Some((pod, container_port)) = self.by_host_port(node, address, port) {
            return self.in_pod(pod, container_port);
        }
        if let Some(pod) = self.process_at(node, port, false) {
            return self.answer(pod);
        }
        let is_first = self.cluster.nodes.iter().next().is_some_and(|first| first.name() == node.name());
        if is_first && port == self.cluster.spec.platform.api_server_port() && self.request.protocol == Protocol::Tcp {
            return self.api_server(node.name(), port);
        }
        let meant = self.port_mixup(port);
        let open = self.open_node_ports();
        Outcome::Refused(Reason::NothingOnNode { node: node.name().to_owned(), port, meant, open })
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

    /// kube-proxy itself tells balancers whether a node has endpoints (pkg/proxy/healthcheck/service_health.go).
    fn health(&mut self, node: &NodeState, state: &ServiceState) -> Outcome {
        let endpoints = self.cluster.endpoints(&state.name.namespace, &state.name.name);
        let here: std::collections::BTreeSet<IpAddr> =
            endpoints.all().filter(|it| it.ready && *it.node == *node.name()).map(|it| it.address).collect();
        let by = Server::HealthCheck { service: state.name.clone(), endpoints: here.len() };
        Outcome::Answered { by, body: format!("localEndpoints: {}", here.len()) }
    }

    fn api_server(&mut self, node: &str, port: u16) -> Outcome {
        self.hops.push(Hop::Pod { pod: None, node: node.to_owned(), port, answers: true });
        Outcome::Answered { by: Server::ApiServer, body: "Client sent an HTTP request to an HTTPS server.".into() }
    }
}
