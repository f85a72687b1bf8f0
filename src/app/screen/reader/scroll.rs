//! Where a text is on the screen: its layout for a width, and which of its rows are seen.
//!
//! Must not know: keys, what rows say.

use std::ops::Range;

use super::Reader;
use super::book;
use super::layout;
use crate::app::chrome;
use crate::app::scene::{Rect, Size};

impl Reader {
    /// Where the text is seen.
    pub(super) fn area(size: Size) -> Rect {
        let body = chrome::body(size);
        let columns = book::columns(size);
        Rect { x: body.x + (body.width.saturating_sub(columns)) / 2, width: columns, ..body }
    }

    pub(super) fn height(&self) -> usize {
        usize::from(Self::area(self.size).height).max(1)
    }

    pub(super) fn lay_out(&mut self) {
        let columns = usize::from(book::columns(self.size));
        self.sheet = layout::page(&self.book.blocks, columns, &self.book.insets);
        if let Some(find) = &mut self.find {
            find.search(&self.sheet);
        }
        self.clamp();
    }

    /// Brings the layout up to the screen's size: the place the learner went to stays, and so does a choice that was seen.
    pub(super) fn fit(&mut self, size: Size) {
        if self.size == size {
            return;
        }
        let place = self.place.unwrap_or_else(|| {
            let source = self.sheet.rows.get(self.top).map_or(0, |row| row.source);
            (source, self.top - self.row_of(source).min(self.top))
        });
        let chosen = self.focus.filter(|&focus| self.is_seen(focus));
        let same_width = book::columns(self.size) == book::columns(size);
        self.size = size;
        if !same_width {
            self.lay_out();
        }
        let first = self.row_of(place.0);
        let rows = self.sheet.rows.iter().skip(first).take_while(|row| row.source <= place.0).count();
        self.top = first + place.1.min(rows.saturating_sub(1));
        self.clamp();
        if let Some(rows) =
            chosen.filter(|&it| !self.is_seen(it)).and_then(|it| Some(self.sheet.stops.get(it)?.rows.clone()))
        {
            self.show_rows(rows.start, rows.end);
        }
        self.place = Some(place);
    }

    pub(super) fn last_top(&self) -> usize {
        self.sheet.rows.len().saturating_sub(self.height())
    }

    pub(super) fn clamp(&mut self) {
        self.top = self.top.min(self.last_top());
        self.focus = self.focus.filter(|&focus| focus < self.sheet.stops.len());
    }

    /// Moves the page; what leaves it is no longer chosen.
    pub(super) fn scroll(&mut self, rows: isize) {
        self.top = self.top.saturating_add_signed(rows);
        self.clamp();
        if self.focus.is_some_and(|focus| !self.is_seen(focus)) {
            self.focus = None;
        }
    }

    pub(super) fn is_seen(&self, stop: usize) -> bool {
        let seen = self.top..self.top + self.height();
        self.sheet.stops.get(stop).is_some_and(|stop| stop.rows.start < seen.end && seen.start < stop.rows.end)
    }

    /// Moves the page so that `row` is seen, with some text around it.
    pub(super) fn show(&mut self, row: usize) {
        let height = self.height();
        if row < self.top || row >= self.top + height {
            self.top = row.saturating_sub(height / 3);
        }
        self.clamp();
    }

    /// Moves the page no more than is needed to see the rows from `start` to `end`, or the first of them where they are
    /// more than a screen.
    pub(super) fn show_rows(&mut self, start: usize, end: usize) {
        self.top = self.top.max(end.saturating_sub(self.height())).min(start);
        self.clamp();
    }

    /// How far the text is read, in hundredths.
    pub(super) fn percent(&self) -> usize {
        let bottom = self.top + self.height();
        if bottom >= self.sheet.rows.len() && self.gate_waiting().is_none() {
            return 100;
        }
        let source =
            self.sheet.rows.get(bottom.min(self.sheet.rows.len()).saturating_sub(1)).map_or(0, |row| row.source);
        let Range { start, end } = self.book.source;
        (source.saturating_sub(start) * 100 / (end - start).max(1)).min(99)
    }

    /// The first row that shows the source from `at` on; at the beginning of the text its heading.
    pub(super) fn row_of(&self, at: usize) -> usize {
        if at <= self.book.source.start {
            return 0;
        }
        let rows = &self.sheet.rows;
        let begins = rows.partition_point(|row| row.source < at);
        if rows.get(begins).is_some_and(|row| row.source == at) { begins } else { begins.saturating_sub(1) }
    }
}
