//! What keys do to the text: typing, line ends with indentation, levels of it, comments, rubbing out.
//!
//! Must not know: YAML beyond how its lines are indented; which key does what.

use super::history::Grouping;
use super::{Editor, Motion, Selection};
use crate::text::TextRange;

/// One level of indentation, as every manifest in the course has it. Tabs are never typed: YAML refuses them there.
const LEVEL: &str = "  ";

impl Editor {
    /// Typed text. A word is one undo step: the first letter after a blank begins a new one.
    pub(super) fn type_text(&mut self, text: &str) {
        let range = self.selection.range();
        let before = self.text.get(..range.start()).and_then(|t| t.chars().next_back());
        if before.is_none_or(char::is_whitespace) && !text.starts_with(char::is_whitespace) {
            self.history.seal();
        }
        self.step(Grouping::Type, |editor| editor.replace(range, text));
    }

    /// Pasted text, its line ends (`\r\n`, `\r`) made those of the text. Other control characters stay: the learner shall
    /// see what was pasted, and the parser names it.
    pub(super) fn paste(&mut self, text: &str) {
        let line_end = self.line_end();
        let range = self.selection.range();
        let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
        let text = if line_end == "\n" { text } else { text.replace('\n', line_end) };
        self.step(Grouping::Alone, |editor| editor.replace(range, &text));
    }

    /// A line end, then the indentation the next line most likely wants: deeper after `key:` and `- `.
    pub(super) fn newline(&mut self) {
        let range = self.selection.range();
        let line = self.index.range_of(&self.text, self.index.line_of(range.start()));
        let before = self.text.get(line.start()..range.start()).unwrap_or("");
        let rest = self.text.get(range.end()..).unwrap_or("");
        // Blanks right of the caret would add themselves to the indentation.
        let blanks = if before.trim().is_empty() { 0 } else { rest.len() - rest.trim_start_matches(' ').len() };
        let insert = format!("{}{}", self.line_end(), " ".repeat(next_indent(before)));
        self.step(Grouping::Alone, |editor| {
            editor.replace(TextRange::new(range.start(), range.end() + blanks), &insert);
        });
    }

    /// Two blanks at the caret, or before each selected line where the selection spans lines.
    pub(super) fn indent(&mut self) {
        let range = self.selection.range();
        if self.index.line_of(range.start()) == self.index.line_of(range.end()) {
            self.step(Grouping::Alone, |editor| editor.replace(range, LEVEL));
            return;
        }
        self.change_lines(|line| (!line.trim().is_empty()).then_some((0, 0, LEVEL)));
    }

    /// A level away from each line of the selection; a tab counts as a level.
    pub(super) fn dedent(&mut self) {
        self.change_lines(|line| {
            let blanks = line.bytes().take(LEVEL.len()).take_while(|&byte| byte == b' ').count();
            let gone = if blanks == 0 && line.starts_with('\t') { 1 } else { blanks };
            (gone > 0).then_some((0, gone, ""))
        });
    }

    /// `# ` where the shallowest of the lines begins, or away from all where all have it.
    pub(super) fn toggle_comment(&mut self) {
        let lines = self.selected_lines();
        let content = |line: usize| self.index.line(&self.text, line);
        let filled = || lines.clone().map(content).filter(|line| !line.trim().is_empty());
        let depth = filled().map(indent_of).min().unwrap_or(0);
        if filled().all(|line| line.trim_start_matches(' ').starts_with('#')) {
            self.change_lines(|line| {
                let at = indent_of(line);
                let rest = line.get(at..)?.strip_prefix('#')?;
                Some((at, if rest.starts_with(' ') { 2 } else { 1 }, ""))
            });
        } else {
            self.change_lines(|line| (!line.trim().is_empty()).then_some((depth, 0, "# ")));
        }
    }

    /// Takes the selection, a level of indentation, or one grapheme.
    pub(super) fn backspace(&mut self) {
        let caret = self.caret();
        let start = self.index.start_of(self.index.line_of(caret));
        let before = self.text.get(start..caret).unwrap_or("");
        let level = !before.is_empty() && before.len() % LEVEL.len() == 0 && before.bytes().all(|byte| byte == b' ');
        if self.selection.is_empty() && level {
            let range = TextRange::new(caret - LEVEL.len(), caret);
            self.step(Grouping::Erase, |editor| editor.replace(range, ""));
        } else {
            self.erase(Motion::Left, Grouping::Erase);
        }
    }

    /// Takes the selection, or what lies between the caret and where `motion` leads.
    pub(super) fn erase(&mut self, motion: Motion, grouping: Grouping) {
        let (range, grouping) = if self.selection.is_empty() {
            let to = self.target(motion).0;
            (TextRange::new(self.caret().min(to), self.caret().max(to)), grouping)
        } else {
            (self.selection.range(), Grouping::Alone)
        };
        self.step(grouping, |editor| editor.replace(range, ""));
    }

    /// The lines the selection touches; the last one not where the selection only ends at its start.
    fn selected_lines(&self) -> std::ops::RangeInclusive<usize> {
        let range = self.selection.range();
        let first = self.index.line_of(range.start());
        let last = self.index.line_of(range.end());
        let last = if last > first && self.index.start_of(last) == range.end() { last - 1 } else { last };
        first..=last
    }

    /// Makes one change in each selected line, as one step: `change` takes a line and answers (where in it, how many bytes go,
    /// what comes). Both ends of the selection move along.
    fn change_lines(&mut self, change: impl Fn(&str) -> Option<(usize, usize, &'static str)>) {
        let lines = self.selected_lines();
        self.step(Grouping::Alone, |editor| {
            let Selection { mut anchor, mut caret } = editor.selection;
            for line in lines.rev() {
                let Some((at, gone, insert)) = change(editor.index.line(&editor.text, line)) else { continue };
                let start = editor.index.start_of(line) + at;
                editor.replace(TextRange::new(start, start + gone), insert);
                for end in [&mut anchor, &mut caret] {
                    if *end >= start + gone {
                        *end = *end - gone + insert.len();
                    } else if *end > start {
                        *end = start + insert.len();
                    }
                }
            }
            editor.selection = Selection { anchor, caret };
        });
    }

    /// The line end the text uses, judged by its first.
    fn line_end(&self) -> &'static str {
        let first = self.index.start_of(1);
        if self.text.get(..first).is_some_and(|line| line.ends_with("\r\n")) { "\r\n" } else { "\n" }
    }
}

/// Blanks at the start of a line.
fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// How far the line after `before` (the line up to the caret) is indented: as far as its content, dashes of list items
/// counted in, and a level more where it opens something.
fn next_indent(before: &str) -> usize {
    let mut indent = indent_of(before);
    let mut content = before.trim();
    if content.starts_with('#') {
        return indent;
    }
    while let Some(item) = content.strip_prefix("- ").or_else(|| (content == "-").then_some("")) {
        let item = item.trim_start_matches(' ');
        indent += LEVEL.len();
        content = item;
    }
    let code = content.split(" #").next().unwrap_or("").trim_end();
    let opens = code.ends_with([':', '{', '['])
        || [": |", ": >", ": |-", ": >-", ": |+", ": >+"].iter().any(|block| code.ends_with(block));
    if opens { indent + LEVEL.len() } else { indent }
}
