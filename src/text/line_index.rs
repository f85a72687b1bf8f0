//! Bytes ↔ lines and columns. The one place that knows what ends a line.
//!
//! A line ends at `\n`; a `\r` before it belongs to the line end and to no column.
//!
//! Must not know: what the text says.

use super::TextRange;

/// A place as people name it: both count from 1, `column` counts characters (`char`s).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineCol {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Where each line of a text starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    /// Byte offset of each line's first byte; never empty, the first is 0.
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes `text` in one pass.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut starts = Vec::with_capacity(text.len() / 24 + 1);
        starts.push(0);
        let mut done = 0;
        for line in text.split_inclusive('\n') {
            done += line.len();
            if line.ends_with('\n') {
                starts.push(u32::try_from(done).unwrap_or(u32::MAX));
            }
        }
        Self { starts }
    }

    /// Brings the index up to date after `range` was replaced by `insert`, without reading the rest again.
    pub fn edit(&mut self, range: TextRange, insert: &str) {
        let first = self.line_of(range.start());
        let last = self.line_of(range.end());
        let mut fresh = Vec::new();
        let mut at = range.start();
        for line in insert.split_inclusive('\n') {
            at += line.len();
            if line.ends_with('\n') {
                fresh.push(u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
        let (gone, come) = (range.len(), insert.len());
        let tail = first + 1 + fresh.len();
        self.starts.splice(first + 1..=last, fresh);
        for start in self.starts.iter_mut().skip(tail) {
            let moved = *start as usize + come - gone;
            *start = u32::try_from(moved).unwrap_or(u32::MAX);
        }
    }

    /// How many lines there are; a text that ends in a line end has an empty last one.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never: an empty text has one line. Here because `len` is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The line, from 0, that holds `offset`.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= offset).saturating_sub(1)
    }

    /// Byte offset of the first byte of `line` (from 0); past the last line, that of the last.
    #[must_use]
    pub fn start_of(&self, line: usize) -> usize {
        let last = self.starts.last().copied().unwrap_or(0);
        self.starts.get(line).copied().unwrap_or(last) as usize
    }

    /// The bytes of `line` (from 0) without its line end.
    #[must_use]
    pub fn range_of(&self, text: &str, line: usize) -> TextRange {
        let start = self.start_of(line);
        let end = self.starts.get(line + 1).map_or(text.len(), |&next| next as usize);
        let content = text.get(start..end).unwrap_or("");
        let content = content.strip_suffix('\n').unwrap_or(content);
        let content = content.strip_suffix('\r').unwrap_or(content);
        TextRange::new(start, start + content.len())
    }

    /// The text of `line` (from 0) without its line end.
    #[must_use]
    pub fn line<'t>(&self, text: &'t str, line: usize) -> &'t str {
        self.range_of(text, line).of(text)
    }

    /// The place people would name for `offset`.
    #[must_use]
    pub fn line_col(&self, text: &str, offset: usize) -> LineCol {
        let line = self.line_of(offset);
        let start = self.start_of(line);
        let before = text.get(start..offset.min(text.len())).unwrap_or("");
        LineCol { line: line + 1, column: before.chars().count() + 1 }
    }

    /// The offset of a place that people named; a column past the end of its line is the end of the line.
    #[must_use]
    pub fn offset(&self, text: &str, place: LineCol) -> usize {
        let range = self.range_of(text, place.line.saturating_sub(1));
        let content = range.of(text);
        let within = content.char_indices().nth(place.column.saturating_sub(1));
        range.start() + within.map_or(content.len(), |(offset, _)| offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{TextEdit, apply_edits};
    use proptest::prelude::*;

    #[test]
    fn columns_count_characters_and_crlf_is_no_column() {
        let text = "이름: web\r\nport: 80\r\n";
        let index = LineIndex::new(text);
        assert_eq!(index.len(), 3);
        assert_eq!(index.line(text, 0), "이름: web");
        assert_eq!(index.line_col(text, "이름: ".len()), LineCol { line: 1, column: 5 });
        assert_eq!(index.offset(text, LineCol { line: 2, column: 99 }), "이름: web\r\nport: 80".len());
    }

    proptest! {
        #[test]
        fn an_edited_index_equals_a_fresh_one(text in "[가a\\n\\r]{0,40}", at in 0usize..40, len in 0usize..10, insert in "[나b\\n]{0,8}") {
            let chars: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let from = chars[at % chars.len()];
            let to = chars[(at % chars.len() + len).min(chars.len() - 1)];
            let range = TextRange::new(from, to);
            let mut index = LineIndex::new(&text);
            index.edit(range, &insert);
            let after = apply_edits(&text, &[TextEdit::replace(range, insert)]);
            prop_assert_eq!(index, LineIndex::new(&after));
        }
    }
}
