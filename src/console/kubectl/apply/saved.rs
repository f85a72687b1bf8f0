//! What `kubectl apply` writes into an object about itself, and the commands that show and change it.
//!
//! Must not know: how objects are merged.

use crate::console::kubectl::change::{Change, Done, Fail};
use crate::console::kubectl::target::Reading;
use crate::console::patch::go_json;
use crate::console::patch::typed::typed_json;
use crate::console::print::field::Field;
use crate::console::print::{json, yaml};
use crate::console::server::{PatchKind, Strictness};
use serde_json::{Value, json};

/// Where kubectl keeps what was applied last.
pub(in crate::console::kubectl) const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// The object as it is applied: with an annotation that holds it, itself without.
pub(in crate::console::kubectl) fn last_applied(object: &mut Value) {
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
pub(in crate::console::kubectl) fn save_config(object: &mut Value) {
    let text = typed_json(object) + "\n";
    let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) else { return };
    let annotations = metadata.entry("annotations").or_insert_with(|| json!({}));
    if let Some(annotations) = annotations.as_object_mut() {
        annotations.insert(LAST_APPLIED.to_owned(), text.into());
    }
    *object = crate::kube::body::sorted(object);
}

/// `apply view-last-applied`.
pub(super) fn view(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let args = change.given().args.clone();
    let (items, fails) = change.targets(&args, &Reading { type_is_enough: false, ..Default::default() })?;
    let as_json = change.given().text("output") == Some("json");
    for item in items {
        let annotation =
            item.object.at("metadata.annotations").get(LAST_APPLIED).and_then(Value::as_str).map(str::to_owned);
        let Some(value) = annotation.and_then(|text| serde_json::from_str::<Value>(&text).ok()) else {
            // kubectl means to complain, but loses its complaint on the way.
            continue;
        };
        let text = if as_json { json::narrow(&value) + "\n" } else { yaml::document(&value) };
        change.out.push_str(&text);
    }
    Ok(fails)
}

/// `apply set-last-applied`.
pub(super) fn set(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
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
