//! Events to a tree: anchors, aliases, tags and what scalars resolve to.
//!
//! Must not know: characters.

use super::fault::Fault;
use super::grammar::{Event, EventKind, Grammar, Tag};
use super::meaning::{Notes, is_merge_key};
use super::resolve;
use super::scan::Scanner;
use super::scan::token::Span;
use super::tree::{Content, EntryData, NodeData, NodeId, ScalarData, StoredValue, Style, Tree, Value};
use std::collections::{HashMap, HashSet};

/// How deeply the tree nests. Kubernetes objects do not come near; who walks over the tree may recurse.
pub(super) const MAX_DEPTH: usize = 128;

/// How many entries may come in through merge keys, before it is taken for a bomb.
const MAX_MERGED: usize = 100_000;

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

/// Reads one document. `source` ends with a line break.
pub(super) fn compose(source: &str) -> Composed {
    let mut composer = Composer {
        grammar: Grammar::new(Scanner::new(source)),
        tree: Tree::with_text(source),
        open: Vec::with_capacity(16),
        pending: Vec::with_capacity(32),
        anchors: HashMap::new(),
        root: None,
        notes: Notes::default(),
        merged: 0,
        too_deep: None,
    };
    let fault = composer.run().err();
    composer.finish(fault)
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
}

/// What an anchor names.
#[derive(Clone, Copy)]
struct Anchored {
    id: NodeId,
    /// Levels below it; unknown until it ends.
    height: Option<usize>,
}

struct Composer<'s> {
    grammar: Grammar<'s>,
    tree: Tree,
    open: Vec<Open>,
    /// Children of the open collections, innermost last.
    pending: Vec<NodeId>,
    anchors: HashMap<String, Anchored>,
    root: Option<NodeId>,
    notes: Notes,
    /// Entries that came in through merge keys.
    merged: usize,
    too_deep: Option<u32>,
}

