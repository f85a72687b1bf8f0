//! Characters to tokens, by the rules of libyaml as go-yaml v2 ships it: YAML 1.1 with its own habits.
//!
//! The habits matter, because kubectl and the API server have them: a tab may not indent, `:` ends a plain scalar only
//! before a blank, a key must fit on one line and in 1024 characters, and a fault is reported where and in the words
//! in which this scanner meets it. What cannot be seen in one token (a sequence entry where a mapping goes on) is the
//! business of [`super::grammar`].
//!
//! Must not know: nodes, anchors' targets, what scalars mean.

mod cursor;
mod properties;
mod scalar;
mod simple_key;
pub(super) mod token;

use super::fault::Fault;
use super::tree::piece::Extent;
use cursor::Cursor;
use simple_key::SimpleKey;
use std::collections::VecDeque;
use token::{Mark, Span, Token, TokenKind, narrow};

/// How deeply flow or block collections may nest; go-yaml's own limit.
const MAX_DEPTH: usize = 10_000;

/// A token in the queue; `starts_key` while it may turn out to be a key, so that it must not be handed out yet.
#[derive(Clone, Copy)]
struct Queued {
    token: Token,
    starts_key: bool,
}

/// Turns the text of one document into tokens.
pub(super) struct Scanner<'s> {
    source: &'s str,
    cursor: Cursor<'s>,
    /// Texts of scalars that differ from their spelling, one after the other.
    rewritten: String,
    /// Column of the innermost block collection; -1 outside of all.
    indent: isize,
    indents: Vec<isize>,
    /// One for each open flow collection, and one for the block context below them.
    simple_keys: Vec<SimpleKey>,
    simple_key_allowed: bool,
    /// Whether the token about to be queued may be a key.
    next_starts_key: bool,
    queue: VecDeque<Queued>,
    handed_out: usize,
    at_end: bool,
    /// The last quoted scalar that went over several lines: where it began, and the line it ended on.
    long_quote: Option<(u32, u32)>,
}

type Scan<T = ()> = Result<T, Fault>;

impl<'s> Scanner<'s> {
    /// Starts at the beginning of `source`, which must end with a line break: kubectl's reader adds one.
    pub(super) fn new(source: &'s str) -> Self {
        let mut cursor = Cursor::new(source);
        if cursor.is_bom() {
            cursor.drop_bom();
            // go-yaml looks for a mark at the start of its buffer alone (`is_bom`): one in the text is a letter like others.
            if cursor.is_bom() {
                cursor.skip();
            }
        }
        Self {
            source,
            cursor,
            rewritten: String::new(),
            indent: -1,
            indents: Vec::new(),
            simple_keys: vec![SimpleKey::default()],
            simple_key_allowed: true,
            next_starts_key: false,
            queue: VecDeque::with_capacity(8),
            handed_out: 0,
            at_end: false,
            long_quote: None,
        }
    }

