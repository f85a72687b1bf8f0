//! `kubectl label` and `kubectl annotate` (staging/src/k8s.io/kubectl/pkg/cmd/{label,annotate}).
//!
//! Must not know: what labels are for.

use super::change::{Change, Changing, Done, DryRun, Fail, report};
use super::commands::Invocation;
use super::manifest::Item;
use super::pairs;
use super::record::{CHANGE_CAUSE, patch_recorded};
use super::target::Reading;
use crate::console::Output;
use crate::console::patch::{go_json, json::merge};
use crate::console::print::field::{Field, sorted};
use crate::console::server::{Options, PatchKind, Status, Strictness};
use crate::kube::names;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// What is changed: which mapping of `metadata`, and in which words.
#[derive(Clone, Copy)]
struct Words {
    field: &'static str,
    one: &'static str,
    done: &'static str,
    is_label: bool,
}

const LABEL: Words = Words { field: "labels", one: "label", done: "labeled", is_label: true };
const ANNOTATION: Words = Words { field: "annotations", one: "annotation", done: "annotated", is_label: false };

/// Runs `kubectl label` or `kubectl annotate`.
pub(super) fn run(on: &mut Changing<'_>, call: &Invocation) -> Output {
    let mut change = match Change::begin(on, call) {
        Ok(change) => change,
        Err((said, fail)) => return Output { stderr: said + &report(&[fail]), exit: 1, ..Output::default() },
    };
    let words = if call.name() == "annotate" { ANNOTATION } else { LABEL };
    let fails = change_all(&mut change, words).unwrap_or_else(|fail| vec![fail]);
    change.end(&fails)
}

fn change_all(change: &mut Change<'_, '_>, words: Words) -> Done<Vec<Fail>> {
    let given = change.given();
    let (objects, changes) = pairs::split(&given.args, words.one)?;
    let (set, gone) = read_changes(&changes, words)?;
    if objects.is_empty() && !given.has("filename") {
        return Err(Fail::Client(
            "one or more resources must be specified as <resource> <name> or <resource>/<name>".to_owned(),
        ));
    }
    let list = given.is("list");
    if set.is_empty() && gone.is_empty() && !list {
        return Err(Fail::Client(format!("at least one {} update is required", words.one)));
    }
    if given.is("all") && given.has("selector") {
        return Err(Fail::Client("cannot set --all and --selector at the same time".to_owned()));
    }
    let reading = Reading { type_is_enough: false, single_type: false, all: given.is("all") };
    let (items, mut fails) = change.targets(&objects, &reading)?;
    let options = Options { dry_run: change.dry_run == DryRun::Server, strictness: Strictness::Ignore };
    let several = items.len() > 1;
    for item in items {
        if let Err(fail) = one(change, &item, words, &set, &gone, options, several) {
            fails.push(fail);
        }
    }
    Ok(fails)
}

/// Keys with their values.
type Pairs = Vec<(String, String)>;

/// What is set and what is taken out.
fn read_changes(changes: &[String], words: Words) -> Done<(Pairs, Vec<String>)> {
    let (mut set, mut gone): (Pairs, Vec<String>) = (Vec::new(), Vec::new());
    for word in changes {
        if let Some((key, value)) = word.split_once('=') {
            if words.is_label && value.contains('=') {
                return Err(Fail::Client(format!("invalid label spec: {word}")));
            }
            if words.is_label
                && let Some(problem) = names::label_value(value, crate::kube::Version::default()).into_iter().next()
            {
                return Err(Fail::Client(format!("invalid label value: \"{key}={value}\": {problem}")));
            }
            set.push((key.to_owned(), value.to_owned()));
        } else if let Some(key) = word.strip_suffix('-') {
            gone.push(key.to_owned());
        }
    }
    if let Some((both, _)) = set.iter().find(|(key, _)| gone.contains(key)) {
        return Err(Fail::Client(if words.is_label {
            "can not both modify and remove a label in the same command".to_owned()
        } else {
            format!("can not both modify and remove the following annotation(s) in the same command: {both}")
        }));
    }
    Ok((set, gone))
}

