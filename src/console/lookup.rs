//! Asking the DNS: `nslookup` and `host` and `dig` of BIND 9.18, `getent hosts`.
//!
//! A pod asks the cluster's DNS. The laptop and the nodes ask a resolver of their own, which knows nothing of the cluster; whoever names
//! another server (`nslookup NAME 10.96.0.10`) reaches it only from inside, because its address is a clusterIP.
//!
//! Must not know: connections.

use std::fmt::Write as _;
use std::net::IpAddr;

use super::{Call, Console, Output, Place};
use crate::cluster::dns::DnsAnswer;
use crate::cluster::request::{Protocol, Source};
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

/// `nslookup NAME [SERVER]`.
pub(super) fn nslookup(console: &mut Console, call: &Call<'_>) -> Output {
    let (words, options) = parted(call);
    let Some(name) = words.first() else {
        return Output::default().with_note("nslookup은 찾을 이름과 함께 씁니다: nslookup web");
    };
    let server = server(console, words.get(1).copied());
    let head = format!("Server:\t\t{0}\nAddress:\t{0}#53\n\n", server.address);
    let kind = options.iter().filter_map(|option| option.split_once('=')).find_map(|(option, kind)| {
        matches!(option, "-type" | "-ty" | "-q" | "-query" | "-querytype").then(|| kind.to_ascii_uppercase())
    });
    let known = matches!(console.look_up(name, &server, true), Found::Addresses(..));
    match kind.as_deref() {
        Some("SRV") => return nslookup_srv(console, name, &server, &head),
        Some("AAAA" | "TXT" | "NS" | "MX" | "SOA") if known => {
            return Output::ok(format!("{head}*** Can't find {name}: No answer\n\n"));
        }
        _ => {}
    }
    let found = console.look_up(name, &server, true);
    let addresses = |full: &str, addresses: &[IpAddr]| {
        addresses.iter().fold(String::new(), |text, address| format!("{text}Name:\t{full}\nAddress: {address}\n"))
    };
    match found {
        Found::Addresses(full, list) => Output::ok(format!("{head}{}\n", addresses(&full, &list))),
        Found::Alias(chain, list) => {
            let names = chain.iter().map(|(name, target)| format!("{name}\tcanonical name = {target}.\n"));
            let end = chain.last().map_or("", |(_, target)| target.as_str());
            Output::ok(format!("{head}{}{}\n", names.collect::<String>(), addresses(end, &list)))
        }
        Found::Pointer(reversed, target) => Output::ok(format!("{reversed}\tname = {target}.\n\n")),
        Found::Missing(asked) if name.parse::<IpAddr>().is_ok() => {
            Output { stdout: format!("** server can't find {asked}: NXDOMAIN\n\n"), exit: 1, ..Output::default() }
        }
        // The name is given as it was asked for: the last of the search list is the name alone.
        Found::Missing(_) => Output {
            stdout: format!("{head}** server can't find {}: NXDOMAIN\n\n", name.trim_end_matches('.')),
            exit: 1,
            ..Output::default()
        },
        Found::Silence => silence(),
    }
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

/// `dig NAME [@SERVER] [+short] [+search] [-x ADDRESS]`.
pub(super) fn dig(console: &mut Console, call: &Call<'_>) -> Output {
    let (words, options) = parted(call);
    let has = |option: &str| options.contains(&option);
    let at = words.iter().find(|word| word.starts_with('@')).copied();
    let kinds = ["A", "AAAA", "SRV", "CNAME", "PTR", "ANY", "TXT", "NS"];
    let name = words.iter().find(|word| !word.starts_with('@') && !kinds.contains(&word.to_ascii_uppercase().as_str()));
    let name = name.copied().unwrap_or(".");
    let kind = words.iter().map(|word| word.to_ascii_uppercase()).find(|word| kinds.contains(&word.as_str()));
    let kind = if has("-x") { "PTR".to_owned() } else { kind.unwrap_or_else(|| "A".to_owned()) };
    let server = server(console, at);
    // dig uses no search list unless it is told to.
    let found = console.look_up(name, &server, has("+search"));
    if kind == "SRV" {
        return dig_srv(console, name, &server, has("+short"));
    }
    let asked = match &found {
        Found::Addresses(full, _) => full.clone(),
        Found::Alias(chain, _) => chain.first().map(|(name, _)| name.clone()).unwrap_or_default(),
        Found::Pointer(reversed, _) => reversed.clone(),
        Found::Missing(asked) => asked.clone(),
        Found::Silence => {
            let head = format!("; <<>> DiG 9.18.24 <<>> {}\n;; global options: +cmd\n", call.args.join(" "));
            return Output { stdout: format!("{head};; no servers could be reached\n"), exit: 9, ..Output::default() };
        }
    };
    let mut rows: Vec<(String, &str, String)> = Vec::new();
    match &found {
        Found::Addresses(full, list) if kind == "A" || kind == "ANY" => {
            rows.extend(list.iter().map(|it| (full.clone(), "A", it.to_string())));
        }
        Found::Alias(chain, list) => {
            rows.extend(chain.iter().map(|(name, target)| (name.clone(), "CNAME", format!("{target}."))));
            let end = chain.last().map_or("", |(_, target)| target.as_str());
            let addresses = list.iter().filter(|_| kind != "CNAME");
            rows.extend(addresses.map(|it| (end.to_owned(), "A", it.to_string())));
        }
        Found::Pointer(reversed, target) => rows.push((reversed.clone(), "PTR", format!("{target}."))),
        _ => {}
    }
    if has("+short") {
        return Output::ok(rows.iter().fold(String::new(), |text, (.., value)| format!("{text}{value}\n")));
    }
    let missing = matches!(found, Found::Missing(_));
    let asked = Asked { args: &call.args.join(" "), name: &asked, kind: &kind, missing };
    Output::ok(dig_text(&asked, &rows, &[], &server.address))
}

/// What dig was asked.
struct Asked<'a> {
    args: &'a str,
    name: &'a str,
    kind: &'a str,
    missing: bool,
}

