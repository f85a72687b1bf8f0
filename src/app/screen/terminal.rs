//! A terminal in the terminal: what commands have printed, and the line being typed, with history and completion. A part of
//! the screens that have a console.
//!
//! It holds texts only. Whoever owns it runs what [`Ask::Run`] hands over and gives the answer to [`Terminal::print`].
//!
//! Must not know: what a command means, clusters.

use std::collections::VecDeque;

use crate::app::editor::{Command, Editor, Motion};
use crate::app::key::{Code, HelpRow, Key};
use crate::app::scene::{Line, Point, Rect, Role, Scene, Style};
use crate::console::output::CLEAR;
use crate::text::wrap::wrap;
use crate::text::{TextRange, width};

/// Lines that are kept; older ones scroll away for good, as they do anywhere.
const KEPT: usize = 2_000;
/// A line longer than this is cut: nobody reads on, and wrapping it would cost every frame.
const LONGEST: usize = 4_000;
/// Cells to the next tab stop.
const TAB: usize = 8;

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

/// What a printed line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ink {
    /// A command as it was typed, behind its prompt of so many bytes.
    Typed(usize),
    Out,
    Error,
    /// kijabi's own words.
    Note,
}

#[derive(Clone, Debug)]
struct Printed {
    ink: Ink,
    text: String,
}

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

    /// Scrolls by rows; positive is towards the end.
    pub fn scroll(&mut self, by: isize) -> Ask {
        self.back = self.back.saturating_add_signed(-by).min(self.printed.len());
        Ask::Nothing
    }

    /// Shows itself; `prompt` stands before the line, which has the caret where the terminal has the `focus`.
    pub fn view(&self, area: Rect, prompt: &str, focus: bool, scene: &mut Scene<'_>) {
        let (columns, height) = (usize::from(area.width.max(1)), usize::from(area.height));
        let mut rows = self.input_rows(prompt, columns);
        let caret = self.caret(prompt, columns);
        let tail = rows.len() + self.offer_rows(columns).len();
        rows.extend(self.offer_rows(columns));
        // From the end upwards, as many lines as are seen.
        let wanted = height + self.back;
        let mut above: VecDeque<Line<'static>> = VecDeque::new();
        for printed in self.printed.iter().rev() {
            if above.len() + tail >= wanted {
                break;
            }
            for row in printed.rows(columns).into_iter().rev() {
                above.push_front(row);
            }
        }
        let total = above.len() + rows.len();
        let first_input = above.len();
        let back = self.back.min(total.saturating_sub(height));
        let skip = total.saturating_sub(height + back);
        above.extend(rows);
        scene.lines(area, above.into_iter().skip(skip).take(height).collect());
        if let Some(row) = (first_input + caret.1).checked_sub(skip).filter(|row| focus && *row < height) {
            scene.caret = Some(Point {
                x: area.x + u16::try_from(caret.0).unwrap_or(0),
                y: area.y + u16::try_from(row).unwrap_or(0),
            });
        }
    }

    fn input_rows(&self, prompt: &str, columns: usize) -> Vec<Line<'static>> {
        let mut rows = Vec::new();
        for (at, part) in self.input.text().split('\n').enumerate() {
            let before = if at == 0 { prompt } else { "> " };
            let typed = Printed { ink: Ink::Typed(before.len()), text: format!("{before}{part}") };
            rows.extend(typed.rows(columns));
        }
        rows
    }

    /// Column and row of the caret within the rows of the input.
    fn caret(&self, prompt: &str, columns: usize) -> (usize, usize) {
        let mut row = 0;
        let before = self.input.text().get(..self.input.caret()).unwrap_or("");
        let mut parts = before.split('\n').enumerate().peekable();
        while let Some((at, part)) = parts.next() {
            let lead = if at == 0 { prompt } else { "> " };
            let text = format!("{lead}{part}");
            let pieces = pieces(&text, columns);
            if parts.peek().is_none() {
                let last = pieces.last().copied().unwrap_or(TextRange::EMPTY);
                let cells = width::cells(last.of(&text));
                let full = cells >= columns;
                return (if full { 0 } else { cells }, row + pieces.len() - usize::from(!full));
            }
            let whole = self.input.text().split('\n').nth(at).unwrap_or("");
            row += self::pieces(&format!("{lead}{whole}"), columns).len();
        }
        (0, row)
    }

    /// The offers side by side.
    fn offer_rows(&self, columns: usize) -> Vec<Line<'static>> {
        let wide = self.offers.iter().map(|offer| width::cells(offer)).max().unwrap_or(0) + 2;
        let across = (columns / wide.max(1)).max(1);
        let row = |offers: &[String]| {
            let text: String = offers.iter().map(|offer| width::pad(offer, wide)).collect();
            Line::of(width::ellipsis(text.trim_end(), columns), Role::Info)
        };
        self.offers.chunks(across).map(row).collect()
    }
}

impl Printed {
    fn rows(&self, columns: usize) -> Vec<Line<'static>> {
        let row = |(at, piece): (usize, TextRange)| {
            let text = piece.of(&self.text);
            match self.ink {
                Ink::Typed(prompt) if at == 0 => {
                    let (before, typed) = text.split_at_checked(prompt).unwrap_or(("", text));
                    Line::of(before.to_owned(), Role::Accent).with(typed.to_owned(), Style::default().bold())
                }
                Ink::Typed(_) => Line::of(text.to_owned(), Style::default().bold()),
                Ink::Out => Line::of(text.to_owned(), Role::Text),
                Ink::Error => Line::of(text.to_owned(), Role::Bad),
                Ink::Note => Line::of(text.to_owned(), Role::Info),
            }
        };
        // What a program prints is cut at the edge as everywhere; kijabi's own words are wrapped.
        let pieces = if self.ink == Ink::Note { wrap(&self.text, columns) } else { pieces(&self.text, columns) };
        pieces.into_iter().enumerate().map(row).collect()
    }
}

