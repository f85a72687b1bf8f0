//! How a tree is stored: in pieces, which the trees of an edited text share.
//!
//! The entries of a long block collection lie in runs, each a piece of its own that counts its offsets from where it
//! begins. Wherever the same text stands in the same surroundings the piece reads the same, so that reading again after
//! an edit takes it over whole ([`crate::yaml::known`]) and whoever judged it may judge it unseen. A short document is
//! one piece.
//!
//! Must not know: how a text is read, what a scalar means.

use super::{NodeId, ScalarData};
use crate::yaml::scan::token::{Span, narrow};
use std::sync::Arc;

/// The most nodes for which room is made at once: of a long text most may be known.
const MOST_RESERVED: usize = 1 << 14;

/// The nodes of a stretch of text. Offsets count from where the stretch begins.
#[derive(Debug, Default)]
pub(in crate::yaml) struct Piece {
    pub(super) nodes: Vec<NodeData>,
    pub(super) items: Vec<NodeId>,
    pub(super) entries: Vec<EntryData>,
    pub(super) runs: Vec<Run>,
    /// Texts of scalars that do not read as they are spelt.
    pub(super) rewritten: String,
    /// What it holds of its collection.
    pub(super) children: Children,
    /// Of a mapping's entries, their keys in brief: where two are equal, so are these.
    pub(in crate::yaml) keys: Vec<u64>,
    pub(in crate::yaml) extent: Extent,
}

/// Where a piece may stand, and what it does to those around it.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::yaml) struct Extent {
    pub(in crate::yaml) shape: Shape,
    /// Bytes to where the next entry, or whatever ends the collection, begins.
    pub(in crate::yaml) len: usize,
    /// How many of them do not begin a character.
    pub(in crate::yaml) continuing: usize,
    /// Line breaks in them.
    pub(in crate::yaml) lines: u32,
    /// Bytes that were looked at to read it; `usize::MAX` where that is not known and it must not be used again.
    pub(in crate::yaml) looked: usize,
    /// Where its last node ends.
    pub(in crate::yaml) end: u32,
    /// Levels below its collection, one for an entry that holds none.
    pub(in crate::yaml) height: usize,
    /// Whether a mapping within it may have a key twice.
    pub(in crate::yaml) repeats: bool,
    /// Whether a scalar within it is read as something else than it looks like.
    pub(in crate::yaml) surprises: bool,
}

/// What a block collection looks like from within.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::yaml) struct Shape {
    pub(in crate::yaml) style: BlockStyle,
    /// The column of its entries, in characters.
    pub(in crate::yaml) column: usize,
}

/// The block collections. A sequence in the column of its key reads its items as one that stands further in does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::yaml) enum BlockStyle {
    #[default]
    Mapping,
    Sequence,
}

/// A piece within another.
#[derive(Clone, Debug)]
pub(in crate::yaml) struct Run {
    /// Where it begins in the outer one.
    pub(in crate::yaml) start: u32,
    pub(in crate::yaml) piece: Arc<Piece>,
}

/// A stretch of a piece's entries or items.
#[derive(Clone, Copy, Debug)]
pub(in crate::yaml) enum Children {
    Entries { first: u32, len: u32 },
    Items { first: u32, len: u32 },
}

impl Default for Children {
    fn default() -> Self {
        Self::Items { first: 0, len: 0 }
    }
}

/// A node as it is stored.
#[derive(Clone, Debug)]
pub(in crate::yaml) struct NodeData {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) content: Content,
}

impl NodeData {
    pub(in crate::yaml) fn new(start: u32, end: u32, content: Content) -> Self {
        Self { start, end, content }
    }
}

/// What a stored node holds; children are stretches of the piece's lists. A target of an alias is never an alias itself.
#[derive(Clone, Copy, Debug)]
pub(in crate::yaml) enum Content {
    Scalar(ScalarData),
    Mapping {
        first: u32,
        len: u32,
    },
    Sequence {
        first: u32,
        len: u32,
    },
    /// A collection whose children lie in pieces of their own.
    Runs {
        first: u32,
        len: u32,
        mapping: bool,
    },
    Alias(NodeId),
}

