//! Connections: whom a name means where one stands, what the cluster makes of a request, and what was opened on the laptop's own
//! 127.0.0.1 (`kubectl port-forward`, `minikube service`).
//!
//! Must not know: what a program prints about it.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

use super::{Console, Place};
use crate::cluster::platform::Platform;
use crate::cluster::request::{Protocol, Request, Source, Target};
use crate::cluster::state::{NodeState, ObjectName};
use crate::cluster::trace::{DnsStep, Hop, Outcome, Server, Trace, Tunneler};

/// What a session remembers of its connections.
#[derive(Clone, Debug, Default)]
pub(super) struct Net {
    /// How often each was asked already: the next takes the next turn.
    asked: BTreeMap<(Place, String, u16), u32>,
    tunnels: Vec<Tunnel>,
    /// Milliseconds that programs have waited in vain.
    pub(super) waited: u64,
}

/// How long Linux tries to connect before it gives up, in milliseconds: six repetitions, each after twice the time
/// (`tcp_syn_retries`).
pub(super) const KERNEL_PATIENCE: u64 = 129_393;

/// A port of the laptop's 127.0.0.1 that leads into the cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tunnel {
    /// The port on the laptop.
    pub(super) port: u16,
    /// Where it leads.
    pub(super) to: Inlet,
}

/// Where a tunnel comes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inlet {
    /// At the loopback interface inside a pod, which is where `kubectl port-forward` connects: a Service was only asked for the
    /// name of one of its pods.
    Pod(ObjectName, u16),
    /// On a node, from where a clusterIP is reached (minikube's `ssh -L`).
    Node(String, IpAddr, u16),
    /// At the API server, as whom the kubeconfig names (`kubectl proxy`).
    Api,
}

/// Who accepts a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Peer {
    /// Somebody in the cluster.
    Server(Server),
    /// `kubectl proxy` on the laptop.
    Proxy,
}

/// How far a connection got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Contact {
    /// Somebody accepts it.
    Open(Peer),
    /// Refused at once.
    Refused,
    /// Nothing ever came back.
    Silent,
    /// No such name.
    Unresolved,
    /// It was accepted by a tunnel, whose other end was refused.
    Hollow,
}

/// A connection that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Connection {
    /// The address that was connected to; `None` for a name that has none.
    pub(super) address: Option<IpAddr>,
    /// How far it got.
    pub(super) contact: Contact,
}

impl Console {
    /// Tries to connect to `host`, an address or a name, from where commands run now.
    pub(super) fn connect(&mut self, host: &str, port: u16, protocol: Protocol) -> Connection {
        let target = self.target(host);
        let place = self.place().clone();
        if let (Place::Laptop, Target::Address(address)) = (&place, &target)
            && address.is_loopback()
            && let Some(tunnel) = self.net.tunnels.iter().find(|tunnel| tunnel.port == port).cloned()
        {
            return self.through(&tunnel, *address);
        }
        let nth = self.turn(&place, host, port);
        let trace = self.cluster().request(&Request { from: place.source(), to: target, port, protocol, nth });
        let address = address(&trace);
        let contact = contact(&trace.end);
        self.asked(format!("{host}:{port}"), trace);
        Connection { address, contact }
    }

    fn through(&mut self, tunnel: &Tunnel, address: IpAddr) -> Connection {
        let (by, from, to, port) = match &tunnel.to {
            Inlet::Pod(pod, port) => {
                (Tunneler::PortForward, Source::Pod(pod.clone()), IpAddr::V4(Ipv4Addr::LOCALHOST), *port)
            }
            Inlet::Node(node, address, port) => {
                (Tunneler::MinikubeService, Source::Node(node.clone()), *address, *port)
            }
            Inlet::Api => return Connection { address: Some(address), contact: Contact::Open(Peer::Proxy) },
        };
        let nth = self.turn(&Place::Laptop, "127.0.0.1", tunnel.port);
        let request = Request { nth, ..Request::tcp(from, Target::Address(to), port) };
        let mut trace = self.cluster().request(&request);
        // What asks at the other end of the tunnel asks for somebody on the laptop.
        let Request { from: out, protocol, .. } = request;
        let asker = Hop::Client { from: Source::Outside, to: Target::Address(address), port: tunnel.port, protocol };
        let through = Hop::Tunnel { by, at: (address, tunnel.port), out, to: (to, port) };
        trace.hops.splice(..trace.hops.len().min(1), [asker, through]);
        let contact = match contact(&trace.end) {
            open @ Contact::Open(_) => open,
            _ => Contact::Hollow,
        };
        self.asked(format!("127.0.0.1:{}", tunnel.port), trace);
        Connection { address: Some(address), contact }
    }

