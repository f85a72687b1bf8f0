//! What to tell a learner about a fault: where to look, what it is, what to do.
//!
//! The reader's own words name the place at which it gave up, often a line after the mistake. The functions here look
//! at the text around that place and name the mistake. A proposal is only a proposal; [`super::mend`] tries it.
//!
//! Must not know: Kubernetes.

mod indent;
mod lines;
mod pasted;
mod scalar;
mod stray;

use super::fault::{Fault, Origin};
use crate::diagnostic::Code;
use crate::text::josa::{self, Josa};
use crate::text::{TextEdit, TextRange};
use lines::Line;
pub(super) use lines::floor;

/// A fault explained. Ranges are those of the document's text.
#[derive(Clone, Debug)]
pub(super) struct Advice {
    pub(super) code: Code,
    /// The offending characters.
    pub(super) range: TextRange,
    pub(super) help: String,
    /// What may mend it, the likeliest first.
    pub(super) proposals: Vec<Proposal>,
}

/// A change that may mend a fault.
#[derive(Clone, Debug)]
pub(super) struct Proposal {
    pub(super) title: String,
    pub(super) edits: Vec<TextEdit>,
    pub(super) trust: Trust,
    /// What to say instead of the advice's own help where this is the first that helps.
    pub(super) help: Option<String>,
}

/// How likely a change is what was meant, if it mends the fault at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Surely, if it is the first that helps.
    Sure,
    /// If it is the only one that helps.
    IfAlone,
    /// One way out among others.
    Perhaps,
}

impl Advice {
    fn new(code: &'static str, range: TextRange, help: impl Into<String>) -> Self {
        Self { code: Code(code), range, help: help.into(), proposals: Vec::new() }
    }

    fn sure(self, title: impl Into<String>, edits: Vec<TextEdit>) -> Self {
        self.propose(title.into(), edits, Trust::Sure)
    }

    fn if_alone(self, title: impl Into<String>, edits: Vec<TextEdit>) -> Self {
        self.propose(title.into(), edits, Trust::IfAlone)
    }

    fn perhaps(self, title: impl Into<String>, edits: Vec<TextEdit>) -> Self {
        self.propose(title.into(), edits, Trust::Perhaps)
    }

    /// Says `help` where the last proposal is the first that helps.
    fn saying(mut self, help: String) -> Self {
        if let Some(last) = self.proposals.last_mut() {
            last.help = Some(help);
        }
        self
    }

    fn propose(mut self, title: String, edits: Vec<TextEdit>, trust: Trust) -> Self {
        self.proposals.push(Proposal { title, edits, trust, help: None });
        self
    }
}

/// Explains `fault` in the document `text`. `open_quote` is where a quoted scalar of several lines began that ended on
/// the line of the fault: often that one was not meant to go on.
pub(super) fn advise(text: &str, fault: &Fault, open_quote: Option<usize>) -> Advice {
    let at = lines::floor(text, fault.at.offset as usize);
    let context = lines::floor(text, fault.context.offset as usize);
    let line = Line::at(text, at);
    if fault.origin == Origin::Meaning {
        return meaning(text, &fault.problem, word_at(text, at));
    }
    if let Some(advice) = scalar::template(text, at) {
        return advice;
    }
    let around = [Some(line), Some(Line::at(text, context)), line.previous_full(text)];
    if let Some(advice) = around.into_iter().flatten().find_map(|line| pasted::foreign(text, line)) {
        return advice;
    }
    if let Some(quote) = open_quote {
        return scalar::unclosed_quote(text, quote);
    }
    match fault.problem.as_str() {
        "found character that cannot start any token" if text.get(at..).is_some_and(|rest| rest.starts_with('\t')) => {
            indent::tab(text, at)
        }
        "found a tab character that violates indentation"
        | "found a tab character where an indentation space is expected" => indent::tab(text, at),
        "found character that cannot start any token" => scalar::reserved(text, at),
        "found unexpected end of stream" | "found unexpected document indicator" => {
            scalar::unclosed_quote(text, context)
        }
        "found unknown escape character"
        | "did not find expected hexdecimal number"
        | "found invalid Unicode character escape code" => scalar::escape(text, at),
        "mapping values are not allowed in this context" => indent::second_colon(text, at),
        "could not find expected ':'" => indent::no_colon(text, context),
        "block sequence entries are not allowed in this context" => indent::dash_after_key(text, at),
        "did not find expected key" | "did not find expected '-' indicator" => {
            indent::misplaced(text, at, fault.problem.ends_with("indicator"))
        }
        "did not find expected ',' or '}'" => scalar::flow(text, context, at, '}'),
        "did not find expected ',' or ']'" => scalar::flow(text, context, at, ']'),
        "did not find expected node content" => scalar::no_content(text, at),
        "did not find expected alphabetic or numeric character" => scalar::bad_name(text, at),
        "did not find expected comment or line break" => scalar::block_header(text, context, line),
        "mapping keys are not allowed in this context" => scalar::quote_value(
            text,
            at,
            "값이 `?`로 시작하면 YAML은 복합 키로 읽습니다. 글자 그대로 쓰려면 값을 따옴표로 감싸십시오.",
        ),
        problem if problem.starts_with("exceeded max depth") => Advice::new(
            "too-deep",
            TextRange::at(at),
            "너무 깊이 중첩되어 읽을 수 없습니다. 괄호나 들여쓰기를 확인하십시오.",
        ),
        problem => {
            Advice::new("yaml-syntax", line.range(), format!("이 줄에서 YAML을 더 읽을 수 없습니다(`{problem}`)."))
        }
    }
}

