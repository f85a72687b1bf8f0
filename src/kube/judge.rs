//! What the server says to one object: it is decoded (strictly), defaulted, allocated and validated, as far as it gets.
//!
//! Must not know: other objects, what is kept between keystrokes.

use super::allocate::Allocations;
use super::default::Filled;
use super::fault::Fault;
use super::model::{self, Object};
use super::place::Place;
use super::{Version, decode, default, extract, front, misfit, schema, validate};
use crate::diagnostic::{Diagnostic, Stage};
use crate::yaml;
use crate::yaml::tree::{Node, Vouched};
use std::sync::Arc;

/// What the server says to one object.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    /// The stage that refuses it; `None` where it is accepted.
    pub(super) stage: Option<Stage>,
    /// What the server answers now.
    pub(super) errors: Vec<Diagnostic>,
    /// What validation would say, had allocation not stopped the request before.
    pub(super) also: Vec<Diagnostic>,
    /// What comes to light once these are mended.
    pub(super) further: Vec<Diagnostic>,
}

impl Answer {
    /// Explains what is missing by the indented first line that keeps the rest from being read; once is enough.
    pub(super) fn blame(&mut self, place: Place<'_>) {
        if let Some(error) = self.errors.iter_mut().find(|error| error.code.as_str().ends_with("-missing")) {
            *error = front::with_cause(place, error.clone());
        }
    }
}

/// An object that could be decoded.
#[derive(Debug)]
pub(super) struct Extracted {
    /// The object, defaulted but not allocated.
    pub(super) object: Arc<Object>,
    /// Which of its fields the server filled in.
    pub(super) filled: Arc<[Filled]>,
    /// Whether the server accepts it, as far as that is up to the object.
    pub(super) accepted: bool,
}

/// Decodes, defaults, allocates and validates one object.
pub(super) fn object(
    place: Place<'_>,
    kind: &'static schema::Kind,
    document: &yaml::Document,
    twice: &[&yaml::DuplicateKey],
    version: Version,
    good: &mut Vouched,
) -> (Answer, Option<Extracted>) {
    let json = document.format == yaml::Format::Json;
    let decoding = decode::decode(place.root, kind, json, good);
    let mut answer = Answer::default();
    let mut refuse = |stage: Stage, found: Vec<Diagnostic>| {
        if found.is_empty() {
        } else if answer.stage.is_none() {
            answer.stage = Some(stage);
            answer.errors = found;
        } else {
            answer.further.extend(found);
        }
    };
    let mut wrong = misfit::mismatches(place, kind, &decoding);
    let others = if wrong.is_empty() { Vec::new() } else { wrong.split_off(1) };
    refuse(Stage::Decode, wrong);
    refuse(Stage::Decode, others);
    let mut strict: Vec<_> = misfit::duplicates(place, if json { &[] } else { twice }).into_iter().collect();
    strict.extend(decoding.strict.iter().map(|found| misfit::strict(place, kind, found)));
    refuse(Stage::Strict, strict);
    let Some(mut object) = extract::object(kind.name, place.root) else { return (answer, None) };
    let filled = default::object(&mut object).into();
    let (stage, faults, also) = rules(&object, place.root, version);
    let hidden = answer.stage.is_some();
    let plain = |fault: &Fault| !hidden || (!follows(fault, &decoding) && fault.cause != "FieldValueRequired");
    let errors = place.diagnostics(faults.into_iter().filter(plain), stage);
    let also = place.diagnostics(also.into_iter().filter(plain), Stage::Validate);
    if hidden {
        // Allocation and validation often say the same thing; once is enough where neither is heard yet.
        let new = also.into_iter().filter(|it| !errors.iter().any(|known| known.path == it.path)).collect::<Vec<_>>();
        answer.further.extend(errors);
        answer.further.extend(new);
    } else if !errors.is_empty() {
        answer.stage = Some(stage);
        answer.errors = errors;
        answer.also = also;
    }
    for found in [&mut answer.errors, &mut answer.also, &mut answer.further] {
        misfit::explain_dashes(place, kind.name, found);
    }
    let accepted = answer.stage.is_none();
    (answer, Some(Extracted { object: Arc::new(object), filled, accepted }))
}

/// Whether a fault only follows from a value of a wrong type, which was taken as absent.
fn follows(fault: &Fault, decoding: &decode::Decoding<'_>) -> bool {
    decoding
        .mismatches
        .iter()
        .any(|mismatch| fault.path.starts_with(&mismatch.path) || mismatch.path.starts_with(&fault.path))
        || fault.code.as_str() == "port-missing"
}

/// The stage that refuses a defaulted object in an empty cluster, its faults, and what validation would say after.
fn rules(object: &Object, root: Node<'_>, version: Version) -> (Stage, Vec<Fault>, Vec<Fault>) {
    if let (Object::Node(_), Some(fault)) = (object, validate::unreadable_node(root)) {
        return (Stage::Decode, vec![fault], Vec::new());
    }
    let Object::Service(asked) = object else {
        return (Stage::Validate, validate::object(object, root, version), Vec::new());
    };
    let mut service = asked.clone();
    let allocated = Allocations::new().allocate(&mut service, version);
    let mut faults = validate::service(&service, version);
    for fault in &mut faults {
        unnumbered(fault, asked);
    }
    match allocated {
        Ok(()) => (Stage::Validate, faults, Vec::new()),
        Err(refusals) => (Stage::Allocate, refusals, faults),
    }
}

/// A node port nobody asked for is any number; a message about it names none.
fn unnumbered(fault: &mut Fault, asked: &model::Service) {
    let index = fault.path.strip_prefix("spec.ports[").and_then(|rest| rest.strip_suffix("].nodePort"));
    let port = index.and_then(|index| index.parse::<usize>().ok()).and_then(|index| asked.spec.ports.get(index));
    let Some(port) = port.filter(|port| port.node_port == 0 && fault.code.as_str() == "node-port-duplicate") else {
        return;
    };
    "Duplicate value: <auto>".clone_into(&mut fault.message);
    fault.help = format!(
        "번호와 프로토콜이 같은 포트({}/{})가 또 있어 서버가 둘에 같은 노드 포트를 줍니다. 포트 하나를 지우거나 번호를 바꾸십시오.",
        port.port, port.protocol
    );
    fault.remedies.clear();
}
