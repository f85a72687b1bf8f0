//! EndpointSlices as the API shows them: what their controller writes of what the cluster found; [`classic`] does the same with
//! Endpoints, [`by_hand`] with what a learner made.
//!
//! Follows staging/src/k8s.io/endpointslice of Kubernetes 1.34: which slice is kept, in which order addresses stand in it, what is
//! annotated.
//!
//! Must not know: traffic, command lines.

mod by_hand;
mod classic;

use super::Server;
use super::objects::{mapping, owner_reference, text};
use crate::cluster::state::{Endpoint, EndpointPort, EndpointSlice, Endpoints, Hints, ObjectName, ServiceState};
use crate::console::resource::{ENDPOINT_SLICES, ENDPOINTS, NODES, PODS, SERVICES};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

const SERVICE_NAME: &str = "kubernetes.io/service-name";
const MANAGED_BY: &str = "endpointslice.kubernetes.io/managed-by";
const CONTROLLER: &str = "endpointslice-controller.k8s.io";
const MIRRORING: &str = "endpointslicemirroring-controller.k8s.io";
const TRIGGER_TIME: &str = "endpoints.kubernetes.io/last-change-trigger-time";
const SKIP_MIRROR: &str = "endpointslice.kubernetes.io/skip-mirror";
const HEADLESS: &str = "service.kubernetes.io/headless";

/// What a trigger time tracker remembers of a Service (`TriggerTimeTracker`): times as the API writes them, which sort as they are.
#[derive(Clone, Debug, Default)]
pub(super) struct Trigger {
    service: String,
    pods: BTreeMap<String, String>,
}

