//! Walking over the characters of one document: offset, line and column, and the character classes of YAML 1.1.
//!
//! Must not know: tokens.

use super::token::{Mark, narrow};
use crate::yaml::tree::piece::Extent;

/// A place in the text that moves forward. Columns count characters, offsets count bytes.
#[derive(Clone)]
pub(super) struct Cursor<'s> {
    bytes: &'s [u8],
    /// Byte offset.
    pub(super) at: usize,
    /// Lines passed.
    pub(super) line: usize,
    /// Bytes passed that do not begin a character.
    continuation: usize,
    /// Characters before the start of this line.
    line_start: usize,
}

impl<'s> Cursor<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, line: 0, continuation: 0, line_start: 0 }
    }

    /// Characters before the cursor.
    pub(super) fn index(&self) -> usize {
        self.at - self.continuation
    }

    /// Characters between the start of the line and the cursor.
    pub(super) fn column(&self) -> usize {
        self.index() - self.line_start
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { offset: narrow(self.at), line: narrow(self.line) }
    }

    /// The byte `ahead` of the cursor; 0 past the end.
    pub(super) fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    pub(super) fn is_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    pub(super) fn is_blank(&self, ahead: usize) -> bool {
        matches!(self.peek(ahead), b' ' | b'\t')
    }

    /// Length in bytes of the line break at the cursor; 0 where there is none.
    pub(super) fn break_len(&self, ahead: usize) -> usize {
        match self.peek(ahead) {
            b'\n' => 1,
            b'\r' => 1 + usize::from(self.peek(ahead + 1) == b'\n'),
            0xC2 if self.peek(ahead + 1) == 0x85 => 2,
            0xE2 if self.peek(ahead + 1) == 0x80 && matches!(self.peek(ahead + 2), 0xA8 | 0xA9) => 3,
            _ => 0,
        }
    }

    pub(super) fn is_break(&self, ahead: usize) -> bool {
        self.break_len(ahead) > 0
    }

    pub(super) fn is_break_or_end(&self, ahead: usize) -> bool {
        self.at + ahead >= self.bytes.len() || self.is_break(ahead)
    }

    pub(super) fn is_blank_or_end(&self, ahead: usize) -> bool {
        self.is_blank(ahead) || self.is_break_or_end(ahead)
    }

    /// A letter, digit, `_` or `-`: what names of anchors and tag handles are made of.
    pub(super) fn is_word(&self) -> bool {
        let byte = self.peek(0);
        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
    }

    /// Whether a byte order mark stands at the cursor.
    pub(super) fn is_bom(&self) -> bool {
        self.peek(0) == 0xEF && self.peek(1) == 0xBB && self.peek(2) == 0xBF
    }

    /// Over a byte order mark at the start of the text, which takes no column.
    pub(super) fn drop_bom(&mut self) {
        self.at += 3;
        self.continuation += 3;
    }

    /// `---` or `...` at the start of a line, followed by a blank or nothing.
    pub(super) fn is_document_indicator(&self) -> bool {
        let first = self.peek(0);
        matches!(first, b'-' | b'.')
            && self.peek(1) == first
            && self.peek(2) == first
            && self.column() == 0
            && self.is_blank_or_end(3)
    }

    /// Over one character.
    pub(super) fn skip(&mut self) {
        let width = match self.peek(0) {
            0..0x80 => 1,
            0x80..0xE0 => 2,
            0xE0..0xF0 => 3,
            _ => 4,
        };
        self.at = (self.at + width).min(self.bytes.len());
        self.continuation += width - 1;
    }

    /// Over `count` ASCII characters.
    pub(super) fn skip_ascii(&mut self, count: usize) {
        self.at += count;
    }

    /// Over the line break at the cursor, if there is one.
    pub(super) fn skip_break(&mut self) {
        let len = self.break_len(0);
        if len == 0 {
            return;
        }
        if self.peek(0) >= 0x80 {
            self.continuation += len - 1;
        }
        self.at += len;
        self.line += 1;
        self.line_start = self.index();
    }

    /// Over the rest of the line, its break not included.
    pub(super) fn skip_line_rest(&mut self) {
        while !self.is_end() {
            match self.peek(0) {
                b'\n' | b'\r' => return,
                0x80.. if self.is_break(0) => return,
                0x80.. => self.skip(),
                _ => self.at += 1,
            }
        }
    }

    /// Goes back to a place; its column is not known there.
    pub(super) fn go_back(&mut self, to: Mark) {
        let passed = self.bytes.get(to.offset as usize..self.at).unwrap_or(&[]);
        self.continuation -= passed.iter().filter(|&&byte| byte & 0xC0 == 0x80).count();
        self.at = to.offset as usize;
        self.line = to.line as usize;
    }

    /// Over a stretch after which nothing but spaces stands before the cursor on its line.
    pub(super) fn pass(&mut self, stretch: &Extent) {
        self.at += stretch.len;
        self.continuation += stretch.continuing;
        self.line += stretch.lines as usize;
        self.line_start = self.index() - spaces_before(self.bytes, self.at);
    }

    /// The end of the stream counts as the start of a line.
    pub(super) fn force_line_start(&mut self) {
        if self.column() != 0 {
            self.line += 1;
            self.line_start = self.index();
        }
    }
}

/// How many spaces stand right before an offset.
fn spaces_before(bytes: &[u8], offset: usize) -> usize {
    bytes.get(..offset).unwrap_or(&[]).iter().rev().take_while(|&&byte| byte == b' ').count()
}
