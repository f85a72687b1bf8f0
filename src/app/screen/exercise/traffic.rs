//! The way of a request as the traffic pane shows it: a row of stations, then what was decided at each, in words.
//!
//! Must not know: how a request is routed.

use super::prose::{one_line, plain};
use crate::app::scene::{Line, Role, Style};
use crate::app::screen::traffic::{self, Show};
use crate::cluster::request::{Source, Target};
use crate::cluster::trace::{Hop, Outcome, Trace};
use crate::grade::{CheckResult, Report};
use crate::text::width;

/// Rows from which on a pane that stands alone lists what is wished for.
pub(super) const ROOMY: usize = 18;

/// What the exercise wishes for, request by request, beside how it stands; the one that is seen is marked.
pub(super) fn wishes(report: &Report, chosen: usize, columns: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for (index, check) in traced(report).into_iter().filter_map(|index| Some((index, report.checks.get(index)?))) {
        let (mark, role) = if check.passed { ("✓", Role::Good) } else { ("✗", Role::Bad) };
        let here = index == chosen;
        let mut line = Line::of(if here { "> " } else { "  " }, Role::Accent).with(format!("{mark} "), role);
        let style = if here { Style::from(Role::Text).bold() } else { Role::Muted.into() };
        for mut span in one_line(&check.sentence, columns.saturating_sub(4), Role::Text) {
            span.style = Style { role: style.role, bold: style.bold || span.style.bold, ..span.style };
            line.spans.push(span);
        }
        lines.push(line);
    }
    lines.push(Line::default());
    lines
}

/// Rows that the picture leaves to its words.
const WORDS: usize = 3;

/// Indices of the checks that followed a request.
pub(super) fn traced(report: &Report) -> Vec<usize> {
    let traced = report.checks.iter().enumerate().filter(|(_, check)| check.trace.is_some());
    traced.map(|(index, _)| index).collect()
}

/// The check whose way is shown unless the learner chooses: the first that fails, else the first.
pub(super) fn interesting(report: &Report) -> Option<usize> {
    let traced = traced(report);
    let failing = |index: &&usize| report.checks.get(**index).is_some_and(|check| !check.passed);
    traced.iter().find(failing).or(traced.first()).copied()
}

/// Whether the end of a check's request is the one that is wanted.
pub(super) fn judged(check: &CheckResult, trace: &Trace, columns: usize) -> Vec<Line<'static>> {
    if check.would_pass && !check.passed {
        let words = match &trace.end {
            Outcome::Answered { .. } => "고치고 나면 이렇게 닿습니다.",
            Outcome::Left { .. } => "고치고 나면 이렇게 클러스터 밖으로 나갑니다.",
            _ => "고치고 나면 이렇게 됩니다.",
        };
        return plain(words, columns, 0, Role::Muted);
    }
    let (words, role) = match (check.passed, &trace.end) {
        (true, Outcome::Answered { .. }) => ("✓ 과제가 바란 대로 닿았습니다.", Role::Good),
        (true, Outcome::Left { .. }) => ("✓ 과제가 바란 대로 클러스터 밖으로 나갔습니다.", Role::Good),
        (true, _) => ("✓ 과제가 바란 대로 닿지 않았습니다.", Role::Good),
        (false, Outcome::Answered { .. }) => ("✗ 닿기는 하지만 과제가 바라는 결과가 아닙니다.", Role::Bad),
        (false, _) => ("✗ 아직 과제가 바라는 결과가 아닙니다.", Role::Bad),
    };
    plain(words, columns, 0, Style::from(role).bold())
}

