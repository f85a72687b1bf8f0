//! A block of code as a quiet box: its name above, its tokens coloured, long lines continued below.
//!
//! Must not know: what the code means.

use super::layout::Setter;
use super::sheet::Part;
use crate::app::scene::{Line, Role, Style};
use crate::lesson::markdown::{Code, FenceKind};
use crate::text::wrap::wrap;
use crate::text::{TextRange, console, width};
use crate::yaml::highlight;

/// What a manifest without a name is called when it is opened.
pub(super) const DEFAULT_FILE: &str = "example.yaml";

/// What a continued line needs at least to be worth setting further in.
const NARROWEST: usize = 16;

/// Columns from one tab stop to the next, where a tab is shown.
const TAB: usize = 4;

/// Sets `code` in the room there is.
pub(super) fn set(setter: &mut Setter<'_>, code: &Code, source: usize) {
    let columns = setter.room();
    if columns < 8 {
        return rows(setter, code, source, columns, "", "");
    }
    setter.row(top(code, columns), Vec::new(), source);
    rows(setter, code, source, columns - 4, "│ ", " │");
    let bottom = format!("└{}┘", "─".repeat(columns - 2));
    setter.row(Line::of(bottom, Role::Border), Vec::new(), source + code.text.len());
}

fn rows(setter: &mut Setter<'_>, code: &Code, source: usize, columns: usize, left: &'static str, right: &'static str) {
    let text = expand_tabs(&code.text);
    let tokens = tokens(&code.kind, &text);
    let unit = setter.unit(text.clone());
    let mut start = 0;
    for line in text.lines() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        // What does not fit goes on below, a little further in than it began.
        let hang = if indent + 2 + NARROWEST <= columns { indent + 2 } else { 0 };
        for (index, piece) in pieces(line, columns, hang).into_iter().enumerate() {
            let piece = piece.shifted(start);
            let mut row = Line::of(left, Role::Border);
            let hang = if index == 0 { 0 } else { hang };
            row.push(" ".repeat(hang), Role::Text);
            coloured(&mut row, &text, piece, &tokens);
            if !right.is_empty() {
                row.push(" ".repeat(columns.saturating_sub(hang + width::cells(piece.of(&text)))), Role::Text);
                row.push(right, Role::Border);
            }
            let part = Part { unit, range: piece, at: left.len() + hang };
            setter.row(row, vec![part], source + piece.start());
        }
        start += line.len() + 1;
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

/// The upper edge: what it is on the left, what can be done with it on the right.
fn top(code: &Code, columns: usize) -> Line<'static> {
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
    let key = if code.kind == FenceKind::Yaml { " e 편집기로 " } else { "" };
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