fn dig_text(
    asked: &Asked<'_>,
    rows: &[(String, &str, String)],
    more: &[(String, &str, String)],
    server: &str,
) -> String {
    let Asked { args, name, kind, missing } = asked;
    let status = if *missing { "NXDOMAIN" } else { "NOERROR" };
    let mut text = format!(
        "\n; <<>> DiG 9.18.24 <<>> {args}\n;; global options: +cmd\n;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: {status}, id: 40417\n;; flags: qr aa rd; QUERY: 1, ANSWER: {}, AUTHORITY: 0, ADDITIONAL: {}\n;; WARNING: recursion requested but not available\n\n;; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: 1232\n;; QUESTION SECTION:\n;{name}.\tIN\t{kind}\n",
        rows.len(),
        more.len() + 1
    );
    if !rows.is_empty() {
        text.push_str("\n;; ANSWER SECTION:\n");
        for (name, kind, value) in rows {
            let _ = writeln!(text, "{name}. 30\tIN\t{kind}\t{value}");
        }
    }
    if !more.is_empty() {
        text.push_str("\n;; ADDITIONAL SECTION:\n");
        for (name, kind, value) in more {
            let _ = writeln!(text, "{name}. 30\tIN\t{kind}\t{value}");
        }
    }
    let _ = write!(
        text,
        "\n;; Query time: 0 msec\n;; SERVER: {server}#53({server}) (UDP)\n;; WHEN: Fri Nov 20 08:00:00 UTC 2026\n;; MSG SIZE  rcvd: 125\n\n"
    );
    text
}

/// `nslookup -type=SRV NAME`.
fn nslookup_srv(console: &Console, name: &str, server: &Server, head: &str) -> Output {
    if !server.answers {
        return silence();
    }
    let bare = name.trim_end_matches('.');
    let mut tried = vec![bare.to_owned()];
    if let Place::Pod(pod) = console.place() {
        let own = format!("{}.svc.cluster.local", pod.namespace);
        tried.extend([own.as_str(), "svc.cluster.local", "cluster.local"].map(|suffix| format!("{bare}.{suffix}")));
    }
    let found = tried.iter().map(|full| srv(console, full, server)).find(|found| !found.records.is_empty());
    let Some(found) = found else {
        return Output {
            stdout: format!("{head}** server can't find {bare}: NXDOMAIN\n\n"),
            exit: 1,
            ..Output::default()
        };
    };
    let lines = found.records.iter().map(|record| format!("{}\tservice = {record}\n", found.name));
    Output::ok(format!("{head}{}\n", lines.collect::<String>()))
}

