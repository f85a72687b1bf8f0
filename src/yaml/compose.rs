//! Events to a tree: anchors, aliases, tags and what scalars resolve to.
//!
//! Must not know: characters.

use super::fault::Fault;
use super::grammar::{Event, EventKind, Grammar, Tag};
use super::resolve;
use super::scan::Scanner;
use super::scan::token::{Mark, Span};
use super::tree::{Content, EntryData, NodeData, NodeId, ScalarData, Style, Tree, Value};
use std::collections::HashMap;

/// What [`compose`] made of one document.
pub(super) struct Composed {
    pub(super) tree: Tree,
    /// The fault that stopped it.
    pub(super) fault: Option<Fault>,
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
}

struct Composer<'s> {
    grammar: Grammar<'s>,
    tree: Tree,
    open: Vec<Open>,
    /// Children of the open collections, innermost last.
    pending: Vec<NodeId>,
    anchors: HashMap<String, NodeId>,
    root: Option<NodeId>,
}

impl Composer<'_> {
    fn run(&mut self) -> Result<(), Fault> {
        loop {
            let event = self.grammar.next()?;
            match event.kind {
                EventKind::DocumentStart => {}
                EventKind::DocumentEnd | EventKind::StreamEnd => return Ok(()),
                EventKind::Alias(name) => self.alias(event, name)?,
                EventKind::Scalar { text, style } => self.scalar(event, text, style)?,
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
        self.tree.append_text(&self.grammar.scanner.into_rewritten());
        Composed { tree: self.tree, fault }
    }

    /// Hangs a finished node where it belongs.
    fn attach(&mut self, id: NodeId, end: u32) {
        match self.open.last_mut() {
            Some(open) => {
                open.end = open.end.max(end);
                self.pending.push(id);
            }
            None => self.root = self.root.or(Some(id)),
        }
    }

    fn anchor(&mut self, anchor: Option<Span>, id: NodeId) {
        if let Some(name) = anchor {
            let name = self.grammar.scanner.text(name).to_owned();
            self.anchors.insert(name, id);
        }
    }

    fn alias(&mut self, event: Event, name: Span) -> Result<(), Fault> {
        let name = self.grammar.scanner.text(name);
        let Some(&target) = self.anchors.get(name) else {
            return Err(Fault::meaning(format!("unknown anchor '{name}' referenced"), event.start));
        };
        let id = self.tree.push(NodeData::new(event.node_start, event.end, Content::Alias(target)));
        self.attach(id, event.end);
        Ok(())
    }

    fn scalar(&mut self, event: Event, text: Span, style: Style) -> Result<(), Fault> {
        let spelling = self.grammar.scanner.text(text);
        let value = match event.tag {
            None if style == Style::Plain => resolve::plain(spelling),
            None => Value::Str,
            Some(tag) => self.tagged(tag, spelling, event.start)?,
        };
        let text = self.tree.place(text);
        let content = Content::Scalar(ScalarData { text, style, value: value.into() });
        let id = self.tree.push(NodeData::new(event.node_start, event.end, content));
        self.anchor(event.anchor, id);
        self.attach(id, event.end);
        Ok(())
    }

    fn tagged(&self, tag: Tag, spelling: &str, start: Mark) -> Result<Value, Fault> {
        let _ = (tag, start);
        Ok(resolve::plain(spelling))
    }

    fn start(&mut self, event: Event, mapping: bool) {
        let id = self.tree.push(NodeData::new(event.node_start, event.end, Content::Sequence { first: 0, len: 0 }));
        self.anchor(event.anchor, id);
        self.open.push(Open { id, mapping, first: self.pending.len(), end: event.node_start });
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
            self.tree.set_mapping(open.id, end, &entries);
        } else {
            self.tree.set_sequence(open.id, end, self.pending.get(open.first..).unwrap_or(&[]));
            self.pending.truncate(open.first);
        }
        self.attach(open.id, end);
    }
}
