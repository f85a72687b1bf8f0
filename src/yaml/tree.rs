//! The spanned tree of one YAML document, as Kubernetes' own YAML library would compose it.
//!
//! The tree is reached through [`Node`], a small handle that can be copied; how nodes are stored ([`piece`]) is nobody
//! else's business, so that unchanged parts can be shared between keystrokes. Ranges are absolute in the text that was
//! parsed, whatever was mended in it to read on. Aliases are followed where they stand: an alias node answers as the node
//! it names, but keeps its own [`Node::range`]. Merge keys (`<<`) are already merged in.
//!
//! Must not know: Kubernetes.

pub(super) mod piece;
pub(super) mod repeats;
mod scalar;
mod vouched;

pub use scalar::{Scalar, Style, Value};
pub(super) use scalar::{ScalarData, StoredValue, is_surprising, key_text};
pub use vouched::Vouched;

use super::scan::token::Span;
use super::way_back::WayBack;
use crate::text::TextRange;
use piece::{Children, Content, EntryData, NodeData, Nursery, Piece, Run};
use std::sync::Arc;

/// One node of a document: a scalar, a mapping or a sequence.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    /// The piece it lies in.
    piece: &'t Arc<Piece>,
    /// Where that begins in the document.
    at: u32,
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

/// What a scalar may have that few have: pieces in which none has it are passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trait {
    /// [`Scalar::is_surprising`].
    Surprising,
    /// Characters beyond ASCII in or around it.
    NotAscii,
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
        self.tree.range((self.at + data.start) as usize, (self.at + data.end) as usize)
    }

    /// What it is.
    #[must_use]
    pub fn kind(self) -> Kind<'t> {
        match self.target().content {
            Content::Scalar(scalar) => {
                let ScalarData { style, value, .. } = scalar;
                let text = self.tree.reading.spelling(self.piece, self.at, scalar);
                Kind::Scalar(Scalar { text, style, value: value.into() })
            }
            Content::Mapping { .. } | Content::Runs { mapping: true, .. } => Kind::Mapping,
            Content::Sequence { .. } | Content::Runs { mapping: false, .. } => Kind::Sequence,
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
        let stretches = self.stretches();
        let left = stretches.clone().map(|stretch| stretch.entries().len()).sum();
        Counted { iter: stretches.flat_map(|stretch| stretch.entries().iter().map(move |it| stretch.entry(it))), left }
    }

    /// The items of a sequence; none for other nodes.
    pub fn items(self) -> impl DoubleEndedIterator<Item = Node<'t>> + ExactSizeIterator {
        let stretches = self.stretches();
        let left = stretches.clone().map(|stretch| stretch.items().len()).sum();
        Counted { iter: stretches.flat_map(|stretch| stretch.items().iter().map(move |&id| stretch.node(id))), left }
    }

    /// The item of a sequence at that place, from 0: what lies in pieces before it is not walked over.
    #[must_use]
    pub fn item(self, index: usize) -> Option<Self> {
        let Content::Runs { first, len, mapping: false } = self.target().content else {
            return self.items().nth(index);
        };
        let mut left = index;
        for run in self.piece.runs_at(first, len) {
            let Children::Items { first, len } = run.piece.children else { continue };
            if left < len as usize {
                let id = *run.piece.items_at(first, len).get(left)?;
                return Some(Node { piece: &run.piece, at: self.at + run.start, id, ..self });
            }
            left -= len as usize;
        }
        None
    }

    /// The entry of a mapping whose key reads `key` in JSON; the last one where there are several, as kubectl takes it.
    #[must_use]
    pub fn entry(self, key: &str) -> Option<Entry<'t>> {
        self.stretches().rev().find_map(|stretch| {
            let found = stretch.entries().iter().rfind(|entry| {
                stretch.node(entry.key).scalar().is_some_and(|scalar| match scalar.value {
                    Value::Str => scalar.text == key,
                    _ => scalar.as_key() == key,
                })
            });
            found.map(|entry| stretch.entry(entry))
        })
    }

    /// The value under `key`, as [`Node::entry`] finds it.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Node<'t>> {
        self.entry(key).map(|entry| entry.value)
    }

    /// Visits the scalars below it, keys too, at least all that have a trait, in the order of the text; not what came in
    /// through merge keys, nor what lies more than `deepest` levels down.
    pub fn scalars(self, wanted: Trait, deepest: usize, visit: &mut dyn FnMut(Self)) {
        if matches!(self.target().content, Content::Scalar(_)) {
            return visit(self);
        }
        let Some(deepest) = deepest.checked_sub(1) else { return };
        for stretch in self.stretches() {
            let extent = &stretch.piece.extent;
            let may_have = Arc::ptr_eq(stretch.piece, self.piece)
                || match wanted {
                    Trait::Surprising => extent.surprises,
                    // Where it ends is not known of one that the reader stopped in, nor what lies up to there.
                    Trait::NotAscii => extent.continuing > 0 || extent.looked == usize::MAX,
                };
            if may_have {
                for entry in stretch.entries().iter().filter(|entry| !entry.merged) {
                    stretch.node(entry.key).scalars(wanted, deepest, visit);
                    stretch.node(entry.value).scalars(wanted, deepest, visit);
                }
                stretch.items().iter().for_each(|&item| stretch.node(item).scalars(wanted, deepest, visit));
            }
        }
    }

    /// What it is recognised by in the tree of another text; `None` where it reads so only because it was mended.
    #[must_use]
    pub fn identity(self) -> Option<Identity> {
        let data = self.data();
        let range = TextRange::new((self.at + data.start) as usize, (self.at + data.end) as usize);
        let as_written = self.tree.way_back.as_ref().is_none_or(|way_back| way_back.leaves_alone(range));
        as_written.then(|| Identity { piece: Arc::clone(self.piece), id: self.id })
    }

    fn data(self) -> &'t NodeData {
        self.piece.node(self.id)
    }

    fn target(self) -> &'t NodeData {
        let data = self.data();
        match data.content {
            Content::Alias(target) => self.piece.node(target),
            _ => data,
        }
    }

    /// Where its children lie: in its own piece, or in several of their own.
    fn stretches(self) -> impl DoubleEndedIterator<Item = Stretch<'t>> + Clone {
        let Node { tree, piece, at, .. } = self;
        let (here, runs): (Option<Children>, &'t [Run]) = match self.target().content {
            Content::Mapping { first, len } => (Some(Children::Entries { first, len }), &[]),
            Content::Sequence { first, len } => (Some(Children::Items { first, len }), &[]),
            Content::Runs { first, len, .. } => (None, piece.runs_at(first, len)),
            Content::Scalar(_) | Content::Alias(_) => (None, &[]),
        };
        let here = here.into_iter().map(move |children| Stretch { tree, piece, at, children });
        let runs = runs.iter().map(move |run| Stretch {
            tree,
            piece: &run.piece,
            at: at + run.start,
            children: run.piece.children,
        });
        here.chain(runs)
    }
}

