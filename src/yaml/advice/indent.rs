//! Faults of structure: tabs, indentation, dashes, colons.
//!
//! Must not know: quotes, brackets.

use super::Advice;
use super::lines::{self, Line};
use super::scalar;
use super::stray;
use crate::text::josa::{self, Josa};
use crate::text::{TextEdit, TextRange};

/// The colon that a Hangul input method types.
const FULL_WIDTH_COLON: char = '：';

/// A tab where only spaces may stand.
pub(super) fn tab(text: &str, at: usize) -> Advice {
    let line = Line::at(text, at);
    let blanks = line.indentation();
    let after_dash = blanks.is_empty() || at >= line.start + blanks.len();
    let from = if after_dash { at } else { line.start + blanks.find('\t').unwrap_or(0) };
    let length = text.get(from..).map_or(0, |rest| rest.bytes().take_while(|&byte| byte == b'\t').count());
    let range = TextRange::new(from, from + length);
    let help = if line.content().is_empty() && line.text.trim().is_empty() {
        let above = line.previous_full(text).map(|above| format!("`{}` 아래의 ", above.excerpt())).unwrap_or_default();
        format!("{above}빈 줄에 탭 문자가 있습니다. YAML은 들여쓰기에 탭을 받지 않으므로 지워야 합니다.")
    } else if after_dash {
        format!(
            "`{}` 앞, `-` 뒤에 탭 문자가 있습니다. YAML은 여기에 공백(스페이스)만 받습니다. 탭을 지우고 공백을 한 칸 넣으십시오.",
            lines::excerpt(text.get(from..line.end()).unwrap_or(""))
        )
    } else {
        format!(
            "`{}` 줄의 들여쓰기에 탭 문자가 있습니다. YAML은 들여쓰기에 공백(스페이스)만 받습니다. 탭을 지우고 공백으로 맞추십시오.",
            line.excerpt()
        )
    };
    let mut advice = Advice::new("yaml-tab", range, help);
    if after_dash {
        let blanks = text.get(at..).map_or(0, |rest| rest.bytes().take_while(|byte| b"\t ".contains(byte)).count());
        return advice.sure("탭을 공백으로 바꾸기", vec![TextEdit::replace(TextRange::new(at, at + blanks), " ")]);
    }
    if line.text.trim().is_empty() {
        return advice.sure("탭 지우기", vec![TextEdit::delete(line.range())]);
    }
    let tabbed = tabbed_lines(text);
    if tabbed.len() > 1 {
        for width in [2, 4] {
            let edits = tabbed.iter().map(|line| retab(*line, width)).collect();
            advice = advice.sure(format!("모든 탭을 공백 {width}개로 바꾸기"), edits);
        }
    }
    let whole = TextRange::new(line.start, line.start + blanks.len());
    // Below a key without a value a line that begins with a blank was meant to be that value.
    let parent = line.previous_full(text).filter(|above| above.opens()).map(|above| above.after_dashes().1);
    let least = parent.map_or(0, |parent| if line.content().starts_with('-') { parent } else { parent + 1 });
    let only = if tabbed.len() > 1 { "이 줄만 " } else { "" };
    for (column, _) in lines::places(text, line).into_iter().filter(|(column, _)| *column >= least) {
        let title = if column == 0 {
            format!("{only}앞 공백 지우기")
        } else {
            format!("{only}공백 {column}개로 바꾸기")
        };
        advice = advice.sure(title, vec![TextEdit::replace(whole, " ".repeat(column))]);
    }
    advice
}

fn tabbed_lines(text: &str) -> Vec<Line<'_>> {
    lines::all(text).filter(|line| line.indentation().contains('\t')).collect()
}

/// The line's indentation with `width` spaces for each tab; a line of blanks loses them all.
fn retab(line: Line<'_>, width: usize) -> TextEdit {
    let blanks = line.indentation();
    let range = TextRange::new(line.start, line.start + blanks.len());
    if line.text.trim().is_empty() {
        return TextEdit::delete(range);
    }
    TextEdit::replace(range, blanks.replace('\t', &" ".repeat(width)))
}

/// A colon after a value: `a: b: c`, or a line that the one above swallowed.
pub(super) fn second_colon(text: &str, at: usize) -> Advice {
    let line = Line::at(text, at);
    if let Some(above) = line.previous_full(text)
        && let Some(advice) = glued(above)
    {
        return advice;
    }
    // A word without colon above swallows the key below it.
    if let Some(above) = line.previous_full(text)
        && above.key().is_none()
        && !above.opens()
        && above.indent() <= line.indent()
        && !above.content().starts_with('-')
    {
        return no_colon(text, above.content_start());
    }
    let before = text.get(line.content_start()..at).unwrap_or("");
    if let Some(colon) = before.find(": ") {
        return two_colons(text, line, line.content_start() + colon);
    }
    misindented(text, line)
}

