//! Decoding as the server does it: which error of type wins, and which fields it does not know.
//!
//! A document that came as YAML is JSON with sorted keys by the time it is decoded, so it is walked in that order. Of
//! all values of a wrong type the first is reported, unless one stands where a custom decoder aborts at once
//! (`targetPort`, quantities, times); unknown fields are reported only where every type is right
//! (`sigs.k8s.io/json/internal/golang/encoding/json/decode.go`, `apimachinery/pkg/runtime/serializer/json`).
//!
//! Must not know: rules beyond types and names.

mod scalar;

use super::fault::MOST_TOLD;
use super::quote::{key_text, number, quote, sorted};
use super::schema::{Kind as ObjectKind, Struct, Type};
use crate::yaml::tree::{Entry, Kind, Node, Scalar, Value, Vouched};
use std::borrow::Cow;
use std::fmt::Write as _;

/// How many unknown fields the server's decoder tells of (`saveStrictError` in sigs.k8s.io/json).
const MOST_STRICT: usize = 100;

/// What decoding found in one object.
#[derive(Default)]
pub(super) struct Decoding<'t> {
    /// Values of a wrong type, in the order they are met; of very many only the first, and the one that aborts.
    pub(super) mismatches: Vec<Mismatch<'t>>,
    /// Fields that do not exist and, in JSON input, fields given twice.
    pub(super) strict: Vec<Strict<'t>>,
}

impl<'t> Decoding<'t> {
    /// The mismatch the server speaks of.
    pub(super) fn winner(&self) -> Option<&Mismatch<'t>> {
        self.mismatches.iter().find(|mismatch| mismatch.aborts).or(self.mismatches.first())
    }
}

/// A value of a wrong type.
pub(super) struct Mismatch<'t> {
    /// Go's own words.
    pub(super) message: String,
    /// The server's field: names without indices and map keys; empty for errors of custom decoders.
    pub(super) field: String,
    /// The path in the manifest.
    pub(super) path: String,
    /// Its key, where it has one.
    pub(super) key: Option<Node<'t>>,
    /// The value.
    pub(super) value: Node<'t>,
    /// What was wanted.
    pub(super) wanted: Type,
    /// Whether it stops the decoder.
    pub(super) aborts: bool,
}

/// A complaint of strict decoding.
pub(super) struct Strict<'t> {
    /// `spec.ports[0].prot`.
    pub(super) path: String,
    /// The key.
    pub(super) key: Node<'t>,
    /// Its value.
    pub(super) value: Node<'t>,
    /// The mapping it stands in.
    pub(super) parent: Node<'t>,
    /// What may stand there.
    pub(super) owner: &'static Struct,
    /// Whether the field exists and is given twice.
    pub(super) duplicate: bool,
}

impl Strict<'_> {
    /// The server's words.
    pub(super) fn message(&self) -> String {
        format!("{} field {}", if self.duplicate { "duplicate" } else { "unknown" }, quote(&self.path))
    }
}

/// Walks an object of a known kind. `json` says that the document came as JSON, whose keys keep their order. What was found
/// `good` in the text before an edit is not walked again.
pub(super) fn decode<'t>(root: Node<'t>, kind: &ObjectKind, json: bool, good: &mut Vouched) -> Decoding<'t> {
    if !json && fits(root, Type::Struct(kind.root), good) {
        return Decoding::default();
    }
    let mut walk = Walk { found: Decoding::default(), stack: Vec::new(), owner: kind.root, json, good };
    walk.value(None, root, Type::Struct(kind.root));
    walk.found
}

