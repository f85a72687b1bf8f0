//! `kubectl diff`.
//!
//! Must not know: what becomes of objects.

use super::{LAST_APPLIED, last_applied, send};
use crate::console::Output;
use crate::console::kubectl::change::{Change, Done, Fail};
use crate::console::kubectl::create::create;
use crate::console::kubectl::manifest::Item;
use crate::console::print::field::Field;
use crate::console::print::{unified, yaml};
use crate::console::server::{Options, Strictness};
use serde_json::Value;

/// `kubectl diff`: what the server would make of it, beside what it has. The status is 1 where they differ.
pub(super) fn diff(mut change: Change<'_, '_>) -> Output {
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
            change.out.push_str(&compared(&name, &live, &merged, change.on.server.now()));
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
fn compared(name: &str, live: &str, merged: &str, now: i64) -> String {
    let folder = |kind: &str| format!("/tmp/{kind}-1000000000/{name}");
    let time = crate::console::time::timestamp(now).replace('T', " ").replace('Z', ".000000000 +0000");
    let (live_path, merged_path) = (folder("LIVE"), folder("MERGED"));
    let hunks = unified::hunks(live, merged);
    format!("diff -u -N {live_path} {merged_path}\n--- {live_path}\t{time}\n+++ {merged_path}\t{time}\n{hunks}")
}
