//! Pods: what admission adds, what scheduler and kubelet report, and how a ReplicaSet's template becomes one.
//!
//! Must not know: Services.

use super::Server;
use super::dice::Dice;
use super::objects::{mapping, owner_reference, text};
use crate::cluster::state::PodState;
use crate::console::resource::{NODES, PODS, REPLICA_SETS};
use crate::console::time::timestamp;
use crate::kube::body::{self, sorted};
use crate::kube::model::IntOrString;
use serde_json::{Value, json};

const ACCOUNT: &str = "default";
const TOKEN_PATH: &str = "/var/run/secrets/kubernetes.io/serviceaccount";

/// What the admission plugins ServiceAccount, DefaultTolerationSeconds and Priority write into a new pod.
pub(super) fn admit(pod: &mut Value, dice: &mut Dice) {
    let mount = pod.pointer("/spec/automountServiceAccountToken") != Some(&json!(false));
    if let Some(spec) = mapping(pod, "spec") {
        let account = spec.get("serviceAccountName").cloned().unwrap_or_else(|| ACCOUNT.into());
        spec.insert("serviceAccountName".into(), account.clone());
        spec.insert("serviceAccount".into(), account);
        spec.entry("priority").or_insert_with(|| json!(0));
        spec.entry("preemptionPolicy").or_insert_with(|| json!("PreemptLowerPriority"));
        let tolerations = spec.entry("tolerations").or_insert_with(|| json!([]));
        if let Some(list) = tolerations.as_array_mut() {
            for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
                let tolerates = |it: &Value| {
                    (text(it, "/key") == key || text(it, "/key").is_empty())
                        && matches!(text(it, "/effect"), "NoExecute" | "")
                };
                if !list.iter().any(tolerates) {
                    list.push(
                        json!({"effect": "NoExecute", "key": key, "operator": "Exists", "tolerationSeconds": 300}),
                    );
                }
            }
        }
    }
    let volumes = pod.pointer("/spec/volumes").and_then(Value::as_array);
    let has_token = volumes.into_iter().flatten().any(|it| text(it, "/name").starts_with("kube-api-access-"));
    if mount && !has_token {
        mount_token(pod, &token_volume(&format!("kube-api-access-{}", dice.letters())));
    }
}

fn token_volume(name: &str) -> Value {
    json!({
        "name": name,
        "projected": {
            "defaultMode": 420,
            "sources": [
                {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
                {"configMap": {"items": [{"key": "ca.crt", "path": "ca.crt"}], "name": "kube-root-ca.crt"}},
                {"downwardAPI": {"items": [{
                    "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"},
                    "path": "namespace",
                }]}},
            ],
        },
    })
}

/// Puts the volume of the account's token into a pod and mounts it in every container.
pub(super) fn mount_token(pod: &mut Value, volume: &Value) {
    let name = text(volume, "/name").to_owned();
    let Some(spec) = mapping(pod, "spec") else { return };
    if let Some(volumes) = spec.entry("volumes").or_insert_with(|| json!([])).as_array_mut() {
        volumes.push(volume.clone());
    }
    for list in ["containers", "initContainers"] {
        for container in spec.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            let Some(container) = container.as_object_mut() else { continue };
            let Some(mounts) = container.entry("volumeMounts").or_insert_with(|| json!([])).as_array_mut() else {
                continue;
            };
            if !mounts.iter().any(|mount| text(mount, "/mountPath") == TOKEN_PATH) {
                mounts.push(json!({"mountPath": TOKEN_PATH, "name": name, "readOnly": true}));
            }
        }
    }
}

