//! The cluster's DNS: names of Services and pods, as CoreDNS answers them.
//!
//! Follows the "Kubernetes DNS-Based Service Discovery" specification 1.1.0 and kubelet's resolv.conf
//! (`search NAMESPACE.svc.cluster.local svc.cluster.local cluster.local`, `ndots:5`): a name with fewer than five dots
//! is first tried with each suffix, then as it stands.
//!
//! Must not know: kube-proxy, how a trace is told.

use super::request::Source;
use super::state::{ObjectName, ServiceState};
use super::trace::Reason;
use super::{Cluster, inspect};
use std::net::{IpAddr, Ipv4Addr};

/// The cluster's domain.
const DOMAIN: &str = "cluster.local";
/// kubelet's `ndots`: a name with at least so many dots is tried as it stands first.
const NDOTS: usize = 5;

/// What looking up a name came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// The full names that were asked for, in order; the last one is the one that answered, if any did.
    pub tried: Vec<String>,
    /// The answer.
    pub answer: DnsAnswer,
}

/// An answer of the cluster's DNS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DnsAnswer {
    /// A Service's clusterIP.
    ClusterIp {
        /// The full name.
        full: String,
        /// The Service.
        service: ObjectName,
        /// Its address.
        address: IpAddr,
    },
    /// Addresses of pods.
    Pods {
        /// The full name.
        full: String,
        /// The headless Service; `None` for a name below `pod.cluster.local`.
        service: Option<ObjectName>,
        /// The addresses; at least one.
        addresses: Vec<IpAddr>,
    },
    /// Another name (CNAME), for type ExternalName.
    Alias {
        /// The full name.
        full: String,
        /// The Service.
        service: ObjectName,
        /// The other name.
        target: String,
    },
    /// NXDOMAIN, or the asker does not ask this DNS at all.
    Missing(Reason),
}

impl DnsAnswer {
    /// The Service whose name it was.
    #[must_use]
    pub fn service(&self) -> Option<&ObjectName> {
        match self {
            Self::ClusterIp { service, .. } | Self::Alias { service, .. } => Some(service),
            Self::Pods { service, .. } => service.as_ref(),
            Self::Missing(_) => None,
        }
    }

    /// The addresses in it.
    #[must_use]
    pub fn addresses(&self) -> &[IpAddr] {
        match self {
            Self::ClusterIp { address, .. } => std::slice::from_ref(address),
            Self::Pods { addresses, .. } => addresses,
            Self::Alias { .. } | Self::Missing(_) => &[],
        }
    }
}

/// Looks up `name` for `from`.
pub(super) fn resolve(cluster: &Cluster, name: &str, from: &Source) -> Resolution {
    let Some(namespace) = namespace_of(cluster, from) else {
        let reason = Reason::NoClusterDns { name: name.to_owned(), from: from.clone() };
        return Resolution { tried: Vec::new(), answer: DnsAnswer::Missing(reason) };
    };
    let mut tried = Vec::new();
    let mut headless = None;
    for full in candidates(name, namespace) {
        let found = lookup(cluster, &full);
        tried.push(full);
        match found {
            Some(DnsAnswer::Missing(reason)) => headless = headless.or(Some(reason)),
            Some(answer) => return Resolution { tried, answer },
            None => {}
        }
    }
    let reason = headless.unwrap_or_else(|| missing(cluster, name, namespace));
    Resolution { tried, answer: DnsAnswer::Missing(reason) }
}

/// Whether a name lies below `cluster.local`.
pub(super) fn is_in_cluster_domain(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name.strip_suffix(DOMAIN).is_some_and(|rest| rest.ends_with('.'))
}

/// The namespace from which the asker's names are completed. Only pods use the cluster's DNS, and not those with
/// dnsPolicy `Default` or `None`; ClusterFirst falls back to the node's resolver in a pod in its node's network.
fn namespace_of<'s>(cluster: &Cluster, from: &'s Source) -> Option<&'s str> {
    let Source::Pod(name) = from else { return None };
    let spec = &cluster.pod(name)?.pod.spec;
    let asks = match spec.dns_policy.as_str() {
        "ClusterFirstWithHostNet" => true,
        "Default" | "None" => false,
        _ => !spec.host_network,
    };
    asks.then_some(&*name.namespace)
}

/// The full names to try, in the resolver's order.
fn candidates(name: &str, namespace: &str) -> Vec<String> {
    let name = name.to_ascii_lowercase();
    if let Some(absolute) = name.strip_suffix('.') {
        return vec![absolute.to_owned()];
    }
    let searched = [format!("{namespace}.svc.{DOMAIN}"), format!("svc.{DOMAIN}"), DOMAIN.to_owned()];
    let mut names: Vec<String> = searched.iter().map(|suffix| format!("{name}.{suffix}")).collect();
    let first = name.matches('.').count() >= NDOTS;
    names.insert(if first { 0 } else { names.len() }, name);
    names
}

