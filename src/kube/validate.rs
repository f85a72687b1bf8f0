//! The server's validation rules, in its order and words, each with a Korean explanation.
//!
//! (`pkg/apis/core/validation/validation.go` and `pkg/apis/apps/validation`, 1.34). Services and what every object has are
//! judged as defaulted objects, for they are allocated before; the many fields of pods and nodes where they are written
//! ([`super::at`]).
//!
//! Must not know: texts, other objects of the cluster.

mod annotation;
mod metadata;
mod node;
mod pod;
mod selector;
mod service;
mod shape;
mod workload;

pub(super) use node::unreadable as unreadable_node;
pub(super) use service::cluster_ips;

use super::Version;
use super::fault::{Fault, Faults};
use super::model::Object;
use crate::yaml::{self, tree::Node};

/// Everything the server says against creating `object`, which is written at `root`, in its order. A Service is looked at
/// after allocation, where that succeeded.
#[must_use]
pub fn object(object: &Object, root: Node<'_>, version: Version) -> Vec<Fault> {
    let mut faults = Faults::default();
    match object {
        Object::Service(it) => service::service(it, version, &mut faults),
        Object::Pod(it) => pod::pod(&it.metadata, root, version, &mut faults),
        Object::Deployment(it) => workload::deployment(it, root, version, &mut faults),
        Object::Namespace(it) => node::namespace(&it.metadata, root, version, &mut faults),
        Object::Node(it) => node::node(&it.metadata, root, version, &mut faults),
    }
    faults.told()
}

/// [`object`] for one that is kept as JSON.
#[must_use]
pub fn value(object: &Object, value: &serde_json::Value, version: Version) -> Vec<Fault> {
    let text = value.to_string();
    let parse = yaml::parse(&text);
    let root = parse.documents.first().and_then(|document| document.tree.root());
    root.map(|root| self::object(object, root, version)).unwrap_or_default()
}

/// [`object`] for a Service, which needs no manifest.
#[must_use]
pub(super) fn service(service: &super::model::Service, version: Version) -> Vec<Fault> {
    let mut faults = Faults::default();
    service::service(service, version, &mut faults);
    faults.told()
}
