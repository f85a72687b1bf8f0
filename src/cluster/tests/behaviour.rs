//! Behaviour that surprises learners, one test a surprise.

use crate::cluster::Cluster;
use crate::cluster::control::Applied;
use crate::cluster::fixture::{PodExt, ServiceExt, cluster, deployment, ends, map, node, pod, request, service, trace};
use crate::cluster::platform::{ExternalBalancer, Platform, ProxyMode, WorldSpec};
use crate::cluster::refusal::RefusalReason;
use crate::cluster::request::Protocol;
use crate::cluster::state::ObjectName;
use crate::cluster::trace::{Hop, Outcome, Server};
use crate::kube::model::{IntOrString, Object, Pod, Service, ServicePort};

fn one_node(pods: Vec<Pod>, services: Vec<Service>) -> Cluster {
    world(WorldSpec::default(), pods, services)
}

fn world(spec: WorldSpec, pods: Vec<Pod>, services: Vec<Service>) -> Cluster {
    let pods = pods.into_iter().map(Object::Pod);
    cluster(spec, pods.chain(services.into_iter().map(Object::Service)).collect())
}

// ----- endpoints -----

#[test]
fn every_pair_of_the_selector_counts_and_only_in_its_namespace() {
    let cluster = one_node(
        vec![
            pod("both", "app=web,tier=front", 80),
            pod("one", "app=web", 80),
            pod("shop/both", "app=web,tier=front", 80),
        ],
        vec![service("web", "ClusterIP", "app=web,tier=front", 80, 80)],
    );
    let pods: Vec<String> = cluster.pods_behind("default", "web").map(ToString::to_string).collect();
    assert_eq!(pods, ["both"]);
}

#[test]
fn a_named_port_is_resolved_in_each_pod_by_itself() {
    let mut web = service("web", "ClusterIP", "app=web", 80, 0);
    web.spec.ports_mut()[0].target_port = IntOrString::String("http".into());
    let cluster = one_node(
        vec![
            pod("web-1", "app=web", 8080).with_port_named("http"),
            pod("web-2", "app=web", 9090).with_port_named("http"),
            pod("web-3", "app=web", 7070),
        ],
        vec![web],
    );
    let slices = &cluster.endpoints("default", "web").slices;
    let ports: Vec<Option<u16>> = slices.iter().map(|slice| slice.ports.first().map(|port| port.port)).collect();
    assert_eq!(ports, [None, Some(8080), Some(9090)], "one slice a number, and one for pods without the name");
    assert_eq!(ends(&cluster, "node/minikube -> service/web:80"), "web-1 web-2");
}

#[test]
fn a_service_with_a_selector_always_has_a_slice() {
    let cluster = one_node(
        vec![],
        vec![service("web", "ClusterIP", "app=web", 80, 80), service("bare", "ClusterIP", "", 80, 80)],
    );
    assert_eq!(cluster.endpoints("default", "web").slices.len(), 1);
    assert_eq!(cluster.endpoints("default", "bare").slices.len(), 0);
}

#[test]
fn publish_not_ready_addresses_lets_pods_in_that_are_not_ready() {
    let mut early = service("early", "ClusterIP", "app=web", 80, 80);
    early.spec.publish_not_ready_addresses = true;
    let cluster = one_node(
        vec![pod("web-1", "app=web", 80).not_ready()],
        vec![early, service("late", "ClusterIP", "app=web", 80, 80)],
    );
    assert_eq!(ends(&cluster, "node/minikube -> service/early:80"), "web-1");
    assert_eq!(ends(&cluster, "node/minikube -> service/late:80"), "refused(pod-not-ready)");
}

#[test]
fn pods_of_a_node_that_is_not_ready_leave_the_endpoints_and_come_back_with_it() {
    let web = service("web", "NodePort", "app=web", 80, 80).node_port(30080);
    let objects = vec![
        Object::Node(node("node-1")),
        Object::Node(node("node-2")),
        Object::Pod(pod("web-1", "app=web", 80).on("node-1")),
        Object::Pod(pod("web-2", "app=web", 80).on("node-2")),
        Object::Service(web),
    ];
    let mut cluster = cluster(WorldSpec::default(), objects);
    let set = |cluster: &mut Cluster, ready| {
        let mut it = node("node-2");
        it.ready = Some(ready);
        cluster.apply(Object::Node(it)).expect("a node")
    };
    set(&mut cluster, false);
    assert_eq!(ends(&cluster, "outside -> node-1:30080"), "web-1");
    assert_eq!(ends(&cluster, "outside -> node-2:30080"), "timeout");
    set(&mut cluster, true);
    assert_eq!(ends(&cluster, "outside -> node-1:30080"), "web-1 web-2");
}

