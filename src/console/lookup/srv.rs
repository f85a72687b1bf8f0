//! SRV records: the ports of Services by their names.
//!
//! Must not know: who asks.

use std::net::IpAddr;

use super::{Console, Server};
use crate::cluster::request::Protocol;

/// The SRV records of a name, and the addresses of those they point to.
pub(super) struct Srv {
    pub(super) name: String,
    pub(super) records: Vec<String>,
    pub(super) hosts: Vec<(String, IpAddr)>,
}

/// `_http._tcp.web.default.svc.cluster.local`: the ports of a Service by their names; of a headless one, a record for every pod
/// behind it, with the pod's own port (DNS specification 2.3.2, 2.4.2; plugin/kubernetes).
pub(super) fn records(console: &Console, name: &str, server: &Server) -> Srv {
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
