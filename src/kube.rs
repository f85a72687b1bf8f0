//! What the Kubernetes API server would say of a manifest: decode, default, validate, allocate.
//!
//! The one promise: verdict, stage, field, type and message are those of a real server (1.34 by default) under strict
//! field validation, as `tests/data/oracle/` records them; each with its exact place in the text and a Korean
//! explanation.
//!
//! This layer must not know: other objects of a cluster, lessons, screens.

pub mod model;
pub mod schema;

use crate::diagnostic::{Diagnostic, Stage};
use crate::text::TextRange;
use crate::yaml;
use model::Object;

/// Which server's rules hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Kubernetes 1.34 (and 1.35, whose defaults are the same).
    #[default]
    V1_34,
    /// Kubernetes 1.36: relaxed Service names (KEP-5311), strict IPs and CIDRs (KEP-4858).
    V1_36,
}

/// What [`check`] found in one text.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The stage that refuses the text; `None` where everything in it is accepted.
    pub rejected: Option<Stage>,
    /// What the server answers now, in its order.
    pub errors: Vec<Diagnostic>,
    /// What it would say next, once these are mended.
    pub also: Vec<Diagnostic>,
    /// What it accepts and a learner hardly means.
    pub warnings: Vec<Diagnostic>,
    /// The objects that could be decoded, in text order, whether accepted or not.
    pub objects: Vec<Decoded>,
}

/// An object with where it came from.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The object, defaulted but not allocated.
    pub object: Object,
    /// Which document of the text it is, from 0.
    pub document: usize,
    /// The text of that document.
    pub range: TextRange,
    /// Whether the server accepts this object.
    pub accepted: bool,
}

impl Checked {
    /// Every diagnostic, those that reject first.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.errors.iter().chain(&self.also).chain(&self.warnings)
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
    let _ = (text, parse, version);
    Checked::default()
}
