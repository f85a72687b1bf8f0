//! A cursor in a manifest: a value, and the path by which the server calls it, which is written out only where there is
//! something to say of it.
//!
//! Absent, null and of a wrong type are the same here: what decoding refuses is no longer looked at.
//!
//! Must not know: rules.

use super::extract::{integer, string_of};
use super::fault::{Entry, Fault};
use super::quantity::Quantity;
use super::quote::{key_text, named, number, quote};
use crate::text::TextRange;
use crate::yaml::tree::{Node, Value};
use std::borrow::Cow;
use std::fmt;

/// A value at its path; the path borrows those it lies below.
#[derive(Clone, Copy)]
pub(super) struct At<'t, 'p> {
    node: Option<Node<'t>>,
    path: Path<'p>,
}

#[derive(Clone, Copy)]
struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    /// A field.
    Field(&'p str),
    /// An item of a list.
    Item(usize),
    /// A key of a free mapping.
    Entry(&'p str),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Field(name) if self.parent.is_none() => f.write_str(name),
            Step::Field(name) => write!(f, ".{name}"),
            Step::Item(index) => write!(f, "[{index}]"),
            Step::Entry(key) => write!(f, "[{key}]"),
        }
    }
}

impl<'t> At<'t, 'static> {
    /// A field of the object itself.
    pub(super) fn field(root: Node<'t>, name: &'static str) -> Self {
        let node = root.get(name).filter(|node| !node.is_null());
        Self { node, path: Path { parent: None, step: Step::Field(name) } }
    }

    /// A value of its own, called so.
    pub(super) fn alone(node: Node<'t>, name: &'static str) -> Self {
        Self { node: Some(node).filter(|node| !node.is_null()), path: Path { parent: None, step: Step::Field(name) } }
    }
}

