//! Objects for this layer's tests, said briefly.

use super::Cluster;
use super::platform::WorldSpec;
use super::request::{Request, Source};
use super::state::ObjectName;
use super::trace::{Outcome, OutcomeKind, Trace};
use super::world::World;
use crate::kube::model::{
    Container, ContainerPort, Deployment, IntOrString, Metadata, Node, Object, Pod, PodSpec, Service, ServicePort,
    ServiceSpec, StringMap,
};

pub(super) fn map(text: &str) -> StringMap {
    let pairs = text.split(',').filter_map(|pair| pair.split_once('='));
    pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

fn metadata(name: &str) -> Metadata {
    let (namespace, name) = name.split_once('/').unwrap_or(("default", name));
    Metadata { name: name.into(), namespace: namespace.into(), ..Metadata::default() }
}

pub(super) fn node(name: &str) -> Node {
    Node { metadata: Metadata { name: name.into(), ..Metadata::default() }, ..Node::default() }
}

/// A pod with labels like `app=web` that declares one port.
pub(super) fn pod(name: &str, labels: &str, port: i32) -> Pod {
    let port =
        ContainerPort { name: String::new(), container_port: port, protocol: "TCP".into(), ..ContainerPort::default() };
    let container = Container { name: "app".into(), image: "app".into(), ports: vec![port], ..Container::default() };
    Pod {
        metadata: Metadata { labels: map(labels), ..metadata(name) },
        spec: PodSpec { containers: vec![container], ..PodSpec::default() },
        ..Pod::default()
    }
}

pub(super) trait PodExt: Sized {
    fn on(self, node: &str) -> Self;
    fn not_ready(self) -> Self;
    fn going(self) -> Self;
    fn annotated(self, key: &str, value: &str) -> Self;
    fn with_port_named(self, name: &str) -> Self;
}

impl PodExt for Pod {
    fn on(mut self, node: &str) -> Self {
        self.spec.node_name = node.into();
        self
    }

    fn not_ready(mut self) -> Self {
        self.status.ready = Some(false);
        self
    }

    fn going(mut self) -> Self {
        self.metadata.deletion_timestamp = "2026-11-20T08:00:30Z".into();
        self
    }

    fn annotated(mut self, key: &str, value: &str) -> Self {
        self.metadata.annotations.insert(key.into(), value.into());
        self
    }

    fn with_port_named(mut self, name: &str) -> Self {
        self.spec.containers[0].ports[0].name = name.into();
        self
    }
}

/// A Service of a type with a selector like `app=web` and one port `port → target`.
pub(super) fn service(name: &str, r#type: &str, selector: &str, port: i32, target: i32) -> Service {
    let port =
        ServicePort { protocol: "TCP".into(), port, target_port: IntOrString::Int(target), ..ServicePort::default() };
    let spec = ServiceSpec {
        r#type: r#type.into(),
        selector: map(selector),
        ports: std::sync::Arc::new(vec![port]),
        session_affinity: "None".into(),
        external_traffic_policy: "Cluster".into(),
        ..ServiceSpec::default()
    };
    Service { metadata: metadata(name), spec }
}

pub(super) trait ServiceExt: Sized {
    fn node_port(self, number: i32) -> Self;
    fn external_local(self) -> Self;
    fn internal_local(self) -> Self;
    fn headless(self) -> Self;
}

impl ServiceExt for Service {
    fn node_port(mut self, number: i32) -> Self {
        self.spec.ports_mut()[0].node_port = number;
        self
    }

    fn external_local(mut self) -> Self {
        self.spec.external_traffic_policy = "Local".into();
        self
    }

    fn internal_local(mut self) -> Self {
        self.spec.internal_traffic_policy = Some("Local".into());
        self
    }

    fn headless(mut self) -> Self {
        self.spec.cluster_ip = "None".into();
        self
    }
}

pub(super) fn deployment(name: &str, labels: &str, replicas: i32, port: i32) -> Deployment {
    let template = pod(name, labels, port);
    Deployment {
        metadata: Metadata { labels: map("own=label"), ..metadata(name) },
        replicas,
        match_labels: map(labels),
        template_metadata: Metadata { labels: template.metadata.labels, ..Metadata::default() },
        template: template.spec,
        has_selector: true,
        ..Deployment::default()
    }
}

pub(super) fn cluster(spec: WorldSpec, objects: Vec<Object>) -> Cluster {
    let (cluster, refused) = Cluster::build(&World { spec, objects });
    assert_eq!(refused, [], "the world must be accepted");
    cluster
}

/// A request written `outside -> node-1:30008`.
pub(super) fn request(cluster: &Cluster, text: &str) -> Request {
    let (from, to) = text.split_once(" -> ").expect("FROM -> HOST:PORT");
    let (host, port) = to.rsplit_once(':').expect("HOST:PORT");
    let target = cluster.target(host).expect("a target");
    Request::tcp(Source::parse(from).expect("a source"), target, port.parse().expect("a port"))
}

pub(super) fn trace(cluster: &Cluster, text: &str) -> Trace {
    cluster.request(&request(cluster, text))
}

/// How all repetitions of a request end: the pods that answer, then the other ends, each with its mistake.
pub(super) fn ends(cluster: &Cluster, text: &str) -> String {
    let reach = cluster.reach(&request(cluster, text));
    let pods = reach.pods.iter().map(ObjectName::to_string);
    let mut others: Vec<String> = reach.others.iter().map(end_name).collect();
    others.dedup();
    pods.chain(others).collect::<Vec<_>>().join(" ")
}

fn end_name(end: &Outcome) -> String {
    match end.kind() {
        OutcomeKind::Answered => "api-server".into(),
        kind => match end.code() {
            Some(code) => format!("{}({code})", kind.name()),
            None => kind.name().into(),
        },
    }
}
