//! `kubectl rollout`, `kubectl wait` and `kubectl cordon` (staging/src/k8s.io/kubectl/pkg/cmd/{rollout,wait,drain}).
//!
//! Nothing here takes time: what has not come about when a command looks will not come about while it waits, so that waiting
//! ends with its timeout at once.
//!
//! Must not know: what becomes of objects.

use super::change::{Change, Changing, Done, DryRun, Fail, report};
use super::commands::Invocation;
use super::manifest::Item;
use super::target::Reading;
use crate::console::Output;
use crate::console::patch::{go_json, json::merge};
use crate::console::print::field::Field;
use crate::console::print::jsonpath;
use crate::console::resource::REPLICA_SETS;
use crate::console::server::{Options, PatchKind, Strictness};
use crate::console::time::timestamp;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::sync::Arc;

const REVISION: &str = "deployment.kubernetes.io/revision";

/// Runs `kubectl rollout …`.
pub(super) fn run(on: &mut Changing<'_>, call: &Invocation) -> Output {
    each(on, call, |change, item| match change.call.name().as_str() {
        "rollout status" => status(change, item),
        "rollout history" => history(change, item),
        "rollout undo" => undo(change, item),
        "rollout restart" => restart(change, item),
        "rollout pause" => pause(change, item, true),
        _ => pause(change, item, false),
    })
}

fn each(on: &mut Changing<'_>, call: &Invocation, one: impl Fn(&mut Change<'_, '_>, &Item) -> Done) -> Output {
    let mut change = match Change::begin(on, call) {
        Ok(change) => change,
        Err((said, fail)) => return Output { stderr: said + &report(&[fail]), exit: 1, ..Output::default() },
    };
    if call.given.args.is_empty() && !call.given.has("filename") {
        let text = "required resource not specified";
        return change.end(&[Fail::Client(text.to_owned())]);
    }
    let args = call.given.args.clone();
    let reading = Reading { type_is_enough: true, ..Reading::default() };
    let (items, mut fails) = match change.targets(&args, &reading) {
        Ok(found) => found,
        Err(fail) => return change.end(&[fail]),
    };
    for item in items {
        if let Err(fail) = one(&mut change, &item) {
            fails.push(fail);
        }
    }
    change.end(&fails)
}

fn not_supported(item: &Item, what: &str) -> Fail {
    let kind = match item.resource.group {
        "" => item.resource.kind.to_owned(),
        group => format!("{}.{group}", item.resource.kind),
    };
    Fail::Client(format!("no {what} has been implemented for {}", crate::kube::quote::quote(&kind)))
}

/// `DeploymentStatusViewer.Status`.
fn status(change: &mut Change<'_, '_>, item: &Item) -> Done {
    if item.resource.kind != "Deployment" {
        return Err(not_supported(item, "status viewer"));
    }
    let object = &item.object;
    let revision: i64 = object
        .at("metadata.annotations")
        .get(REVISION)
        .and_then(Value::as_str)
        .and_then(|it| it.parse().ok())
        .unwrap_or(0);
    let asked = change.given().number("revision").unwrap_or(0);
    if asked > 0 && asked != revision {
        return Err(Fail::Client(format!(
            "desired revision ({asked}) is different from the running revision ({revision})"
        )));
    }
    let number = |path: &str| object.number(path).unwrap_or(0);
    let name = &item.name;
    let wanted = object.number("spec.replicas").unwrap_or(1);
    let (updated, all, available) =
        (number("status.updatedReplicas"), number("status.replicas"), number("status.availableReplicas"));
    let waiting = if updated < wanted {
        Some(format!(
            "Waiting for deployment \"{name}\" rollout to finish: {updated} out of {wanted} new replicas have been updated..."
        ))
    } else if all > updated {
        Some(format!(
            "Waiting for deployment \"{name}\" rollout to finish: {} old replicas are pending termination...",
            all - updated
        ))
    } else if available < updated {
        Some(format!(
            "Waiting for deployment \"{name}\" rollout to finish: {available} of {updated} updated replicas are available..."
        ))
    } else {
        None
    };
    let Some(waiting) = waiting else {
        let _ = writeln!(change.out, "deployment \"{name}\" successfully rolled out");
        return Ok(());
    };
    change.out.push_str(&waiting);
    change.out.push('\n');
    if change.given().switch_or("watch", true) {
        // Without a timeout kubectl would wait until the deadline of the rollout has passed.
        let endless = change.given().text("timeout").is_none_or(|text| matches!(text, "0" | "0s" | ""));
        let text = if endless {
            format!("deployment \"{name}\" exceeded its progress deadline")
        } else {
            "timed out waiting for the condition".to_owned()
        };
        return Err(Fail::Client(text));
    }
    Ok(())
}

