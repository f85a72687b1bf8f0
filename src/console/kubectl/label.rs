//! `kubectl label` and `kubectl annotate` (staging/src/k8s.io/kubectl/pkg/cmd/{label,annotate}).
//!
//! Must not know: what labels are for.

use super::change::{Change, Changing, Done, DryRun, Fail, report};
use super::commands::Invocation;
use super::manifest::Item;
use super::target::Reading;
use crate::console::Output;
use crate::console::patch::json::merge;
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

/// `key=value` and `key-` are changes, what comes before them are objects.
fn is_change(word: &str) -> bool {
    word.contains('=') || word.ends_with('-')
}

fn change_all(change: &mut Change<'_, '_>, words: Words) -> Done<Vec<Fail>> {
    let given = change.given();
    let at = given.args.iter().position(|word| is_change(word)).unwrap_or(given.args.len());
    let (objects, changes) = (given.args.get(..at).unwrap_or(&[]).to_vec(), given.args.get(at..).unwrap_or(&[]));
    if let Some(stray) = changes.iter().find(|word| !is_change(word)) {
        let _ = stray;
        return Err(Fail::Client(format!("all resources must be specified before {} changes: {stray}", words.one)));
    }
    let (set, gone) = read_changes(changes, words)?;
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
            if key.is_empty() {
                return Err(Fail::Client(if words.is_label {
                    format!("invalid label spec: {word}")
                } else {
                    format!("invalid annotation format: {word}")
                }));
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
        return Err(Fail::Client(format!(
            "can not both modify and remove {}: {both}",
            if words.is_label { "a label in the same command" } else { "an annotation in the same command" }
        )));
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
            let _ = writeln!(change.out, "{key}={}", value.as_str().unwrap_or_default());
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
                // A label that has the value already is left alone; an annotation is not.
                (old != value).then(|| format!("'{key}' already has a value ({old})"))
            })
            .collect();
        if !clashes.is_empty() {
            return Err(Fail::Client(if words.is_label {
                format!("{}, and --overwrite is false", clashes.join("; "))
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
    let patch = json!({"metadata": {words.field: pairs}});
    let changed = set.iter().any(|(key, value)| held.get(key).and_then(Value::as_str) != Some(value))
        || gone.iter().any(|key| held.contains_key(key));
    let object = if change.dry_run == DryRun::Client || given.is("local") {
        merge(&item.object, &patch)
    } else {
        let written =
            change.on.server.patch(item.resource, &item.namespace, &item.name, PatchKind::Merge, &patch, options)?;
        change.heard(item.resource, &written);
        Value::clone(&written.object)
    };
    let operation = match (words.is_label, changed) {
        (false, _) => words.done,
        (true, false) if gone.is_empty() => "not labeled",
        (true, true) if set.is_empty() && !gone.is_empty() => "unlabeled",
        (true, _) => words.done,
    };
    change.done(&object, operation)
}
