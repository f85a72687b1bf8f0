//! The desk as a scene.
//!
//! Must not know: keys, grading.

use super::completion::Completion;
use super::keys::{Act, DESK, LAB, TRAFFIC};
use super::layout::Pane;
use super::panes::{self, NO_TRAFFIC, Row};
use super::{Desk, nothing_written};
use super::{paper, prose, traffic};
use crate::app::chrome;
use crate::app::key::{Binding, HelpRow, help};
use crate::app::scene::{Line, Point, Rect, Role, Scene, Size, Style};
use crate::app::screen::traffic::{Show, player};
use crate::app::shared::Shared;
use crate::text::width;

/// Rows of offers seen at once.
const OFFERS: usize = 8;

impl Desk {
    /// Everything.
    pub(super) fn draw<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        chrome::top(shared, &self.title(), &self.note(), scene);
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
                || !matches!(it.command, Act::Hint | Act::Answer | Act::NextExercise | Act::Zoom | Act::Console)
        }))
    }

    /// What the bar at the bottom shows: the keys that do something now.
    fn bar_keys(&self) -> Vec<HelpRow> {
        if let Some(popup) = &self.popup {
            return popup.keys();
        }
        let faulty = self.report.files.iter().any(|file| !file.diagnostics.is_empty());
        let useful = |it: &&Binding<Act>| match it.command {
            Act::Fix | Act::NextFinding => faulty,
            Act::NextExercise => self.report.passed,
            _ => true,
        };
        let watching = help(player::KEYS).chain(help(TRAFFIC)).filter(|_| self.focus == Pane::Traffic);
        watching.chain(self.desk_keys().filter(useful).map(Binding::row)).collect()
    }

    fn title(&self) -> String {
        match &self.task {
            Some(task) if task.chapter.is_empty() => task.exercise().title.clone(),
            Some(task) => format!("{} › {}", task.chapter, task.exercise().title),
            None => self.lab.as_ref().map_or("연습장".to_owned(), |lab| format!("실험실 › {}", lab.title)),
        }
    }

    fn note(&self) -> String {
        if self.task.is_none() {
            return String::new();
        }
        if self.report.passed { "통과".to_owned() } else { panes::progress(&self.report) }
    }

    /// The row of tabs of a small screen.
    fn tabs(&self) -> Line<'static> {
        let mut line = Line::of(" ", Role::Text);
        for pane in Pane::ALL {
            let style =
                if pane == self.focus { Style::from(Role::Chosen).on(Role::Chosen) } else { Role::Muted.into() };
            line.push(format!(" {} ", pane.name()), style);
            line.push(" ", Role::Text);
        }
        line.push(" F7 창 이동", Role::Muted);
        line
    }

    /// The pane whose tab is at a cell.
    pub(super) fn tab_at(&self, at: Point) -> Option<Pane> {
        let area = self.layout.tabs.filter(|area| area.has(at))?;
        let mut x = area.x + 1;
        for pane in Pane::ALL {
            let next = x + u16::try_from(width::cells(pane.name())).unwrap_or(0) + 3;
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

    fn pane<'m>(&self, pane: Pane, title: Line<'m>, note: Line<'m>, scene: &mut Scene<'m>) -> Option<Rect> {
        let area = self.layout.area(pane)?;
        Some(scene.pane(area, title, note, self.focus == pane))
    }

    /// Above an editor that stands alone: the first lines of the task and the next thing to prove.
    fn draw_strip<'m>(&'m self, scene: &mut Scene<'m>) {
        let (Some(task), Some(area)) = (&self.task, self.layout.strip) else { return };
        let area = area.shrink(1, 0);
        let room = usize::from(area.height.saturating_sub(1));
        let mut told = task.told();
        let mut lines: Vec<Line<'m>> = told.by_ref().take(room).cloned().collect();
        let more = told.next().is_some();
        let mut key = Line::of("F7", Role::Key).with(if more { " 과제 전체 …" } else { " 과제와 확인" }, Role::Text);
        key.push(format!("  {}", panes::progress(&self.report)), Role::Muted);
        if let Some(check) = self.report.checks.iter().find(|check| !check.passed) {
            let left = usize::from(area.width).saturating_sub(key.cells() + 2);
            key.push("  ", Role::Muted);
            key.spans.extend(prose::one_line(&check.sentence, left, Role::Muted));
        }
        lines.push(key);
        scene.lines(area, lines);
    }

    // --- Task -----------------------------------------------------------------------------------------------------

    /// The task above, the checks below: they are what changes, and stay in sight however long the task is.
    fn draw_task<'m>(&'m self, scene: &mut Scene<'m>) {
        let Some(task) = &self.task else { return };
        let note = Line::of(format!(" {} ", panes::progress(&self.report)), Role::Muted);
        let Some(inside) = self.pane(Pane::Task, Line::of(" 과제 ", Role::Title), note, scene) else { return };
        let inside = inside.shrink(1, 0);
        let room = usize::from(inside.height).saturating_sub(task.lines().len() + 1);
        let checks = panes::checks(&self.report, inside.width.into(), room);
        // Of the task half stays in sight in any case.
        let kept = u16::try_from(task.lines().len() + 1).unwrap_or(u16::MAX).min(inside.height / 2 + 1);
        let rows = u16::try_from(checks.len()).unwrap_or(u16::MAX).min(inside.height.saturating_sub(kept));
        let (text, rest) = inside.bottom_rows(rows + 1);
        let (rule, below) = rest.top(1);
        let top = self.tops[Pane::Task as usize].min(task.lines().len().saturating_sub(text.height.into()));
        scene.lines(text, task.lines().iter().skip(top).take(text.height.into()).cloned().collect());
        scene.scrollbar(Rect { width: text.width + 1, ..text }, task.lines().len(), top);
        let words = if self.report.assumed { "─ 확인 (고쳤다고 가정) " } else { "─ 확인 " };
        let dashes = usize::from(rule.width).saturating_sub(width::cells(words));
        scene.lines(rule, vec![Line::of(format!("{words}{}", "─".repeat(dashes)), Role::Border)]);
        scene.lines(below, checks);
    }

    // --- Traffic --------------------------------------------------------------------------------------------------

    fn draw_traffic<'m>(&'m self, scene: &mut Scene<'m>) {
        if self.plays() {
            return self.draw_lab(scene);
        }
        let title = if self.report.assumed { " 트래픽 (고쳤다고 가정) " } else { " 트래픽 " };
        let traced = traffic::traced(&self.report);
        let shown = self.followed().and_then(|index| traced.iter().position(|it| *it == index));
        let note = match shown {
            Some(at) if traced.len() > 1 => Line::of(format!(" ↑↓ 요청 {}/{} ", at + 1, traced.len()), Role::Muted),
            _ => Line::default(),
        };
        let Some(inside) = self.pane(Pane::Traffic, Line::of(title, Role::Title), note, scene) else { return };
        let inside = inside.shrink(1, 0);
        let lines = self.traffic_lines(inside);
        let top = self.tops[Pane::Traffic as usize].min(lines.len().saturating_sub(inside.height.into()));
        let total = lines.len();
        scene.lines(inside, lines.into_iter().skip(top).take(inside.height.into()).collect());
        scene.scrollbar(Rect { width: inside.width + 1, ..inside }, total, top);
    }

    fn draw_lab(&self, scene: &mut Scene<'_>) {
        let note = Line::of(" ↑↓ 고르기 ", Role::Muted);
        let Some(inside) = self.pane(Pane::Traffic, Line::of(" 클러스터 ", Role::Title), note, scene) else {
            return;
        };
        let inside = inside.shrink(1, 0);
        let lines = self.lab_lines(inside.width.into());
        let top = self.tops[Pane::Traffic as usize].min(lines.len().saturating_sub(inside.height.into()));
        let total = lines.len();
        scene.lines(inside, lines.into_iter().skip(top).take(inside.height.into()).collect());
        scene.scrollbar(Rect { width: inside.width + 1, ..inside }, total, top);
    }

    fn traffic_lines(&self, inside: Rect) -> Vec<Line<'static>> {
        if self.plays() {
            return self.lab_lines(inside.width.into());
        }
        let columns = usize::from(inside.width);
        let check = self.followed().and_then(|index| self.report.checks.get(index));
        match check.and_then(|check| Some((check, check.trace.as_ref()?))) {
            Some((check, trace)) => {
                let whole = self.layout.task.is_none() && usize::from(inside.height) >= traffic::ROOMY;
                let mut lines = match self.followed().filter(|_| whole) {
                    Some(chosen) => traffic::wishes(&self.report, chosen, columns),
                    None => traffic::judged(check, trace, columns),
                };
                let show = Show { cluster: &self.report.cluster, trace, goal: &check.goal };
                let rows = usize::from(inside.height).saturating_sub(lines.len());
                lines.extend(traffic::lines(&show, self.step(), columns, rows));
                lines
            }
            None => prose::plain(NO_TRAFFIC, columns, 0, Role::Muted),
        }
    }

    // --- Console --------------------------------------------------------------------------------------------------

    fn draw_console(&self, scene: &mut Scene<'_>) {
        let words = match (self.is_graded_by_commands(), self.plays()) {
            (true, _) => " 채점하는 콘솔 ",
            (false, true) => "",
            (false, false) => " 채점하지 않음 ",
        };
        let note = Line::of(words, Role::Muted);
        let Some(inside) = self.pane(Pane::Console, Line::of(" 콘솔 ", Role::Title), note, scene) else { return };
        self.prompt.terminal.view(inside.shrink(1, 0), &self.prompt.sign(), self.focus == Pane::Console, scene);
    }

    // --- Diagnostics ----------------------------------------------------------------------------------------------

    fn draw_diagnostics<'m>(&'m self, scene: &mut Scene<'m>) {
        let total = self.found().len();
        let title = match total {
            0 if self.report.passed => " 결과 ".to_owned(),
            0 => " 진단 ".to_owned(),
            _ => format!(" 진단 {}/{total} ", self.current.min(total - 1) + 1),
        };
        let blank = self.task.is_some() && nothing_written(self.sheet().editor.text());
        let verdict = self.report.files.get(self.active).filter(|_| !blank).map(panes::verdict);
        let (words, role) = verdict.unwrap_or_else(|| ("API 서버: 아직 보낸 것 없음".to_owned(), Role::Muted));
        let checks = if self.layout.task.is_none() && self.task.is_some() {
            format!(" {} ·", panes::progress(&self.report))
        } else {
            String::new()
        };
        let note = Line::of(checks, Role::Muted).with(format!(" {words} "), role);
        let Some(inside) = self.pane(Pane::Diagnostics, Line::of(title, Role::Title), note, scene) else { return };
        let inside = inside.shrink(1, 0);
        let rows = self.diagnostic_rows(inside.width.into());
        let top = self.diagnostics_top(&rows, inside);
        let seen = (top..top + usize::from(inside.height)).filter_map(|row| self.diagnostic_row(&rows, row, inside));
        scene.lines(inside, seen.map(|(line, _)| line).collect());
        scene.scrollbar(Rect { width: inside.width + 1, ..inside }, self.diagnostics_total(&rows), top);
    }

    /// The rows above the brief ones: a pass, and the current diagnostic in full.
    fn diagnostic_rows(&self, columns: usize) -> Vec<Row<'_>> {
        let mut rows: Vec<Row<'_>> = Vec::new();
        if self.report.passed {
            rows.extend(panes::passed(&self.report, columns).into_iter().map(|line| (line, None)));
        }
        let editor = &self.sheet().editor;
        if let Some(diagnostic) = self.found().get(self.current) {
            let taught = self.teaches(diagnostic.code.as_str());
            let stopped = self.report.files.get(self.active).and_then(|file| file.rejected);
            let clue = self.clue(diagnostic.code.as_str());
            let whole = panes::whole(diagnostic, taught, clue, stopped, editor.text(), editor.index(), columns);
            rows.extend(whole.into_iter().map(|line| (line, Some(self.current))));
        } else if rows.is_empty() {
            let words = match &self.task {
                Some(_) if nothing_written(editor.text()) => {
                    "아직 쓴 것이 없습니다. 과제(F7)를 읽고 여기에 매니페스트를 쓰십시오. 쓰는 대로 API 서버의 답이 나옵니다."
                }
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
        let clue = self.clue(diagnostic.code.as_str());
        Some((panes::brief(diagnostic, clue, editor.text(), editor.index(), inside.width.into()), Some(at)))
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
        let inside = self.layout.diagnostics?.inner().shrink(1, 0);
        let row = usize::from(at.y.checked_sub(inside.y)?);
        let rows = self.diagnostic_rows(inside.width.into());
        let top = self.diagnostics_top(&rows, inside);
        self.diagnostic_row(&rows, top + row, inside).and_then(|(_, found)| found)
    }

    /// How many rows a pane's content has.
    pub(super) fn rows(&self, pane: Pane) -> usize {
        let inside = |area: Option<Rect>| area.unwrap_or_default().inner().shrink(1, 0);
        match pane {
            Pane::Editor => self.sheet().editor.index().len(),
            Pane::Diagnostics => {
                self.diagnostics_total(&self.diagnostic_rows(inside(self.layout.diagnostics).width.into()))
            }
            Pane::Task => self.task.as_ref().map_or(0, |task| task.lines().len()),
            Pane::Traffic => self.traffic_lines(inside(self.layout.traffic)).len(),
            Pane::Console => 0,
        }
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
        let caret = paper::draw(self.sheet(), self.found(), inside, scene);
        if self.focus == Pane::Editor {
            scene.caret = caret;
            if let Some(caret) = caret {
                self.draw_offers(caret, size, scene);
            }
        }
    }

    /// The list of offers below the caret's line, or above it where there is no room below.
    fn draw_offers<'m>(&'m self, caret: Point, size: Size, scene: &mut Scene<'m>) {
        let Some(completion) = &self.completion else { return };
        let area = offers_area(completion, self.sheet().editor.text(), caret, size);
        let keys = if completion.chosen.is_some() { " Enter·Tab 쓰기 " } else { " ↓ 고르기 · Tab 쓰기 " };
        let inside = scene.pane(area, Line::default(), Line::of(keys, Role::Muted), true);
        let (longest, room) = (longest(completion), usize::from(inside.width));
        let rows = completion.offers.iter().enumerate().skip(first_offer(completion)).take(inside.height.into());
        let lines = rows.map(|(index, offer)| {
            let label = width::pad(&width::ellipsis(&offer.label, longest), longest);
            let doc = width::ellipsis(&offer.doc, room.saturating_sub(longest + 3));
            let line = Line::of(format!(" {label}  "), Role::YamlKey).with(doc, Role::Muted);
            if completion.chosen == Some(index) { line.filled(Role::Chosen) } else { line }
        });
        scene.lines(inside, lines.collect());
    }

    /// The offer at a cell.
    pub(super) fn offer_at(&self, at: Point, size: Size) -> Option<usize> {
        let completion = self.completion.as_ref()?;
        let editor = &self.sheet().editor;
        let text = paper::text_area(self.layout.editor?.inner(), editor.index().len());
        let (row, cell) = editor.caret_in_view()?;
        let caret = Point { x: text.x + u16::try_from(cell).ok()?, y: text.y + u16::try_from(row).ok()? };
        let inside = offers_area(completion, editor.text(), caret, size).inner();
        let row = usize::from(at.y.checked_sub(inside.y).filter(|_| inside.has(at))?);
        Some(first_offer(completion) + row).filter(|offer| *offer < completion.offers.len())
    }
}

/// Cells of the longest label, within reason.
fn longest(completion: &Completion) -> usize {
    completion.offers.iter().map(|offer| width::cells(&offer.label)).max().unwrap_or(0).min(32)
}

/// The offer in the first row.
fn first_offer(completion: &Completion) -> usize {
    completion.chosen.map_or(0, |chosen| (chosen + 1).saturating_sub(OFFERS))
}

fn offers_area(completion: &Completion, text: &str, caret: Point, size: Size) -> Rect {
    let body = chrome::body(size);
    let rows = u16::try_from(completion.offers.len().min(OFFERS)).unwrap_or(8) + 2;
    let columns = u16::try_from(longest(completion) + 48).unwrap_or(60).min(body.width);
    let typed = width::cells(completion.range.of(text));
    let x = caret.x.saturating_sub(u16::try_from(typed + 2).unwrap_or(2)).min(body.right() - columns).max(body.x);
    let below = caret.y + 1 + rows <= body.bottom();
    let y = if below { caret.y + 1 } else { caret.y.saturating_sub(rows).max(body.y) };
    Rect::new(x, y, columns, rows)
}
