//! What the layer promises as a whole.

mod behaviour;
mod data_plane;
mod hints;
mod invariants;
mod variants;
mod worlds;

use super::fixture::{PodExt, ServiceExt, cluster, deployment, ends, node, pod, service, trace};
use super::platform::WorldSpec;
use super::trace::{Hop, Place};
use crate::kube::model::Object::{Deployment, Node, Pod, Service};

#[test]
fn a_node_port_leads_from_any_node_to_every_pod() {
    let cluster = cluster(
        WorldSpec::default(),
        vec![
            Node(node("node-1")),
            Node(node("node-2")),
            Pod(pod("web-1", "app=web", 80).on("node-1")),
            Pod(pod("web-2", "app=web", 80).on("node-2")),
            Pod(pod("db", "app=db", 5432)),
            Service(service("web", "NodePort", "app=web", 80, 80).node_port(30008)),
        ],
    );
    assert_eq!(ends(&cluster, "outside -> node-1:30008"), "web-1 web-2");
    assert_eq!(ends(&cluster, "outside -> node-2:30008"), "web-1 web-2");
    assert_eq!(ends(&cluster, "pod/db -> web:80"), "web-1 web-2");
    assert_eq!(ends(&cluster, "outside -> service/web:80"), "timeout(cluster-ip-from-outside)");
    assert_eq!(ends(&cluster, "outside -> node-1:80"), "refused(ports-swapped)");
    let way = trace(&cluster, "outside -> node-1:30008");
    let places: Vec<Place> = way.hops.iter().map(Hop::place).collect();
    let expected = [Place::Client, Place::Node, Place::Proxy, Place::Service, Place::Endpoint, Place::Pod];
    assert_eq!(places, expected);
}

#[test]
fn a_deployment_keeps_its_pods() {
    let mut cluster = cluster(
        WorldSpec::default(),
        vec![Deployment(deployment("web", "app=web", 3, 80)), Service(service("web", "ClusterIP", "app=web", 80, 80))],
    );
    assert_eq!(cluster.pods().len(), 3);
    assert_eq!(cluster.pods_behind("default", "web").count(), 3);
    let first = cluster.pods().iter().next().expect("a pod").name.clone();
    cluster.delete("Pod", "default", &first.name).expect("it is there");
    assert_eq!(cluster.pods().len(), 3);
    assert!(cluster.pods().get("default", &first.name).is_none(), "its name does not come back");
    cluster.apply(Deployment(deployment("web", "app=web", 1, 80))).expect("no conflict");
    assert_eq!(cluster.pods_behind("default", "web").count(), 1);
    cluster.delete("Deployment", "default", "web").expect("it is there");
    assert!(cluster.pods().is_empty());
}
