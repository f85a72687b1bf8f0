//! The deployment controller, the ReplicaSets between included: as many pods of the template as are wanted.
//!
//! A rollout is over at once, in the steps that a real one takes (`rolling.go` and `recreate.go` of
//! pkg/controller/deployment): the pods of the new template come, those of the old ones go. Where the new pods cannot
//! become ready, it stops where a real one would stop.
//!
//! Must not know: Services, requests.

use super::{Applied, Origin, difference};
use crate::cluster::state::{DeploymentState, ObjectName, Owner, PodState, ReplicaSetState, Scaling};
use crate::cluster::{Cluster, fate, kubelet};
use crate::kube::generated::letter;
use crate::kube::model::{Deployment, IntOrString, Metadata, Pod, StringMap};
use std::fmt::Write as _;
use std::sync::Arc;

/// The label by which a ReplicaSet knows its pods.
const TEMPLATE_HASH: &str = "pod-template-hash";

/// So many pods controllers fill a cluster with. A real one takes 110 on each node, and the rest waits.
const MOST_PODS: usize = 2_000;

impl Cluster {
    pub(super) fn put_deployment(&mut self, deployment: Deployment) -> Applied {
        let name = ObjectName::of(&deployment.metadata);
        let old = self.deployments.get(&name.namespace, &name.name);
        let applied = difference(old.map(|old| &old.deployment), &deployment);
        let mut state = old.cloned().unwrap_or_else(|| DeploymentState::new(deployment.clone(), name.clone()));
        state.template_hash = self.hash_of(&state, &deployment);
        state.deployment = deployment;
        self.deployments.put(state);
        self.adopt(&name);
        self.revise(&name);
        self.reconcile(&name);
        applied
    }

    /// The hash of a Deployment's template: that of a ReplicaSet it has already, the one foreseen, or its own.
    fn hash_of(&mut self, state: &DeploymentState, deployment: &Deployment) -> String {
        let of_old = |set: &&ReplicaSetState| {
            set.template == deployment.template && set.template_metadata == deployment.template_metadata
        };
        let own = if deployment.template_hash.is_empty() {
            if let Some(old) = state.replica_sets.iter().find(of_old) {
                return old.hash.clone();
            }
            template_hash(deployment)
        } else {
            deployment.template_hash.clone()
        };
        if let Some(old) = state.replica_sets.iter().find(|set| set.own_hash == own) {
            return old.hash.clone();
        }
        Arc::make_mut(&mut self.fate).take_hash(&state.name).unwrap_or(own)
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

    /// Deletes a Deployment whose pods stay, kept by nobody here.
    pub fn orphan_deployment(&mut self, namespace: &str, name: &str) {
        if self.deployments.remove(namespace, name).is_some() {
            for pod in self.pods_of(&ObjectName::new(namespace, name)) {
                self.pods.update(&pod.namespace, &pod.name, |pod| pod.owner = None);
            }
        }
    }

    /// A template that is not the newest ReplicaSet's begins a new revision; an old one's comes back as the newest.
    fn revise(&mut self, name: &ObjectName) {
        self.deployments.update(&name.namespace, &name.name, |state| {
            if state.deployment.paused && !state.replica_sets.is_empty() {
                return;
            }
            let newest = state.replica_sets.iter().map(|set| set.revision).max().unwrap_or(0);
            let hash = state.template_hash.clone();
            match state.replica_sets.iter_mut().find(|set| set.hash == hash) {
                Some(set) if set.revision == newest => {}
                Some(set) => {
                    set.past_revisions.push(set.revision);
                    set.revision = newest + 1;
                }
                None => {
                    let own_hash = match state.deployment.template_hash.as_str() {
                        "" => template_hash(&state.deployment),
                        own => own.to_owned(),
                    };
                    state.replica_sets.push(ReplicaSetState {
                        hash,
                        own_hash,
                        revision: newest + 1,
                        past_revisions: Vec::new(),
                        replicas: 0,
                        template: state.deployment.template.clone(),
                        template_metadata: state.deployment.template_metadata.clone(),
                    });
                }
            }
        });
    }

    /// Pods of a world that stand beside their Deployment are known by the label only ReplicaSets give. Their hash is
    /// the template's.
    fn adopt(&mut self, name: &ObjectName) {
        let Some(state) = self.deployments.get(&name.namespace, &name.name).cloned() else { return };
        let orphans = self
            .pods
            .in_namespace(&name.namespace)
            .filter(|pod| pod.owner.is_none() && state.deployment.selects(&pod.pod.metadata.labels));
        let mut found: Vec<(ObjectName, String)> = Vec::new();
        for pod in orphans {
            if let Some(hash) = pod.pod.metadata.labels.get(TEMPLATE_HASH) {
                found.push((pod.name.clone(), hash.clone()));
            }
        }
        let Some((_, hash)) = found.first().cloned() else { return };
        self.deployments.update(&name.namespace, &name.name, |state| state.template_hash.clone_from(&hash));
        for (pod, _) in found.iter().filter(|(_, its)| *its == hash) {
            let owner = Owner { deployment: name.clone(), replica_set: format!("{}-{hash}", name.name), nth: 0 };
            self.pods.update(&pod.namespace, &pod.name, |pod| pod.owner = Some(owner));
        }
    }

    /// Brings a Deployment's pods to the wanted number of the wanted template.
    pub(super) fn reconcile(&mut self, name: &ObjectName) {
        let Some(mut state) = self.deployments.get(&name.namespace, &name.name).cloned() else { return };
        let newest = state.replica_sets.iter().map(|set| set.revision).max().unwrap_or(0);
        for set in &mut state.replica_sets {
            // What the world says to be there counts as asked for.
            let there = self.pods_of_set(name, &set.hash).len();
            if set.replicas == 0 && set.revision == newest && there > 0 {
                set.replicas = u32::try_from(there).unwrap_or(u32::MAX);
            }
        }
        let scalings = roll(&mut state);
        state.scalings = scalings.into();
        let sets = state.replica_sets.clone();
        self.deployments.put(state);
        // New ones come before old ones go, as they do where one waits for the other.
        for set in sets.iter().rev() {
            self.fill(name, set);
        }
        for set in &sets {
            self.drain(name, set);
        }
    }

    /// Whether no controller makes another pod: what is asked for may be without bounds, memory and time are not.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.pods.len() >= MOST_PODS
    }

