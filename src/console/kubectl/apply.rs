//! `kubectl apply`, `kubectl diff` and `kubectl replace`: what is there is brought to what files say
//! (staging/src/k8s.io/kubectl/pkg/cmd/{apply,diff,replace}).
//!
//! Here is `apply` itself; what it wrote down of itself, pruning and the other two stand beside it.
//!
//! Must not know: what becomes of objects.

mod diff;
mod prune;
mod replace;
mod saved;

pub(super) use saved::{LAST_APPLIED, last_applied, save_config};

use super::change::{Change, Changing, Done, DryRun, Fail, report};
use super::commands::Invocation;
use super::create::create;
use super::manifest::Item;
use super::record::patch_recorded;
use crate::console::Output;
use crate::console::patch::{go_json, three_way};
use crate::console::print::field::Field;
use crate::console::resource::Resource;
use crate::console::selector::Labels;
use crate::console::server::{Options, PatchKind, Reason, Strictness};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Runs `kubectl apply`, `kubectl apply view-last-applied`, `kubectl replace`, `kubectl diff`.
pub(super) fn run(on: &mut Changing<'_>, call: &Invocation) -> Output {
    let mut change = match Change::begin(on, call) {
        Ok(change) => change,
        Err((said, fail)) => return Output { stderr: said + &report(&[fail]), exit: 1, ..Output::default() },
    };
    let name = call.name();
    let fails = match name.as_str() {
        "apply" => apply(&mut change),
        "replace" => replace::replace(&mut change),
        "diff" => return diff::diff(change),
        "apply view-last-applied" => saved::view(&mut change),
        _ => saved::set(&mut change),
    };
    let fails = fails.unwrap_or_else(|fail| vec![fail]);
    change.end(&fails)
}