/// What is well formed and means nothing.
pub(super) fn meaning(text: &str, problem: &str, range: TextRange) -> Advice {
    let at = range.start();
    if let Some(name) = problem.strip_prefix("unknown anchor '").and_then(|rest| rest.split('\'').next()) {
        let advice = Advice::new(
            "yaml-unknown-anchor",
            range,
            format!(
                "{} 앵커 {} 가리키는 별칭인데, 그런 앵커가 앞에 없습니다. \
                 `*`로 시작하는 문자열을 그대로 쓰려면 따옴표로 감싸십시오.",
                josa::with(&format!("`*{name}`"), Josa::EunNeun),
                josa::with(&format!("`&{name}`"), Josa::EulReul)
            ),
        );
        return advice.perhaps("따옴표로 감싸기", surround(range, '"'));
    }
    if problem.contains("value contains itself") {
        return Advice::new(
            "yaml-unknown-anchor",
            range,
            format!(
                "`{}` 별칭이 자기 자신을 담은 값을 가리켜 끝없이 되풀이됩니다. 별칭을 지우고 값을 직접 쓰십시오.",
                range.of(text)
            ),
        );
    }
    if problem.contains("excessive aliasing") {
        return Advice::new("too-large", range, "별칭을 거듭 풀면 문서가 지나치게 커져 서버가 받지 않습니다.");
    }
    if problem.contains("map merge requires") {
        return Advice::new(
            "wrong-type",
            range,
            "병합 키 `<<`의 값은 매핑이거나 매핑의 목록이어야 합니다. 앵커가 무엇을 가리키는지 확인하십시오.",
        );
    }
    if problem.contains("invalid map key") {
        if let Some(advice) = scalar::template(text, at) {
            return advice;
        }
        return Advice::new(
            "wrong-type",
            range,
            "키 자리에 매핑이나 목록이 있습니다. 키는 문자열이어야 합니다. 값이 `{`나 `[`로 시작하는 문자열이라면 따옴표로 감싸십시오.",
        );
    }
    if problem.contains("unsupported map key of type: %!s(<nil>)") {
        return Advice::new(
            "wrong-type",
            range,
            "키가 비어 있거나 `null`입니다. 문자열로 된 키를 쓰거나, `~`나 `null`이라는 문자열이 키라면 따옴표로 감싸십시오.",
        );
    }
    if problem.contains("unsupported map key") {
        let help =
            format!("`{}` 키는 키로 쓰기에 너무 큰 정수입니다. 따옴표로 감싸 문자열로 만드십시오.", range.of(text));
        return Advice::new("wrong-type", range, help).perhaps("따옴표로 감싸기", surround(range, '"'));
    }
    if problem.contains("unsupported value") {
        return Advice::new(
            "wrong-type",
            range,
            "`.inf`나 `.nan` 같은 값은 API 서버에 보낼 수 없습니다. 문자열로 쓰려면 따옴표로 감싸십시오.",
        )
        .perhaps("따옴표로 감싸기", surround(range, '"'));
    }
    if problem.contains("cannot decode") || problem.contains("base64") {
        return Advice::new(
            "wrong-type",
            range,
            "값이 `!!`로 적은 형과 맞지 않습니다. 형 표시를 지우거나 그 형에 맞는 값을 쓰십시오.",
        );
    }
    Advice::new("yaml-syntax", range, format!("이 값을 읽을 수 없습니다(`{problem}`)."))
}

