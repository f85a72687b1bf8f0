//! Writing down what controllers made of a change, after every write.
//!
//! Must not know: requests of clients.

use super::Server;
use super::objects::{mapping, text};
use crate::cluster::Cluster;
use crate::cluster::state::{DeploymentState, NodeState, PodState, ServiceState};
use crate::console::resource::{
    CONFIG_MAPS, DEPLOYMENTS, ENDPOINTS, NAMESPACES, NODES, PODS, REPLICA_SETS, RESOURCES, Resource, SERVICE_ACCOUNTS,
    SERVICES,
};
use serde_json::{Value, json};
use std::net::IpAddr;
use std::sync::Arc;

impl Server {
    /// Brings the objects into step with the cluster, which was `before` when the write began.
    pub(super) fn settle(&mut self, before: &Cluster) {
        self.settle_namespaces();
        self.settle_nodes();
        let deployments: Vec<DeploymentState> = self.cluster.deployments().iter().cloned().collect();
        let changed: Vec<&DeploymentState> = deployments
            .iter()
            .filter(|state| before.deployments().get(&state.name.namespace, &state.name.name) != Some(*state))
            .collect();
        for state in &changed {
            self.document_sets(state);
            self.tell_scalings(state);
        }
        self.keep_workloads();
        self.settle_pods(before);
        for state in &deployments {
            self.document_sets(state);
            self.document_deployment(state);
        }
        self.settle_gone();
        self.document_workloads();
        self.settle_services(before);
        self.mirror();
        self.lead_by_hand();
    }

    /// Every namespace has its default account and the cluster's certificate.
    fn settle_namespaces(&mut self) {
        for namespace in self.list(&NAMESPACES, None) {
            let name = text(&namespace, "/metadata/name");
            if self.get(&SERVICE_ACCOUNTS, name, "default").is_none() {
                self.document(
                    &SERVICE_ACCOUNTS,
                    json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default", "namespace": name}}),
                );
            }
            if self.get(&CONFIG_MAPS, name, "kube-root-ca.crt").is_none() {
                let description = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.";
                self.document(
                    &CONFIG_MAPS,
                    json!({
                        "apiVersion": "v1",
                        "data": {"ca.crt": "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"},
                        "kind": "ConfigMap",
                        "metadata": {
                            "annotations": {"kubernetes.io/description": description},
                            "name": "kube-root-ca.crt",
                            "namespace": name,
                        },
                    }),
                );
            }
        }
    }

    /// Nodes that the cluster has because nobody showed one.
    fn settle_nodes(&mut self) {
        let nodes: Vec<NodeState> = self.cluster.nodes().iter().cloned().collect();
        for node in nodes {
            if self.get(&NODES, "", node.name()).is_none() {
                let object = self.plain_node(&node);
                self.document(&NODES, object);
            }
        }
        for node in self.list(&NODES, None) {
            let name = text(&node, "/metadata/name");
            if self.cluster.nodes().get("", name).is_none() {
                self.forget(&NODES, "", name);
            }
        }
    }

    /// What kubelet would have said of the nodes of a world that says less: addresses, conditions, versions, the usual labels.
    pub(super) fn complete_nodes(&mut self) {
        for node in self.list(&NODES, None) {
            let name = text(&node, "/metadata/name").to_owned();
            let Some(state) = self.cluster.nodes().get("", &name).cloned() else { continue };
            let mut whole = Value::clone(&node);
            let mut usual = self.plain_node(&state);
            let has_labels =
                whole.pointer("/metadata/labels").and_then(Value::as_object).is_some_and(|it| !it.is_empty());
            if has_labels && let Some(metadata) = usual.get_mut("metadata").and_then(Value::as_object_mut) {
                metadata.remove("labels");
            }
            fill(&mut whole, &usual);
            Arc::make_mut(&mut self.objects).insert(super::key(&NODES, "", &name), Arc::new(whole));
        }
    }

