//! What the cluster holds, as plain data: objects with what the control plane has filled in.
//!
//! Everything is shared until it is changed, so that a whole [`super::Cluster`] is cloned in a few steps however many
//! pods it has: grading applies a learner's file to a fresh clone at every keystroke.
//!
//! Must not know: how any of it comes about (controllers) or what traffic makes of it.

use super::request::Protocol;
use crate::kube::model::{Container, Deployment, Metadata, Namespace, Node, Pod, PodSpec, Service};
use std::cmp::Ordering;
use std::net::IpAddr;
use std::sync::Arc;

/// Namespace and name of an object; cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectName {
    /// Its namespace; empty for kinds that have none.
    pub namespace: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
}

impl ObjectName {
    /// The object `name` in `namespace`.
    #[must_use]
    pub fn new(namespace: &str, name: &str) -> Self {
        Self { namespace: namespace.into(), name: name.into() }
    }

    /// The name of the object that `metadata` belongs to.
    #[must_use]
    pub fn of(metadata: &Metadata) -> Self {
        Self::new(&metadata.namespace, &metadata.name)
    }

    /// Reads `NAME` (namespace `default`) or `NAMESPACE/NAME`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (namespace, name) = text.split_once('/').unwrap_or(("default", text));
        (!namespace.is_empty() && !name.is_empty() && !name.contains('/')).then(|| Self::new(namespace, name))
    }
}

/// As [`ObjectName::parse`] reads it: the namespace is left out where it is `default`.
impl std::fmt::Display for ObjectName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &*self.namespace {
            "" | "default" => f.write_str(&self.name),
            namespace => write!(f, "{namespace}/{}", self.name),
        }
    }
}

/// A pod and what runs in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodState {
    /// The object, its `spec.nodeName` and `status` filled in.
    pub pod: Pod,
    /// Its name.
    pub name: ObjectName,
    /// Its address; `None` while it is on no node or once it has ended.
    pub address: Option<IpAddr>,
    /// Where processes in it listen, in the order given.
    pub sockets: Vec<Socket>,
    /// The Deployment that keeps it.
    pub owner: Option<Owner>,
    /// Whether its node is Ready; the node controller takes readiness from every pod of a node that is not.
    pub node_ready: bool,
    /// The zone that its node is labelled with (`topology.kubernetes.io/zone`).
    pub zone: Option<Arc<str>>,
}

impl PodState {
    /// Whether its processes run.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.pod.status.phase == "Running"
    }

    /// Whether its images can be had.
    #[must_use]
    pub fn has_images(&self) -> bool {
        super::kubelet::can_pull(&self.pod.spec)
    }

    /// Whether its `Ready` condition is true.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.node_ready && self.pod.status.ready == Some(true)
    }

    /// Whether that container of it counts as ready: in a pod that is not, the others may be.
    #[must_use]
    pub fn is_container_ready(&self, container: &Container) -> bool {
        let blamed = self.pod.spec.containers.iter().any(|it| !self.passes_probe(it));
        self.pod.status.ready == Some(true) || (self.is_running() && blamed && self.passes_probe(container))
    }

    /// Whether the readinessProbe of that container of it succeeds; one without any does.
    #[must_use]
    pub fn passes_probe(&self, container: &Container) -> bool {
        super::kubelet::passes_probe(&self.pod.metadata, &self.pod.spec, container)
    }

    /// The number behind a container port's name: the first container that has it wins, as in
    /// `FindPort` of kubernetes pkg/api/v1/pod/util.go.
    #[must_use]
    pub fn named_port(&self, name: &str, protocol: Protocol) -> Option<u16> {
        self.pod.spec.containers.iter().flat_map(|container| &container.ports).find_map(|port| {
            let fits = port.name == name && Protocol::parse(&port.protocol) == Some(protocol);
            fits.then(|| u16::try_from(port.container_port).ok()).flatten()
        })
    }
}

/// Where a process listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Socket {
    /// The port.
    pub port: u16,
    /// The protocol.
    pub protocol: Protocol,
    /// Whether it is bound to 127.0.0.1, so that only the pod itself reaches it.
    pub localhost_only: bool,
}

/// As `kijabi/listens` writes it.
impl std::fmt::Display for Socket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.localhost_only {
            f.write_str("127.0.0.1:")?;
        }
        write!(f, "{}", self.port)?;
        match self.protocol {
            Protocol::Tcp => Ok(()),
            other => write!(f, "/{}", other.name().to_ascii_lowercase()),
        }
    }
}

/// Who keeps a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The Deployment.
    pub deployment: ObjectName,
    /// Name of the ReplicaSet between them: the Deployment's name and a hash of its template.
    pub replica_set: String,
    /// Its number among the pods the Deployment has made, from 1; 0 for one that the world shows.
    pub nth: u32,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeState {
    /// The object, addresses and readiness filled in.
    pub node: Node,
    /// The address inside the machines' network.
    pub internal: IpAddr,
    /// The address on the internet.
    pub external: Option<IpAddr>,
    /// Pods on it get addresses 10.244.`subnet`.2 and up.
    pub subnet: u8,
}

