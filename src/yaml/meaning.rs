//! What is well-formed YAML and still means nothing, and keys given twice: go-yaml's second walk over a document.
//!
//! The walk visits nodes in go-yaml's order, aliases again and again as it does, and stops at the first fault: an alias
//! inside its own anchor, a merge of something that is no mapping, a tag that does not fit, a collection as a key, an
//! alias bomb. After it, kubectl writes JSON, which knows no null keys, no infinity and no not-a-number. The composer
//! asks for this walk only where a document holds something of the kind.
//!
//! Must not know: characters, Kubernetes.

use super::DuplicateKey;
use super::fault::Fault;
use super::tree::piece::{Content, EntryData};
use super::tree::repeats::GoKey;
use super::tree::{NodeId, ScalarData, StoredValue, Style, Tree, Value};
use crate::text::{TextRange, go};
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

/// What the composer noticed and the tree does not tell.
#[derive(Default)]
pub(super) struct Notes {
    /// Whether the walk is needed at all.
    pub(super) worth_a_walk: bool,
    /// Scalars that cannot be what their tag says, aliases inside their own anchor.
    pub(super) faults: HashMap<NodeId, Fault>,
    /// Mappings with merge keys or collections for keys, as written; in the tree the merged entries stand in their
    /// place, and the collections are left out.
    pub(super) merging: HashMap<NodeId, Vec<EntryData>>,
    /// Where a node with anchor or tag begins.
    pub(super) starts: HashMap<NodeId, u32>,
}

/// What the walk found.
#[derive(Default)]
pub(super) struct Meaning {
    pub(super) fault: Option<Found>,
    pub(super) duplicates: Vec<DuplicateKey>,
}

/// A fault and where it is.
pub(super) struct Found {
    pub(super) message: String,
    /// Start and end in the document.
    pub(super) range: (usize, usize),
}

/// Walks over a document.
pub(super) fn examine(tree: &Tree, notes: &Notes) -> Meaning {
    let Some(root) = tree.root_id() else { return Meaning::default() };
    let mut walk =
        Walk { tree, notes, decoded: 0, from_aliases: 0, alias_depth: 0, lines: None, duplicates: Vec::new() };
    let fault = walk.node(root).err().or_else(|| walk.json(root).err());
    Meaning { fault, duplicates: walk.duplicates }
}

/// The keys given twice in a tree that holds nothing worth a walk, as the walk would find them.
pub(super) fn duplicates(tree: &Tree) -> Vec<DuplicateKey> {
    let repeated = tree.repeated();
    let lines = if repeated.is_empty() { Vec::new() } else { line_starts(tree.text()) };
    let told = repeated.into_iter().filter_map(|entry| {
        let key = entry.key.scalar()?;
        let line = lines.partition_point(|&line| line <= entry.value.range().start());
        let message = format!("line {line}: key {} already set in map", scalar_syntax(key.text, key.value));
        Some(DuplicateKey { range: entry.key.range(), key: key.text.to_owned(), line, message })
    });
    told.collect()
}

struct Walk<'t> {
    tree: &'t Tree,
    notes: &'t Notes,
    decoded: u32,
    from_aliases: u32,
    alias_depth: u32,
    /// Offsets at which lines begin, once they are needed.
    lines: Option<Vec<usize>>,
    duplicates: Vec<DuplicateKey>,
}

type Walked = Result<(), Found>;

impl<'t> Walk<'t> {
    fn node(&mut self, id: NodeId) -> Walked {
        self.count(id)?;
        if let Some(fault) = self.notes.faults.get(&id) {
            return Err(self.found(id, fault.message()));
        }
        match self.tree.content(id) {
            Content::Scalar(_) => Ok(()),
            Content::Alias(target) => {
                self.alias_depth += 1;
                let walked = self.node(target);
                self.alias_depth -= 1;
                walked
            }
            Content::Sequence { first, len } => {
                let tree = self.tree;
                tree.items_at(first, len).iter().try_for_each(|&item| self.node(item))
            }
            Content::Mapping { .. } => self.mapping(id, &mut HashSet::new(), None),
            // What is worth a walk is read as one piece.
            Content::Runs { .. } => Ok(()),
        }
    }

    /// One more step of decoding; too many of them through aliases are a bomb. The shares are go-yaml's.
    fn count(&mut self, id: NodeId) -> Walked {
        const LOW: f64 = 400_000.0;
        const HIGH: f64 = 4_000_000.0;
        self.decoded += 1;
        self.from_aliases += u32::from(self.alias_depth > 0);
        if self.from_aliases <= 100 || self.decoded <= 1000 {
            return Ok(());
        }
        let decoded = f64::from(self.decoded);
        let allowed = if decoded <= LOW {
            0.99
        } else if decoded >= HIGH {
            0.10
        } else {
            0.99 - 0.89 * ((decoded - LOW) / (HIGH - LOW))
        };
        if f64::from(self.from_aliases) / decoded > allowed {
            return Err(self.found(id, yaml_error("document contains excessive aliasing")));
        }
        Ok(())
    }

