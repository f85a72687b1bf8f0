//! One keystroke's whole work: edit, parse, verdict, grade, simulate, lay out, draw, and the bytes for the terminal.
//!
//! Beside it the floor of such work: parse the text twice with serde_yaml and redraw a frame of ratatui. Figures are to be
//! compared within one run.

use std::io::{self, Write};

use divan::{Bencher, black_box};
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
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;
use ratatui::{Terminal, TerminalOptions, Viewport};

fn main() {
    divan::main();
}

const SIZE: Size = Size { width: 120, height: 36 };
/// How long the text is, and where it is typed in.
const PLACES: [(usize, Place); 7] = [
    (30, Place::End),
    (1_000, Place::Top),
    (1_000, Place::Middle),
    (1_000, Place::End),
    (10_000, Place::Top),
    (10_000, Place::Middle),
    (10_000, Place::End),
];

#[derive(Clone, Copy, Debug)]
enum Place {
    Top,
    Middle,
    End,
}

/// In an exercise of one Service, a character typed and taken back.
#[divan::bench]
fn exercise(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::open(&Destination::Exercise { id: "first-nodeport".into() }, None);
    bencher.bench_local(|| desk.type_and_take_back());
}

/// The same in a manifest of many documents, whose Services find their pods.
#[divan::bench(args = PLACES)]
fn many_services(bencher: Bencher<'_, '_>, (lines, place): (usize, Place)) {
    let mut desk = Desk::open(&Destination::Exercise { id: "first-nodeport".into() }, Some(services(lines, "seats")));
    desk.go(lines, place);
    bencher.bench_local(|| desk.type_and_take_back());
}

/// The same where each Service is found at fault.
#[divan::bench(args = PLACES)]
fn many_faults(bencher: Bencher<'_, '_>, (lines, place): (usize, Place)) {
    let mut desk = Desk::open(&Destination::Exercise { id: "first-nodeport".into() }, Some(services(lines, "web")));
    desk.go(lines, place);
    bencher.bench_local(|| desk.type_and_take_back());
}

/// The same in one Service with that many lines of ports.
#[divan::bench(args = PLACES)]
fn one_long_service(bencher: Bencher<'_, '_>, (lines, place): (usize, Place)) {
    let mut desk = Desk::open(&Destination::Exercise { id: "first-nodeport".into() }, Some(ports(lines)));
    desk.go(lines, place);
    bencher.bench_local(|| desk.type_and_take_back());
}

#[divan::bench(args = [30, 1_000])]
fn floor(bencher: Bencher<'_, '_>, lines: usize) {
    let mut terminal = terminal();
    let text = services(lines, "seats");
    let mut count = 0;
    bencher.bench_local(|| {
        for _ in 0..4 {
            for document in serde_yaml::Deserializer::from_str(black_box(&text)) {
                let _ = black_box(<serde_yaml::Value as serde::Deserialize>::deserialize(document));
            }
        }
        for _ in 0..2 {
            count += 1;
            let rows = text.lines().take(36).map(Line::raw);
            let page: Vec<Line<'_>> = rows.chain([Line::raw(format!("{count}"))]).collect();
            let _ = terminal.draw(|frame| frame.render_widget(Paragraph::new(page), frame.area()));
        }
    });
}

struct Desk {
    model: Model,
    canvas: Canvas<CrosstermBackend<Sink>>,
}

impl Desk {
    fn open(destination: &Destination, text: Option<String>) -> Self {
        let course = Course::open(content::lessons(None).expect("embedded lessons")).expect("a course");
        let shared = Shared::new(course, content::catalogue(), SIZE);
        let mut desk = Self { model: Model::new(shared), canvas: Canvas::new(CrosstermBackend::new(Sink)) };
        desk.model.open(destination);
        if let Some(text) = text {
            desk.model.update(Event::Key(Key::ctrl('a')));
            desk.model.update(Event::Paste(text));
        }
        desk.draw();
        desk
    }

    /// Puts the caret before a line of the text's first, middle or last document.
    fn go(&mut self, lines: usize, place: Place) {
        let (start, key, times) = match place {
            Place::Top => (Code::Home, Code::Down, 5),
            Place::Middle => (Code::Home, Code::Down, lines / 2),
            Place::End => (Code::End, Code::Up, 20),
        };
        self.model.update(Event::Key(Key::plain(start).with_ctrl()));
        for _ in 0..times {
            self.model.update(Event::Key(Key::plain(key)));
        }
        self.draw();
    }

    /// Two keystrokes, each with its frame.
    fn type_and_take_back(&mut self) {
        black_box(self.model.update(Event::Key(Key::char('x'))));
        self.draw();
        black_box(self.model.update(Event::Key(Key::plain(Code::Backspace))));
        self.draw();
    }

    fn draw(&mut self) {
        let _ = self.canvas.draw(&self.model.view(), SIZE, Painter::default());
    }
}

fn terminal() -> Terminal<CrosstermBackend<Sink>> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.width, SIZE.height));
    Terminal::with_options(CrosstermBackend::new(Sink), TerminalOptions { viewport }).expect("a terminal")
}

/// Takes the bytes a terminal would get.
struct Sink;

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        black_box(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Services of 14 lines that choose the pods of an app.
fn services(lines: usize, app: &str) -> String {
    let service = |n: usize| {
        format!(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: web-{n}\nspec:\n  type: NodePort\n  selector:\n    app: {app}\n  \
             ports:\n    - name: http\n      port: 80\n      targetPort: 8080\n      nodePort: {}\n---\n",
            30000 + n % 2768
        )
    };
    let all: Vec<String> = (0..lines / 14).map(service).collect();
    all.concat()
}

fn ports(lines: usize) -> String {
    let head = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n";
    let port = |n: usize| format!("    - name: p{n}\n      port: {}\n      targetPort: 8080\n", n % 65_535 + 1);
    std::iter::once(head.to_owned()).chain((0..lines / 3).map(port)).collect()
}
