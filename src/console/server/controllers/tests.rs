//! How many pods there are, and whose.

use crate::cluster::world::World;
use crate::console::resource::{DAEMON_SETS, DEPLOYMENTS, NODES, PODS, REPLICA_SETS, Resource, STATEFUL_SETS};
use crate::console::server::{Options, PatchKind, Server};
use serde_json::{Value, json};

/// 2026-11-20T08:00:00Z.
const START: i64 = 1_795_161_600;

const NODES_AND_WORKLOADS: &str = "apiVersion: v1
kind: Node
metadata: {name: cp}
spec: {taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]}
---
apiVersion: v1
kind: Node
metadata: {name: n1}
---
apiVersion: v1
kind: Node
metadata: {name: n2}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  replicas: 2
  serviceName: db
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: mysql, ports: [{containerPort: 3306}]}]}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: agent, image: agent}]}}
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: nginx, resources: {limits: {cpu: '0.5'}}}]}
---
apiVersion: v1
kind: Service
metadata: {name: db}
spec: {clusterIP: None, selector: {app: db}, ports: [{port: 3306}]}
";

fn server(extra: &str) -> Server {
    let text = format!("{NODES_AND_WORKLOADS}---\n{extra}");
    Server::new(&World::read(&text).expect("a world"), &[&text], START)
}

/// Name and node of the pods with that `app`.
fn pods(server: &Server, app: &str) -> Vec<(String, String)> {
    let has = |pod: &Value| pod["metadata"]["labels"]["app"] == app;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let pods = server.list(&PODS, Some("default"));
    pods.iter()
        .filter(|pod| has(pod))
        .map(|pod| (text(&pod["metadata"]["name"]), text(&pod["spec"]["nodeName"])))
        .collect()
}

fn merge(server: &mut Server, resource: &'static Resource, name: &str, patch: &Value) {
    let namespace = if resource.namespaced { "default" } else { "" };
    server.patch(resource, namespace, name, PatchKind::Merge, patch, Options::default()).expect("a patch");
}

