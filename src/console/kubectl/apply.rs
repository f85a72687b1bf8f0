//! `kubectl apply`, `kubectl diff` and `kubectl replace`: what is there is brought to what files say
//! (staging/src/k8s.io/kubectl/pkg/cmd/{apply,diff,replace}).
//!
//! Must not know: what becomes of objects.

use super::change::{Change, Changing, Done, DryRun, Fail, LOG, report};
use super::commands::Invocation;
use super::create::create;
use super::manifest::Item;
use super::record::patch_recorded;
use crate::console::Output;
use crate::console::patch::typed::typed_json;
use crate::console::patch::{go_json, three_way};
use crate::console::print::field::Field;
use crate::console::print::yaml;
use crate::console::resource::Resource;
use crate::console::selector::Labels;
use crate::console::server::{Options, PatchKind, Reason, Strictness};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Where kubectl keeps what was applied last.
pub(super) const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Runs `kubectl apply`, `kubectl apply view-last-applied`, `kubectl replace`, `kubectl diff`.
pub(super) fn run(on: &mut Changing<'_>, call: &Invocation) -> Output {
    let mut change = match Change::begin(on, call) {
        Ok(change) => change,
        Err((said, fail)) => return Output { stderr: said + &report(&[fail]), exit: 1, ..Output::default() },
    };
    let name = call.name();
    let fails = match name.as_str() {
        "apply" => apply(&mut change),
        "replace" => replace(&mut change),
        "diff" => return diff(change),
        "apply view-last-applied" => view(&mut change),
        _ => set_last_applied(&mut change),
    };
    let fails = fails.unwrap_or_else(|fail| vec![fail]);
    change.end(&fails)
}

/// The object as it is applied: with an annotation that holds it, itself without.
pub(super) fn last_applied(object: &mut Value) {
    let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) else { return };
    let annotations = metadata.entry("annotations").or_insert_with(|| json!({}));
    if let Some(annotations) = annotations.as_object_mut() {
        annotations.remove(LAST_APPLIED);
    }
    let text = go_json(object) + "\n";
    if let Some(annotations) = object.pointer_mut("/metadata/annotations").and_then(Value::as_object_mut) {
        annotations.insert(LAST_APPLIED.to_owned(), text.into());
    }
    *object = crate::kube::body::sorted(object);
}