impl NodeState {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.node.metadata.name
    }

    /// Whether its `Ready` condition is true.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.node.ready != Some(false)
    }

    /// The zone it is labelled with.
    #[must_use]
    pub fn zone(&self) -> Option<&str> {
        self.node.metadata.labels.get("topology.kubernetes.io/zone").map(String::as_str)
    }
}

/// A Service and the addresses given to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceState {
    /// The object with clusterIP and node ports given out.
    pub service: Service,
    /// Its name.
    pub name: ObjectName,
    /// The clusterIPs; none for a headless Service or an ExternalName.
    pub cluster_ips: Vec<IpAddr>,
    /// `spec.externalIPs`.
    pub external_ips: Vec<IpAddr>,
    /// `status.loadBalancer.ingress`: the address a cloud gave; `None` while pending and for other types.
    pub balancer: Option<IpAddr>,
}

/// A Deployment and how far it has got.
#[derive(Clone, Debug, PartialEq)]
pub struct DeploymentState {
    /// The object.
    pub deployment: Deployment,
    /// Its name.
    pub name: ObjectName,
    /// `pod-template-hash`: the same for the same template.
    pub template_hash: String,
    /// How many pods it has made in all: numbers the next one, so that a deleted pod's name does not come back.
    pub made: u32,
    /// Its ReplicaSets, in the order in which they were made.
    pub replica_sets: Vec<ReplicaSetState>,
    /// What its controller did at the last change, step by step.
    pub scalings: Arc<[Scaling]>,
}

impl DeploymentState {
    /// One that has nothing yet.
    pub(super) fn new(deployment: Deployment, name: ObjectName) -> Self {
        let template_hash = String::new();
        Self { deployment, name, template_hash, made: 0, replica_sets: Vec::new(), scalings: Arc::default() }
    }

    /// The ReplicaSet of the newest revision.
    #[must_use]
    pub fn newest(&self) -> Option<&ReplicaSetState> {
        self.replica_sets.iter().max_by_key(|set| set.revision)
    }
}

/// A ReplicaSet of a Deployment.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplicaSetState {
    /// `pod-template-hash`; its name is the Deployment's with this behind.
    pub hash: String,
    /// The hash its template comes to, where another one was foreseen.
    pub(super) own_hash: String,
    /// `deployment.kubernetes.io/revision`.
    pub revision: u32,
    /// Revisions it had before it came back.
    pub past_revisions: Vec<u32>,
    /// How many pods it shall have.
    pub replicas: u32,
    /// The pods it makes.
    pub template: PodSpec,
    /// Their labels and annotations.
    pub template_metadata: Metadata,
}

/// One step of a rollout: a ReplicaSet is told another number of pods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scaling {
    /// The ReplicaSet's hash.
    pub hash: String,
    /// How many it had.
    pub from: u32,
    /// How many it shall have.
    pub to: u32,
}

/// The endpoints of one Service: what its EndpointSlices say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoints {
    /// One for each set of port numbers that the Service's ports come to; sorted by those ports. A Service with a
    /// selector always has at least one, be it empty; others have none.
    ///
    /// Simplified: a real slice ends at 100 endpoints and another begins; here it goes on.
    pub slices: Vec<EndpointSlice>,
}

impl Endpoints {
    /// All endpoints that have a port of that name, with its number.
    pub fn at_port<'e>(&'e self, port_name: &'e str) -> impl Iterator<Item = (&'e Endpoint, u16)> + 'e {
        self.slices.iter().flat_map(move |slice| {
            let port = slice.ports.iter().find(|port| port.name == port_name).map(|port| port.port);
            slice.endpoints.iter().filter_map(move |endpoint| Some((endpoint, port?)))
        })
    }

    /// Every endpoint, ready or not.
    pub fn all(&self) -> impl Iterator<Item = &Endpoint> {
        self.slices.iter().flat_map(|slice| &slice.endpoints)
    }
}

/// Endpoints that share their port numbers (discovery.k8s.io/v1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndpointSlice {
    /// The Service's ports with the pods' numbers; a named port that a pod does not have is left out.
    pub ports: Arc<[EndpointPort]>,
    /// Sorted by address.
    pub endpoints: Vec<Endpoint>,
}

/// A port of a slice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EndpointPort {
    /// Name of the Service's port.
    pub name: String,
    /// Number of the pods' port.
    pub port: u16,
    /// The protocol.
    pub protocol: Protocol,
}

