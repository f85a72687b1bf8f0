//! The data plane as a table: who asks × whom × traffic policy × where the endpoint is × platform.
//!
//! The world: nodes node-1 and node-2, pod `client` on node-1, Service `web` (port 80, targetPort 8080, nodePort 30080)
//! and at most one pod behind it: `web-a` on node-1 (here), `web-b` on node-2 (elsewhere), or `web-a` not ready.
//! A cell has a letter for each policy: Cluster, `externalTrafficPolicy: Local`, `internalTrafficPolicy: Local`.

use crate::cluster::Cluster;
use crate::cluster::fixture::{PodExt, ServiceExt, cluster, ends, node, pod, request, service};
use crate::cluster::platform::{Driver, Platform, WorldSpec};
use crate::cluster::trace::OutcomeKind;
use crate::kube::model::Object;

/// One way to ask, and how it ends for no endpoint, one here, one elsewhere, one not ready.
struct Row {
    from: &'static str,
    to: &'static str,
    none: &'static str,
    here: &'static str,
    elsewhere: &'static str,
    not_ready: &'static str,
    /// The behaviour of Kubernetes it rests on, and where that is said.
    because: &'static str,
    /// Why the cells marked `-` cannot be; empty where there are none.
    impossible: &'static str,
}

/// There is one pod at most, and a pod's own address is only asked for while that pod exists.
const NO_SUCH_POD: &str = "the pod whose address is asked for does not exist in that world";

/// `a`, `b` answered by web-a, web-b; `r` refused; `t` timeout; `u` unresolved; `-` impossible.
const NETWORK_OPEN: &[Row] = &[
    Row {
        from: "outside",
        to: "node-1:30080",
        none: "rrr",
        here: "aaa",
        elsewhere: "btb",
        not_ready: "rrr",
        because: "KUBE-NODEPORTS → KUBE-EXT; no endpoint: REJECT; Local without one here: DROP (proxier.go syncProxyRules)",
        impossible: "",
    },
    Row {
        from: "outside",
        to: "node-2:30080",
        none: "rrr",
        here: "ata",
        elsewhere: "bbb",
        not_ready: "rrr",
        because: "a node port is open on every node, endpoint or not (docs: Service, type NodePort)",
        impossible: "",
    },
    Row {
        from: "outside",
        to: "service/web:80",
        none: "ttt",
        here: "ttt",
        elsewhere: "ttt",
        not_ready: "ttt",
        because: "a clusterIP exists only in the nodes' rules (docs: Virtual IPs and Service Proxies)",
        impossible: "",
    },
    Row {
        from: "outside",
        to: "pod/web-a:8080",
        none: "---",
        here: "ttt",
        elsewhere: "---",
        not_ready: "ttt",
        because: "pod addresses are routed inside the cluster only (docs: Cluster Networking)",
        impossible: NO_SUCH_POD,
    },
    Row {
        from: "outside",
        to: "pod/web-b:8080",
        none: "---",
        here: "---",
        elsewhere: "ttt",
        not_ready: "---",
        because: "as for a pod on another node (docs: Cluster Networking)",
        impossible: NO_SUCH_POD,
    },
    Row {
        from: "outside",
        to: "web:80",
        none: "uuu",
        here: "uuu",
        elsewhere: "uuu",
        not_ready: "uuu",
        because: "only pods are given the cluster's resolver (docs: DNS for Services and Pods)",
        impossible: "",
    },
    Row {
        from: "node/node-1",
        to: "node-1:30080",
        none: "rrr",
        here: "aaa",
        elsewhere: "bbb",
        not_ready: "rrr",
        because: "KUBE-EXT lets traffic of the node itself (src-type LOCAL) through to all endpoints (proxier.go)",
        impossible: "",
    },
    Row {
        from: "node/node-1",
        to: "node-2:30080",
        none: "rrr",
        here: "ata",
        elsewhere: "bbb",
        not_ready: "rrr",
        because: "at another node the packet is traffic from outside that node",
        impossible: "",
    },
    Row {
        from: "node/node-1",
        to: "service/web:80",
        none: "rrr",
        here: "aaa",
        elsewhere: "bbt",
        not_ready: "rrr",
        because: "chain OUTPUT passes KUBE-SERVICES; internalTrafficPolicy Local without endpoint here: DROP (KEP-2086)",
        impossible: "",
    },
    Row {
        from: "node/node-1",
        to: "pod/web-a:8080",
        none: "---",
        here: "aaa",
        elsewhere: "---",
        not_ready: "aaa",
        because: "readiness governs endpoints, not the pod's own address (docs: Pod Lifecycle, readinessProbe)",
        impossible: NO_SUCH_POD,
    },
    Row {
        from: "node/node-1",
        to: "pod/web-b:8080",
        none: "---",
        here: "---",
        elsewhere: "bbb",
        not_ready: "---",
        because: "every node reaches every pod without NAT (docs: the Kubernetes network model)",
        impossible: NO_SUCH_POD,
    },
    Row {
        from: "node/node-1",
        to: "web:80",
        none: "uuu",
        here: "uuu",
        elsewhere: "uuu",
        not_ready: "uuu",
        because: "a node's own resolv.conf does not name CoreDNS",
        impossible: "",
    },
    Row {
        from: "pod/client",
        to: "node-1:30080",
        none: "rrr",
        here: "aaa",
        elsewhere: "bbb",
        not_ready: "rrr",
        because: "KUBE-EXT short-circuits traffic of the node's own pods (proxier.go, localDetector)",
        impossible: "",
    },
    Row {
        from: "pod/client",
        to: "node-2:30080",
        none: "rrr",
        here: "ata",
        elsewhere: "bbb",
        not_ready: "rrr",
        because: "the packet leaves node-1 with the node's address (ip-masq) and is foreign to node-2",
        impossible: "",
    },
    Row {
        from: "pod/client",
        to: "service/web:80",
        none: "rrr",
        here: "aaa",
        elsewhere: "bbt",
        not_ready: "rrr",
        because: "PREROUTING passes KUBE-SERVICES on the asker's node; KEP-2086 for Local",
        impossible: "",
    },
    Row {
        from: "pod/client",
        to: "pod/web-a:8080",
        none: "---",
        here: "aaa",
        elsewhere: "---",
        not_ready: "aaa",
        because: "a pod that is not ready still runs",
        impossible: NO_SUCH_POD,
    },
    Row {
        from: "pod/client",
        to: "pod/web-b:8080",
        none: "---",
        here: "---",
        elsewhere: "bbb",
        not_ready: "---",
        because: "every pod reaches every pod without NAT (docs: the Kubernetes network model)",
        impossible: NO_SUCH_POD,
    },
    Row {
        from: "pod/client",
        to: "web.default.svc.cluster.local:80",
        none: "rrr",
        here: "aaa",
        elsewhere: "bbt",
        not_ready: "rrr",
        because: "the full name is what the search list makes of the short one (DNS spec 1.1, 2.3.1)",
        impossible: "",
    },
    Row {
        from: "pod/client",
        to: "web:80",
        none: "rrr",
        here: "aaa",
        elsewhere: "bbt",
        not_ready: "rrr",
        because: "CoreDNS answers with the clusterIP whether there are endpoints or not (DNS spec 2.3.1)",
        impossible: "",
    },
];

