//! What becomes of a ping, which asks an address and no port.
//!
//! A clusterIP is no machine: in iptables mode nothing has the address, and the packet goes unanswered; in ipvs mode it is bound to
//! the interface kube-ipvs0 of every node, which answers (pkg/proxy/ipvs); in nftables mode chain `cluster-ips-check` rejects
//! whatever no rule took (KEP-3866).
//!
//! Must not know: ports, Services' endpoints.

use crate::cluster::Cluster;
use crate::cluster::platform::{ProxyMode, Reach as Way};
use crate::cluster::request::Source;
use crate::cluster::state::NodeState;
use crate::cluster::trace::Reason;
use std::net::IpAddr;

/// How a ping ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Echo {
    /// It comes back.
    Answered,
    /// Nothing comes back.
    Silent(Reason),
    /// Somebody says that it cannot be delivered.
    Rejected {
        /// Who.
        by: IpAddr,
    },
}

/// What becomes of a ping from `from` to `address`.
pub(in crate::cluster) fn echo(cluster: &Cluster, from: &Source, address: IpAddr) -> Echo {
    let here = match from {
        Source::Outside => None,
        Source::Node(name) => cluster.node(name),
        Source::Pod(name) => {
            let pod = cluster.pod(name).filter(|pod| pod.is_running());
            match pod.and_then(|pod| cluster.node(&pod.pod.spec.node_name)) {
                Some(node) => Some(node),
                None => return Echo::Silent(Reason::NoSuchSource { from: from.clone() }),
            }
        }
    };
    if address.is_loopback() {
        return Echo::Answered;
    }
    if let Some(node) = cluster.nodes.iter().find(|it| it.internal == address || it.external == Some(address)) {
        return to_node(cluster, here, node, address);
    }
    if let Some(service) = cluster.allocations.by_address(address) {
        return match (here, cluster.spec.proxy_mode) {
            (Some(_), ProxyMode::Ipvs) => Echo::Answered,
            (Some(node), ProxyMode::Nftables) => Echo::Rejected { by: node.internal },
            (Some(_), ProxyMode::Iptables) => Echo::Silent(Reason::NobodyThere { address }),
            (None, _) => Echo::Silent(Reason::ClusterIpFromOutside { service: service.clone() }),
        };
    }
    if let Some(pod) = cluster.pod_addresses.get(&address).and_then(|name| cluster.pod(name)) {
        return match (here, cluster.node(&pod.pod.spec.node_name)) {
            (None, _) => Echo::Silent(Reason::PodAddressFromOutside { address }),
            (Some(_), Some(node)) if !node.is_ready() => {
                Echo::Silent(Reason::NodeDown { node: node.name().to_owned() })
            }
            (Some(_), _) if pod.is_running() => Echo::Answered,
            (Some(_), _) => Echo::Silent(Reason::NobodyThere { address }),
        };
    }
    let is_balancer = cluster.spec.external_balancer.as_ref().is_some_and(|balancer| balancer.address == address);
    if is_balancer || address == cluster.spec.platform.client_address() {
        return Echo::Answered;
    }
    Echo::Silent(Reason::NobodyThere { address })
}

fn to_node(cluster: &Cluster, here: Option<&NodeState>, node: &NodeState, address: IpAddr) -> Echo {
    let name = node.name().to_owned();
    if !node.is_ready() {
        return Echo::Silent(Reason::NodeDown { node: name });
    }
    if here.is_some() {
        return Echo::Answered;
    }
    let spec = &cluster.spec;
    match spec.reach(node.external == Some(address)) {
        Way::Open => Echo::Answered,
        Way::PrivateToCloud => Echo::Silent(Reason::NodeAddressPrivate { node: name }),
        Way::BehindDockerDesktop => {
            Echo::Silent(Reason::NodeUnreachable { node: name, platform: spec.platform, driver: spec.driver })
        }
    }
}
