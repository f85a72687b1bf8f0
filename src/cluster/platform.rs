//! Where the simulated cluster stands, and what that means for a client outside of it.
//!
//! Kubernetes itself says nothing about how a laptop reaches a node or who gives a load balancer its address; the
//! platform decides, and it decides most of what surprises a beginner.
//!
//! Must not know: Services, pods, requests.

use crate::kube::Version;
use std::net::{IpAddr, Ipv4Addr};

/// What a `kijabi/v1` `World` document says: everything about a world that Kubernetes has no object for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorldSpec {
    /// Who runs the nodes.
    pub platform: Platform,
    /// How a laptop reaches nodes that run on it; looked at for minikube and kind.
    pub driver: Driver,
    /// How kube-proxy makes Services real.
    pub proxy_mode: ProxyMode,
    /// Whose rules the API server follows.
    pub version: Version,
    /// A balancer of one's own before the nodes, which Kubernetes knows nothing of.
    pub external_balancer: Option<ExternalBalancer>,
}

/// Who runs the nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Platform {
    /// minikube on a laptop.
    #[default]
    Minikube,
    /// kind: nodes are containers on a laptop.
    Kind,
    /// A cloud whose controller gives each LoadBalancer Service an address.
    Cloud,
    /// Machines of one's own; clients stand in the same network as the nodes.
    BareMetal,
}

/// How a laptop's own nodes are run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Driver {
    /// Containers on Linux: the container bridge is a network of the laptop itself, so node addresses are reachable.
    #[default]
    DockerLinux,
    /// Containers inside Docker Desktop's hidden virtual machine: the laptop has no route to node addresses.
    /// Source: minikube handbook, "Accessing apps" (the docker driver on macOS and Windows needs a tunnel).
    DockerDesktop,
    /// Virtual machines with an address on a host-only network.
    Vm,
}

/// How kube-proxy makes Services real.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProxyMode {
    /// NAT rules; the default.
    #[default]
    Iptables,
    /// Virtual servers of the kernel's load balancer.
    Ipvs,
    /// NAT rules in nftables maps.
    Nftables,
}

/// A balancer on a machine of one's own: it forwards what comes to its address to one node after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalBalancer {
    /// Where clients connect.
    pub address: IpAddr,
    /// The port it listens on.
    pub port: u16,
    /// Names of the nodes it forwards to.
    pub nodes: Vec<String>,
    /// The port it forwards to on each of them.
    pub node_port: u16,
}

/// Whether a client outside the cluster reaches an address of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Packets arrive.
    Open,
    /// The laptop has no route into Docker Desktop's virtual machine.
    BehindDockerDesktop,
    /// A cloud node's internal address is private to the cloud's network.
    PrivateToCloud,
}

impl Platform {
    /// The name as a `World` document writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Minikube => "minikube",
            Self::Kind => "kind",
            Self::Cloud => "cloud",
            Self::BareMetal => "bare-metal",
        }
    }

    /// The name of the context that the platform's own tool writes into the kubeconfig.
    #[must_use]
    pub fn context_name(self) -> &'static str {
        match self {
            Self::Minikube => "minikube",
            Self::Kind => "kind-kind",
            Self::Cloud => "cloud",
            Self::BareMetal => "kubernetes-admin@kubernetes",
        }
    }

    /// Whether LoadBalancer Services get an address. Elsewhere they stay pending for ever, while their node ports
    /// work all the same (Kubernetes docs, "Service": type LoadBalancer builds on NodePort).
    #[must_use]
    pub fn gives_balancers(self) -> bool {
        self == Self::Cloud
    }

    /// The internal address of the `index`-th node (from 0) where the world gives none, each as its platform would:
    /// minikube's docker network begins at 192.168.49.2, kind's at 172.18.0.2.
    #[must_use]
    pub fn node_address(self, index: u8) -> IpAddr {
        let [a, b, c, first] = match self {
            Self::Minikube => [192, 168, 49, 2],
            Self::Kind => [172, 18, 0, 2],
            Self::Cloud => [10, 128, 0, 2],
            Self::BareMetal => [192, 168, 0, 11],
        };
        IpAddr::V4(Ipv4Addr::new(a, b, c, first.saturating_add(index)))
    }

    /// The name of the one node where the world gives none.
    #[must_use]
    pub fn node_name(self) -> &'static str {
        match self {
            Self::Minikube => "minikube",
            Self::Kind => "kind-control-plane",
            Self::Cloud | Self::BareMetal => "node-1",
        }
    }

    /// Where the API server listens on its node.
    #[must_use]
    pub fn api_server_port(self) -> u16 {
        match self {
            Self::Minikube => 8443,
            Self::Cloud => 443,
            Self::Kind | Self::BareMetal => 6443,
        }
    }

    /// The external address of the `index`-th node where the world gives it no address at all: only cloud nodes have
    /// one. The range is reserved for documentation (RFC 5737).
    #[must_use]
    pub fn external_node_address(self, index: u8) -> Option<IpAddr> {
        (self == Self::Cloud).then(|| IpAddr::V4(Ipv4Addr::new(198, 51, 100, 10_u8.saturating_add(index))))
    }

    /// The address a client outside has, as a node would see it.
    #[must_use]
    pub fn client_address(self) -> IpAddr {
        IpAddr::V4(match self {
            Self::Minikube => Ipv4Addr::new(192, 168, 49, 1),
            Self::Kind => Ipv4Addr::new(172, 18, 0, 1),
            Self::Cloud => Ipv4Addr::new(192, 0, 2, 77),
            Self::BareMetal => Ipv4Addr::new(192, 168, 0, 5),
        })
    }
}

impl Driver {
    /// The name as a `World` document writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DockerLinux => "docker-linux",
            Self::DockerDesktop => "docker-desktop",
            Self::Vm => "vm",
        }
    }
}

impl ProxyMode {
    /// The name as a `World` document and kube-proxy's `--proxy-mode` write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Iptables => "iptables",
            Self::Ipvs => "ipvs",
            Self::Nftables => "nftables",
        }
    }

    /// Whether node ports also answer on 127.0.0.1 of a node: only iptables mode sets `route_localnet`
    /// (kube-proxy `--iptables-localhost-nodeports`; KEP-3866 leaves it out of nftables mode on purpose).
    #[must_use]
    pub fn serves_loopback(self) -> bool {
        self == Self::Iptables
    }

    /// Whether a packet to a port that a clusterIP does not have is rejected. iptables mode has no rule for it, so the
    /// packet leaves by the default route and is never answered; ipvs mode rejects it in chain KUBE-IPVS-FILTER,
    /// nftables mode in chain `cluster-ips-check`.
    #[must_use]
    pub fn rejects_unknown_ports(self) -> bool {
        self != Self::Iptables
    }
}

impl WorldSpec {
    /// Whether a client outside reaches a node at `address`, which is its external address or not.
    ///
    /// Simplified: firewalls of clouds (security groups) are taken to be open for node ports.
    #[must_use]
    pub fn reach(&self, is_external: bool) -> Reach {
        match self.platform {
            Platform::Minikube | Platform::Kind if self.driver == Driver::DockerDesktop => Reach::BehindDockerDesktop,
            Platform::Cloud if !is_external => Reach::PrivateToCloud,
            Platform::Minikube | Platform::Kind | Platform::Cloud | Platform::BareMetal => Reach::Open,
        }
    }
}
