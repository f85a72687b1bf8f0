//! The spanned tree of one YAML document, as Kubernetes' own YAML library would compose it.
//!
//! The tree is reached through [`Node`], a small handle that can be copied; how nodes are stored is nobody
//! else's business, so that unchanged parts can be shared between keystrokes. Ranges are absolute in the text
//! that was parsed. Aliases are followed where they stand: an alias node answers as the node it names, but
//! keeps its own [`Node::range`]. Merge keys (`<<`) are already merged in.
//!
//! Must not know: Kubernetes.

use super::scan::token::Span;
use crate::text::TextRange;
use std::borrow::Cow;
use std::sync::Arc;

/// One node of a document: a scalar, a mapping or a sequence.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    id: NodeId,
}

/// What a node is.
#[derive(Clone, Copy, Debug)]
pub enum Kind<'t> {
    /// A single value.
    Scalar(Scalar<'t>),
    /// Keys and values; go through [`Node::entries`].
    Mapping,
    /// Items; go through [`Node::items`].
    Sequence,
}

/// A scalar with its spelling and what it resolves to.
#[derive(Clone, Copy, Debug)]
pub struct Scalar<'t> {
    /// The value after quotes, escapes and folding are resolved; for a plain scalar, its spelling.
    pub text: &'t str,
    /// How it was written.
    pub style: Style,
    /// What Kubernetes' YAML 1.1 resolver makes of it.
    pub value: Value,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In `'single'` quotes.
    SingleQuoted,
    /// In `"double"` quotes.
    DoubleQuoted,
    /// A `|` block.
    Literal,
    /// A `>` block.
    Folded,
}

/// What a scalar resolves to; the text of a string is [`Scalar::text`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// `~`, `null`, or nothing at all.
    Null,
    /// One of the many YAML 1.1 booleans.
    Bool(bool),
    /// An integer that fits 64 bits, signed or not.
    Int(i128),
    /// A float, or an integer too large for 64 bits.
    Float(f64),
    /// Everything else.
    Str,
}

impl<'t> Scalar<'t> {
    /// What it reads as a key in JSON, where every key is a string: `yes` is `true`, `0x10` is `16`.
    #[must_use]
    pub fn as_key(self) -> Cow<'t, str> {
        key_text(self.text, self.value)
    }
}

/// [`Scalar::as_key`]: integers in decimal, floats as Go writes 32-bit ones.
pub(super) fn key_text(text: &str, value: Value) -> Cow<'_, str> {
    match value {
        Value::Str => Cow::Borrowed(text),
        Value::Null => Cow::Borrowed(""),
        Value::Bool(true) => Cow::Borrowed("true"),
        Value::Bool(false) => Cow::Borrowed("false"),
        Value::Int(value) => Cow::Owned(value.to_string()),
        Value::Float(value) => Cow::Owned(float_key(value)),
    }
}

