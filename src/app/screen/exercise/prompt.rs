//! The console at the desk. In an exercise that is done there, what is typed is the answer; in any other it is a place to
//! try the manifest out, beside a cluster in which it was applied.
//!
//! Must not know: what commands do, how traffic is drawn.

use super::Desk;
use super::layout::Pane;
use super::panes::PASSED;
use crate::app::key::Key;
use crate::app::screen::terminal::{Ask, Terminal};
use crate::app::shared::Shared;
use crate::console::Console;
use crate::grade::session::{FOLDER, begin, writing};
use crate::lesson::File;

/// What a learner is told at the first look.
const WELCOME_GRADED: &str =
    "이 과제의 답은 여기서 실행하는 명령입니다. 편집기의 파일은 이 폴더에 있습니다. help: 쓸 수 있는 명령";
const WELCOME_FREE: &str =
    "지금의 매니페스트를 적용해 본 클러스터입니다. 여기서 하는 일은 채점하지 않습니다. help: 쓸 수 있는 명령";
const WELCOME_LAB: &str = "마음대로 만들고 부수어 보는 곳입니다. 한 일은 저절로 저장됩니다. help: 쓸 수 있는 명령, undo: 마지막으로 바꾼 것 되돌리기, save 이름: 다른 이름으로 저장";
/// Some of the text is not in the cluster.
const REFUSED: &str = "API 서버가 거절하는 매니페스트는 이 클러스터에 없습니다. 진단(F7)을 고치면 들어갑니다.";
/// The cluster was made anew from another text.
const RENEWED: &str = "매니페스트가 바뀌어 클러스터를 새로 만들었습니다.";

/// The console of a desk.
#[derive(Debug, Default)]
pub(super) struct Prompt {
    pub(super) terminal: Terminal,
    /// The session; none before the first command, and none again once the text it was made of has changed.
    console: Option<Console>,
    /// Whether anything was run in the session that is gone.
    used: bool,
    welcomed: bool,
    /// The files as the session knows them.
    known: Vec<File>,
}

impl Prompt {
    pub(super) fn console(&self) -> Option<&Console> {
        self.console.as_ref()
    }

    pub(super) fn set_console(&mut self, console: Console) {
        self.console = Some(console);
    }

    /// Whatever lies in the session's folder is to be told again.
    pub(super) fn forget_files(&mut self) {
        self.known.clear();
    }

    /// The session has this file.
    pub(super) fn knows(&mut self, file: &File) {
        self.known.push(file.clone());
    }

    /// What stands before the line being typed.
    pub(super) fn sign(&self) -> String {
        self.console.as_ref().map_or_else(|| "$ ".to_owned(), Console::prompt)
    }

    /// The answer has changed otherwise than by a command: a session for trying out stands beside another cluster now.
    pub(super) fn renew(&mut self) {
        self.used |= self.console.take().is_some();
    }

    /// Everything from the start.
    pub(super) fn reset(&mut self) {
        (self.console, self.used, self.welcomed) = (None, false, false);
        self.known.clear();
        self.terminal.clear();
    }
}

impl Desk {
    /// Whether what is typed at the console is kept: it is the answer, or what becomes of a world.
    pub(super) fn keeps_log(&self) -> bool {
        self.is_graded_by_commands() || self.plays()
    }

    /// Whether what is typed at the console is the answer.
    pub(super) fn is_graded_by_commands(&self) -> bool {
        self.task.as_ref().is_some_and(|task| task.exercise().console)
    }

    /// To the console, or back to the text.
    pub(super) fn toggle_console(&mut self) {
        self.zoomed = false;
        self.completion = None;
        if self.focus == Pane::Console {
            self.focus = Pane::Editor;
        } else {
            self.show_console();
        }
    }

    pub(super) fn show_console(&mut self) {
        self.focus = Pane::Console;
        self.console_open = true;
        if !std::mem::replace(&mut self.prompt.welcomed, true) {
            let welcome = match (self.is_graded_by_commands(), self.plays()) {
                (true, _) => WELCOME_GRADED,
                (false, true) => WELCOME_LAB,
                (false, false) => WELCOME_FREE,
            };
            self.prompt.terminal.note(welcome);
        }
    }

    /// A key while the console has the focus; whether it meant anything there.
    pub(super) fn console_key(&mut self, key: Key, shared: &mut Shared) -> bool {
        match self.prompt.terminal.key(key) {
            Ask::Nothing => {}
            Ask::Run(line) => self.run(&line, shared),
            Ask::Complete => self.complete(),
            Ask::Unused => return false,
        }
        true
    }

    fn complete(&mut self) {
        let (line, caret) = self.prompt.terminal.line();
        let (line, caret) = (line.to_owned(), caret);
        self.begin_session();
        if let Some(console) = &self.prompt.console {
            let (range, candidates) = console.complete(&line, caret);
            self.prompt.terminal.offer(range, candidates);
        }
    }

