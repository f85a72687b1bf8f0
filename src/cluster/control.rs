//! The control plane: objects come in, and what follows from them is done before the call returns.
//!
//! A call leaves the cluster settled: Deployments have their pods, pods their nodes and addresses, Services their
//! clusterIPs, node ports and endpoints, and a cloud has given its balancers addresses. There is no in-between to see,
//! because there is no clock.
//!
//! Simplified: a manifest replaces the object (no three-way merge), and a pod may be changed in any field, where a
//! real server lets only its labels, annotations and images be changed.
//!
//! Must not know: requests.

use super::refusal::Refusal;
use super::state::{DeploymentState, NodeState, ObjectName, Owner, PodState, ServiceEndpoints, ServiceState};
use super::world::World;
use super::{Cluster, allocate, endpoints, pods};
use crate::diagnostic::Code;
use crate::kube::model::{
    Deployment, IntOrString, Metadata, Namespace, Node, Object, Pod, PodStatus, Service, ServicePort, ServiceSpec,
    StringMap, selects,
};
use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// What applying an object did, in kubectl's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It was not there.
    Created,
    /// It was there and is different now.
    Configured,
    /// It was there and is the same.
    Unchanged,
}

/// Where an object comes from: a world's snapshot tells how things stand (status, addresses), a manifest only wishes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    World,
    Manifest,
}

/// The namespaces every cluster has.
const NAMESPACES: [&str; 4] = ["default", "kube-node-lease", "kube-public", "kube-system"];
/// The label by which a ReplicaSet knows its pods.
const TEMPLATE_HASH: &str = "pod-template-hash";
/// The letters of generated names: no vowels and nothing that looks like another (apimachinery util/rand).
const LETTERS: &[u8; 27] = b"bcdfghjklmnpqrstvwxz2456789";

impl Cluster {
    /// The cluster of a world, settled. What a server would refuse is left out; [`World::read`] has told of it.
    #[must_use]
    pub fn new(world: &World) -> Self {
        Self::build(world).0
    }

    /// The cluster, and what of the world's objects was refused: their index and why.
    pub(super) fn build(world: &World) -> (Self, Vec<(usize, Refusal)>) {
        let mut cluster = Self { spec: Arc::new(world.spec.clone()), ..Self::default() };
        let mut order: Vec<usize> = (0..world.objects.len()).collect();
        order.sort_by_key(|&index| world.objects.get(index).map(building_order));
        let mut refused = Vec::new();
        cluster.begin(&world.objects);
        for index in order {
            let Some(object) = world.objects.get(index) else { continue };
            if let Err(refusals) = cluster.put(object.clone(), Origin::World) {
                refused.extend(refusals.into_iter().map(|refusal| (index, refusal)));
            }
        }
        refused.sort_by_key(|(index, _)| *index);
        (cluster, refused)
    }

    /// Creates an object, as `kubectl create` does.
    pub fn create(&mut self, object: Object) -> Result<(), Vec<Refusal>> {
        if self.has(&object) {
            // A Service that asks for a taken number is refused for that before it is refused for its name.
            if let Object::Service(service) = &object {
                self.allocations.clone().allocate_new(&mut service.clone())?;
            }
            return Err(vec![Refusal::already_exists(object.kind(), ObjectName::of(object.metadata()))]);
        }
        self.apply(object).map(drop)
    }

    /// Creates an object or replaces the one of its name. Its status is not looked at, as the server does not.
    pub fn apply(&mut self, object: Object) -> Result<Applied, Vec<Refusal>> {
        self.put(object, Origin::Manifest)
    }

    /// Deletes an object; what it owned goes with it.
    pub fn delete(&mut self, kind: &'static str, namespace: &str, name: &str) -> Result<(), Refusal> {
        let found = match kind {
            "Service" => self.delete_service(namespace, name),
            "Pod" => self.delete_pod(namespace, name),
            "Deployment" => self.delete_deployment(namespace, name),
            "Namespace" => self.delete_namespace(name),
            "Node" => self.delete_node(name),
            _ => false,
        };
        if found { Ok(()) } else { Err(Refusal::not_found(kind, ObjectName::new(namespace, name))) }
    }

