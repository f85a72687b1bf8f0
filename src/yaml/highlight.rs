//! Which part of a line of YAML is what, for colouring: a line lexer that survives half-typed text.
//!
//! It knows less than the scanner and never stops: a line is lexed from its own characters and a small [`LineState`]
//! carried from the line above, so that an editor lexes again only the lines that changed, and those below only until
//! the state is what it was.
//!
//! Must not know: Kubernetes, colours.

use super::resolve;
use super::tree::Value;
use crate::text::TextRange;

/// What a stretch of a line is. What lies between the stretches is blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Token {
    /// A key of a mapping, quotes included.
    Key,
    /// Text: plain, quoted, or a line of a block scalar.
    String,
    /// A number as YAML 1.1 reads it.
    Number,
    /// A boolean or null in any of its spellings, `yes` and `off` included.
    Constant,
    /// From `#` to the end of the line.
    Comment,
    /// Dashes, colons, brackets, commas, and the header of a block scalar.
    Punctuation,
    /// `&name` and `*name`.
    Anchor,
    /// `!name`.
    Tag,
    /// `---`, `...` and `%` lines.
    DocumentMarker,
    /// A tab where only spaces may indent.
    BadTab,
}

/// What the lines above leave open. Where two states are equal, equal lines below lex equally.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LineState {
    open: Open,
    /// Open `[` and `{`.
    flow: u16,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum Open {
    #[default]
    Nothing,
    /// A quoted scalar that has not ended.
    Quoted(u8),
    /// A block scalar under a collection in this column; its own indentation once a line has shown it.
    Block { parent: i16, indent: Option<u16> },
}

/// Lexes a whole text. Ranges are those of the text.
#[must_use]
pub fn lex(text: &str) -> Vec<(TextRange, Token)> {
    let mut out = Vec::new();
    let mut state = LineState::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let first = out.len();
        lex_line(line, &mut state, &mut out);
        for (range, _) in out.iter_mut().skip(first) {
            *range = range.shifted(start);
        }
        start += line.len();
    }
    out
}

/// Lexes one line, with or without its line break, and appends its stretches to `out`; ranges count from the start of
/// the line. `state` is what the line above left and becomes what this one leaves.
pub fn lex_line(line: &str, state: &mut LineState, out: &mut Vec<(TextRange, Token)>) {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let line = line.strip_suffix('\r').unwrap_or(line);
    Line { text: line, bytes: line.as_bytes(), at: 0, column: -1, state, out }.lex();
}

struct Line<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Column of the last key or dash: what a block scalar on this line is indented against.
    column: i16,
    state: &'a mut LineState,
    out: &'a mut Vec<(TextRange, Token)>,
}

