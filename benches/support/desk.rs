//! The learner's desk without a terminal: what a key costs is asked of it by more than one bench.
//!
//! Must not know: how anything is measured.

#![allow(dead_code, reason = "shared by benches that each use a part")]

use std::hint::black_box;
use std::io::{self, Write};

use kijabi::app::Model;
use kijabi::app::event::Event;
use kijabi::app::key::{Code, Key};
use kijabi::app::scene::Size;
use kijabi::app::screen::Destination;
use kijabi::app::shared::Shared;
use kijabi::lesson::Course;
use kijabi::shell::content;
use kijabi::tui::{Canvas, Painter};
use ratatui::backend::CrosstermBackend;

/// The screen of design.md's wireframe.
pub(crate) const SIZE: Size = Size { width: 120, height: 36 };

/// An exercise open in the program.
pub(crate) struct Desk {
    model: Model,
    canvas: Canvas<CrosstermBackend<Sink>>,
}

impl Desk {
    /// The first NodePort exercise, as a learner finds it.
    pub(crate) fn open() -> Self {
        let course = Course::open(content::lessons(None).expect("embedded lessons")).expect("a course");
        let shared = Shared::new(course, content::catalogue(), SIZE);
        let mut desk = Self { model: Model::new(shared), canvas: Canvas::new(CrosstermBackend::new(Sink)) };
        desk.model.open(&Destination::Exercise { id: "first-nodeport".into() });
        desk.draw();
        desk
    }

    /// The same with another text, the caret between its two parts.
    pub(crate) fn with(before: &str, after: &str) -> Self {
        let mut desk = Self::open();
        desk.model.update(Event::Key(Key::ctrl('a')));
        desk.model.update(Event::Paste(after.to_owned()));
        desk.model.update(Event::Key(Key::plain(Code::Home).with_ctrl()));
        desk.model.update(Event::Paste(before.to_owned()));
        desk.draw();
        desk
    }

    /// Two keystrokes, each with its frame. A function of its own so that a profiler can be told to count in it alone.
    #[inline(never)]
    pub(crate) fn type_and_take_back(&mut self) {
        black_box(self.model.update(Event::Key(Key::char('x'))));
        self.draw();
        black_box(self.model.update(Event::Key(Key::plain(Code::Backspace))));
        self.draw();
    }

    fn draw(&mut self) {
        let _ = self.canvas.draw(&self.model.view(), SIZE, Painter::default());
    }
}

/// Takes the bytes a terminal would get.
pub(crate) struct Sink;

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        black_box(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
