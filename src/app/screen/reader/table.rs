//! Tables: columns as wide as their cells need, cells wrapped by 어절, and rows stacked where the columns do not fit.
//!
//! Must not know: what a cell says.

use super::layout::Setter;
use super::sheet::Part;
use super::style;
use crate::app::scene::{Line, Role, Style};
use crate::lesson::markdown::{Align, Prose, Table};
use crate::text::wrap::{widest_word, wrap};
use crate::text::{TextRange, width};

/// Between two columns.
const GAP: &str = " │ ";
/// A column narrower than this is no use; the rows are stacked instead.
const NARROWEST: usize = 6;

/// Sets `table` in the room there is.
pub(super) fn set(setter: &mut Setter<'_>, table: &Table, source: usize) {
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(table.columns.len());
    if columns == 0 {
        return;
    }
    match widths(table, columns, setter.room()) {
        Some(widths) => grid(setter, table, &widths, source),
        None => stacked(setter, table, source),
    }
}

/// How wide each column may be, or nothing where they cannot stand side by side.
fn widths(table: &Table, columns: usize, room: usize) -> Option<Vec<usize>> {
    let room = room.checked_sub((columns - 1) * width::cells(GAP))?;
    let measure = |of: &dyn Fn(&str) -> usize| -> Vec<usize> {
        let cell = |row: &Vec<Prose>, index: usize| row.get(index).map_or(0, |prose| of(&style::dress(prose).text));
        (0..columns).map(|index| table.rows.iter().map(|row| cell(row, index)).max().unwrap_or(0).max(1)).collect()
    };
    let natural = measure(&|text| text.split('\n').map(width::cells).max().unwrap_or(0));
    if natural.iter().sum::<usize>() <= room {
        return Some(natural);
    }
    // Every column gets its widest word; what is left goes to those that would still use it, evenly.
    let mut widths = measure(&widest_word);
    let least: usize = widths.iter().map(|width| (*width).min(NARROWEST)).sum();
    if widths.iter().sum::<usize>() > room {
        // Words too long for their column are broken, unless that leaves nothing to read.
        if least > room || room / columns < 2 * NARROWEST {
            return None;
        }
        widths = widths.iter().map(|width| (*width).min(room / columns)).collect();
    }
    let mut left = room - widths.iter().sum::<usize>();
    while left > 0 {
        let mut grown = false;
        for (width, natural) in widths.iter_mut().zip(&natural) {
            if left > 0 && *width < *natural {
                *width += 1;
                left -= 1;
                grown = true;
            }
        }
        if !grown {
            break;
        }
    }
    Some(widths)
}

fn grid(setter: &mut Setter<'_>, table: &Table, widths: &[usize], source: usize) {
    for (index, row) in table.rows.iter().enumerate() {
        let base = if index == 0 { Style::from(Role::Heading).bold() } else { Style::default() };
        grid_row(setter, table, row, widths, base, source);
        if index == 0 {
            let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
            setter.row(Line::of(rule.join("─┼─"), Role::Border), Vec::new(), source);
        }
    }
}

fn grid_row(setter: &mut Setter<'_>, table: &Table, row: &[Prose], widths: &[usize], base: Style, source: usize) {
    let empty = Prose::default();
    let cells: Vec<_> = widths.iter().enumerate().map(|(i, _)| style::dress(row.get(i).unwrap_or(&empty))).collect();
    let units: Vec<usize> = cells.iter().map(|cell| setter.unit(cell.text.clone())).collect();
    let lines: Vec<Vec<TextRange>> =
        cells.iter().zip(widths).map(|(cell, width)| wrap(&cell.text, (*width).max(1))).collect();
    let first = setter.sheet.rows.len();
    for height in 0..lines.iter().map(Vec::len).max().unwrap_or(0) {
        let mut line = Line::default();
        let mut parts = Vec::with_capacity(cells.len());
        for (index, (cell, width)) in cells.iter().zip(widths).enumerate() {
            if index > 0 {
                line.push(GAP, Role::Border);
            }
            let range = lines[index].get(height).copied().unwrap_or(TextRange::EMPTY);
            let missing = width.saturating_sub(width::cells(range.of(&cell.text)));
            let before = match table.columns.get(index) {
                Some(Align::Right) => missing,
                Some(Align::Center) => missing / 2,
                Some(Align::Left) | None => 0,
            };
            line.push(" ".repeat(before), Role::Text);
            let at = line.spans.iter().map(|span| span.text.len()).sum();
            parts.push(Part { unit: units[index], range, at });
            line.spans.extend(style::spans(cell, range, base));
            line.push(" ".repeat(missing - before), Role::Text);
        }
        setter.row(line, parts, source);
    }
    for (cell, unit) in cells.iter().zip(units) {
        setter.links(cell, unit, first);
    }
}

/// Each row as a small list: the head's word, then what the row says about it.
fn stacked(setter: &mut Setter<'_>, table: &Table, source: usize) {
    let (head, rows) = table.rows.split_first().map_or((&[][..], &[][..]), |(head, rows)| (&head[..], rows));
    if rows.is_empty() {
        for cell in head {
            stacked_cell(setter, cell, Style::from(Role::Heading).bold(), source);
        }
    }
    for (number, row) in rows.iter().enumerate() {
        if number > 0 {
            setter.row(Line::of("─".repeat(setter.room().min(8)), Role::Border), Vec::new(), source);
        }
        for (index, cell) in row.iter().enumerate() {
            if let Some(head) = head.get(index) {
                stacked_cell(setter, head, Style::from(Role::Heading).bold(), source);
            }
            stacked_cell(setter, cell, Style::default(), source);
        }
    }
}

fn stacked_cell(setter: &mut Setter<'_>, cell: &Prose, base: Style, source: usize) {
    let cell = style::dress(cell);
    let unit = setter.unit(cell.text.clone());
    let first = setter.sheet.rows.len();
    for range in wrap(&cell.text, setter.room()) {
        let line = Line { spans: style::spans(&cell, range, base), fill: None };
        setter.row(line, vec![Part { unit, range, at: 0 }], source);
    }
    setter.links(&cell, unit, first);
}
