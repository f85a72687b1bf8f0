//! Creating, updating, patching and deleting: the way of a request through the server.
//!
//! Must not know: command lines, what becomes of an object once it is kept.

use super::objects::{mapping, same, set_metadata, text, unset_metadata};
use super::status::{Reason, Status};
use super::{Server, admission};
use crate::console::patch;
use crate::console::resource::{NAMESPACES, PODS, REPLICA_SETS, Resource};
use crate::kube::model::Object;
use crate::kube::{body, schema, validate};
use serde_json::{Value, json};
use std::sync::Arc;

/// How a write is meant.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Nothing is kept.
    pub dry_run: bool,
    /// What becomes of unknown fields.
    pub strictness: Strictness,
}

/// `fieldValidation`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    /// Unknown fields are refused.
    Strict,
    /// They are dropped with a warning, which is the server's default.
    #[default]
    Warn,
    /// They are dropped.
    Ignore,
}

/// A write that was accepted.
#[derive(Clone, Debug)]
pub struct Written {
    /// The object as it stands now (or would stand, in a dry run).
    pub object: Arc<Value>,
    /// What the server warns of.
    pub warnings: Vec<String>,
    /// Whether anything is different from before.
    pub changed: bool,
}

/// How a patch is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatchKind {
    /// `application/strategic-merge-patch+json`.
    Strategic,
    /// `application/merge-patch+json` (RFC 7386).
    Merge,
    /// `application/json-patch+json` (RFC 6902).
    Json,
}

/// An object on its way in.
pub(super) struct Draft {
    pub(super) value: Value,
    /// The same in kijabi's model, for the kinds that have one.
    pub(super) object: Option<Object>,
    pub(super) warnings: Vec<String>,
}

impl Server {
    /// Creates an object.
    pub fn create(
        &mut self,
        resource: &'static Resource,
        namespace: &str,
        body: &Value,
        options: Options,
    ) -> Result<Written, Status> {
        if options.dry_run {
            let mut copy = self.clone();
            let mut draft = copy.draft_new(resource, namespace, body, options)?;
            copy.christen(&mut draft.value);
            let object = Arc::new(body::sorted(&draft.value));
            return Ok(Written { object, warnings: draft.warnings, changed: true });
        }
        let before = self.cluster.clone();
        let (name, warnings) = self.create_unsettled(resource, namespace, body, options)?;
        self.settle(&before);
        let object = self.get(resource, namespace, &name).cloned().unwrap_or_default();
        Ok(Written { object, warnings, changed: true })
    }

    /// Creates an object of which nothing comes until [`Server::settle`]. Gives its name and what the server warns of.
    pub(super) fn create_unsettled(
        &mut self,
        resource: &'static Resource,
        namespace: &str,
        body: &Value,
        options: Options,
    ) -> Result<(String, Vec<String>), Status> {
        let mut draft = self.draft_new(resource, namespace, body, options)?;
        let name = text(&draft.value, "/metadata/name").to_owned();
        self.christen(&mut draft.value);
        self.store(resource, draft.value);
        self.hand_over(resource, draft.object)?;
        Ok((name, draft.warnings))
    }

