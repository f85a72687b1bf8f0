//! What the bar at the bottom says: only keys that do something now, the most important first.
//!
//! Must not know: how the bar is drawn.

use super::Reader;
use super::book::Kind;
use super::keys::{Command, GROUPS, KEYS};
use super::popup::Popup;
use super::sheet::StopKind;
use crate::app::key::{Binding, HelpRow, Key};
use crate::app::shared::Shared;

const fn short(label: &'static str, title: &'static str) -> HelpRow {
    HelpRow { label, title, bar: true }
}

impl Reader {
    /// The rows of the bar as things stand.
    pub(super) fn bar_rows(&self, shared: &Shared) -> Vec<HelpRow> {
        let leave = short("Esc", if shared.options.alone { "나가기" } else { "뒤로" });
        match &self.popup {
            Some(Popup::Contents(_)) => {
                return vec![short("Enter", "가기"), short("Esc", "닫기"), short("↑ ↓", "고르기")];
            }
            Some(Popup::Term(_)) => return vec![short("Esc", "닫기"), short("w", "용어집")],
            None => {}
        }
        if self.book.insets.focused().is_some() {
            let rows = [short("↑ ↓", "고르기"), short("Enter", "답하기"), short("1-9", "답"), short("Esc", "그만두기")];
            return rows.into();
        }
        let at_stop = self.focus.is_some();
        let rows = [
            (self.gate_in_view().is_some_and(|gate| self.is_whole(gate)), short("1-9", "답")),
            (at_stop, short("Enter", "열기")),
            (self.top < self.last_top(), short("Space", "아래")),
            (true, if at_stop { short("Esc", "고르기 끝") } else { leave }),
            (self.has_stops(), short("Tab", "링크")),
            (self.has_next(shared), short("n", "다음 장")),
            (self.manifest_in_view().is_some(), short("e", "편집")),
            (self.picture_in_view().is_some(), short("v", "그림")),
            (self.has_exercises(shared), short("x", "과제")),
            (true, short("t", "차례")),
            (self.has_previous(shared), short("p", "이전 장")),
            (true, short("/", "찾기")),
            (true, short("w", "용어집")),
        ];
        rows.into_iter().filter(|(holds, _)| *holds).map(|(_, row)| row).collect()
    }

    /// The rows of the help: every key that can mean something in this text.
    pub(super) fn help_rows(&self) -> Vec<HelpRow> {
        let is_chapter = matches!(self.book.kind, Kind::Chapter(_));
        let turns = !matches!(self.book.kind, Kind::Mistake);
        let means = |command: Command| match command {
            Command::Exercise | Command::Answer | Command::Watch => is_chapter,
            Command::Next | Command::Previous => turns,
            _ => true,
        };
        let mut rows = Vec::with_capacity(KEYS.len() + GROUPS.len());
        for (group, heading) in GROUPS {
            rows.push(HelpRow::heading(heading));
            let of_group = KEYS.iter().filter(|it| means(it.command) && it.command.group() == group);
            rows.extend(of_group.map(Binding::row));
        }
        rows
    }

    /// The help of what a screen around it leaves to it, having `taken` those keys for itself.
    pub(in crate::app::screen) fn help_beside(&self, taken: &[Key]) -> Vec<HelpRow> {
        let is_left = |row: &HelpRow| {
            let binding = KEYS.iter().find(|it| it.label == row.label);
            binding.is_none_or(|it| !it.keys.iter().any(|key| taken.contains(key)))
        };
        self.help_rows().into_iter().filter(is_left).collect()
    }

    /// The gate that waits for an answer, where it is in view.
    pub(super) fn gate_in_view(&self) -> Option<usize> {
        let gate = self.gate_waiting()?;
        let stop = self.sheet.stops.iter().position(|stop| stop.kind == StopKind::Gate(gate))?;
        self.is_seen(stop).then_some(gate)
    }

    /// Whether `Tab` leads anywhere.
    fn has_stops(&self) -> bool {
        !self.sheet.stops.is_empty()
    }

    /// Whether another chapter or section follows.
    fn has_next(&self, shared: &Shared) -> bool {
        match &self.book.kind {
            Kind::Chapter(id) => shared.course.chapters().last().is_some_and(|last| last.id != *id),
            Kind::Notes { sections, at, .. } => at + 1 < sections.len(),
            Kind::Mistake => false,
        }
    }

    /// Whether another chapter or section comes before.
    fn has_previous(&self, shared: &Shared) -> bool {
        match &self.book.kind {
            Kind::Chapter(id) => shared.course.chapters().first().is_some_and(|first| first.id != *id),
            Kind::Notes { at, .. } => *at > 0,
            Kind::Mistake => false,
        }
    }

    /// Whether the chapter has exercises to go to.
    fn has_exercises(&self, shared: &Shared) -> bool {
        let Kind::Chapter(id) = &self.book.kind else { return false };
        shared.course.chapters().iter().any(|it| it.id == *id && !it.exercises.is_empty())
    }
}
