//! A question, what is being answered, and what is said of it, as rows of one column.
//!
//! Must not know: sessions, where the column stands.

use super::input::Input;
use crate::app::scene::{Line, Role, Span, Style};
use crate::app::screen::reader::layout::markdown;
use crate::quiz::{Item, Judgement, Task};
use crate::text::TextRange;
use crate::text::width;
use crate::yaml::highlight::{self, Token};

/// The rows of a question.
#[derive(Default)]
pub(super) struct Rows {
    /// Top to bottom.
    pub(super) lines: Vec<Line<'static>>,
    /// What a click on a row does: the row, the columns, and the thing there.
    pub(super) hits: Vec<Hit>,
    /// The rows that should be seen: those of the thing the cursor is on, or of the judgement.
    pub(super) focus: (usize, usize),
    /// The row behind the last that can be answered.
    pub(super) end: usize,
    /// Where the caret stands: row and column.
    pub(super) caret: Option<(usize, usize)>,
}

/// Something that can be clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) row: usize,
    pub(super) columns: (usize, usize),
    pub(super) thing: (usize, usize),
}

/// How far a question has come.
#[derive(Clone, Copy)]
pub(super) enum State<'j> {
    /// It can be answered.
    Asking,
    /// It is answered for good, and nothing is said of it yet.
    Given,
    /// This is to be said of the answer.
    Judged(&'j Judgement),
}

/// Sets a question in `columns`.
pub(super) fn rows(item: &Item, input: &Input, state: State<'_>, columns: usize) -> Rows {
    let mut rows = Rows { lines: markdown(&item.text, columns), ..Rows::default() };
    rows.blank();
    Setter { rows: &mut rows, item, input, judged: matches!(state, State::Judged(_)), columns }.answer();
    rows.end = rows.lines.len();
    rows.blank();
    let advice = match state {
        State::Asking => input.advice(),
        State::Given => "낸 답입니다. 바꿀 수 없습니다.",
        State::Judged(judgement) => {
            rows.judgement(item, input, judgement, columns);
            return rows;
        }
    };
    rows.lines.extend(markdown(advice, columns).into_iter().map(|line| coloured(line, Role::Info)));
    if matches!(state, State::Given) {
        rows.caret = None;
    }
    rows
}

fn coloured(mut line: Line<'static>, role: Role) -> Line<'static> {
    for span in &mut line.spans {
        span.style.role = role;
    }
    line
}

impl Rows {
    fn blank(&mut self) {
        self.lines.push(Line::default());
    }

    fn judgement(&mut self, item: &Item, input: &Input, judgement: &Judgement, columns: usize) {
        let first = self.lines.len();
        let (verdict, role) = match (judgement.right, judgement.share) {
            (true, _) => ("맞았습니다.".to_owned(), Role::Good),
            (false, (right, of)) if right * 2 > of && input.has_right(&item.task) => {
                (format!("아깝습니다. {of}곳 가운데 {right}곳이 맞았습니다."), Role::Bad)
            }
            (false, _) => ("그렇지 않습니다.".to_owned(), Role::Bad),
        };
        self.lines.push(Line::of(verdict, Style::from(role).bold()));
        if !judgement.answer.is_empty() {
            let mut lines = markdown(&format!("맞는 답: {}", judgement.answer), columns);
            lines.iter_mut().flat_map(|line| &mut line.spans).for_each(|span| span.style.bold = true);
            self.lines.extend(lines);
        }
        for remark in &judgement.remarks {
            let (mark, role) = if remark.good { ("✓ ", Role::Good) } else { ("✗ ", Role::Bad) };
            for (row, line) in markdown(&remark.text, columns.saturating_sub(2).max(1)).into_iter().enumerate() {
                let mut out = Line::of(if row == 0 { mark } else { "  " }, role);
                out.spans.extend(line.spans);
                self.lines.push(out);
            }
        }
        if !item.because.is_empty() {
            self.blank();
            self.lines.extend(markdown(&item.because, columns));
        }
        self.focus = (first, self.lines.len());
    }
}

struct Setter<'s> {
    rows: &'s mut Rows,
    item: &'s Item,
    input: &'s Input,
    judged: bool,
    columns: usize,
}

