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

/// The mark of what may be about to be typed.
pub(super) const PENDING: &str = "…";

/// The document of the caret, where the caret is on its last written line or below: more may be about to come.
pub(super) fn still_written(text: &str, index: &LineIndex, caret: usize) -> Option<TextRange> {
    let is_mark = |line: &usize| index.line(text, *line).trim_end() == "---";
    let here = index.line_of(caret);
    let mut last = index.len();
    for line in here + 1..index.len() {
        if is_mark(&line) {
            last = line;
            break;
        }
        if !index.line(text, line).trim().is_empty() {
            return None;
        }
    }
    let first = (0..here).rev().find(is_mark).map_or(0, |mark| mark + 1);
    Some(TextRange::new(index.start_of(first), index.range_of(text, last.saturating_sub(1)).end()))
}

/// The last line of the block that a line heads: there what it lacks would go. A line at the left edge with a value of
/// its own heads nothing and stands for its document.
fn end_of_block(text: &str, index: &LineIndex, head: usize) -> usize {
    // A dash belongs to the key straight above it even where it stands in its column.
    let depth = |line: usize| {
        let content = index.line(text, line);
        let inner = content.trim_start_matches(' ');
        (!inner.trim().is_empty()).then(|| 2 * (content.len() - inner.len()) + usize::from(inner.starts_with("- ")))
    };
    let own = depth(head).unwrap_or(0);
    let whole_document = own == 0 && !index.line(text, head).trim_end().ends_with(':');
    let below = (head + 1..index.len()).map(|line| (line, depth(line)));
    let inside = below.take_while(|(line, depth)| {
        index.line(text, *line).trim_end() != "---" && (whole_document || depth.is_none_or(|depth| own < depth))
    });
    inside.filter(|(_, depth)| depth.is_some()).last().map_or(head, |(line, _)| line)
}

/// Draws a file; gives the caret's place where it is in sight. What is missing in the document that is `still_written` is
/// no fault yet.
pub(super) fn draw<'m>(
    sheet: &'m Sheet,
    diagnostics: &[Diagnostic],
    still_written: Option<TextRange>,
    inside: Rect,
    scene: &mut Scene<'m>,
) -> Option<Point> {
    let editor = &sheet.editor;
    let (lines, text) = (editor.index().len(), editor.text());
    let in_view = editor.lines_in_view();
    let first = editor.index().start_of(in_view.start);
    let last = editor.index().range_of(text, in_view.end.saturating_sub(1)).end();
    let (absent, wrong): (Vec<&Diagnostic>, Vec<&Diagnostic>) = diagnostics.iter().partition(|it| it.is_absence());
    let seen: Vec<(TextRange, Severity)> = wrong
        .iter()
        .map(|it| (it.range, it.severity))
        .filter(|(range, _)| range.start() <= last && first <= range.end())
        .collect();
    // What is not there has no text to underline.
    let gaps: Vec<(usize, (&str, Role))> = absent
        .iter()
        .map(|it| {
            let line = end_of_block(text, editor.index(), editor.index().line_of(it.range.start()));
            let pending = still_written.is_some_and(|document| document.touches(it.range.start()));
            (
                line,
                if pending { (PENDING, Role::Muted) } else { (severity_mark(it.severity), severity_role(it.severity)) },
            )
        })
        .collect();
    let wide = usize::from(gutter(lines));
    let caret_line = editor.index().line_of(editor.caret());
    let rows = in_view.map(|line| {
        let range = editor.index().range_of(text, line);
        let worst = worst(&seen, editor.index(), line).map(|it| (severity_mark(it), severity_role(it)));
        let gap = || gaps.iter().find(|(at, _)| *at == line).map(|(_, mark)| *mark);
        let mut row = Line::default();
        let (mark, role) = worst.or_else(gap).unwrap_or((" ", Role::Muted));
        row.push(mark, role);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_block_lacks_goes_at_its_end() {
        let text = "apiVersion: v1\nkind: Service\nspec:\n  ports:\n  - port: 80\n    targetPort: 80\n  - port: 81\n  type: A\n---\na: 1\n";
        let index = LineIndex::new(text);
        let end = |head| end_of_block(text, &index, head);
        assert_eq!([end(0), end(2), end(3), end(4), end(6), end(7)], [7, 7, 6, 5, 6, 7]);
    }

    #[test]
    fn a_document_is_still_written_where_the_caret_is_at_its_end() {
        let text = "a: 1\nb: 2\n\n---\nc: 3\n";
        let index = LineIndex::new(text);
        let written = |caret| still_written(text, &index, caret).map(|it| it.of(text).to_owned());
        assert_eq!(written(2), None);
        assert_eq!(written(9).as_deref(), Some("a: 1\nb: 2\n"));
        assert_eq!(written(text.len()).as_deref(), Some("c: 3\n"));
    }
}
