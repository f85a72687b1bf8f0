//! Pods: kubelet and node network in one step, and word of it to those whom it concerns.
//!
//! Must not know: requests.

use super::{Applied, Origin, deployments, difference};
use crate::cluster::state::{NodeState, ObjectName, Owner, PodState};
use crate::cluster::{Cluster, endpoints, kubelet};
use crate::kube::model::{Pod, StringMap, selects};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

impl Cluster {
    pub(super) fn put_pod(&mut self, mut pod: Pod, owner: Option<Owner>, origin: Origin) -> Applied {
        let name = ObjectName::of(&pod.metadata);
        let old = self.pods.get(&name.namespace, &name.name).cloned();
        if origin == Origin::Manifest {
            pod.status = old.as_ref().map(|old| old.pod.status.clone()).unwrap_or_default();
        }
        // A world may show a pod that waits for a node: then it waits.
        let waits = origin == Origin::World && pod.status.phase == "Pending";
        if pod.spec.node_name.is_empty() && !waits {
            let stays = old.as_ref().map(|old| old.pod.spec.node_name.clone()).filter(|node| !node.is_empty());
            pod.spec.node_name = stays.unwrap_or_else(|| self.schedule(&pod.spec));
        }
        if let Some(old) = &old {
            self.release_address(old);
        } else if let Some(fate) = self.fate.of_pod(&name) {
            // A replayed pod comes where it came; what its manifest says goes before.
            if !fate.node.is_empty() && origin == Origin::Manifest && self.nodes.get("", &fate.node).is_some() {
                pod.spec.node_name.clone_from(&fate.node);
            }
            if pod.status.pod_ip.is_empty() {
                pod.status.pod_ip.clone_from(&fate.address);
            }
        }
        let node = self.nodes.get("", &pod.spec.node_name).cloned();
        kubelet::settle(&mut pod, node.is_some());
        let node_ready = node.as_ref().is_some_and(NodeState::is_ready);
        let zone = node.as_ref().and_then(NodeState::zone).map(Arc::from);
        let address = node.and_then(|node| self.pod_address(&pod, &node));
        pod.status.pod_ip = address.map(|address| address.to_string()).unwrap_or_default();
        if let Some(address) = address
            && !pod.spec.host_network
        {
            Arc::make_mut(&mut self.pod_addresses).insert(address, name.clone());
        }
        let owner = owner.or(old.as_ref().and_then(|old| old.owner.clone()));
        let applied = difference(old.as_ref().map(|old| &old.pod), &pod);
        let new = PodState {
            sockets: kubelet::sockets(&pod.metadata, &pod.spec),
            pod,
            name,
            address,
            owner,
            node_ready,
            zone,
        };
        self.pods.put(new.clone());
        self.pod_changed(old.as_ref(), Some(&new));
        self.reconcile_owner_of(old.as_ref(), &new);
        applied
    }

    /// A pod whose labels were changed away from its ReplicaSet is let go, and the ReplicaSet makes another.
    fn reconcile_owner_of(&mut self, old: Option<&PodState>, new: &PodState) {
        let Some(owner) = old.and_then(|old| old.owner.as_ref()) else { return };
        let Some(state) = self.deployments.get(&owner.deployment.namespace, &owner.deployment.name).cloned() else {
            return;
        };
        if !deployments::keeps(&state, &new.pod.metadata.labels) {
            self.pods.update(&new.name.namespace, &new.name.name, |pod| pod.owner = None);
            self.reconcile(&state.name);
        }
    }

    pub(super) fn delete_pod(&mut self, namespace: &str, name: &str) -> bool {
        let Some(old) = self.pods.remove(namespace, name) else { return false };
        self.release_address(&old);
        self.pod_changed(Some(&old), None);
        if let Some(owner) = &old.owner {
            self.reconcile(&owner.deployment);
        }
        true
    }

    /// The address a pod has on `node`: the node's own, the one the world gives, or the next free one of the node's
    /// range (the first being the bridge's). A pod that has ended has none.
    fn pod_address(&self, pod: &Pod, node: &NodeState) -> Option<IpAddr> {
        if kubelet::has_ended(pod) {
            return None;
        }
        if pod.spec.host_network {
            return Some(node.internal);
        }
        let free = |address: &IpAddr| !self.pod_addresses.contains_key(address);
        if let Some(given) = pod.status.pod_ip.parse().ok().filter(free) {
            return Some(given);
        }
        (2..=254).map(|host| IpAddr::V4(Ipv4Addr::new(10, 244, node.subnet, host))).find(free)
    }

    fn release_address(&mut self, pod: &PodState) {
        if let Some(address) = pod.address
            && self.pod_addresses.get(&address) == Some(&pod.name)
        {
            Arc::make_mut(&mut self.pod_addresses).remove(&address);
        }
    }

    /// Tells the endpoints controller of a pod's change: only the Services that chose it or choose it now are touched.
    fn pod_changed(&mut self, old: Option<&PodState>, new: Option<&PodState>) {
        let Some(namespace) = old.or(new).map(|pod| Arc::clone(&pod.name.namespace)) else { return };
        let chosen = |selector: &StringMap| {
            [old, new].into_iter().flatten().any(|pod| selects(selector, &pod.pod.metadata.labels))
        };
        for state in self.services.in_namespace(&namespace) {
            let service = &state.service;
            if endpoints::is_selected_for(service) && chosen(&service.spec.selector) {
                self.endpoints.update(&namespace, &state.name.name, |row| {
                    endpoints::update(&mut row.endpoints, service, old, new);
                });
            }
        }
    }
}
