//! Letters of double height and width, for a room to read: `ESC # 3` and `ESC # 4` (DECDHL, VT100 User Guide, chapter 3) make a
//! row of the terminal the upper or the lower half of letters twice as large. What is drawn is then a screen of half the columns
//! and half the rows, each of whose rows is written twice.
//!
//! xterm, mintty, Konsole, iTerm2, Terminal.app and Windows Terminal draw such lines; others show every row twice at its plain
//! size, and no multiplexer passes them on. So nobody gets them who has not asked.
//!
//! Must not know: what is drawn.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use crate::app::event::Event;
use crate::app::scene::{self, Point};
use crate::text::width;

/// How large letters are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Letters {
    /// As the terminal's are.
    #[default]
    Plain,
    /// Twice as high and as wide.
    Doubled,
}

impl Letters {
    /// How many cells of the terminal a letter's is, each way.
    const fn scale(self) -> u16 {
        match self {
            Self::Plain => 1,
            Self::Doubled => 2,
        }
    }

    /// The screen that a terminal of `size` is with such letters.
    #[must_use]
    pub fn screen(self, size: scene::Size) -> scene::Size {
        scene::Size { width: size.width / self.scale(), height: size.height / self.scale() }
    }

    /// The terminal that is needed for a screen of `size`.
    #[must_use]
    pub fn terminal(self, size: scene::Size) -> scene::Size {
        scene::Size { width: size.width * self.scale(), height: size.height * self.scale() }
    }

    /// What happened on that screen, by what happened on the terminal.
    pub(super) fn event(self, event: Event) -> Event {
        match event {
            Event::Resize(size) => Event::Resize(self.screen(size)),
            Event::Mouse(mouse) => {
                let Point { x, y } = mouse.at();
                Event::Mouse(mouse.moved_to(Point { x: x / self.scale(), y: y / self.scale() }))
            }
            other => other,
        }
    }
}

/// The cells that the letters of a row cover, without the letters.
fn grounds(row: &[(u16, u16, &Cell)]) -> Vec<(u16, Cell)> {
    let mut grounds = Vec::new();
    for &(x, _, cell) in row {
        let mut ground = cell.clone();
        ground.set_symbol(" ");
        let wide = width::cells(cell.symbol()) > 1;
        grounds.push((x, ground.clone()));
        grounds.extend(wide.then_some((x + 1, ground)));
    }
    grounds
}

/// A terminal whose letters may be doubled.
pub(super) struct Scaled<B> {
    backend: B,
    letters: Letters,
}

impl<B: Backend<Error = io::Error> + Write> Scaled<B> {
    /// `backend` with such letters.
    pub(super) fn new(backend: B, letters: Letters) -> Self {
        Self { backend, letters }
    }
}

impl<B: Write> Write for Scaled<B> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.backend.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.backend.flush()
    }
}

impl<B: Backend<Error = io::Error> + Write> Backend for Scaled<B> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        if self.letters == Letters::Plain {
            return self.backend.draw(content);
        }
        // A row of such a terminal has half as many columns, and they are counted so.
        let cells: Vec<(u16, u16, &Cell)> = content.collect();
        for row in cells.chunk_by(|(_, one, _), (_, other, _)| one == other) {
            let Some(upper) = row.first().map(|(_, y, _)| 2 * y) else { continue };
            for (line, half) in [(upper, '3'), (upper + 1, '4')] {
                // Told each time: clearing has made the line whole. The terminal counts its lines from 1.
                write!(self.backend, "\x1b[{};1H\x1b#{half}", line + 1)?;
                // xterm paints no more of a wide letter's ground than a narrow one has, and leaves what was there beside it.
                self.backend.draw(grounds(row).iter().map(|(x, cell)| (*x, line, cell)))?;
                self.backend.draw(row.iter().map(|&(x, _, cell)| (x, line, cell)))?;
            }
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.backend.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.backend.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        let at = self.backend.get_cursor_position()?;
        Ok(Position::new(at.x, at.y / self.letters.scale()))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let at = position.into();
        self.backend.set_cursor_position(Position::new(at.x, at.y * self.letters.scale()))
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.backend.clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        let size = self.backend.size()?;
        let screen = self.letters.screen(scene::Size { width: size.width, height: size.height });
        Ok(Size::new(screen.width, screen.height))
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        let WindowSize { pixels, .. } = self.backend.window_size()?;
        Ok(WindowSize { columns_rows: self.size()?, pixels })
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.backend)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::event::Mouse;
    use crate::app::scene::{Line, Rect, Role, Scene};
    use crate::tui::emulator::Emulator;
    use crate::tui::{Canvas, Painter};
    use ratatui::backend::CrosstermBackend;

    #[test]
    fn every_row_is_written_as_an_upper_and_a_lower_half() {
        let terminal = scene::Size { width: 40, height: 8 };
        let emulator = Emulator::new(terminal);
        let scaled = Scaled::new(CrosstermBackend::new(emulator.clone()), Letters::Doubled);
        let mut canvas = Canvas::new(scaled).in_whole_rows();
        let size = Letters::Doubled.screen(terminal);
        for words in [["노드의 문", "", "80 -> 8080", "끝"], ["노드의 문", "서비스", "80", "끝"]] {
            let mut scene = Scene::default();
            scene.lines(Rect::new(0, 0, 20, 4), words.iter().map(|word| Line::of(*word, Role::Text)).collect());
            canvas.draw(&scene, size, Painter::default()).unwrap();
            let twice: Vec<&str> = words.into_iter().flat_map(|word| [word, word]).collect();
            assert_eq!(emulator.rows(), twice);
        }
        let written = emulator.written();
        assert!(written.contains("\x1b[5;1H\x1b#3") && written.contains("\x1b[6;1H\x1b#4"), "{written:?}");
    }

    #[test]
    fn the_mouse_points_at_what_is_drawn_there() {
        let click = |x, y| Event::Mouse(Mouse::Press(Point { x, y }));
        assert_eq!(Letters::Doubled.event(click(21, 7)), click(10, 3));
        assert_eq!(Letters::Plain.event(click(21, 7)), click(21, 7));
    }
}
