//! Verdicts on pods, templates, nodes and namespaces, derived by hand from the sources of Kubernetes 1.34
//! (`pkg/apis/core/validation/validation.go`), function by function. Every group names the function it was derived from.

#[path = "support/verdict.rs"]
mod verdict;

use kijabi::diagnostic::Stage;
use kijabi::kube::{self, Version};
use std::collections::BTreeMap;
use verdict::{answer, holds, object};

type Case = (&'static str, &'static str, &'static [&'static str]);

/// A Pod with this spec.
fn pod(spec: &str) -> String {
    object("Pod", spec)
}

/// A Pod with one container, to which this is added.
fn container(fields: &str) -> String {
    let lines: String = fields.lines().flat_map(|line| ["\n    ", line]).collect();
    pod(&format!("containers:\n  - name: a\n    image: x{lines}"))
}

/// A Pod with one container and more in its spec.
fn around(spec: &str) -> String {
    pod(&format!("containers: [{{name: a, image: x}}]\n{spec}"))
}

/// The pods of a Deployment, made from this spec.
fn template(spec: &str) -> String {
    let lines: String = spec.lines().flat_map(|line| ["\n    ", line]).collect();
    object(
        "Deployment",
        &format!(
            "selector: {{matchLabels: {{app: web}}}}\ntemplate:\n  metadata: {{labels: {{app: web}}}}\n  spec:{lines}"
        ),
    )
    .replace("apiVersion: v1", "apiVersion: apps/v1")
}

const SUBDOMAIN: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const NAME_PART: &str = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

/// `ValidatePodSpec`, `validateContainers`, `ValidateVolumeMounts`, `validatePodHostNetworkDeps`.
const CONTAINERS: [Case; 7] = [
    (
        "an image with blanks",
        "containers: [{name: a, image: \" nginx\"}]",
        &["spec.containers[0].image: Invalid value: \" nginx\": must not have leading or trailing whitespace"],
    ),
    (
        "two containers without names",
        "containers: [{image: a}, {image: b}]",
        &[
            "spec.containers[0].name: Required value",
            "spec.containers[1].name: Required value",
            "spec.containers[1].name: Duplicate value: \"\"",
        ],
    ),
    (
        "an init container of the same name",
        "containers: [{name: a, image: x}]\ninitContainers: [{name: a, image: x}]",
        &["spec.initContainers[0].name: Duplicate value: \"a\""],
    ),
    (
        "a volume nobody declared",
        "containers: [{name: a, image: x, volumeMounts: [{name: data, mountPath: /d}, {name: tmp, mountPath: /d}, {name: tmp}]}]\nvolumes: [{name: tmp}]",
        &[
            "spec.containers[0].volumeMounts[0].name: Not found: \"data\"",
            "spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/d\": must be unique",
            "spec.containers[0].volumeMounts[2].mountPath: Required value",
        ],
    ),
    (
        "volumes come before containers",
        "volumes: [{name: data}, {name: data}, {emptyDir: {}}]",
        &[
            "spec.volumes[1].name: Duplicate value: \"data\"",
            "spec.volumes[2].name: Required value",
            "spec.containers: Required value",
        ],
    ),
    (
        "one port of the node for two",
        "containers: [{name: a, image: x, ports: [{containerPort: 80, hostPort: 80}]}, {name: b, image: x, ports: [{containerPort: 81, hostPort: 80}]}]",
        &["spec.containers[1].ports[0].hostPort: Duplicate value: \"TCP//80\""],
    ),
    (
        "the node's network",
        "hostNetwork: true\ncontainers: [{name: a, image: x, ports: [{containerPort: 80, hostPort: 81}, {containerPort: 90}]}]",
        &[
            "spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true",
        ],
    ),
];

/// `validateProbe`, `validateHandler`, `validateLifecycle`, `validateInitContainers`.
const PROBES: [Case; 14] = [
    (
        "all as it should be",
        "livenessProbe: {httpGet: {port: 80}}\nreadinessProbe: {tcpSocket: {port: web}, successThreshold: 2}\nstartupProbe: {exec: {command: [ls]}}\nlifecycle: {preStop: {sleep: {seconds: 0}}}",
        &[],
    ),
    (
        "no way to ask",
        "livenessProbe: {periodSeconds: 5}",
        &["spec.containers[0].livenessProbe: Required value: must specify a handler type"],
    ),
    (
        "two ways to ask",
        "livenessProbe: {tcpSocket: {port: 80}, exec: {command: []}}",
        &[
            "spec.containers[0].livenessProbe.exec.command: Required value",
            "spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type",
        ],
    ),
    (
        "a probe without a port",
        "readinessProbe: {httpGet: {path: /}}",
        &["spec.containers[0].readinessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive"],
    ),
    (
        "a port in quotes",
        "livenessProbe: {httpGet: {port: \"80\", scheme: http}}",
        &[
            "spec.containers[0].livenessProbe.httpGet.port: Invalid value: \"80\": must contain at least one letter (a-z)",
            "spec.containers[0].livenessProbe.httpGet.scheme: Unsupported value: \"http\": supported values: \"HTTP\", \"HTTPS\"",
        ],
    ),
    (
        "a header with a blank",
        "livenessProbe: {httpGet: {port: 80, httpHeaders: [{name: a b, value: c}]}}",
        &[
            "spec.containers[0].livenessProbe.httpGet.httpHeaders: Invalid value: \"a b\": a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')",
        ],
    ),
    (
        "numbers below zero, in order",
        "readinessProbe: {grpc: {port: 70000}, initialDelaySeconds: -1, timeoutSeconds: -2, periodSeconds: -3, successThreshold: -4, failureThreshold: -5}",
        &[
            "spec.containers[0].readinessProbe.grpc.port: Invalid value: 70000: must be between 1 and 65535, inclusive",
            "spec.containers[0].readinessProbe.initialDelaySeconds: Invalid value: -1: must be greater than or equal to 0",
            "spec.containers[0].readinessProbe.timeoutSeconds: Invalid value: -2: must be greater than or equal to 0",
            "spec.containers[0].readinessProbe.periodSeconds: Invalid value: -3: must be greater than or equal to 0",
            "spec.containers[0].readinessProbe.successThreshold: Invalid value: -4: must be greater than or equal to 0",
            "spec.containers[0].readinessProbe.failureThreshold: Invalid value: -5: must be greater than or equal to 0",
        ],
    ),
    (
        "one success is enough for life and start",
        "livenessProbe: {tcpSocket: {port: 80}, successThreshold: 2}\nstartupProbe: {tcpSocket: {port: 80}, successThreshold: 3}",
        &[
            "spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1",
            "spec.containers[0].startupProbe.successThreshold: Invalid value: 3: must be 1",
        ],
    ),
    ("zero is filled in", "livenessProbe: {tcpSocket: {port: 80}, successThreshold: 0, timeoutSeconds: 0}", &[]),
    (
        "readiness ends nothing",
        "readinessProbe: {tcpSocket: {port: 80}, terminationGracePeriodSeconds: 0}",
        &[
            "spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0",
            "spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 0: must not be set for readinessProbes",
        ],
    ),
    (
        "a sleep longer than what is given",
        "lifecycle: {postStart: {}, preStop: {sleep: {seconds: 31}}}",
        &[
            "spec.containers[0].lifecycle.postStart: Required value: must specify a handler type",
            "spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)",
        ],
    ),
    (
        "a message policy that nothing has",
        "terminationMessagePolicy: Log",
        &[
            "spec.containers[0].terminationMessagePolicy: Unsupported value: \"Log\": supported values: \"File\", \"FallbackToLogsOnError\"",
        ],
    ),
    (
        "an unknown pull policy",
        "imagePullPolicy: always",
        &[
            "spec.containers[0].imagePullPolicy: Unsupported value: \"always\": supported values: \"Always\", \"IfNotPresent\", \"Never\"",
        ],
    ),
    ("a message policy left empty", "terminationMessagePolicy: \"\"\nimagePullPolicy: \"\"", &[]),
];

/// `validateInitContainers`, `validateEphemeralContainers`, `ValidatePodCreate`.
const OTHER_CONTAINERS: [Case; 4] = [
    (
        "an init container with a probe, and a sidecar with one",
        "initContainers: [{name: i, image: x, livenessProbe: {}, lifecycle: {}}, {name: s, image: x, restartPolicy: Always, startupProbe: {}}]",
        &[
            "spec.initContainers[0].lifecycle: Forbidden: may not be set for init containers without restartPolicy=Always",
            "spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always",
            "spec.initContainers[1].startupProbe: Required value: must specify a handler type",
        ],
    ),
    (
        "a port of the node twice in an init container, which the server takes for the first of them",
        "initContainers: [{name: i, image: x}, {name: j, image: x, ports: [{containerPort: 1, hostPort: 80}, {containerPort: 2, hostPort: 80}]}]",
        &["spec.initContainers[0].ports[1].hostPort: Duplicate value: \"TCP//80\""],
    ),
    (
        "a debugging container from the start",
        "ephemeralContainers: [{name: a, image: x, targetContainerName: b, ports: [{containerPort: 80}]}]",
        &[
            "spec.ephemeralContainers[0].name: Duplicate value: \"a\"",
            "spec.ephemeralContainers[0].targetContainerName: Not found: \"b\"",
            "spec.ephemeralContainers[0].ports: Forbidden: cannot be set for an Ephemeral Container",
            "spec.ephemeralContainers: Forbidden: cannot be set on create",
        ],
    ),
    (
        "a sidecar",
        "initContainers: [{name: s, image: x, restartPolicy: Always, livenessProbe: {tcpSocket: {port: 80}}}]",
        &[],
    ),
];

