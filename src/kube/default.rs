//! What the server fills in before it validates (`pkg/apis/core/v1/defaults.go`, `pkg/apis/apps/v1/defaults.go`).
//!
//! Must not know: texts, other objects.

use super::model::{Deployment, IntOrString, Metadata, Object, Pod, PodSpec, Service};

/// A field that was absent and has a value now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The field (`spec.type`); for a port's field, its own name (`protocol`).
    pub field: &'static str,
    /// Which port of the Service.
    pub port: Option<usize>,
}

impl Filled {
    /// `spec.ports[1].protocol`.
    #[must_use]
    pub fn path(&self) -> String {
        match self.port {
            Some(index) => format!("spec.ports[{index}].{}", self.field),
            None => self.field.to_owned(),
        }
    }
}

/// Fills in an object; gives what was filled in, in the order of the fields.
pub fn object(object: &mut Object) -> Vec<Filled> {
    let mut filled = Vec::new();
    let namespaced = matches!(object, Object::Service(_) | Object::Pod(_) | Object::Deployment(_));
    let metadata = object.metadata_mut();
    if !namespaced {
        // What stands in no namespace is rid of one before it is looked at (`EnsureObjectNamespaceMatchesRequestNamespace`).
        metadata.namespace.clear();
    } else if metadata.namespace.is_empty() {
        "default".clone_into(&mut metadata.namespace);
        filled.push(Filled { field: "metadata.namespace", port: None });
    }
    match object {
        Object::Service(it) => service(it, &mut filled),
        Object::Pod(it) => pod(it, &mut filled),
        Object::Deployment(it) => deployment(it, &mut filled),
        Object::Namespace(it) => namespace(&mut it.metadata),
        Object::Node(_) => {}
    }
    filled
}

/// The label by which a namespace is chosen.
pub const NAMESPACE_LABEL: &str = "kubernetes.io/metadata.name";

/// `SetDefaults_Namespace`: whatever was written there, the label is the name.
fn namespace(metadata: &mut Metadata) {
    if !metadata.name.is_empty() {
        metadata.labels.insert(NAMESPACE_LABEL.to_owned(), metadata.name.clone());
    }
}

/// Gives an empty field a value and remembers it.
fn fill(value: &mut String, default: &str, field: &'static str, filled: &mut Vec<Filled>) {
    if value.is_empty() {
        default.clone_into(value);
        filled.push(Filled { field, port: None });
    }
}

/// `SetDefaults_Service`.
fn service(service: &mut Service, filled: &mut Vec<Filled>) {
    let spec = &mut service.spec;
    fill(&mut spec.session_affinity, "None", "spec.sessionAffinity", filled);
    match spec.session_affinity.as_str() {
        // Even an invalid configuration is dropped where there is no affinity.
        "None" => spec.session_affinity_timeout = None,
        "ClientIP" if spec.session_affinity_timeout.is_none() => {
            spec.session_affinity_timeout = Some(10800);
            filled.push(Filled { field: "spec.sessionAffinityConfig.clientIP.timeoutSeconds", port: None });
        }
        _ => {}
    }
    fill(&mut spec.r#type, "ClusterIP", "spec.type", filled);
    for (index, port) in spec.ports_mut().iter_mut().enumerate() {
        if port.protocol.is_empty() {
            "TCP".clone_into(&mut port.protocol);
            filled.push(Filled { field: "protocol", port: Some(index) });
        }
        let absent = match &port.target_port {
            IntOrString::Int(number) => *number == 0,
            IntOrString::String(name) => name.is_empty(),
        };
        if absent {
            port.target_port = IntOrString::Int(port.port);
            filled.push(Filled { field: "targetPort", port: Some(index) });
        }
    }
    if spec.externally_accessible() {
        fill(&mut spec.external_traffic_policy, "Cluster", "spec.externalTrafficPolicy", filled);
    }
    let has_cluster_ip = matches!(spec.r#type.as_str(), "ClusterIP" | "NodePort" | "LoadBalancer");
    if has_cluster_ip && spec.internal_traffic_policy.is_none() {
        spec.internal_traffic_policy = Some("Cluster".to_owned());
        filled.push(Filled { field: "spec.internalTrafficPolicy", port: None });
    }
    if spec.r#type == "LoadBalancer" && spec.allocate_load_balancer_node_ports.is_none() {
        spec.allocate_load_balancer_node_ports = Some(true);
        filled.push(Filled { field: "spec.allocateLoadBalancerNodePorts", port: None });
    }
}

/// `SetDefaults_Pod` and `SetDefaults_PodSpec`, as far as the model goes.
fn pod(pod: &mut Pod, filled: &mut Vec<Filled>) {
    fill(&mut pod.spec.restart_policy, "Always", "spec.restartPolicy", filled);
    fill(&mut pod.spec.dns_policy, "ClusterFirst", "spec.dnsPolicy", filled);
    containers(&mut pod.spec);
}

/// Protocols of declared ports.
fn containers(spec: &mut PodSpec) {
    let host_network = spec.host_network;
    for container in spec.containers.iter_mut().chain(&mut spec.init_containers) {
        for port in &mut container.ports {
            if port.protocol.is_empty() {
                "TCP".clone_into(&mut port.protocol);
            }
            if host_network && port.host_port == 0 {
                port.host_port = port.container_port;
            }
        }
    }
}

/// `SetDefaults_Deployment`.
fn deployment(deployment: &mut Deployment, filled: &mut Vec<Filled>) {
    fill(&mut deployment.strategy, "RollingUpdate", "spec.strategy.type", filled);
    fill(&mut deployment.template.restart_policy, "Always", "spec.template.spec.restartPolicy", filled);
    fill(&mut deployment.template.dns_policy, "ClusterFirst", "spec.template.spec.dnsPolicy", filled);
    containers(&mut deployment.template);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::model::ServicePort;

    #[test]
    fn an_absent_target_port_is_the_port_and_what_was_filled_in_is_known() {
        let mut object = Object::Service(Service::default());
        if let Object::Service(service) = &mut object {
            "NodePort".clone_into(&mut service.spec.r#type);
            service.spec.ports_mut().push(ServicePort { port: 80, ..ServicePort::default() });
        }
        let filled: Vec<_> = super::object(&mut object).iter().map(Filled::path).collect();
        let Object::Service(service) = object else { unreachable!() };
        assert_eq!(service.spec.ports[0].target_port, IntOrString::Int(80));
        assert!(filled.contains(&"spec.ports[0].targetPort".to_owned()));
        assert!(!filled.contains(&"spec.type".to_owned()));
        assert_eq!(service.spec.external_traffic_policy, "Cluster");
    }
}
