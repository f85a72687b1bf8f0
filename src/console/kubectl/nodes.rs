//! `kubectl cordon`, `uncordon`, `drain` and `taint` (staging/src/k8s.io/kubectl/pkg/cmd/{drain,taint}).
//!
//! Must not know: what becomes of objects.

use super::change::{Change, Changing, Done, DryRun, Fail, report};
use super::commands::Invocation;
use super::manifest::Item;
use super::pairs;
use super::target::Reading;
use crate::console::Output;
use crate::console::patch::json::merge;
use crate::console::print::field::Field;
use crate::console::server::{Options, PatchKind, Strictness};
use crate::console::time::timestamp;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::sync::Arc;

/// Runs `kubectl cordon`, `uncordon`, `drain` and `taint`.
pub(super) fn run(on: &mut Changing<'_>, call: &Invocation) -> Output {
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
        let text = format!("USAGE: {} NODE [flags]", change.call.command().name);
        return Err(Fail::Raw(change.call.usage_error(&text)));
    }
    let mut args = vec!["nodes".to_owned()];
    args.extend(given.args.iter().map(|name| name.rsplit('/').next().unwrap_or(name).to_owned()));
    change.targets(&args, &Reading::default())
}

fn cordon(change: &mut Change<'_, '_>, on: bool) -> Done<Vec<Fail>> {
    let (items, mut fails) = nodes(change)?;
    if !fails.is_empty() {
        // Nothing is done to those that are there where one is missing.
        return Ok(fails);
    }
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
            // kubectl says `cannot delete` once for the list and once for its reason.
            let why = format!(
                "cannot delete cannot delete Pods that declare no controller (use --force to override): {}",
                bare.join(", ")
            );
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
        // All are sent away at once; then one waits for each.
        for pod in &pods {
            let (namespace, name) = (pod.text("metadata.namespace"), pod.text("metadata.name"));
            let _ = writeln!(change.out, "evicting pod {namespace}/{name}");
        }
        for pod in pods {
            let (namespace, name) = (pod.text("metadata.namespace").to_owned(), pod.text("metadata.name").to_owned());
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
    let is_taint = |word: &String| word.contains(':') || pairs::is_change(word);
    let at = given.args.iter().position(is_taint).unwrap_or(given.args.len());
    let (objects, changes) = (given.args.get(..at).unwrap_or(&[]).to_vec(), given.args.get(at..).unwrap_or(&[]));
    let Some(kind) = objects.first() else {
        return Err(Fail::Client("one or more resources must be specified as <resource> <name>".to_owned()));
    };
    if changes.is_empty() {
        return Err(Fail::Client("at least one taint update is required".to_owned()));
    }
    if let Some(complaint) = changes.iter().find_map(|word| complaint(word)) {
        return Err(Fail::Raw(change.call.usage_error(&complaint)));
    }
    if super::target::resource_type(kind.split('/').next().unwrap_or(kind))?.kind != "Node" {
        return Err(Fail::Client(format!("invalid resource type {kind}, only node types are supported")));
    }
    let reading = Reading { type_is_enough: false, single_type: true, all: given.is("all") };
    let (items, mut fails) = change.targets(&objects, &reading)?;
    for item in items {
        let mut taints: Vec<Value> = item.object.items("spec.taints").to_vec();
        let mut problem = None;
        let (mut removes_only, mut modifies) = (true, false);
        for word in changes {
            if let Some(gone) = word.strip_suffix('-') {
                let (pair, effect) = gone.split_once(':').unwrap_or((gone, ""));
                let key = pair.split('=').next().unwrap_or(pair);
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
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let same = |taint: &Value| taint.text("key") == key && taint.text("effect") == effect;
            if taints.iter().any(same) && !given.is("overwrite") {
                problem = Some(format!(
                    "node {} already has {key} taint(s) with same effect(s) and --overwrite is false",
                    item.name
                ));
                continue;
            }
            modifies |= taints.iter().any(same);
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
        let done = match (removes_only, modifies) {
            (true, _) => "untainted",
            (_, true) => "modified",
            _ => "tainted",
        };
        change.done(&object, done)?;
    }
    Ok(fails)
}

fn options(change: &Change<'_, '_>) -> Options {
    Options { dry_run: change.dry_run == DryRun::Server, strictness: Strictness::Warn }
}

/// What kubectl says of a taint that it cannot read (`taint.parseTaint`).
fn complaint(word: &str) -> Option<String> {
    if word.ends_with('-') {
        return None;
    }
    let (pair, effect) = match word.split_once(':') {
        Some((pair, effect)) => (pair, Some(effect)),
        None => (word, None),
    };
    let key = if effect.is_some() { pair.split('=').next().unwrap_or(pair) } else { pair };
    if let Some(why) = crate::kube::names::qualified_name(key, crate::kube::Version::default()).into_iter().next() {
        return Some(format!("invalid taint spec: {word}, {why}"));
    }
    let effect = effect.filter(|it| !it.is_empty())?;
    let known = matches!(effect, "NoSchedule" | "PreferNoSchedule" | "NoExecute");
    (!known).then(|| format!("invalid taint effect: {effect}, unsupported taint effect"))
}