    fn plain_node(&self, state: &NodeState) -> Value {
        let now = crate::console::time::timestamp(self.now);
        let name = state.name();
        let condition = |kind: &str, met: bool, reason: &str, message: &str| {
            json!({
                "lastHeartbeatTime": now,
                "lastTransitionTime": now,
                "message": message,
                "reason": reason,
                "status": if met { "True" } else { "False" },
                "type": kind,
            })
        };
        let mut addresses = vec![json!({"address": state.internal.to_string(), "type": "InternalIP"})];
        addresses.extend(state.external.map(|it| json!({"address": it.to_string(), "type": "ExternalIP"})));
        addresses.push(json!({"address": name, "type": "Hostname"}));
        let amounts = json!({"cpu": "2", "ephemeral-storage": "61202244Ki", "hugepages-2Mi": "0", "memory": "8131808Ki", "pods": "110"});
        let mut labels = json!({
            "beta.kubernetes.io/arch": "amd64",
            "beta.kubernetes.io/os": "linux",
            "kubernetes.io/arch": "amd64",
            "kubernetes.io/hostname": name,
            "kubernetes.io/os": "linux",
        });
        let is_first = self.cluster.nodes().iter().next().is_some_and(|first| first.name() == name);
        if let Some(labels) = labels.as_object_mut()
            && is_first
        {
            labels.insert("node-role.kubernetes.io/control-plane".into(), "".into());
        }
        let cidr = format!("10.244.{}.0/24", state.subnet);
        json!({
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {"labels": labels, "name": name},
            "spec": {"podCIDR": cidr, "podCIDRs": [cidr]},
            "status": {
                "addresses": addresses,
                "allocatable": amounts,
                "capacity": amounts,
                "conditions": [
                    condition("MemoryPressure", false, "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
                    condition("DiskPressure", false, "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
                    condition("PIDPressure", false, "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
                    condition("Ready", state.is_ready(), "KubeletReady", "kubelet is posting ready status"),
                ],
                "nodeInfo": {
                    "architecture": "amd64",
                    "bootID": "",
                    "containerRuntimeVersion": "docker://28.4.0",
                    "kernelVersion": "6.8.0-64-generic",
                    "kubeProxyVersion": "",
                    "kubeletVersion": "v1.34.9",
                    "machineID": "",
                    "operatingSystem": "linux",
                    "osImage": "Ubuntu 22.04.5 LTS",
                    "systemUUID": "",
                },
            },
        })
    }

    fn settle_pods(&mut self, before: &Cluster) {
        // What is still written down and no longer there was taken away by a controller.
        let mut taken: Vec<PodState> = Vec::new();
        for pod in self.list(&PODS, None) {
            let (namespace, name) = (text(&pod, "/metadata/namespace"), text(&pod, "/metadata/name"));
            if self.cluster.pods().get(namespace, name).is_none() {
                taken.extend(before.pods().get(namespace, name).cloned());
                self.forget(&PODS, namespace, name);
            }
        }
        let unchanged = |pod: &PodState| {
            before.pods().get(&pod.name.namespace, &pod.name.name).is_some_and(|old| std::ptr::eq(old, pod))
        };
        let mut new: Vec<PodState> = self.cluster.pods().iter().filter(|pod| !unchanged(pod)).cloned().collect();
        new.sort_by_key(|pod| pod.owner.as_ref().map_or(0, |owner| owner.nth));
        for pod in new {
            let is_new = self.get(&PODS, &pod.name.namespace, &pod.name.name).is_none();
            self.document_pod(&pod);
            if let Some(owner) = pod.owner.as_ref().filter(|_| is_new) {
                let set = crate::cluster::state::ObjectName::new(&pod.name.namespace, &owner.replica_set);
                let message = format!("Created pod: {}", pod.name.name);
                self.tell(("apps/v1", "ReplicaSet", set), "SuccessfulCreate", &message, "replicaset-controller");
            }
        }
        for pod in taken {
            let Some(owner) = &pod.owner else { continue };
            // With its Deployment the garbage collector takes it, which says nothing.
            if self.cluster.deployments().get(&owner.deployment.namespace, &owner.deployment.name).is_some() {
                let set = crate::cluster::state::ObjectName::new(&pod.name.namespace, &owner.replica_set);
                let message = format!("Deleted pod: {}", pod.name.name);
                self.tell(("apps/v1", "ReplicaSet", set), "SuccessfulDelete", &message, "replicaset-controller");
            }
        }
    }

    /// What belonged to something that is gone goes too.
    fn settle_gone(&mut self) {
        let namespaces: Vec<Arc<Value>> = self.list(&NAMESPACES, None);
        for namespace in namespaces {
            let name = text(&namespace, "/metadata/name");
            if self.cluster.namespaces().get("", name).is_none() {
                self.forget(&NAMESPACES, "", name);
                for resource in RESOURCES.iter().filter(|resource| resource.namespaced) {
                    for object in self.list(resource, Some(name)) {
                        self.forget(resource, name, text(&object, "/metadata/name"));
                    }
                }
            }
        }
        for set in self.list(&REPLICA_SETS, None) {
            let (namespace, name) = (text(&set, "/metadata/namespace"), text(&set, "/metadata/name"));
            let owner = text(&set, "/metadata/ownerReferences/0/name");
            if !owner.is_empty() && self.get(&DEPLOYMENTS, namespace, owner).is_none() {
                self.forget(&REPLICA_SETS, namespace, name);
            }
        }
        for deployment in self.list(&DEPLOYMENTS, None) {
            let (namespace, name) = (text(&deployment, "/metadata/namespace"), text(&deployment, "/metadata/name"));
            if self.cluster.deployments().get(namespace, name).is_none() {
                self.forget(&DEPLOYMENTS, namespace, name);
            }
        }
    }

    fn settle_services(&mut self, before: &Cluster) {
        for service in self.list(&SERVICES, None) {
            let (namespace, name) = (text(&service, "/metadata/namespace"), text(&service, "/metadata/name"));
            if self.cluster.services().get(namespace, name).is_none() {
                self.remove(&SERVICES, namespace, name);
            }
        }
        let services: Vec<ServiceState> = self.cluster.services().iter().cloned().collect();
        for state in services {
            let (namespace, name) = (&*state.name.namespace, &*state.name.name);
            if self.get(&SERVICES, namespace, name).is_none() {
                self.document_own_service(&state);
            }
            let had = before.services().get(namespace, name).and_then(|state| state.balancer);
            self.document_balancer(&state, had.is_some());
            self.document_endpoints(&state);
        }
    }

    /// A Service that the cluster keeps itself: `kubernetes`.
    fn document_own_service(&mut self, state: &ServiceState) {
        let mut object = crate::kube::json::service(&state.service);
        if let Some(spec) = mapping(&mut object, "spec") {
            spec.insert("internalTrafficPolicy".into(), "Cluster".into());
        }
        if let Some(map) = object.as_object_mut() {
            map.insert("status".into(), json!({"loadBalancer": {}}));
        }
        self.document(&SERVICES, object);
    }

    /// The address that a cloud gave, or has taken back.
    fn document_balancer(&mut self, state: &ServiceState, had: bool) {
        let Some(service) = self.get(&SERVICES, &state.name.namespace, &state.name.name).cloned() else { return };
        // A world's own words stay while they are true; a name it gives stands for the address.
        let given = service.pointer("/status/loadBalancer/ingress/0");
        let stands = |address: IpAddr| {
            given.is_some_and(|it| text(it, "/ip") == address.to_string() || !text(it, "/hostname").is_empty())
        };
        let status = match state.balancer {
            Some(address) if !stands(address) => {
                json!({"loadBalancer": {"ingress": [{"ip": address.to_string(), "ipMode": "VIP"}]}})
            }
            None if had => json!({"loadBalancer": {}}),
            _ => return,
        };
        let mut object = Value::clone(&service);
        if let Some(map) = object.as_object_mut() {
            map.insert("status".into(), status);
        }
        self.document(&SERVICES, object);
    }

    /// Takes an object away with what it owned.
    pub(super) fn remove(&mut self, resource: &'static Resource, namespace: &str, name: &str) {
        let Some(gone) = self.forget(resource, namespace, name) else { return };
        let uid = text(&gone, "/metadata/uid").to_owned();
        if resource.kind == "Service" {
            self.forget(&ENDPOINTS, namespace, name);
            let service = crate::cluster::state::ObjectName::new(namespace, name);
            Arc::make_mut(&mut self.triggers).remove(&service);
        }
        if resource.kind == "Namespace" {
            for resource in RESOURCES.iter().filter(|resource| resource.namespaced) {
                for object in self.list(resource, Some(name)) {
                    self.forget(resource, name, text(&object, "/metadata/name"));
                }
            }
            return;
        }
        for resource in RESOURCES {
            for object in self.list(resource, resource.namespaced.then_some(namespace)) {
                if !uid.is_empty() && text(&object, "/metadata/ownerReferences/0/uid") == uid {
                    self.remove(resource, namespace, text(&object, "/metadata/name"));
                }
            }
        }
    }
}

/// Puts into `object` what it lacks and `usual` has; lists are taken whole or not at all.
fn fill(object: &mut Value, usual: &Value) {
    let (Some(object), Some(usual)) = (object.as_object_mut(), usual.as_object()) else { return };
    for (key, value) in usual {
        match object.get_mut(key) {
            None | Some(Value::Null) => drop(object.insert(key.clone(), value.clone())),
            Some(Value::Array(list)) if list.is_empty() => drop(object.insert(key.clone(), value.clone())),
            Some(own) => fill(own, value),
        }
    }
}
