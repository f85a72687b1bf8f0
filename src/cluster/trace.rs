//! What became of a request: hop by hop, and how it ended.
//!
//! A trace is data. What a hop or a reason says to a learner, in Korean, is made from it in [`super::explain`], so that
//! screens, checks and tests need not read prose.
//!
//! Must not know: how a decision is reached.

use super::platform::{Driver, Platform, ProxyMode};
use super::request::{Protocol, Source, Target};
use super::state::{ObjectName, Socket};
use crate::diagnostic::Code;
use std::net::IpAddr;

/// A request's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Where it came by, the asker first. Where it dies, the last hop is the place of death.
    pub hops: Vec<Hop>,
    /// How it ended.
    pub end: Outcome,
}

/// How a request ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Somebody answered.
    Answered {
        /// Who.
        by: Server,
        /// The first line of what it said.
        body: String,
    },
    /// The connection was refused at once.
    Refused(Reason),
    /// Nothing ever came back.
    Timeout(Reason),
    /// The name, or the thing asked for, leads to no address.
    Unresolved(Reason),
    /// There is no address yet.
    Pending(Reason),
    /// The request leaves the cluster for a host of which the world says nothing.
    Left {
        /// The host.
        host: String,
    },
}

/// Who answers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Server {
    /// A pod.
    Pod(ObjectName),
    /// The API server, which stands behind Service `kubernetes`.
    ApiServer,
}

/// Which of the ends it is, without its data: what an exercise expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OutcomeKind {
    /// [`Outcome::Answered`].
    Answered,
    /// [`Outcome::Refused`].
    Refused,
    /// [`Outcome::Timeout`].
    Timeout,
    /// [`Outcome::Unresolved`].
    Unresolved,
    /// [`Outcome::Pending`].
    Pending,
    /// [`Outcome::Left`].
    Left,
}

impl OutcomeKind {
    /// As exercises write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Timeout => "timeout",
            Self::Unresolved => "unresolved",
            Self::Pending => "pending",
            Self::Left => "left",
        }
    }
}

impl Outcome {
    /// Which kind it is.
    #[must_use]
    pub fn kind(&self) -> OutcomeKind {
        match self {
            Self::Answered { .. } => OutcomeKind::Answered,
            Self::Refused(_) => OutcomeKind::Refused,
            Self::Timeout(_) => OutcomeKind::Timeout,
            Self::Unresolved(_) => OutcomeKind::Unresolved,
            Self::Pending(_) => OutcomeKind::Pending,
            Self::Left { .. } => OutcomeKind::Left,
        }
    }

    /// The pod that answered.
    #[must_use]
    pub fn pod(&self) -> Option<&ObjectName> {
        match self {
            Self::Answered { by: Server::Pod(name), .. } => Some(name),
            _ => None,
        }
    }

    /// Why nobody answered.
    #[must_use]
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Refused(reason) | Self::Timeout(reason) | Self::Unresolved(reason) | Self::Pending(reason) => {
                Some(reason)
            }
            Self::Answered { .. } | Self::Left { .. } => None,
        }
    }

    /// The mistake it shows, where it shows one.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        self.reason().and_then(Reason::code)
    }
}

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

/// Where a hop is: for drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The asker.
    Client,
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

