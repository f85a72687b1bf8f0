//! The start screen: the chapters and exercises of the course, and where the learner was.
//!
//! Must not know: how a chapter is laid out, how an exercise is graded.

use super::{Destination, Go, Page};
use crate::app::chrome;
use crate::app::event::Event;
use crate::app::key::{Binding, Code, HelpRow, Key, find, help};
use crate::app::scene::{Line, Role, Scene, Style};
use crate::app::shared::Shared;

#[derive(Clone, Copy)]
enum Command {
    Up,
    Down,
    Open,
    Quit,
}

const KEYS: &[Binding<Command>] = &[
    Binding { keys: &[Key::plain(Code::Enter)], label: "Enter", title: "열기", command: Command::Open, bar: true },
    Binding { keys: &[Key::plain(Code::Up)], label: "↑", title: "위로", command: Command::Up, bar: true },
    Binding { keys: &[Key::plain(Code::Down)], label: "↓", title: "아래로", command: Command::Down, bar: true },
    Binding {
        keys: &[Key::plain(Code::Esc), Key::char('q')],
        label: "Esc",
        title: "나가기",
        command: Command::Quit,
        bar: true,
    },
];

/// The start screen.
pub struct Home {
    chosen: usize,
}

impl Home {
    /// At the first chapter.
    #[must_use]
    pub fn new(_shared: &Shared) -> Self {
        Self { chosen: 0 }
    }
}

impl Page for Home {
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go {
        let Event::Key(key) = event else { return Go::Stay };
        let chapters = shared.course.chapters();
        match find(KEYS, *key) {
            Some(Command::Up) => self.chosen = self.chosen.saturating_sub(1),
            Some(Command::Down) => self.chosen = (self.chosen + 1).min(chapters.len().saturating_sub(1)),
            Some(Command::Open) => {
                if let Some(chapter) = chapters.get(self.chosen) {
                    return Go::To(Destination::Chapter { id: chapter.id.clone(), heading: None });
                }
            }
            Some(Command::Quit) => return Go::Quit,
            None => {}
        }
        Go::Stay
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        chrome::top(shared, "처음", "", scene);
        let rows = shared.course.chapters().iter().enumerate().map(|(index, chapter)| {
            let line = Line::of(format!(" {} ", chapter.title), Style::default());
            if index == self.chosen { line.filled(Role::Chosen) } else { line }
        });
        scene.lines(chrome::body(shared.size).shrink(2, 1), rows.collect());
        chrome::bar(shared, &self.help(), scene);
    }

    fn help(&self) -> Vec<HelpRow> {
        help(KEYS).collect()
    }

    fn name(&self) -> &'static str {
        "처음"
    }
}