/// The ReplicaSets of a Deployment with their revisions, the oldest first.
fn revisions(change: &Change<'_, '_>, item: &Item) -> Vec<(i64, Arc<Value>)> {
    let uid = item.object.text("metadata.uid");
    let mut found: Vec<(i64, Arc<Value>)> = change
        .on
        .server
        .list(&REPLICA_SETS, Some(&item.namespace))
        .into_iter()
        .filter(|set| set.items("metadata.ownerReferences").iter().any(|owner| owner.text("uid") == uid))
        .filter_map(|set| Some((set.at("metadata.annotations").get(REVISION)?.as_str()?.parse().ok()?, set)))
        .collect();
    found.sort_by_key(|(revision, _)| *revision);
    found
}

fn history(change: &mut Change<'_, '_>, item: &Item) -> Done {
    if item.resource.kind != "Deployment" {
        return Err(not_supported(item, "history viewer"));
    }
    let all = revisions(change, item);
    let head = format!("{}/{} ", item.resource.qualified_singular(), item.name);
    let asked = change.given().number("revision").unwrap_or(0);
    if asked < 0 {
        return Err(Fail::Client(format!("revision must be a positive integer: {asked}")));
    }
    if asked > 0 {
        let Some((_, set)) = all.iter().find(|(revision, _)| *revision == asked) else {
            return Err(Fail::Client("unable to find the specified revision".to_owned()));
        };
        let template = set.at("spec.template").clone();
        if change.printer.is_some() {
            return change.done(set, "");
        }
        let text = super::describe::pod_template(change.on.server, &template);
        let _ =
            write!(change.out, "{}/{} with revision #{asked}\n{text}\n", item.resource.qualified_singular(), item.name);
        return Ok(());
    }
    let cause = |set: &Value| {
        let cause = set.at("metadata.annotations").get("kubernetes.io/change-cause").and_then(Value::as_str);
        cause.filter(|cause| !cause.is_empty()).unwrap_or("<none>").to_owned()
    };
    let rows: Vec<(String, String)> = all.iter().map(|(revision, set)| (revision.to_string(), cause(set))).collect();
    let width = rows.iter().map(|(revision, _)| revision.len()).chain(["REVISION".len()]).max().unwrap_or(0) + 2;
    let _ = write!(change.out, "{head}\n{:width$}CHANGE-CAUSE\n", "REVISION");
    for (revision, cause) in rows {
        let _ = writeln!(change.out, "{revision:width$}{cause}");
    }
    change.out.push('\n');
    Ok(())
}

fn options(change: &Change<'_, '_>) -> Options {
    Options { dry_run: change.dry_run == DryRun::Server, strictness: Strictness::Warn }
}

fn undo(change: &mut Change<'_, '_>, item: &Item) -> Done {
    if item.resource.kind != "Deployment" {
        return Err(not_supported(item, "rollbacker"));
    }
    let all = revisions(change, item);
    let asked = change.given().number("to-revision").unwrap_or(0);
    if asked < 0 {
        return Err(Fail::Client(format!("revision number cannot be negative: {asked}")));
    }
    if item.object.flag("spec.paused") {
        let text = format!(
            "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume deployment/{}' and try again",
            item.name
        );
        return Err(Fail::Client(text));
    }
    let set = if asked > 0 {
        let found = all.iter().find(|(revision, _)| *revision == asked).map(|(_, set)| Arc::clone(set));
        found.ok_or_else(|| Fail::Client(format!("unable to find specified revision {asked} in history")))?
    } else {
        let last_but_one = all.len().checked_sub(2).and_then(|at| all.get(at));
        let found = last_but_one.map(|(_, set)| Arc::clone(set));
        found.ok_or_else(|| {
            Fail::Client(format!("no rollout history found for deployment {}", crate::kube::quote::quote(&item.name)))
        })?
    };
    let mut template = set.at("spec.template").clone();
    if let Some(labels) = template.pointer_mut("/metadata/labels").and_then(Value::as_object_mut) {
        labels.remove("pod-template-hash");
    }
    if *item.object.at("spec.template") == template {
        let _ = writeln!(
            change.out,
            "{}/{} skipped rollback (current template already matches revision {asked})",
            item.resource.qualified_singular(),
            item.name
        );
        return Ok(());
    }
    if change.dry_run == DryRun::Client {
        return change.done(&item.object, "rolled back");
    }
    let patch = json!([{"op": "replace", "path": "/spec/template", "value": template}]);
    let options = options(change);
    let written =
        change.on.server.patch(item.resource, &item.namespace, &item.name, PatchKind::Json, &patch, options)?;
    change.done(&written.object, "rolled back")
}

