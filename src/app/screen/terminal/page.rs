//! What is seen of a terminal: its lines as rows of a width, the line being typed below them, and how much is out of sight.
//!
//! Must not know: keys, history.

use std::collections::VecDeque;

use super::Terminal;
use crate::app::scene::{Line, Point, Rect, Role, Scene, Style};
use crate::text::wrap::wrap;
use crate::text::{TextRange, width};

/// A line longer than this is cut: nobody reads on, and wrapping it would cost every frame.
const LONGEST: usize = 4_000;
/// Cells to the next tab stop.
const TAB: usize = 8;

/// What a printed line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// A command as it was typed, behind its prompt of so many bytes.
    Typed(usize),
    Out,
    Error,
    /// kijabi's own words.
    Note,
}

#[derive(Clone, Debug)]
pub(super) struct Printed {
    pub(super) ink: Ink,
    pub(super) text: String,
}

/// What is seen of a terminal.
#[derive(Debug)]
pub struct Seen {
    lines: Vec<Line<'static>>,
    /// Where the caret is among them, column and row, where its row is seen.
    caret: Option<(usize, usize)>,
    /// How many printed lines begin above what is seen.
    pub above: usize,
    /// How many rows are below it.
    pub below: usize,
}

impl Seen {
    /// Puts it on the screen; the caret is shown where the terminal has the `focus`.
    pub fn draw(self, area: Rect, focus: bool, scene: &mut Scene<'_>) {
        scene.lines(area, self.lines);
        if let Some((column, row)) = self.caret.filter(|_| focus) {
            scene.caret = Some(Point {
                x: area.x + u16::try_from(column).unwrap_or(0),
                y: area.y + u16::try_from(row).unwrap_or(0),
            });
        }
    }
}

impl Terminal {
    /// What is seen in an area; `prompt` stands before the line being typed.
    #[must_use]
    pub fn seen(&self, area: Rect, prompt: &str) -> Seen {
        let (columns, height) = (usize::from(area.width.max(1)), usize::from(area.height));
        let mut rows = self.input_rows(prompt, columns);
        let caret = self.caret(prompt, columns);
        rows.extend(self.offer_rows(columns));
        // From the end upwards, as many lines as are seen.
        let wanted = height + self.back;
        let mut printed: VecDeque<Line<'static>> = VecDeque::new();
        let mut taken = 0;
        for line in self.printed.iter().rev() {
            if printed.len() + rows.len() >= wanted {
                break;
            }
            for row in line.rows(columns).into_iter().rev() {
                printed.push_front(row);
            }
            taken += 1;
        }
        let total = printed.len() + rows.len();
        let first_input = printed.len();
        let back = self.back.min(total.saturating_sub(height));
        let skip = total.saturating_sub(height + back);
        printed.extend(rows);
        Seen {
            lines: printed.into_iter().skip(skip).take(height).collect(),
            caret: (first_input + caret.1).checked_sub(skip).filter(|row| *row < height).map(|row| (caret.0, row)),
            above: self.printed.len() - taken,
            below: back,
        }
    }

    /// How many rows of an area have nothing on them yet.
    #[must_use]
    pub fn spare(&self, area: Rect, prompt: &str) -> usize {
        usize::from(area.height).saturating_sub(self.seen(area, prompt).lines.len())
    }

    /// Keeps how far it is scrolled back within what there is to see in an area.
    pub fn fit(&mut self, area: Rect, prompt: &str) {
        if self.back > 0 {
            self.back = self.seen(area, prompt).below;
        }
    }

