//! Exams: everybody's score by chapter.
//!
//! Must not know: how an answer is judged.

use maud::{Markup, html};

use super::{prose, student_link, wide};
use crate::classroom::report::Sheet;
use crate::classroom::summary::{ExamSum, mark_text, tenths};

/// The section; nothing where nobody sat one.
pub(super) fn exams(sheet: Sheet<'_>) -> Markup {
    if sheet.summary.exams.is_empty() {
        return html! {};
    }
    html! {
        h2 id="exams" { "시험" }
        @for sum in &sheet.summary.exams { (exam(sheet, sum)) }
    }
}

fn exam(sheet: Sheet<'_>, sum: &ExamSum) -> Markup {
    let share = |right: u64, total: u64| mark_text(tenths(right, total));
    html! {
        h3 { (sum.exam.name()) " " small { (sum.results.len()) "명 · 평균 " (mark_text(sum.mean())) "점" } }
        (wide(&html! {
            table {
                thead { tr {
                    th { "학생" } th.num { "점수" } th.num { "맞음" }
                    @for topic in &sum.exam.topics { th.num { (prose(&topic.title)) } }
                    th.num { "걸린 시간" } th { "끝낸 때" } th { "비고" }
                } }
                tbody {
                    tr.sum {
                        th scope="row" { "모두" }
                        td.num { (mark_text(sum.mean())) }
                        td.num {}
                        @for (right, total) in sum.topics() { td.num { (share(right as u64, total as u64)) "%" } }
                        td {} td {} td {}
                    }
                    @for it in &sum.results {
                        tr {
                            th scope="row" { (student_link(sheet, &it.student)) br; small { (it.student) } }
                            td.num { (share(it.right.into(), it.total.into())) }
                            td.num { (it.right) "/" (it.total) }
                            @for (right, total) in &it.topics { td.num { (right) "/" (total) } }
                            td.num { (it.seconds.div_ceil(60)) "분" }
                            td.nowrap { (it.ended) }
                            td { (it.note) }
                        }
                    }
                }
            }
        }))
    }
}
