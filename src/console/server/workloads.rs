//! Deployments and their ReplicaSets as the API shows them, and what their controllers tell in Events.
//!
//! Must not know: Services, command lines.

use super::Server;
use super::objects::{mapping, owner_reference, set_metadata, text};
use crate::cluster::state::{DeploymentState, ObjectName, ReplicaSetState};
use crate::console::resource::{DEPLOYMENTS, EVENTS, REPLICA_SETS};
use crate::console::time::timestamp;
use serde_json::{Map, Value, json};

/// Annotations of a Deployment that its ReplicaSets do not get.
const NOT_COPIED: [&str; 6] = [
    "kubectl.kubernetes.io/last-applied-configuration",
    "deployment.kubernetes.io/revision",
    "deployment.kubernetes.io/revision-history",
    "deployment.kubernetes.io/desired-replicas",
    "deployment.kubernetes.io/max-replicas",
    "deprecated.deployment.rollback.to",
];

/// How many pods a ReplicaSet has, and how many are ready.
#[derive(Clone, Copy, Default)]
struct Count {
    all: u64,
    ready: u64,
}

impl Server {
    /// Writes down a Deployment's ReplicaSets; they come before their pods.
    pub(super) fn document_sets(&mut self, state: &DeploymentState) {
        let (namespace, name) = (&*state.name.namespace, &*state.name.name);
        let Some(deployment) = self.get(&DEPLOYMENTS, namespace, name).cloned() else { return };
        for set in &state.replica_sets {
            let set_name = format!("{name}-{}", set.hash);
            let known = self.get(&REPLICA_SETS, namespace, &set_name).cloned();
            let mut object = match known {
                Some(known) => Value::clone(&known),
                None => new_set(&deployment, &set_name, set),
            };
            if object.pointer("/metadata/ownerReferences").is_none() {
                set_metadata(&mut object, "ownerReferences", json!([reference(&deployment)]));
            }
            Self::annotate_set(&deployment, &mut object, state, set);
            let before = object.pointer("/spec/replicas").and_then(Value::as_u64);
            if before != Some(u64::from(set.replicas))
                && let Some(spec) = mapping(&mut object, "spec")
            {
                spec.insert("replicas".into(), set.replicas.into());
                let generation = object.pointer("/metadata/generation").and_then(Value::as_u64).unwrap_or(0) + 1;
                set_metadata(&mut object, "generation", generation);
            }
            let count = self.count(state, set);
            set_status(&mut object, count);
            self.document(&REPLICA_SETS, object);
        }
    }

    /// Writes down how far a Deployment has got.
    pub(super) fn document_deployment(&mut self, state: &DeploymentState) {
        let (namespace, name) = (&*state.name.namespace, &*state.name.name);
        let Some(known) = self.get(&DEPLOYMENTS, namespace, name).cloned() else { return };
        let mut object = Value::clone(&known);
        let Some(newest) = state.newest() else { return };
        if let Some(annotations) = object.get_mut("metadata").and_then(|metadata| mapping(metadata, "annotations")) {
            annotations.insert("deployment.kubernetes.io/revision".into(), newest.revision.to_string().into());
        }
        let counts: Vec<(bool, Count)> =
            state.replica_sets.iter().map(|set| (set.hash == newest.hash, self.count(state, set))).collect();
        let all: u64 = counts.iter().map(|(_, count)| count.all).sum();
        let ready: u64 = counts.iter().map(|(_, count)| count.ready).sum();
        let updated: u64 = counts.iter().filter(|(is_new, _)| *is_new).map(|(_, count)| count.all).sum();
        let wanted = u64::try_from(state.deployment.replicas).unwrap_or(0);
        let mut status = Map::new();
        let mut number = |field: &str, value: u64| {
            if value > 0 {
                status.insert(field.to_owned(), value.into());
            }
        };
        number("availableReplicas", ready);
        number("observedGeneration", object.pointer("/metadata/generation").and_then(Value::as_u64).unwrap_or(1));
        number("readyReplicas", ready);
        number("replicas", all);
        number("unavailableReplicas", all.max(wanted).saturating_sub(ready));
        number("updatedReplicas", updated);
        if let Some(collisions) = known.pointer("/status/collisionCount") {
            status.insert("collisionCount".into(), collisions.clone());
        }
        let available = ready + u64::from(most_unavailable(state)) >= wanted;
        let complete = updated == wanted && all == wanted && ready == wanted;
        let conditions = self.conditions(&known, state, available, complete);
        status.insert("conditions".into(), conditions);
        if let Some(map) = object.as_object_mut() {
            map.insert("status".into(), Value::Object(status));
        }
        self.document(&DEPLOYMENTS, object);
    }

