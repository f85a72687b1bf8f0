//! The controllers of ReplicaSets that stand alone, ReplicationControllers, StatefulSets and DaemonSets: as many pods of the
//! template as are asked for, under the names and labels that each gives.
//!
//! Deployments are the Cluster's; what these four do comes down to pods, which they make and delete as any client would
//! (`pkg/controller/{replicaset,statefulset,daemon}`).
//!
//! Must not know: Services, command lines.

mod jobs;
mod revisions;

use super::admission::TEMPLATE_GENERATION;
use super::objects::{mapping, owner_reference, set_metadata, text, unset_metadata};
use super::{Options, Server};
use crate::cluster::state::{ObjectName, PodState};
use crate::cluster::takes_daemon;
use crate::console::print::field::Field;
use crate::console::resource::{DAEMON_SETS, PODS, REPLICA_SETS, REPLICATION_CONTROLLERS, Resource, STATEFUL_SETS};
use crate::kube::model::{Object, Requirement, StringMap, takes};
use crate::kube::{body, schema};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The label that says of which version of its template a pod is.
const REVISION: &str = "controller-revision-hash";
/// What DaemonSets put up with on a node (`AddOrUpdateDaemonPodTolerations`).
const DAEMONS_TOLERATE: [(&str, &str); 6] = [
    ("node.kubernetes.io/not-ready", "NoExecute"),
    ("node.kubernetes.io/unreachable", "NoExecute"),
    ("node.kubernetes.io/disk-pressure", "NoSchedule"),
    ("node.kubernetes.io/memory-pressure", "NoSchedule"),
    ("node.kubernetes.io/pid-pressure", "NoSchedule"),
    ("node.kubernetes.io/unschedulable", "NoSchedule"),
];

/// A workload and the pods it has.
struct Workload {
    resource: &'static Resource,
    object: Arc<Value>,
    labels: StringMap,
    expressions: Vec<Requirement>,
}

impl Server {
    /// Brings the pods of each such workload to what it asks for.
    pub(super) fn keep_workloads(&mut self) {
        for workload in self.workloads() {
            self.adopt_and_release(&workload);
            if matches!(workload.resource.kind, "StatefulSet" | "DaemonSet") {
                self.keep_revisions(&workload);
            }
            match workload.resource.kind {
                "StatefulSet" => self.keep_stateful_set(&workload),
                "DaemonSet" => self.keep_daemon_set(&workload),
                _ => self.keep_replicas(&workload),
            }
        }
        self.keep_jobs();
    }

    /// Writes down how far each has got.
    pub(super) fn document_workloads(&mut self) {
        for workload in self.workloads() {
            let pods = self.pods_of(&workload);
            let status = match workload.resource.kind {
                "StatefulSet" => stateful_set_status(&workload, &pods),
                "DaemonSet" => self.daemon_set_status(&workload, &pods),
                _ => replicas_status(&workload, &pods),
            };
            let mut object = Value::clone(&workload.object);
            if let Some(map) = object.as_object_mut() {
                map.insert("status".into(), status);
            }
            self.document(workload.resource, object);
        }
        self.document_jobs();
    }

