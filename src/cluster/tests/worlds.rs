//! Reading worlds, and what is filled in where they are silent.

use crate::cluster::Cluster;
use crate::cluster::fixture::ends;
use crate::cluster::platform::{Driver, Platform, ProxyMode};
use crate::cluster::world::World;
use crate::kube::Version;
use crate::text::TextRange;

const TWO_NODES: &str = r#"apiVersion: kijabi/v1
kind: World
metadata: {name: two-nodes}
spec:
  platform: kind # 노드가 컨테이너입니다.
  driver: docker-desktop
  proxyMode: nftables
  kubernetesVersion: "1.36"
  externalBalancer: {address: 203.0.113.80, port: 80, nodes: [node-1, node-2], nodePort: 30008}
---
apiVersion: v1
kind: Node
metadata: {name: node-2}
---
apiVersion: v1
kind: Node
metadata: {name: node-1}
---
apiVersion: v1
kind: Pod
metadata:
  name: web-2
  labels: {app: web}
spec:
  containers: [{name: web, image: nginx, ports: [{containerPort: 80}]}]
---
apiVersion: v1
kind: Pod
metadata:
  name: web-1
  labels: {app: web}
spec:
  containers: [{name: web, image: nginx, ports: [{containerPort: 80}]}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  selector: {app: web}
  ports: [{port: 80, nodePort: 30008}]
"#;

#[test]
fn a_world_says_where_it_stands() {
    let spec = World::read(TWO_NODES).expect("a world").spec;
    assert_eq!((spec.platform, spec.driver), (Platform::Kind, Driver::DockerDesktop));
    assert_eq!((spec.proxy_mode, spec.version), (ProxyMode::Nftables, Version::V1_36));
    let balancer = spec.external_balancer.expect("a balancer");
    assert_eq!((balancer.port, balancer.node_port, balancer.nodes.len()), (80, 30008, 2));
}

#[test]
fn what_is_absent_is_filled_in_by_name_and_not_by_order() {
    let read = |text: &str| Cluster::new(&World::read(text).expect("a world"));
    let cluster = read(TWO_NODES);
    let rows = |cluster: &Cluster| -> Vec<String> {
        let pods = cluster.pods().iter();
        pods.map(|pod| format!("{} {} {}", pod.name, pod.pod.spec.node_name, pod.pod.status.pod_ip)).collect()
    };
    assert_eq!(rows(&cluster), ["web-1 node-1 10.244.0.2", "web-2 node-2 10.244.1.2"]);
    let documents: Vec<&str> = TWO_NODES.split("---\n").collect();
    let turned: Vec<&str> = documents.iter().rev().copied().collect();
    assert_eq!(rows(&read(&turned.join("---\n"))), rows(&cluster));
    assert_eq!(ends(&cluster, "node/node-1 -> node-1:30008"), "web-1 web-2");
    assert_eq!(ends(&cluster, "outside -> node-1:30008"), "timeout(node-port-unreachable-from-host)");
}

#[test]
fn the_empty_world_has_a_node_and_the_api_server() {
    let cluster = Cluster::new(&World::read("").expect("a world"));
    let node = cluster.nodes().iter().next().expect("a node");
    assert_eq!((node.name(), node.node.internal_ip.as_str()), ("minikube", "192.168.49.2"));
    let kubernetes = cluster.services().get("default", "kubernetes").expect("a Service");
    assert_eq!(kubernetes.service.spec.cluster_ip, "10.96.0.1");
}

#[test]
fn status_is_believed() {
    let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec:\n  nodeName: minikube\n  containers: [{name: web, image: nginx, ports: [{containerPort: 80}]}]\nstatus:\n  phase: Running\n  podIP: 10.244.0.77\n  conditions: [{type: Ready, status: \"False\"}]\n";
    let cluster = Cluster::new(&World::read(text).expect("a world"));
    let pod = cluster.pods().get("default", "web").expect("a pod");
    assert_eq!(pod.address, "10.244.0.77".parse().ok());
    assert!(!pod.is_ready());
}

#[test]
fn every_fault_of_a_world_has_its_place() {
    let service = |name: &str, more: &str| {
        format!(
            "---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec:\n  type: NodePort\n  ports: [{{port: 80, {more}}}]\n"
        )
    };
    let head = "apiVersion: kijabi/v1\nkind: World\nspec:\n";
    let twice = service("a", "nodePort: 30080") + &service("b", "nodePort: 30080");
    for (text, place) in [
        (format!("{head}  platform: moon\n"), "moon"),
        (format!("{head}  colour: red\n"), "colour"),
        (format!("{head}  externalBalancer: {{address: here, port: 80, nodes: [x], nodePort: 30080}}\n"), "here"),
        (format!("{head}  platform: kind\n---\n{head}  platform: kind\n"), "apiVersion: kijabi/v1"),
        (twice, "30080"),
        ("apiVersion: v1\nkind: Servise\nmetadata: {name: a}\n".to_owned(), "Servise"),
        (
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {kijabi/listens: eighty}}\nspec: {containers: [{name: a, image: a}]}\n".to_owned(),
            "eighty",
        ),
        (
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {kijabi/listen: here}}\nspec: {containers: [{name: a, image: a}]}\n".to_owned(),
            "here",
        ),
    ] {
        let faults = World::read(&text).expect_err(&text);
        assert!(faults.iter().any(|fault| fault.range.of(&text).starts_with(place)), "{text}\n{faults:?}");
        assert!(faults.iter().all(|fault| !fault.help.is_empty() && fault.range != TextRange::new(0, text.len())));
    }
}