// ----- ports and processes -----

#[test]
fn container_port_is_information_and_not_a_door() {
    let cluster = one_node(
        vec![
            pod("declares", "app=declares", 80).annotated("kijabi/listens", "8080"),
            pod("shy", "app=shy", 80).annotated("kijabi/listens", "127.0.0.1:80"),
        ],
        vec![
            service("declares", "ClusterIP", "app=declares", 80, 80),
            service("listens", "ClusterIP", "app=declares", 80, 8080),
            service("shy", "ClusterIP", "app=shy", 80, 80),
        ],
    );
    assert_eq!(ends(&cluster, "pod/shy -> declares:80"), "refused(target-port-not-listening)");
    assert_eq!(ends(&cluster, "pod/shy -> listens:80"), "declares");
    assert_eq!(ends(&cluster, "pod/declares -> shy:80"), "refused(listens-on-localhost)");
    assert_eq!(ends(&cluster, "pod/shy -> 127.0.0.1:80"), "shy");
    assert_eq!(ends(&cluster, "pod/shy -> localhost:80"), "shy");
}

#[test]
fn a_protocol_has_ports_of_its_own() {
    let mut dns = service("dns", "NodePort", "app=dns", 53, 5353).node_port(30053);
    dns.spec.ports_mut()[0].protocol = "UDP".into();
    let cluster = one_node(vec![pod("dns-1", "app=dns", 80).annotated("kijabi/listens", "5353/udp")], vec![dns]);
    let by = |protocol, text| cluster.reach(&request(&cluster, text).by(protocol)).pods.len();
    assert_eq!(by(Protocol::Udp, "outside -> minikube:30053"), 1);
    assert_eq!(by(Protocol::Tcp, "outside -> minikube:30053"), 0);
    assert_eq!(by(Protocol::Udp, "pod/dns-1 -> dns:53"), 1);
    assert_eq!(by(Protocol::Tcp, "pod/dns-1 -> dns:53"), 0);
}

#[test]
fn a_port_the_service_lacks_dies_as_the_proxy_mode_has_it() {
    for (proxy_mode, expected) in
        [(ProxyMode::Iptables, "timeout"), (ProxyMode::Ipvs, "refused"), (ProxyMode::Nftables, "refused")]
    {
        let spec = WorldSpec { proxy_mode, ..WorldSpec::default() };
        let web = service("web", "NodePort", "app=web", 80, 80).node_port(30080);
        let cluster = world(spec, vec![pod("web-1", "app=web", 80)], vec![web]);
        assert_eq!(ends(&cluster, "pod/web-1 -> web:81"), expected);
        let loopback = ends(&cluster, "node/minikube -> 127.0.0.1:30080");
        assert_eq!(loopback, if proxy_mode == ProxyMode::Iptables { "web-1" } else { "refused" });
    }
}

#[test]
fn a_pod_may_reach_itself_through_its_service() {
    let cluster = one_node(vec![pod("web-1", "app=web", 80)], vec![service("web", "ClusterIP", "app=web", 80, 80)]);
    let way = trace(&cluster, "pod/web-1 -> web:80");
    assert!(way.hops.iter().any(|hop| matches!(hop, Hop::Endpoint { hairpin: true, .. })), "{way:?}");
    assert!(way.end.pod().is_some());
}

#[test]
fn a_pod_in_the_nodes_network_is_the_node() {
    let mut agent = pod("agent", "app=agent", 9100);
    agent.spec.host_network = true;
    let cluster = one_node(vec![agent], vec![service("agent", "ClusterIP", "app=agent", 80, 9100)]);
    assert_eq!(ends(&cluster, "outside -> minikube:9100"), "agent");
    assert_eq!(ends(&cluster, "outside -> pod/agent:9100"), "agent");
    assert_eq!(ends(&cluster, "node/minikube -> service/agent:80"), "agent");
    assert_eq!(ends(&cluster, "pod/agent -> agent:80"), "unresolved", "it does not use the cluster's DNS");
    let mut asking = cluster.pods().get("default", "agent").expect("a pod").pod.clone();
    asking.spec.dns_policy = "ClusterFirstWithHostNet".into();
    let mut cluster = cluster;
    cluster.apply(Object::Pod(asking)).expect("no conflict");
    assert_eq!(ends(&cluster, "pod/agent -> agent:80"), "agent");
}