/// The same for the balancer's address, which only a cloud gives.
const CLOUD_BALANCER: &[Row] = &[
    Row {
        from: "outside",
        to: "balancer/web:80",
        none: "rtr",
        here: "aaa",
        elsewhere: "bbb",
        not_ready: "rtr",
        because: "policy Local: only nodes that pass healthCheckNodePort get traffic, and there may be none (KEP-1669)",
        impossible: "",
    },
    Row {
        from: "node/node-1",
        to: "balancer/web:80",
        none: "rrr",
        here: "aaa",
        elsewhere: "bbb",
        not_ready: "rrr",
        because: "with ipMode VIP the node takes the short way and KUBE-EXT lets its own traffic through (KEP-1860)",
        impossible: "",
    },
    Row {
        from: "pod/client",
        to: "balancer/web:80",
        none: "rrr",
        here: "aaa",
        elsewhere: "bbb",
        not_ready: "rrr",
        because: "as for a node (proxier.go, localDetector)",
        impossible: "",
    },
];

const PLATFORMS: [(Platform, Driver); 7] = [
    (Platform::Minikube, Driver::DockerLinux),
    (Platform::Minikube, Driver::Vm),
    (Platform::Minikube, Driver::DockerDesktop),
    (Platform::Kind, Driver::DockerLinux),
    (Platform::Kind, Driver::DockerDesktop),
    (Platform::Cloud, Driver::DockerLinux),
    (Platform::BareMetal, Driver::DockerLinux),
];

#[derive(Clone, Copy, PartialEq)]
enum Endpoint {
    None,
    Here,
    Elsewhere,
    NotReady,
}

fn world(platform: Platform, driver: Driver, endpoint: Endpoint, policy: usize) -> Cluster {
    let spec = WorldSpec { platform, driver, ..WorldSpec::default() };
    let mut web = service("web", "LoadBalancer", "app=web", 80, 8080).node_port(30080);
    web = match policy {
        1 => web.external_local(),
        2 => web.internal_local(),
        _ => web,
    };
    let mut objects = vec![
        Object::Node(node("node-1")),
        Object::Node(node("node-2")),
        Object::Pod(pod("client", "app=client", 9000).on("node-1")),
        Object::Service(web),
    ];
    match endpoint {
        Endpoint::None => {}
        Endpoint::Here => objects.push(Object::Pod(pod("web-a", "app=web", 8080).on("node-1"))),
        Endpoint::Elsewhere => objects.push(Object::Pod(pod("web-b", "app=web", 8080).on("node-2"))),
        Endpoint::NotReady => objects.push(Object::Pod(pod("web-a", "app=web", 8080).on("node-1").not_ready())),
    }
    cluster(spec, objects)
}

