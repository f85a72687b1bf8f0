//! What else a manifest has to say for one of its fields to make sense: a node port needs a Service that has one.
//!
//! Must not know: what the field itself is given.

use crate::kube::schema::Kind;

/// What else has to be said for a field to make sense, as a row: the field, or the beginning of the names of several
/// (`loadBalancer`), then paths with their values, as JSON or as text.
type Companions = &'static [(&'static str, &'static [(&'static str, &'static str)])];

/// Of a Service.
const OF_A_SERVICE: Companions = &[
    ("spec.externalName", &[("spec.type", "ExternalName"), ("spec.externalName", "db.example.com")]),
    ("spec.externalTrafficPolicy", &[("spec.type", "NodePort")]),
    ("spec.ports.nodePort", &[("spec.type", "NodePort")]),
    ("spec.sessionAffinityConfig", &[("spec.sessionAffinity", "ClientIP")]),
    ("spec.clusterIPs", &[("spec.clusterIP", "10.96.0.50")]),
    ("spec.healthCheckNodePort", &[("spec.type", "LoadBalancer"), ("spec.externalTrafficPolicy", "Local")]),
    ("spec.loadBalancer", &[("spec.type", "LoadBalancer")]),
    ("spec.allocateLoadBalancerNodePorts", &[("spec.type", "LoadBalancer")]),
    ("status.loadBalancer", &[("spec.type", "LoadBalancer")]),
];

/// Of a Deployment, without the pods it makes.
const OF_A_DEPLOYMENT: Companions = &[
    ("spec.strategy.rollingUpdate", &[("spec.strategy.type", "RollingUpdate"), ("spec.replicas", "4")]),
    (
        "spec.selector.matchExpressions",
        &[("spec.selector.matchExpressions", r#"[{"key":"app","operator":"In","values":["web"]}]"#)],
    ),
];

/// Of a Pod's spec, wherever it stands; the paths are below it.
const OF_A_POD_SPEC: Companions = &[
    ("initContainers.l", &[("initContainers.restartPolicy", "Always")]),
    ("initContainers.readinessProbe", &[("initContainers.restartPolicy", "Always")]),
    ("initContainers.startupProbe", &[("initContainers.restartPolicy", "Always")]),
    ("securityContext.windowsOptions.hostProcess", &[("hostNetwork", "true")]),
    ("tolerations.tolerationSeconds", &[("tolerations.effect", "NoExecute")]),
    ("volumes.projected", &[("serviceAccountName", "web")]),
    ("volumes.iscsi.chapAuth", &[("volumes.iscsi.secretRef", r#"{"name":"iscsi-chap"}"#)]),
];

/// Of a container, in whichever list it stands: what its Pod's spec has to say.
const OF_A_CONTAINERS_POD: Companions = &[
    ("volumeMounts", &[("volumes", r#"[{"name":"data","emptyDir":{}}]"#)]),
    ("volumeDevices", &[("volumes", r#"[{"name":"data","persistentVolumeClaim":{"claimName":"data"}}]"#)]),
    ("resources.claims", &[("resourceClaims", r#"[{"name":"web","resourceClaimName":"shared-gpu"}]"#)]),
    (
        "securityContext.windowsOptions.hostProcess",
        &[("hostNetwork", "true"), ("securityContext.windowsOptions.hostProcess", "true")],
    ),
];

/// Of a container: what itself has to say.
const OF_A_CONTAINER: Companions = &[("ports.hostIP", &[("ports.hostPort", "8080")])];

/// What else a manifest of `kind` has to say for the field spelt so: whole paths, each with its value.
pub(super) fn companions(kind: &Kind, spelt: &str) -> Vec<(String, &'static str)> {
    // A table holds for the fields below one place, and speaks of paths below a place.
    let mut tables = vec![];
    let pod_spec = match kind.name {
        "Service" => {
            tables.push((String::new(), OF_A_SERVICE, String::new()));
            None
        }
        "Deployment" => {
            tables.push((String::new(), OF_A_DEPLOYMENT, String::new()));
            Some("spec.template.spec.")
        }
        "Pod" => Some("spec."),
        _ => None,
    };
    if let Some(pod_spec) = pod_spec {
        for list in ["containers.", "initContainers."].map(|list| format!("{pod_spec}{list}")) {
            tables.push((list.clone(), OF_A_CONTAINERS_POD, pod_spec.to_owned()));
            tables.push((list.clone(), OF_A_CONTAINER, list));
        }
        tables.push((pod_spec.to_owned(), OF_A_POD_SPEC, pod_spec.to_owned()));
    }
    let rows = tables.into_iter().filter_map(|(holds_below, table, speaks_below)| {
        let field = spelt.strip_prefix(&holds_below)?;
        let rows = table.iter().filter(move |(start, _)| field.starts_with(start));
        Some(rows.flat_map(|(_, paths)| *paths).map(move |(path, value)| (format!("{speaks_below}{path}"), *value)))
    });
    rows.flatten().collect()
}