/// The SRV records of a name, and the addresses of those they point to.
struct Srv {
    name: String,
    records: Vec<String>,
    hosts: Vec<(String, IpAddr)>,
}

/// `_http._tcp.web.default.svc.cluster.local`: the ports of a Service by their names; of a headless one, a record for every pod
/// behind it, with the pod's own port (DNS specification 2.3.2, 2.4.2; plugin/kubernetes).
fn srv(console: &Console, name: &str, server: &Server) -> Srv {
    let bare = name.trim_end_matches('.').to_ascii_lowercase();
    let labels: Vec<&str> = bare.split('.').collect();
    let mut found = Srv { name: bare.clone(), records: Vec::new(), hosts: Vec::new() };
    let [port, protocol, service, namespace, "svc", "cluster", "local"] = labels.as_slice() else { return found };
    if !server.answers || !server.is_clusters {
        return found;
    }
    let Some(state) = console.cluster().services().get(namespace, service) else { return found };
    let domain = format!("{service}.{namespace}.svc.cluster.local");
    let protocol = Protocol::parse(&protocol.trim_start_matches('_').to_ascii_uppercase());
    let wanted = port.trim_start_matches('_');
    let fits =
        |its: &&crate::kube::model::ServicePort| its.name == wanted && Protocol::parse(&its.protocol) == protocol;
    let Some(its) = state.service.spec.ports.iter().find(fits) else { return found };
    if !state.service.spec.is_headless() {
        found.records.push(format!("0 100 {} {domain}.", its.port));
        found.hosts.extend(state.cluster_ips.first().map(|address| (domain, *address)));
        return found;
    }
    let hosts = console.cluster().published_hosts(state);
    let weight = 100 / hosts.len().max(1);
    let endpoints = console.cluster().endpoints(namespace, service);
    for (host, address) in hosts {
        let number = endpoints.at_port(&its.name).find(|(endpoint, _)| endpoint.address == address);
        let Some((_, number)) = number else { continue };
        found.records.push(format!("0 {weight} {number} {host}.{domain}."));
        found.hosts.push((format!("{host}.{domain}"), address));
    }
    found
}

