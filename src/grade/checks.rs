//! The checks, one kind a file: each looks at the end state and says whether it holds and how things stand.
//!
//! Must not know: weights, the author's sentences, screens.

mod accepted;
mod at_most;
mod dns;
mod endpoints;
mod field;
mod object;
mod ran;
mod rejected;
mod request;

use std::collections::BTreeSet;

use crate::cluster::Cluster;
use crate::cluster::state::ObjectName;
use crate::cluster::trace::Trace;
use crate::console::Ran;
use crate::diagnostic::Diagnostic;
use crate::kube::model::Object;
use crate::lesson;
use crate::lesson::spec::CheckKind;

/// What checks look at: the cluster after the answer was applied, and the answer.
pub(super) struct Scene<'a> {
    /// The end state.
    pub(super) cluster: &'a Cluster,
    /// The answer's objects that are in it, defaulted but without what the server gives out.
    pub(super) objects: &'a [&'a Object],
    /// The commands that were run at the console, in order.
    pub(super) commands: &'a [Ran],
    /// What the server refuses, by file.
    pub(super) refused: &'a [(&'a str, &'a Diagnostic)],
}

/// How a check came out.
pub(super) struct Outcome {
    pub(super) passed: bool,
    /// How things stand; may be empty.
    pub(super) detail: String,
    /// The request that shows it best.
    pub(super) trace: Option<Trace>,
    /// The pods that the request should reach.
    pub(super) goal: BTreeSet<ObjectName>,
    /// What it looks at is not there, so nothing of it is wrong yet.
    pub(super) absent: bool,
}

impl Outcome {
    fn of(passed: bool, detail: impl Into<String>) -> Self {
        Self { passed, detail: detail.into(), trace: None, goal: BTreeSet::new(), absent: false }
    }
}

/// Runs one check.
pub(super) fn run(kind: &CheckKind, scene: &Scene<'_>) -> Outcome {
    match kind {
        CheckKind::Accepted => accepted::run(scene),
        CheckKind::Rejected(code) => rejected::run(code, scene),
        CheckKind::Request(check) => request::run(check, scene),
        CheckKind::Endpoints(check) => endpoints::run(check, scene),
        CheckKind::Dns(check) => dns::run(check, scene),
        CheckKind::Field(check) => field::run(check, scene),
        CheckKind::Object(check) => object::run(check, scene),
        CheckKind::AtMost(check) => at_most::run(check, scene),
        CheckKind::Ran(check) => ran::run(check, scene),
    }
}

impl Scene<'_> {
    /// The pods that an author's list names, sorted.
    fn pods(&self, names: &[String]) -> Vec<ObjectName> {
        lesson::request::pods(self.cluster, names)
    }

    /// What the answer holds where it holds nothing of a kind: whoever wrote a Deployment in a Service's place is told so.
    fn instead_of(&self, kind: &str) -> String {
        if self.objects.is_empty() || self.objects.iter().any(|it| it.kind().eq_ignore_ascii_case(kind)) {
            return String::new();
        }
        let objects = self.objects.iter().map(|it| format!("{}/{}", it.kind(), it.metadata().name));
        format!(" (답에 적은 것: {})", list(objects))
    }

    /// The Service that an author names: `*` is the only one of the answer.
    fn service(&self, name: &str) -> Option<ObjectName> {
        if name != "*" {
            return ObjectName::parse(name);
        }
        let mut services = self.objects.iter().filter(|object| object.kind() == "Service");
        match (services.next(), services.next()) {
            (Some(only), None) => Some(ObjectName::of(only.metadata())),
            _ => None,
        }
    }
}

/// `web-1, web-2`, or `없음`.
fn list<T: std::fmt::Display>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    if items.is_empty() { "없음".to_owned() } else { items.join(", ") }
}

/// Whether `text` has the shape of `pattern`, in which `*` is any run of characters.
fn fits(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or("");
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or("");
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_run_of_characters() {
        for (text, pattern, expected) in [
            ("web-svc", "web-*", true),
            ("web", "web", true),
            ("web-svc", "web", false),
            ("a-b-c", "a*c", true),
            ("abab", "*ab*ab", true),
            ("ab", "*ab*ab", false),
            ("", "*", true),
        ] {
            assert_eq!(fits(text, pattern), expected, "{text} {pattern}");
        }
    }
}
