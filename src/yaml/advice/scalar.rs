//! Faults inside values: quotes, escapes, brackets, characters that mean something to YAML.
//!
//! Must not know: indentation.

use super::lines::{self, Line};
use super::{Advice, surround};
use crate::text::josa::{self, Josa};
use crate::text::{TextEdit, TextRange};

/// `{{ … }}` on the line: a Helm template that has not been rendered.
pub(super) fn template(text: &str, at: usize) -> Option<Advice> {
    let line = Line::at(text, at);
    let open = line.text.find("{{")?;
    let close = line.text.get(open..)?.find("}}").map_or(line.text.len(), |close| open + close + 2);
    let range = TextRange::new(line.start + open, line.start + close);
    Some(
        Advice::new(
            "helm-template-pasted",
            range,
            format!(
                "{} Helm 템플릿의 자리 표시입니다. 매니페스트에는 값이 채워진 결과를 써야 합니다. \
                 `helm template`이 내놓은 것을 쓰거나 값을 직접 적으십시오.",
                josa::with(&format!("`{}`", range.of(text)), Josa::EunNeun)
            ),
        )
        .perhaps("따옴표로 감싸기", surround(range, '"')),
    )
}

/// A quote that was opened and not closed.
pub(super) fn unclosed_quote(text: &str, quote: usize) -> Advice {
    let line = Line::at(text, quote);
    let mark = if text.get(quote..).is_some_and(|rest| rest.starts_with('\'')) { '\'' } else { '"' };
    let end = line.start + line.text.trim_end().len();
    let range = TextRange::new(quote, end.max(quote + 1));
    let value_end = comment_start(line, quote).unwrap_or(end);
    Advice::new(
        "yaml-unclosed-quote",
        range,
        format!(
            "`{}`에서 연 따옴표 `{mark}`를 닫지 않아 아래 줄까지 모두 한 값으로 읽힙니다. 값 끝에 `{mark}`를 붙이십시오.",
            lines::excerpt(line.excerpt().trim_start_matches("- "))
        ),
    )
    .sure(format!("값 끝에 `{mark}` 붙이기"), vec![TextEdit::insert(value_end, mark)])
    .perhaps("따옴표 지우기", vec![TextEdit::delete(TextRange::new(quote, quote + 1))])
}

/// Where the value of an unclosed quote ends if a comment follows on its line.
fn comment_start(line: Line<'_>, quote: usize) -> Option<usize> {
    let rest = line.text.get(quote - line.start..)?;
    let hash = rest.find(" #")?;
    Some(quote + rest.get(..hash)?.trim_end().len())
}

/// A value that begins with a character YAML keeps for itself.
pub(super) fn reserved(text: &str, at: usize) -> Advice {
    let character = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
    quote_value(
        text,
        at,
        &format!(
            "{} YAML이 따로 쓰는 글자라 값이나 키의 첫 글자가 될 수 없습니다. 값을 따옴표로 감싸십시오.",
            josa::with(&format!("`{character}`"), Josa::EunNeun)
        ),
    )
}

/// Proposes quotes around the rest of the line from `at`.
pub(super) fn quote_value(text: &str, at: usize, help: &str) -> Advice {
    let line = Line::at(text, at);
    let end = (line.content_start() + line.content().len()).max(at);
    let value = TextRange::new(at, end);
    let width = text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Advice::new("yaml-syntax", TextRange::new(at, at + width), help)
        .perhaps("값을 따옴표로 감싸기", quoted(value, value.of(text)))
}

/// Edits that quote a range of plain text.
pub(super) fn quoted(range: TextRange, spelling: &str) -> Vec<TextEdit> {
    surround(range, if spelling.contains('"') && !spelling.contains('\'') { '\'' } else { '"' })
}

/// A backslash in double quotes that means nothing.
pub(super) fn escape(text: &str, at: usize) -> Advice {
    let at = text
        .get(..at)
        .and_then(|before| before.rfind('\\').filter(|&found| at - found <= 3))
        .map_or(at, |found| if text.get(at..).is_some_and(|rest| rest.starts_with('\\')) { at } else { found });
    let next = text.get(at + 1..).and_then(|rest| rest.chars().next());
    let range = TextRange::new(at, at + 1 + next.map_or(0, char::len_utf8));
    Advice::new(
        "yaml-syntax",
        range,
        format!(
            "큰따옴표 안의 {} YAML이 아는 이스케이프가 아닙니다. 역슬래시를 글자로 쓰려면 `\\\\`로 두 번 쓰거나 작은따옴표를 쓰십시오.",
            josa::with(&format!("`{}`", range.of(text)), Josa::EunNeun)
        ),
    )
    .sure("역슬래시를 두 번 쓰기", vec![TextEdit::insert(at, "\\")])
}

