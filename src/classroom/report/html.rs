//! The sheet as one page for a browser, complete in itself: no script, no network, nothing outside the file.
//!
//! Every text goes through maud, which escapes it; the page's policy (CSP) forbids scripts all the same, so that nothing
//! handed in could run even if something slipped through. Charts are drawn as SVG. The page is made in pieces: the
//! head with all sums, then student after student.
//!
//! Must not know: where the page goes.

mod begun;
mod exams;
mod overview;
mod submission;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Renderer, Sheet};
use crate::classroom::row::Row;
use crate::classroom::summary::{StudentSum, mark_text};

const STYLE: &str = include_str!("html/style.css");

/// What the page may do: show itself.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The page.
pub(super) struct Page<'a> {
    sheet: Sheet<'a>,
    /// The student whose section is open: which of [`crate::classroom::Summary::students`].
    open: Option<usize>,
}

impl<'a> Page<'a> {
    pub(super) fn new(sheet: Sheet<'a>) -> Self {
        Self { sheet, open: None }
    }
}

impl Renderer for Page<'_> {
    fn begin(&mut self) -> String {
        let title = format!("{} 채점 결과", self.sheet.head.course);
        let head = html! {
            (DOCTYPE)
            html lang="ko" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="referrer" content="no-referrer";
                    title { (title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    header {
                        h1 { (title) }
                        nav {
                            a href="#exercises" { "과제별" }
                            a href="#checks" { "확인 항목별" }
                            a href="#mistakes" { "실수별" }
                            @if self.sheet.summary.opened > 0 { a href="#unfinished" { "내지 않은 답" } }
                            @if !self.sheet.summary.exams.is_empty() { a href="#exams" { "시험" } }
                            a href="#students" { "학생별" }
                            a href="#answers" { "답" }
                        }
                    }
                    main {
                        (overview::cards(self.sheet))
                        (overview::exercises(self.sheet))
                        (overview::checks(self.sheet))
                        (overview::mistakes(self.sheet))
                        (begun::unfinished(self.sheet))
                        (exams::exams(self.sheet))
                        (overview::students(self.sheet))
                        h2 id="answers" { "답" }
                        p.hint { "학생을 펼치면 낸 답이 진단과 함께 나옵니다. 인쇄하면 펼쳐 둔 학생만 나옵니다." }
                    }
                }
            }
        };
        // The rest of the page goes where `main` ends.
        let page = head.into_string();
        page.trim_end_matches("</main></body></html>").to_owned()
    }

    fn row(&mut self, row: &Row) -> String {
        let mut out = String::new();
        let students = &self.sheet.summary.students;
        let current = self.open.and_then(|at| students.get(at));
        if current.is_none_or(|student| student.id != row.student) {
            if self.open.is_some() {
                out.push_str("</details>\n");
            }
            let next = self.open.map_or(0, |at| at + 1);
            self.open = Some(next);
            if let Some(student) = students.get(next) {
                let anchor = anchor(next);
                out.push_str("<details class=\"student\" id=\"");
                out.push_str(&anchor);
                out.push_str("\">");
                out.push_str(&self.student(student).into_string());
            }
        }
        out.push_str(&submission::submission(self.sheet, row).into_string());
        out
    }

    fn end(&mut self) -> String {
        let close = if self.open.take().is_some() { "</details>\n" } else { "" };
        let head = self.sheet.head;
        let foot = html! {
            footer {
                "키잡이 " (head.kijabi) ", 쿠버네티스 " (head.kubernetes) "의 API 서버처럼 판정했습니다. 과정의 지문 "
                code { (head.pack) }
                @if !head.zone.is_empty() { br; "시각과 마감은 " (head.zone) " 기준입니다." }
            }
        };
        format!("{close}{}</main></body></html>\n", foot.into_string())
    }
}

impl Page<'_> {
    fn student(&self, student: &StudentSum) -> Markup {
        html! {
            summary {
                span.who { (student.id) @if !student.name.is_empty() { " " (student.name) } }
                span.mark { (mark_text(student.mark(self.sheet.head))) "점" }
            }
        }
    }
}

/// A sentence in which what stands between backticks is code; where they come in no pairs, they are letters.
fn prose(sentence: &str) -> Markup {
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

/// A sentence without its backticks, where there can be no markup: in attributes.
fn plain(sentence: &str) -> String {
    if sentence.matches('`').count().is_multiple_of(2) { sentence.replace('`', "") } else { sentence.to_owned() }
}

/// A mistake's code, which leads to its row where there is one: a remark in an answer, or what somebody who handed nothing in is
/// held up by, has none.
fn anchored(sheet: Sheet<'_>, mistake: &str) -> Markup {
    html! {
        @if sheet.summary.mistakes.contains_key(mistake) {
            a href={ "#m-" (mistake) } { code { (mistake) } }
        } @else {
            code { (mistake) }
        }
    }
}

/// A table that may be wider than the screen: it scrolls by itself, and says so where screens are narrow.
fn wide(table: &Markup) -> Markup {
    html! {
        p.swipe { "표를 옆으로 밀면 나머지가 보입니다." }
        div.wide tabindex="0" { (table) }
    }
}

/// A student as a link to their answers.
fn student_link(sheet: Sheet<'_>, id: &str) -> Markup {
    let students = &sheet.summary.students;
    let place = students.binary_search_by(|student| student.id.as_str().cmp(id)).ok();
    html! {
        @match place {
            Some(place) => {
                a href={ "#" (anchor(place)) } {
                    @match students.get(place).map(|it| it.name.as_str()) { Some(name) if !name.is_empty() => (name), _ => (id) }
                }
            }
            None => (id),
        }
    }
}

/// What links to a student's section name.
fn anchor(student: usize) -> String {
    format!("s{}", student + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_backticks_is_code_and_nothing_else_is_markup() {
        let shown = |sentence| prose(sentence).into_string();
        assert_eq!(shown("`a<b` 필드는 <값>입니다."), "<code>a&lt;b</code> 필드는 &lt;값&gt;입니다.");
        assert_eq!(shown("`하나뿐입니다."), "`하나뿐입니다.");
        assert_eq!((plain("`a` 필드"), plain("`하나")), ("a 필드".to_owned(), "`하나".to_owned()));
    }
}