fn names(pods: &[(String, String)]) -> Vec<&str> {
    pods.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn a_stateful_set_numbers_its_pods_and_each_has_a_name_below_its_service() {
    let mut server = server("");
    assert_eq!(names(&pods(&server, "db")), ["db-0", "db-1"]);
    let set = server.get(&STATEFUL_SETS, "default", "db").expect("the set");
    assert_eq!(
        (&set["status"]["readyReplicas"], &set["spec"]["podManagementPolicy"]),
        (&json!(2), &json!("OrderedReady"))
    );
    let pod = server.get(&PODS, "default", "db-1").expect("the pod");
    assert_eq!((&pod["spec"]["hostname"], &pod["spec"]["subdomain"]), (&json!("db-1"), &json!("db")));
    assert_eq!(pod["metadata"]["labels"]["apps.kubernetes.io/pod-index"], "1");
    let ready: Vec<_> = server.cluster().pods_behind("default", "db").map(|pod| pod.name.to_string()).collect();
    assert_eq!(ready, ["db-0", "db-1"]);

    server.delete(&PODS, "default", "db-0", false).expect("gone");
    assert_eq!(names(&pods(&server, "db")), ["db-0", "db-1"], "it comes back under its name");
    merge(&mut server, &STATEFUL_SETS, "db", &json!({"spec": {"replicas": 1}}));
    assert_eq!(names(&pods(&server, "db")), ["db-0"], "the last one goes");
    merge(
        &mut server,
        &STATEFUL_SETS,
        "db",
        &json!({"spec": {"replicas": 3, "template": {"spec": {"containers": [{"name": "db", "image": "nosuch"}]}}}}),
    );
    assert_eq!(names(&pods(&server, "db")), ["db-0"], "the next waits for the one before");
}

#[test]
fn a_daemon_set_has_a_pod_on_every_node_that_takes_it() {
    let mut server = server("");
    let on = |server: &Server| -> Vec<String> { pods(server, "agent").into_iter().map(|(_, node)| node).collect() };
    let mut there = on(&server);
    there.sort();
    assert_eq!(there, ["n1", "n2"], "the control plane's taint keeps it away");
    merge(&mut server, &NODES, "cp", &json!({"spec": {"taints": null}}));
    assert_eq!(on(&server).len(), 3);
    server.delete(&NODES, "", "n2", false).expect("gone");
    assert_eq!(on(&server).len(), 2);
    let before = pods(&server, "agent");
    merge(
        &mut server,
        &DAEMON_SETS,
        "agent",
        &json!({"spec": {"template": {"metadata": {"annotations": {"now": "x"}}}}}),
    );
    let after = pods(&server, "agent");
    assert!(after.len() == 2 && before.iter().all(|pod| !after.contains(pod)), "a new template, new pods: {after:?}");
}

#[test]
fn a_replica_set_takes_orphans_and_lets_go_what_no_longer_fits() {
    let orphan = "apiVersion: v1\nkind: Pod\nmetadata: {name: lone, labels: {app: web}}\nspec: {containers: [{name: c, image: nginx}]}\n";
    let mut server = server(orphan);
    let held = pods(&server, "web");
    assert_eq!((held.len(), held[0].0.as_str()), (2, "lone"), "one was there already: {held:?}");
    let made = &held[1].0;
    let pod = server.get(&PODS, "default", made).expect("the pod");
    let resources = &pod["spec"]["containers"][0]["resources"];
    assert_eq!(resources, &json!({"limits": {"cpu": "500m"}, "requests": {"cpu": "500m"}}));
    merge(&mut server, &PODS, made, &json!({"metadata": {"labels": {"app": "debug"}}}));
    assert_eq!(pods(&server, "web").len(), 2, "another takes its place");
    assert_eq!(pods(&server, "debug").len(), 1);
    server.delete(&REPLICA_SETS, "default", "web", false).expect("gone");
    assert_eq!((pods(&server, "web").len(), pods(&server, "debug").len()), (0, 1));
}

#[test]
fn what_a_deployment_leaves_behind_keeps_its_pods_and_is_taken_up_again() {
    let deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec: {replicas: 2, selector: {matchLabels: {app: shop}}, template: {metadata: {labels: {app: shop}}, spec: {containers: [{name: shop, image: nginx}]}}}\n";
    let mut server = server(deployment);
    let before = pods(&server, "shop");
    let body = Value::clone(server.get(&DEPLOYMENTS, "default", "shop").expect("the deployment"));
    server.orphan(&DEPLOYMENTS, "default", "shop").expect("gone");
    assert_eq!(pods(&server, "shop"), before);
    server.delete(&PODS, "default", &before[0].0, false).expect("gone");
    assert_eq!(pods(&server, "shop").len(), 2, "its ReplicaSet goes on");
    let there = pods(&server, "shop");
    server.create(&DEPLOYMENTS, "default", &body, Options::default()).expect("a deployment");
    assert_eq!(pods(&server, "shop"), there);
    server.delete(&DEPLOYMENTS, "default", "shop", false).expect("gone");
    assert!(pods(&server, "shop").is_empty());
}

#[test]
fn a_pod_that_no_node_takes_waits_and_says_why_until_one_does() {
    let picky = "apiVersion: v1\nkind: Pod\nmetadata: {name: picky, labels: {app: picky}}\nspec: {nodeSelector: {disk: ssd}, containers: [{name: c, image: nginx}]}\n";
    let mut server = server(picky);
    let status = |server: &Server| server.get(&PODS, "default", "picky").expect("the pod")["status"].clone();
    let why = "0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.";
    assert_eq!(
        (&status(&server)["phase"], &status(&server)["conditions"][0]["message"]),
        (&json!("Pending"), &json!(why))
    );
    merge(&mut server, &NODES, "n2", &json!({"metadata": {"labels": {"disk": "ssd"}}}));
    assert_eq!((&status(&server)["phase"], pods(&server, "picky")[0].1.as_str()), (&json!("Running"), "n2"));
    merge(&mut server, &NODES, "n1", &json!({"spec": {"taints": [{"key": "a", "value": "b", "effect": "NoExecute"}]}}));
    assert!(pods(&server, "web").iter().all(|(_, node)| node == "n2"), "they were driven out");
}

#[test]
fn a_number_of_replicas_beyond_all_bounds_ends() {
    let deployment = "apiVersion: apps/v1
kind: Deployment
metadata: {name: vast}
spec:
  replicas: 2000000000
  selector: {matchLabels: {app: vast}}
  template: {metadata: {labels: {app: vast}}, spec: {containers: [{name: c, image: c}]}}
";
    let mut server = server(deployment);
    let made = server.list(&PODS, None).len();
    assert!((1_000..10_000).contains(&made), "{made}");
    let grown = json!({"spec": {"replicas": 2_000_000_000}});
    let patched = server.patch(&REPLICA_SETS, "default", "web", PatchKind::Merge, &grown, Options::default());
    patched.expect("it may be wished for");
    assert_eq!(server.list(&PODS, None).len(), made);
}