    fn fill(&mut self, name: &ObjectName, set: &ReplicaSetState) {
        let there = self.pods_of_set(name, &set.hash).len();
        for _ in there..usize::try_from(set.replicas).unwrap_or(0) {
            if self.is_full() {
                return;
            }
            self.make_pod(name, set);
        }
    }

    /// Deletes what is too many: those that are not ready first, then the youngest (`ActivePodsWithRanks`).
    fn drain(&mut self, name: &ObjectName, set: &ReplicaSetState) {
        let mut pods = self.pods_of_set(name, &set.hash);
        let rank = |pod: &ObjectName| {
            let pod = self.pod(pod);
            let nth = pod.and_then(|pod| pod.owner.as_ref()).map_or(0, |owner| owner.nth);
            (pod.is_some_and(PodState::is_ready), std::cmp::Reverse(nth))
        };
        pods.sort_by_key(rank);
        let surplus = pods.len().saturating_sub(usize::try_from(set.replicas).unwrap_or(0));
        for pod in pods.into_iter().take(surplus) {
            // Let go first, so that nobody replaces it.
            self.pods.update(&pod.namespace, &pod.name, |pod| pod.owner = None);
            self.delete_pod(&pod.namespace, &pod.name);
        }
    }

    /// Makes one pod of a ReplicaSet: `NAME-TEMPLATEHASH-SUFFIX`, the suffix five letters that follow from the
    /// ReplicaSet's name and the number of pods the Deployment has made before it, unless foreseen.
    fn make_pod(&mut self, name: &ObjectName, set: &ReplicaSetState) {
        let replica_set = format!("{}-{}", name.name, set.hash);
        let full = ObjectName::new(&name.namespace, &replica_set);
        let prefix = format!("{replica_set}-");
        let (pod_name, nth) = loop {
            let Some(made) = self.deployments.get(&name.namespace, &name.name).map(|state| state.made) else { return };
            self.deployments.update(&name.namespace, &name.name, |state| state.made += 1);
            let foreseen = Arc::make_mut(&mut self.fate).take_name(&name.namespace, &prefix);
            let candidate = foreseen.unwrap_or_else(|| format!("{prefix}{}", suffix(fate::hash(&full, made))));
            if self.pods.get(&name.namespace, &candidate).is_none() {
                break (candidate, made + 1);
            }
        };
        let mut metadata = Metadata {
            name: pod_name,
            generate_name: prefix,
            namespace: name.namespace.to_string(),
            ..set.template_metadata.clone()
        };
        metadata.labels.insert(TEMPLATE_HASH.into(), set.hash.clone());
        let pod = Pod { metadata, spec: set.template.clone(), ..Pod::default() };
        let owner = Owner { deployment: name.clone(), replica_set, nth };
        self.put_pod(pod, Some(owner), Origin::Manifest);
    }

