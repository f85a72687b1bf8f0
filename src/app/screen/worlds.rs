//! The worlds to play with: those that are ready, and those the learner kept under a name.
//!
//! Must not know: what is in a world.

use super::exercise::{of_record, record_id};
use super::reader::layout::markdown;
use super::{Destination, Go, Page};
use crate::app::chrome;
use crate::app::event::{Event, Mouse};
use crate::app::key::{Code, HelpRow, Key, walk};
use crate::app::scene::{Line, Rect, Role, Scene, Style};
use crate::app::shared::Shared;
use crate::lesson::catalogue::WorldEntry;
use crate::text::width;

const KEYS: [HelpRow; 3] = [
    HelpRow { label: "Enter", title: "열기", bar: true },
    HelpRow { label: "↑ ↓", title: "고르기", bar: true },
    HelpRow { label: "Esc", title: "뒤로", bar: true },
];

/// What is said of the world that is being played with.
const HERE: &str = "지금 여기";

/// The list.
pub struct Worlds {
    rows: Vec<Row>,
    chosen: usize,
    /// The world that is being played with, which lies below.
    from: Option<String>,
}

struct Row {
    /// As [`Destination::Lab`] names it.
    world: String,
    title: String,
    note: &'static str,
    /// What is there and what may be tried, Markdown.
    about: String,
}

impl Worlds {
    /// All of them, on the one that is being played with.
    #[must_use]
    pub fn new(from: Option<String>, shared: &Shared) -> Self {
        let begun = |id: &str| shared.record.exercise(&record_id(id)).is_some_and(|it| it.text.is_some());
        let own = shared.world.iter().map(|world| WorldEntry::clone(world));
        let ready = own.chain(shared.catalogue.worlds().iter().cloned()).map(|world| Row {
            world: world.id.clone(),
            title: world.title.clone(),
            note: match (from.as_ref() == Some(&world.id), begun(&world.id)) {
                (true, _) => HERE,
                (false, true) => "하던 곳이 있음",
                (false, false) => "",
            },
            about: world.about(),
        });
        let mut rows: Vec<Row> = ready.collect();
        for id in shared.record.exercises.keys().filter_map(|id| of_record(id)) {
            let Some((world, name)) = id.split_once('@') else { continue };
            if let Ok(entry) = shared.catalogue.world(world) {
                rows.push(Row {
                    world: id.to_owned(),
                    title: format!("{name} ({})", entry.title),
                    note: if from.as_deref() == Some(id) { HERE } else { "저장한 세계" },
                    about: entry.about(),
                });
            }
        }
        let chosen = rows.iter().position(|row| Some(&row.world) == from.as_ref()).unwrap_or(0);
        Self { rows, chosen, from }
    }

    /// Where the list stands, and below it what is said of the one that is chosen.
    fn areas(&self, shared: &Shared) -> (Rect, Rect) {
        let body = chrome::body(shared.size);
        let body = body.centered(body.width.min(100), body.height);
        let rows = u16::try_from(self.rows.len() + 2).unwrap_or(u16::MAX);
        body.top(rows.clamp(3, body.height / 2))
    }

    fn open(&self) -> Go {
        match self.rows.get(self.chosen) {
            Some(row) if self.from.as_ref() == Some(&row.world) => Go::Back,
            Some(row) if self.from.is_some() => Go::InsteadOfBoth(Destination::Lab { world: row.world.clone() }),
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
                let inside = self.areas(shared).0.inner();
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
        let (list, below) = self.areas(shared);
        let inside = scene.pane(list, Line::of(" 놀아 볼 세계 고르기 ", Role::Title), Line::default(), true);
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
        let title = Line::of(" 어떤 곳이고 무엇을 해 볼 수 있습니까 ", Role::Title);
        let inside = scene.pane(below, title, Line::default(), false).shrink(1, 0);
        let about = self.rows.get(self.chosen).map_or("", |row| row.about.as_str());
        scene.lines(inside, markdown(about, inside.width.into()));
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
        *self = Self::new(self.from.take(), shared);
        self.chosen = chosen.min(self.rows.len().saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Model;
    use crate::app::scene::Size;
    use crate::app::screen::fixture::{USUAL, press, screen, shared};
    use crate::lesson::{Catalogue, MemorySource};
    use std::rc::Rc;

    #[test]
    fn a_world_of_the_learner_s_own_is_in_the_list_too() {
        let mut shared = shared(USUAL);
        let text = "# 내 바다\n#\n# 혼자 만든 곳입니다.\n".to_owned();
        shared.world = Some(Rc::new(WorldEntry { id: "mine".into(), title: "mine.yaml".into(), text }));
        let mut model = Model::new(shared);
        model.open(&Destination::Worlds { from: Some("mine".into()) });
        let shown = screen(&model);
        assert!(shown.contains("> mine.yaml") && shown.contains("지금 여기") && shown.contains("혼자 만든"), "{shown}");
    }

    #[test]
    fn a_world_is_told_of_before_it_is_chosen() {
        let sea = "# 바다\n#\n# 파드 `ship`이 있습니다.\n#\n# - `kubectl get pods`로 봅니다.\n# - `curl ship`으로 부릅니다.\napiVersion: v1\n# 여기는 세계입니다.\n";
        let land = "# 뭍\napiVersion: v1\n";
        for size in [USUAL, Size { width: 60, height: 16 }] {
            let mut shared = shared(size);
            let assets = [("worlds/1-sea.yaml", sea), ("worlds/2-land.yaml", land)];
            shared.catalogue = Rc::new(Catalogue::open(Box::new(MemorySource::new(assets))));
            let mut model = Model::new(shared);
            model.open(&Destination::Worlds { from: None });
            let shown = screen(&model);
            assert!(shown.contains("파드 ship이 있습니다.") && shown.contains("curl ship으로"), "{shown}");
            assert!(!shown.contains("여기는 세계"), "only what stands at its head: {shown}");
            press(&mut model, "<Down>");
            assert!(!screen(&model).contains("파드 ship"), "{}", screen(&model));
        }
    }
}
