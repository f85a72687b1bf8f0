//! The sheet for spreadsheets: a row an answer, and behind a student's answers one of what they add up to (`합계`). With a byte
//! order mark and CRLF, without which Korean Excel shows neither Hangul nor lines, and no cell of a student's can be a formula.
//!
//! New columns are added behind the others: scripts count on the places of those there are.
//!
//! Must not know: where the table goes.

use super::{Renderer, Sheet};
use crate::classroom::row::{ExamRow, Row};
use crate::classroom::summary::{StudentSum, Summary, mark_text, tenths};

/// The table.
pub(super) struct Cells<'a> {
    sheet: Sheet<'a>,
    /// The sums of the student whose rows are shown: one is held at a time.
    student: Option<Summary>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(sheet: Sheet<'a>) -> Self {
        Self { sheet, student: None }
    }

    /// The row of what a student's answers add up to; nothing before the first student.
    fn total(&mut self) -> String {
        let Some(student) = self.student.take().and_then(|mut sum| sum.students.pop()) else { return String::new() };
        line(&total(&student, self.sheet))
    }
}

const COLUMNS: usize = 24;
const HEADINGS: [&str; COLUMNS] = [
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
    "비중",
    "연 시각",
    "마지막 활동",
    "작업 시간(분)",
    "떠날 때",
    "마지막 실수",
    "마지막 실수의 줄",
    "시험 영역별",
];

impl Renderer for Cells<'_> {
    fn begin(&mut self) -> String {
        format!("\u{feff}{}", line(&HEADINGS.map(str::to_owned)))
    }

    fn row(&mut self, row: &Row) -> String {
        let is_next =
            self.student.as_ref().and_then(|sum| sum.students.last()).is_some_and(|last| last.id != row.student);
        let total = if is_next { self.total() } else { String::new() };
        let head = self.sheet.head;
        self.student.get_or_insert_with(|| Summary::new(head)).add(head, row);
        let failed = row.checks.iter().filter(|check| !check.passed).map(|check| check.sentence.as_str());
        let failed: Vec<&str> = failed.collect();
        let weight = head.exercises.iter().find(|it| it.id == row.exercise).map(|it| it.weight);
        let or_empty = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
        let work = row.work.clone().unwrap_or_default();
        let exam = row.exam.as_ref();
        let title = exam.map_or_else(|| self.sheet.exercise(&row.exercise).to_owned(), ExamRow::name);
        let verdict = if exam.is_some() { "시험" } else { row.verdict() };
        let minutes = row.work.as_ref().map(|work| u64::from(work.minutes)).or(exam.map(|it| it.seconds.div_ceil(60)));
        let shown = line(&[
            guard(&row.student),
            guard(&row.name),
            guard(&row.exercise),
            guard(&title),
            verdict.to_owned(),
            row.score.to_string(),
            row.max_score.to_string(),
            mark_text(tenths(row.score.into(), row.max_score.into())),
            if row.late { "지각" } else { "" }.to_owned(),
            guard(&row.handed_in),
            or_empty(row.hints_shown()),
            guard(&row.mistakes.join(" ")),
            guard(&failed.join(" / ")),
            guard(&row.note()),
            guard(&row.due),
            if row.saw_answer() { "정답을 보고" } else { "" }.to_owned(),
            or_empty(weight),
            guard(&work.opened),
            guard(&work.last),
            minutes.map_or_else(String::new, |minutes| minutes.to_string()),
            work.standing(),
            guard(work.mistake.as_deref().unwrap_or("")),
            or_empty(work.line),
            guard(&exam.map_or_else(String::new, ExamRow::by_topic)),
        ]);
        total + &shown
    }

    fn end(&mut self) -> String {
        self.total()
    }
}

/// What a student's answers add up to; exams are no part of it.
fn total(student: &StudentSum, sheet: Sheet<'_>) -> [String; COLUMNS] {
    let mut row: [String; COLUMNS] = std::array::from_fn(|_| String::new());
    let mark = student.mark(sheet.head);
    let weights: u64 = sheet.head.exercises.iter().map(|it| u64::from(it.weight)).sum();
    let late = student.cells.iter().filter(|cell| cell.late).count();
    let or_empty = |count: u32| if count > 0 { count.to_string() } else { String::new() };
    for (heading, cell) in [
        ("학번", guard(&student.id)),
        ("이름", guard(&student.name)),
        ("과제", TOTAL.to_owned()),
        ("과제 제목", format!("{}개 가운데 {}개 제출", sheet.head.exercises.len(), student.handed_in())),
        ("결과", format!("통과 {}", student.passed())),
        ("점수", mark_text(mark)),
        ("만점", "100".to_owned()),
        ("백분율", mark_text(mark)),
        ("지각", if late > 0 { format!("지각 {late}") } else { String::new() }),
        ("힌트", or_empty(student.hints)),
        ("정답 봄", if student.seen > 0 { format!("정답을 보고 {}", student.seen) } else { String::new() }),
        ("비중", weights.to_string()),
        ("작업 시간(분)", or_empty(student.minutes)),
    ] {
        if let Some(at) = HEADINGS.iter().position(|it| *it == heading) {
            row[at] = cell;
        }
    }
    row
}

/// What the row of a student's sum has for its exercise.
const TOTAL: &str = "합계";

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
