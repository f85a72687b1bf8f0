//! Why nobody answered a request.
//!
//! Must not know: the way it took.

use super::Policy;
use crate::cluster::platform::{Driver, Platform};
use crate::cluster::request::{Protocol, Source};
use crate::cluster::state::{ObjectName, Socket};
use crate::diagnostic::Code;
use std::net::IpAddr;

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