#[test]
fn a_host_port_is_open_on_the_nodes_own_loopback_and_only_at_the_address_it_names() {
    let mut everywhere = pod("web", "app=web", 80);
    everywhere.spec.containers[0].ports[0].host_port = 8080;
    let mut inside = pod("inside", "app=inside", 80);
    inside.spec.containers[0].ports[0].host_port = 9090;
    inside.spec.containers[0].ports[0].host_ip = "127.0.0.1".into();
    let cluster = one_node(vec![everywhere, inside], vec![]);
    let asked = ["node/minikube -> 127.0.0.1:8080", "node/minikube -> 127.0.0.1:9090", "outside -> minikube:9090"];
    assert_eq!(asked.map(|it| ends(&cluster, it)), ["web", "inside", "refused"]);
}

#[test]
fn a_nodes_address_may_be_an_external_ip_at_the_services_own_ports() {
    let given = |name: &str, port, target| {
        let mut it = service(name, "ClusterIP", "app=web", port, target);
        it.spec.external_ips = vec!["192.168.49.2".into(), "198.51.100.7".into()];
        it
    };
    let cluster = one_node(vec![pod("web", "app=web", 80)], vec![given("one", 8080, 80), given("two", 9090, 80)]);
    for from in ["outside", "node/minikube", "pod/web"] {
        for to in ["192.168.49.2:8080", "192.168.49.2:9090", "198.51.100.7:9090"] {
            assert_eq!(ends(&cluster, &format!("{from} -> {to}")), "web", "{from} {to}");
        }
        assert_eq!(ends(&cluster, &format!("{from} -> 192.168.49.2:7070")), "refused", "{from}");
    }
}

#[test]
fn a_health_check_node_port_tells_of_the_nodes_own_endpoints() {
    let mut web = service("web", "LoadBalancer", "app=web", 80, 80).external_local().node_port(30080);
    web.spec.health_check_node_port = 30999;
    let objects = vec![
        Object::Node(node("node-1")),
        Object::Node(node("node-2")),
        Object::Pod(pod("web", "app=web", 80).on("node-1")),
        Object::Service(web),
    ];
    let cluster = cluster(WorldSpec::default(), objects);
    let told = |text: &str| match trace(&cluster, text).end {
        Outcome::Answered { by: Server::HealthCheck { service, endpoints }, .. } => (service.to_string(), endpoints),
        end => panic!("{end:?}"),
    };
    assert_eq!(told("outside -> node-1:30999"), ("web".to_owned(), 1));
    assert_eq!(told("node/node-2 -> 127.0.0.1:30999"), ("web".to_owned(), 0));
}

#[test]
fn a_readiness_probe_of_a_port_that_nothing_listens_at_keeps_the_pod_out() {
    let probing = |name: &str, port: IntOrString, listens: Option<&str>| {
        let mut it = pod(name, "app=web", 80).with_port_named("http");
        it.spec.containers[0].ready_port = Some(port);
        listens.map_or(it.clone(), |listens| it.annotated("kijabi/listens", listens))
    };
    let mut unknown = probing("unknown", IntOrString::Int(9000), None);
    unknown.spec.containers[0].ports.clear();
    let mut said = probing("said", IntOrString::Int(9000), None);
    said.status.ready = Some(true);
    let cluster = one_node(
        vec![
            probing("named", IntOrString::String("http".into()), None),
            probing("number", IntOrString::Int(8080), Some("8080")),
            probing("wrong", IntOrString::Int(8080), None),
            probing("shy", IntOrString::Int(80), Some("127.0.0.1:80")),
            unknown,
            said,
        ],
        vec![service("web", "ClusterIP", "app=web", 80, 80)],
    );
    let pods: Vec<String> = cluster.pods_behind("default", "web").map(ToString::to_string).collect();
    assert_eq!(pods, ["named", "number", "said", "unknown"]);
}