    fn workloads(&self) -> Vec<Workload> {
        let kinds: [&'static Resource; 4] = [*REPLICA_SETS, *REPLICATION_CONTROLLERS, *STATEFUL_SETS, *DAEMON_SETS];
        let all =
            kinds.into_iter().flat_map(|resource| self.list(resource, None).into_iter().map(move |it| (resource, it)));
        // A ReplicaSet of a Deployment is the Deployment's.
        all.filter(|(_, object)| object.controller().is_none())
            .map(|(resource, object)| Workload::new(resource, object))
            .collect()
    }

    /// The pods a workload controls, by name.
    fn pods_of(&self, workload: &Workload) -> Vec<PodState> {
        let namespace = workload.namespace();
        let pods = self.list(&PODS, Some(namespace)).into_iter();
        let own = pods.filter(|pod| workload.controls(pod));
        own.filter_map(|pod| self.cluster.pods().get(namespace, text(&pod, "/metadata/name")).cloned()).collect()
    }

    /// Pods that nobody controls and the selector takes become its own; those whose labels no longer fit are let go
    /// (`PodControllerRefManager`).
    fn adopt_and_release(&mut self, workload: &Workload) {
        for pod in self.list(&PODS, Some(workload.namespace())) {
            let name = text(&pod, "/metadata/name");
            let Some(state) = self.cluster.pods().get(workload.namespace(), name) else { continue };
            let fits = workload.selects(&state.pod.metadata.labels) && workload.may_name(name);
            let (is_own, is_free) = (workload.controls(&pod), pod.controller().is_none() && state.owner.is_none());
            let mut pod = Value::clone(&pod);
            if fits && is_free {
                set_metadata(&mut pod, "ownerReferences", json!([workload.reference()]));
            } else if is_own && !fits {
                unset_metadata(&mut pod, "ownerReferences");
            } else {
                continue;
            }
            self.store(&PODS, pod);
        }
    }

    /// As many pods as `spec.replicas` says; what is too many goes, pods that are not ready first.
    fn keep_replicas(&mut self, workload: &Workload) {
        let mut there = self.pods_of(workload);
        let wanted = workload.replicas();
        for _ in there.len()..wanted {
            let pod = workload.pod(None);
            if !self.make_pod(workload, &pod, |pod| format!("Created pod: {pod}")) {
                return;
            }
        }
        there.sort_by_key(PodState::is_ready);
        for pod in there.iter().take(there.len().saturating_sub(wanted)) {
            self.delete_pod(&pod.name);
        }
    }

    /// Pods `NAME-0`, `NAME-1` …, each made once the one before it is ready unless they may come in parallel.
    fn keep_stateful_set(&mut self, workload: &Workload) {
        let revision = workload.revision();
        let in_turn = text(&workload.object, "/spec/podManagementPolicy") != "Parallel";
        let replaces = text(&workload.object, "/spec/updateStrategy/type") != "OnDelete";
        let partition = workload.number("/spec/updateStrategy/rollingUpdate/partition").unwrap_or(0);
        let first = workload.number("/spec/ordinals/start").unwrap_or(0);
        let last = first + workload.replicas();
        for pod in self.pods_of(workload) {
            let ordinal = workload.ordinal(&pod.name.name);
            if ordinal.is_none_or(|ordinal| ordinal < first || ordinal >= last) {
                self.delete_pod(&pod.name);
            }
        }
        for ordinal in first..last {
            let name = ObjectName::new(workload.namespace(), &format!("{}-{ordinal}", workload.name()));
            let there = self.cluster.pods().get(&name.namespace, &name.name);
            if replaces && ordinal >= partition && there.is_some_and(|pod| is_outdated(pod, &revision)) {
                self.delete_pod(&name);
            }
            if self.cluster.pods().get(&name.namespace, &name.name).is_none() {
                let pod = workload.stateful_pod(&name.name, ordinal, &revision);
                let set = workload.name().to_owned();
                if !self.make_pod(workload, &pod, |pod| format!("create Pod {pod} in StatefulSet {set} successful")) {
                    return;
                }
            }
            let ready = self.cluster.pods().get(&name.namespace, &name.name).is_some_and(PodState::is_ready);
            if in_turn && !ready {
                return;
            }
        }
    }

    /// One pod on every node that takes it.
    fn keep_daemon_set(&mut self, workload: &Workload) {
        let revision = workload.revision();
        let replaces = text(&workload.object, "/spec/updateStrategy/type") != "OnDelete";
        let nodes = self.nodes_for(workload);
        let mut kept: Vec<String> = Vec::new();
        for pod in self.pods_of(workload) {
            let node = pod.pod.spec.node_name.clone();
            if !nodes.contains(&node) || kept.contains(&node) || (replaces && is_outdated(&pod, &revision)) {
                self.delete_pod(&pod.name);
            } else {
                kept.push(node);
            }
        }
        for node in nodes.iter().filter(|node| !kept.contains(node)) {
            let pod = workload.daemon_pod(node, &revision);
            if !self.make_pod(workload, &pod, |pod| format!("Created pod: {pod}")) {
                return;
            }
        }
    }

    /// The nodes that take the workload's pods.
    fn nodes_for(&self, workload: &Workload) -> Vec<String> {
        let pod = workload.daemon_pod("", "");
        let Some(Object::Pod(pod)) =
            schema::kind("Pod").and_then(|kind| body::read(kind, &pod).ok()).map(|read| read.object)
        else {
            return Vec::new();
        };
        let nodes = self.cluster.nodes().iter().filter(|node| takes_daemon(node, &pod.spec));
        nodes.map(|node| node.name().to_owned()).collect()
    }

    /// Makes a pod and tells of it; false where the server refuses it, or there are more than enough.
    fn make_pod(&mut self, workload: &Workload, pod: &Value, message: impl FnOnce(&str) -> String) -> bool {
        if self.cluster.is_full() {
            return false;
        }
        let Ok((name, _)) = self.create_unsettled(&PODS, workload.namespace(), pod, Options::default()) else {
            return false;
        };
        let by = match workload.resource.kind {
            "StatefulSet" => "statefulset-controller",
            "DaemonSet" => "daemonset-controller",
            "ReplicationController" => "replication-controller",
            "Job" => "job-controller",
            _ => "replicaset-controller",
        };
        let about = ObjectName::new(workload.namespace(), workload.name());
        let version = workload.resource.api_version();
        self.tell((&version, workload.resource.kind, about), "SuccessfulCreate", &message(&name), by);
        true
    }

    fn delete_pod(&mut self, name: &ObjectName) {
        // It is there: it was listed.
        let _ = self.cluster.delete("Pod", &name.namespace, &name.name);
        self.forget(&PODS, &name.namespace, &name.name);
    }

    fn daemon_set_status(&self, workload: &Workload, pods: &[PodState]) -> Value {
        let revision = workload.revision();
        let updated = pods.iter().filter(|pod| !is_outdated(pod, &revision)).count();
        let wanted = self.nodes_for(workload).len();
        let ready = ready(pods);
        let mut status = workload.status(&[
            ("numberAvailable", ready),
            ("numberUnavailable", wanted.saturating_sub(ready)),
            ("updatedNumberScheduled", updated),
        ]);
        status.extend([
            ("currentNumberScheduled".to_owned(), json!(pods.len())),
            ("desiredNumberScheduled".to_owned(), json!(wanted)),
            ("numberMisscheduled".to_owned(), json!(0)),
            ("numberReady".to_owned(), json!(ready)),
        ]);
        Value::Object(status)
    }
}

fn stateful_set_status(workload: &Workload, pods: &[PodState]) -> Value {
    let revision = workload.revision();
    let updated = pods.iter().filter(|pod| !is_outdated(pod, &revision)).count();
    // What was rolled out last is current until all pods are of the newer version.
    let before = text(&workload.object, "/status/currentRevision");
    let current = if updated == pods.len() || before.is_empty() { revision.as_str() } else { before };
    let at_current = if current == revision { updated } else { pods.len() - updated };
    let ready = ready(pods);
    let mut status = workload.status(&[
        ("availableReplicas", ready),
        ("readyReplicas", ready),
        ("currentReplicas", at_current),
        ("updatedReplicas", updated),
    ]);
    status.extend([
        ("collisionCount".to_owned(), json!(0)),
        ("currentRevision".to_owned(), json!(current)),
        ("replicas".to_owned(), json!(pods.len())),
        ("updateRevision".to_owned(), json!(revision)),
    ]);
    Value::Object(status)
}

fn replicas_status(workload: &Workload, pods: &[PodState]) -> Value {
    let ready = ready(pods);
    let mut status = workload.status(&[
        ("availableReplicas", ready),
        ("readyReplicas", ready),
        ("fullyLabeledReplicas", pods.len()),
    ]);
    status.insert("replicas".into(), json!(pods.len()));
    Value::Object(status)
}

/// How many pods are ready.
fn ready(pods: &[PodState]) -> usize {
    pods.iter().filter(|pod| pod.is_ready()).count()
}

impl Workload {
    fn new(resource: &'static Resource, object: Arc<Value>) -> Self {
        // A ReplicationController's selector is of labels alone.
        let plain = resource.kind == "ReplicationController";
        let labels = object.pointer(if plain { "/spec/selector" } else { "/spec/selector/matchLabels" });
        let pairs = labels.and_then(Value::as_object).into_iter().flatten();
        let labels = pairs.map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned())).collect();
        let expressions = object.pointer("/spec/selector/matchExpressions").and_then(Value::as_array);
        let expressions = expressions.into_iter().flatten().map(|it| {
            let values = it.get("values").and_then(Value::as_array).into_iter().flatten();
            Requirement {
                key: text(it, "/key").to_owned(),
                operator: text(it, "/operator").to_owned(),
                values: values.filter_map(Value::as_str).map(str::to_owned).collect(),
            }
        });
        let expressions = expressions.collect();
        Self { resource, object, labels, expressions }
    }

    fn namespace(&self) -> &str {
        text(&self.object, "/metadata/namespace")
    }

    fn name(&self) -> &str {
        text(&self.object, "/metadata/name")
    }

    fn number(&self, pointer: &str) -> Option<usize> {
        self.object.pointer(pointer).and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok())
    }

    fn replicas(&self) -> usize {
        self.number("/spec/replicas").unwrap_or(1)
    }

    /// Whether the selector takes a pod with `labels`; an empty one takes none here, as validation refuses it.
    fn selects(&self, labels: &StringMap) -> bool {
        (!self.labels.is_empty() || !self.expressions.is_empty()) && takes(&self.labels, &self.expressions, labels)
    }

    /// What every status says: the generation that was seen, and these counts, left out where they are none.
    fn status(&self, counts: &[(&str, usize)]) -> Map<String, Value> {
        let mut status = Map::new();
        for (field, count) in counts.iter().filter(|(_, count)| *count > 0) {
            status.insert((*field).to_owned(), json!(count));
        }
        let generation = self.object.pointer("/metadata/generation").cloned().unwrap_or_else(|| json!(1));
        status.insert("observedGeneration".into(), generation);
        status
    }

    /// The number at the end of a StatefulSet's pod.
    fn ordinal(&self, pod: &str) -> Option<usize> {
        pod.strip_prefix(self.name())?.strip_prefix('-')?.parse().ok()
    }

    /// Whether a pod of that name can be its: a StatefulSet's are numbered.
    fn may_name(&self, pod: &str) -> bool {
        self.resource.kind != "StatefulSet" || self.ordinal(pod).is_some()
    }

    fn reference(&self) -> Value {
        owner_reference(&self.resource.api_version(), self.resource.kind, &self.object)
    }

    /// Whether an object is controlled by it.
    fn controls(&self, object: &Value) -> bool {
        object.controller().is_some_and(|owner| owner.text("uid") == text(&self.object, "/metadata/uid"))
    }

    /// Which version of its template the pods are of: for a StatefulSet the name of its ControllerRevision.
    fn revision(&self) -> String {
        let hash = body::template_hash(self.object.pointer("/spec/template").unwrap_or(&Value::Null));
        if self.resource.kind == "StatefulSet" { format!("{}-{hash}", self.name()) } else { hash }
    }

    /// The name of the ControllerRevision that keeps the present template.
    fn revision_name(&self) -> String {
        let revision = self.revision();
        if self.resource.kind == "StatefulSet" { revision } else { format!("{}-{revision}", self.name()) }
    }

    /// A pod of the template.
    fn pod(&self, name: Option<&str>) -> Value {
        let template = self.object.pointer("/spec/template");
        let part =
            |field: &str| template.and_then(|template| template.get(field)).cloned().unwrap_or_else(|| json!({}));
        let mut pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": part("metadata"), "spec": part("spec")});
        if let Some(metadata) = mapping(&mut pod, "metadata") {
            metadata.remove("creationTimestamp");
            metadata.insert("generateName".into(), format!("{}-", self.name()).into());
            metadata.insert("ownerReferences".into(), json!([self.reference()]));
            if let Some(name) = name {
                metadata.insert("name".into(), name.into());
            }
        }
        pod
    }

    fn label(pod: &mut Value, labels: &[(&str, &str)]) {
        let held = mapping(pod, "metadata")
            .and_then(|metadata| metadata.entry("labels").or_insert_with(|| json!({})).as_object_mut());
        if let Some(held) = held {
            held.extend(labels.iter().map(|(key, value)| ((*key).to_owned(), json!(value))));
        }
    }

    /// A pod of a StatefulSet, which knows itself by its name below the governing Service's, and keeps its claims.
    fn stateful_pod(&self, name: &str, ordinal: usize, revision: &str) -> Value {
        let mut pod = self.pod(Some(name));
        Self::label(
            &mut pod,
            &[
                ("apps.kubernetes.io/pod-index", &ordinal.to_string()),
                (REVISION, revision),
                ("statefulset.kubernetes.io/pod-name", name),
            ],
        );
        let claims = self.object.pointer("/spec/volumeClaimTemplates").and_then(Value::as_array);
        let volumes = claims.into_iter().flatten().map(|claim| {
            let claim = text(claim, "/metadata/name");
            json!({"name": claim, "persistentVolumeClaim": {"claimName": format!("{claim}-{name}")}})
        });
        if let Some(spec) = mapping(&mut pod, "spec") {
            spec.insert("hostname".into(), name.into());
            let service = text(&self.object, "/spec/serviceName");
            if !service.is_empty() {
                spec.insert("subdomain".into(), service.into());
            }
            if let Some(list) = spec.entry("volumes").or_insert_with(|| json!([])).as_array_mut() {
                list.extend(volumes);
            }
        }
        pod
    }

    /// A pod of a DaemonSet, bound to `node`.
    fn daemon_pod(&self, node: &str, revision: &str) -> Value {
        let mut pod = self.pod(None);
        let generation = text(&self.object, &format!("/metadata/annotations/{TEMPLATE_GENERATION}"));
        Self::label(&mut pod, &[(REVISION, revision), ("pod-template-generation", generation)]);
        if let Some(spec) = mapping(&mut pod, "spec") {
            let tolerations = spec.entry("tolerations").or_insert_with(|| json!([]));
            if let Some(list) = tolerations.as_array_mut() {
                let usual = DAEMONS_TOLERATE.iter();
                list.extend(usual.map(|(key, effect)| json!({"effect": effect, "key": key, "operator": "Exists"})));
            }
            if !node.is_empty() {
                let terms = json!([{"matchFields": [{"key": "metadata.name", "operator": "In", "values": [node]}]}]);
                spec.insert(
                    "affinity".into(),
                    json!({"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}}),
                );
                spec.insert("nodeName".into(), node.into());
            }
        }
        pod
    }
}

/// Whether a pod is of another version of the template. One that was adopted does not say.
fn is_outdated(pod: &PodState, revision: &str) -> bool {
    pod.pod.metadata.labels.get(REVISION).is_some_and(|its| its != revision)
}

#[cfg(test)]
mod tests;
