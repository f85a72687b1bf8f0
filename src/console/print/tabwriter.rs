//! Go's text/tabwriter: cells end with a tab, a column is the lines in a row that have such a cell, and is as wide as its widest.
//!
//! A cell at the end of a line that no tab ends belongs to no column; that is why some of kubectl's tables line up with the lines
//! before them and some do not.
//!
//! Must not know: what is in the cells.

/// How columns are spaced.
#[derive(Clone, Copy, Debug)]
pub struct Spacing {
    /// The least width of a column, padding included.
    pub least: usize,
    /// Blanks after the widest cell.
    pub padding: usize,
}

/// As `kubectl get` spaces its tables.
pub const TABLE: Spacing = Spacing { least: 6, padding: 3 };

/// As `kubectl describe` does.
pub const DESCRIPTION: Spacing = Spacing { least: 0, padding: 2 };

/// Lays `text` out: tabs become blanks.
#[must_use]
pub fn lay_out(text: &str, spacing: Spacing) -> String {
    let ends_open = !text.ends_with('\n');
    let body = if ends_open { text } else { text.strip_suffix('\n').unwrap_or(text) };
    let lines: Vec<Vec<&str>> = body.split('\n').map(|line| line.split('\t').collect()).collect();
    let mut widths: Vec<Vec<usize>> = lines.iter().map(|cells| vec![0; cells.len().saturating_sub(1)]).collect();
    measure(&lines, &mut widths, spacing);
    let mut out = String::with_capacity(text.len() * 2);
    for (index, (cells, widths)) in lines.iter().zip(&widths).enumerate() {
        if index > 0 {
            out.push('\n');
        }
        for (at, cell) in cells.iter().enumerate() {
            out.push_str(cell);
            if let Some(width) = widths.get(at) {
                let missing = width.saturating_sub(cell.chars().count());
                out.extend(std::iter::repeat_n(' ', missing));
            }
        }
    }
    if !ends_open {
        out.push('\n');
    }
    out
}

/// The width of every cell that a tab ends: that of its column, which runs over neighbouring lines. As in Go, a column whose
/// cells are all empty keeps its padding.
fn measure(lines: &[Vec<&str>], widths: &mut [Vec<usize>], spacing: Spacing) {
    let columns = widths.iter().map(Vec::len).max().unwrap_or(0);
    for column in 0..columns {
        let mut line = 0;
        while line < lines.len() {
            let mut end = line;
            while widths.get(end).is_some_and(|widths| widths.len() > column) {
                end += 1;
            }
            let widest = lines.get(line..end).into_iter().flatten().filter_map(|cells| cells.get(column));
            let width = widest.map(|cell| cell.chars().count() + spacing.padding).max().unwrap_or(0).max(spacing.least);
            for row in widths.get_mut(line..end).into_iter().flatten() {
                if let Some(cell) = row.get_mut(column) {
                    *cell = width;
                }
            }
            line = end.max(line + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_ends_where_a_line_has_no_such_cell() {
        let text = "Name:\tweb\nNamespace:\tdefault\nPod Template:\n  Labels:\tapp=web\n";
        let expected = "Name:       web\nNamespace:  default\nPod Template:\n  Labels:  app=web\n";
        assert_eq!(lay_out(text, DESCRIPTION), expected);
    }

    #[test]
    fn a_table_column_is_at_least_six_wide_and_the_last_cell_is_free() {
        assert_eq!(lay_out("A\tB\n1\t2\n", TABLE), "A     B\n1     2\n");
        assert_eq!(lay_out("NAME\tAPP\tTIER\na\tapi\t\n", TABLE), "NAME   APP   TIER\na      api   \n");
    }
}
