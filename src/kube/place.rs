//! From a fault to a diagnostic: where it stands in the text, and which edits would mend it.
//!
//! Must not know: the rules themselves.

use super::fault::{self, Fault, Remedy};
use super::quote::key_text;
use super::words::particles;
use crate::diagnostic::{Diagnostic, Severity, Stage};
use crate::text::josa::{Josa, with};
use crate::text::{TextEdit, TextRange};
use crate::yaml::path::{Step, split};
use crate::yaml::tree::{Entry, Kind, Node};
use std::borrow::Cow;
use std::collections::HashMap;

/// One object in a text.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    pub(super) text: &'t str,
    pub(super) root: Node<'t>,
}

/// The keys of the mapping at one path: where one label is at fault, others are too, and each would be looked for among all.
#[derive(Default)]
struct Keys<'t> {
    path: String,
    entries: HashMap<Cow<'t, str>, Entry<'t>>,
}

impl<'t> Keys<'t> {
    /// The last entry of that key in the mapping at `path`.
    fn of(&mut self, path: &str, mapping: Node<'t>, key: &str) -> Option<Entry<'t>> {
        if self.path != path {
            path.clone_into(&mut self.path);
            self.entries = mapping.entries().map(|entry| (key_text(entry.key), entry)).collect();
        }
        self.entries.get(key).copied()
    }
}

/// What a path leads to.
#[derive(Clone, Copy)]
pub(super) struct Spot<'t> {
    /// The mapping (or list) the last step was taken in.
    parent: Node<'t>,
    key: Option<Node<'t>>,
    /// Absent where the path ends early; `parent` is then where the rest belongs.
    value: Option<Node<'t>>,
    /// The key of `parent`.
    above: Option<Node<'t>>,
}

impl<'t> Place<'t> {
    /// The diagnostics for faults of a stage.
    pub(super) fn diagnostics(self, faults: impl Iterator<Item = Fault>, stage: Stage) -> Vec<Diagnostic> {
        let mut keys = Keys::default();
        faults.map(|fault| self.diagnostic(fault, stage, &mut keys)).collect()
    }

    fn diagnostic(self, fault: Fault, stage: Stage, keys: &mut Keys<'t>) -> Diagnostic {
        let spot = self.spot(&fault, keys);
        let range = match (&fault.entry, spot.key, spot.value) {
            (Some(fault::Entry::Key(_)), Some(key), _) => key.range(),
            (_, key, Some(value)) if value.range().is_empty() => {
                key.or(spot.above).map_or_else(|| self.line_of(spot.parent), Node::range)
            }
            (_, _, Some(value)) => value.range(),
            _ => self.line_of(spot.above.unwrap_or(spot.parent)),
        };
        let fixes: Vec<_> = fault.remedies.iter().filter_map(|remedy| self.fix(remedy, &fault, spot)).collect();
        // Where there is a choice, no change is surely the one that was meant.
        let certain = fixes.len() == 1 && matches!(fault.remedies.as_slice(), [Remedy::Write(_)]);
        let mut diagnostic = Diagnostic::new(fault.code, stage, Severity::Error, range, fault.help);
        for (title, edits) in fixes {
            diagnostic = diagnostic.with_fix(title, edits, certain);
        }
        diagnostic.with_server(fault.cause, fault.path, fault.message)
    }

