//! What holds after any sequence of operations.

use crate::cluster::allocate::Allocations;
use crate::cluster::fixture::{PodExt, ServiceExt, deployment, node, pod, request, service};
use crate::cluster::platform::{Driver, Platform, ProxyMode, WorldSpec};
use crate::cluster::trace::{Hop, Outcome, Place};
use crate::cluster::world::World;
use crate::cluster::{Cluster, endpoints};
use crate::kube::model::{IntOrString, Object};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One thing done to a cluster.
#[derive(Clone, Debug)]
enum Step {
    Apply(Box<Object>),
    Delete(&'static str, &'static str, String),
}

fn namespace() -> impl Strategy<Value = &'static str> {
    prop_oneof![3 => Just("default"), 1 => Just("shop")]
}

fn labels() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("app=a"), Just("app=b"), Just("app=a,tier=x"), Just("tier=x")]
}

fn pods() -> impl Strategy<Value = Object> {
    let place = prop_oneof![2 => Just(""), 1 => Just("node-1"), 1 => Just("node-2")];
    let make = |((name, space, labels), node, named, ready, host): ((u8, &str, &str), &str, bool, bool, bool)| {
        let mut it = pod(&format!("{space}/p{name}"), labels, if named { 8080 } else { 80 }).on(node);
        it.spec.host_network = host;
        it = if named { it.with_port_named("http") } else { it };
        Object::Pod(if ready { it } else { it.annotated("kijabi/listens", "127.0.0.1:80, 9000/udp") })
    };
    let host = prop_oneof![5 => Just(false), 1 => Just(true)];
    ((0..4_u8, namespace(), labels()), place, any::<bool>(), any::<bool>(), host).prop_map(make)
}

fn services() -> impl Strategy<Value = Object> {
    let types = prop_oneof![
        Just("ClusterIP"),
        Just("NodePort"),
        Just("LoadBalancer"),
        Just("headless"),
        Just("ExternalName"),
        Just("no selector"),
    ];
    let number = prop_oneof![Just(0), Just(30001), Just(30002)];
    let options = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let name = (0..3_u8, namespace(), labels());
    (name, types, number, options).prop_map(|((name, space, selector), kind, number, (named, local, sticky, all))| {
        let r#type = match kind {
            "headless" | "no selector" => "ClusterIP",
            other => other,
        };
        let selector = if kind == "no selector" { "" } else { selector };
        let mut it = service(&format!("{space}/s{name}"), r#type, selector, 80, 80);
        if matches!(r#type, "NodePort" | "LoadBalancer") {
            it = it.node_port(number);
            it = if local { it.external_local() } else { it };
        } else if local {
            it = it.internal_local();
        }
        if named {
            it.spec.ports_mut()[0].target_port = IntOrString::String("http".into());
        }
        if sticky {
            it.spec.session_affinity = "ClientIP".into();
        }
        it.spec.publish_not_ready_addresses = all;
        it.spec.external_name =
            if r#type == "ExternalName" { "s0.shop.svc.cluster.local".into() } else { String::new() };
        Object::Service(if kind == "headless" { it.headless() } else { it })
    })
}

fn nodes() -> impl Strategy<Value = Object> {
    (1..4_u8, any::<bool>()).prop_map(|(number, ready)| {
        let mut it = node(&format!("node-{number}"));
        it.ready = Some(ready);
        Object::Node(it)
    })
}

fn deployments() -> impl Strategy<Value = Object> {
    (0..2_u8, labels(), 0..4_i32, 80..82_i32).prop_map(|(name, labels, replicas, port)| {
        Object::Deployment(deployment(&format!("d{name}"), labels, replicas, port))
    })
}

fn steps() -> impl Strategy<Value = Step> {
    let apply = prop_oneof![4 => pods(), 4 => services(), 1 => nodes(), 2 => deployments()];
    let named = prop_oneof![
        (0..4_u8).prop_map(|it| ("Pod", format!("p{it}"))),
        (0..3_u8).prop_map(|it| ("Service", format!("s{it}"))),
        (0..2_u8).prop_map(|it| ("Deployment", format!("d{it}"))),
        (1..4_u8).prop_map(|it| ("Node", format!("node-{it}"))),
    ];
    let delete = (named, namespace())
        .prop_map(|((kind, name), space)| Step::Delete(kind, if kind == "Node" { "" } else { space }, name));
    prop_oneof![3 => apply.prop_map(|object| Step::Apply(Box::new(object))), 1 => delete]
}

fn specs() -> impl Strategy<Value = WorldSpec> {
    let platform =
        prop_oneof![Just(Platform::Minikube), Just(Platform::Kind), Just(Platform::Cloud), Just(Platform::BareMetal)];
    let mode = prop_oneof![Just(ProxyMode::Iptables), Just(ProxyMode::Ipvs), Just(ProxyMode::Nftables)];
    let driver = prop_oneof![Just(Driver::DockerLinux), Just(Driver::DockerDesktop), Just(Driver::Vm)];
    (platform, driver, mode).prop_map(|(platform, driver, proxy_mode)| WorldSpec {
        platform,
        driver,
        proxy_mode,
        ..WorldSpec::default()
    })
}