fn restart(change: &mut Change<'_, '_>, item: &Item) -> Done {
    if !matches!(item.resource.kind, "Deployment" | "StatefulSet" | "DaemonSet") {
        return Err(Fail::Client(format!(
            "{} {} restarting is not supported",
            item.resource.qualified_singular(),
            crate::kube::quote::quote(&item.name)
        )));
    }
    if item.object.flag("spec.paused") {
        let text = format!(
            "{} {} can't restart paused deployment (run rollout resume first)",
            item.resource.plural,
            crate::kube::quote::quote(&item.name)
        );
        return Err(Fail::Client(text));
    }
    let now = timestamp(change.on.server.now());
    let patch =
        json!({"spec": {"template": {"metadata": {"annotations": {"kubectl.kubernetes.io/restartedAt": now}}}}});
    let options = options(change);
    let written =
        change.on.server.patch(item.resource, &item.namespace, &item.name, PatchKind::Strategic, &patch, options)?;
    if !written.changed {
        let text = "if restart has already been triggered within the past second, please wait before attempting to trigger another".to_string();
        return Err(Fail::Client(format!("failed to create patch for {}: {text}", item.name)));
    }
    change.done(&written.object, "restarted")
}

fn pause(change: &mut Change<'_, '_>, item: &Item, on: bool) -> Done {
    let name = crate::kube::quote::quote(&item.name);
    let what = item.resource.qualified();
    if item.resource.kind != "Deployment" {
        let word = if on { "pausing" } else { "resuming" };
        return Err(Fail::Client(format!("{what} {name} {word} is not supported")));
    }
    if item.object.flag("spec.paused") == on {
        let word = if on { "is already paused" } else { "is not paused" };
        return Err(Fail::Client(format!("{what} {name} {word}")));
    }
    let patch = json!({"spec": {"paused": if on { Value::Bool(true) } else { Value::Null }}});
    let options = options(change);
    let written =
        change.on.server.patch(item.resource, &item.namespace, &item.name, PatchKind::Strategic, &patch, options)?;
    change.done(&written.object, if on { "paused" } else { "resumed" })
}

/// What is waited for.
enum Awaited {
    Delete,
    Create,
    Condition(String, String),
    JsonPath(jsonpath::Template, Option<String>),
}

/// Runs `kubectl wait`.
pub(super) fn wait(on: &mut Changing<'_>, call: &Invocation) -> Output {
    let mut change = match Change::begin(on, call) {
        Ok(change) => change,
        Err((said, fail)) => return Output { stderr: said + &report(&[fail]), exit: 1, ..Output::default() },
    };
    let fails = wait_all(&mut change).unwrap_or_else(|fail| vec![fail]);
    change.end(&fails)
}

fn awaited(text: &str) -> Done<Awaited> {
    let lower = text.to_lowercase();
    if lower == "delete" {
        return Ok(Awaited::Delete);
    }
    if lower == "create" {
        return Ok(Awaited::Create);
    }
    if lower.starts_with("condition=") {
        let rest = text.get("condition=".len()..).unwrap_or("");
        let (name, value) = rest.split_once('=').unwrap_or((rest, "true"));
        return Ok(Awaited::Condition(name.to_owned(), value.to_owned()));
    }
    if lower.starts_with("jsonpath=") {
        let rest = text.get("jsonpath=".len()..).unwrap_or("");
        let (path, value) = match rest.rfind("}=") {
            Some(at) => (rest.get(..=at).unwrap_or(""), rest.get(at + 2..).map(str::to_owned)),
            None => (rest, None),
        };
        if value.as_deref() == Some("") {
            return Err(Fail::Client(
                "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3"
                    .to_owned(),
            ));
        }
        let template = jsonpath::Template::parse(path)
            .map_err(|problem| Fail::Client(format!("error parsing jsonpath {path}, {problem}")))?;
        return Ok(Awaited::JsonPath(template, value.map(|value| value.trim_matches(['\'', '"']).to_owned())));
    }
    Err(Fail::Client(format!("unrecognized condition: {}", crate::kube::quote::quote(text))))
}