impl Line<'_> {
    fn lex(&mut self) {
        match self.state.open {
            Open::Block { parent, indent } => {
                if self.block_line(parent, indent) {
                    return;
                }
                self.state.open = Open::Nothing;
            }
            Open::Quoted(quote) => {
                self.quoted_rest(0, quote);
                self.colon_makes_key(0);
            }
            Open::Nothing => {}
        }
        if self.at == 0 {
            if self.document_marker() {
                return;
            }
            self.indentation();
        }
        while self.at < self.bytes.len() {
            self.stretch();
        }
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn is_blank_or_end(&self, at: usize) -> bool {
        matches!(self.bytes.get(at), None | Some(b' ' | b'\t'))
    }

    fn push(&mut self, start: usize, end: usize, token: Token) {
        if end > start {
            self.out.push((TextRange::new(start, end), token));
        }
    }

    /// A line of a block scalar; `false` where the scalar has ended above.
    fn block_line(&mut self, parent: i16, indent: Option<u16>) -> bool {
        let spaces = self.bytes.iter().take_while(|&&byte| byte == b' ').count();
        if spaces == self.bytes.len() {
            return true;
        }
        let column = i16::try_from(spaces).unwrap_or(i16::MAX);
        if column <= parent || indent.is_some_and(|indent| spaces < usize::from(indent)) {
            return false;
        }
        if indent.is_none() {
            self.state.open = Open::Block { parent, indent: u16::try_from(spaces).ok() };
        }
        self.push(spaces, self.bytes.len(), Token::String);
        true
    }

    fn document_marker(&mut self) -> bool {
        let marker = (self.bytes.starts_with(b"---") || self.bytes.starts_with(b"...")) && self.is_blank_or_end(3);
        if marker {
            self.state.flow = 0;
            self.push(0, 3, Token::DocumentMarker);
            self.at = 3;
            while self.at < self.bytes.len() {
                self.stretch();
            }
            return true;
        }
        if self.byte(0) == b'%' && self.state.flow == 0 {
            self.push(0, self.bytes.len(), Token::DocumentMarker);
            return true;
        }
        false
    }

    /// Spaces at the start of the line, and tabs that should be spaces.
    fn indentation(&mut self) {
        while self.byte(self.at) == b' ' {
            self.at += 1;
        }
        let tabs = self.at;
        while self.is_blank_or_end(self.at) && self.at < self.bytes.len() {
            self.at += 1;
        }
        if self.at > tabs && self.state.flow == 0 {
            self.push(tabs, self.at, Token::BadTab);
        }
    }

    /// One stretch, or a blank.
    fn stretch(&mut self) {
        let start = self.at;
        let byte = self.byte(start);
        let after_blank = start == 0 || matches!(self.byte(start - 1), b' ' | b'\t');
        match byte {
            b' ' | b'\t' => self.at += 1,
            b'#' if after_blank => self.rest(Token::Comment),
            b'[' | b'{' => {
                self.state.flow = self.state.flow.saturating_add(1);
                self.single(Token::Punctuation);
            }
            b']' | b'}' if self.state.flow > 0 => {
                self.state.flow -= 1;
                self.single(Token::Punctuation);
            }
            b',' if self.state.flow > 0 => self.single(Token::Punctuation),
            b'-' | b'?' if self.is_blank_or_end(start + 1) && self.state.flow == 0 => {
                self.column = i16::try_from(start).unwrap_or(i16::MAX);
                self.single(Token::Punctuation);
            }
            b':' if self.is_blank_or_end(start + 1) || self.state.flow > 0 => self.single(Token::Punctuation),
            b'&' | b'*' => self.word(Token::Anchor),
            b'!' => self.word(Token::Tag),
            b'|' | b'>' if self.state.flow == 0 => self.block_header(),
            b'"' | b'\'' => {
                self.quoted_rest(start, byte);
                self.colon_makes_key(start);
            }
            _ => self.plain(),
        }
    }

    fn single(&mut self, token: Token) {
        self.push(self.at, self.at + 1, token);
        self.at += 1;
    }

    fn rest(&mut self, token: Token) {
        self.push(self.at, self.bytes.len(), token);
        self.at = self.bytes.len();
    }

    /// An anchor, alias or tag.
    fn word(&mut self, token: Token) {
        let start = self.at;
        let in_flow = self.state.flow > 0;
        let ends_flow_entry = |byte| in_flow && matches!(byte, b',' | b']' | b'}');
        while !self.is_blank_or_end(self.at) && !ends_flow_entry(self.byte(self.at)) {
            self.at += 1;
        }
        self.push(start, self.at, token);
    }

    /// `|` or `>` with its indicators; the lines below are text.
    fn block_header(&mut self) {
        let start = self.at;
        self.at += 1;
        while matches!(self.byte(self.at), b'+' | b'-' | b'0'..=b'9') {
            self.at += 1;
        }
        self.push(start, self.at, Token::Punctuation);
        let indentation = self.bytes.iter().take_while(|&&byte| byte == b' ').count();
        let parent = if self.column >= 0 { self.column } else { i16::try_from(indentation).unwrap_or(i16::MAX) - 1 };
        self.state.open = Open::Block { parent, indent: None };
    }

    /// A quoted scalar from `start`, or the rest of one that began on a line above.
    fn quoted_rest(&mut self, start: usize, quote: u8) {
        let begins_here = !matches!(self.state.open, Open::Quoted(_));
        self.at = start + usize::from(begins_here);
        loop {
            match self.bytes.get(self.at) {
                None => {
                    self.state.open = Open::Quoted(quote);
                    break;
                }
                Some(b'\\') if quote == b'"' => self.at += 2,
                Some(b'\'') if quote == b'\'' && self.byte(self.at + 1) == b'\'' => self.at += 2,
                Some(&byte) if byte == quote => {
                    self.at += 1;
                    self.state.open = Open::Nothing;
                    break;
                }
                Some(_) => self.at += 1,
            }
        }
        // An escape may have reached past the end.
        self.at = self.at.min(self.bytes.len());
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
        self.push(start, self.at, Token::String);
    }

    /// What has just been pushed is a key if a colon follows.
    fn colon_makes_key(&mut self, start: usize) {
        if self.state.open != Open::Nothing {
            return;
        }
        let mut colon = self.at;
        while matches!(self.byte(colon), b' ' | b'\t') {
            colon += 1;
        }
        if self.byte(colon) == b':' && (self.is_blank_or_end(colon + 1) || self.state.flow > 0) {
            if let Some((_, token)) = self.out.last_mut() {
                *token = Token::Key;
            }
            self.column = i16::try_from(start).unwrap_or(i16::MAX);
        }
    }

    /// A plain scalar or key.
    fn plain(&mut self) {
        let start = self.at;
        let in_flow = self.state.flow > 0;
        let mut end = start;
        let mut key = false;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b' ' | b'\t' => {
                    self.at += 1;
                    if self.byte(self.at) == b'#' {
                        break;
                    }
                    continue;
                }
                b':' if self.is_blank_or_end(self.at + 1) => {
                    key = true;
                    break;
                }
                b',' | b'[' | b']' | b'{' | b'}' if in_flow && self.at > start => break,
                _ => self.at += 1,
            }
            end = self.at;
        }
        if end == start {
            // A lone bracket or comma where none belongs.
            self.at = self.at.max(start + 1);
            end = start + 1;
        }
        let token = if key {
            self.column = i16::try_from(start).unwrap_or(i16::MAX);
            Token::Key
        } else {
            match resolve::plain(self.text.get(start..end).unwrap_or("")) {
                Value::Null | Value::Bool(_) => Token::Constant,
                Value::Int(_) | Value::Float(_) => Token::Number,
                Value::Str => Token::String,
            }
        };
        self.push(start, end, token);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spell(text: &str) -> Vec<(&str, Token)> {
        lex(text).into_iter().map(|(range, token)| (range.of(text), token)).collect()
    }

    #[test]
    fn a_manifest_is_keys_values_and_punctuation() {
        use Token::{Anchor, Comment, Constant, DocumentMarker, Key, Number, Punctuation, String, Tag};
        assert_eq!(
            spell("---\nkind: Service # 종류\nports:\n- {port: 80, \"name\": 'web'}\non: &a !!str x\n"),
            [
                ("---", DocumentMarker),
                ("kind", Key),
                (":", Punctuation),
                ("Service", String),
                ("# 종류", Comment),
                ("ports", Key),
                (":", Punctuation),
                ("-", Punctuation),
                ("{", Punctuation),
                ("port", Key),
                (":", Punctuation),
                ("80", Number),
                (",", Punctuation),
                ("\"name\"", Key),
                (":", Punctuation),
                ("'web'", String),
                ("}", Punctuation),
                ("on", Key),
                (":", Punctuation),
                ("&a", Anchor),
                ("!!str", Tag),
                ("x", String),
            ]
        );
        assert_eq!(spell("headless: yes").last(), Some(&("yes", Constant)));
    }

    #[test]
    fn block_scalars_and_open_quotes_go_on_below() {
        use Token::{Key, Punctuation, String};
        assert_eq!(
            spell("a: |\n  k: v\n\n   # 글\nb: \"하나\n  둘\"\n"),
            [
                ("a", Key),
                (":", Punctuation),
                ("|", Punctuation),
                ("k: v", String),
                ("# 글", String),
                ("b", Key),
                (":", Punctuation),
                ("\"하나", String),
                ("  둘\"", String),
            ]
        );
    }

    #[test]
    fn a_tab_that_indents_is_shown() {
        assert_eq!(spell("spec:\n\ttype: x").get(2), Some(&("\t", Token::BadTab)));
    }

    #[test]
    fn a_line_lexes_alike_wherever_its_state_is_alike() {
        let text = "a: [1,\n  2]\nb: |\n  x\nc: 'd\n  e'\n- \"\\\n";
        let mut state = LineState::default();
        let mut pieces = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let mut out = Vec::new();
            lex_line(line, &mut state, &mut out);
            pieces.extend(out.into_iter().map(|(range, token)| (range.shifted(start), token)));
            start += line.len();
        }
        assert_eq!(pieces, lex(text));
    }
}
