//! The learner's desk: a task, a manifest being written, and what API server and cluster make of it at every key.
//!
//! Each edit is parsed, judged and graded in the same `update`: there is no debounce, and what is seen is never older
//! than the text. The same desk without a task is the sandbox for a manifest taken from a chapter. Keys are in
//! [`keys`], what becomes of the text in [`writing`], where the panes are in [`layout`], what they say in [`panes`],
//! [`paper`] and [`traffic`].
//!
//! Must not know: ratatui, files, how grading works.

mod around;
mod burst;
mod compare;
mod completion;
mod context;
mod explain;
mod keys;
mod lab;
mod layout;
mod mouse;
mod panes;
mod paper;
mod popup;
mod prompt;
mod prose;
mod sheet;
mod task;
mod traffic;
mod view;
mod watch;
mod words;
mod writing;

use super::terminal;
use super::traffic::player::{self, Player};
use super::{Destination, Go, Page};
use crate::app::editor::{Command, Motion};
use crate::app::event::Event;
use crate::app::key::{Binding, Code, HelpRow, Key, find, help};
use crate::app::scene::{Scene, Size};
use crate::app::shared::Shared;
use crate::diagnostic::{Diagnostic, Standing, causes_first};
use crate::grade::{Answer, FileReport, Report};
use crate::kube::{self, Version};
use crate::lesson::{File, mistakes};
use crate::text::LineCol;
use completion::{Completion, Trigger};
use context::context;
use keys::{Act, DESK, Edit, LAB, PANES, TEXT, TRAFFIC};
use lab::Lab;
pub use lab::{of_record, record_id};
use layout::{Layout, Pane, Shape};
use popup::{Kind, Popup, Question};
use prompt::Prompt;
use sheet::Sheet;
use task::Task;
use words::Words;

/// The desk.
#[expect(clippy::struct_excessive_bools, reason = "things that are on or off by a key of their own")]
pub struct Desk {
    /// What is to be done; nothing in the sandbox.
    task: Option<Task>,
    version: Version,
    /// The files, in the order of their tabs; never empty.
    sheets: Vec<Sheet>,
    active: usize,
    /// What the desk began with: what a reset goes back to.
    starter: Vec<File>,
    /// The text as it was last graded.
    answer: Answer,
    report: Report,
    /// The diagnostic of the active file that is shown in full.
    current: usize,
    focus: Pane,
    layout: Layout,
    popup: Option<Popup>,
    completion: Option<Completion>,
    words: Words,
    /// How far the panes other than the editor are scrolled.
    tops: [usize; 5],
    /// The check whose request is followed, where the learner chose one.
    followed: Option<usize>,
    /// The step of that request that is seen.
    player: Player,
    /// Whether the traffic has the whole screen.
    zoomed: bool,
    prompt: Prompt,
    /// A world to play with, where there is no task.
    lab: Option<Lab>,
    /// Whether the console stands where the diagnostics do.
    console_open: bool,
    /// The mistake the exercise teaches whose fix was asked for once: asked again, it is given.
    warned: Option<&'static str>,
    /// Whether the mouse is selecting text.
    dragging: bool,
    /// Whether faults of the word being typed are held back while there are offers for it.
    held: bool,
}

impl Desk {
    /// The desk of an exercise, with the learner's last text where there is one.
    pub fn exercise(id: &str, shared: &Shared) -> Result<Self, String> {
        let exercise = shared.course.exercise(id).map_err(|fault| fault.to_string())?;
        let starter = exercise.starter.clone();
        let known = shared.record.exercise(id);
        let saved = known.and_then(|known| known.text.as_deref());
        // What was forgotten twice is done again from nothing, not looked at.
        let saved = if known.is_some_and(|known| known.reopened.is_some()) { Some("") } else { saved };
        let files = saved.map_or_else(|| starter.clone(), |text| task::restore(&exercise, text));
        let starter: Vec<File> = starter.into_iter().filter(|file| !file.is_script()).collect();
        let words = Words::of(&exercise.world);
        let task = Task::new(&exercise, shared);
        Ok(Self::new(Some(task), files, starter, words, shared))
    }

    /// A desk without a task, for trying a manifest out.
    #[must_use]
    pub fn sandbox(name: &str, text: &str, shared: &Shared) -> Self {
        let files = vec![File { name: name.to_owned(), text: text.to_owned() }];
        Self::new(None, files.clone(), files, Words::default(), shared)
    }