impl Server {
    /// Writes down the endpoints of a Service that has a selector, or is the API server's own.
    pub(super) fn document_endpoints(&mut self, state: &ServiceState) {
        let name = &state.name;
        let Some(service) = self.get(&SERVICES, &name.namespace, &name.name).cloned() else { return };
        let found = self.cluster.endpoints(&name.namespace, &name.name).clone();
        if &*name.namespace == "default" && &*name.name == "kubernetes" {
            return self.document_api_server(&found);
        }
        if state.service.spec.selector.is_empty() || state.service.spec.r#type == "ExternalName" {
            return;
        }
        let trigger = self.trigger(&service, state);
        self.document_slices(&service, state, &found, trigger.as_deref());
        self.document_classic(&service, state, &found, trigger.as_deref());
    }

    /// The time of the change that is being written down (`ComputeEndpointLastChangeTriggerTime`).
    fn trigger(&mut self, service: &Value, state: &ServiceState) -> Option<String> {
        let name = &state.name;
        let mut pods = BTreeMap::new();
        for pod in self.cluster.pods().in_namespace(&name.namespace) {
            if crate::kube::model::selects(&state.service.spec.selector, &pod.pod.metadata.labels)
                && let Some(object) = self.get(&PODS, &name.namespace, &pod.name.name)
            {
                let conditions = object.pointer("/status/conditions").and_then(Value::as_array);
                let ready = conditions.into_iter().flatten().find(|it| text(it, "/type") == "Ready");
                if let Some(ready) = ready {
                    pods.insert(pod.name.name.to_string(), text(ready, "/lastTransitionTime").to_owned());
                }
            }
        }
        let created = text(service, "/metadata/creationTimestamp").to_owned();
        let known = self.triggers.get(name).cloned();
        let newer = |time: &String, before: Option<&String>| before.is_none_or(|before| time > before);
        let first = match &known {
            None => Some(created.clone()),
            Some(known) => {
                let of_pods =
                    pods.iter().filter(|(pod, time)| newer(time, known.pods.get(*pod))).map(|(_, time)| time.clone());
                let of_service = Some(created.clone()).filter(|time| newer(time, Some(&known.service)));
                of_pods.chain(of_service).min()
            }
        };
        Arc::make_mut(&mut self.triggers).insert(name.clone(), Trigger { service: created, pods });
        first
    }

    fn document_api_server(&mut self, found: &Endpoints) {
        let Some(slice) = found.slices.first() else { return };
        let addresses: Vec<String> = slice.endpoints.iter().map(|endpoint| endpoint.address.to_string()).collect();
        let ports: Vec<Value> = slice
            .ports
            .iter()
            .map(|port| json!({"name": port.name, "port": port.port, "protocol": port.protocol.name()}))
            .collect();
        self.document(
            &ENDPOINTS,
            json!({
                "apiVersion": "v1",
                "kind": "Endpoints",
                "metadata": {"labels": {SKIP_MIRROR: "true"}, "name": "kubernetes", "namespace": "default"},
                "subsets": [{"addresses": addresses.iter().map(|ip| json!({"ip": ip})).collect::<Vec<_>>(), "ports": ports}],
            }),
        );
        self.document(
            &ENDPOINT_SLICES,
            json!({
                "addressType": "IPv4",
                "apiVersion": "discovery.k8s.io/v1",
                "endpoints": [{"addresses": addresses, "conditions": {"ready": true}}],
                "kind": "EndpointSlice",
                "metadata": {
                    "generation": 1,
                    "labels": {SERVICE_NAME: "kubernetes"},
                    "name": "kubernetes",
                    "namespace": "default",
                },
                "ports": ports,
            }),
        );
    }

    fn target(&self, pod: &ObjectName) -> Value {
        let object = self.get(&PODS, &pod.namespace, &pod.name);
        let uid = object.map(|object| text(object, "/metadata/uid")).unwrap_or_default();
        json!({"kind": "Pod", "name": &*pod.name, "namespace": &*pod.namespace, "uid": uid})
    }

    /// The slices of a Service that has a selector.
    fn document_slices(&mut self, service: &Value, state: &ServiceState, found: &Endpoints, trigger: Option<&str>) {
        let name = &state.name;
        let mut labels = service.pointer("/metadata/labels").and_then(Value::as_object).cloned().unwrap_or_default();
        if state.service.spec.is_headless() {
            labels.insert(HEADLESS.into(), "".into());
        }
        labels.insert(SERVICE_NAME.into(), (*name.name).into());
        labels.insert(MANAGED_BY.into(), CONTROLLER.into());
        let uid = text(service, "/metadata/uid").to_owned();
        let own: Vec<Arc<Value>> = self
            .list(&ENDPOINT_SLICES, Some(&name.namespace))
            .into_iter()
            .filter(|slice| text(slice, "/metadata/ownerReferences/0/uid") == uid && managed_by(slice) == CONTROLLER)
            .collect();
        let mut wanted: Vec<(Vec<Value>, Vec<Value>)> = Vec::new();
        for slice in &found.slices {
            wanted
                .push((slice_ports(state, slice), slice.endpoints.iter().map(|it| self.endpoint(it, state)).collect()));
        }
        // Each set of ports keeps the slice it has; what is left of slices serves for the new ones.
        let mut left = own;
        let mut kept: Vec<Option<Arc<Value>>> = wanted
            .iter()
            .map(|(ports, _)| {
                // Having no ports is never the same to the controller (nil and empty lists have different hashes).
                let fits = |slice: &Arc<Value>| !ports.is_empty() && slice_ports_of(slice) == *ports;
                left.iter().position(fits).map(|at| left.remove(at))
            })
            .collect();
        for (at, (ports, endpoints)) in wanted.iter().enumerate() {
            let Some(slot) = kept.get_mut(at).filter(|slot| slot.is_none()) else { continue };
            let foreseen = left.iter().position(|slice| {
                let name = ObjectName::new(&name.namespace, text(slice, "/metadata/name"));
                self.dice.slice(&name).is_some_and(|fate| is_fate(fate, ports, endpoints))
            });
            *slot = match (foreseen, left.is_empty()) {
                (Some(at), _) => Some(left.remove(at)),
                (None, false) => Some(left.remove(0)),
                (None, true) => None,
            };
        }
        for slice in left {
            self.forget(&ENDPOINT_SLICES, &name.namespace, text(&slice, "/metadata/name"));
        }
        for ((ports, endpoints), known) in wanted.into_iter().zip(kept) {
            self.document_slice(state, service, &labels, ports, endpoints, known.as_deref(), trigger);
        }
    }

    #[allow(clippy::too_many_arguments, reason = "one slice, and what the controller knows of it")]
    fn document_slice(
        &mut self,
        state: &ServiceState,
        service: &Value,
        labels: &Map<String, Value>,
        ports: Vec<Value>,
        endpoints: Vec<Value>,
        known: Option<&Value>,
        trigger: Option<&str>,
    ) {
        let name = &state.name;
        let prefix = format!("{}-", name.name);
        let is_new = known.is_none();
        let mut object = if let Some(known) = known {
            known.clone()
        } else {
            let slice_name = self.slice_name(&name.namespace, &prefix, &ports, &endpoints);
            json!({
                "addressType": "IPv4",
                "apiVersion": "discovery.k8s.io/v1",
                "kind": "EndpointSlice",
                "metadata": {
                    "generateName": prefix,
                    "generation": 1,
                    "name": slice_name,
                    "namespace": &*name.namespace,
                    "ownerReferences": [owner_reference("v1", "Service", service)],
                },
            })
        };
        let before = object.get("endpoints").and_then(Value::as_array).cloned().unwrap_or_default();
        let slice_name = ObjectName::new(&name.namespace, text(&object, "/metadata/name"));
        let order = self.dice.slice(&slice_name).map(|fate| fate.endpoints.clone()).unwrap_or_default();
        let endpoints = ordered(&before, endpoints, &order);
        let or_null = |list: Vec<Value>| {
            if list.is_empty() { Value::Null } else { crate::kube::body::sorted(&Value::Array(list)) }
        };
        let (endpoints, ports) = (or_null(endpoints), or_null(ports));
        let labels = Value::Object(labels.clone());
        let same_spec = object.get("endpoints") == Some(&endpoints) && object.get("ports") == Some(&ports);
        let same_labels = object.pointer("/metadata/labels").map(crate::kube::body::sorted)
            == Some(crate::kube::body::sorted(&labels));
        if !is_new && same_spec && same_labels {
            return;
        }
        if let Some(map) = object.as_object_mut() {
            map.insert("endpoints".into(), endpoints);
            map.insert("ports".into(), ports);
        }
        let generation = object.pointer("/metadata/generation").and_then(Value::as_u64).unwrap_or(1);
        if let Some(metadata) = mapping(&mut object, "metadata") {
            metadata.insert("labels".into(), labels);
            if !is_new && !same_spec {
                metadata.insert("generation".into(), (generation + 1).into());
            }
        }
        annotate(&mut object, trigger);
        self.document(&ENDPOINT_SLICES, object);
    }

    /// The name of a new slice: the one foreseen for its ports and addresses, or the next.
    fn slice_name(&mut self, namespace: &str, prefix: &str, ports: &[Value], endpoints: &[Value]) -> String {
        let taken = |name: &str| self.get(&ENDPOINT_SLICES, namespace, name).is_some();
        let free: Vec<(&str, bool)> = self
            .dice
            .slices(namespace, prefix)
            .filter(|(name, _)| !taken(name))
            .map(|(name, fate)| (name, is_fate(fate, ports, endpoints)))
            .collect();
        let foreseen = free.iter().find(|(_, fits)| *fits).or(free.first()).map(|(name, _)| (*name).to_owned());
        if let Some(name) = foreseen {
            return name;
        }
        let mut dice = self.dice.clone();
        let name = dice.name(namespace, prefix, taken);
        self.dice = dice;
        name
    }

    fn endpoint(&self, endpoint: &Endpoint, state: &ServiceState) -> Value {
        let mut object = json!({
            "addresses": [endpoint.address.to_string()],
            "conditions": {"ready": endpoint.ready, "serving": endpoint.serving, "terminating": endpoint.terminating},
        });
        let Some(map) = object.as_object_mut() else { return object };
        if !endpoint.node.is_empty() {
            map.insert("nodeName".into(), (*endpoint.node).into());
        }
        if let Some(pod) = &endpoint.pod {
            map.insert("targetRef".into(), self.target(pod));
            let hostname = self.get(&PODS, &pod.namespace, &pod.name).filter(|object| {
                text(object, "/spec/subdomain") == &*state.name.name && !text(object, "/spec/hostname").is_empty()
            });
            if let Some(hostname) = hostname {
                map.insert("hostname".into(), text(hostname, "/spec/hostname").into());
            }
        }
        let node = self.get(&NODES, "", &endpoint.node);
        let zone = node.and_then(|node| node.pointer("/metadata/labels/topology.kubernetes.io~1zone")).cloned();
        if let Some(zone) = zone {
            map.insert("zone".into(), zone);
        }
        if let Some(hints) = &endpoint.hints {
            map.insert("hints".into(), hints_object(hints));
        }
        object
    }
}

