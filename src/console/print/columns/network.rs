//! Services, endpoints and what lies before them, in tables.
//!
//! Must not know: other kinds.

use super::super::field::{Field, labels, texts};
use super::super::table::{column, wide};
use super::{AGE, NAME, Printer, created, name, or_none, selector, shortened};
use serde_json::Value;

pub(super) static SERVICE: Printer = Printer {
    columns: &[
        NAME,
        column("TYPE"),
        column("CLUSTER-IP"),
        column("EXTERNAL-IP"),
        column("PORT(S)"),
        AGE,
        wide("SELECTOR"),
    ],
    cells: |service, now| {
        let cluster_ip = texts(service.items("spec.clusterIPs")).next().unwrap_or("");
        let cluster_ip = if cluster_ip.is_empty() { service.text("spec.clusterIP") } else { cluster_ip };
        vec![
            name(service),
            service.text("spec.type").to_owned(),
            or_none(cluster_ip),
            external(service),
            ports(service),
            created(service, now),
            labels(service.map("spec.selector")),
        ]
    },
};

/// The EXTERNAL-IP column.
fn external(service: &Value) -> String {
    let given: Vec<&str> = texts(service.items("spec.externalIPs")).collect();
    match service.text("spec.type") {
        "ExternalName" => service.text("spec.externalName").to_owned(),
        "LoadBalancer" => {
            let mut shown = balancers(service);
            shown.extend(given);
            if shown.is_empty() { "<pending>".to_owned() } else { shown.join(",") }
        }
        "ClusterIP" | "NodePort" => or_none(&given.join(",")),
        _ => "<unknown>".to_owned(),
    }
}

/// The addresses of a load balancer, each once, sorted.
fn balancers(object: &Value) -> Vec<&str> {
    let mut found: Vec<&str> = object
        .items("status.loadBalancer.ingress")
        .iter()
        .map(|ingress| if ingress.text("ip").is_empty() { ingress.text("hostname") } else { ingress.text("ip") })
        .filter(|address| !address.is_empty())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The PORT(S) column.
fn ports(service: &Value) -> String {
    let shown: Vec<String> = service
        .items("spec.ports")
        .iter()
        .map(|port| {
            let (number, protocol) = (port.number("port").unwrap_or(0), port.text("protocol"));
            match port.number("nodePort").unwrap_or(0) {
                0 => format!("{number}/{protocol}"),
                node => format!("{number}:{node}/{protocol}"),
            }
        })
        .collect();
    or_none(&shown.join(","))
}

pub(super) static ENDPOINTS: Printer = Printer {
    columns: &[NAME, column("ENDPOINTS"), AGE],
    cells: |endpoints, now| {
        let subsets = endpoints.items("subsets");
        let shown = if subsets.is_empty() { "<none>".to_owned() } else { shortened(&pairs(subsets)) };
        vec![name(endpoints), shown, created(endpoints, now)]
    },
};

/// The ready address:port pairs of subsets; bare addresses where there is no port.
fn pairs(subsets: &[Value]) -> Vec<String> {
    let mut found = Vec::new();
    for subset in subsets {
        let addresses = || subset.items("addresses").iter().map(|address| address.text("ip"));
        if subset.items("ports").is_empty() {
            found.extend(addresses().map(str::to_owned));
        }
        for port in subset.items("ports") {
            found.extend(addresses().map(|ip| host_port(ip, port.number("port").unwrap_or(0))));
        }
    }
    found
}

/// Go's `net.JoinHostPort`: an IPv6 address gets brackets.
pub(in crate::console) fn host_port(ip: &str, port: i64) -> String {
    if ip.contains(':') { format!("[{ip}]:{port}") } else { format!("{ip}:{port}") }
}

pub(super) static ENDPOINT_SLICE: Printer = Printer {
    columns: &[NAME, column("ADDRESSTYPE"), column("PORTS"), column("ENDPOINTS"), AGE],
    cells: |slice, now| {
        let ports: Vec<String> = slice
            .items("ports")
            .iter()
            .map(|port| match (port.number("port"), port.at("name").as_str()) {
                (Some(number), _) => number.to_string(),
                (None, Some(name)) => name.to_owned(),
                (None, None) => "*".to_owned(),
            })
            .collect();
        let endpoints = slice.items("endpoints").iter();
        let addresses: Vec<String> =
            endpoints.flat_map(|endpoint| texts(endpoint.items("addresses"))).map(str::to_owned).collect();
        let or_unset = |text: String| if text.is_empty() { "<unset>".to_owned() } else { text };
        vec![
            name(slice),
            slice.text("addressType").to_owned(),
            or_unset(shortened(&ports)),
            or_unset(shortened(&addresses)),
            created(slice, now),
        ]
    },
};

pub(super) static INGRESS: Printer = Printer {
    columns: &[NAME, column("CLASS"), column("HOSTS"), column("ADDRESS"), column("PORTS"), AGE],
    cells: |ingress, now| {
        let rules = ingress.items("spec.rules").iter();
        let hosts: Vec<String> =
            rules.map(|rule| rule.text("host").to_owned()).filter(|host| !host.is_empty()).collect();
        let hosts = if hosts.is_empty() { "*".to_owned() } else { shortened(&hosts) };
        let ports = if ingress.items("spec.tls").is_empty() { "80" } else { "80, 443" };
        vec![
            name(ingress),
            or_none(ingress.text("spec.ingressClassName")),
            hosts,
            balancers(ingress).join(","),
            ports.to_owned(),
            created(ingress, now),
        ]
    },
};

pub(super) static INGRESS_CLASS: Printer = Printer {
    columns: &[NAME, column("CONTROLLER"), column("PARAMETERS"), AGE],
    cells: |class, now| {
        let parameters = class.at("spec.parameters");
        let group = parameters.text("apiGroup");
        let dot = if group.is_empty() { "" } else { "." };
        let shown = if parameters.is_null() {
            "<none>".to_owned()
        } else {
            format!("{}{dot}{group}/{}", parameters.text("kind"), parameters.text("name"))
        };
        vec![name(class), class.text("spec.controller").to_owned(), shown, created(class, now)]
    },
};

pub(super) static NETWORK_POLICY: Printer = Printer {
    columns: &[NAME, column("POD-SELECTOR"), AGE],
    cells: |policy, now| vec![name(policy), selector(policy.at("spec.podSelector")), created(policy, now)],
};
