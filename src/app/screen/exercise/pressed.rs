//! What a key does at the desk: to what lies over it, to the text, to the pane that has the focus.
//!
//! Must not know: which key is for what ([`keys`](super::keys)), how anything is drawn.

use super::Desk;
use super::completion::{Completion, Trigger};
use super::context::context;
use super::keys::{Act, DESK, Edit, LAB, TEXT};
use super::layout::Pane;
use super::popup::{Kind, Popup, Question};
use crate::app::editor::{Command, Motion};
use crate::app::event::Event;
use crate::app::key::{Code, Key, find};
use crate::app::screen::{Destination, Go};
use crate::app::shared::Shared;

impl Desk {
    pub(super) fn key(&mut self, key: Key, shared: &mut Shared) -> Go {
        if let Some(popup) = &mut self.popup {
            let wish = popup.key(key, shared.size);
            self.fulfil(wish, shared);
            return Go::Stay;
        }
        if self.focus == Pane::Editor && self.completion_key(key, shared) {
            return Go::Stay;
        }
        if self.zoomed && key == Key::plain(Code::Esc) {
            self.zoom();
            return Go::Stay;
        }
        if key == Key::plain(Code::Esc) && !self.at_home() {
            self.go_home();
            return Go::Stay;
        }
        if let Some(act) = find(LAB, key).filter(|_| self.plays()).or_else(|| find(DESK, key)) {
            self.completion = None;
            return self.act(act, shared);
        }
        match self.focus {
            Pane::Editor => self.text_key(key, shared),
            Pane::Console => {
                if !self.console_key(key, shared) {
                    self.pane_key(key, shared);
                }
            }
            Pane::Task | Pane::Traffic | Pane::Diagnostics => self.pane_key(key, shared),
        }
        Go::Stay
    }

    /// Keys that the list of offers takes while it is open; whether it took this one.
    fn completion_key(&mut self, key: Key, shared: &mut Shared) -> bool {
        let Some(completion) = &mut self.completion else { return false };
        match key.code {
            Code::Down => completion.step(1),
            Code::Up => completion.step(-1),
            Code::Esc => self.completion = None,
            Code::Tab if key == Key::plain(Code::Tab) => self.accept(shared),
            Code::Enter if completion.chosen.is_some() => self.accept(shared),
            _ => return false,
        }
        true
    }

    pub(super) fn accept(&mut self, shared: &mut Shared) {
        if let Some(edit) = self.completion.take().and_then(|completion| completion.accept()) {
            self.apply(vec![edit], shared);
            self.offer(Trigger::Following);
        }
    }

    fn text_key(&mut self, key: Key, shared: &mut Shared) {
        let command = match find(TEXT, key) {
            Some(Edit::Complete) => {
                self.offer(Trigger::Asked);
                if self.completion.is_none() {
                    shared.say("이 자리에 알맞은 후보가 없습니다.");
                }
                return;
            }
            Some(edit) => command(edit),
            None => match key.typed() {
                Some(c) => Command::Type(c.to_string()),
                None => return,
            },
        };
        let typed = matches!(command, Command::Type(_) | Command::Backspace);
        self.perform(command, shared);
        let open = self.completion.take();
        if typed {
            self.offer(if open.is_some_and(|it| !it.by_itself) { Trigger::Following } else { Trigger::Typing });
        }
    }

    /// Opens the list of offers where there are any. What is wrong with the very word they are for is not said while
    /// that word may still become one of them.
    fn offer(&mut self, trigger: Trigger) {
        let editor = &self.sheet().editor;
        let context = context(editor.text(), editor.index(), editor.caret());
        self.completion = context.and_then(|context| Completion::at(editor.text(), &context, &self.words, trigger));
        let word = self.completion.as_ref().map(|it| it.range).filter(|range| !range.is_empty());
        if let (Some(word), Some(file)) = (word, self.report.files.get_mut(self.active)) {
            let before = file.diagnostics.len();
            file.diagnostics.retain(|it| it.range != word);
            self.held |= file.diagnostics.len() < before;
            self.weighed.clear();
            self.current = usize::MAX;
            self.point_at_caret();
        }
    }

