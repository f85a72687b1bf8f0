//! A block of code as a quiet box: its name above, its tokens coloured, long lines continued below.
//!
//! Must not know: what the code means.

use std::ops::Range;

use super::layout::Setter;
use super::sheet::Part;
use super::tabular;
use crate::app::scene::{Line, Role, Style};
use crate::lesson::markdown::{Code, FenceKind};
use crate::text::wrap::wrap;
use crate::text::{TextRange, console, width};
use crate::yaml::highlight;

/// What a manifest without a name is called when it is opened.
pub(super) const DEFAULT_FILE: &str = "example.yaml";

/// What a continued line needs at least to be worth setting further in.
const NARROWEST: usize = 16;

/// How far in the columns stand that are set below the others of their table.
const BELOW: usize = 2;

/// Columns from one tab stop to the next, where a tab is shown.
const TAB: usize = 4;

/// Sets `code` in the room there is.
pub(super) fn set(setter: &mut Setter<'_>, code: &Code, source: usize) {
    let columns = setter.room();
    if columns < 8 {
        return rows(setter, code, source, columns, "", "");
    }
    let line = top(code, columns, setter.opens());
    setter.row(line, Vec::new(), source);
    rows(setter, code, source, columns - 4, "│ ", " │");
    let bottom = format!("└{}┘", "─".repeat(columns - 2));
    setter.row(Line::of(bottom, Role::Border), Vec::new(), source + code.text.len());
}

fn rows(setter: &mut Setter<'_>, code: &Code, source: usize, columns: usize, left: &'static str, right: &'static str) {
    let mut text = expand_tabs(&code.text);
    if code.kind == FenceKind::Console {
        text = tabular::squeezed(&text, columns);
    }
    let tokens = tokens(&code.kind, &text);
    let unit = setter.unit(text.clone());
    let mut paper = Paper { setter, text: &text, tokens: &tokens, unit, source, columns, left, right };
    let lines: Vec<&str> = text.lines().collect();
    let (mut at, mut start) = (0, 0);
    while let Some(line) = lines.get(at) {
        let table =
            if code.kind == FenceKind::Console { tabular::table(lines.get(at..).unwrap_or_default()) } else { None };
        let wide = table.filter(|(_, cells)| cells.last().is_some_and(|last| last.end > columns));
        let count = if let Some((count, cells)) = wide {
            let rows = lines.get(at..at + count).unwrap_or_default();
            paper.table(rows, start, &cells);
            count
        } else {
            paper.line(line, start);
            1
        };
        start += lines.iter().skip(at).take(count).map(|line| line.len() + 1).sum::<usize>();
        at += count;
    }
}

/// Where the rows of one block go.
struct Paper<'p, 's> {
    setter: &'p mut Setter<'s>,
    text: &'p str,
    tokens: &'p [(TextRange, Role)],
    unit: usize,
    source: usize,
    columns: usize,
    left: &'static str,
    right: &'static str,
}

impl Paper<'_, '_> {
    /// Sets a line; what does not fit goes on below, a little further in than it began.
    fn line(&mut self, line: &str, start: usize) {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let hang = if indent + 2 + NARROWEST <= self.columns { indent + 2 } else { 0 };
        for (index, piece) in pieces(line, self.columns, hang).into_iter().enumerate() {
            self.piece(piece.shifted(start), if index == 0 { 0 } else { hang }, " ");
        }
    }

    /// Sets a table that is too wide: as many columns as fit, and the others as a table below.
    fn table(&mut self, rows: &[&str], start: usize, cells: &[Range<usize>]) {
        for (number, band) in tabular::bands(cells, self.columns, BELOW).into_iter().enumerate() {
            let mut start = start;
            for (index, row) in rows.iter().enumerate() {
                let ends = band.end().min(row.len());
                let begins = band.start().min(ends);
                let hang = if number == 0 { 0 } else { BELOW };
                let mark = if index == 0 { "…" } else { " " };
                let shown = row.get(begins..ends).unwrap_or("").trim_end().len();
                for (more, piece) in pieces(row.get(begins..begins + shown).unwrap_or(""), self.columns - hang, 0)
                    .into_iter()
                    .enumerate()
                {
                    self.piece(piece.shifted(start + begins), hang, if more == 0 { mark } else { " " });
                }
                start += row.len() + 1;
            }
        }
    }

    /// Sets the bytes `piece` of the text as one row, `hang` cells in, the first of which shows `mark`.
    fn piece(&mut self, piece: TextRange, hang: usize, mark: &str) {
        let mut row = Line::of(self.left, Role::Border);
        let mut before = self.left.len();
        if hang > 0 {
            let blanks = format!("{mark}{}", " ".repeat(hang - 1));
            before += blanks.len();
            row.push(blanks, Role::Muted);
        }
        coloured(&mut row, self.text, piece, self.tokens);
        if !self.right.is_empty() {
            let used = hang + width::cells(piece.of(self.text));
            row.push(" ".repeat(self.columns.saturating_sub(used)), Role::Text);
            row.push(self.right, Role::Border);
        }
        let part = Part { unit: self.unit, range: piece, at: before };
        self.setter.row(row, vec![part], self.source + piece.start());
    }
}

