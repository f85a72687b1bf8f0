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

mod again;
mod deployments;
mod nodes;
mod pods;
mod scheduler;
mod services;

use super::Cluster;
use super::refusal::Refusal;
use super::state::ObjectName;
use super::world::World;
use crate::kube::model::{Metadata, Namespace, Node, Object, Service};
use std::sync::Arc;

pub use again::Made;
pub use deployments::fenceposts;
pub use scheduler::takes_daemon;

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
pub(super) const NAMESPACES: [&str; 4] = ["default", "kube-node-lease", "kube-public", "kube-system"];
/// Those of them that cannot be deleted (admission plugin NamespaceLifecycle).
const PROTECTED: [&str; 3] = ["default", "kube-public", "kube-system"];

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
                self.allocations.clone().allocate(&mut service.clone(), self.spec.version)?;
            }
            return Err(vec![Refusal::already_exists(object.kind(), ObjectName::of(object.metadata()))]);
        }
        self.apply(object).map(drop)
    }

    /// Creates an object or replaces the one of its name. Its status is not looked at, as the server does not.
    pub fn apply(&mut self, object: Object) -> Result<Applied, Vec<Refusal>> {
        self.put(object, Origin::Manifest)
    }

    /// Takes an object as it is said to stand now, its status included, as kubelets, nodes and clouds report it.
    pub fn report(&mut self, object: Object) -> Result<Applied, Vec<Refusal>> {
        self.put(object, Origin::World)
    }

    /// What the server gives to a Service before it validates it; nothing is taken. Refusals are those of allocation.
    pub fn allocated(&self, mut service: Service) -> Result<Service, Vec<Refusal>> {
        let name = ObjectName::of(&service.metadata);
        let mut allocations = self.allocations.clone();
        if let Some(old) = self.services.get(&name.namespace, &name.name) {
            services::update(&mut service, &old.service, &name)?;
            allocations.release(old);
        }
        allocations.allocate(&mut service, self.spec.version)?;
        Ok(service)
    }

    /// What the server gives to a new Service of that name, as if there were none yet: what it asks for by number may be
    /// taken already.
    pub fn allocated_anew(&self, mut service: Service) -> Result<Service, Vec<Refusal>> {
        self.allocations.clone().allocate(&mut service, self.spec.version)?;
        Ok(service)
    }

    /// Deletes an object; what it owned goes with it.
    pub fn delete(&mut self, kind: &'static str, namespace: &str, name: &str) -> Result<(), Refusal> {
        if kind == "Namespace" && PROTECTED.contains(&name) {
            return Err(Refusal::forbidden(kind, ObjectName::new("", name), "this namespace may not be deleted"));
        }
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
