//! What lies over a text for a moment: the table of contents, and a term of the glossary.
//!
//! Must not know: how the text is laid out.

use super::layout::markdown;
use crate::app::key::{Code, Key};
use crate::app::scene::{Line, Rect, Role, Scene, Style};
use crate::lesson::spec::Term;
use crate::text::width;

/// A table of contents.
#[derive(Clone, Debug)]
pub(super) struct Contents {
    /// Its rows: how deep, and what it says.
    pub(super) rows: Vec<(usize, String)>,
    /// The row the learner is on.
    pub(super) chosen: usize,
}

/// What lies over the text.
#[derive(Clone, Debug)]
pub(super) enum Popup {
    /// The table of contents.
    Contents(Contents),
    /// A term.
    Term(Term),
}

/// What became of a popup that is done with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Closed {
    /// Nothing more.
    Nothing,
    /// This row of the contents is to be gone to.
    Row(usize),
    /// The glossary is to be opened at this term.
    Glossary(String),
}

impl Popup {
    /// What a key does; something where the popup is done with.
    pub(super) fn key(&mut self, key: Key) -> Option<Closed> {
        if matches!(key.code, Code::Esc | Code::Backspace) || key == Key::char('q') {
            return Some(Closed::Nothing);
        }
        match self {
            Self::Contents(_) if key == Key::char('t') => Some(Closed::Nothing),
            Self::Contents(contents) => contents.key(key).then_some(Closed::Row(contents.chosen)),
            Self::Term(term) if key == Key::char('w') => Some(Closed::Glossary(term.id.clone())),
            Self::Term(_) => (key.code == Code::Enter).then_some(Closed::Nothing),
        }
    }

    /// Shows it over `body`, leaving the row `beside` (from the top of `body`) to be seen where there is one.
    pub(super) fn view(&self, body: Rect, beside: Option<u16>, scene: &mut Scene<'_>) {
        match self {
            Self::Contents(contents) => contents.view(body, scene),
            Self::Term(term) => view_term(term, body, beside, scene),
        }
    }
}

impl Contents {
    /// What a key does; true where the chosen row is to be gone to.
    fn key(&mut self, key: Key) -> bool {
        let last = self.rows.len().saturating_sub(1);
        match key.code {
            Code::Up => self.chosen = self.chosen.saturating_sub(1),
            Code::Down => self.chosen = (self.chosen + 1).min(last),
            Code::PageUp => self.chosen = self.chosen.saturating_sub(10),
            Code::PageDown => self.chosen = (self.chosen + 10).min(last),
            Code::Home => self.chosen = 0,
            Code::End => self.chosen = last,
            Code::Enter => return true,
            _ => {}
        }
        false
    }

    fn view(&self, body: Rect, scene: &mut Scene<'_>) {
        let widest = self.rows.iter().map(|(depth, title)| 2 * depth + width::cells(title)).max().unwrap_or(0);
        let columns = u16::try_from(widest + 6).unwrap_or(u16::MAX).clamp(30, body.width.saturating_sub(4).max(30));
        let rows = u16::try_from(self.rows.len() + 2).unwrap_or(u16::MAX).min(body.height.saturating_sub(2));
        let area = body.centered(columns, rows);
        let inside =
            scene.pane(area, Line::of(" 차례 ", Role::Title), Line::of(" Enter 가기 · Esc 닫기 ", Role::Muted), true);
        let height = usize::from(inside.height);
        let top = self.chosen.saturating_sub(height / 2).min(self.rows.len().saturating_sub(height));
        let room = usize::from(inside.width).saturating_sub(2);
        let shown = self.rows.iter().enumerate().skip(top).take(height).map(|(index, (depth, title))| {
            let text = width::ellipsis(&format!("{}{title}", "  ".repeat(*depth)), room);
            let chosen = index == self.chosen;
            let line =
                Line::of(if chosen { "> " } else { "  " }, Style::from(if chosen { Role::Chosen } else { Role::Text }));
            let line = line.with(text, if chosen { Role::Chosen } else { Role::Text });
            if chosen { line.filled(Role::Chosen) } else { line }
        });
        scene.lines(inside, shown.collect());
        scene.scrollbar(Rect { width: inside.width + 1, ..inside }, self.rows.len(), top);
    }
}

/// Shows a term over `body`.
fn view_term(term: &Term, body: Rect, beside: Option<u16>, scene: &mut Scene<'_>) {
    let columns = body.width.saturating_sub(8).min(64);
    let room = usize::from(columns).saturating_sub(4).max(1);
    let mut lines = vec![
        Line::of(term.term.clone(), Style::from(Role::Term).bold()).with(format!("  {}", term.english), Role::Muted),
    ];
    lines.push(Line::default());
    lines.extend(markdown(&term.sentence, room));
    if !term.aliases.is_empty() {
        lines.push(Line::default());
        lines.extend(markdown(&format!("다른 말: {}", term.aliases.join(", ")), room));
    }
    let rows = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let mut area = body.centered(columns, rows);
    if let Some(row) = beside {
        // Below the word where that fits, else above it.
        let below = body.y.saturating_add(row).saturating_add(2);
        let above = body.y.saturating_add(row).saturating_sub(area.height.saturating_add(1)).max(body.y);
        area.y = if below.saturating_add(area.height) <= body.bottom() { below } else { above };
    }
    let note = Line::of(" w 용어집 · Esc 닫기 ", Role::Muted);
    let inside = scene.pane(area, Line::of(" 용어 ", Role::Title), note, true);
    scene.lines(inside.shrink(1, 0), lines);
}