#[test]
fn a_host_port_opens_one_node_only() {
    let mut web = pod("web", "app=web", 8080).on("node-1");
    web.spec.containers[0].ports[0].host_port = 80;
    let objects = vec![Object::Node(node("node-1")), Object::Node(node("node-2")), Object::Pod(web)];
    let cluster = cluster(WorldSpec::default(), objects);
    assert_eq!(ends(&cluster, "outside -> node-1:80"), "web");
    assert_eq!(ends(&cluster, "outside -> node-2:80"), "refused");
}

#[test]
fn a_pod_waits_until_a_node_has_the_labels_it_asks_for() {
    let mut picky = pod("picky", "app=web", 80);
    picky.spec.node_selector = map("disk=ssd");
    let mut cluster = one_node(vec![picky], vec![service("web", "ClusterIP", "app=web", 80, 80)]);
    assert_eq!(ends(&cluster, "node/minikube -> service/web:80"), "refused(pod-not-ready)");
    let mut fast = node("node-2");
    fast.metadata.labels = map("disk=ssd");
    cluster.apply(Object::Node(fast)).expect("a node");
    assert_eq!(ends(&cluster, "node/minikube -> service/web:80"), "picky");
}

// ----- spreading -----

#[test]
fn requests_take_turns_unless_the_client_sticks() {
    let pods = || (1..4).map(|it| pod(&format!("web-{it}"), "app=web", 80)).collect();
    let mut sticky = service("sticky", "ClusterIP", "app=web", 80, 80);
    sticky.spec.session_affinity = "ClientIP".into();
    let cluster = one_node(pods(), vec![service("web", "ClusterIP", "app=web", 80, 80), sticky]);
    let turns = |text: &str| -> Vec<String> {
        let of = |nth| cluster.request(&request(&cluster, text).nth(nth)).end.pod().map(ToString::to_string);
        (0..4).filter_map(of).collect()
    };
    assert_eq!(turns("node/minikube -> service/web:80"), ["web-1", "web-2", "web-3", "web-1"]);
    let same = turns("node/minikube -> service/sticky:80");
    assert!(same.iter().all(|pod| *pod == same[0]), "{same:?}");
}

// ----- names -----

#[test]
fn a_short_name_means_the_askers_namespace() {
    let cluster = one_node(
        vec![pod("web", "app=web", 80), pod("shop/cart", "app=cart", 80)],
        vec![service("web", "ClusterIP", "app=web", 80, 80), service("shop/cart", "ClusterIP", "app=cart", 80, 80)],
    );
    for name in ["cart.shop", "cart.shop.svc", "cart.shop.svc.cluster.local", "CART.shop.svc.cluster.local."] {
        assert_eq!(ends(&cluster, &format!("pod/web -> {name}:80")), "shop/cart", "{name}");
    }
    assert_eq!(ends(&cluster, "pod/shop/cart -> cart:80"), "shop/cart");
    assert_eq!(ends(&cluster, "pod/web -> cart:80"), "unresolved(dns-wrong-namespace)");
    assert_eq!(ends(&cluster, "pod/web -> wbe:80"), "unresolved(service-missing)");
    assert_eq!(ends(&cluster, "node/minikube -> web:80"), "unresolved");
    let said = trace(&cluster, "pod/web -> cart:80").end.explain();
    assert!(said.contains("`cart.shop`"), "{said}");
}

#[test]
fn a_headless_service_is_its_pods_addresses_and_knows_no_target_port() {
    let db = service("db", "ClusterIP", "app=db", 80, 5432).headless();
    let cluster = one_node(vec![pod("db-1", "app=db", 5432), pod("db-2", "app=db", 5432)], vec![db]);
    assert_eq!(ends(&cluster, "pod/db-1 -> db:5432"), "db-1 db-2");
    assert_eq!(ends(&cluster, "pod/db-1 -> db:80"), "refused(target-port-not-listening)");
    assert_eq!(ends(&cluster, "pod/db-1 -> service/db:80"), "unresolved");
    assert_eq!(ends(&cluster, "pod/db-1 -> 10-244-0-3.db.default.svc.cluster.local:5432"), "db-2");
}

#[test]
fn an_external_name_leads_elsewhere() {
    let mut away = service("away", "ExternalName", "", 80, 80);
    away.spec.external_name = "db.example.com".into();
    let mut near = service("near", "ExternalName", "", 80, 80);
    near.spec.external_name = "web.shop.svc.cluster.local".into();
    let cluster = one_node(
        vec![pod("client", "app=client", 80), pod("shop/web", "app=web", 80)],
        vec![away, near, service("shop/web", "ClusterIP", "app=web", 80, 80)],
    );
    assert_eq!(ends(&cluster, "pod/client -> near:80"), "shop/web");
    assert_eq!(trace(&cluster, "pod/client -> away:80").end, Outcome::Left { host: "db.example.com".into() });
}

