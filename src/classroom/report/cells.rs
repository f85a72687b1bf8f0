//! The sheet for spreadsheets: a row an answer. With a byte order mark and CRLF, without which Korean Excel shows neither
//! Hangul nor lines, and no cell of a student's can be a formula.
//!
//! Must not know: where the table goes.

use super::{Renderer, Sheet};
use crate::classroom::row::Row;
use crate::classroom::summary::mark_text;

/// The table.
pub(super) struct Cells<'a> {
    sheet: Sheet<'a>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(sheet: Sheet<'a>) -> Self {
        Self { sheet }
    }
}

const HEADINGS: [&str; 16] = [
    "학번",
    "이름",
    "과제",
    "과제 제목",
    "결과",
    "점수",
    "만점",
    "백분율",
    "지각",
    "제출 시각",
    "힌트",
    "실수",
    "아직 아닌 확인 항목",
    "비고",
    "마감",
    "정답 봄",
];

impl Renderer for Cells<'_> {
    fn begin(&mut self) -> String {
        format!("\u{feff}{}", line(&HEADINGS.map(str::to_owned)))
    }

    fn row(&mut self, row: &Row) -> String {
        let percent = u64::from(row.score) * 1000 / u64::from(row.max_score.max(1));
        let failed = row.checks.iter().filter(|check| !check.passed).map(|check| check.sentence.as_str());
        let failed: Vec<&str> = failed.collect();
        line(&[
            guard(&row.student),
            guard(&row.name),
            guard(&row.exercise),
            guard(self.sheet.exercise(&row.exercise)),
            row.verdict().to_owned(),
            row.score.to_string(),
            row.max_score.to_string(),
            mark_text(percent),
            if row.late { "지각" } else { "" }.to_owned(),
            guard(&row.handed_in),
            row.hints.map_or_else(String::new, |hints| hints.to_string()),
            guard(&row.mistakes.join(" ")),
            guard(&failed.join(" / ")),
            guard(&row.note()),
            guard(&row.due),
            if row.answer_seen { "정답을 보고" } else { "" }.to_owned(),
        ])
    }

    fn end(&mut self) -> String {
        String::new()
    }
}

/// A cell that no spreadsheet takes for a formula, whatever it begins with.
pub(in crate::classroom) fn guard(cell: &str) -> String {
    let first = cell.trim_start().chars().next();
    let formula = matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '→'));
    let formula = formula || cell.starts_with(['\t', '\r', '\n']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

/// Cells as a line of CSV.
pub(in crate::classroom) fn line(cells: &[String]) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory cannot fail, and the cells are text.
    let _ = writer.write_record(cells);
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_lines_in_cells_stay_in_them() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1"] {
            assert!(guard(formula).starts_with('\''), "{formula:?}");
        }
        assert_eq!(guard("20261234"), "20261234");
        assert_eq!(line(&["a\"b".into(), "c,d".into(), "e\nf".into()]), "\"a\"\"b\",\"c,d\",\"e\nf\"\r\n");
    }
}
