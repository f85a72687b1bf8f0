//! The worlds to play with: those that are ready, and those the learner kept under a name.
//!
//! Must not know: what is in a world.

use super::exercise::{of_record, record_id};
use super::{Destination, Go, Page};
use crate::app::chrome;
use crate::app::event::{Event, Mouse};
use crate::app::key::{Code, HelpRow, Key, walk};
use crate::app::scene::{Line, Rect, Role, Scene, Style};
use crate::app::shared::Shared;
use crate::text::width;

const KEYS: [HelpRow; 3] = [
    HelpRow { label: "Enter", title: "열기", bar: true },
    HelpRow { label: "↑ ↓", title: "고르기", bar: true },
    HelpRow { label: "Esc", title: "뒤로", bar: true },
];

/// The list.
pub struct Worlds {
    rows: Vec<Row>,
    chosen: usize,
}

struct Row {
    /// As [`Destination::Lab`] names it.
    world: String,
    title: String,
    note: &'static str,
}

impl Worlds {
    /// All of them.
    #[must_use]
    pub fn new(shared: &Shared) -> Self {
        let begun = |id: &str| shared.record.exercise(&record_id(id)).is_some_and(|it| it.text.is_some());
        let ready = shared.catalogue.worlds().iter().map(|world| Row {
            world: world.id.clone(),
            title: world.title.clone(),
            note: if begun(&world.id) { "하던 곳이 있음" } else { "" },
        });
        let mut rows: Vec<Row> = ready.collect();
        for id in shared.record.exercises.keys().filter_map(|id| of_record(id)) {
            let Some((world, name)) = id.split_once('@') else { continue };
            if let Ok(entry) = shared.catalogue.world(world) {
                rows.push(Row {
                    world: id.to_owned(),
                    title: format!("{name} ({})", entry.title),
                    note: "저장한 세계",
                });
            }
        }
        Self { rows, chosen: 0 }
    }

    fn area(shared: &Shared) -> Rect {
        let body = chrome::body(shared.size);
        body.centered(body.width.min(100), body.height)
    }

    fn open(&self) -> Go {
        match self.rows.get(self.chosen) {
            Some(row) => Go::To(Destination::Lab { world: row.world.clone() }),
            None => Go::Stay,
        }
    }

    fn key(&mut self, key: Key) -> Go {
        if let Some(chosen) = walk(key, self.chosen, self.rows.len().saturating_sub(1)) {
            self.chosen = chosen;
            return Go::Stay;
        }
        match key.code {
            Code::Enter => self.open(),
            Code::Esc | Code::Char('q') | Code::Backspace => Go::Back,
            _ => Go::Stay,
        }
    }

    /// The first row seen.
    fn top(&self, height: usize) -> usize {
        (self.chosen + 1).saturating_sub(height)
    }
}

impl Page for Worlds {
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go {
        match event {
            Event::Key(key) => self.key(*key),
            Event::Mouse(Mouse::Press(at)) => {
                let inside = Self::area(shared).inner();
                let row = self.top(inside.height.into()) + usize::from(at.y.saturating_sub(inside.y));
                if inside.has(*at) && row < self.rows.len() {
                    self.chosen = row;
                    return self.open();
                }
                Go::Stay
            }
            Event::Mouse(Mouse::Scroll { notches, .. }) => {
                let by = isize::try_from(*notches).unwrap_or(0);
                self.chosen = self.chosen.saturating_add_signed(by).min(self.rows.len().saturating_sub(1));
                Go::Stay
            }
            _ => Go::Stay,
        }
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        chrome::top(shared, "실험실", "", scene);
        let inside =
            scene.pane(Self::area(shared), Line::of(" 놀아 볼 세계 고르기 ", Role::Title), Line::default(), true);
        let (room, height) = (usize::from(inside.width), usize::from(inside.height));
        let top = self.top(height);
        let lines = self.rows.iter().enumerate().skip(top).take(height).map(|(at, row)| {
            let chosen = at == self.chosen;
            let words = width::ellipsis(&row.title, room.saturating_sub(width::cells(row.note) + 5));
            let lead = if chosen { "> " } else { "  " };
            let gap = room.saturating_sub(width::cells(&words) + width::cells(row.note) + 3);
            let role = if chosen { Role::Chosen } else { Role::Text };
            let line = Line::of(format!("{lead}{words}{}", " ".repeat(gap)), Style::from(role).bold());
            let line = line.with(row.note, if chosen { Role::Chosen } else { Role::Muted });
            if chosen { line.filled(Role::Chosen) } else { line }
        });
        scene.lines(inside, lines.collect());
        scene.scrollbar(inside, self.rows.len(), top);
        chrome::bar(shared, &self.help(), scene);
    }

    fn help(&self) -> Vec<HelpRow> {
        KEYS.into()
    }

    fn name(&self) -> &'static str {
        "실험실"
    }

    /// Worlds may have been kept or changed since.
    fn enter(&mut self, shared: &mut Shared) {
        let chosen = self.chosen;
        *self = Self::new(shared);
        self.chosen = chosen.min(self.rows.len().saturating_sub(1));
    }
}