/// A node of a document, whatever text the document now stands in: equal where what it says and how it is written is
/// the same because it is one reading. What was found in it holds for its equals, moved by the difference of where they
/// begin.
#[derive(Clone, Debug)]
pub struct Identity {
    piece: Arc<Piece>,
    id: NodeId,
}

impl PartialEq for Identity {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.piece, &other.piece) && self.id == other.id
    }
}

/// Children of one collection that lie in one piece.
#[derive(Clone, Copy)]
struct Stretch<'t> {
    tree: &'t Tree,
    piece: &'t Arc<Piece>,
    at: u32,
    children: Children,
}

impl<'t> Stretch<'t> {
    fn node(self, id: NodeId) -> Node<'t> {
        Node { tree: self.tree, piece: self.piece, at: self.at, id }
    }

    fn entry(self, entry: &EntryData) -> Entry<'t> {
        Entry { key: self.node(entry.key), value: self.node(entry.value), merged: entry.merged }
    }

    fn entries(self) -> &'t [EntryData] {
        match self.children {
            Children::Entries { first, len } => self.piece.entries_at(first, len),
            Children::Items { .. } => &[],
        }
    }

    fn items(self) -> &'t [NodeId] {
        match self.children {
            Children::Items { first, len } => self.piece.items_at(first, len),
            Children::Entries { .. } => &[],
        }
    }
}

/// An iterator with the number of items it still has.
struct Counted<I> {
    iter: I,
    left: usize,
}

impl<I: Iterator> Iterator for Counted<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.left = self.left.saturating_sub(1);
        self.iter.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }

    fn fold<B, F: FnMut(B, I::Item) -> B>(self, init: B, f: F) -> B {
        self.iter.fold(init, f)
    }
}

impl<I: DoubleEndedIterator> DoubleEndedIterator for Counted<I> {
    fn next_back(&mut self) -> Option<I::Item> {
        self.left = self.left.saturating_sub(1);
        self.iter.next_back()
    }
}

impl<I: Iterator> ExactSizeIterator for Counted<I> {}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.kind() {
            Kind::Scalar(scalar) => write!(f, "{:?}", scalar.text),
            Kind::Mapping => f.debug_map().entries(self.entries().map(|entry| (entry.key, entry.value))).finish(),
            Kind::Sequence => f.debug_list().entries(self.items()).finish(),
        }
    }
}

