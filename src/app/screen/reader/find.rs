//! Finding words in a text while they are typed.
//!
//! Must not know: how rows are drawn.

use super::contents::Goal;
use super::sheet::{Place, Sheet};
use crate::app::key::{Code, Key};
use crate::app::scene::{Line, Point, Role, Style};
use crate::text::search::Query;
use crate::text::width;

/// A search that is on.
#[derive(Clone, Debug, Default)]
pub(super) struct Find {
    /// What was typed.
    typed: String,
    /// The first row seen when it began: where the page goes back to while nothing is found.
    pub(super) left: usize,
    /// Whether it is still being typed.
    pub(super) typing: bool,
    /// Where it is found.
    hits: Vec<Place>,
    /// Which of those the learner is at.
    at: usize,
    /// Where else it is found, and how often: chapters or sections, the nearest in reading order first. Known once the words are
    /// typed.
    pub(super) elsewhere: Vec<(Goal, usize)>,
    /// The row the page was on when the search began: where the nearest hit is looked for.
    pub(super) origin: usize,
}

/// What a key did to a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Something else is looked for now.
    Changed,
    /// The next place is wanted, or the one before.
    Step(bool),
    /// Typing is over; what was found stays marked.
    Done,
    /// No more search.
    Ended,
    /// Nothing.
    Nothing,
}

impl Find {
    /// A search that begins on row `origin`.
    pub(super) fn new(origin: usize) -> Self {
        Self { typing: true, left: origin, origin, ..Self::default() }
    }

    /// What a key does while the words are typed.
    pub(super) fn key(&mut self, key: Key) -> Found {
        match key.code {
            Code::Esc => Found::Ended,
            Code::Enter if self.typed.is_empty() => Found::Ended,
            Code::Enter => {
                self.typing = false;
                Found::Done
            }
            Code::Down => Found::Step(true),
            Code::Up => Found::Step(false),
            Code::Backspace if self.typed.is_empty() => Found::Ended,
            Code::Backspace => {
                self.typed.truncate(width::previous_grapheme(&self.typed, self.typed.len()));
                Found::Changed
            }
            Code::Char('u') if key.ctrl => {
                self.typed.clear();
                Found::Changed
            }
            _ => key.typed().map_or(Found::Nothing, |c| self.type_in(&c.to_string())),
        }
    }

    /// Adds typed or pasted text; of several lines only the first counts.
    pub(super) fn type_in(&mut self, text: &str) -> Found {
        self.typed.extend(text.lines().next().unwrap_or("").chars().filter(|c| !width::is_control(*c)));
        Found::Changed
    }

    /// Looks again, in a sheet that may have been laid out anew. Gives the row of the nearest place from the row where
    /// the search began.
    pub(super) fn search(&mut self, sheet: &Sheet) -> Option<usize> {
        self.hits = sheet.find(&Query::new(&self.typed));
        let rows: Vec<Option<usize>> = self.hits.iter().map(|hit| sheet.row_of(*hit)).collect();
        self.at = rows.iter().position(|row| row.is_some_and(|row| row >= self.origin)).unwrap_or(0);
        rows.get(self.at).copied().flatten()
    }

    /// Goes to the next place, or the one before; round at the ends. Gives its row.
    pub(super) fn step(&mut self, forward: bool, sheet: &Sheet) -> Option<usize> {
        let count = self.hits.len();
        if count == 0 {
            return None;
        }
        self.at = if forward { (self.at + 1) % count } else { (self.at + count - 1) % count };
        let row = self.hits.get(self.at).and_then(|hit| sheet.row_of(*hit));
        self.origin = row.unwrap_or(self.origin);
        row
    }

    /// Whether the learner has gone from place to place: then the last of them is where they are.
    pub(super) fn has_stepped(&self) -> bool {
        self.origin != self.left
    }

    /// What is looked for.
    pub(super) fn query(&self) -> Query {
        Query::new(&self.typed)
    }

