//! What the terminal shows and what it shall show, and the fewest bytes from one to the other.
//!
//! ratatui's own `Terminal` compares cell by cell, so a chapter scrolled by one line is sent whole (7 KB, every frame of a held
//! key). Here rows that only moved are moved by the terminal itself, in a scroll region, before cells are compared. And it
//! paints and compares every cell of every frame, where a key changes a few rows: here a row is painted that is not asked to
//! look as it did.
//!
//! Must not know: what is drawn.

use std::io::{self, Write};
use std::ops::Range;

use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType};
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::{Position, Rect};

use super::draw::Painter;
use super::rows::{Prints, Rows};
use crate::app::scene::{Scene, Size};

/// How far a text may have moved to be looked for: more than half a page is drawn anew.
const FARTHEST: usize = 12;

/// How many cells must differ before it is worth looking for moved rows: fewer are sent in no time.
const WORTH: usize = 200;

/// Changes are copied out to be compared by themselves where they are less than this part of the screen; of more, a copy would
/// be most of what a screen holds, and comparing all of it takes no longer.
const MOST_COPIED: usize = 3;

/// What is not known: no text has such a glyph (it is for private use), so whatever shall stand there is sent.
const UNKNOWN: Cell = Cell::new("\u{e000}");

/// A terminal with the memory of what it shows.
pub struct Canvas<B: Backend> {
    backend: B,
    /// What the terminal shows.
    shown: Buffer,
    /// What it shall show: the same as `shown` between one frame and the next.
    next: Buffer,
    /// What each row was asked to show, and how it was drawn.
    asked: (Prints, Painter),
    /// Where the hardware cursor was put; `None` while it is hidden.
    caret: Option<Position>,
    /// Nothing is known of what the terminal shows.
    forgotten: bool,
    /// A row that changes is sent whole, and rows are never moved.
    whole_rows: bool,
}

impl<B: Backend<Error = io::Error> + Write> Canvas<B> {
    /// A canvas on a terminal of which nothing is known yet, its cursor hidden.
    #[must_use]
    pub fn new(backend: B) -> Self {
        let empty = Buffer::empty(Rect::ZERO);
        let asked = (Prints::default(), Painter::default());
        Self { backend, shown: empty.clone(), next: empty, asked, caret: None, forgotten: true, whole_rows: false }
    }

    /// The canvas with rows that are never moved and always drawn whole: for a screen whose rows are not those of the terminal.
    #[must_use]
    pub fn in_whole_rows(self) -> Self {
        Self { whole_rows: true, ..self }
    }

    /// The terminal's end.
    pub fn backend_mut(&mut self) -> &mut B {
        &mut self.backend
    }

    /// Forgets what the terminal shows: the next frame draws every cell.
    pub fn forget(&mut self) {
        self.forgotten = true;
    }

    /// Makes the terminal show `scene`, which was made for a terminal of `size`; what changes is shown as one piece where the
    /// terminal knows how.
    ///
    /// # Errors
    /// Where the terminal cannot be written to.
    pub fn draw(&mut self, scene: &Scene<'_>, size: Size, painter: Painter) -> io::Result<()> {
        let area = Rect::new(0, 0, size.width, size.height);
        let anew = self.forgotten || self.shown.area != area;
        if anew {
            self.shown = Buffer::empty(area);
            self.next = Buffer::empty(area);
            queue!(self.backend, BeginSynchronizedUpdate)?;
            self.backend.clear_region(ClearType::All)?;
            self.asked = (Prints::default(), painter);
            self.forgotten = false;
        }
        let prints = Prints::of(scene, size);
        let wanted = if self.asked.1 == painter { prints.other_than(&self.asked.0) } else { Rows::All };
        self.asked = (prints, painter);
        let columns = usize::from(size.width).max(1);
        for (_, row) in wanted.of(self.next.content.chunks_mut(columns)) {
            row.iter_mut().for_each(Cell::reset);
        }
        painter.paint(scene, &wanted, &mut self.next);
        let mut changes = changes(&self.shown, &self.next, &wanted);
        if !changes.is_empty() && !anew {
            queue!(self.backend, BeginSynchronizedUpdate)?;
        }
        let scrolled = self.scroll(&changes)?;
        if scrolled {
            changes = self::changes(&self.shown, &self.next, &Rows::All);
        }
        if self.whole_rows {
            for change in &mut changes {
                change.columns = 0..columns;
            }
        }
        for change in &changes {
            let cells = change.cells(columns);
            let (shown, next) = (self.shown.content.get_mut(cells.clone()), self.next.content.get(cells));
            let (Some(shown), Some(next)) = (shown, next) else { continue };
            if self.whole_rows {
                shown.fill(UNKNOWN);
            } else {
                doubt_second_halves(shown, next);
            }
        }
        let moved = scrolled || !changes.is_empty();
        let cells: usize = changes.iter().map(|it| it.columns.len()).sum();
        if cells * MOST_COPIED > self.next.content.len() {
            self.backend.draw(self.shown.diff_iter(&self.next))?;
        } else if cells > 0 {
            let pieces: Vec<(Buffer, Buffer)> =
                changes.iter().filter_map(|it| Some((it.piece(&self.shown)?, it.piece(&self.next)?))).collect();
            self.backend.draw(pieces.iter().flat_map(|(shown, next)| shown.diff_iter(next)))?;
        }
        self.place(scene.caret.map(|caret| Position::new(caret.x, caret.y)), moved)?;
        if moved || anew {
            queue!(self.backend, EndSynchronizedUpdate)?;
        }
        Backend::flush(&mut self.backend)?;
        for change in changes {
            let cells = change.cells(columns);
            if let (Some(shown), Some(next)) = (self.shown.content.get_mut(cells.clone()), self.next.content.get(cells))
            {
                shown.clone_from_slice(next);
            }
        }
        Ok(())
    }

