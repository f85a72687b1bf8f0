//! What the desk does around the text: hints, explanations, the reference answer, going from fault to fault, from file to
//! file and from pane to pane.
//!
//! Must not know: keys, how anything is drawn.

use super::Desk;
use super::compare::Comparison;
use super::context::context_of_line;
use super::explain;
use super::layout::Pane;
use super::popup::{Beside, Kind, Popup, Question, Wish};
use super::{task, traffic};
use crate::app::editor::Command;
use crate::app::screen::{Destination, Go};
use crate::app::shared::Shared;
use crate::cluster::trace::Outcome;
use crate::console::Console;
use crate::grade::Answer;
use crate::grade::session::{begin, writes_a_file};
use crate::kube;

impl Desk {
    /// Goes to the exercise that follows, and says what that leaves behind.
    pub(super) fn next_exercise(&self, shared: &mut Shared) -> Go {
        let Some(task) = &self.task else {
            shared.say("연습장에는 다음 과제가 없습니다. Esc를 누르면 읽던 곳으로 돌아갑니다.");
            return Go::Stay;
        };
        let Some(next) = task::after(task, shared) else {
            shared.say("이 과정의 마지막 과제입니다.");
            return Go::Stay;
        };
        let open = !self.report.passed && !shared.record.has_passed(&task.exercise().id);
        let left = if open { "아직 통과하지 않은 과제를 남겨 두었습니다. " } else { "" };
        match next.chapter {
            Some(chapter) => shared.say(format!("{left}다른 장 〈{chapter}〉의 과제 〈{}〉입니다.", next.title)),
            None if open => shared.say(format!("{left}다음 과제 〈{}〉입니다.", next.title)),
            None => {}
        }
        Go::Instead(Destination::Exercise { id: next.id })
    }