/// `status.qosClass` (`ComputePodQOS`).
pub(super) fn quality(spec: &Value) -> &'static str {
    let containers = ["containers", "initContainers"];
    let all = containers.iter().flat_map(|list| spec.get(*list).and_then(Value::as_array).into_iter().flatten());
    let (mut any, mut guaranteed) = (false, true);
    for container in all {
        let amount = |kind: &str, what: &str| container.pointer(&format!("/resources/{kind}/{what}"));
        any |= ["requests", "limits"].iter().any(|kind| amount(kind, "cpu").or(amount(kind, "memory")).is_some());
        guaranteed &= ["cpu", "memory"].iter().all(|what| {
            amount("limits", what).is_some()
                && amount("requests", what).is_none_or(|request| Some(request) == amount("limits", what))
        });
    }
    match (any, guaranteed) {
        (false, _) => "BestEffort",
        (true, true) => "Guaranteed",
        (true, false) => "Burstable",
    }
}

/// Whether something of a pod's spec was changed that may not be.
pub(super) fn spec_changed(new: &Value, old: &Value) -> bool {
    let fixed = |pod: &Value| {
        let mut spec = sorted(pod.get("spec").unwrap_or(&Value::Null));
        for list in ["containers", "initContainers"] {
            for container in spec.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
                if let Some(container) = container.as_object_mut() {
                    container.remove("image");
                }
            }
        }
        if let Some(spec) = spec.as_object_mut() {
            spec.remove("activeDeadlineSeconds");
            spec.remove("tolerations");
        }
        spec
    };
    fixed(new) != fixed(old)
}

impl Server {
    /// Writes down what became of a pod: where it is, whether it runs.
    pub(super) fn document_pod(&mut self, state: &PodState) {
        let (namespace, name) = (&*state.name.namespace, &*state.name.name);
        let known = self.get(&PODS, namespace, name).cloned();
        let mut object = match known {
            Some(known) if waited(&known) && !state.pod.spec.node_name.is_empty() => {
                // It has found a node: what was said of it while it waited is no longer so.
                let mut known = Value::clone(&known);
                if let Some(status) = mapping(&mut known, "status") {
                    status.retain(|field, _| field == "qosClass");
                }
                known
            }
            Some(known) if is_told(&known) => return,
            Some(known) => Value::clone(&known),
            None => match self.pod_of_set(state) {
                Some(made) => made,
                None => return,
            },
        };
        // What a world says of a pod stands; kubelet says the rest, whether it waits in any case.
        let mut said = json!({ "status": object.get("status") });
        if let Some(status) = mapping(&mut said, "status") {
            status.remove("phase");
        }
        self.report_pod(&mut object, state);
        complete_conditions(&mut said, &object);
        let object = crate::console::patch::json::merge(&object, &said);
        self.document(&PODS, object);
        self.tell_probes(state);
    }

    /// Events of kubelet about readinessProbes that fail (pkg/probe/http, pkg/probe/tcp: nothing listens at their port).
    fn tell_probes(&mut self, state: &PodState) {
        let (namespace, name) = (&state.name.namespace, &state.name.name);
        let (Some(address), Some(object)) = (state.address, self.get(&PODS, namespace, name).cloned()) else { return };
        if !state.is_running() || state.pod.status.ready == Some(true) {
            return;
        }
        for container in state.pod.spec.containers.iter().filter(|it| !state.passes_probe(it)) {
            let given = object.pointer("/spec/containers").and_then(Value::as_array).into_iter().flatten();
            let probe = given.filter(|it| text(it, "/name") == container.name).find_map(|it| it.get("readinessProbe"));
            let port = match container.ready_port.clone().unwrap_or_default() {
                IntOrString::Int(number) => number,
                IntOrString::String(name) => {
                    container.ports.iter().find(|it| it.name == name).map_or(0, |it| it.container_port)
                }
            };
            let refused = format!("dial tcp {address}:{port}: connect: connection refused");
            let message = match probe.and_then(|probe| probe.get("httpGet")) {
                Some(get) => {
                    let scheme = text(get, "/scheme").to_ascii_lowercase();
                    let scheme = if scheme.is_empty() { "http" } else { scheme.as_str() };
                    let path = text(get, "/path").trim_start_matches('/');
                    format!("Readiness probe failed: Get \"{scheme}://{address}:{port}/{path}\": {refused}")
                }
                None => format!("Readiness probe failed: {refused}"),
            };
            self.tell(("v1", "Pod", state.name.clone()), "Unhealthy", &message, "kubelet");
        }
    }

