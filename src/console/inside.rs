//! What kubectl does inside pods, by way of the API server and a node's kubelet: `exec`, `attach`, `logs`, `port-forward`, `cp`, `debug`, and
//! `run` with a terminal.
//!
//! Must not know: how objects are printed or changed.

mod copy;
mod debug;
mod exec;
mod forward;
mod image;
mod logs;
mod run;

use super::kubectl::commands::Invocation;
use super::resource::Resource;
use super::{Console, Output};
use crate::cluster::state::{ObjectName, PodState};

pub(super) use logs::Logs;
pub(super) use run::{Started, leave, run_behind, run_in_terminal};

/// Does what `call` asks for; `None` where it is a command for the API server alone.
pub(super) fn run(
    console: &mut Console,
    call: &Invocation,
    stdin: &str,
    to_screen: bool,
    context: &str,
) -> Option<Output> {
    if call.help {
        return None;
    }
    let namespace = call.given.text("namespace").filter(|it| !it.is_empty()).unwrap_or(context).to_owned();
    Some(match call.name().as_str() {
        "exec" => exec::exec(console, call, &namespace, stdin, to_screen),
        "attach" => exec::attach(console, call, &namespace),
        "logs" => logs::logs(console, call, &namespace),
        "port-forward" => forward::forward(console, call, &namespace),
        "cp" => copy::copy(console, call, &namespace),
        "top pod" | "top node" => Output::fail(1, "error: Metrics API not available\n"),
        "debug" if !call.given.has("copy-to") => debug::debug(console, call, &namespace, stdin, to_screen),
        "proxy" | "certificate approve" | "certificate deny" | "events" => return None,
        _ => return None,
    })
}

/// What stands between a pod that is meant and one that can be entered.
type Refused = Output;

fn not_found(plural: &str, name: &str) -> Refused {
    Output::fail(1, format!("Error from server (NotFound): {plural} \"{name}\" not found\n"))
}

/// The pods that `TYPE/NAME` or a pod's name means, sorted as kubectl prefers them: running and ready ones first.
fn pods_of(console: &Console, target: &str, namespace: &str) -> Result<Vec<ObjectName>, Refused> {
    let (kind, name) = target.split_once('/').unwrap_or(("pod", target));
    let cluster = console.cluster();
    let mut found: Vec<&PodState> = match kind {
        "pod" | "pods" | "po" => match cluster.pods().get(namespace, name) {
            Some(pod) => vec![pod],
            None => return Err(not_found("pods", name)),
        },
        "deployment" | "deployments" | "deploy" | "deployment.apps" | "deployments.apps" => {
            if cluster.deployments().get(namespace, name).is_none() {
                return Err(not_found("deployments.apps", name));
            }
            let owned = |pod: &&PodState| pod.owner.as_ref().is_some_and(|owner| *owner.deployment.name == *name);
            cluster.pods().in_namespace(namespace).filter(owned).collect()
        }
        "service" | "services" | "svc" => {
            let Some(state) = cluster.services().get(namespace, name) else { return Err(not_found("services", name)) };
            let selector = &state.service.spec.selector;
            if selector.is_empty() {
                return Err(Output::fail(
                    1,
                    format!(
                        "error: cannot attach to *v1.Service: invalid service '{name}': Service is defined without a selector\n"
                    ),
                ));
            }
            let fits = |pod: &&PodState| crate::kube::model::selects(selector, &pod.pod.metadata.labels);
            cluster.pods().in_namespace(namespace).filter(fits).collect()
        }
        "replicaset" | "replicasets" | "rs" | "replicaset.apps" | "replicasets.apps" => {
            let owned = |pod: &&PodState| pod.owner.as_ref().is_some_and(|owner| owner.replica_set == *name);
            let found: Vec<&PodState> = cluster.pods().in_namespace(namespace).filter(owned).collect();
            if found.is_empty() {
                return Err(not_found("replicasets.apps", name));
            }
            found
        }
        other => return Err(without_pods(console, other, namespace, name)),
    };
    found.sort_by_key(|pod| (!pod.is_running(), !pod.is_ready()));
    if found.is_empty() {
        return Err(Output::fail(1, "error: timed out waiting for the condition\n"));
    }
    Ok(found.into_iter().map(|pod| pod.name.clone()).collect())
}

/// What kubectl says of a type that has no pods to go into.
fn without_pods(console: &Console, word: &str, namespace: &str, name: &str) -> Refused {
    let Some(resource) = Resource::find(word) else {
        return Output::fail(1, format!("error: the server doesn't have a resource type \"{word}\"\n"));
    };
    if console.server().get(resource, namespace, name).is_none() {
        return not_found(&resource.qualified(), name);
    }
    let go_type = format!("*{}.{}", resource.version, resource.kind);
    Output::fail(1, format!("error: cannot attach to {go_type}: selector for {go_type} not implemented\n"))
}

/// The container of `pod` that is meant, and what kubectl says about having chosen it.
fn container(pod: &PodState, asked: Option<&str>) -> Result<(String, String), Refused> {
    let names: Vec<&str> = pod.pod.spec.containers.iter().map(|container| container.name.as_str()).collect();
    let all = pod.pod.spec.init_containers.iter().map(|container| container.name.as_str());
    if let Some(asked) = asked.filter(|asked| !asked.is_empty()) {
        if names.contains(&asked) || all.clone().any(|name| name == asked) {
            return Ok((asked.to_owned(), String::new()));
        }
        let why = format!("container {asked} is not valid for pod {}", pod.name.name);
        return Err(Output::fail(1, format!("Error from server (BadRequest): {why}\n")));
    }
    let annotated = pod.pod.metadata.annotations.get("kubectl.kubernetes.io/default-container");
    let chosen = annotated.map_or_else(|| names.first().copied().unwrap_or(""), String::as_str).to_owned();
    if annotated.is_some() || names.len() + pod.pod.spec.init_containers.len() < 2 {
        return Ok((chosen, String::new()));
    }
    let init = all.map(|name| format!("{name} (init)"));
    let listed: Vec<String> = names.iter().map(|name| (*name).to_owned()).chain(init).collect();
    Ok((chosen.clone(), format!("Defaulted container \"{chosen}\" out of: {}\n", listed.join(", "))))
}
