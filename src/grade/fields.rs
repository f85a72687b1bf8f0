//! The fields of an object by their paths, under Kubernetes' names: what a `field` check compares.
//!
//! Must not know: what values are wanted.

use std::fmt;

use crate::kube::model::{
    Container, ContainerPort, IntOrString, Metadata, Object, PodSpec, Service, ServicePort, StringMap,
};
use crate::yaml::path::{self, Step};

/// A single value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Bool(bool),
    Int(i64),
    Str(String),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Str(value) => write!(f, "\"{value}\""),
        }
    }
}

/// The values at `path`: none where the field is absent, several where the path has `[*]`. Only fields that are single
/// values are found.
pub(super) fn read(object: &Object, path: &str) -> Vec<Value> {
    let steps = path::split(path);
    let mut found = Vec::new();
    follow(&tree(object), &steps, &mut found);
    found
}

/// An object as a tree of fields.
enum Tree {
    Leaf(Value),
    Map(Vec<(String, Tree)>),
    List(Vec<Tree>),
}

fn follow(tree: &Tree, steps: &[Step], found: &mut Vec<Value>) {
    let Some((step, rest)) = steps.split_first() else {
        if let Tree::Leaf(value) = tree {
            found.push(value.clone());
        }
        return;
    };
    match (tree, step) {
        (Tree::Map(fields), Step::Key(name)) => {
            fields.iter().filter(|(key, _)| key == name).for_each(|(_, value)| follow(value, rest, found));
        }
        (Tree::List(items), Step::Index(index)) => {
            items.iter().skip(*index).take(1).for_each(|item| follow(item, rest, found));
        }
        (Tree::List(items), Step::Key(any)) if any == "*" => items.iter().for_each(|item| follow(item, rest, found)),
        _ => {}
    }
}

fn tree(object: &Object) -> Tree {
    let mut fields =
        vec![("kind".to_owned(), text(object.kind())), ("metadata".to_owned(), metadata(object.metadata()))];
    match object {
        Object::Service(it) => fields.push(("spec".to_owned(), service(it))),
        Object::Pod(it) => fields.push(("spec".to_owned(), pod(&it.spec))),
        Object::Deployment(it) => {
            let template =
                vec![("metadata".to_owned(), metadata(&it.template_metadata)), ("spec".to_owned(), pod(&it.template))];
            let selector = vec![("matchLabels".to_owned(), map(&it.match_labels))];
            let spec = vec![
                ("replicas".to_owned(), number(it.replicas)),
                ("selector".to_owned(), Tree::Map(selector)),
                ("template".to_owned(), Tree::Map(template)),
            ];
            fields.push(("spec".to_owned(), Tree::Map(spec)));
        }
        Object::Namespace(_) | Object::Node(_) => {}
    }
    Tree::Map(fields)
}

fn metadata(it: &Metadata) -> Tree {
    let mut fields = Vec::new();
    put(&mut fields, "name", &it.name);
    put(&mut fields, "generateName", &it.generate_name);
    put(&mut fields, "namespace", &it.namespace);
    fields.push(("labels".to_owned(), map(&it.labels)));
    fields.push(("annotations".to_owned(), map(&it.annotations)));
    Tree::Map(fields)
}