/// Go's `FormatFloat(value, 'g', -1, 32)`, with YAML's names for what is no number.
fn float_key(value: f64) -> String {
    if value.is_nan() {
        return ".nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    #[allow(clippy::cast_possible_truncation, reason = "Go narrows the key to 32 bits here")]
    let narrow = value as f32;
    if narrow.is_infinite() {
        return if narrow > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    let scientific = format!("{narrow:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) {
        format!("{narrow}")
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{mantissa}e{sign}{:02}", exponent.abs())
    }
}

/// A key of a mapping with its value.
#[derive(Clone, Copy)]
pub struct Entry<'t> {
    /// The key; always a scalar.
    pub key: Node<'t>,
    /// The value.
    pub value: Node<'t>,
    /// Whether it came in through a merge key (`<<`).
    pub merged: bool,
}

impl<'t> Node<'t> {
    /// The node as written: with its quotes, without anchor and tag. An absent value is the empty range where it
    /// would stand; a block collection reaches from its first key or dash to the end of its last value.
    #[must_use]
    pub fn range(self) -> TextRange {
        let data = self.data();
        let base = self.tree.base as usize;
        TextRange::new(base + data.start as usize, base + data.end as usize)
    }

    /// What it is.
    #[must_use]
    pub fn kind(self) -> Kind<'t> {
        match self.target().content {
            Content::Scalar(ScalarData { text: (start, end), style, value }) => {
                let text = self.tree.shared.text.get(start as usize..end as usize).unwrap_or("");
                Kind::Scalar(Scalar { text, style, value: value.into() })
            }
            Content::Mapping { .. } => Kind::Mapping,
            Content::Sequence { .. } => Kind::Sequence,
            // `target` follows aliases; one that names nothing is dropped by the composer.
            Content::Alias(_) => Kind::Sequence,
        }
    }

    /// The scalar, where it is one.
    #[must_use]
    pub fn scalar(self) -> Option<Scalar<'t>> {
        match self.kind() {
            Kind::Scalar(scalar) => Some(scalar),
            Kind::Mapping | Kind::Sequence => None,
        }
    }

    /// Whether it is a null scalar: written as one, or absent.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.scalar().is_some_and(|scalar| scalar.value == Value::Null)
    }

    /// The entries of a mapping in text order, duplicates included; none for other nodes.
    pub fn entries(self) -> impl DoubleEndedIterator<Item = Entry<'t>> + ExactSizeIterator {
        let tree = self.tree;
        let entries: &'t [EntryData] = match self.target().content {
            Content::Mapping { first, len } => stretch(&tree.shared.entries, first, len),
            _ => &[],
        };
        entries.iter().map(move |entry| Entry {
            key: Node { tree, id: entry.key },
            value: Node { tree, id: entry.value },
            merged: entry.merged,
        })
    }

    /// The items of a sequence; none for other nodes.
    pub fn items(self) -> impl DoubleEndedIterator<Item = Node<'t>> + ExactSizeIterator {
        let tree = self.tree;
        let items: &'t [NodeId] = match self.target().content {
            Content::Sequence { first, len } => stretch(&tree.shared.items, first, len),
            _ => &[],
        };
        items.iter().map(move |&id| Node { tree, id })
    }

    /// The entry of a mapping whose key reads `key` in JSON; the last one where there are several, as kubectl takes it.
    #[must_use]
    pub fn entry(self, key: &str) -> Option<Entry<'t>> {
        self.entries().rfind(|entry| {
            entry.key.scalar().is_some_and(|scalar| match scalar.value {
                Value::Str => scalar.text == key,
                _ => scalar.as_key() == key,
            })
        })
    }

    /// The value under `key`, as [`Node::entry`] finds it.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Node<'t>> {
        self.entry(key).map(|entry| entry.value)
    }

    fn data(self) -> &'t NodeData {
        self.tree.node(self.id)
    }

    fn target(self) -> &'t NodeData {
        let data = self.data();
        match data.content {
            Content::Alias(target) => self.tree.node(target),
            _ => data,
        }
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.kind() {
            Kind::Scalar(scalar) => write!(f, "{:?}", scalar.text),
            Kind::Mapping => f.debug_map().entries(self.entries().map(|entry| (entry.key, entry.value))).finish(),
            Kind::Sequence => f.debug_list().entries(self.items()).finish(),
        }
    }
}

/// The nodes of one document. Built by the composer alone; a clone shares them.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Where the document begins in the whole text: the nodes count from there.
    base: u32,
    shared: Arc<Nodes>,
}

/// What the clones of a tree share.
#[derive(Clone, Debug, Default)]
struct Nodes {
    /// The document's text, followed by the texts of scalars that do not read as they are spelt.
    text: String,
    /// Length of the document's own text.
    own: u32,
    list: Vec<NodeData>,
    items: Vec<NodeId>,
    entries: Vec<EntryData>,
    root: Option<NodeId>,
}

/// Index of a node in its tree.
pub(super) type NodeId = u32;

/// A node as it is stored.
#[derive(Clone, Debug)]
pub(super) struct NodeData {
    start: u32,
    end: u32,
    content: Content,
}

impl NodeData {
    pub(super) fn new(start: u32, end: u32, content: Content) -> Self {
        Self { start, end, content }
    }
}

/// What a stored node holds; children are stretches of the tree's lists. A target of an alias is never an alias itself.
#[derive(Clone, Copy, Debug)]
pub(super) enum Content {
    Scalar(ScalarData),
    Mapping { first: u32, len: u32 },
    Sequence { first: u32, len: u32 },
    Alias(NodeId),
}

