//! What becomes of the learner's text: commands on it, pastes, files that change outside, and that nothing of it is lost.
//!
//! Must not know: keys, panes.

use super::popup::{Kind, Popup, Question};
use super::{Desk, Pane};
use crate::app::editor::Command;
use crate::app::effect::Effect;
use crate::app::screen::Page;
use crate::app::shared::Shared;
use crate::grade::Answer;
use crate::lesson::File;
use crate::text::TextEdit;

impl Desk {
    /// Performs a command on the active file, and all that follows from a change.
    pub(super) fn perform(&mut self, command: Command, shared: &mut Shared) {
        let outcome = self.sheet_mut().perform(command);
        if let Some(text) = outcome.copied {
            shared.effects.push(Effect::Copy(text));
        }
        if outcome.edits.is_empty() {
            self.point_at_caret();
        } else {
            self.changed(shared);
        }
    }

    pub(super) fn apply(&mut self, edits: Vec<TextEdit>, shared: &mut Shared) {
        self.perform(Command::Apply(edits), shared);
    }

    /// The text has changed: judge it, and see that it is kept.
    pub(super) fn changed(&mut self, shared: &mut Shared) {
        self.player.finish();
        if !self.keeps_log() {
            self.prompt.renew();
        }
        self.grade();
        self.progressed(shared);
    }

    /// The answer is another now: see that it is kept.
    pub(super) fn progressed(&mut self, shared: &mut Shared) {
        if let Some(task) = &mut self.task {
            task.changed(self.report.passed, &self.answer, shared);
            task.tell_class(&self.answer, &self.report, shared);
        }
        if let Some(lab) = &mut self.lab {
            lab.burst.goes_on(shared);
        }
    }

    /// Text pasted by the terminal. A stream whose files are all ours (`# Source: NAME`) goes to each file's own tab.
    pub(super) fn paste(&mut self, text: &str, shared: &mut Shared) {
        if self.focus == Pane::Console {
            return self.prompt.terminal.paste(text);
        }
        self.focus = Pane::Editor;
        self.completion = None;
        let parts = self.task.as_ref().filter(|_| self.sheets.len() > 1).map(|task| task.split(text));
        let ours = parts.filter(|parts| {
            parts.iter().all(|part| self.sheets.iter().any(|sheet| sheet.name == part.name))
                && text.lines().any(|line| line.starts_with("# Source:"))
        });
        match ours {
            Some(parts) => {
                self.set_files(&parts, shared);
            }
            None => self.perform(Command::Paste(text.to_owned()), shared),
        }
    }

    /// Makes the files read so; whether that changed anything.
    pub(super) fn set_files(&mut self, files: &[File], shared: &mut Shared) -> bool {
        let mut differ = false;
        for file in files {
            for sheet in self.sheets.iter_mut().filter(|sheet| sheet.name == file.name) {
                differ |= !sheet.perform(Command::SetText(file.text.clone())).edits.is_empty();
            }
        }
        if differ {
            self.changed(shared);
        }
        differ
    }

    /// Hands the answer in as it stands, passed or not; one that passed is not replaced by one that does not without asking.
    pub(super) fn hand_in(&mut self, shared: &mut Shared) {
        self.save(shared);
        let Some(task) = &self.task else { return self.hand_in_now(shared) };
        let class = shared.class.as_ref();
        let before = class.and_then(|it| it.handed_in.get(&task.exercise().id)).map(|given| given.word.clone());
        if shared.class.is_some() && self.answer.is_untouched(task.exercise()) {
            shared.say("처음 받은 그대로이거나 비어 있습니다. 답을 쓴 뒤에 제출하십시오.");
        } else if shared.class.is_some() && before.as_deref() == Some("통과") && !self.report.passed {
            self.popup = Some(Popup::new(Kind::Confirm(Question::Replace)));
        } else {
            self.hand_in_now(shared);
        }
    }

    pub(super) fn hand_in_now(&mut self, shared: &mut Shared) {
        match &self.task {
            Some(task) => task.hand_in(&Answer::files(self.answer.to_files()), &self.report, shared),
            None => shared.say(format!("{}에서 쓴 것은 제출하지 않습니다. 과제에서 제출하십시오.", self.name())),
        }
    }

    /// Sees that nothing typed is lost.
    pub(super) fn save(&mut self, shared: &mut Shared) {
        if let Some(task) = &mut self.task {
            task.save(&self.answer, shared);
        }
        if self.lab.as_mut().is_some_and(|lab| lab.burst.ends(shared)) {
            self.keep_lab(shared);
        }
    }

    /// The file was changed outside kijabi.
    pub(super) fn file_changed(&mut self, text: Result<&str, &str>, shared: &mut Shared) {
        let Some(task) = self.task.as_ref().filter(|task| task.is_outside(shared)) else { return };
        match text {
            Err(reason) => shared.say(reason),
            Ok(text) if task.wrote(text) => {}
            Ok(text) => {
                let files = task.restored(text);
                if self.set_files(&files, shared) {
                    shared.say("파일이 밖에서 바뀌어 다시 읽었습니다.");
                }
            }
        }
    }

    /// Takes in what was saved outside while the learner was elsewhere.
    pub(super) fn catch_up(&mut self, shared: &mut Shared) {
        let is_ours = self.task.as_ref().is_some_and(|task| task.is_outside(shared));
        let saved = shared.outside.as_ref().filter(|_| is_ours).and_then(|it| it.text.clone());
        if let Some(text) = saved {
            self.file_changed(Ok(&text), shared);
        }
    }
}
