//! The help: every key of the screen below it, and those that work everywhere.
//!
//! Must not know: which screens there are.

use crate::app::chrome;
use crate::app::event::Mouse;
use crate::app::key::{Code, HelpRow, Key};
use crate::app::scene::{Line, Rect, Role, Scene, Size, Style};
use crate::app::shared::Shared;
use crate::text::width;

/// Keys that work on every screen.
const EVERYWHERE: [HelpRow; 3] = [
    HelpRow { label: "F1", title: "이 도움말 (글자를 쓰는 곳이 아니면 ?도)", bar: false },
    HelpRow { label: "Ctrl-Q", title: "키잡이 끝내기. 하던 것은 모두 저장됩니다", bar: false },
    HelpRow { label: "Ctrl-L", title: "화면 다시 그리기", bar: false },
];

/// The help's own keys, for the bar below it.
const CLOSING: HelpRow = HelpRow { label: "Esc", title: "닫기", bar: true };
/// Those of a help that is longer than the screen.
const SCROLLING: [HelpRow; 2] = [
    HelpRow { label: "↑ ↓", title: "넘기기", bar: true },
    HelpRow { label: "PgUp PgDn", title: "한 화면씩", bar: true },
];

/// Cells of a help where there is room for more.
const WIDEST: u16 = 76;

/// What stands above them.
const ALWAYS: HelpRow = HelpRow::heading("어디서나");

/// The help of one screen.
pub struct Help {
    name: &'static str,
    rows: Vec<HelpRow>,
    top: usize,
}

impl Help {
    /// The help of the screen called `name`.
    #[must_use]
    pub fn new(name: &'static str, mut rows: Vec<HelpRow>) -> Self {
        rows.retain(|row| row.is_heading() || EVERYWHERE.iter().all(|known| known.label != row.label));
        Self { name, rows, top: 0 }
    }

    /// Whether `key` closes it.
    #[must_use]
    pub fn closes(&self, key: Key) -> bool {
        matches!(key.code, Code::Esc | Code::Enter) || key == Key::char('q')
    }

    /// Scrolls by a key.
    pub fn key(&mut self, key: Key, size: Size) {
        let page = usize::from(self.area(size).height.saturating_sub(2)).max(1);
        match key.code {
            Code::Down => self.scroll(1, size),
            Code::Up => self.scroll(-1, size),
            Code::PageDown | Code::Char(' ') => self.scroll(isize::try_from(page).unwrap_or(1), size),
            Code::PageUp => self.scroll(-isize::try_from(page).unwrap_or(1), size),
            _ => {}
        }
    }

    /// Scrolls by the wheel.
    pub fn mouse(&mut self, mouse: Mouse, size: Size) {
        if let Mouse::Scroll { notches, .. } = mouse {
            self.scroll(isize::try_from(notches).unwrap_or(0), size);
        }
    }

    /// Shows itself over the screen.
    pub fn view<'m>(&'m self, shared: &Shared, scene: &mut Scene<'m>) {
        let title = Line::of(format!(" 키 ─ {} ", self.name), Role::Title);
        let area = self.area(shared.size);
        let scrolls = self.total() + 2 > usize::from(area.height);
        let note = Line::of(if scrolls { " ↑ ↓ 넘기기 · Esc 닫기 " } else { " Esc 닫기 " }, Role::Muted);
        // Halves of words and of frames beside it would only be in the way.
        let behind = chrome::body(shared.size);
        let blank = || Line::of(" ".repeat(behind.width.into()), Role::Text).filled(Role::Text);
        scene.lines(behind, (0..behind.height).map(|_| blank()).collect());
        let inside = scene.pane(area, title, note, true).shrink(1, 0);
        let lines: Vec<Line<'m>> = self.lines(shared.options.ascii);
        let total = lines.len();
        scene.lines(inside, lines.into_iter().skip(self.top).collect());
        scene.scrollbar(Rect::new(inside.x, inside.y, inside.width + 2, inside.height), total, self.top);
        let keys = SCROLLING.iter().filter(|_| scrolls).chain([&CLOSING]).copied();
        chrome::bar(shared, &keys.collect::<Vec<_>>(), scene);
    }

    fn lines<'m>(&self, ascii: bool) -> Vec<Line<'m>> {
        let wide = self.all().map(|row| width::cells(&row.written(ascii))).max().unwrap_or(0);
        let row =
            |row: &HelpRow| Line::of(width::pad(&row.written(ascii), wide + 2), Role::Key).with(row.title, Role::Text);
        let mut lines: Vec<Line<'m>> = Vec::with_capacity(self.total());
        for it in self.all() {
            if !it.is_heading() {
                lines.push(row(it));
                continue;
            }
            if !lines.is_empty() {
                lines.push(Line::default());
            }
            lines.push(Line::of(it.title, Style::from(Role::Heading).bold()));
        }
        lines
    }

    /// How many lines it has: one a row, and a blank above every heading but the first of all.
    fn total(&self) -> usize {
        let blanks = self.all().skip(1).filter(|row| row.is_heading()).count();
        self.all().count() + blanks
    }

    fn all(&self) -> impl Iterator<Item = &HelpRow> {
        self.rows.iter().chain([&ALWAYS]).chain(&EVERYWHERE)
    }

    fn area(&self, size: Size) -> Rect {
        let rows = u16::try_from(self.total() + 2).unwrap_or(u16::MAX);
        // A strip of what is below at either side would only be in the way.
        let columns = if size.width < WIDEST + 10 { size.width } else { WIDEST };
        Rect::all(size).shrink(0, 1).centered(columns, rows)
    }

    fn scroll(&mut self, by: isize, size: Size) {
        let total = self.total();
        let seen = usize::from(self.area(size).height.saturating_sub(2));
        self.top = self.top.saturating_add_signed(by).min(total.saturating_sub(seen));
    }
}
