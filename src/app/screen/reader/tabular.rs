//! The tables that kubectl prints, set so that a row of them stays one row: columns are moved together, and those that
//! still do not fit stand below the others, as a second table.
//!
//! Must not know: how rows are drawn.

use std::ops::Range;

use crate::text::{TextRange, width};

/// Blanks between columns at least; kubectl itself prints three and more.
const GAP: usize = 2;

/// The table that begins with the first of `lines`: how many of them it has, and where in a line each column stands.
///
/// A table has a head in capitals and is ASCII throughout, so that a byte is a cell.
pub(super) fn table(lines: &[&str]) -> Option<(usize, Vec<Range<usize>>)> {
    let head = lines.first().filter(|head| is_head(head))?;
    let count = lines.iter().take_while(|line| is_row(line)).count();
    let rows = lines.get(..count).filter(|rows| rows.len() >= 2)?;
    let wide = rows.iter().map(|row| row.len()).max()?.max(head.len());
    let is_blank = |at: usize| rows.iter().all(|row| row.as_bytes().get(at).is_none_or(|byte| *byte == b' '));
    let mut columns: Vec<Range<usize>> = Vec::new();
    let mut blanks = GAP;
    for at in 0..wide {
        if is_blank(at) {
            blanks += 1;
            continue;
        }
        match columns.last_mut() {
            Some(column) if blanks < GAP => column.end = at + 1,
            _ => columns.push(at..at + 1),
        }
        blanks = 0;
    }
    (columns.len() >= 2).then_some((count, columns))
}

/// `text` with the columns of every table wider than `room` as close together as can be.
pub(super) fn squeezed(text: &str, room: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let found = table(lines.get(at..).unwrap_or_default());
        let wide = found.filter(|(_, columns)| columns.last().is_some_and(|last| last.end > room));
        let count = if let Some((count, columns)) = wide {
            for row in lines.iter().skip(at).take(count) {
                out.push_str(&close(row, &columns));
                out.push('\n');
            }
            count
        } else {
            out.push_str(line);
            out.push('\n');
            1
        };
        at += count;
    }
    out
}

/// The columns that stand below each other in `room`, each group as a stretch of a line; those from the second on have
/// `hang` cells less.
pub(super) fn bands(columns: &[Range<usize>], room: usize, hang: usize) -> Vec<TextRange> {
    let mut bands: Vec<TextRange> = Vec::new();
    for column in columns {
        let fits = |band: &TextRange, room: usize| column.end - band.start() <= room;
        let first = bands.len() == 1;
        match bands.last_mut() {
            Some(band) if fits(band, if first { room } else { room - hang.min(room) }) => {
                *band = TextRange::new(band.start(), column.end);
            }
            _ => bands.push(TextRange::new(column.start, column.end)),
        }
    }
    bands
}

fn is_head(line: &str) -> bool {
    let capital = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b" ()-_/".contains(&byte);
    is_row(line) && line.bytes().all(capital)
}

/// Whether a line may belong to a table: something printed, not a command.
fn is_row(line: &str) -> bool {
    line.is_ascii() && !line.trim().is_empty() && !line.starts_with("$ ") && !line.starts_with('#')
}

/// A row with its columns as wide as they are and [`GAP`] blanks between them.
fn close(row: &str, columns: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(row.len());
    for (index, column) in columns.iter().enumerate() {
        if index > 0 {
            out.extend(std::iter::repeat_n(' ', GAP));
        }
        let cell = row.get(column.start.min(row.len())..column.end.min(row.len())).unwrap_or("");
        out.push_str(&width::pad(cell, column.len()));
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PODS: &str =
        "$ kubectl get pods\nNAME    READY   NOMINATED NODE\nweb-1   1/1     <none>\nweb-22  0/1     <none>\n\n끝\n";

    #[test]
    fn columns_move_together_only_where_there_is_no_room() {
        assert_eq!(squeezed(PODS, 30), PODS);
        let close =
            "$ kubectl get pods\nNAME    READY  NOMINATED NODE\nweb-1   1/1    <none>\nweb-22  0/1    <none>\n\n끝\n";
        assert_eq!(squeezed(PODS, 29), close);
    }

    #[test]
    fn what_still_does_not_fit_stands_below_by_whole_columns() {
        let lines: Vec<&str> = PODS.lines().skip(1).collect();
        let Some((rows, columns)) = table(&lines) else { panic!("a table") };
        assert_eq!((rows, columns.len()), (3, 3));
        let bands = bands(&columns, 16, 2);
        assert_eq!(bands, [TextRange::new(0, 13), TextRange::new(16, 30)]);
        assert!(table(&["no table", "at all"]).is_none());
    }
}
