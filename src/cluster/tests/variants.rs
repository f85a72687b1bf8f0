//! The data plane beyond the table: what changes with protocol, affinity, proxy mode, addresses of other kinds; each case with the
//! behaviour of Kubernetes it rests on.
//!
//! Not modelled, and therefore in no case: NetworkPolicy (the plug-in decides), IPv6.

use crate::cluster::fixture::{PodExt, ServiceExt, cluster, ends, node, pod, request, service};
use crate::cluster::platform::{Driver, ExternalBalancer, Platform, ProxyMode, WorldSpec};
use crate::cluster::request::{Protocol, Source};
use crate::cluster::{Cluster, Echo};
use crate::kube::model::{Object, Pod, Service};

/// Two nodes, pod `client` on node-1, web-a on node-1, web-b on node-2, and `web` before them.
fn world(spec: WorldSpec, change: impl FnOnce(Service) -> Service) -> Cluster {
    world_of(spec, change, |pod| pod)
}

fn world_of(spec: WorldSpec, change: impl FnOnce(Service) -> Service, pods: impl Fn(Pod) -> Pod) -> Cluster {
    let web = change(service("web", "LoadBalancer", "app=web", 80, 8080).node_port(30080));
    let objects = vec![
        Object::Node(node("node-1")),
        Object::Node(node("node-2")),
        Object::Pod(pod("client", "app=client", 9000).on("node-1")),
        Object::Pod(pods(pod("web-a", "app=web", 8080).on("node-1"))),
        Object::Pod(pods(pod("web-b", "app=web", 8080).on("node-2"))),
        Object::Service(web),
    ];
    cluster(spec, objects)
}

fn on(platform: Platform) -> WorldSpec {
    WorldSpec { platform, ..WorldSpec::default() }
}

fn by(proxy_mode: ProxyMode) -> WorldSpec {
    WorldSpec { proxy_mode, ..WorldSpec::default() }
}

/// KEP-1669 (ProxyTerminatingEndpoints, GA in 1.28): what is on its way out and still serves gets traffic where nobody else can.
#[test]
fn what_terminates_serves_only_where_nobody_else_is_ready() {
    let going = |which: &'static [&str]| {
        move |pod: Pod| if which.contains(&pod.metadata.name.as_str()) { pod.going() } else { pod }
    };
    let one = world_of(on(Platform::BareMetal), |web| web, going(&["web-a"]));
    assert_eq!(ends(&one, "outside -> node/node-1:30080"), "web-b");
    let all = world_of(on(Platform::BareMetal), |web| web, going(&["web-a", "web-b"]));
    assert_eq!(ends(&all, "outside -> node/node-1:30080"), "web-a web-b");
    // Under Local the question is asked of each node by itself.
    let local = world_of(on(Platform::BareMetal), ServiceExt::external_local, going(&["web-a"]));
    assert_eq!(ends(&local, "outside -> node/node-1:30080"), "web-a");
    assert_eq!(ends(&local, "outside -> node/node-2:30080"), "web-b");
}

#[test]
fn a_protocol_is_part_of_a_port() {
    // ServicePort.protocol: kube-proxy's rules name it, and a port of the other protocol has no rule.
    let cluster = world_of(
        WorldSpec::default(),
        |mut web| {
            web.spec.ports_mut()[0].protocol = "UDP".into();
            web
        },
        |pod| pod.annotated("kijabi/listens", "8080/udp"),
    );
    let by_udp = |text: &str| cluster.reach(&request(&cluster, text).by(Protocol::Udp)).pods.len();
    for (text, udp, tcp) in [
        ("outside -> node-1:30080", 2, "refused"),
        ("node/node-2 -> service/web:80", 2, "timeout"),
        ("pod/client -> web:80", 2, "timeout"),
        ("pod/client -> pod/web-a:8080", 1, "refused(target-port-not-listening)"),
    ] {
        assert_eq!(by_udp(text), udp, "{text} by UDP");
        assert_eq!(ends(&cluster, text), tcp, "{text} by TCP");
    }
}

#[test]
fn affinity_holds_for_each_client_by_its_address() {
    // docs: Service, session affinity; kube-proxy keeps it by the source address, so two clients may differ.
    let cluster = world(WorldSpec::default(), |mut web| {
        web.spec.session_affinity = "ClientIP".into();
        web
    });
    for text in ["outside -> node-1:30080", "node/node-1 -> service/web:80", "pod/client -> web:80"] {
        let pods = cluster.reach(&request(&cluster, text)).pods;
        assert_eq!(pods.len(), 1, "{text}: one client, one pod");
        let first = cluster.request(&request(&cluster, text));
        let later = cluster.request(&request(&cluster, text).nth(7));
        assert_eq!(first.end, later.end, "{text}");
    }
}

