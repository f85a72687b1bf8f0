//! The spanned tree of one YAML document, as Kubernetes' own YAML library would compose it.
//!
//! The tree is reached through [`Node`], a small handle that can be copied; how nodes are stored is nobody
//! else's business, so that unchanged parts can be shared between keystrokes. Ranges are absolute in the text
//! that was parsed. Aliases are followed where they stand: an alias node answers as the node it names, but
//! keeps its own [`Node::range`]. Merge keys (`<<`) are already merged in.
//!
//! Must not know: Kubernetes.

use crate::text::TextRange;

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
        self.data().range
    }

    /// What it is.
    #[must_use]
    pub fn kind(self) -> Kind<'t> {
        match &self.target().content {
            Content::Scalar { text, style, value } => Kind::Scalar(Scalar { text, style: *style, value: *value }),
            Content::Mapping(_) => Kind::Mapping,
            Content::Sequence(_) => Kind::Sequence,
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
        let entries: &'t [EntryData] = match &self.target().content {
            Content::Mapping(entries) => entries,
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
        let items: &'t [NodeId] = match &self.target().content {
            Content::Sequence(items) => items,
            _ => &[],
        };
        items.iter().map(move |&id| Node { tree, id })
    }

    /// The entry of a mapping whose key reads `key`; the last one where there are several, as kubectl takes it.
    #[must_use]
    pub fn entry(self, key: &str) -> Option<Entry<'t>> {
        self.entries().rfind(|entry| entry.key.scalar().is_some_and(|scalar| scalar.text == key))
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

/// The nodes of one document. Built by the composer alone.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: Vec<NodeData>,
    root: Option<NodeId>,
}

/// Index of a node in its tree.
pub(super) type NodeId = u32;

/// A node as it is stored.
#[derive(Clone, Debug)]
pub(super) struct NodeData {
    pub(super) range: TextRange,
    pub(super) content: Content,
}

/// What a stored node holds. A target of an alias is never an alias itself.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Scalar { text: Box<str>, style: Style, value: Value },
    Mapping(Vec<EntryData>),
    Sequence(Vec<NodeId>),
    Alias(NodeId),
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
        self.root.map(|id| Node { tree: self, id })
    }

    pub(super) fn push(&mut self, data: NodeData) -> NodeId {
        self.nodes.push(data);
        NodeId::try_from(self.nodes.len() - 1).unwrap_or(NodeId::MAX)
    }

    pub(super) fn set_root(&mut self, root: NodeId) {
        self.root = Some(root);
    }

    pub(super) fn node(&self, id: NodeId) -> &NodeData {
        static NOTHING: NodeData = NodeData { range: TextRange::EMPTY, content: Content::Sequence(Vec::new()) };
        self.nodes.get(id as usize).unwrap_or(&NOTHING)
    }
}
