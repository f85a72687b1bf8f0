//! What kubelet adds to a pod: its phase, readiness, processes that listen.
//!
//! The annotations that stand for what Kubernetes does not know are read here:
//! `kijabi/listens: "8080,9090/udp,127.0.0.1:5000"` says where processes listen, in place of the declared
//! containerPorts, or of the ports of its image where a container declares none; `kijabi/calls: "redis:6379, db:5432"` says whom the app in the pod connects to.
//!
//! Must not know: Services.

use super::image;
use super::request::{CallSpec, Protocol};
use super::state::Socket;
use crate::kube::model::{Container, IntOrString, Metadata, Pod, PodSpec};

/// What the names of kijabi's annotations begin with.
const OURS: &str = "kijabi/";
/// Where the pod's processes listen.
pub(super) const LISTENS: &str = "kijabi/listens";
/// Whom the pod's app connects to.
pub(super) const CALLS: &str = "kijabi/calls";

/// Where the processes of a pod listen; a part of the annotation that cannot be read opens nothing.
pub(super) fn sockets(metadata: &Metadata, spec: &PodSpec) -> Vec<Socket> {
    if let Some(text) = metadata.annotations.get(LISTENS) {
        return items(text).filter_map(|item| socket(item).ok()).collect();
    }
    let mut sockets: Vec<Socket> = Vec::new();
    for container in &spec.containers {
        let declared = container
            .ports
            .iter()
            .filter_map(|it| Some((u16::try_from(it.container_port).ok()?, Protocol::parse(&it.protocol)?)));
        // Who declares nothing listens all the same.
        let own = if container.ports.is_empty() { image::ports(container) } else { &[] };
        for (port, protocol) in declared.chain(own.iter().map(|port| (*port, Protocol::Tcp))) {
            let socket = Socket { port, protocol, localhost_only: false };
            if !sockets.contains(&socket) {
                sockets.push(socket);
            }
        }
    }
    sockets
}

/// Whom the app in `pod` connects to.
pub(super) fn calls(pod: &Pod) -> Vec<CallSpec> {
    let text = pod.metadata.annotations.get(CALLS).map_or("", String::as_str);
    items(text).filter_map(|item| call(item).ok()).collect()
}

/// The parts of kijabi's annotations on a pod that cannot be read: the annotation and what is wrong, in Korean.
pub(super) fn faults(pod: &Pod) -> impl Iterator<Item = (&str, String)> + '_ {
    let annotation = |key: &'static str| pod.metadata.annotations.get(key).map_or("", String::as_str);
    let listens = items(annotation(LISTENS)).filter_map(|item| Some((LISTENS, socket(item).err()?)));
    let calls = items(annotation(CALLS)).filter_map(|item| Some((CALLS, call(item).err()?)));
    let is_other = |key: &&String| key.starts_with(OURS) && ![LISTENS, CALLS].contains(&key.as_str());
    let others = pod.metadata.annotations.keys().filter(is_other).map(|key| {
        (key.as_str(), format!("`{key}`: 키잡이에 없는 어노테이션입니다. 있는 것: `{LISTENS}`, `{CALLS}`."))
    });
    listens.chain(calls).chain(others)
}

fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}

fn socket(item: &str) -> Result<Socket, String> {
    let (address, port) = item.rsplit_once(':').map_or(("", item), |(address, port)| (address, port));
    let localhost_only = match address {
        "" | "0.0.0.0" | "*" | "[::]" => false,
        "127.0.0.1" | "localhost" | "[::1]" => true,
        _ => return Err(format!("`{item}`: 주소 자리에는 0.0.0.0이나 127.0.0.1만 쓸 수 있습니다.")),
    };
    let (port, protocol) = port_and_protocol(port).ok_or_else(|| unreadable(item, "8080, 9090/udp, 127.0.0.1:80"))?;
    Ok(Socket { port, protocol, localhost_only })
}

fn call(item: &str) -> Result<CallSpec, String> {
    let fault = || unreadable(item, "redis:6379, db:5432");
    let (host, port) = item.rsplit_once(':').filter(|(host, _)| !host.is_empty()).ok_or_else(fault)?;
    let (port, protocol) = port_and_protocol(port).ok_or_else(fault)?;
    Ok(CallSpec { host: host.to_owned(), port, protocol })
}

fn port_and_protocol(text: &str) -> Option<(u16, Protocol)> {
    let (port, protocol) = text.split_once('/').unwrap_or((text, ""));
    let port = port.trim().parse().ok().filter(|port| *port != 0)?;
    Some((port, Protocol::parse(protocol.trim())?))
}

fn unreadable(item: &str, example: &str) -> String {
    format!("`{item}` 부분을 읽을 수 없습니다. `{example}`처럼 씁니다.")
}

/// Whether the readinessProbe of a container succeeds: whether something listens at the port it connects to, by the pod's own
/// address. One that runs a command is taken at its word, and so is one of which nothing else says where it listens.
pub(super) fn passes_probe(metadata: &Metadata, spec: &PodSpec, container: &Container) -> bool {
    let Some(port) = &container.ready_port else { return true };
    let known = metadata.annotations.contains_key(LISTENS)
        || !container.ports.is_empty()
        || !image::ports(container).is_empty();
    let number = match port {
        IntOrString::Int(number) => Some(*number),
        IntOrString::String(name) => {
            let named = container.ports.iter().find(|it| it.name == *name);
            named.map(|it| it.container_port).or_else(|| name.parse().ok())
        }
    };
    let heard = |socket: &Socket| {
        Some(i32::from(socket.port)) == number && socket.protocol == Protocol::Tcp && !socket.localhost_only
    };
    !known || sockets(metadata, spec).iter().any(heard)
}

/// Whether a pod gets ready once it is on a node: its images are there and its probes succeed.
pub(super) fn gets_ready(metadata: &Metadata, spec: &PodSpec) -> bool {
    can_pull(spec) && passes_probes(metadata, spec)
}

fn passes_probes(metadata: &Metadata, spec: &PodSpec) -> bool {
    spec.containers.iter().all(|container| passes_probe(metadata, spec, container))
}

/// Fills in phase and readiness where the world says nothing. A pod without node is Pending.
pub(super) fn settle(pod: &mut Pod, has_node: bool) {
    let passes = passes_probes(&pod.metadata, &pod.spec);
    let status = &mut pod.status;
    if !has_node || (status.phase.is_empty() && !can_pull(&pod.spec)) {
        "Pending".clone_into(&mut status.phase);
    } else if status.phase.is_empty() {
        "Running".clone_into(&mut status.phase);
    }
    let runs = status.phase == "Running";
    status.ready = Some(runs && status.ready.unwrap_or(passes));
}

/// Whether every image of a pod can be had.
pub(super) fn can_pull(spec: &PodSpec) -> bool {
    spec.containers.iter().chain(&spec.init_containers).all(|container| image::exists(&container.image))
}

/// Whether the pod has ended for good, its address given back.
pub(super) fn has_ended(pod: &Pod) -> bool {
    matches!(pod.status.phase.as_str(), "Succeeded" | "Failed")
}
