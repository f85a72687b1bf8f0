//! JSON of objects that kubectl holds as Go structs: fields in the order of the structs (staging/src/k8s.io/api), where a mapping's keys
//! are sorted.
//!
//! Must not know: which command writes what.

use super::go_json;
use serde_json::Value;
use std::fmt::Write as _;

/// Fields in the order in which the structs of the kinds that kubectl makes declare them. The structs agree with each other but
/// for what [`ELSEWHERE`] says.
const ORDER: [&str; 86] = [
    "kind",
    "apiGroup",
    "name",
    "apiVersion",
    "generateName",
    "namespace",
    "metadata",
    "labels",
    "annotations",
    "immutable",
    "data",
    "binaryData",
    "stringData",
    "verbs",
    "apiGroups",
    "resources",
    "resourceNames",
    "nonResourceURLs",
    "subjects",
    "roleRef",
    "rules",
    "aggregationRule",
    "value",
    "globalDefault",
    "description",
    "preemptionPolicy",
    "secrets",
    "imagePullSecrets",
    "spec",
    "status",
    "schedule",
    "jobTemplate",
    "hard",
    "scopes",
    "scaleTargetRef",
    "minReplicas",
    "maxReplicas",
    "metrics",
    "minAvailable",
    "replicas",
    "selector",
    "template",
    "strategy",
    "maxUnavailable",
    "ingressClassName",
    "defaultBackend",
    "tls",
    "hosts",
    "secretName",
    "host",
    "http",
    "paths",
    "path",
    "pathType",
    "backend",
    "service",
    "volumes",
    "initContainers",
    "containers",
    "image",
    "command",
    "args",
    "env",
    "hostPort",
    "containerPort",
    "protocol",
    "appProtocol",
    "port",
    "number",
    "targetPort",
    "nodePort",
    "clusterIP",
    "clusterIPs",
    "type",
    "externalIPs",
    "sessionAffinity",
    "loadBalancerIP",
    "externalName",
    "restartPolicy",
    "dnsPolicy",
    "nodeSelector",
    "imagePullPolicy",
    "securityContext",
    "stdin",
    "stdinOnce",
    "tty",
];

/// Fields that stand elsewhere below a parent: the field, the parent, and the field they follow.
const ELSEWHERE: [(&str, &str, &str); 5] = [
    ("kind", "roleRef", "apiGroup"),
    ("ports", "spec", "kind"),
    ("ports", "containers", "args"),
    ("resources", "containers", "env"),
    ("rules", "spec", "tls"),
];

/// `encoding/json` of a struct's value.
pub fn typed_json(value: &Value) -> String {
    let mut out = String::new();
    write(value, "", &mut out);
    out
}

fn write(value: &Value, parent: &str, out: &mut String) {
    match value {
        Value::Object(map) if !is_map(parent, value) => {
            let mut fields: Vec<_> = map.iter().collect();
            fields.sort_by_key(|(key, _)| place(key, parent));
            out.push('{');
            for (index, (key, value)) in fields.into_iter().enumerate() {
                let comma = if index > 0 { "," } else { "" };
                let _ = write!(out, "{comma}\"{key}\":");
                write(value, key, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write(item, parent, out);
            }
            out.push(']');
        }
        other => out.push_str(&go_json(other)),
    }
}

/// Whether the field is a mapping of Go's, whose keys the learner chose.
fn is_map(field: &str, value: &Value) -> bool {
    match field {
        "labels" | "annotations" | "matchLabels" | "data" | "binaryData" | "stringData" | "hard" | "nodeSelector" => {
            true
        }
        "selector" => value.get("matchLabels").is_none() && value.get("matchExpressions").is_none(),
        _ => false,
    }
}

/// Where a field stands among those of its struct.
fn place<'a>(key: &'a str, parent: &str) -> (usize, bool, &'a str) {
    let rank = |key: &str| ORDER.iter().position(|it| *it == key);
    let moved = ELSEWHERE.iter().find(|(field, above, _)| *field == key && *above == parent);
    let after = moved.and_then(|(.., after)| rank(after));
    (after.or_else(|| rank(key)).unwrap_or(ORDER.len()), after.is_some(), key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// What kubectl 1.34 writes into the annotation of `--save-config`.
    #[test]
    fn fields_stand_as_the_structs_declare_them() {
        let service = json!({
            "apiVersion": "v1", "kind": "Service", "metadata": {"labels": {"type": "1", "b": "2"}, "name": "y"},
            "spec": {"type": "NodePort", "selector": {"name": "a", "app": "b"}, "sessionAffinity": "ClientIP",
                "ports": [{"targetPort": "http", "port": 80, "protocol": "TCP", "name": "port-1"}]},
            "status": {"loadBalancer": {}},
        });
        let text = r#"{"kind":"Service","apiVersion":"v1","metadata":{"name":"y","labels":{"b":"2","type":"1"}},"spec":{"ports":[{"name":"port-1","protocol":"TCP","port":80,"targetPort":"http"}],"selector":{"app":"b","name":"a"},"type":"NodePort","sessionAffinity":"ClientIP"},"status":{"loadBalancer":{}}}"#;
        assert_eq!(typed_json(&service), text);
        let pod = json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "z"},
            "spec": {"containers": [{"args": ["a"], "env": [{"value": "b", "name": "A"}], "image": "nginx", "name": "z",
                "ports": [{"containerPort": 80}], "resources": {}}], "dnsPolicy": "ClusterFirst", "restartPolicy": "Always"},
            "status": {},
        });
        let text = r#"{"kind":"Pod","apiVersion":"v1","metadata":{"name":"z"},"spec":{"containers":[{"name":"z","image":"nginx","args":["a"],"ports":[{"containerPort":80}],"env":[{"name":"A","value":"b"}],"resources":{}}],"restartPolicy":"Always","dnsPolicy":"ClusterFirst"},"status":{}}"#;
        assert_eq!(typed_json(&pod), text);
        let binding = json!({
            "kind": "RoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {"name": "r"},
            "roleRef": {"name": "x", "kind": "Role", "apiGroup": "rbac.authorization.k8s.io"},
            "subjects": [{"name": "y", "kind": "User", "apiGroup": "rbac.authorization.k8s.io"}],
        });
        let text = r#"{"kind":"RoleBinding","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"r"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"y"}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"x"}}"#;
        assert_eq!(typed_json(&binding), text);
        let role = json!({
            "kind": "Role", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {"name": "r"},
            "rules": [{"resources": ["pods"], "apiGroups": [""], "verbs": ["get"]}],
        });
        let text = r#"{"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"r"},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]}"#;
        assert_eq!(typed_json(&role), text);
    }
}