    /// A new object with all that admission and allocation give it, held to the rules.
    fn draft_new(
        &mut self,
        resource: &'static Resource,
        namespace: &str,
        body: &Value,
        options: Options,
    ) -> Result<Draft, Status> {
        let mut draft = Self::read(resource, body, options.strictness)?;
        put_into(resource, namespace, &mut draft.value);
        if resource.namespaced {
            self.check_namespace(namespace)?;
        }
        let mut thrown = self.dice.clone();
        if text(&draft.value, "/metadata/name").is_empty() {
            let prefix = text(&draft.value, "/metadata/generateName").to_owned();
            if !prefix.is_empty() {
                let name = thrown.name(namespace, &prefix, |name| self.get(resource, namespace, name).is_some());
                set_metadata(&mut draft.value, "name", name);
            }
        }
        draft.rename();
        if let Some(Object::Pod(pod)) = &mut draft.object {
            // What is new is not on its way out.
            pod.metadata.deletion_timestamp.clear();
        }
        if let Some(metadata) = draft.value.get_mut("metadata").and_then(Value::as_object_mut) {
            for field in
                ["resourceVersion", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields"]
            {
                metadata.remove(field);
            }
        }
        let name = text(&draft.value, "/metadata/name").to_owned();
        admission::create(resource, &mut draft, &mut thrown);
        self.check_new(resource, &name, &mut draft, options.dry_run)?;
        if self.get(resource, namespace, &name).is_some() {
            return Err(Status::already_exists(resource, &name));
        }
        if admission::counts_generations(resource) {
            set_metadata(&mut draft.value, "generation", 1);
        }
        if let Some(metadata) = draft.value.get_mut("metadata").and_then(Value::as_object_mut) {
            metadata.remove("uid");
        }
        self.dice = thrown;
        Ok(draft)
    }

    /// Puts an object in the place of the one of its name.
    pub fn update(
        &mut self,
        resource: &'static Resource,
        namespace: &str,
        name: &str,
        body: &Value,
        options: Options,
    ) -> Result<Written, Status> {
        let Some(old) = self.get(resource, namespace, name).cloned() else {
            return Err(Status::not_found(resource, name));
        };
        let mut draft = Self::read(resource, body, options.strictness)?;
        put_into(resource, namespace, &mut draft.value);
        draft.rename();
        let version = text(&draft.value, "/metadata/resourceVersion");
        if !version.is_empty() && version != text(&old, "/metadata/resourceVersion") {
            let message = format!(
                "Operation cannot be fulfilled on {} \"{name}\": the object has been modified; please apply your changes to the latest version and try again",
                resource.qualified()
            );
            return Err(Status::new(Reason::Conflict, message));
        }
        for field in ["uid", "creationTimestamp", "generation", "deletionTimestamp"] {
            let kept = old.pointer(&format!("/metadata/{field}")).cloned();
            if let (Some(kept), Some(metadata)) = (kept, mapping(&mut draft.value, "metadata")) {
                metadata.insert(field.to_owned(), kept);
            }
        }
        if let Some(object) = draft.value.as_object_mut() {
            match old.get("status") {
                Some(status) => drop(object.insert("status".to_owned(), status.clone())),
                None if admission::has_status(resource) => drop(object.remove("status")),
                None => {}
            }
        }
        admission::update(resource, &mut draft.value, &old);
        self.check_update(resource, name, &mut draft, &old, options.dry_run)?;
        let changed = !same(&old, &draft.value);
        if changed
            && admission::counts_generations(resource)
            && old.get("spec") != Some(&body::sorted(&draft.value["spec"]))
        {
            let generation = old.pointer("/metadata/generation").and_then(Value::as_i64).unwrap_or(0) + 1;
            set_metadata(&mut draft.value, "generation", generation);
        }
        set_metadata(&mut draft.value, "resourceVersion", text(&old, "/metadata/resourceVersion"));
        if options.dry_run || !changed {
            let object = Arc::new(body::sorted(&draft.value));
            return Ok(Written { object, warnings: draft.warnings, changed });
        }
        let before = self.cluster.clone();
        self.store(resource, draft.value);
        self.hand_over(resource, draft.object)?;
        self.settle(&before);
        let object = self.get(resource, namespace, name).cloned().unwrap_or_default();
        Ok(Written { object, warnings: draft.warnings, changed })
    }

    /// Patches an object.
    pub fn patch(
        &mut self,
        resource: &'static Resource,
        namespace: &str,
        name: &str,
        kind: PatchKind,
        patch: &Value,
        options: Options,
    ) -> Result<Written, Status> {
        let Some(old) = self.get(resource, namespace, name).cloned() else {
            return Err(Status::not_found(resource, name));
        };
        let new = match kind {
            PatchKind::Strategic => patch::strategic::merge(&old, patch, resource.kind)
                .map_err(|fault| Status::new(Reason::Unknown, fault))?,
            PatchKind::Merge => patch::json::merge(&old, patch),
            PatchKind::Json => patch::json::patch(&old, patch).map_err(|fault| match fault {
                patch::json::Fault::Malformed(message) => Status::new(Reason::BadRequest, message),
                patch::json::Fault::Inapplicable(message) => {
                    let mut status = Status::new(Reason::Invalid, message);
                    status.causes = Vec::new();
                    status
                }
            })?,
        };
        if let Some(why) = wrong_after_patch(resource, kind, &new, options.strictness) {
            let shown =
                if kind == PatchKind::Strategic { patch::go_map(&left_over(patch)) } else { patch::go_json(&new) };
            let message = format!("Invalid value: {}: {why}", patch::go_quote(&shown));
            let mut status = Status::new(Reason::Invalid, format!(" \"\" is invalid: patch: {message}"));
            status.causes = vec![("patch".to_owned(), message)];
            return Err(status);
        }
        let renamed = text(&new, "/metadata/name");
        if renamed != name {
            return Err(Status::new(
                Reason::BadRequest,
                format!("the name of the object ({renamed}) does not match the name on the URL ({name})"),
            ));
        }
        self.update(resource, namespace, name, &new, options)
    }

    /// Reports a new state of an object, as kubelets, nodes and clouds do: a merge patch of its `status`.
    pub fn report(&mut self, resource: &'static Resource, namespace: &str, name: &str, status: &Value) {
        let Some(old) = self.get(resource, namespace, name).cloned() else { return };
        let new = patch::json::merge(&old, &json!({ "status": status }));
        let before = self.cluster.clone();
        let kind = schema::kind(resource.kind);
        let object = kind.and_then(|kind| body::read(kind, &new).ok()).map(|body| body.object);
        self.store(resource, new);
        if let Some(object) = object {
            // It is there already: a report cannot be refused.
            let _ = self.cluster.report(object);
        }
        self.settle(&before);
    }

    /// Deletes an object, and what it owned with it.
    pub fn delete(
        &mut self,
        resource: &'static Resource,
        namespace: &str,
        name: &str,
        dry_run: bool,
    ) -> Result<(), Status> {
        if self.get(resource, namespace, name).is_none() {
            return Err(Status::not_found(resource, name));
        }
        let before = self.cluster.clone();
        if matches!(resource.kind, "Service" | "Pod" | "Deployment" | "Namespace" | "Node") {
            let mut after = self.cluster.clone();
            let gone = after.delete(resource.kind, if resource.namespaced { namespace } else { "" }, name);
            gone.map_err(|refusal| Status::of_refusals(resource, vec![refusal]))?;
            if dry_run {
                return Ok(());
            }
            self.cluster = after;
        }
        if dry_run {
            return Ok(());
        }
        self.remove(resource, namespace, name);
        self.settle(&before);
        Ok(())
    }

    /// Deletes an object and lets go what it owned (`propagationPolicy: Orphan`).
    pub fn orphan(&mut self, resource: &'static Resource, namespace: &str, name: &str) -> Result<(), Status> {
        if !matches!(resource.group, "apps" | "batch") && resource.kind != "ReplicationController" {
            return self.delete(resource, namespace, name, false);
        }
        let Some(gone) = self.forget(resource, namespace, name) else {
            return Err(Status::not_found(resource, name));
        };
        let before = self.cluster.clone();
        if resource.kind == "Deployment" {
            self.cluster.orphan_deployment(namespace, name);
        }
        let uid = text(&gone, "/metadata/uid");
        for owned in [*REPLICA_SETS, *PODS] {
            for object in self.list(owned, Some(namespace)) {
                if text(&object, "/metadata/ownerReferences/0/uid") == uid {
                    let mut object = Value::clone(&object);
                    unset_metadata(&mut object, "ownerReferences");
                    self.store(owned, object);
                }
            }
        }
        self.settle(&before);
        Ok(())
    }

    /// Reads the body of a request.
    fn read(resource: &Resource, body: &Value, strictness: Strictness) -> Result<Draft, Status> {
        let Some(kind) = schema::kind(resource.kind) else {
            return Ok(Draft { value: admission::complete_other(resource, body), object: None, warnings: Vec::new() });
        };
        let read = body::read(kind, body).map_err(|message| Status::cannot_be_handled(resource, &message))?;
        let mut warnings = read.warnings;
        match strictness {
            Strictness::Strict if !read.strict.is_empty() => {
                let message = format!("strict decoding error: {}", read.strict.join(", "));
                return Err(Status::cannot_be_handled(resource, &message));
            }
            Strictness::Warn => warnings.extend(read.strict),
            Strictness::Strict | Strictness::Ignore => {}
        }
        let mut value = read.value;
        if let Some(object) = value.as_object_mut() {
            object.insert("apiVersion".to_owned(), resource.api_version().into());
            object.insert("kind".to_owned(), resource.kind.into());
        }
        Ok(Draft { value, object: Some(read.object), warnings })
    }

    fn check_namespace(&self, namespace: &str) -> Result<(), Status> {
        if self.get(&NAMESPACES, "", namespace).is_none() {
            return Err(Status::not_found(&NAMESPACES, namespace));
        }
        Ok(())
    }

    /// Allocation and validation of a new object.
    fn check_new(&mut self, resource: &Resource, name: &str, draft: &mut Draft, dry_run: bool) -> Result<(), Status> {
        if let Some(Object::Service(service)) = &draft.object {
            let service = self.allocate_new(resource, service, dry_run)?;
            draft.put_service(service);
        }
        let faults = match &draft.object {
            Some(object) => validate::value(object, &draft.value, self.cluster.spec().version),
            None => return admission::validate_other(resource, name, &draft.value),
        };
        if !faults.is_empty() {
            return Err(Status::of_faults(resource, name, faults));
        }
        Ok(())
    }

    fn check_update(
        &mut self,
        resource: &Resource,
        name: &str,
        draft: &mut Draft,
        old: &Value,
        dry_run: bool,
    ) -> Result<(), Status> {
        let frozen = admission::frozen(resource, &draft.value, old);
        if let Some(Object::Service(service)) = &draft.object {
            let service = self.allocate_update(resource, service, dry_run)?;
            draft.put_service(service);
        }
        let mut faults = match &draft.object {
            Some(object) => validate::value(object, &draft.value, self.cluster.spec().version),
            None => return admission::validate_other(resource, name, &draft.value),
        };
        // They are given to a pod that is there already, by a way of their own.
        if old.pointer("/spec/ephemeralContainers").is_some() {
            faults.retain(|fault| fault.path != "spec.ephemeralContainers");
        }
        if !faults.is_empty() || !frozen.is_empty() {
            let mut status = Status::of_faults(resource, name, faults);
            if !frozen.is_empty() {
                status.causes.extend(frozen);
                status = Status::invalid(resource, name, status.causes);
            }
            return Err(status);
        }
        Ok(())
    }

    /// Gives the object to the cluster.
    pub(super) fn hand_over(&mut self, resource: &Resource, object: Option<Object>) -> Result<(), Status> {
        let Some(object) = object else { return Ok(()) };
        self.cluster.apply(object).map(drop).map_err(|refusals| Status::of_refusals(resource, refusals))
    }
}

/// What is left of a strategic patch once it was merged: lists with an order are taken out on the way (`mergePatchIntoOriginal`).
fn left_over(patch: &Value) -> Value {
    let Value::Object(map) = patch else { return patch.clone() };
    let ordered = |key: &str| map.contains_key(&format!("$setElementOrder/{key}"));
    let kept = map.iter().filter(|(key, _)| !key.starts_with("$setElementOrder/") && !ordered(key));
    Value::Object(kept.map(|(key, value)| (key.clone(), left_over(value))).collect())
}

/// Why a patched object cannot be read as one of its type.
fn wrong_after_patch(resource: &Resource, kind: PatchKind, new: &Value, strictness: Strictness) -> Option<String> {
    let fields = schema::kind(resource.kind)?;
    if kind == PatchKind::Strategic
        && let Some(fault) = patch::unstructured::fault(new, schema::Type::Struct(fields.root))
    {
        return Some(fault);
    }
    match body::read(fields, new) {
        Err(message) => Some(message),
        Ok(read) if strictness == Strictness::Strict && !read.strict.is_empty() => {
            Some(format!("strict decoding error: {}", read.strict.join(", ")))
        }
        Ok(_) => None,
    }
}

/// An object stands in the namespace of the request, and in none where its type has none
/// (`EnsureObjectNamespaceMatchesRequestNamespace`).
pub(super) fn put_into(resource: &Resource, namespace: &str, value: &mut Value) {
    if resource.namespaced {
        set_metadata(value, "namespace", namespace);
    } else {
        unset_metadata(value, "namespace");
    }
}

impl Draft {
    /// The model knows the name and namespace that the server gave.
    fn rename(&mut self) {
        let (name, namespace) =
            (text(&self.value, "/metadata/name").to_owned(), text(&self.value, "/metadata/namespace").to_owned());
        let metadata = match &mut self.object {
            Some(Object::Service(it)) => &mut it.metadata,
            Some(Object::Pod(it)) => &mut it.metadata,
            Some(Object::Deployment(it)) => &mut it.metadata,
            Some(Object::Namespace(it)) => &mut it.metadata,
            Some(Object::Node(it)) => &mut it.metadata,
            None => return,
        };
        metadata.name = name;
        metadata.namespace = namespace;
    }
}
