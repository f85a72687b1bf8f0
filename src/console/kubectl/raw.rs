//! `kubectl get --raw PATH`: the API itself.
//!
//! Must not know: how objects are printed in other ways.

use super::printer;
use super::problem::Problem;
use crate::console::Output;
use crate::console::print::json;
use crate::console::resource::{RESOURCES, Resource};
use crate::console::server::Server;
use serde_json::{Value, json};

/// What the server answers at `path`.
pub(in crate::console) fn get(server: &Server, path: &str) -> Result<Output, Problem> {
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
        plain => {
            if let Some(found) = discovered(plain) {
                return Ok(Output::ok(json::compact(&found) + "\n"));
            }
        }
    }
    let Some((resource, namespace, name)) = place(plain) else { return Err(missing()) };
    match name {
        None => {
            let items = server.list(resource, namespace).iter().map(|object| (**object).clone()).collect();
            let mut list = printer::list(items);
            list["kind"] = json!(format!("{}List", resource.kind));
            list["apiVersion"] = json!(Resource::api_version(resource));
            Ok(Output::ok(json::compact(&list) + "\n"))
        }
        Some(name) => match server.get(resource, namespace.unwrap_or(""), name) {
            Some(object) => Ok(Output::ok(json::compact(object) + "\n")),
            None => Err(Problem::not_found(resource, name)),
        },
    }
}

/// What the server says of itself: which paths and types there are.
fn discovered(path: &str) -> Option<Value> {
    let versions = || {
        let mut all: Vec<(&str, String)> = RESOURCES.iter().map(|it| (it.group, it.api_version())).collect();
        all.dedup();
        all.into_iter()
    };
    match path {
        "" => {
            let named = versions().filter(|(group, _)| !group.is_empty());
            let groups = named.flat_map(|(group, version)| [format!("/apis/{group}"), format!("/apis/{version}")]);
            let mut paths: Vec<String> =
                ["/api", "/api/v1", "/apis"].map(str::to_owned).into_iter().chain(groups).collect();
            paths.extend(["/healthz", "/livez", "/readyz", "/version"].map(str::to_owned));
            Some(json!({ "paths": paths }))
        }
        "/api" => Some(json!({"kind": "APIVersions", "versions": ["v1"]})),
        _ => {
            let version = path.strip_prefix("/apis/").or_else(|| path.strip_prefix("/api/"))?;
            let types: Vec<Value> = RESOURCES
                .iter()
                .filter(|it| it.api_version() == version && path.starts_with("/apis/") != it.group.is_empty())
                .map(|it| {
                    json!({
                        "kind": it.kind,
                        "name": it.plural,
                        "namespaced": it.namespaced,
                        "shortNames": it.short_names,
                        "singularName": it.singular,
                    })
                })
                .collect();
            let list = || json!({"kind": "APIResourceList", "groupVersion": version, "resources": types});
            (!types.is_empty()).then(list)
        }
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