/// `validateResourceRequirements`, `validateContainerResourceName`, `SetDefaults_Pod`.
const RESOURCES: [Case; 9] = [
    (
        "as it should be",
        "resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 1, memory: 128Mi, example.com/gpu: 1}}",
        &[],
    ),
    (
        "more asked than allowed, in another spelling",
        "resources: {requests: {cpu: 1.5, memory: 1Gi}, limits: {cpu: 1000m, memory: 1024Mi}}",
        &[
            "spec.containers[0].resources.requests: Invalid value: \"1500m\": must be less than or equal to cpu limit of 1",
        ],
    ),
    (
        "a resource nobody knows; a limit is a request too",
        "resources: {limits: {gpu: 1}}",
        &[
            "spec.containers[0].resources.limits[gpu]: Invalid value: \"gpu\": must be a standard resource type or fully qualified",
            "spec.containers[0].resources.limits[gpu]: Invalid value: \"gpu\": must be a standard resource for containers",
            "spec.containers[0].resources.requests[gpu]: Invalid value: \"gpu\": must be a standard resource type or fully qualified",
            "spec.containers[0].resources.requests[gpu]: Invalid value: \"gpu\": must be a standard resource for containers",
        ],
    ),
    (
        "a resource that containers do not have",
        "resources: {requests: {storage: 1Gi}}",
        &[
            "spec.containers[0].resources.requests[storage]: Invalid value: \"storage\": must be a standard resource for containers",
        ],
    ),
    (
        "less than nothing",
        "resources: {requests: {cpu: -1}}",
        &["spec.containers[0].resources.requests[cpu]: Invalid value: \"-1\": must be greater than or equal to 0"],
    ),
    (
        "half a device, and one without a limit",
        "resources: {requests: {example.com/gpu: 500m}}",
        &[
            "spec.containers[0].resources.requests[example.com/gpu]: Invalid value: \"500m\": must be an integer",
            "spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources",
        ],
    ),
    (
        "devices are what they are",
        "resources: {requests: {example.com/gpu: 1}, limits: {example.com/gpu: 2}}",
        &["spec.containers[0].resources.requests: Invalid value: \"1\": must be equal to example.com/gpu limit of 2"],
    ),
    (
        "huge pages alone, and not whole ones",
        "resources: {requests: {hugepages-2Mi: 3Mi}, limits: {hugepages-2Mi: 3Mi}}",
        &[
            "spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: \"3Mi\": 3Mi is not positive integer multiple of hugepages-2Mi",
            "spec.containers[0].resources.requests[hugepages-2Mi]: Invalid value: \"3Mi\": 3Mi is not positive integer multiple of hugepages-2Mi",
            "spec.containers[0].resources: Forbidden: HugePages require cpu or memory",
        ],
    ),
    (
        "a claim nobody declared",
        "resources: {claims: [{name: gpu}]}",
        &[
            "spec.containers[0].resources.claims[0]: Not found: \"gpu\": must be one of the names in pod.spec.resourceClaims which is empty",
        ],
    ),
];

/// `validatePodResources`, `validateOverhead`, `validatePodResourceClaim`.
const WHOLE_PODS: [Case; 6] = [
    (
        "room enough",
        "containers: [{name: a, image: x, resources: {requests: {cpu: 1}}}, {name: b, image: x, resources: {requests: {cpu: 500m}}}]\nresources: {requests: {cpu: 1500m}, limits: {cpu: 2}}",
        &[],
    ),
    (
        "less than the containers ask for",
        "containers: [{name: a, image: x, resources: {requests: {cpu: 1}}}, {name: b, image: x, resources: {requests: {cpu: 500m}}}]\nresources: {requests: {cpu: 1}}",
        &[
            "spec.resources.requests[cpu]: Invalid value: \"1\": must be greater than or equal to aggregate container requests of 1500m",
        ],
    ),
    (
        "a container with more than the whole",
        "containers: [{name: a, image: x, resources: {requests: {memory: 1Mi}, limits: {memory: 2Gi}}}]\nresources: {limits: {memory: 1Gi}}",
        &[
            "spec.resources.containers[0][memory].limits: Invalid value: \"2Gi\": must be less than or equal to pod limits of 1Gi",
        ],
    ),
    (
        "what a pod as a whole does not have",
        "containers: [{name: a, image: x}]\nresources: {requests: {ephemeral-storage: 1Gi}}",
        &[
            "spec.resources.requests[ephemeral-storage]: Unsupported value: \"ephemeral-storage\": supported values: \"cpu\", \"memory\"",
        ],
    ),
    (
        "overhead below nothing",
        "containers: [{name: a, image: x}]\noverhead: {cpu: -1}",
        &["spec.overhead.limits[cpu]: Invalid value: \"-1\": must be greater than or equal to 0"],
    ),
    (
        "a claim without a source",
        "containers: [{name: a, image: x}]\nresourceClaims: [{name: gpu}]",
        &[
            "spec.resourceClaims[0]: Invalid value: {\"Name\":\"gpu\",\"ResourceClaimName\":null,\"ResourceClaimTemplateName\":null}: must specify one of: `resourceClaimName`, `resourceClaimTemplateName`",
        ],
    ),
];

/// `ValidateEnv`, `validateEnvVarValueFrom`, `ValidateEnvFrom`.
const ENVIRONMENT: [Case; 12] = [
    (
        "as it should be",
        "env: [{name: A, value: b}, {name: B, valueFrom: {fieldRef: {fieldPath: status.podIP}}}, {name: C, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1m}}}, {name: D, valueFrom: {secretKeyRef: {name: s, key: k}}}, {name: E, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['app']\"}}}]\nenvFrom: [{configMapRef: {name: c}, prefix: X_}]",
        &[],
    ),
    (
        "from nowhere",
        "env: [{name: A, valueFrom: {}}]",
        &[
            "spec.containers[0].env[0].valueFrom: Invalid value: \"\": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`",
        ],
    ),
    (
        "a value and a source",
        "env: [{name: A, value: b, valueFrom: {configMapKeyRef: {name: c, key: d}}}]",
        &["spec.containers[0].env[0].valueFrom: Invalid value: \"\": may not be specified when `value` is not empty"],
    ),
    (
        "two sources",
        "env: [{name: A, valueFrom: {configMapKeyRef: {name: c, key: d}, secretKeyRef: {name: c, key: d}}}]",
        &[
            "spec.containers[0].env[0].valueFrom: Invalid value: \"\": may not have more than one field specified at a time",
        ],
    ),
    (
        "a key missing, and one with a slash",
        "env: [{name: A, valueFrom: {configMapKeyRef: {name: c}}}, {name: B, valueFrom: {secretKeyRef: {name: c, key: a/b}}}]",
        &[
            "spec.containers[0].env[0].valueFrom.configMapKeyRef.key: Required value",
            "spec.containers[0].env[1].valueFrom.secretKeyRef.key: Invalid value: \"a/b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
        ],
    ),
    (
        "a field that does not exist",
        "env: [{name: A, valueFrom: {fieldRef: {fieldPath: status.ip}}}]",
        &[
            "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"status.ip\": error converting fieldPath: field label not supported: status.ip",
        ],
    ),
    (
        "a field that is not to be had here",
        "env: [{name: A, valueFrom: {fieldRef: {fieldPath: status.phase}}}]",
        &[
            "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: \"status.phase\": supported values: \"metadata.name\", \"metadata.namespace\", \"metadata.uid\", \"spec.nodeName\", \"spec.serviceAccountName\", \"status.hostIP\", \"status.hostIPs\", \"status.podIP\", \"status.podIPs\"",
        ],
    ),
    (
        "another API version",
        "env: [{name: A, valueFrom: {fieldRef: {apiVersion: v2, fieldPath: metadata.name}}}]",
        &[
            "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"metadata.name\": error converting fieldPath: unsupported pod version: v2",
        ],
    ),
    (
        "a resource that is not to be had, in a unit that is none",
        "env: [{name: A, valueFrom: {resourceFieldRef: {resource: cpu}}}, {name: B, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 2}}}]",
        &[
            "spec.containers[0].env[0].valueFrom.resourceFieldRef.resource: Unsupported value: \"cpu\": supported values: \"limits.cpu\", \"limits.ephemeral-storage\", \"limits.memory\", \"requests.cpu\", \"requests.ephemeral-storage\", \"requests.memory\"",
            "spec.containers[0].env[1].valueFrom.resourceFieldRef.divisor: Invalid value: \"limits.cpu\": only divisor's values 1m and 1 are supported with the cpu resource",
        ],
    ),
    (
        "a whole from nowhere",
        "envFrom: [{prefix: A}]",
        &["spec.containers[0].envFrom: Invalid value: \"\": must specify one of: `configMapRef` or `secretRef`"],
    ),
    (
        "two wholes in one",
        "envFrom: [{configMapRef: {name: a}, secretRef: {}}]",
        &[
            "spec.containers[0].envFrom[0].secretRef.name: Required value",
            "spec.containers[0].envFrom: Invalid value: \"\": may not have more than one field specified at a time",
        ],
    ),
    (
        "a name with an equals sign",
        "env: [{name: A=B}]\nenvFrom: [{configMapRef: {name: a}, prefix: A=}]",
        &[
            "spec.containers[0].env[0].name: Invalid value: \"A=B\": a valid environment variable name must consist only of printable ASCII characters other than '='",
            "spec.containers[0].envFrom[0].prefix: Invalid value: \"A=\": a valid environment variable name must consist only of printable ASCII characters other than '='",
        ],
    ),
];