    fn found(&self, id: NodeId, message: String) -> Found {
        Found { message, range: self.tree.range_of(id) }
    }

    /// Reads a mapping into a map that already has the keys of `seen`. `merged_by` is the merge key through which it
    /// is read.
    fn mapping(&mut self, id: NodeId, seen: &mut HashSet<GoKey<'t>>, merged_by: Option<NodeId>) -> Walked {
        let (tree, notes) = (self.tree, self.notes);
        let entries = notes.merging.get(&id).map_or_else(|| tree.entries_of(id), Vec::as_slice);
        for entry in entries {
            if self.is_merge_key(entry.key) {
                self.merge(entry, seen)?;
                continue;
            }
            self.node(entry.key)?;
            let Some(key) = self.key(entry.key) else {
                let message = format!("invalid map key: {}", self.go_syntax(entry.key));
                return Err(self.found(entry.key, yaml_error(&message)));
            };
            self.node(entry.value)?;
            let nan = matches!(key, GoKey::Float(bits) if f64::from_bits(bits).is_nan());
            if !nan && !seen.insert(key) {
                self.duplicate(entry, merged_by);
            }
        }
        Ok(())
    }

    fn merge(&mut self, entry: &EntryData, seen: &mut HashSet<GoKey<'t>>) -> Walked {
        let tree = self.tree;
        match tree.content(entry.value) {
            Content::Sequence { first, len } => {
                // The first of them wins, so it is read last.
                tree.items_at(first, len).iter().rev().try_for_each(|&item| self.merge_one(item, entry, seen))
            }
            _ => self.merge_one(entry.value, entry, seen),
        }
    }

    fn merge_one(&mut self, id: NodeId, entry: &EntryData, seen: &mut HashSet<GoKey<'t>>) -> Walked {
        if let Some(fault) = self.notes.faults.get(&id) {
            return Err(self.found(id, fault.message()));
        }
        let target = match self.tree.content(id) {
            Content::Alias(target) => target,
            _ => id,
        };
        if !matches!(self.tree.content(target), Content::Mapping { .. }) {
            let message = yaml_error("map merge requires map or sequence of maps as the value");
            return Err(self.found(entry.value, message));
        }
        self.count(id)?;
        let through_alias = u32::from(target != id);
        self.alias_depth += through_alias;
        let walked = self.count(target).and_then(|()| self.mapping(target, seen, Some(entry.key)));
        self.alias_depth -= through_alias;
        walked
    }

    fn duplicate(&mut self, entry: &EntryData, merged_by: Option<NodeId>) {
        let tree = self.tree;
        let start = self.notes.starts.get(&entry.value).map_or(tree.range_of(entry.value).0, |&start| start as usize);
        let lines = self.lines.get_or_insert_with(|| line_starts(tree.text()));
        let line = lines.partition_point(|&line| line <= start);
        let (from, to) = tree.range_of(merged_by.unwrap_or(entry.key));
        let spelling = self.go_syntax(entry.key);
        self.duplicates.push(DuplicateKey {
            range: TextRange::new(from, to),
            key: self.scalar(entry.key).map_or_else(String::new, |scalar| tree.text_of(scalar).to_owned()),
            line,
            message: format!("line {line}: key {spelling} already set in map"),
        });
    }

    fn is_merge_key(&self, id: NodeId) -> bool {
        matches!(self.tree.content(id), Content::Scalar(scalar) if is_merge_key(scalar, self.tree.text_of(scalar)))
    }

    fn target(&self, id: NodeId) -> NodeId {
        match self.tree.content(id) {
            Content::Alias(target) => target,
            _ => id,
        }
    }