/// Something after a finished value on the same line.
pub(super) fn after_value(text: &str, at: usize) -> Advice {
    let line = Line::at(text, at);
    let end = line.content_start() + line.content().len();
    let range = TextRange::new(at, end.max(at + 1));
    let before = text.get(line.start..at).unwrap_or("").trim_end();
    let Some(quote) = before.chars().next_back().filter(|&last| last == '"' || last == '\'') else {
        return Advice::new(
            "yaml-syntax",
            range,
            "값이 이미 끝났는데 글자가 더 있습니다. 지우거나, 전체가 한 값이라면 따옴표로 감싸십시오.",
        )
        .perhaps("나머지 지우기", vec![TextEdit::delete(TextRange::new(line.start + before.len(), end))]);
    };
    let advice = Advice::new(
        "yaml-syntax",
        range,
        format!(
            "앞의 `{quote}`에서 값이 끝났는데 뒤에 다른 글자(`{}`)가 더 있습니다. 따옴표가 값 전체를 감싸는지 확인하십시오.",
            lines::excerpt(range.of(text))
        ),
    );
    let last = line.start + before.len() - 1;
    // Move the closing quote to the end of the line.
    let moved = vec![TextEdit::delete(TextRange::new(last, last + 1)), TextEdit::insert(end, quote)];
    advice.perhaps("닫는 따옴표를 끝으로 옮기기", moved)
}

/// A flow collection that is not closed, or lacks a comma.
pub(super) fn flow(text: &str, open: usize, at: usize, close: char) -> Advice {
    let open_line = Line::at(text, open);
    let same_line = at <= open_line.end() && text.get(at..).is_some_and(|rest| !rest.trim().is_empty());
    let bracket = TextRange::new(open, open + 1);
    if same_line {
        let line = Line::at(text, at);
        let width = text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let range = TextRange::new(at, at + width);
        let before = text.get(..at).map_or(at, |before| before.trim_end().len());
        let glued = text.get(open..at + width).unwrap_or("");
        if let Some(colon) = glued_colon(glued) {
            let colon = open + colon;
            return Advice::new(
                "yaml-missing-space",
                TextRange::new(colon, colon + 1),
                format!(
                    "`{}`처럼 붙여 쓴 콜론이 있습니다. 괄호 안에서도 콜론 뒤에는 공백이 있어야 합니다. 공백이 없으면 콜론까지 한 낱말로 읽힙니다.",
                    lines::excerpt(word_around(text, colon))
                ),
            )
            .sure("콜론 뒤에 공백 넣기", spaces_after_colons(text, line));
        }
        return Advice::new(
            "yaml-syntax",
            range,
            format!(
                "`{}` 앞에는 쉼표 `,`나 닫는 괄호 `{close}`가 와야 합니다. 항목 사이에 쉼표가 있는지 확인하십시오.",
                lines::excerpt(text.get(at..line.end()).unwrap_or(""))
            ),
        )
        .if_alone("쉼표 넣기", vec![TextEdit::insert(before, ",")]);
    }
    let end = open_line.start + open_line.content_start() - open_line.start + open_line.content().len();
    let whole = text.get(..at.min(text.len())).map_or(end, |before| before.trim_end().len());
    Advice::new(
        "yaml-unclosed-bracket",
        bracket,
        format!("`{}`에서 연 괄호를 닫지 않았습니다. 항목이 끝나는 곳에 `{close}`를 붙이십시오.", open_line.excerpt()),
    )
    .sure(format!("줄 끝에 `{close}` 붙이기"), vec![TextEdit::insert(end, close)])
    .perhaps(format!("끝에 `{close}` 붙이기"), vec![TextEdit::insert(whole, close)])
}

/// The word around `at`, up to blanks, commas and brackets.
fn word_around(text: &str, at: usize) -> &str {
    let ends = |c: char| c.is_whitespace() || ",{}[]".contains(c);
    let start = text.get(..at).and_then(|before| before.rfind(ends)).map_or(0, |end| end + 1);
    let end = text.get(at..).and_then(|after| after.find(ends)).map_or(text.len(), |end| at + end);
    text.get(start..end).unwrap_or("")
}

