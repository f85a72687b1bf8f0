//! The endpoints controller: which pods stand behind a Service, and at which ports.
//!
//! Follows pkg/controller/endpointslice and staging/src/k8s.io/endpointslice of Kubernetes 1.34: a pod is an endpoint
//! where it lies in the Service's namespace, carries every pair of the selector, has an address and has not ended.
//! A change of one pod changes one entry; nothing is computed anew (a property test holds the two equal).
//!
//! Must not know: requests, kube-proxy.

use super::request::Protocol;
use super::state::{Endpoint, EndpointPort, EndpointSlice, Endpoints, Hints, NodeState, PodState};
use crate::kube::model::{IntOrString, Service, ServicePort, selects};
use std::sync::Arc;

/// The endpoints of `service` among `pods`, which are those of its namespace.
pub(super) fn compute<'p>(service: &Service, pods: impl Iterator<Item = &'p PodState>) -> Endpoints {
    let mut endpoints = Endpoints::default();
    if !is_selected_for(service) {
        return endpoints;
    }
    let by_number = service.spec.ports.iter().all(|port| matches!(port.target_port, IntOrString::Int(_)));
    let mut shared: Option<Arc<[EndpointPort]>> = None;
    for pod in pods.filter(|pod| selects(&service.spec.selector, &pod.pod.metadata.labels)) {
        if by_number {
            // Numbers are the same at every pod.
            insert(&mut endpoints, service, pod, shared.get_or_insert_with(|| ports(service, pod)));
        } else {
            insert(&mut endpoints, service, pod, &ports(service, pod));
        }
    }
    keep_placeholder(&mut endpoints);
    endpoints
}

/// Takes the change of one pod of the Service's namespace into account: how it was before, how it is now.
pub(super) fn update(endpoints: &mut Endpoints, service: &Service, old: Option<&PodState>, new: Option<&PodState>) {
    if !is_selected_for(service) {
        return;
    }
    if let Some(old) = old {
        remove(endpoints, old);
    }
    if let Some(new) = new.filter(|new| selects(&service.spec.selector, &new.pod.metadata.labels)) {
        insert(endpoints, service, new, &ports(service, new));
    }
    keep_placeholder(endpoints);
}

/// The endpoints of Service `kubernetes`: the API server's process on its node.
pub(super) fn of_api_server(service: &Service, node: Option<&NodeState>) -> Endpoints {
    let Some(node) = node else { return Endpoints::default() };
    let number = |port: &ServicePort| match port.target_port {
        IntOrString::Int(number) => u16::try_from(number).ok(),
        IntOrString::String(_) => None,
    };
    let resolve = |port: &ServicePort| {
        Some(EndpointPort { name: port.name.clone(), port: number(port)?, protocol: protocol(port) })
    };
    let (address, node) = (node.internal, node.name().into());
    let endpoint = Endpoint { address, pod: None, node, ready: true, serving: true, terminating: false, hints: None };
    let ports = service.spec.ports.iter().filter_map(resolve).collect();
    Endpoints { slices: vec![EndpointSlice { ports, endpoints: vec![endpoint] }] }
}

/// Whether the controller looks after this Service at all: it leaves those without selector, and ExternalName, alone.
pub(super) fn is_selected_for(service: &Service) -> bool {
    !service.spec.selector.is_empty() && service.spec.r#type != "ExternalName"
}

/// The number that a port of a Service comes to at `pod`: a name is looked up in each pod by itself, so pods may differ.
pub(super) fn target_port(port: &ServicePort, pod: &PodState) -> Option<u16> {
    match &port.target_port {
        // Defaulting has set it to `port`; an object that never went through it is read the same way.
        IntOrString::Int(0) => u16::try_from(port.port).ok(),
        IntOrString::Int(number) => u16::try_from(*number).ok(),
        IntOrString::String(name) => pod.named_port(name, protocol(port)),
    }
}

/// The protocol of a port of a Service.
pub(super) fn protocol(port: &ServicePort) -> Protocol {
    Protocol::parse(&port.protocol).unwrap_or_default()
}

/// Adds a pod that the selector chooses to the slice of those `ports`.
fn insert(endpoints: &mut Endpoints, service: &Service, pod: &PodState, ports: &Arc<[EndpointPort]>) {
    let Some(address) = pod.address else { return };
    let terminating = !pod.pod.metadata.deletion_timestamp.is_empty();
    let mut endpoint = Endpoint {
        address,
        pod: Some(pod.name.clone()),
        node: pod.pod.spec.node_name.as_str().into(),
        ready: (pod.is_ready() && !terminating) || service.spec.publish_not_ready_addresses,
        serving: pod.is_ready(),
        terminating,
        hints: None,
    };
    endpoint.hints = hints(service, pod, &endpoint);
    let slices = &mut endpoints.slices;
    let at = slices.binary_search_by(|slice| slice.ports.cmp(ports)).unwrap_or_else(|at| {
        slices.insert(at, EndpointSlice { ports: Arc::clone(ports), endpoints: Vec::new() });
        at
    });
    if let Some(slice) = slices.get_mut(at) {
        let place = |it: &Endpoint| (it.address, it.pod.clone()).cmp(&(endpoint.address, endpoint.pod.clone()));
        let at = slice.endpoints.binary_search_by(place).unwrap_or_else(|at| at);
        slice.endpoints.insert(at, endpoint);
    }
}

/// For whom the endpoint at `pod` is meant: with `trafficDistribution` each ready one is for its own zone, or for its own node
/// too (staging/src/k8s.io/endpointslice/trafficdist, KEP-4444 and KEP-3015).
fn hints(service: &Service, pod: &PodState, endpoint: &Endpoint) -> Option<Arc<Hints>> {
    let wish = service.spec.traffic_distribution.as_deref()?;
    let zones: Vec<Arc<str>> = pod.zone.iter().cloned().collect();
    let nodes = if wish == "PreferSameNode" { vec![Arc::clone(&endpoint.node)] } else { Vec::new() };
    let some = endpoint.ready && !(zones.is_empty() && nodes.is_empty());
    some.then(|| Arc::new(Hints { zones, nodes }))
}

fn remove(endpoints: &mut Endpoints, pod: &PodState) {
    for slice in &mut endpoints.slices {
        slice.endpoints.retain(|endpoint| endpoint.pod.as_ref() != Some(&pod.name));
    }
}

/// A Service with a selector owns a slice even while no pod fits; otherwise there are no empty slices.
fn keep_placeholder(endpoints: &mut Endpoints) {
    endpoints.slices.retain(|slice| !slice.endpoints.is_empty());
    if endpoints.slices.is_empty() {
        endpoints.slices.push(EndpointSlice::default());
    }
}

/// The ports of the slice in which `pod` belongs: the Service's ports as far as the pod has them.
fn ports(service: &Service, pod: &PodState) -> Arc<[EndpointPort]> {
    let resolve = |port: &ServicePort| {
        Some(EndpointPort { name: port.name.clone(), port: target_port(port, pod)?, protocol: protocol(port) })
    };
    service.spec.ports.iter().filter_map(resolve).collect()
}
