//! What the task, diagnostics and traffic panes say.
//!
//! Must not know: keys, how anything is decided.

use super::paper::{PENDING, severity_mark, severity_role};
use super::prose::{marked, one_line, plain};
use crate::app::scene::{Line, Role, Span, Style};
use crate::diagnostic::{Diagnostic, Stage, server_words};
use crate::grade::{CheckResult, FileReport, Report};
use crate::text::LineIndex;
use std::borrow::Cow;

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
        Stage::Strict => "모르거나 겹치는 필드",
        Stage::Validate => "규칙 검사",
        Stage::Allocate => "주소 배정",
        Stage::Lint | Stage::World => "확인",
    }
}

/// The rows of each check: what it proved or why not yet, and how things stand now where it fails. Where `room` rows are too
/// few, that is said in full of the first failing one only, the next step being one step; where they still are, failing
/// ones come first and of the others a line is enough.
pub(super) fn checks(report: &Report, columns: usize, room: usize) -> Vec<Vec<Line<'static>>> {
    let first = report.checks.iter().position(|check| !check.passed && !check.detail.is_empty());
    let named = report.checks.iter().position(|check| !check.passed && check.mistake.is_some());
    let told = |at: usize, check: &CheckResult, roomy: bool| {
        let mut lines = sentence(check, columns);
        if check.passed {
            return lines;
        }
        if check.detail.is_empty() {
            // The sentence says it all.
        } else if roomy || Some(at) == first {
            lines.extend(marked(&check.detail, columns, 2, Role::Muted));
        } else {
            let mut line = Line::of("  ", Role::Muted);
            line.spans.extend(one_line(&check.detail, columns.saturating_sub(2), Role::Muted));
            lines.push(line);
        }
        if let Some(code) = check.mistake.as_ref().filter(|_| roomy || named == Some(at)) {
            let mut line = Line::of("  ", Role::Muted).with(code.clone(), Style::from(Role::Bad).bold());
            // Where there is a diagnostic, the key explains that.
            if named == Some(at) && report.diagnostics().next().is_none() {
                line = line.with("  Ctrl-K", Role::Key).with(" 설명", Role::Info);
            }
            lines.push(line);
        }
        lines
    };
    let all = || report.checks.iter().enumerate();
    for roomy in [true, false] {
        let whole: Vec<Vec<Line<'static>>> = all().map(|(at, check)| told(at, check, roomy)).collect();
        if whole.iter().map(Vec::len).sum::<usize>() <= room {
            return whole;
        }
    }
    let brief = |check: &CheckResult| {
        let mut line = Line::of("✓ ", Role::Good);
        line.spans.extend(one_line(&check.sentence, columns.saturating_sub(2), Role::Text));
        vec![line]
    };
    let failing = all().filter(|(_, check)| !check.passed).map(|(at, check)| told(at, check, false));
    failing.chain(all().filter(|(_, check)| check.passed).map(|(_, check)| brief(check))).collect()
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

/// That an exercise is passed and what comes next; and what was shown, unless that stands `beside` already.
pub(super) fn passed(report: &Report, columns: usize, beside: bool) -> Vec<Line<'static>> {
    let mut lines = vec![Line::of(format!("✓ {PASSED}"), Style::from(Role::Good).bold())];
    lines.push(
        Line::of("F6", Role::Key)
            .with(" 정답 비교  ", Role::Text)
            .with("F9", Role::Key)
            .with(" 다음 과제  ", Role::Text)
            .with("Esc", Role::Key)
            .with(" 나가기", Role::Text),
    );
    if !beside {
        lines.push(Line::of("확인한 것", Role::Heading));
        lines.extend(checks(report, columns, usize::MAX).into_iter().flatten());
    }
    lines
}

/// A row of the diagnostics pane, and the diagnostic a click on it jumps to.
pub(super) type Row<'m> = (Line<'m>, Option<usize>);

/// What is said where the right value is withheld.
const WITHHELD: &str = "무엇이 맞는지는 스스로 찾아 보십시오. 마지막 힌트(F2)까지 보면 여기에서 알려 줍니다.";

