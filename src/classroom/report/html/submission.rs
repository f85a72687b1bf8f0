//! One answer on the page: its checks, and its files with every diagnostic under the line it is about.
//!
//! Must not know: other answers.

use maud::{Markup, html};

use super::{anchored, prose};
use crate::classroom::report::Sheet;
use crate::classroom::row::{ExamRow, Excerpt, FileRow, Finding, Row, State, WorkRow};

/// An answer.
pub(super) fn submission(sheet: Sheet<'_>, row: &Row) -> Markup {
    if let Some(exam) = &row.exam {
        return sat(row, exam);
    }
    let class = match row.state {
        State::Missing => "rest",
        State::Broken => "bad",
        State::Graded if row.passed => "good",
        State::Graded => "part",
    };
    let note = row.note();
    html! {
        article.answer {
            h3 {
                span class={ "verdict " (class) } { (row.verdict()) }
                @if row.exercise.is_empty() { "과제를 알 수 없는 답" } @else { (prose(sheet.exercise(&row.exercise))) }
                @if row.state == State::Graded { small { " " (row.score) "/" (row.max_score) } }
                @if row.late { span.late { "지각" } }
            }
            @let about = meta(row);
            @if !about.is_empty() { p.meta { (about) } }
            @if let Some(work) = &row.work { p.meta { (worked(sheet, work)) } }
            @if !note.is_empty() { p.note { (prose(&note)) } }
            @if !row.checks.is_empty() {
                ul.checks {
                    @for check in &row.checks {
                        li class=(if check.passed { "good" } else { "part" }) {
                            (prose(&check.sentence))
                            @if let Some(code) = &check.mistake { " " (anchored(sheet, code)) }
                            @if !check.detail.is_empty() { pre.detail { (check.detail) } }
                        }
                    }
                }
            }
            @for file in &row.files { (listing(sheet, file)) }
            @if !row.log.is_empty() {
                figure.file {
                    figcaption { "콘솔에 친 것" }
                    pre.console { @for command in &row.log { (command) "\n" } }
                }
            }
            @if !row.failed.is_empty() {
                figure.file {
                    figcaption { "실패한 명령" }
                    pre.console {
                        @for failed in &row.failed {
                            "$ " (failed.command) " (종료 상태 " (failed.exit) ")\n" (failed.printed) "\n"
                        }
                    }
                }
            }
        }
    }
}

/// An exam.
fn sat(row: &Row, exam: &ExamRow) -> Markup {
    let note = row.note();
    html! {
        article.answer {
            h3 { span class="verdict exam" { "시험" } (exam.name()) small { " " (row.score) "/" (row.max_score) } }
            p.meta { @if !row.handed_in.is_empty() { "끝낸 때 " (row.handed_in) " · " } (exam.by_topic()) }
            @if !note.is_empty() { p.note { (note) } }
        }
    }
}

/// What the class folder tells of the work on it.
fn worked(sheet: Sheet<'_>, work: &WorkRow) -> Markup {
    let standing = work.standing();
    html! {
        "연 때 " (work.opened) " · 마지막 활동 " (work.last) " · " (work.minutes) "분 작업"
        @if work.hints > 0 { " · 힌트 " (work.hints) "단계" }
        @if !standing.is_empty() { " · " (standing) }
        @if work.answer_seen { " · 정답을 봄" }
        @if let Some(code) = &work.mistake {
            " · 마지막 실수 " (anchored(sheet, code))
            @if let Some(line) = work.line { " " (line) "번째 줄" }
        }
    }
}

/// When and with how much help, in a line.
fn meta(row: &Row) -> String {
    let mut told = Vec::new();
    if !row.handed_in.is_empty() {
        told.push(format!("낸 때 {}", row.handed_in));
    }
    if !row.due.is_empty() {
        told.push(format!("마감 {}", row.due));
    }
    // What the class folder tells stands in a line of its own.
    match row.hints.filter(|_| row.work.is_none()) {
        Some(0) => told.push("힌트 없이".to_owned()),
        Some(hints) => told.push(format!("힌트 {hints}단계")),
        None => {}
    }
    if row.answer_seen {
        told.push("정답을 보고".to_owned());
    }
    told.join(" · ")
}

fn listing(sheet: Sheet<'_>, file: &FileRow) -> Markup {
    let mut unplaced: Vec<&Finding> = file.diagnostics.iter().collect();
    html! {
        figure.file {
            figcaption { (file.file) @if let Some(stage) = &file.stage { " " small { "거절: " (stage) } } }
            div.source {
                @for (at, excerpt) in file.text.iter().enumerate() {
                    @if at > 0 || excerpt.from > 1 { div.gap { "⋮" } }
                    (stretch(sheet, excerpt, &mut unplaced))
                }
            }
            @for finding in unplaced { (told(sheet, finding, true)) }
            @if file.more > 0 { p.meta { "그 밖에 " (file.more) "건" } }
        }
    }
}

fn stretch(sheet: Sheet<'_>, excerpt: &Excerpt, unplaced: &mut Vec<&Finding>) -> Markup {
    let count = excerpt.text.split('\n').count();
    let lines = excerpt.text.split('\n').enumerate().map(|(at, line)| {
        let number = excerpt.from + at;
        // What stands behind the last line is told under it.
        let here = |finding: &&Finding| finding.line == number || (at + 1 == count && finding.line == number + 1);
        let (found, rest): (Vec<&Finding>, Vec<&Finding>) = unplaced.drain(..).partition(here);
        *unplaced = rest;
        html! {
            div.line {
                span.n { (number) }
                code { (marked(line, number, &found)) }
            }
            @for finding in found { (told(sheet, finding, false)) }
        }
    });
    html! { @for line in lines { (line) } }
}

/// The line with what its first error (or else finding) points at marked.
fn marked(line: &str, number: usize, found: &[&Finding]) -> Markup {
    let first = found.iter().filter(|it| it.line == number).min_by_key(|it| (it.severity != "error", it.column));
    let Some(finding) = first else { return html! { (line) } };
    let offset = |column: usize| line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    let start = offset(finding.column);
    let end = if finding.end_line == finding.line { offset(finding.end_column) } else { line.len() };
    let part = |from: usize, to: usize| line.get(from..to).unwrap_or("");
    html! {
        (part(0, start)) mark class=(finding.severity) { (part(start, end.max(start))) } (part(end.max(start), line.len()))
    }
}

fn told(sheet: Sheet<'_>, finding: &Finding, with_place: bool) -> Markup {
    html! {
        div class={ "finding " (finding.severity) } {
            @if with_place { (finding.line) ":" (finding.column) " " }
            (anchored(sheet, &finding.code))
            " " (prose(&finding.help))
            @if !finding.message.is_empty() {
                div.server { @if !finding.field.is_empty() { (finding.field) ": " } (finding.message) }
            }
        }
    }
}
