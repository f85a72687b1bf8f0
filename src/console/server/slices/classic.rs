//! The Endpoints object of a Service, from before there were slices; written by pkg/controller/endpoint of Kubernetes 1.34.
//!
//! Must not know: traffic, how slices come about.

use super::{HEADLESS, SERVICE_NAME, annotate, app_protocol, go_pointer, hash, text_of};
use crate::cluster::state::{Endpoint, EndpointPort, EndpointSlice, Endpoints, ServiceState};
use crate::console::resource::{ENDPOINT_SLICES, ENDPOINTS};
use crate::console::server::Server;
use crate::console::server::objects::{mapping, text};
use serde_json::{Map, Value, json};

impl Server {
    /// The Endpoints object, which lists addresses under the ports they have in common.
    pub(super) fn document_classic(
        &mut self,
        service: &Value,
        state: &ServiceState,
        found: &Endpoints,
        trigger: Option<&str>,
    ) {
        let name = &state.name;
        // A real cluster has subsets in the order of a hash over uids, which nobody can foretell; here in that of the slices.
        let own = self.list(&ENDPOINT_SLICES, Some(&name.namespace));
        let place = |slice: &EndpointSlice| {
            let address = slice.endpoints.first().map(|endpoint| endpoint.address.to_string());
            own.iter().position(|it| {
                let addresses = it.get("endpoints").and_then(Value::as_array).into_iter().flatten();
                let is_of =
                    it.pointer("/metadata/labels").is_some_and(|labels| text_of(labels, SERVICE_NAME) == &*name.name);
                is_of && addresses.into_iter().any(|it| Some(text(it, "/addresses/0")) == address.as_deref())
            })
        };
        let mut slices: Vec<&EndpointSlice> = found.slices.iter().collect();
        slices.sort_by_key(|slice| place(slice));
        let mut subsets: Vec<Value> = Vec::new();
        for slice in slices {
            // A pod that has none of the ports is left out, unless the Service has none either.
            if slice.endpoints.is_empty() || (slice.ports.is_empty() && !state.service.spec.ports.is_empty()) {
                continue;
            }
            let mut ready: Vec<&Endpoint> = slice.endpoints.iter().filter(|endpoint| endpoint.ready).collect();
            // What is on its way out is in no Endpoints at all.
            let unready = slice.endpoints.iter().filter(|endpoint| !endpoint.ready && !endpoint.terminating);
            let mut unready: Vec<&Endpoint> = unready.collect();
            if ready.is_empty() && unready.is_empty() {
                continue;
            }
            ready.sort_by_key(|endpoint| endpoint.address);
            unready.sort_by_key(|endpoint| endpoint.address);
            let mut subset = Map::new();
            let mut put = |field: &str, endpoints: Vec<&Endpoint>| {
                if !endpoints.is_empty() {
                    let list: Vec<Value> =
                        endpoints.into_iter().map(|endpoint| self.classic_address(endpoint)).collect();
                    subset.insert(field.to_owned(), list.into());
                }
            };
            put("addresses", ready);
            put("notReadyAddresses", unready);
            let mut ports: Vec<&EndpointPort> = slice.ports.iter().collect();
            ports.sort_by_key(|port| {
                hash(&format!(
                    "(v1.EndpointPort){{Name:(string){} Port:(int32){} Protocol:(v1.Protocol){} AppProtocol:{}}}",
                    port.name,
                    port.port,
                    port.protocol.name(),
                    go_pointer("string", app_protocol(state, port)),
                ))
            });
            let ports: Vec<Value> = ports
                .into_iter()
                .map(|port| {
                    let mut object = json!({"port": port.port, "protocol": port.protocol.name()});
                    if let Some(map) = object.as_object_mut() {
                        if !port.name.is_empty() {
                            map.insert("name".into(), port.name.as_str().into());
                        }
                        if let Some(protocol) = app_protocol(state, port) {
                            map.insert("appProtocol".into(), protocol.into());
                        }
                    }
                    object
                })
                .collect();
            if !ports.is_empty() {
                subset.insert("ports".into(), ports.into());
            }
            subsets.push(Value::Object(subset));
        }
        let mut labels = service.pointer("/metadata/labels").and_then(Value::as_object).cloned().unwrap_or_default();
        if state.service.spec.is_headless() {
            labels.insert(HEADLESS.into(), "".into());
        }
        labels.insert("endpoints.kubernetes.io/managed-by".into(), "endpoint-controller".into());
        let known = self.get(&ENDPOINTS, &name.namespace, &name.name).cloned();
        let same = known.as_ref().is_some_and(|known| {
            let subsets_of =
                |object: &Value| object.get("subsets").and_then(Value::as_array).cloned().unwrap_or_default();
            subsets_of(known) == subsets.iter().map(crate::kube::body::sorted).collect::<Vec<_>>()
                && known.pointer("/metadata/labels").and_then(Value::as_object) == Some(&labels)
        });
        if same {
            return;
        }
        let mut object = known.map_or_else(
            || json!({"apiVersion": "v1", "kind": "Endpoints", "metadata": {"name": &*name.name, "namespace": &*name.namespace}}),
            |known| Value::clone(&known),
        );
        if let Some(metadata) = mapping(&mut object, "metadata") {
            metadata.insert("labels".into(), Value::Object(labels));
        }
        annotate(&mut object, trigger);
        if let Some(map) = object.as_object_mut() {
            if subsets.is_empty() {
                map.remove("subsets");
            } else {
                map.insert("subsets".into(), subsets.into());
            }
        }
        self.document(&ENDPOINTS, object);
    }

    fn classic_address(&self, endpoint: &Endpoint) -> Value {
        let mut address = json!({"ip": endpoint.address.to_string()});
        if let Some(map) = address.as_object_mut() {
            if !endpoint.node.is_empty() {
                map.insert("nodeName".into(), (*endpoint.node).into());
            }
            if let Some(pod) = &endpoint.pod {
                map.insert("targetRef".into(), self.target(pod));
            }
        }
        address
    }
}
