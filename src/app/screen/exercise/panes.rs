//! What the task, diagnostics and traffic panes say.
//!
//! Must not know: keys, how anything is decided.

use super::paper::{severity_mark, severity_role};
use super::prose::{marked, one_line, plain};
use crate::app::scene::{Line, Role, Span, Style};
use crate::diagnostic::{Diagnostic, Stage};
use crate::grade::{CheckResult, FileReport, Report};
use crate::text::LineIndex;

/// The line that says an exercise is passed. Nothing else in the program uses these words.
pub(super) const PASSED: &str = "과제를 통과했습니다";

/// `통과 2/4`.
pub(super) fn progress(report: &Report) -> String {
    let passed = report.checks.iter().filter(|check| check.passed).count();
    format!("확인 {passed}/{}", report.checks.len())
}

/// What the server says of a file, in a few words.
pub(super) fn verdict(file: &FileReport) -> (String, Role) {
    match file.rejected {
        None => ("API 서버: 받아들임".to_owned(), Role::Good),
        Some(stage) => (format!("API 서버: 거절 ({})", stage_name(stage)), Role::Bad),
    }
}

fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Yaml => "YAML 읽기",
        Stage::Decode => "오브젝트 읽기",
        Stage::Strict => "모르는 필드",
        Stage::Validate => "규칙 검사",
        Stage::Allocate => "주소 배정",
        Stage::Lint | Stage::World => "확인",
    }
}

/// The checks, each with what it proved or why not yet. How things stand now is told of the first failing one, the next
/// step being one step, and in one line of the others where `room` rows are enough for that.
pub(super) fn checks(report: &Report, columns: usize, room: usize) -> Vec<Line<'static>> {
    let first = report.checks.iter().position(|check| !check.passed && !check.detail.is_empty());
    let told = |others: bool| {
        let mut lines = Vec::new();
        for (at, check) in report.checks.iter().enumerate() {
            lines.extend(sentence(check, columns));
            if Some(at) == first {
                lines.extend(marked(&check.detail, columns, 2, Role::Muted));
            } else if others && !check.passed && !check.detail.is_empty() {
                let mut line = Line::of("  ", Role::Muted);
                line.spans.extend(one_line(&check.detail, columns.saturating_sub(2), Role::Muted));
                lines.push(line);
            }
        }
        lines
    };
    let all = told(true);
    if all.len() <= room { all } else { told(false) }
}

fn sentence(check: &CheckResult, columns: usize) -> Vec<Line<'static>> {
    let (mark, role) = if check.passed { ("✓", Role::Good) } else { ("✗", Role::Bad) };
    let mut lines = marked(&check.sentence, columns.saturating_sub(2), 0, Role::Text);
    for (at, line) in lines.iter_mut().enumerate() {
        let lead = if at == 0 { format!("{mark} ") } else { "  ".to_owned() };
        line.spans.insert(0, Span::new(lead, role));
    }
    lines
}

/// What a passed exercise proved and what comes next.
pub(super) fn passed(report: &Report, columns: usize) -> Vec<Line<'static>> {
    let mut lines = vec![Line::of(format!("✓ {PASSED}"), Style::from(Role::Good).bold())];
    lines.push(
        Line::of("F6", Role::Key)
            .with(" 정답과 견주기  ", Role::Text)
            .with("F9", Role::Key)
            .with(" 다음 과제  ", Role::Text)
            .with("Esc", Role::Key)
            .with(" 읽던 곳으로", Role::Text),
    );
    lines.push(Line::of("증명한 것", Role::Heading));
    lines.extend(checks(report, columns, usize::MAX));
    lines
}

/// A row of the diagnostics pane, and the diagnostic a click on it jumps to.
pub(super) type Row<'m> = (Line<'m>, Option<usize>);

/// What is said where the right value is withheld.
const WITHHELD: &str = "무엇이 맞는지는 스스로 찾아 보십시오. 마지막 힌트(F2)까지 보면 여기에서 알려 줍니다.";

/// A diagnostic in one line; `clue` is what to say of a mistake that is to be understood first.
pub(super) fn brief<'m>(
    diagnostic: &'m Diagnostic,
    clue: Option<&str>,
    text: &str,
    index: &LineIndex,
    columns: usize,
) -> Line<'m> {
    let mut line = head(diagnostic, text, index);
    let room = columns.saturating_sub(line.cells() + 2);
    line.push("  ", Role::Text);
    line.spans.extend(one_line(clue.unwrap_or(&diagnostic.help), room, Role::Muted));
    line
}

/// `✗ 4:9 name-not-dns`
fn head<'m>(diagnostic: &'m Diagnostic, text: &str, index: &LineIndex) -> Line<'m> {
    let place = index.line_col(text, diagnostic.range.start());
    let role = severity_role(diagnostic.severity);
    Line::of(format!("{} {}:{} ", severity_mark(diagnostic.severity), place.line, place.column), role)
        .with(diagnostic.code.as_str(), Style::from(role).bold())
}

/// Code and place, what it means, the server's own words, how to mend it. Of a mistake that is `taught` here, the fix
/// does not say beforehand what it would do, and where there is a `clue` it stands in the place of the help, which names the
/// right value. `stopped` is the stage that refuses the file: of other stages the server
/// has not spoken yet.
pub(super) fn whole<'m>(
    diagnostic: &'m Diagnostic,
    taught: bool,
    clue: Option<&str>,
    stopped: Option<Stage>,
    text: &str,
    index: &LineIndex,
    columns: usize,
) -> Vec<Line<'m>> {
    let mut lines = vec![head(diagnostic, text, index)];
    if let Some(fix) = diagnostic.fixes.first() {
        let more = if diagnostic.fixes.len() > 1 { " …" } else { "" };
        if let Some(line) = lines.first_mut() {
            let room = columns.saturating_sub(line.cells() + 5);
            line.push("  F4", Role::Key);
            let words = if taught { " 고치기".to_owned() } else { format!(" {}{more}", fix.title) };
            line.spans.extend(one_line(&words, room, Role::Info));
        }
    }
    lines.extend(marked(clue.unwrap_or(&diagnostic.help), columns, 2, Role::Text));
    if clue.is_some() {
        lines.extend(plain(WITHHELD, columns, 2, Role::Muted));
    }
    if !diagnostic.server.is_empty() {
        let heard = stopped.is_none_or(|stage| stage == diagnostic.stage);
        let who = if heard { "API 서버" } else { "앞의 오류를 고치면 API 서버" };
        let said = if diagnostic.path.is_empty() || diagnostic.server.starts_with(&diagnostic.path) {
            format!("{who}: {}", diagnostic.server)
        } else {
            format!("{who}: {}: {}", diagnostic.path, diagnostic.server)
        };
        lines.extend(plain(&said, columns, 2, Role::Muted));
    }
    lines
}

/// What the traffic pane says while there is no request to follow.
pub(super) const NO_TRAFFIC: &str = "보낼 요청이 없습니다. 매니페스트가 읽히면 요청이 가는 길이 여기에 나옵니다.";
