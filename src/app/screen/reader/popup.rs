//! What lies over a text for a moment: the table of contents, and a term of the glossary.
//!
//! Must not know: how the text is laid out.

use super::contents::{Contents, Goal};
use super::layout::markdown;
use crate::app::key::{Code, Key};
use crate::app::scene::{Line, Rect, Role, Scene, Style};
use crate::lesson::spec::Term;

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
    /// This is to be gone to.
    Goal(Goal),
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
            Self::Contents(contents) => contents.key(key).map(Closed::Goal),
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
