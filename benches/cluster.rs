//! The simulated cluster: a learner's Service put into a fresh clone of a world, and a request traced through it.
//!
//! Goals: at most 50 µs in a world of ten objects, at most 1 ms in one of 1,000 pods, 100 Services and 50 nodes.
//! Beside them what a world costs to build from nothing, and to ask where all repetitions of a request end.

use divan::{Bencher, black_box};
use kijabi::cluster::Cluster;
use kijabi::cluster::request::{Request, Source, Target};
use kijabi::cluster::state::ObjectName;
use kijabi::cluster::world::World;
use kijabi::kube::model::{
    Container, ContainerPort, IntOrString, Metadata, Node, Object, Pod, PodSpec, Service, ServicePort, ServiceSpec,
};

fn main() {
    divan::main();
}

/// Nodes, pods, Services.
const SIZES: [(u32, u32, u32); 2] = [(2, 5, 3), (50, 1_000, 100)];

#[divan::bench(args = SIZES)]
fn apply_a_service_and_trace(bencher: Bencher<'_, '_>, size: (u32, u32, u32)) {
    let cluster = Cluster::new(&world(size));
    let learners = [service(0, 8080), service(0, 80)];
    let request = request(size);
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        let mut mine = cluster.clone();
        let applied = mine.apply(Object::Service(learners[turn % 2].clone()));
        black_box((applied.is_ok(), mine.request(&request)))
    });
}

#[divan::bench(args = SIZES)]
fn apply_a_service_and_ask_who_answers(bencher: Bencher<'_, '_>, size: (u32, u32, u32)) {
    let cluster = Cluster::new(&world(size));
    let request = request(size);
    bencher.bench_local(|| {
        let mut mine = cluster.clone();
        let applied = mine.apply(Object::Service(service(0, 80)));
        black_box((applied.is_ok(), mine.reach(&request)))
    });
}

#[divan::bench(args = SIZES)]
fn inspect_a_selector_that_fits_nothing(bencher: Bencher<'_, '_>, size: (u32, u32, u32)) {
    let cluster = Cluster::new(&world(size));
    let mut lost = service(0, 80);
    lost.spec.selector.insert("app".into(), "wbe".into());
    bencher.bench_local(|| black_box(cluster.inspect(black_box(&lost))));
}

#[divan::bench(args = SIZES)]
fn change_a_pods_labels(bencher: Bencher<'_, '_>, size: (u32, u32, u32)) {
    let cluster = Cluster::new(&world(size));
    bencher.bench_local(|| {
        let mut mine = cluster.clone();
        black_box(mine.apply(Object::Pod(pod(1, 1, 2))).is_ok())
    });
}

#[divan::bench(args = SIZES)]
fn build_a_world(bencher: Bencher<'_, '_>, size: (u32, u32, u32)) {
    let world = world(size);
    bencher.bench_local(|| black_box(Cluster::new(black_box(&world))));
}

fn request((nodes, ..): (u32, u32, u32)) -> Request {
    let service = Target::Service(ObjectName::new("default", "svc-0"));
    Request::tcp(Source::Node(format!("node-{}", nodes - 1)), service, 80)
}

fn world((nodes, pods, services): (u32, u32, u32)) -> World {
    let nodes = (0..nodes).map(|it| Object::Node(Node { metadata: metadata(format!("node-{it}")), ..Node::default() }));
    let pods = (0..pods).map(|it| Object::Pod(pod(it, it, services)));
    let services = (0..services).map(|it| Object::Service(service(it, 80)));
    World { objects: nodes.chain(pods).chain(services).collect(), ..World::default() }
}

fn metadata(name: String) -> Metadata {
    Metadata { name, ..Metadata::default() }
}

fn in_default(name: String) -> Metadata {
    Metadata { namespace: "default".into(), ..metadata(name) }
}

fn pod(number: u32, app: u32, apps: u32) -> Pod {
    let mut metadata = in_default(format!("pod-{number}"));
    metadata.labels.insert("app".into(), format!("app-{}", app % apps));
    metadata.labels.insert("tier".into(), "front".into());
    let port = ContainerPort { container_port: 80, protocol: "TCP".into(), ..ContainerPort::default() };
    let container = Container { name: "app".into(), ports: vec![port], ..Container::default() };
    Pod { metadata, spec: PodSpec { containers: vec![container], ..PodSpec::default() }, ..Pod::default() }
}

fn service(number: u32, target: i32) -> Service {
    let port = ServicePort {
        protocol: "TCP".into(),
        port: 80,
        target_port: IntOrString::Int(target),
        ..ServicePort::default()
    };
    let spec = ServiceSpec {
        r#type: "NodePort".into(),
        selector: [("app".to_owned(), format!("app-{number}"))].into(),
        ports: std::sync::Arc::new(vec![port]),
        ..ServiceSpec::default()
    };
    Service { metadata: in_default(format!("svc-{number}")), spec }
}
