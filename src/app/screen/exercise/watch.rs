//! Watching traffic at the desk: which request, which step of it, in the pane or on the whole screen.
//!
//! Must not know: how traffic is drawn or decided.

use super::Desk;
use super::keys::{TRAFFIC, Watch};
use super::layout::Pane;
use super::traffic;
use crate::app::key::{Key, find};
use crate::app::screen::traffic::player;
use crate::app::shared::Shared;

impl Desk {
    /// A key while the traffic has the focus; whether it meant anything there.
    pub(super) fn watch(&mut self, key: Key, shared: &mut Shared) -> bool {
        if let Some(motion) = find(player::KEYS, key) {
            self.player.perform(motion, self.steps(), shared);
        } else {
            match find(TRAFFIC, key) {
                Some(Watch::NextRequest) => self.follow(1),
                Some(Watch::PreviousRequest) => self.follow(-1),
                Some(Watch::Zoom) => self.zoom(),
                None => return false,
            }
        }
        self.tops[Pane::Traffic as usize] = 0;
        true
    }

    /// The traffic on the whole screen, or back in its pane.
    pub(super) fn zoom(&mut self) {
        self.zoomed = !self.zoomed && (self.task.is_some() || self.plays());
        self.focus = if self.zoomed { Pane::Traffic } else { Pane::Editor };
        self.completion = None;
    }

    /// How many things there are to look at.
    pub(super) fn requests(&self) -> usize {
        if self.plays() { self.lab_shows() } else { traffic::traced(&self.report).len() }
    }

    /// How many hops the request that is seen has.
    pub(super) fn steps(&self) -> usize {
        if self.plays() {
            return self.lab_steps();
        }
        let check = self.followed().and_then(|index| self.report.checks.get(index));
        check.and_then(|check| check.trace.as_ref()).map_or(0, |trace| trace.hops.len())
    }

    /// The step that is seen.
    pub(super) fn step(&self) -> usize {
        self.player.step(self.steps())
    }

    /// Another request.
    fn follow(&mut self, by: isize) {
        if self.plays() {
            let last = self.lab_shows().saturating_sub(1);
            self.followed = Some(self.followed.unwrap_or(0).saturating_add_signed(by).min(last));
            return self.player.finish();
        }
        let traced = traffic::traced(&self.report);
        let Some(now) = self.followed().and_then(|index| traced.iter().position(|it| *it == index)) else { return };
        let next = now.saturating_add_signed(by).min(traced.len() - 1);
        if next != now {
            self.followed = traced.get(next).copied();
            self.player.finish();
        }
    }
}