// ----- from outside -----

#[test]
fn a_balancer_of_ones_own_asks_nobody_how_the_nodes_are() {
    let address = "203.0.113.80".parse().expect("an address");
    let nodes = vec!["node-1".to_owned(), "node-2".to_owned()];
    let balancer = ExternalBalancer { address, port: 80, nodes, node_port: 30080 };
    let spec = WorldSpec { external_balancer: Some(balancer), ..WorldSpec::default() };
    let objects = |web: Service| {
        vec![
            Object::Node(node("node-1")),
            Object::Node(node("node-2")),
            Object::Pod(pod("web-1", "app=web", 80).on("node-1")),
            Object::Service(web.node_port(30080)),
        ]
    };
    let web = || service("web", "NodePort", "app=web", 80, 80);
    let wide = cluster(spec.clone(), objects(web()));
    assert_eq!(ends(&wide, "outside -> 203.0.113.80:80"), "web-1");
    assert_eq!(ends(&wide, "outside -> 203.0.113.80:443"), "refused");
    let local = cluster(spec, objects(web().external_local()));
    assert_eq!(ends(&local, "outside -> 203.0.113.80:80"), "web-1 timeout", "every other request hits the wrong node");
}

#[test]
fn source_ranges_keep_others_out() {
    let mut web = service("web", "LoadBalancer", "app=web", 80, 80);
    web.spec.load_balancer_source_ranges = vec!["10.0.0.0/8".into()];
    let spec = WorldSpec { platform: Platform::Cloud, ..WorldSpec::default() };
    let cluster = world(spec, vec![pod("web-1", "app=web", 80)], vec![web]);
    assert_eq!(ends(&cluster, "outside -> balancer/web:80"), "timeout");
    assert_eq!(ends(&cluster, "pod/web-1 -> balancer/web:80"), "web-1");
}

#[test]
fn a_pending_balancer_leaves_its_node_port_working() {
    let web = service("web", "LoadBalancer", "app=web", 80, 80).node_port(30080);
    let cluster = one_node(vec![pod("web-1", "app=web", 80)], vec![web]);
    assert_eq!(ends(&cluster, "outside -> balancer/web:80"), "pending(load-balancer-pending)");
    assert_eq!(ends(&cluster, "outside -> minikube:30080"), "web-1");
}

#[test]
fn the_api_server_stands_behind_service_kubernetes() {
    let cluster = one_node(vec![pod("web", "app=web", 80)], vec![]);
    assert_eq!(ends(&cluster, "pod/web -> kubernetes:443"), "api-server");
}

// ----- the control plane -----

#[test]
fn a_node_port_is_given_once_whatever_the_protocol() {
    let taken = service("a", "NodePort", "app=a", 80, 80).node_port(30080);
    let mut cluster = one_node(vec![], vec![taken]);
    let mut other = service("b", "NodePort", "app=b", 53, 53).node_port(30080);
    other.spec.ports_mut()[0].protocol = "UDP".into();
    let refusals = cluster.apply(Object::Service(other)).expect_err("30080 is taken");
    assert_eq!(
        refusals[0].message(),
        "Service \"b\" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated"
    );
    assert!(cluster.services().get("default", "b").is_none(), "what is refused leaves nothing behind");
    cluster.delete("Service", "default", "a").expect("it is there");
    cluster.apply(Object::Service(service("b", "NodePort", "app=b", 80, 80).node_port(30080))).expect("free again");
}

#[test]
fn creating_twice_is_refused_for_the_number_first() {
    let fixed = service("web", "NodePort", "app=web", 80, 80).node_port(30080);
    let mut cluster = one_node(vec![], vec![fixed.clone(), service("plain", "ClusterIP", "app=web", 80, 80)]);
    let of = |cluster: &mut Cluster, service| cluster.create(Object::Service(service)).expect_err("it is there");
    assert_eq!(of(&mut cluster, fixed)[0].reason, RefusalReason::Invalid);
    let plain = of(&mut cluster, service("plain", "ClusterIP", "app=web", 80, 80));
    assert_eq!(plain[0].message(), "services \"plain\" already exists");
}

