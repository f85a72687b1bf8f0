//! The text buffer of the YAML editor: text, caret, selection, undo, clipboard, scrolling. One [`Command`] in, the edits
//! it made out.
//!
//! A `String` with a line index and no rope, because every parser wants one contiguous `&str` and moving 400 KB takes
//! less time than drawing a line. Whatever changes the text goes through one function and is told as a [`TextEdit`], so that
//! undo, the line index, the parser and the highlighter can all follow without reading the whole text again.
//!
//! The caret always stands between graphemes: an NFD syllable, an emoji family and `\r\n` are one step each.
//!
//! Must not know: YAML's grammar (only how a line is indented), keys of a keyboard, screens.

mod history;
mod motion;
mod typing;
mod viewport;

use crate::text::{LineIndex, TextEdit, TextRange, width};
use history::{Grouping, History};
pub use motion::Motion;
pub use viewport::{Slice, Viewport};

/// What stands between the fixed end and the moving end of a selection; a mere caret where both are one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The end that stays.
    pub anchor: usize,
    /// The end that moves, where typing happens.
    pub caret: usize,
}

impl Selection {
    /// A caret that selects nothing.
    #[must_use]
    pub fn caret(offset: usize) -> Self {
        Self { anchor: offset, caret: offset }
    }

    /// The selected stretch, in text order.
    #[must_use]
    pub fn range(self) -> TextRange {
        TextRange::new(self.anchor.min(self.caret), self.anchor.max(self.caret))
    }

    /// Whether nothing is selected.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.anchor == self.caret
    }
}

/// What the editor can be told to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Typed text, as a keyboard or an input method delivers it: replaces the selection, joins the typing group.
    Type(String),
    /// Pasted text: one undo step whatever its size, line ends made the text's own, no auto-indent.
    Paste(String),
    /// Line end and the indentation that the line above asks for.
    Newline,
    /// Two blanks, or two more before each selected line.
    Indent,
    /// Up to two blanks fewer before each line of the selection.
    Dedent,
    /// `# ` before each line of the selection, or away where all have it.
    ToggleComment,
    /// Takes the selection or the grapheme before the caret; within the indentation, one level of it.
    Backspace,
    /// Takes the selection or the grapheme after the caret.
    Delete,
    /// Takes the selection or back to the start of the word.
    BackspaceWord,
    /// Takes the selection or on to the end of the word.
    DeleteWord,
    /// Moves the caret; an arrow to the side lets a selection go to that side of it.
    Move(Motion),
    /// Moves the caret and leaves the other end of the selection.
    Select(Motion),
    /// Selects the whole text.
    SelectAll,
    /// Selects a stretch, the caret at its end.
    SelectRange(TextRange),
    /// Puts the caret at the offset.
    Goto(usize),
    /// Puts the caret where the pointer is; row and cell within the viewport.
    Point {
        /// Row from the top of the viewport.
        row: usize,
        /// Cell from its left edge.
        cell: usize,
        /// Whether the selection is stretched to there.
        extend: bool,
    },
    /// Selection (or, where there is none, the line) to the clipboard and out of the text.
    Cut,
    /// Selection (or, where there is none, the line) to the clipboard.
    Copy,
    /// The editor's own clipboard into the text.
    PasteClipboard,
    /// Takes back the last step.
    Undo,
    /// Does it again.
    Redo,
    /// Edits that someone proposed (a fix, a completion), as one step; overlapping ones are left out.
    Apply(Vec<TextEdit>),
    /// Makes the text read so, touching only what differs, as one step.
    SetText(String),
    /// Scrolls by lines, the caret staying in the text where it is.
    Scroll(isize),
}

/// What a command did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The changes of the text in the order they were made, each in terms of the text after the one before.
    pub edits: Vec<TextEdit>,
    /// Text put on the clipboard, for the terminal's own clipboard too.
    pub copied: Option<String>,
}

