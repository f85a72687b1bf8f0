//! Objects made from flags alone: `kubectl create deployment web --image nginx`
//! (staging/src/k8s.io/kubectl/pkg/cmd/create).
//!
//! Must not know: files' contents but those that flags name.

use super::{access, batch, create, data, ingress, policy, service};
use crate::console::kubectl::apply::save_config;
use crate::console::kubectl::change::{Change, Done, DryRun, Fail};
use crate::console::resource::Resource;
use crate::console::server::Strictness;
use serde_json::{Value, json};

/// Runs the subcommand.
pub(super) fn generate(change: &mut Change<'_, '_>) -> Done {
    let name = change.call.name();
    let words: Vec<&str> = name.split(' ').skip(1).collect();
    if let ["service" | "secret"] = words.as_slice() {
        return Err(Fail::Raw(crate::console::kubectl::group(change.call).stderr));
    }
    check_required(change, &words)?;
    let own = own_name(change)?;
    let object = match words.as_slice() {
        ["deployment"] => batch::deployment(change, &own)?,
        ["service", kind] => service::service(change, &own, kind)?,
        ["namespace"] => {
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": own}, "spec": {}, "status": {}})
        }
        ["configmap"] => data::config_map(change, &own)?,
        ["secret", kind] => data::secret(change, &own, kind)?,
        ["serviceaccount"] => json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": own}}),
        ["job"] => batch::job(change, &own)?,
        ["cronjob"] => batch::cron_job(change, &own),
        ["ingress"] => ingress::ingress(change, &own)?,
        ["quota"] => policy::quota(change, &own),
        ["role"] => access::role(change, &own, "Role")?,
        ["clusterrole"] => access::role(change, &own, "ClusterRole")?,
        ["rolebinding"] => access::binding(change, &own, "RoleBinding")?,
        ["clusterrolebinding"] => access::binding(change, &own, "ClusterRoleBinding")?,
        ["poddisruptionbudget"] => policy::disruption_budget(change, &own)?,
        ["priorityclass"] => policy::priority_class(change, &own),
        other => return Err(Fail::Client(format!("create {} is not available here", other.join(" ")))),
    };
    send(change, object, &words)
}

/// Flags that cobra wants before it looks at anything else.
fn check_required(change: &Change<'_, '_>, words: &[&str]) -> Done {
    let required: &[&str] = match words {
        ["deployment"] => &["image"],
        ["service", "externalname"] => &["external-name"],
        ["cronjob"] => &["image", "schedule"],
        ["clusterrolebinding"] => &["clusterrole"],
        ["priorityclass"] => &["value"],
        _ => &[],
    };
    let missing: Vec<String> =
        required.iter().filter(|flag| !change.given().has(flag)).map(|flag| format!("\"{flag}\"")).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Fail::Client(format!("required flag(s) {} not set", missing.join(", "))))
}

fn own_name(change: &Change<'_, '_>) -> Done<String> {
    let given = change.given();
    let before_dash = given.dash.unwrap_or(given.args.len());
    match given.args.get(..before_dash).unwrap_or(&[]) {
        [name] => Ok(name.clone()),
        names => {
            let text = format!("exactly one NAME is required, got {}", names.len());
            Err(Fail::Raw(change.call.usage_error(&text)))
        }
    }
}

/// What follows `--`.
pub(super) fn command(change: &Change<'_, '_>) -> Vec<String> {
    let given = change.given();
    given.dash.and_then(|at| given.args.get(at..)).unwrap_or(&[]).to_vec()
}

fn send(change: &mut Change<'_, '_>, mut object: Value, words: &[&str]) -> Done {
    let Some(resource) = Resource::of_kind(
        object["apiVersion"].as_str().unwrap_or_default(),
        object["kind"].as_str().unwrap_or_default(),
    ) else {
        return Ok(());
    };
    let namespace = if resource.namespaced { change.namespace() } else { String::new() };
    // A namespace is written down only where it was asked for.
    let enforced = change.given().text("namespace").is_some_and(|it| !it.is_empty());
    if resource.namespaced
        && (enforced || change.on.config.namespace() != "default")
        && let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut)
    {
        metadata.insert("namespace".into(), namespace.clone().into());
    }
    // `create service` writes it only into what is sent.
    let only_shown = change.dry_run == DryRun::Client && words.first() == Some(&"service");
    if change.given().is("save-config") && !only_shown {
        save_config(&mut object);
    }
    if change.dry_run == DryRun::Client {
        return change.done(&object, "created");
    }
    let options = change.options(Strictness::Strict)?;
    let created = create(change, resource, &namespace, &object, options).map_err(|fail| prefixed(fail, words))?;
    change.done(&created, "created")
}

/// Some subcommands put words of their own before the server's; a refusal of fields stays as it is.
fn prefixed(fail: Fail, words: &[&str]) -> Fail {
    let Fail::Server(status) = &fail else { return fail };
    let what = match words {
        ["deployment"] => "deployment",
        ["service", "clusterip"] => "ClusterIP service",
        ["service", "nodeport"] => "NodePort service",
        ["service", "loadbalancer"] => "LoadBalancer service",
        ["service", "externalname"] => "ExternalName service",
        ["configmap"] => "configmap",
        ["secret", _] => "secret",
        ["job"] => "job",
        ["cronjob"] => "cronjob",
        ["quota"] => "quota",
        ["serviceaccount"] => "serviceaccount",
        ["ingress"] => "ingress",
        ["rolebinding"] => "rolebinding",
        ["clusterrolebinding"] => "clusterrolebinding",
        ["poddisruptionbudget"] => "poddisruptionbudgets",
        ["priorityclass"] => "priorityclass",
        _ => return fail,
    };
    // Of secrets kubectl says so without a colon.
    let colon = if matches!(words, ["secret", _]) { "" } else { ":" };
    Fail::Client(format!("failed to create {what}{colon} {}", status.message))
}

/// The label that a made object and its pods bear.
pub(super) fn labels(name: &str) -> Value {
    json!({ "app": name })
}
