//! The sheet as one page for a browser, complete in itself: no script, no network, nothing outside the file.
//!
//! Every text goes through maud, which escapes it; the page's policy (CSP) forbids scripts all the same, so that nothing
//! handed in could run even if something slipped through. Charts are drawn as SVG. The page is made in pieces: the
//! head with all sums, then student after student.
//!
//! Must not know: where the page goes.

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
    /// The student whose section is open: which of [`super::super::Summary::students`].
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
                            a href="#students" { "학생별" }
                            a href="#answers" { "답" }
                        }
                    }
                    main {
                        (overview::cards(self.sheet))
                        (overview::exercises(self.sheet))
                        (overview::checks(self.sheet))
                        (overview::mistakes(self.sheet))
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

/// What links to a student's section name.
fn anchor(student: usize) -> String {
    format!("s{}", student + 1)
}