/// `validateVolumeSource`, `ValidateVolumeMounts`, `ValidateVolumeDevices`.
const VOLUMES: [Case; 11] = [
    (
        "as it should be",
        "containers: [{name: a, image: x, volumeMounts: [{name: a, mountPath: /a, subPath: b/c}, {name: b, mountPath: /b}], volumeDevices: [{name: c, devicePath: /dev/x}]}]\nvolumes: [{name: a, emptyDir: {}}, {name: b, configMap: {name: m, items: [{key: k, path: p}]}}, {name: c, persistentVolumeClaim: {claimName: p}}]",
        &[],
    ),
    (
        "two kinds in one",
        "containers: [{name: a, image: x}]\nvolumes: [{name: v, secret: {}, emptyDir: {}}]",
        &["spec.volumes[0].secret: Forbidden: may not specify more than 1 volume type"],
    ),
    (
        "sources without a name",
        "containers: [{name: a, image: x}]\nvolumes: [{name: a, configMap: {}}, {name: b, secret: {defaultMode: 1000}}, {name: c, hostPath: {path: /a/../b, type: Dir}}, {name: d, nfs: {server: s}}, {name: e, persistentVolumeClaim: {}}]",
        &[
            "spec.volumes[0].configMap.name: Required value",
            "spec.volumes[1].secret.secretName: Required value",
            "spec.volumes[1].secret.defaultMode: Invalid value: 1000: must be a number between 0 and 0777 (octal), both inclusive",
            "spec.volumes[2].hostPath.path: Invalid value: \"/a/../b\": must not contain '..'",
            "spec.volumes[2].hostPath.type: Unsupported value: \"Dir\": supported values: \"\", \"BlockDevice\", \"CharDevice\", \"Directory\", \"DirectoryOrCreate\", \"File\", \"FileOrCreate\", \"Socket\"",
            "spec.volumes[3].nfs.path: Required value",
            "spec.volumes[3].nfs.path: Invalid value: \"\": must be an absolute path",
            "spec.volumes[4].persistentVolumeClaim.claimName: Required value",
        ],
    ),
    (
        "files that lead away",
        "containers: [{name: a, image: x}]\nvolumes: [{name: a, secret: {secretName: s, items: [{key: k, path: /p}, {key: k, path: ../p}, {key: k, path: ..p, mode: -1}, {}]}}]",
        &[
            "spec.volumes[0].secret.items[0].path: Invalid value: \"/p\": must be a relative path",
            "spec.volumes[0].secret.items[1].path: Invalid value: \"../p\": must not contain '..'",
            "spec.volumes[0].secret.items[2].path: Invalid value: \"..p\": must not start with '..'",
            "spec.volumes[0].secret.items[2].mode: Invalid value: -1: must be a number between 0 and 0777 (octal), both inclusive",
            "spec.volumes[0].secret.items[3].key: Required value",
            "spec.volumes[0].secret.items[3].path: Required value",
        ],
    ),
    (
        "files about the pod",
        "containers: [{name: a, image: x}]\nvolumes: [{name: a, downwardAPI: {items: [{path: l, fieldRef: {fieldPath: metadata.labels}}, {path: c, resourceFieldRef: {resource: limits.cpu}}, {path: x}, {path: p, fieldRef: {fieldPath: status.podIP}}]}}]",
        &[
            "spec.volumes[0].downwardAPI.resourceFieldRef.containerName: Required value",
            "spec.volumes[0].downwardAPI: Required value: one of fieldRef and resourceFieldRef is required",
            "spec.volumes[0].downwardAPI.fieldRef.fieldPath: Unsupported value: \"status.podIP\": supported values: \"metadata.annotations\", \"metadata.labels\", \"metadata.name\", \"metadata.namespace\", \"metadata.uid\"",
        ],
    ),
    (
        "several sources in one folder",
        "containers: [{name: a, image: x}]\nvolumes: [{name: a, projected: {sources: [{configMap: {name: c, items: [{key: k, path: p}]}}, {secret: {name: s, items: [{key: k, path: p}]}}, {configMap: {}, secret: {name: s}}]}}]",
        &[
            "spec.volumes[0].projected: Invalid value: \"s\": conflicting duplicate paths",
            "spec.volumes[0].projected.sources[2].configMap.name: Required value",
            "spec.volumes[0].projected.sources[2]: Forbidden: may not specify more than 1 volume type per source",
        ],
    ),
    (
        "a token of nobody, for too short a time",
        "containers: [{name: a, image: x}]\nvolumes: [{name: a, projected: {sources: [{serviceAccountToken: {expirationSeconds: 60}}]}}]",
        &[
            "spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes",
            "spec.volumes[0].projected.path: Required value",
            "spec.volumes[0].projected.sources[0].serviceAccountToken: Forbidden: must not be specified when serviceAccountName is not set",
        ],
    ),
    (
        "a part of a volume that leads away",
        "containers: [{name: a, image: x, volumeMounts: [{name: v, mountPath: /a, subPath: /b}, {name: v, mountPath: /c, subPath: a, subPathExpr: ..}]}]\nvolumes: [{name: v}]",
        &[
            "spec.containers[0].volumeMounts.subPath: Invalid value: \"/b\": must be a relative path",
            "spec.containers[0].volumeMounts[1].subPathExpr: Invalid value: \"..\": subPathExpr and subPath are mutually exclusive",
            "spec.containers[0].volumeMounts.subPathExpr: Invalid value: \"..\": must not contain '..'",
        ],
    ),
    (
        "both ways, without the right to",
        "containers: [{name: a, image: x, volumeMounts: [{name: v, mountPath: /a, mountPropagation: Bidirectional, recursiveReadOnly: Enabled}]}]\nvolumes: [{name: v}]",
        &[
            "spec.containers[0].volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers",
            "spec.containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified when readOnly is true",
            "spec.containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified when mountPropagation is None or not specified",
        ],
    ),
    (
        "devices that are none",
        "containers: [{name: a, image: x, volumeMounts: [{name: v, mountPath: /a}], volumeDevices: [{name: v, devicePath: /a}, {name: w, devicePath: /dev/../x}, {}]}]\nvolumes: [{name: v}]",
        &[
            "spec.containers[0].volumeMounts[0].name: Invalid value: \"v\": must not already exist in volumeDevices",
            "spec.containers[0].volumeMounts[0].mountPath: Invalid value: \"/a\": must not already exist as a path in volumeDevices",
            "spec.containers[0].volumeDevices[0].name: Invalid value: \"v\": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode",
            "spec.containers[0].volumeDevices[0].name: Invalid value: \"v\": must not already exist in volumeMounts",
            "spec.containers[0].volumeDevices[0].devicePath: Invalid value: \"/a\": must not already exist as a path in volumeMounts",
            "spec.containers[0].volumeDevices[1].name: Not found: \"w\"",
            "spec.containers[0].volumeDevices[1].devicePath: Invalid value: \"/dev/../x\": can not contain backsteps ('..')",
            "spec.containers[0].volumeDevices[2].name: Required value",
            "spec.containers[0].volumeDevices[2].name: Not found: \"\"",
            "spec.containers[0].volumeDevices[2].devicePath: Required value",
        ],
    ),
    (
        "a device called twice, of which the last path counts",
        "containers: [{name: a, image: x, volumeMounts: [{name: w, mountPath: /a}], volumeDevices: [{name: v, devicePath: /a}, {name: v, devicePath: /b}]}]\nvolumes: [{name: v, persistentVolumeClaim: {claimName: c}}, {name: w}]",
        &[
            "spec.containers[0].volumeDevices[0].devicePath: Invalid value: \"/a\": must not already exist as a path in volumeMounts",
            "spec.containers[0].volumeDevices[1].name: Invalid value: \"v\": must be unique",
        ],
    ),
];

