//! Which mistakes are commonly made at a field: codes of the one vocabulary, the commonest first.
//!
//! Must not know: what the codes mean, which rules find them.

use super::example::spelt;
use super::{Presence, Step, Type, describe, kind};

/// The codes of common mistakes at the field at `path`; those of the kind itself for an empty path.
#[must_use]
pub fn pitfalls(kind_name: &str, path: &[Step]) -> Vec<&'static str> {
    let spelt = spelt(path);
    let own = AT.iter().filter(|(of, field, _)| {
        (of.is_empty() || *of == kind_name) && (spelt == *field || spelt.ends_with(&format!(".{field}")))
    });
    let mut codes: Vec<&'static str> = Vec::new();
    for code in own.flat_map(|(_, _, codes)| *codes).chain(&by_type(kind_name, path)) {
        if !codes.contains(code) {
            codes.push(code);
        }
    }
    codes
}

/// What goes wrong with any field of that type.
fn by_type(kind_name: &str, path: &[Step]) -> Vec<&'static str> {
    let Some(field) = describe(kind_name, path) else {
        return if kind(kind_name).is_some() && path.is_empty() {
            vec!["yaml-indent", "unknown-field"]
        } else {
            Vec::new()
        };
    };
    let mut codes = match field.kind {
        _ if !field.values.is_empty() && field.name != "kind" && field.name != "apiVersion" => {
            vec!["value-not-supported"]
        }
        Type::String | Type::Named(_) => vec!["wrong-type"],
        Type::Bool => vec!["wrong-type", "yaml-boolean-surprise"],
        Type::Int32 | Type::Int64 | Type::IntOrString => vec!["wrong-type", "yaml-octal-surprise"],
        Type::Quantity => vec!["quantity-invalid"],
        Type::Time => vec!["time-invalid"],
        Type::Any => vec!["yaml-indent"],
        Type::Struct(_) => vec!["unknown-field", "yaml-indent"],
        Type::List(_) => vec!["yaml-list", "yaml-indent"],
        Type::Map(_, Type::Quantity) => vec!["quantity-invalid"],
        Type::Map(..) => vec!["wrong-type", "yaml-indent"],
    };
    if field.presence == Presence::Deprecated {
        codes.insert(0, "field-deprecated");
    }
    codes
}

