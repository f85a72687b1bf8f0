//! A scene as the text that a terminal would show, without colours: how tests see a screen.
//!
//! Must not know: terminals.

use super::{Element, Rect, Scene, Size};
use crate::text::width;

impl Scene<'_> {
    /// The screen in box characters, one line a row, blanks at line ends dropped. A picture is its numbers.
    pub(crate) fn to_text(&self, size: Size) -> String {
        let mut grid = Grid::new(size);
        for element in &self.elements {
            grid.draw(element);
        }
        grid.text()
    }
}

/// A screen of characters.
struct Grid {
    size: Size,
    /// A grapheme a cell; the second cell of a wide one is empty.
    cells: Vec<String>,
}

impl Grid {
    fn new(size: Size) -> Self {
        Self { size, cells: vec![" ".to_owned(); usize::from(size.width) * usize::from(size.height)] }
    }

    fn draw(&mut self, element: &Element<'_>) {
        match element {
            Element::Lines { area, lines } => {
                for (row, line) in (area.y..area.bottom()).zip(lines) {
                    self.put(area.x, row, area.right(), &line.text());
                }
            }
            Element::Pane { area, title, note, .. } => self.border(*area, &title.text(), &note.text()),
            Element::Gauge { area, ratio, .. } => {
                let full = (f64::from(area.width) * ratio.clamp(0.0, 1.0)).round();
                let bar: String = (0..area.width).map(|x| if f64::from(x) < full { '█' } else { '░' }).collect();
                self.put(area.x, area.y, area.right(), &bar);
            }
            Element::Scrollbar { .. } => {}
            Element::Bars { area, title, bars } => {
                self.border(*area, &title.text(), "");
                for (row, bar) in (area.y + 1..area.bottom() - 1).zip(bars) {
                    self.put(area.x + 2, row, area.right() - 1, &format!("{}: {}", bar.label, bar.text));
                }
            }
            Element::Chart { area, title, points, .. } => {
                self.border(*area, &title.text(), "");
                for (row, (x, y)) in (area.y + 1..area.bottom() - 1).zip(points) {
                    self.put(area.x + 2, row, area.right() - 1, &format!("{x}: {y:.0}"));
                }
            }
        }
    }

    fn border(&mut self, area: Rect, title: &str, note: &str) {
        if area.width < 2 || area.height < 2 {
            return;
        }
        let across = "─".repeat(usize::from(area.width) - 2);
        let blank = " ".repeat(usize::from(area.width) - 2);
        for row in area.y..area.bottom() {
            let line = match row {
                _ if row == area.y => format!("┌{across}┐"),
                _ if row + 1 == area.bottom() => format!("└{across}┘"),
                _ => format!("│{blank}│"),
            };
            self.put(area.x, row, area.right(), &line);
        }
        self.put(area.x + 1, area.y, area.right() - 1, title);
        let wide = u16::try_from(width::cells(note)).unwrap_or(u16::MAX);
        if wide + 2 <= area.width {
            self.put(area.right() - 1 - wide, area.y, area.right() - 1, note);
        }
    }

    fn put(&mut self, x: u16, y: u16, right: u16, text: &str) {
        let right = right.min(self.size.width);
        if y >= self.size.height {
            return;
        }
        let mut at = x;
        for (_, grapheme) in width::graphemes(text) {
            let wide = u16::try_from(width::grapheme_cells(grapheme)).unwrap_or(1);
            if at + wide > right {
                break;
            }
            let index = usize::from(y) * usize::from(self.size.width) + usize::from(at);
            self.part(index);
            self.part(index + usize::from(wide));
            for (offset, cell) in self.cells.iter_mut().skip(index).take(usize::from(wide)).enumerate() {
                *cell = if offset == 0 { width::visible(grapheme).into_owned() } else { String::new() };
            }
            at += wide;
        }
    }

    /// A wide glyph that would lose one of its halves at `index` becomes two blanks.
    fn part(&mut self, index: usize) {
        if let Some([first, second]) = index.checked_sub(1).and_then(|before| self.cells.get_mut(before..=index))
            && second.is_empty()
        {
            " ".clone_into(first);
            " ".clone_into(second);
        }
    }

    fn text(&self) -> String {
        let mut out = String::new();
        for row in self.cells.chunks(usize::from(self.size.width).max(1)) {
            out.push_str(row.concat().trim_end());
            out.push('\n');
        }
        out
    }
}
