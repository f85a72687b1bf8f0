//! `kubectl apply --prune` (pkg/cmd/apply/prune.go).
//!
//! Must not know: how anything is applied.

use super::LAST_APPLIED;
use crate::console::kubectl::change::{Change, DryRun, Fail, LOG};
use crate::console::print::field::Field;
use crate::console::resource::Resource;
use crate::console::selector::Labels;
use crate::console::server::Options;
use std::fmt::Write as _;

/// The kinds that `--prune` looks through where `--prune-allowlist` names none, in its order (prune.go).
const PRUNED: [&str; 15] = [
    "ConfigMap",
    "Endpoints",
    "Namespace",
    "PersistentVolumeClaim",
    "PersistentVolume",
    "Pod",
    "ReplicationController",
    "Secret",
    "Service",
    "Job",
    "CronJob",
    "Ingress",
    "DaemonSet",
    "Deployment",
    "StatefulSet",
];

/// `--prune`: what was applied once, is chosen by the selector and stands in no file any more, goes. It looks in the namespaces
/// that the files are about.
pub(super) fn prune(
    change: &mut Change<'_, '_>,
    applied: &[(&'static Resource, String, String)],
    labels: &Labels,
    options: Options,
) -> Vec<Fail> {
    let mut namespaces: Vec<&str> =
        applied.iter().map(|(_, namespace, _)| namespace.as_str()).filter(|it| !it.is_empty()).collect();
    namespaces.sort_unstable();
    namespaces.dedup();
    let allowed: Vec<String> = change
        .given()
        .list("prune-allowlist")
        .iter()
        .filter_map(|entry| entry.rsplit('/').next().map(str::to_owned))
        .collect();
    let kinds: Vec<&str> =
        if allowed.is_empty() { PRUNED.to_vec() } else { allowed.iter().map(String::as_str).collect() };
    let resources: Vec<&'static Resource> = kinds.iter().filter_map(|kind| Resource::find(kind)).collect();
    let (inside, whole): (Vec<&'static Resource>, Vec<_>) = resources.into_iter().partition(|it| it.namespaced);
    let places = namespaces
        .iter()
        .flat_map(|namespace| inside.iter().map(move |resource| (*resource, Some(*namespace))))
        .chain(whole.into_iter().map(|resource| (resource, None)));
    let mut fails = Vec::new();
    if allowed.is_empty() {
        let _ = writeln!(
            change.err,
            "{LOG} prune.go:71] Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag."
        );
    }
    for (resource, namespace) in places {
        change.touched(resource);
        for object in change.on.server.list(resource, namespace) {
            let (own, name) = (object.text("metadata.namespace"), object.text("metadata.name"));
            let kept = applied.iter().any(|(kind, place, known)| *kind == resource && place == own && known == name);
            let was_applied = object.at("metadata.annotations").get(LAST_APPLIED).is_some();
            if kept || !was_applied || !labels.matches(&object) {
                continue;
            }
            if change.dry_run != DryRun::Client
                && let Err(status) = change.on.server.delete(resource, own, name, options.dry_run)
            {
                fails.push(Fail::from(status));
                continue;
            }
            if let Err(fail) = change.done(&object, "pruned") {
                fails.push(fail);
            }
        }
    }
    fails
}
