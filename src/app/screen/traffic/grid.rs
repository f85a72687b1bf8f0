//! A sheet of cells to draw boxes, lines and words on, each over what was there, and to read off as lines of text.
//!
//! Lines that meet become the right corner, tee or crossing by themselves.
//!
//! Must not know: what is drawn.

use crate::app::scene::{Line, Style};
use crate::text::width;

/// Towards which neighbours a line goes, and how heavy it is.
const UP: u8 = 1;
const DOWN: u8 = 2;
const LEFT: u8 = 4;
const RIGHT: u8 = 8;

/// Light and heavy glyphs by the directions they join; the heavy ones are told apart without colour.
const LIGHT: [char; 16] = [' ', '│', '│', '│', '─', '┘', '┐', '┤', '─', '└', '┌', '├', '─', '┴', '┬', '┼'];
const HEAVY: [char; 16] = [' ', '┃', '┃', '┃', '━', '┛', '┓', '┫', '━', '┗', '┏', '┣', '━', '┻', '┳', '╋'];

#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    /// Where in what was written its grapheme ends and how long it is; empty for the second cell of a wide one, and where only
    /// lines are.
    text: (usize, usize),
    wide: bool,
    taken: bool,
    joins: u8,
    heavy: bool,
    style: Style,
}

/// The sheet.
#[derive(Debug)]
pub(super) struct Grid {
    columns: usize,
    cells: Vec<Cell>,
    /// All that was written, one text after another.
    written: String,
}

impl Grid {
    /// An empty one.
    pub(super) fn new(columns: usize, rows: usize) -> Self {
        Self { columns, cells: vec![Cell::default(); columns * rows], written: String::new() }
    }

    fn cell(&mut self, x: usize, y: usize) -> Option<&mut Cell> {
        if x >= self.columns {
            return None;
        }
        self.cells.get_mut(y * self.columns + x)
    }

    /// Writes `text` from a cell on; what does not fit is cut.
    pub(super) fn put(&mut self, x: usize, y: usize, text: &str, style: Style) {
        let mut at = x;
        for (_, grapheme) in width::graphemes(text) {
            let cells = width::grapheme_cells(grapheme);
            if at + cells > self.columns {
                return;
            }
            self.written.push_str(grapheme);
            let end = self.written.len();
            for offset in 0..cells {
                if let Some(cell) = self.cell(at + offset, y) {
                    let text = (end, if offset == 0 { grapheme.len() } else { 0 });
                    *cell = Cell { text, wide: cells > 1, taken: true, style, ..Cell::default() };
                }
            }
            at += cells;
        }
    }

    /// Draws a border, with `title` set into it.
    pub(super) fn border(
        &mut self,
        (x, y): (usize, usize),
        (wide, high): (usize, usize),
        title: &str,
        look: (Style, Style),
    ) {
        let (border, name) = look;
        let heavy = border.bold;
        let (right, bottom) = (x + wide - 1, y + high - 1);
        for column in x..right {
            self.join((column, y), RIGHT, (column + 1, y), LEFT, heavy, border);
            self.join((column, bottom), RIGHT, (column + 1, bottom), LEFT, heavy, border);
        }
        for row in y..bottom {
            self.join((x, row), DOWN, (x, row + 1), UP, heavy, border);
            self.join((right, row), DOWN, (right, row + 1), UP, heavy, border);
        }
        // A title that fills its border has no blanks around it.
        if width::cells(title) + 4 > wide {
            self.put(x + 1, y, &width::ellipsis(title, wide.saturating_sub(2)), name);
        } else {
            self.put(x + 1, y, &format!(" {title} "), name);
        }
    }

    fn join(&mut self, one: (usize, usize), towards: u8, other: (usize, usize), back: u8, heavy: bool, style: Style) {
        for ((x, y), bit) in [(one, towards), (other, back)] {
            let Some(cell) = self.cell(x, y) else { continue };
            cell.joins |= bit;
            if heavy || !cell.heavy {
                cell.style = style;
            }
            cell.heavy |= heavy;
        }
    }

    /// Draws a line from one cell to another: along the row, at column `bus` up or down, and on along the other row.
    pub(super) fn line(&mut self, from: (usize, usize), bus: usize, to: (usize, usize), heavy: bool, style: Style) {
        for x in from.0..bus {
            self.join((x, from.1), RIGHT, (x + 1, from.1), LEFT, heavy, style);
        }
        for y in from.1.min(to.1)..from.1.max(to.1) {
            self.join((bus, y), DOWN, (bus, y + 1), UP, heavy, style);
        }
        for x in bus..to.0 {
            self.join((x, to.1), RIGHT, (x + 1, to.1), LEFT, heavy, style);
        }
    }

    /// What is drawn, a line a row; blanks at the ends are left out.
    pub(super) fn lines(self) -> Vec<Line<'static>> {
        let columns = self.columns.max(1);
        self.cells.chunks(columns).map(|cells| line(cells, &self.written)).collect()
    }
}

fn line(cells: &[Cell], written: &str) -> Line<'static> {
    let last = cells.iter().rposition(|cell| cell.taken || cell.joins != 0).map_or(0, |at| at + 1);
    let mut line = Line::default();
    let mut run = (String::new(), Style::default());
    let mut skip = false;
    for cell in cells.iter().take(last) {
        if std::mem::take(&mut skip) {
            continue;
        }
        if run.1 != cell.style && !run.0.is_empty() {
            line.push(std::mem::take(&mut run.0), run.1);
        }
        run.1 = cell.style;
        if cell.taken {
            skip = cell.wide;
            let (end, long) = cell.text;
            run.0.push_str(written.get(end - long..end).unwrap_or_default());
        } else {
            let glyphs = if cell.heavy { &HEAVY } else { &LIGHT };
            run.0.push(glyphs[usize::from(cell.joins & 15)]);
        }
    }
    if !run.0.is_empty() {
        line.push(run.0, run.1);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_meet_become_tees_and_corners() {
        let mut grid = Grid::new(6, 3);
        grid.line((0, 1), 2, (5, 0), false, Style::default());
        grid.line((0, 1), 2, (5, 2), false, Style::default());
        let text: Vec<String> = grid.lines().iter().map(Line::text).collect();
        assert_eq!(text, ["  ┌───", "──┤", "  └───"]);
    }

    #[test]
    fn a_wide_glyph_takes_two_cells() {
        let mut grid = Grid::new(6, 1);
        grid.put(0, 0, "파드 x", Style::default());
        assert_eq!(grid.lines()[0].cells(), 6);
    }
}
