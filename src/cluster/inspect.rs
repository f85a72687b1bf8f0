//! What a learner may have meant: which labels nearly match, which ports are open, who calls a Service by its name.
//!
//! Must not know: where in a text any of it stands, how it is told.

use super::Cluster;
use super::endpoints::{self, is_selected_for};
use super::kubelet;
use super::request::{CallSpec, Protocol, Request, Source, Target};
use super::state::{ObjectName, PodState, ServiceState, Socket};
use super::trace::{NoEndpoints, PortRole, Trace};
use crate::kube::model::{IntOrString, Pod, Service, ServicePort, StringMap, selects};
use crate::text::near;
use std::collections::BTreeMap;

/// All that is known about how a Service meets the pods of its namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspection {
    /// The pods its selector chooses, sorted by name.
    pub selected: Vec<ObjectName>,
    /// Those of them that are not ready.
    pub not_ready: Vec<ObjectName>,
    /// Where the selector chooses nothing: the pods that come closest, the closest first.
    pub near_misses: Vec<NearMiss>,
    /// The Deployment whose own labels the selector gives while its pods carry others.
    pub deployment_labels: Option<ObjectName>,
    /// For each port of the Service how it meets the chosen pods.
    pub ports: Vec<PortInspection>,
    /// Pods in other namespaces that carry all of the selector's labels.
    pub elsewhere: Vec<ObjectName>,
}

/// A pod that a selector nearly chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// The pod.
    pub pod: ObjectName,
    /// Pairs of the selector that the pod has.
    pub matching: usize,
    /// Pairs of the selector that the pod has not, in order.
    pub differences: Vec<Difference>,
}

/// A pair of a selector that a pod does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The selector's key.
    pub key: String,
    /// The selector's value.
    pub value: String,
    /// The label of the pod that was probably meant.
    pub closest: Option<(String, String)>,
    /// How far the two are apart: letters to change.
    pub distance: usize,
}

/// How one port of a Service meets the pods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortInspection {
    /// Its place in `spec.ports`.
    pub index: usize,
    /// Chosen pods in which nobody listens where targetPort leads, with where they do listen.
    pub deaf: Vec<DeafPod>,
    /// Chosen pods in which the process there listens on 127.0.0.1 only.
    pub localhost_only: Vec<ObjectName>,
    /// For a named targetPort: chosen pods that have no port of the name.
    pub nameless: Vec<ObjectName>,
    /// The names of ports that the chosen pods do have, sorted.
    pub names: Vec<String>,
    /// Whether the pods listen at the Service's `port` but not at its `targetPort`: the two look swapped.
    pub swapped: bool,
}

/// A pod that does not listen where it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeafPod {
    /// The pod.
    pub pod: ObjectName,
    /// Where targetPort leads.
    pub port: u16,
    /// Where its processes listen, those reachable from elsewhere.
    pub sockets: Vec<Socket>,
}

/// A connection that an app in a pod opens (`kijabi/calls`), and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The pod.
    pub from: ObjectName,
    /// Whom it calls.
    pub to: CallSpec,
    /// What becomes of it.
    pub trace: Trace,
}

impl Cluster {
    /// How a Service, which need not exist, would meet the pods of its namespace.
    #[must_use]
    pub fn inspect(&self, service: &Service) -> Inspection {
        let mut inspection = Inspection::default();
        let selector = &service.spec.selector;
        if !is_selected_for(service) {
            return inspection;
        }
        let namespace = service.metadata.namespace.as_str();
        let chosen: Vec<&PodState> =
            self.pods.in_namespace(namespace).filter(|pod| selects(selector, &pod.pod.metadata.labels)).collect();
        inspection.ports = inspect_ports(service, &chosen);
        inspection.not_ready = names(chosen.iter().filter(|pod| !pod.is_ready()));
        inspection.selected = names(chosen.iter());
        if chosen.is_empty() {
            inspection.near_misses = self.near_misses(selector, namespace);
            inspection.deployment_labels = self.deployment_with_labels(selector, namespace);
            let fits =
                |pod: &&PodState| *pod.name.namespace != *namespace && selects(selector, &pod.pod.metadata.labels);
            inspection.elsewhere = self.pods.iter().filter(fits).map(|pod| pod.name.clone()).collect();
        }
        inspection
    }

