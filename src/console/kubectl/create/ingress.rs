//! `kubectl create ingress` (staging/src/k8s.io/kubectl/pkg/cmd/create/create_ingress.go).
//!
//! Must not know: what becomes of objects.

use crate::console::kubectl::change::{Change, Done, Fail};
use serde_json::{Map, Value, json};

/// `--rule host/path=service:port[,tls[=secret]]`.
pub(super) fn ingress(change: &Change<'_, '_>, name: &str) -> Done<Value> {
    let given = change.given();
    let rules = given.list("rule");
    let default = given.text("default-backend").filter(|it| !it.is_empty());
    if rules.is_empty() && default.is_none() {
        return Err(Fail::Client("not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)".into()));
    }
    let backend = |text: &str| {
        let (service, port) = text.split_once(':').unwrap_or((text, ""));
        let port = port.parse::<u16>().map_or_else(|_| json!({ "name": port }), |number| json!({ "number": number }));
        json!({"service": {"name": service, "port": port}})
    };
    let mut hosts: Vec<(String, Vec<Value>)> = Vec::new();
    let mut tls: Vec<Value> = Vec::new();
    for rule in rules {
        let Some((place, to)) = rule.split_once('=').filter(|(place, to)| place.contains('/') && to.contains(':'))
        else {
            let text =
                format!("rule {rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]");
            return Err(Fail::Client(text));
        };
        let (to, more) = to.split_once(',').map_or((to, None), |(to, more)| (to, Some(more)));
        let (host, path) = place.split_once('/').unwrap_or((place, ""));
        if let Some(secret) = more.and_then(|more| more.strip_prefix("tls")) {
            let mut entry = Map::new();
            if !host.is_empty() {
                entry.insert("hosts".into(), json!([host]));
            }
            if let Some(secret) = secret.strip_prefix('=') {
                entry.insert("secretName".into(), secret.into());
            }
            let entry = Value::Object(entry);
            if !tls.contains(&entry) {
                tls.push(entry);
            }
        }
        let (path, kind) = match path.strip_suffix('*') {
            Some(path) => (path, "Prefix"),
            None => (path, "Exact"),
        };
        let entry = json!({"backend": backend(to), "path": format!("/{path}"), "pathType": kind});
        match hosts.iter_mut().find(|(known, _)| known == host) {
            Some((_, paths)) => paths.push(entry),
            None => hosts.push((host.to_owned(), vec![entry])),
        }
    }
    let rules: Vec<Value> = hosts
        .into_iter()
        .map(|(host, paths)| {
            let mut rule = json!({"http": {"paths": paths}});
            if let (false, Some(map)) = (host.is_empty(), rule.as_object_mut()) {
                map.insert("host".into(), host.into());
            }
            rule
        })
        .collect();
    let mut spec = Map::new();
    if let Some(class) = given.text("class").filter(|it| !it.is_empty()) {
        spec.insert("ingressClassName".into(), class.into());
    }
    if let Some(default) = default {
        spec.insert("defaultBackend".into(), backend(default));
    }
    if !rules.is_empty() {
        spec.insert("rules".into(), rules.into());
    }
    if !tls.is_empty() {
        spec.insert("tls".into(), tls.into());
    }
    let annotations: Map<String, Value> = given
        .list("annotation")
        .iter()
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| (key.to_owned(), value.into()))
        .collect();
    let mut metadata = json!({ "name": name });
    if let (false, Some(map)) = (annotations.is_empty(), metadata.as_object_mut()) {
        map.insert("annotations".into(), Value::Object(annotations));
    }
    Ok(json!({
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": metadata,
        "spec": spec,
        "status": {"loadBalancer": {}},
    }))
}