impl<'t, 'p> At<'t, 'p> {
    /// A field of it.
    pub(super) fn get<'a>(&'a self, name: &'a str) -> At<'t, 'a> {
        let node = self.node.and_then(|node| node.get(name)).filter(|node| !node.is_null());
        At { node, path: Path { parent: Some(&self.path), step: Step::Field(name) } }
    }

    /// Its items; one that is null counts.
    pub(super) fn items<'a>(&'a self) -> impl Iterator<Item = At<'t, 'a>> {
        let items = self.node.into_iter().flat_map(Node::items).enumerate();
        items.map(|(index, item)| At {
            node: Some(item).filter(|node| !node.is_null()),
            path: Path { parent: Some(&self.path), step: Step::Item(index) },
        })
    }

    /// Its entries as a free mapping, in the order of the text: the server's own is that of a Go map, which is none.
    pub(super) fn entries(&self, mut visit: impl FnMut(&str, At<'t, '_>)) {
        for entry in self.node.into_iter().flat_map(Node::entries) {
            let key = key_text(entry.key);
            let path = Path { parent: Some(&self.path), step: Step::Entry(&key) };
            visit(&key, At { node: Some(entry.value).filter(|node| !node.is_null()), path });
        }
    }

    /// The same value under a key of another free mapping.
    pub(super) fn moved<'a>(self, to: &'a At<'_, 'a>, key: &'a str) -> At<'t, 'a> {
        At { node: self.node, path: Path { parent: Some(&to.path), step: Step::Entry(key) } }
    }

    /// How many items or entries it has.
    pub(super) fn len(&self) -> usize {
        self.node.map_or(0, |node| node.items().len() + node.entries().len())
    }

    pub(super) fn node(&self) -> Option<Node<'t>> {
        self.node
    }

    /// Where it is written.
    pub(super) fn range(&self) -> Option<TextRange> {
        self.node.map(Node::range).filter(|range| !range.is_empty())
    }

    pub(super) fn is_set(&self) -> bool {
        self.node.is_some()
    }

    /// It as a string; empty where it is none.
    pub(super) fn text(&self) -> &'t str {
        self.string().unwrap_or("")
    }

    /// It as a string, or what the server fills in where it is empty.
    pub(super) fn text_or(&self, default: &'static str) -> &'t str {
        Some(self.text()).filter(|text| !text.is_empty()).unwrap_or(default)
    }

    pub(super) fn string(&self) -> Option<&'t str> {
        self.node.and_then(string_of)
    }

    pub(super) fn int(&self) -> Option<i64> {
        self.node.and_then(integer)
    }

    pub(super) fn is_true(&self) -> bool {
        self.bool() == Some(true)
    }

    pub(super) fn bool(&self) -> Option<bool> {
        match self.node?.scalar()?.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// It as an amount, as it is written.
    pub(super) fn quantity(&self) -> Option<Quantity<'t>> {
        let scalar = self.node?.scalar()?;
        let text = match scalar.value {
            Value::Str => Cow::Borrowed(scalar.text),
            Value::Int(_) if scalar.text.bytes().all(|byte| byte.is_ascii_digit()) && !scalar.text.starts_with('0') => {
                Cow::Borrowed(scalar.text)
            }
            _ => Cow::Owned(number(scalar)?),
        };
        Quantity::parse(text)
    }

    /// It as an amount in a list of resources.
    pub(super) fn amount(&self) -> Option<Quantity<'t>> {
        self.quantity().map(Quantity::rounded)
    }

    /// The server's path.
    pub(super) fn path(&self) -> String {
        self.path.to_string()
    }

    /// The last name on its path.
    pub(super) fn name(&self) -> &'p str {
        let mut path = &self.path;
        loop {
            match (path.step, path.parent) {
                (Step::Field(name) | Step::Entry(name), _) => return name,
                (Step::Item(_), Some(parent)) => path = parent,
                (Step::Item(_), None) => return "",
            }
        }
    }

    /// The last field on its path: of an entry, the mapping it stands in.
    pub(super) fn owner(&self) -> &'p str {
        let mut path = &self.path;
        loop {
            match (path.step, path.parent) {
                (Step::Field(name), _) => return name,
                (_, Some(parent)) => path = parent,
                (_, None) => return "",
            }
        }
    }

    /// Says of a fault where it stands, where the server's path would not lead there.
    fn placed(&self, fault: Fault) -> Fault {
        match (self.path.parent, self.path.step) {
            (Some(parent), Step::Entry(key)) => fault.at(parent.to_string()).entry(Entry::Value(key.to_owned())),
            _ => fault,
        }
    }

    /// `Invalid value: X: detail`, X being written already as Go would.
    pub(super) fn invalid(
        &self,
        value: impl fmt::Display,
        detail: &str,
        code: &'static str,
        help: impl AsRef<str>,
    ) -> Fault {
        self.placed(Fault::invalid_raw(self.path(), value, detail, code, help.as_ref().to_owned()))
    }

    /// `Invalid value: "X": detail` for its own text.
    pub(super) fn invalid_text(&self, detail: &str, code: &'static str, help: impl AsRef<str>) -> Fault {
        self.invalid(quote(self.text()), detail, code, help)
    }

    /// `Invalid value: "X": detail` for its own text, which is a word of a type of its own.
    pub(super) fn invalid_word(&self, detail: &str, code: &'static str, help: impl AsRef<str>) -> Fault {
        self.invalid(named(self.text()), detail, code, help)
    }

    /// `Required value`, with a detail where the server gives one.
    pub(super) fn required(&self, detail: &str, code: &'static str, help: impl AsRef<str>) -> Fault {
        self.placed(Fault::required(self.path(), detail, code, help.as_ref().to_owned()))
    }

    /// `Forbidden: detail`.
    pub(super) fn forbidden(&self, detail: &str, code: &'static str, help: impl AsRef<str>) -> Fault {
        self.placed(Fault::forbidden(self.path(), detail, code, help.as_ref().to_owned()))
    }

    /// `Duplicate value: "X"`.
    pub(super) fn duplicate(&self, value: &str, code: &'static str, help: impl AsRef<str>) -> Fault {
        self.placed(Fault::duplicate(self.path(), quote(value), code, help.as_ref().to_owned()))
    }

    /// `Duplicate value: "X"` for a word of a type of its own.
    pub(super) fn duplicate_word(&self, value: &str, code: &'static str, help: impl AsRef<str>) -> Fault {
        self.placed(Fault::duplicate(self.path(), named(value), code, help.as_ref().to_owned()))
    }

    /// `Not found: "X"`.
    pub(super) fn not_found(&self, value: &str, code: &'static str, help: impl AsRef<str>) -> Fault {
        self.placed(Fault::not_found(self.path(), value, code, help.as_ref().to_owned()))
    }

    /// `Unsupported value: "X": supported values: …` for a word of a type of its own, as nearly all of them are.
    pub(super) fn unsupported(
        &self,
        value: &str,
        supported: &[&str],
        code: &'static str,
        help: impl AsRef<str>,
    ) -> Fault {
        self.placed(Fault::unsupported(self.path(), named(value), supported, code, help.as_ref().to_owned()))
    }

    /// [`At::unsupported`] for a plain string.
    pub(super) fn unsupported_text(
        &self,
        value: &str,
        supported: &[&str],
        code: &'static str,
        help: impl AsRef<str>,
    ) -> Fault {
        self.placed(Fault::unsupported(self.path(), quote(value), supported, code, help.as_ref().to_owned()))
    }
}
