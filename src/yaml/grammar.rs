//! Tokens to events: which node stands inside which, by the grammar of libyaml.
//!
//! One state a production, with the states to return to on a stack of our own, so that depth costs heap and not the
//! thread's stack. A fault is reported where libyaml reports it, which decides the line kubectl names.
//!
//! Must not know: what a node means, anchors' targets.

use super::fault::Fault;
use super::scan::Scanner;
use super::scan::token::{Mark, Span, Token, TokenKind};
use super::tree::Style;
use super::tree::piece::BlockStyle;
use std::collections::HashMap;

/// What the grammar tells the composer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub(super) kind: EventKind,
    /// Where it begins, anchor and tag included.
    pub(super) start: Mark,
    /// Where the node itself begins.
    pub(super) node_start: u32,
    /// Where it ends.
    pub(super) end: u32,
    pub(super) anchor: Option<Span>,
    pub(super) tag: Option<Tag>,
}

/// A node's tag as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag {
    pub(super) handle: Span,
    pub(super) suffix: Span,
    pub(super) start: Mark,
}

/// The kinds of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EventKind {
    DocumentStart,
    DocumentEnd,
    StreamEnd,
    Alias(Span),
    Scalar { text: Span, style: Style },
    SequenceStart { flow: bool },
    SequenceEnd,
    MappingStart { flow: bool },
    MappingEnd,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    DocumentStart,
    DocumentContent,
    DocumentEnd,
    End,
    BlockNode,
    BlockSequenceFirst,
    BlockSequenceEntry,
    IndentlessEntry,
    BlockMappingFirst,
    BlockMappingKey,
    BlockMappingValue,
    FlowSequenceFirst,
    FlowSequenceEntry,
    FlowPairKey,
    FlowPairValue,
    FlowPairEnd,
    FlowMappingFirst,
    FlowMappingKey,
    FlowMappingValue,
    FlowMappingEmptyValue,
}

/// Reads one document.
pub(super) struct Grammar<'s> {
    pub(super) scanner: Scanner<'s>,
    state: State,
    states: Vec<State>,
    /// Where the open collections begin.
    marks: Vec<Mark>,
    /// `%TAG` directives: handle and prefix.
    tag_directives: HashMap<String, String>,
}

type Parse<T = Event> = Result<T, Fault>;

impl<'s> Grammar<'s> {
    pub(super) fn new(scanner: Scanner<'s>) -> Self {
        Self {
            scanner,
            state: State::DocumentStart,
            states: Vec::with_capacity(16),
            marks: Vec::with_capacity(16),
            tag_directives: HashMap::new(),
        }
    }

    /// The open block collection whose next entry, if there is one, comes now.
    pub(super) fn between_entries(&self) -> Option<BlockStyle> {
        match self.state {
            State::BlockMappingKey => Some(BlockStyle::Mapping),
            State::BlockSequenceEntry | State::IndentlessEntry => Some(BlockStyle::Sequence),
            _ => None,
        }
    }

    /// The next event.
    pub(super) fn next(&mut self) -> Parse {
        match self.state {
            State::DocumentStart => self.document_start(),
            State::DocumentContent => self.document_content(),
            State::DocumentEnd => self.document_end(),
            State::End => {
                let token = self.scanner.peek()?;
                Ok(simple(EventKind::StreamEnd, token.start, token.end))
            }
            State::BlockNode => self.node(true, false),
            State::BlockSequenceFirst => {
                self.open()?;
                self.block_sequence_entry()
            }
            State::BlockSequenceEntry => self.block_sequence_entry(),
            State::IndentlessEntry => self.indentless_entry(),
            State::BlockMappingFirst => {
                self.open()?;
                self.block_mapping_key()
            }
            State::BlockMappingKey => self.block_mapping_key(),
            State::BlockMappingValue => self.block_mapping_value(),
            State::FlowSequenceFirst => {
                self.open()?;
                self.flow_sequence_entry(true)
            }
            State::FlowSequenceEntry => self.flow_sequence_entry(false),
            State::FlowPairKey => self.flow_pair_key(),
            State::FlowPairValue => self.flow_pair_value(),
            State::FlowPairEnd => {
                self.state = State::FlowSequenceEntry;
                let token = self.scanner.peek()?;
                Ok(simple(EventKind::MappingEnd, token.start, token.start.offset))
            }
            State::FlowMappingFirst => {
                self.open()?;
                self.flow_mapping_key(true)
            }
            State::FlowMappingKey => self.flow_mapping_key(false),
            State::FlowMappingValue => self.flow_mapping_value(false),
            State::FlowMappingEmptyValue => self.flow_mapping_value(true),
        }
    }