    /// The text a span stands for.
    pub(super) fn text(&self, span: Span) -> &str {
        let from = if span.rewritten { &self.rewritten } else { self.source };
        from.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Puts a text among the rewritten ones.
    pub(super) fn keep(&mut self, text: &str) -> Span {
        let start = narrow(self.rewritten.len());
        self.rewritten.push_str(text);
        Span { start, end: narrow(self.rewritten.len()), rewritten: true }
    }

    /// The texts of rewritten scalars, for the spans that point there.
    pub(super) fn rewritten(&self) -> &str {
        &self.rewritten
    }

    /// The same, when all is read.
    pub(super) fn into_rewritten(self) -> String {
        self.rewritten
    }

    /// Where the scanner stands: everything before it has been looked at.
    pub(super) fn offset(&self) -> usize {
        self.cursor.at
    }

    /// Passes over entries of the innermost block collection, each on lines of its own: from `here`, where the first of
    /// them begins and of which nothing is taken yet.
    pub(super) fn skip_entries(&mut self, here: Mark, entries: &Extent) {
        self.handed_out += self.queue.len();
        self.queue.clear();
        self.forget_key();
        self.next_starts_key = false;
        self.simple_key_allowed = true;
        self.at_end = false;
        self.cursor.go_back(here);
        self.cursor.pass(entries);
    }

    /// Where a quoted scalar of several lines began, if the last such ended on this line.
    pub(super) fn quote_ending_on(&self, line: u32) -> Option<usize> {
        self.long_quote.filter(|&(_, end)| end == line).map(|(start, _)| start as usize)
    }

    /// The next token, without taking it. After the end of the stream it is that end for ever.
    pub(super) fn peek(&mut self) -> Scan<Token> {
        self.fill_queue()?;
        Ok(self.queue.front().map_or_else(|| self.end_token(), |queued| queued.token))
    }

    /// Takes the token that [`Scanner::peek`] shows.
    pub(super) fn take(&mut self) {
        if self.queue.pop_front().is_some() {
            self.handed_out += 1;
        }
    }

    fn end_token(&self) -> Token {
        let mark = self.cursor.mark();
        Token { kind: TokenKind::StreamEnd, start: mark, end: mark.offset }
    }

    /// Reads on until the first token of the queue is certain not to become a key.
    fn fill_queue(&mut self) -> Scan {
        loop {
            if let Some(first) = self.queue.front() {
                if !first.starts_key {
                    return Ok(());
                }
                let number = self.handed_out;
                // Numbers only grow towards the inner levels.
                let outer = self.simple_keys.partition_point(|key| key.token < number);
                let mut of_number = self.simple_keys.iter().skip(outer).take_while(|key| key.token == number);
                let level = of_number.position(|key| key.possible);
                let Some(level) = level else { return Ok(()) };
                if !self.check_key(outer + level)? {
                    return Ok(());
                }
            } else if self.at_end {
                return Ok(());
            }
            self.fetch()?;
        }
    }

    /// Reads one token into the queue (and those it implies).
    fn fetch(&mut self) -> Scan {
        self.skip_to_token();
        self.unroll_indent(self.cursor.column());
        if self.cursor.is_end() {
            return self.fetch_stream_end();
        }
        let first = self.cursor.peek(0);
        if self.cursor.column() == 0 {
            if first == b'%' {
                return self.fetch_directive();
            }
            if self.cursor.is_document_indicator() {
                return self.fetch_document_indicator(first);
            }
        }
        let in_flow = self.in_flow();
        let before_blank = self.cursor.is_blank_or_end(1);
        match first {
            b'[' => self.fetch_flow_start(TokenKind::FlowSequenceStart),
            b'{' => self.fetch_flow_start(TokenKind::FlowMappingStart),
            b']' => self.fetch_flow_end(TokenKind::FlowSequenceEnd),
            b'}' => self.fetch_flow_end(TokenKind::FlowMappingEnd),
            b',' => self.fetch_flow_entry(),
            b'-' if before_blank => self.fetch_block_entry(),
            b'?' if in_flow || before_blank => self.fetch_key(),
            b':' if in_flow || before_blank => self.fetch_value(),
            b'*' | b'&' => self.fetch_anchor(first),
            b'!' => self.fetch_tag(),
            b'|' | b'>' if !in_flow => self.fetch_block_scalar(first == b'|'),
            b'\'' | b'"' => self.fetch_quoted(first),
            b'-' | b'?' | b':' => self.fetch_plain(),
            b'#' | b'|' | b'>' | b'%' | b'@' | b'`' | b'\t' => {
                Err(self.fault("found character that cannot start any token", self.cursor.mark()))
            }
            _ => self.fetch_plain(),
        }
    }

    fn in_flow(&self) -> bool {
        self.simple_keys.len() > 1
    }

    /// A fault at the cursor, met in something that began at `context`.
    fn fault(&self, problem: &'static str, context: Mark) -> Fault {
        Fault::scanner(problem, self.cursor.mark(), context)
    }

    /// Over blanks, comments and line breaks. A tab is a blank only where no key could start, that is not in
    /// indentation.
    fn skip_to_token(&mut self) {
        loop {
            let tabs = self.in_flow() || !self.simple_key_allowed;
            while self.cursor.peek(0) == b' ' || (tabs && self.cursor.peek(0) == b'\t') {
                self.cursor.skip_ascii(1);
            }
            if self.cursor.peek(0) == b'#' {
                self.cursor.skip_line_rest();
            }
            if !self.cursor.is_break(0) {
                return;
            }
            self.cursor.skip_break();
            if !self.in_flow() {
                self.simple_key_allowed = true;
            }
        }
    }

    // --- indentation ---

    /// Opens a block collection if `column` is further in than the innermost one. Its token goes before the token of
    /// that number, or to the end of the queue.
    fn roll_indent(&mut self, column: usize, before: Option<usize>, kind: TokenKind, mark: Mark) -> Scan {
        if self.in_flow() || self.indent >= column.cast_signed() {
            return Ok(());
        }
        self.indents.push(self.indent);
        self.indent = column.cast_signed();
        if self.indents.len() > MAX_DEPTH {
            return Err(self.fault("exceeded max depth of 10000", mark));
        }
        self.insert(before, Token { kind, start: mark, end: mark.offset });
        Ok(())
    }

    /// Closes the block collections that are further in than `column`.
    fn unroll_indent(&mut self, column: usize) {
        if self.in_flow() {
            return;
        }
        self.unroll_to(column.cast_signed());
    }

    fn unroll_to(&mut self, column: isize) {
        while self.indent > column {
            let mark = self.cursor.mark();
            self.push(TokenKind::BlockEnd, mark);
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    // --- the queue ---

    /// Queues a token that began at `start` and ends at the cursor.
    fn push(&mut self, kind: TokenKind, start: Mark) {
        let token = Token { kind, start, end: narrow(self.cursor.at) };
        let starts_key = std::mem::take(&mut self.next_starts_key);
        self.queue.push_back(Queued { token, starts_key });
    }

    fn insert(&mut self, before: Option<usize>, token: Token) {
        let queued = Queued { token, starts_key: false };
        match before.and_then(|number| number.checked_sub(self.handed_out)) {
            Some(index) if index < self.queue.len() => self.queue.insert(index, queued),
            _ => self.queue.push_back(queued),
        }
    }

    // --- one function for each kind of token ---

    fn fetch_stream_end(&mut self) -> Scan {
        self.cursor.force_line_start();
        self.unroll_to(-1);
        self.remove_key()?;
        self.simple_key_allowed = false;
        let mark = self.cursor.mark();
        self.push(TokenKind::StreamEnd, mark);
        self.at_end = true;
        Ok(())
    }

    fn fetch_document_indicator(&mut self, first: u8) -> Scan {
        self.unroll_to(-1);
        self.remove_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.mark();
        self.cursor.skip_ascii(3);
        self.push(if first == b'-' { TokenKind::DocumentStart } else { TokenKind::DocumentEnd }, start);
        Ok(())
    }

    fn fetch_flow_start(&mut self, kind: TokenKind) -> Scan {
        self.save_key()?;
        let start = self.cursor.mark();
        self.simple_keys.push(SimpleKey {
            token: self.handed_out + self.queue.len(),
            mark: start,
            ..SimpleKey::default()
        });
        if self.simple_keys.len() > MAX_DEPTH + 1 {
            return Err(self.fault("exceeded max depth of 10000", start));
        }
        self.simple_key_allowed = true;
        self.cursor.skip_ascii(1);
        self.push(kind, start);
        Ok(())
    }

    fn fetch_flow_end(&mut self, kind: TokenKind) -> Scan {
        self.remove_key()?;
        if self.in_flow()
            && let Some(level) = self.simple_keys.pop()
        {
            // go-yaml drops whatever it remembers under this number, which may be the opening bracket itself.
            self.unmark(level.token);
        }
        self.simple_key_allowed = false;
        let start = self.cursor.mark();
        self.cursor.skip_ascii(1);
        self.push(kind, start);
        Ok(())
    }

    fn fetch_flow_entry(&mut self) -> Scan {
        self.remove_key()?;
        self.simple_key_allowed = true;
        let start = self.cursor.mark();
        self.cursor.skip_ascii(1);
        self.push(TokenKind::FlowEntry, start);
        Ok(())
    }

    fn fetch_block_entry(&mut self) -> Scan {
        let start = self.cursor.mark();
        if !self.in_flow() {
            if !self.simple_key_allowed {
                return Err(self.fault("block sequence entries are not allowed in this context", start));
            }
            self.roll_indent(self.cursor.column(), None, TokenKind::BlockSequenceStart, start)?;
        }
        // In a flow collection a dash is wrong, but the grammar says so.
        self.remove_key()?;
        self.simple_key_allowed = true;
        self.cursor.skip_ascii(1);
        self.push(TokenKind::BlockEntry, start);
        Ok(())
    }

    fn fetch_key(&mut self) -> Scan {
        let start = self.cursor.mark();
        if !self.in_flow() {
            if !self.simple_key_allowed {
                return Err(self.fault("mapping keys are not allowed in this context", start));
            }
            self.roll_indent(self.cursor.column(), None, TokenKind::BlockMappingStart, start)?;
        }
        self.remove_key()?;
        self.simple_key_allowed = !self.in_flow();
        self.cursor.skip_ascii(1);
        self.push(TokenKind::Key, start);
        Ok(())
    }

    fn fetch_value(&mut self) -> Scan {
        let start = self.cursor.mark();
        if self.check_key(self.simple_keys.len() - 1)? {
            let key = self.simple_keys.last().copied().unwrap_or_default();
            self.insert(Some(key.token), Token { kind: TokenKind::Key, start: key.mark, end: key.mark.offset });
            self.roll_indent(key.column, Some(key.token), TokenKind::BlockMappingStart, key.mark)?;
            self.forget_key();
            self.simple_key_allowed = false;
        } else {
            if !self.in_flow() {
                if !self.simple_key_allowed {
                    return Err(self.fault("mapping values are not allowed in this context", start));
                }
                self.roll_indent(self.cursor.column(), None, TokenKind::BlockMappingStart, start)?;
            }
            self.simple_key_allowed = !self.in_flow();
        }
        self.cursor.skip_ascii(1);
        self.push(TokenKind::Value, start);
        Ok(())
    }

    fn fetch_anchor(&mut self, first: u8) -> Scan {
        self.save_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.mark();
        let name = self.scan_anchor(start)?;
        self.push(if first == b'*' { TokenKind::Alias(name) } else { TokenKind::Anchor(name) }, start);
        Ok(())
    }

    fn fetch_tag(&mut self) -> Scan {
        self.save_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.mark();
        let kind = self.scan_tag(start)?;
        self.push(kind, start);
        Ok(())
    }

    fn fetch_directive(&mut self) -> Scan {
        self.unroll_to(-1);
        self.remove_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.mark();
        let kind = self.scan_directive(start)?;
        self.push(kind, start);
        Ok(())
    }
}
