//! Events to a tree: anchors, aliases, tags and what scalars resolve to.
//!
//! Must not know: characters.

use super::fault::Fault;
use super::grammar::{Event, EventKind, Grammar, Tag};
use super::known::Known;
use super::meaning::{Notes, is_merge_key};
use super::resolve;
use super::scan::Scanner;
use super::scan::token::{Mark, Span, TokenKind};
use super::tree::piece::{BlockStyle, Content, EntryData, Extent, Held, NodeData, Nursery, Piece, Run, Shape, pairs};
use super::tree::{NodeId, ScalarData, StoredValue, Style, Tree, Value, is_surprising, key_text};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

/// How deeply the tree nests. Kubernetes objects do not come near; who walks over the tree may recurse.
pub(super) const MAX_DEPTH: usize = 128;

/// How many entries may come in through merge keys, before it is taken for a bomb.
const MAX_MERGED: usize = 100_000;

/// How long a run of entries gets, in bytes, before the next entry begins a piece of its own, where nothing is known yet.
const PIECE: usize = 1024;

/// Taking over a piece takes as long as reading so many bytes.
const PRICE: usize = 9;

/// How far ahead of itself the scanner looks at most: `---` at the start of a line, and the line break after it.
const LOOKAHEAD: usize = 8;

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
    // Halfway between reading much again and taking over many. Who reads a text only once wants few.
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

    // --- Pieces ---

    /// Between two entries of the innermost collection: takes over what is known to come, and says so, or else cuts off
    /// the run so far where it has become longer than `longest` bytes.
    fn between_entries(&mut self, style: BlockStyle, longest: usize) -> Result<bool, Fault> {
        let Some(start) = self.open.last().map(|open| open.run.start) else { return Ok(false) };
        let token = self.grammar.scanner.peek()?;
        let here = token.start;
        let is_long = (here.offset - start.offset) as usize >= longest;
        let begins_entry = match style {
            BlockStyle::Mapping => token.kind == TokenKind::Key,
            BlockStyle::Sequence => token.kind == TokenKind::BlockEntry,
        };
        if !begins_entry || (!is_long && self.known.is_empty()) {
            return Ok(false);
        }
        let Some(column) = self.line_start(here.offset) else { return Ok(false) };
        let shape = Shape { style, column };
        let depth = self.open.len();
        let fits = |piece: &Piece| depth + piece.extent.height <= MAX_DEPTH;
        let known = self.known.find(self.source, here.offset as usize, shape, fits).map(Arc::clone);
        if is_long || known.is_some() {
            self.cut(Some((shape, here)));
        }
        let Some(piece) = known else { return Ok(false) };
        let extent = piece.extent;
        self.grammar.scanner.skip_entries(here, &extent);
        let after = Mark { offset: here.offset + narrow(extent.len), line: here.line + extent.lines };
        let held = self.nursery.held();
        self.met.repeats += usize::from(extent.repeats);
        self.met.surprises += usize::from(extent.surprises);
        if let Some(open) = self.open.last_mut() {
            open.end = open.end.max(here.offset + extent.end);
            open.height = open.height.max(extent.height);
            open.runs.push(Run { start: here.offset, piece });
            open.run = Begun { start: after, held, height: 0, met: self.met };
        }
        Ok(true)
    }

    /// Makes a piece of the innermost collection's entries since the last one. Where the next entry, or what ends the
    /// collection, begins on a line of its own is given unless the reader has stopped before: then it may not be taken over.
    fn cut(&mut self, next: Option<(Shape, Mark)>) {
        let Some((first, mapping, begun)) = self.open.last().map(|open| (open.first, open.mapping, open.run)) else {
            return;
        };
        let mut keys = Vec::new();
        if mapping {
            let entries: Vec<EntryData> = pairs(self.pending.get(first..).unwrap_or(&[])).collect();
            self.look_at_keys(&entries);
            keys.extend(entries.iter().map(|entry| brief(&self.key(entry))));
        }
        let Begun { start, held, height, met } = begun;
        let style = if mapping { BlockStyle::Mapping } else { BlockStyle::Sequence };
        let Some(open) = self.open.last_mut() else { return };
        let mut extent = Extent {
            shape: Shape { style, column: 0 },
            looked: usize::MAX,
            end: open.end,
            height,
            repeats: self.met.repeats > met.repeats,
            surprises: self.met.surprises > met.surprises,
            ..Extent::default()
        };
        if let Some((shape, end)) = next {
            let looked = self.grammar.scanner.offset() + LOOKAHEAD - start.offset as usize;
            let text = self.source.as_bytes().get(start.offset as usize..end.offset as usize).unwrap_or(&[]);
            let continuing = text.iter().filter(|&&byte| byte & 0xC0 == 0x80).count();
            let lines = end.line - start.line;
            extent = Extent { shape, len: text.len(), continuing, lines, looked, ..extent };
            open.run = Begun { start: end, held, height: 0, met: self.met };
        }
        let children = self.pending.get(first..).unwrap_or(&[]);
        if !children.is_empty() {
            let scanner = &self.grammar.scanner;
            let piece = self.nursery.cut(held, start.offset, children, keys, scanner.rewritten(), extent);
            open.runs.push(Run { start: start.offset, piece: Arc::new(piece) });
            open.run.held = self.nursery.held();
            self.pending.truncate(first);
        }
    }

    /// The column of what begins at an offset, if nothing but spaces stands before it on its line.
    fn line_start(&self, offset: u32) -> Option<usize> {
        let before = self.source.as_bytes().get(..offset as usize)?;
        let column = before.iter().rev().take_while(|&&byte| byte == b' ').count();
        matches!(before.get(..before.len() - column)?.last(), None | Some(b'\n')).then_some(column)
    }

    // --- Nodes ---

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

    /// What a tagged scalar means.
    fn tagged(&self, tag: Tag, spelling: &str) -> Result<resolve::Tagged, String> {
        let handle = self.grammar.scanner.text(tag.handle);
        let suffix = self.grammar.scanner.text(tag.suffix);
        let prefix = match (self.grammar.declared(handle), handle) {
            (Some(prefix), _) => prefix,
            (None, "!!") => "tag:yaml.org,2002:",
            (None, handle) => handle,
        };
        resolve::tagged(&format!("{prefix}{suffix}"), spelling)
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

    /// Puts the entries of merged mappings in the place of merge keys, leaves out keys that are collections, and notes
    /// what is worth a walk.
    fn merge(&mut self, id: NodeId, entries: Vec<EntryData>) -> Vec<EntryData> {
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
    fn look_at_keys(&mut self, entries: &[EntryData]) -> bool {
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
    fn key(&self, entry: &EntryData) -> Cow<'_, str> {
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

/// A key in brief.
fn brief(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// Whether two of the keys of a mapping, in brief, are equal.
fn have_equal<'p>(keys: impl Iterator<Item = &'p u64>) -> bool {
    let mut sorted: Vec<u64> = keys.copied().collect();
    sorted.sort_unstable();
    sorted.windows(2).any(|pair| pair.first() == pair.last())
}

fn narrow(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