fn dig_srv(console: &Console, name: &str, server: &Server, short: bool) -> Output {
    let found = srv(console, name, server);
    if short {
        return Output::ok(found.records.iter().fold(String::new(), |text, value| format!("{text}{value}\n")));
    }
    let rows: Vec<(String, &str, String)> =
        found.records.iter().map(|value| (found.name.clone(), "SRV", value.clone())).collect();
    let more: Vec<(String, &str, String)> =
        found.hosts.iter().map(|(host, address)| (host.clone(), "A", address.to_string())).collect();
    let asked = Asked { args: &format!("SRV {name}"), name: &found.name, kind: "SRV", missing: rows.is_empty() };
    Output::ok(dig_text(&asked, &rows, &more, &server.address))
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
mod tests {
    use crate::cluster::state::ObjectName;
    use crate::console::Place;
    use crate::console::session::Way;
    use crate::console::shell::tests::console;

    const WORLD: &str = "apiVersion: v1
kind: Pod
metadata: {name: client, labels: {app: db}}
spec: {containers: [{name: a, image: a, ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {clusterIP: 10.96.7.7, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: db}
spec: {clusterIP: None, selector: {app: db}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: away}
spec: {type: ExternalName, externalName: db.example.com}
";

    #[test]
    fn a_pod_is_told_what_the_clusters_dns_knows() {
        let mut console = console(WORLD);
        let outside = console.run("nslookup web");
        assert_eq!(
            outside.stdout,
            "Server:\t\t127.0.0.53\nAddress:\t127.0.0.53#53\n\n** server can't find web: NXDOMAIN\n\n"
        );
        assert_eq!(console.run("nslookup web.default.svc.cluster.local 10.96.0.10").exit, 1);
        assert!(console.enter(Place::Pod(ObjectName::new("default", "client")), Way::Exec));
        let head = "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n";
        for (text, expected, exit) in [
            ("nslookup web", "Name:\tweb.default.svc.cluster.local\nAddress: 10.96.7.7\n\n", 0),
            ("nslookup db", "Name:\tdb.default.svc.cluster.local\nAddress: 10.244.0.2\n\n", 0),
            ("nslookup away", "away.default.svc.cluster.local\tcanonical name = db.example.com.\n\n", 0),
            ("nslookup nope", "** server can't find nope: NXDOMAIN\n\n", 1),
        ] {
            let output = console.run(text);
            assert_eq!((output.stdout, output.exit), (format!("{head}{expected}"), exit), "{text}");
        }
        for (text, expected) in [
            ("dig +short web.default.svc.cluster.local", "10.96.7.7\n"),
            ("dig +short web", ""),
            ("dig +short +search web", "10.96.7.7\n"),
            ("dig +short -x 10.96.7.7", "web.default.svc.cluster.local.\n"),
            ("dig +short SRV _http._tcp.web.default.svc.cluster.local", "0 100 80 web.default.svc.cluster.local.\n"),
            ("host web", "web.default.svc.cluster.local has address 10.96.7.7\n"),
            ("nslookup 10.96.7.7", "7.7.96.10.in-addr.arpa\tname = web.default.svc.cluster.local.\n\n"),
            ("getent hosts web", "10.96.7.7       web.default.svc.cluster.local\n"),
            ("grep search /etc/resolv.conf", "search default.svc.cluster.local svc.cluster.local cluster.local\n"),
        ] {
            assert_eq!(console.run(text).stdout, expected, "{text}");
        }
    }

    #[test]
    fn pods_of_a_headless_service_have_names_of_their_own() {
        let mut console = console(
            "apiVersion: v1
kind: Pod
metadata: {name: db-0, labels: {app: db}}
spec: {hostname: db-0, subdomain: db, containers: [{name: db, image: redis, ports: [{containerPort: 6379}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: other, labels: {app: db}}
spec: {containers: [{name: db, image: redis, ports: [{containerPort: 6379}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: db}
spec: {clusterIP: None, selector: {app: db}, ports: [{name: redis, port: 1, targetPort: 6379}]}
",
        );
        assert!(console.enter(Place::Pod(ObjectName::new("default", "other")), Way::Exec));
        for (text, expected) in [
            ("dig +short db-0.db.default.svc.cluster.local", "10.244.0.2\n"),
            ("dig +short 10-244-0-3.db.default.svc.cluster.local", "10.244.0.3\n"),
            // What has a hostname is not found by its address.
            ("dig +short 10-244-0-2.db.default.svc.cluster.local", ""),
            (
                "dig +short SRV _redis._tcp.db.default.svc.cluster.local",
                "0 50 6379 10-244-0-3.db.default.svc.cluster.local.\n0 50 6379 db-0.db.default.svc.cluster.local.\n",
            ),
            ("nslookup -type=srv _redis._tcp.db | grep -c 'service = 0 50 6379'", "2\n"),
            ("curl -s db-0.db:6379", "Hello from db-0\n"),
        ] {
            assert_eq!(console.run(text).stdout, expected, "{text}");
        }
    }

    #[test]
    fn an_endpoint_written_by_hand_leads_to_whoever_has_its_address() {
        let mut console = console(
            "apiVersion: v1
kind: Pod
metadata: {name: db, labels: {app: db}}
spec: {containers: [{name: db, image: redis, ports: [{containerPort: 6379}]}]}
status: {podIP: 10.244.0.9}
---
apiVersion: v1
kind: Service
metadata: {name: right}
spec: {ports: [{port: 6379}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: right}
subsets: [{addresses: [{ip: 10.244.0.9}], ports: [{port: 6379}]}]
---
apiVersion: v1
kind: Service
metadata: {name: nobody}
spec: {ports: [{port: 6379}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: nobody}
subsets: [{addresses: [{ip: 10.244.0.200}], ports: [{port: 6379}]}]
",
        );
        let within = "kubectl exec db -- curl -sS -m 1";
        assert_eq!(console.run(&format!("{within} right:6379")).stdout, "Hello from db\n");
        let nobody = console.run(&format!("{within} nobody:6379"));
        assert_eq!((nobody.stdout.as_str(), nobody.exit), ("", 28), "{}", nobody.stderr);
    }
}