    fn pods_of(&self, deployment: &ObjectName) -> Vec<ObjectName> {
        self.pods
            .in_namespace(&deployment.namespace)
            .filter(|pod| pod.owner.as_ref().is_some_and(|owner| owner.deployment == *deployment))
            .map(|pod| pod.name.clone())
            .collect()
    }

    fn pods_of_set(&self, deployment: &ObjectName, hash: &str) -> Vec<ObjectName> {
        let replica_set = format!("{}-{hash}", deployment.name);
        let is_of = |pod: &ObjectName| {
            self.pod(pod).and_then(|pod| pod.owner.as_ref()).is_some_and(|owner| owner.replica_set == replica_set)
        };
        self.pods_of(deployment).into_iter().filter(is_of).collect()
    }
}

/// Sets the size of each ReplicaSet and gives the steps. Pods get ready where their images can be had and their probes succeed: a
/// rollout waits for nothing else here.
fn roll(state: &mut DeploymentState) -> Vec<Scaling> {
    let wanted = u32::try_from(state.deployment.replicas).unwrap_or(0);
    let Some(new) = (0..state.replica_sets.len()).max_by_key(|&at| state.replica_sets.get(at).map(|set| set.revision))
    else {
        return Vec::new();
    };
    let sizes = state.replica_sets.iter().map(|set| set.replicas).collect();
    let starts =
        state.replica_sets.iter().map(|set| kubelet::gets_ready(&set.template_metadata, &set.template)).collect();
    let mut roll = Roll { sizes, starts, steps: Vec::new() };
    let old: Vec<usize> = {
        let mut old: Vec<usize> = (0..roll.sizes.len()).filter(|at| *at != new).collect();
        old.sort_by_key(|&at| state.replica_sets.get(at).map(|set| set.revision));
        old
    };
    if state.deployment.paused {
        let active: Vec<usize> = (0..roll.sizes.len()).filter(|at| roll.size(*at) > 0).collect();
        let only = if let [only] = active.as_slice() { *only } else { new };
        roll.scale(only, wanted);
    } else if state.deployment.strategy == "Recreate" {
        for &at in &old {
            roll.scale(at, 0);
        }
        roll.scale(new, wanted);
    } else {
        let (surge, unavailable) = fenceposts(&state.deployment);
        if old.iter().all(|at| roll.size(*at) == 0) {
            roll.scale(new, wanted);
        }
        roll.gradually(new, &old, wanted, surge, unavailable);
    }
    let Roll { sizes, steps, .. } = roll;
    for (set, size) in state.replica_sets.iter_mut().zip(sizes) {
        set.replicas = size;
    }
    let hash = |at: usize| state.replica_sets.get(at).map(|set| set.hash.clone()).unwrap_or_default();
    steps.into_iter().map(|(at, from, to)| Scaling { hash: hash(at), from, to }).collect()
}

/// A rollout under way, in numbers.
struct Roll {
    sizes: Vec<u32>,
    /// Whether the pods of each ReplicaSet get ready.
    starts: Vec<bool>,
    /// Which ReplicaSet was scaled from how many to how many.
    steps: Vec<(usize, u32, u32)>,
}

impl Roll {
    fn size(&self, at: usize) -> u32 {
        self.sizes.get(at).copied().unwrap_or(0)
    }