fn wait_all(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let given = change.given();
    let awaited = awaited(given.text("for").unwrap_or(""))?;
    let args = given.args.clone();
    let reading = Reading { type_is_enough: false, single_type: false, all: given.is("all") };
    let (items, mut fails) = change.targets(&args, &reading)?;
    if matches!(awaited, Awaited::Delete) {
        fails.retain(
            |fail| !matches!(fail, Fail::Server(status) if status.reason == crate::console::server::Reason::NotFound),
        );
    }
    if items.is_empty() && fails.is_empty() && !matches!(awaited, Awaited::Delete) {
        return Err(Fail::Client("no matching resources found".to_owned()));
    }
    // All wait by one clock: behind the first that runs out, nobody has time left.
    let mut over = false;
    for item in items {
        let met = !over && is_met(&item, &awaited);
        if met {
            let word = if matches!(awaited, Awaited::Delete) { "deleted" } else { "condition met" };
            change.done(&item.object, word)?;
        } else {
            over = true;
            let what = format!("{}/{}", item.resource.qualified(), item.name);
            fails.push(Fail::Client(format!("timed out waiting for the condition on {what}")));
        }
    }
    Ok(fails)
}

fn is_met(item: &Item, awaited: &Awaited) -> bool {
    match awaited {
        Awaited::Delete => false,
        Awaited::Create => true,
        Awaited::Condition(name, value) => item.object.items("status.conditions").iter().any(|condition| {
            condition.text("type").eq_ignore_ascii_case(name) && condition.text("status").eq_ignore_ascii_case(value)
        }),
        Awaited::JsonPath(template, value) => {
            let found = template.print(&item.object).unwrap_or_default();
            value.as_ref().map_or(!found.is_empty(), |value| found == *value)
        }
    }
}

/// Runs `kubectl cordon`, `uncordon`, `drain` and `taint`.
pub(super) fn node(on: &mut Changing<'_>, call: &Invocation) -> Output {
    let mut change = match Change::begin(on, call) {
        Ok(change) => change,
        Err((said, fail)) => return Output { stderr: said + &report(&[fail]), exit: 1, ..Output::default() },
    };
    let fails = match call.name().as_str() {
        "cordon" => cordon(&mut change, true),
        "uncordon" => cordon(&mut change, false),
        "taint" => taint(&mut change),
        _ => drain(&mut change),
    };
    let fails = fails.unwrap_or_else(|fail| vec![fail]);
    change.end(&fails)
}

fn nodes(change: &mut Change<'_, '_>) -> Done<(Vec<Item>, Vec<Fail>)> {
    let given = change.given();
    if given.args.is_empty() && !given.has("selector") {
        let text = format!("USAGE: {} NODE [flags]", change.call.full_name());
        return Err(Fail::Raw(change.call.usage_error(&text)));
    }
    let mut args = vec!["nodes".to_owned()];
    args.extend(given.args.iter().map(|name| name.rsplit('/').next().unwrap_or(name).to_owned()));
    change.targets(&args, &Reading::default())
}

fn cordon(change: &mut Change<'_, '_>, on: bool) -> Done<Vec<Fail>> {
    let (items, mut fails) = nodes(change)?;
    for item in items {
        let word = if on { "cordoned" } else { "uncordoned" };
        if item.object.flag("spec.unschedulable") == on {
            change.done(&item.object, &format!("already {word}"))?;
            continue;
        }
        if let Err(fail) = set_unschedulable(change, &item, on) {
            fails.push(fail);
            continue;
        }
        change.done(&item.object, word)?;
    }
    Ok(fails)
}

fn set_unschedulable(change: &mut Change<'_, '_>, item: &Item, on: bool) -> Done {
    if change.dry_run == DryRun::Client {
        return Ok(());
    }
    let patch = json!({"spec": {"unschedulable": if on { Value::Bool(true) } else { Value::Null }}});
    let options = options(change);
    change.on.server.patch(item.resource, "", &item.name, PatchKind::Merge, &patch, options)?;
    // The node controller marks it, so that pods which tolerate nothing keep away.
    let key = "node.kubernetes.io/unschedulable";
    let mut taints: Vec<Value> =
        item.object.items("spec.taints").iter().filter(|taint| taint.text("key") != key).cloned().collect();
    if on {
        let now = timestamp(change.on.server.now());
        taints.push(json!({"effect": "NoSchedule", "key": key, "timeAdded": now}));
    }
    let taints = if taints.is_empty() { Value::Null } else { Value::Array(taints) };
    change.on.server.patch(
        item.resource,
        "",
        &item.name,
        PatchKind::Merge,
        &json!({"spec": {"taints": taints}}),
        options,
    )?;
    Ok(())
}

