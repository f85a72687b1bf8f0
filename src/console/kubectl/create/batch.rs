//! `kubectl create deployment`, `create job` and `create cronjob`: pods from an image.
//!
//! Must not know: what becomes of objects.

use super::generators::{command, labels};
use crate::console::kubectl::change::{Change, Done, Fail};
use crate::console::print::field::Field;
use crate::kube::generated::letter;
use serde_json::{Value, json};

pub(super) fn deployment(change: &Change<'_, '_>, name: &str) -> Done<Value> {
    let given = change.given();
    let images = given.list("image");
    let command = command(change);
    if images.len() > 1 && !command.is_empty() {
        return Err(Fail::Client("cannot specify multiple --image options and command".to_owned()));
    }
    let replicas = given.number("replicas").unwrap_or(1);
    let containers: Vec<Value> = images
        .iter()
        .map(|image| {
            let mut container = json!({"image": image, "name": container_name(image), "resources": {}});
            if let Some(map) = container.as_object_mut() {
                if let Some(port) = given.number("port").filter(|port| *port >= 0 && images.len() == 1) {
                    map.insert("ports".into(), json!([{ "containerPort": port }]));
                }
                if !command.is_empty() {
                    map.insert("command".into(), json!(command));
                }
            }
            container
        })
        .collect();
    Ok(json!({
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"labels": labels(name), "name": name},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": labels(name)},
            "strategy": {},
            "template": {"metadata": {"labels": labels(name)}, "spec": {"containers": containers}},
        },
        "status": {},
    }))
}

/// The last part of an image's name without tag and digest, as a name that a container may have; where letters had to go, five
/// more keep it apart from others. The real ones are thrown; here they follow from the image.
fn container_name(image: &str) -> String {
    let last = image.rsplit('/').next().unwrap_or(image);
    let bare = last.split(['@', ':']).next().unwrap_or(last);
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c.to_ascii_lowercase() } else { '-' };
    let name = bare.chars().map(safe).collect::<String>().trim_matches('-').to_owned();
    if name == bare {
        return name;
    }
    let digest = crate::console::server::digest(image);
    let letters: String = digest.bytes().take(5).map(|byte| letter(byte.into())).collect();
    format!("{name}-{letters}")
}

fn pod_template(change: &Change<'_, '_>, name: &str, image: &str, restart: &str) -> Value {
    let mut container = json!({"image": image, "name": name, "resources": {}});
    let command = command(change);
    if let (false, Some(map)) = (command.is_empty(), container.as_object_mut()) {
        map.insert("command".into(), json!(command));
    }
    json!({"metadata": {}, "spec": {"containers": [container], "restartPolicy": restart}})
}

pub(super) fn job(change: &Change<'_, '_>, name: &str) -> Done<Value> {
    let given = change.given();
    let image = given.text("image").filter(|image| !image.is_empty());
    let from = given.text("from").filter(|from| !from.is_empty());
    let image = match (image, from) {
        (Some(_), Some(_)) | (None, None) => {
            return Err(Fail::Client("either --image or --from must be specified".to_owned()));
        }
        (None, Some(_)) if !command(change).is_empty() => {
            return Err(Fail::Client("cannot specify --from and command".to_owned()));
        }
        (None, Some(from)) => return job_of_cron_job(change, name, from),
        (Some(image), None) => image,
    };
    let template = pod_template(change, name, image, "Never");
    Ok(
        json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name}, "spec": {"template": template}, "status": {}}),
    )
}

pub(super) fn cron_job(change: &Change<'_, '_>, name: &str) -> Value {
    let given = change.given();
    let restart = given.text("restart").filter(|it| !it.is_empty()).unwrap_or("OnFailure");
    let template = pod_template(change, name, given.text("image").unwrap_or(""), restart);
    json!({
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": {"name": name},
        "spec": {
            "jobTemplate": {"metadata": {"name": name}, "spec": {"template": template}},
            "schedule": given.text("schedule").unwrap_or(""),
        },
        "status": {},
    })
}

/// `create job --from=cronjob/NAME`: the job that the CronJob would start now.
fn job_of_cron_job(change: &Change<'_, '_>, name: &str, from: &str) -> Done<Value> {
    let (word, of) = from.split_once('/').unwrap_or((from, ""));
    let resource = crate::console::kubectl::target::resource_type(word)?;
    let namespace = change.namespace();
    let Some(found) = change.on.server.get(resource, &namespace, of) else {
        return Err(Fail::from(crate::console::server::Status::not_found(resource, of)));
    };
    if resource.kind != "CronJob" {
        return Err(Fail::Client(format!("unknown object type {}", resource.kind)));
    }
    let template = found.at("spec.jobTemplate");
    let mut annotations = template.map("metadata.annotations").cloned().unwrap_or_default();
    annotations.insert("cronjob.kubernetes.io/instantiate".into(), "manual".into());
    let mut metadata = json!({
        "annotations": annotations,
        "name": name,
        "ownerReferences": [{
            "apiVersion": resource.api_version(), "controller": true, "kind": resource.kind, "name": of,
            "uid": found.text("metadata.uid"),
        }],
    });
    if let (Some(labels), Some(map)) = (template.map("metadata.labels"), metadata.as_object_mut()) {
        map.insert("labels".into(), Value::Object(labels.clone()));
    }
    Ok(json!({
        "apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "spec": template.at("spec"), "status": {},
    }))
}