/// `key: a: b` on one line: text with a colon in it, or two lines run together.
fn two_colons(text: &str, line: Line<'_>, first: usize) -> Advice {
    let from = first + 1 + text.get(first + 1..).map_or(0, |rest| rest.len() - rest.trim_start_matches(' ').len());
    let to = line.content_start() + line.content().len();
    let value = TextRange::new(from, to);
    let spelling = value.of(text);
    if let Some(rest) = spelling.strip_prefix(':') {
        let again = TextRange::new(from, to - rest.trim_start_matches(' ').len());
        return Advice::new("yaml-syntax", again, "콜론이 두 번 적혀 있습니다. 하나만 남기십시오.")
            .sure("콜론 하나 지우기", vec![TextEdit::delete(again)]);
    }
    let key = text.get(line.start..first).unwrap_or("").trim_start_matches(['-', ' ']);
    let advice = Advice::new(
        "yaml-syntax",
        value,
        format!(
            "`{key}:`의 값 `{spelling}` 안에 콜론과 공백이 또 있어 YAML이 키와 값으로 나누려 합니다. \
             값 전체가 문자열이라면 따옴표로 감싸고, 키와 값 한 쌍이라면 다음 줄에 더 들여 쓰십시오."
        ),
    );
    let (_, column) = line.after_dashes();
    let below = format!("\n{}", " ".repeat(column + 2));
    let is_pair = spelling.split_once(": ").is_some_and(|(key, _)| !key.contains(' '));
    let gap = TextRange::new(first + 1, from);
    let quote = scalar::quoted(value, spelling);
    if is_pair && !spelling.contains('"') {
        advice.perhaps("값을 따옴표로 감싸기", quote).perhaps("다음 줄로 내리기", vec![TextEdit::replace(gap, below)])
    } else {
        advice.perhaps("값을 따옴표로 감싸기", quote)
    }
}

/// A line that should be `key: value` and is none: no colon, no blank after it, or another colon.
pub(super) fn no_colon(text: &str, key: usize) -> Advice {
    let line = Line::at(text, key);
    if let Some(advice) = glued(line) {
        return advice;
    }
    let (content, column) = line.after_dashes();
    let start = line.start + column;
    let range = TextRange::new(start, start + content.len());
    if let Some(advice) = below_block_header(text, line) {
        return advice;
    }
    if content.len() < 4 && content.bytes().all(|byte| byte == b'-') {
        return Advice::new(
            "yaml-bad-separator",
            range,
            format!("문서를 나누는 줄은 하이픈 셋 `---`입니다. 지금은 `{content}`입니다."),
        )
        .if_alone("`---`로 고치기", vec![TextEdit::replace(range, "---")]);
    }
    if content.starts_with("//") || content.starts_with("/*") {
        return Advice::new("yaml-syntax", range, "YAML의 주석은 `//`나 `/*`가 아니라 `#`으로 시작합니다.")
            .sure("`#` 주석으로 바꾸기", vec![TextEdit::insert(start, "# ")]);
    }
    if let Some((key, value)) = content.split_once(' ') {
        let value = value.trim_start();
        return Advice::new(
            "yaml-missing-space",
            range,
            format!("키와 값 사이에 콜론이 없습니다. `{key}: {value}`처럼 콜론과 공백으로 나누십시오."),
        )
        .if_alone("콜론 넣기", vec![TextEdit::insert(start + key.len(), ":")]);
    }
    if let Some((key, value)) = content.split_once('=').filter(|(key, value)| !key.is_empty() && !value.is_empty()) {
        return Advice::new(
            "yaml-syntax",
            range,
            format!("`=`는 명령줄에서만 씁니다. `{key}: {value}`처럼 콜론과 공백으로 바꾸십시오."),
        )
        .if_alone("`=`를 `: `로 바꾸기", vec![TextEdit::replace(range, format!("{key}: {value}"))]);
    }
    let shown: String = content.chars().take(40).collect();
    Advice::new(
        "yaml-syntax",
        range,
        format!(
            "{} 키인지 값인지 알 수 없습니다. 키라면 뒤에 콜론 `:`을 붙이십시오.",
            josa::with(&format!("`{shown}`"), Josa::EunNeun)
        ),
    )
    .if_alone("콜론 넣기", vec![TextEdit::insert(range.end(), ":")])
}