    /// A pod made of its ReplicaSet's template.
    fn pod_of_set(&mut self, state: &PodState) -> Option<Value> {
        let owner = state.owner.as_ref()?;
        let set = self.get(&REPLICA_SETS, &owner.deployment.namespace, &owner.replica_set)?.clone();
        let mut metadata = set.pointer("/spec/template/metadata").cloned().unwrap_or_else(|| json!({}));
        let given = metadata.as_object_mut()?;
        given.remove("creationTimestamp");
        given.insert("name".into(), (*state.name.name).into());
        given.insert("namespace".into(), (*state.name.namespace).into());
        given.insert("generateName".into(), format!("{}-", owner.replica_set).into());
        given.insert("generation".into(), json!(1));
        given.insert("ownerReferences".into(), json!([owner_reference("apps/v1", "ReplicaSet", &set)]));
        let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": set.pointer("/spec/template/spec")?});
        let mut pod = body::completed("Pod", pod);
        admit(&mut pod, &mut self.dice);
        let qos = quality(pod.get("spec").unwrap_or(&Value::Null));
        pod.as_object_mut()?.insert("status".into(), json!({"phase": "Pending", "qosClass": qos}));
        Some(pod)
    }

    /// What scheduler and kubelet write into a pod.
    #[expect(clippy::too_many_lines, reason = "one status, written field by field in the kubelet's order")]
    fn report_pod(&self, pod: &mut Value, state: &PodState) {
        let node = state.pod.spec.node_name.as_str();
        if node.is_empty() {
            let now = timestamp(self.now);
            if let Some(status) = mapping(pod, "status") {
                status.insert("phase".into(), "Pending".into());
                status.insert(
                    "conditions".into(),
                    json!([{
                        "lastProbeTime": null,
                        "lastTransitionTime": now,
                        "message": self.cluster.unschedulable(&state.pod.spec),
                        "reason": "Unschedulable",
                        "status": "False",
                        "type": "PodScheduled",
                    }]),
                );
            }
            return;
        }
        let now = timestamp(self.now);
        if let Some(spec) = mapping(pod, "spec") {
            spec.insert("nodeName".into(), node.into());
        }
        let ready = state.pod.status.ready == Some(true);
        let condition = |kind: &str, met: bool| {
            let mut condition = json!({
                "lastProbeTime": null,
                "lastTransitionTime": now,
                "status": if met { "True" } else { "False" },
                "type": kind,
            });
            if !met && let Some(map) = condition.as_object_mut() {
                let unready = state.pod.spec.containers.iter().filter(|it| !state.is_container_ready(it));
                let names: Vec<&str> = unready.map(|it| it.name.as_str()).collect();
                map.insert("message".into(), format!("containers with unready status: [{}]", names.join(" ")).into());
                map.insert("reason".into(), "ContainersNotReady".into());
            }
            condition
        };
        let conditions = json!([
            condition("PodReadyToStartContainers", true),
            condition("Initialized", true),
            condition("Ready", ready),
            condition("ContainersReady", ready),
            condition("PodScheduled", true),
        ]);
        let uid = text(pod, "/metadata/uid").to_owned();
        let has_ended = matches!(state.pod.status.phase.as_str(), "Succeeded" | "Failed");
        let pulled = state.has_images();
        let statuses: Vec<Value> = state
            .pod
            .spec
            .containers
            .iter()
            .map(|container| {
                if state.is_running() {
                    json!({
                        "containerID": format!("docker://{}", digest(&format!("{uid}/{}", container.name))),
                        "image": container.image,
                        "imageID": image_id(&container.image),
                        "lastState": {},
                        "name": container.name,
                        "ready": state.is_container_ready(container),
                        "restartCount": 0,
                        "started": true,
                        "state": {"running": {"startedAt": now}},
                    })
                } else if has_ended {
                    let (code, reason) =
                        if state.pod.status.phase == "Failed" { (1, "Error") } else { (0, "Completed") };
                    let id = format!("docker://{}", digest(&format!("{uid}/{}", container.name)));
                    json!({
                        "containerID": id,
                        "image": container.image,
                        "imageID": image_id(&container.image),
                        "lastState": {},
                        "name": container.name,
                        "ready": false,
                        "restartCount": 0,
                        "started": false,
                        "state": {"terminated": {
                            "containerID": id,
                            "exitCode": code,
                            "finishedAt": now,
                            "reason": reason,
                            "startedAt": now,
                        }},
                    })
                } else {
                    let image = &container.image;
                    let waiting = if pulled {
                        json!({"reason": "ContainerCreating"})
                    } else {
                        let message = format!("Back-off pulling image \"{image}\"");
                        json!({"message": message, "reason": "ImagePullBackOff"})
                    };
                    json!({
                        "image": image,
                        "imageID": "",
                        "lastState": {},
                        "name": container.name,
                        "ready": false,
                        "restartCount": 0,
                        "started": false,
                        "state": {"waiting": waiting},
                    })
                }
            })
            .collect();
        let node = self.get(&NODES, "", node).cloned();
        let addresses = node.as_ref().and_then(|node| node.pointer("/status/addresses")?.as_array());
        let internal = addresses.into_iter().flatten().find(|it| text(it, "/type") == "InternalIP");
        let host = internal.map(|it| text(it, "/address")).unwrap_or_default();
        let Some(status) = mapping(pod, "status") else { return };
        status.insert("phase".into(), state.pod.status.phase.as_str().into());
        status.insert("conditions".into(), conditions);
        status.insert("containerStatuses".into(), statuses.into());
        status.insert("hostIP".into(), host.into());
        status.insert("hostIPs".into(), json!([{"ip": host}]));
        if let Some(address) = state.address {
            status.insert("podIP".into(), address.to_string().into());
            status.insert("podIPs".into(), json!([{"ip": address.to_string()}]));
        }
        status.insert("startTime".into(), now.into());
    }
}

