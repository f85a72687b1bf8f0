//! A server over a world: each object as if it had been created, its `status` as the world says.
//!
//! Must not know: lessons, files.

use super::objects::{mapping, set_metadata, text};
use super::{Server, admission};
use crate::cluster::Cluster;
use crate::cluster::state::ObjectName;
use crate::cluster::world::World;
use crate::console::resource::{NAMESPACES, Resource};
use crate::kube::body;
use crate::kube::model::Object;
use crate::kube::schema;
use crate::yaml;
use serde_json::{Value, json};

/// The namespaces every cluster has.
const OWN_NAMESPACES: [&str; 4] = ["default", "kube-node-lease", "kube-public", "kube-system"];

impl Server {
    /// The server of a world: `world` is what was read of `manifests`, the texts of its objects. `now` is the time in seconds
    /// since 1970.
    #[must_use]
    pub fn new(world: &World, manifests: &[&str], now: i64) -> Self {
        Self::foreseeing(world, manifests, now, Vec::new())
    }

    /// [`Server::new`] with dice that fall as said.
    #[must_use]
    pub fn foreseeing(world: &World, manifests: &[&str], now: i64, foreseen: Vec<super::Foreseen>) -> Self {
        let objects = read(manifests);
        let first: Vec<Object> =
            world.objects.iter().filter(|it| matches!(it, Object::Node(_) | Object::Namespace(_))).cloned().collect();
        // Pods alone may name their nodes.
        let bound = world.objects.iter().filter(|it| matches!(it, Object::Pod(pod) if !pod.spec.node_name.is_empty()));
        let named: Vec<Object> = bound.cloned().collect();
        let scaffold = World { spec: world.spec.clone(), objects: first.iter().cloned().chain(named).collect() };
        let mut cluster = Cluster::new(&scaffold);
        for pod in scaffold.objects.iter().filter_map(|it| if let Object::Pod(pod) = it { Some(pod) } else { None }) {
            // They are put in once more below, each in its turn.
            let _ = cluster.delete("Pod", &pod.metadata.namespace, &pod.metadata.name);
        }
        let mut server = Self { cluster, now, ..Self::default() };
        for it in foreseen {
            server.foresee(it);
        }
        let mentioned = objects.iter().map(|(_, object)| text(object, "/metadata/namespace").to_owned());
        let namespaces: std::collections::BTreeSet<String> = OWN_NAMESPACES
            .iter()
            .map(|name| (*name).to_owned())
            .chain(mentioned)
            .filter(|name| !name.is_empty())
            .collect();
        for name in namespaces {
            server.load(&NAMESPACES, &json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}));
        }
        let mut order: Vec<usize> = (0..objects.len()).collect();
        order.sort_by_key(|at| objects.get(*at).map(|(resource, object)| turn(resource, object)));
        for at in order {
            if let Some((resource, object)) = objects.get(at) {
                server.load(resource, object);
            }
        }
        server.complete_nodes();
        let nothing = Cluster::default();
        server.settle(&nothing);
        server
    }

    /// Takes in an object of a world. What a real server would refuse is left out; reading the world has told of it.
    fn load(&mut self, resource: &'static Resource, object: &Value) {
        let status = object.get("status").filter(|status| !status.is_null()).cloned();
        let kind = schema::kind(resource.kind);
        let read = kind.and_then(|kind| body::read(kind, object).ok());
        if kind.is_some() && read.is_none() {
            return;
        }
        let (value, model) = match read {
            Some(read) => (read.value, Some(read.object)),
            None => (admission::complete_other(resource, object), None),
        };
        let mut draft = super::write::Draft { value, object: model, warnings: Vec::new() };
        let namespace = match text(&draft.value, "/metadata/namespace") {
            "" => "default".to_owned(),
            given => given.to_owned(),
        };
        super::write::put_into(resource, &namespace, &mut draft.value);
        let mut dice = self.dice.clone();
        admission::create(resource, &mut draft, &mut dice);
        self.dice = dice;
        if let Some(Object::Service(service)) = &draft.object {
            let Ok(service) = self.allocate_new(resource, service, false) else { return };
            draft.put_service(service);
        }
        if admission::counts_generations(resource) {
            set_metadata(&mut draft.value, "generation", 1);
        }
        let has_uid = !text(&draft.value, "/metadata/uid").is_empty();
        let created = draft.value.pointer("/metadata/creationTimestamp").cloned();
        let uid = draft.value.pointer("/metadata/uid").cloned();
        self.christen(&mut draft.value);
        if let Some(metadata) = mapping(&mut draft.value, "metadata") {
            if let Some(created) = created {
                metadata.insert("creationTimestamp".into(), created);
            }
            if let Some(uid) = uid.filter(|_| has_uid) {
                metadata.insert("uid".into(), uid);
            }
        }
        if resource.kind == "Pod"
            && let Some(status) = mapping(&mut draft.value, "status")
        {
            // That it waits is said of a new pod; one of a world is as the world and kubelet say.
            status.remove("phase");
        }
        if let Some(status) = status {
            let patched = crate::console::patch::json::merge(&draft.value, &json!({ "status": status }));
            draft.value = patched;
        }
        self.store(resource, draft.value);
        if let Some(object) = draft.object {
            // What cannot be had was found out when the world was read.
            let _ = self.cluster.report(object);
        }
        let given = object.pointer("/status/loadBalancer/ingress/0/ip").and_then(Value::as_str);
        if let Some(address) = given.and_then(|text| text.parse().ok()).filter(|_| resource.kind == "Service") {
            self.cluster.balance(&ObjectName::new(&namespace, text(object, "/metadata/name")), address);
        }
    }
}

/// The objects of some texts, lists taken apart.
fn read(manifests: &[&str]) -> Vec<(&'static Resource, Value)> {
    let mut found = Vec::new();
    for text in manifests {
        for document in yaml::parse(text).documents {
            if let Some(root) = document.tree.root() {
                take(&yaml::value::json(root), 0, &mut found);
            }
        }
    }
    found
}

fn take(object: &Value, depth: usize, found: &mut Vec<(&'static Resource, Value)>) {
    if let Some(items) = object.get("items").and_then(Value::as_array).filter(|_| depth < 4) {
        for item in items {
            take(item, depth + 1, found);
        }
    } else if let Some(resource) = Resource::of_kind(text(object, "/apiVersion"), text(object, "/kind")) {
        found.push((resource, object.clone()));
    }
}

/// What is given comes before what has to be made up.
fn turn(resource: &Resource, object: &Value) -> (u8, bool) {
    let asks = || {
        let ports = object.pointer("/spec/ports").and_then(Value::as_array);
        let by_number = ports.into_iter().flatten().any(|port| port.get("nodePort").is_some());
        by_number || object.pointer("/spec/clusterIP").is_some()
    };
    match resource.kind {
        "Namespace" => (0, false),
        "Node" => (1, false),
        "Service" => (2, !asks()),
        "Pod" => (3, object.pointer("/status/podIP").is_none()),
        "Deployment" => (4, false),
        _ => (5, false),
    }
}
