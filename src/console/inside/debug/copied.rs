//! `kubectl debug --copy-to`: a pod like another with a container more or one changed, which no Service selects unless its labels
//! are kept (kubectl's pkg/cmd/debug, `generatePodCopyWithDebugContainer`).
//!
//! Must not know: what is done there.

use super::{Kind, Made, container_name, debugger, words};
use crate::cluster::state::ObjectName;
use crate::console::inside::pick::{not_found, pod_object, refused};
use crate::console::kubectl::flags::Given;
use crate::console::print::field::Field;
use crate::console::resource::PODS;
use crate::console::server::Options;
use crate::console::{Console, Output};
use serde_json::{Map, Value, json};

/// Makes the copy.
pub(super) fn copy(console: &mut Console, given: &Given, of: &ObjectName) -> Result<Made, Output> {
    let Some(mut copy) = pod_object(console, of).cloned() else { return Err(not_found(&PODS, &of.name)) };
    let name = given.text("copy-to").unwrap_or("");
    let mut said = Output::default();
    let kept = |field: &str| copy.at("metadata").get(field).cloned();
    let mut metadata = Map::from_iter([("name".to_owned(), json!(name))]);
    let legacy = given.text("profile").is_none_or(|profile| profile == "legacy");
    if let Some(annotations) = kept("annotations").filter(|_| legacy || given.is("keep-annotations")) {
        metadata.insert("annotations".into(), annotations);
    }
    if let Some(labels) = kept("labels").filter(|_| !legacy && given.is("keep-labels")) {
        metadata.insert("labels".into(), labels);
    }
    let container = match copy.get_mut("spec").and_then(Value::as_object_mut) {
        Some(spec) => change(console, given, spec, legacy, &mut said)?,
        None => None,
    };
    let body = json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": copy.at("spec")});
    let server = console.server_mut();
    server.create(&PODS, &of.namespace, &body, Options::default()).map_err(refused)?;
    if given.is("replace") {
        server.delete(&PODS, &of.namespace, &of.name, false).map_err(refused)?;
    }
    Ok(Made { pod: ObjectName::new(&of.namespace, name), container, said, kind: Kind::Copy })
}

/// Makes of a pod's spec that of its copy. Gives the name of the container to look from.
fn change(
    console: &mut Console,
    given: &Given,
    spec: &mut Map<String, Value>,
    legacy: bool,
    said: &mut Output,
) -> Result<Option<String>, Output> {
    spec.remove("ephemeralContainers");
    if !given.is("same-node") {
        spec.remove("nodeName");
    }
    if given.has("share-processes") {
        spec.insert("shareProcessNamespace".into(), json!(given.is("share-processes")));
    } else if !legacy {
        spec.entry("shareProcessNamespace").or_insert(json!(true));
    }
    if !legacy && !given.is("keep-init-containers") {
        spec.remove("initContainers");
    }
    let images = given.list("set-image");
    let images: Vec<(&str, &str)> = images.iter().filter_map(|pair| pair.split_once('=')).collect();
    let Some(containers) = spec.get_mut("containers").and_then(Value::as_array_mut) else { return Ok(None) };
    for container in &mut *containers {
        let named = |name: &str| images.iter().rev().find(|(its, _)| *its == name).map(|(_, image)| *image);
        let image = named(container.text("name")).or_else(|| named("*")).map(str::to_owned);
        let Some(container) = container.as_object_mut() else { continue };
        if let Some(image) = image {
            container.insert("image".into(), json!(image));
        }
        for probe in ["liveness", "readiness", "startup"] {
            if !legacy && !given.is(&format!("keep-{probe}")) {
                container.remove(&format!("{probe}Probe"));
            }
        }
    }
    let asked = given.text("container").unwrap_or("");
    let image = given.text("image").filter(|image| !image.is_empty());
    if let Some(own) = containers.iter_mut().find(|container| container.text("name") == asked) {
        let Some(map) = own.as_object_mut() else { return Ok(None) };
        let args = given.args.get(1..).unwrap_or(&[]);
        if !args.is_empty() && given.is("arguments-only") {
            map.insert("args".into(), json!(args));
        } else if !args.is_empty() {
            map.insert("command".into(), json!(words(given)));
            map.remove("args");
        }
        if let Some(image) = image {
            map.insert("image".into(), json!(image));
        }
        for flag in ["stdin", "tty"] {
            map.insert(flag.into(), json!(given.is(flag)));
        }
        return Ok(Some(asked.to_owned()));
    }
    if image.is_none() {
        if images.is_empty() {
            return Err(Output::fail(1, "error: you must specify image when creating new container\n"));
        }
        return Ok(None);
    }
    let name = container_name(console, given, said);
    containers.push(debugger(given, &name));
    Ok(Some(name))
}
