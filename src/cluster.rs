//! The simulated cluster: what becomes of accepted objects, and what becomes of a request.
//!
//! Deterministic: no clock and no randomness. Where a real cluster throws dice (addresses, node ports, the endpoint
//! a packet goes to), a rule written down beside the code decides, so that grading can ask again and get the same
//! answer.
//!
//! The map: [`world`] reads a world; [`state`] is what a cluster holds, [`platform`] where it stands. Objects go in
//! through `control` (the API server's storage, the scheduler and the controllers), which asks `kubelet` what runs in a
//! pod, keeps `endpoints` up to date and asks [`allocate`] for addresses. [`request`] and [`trace`] are the question and
//! the answer, `proxy` finds it, [`dns`] resolves names, [`explain`] says it in Korean. [`fate`] stands in for dice.
//! [`inspect`] looks for what a learner may have meant.
//!
//! This layer must not know: lessons, screens.

pub mod allocate;
mod control;
pub mod dns;
mod endpoints;
pub mod explain;
pub mod fate;
#[cfg(test)]
mod fixture;
mod image;
pub mod inspect;
mod kubelet;
pub mod platform;
mod proxy;
pub mod refusal;
pub mod request;
pub mod state;
#[cfg(test)]
mod tests;
pub mod trace;
pub mod world;

pub use control::{Applied, Made, fenceposts, takes_daemon};
pub use proxy::echo::Echo;

use crate::kube::model::Namespace;
use allocate::Allocations;
use platform::WorldSpec;
use request::{Request, Source, Target};
use state::{
    DeploymentState, Endpoint, Endpoints, NodeState, ObjectName, PodState, ServiceEndpoints, ServiceState, Table,
};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::Arc;
use trace::{Outcome, Trace};

/// A cluster: everything in it, and the addresses that were given out. A clone costs a few reference counts.
#[derive(Clone, Debug, Default)]
pub struct Cluster {
    spec: Arc<WorldSpec>,
    namespaces: Table<Namespace>,
    nodes: Table<NodeState>,
    deployments: Table<DeploymentState>,
    pods: Table<PodState>,
    services: Table<ServiceState>,
    endpoints: Table<ServiceEndpoints>,
    allocations: Allocations,
    pod_addresses: Arc<BTreeMap<IpAddr, ObjectName>>,
    balancers: Arc<BTreeMap<IpAddr, ObjectName>>,
    /// Whether `minikube tunnel` runs on the laptop.
    tunnel: bool,
    /// How many pods the scheduler has placed: whose turn it is.
    scheduled: usize,
    fate: Arc<fate::Fate>,
}

/// All that can become of a request over repetitions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The pods that answer some of the time.
    pub pods: BTreeSet<ObjectName>,
    /// The other ends, one of each; empty where every request is answered by a pod.
    pub others: Vec<Outcome>,
}

impl Cluster {
    /// Where it stands.
    #[must_use]
    pub fn spec(&self) -> &WorldSpec {
        &self.spec
    }

    /// The namespaces, sorted by name.
    #[must_use]
    pub fn namespaces(&self) -> &Table<Namespace> {
        &self.namespaces
    }

    /// The nodes, sorted by name; there is always one.
    #[must_use]
    pub fn nodes(&self) -> &Table<NodeState> {
        &self.nodes
    }

    /// The Deployments, sorted by namespace and name.
    #[must_use]
    pub fn deployments(&self) -> &Table<DeploymentState> {
        &self.deployments
    }

    /// The pods, sorted by namespace and name.
    #[must_use]
    pub fn pods(&self) -> &Table<PodState> {
        &self.pods
    }

    /// The Services, `kubernetes` among them, sorted by namespace and name.
    #[must_use]
    pub fn services(&self) -> &Table<ServiceState> {
        &self.services
    }

    /// The endpoints of a Service; none at all where it does not exist.
    #[must_use]
    pub fn endpoints(&self, namespace: &str, name: &str) -> &Endpoints {
        static NONE: Endpoints = Endpoints { slices: Vec::new() };
        self.endpoints.get(namespace, name).map_or(&NONE, |row| &row.endpoints)
    }

    /// The endpoints of a Service that get its traffic: ready, and with at least one of its ports. A pod that lacks every port its
    /// Service asks for by name stands in a slice without ports, to which kube-proxy sends nothing, and not in the Endpoints object
    /// (`FindPort` in `pkg/api/v1/pod/util.go`). A headless Service without ports is for DNS alone, which asks for none.
    pub fn endpoints_in_use(&self, namespace: &str, name: &str) -> impl Iterator<Item = &Endpoint> {
        let has_ports = self.services.get(namespace, name).is_none_or(|it| !it.service.spec.ports.is_empty());
        let slices = self.endpoints(namespace, name).slices.iter();
        let in_use = slices.filter(move |slice| !has_ports || !slice.ports.is_empty());
        in_use.flat_map(|slice| &slice.endpoints).filter(|endpoint| endpoint.ready)
    }

    /// The pods among [`Cluster::endpoints_in_use`].
    pub fn pods_behind(&self, namespace: &str, name: &str) -> impl Iterator<Item = &ObjectName> {
        self.endpoints_in_use(namespace, name).filter_map(|endpoint| endpoint.pod.as_ref())
    }

    /// What `text` asks for, as [`Target::parse`] reads it with this cluster's nodes.
    #[must_use]
    pub fn target(&self, text: &str) -> Option<Target> {
        Target::parse(text, self.nodes.iter().map(NodeState::name))
    }

    /// What a DNS name comes to for somebody in the cluster.
    #[must_use]
    pub fn resolve(&self, name: &str, from: &Source) -> dns::Resolution {
        dns::resolve(self, name, from)
    }

    /// The names below a headless Service and their addresses, as its DNS publishes them.
    #[must_use]
    pub fn published_hosts(&self, service: &ServiceState) -> Vec<(String, IpAddr)> {
        dns::published_hosts(self, service)
    }

    /// What becomes of one request. The trace ends in an answer or in a stated reason.
    #[must_use]
    pub fn request(&self, request: &Request) -> Trace {
        proxy::trace(self, request)
    }

    /// What becomes of a ping, which asks an address and no port.
    #[must_use]
    pub fn echo(&self, from: &Source, address: IpAddr) -> Echo {
        proxy::echo::echo(self, from, address)
    }

    /// What becomes of a request when it is repeated until nothing new can happen; `request.nth` does not matter.
    #[must_use]
    pub fn reach(&self, request: &Request) -> Reach {
        proxy::reach(self, request)
    }

    /// How the dice will fall, to be said beforehand.
    pub fn fate_mut(&mut self) -> &mut fate::Fate {
        Arc::make_mut(&mut self.fate)
    }

    fn service(&self, name: &ObjectName) -> Option<&ServiceState> {
        self.services.get(&name.namespace, &name.name)
    }

    fn pod(&self, name: &ObjectName) -> Option<&PodState> {
        self.pods.get(&name.namespace, &name.name)
    }

    fn node(&self, name: &str) -> Option<&NodeState> {
        self.nodes.get("", name)
    }
}