/// One address behind a Service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The pod's address.
    pub address: IpAddr,
    /// The pod; `None` for the API server behind Service `kubernetes`.
    pub pod: Option<ObjectName>,
    /// The node it is on.
    pub node: Arc<str>,
    /// Condition `ready`: gets traffic. Also true for a pod that is not ready where the Service says
    /// `publishNotReadyAddresses`.
    pub ready: bool,
    /// Condition `serving`: the pod itself is ready.
    pub serving: bool,
    /// Condition `terminating`: the pod is on its way out.
    pub terminating: bool,
    /// For whom it is meant; `None` where it is for everybody.
    pub hints: Option<Arc<Hints>>,
}

/// The nodes for whose traffic an endpoint is meant (`hints` of discovery.k8s.io/v1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// `forZones`: nodes of these zones.
    pub zones: Vec<Arc<str>>,
    /// `forNodes`: these nodes.
    pub nodes: Vec<Arc<str>>,
}

/// A Service's endpoints as a row of their own, so that a pod's change leaves the Service untouched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceEndpoints {
    /// The Service.
    pub service: ObjectName,
    /// Its endpoints.
    pub endpoints: Endpoints,
}

impl Row for ServiceEndpoints {
    fn key(&self) -> (&str, &str) {
        (&self.service.namespace, &self.service.name)
    }
}

/// Something that has a place in a [`Table`].
pub trait Row {
    /// Its namespace (empty for none) and its name.
    fn key(&self) -> (&str, &str);
}

macro_rules! rows {
    ($($state:ty: |$it:ident| $metadata:expr;)*) => {
        $(impl Row for $state {
            fn key(&self) -> (&str, &str) {
                let $it = self;
                let metadata: &Metadata = $metadata;
                (&metadata.namespace, &metadata.name)
            }
        })*
    };
}

rows! {
    PodState: |it| &it.pod.metadata;
    NodeState: |it| &it.node.metadata;
    ServiceState: |it| &it.service.metadata;
    DeploymentState: |it| &it.deployment.metadata;
    Namespace: |it| &it.metadata;
}

/// Objects of one kind, sorted by namespace and name; a clone shares them all until one side changes.
#[derive(Debug, PartialEq)]
pub struct Table<T> {
    rows: Arc<Vec<Arc<T>>>,
}

impl<T> Clone for Table<T> {
    fn clone(&self) -> Self {
        Self { rows: Arc::clone(&self.rows) }
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Arc::default() }
    }
}

impl<T: Row> Table<T> {
    /// The row of that name.
    #[must_use]
    pub fn get(&self, namespace: &str, name: &str) -> Option<&T> {
        self.find(namespace, name).ok().and_then(|index| self.rows.get(index)).map(AsRef::as_ref)
    }

    /// [`Table::get`], to be held on to.
    pub(super) fn shared(&self, namespace: &str, name: &str) -> Option<&Arc<T>> {
        self.find(namespace, name).ok().and_then(|index| self.rows.get(index))
    }

    /// Whether it shares its rows with `other`: then nothing has changed.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.rows, &other.rows)
    }

    /// All rows, sorted by namespace and name.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> + DoubleEndedIterator {
        self.rows.iter().map(AsRef::as_ref)
    }

    /// The rows of one namespace, sorted by name.
    pub fn in_namespace<'t>(&'t self, namespace: &'t str) -> impl Iterator<Item = &'t T> + 't {
        let start = self.rows.partition_point(|row| row.key().0 < namespace);
        self.rows.iter().skip(start).map(AsRef::as_ref).take_while(move |row| row.key().0 == namespace)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Puts a row in, in the place of one of the same name.
    pub fn put(&mut self, row: T) {
        self.put_shared(Arc::new(row));
    }

    /// [`Table::put`] for a row that others hold too.
    pub(super) fn put_shared(&mut self, row: Arc<T>) {
        let (namespace, name) = row.key();
        let place = self.find(namespace, name);
        let rows = Arc::make_mut(&mut self.rows);
        match place {
            Ok(index) => {
                if let Some(old) = rows.get_mut(index) {
                    *old = row;
                }
            }
            Err(index) => rows.insert(index, row),
        }
    }

    /// Changes a row in place.
    pub fn update(&mut self, namespace: &str, name: &str, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        if let Ok(index) = self.find(namespace, name)
            && let Some(row) = Arc::make_mut(&mut self.rows).get_mut(index)
        {
            change(Arc::make_mut(row));
        }
    }

    /// Takes a row out.
    pub fn remove(&mut self, namespace: &str, name: &str) -> Option<Arc<T>> {
        let index = self.find(namespace, name).ok()?;
        Some(Arc::make_mut(&mut self.rows).remove(index))
    }

    fn find(&self, namespace: &str, name: &str) -> Result<usize, usize> {
        self.rows.binary_search_by(|row| -> Ordering { row.key().cmp(&(namespace, name)) })
    }
}
