//! What the desk does around the text: hints, explanations, fixes, the reference answer, going from fault to fault, from
//! file to file and from pane to pane.
//!
//! Must not know: keys, how anything is drawn.

use super::Desk;
use super::context::context;
use super::explain;
use super::layout::Pane;
use super::popup::{Kind, Popup, Question, Wish};
use super::traffic;
use crate::app::editor::Command;
use crate::app::shared::Shared;
use crate::diagnostic::Fix;
use crate::lesson::File;

impl Desk {
    pub(super) fn fulfil(&mut self, wish: Wish, shared: &mut Shared) {
        match wish {
            Wish::Stay => {}
            Wish::Close => self.popup = None,
            Wish::NextHint => self.reveal_hint(shared),
            Wish::Apply(fix) => {
                self.popup = None;
                self.apply_fix(fix, shared);
            }
            Wish::Yes(Question::Reset) => {
                self.popup = None;
                let starter = self.starter.clone();
                self.set_files(&starter, shared);
                shared.say("처음 상태로 되돌렸습니다. Ctrl-Z로 다시 가져올 수 있습니다.");
            }
            Wish::Yes(Question::GiveUp) => {
                self.popup = None;
                if let Some(task) = &mut self.task {
                    task.give_up(shared);
                }
                self.show_answer();
            }
        }
    }

    /// Whether a question waits for its answer.
    pub(super) fn asks(&self) -> bool {
        matches!(self.popup, Some(Popup { kind: Kind::Confirm(_), .. }))
    }

    pub(super) fn hint(&mut self, shared: &mut Shared) {
        let Some(task) = &self.task else { return shared.say("연습장에는 힌트가 없습니다.") };
        if task.hints_shown(shared) == 0 {
            self.reveal_hint(shared);
        } else {
            self.popup = task.hints(shared).map(Popup::new);
        }
    }

    pub(super) fn reveal_hint(&mut self, shared: &mut Shared) {
        if let Some(task) = &self.task {
            task.reveal_hint(shared);
            self.popup = task.hints(shared).map(Popup::new);
        }
    }

    pub(super) fn explain(&mut self) {
        let editor = &self.sheet().editor;
        let context = context(editor.text(), editor.index(), editor.caret());
        let (title, body) = explain::field(editor.text(), context.as_ref());
        self.popup = Some(Popup::new(Kind::Text { title, body }));
    }

    /// Mends what is wrong at the caret, or else what is shown in full; asks where there are several ways.
    pub(super) fn fix(&mut self, shared: &mut Shared) {
        let caret = self.sheet().editor.caret();
        let here = self.found().iter().filter(|it| it.range.touches(caret));
        let mut fixes: Vec<Fix> = here.flat_map(|it| it.fixes.clone()).collect();
        if fixes.is_empty() {
            fixes = self.found().get(self.current).map(|it| it.fixes.clone()).unwrap_or_default();
        }
        match fixes.as_slice() {
            [] => shared.say("여기에는 준비된 고치기가 없습니다. 진단의 설명을 보고 직접 고쳐 보십시오."),
            [_] => fixes.into_iter().for_each(|fix| self.apply_fix(fix, shared)),
            _ => self.popup = Some(Popup::new(Kind::Fixes { fixes, chosen: 0 })),
        }
    }

    pub(super) fn apply_fix(&mut self, fix: Fix, shared: &mut Shared) {
        shared.say(format!("{} ─ Ctrl-Z로 되돌릴 수 있습니다.", fix.title));
        self.apply(fix.edits, shared);
    }

    pub(super) fn answer(&mut self, shared: &mut Shared) {
        match &self.task {
            None => shared.say("연습장에는 정답이 없습니다."),
            Some(task) if self.report.passed || task.may_see_answer(shared) => self.show_answer(),
            Some(_) => self.popup = Some(Popup::new(Kind::Confirm(Question::GiveUp))),
        }
    }

    pub(super) fn show_answer(&mut self) {
        let Some(task) = &self.task else { return };
        let sheet = self.sheet();
        let mine = File { name: sheet.name.clone(), text: sheet.editor.text().to_owned() };
        let reference = task.reference(&sheet.name, self.active);
        self.popup = Some(Popup::new(Kind::Answer { mine, reference }));
    }

    /// Goes to the next diagnostic in the order of the text, over the ends of files.
    pub(super) fn next_finding(&mut self, by: isize, shared: &mut Shared) {
        let caret = self.sheet().editor.caret();
        let all: Vec<(usize, usize, usize)> = self
            .report
            .files
            .iter()
            .enumerate()
            .flat_map(|(file, report)| {
                report.diagnostics.iter().enumerate().map(move |(at, it)| (file, it.range.start(), at))
            })
            .collect();
        let at_current = self.found().get(self.current).is_some_and(|it| it.range.start() == caret);
        let here = (self.active, caret, if at_current { self.current } else { usize::MAX });
        let next = if by > 0 {
            let here = if at_current { here } else { (self.active, caret, 0) };
            all.iter().find(|&&it| if at_current { it > here } else { it >= here }).or(all.first())
        } else {
            let here = if at_current { here } else { (self.active, caret, 0) };
            all.iter().rfind(|&&it| it < here).or(all.last())
        };
        match next {
            Some(&(file, _, at)) => self.go_to(file, at),
            None => shared.say("진단이 없습니다."),
        }
    }

    /// Puts the caret on a diagnostic and shows it in full.
    pub(super) fn go_to(&mut self, file: usize, at: usize) {
        self.show_file(file);
        let Some(start) = self.found().get(at).map(|it| it.range.start()) else { return };
        self.sheet_mut().perform(Command::Goto(start));
        self.current = at;
        self.tops[Pane::Diagnostics as usize] = 0;
    }

    pub(super) fn show_file(&mut self, file: usize) {
        if file < self.sheets.len() && file != self.active {
            let clipboard = self.sheet().editor.clipboard().to_owned();
            self.active = file;
            self.sheet_mut().editor.set_clipboard(clipboard);
            self.completion = None;
            self.current = 0;
            self.point_at_caret();
        }
    }

    /// Follows the next request among those the checks sent.
    pub(super) fn follow(&mut self, by: isize) {
        let traced = traffic::traced(&self.report);
        let shown = self.followed();
        let at = traced.iter().position(|index| Some(*index) == shown).unwrap_or(0);
        let at = at.saturating_add_signed(by).min(traced.len().saturating_sub(1));
        self.followed = traced.get(at).copied();
        self.tops[Pane::Traffic as usize] = 0;
    }

    /// The check whose request is shown.
    pub(super) fn followed(&self) -> Option<usize> {
        let has_trace = |index: &usize| self.report.checks.get(*index).is_some_and(|check| check.trace.is_some());
        self.followed.filter(has_trace).or_else(|| traffic::interesting(&self.report))
    }

    pub(super) fn focus_next(&mut self, by: isize) {
        let panes: &[Pane] = if self.task.is_some() { &Pane::ALL } else { &[Pane::Editor, Pane::Diagnostics] };
        let at = panes.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        let next = at.checked_add_signed(by).unwrap_or(panes.len() - 1) % panes.len();
        self.focus = panes.get(next).copied().unwrap_or(Pane::Editor);
        self.completion = None;
    }

    pub(super) fn scroll(&mut self, pane: Pane, by: isize) {
        if pane == Pane::Editor {
            self.sheet_mut().perform(Command::Scroll(by));
            return;
        }
        let most = self.rows(pane).saturating_sub(1);
        let top = &mut self.tops[pane as usize];
        *top = top.saturating_add_signed(by).min(most);
    }
}
