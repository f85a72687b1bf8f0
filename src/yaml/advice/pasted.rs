//! Lines that came along with a manifest and are none of it: the fence of a web page, the prompt of a terminal, and rules drawn
//! where `---` should stand.
//!
//! Must not know: keys, values.

use super::Advice;
use super::lines::{self, Line};
use crate::text::{TextEdit, TextRange};

/// Explains `line` where it is no YAML at all.
pub(super) fn foreign(text: &str, line: Line<'_>) -> Option<Advice> {
    let content = line.content();
    if is_fence(content) {
        let help = "백틱이나 물결표 세 개로 시작하는 줄은 웹 문서에서 코드를 감싸는 표시이지 매니페스트가 아닙니다. 매니페스트만 남기고 지우십시오.";
        let fences = lines::all(text).filter(|line| is_fence(line.content()));
        let edits = fences.map(|line| TextEdit::delete(with_end(text, line))).collect();
        return Some(Advice::new("yaml-syntax", whole(line), help).sure("코드를 감싸는 줄 지우기", edits));
    }
    if content.starts_with("$ ") {
        let help = format!(
            "`{}` 줄은 터미널에서 함께 복사된 명령이지 매니페스트가 아닙니다. 이 줄을 지우십시오.",
            lines::excerpt(content)
        );
        let edit = TextEdit::delete(with_end(text, line));
        return Some(Advice::new("yaml-syntax", whole(line), help).sure("명령 줄 지우기", vec![edit]));
    }
    if is_rule(content) {
        let help = format!("`{content}` 줄로는 문서를 나누지 못합니다. 문서를 나누는 줄은 하이픈 세 개 `---`입니다.");
        let edit = TextEdit::replace(TextRange::new(line.start, line.end()), "---");
        return Some(Advice::new("yaml-bad-separator", whole(line), help).sure("`---`로 바꾸기", vec![edit]));
    }
    None
}

fn is_fence(content: &str) -> bool {
    content.starts_with("```") || content.starts_with("~~~")
}

/// Three or more of one sign that looks like a line across the page, or longer dashes.
fn is_rule(content: &str) -> bool {
    let Some(first) = content.chars().next() else { return false };
    let signs = content.chars().count();
    content.chars().all(|c| c == first)
        && match first {
            '*' | '_' | '=' => signs >= 3,
            '─' | 'ㅡ' => true,
            dash => lines::is_long_dash(dash),
        }
}

fn whole(line: Line<'_>) -> TextRange {
    TextRange::new(line.content_start(), line.content_start() + line.content().len())
}

/// The line with what ends it.
fn with_end(text: &str, line: Line<'_>) -> TextRange {
    TextRange::new(line.start, line.next(text).map_or(text.len(), |next| next.start))
}
