//! One answer on the page: its checks, and its files with every diagnostic under the line it is about.
//!
//! Must not know: other answers.

use maud::{Markup, html};

use super::super::Sheet;
use crate::classroom::row::{Excerpt, FileRow, Finding, Row, State};

/// An answer.
pub(super) fn submission(sheet: Sheet<'_>, row: &Row) -> Markup {
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
                @if row.exercise.is_empty() { "과제를 알 수 없는 답" } @else { (sheet.exercise(&row.exercise)) }
                @if row.state == State::Graded { small { " " (row.score) "/" (row.max_score) } }
                @if row.late { span.late { "지각" } }
            }
            @let about = meta(row);
            @if !about.is_empty() { p.meta { (about) } }
            @if !note.is_empty() { p.note { (code(&note)) } }
            @if !row.checks.is_empty() {
                ul.checks {
                    @for check in &row.checks {
                        li class=(if check.passed { "good" } else { "part" }) {
                            (code(&check.sentence))
                            @if let Some(code) = &check.mistake { " " a href={ "#m-" (code) } { code { (code) } } }
                            @if !check.detail.is_empty() { pre.detail { (check.detail) } }
                        }
                    }
                }
            }
            @for file in &row.files { (listing(file)) }
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

/// A sentence in which what stands between backticks is code; where they come in no pairs, they are letters.
fn code(sentence: &str) -> Markup {
    let pieces: Vec<&str> = sentence.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return html! { (sentence) };
    }
    html! {
        @for (at, piece) in pieces.into_iter().enumerate() {
            @if at % 2 == 0 { (piece) } @else { code { (piece) } }
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
    match row.hints {
        Some(0) => told.push("힌트 없이".to_owned()),
        Some(hints) => told.push(format!("힌트 {hints}단계")),
        None => {}
    }
    if row.answer_seen {
        told.push("정답을 보고".to_owned());
    }
    told.join(" · ")
}

fn listing(file: &FileRow) -> Markup {
    let mut unplaced: Vec<&Finding> = file.diagnostics.iter().collect();
    html! {
        figure.file {
            figcaption { (file.file) @if let Some(stage) = &file.stage { " " small { "거절: " (stage) } } }
            div.source {
                @for (at, excerpt) in file.text.iter().enumerate() {
                    @if at > 0 || excerpt.from > 1 { div.gap { "⋮" } }
                    (stretch(excerpt, &mut unplaced))
                }
            }
            @for finding in unplaced { (told(finding, true)) }
            @if file.more > 0 { p.meta { "그 밖에 " (file.more) "건" } }
        }
    }
}

fn stretch(excerpt: &Excerpt, unplaced: &mut Vec<&Finding>) -> Markup {
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
            @for finding in found { (told(finding, false)) }
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

fn told(finding: &Finding, with_place: bool) -> Markup {
    html! {
        div class={ "finding " (finding.severity) } {
            @if with_place { (finding.line) ":" (finding.column) " " }
            a href={ "#m-" (finding.code) } { code { (finding.code) } }
            " " (finding.help)
            @if !finding.message.is_empty() {
                div.server { @if !finding.field.is_empty() { (finding.field) ": " } (finding.message) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_backticks_is_code_and_nothing_else_is_markup() {
        let shown = |sentence| code(sentence).into_string();
        assert_eq!(shown("`a<b` 필드는 <값>입니다."), "<code>a&lt;b</code> 필드는 &lt;값&gt;입니다.");
        assert_eq!(shown("`하나뿐입니다."), "`하나뿐입니다.");
    }
}
