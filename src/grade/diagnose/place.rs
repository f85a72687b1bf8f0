//! Field paths of one object to ranges in the text it came from.
//!
//! Must not know: what is wrong there.

use crate::kube::Decoded;
use crate::text::{TextEdit, TextRange};
use crate::yaml::Parse;
use crate::yaml::path::{self, Found, Step};
use crate::yaml::tree::Node;

/// An object in the text it came from.
pub(super) struct Place<'t> {
    text: &'t str,
    root: Option<Node<'t>>,
    range: TextRange,
}

impl<'t> Place<'t> {
    pub(super) fn of(text: &'t str, parse: &'t Parse, decoded: &Decoded) -> Self {
        Self { text, root: decoded.root(parse), range: decoded.range }
    }

    /// The object itself; `None` where the text has nothing there.
    pub(super) fn root(&self) -> Option<Node<'t>> {
        self.root
    }

    /// The value at `path` as written, or else the key under which it is missing.
    pub(super) fn range(&self, path: &str) -> TextRange {
        self.at(&path::split(path))
    }

    /// [`Place::range`] for steps, where a key may hold dots.
    pub(super) fn at(&self, steps: &[Step]) -> TextRange {
        let Some(root) = self.root else { return TextRange::at(self.range.start()) };
        match path::find(root, steps) {
            Found::Value { key: Some(key), value } if value.range().is_empty() => key.range(),
            Found::Value { value, .. } if value.scalar().is_some() => value.range(),
            Found::Value { key, value } => key.map_or(TextRange::at(value.range().start()), Node::range),
            Found::Missing { under } if under.len() > 200 => TextRange::at(under.start()),
            Found::Missing { under } => under,
        }
    }

    /// Key and value at `steps`, where both are written.
    pub(super) fn pair(&self, steps: &[Step]) -> Option<(Node<'t>, Node<'t>)> {
        match path::find(self.root?, steps) {
            Found::Value { key: Some(key), value } => Some((key, value)),
            _ => None,
        }
    }

    /// An edit that gives the scalar at `path` another value; `None` where it is not written.
    pub(super) fn replace(&self, path: &str, value: &str) -> Option<TextEdit> {
        let (_, node) = self.pair(&path::split(path))?;
        (!node.range().is_empty()).then(|| TextEdit::replace(node.range(), value))
    }

    /// An edit that writes `key: value` on a line of its own after the block-style scalar at `path`; `None` where the
    /// key does not open its line or follow a dash (flow style).
    pub(super) fn insert_after(&self, path: &str, key: &str, value: &str) -> Option<TextEdit> {
        let (written, node) = self.pair(&path::split(path))?;
        let before = self.text.get(..written.range().start())?;
        let line = before.rsplit('\n').next().unwrap_or("");
        if !line.chars().all(|c| matches!(c, ' ' | '-')) {
            return None;
        }
        let indent = " ".repeat(line.len());
        Some(TextEdit::insert(node.range().end(), format!("\n{indent}{key}: {value}")))
    }
}

/// The steps to a pair of a Service's selector.
pub(super) fn selector(key: &str) -> [Step; 3] {
    [Step::Key("spec".into()), Step::Key("selector".into()), Step::Key(key.to_owned())]
}

/// A text as a YAML scalar that stays a text: quoted where it would be read as something else.
pub(super) fn scalar(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'));
    let word = matches!(
        text.to_ascii_lowercase().as_str(),
        "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null"
    );
    if plain && !word { text.to_owned() } else { format!("\"{text}\"") }
}
