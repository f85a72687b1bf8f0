//! The server's validation rules, in its order and words, each with a Korean explanation.
//!
//! Rules look at defaulted objects (`pkg/apis/core/validation/validation.go` and `pkg/apis/apps/validation`, 1.34).
//!
//! Must not know: texts, trees, other objects of the cluster.

mod metadata;
mod pod;
mod service;
mod workload;

pub(super) use service::cluster_ips;

use super::Version;
use super::fault::{Fault, Faults};
use super::model::Object;

/// Everything the server says against creating `object`, in its order. A Service is looked at after allocation, where
/// that succeeded.
#[must_use]
pub fn object(object: &Object, version: Version) -> Vec<Fault> {
    let mut faults = Faults::default();
    match object {
        Object::Service(it) => service::service(it, version, &mut faults),
        Object::Pod(it) => pod::pod(it, version, &mut faults),
        Object::Deployment(it) => workload::deployment(it, version, &mut faults),
        Object::Namespace(it) => metadata::object(&it.metadata, metadata::Names::Namespace, version, &mut faults),
        Object::Node(it) => metadata::object(&it.metadata, metadata::Names::Node, version, &mut faults),
    }
    faults.told()
}
