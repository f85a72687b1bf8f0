//! What goes wrong, and how kubectl says it: the server's errors with their reason, its own with `error: `.
//!
//! Must not know: commands.

use crate::console::resource::Resource;

/// Something that went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The server's answer.
    Server {
        /// `NotFound`, `BadRequest`, `Forbidden`.
        reason: &'static str,
        /// Its words.
        message: String,
    },
    /// kubectl's own complaint, without `error: `.
    Client(String),
    /// A complaint that is printed just so.
    Raw(String),
}

impl Problem {
    /// No object of that name.
    #[must_use]
    pub fn not_found(resource: &Resource, name: &str) -> Self {
        let message = format!("{} {} not found", resource.qualified(), crate::kube::quote::quote(name));
        Self::Server { reason: "NotFound", message }
    }

    /// A request that made no sense.
    #[must_use]
    pub fn bad_request(message: String) -> Self {
        Self::Server { reason: "BadRequest", message }
    }

    /// A user without the right.
    #[must_use]
    pub fn forbidden(user: &str, verb: &str, resource: &Resource, name: Option<&str>, namespace: Option<&str>) -> Self {
        let plural = resource.plural;
        let subject = match name {
            Some(name) => format!("{} {} is forbidden", resource.qualified(), crate::kube::quote::quote(name)),
            None => format!("{} is forbidden", resource.qualified()),
        };
        let place = match namespace {
            Some(namespace) if resource.namespaced => format!("in the namespace \"{namespace}\""),
            _ => "at the cluster scope".to_owned(),
        };
        let message = format!(
            "{subject}: User {} cannot {verb} resource \"{plural}\" in API group \"{}\" {place}",
            crate::kube::quote::quote(user),
            resource.group
        );
        Self::Server { reason: "Forbidden", message }
    }

    /// Without what kubectl puts before its own complaints: as one line among several.
    fn bare(&self) -> String {
        match self {
            Self::Server { reason, message } => format!("Error from server ({reason}): {message}"),
            Self::Client(message) | Self::Raw(message) => message.clone(),
        }
    }
}

/// What kubectl writes on standard error for these; its status is 1.
#[must_use]
pub fn report(problems: &[Problem]) -> String {
    let mut out = match problems {
        [Problem::Client(message)] if !message.starts_with("error: ") => format!("error: {message}"),
        [one] => one.bare(),
        several => several.iter().map(Problem::bare).collect::<Vec<_>>().join("\n"),
    };
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out
}
