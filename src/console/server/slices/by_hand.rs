//! What no Service selects for: Endpoints and slices made by hand, mirrored and handed to the cluster
//! (pkg/controller/endpointslicemirroring of Kubernetes 1.34).
//!
//! Must not know: traffic, what Services select.

use super::{MANAGED_BY, MIRRORING, SERVICE_NAME, SKIP_MIRROR, managed_by, ordered, slice_ports_of, text_of};
use crate::cluster::request::Protocol;
use crate::cluster::state::{Endpoint, EndpointPort, EndpointSlice, Endpoints, Hints, ObjectName, ServiceState};
use crate::console::resource::{ENDPOINT_SLICES, ENDPOINTS, SERVICES};
use crate::console::server::Server;
use crate::console::server::objects::{mapping, owner_reference, text};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Server {
    /// What nobody selects for: hand-made Endpoints are mirrored into slices, and the cluster is told where a Service
    /// without selector leads.
    pub(in crate::console::server) fn mirror(&mut self) {
        let all = self.list(&ENDPOINTS, None);
        let mut mirrored: BTreeSet<(String, String)> = BTreeSet::new();
        for endpoints in &all {
            let (namespace, name) = (text(endpoints, "/metadata/namespace"), text(endpoints, "/metadata/name"));
            let Some(service) = self.get(&SERVICES, namespace, name).cloned() else { continue };
            let selects = service.pointer("/spec/selector").and_then(Value::as_object).is_some_and(|it| !it.is_empty());
            let skips = endpoints.pointer("/metadata/labels").and_then(|labels| labels.get(SKIP_MIRROR)).is_some();
            if selects || skips {
                continue;
            }
            mirrored.insert((namespace.to_owned(), name.to_owned()));
            self.mirror_one(endpoints);
        }
        for slice in self.list(&ENDPOINT_SLICES, None) {
            if managed_by(&slice) == MIRRORING {
                let namespace = text(&slice, "/metadata/namespace");
                let name =
                    slice.pointer("/metadata/labels").map(|labels| text_of(labels, SERVICE_NAME)).unwrap_or_default();
                if !mirrored.contains(&(namespace.to_owned(), name.to_owned())) {
                    self.forget(&ENDPOINT_SLICES, namespace, text(&slice, "/metadata/name"));
                }
            }
        }
    }

    /// One slice a subset.
    fn mirror_one(&mut self, endpoints: &Value) {
        let (namespace, name) = (text(endpoints, "/metadata/namespace"), text(endpoints, "/metadata/name"));
        let prefix = format!("{name}-");
        let mut own: Vec<Arc<Value>> = self
            .list(&ENDPOINT_SLICES, Some(namespace))
            .into_iter()
            .filter(|slice| {
                managed_by(slice) == MIRRORING
                    && slice.pointer("/metadata/labels").is_some_and(|labels| text_of(labels, SERVICE_NAME) == name)
            })
            .collect();
        let mut labels = endpoints.pointer("/metadata/labels").and_then(Value::as_object).cloned().unwrap_or_default();
        labels.insert(SERVICE_NAME.into(), name.into());
        labels.insert(MANAGED_BY.into(), MIRRORING.into());
        let mut annotations =
            endpoints.pointer("/metadata/annotations").and_then(Value::as_object).cloned().unwrap_or_default();
        annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
        let subsets = endpoints.get("subsets").and_then(Value::as_array).cloned().unwrap_or_default();
        for subset in subsets {
            let mut ports: Vec<Value> = subset.get("ports").and_then(Value::as_array).cloned().unwrap_or_default();
            for port in &mut ports {
                if let Some(port) = port.as_object_mut() {
                    port.entry("name").or_insert_with(|| "".into());
                    port.entry("protocol").or_insert_with(|| "TCP".into());
                }
            }
            let mut list: Vec<Value> = Vec::new();
            for (field, ready) in [("addresses", true), ("notReadyAddresses", false)] {
                for address in subset.get(field).and_then(Value::as_array).into_iter().flatten() {
                    let mut endpoint = json!({"addresses": [text(address, "/ip")], "conditions": {"ready": ready}});
                    if let Some(endpoint) = endpoint.as_object_mut() {
                        for copied in ["hostname", "nodeName", "targetRef"] {
                            if let Some(value) = address.get(copied) {
                                endpoint.insert(copied.to_owned(), value.clone());
                            }
                        }
                    }
                    list.push(endpoint);
                }
            }
            let known = own.iter().position(|slice| slice_ports_of(slice) == ports).or((!own.is_empty()).then_some(0));
            let known = known.map(|at| own.remove(at));
            let slice_name = match &known {
                Some(known) => text(known, "/metadata/name").to_owned(),
                None => self.slice_name(namespace, &prefix, &ports, &list),
            };
            let order = self.dice.slice(&ObjectName::new(namespace, &slice_name)).map(|fate| fate.endpoints.clone());
            let list = ordered(&[], list, &order.unwrap_or_default());
            let generation = known.as_ref().map_or(1, |known| {
                let same = known.get("endpoints") == Some(&crate::kube::body::sorted(&Value::Array(list.clone())));
                known.pointer("/metadata/generation").and_then(Value::as_u64).unwrap_or(1) + u64::from(!same)
            });
            let mut object = json!({
                "addressType": "IPv4",
                "apiVersion": "discovery.k8s.io/v1",
                "endpoints": list,
                "kind": "EndpointSlice",
                "metadata": {
                    "generateName": prefix,
                    "generation": generation,
                    "labels": labels,
                    "name": slice_name,
                    "namespace": namespace,
                    "ownerReferences": [owner_reference("v1", "Endpoints", endpoints)],
                },
                "ports": ports,
            });
            if let Some(metadata) = mapping(&mut object, "metadata") {
                if !annotations.is_empty() {
                    metadata.insert("annotations".into(), Value::Object(annotations.clone()));
                }
                if let Some(known) = &known {
                    for field in ["uid", "creationTimestamp", "resourceVersion"] {
                        if let Some(value) = known.pointer(&format!("/metadata/{field}")) {
                            metadata.insert(field.to_owned(), value.clone());
                        }
                    }
                }
            }
            self.document(&ENDPOINT_SLICES, object);
        }
        for slice in own {
            self.forget(&ENDPOINT_SLICES, namespace, text(&slice, "/metadata/name"));
        }
    }

    /// Tells the cluster where Services lead whose slices were not made by its own controller.
    pub(in crate::console::server) fn lead_by_hand(&mut self) {
        let services: Vec<ServiceState> = self.cluster.services().iter().cloned().collect();
        for state in services {
            let name = &state.name;
            let own =
                !state.service.spec.selector.is_empty() || (&*name.namespace, &*name.name) == ("default", "kubernetes");
            if own {
                continue;
            }
            let mut slices = Vec::new();
            for slice in self.list(&ENDPOINT_SLICES, Some(&name.namespace)) {
                let is_of =
                    slice.pointer("/metadata/labels").is_some_and(|it| text_of(it, SERVICE_NAME) == &*name.name);
                if is_of {
                    slices.push(by_hand(&slice));
                }
            }
            self.cluster.lead(name, Endpoints { slices });
        }
    }
}

