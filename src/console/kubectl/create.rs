//! `kubectl create`, `apply`, `replace` and `delete` share files; `create` also makes objects from its flags alone.
//!
//! Must not know: what becomes of objects.

mod access;
mod batch;
mod data;
mod generators;
mod ingress;
mod policy;
mod service;

use super::change::{Change, Changing, Done, Fail};
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
    let items = change.items()?;
    Ok(change.each_item(items, "created", |change, item| {
        let created = create(change, item.resource, &item.namespace, &item.object, options);
        created.map_err(|fail| fail.during("creating", &item.source))
    }))
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
