//! Where a long collection is cut, and what is taken over instead of being read again.
//!
//! Must not know: what nodes mean.

use super::{Begun, Composer, MAX_DEPTH};
use crate::yaml::fault::Fault;
use crate::yaml::scan::token::{Mark, TokenKind, narrow};
use crate::yaml::tree::piece::{BlockStyle, EntryData, Extent, Piece, Run, Shape, pairs};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

/// How far ahead of itself the scanner looks at most: `---` at the start of a line, and the line break after it.
const LOOKAHEAD: usize = 8;

impl Composer<'_, '_> {
    /// Between two entries of the innermost collection: takes over what is known to come, and says so, or else cuts off
    /// the run so far where it has become longer than `longest` bytes.
    pub(super) fn between_entries(&mut self, style: BlockStyle, longest: usize) -> Result<bool, Fault> {
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
    pub(super) fn cut(&mut self, next: Option<(Shape, Mark)>) {
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
    pub(super) fn line_start(&self, offset: u32) -> Option<usize> {
        let before = self.source.as_bytes().get(..offset as usize)?;
        let column = before.iter().rev().take_while(|&&byte| byte == b' ').count();
        matches!(before.get(..before.len() - column)?.last(), None | Some(b'\n')).then_some(column)
    }
}

/// A key in brief.
fn brief(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// Whether two of the keys of a mapping, in brief, are equal.
pub(super) fn have_equal<'p>(keys: impl Iterator<Item = &'p u64>) -> bool {
    let mut sorted: Vec<u64> = keys.copied().collect();
    sorted.sort_unstable();
    sorted.windows(2).any(|pair| pair.first() == pair.last())
}