/// `ValidateTolerations`, `validateReadinessGates`, `validateSchedulingGates`, `validateTopologySpreadConstraints`.
const SCHEDULING: [Case; 9] = [
    (
        "as it should be",
        "tolerations: [{operator: Exists}, {key: a, effect: NoExecute, tolerationSeconds: 5}]\nreadinessGates: [{conditionType: example.com/a}]\nschedulingGates: [{name: a}]\ntopologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, minDomains: 2, labelSelector: {matchLabels: {app: web}}}]",
        &[],
    ),
    (
        "everything and nothing",
        "tolerations: [{value: a}]",
        &[
            "spec.tolerations[0].operator: Invalid value: \"\": operator must be Exists when `key` is empty, which means \"match all values and all keys\"",
        ],
    ),
    (
        "a value that is not looked at, a time for nothing",
        "tolerations: [{key: a, operator: Exists, value: b, effect: NoSchedule, tolerationSeconds: 5}]",
        &[
            "spec.tolerations[0].effect: Invalid value: \"NoSchedule\": effect must be 'NoExecute' when `tolerationSeconds` is set",
            "spec.tolerations[0].operator: Invalid value: \"b\": value must be empty when `operator` is 'Exists'",
        ],
    ),
    (
        "words that do not exist",
        "tolerations: [{key: a, operator: Is, effect: Never}]",
        &[
            "spec.tolerations[0].operator: Unsupported value: \"Is\": supported values: \"Equal\", \"Exists\"",
            "spec.tolerations[0].effect: Unsupported value: \"Never\": supported values: \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\"",
        ],
    ),
    (
        "gates of one name, before a node that is chosen",
        "nodeName: node\nschedulingGates: [{name: a}, {name: a}]",
        &[
            "spec.schedulingGates[1]: Duplicate value: \"a\"",
            "spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared",
        ],
    ),
    (
        "spreading without anything",
        "topologySpreadConstraints: [{}]",
        &[
            "spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero",
            "spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty",
            "spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: \"\": supported values: \"DoNotSchedule\", \"ScheduleAnyway\"",
        ],
    ),
    (
        "spreading twice the same way",
        "topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: ScheduleAnyway, minDomains: 1}, {maxSkew: 2, topologyKey: z, whenUnsatisfiable: ScheduleAnyway, nodeTaintsPolicy: Never}]",
        &[
            "spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: Duplicate value: \"{z, ScheduleAnyway}\"",
            "spec.topologySpreadConstraints[0].minDomains: Invalid value: 1: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway",
            "spec.topologySpreadConstraints[1].nodeTaintsPolicy: Unsupported value: \"Never\": supported values: \"Honor\", \"Ignore\"",
        ],
    ),
    (
        "keys of the pod without a selector",
        "topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: ScheduleAnyway, matchLabelKeys: [app]}]",
        &[
            "spec.topologySpreadConstraints[0].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set",
        ],
    ),
    (
        "a selector that is wrong",
        "topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}]",
        &[
            "spec.topologySpreadConstraints[0].labelSelector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
        ],
    ),
];

/// `validateAffinity`.
const AFFINITY: [Case; 6] = [
    (
        "as it should be",
        "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Gt, values: [\"1\"]}], matchFields: [{key: metadata.name, operator: In, values: [node]}]}]}}, podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: h, labelSelector: {matchLabels: {app: web}}}}]}}",
        &[],
    ),
    (
        "no node at all",
        "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}}",
        &[
            "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term",
        ],
    ),
    (
        "operators without their values",
        "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In}, {key: b, operator: Lt}, {key: c, operator: Is}]}]}}}",
        &[
            "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
            "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[1].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'",
            "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[2].operator: Invalid value: \"Is\": not a valid selector operator",
        ],
    ),
    (
        "a field that nodes are not known by, a wish beyond measure",
        "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 101, preference: {matchFields: [{key: name, operator: In, values: [a, b]}]}}]}}",
        &[
            "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100",
            "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchFields[0].values: Required value: must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
            "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchFields[0].key: Invalid value: \"name\": not a valid field selector key",
        ],
    ),
    (
        "near what",
        "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{namespaces: [A]}]}}",
        &[
            "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespace: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
            "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required value: can not be empty",
            "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: \"\": name part must be non-empty",
            "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
        ],
    ),
    (
        "the same and different at once",
        "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: h, labelSelector: {}, matchLabelKeys: [a], mismatchLabelKeys: [a]}]}}",
        &[
            "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys[0]: Invalid value: \"a\": exists in both matchLabelKeys and mismatchLabelKeys",
        ],
    ),
];

/// `validatePodSpecSecurityContext`, `validateHostUsers`, `validateOS`, `validateWindowsHostProcessPod`.
const POD_SECURITY: [Case; 9] = [
    (
        "as it should be",
        "securityContext: {runAsUser: 1000, fsGroup: 2000, seccompProfile: {type: RuntimeDefault}, sysctls: [{name: net.core.somaxconn, value: \"1\"}]}\nos: {name: linux}",
        &[],
    ),
    (
        "numbers of nobody",
        "securityContext: {fsGroup: -1, runAsUser: -2, runAsGroup: 2147483648, supplementalGroups: [0, -3]}",
        &[
            "spec.securityContext.fsGroup: Invalid value: -1: must be between 0 and 2147483647, inclusive",
            "spec.securityContext.runAsUser: Invalid value: -2: must be between 0 and 2147483647, inclusive",
            "spec.securityContext.runAsGroup: Invalid value: 2147483648: must be between 0 and 2147483647, inclusive",
            "spec.securityContext.supplementalGroups[1]: Invalid value: -3: must be between 0 and 2147483647, inclusive",
        ],
    ),
    (
        "processes of the pod and of the node",
        "shareProcessNamespace: true\nhostPID: true",
        &[
            "spec.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled",
        ],
    ),
    (
        "kernel settings",
        "hostNetwork: true\nsecurityContext: {sysctls: [{name: net.core.somaxconn, value: \"1\"}, {name: A, value: b}, {name: kernel.sem, value: b}, {name: kernel.sem, value: b}, {value: c}]}",
        &[
            "spec.securityContext.sysctls[0].name: Invalid value: \"net.core.somaxconn\": may not be specified when 'hostNetwork' is true",
            "spec.securityContext.sysctls[1].name: Invalid value: \"A\": must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$",
            "spec.securityContext.sysctls[3].name: Duplicate value: \"kernel.sem\"",
            "spec.securityContext.sysctls[4].name: Required value",
        ],
    ),
    (
        "words that do not exist, in order",
        "securityContext: {fsGroupChangePolicy: Never, seccompProfile: {type: Local}, appArmorProfile: {}, supplementalGroupsPolicy: Never, seLinuxChangePolicy: MountOption}",
        &[
            "spec.securityContext.fsGroupChangePolicy: Unsupported value: \"Never\": supported values: \"Always\", \"OnRootMismatch\"",
            "spec.securityContext.seccompProfile.type: Unsupported value: \"Local\": supported values: \"Localhost\", \"RuntimeDefault\", \"Unconfined\"",
            "spec.securityContext.appArmorProfile.type: Required value: type is required when appArmorProfile is set",
            "spec.securityContext.supplementalGroupsPolicy: Unsupported value: \"Never\": supported values: \"Merge\", \"Strict\"",
            "spec.securityContext.seLinuxChangePolicy: Unsupported value: \"MountOption\": supported values: \"Recursive\"",
        ],
    ),
    (
        "profiles with and without a file",
        "securityContext: {seccompProfile: {type: Localhost}, appArmorProfile: {type: Unconfined, localhostProfile: a}}",
        &[
            "spec.securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost",
            "spec.securityContext.appArmorProfile.localhostProfile: Invalid value: \"a\": can only be set when AppArmor type is Localhost",
        ],
    ),
    (
        "users of its own on the node's network",
        "hostUsers: false\nhostNetwork: true\nhostPID: true",
        &[
            "spec.hostNetwork: Forbidden: when `pod.Spec.HostUsers` is false",
            "spec.HostPID: Forbidden: when `pod.Spec.HostUsers` is false",
        ],
    ),
    (
        "rights of one system on another",
        "os: {name: windows}\nhostPID: true\nsecurityContext: {runAsUser: 1, seccompProfile: {type: Unconfined}}",
        &[
            "spec.hostPID: Forbidden: cannot be set for a windows pod",
            "spec.securityContext.seccompProfile: Forbidden: cannot be set for a windows pod",
            "spec.securityContext.runAsUser: Forbidden: cannot be set for a windows pod",
        ],
    ),
    (
        "a process of a Windows node",
        "os: {name: mac}\nsecurityContext: {windowsOptions: {hostProcess: true}}",
        &[
            "spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers",
            "spec.os: Unsupported value: \"mac\": supported values: \"linux\", \"windows\"",
        ],
    ),
];

/// `ValidateSecurityContext`.
const CONTAINER_SECURITY: [Case; 4] = [
    (
        "as it should be",
        "securityContext: {privileged: true, runAsUser: 0, capabilities: {add: [NET_ADMIN]}, procMount: Default}",
        &[],
    ),
    (
        "all rights, and none to be gained",
        "securityContext: {privileged: true, allowPrivilegeEscalation: false}",
        &[
            "spec.containers[0].securityContext: Invalid value: {\"Capabilities\":null,\"Privileged\":true,\"SELinuxOptions\":null,\"WindowsOptions\":null,\"RunAsUser\":null,\"RunAsGroup\":null,\"RunAsNonRoot\":null,\"ReadOnlyRootFilesystem\":null,\"AllowPrivilegeEscalation\":false,\"ProcMount\":null,\"SeccompProfile\":null,\"AppArmorProfile\":null}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true",
        ],
    ),
    (
        "everything of the kernel for everybody",
        "securityContext: {procMount: Unmasked, runAsUser: -1}",
        &[
            "spec.containers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive",
            "spec.containers[0].securityContext.procMount: Invalid value: \"Unmasked\": `hostUsers` must be false to use `Unmasked`",
        ],
    ),
    (
        "a file that leads away",
        "securityContext: {seccompProfile: {type: Localhost, localhostProfile: /a}}",
        &[
            "spec.containers[0].securityContext.seccompProfile.localhostProfile: Invalid value: \"/a\": must be a relative path",
        ],
    ),
];