/// How a diagnostic is told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said<'c> {
    /// The mistake is taught here: the fix does not say beforehand what it would do.
    pub(super) taught: bool,
    /// What F4 would do, and whether it may do other things too.
    pub(super) fix: Option<(&'c str, bool)>,
    /// What to say of a mistake that is to be understood first, in the place of the help, which names the right value.
    pub(super) clue: Option<&'c str>,
    /// The stage that refuses the file: of other stages the server has not spoken yet.
    pub(super) stopped: Option<Stage>,
    /// What it misses may be about to be typed.
    pub(super) pending: bool,
}

/// A diagnostic in one line.
pub(super) fn brief<'m>(
    diagnostic: &'m Diagnostic,
    said: Said<'_>,
    text: &str,
    index: &LineIndex,
    columns: usize,
) -> Line<'m> {
    let mut line = head(diagnostic, said.pending, text, index);
    let room = columns.saturating_sub(line.cells() + 2);
    line.push("  ", Role::Text);
    line.spans.extend(one_line(&help(diagnostic, said), room, Role::Muted));
    line
}

/// `✗ 4:9 name-not-dns`
fn head<'m>(diagnostic: &'m Diagnostic, pending: bool, text: &str, index: &LineIndex) -> Line<'m> {
    let place = index.line_col(text, diagnostic.range.start());
    let (mark, role) = if pending {
        (PENDING, Role::Muted)
    } else {
        (severity_mark(diagnostic.severity), severity_role(diagnostic.severity))
    };
    Line::of(format!("{mark} {}:{} ", place.line, place.column), role)
        .with(diagnostic.code.as_str(), Style::from(role).bold())
}

/// What it means, or only a clue; of what is only not there yet that is said first.
fn help<'t>(diagnostic: &'t Diagnostic, said: Said<'t>) -> Cow<'t, str> {
    let help = said.clue.unwrap_or(&diagnostic.help);
    if said.pending { format!("아직 없음: {help}").into() } else { Cow::Borrowed(help) }
}

/// Code and place, how to read more and how to mend it, what it means, the server's own words.
pub(super) fn whole<'m>(
    diagnostic: &'m Diagnostic,
    said: Said<'_>,
    text: &str,
    index: &LineIndex,
    columns: usize,
) -> Vec<Line<'m>> {
    let Said { taught, fix, stopped, pending, .. } = said;
    let mut first = head(diagnostic, pending, text, index);
    first.push("  Ctrl-K", Role::Key);
    first.push(" 설명", Role::Info);
    if let Some((title, several)) = fix {
        let more = if several { " …" } else { "" };
        let room = columns.saturating_sub(first.cells() + 5);
        first.push("  F4", Role::Key);
        let words = if taught { " 고치기".to_owned() } else { format!(" {title}{more}") };
        first.spans.extend(one_line(&words, room, Role::Info));
    }
    let mut lines = vec![first];
    lines.extend(marked(&help(diagnostic, said), columns, 2, Role::Text));
    if said.clue.is_some() {
        lines.extend(plain(WITHHELD, columns, 2, Role::Muted));
    }
    if !diagnostic.server.is_empty() {
        let heard = stopped.is_none_or(|stage| stage == diagnostic.stage);
        let who = if heard { "API 서버" } else { "앞의 오류를 고치면 API 서버" };
        let said = format!("{who}: {}", server_words(&diagnostic.path, &diagnostic.server));
        lines.extend(plain(&said, columns, 2, Role::Muted));
    }
    lines
}

/// What the traffic pane says while there is no request to follow.
pub(super) const NO_TRAFFIC: &str = "보낼 요청이 없습니다. 매니페스트가 읽히면 요청이 가는 길이 여기에 나옵니다.";

/// What it says where the task is proved without any: what it shows instead.
pub(super) const NO_REQUEST: &str =
    "이 과제는 요청을 보내 확인하지 않습니다. 지금 클러스터에 있는 서비스와 파드입니다.";