fn start(spec: WorldSpec) -> Cluster {
    let shop = crate::kube::model::Namespace {
        metadata: crate::kube::model::Metadata { name: "shop".into(), ..Default::default() },
    };
    let objects = vec![Object::Node(node("node-1")), Object::Node(node("node-2")), Object::Namespace(shop)];
    Cluster::new(&World { spec, objects })
}

fn run(cluster: &mut Cluster, step: Step) {
    // A refusal is as good an end as any; the cluster must be whole after it.
    match step {
        Step::Apply(object) => drop(cluster.apply(*object)),
        Step::Delete(kind, namespace, name) => drop(cluster.delete(kind, namespace, &name)),
    }
}

fn endpoints_are_those_computed_anew(cluster: &Cluster) {
    for state in cluster.services().iter().filter(|state| &*state.name.name != "kubernetes") {
        let namespace = &state.name.namespace;
        let anew = endpoints::compute(&state.service, cluster.pods().in_namespace(namespace));
        assert_eq!(*cluster.endpoints(namespace, &state.name.name), anew, "{}", state.name);
    }
}

fn nothing_is_held_twice(cluster: &Cluster) {
    let mut anew = Allocations::default();
    let mut balancers = BTreeSet::new();
    for state in cluster.services().iter() {
        anew.allocate(&mut state.service.clone(), cluster.spec.version)
            .expect("no two Services share an address or a node port");
        assert!(state.balancer.is_none_or(|address| balancers.insert(address)));
    }
    assert_eq!(cluster.allocations, anew, "what is given out is what Services hold");
    let mut holders = BTreeMap::new();
    for pod in cluster.pods().iter().filter(|pod| !pod.pod.spec.host_network) {
        if let Some(address) = pod.address {
            assert_eq!(holders.insert(address, &pod.name), None, "one pod, one address");
            assert_eq!(cluster.pod_addresses.get(&address), Some(&pod.name));
        }
    }
    assert_eq!(cluster.pod_addresses.len(), holders.len(), "no address outlives its pod");
}

fn deployments_have_their_pods(cluster: &Cluster) {
    for state in cluster.deployments().iter() {
        let set = format!("{}-{}", state.name.name, state.template_hash);
        let own = cluster.pods().iter().filter(|pod| pod.owner.as_ref().is_some_and(|it| it.deployment == state.name));
        let own: Vec<_> = own.collect();
        assert_eq!(own.len(), usize::try_from(state.deployment.replicas).unwrap_or(0));
        assert!(own.iter().all(|pod| pod.name.name.starts_with(&set)));
    }
}

fn every_trace_ends_well(cluster: &Cluster) {
    let sources = ["outside", "node/node-1", "pod/p0", "pod/shop/p1"];
    let targets = ["node-1:30001", "node-2:30002", "s0:80", "s1.shop:80", "s2.shop.svc.cluster.local:80"];
    let things = ["service/s0:80", "balancer/s1:80", "pod/p1:80", "10.244.0.2:80", "127.0.0.1:30001", "kubernetes:443"];
    for from in sources {
        for to in targets.into_iter().chain(things) {
            let request = request(cluster, &format!("{from} -> {to}"));
            let reach = cluster.reach(&request);
            assert!(!reach.pods.is_empty() || !reach.others.is_empty());
            let mut seen = BTreeSet::new();
            for nth in 0..24 {
                let trace = cluster.request(&request.clone().nth(nth));
                assert_eq!(trace.hops.first().map(Hop::place), Some(Place::Client));
                assert!(
                    trace.explain().iter().all(|line| line.ends_with(['.', '>']) || line.contains("Hello")),
                    "{trace:?}"
                );
                match &trace.end {
                    Outcome::Answered { .. } => {
                        assert_eq!(trace.hops.last().map(Hop::place), Some(Place::Pod), "{trace:?}");
                        seen.extend(trace.end.pod().cloned());
                    }
                    Outcome::Left { .. } => assert!(reach.others.contains(&trace.end)),
                    end => assert!(end.reason().is_some() && reach.others.contains(end), "{trace:?} {reach:?}"),
                }
            }
            assert_eq!(seen, reach.pods, "{from} -> {to}: requests take turns until all have answered");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cluster_is_whole_after_any_sequence_of_operations(
        spec in specs(),
        steps in prop::collection::vec(steps(), 1..24),
    ) {
        let mut cluster = start(spec);
        for step in steps {
            run(&mut cluster, step);
            endpoints_are_those_computed_anew(&cluster);
            nothing_is_held_twice(&cluster);
            deployments_have_their_pods(&cluster);
        }
        every_trace_ends_well(&cluster);
    }

    #[test]
    fn a_clone_is_a_cluster_of_its_own(steps in prop::collection::vec(steps(), 1..12), more in steps()) {
        let mut cluster = start(WorldSpec::default());
        for step in steps {
            run(&mut cluster, step);
        }
        let before = format!("{cluster:?}");
        let mut copy = cluster.clone();
        run(&mut copy, more);
        prop_assert_eq!(before, format!("{cluster:?}"));
    }
}
