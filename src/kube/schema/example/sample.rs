//! A value that makes sense in a field.
//!
//! Must not know: where the field stands, how a manifest is written.

use crate::kube::schema::{Field, Presence, Struct, Type};
use serde_json::{Map, Value, json};

/// A value that makes sense in a field.
pub(super) fn sample(owner: &Struct, field: &'static Field, of_kind: Type) -> Value {
    let known = SAMPLES.iter().find(|(go, name, _)| (go.is_empty() || *go == owner.go) && *name == field.name);
    if let Some((_, _, value)) = known {
        let read = serde_json::from_str(value).unwrap_or_else(|_| Value::from(*value));
        return match (of_kind, read) {
            (Type::List(_), read @ Value::Array(_)) => read,
            (Type::List(_), one) => json!([one]),
            (Type::String | Type::Named(_), Value::Number(number)) => number.to_string().into(),
            (_, read) => read,
        };
    }
    match of_kind {
        Type::List(item) => json!([sample(owner, field, *item)]),
        // What is not the default shows more.
        _ if !field.values.is_empty() => {
            let other = field.values.iter().find(|value| **value != field.default);
            other.or(field.values.first()).map_or(Value::Null, |value| Value::from(*value))
        }
        Type::Bool => Value::from(field.default != "true"),
        _ => plain(of_kind),
    }
}

/// A value of a type, of which nothing more is known.
pub(super) fn plain(of_kind: Type) -> Value {
    match of_kind {
        Type::String | Type::Named(_) => "web".into(),
        Type::Bool => true.into(),
        Type::Int32 | Type::Int64 => 1.into(),
        Type::IntOrString => 80.into(),
        Type::Quantity => "100m".into(),
        Type::Time => "2025-01-01T00:00:00Z".into(),
        Type::Any => json!({}),
        Type::List(item) => json!([plain(*item)]),
        Type::Map(_, value) => json!({"app": plain(*value)}),
        Type::Struct(owner) => {
            let with = |presence: Presence| owner.fields.iter().filter(move |field| field.presence == presence);
            let written = |field: &'static Field| (field.name.to_owned(), sample(owner, field, field.kind));
            let mut fields: Map<String, Value> = with(Presence::Required).map(written).collect();
            if fields.is_empty() {
                fields.extend(with(Presence::Optional).next().map(written));
            }
            Value::Object(fields)
        }
    }
}

