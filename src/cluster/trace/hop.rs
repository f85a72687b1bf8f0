//! The places on a request's way, and what was decided at each.
//!
//! Must not know: how a request ended.

use crate::cluster::platform::ProxyMode;
use crate::cluster::request::{Protocol, Source, Target};
use crate::cluster::state::ObjectName;
use std::net::IpAddr;

/// One place on the way and what was decided there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hop {
    /// The asker.
    Client {
        /// Who it is.
        from: Source,
        /// Whom it asks.
        to: Target,
        /// At which port.
        port: u16,
        /// By which protocol.
        protocol: Protocol,
    },
    /// A program on the laptop takes the packet into the cluster.
    Tunnel {
        /// The program.
        by: Tunneler,
        /// The address and the port it was asked at.
        at: (IpAddr, u16),
        /// Where the packet comes out of it.
        out: Source,
        /// The address and the port that are asked from there.
        to: (IpAddr, u16),
    },
    /// A name is looked up.
    Dns {
        /// As it was asked for.
        name: String,
        /// What was found.
        found: DnsStep,
    },
    /// A load balancer outside the cluster picks a node.
    Balancer {
        /// Its address.
        address: IpAddr,
        /// The Service a cloud made it for; `None` for a balancer of one's own.
        service: Option<ObjectName>,
        /// The node it picks; `None` where there is none to pick.
        node: Option<String>,
        /// Among how many.
        of: usize,
    },
    /// A packet arrives at a node from elsewhere.
    Node {
        /// The node.
        node: String,
        /// The address it came to.
        address: IpAddr,
        /// The port it came to.
        port: u16,
    },
    /// kube-proxy's rules on a node recognise a Service.
    Proxy {
        /// On which node.
        node: String,
        /// How the rules are written.
        mode: ProxyMode,
        /// By what the Service was recognised; `None` where no rule fits.
        rule: Option<Rule>,
        /// The port that was asked for.
        port: u16,
    },
    /// A Service turns its port into endpoints.
    Service {
        /// The Service.
        service: ObjectName,
        /// Its port.
        port: u16,
        /// Where that port leads: the port it has on the endpoints, as the manifest says it (number or name).
        target_port: String,
        /// How many endpoints are ready in the whole cluster.
        ready: usize,
        /// How many of those may be used here.
        usable: usize,
        /// Which endpoints may be used.
        policy: Policy,
    },
    /// One endpoint is chosen.
    Endpoint {
        /// Its address.
        address: IpAddr,
        /// Its port.
        port: u16,
        /// The pod; `None` for the API server.
        pod: Option<ObjectName>,
        /// The node it is on.
        node: String,
        /// Among how many.
        of: usize,
        /// Whether session affinity (ClientIP) fixed the choice.
        sticky: bool,
        /// Whether the asker was given itself (hairpin).
        hairpin: bool,
        /// Whether the packet goes on to another node.
        other_node: bool,
    },
    /// The packet arrives in a pod, or at a process on a node.
    Pod {
        /// The pod; `None` for the API server.
        pod: Option<ObjectName>,
        /// The node it is on.
        node: String,
        /// The port.
        port: u16,
        /// Whether somebody listens there for the asker.
        answers: bool,
    },
}

/// What leads from a laptop into a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tunneler {
    /// `minikube service`, which forwards a port of the laptop by ssh (the docker driver on macOS and Windows).
    MinikubeService,
    /// `minikube tunnel`.
    MinikubeTunnel,
    /// `kubectl port-forward`.
    PortForward,
}

impl Tunneler {
    /// The command.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::MinikubeService => "minikube service",
            Self::MinikubeTunnel => "minikube tunnel",
            Self::PortForward => "kubectl port-forward",
        }
    }
}

/// Where a hop is: for drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The asker.
    Client,
    /// A program on the laptop that leads into the cluster.
    Tunnel,
    /// The cluster's DNS.
    Dns,
    /// A balancer before the nodes.
    Balancer,
    /// A node.
    Node,
    /// kube-proxy on a node.
    Proxy,
    /// A Service.
    Service,
    /// An endpoint.
    Endpoint,
    /// A pod.
    Pod,
}

impl Hop {
    /// Where it is.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            Self::Client { .. } => Place::Client,
            Self::Tunnel { .. } => Place::Tunnel,
            Self::Dns { .. } => Place::Dns,
            Self::Balancer { .. } => Place::Balancer,
            Self::Node { .. } => Place::Node,
            Self::Proxy { .. } => Place::Proxy,
            Self::Service { .. } => Place::Service,
            Self::Endpoint { .. } => Place::Endpoint,
            Self::Pod { .. } => Place::Pod,
        }
    }
}

/// What DNS found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DnsStep {
    /// A Service's clusterIP.
    ClusterIp {
        /// The full name that matched.
        full: String,
        /// The Service.
        service: ObjectName,
        /// Its address.
        address: IpAddr,
    },
    /// The addresses of the pods behind a headless Service, or of one pod.
    Pods {
        /// The full name that matched.
        full: String,
        /// The address the asker takes.
        address: IpAddr,
        /// Among how many.
        of: usize,
    },
    /// Another name (type ExternalName).
    Alias {
        /// The full name that matched.
        full: String,
        /// The Service.
        service: ObjectName,
        /// The name to ask for instead.
        target: String,
    },
    /// Nothing.
    Nothing,
    /// The asker does not use the cluster's DNS.
    NotAsked,
}

/// By what kube-proxy recognises a Service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// Its clusterIP.
    ClusterIp,
    /// A port of the node.
    NodePort,
    /// The address its load balancer has.
    Balancer,
    /// One of its externalIPs.
    ExternalIp,
}

/// Which endpoints may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Policy {
    /// All of the cluster's.
    Cluster,
    /// Those meant for this node's zone, of which there is one (`trafficDistribution: PreferSameZone`, `PreferClose`).
    SameZone,
    /// Those meant for this node, of which there is one (`trafficDistribution: PreferSameNode`).
    SameNode,
    /// Those on this node (`externalTrafficPolicy: Local`).
    ExternalLocal,
    /// Those on this node (`internalTrafficPolicy: Local`).
    InternalLocal,
}