/// The pane's lines at a step: where there is room the whole picture, else one row of stations; then what was decided so
/// far. What is only `assumed` stands back: neither reached nor dead.
pub(super) fn lines(show: &Show<'_>, step: usize, columns: usize, rows: usize, assumed: bool) -> Vec<Line<'static>> {
    let steps = show.trace.hops.len();
    let over = step + 1 >= steps;
    let mut lines = match show.fitting(step, columns, rows.saturating_sub(WORDS)) {
        Some(mut picture) => {
            picture.push(Line::default());
            picture
        }
        None => stations(show.trace, step, columns, assumed),
    };
    if over {
        let end = traffic::ending(show.trace, columns);
        lines.extend(if assumed { plain(&show.trace.end.explain(), columns, 0, Role::Muted) } else { end });
        lines.push(Line::default());
    }
    let room = rows.saturating_sub(lines.len());
    lines.extend(traffic::story_within(show.trace, step, columns, room));
    if assumed {
        for span in lines.iter_mut().flat_map(|line| &mut line.spans) {
            let decided = matches!(span.style.role, Role::Good | Role::Bad | Role::Accent);
            span.style = if decided { Role::Muted.into() } else { span.style };
        }
    }
    lines
}

/// The lines without what a check keeps back, cell for cell, and above them what stands there instead.
pub(super) fn withhold(mut lines: Vec<Line<'static>>, check: &CheckResult) -> Vec<Line<'static>> {
    let Some(kept) = &check.withheld else { return lines };
    let mark = "?".repeat(width::cells(kept));
    let mut hides = false;
    for span in lines.iter_mut().flat_map(|line| &mut line.spans) {
        if span.text.contains(kept.as_str()) {
            hides = true;
            span.text = span.text.replace(kept.as_str(), &mark).into();
        }
    }
    if hides {
        lines.insert(0, Line::of(mark, Role::Accent).with(" = 과제에서 찾을 번호", Role::Muted));
    }
    lines
}

/// `바깥 ─▶ node-1:30008 ─▶ web:80 ─▶ web-1:8080`, broken before an arrow where the pane ends.
fn stations(trace: &Trace, step: usize, columns: usize, assumed: bool) -> Vec<Line<'static>> {
    let over = step + 1 >= trace.hops.len();
    let arrived = matches!(trace.end, Outcome::Answered { .. } | Outcome::Left { .. });
    let mut lines = vec![Line::default()];
    let mut push = |text: String, style: Style| {
        let room = columns.saturating_sub(lines.last().map_or(0, Line::cells));
        if width::cells(&text) > room && room < columns {
            lines.push(Line::of("  ", Role::Text));
        }
        if let Some(line) = lines.last_mut() {
            line.push(text, style);
        }
    };
    let names: Vec<String> = trace.hops.iter().take(step.saturating_add(1)).filter_map(station).collect();
    let last = names.len().saturating_sub(1);
    for (at, name) in names.into_iter().enumerate() {
        let arrow = if at == 0 { "" } else { " ─▶ " };
        let role = if at == last && over && !arrived { Role::Bad } else { Role::Accent };
        push(format!("{arrow}{name}"), role.into());
    }
    let (end, role) = match (over, arrived) {
        (true, true) if assumed => ("", Role::Muted),
        (true, true) => (" ✓", Role::Good),
        (true, false) => (" ─✗", Role::Bad),
        (false, _) => (" ─▶ …", Role::Muted),
    };
    push(end.to_owned(), Style::from(role).bold());
    lines
}

/// What a hop is called on the way; hops that only decide have no station of their own.
fn station(hop: &Hop) -> Option<String> {
    match hop {
        Hop::Client { from, to, port, .. } => Some(match from {
            Source::Outside => client("바깥", to, *port),
            Source::Node(name) => client(&format!("노드 {name}"), to, *port),
            Source::Pod(name) => client(&name.to_string(), to, *port),
        }),
        Hop::Tunnel { by, .. } => Some(by.name().to_owned()),
        Hop::Dns { name, .. } => Some(format!("DNS {name}")),
        Hop::Balancer { address, .. } => Some(format!("로드밸런서 {address}")),
        Hop::Node { node, port, .. } => Some(format!("{node}:{port}")),
        Hop::Proxy { .. } | Hop::Endpoint { .. } => None,
        Hop::Service { service, port, .. } => Some(format!("서비스 {service}:{port}")),
        Hop::Pod { pod, node, port, .. } => {
            Some(pod.as_ref().map_or_else(|| format!("{node}:{port}"), |pod| format!("{pod}:{port}")))
        }
    }
}

/// The asker, and whom it asks where no later station says so.
fn client(who: &str, to: &Target, port: u16) -> String {
    match to {
        Target::Name(_) | Target::Node(_) => who.to_owned(),
        other => format!("{who} ({other}:{port})"),
    }
}
