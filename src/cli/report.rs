//! Diagnostics as the command line tells them: places as people name them, resolved once, and the snippet with its carets.
//!
//! The only user of annotate-snippets, which aligns carets under Hangul.
//!
//! Must not know: who found the diagnostics.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Message, Origin, Renderer, Snippet};
use serde::Serialize;

use super::args::Common;
use super::out;
use crate::diagnostic::{Diagnostic, Severity, Stage, server_words};
use crate::kube::Checked;
use crate::shell::files::Refused;
use crate::text::width::visible;
use crate::text::wrap::wrap;
use crate::text::{LineIndex, TextRange};

/// A diagnostic as JSON shows it; lines and columns count from 1, columns count characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    /// The server's cause type, or the oracle's label.
    pub(super) r#type: &'static str,
    /// The server's field path.
    pub(super) field: String,
    /// What the server says.
    pub(super) message: String,
    /// Which mistake it is.
    pub(super) code: &'static str,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
    /// What it means and what to do, in Korean.
    pub(super) help: String,
    #[serde(skip)]
    pub(super) stage: Stage,
    #[serde(skip)]
    pub(super) severity: Severity,
    #[serde(skip)]
    pub(super) range: TextRange,
}

/// All that is to be said of one file.
#[derive(Clone, Debug)]
pub(super) struct Findings {
    pub(super) rejected: Option<Stage>,
    pub(super) errors: Vec<Finding>,
    pub(super) also: Vec<Finding>,
    pub(super) warnings: Vec<Finding>,
}

impl Finding {
    /// A diagnostic of `text`, whose lines are `index`. It is taken apart, not copied: a bad file has very many.
    pub(super) fn of(diagnostic: Diagnostic, text: &str, index: &LineIndex) -> Self {
        let start = index.line_col(text, diagnostic.range.start());
        let end = index.line_col(text, diagnostic.range.end());
        Self {
            r#type: diagnostic.cause,
            field: diagnostic.path,
            message: diagnostic.server,
            code: diagnostic.code.as_str(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            help: diagnostic.help,
            stage: diagnostic.stage,
            severity: diagnostic.severity,
            range: diagnostic.range,
        }
    }

    /// Bytes that are no text.
    pub(super) fn refused(refused: Refused) -> Self {
        let Refused { code, place, help } = refused;
        Self {
            r#type: "",
            field: String::new(),
            message: String::new(),
            code: code.as_str(),
            line: place.line,
            column: place.column,
            end_line: place.line,
            // The character that cannot be read is one.
            end_column: place.column + 1,
            help,
            stage: Stage::Yaml,
            severity: Severity::Error,
            range: TextRange::EMPTY,
        }
    }
}

impl Findings {
    /// The verdict on `text`.
    pub(super) fn of(checked: Checked, text: &str) -> Self {
        let clean = checked.diagnostics().next().is_none();
        let index = if clean { LineIndex::new("") } else { LineIndex::new(text) };
        let all = |list: Vec<Diagnostic>| list.into_iter().map(|it| Finding::of(it, text, &index)).collect();
        Self {
            rejected: checked.rejected,
            errors: all(checked.errors),
            also: all(checked.also),
            warnings: all(checked.warnings),
        }
    }

    /// The verdict on bytes that are no text.
    pub(super) fn refused(finding: Finding) -> Self {
        Self { rejected: Some(Stage::Yaml), errors: vec![finding], also: Vec::new(), warnings: Vec::new() }
    }

    /// Everything, in the order of printing.
    pub(super) fn all(&self) -> impl Iterator<Item = &Finding> {
        self.errors.iter().chain(&self.also).chain(&self.warnings)
    }
}

/// How snippets are drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// Only ASCII for lines and arrows.
    pub(super) ascii: bool,
    /// Colours.
    pub(super) coloured: bool,
    /// Nothing is drawn: every line says by itself what it is.
    pub(super) plain: bool,
    /// In how many columns sentences are set.
    pub(super) columns: usize,
}

impl Style {
    /// As was asked for on the command line. Colours say nothing to whoever wants no drawing.
    pub(super) fn of(common: &Common, coloured: bool) -> Self {
        let (plain, columns) = (common.plain, out::columns());
        Self { ascii: common.ascii, coloured: coloured && !plain, plain, columns }
    }
}

/// Columns that what stands before a help takes: line numbers of up to four digits, the corner, its name.
const BESIDE: usize = 14;

/// A line longer than this is shown in part.
const LONGEST: usize = 160;