/// An entry as it is stored.
#[derive(Clone, Copy, Debug)]
pub(in crate::yaml) struct EntryData {
    pub(in crate::yaml) key: NodeId,
    pub(in crate::yaml) value: NodeId,
    pub(in crate::yaml) merged: bool,
}

impl Piece {
    pub(in crate::yaml) fn node(&self, id: NodeId) -> &NodeData {
        static NOTHING: NodeData = NodeData { start: 0, end: 0, content: Content::Sequence { first: 0, len: 0 } };
        self.nodes.get(id as usize).unwrap_or(&NOTHING)
    }

    pub(super) fn items_at(&self, first: u32, len: u32) -> &[NodeId] {
        stretch(&self.items, first, len)
    }

    pub(super) fn entries_at(&self, first: u32, len: u32) -> &[EntryData] {
        stretch(&self.entries, first, len)
    }

    /// The pieces within it, in the order of the text.
    pub(in crate::yaml) fn runs(&self) -> &[Run] {
        &self.runs
    }

    pub(super) fn runs_at(&self, first: u32, len: u32) -> &[Run] {
        stretch(&self.runs, first, len)
    }
}

/// Nodes on the way to becoming a piece. Offsets count from the start of the text.
#[derive(Debug, Default)]
pub(in crate::yaml) struct Nursery {
    nodes: Vec<NodeData>,
    items: Vec<NodeId>,
    entries: Vec<EntryData>,
    runs: Vec<Run>,
}

/// What a nursery held at some time.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::yaml) struct Held {
    nodes: usize,
    items: usize,
    entries: usize,
    runs: usize,
}

impl Nursery {
    /// One for a text of that many bytes.
    pub(in crate::yaml) fn for_bytes(len: usize) -> Self {
        let nodes = (len / 8).min(MOST_RESERVED);
        Self { nodes: Vec::with_capacity(nodes), entries: Vec::with_capacity(nodes / 2), ..Self::default() }
    }

    pub(in crate::yaml) fn push(&mut self, data: NodeData) -> NodeId {
        self.nodes.push(data);
        NodeId::try_from(self.nodes.len() - 1).unwrap_or(NodeId::MAX)
    }

    pub(in crate::yaml) fn content(&self, id: NodeId) -> Content {
        self.nodes.get(id as usize).map_or(Content::Sequence { first: 0, len: 0 }, |node| node.content)
    }

    /// Start and end of a node.
    pub(in crate::yaml) fn range_of(&self, id: NodeId) -> (u32, u32) {
        self.nodes.get(id as usize).map_or((0, 0), |node| (node.start, node.end))
    }

    pub(in crate::yaml) fn items_at(&self, first: u32, len: u32) -> &[NodeId] {
        stretch(&self.items, first, len)
    }

    /// The entries of a mapping; none for other nodes.
    pub(in crate::yaml) fn entries_of(&self, id: NodeId) -> &[EntryData] {
        match self.content(id) {
            Content::Mapping { first, len } => stretch(&self.entries, first, len),
            _ => &[],
        }
    }

    /// Gives a collection its items and its end.
    pub(in crate::yaml) fn set_sequence(&mut self, id: NodeId, end: u32, items: &[NodeId]) {
        let content = Content::Sequence { first: count(&self.items), len: count(items) };
        self.items.extend_from_slice(items);
        self.set_content(id, end, content);
    }

    /// Gives a collection its entries and its end.
    pub(in crate::yaml) fn set_mapping(&mut self, id: NodeId, end: u32, entries: &[EntryData]) {
        let content = Content::Mapping { first: count(&self.entries), len: count(entries) };
        self.entries.extend_from_slice(entries);
        self.set_content(id, end, content);
    }

    /// Gives a collection the pieces its children lie in, and its end.
    pub(in crate::yaml) fn set_runs(&mut self, id: NodeId, end: u32, runs: Vec<Run>, mapping: bool) {
        let content = Content::Runs { first: count(&self.runs), len: count(&runs), mapping };
        self.runs.extend(runs);
        self.set_content(id, end, content);
    }