fn drain(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let (items, mut fails) = nodes(change)?;
    for item in items {
        let already = item.object.flag("spec.unschedulable");
        if !already {
            set_unschedulable(change, &item, true)?;
        }
        change.done(&item.object, if already { "already cordoned" } else { "cordoned" })?;
        let pods: Vec<Arc<Value>> = change
            .on
            .server
            .list(&crate::console::resource::PODS, None)
            .into_iter()
            .filter(|pod| pod.text("spec.nodeName") == item.name)
            .collect();
        let bare: Vec<String> = pods
            .iter()
            .filter(|pod| pod.items("metadata.ownerReferences").is_empty())
            .map(|pod| format!("{}/{}", pod.text("metadata.namespace"), pod.text("metadata.name")))
            .collect();
        if !bare.is_empty() && !change.given().is("force") {
            let why =
                format!("cannot delete Pods that declare no controller (use --force to override): {}", bare.join(", "));
            let _ = write!(
                change.err,
                "error: unable to drain node \"{0}\" due to error: {why}, continuing command...\nThere are pending nodes to be drained:\n {0}\n{why}\n",
                item.name
            );
            fails.push(Fail::Silent);
            continue;
        }
        if !bare.is_empty() {
            let _ = writeln!(change.err, "Warning: deleting Pods that declare no controller: {}", bare.join(", "));
        }
        for pod in pods {
            let (namespace, name) = (pod.text("metadata.namespace").to_owned(), pod.text("metadata.name").to_owned());
            let _ = writeln!(change.out, "evicting pod {namespace}/{name}");
            let resource = *crate::console::resource::PODS;
            change.on.server.delete(resource, &namespace, &name, change.dry_run != DryRun::None)?;
            change.done(&pod, "evicted")?;
        }
        change.done(&item.object, "drained")?;
    }
    Ok(fails)
}

/// `kubectl taint node NAME key=value:Effect key:Effect-`.
fn taint(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let given = change.given();
    let is_taint = |word: &String| word.contains(':') || word.ends_with('-') || word.contains('=');
    let at = given.args.iter().position(is_taint).unwrap_or(given.args.len());
    let (objects, changes) = (given.args.get(..at).unwrap_or(&[]).to_vec(), given.args.get(at..).unwrap_or(&[]));
    if changes.is_empty() {
        return Err(Fail::Client("at least one taint update is required".to_owned()));
    }
    let reading = Reading { type_is_enough: false, single_type: true, all: given.is("all") };
    let (items, mut fails) = change.targets(&objects, &reading)?;
    for item in items {
        let mut taints: Vec<Value> = item.object.items("spec.taints").to_vec();
        let mut problem = None;
        let mut removes_only = true;
        for word in changes {
            if let Some(gone) = word.strip_suffix('-') {
                let (key, effect) = gone.split_once(':').unwrap_or((gone, ""));
                let before = taints.len();
                taints
                    .retain(|taint| taint.text("key") != key || (!effect.is_empty() && taint.text("effect") != effect));
                if taints.len() == before {
                    problem = Some(format!("taint {} not found", crate::kube::quote::quote(gone)));
                }
                continue;
            }
            removes_only = false;
            let (pair, effect) = word.rsplit_once(':').unwrap_or((word, ""));
            if !matches!(effect, "NoSchedule" | "PreferNoSchedule" | "NoExecute") {
                problem = Some(format!("invalid taint effect: {effect}, unsupported taint effect"));
                continue;
            }
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let same = |taint: &Value| taint.text("key") == key && taint.text("effect") == effect;
            if taints.iter().any(same) && !given.is("overwrite") {
                problem = Some(format!(
                    "node {} already has {key} taint(s) with same effect(s) and --overwrite is false",
                    item.name
                ));
                continue;
            }
            taints.retain(|taint| !same(taint));
            let mut taint = json!({"effect": effect, "key": key});
            if let (false, Some(map)) = (value.is_empty(), taint.as_object_mut()) {
                map.insert("value".into(), value.into());
            }
            taints.push(taint);
        }
        if let Some(problem) = problem {
            fails.push(Fail::Client(problem));
            continue;
        }
        let taints = if taints.is_empty() { Value::Null } else { Value::Array(taints) };
        let patch = json!({"spec": {"taints": taints}});
        let object = if change.dry_run == DryRun::Client {
            merge(&item.object, &patch)
        } else {
            let options = options(change);
            let written = change.on.server.patch(item.resource, "", &item.name, PatchKind::Merge, &patch, options)?;
            Value::clone(&written.object)
        };
        change.done(&object, if removes_only { "untainted" } else { "tainted" })?;
        let _ = go_json;
    }
    Ok(fails)
}
