//! `kubectl create`, `apply`, `replace` and `delete` share files; `create` also makes objects from its flags alone.
//!
//! Must not know: what becomes of objects.

mod generators;

use super::apply::last_applied;
use super::change::{Change, Changing, Done, DryRun, Fail};
use super::commands::Invocation;
use crate::console::Output;
use crate::console::print::field::Field;
use crate::console::resource::Resource;
use crate::console::server::{Reason, Strictness};
use serde_json::Value;

/// Runs `kubectl create …`.
pub(super) fn run(on: &mut Changing<'_>, call: &Invocation) -> Output {
    let mut change = match Change::begin(on, call) {
        Ok(change) => change,
        Err((said, fail)) => {
            return Output { stderr: said + &super::change::report(&[fail]), exit: 1, ..Output::default() };
        }
    };
    let fails = if call.path.len() > 2 {
        match generators::generate(&mut change) {
            Ok(()) => Vec::new(),
            Err(fail) => vec![fail],
        }
    } else {
        match from_files(&mut change) {
            Ok(fails) => fails,
            Err(fail) => vec![fail],
        }
    };
    change.end(&fails)
}

fn from_files(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let given = change.given();
    if !given.args.is_empty() {
        return Err(Fail::Raw(change.call.usage_error(&format!("Unexpected args: [{}]", given.args.join(" ")))));
    }
    if !given.has("filename") && !given.has("kustomize") {
        return Err(Fail::Client("must specify one of -f and -k".to_owned()));
    }
    let options = change.options(Strictness::Strict)?;
    let mut fails = Vec::new();
    let mut count = 0;
    for item in change.items()? {
        let mut item = match item {
            Ok(item) => item,
            Err(fail) => {
                fails.push(fail);
                continue;
            }
        };
        if given.is("save-config") {
            last_applied(&mut item.object);
        }
        let created = if change.dry_run == DryRun::Client {
            Ok(item.object.clone())
        } else {
            create(change, item.resource, &item.namespace, &item.object, options)
        };
        match created {
            Ok(object) => {
                count += 1;
                if let Err(fail) = change.done(&object, "created") {
                    fails.push(fail);
                }
            }
            Err(fail) => fails.push(fail.during("creating", &item.source)),
        }
    }
    if count == 0 && fails.is_empty() {
        fails.push(Fail::Client("no objects passed to create".to_owned()));
    }
    Ok(fails)
}

/// Asks the server to create an object.
pub(super) fn create(
    change: &mut Change<'_, '_>,
    resource: &'static Resource,
    namespace: &str,
    object: &Value,
    options: crate::console::server::Options,
) -> Done<Value> {
    change.touched(resource);
    if object.text("kind") != resource.kind {
        let (kind, right, version) = (object.text("kind"), resource.kind, resource.version);
        let message = format!(
            "{kind} in version \"{version}\" cannot be handled as a {right}: no kind \"{kind}\" is registered for version \"{}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"",
            resource.api_version()
        );
        return Err(Fail::from(crate::console::server::Status::new(Reason::BadRequest, message)));
    }
    let written = change.on.server.create(resource, namespace, object, options)?;
    change.heard(resource, &written);
    Ok(Value::clone(&written.object))
}