    /// What was opened on the laptop's own 127.0.0.1.
    pub(super) fn tunnels(&self) -> &[Tunnel] {
        &self.net.tunnels
    }

    /// A program has waited so many milliseconds in vain.
    pub(super) fn wait(&mut self, milliseconds: u64) {
        self.net.waited = self.net.waited.saturating_add(milliseconds);
    }

    /// How many connections like it were opened before; the next will find one more.
    fn turn(&mut self, place: &Place, host: &str, port: u16) -> u32 {
        let count = self.net.asked.entry((place.clone(), host.to_owned(), port)).or_default();
        let nth = *count;
        *count = count.wrapping_add(1);
        nth
    }

    /// Whom `host` means here.
    fn target(&self, host: &str) -> Target {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Target::Address(address);
        }
        if host.trim_end_matches('.').eq_ignore_ascii_case("localhost") {
            return Target::Address(IpAddr::V4(Ipv4Addr::LOCALHOST));
        }
        if let Some(address) = self.host_address(host) {
            return Target::Address(address);
        }
        Target::Name(host.to_owned())
    }

    /// The address that `/etc/hosts` gives to a name.
    pub(super) fn host_address(&self, name: &str) -> Option<IpAddr> {
        let has = |names: &str| names.split('\t').any(|host| host.eq_ignore_ascii_case(name));
        self.hosts().into_iter().find(|(_, names)| has(names)).map(|(address, _)| address)
    }

    /// What `/etc/hosts` says here besides `localhost`: an address and its names, with tabs between them. Nodes know each other,
    /// and a pod knows itself, by its full name too where it has one (pkg/kubelet/kubelet_pods.go `managedHostsFileContent`). A
    /// laptop knows the machines that its owner set up; minikube, kind and clouds write nothing there.
    pub(super) fn hosts(&self) -> Vec<(IpAddr, String)> {
        let from_outside = match self.place() {
            Place::Pod(pod) => {
                let address = self.cluster().pods().get(&pod.namespace, &pod.name).and_then(|state| state.address);
                let (name, full) = (self.host_name(), self.full_host_name());
                let names = if full == name { name } else { format!("{full}\t{name}") };
                return address.map(|address| (address, names)).into_iter().collect();
            }
            Place::Laptop if self.cluster().spec().platform != Platform::BareMetal => return Vec::new(),
            place => *place == Place::Laptop,
        };
        self.cluster().nodes().iter().map(|node| (node_address(node, from_outside), node.name().to_owned())).collect()
    }

    /// The node that a name or an address means; `user@` before it is left out.
    pub(super) fn node_called(&self, name: &str) -> Option<&NodeState> {
        let name = name.rsplit('@').next().unwrap_or(name);
        let address = name.parse::<IpAddr>().ok();
        let has = |node: &&NodeState| {
            node.name() == name || address.is_some_and(|it| node.internal == it || node.external == Some(it))
        };
        self.cluster().nodes().iter().find(has)
    }

    /// Opens a port of the laptop; false where it is taken.
    pub(super) fn open_tunnel(&mut self, tunnel: Tunnel) -> bool {
        let free = self.net.tunnels.iter().all(|its| its.port != tunnel.port);
        if free {
            self.net.tunnels.push(tunnel);
        }
        free
    }

    /// A port of the laptop that nothing listens on, as a kernel would give one out.
    pub(super) fn free_port(&mut self) -> u16 {
        loop {
            let port = 32_768 + self.random() % 28_000;
            if self.net.tunnels.iter().all(|tunnel| tunnel.port != port) {
                return port;
            }
        }
    }
}

/// The address by which a node is reached.
fn node_address(node: &NodeState, from_outside: bool) -> IpAddr {
    node.external.filter(|_| from_outside).unwrap_or(node.internal)
}

/// The address that was connected to.
fn address(trace: &Trace) -> Option<IpAddr> {
    let resolved = trace.hops.iter().rev().find_map(|hop| match hop {
        Hop::Dns { found: DnsStep::ClusterIp { address, .. } | DnsStep::Pods { address, .. }, .. } => Some(*address),
        _ => None,
    });
    let asked = trace.hops.first().and_then(|hop| match hop {
        Hop::Client { to: Target::Address(address), .. } => Some(*address),
        _ => None,
    });
    resolved.or(asked)
}

fn contact(end: &Outcome) -> Contact {
    match end {
        Outcome::Answered { by, .. } => Contact::Open(Peer::Server(by.clone())),
        Outcome::Refused(_) => Contact::Refused,
        Outcome::Timeout(_) => Contact::Silent,
        // Nothing outside of the cluster can be reached, as on a laptop without network.
        Outcome::Unresolved(_) | Outcome::Pending(_) | Outcome::Left { .. } => Contact::Unresolved,
    }
}
