//! The mouse at the desk: a press places the caret or goes to what it is on, a drag selects, the wheel scrolls.
//!
//! Must not know: what panes show.

use super::layout::Pane;
use super::{Desk, paper};
use crate::app::editor::Command;
use crate::app::event::Mouse;
use crate::app::scene::Point;
use crate::app::shared::Shared;

/// Lines the wheel scrolls by a notch.
const WHEEL: isize = 3;

impl Desk {
    pub(super) fn mouse(&mut self, mouse: Mouse, shared: &mut Shared) {
        let by = match mouse {
            Mouse::Scroll { notches, .. } => isize::try_from(notches).unwrap_or(0) * WHEEL,
            _ => 0,
        };
        if let Some(popup) = &mut self.popup {
            match mouse {
                Mouse::Press(at) => {
                    let wish = popup.press(at, shared.size);
                    self.fulfil(wish, shared);
                }
                Mouse::Scroll { .. } => popup.scroll(by, shared.size),
                Mouse::Drag(_) | Mouse::Release(_) => {}
            }
            return;
        }
        match mouse {
            Mouse::Press(at) => self.press(at, shared),
            Mouse::Drag(at) if self.dragging => self.point(at, true, shared),
            Mouse::Drag(_) => {}
            Mouse::Release(_) => self.dragging = false,
            Mouse::Scroll { at, .. } => {
                if let Some(pane) = self.pane_at(at) {
                    self.scroll(pane, by);
                }
            }
        }
    }

    pub(super) fn press(&mut self, at: Point, shared: &mut Shared) {
        if let Some(offer) = self.offer_at(at, shared.size) {
            if let Some(completion) = &mut self.completion {
                completion.chosen = Some(offer);
            }
            return self.accept(shared);
        }
        self.completion = None;
        if let Some(pane) = self.tab_at(at) {
            self.focus = pane;
            return;
        }
        let Some(pane) = self.pane_at(at) else { return };
        self.focus = pane;
        match pane {
            Pane::Editor => {
                if let Some(file) = self.file_tab_at(at) {
                    self.show_file(file);
                } else {
                    self.dragging = true;
                    self.point(at, false, shared);
                }
            }
            Pane::Diagnostics => {
                if let Some(found) = self.finding_at(at) {
                    self.go_to(self.active, found);
                    self.focus = Pane::Editor;
                }
            }
            Pane::Console => self.show_console(),
            Pane::Task | Pane::Traffic => {}
        }
    }

    /// Puts the caret under the pointer; a pointer dragged out of the pane takes the nearest row and cell in it.
    pub(super) fn point(&mut self, at: Point, extend: bool, shared: &mut Shared) {
        let Some(area) = self.layout.editor else { return };
        let area = paper::text_area(area.inner(), self.sheet().editor.index().len());
        let row = usize::from(at.y.saturating_sub(area.y).min(area.height.saturating_sub(1)));
        let cell = usize::from(at.x.saturating_sub(area.x).min(area.width.saturating_sub(1)));
        self.perform(Command::Point { row, cell, extend }, shared);
    }

    pub(super) fn pane_at(&self, at: Point) -> Option<Pane> {
        Pane::ALL.into_iter().find(|pane| self.layout.area(*pane).is_some_and(|area| area.has(at)))
    }
}
