//! The sheet for a terminal: students, exercises, misconceptions, and what could not be graded.
//!
//! Must not know: terminals, colours.

use std::fmt::Write;

use super::{Renderer, Sheet};
use crate::classroom::row::{Row, State};
use crate::classroom::summary::{ExamResult, ExamSum, Unfinished, mark_text, tenths};
use crate::text::width::{cells, ellipsis, pad};

/// For how many answers it is told why they could not be graded or were not handed in; the rest is counted.
const TOLD: usize = 50;

/// The tables.
pub(super) struct Table<'a> {
    sheet: Sheet<'a>,
    /// Notes on rows, as far as they are told.
    notes: Vec<String>,
    /// How many more there were.
    more: usize,
    /// Answers made with another version of the course.
    other_packs: usize,
    /// A deadline counted.
    has_times: bool,
}

impl<'a> Table<'a> {
    pub(super) fn new(sheet: Sheet<'a>) -> Self {
        Self { sheet, notes: Vec::new(), more: 0, other_packs: 0, has_times: false }
    }

    fn students(&self, out: &mut String) {
        let Sheet { head, summary, .. } = self.sheet;
        let mut rows = vec![["학번", "이름", "점수", "통과", "제출", "힌트", "분", "비고"].map(str::to_owned)];
        for student in &summary.students {
            let late = student.cells.iter().filter(|cell| cell.late).count();
            let broken = student.cells.iter().filter(|cell| cell.state == State::Broken).count();
            let mut notes = Vec::new();
            if late > 0 {
                notes.push(format!("지각 {late}"));
            }
            if broken + student.strays as usize > 0 {
                notes.push(format!("채점 못 함 {}", broken + student.strays as usize));
            }
            let others = [("정답을 보고", student.seen), ("열어 보고 안 냄", student.opened)];
            notes.extend(others.iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what} {count}")));
            let or_dash = |count: u32| if count > 0 { count.to_string() } else { "-".to_owned() };
            rows.push([
                ellipsis(&student.id, 24),
                ellipsis(&student.name, 16),
                format!("{}점", mark_text(student.mark(head))),
                format!("{}/{}", student.passed(), head.exercises.len()),
                student.handed_in().to_string(),
                or_dash(student.hints),
                or_dash(student.minutes),
                notes.join(", "),
            ]);
        }
        table(&rows, &[false, false, true, true, true, true, true, false], out);
    }

    fn exercises(&self, out: &mut String) {
        let Sheet { head, summary, .. } = self.sheet;
        let mut rows = vec![
            ["과제", "비중", "제출", "통과", "평균", "평균 분", "채점 못 함", "미제출", "열어 봄"].map(str::to_owned),
        ];
        for (exercise, sum) in head.exercises.iter().zip(&summary.exercises) {
            let or_dash = |number: Option<String>| number.unwrap_or_else(|| "-".to_owned());
            rows.push([
                ellipsis(&exercise.title, 36),
                exercise.weight.to_string(),
                (sum.graded + sum.broken).to_string(),
                sum.passed.to_string(),
                or_dash(sum.mean(exercise.max_score()).map(|mean| format!("{}%", mark_text(mean)))),
                or_dash(sum.mean_minutes().map(|minutes| minutes.to_string())),
                sum.broken.to_string(),
                sum.missing.to_string(),
                or_dash(summary.has_work.then(|| sum.opened.to_string())),
            ]);
        }
        table(&rows, &[false, true, true, true, true, true, true, true, true], out);
    }

    /// Who began and handed nothing in: where they got to and what holds them up.
    fn unfinished(&self, out: &mut String) {
        let (begun, more) = self.sheet.summary.unfinished();
        if begun.is_empty() {
            return;
        }
        let more = more + begun.len().saturating_sub(TOLD);
        out.push_str("\n열어 보고 내지 않은 답 (오래 붙든 차례)\n");
        let mut rows =
            vec![["학번", "이름", "과제", "분", "힌트", "확인", "마지막 실수", "줄", "마지막 활동"].map(str::to_owned)];
        rows.extend(begun.into_iter().take(TOLD).map(|it| self.begun(it)));
        table(&rows, &[false, false, false, true, true, false, false, true, false], out);
        if more > 0 {
            let _ = writeln!(out, "그 밖에 {more}건");
        }
    }

    fn begun(&self, it: &Unfinished) -> [String; 9] {
        let Unfinished { student, name, exercise, work } = it;
        let standing = [work.standing(), if work.answer_seen { "정답을 봄".to_owned() } else { String::new() }];
        let standing: Vec<String> = standing.into_iter().filter(|it| !it.is_empty()).collect();
        [
            ellipsis(student, 24),
            ellipsis(name, 16),
            ellipsis(self.sheet.exercise(exercise), 24),
            work.minutes.to_string(),
            if work.hints > 0 { work.hints.to_string() } else { "-".to_owned() },
            if standing.is_empty() { "-".to_owned() } else { standing.join(", ") },
            work.mistake.as_deref().map_or_else(|| "-".to_owned(), |code| ellipsis(self.sheet.title(code), 40)),
            work.line.map_or_else(|| "-".to_owned(), |line| line.to_string()),
            work.last.clone(),
        ]
    }