    /// A session where there is none: beside the exercise's own world where commands are the answer, else beside the
    /// cluster that the answer makes.
    pub(super) fn begin_session(&mut self) {
        if self.prompt.console.is_some() {
            return;
        }
        if std::mem::take(&mut self.prompt.used) {
            self.prompt.terminal.note(RENEWED);
        }
        let files = self.files();
        let logged = self.keeps_log();
        if !logged && self.report.files.iter().any(|file| file.rejected.is_some()) {
            self.prompt.terminal.note(REFUSED);
        }
        let world = match (&self.lab, &self.task) {
            (Some(lab), _) => lab.text.as_str(),
            (None, Some(task)) => task.exercise().world.as_str(),
            (None, None) => "",
        };
        let mut console = begin(world, &files);
        if !logged {
            // The editor's manifests stand in the cluster already.
            for file in &files {
                console.apply_quietly(&file.name);
            }
        }
        if self.plays() {
            self.go_on_playing(&mut console);
        } else if logged {
            for line in &self.answer.log {
                console.run(line);
            }
        }
        // What lay there from the start is part of the world; what is changed later is told to the session.
        self.prompt.known = if logged && !self.answer.log.is_empty() { Vec::new() } else { files };
        self.prompt.console = Some(console);
    }

    /// Runs what was typed.
    fn run(&mut self, line: &str, shared: &mut Shared) {
        if Console::is_unfinished(line) {
            return self.prompt.terminal.go_on(line);
        }
        self.begin_session();
        let sign = self.prompt.sign();
        self.prompt.terminal.echo(&sign, line);
        if line.trim().is_empty() {
            return;
        }
        if self.lab_command(line, shared) {
            return;
        }
        let graded = self.is_graded_by_commands();
        if self.keeps_log() {
            self.tell_changed_files();
        }
        let way_back = self.way_back();
        if self.keeps_log() {
            self.answer.log.push(line.to_owned());
        }
        let Some(console) = &mut self.prompt.console else { return };
        let output = console.run(line);
        self.prompt.terminal.print(&output.stdout, &output.stderr, &output.notes);
        self.mark(line, way_back);
        self.take_files_back(shared);
        if self.plays() {
            self.open_written();
            self.look_at_lab();
            if self.prompt.console().and_then(Console::last_request).is_some() {
                self.followed = Some(1);
            }
            self.player.finish();
            self.keep_lab(shared);
        }
        if graded {
            let passed = self.report.passed;
            self.player.finish();
            if let (Some(task), Some(console)) = (&mut self.task, &self.prompt.console) {
                task.take_over(&self.answer, console.clone());
            }
            self.grade();
            self.progressed(shared);
            if self.report.passed && !passed {
                let next = "F6 정답 비교, F9 다음 과제, Esc 나가기";
                self.prompt.terminal.note(&format!("✓ {PASSED}. {next}"));
            }
        }
    }

    /// Files that were changed in the editor since the last command, as the commands that write them: a log tells
    /// everything that a later run of it needs.
    fn tell_changed_files(&mut self) {
        let files = self.files();
        let begun = !self.answer.log.is_empty();
        for file in &files {
            let known = self.prompt.known.iter().find(|it| it.name == file.name);
            if begun && known.is_some_and(|known| known.text == file.text) {
                continue;
            }
            let entry = writing(file);
            if let Some(console) = &mut self.prompt.console {
                console.run(&entry);
            }
            self.answer.log.push(entry);
        }
        self.prompt.known = files;
    }

    /// Files of the desk that a command wrote, back into the editor.
    fn take_files_back(&mut self, shared: &mut Shared) {
        let Some(console) = &self.prompt.console else { return };
        let mut written = Vec::new();
        for sheet in &self.sheets {
            if let Ok(text) = console.laptop_files().read(&format!("{FOLDER}/{}", sheet.name))
                && &*text != sheet.editor.text()
                && self.prompt.known.iter().any(|known| known.name == sheet.name && known.text != *text)
            {
                written.push(File { name: sheet.name.clone(), text: text.to_string() });
            }
        }
        if written.is_empty() {
            return;
        }
        for file in &written {
            if let Some(known) = self.prompt.known.iter_mut().find(|known| known.name == file.name) {
                known.text.clone_from(&file.text);
            }
        }
        let console = self.prompt.console.take();
        self.set_files(&written, shared);
        self.prompt.console = console;
    }

    /// The files as they stand in the editor.
    fn files(&self) -> Vec<File> {
        let file = |sheet: &super::Sheet| File { name: sheet.name.clone(), text: sheet.editor.text().to_owned() };
        self.sheets.iter().map(file).collect()
    }
}
