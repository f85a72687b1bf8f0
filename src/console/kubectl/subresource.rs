//! `--subresource`: what a part of an object's endpoint shows of it.
//!
//! Must not know: how it is printed.

use super::problem::Problem;
use super::scale::SCALABLE;
use super::target::Found;
use crate::console::print::columns;
use crate::console::print::field::{Field, labels};
use serde_json::{Value, json};
use std::sync::Arc;

/// What `subresource` shows of objects: `status` the object itself, `scale` how many there are and are wanted.
pub(super) fn shown(found: Vec<Found>, subresource: &str, problems: &mut Vec<Problem>) -> Vec<Found> {
    let mut all = Vec::new();
    for found in found {
        match subresource {
            "status" => all.push(found),
            "scale" if SCALABLE.contains(&found.resource.kind) => {
                let objects = found.objects.iter().map(|object| Arc::new(scale(object))).collect();
                all.push(Found { objects, ..found });
            }
            _ => problems.push(Problem::Server {
                reason: "NotFound",
                message: "the server could not find the requested resource".to_owned(),
            }),
        }
    }
    all
}

/// An object's `autoscaling/v1` Scale (pkg/registry/apps, `scaleFromDeployment`).
fn scale(object: &Value) -> Value {
    let metadata = object.at("metadata");
    let own = |field: &str| metadata.get(field).cloned();
    let selector = match object.at("spec.selector") {
        // A ReplicationController chooses by labels alone.
        chosen if chosen.get("matchLabels").is_none() && chosen.get("matchExpressions").is_none() => {
            labels(chosen.as_object())
        }
        chosen => columns::selector(chosen),
    };
    json!({
        "apiVersion": "autoscaling/v1",
        "kind": "Scale",
        "metadata": {
            "creationTimestamp": own("creationTimestamp"),
            "name": own("name"),
            "namespace": own("namespace"),
            "resourceVersion": own("resourceVersion"),
            "uid": own("uid"),
        },
        "spec": {"replicas": object.number("spec.replicas").unwrap_or(1)},
        "status": {"replicas": object.number("status.replicas").unwrap_or(0), "selector": selector},
    })
}
