//! Markdown as lines of text, for a reader that takes one line after the other: no boxes, no pictures, nothing hidden.
//!
//! Must not know: which text it is.

use super::out::{self, Out};
use crate::app::scene::{Line, Style};
use crate::app::screen::reader::layout::{Figure, Figures, lay_out};
use crate::lesson::markdown::{Code, FenceKind, parse};
use crate::lesson::spec::{self, Predict, Traffic};

/// Prints `markdown`, set in as many columns as there are.
pub(super) fn prose(markdown: &str, out: &mut Out) -> anyhow::Result<()> {
    let sheet = lay_out(&parse(markdown).blocks, out::columns(), &Unboxed);
    for row in &sheet.rows {
        let text: String = row.line.spans.iter().map(|span| span.text.as_ref()).collect();
        out.line(text.trim_end())?;
    }
    Ok(())
}

/// Fences as indented lines; those of our own as what they say.
struct Unboxed;

impl Figures for Unboxed {
    fn figure(&self, code: &Code, _columns: usize) -> Figure {
        let text = match code.kind {
            FenceKind::Predict => spec::read("", &code.text).map(|gate| question(&gate)),
            FenceKind::Traffic => spec::read("", &code.text).map(|picture| caption(&picture)),
            _ => Ok(listing(code)),
        };
        // A pack that the linter would refuse is still shown as it is.
        let text = text.unwrap_or_else(|_| listing(code));
        Figure::Lines(text.lines().map(|line| Line::of(line.to_owned(), Style::default())).collect())
    }
}

fn listing(code: &Code) -> String {
    let mut lines = Vec::new();
    if !code.info.wrong.is_empty() {
        lines.push("(일부러 틀린 예)".to_owned());
    }
    lines.extend(code.info.file.as_ref().map(|name| format!("{name}:")));
    lines.extend(code.text.lines().map(|line| format!("    {line}")));
    lines.join("\n")
}

fn question(gate: &Predict) -> String {
    let mut lines = vec![format!("생각해 보기: {}", gate.question.trim())];
    let numbered = || (1..).zip(&gate.choices);
    lines.extend(numbered().map(|(number, choice)| format!("  {number}. {}", choice.text.trim())));
    lines.extend(numbered().map(|(number, choice)| {
        let verdict = if choice.right { "맞습니다" } else { "아닙니다" };
        format!("  답 {number}: {verdict}. {}", choice.because.trim())
    }));
    lines.extend(gate.answer.as_ref().map(|answer| answer.trim().to_owned()));
    lines.join("\n")
}

fn caption(picture: &Traffic) -> String {
    let request = &picture.request;
    format!("그림: {} → {}. {}\n", request.from, request.to, picture.caption.trim())
}