/// One finding with the lines it is about and carets under what is meant; in plain style, the same in words.
pub(super) fn snippet(finding: &Finding, name: &str, text: &str, style: Style) -> String {
    let (level, called) = match finding.severity {
        Severity::Error => (Level::ERROR, "오류"),
        Severity::Warning => (Level::WARNING, "주의"),
        Severity::Info => (Level::INFO, "참고"),
    };
    let help = visible_lines(&finding.help);
    let title = match (finding.field.as_str(), finding.message.as_str()) {
        ("", "") => help.clone(),
        (field, "") => format!("{}: {help}", visible(field)),
        // A warning of the server names its field itself.
        (field, message) => visible(&server_words(field, message)).into_owned(),
    };
    if style.plain {
        return spoken(finding, called, &title, &help, &visible(name), text);
    }
    let mut group = level.with_name(called).primary_title(title.clone()).id(finding.code).elements(None::<Message<'_>>);
    let name = visible(name).into_owned();
    group = if let Some(Window { source, first_line, span }) = Window::around(finding, text) {
        let annotation = AnnotationKind::Primary.span(span);
        group.element(Snippet::source(source).line_start(first_line).path(name).fold(false).annotation(annotation))
    } else {
        group.element(Origin::path(name).line(finding.line).char_column(finding.column))
    };
    if !title.contains(&help) {
        let room = style.columns.saturating_sub(BESIDE).max(20);
        let lines = help.lines().flat_map(|line| wrap(line, room).into_iter().map(|range| range.of(line)));
        let help = lines.collect::<Vec<_>>().join("\n");
        group = group.element(Level::HELP.with_name("설명").message(help));
    }
    let renderer = if style.coloured { Renderer::styled() } else { Renderer::plain() };
    let decor = if style.ascii { DecorStyle::Ascii } else { DecorStyle::Unicode };
    let mut drawn = renderer.decor_style(decor).term_width(200).render(&[group]);
    drawn.push('\n');
    drawn
}

/// A finding in lines that are understood one after the other: the place and what is wrong, the source line, what of it is
/// meant, what to do.
fn spoken(finding: &Finding, called: &str, title: &str, help: &str, name: &str, text: &str) -> String {
    let (line, column) = (finding.line, finding.column);
    let mut said = vec![format!("{name}:{line}:{column}: {called}({}): {title}", finding.code)];
    if let Some(Window { source, first_line, span }) = Window::around(finding, text) {
        let shown = line.checked_sub(first_line).and_then(|at| source.lines().nth(at)).unwrap_or("").trim();
        if !shown.is_empty() {
            said.push(format!("  {line}번째 줄: {}", visible(shown)));
        }
        let marked = source.get(span).and_then(|marked| marked.lines().next()).unwrap_or("").trim();
        if !marked.is_empty() && marked != shown {
            said.push(format!("  가리키는 곳: {}", visible(marked)));
        }
    }
    if !title.contains(help) {
        said.extend(help.lines().map(|line| format!("  설명: {line}")));
    }
    said.join("\n") + "\n"
}

fn visible_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(visible).collect();
    lines.join("\n")
}

/// The few lines a finding is about, harmless, with the range of the finding in them.
struct Window {
    source: String,
    first_line: usize,
    span: std::ops::Range<usize>,
}

impl Window {
    /// `None` where the lines are too long to be shown, or there is no text.
    fn around(finding: &Finding, text: &str) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let start = finding.range.start().min(text.len());
        let before = text.get(..start)?;
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let from = before.get(..line_start.saturating_sub(1)).and_then(|it| it.rfind('\n')).map_or(0, |end| end + 1);
        let from = if line_start == 0 { 0 } else { from };
        let end_of_line =
            |at: usize| text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| at + end);
        let shown_end = finding.range.end().clamp(start, text.len()).min(end_of_line(start));
        let to = end_of_line(shown_end);
        let source = text.get(from..to)?;
        if source.lines().any(|line| line.chars().count() > LONGEST) {
            return None;
        }
        let part = |from: usize, to: usize| text.get(from..to).map(visible_source);
        let (ahead, marked, after) = (part(from, start)?, part(start, shown_end)?, part(shown_end, to)?);
        let span = ahead.len()..ahead.len() + marked.len();
        let first_line = finding.line - ahead.matches('\n').count().min(finding.line - 1);
        Some(Self { source: [ahead, marked, after].concat(), first_line, span })
    }
}

/// Source lines with line ends and tabs kept (annotate-snippets draws a tab as blanks).
fn visible_source(text: &str) -> String {
    let keep = |c: char| c == '\n' || c == '\t';
    text.chars()
        .filter(|&c| c != '\r')
        .map(|c| if keep(c) || !crate::text::width::is_control(c) { c } else { crate::text::width::control_picture(c) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    fn finding(text: &str, marked: &str) -> Finding {
        let start = text.find(marked).unwrap();
        let range = TextRange::new(start, start + marked.len());
        let diagnostic =
            Diagnostic::new(Code("name-not-dns"), Stage::Validate, Severity::Error, range, "소문자만 씁니다.")
                .with_server("FieldValueInvalid", "metadata.name", "Invalid value");
        Finding::of(diagnostic, text, &LineIndex::new(text))
    }

    const PLAIN: Style = Style { ascii: true, coloured: false, plain: false, columns: 80 };

    #[test]
    fn carets_stand_under_hangul() {
        let text = "kind: Service\nmetadata:\n  이름: \"웹 서비스\" # 끝\nspec: {}\n";
        let drawn = snippet(&finding(text, "\"웹 서비스\""), "서비스.yaml", text, PLAIN);
        insta::assert_snapshot!(drawn);
    }

    #[test]
    fn nothing_of_the_file_drives_the_terminal() {
        let text = "a\u{1b}[2J: \u{9b}1\tb\u{202e}\n";
        let drawn = snippet(&finding(text, "\u{9b}1"), "x\u{1b}]0;y\u{7}.yaml", text, PLAIN);
        assert!(!drawn.chars().any(|c| crate::text::width::is_control(c) && c != '\n'), "{drawn:?}");
        assert!(drawn.contains("^^"), "{drawn}");
    }

    #[test]
    fn a_line_too_long_to_show_is_only_named() {
        let text = "[".repeat(100_000);
        let drawn = snippet(&finding(&text, "["), "a.yaml", &text, PLAIN);
        assert!(drawn.len() < 400 && drawn.contains("a.yaml:1:1"), "{drawn}");
    }
}