/// Text under `|` or `>` that is not further in than the key.
fn below_block_header(text: &str, line: Line<'_>) -> Option<Advice> {
    let above = line.previous_full(text)?;
    let header = above.content().rsplit(' ').next()?;
    let (_, column) = above.after_dashes();
    if !matches!(header, "|" | ">" | "|-" | ">-" | "|+" | ">+") || line.indent() > column {
        return None;
    }
    let wanted = column + 2;
    let range = TextRange::new(line.content_start(), line.content_start() + line.content().len());
    let mut text_lines = vec![line];
    let mut next = line.next(text);
    while let Some(below) = next.filter(|below| below.indent() == line.indent() && below.key().is_none()) {
        text_lines.push(below);
        next = below.next(text);
    }
    let key = above.key().unwrap_or(header);
    Some(
        Advice::new(
            "yaml-indent",
            range,
            format!("위 줄의 `{key}` 뒤에 오는 글은 그 키보다 더 들여 써야 합니다. 공백 {wanted}개로 들여 쓰십시오."),
        )
        .sure(
            format!("공백 {wanted}개로 들여쓰기"),
            text_lines.into_iter().map(|line| indent_to(line, wanted)).collect(),
        ),
    )
}

/// `type:NodePort` or `type： NodePort`: YAML sees one word.
fn glued(line: Line<'_>) -> Option<Advice> {
    let (content, column) = line.after_dashes();
    let start = line.start + column;
    let wide = content.find(FULL_WIDTH_COLON);
    let narrow = content.find(':');
    if let Some(at) = wide
        && narrow.is_none_or(|narrow| at < narrow)
    {
        return Some(full_width_colon(start + at, content, at));
    }
    let at = narrow?;
    let key = content.get(..at)?;
    let value = content.get(at + 1..)?;
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./".contains(&byte));
    if !is_key || value.is_empty() || value.starts_with([' ', '/', ':']) {
        return None;
    }
    if let Some(blank) = value.chars().next().filter(|blank| matches!(blank, '\u{a0}' | '\u{3000}')) {
        let range = TextRange::new(start + at + 1, start + at + 1 + blank.len_utf8());
        return Some(
            Advice::new(
                "non-breaking-space",
                range,
                format!(
                    "`{key}:` 뒤에 있는 것은 공백처럼 보이지만 다른 글자(U+{:04X})입니다. 보통 공백으로 바꾸십시오.",
                    u32::from(blank)
                ),
            )
            .sure("보통 공백으로 바꾸기", vec![TextEdit::replace(range, " ")]),
        );
    }
    let shown: String = content.chars().take(40).collect();
    Some(
        Advice::new(
            "yaml-missing-space",
            TextRange::new(start + at, start + at + 1),
            format!(
                "`{key}:` 뒤에 공백이 없어 YAML은 {} 한 낱말로 읽습니다. 콜론 뒤에 공백을 한 칸 넣으십시오.",
                josa::with(&format!("`{shown}`"), Josa::EulReul)
            ),
        )
        .sure("콜론 뒤에 공백 넣기", vec![TextEdit::insert(start + at + 1, " ")]),
    )
}

fn full_width_colon(at: usize, content: &str, within: usize) -> Advice {
    let wide = FULL_WIDTH_COLON.len_utf8();
    let value = content.get(within + wide..).unwrap_or("");
    let insert = if value.is_empty() || value.starts_with(' ') { ":" } else { ": " };
    let range = TextRange::new(at, at + wide);
    Advice::new(
        "full-width-colon",
        range,
        "`：`은 전각 콜론이라 YAML에서는 보통 글자로 읽힙니다. 반각 콜론 `:`을 쓰십시오.",
    )
    .sure("반각 콜론으로 바꾸기", vec![TextEdit::replace(range, insert)])
}

/// `ports: - port: 80`: the entry belongs on a line of its own.
pub(super) fn dash_after_key(text: &str, at: usize) -> Advice {
    let line = Line::at(text, at);
    let range = TextRange::new(at, at + 1);
    let (_, column) = line.after_dashes();
    let key = line.key().unwrap_or("");
    let rest = text.get(at + 1..line.end()).unwrap_or("").trim();
    if rest.is_empty() {
        return Advice::new(
            "yaml-list",
            range,
            format!("`{key}:` 뒤에 `-`만 있습니다. 값을 쓰거나, 목록이라면 다음 줄에서 `- `로 시작하십시오."),
        )
        .perhaps("`-` 지우기", vec![TextEdit::delete(range)])
        .perhaps("따옴표로 감싸기", super::surround(range, '"'));
    }
    let gap_start = text.get(..at).map_or(at, |before| before.trim_end_matches([' ', '\t']).len());
    let gap = TextRange::new(gap_start, at);
    Advice::new(
        "yaml-list",
        range,
        format!(
            "목록의 항목은 `{key}:`와 같은 줄에 쓸 수 없습니다. `-`부터 다음 줄로 내리고 `{key}`보다 더 들여 쓰십시오."
        ),
    )
    .perhaps("다음 줄로 내리기", vec![TextEdit::replace(gap, format!("\n{}", " ".repeat(column + 2)))])
    .perhaps("따옴표로 감싸기", scalar::quoted(TextRange::new(at, line.content_start() + line.content().len()), ""))
}

