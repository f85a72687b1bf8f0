//! Scalars: plain, quoted, literal, folded. One that reads as it is spelt stays a span of the source; the others
//! are rewritten (escapes, folded line breaks) into the scanner's buffer.
//!
//! Must not know: what a scalar resolves to.

use super::token::{Mark, Span, TokenKind, narrow};
use super::{Scan, Scanner};
use crate::yaml::tree::Style;

/// How a block scalar ends: with one line break, none, or all there are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomp {
    Clip,
    Strip,
    Keep,
}

/// White space between two parts of a scalar that goes over several lines.
#[derive(Default)]
struct Gap {
    /// Blanks on the line, kept if the line goes on.
    blanks_from: usize,
    blanks_to: usize,
    /// The first line break: folds to a space, unless it is a Unicode line separator.
    first_break: Option<Break>,
    /// Further ones, kept.
    more: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Break {
    Newline,
    LineSeparator,
    ParagraphSeparator,
}

impl Break {
    fn as_str(self) -> &'static str {
        match self {
            Self::Newline => "\n",
            Self::LineSeparator => "\u{2028}",
            Self::ParagraphSeparator => "\u{2029}",
        }
    }
}

impl Scanner<'_> {
    pub(super) fn fetch_plain(&mut self) -> Scan {
        self.save_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.mark();
        let (text, end) = self.scan_plain(start)?;
        self.push(TokenKind::Scalar { text, style: Style::Plain }, start);
        self.set_last_end(end);
        Ok(())
    }

    pub(super) fn fetch_quoted(&mut self, quote: u8) -> Scan {
        self.save_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.mark();
        let text = self.scan_quoted(start, quote)?;
        if self.cursor.line > start.line as usize {
            self.long_quote = Some((start.offset, narrow(self.cursor.line)));
        }
        let style = if quote == b'\'' { Style::SingleQuoted } else { Style::DoubleQuoted };
        self.push(TokenKind::Scalar { text, style }, start);
        Ok(())
    }

    pub(super) fn fetch_block_scalar(&mut self, literal: bool) -> Scan {
        self.remove_key()?;
        self.simple_key_allowed = true;
        let start = self.cursor.mark();
        let (text, end) = self.scan_block_scalar(start, literal)?;
        let style = if literal { Style::Literal } else { Style::Folded };
        self.push(TokenKind::Scalar { text, style }, start);
        self.set_last_end(end);
        Ok(())
    }

    fn set_last_end(&mut self, end: usize) {
        if let Some(last) = self.queue.back_mut() {
            last.token.end = narrow(end);
        }
    }

    /// The line break at the cursor, taken.
    fn take_break(&mut self) -> Break {
        let kind = match (self.cursor.peek(0), self.cursor.peek(2)) {
            (0xE2, 0xA8) => Break::LineSeparator,
            (0xE2, _) => Break::ParagraphSeparator,
            _ => Break::Newline,
        };
        self.cursor.skip_break();
        kind
    }

    /// A plain scalar; its end is after its last character, while the cursor goes on to the next token.
    fn scan_plain(&mut self, start: Mark) -> Scan<(Span, usize)> {
        let indent = self.indent + 1;
        let from = self.cursor.at;
        let mut end = from;
        // Where the part not yet rewritten begins; `None` while the scalar is a plain span.
        let mut rewritten_from: Option<usize> = None;
        let mut part = from;
        let mut gap = Gap::default();
        let mut after_break = false;
        while !(self.cursor.is_document_indicator() || self.cursor.peek(0) == b'#') {
            let word = self.cursor.at;
            self.skip_plain_word();
            if self.cursor.at > word {
                if gap.first_break.is_some() {
                    rewritten_from.get_or_insert(self.rewritten.len());
                    self.rewrite(part, end);
                    self.fold(&mut gap);
                    part = word;
                }
                after_break = false;
                end = self.cursor.at;
            }
            if !(self.cursor.is_blank(0) || self.cursor.is_break(0)) {
                break;
            }
            while self.cursor.is_blank(0) || self.cursor.is_break(0) {
                if self.cursor.is_blank(0) {
                    if after_break && self.cursor.column().cast_signed() < indent && self.cursor.peek(0) == b'\t' {
                        return Err(self.fault("found a tab character that violates indentation", start));
                    }
                    self.cursor.skip_ascii(1);
                } else {
                    let line_break = self.take_break();
                    if after_break {
                        gap.more.push_str(line_break.as_str());
                    } else {
                        gap.first_break = Some(line_break);
                        after_break = true;
                    }
                }
            }
            if !self.in_flow() && self.cursor.column().cast_signed() < indent {
                break;
            }
        }
        if after_break {
            self.simple_key_allowed = true;
        }
        let span = match rewritten_from {
            None => Span { start: narrow(from), end: narrow(end), rewritten: false },
            Some(rewritten) => {
                self.rewrite(part, end);
                self.rewritten_since(rewritten)
            }
        };
        Ok((span, end))
    }

    /// Over the characters of a plain scalar up to a blank, a line break or an indicator that ends it.
    fn skip_plain_word(&mut self) {
        let in_flow = self.in_flow();
        loop {
            match self.cursor.peek(0) {
                b' ' | b'\t' | b'\n' | b'\r' => return,
                0 if self.cursor.is_end() => return,
                b':' if self.cursor.is_blank_or_end(1) => return,
                b',' | b'?' | b'[' | b']' | b'{' | b'}' if in_flow => return,
                0x80.. => {
                    if self.cursor.is_break(0) {
                        return;
                    }
                    self.cursor.skip();
                }
                _ => self.cursor.skip_ascii(1),
            }
        }
    }

    /// Appends a part of the source to the rewritten texts.
    fn rewrite(&mut self, from: usize, to: usize) {
        self.rewritten.push_str(self.source.get(from..to).unwrap_or(""));
    }

    fn rewritten_since(&self, from: usize) -> Span {
        Span { start: narrow(from), end: narrow(self.rewritten.len()), rewritten: true }
    }

    /// Appends what a line break inside a flow scalar folds to, and empties the gap.
    fn fold(&mut self, gap: &mut Gap) {
        match gap.first_break.take() {
            Some(Break::Newline) if gap.more.is_empty() => self.rewritten.push(' '),
            Some(Break::Newline) => self.rewritten.push_str(&gap.more),
            Some(separator) => {
                self.rewritten.push_str(separator.as_str());
                self.rewritten.push_str(&gap.more);
            }
            None => {}
        }
        gap.more.clear();
    }

    fn scan_quoted(&mut self, start: Mark, quote: u8) -> Scan<Span> {
        self.cursor.skip_ascii(1);
        let from = self.cursor.at;
        let mut rewritten_from: Option<usize> = None;
        let mut part = from;
        let mut gap = Gap::default();
        loop {
            if self.cursor.is_document_indicator() {
                return Err(self.fault("found unexpected document indicator", start));
            }
            if self.cursor.is_end() {
                return Err(self.fault("found unexpected end of stream", start));
            }
            // Whether a line break (escaped or not) came since the last character.
            let mut after_break = false;
            loop {
                self.skip_quoted_word(quote);
                let byte = self.cursor.peek(0);
                if byte == b'\'' && quote == b'\'' && self.cursor.peek(1) == b'\'' {
                    rewritten_from.get_or_insert(self.rewritten.len());
                    self.rewrite(part, self.cursor.at + 1);
                    self.cursor.skip_ascii(2);
                    part = self.cursor.at;
                } else if byte == b'\\' && quote == b'"' {
                    rewritten_from.get_or_insert(self.rewritten.len());
                    self.rewrite(part, self.cursor.at);
                    if self.cursor.is_break(1) {
                        self.cursor.skip_ascii(1);
                        self.cursor.skip_break();
                        part = self.cursor.at;
                        after_break = true;
                        break;
                    }
                    self.scan_escape(start)?;
                    part = self.cursor.at;
                } else {
                    break;
                }
            }
            if self.cursor.peek(0) == quote && !self.cursor.is_end() {
                break;
            }
            gap.blanks_from = self.cursor.at;
            gap.blanks_to = self.cursor.at;
            while self.cursor.is_blank(0) || self.cursor.is_break(0) {
                if self.cursor.is_blank(0) {
                    self.cursor.skip_ascii(1);
                    if !after_break {
                        gap.blanks_to = self.cursor.at;
                    }
                } else {
                    let word_end = gap.blanks_from;
                    let line_break = self.take_break();
                    if after_break {
                        gap.more.push_str(line_break.as_str());
                    } else {
                        rewritten_from.get_or_insert(self.rewritten.len());
                        self.rewrite(part, word_end);
                        part = self.cursor.at;
                        gap.first_break = Some(line_break);
                        after_break = true;
                    }
                }
            }
            if after_break {
                // After an escaped line break there is no first break: go-yaml then keeps the further ones only.
                if gap.first_break.is_some() {
                    self.fold(&mut gap);
                } else {
                    self.rewritten.push_str(&gap.more);
                    gap.more.clear();
                }
                part = self.cursor.at;
            }
        }
        let to = self.cursor.at;
        self.cursor.skip_ascii(1);
        Ok(match rewritten_from {
            None => Span { start: narrow(from), end: narrow(to), rewritten: false },
            Some(rewritten) => {
                self.rewrite(part, to);
                self.rewritten_since(rewritten)
            }
        })
    }

    /// Over the characters of a quoted scalar that stand for themselves.
    fn skip_quoted_word(&mut self, quote: u8) {
        loop {
            match self.cursor.peek(0) {
                b' ' | b'\t' | b'\n' | b'\r' => return,
                0 if self.cursor.is_end() => return,
                byte if byte == quote => return,
                b'\\' if quote == b'"' => return,
                0x80.. => {
                    if self.cursor.is_break(0) {
                        return;
                    }
                    self.cursor.skip();
                }
                _ => self.cursor.skip_ascii(1),
            }
        }
    }

    /// An escape sequence in double quotes.
    fn scan_escape(&mut self, start: Mark) -> Scan {
        let letter = self.cursor.peek(1);
        let digits = match letter {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            _ => {
                let Some(meaning) = simple_escape(letter) else {
                    return Err(self.fault("found unknown escape character", start));
                };
                self.rewritten.push(meaning);
                self.cursor.skip_ascii(2);
                return Ok(());
            }
        };
        self.cursor.skip_ascii(2);
        let mut value: u32 = 0;
        for ahead in 0..digits {
            let Some(digit) = char::from(self.cursor.peek(ahead)).to_digit(16) else {
                return Err(self.fault("did not find expected hexdecimal number", start));
            };
            value = (value << 4) | digit;
        }
        let Some(meaning) = char::from_u32(value) else {
            return Err(self.fault("found invalid Unicode character escape code", start));
        };
        self.rewritten.push(meaning);
        self.cursor.skip_ascii(digits);
        Ok(())
    }

    /// A literal or folded scalar; its end is after its last line's text.
    fn scan_block_scalar(&mut self, start: Mark, literal: bool) -> Scan<(Span, usize)> {
        self.cursor.skip_ascii(1);
        let (chomp, increment) = self.scan_block_header(start)?;
        let mut end = self.cursor.at;
        self.cursor.skip_break();
        let mut indent = increment.map_or(0, |increment| self.indent.max(0).cast_unsigned() + increment);
        let from = self.rewritten.len();
        let mut leading: Option<Break> = None;
        let mut trailing = String::new();
        let mut after_blank = false;
        self.scan_block_breaks(start, &mut indent, &mut trailing)?;
        while self.cursor.column() == indent && !self.cursor.is_end() {
            let blank = self.cursor.is_blank(0);
            match leading.take() {
                // A folded break becomes a space, or gives way to the empty lines behind it.
                Some(Break::Newline) if !literal && !after_blank && !blank && trailing.is_empty() => {
                    self.rewritten.push(' ');
                }
                Some(Break::Newline) if !literal && !after_blank && !blank => {}
                Some(line_break) => self.rewritten.push_str(line_break.as_str()),
                None => {}
            }
            self.rewritten.push_str(&trailing);
            trailing.clear();
            after_blank = blank;
            let line = self.cursor.at;
            self.cursor.skip_line_rest();
            end = self.cursor.at;
            self.rewrite(line, end);
            if self.cursor.is_break(0) {
                leading = Some(self.take_break());
            }
            self.scan_block_breaks(start, &mut indent, &mut trailing)?;
        }
        if chomp != Chomp::Strip
            && let Some(line_break) = leading
        {
            self.rewritten.push_str(line_break.as_str());
        }
        if chomp == Chomp::Keep {
            self.rewritten.push_str(&trailing);
        }
        Ok((self.rewritten_since(from), end))
    }

    /// What follows `|` or `>` on its line: how to end it and how far it is indented, in either order.
    fn scan_block_header(&mut self, start: Mark) -> Scan<(Chomp, Option<usize>)> {
        let mut chomp = None;
        let mut increment = None;
        for _ in 0..2 {
            match self.cursor.peek(0) {
                sign @ (b'+' | b'-') if chomp.is_none() => {
                    chomp = Some(if sign == b'+' { Chomp::Keep } else { Chomp::Strip });
                }
                b'0' if increment.is_none() => {
                    return Err(self.fault("found an indentation indicator equal to 0", start));
                }
                digit @ b'1'..=b'9' if increment.is_none() => increment = Some(usize::from(digit - b'0')),
                _ => break,
            }
            self.cursor.skip_ascii(1);
        }
        while self.cursor.is_blank(0) {
            self.cursor.skip_ascii(1);
        }
        if self.cursor.peek(0) == b'#' {
            self.cursor.skip_line_rest();
        }
        if !self.cursor.is_break_or_end(0) {
            return Err(self.fault("did not find expected comment or line break", start));
        }
        Ok((chomp.unwrap_or(Chomp::Clip), increment))
    }

    /// Over empty lines and the indentation of the next line; finds out the indentation where it is not known yet.
    fn scan_block_breaks(&mut self, start: Mark, indent: &mut usize, breaks: &mut String) -> Scan {
        let mut deepest = 0;
        loop {
            while (*indent == 0 || self.cursor.column() < *indent) && self.cursor.peek(0) == b' ' {
                self.cursor.skip_ascii(1);
            }
            deepest = deepest.max(self.cursor.column());
            if (*indent == 0 || self.cursor.column() < *indent) && self.cursor.peek(0) == b'\t' {
                return Err(self.fault("found a tab character where an indentation space is expected", start));
            }
            if !self.cursor.is_break(0) {
                break;
            }
            breaks.push_str(self.take_break().as_str());
        }
        if *indent == 0 {
            *indent = deepest.max((self.indent + 1).cast_unsigned()).max(1);
        }
        Ok(())
    }
}

/// What a backslash and this character mean.
fn simple_escape(letter: u8) -> Option<char> {
    Some(match letter {
        b'0' => '\0',
        b'a' => '\u{7}',
        b'b' => '\u{8}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{b}',
        b'f' => '\u{c}',
        b'r' => '\r',
        b'e' => '\u{1b}',
        b' ' => ' ',
        b'"' => '"',
        b'\'' => '\'',
        b'\\' => '\\',
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        _ => return None,
    })
}