fn managed_by(slice: &Value) -> &str {
    slice.pointer("/metadata/labels").map(|labels| text_of(labels, MANAGED_BY)).unwrap_or_default()
}

fn text_of<'v>(map: &'v Value, key: &str) -> &'v str {
    map.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn annotate(object: &mut Value, trigger: Option<&str>) {
    let Some(metadata) = mapping(object, "metadata") else { return };
    match trigger {
        Some(time) => {
            let annotations = metadata.entry("annotations").or_insert_with(|| json!({}));
            if let Some(annotations) = annotations.as_object_mut() {
                annotations.insert(TRIGGER_TIME.to_owned(), time.into());
            }
        }
        None => {
            if let Some(annotations) = metadata.get_mut("annotations").and_then(Value::as_object_mut) {
                annotations.remove(TRIGGER_TIME);
                if annotations.is_empty() {
                    metadata.remove("annotations");
                }
            }
        }
    }
}

/// The protocol hint of the Service's port of that name.
fn app_protocol<'s>(state: &'s ServiceState, port: &EndpointPort) -> Option<&'s str> {
    state.service.spec.ports.iter().find(|it| it.name == port.name).and_then(|it| it.app_protocol.as_deref())
}

fn slice_ports(state: &ServiceState, slice: &EndpointSlice) -> Vec<Value> {
    let mut ports: Vec<(String, Value)> = slice
        .ports
        .iter()
        .map(|port| {
            let protocol = port.protocol.name();
            let mut object = json!({"name": port.name, "port": port.port, "protocol": protocol});
            let hint = app_protocol(state, port);
            if let (Some(hint), Some(map)) = (hint, object.as_object_mut()) {
                map.insert("appProtocol".into(), hint.into());
            }
            let printed = format!(
                "(v1.EndpointPort){{Name:(*string){} Protocol:(*v1.Protocol){protocol} Port:(*int32){} AppProtocol:{}}}",
                port.name,
                port.port,
                go_pointer("string", hint),
            );
            (hash(&printed), crate::kube::body::sorted(&object))
        })
        .collect();
    ports.sort_by(|a, b| a.0.cmp(&b.0));
    ports.into_iter().map(|(_, port)| port).collect()
}