impl Setter<'_> {
    fn answer(&mut self) {
        match (&self.item.task, self.input) {
            (Task::Choose { choices, .. }, Input::One { at, .. }) => {
                for (index, choice) in choices.iter().enumerate() {
                    let (mark, role) = self.mark(index == *at, choice.right, index == *at);
                    self.numbered(index, &choice.text, mark, role, index == *at);
                }
            }
            (Task::Choose { choices, .. }, Input::Several { at, taken, .. }) => {
                for (index, choice) in choices.iter().enumerate() {
                    let is_taken = taken.contains(&index);
                    let (cursor, role) = self.mark(is_taken, choice.right, index == *at);
                    let is_missed = self.judged && choice.right && !is_taken;
                    let role = if is_missed { Role::Warn } else { role };
                    let cursor = if is_missed {
                        "! "
                    } else if self.judged {
                        cursor
                    } else if index == *at {
                        "> "
                    } else {
                        "  "
                    };
                    let mark = format!("{cursor}{} ", if is_taken { "[x]" } else { "[ ]" });
                    let text = if is_missed { format!("{} (놓침)", choice.text) } else { choice.text.clone() };
                    self.numbered(index, &text, &mark, role, index == *at);
                }
            }
            (Task::Write(_), Input::Line { text }) => {
                let room = self.columns.saturating_sub(6).max(1);
                let shown = tail(text, room);
                let row = self.rows.lines.len();
                let line =
                    Line::of(" 답: ", Style::from(Role::Key).bold()).with(shown.clone(), Style::default().bold());
                self.rows.lines.push(line);
                self.rows.focus = (row, row + 1);
                self.rows.caret = (!self.judged).then(|| (row, 5 + width::cells(&shown)));
            }
            (Task::Order { items, right }, Input::Order { at, order, held }) => {
                for (place, &index) in order.iter().enumerate() {
                    let Some(text) = items.get(index) else { continue };
                    let is_right = right.get(place) == Some(&index);
                    let mark = match (self.judged, is_right) {
                        (true, true) => "✓ ",
                        (true, false) => "✗ ",
                        _ if place == *at && *held => "↕ ",
                        _ if place == *at => "> ",
                        _ => "  ",
                    };
                    let role = match (self.judged, is_right) {
                        (true, true) => Role::Good,
                        (true, false) => Role::Bad,
                        _ if place == *at => Role::Accent,
                        _ => Role::Text,
                    };
                    self.numbered(place, text, mark, role, place == *at);
                }
            }
            (Task::Match { left, right, partners }, Input::Match { at, given, .. }) => {
                self.matching(left, right, partners, *at, given);
            }
            (Task::Grid { rows, columns, marked, .. }, Input::Grid { at, marked: given, .. }) => {
                self.grid(rows, columns, marked, *at, given);
            }
            (Task::Line { text, right }, Input::Point { at, .. }) => self.manifest(text, right, *at),
            _ => {}
        }
    }

    /// The mark before a choice and its colour.
    fn mark(&self, taken: bool, right: bool, at: bool) -> (&'static str, Role) {
        match (self.judged, taken, right) {
            (true, _, true) => ("✓ ", Role::Good),
            (true, true, false) => ("✗ ", Role::Bad),
            (true, false, false) => ("  ", Role::Muted),
            (false, ..) if at => ("> ", Role::Accent),
            _ => ("  ", Role::Text),
        }
    }

    fn numbered(&mut self, index: usize, text: &str, mark: &str, role: Role, focus: bool) {
        let number = format!("{}. ", index + 1);
        let indent = width::cells(mark) + width::cells(&number);
        let first = self.rows.lines.len();
        let told = markdown(text, self.columns.saturating_sub(indent).max(1));
        for (row, line) in told.into_iter().enumerate() {
            let mut out = if row == 0 {
                Line::of(mark.to_owned(), Style::from(role).bold()).with(number.clone(), Role::Key)
            } else {
                Line::of(" ".repeat(indent), Role::Text)
            };
            let emphatic = role == Role::Accent || role == Role::Good;
            out.spans.extend(line.spans.into_iter().map(|mut span| {
                span.style.bold |= emphatic;
                if role == Role::Muted && span.style.role == Role::Text {
                    span.style.role = Role::Muted;
                }
                span
            }));
            self.rows.hits.push(Hit { row: self.rows.lines.len(), columns: (0, self.columns), thing: (index, 0) });
            self.rows.lines.push(out);
        }
        if focus {
            self.rows.focus = (first, self.rows.lines.len());
        }
    }

    fn matching(&mut self, left: &[String], right: &[String], partners: &[usize], at: usize, given: &[Option<usize>]) {
        for (index, text) in right.iter().enumerate() {
            let mut line = Line::of(format!("   {}. ", index + 1), Role::Key);
            line.spans
                .extend(markdown(text, self.columns.saturating_sub(6).max(1)).into_iter().flat_map(|it| it.spans));
            self.rows.lines.push(line);
        }
        self.rows.blank();
        let wide = left.iter().map(|it| width::cells(it)).max().unwrap_or(0).min(self.columns / 2);
        for (index, text) in left.iter().enumerate() {
            let partner = given.get(index).copied().flatten();
            let is_right = partner == partners.get(index).copied();
            let (mark, role) = match (self.judged, is_right) {
                (true, true) => ("✓ ", Role::Good),
                (true, false) => ("✗ ", Role::Bad),
                _ if index == at => ("> ", Role::Accent),
                _ => ("  ", Role::Text),
            };
            let chosen = partner.and_then(|it| Some(format!("{}. {}", it + 1, right.get(it)?)));
            let text = width::pad(&width::ellipsis(text, wide), wide);
            let line = Line::of(mark, Style::from(role).bold())
                .with(text, Style { bold: index == at, ..Style::default() })
                .with("  ──▶  ", Role::Border)
                .with(
                    width::ellipsis(&chosen.unwrap_or_else(|| "?".to_owned()), self.columns.saturating_sub(wide + 9)),
                    role,
                );
            let row = self.rows.lines.len();
            self.rows.hits.push(Hit { row, columns: (0, self.columns), thing: (index, 0) });
            self.rows.lines.push(line);
            if index == at {
                self.rows.focus = (row, row + 1);
            }
        }
    }

    fn grid(
        &mut self,
        rows: &[String],
        columns: &[String],
        truth: &[Vec<bool>],
        at: (usize, usize),
        given: &std::collections::BTreeSet<(usize, usize)>,
    ) {
        // Columns get letters: their names are too long to stand side by side everywhere.
        let letter = |x: usize| char::from(b'A' + u8::try_from(x.min(25)).unwrap_or(25));
        for (x, name) in columns.iter().enumerate() {
            let role = if x == at.1 && !self.judged { Role::Accent } else { Role::Text };
            let line = Line::of(format!("   {}. ", letter(x)), Role::Key)
                .with(width::ellipsis(name, self.columns.saturating_sub(6)), Style { bold: x == at.1, ..role.into() });
            self.rows.lines.push(line);
        }
        self.rows.blank();
        let wide = rows
            .iter()
            .map(|it| width::cells(it))
            .max()
            .unwrap_or(0)
            .min(self.columns.saturating_sub(8 * columns.len()).max(8));
        let mut head = String::new();
        (0..columns.len()).for_each(|x| head.extend(["   ", letter(x).encode_utf8(&mut [0; 4]), "    "]));
        self.rows.lines.push(Line::of(format!("   {}  {head}", " ".repeat(wide)), Role::Key));
        for (y, name) in rows.iter().enumerate() {
            let row = self.rows.lines.len();
            let here = y == at.0 && !self.judged;
            let name = width::pad(&width::ellipsis(name, wide), wide);
            let mut line = Line::of(if here { " > " } else { "   " }, Role::Accent)
                .with(name, Style { bold: here, ..Style::default() })
                .with("  ", Role::Text);
            for x in 0..columns.len() {
                let is_marked = given.contains(&(y, x));
                let wanted = truth.get(y).and_then(|row| row.get(x)).copied().unwrap_or(false);
                let inside = match is_marked {
                    true => "닿음",
                    false if self.judged && wanted => "놓침",
                    false => " -- ",
                };
                let (text, role) = match (self.judged, is_marked == wanted, (y, x) == at) {
                    (true, true, _) => (format!(" {inside}✓"), Role::Good),
                    (true, false, _) => (format!(" {inside}✗"), Role::Bad),
                    (false, _, true) => (format!("[{inside}]"), Role::Accent),
                    (false, _, false) => (format!(" {inside} "), if is_marked { Role::Text } else { Role::Muted }),
                };
                let start = 5 + wide + 8 * x;
                self.rows.hits.push(Hit { row, columns: (start, start + 8), thing: (y, x) });
                line.push(width::pad(&text, 8), Style { bold: role == Role::Accent, ..role.into() });
            }
            self.rows.lines.push(line);
            if y == at.0 {
                self.rows.focus = (row, row + 1);
            }
        }
    }

    fn manifest(&mut self, text: &str, right: &[usize], at: usize) {
        let tokens = highlight::lex(text);
        let mut start = 0;
        let digits = text.lines().count().to_string().len();
        for (index, whole) in text.split_inclusive('\n').enumerate() {
            let line = whole.trim_end_matches(['\n', '\r']);
            let row = self.rows.lines.len();
            // Of several lines that are right the one to name, and the one that was pointed at.
            let line_number = index + 1;
            let is_right = right.first() == Some(&line_number) || (index == at && right.contains(&line_number));
            let (mark, role) = match (self.judged, index == at, is_right) {
                (true, _, true) => ("✓ ", Role::Good),
                (true, true, false) => ("✗ ", Role::Bad),
                (false, true, _) => ("> ", Role::Accent),
                _ => ("  ", Role::Muted),
            };
            let mut out =
                Line::of(mark, Style::from(role).bold()).with(format!("{:>digits$} │ ", index + 1), Role::Border);
            out.spans.extend(dressed(line, start, &tokens, index == at && !self.judged));
            self.rows.hits.push(Hit { row, columns: (0, self.columns), thing: (index, 0) });
            self.rows.lines.push(if index == at && !self.judged { out.filled(Role::Code) } else { out });
            if index == at {
                self.rows.focus = (row, row + 1);
            }
            start += whole.len();
        }
    }
}