    fn new(task: Option<Task>, files: Vec<File>, starter: Vec<File>, words: Words, shared: &Shared) -> Self {
        let answer = Answer::files(files);
        let mut desk = Self {
            task,
            version: shared.options.version,
            sheets: answer.files.iter().map(|file| Sheet::new(file.name.clone(), file.text.clone())).collect(),
            active: 0,
            starter,
            answer,
            report: Report::default(),
            current: 0,
            focus: Pane::Editor,
            layout: Layout::default(),
            popup: None,
            completion: None,
            words,
            tops: [0; 5],
            followed: None,
            player: Player::default(),
            zoomed: false,
            prompt: Prompt::default(),
            lab: None,
            console_open: false,
            warned: None,
            dragging: false,
            held: false,
        };
        if nothing_written(desk.sheet().editor.text()) {
            // Nothing is written yet: it begins below the comments.
            desk.sheet_mut().perform(Command::Move(Motion::Bottom));
        } else if let Some(at) =
            desk.starter.first().and_then(|file| edited_until(&file.text, desk.sheet().editor.text()))
        {
            desk.sheet_mut().perform(Command::Goto(at));
        }
        desk.grade();
        if desk.is_graded_by_commands() {
            desk.show_console();
        }
        desk.arrange(shared.size);
        desk
    }

    fn sheet(&self) -> &Sheet {
        // `active` is only ever set to an index of `sheets`, which has at least one.
        &self.sheets[self.active]
    }

    fn sheet_mut(&mut self) -> &mut Sheet {
        &mut self.sheets[self.active]
    }

    /// What is wrong with the active file.
    fn found(&self) -> &[Diagnostic] {
        self.report.files.get(self.active).map_or(&[], |file| &file.diagnostics)
    }

    /// Judges the text as it stands.
    fn grade(&mut self) {
        let shown = self.outcome_shown().cloned();
        for (file, sheet) in self.answer.files.iter_mut().zip(&self.sheets) {
            if file.text != sheet.editor.text() {
                file.text.clear();
                file.text.push_str(sheet.editor.text());
            }
        }
        self.report = match &mut self.task {
            Some(task) => task.grade(&self.answer),
            None => judge(&self.answer, self.version),
        };
        for (file, sheet) in self.report.files.iter_mut().zip(&self.sheets) {
            if (self.task.is_some() || self.lab.is_some()) && nothing_written(sheet.editor.text()) {
                // No fault of the learner's yet.
                file.diagnostics.clear();
            }
            // What stopped the server comes first, in its order and wherever it stands: the rest may go away with it.
            causes_first(&mut file.diagnostics, file.rejected, Standing::of);
        }
        if self.outcome_shown() != shown.as_ref() {
            self.tops[Pane::Traffic as usize] = 0;
        }
        self.current = usize::MAX;
        self.point_at_caret();
    }

    /// Shows the diagnostic at the caret in full: one that it touches, else one on its line, else the first
    /// that is more than a gap in what is still being written.
    fn point_at_caret(&mut self) {
        let editor = &self.sheet().editor;
        let (caret, index) = (editor.caret(), editor.index());
        let found = self.found();
        if found.get(self.current).is_some_and(|it| it.range.touches(caret)) {
            return;
        }
        let line = index.line_of(caret);
        let writing = self.still_written();
        let is_pending =
            |it: &Diagnostic| it.is_absence() && writing.is_some_and(|written| written.touches(it.range.start()));
        let current = found
            .iter()
            .position(|it| it.range.touches(caret))
            .or_else(|| found.iter().position(|it| index.line_of(it.range.start()) == line))
            // What is wrong before what is only not written yet.
            .or_else(|| found.iter().position(|it| !is_pending(it)));
        self.current = current.unwrap_or(0);
        self.tops[Pane::Diagnostics as usize] = 0;
    }

    /// Fits the panes to the screen; the text area follows the number of lines.
    fn arrange(&mut self, size: Size) {
        self.zoomed &= self.focus == Pane::Traffic;
        self.console_open &= self.focus != Pane::Diagnostics;
        let shape = Shape {
            has_task: self.task.is_some(),
            plays: self.plays(),
            zoomed: self.zoomed,
            console: self.console_open,
            by_commands: self.is_graded_by_commands(),
            passed: self.rows_of_pass(size),
            idle_text: self.focus != Pane::Editor && nothing_written(self.sheet().editor.text()),
        };
        self.layout = Layout::of(size, self.focus, shape);
        let task = self.layout.task.map(|area| area.inner().page());
        let columns = task.or(self.layout.strip.map(|area| area.shrink(1, 0))).map(|area| area.width);
        if let (Some(task), Some(columns)) = (&mut self.task, columns) {
            task.lay_out(columns.into());
            self.layout.fit_strip(task.excerpt(self.layout.strip_room()).len());
        }
        if let Some(area) = self.layout.editor {
            let lines = self.sheet().editor.index().len();
            let text = paper::text_area(area.inner(), lines);
            self.sheet_mut().editor.resize(text.height.into(), text.width.into());
            self.sheet_mut().lex_in_view();
        }
    }

