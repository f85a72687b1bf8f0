//! The task and its checks as they are seen: whole in their pane, in a few lines above what stands alone on a small screen.
//!
//! Must not know: keys, how anything is decided.

use super::Desk;
use super::layout::Pane;
use super::task::Task;
use super::{panes, prose};
use crate::app::scene::{Line, Rect, Role, Scene};
use crate::grade::Report;
use crate::text::width;

/// Rows in which checks can be read: a long task leaves them that many.
const CHECKS: u16 = 12;
/// Rows of the checks that are seen while nothing is written.
const FIRST: u16 = 5;

impl Desk {
    /// Above an editor or a graded console that stands alone: the first lines of the task and the next thing to prove.
    pub(super) fn draw_strip<'m>(&'m self, scene: &mut Scene<'m>) {
        let (Some(task), Some(area)) = (&self.task, self.layout.strip) else { return };
        let area = area.shrink(1, 0);
        let room = usize::from(area.height.saturating_sub(1));
        let mut lines: Vec<Line<'m>> = task.excerpt(room).into_iter().cloned().collect();
        let more = task.told().count() > lines.len();
        let mut key = Line::of("F7", Role::Key).with(if more { " 과제 전체 …" } else { " 과제와 확인" }, Role::Text);
        key.push(format!("  {}", panes::progress(&self.report)), Role::Muted);
        if let Some(check) = self.report.checks.iter().find(|check| !check.passed) {
            let left = usize::from(area.width).saturating_sub(key.cells() + 2);
            key.push("  ", Role::Muted);
            key.spans.extend(prose::one_line(&check.sentence, left, Role::Muted));
        }
        lines.push(key);
        scene.lines(area, lines);
    }

    /// The task above, the checks below: they are what changes, and stay in sight however long the task is.
    pub(super) fn draw_task<'m>(&'m self, scene: &mut Scene<'m>) {
        let Some(task) = &self.task else { return };
        let note = Line::of(format!(" {} ", panes::progress(&self.report)), Role::Muted);
        let Some(inside) = self.pane(Pane::Task, Line::of(" 과제 ", Role::Title), note, scene) else { return };
        let parts = TaskParts::of(task, &self.report, inside.page());
        let top = self.tops[Pane::Task as usize].min(parts.most_top());
        let (told, seen) = parts.tops(top);
        let TaskParts { text, below, checks, .. } = &parts;
        scene.lines(*text, task.lines().iter().skip(told).take(text.height.into()).cloned().collect());
        scene.scrollbar(Rect { width: text.width + 2, ..*text }, task.lines().len(), told);
        let (words, rule) = ("─ 확인 ", Rect { y: text.bottom(), height: 1, ..*text });
        let dashes = usize::from(rule.width).saturating_sub(width::cells(words));
        scene.lines(rule, vec![Line::of(format!("{words}{}", "─".repeat(dashes)), Role::Border)]);
        let mut lines: Vec<Line<'_>> = checks.iter().flatten().skip(seen).take(below.height.into()).cloned().collect();
        if let Some(last) = lines.last_mut().filter(|_| parts.hidden_below(seen) > 0) {
            let how = if self.focus == Pane::Task { "↓" } else { "F7 과제 창에서 ↓" };
            *last = Line::of(format!("… {}개 더 ", parts.hidden_below(seen)), Role::Muted).with(how, Role::Key);
        }
        scene.lines(*below, lines);
        scene.scrollbar(Rect { width: below.width + 2, ..*below }, parts.rows_of_checks(), seen);
    }
}

/// The task pane: the task's text, and below it the checks, both to be scrolled as if they were one.
pub(super) struct TaskParts {
    text: Rect,
    below: Rect,
    /// Rows of the task's text.
    told: usize,
    /// The rows of each check.
    checks: Vec<Vec<Line<'static>>>,
}

impl TaskParts {
    pub(super) fn of(task: &Task, report: &Report, inside: Rect) -> Self {
        let told = task.lines().len();
        let room = usize::from(inside.height).saturating_sub(told + 1);
        let checks = panes::checks(report, inside.width.into(), room);
        // Of the task half stays in sight in any case, and more where the checks still have room to be read; before anything is
        // written they have nothing to tell that the task does not.
        let least = if task.has_begun() { CHECKS } else { FIRST };
        let most = (inside.height / 2 + 1).max(inside.height.saturating_sub(least));
        let kept = u16::try_from(told + 1).unwrap_or(u16::MAX).min(most);
        let rows: usize = checks.iter().map(Vec::len).sum();
        let rows = u16::try_from(rows).unwrap_or(u16::MAX).min(inside.height.saturating_sub(kept));
        let (text, rest) = inside.bottom_rows(rows + 1);
        Self { text, below: rest.top(1).1, told, checks }
    }

    fn rows_of_checks(&self) -> usize {
        self.checks.iter().map(Vec::len).sum()
    }

    /// How far the text, and then the checks, can be scrolled.
    fn most_tops(&self) -> (usize, usize) {
        let left = |rows: usize, area: Rect| rows.saturating_sub(area.height.into());
        (left(self.told, self.text), left(self.rows_of_checks(), self.below))
    }

    pub(super) fn most_top(&self) -> usize {
        let (text, checks) = self.most_tops();
        text + checks
    }

    /// The first row seen of the text and of the checks, for how far the pane is scrolled.
    fn tops(&self, top: usize) -> (usize, usize) {
        let (text, checks) = self.most_tops();
        (top.min(text), top.saturating_sub(text).min(checks))
    }

    /// How many checks begin below what is seen, the last row being taken by that very count.
    fn hidden_below(&self, top: usize) -> usize {
        let height = usize::from(self.below.height);
        if height == 0 || top + height >= self.rows_of_checks() {
            return 0;
        }
        let starts = self.checks.iter().scan(0, |end, rows| {
            *end += rows.len();
            Some(*end - rows.len())
        });
        // A check that is cut in its middle is more to see too.
        starts.filter(|start| top + height - 1 <= *start).count().max(1)
    }
}
