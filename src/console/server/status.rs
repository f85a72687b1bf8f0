//! What the server says when it refuses (`metav1.Status`).
//!
//! Must not know: how kubectl words it.

use crate::cluster::refusal::{Refusal, RefusalReason};
use crate::console::resource::Resource;
use crate::kube::fault::Fault;

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// `reason`.
    pub reason: Reason,
    /// `message`: `services "web" not found`.
    pub message: String,
    /// `details.kind` and `details.name` of an [`Reason::Invalid`] object.
    pub about: Option<(String, String)>,
    /// `details.causes`: field and message.
    pub causes: Vec<(String, String)>,
}

/// `metav1.StatusReason`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// 409, the name is taken.
    AlreadyExists,
    /// 400.
    BadRequest,
    /// 409, the object has been changed meanwhile.
    Conflict,
    /// 403.
    Forbidden,
    /// 500.
    InternalError,
    /// 422.
    Invalid,
    /// 405.
    MethodNotAllowed,
    /// 404.
    NotFound,
    /// None given.
    Unknown,
}

impl Reason {
    /// As kubectl writes it; empty where there is none.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AlreadyExists => "AlreadyExists",
            Self::BadRequest => "BadRequest",
            Self::Conflict => "Conflict",
            Self::Forbidden => "Forbidden",
            Self::InternalError => "InternalError",
            Self::Invalid => "Invalid",
            Self::MethodNotAllowed => "MethodNotAllowed",
            Self::NotFound => "NotFound",
            Self::Unknown => "",
        }
    }
}

impl Status {
    /// A refusal with a reason and a message alone.
    #[must_use]
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self { reason, message: message.into(), about: None, causes: Vec::new() }
    }

    /// `services "web" not found`.
    #[must_use]
    pub fn not_found(resource: &Resource, name: &str) -> Self {
        Self::new(Reason::NotFound, format!("{} \"{name}\" not found", resource.qualified()))
    }

    /// `services "web" already exists`.
    #[must_use]
    pub fn already_exists(resource: &Resource, name: &str) -> Self {
        Self::new(Reason::AlreadyExists, format!("{} \"{name}\" already exists", resource.qualified()))
    }

    /// A body that cannot be read as an object of its kind.
    #[must_use]
    pub fn cannot_be_handled(resource: &Resource, why: &str) -> Self {
        let (kind, version) = (resource.kind, resource.version);
        Self::new(Reason::BadRequest, format!("{kind} in version \"{version}\" cannot be handled as a {kind}: {why}"))
    }

    /// An object that breaks rules.
    #[must_use]
    pub fn invalid(resource: &Resource, name: &str, causes: Vec<(String, String)>) -> Self {
        let told: Vec<String> = causes.iter().map(|(field, message)| format!("{field}: {message}")).collect();
        let told = if let [one] = told.as_slice() { one.clone() } else { format!("[{}]", told.join(", ")) };
        let kind = match resource.group {
            "" => resource.kind.to_owned(),
            group => format!("{}.{group}", resource.kind),
        };
        Self {
            reason: Reason::Invalid,
            message: format!("{kind} \"{name}\" is invalid: {told}"),
            about: Some((resource.kind.to_owned(), name.to_owned())),
            causes,
        }
    }

    /// What validation found.
    #[must_use]
    pub(super) fn of_faults(resource: &Resource, name: &str, faults: Vec<Fault>) -> Self {
        if let Some(internal) = faults.iter().find(|fault| fault.cause == "InternalError") {
            return Self::new(Reason::InternalError, internal.message.clone());
        }
        Self::invalid(resource, name, faults.into_iter().map(|fault| (fault.path, fault.message)).collect())
    }

    /// What the cluster refused.
    #[must_use]
    pub(super) fn of_refusals(resource: &Resource, refusals: Vec<Refusal>) -> Self {
        let Some(first) = refusals.first() else { return Self::new(Reason::Unknown, "") };
        match first.reason {
            RefusalReason::AlreadyExists => Self::already_exists(resource, &first.name.name),
            RefusalReason::NotFound => Self::new(Reason::NotFound, first.message()),
            RefusalReason::Forbidden => Self::new(Reason::Forbidden, first.message()),
            RefusalReason::Invalid if first.path.is_empty() => Self::new(Reason::InternalError, first.detail.clone()),
            RefusalReason::Invalid => {
                let name = first.name.name.to_string();
                Self::invalid(resource, &name, refusals.into_iter().map(|it| (it.path, it.detail)).collect())
            }
        }
    }
}
