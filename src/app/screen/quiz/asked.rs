//! A question on the table: what is being answered, how far it is scrolled, since when it is seen.
//!
//! Must not know: why it is asked, what becomes of the answer.

use super::input::{Did, Input};
use super::view::{self, Rows, State};
use crate::app::chrome;
use crate::app::key::{Code, Key};
use crate::app::scene::{Line, Point, Rect, Role, Scene, Size};
use crate::quiz::{Item, Response, Task};

/// A question wider than this is hard to read.
const WIDEST: u16 = 100;

/// A question as it is asked.
pub(super) struct Asked {
    pub(super) item: Item,
    pub(super) input: Input,
    /// When it was first seen, by the program's clock.
    pub(super) since: u64,
    /// The first row seen; [`JUDGEMENT`] stands for a row that is known when it is drawn.
    top: usize,
    /// The row behind the last that was seen.
    seen: usize,
    /// Whether it was said that nothing is marked.
    sure: bool,
}

/// Where the judgement begins.
const JUDGEMENT: usize = usize::MAX;
/// Rows of a question that are seen, at least, above the line to write in.
const LEAST: usize = 4;

impl Asked {
    /// A question seen first at `now`; where it has an answer already, that is where it goes on.
    pub(super) fn new(item: Item, given: Option<&Response>, now: u64) -> Self {
        let input = given.map_or_else(|| Input::new(&item), |given| Input::of(&item, given));
        Self { item, input, since: now, top: 0, seen: 0, sure: false }
    }

    /// Milliseconds since it was first seen.
    pub(super) fn spent(&self, now: u64) -> u64 {
        now.saturating_sub(self.since)
    }

    /// The wrong choice that was taken and shows this mistake, in plain words.
    pub(super) fn chosen_with(&self, code: &str) -> Option<String> {
        let (Task::Choose { choices, .. }, Response::Chosen(taken)) = (&self.item.task, self.input.response()) else {
            return None;
        };
        let taken = taken.into_iter().filter_map(|at| choices.get(at));
        let shows = taken.into_iter().find(|choice| choice.mistake.as_deref() == Some(code))?;
        Some(shows.text.replace(['`', '*'], ""))
    }

    /// The column of the question.
    pub(super) fn area(size: Size) -> Rect {
        let body = chrome::body(size);
        body.centered(body.width.min(WIDEST), body.height).shrink(1, 0).top(1).1
    }

    fn rows(&self, state: State<'_>, size: Size) -> Rows {
        let columns = usize::from(Self::area(size).width.saturating_sub(1)).max(8);
        view::rows(&self.item, &self.input, state, columns)
    }

    fn top_of(&self, rows: &Rows, size: Size) -> usize {
        let last = rows.lines.len().saturating_sub(usize::from(Self::area(size).height));
        // What is said of an answer is seen from its beginning, however long the question above it.
        let wanted = match self.top {
            JUDGEMENT => rows.focus.0.saturating_sub(1),
            top => top,
        };
        wanted.min(last)
    }

    /// How many rows stay at the bottom while what is above them scrolls: of a question too long for the screen the line to
    /// write in, so that it can be read from its beginning and answered in one place.
    fn kept(&self, rows: &Rows, state: State<'_>, size: Size) -> usize {
        let height = usize::from(Self::area(size).height);
        if !self.input.is_text() || matches!(state, State::Judged(_)) || rows.lines.len() <= height {
            return 0;
        }
        rows.lines.len().saturating_sub(rows.focus.0).min(height.saturating_sub(LEAST))
    }

    /// Scrolls by so many rows.
    pub(super) fn scroll(&mut self, by: isize, state: State<'_>, size: Size) {
        let rows = self.rows(state, size);
        self.top = self.top_of(&rows, size).saturating_add_signed(by);
    }

    /// Scrolls to what is said of the answer.
    pub(super) fn show_judgement(&mut self) {
        self.top = JUDGEMENT;
    }