/// The answer to a full name; `None` where there is no such name, `Missing` where there is a Service but no address.
fn lookup(cluster: &Cluster, full: &str) -> Option<DnsAnswer> {
    let rest = full.strip_suffix(DOMAIN)?.strip_suffix('.')?;
    let labels: Vec<&str> = rest.split('.').collect();
    match labels.as_slice() {
        [service, namespace, "svc"] => Some(of_service(cluster.services.get(namespace, service)?, cluster, full)),
        [host, service, namespace, "svc"] => {
            let state = cluster.services.get(namespace, service)?;
            let hosts = published_hosts(cluster, state);
            let addresses: Vec<IpAddr> =
                hosts.into_iter().filter(|(name, _)| name == host).map(|(_, address)| address).collect();
            (!addresses.is_empty()).then(|| pods(full, Some(state.name.clone()), addresses))
        }
        // CoreDNS as kubeadm installs it (`pods insecure`) answers for any address whatever.
        [host, _, "pod"] => Some(pods(full, None, vec![dashed(host)?])),
        _ => None,
    }
}

fn of_service(state: &ServiceState, cluster: &Cluster, full: &str) -> DnsAnswer {
    let service = state.name.clone();
    let spec = &state.service.spec;
    if spec.r#type == "ExternalName" {
        return DnsAnswer::Alias { full: full.to_owned(), service, target: spec.external_name.clone() };
    }
    if let Some(&address) = state.cluster_ips.first() {
        return DnsAnswer::ClusterIp { full: full.to_owned(), service, address };
    }
    let addresses = published(cluster, state);
    if addresses.is_empty() {
        // CoreDNS says NXDOMAIN while a headless Service has no endpoint (plugin/kubernetes, errNoItems).
        let why = inspect::why_no_addresses(cluster, state);
        return DnsAnswer::Missing(Reason::NoAddresses { service, why });
    }
    pods(full, Some(service), addresses)
}

fn pods(full: &str, service: Option<ObjectName>, addresses: Vec<IpAddr>) -> DnsAnswer {
    DnsAnswer::Pods { full: full.to_owned(), service, addresses }
}

/// The addresses a headless Service stands for: its ready endpoints, each once.
fn published(cluster: &Cluster, state: &ServiceState) -> Vec<IpAddr> {
    let endpoints = cluster.endpoints(&state.name.namespace, &state.name.name);
    let mut addresses: Vec<IpAddr> = endpoints.all().filter(|it| it.ready).map(|it| it.address).collect();
    addresses.sort_unstable();
    addresses.dedup();
    addresses
}

/// The names below a headless Service with their addresses: a pod's hostname where the pod names the Service as its subdomain,
/// otherwise its address with dashes (plugin/kubernetes, `endpointHostname`).
pub(super) fn published_hosts(cluster: &Cluster, state: &ServiceState) -> Vec<(String, IpAddr)> {
    let endpoints = cluster.endpoints(&state.name.namespace, &state.name.name);
    let host = |endpoint: &super::state::Endpoint| {
        let pod = endpoint.pod.as_ref().and_then(|name| cluster.pod(name));
        let spec = pod.map(|pod| &pod.pod.spec).filter(|spec| *spec.subdomain == *state.name.name);
        spec.filter(|spec| !spec.hostname.is_empty())
            .map_or_else(|| endpoint.address.to_string().replace(['.', ':'], "-"), |spec| spec.hostname.clone())
    };
    let mut hosts: Vec<(String, IpAddr)> =
        endpoints.all().filter(|it| it.ready).map(|it| (host(it), it.address)).collect();
    hosts.sort();
    hosts.dedup();
    hosts
}

/// `10-244-0-5` is 10.244.0.5.
fn dashed(host: &str) -> Option<IpAddr> {
    host.replace('-', ".").parse::<Ipv4Addr>().ok().map(IpAddr::V4)
}

/// Why there is no such name: the Service lies in another namespace, or there is none.
fn missing(cluster: &Cluster, name: &str, namespace: &str) -> Reason {
    let (service, meant) = meant(name, namespace);
    let mut elsewhere: Vec<String> = Vec::new();
    for state in cluster.services.iter() {
        if *state.name.name == service && *state.name.namespace != meant {
            elsewhere.push(state.name.namespace.to_string());
        }
    }
    let near = cluster.services.in_namespace(&meant).map(|state| &*state.name.name);
    let nearest = inspect::closest(&service, near).map(str::to_owned);
    Reason::NoSuchName { name: name.to_owned(), namespace: namespace.to_owned(), elsewhere, nearest }
}

/// The Service and the namespace that a name means.
pub(super) fn meant(name: &str, namespace: &str) -> (String, String) {
    let name = name.to_ascii_lowercase();
    let name = name.trim_end_matches('.');
    let short = name.strip_suffix(DOMAIN).and_then(|rest| rest.strip_suffix('.')).unwrap_or(name);
    let short = short.strip_suffix(".svc").unwrap_or(short);
    match short.split_once('.') {
        Some((service, namespace)) => (service.to_owned(), namespace.to_owned()),
        None => (short.to_owned(), namespace.to_owned()),
    }
}
