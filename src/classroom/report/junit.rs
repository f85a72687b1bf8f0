//! The sheet as JUnit's XML: a suite a student, a case a check. What cannot be graded is an error, what was not handed in is
//! skipped, saying how far it was brought; exams have no checks and are not told. (Attributes as in the schema of the Apache
//! Ant JUnit task, which CI systems follow.)
//!
//! Must not know: where the XML goes.

use std::fmt::Write;

use super::{Renderer, Sheet};
use crate::classroom::row::{Row, State};

/// The suites.
pub(super) struct Suites<'a> {
    sheet: Sheet<'a>,
    /// The student whose suite is being made.
    student: Option<Suite>,
}

#[derive(Default)]
struct Suite {
    id: String,
    name: String,
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
    cases: String,
}

impl<'a> Suites<'a> {
    pub(super) fn new(sheet: Sheet<'a>) -> Self {
        Self { sheet, student: None }
    }

    fn finish(&mut self) -> String {
        let Some(Suite { id, name, tests, failures, errors, skipped, cases }) = self.student.take() else {
            return String::new();
        };
        let title = if name.is_empty() { id } else { format!("{id} {name}") };
        let title = escaped(&title);
        format!(
            "  <testsuite name=\"{title}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">\n\
             {cases}  </testsuite>\n"
        )
    }
}

impl Renderer for Suites<'_> {
    fn begin(&mut self) -> String {
        let summary = self.sheet.summary;
        let checks = summary.exercises.iter().flat_map(|it| &it.checks);
        let (held, failures) = checks.fold((0, 0), |(held, failed), it| (held + it.held, failed + it.failed));
        let tests = held + failures + summary.broken + summary.missing;
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <testsuites name=\"{}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{}\" skipped=\"{}\">\n",
            escaped(&self.sheet.head.course),
            summary.broken,
            summary.missing
        )
    }

    fn row(&mut self, row: &Row) -> String {
        if row.exam.is_some() {
            return String::new();
        }
        let before = match &self.student {
            Some(suite) if suite.id == row.student => String::new(),
            _ => self.finish(),
        };
        let sheet = self.sheet;
        let suite = self.student.get_or_insert_with(|| Suite {
            id: row.student.clone(),
            name: row.name.clone(),
            ..Suite::default()
        });
        let class = escaped(if row.exercise.is_empty() { "-" } else { &row.exercise });
        match row.state {
            State::Graded => {
                let known = sheet.head.exercises.iter().find(|it| it.id == row.exercise);
                for (at, check) in row.checks.iter().enumerate() {
                    let proves =
                        known.and_then(|it| it.checks.get(at)).map_or(check.sentence.as_str(), |it| &it.proves);
                    let name = escaped(proves);
                    suite.tests += 1;
                    // Writing to a `String` cannot fail.
                    let _ = if check.passed {
                        writeln!(suite.cases, "    <testcase classname=\"{class}\" name=\"{name}\"/>")
                    } else {
                        suite.failures += 1;
                        let kind = escaped(check.mistake.as_deref().unwrap_or("not-yet"));
                        let message = escaped(&check.sentence);
                        let told = escaped_text(&told(row, &check.detail));
                        writeln!(
                            suite.cases,
                            "    <testcase classname=\"{class}\" name=\"{name}\">\n      \
                             <failure type=\"{kind}\" message=\"{message}\">{told}</failure>\n    </testcase>"
                        )
                    };
                }
            }
            State::Broken => {
                suite.tests += 1;
                suite.errors += 1;
                let reason = escaped(&row.reason);
                let _ = writeln!(
                    suite.cases,
                    "    <testcase classname=\"{class}\" name=\"채점\">\n      \
                     <error type=\"broken\" message=\"{reason}\"/>\n    </testcase>"
                );
            }
            State::Missing => {
                suite.tests += 1;
                suite.skipped += 1;
                let message = escaped(&missing(row));
                let _ = writeln!(
                    suite.cases,
                    "    <testcase classname=\"{class}\" name=\"제출\">\n      <skipped message=\"{message}\"/>\n    </testcase>"
                );
            }
        }
        before
    }

    fn end(&mut self) -> String {
        format!("{}</testsuites>\n", self.finish())
    }
}

/// What is known of an answer that was not handed in.
fn missing(row: &Row) -> String {
    let Some(work) = &row.work else { return "미제출".to_owned() };
    let mistake = work.mistake.as_deref().map(|code| match work.line {
        Some(line) => format!("마지막 실수 {code}({line}번째 줄)"),
        None => format!("마지막 실수 {code}"),
    });
    let told = [Some(format!("{}분 작업", work.minutes)), Some(work.standing()).filter(|it| !it.is_empty()), mistake];
    format!("미제출: {}", told.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// What stands in a failure: how things are, and what is wrong where.
fn told(row: &Row, detail: &str) -> String {
    let mut told = detail.trim_end().to_owned();
    for file in &row.files {
        for finding in file.diagnostics.iter().filter(|it| it.severity != "info") {
            let message = if finding.message.is_empty() { &finding.help } else { &finding.message };
            let (name, line, column, code) = (&file.file, finding.line, finding.column, &finding.code);
            let _ = write!(told, "\n{name}:{line}:{column} {code} {message}");
        }
    }
    told.trim_start_matches('\n').to_owned()
}

/// Text as an attribute's value.
fn escaped(text: &str) -> String {
    escape(text, true)
}

fn escaped_text(text: &str) -> String {
    escape(text, false)
}

/// What XML 1.0 has no character for becomes U+FFFD; in attributes line ends are kept as references.
fn escape(text: &str, attribute: bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' | '\t' if !attribute => out.push(c),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_xml_whatever_it_holds() {
        assert_eq!(
            escaped("<a b=\"1\">&'\n\u{1}\u{ffff}"),
            "&lt;a b=&quot;1&quot;&gt;&amp;&apos;&#10;\u{fffd}\u{fffd}"
        );
        assert_eq!(escaped_text("]]>\n"), "]]&gt;\n");
    }
}
