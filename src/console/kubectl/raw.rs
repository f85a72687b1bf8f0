//! `kubectl get --raw PATH`: the API itself.
//!
//! Must not know: how objects are printed in other ways.

use super::client::Client;
use super::printer;
use super::problem::Problem;
use crate::console::Output;
use crate::console::print::json;
use crate::console::resource::{RESOURCES, Resource};
use serde_json::json;

/// What the server answers at `path`.
pub(super) fn get(client: &Client<'_>, path: &str) -> Result<Output, Problem> {
    let missing = || Problem::Server {
        reason: "NotFound",
        message: "the server could not find the requested resource".to_owned(),
    };
    let plain = path.split('?').next().unwrap_or(path);
    match plain.trim_end_matches('/') {
        "/healthz" | "/livez" | "/readyz" => return Ok(Output::ok("ok")),
        "/version" => {
            let version = json!({"major": "1", "minor": "34", "gitVersion": super::about::VERSION});
            return Ok(Output::ok(json::pretty(&version)));
        }
        _ => {}
    }
    let Some((resource, namespace, name)) = place(plain) else { return Err(missing()) };
    match name {
        None => {
            let items = client.server.list(resource, namespace).iter().map(|object| (**object).clone()).collect();
            let mut list = printer::list(items);
            list["kind"] = json!(format!("{}List", resource.kind));
            list["apiVersion"] = json!(Resource::api_version(resource));
            Ok(Output::ok(json::compact(&list) + "\n"))
        }
        Some(name) => match client.server.get(resource, namespace.unwrap_or(""), name) {
            Some(object) => Ok(Output::ok(json::compact(object) + "\n")),
            None => Err(Problem::not_found(resource, name)),
        },
    }
}

/// The type, namespace and name that a path of the API means.
pub(super) fn place(path: &str) -> Option<(&'static Resource, Option<&str>, Option<&str>)> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let (group, version, rest) = match parts.as_slice() {
        ["api", version, rest @ ..] => ("", *version, rest),
        ["apis", group, version, rest @ ..] => (*group, *version, rest),
        _ => return None,
    };
    let (namespace, rest) = match rest {
        ["namespaces", namespace, rest @ ..] if !rest.is_empty() => (Some(*namespace), rest),
        rest => (None, rest),
    };
    let (plural, name) = match rest {
        [plural] => (plural, None),
        [plural, name] => (plural, Some(*name)),
        _ => return None,
    };
    let found = RESOURCES.iter().find(|it| it.plural == *plural && it.group == group && it.version == version)?;
    Some((found, namespace, name))
}