/// A token that fits none of the open blocks: mostly a line in a wrong column.
pub(super) fn misplaced(text: &str, at: usize, in_sequence: bool) -> Advice {
    let line = Line::at(text, at);
    if at > line.content_start() && line.after_dashes().1 + line.start < at {
        return scalar::after_value(text, at);
    }
    let above = line.previous_full(text);
    if let Some(above) = above
        && let Some(advice) = glued(above)
    {
        return advice;
    }
    if line.content().starts_with("- ") && !in_sequence {
        return dash_out_of_place(text, line);
    }
    misindented(text, line)
}

/// `– name`: a dash that a word processor made longer.
fn long_dash(line: Line<'_>) -> Option<Advice> {
    let dash = line.content().chars().next().filter(|&dash| lines::is_long_dash(dash))?;
    let start = line.content_start();
    let range = TextRange::new(start, start + dash.len_utf8());
    Some(
        Advice::new(
            "smart-quote",
            range,
            format!("`{dash}`는 하이픈 `-`처럼 보이지만 다른 글자입니다. 자판의 `-`로 다시 치십시오."),
        )
        .sure("`-`로 바꾸기", vec![TextEdit::replace(range, "-")]),
    )
}

/// A sequence entry where a mapping goes on.
fn dash_out_of_place(text: &str, line: Line<'_>) -> Advice {
    let start = line.content_start();
    let range = TextRange::new(start, start + 1);
    let mut advice = Advice::new(
        "yaml-list",
        range,
        "키가 올 자리에 목록의 항목 `-`가 있습니다. \
         목록은 그 목록을 담는 키 아래에서, 다른 항목의 `-`와 같은 칸에서 시작해야 합니다.",
    );
    let mut next = line.previous_full(text);
    while let Some(above) = next {
        if above.content().starts_with("- ") && above.indent() != line.indent() {
            advice = advice
                .perhaps(format!("다른 `-`와 같은 {}칸으로 맞추기", above.indent()), shift(text, line, above.indent()));
            break;
        }
        if above.opens() {
            break;
        }
        next = above.previous_full(text);
    }
    let dash = TextRange::new(start, start + 2);
    advice.perhaps("`-` 지우기", vec![TextEdit::delete(dash)])
}

/// `-port: 80` above a line that stands below the letter, not below the dash.
fn dash_without_blank(text: &str, line: Line<'_>) -> Option<Advice> {
    let above = line.previous_full(text)?;
    let key = above.content().strip_prefix('-').filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    if above.key().is_none() || line.indent() != above.indent() + 2 {
        return None;
    }
    let at = above.content_start();
    let help = format!(
        "`-{0}`처럼 `-` 뒤에 공백이 없으면 목록의 항목이 아니라 `-`로 시작하는 이름이 됩니다. `- {0}`처럼 한 칸 띄우십시오.",
        lines::excerpt(key)
    );
    let range = TextRange::new(at, at + 1);
    Some(Advice::new("yaml-missing-space", range, help).sure("`-` 뒤에 공백 넣기", vec![TextEdit::insert(at + 1, " ")]))
}

