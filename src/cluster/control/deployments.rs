//! The deployment controller, the ReplicaSets between included: as many pods of the template as are wanted.
//!
//! A rollout is over at once: the pods of an old template go, those of the new one come.
//!
//! Must not know: Services, requests.

use super::{Applied, Origin, difference};
use crate::cluster::state::{DeploymentState, ObjectName, Owner};
use crate::cluster::{Cluster, allocate};
use crate::kube::model::{Deployment, Metadata, Pod, StringMap};
use std::fmt::Write as _;

/// The label by which a ReplicaSet knows its pods.
const TEMPLATE_HASH: &str = "pod-template-hash";
/// The letters of generated names: no vowels and nothing that looks like another (apimachinery util/rand).
const LETTERS: &[u8; 27] = b"bcdfghjklmnpqrstvwxz2456789";

impl Cluster {
    pub(super) fn put_deployment(&mut self, deployment: Deployment) -> Applied {
        let name = ObjectName::of(&deployment.metadata);
        let old = self.deployments.get(&name.namespace, &name.name);
        let applied = difference(old.map(|old| &old.deployment), &deployment);
        let made = old.map_or(0, |old| old.made);
        let template_hash = template_hash(&deployment);
        self.deployments.put(DeploymentState { deployment, name: name.clone(), template_hash, made });
        self.adopt(&name);
        self.reconcile(&name);
        applied
    }

    pub(super) fn delete_deployment(&mut self, namespace: &str, name: &str) -> bool {
        if self.deployments.remove(namespace, name).is_none() {
            return false;
        }
        for pod in self.pods_of(&ObjectName::new(namespace, name)) {
            self.delete_pod(&pod.namespace, &pod.name);
        }
        true
    }

    /// Pods of a world that stand beside their Deployment are known by the label only ReplicaSets give. Their hash is
    /// the template's.
    fn adopt(&mut self, name: &ObjectName) {
        let Some(state) = self.deployments.get(&name.namespace, &name.name).cloned() else { return };
        let orphans = self
            .pods
            .in_namespace(&name.namespace)
            .filter(|pod| pod.owner.is_none() && is_selected(&state.deployment, &pod.pod.metadata.labels));
        let mut found: Vec<(ObjectName, String)> = Vec::new();
        for pod in orphans {
            if let Some(hash) = pod.pod.metadata.labels.get(TEMPLATE_HASH) {
                found.push((pod.name.clone(), hash.clone()));
            }
        }
        let Some((_, hash)) = found.first().cloned() else { return };
        self.deployments.update(&name.namespace, &name.name, |state| state.template_hash.clone_from(&hash));
        for (pod, _) in found.iter().filter(|(_, its)| *its == hash) {
            let owner = Owner { deployment: name.clone(), replica_set: format!("{}-{hash}", name.name) };
            self.pods.update(&pod.namespace, &pod.name, |pod| pod.owner = Some(owner));
        }
    }

    /// Brings a Deployment's pods to the wanted number of the wanted template.
    pub(super) fn reconcile(&mut self, name: &ObjectName) {
        let Some(state) = self.deployments.get(&name.namespace, &name.name).cloned() else { return };
        let replica_set = format!("{}-{}", name.name, state.template_hash);
        let is_current = |pod: &ObjectName, cluster: &Self| {
            cluster.pod(pod).and_then(|pod| pod.owner.as_ref()).is_some_and(|owner| owner.replica_set == replica_set)
        };
        let (mut current, outdated): (Vec<_>, Vec<_>) =
            self.pods_of(name).into_iter().partition(|pod| is_current(pod, self));
        let wanted = usize::try_from(state.deployment.replicas).unwrap_or(0);
        let surplus = current.split_off(wanted.min(current.len()));
        for pod in outdated.into_iter().chain(surplus) {
            // Let go first, so that nobody replaces it.
            self.pods.update(&pod.namespace, &pod.name, |pod| pod.owner = None);
            self.delete_pod(&pod.namespace, &pod.name);
        }
        for _ in current.len()..wanted {
            self.make_pod(&state, &replica_set);
        }
    }

    /// Makes one pod of a Deployment: `NAME-TEMPLATEHASH-SUFFIX`, the suffix five letters that follow from the
    /// ReplicaSet's name and the how-manieth pod it is.
    fn make_pod(&mut self, state: &DeploymentState, replica_set: &str) {
        let name = &state.name;
        let full = ObjectName::new(&name.namespace, replica_set);
        let pod_name = loop {
            let Some(made) = self.deployments.get(&name.namespace, &name.name).map(|state| state.made) else { return };
            self.deployments.update(&name.namespace, &name.name, |state| state.made += 1);
            let candidate = format!("{replica_set}-{}", suffix(allocate::hash(&full, made)));
            if self.pods.get(&name.namespace, &candidate).is_none() {
                break candidate;
            }
        };
        let template = &state.deployment.template_metadata;
        let mut metadata = Metadata {
            name: pod_name,
            generate_name: format!("{replica_set}-"),
            namespace: name.namespace.to_string(),
            ..template.clone()
        };
        metadata.labels.insert(TEMPLATE_HASH.into(), state.template_hash.clone());
        let pod = Pod { metadata, spec: state.deployment.template.clone(), ..Pod::default() };
        let owner = Owner { deployment: name.clone(), replica_set: replica_set.to_owned() };
        self.put_pod(pod, Some(owner), Origin::Manifest);
    }

    fn pods_of(&self, deployment: &ObjectName) -> Vec<ObjectName> {
        self.pods
            .in_namespace(&deployment.namespace)
            .filter(|pod| pod.owner.as_ref().is_some_and(|owner| owner.deployment == *deployment))
            .map(|pod| pod.name.clone())
            .collect()
    }
}

/// Whether a Deployment's selector, labels and expressions together, takes a pod with `labels`.
fn is_selected(deployment: &Deployment, labels: &StringMap) -> bool {
    let pairs = &deployment.match_labels;
    pairs.iter().all(|(key, value)| labels.get(key) == Some(value))
        && deployment.match_expressions.iter().all(|requirement| requirement.matches(labels))
}

/// Whether a ReplicaSet of `state` may keep a pod with `labels`.
pub(super) fn keeps(state: &DeploymentState, labels: &StringMap) -> bool {
    is_selected(&state.deployment, labels) && labels.get(TEMPLATE_HASH) == Some(&state.template_hash)
}

/// `pod-template-hash`: FNV-1a over the template, written in safe letters digit by digit as a real cluster does
/// (`ComputeHash` in pkg/controller and `SafeEncodeString`). Equal templates have equal hashes; the number itself is
/// not a real cluster's, which hashes Go's memory layout.
fn template_hash(deployment: &Deployment) -> String {
    let mut text = String::new();
    let metadata = &deployment.template_metadata;
    // Writing to a String cannot fail.
    let _ = write!(text, "{:?}{:?}{:?}", metadata.labels, metadata.annotations, deployment.template);
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash.to_string().bytes().map(|digit| letter(u32::from(digit))).collect()
}

/// Five letters for a generated name.
fn suffix(mut lot: u32) -> String {
    let mut text = String::with_capacity(5);
    for _ in 0..5 {
        text.push(letter(lot));
        lot /= 27;
    }
    text
}

fn letter(number: u32) -> char {
    LETTERS.get((number % 27) as usize).map_or('x', |byte| char::from(*byte))
}
