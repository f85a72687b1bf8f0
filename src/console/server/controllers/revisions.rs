//! ControllerRevisions: the versions of a StatefulSet's or DaemonSet's template, to which one can go back
//! (`pkg/controller/history`).
//!
//! Must not know: pods, command lines.

use super::Workload;
use crate::console::print::field::Field;
use crate::console::resource::CONTROLLER_REVISIONS;
use crate::console::server::Server;
use crate::console::server::objects::{mapping, text};
use crate::kube::body;
use serde_json::{Value, json};
use std::sync::Arc;

impl Server {
    /// Keeps the present template, as the newest version, and of the older ones as many as `revisionHistoryLimit` says.
    pub(super) fn keep_revisions(&mut self, workload: &Workload) {
        let namespace = workload.namespace();
        let all = self.list(&CONTROLLER_REVISIONS, Some(namespace)).into_iter();
        let mut own: Vec<Arc<Value>> = all.filter(|revision| workload.controls(revision)).collect();
        own.sort_by_key(|revision| revision.number("revision"));
        let newest = own.last().and_then(|last| last.number("revision")).unwrap_or(0);
        let name = workload.revision_name();
        match own.iter().find(|revision| text(revision, "/metadata/name") == name) {
            Some(known) if known.number("revision") == Some(newest) => {}
            Some(known) => {
                // An older version is taken up again: it becomes the newest.
                let mut known = Value::clone(known);
                if let Some(map) = known.as_object_mut() {
                    map.insert("revision".into(), json!(newest + 1));
                }
                self.store(&CONTROLLER_REVISIONS, known);
            }
            None => {
                let limit = workload.number("/spec/revisionHistoryLimit").unwrap_or(10);
                for old in own.iter().take(own.len().saturating_sub(limit)) {
                    self.forget(&CONTROLLER_REVISIONS, namespace, text(old, "/metadata/name"));
                }
                self.document(&CONTROLLER_REVISIONS, revision(workload, &name, newest + 1));
            }
        }
    }
}

fn revision(workload: &Workload, name: &str, number: i64) -> Value {
    let object = &workload.object;
    let mut template = object.pointer("/spec/template").cloned().unwrap_or_default();
    let mut labels = template.pointer("/metadata/labels").cloned().unwrap_or_else(|| json!({}));
    if let Some(map) = template.as_object_mut() {
        map.insert("$patch".into(), json!("replace"));
    }
    let hash = body::template_hash(object.pointer("/spec/template").unwrap_or(&Value::Null));
    if let Some(labels) = labels.as_object_mut() {
        let key =
            if workload.resource.kind == "StatefulSet" { "controller.kubernetes.io/hash" } else { super::REVISION };
        labels.insert(key.into(), json!(hash));
    }
    let mut made = json!({
        "apiVersion": "apps/v1",
        "data": {"spec": {"template": template}},
        "kind": "ControllerRevision",
        "metadata": {
            "labels": labels,
            "name": name,
            "namespace": workload.namespace(),
            "ownerReferences": [workload.reference()],
        },
        "revision": number,
    });
    let annotations = object.pointer("/metadata/annotations");
    if let (Some(annotations), Some(metadata)) = (annotations, mapping(&mut made, "metadata")) {
        metadata.insert("annotations".into(), annotations.clone());
    }
    made
}
