//! Markdown as lines of text, for a reader that takes one line after the other: no boxes, no pictures, nothing hidden.
//!
//! Must not know: which text it is, where answers come from.

use super::out::{self, Out};
use crate::app::scene::{Line, Style};
use crate::app::screen::reader::layout::{Figure, Figures, lay_out};
use crate::lesson::markdown::{Block, BlockKind, Code, FenceKind, parse};
use crate::lesson::spec::{self, Predict, Traffic};
use crate::quiz::told::{asker, target};

/// Prints `markdown`, set in as many columns as there are.
pub(super) fn prose(markdown: &str, out: &mut Out) -> anyhow::Result<()> {
    blocks(&parse(markdown).blocks, out)
}

/// Prints a chapter. At each gate, numbered from 0, `gate` does what is to be done there before the text goes on.
pub(super) fn chapter(
    markdown: &str,
    out: &mut Out,
    gate: &mut dyn FnMut(u32, &Predict, &mut Out) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let parsed = parse(markdown);
    let mut number = 0;
    let parts = parsed.blocks.chunk_by(|before, after| predict(before).is_none() && predict(after).is_none());
    for (at, part) in parts.enumerate() {
        if at > 0 {
            out.line("")?;
        }
        match part {
            [only] if let Some(asked) = predict(only) => {
                gate(number, &asked, out)?;
                number += 1;
            }
            _ => blocks(part, out)?,
        }
    }
    Ok(())
}

/// A gate's question and what may be answered.
pub(super) fn question(gate: &Predict, out: &mut Out) -> anyhow::Result<()> {
    prose(&format!("생각해 보기: {}", gate.question.trim()), out)?;
    for (number, choice) in (1..).zip(&gate.choices) {
        // A number of Markdown's own would be a list's, and be counted anew.
        prose(&format!("{number}\\. {}", choice.text.trim()), out)?;
    }
    Ok(())
}

/// Whether a choice of a gate, numbered from 0, is right, and why.
pub(super) fn verdict(gate: &Predict, choice: usize, out: &mut Out) -> anyhow::Result<()> {
    let Some(it) = gate.choices.get(choice) else { return Ok(()) };
    let verdict = if it.right { "맞습니다" } else { "아닙니다" };
    prose(&format!("답 {}: {verdict}. {}", choice + 1, it.because.trim()), out)
}

/// What is said after any answer.
pub(super) fn moral(gate: &Predict, out: &mut Out) -> anyhow::Result<()> {
    gate.answer.as_ref().map_or(Ok(()), |answer| prose(answer, out))
}

fn predict(block: &Block) -> Option<Predict> {
    match &block.kind {
        // A pack that the linter would refuse is still shown as it is.
        BlockKind::Code(code) if code.kind == FenceKind::Predict => spec::read("", &code.text).ok(),
        _ => None,
    }
}

fn blocks(blocks: &[Block], out: &mut Out) -> anyhow::Result<()> {
    let sheet = lay_out(blocks, out::columns(), &Unboxed);
    for row in &sheet.rows {
        let text: String = row.line.spans.iter().map(|span| span.text.as_ref()).collect();
        out.line(text.trim_end())?;
    }
    Ok(())
}

/// Fences as indented lines; pictures as what they say.
struct Unboxed;

impl Figures for Unboxed {
    fn figure(&self, code: &Code, _columns: usize) -> Figure {
        let text = match code.kind {
            FenceKind::Traffic => {
                spec::read("", &code.text).map_or_else(|_| listing(code), |picture| caption(&picture))
            }
            _ => listing(code),
        };
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

fn caption(picture: &Traffic) -> String {
    let request = &picture.request;
    format!("그림: {} → {}. {}\n", asker(&request.from), target(&request.to), picture.caption.trim())
}
