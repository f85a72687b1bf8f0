//! `kubectl replace`.
//!
//! Must not know: what becomes of objects.

use crate::console::kubectl::change::{Change, Done, Fail};
use crate::console::kubectl::create::create;
use crate::console::kubectl::delete;
use crate::console::server::Strictness;
use serde_json::Value;

pub(super) fn replace(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
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
                let line = delete::deleted(item, change.dry_run, false);
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