    /// Whether an event is one of many that follow fast on each other while the learner writes.
    pub(super) fn is_writing(&self, event: &Event) -> bool {
        let writes = |key: &Key| {
            key.typed().is_some() || matches!(key.code, Code::Backspace | Code::Delete | Code::Enter | Code::Tab)
        };
        self.focus == Pane::Editor && matches!(event, Event::Key(key) if writes(key))
    }

    fn pane_key(&mut self, key: Key, shared: &mut Shared) {
        if self.focus == Pane::Traffic && self.watch(key, shared) {
            return;
        }
        match key.code {
            Code::Tab if key.shift => self.focus_next(-1),
            Code::Tab => self.focus_next(1),
            Code::Enter => self.go_home(),
            Code::Down if self.focus == Pane::Diagnostics => self.next_finding(1, shared),
            Code::Up if self.focus == Pane::Diagnostics => self.next_finding(-1, shared),
            Code::Down => self.scroll(self.focus, 1),
            Code::Up => self.scroll(self.focus, -1),
            Code::PageDown | Code::Char(' ') => self.scroll(self.focus, 8),
            Code::PageUp => self.scroll(self.focus, -8),
            Code::Home => self.tops[self.focus as usize] = 0,
            _ => {}
        }
    }

    fn act(&mut self, act: Act, shared: &mut Shared) -> Go {
        match act {
            Act::Leave => return Go::Back,
            Act::NextExercise => return self.next_exercise(shared),
            Act::Worlds => return Go::To(Destination::Worlds { from: self.world_id() }),
            Act::TakeBack => {
                let words = self.take_back(shared);
                shared.say(words);
            }
            Act::Hint => self.hint(shared),
            Act::Explain => self.explain(),
            Act::Fix => self.fix(shared),
            Act::Answer => self.answer(shared),
            Act::Mistake => match self.mistake() {
                Some(code) if shared.catalogue.knows(code) => {
                    return Go::To(Destination::Mistake { code: code.to_owned() });
                }
                Some(code) => shared.say(format!("`{code}` 설명은 진단 창에 있는 것이 전부입니다.")),
                None => shared.say("진단이 없습니다."),
            },
            Act::NextFinding => self.next_finding(1, shared),
            Act::PreviousFinding => self.next_finding(-1, shared),
            Act::Zoom => self.zoom(),
            Act::Console => self.toggle_console(),
            Act::NextPane => self.focus_next(1),
            Act::PreviousPane => self.focus_next(-1),
            Act::NextFile => self.show_file((self.active + 1) % self.sheets.len()),
            Act::PreviousFile => self.show_file((self.active + self.sheets.len() - 1) % self.sheets.len()),
            Act::Reset => {
                let log = self.keeps_log();
                self.popup = Some(Popup::new(Kind::Confirm(Question::Reset { log })));
            }
            Act::HandIn => self.hand_in(shared),
            Act::Save => {
                self.save(shared);
                shared.say(if self.task.is_some() || self.plays() {
                    "저장했습니다. 쓰는 동안에도 저절로 저장됩니다."
                } else {
                    "연습장의 글은 저장하지 않습니다. 과제의 글은 저절로 저장됩니다."
                });
            }
        }
        Go::Stay
    }
}

/// The editor's word for what a key asks.
fn command(edit: Edit) -> Command {
    match edit {
        Edit::Move(motion) => Command::Move(motion),
        Edit::Select(motion) => Command::Select(motion),
        Edit::SelectAll => Command::SelectAll,
        Edit::Newline => Command::Newline,
        Edit::Indent => Command::Indent,
        Edit::Dedent => Command::Dedent,
        Edit::Backspace => Command::Backspace,
        Edit::Delete => Command::Delete,
        Edit::BackspaceWord => Command::BackspaceWord,
        Edit::DeleteWord => Command::DeleteWord,
        Edit::Undo => Command::Undo,
        Edit::Redo => Command::Redo,
        Edit::Cut => Command::Cut,
        Edit::Copy => Command::Copy,
        Edit::Paste => Command::PasteClipboard,
        Edit::Comment => Command::ToggleComment,
        // Handled before; as a command it changes nothing.
        Edit::Complete => Command::Move(Motion::Right),
    }
}
