//! The API server as a client sees it: whole objects as JSON, and what it answers to a write.
//!
//! **The Cluster decides, the Server documents.** What becomes of objects (controllers, allocation, endpoints) a
//! [`Cluster`] decides; here each object is kept whole, with everything the server fills in, and what controllers make is
//! written down after every write.
//!
//! Must not know: command lines, how anything is printed, files, the clock (the time is an input).

use super::resource::Resource;
use crate::cluster::Cluster;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Group and plural of the type, namespace (empty for none), name: the order is that in which the server lists.
type Key = (&'static str, &'static str, Arc<str>, Arc<str>);

/// A server and the cluster behind it. A clone costs a few reference counts.
#[derive(Clone, Debug, Default)]
pub struct Server {
    objects: Arc<BTreeMap<Key, Arc<Value>>>,
    cluster: Cluster,
    /// Seconds since 1970.
    now: i64,
}

impl Server {
    /// The object of that type and name; the namespace is empty for types that have none.
    #[must_use]
    pub fn get(&self, resource: &Resource, namespace: &str, name: &str) -> Option<&Arc<Value>> {
        let namespace = if resource.namespaced { namespace } else { "" };
        self.objects.get(&(resource_key(resource).0, resource_key(resource).1, namespace.into(), name.into()))
    }

    /// The objects of a type, in one namespace or in all, sorted by namespace and name.
    #[must_use]
    pub fn list(&self, resource: &Resource, namespace: Option<&str>) -> Vec<Arc<Value>> {
        let (group, plural) = resource_key(resource);
        let only = namespace.filter(|_| resource.namespaced);
        let start: Key = (group, plural, only.unwrap_or("").into(), "".into());
        self.objects
            .range(start..)
            .take_while(|((its_group, its_plural, its_namespace, _), _)| {
                *its_group == group && *its_plural == plural && only.is_none_or(|only| **its_namespace == *only)
            })
            .map(|(_, object)| Arc::clone(object))
            .collect()
    }

    /// The cluster behind it.
    #[must_use]
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// What time it is, in seconds since 1970.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.now
    }

    /// Sets the time: `creationTimestamp`s and ages follow it.
    pub fn set_now(&mut self, now: i64) {
        self.now = now;
    }

    /// Keeps an object as it stands, in the place of one of its name.
    pub fn put(&mut self, resource: &Resource, object: Value) {
        let text = |field: &str| object.pointer(field).and_then(Value::as_str).unwrap_or_default();
        let (group, plural) = resource_key(resource);
        let namespace = if resource.namespaced { text("/metadata/namespace") } else { "" };
        let key: Key = (group, plural, namespace.into(), text("/metadata/name").into());
        Arc::make_mut(&mut self.objects).insert(key, Arc::new(object));
    }
}

/// Both kinds of Event are the same objects.
fn resource_key(resource: &Resource) -> (&'static str, &'static str) {
    if resource.kind == "Event" { ("", "events") } else { (resource.group, resource.plural) }
}