/// The annotation on an object that kubectl made itself and holds as a Go struct (`util.CreateOrUpdateAnnotation`).
pub(super) fn save_config(object: &mut Value) {
    let text = typed_json(object) + "\n";
    let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) else { return };
    let annotations = metadata.entry("annotations").or_insert_with(|| json!({}));
    if let Some(annotations) = annotations.as_object_mut() {
        annotations.insert(LAST_APPLIED.to_owned(), text.into());
    }
    *object = crate::kube::body::sorted(object);
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
        fails.extend(prune(change, &applied, &labels, options));
    }
    Ok(fails)
}

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
fn prune(
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

/// `apply view-last-applied`.
fn view(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let args = change.given().args.clone();
    let (items, fails) =
        change.targets(&args, &super::target::Reading { type_is_enough: false, ..Default::default() })?;
    let as_json = change.given().text("output") == Some("json");
    for item in items {
        let annotation =
            item.object.at("metadata.annotations").get(LAST_APPLIED).and_then(Value::as_str).map(str::to_owned);
        let Some(value) = annotation.and_then(|text| serde_json::from_str::<Value>(&text).ok()) else {
            // kubectl means to complain, but loses its complaint on the way.
            continue;
        };
        let text = if as_json { crate::console::print::json::narrow(&value) + "\n" } else { yaml::document(&value) };
        change.out.push_str(&text);
    }
    Ok(fails)
}

/// `apply set-last-applied`.
fn set_last_applied(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let options = change.options(Strictness::Ignore)?;
    let mut fails = Vec::new();
    for item in change.items()? {
        let item = item?;
        let current = change.live(item.resource, &item.namespace, &item.name)?;
        let known = current.at("metadata.annotations").get(LAST_APPLIED).is_some();
        if !known && !change.given().is("create-annotation") {
            let text = format!(
                "no last-applied-configuration annotation found on resource: {}, to create the annotation, run the command with --create-annotation",
                item.name
            );
            fails.push(Fail::Client(text));
            continue;
        }
        let mut modified = item.object.clone();
        last_applied(&mut modified);
        let annotation = modified.at("metadata.annotations").get(LAST_APPLIED).cloned().unwrap_or_default();
        let patch = json!({"metadata": {"annotations": {LAST_APPLIED: annotation}}});
        let written =
            change.on.server.patch(item.resource, &item.namespace, &item.name, PatchKind::Merge, &patch, options)?;
        change.done(&written.object, "configured")?;
    }
    Ok(fails)
}

fn replace(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let given = change.given();
    if !given.has("filename") && !given.has("kustomize") {
        return Err(Fail::Client("must specify one of -f and -k".to_owned()));
    }
    for flag in ["grace-period", "timeout"] {
        let set = given.text(flag).is_some_and(|text| !matches!(text, "-1" | "0" | "0s") || flag == "grace-period");
        if set && !given.is("force") {
            return Err(Fail::Client(format!("--{flag} must have --force specified")));
        }
    }
    let options = change.options(Strictness::Strict)?;
    let items = change.items()?;
    let force = given.is("force");
    if force {
        for item in items.iter().filter_map(|item| item.as_ref().ok()) {
            let gone = change.on.server.delete(item.resource, &item.namespace, &item.name, options.dry_run);
            if gone.is_ok() {
                let line = super::delete::deleted(item, change.dry_run, false);
                change.out.push_str(&line);
            }
        }
    }
    Ok(change.each_item(items, "replaced", |change, item| {
        if force {
            return create(change, item.resource, &item.namespace, &item.object, options);
        }
        change.touched(item.resource);
        let updated = change.on.server.update(item.resource, &item.namespace, &item.name, &item.object, options);
        let written = updated.map_err(|status| Fail::from(status).during("replacing", &item.source))?;
        change.heard(item.resource, &written);
        Ok(Value::clone(&written.object))
    }))
}

/// `kubectl diff`: what the server would make of it, beside what it has. The status is 1 where they differ.
fn diff(mut change: Change<'_, '_>) -> Output {
    let fail = |change: Change<'_, '_>, fails: &[Fail]| {
        let mut output = change.end(fails);
        // 1 would say that there are differences.
        output.exit = if fails.is_empty() { 0 } else { 2 };
        output
    };
    if !change.given().args.is_empty() {
        let text = change.call.usage_error(&format!("Unexpected args: [{}]", change.given().args.join(" ")));
        return fail(change, &[Fail::Raw(text)]);
    }
    if !change.given().has("filename") && !change.given().has("kustomize") {
        return fail(change, &[Fail::Client("must specify one of -f and -k".to_owned())]);
    }
    let items = match change.items() {
        Ok(items) => items,
        Err(problem) => return fail(change, &[problem]),
    };
    let options = Options { dry_run: true, strictness: Strictness::Strict };
    let mut files: Vec<(String, String, String)> = Vec::new();
    for item in items {
        let item = match item {
            Ok(item) => item,
            Err(problem) => return fail(change, &[problem]),
        };
        match versions(&mut change, &item, options) {
            Ok((live, merged)) => files.push((file_name(&item), live, merged)),
            Err(problem) => return fail(change, &[problem]),
        }
    }
    let mut differs = false;
    // diff(1) walks both folders by name.
    files.sort();
    for (name, live, merged) in files {
        if live != merged {
            differs = true;
            change.out.push_str(&unified(&name, &live, &merged, change.on.server.now()));
        }
    }
    Output { exit: u8::from(differs), ..change.end(&[]) }
}

/// `v1.Service.default.web`.
fn file_name(item: &Item) -> String {
    let version = item.resource.api_version().replace('/', ".");
    let namespace = if item.namespace.is_empty() { String::new() } else { format!("{}.", item.namespace) };
    format!("{version}.{}.{namespace}{}", item.resource.kind, item.name)
}

/// The object as it stands and as it would stand, as text.
fn versions(change: &mut Change<'_, '_>, item: &Item, options: Options) -> Done<(String, String)> {
    let mut modified = item.object.clone();
    last_applied(&mut modified);
    // What is applied is looked at without the annotation that applying would write.
    if let Some(annotations) = modified.pointer_mut("/metadata/annotations").and_then(Value::as_object_mut) {
        annotations.remove(LAST_APPLIED);
    }
    change.touched(item.resource);
    let current = change.on.server.get(item.resource, &item.namespace, &item.name).cloned();
    let Some(current) = current else {
        let created = create(change, item.resource, &item.namespace, &item.object, options)?;
        return Ok((String::new(), shown(&created)));
    };
    let annotation = current.at("metadata.annotations").get(LAST_APPLIED).and_then(Value::as_str).map(str::to_owned);
    let sent = send(change, item, &modified, &current, annotation.as_deref(), options).map_err(|(_, fail)| fail)?;
    Ok((shown(&current), shown(&sent.1)))
}

/// Without what always differs.
fn shown(object: &Value) -> String {
    let mut object = object.clone();
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("managedFields");
    }
    yaml::document(&object)
}

/// What `diff -u -N` prints of two files, with three lines around each change.
fn unified(name: &str, live: &str, merged: &str, now: i64) -> String {
    let folder = |kind: &str| format!("/tmp/{kind}-1000000000/{name}");
    let time = crate::console::time::timestamp(now).replace('T', " ").replace('Z', ".000000000 +0000");
    let (live_path, merged_path) = (folder("LIVE"), folder("MERGED"));
    let diff = similar::TextDiff::from_lines(live, merged);
    let mut out = format!("diff -u -N {live_path} {merged_path}\n--- {live_path}\t{time}\n+++ {merged_path}\t{time}\n");
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        out.push_str(&hunk.to_string());
    }
    out
}