/// Whether there surely is nothing to complain of: most objects, and most of every long one, need no closer look.
fn fits(node: Node<'_>, wanted: Type, good: &mut Vouched) -> bool {
    match (wanted, node.kind()) {
        (Type::Any, _) => true,
        // All entries are looked at, so that what lies behind a fault stays known.
        (Type::Struct(fields), Kind::Mapping) => {
            let mut all = true;
            for entry in node.entries() {
                let name = entry.key.scalar().filter(|scalar| scalar.value == Value::Str);
                let field = name.and_then(|name| fields.field(name.text));
                all &= field.is_some_and(|field| fits(entry.value, field.kind, good));
            }
            all
        }
        (Type::Map(_, inner), Kind::Mapping) => {
            let mut all = true;
            for entry in node.entries() {
                all &= fits(entry.value, *inner, good);
            }
            all
        }
        (Type::List(item), Kind::Sequence) => {
            // Each type stands in the schema once, so that its place tells it from others.
            let sort = std::ptr::from_ref(item).addr();
            node.all_items(sort, good, |child, good| fits(child, *item, good))
        }
        (_, Kind::Mapping | Kind::Sequence) => false,
        (_, Kind::Scalar(scalar)) => match (scalar.value, wanted) {
            (Value::Null, wanted) => !matches!(wanted, Type::Quantity),
            (Value::Str, Type::String | Type::Named(_) | Type::IntOrString) => true,
            (Value::Str, Type::Quantity) => scalar::quantity(scalar.text).is_none(),
            (Value::Bool(_), Type::Bool) => true,
            (Value::Int(value), Type::Int32 | Type::IntOrString) => i32::try_from(value).is_ok(),
            (Value::Int(value), Type::Int64) => i64::try_from(value).is_ok(),
            _ => false,
        },
    }
}

