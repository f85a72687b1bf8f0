//! The desk as a scene.
//!
//! Must not know: keys, grading.

use super::keys::{self, Act, DESK, LAB, TRAFFIC, Watch};
use super::layout::Pane;
use super::panes::{self, NO_REQUEST, NO_TRAFFIC, Row};
use super::task_pane::TaskParts;
use super::{Desk, nothing_written};
use super::{paper, prose, traffic};
use crate::app::chrome;
use crate::app::key::{Binding, HelpRow};
use crate::app::scene::{Line, Point, Rect, Role, Scene, Size, Style};
use crate::app::screen::terminal::Seen;
use crate::app::screen::traffic::{Show, overview};
use crate::app::shared::Shared;
use crate::diagnostic::Diagnostic;
use crate::lesson::spec::CheckKind;
use crate::text::{TextRange, width};

impl Desk {
    /// Everything.
    pub(super) fn draw<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        chrome::top(shared, &self.title(), &self.note(shared), scene);
        if let Some(area) = self.layout.tabs {
            scene.lines(area, vec![self.tabs()]);
        }
        self.draw_strip(scene);
        self.draw_task(scene);
        self.draw_traffic(scene);
        self.draw_diagnostics(scene);
        self.draw_console(scene);
        self.draw_editor(shared.size, scene);
        chrome::bar(shared, &self.bar_keys(), scene);
        if let Some(popup) = &self.popup {
            scene.caret = None;
            popup.view(shared.size, scene);
        }
    }

    /// The keys of the desk that mean anything on it.
    pub(super) fn desk_keys(&self) -> impl Iterator<Item = &'static Binding<Act>> {
        let (with_task, plays) = (self.task.is_some(), self.plays());
        let lab = LAB.iter().filter(move |_| plays);
        lab.chain(DESK.iter().filter(move |it| {
            let with_world = matches!(it.command, Act::Zoom | Act::Console) && plays;
            with_task
                || with_world
                || !matches!(
                    it.command,
                    Act::Hint | Act::Answer | Act::NextExercise | Act::Zoom | Act::Console | Act::HandIn
                )
        }))
    }

    /// What the bar at the bottom shows: the keys that do something now.
    fn bar_keys(&self) -> Vec<HelpRow> {
        if let Some(popup) = &self.popup {
            return popup.keys();
        }
        let faulty = self.report.files.iter().any(|file| !file.diagnostics.is_empty());
        let in_console = self.focus == Pane::Console;
        let useful = |it: &&Binding<Act>| match it.command {
            // What they speak of is in the text.
            Act::Fix | Act::Explain | Act::NextFinding if in_console => false,
            Act::Fix => self.can_fix(),
            Act::NextFinding => faulty,
            Act::NextExercise => self.report.passed,
            Act::Leave => self.at_home(),
            _ => true,
        };
        let mut rows: Vec<HelpRow> = match self.focus {
            Pane::Traffic => {
                let several = self.requests() > 1;
                let others = TRAFFIC.iter().filter(|it| it.bar && (several || it.command == Watch::Zoom));
                self.player.keys(self.steps()).chain(others.map(Binding::row)).collect()
            }
            Pane::Task => keys::SCROLLING.into(),
            Pane::Diagnostics => keys::FINDINGS.into(),
            Pane::Editor | Pane::Console => Vec::new(),
        };
        if !self.at_home() {
            let to_console = self.is_graded_by_commands() || self.plays();
            rows.insert(0, if to_console { keys::TO_CONSOLE } else { keys::TO_TEXT });
        }
        rows.extend(self.desk_keys().filter(useful).map(|it| match it.command {
            Act::Console if in_console => HelpRow { title: "편집기", ..it.row() },
            _ => it.row(),
        }));
        rows.extend(keys::WRITING.iter().filter(|_| self.focus == Pane::Editor));
        rows.extend(keys::CONSOLE.iter().filter(|_| in_console));
        rows
    }

    fn title(&self) -> String {
        match &self.task {
            Some(task) if task.chapter.is_empty() => task.exercise().title.clone(),
            Some(task) => format!("{} › {}", task.chapter, task.exercise().title),
            None => self.lab.as_ref().map_or("연습장".to_owned(), |lab| format!("실험실 › {}", lab.title)),
        }
    }

    fn note(&self, shared: &Shared) -> String {
        let Some(task) = &self.task else { return String::new() };
        let stands = if self.report.passed { "통과".to_owned() } else { panes::progress(&self.report) };
        let Some(class) = &shared.class else { return stands };
        let handed_in = match (class.handed_in.get(&task.exercise().id), class.due.get(&task.exercise().id)) {
            (Some(given), _) => format!("제출함({})", given.word),
            (None, Some(due)) => format!("F10 제출(마감 {})", due.text),
            (None, None) => "F10 제출".to_owned(),
        };
        format!("{stands} · {handed_in}")
    }

    /// What a pane is called on this desk.
    fn pane_name(&self, pane: Pane) -> &'static str {
        match pane {
            // Where there is no task, all of the world is seen there.
            Pane::Traffic if self.plays() => "클러스터",
            _ => pane.name(),
        }
    }

    /// The row of tabs of a small screen.
    fn tabs(&self) -> Line<'static> {
        let mut line = Line::of(" ", Role::Text);
        for &pane in self.panes() {
            let style =
                if pane == self.focus { Style::from(Role::Chosen).on(Role::Chosen) } else { Role::Muted.into() };
            line.push(format!(" {} ", self.pane_name(pane)), style);
            line.push(" ", Role::Text);
        }
        line.push(" F7 창 이동", Role::Muted);
        line
    }

    /// The pane whose tab is at a cell.
    pub(super) fn tab_at(&self, at: Point) -> Option<Pane> {
        let area = self.layout.tabs.filter(|area| area.has(at))?;
        let mut x = area.x + 1;
        for &pane in self.panes() {
            let next = x + u16::try_from(width::cells(self.pane_name(pane))).unwrap_or(0) + 3;
            if (x..next).contains(&at.x) {
                return Some(pane);
            }
            x = next;
        }
        None
    }

    /// The file whose tab, in the editor's title, is at a cell.
    pub(super) fn file_tab_at(&self, at: Point) -> Option<usize> {
        let area = self.layout.editor.filter(|area| area.y == at.y)?;
        let mut x = area.x + 1;
        for (index, sheet) in self.sheets.iter().enumerate() {
            let next = x + u16::try_from(width::cells(&sheet.name)).unwrap_or(0) + 2;
            if (x..next).contains(&at.x) {
                return Some(index);
            }
            x = next;
        }
        None
    }

    pub(super) fn pane<'m>(&self, pane: Pane, title: Line<'m>, note: Line<'m>, scene: &mut Scene<'m>) -> Option<Rect> {
        let area = self.layout.area(pane)?;
        Some(scene.pane(area, title, note, self.focus == pane))
    }

    /// What is cut says so, and how to read on.
    fn say_more(&self, pane: Pane, rows: usize, title: &mut Line<'_>) {
        if rows > 0 {
            title.push(format!("· {rows}줄 더 "), Role::Muted);
            title.push(if self.focus == pane { "PgDn " } else { "F7 PgDn " }, Role::Key);
        }
    }

    // --- Traffic --------------------------------------------------------------------------------------------------

    fn draw_traffic<'m>(&'m self, scene: &mut Scene<'m>) {
        let title = match (self.plays(), self.report.assumed) {
            (true, _) => " 클러스터 ",
            (false, true) => " 트래픽 (고쳤다고 가정) ",
            (false, false) => " 트래픽 ",
        };
        let note = Line::of(self.traffic_note(), Role::Muted);
        let Some(area) = self.layout.area(Pane::Traffic) else { return };
        let inside = area.inner().page();
        let lines = self.traffic_lines(inside);
        let top = self.tops[Pane::Traffic as usize].min(lines.len().saturating_sub(inside.height.into()));
        let total = lines.len();
        let mut title = Line::of(title, Role::Title);
        self.say_more(Pane::Traffic, total.saturating_sub(top + usize::from(inside.height)), &mut title);
        scene.pane(area, title, note, self.focus == Pane::Traffic);
        scene.lines(inside, lines.into_iter().skip(top).take(inside.height.into()).collect());
        scene.scrollbar(Rect { width: inside.width + 2, ..inside }, total, top);
    }

    /// Which step is seen, and what there is to choose from.
    fn traffic_note(&self) -> String {
        let steps = self.steps();
        let step = if steps == 0 { String::new() } else { format!(" 걸음 {}/{steps} ", self.step() + 1) };
        if self.plays() {
            let choose = if self.requests() > 1 { " ↑↓ 고르기 " } else { "" };
            return format!("{step}{choose}");
        }
        let traced = traffic::traced(&self.report);
        let shown = self.followed().and_then(|index| traced.iter().position(|it| *it == index));
        match shown {
            Some(at) if traced.len() > 1 => format!("{step} ↑↓ 요청 {}/{} ", at + 1, traced.len()),
            _ => step,
        }
    }

    pub(super) fn traffic_lines(&self, inside: Rect) -> Vec<Line<'static>> {
        if self.plays() {
            return self.lab_lines(inside.width.into(), inside.height.into());
        }
        let columns = usize::from(inside.width);
        let check = self.followed().and_then(|index| self.report.checks.get(index));
        match check.and_then(|check| Some((check, check.trace.as_ref()?))) {
            Some((check, trace)) => {
                let height = usize::from(inside.height);
                let show = Show { cluster: &self.report.cluster, trace, goal: &check.goal };
                let below = |mut lines: Vec<Line<'static>>, step: usize| {
                    let rows = height.saturating_sub(lines.len());
                    lines.extend(traffic::lines(&show, step, columns, rows, self.report.assumed));
                    lines
                };
                // What all is wished for stands above only where that leaves room for all that is told of the one that is seen.
                let whole = self.layout.task.is_none() && height >= traffic::ROOMY;
                let wishes = self.followed().filter(|_| whole).map(|at| traffic::wishes(&self.report, at, columns));
                let wishes =
                    wishes.filter(|wishes| below(wishes.clone(), self.steps().saturating_sub(1)).len() <= height);
                let head = wishes.unwrap_or_else(|| traffic::judged(check, trace, columns));
                traffic::withhold(below(head, self.step()), check)
            }
            None if self.sends_requests() => prose::plain(NO_TRAFFIC, columns, 0, Role::Muted),
            None => {
                let mut lines = prose::plain(NO_REQUEST, columns, 0, Role::Muted);
                lines.push(Line::default());
                lines.extend(overview(&self.report.cluster, columns));
                lines
            }
        }
    }

    /// Whether requests prove anything of what the task asks for.
    fn sends_requests(&self) -> bool {
        let Some(task) = &self.task else { return true };
        task.exercise().checks.iter().any(|check| matches!(check.kind, CheckKind::Request(_)))
    }

    // --- Console --------------------------------------------------------------------------------------------------

    fn draw_console(&self, scene: &mut Scene<'_>) {
        let words = match (self.is_graded_by_commands(), self.plays()) {
            (true, _) => " 채점하는 콘솔 ",
            (false, true) => "",
            (false, false) => " 채점하지 않음 ",
        };
        let Some(area) = self.layout.console else { return };
        let inside = area.inner().shrink(1, 0);
        let seen = self.prompt.terminal.seen(inside, &self.prompt.sign());
        let note = Line::of(out_of_sight(&seen), Role::Info).with(words, Role::Muted);
        self.pane(Pane::Console, Line::of(" 콘솔 ", Role::Title), note, scene);
        seen.draw(inside, self.focus == Pane::Console, scene);
    }

    // --- Diagnostics ----------------------------------------------------------------------------------------------

    fn draw_diagnostics<'m>(&'m self, scene: &mut Scene<'m>) {
        let total = self.found().len();
        let title = match total {
            0 => " 진단 ".to_owned(),
            _ => format!(" 진단 {}/{total} ", self.current.min(total - 1) + 1),
        };
        let blank = self.is_blank();
        let verdict = self.report.files.get(self.active).filter(|_| !blank).map(panes::verdict);
        let (words, role) = verdict.unwrap_or_else(|| ("API 서버: 아직 보낸 것 없음".to_owned(), Role::Muted));
        let checks = if self.layout.task.is_none() && self.task.is_some() {
            format!(" {} ·", panes::progress(&self.report))
        } else {
            String::new()
        };
        let note = Line::of(checks, Role::Muted).with(format!(" {words} "), role);
        let Some(area) = self.layout.area(Pane::Diagnostics) else { return };
        let inside = area.inner().page();
        let rows = self.diagnostic_rows(inside.width.into());
        let top = self.diagnostics_top(&rows, inside);
        let end = top + usize::from(inside.height);
        let mut title = Line::of(title, Role::Title);
        self.say_more(Pane::Diagnostics, rows.len().saturating_sub(end), &mut title);
        scene.pane(area, title, note, self.focus == Pane::Diagnostics);
        let seen = (top..end).filter_map(|row| self.diagnostic_row(&rows, row, inside));
        scene.lines(inside, seen.map(|(line, _)| line).collect());
        scene.scrollbar(Rect { width: inside.width + 2, ..inside }, self.diagnostics_total(&rows), top);
    }

    /// Whether there is a world, and nothing is written yet for it.
    fn is_blank(&self) -> bool {
        (self.task.is_some() || self.plays()) && nothing_written(self.sheet().editor.text())
    }

    /// How many rows a pass and what was checked take on a screen of tabs; none where there is no pass.
    pub(super) fn rows_of_pass(&self, size: Size) -> usize {
        let columns = usize::from(size.width).saturating_sub(4);
        if self.report.passed { panes::passed(&self.report, columns, false).len() } else { 0 }
    }

    /// The rows above the brief ones: a pass, and the current diagnostic in full.
    fn diagnostic_rows(&self, columns: usize) -> Vec<Row<'_>> {
        let mut rows: Vec<Row<'_>> = Vec::new();
        if self.report.passed {
            let beside = self.layout.task.is_some();
            rows.extend(panes::passed(&self.report, columns, beside).into_iter().map(|line| (line, None)));
        }
        let editor = &self.sheet().editor;
        if let Some(diagnostic) = self.found().get(self.current) {
            let taught = self.teaches(diagnostic.code.as_str());
            let stopped = self.report.files.get(self.active).and_then(|file| file.rejected);
            let mut allowed = self.allowed(self.current);
            let fix = allowed.next().map(|fix| (fix.title.as_str(), allowed.next().is_some()));
            let said = panes::Said { taught, fix, stopped, ..self.said(diagnostic) };
            let whole = panes::whole(diagnostic, said, editor.text(), editor.index(), columns);
            rows.extend(whole.into_iter().map(|line| (line, Some(self.current))));
        } else if rows.is_empty() {
            let words = match &self.task {
                None if self.is_blank() => {
                    "아직 쓴 것이 없습니다. 여기에 매니페스트를 쓰고 콘솔(F5)에서 kubectl apply -f service.yaml로 적용하십시오."
                }
                Some(_) if self.is_blank() && self.is_graded_by_commands() => {
                    "이 과제의 답은 콘솔에서 실행하는 명령입니다(F5). 이 파일은 비워 두어도 됩니다."
                }
                Some(_) if self.is_blank() => {
                    "아직 쓴 것이 없습니다. 과제(F7)를 읽고 여기에 매니페스트를 쓰십시오. 쓰는 대로 API 서버의 답이 나옵니다."
                }
                _ if self.held => "쓰는 중입니다. 후보에서 고르거나(Tab) 이어서 쓰십시오.",
                None => "API 서버가 받아들입니다. 진단이 없습니다.",
                Some(_) if self.report.files.iter().any(|it| !it.diagnostics.is_empty()) => {
                    "이 파일에는 진단이 없습니다. 다른 파일에 있습니다(F8)."
                }
                Some(_) => "이 파일에는 진단이 없습니다. 남은 확인은 과제 창에 있습니다(F7).",
            };
            rows.extend(prose::plain(words, columns, 0, Role::Muted).into_iter().map(|line| (line, None)));
        }
        rows
    }

    /// A row of the pane; brief ones are made only when they are seen, for there may be thousands.
    fn diagnostic_row<'m>(&'m self, rows: &[Row<'m>], row: usize, inside: Rect) -> Option<Row<'m>> {
        let Some(brief) = row.checked_sub(rows.len()) else { return rows.get(row).cloned() };
        let at = if brief < self.current { brief } else { brief + 1 };
        let editor = &self.sheet().editor;
        let diagnostic = self.found().get(at)?;
        let said = self.said(diagnostic);
        Some((panes::brief(diagnostic, said, editor.text(), editor.index(), inside.width.into()), Some(at)))
    }

    /// How a diagnostic is told.
    fn said(&self, diagnostic: &Diagnostic) -> panes::Said<'_> {
        let clue = self.clue(diagnostic);
        panes::Said { taught: false, fix: None, clue, stopped: None, pending: self.is_pending(diagnostic) }
    }

    /// The document that is still being written: its last line is where the caret is, or above it.
    pub(super) fn still_written(&self) -> Option<TextRange> {
        let editor = &self.sheet().editor;
        if self.focus != Pane::Editor {
            return None;
        }
        paper::still_written(editor.text(), editor.index(), editor.caret())
    }

    /// Whether a diagnostic misses what may be about to be typed.
    fn is_pending(&self, diagnostic: &Diagnostic) -> bool {
        diagnostic.is_absence() && self.still_written().is_some_and(|it| it.touches(diagnostic.range.start()))
    }

    fn diagnostics_total(&self, rows: &[Row<'_>]) -> usize {
        rows.len() + self.found().len().saturating_sub(1)
    }

    fn diagnostics_top(&self, rows: &[Row<'_>], inside: Rect) -> usize {
        let most = self.diagnostics_total(rows).saturating_sub(inside.height.into());
        self.tops[Pane::Diagnostics as usize].min(most)
    }

    /// The diagnostic shown at a cell.
    pub(super) fn finding_at(&self, at: Point) -> Option<usize> {
        let inside = self.layout.diagnostics?.inner().page();
        let row = usize::from(at.y.checked_sub(inside.y)?);
        let rows = self.diagnostic_rows(inside.width.into());
        let top = self.diagnostics_top(&rows, inside);
        self.diagnostic_row(&rows, top + row, inside).and_then(|(_, found)| found)
    }

    /// How far a pane can be scrolled down: until its last row is seen.
    pub(super) fn most_top(&self, pane: Pane) -> usize {
        let inside = self.layout.area(pane).unwrap_or_default().inner().page();
        let rows = match pane {
            Pane::Diagnostics => self.diagnostics_total(&self.diagnostic_rows(inside.width.into())),
            Pane::Traffic => self.traffic_lines(inside).len(),
            Pane::Task => {
                return self.task.as_ref().map_or(0, |task| TaskParts::of(task, &self.report, inside).most_top());
            }
            // They scroll themselves.
            Pane::Editor | Pane::Console => 0,
        };
        rows.saturating_sub(inside.height.into())
    }

    // --- Editor ---------------------------------------------------------------------------------------------------

    fn draw_editor<'m>(&'m self, size: Size, scene: &mut Scene<'m>) {
        let mut title = Line::default();
        for (index, sheet) in self.sheets.iter().enumerate() {
            let active = index == self.active;
            let role = if active { Role::Title } else { Role::Muted };
            let style =
                if active && self.sheets.len() > 1 { Style::from(role).bold().underlined(role) } else { role.into() };
            title.push(format!(" {} ", sheet.name), style);
        }
        let place = self.place();
        let more = if self.sheets.len() > 1 { "Ctrl-T 다음 파일 · " } else { "" };
        let note = Line::of(format!(" {more}{}:{} ", place.line, place.column), Role::Muted);
        let Some(inside) = self.pane(Pane::Editor, title, note, scene) else { return };
        let caret = paper::draw(self.sheet(), self.found(), self.still_written(), inside, scene);
        if self.focus == Pane::Editor {
            scene.caret = caret;
            if let Some(caret) = caret {
                self.draw_offers(caret, size, scene);
            }
        }
    }
}

/// What a console does not show of its output, and how to see it.
fn out_of_sight(seen: &Seen) -> String {
    match (seen.above, seen.below) {
        (0, 0) => String::new(),
        (above, 0) => format!(" PgUp 앞 {above}줄 "),
        (0, below) => format!(" PgDn 뒤 {below}줄 "),
        (above, below) => format!(" PgUp 앞 {above}줄 · PgDn 뒤 {below}줄 "),
    }
}
