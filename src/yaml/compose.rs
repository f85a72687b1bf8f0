//! Events to a tree: anchors, aliases, tags and what scalars resolve to.
//!
//! Must not know: characters.

mod keys;
mod pieces;

use super::fault::Fault;
use super::grammar::{Event, EventKind, Grammar, Tag};
use super::known::Known;
use super::meaning::Notes;
use super::resolve;
use super::scan::Scanner;
use super::scan::token::{Mark, Span};
use super::tree::piece::{Content, EntryData, Held, NodeData, Nursery, Run, pairs};
use super::tree::{NodeId, ScalarData, Style, Tree, Value, is_surprising};
use pieces::have_equal;
use std::collections::HashMap;

/// How deeply the tree nests. Kubernetes objects do not come near; whoever walks over the tree may recurse.
pub(super) const MAX_DEPTH: usize = 128;

/// How long a run of entries gets, in bytes, before the next entry begins a piece of its own, where nothing is known yet.
const PIECE: usize = 1024;

/// What it costs to take over a piece: as much as reading this many bytes.
const PRICE: usize = 9;

/// What [`compose`] made of one document.
pub(super) struct Composed {
    pub(super) tree: Tree,
    /// The fault that stopped it.
    pub(super) fault: Option<Fault>,
    /// What [`super::meaning`] must look at.
    pub(super) notes: Notes,
    /// Where the first collection stands that is too deep for the tree.
    pub(super) too_deep: Option<u32>,
    /// Where a quoted scalar of several lines began that ends on the line of the fault.
    pub(super) open_quote: Option<usize>,
    /// How far the reader has looked.
    pub(super) looked_at: usize,
}

/// Reads one document. `source` ends with a line break. What is known already is not read again.
pub(super) fn compose(source: &str, known: &mut Known<'_>) -> Composed {
    known.rewind();
    // Halfway between reading much again and taking over many. Whoever reads a text only once wants few.
    let piece = if known.is_empty() { PIECE } else { (source.len() * PRICE).isqrt() };
    let in_pieces = Composer::new(source, known, Some(piece)).read();
    let plain = !in_pieces.notes.worth_a_walk && in_pieces.notes.starts.is_empty() && in_pieces.too_deep.is_none();
    if plain { in_pieces } else { compose_whole(source) }
}

/// Reads one document as one piece, as whoever follows aliases or counts depth needs it.
pub(super) fn compose_whole(source: &str) -> Composed {
    Composer::new(source, &mut Known::default(), None).read()
}

/// A collection whose end has not come.
struct Open {
    id: NodeId,
    mapping: bool,
    /// Where its children begin in `pending`.
    first: usize,
    /// The end of its last child.
    end: u32,
    /// Levels below it.
    height: usize,
    anchor: Option<Span>,
    /// The pieces of its entries so far.
    runs: Vec<Run>,
    /// The entries that are in none yet.
    run: Begun,
}

/// A run of entries that is not yet cut off.
#[derive(Clone, Copy)]
struct Begun {
    start: Mark,
    held: Held,
    /// Levels below the collection.
    height: usize,
    /// What had been met before it.
    met: Met,
}

/// How much was met of what pieces are asked for.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Met {
    /// Mappings that may have a key twice.
    repeats: usize,
    /// Scalars that are read as something else than they look like.
    surprises: usize,
}

/// What an anchor names.
#[derive(Clone, Copy)]
struct Anchored {
    id: NodeId,
    /// Levels below it; unknown until it ends.
    height: Option<usize>,
}

struct Composer<'s, 'k> {
    source: &'s str,
    grammar: Grammar<'s>,
    known: &'s mut Known<'k>,
    /// How long a run of entries gets before it is cut off; `None` where the tree must be one piece.
    piece: Option<usize>,
    nursery: Nursery,
    open: Vec<Open>,
    /// Children of the open collections, innermost last.
    pending: Vec<NodeId>,
    anchors: HashMap<String, Anchored>,
    root: Option<NodeId>,
    notes: Notes,
    /// Entries that came in through merge keys.
    merged: usize,
    met: Met,
    too_deep: Option<u32>,
}

impl<'s, 'k> Composer<'s, 'k> {
    fn new(source: &'s str, known: &'s mut Known<'k>, piece: Option<usize>) -> Self {
        Self {
            source,
            grammar: Grammar::new(Scanner::new(source)),
            known,
            piece,
            nursery: Nursery::for_bytes(source.len()),
            open: Vec::with_capacity(16),
            pending: Vec::with_capacity(32),
            anchors: HashMap::new(),
            root: None,
            notes: Notes::default(),
            merged: 0,
            met: Met::default(),
            too_deep: None,
        }
    }

