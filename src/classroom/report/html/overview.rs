//! The head of the page: numbers, charts and tables over the whole class.
//!
//! Must not know: any single answer.

use maud::{Markup, html};

use super::{anchor, plain, prose, student_link, wide};
use crate::classroom::report::Sheet;
use crate::classroom::row::State;
use crate::classroom::summary::{Cell, mark_text};

/// The numbers a teacher looks for first, and how marks are spread.
pub(super) fn cards(sheet: Sheet<'_>) -> Markup {
    let summary = sheet.summary;
    let marks: Vec<u64> = summary.students.iter().map(|student| student.mark(sheet.head)).collect();
    let count = marks.len() as u64;
    let mean = (count > 0).then(|| (marks.iter().sum::<u64>() * 2 + count) / (2 * count));
    html! {
        section.cards {
            (card("학생", &format!("{}명", summary.students.len())))
            (card("낸 답", &format!("{}건", summary.handed_in)))
            (card("통과", &format!("{}건", summary.passed)))
            (card("학생 평균(미제출은 0점)", &mean.map_or_else(|| "-".to_owned(), |mean| format!("{}점", mark_text(mean)))))
            (card("채점 못 함", &format!("{}건", summary.broken)))
            (card("지각", &format!("{}건", summary.late)))
            (card("미제출", &format!("{}건", summary.missing)))
            @if summary.has_work { (card("열어 보고 안 냄", &format!("{}건", summary.opened))) }
        }
        @if !marks.is_empty() { (histogram(&marks)) }
    }
}

fn card(label: &str, value: &str) -> Markup {
    html! { div.card { span.label { (label) } span.value { (value) } } }
}

/// How many students have which mark, in steps of ten.
fn histogram(marks: &[u64]) -> Markup {
    let mut bins = [0_usize; 10];
    for mark in marks {
        let at = usize::try_from(mark / 100).unwrap_or(9).min(9);
        bins[at] += 1;
    }
    let most = bins.iter().copied().max().unwrap_or(1).max(1);
    html! {
        figure.histogram {
            figcaption { "점수 분포" }
            svg viewBox="0 0 400 130" role="img" aria-label="점수 분포" {
                @for (at, count) in bins.iter().enumerate() {
                    @let height = count * 90 / most;
                    @let x = at * 40 + 3;
                    rect class="bar" x=(x) y=(105 - height) width="34" height=(height) {
                        title { (at * 10) @if at == 9 { "–100점: " } @else { "점대: " } (count) "명" }
                    }
                    @if *count > 0 { text x=(x + 17) y=(100 - height) text-anchor="middle" { (count) } }
                    text.axis x=(x + 17) y="121" text-anchor="middle" { (at * 10) @if at == 9 { "–100" } }
                }
                line class="base" x1="0" y1="105.5" x2="400" y2="105.5" {}
            }
        }
    }
}

/// A bar of parts, each as wide as its share of `all`.
fn bar(parts: &[(usize, &str, &str)], all: usize) -> Markup {
    let all = all.max(1);
    let ends = parts.iter().scan(0, |end, (count, ..)| {
        *end += count;
        Some(*end)
    });
    let told: Vec<String> =
        parts.iter().filter(|part| part.0 > 0).map(|(count, _, label)| format!("{label} {count}")).collect();
    let told = told.join(", ");
    html! {
        svg.share viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label=(told) {
            title { (told) }
            rect.rest x="0" y="0" width="1000" height="10" {}
            @for ((count, class, _), end) in parts.iter().zip(ends) {
                @let from = (end - count) * 1000 / all;
                rect class=(class) x=(from) y="0" width=(end * 1000 / all - from) height="10" {}
            }
        }
    }
}

/// Each exercise: who passed, who has not, who handed in nothing.
pub(super) fn exercises(sheet: Sheet<'_>) -> Markup {
    let timed = sheet.summary.has_work;
    html! {
        h2 id="exercises" { "과제별" }
        p.legend {
            span.key.good {} "통과 " span.key.part {} "미통과 " span.key.bad {} "채점 못 함 " span.key.rest {} "미제출"
        }
        (wide(&html! {
            table {
                thead { tr {
                    th { "과제" } th.num { "비중" } th.chart { "결과" } th.num { "통과" } th.num { "미통과" } th.num { "채점 못 함" }
                    th.num { "미제출" } @if timed { th.num { "열어 봄" } } th.num { "낸 답의 평균" } @if timed { th.num { "평균 작업" } }
                } }
                tbody {
                    @for (exercise, sum) in sheet.head.exercises.iter().zip(&sheet.summary.exercises) {
                        @let failed = sum.graded - sum.passed;
                        tr {
                            th scope="row" { (prose(&exercise.title)) br; code { (exercise.id) } }
                            td.num { (exercise.weight) }
                            td.chart {
                                (bar(
                                    &[(sum.passed, "good", "통과"), (failed, "part", "미통과"), (sum.broken, "bad", "채점 못 함")],
                                    sum.graded + sum.broken + sum.missing,
                                ))
                            }
                            td.num { (sum.passed) }
                            td.num { (failed) }
                            td.num { (sum.broken) }
                            td.num { (sum.missing) }
                            @if timed { td.num { (sum.opened) } }
                            td.num { @match sum.mean(exercise.max_score()) { Some(mean) => { (mark_text(mean)) "%" } None => "-" } }
                            @if timed { td.num { @match sum.mean_minutes() { Some(minutes) => { (minutes) "분" } None => "-" } } }
                        }
                    }
                }
            }
        }))
    }
}

