//! Markdown as lines of text, for a reader that takes one line after the other: no boxes, no pictures, nothing hidden.
//!
//! Must not know: which text it is, where answers come from.

use std::borrow::Cow;

use super::out::{self, Out};
use crate::app::scene::{Line, Style};
use crate::app::screen::reader::layout::{Figure, Figures, lay_out};
use crate::lesson::markdown::{Block, BlockKind, Code, FenceKind, Item, List, Mark, Prose, Table, parse};
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
    let sheet = lay_out(&spoken(blocks), out::columns(), &Unboxed);
    for row in &sheet.rows {
        let text: String = row.line.spans.iter().map(|span| span.text.as_ref()).collect();
        out.line(&item(text.trim_end()))?;
    }
    Ok(())
}

/// A row with the usual mark of a list where it begins an item: the drawn ones are read out by their names.
fn item(row: &str) -> Cow<'_, str> {
    let text = row.trim_start();
    match text.strip_prefix(['▪', '◦', '‣']) {
        Some(rest) => format!("{}-{rest}", row.strip_suffix(text).unwrap_or("")).into(),
        None => row.into(),
    }
}

/// The blocks without what is drawn around them: a table as a line for each row, a quotation as what it says, and no rules.
fn spoken(blocks: &[Block]) -> Vec<Block> {
    let mut said = Vec::with_capacity(blocks.len());
    for block in blocks {
        let kind = match &block.kind {
            BlockKind::Rule => continue,
            BlockKind::Quote(inside) => {
                said.extend(spoken(inside));
                continue;
            }
            BlockKind::Table(table) => BlockKind::Paragraph(rows(table)),
            // The highest heading is the one that is underlined.
            BlockKind::Heading { level: 1, content } => BlockKind::Heading { level: 2, content: content.clone() },
            BlockKind::List(list) => {
                let items = list.items.iter().map(|item| Item { blocks: spoken(&item.blocks), ..item.clone() });
                BlockKind::List(List { start: list.start, items: items.collect() })
            }
            BlockKind::Footnote { label, blocks } => {
                BlockKind::Footnote { label: label.clone(), blocks: spoken(blocks) }
            }
            BlockKind::Heading { .. } | BlockKind::Paragraph(_) | BlockKind::Code(_) | BlockKind::Remark(_) => {
                block.kind.clone()
            }
        };
        said.push(Block { source: block.source, kind });
    }
    said
}

/// A table's rows, each on a line of its own that names every cell by its column: `파드: web-1; 노드: node-1`.
fn rows(table: &Table) -> Prose {
    let mut said = Prose::default();
    let Some((head, rows)) = table.rows.split_first() else { return said };
    let unnamed: &[Prose] = &[];
    let (names, rows) = if rows.is_empty() { (unnamed, std::slice::from_ref(head)) } else { (&head[..], rows) };
    for (number, row) in rows.iter().enumerate() {
        if number > 0 {
            said.text.push('\n');
        }
        // An empty cell has nothing to say.
        let cells = row.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty());
        for (nth, (at, cell)) in cells.enumerate() {
            if nth > 0 {
                said.text.push_str("; ");
            }
            if let Some(name) = names.get(at).filter(|name| !name.text.is_empty()) {
                append(&mut said, name);
                said.text.push_str(": ");
            }
            append(&mut said, cell);
        }
    }
    said
}

fn append(said: &mut Prose, more: &Prose) {
    let by = said.text.len();
    said.text.push_str(&more.text);
    said.marks.extend(more.marks.iter().map(|mark| Mark { range: mark.range.shifted(by), ..mark.clone() }));
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

/// A picture made of letters as what it says: arrows are single characters, and of lines that lead down only that is said.
pub(super) fn undrawn(text: &str) -> Cow<'_, str> {
    let is_drawn = |c: char| ('\u{2500}'..='\u{25ff}').contains(&c);
    if !text.contains(is_drawn) {
        return text.into();
    }
    let mut said: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.contains(is_drawn) && line.chars().all(|c| is_drawn(c) || c.is_whitespace()) {
            if said.last().is_none_or(|last| last != "↓") && line.contains(['│', '┃', '║', '▼']) {
                said.push("↓".to_owned());
            }
            continue;
        }
        let is_line = |c: char| matches!(c, '─' | '━' | '═');
        let mut words = String::new();
        for c in line.replace('▶', "→").replace('◀', "←").chars() {
            words.push(if is_drawn(c) && !is_line(c) { ' ' } else { c });
        }
        let words = words.replace(is_line, "");
        // What stands far apart on a line is not one phrase.
        let apart = words.trim().split("   ").map(str::trim).filter(|part| !part.is_empty());
        said.push(apart.collect::<Vec<_>>().join("; "));
    }
    said.join("\n").into()
}

fn listing(code: &Code) -> String {
    let mut lines = Vec::new();
    if !code.info.wrong.is_empty() {
        lines.push("(일부러 틀린 예)".to_owned());
    }
    lines.extend(code.info.file.as_ref().map(|name| format!("{name}:")));
    lines.extend(undrawn(&code.text).lines().map(|line| format!("    {line}")));
    lines.join("\n")
}

fn caption(picture: &Traffic) -> String {
    let request = &picture.request;
    format!("그림: {} → {}. {}\n", asker(&request.from), target(&request.to), picture.caption.trim())
}
