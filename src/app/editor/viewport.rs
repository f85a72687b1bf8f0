//! What of the text is in sight: scrolling by lines and cells, and the way between a cell on the screen and an offset.
//!
//! Must not know: line numbers, gutters, borders (the caller gives the size of the text area alone).

use super::{Editor, Selection};
use crate::text::{TextRange, width};

/// Lines kept in sight above and below the caret, where there is room.
const MARGIN: usize = 2;

/// The window on the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Viewport {
    /// Rows in sight.
    pub rows: usize,
    /// Cells in sight in each row.
    pub cells: usize,
    /// The line in the first row, from 0.
    pub top: usize,
    /// The cell at the left edge.
    pub left: usize,
}

/// The part of a line that is in sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Blank cells to draw first: the right half of a wide glyph that the left edge cuts.
    pub lead: usize,
    /// The graphemes wholly in sight.
    pub range: TextRange,
    /// Whether the line goes on past the right edge.
    pub clipped: bool,
}

impl Editor {
    /// The window.
    #[must_use]
    pub fn viewport(&self) -> Viewport {
        self.viewport
    }

    /// Tells how much room there is, and brings the caret into sight where it was in sight before.
    pub fn resize(&mut self, rows: usize, cells: usize) {
        if (self.viewport.rows, self.viewport.cells) != (rows, cells) {
            self.viewport.rows = rows;
            self.viewport.cells = cells;
            self.reveal();
        }
    }

    /// The cell of `offset` in its line, from the line's start: the width of the text before it.
    #[must_use]
    pub fn cell_of(&self, offset: usize) -> usize {
        let start = self.index.start_of(self.index.line_of(offset));
        width::cells(TextRange::new(start, offset).of(&self.text))
    }

    /// Row and cell of the caret in the window; `None` where it is scrolled out of sight.
    #[must_use]
    pub fn caret_in_view(&self) -> Option<(usize, usize)> {
        let row = self.index.line_of(self.caret()).checked_sub(self.viewport.top)?;
        let cell = self.cell_of(self.caret()).checked_sub(self.viewport.left)?;
        (row < self.viewport.rows && cell < self.viewport.cells).then_some((row, cell))
    }

    /// The lines in sight, from 0.
    #[must_use]
    pub fn lines_in_view(&self) -> std::ops::Range<usize> {
        let top = self.viewport.top.min(self.index.len());
        top..self.index.len().min(top + self.viewport.rows)
    }

    /// What of `line` is in sight; no glyph is ever cut in half.
    #[must_use]
    pub fn slice(&self, line: usize) -> Slice {
        let range = self.index.range_of(&self.text, line);
        let content = range.of(&self.text);
        let (left, right) = (self.viewport.left, self.viewport.left + self.viewport.cells);
        let (mut cell, mut start, mut lead) = (0, None, 0);
        for (offset, grapheme) in width::graphemes(content) {
            let next = cell + width::grapheme_cells(grapheme);
            if start.is_none() && cell >= left {
                start = Some(offset);
                lead = cell - left;
            }
            if next > right {
                let end = range.start() + offset;
                let start = start.map_or(end, |start| range.start() + start);
                return Slice { lead: lead.min(self.viewport.cells), range: TextRange::new(start, end), clipped: true };
            }
            cell = next;
        }
        let start = start.map_or(range.end(), |start| range.start() + start);
        Slice { lead, range: TextRange::new(start, range.end()), clipped: false }
    }

    /// The offset of the glyph at a row and cell of the window; past the end of a line its end, past the text its end.
    #[must_use]
    pub fn offset_at(&self, row: usize, cell: usize) -> usize {
        let line = (self.viewport.top + row).min(self.index.len() - 1);
        let range = self.index.range_of(&self.text, line);
        range.start() + width::offset_at_cell(range.of(&self.text), self.viewport.left + cell)
    }

    /// Puts the caret under the pointer.
    pub(super) fn point(&mut self, row: usize, cell: usize, extend: bool) {
        let caret = self.offset_at(row, cell);
        self.select(if extend { Selection { caret, ..self.selection } } else { Selection::caret(caret) });
    }

    /// Scrolls without moving the caret, never past the last line.
    pub(super) fn scroll(&mut self, lines: isize) {
        let last = self.index.len().saturating_sub(self.viewport.rows.max(1));
        self.viewport.top = self.viewport.top.saturating_add_signed(lines).min(last);
    }

    /// Scrolls just as far as the caret needs to be in sight.
    pub(super) fn reveal(&mut self) {
        let Viewport { rows, cells, top, left } = self.viewport;
        if rows == 0 || cells == 0 {
            return;
        }
        let line = self.index.line_of(self.caret());
        let margin = MARGIN.min((rows - 1) / 2);
        let lowest = (line + margin + 1).saturating_sub(rows);
        let highest = line.saturating_sub(margin);
        let last = self.index.len().saturating_sub(rows);
        self.viewport.top = top.min(highest).max(lowest).min(last);
        let cell = self.cell_of(self.caret());
        // The glyph under the caret is at most two cells; both shall be seen.
        let room = cells.saturating_sub(2);
        if cell < left {
            self.viewport.left = cell.saturating_sub(cells / 4);
        } else if cell > left + room {
            self.viewport.left = cell - room + (cells / 4).min(room);
        }
    }
}
