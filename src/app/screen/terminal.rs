//! A terminal in the terminal: what commands have printed, and the line being typed, with history and completion. A part of
//! the screens that have a console.
//!
//! It holds texts only. Whoever owns it runs what [`Ask::Run`] hands over and gives the answer to [`Terminal::print`].
//!
//! Must not know: what a command means, clusters.

mod page;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use crate::app::editor::{Command, Editor, Motion};
use crate::app::key::{Code, HelpRow, Key};
use crate::console::output::CLEAR;
use crate::text::TextRange;
pub use page::Seen;
use page::{Ink, Printed, shown};

/// Lines that are kept; older ones scroll away for good, as they do anywhere.
const KEPT: usize = 2_000;

/// The keys of a prompt, for the help.
pub const KEYS: [HelpRow; 7] = [
    HelpRow { label: "Enter", title: "명령 실행", bar: false },
    HelpRow { label: "Tab", title: "이어질 말 채우기", bar: false },
    HelpRow { label: "↑ ↓", title: "앞서 친 명령", bar: false },
    HelpRow { label: "PgUp PgDn", title: "지나간 출력 보기", bar: false },
    HelpRow { label: "Ctrl-C", title: "치던 줄 버리기", bar: false },
    HelpRow { label: "Ctrl-U Ctrl-W", title: "줄 앞쪽, 앞 단어 지우기", bar: false },
    HelpRow { label: "Ctrl-A Ctrl-E", title: "줄의 처음, 끝", bar: false },
];

/// What a key asks of whoever owns the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Nothing more.
    Nothing,
    /// Run this.
    Run(String),
    /// Say what may follow at the caret: [`Terminal::offer`].
    Complete,
    /// The key means nothing here.
    Unused,
}

/// A terminal.
#[derive(Debug)]
pub struct Terminal {
    printed: VecDeque<Printed>,
    /// The line being typed; several where several were pasted.
    input: Editor,
    history: Vec<String>,
    /// Which line of the history is shown, and what was being typed before.
    recalled: Option<(usize, String)>,
    /// Rows scrolled back from the end.
    back: usize,
    /// What may follow, shown below the line until the next key.
    offers: Vec<String>,
}

impl Default for Terminal {
    fn default() -> Self {
        Self {
            printed: VecDeque::new(),
            input: Editor::new(""),
            history: Vec::new(),
            recalled: None,
            back: 0,
            offers: Vec::new(),
        }
    }
}

impl Terminal {
    /// The line as far as it is typed, and the caret in it.
    #[must_use]
    pub fn line(&self) -> (&str, usize) {
        (self.input.text(), self.input.caret())
    }

    /// The command does not end with this line: another follows.
    pub fn go_on(&mut self, line: &str) {
        self.history.pop();
        self.prefill(&format!("{line}\n"));
    }

    /// Types a line for the learner, who may still change it.
    pub fn prefill(&mut self, line: &str) {
        self.input.perform(Command::SetText(line.to_owned()));
        self.input.perform(Command::Move(Motion::Bottom));
    }

    /// Remembers commands that were run before, the oldest first.
    pub fn remember(&mut self, lines: impl IntoIterator<Item = String>) {
        self.history.extend(lines);
    }

    /// Prints the command as it was typed.
    pub fn echo(&mut self, prompt: &str, line: &str) {
        for (at, part) in line.split('\n').enumerate() {
            let before = if at == 0 { prompt } else { "> " };
            self.push(Ink::Typed(before.len()), &format!("{before}{part}"));
        }
    }

    /// Prints what a command said on standard output, on standard error, and what kijabi adds.
    pub fn print(&mut self, stdout: &str, stderr: &str, notes: &[String]) {
        // A program that clears the screen: only what follows is seen.
        let stdout = match stdout.rsplit_once(CLEAR) {
            Some((_, rest)) => {
                self.printed.clear();
                rest
            }
            None => stdout,
        };
        for (text, ink) in [(stdout, Ink::Out), (stderr, Ink::Error)] {
            text.lines().for_each(|line| self.push(ink, line));
        }
        for note in notes {
            self.note(note);
        }
        self.back = 0;
    }

    /// Prints what kijabi has to say by itself.
    pub fn note(&mut self, text: &str) {
        text.lines().for_each(|line| self.push(Ink::Note, line));
        self.back = 0;
    }

    /// Forgets what was printed.
    pub fn clear(&mut self) {
        self.printed.clear();
        self.back = 0;
    }

    fn push(&mut self, ink: Ink, line: &str) {
        if self.printed.len() == KEPT {
            self.printed.pop_front();
        }
        self.printed.push_back(Printed { ink, text: shown(line) });
    }