    /// Puts the hardware cursor at `caret`; `moved` says that drawing has taken it elsewhere.
    fn place(&mut self, caret: Option<Position>, moved: bool) -> io::Result<()> {
        if let Some(at) = caret {
            if moved || self.caret != caret {
                self.backend.set_cursor_position(at)?;
            }
            if self.caret.is_none() {
                self.backend.show_cursor()?;
            }
        } else if self.caret.is_some() {
            self.backend.hide_cursor()?;
        }
        self.caret = caret;
        Ok(())
    }

    /// Lets the terminal move the rows that have only moved, in it and in what is known of it. Whether there were any.
    fn scroll(&mut self, changes: &[Change]) -> io::Result<bool> {
        if self.whole_rows {
            return Ok(false);
        }
        let Some(Moved { first, end, by }) = moved(&self.shown, &self.next, changes) else { return Ok(false) };
        let columns = usize::from(self.shown.area.width);
        let rows = self.shown.content.get_mut(first * columns..end * columns).unwrap_or_default();
        let amount = by.unsigned_abs();
        let gone = amount * columns;
        // Deleting or inserting lines within margins (DECSTBM, DL, IL): older and smaller terminals know these, not
        // all know the newer SU and SD.
        write!(self.backend, "\x1b[{};{end}r\x1b[{};1H", first + 1, first + 1)?;
        if by > 0 {
            write!(self.backend, "\x1b[{amount}M\x1b[r")?;
            rows.rotate_left(gone);
            rows.iter_mut().rev().take(gone).for_each(Cell::reset);
        } else {
            write!(self.backend, "\x1b[{amount}L\x1b[r")?;
            rows.rotate_right(gone);
            rows.iter_mut().take(gone).for_each(Cell::reset);
        }
        Ok(true)
    }
}

/// Where a row is not the same in what is shown and what shall be.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    /// The row, from the top.
    y: usize,
    /// From the cell before the first that differs, whose glyph may be two cells wide, to the second halves of the last.
    columns: Range<usize>,
}

impl Change {
    /// The cells in a buffer that is `columns` wide.
    fn cells(&self, columns: usize) -> Range<usize> {
        let row = self.y * columns;
        row + self.columns.start..row + self.columns.end
    }

    /// The cells of a buffer as a buffer of their own.
    fn piece(&self, of: &Buffer) -> Option<Buffer> {
        let content = of.content.get(self.cells(of.area.width.into()))?.to_vec();
        let (x, y) = (u16::try_from(self.columns.start).ok()?, u16::try_from(self.y).ok()?);
        Some(Buffer { area: Rect::new(x, y, u16::try_from(content.len()).ok()?, 1), content })
    }
}