/// (kind, field and what stands above it, codes); an empty kind is any.
const AT: &[(&str, &str, &[&str])] = &[
    ("", "apiVersion", &["api-version-missing", "kind-unknown"]),
    ("", "kind", &["kind-missing", "kind-unknown"]),
    ("", "metadata.name", &["name-missing", "name-not-dns", "name-too-long"]),
    ("Service", "metadata.name", &["service-name-contract", "object-exists"]),
    ("", "metadata.generateName", &["name-not-dns"]),
    ("", "metadata.namespace", &["namespace-missing", "namespace-invalid", "dns-wrong-namespace"]),
    ("", "metadata.labels", &["label-value-invalid", "label-key-invalid"]),
    ("Pod", "metadata.labels", &["selector-matches-no-pod"]),
    ("Deployment", "template.metadata.labels", &["deployment-selector-mismatch", "selector-uses-deployment-labels"]),
    ("", "metadata.annotations", &["annotation-key-invalid", "annotation-too-large", "annotations-disagree"]),
    ("", "metadata.finalizers", &["finalizer-invalid"]),
    ("", "metadata.ownerReferences", &["owner-reference-invalid"]),
    (
        "Service",
        "spec.selector",
        &[
            "selector-matches-no-pod",
            "selector-missing",
            "selector-matches-too-many",
            "selector-uses-deployment-labels",
        ],
    ),
    (
        "Service",
        "spec.type",
        &[
            "type-unknown",
            "node-port-on-cluster-ip",
            "load-balancer-pending",
            "exposed-needlessly",
            "cluster-ip-from-outside",
        ],
    ),
    ("Service", "spec.ports", &["ports-missing", "port-duplicate", "port-name-missing"]),
    ("Service", "spec.ports.name", &["port-name-missing", "port-name-invalid", "port-name-duplicate"]),
    ("Service", "spec.ports.port", &["port-missing", "ports-swapped", "port-out-of-range", "port-duplicate"]),
    (
        "Service",
        "spec.ports.targetPort",
        &[
            "target-port-not-listening",
            "ports-swapped",
            "target-port-name-unknown",
            "target-port-name-invalid",
            "container-port-is-information",
        ],
    ),
    (
        "Service",
        "spec.ports.nodePort",
        &[
            "node-port-on-cluster-ip",
            "node-port-out-of-range",
            "node-port-taken",
            "node-port-duplicate",
            "node-port-unreachable-from-host",
        ],
    ),
    ("", "ports.protocol", &["protocol-unknown"]),
    ("Service", "spec.ports.appProtocol", &["app-protocol-invalid"]),
    (
        "Service",
        "spec.clusterIP",
        &["cluster-ip-invalid", "cluster-ip-not-available", "headless-not-applicable", "external-name-has-no-address"],
    ),
    ("Service", "spec.clusterIPs", &["cluster-ip-invalid", "ip-family-mismatch"]),
    ("Service", "spec.externalName", &["external-name-missing", "external-name-invalid", "field-ignored"]),
    ("Service", "spec.externalIPs", &["external-ip-invalid", "address-not-standard"]),
    ("Service", "spec.sessionAffinity", &["field-ignored"]),
    ("Service", "clientIP.timeoutSeconds", &["session-timeout-out-of-range"]),
    ("Service", "spec.externalTrafficPolicy", &["policy-not-applicable"]),
    ("Service", "spec.healthCheckNodePort", &["policy-not-applicable", "health-check-node-port-invalid"]),
    ("Service", "spec.loadBalancerIP", &["field-ignored", "address-not-standard"]),
    ("Service", "spec.loadBalancerClass", &["load-balancer-class-invalid", "field-not-applicable"]),
    ("Service", "spec.loadBalancerSourceRanges", &["source-range-invalid", "field-not-applicable"]),
    ("Service", "spec.allocateLoadBalancerNodePorts", &["field-not-applicable"]),
    ("Service", "spec.ipFamilyPolicy", &["ip-family-policy-mismatch", "ip-family-not-configured"]),
    ("Service", "spec.ipFamilies", &["ip-family-not-configured", "ip-family-duplicate", "ip-family-mismatch"]),
    ("Deployment", "spec.selector", &["deployment-selector-missing", "deployment-selector-mismatch"]),
    ("Deployment", "selector.matchLabels", &["deployment-selector-mismatch"]),
    ("", "spec.containers", &["containers-missing", "container-name-duplicate"]),
    ("", "containers.name", &["container-name-missing", "container-name-invalid", "container-name-duplicate"]),
    ("", "containers.image", &["image-missing", "image-invalid"]),
    ("", "containers.ports.name", &["port-name-invalid", "port-name-duplicate", "target-port-name-unknown"]),
    (
        "",
        "containers.ports.containerPort",
        &["container-port-missing", "container-port-is-information", "port-out-of-range"],
    ),
    ("", "env.name", &["env-name-missing", "env-name-invalid"]),
    ("", "spec.volumes", &["volume-name-invalid"]),
    ("", "volumes.name", &["volume-name-invalid"]),
    ("", "containers.volumeMounts", &["volume-mount-invalid"]),
    ("", "containers.volumeDevices", &["volume-device-invalid"]),
    ("", "livenessProbe", &["probe-invalid"]),
    ("", "readinessProbe", &["probe-invalid", "pod-not-ready"]),
    ("", "startupProbe", &["probe-invalid"]),
    ("", "lifecycle", &["probe-invalid", "init-container-invalid"]),
    ("", "containers.resources", &["resources-invalid", "resource-claim-invalid"]),
    ("", "resources.requests", &["resources-invalid", "quantity-invalid"]),
    ("", "resources.limits", &["resources-invalid", "quantity-invalid"]),
    ("", "env.valueFrom", &["env-source-invalid"]),
    ("", "containers.env", &["env-hidden", "env-source-invalid"]),
    ("", "containers.envFrom", &["env-source-invalid"]),
    ("", "containers.ports", &["container-port-repeated", "container-port-is-information"]),
    ("", "securityContext", &["security-context-invalid", "os-not-applicable"]),
    ("", "spec.affinity", &["affinity-invalid", "label-selector-missing"]),
    ("", "spec.tolerations", &["toleration-invalid"]),
    ("", "spec.topologySpreadConstraints", &["topology-spread-invalid", "label-selector-missing"]),
    ("", "matchExpressions.operator", &["selector-expression-invalid"]),
    ("", "matchExpressions.values", &["selector-expression-invalid"]),
    ("", "spec.initContainers", &["init-container-invalid"]),
    ("", "spec.ephemeralContainers", &["ephemeral-container-invalid"]),
    ("", "spec.volumes", &["volume-source-invalid", "volume-name-invalid"]),
    ("", "spec.dnsConfig", &["dns-config-invalid"]),
    ("", "spec.hostAliases", &["host-alias-invalid", "list-entry-repeated"]),
    ("", "spec.imagePullSecrets", &["list-entry-repeated"]),
    ("", "spec.hostname", &["hostname-invalid"]),
    ("", "spec.subdomain", &["hostname-invalid"]),
    ("", "spec.os", &["os-not-applicable"]),
    ("", "spec.schedulingGates", &["gate-invalid"]),
    ("", "spec.readinessGates", &["gate-invalid"]),
    ("", "spec.resourceClaims", &["resource-claim-invalid"]),
    ("", "spec.serviceAccountName", &["reference-name-invalid"]),
    ("", "spec.priorityClassName", &["reference-name-invalid"]),
    ("", "spec.runtimeClassName", &["reference-name-invalid"]),
    ("Node", "spec.taints", &["taint-invalid"]),
    ("Node", "spec.podCIDRs", &["pod-cidr-invalid"]),
    ("", "volumeMounts.name", &["volume-mount-invalid"]),
    ("", "volumeMounts.mountPath", &["volume-mount-invalid"]),
    ("", "containers.readinessProbe", &["pod-not-ready"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::schema::{KINDS, children};
    use crate::yaml::path::split;

    #[test]
    fn every_field_has_its_mistakes_and_every_place_of_the_table_exists() {
        assert_eq!(pitfalls("Service", &split("spec.ports[0].nodePort"))[0], "node-port-on-cluster-ip");
        assert!(pitfalls("Service", &split("spec.prots")).is_empty());
        let mut reached = vec![false; AT.len()];
        let mut open: Vec<(&str, Vec<Step>)> = KINDS.iter().map(|kind| (kind.name, Vec::new())).collect();
        while let Some((kind, path)) = open.pop() {
            assert!(!pitfalls(kind, &path).is_empty(), "{kind} {path:?}");
            for (index, (of, _, codes)) in AT.iter().enumerate() {
                let found = pitfalls(kind, &path);
                reached[index] |= (of.is_empty() || *of == kind) && found.starts_with(&codes[..1])
                    || codes.iter().all(|code| found.contains(code));
            }
            for field in children(kind, &path) {
                let mut below = path.clone();
                if describe(kind, &path).is_some_and(|field| matches!(field.kind, Type::List(_))) {
                    below.push(Step::Index(0));
                }
                below.push(Step::Key(field.name.to_owned()));
                open.push((kind, below));
            }
        }
        let missed: Vec<_> = AT.iter().zip(reached).filter(|(_, reached)| !reached).map(|(row, _)| row.1).collect();
        assert!(missed.is_empty(), "{missed:?}");
    }
}
