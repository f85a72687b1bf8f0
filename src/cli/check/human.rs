//! Verdicts for people: each fault with its lines and carets, then one line with the verdict.
//!
//! Must not know: files; it is handed verdicts.

use std::fmt::Write;

use super::Verdict;
use crate::cli::report::{Finding, Findings, Style, snippet};
use crate::diagnostic::{Stage, Standing, causes_first};
use crate::text::width::visible;

/// The most faults that are shown of one file.
const MOST: usize = 50;

pub(super) fn render(verdict: &Verdict, style: Style) -> Vec<u8> {
    let mut text = String::new();
    let name = visible(&verdict.name);
    let findings = arranged(&verdict.findings);
    let mut now = true;
    for finding in findings.iter().take(MOST) {
        // One stage hides the next: what the server says only then must not read as if it said it now.
        if now && verdict.findings.also.iter().any(|later| std::ptr::eq(later, *finding)) {
            now = false;
            let _ = writeln!(text, "{name}: 위의 잘못을 고치면 API 서버가 이어서 말할 것입니다.\n");
        }
        text.push_str(&snippet(finding, &verdict.name, &verdict.text, style));
        text.push('\n');
    }
    let more = findings.len().saturating_sub(MOST);
    if more > 0 {
        let _ = writeln!(text, "{name}: 이 밖에 {more}개가 더 있습니다.");
    }
    let _ = if let Some(stage) = verdict.findings.rejected {
        writeln!(text, "{name}: 거절합니다({}).", stage_text(stage))
    } else {
        let objects = verdict.objects.iter().map(|it| visible(&format!("{} {}", it.kind, it.name)).into_owned());
        writeln!(text, "{name}: 받아들입니다. {}", objects.collect::<Vec<_>>().join(", "))
    };
    text.into_bytes()
}

/// What is to be said, each cause before what follows from it: first of what the server says now, then of what it would
/// say after that, then of what it lets pass. A character that is not what it looks like comes before all it brought about.
fn arranged(findings: &Findings) -> Vec<&Finding> {
    let mut all: Vec<&Finding> = findings.all().collect();
    causes_first(&mut all, findings.rejected, |it| Standing {
        code: it.code,
        stage: it.stage,
        severity: it.severity,
        range: it.range,
    });
    all
}

fn stage_text(stage: Stage) -> &'static str {
    match stage {
        Stage::Yaml => "YAML로 읽을 수 없음",
        Stage::Decode => "오브젝트로 읽을 수 없음",
        Stage::Strict => "모르거나 겹치는 필드",
        Stage::Validate => "검증 규칙에 어긋남",
        Stage::Allocate => "주소나 포트를 내줄 수 없음",
        Stage::Lint | Stage::World => "주의",
    }
}
