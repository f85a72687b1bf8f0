//! What a client finds after it has written.

use super::*;
use crate::cluster::world::World;
use crate::console::resource::{
    DEPLOYMENTS, ENDPOINT_SLICES, ENDPOINTS, NAMESPACES, NODES, PODS, REPLICA_SETS, SERVICES,
};
use crate::yaml;
use serde_json::json;

const WORLD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: web-1, labels: {app: web}}\nspec: {containers: [{name: web, image: nginx, ports: [{containerPort: 8080}]}]}\n";

fn server() -> Server {
    Server::new(&World::read(WORLD).expect("a world"), &[WORLD], 1_795_161_600)
}

fn object(text: &str) -> Value {
    yaml::value::json(yaml::parse(text).documents[0].tree.root().expect("an object"))
}

fn create(server: &mut Server, text: &str) -> Result<Written, Status> {
    let object = object(text);
    let resource = Resource::of_kind(object["apiVersion"].as_str().unwrap(), object["kind"].as_str().unwrap());
    server.create(resource.expect("a type"), "default", &object, Options::default())
}

const DEPLOYMENT: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec: {replicas: 4, selector: {matchLabels: {app: shop}}, template: {metadata: {labels: {app: shop}}, spec: {containers: [{name: shop, image: 'nginx:1.27', ports: [{containerPort: 80}]}]}}}\n";

#[test]
fn a_service_is_kept_with_what_the_server_gives_and_has_its_endpoints() {
    let mut server = server();
    let text = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}\n";
    create(&mut server, text).expect("a service");
    let service = server.get(&SERVICES, "default", "web").expect("the service");
    assert_eq!(service["spec"]["externalTrafficPolicy"], "Cluster");
    assert_eq!(service["status"], json!({"loadBalancer": {}}));
    assert!(service["spec"]["ports"][0]["nodePort"].as_i64().is_some_and(|port| port >= 30000));
    let endpoints = server.get(&ENDPOINTS, "default", "web").expect("endpoints");
    assert_eq!(endpoints["subsets"][0]["addresses"][0]["targetRef"]["name"], "web-1");
    let slices: Vec<_> = server.list(&ENDPOINT_SLICES, Some("default"));
    assert_eq!(slices.len(), 2, "its own and that of kubernetes");
    let refused = create(&mut server, text).expect_err("a second one");
    assert_eq!(refused.message, "services \"web\" already exists");
    server.delete(&SERVICES, "default", "web", false).expect("gone");
    assert_eq!(server.list(&ENDPOINT_SLICES, Some("default")).len(), 1);
    assert!(server.get(&ENDPOINTS, "default", "web").is_none());
}

#[test]
fn what_stands_in_no_namespace_is_kept_without_one() {
    let mut server = server();
    for (resource, text) in [
        (&NODES, "apiVersion: v1\nkind: Node\nmetadata: {name: edge, namespace: shop}\n"),
        (&NAMESPACES, "apiVersion: v1\nkind: Namespace\nmetadata: {name: edge, namespace: shop}\n"),
    ] {
        create(&mut server, text).expect("an object");
        let kept = server.get(resource, "", "edge").expect("the object");
        assert_eq!(kept["metadata"].get("namespace"), None, "{}", resource.kind);
    }
    server.delete(&NODES, "", "edge", false).expect("gone");
}

#[test]
fn a_deployment_has_its_replica_set_its_pods_and_its_hash() {
    let mut server = server();
    create(&mut server, DEPLOYMENT).expect("a deployment");
    let set = server.get(&REPLICA_SETS, "default", "shop-ff95ccccf").expect("the ReplicaSet of a real cluster");
    assert_eq!(set["status"]["readyReplicas"], 4);
    let deployment = server.get(&DEPLOYMENTS, "default", "shop").expect("the deployment");
    assert_eq!(deployment["status"]["availableReplicas"], 4);
    assert_eq!(deployment["metadata"]["annotations"]["deployment.kubernetes.io/revision"], "1");
    assert_eq!(server.list(&PODS, Some("default")).len(), 5);
    let patch = json!({"spec": {"template": {"spec": {"containers": [{"name": "shop", "image": "nosuch:1"}]}}}});
    let patched = server
        .patch(&DEPLOYMENTS, "default", "shop", PatchKind::Strategic, &patch, Options::default())
        .expect("a patch");
    assert!(patched.changed);
    let status = &server.get(&DEPLOYMENTS, "default", "shop").expect("the deployment")["status"];
    assert_eq!(
        (&status["readyReplicas"], &status["updatedReplicas"]),
        (&json!(3), &json!(2)),
        "it stops where a real one stops"
    );
    server.delete(&DEPLOYMENTS, "default", "shop", false).expect("gone");
    assert_eq!(server.list(&PODS, Some("default")).len(), 1);
    assert!(server.list(&REPLICA_SETS, None).is_empty());
}