fn letter(cluster: &Cluster, text: &str) -> char {
    let reach = cluster.reach(&request(cluster, text));
    assert!(reach.pods.len() + reach.others.len() == 1, "{text} must end in one way: {reach:?}");
    if let Some(pod) = reach.pods.first() {
        return pod.name.chars().last().expect("a name");
    }
    match reach.others[0].kind() {
        OutcomeKind::Refused => 'r',
        OutcomeKind::Timeout => 't',
        OutcomeKind::Unresolved => 'u',
        OutcomeKind::Pending => 'p',
        OutcomeKind::Answered | OutcomeKind::Left => '?',
    }
}

/// Checks a row on a platform; `instead` is what the platform makes of every possible cell.
fn check(row: &Row, (platform, driver): (Platform, Driver), instead: Option<char>) {
    let cells = [
        (Endpoint::None, row.none),
        (Endpoint::Here, row.here),
        (Endpoint::Elsewhere, row.elsewhere),
        (Endpoint::NotReady, row.not_ready),
    ];
    let text = format!("{} -> {}", row.from, row.to);
    for (endpoint, expected) in cells {
        for (policy, expected) in expected.chars().enumerate().filter(|(_, letter)| *letter != '-') {
            let cluster = world(platform, driver, endpoint, policy);
            let place = format!("{text} on {} {}, policy {policy}: {}", platform.name(), driver.name(), row.because);
            assert_eq!(letter(&cluster, &text), instead.unwrap_or(expected), "{place}");
        }
    }
}

/// What kind of thing a row asks for.
fn kind_of(to: &str) -> &'static str {
    match to {
        to if to.starts_with("node-") => "node address",
        to if to.starts_with("service/") => "clusterIP",
        to if to.starts_with("pod/") => "pod address",
        to if to.starts_with("balancer/") => "balancer",
        _ => "DNS name",
    }
}

#[test]
fn no_combination_is_left_out_and_what_is_impossible_says_why() {
    let rows: Vec<&Row> = NETWORK_OPEN.iter().chain(CLOUD_BALANCER).collect();
    for from in ["outside", "node/node-1", "pod/client"] {
        for to in ["node address", "clusterIP", "pod address", "balancer", "DNS name"] {
            assert!(rows.iter().any(|row| row.from == from && kind_of(row.to) == to), "{from} to a {to}");
        }
    }
    for row in rows {
        let cells = [row.none, row.here, row.elsewhere, row.not_ready];
        assert!(cells.iter().all(|cell| cell.len() == 3), "a letter for each policy: {} to {}", row.from, row.to);
        assert_eq!(cells.contains(&"---"), !row.impossible.is_empty(), "{} to {}", row.from, row.to);
        assert!(!row.because.is_empty());
    }
}

#[test]
fn every_cell_ends_as_in_kubernetes_on_every_platform() {
    for row in NETWORK_OPEN {
        for at in PLATFORMS {
            let to_node = row.from == "outside" && row.to.starts_with("node");
            // Docker Desktop's virtual machine hides the nodes (minikube handbook, Accessing apps).
            let hidden = to_node && at.1 == Driver::DockerDesktop;
            check(row, at, hidden.then_some('t'));
        }
    }
}

#[test]
fn a_balancer_has_an_address_in_a_cloud_and_is_pending_elsewhere() {
    for row in CLOUD_BALANCER {
        for at in PLATFORMS {
            check(row, at, (at.0 != Platform::Cloud).then_some('p'));
        }
    }
}

#[test]
fn a_death_names_its_mistake() {
    let at = |platform, driver| world(platform, driver, Endpoint::Here, 0);
    let linux = |platform| at(platform, Driver::DockerLinux);
    let desktop = at(Platform::Minikube, Driver::DockerDesktop);
    for (cluster, text, expected) in [
        (&desktop, "outside -> node-1:30080", "timeout(node-port-unreachable-from-host)"),
        (&linux(Platform::BareMetal), "outside -> balancer/web:80", "pending(load-balancer-pending)"),
        (&linux(Platform::Minikube), "outside -> service/web:80", "timeout(cluster-ip-from-outside)"),
        (&linux(Platform::Minikube), "outside -> node-1:8080", "refused(ports-swapped)"),
        (&linux(Platform::Minikube), "pod/client -> web:8080", "timeout(ports-swapped)"),
        (&linux(Platform::Minikube), "pod/client -> nowhere:80", "unresolved(service-missing)"),
        (&linux(Platform::Minikube), "outside -> service/nowhere:80", "unresolved(service-missing)"),
    ] {
        assert_eq!(ends(cluster, text), expected, "{text}");
    }
}