    /// Whether there is more of it than can be seen at once.
    pub(super) fn overflows(&self, state: State<'_>, size: Size) -> bool {
        self.rows(state, size).lines.len() > usize::from(Self::area(size).height)
    }

    /// What a key does to the answer. Nothing is given that was not seen, and nothing marked is given only once it is meant.
    pub(super) fn key(&mut self, key: Key, size: Size) -> Did {
        let rows = self.rows(State::Asking, size);
        let kept = self.kept(&rows, State::Asking, size);
        let top = self.top_of(&rows, size);
        let height = usize::from(Self::area(size).height).saturating_sub(kept).max(1);
        self.seen = self.seen.max(top + height);
        let end = if kept == 0 { rows.end } else { rows.focus.0 };
        if key.code == Code::Enter && self.seen < end {
            self.top = (end + 1).saturating_sub(height).min(top + height - 1);
            return Did::Shown;
        }
        let did = self.input.key(key);
        if did == Did::Given && self.input.is_unmarked() && !self.sure {
            self.sure = true;
            return Did::Unmarked;
        }
        self.sure &= did == Did::Given;
        did
    }

    /// Scrolls so that the cursor is seen.
    pub(super) fn follow(&mut self, size: Size) {
        let rows = self.rows(State::Asking, size);
        if self.kept(&rows, State::Asking, size) > 0 {
            return;
        }
        let (first, end) = rows.focus;
        let height = usize::from(Self::area(size).height);
        let top = self.top_of(&rows, size);
        // A row more: what can be done stands below.
        let lowest = end.saturating_add(1).saturating_sub(height);
        self.top = if first < top { first } else { top.max(lowest) };
    }

    /// A click: on something that can be chosen it is as the key for it.
    pub(super) fn press(&mut self, at: Point, size: Size) {
        let area = Self::area(size);
        if !area.has(at) {
            return;
        }
        let rows = self.rows(State::Asking, size);
        let row = usize::from(at.y - area.y) + self.top_of(&rows, size);
        let column = usize::from(at.x - area.x);
        let is_there = |hit: &&view::Hit| hit.row == row && (hit.columns.0..hit.columns.1).contains(&column);
        if let Some(hit) = rows.hits.iter().find(is_there) {
            self.input.click(hit.thing.0, hit.thing.1);
        }
    }

    /// Draws it.
    pub(super) fn view(&self, state: State<'_>, size: Size, scene: &mut Scene<'_>) {
        let area = Self::area(size);
        let rows = self.rows(state, size);
        let top = self.top_of(&rows, size);
        let kept = self.kept(&rows, state, size);
        let (above, below) = area.bottom_rows(u16::try_from(kept).unwrap_or(0));
        if let Some((row, column)) = rows.caret
            && let Some(y) = row.checked_sub(if kept > 0 { rows.focus.0 } else { top })
            && let Ok(y) = u16::try_from(y)
        {
            let within = if kept > 0 { below } else { area };
            let caret = Point { x: area.x + u16::try_from(column).unwrap_or(0), y: within.y.saturating_add(y) };
            scene.caret = Some(caret).filter(|caret| within.has(*caret));
        }
        let mut lines = rows.lines;
        let narrow = |area: Rect| Rect { width: area.width.saturating_sub(1), ..area };
        if kept > 0 {
            scene.lines(narrow(below), lines.split_off(rows.focus.0));
        }
        let total = lines.len();
        let height = usize::from(above.height);
        // What there is to choose from may be out of sight, and a thin bar at the edge does not tell.
        let end = if kept > 0 { rows.focus.0 } else { rows.end };
        let hidden = matches!(state, State::Asking) && top + height < end;
        let mut seen: Vec<_> = lines.into_iter().skip(top).take(height).collect();
        if let Some(last) = seen.last_mut().filter(|_| hidden) {
            *last = Line::of("PgDn", Role::Key).with(" 아래에 더 있습니다", Role::Info);
        }
        scene.lines(narrow(above), seen);
        scene.scrollbar(above, total, top);
    }
}
