//! Objects as the API shows them (`kubectl get -o json`): absent and empty fields left out, keys sorted.
//!
//! Must not know: texts, clusters.

use super::model::{IntOrString, Metadata, OwnerReference, Service, ServicePort, ServiceSpec, StringMap};
use serde_json::{Map, Value, json};

/// A mapping under construction that leaves out what Go's `omitempty` leaves out.
#[derive(Default)]
struct Fields(std::collections::BTreeMap<&'static str, Value>);

impl Fields {
    fn text(&mut self, key: &'static str, value: &str) {
        if !value.is_empty() {
            self.0.insert(key, value.into());
        }
    }

    fn optional<T: Into<Value> + Clone>(&mut self, key: &'static str, value: Option<&T>) {
        if let Some(value) = value {
            self.0.insert(key, value.clone().into());
        }
    }

    fn number(&mut self, key: &'static str, value: impl Into<i64>) {
        let value = value.into();
        if value != 0 {
            self.0.insert(key, value.into());
        }
    }

    fn list(&mut self, key: &'static str, value: &[String]) {
        if !value.is_empty() {
            self.0.insert(key, value.into());
        }
    }

    fn map(&mut self, key: &'static str, value: &StringMap) {
        if !value.is_empty() {
            self.0.insert(key, value.iter().map(|(key, value)| (key.clone(), Value::from(value.as_str()))).collect());
        }
    }

    fn done(self) -> Value {
        Value::Object(self.0.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>())
    }
}

/// A v1 Service without `status`.
#[must_use]
pub fn service(service: &Service) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata(&service.metadata),
        "spec": spec(&service.spec),
    })
}

/// ObjectMeta.
fn metadata(metadata: &Metadata) -> Value {
    let mut fields = Fields::default();
    fields.map("annotations", &metadata.annotations);
    fields.list("finalizers", &metadata.finalizers);
    fields.text("generateName", &metadata.generate_name);
    fields.number("generation", metadata.generation);
    fields.map("labels", &metadata.labels);
    fields.text("name", &metadata.name);
    fields.text("namespace", &metadata.namespace);
    if !metadata.owner_references.is_empty() {
        let owners = metadata.owner_references.iter().map(owner);
        fields.0.insert("ownerReferences", owners.collect());
    }
    fields.done()
}

fn owner(owner: &OwnerReference) -> Value {
    let mut fields = Fields::default();
    fields.0.insert("apiVersion", owner.api_version.as_str().into());
    fields.0.insert("kind", owner.kind.as_str().into());
    fields.0.insert("name", owner.name.as_str().into());
    fields.0.insert("uid", owner.uid.as_str().into());
    fields.optional("controller", owner.controller.as_ref());
    fields.optional("blockOwnerDeletion", owner.block_owner_deletion.as_ref());
    fields.done()
}

fn spec(spec: &ServiceSpec) -> Value {
    let mut fields = Fields::default();
    fields.optional("allocateLoadBalancerNodePorts", spec.allocate_load_balancer_node_ports.as_ref());
    fields.text("clusterIP", &spec.cluster_ip);
    fields.list("clusterIPs", &spec.cluster_ips);
    fields.list("externalIPs", &spec.external_ips);
    fields.text("externalName", &spec.external_name);
    fields.text("externalTrafficPolicy", &spec.external_traffic_policy);
    fields.number("healthCheckNodePort", spec.health_check_node_port);
    fields.optional("internalTrafficPolicy", spec.internal_traffic_policy.as_ref());
    fields.list("ipFamilies", &spec.ip_families);
    fields.optional("ipFamilyPolicy", spec.ip_family_policy.as_ref());
    fields.optional("loadBalancerClass", spec.load_balancer_class.as_ref());
    fields.text("loadBalancerIP", &spec.load_balancer_ip);
    fields.list("loadBalancerSourceRanges", &spec.load_balancer_source_ranges);
    if !spec.ports.is_empty() {
        fields.0.insert("ports", spec.ports.iter().map(port).collect());
    }
    if spec.publish_not_ready_addresses {
        fields.0.insert("publishNotReadyAddresses", true.into());
    }
    fields.map("selector", &spec.selector);
    fields.text("sessionAffinity", &spec.session_affinity);
    if let Some(seconds) = spec.session_affinity_timeout {
        fields.0.insert("sessionAffinityConfig", json!({"clientIP": {"timeoutSeconds": seconds}}));
    }
    fields.optional("trafficDistribution", spec.traffic_distribution.as_ref());
    fields.text("type", &spec.r#type);
    fields.done()
}

fn port(port: &ServicePort) -> Value {
    let mut fields = Fields::default();
    fields.optional("appProtocol", port.app_protocol.as_ref());
    fields.text("name", &port.name);
    fields.number("nodePort", port.node_port);
    fields.0.insert("port", port.port.into());
    fields.text("protocol", &port.protocol);
    fields.0.insert(
        "targetPort",
        match &port.target_port {
            IntOrString::Int(number) => (*number).into(),
            IntOrString::String(name) => name.as_str().into(),
        },
    );
    fields.done()
}

/// The object as the server keeps it after creation, without what it gives out by itself (addresses, node ports):
/// families and their policy are there.
#[must_use]
pub fn stored(asked: &Service, version: super::Version) -> Option<Value> {
    let mut given = asked.clone();
    super::allocate::Allocations::new().allocate(&mut given, version).ok()?;
    if asked.spec.cluster_ip.is_empty() {
        given.spec.cluster_ip.clear();
        given.spec.cluster_ips.clear();
    }
    for (port, asked) in given.spec.ports_mut().iter_mut().zip(asked.spec.ports.iter()) {
        port.node_port = asked.node_port;
    }
    given.spec.health_check_node_port = asked.spec.health_check_node_port;
    if given.spec.r#type == "ExternalName" {
        given.spec.internal_traffic_policy = None;
    }
    Some(service(&given))
}