/// A scalar as it is stored.
#[derive(Clone, Copy, Debug)]
pub(super) struct ScalarData {
    /// Start and end in the tree's text.
    pub(super) text: (u32, u32),
    pub(super) style: Style,
    pub(super) value: StoredValue,
}

/// [`Value`] in half the room.
#[derive(Clone, Copy, Debug)]
pub(super) enum StoredValue {
    Null,
    Bool(bool),
    Int(i64),
    Large(u64),
    Float(f64),
    Str,
}

impl From<Value> for StoredValue {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Int(value) => i64::try_from(value)
                .map(Self::Int)
                .or_else(|_| u64::try_from(value).map(Self::Large))
                .unwrap_or(Self::Str),
            Value::Float(value) => Self::Float(value),
            Value::Str => Self::Str,
        }
    }
}

impl From<StoredValue> for Value {
    fn from(value: StoredValue) -> Self {
        match value {
            StoredValue::Null => Self::Null,
            StoredValue::Bool(value) => Self::Bool(value),
            StoredValue::Int(value) => Self::Int(i128::from(value)),
            StoredValue::Large(value) => Self::Int(i128::from(value)),
            StoredValue::Float(value) => Self::Float(value),
            StoredValue::Str => Self::Str,
        }
    }
}

/// An entry as it is stored.
#[derive(Clone, Copy, Debug)]
pub(super) struct EntryData {
    pub(super) key: NodeId,
    pub(super) value: NodeId,
    pub(super) merged: bool,
}

impl Tree {
    /// The top node; `None` for a document without content.
    #[must_use]
    pub fn root(&self) -> Option<Node<'_>> {
        self.shared.root.map(|id| Node { tree: self, id })
    }

    /// An empty tree over a document's text.
    pub(super) fn with_text(text: &str) -> Self {
        let own = u32::try_from(text.len()).unwrap_or(u32::MAX);
        Self {
            base: 0,
            shared: Arc::new(Nodes {
                text: text.to_owned(),
                own,
                list: Vec::with_capacity(text.len() / 8),
                entries: Vec::with_capacity(text.len() / 16),
                ..Nodes::default()
            }),
        }
    }

    /// Sets where the document begins in the whole text.
    pub(super) fn set_base(&mut self, base: usize) {
        self.base = u32::try_from(base).unwrap_or(u32::MAX);
    }

    /// The nodes, to be changed: while a tree is built no one shares them.
    fn data_mut(&mut self) -> &mut Nodes {
        Arc::make_mut(&mut self.shared)
    }

    /// Whether two trees share their nodes, so that what was made of the one holds for the other, moved by the
    /// difference of where their documents begin.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// Where a span will be found in the tree's text.
    pub(super) fn place(&self, span: Span) -> (u32, u32) {
        let by = if span.rewritten { self.shared.own } else { 0 };
        (span.start + by, span.end + by)
    }

    /// Adds the rewritten texts, once all are known.
    pub(super) fn append_text(&mut self, rewritten: &str) {
        self.data_mut().text.push_str(rewritten);
    }

    pub(super) fn push(&mut self, data: NodeData) -> NodeId {
        self.data_mut().list.push(data);
        NodeId::try_from(self.shared.list.len() - 1).unwrap_or(NodeId::MAX)
    }

    pub(super) fn set_root(&mut self, root: NodeId) {
        self.data_mut().root = Some(root);
    }

    /// Gives a collection its items and its end.
    pub(super) fn set_sequence(&mut self, id: NodeId, end: u32, items: &[NodeId]) {
        let content = Content::Sequence { first: count(&self.shared.items), len: count(items) };
        self.data_mut().items.extend_from_slice(items);
        self.set_content(id, end, content);
    }

    /// Gives a collection its entries and its end.
    pub(super) fn set_mapping(&mut self, id: NodeId, end: u32, entries: &[EntryData]) {
        let content = Content::Mapping { first: count(&self.shared.entries), len: count(entries) };
        self.data_mut().entries.extend_from_slice(entries);
        self.set_content(id, end, content);
    }

    /// Moves every range by a function of offsets.
    pub(super) fn map_ranges(&mut self, map: impl Fn(usize) -> usize) {
        let map = |offset: u32| u32::try_from(map(offset as usize)).unwrap_or(u32::MAX);
        for node in &mut self.data_mut().list {
            node.start = map(node.start);
            node.end = map(node.end).max(node.start);
        }
    }

    fn set_content(&mut self, id: NodeId, end: u32, content: Content) {
        if let Some(node) = self.data_mut().list.get_mut(id as usize) {
            node.end = end;
            node.content = content;
        }
    }

    pub(super) fn root_id(&self) -> Option<NodeId> {
        self.shared.root
    }

    /// The document's own text.
    pub(super) fn own_text(&self) -> &str {
        self.shared.text.get(..self.shared.own as usize).unwrap_or("")
    }

    pub(super) fn content(&self, id: NodeId) -> Content {
        self.node(id).content
    }

    /// Start and end of a node in the document.
    pub(super) fn range_of(&self, id: NodeId) -> (u32, u32) {
        let node = self.node(id);
        (node.start, node.end)
    }

    pub(super) fn text_of(&self, scalar: ScalarData) -> &str {
        self.shared.text.get(scalar.text.0 as usize..scalar.text.1 as usize).unwrap_or("")
    }

    pub(super) fn items_at(&self, first: u32, len: u32) -> &[NodeId] {
        stretch(&self.shared.items, first, len)
    }

    /// The entries of a mapping; none for other nodes.
    pub(super) fn entries_of(&self, id: NodeId) -> &[EntryData] {
        match self.content(id) {
            Content::Mapping { first, len } => stretch(&self.shared.entries, first, len),
            _ => &[],
        }
    }

    pub(super) fn node(&self, id: NodeId) -> &NodeData {
        static NOTHING: NodeData = NodeData { start: 0, end: 0, content: Content::Sequence { first: 0, len: 0 } };
        self.shared.list.get(id as usize).unwrap_or(&NOTHING)
    }
}