/// A line cut where the terminal's edge is, wherever that may be in a word; at least one piece.
fn pieces(text: &str, columns: usize) -> Vec<TextRange> {
    let mut pieces = Vec::new();
    let (mut start, mut cells) = (0, 0);
    for (at, grapheme) in width::graphemes(text) {
        let wide = width::grapheme_cells(grapheme);
        if cells + wide > columns && at > start {
            pieces.push(TextRange::new(start, at));
            (start, cells) = (at, 0);
        }
        cells += wide;
    }
    pieces.push(TextRange::new(start, text.len()));
    pieces
}

/// A line with its tabs as blanks, its colours gone, and cut where nobody reads on.
fn shown(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut cells = 0;
    let mut escape = false;
    for (_, grapheme) in width::graphemes(line) {
        match grapheme {
            _ if escape => escape = !grapheme.ends_with(|c: char| c.is_ascii_alphabetic()),
            "\u{1b}" => escape = true,
            "\t" => {
                let blanks = TAB - cells % TAB;
                out.extend(std::iter::repeat_n(' ', blanks));
                cells += blanks;
            }
            _ => {
                out.push_str(grapheme);
                cells += width::grapheme_cells(grapheme);
            }
        }
        if out.len() > LONGEST {
            out.push('…');
            break;
        }
    }
    out
}

/// What two words begin with alike.
fn shared_start<'t>(one: &'t str, other: &str) -> &'t str {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    one.get(..same).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::scene::Size;

    const SIZE: Size = Size { width: 20, height: 6 };

    fn types(terminal: &mut Terminal, text: &str) {
        for c in text.chars() {
            terminal.key(Key::char(c));
        }
    }

    fn seen(terminal: &Terminal) -> String {
        let mut scene = Scene::default();
        terminal.view(Rect::all(SIZE), "$ ", true, &mut scene);
        scene.to_text(SIZE)
    }

    fn caret(terminal: &Terminal) -> Option<(u16, u16)> {
        let mut scene = Scene::default();
        terminal.view(Rect::all(SIZE), "$ ", true, &mut scene);
        scene.caret.map(|at| (at.x, at.y))
    }

    #[test]
    fn what_is_printed_scrolls_up_and_the_caret_stays_behind_what_is_typed() {
        let mut terminal = Terminal::default();
        types(&mut terminal, "get 서비스");
        assert_eq!(caret(&terminal), Some((12, 0)));
        assert_eq!(terminal.key(Key::plain(Code::Enter)), Ask::Run("get 서비스".into()));
        terminal.echo("$ ", "get 서비스");
        terminal.print("a\tb\n1\n2\n3\n4\n", "", &["설명".to_owned()]);
        insta::assert_snapshot!(seen(&terminal), @r"
        1
        2
        3
        4
        설명
        $
        ");
        terminal.scroll(-3);
        assert!(seen(&terminal).starts_with("$ get 서비스\na       b\n"), "{}", seen(&terminal));
        assert_eq!(caret(&terminal), None, "the line is out of sight");
    }

    #[test]
    fn a_long_line_goes_on_below() {
        let mut terminal = Terminal::default();
        types(&mut terminal, "kubectl get pods 가나다라");
        assert_eq!(seen(&terminal), "$ kubectl get pods\n가나다라\n\n\n\n\n");
        assert_eq!(caret(&terminal), Some((8, 1)));
    }

    #[test]
    fn history_comes_back_and_the_draft_is_kept() {
        let mut terminal = Terminal::default();
        for line in ["one", "two"] {
            types(&mut terminal, line);
            terminal.key(Key::plain(Code::Enter));
        }
        types(&mut terminal, "dr");
        for (key, line) in
            [(Code::Up, "two"), (Code::Up, "one"), (Code::Up, "one"), (Code::Down, "two"), (Code::Down, "dr")]
        {
            terminal.key(Key::plain(key));
            assert_eq!(terminal.line().0, line);
        }
    }

    #[test]
    fn completion_fills_what_is_certain_and_shows_the_rest() {
        let mut terminal = Terminal::default();
        types(&mut terminal, "get s");
        assert_eq!(terminal.key(Key::plain(Code::Tab)), Ask::Complete);
        terminal.offer(TextRange::new(4, 5), vec!["services".into(), "serviceaccounts".into()]);
        assert_eq!(terminal.line().0, "get service");
        assert!(seen(&terminal).contains("serviceaccounts"));
        terminal.offer(TextRange::new(4, 11), vec!["services".into()]);
        assert_eq!(terminal.line(), ("get services ", 13));
    }

    #[test]
    fn several_pasted_lines_wait_for_enter() {
        let mut terminal = Terminal::default();
        terminal.paste("cat <<EOF\n안녕\nEOF");
        assert_eq!(seen(&terminal), "$ cat <<EOF\n> 안녕\n> EOF\n\n\n\n");
        assert_eq!(caret(&terminal), Some((5, 2)));
    }

    #[test]
    fn colours_and_screen_clearing_do_not_reach_the_screen() {
        let mut terminal = Terminal::default();
        terminal.print("before\n", "", &[]);
        terminal.print("\u{1b}[H\u{1b}[2J\u{1b}[1mHTTP\u{1b}[0m ok\n", "", &[]);
        assert_eq!(seen(&terminal), "HTTP ok\n$\n\n\n\n\n");
    }
}
