//! The editor pane: line numbers, marks in the gutter, colours, underlined faults, the caret.
//!
//! Must not know: what the faults mean.

use super::sheet::Sheet;
use crate::app::scene::{Line, Point, Rect, Role, Scene, Style};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{LineIndex, TextRange};
use std::borrow::Cow;

/// Cells left of the text: a mark, the line number, a blank.
pub(super) fn gutter(lines: usize) -> u16 {
    let digits = lines.max(10).ilog10() + 1;
    u16::try_from(digits).unwrap_or(1) + 3
}

/// The part of the pane's inside that shows text.
pub(super) fn text_area(inside: Rect, lines: usize) -> Rect {
    inside.left(gutter(lines)).1
}

/// The colour of a severity.
pub(super) fn severity_role(severity: Severity) -> Role {
    match severity {
        Severity::Error => Role::Bad,
        Severity::Warning => Role::Warn,
        Severity::Info => Role::Info,
    }
}

/// The mark of a severity, legible without colour.
pub(super) fn severity_mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "✗",
        Severity::Warning => "!",
        Severity::Info => "i",
    }
}

/// Draws a file; gives the caret's place where it is in sight.
pub(super) fn draw<'m>(
    sheet: &'m Sheet,
    diagnostics: &[Diagnostic],
    inside: Rect,
    scene: &mut Scene<'m>,
) -> Option<Point> {
    let editor = &sheet.editor;
    let (lines, text) = (editor.index().len(), editor.text());
    let in_view = editor.lines_in_view();
    let first = editor.index().start_of(in_view.start);
    let last = editor.index().range_of(text, in_view.end.saturating_sub(1)).end();
    let seen: Vec<(TextRange, Severity)> = diagnostics
        .iter()
        .map(|it| (it.range, it.severity))
        .filter(|(range, _)| range.start() <= last && first <= range.end())
        .collect();
    let wide = usize::from(gutter(lines));
    let caret_line = editor.index().line_of(editor.caret());
    let rows = in_view.map(|line| {
        let range = editor.index().range_of(text, line);
        let worst = worst(&seen, editor.index(), line);
        let mut row = Line::default();
        let mark = worst.map_or(" ", severity_mark);
        row.push(mark, worst.map_or(Role::Muted, severity_role));
        let number = if line == caret_line { Role::Accent } else { Role::Muted };
        row.push(format!("{:>width$} ", line + 1, width = wide - 3), number);
        row.push(" ", Role::Text);
        paint(sheet, line, range, &seen, &mut row);
        row
    });
    scene.lines(inside, rows.collect());
    scene.scrollbar(Rect { width: inside.width + 1, ..inside }, lines, editor.viewport().top);
    let area = text_area(inside, lines);
    let (row, cell) = editor.caret_in_view()?;
    let (x, y) = (u16::try_from(cell).ok()?, u16::try_from(row).ok()?);
    Some(Point { x: area.x + x, y: area.y + y })
}

/// The worst fault that begins on a line.
fn worst(seen: &[(TextRange, Severity)], index: &LineIndex, line: usize) -> Option<Severity> {
    seen.iter().filter(|(range, _)| index.line_of(range.start()) == line).map(|&(_, severity)| severity).min()
}

/// Adds the part of a line that is in sight, cut wherever its look changes.
fn paint<'m>(sheet: &'m Sheet, line: usize, whole: TextRange, seen: &[(TextRange, Severity)], row: &mut Line<'m>) {
    let text = sheet.editor.text();
    let slice = sheet.editor.slice(line);
    let selection = sheet.editor.selection().range();
    let tokens = sheet.tokens(line);
    if slice.lead > 0 {
        row.push(" ".repeat(slice.lead), Role::Text);
    }
    let mut cuts = vec![slice.range.start(), slice.range.end()];
    let ends = tokens.iter().map(|(range, _)| range).chain(seen.iter().map(|(range, _)| range)).chain([&selection]);
    cuts.extend(ends.flat_map(|range| [range.start(), range.end()]).filter(|&at| slice.range.touches(at)));
    cuts.sort_unstable();
    cuts.dedup();
    for pair in cuts.windows(2) {
        let &[start, end] = pair else { continue };
        let piece = TextRange::new(start, end);
        let role = tokens.iter().find(|(range, _)| range.contains(piece)).map_or(Role::Text, |&(_, role)| role);
        let mut style = Style::from(role);
        style.underline = fault_over(seen, piece).map(severity_role);
        style.selected = !selection.is_empty() && selection.contains(piece);
        row.push(Cow::Borrowed(piece.of(text)), style);
    }
    // A fault at the very end of a line, and a selected line end, are shown on a blank.
    let end = whole.end();
    let fault = seen.iter().filter(|(range, _)| range.is_empty() && range.start() == end).map(|&(_, it)| it).min();
    let selected = selection.start() <= end && end < selection.end();
    if (fault.is_some() || selected) && !slice.clipped {
        let style = Style { underline: fault.map(severity_role), selected, ..Style::default() };
        row.push(" ", style);
    }
}

/// The worst fault that covers a piece; one of no width covers the character after it.
fn fault_over(seen: &[(TextRange, Severity)], piece: TextRange) -> Option<Severity> {
    let covers = |range: TextRange| range.contains(piece) || (range.is_empty() && range.start() == piece.start());
    seen.iter().filter(|(range, _)| covers(*range)).map(|&(_, severity)| severity).min()
}
