//! What the Kubernetes API server would say of a manifest: decode, default, validate, allocate.
//!
//! The one promise: verdict, stage, field, type and message are those of a real server (1.34 by default) under strict
//! field validation, as `tests/data/oracle/` records them; each with its exact place in the text and a Korean
//! explanation.
//!
//! This layer must not know: other objects of a cluster, lessons, screens.

pub mod address;
pub mod allocate;
mod at;
pub mod body;
mod checker;
mod complete;
mod decode;
pub mod default;
mod extract;
pub mod fault;
pub mod front;
mod gate;
pub mod generated;
pub mod json;
mod judge;
mod lint;
mod meant;
mod misfit;
pub mod model;
pub mod names;
mod part;
mod place;
mod proof;
mod quantity;
pub(crate) mod quote;
mod relocate;
pub mod schema;
mod template_hash;
pub mod validate;
mod words;

use crate::diagnostic::{Diagnostic, Stage};
use crate::text::TextRange;
use crate::yaml;
use model::Object;
use std::sync::Arc;

pub use checker::Checker;

/// Which server's rules hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Kubernetes 1.34.
    #[default]
    V1_34,
    /// Kubernetes 1.35: as 1.34, but for fields of pods whose gates are open by then ([`gate`]).
    V1_35,
    /// Kubernetes 1.36: relaxed Service names (KEP-5311), strict IPs and CIDRs (KEP-4858).
    V1_36,
}

impl Version {
    /// All that can be chosen, the oldest first.
    pub const ALL: [Self; 3] = [Self::V1_34, Self::V1_35, Self::V1_36];

    /// As it is written: `1.34`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::V1_34 => "1.34",
            Self::V1_35 => "1.35",
            Self::V1_36 => "1.36",
        }
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// What [`check`] found in one text.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The stage that refuses the text; `None` where everything in it is accepted.
    pub rejected: Option<Stage>,
    /// What the server answers now, in its order: the faults of the first document that it refuses.
    pub errors: Vec<Diagnostic>,
    /// What validation would say of that document, had allocation not stopped the request before.
    pub also: Vec<Diagnostic>,
    /// What comes to light once these are mended: later stages of the document, later documents.
    pub further: Vec<Diagnostic>,
    /// What it accepts and a learner hardly means.
    pub warnings: Vec<Diagnostic>,
    /// The objects that could be decoded, in text order, whether accepted or not.
    pub objects: Vec<Decoded>,
}

impl Checked {
    /// Every diagnostic, those that reject first.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.errors.iter().chain(&self.also).chain(&self.further).chain(&self.warnings)
    }
}

/// An object with where it came from.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The object, defaulted but not allocated. A [`Checker`] gives the same one again while its document stays as it is.
    pub object: Arc<Object>,
    /// Which of its fields the server filled in.
    pub filled: Arc<[default::Filled]>,
    /// Which document of the text it is in, from 0.
    pub document: usize,
    /// The text of that document.
    pub range: TextRange,
    /// Where it stands in the lists of that document, outermost first: the place of an item in each. Empty where the
    /// document is the object.
    pub item: Vec<usize>,
    /// Whether the server accepts this object.
    pub accepted: bool,
}

impl Decoded {
    /// The object in the parse it came from, or in one of a text that has it in the same place.
    #[must_use]
    pub fn root<'t>(&self, parse: &'t yaml::Parse) -> Option<yaml::tree::Node<'t>> {
        front::item(parse.documents.get(self.document)?.tree.root()?, &self.item)
    }
}

/// The verdict on a text, each document taken by itself in an otherwise empty cluster in which every namespace exists.
#[must_use]
pub fn check(text: &str, version: Version) -> Checked {
    check_parsed(text, &yaml::parse(text), version)
}

/// [`check`] for a text that is parsed already.
#[must_use]
pub fn check_parsed(text: &str, parse: &yaml::Parse, version: Version) -> Checked {
    Checker::new(version).check(text, parse)
}

#[cfg(test)]
mod tests;