    fn conditions(&self, known: &Value, state: &DeploymentState, available: bool, complete: bool) -> Value {
        let now = timestamp(self.now);
        let newest = state.newest().map(|set| format!("{}-{}", state.name.name, set.hash)).unwrap_or_default();
        let old = |kind: &str| {
            let conditions = known.pointer("/status/conditions").and_then(Value::as_array);
            conditions.into_iter().flatten().find(|it| text(it, "/type") == kind).cloned()
        };
        let condition = |kind: &str, met: bool, reason: &str, message: String| {
            let status = if met { "True" } else { "False" };
            let old = old(kind);
            if let Some(old) =
                old.as_ref().filter(|old| text(old, "/message") == message && text(old, "/status") == status)
            {
                return old.clone();
            }
            let since = old.filter(|old| text(old, "/status") == status);
            let since = since.map_or_else(|| now.clone(), |old| text(&old, "/lastTransitionTime").to_owned());
            json!({
                "lastTransitionTime": since,
                "lastUpdateTime": now,
                "message": message,
                "reason": reason,
                "status": status,
                "type": kind,
            })
        };
        let first = if available {
            condition("Available", true, "MinimumReplicasAvailable", "Deployment has minimum availability.".into())
        } else {
            let message = "Deployment does not have minimum availability.";
            condition("Available", false, "MinimumReplicasUnavailable", message.into())
        };
        let second = if state.deployment.paused {
            condition("Progressing", true, "DeploymentPaused", "Deployment is paused".into())
        } else if complete {
            let message = format!("ReplicaSet \"{newest}\" has successfully progressed.");
            condition("Progressing", true, "NewReplicaSetAvailable", message)
        } else {
            let message = format!("ReplicaSet \"{newest}\" is progressing.");
            condition("Progressing", true, "ReplicaSetUpdated", message)
        };
        json!([first, second])
    }

    fn annotate_set(deployment: &Value, object: &mut Value, state: &DeploymentState, set: &ReplicaSetState) {
        let own = deployment.pointer("/metadata/annotations").and_then(Value::as_object);
        let Some(annotations) = object.get_mut("metadata").and_then(|it| mapping(it, "annotations")) else { return };
        let is_newest = state.newest().is_some_and(|newest| newest.hash == set.hash);
        if is_newest {
            for (name, value) in own.into_iter().flatten().filter(|(name, _)| !NOT_COPIED.contains(&name.as_str())) {
                annotations.insert(name.clone(), value.clone());
            }
        }
        let wanted = u32::try_from(state.deployment.replicas).unwrap_or(0);
        if is_newest || set.replicas > 0 {
            annotations.insert("deployment.kubernetes.io/desired-replicas".into(), wanted.to_string().into());
            let most = wanted + most_surge(state);
            annotations.insert("deployment.kubernetes.io/max-replicas".into(), most.to_string().into());
        }
        annotations.insert("deployment.kubernetes.io/revision".into(), set.revision.to_string().into());
        if !set.past_revisions.is_empty() {
            let past: Vec<String> = set.past_revisions.iter().map(u32::to_string).collect();
            annotations.insert("deployment.kubernetes.io/revision-history".into(), past.join(",").into());
        }
    }

    fn count(&self, state: &DeploymentState, set: &ReplicaSetState) -> Count {
        let name = format!("{}-{}", state.name.name, set.hash);
        let pods = self.cluster.pods().in_namespace(&state.name.namespace);
        pods.filter(|pod| pod.owner.as_ref().is_some_and(|owner| owner.replica_set == name)).fold(
            Count::default(),
            |count, pod| Count {
                all: count.all + 1,
                ready: count.ready + u64::from(pod.pod.status.ready == Some(true)),
            },
        )
    }

    /// Events of the deployment controller: which ReplicaSet it told which number of pods.
    pub(super) fn tell_scalings(&mut self, state: &DeploymentState) {
        for scaling in state.scalings.iter() {
            let set = format!("{}-{}", state.name.name, scaling.hash);
            let way = if scaling.to > scaling.from { "up" } else { "down" };
            let message = format!("Scaled {way} replica set {set} from {} to {}", scaling.from, scaling.to);
            let about = ("apps/v1", "Deployment", state.name.clone());
            self.tell(about, "ScalingReplicaSet", &message, "deployment-controller");
        }
    }