/// The changes in the `painted` rows. Comparing cells is what a frame takes longest for, so what is the same at both ends of a
/// row is not asked again.
fn changes(shown: &Buffer, next: &Buffer, painted: &Rows) -> Vec<Change> {
    let columns = usize::from(next.area.width).max(1);
    let rows = shown.content.chunks(columns).zip(next.content.chunks(columns));
    let change = |(y, (old, new)): (usize, (&[Cell], &[Cell]))| {
        let differs = |(old, new): (&Cell, &Cell)| old != new;
        let first = old.iter().zip(new).position(differs)?;
        let last = old.iter().zip(new).rposition(differs)?;
        Some(Change { y, columns: first.saturating_sub(1)..columns.min(last + 3) })
    };
    painted.of(rows).filter_map(change).collect()
}

/// Takes as unknown the cells whose wide glyph is written over at its first half alone: terminals differ in what they leave of
/// the second.
fn doubt_second_halves(shown: &mut [Cell], next: &[Cell]) {
    let is_wide = |cell: &Cell| cell.symbol().len() > 1 && cell.cell_width() > 1;
    for at in 1..shown.len().min(next.len()) {
        if shown[at - 1] != next[at - 1] && is_wide(&shown[at - 1]) && !is_wide(&next[at - 1]) {
            shown[at] = UNKNOWN;
        }
    }
}

/// A band of rows whose text has moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moved {
    /// The first row of the band.
    first: usize,
    /// One past its last row.
    end: usize,
    /// How far, positive for up.
    by: isize,
}

/// Finds the band between the rows that are the same in both, and the distance by which most of its rows have moved.
fn moved(shown: &Buffer, next: &Buffer, changes: &[Change]) -> Option<Moved> {
    let columns = usize::from(next.area.width);
    if columns < 2 || shown.area != next.area {
        return None;
    }
    let (first, end) = (changes.first()?.y, changes.last()?.y + 1);
    if end - first < 4 || changes.iter().map(|it| it.columns.len()).sum::<usize>() < WORTH {
        return None;
    }
    // The last column is a scroll bar's: it stays where it is.
    let rows = [shown, next].map(|of| of.content.chunks(columns).skip(first).take(end - first));
    let [old, new] =
        rows.map(|rows| rows.map(|row| row.split_last().map_or(row, |(_, text)| text)).collect::<Vec<&[Cell]>>());
    let glances = |rows: &[&[Cell]]| -> Vec<u64> { rows.iter().map(|row| glance(row)).collect() };
    let (old_glances, new_glances) = (glances(&old), glances(&new));
    let farthest = isize::try_from(FARTHEST.min(new.len() / 2)).ok()?;
    let by = (1..=farthest).flat_map(|by| [by, -by]).max_by_key(|&by| kept(&old_glances, &new_glances, by))?;
    let enough = |kept: usize| kept * 2 > new.len();
    // Rows that differ may look alike at a glance.
    let is_it = enough(kept(&old_glances, &new_glances, by)) && enough(kept(&old, &new, by));
    is_it.then_some(Moved { first, end, by })
}

/// How many of the `new` rows stood `by` rows further down.
fn kept<T: PartialEq>(old: &[T], new: &[T], by: isize) -> usize {
    let stood =
        |(at, row): (usize, &T)| at.checked_add_signed(by).and_then(|from| old.get(from)).is_some_and(|it| it == row);
    new.iter().enumerate().filter(|&it| stood(it)).count()
}