    fn read(mut self) -> Composed {
        let fault = self.run().err();
        self.finish(fault)
    }

    fn run(&mut self) -> Result<(), Fault> {
        loop {
            if let Some(piece) = self.piece
                && let Some(style) = self.grammar.between_entries()
                && self.between_entries(style, piece)?
            {
                continue;
            }
            let event = self.grammar.next()?;
            match event.kind {
                EventKind::DocumentStart => {}
                EventKind::DocumentEnd | EventKind::StreamEnd => return Ok(()),
                EventKind::Alias(name) => self.alias(event, name)?,
                EventKind::Scalar { text, style } => self.scalar(event, text, style),
                EventKind::SequenceStart { .. } => self.start(event, false),
                EventKind::MappingStart { .. } => self.start(event, true),
                EventKind::SequenceEnd | EventKind::MappingEnd => self.end(event),
            }
        }
    }

    fn finish(mut self, fault: Option<Fault>) -> Composed {
        while let Some(open) = self.open.pop() {
            let end = open.end;
            self.close(open, end, None);
        }
        let scanner = self.grammar.scanner;
        let open_quote = fault.as_ref().and_then(|fault| scanner.quote_ending_on(fault.at.line));
        let looked_at = scanner.offset();
        let tree = Tree::of(self.source, self.nursery, scanner.into_rewritten(), self.root, self.met.repeats > 0);
        Composed { tree, fault, notes: self.notes, too_deep: self.too_deep, open_quote, looked_at }
    }

    /// Hangs a finished node where it belongs, unless that is too deep.
    fn attach(&mut self, id: NodeId, end: u32, height: usize) {
        let depth = self.open.len();
        let id = if depth + height > MAX_DEPTH { self.nothing_instead(id) } else { id };
        match self.open.last_mut() {
            Some(open) => {
                open.end = open.end.max(end);
                open.height = open.height.max(height + 1);
                open.run.height = open.run.height.max(height + 1);
                self.pending.push(id);
            }
            None => self.root = self.root.or(Some(id)),
        }
    }

    /// A null in the place of a node that is too deep.
    fn nothing_instead(&mut self, id: NodeId) -> NodeId {
        let (start, end) = self.nursery.range_of(id);
        self.too_deep.get_or_insert(start);
        self.null(start, end)
    }

    fn null(&mut self, start: u32, end: u32) -> NodeId {
        let content = ScalarData { text: Span::default(), style: Style::Plain, value: Value::Null.into() };
        self.nursery.push(NodeData::new(start, end, Content::Scalar(content)))
    }

    /// Remembers anchor and start of a node with properties.
    fn properties(&mut self, event: &Event, id: NodeId, height: Option<usize>) {
        if event.anchor.is_none() && event.tag.is_none() {
            return;
        }
        self.notes.starts.insert(id, event.start.offset);
        if let Some(name) = event.anchor {
            let name = self.grammar.scanner.text(name).to_owned();
            self.anchors.insert(name, Anchored { id, height });
        }
    }

    fn alias(&mut self, event: Event, name: Span) -> Result<(), Fault> {
        self.notes.worth_a_walk = true;
        let name = self.grammar.scanner.text(name);
        let Some(&target) = self.anchors.get(name) else {
            return Err(Fault::meaning(format!("unknown anchor '{name}' referenced"), event.start));
        };
        let Some(height) = target.height else {
            let fault = Fault::meaning(format!("anchor '{name}' value contains itself"), event.start);
            let id = self.null(event.node_start, event.end);
            self.notes.faults.insert(id, fault);
            self.attach(id, event.end, 0);
            return Ok(());
        };
        let target = match self.nursery.content(target.id) {
            Content::Alias(target) => target,
            _ => target.id,
        };
        let id = self.nursery.push(NodeData::new(event.node_start, event.end, Content::Alias(target)));
        self.attach(id, event.end, height);
        Ok(())
    }