    /// Where the next place is, or the one before, when it is no longer in this text.
    pub(super) fn beyond(&self, forward: bool) -> Option<&Goal> {
        let last = if forward { self.at + 1 >= self.hits.len() } else { self.at == 0 };
        let next = if forward { self.elsewhere.first() } else { self.elsewhere.last() };
        next.filter(|_| last && !self.typing).map(|(goal, _)| goal)
    }

    /// Begins again in another text, at its first place or at its last. Gives its row.
    pub(super) fn begin(&mut self, forward: bool, sheet: &Sheet) -> Option<usize> {
        self.origin = 0;
        self.search(sheet);
        self.at = if forward { 0 } else { self.hits.len().saturating_sub(1) };
        let row = self.hits.get(self.at).and_then(|hit| sheet.row_of(*hit));
        self.origin = row.unwrap_or(0);
        row
    }

    /// The places, the present one apart: (it, the others).
    pub(super) fn places(&self) -> (Option<Place>, impl Iterator<Item = Place>) {
        let at = self.at;
        (self.hits.get(at).copied(), self.hits.iter().enumerate().filter(move |(i, _)| *i != at).map(|(_, hit)| *hit))
    }

    /// The line in which it is typed, `columns` wide, and where the caret is on it. Some of the text may be `hidden` yet:
    /// then it is not searched either.
    pub(super) fn line(&self, columns: usize, hidden: bool) -> (Line<'static>, Point) {
        let found = !self.hits.is_empty() || !self.elsewhere.is_empty();
        let count = match (self.typed.is_empty(), self.hits.len()) {
            (true, _) => "초성도 됩니다: ㅍㄷ(파드)".to_owned(),
            (false, 0) => "여기에는 없습니다".to_owned(),
            (false, count) => format!("{}/{count}", self.at + 1),
        };
        let others: usize = self.elsewhere.iter().map(|(_, count)| count).sum();
        let count = if others > 0 { format!("{count} · 다른 장 {others}곳") } else { count };
        let behind = if hidden && !self.typed.is_empty() { HIDDEN } else { "" };
        let keys = match (self.typing, found) {
            (true, true) => "↑↓ 다른 곳  Enter 마침  Esc 취소",
            (true, false) => "Enter 마침  Esc 취소",
            (false, true) => "n 다음  N 이전  Esc 찾기 끝",
            (false, false) => "Esc 찾기 끝",
        };
        let left = " 찾기: ";
        let room = columns.saturating_sub(width::cells(left) + 1);
        // While it is typed one wants to know what is searched; afterwards, how to go on.
        let (what, how) = (format!("  {count}{behind} "), format!("  {count}  {keys} "));
        let (first, second) = if self.typing { (what, how) } else { (how, what) };
        let fitting = [format!("  {count}{behind}  {keys} "), first, second];
        let fitting = fitting.into_iter().find(|right| width::cells(right) + 8 <= room);
        let right = fitting.unwrap_or_else(|| format!(" {count} "));
        let room = room.saturating_sub(width::cells(&right)).max(1);
        let shown = tail(&self.typed, room);
        let typed = width::cells(shown);
        let line = Line::of(left, Style::from(Role::Bar).bold())
            .with(shown.to_owned(), Role::Bar)
            .with(" ".repeat(room.saturating_sub(typed) + 1), Role::Bar)
            .with(right, Role::Bar)
            .filled(Role::Bar);
        let x = u16::try_from(width::cells(left) + typed).unwrap_or(u16::MAX);
        (line, Point { x, y: 0 })
    }
}

/// What is said where not all of the text is open yet.
const HIDDEN: &str = " (답하지 않은 문제 뒤에 더 있을 수 있습니다)";

/// The end of a text that fits `columns`.
fn tail(text: &str, columns: usize) -> &str {
    let mut start = text.len();
    let mut done = 0;
    for (offset, grapheme) in width::graphemes(text).rev() {
        done += width::grapheme_cells(grapheme);
        if done > columns {
            break;
        }
        start = offset;
    }
    text.get(start..).unwrap_or("")
}