fn apply(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let given = change.given();
    if !given.args.is_empty() {
        return Err(Fail::Raw(change.call.usage_error(&format!("Unexpected args: [{}]", given.args.join(" ")))));
    }
    if !given.has("filename") && !given.has("kustomize") {
        return Err(Fail::Client("must specify one of -f and -k".to_owned()));
    }
    if given.is("server-side") && change.dry_run == DryRun::Client {
        return Err(Fail::Client(
            "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)".into(),
        ));
    }
    if given.is("force-conflicts") && !given.is("server-side") {
        return Err(Fail::Client("--force-conflicts only works with --server-side".to_owned()));
    }
    if given.has("filename") && given.has("kustomize") {
        return Err(Fail::Client("only one of -f or -k can be specified".to_owned()));
    }
    if given.is("prune") && given.text("selector").unwrap_or("").is_empty() && !given.is("all") {
        return Err(Fail::Client("all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector".into()));
    }
    let options = change.options(Strictness::Strict)?;
    let (mut items, mut fails) = (Vec::new(), Vec::new());
    for item in change.items()? {
        match item {
            Ok(item) => items.push(item),
            Err(fail) => fails.push(fail),
        }
    }
    let labels = Labels::parse(given.text("selector").unwrap_or("")).map_err(Fail::Client)?;
    items.retain(|item| labels.matches(&item.object));
    if items.is_empty() && fails.is_empty() {
        return Err(Fail::Client("no objects passed to apply".to_owned()));
    }
    let mut applied: Vec<(&'static Resource, String, String)> = Vec::new();
    for item in items {
        applied.push((item.resource, item.namespace.clone(), item.name.clone()));
        let one =
            if given.is("server-side") { server_side(change, &item, options) } else { one(change, &item, options) };
        if let Err(fail) = one {
            fails.push(fail);
        }
    }
    if given.is("prune") && fails.is_empty() {
        fails.extend(prune::prune(change, &applied, &labels, options));
    }
    Ok(fails)
}

/// How kubectl describes an object in errors (`resource.Info.String`).
fn info(item: &Item) -> String {
    let (group, version) = (item.resource.group, item.resource.version);
    let slash = format!("{group}/{version}");
    let place = if item.namespace.is_empty() { "\"\"".to_owned() } else { format!("\"{}\"", item.namespace) };
    format!(
        "Resource: \"{slash}, Resource={}\", GroupVersionKind: \"{slash}, Kind={}\"\nName: \"{}\", Namespace: {place}",
        item.resource.plural, item.resource.kind, item.name
    )
}

fn one(change: &mut Change<'_, '_>, item: &Item, options: Options) -> Done {
    if item.name.is_empty() {
        let prefix = item.object.text("metadata.generateName");
        if !prefix.is_empty() {
            return Err(Fail::Client(format!("from {prefix}: cannot use generate name with apply")));
        }
        let verb = format!("retrieving current configuration of:\n{}\nfrom server for:", info(item));
        let text = format!("error when {verb} \"{}\": resource name may not be empty", item.source);
        return Err(Fail::Client(text));
    }
    let mut modified = item.object.clone();
    patch_recorded(change, &mut modified);
    last_applied(&mut modified);
    change.touched(item.resource);
    let current = change.on.server.get(item.resource, &item.namespace, &item.name).cloned();
    let Some(current) = current else {
        let object = if change.dry_run == DryRun::Client {
            modified
        } else {
            create(change, item.resource, &item.namespace, &modified, options)
                .map_err(|fail| fail.during("creating", &item.source))?
        };
        return change.done(&object, "created");
    };
    if change.dry_run == DryRun::Client {
        return change.done(&modified, "configured");
    }
    let annotation = current.at("metadata.annotations").get(LAST_APPLIED).and_then(Value::as_str).map(str::to_owned);
    if annotation.is_none() {
        let object = format!("{}/{}", item.resource.plural, item.name);
        let _ = writeln!(
            change.err,
            "Warning: resource {object} is missing the {LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically."
        );
    }
    let (patch, object) = match send(change, item, &modified, &current, annotation.as_deref(), options) {
        Ok(sent) => sent,
        Err((_, Fail::Server(status)))
            if change.given().is("force") && matches!(status.reason, Reason::Invalid | Reason::Conflict) =>
        {
            change.on.server.delete(item.resource, &item.namespace, &item.name, options.dry_run)?;
            let object = create(change, item.resource, &item.namespace, &modified, options)?;
            (json!({"metadata": {}}), object)
        }
        Err((patch, fail)) => {
            let verb = format!("applying patch:\n{patch}\nto:\n{}\nfor:", info(item));
            return Err(fail.during(&verb, &item.source));
        }
    };
    if patch == json!({}) && change.printer.is_none() {
        return change.done(&object, "unchanged");
    }
    change.done(&object, "configured")
}

/// Computes the patch and sends it; an error comes with the text of the patch.
fn send(
    change: &mut Change<'_, '_>,
    item: &Item,
    modified: &Value,
    current: &Value,
    annotation: Option<&str>,
    options: Options,
) -> Result<(Value, Value), (String, Fail)> {
    let original: Value = annotation.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_else(|| json!({}));
    let has_tags = crate::kube::schema::kind(item.resource.kind).is_some()
        || matches!(item.resource.group, "" | "apps" | "batch" | "networking.k8s.io" | "discovery.k8s.io" | "policy");
    let (kind, patch) = if has_tags {
        let patch = three_way::patch(&original, modified, current, item.resource.kind).map_err(|problem| {
            let verb = format!(
                "creating patch with:\noriginal:\n{}\nmodified:\n{}\n\ncurrent:\n{}\n\nfor:",
                annotation.unwrap_or_default(),
                go_json(modified),
                go_json(current)
            );
            (String::new(), Fail::Client(format!("error when {verb} \"{}\": {problem}", item.source)))
        })?;
        (PatchKind::Strategic, patch)
    } else {
        (PatchKind::Merge, three_way::merge_patch(&original, modified, current))
    };
    if patch == json!({}) {
        return Ok((patch, current.clone()));
    }
    match change.on.server.patch(item.resource, &item.namespace, &item.name, kind, &patch, options) {
        Ok(written) => {
            change.heard(item.resource, &written);
            Ok((patch, Value::clone(&written.object)))
        }
        Err(status) => Err((go_json(&patch), Fail::from(status).during("patching", &item.source))),
    }
}

/// `--server-side`: the server merges. Here all fields have one owner, so it is the apply of what is said.
fn server_side(change: &mut Change<'_, '_>, item: &Item, options: Options) -> Done {
    change.touched(item.resource);
    let current = change.on.server.get(item.resource, &item.namespace, &item.name).cloned();
    let object = match current {
        None => create(change, item.resource, &item.namespace, &item.object, options)?,
        Some(current) => {
            let mut object = item.object.clone();
            // The server keeps kubectl's annotation in step, without the empty annotations that kubectl itself writes.
            if current.at("metadata.annotations").get(LAST_APPLIED).is_some() {
                let text = go_json(&object) + "\n";
                let annotations = object
                    .get_mut("metadata")
                    .and_then(Value::as_object_mut)
                    .map(|metadata| metadata.entry("annotations").or_insert_with(|| json!({})));
                if let Some(annotations) = annotations.and_then(Value::as_object_mut) {
                    annotations.insert(LAST_APPLIED.to_owned(), text.into());
                }
            }
            let patched = change.on.server.patch(
                item.resource,
                &item.namespace,
                &item.name,
                PatchKind::Strategic,
                &object,
                options,
            )?;
            change.heard(item.resource, &patched);
            Value::clone(&patched.object)
        }
    };
    change.done(&object, "serverside-applied")
}