    fn has(&self, object: &Object) -> bool {
        let Metadata { namespace, name, .. } = object.metadata();
        match object {
            Object::Service(_) => self.services.get(namespace, name).is_some(),
            Object::Pod(_) => self.pods.get(namespace, name).is_some(),
            Object::Deployment(_) => self.deployments.get(namespace, name).is_some(),
            Object::Namespace(_) => self.namespaces.get("", name).is_some(),
            Object::Node(_) => self.nodes.get("", name).is_some(),
        }
    }

    fn put(&mut self, object: Object, origin: Origin) -> Result<Applied, Vec<Refusal>> {
        let namespace = &object.metadata().namespace;
        if !namespace.is_empty() && self.namespaces.get("", namespace).is_none() {
            return Err(vec![Refusal::not_found("Namespace", ObjectName::new("", namespace))]);
        }
        match object {
            Object::Service(service) => self.put_service(service),
            Object::Pod(pod) => Ok(self.put_pod(pod, None, origin)),
            Object::Deployment(deployment) => Ok(self.put_deployment(deployment)),
            Object::Namespace(namespace) => Ok(self.put_namespace(namespace)),
            Object::Node(node) => Ok(self.put_node(node)),
        }
    }

    /// What is there before anything is created: namespaces, a node, Service `kubernetes`.
    fn begin(&mut self, objects: &[Object]) {
        let mentioned = objects.iter().map(|object| object.metadata().namespace.as_str());
        for name in NAMESPACES.into_iter().chain(mentioned).filter(|name| !name.is_empty()) {
            if self.namespaces.get("", name).is_none() {
                let metadata = Metadata { name: name.to_owned(), ..Metadata::default() };
                self.namespaces.put(Namespace { metadata });
            }
        }
        let mut nodes: Vec<&Node> = objects
            .iter()
            .filter_map(|object| if let Object::Node(node) = object { Some(node) } else { None })
            .collect();
        nodes.sort_by_key(|node| (node.internal_ip.is_empty(), node.metadata.name.as_str()));
        for node in nodes {
            self.put_node(node.clone());
        }
        // A world of pods alone may name their nodes without showing them.
        let mut bound: Vec<&str> = objects
            .iter()
            .filter_map(|object| if let Object::Pod(pod) = object { Some(pod.spec.node_name.as_str()) } else { None })
            .filter(|name| !name.is_empty())
            .collect();
        bound.sort_unstable();
        for name in bound {
            if self.nodes.get("", name).is_none() {
                let metadata = Metadata { name: name.to_owned(), ..Metadata::default() };
                self.put_node(Node { metadata, ..Node::default() });
            }
        }
        if self.nodes.is_empty() {
            let metadata = Metadata { name: self.spec.platform.node_name().to_owned(), ..Metadata::default() };
            self.put_node(Node { metadata, ..Node::default() });
        }
        self.put_kubernetes_service();
    }

    /// Service `kubernetes` leads to the API server on the first node; the server itself keeps it, without selector.
    fn put_kubernetes_service(&mut self) {
        let port = ServicePort {
            name: "https".into(),
            protocol: "TCP".into(),
            port: 443,
            target_port: IntOrString::Int(i32::from(self.spec.platform.api_server_port())),
            ..ServicePort::default()
        };
        let labels = [("component", "apiserver"), ("provider", "kubernetes")];
        let metadata = Metadata {
            name: "kubernetes".into(),
            namespace: "default".into(),
            labels: labels.map(|(key, value)| (key.into(), value.into())).into(),
            ..Metadata::default()
        };
        let spec = ServiceSpec {
            r#type: "ClusterIP".into(),
            cluster_ip: "10.96.0.1".into(),
            ports: vec![port],
            session_affinity: "None".into(),
            ..ServiceSpec::default()
        };
        // Its address is fixed and free: nothing else has been created yet, or it has just been deleted.
        let _ = self.put_service(Service { metadata, spec });
    }