#[test]
fn a_deployment_that_the_world_begins_with_is_scaled_without_a_rollout() {
    let mut server = Server::new(&World::read(DEPLOYMENT).expect("a world"), &[DEPLOYMENT], 1_795_161_600);
    let pods = |server: &Server| -> Vec<String> {
        let pods = server.list(&PODS, Some("default"));
        pods.iter().map(|pod| pod["metadata"]["name"].as_str().unwrap().to_owned()).collect()
    };
    let before = pods(&server);
    assert_eq!(before.len(), 4);
    let patch = json!({"spec": {"replicas": 5}});
    server.patch(&DEPLOYMENTS, "default", "shop", PatchKind::Merge, &patch, Options::default()).expect("scaled");
    let after = pods(&server);
    assert_eq!(after.len(), 5);
    assert!(before.iter().all(|pod| after.contains(pod)), "nothing is rolled out: {before:?} {after:?}");
    assert_eq!(server.list(&REPLICA_SETS, None).len(), 1);
}

#[test]
fn hand_made_endpoints_are_mirrored_and_lead_somewhere() {
    let mut server = server();
    create(&mut server, "apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {ports: [{port: 5432}]}\n")
        .expect("a service");
    create(&mut server, "apiVersion: v1\nkind: Endpoints\nmetadata: {name: db}\nsubsets: [{addresses: [{ip: 192.168.50.10}], ports: [{port: 5432}]}]\n")
        .expect("endpoints");
    let slices = server.list(&ENDPOINT_SLICES, Some("default"));
    assert!(slices.iter().any(|slice| slice["endpoints"][0]["addresses"][0] == "192.168.50.10"));
    assert_eq!(server.cluster().endpoints("default", "db").all().count(), 1);
}

#[test]
fn a_dry_run_keeps_nothing_and_asks_for_no_range() {
    let mut server = server();
    let service = object(
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: NodePort, ports: [{port: 80, nodePort: 99999}]}\n",
    );
    let options = Options { dry_run: true, ..Options::default() };
    let written = server.create(&SERVICES, "default", &service, options).expect("passes");
    assert_eq!(written.object["spec"]["clusterIP"], "10.96.0.0");
    assert!(server.get(&SERVICES, "default", "web").is_none());
}

#[test]
fn what_a_world_says_of_a_pod_stands_and_kubelet_says_the_rest() {
    let pod = |name: &str, status: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec: {{nodeName: minikube, containers: [{{name: web, image: nginx}}]}}\nstatus: {status}\n"
        )
    };
    let unready = "{conditions: [{type: Ready, status: 'False'}]}";
    let running = "{phase: Running, conditions: [{type: Ready, status: 'False'}]}";
    let world = [
        pod("placed", "{podIP: 10.244.0.21}"),
        pod("unready", unready),
        pod("running", running),
        pod("done", "{phase: Succeeded}"),
        pod("waits", "{phase: Pending}"),
    ];
    let world = world.join("---\n");
    let server = Server::new(&World::read(&world).expect("a world"), &[&world], 1_795_161_600);
    let status = |name: &str| server.get(&PODS, "default", name).expect("the pod")["status"].clone();
    assert_eq!(status("placed")["phase"], "Running");
    assert_eq!(status("placed")["podIP"], "10.244.0.21");
    assert_eq!(status("placed")["containerStatuses"][0]["ready"], true);
    for name in ["unready", "running"] {
        assert_eq!(status(name)["phase"], "Running");
        assert_eq!(status(name)["containerStatuses"][0]["ready"], false);
        assert!(status(name)["podIP"].is_string(), "it has the address that its endpoint has");
        assert_eq!(status(name)["conditions"][0], json!({"type": "Ready", "status": "False"}));
        assert_eq!(status(name)["conditions"].as_array().map(Vec::len), Some(5), "kubelet says the others");
    }
    assert_eq!(status("done")["containerStatuses"][0]["state"]["terminated"]["reason"], "Completed");
    assert_eq!(status("waits")["phase"], "Pending");
    assert_eq!(status("waits")["containerStatuses"][0]["state"]["waiting"]["reason"], "ContainerCreating");
}