/// Values that the schema alone cannot know, by the Go type that owns the field (any where empty) and the field's name.
const SAMPLES: &[(&str, &str, &str)] = &[
    ("v1.TypedLocalObjectReference", "kind", "PersistentVolumeClaim"),
    ("v1.TypedObjectReference", "kind", "PersistentVolumeClaim"),
    ("v1.ObjectFieldSelector", "apiVersion", "v1"),
    ("", "configMapKeyRef", r#"{"name":"settings","key":"mode"}"#),
    ("", "secretKeyRef", r#"{"name":"db","key":"password"}"#),
    ("v1.DownwardAPIVolumeFile", "resourceFieldRef", r#"{"containerName":"web","resource":"limits.cpu"}"#),
    ("", "resource", "limits.cpu"),
    ("", "divisor", "1m"),
    ("v1.DownwardAPIVolumeFile", "path", "labels"),
    ("v1.KeyToPath", "path", "settings.yaml"),
    ("v1.ServiceAccountTokenProjection", "path", "token"),
    ("v1.ClusterTrustBundleProjection", "path", "ca.crt"),
    ("v1.DownwardAPIVolumeSource", "items", r#"[{"path":"labels","fieldRef":{"fieldPath":"metadata.labels"}}]"#),
    ("v1.DownwardAPIProjection", "items", r#"[{"path":"labels","fieldRef":{"fieldPath":"metadata.labels"}}]"#),
    ("v1.Volume", "downwardAPI", r#"{"items":[{"path":"labels","fieldRef":{"fieldPath":"metadata.labels"}}]}"#),
    ("v1.Volume", "configMap", r#"{"name":"settings"}"#),
    ("v1.Volume", "secret", r#"{"secretName":"tls"}"#),
    ("v1.Volume", "gitRepo", r#"{"repository":"https://example.com/web.git"}"#),
    (
        "v1.Volume",
        "ephemeral",
        r#"{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}}"#,
    ),
    (
        "v1.EphemeralVolumeSource",
        "volumeClaimTemplate",
        r#"{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}"#,
    ),
    ("v1.PersistentVolumeClaimTemplate", "metadata", r#"{"labels":{"app":"web"}}"#),
    ("v1.PersistentVolumeClaimSpec", "accessModes", "ReadWriteOnce"),
    ("v1.VolumeResourceRequirements", "requests", r#"{"storage":"1Gi"}"#),
    ("v1.VolumeResourceRequirements", "limits", r#"{"storage":"2Gi"}"#),
    ("v1.ISCSIVolumeSource", "targetPortal", "10.0.0.5:3260"),
    ("v1.ISCSIVolumeSource", "iqn", "iqn.2001-04.com.example:storage.disk1"),
    ("v1.ISCSIVolumeSource", "initiatorName", "iqn.1994-05.com.example:node-1"),
    ("v1.Volume", "fc", r#"{"wwids":["3600508b400105e210000900000490000"]}"#),
    ("v1.Volume", "gcePersistentDisk", r#"{"pdName":"data"}"#),
    ("v1.Volume", "awsElasticBlockStore", r#"{"volumeID":"vol-0a1b2c3d"}"#),
    (
        "v1.Volume",
        "azureDisk",
        r#"{"diskName":"data","diskURI":"https://example.blob.core.windows.net/disks/data.vhd"}"#,
    ),
    ("v1.Volume", "azureFile", r#"{"secretName":"storage","shareName":"data"}"#),
    ("v1.Volume", "cinder", r#"{"volumeID":"data"}"#),
    ("v1.Volume", "vsphereVolume", r#"{"volumePath":"[datastore1] volumes/data"}"#),
    ("v1.Volume", "glusterfs", r#"{"endpoints":"gluster","path":"data"}"#),
    ("v1.Volume", "rbd", r#"{"monitors":["10.0.0.5:6789"],"image":"data"}"#),
    ("v1.Volume", "cephfs", r#"{"monitors":["10.0.0.5:6789"]}"#),
    ("v1.Volume", "flexVolume", r#"{"driver":"example.com/disk"}"#),
    ("v1.Volume", "flocker", r#"{"datasetName":"data"}"#),
    ("v1.Volume", "quobyte", r#"{"registry":"10.0.0.5:7861","volume":"data"}"#),
    ("v1.Volume", "photonPersistentDisk", r#"{"pdID":"data"}"#),
    ("v1.Volume", "portworxVolume", r#"{"volumeID":"data"}"#),
    ("v1.Volume", "scaleIO", r#"{"gateway":"https://10.0.0.5","system":"storage","volumeName":"data"}"#),
    ("v1.Volume", "storageos", r#"{"volumeName":"data"}"#),
    ("v1.VolumeProjection", "configMap", r#"{"name":"settings"}"#),
    ("v1.VolumeProjection", "secret", r#"{"name":"tls"}"#),
    ("", "expirationSeconds", "3600"),
    ("v1.HostPathVolumeSource", "type", "DirectoryOrCreate"),
    ("v1.ContainerResizePolicy", "resourceName", "cpu"),
    ("v1.Container", "restartPolicy", "Always"),
    ("v1.PodSpec", "overhead", r#"{"cpu":"100m"}"#),
    ("v1.PodSpec", "resourceClaims", r#"[{"name":"gpu","resourceClaimName":"shared-gpu"}]"#),
    ("", "seccompProfile", r#"{"type":"Localhost","localhostProfile":"profiles/web.json"}"#),
    ("", "appArmorProfile", r#"{"type":"Localhost","localhostProfile":"web"}"#),
    ("v1.NodeSelectorTerm", "matchExpressions", r#"[{"key":"disktype","operator":"In","values":["ssd"]}]"#),
    ("v1.NodeSelectorTerm", "matchFields", r#"[{"key":"metadata.name","operator":"In","values":["node-1"]}]"#),
    ("v1.LabelSelector", "matchExpressions", r#"[{"key":"app","operator":"In","values":["web"]}]"#),
    (
        "v1.WeightedPodAffinityTerm",
        "podAffinityTerm",
        r#"{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"app":"web"}}}"#,
    ),
    (
        "v1.PodAffinity",
        "requiredDuringSchedulingIgnoredDuringExecution",
        r#"[{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"app":"web"}}}]"#,
    ),
    (
        "v1.PodAntiAffinity",
        "requiredDuringSchedulingIgnoredDuringExecution",
        r#"[{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"app":"web"}}}]"#,
    ),
    (
        "v1.PodSpec",
        "topologySpreadConstraints",
        r#"[{"maxSkew":1,"topologyKey":"topology.kubernetes.io/zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"app":"web"}}}]"#,
    ),
    ("v1.NamespaceSpec", "finalizers", "kubernetes"),
    ("v1.ServiceSpec", "type", "NodePort"),
    ("v1.ServiceSpec", "clusterIP", "10.96.0.50"),
    ("v1.ServiceSpec", "clusterIPs", "10.96.0.50"),
    ("v1.ServiceSpec", "externalName", "db.example.com"),
    ("v1.ServiceSpec", "externalIPs", "203.0.113.10"),
    ("v1.ServiceSpec", "loadBalancerIP", "203.0.113.10"),
    ("v1.ServiceSpec", "loadBalancerClass", "example.com/internal"),
    ("v1.ServiceSpec", "loadBalancerSourceRanges", "203.0.113.0/24"),
    ("v1.ServiceSpec", "healthCheckNodePort", "30100"),
    ("v1.ServiceSpec", "ipFamilyPolicy", "PreferDualStack"),
    ("v1.ServiceSpec", "ipFamilies", "IPv4"),
    ("v1.ServicePort", "name", "http"),
    ("v1.ServicePort", "targetPort", "8080"),
    ("v1.ServicePort", "nodePort", "30080"),
    ("v1.ServicePort", "appProtocol", "kubernetes.io/h2c"),
    ("v1.ServicePort", "protocol", "TCP"),
    ("v1.ClientIPConfig", "timeoutSeconds", "600"),
    ("v1.ObjectMeta", "name", "web"),
    ("v1.ObjectMeta", "generateName", "web-"),
    ("v1.ObjectMeta", "namespace", "shop"),
    ("v1.ObjectMeta", "annotations", r#"{"example.com/memo":"첫 서비스"}"#),
    ("v1.ObjectMeta", "finalizers", "example.com/cleanup"),
    ("v1.OwnerReference", "apiVersion", "apps/v1"),
    ("v1.OwnerReference", "kind", "ReplicaSet"),
    ("v1.OwnerReference", "controller", "true"),
    ("", "uid", "2f1c9a56-0d5e-4f8e-9a51-6a3b1c9e7d20"),
    ("v1.ContainerPort", "name", "http"),
    ("v1.ContainerPort", "containerPort", "80"),
    ("v1.ContainerPort", "hostPort", "8080"),
    ("v1.ContainerPort", "hostIP", "192.168.49.2"),
    ("v1.ContainerPort", "protocol", "TCP"),
    ("v1.EnvVar", "name", "REDIS_HOST"),
    ("v1.EnvVar", "value", "redis"),
    ("v1.EnvFromSource", "prefix", "DB_"),
    ("v1.Container", "image", "nginx:1.29"),
    ("", "command", r#"["sh", "-c"]"#),
    ("", "args", r#"["sleep 3600"]"#),
    ("", "workingDir", "/app"),
    ("", "mountPath", "/data"),
    ("", "devicePath", "/dev/xvda"),
    ("", "path", "/healthz"),
    ("", "port", "80"),
    ("", "hostname", "web"),
    ("", "hostnames", "db.example.com"),
    ("", "ip", "203.0.113.10"),
    ("", "ips", "203.0.113.10"),
    ("", "nameservers", "10.96.0.10"),
    ("", "podCIDR", "10.244.0.0/24"),
    ("", "podCIDRs", "10.244.0.0/24"),
    ("", "nodeName", "node-1"),
    ("", "topologyKey", "topology.kubernetes.io/zone"),
    ("", "medium", "Memory"),
    ("", "sizeLimit", "64Mi"),
    ("", "limits", r#"{"cpu":"500m","memory":"128Mi"}"#),
    ("", "requests", r#"{"cpu":"250m","memory":"64Mi"}"#),
    ("v1.PodSpec", "initContainers", r#"[{"name":"wait","image":"busybox:1.37"}]"#),
    ("v1.PodSpec", "ephemeralContainers", r#"[{"name":"debug","image":"busybox:1.37"}]"#),
    ("v1.PodSpec", "volumes", r#"[{"name":"data","emptyDir":{}}]"#),
    ("v1.PodSpec", "restartPolicy", "Always"),
    ("v1.VolumeMount", "name", "data"),
    ("v1.VolumeDevice", "name", "data"),
    ("v1.Container", "env", r#"[{"name":"REDIS_HOST","value":"redis"}]"#),
    ("v1.Container", "envFrom", r#"[{"configMapRef":{"name":"settings"}}]"#),
    ("", "valueFrom", r#"{"fieldRef":{"fieldPath":"status.podIP"}}"#),
    ("", "fieldPath", "status.podIP"),
    ("", "livenessProbe", r#"{"httpGet":{"path":"/healthz","port":80}}"#),
    ("", "readinessProbe", r#"{"httpGet":{"path":"/ready","port":80}}"#),
    ("", "startupProbe", r#"{"tcpSocket":{"port":80}}"#),
    ("", "postStart", r#"{"exec":{"command":["sh","-c","echo started"]}}"#),
    ("", "preStop", r#"{"exec":{"command":["sh","-c","sleep 5"]}}"#),
    ("", "httpGet", r#"{"path":"/healthz","port":80}"#),
    ("", "exec", r#"{"command":["cat","/tmp/ready"]}"#),
    ("v1.DeploymentSpec", "replicas", "3"),
    ("v1.RollingUpdateDeployment", "maxSurge", "1"),
    ("v1.RollingUpdateDeployment", "maxUnavailable", "0"),
    ("v1.Taint", "key", "dedicated"),
    ("v1.Toleration", "key", "dedicated"),
    ("v1.Toleration", "operator", "Exists"),
    ("v1.LabelSelectorRequirement", "operator", "In"),
];