    /// Every connection that an app opens, with its trace: the legs of a system of several apps.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        let mut calls = Vec::new();
        for pod in self.pods.iter() {
            for to in kubelet::calls(&pod.pod) {
                let trace = self.call(&pod.name, &to);
                calls.push(Call { from: pod.name.clone(), to, trace });
            }
        }
        calls
    }

    /// The calls whose name means Service `namespace/name`, whether it exists or not: who refers to it.
    #[must_use]
    pub fn callers(&self, namespace: &str, name: &str) -> Vec<(ObjectName, CallSpec)> {
        let mut callers = Vec::new();
        for pod in self.pods.iter() {
            for call in kubelet::calls(&pod.pod) {
                let (service, meant) = super::dns::meant(&call.host, &pod.name.namespace);
                if service == name && meant == namespace {
                    callers.push((pod.name.clone(), call));
                }
            }
        }
        callers
    }

    fn call(&self, from: &ObjectName, to: &CallSpec) -> Trace {
        let target = Target::Name(to.host.clone());
        self.request(&Request::tcp(Source::Pod(from.clone()), target, to.port).by(to.protocol))
    }

    /// How a pod, which a Service does not choose, comes close to what the Service looks for; `None` where it does not.
    #[must_use]
    pub fn near_miss(&self, service: &Service, pod: &Pod) -> Option<NearMiss> {
        let (selector, labels) = (&service.spec.selector, &pod.metadata.labels);
        if !is_selected_for(service) || selects(selector, labels) {
            return None;
        }
        let (matching, differences) = near_miss(selector, labels)?;
        Some(NearMiss { pod: ObjectName::of(&pod.metadata), matching, differences })
    }

    fn near_misses(&self, selector: &StringMap, namespace: &str) -> Vec<NearMiss> {
        // Pods of one template carry the same labels: each set of labels is held against the selector once.
        let mut judged: BTreeMap<&StringMap, Option<(usize, Vec<Difference>)>> = BTreeMap::new();
        let mut misses: Vec<NearMiss> = Vec::new();
        for pod in self.pods.in_namespace(namespace) {
            let labels = &pod.pod.metadata.labels;
            if let Some((matching, differences)) = judged.entry(labels).or_insert_with(|| near_miss(selector, labels)) {
                let (matching, differences) = (*matching, differences.clone());
                misses.push(NearMiss { pod: pod.name.clone(), matching, differences });
            }
        }
        let distance = |miss: &NearMiss| miss.differences.iter().map(|it| it.distance).sum::<usize>();
        misses.sort_by_key(|miss| (miss.differences.len(), distance(miss)));
        misses
    }

    fn deployment_with_labels(&self, selector: &StringMap, namespace: &str) -> Option<ObjectName> {
        let found = self.deployments.in_namespace(namespace).find(|state| {
            let deployment = &state.deployment;
            selects(selector, &deployment.metadata.labels) && !selects(selector, &deployment.template_metadata.labels)
        });
        found.map(|state| state.name.clone())
    }
}

/// Why a port of a Service has no endpoint that is ready.
pub(super) fn why_no_endpoints(cluster: &Cluster, state: &ServiceState, port: &ServicePort) -> NoEndpoints {
    let why = why_no_addresses(cluster, state);
    let endpoints = cluster.endpoints(&state.name.namespace, &state.name.name);
    let IntOrString::String(name) = &port.target_port else { return why };
    if endpoints.all().next().is_none() || endpoints.at_port(&port.name).next().is_some() {
        return why;
    }
    let selector = &state.service.spec.selector;
    let chosen: Vec<&PodState> = cluster
        .pods
        .in_namespace(&state.name.namespace)
        .filter(|pod| selects(selector, &pod.pod.metadata.labels))
        .collect();
    NoEndpoints::NoNamedPort { name: name.clone(), names: port_names(&chosen, endpoints::protocol(port)) }
}

/// Why no endpoint of a Service is ready, whatever the port.
pub(super) fn why_no_addresses(cluster: &Cluster, state: &ServiceState) -> NoEndpoints {
    let selector = &state.service.spec.selector;
    if selector.is_empty() {
        return NoEndpoints::NoSelector;
    }
    let chosen = || {
        let pods = cluster.pods.in_namespace(&state.name.namespace);
        pods.filter(|pod| selects(selector, &pod.pod.metadata.labels))
    };
    if chosen().next().is_none() {
        return NoEndpoints::NothingSelected;
    }
    let waiting = chosen().filter(|pod| pod.address.is_some());
    let pods: Vec<ObjectName> = waiting.map(|pod| pod.name.clone()).collect();
    if pods.is_empty() {
        return NoEndpoints::NoAddress { pods: chosen().map(|pod| pod.name.clone()).collect() };
    }
    NoEndpoints::NotReady { pods }
}

/// The role a number has in a Service.
pub(super) fn role_of(service: &Service, number: u16) -> Option<PortRole> {
    service.spec.ports.iter().find_map(|port| role_in(port, number))
}

/// The role a number has in one port of a Service.
pub(super) fn role_in(port: &ServicePort, number: u16) -> Option<PortRole> {
    let number = i32::from(number);
    if port.port == number {
        Some(PortRole::Port)
    } else if port.target_port == IntOrString::Int(number) {
        Some(PortRole::TargetPort)
    } else if port.node_port == number {
        Some(PortRole::NodePort)
    } else {
        None
    }
}