#[allow(clippy::too_many_arguments, reason = "one object, and all that was asked")]
fn one(
    change: &mut Change<'_, '_>,
    item: &Item,
    words: Words,
    set: &[(String, String)],
    gone: &[String],
    options: Options,
    several: bool,
) -> Done {
    let given = change.given();
    let held = item.object.map(&format!("metadata.{}", words.field)).cloned().unwrap_or_default();
    if given.is("list") {
        if several {
            let _ = writeln!(
                change.out,
                "Listing {}s for {}.{}/{}:",
                words.one, item.resource.kind, item.resource.group, item.name
            );
        }
        for (key, value) in sorted(Some(&held)) {
            let indent = if several { " " } else { "" };
            let _ = writeln!(change.out, "{indent}{key}={}", value.as_str().unwrap_or_default());
        }
        if set.is_empty() && gone.is_empty() {
            return Ok(());
        }
    }
    if !given.is("overwrite") {
        let clashes: Vec<String> = set
            .iter()
            .filter_map(|(key, value)| {
                let old = held.get(key).and_then(Value::as_str)?;
                let free = !words.is_label && key == CHANGE_CAUSE;
                (old != value && !free).then(|| format!("'{key}' already has a value ({old})"))
            })
            .collect();
        if !clashes.is_empty() {
            return Err(Fail::Client(if words.is_label {
                let told: Vec<String> =
                    clashes.iter().map(|clash| format!("{clash}, and --overwrite is false")).collect();
                if told.len() > 1 {
                    // Several errors of one object stand a line each, without `error: `.
                    return Err(Fail::Raw(told.join("\n")));
                }
                told.join("\n")
            } else {
                format!("--overwrite is false but found the following declared annotation(s): {}", clashes.join("; "))
            }));
        }
    }
    let wanted = given.text("resource-version").unwrap_or("");
    if !wanted.is_empty() && wanted != item.object.text("metadata.resourceVersion") {
        let message = format!(
            "Operation cannot be fulfilled on {} \"{}\": the object has been modified; please apply your changes to the latest version and try again",
            item.resource.qualified(),
            item.name
        );
        return Err(Fail::from(Status::new(crate::console::server::Reason::Conflict, message)));
    }
    let mut pairs = Map::new();
    for (key, value) in set {
        pairs.insert(key.clone(), value.as_str().into());
    }
    for key in gone {
        if words.is_label && !held.contains_key(key) {
            let _ = writeln!(change.out, "label \"{key}\" not found.");
        }
        pairs.insert(key.clone(), Value::Null);
    }
    let mut pairs_patch = json!({"metadata": {words.field: pairs}});
    let operation =
        if words.is_label { label_operation(item, &held, set, gone, given.is("overwrite")) } else { words.done };
    patch_recorded(change, &mut pairs_patch);
    let object = if change.dry_run == DryRun::Client || given.is("local") {
        merge(&item.object, &pairs_patch)
    } else {
        let written = change.on.server.patch(
            item.resource,
            &item.namespace,
            &item.name,
            PatchKind::Merge,
            &pairs_patch,
            options,
        )?;
        change.heard(item.resource, &written);
        Value::clone(&written.object)
    };
    change.done(&object, operation)
}

/// What kubectl says was done (`updateDataChangeMsg`): it compares the object as text before and after, where an object without
/// labels gets an empty mapping on the way.
fn label_operation(
    item: &Item,
    held: &Map<String, Value>,
    set: &[(String, String)],
    gone: &[String],
    overwrite: bool,
) -> &'static str {
    let mut after = held.clone();
    for (key, value) in set {
        after.insert(key.clone(), value.as_str().into());
    }
    for key in gone {
        after.remove(key);
    }
    let text = |labels: &Map<String, Value>| go_json(&Value::Object(labels.clone())).len();
    let before = item.object.map("metadata.labels");
    match before {
        Some(before) if *before == after => "not labeled",
        Some(before) if !overwrite && text(&after) < text(before) => "unlabeled",
        _ => "labeled",
    }
}
