//! Asking the DNS: whom a machine asks and what it is told; `host` of BIND 9.18, `getent hosts`.
//!
//! A pod asks the cluster's DNS. The laptop and the nodes ask a resolver of their own, which knows nothing of the cluster; whoever names
//! another server (`nslookup NAME 10.96.0.10`) reaches it only from inside, because its address is a clusterIP.
//!
//! Must not know: connections.

use std::fmt::Write as _;
use std::net::IpAddr;

mod dig;
mod nslookup;
mod srv;

pub(super) use dig::dig;
pub(super) use nslookup::nslookup;

use super::{Call, Console, Output, Place};
use crate::cluster::dns::DnsAnswer;
use crate::cluster::request::Source;
use crate::cluster::state::ObjectName;
use crate::cluster::trace::Reason;

/// The resolver of the laptop and the nodes.
const OWN_RESOLVER: &str = "127.0.0.53";

/// After so many names that stand for others CoreDNS gives up (plugin/kubernetes, `maxCnameChainLength`).
const LONGEST_CHAIN: usize = 10;

/// What a server answers.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    /// Addresses of a full name.
    Addresses(String, Vec<IpAddr>),
    /// Names that stand for others, each with the next, and what is known of the last.
    Alias(Vec<(String, String)>, Vec<IpAddr>),
    /// The name of an address.
    Pointer(String, String),
    /// NXDOMAIN, for the name as it was asked last.
    Missing(String),
    /// No server answered.
    Silence,
}

/// Whom one asks.
struct Server {
    address: String,
    /// Whether it is the cluster's.
    is_clusters: bool,
    /// Whether it can be reached at all.
    answers: bool,
}

fn server(console: &Console, named: Option<&str>) -> Server {
    let clusters = console.cluster_dns();
    let own = || Server { address: OWN_RESOLVER.to_owned(), is_clusters: false, answers: true };
    match named {
        Some(named) => {
            let named = named.trim_start_matches('@');
            let is_name = named.starts_with("kube-dns.kube-system");
            let is_clusters = named == clusters || (is_name && console.uses_cluster_dns());
            let address = if is_clusters { clusters } else { named.to_owned() };
            let inside = *console.place() != Place::Laptop;
            Server { answers: is_clusters && inside || address == OWN_RESOLVER, address, is_clusters }
        }
        None if console.uses_cluster_dns() => Server { address: clusters, is_clusters: true, answers: true },
        None => own(),
    }
}

impl Console {
    /// Whether the machine's resolv.conf names the cluster's DNS.
    fn uses_cluster_dns(&self) -> bool {
        self.machine_file("/etc/resolv.conf").is_some_and(|text| text.contains("svc.cluster.local"))
    }

    /// What a server says to `name`; `complete` tries the search list first.
    fn look_up(&self, name: &str, server: &Server, complete: bool) -> Found {
        if !server.answers {
            return Found::Silence;
        }
        if let Ok(address) = name.parse::<IpAddr>() {
            return self.pointer(address, server);
        }
        if !server.is_clusters {
            return Found::Missing(name.trim_end_matches('.').to_owned());
        }
        // Who asks by hand from a node has no search list: only full names are found.
        let from = match self.place() {
            Place::Pod(pod) if complete && self.uses_cluster_dns() => Source::Pod(pod.clone()),
            _ => return self.full(name),
        };
        let resolution = self.cluster().resolve(name, &from);
        let asked = resolution.tried.last().cloned().unwrap_or_else(|| name.to_owned());
        self.found(resolution.answer, asked, &from)
    }

    /// A name without the search list.
    fn full(&self, name: &str) -> Found {
        let any = self.cluster().pods().iter().find(|pod| pod.is_running() && !pod.pod.spec.host_network);
        let from = any.map_or(Source::Outside, |pod| Source::Pod(pod.name.clone()));
        let absolute = format!("{}.", name.trim_end_matches('.'));
        let resolution = self.cluster().resolve(&absolute, &from);
        self.found(resolution.answer, name.trim_end_matches('.').to_owned(), &from)
    }

    fn found(&self, answer: DnsAnswer, asked: String, from: &Source) -> Found {
        match answer {
            DnsAnswer::ClusterIp { full, address, .. } => Found::Addresses(full, vec![address]),
            DnsAnswer::Pods { full, addresses, .. } => Found::Addresses(full, addresses),
            DnsAnswer::Alias { full, target, .. } => {
                let mut chain = vec![(full, target)];
                // CoreDNS asks on by itself for as long as the names are its own.
                while let Some((_, last)) = chain.last_mut() {
                    last.truncate(last.trim_end_matches('.').len());
                    match self.cluster().resolve(&format!("{last}."), from).answer {
                        DnsAnswer::Alias { full, target, .. } if chain.len() < LONGEST_CHAIN => {
                            chain.push((full, target));
                        }
                        answer => return Found::Alias(chain, answer.addresses().to_vec()),
                    }
                }
                Found::Missing(asked)
            }
            DnsAnswer::Missing(Reason::NoClusterDns { .. }) => Found::Silence,
            DnsAnswer::Missing(_) => Found::Missing(asked),
        }
    }