    fn available(&self, at: usize) -> u32 {
        if self.starts.get(at) == Some(&true) { self.size(at) } else { 0 }
    }

    fn scale(&mut self, at: usize, to: u32) {
        let from = self.size(at);
        if from != to {
            self.steps.push((at, from, to));
            if let Some(size) = self.sizes.get_mut(at) {
                *size = to;
            }
        }
    }

    fn total(&self) -> u32 {
        self.sizes.iter().sum()
    }

    /// `reconcileNewReplicaSet` and `reconcileOldReplicaSets` in turn until neither changes anything.
    fn gradually(&mut self, new: usize, old: &[usize], wanted: u32, surge: u32, unavailable: u32) {
        loop {
            let before = self.steps.len();
            if self.size(new) > wanted {
                self.scale(new, wanted);
            } else if self.size(new) < wanted {
                let room = (wanted + surge).saturating_sub(self.total());
                let to = self.size(new) + room.min(wanted - self.size(new));
                self.scale(new, to);
            }
            if before == self.steps.len() {
                self.shrink(new, old, wanted.saturating_sub(unavailable));
            }
            if before == self.steps.len() {
                return;
            }
        }
    }

    fn shrink(&mut self, new: usize, old: &[usize], least: u32) {
        let missing = self.size(new) - self.available(new);
        let mut most = self.total().saturating_sub(least).saturating_sub(missing);
        for &at in old {
            let unhealthy = (self.size(at) - self.available(at)).min(most);
            self.scale(at, self.size(at) - unhealthy);
            most -= unhealthy;
        }
        let available: u32 = (0..self.sizes.len()).map(|at| self.available(at)).sum();
        let mut surplus = available.saturating_sub(least);
        for &at in old {
            let less = self.size(at).min(surplus);
            self.scale(at, self.size(at) - less);
            surplus -= less;
        }
    }
}

/// `ResolveFenceposts`: how many pods more than wanted there may be, and how many fewer ready ones; not both none.
#[must_use]
pub fn fenceposts(deployment: &Deployment) -> (u32, u32) {
    let wanted = u32::try_from(deployment.replicas).unwrap_or(0);
    let share = |value: Option<&IntOrString>, up: bool| match value {
        Some(IntOrString::Int(number)) => u32::try_from(*number).unwrap_or(0),
        given => {
            let text = if let Some(IntOrString::String(text)) = given { text.as_str() } else { "25%" };
            let percent = text.strip_suffix('%').and_then(|it| it.parse::<u64>().ok()).unwrap_or(0);
            let hundredths = u64::from(wanted) * percent;
            u32::try_from(if up { hundredths.div_ceil(100) } else { hundredths / 100 }).unwrap_or(u32::MAX)
        }
    };
    let surge = share(deployment.max_surge.as_ref(), true).min(u32::MAX / 4);
    let unavailable = share(deployment.max_unavailable.as_ref(), false).min(wanted);
    if surge == 0 && unavailable == 0 { (0, 1) } else { (surge, unavailable) }
}

/// Whether a ReplicaSet of `state` may keep a pod with `labels`.
pub(super) fn keeps(state: &DeploymentState, labels: &StringMap) -> bool {
    let hash = labels.get(TEMPLATE_HASH);
    state.deployment.selects(labels) && state.replica_sets.iter().any(|set| Some(&set.hash) == hash)
}

/// `pod-template-hash`: FNV-1a over the template, written in safe letters digit by digit as a real cluster does
/// (`ComputeHash` in pkg/controller and `SafeEncodeString`). Equal templates have equal hashes; where the
/// whole template is known, [`Deployment::template_hash`] has the number of a real cluster.
fn template_hash(deployment: &Deployment) -> String {
    let mut text = String::new();
    let metadata = &deployment.template_metadata;
    // Writing to a String cannot fail.
    let _ = write!(text, "{:?}{:?}{:?}", metadata.labels, metadata.annotations, deployment.template);
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash.to_string().bytes().map(|digit| letter(digit.into())).collect()
}

/// Five letters for a generated name.
fn suffix(mut lot: u32) -> String {
    let mut text = String::with_capacity(5);
    for _ in 0..5 {
        text.push(letter(lot.into()));
        lot /= 27;
    }
    text
}