/// `validatePodDNSConfig`, `ValidateHostAliases`, and single values of a pod.
const NAMES: [Case; 8] = [
    (
        "as it should be",
        "dnsPolicy: None\ndnsConfig: {nameservers: [8.8.8.8], searches: [., svc.cluster.local, _a.b.], options: [{name: ndots, value: \"2\"}]}\nhostAliases: [{ip: 10.0.0.5, hostnames: [a.b]}]\nhostname: a\nsubdomain: b",
        &[],
    ),
    (
        "no DNS at all",
        "dnsPolicy: None",
        &["spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None"],
    ),
    (
        "no server to ask",
        "dnsPolicy: None\ndnsConfig: {searches: [a]}",
        &[
            "spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when `dnsPolicy` is None",
        ],
    ),
    (
        "too many servers, and a name among them",
        "dnsConfig: {nameservers: [1.1.1.1, 8.8.8.8, 8.8.4.4, dns.google], options: [{value: a}]}",
        &[
            "spec.dnsConfig.nameservers: Invalid value: [\"1.1.1.1\",\"8.8.8.8\",\"8.8.4.4\",\"dns.google\"]: must not have more than 3 nameservers",
            "spec.dnsConfig.nameservers[3]: Invalid value: \"dns.google\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
            "spec.dnsConfig.options[0]: Required value: must not be empty",
        ],
    ),
    (
        "a search that is no domain",
        "dnsConfig: {searches: [A.b]}",
        &[
            "spec.dnsConfig.searches[0]: Invalid value: \"A.b\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')",
        ],
    ),
    (
        "names for what is no address",
        "hostAliases: [{ip: a}, {hostnames: [a]}]",
        &[
            "spec.hostAliases[0].ip: Invalid value: \"a\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
            "spec.hostAliases[1].ip: Invalid value: \"\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
        ],
    ),
    (
        "a time of nothing, a host with a dot",
        "activeDeadlineSeconds: 0\nhostname: a.b",
        &[
            "spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive",
            "spec.hostname: Invalid value: \"a.b\": must not contain dots",
        ],
    ),
    (
        "words that do not exist",
        "restartPolicy: always\ndnsPolicy: none\npreemptionPolicy: Later",
        &[
            "spec.restartPolicy: Unsupported value: \"always\": supported values: \"Always\", \"OnFailure\", \"Never\"",
            "spec.dnsPolicy: Unsupported value: \"none\": supported values: \"ClusterFirstWithHostNet\", \"ClusterFirst\", \"Default\", \"None\"",
            "spec.preemptionPolicy: Unsupported value: \"Later\": supported values: \"PreemptLowerPriority\", \"Never\"",
        ],
    ),
];

/// What is otherwise in a template: nothing is filled in from limits, ephemeral containers and deadlines are never.
const TEMPLATES: [Case; 4] = [
    ("as it should be", "containers: [{name: a, image: \" x\", resources: {limits: {cpu: 1}}}]", &[]),
    (
        "a limit is no request yet",
        "containers: [{name: a, image: x, resources: {limits: {gpu: 1}}}]",
        &[
            "spec.template.spec.containers[0].resources.limits[gpu]: Invalid value: \"gpu\": must be a standard resource type or fully qualified",
            "spec.template.spec.containers[0].resources.limits[gpu]: Invalid value: \"gpu\": must be a standard resource for containers",
        ],
    ),
    (
        "what only a running pod has, and what ends",
        "containers: [{name: a, image: x}]\nephemeralContainers: [{name: b, image: x}]\nactiveDeadlineSeconds: 5",
        &[
            "spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template",
            "spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported",
        ],
    ),
    (
        "the whole against its parts",
        "containers: [{name: a, image: x, resources: {requests: {cpu: 1}}}]\nresources: {limits: {cpu: 2}}",
        &[
            "spec.template.spec.resources.requests[cpu]: Invalid value: \"0\": must be greater than or equal to aggregate container requests of 1",
        ],
    ),
];

/// The functions that `validateVolumeSource` calls for storage systems and clouds, and `ValidatePersistentVolumeClaimTemplate`.
const PLUGINS: [Case; 12] = [
    (
        "as it should be",
        "volumes: [{name: a, iscsi: {targetPortal: 10.0.0.1, iqn: iqn.2001-04.com.example:disk, lun: 0, initiatorName: eui.0123456789abcdef}}, {name: b, fc: {wwids: [a]}}, {name: c, azureDisk: {diskName: d, diskURI: https://x}}, {name: d, quobyte: {registry: '[fd00::1]:80,b:81', volume: v}}, {name: e, ephemeral: {volumeClaimTemplate: {metadata: {labels: {a: b}}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}}]",
        &[],
    ),
    (
        "a folder upwards of a repository",
        "volumes: [{name: a, gitRepo: {directory: ../x}}]",
        &[
            "spec.volumes[0].gitRepo.repository: Required value",
            "spec.volumes[0].gitRepo.directory: Invalid value: \"../x\": must not contain '..'",
        ],
    ),
    (
        "discs of clouds without a name",
        "volumes: [{name: a, gcePersistentDisk: {partition: 256}}, {name: b, awsElasticBlockStore: {partition: -1}}, {name: c, vsphereVolume: {}}]",
        &[
            "spec.volumes[0].persistentDisk.pdName: Required value",
            "spec.volumes[0].persistentDisk.partition: Invalid value: 256: must be between 1 and 255, inclusive",
            "spec.volumes[1].awsElasticBlockStore.volumeID: Required value",
            "spec.volumes[1].awsElasticBlockStore.partition: Invalid value: -1: must be between 1 and 255, inclusive",
            "spec.volumes[2].vsphereVolume.volumePath: Required value",
        ],
    ),
    (
        "an azure disc, shared where nothing is said",
        "volumes: [{name: a, azureDisk: {cachingMode: none, kind: Managed}}, {name: b, azureDisk: {diskName: d, diskURI: http://x}}]",
        &[
            "spec.volumes[0].azureDisk.diskName: Required value",
            "spec.volumes[0].azureDisk.diskURI: Required value",
            "spec.volumes[0].azureDisk.cachingMode: Unsupported value: \"none\": supported values: \"None\", \"ReadOnly\", \"ReadWrite\"",
            "spec.volumes[0].azureDisk.diskURI: Unsupported value: \"\": supported values: \"/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}\"",
            "spec.volumes[1].azureDisk.diskURI: Unsupported value: \"http://x\": supported values: \"https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd\"",
        ],
    ),
    (
        "an iSCSI target by no name",
        "volumes: [{name: a, iscsi: {iqn: disk, lun: 300, chapAuthSession: true, initiatorName: iqn.x}}]",
        &[
            "spec.volumes[0].iscsi.targetPortal: Required value",
            "spec.volumes[0].iscsi.iqn: Invalid value: \"disk\": must be valid format starting with iqn, eui, or naa",
            "spec.volumes[0].iscsi.lun: Invalid value: 300: must be between 0 and 255, inclusive",
            "spec.volumes[0].iscsi.secretRef: Required value",
            "spec.volumes[0].iscsi.initiatorname: Invalid value: \"iqn.x\": must be valid format",
        ],
    ),
    (
        "a fibre channel with both, and without a number",
        "volumes: [{name: a, fc: {targetWWNs: [x], wwids: [y]}}, {name: b, fc: {}}]",
        &[
            "spec.volumes[0].fc.targetWWNs: Invalid value: [\"x\"]: targetWWNs and wwids can not be specified simultaneously",
            "spec.volumes[0].fc.lun: Required value: lun is required if targetWWNs is specified",
            "spec.volumes[1].fc.targetWWNs: Required value: must specify either targetWWNs or wwids, but not both",
        ],
    ),
    (
        "monitors of Ceph",
        "volumes: [{name: a, rbd: {monitors: [], image: i}}, {name: b, cephfs: {}}, {name: c, rbd: {monitors: [m], image: i}}]",
        &["spec.volumes[0].rbd.monitors: Required value", "spec.volumes[1].cephfs.monitors: Required value"],
    ),
    (
        "options in a prefix of Kubernetes' own",
        "volumes: [{name: a, flexVolume: {driver: d, options: {x.K8s.io/y: z, a: b}}}]",
        &[
            "spec.volumes[0].flexVolume.options[x.K8s.io/y]: Invalid value: \"x.K8s.io/y\": kubernetes.io and k8s.io namespaces are reserved",
        ],
    ),
    (
        "a registry that is no address",
        "volumes: [{name: a, quobyte: {registry: 'a,b:1'}}, {name: b, flocker: {datasetName: x/y, datasetUUID: z}}]",
        &[
            "spec.volumes[0].quobyte.registry: Invalid value: \"a,b:1\": must be a host:port pair or multiple pairs separated by commas",
            "spec.volumes[0].quobyte.volume: Required value",
            "spec.volumes[1].flocker: Invalid value: \"resource\": datasetName and datasetUUID can not be specified simultaneously",
            "spec.volumes[1].flocker.datasetName: Invalid value: \"x/y\": must not contain '/'",
        ],
    ),
    (
        "secrets without a name",
        "volumes: [{name: a, cinder: {volumeID: v, secretRef: {}}}, {name: b, csi: {driver: d, nodePublishSecretRef: {}}}]",
        &[
            "spec.volumes[0].cinder.secretRef.name: Required value",
            "spec.volumes[1].csi.nodePublishSecretRef.name: Required value",
        ],
    ),
    (
        "a claim that asks for nothing",
        "volumes: [{name: a, ephemeral: {volumeClaimTemplate: {metadata: {name: x, uid: u}, spec: {volumeMode: File}}}}]",
        &[
            "spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.name: Forbidden: cannot be set",
            "spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.uID: Forbidden: cannot be set",
            "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Required value: at least 1 access mode is required",
            "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]: Required value",
            "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.volumeMode: Unsupported value: \"File\": supported values: \"Block\", \"Filesystem\"",
        ],
    ),
    (
        "a claim of no size, for one pod and for many",
        "volumes: [{name: a, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOncePod, ReadWriteMany, Once], resources: {requests: {storage: 0}}}}}}]",
        &[
            "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Unsupported value: \"Once\": supported values: \"ReadOnlyMany\", \"ReadWriteMany\", \"ReadWriteOnce\", \"ReadWriteOncePod\"",
            "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes",
            "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]: Invalid value: \"0\": must be greater than zero",
        ],
    ),
];

