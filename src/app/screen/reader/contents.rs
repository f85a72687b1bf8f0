//! The table of contents: the chapters of the course with the sections of the one that is read, or the sections of notes.
//!
//! Must not know: how the text is laid out.

use super::Reader;
use super::book::Kind;
use super::sheet::StopKind;
use crate::app::key::{Code, Key, walk};
use crate::app::scene::{Line, Rect, Role, Scene, Style};
use crate::app::shared::Shared;
use crate::study::notes_section_id;
use crate::text::width;

/// Columns within which the title and the keys of the border stand whole.
const NARROWEST: u16 = 44;

/// Where a row of the contents leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// To this row of the text.
    Row(usize),
    /// To this section of the notes.
    Section(usize),
    /// To another chapter.
    Chapter(String),
}

/// One row.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// How deep it stands, from 0.
    depth: usize,
    /// What it says.
    title: String,
    /// Whether it was read to its end.
    read: bool,
    /// Where it leads.
    goal: Goal,
}

/// A table of contents.
#[derive(Clone, Debug)]
pub(super) struct Contents {
    entries: Vec<Entry>,
    /// The entry the learner is on.
    chosen: usize,
}

impl Reader {
    /// The contents of what is read, at the place that is read.
    pub(super) fn table_of_contents(&self, shared: &Shared) -> Contents {
        match &self.book.kind {
            Kind::Notes { path, sections, at } => {
                let entry = |(index, section): (usize, &crate::lesson::markdown::Section)| Entry {
                    depth: section.path.len().saturating_sub(1),
                    title: section.title().to_owned(),
                    read: shared.record.has_read(&notes_section_id(path, &section.path)),
                    goal: Goal::Section(index),
                };
                Contents { entries: sections.iter().enumerate().map(entry).collect(), chosen: *at }
            }
            Kind::Chapter(id) => self.course_contents(id, shared),
            Kind::Mistake => self.at_place(self.headings(1, 0)),
        }
    }

    /// Every chapter, and below the one that is read its sections.
    fn course_contents(&self, id: &str, shared: &Shared) -> Contents {
        let mut entries = Vec::new();
        for (number, chapter) in shared.course.chapters().iter().enumerate() {
            let here = chapter.id == id;
            entries.push(Entry {
                depth: 0,
                title: format!("{}장 {}", number + 1, chapter.title),
                read: shared.record.has_read(&chapter.id),
                goal: if here { Goal::Row(0) } else { Goal::Chapter(chapter.id.clone()) },
            });
            if here {
                // The chapter's own heading says what its row says.
                entries.extend(self.headings(2, 1));
            }
        }
        self.at_place(entries)
    }

    /// The headings from `level` on, those of it `depth` deep, and a word on those that a gate still hides.
    fn headings(&self, level: u8, depth: usize) -> Vec<Entry> {
        let entry = |depth, title, row| Entry { depth, title, read: false, goal: Goal::Row(row) };
        let headings = self.sheet.headings.iter().filter(|it| it.level >= level);
        let mut entries: Vec<Entry> =
            headings.map(|it| entry(depth + usize::from(it.level - level), it.title.clone(), it.row)).collect();
        let gate = self.sheet.stops.iter().find(|stop| matches!(stop.kind, StopKind::Gate(_)));
        entries.extend(gate.map(|gate| entry(depth, "(문제 뒤에 더 있음)".to_owned(), gate.rows.start)));
        entries
    }

    /// The contents with the heading above the first row seen chosen.
    fn at_place(&self, entries: Vec<Entry>) -> Contents {
        let passed = |entry: &Entry| matches!(entry.goal, Goal::Row(row) if row <= self.top);
        let chosen = entries.iter().rposition(passed).unwrap_or(0);
        Contents { entries, chosen }
    }
}

impl Contents {
    /// What a key does; where to go, once that is chosen.
    pub(super) fn key(&mut self, key: Key) -> Option<Goal> {
        let last = self.entries.len().saturating_sub(1);
        if let Some(chosen) = walk(key, self.chosen, last) {
            self.chosen = chosen;
            return None;
        }
        self.entries.get(self.chosen).filter(|_| key.code == Code::Enter).map(|entry| entry.goal.clone())
    }

    pub(super) fn view(&self, body: Rect, scene: &mut Scene<'_>) {
        let widest = self.entries.iter().map(|it| 2 * it.depth + width::cells(&it.title)).max().unwrap_or(0);
        let widest = u16::try_from(widest + 8).unwrap_or(u16::MAX);
        let columns = widest.clamp(NARROWEST, body.width.saturating_sub(4).max(NARROWEST));
        let rows = u16::try_from(self.entries.len() + 2).unwrap_or(u16::MAX).min(body.height.saturating_sub(2));
        let area = body.centered(columns, rows);
        let inside =
            scene.pane(area, Line::of(" 차례 ", Role::Title), Line::of(" Enter 가기 · Esc 닫기 ", Role::Muted), true);
        let height = usize::from(inside.height);
        let top = self.chosen.saturating_sub(height / 2).min(self.entries.len().saturating_sub(height));
        let room = usize::from(inside.width).saturating_sub(4);
        let shown = self.entries.iter().enumerate().skip(top).take(height).map(|(index, entry)| {
            let text = width::ellipsis(&format!("{}{}", "  ".repeat(entry.depth), entry.title), room);
            let chosen = index == self.chosen;
            let role = if chosen { Role::Chosen } else { Role::Text };
            let (pointer, mark) = (if chosen { "> " } else { "  " }, if entry.read { "✓ " } else { "  " });
            let line = Line::of(pointer, Style::from(role))
                .with(mark, if chosen { role } else { Role::Good })
                .with(text, role);
            if chosen { line.filled(Role::Chosen) } else { line }
        });
        scene.lines(inside, shown.collect());
        scene.scrollbar(Rect { width: inside.width + 1, ..inside }, self.entries.len(), top);
    }
}