    /// Where a path of the manifest leads.
    pub(super) fn find(self, path: &str) -> Spot<'t> {
        let mut spot = Spot { parent: self.root, key: None, value: Some(self.root), above: None };
        for step in split(path) {
            let Some(here) = spot.value else { break };
            let next = match &step {
                Step::Key(name) => here.entry(name).map(|entry| (Some(entry.key), entry.value)),
                Step::Index(index) => here.item(*index).map(|item| (None, item)),
            };
            // What is missing in an item belongs to the item, which has no key of its own.
            let above = spot.key;
            spot = match next {
                Some((key, value)) => Spot { parent: here, key, value: Some(value), above },
                None => Spot { parent: here, key: None, value: None, above },
            };
        }
        spot
    }

    /// The text of the value at a path.
    pub(super) fn range(self, path: &str) -> Option<TextRange> {
        self.find(path).value.map(Node::range).filter(|range| !range.is_empty())
    }

    fn spot(self, fault: &Fault, keys: &mut Keys<'t>) -> Spot<'t> {
        let path = fault.at.as_deref().unwrap_or(&fault.path);
        let mut spot = self.find(path);
        // What the server says of clusterIPs[0] may have been written as clusterIP, and the other way round.
        if spot.value.is_none() && path == "spec.clusterIP" {
            spot = self.find("spec.clusterIPs");
        }
        let (Some(fault::Entry::Key(name) | fault::Entry::Value(name)), Some(mapping)) = (&fault.entry, spot.value)
        else {
            return spot;
        };
        match keys.of(path, mapping, name) {
            Some(entry) => Spot { parent: mapping, key: Some(entry.key), value: Some(entry.value), above: spot.key },
            None => spot,
        }
    }

    /// The first line of a node: enough to see where something belongs.
    pub(super) fn line_of(self, node: Node<'t>) -> TextRange {
        let range = node.range();
        let first = range.of(self.text).lines().next().map_or(0, |line| line.trim_end().len());
        TextRange::new(range.start(), range.start() + first)
    }

    fn fix(self, remedy: &Remedy, fault: &Fault, spot: Spot<'t>) -> Option<(String, Vec<TextEdit>)> {
        match remedy {
            Remedy::Write(value) => {
                let node = if matches!(fault.entry, Some(fault::Entry::Key(_))) { spot.key } else { spot.value };
                Some((written(value), self.write(node?, value)?))
            }
            Remedy::WriteAt(path, value) => {
                let edits = self.write(self.find(path).value?, value)?;
                Some((particles(&format!("`{path}`을(를) `{value}`(으)로 바꾸기")), edits))
            }
            Remedy::Remove => {
                let name = key_text(spot.key?);
                Some((format!("{} 지우기", with(&format!("`{name}`"), Josa::EulReul)), self.remove(spot)?))
            }
            Remedy::Add(key, value) => {
                let title = format!("`{key}: {value}` 넣기");
                match spot.value {
                    Some(node) => Some((title, self.write(node, value)?)),
                    None => Some((title, self.add(spot.parent, key, value)?)),
                }
            }
            Remedy::AddAt(path, key, value) => {
                let title = format!("`{key}: {value}` 적기");
                let mapping = self.find(path).value?;
                match mapping.get(key) {
                    Some(node) => Some((title, self.write(node, value)?)),
                    None => Some((title, self.add(mapping, key, value)?)),
                }
            }
        }
    }

    /// Writes another scalar in the place of `node`.
    pub(super) fn write(self, node: Node<'t>, value: &str) -> Option<Vec<TextEdit>> {
        node.scalar()?;
        let range = node.range();
        let before = self.text.get(..range.start())?;
        let space = if range.is_empty() && before.ends_with([':', '-']) { " " } else { "" };
        Some(vec![TextEdit::replace(range, format!("{space}{}", plain_or_quoted(value)))])
    }

    /// Puts an entry at the head of a mapping.
    fn add(self, mapping: Node<'t>, key: &str, value: &str) -> Option<Vec<TextEdit>> {
        if !matches!(mapping.kind(), Kind::Mapping) {
            return None;
        }
        let value = plain_or_quoted(value);
        let range = mapping.range();
        if range.of(self.text).starts_with('{') {
            let comma = if mapping.entries().len() == 0 { "" } else { ", " };
            return Some(vec![TextEdit::insert(range.start() + 1, format!("{key}: {value}{comma}"))]);
        }
        let first = mapping.entries().next()?.key.range().start();
        let line = self.text.get(..first)?.rsplit('\n').next()?;
        // Only blanks and dashes may stand before the first key, or the new line would not line up.
        if !line.chars().all(|c| c == ' ' || c == '-') {
            return None;
        }
        Some(vec![TextEdit::insert(first, format!("{key}: {value}\n{}", " ".repeat(line.len())))])
    }

    /// Takes an entry of a block mapping out, its line with it.
    fn remove(self, spot: Spot<'t>) -> Option<Vec<TextEdit>> {
        let (key, value) = (spot.key?, spot.value?);
        let start = key.range().start();
        let end = value.range().end().max(key.range().end());
        let line_start = self.text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
        let before = self.text.get(line_start..start)?;
        let rest = self.text.get(end..)?;
        let line_end = end + rest.find('\n').map_or(rest.len(), |at| at + 1);
        let tail = self.text.get(end..line_end)?.trim();
        if !(tail.is_empty() || tail == ":" || tail.starts_with('#')) || spot.parent.entries().len() < 2 {
            return None;
        }
        if before.chars().all(|c| c == ' ') {
            return Some(vec![TextEdit::delete(TextRange::new(line_start, line_end))]);
        }
        // The first key behind a dash: the next key moves up to the dash.
        if before.chars().all(|c| c == ' ' || c == '-') {
            let next = spot.parent.entries().map(|entry| entry.key.range().start()).find(|&at| at >= line_end)?;
            return Some(vec![TextEdit::delete(TextRange::new(start, next))]);
        }
        None
    }
}

fn written(value: &str) -> String {
    format!("{} 바꾸기", with(&format!("`{value}`"), Josa::EuroRo))
}

/// A scalar as it may stand in YAML: in quotes where it would be read as something else.
fn plain_or_quoted(value: &str) -> String {
    let word = matches!(
        value.to_ascii_lowercase().as_str(),
        "" | "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null" | "~"
    );
    let odd = value.starts_with(|c: char| "!&*-?|>%@`\"'#,[]{} ".contains(c))
        || value.contains(": ")
        || value.contains(" #")
        || value.ends_with([' ', ':']);
    if word || (odd && !value.starts_with('"')) { format!("\"{value}\"") } else { value.to_owned() }
}
