//! What a machine says of itself: its files below `/etc`, `hostname`, `ip`, `uname`.
//!
//! Must not know: connections.

use std::fmt::Write as _;
use std::net::IpAddr;

use super::{Call, Console, Output, Place};
use crate::cluster::state::{NodeState, ObjectName};

/// How many characters the kernel takes as a host's name.
const LONGEST_HOST_NAME: usize = 63;
/// The address of the cluster's DNS where no Service `kube-dns` says otherwise.
const CLUSTER_DNS: &str = "10.96.0.10";

impl Console {
    /// The address of the cluster's DNS.
    pub(super) fn cluster_dns(&self) -> String {
        let service = self.cluster().services().get("kube-system", "kube-dns");
        let address = service.and_then(|state| state.cluster_ips.first());
        address.map_or_else(|| CLUSTER_DNS.to_owned(), IpAddr::to_string)
    }

    /// The text of a file that every machine has without anybody having written it.
    pub(super) fn machine_file(&self, path: &str) -> Option<String> {
        match path {
            "/etc/resolv.conf" => Some(self.resolver()),
            "/etc/hosts" => Some(self.hosts_file()),
            "/etc/hostname" => Some(format!("{}\n", self.host_name())),
            "/etc/os-release" if *self.place() != Place::Laptop => Some(
                "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\n".into(),
            ),
            "/var/run/secrets/kubernetes.io/serviceaccount/namespace"
            | "/run/secrets/kubernetes.io/serviceaccount/namespace" => match self.place() {
                Place::Pod(pod) => Some(pod.namespace.to_string()),
                _ => None,
            },
            _ => None,
        }
    }

    /// `/etc/resolv.conf`: kubelet writes a pod's by its dnsPolicy (pkg/kubelet/network/dns).
    fn resolver(&self) -> String {
        let Place::Pod(pod) = self.place() else { return "nameserver 127.0.0.53\noptions edns0 trust-ad\n".to_owned() };
        let state = self.cluster().pods().get(&pod.namespace, &pod.name);
        let spec = state.map(|state| &state.pod.spec);
        let policy = spec.map_or("", |spec| spec.dns_policy.as_str());
        let in_node = spec.is_some_and(|spec| spec.host_network) && policy != "ClusterFirstWithHostNet";
        if in_node || policy == "Default" {
            return "nameserver 127.0.0.53\noptions edns0 trust-ad\n".to_owned();
        }
        let namespace = &pod.namespace;
        format!(
            "search {namespace}.svc.cluster.local svc.cluster.local cluster.local\nnameserver {}\noptions ndots:5\n",
            self.cluster_dns()
        )
    }

    fn hosts_file(&self) -> String {
        let mut text = "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n".to_owned();
        if matches!(self.place(), Place::Pod(_)) {
            text.insert_str(0, "# Kubernetes-managed hosts file.\n");
        }
        for (address, name) in self.hosts() {
            let _ = writeln!(text, "{address}\t{name}");
        }
        text
    }

    pub(super) fn host_name(&self) -> String {
        self.host_name_at(self.place())
    }

    /// The host's name at some place.
    pub(super) fn host_name_at(&self, place: &Place) -> String {
        match place {
            Place::Laptop => "laptop".to_owned(),
            Place::Node(name) => name.clone(),
            Place::Pod(pod) => match self.cluster().pods().get(&pod.namespace, &pod.name) {
                Some(state) if state.pod.spec.host_network => state.pod.spec.node_name.clone(),
                Some(state) if !state.pod.spec.hostname.is_empty() => state.pod.spec.hostname.clone(),
                // The kernel takes no longer name (pkg/kubelet/kubelet_pods.go `truncatePodHostnameIfNeeded`).
                _ => {
                    pod.name.chars().take(LONGEST_HOST_NAME).collect::<String>().trim_end_matches(['-', '.']).to_owned()
                }
            },
        }
    }

    /// The name with its domain: a pod has one where it names its Service as its subdomain.
    pub(super) fn full_host_name(&self) -> String {
        let name = self.host_name();
        let Place::Pod(pod) = self.place() else { return name };
        match self.cluster().pods().get(&pod.namespace, &pod.name).map(|state| &state.pod.spec) {
            Some(spec) if !spec.subdomain.is_empty() && !spec.host_network => {
                format!("{name}.{}.{}.svc.cluster.local", spec.subdomain, pod.namespace)
            }
            _ => name,
        }
    }

    fn pod_address(&self, pod: &ObjectName) -> Option<IpAddr> {
        self.cluster().pods().get(&pod.namespace, &pod.name)?.address
    }

    /// The own address.
    fn own_address(&self) -> Option<IpAddr> {
        match self.place() {
            Place::Laptop => Some(self.cluster().spec().platform.client_address()),
            Place::Node(name) => self.cluster().nodes().get("", name).map(|node| node.internal),
            Place::Pod(pod) => self.pod_address(pod),
        }
    }
}

/// `hostname`, `hostname -i`, `hostname -I`.
pub(super) fn hostname(console: &mut Console, call: &Call<'_>) -> Output {
    let flag = call.args.first().map(String::as_str);
    let address = || console.own_address().map(|address| address.to_string()).unwrap_or_default();
    Output::ok(match flag {
        Some("-i" | "--ip-address") => format!("{}\n", address()),
        Some("-I") => format!("{} \n", address()),
        Some("-f" | "--fqdn" | "--long") => format!("{}\n", console.full_host_name()),
        Some("-d" | "--domain") => {
            let full = console.full_host_name();
            full.split_once('.').map_or_else(String::new, |(_, domain)| format!("{domain}\n"))
        }
        _ => format!("{}\n", console.host_name()),
    })
}

