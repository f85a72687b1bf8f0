//! One keystroke's whole work: edit, parse, verdict, grade, simulate, lay out, draw, and the bytes for the terminal.
//!
//! Beside it the floor of such work: parse the text twice with serde_yaml and redraw a frame of ratatui. Figures are to be
//! compared within one run.

#[path = "support/desk.rs"]
mod desk;
#[path = "support/manifests.rs"]
mod manifests;

use desk::{Desk, SIZE, Sink};
use divan::{Bencher, black_box};
use manifests::{Place, Shape, Touch, cut};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;
use ratatui::{Terminal, TerminalOptions, Viewport};

fn main() {
    divan::main();
}

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

/// In an exercise of one Service, a character typed and taken back.
#[divan::bench]
fn exercise(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::open();
    bencher.bench_local(|| desk.type_and_take_back());
}

/// The same in a Service of thirty lines; the letter makes a name longer, or keeps the text from being read.
#[divan::bench(args = [Touch::Name, Touch::Breaks])]
fn thirty_lines(bencher: Bencher<'_, '_>, touch: Touch) {
    typed(bencher, Shape::Ports, (30, Place::Middle), touch);
}

/// In a manifest of many documents, whose Services find their pods.
#[divan::bench(args = PLACES)]
fn many_services(bencher: Bencher<'_, '_>, at: (usize, Place)) {
    typed(bencher, Shape::Services, at, Touch::Breaks);
}

/// The same where each Service is found at fault.
#[divan::bench(args = PLACES)]
fn many_faults(bencher: Bencher<'_, '_>, at: (usize, Place)) {
    typed(bencher, Shape::Faults, at, Touch::Breaks);
}

/// The same in one Service with that many lines of ports.
#[divan::bench(args = PLACES)]
fn one_long_service(bencher: Bencher<'_, '_>, at: (usize, Place)) {
    typed(bencher, Shape::Ports, at, Touch::Breaks);
}

fn typed(bencher: Bencher<'_, '_>, shape: Shape, (lines, place): (usize, Place), touch: Touch) {
    let text = shape.lines(lines);
    let (before, after) = cut(&text, place, touch);
    let mut desk = Desk::with(before, after);
    bencher.bench_local(|| desk.type_and_take_back());
}

#[divan::bench(args = [30, 1_000])]
fn floor(bencher: Bencher<'_, '_>, lines: usize) {
    let mut terminal = terminal();
    let text = Shape::Services.lines(lines);
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

fn terminal() -> Terminal<CrosstermBackend<Sink>> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.width, SIZE.height));
    Terminal::with_options(CrosstermBackend::new(Sink), TerminalOptions { viewport }).expect("a terminal")
}
