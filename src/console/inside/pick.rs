//! Which pod and which container a command means: `TYPE/NAME`, `-c`, and what kubectl takes where nothing is said
//! (kubectl's pkg/polymorphichelpers, pkg/cmd/util/podcmd).
//!
//! Must not know: what is done there.

use crate::cluster::state::{ObjectName, PodState};
use crate::console::kubectl::change::{Fail, report};
use crate::console::print::columns::selector;
use crate::console::print::field::{Field, labels};
use crate::console::resource::{PODS, Resource};
use crate::console::selector::Labels;
use crate::console::server::Status;
use crate::console::{Console, Output};
use serde_json::Value;

/// The lists of a pod's containers, in the order in which kubectl looks one up.
const LISTS: [&str; 3] = ["spec.initContainers", "spec.containers", "spec.ephemeralContainers"];
/// The annotation that says which container is meant where nothing is said.
const DEFAULT_CONTAINER: &str = "kubectl.kubernetes.io/default-container";

/// What stands between a pod that is meant and one that can be entered.
pub(super) type Refused = Output;

/// What the server has refused, as kubectl tells it.
pub(super) fn refused(status: Status) -> Refused {
    Output::fail(1, report(&[Fail::from(status)]))
}

pub(super) fn not_found(resource: &Resource, name: &str) -> Refused {
    refused(Status::not_found(resource, name))
}

/// The pods that `TYPE/NAME` or a pod's name means, sorted as kubectl prefers them: running and ready ones first. `what` is
/// what kubectl was about to do: `attach to`.
pub(super) fn pods_of(
    console: &Console,
    target: &str,
    namespace: &str,
    what: &str,
) -> Result<Vec<ObjectName>, Refused> {
    let (word, name) = target.split_once('/').unwrap_or(("pod", target));
    let Some(resource) = Resource::find(word) else {
        return Err(Output::fail(1, format!("error: the server doesn't have a resource type \"{word}\"\n")));
    };
    let Some(object) = console.server().get(resource, if resource.namespaced { namespace } else { "" }, name) else {
        return Err(not_found(resource, name));
    };
    if resource.kind == "Pod" {
        return Ok(vec![ObjectName::new(namespace, name)]);
    }
    let go_type = format!("*{}.{}", resource.version, resource.kind);
    let chosen = match resource.kind {
        "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet" | "Job" => selector(object.at("spec.selector")),
        "Service" if object.map("spec.selector").is_none_or(serde_json::Map::is_empty) => {
            let why = format!("invalid service '{name}': Service is defined without a selector");
            return Err(Output::fail(1, format!("error: cannot {what} {go_type}: {why}\n")));
        }
        // Older kinds select by labels alone, which their field holds as they are.
        "Service" | "ReplicationController" => labels(object.map("spec.selector")),
        _ => {
            let why = format!("selector for {go_type} not implemented");
            return Err(Output::fail(1, format!("error: cannot {what} {go_type}: {why}\n")));
        }
    };
    let chosen = Labels::parse(&chosen).unwrap_or_default();
    let pods = console.server().list(&PODS, Some(namespace)).into_iter().filter(|pod| chosen.matches(pod));
    let mut found: Vec<(&PodState, [String; 2])> = pods
        .filter_map(|pod| {
            let state = console.cluster().pods().get(namespace, pod.text("metadata.name"))?;
            let conditions = pod.items("status.conditions").iter();
            let mut ready = conditions.filter(|it| state.is_ready() && it.text("type") == "Ready");
            let since = ready.next().map(|it| it.text("lastTransitionTime")).unwrap_or_default();
            Some((state, [since.to_owned(), pod.text("metadata.creationTimestamp").to_owned()]))
        })
        .collect();
    // Among those the ones that have been ready, or have been there, for longest; no time said is the shortest
    // (k8s.io/kubectl/pkg/util/podutils `ByLogging`, `ActivePods` turned round).
    let times = |times: &[String; 2]| times.clone().map(|time| (time.is_empty(), time));
    found.sort_by_key(|(pod, since)| (!pod.is_running(), !pod.is_ready(), times(since)));
    if found.is_empty() {
        return Err(Output::fail(1, "error: timed out waiting for the condition\n"));
    }
    Ok(found.into_iter().map(|(pod, _)| pod.name.clone()).collect())
}

/// A pod's object.
pub(super) fn pod_object<'c>(console: &'c Console, pod: &ObjectName) -> Option<&'c Value> {
    console.server().get(&PODS, &pod.namespace, &pod.name).map(AsRef::as_ref)
}

/// The names of every container of a pod: those that prepare it, its own, those that were put into it later.
pub(super) fn all_containers(pod: &Value) -> Vec<&str> {
    LISTS.iter().flat_map(|list| pod.items(list)).map(|container| container.text("name")).collect()
}

/// Whether a pod has that container.
pub(super) fn has_container(pod: &Value, name: &str) -> bool {
    all_containers(pod).contains(&name)
}

/// The container that is taken where none is named, and what kubectl says about that (`FindOrDefaultContainerByName`).
pub(super) fn default_container(pod: &Value) -> (&str, String) {
    let annotated = pod.map("metadata.annotations").and_then(|it| it.get(DEFAULT_CONTAINER)).and_then(Value::as_str);
    if let Some(name) = annotated.filter(|name| has_container(pod, name)) {
        return (name, String::new());
    }
    let names = |list: &str, mark: &'static str| {
        let listed = pod.items(list).iter().map(move |container| format!("{}{mark}", container.text("name")));
        listed.collect::<Vec<_>>()
    };
    let first = pod.items("spec.containers").first().map_or("", |container| container.text("name"));
    let own = names("spec.containers", "");
    let listed = [own, names("spec.ephemeralContainers", " (ephem)"), names("spec.initContainers", " (init)")].concat();
    if listed.len() < 2 {
        return (first, String::new());
    }
    (first, format!("Defaulted container \"{first}\" out of: {}\n", listed.join(", ")))
}