/// A text being edited.
#[derive(Clone, Debug)]
pub struct Editor {
    text: String,
    index: LineIndex,
    selection: Selection,
    /// The cell that vertical moves aim at, until something else moves the caret.
    aim: Option<usize>,
    history: History,
    clipboard: String,
    viewport: Viewport,
    /// Edits of the command being performed.
    edits: Vec<TextEdit>,
}

impl Editor {
    /// An editor on `text`, the caret at its start, nothing to undo.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            index: LineIndex::new(&text),
            text,
            selection: Selection::default(),
            aim: None,
            history: History::default(),
            clipboard: String::new(),
            viewport: Viewport::default(),
            edits: Vec::new(),
        }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its lines.
    #[must_use]
    pub fn index(&self) -> &LineIndex {
        &self.index
    }

    /// Byte offset of the caret, on a grapheme boundary.
    #[must_use]
    pub fn caret(&self) -> usize {
        self.selection.caret
    }

    /// Caret and anchor.
    #[must_use]
    pub fn selection(&self) -> Selection {
        self.selection
    }

    /// The editor's own clipboard; several files of one answer share what is cut from one of them.
    #[must_use]
    pub fn clipboard(&self) -> &str {
        &self.clipboard
    }

    /// Puts text on the editor's own clipboard.
    pub fn set_clipboard(&mut self, text: impl Into<String>) {
        self.clipboard = text.into();
    }

    /// Performs a command. Every command is defined on every text: what cannot be done does nothing.
    pub fn perform(&mut self, command: Command) -> Outcome {
        let mut copied = None;
        match command {
            Command::Type(text) => self.type_text(&text),
            Command::Paste(text) => self.paste(&text),
            Command::PasteClipboard => {
                let text = std::mem::take(&mut self.clipboard);
                self.paste(&text);
                self.clipboard = text;
            }
            Command::Newline => self.newline(),
            Command::Indent => self.indent(),
            Command::Dedent => self.dedent(),
            Command::ToggleComment => self.toggle_comment(),
            Command::Backspace => self.backspace(),
            Command::Delete => self.erase(Motion::Right, Grouping::Erase),
            Command::BackspaceWord => self.erase(Motion::WordLeft, Grouping::Alone),
            Command::DeleteWord => self.erase(Motion::WordRight, Grouping::Alone),
            Command::Move(motion) => self.move_caret(motion, false),
            Command::Select(motion) => self.move_caret(motion, true),
            Command::SelectAll => self.select(Selection { anchor: 0, caret: self.text.len() }),
            Command::SelectRange(range) => self.select(Selection { anchor: range.start(), caret: range.end() }),
            Command::Goto(offset) => self.select(Selection::caret(offset)),
            Command::Point { row, cell, extend } => self.point(row, cell, extend),
            Command::Copy => copied = Some(self.copied_range().of(&self.text).to_owned()),
            Command::Cut => {
                let range = self.copied_range();
                copied = Some(range.of(&self.text).to_owned());
                self.step(Grouping::Alone, |editor| editor.replace(range, ""));
            }
            Command::Undo => self.undo(),
            Command::Redo => self.redo(),
            Command::Apply(edits) => self.apply(edits),
            Command::SetText(text) => self.set_text(&text),
            Command::Scroll(lines) => {
                self.scroll(lines);
                return Outcome::default();
            }
        }
        self.reveal();
        let copied = copied.filter(|text| !text.is_empty());
        if let Some(text) = &copied {
            self.clipboard.clone_from(text);
        }
        Outcome { edits: std::mem::take(&mut self.edits), copied }
    }

    /// What cut and copy take: the selection, or the caret's line with its line end.
    fn copied_range(&self) -> TextRange {
        if !self.selection.is_empty() {
            return self.selection.range();
        }
        let line = self.index.line_of(self.caret());
        let end = if line + 1 < self.index.len() { self.index.start_of(line + 1) } else { self.text.len() };
        TextRange::new(self.index.start_of(line), end)
    }

    fn select(&mut self, selection: Selection) {
        self.selection = Selection { anchor: self.snap(selection.anchor), caret: self.snap(selection.caret) };
        self.aim = None;
        self.history.seal();
    }

    /// Runs `change` as one undo step (or as part of the last one, where the grouping allows) and mends the caret after.
    fn step(&mut self, grouping: Grouping, change: impl FnOnce(&mut Self)) {
        self.history.begin(grouping, self.selection);
        change(self);
        self.selection = Selection { anchor: self.snap(self.selection.anchor), caret: self.snap(self.selection.caret) };
        self.history.end(self.selection);
        self.aim = None;
    }

    /// The one place where the text changes for a learner's doing: remembers how to take it back, and leaves the caret after
    /// what was inserted.
    fn replace(&mut self, range: TextRange, insert: &str) {
        let Some(removed) = self.text.get(range.start()..range.end()) else { return };
        if removed != insert {
            self.history.record(range.start(), removed, insert);
            self.splice(range, insert);
        }
        self.selection = Selection::caret(range.start() + insert.len());
    }

    /// Changes text and index and tells of it; `range` lies on character boundaries.
    fn splice(&mut self, range: TextRange, insert: &str) {
        self.text.replace_range(range.start()..range.end(), insert);
        self.index.edit(range, insert);
        self.edits.push(TextEdit::replace(range, insert));
    }

    fn undo(&mut self) {
        let Some(step) = self.history.undo() else { return };
        for change in step.changes.iter().rev() {
            self.splice(TextRange::new(change.at, change.at + change.inserted.len()), &change.removed);
        }
        self.selection = step.before;
        self.aim = None;
        self.history.undone(step);
    }

    fn redo(&mut self) {
        let Some(step) = self.history.redo() else { return };
        for change in &step.changes {
            self.splice(TextRange::new(change.at, change.at + change.removed.len()), &change.inserted);
        }
        self.selection = step.after;
        self.aim = None;
        self.history.redone(step);
    }

    /// Edits given in terms of the present text, from the last to the first so that none moves another. The caret keeps
    /// its place in the text; within a replaced stretch it goes to the end of what replaced it.
    fn apply(&mut self, mut edits: Vec<TextEdit>) {
        edits.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
        edits.dedup_by(|later, earlier| later.range.start() < earlier.range.end());
        let mut caret = self.caret();
        self.step(Grouping::Alone, |editor| {
            for edit in edits.iter().rev() {
                if caret >= edit.range.end() {
                    caret = caret - edit.range.len() + edit.insert.len();
                } else if caret > edit.range.start() {
                    caret = edit.range.start() + edit.insert.len();
                }
                editor.replace(edit.range, &edit.insert);
            }
            editor.selection = Selection::caret(caret.min(editor.text.len()));
        });
    }

    fn set_text(&mut self, text: &str) {
        self.apply(vec![TextEdit::between(&self.text, text)]);
    }

    /// The nearest place a caret may stand at: `offset` itself on a grapheme boundary, else the end of the grapheme it
    /// lies in (the start of a line end, so as not to change the line).
    fn snap(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let bytes = self.text.as_bytes();
        let before = offset.checked_sub(1).and_then(|i| bytes.get(i)).copied().unwrap_or(b'\n');
        let after = bytes.get(offset).copied().unwrap_or(b'\n');
        if before.is_ascii() && after.is_ascii() && !(before == b'\r' && after == b'\n' && offset < bytes.len()) {
            return offset;
        }
        let line = self.index.line_of(offset);
        let start = self.index.start_of(line);
        let end = if line + 1 < self.index.len() { self.index.start_of(line + 1) } else { self.text.len() };
        let within = TextRange::new(start, end).of(&self.text);
        for (at, grapheme) in width::graphemes(within) {
            let (at, next) = (start + at, start + at + grapheme.len());
            if at == offset || next == offset {
                return offset;
            }
            if offset < next {
                return if grapheme == "\r\n" { at } else { next };
            }
        }
        offset
    }
}

#[cfg(test)]
mod tests;
