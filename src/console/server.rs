//! The API server as a client sees it: whole objects as JSON, and what it answers to a write.
//!
//! **The Cluster decides, the Server documents.** What becomes of objects (controllers, allocation, endpoints) a
//! [`Cluster`] decides; here each object is kept whole, with everything the server fills in, and what controllers make is
//! written down after every write ([`settle`]).
//!
//! Must not know: command lines, how anything is printed, files, the clock (the time is an input).

mod admission;
mod controllers;
mod dice;
mod objects;
mod pods;
mod services;
mod settle;
mod slices;
mod status;
mod workloads;
mod world;
mod write;

pub(super) use admission::base64;
pub use dice::{Foreseen, ServiceFate, SliceFate};
pub(super) use pods::digest;
pub use status::{Reason, Status};
pub use write::{Options, PatchKind, Strictness, Written};

use super::resource::Resource;
use crate::cluster::Cluster;
use crate::cluster::state::ObjectName;
use dice::Dice;
use serde_json::Value;
use slices::Trigger;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Group and plural of the type, namespace (empty for none), name: the order is that in which the server lists.
type Key = (&'static str, &'static str, Arc<str>, Arc<str>);

/// A server and the cluster behind it. A clone costs a few reference counts.
#[derive(Clone, Debug, Default)]
pub struct Server {
    objects: Arc<BTreeMap<Key, Arc<Value>>>,
    cluster: Cluster,
    dice: Dice,
    /// What the endpoints controllers remember of each Service.
    triggers: Arc<BTreeMap<ObjectName, Trigger>>,
    /// The last resourceVersion.
    version: u64,
    /// Seconds since 1970.
    now: i64,
}

impl Server {
    /// A server that holds these objects just as they stand, with an empty cluster behind it: for reading alone, where nothing is
    /// to come of them.
    #[must_use]
    pub fn holding(objects: impl IntoIterator<Item = (&'static Resource, Value)>, now: i64) -> Self {
        let keyed = objects.into_iter().map(|(resource, object)| {
            let text = |field: &str| object.pointer(field).and_then(Value::as_str).unwrap_or_default();
            (key(resource, text("/metadata/namespace"), text("/metadata/name")), Arc::new(object))
        });
        Self { objects: Arc::new(keyed.collect()), now, ..Self::default() }
    }

    /// The object of that type and name; the namespace is empty for types that have none.
    #[must_use]
    pub fn get(&self, resource: &Resource, namespace: &str, name: &str) -> Option<&Arc<Value>> {
        self.objects.get(&key(resource, namespace, name))
    }

    /// The objects of a type, in one namespace or in all, sorted by namespace and name.
    #[must_use]
    pub fn list(&self, resource: &Resource, namespace: Option<&str>) -> Vec<Arc<Value>> {
        let only = namespace.filter(|_| resource.namespaced);
        let start = key(resource, only.unwrap_or(""), "");
        let (group, plural) = (start.0, start.1);
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

    /// Starts `minikube tunnel` beside the cluster, whose balancers get addresses by it; false where there is no minikube.
    pub fn open_tunnel(&mut self) -> bool {
        self.with_cluster(Cluster::open_tunnel)
    }

    /// Whether any object is there, gone or different that was not so in `before`, or the laptop's way into the cluster is.
    #[must_use]
    pub fn has_changed_since(&self, before: &Self) -> bool {
        let (now, then) = (&self.objects, &before.objects);
        let is_there = |(key, object): (&Key, &Arc<Value>)| {
            then.get(key).is_some_and(|before| Arc::ptr_eq(object, before) || object == before)
        };
        let is_same = Arc::ptr_eq(now, then) || now.len() == then.len() && now.iter().all(is_there);
        !is_same || self.cluster.has_tunnel() != before.cluster.has_tunnel()
    }

    /// Does something to the cluster that no request asks for, and writes down what comes of it.
    pub fn with_cluster<T>(&mut self, act: impl FnOnce(&mut Cluster) -> T) -> T {
        let before = self.cluster.clone();
        let outcome = act(&mut self.cluster);
        self.settle(&before);
        outcome
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

    /// Says beforehand how the dice will fall.
    pub fn foresee(&mut self, foreseen: Foreseen) {
        match foreseen {
            Foreseen::Service { namespace, name, fate } => self.dice.foresee_service(&namespace, &name, fate),
            Foreseen::Slice { namespace, name, fate } => self.dice.foresee_slice(&namespace, &name, fate),
            Foreseen::Pod { namespace, generate_name, name, fate } => {
                self.cluster.fate_mut().foresee_pod(&namespace, &generate_name, &name, fate.clone());
                self.dice.foresee_name(&namespace, &generate_name, &name);
            }
            Foreseen::ReplicaSet { namespace, deployment, name } => {
                if let Some(hash) = name.strip_prefix(&format!("{deployment}-")) {
                    self.cluster.fate_mut().foresee_hash(&namespace, &deployment, hash);
                }
            }
        }
    }
}

/// Both kinds of Event are the same objects.
fn key(resource: &Resource, namespace: &str, name: &str) -> Key {
    let (group, plural) = if resource.kind == "Event" { ("", "events") } else { (resource.group, resource.plural) };
    let namespace = if resource.namespaced { namespace } else { "" };
    (group, plural, namespace.into(), name.into())
}

#[cfg(test)]
mod tests;