type Manifest = fn(&str) -> String;

/// Every group with what its cases are added to.
fn groups() -> [(&'static [Case], Manifest); 15] {
    [
        (&CONTAINERS, pod),
        (&PROBES, container),
        (&OTHER_CONTAINERS, around),
        (&RESOURCES, container),
        (&WHOLE_PODS, pod),
        (&ENVIRONMENT, container),
        (&VOLUMES, pod),
        (&PLUGINS, around),
        (&SCHEDULING, around),
        (&AFFINITY, around),
        (&POD_SECURITY, around),
        (&CONTAINER_SECURITY, container),
        (&NAMES, around),
        (&TEMPLATES, template),
        (&NODES, |spec| object("Node", spec)),
    ]
}

#[test]
fn pods_are_judged_as_the_server_judges_them() {
    for (cases, manifest) in groups() {
        holds(cases, Stage::Validate, &manifest);
    }
}

/// `validateNodeTaints`, and the podCIDRs of `ValidateNode`.
const NODES: [Case; 5] = [
    (
        "as it should be",
        "taints: [{key: a, effect: NoSchedule}, {key: a, effect: NoExecute}]\npodCIDRs: [10.0.0.0/24, \"2001:db8::/64\"]",
        &[],
    ),
    (
        "a taint without an effect, and one that is there already",
        "taints: [{key: a}, {key: b, value: c, effect: NoExecute}, {key: b, effect: NoExecute}]",
        &[
            "metadata.taints[0].effect: Required value",
            "metadata.taints[2]: Duplicate value: {\"Key\":\"b\",\"Value\":\"\",\"Effect\":\"NoExecute\",\"TimeAdded\":null}: taints must be unique by key and effect pair",
        ],
    ),
    (
        "an effect that does not exist",
        "taints: [{key: a, effect: Never}]",
        &[
            "metadata.taints[0].effect: Unsupported value: \"Never\": supported values: \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\"",
        ],
    ),
    (
        "two ranges of one kind",
        "podCIDRs: [10.0.0.0/24, 10.0.0.0/24]",
        &[
            "spec.podCIDRs: Invalid value: [\"10.0.0.0/24\",\"10.0.0.0/24\"]: may specify no more than one CIDR for each IP family",
            "spec.podCIDRs[1]: Duplicate value: \"10.0.0.0/24\"",
        ],
    ),
    (
        "no range, given the old way",
        "podCIDR: 10.0.0.1",
        &[
            "spec.podCIDRs[0]: Invalid value: \"10.0.0.1\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)",
        ],
    ),
];

/// `ValidateNodeResources`, `ValidateNamespace`.
#[test]
fn what_a_node_has_and_who_empties_a_namespace() {
    let node = "apiVersion: v1\nkind: Node\nmetadata: {name: node}\nstatus: {capacity: {pods: 1.5, cpu: -1}, allocatable: {cpu: 1}}\n";
    let told = [
        "status.capacity.pods: Invalid value: \"1500m\": must be an integer",
        "status.capacity.cpu: Invalid value: \"-1\": must be greater than or equal to 0",
    ];
    assert_eq!(answer(node, Version::V1_34).1, told);
    let namespace =
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\nspec: {finalizers: [kubernetes, a.b/c, x, -y]}\n";
    let neither = "name is neither a standard finalizer name nor is it fully qualified";
    let told = [
        format!("spec.finalizers: Invalid value: \"x\": {neither}"),
        format!("spec.finalizers: Invalid value: \"-y\": {NAME_PART}"),
        format!("spec.finalizers: Invalid value: \"-y\": {neither}"),
    ];
    assert_eq!(answer(namespace, Version::V1_34).1, told);
}

/// `ValidatePodSpecificAnnotations`, and names of other objects.
#[test]
fn annotations_and_names_that_mean_something_to_a_pod() {
    let annotated = |annotations: &str, spec: &str| {
        around(spec).replace("  name: web\n", &format!("  name: web\n  annotations: {{{annotations}}}\n"))
    };
    let cases = [
        (annotated("kubernetes.io/config.mirror: a", ""), "metadata.annotations[kubernetes.io/config.mirror]: Invalid value: \"a\": must set spec.nodeName if mirror pod annotation is set".to_owned()),
        (annotated("controller.kubernetes.io/pod-deletion-cost: \"+1\"", ""), "metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: \"+1\": must be a 32bit integer".to_owned()),
        (annotated("controller.kubernetes.io/pod-deletion-cost: \"01\"", ""), "metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: \"01\": must be a 32bit integer".to_owned()),
        (annotated("container.apparmor.security.beta.kubernetes.io/b: unconfined", ""), "metadata.annotations[container.apparmor.security.beta.kubernetes.io/b]: Invalid value: \"b\": container not found".to_owned()),
        (annotated("seccomp.security.alpha.kubernetes.io/pod: unconfined", "securityContext: {seccompProfile: {type: RuntimeDefault}}"), "spec.securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match".to_owned()),
        (around("serviceAccountName: A_b"), format!("spec.serviceAccountName: Invalid value: \"A_b\": {SUBDOMAIN}")),
        (around("nodeSelector: {a: -b}"), "spec.nodeSelector: Invalid value: \"-b\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')".to_owned()),
    ];
    for (text, expected) in cases {
        assert_eq!(answer(&text, Version::V1_34).1, [expected], "{text}");
    }
    // Behind a minus zeros are taken.
    let cost = annotated("controller.kubernetes.io/pod-deletion-cost: \"-01\"", "");
    assert_eq!(answer(&cost, Version::V1_34).0, None);
}

/// `applyMatchLabelKeysAndMismatchLabelKeys` writes the pod's own labels into the selector, where they are then found twice;
/// of a template it does not.
#[test]
fn keys_of_a_pod_that_are_selected_by_already() {
    let spread = "topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: ScheduleAnyway, matchLabelKeys: [app], labelSelector: {matchLabels: {app: web}}}]";
    let labelled = around(spread).replace("  name: web\n", "  name: web\n  labels: {app: web}\n");
    let told = [
        "spec.topologySpreadConstraints[0][0]: Invalid value: \"app\": exists in both matchLabelKeys and labelSelector",
    ];
    assert_eq!(answer(&labelled, Version::V1_34).1, told);
    assert_eq!(answer(&around(spread), Version::V1_34).0, None);
    assert_eq!(answer(&template(&format!("containers: [{{name: a, image: x}}]\n{spread}")), Version::V1_34).0, None);
}

/// `GetWarningsForPod`, `GetWarningsForPodTemplate`: what is taken with a warning, in the server's order.
#[test]
fn what_the_server_warns_of() {
    let spec = "nodeSelector: {beta.kubernetes.io/os: linux}\ntopologySpreadConstraints: [{maxSkew: 1, topologyKey: failure-domain.beta.kubernetes.io/zone, whenUnsatisfiable: ScheduleAnyway}]\nvolumes: [{name: g, gitRepo: {repository: r}}]\nhostAliases: [{ip: 10.0.0.1}, {ip: 10.0.0.1}]\nimagePullSecrets: [{name: a}, {name: a}, {}]\nterminationGracePeriodSeconds: -1\naffinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: h}]}}\ncontainers:\n- {name: a, image: x, resources: {limits: {memory: 128m}}, env: [{name: A, value: b}, {name: A, value: c}, {name: A, value: $(A)d}], ports: [{containerPort: 80}, {containerPort: 80, protocol: UDP, hostIP: 10.0.0.1}]}\n- {name: b, image: x, ports: [{containerPort: 80}, {containerPort: 80, hostPort: 80}]}";
    let expected = [
        "spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use \"kubernetes.io/os\" instead",
        "spec.topologySpreadConstraints[0].topologyKey: failure-domain.beta.kubernetes.io/zone is deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
        "spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod",
        "spec.volumes[0].gitRepo: deprecated in v1.11, and disabled by default in v1.33+",
        "spec.hostAliases[1].ip: duplicate ip \"10.0.0.1\"",
        "spec.imagePullSecrets[1].name: duplicate name \"a\"",
        "spec.imagePullSecrets[2].name: invalid empty name \"\"",
        "spec.containers[0].resources.limits[memory]: fractional byte value \"128m\" is invalid, must be an integer",
        "spec.containers[0].env[1]: hides previous definition of \"A\", which may be dropped when using apply",
        "spec.containers[0].ports[1]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:UDP HostIP:10.0.0.1}",
        "spec.containers[1].ports[0]: duplicate port definition with spec.containers[0].ports[0]",
        "spec.containers[1].ports[1]: overlapping port definition with spec.containers[0].ports[0]",
        "spec.containers[1].ports[1]: overlapping port definition with spec.containers[1].ports[0]",
        "spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1",
        "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: a null labelSelector results in matching no pod",
    ];
    let of_template: Vec<_> = expected.iter().map(|line| line.replace("spec.", "spec.template.spec.")).collect();
    for (text, expected) in [(pod(spec), expected.map(str::to_owned).to_vec()), (template(spec), of_template)] {
        let checked = kube::check(&text, Version::V1_34);
        let told: Vec<_> = checked.warnings.iter().map(|it| it.server.as_str()).filter(|it| !it.is_empty()).collect();
        assert_eq!(told, expected, "{text}");
        assert_eq!(checked.rejected, None, "{:?}", checked.errors);
        assert!(checked.warnings.iter().all(|it| !it.range.is_empty()), "{:?}", checked.warnings);
    }
}

/// Every error points at something, in Korean that names it, and what is said of one field is said of no other.
#[test]
fn every_error_has_its_place_and_a_help_of_its_own() {
    let mut faults = Vec::new();
    let mut said: BTreeMap<String, (String, String)> = BTreeMap::new();
    for (cases, manifest) in groups() {
        for (what, body, _) in cases {
            let text = manifest(body);
            for error in kube::check(&text, Version::V1_34).errors {
                let written = error.range.of(&text);
                let quoted = error.server.strip_prefix("Invalid value: \"").and_then(|rest| rest.split_once('"'));
                if error.range.is_empty() {
                    faults.push(format!("{what}: {} is nowhere", error.path));
                }
                let resolved = |value: &str| value.is_empty() || !text.contains(value);
                if let Some((value, _)) = quoted.filter(|(value, _)| !resolved(value))
                    && written.trim_matches(['"', '\'']) != value
                    && !error.server.contains("resource")
                    && !error.server.contains("conflicting")
                {
                    faults.push(format!("{what}: {written:?} is not {value:?} ({})", error.path));
                }
                let field: String = error.path.split(['[', ']']).step_by(2).collect();
                let last = field.rsplit(['.', ' ', '}']).next().unwrap_or("").trim();
                let names = error.help.contains(last)
                    || error.help.contains(written.trim_matches(['"', '\'', ' ']))
                    || error.help.split('`').skip(1).step_by(2).any(|word| !word.is_empty() && text.contains(word));
                if !names || !error.help.chars().any(|c| ('가'..='힣').contains(&c)) {
                    faults.push(format!("{what}: {} {written:?}: {}", error.path, error.help));
                }
                let last = last.to_owned();
                let owner = (error.code.to_string(), last);
                let known = said.entry(error.help.clone()).or_insert_with(|| owner.clone());
                if *known != owner {
                    faults.push(format!("{what}: said of {known:?} and of {owner:?}: {}", error.help));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}\n{} faults", faults.join("\n"), faults.len());
}

/// `dropDisabledFields`: what stands behind a gate that is shut is not looked at, but kijabi says so; where it is open by
/// default, the rules hold (1.35, 1.36; the words of a kube-apiserver 1.36.1).
#[test]
fn fields_behind_gates_that_are_shut_are_dropped_and_from_some_version_on_looked_at() {
    let cases: [(&str, Version, &str); 10] = [
        (
            "containers: [{name: a, image: x, restartPolicy: Later}]",
            Version::V1_35,
            "spec.containers[0].restartPolicy: Unsupported value: \"Later\": supported values: \"Always\", \"Never\", \"OnFailure\"",
        ),
        (
            "containers: [{name: a, image: x, restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [3]}}]}]",
            Version::V1_35,
            "spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used",
        ),
        (
            "containers: [{name: a, image: x, restartPolicy: Never, restartPolicyRules: [{action: Restart, exitCodes: {operator: Equals, values: [3]}}]}]",
            Version::V1_35,
            "spec.containers[0].restartPolicyRules[0].exitCodes.operator: Unsupported value: \"Equals\": supported values: \"In\", \"NotIn\"",
        ),
        (
            "containers: [{name: a, image: x, restartPolicy: Never, restartPolicyRules: [{action: RestartAllContainers, exitCodes: {operator: In, values: [3]}}]}]",
            Version::V1_35,
            "spec.containers[0].restartPolicyRules[0].action: Unsupported value: \"RestartAllContainers\": supported values: \"Restart\"",
        ),
        (
            "containers: [{name: a, image: x, restartPolicy: Never, restartPolicyRules: [{action: Stop, exitCodes: {operator: In, values: [3]}}]}]",
            Version::V1_36,
            "spec.containers[0].restartPolicyRules[0].action: Unsupported value: \"Stop\": supported values: \"Restart\", \"RestartAllContainers\"",
        ),
        (
            "containers: [{name: a, image: x}]\ninitContainers: [{name: i, image: x, restartPolicy: Later}]",
            Version::V1_36,
            "spec.initContainers[0].restartPolicy: Unsupported value: \"Later\": supported values: \"Always\", \"Never\", \"OnFailure\"",
        ),
        (
            "containers: [{name: a, image: x, volumeMounts: [{name: v, mountPath: /a, subPath: b}]}]\nvolumes: [{name: v, image: {pullPolicy: Always}}]",
            Version::V1_35,
            "spec.volumes[0].image.reference: Required value",
        ),
        (
            "containers: [{name: a, image: x, volumeMounts: [{name: v, mountPath: /a, subPath: /b}]}]\nvolumes: [{name: v, image: {reference: r}}]",
            Version::V1_36,
            "spec.containers[0].volumeMounts.subPath: Invalid value: \"/b\": must be a relative path",
        ),
        (
            "containers: [{name: a, image: x}]\nhostnameOverride: a..b",
            Version::V1_35,
            "spec.hostnameOverride: Invalid value: \"a..b\": ",
        ),
        (
            "containers: [{name: a, image: x, env: [{name: A, value: b, valueFrom: {fileKeyRef: {volumeName: v, path: f, key: K}}}]}]",
            Version::V1_35,
            "spec.containers[0].env[0].valueFrom: Invalid value: \"\": may not be specified when `value` is not empty",
        ),
    ];
    for (spec, version, expected) in cases {
        let (stage, told) = answer(&pod(spec), version);
        assert_eq!(stage, Some(Stage::Validate), "{spec}: {told:?}");
        let wrong = told.iter().find(|it| !it.starts_with(expected) && !it.contains("volumeMounts[0].name: Not found"));
        assert_eq!(wrong, None, "{spec}");
        let checked = kube::check(&pod(spec), Version::V1_34);
        let ignored = checked.warnings.iter().filter(|it| it.code.as_str() == "field-ignored").count();
        if !spec.contains("fileKeyRef") {
            assert_eq!((checked.rejected, ignored > 0), (None, true), "{spec}: {:?}", checked.errors);
        }
    }
    let dropped = "containers: [{name: a, image: x, lifecycle: {stopSignal: SIGUSR1}}]\ninitContainers: [{name: i, image: x, lifecycle: {stopSignal: SIGUSR1}}]\nserviceAccountName: s\nvolumes: [{name: v, projected: {sources: [{clusterTrustBundle: {path: p}, secret: {name: s}}]}}]";
    for version in Version::ALL {
        assert_eq!(answer(&pod(dropped), version), (None, Vec::new()), "{version}");
    }
}

/// `dropImageVolumes` takes volumes out before they are counted.
#[test]
fn what_follows_a_dropped_volume_is_counted_without_it() {
    let spec = "containers: [{name: a, image: x, volumeMounts: [{name: v, mountPath: /a}, {name: w}]}]\nvolumes: [{name: v, image: {reference: r}}, {name: w, hostPath: {}}]";
    let told = [
        "spec.volumes[0].hostPath.path: Required value",
        "spec.containers[0].volumeMounts[0].name: Not found: \"w\"",
        "spec.containers[0].volumeMounts[0].mountPath: Required value",
    ];
    assert_eq!(answer(&pod(spec), Version::V1_34).1, told);
    let text = pod(spec);
    let checked = kube::check(&text, Version::V1_34);
    let line = text.lines().nth(6).unwrap_or("");
    let start = text.find(line).unwrap_or(0);
    let places: Vec<_> = checked.errors.iter().map(|it| it.range.of(&text)).collect();
    assert!(places.iter().all(|place| !place.is_empty() && !place.contains("reference")), "{places:?} {start}");
}

/// `defaultHostNetworkPorts`: of a pod on its node's network the node's ports are the containers' own, of a template not.
#[test]
fn ports_of_the_node_that_are_filled_in() {
    let spec = "hostNetwork: true\ncontainers: [{name: a, image: x, ports: [{containerPort: 80}]}, {name: b, image: x, ports: [{containerPort: 80}, {containerPort: 70000}]}]";
    let number = "Invalid value: 70000: must be between 1 and 65535, inclusive";
    let own = format!("containers[1].ports[1].containerPort: {number}");
    let told = [
        format!("spec.{own}"),
        format!("spec.containers[1].ports[1].hostPort: {number}"),
        "spec.containers[1].ports[0].hostPort: Duplicate value: \"TCP//80\"".to_owned(),
    ];
    assert_eq!(answer(&pod(spec), Version::V1_34).1, told);
    assert_eq!(answer(&template(spec), Version::V1_34).1, [format!("spec.template.spec.{own}")]);
}

/// `validateWindowsSecurityContextOptions`: the domain before the user.
#[test]
fn a_windows_user_in_a_domain() {
    let with = |user: &str| around(&format!("securityContext: {{windowsOptions: {{runAsUserName: '{user}'}}}}"));
    for good in ["ContainerUser", "WORK_GROUP\\web", "ab.example-1.com\\web"] {
        assert_eq!(answer(&with(good), Version::V1_34).0, None, "{good}");
    }
    let long = format!("{}\\web", "a".repeat(256));
    for (bad, count) in
        [("\\web", 1), (".a\\web", 1), ("a_longer_than_15\\web", 1), ("a/b\\web", 1), (long.as_str(), 2)]
    {
        let told = answer(&with(bad), Version::V1_34).1;
        assert_eq!(told.len(), count, "{bad}: {told:?}");
        assert!(
            told.iter().all(
                |it| it.starts_with("spec.securityContext.windowsOptions.runAsUserName: ") && it.contains("Domain")
            ),
            "{told:?}"
        );
    }
}

/// `SetDefaults_Namespace`, `SetDefaults_NodeStatus`, `Convert_v1_NodeSpec_To_core_NodeSpec`.
#[test]
fn what_is_filled_in_at_a_namespace_and_a_node_is_judged_too() {
    let namespace = |metadata: &str| format!("apiVersion: v1\nkind: Namespace\nmetadata: {{{metadata}}}\n");
    let fields = |text: &str| {
        let checked = kube::check(text, Version::V1_34);
        checked.errors.iter().map(|it| (it.path.clone(), it.range.of(text).to_owned())).collect::<Vec<_>>()
    };
    let both = ["metadata.name", "metadata.labels"].map(|path| (path.to_owned(), "team-".to_owned()));
    assert_eq!(fields(&namespace("name: team-")), both);
    assert_eq!(fields(&namespace("name: Team")).len(), 1);
    assert_eq!(fields(&namespace("name: team, labels: {kubernetes.io/metadata.name: '!'}")), []);
    let node = "apiVersion: v1\nkind: Node\nmetadata: {name: node}\n";
    let told = ["status.capacity.cpu", "status.allocatable.cpu"];
    let filled = answer(&format!("{node}status: {{capacity: {{cpu: -1}}}}\n"), Version::V1_34).1;
    assert_eq!(filled, told.map(|path| format!("{path}: Invalid value: \"-1\": must be greater than or equal to 0")));
    let apart = format!("{node}spec: {{podCIDR: 10.0.0.0/24, podCIDRs: [10.0.1.0/24]}}\n");
    let told = ": Node in version \"v1\" cannot be handled as a Node: conversion Error: v1.PodCIDR and v1.CIDRs[0] do not match 10.0.0.0/24 10.0.1.0/24";
    assert_eq!(answer(&apart, Version::V1_34), (Some(Stage::Decode), vec![told.to_owned()]));
}

/// `ValidateTolerationsInPodAnnotations`, `ValidateNodeSpecificAnnotations`.
#[test]
fn annotations_that_hold_json() {
    let with = |kind: &str, key: &str, value: &str| {
        let spec = if kind == "Pod" { "spec: {containers: [{name: a, image: x}]}\n" } else { "" };
        let key = format!("scheduler.alpha.kubernetes.io/{key}");
        format!("apiVersion: v1\nkind: {kind}\nmetadata: {{name: a, annotations: {{{key}: '{value}'}}}}\n{spec}")
    };
    let at = "metadata.annotations.scheduler.alpha.kubernetes.io";
    let unread = |key: &str, why: &str| format!("Invalid value: \"scheduler.alpha.kubernetes.io/{key}\": {why}");
    let cases = [
        ("Pod", "tolerations", "", Vec::new()),
        ("Pod", "tolerations", "[{\"key\": \"a\", \"operator\": \"Exists\"}]", Vec::new()),
        (
            "Pod",
            "tolerations",
            "[{\"operator\": \"Equal\"}]",
            vec![format!(
                "{at}/tolerations[0].operator: Invalid value: \"Equal\": operator must be Exists when `key` is empty, which means \"match all values and all keys\""
            )],
        ),
        (
            "Pod",
            "tolerations",
            "nothing",
            vec![format!(
                "metadata.annotations: {}",
                unread("tolerations", "invalid character \'o\' in literal null (expecting \'u\')")
            )],
        ),
        (
            "Pod",
            "tolerations",
            "[",
            vec![format!("metadata.annotations: {}", unread("tolerations", "unexpected end of JSON input"))],
        ),
        (
            "Pod",
            "tolerations",
            "{}",
            vec![format!(
                "metadata.annotations: {}",
                unread("tolerations", "json: cannot unmarshal object into Go value of type []core.Toleration")
            )],
        ),
        ("Node", "taints", "[{\"key\": \"a\"}]", vec![format!("{at}/taints[0].effect: Required value")]),
        (
            "Node",
            "taints",
            "[{\"key\": 1}]",
            vec![format!(
                "metadata.annotations: {}",
                unread("taints", "json: cannot unmarshal number into Go struct field Taint.Key of type string")
            )],
        ),
        (
            "Node",
            "preferAvoidPods",
            "{\"preferAvoidPods\": [{}]}",
            vec![format!("{at}/preferAvoidPods[0].PodSignature: Required value")],
        ),
        (
            "Node",
            "preferAvoidPods",
            "[]",
            vec![format!(
                "metadata.annotations.AvoidPods: {}",
                unread("preferAvoidPods", "json: cannot unmarshal array into Go value of type v1.AvoidPods")
            )],
        ),
    ];
    for (kind, key, value, expected) in cases {
        assert_eq!(answer(&with(kind, key, value), Version::V1_34).1, expected, "{kind} {key} {value}");
    }
}

/// `validateDataSource`, `validateDataSourceRef`, `ValidatePersistentVolumeClaimSpec`.
#[test]
fn what_a_claim_is_filled_with() {
    let with = |fields: &str| {
        around(&format!(
            "volumes: [{{name: v, ephemeral: {{volumeClaimTemplate: {{spec: {{accessModes: [ReadWriteOnce], resources: {{requests: {{storage: 1Gi}}}}, {fields}}}}}}}}}]"
        ))
    };
    let at = "spec.volumes[0].ephemeral.volumeClaimTemplate.spec";
    let cases = [
        ("dataSource: {kind: PersistentVolumeClaim, name: a}", Vec::new()),
        ("dataSourceRef: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: a, namespace: b}", Vec::new()),
        ("dataSource: {kind: VolumeSnapshot, name: \"\"}", vec![".dataSource.name: Required value".to_owned(), ".dataSource: Invalid value: \"VolumeSnapshot\": must be \'PersistentVolumeClaim\' when referencing the default apiGroup".to_owned()]),
        ("dataSource: {apiGroup: A, kind: K, name: a}", vec![format!(".dataSource.apiGroup: Invalid value: \"A\": {SUBDOMAIN}")]),
        ("dataSource: {kind: PersistentVolumeClaim, name: a}, dataSourceRef: {kind: PersistentVolumeClaim, name: b}", vec![": Invalid value: {}: must match dataSourceRef".to_owned()]),
        ("dataSource: {kind: PersistentVolumeClaim, name: a}, dataSourceRef: {kind: PersistentVolumeClaim, name: a, namespace: other}", vec![": Invalid value: {}: may not be specified when dataSourceRef.namespace is specified".to_owned()]),
        ("volumeAttributesClassName: A", vec![format!(".volumeAttributesClassName: Invalid value: \"A\": {SUBDOMAIN}")]),
    ];
    for (fields, expected) in cases {
        let expected: Vec<_> = expected.iter().map(|it| format!("{at}{it}")).collect();
        assert_eq!(answer(&with(fields), Version::V1_34).1, expected, "{fields}");
    }
}
