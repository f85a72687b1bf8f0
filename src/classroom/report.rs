//! A sheet in the forms people and programs read. Rows are shown one at a time, in the order of the sheet; what they add up
//! to is known before the first is shown. So a report of a million rows needs no more memory than their sums.
//!
//! Must not know: where rows come from, where a report goes.

pub(super) mod cells;
mod html;
pub(super) mod human;
mod junit;

use std::collections::BTreeMap;

use super::head::Head;
use super::row::Row;
use super::summary::Summary;

/// A form of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// A table for a terminal.
    #[default]
    Human,
    /// A JSON object a row.
    Json,
    /// A table for spreadsheets.
    Csv,
    /// JUnit's XML, which CI systems and classroom services read.
    Junit,
    /// One page for a browser, complete in itself.
    Html,
}

impl Format {
    /// Whether each row is shown without knowing what all add up to, so that it can be as soon as it is there.
    #[must_use]
    pub fn is_row_by_row(self) -> bool {
        matches!(self, Self::Json | Self::Csv)
    }
}

/// All that is known before the first row.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// What holds for all rows.
    pub head: &'a Head,
    /// What they add up to.
    pub summary: &'a Summary,
    /// What each mistake is called.
    pub titles: &'a BTreeMap<String, String>,
    /// Only ASCII for marks and lines.
    pub ascii: bool,
}

impl Sheet<'_> {
    /// What a mistake is called; its code where it has no name.
    fn title<'s>(&'s self, code: &'s str) -> &'s str {
        self.titles.get(code).map_or(code, String::as_str)
    }

    /// The title of an exercise; its id where the sheet does not know it.
    fn exercise<'s>(&'s self, id: &'s str) -> &'s str {
        self.head.exercises.iter().find(|it| it.id == id).map_or(id, |it| it.title.as_str())
    }
}

/// Shows a sheet piece by piece.
pub trait Renderer {
    /// What comes before the rows.
    fn begin(&mut self) -> String;
    /// One row. The rows of a student come one after the other.
    fn row(&mut self, row: &Row) -> String;
    /// What comes after them.
    fn end(&mut self) -> String;
}

/// Shows `sheet` as `format`.
#[must_use]
pub fn renderer<'a>(format: Format, sheet: Sheet<'a>) -> Box<dyn Renderer + 'a> {
    match format {
        Format::Human => Box::new(human::Table::new(sheet)),
        Format::Json => Box::new(Lines),
        Format::Csv => Box::new(cells::Cells::new(sheet)),
        Format::Junit => Box::new(junit::Suites::new(sheet)),
        Format::Html => Box::new(html::Page::new(sheet)),
    }
}

/// A JSON object a row. Rows hold no control characters, so that neither does this.
struct Lines;

impl Renderer for Lines {
    fn begin(&mut self) -> String {
        String::new()
    }

    fn row(&mut self, row: &Row) -> String {
        // A row is strings and numbers: it cannot fail to be JSON.
        let mut line = serde_json::to_string(&row.clone().without_texts()).unwrap_or_default();
        line.push('\n');
        line
    }

    fn end(&mut self) -> String {
        String::new()
    }
}

#[cfg(test)]
mod tests;