    pub(super) fn fulfil(&mut self, wish: Wish, shared: &mut Shared) {
        match wish {
            Wish::Stay => {}
            Wish::Close => self.popup = None,
            Wish::NextHint => self.reveal_hint(shared),
            Wish::Apply(fix) => {
                self.popup = None;
                self.apply_fix(fix, shared);
            }
            Wish::Yes(Question::Reset { log }) => {
                self.popup = None;
                let starter = self.starter.clone();
                self.answer.log.clear();
                self.prompt.reset();
                if !self.set_files(&starter, shared) {
                    self.changed(shared);
                }
                if self.plays() {
                    self.reset_lab(shared);
                } else if self.console_open {
                    self.show_console();
                }
                shared.say(if log {
                    "처음 상태로 되돌렸습니다. 파일에 쓴 글은 Ctrl-Z로 다시 가져올 수 있습니다."
                } else {
                    "처음 상태로 되돌렸습니다. Ctrl-Z로 다시 가져올 수 있습니다."
                });
            }
            Wish::Yes(Question::Taught) => {
                self.popup = None;
                if let Some(task) = &mut self.task {
                    task.count_hint(shared);
                }
                self.mend(shared);
            }
            Wish::Yes(Question::Replace) => {
                self.popup = None;
                self.hand_in_now(shared);
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

    /// Help is asked for: what the text shows now is what the learner does not see alone.
    pub(super) fn helped(&mut self) {
        if let Some(task) = &mut self.task {
            task.helped(&self.report);
        }
    }

    pub(super) fn hint(&mut self, shared: &mut Shared) {
        self.helped();
        let Some(task) = &self.task else { return shared.say("연습장에는 힌트가 없습니다.") };
        if task.hints_shown(shared) == 0 {
            self.reveal_hint(shared);
        } else {
            self.popup = task.hints(shared).map(|hints| self.popup_here(hints));
        }
    }

    pub(super) fn reveal_hint(&mut self, shared: &mut Shared) {
        self.helped();
        if let Some(task) = &mut self.task {
            task.count_hint(shared);
        }
        if let Some(task) = &self.task {
            self.popup = task.hints(shared).map(|hints| self.popup_here(hints));
        }
    }

    pub(super) fn explain(&mut self) {
        let editor = &self.sheet().editor;
        let context = context_of_line(editor.text(), editor.index(), editor.caret());
        let (title, body) = explain::field(editor.text(), context.as_ref());
        let caret = editor.caret();
        self.popup = Some(Popup::new(Kind::Text { title, body }).beside(self.beside(caret)));
    }

    /// The row of the screen on which a place of the text is seen, in its pane.
    pub(super) fn beside(&self, at: usize) -> Beside {
        let editor = &self.sheet().editor;
        let line = editor.index().line_of(at).saturating_sub(editor.viewport().top);
        let pane = self.layout.editor.unwrap_or_default();
        let inside = pane.inner();
        let line = u16::try_from(line).unwrap_or(u16::MAX).min(inside.height.saturating_sub(1));
        Beside { row: inside.y.saturating_add(line), pane }
    }

    /// A popup that leaves in sight what is wrong, or else where the learner writes.
    fn popup_here(&self, kind: Kind) -> Popup {
        let editor = &self.sheet().editor;
        let wrong = self.found().get(self.current).map(|it| it.range.start());
        let at = wrong.filter(|at| self.is_in_view(*at)).unwrap_or(editor.caret());
        let popup = Popup::new(kind);
        if self.layout.editor.is_some() { popup.beside(self.beside(at)) } else { popup }
    }

    /// Whether the line of that place is seen.
    fn is_in_view(&self, at: usize) -> bool {
        let editor = &self.sheet().editor;
        self.layout.editor.is_some() && editor.lines_in_view().contains(&editor.index().line_of(at))
    }

    /// Goes to a place of the text where it is out of sight; what is shown of the diagnostics stays.
    pub(super) fn look_at(&mut self, at: usize) {
        if self.layout.editor.is_some() && !self.is_in_view(at) {
            self.sheet_mut().perform(Command::Goto(at));
        }
    }

    pub(super) fn answer(&mut self, shared: &mut Shared) {
        self.helped();
        match &self.task {
            None => shared.say("연습장에는 정답이 없습니다."),
            Some(task) if self.report.passed || task.may_see_answer(shared) => self.show_answer(),
            Some(_) => self.popup = Some(Popup::new(Kind::Confirm(Question::GiveUp))),
        }
    }

    pub(super) fn show_answer(&mut self) {
        let Some(task) = &self.task else { return };
        let sheet = self.sheet();
        let reference = Answer::files(vec![task.reference(&sheet.name, self.active)]);
        let file =
            reference.files.first().filter(|file| !file.holds_nothing()).map_or("", |file| file.text.trim_start());
        let mine = sheet.editor.text();
        let (name, both) = if self.is_graded_by_commands() {
            // What is not asked to be written is not compared.
            let (name, mine) = if file.is_empty() { ("콘솔", "") } else { (sheet.name.as_str(), mine) };
            let (typed, failed) = self.typed(&reference.log);
            (name, Comparison::of(&with_commands(mine, &typed, failed), &with_commands(file, &reference.log, 0), false))
        } else {
            let objects = |text: &str| kube::check(text, self.version).objects;
            let (one, other) = (objects(mine), objects(file));
            let same = one.len() == other.len() && one.iter().zip(&other).all(|(a, b)| a.object == b.object);
            (sheet.name.as_str(), Comparison::of(mine, file, same && !one.is_empty()))
        };
        let name = name.to_owned();
        self.popup = Some(Popup::new(Kind::Answer { name, both }));
    }

    /// The commands that the learner typed themselves and that did what they were to, and how many failed: what the editor handed over
    /// was not typed, and a slip is no part of an answer. What fails in the reference answer too was meant to.
    fn typed(&self, reference: &[String]) -> (Vec<String>, usize) {
        let world = self.task.as_ref().map_or("", |task| task.exercise().world.as_str());
        let mut console = begin(world, &self.answer.files);
        let (mut typed, mut failed) = (Vec::new(), 0);
        // The log of an earlier sitting is kept as one script.
        for entry in self.answer.log.iter().flat_map(|script| Console::entries(script)) {
            let output = console.run(entry);
            if writes_a_file(entry) {
                continue;
            }
            if output.exit == 0 || reference.iter().any(|it| it == entry) {
                typed.push(entry.to_owned());
            } else {
                failed += 1;
            }
        }
        (typed, failed)
    }

    /// Goes to the diagnostic shown or, if the caret is there already, to the next of the list, over the ends of files.
    pub(super) fn next_finding(&mut self, by: isize, shared: &mut Shared) {
        let files = self.report.files.iter().enumerate();
        let all: Vec<(usize, usize)> =
            files.flat_map(|(file, report)| (0..report.diagnostics.len()).map(move |at| (file, at))).collect();
        let caret = self.sheet().editor.caret();
        let there = self.found().get(self.current).is_some_and(|it| it.range.start() == caret);
        let here = (self.active, self.current);
        let next = match all.iter().position(|&it| it >= here) {
            Some(at) if there || by < 0 => (at + all.len()).checked_add_signed(by).map(|at| at % all.len()),
            Some(at) => Some(at),
            None if by < 0 => all.len().checked_sub(1),
            None => Some(0),
        };
        match next.and_then(|at| all.get(at)) {
            Some(&(file, at)) => self.go_to(file, at),
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
        // It stands where the diagnostics do, and what is gone to is to be read.
        self.console_open &= self.focus == Pane::Console;
    }

    pub(super) fn show_file(&mut self, file: usize) {
        if file < self.sheets.len() && file != self.active {
            let clipboard = self.sheet().editor.clipboard().to_owned();
            self.active = file;
            self.sheet_mut().editor.set_clipboard(clipboard);
            self.completion = None;
            self.current = 0;
            self.weighed.clear();
            self.point_at_caret();
        }
    }

    /// The check whose request is shown.
    pub(super) fn followed(&self) -> Option<usize> {
        let has_trace = |index: &usize| self.report.checks.get(*index).is_some_and(|check| check.trace.is_some());
        self.followed.filter(has_trace).or_else(|| traffic::interesting(&self.report))
    }

    /// How the request that is shown ends.
    pub(super) fn outcome_shown(&self) -> Option<&Outcome> {
        Some(&self.report.checks.get(self.followed()?)?.trace.as_ref()?.end)
    }

    /// Where the learner writes: the text, or the console where that is what the desk is for.
    fn home(&self) -> Pane {
        if self.is_graded_by_commands() || self.plays() { Pane::Console } else { Pane::Editor }
    }

    /// Whether the focus is where something is written, so that Esc leaves.
    pub(super) fn at_home(&self) -> bool {
        self.focus == Pane::Editor || self.focus == self.home()
    }

    /// Back to where the learner writes.
    pub(super) fn go_home(&mut self) {
        self.completion = None;
        match self.home() {
            Pane::Console => self.show_console(),
            home => self.focus = home,
        }
    }

    /// The panes of this desk, in the order in which the focus goes round.
    pub(super) fn panes(&self) -> &'static [Pane] {
        if self.plays() {
            &[Pane::Editor, Pane::Traffic, Pane::Diagnostics, Pane::Console]
        } else if self.task.is_some() {
            &Pane::ALL
        } else {
            &[Pane::Editor, Pane::Diagnostics]
        }
    }

    pub(super) fn focus_next(&mut self, by: isize) {
        self.zoomed = false;
        let panes = self.panes();
        let at = panes.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        let next = at.checked_add_signed(by).unwrap_or(panes.len() - 1) % panes.len();
        self.focus = panes.get(next).copied().unwrap_or(Pane::Editor);
        if self.focus == Pane::Console {
            self.show_console();
        }
        self.completion = None;
    }

    pub(super) fn scroll(&mut self, pane: Pane, by: isize) {
        match pane {
            Pane::Editor => {
                self.sheet_mut().perform(Command::Scroll(by));
                return;
            }
            Pane::Console => {
                self.prompt.terminal.scroll(by);
                return;
            }
            Pane::Task | Pane::Traffic | Pane::Diagnostics => {}
        }
        let most = self.most_top(pane);
        let top = &mut self.tops[pane as usize];
        *top = top.saturating_add_signed(by).min(most);
    }
}

/// A file and what was typed at the console beside it, to be compared as one text; a comment says how many commands are left out.
fn with_commands(file: &str, log: &[String], failed: usize) -> String {
    let left_out =
        if failed > 0 { format!("# 실패한 명령 {failed}개는 뺐습니다.\n") } else { String::new() };
    let log = format!("{left_out}{}", log.join("\n"));
    if file.is_empty() { log } else { format!("{}\n\n# 콘솔에서 친 명령\n{log}", file.trim_end()) }
}