    fn input_rows(&self, prompt: &str, columns: usize) -> Vec<Line<'static>> {
        let mut rows = Vec::new();
        for (at, part) in self.input.text().split('\n').enumerate() {
            let before = if at == 0 { prompt } else { "> " };
            let typed = Printed { ink: Ink::Typed(before.len()), text: format!("{before}{part}") };
            rows.extend(typed.rows(columns));
        }
        rows
    }

    /// Column and row of the caret within the rows of the input.
    fn caret(&self, prompt: &str, columns: usize) -> (usize, usize) {
        let mut row = 0;
        let before = self.input.text().get(..self.input.caret()).unwrap_or("");
        let mut parts = before.split('\n').enumerate().peekable();
        while let Some((at, part)) = parts.next() {
            let lead = if at == 0 { prompt } else { "> " };
            let text = format!("{lead}{part}");
            let pieces = pieces(&text, columns);
            if parts.peek().is_none() {
                let last = pieces.last().copied().unwrap_or(TextRange::EMPTY);
                let cells = width::cells(last.of(&text));
                let full = cells >= columns;
                return (if full { 0 } else { cells }, row + pieces.len() - usize::from(!full));
            }
            let whole = self.input.text().split('\n').nth(at).unwrap_or("");
            row += self::pieces(&format!("{lead}{whole}"), columns).len();
        }
        (0, row)
    }

    /// The offers side by side.
    fn offer_rows(&self, columns: usize) -> Vec<Line<'static>> {
        let wide = self.offers.iter().map(|offer| width::cells(offer)).max().unwrap_or(0) + 2;
        let across = (columns / wide.max(1)).max(1);
        let row = |offers: &[String]| {
            let text: String = offers.iter().map(|offer| width::pad(offer, wide)).collect();
            Line::of(width::ellipsis(text.trim_end(), columns), Role::Info)
        };
        self.offers.chunks(across).map(row).collect()
    }
}

impl Printed {
    fn rows(&self, columns: usize) -> Vec<Line<'static>> {
        let row = |(at, piece): (usize, TextRange)| {
            let text = piece.of(&self.text);
            match self.ink {
                Ink::Typed(prompt) if at == 0 => {
                    let (before, typed) = text.split_at_checked(prompt).unwrap_or(("", text));
                    Line::of(before.to_owned(), Role::Accent).with(typed.to_owned(), Style::default().bold())
                }
                Ink::Typed(_) => Line::of(text.to_owned(), Style::default().bold()),
                Ink::Out => Line::of(text.to_owned(), Role::Text),
                Ink::Error => Line::of(text.to_owned(), Role::Bad),
                Ink::Note => Line::of(text.to_owned(), Role::Info),
            }
        };
        // What a program prints is cut at the edge as everywhere; kijabi's own words are wrapped.
        let pieces = if self.ink == Ink::Note { wrap(&self.text, columns) } else { pieces(&self.text, columns) };
        pieces.into_iter().enumerate().map(row).collect()
    }
}

/// A line cut where the terminal's edge is, wherever that may be in a word; at least one piece.
fn pieces(text: &str, columns: usize) -> Vec<TextRange> {
    let mut pieces = Vec::new();
    let (mut start, mut cells) = (0, 0);
    for (at, grapheme) in width::graphemes(text) {
        let wide = width::grapheme_cells(grapheme);
        if cells + wide > columns && at > start {
            pieces.push(TextRange::new(start, at));
            (start, cells) = (at, 0);
        }
        cells += wide;
    }
    pieces.push(TextRange::new(start, text.len()));
    pieces
}

/// A line with its tabs as blanks, its colours gone, and cut where nobody reads on.
pub(super) fn shown(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut cells = 0;
    let mut escape = false;
    for (_, grapheme) in width::graphemes(line) {
        match grapheme {
            _ if escape => escape = !grapheme.ends_with(|c: char| c.is_ascii_alphabetic()),
            "\u{1b}" => escape = true,
            "\t" => {
                let blanks = TAB - cells % TAB;
                out.extend(std::iter::repeat_n(' ', blanks));
                cells += blanks;
            }
            _ => {
                out.push_str(grapheme);
                cells += width::grapheme_cells(grapheme);
            }
        }
        if out.len() > LONGEST {
            out.push('…');
            break;
        }
    }
    out
}