/// The candidate most like `word`, where one is like it at all: at most a third of the letters differ, or one is the
/// beginning or a dashed part of the other (`redis-svc` for `redis`).
#[must_use]
pub fn closest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let part_of = |long: &str, short: &str| short.len() >= 2 && long.split('-').any(|part| part == short);
    let length = word.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let allowed = (length.max(candidate.chars().count()) / 3).max(1);
        let rank = if part_of(candidate, word) || part_of(word, candidate) {
            let distance = near::distance(word, candidate);
            Some(if distance <= allowed { distance } else { allowed + distance })
        } else {
            // One that is no nearer than another was need not be measured.
            let limit = best.map_or(allowed, |(rank, _)| allowed.min(rank.saturating_sub(1)));
            near::distance_within(word, candidate, limit)
        };
        if let Some(rank) = rank.filter(|rank| best.is_none_or(|(least, _)| *rank < least)) {
            best = Some((rank, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Labels as a near miss: they must share a pair, or have one that is like the selector's. How many pairs match, and
/// those that do not.
fn near_miss(selector: &StringMap, labels: &StringMap) -> Option<(usize, Vec<Difference>)> {
    let mut matching = 0;
    let mut differences = Vec::new();
    for (key, value) in selector {
        if labels.get(key) == Some(value) {
            matching += 1;
        } else {
            differences.push(difference(key, value, labels));
        }
    }
    let is_near = matching > 0 || differences.iter().any(|difference| difference.closest.is_some());
    is_near.then_some((matching, differences))
}

/// The label that was probably meant: the one of the same key, or one of the same value, or the most similar pair.
fn difference(key: &str, value: &str, labels: &StringMap) -> Difference {
    let wanted = format!("{key}={value}");
    let ranked = labels.iter().filter_map(|(its_key, its_value)| {
        let apart = near::distance(&wanted, &format!("{its_key}={its_value}"));
        let is_like = its_key == key || its_value == value || apart <= (wanted.chars().count() / 3).max(1);
        is_like.then_some((apart, its_key, its_value))
    });
    let best = ranked.min_by_key(|(apart, ..)| *apart);
    Difference {
        key: key.to_owned(),
        value: value.to_owned(),
        distance: best.map_or(wanted.chars().count(), |(apart, ..)| apart),
        closest: best.map(|(_, key, value)| (key.clone(), value.clone())),
    }
}

fn inspect_ports(service: &Service, chosen: &[&PodState]) -> Vec<PortInspection> {
    let names = Protocol::ALL.map(|protocol| (protocol, port_names(chosen, protocol)));
    let inspect = |(index, port)| inspect_port(index, port, chosen, &names);
    service.spec.ports.iter().enumerate().map(inspect).collect()
}

/// `names` are those of the chosen pods' ports.
fn inspect_port(
    index: usize,
    port: &ServicePort,
    chosen: &[&PodState],
    names: &[(Protocol, Vec<String>)],
) -> PortInspection {
    let protocol = endpoints::protocol(port);
    let mut found = PortInspection {
        index,
        deaf: Vec::new(),
        localhost_only: Vec::new(),
        nameless: Vec::new(),
        names: names.iter().find(|(of, _)| *of == protocol).map_or_else(Vec::new, |(_, names)| names.clone()),
        swapped: false,
    };
    for pod in chosen {
        let Some(number) = endpoints::target_port(port, pod) else {
            found.nameless.push(pod.name.clone());
            continue;
        };
        let here = pod.sockets.iter().filter(|socket| socket.port == number && socket.protocol == protocol);
        match here.map(|socket| socket.localhost_only).min() {
            Some(false) => {}
            Some(true) => found.localhost_only.push(pod.name.clone()),
            None => {
                let open = pod.sockets.iter().filter(|socket| !socket.localhost_only).copied().collect();
                found.deaf.push(DeafPod { pod: pod.name.clone(), port: number, sockets: open });
            }
        }
    }
    found.swapped = !found.deaf.is_empty()
        && found.deaf.iter().all(|pod| {
            let hears = |socket: &Socket| i32::from(socket.port) == port.port && socket.protocol == protocol;
            i32::from(pod.port) != port.port && pod.sockets.iter().any(hears)
        });
    found
}

fn port_names(chosen: &[&PodState], protocol: Protocol) -> Vec<String> {
    let containers = chosen.iter().flat_map(|pod| &pod.pod.spec.containers);
    let ports = containers.flat_map(|container| &container.ports);
    let of_protocol = ports.filter(|port| Protocol::parse(&port.protocol) == Some(protocol) && !port.name.is_empty());
    let mut names: Vec<String> = of_protocol.map(|port| port.name.clone()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn names<'p>(pods: impl Iterator<Item = &'p &'p PodState>) -> Vec<ObjectName> {
    pods.map(|pod| pod.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_word_must_be_close() {
        let names = ["redis-svc", "db", "web"];
        assert_eq!(closest("redis", names.into_iter()), Some("redis-svc"));
        assert_eq!(closest("wbe", names.into_iter()), Some("web"));
        assert_eq!(closest("postgres", names.into_iter()), None);
    }
}