    /// The name of an address: CoreDNS knows those of Services, and of pods behind a headless one.
    fn pointer(&self, address: IpAddr, server: &Server) -> Found {
        let reversed = reversed(address);
        if !server.is_clusters {
            return Found::Missing(reversed);
        }
        let domain = |name: &ObjectName| format!("{}.{}.svc.cluster.local", name.name, name.namespace);
        let services = self.cluster().services();
        if let Some(state) = services.iter().find(|state| state.cluster_ips.contains(&address)) {
            return Found::Pointer(reversed, domain(&state.name));
        }
        let behind = services.iter().filter(|state| state.service.spec.is_headless()).find(|state| {
            let endpoints = self.cluster().endpoints(&state.name.namespace, &state.name.name);
            endpoints.all().any(|endpoint| endpoint.address == address)
        });
        match behind {
            Some(state) => {
                let host = address.to_string().replace(['.', ':'], "-");
                Found::Pointer(reversed, format!("{host}.{}", domain(&state.name)))
            }
            None => Found::Missing(reversed),
        }
    }
}

fn reversed(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, d] = v4.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa")
        }
        IpAddr::V6(v6) => {
            let digits = v6.octets().into_iter().rev().map(|byte| format!("{:x}.{:x}.", byte & 15, byte >> 4));
            format!("{}ip6.arpa", digits.collect::<String>())
        }
    }
}

/// The words of a call that are no options, and those that are.
fn parted<'a>(call: &Call<'a>) -> (Vec<&'a str>, Vec<&'a str>) {
    call.args.iter().map(String::as_str).partition(|arg| !arg.starts_with(['-', '+']))
}

fn silence() -> Output {
    Output { stdout: ";; connection timed out; no servers could be reached\n\n".into(), exit: 1, ..Output::default() }
}

/// `host NAME [SERVER]`.
pub(super) fn host(console: &mut Console, call: &Call<'_>) -> Output {
    let (words, _) = parted(call);
    let Some(name) = words.first() else {
        return Output::fail(1, "Usage: host [-aCdilrTvVw] [-c class] hostname [server]\n");
    };
    let server = server(console, words.get(1).copied());
    match console.look_up(name, &server, true) {
        Found::Addresses(full, list) => {
            Output::ok(list.iter().fold(String::new(), |text, it| format!("{text}{full} has address {it}\n")))
        }
        Found::Alias(chain, list) => {
            let names = chain.iter().map(|(name, target)| format!("{name} is an alias for {target}.\n"));
            let end = chain.last().map_or("", |(_, target)| target.as_str());
            Output::ok(list.iter().fold(names.collect(), |text, it| format!("{text}{end} has address {it}\n")))
        }
        Found::Pointer(reversed, target) => Output::ok(format!("{reversed} domain name pointer {target}.\n")),
        Found::Missing(_) => {
            Output { stdout: format!("Host {name} not found: 3(NXDOMAIN)\n"), exit: 1, ..Output::default() }
        }
        Found::Silence => silence(),
    }
}

/// `getent hosts NAME`: as programs find a name, `/etc/hosts` first.
pub(super) fn getent(console: &mut Console, call: &Call<'_>) -> Output {
    let [database, names @ ..] = call.args else { return Output::fail(1, "getent: wrong number of arguments\n") };
    if !matches!(database.as_str(), "hosts" | "ahosts" | "ahostsv4") {
        return Output::fail(1, format!("Unknown database: {database}\n"));
    }
    let mut output = Output::default();
    for name in names {
        let found = match console.host_address(name) {
            Some(address) => vec![(address, name.clone())],
            None => match console.look_up(name, &server(console, None), true) {
                Found::Addresses(full, list) => list.into_iter().map(|it| (it, full.clone())).collect(),
                Found::Alias(chain, list) => {
                    let end = chain.last().map(|(_, target)| target.clone()).unwrap_or_default();
                    list.into_iter().map(|it| (it, end.clone())).collect()
                }
                _ => Vec::new(),
            },
        };
        if found.is_empty() {
            output.exit = 2;
        }
        for (address, full) in found {
            let _ = writeln!(output.stdout, "{:<15} {full}", address.to_string());
        }
    }
    output
}

#[cfg(test)]
mod tests;
