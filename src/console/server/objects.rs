//! Reaching into objects and keeping them.
//!
//! Must not know: what any field means.

use super::{Server, key};
use crate::console::resource::Resource;
use crate::console::time::timestamp;
use crate::kube::body::sorted;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// A text at a JSON pointer; empty where there is none.
pub(super) fn text<'v>(object: &'v Value, pointer: &str) -> &'v str {
    object.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The mapping `field` of `parent`, made where there is none.
pub(super) fn mapping<'v>(parent: &'v mut Value, field: &str) -> Option<&'v mut Map<String, Value>> {
    let parent = parent.as_object_mut()?;
    let child = parent.entry(field).or_insert_with(|| json!({}));
    if !child.is_object() {
        *child = json!({});
    }
    child.as_object_mut()
}

/// Writes a field of `metadata`.
pub(super) fn set_metadata(object: &mut Value, field: &str, value: impl Into<Value>) {
    if let Some(metadata) = mapping(object, "metadata") {
        metadata.insert(field.to_owned(), value.into());
    }
}

/// Takes a field of `metadata` away.
pub(super) fn unset_metadata(object: &mut Value, field: &str) {
    if let Some(metadata) = mapping(object, "metadata") {
        metadata.remove(field);
    }
}

/// How an object names the one that controls it.
pub(super) fn owner_reference(api_version: &str, kind: &str, owner: &Value) -> Value {
    json!({
        "apiVersion": api_version,
        "blockOwnerDeletion": true,
        "controller": true,
        "kind": kind,
        "name": text(owner, "/metadata/name"),
        "uid": text(owner, "/metadata/uid"),
    })
}

/// Whether two objects are the same but for what every write changes.
pub(super) fn same(a: &Value, b: &Value) -> bool {
    let stripped = |object: &Value| {
        let mut object = sorted(object);
        if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
            metadata.remove("resourceVersion");
            metadata.remove("managedFields");
            metadata.remove("generation");
        }
        object
    };
    stripped(a) == stripped(b)
}

impl Server {
    /// Keeps an object as it stands, in the place of one of its name; nothing comes of it.
    pub fn put(&mut self, resource: &Resource, object: Value) {
        let key = key(resource, text(&object, "/metadata/namespace"), text(&object, "/metadata/name"));
        Arc::make_mut(&mut self.objects).insert(key, Arc::new(object));
    }

    /// Keeps an object, in the place of one of its name, with a resourceVersion of its own.
    pub(super) fn store(&mut self, resource: &Resource, mut object: Value) -> Arc<Value> {
        self.version += 1;
        set_metadata(&mut object, "resourceVersion", self.version.to_string());
        let key = key(resource, text(&object, "/metadata/namespace"), text(&object, "/metadata/name"));
        let object = Arc::new(sorted(&object));
        Arc::make_mut(&mut self.objects).insert(key, Arc::clone(&object));
        object
    }

    /// Keeps an object that controllers wrote, if it differs from the one that is there.
    pub(super) fn document(&mut self, resource: &Resource, mut object: Value) {
        let known = self.get(resource, text(&object, "/metadata/namespace"), text(&object, "/metadata/name")).cloned();
        if let Some(old) = known {
            for field in ["uid", "creationTimestamp"] {
                let kept = old.pointer(&format!("/metadata/{field}")).cloned().unwrap_or_default();
                set_metadata(&mut object, field, kept);
            }
            if !same(&old, &object) {
                self.store(resource, object);
            }
        } else {
            self.christen(&mut object);
            self.store(resource, object);
        }
    }

    /// Takes an object away.
    pub(super) fn forget(&mut self, resource: &Resource, namespace: &str, name: &str) -> Option<Arc<Value>> {
        let key = key(resource, namespace, name);
        self.objects.contains_key(&key).then(|| Arc::make_mut(&mut self.objects).remove(&key)).flatten()
    }

    /// Gives a new object what only the server gives: a uid and the time.
    pub(super) fn christen(&mut self, object: &mut Value) {
        let uid = self.dice.uid();
        let now = timestamp(self.now);
        if let Some(metadata) = mapping(object, "metadata") {
            metadata.insert("uid".into(), uid.into());
            metadata.insert("creationTimestamp".into(), now.into());
        }
    }
}