/// Whether the scheduler has said of a pod that no node takes it.
fn waited(pod: &Value) -> bool {
    let conditions = pod.pointer("/status/conditions").and_then(Value::as_array);
    let mut conditions = conditions.into_iter().flatten();
    conditions.any(|it| text(it, "/type") == "PodScheduled" && text(it, "/status") == "False")
}

/// Whether a pod's status says all that kubelet would. A pod of a world that runs may say nothing but its readiness.
fn is_told(pod: &Value) -> bool {
    let has = |field: &str| pod.pointer(field).is_some();
    let runs = text(pod, "/status/phase") == "Running";
    has("/status/phase")
        && has("/status/conditions")
        && (!runs || (has("/status/containerStatuses") && has("/status/podIP")))
}

/// Where a world gives some of a pod's conditions, kubelet's others stand beside them.
fn complete_conditions(said: &mut Value, reported: &Value) {
    let all = reported.pointer("/status/conditions").and_then(Value::as_array);
    let Some(given) = said.pointer_mut("/status/conditions").and_then(Value::as_array_mut) else { return };
    for condition in all.into_iter().flatten() {
        if given.iter().all(|it| text(it, "/type") != text(condition, "/type")) {
            given.push(condition.clone());
        }
    }
}

/// What a runtime calls an image: its repository and a digest.
fn image_id(image: &str) -> String {
    let folder = image.rfind('/').map_or(0, |at| at + 1);
    let tag = image.get(folder..).and_then(|name| name.find(':')).map_or(image.len(), |at| folder + at);
    format!("docker-pullable://{}@sha256:{}", image.get(..tag).unwrap_or(image), digest(image))
}

/// 64 hexadecimal digits that follow from a text: FNV-1a four times over, each beginning elsewhere.
pub(in crate::console) fn digest(text: &str) -> String {
    let hash = |seed: u64| {
        text.bytes()
            .fold(0xcbf2_9ce4_8422_2325 ^ seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    };
    format!("{:016x}{:016x}{:016x}{:016x}", hash(1), hash(2), hash(3), hash(4))
}