/// A slice as the cluster sees it.
fn by_hand(slice: &Value) -> EndpointSlice {
    let ports = slice.get("ports").and_then(Value::as_array).into_iter().flatten().filter_map(|port| {
        Some(EndpointPort {
            name: text(port, "/name").to_owned(),
            port: port.get("port").and_then(Value::as_u64).and_then(|it| u16::try_from(it).ok())?,
            protocol: Protocol::parse(text(port, "/protocol")).unwrap_or_default(),
        })
    });
    let endpoints = slice.get("endpoints").and_then(Value::as_array).into_iter().flatten().filter_map(|endpoint| {
        let ready = endpoint.pointer("/conditions/ready") != Some(&Value::Bool(false));
        let pod = (text(endpoint, "/targetRef/kind") == "Pod")
            .then(|| ObjectName::new(text(endpoint, "/targetRef/namespace"), text(endpoint, "/targetRef/name")));
        Some(Endpoint {
            address: text(endpoint, "/addresses/0").parse().ok()?,
            pod,
            node: text(endpoint, "/nodeName").into(),
            ready,
            serving: endpoint.pointer("/conditions/serving").map_or(ready, |it| *it == Value::Bool(true)),
            terminating: endpoint.pointer("/conditions/terminating") == Some(&Value::Bool(true)),
            hints: hints_of(endpoint),
        })
    });
    EndpointSlice { ports: ports.collect(), endpoints: endpoints.collect() }
}

/// For whom an endpoint says it is meant.
fn hints_of(endpoint: &Value) -> Option<Arc<Hints>> {
    let names = |field: &str| -> Vec<Arc<str>> {
        let list = endpoint.pointer(field).and_then(Value::as_array).into_iter().flatten();
        list.map(|it| text(it, "/name").into()).collect()
    };
    let hints = Hints { zones: names("/hints/forZones"), nodes: names("/hints/forNodes") };
    (hints != Hints::default()).then(|| Arc::new(hints))
}
