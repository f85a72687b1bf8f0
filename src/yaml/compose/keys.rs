//! The keys of a mapping: those that merge another mapping in, those that stand twice, those that are no text.
//!
//! Must not know: where nodes stand.

use super::Composer;
use crate::yaml::meaning::is_merge_key;
use crate::yaml::tree::piece::{Content, EntryData};
use crate::yaml::tree::{NodeId, ScalarData, StoredValue, key_text};
use std::borrow::Cow;
use std::collections::HashSet;

/// How many entries may come in through merge keys, before it is taken for a bomb.
const MAX_MERGED: usize = 100_000;

impl Composer<'_, '_> {
    /// Puts the entries of merged mappings in the place of merge keys, leaves out keys that are collections, and notes
    /// what is worth a walk.
    pub(super) fn merge(&mut self, id: NodeId, entries: Vec<EntryData>) -> Vec<EntryData> {
        if !self.look_at_keys(&entries) {
            return entries;
        }
        let mut read = Vec::with_capacity(entries.len());
        for &entry in &entries {
            if self.is_merge_key(entry.key) {
                self.append_merged(entry.value, &mut read);
            } else if matches!(self.nursery.content(self.target(entry.key)), Content::Scalar(_)) {
                read.push(entry);
            }
        }
        self.notes.merging.insert(id, entries);
        read
    }

    /// Notes where keys are worth a walk; whether there are any that do not stand for themselves.
    pub(super) fn look_at_keys(&mut self, entries: &[EntryData]) -> bool {
        let mut merging = false;
        let mut strange = false;
        for entry in entries {
            match self.nursery.content(entry.key) {
                Content::Scalar(ScalarData { value: StoredValue::Str, .. }) => {
                    merging |= self.is_merge_key(entry.key);
                }
                Content::Scalar(ScalarData { value: StoredValue::Int(_) | StoredValue::Bool(_), .. }) => {}
                _ => strange = true,
            }
        }
        self.notes.worth_a_walk |= merging || strange;
        self.met.repeats += usize::from(self.has_equal_keys(entries));
        merging || strange
    }

    fn append_merged(&mut self, value: NodeId, merged: &mut Vec<EntryData>) {
        let value = self.target(value);
        let sources: Vec<NodeId> = match self.nursery.content(value) {
            Content::Sequence { first, len } => self.nursery.items_at(first, len).iter().rev().copied().collect(),
            _ => vec![value],
        };
        for source in sources {
            let entries = self.nursery.entries_of(self.target(source));
            self.merged += entries.len();
            if self.merged > MAX_MERGED {
                return;
            }
            merged.extend(entries.iter().map(|entry| EntryData { merged: true, ..*entry }));
        }
    }

    fn target(&self, id: NodeId) -> NodeId {
        match self.nursery.content(id) {
            Content::Alias(target) => target,
            _ => id,
        }
    }

    fn is_merge_key(&self, id: NodeId) -> bool {
        match self.nursery.content(id) {
            Content::Scalar(scalar) => is_merge_key(scalar, self.grammar.scanner.text(scalar.text)),
            _ => false,
        }
    }

    /// What a key reads; nothing for a collection.
    pub(super) fn key(&self, entry: &EntryData) -> Cow<'_, str> {
        match self.nursery.content(entry.key) {
            Content::Scalar(scalar) => key_text(self.grammar.scanner.text(scalar.text), scalar.value.into()),
            _ => Cow::Borrowed(""),
        }
    }

    /// Whether two keys are equal, or may be.
    fn has_equal_keys(&self, entries: &[EntryData]) -> bool {
        if entries.len() <= 8 {
            return entries.iter().enumerate().any(|(index, entry)| {
                let this = self.key(entry);
                entries.iter().take(index).any(|earlier| self.key(earlier) == this)
            });
        }
        let mut seen = HashSet::with_capacity(entries.len());
        !entries.iter().all(|entry| seen.insert(self.key(entry)))
    }
}
