//! A request: who asks, whom, at which port.
//!
//! Must not know: what becomes of it.

use super::state::ObjectName;
use std::net::IpAddr;

/// One connection that someone tries to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Who asks.
    pub from: Source,
    /// Whom it asks.
    pub to: Target,
    /// At which port.
    pub port: u16,
    /// By which protocol.
    pub protocol: Protocol,
    /// How many requests like it came before: what spreads requests where a real cluster throws dice.
    pub nth: u32,
}

impl Request {
    /// The first TCP request from `from` to `to` at `port`.
    #[must_use]
    pub fn tcp(from: Source, to: Target, port: u16) -> Self {
        Self { from, to, port, protocol: Protocol::Tcp, nth: 0 }
    }

    /// The same by another protocol.
    #[must_use]
    pub fn by(self, protocol: Protocol) -> Self {
        Self { protocol, ..self }
    }

    /// The same, `nth` requests later.
    #[must_use]
    pub fn nth(self, nth: u32) -> Self {
        Self { nth, ..self }
    }
}

/// Where a request comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// A client outside the cluster: the laptop, or the internet.
    Outside,
    /// A process on a node, as after `ssh NODE`.
    Node(String),
    /// A process in a pod.
    Pod(ObjectName),
}

impl Source {
    /// Reads `outside`, `node/NAME`, `pod/NAME`, `pod/NAMESPACE/NAME`; nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text == "outside" {
            return Some(Self::Outside);
        }
        match text.split_once('/')? {
            ("node", name) if is_segment(name) => Some(Self::Node(name.to_owned())),
            ("pod", name) => ObjectName::parse(name).map(Self::Pod),
            _ => None,
        }
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Outside => f.write_str("outside"),
            Self::Node(name) => write!(f, "node/{name}"),
            Self::Pod(name) => write!(f, "pod/{name}"),
        }
    }
}

/// Whom a request asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// An address; `127.0.0.1` is the asker itself.
    Address(IpAddr),
    /// A node, at the address by which the asker would reach it.
    Node(String),
    /// A pod's own address.
    Pod(ObjectName),
    /// A Service's clusterIP.
    Service(ObjectName),
    /// The address a load balancer has for a Service.
    Balancer(ObjectName),
    /// A name that has to be resolved.
    Name(String),
}

impl Target {
    /// Reads `pod/…`, `service/…`, `balancer/…` (each `NAME` or `NAMESPACE/NAME`), `node/NAME`, an IP address, one of
    /// `nodes` by its bare name, or else a DNS name. `None` where the part after a known prefix is no name.
    #[must_use]
    pub fn parse<'n>(text: &str, nodes: impl IntoIterator<Item = &'n str>) -> Option<Self> {
        if let Some((prefix, rest)) = text.split_once('/') {
            return match prefix {
                "pod" => ObjectName::parse(rest).map(Self::Pod),
                "service" => ObjectName::parse(rest).map(Self::Service),
                "balancer" => ObjectName::parse(rest).map(Self::Balancer),
                "node" if is_segment(rest) => Some(Self::Node(rest.to_owned())),
                _ => None,
            };
        }
        if text.is_empty() {
            return None;
        }
        if let Ok(address) = text.trim_start_matches('[').trim_end_matches(']').parse() {
            return Some(Self::Address(address));
        }
        if nodes.into_iter().any(|node| node == text) {
            return Some(Self::Node(text.to_owned()));
        }
        Some(Self::Name(text.to_owned()))
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Address(address) => write!(f, "{address}"),
            Self::Node(name) | Self::Name(name) => f.write_str(name),
            Self::Pod(name) => write!(f, "pod/{name}"),
            Self::Service(name) => write!(f, "service/{name}"),
            Self::Balancer(name) => write!(f, "balancer/{name}"),
        }
    }
}

/// A connection that an app opens: what it knows of the other side.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CallSpec {
    /// The name or address it knows.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The protocol.
    pub protocol: Protocol,
}

/// A transport protocol, as Kubernetes names them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Protocol {
    /// The default.
    #[default]
    Tcp,
    /// Datagrams.
    Udp,
    /// Streams of messages.
    Sctp,
}

impl Protocol {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Tcp, Self::Udp, Self::Sctp];

    /// Reads `TCP`, `udp` …; an empty text is TCP, as the server defaults it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|protocol| text.eq_ignore_ascii_case(protocol.name()))
            .or(text.is_empty().then_some(Self::Tcp))
    }

    /// As manifests write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
            Self::Sctp => "SCTP",
        }
    }
}

impl std::fmt::Display for Protocol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

fn is_segment(text: &str) -> bool {
    !text.is_empty() && !text.contains('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_and_targets_read_back_what_they_print() {
        for text in ["outside", "node/node-1", "pod/web-1", "pod/shop/web-1"] {
            assert_eq!(Source::parse(text).map(|it| it.to_string()).as_deref(), Some(text));
        }
        for text in ["pod/web-1", "service/shop/web", "balancer/web", "10.96.0.1", "node-1", "web.shop.svc"] {
            assert_eq!(Target::parse(text, ["node-1"]).map(|it| it.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for text in ["", "inside", "node/", "pod/a/b/c", "pod/"] {
            assert_eq!(Source::parse(text), None, "{text}");
        }
        assert_eq!(Target::parse("secret/x", []), None);
        assert_eq!(Target::parse("node-1", ["node-1"]), Some(Target::Node("node-1".into())));
        assert_eq!(Target::parse("node-2", ["node-1"]), Some(Target::Name("node-2".into())));
    }
}