impl Composer<'_> {
    fn run(&mut self) -> Result<(), Fault> {
        loop {
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
            self.close(&open, end);
        }
        if let Some(root) = self.root {
            self.tree.set_root(root);
        }
        let scanner = self.grammar.scanner;
        let open_quote = fault.as_ref().and_then(|fault| scanner.quote_ending_on(fault.at.line));
        let looked_at = scanner.offset();
        self.tree.append_text(&scanner.into_rewritten());
        Composed { tree: self.tree, fault, notes: self.notes, too_deep: self.too_deep, open_quote, looked_at }
    }

    /// Hangs a finished node where it belongs, unless that is too deep.
    fn attach(&mut self, id: NodeId, end: u32, height: usize) {
        let depth = self.open.len();
        let id = if depth + height > MAX_DEPTH { self.nothing_instead(id) } else { id };
        match self.open.last_mut() {
            Some(open) => {
                open.end = open.end.max(end);
                open.height = open.height.max(height + 1);
                self.pending.push(id);
            }
            None => self.root = self.root.or(Some(id)),
        }
    }

    /// A null in the place of a node that is too deep.
    fn nothing_instead(&mut self, id: NodeId) -> NodeId {
        let (start, end) = self.tree.range_of(id);
        self.too_deep.get_or_insert(start);
        self.null(start, end)
    }

    fn null(&mut self, start: u32, end: u32) -> NodeId {
        let content = ScalarData { text: (0, 0), style: Style::Plain, value: Value::Null.into() };
        self.tree.push(NodeData::new(start, end, Content::Scalar(content)))
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
        let target = match self.tree.content(target.id) {
            Content::Alias(target) => target,
            _ => target.id,
        };
        let id = self.tree.push(NodeData::new(event.node_start, event.end, Content::Alias(target)));
        self.attach(id, event.end, height);
        Ok(())
    }

    fn scalar(&mut self, event: Event, text: Span, style: Style) {
        let spelling = self.grammar.scanner.text(text);
        let mut fault = None;
        let mut place = None;
        let value = match event.tag {
            None if style == Style::Plain => resolve::plain(spelling),
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
        let text = self.tree.place(place.unwrap_or(text));
        let content = Content::Scalar(ScalarData { text, style, value: value.into() });
        let id = self.tree.push(NodeData::new(event.node_start, event.end, content));
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
        let declared = self.grammar.tag_directives.iter().find(|(known, _)| known == handle);
        let prefix = match (declared, handle) {
            (Some((_, prefix)), _) => prefix.as_str(),
            (None, "!!") => "tag:yaml.org,2002:",
            (None, handle) => handle,
        };
        resolve::tagged(&format!("{prefix}{suffix}"), spelling)
    }

    fn start(&mut self, event: Event, mapping: bool) {
        let id = self.tree.push(NodeData::new(event.node_start, event.end, Content::Sequence { first: 0, len: 0 }));
        self.properties(&event, id, None);
        self.open.push(Open {
            id,
            mapping,
            first: self.pending.len(),
            end: event.node_start,
            height: 1,
            anchor: event.anchor,
        });
    }

    fn end(&mut self, event: Event) {
        let Some(open) = self.open.pop() else { return };
        // A flow collection ends with its bracket, a block collection with its last child.
        let end = if event.end > event.node_start { event.end } else { open.end };
        self.close(&open, end);
    }

    fn close(&mut self, open: &Open, end: u32) {
        if open.mapping {
            let mut entries = Vec::with_capacity((self.pending.len() - open.first) / 2);
            let mut children = self.pending.drain(open.first..);
            while let (Some(key), Some(value)) = (children.next(), children.next()) {
                entries.push(EntryData { key, value, merged: false });
            }
            drop(children);
            let entries = self.merge(open.id, entries);
            self.tree.set_mapping(open.id, end, &entries);
        } else {
            self.tree.set_sequence(open.id, end, self.pending.get(open.first..).unwrap_or(&[]));
            self.pending.truncate(open.first);
        }
        if let Some(name) = open.anchor
            && let Some(anchored) = self.anchors.get_mut(self.grammar.scanner.text(name))
            && anchored.id == open.id
        {
            anchored.height = Some(open.height);
        }
        self.attach(open.id, end, open.height);
    }

    /// Puts the entries of merged mappings in the place of merge keys, leaves out keys that are collections, and notes
    /// what is worth a walk.
    fn merge(&mut self, id: NodeId, entries: Vec<EntryData>) -> Vec<EntryData> {
        let mut merging = false;
        let mut strange = false;
        for entry in &entries {
            match self.tree.content(entry.key) {
                Content::Scalar(ScalarData { value: StoredValue::Str, .. }) => {
                    merging |= is_merge_key(&self.tree, entry.key);
                }
                Content::Scalar(ScalarData { value: StoredValue::Int(_) | StoredValue::Bool(_), .. }) => {}
                _ => strange = true,
            }
        }
        self.notes.worth_a_walk |= merging || strange || has_equal_keys(&self.tree, &entries);
        if !merging && !strange {
            return entries;
        }
        let mut read = Vec::with_capacity(entries.len());
        for &entry in &entries {
            if is_merge_key(&self.tree, entry.key) {
                self.append_merged(entry.value, &mut read);
            } else if matches!(self.tree.content(self.target(entry.key)), Content::Scalar(_)) {
                read.push(entry);
            }
        }
        self.notes.merging.insert(id, entries);
        read
    }

    fn append_merged(&mut self, value: NodeId, merged: &mut Vec<EntryData>) {
        let value = self.target(value);
        let sources: Vec<NodeId> = match self.tree.content(value) {
            Content::Sequence { first, len } => self.tree.items_at(first, len).iter().rev().copied().collect(),
            _ => vec![value],
        };
        for source in sources {
            let entries = self.tree.entries_of(self.target(source));
            self.merged += entries.len();
            if self.merged > MAX_MERGED {
                return;
            }
            merged.extend(entries.iter().map(|entry| EntryData { merged: true, ..*entry }));
        }
    }

    fn target(&self, id: NodeId) -> NodeId {
        match self.tree.content(id) {
            Content::Alias(target) => target,
            _ => id,
        }
    }
}

/// Whether two keys are equal, or may be.
fn has_equal_keys(tree: &Tree, entries: &[EntryData]) -> bool {
    let key = |entry: &EntryData| match tree.content(entry.key) {
        Content::Scalar(scalar) => super::tree::key_text(tree.text_of(scalar), scalar.value.into()),
        _ => std::borrow::Cow::Borrowed(""),
    };
    if entries.len() <= 8 {
        return entries.iter().enumerate().any(|(index, entry)| {
            let this = key(entry);
            entries.iter().take(index).any(|earlier| key(earlier) == this)
        });
    }
    let mut seen = HashSet::with_capacity(entries.len());
    !entries.iter().all(|entry| seen.insert(key(entry)))
}