    /// Takes the token that opens a collection and remembers where it stands.
    fn open(&mut self) -> Parse<()> {
        let token = self.scanner.peek()?;
        self.marks.push(token.start);
        self.scanner.take();
        Ok(())
    }

    fn pop_state(&mut self) {
        self.state = self.states.pop().unwrap_or(State::End);
    }

    /// Goes into the node that follows, to come back to `then`.
    fn node_then(&mut self, then: State, block: bool, indentless: bool) -> Parse {
        self.states.push(then);
        self.node(block, indentless)
    }

    /// A collection ends with this token.
    fn close(&mut self, kind: EventKind, token: Token) -> Event {
        self.pop_state();
        self.marks.pop();
        self.scanner.take();
        simple(kind, token.start, token.end)
    }

    /// The token is not what must come here.
    fn unexpected(&mut self, problem: &'static str, token: Token) -> Fault {
        let context = self.marks.pop().unwrap_or_default();
        Fault::parser(problem, token.start, context)
    }

    fn document_start(&mut self) -> Parse {
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::StreamEnd => {
                self.state = State::End;
                Ok(simple(EventKind::StreamEnd, token.start, token.end))
            }
            TokenKind::VersionDirective { .. } | TokenKind::TagDirective { .. } | TokenKind::DocumentStart => {
                self.directives()?;
                let token = self.scanner.peek()?;
                if token.kind != TokenKind::DocumentStart {
                    return Err(Fault::parser("did not find expected <document start>", token.start, Mark::default()));
                }
                self.states.push(State::DocumentEnd);
                self.state = State::DocumentContent;
                self.scanner.take();
                Ok(simple(EventKind::DocumentStart, token.start, token.end))
            }
            _ => {
                self.states.push(State::DocumentEnd);
                self.state = State::BlockNode;
                Ok(simple(EventKind::DocumentStart, token.start, token.start.offset))
            }
        }
    }

    fn directives(&mut self) -> Parse<()> {
        let mut versions = 0;
        loop {
            let token = self.scanner.peek()?;
            match token.kind {
                TokenKind::VersionDirective { major, minor } => {
                    if versions > 0 {
                        return Err(Fault::parser("found duplicate %YAML directive", token.start, Mark::default()));
                    }
                    if (major, minor) != (1, 1) {
                        return Err(Fault::parser("found incompatible YAML document", token.start, Mark::default()));
                    }
                    versions += 1;
                }
                TokenKind::TagDirective { handle, prefix } => {
                    let (handle, prefix) = (self.scanner.text(handle), self.scanner.text(prefix));
                    let before = self.tag_directives.insert(handle.to_owned(), prefix.to_owned());
                    if before.is_some() {
                        return Err(Fault::parser("found duplicate %TAG directive", token.start, Mark::default()));
                    }
                }
                _ => return Ok(()),
            }
            self.scanner.take();
        }
    }

    fn document_content(&mut self) -> Parse {
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::VersionDirective { .. }
            | TokenKind::TagDirective { .. }
            | TokenKind::DocumentStart
            | TokenKind::DocumentEnd
            | TokenKind::StreamEnd => {
                self.pop_state();
                Ok(empty_scalar(token.start))
            }
            _ => self.node(true, false),
        }
    }

    fn document_end(&mut self) -> Parse {
        let token = self.scanner.peek()?;
        if token.kind == TokenKind::DocumentEnd {
            self.scanner.take();
        }
        self.state = State::End;
        Ok(simple(EventKind::DocumentEnd, token.start, token.start.offset))
    }

    /// A node with its anchor and tag. In a block mapping a sequence may stand without being further in.
    fn node(&mut self, block: bool, indentless: bool) -> Parse {
        let mut token = self.scanner.peek()?;
        if let TokenKind::Alias(name) = token.kind {
            self.pop_state();
            self.scanner.take();
            return Ok(simple(EventKind::Alias(name), token.start, token.end));
        }
        let start = token.start;
        let mut anchor = None;
        let mut tag = None;
        let mut properties_end = start;
        loop {
            match token.kind {
                TokenKind::Anchor(name) if anchor.is_none() => anchor = Some(name),
                TokenKind::Tag { handle, suffix } if tag.is_none() => {
                    tag = Some(Tag { handle, suffix, start: token.start });
                }
                _ => break,
            }
            properties_end = Mark { offset: token.end, line: token.start.line };
            self.scanner.take();
            token = self.scanner.peek()?;
        }
        if let Some(tag) = tag
            && !self.is_known_handle(tag.handle)
        {
            return Err(Fault::parser("found undefined tag handle", tag.start, start));
        }
        let event = |kind, end| Event { kind, start, node_start: token.start.offset, end, anchor, tag };
        match token.kind {
            TokenKind::BlockEntry if indentless => {
                self.state = State::IndentlessEntry;
                Ok(event(EventKind::SequenceStart { flow: false }, token.end))
            }
            TokenKind::Scalar { text, style } => {
                self.pop_state();
                self.scanner.take();
                Ok(event(EventKind::Scalar { text, style }, token.end))
            }
            TokenKind::FlowSequenceStart => {
                self.state = State::FlowSequenceFirst;
                Ok(event(EventKind::SequenceStart { flow: true }, token.end))
            }
            TokenKind::FlowMappingStart => {
                self.state = State::FlowMappingFirst;
                Ok(event(EventKind::MappingStart { flow: true }, token.end))
            }
            TokenKind::BlockSequenceStart if block => {
                self.state = State::BlockSequenceFirst;
                Ok(event(EventKind::SequenceStart { flow: false }, token.end))
            }
            TokenKind::BlockMappingStart if block => {
                self.state = State::BlockMappingFirst;
                Ok(event(EventKind::MappingStart { flow: false }, token.end))
            }
            _ if anchor.is_some() || tag.is_some() => {
                self.pop_state();
                Ok(Event {
                    kind: EventKind::Scalar { text: Span::default(), style: Style::Plain },
                    start,
                    node_start: properties_end.offset,
                    end: properties_end.offset,
                    anchor,
                    tag,
                })
            }
            _ => Err(Fault::parser("did not find expected node content", token.start, start)),
        }
    }

    /// What the document's directives have a handle of tags stand for.
    pub(super) fn declared(&self, handle: &str) -> Option<&str> {
        self.tag_directives.get(handle).map(String::as_str)
    }

    fn is_known_handle(&self, handle: Span) -> bool {
        let handle = self.scanner.text(handle);
        matches!(handle, "" | "!" | "!!") || self.tag_directives.contains_key(handle)
    }

    fn block_sequence_entry(&mut self) -> Parse {
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::BlockEntry => {
                self.scanner.take();
                let next = self.scanner.peek()?;
                if matches!(next.kind, TokenKind::BlockEntry | TokenKind::BlockEnd) {
                    self.state = State::BlockSequenceEntry;
                    return Ok(empty_scalar(end_of(token)));
                }
                self.node_then(State::BlockSequenceEntry, true, false)
            }
            TokenKind::BlockEnd => Ok(self.close(EventKind::SequenceEnd, token)),
            _ => Err(self.unexpected("did not find expected '-' indicator", token)),
        }
    }

    fn indentless_entry(&mut self) -> Parse {
        let token = self.scanner.peek()?;
        if token.kind != TokenKind::BlockEntry {
            self.pop_state();
            return Ok(simple(EventKind::SequenceEnd, token.start, token.start.offset));
        }
        self.scanner.take();
        let next = self.scanner.peek()?;
        if matches!(next.kind, TokenKind::BlockEntry | TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd) {
            self.state = State::IndentlessEntry;
            return Ok(empty_scalar(end_of(token)));
        }
        self.node_then(State::IndentlessEntry, true, false)
    }

    fn block_mapping_key(&mut self) -> Parse {
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::Key => {
                self.scanner.take();
                let next = self.scanner.peek()?;
                if matches!(next.kind, TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd) {
                    self.state = State::BlockMappingValue;
                    return Ok(empty_scalar(end_of(token)));
                }
                self.node_then(State::BlockMappingValue, true, true)
            }
            TokenKind::BlockEnd => Ok(self.close(EventKind::MappingEnd, token)),
            _ => Err(self.unexpected("did not find expected key", token)),
        }
    }

    fn block_mapping_value(&mut self) -> Parse {
        let token = self.scanner.peek()?;
        if token.kind != TokenKind::Value {
            self.state = State::BlockMappingKey;
            return Ok(empty_scalar(token.start));
        }
        self.scanner.take();
        let next = self.scanner.peek()?;
        if matches!(next.kind, TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd) {
            self.state = State::BlockMappingKey;
            return Ok(empty_scalar(end_of(token)));
        }
        self.node_then(State::BlockMappingKey, true, true)
    }

    fn flow_sequence_entry(&mut self, first: bool) -> Parse {
        let mut token = self.scanner.peek()?;
        if token.kind != TokenKind::FlowSequenceEnd {
            if !first {
                if token.kind != TokenKind::FlowEntry {
                    return Err(self.unexpected("did not find expected ',' or ']'", token));
                }
                self.scanner.take();
                token = self.scanner.peek()?;
            }
            if token.kind == TokenKind::Key {
                self.state = State::FlowPairKey;
                self.scanner.take();
                return Ok(simple(EventKind::MappingStart { flow: true }, token.start, token.end));
            }
            if token.kind != TokenKind::FlowSequenceEnd {
                return self.node_then(State::FlowSequenceEntry, false, false);
            }
        }
        Ok(self.close(EventKind::SequenceEnd, token))
    }

    fn flow_pair_key(&mut self) -> Parse {
        let token = self.scanner.peek()?;
        if matches!(token.kind, TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowSequenceEnd) {
            // libyaml takes the token here: `[? : x]` reads in its own way.
            let mark = end_of(token);
            self.scanner.take();
            self.state = State::FlowPairValue;
            return Ok(empty_scalar(mark));
        }
        self.node_then(State::FlowPairValue, false, false)
    }

    fn flow_pair_value(&mut self) -> Parse {
        let mut token = self.scanner.peek()?;
        if token.kind == TokenKind::Value {
            self.scanner.take();
            token = self.scanner.peek()?;
            if !matches!(token.kind, TokenKind::FlowEntry | TokenKind::FlowSequenceEnd) {
                return self.node_then(State::FlowPairEnd, false, false);
            }
        }
        self.state = State::FlowPairEnd;
        Ok(empty_scalar(token.start))
    }

    fn flow_mapping_key(&mut self, first: bool) -> Parse {
        let mut token = self.scanner.peek()?;
        if token.kind != TokenKind::FlowMappingEnd {
            if !first {
                if token.kind != TokenKind::FlowEntry {
                    return Err(self.unexpected("did not find expected ',' or '}'", token));
                }
                self.scanner.take();
                token = self.scanner.peek()?;
            }
            if token.kind == TokenKind::Key {
                self.scanner.take();
                token = self.scanner.peek()?;
                if !matches!(token.kind, TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowMappingEnd) {
                    return self.node_then(State::FlowMappingValue, false, false);
                }
                self.state = State::FlowMappingValue;
                return Ok(empty_scalar(token.start));
            }
            if token.kind != TokenKind::FlowMappingEnd {
                return self.node_then(State::FlowMappingEmptyValue, false, false);
            }
        }
        Ok(self.close(EventKind::MappingEnd, token))
    }

    fn flow_mapping_value(&mut self, empty: bool) -> Parse {
        let mut token = self.scanner.peek()?;
        if !empty && token.kind == TokenKind::Value {
            self.scanner.take();
            token = self.scanner.peek()?;
            if !matches!(token.kind, TokenKind::FlowEntry | TokenKind::FlowMappingEnd) {
                return self.node_then(State::FlowMappingKey, false, false);
            }
        }
        self.state = State::FlowMappingKey;
        Ok(empty_scalar(token.start))
    }
}

fn simple(kind: EventKind, start: Mark, end: u32) -> Event {
    Event { kind, start, node_start: start.offset, end, anchor: None, tag: None }
}

/// A node that is not written: null at a place.
fn empty_scalar(mark: Mark) -> Event {
    simple(EventKind::Scalar { text: Span::default(), style: Style::Plain }, mark, mark.offset)
}

fn end_of(token: Token) -> Mark {
    Mark { offset: token.end, line: token.start.line }
}