/// The nodes of one document. A clone shares them.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Where the document begins in the whole text.
    base: u32,
    /// Length of the document's own text, where ranges must not reach past it.
    limit: Option<usize>,
    /// How the text that was read leads back to the document's own, where it was mended.
    way_back: Option<Arc<WayBack>>,
    reading: Arc<Reading>,
}

/// One reading of a document.
#[derive(Debug, Default)]
struct Reading {
    /// The text that was read.
    text: String,
    top: Arc<Piece>,
    root: Option<NodeId>,
    /// Whether a mapping may have a key twice.
    repeats: bool,
}

/// Index of a node in its piece.
pub(super) type NodeId = u32;

impl Reading {
    /// What a scalar of a piece that begins at `at` reads.
    fn spelling<'r>(&'r self, piece: &'r Piece, at: u32, scalar: ScalarData) -> &'r str {
        let Span { start, end, rewritten } = scalar.text;
        let read = if rewritten {
            piece.rewritten.get(start as usize..end as usize)
        } else {
            self.text.get((at + start) as usize..(at + end) as usize)
        };
        read.unwrap_or("")
    }
}

impl Tree {
    /// The top node; `None` for a document without content.
    #[must_use]
    pub fn root(&self) -> Option<Node<'_>> {
        self.reading.root.map(|id| Node { tree: self, piece: &self.reading.top, at: 0, id })
    }

    /// The tree of a document's text, all of whose nodes are in the nursery; `rewritten` are the texts of scalars that do
    /// not read as they are spelt; `repeats` says whether a mapping may have a key twice.
    pub(super) fn of(text: &str, nursery: Nursery, rewritten: String, root: Option<NodeId>, repeats: bool) -> Self {
        let top = Arc::new(nursery.finish(rewritten));
        let reading = Reading { text: text.to_owned(), top, root, repeats };
        Self { reading: Arc::new(reading), ..Self::default() }
    }

    /// Sets where the document begins in the whole text.
    pub(super) fn set_base(&mut self, base: usize) {
        self.base = u32::try_from(base).unwrap_or(u32::MAX);
    }

    /// Says how the text that was read leads back to the document's.
    pub(super) fn lead_back(&mut self, way_back: WayBack) {
        self.way_back = Some(Arc::new(way_back));
    }

    /// Keeps ranges from reaching past that many bytes.
    pub(super) fn limit(&mut self, limit: usize) {
        self.limit = Some(self.limit.map_or(limit, |before| before.min(limit)));
    }

    /// Whether two trees share their nodes, so that what was made of the one holds for the other, moved by the
    /// difference of where their documents begin.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.reading, &other.reading)
    }

    /// A range of the text that was read in the whole text as it stands.
    fn range(&self, start: usize, end: usize) -> TextRange {
        let (start, end) = self.led_back(start, end);
        TextRange::new(start, end).shifted(self.base as usize)
    }

    fn led_back(&self, start: usize, end: usize) -> (usize, usize) {
        if self.way_back.is_none() && self.limit.is_none() {
            return (start, end);
        }
        let back = |offset| {
            let own = self.way_back.as_ref().map_or(offset, |way_back| way_back.of(offset));
            self.limit.map_or(own, |limit| own.min(limit))
        };
        let start = back(start);
        (start, back(end).max(start))
    }

    /// The text that was read.
    pub(super) fn text(&self) -> &str {
        &self.reading.text
    }

    /// The piece that holds all others.
    pub(super) fn top(&self) -> &Arc<Piece> {
        &self.reading.top
    }

    // --- A tree of one piece, by the numbers of its nodes ---

    pub(super) fn root_id(&self) -> Option<NodeId> {
        self.reading.root
    }

    pub(super) fn content(&self, id: NodeId) -> Content {
        self.reading.top.node(id).content
    }

    /// Start and end of a node in the document.
    pub(super) fn range_of(&self, id: NodeId) -> (usize, usize) {
        let node = self.reading.top.node(id);
        self.led_back(node.start as usize, node.end as usize)
    }

    pub(super) fn text_of(&self, scalar: ScalarData) -> &str {
        self.reading.spelling(&self.reading.top, 0, scalar)
    }

    pub(super) fn items_at(&self, first: u32, len: u32) -> &[NodeId] {
        self.reading.top.items_at(first, len)
    }

    /// The entries of a mapping; none for other nodes.
    pub(super) fn entries_of(&self, id: NodeId) -> &[EntryData] {
        match self.content(id) {
            Content::Mapping { first, len } => self.reading.top.entries_at(first, len),
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::parse;

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