/// The word at an offset, up to a blank or the end of a flow entry.
fn word_at(text: &str, at: usize) -> TextRange {
    let rest = text.get(at..).unwrap_or("");
    let end = rest.find(|character: char| character.is_whitespace() || ",]}".contains(character));
    TextRange::new(at, at + end.unwrap_or(rest.len()))
}

/// A line such as `----` or `--- foo`.
pub(super) fn bad_separator(text: &str, trailing: TextRange) -> Advice {
    let line = Line::at(text, trailing.start());
    let advice = Advice::new(
        "yaml-bad-separator",
        trailing,
        format!(
            "문서를 나누는 줄에는 `---`만 있어야 하는데 이 줄은 `{}`입니다. 뒤에 올 수 있는 것은 공백과 `#` 주석뿐입니다.",
            line.excerpt()
        ),
    );
    let rest = trailing.of(text);
    if rest.chars().all(|character| character == '-') {
        return advice.sure("`---`로 고치기", vec![TextEdit::delete(trailing)]);
    }
    let gap = TextRange::new(line.start + 3, trailing.start());
    advice.perhaps("다음 줄로 내리기", vec![TextEdit::replace(gap, "\n")])
}

/// A character that no YAML may hold.
pub(super) fn control_character(text: &str, at: usize) -> Advice {
    let character = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
    let range = TextRange::new(at, at + character.len_utf8());
    Advice::new(
        "yaml-control-character",
        range,
        format!(
            "눈에 보이지 않는 제어 문자 U+{:04X}가 있습니다. 다른 곳에서 붙여 넣을 때 섞여 든 것입니다. 지우십시오.",
            u32::from(character)
        ),
    )
    .sure("제어 문자 지우기", vec![TextEdit::delete(range)])
}

/// Why a text that begins with `{` is neither JSON nor YAML.
pub(super) fn json(text: &str, refusal: &super::json::Refusal) -> Advice {
    let super::json::Refusal::Invalid { at, problem, .. } = refusal else {
        let end = text.trim_end().len();
        let open = scalar::last_open_bracket(text).unwrap_or(0);
        let close = if text.get(open..).is_some_and(|rest| rest.starts_with('[')) { ']' } else { '}' };
        return Advice::new(
            "yaml-unclosed-bracket",
            TextRange::new(open, open + 1),
            format!(
                "`{}`에서 연 괄호를 닫지 않은 채 글이 끝납니다. `{close}`가 더 필요합니다.",
                lines::Line::at(text, open).excerpt()
            ),
        )
        .sure(format!("끝에 `{close}` 넣기"), vec![TextEdit::insert(end, format!("\n{close}"))]);
    };
    let width = text.get(*at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let range = TextRange::new(*at, at + width);
    let before = text.get(..*at).unwrap_or("").trim_end().len();
    match *problem {
        "after object key:value pair" | "after array element" => Advice::new(
            "yaml-syntax",
            range,
            format!(
                "앞의 값과 `{}` 사이에 쉼표가 없습니다. JSON에서는 항목 사이마다 쉼표를 넣습니다.",
                lines::excerpt(word_at(text, *at).of(text))
            ),
        )
        .sure("쉼표 넣기", vec![TextEdit::insert(before, ",")]),
        "looking for beginning of object key string" => Advice::new(
            "yaml-syntax",
            range,
            "키가 올 자리입니다. JSON에서는 키를 큰따옴표로 감싸고, 마지막 항목 뒤에는 쉼표를 두지 않습니다.",
        ),
        "after object key" => Advice::new("yaml-syntax", range, "키 뒤에 콜론 `:`이 없습니다.")
            .sure("콜론 넣기", vec![TextEdit::insert(before, ":")]),
        problem => Advice::new("yaml-syntax", range, format!("JSON으로 읽을 수 없는 글자입니다(`{problem}`).")),
    }
}

/// Puts quotes around a range.
fn surround(range: TextRange, quote: char) -> Vec<TextEdit> {
    vec![TextEdit::insert(range.start(), quote), TextEdit::insert(range.end(), quote)]
}