    fn scalar(&self, id: NodeId) -> Option<ScalarData> {
        match self.tree.content(self.target(id)) {
            Content::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    fn key(&self, id: NodeId) -> Option<GoKey<'t>> {
        let scalar = self.scalar(id)?;
        Some(GoKey::of(self.tree.text_of(scalar), scalar.value.into()))
    }

    /// What JSON cannot say: keys first, then values in the order of the sorted keys.
    fn json(&mut self, root: NodeId) -> Walked {
        self.json_keys(root)?;
        self.json_values(root)
    }

    fn json_keys(&mut self, id: NodeId) -> Walked {
        let tree = self.tree;
        match tree.content(self.target(id)) {
            Content::Sequence { first, len } => {
                tree.items_at(first, len).iter().try_for_each(|&item| self.json_keys(item))
            }
            Content::Mapping { .. } => tree.entries_of(self.target(id)).iter().try_for_each(|entry| {
                let kind = match self.scalar(entry.key).map(|scalar| scalar.value) {
                    Some(StoredValue::Null) => "%!s(<nil>), key: <nil>".to_owned(),
                    Some(StoredValue::Large(value)) => format!("uint64, key: {value:#x}"),
                    _ => return self.json_keys(entry.value),
                };
                let value = match self.scalar(entry.value).map(|scalar| scalar.value) {
                    Some(StoredValue::Null) => "<nil>".to_owned(),
                    _ => self.go_syntax(entry.value),
                };
                let message =
                    format!("error converting YAML to JSON: unsupported map key of type: {kind}, value: {value}");
                Err(self.found(entry.key, message))
            }),
            _ => Ok(()),
        }
    }

    fn json_values(&mut self, id: NodeId) -> Walked {
        let tree = self.tree;
        match tree.content(self.target(id)) {
            Content::Scalar(scalar) => {
                let StoredValue::Float(value) = scalar.value else { return Ok(()) };
                if value.is_finite() {
                    return Ok(());
                }
                let name = go::float(value);
                Err(self.found(id, format!("error converting YAML to JSON: json: unsupported value: {name}")))
            }
            Content::Sequence { first, len } => {
                tree.items_at(first, len).iter().try_for_each(|&item| self.json_values(item))
            }
            Content::Mapping { .. } => {
                // A later entry of the same name replaces an earlier one.
                let mut last: HashMap<String, NodeId> = HashMap::new();
                for entry in tree.entries_of(self.target(id)) {
                    if let Some(scalar) = self.scalar(entry.key) {
                        let name = super::tree::key_text(tree.text_of(scalar), scalar.value.into());
                        last.insert(name.into_owned(), entry.value);
                    }
                }
                let mut sorted: Vec<_> = last.into_iter().collect();
                sorted.sort();
                sorted.into_iter().try_for_each(|(_, value)| self.json_values(value))
            }
            Content::Alias(_) | Content::Runs { .. } => Ok(()),
        }
    }

    /// A value as Go's `%#v` prints it.
    fn go_syntax(&self, id: NodeId) -> String {
        let mut out = String::new();
        self.write_go(id, &mut out);
        out
    }

    fn write_go(&self, id: NodeId, out: &mut String) {
        /// More than that no one reads; an alias bomb ends here too.
        const ENOUGH: usize = 4096;
        if out.len() > ENOUGH {
            return;
        }
        let id = self.target(id);
        // Writing to a string cannot fail.
        let _ = match self.tree.content(id) {
            Content::Scalar(scalar) => write!(out, "{}", scalar_syntax(self.tree.text_of(scalar), scalar.value.into())),
            Content::Sequence { first, len } => {
                out.push_str("[]interface {}{");
                for (index, &item) in self.tree.items_at(first, len).iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    self.write_go(item, out);
                }
                write!(out, "}}")
            }
            Content::Mapping { .. } => {
                let mut entries: Vec<(String, String)> = self
                    .tree
                    .entries_of(id)
                    .iter()
                    .map(|entry| (self.go_syntax(entry.key), self.go_syntax(entry.value)))
                    .collect();
                entries.sort();
                out.push_str("map[interface {}]interface {}{");
                for (index, (key, value)) in entries.iter().enumerate() {
                    let _ = write!(out, "{}{key}:{value}", if index > 0 { ", " } else { "" });
                }
                write!(out, "}}")
            }
            Content::Alias(_) | Content::Runs { .. } => Ok(()),
        };
    }
}

/// Whether a key of that text is a plain `<<`.
pub(super) fn is_merge_key(key: ScalarData, text: &str) -> bool {
    key.style == Style::Plain && text == "<<"
}

/// A scalar as Go's `%#v` prints it.
fn scalar_syntax(text: &str, value: Value) -> String {
    match value {
        Value::Null => "interface {}(nil)".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) if i64::try_from(value).is_ok() => value.to_string(),
        Value::Int(value) => format!("{value:#x}"),
        Value::Float(value) => go::float(value),
        Value::Str => go::quote(text),
    }
}

fn yaml_error(problem: &str) -> String {
    format!("error converting YAML to JSON: yaml: {problem}")
}

/// Offsets at which lines begin, with the line breaks YAML knows.
fn line_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if character == '\r' && matches!(characters.peek(), Some((_, '\n'))) {
            continue;
        }
        if matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            starts.push(at + character.len_utf8());
        }
    }
    starts
}