#[test]
fn an_external_ip_is_taken_by_whichever_node_it_is_led_to() {
    // docs: Service, externalIPs; the rules on every node know the address, from inside and from outside.
    let with = |policy: &'static str| {
        world(on(Platform::BareMetal), move |mut web| {
            web.spec.external_ips = vec!["192.168.0.200".into()];
            web.spec.external_traffic_policy = policy.into();
            web
        })
    };
    let wide = with("Cluster");
    for from in ["outside", "node/node-2", "pod/client"] {
        assert_eq!(ends(&wide, &format!("{from} -> 192.168.0.200:80")), "web-a web-b", "{from}");
    }
    assert_eq!(ends(&wide, "outside -> 192.168.0.200:81"), "timeout", "no rule, no answer");
    let local = with("Local");
    assert_eq!(ends(&local, "outside -> 192.168.0.200:80"), "web-a", "led to node-1, whose pod alone may answer");
    assert_eq!(
        ends(&local, "pod/client -> 192.168.0.200:80"),
        "web-a web-b",
        "KUBE-EXT lets the node's own traffic through"
    );
}

#[test]
fn a_clouds_balancer_asks_only_nodes_that_pass_its_health_check() {
    // KEP-1669, service.beta healthCheckNodePort: under Local only nodes with a ready endpoint pass.
    let local = world(on(Platform::Cloud), ServiceExt::external_local);
    assert_eq!(ends(&local, "outside -> balancer/web:80"), "web-a web-b");
    let internal = world(on(Platform::Cloud), ServiceExt::internal_local);
    assert_eq!(ends(&internal, "outside -> balancer/web:80"), "web-a web-b", "internalTrafficPolicy is for clusterIPs");
    assert_eq!(ends(&internal, "pod/client -> service/web:80"), "web-a", "KEP-2086");
    assert_eq!(ends(&internal, "node/node-2 -> service/web:80"), "web-b", "KEP-2086");
}

#[test]
fn a_balancer_of_ones_own_stands_beside_kubernetes() {
    // It forwards to node ports and knows of no endpoint: with policy Local every other node may be the wrong one.
    let address = "203.0.113.80".parse().expect("an address");
    let nodes = vec!["node-1".to_owned(), "node-2".to_owned()];
    let balancer = ExternalBalancer { address, port: 80, nodes, node_port: 30080 };
    for platform in [Platform::BareMetal, Platform::Cloud, Platform::Minikube] {
        let spec = WorldSpec { external_balancer: Some(balancer.clone()), ..on(platform) };
        let cluster = world(spec, |web| web);
        for from in ["outside", "node/node-1", "pod/client"] {
            assert_eq!(
                ends(&cluster, &format!("{from} -> 203.0.113.80:80")),
                "web-a web-b",
                "{from} on {}",
                platform.name()
            );
        }
    }
    let hidden = WorldSpec { external_balancer: Some(balancer), driver: Driver::DockerDesktop, ..WorldSpec::default() };
    let hidden = ends(&world(hidden, |web| web), "outside -> 203.0.113.80:80");
    assert!(hidden.starts_with("timeout"), "{hidden}");
}

#[test]
fn names_lead_where_the_dns_specification_says() {
    // DNS-Based Service Discovery 1.1: 2.3 clusterIP, 2.4 headless, 2.5 ExternalName.
    let headless = world(WorldSpec::default(), |mut web| {
        web.spec.r#type = "ClusterIP".into();
        web.spec.ports_mut()[0].node_port = 0;
        web.headless()
    });
    for (text, expected) in [
        ("pod/client -> web:8080", "web-a web-b"),
        ("pod/client -> web:80", "refused(target-port-not-listening)"),
        ("pod/client -> web.default.svc:8080", "web-a web-b"),
        ("pod/client -> 10-244-1-2.web.default.svc.cluster.local:8080", "web-b"),
        ("pod/client -> service/web:80", "unresolved"),
        ("pod/client -> web.shop:8080", "unresolved(dns-wrong-namespace)"),
        ("node/node-1 -> web.default.svc.cluster.local:8080", "unresolved"),
        ("outside -> web.default.svc.cluster.local:8080", "unresolved"),
    ] {
        assert_eq!(ends(&headless, text), expected, "{text}");
    }
}

#[test]
fn proxy_modes_differ_where_no_rule_fits_and_nowhere_else() {
    // pkg/proxy/{iptables,ipvs,nftables}; KEP-3866 says what nftables mode does otherwise on purpose.
    for (mode, loopback, unknown_port) in [
        (ProxyMode::Iptables, "web-a web-b", "timeout"),
        (ProxyMode::Ipvs, "refused", "refused"),
        (ProxyMode::Nftables, "refused", "refused"),
    ] {
        let cluster = world(by(mode), |web| web);
        assert_eq!(ends(&cluster, "node/node-1 -> 127.0.0.1:30080"), loopback, "{}", mode.name());
        assert_eq!(ends(&cluster, "pod/client -> web:81"), unknown_port, "{}", mode.name());
        for text in ["outside -> node-2:30080", "node/node-1 -> service/web:80", "pod/client -> web:80"] {
            assert_eq!(ends(&cluster, text), "web-a web-b", "{text} in mode {}", mode.name());
        }
    }
}