fn count<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

/// `len` elements from `first` on.
fn stretch<T>(list: &[T], first: u32, len: u32) -> &[T] {
    list.get(first as usize..(first as usize + len as usize)).unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn a_node_covers_what_is_written_without_anchor_and_tag() {
        let text =
            "---\nplain: &a !!str 값 # 주석\n'quoted': \"x\\ty\"\nempty:\nlist:\n- [1, 2]\n- |\n  text\nagain: *a\n";
        let parse = parse(text);
        let root = parse.documents[0].tree.root().expect("a mapping");
        let spelt = |key: &str| root.entry(key).map(|entry| (entry.key.range().of(text), entry.value.range().of(text)));
        assert_eq!(spelt("plain"), Some(("plain", "값")));
        assert_eq!(spelt("quoted"), Some(("'quoted'", "\"x\\ty\"")));
        assert_eq!(spelt("empty"), Some(("empty", "")));
        assert_eq!(spelt("list"), Some(("list", "- [1, 2]\n- |\n  text")));
        assert_eq!(spelt("again"), Some(("again", "*a")));
        assert_eq!(root.get("again").and_then(Node::scalar).map(|scalar| scalar.text), Some("값"));
        assert_eq!(root.get("quoted").and_then(Node::scalar).map(|scalar| scalar.text), Some("x\ty"));
    }

    #[test]
    fn merged_entries_stand_where_the_merge_key_stood() {
        let parse = parse("base: &b {one: 1, two: 2}\nall:\n  <<: *b\n  two: 3\n");
        let all = parse.documents[0].tree.root().and_then(|root| root.get("all")).expect("a mapping");
        let entries: Vec<(&str, bool)> =
            all.entries().filter_map(|entry| Some((entry.key.scalar()?.text, entry.merged))).collect();
        assert_eq!(entries, [("one", true), ("two", true), ("two", false)]);
        assert_eq!(all.get("two").and_then(Node::scalar).map(|scalar| scalar.text), Some("3"));
        // The server counts a key given both ways as given twice.
        let messages: Vec<&str> = parse.documents[0].duplicates.iter().map(|key| key.message.as_str()).collect();
        assert_eq!(messages, ["line 4: key \"two\" already set in map"]);
    }
}
