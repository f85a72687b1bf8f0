//! Nodes: their addresses, and what becomes of their pods.
//!
//! Must not know: Services, requests.

use super::{Applied, Origin, difference};
use crate::cluster::Cluster;
use crate::cluster::state::{NodeState, ObjectName, PodState};
use crate::kube::model::{Node, PodStatus, Taint};
use std::net::IpAddr;

impl Cluster {
    pub(super) fn put_node(&mut self, mut node: Node) -> Applied {
        let old = self.nodes.get("", &node.metadata.name);
        let subnet = old.map_or_else(|| self.free_subnet(), |old| old.subnet);
        let given = |text: &str, old: Option<IpAddr>| text.parse().ok().or(old);
        let says_nothing = node.internal_ip.is_empty() && node.external_ip.is_empty();
        let internal =
            given(&node.internal_ip, old.map(|old| old.internal)).unwrap_or_else(|| self.free_node_address());
        let invented = if says_nothing { self.spec.platform.external_node_address(subnet) } else { None };
        let external = given(&node.external_ip, old.map_or(invented, |old| old.external));
        node.ready = Some(node.ready.or(old.and_then(|old| old.node.ready)).unwrap_or(true));
        node.internal_ip = internal.to_string();
        node.external_ip = external.map(|address| address.to_string()).unwrap_or_default();
        let applied = difference(old.map(|old| &old.node), &node);
        let name = node.metadata.name.clone();
        let evicts = node.taints.iter().any(|taint| taint.effect == "NoExecute");
        self.nodes.put(NodeState { node, internal, external, subnet });
        if evicts {
            self.evict(&name);
        }
        self.settle_pods_of(&name);
        applied
    }

    /// Pods that do not tolerate a taint of effect `NoExecute` go (`pkg/controller/tainteviction`). Every pod tolerates what
    /// Kubernetes itself says of a node, for a time.
    fn evict(&mut self, node: &str) {
        let Some(state) = self.nodes.get("", node) else { return };
        let taints = &state.node.taints;
        let lasting = |taint: &&Taint| taint.effect == "NoExecute" && !taint.key.starts_with("node.kubernetes.io/");
        let stays = |pod: &PodState| {
            let tolerated = |taint: &Taint| pod.pod.spec.tolerations.iter().any(|it| it.tolerates(taint));
            taints.iter().filter(lasting).all(tolerated)
        };
        let there = self.pods.iter().filter(|pod| pod.pod.spec.node_name == node && !stays(pod));
        let gone: Vec<ObjectName> = there.map(|pod| pod.name.clone()).collect();
        for pod in gone {
            self.delete_pod(&pod.namespace, &pod.name);
        }
    }

    /// Pods look again at the node they are on, and those on none look for one.
    fn settle_pods_of(&mut self, node: &str) {
        let concerned = |pod: &&PodState| pod.pod.spec.node_name == node || pod.pod.spec.node_name.is_empty();
        let pods: Vec<PodState> = self.pods.iter().filter(concerned).cloned().collect();
        for mut state in pods {
            if state.pod.spec.node_name.is_empty() {
                state.pod.status = PodStatus::default();
            }
            self.put_pod(state.pod, state.owner, Origin::World);
        }
    }

    /// Deletes a node. The pod garbage collector removes its pods, and Deployments make new ones elsewhere.
    pub(super) fn delete_node(&mut self, name: &str) -> bool {
        if self.nodes.remove("", name).is_none() {
            return false;
        }
        let there: Vec<ObjectName> =
            self.pods.iter().filter(|pod| pod.pod.spec.node_name == name).map(|pod| pod.name.clone()).collect();
        for pod in there {
            self.delete_pod(&pod.namespace, &pod.name);
        }
        true
    }

    fn free_subnet(&self) -> u8 {
        (0..=u8::MAX).find(|subnet| self.nodes.iter().all(|node| node.subnet != *subnet)).unwrap_or(u8::MAX)
    }

    fn free_node_address(&self) -> IpAddr {
        let taken = |address: &IpAddr| self.nodes.iter().any(|node| node.internal == *address);
        let platform = self.spec.platform;
        (0..=u8::MAX)
            .map(|index| platform.node_address(index))
            .find(|address| !taken(address))
            .unwrap_or_else(|| platform.node_address(u8::MAX))
    }
}
