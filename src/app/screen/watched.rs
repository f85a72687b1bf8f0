//! What screens over a watched class folder have in common: the line that sums it up, or says why it cannot be read, the rows below
//! with one of them chosen, and the keys that go through them.
//!
//! Must not know: what is in the folder.

use crate::app::chrome;
use crate::app::event::Mouse;
use crate::app::key::{Binding, Code, HelpRow, Key};
use crate::app::scene::{Line, Rect, Role, Scene, Style};
use crate::app::shared::Shared;
use crate::text::width::ellipsis;

/// Whether the folder could be read when it was looked at last.
#[derive(Debug, Default)]
pub(super) struct Watched {
    /// Why not; empty where it could.
    fault: String,
}

impl Watched {
    /// Takes in what a look gave; the value, where there is one.
    pub(super) fn heard<'r, T>(&mut self, heard: &'r Result<T, String>) -> Option<&'r T> {
        match heard {
            Ok(value) => {
                self.fault.clear();
                Some(value)
            }
            Err(reason) => {
                self.fault.clone_from(reason);
                None
            }
        }
    }

    /// The bars of the screen and the line that sums the folder up; gives what is left between.
    pub(super) fn head(
        &self,
        place: &str,
        note: &str,
        told: &str,
        help: &[HelpRow],
        shared: &Shared,
        scene: &mut Scene<'_>,
    ) -> Rect {
        chrome::top(shared, place, note, scene);
        chrome::bar(shared, help, scene);
        let (summary, rest) = chrome::body(shared.size).top(1);
        let (told, role) = match self.fault.as_str() {
            "" => (format!(" {told}"), Role::Accent),
            fault => (format!(" 수업 폴더를 읽을 수 없습니다. {fault}"), Role::Bad),
        };
        scene.lines(summary, vec![Line::of(ellipsis(&told, room(summary)), Style::from(role).bold())]);
        rest
    }
}

/// Cells for text in an area whose last column is a scroll bar's.
pub(super) fn room(area: Rect) -> usize {
    usize::from(area.width).saturating_sub(1)
}

/// Rows, each a text and its role, of which `chosen` is kept in the middle and marked; where nothing is chosen, `top` is the first.
pub(super) fn rows(count: usize, at: At, area: Rect, row: impl Fn(usize) -> (String, Role), scene: &mut Scene<'_>) {
    let height = usize::from(area.height);
    let most = count.saturating_sub(height);
    let (top, chosen) = match at {
        At::Chosen(chosen) => (chosen.saturating_sub(height / 2).min(most), Some(chosen)),
        At::Top(top) => (top.min(most), None),
    };
    let lines = (top..count).take(height).map(|at| {
        let (text, role) = row(at);
        let text = ellipsis(&text, room(area));
        if Some(at) == chosen { Line::of(text, Role::Chosen).filled(Role::Chosen) } else { Line::of(text, role) }
    });
    scene.lines(Rect { width: area.width.saturating_sub(1), ..area }, lines.collect());
    scene.scrollbar(area, count, top);
}

/// Where rows are seen from.
#[derive(Clone, Copy)]
pub(super) enum At {
    /// Around a chosen row.
    Chosen(usize),
    /// From a row on.
    Top(usize),
}

/// The key that turning the wheel is as good as.
pub(super) fn wheel(mouse: Mouse) -> Option<Key> {
    match mouse {
        Mouse::Scroll { notches, .. } => Some(Key::plain(if notches > 0 { Code::Down } else { Code::Up })),
        _ => None,
    }
}

/// The keys of such a screen, going through its rows first.
pub(super) fn help<A>(walk: &'static str, keys: &[Binding<A>]) -> Vec<HelpRow> {
    let arrows = HelpRow { label: "↑ ↓", title: walk, bar: true };
    std::iter::once(arrows).chain(keys.iter().map(Binding::row)).collect()
}