/// Why nobody answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The Service has no endpoint that is ready.
    NoEndpoints {
        /// The Service.
        service: ObjectName,
        /// Why it has none.
        why: NoEndpoints,
    },
    /// The Service has endpoints, but none on this node, and its policy allows no others.
    NoLocalEndpoints {
        /// The Service.
        service: ObjectName,
        /// The node.
        node: String,
        /// The policy: one of those that hold traffic to a node.
        policy: Policy,
    },
    /// No process in the pod listens there.
    NothingListens {
        /// The pod.
        pod: ObjectName,
        /// The port.
        port: u16,
        /// The protocol.
        protocol: Protocol,
        /// Where its processes do listen.
        sockets: Vec<Socket>,
    },
    /// The process listens on 127.0.0.1 only.
    ListensOnLocalhost {
        /// The pod.
        pod: ObjectName,
        /// The port.
        port: u16,
    },
    /// Nothing on the node listens at that port, and no Service has it as its nodePort.
    NothingOnNode {
        /// The node.
        node: String,
        /// The port.
        port: u16,
        /// A Service that has the port in another role.
        meant: Option<PortMixup>,
        /// The node ports that there are instead, a few of them.
        open: Vec<(ObjectName, u16)>,
    },
    /// The Service does not have the port.
    NoSuchPort {
        /// The Service.
        service: ObjectName,
        /// The port that was asked for.
        port: u16,
        /// By which protocol.
        protocol: Protocol,
        /// Which role the number has in the Service after all.
        role: Option<PortRole>,
    },
    /// A clusterIP exists only in the rules of the cluster's nodes.
    ClusterIpFromOutside {
        /// The Service.
        service: ObjectName,
    },
    /// A pod's address belongs to the cluster's own network.
    PodAddressFromOutside {
        /// The address.
        address: IpAddr,
    },
    /// The laptop has no way to the node.
    NodeUnreachable {
        /// The node.
        node: String,
        /// What runs the nodes.
        platform: Platform,
        /// How.
        driver: Driver,
    },
    /// The node has no address on the internet.
    NodeAddressPrivate {
        /// The node.
        node: String,
    },
    /// The node is not Ready; nothing comes back from it.
    NodeDown {
        /// The node.
        node: String,
    },
    /// The load balancer has no address (yet).
    BalancerPending {
        /// The Service.
        service: ObjectName,
        /// Who would have to give it one.
        platform: Platform,
    },
    /// The Service asks for no load balancer.
    NotABalancer {
        /// The Service.
        service: ObjectName,
        /// Its type.
        r#type: String,
    },
    /// The balancer has the port closed.
    BalancerPortClosed {
        /// Its address.
        address: IpAddr,
        /// The port.
        port: u16,
    },
    /// No node passes the balancer's health check.
    NoHealthyNode {
        /// The Service; `None` for a balancer of one's own.
        service: Option<ObjectName>,
    },
    /// `loadBalancerSourceRanges` leaves the asker out.
    SourceNotAllowed {
        /// The Service.
        service: ObjectName,
        /// The asker's address.
        client: IpAddr,
    },
    /// DNS knows no such name.
    NoSuchName {
        /// As it was asked for.
        name: String,
        /// The namespace it was asked from.
        namespace: String,
        /// Namespaces that do have a Service of that name.
        elsewhere: Vec<String>,
        /// The Service with the most similar name in the namespace that was meant.
        nearest: Option<String>,
    },
    /// Only pods use the cluster's DNS.
    NoClusterDns {
        /// As it was asked for.
        name: String,
        /// Who asked.
        from: Source,
    },
    /// A headless Service has no addresses to give.
    NoAddresses {
        /// The Service.
        service: ObjectName,
        /// Why.
        why: NoEndpoints,
    },
    /// The Service has no clusterIP: it is headless or an ExternalName.
    NoClusterIp {
        /// The Service.
        service: ObjectName,
    },
    /// Nobody has the address.
    NobodyThere {
        /// The address.
        address: IpAddr,
    },
    /// The pod has no address: it is on no node, or has ended.
    PodHasNoAddress {
        /// The pod.
        pod: ObjectName,
        /// Its phase.
        phase: String,
    },
    /// What was asked for does not exist.
    NoSuchObject {
        /// `Service`, `Pod`, `Node`.
        kind: &'static str,
        /// Its name.
        name: ObjectName,
    },
    /// The asker itself does not exist or does not run.
    NoSuchSource {
        /// The asker.
        from: Source,
    },
    /// A process bound to nothing: the asker asked itself (127.0.0.1) and does not listen there.
    NothingOnLoopback {
        /// The asker.
        from: Source,
        /// The port.
        port: u16,
    },
}

/// Why a Service has no endpoint that is ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoEndpoints {
    /// It has no selector.
    NoSelector,
    /// No pod of its namespace has all of its selector's labels.
    NothingSelected,
    /// Pods are selected, but none of them is ready.
    NotReady {
        /// Those pods.
        pods: Vec<ObjectName>,
    },
    /// Pods are selected, but none of them has an address.
    NoAddress {
        /// Those pods.
        pods: Vec<ObjectName>,
    },
    /// The selected pods have no container port of the name that targetPort gives.
    NoNamedPort {
        /// The name.
        name: String,
        /// The names they do have.
        names: Vec<String>,
    },
}

/// The roles a number may have in a Service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PortRole {
    /// `port`.
    Port,
    /// `targetPort`.
    TargetPort,
    /// `nodePort`.
    NodePort,
}

impl PortRole {
    /// As manifests write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Port => "port",
            Self::TargetPort => "targetPort",
            Self::NodePort => "nodePort",
        }
    }
}

/// A Service in which a number has another role than the asker took it for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortMixup {
    /// The Service.
    pub service: ObjectName,
    /// The role the number has there.
    pub role: PortRole,
    /// The Service's node port, if it has one.
    pub node_port: Option<u16>,
}

impl Reason {
    /// The mistake it shows, where it shows one.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        let code = match self {
            Self::NoEndpoints { why, .. } | Self::NoAddresses { why, .. } => match why {
                NoEndpoints::NoSelector => "selector-missing",
                NoEndpoints::NothingSelected => "selector-matches-no-pod",
                NoEndpoints::NotReady { .. } | NoEndpoints::NoAddress { .. } => "pod-not-ready",
                NoEndpoints::NoNamedPort { .. } => "target-port-name-unknown",
            },
            Self::NothingListens { .. } => "target-port-not-listening",
            Self::ListensOnLocalhost { .. } => "listens-on-localhost",
            Self::NothingOnNode { meant: Some(_), .. } | Self::NoSuchPort { role: Some(_), .. } => "ports-swapped",
            Self::ClusterIpFromOutside { .. } | Self::PodAddressFromOutside { .. } => "cluster-ip-from-outside",
            Self::NodeUnreachable { .. } => "node-port-unreachable-from-host",
            Self::BalancerPending { .. } => "load-balancer-pending",
            Self::NoSuchName { elsewhere, .. } if !elsewhere.is_empty() => "dns-wrong-namespace",
            Self::NoSuchName { .. } => "service-missing",
            Self::NoSuchObject { kind: "Service", .. } => "service-missing",
            _ => return None,
        };
        Some(Code(code))
    }
}
