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
mod mend;
mod mouse;
mod offers;
mod panes;
mod paper;
mod popup;
mod pressed;
mod prompt;
mod prose;
mod sheet;
mod task;
mod task_pane;
mod traffic;
mod view;
mod watch;
mod words;
mod writing;

use super::terminal;
use super::traffic::player::{self, Player};
use super::{Go, Page};
use crate::app::editor::{Command, Motion};
use crate::app::event::Event;
use crate::app::key::{Binding, HelpRow, help};
use crate::app::scene::{Scene, Size};
use crate::app::shared::Shared;
use crate::diagnostic::{Diagnostic, Standing, causes_first};
use crate::grade::{Answer, FileReport, Report};
use crate::kube::{self, Version};
use crate::lesson::{File, mistakes};
use crate::text::LineCol;
use completion::Completion;
use keys::{PANES, TRAFFIC};
use lab::Lab;
pub use lab::{of_record, record_id};
use layout::{Layout, Pane, Shape};
use mend::Weighed;
use popup::Popup;
use prompt::Prompt;
use sheet::Sheet;
use task::Task;
use task_pane::TaskParts;
use words::Words;

/// Rows of a console that stay free below what was printed, however long the task above it is.
const SPARE: usize = 4;

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
    /// What is known of the fixes of this text.
    weighed: Weighed,
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
            weighed: Weighed::new(),
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
        desk.weigh_fixes();
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

    /// The mistake to read about: that of the diagnostic that is looked at; where there is none, what a check names.
    pub(super) fn mistake(&self) -> Option<&str> {
        let found = self.found().get(self.current).map(|it| it.code.as_str());
        found.or_else(|| self.report.checks.iter().find_map(|check| check.mistake.as_deref()))
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
        // What was made of the last text is made over in place, which it cannot be while its report has a part in it.
        self.report = Report::default();
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
        self.weighed.clear();
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
        // What is wrong with the text is told to whoever is writing it; where commands are the answer, both are written.
        let writes = self.focus == Pane::Editor && !self.is_graded_by_commands() && !self.plays();
        self.console_open &= self.focus != Pane::Diagnostics && !writes;
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
        if self.focus == Pane::Task
            && let (Some(task), Some(area)) = (&mut self.task, self.layout.task.map(|it| it.inner().page()))
        {
            // Being read, it has the room of what is below it, where it needs that.
            task.lay_out(area.width.into());
            if TaskParts::of(task, &self.report, area).most_top() > 0 {
                self.layout.give_task_the_traffic();
            }
        }
        let task = self.layout.task.map(|area| area.inner().page());
        let columns = task.or(self.layout.strip.map(|area| area.shrink(1, 0))).map(|area| area.width);
        if let (Some(task), Some(columns)) = (&mut self.task, columns) {
            task.lay_out(columns.into());
            if let Some(console) = self.layout.console {
                let spare = self.prompt.terminal.spare(console.inner().shrink(1, 0), &self.prompt.sign());
                self.layout.give_strip(spare.saturating_sub(SPARE));
            }
            self.layout.fit_strip(task.excerpt(self.layout.strip_room()).len());
        }
        if let Some(area) = self.layout.console {
            let sign = self.prompt.sign();
            self.prompt.terminal.fit(area.inner().shrink(1, 0), &sign);
        }
        if let Some(area) = self.layout.editor {
            let lines = self.sheet().editor.index().len();
            let text = paper::text_area(area.inner(), lines);
            self.sheet_mut().editor.resize(text.height.into(), text.width.into());
            self.sheet_mut().lex_in_view();
        }
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
        if !self.is_writing(event) {
            self.weigh_fixes();
        }
        self.arrange(shared.size);
        go
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        self.draw(shared, scene);
    }

    fn help(&self) -> Vec<HelpRow> {
        let desk =
            std::iter::once(HelpRow::heading(if self.plays() { "실험실과 진단" } else { "과제와 진단" }))
                .chain(self.desk_keys().map(Binding::row));
        let world = self.task.is_some() || self.plays();
        let traffic = std::iter::once(HelpRow::heading("트래픽 창에서")).chain(help(player::KEYS)).chain(help(TRAFFIC));
        let traffic: Vec<HelpRow> = traffic.filter(|_| world).collect();
        let console = std::iter::once(HelpRow::heading("콘솔에서")).chain(terminal::KEYS);
        let console: Vec<HelpRow> = console.filter(|_| world).collect();
        // The keys of what has the focus come first: they are what is asked for.
        let (first, others) = match self.focus {
            Pane::Traffic => (traffic, console),
            Pane::Console => (console, traffic),
            Pane::Editor | Pane::Diagnostics | Pane::Task => (Vec::new(), [traffic, console].concat()),
        };
        let rest = keys::text_help().chain([HelpRow::heading("다른 창에서")]).chain(PANES).chain(others);
        first.into_iter().chain(desk).chain(rest).collect()
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