    fn scalar(&mut self, event: Event, text: Span, style: Style) {
        let spelling = self.grammar.scanner.text(text);
        let may_merge = spelling == "<<";
        let mut fault = None;
        let mut place = None;
        let value = match event.tag {
            None if style == Style::Plain => {
                let value = resolve::plain(spelling);
                self.met.surprises += usize::from(is_surprising(spelling, value));
                value
            }
            None => Value::Str,
            Some(tag) => match self.tagged(tag, spelling) {
                Ok(resolve::Tagged::Value(value)) => value,
                Ok(resolve::Tagged::Bytes(bytes)) => {
                    place = Some(self.grammar.scanner.keep(&bytes));
                    Value::Str
                }
                Err(problem) => {
                    fault = Some(Fault::meaning(problem, event.start));
                    Value::Str
                }
            },
        };
        if matches!(value, Value::Float(value) if !value.is_finite()) {
            self.notes.worth_a_walk = true;
        }
        let style = match event.tag {
            Some(tag) if may_merge => self.merge_style(tag),
            _ => style,
        };
        let text = place.unwrap_or(text);
        let content = Content::Scalar(ScalarData { text, style, value: value.into() });
        let id = self.nursery.push(NodeData::new(event.node_start, event.end, content));
        if let Some(fault) = fault {
            self.notes.worth_a_walk = true;
            self.notes.faults.insert(id, fault);
        }
        self.properties(&event, id, Some(0));
        self.attach(id, event.end, 0);
    }

    /// A tagged `<<` merges only where the tag says that it does, or nothing (`isMerge`); any other is a key as a quoted one is.
    fn merge_style(&self, tag: Tag) -> Style {
        match self.full_tag(tag).as_str() {
            "!" | "tag:yaml.org,2002:merge" => Style::Plain,
            _ => Style::DoubleQuoted,
        }
    }

    /// What a tagged scalar means.
    fn tagged(&self, tag: Tag, spelling: &str) -> Result<resolve::Tagged, String> {
        resolve::tagged(&self.full_tag(tag), spelling)
    }

    fn full_tag(&self, tag: Tag) -> String {
        let handle = self.grammar.scanner.text(tag.handle);
        let suffix = self.grammar.scanner.text(tag.suffix);
        let prefix = match (self.grammar.declared(handle), handle) {
            (Some(prefix), _) => prefix,
            (None, "!!") => "tag:yaml.org,2002:",
            (None, handle) => handle,
        };
        format!("{prefix}{suffix}")
    }

    fn start(&mut self, event: Event, mapping: bool) {
        let id = self.nursery.push(NodeData::new(event.node_start, event.end, Content::Sequence { first: 0, len: 0 }));
        self.properties(&event, id, None);
        self.open.push(Open {
            id,
            mapping,
            first: self.pending.len(),
            end: event.node_start,
            height: 1,
            anchor: event.anchor,
            runs: Vec::new(),
            run: Begun {
                start: Mark { offset: event.node_start, ..event.start },
                held: self.nursery.held(),
                height: 0,
                met: self.met,
            },
        });
    }

    fn end(&mut self, event: Event) {
        let Some(open) = self.open.pop() else { return };
        // A flow collection ends with its bracket, a block collection with its last child.
        let end = if event.end > event.node_start { event.end } else { open.end };
        self.close(open, end, Some(event.start));
    }

    /// `next` is where that begins which ends it, unless the reader has stopped before.
    fn close(&mut self, open: Open, end: u32, next: Option<Mark>) {
        let (id, mapping, first, height, anchor) = (open.id, open.mapping, open.first, open.height, open.anchor);
        if open.runs.is_empty() {
            if mapping {
                let entries: Vec<EntryData> = pairs(self.pending.get(first..).unwrap_or(&[])).collect();
                self.pending.truncate(first);
                let entries = self.merge(id, entries);
                self.nursery.set_mapping(id, end, &entries);
            } else {
                self.nursery.set_sequence(id, end, self.pending.get(first..).unwrap_or(&[]));
                self.pending.truncate(first);
            }
        } else {
            let shape = open.runs.last().map(|run| run.piece.extent.shape);
            let next = next.filter(|next| self.line_start(next.offset).is_some());
            self.open.push(open);
            self.cut(shape.zip(next));
            let runs = self.open.pop().map(|open| open.runs).unwrap_or_default();
            self.met.repeats += usize::from(mapping && have_equal(runs.iter().flat_map(|run| &run.piece.keys)));
            self.nursery.set_runs(id, end, runs, mapping);
        }
        if let Some(name) = anchor
            && let Some(anchored) = self.anchors.get_mut(self.grammar.scanner.text(name))
            && anchored.id == id
        {
            anchored.height = Some(height);
        }
        self.attach(id, end, height);
    }
}
