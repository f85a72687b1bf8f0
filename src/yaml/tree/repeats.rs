//! Keys that a mapping has already, in a tree without anchors, merge keys and keys that are no plain words or numbers.
//!
//! Pieces that hold none are passed over.
//!
//! Must not know: what a server makes of them.

use super::{Entry, Node, Tree, Value};
use std::collections::HashSet;
use std::sync::Arc;

/// A key as Go's maps tell keys apart.
#[derive(PartialEq, Eq, Hash)]
pub(in crate::yaml) enum GoKey<'t> {
    Null,
    Bool(bool),
    Int(i128),
    Float(u64),
    Str(&'t str),
}

impl Tree {
    /// The entries whose key stands in their mapping before, in the order in which go-yaml meets them: what lies in an
    /// entry comes before the entry.
    pub(in crate::yaml) fn repeated(&self) -> Vec<Entry<'_>> {
        let mut found = Vec::new();
        if self.reading.repeats {
            self.root().into_iter().for_each(|root| collect(root, &mut found));
        }
        found
    }
}

fn collect<'t>(node: Node<'t>, found: &mut Vec<Entry<'t>>) {
    let mut seen = HashSet::new();
    for stretch in node.stretches() {
        let deeper = stretch.piece.extent.repeats || Arc::ptr_eq(stretch.piece, node.piece);
        for entry in stretch.entries().iter().map(|entry| stretch.entry(entry)) {
            if deeper {
                collect(entry.value, found);
            }
            if !seen.insert(go_key(entry.key)) {
                found.push(entry);
            }
        }
        if deeper {
            stretch.items().iter().for_each(|&item| collect(stretch.node(item), found));
        }
    }
}

fn go_key(key: Node<'_>) -> GoKey<'_> {
    key.scalar().map_or(GoKey::Null, |scalar| GoKey::of(scalar.text, scalar.value))
}

impl<'t> GoKey<'t> {
    /// The key that a scalar is.
    pub(in crate::yaml) fn of(text: &'t str, value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Int(value) => Self::Int(value),
            Value::Float(value) => Self::Float(value.to_bits()),
            Value::Str => Self::Str(text),
        }
    }
}
