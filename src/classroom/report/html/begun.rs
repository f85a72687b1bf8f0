//! Answers that were begun and not handed in: who stopped where, and on what.
//!
//! Must not know: how a class folder is read.

use maud::{Markup, html};

use super::{prose, student_link, wide};
use crate::classroom::report::Sheet;

/// The section; nothing where nobody began without handing in.
pub(super) fn unfinished(sheet: Sheet<'_>) -> Markup {
    let (begun, more) = sheet.summary.unfinished();
    if begun.is_empty() {
        return html! {};
    }
    html! {
        h2 id="unfinished" { "열어 보고 내지 않은 답" }
        p.hint { "수업 폴더에 학생의 키잡이가 적은 것입니다. 오래 붙든 차례이고, 오래 쉰 시간은 뺐습니다." }
        (wide(&html! {
            table {
                thead { tr {
                    th { "학생" } th { "과제" } th.num { "작업" } th.num { "힌트" } th { "떠날 때" } th { "마지막 실수" } th { "마지막 활동" }
                } }
                tbody {
                    @for it in begun {
                        tr {
                            th scope="row" { (student_link(sheet, &it.student)) br; small { (it.student) } }
                            td { (prose(sheet.exercise(&it.exercise))) }
                            td.num { (it.work.minutes) "분" }
                            td.num { @if it.work.hints > 0 { (it.work.hints) "단계" } @else { "-" } }
                            td {
                                @let standing = it.work.standing();
                                @if standing.is_empty() { "손대지 않음" } @else { (standing) }
                                @if it.work.answer_seen { br; small { "정답을 봄" } }
                            }
                            td {
                                @match &it.work.mistake {
                                    Some(code) => {
                                        (prose(sheet.title(code)))
                                        br; code { (code) }
                                        @if let Some(line) = it.work.line { small { " " (line) "번째 줄" } }
                                    }
                                    None => "-",
                                }
                            }
                            td.nowrap { (it.work.last) }
                        }
                    }
                }
            }
        }))
        @if more > 0 { p.meta { "그 밖에 " (more) "건" } }
    }
}
