//! Why the server does not take an object, in its own words.
//!
//! Only what depends on other objects is here; what is wrong with a manifest by itself, `kube` has refused before.
//!
//! Must not know: where in a text the fault stands.

use super::state::ObjectName;
use crate::diagnostic::Code;

/// A refusal of the API server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The reason in the server's status.
    pub reason: RefusalReason,
    /// The kind of the object it is about.
    pub kind: &'static str,
    /// The object it is about.
    pub name: ObjectName,
    /// The field (`spec.ports[0].nodePort`); empty where it is about the whole object.
    pub path: String,
    /// For [`RefusalReason::Invalid`] what follows the field path (`Invalid value: 30080: provided port is already
    /// allocated`), for [`RefusalReason::Forbidden`] why; empty for the others.
    pub detail: String,
    /// The mistake it shows, where it shows one.
    pub code: Option<Code>,
}

/// `status.reason` of the server's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalReason {
    /// 409: an object of that name is there.
    AlreadyExists,
    /// 404: it, or its namespace, is not there.
    NotFound,
    /// 403: an admission plugin does not let it be done.
    Forbidden,
    /// 422: a field cannot be had.
    Invalid,
}

impl Refusal {
    pub(super) fn invalid(kind: &'static str, name: ObjectName, path: &str, detail: String) -> Self {
        Self { reason: RefusalReason::Invalid, kind, name, path: path.to_owned(), detail, code: None }
    }

    pub(super) fn already_exists(kind: &'static str, name: ObjectName) -> Self {
        Self::whole(RefusalReason::AlreadyExists, kind, name)
    }

    pub(super) fn not_found(kind: &'static str, name: ObjectName) -> Self {
        Self::whole(RefusalReason::NotFound, kind, name)
    }

    pub(super) fn forbidden(kind: &'static str, name: ObjectName, why: &str) -> Self {
        Self { detail: why.to_owned(), ..Self::whole(RefusalReason::Forbidden, kind, name) }
    }

    fn whole(reason: RefusalReason, kind: &'static str, name: ObjectName) -> Self {
        Self { reason, kind, name, path: String::new(), detail: String::new(), code: None }
    }

    /// The server's message: `services "web" already exists`, `Service "web" is invalid: …`.
    #[must_use]
    pub fn message(&self) -> String {
        let name = &self.name.name;
        match self.reason {
            RefusalReason::AlreadyExists => format!("{} \"{name}\" already exists", resource(self.kind)),
            RefusalReason::NotFound => format!("{} \"{name}\" not found", resource(self.kind)),
            RefusalReason::Forbidden => format!("{} \"{name}\" is forbidden: {}", resource(self.kind), self.detail),
            RefusalReason::Invalid => format!("{} \"{name}\" is invalid: {}: {}", self.kind, self.path, self.detail),
        }
    }
}

/// The plural resource name of a kind, with its group where it has one.
fn resource(kind: &str) -> &str {
    match kind {
        "Service" => "services",
        "Pod" => "pods",
        "Node" => "nodes",
        "Namespace" => "namespaces",
        "Deployment" => "deployments.apps",
        other => other,
    }
}