/// A line of code as rows: the first as wide as there is room, those that follow narrower by `hang`.
fn pieces(line: &str, columns: usize, hang: usize) -> Vec<TextRange> {
    if width::cells(line) <= columns {
        return vec![TextRange::new(0, line.len())];
    }
    let Some(&first) = wrap(line, columns).first() else { return Vec::new() };
    let rest = TextRange::new(first.end(), line.len()).of(line);
    let skipped = first.end() + rest.len() - rest.trim_start().len();
    let rest = rest.trim_start();
    let mut pieces = vec![first];
    if !rest.is_empty() {
        pieces.extend(wrap(rest, columns - hang).into_iter().map(|range| range.shifted(skipped)));
    }
    pieces
}

/// The upper edge: what it is on the left, what can be done with it on the right where a key `opens` it.
fn top(code: &Code, columns: usize, opens: bool) -> Line<'static> {
    let (name, role) = match &code.kind {
        FenceKind::Yaml if !code.info.wrong.is_empty() => {
            let file = code.info.file.as_deref().unwrap_or("매니페스트");
            (format!(" {file} ─ 일부러 틀린 예 "), Role::Warn)
        }
        FenceKind::Yaml => (code.info.file.as_ref().map_or(String::new(), |file| format!(" {file} ")), Role::Title),
        FenceKind::World => (" 예를 시험한 클러스터 ".to_owned(), Role::Muted),
        FenceKind::Console | FenceKind::Shell => (" 터미널 ".to_owned(), Role::Muted),
        FenceKind::Other(language) => (format!(" {language} "), Role::Muted),
        FenceKind::Text | FenceKind::Predict | FenceKind::Traffic => (String::new(), Role::Muted),
    };
    let key = if opens && code.kind == FenceKind::Yaml { " e 편집기로 " } else { "" };
    let key = if width::cells(&name) + width::cells(key) + 4 <= columns { key } else { "" };
    let name = width::ellipsis(&name, columns.saturating_sub(4));
    let gap = columns.saturating_sub(3 + width::cells(&name) + width::cells(key));
    Line::of("┌─", Role::Border)
        .with(name, Style::from(role).bold())
        .with("─".repeat(gap.saturating_sub(1)), Role::Border)
        .with(key, Role::Key)
        .with("─┐".chars().skip(usize::from(gap == 0)).collect::<String>(), Role::Border)
}

fn expand_tabs(text: &str) -> String {
    if !text.contains('\t') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let blanks = TAB - column % TAB;
                out.extend(std::iter::repeat_n(' ', blanks));
                column += blanks;
            }
            '\n' => {
                out.push(c);
                column = 0;
            }
            _ => {
                out.push(c);
                column += width::cells(c.encode_utf8(&mut [0; 4]));
            }
        }
    }
    out
}

fn tokens(kind: &FenceKind, text: &str) -> Vec<(TextRange, Role)> {
    match kind {
        FenceKind::Yaml | FenceKind::World | FenceKind::Predict | FenceKind::Traffic => {
            highlight::lex(text).into_iter().map(|(range, token)| (range, yaml_role(token))).collect()
        }
        FenceKind::Console => {
            console::transcript(text).into_iter().map(|(range, it)| (range, console_role(it))).collect()
        }
        FenceKind::Shell => console::script(text).into_iter().map(|(range, it)| (range, console_role(it))).collect(),
        FenceKind::Text | FenceKind::Other(_) => Vec::new(),
    }
}

fn yaml_role(token: highlight::Token) -> Role {
    use highlight::Token;
    match token {
        Token::Key => Role::YamlKey,
        Token::String => Role::YamlString,
        Token::Number => Role::YamlNumber,
        Token::Constant => Role::YamlConstant,
        Token::Comment => Role::Comment,
        Token::Punctuation | Token::DocumentMarker => Role::Punctuation,
        Token::Anchor | Token::Tag => Role::Accent,
        Token::BadTab => Role::Bad,
    }
}

fn console_role(token: console::Token) -> Role {
    use console::Token;
    match token {
        Token::Prompt => Role::Good,
        Token::Command => Role::YamlKey,
        Token::Flag => Role::Accent,
        Token::Argument | Token::Output => Role::Text,
        Token::Quoted => Role::YamlString,
        Token::Operator => Role::Punctuation,
        Token::Comment => Role::Comment,
    }
}

/// Adds the bytes `piece` of `text` to a row, each token in its role; `tokens` are sorted.
fn coloured(row: &mut Line<'static>, text: &str, piece: TextRange, tokens: &[(TextRange, Role)]) {
    let first = tokens.partition_point(|(range, _)| range.end() <= piece.start());
    let mut done = piece.start();
    for (range, role) in tokens.iter().skip(first).take_while(|(range, _)| range.start() < piece.end()) {
        let (start, end) = (range.start().max(done), range.end().min(piece.end()));
        if done < start {
            row.push(TextRange::new(done, start).of(text).to_owned(), Role::Text);
        }
        row.push(TextRange::new(start, end).of(text).to_owned(), *role);
        done = end.max(start);
    }
    if done < piece.end() {
        row.push(TextRange::new(done, piece.end()).of(text).to_owned(), Role::Text);
    }
}