    /// Each exam: the class by chapter, then everybody's score.
    fn exams(&self, out: &mut String) {
        for sum in &self.sheet.summary.exams {
            let ExamSum { exam, results } = sum;
            let _ = writeln!(out, "\n{}", exam.name());
            let mut rows = vec![["영역", "맞음", "평균"].map(str::to_owned)];
            for (topic, (right, total)) in exam.topics.iter().zip(sum.topics()) {
                let mean = mark_text(tenths(right as u64, total as u64));
                rows.push([ellipsis(&topic.title, 40), format!("{right}/{total}"), format!("{mean}%")]);
            }
            rows.push(["모두".to_owned(), format!("{}명", results.len()), format!("{}%", mark_text(sum.mean()))]);
            table(&rows, &[false, true, true], out);
            out.push('\n');
            let mut rows = vec![["학번", "이름", "점수", "맞음", "영역별", "비고"].map(str::to_owned)];
            for ExamResult { student, name, right, total, topics, note, .. } in results {
                rows.push([
                    ellipsis(student, 24),
                    ellipsis(name, 16),
                    format!("{}점", mark_text(tenths((*right).into(), (*total).into()))),
                    format!("{right}/{total}"),
                    topics.iter().map(|(right, total)| format!("{right}/{total}")).collect::<Vec<_>>().join(" "),
                    note.clone(),
                ]);
            }
            table(&rows, &[false, false, true, true, false, false], out);
        }
    }

    fn mistakes(&self, out: &mut String) {
        let mut rows = vec![["실수", "학생", "답", "설명"].map(str::to_owned)];
        for (code, sum) in self.sheet.summary.ranked().into_iter().take(15) {
            let title = self.sheet.title(code);
            rows.push([
                code.to_owned(),
                sum.students.to_string(),
                sum.answers.to_string(),
                ellipsis(if title == code { "" } else { title }, 60),
            ]);
        }
        if rows.len() > 1 {
            out.push('\n');
            table(&rows, &[false, true, true, false], out);
        }
    }
}

impl Renderer for Table<'_> {
    fn begin(&mut self) -> String {
        String::new()
    }

    fn row(&mut self, row: &Row) -> String {
        self.has_times |= !row.due.is_empty();
        self.other_packs += usize::from(row.other_pack);
        // What a correction of the course does to every answer is said once.
        // What is to be said of an exam stands beside its score.
        let note = if row.exam.is_some() { "" } else { row.reason.as_str() };
        if !note.is_empty() {
            if self.notes.len() < TOLD {
                let exercise = if row.exercise.is_empty() { "-" } else { &row.exercise };
                self.notes.push(format!("{} {exercise}: {}", row.student, note.replace('\n', " ")));
            } else {
                self.more += 1;
            }
        }
        String::new()
    }

    fn end(&mut self) -> String {
        let summary = self.sheet.summary;
        let mut out = String::new();
        self.students(&mut out);
        out.push('\n');
        self.exercises(&mut out);
        self.mistakes(&mut out);
        self.unfinished(&mut out);
        self.exams(&mut out);
        if !self.notes.is_empty() {
            out.push_str("\n살펴볼 답\n");
            for note in &self.notes {
                let _ = writeln!(out, "  {note}");
            }
            if self.more > 0 {
                let _ = writeln!(out, "  그 밖에 {}건", self.more);
            }
        }
        let _ = writeln!(
            out,
            "\n학생 {}명, 제출 {}건: 통과 {}건, 채점 못 함 {}건, 지각 {}건. 미제출 {}건{}.",
            summary.students.len(),
            summary.handed_in,
            summary.passed,
            summary.broken,
            summary.late,
            summary.missing,
            if summary.opened > 0 { format!("(열어 봄 {}건)", summary.opened) } else { String::new() }
        );
        if self.other_packs > 0 {
            let _ = writeln!(out, "다른 버전의 과정으로 만든 답이 {}건 있습니다.", self.other_packs);
        }
        let zone = &self.sheet.head.zone;
        if (self.has_times || summary.has_work) && !zone.is_empty() {
            let _ = writeln!(out, "시각과 마감은 {zone} 기준입니다.");
        }
        out
    }
}

/// Columns as wide as their widest cell, numbers to the right.
pub(in crate::classroom) fn table<const N: usize>(rows: &[[String; N]], right: &[bool; N], out: &mut String) {
    let mut wide = [0; N];
    for row in rows {
        for (wide, cell) in wide.iter_mut().zip(row) {
            *wide = cells(cell).max(*wide);
        }
    }
    for row in rows {
        let mut line = String::new();
        for ((cell, wide), right) in row.iter().zip(wide).zip(right) {
            if *right {
                line.extend(std::iter::repeat_n(' ', wide - cells(cell)));
                line.push_str(cell);
            } else {
                line.push_str(&pad(cell, wide));
            }
            line.push_str("  ");
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}