    fn put_namespace(&mut self, namespace: Namespace) -> Applied {
        let applied = difference(self.namespaces.get("", &namespace.metadata.name), &namespace);
        self.namespaces.put(namespace);
        applied
    }

    fn delete_namespace(&mut self, name: &str) -> bool {
        if self.namespaces.remove("", name).is_none() {
            return false;
        }
        for deployment in names(self.deployments.in_namespace(name).map(|row| &row.name)) {
            self.delete_deployment(name, &deployment);
        }
        for pod in names(self.pods.in_namespace(name).map(|row| &row.name)) {
            self.delete_pod(name, &pod);
        }
        for service in names(self.services.in_namespace(name).map(|row| &row.name)) {
            self.delete_service(name, &service);
        }
        true
    }

    // ----- nodes -----

    fn put_node(&mut self, mut node: Node) -> Applied {
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
        self.nodes.put(NodeState { node, internal, external, subnet });
        self.settle_pods_of(&name);
        applied
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
    fn delete_node(&mut self, name: &str) -> bool {
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

    // ----- pods -----

    fn put_pod(&mut self, mut pod: Pod, owner: Option<Owner>, origin: Origin) -> Applied {
        let name = ObjectName::of(&pod.metadata);
        let old = self.pods.get(&name.namespace, &name.name).cloned();
        if origin == Origin::Manifest {
            pod.status = old.as_ref().map(|old| old.pod.status.clone()).unwrap_or_default();
        }
        // A world may show a pod that waits for a node: then it waits.
        let waits = origin == Origin::World && pod.status.phase == "Pending";
        if pod.spec.node_name.is_empty() && !waits {
            let stays = old.as_ref().map(|old| old.pod.spec.node_name.clone()).filter(|node| !node.is_empty());
            pod.spec.node_name = stays.unwrap_or_else(|| self.schedule());
        }
        if let Some(old) = &old {
            self.release_address(old);
        }
        let node = self.nodes.get("", &pod.spec.node_name).cloned();
        pods::settle(&mut pod, node.as_ref());
        let address = node.and_then(|node| self.pod_address(&pod, &node));
        pod.status.pod_ip = address.map(|address| address.to_string()).unwrap_or_default();
        if let Some(address) = address
            && !pod.spec.host_network
        {
            Arc::make_mut(&mut self.pod_addresses).insert(address, name.clone());
        }
        let owner = owner.or(old.as_ref().and_then(|old| old.owner.clone()));
        let applied = difference(old.as_ref().map(|old| &old.pod), &pod);
        let new = PodState { sockets: pods::sockets(&pod), pod, name, address, owner };
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
        if !keeps(&state, &new.pod.metadata.labels) {
            self.pods.update(&new.name.namespace, &new.name.name, |pod| pod.owner = None);
            self.reconcile(&state.name);
        }
    }

    fn delete_pod(&mut self, namespace: &str, name: &str) -> bool {
        let Some(old) = self.pods.remove(namespace, name) else { return false };
        self.release_address(&old);
        self.pod_changed(Some(&old), None);
        if let Some(owner) = &old.owner {
            self.reconcile(&owner.deployment);
        }
        true
    }

    /// The node whose turn it is, among those that are Ready and take pods; empty where there is none.
    fn schedule(&mut self) -> String {
        let open: Vec<&NodeState> =
            self.nodes.iter().filter(|node| node.is_ready() && !node.node.unschedulable).collect();
        let Some(node) = open.get(self.scheduled.checked_rem(open.len()).unwrap_or(0)) else { return String::new() };
        let name = node.name().to_owned();
        self.scheduled += 1;
        name
    }

    /// The address a pod has on `node`: the node's own, the one the world gives, or the next free one of the node's
    /// range (the first being the bridge's). A pod that has ended has none.
    fn pod_address(&self, pod: &Pod, node: &NodeState) -> Option<IpAddr> {
        if pods::has_ended(pod) {
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

    // ----- Deployments -----

    fn put_deployment(&mut self, deployment: Deployment) -> Applied {
        let name = ObjectName::of(&deployment.metadata);
        let old = self.deployments.get(&name.namespace, &name.name);
        let applied = difference(old.map(|old| &old.deployment), &deployment);
        let made = old.map_or(0, |old| old.made);
        let template_hash = template_hash(&deployment);
        self.deployments.put(DeploymentState { deployment, name: name.clone(), template_hash, made });
        self.adopt(&name);
        self.reconcile(&name);
        applied
    }

    fn delete_deployment(&mut self, namespace: &str, name: &str) -> bool {
        if self.deployments.remove(namespace, name).is_none() {
            return false;
        }
        for pod in self.pods_of(&ObjectName::new(namespace, name)) {
            self.delete_pod(&pod.namespace, &pod.name);
        }
        true
    }

    /// Pods of a world that stand beside their Deployment are known by the label only ReplicaSets give. Their hash is
    /// the template's.
    fn adopt(&mut self, name: &ObjectName) {
        let Some(state) = self.deployments.get(&name.namespace, &name.name).cloned() else { return };
        let orphans = self
            .pods
            .in_namespace(&name.namespace)
            .filter(|pod| pod.owner.is_none() && selects(&state.deployment.match_labels, &pod.pod.metadata.labels));
        let mut found: Vec<(ObjectName, String)> = Vec::new();
        for pod in orphans {
            if let Some(hash) = pod.pod.metadata.labels.get(TEMPLATE_HASH) {
                found.push((pod.name.clone(), hash.clone()));
            }
        }
        let Some((_, hash)) = found.first().cloned() else { return };
        self.deployments.update(&name.namespace, &name.name, |state| state.template_hash.clone_from(&hash));
        for (pod, _) in found.iter().filter(|(_, its)| *its == hash) {
            let owner = Owner { deployment: name.clone(), replica_set: format!("{}-{hash}", name.name) };
            self.pods.update(&pod.namespace, &pod.name, |pod| pod.owner = Some(owner));
        }
    }

    /// Brings a Deployment's pods to the wanted number of the wanted template.
    fn reconcile(&mut self, name: &ObjectName) {
        let Some(state) = self.deployments.get(&name.namespace, &name.name).cloned() else { return };
        let replica_set = format!("{}-{}", name.name, state.template_hash);
        let is_current = |pod: &ObjectName, cluster: &Self| {
            cluster.pod(pod).and_then(|pod| pod.owner.as_ref()).is_some_and(|owner| owner.replica_set == replica_set)
        };
        let (mut current, outdated): (Vec<_>, Vec<_>) =
            self.pods_of(name).into_iter().partition(|pod| is_current(pod, self));
        let wanted = usize::try_from(state.deployment.replicas).unwrap_or(0);
        let surplus = current.split_off(wanted.min(current.len()));
        for pod in outdated.into_iter().chain(surplus) {
            // Let go first, so that nobody replaces it.
            self.pods.update(&pod.namespace, &pod.name, |pod| pod.owner = None);
            self.delete_pod(&pod.namespace, &pod.name);
        }
        for _ in current.len()..wanted {
            self.make_pod(&state, &replica_set);
        }
    }

    /// Makes one pod of a Deployment: `NAME-TEMPLATEHASH-SUFFIX`, the suffix five letters that follow from the
    /// ReplicaSet's name and the how-manieth pod it is.
    fn make_pod(&mut self, state: &DeploymentState, replica_set: &str) {
        let name = &state.name;
        let full = ObjectName::new(&name.namespace, replica_set);
        let pod_name = loop {
            let Some(made) = self.deployments.get(&name.namespace, &name.name).map(|state| state.made) else { return };
            self.deployments.update(&name.namespace, &name.name, |state| state.made += 1);
            let candidate = format!("{replica_set}-{}", suffix(allocate::hash(&full, made)));
            if self.pods.get(&name.namespace, &candidate).is_none() {
                break candidate;
            }
        };
        let template = &state.deployment.template_metadata;
        let mut metadata = Metadata {
            name: pod_name,
            generate_name: format!("{replica_set}-"),
            namespace: name.namespace.to_string(),
            ..template.clone()
        };
        metadata.labels.insert(TEMPLATE_HASH.into(), state.template_hash.clone());
        let pod = Pod { metadata, spec: state.deployment.template.clone(), ..Pod::default() };
        let owner = Owner { deployment: name.clone(), replica_set: replica_set.to_owned() };
        self.put_pod(pod, Some(owner), Origin::Manifest);
    }

    fn pods_of(&self, deployment: &ObjectName) -> Vec<ObjectName> {
        self.pods
            .in_namespace(&deployment.namespace)
            .filter(|pod| pod.owner.as_ref().is_some_and(|owner| owner.deployment == *deployment))
            .map(|pod| pod.name.clone())
            .collect()
    }

    // ----- Services -----

    fn put_service(&mut self, mut service: Service) -> Result<Applied, Vec<Refusal>> {
        let name = ObjectName::of(&service.metadata);
        let old = self.services.get(&name.namespace, &name.name).cloned();
        let mut allocations = self.allocations.clone();
        if let Some(old) = &old {
            keep_allocated(&mut service, &old.service);
            check_cluster_ip_stays(&service, &old.service, &name)?;
            allocations.release(old);
        }
        allocations.allocate(&mut service)?;
        self.allocations = allocations;
        let applied = difference(old.as_ref().map(|old| &old.service), &service);
        let balancer = self.balancer_for(&service, old.as_ref());
        let chosen = endpoints::compute(&service, self.pods.in_namespace(&name.namespace));
        let mut row = ServiceEndpoints { service: name.clone(), endpoints: chosen };
        if &*name.namespace == "default" && &*name.name == "kubernetes" {
            row.endpoints = endpoints::of_api_server(&service, self.nodes.iter().next());
        }
        self.endpoints.put(row);
        self.services.put(ServiceState {
            cluster_ips: addresses(&service.spec.cluster_ips),
            external_ips: addresses(&service.spec.external_ips),
            balancer,
            service,
            name,
        });
        Ok(applied)
    }

    /// The address a cloud gives: the one asked for, the one it gave before, or the next free one of 203.0.113.0/24,
    /// which is reserved for documentation (RFC 5737).
    fn balancer_for(&mut self, service: &Service, old: Option<&ServiceState>) -> Option<IpAddr> {
        let before = old.and_then(|old| old.balancer);
        if let Some(address) = before {
            Arc::make_mut(&mut self.balancers).remove(&address);
        }
        let spec = &service.spec;
        if spec.r#type != "LoadBalancer" || spec.load_balancer_class.is_some() || !self.spec.platform.gives_balancers()
        {
            return None;
        }
        let own = self.spec.external_balancer.as_ref().map(|balancer| balancer.address);
        let free = |address: &IpAddr| !self.balancers.contains_key(address) && own != Some(*address);
        let address = [spec.load_balancer_ip.parse().ok(), before]
            .into_iter()
            .flatten()
            .chain((10..=254).map(|host| IpAddr::V4(Ipv4Addr::new(203, 0, 113, host))))
            .find(free)?;
        Arc::make_mut(&mut self.balancers).insert(address, ObjectName::of(&service.metadata));
        Some(address)
    }

    fn delete_service(&mut self, namespace: &str, name: &str) -> bool {
        let Some(old) = self.services.remove(namespace, name) else { return false };
        self.allocations.release(&old);
        self.endpoints.remove(namespace, name);
        if let Some(address) = old.balancer {
            Arc::make_mut(&mut self.balancers).remove(&address);
        }
        if namespace == "default" && name == "kubernetes" {
            self.put_kubernetes_service();
        }
        true
    }
}

/// Objects of a world go in so that what is given comes before what has to be made up, and by name, because a
/// snapshot has no order.
fn building_order(object: &Object) -> (u8, bool, String, String) {
    let (rank, makes_up) = match object {
        Object::Namespace(_) => (0, false),
        Object::Node(_) => (1, false),
        Object::Service(service) => (2, !asks_by_number(service)),
        Object::Pod(pod) => (3, pod.status.pod_ip.is_empty()),
        Object::Deployment(_) => (4, false),
    };
    let metadata = object.metadata();
    (rank, makes_up, metadata.namespace.clone(), metadata.name.clone())
}

fn asks_by_number(service: &Service) -> bool {
    !service.spec.cluster_ip.is_empty() || service.spec.ports.iter().any(|port| port.node_port != 0)
}

fn difference<T: PartialEq>(old: Option<&T>, new: &T) -> Applied {
    match old {
        None => Applied::Created,
        Some(old) if old == new => Applied::Unchanged,
        Some(_) => Applied::Configured,
    }
}

fn names<'n>(names: impl Iterator<Item = &'n ObjectName>) -> Vec<Arc<str>> {
    names.map(|name| Arc::clone(&name.name)).collect()
}

fn addresses(texts: &[String]) -> Vec<IpAddr> {
    texts.iter().filter_map(|text| text.parse().ok()).collect()
}

/// On update the server keeps what it has given out where the manifest says nothing
/// (`patchAllocatedValues` in pkg/registry/core/service/storage).
fn keep_allocated(service: &mut Service, old: &Service) {
    let has_address = |service: &Service| service.spec.r#type != "ExternalName";
    if has_address(service) && has_address(old) && service.spec.cluster_ip.is_empty() {
        service.spec.cluster_ip.clone_from(&old.spec.cluster_ip);
        service.spec.cluster_ips.clone_from(&old.spec.cluster_ips);
    }
    if allocate::needs_node_ports(service) && allocate::needs_node_ports(old) {
        let taken: Vec<i32> = service.spec.ports.iter().map(|port| port.node_port).filter(|port| *port != 0).collect();
        for port in service.spec.ports.iter_mut().filter(|port| port.node_port == 0) {
            let same = |it: &&ServicePort| it.port == port.port && it.protocol == port.protocol;
            if let Some(before) = old.spec.ports.iter().find(same)
                && !taken.contains(&before.node_port)
            {
                port.node_port = before.node_port;
            }
        }
    }
    if service.spec.r#type == "LoadBalancer" && service.spec.health_check_node_port == 0 {
        service.spec.health_check_node_port = old.spec.health_check_node_port;
    }
}

fn check_cluster_ip_stays(service: &Service, old: &Service, name: &ObjectName) -> Result<(), Vec<Refusal>> {
    let (new, before) = (&service.spec.cluster_ip, &old.spec.cluster_ip);
    if service.spec.r#type == "ExternalName" || before.is_empty() || new == before {
        return Ok(());
    }
    let detail = format!("Invalid value: [\"{new}\"]: may not change once set");
    let mut refusal = Refusal::invalid("Service", name.clone(), "spec.clusterIPs[0]", detail);
    refusal.code = Some(Code("cluster-ip-invalid"));
    Err(vec![refusal])
}

/// Whether a ReplicaSet of `state` may keep a pod with `labels`.
fn keeps(state: &DeploymentState, labels: &StringMap) -> bool {
    selects(&state.deployment.match_labels, labels) && labels.get(TEMPLATE_HASH) == Some(&state.template_hash)
}

/// `pod-template-hash`: FNV-1a over the template, written in safe letters digit by digit as a real cluster does
/// (`ComputeHash` in pkg/controller and `SafeEncodeString`). Equal templates have equal hashes; the number itself is
/// not a real cluster's, which hashes Go's memory layout.
fn template_hash(deployment: &Deployment) -> String {
    let mut text = String::new();
    let metadata = &deployment.template_metadata;
    // Writing to a String cannot fail.
    let _ = write!(text, "{:?}{:?}{:?}", metadata.labels, metadata.annotations, deployment.template);
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash.to_string().bytes().map(|digit| letter(u32::from(digit))).collect()
}

/// Five letters for a generated name.
fn suffix(mut lot: u32) -> String {
    let mut text = String::with_capacity(5);
    for _ in 0..5 {
        text.push(letter(lot));
        lot /= 27;
    }
    text
}

fn letter(number: u32) -> char {
    LETTERS.get((number % 27) as usize).map_or('x', |byte| char::from(*byte))
}