/// `whoami`.
pub(super) fn whoami(console: &mut Console, _: &Call<'_>) -> Output {
    Output::ok(format!("{}\n", console.variable("USER").unwrap_or("root")))
}

/// `uname`, `uname -a`.
pub(super) fn uname(console: &mut Console, call: &Call<'_>) -> Output {
    Output::ok(match call.args.first().map(String::as_str) {
        Some("-a") => format!("Linux {} 6.1.0 #1 SMP x86_64 GNU/Linux\n", console.host_name()),
        Some("-n") => format!("{}\n", console.host_name()),
        Some("-r") => "6.1.0\n".to_owned(),
        Some("-m") => "x86_64\n".to_owned(),
        _ => "Linux\n".to_owned(),
    })
}

/// `date`: this world has no clock, and it is always the same moment.
pub(super) fn date(_: &mut Console, _: &Call<'_>) -> Output {
    Output::ok("Fri Nov 20 08:00:00 UTC 2026\n")
}

/// `ip addr`, `ip route`, and `ifconfig` by its name.
pub(super) fn ip(console: &mut Console, call: &Call<'_>) -> Output {
    let words: Vec<&str> = call.args.iter().map(String::as_str).filter(|arg| !arg.starts_with('-')).collect();
    let address = console.own_address().map(|address| address.to_string()).unwrap_or_default();
    let bits = if matches!(console.place(), Place::Pod(_)) { 24 } else { 16 };
    match words.first().copied() {
        Some("r" | "ro" | "route") => Output::ok(routes(console, &address)),
        Some("a" | "ad" | "addr" | "address") | None
            if call.name == "ip" && !words.is_empty() || call.name == "ifconfig" =>
        {
            let mut text = "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n".to_owned();
            let _ = write!(
                text,
                "2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default\n    inet {address}/{bits} scope global eth0\n       valid_lft forever preferred_lft forever\n"
            );
            if let Some(name) = node_name(console) {
                text.push_str(&cluster_interfaces(console, &name));
            }
            Output::ok(text)
        }
        _ => Output::fail(
            255,
            "Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }\nwhere  OBJECT := { address | addrlabel | link | neighbour | route | rule }\n",
        ),
    }
}

fn node_name(console: &Console) -> Option<String> {
    match console.place() {
        Place::Node(name) => Some(name.clone()),
        _ => None,
    }
}

/// The interfaces a node has for the cluster: the bridge its pods hang on, and in ipvs mode the one that carries clusterIPs
/// (pkg/proxy/ipvs: dummy interface kube-ipvs0), which is why a clusterIP answers ping there and nowhere else.
fn cluster_interfaces(console: &Console, name: &str) -> String {
    let mut text = String::new();
    if let Some(node) = console.cluster().nodes().get("", name) {
        let _ = write!(
            text,
            "3: cni0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default\n    inet 10.244.{}.1/24 scope global cni0\n       valid_lft forever preferred_lft forever\n",
            node.subnet
        );
    }
    if console.cluster().spec().proxy_mode == crate::cluster::platform::ProxyMode::Ipvs {
        text.push_str("4: kube-ipvs0: <BROADCAST,NOARP> mtu 1500 qdisc noop state DOWN group default\n");
        for state in console.cluster().services().iter() {
            for address in &state.cluster_ips {
                let _ = writeln!(text, "    inet {address}/32 scope global kube-ipvs0");
            }
        }
    }
    text
}

fn routes(console: &Console, address: &str) -> String {
    match console.place() {
        Place::Pod(pod) => {
            let node = console.cluster().pods().get(&pod.namespace, &pod.name).map(|state| &state.pod.spec.node_name);
            let subnet = node.and_then(|node| console.cluster().nodes().get("", node)).map_or(0, |node| node.subnet);
            format!(
                "default via 10.244.{subnet}.1 dev eth0\n10.244.{subnet}.0/24 dev eth0 proto kernel scope link src {address}\n"
            )
        }
        Place::Node(name) => {
            let mut text = format!("default via {} dev eth0\n", gateway(address));
            for node in console.cluster().nodes().iter() {
                let line = route_to(node, name);
                let _ = writeln!(text, "{line}");
            }
            text
        }
        Place::Laptop => {
            let own = console.cluster().spec().platform.client_address();
            format!("default via 192.168.0.1 dev eth0\n{own} dev br0 proto kernel scope link\n")
        }
    }
}

/// The first address of a node's network, as `ip addr` shows it: a router's, as a rule.
fn gateway(address: &str) -> String {
    address.rsplit_once('.').map_or_else(|| address.to_owned(), |(network, _)| format!("{network}.1"))
}

/// The route to a node's pods, of which there is none to any clusterIP.
fn route_to(node: &NodeState, here: &str) -> String {
    if node.name() == here {
        format!("10.244.{0}.0/24 dev cni0 proto kernel scope link src 10.244.{0}.1", node.subnet)
    } else {
        format!("10.244.{}.0/24 via {} dev eth0", node.subnet, node.internal)
    }
}