#[test]
fn a_ping_asks_an_address_and_a_cluster_ip_is_none() {
    for (mode, inside) in [(ProxyMode::Iptables, 't'), (ProxyMode::Ipvs, 'a'), (ProxyMode::Nftables, 'r')] {
        let cluster = world(by(mode), |web| web);
        let virtual_ip = cluster.services().get("default", "web").and_then(|web| web.cluster_ips.first().copied());
        let virtual_ip = virtual_ip.expect("an address");
        let pod_ip = "10.244.1.2".parse().expect("an address");
        let node_ip = "192.168.49.2".parse().expect("an address");
        let letter = |from: &str, address| match cluster.echo(&Source::parse(from).expect("a source"), address) {
            Echo::Answered => 'a',
            Echo::Silent(_) => 't',
            Echo::Rejected { .. } => 'r',
        };
        for from in ["node/node-1", "pod/client"] {
            assert_eq!(letter(from, virtual_ip), inside, "{from} in mode {}", mode.name());
            assert_eq!(letter(from, pod_ip), 'a', "pods answer, ready or not");
            assert_eq!(letter(from, node_ip), 'a');
        }
        assert_eq!([virtual_ip, pod_ip, node_ip].map(|address| letter("outside", address)), ['t', 't', 'a']);
    }
}

#[test]
fn a_tunnel_leads_to_cluster_ips_and_gives_balancers_their_address() {
    // minikube handbook, "Accessing apps", minikube tunnel.
    let mut cluster = world(WorldSpec::default(), |web| web);
    assert_eq!(ends(&cluster, "outside -> service/web:80"), "timeout(cluster-ip-from-outside)");
    assert_eq!(ends(&cluster, "outside -> balancer/web:80"), "pending(load-balancer-pending)");
    assert!(cluster.open_tunnel());
    assert_eq!(ends(&cluster, "outside -> service/web:80"), "web-a web-b");
    assert_eq!(ends(&cluster, "outside -> balancer/web:80"), "web-a web-b");
    assert!(!world(on(Platform::Cloud), |web| web).open_tunnel(), "only minikube has one");
}

#[test]
fn traffic_distribution_keeps_traffic_near_where_somebody_is_near() {
    // KEP-4444 (PreferClose), KEP-3015 (PreferSameZone, PreferSameNode): hints of slices, pkg/proxy/topology.go.
    let zoned = |name: &str, zone: &str| {
        let mut node = node(name);
        node.metadata.labels.extend([("topology.kubernetes.io/zone".to_owned(), zone.to_owned())]);
        node
    };
    let with = |wish: &str, pods: &[(&str, &str)]| {
        let mut web = service("web", "NodePort", "app=web", 80, 8080).node_port(30080);
        web.spec.traffic_distribution = Some(wish.to_owned());
        let mut objects = vec![
            Object::Node(zoned("node-1", "a")),
            Object::Node(zoned("node-2", "b")),
            Object::Node(zoned("node-3", "b")),
            Object::Node(node("node-4")),
            Object::Service(web),
        ];
        objects.extend(pods.iter().map(|(name, on)| Object::Pod(pod(name, "app=web", 8080).on(on))));
        cluster(WorldSpec::default(), objects)
    };
    let spread = [("web-a", "node-1"), ("web-b", "node-2"), ("web-c", "node-3")];
    for wish in ["PreferClose", "PreferSameZone"] {
        let cluster = with(wish, &spread);
        for (text, expected) in [
            ("node/node-1 -> service/web:80", "web-a"),
            ("node/node-2 -> service/web:80", "web-b web-c"),
            ("outside -> node/node-3:30080", "web-b web-c"),
            ("node/node-4 -> service/web:80", "web-a web-b web-c"),
        ] {
            assert_eq!(ends(&cluster, text), expected, "{wish}: {text}");
        }
    }
    let cluster = with("PreferSameNode", &spread);
    assert_eq!(ends(&cluster, "node/node-2 -> service/web:80"), "web-b");
    assert_eq!(ends(&cluster, "node/node-4 -> service/web:80"), "web-a web-b web-c", "no zone, nobody near");
    let without = with("PreferSameNode", &[("web-a", "node-1"), ("web-b", "node-2")]);
    assert_eq!(ends(&without, "node/node-3 -> service/web:80"), "web-b", "none on the node: those of the zone");
    let unzoned = with("PreferClose", &[("web-a", "node-1"), ("web-d", "node-4")]);
    assert_eq!(
        ends(&unzoned, "node/node-1 -> service/web:80"),
        "web-a web-d",
        "one endpoint without hint: none counts"
    );
    // A node's label is taken into account when it changes.
    let mut moved = with("PreferClose", &spread);
    moved.apply(Object::Node(zoned("node-2", "a"))).expect("accepted");
    assert_eq!(ends(&moved, "node/node-1 -> service/web:80"), "web-a web-b");
}