/// A line whose column fits nothing above.
fn misindented(text: &str, line: Line<'_>) -> Advice {
    if let Some(advice) = dash_without_blank(text, line) {
        return advice;
    }
    if let Some(advice) = below_block_header(text, line) {
        return advice;
    }
    if let Some(advice) = line.previous_full(text).and_then(long_dash) {
        return advice;
    }
    if let Some(advice) = line.previous_full(text).and_then(|above| stray::word_before(text, above)) {
        return advice;
    }
    if let Some(advice) = line.previous_full(text).and_then(|above| fallen_out(text, above, line)) {
        return advice;
    }
    if line.content() == "---" && line.indent() > 0 {
        let blanks = TextRange::new(line.start, line.content_start());
        let help = format!(
            "문서를 나누는 `---`는 줄의 맨 앞에서 시작해야 하는데 {}칸 들여 썼습니다. 앞의 공백을 지우십시오.",
            line.indent()
        );
        return Advice::new("yaml-bad-separator", blanks, help).sure("앞 공백 지우기", vec![TextEdit::delete(blanks)]);
    }
    let indent = line.indent();
    let range = if indent == 0 {
        TextRange::new(line.start, line.start + line.content().len())
    } else {
        TextRange::new(line.start, line.start + indent)
    };
    let mut places = lines::places(text, line);
    places.retain(|&(column, _)| column != indent);
    // The nearest column is the likeliest; at equal distance, the inner one.
    places.sort_by_key(|&(column, _)| column.abs_diff(indent));
    places.truncate(4);
    let name = line.key().map_or_else(|| format!("`{}` 줄", line.excerpt()), |key| format!("`{key}`"));
    let beside_dash = line.previous_full(text).is_some_and(|above| {
        above.content().starts_with("- ") && above.indent() == indent && !line.content().starts_with('-')
    });
    let help = |column: usize, neighbour: Line<'_>| {
        if beside_dash {
            return format!(
                "{} 목록의 `-`와 같은 칸에 있습니다. 이 항목의 키라면 `{}`의 자리인 {column}칸에서 시작해야 합니다.",
                josa::with(&name, Josa::IGa),
                neighbour.key().unwrap_or("-")
            );
        }
        let same = neighbour.key().map_or_else(String::new, |key| format!("(`{key}`의 자리)"));
        format!(
            "{} {indent}칸 들여 썼는데, 위의 어느 줄과도 맞지 않습니다. \
             같은 단계의 키는 같은 칸에서 시작해야 합니다. {column}칸{same}이 가장 가깝습니다.",
            josa::with(&name, Josa::EunNeun)
        )
    };
    let nowhere = || format!("{} 들여쓰기가 위의 줄들과 맞지 않습니다.", josa::with(&name, Josa::EunNeun));
    let nearest = places.first().map_or_else(nowhere, |&(column, neighbour)| help(column, neighbour));
    let mut advice = Advice::new("yaml-indent", range, nearest);
    for (column, neighbour) in places {
        let title = match neighbour.key() {
            Some(key) if neighbour.columns().contains(&column) => {
                format!("{} 같은 {column}칸으로 맞추기", josa::with(&format!("`{key}`"), Josa::GwaWa))
            }
            _ => format!("{column}칸으로 맞추기"),
        };
        advice = advice.if_alone(title, shift(text, line, column)).saying(help(column, neighbour));
    }
    advice
}

/// `spec:`, then `type: NodePort` no further in than `spec`, then `  selector:`: it is the line in the middle that has fallen out, and
/// the reader gives up at the one below.
fn fallen_out(text: &str, fallen: Line<'_>, below: Line<'_>) -> Option<Advice> {
    let parent = fallen.previous_full(text)?;
    let (key, outer, sibling) = (fallen.key()?, parent.key()?, below.key()?);
    let (from, column) = (fallen.indent(), below.indent());
    if !parent.opens() || fallen.opens() || parent.indent() != from || from >= column || parent.columns().len() > 1 {
        return None;
    }
    let help = format!(
        "{} {from}칸에서 시작하여 `{outer}` 아래에 들지 못하고, 그 아래의 `{sibling}` 줄까지 읽을 수 없게 합니다. \
         `{outer}`의 필드라면 {} 같은 {column}칸에서 시작해야 합니다.",
        josa::with(&format!("`{key}`"), Josa::IGa),
        josa::with(&format!("`{sibling}`"), Josa::GwaWa)
    );
    let range = TextRange::new(fallen.content_start(), fallen.content_start() + key.len());
    let title = format!("{} 같은 {column}칸으로 맞추기", josa::with(&format!("`{sibling}`"), Josa::GwaWa));
    Some(Advice::new("yaml-indent", range, help).if_alone(title, vec![indent_to(fallen, column)]))
}

/// Moves a line and what hangs on it to a column.
fn shift(text: &str, line: Line<'_>, column: usize) -> Vec<TextEdit> {
    let by = column.cast_signed() - line.indent().cast_signed();
    lines::block(text, line)
        .into_iter()
        .filter(|line| !line.is_empty())
        .map(|line| indent_to(line, line.indent().saturating_add_signed(by)))
        .collect()
}

fn indent_to(line: Line<'_>, column: usize) -> TextEdit {
    TextEdit::replace(TextRange::new(line.start, line.content_start()), " ".repeat(column))
}