    /// Text pasted by the terminal; several lines wait for Enter together.
    pub fn paste(&mut self, text: &str) {
        self.back = 0;
        self.input.perform(Command::Paste(text.to_owned()));
    }

    /// Takes what may follow at the caret: `range` of the line is replaced by what all candidates begin with, and by
    /// the one there is. The others are shown.
    pub fn offer(&mut self, range: TextRange, candidates: Vec<String>) {
        self.offers.clear();
        let Some(first) = candidates.first() else { return };
        let common = candidates.iter().fold(first.as_str(), |common, it| shared_start(common, it));
        let fill = if candidates.len() == 1 { format!("{first} ") } else { common.to_owned() };
        if candidates.len() == 1 || fill.len() > range.len() {
            self.input.perform(Command::SelectRange(range));
            self.input.perform(Command::Type(fill));
        }
        if candidates.len() > 1 {
            self.offers = candidates;
        }
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key) -> Ask {
        self.offers.clear();
        let command = match key {
            Key { code: Code::Enter, .. } => return self.enter(),
            Key { code: Code::Tab, shift: false, .. } => return Ask::Complete,
            Key { code: Code::Up, .. } => return self.recall(true),
            Key { code: Code::Down, .. } => return self.recall(false),
            Key { code: Code::PageUp, .. } => return self.scroll(-8),
            Key { code: Code::PageDown, .. } => return self.scroll(8),
            Key { code: Code::Char('c'), ctrl: true, .. } => return self.give_up(),
            Key { code: Code::Char('u'), ctrl: true, .. } => {
                self.input.perform(Command::Select(Motion::LineStart));
                Command::Delete
            }
            Key { code: Code::Char('w'), ctrl: true, .. } => Command::BackspaceWord,
            Key { code: Code::Char('a'), ctrl: true, .. } | Key { code: Code::Home, .. } => {
                Command::Move(Motion::LineStart)
            }
            Key { code: Code::Char('e'), ctrl: true, .. } | Key { code: Code::End, .. } => {
                Command::Move(Motion::LineEnd)
            }
            Key { code: Code::Char('d'), ctrl: true, .. } | Key { code: Code::Delete, .. } => Command::Delete,
            Key { code: Code::Char('h'), ctrl: true, .. } | Key { code: Code::Backspace, .. } => Command::Backspace,
            Key { code: Code::Char('z'), ctrl: true, .. } => Command::Undo,
            Key { code: Code::Char('y'), ctrl: true, .. } => Command::Redo,
            Key { code: Code::Left, ctrl: true, .. } => Command::Move(Motion::WordLeft),
            Key { code: Code::Right, ctrl: true, .. } => Command::Move(Motion::WordRight),
            Key { code: Code::Left, .. } => Command::Move(Motion::Left),
            Key { code: Code::Right, .. } => Command::Move(Motion::Right),
            _ => match key.typed() {
                Some(c) => Command::Type(c.to_string()),
                None => return Ask::Unused,
            },
        };
        self.back = 0;
        self.input.perform(command);
        Ask::Nothing
    }

    fn enter(&mut self) -> Ask {
        let line = std::mem::replace(&mut self.input, Editor::new("")).text().to_owned();
        self.recalled = None;
        self.back = 0;
        if !line.trim().is_empty() && self.history.last() != Some(&line) {
            self.history.push(line.clone());
        }
        Ask::Run(line)
    }

    fn give_up(&mut self) -> Ask {
        let line = std::mem::replace(&mut self.input, Editor::new("")).text().to_owned();
        self.recalled = None;
        self.push(Ink::Typed(0), &format!("{line}^C"));
        Ask::Nothing
    }

    /// Shows the line run before the one shown, or after.
    fn recall(&mut self, before: bool) -> Ask {
        let at = self.recalled.as_ref().map_or(self.history.len(), |(at, _)| *at);
        let next = if before { at.checked_sub(1) } else { Some(at + 1).filter(|_| at < self.history.len()) };
        let Some(next) = next else { return Ask::Nothing };
        let draft = self.recalled.take().map_or_else(|| self.input.text().to_owned(), |(_, draft)| draft);
        match self.history.get(next).cloned() {
            Some(line) => {
                self.prefill(&line);
                self.recalled = Some((next, draft));
            }
            None => self.prefill(&draft),
        }
        Ask::Nothing
    }

    /// Scrolls by rows; positive is towards the end. How far there is to go is for [`Self::fit`] to say.
    pub fn scroll(&mut self, by: isize) -> Ask {
        self.back = self.back.saturating_add_signed(-by).min(self.printed.len());
        Ask::Nothing
    }
}

/// What two words begin with alike.
fn shared_start<'t>(one: &'t str, other: &str) -> &'t str {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    one.get(..same).unwrap_or("")
}