/// A line of YAML in its colours; a tab is shown as an arrow, since finding it may be the question.
fn dressed(line: &str, start: usize, tokens: &[(TextRange, Token)], bold: bool) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    let mut at = 0;
    let mut push = |text: &str, role: Role| {
        if !text.is_empty() {
            let role = if text.contains('\t') { Role::Warn } else { role };
            spans.push(Span::new(text.replace('\t', "→   "), Style { bold, ..role.into() }));
        }
    };
    for (range, token) in tokens.iter().filter(|(range, _)| range.start() >= start && range.end() <= start + line.len())
    {
        let (from, to) = (range.start() - start, range.end() - start);
        push(line.get(at..from).unwrap_or(""), Role::Text);
        let role = match token {
            Token::Key => Role::YamlKey,
            Token::String => Role::YamlString,
            Token::Number => Role::YamlNumber,
            Token::Constant => Role::YamlConstant,
            Token::Comment => Role::Comment,
            Token::BadTab => Role::Warn,
            Token::Punctuation | Token::Anchor | Token::Tag | Token::DocumentMarker => Role::Punctuation,
        };
        push(line.get(from..to).unwrap_or(""), role);
        at = to;
    }
    push(line.get(at..).unwrap_or(""), Role::Text);
    spans
}

/// The end of a text that fits into `room` cells.
fn tail(text: &str, room: usize) -> String {
    let mut kept = Vec::new();
    let mut cells = 0;
    for (_, grapheme) in width::graphemes(text).rev() {
        cells += width::grapheme_cells(grapheme);
        if cells > room {
            break;
        }
        kept.push(grapheme);
    }
    kept.into_iter().rev().collect()
}