#[test]
fn an_update_keeps_what_was_given_out() {
    let mut cluster = one_node(vec![], vec![service("web", "NodePort", "app=web", 80, 80)]);
    let before = cluster.services().get("default", "web").cloned().expect("it is there");
    let again = cluster.apply(Object::Service(service("web", "NodePort", "app=web", 80, 80)));
    assert_eq!(again, Ok(Applied::Unchanged));
    let changed = cluster.apply(Object::Service(service("web", "NodePort", "app=wbe", 80, 80)));
    assert_eq!(changed, Ok(Applied::Configured));
    let after = cluster.services().get("default", "web").cloned().expect("it is there");
    assert_eq!(before.cluster_ips, after.cluster_ips);
    assert_eq!(before.service.spec.ports, after.service.spec.ports);
    let mut moved = service("web", "NodePort", "app=web", 80, 80);
    moved.spec.cluster_ip = "10.96.77.77".into();
    let refused = cluster.apply(Object::Service(moved)).expect_err("a clusterIP stays");
    assert_eq!(refused[0].detail, "Invalid value: [\"10.96.77.77\"]: may not change once set");
}

#[test]
fn a_pod_that_loses_its_labels_is_let_go_and_replaced() {
    let mut cluster = cluster(WorldSpec::default(), vec![Object::Deployment(deployment("web", "app=web", 2, 80))]);
    let mut stray = cluster.pods().iter().next().expect("a pod").pod.clone();
    stray.metadata.labels = map("app=other");
    let name = stray.metadata.name.clone();
    cluster.apply(Object::Pod(stray)).expect("labels may change");
    assert_eq!(cluster.pods().len(), 3);
    let stray = cluster.pods().get("default", &name).expect("it lives on");
    assert_eq!(stray.owner, None);
}

#[test]
fn a_new_template_replaces_the_pods() {
    let mut cluster = cluster(WorldSpec::default(), vec![Object::Deployment(deployment("web", "app=web", 2, 80))]);
    let names = |cluster: &Cluster| -> Vec<ObjectName> { cluster.pods().iter().map(|pod| pod.name.clone()).collect() };
    let before = names(&cluster);
    cluster.apply(Object::Deployment(deployment("web", "app=web", 2, 8080))).expect("no conflict");
    let after = names(&cluster);
    assert_eq!(after.len(), 2);
    assert!(after.iter().all(|name| !before.contains(name)), "{before:?} {after:?}");
    assert!(cluster.pods().iter().all(|pod| pod.sockets.iter().any(|socket| socket.port == 8080)));
}

#[test]
fn a_namespace_takes_everything_in_it_along() {
    let mut cluster = one_node(
        vec![pod("shop/cart", "app=cart", 80), pod("web", "app=web", 80)],
        vec![service("shop/cart", "NodePort", "app=cart", 80, 80).node_port(30080)],
    );
    cluster.delete("Namespace", "", "shop").expect("it is there");
    assert_eq!(cluster.pods().len(), 1);
    assert_eq!(ends(&cluster, "pod/web -> cart.shop:80"), "unresolved(service-missing)");
    let late = cluster.apply(Object::Pod(pod("shop/late", "app=cart", 80))).expect_err("no such namespace");
    assert_eq!(late[0].message(), "namespaces \"shop\" not found");
    let kept = cluster.delete("Namespace", "", "default").expect_err("it is protected");
    assert_eq!(kept.message(), "namespaces \"default\" is forbidden: this namespace may not be deleted");
}

#[test]
fn a_second_port_leads_where_it_says() {
    let mut web = service("web", "NodePort", "app=web", 80, 8080).node_port(30080);
    web.spec.ports_mut()[0].name = "http".into();
    web.spec.ports_mut().push(ServicePort {
        name: "admin".into(),
        protocol: "TCP".into(),
        port: 9000,
        target_port: IntOrString::Int(9001),
        node_port: 30090,
        ..ServicePort::default()
    });
    let cluster = one_node(vec![pod("web-1", "app=web", 80).annotated("kijabi/listens", "8080, 9001")], vec![web]);
    assert_eq!(ends(&cluster, "outside -> minikube:30080"), "web-1");
    assert_eq!(ends(&cluster, "outside -> minikube:30090"), "web-1");
    assert_eq!(ends(&cluster, "pod/web-1 -> web:9000"), "web-1");
}
