//! The scheduler: which node takes a pod, and what it says where none does (plugins NodeUnschedulable, TaintToleration and
//! NodeAffinity of `pkg/scheduler/framework/plugins`). Nodes take turns; how full they are is not looked at.
//!
//! Must not know: Services, requests.

use crate::cluster::Cluster;
use crate::cluster::state::NodeState;
use crate::kube::model::{PodSpec, Taint, has_all};
use std::collections::BTreeMap;

impl Cluster {
    /// The node whose turn it is, among those that take the pod; empty where there is none.
    pub(super) fn schedule(&mut self, pod: &PodSpec) -> String {
        let open: Vec<&NodeState> = self.nodes.iter().filter(|node| objection(node, pod).is_none()).collect();
        let Some(node) = open.get(self.scheduled.checked_rem(open.len()).unwrap_or(0)) else { return String::new() };
        let name = node.name().to_owned();
        self.scheduled += 1;
        name
    }

    /// What the scheduler says of a pod that no node takes.
    #[must_use]
    pub fn unschedulable(&self, pod: &PodSpec) -> String {
        let all = self.nodes.len();
        if all == 0 {
            return "no nodes available to schedule pods".to_owned();
        }
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for reason in self.nodes.iter().filter_map(|node| objection(node, pod)) {
            *counts.entry(reason).or_default() += 1;
        }
        let mut reasons: Vec<String> = counts.into_iter().map(|(reason, count)| format!("{count} {reason}")).collect();
        reasons.sort();
        format!(
            "0/{all} nodes are available: {}. no new claims to deallocate, preemption: 0/{all} nodes are available: {all} Preemption is not helpful for scheduling.",
            reasons.join(", ")
        )
    }
}

/// Why a node does not take a pod.
fn objection(node: &NodeState, pod: &PodSpec) -> Option<String> {
    let tolerated = |taint: &Taint| pod.tolerations.iter().any(|it| it.tolerates(taint));
    let own = |key: &str| Taint { key: key.to_owned(), value: String::new(), effect: "NoSchedule".to_owned() };
    if node.node.unschedulable && !tolerated(&own("node.kubernetes.io/unschedulable")) {
        return Some("node(s) were unschedulable".to_owned());
    }
    // The node controller says so of a node that is not ready.
    let not_ready = (!node.is_ready()).then(|| own("node.kubernetes.io/not-ready"));
    let taints = node.node.taints.iter().chain(&not_ready);
    if let Some(taint) = taints.filter(|taint| taint.effect != "PreferNoSchedule").find(|taint| !tolerated(taint)) {
        return Some(format!("node(s) had untolerated taint {{{}: {}}}", taint.key, taint.value));
    }
    (!fits(node, pod)).then(|| "node(s) didn't match Pod's node affinity/selector".to_owned())
}

/// Whether a node has the labels asked for.
fn fits(node: &NodeState, pod: &PodSpec) -> bool {
    let labels = &node.node.metadata.labels;
    has_all(labels, &pod.node_selector)
}

/// Whether a DaemonSet puts such a pod on a node: what keeps others from it for a time it tolerates.
#[must_use]
pub fn takes_daemon(node: &NodeState, pod: &PodSpec) -> bool {
    (pod.node_name.is_empty() || pod.node_name == node.name()) && objection(node, pod).is_none()
}