    fn set_content(&mut self, id: NodeId, end: u32, content: Content) {
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.end = end;
            node.content = content;
        }
    }

    /// What it holds now.
    pub(in crate::yaml) fn held(&self) -> Held {
        let Self { nodes, items, entries, runs } = self;
        Held { nodes: nodes.len(), items: items.len(), entries: entries.len(), runs: runs.len() }
    }

    /// A mapping's or a sequence's children since `held`, with all that lies below them, as a piece that begins at `start`.
    /// `rewritten` are the texts of scalars that do not read as they are spelt.
    pub(in crate::yaml) fn cut(
        &mut self,
        held: Held,
        start: u32,
        children: &[NodeId],
        keys: Vec<u64>,
        rewritten: &str,
        extent: Extent,
    ) -> Piece {
        let entries = pairs(children);
        let children = if extent.shape.style == BlockStyle::Mapping {
            let first = self.entries.len() - held.entries;
            self.entries.extend(entries);
            Children::Entries { first: narrow(first), len: narrow(children.len() / 2) }
        } else {
            let first = self.items.len() - held.items;
            self.items.extend_from_slice(children);
            Children::Items { first: narrow(first), len: narrow(children.len()) }
        };
        let mut piece = Piece { children, keys, extent, ..self.take(held, start, rewritten) };
        piece.extent.end = extent.end.saturating_sub(start);
        piece
    }

    /// All of it, as the piece of a whole text.
    pub(super) fn finish(self, rewritten: String) -> Piece {
        let Self { nodes, items, entries, runs } = self;
        Piece { nodes, items, entries, runs, rewritten, ..Piece::default() }
    }

    fn take(&mut self, held: Held, start: u32, rewritten: &str) -> Piece {
        let first = |from: usize| narrow(from);
        let mut piece = Piece {
            nodes: self.nodes.split_off(held.nodes),
            items: self.items.split_off(held.items),
            entries: self.entries.split_off(held.entries),
            runs: self.runs.split_off(held.runs),
            ..Piece::default()
        };
        let own = |id: &mut NodeId| *id = id.saturating_sub(first(held.nodes));
        piece.items.iter_mut().for_each(own);
        piece.entries.iter_mut().for_each(|entry| {
            own(&mut entry.key);
            own(&mut entry.value);
        });
        piece.runs.iter_mut().for_each(|run| run.start -= start);
        for node in &mut piece.nodes {
            node.start = node.start.saturating_sub(start);
            node.end = node.end.saturating_sub(start);
            match &mut node.content {
                Content::Scalar(scalar) => scalar.text = moved(scalar.text, start, rewritten, &mut piece.rewritten),
                Content::Mapping { first: at, .. } => *at -= first(held.entries),
                Content::Sequence { first: at, .. } => *at = at.saturating_sub(first(held.items)),
                Content::Runs { first: at, .. } => *at -= first(held.runs),
                Content::Alias(target) => own(target),
            }
        }
        piece
    }
}

/// A scalar's text counted from `start`, or put among a piece's own rewritten ones.
fn moved(text: Span, start: u32, rewritten: &str, own: &mut String) -> Span {
    if text.start >= text.end {
        return Span::default();
    }
    if !text.rewritten {
        return Span { start: text.start - start, end: text.end - start, ..text };
    }
    let at = narrow(own.len());
    own.push_str(rewritten.get(text.start as usize..text.end as usize).unwrap_or(""));
    Span { start: at, end: narrow(own.len()), ..text }
}

/// Keys and values in turn as entries.
pub(in crate::yaml) fn pairs(children: &[NodeId]) -> impl Iterator<Item = EntryData> {
    children.chunks_exact(2).filter_map(|pair| match pair {
        &[key, value] => Some(EntryData { key, value, merged: false }),
        _ => None,
    })
}

fn count<T>(list: &[T]) -> u32 {
    narrow(list.len())
}

/// `len` elements from `first` on.
fn stretch<T>(list: &[T], first: u32, len: u32) -> &[T] {
    list.get(first as usize..(first as usize + len as usize)).unwrap_or(&[])
}