    fn key(&mut self, key: Key, shared: &mut Shared) -> Go {
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

    fn accept(&mut self, shared: &mut Shared) {
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
            self.current = usize::MAX;
            self.point_at_caret();
        }
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
            Act::Worlds => return Go::Instead(Destination::Worlds),
            Act::TakeBack => self.take_back(shared),
            Act::Hint => self.hint(shared),
            Act::Explain => self.explain(),
            Act::Fix => self.fix(shared),
            Act::Answer => self.answer(shared),
            Act::Mistake => match self.found().get(self.current).map(|it| it.code.as_str()) {
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

    /// Line and column of the caret, for the frame.
    fn place(&self) -> LineCol {
        let editor = &self.sheet().editor;
        editor.index().line_col(editor.text(), editor.caret())
    }
}

/// Up to where `text` differs from what it began as; nothing where it does not.
fn edited_until(starter: &str, text: &str) -> Option<usize> {
    let same = starter.chars().rev().zip(text.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8());
    let end = text.len() - same.sum::<usize>();
    (starter != text).then_some(end)
}

/// Whether a text holds nothing but comments and blank lines.
fn nothing_written(text: &str) -> bool {
    text.lines().all(|line| line.trim().is_empty() || line.starts_with('#'))
}

/// The verdict on files that belong to no exercise.
fn judge(answer: &Answer, version: Version) -> Report {
    let judge = |file: &File| {
        let checked = kube::check(&file.text, version);
        FileReport {
            name: file.name.clone(),
            rejected: checked.rejected,
            diagnostics: checked.diagnostics().cloned().collect(),
            mistakes: mistakes::shown(&checked),
        }
    };
    Report { files: answer.files.iter().map(judge).collect(), ..Report::default() }
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

impl Page for Desk {
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go {
        let go = match event {
            Event::Key(key) => self.key(*key, shared),
            Event::Paste(text) if !self.asks() => {
                self.popup = None;
                self.paste(text, shared);
                Go::Stay
            }
            Event::Mouse(mouse) => {
                self.mouse(*mouse, shared);
                Go::Stay
            }
            Event::FileChanged { text } => {
                self.file_changed(text.as_deref().map_err(String::as_str), shared);
                Go::Stay
            }
            Event::Timer(token) if *token == player::STEP => {
                self.player.tick(self.steps(), shared);
                Go::Stay
            }
            Event::Timer(token) if *token == burst::SAVE => {
                self.save(shared);
                Go::Stay
            }
            _ => Go::Stay,
        };
        if self.completion.is_none() && std::mem::take(&mut self.held) {
            self.grade();
        }
        self.arrange(shared.size);
        go
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        self.draw(shared, scene);
    }

    fn help(&self) -> Vec<HelpRow> {
        let desk = std::iter::once(HelpRow::heading("과제와 진단")).chain(self.desk_keys().map(Binding::row));
        let traffic = std::iter::once(HelpRow::heading("트래픽 창에서")).chain(help(player::KEYS)).chain(help(TRAFFIC));
        let world = self.task.is_some() || self.plays();
        let traffic = traffic.filter(|_| world);
        let console = std::iter::once(HelpRow::heading("콘솔에서")).chain(terminal::KEYS);
        let traffic = traffic.chain(console.filter(|_| world));
        desk.chain(keys::text_help()).chain([HelpRow::heading("다른 창에서")]).chain(PANES).chain(traffic).collect()
    }

    fn name(&self) -> &'static str {
        match (&self.task, &self.lab) {
            (Some(_), _) => "과제",
            (None, Some(_)) => "실험실",
            (None, None) => "연습장",
        }
    }

    fn typing(&self) -> bool {
        matches!(self.focus, Pane::Editor | Pane::Console) && self.popup.is_none()
    }

    fn enter(&mut self, shared: &mut Shared) {
        if let Some(task) = &self.task {
            task.arrive(shared);
        }
        self.catch_up(shared);
        self.arrange(shared.size);
    }

    fn leave(&mut self, shared: &mut Shared) {
        self.save(shared);
        if let Some(task) = &mut self.task {
            task.part(&self.report, shared);
            task.rest();
        }
        if let Some(lab) = &mut self.lab {
            lab.burst.rest();
        }
    }
}

#[cfg(test)]
mod tests;