fn slice_ports_of(slice: &Value) -> Vec<Value> {
    slice.get("ports").and_then(Value::as_array).cloned().unwrap_or_default()
}

/// Whether a slice was foreseen to hold these ports and addresses.
fn is_fate(fate: &super::SliceFate, ports: &[Value], endpoints: &[Value]) -> bool {
    let mut numbers: Vec<i64> = ports.iter().filter_map(|port| port.get("port").and_then(Value::as_i64)).collect();
    let mut fated = fate.ports.clone();
    numbers.sort_unstable();
    fated.sort_unstable();
    let mut addresses: Vec<&str> = endpoints.iter().map(|it| text(it, "/addresses/0")).collect();
    let mut expected: Vec<&str> = fate.endpoints.iter().map(String::as_str).collect();
    addresses.sort_unstable();
    expected.sort_unstable();
    numbers == fated && addresses == expected
}

/// Endpoints keep their places; new ones come behind, in the order foreseen or by address.
fn ordered(before: &[Value], wanted: Vec<Value>, order: &[String]) -> Vec<Value> {
    let address = |endpoint: &Value| text(endpoint, "/addresses/0").to_owned();
    let place = |endpoint: &Value| {
        let own = address(endpoint);
        let foreseen = order.iter().position(|it| *it == own);
        let known = before.iter().position(|it| address(it) == own);
        (foreseen.unwrap_or(usize::MAX), known.unwrap_or(usize::MAX), own.parse::<std::net::IpAddr>().ok())
    };
    let mut wanted = wanted;
    wanted.sort_by_key(place);
    wanted
}

fn go_pointer(kind: &str, value: Option<&str>) -> String {
    format!("(*{kind}){}", value.unwrap_or("<nil>"))
}

/// MD5 in hexadecimal: the order of ports follows from it (`portsInOrder`, `portsByHash`).
fn hash(printed: &str) -> String {
    format!("{:x}", md5::compute(printed))
}

/// For whom an endpoint is meant, as a slice says it.
fn hints_object(hints: &Hints) -> Value {
    let mut object = Map::new();
    for (field, names) in [("forNodes", &hints.nodes), ("forZones", &hints.zones)] {
        if !names.is_empty() {
            object.insert(field.to_owned(), names.iter().map(|name| json!({"name": &**name})).collect());
        }
    }
    Value::Object(object)
}