/// The colon of the last `key:value` without a blank.
fn glued_colon(text: &str) -> Option<usize> {
    let colon = text.rfind(':')?;
    let next = text.get(colon + 1..)?.chars().next()?;
    (!next.is_whitespace()).then_some(colon)
}

/// A blank after each colon on the line that follows a word and has none.
fn spaces_after_colons(text: &str, line: Line<'_>) -> Vec<TextEdit> {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    (line.start..line.end())
        .filter(|&at| byte(at) == b':' && at > 0 && byte(at - 1).is_ascii_alphanumeric())
        .filter(|&at| byte(at + 1).is_ascii_alphanumeric() || matches!(byte(at + 1), b'{' | b'[' | b'"' | b'\''))
        .map(|at| TextEdit::insert(at + 1, " "))
        .collect()
}

/// Nothing that could be a value: a stray bracket or comma, or an open bracket at the end.
pub(super) fn no_content(text: &str, at: usize) -> Advice {
    let rest = text.get(at..).unwrap_or("").trim_start();
    if rest.is_empty()
        && let Some(open) = last_open_bracket(text)
    {
        let close = if text.get(open..).is_some_and(|rest| rest.starts_with('[')) { ']' } else { '}' };
        return flow(text, open, text.len(), close);
    }
    let character = rest.chars().next().unwrap_or(' ');
    let range = TextRange::new(at, at + character.len_utf8());
    let help = match character {
        ',' => "쉼표 앞에 값이 없습니다. 값을 쓰거나 쉼표를 지우십시오.".to_owned(),
        ']' | '}' => format!("여는 괄호 없이 `{character}`가 있습니다. 지우거나 짝이 되는 괄호를 여십시오."),
        _ => format!("값이 올 자리에 {} 있습니다.", josa::with(&format!("`{character}`"), Josa::IGa)),
    };
    let code = if matches!(character, ']' | '}') { "yaml-unclosed-bracket" } else { "yaml-syntax" };
    Advice::new(code, range, help).perhaps(format!("`{character}` 지우기"), vec![TextEdit::delete(range)])
}

/// The innermost bracket that is open at the end of the text, quotes passed over.
pub(super) fn last_open_bracket(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    let mut quote = None;
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(mark), _) if character == mark && before != '\\' => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if " [{,:\n".contains(before) => quote = Some(character),
            (None, '[' | '{') => open.push(at),
            (None, ']' | '}') => {
                open.pop();
            }
            _ => {}
        }
        before = character;
    }
    open.pop()
}

/// `*` or `&` before something that is no name.
pub(super) fn bad_name(text: &str, at: usize) -> Advice {
    let line = Line::at(text, at);
    let before = text.get(line.start..at).unwrap_or("");
    let sigil = before.rfind(['*', '&']).map_or(at, |found| line.start + found);
    let what = if text.get(sigil..).is_some_and(|rest| rest.starts_with('&')) { "앵커" } else { "별칭" };
    let mark = text.get(sigil..=sigil).unwrap_or("*");
    let end = (line.content_start() + line.content().len()).max(sigil + 1);
    let value = TextRange::new(sigil, end);
    Advice::new(
        "yaml-unknown-anchor",
        TextRange::new(sigil, sigil + 1),
        format!(
            "값이 `{mark}`로 시작하면 YAML은 {what}{} 읽고, 뒤에 영문자나 숫자로 된 이름을 기대합니다. 글자 그대로라면 따옴표로 감싸십시오.",
            Josa::EuroRo.after(what)
        ),
    )
    .perhaps("값을 따옴표로 감싸기", quoted(value, value.of(text)))
}

/// Text on the line of `|` or `>`.
pub(super) fn block_header(text: &str, context: usize, line: Line<'_>) -> Advice {
    let mark = text.get(context..=context).unwrap_or("|");
    let end = (line.content_start() + line.content().len()).max(context + 1);
    let value = TextRange::new(context, end);
    let rest = text.get(context + 1..end).unwrap_or("");
    let word = context + 1 + rest.len() - rest.trim_start().len();
    Advice::new(
        "yaml-syntax",
        TextRange::new(word, end),
        format!(
            "`{}`에서 `{mark}` 뒤에는 줄을 바꾸고 글을 더 들여 써야 합니다. `{mark}`로 시작하는 문자열이라면 값을 따옴표로 감싸십시오.",
            lines::excerpt(value.of(text))
        ),
    )
    .perhaps("값을 따옴표로 감싸기", quoted(value, value.of(text)))
}