/// What is seen of a row at a glance: the same of the same rows.
fn glance(row: &[Cell]) -> u64 {
    let ink = |cell: &Cell| cell.symbol().bytes().fold(0, |ink, byte| ink << 8 | u64::from(byte));
    row.iter().step_by(5).fold(0, |all: u64, cell| all.rotate_left(9) ^ ink(cell))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::scene::{Bar, Element, Line, Rect as Area, Role};
    use crate::tui::emulator::Emulator;
    use proptest::prelude::*;
    use ratatui::backend::CrosstermBackend;

    const ROWS: u16 = 20;
    const SIZE: Size = Size { width: 40, height: ROWS };

    const WORDS: [&str; 7] = [
        "노드의 문을 여는 서비스",
        "selector: app=web",
        "엔드포인트 목록과 파드",
        "targetPort 8080",
        "가",
        "",
        "이름으로 부르기",
    ];

    fn page(top: usize) -> Scene<'static> {
        let mut scene = Scene::default();
        let line = |n: usize| Line::of(format!("{} {n} {}", WORDS[n % 7], WORDS[n * 3 % 7]), Role::Text);
        scene.lines(Area::new(0, 1, 40, ROWS - 2), (top..top + usize::from(ROWS)).map(line).collect());
        scene.line(0, 0, 40, Line::of("머리", Role::Bar).filled(Role::Bar));
        scene.line(0, ROWS - 1, 40, Line::of(format!("발 {top}"), Role::Bar).filled(Role::Bar));
        scene
    }

    #[test]
    fn a_scrolled_page_looks_as_if_drawn_anew() {
        let scrolled = Emulator::new(SIZE);
        let mut canvas = Canvas::new(CrosstermBackend::new(scrolled.clone()));
        for top in [0, 1, 2, 5, 4, 0, 11, 30, 29, 26] {
            canvas.draw(&page(top), SIZE, Painter::default()).unwrap();
            let fresh = Emulator::new(SIZE);
            let mut anew = Canvas::new(CrosstermBackend::new(fresh.clone()));
            anew.draw(&page(top), SIZE, Painter::default()).unwrap();
            let (scrolled, fresh) = (scrolled.seen(), fresh.seen());
            let rows: Vec<usize> = (0..scrolled.len()).filter(|&row| scrolled[row] != fresh[row]).collect();
            assert!(rows.is_empty(), "top {top}, rows {rows:?}\n{}\n{}", scrolled[rows[0]], fresh[rows[0]]);
        }
    }

    /// A screen of panes, popups over Hangul, bars and curves.
    fn any_scene() -> impl Strategy<Value = Scene<'static>> {
        let area =
            (0u16..38, 0..ROWS, 1u16..40, 1..ROWS).prop_map(|(x, y, width, height)| Area::new(x, y, width, height));
        let element = (0..7, area, 0usize..6).prop_map(|(kind, area, n)| {
            let words = || Line::of(WORDS[n].repeat(1 + n), if n % 2 == 0 { Role::Text } else { Role::Accent });
            match kind {
                0 | 1 => Element::Lines { area, lines: vec![words(); 1 + n * 2] },
                2 => Element::Pane { area, title: words(), note: Line::default(), focused: n % 2 == 0 },
                3 => Element::Gauge { area: area.top(1).0, ratio: f64::from(area.x) / 40.0, role: Role::Good },
                4 => Element::Scrollbar { area, total: 100, top: n * 15 },
                5 => {
                    let bar = |value| Bar { label: "가".into(), value, text: value.to_string(), role: Role::Good };
                    Element::Bars { area, title: words(), bars: (1..=n as u64).map(bar).collect() }
                }
                _ => {
                    let axis = |to| (0.0, to, vec!["0".into(), "끝".into()]);
                    let points =
                        (0..4u8).map(|at| (f64::from(at), f64::from(u16::from(at) * area.height) / 80.0)).collect();
                    Element::Chart {
                        area,
                        title: words(),
                        points,
                        x: axis(4.0),
                        y: axis(1.0),
                        goal: Some(0.9),
                        role: Role::Info,
                    }
                }
            }
        });
        proptest::collection::vec(element, 0..6).prop_map(|elements| Scene { elements, ..Scene::default() })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_screen_after_another_looks_as_if_drawn_anew(
            scenes in proptest::collection::vec((any_scene(), proptest::sample::subsequence(vec![0, 1, 2, 3, 4, 5], 0..6)), 1..6),
        ) {
            let kept = Emulator::new(SIZE);
            let mut canvas = Canvas::new(CrosstermBackend::new(kept.clone()));
            let mut last: Vec<Element<'static>> = Vec::new();
            for (mut scene, keep) in scenes {
                // Some of what stood there stays, below what is new.
                let stays = keep.into_iter().filter_map(|at| last.get(at).cloned());
                scene.elements.splice(0..0, stays);
                canvas.draw(&scene, SIZE, Painter::default()).unwrap();
                let fresh = Emulator::new(SIZE);
                Canvas::new(CrosstermBackend::new(fresh.clone())).draw(&scene, SIZE, Painter::default()).unwrap();
                prop_assert_eq!(kept.seen(), fresh.seen());
                last = scene.elements;
            }
        }
    }

    #[test]
    fn rows_that_only_moved_are_found() {
        let paint = |top| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 40, ROWS));
            Painter::default().paint(&page(top), &Rows::All, &mut buffer);
            buffer
        };
        let moved = |shown: Buffer, next: Buffer| super::moved(&shown, &next, &changes(&shown, &next, &Rows::All));
        let band = Moved { first: 1, end: 20, by: 1 };
        assert_eq!(moved(paint(3), paint(4)), Some(band));
        assert_eq!(moved(paint(4), paint(3)), Some(Moved { by: -1, ..band }));
        assert_eq!(moved(paint(0), paint(0)), None);
    }
}