    /// Writes an Event, or counts one that says the same.
    pub(super) fn tell(&mut self, about: (&str, &str, ObjectName), reason: &str, message: &str, by: &str) {
        let (version, kind, name) = about;
        let resource = crate::console::resource::Resource::of_kind(version, kind);
        let object = resource.and_then(|resource| self.get(resource, &name.namespace, &name.name)).cloned();
        let uid = object.as_ref().map(|it| text(it, "/metadata/uid")).unwrap_or_default().to_owned();
        let now = timestamp(self.now);
        let same = self.list(&EVENTS, Some(&name.namespace)).into_iter().find(|event| {
            text(event, "/message") == message
                && text(event, "/involvedObject/uid") == uid
                && text(event, "/reason") == reason
        });
        if let Some(event) = same {
            let mut event = Value::clone(&event);
            let count = event.get("count").and_then(Value::as_u64).unwrap_or(1) + 1;
            if let Some(map) = event.as_object_mut() {
                map.insert("count".into(), count.into());
                map.insert("lastTimestamp".into(), now.into());
            }
            self.store(&EVENTS, event);
            return;
        }
        let mut event = json!({
            "apiVersion": "v1",
            "kind": "Event",
            "metadata": {"name": format!("{}.{:x}", name.name, self.version + 0x0018_0000_0000_0000), "namespace": &*name.namespace},
            "involvedObject": {
                "apiVersion": version,
                "kind": kind,
                "name": &*name.name,
                "namespace": &*name.namespace,
                "resourceVersion": object.as_ref().map(|it| text(it, "/metadata/resourceVersion")).unwrap_or_default(),
                "uid": uid,
            },
            "count": 1,
            "eventTime": null,
            "firstTimestamp": now,
            "lastTimestamp": now,
            "message": message,
            "reason": reason,
            "reportingComponent": by,
            "reportingInstance": "",
            "source": {"component": by},
            "type": if matches!(reason, "BackoffLimitExceeded" | "Unhealthy") { "Warning" } else { "Normal" },
        });
        self.christen(&mut event);
        self.store(&EVENTS, event);
    }
}

fn most_unavailable(state: &DeploymentState) -> u32 {
    crate::cluster::fenceposts(&state.deployment).1
}

fn most_surge(state: &DeploymentState) -> u32 {
    if state.deployment.strategy == "Recreate" { 0 } else { crate::cluster::fenceposts(&state.deployment).0 }
}

/// A ReplicaSet of a Deployment's present template.
fn new_set(deployment: &Value, name: &str, set: &ReplicaSetState) -> Value {
    let hash = |labels: Option<&Value>| {
        let mut labels = labels.and_then(Value::as_object).cloned().unwrap_or_default();
        labels.insert("pod-template-hash".into(), set.hash.as_str().into());
        Value::Object(labels)
    };
    let mut template = deployment.pointer("/spec/template").cloned().unwrap_or_else(|| json!({}));
    let labels = hash(template.pointer("/metadata/labels"));
    if let Some(metadata) = mapping(&mut template, "metadata") {
        metadata.insert("labels".into(), labels.clone());
    }
    let mut selector = deployment.pointer("/spec/selector").cloned().unwrap_or_else(|| json!({}));
    let matched = hash(selector.get("matchLabels"));
    if let Some(selector) = selector.as_object_mut() {
        selector.insert("matchLabels".into(), matched);
    }
    let mut spec = json!({"replicas": set.replicas, "selector": selector, "template": template});
    if let Some(seconds) = deployment.pointer("/spec/minReadySeconds")
        && let Some(spec) = spec.as_object_mut()
    {
        spec.insert("minReadySeconds".into(), seconds.clone());
    }
    json!({
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {
            "annotations": {},
            "generation": 1,
            "labels": labels,
            "name": name,
            "namespace": text(deployment, "/metadata/namespace"),
            "ownerReferences": [reference(deployment)],
        },
        "spec": spec,
    })
}

/// How a ReplicaSet names the Deployment that controls it.
fn reference(deployment: &Value) -> Value {
    owner_reference("apps/v1", "Deployment", deployment)
}

fn set_status(object: &mut Value, count: Count) {
    let mut status = Map::new();
    if count.ready > 0 {
        status.insert("availableReplicas".into(), count.ready.into());
    }
    if count.all > 0 {
        status.insert("fullyLabeledReplicas".into(), count.all.into());
    }
    status
        .insert("observedGeneration".into(), object.pointer("/metadata/generation").cloned().unwrap_or(Value::from(1)));
    if count.ready > 0 {
        status.insert("readyReplicas".into(), count.ready.into());
    }
    status.insert("replicas".into(), count.all.into());
    if let Some(map) = object.as_object_mut() {
        map.insert("status".into(), Value::Object(status));
    }
}