/// A step on the way to where the walk is.
enum Step<'t> {
    Field(&'static str),
    Key(Cow<'t, str>),
    Index(usize),
}

struct Walk<'t, 'g> {
    found: Decoding<'t>,
    stack: Vec<Step<'t>>,
    /// The struct whose field was entered last: Go's messages name it.
    owner: &'static Struct,
    json: bool,
    good: &'g Vouched,
}

impl<'t> Walk<'t, '_> {
    fn value(&mut self, key: Option<Node<'t>>, node: Node<'t>, wanted: Type) {
        if node.is_null() && !matches!(wanted, Type::Quantity) {
            return;
        }
        match (wanted, node.kind()) {
            (Type::Any, _) => {}
            (Type::Struct(fields), Kind::Mapping) => self.fields(node, fields),
            (Type::Map(_, inner), Kind::Mapping) => self.map(node, *inner),
            (Type::List(item), Kind::Sequence) => {
                // In JSON a key given twice is a fault of its own, which nothing vouches for.
                let doubtful = if self.json {
                    node.items().enumerate().collect()
                } else {
                    node.doubtful_items(std::ptr::from_ref(item).addr(), self.good)
                };
                for (index, child) in doubtful {
                    self.stack.push(Step::Index(index));
                    self.value(None, child, *item);
                    self.stack.pop();
                }
            }
            (Type::Quantity, Kind::Scalar(scalar)) if scalar.value != Value::Null => {
                let text = number(scalar).map_or(Cow::Borrowed(scalar.text), Cow::Owned);
                if let Some(complaint) = scalar::quantity(&text) {
                    self.abort(key, node, wanted, complaint.to_owned());
                }
            }
            (Type::Quantity, Kind::Mapping | Kind::Sequence) => {
                self.abort(key, node, wanted, scalar::WRONG_QUANTITY.to_owned());
            }
            (Type::Time, Kind::Scalar(Scalar { value: Value::Str, text, .. })) => {
                if let Some(complaint) = scalar::time(text) {
                    self.abort(key, node, wanted, complaint);
                }
            }
            (_, kind) => {
                if let Some(got) = self.misfit(wanted, kind) {
                    let aborts = matches!(wanted, Type::IntOrString | Type::Time);
                    self.mismatch(key, node, wanted, &got, aborts);
                }
            }
        }
    }

    /// Go's word for a value that does not fit; `None` where it fits.
    fn misfit(&self, wanted: Type, kind: Kind<'t>) -> Option<String> {
        let scalar = match kind {
            Kind::Mapping => return Some("object".to_owned()),
            Kind::Sequence => return Some("array".to_owned()),
            Kind::Scalar(scalar) => scalar,
        };
        match (scalar.value, wanted) {
            (Value::Null, _) => None,
            (Value::Str, Type::String | Type::Named(_) | Type::IntOrString) => None,
            (Value::Str, _) => Some("string".to_owned()),
            (Value::Bool(_), Type::Bool) => None,
            (Value::Bool(_), _) => Some("bool".to_owned()),
            (Value::Int(_) | Value::Float(_), Type::Int32 | Type::IntOrString | Type::Int64) => {
                // JSON is decoded as it is spelt; YAML has been through a number on the way.
                let text = if self.json { scalar.text.to_owned() } else { number(scalar).unwrap_or_default() };
                let fits = text.parse::<i64>().is_ok_and(|n| matches!(wanted, Type::Int64) || i32::try_from(n).is_ok());
                (!fits).then(|| format!("number {text}"))
            }
            (Value::Int(_) | Value::Float(_), _) => Some("number".to_owned()),
        }
    }

    fn fields(&mut self, node: Node<'t>, fields: &'static Struct) {
        let outer = self.owner;
        for (name, entry, again) in self.entries(node) {
            let Some(field) = fields.field(&name) else {
                self.strict(&name, entry, node, fields, false);
                continue;
            };
            if again {
                self.strict(&name, entry, node, fields, true);
            }
            self.owner = fields;
            self.stack.push(Step::Field(field.name));
            self.value(Some(entry.key), entry.value, field.kind);
            self.stack.pop();
            self.owner = outer;
        }
    }

    fn map(&mut self, node: Node<'t>, inner: Type) {
        for (name, entry, again) in self.entries(node) {
            if again {
                self.strict(&name, entry, node, self.owner, true);
            }
            self.stack.push(Step::Key(name));
            self.value(Some(entry.key), entry.value, inner);
            self.stack.pop();
        }
    }

    /// The entries in the order of decoding, each with whether its key was there before.
    fn entries(&self, node: Node<'t>) -> Vec<(Cow<'t, str>, Entry<'t>, bool)> {
        if !self.json {
            return sorted(node).into_iter().map(|(key, entry)| (key, entry, false)).collect();
        }
        let mut seen = std::collections::HashSet::new();
        node.entries()
            .map(|entry| {
                let key = key_text(entry.key);
                let again = !seen.insert(key.clone());
                (key, entry, again)
            })
            .collect()
    }

    fn mismatch(&mut self, key: Option<Node<'t>>, value: Node<'t>, wanted: Type, got: &str, aborts: bool) {
        let field = self.go_path();
        let message = format!(
            "json: cannot unmarshal {got} into Go struct field {}.{field} of type {}",
            self.owner.short_name(),
            wanted.go_name()
        );
        let path = self.path();
        self.keep(Mismatch { message, field, path, key, value, wanted, aborts });
    }

    fn keep(&mut self, mismatch: Mismatch<'t>) {
        let known = &mut self.found.mismatches;
        if known.len() < MOST_TOLD || mismatch.aborts && !known.iter().any(|known| known.aborts) {
            known.push(mismatch);
        }
    }

    fn abort(&mut self, key: Option<Node<'t>>, value: Node<'t>, wanted: Type, message: String) {
        let path = self.path();
        self.keep(Mismatch { message, field: String::new(), path, key, value, wanted, aborts: true });
    }

    fn strict(&mut self, name: &str, entry: Entry<'t>, parent: Node<'t>, owner: &'static Struct, duplicate: bool) {
        if self.found.strict.len() >= MOST_STRICT {
            return;
        }
        let mut path = self.path();
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
        // The decoder says the same thing only once.
        if !self.found.strict.iter().any(|known| known.path == path && known.duplicate == duplicate) {
            let (key, value) = (entry.key, entry.value);
            self.found.strict.push(Strict { path, key, value, parent, owner, duplicate });
        }
    }

    /// Field names alone, as Go's decoder counts its way.
    fn go_path(&self) -> String {
        let names: Vec<&str> = self
            .stack
            .iter()
            .filter_map(|step| match step {
                Step::Field(name) => Some(*name),
                Step::Key(_) | Step::Index(_) => None,
            })
            .collect();
        names.join(".")
    }

    /// The full path.
    fn path(&self) -> String {
        let mut out = String::new();
        for step in &self.stack {
            let name: &str = match step {
                Step::Field(name) => name,
                Step::Key(key) => key,
                Step::Index(index) => {
                    let _ = write!(out, "[{index}]");
                    continue;
                }
            };
            if !out.is_empty() {
                out.push('.');
            }
            out.push_str(name);
        }
        out
    }
}