fn service(it: &Service) -> Tree {
    let spec = &it.spec;
    let mut fields = Vec::new();
    put(&mut fields, "type", &spec.r#type);
    put(&mut fields, "clusterIP", &spec.cluster_ip);
    put(&mut fields, "externalName", &spec.external_name);
    put(&mut fields, "sessionAffinity", &spec.session_affinity);
    put(&mut fields, "externalTrafficPolicy", &spec.external_traffic_policy);
    put(&mut fields, "loadBalancerIP", &spec.load_balancer_ip);
    for (name, value) in [
        ("internalTrafficPolicy", &spec.internal_traffic_policy),
        ("loadBalancerClass", &spec.load_balancer_class),
        ("ipFamilyPolicy", &spec.ip_family_policy),
        ("trafficDistribution", &spec.traffic_distribution),
    ] {
        put(&mut fields, name, value.as_deref().unwrap_or(""));
    }
    if spec.health_check_node_port != 0 {
        fields.push(("healthCheckNodePort".to_owned(), number(spec.health_check_node_port)));
    }
    if spec.publish_not_ready_addresses {
        fields.push(("publishNotReadyAddresses".to_owned(), Tree::Leaf(Value::Bool(true))));
    }
    if let Some(allocate) = spec.allocate_load_balancer_node_ports {
        fields.push(("allocateLoadBalancerNodePorts".to_owned(), Tree::Leaf(Value::Bool(allocate))));
    }
    for (name, values) in [
        ("clusterIPs", &spec.cluster_ips),
        ("externalIPs", &spec.external_ips),
        ("ipFamilies", &spec.ip_families),
        ("loadBalancerSourceRanges", &spec.load_balancer_source_ranges),
    ] {
        fields.push((name.to_owned(), Tree::List(values.iter().map(|value| text(value)).collect())));
    }
    fields.push(("selector".to_owned(), map(&spec.selector)));
    fields.push(("ports".to_owned(), Tree::List(spec.ports.iter().map(service_port).collect())));
    Tree::Map(fields)
}

fn service_port(it: &ServicePort) -> Tree {
    let mut fields = Vec::new();
    put(&mut fields, "name", &it.name);
    put(&mut fields, "protocol", &it.protocol);
    put(&mut fields, "appProtocol", it.app_protocol.as_deref().unwrap_or(""));
    fields.push(("port".to_owned(), number(it.port)));
    match &it.target_port {
        IntOrString::Int(0) => {}
        IntOrString::Int(value) => fields.push(("targetPort".to_owned(), number(*value))),
        IntOrString::String(name) => fields.push(("targetPort".to_owned(), text(name))),
    }
    if it.node_port != 0 {
        fields.push(("nodePort".to_owned(), number(it.node_port)));
    }
    Tree::Map(fields)
}

fn pod(it: &PodSpec) -> Tree {
    let mut fields = Vec::new();
    put(&mut fields, "nodeName", &it.node_name);
    if it.host_network {
        fields.push(("hostNetwork".to_owned(), Tree::Leaf(Value::Bool(true))));
    }
    fields.push(("containers".to_owned(), Tree::List(it.containers.iter().map(container).collect())));
    Tree::Map(fields)
}

fn container(it: &Container) -> Tree {
    let mut fields = Vec::new();
    put(&mut fields, "name", &it.name);
    put(&mut fields, "image", &it.image);
    fields.push(("ports".to_owned(), Tree::List(it.ports.iter().map(container_port).collect())));
    Tree::Map(fields)
}

fn container_port(it: &ContainerPort) -> Tree {
    let mut fields = Vec::new();
    put(&mut fields, "name", &it.name);
    put(&mut fields, "protocol", &it.protocol);
    fields.push(("containerPort".to_owned(), number(it.container_port)));
    Tree::Map(fields)
}

/// An empty text is an absent field, as in the API.
fn put(fields: &mut Vec<(String, Tree)>, name: &str, value: &str) {
    if !value.is_empty() {
        fields.push((name.to_owned(), text(value)));
    }
}

fn text(value: &str) -> Tree {
    Tree::Leaf(Value::Str(value.to_owned()))
}

fn number(value: i32) -> Tree {
    Tree::Leaf(Value::Int(i64::from(value)))
}

fn map(values: &StringMap) -> Tree {
    Tree::Map(values.iter().map(|(key, value)| (key.clone(), text(value))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::model::ServiceSpec;
    use std::sync::Arc;

    #[test]
    fn fields_are_found_by_kubernetes_names() {
        let spec = ServiceSpec {
            r#type: "NodePort".into(),
            selector: StringMap::from([("app.kubernetes.io/name".into(), "web".into())]),
            ports: Arc::new(vec![
                ServicePort { port: 80, target_port: IntOrString::Int(8080), ..Default::default() },
                ServicePort { port: 443, target_port: IntOrString::String("https".into()), ..Default::default() },
            ]),
            ..Default::default()
        };
        let object = Object::Service(Service { spec, ..Default::default() });
        let shown = |path: &str| read(&object, path).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!(shown("spec.type"), "\"NodePort\"");
        assert_eq!(shown("spec.ports[0].targetPort"), "8080");
        assert_eq!(shown("spec.ports[*].targetPort"), "8080 \"https\"");
        assert_eq!(shown("spec.selector[app.kubernetes.io/name]"), "\"web\"");
        assert_eq!(shown("spec.ports[0].nodePort"), "");
        assert_eq!(shown("spec.clusterIP"), "");
    }
}