/// Each check of each exercise: in how many answers it holds.
pub(super) fn checks(sheet: Sheet<'_>) -> Markup {
    html! {
        h2 id="checks" { "확인 항목별" }
        div.grid {
            @for (exercise, sum) in sheet.head.exercises.iter().zip(&sheet.summary.exercises) {
                @if sum.graded > 0 {
                    section.box {
                        h3 { (prose(&exercise.title)) }
                        @for (check, count) in exercise.checks.iter().zip(&sum.checks) {
                            div.check {
                                span.says { (prose(&check.proves)) @if check.weight != 1 { small { " (배점 " (check.weight) ")" } } }
                                (bar(&[(count.held, "good", "맞음"), (count.failed, "part", "아직")], count.held + count.failed))
                                span.num { (count.held) "/" (count.held + count.failed) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Each misconception: how many students show it, where, and who.
pub(super) fn mistakes(sheet: Sheet<'_>) -> Markup {
    let ranked = sheet.summary.ranked();
    let most = ranked.first().map_or(1, |(_, sum)| sum.students);
    html! {
        h2 id="mistakes" { "실수별" }
        @if ranked.is_empty() { p { "실수가 보이는 답이 없습니다." } }
        @else {
            (wide(&html! {
                table {
                    thead { tr { th { "실수" } th.chart { "학생 수" } th.num { "학생" } th.num { "답" } th { "과제" } th { "누가" } } }
                    tbody {
                        @for (code, sum) in ranked {
                            tr id={ "m-" (code) } {
                                th scope="row" { (prose(sheet.title(code))) br; code { (code) } }
                                td.chart { (bar(&[(sum.students, "part", "학생")], most)) }
                                td.num { (sum.students) }
                                td.num { (sum.answers) }
                                td {
                                    @for (exercise, count) in &sum.exercises {
                                        div.nowrap { (prose(sheet.exercise(exercise))) " " small { (count) } }
                                    }
                                }
                                td.who {
                                    @for id in &sum.some { (student_link(sheet, id)) " " }
                                    @if sum.students > sum.some.len() { "외 " (sum.students - sum.some.len()) "명" }
                                }
                            }
                        }
                    }
                }
            }))
        }
    }
}

/// Every student with every exercise.
pub(super) fn students(sheet: Sheet<'_>) -> Markup {
    let timed = sheet.summary.has_work;
    html! {
        h2 id="students" { "학생별" }
        ol.columns {
            @for exercise in &sheet.head.exercises { li { (prose(&exercise.title)) @if exercise.weight != 1 { " (비중 " (exercise.weight) ")" } } }
        }
        (wide(&html! {
            table.matrix {
                thead {
                    tr {
                        th { "학생" }
                        th.num { "점수" }
                        th.num { "힌트" }
                        @if timed { th.num { "작업" } }
                        @for (at, exercise) in sheet.head.exercises.iter().enumerate() { th title=(plain(&exercise.title)) { (at + 1) } }
                    }
                }
                tbody {
                    @for (at, student) in sheet.summary.students.iter().enumerate() {
                        tr {
                            th scope="row" {
                                a href={ "#" (anchor(at)) } { (student.id) @if !student.name.is_empty() { " " (student.name) } }
                            }
                            td.num { (mark_text(student.mark(sheet.head))) }
                            td.num { @if student.hints > 0 { (student.hints) } @if student.seen > 0 { small { " 정답 " (student.seen) } } }
                            @if timed { td.num { (student.minutes) "분" } }
                            @for (cell, exercise) in student.cells.iter().zip(&sheet.head.exercises) {
                                (matrix_cell(*cell, exercise.max_score()))
                            }
                        }
                    }
                }
            }
        }))
    }
}

fn matrix_cell(cell: Cell, max: u32) -> Markup {
    let (class, text) = match cell.state {
        State::Missing => ("rest", "·".to_owned()),
        State::Broken => ("bad", "!".to_owned()),
        State::Graded if cell.passed => ("good", "✓".to_owned()),
        State::Graded => ("part", format!("{}/{max}", cell.score)),
    };
    html! { td class=(class) { (text) @if cell.late { small { " 지각" } } } }
}
