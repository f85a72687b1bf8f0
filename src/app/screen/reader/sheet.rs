//! A text laid out for one width: rows of spans, and where on them every piece of the text stands.
//!
//! What can be searched or pointed at is a [`Unit`](Sheet::units): the text of one paragraph, cell or block of code. A
//! [`Part`] says which bytes of which unit a row shows, so that a range of a unit (a search hit, a link) is found on the
//! rows whatever the wrapping made of it.
//!
//! Must not know: Markdown, keys, the terminal.

use std::ops::Range;

use crate::app::scene::{Line, Span, Style};
use crate::lesson::markdown::Target;
use crate::text::TextRange;
use crate::text::search::Query;

/// A text laid out.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// The texts the rows show.
    pub units: Vec<String>,
    /// What can be chosen and entered, from top to bottom.
    pub stops: Vec<Stop>,
    /// Its headings.
    pub headings: Vec<Heading>,
}

/// What a mark does to the style of what it marks.
pub type Restyle = fn(Style) -> Style;

/// One row.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// What is seen.
    pub line: Line<'static>,
    /// Which bytes of which units those are.
    pub parts: Vec<Part>,
    /// The byte of the source that it shows, roughly: grows from row to row and is the same at every width.
    pub source: usize,
}

/// A stretch of a unit on a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Index of the unit.
    pub unit: usize,
    /// Which bytes of it.
    pub range: TextRange,
    /// Where they begin in the row's text, in bytes.
    pub at: usize,
}

/// A stretch of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the unit.
    pub unit: usize,
    /// Which bytes of it.
    pub range: TextRange,
}

/// Something that can be chosen and entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The rows it is on.
    pub rows: Range<usize>,
    /// The words to mark, where it is not whole rows.
    pub place: Option<Place>,
    /// What it is.
    pub kind: StopKind,
}

/// What a [`Stop`] is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StopKind {
    /// A link.
    Link(Target),
    /// A manifest that opens in the editor.
    Manifest {
        /// What the file is called.
        name: String,
        /// Its text, as it was written.
        text: String,
    },
    /// A picture that can be played, counted from 0.
    Picture(usize),
    /// A gate that waits for an answer, counted from 0.
    Gate(usize),
}

/// A heading and its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its words.
    pub title: String,
    /// Its row.
    pub row: usize,
}

impl Sheet {
    /// Every place where `query` is found, in reading order.
    #[must_use]
    pub fn find(&self, query: &Query) -> Vec<Place> {
        let in_unit = |(unit, text): (usize, &String)| {
            query.find_all(text).into_iter().map(move |range| Place { unit, range }).collect::<Vec<_>>()
        };
        self.units.iter().enumerate().flat_map(in_unit).collect()
    }

    /// The first row on which `place` is seen.
    #[must_use]
    pub fn row_of(&self, place: Place) -> Option<usize> {
        self.rows.iter().position(|row| row.parts.iter().any(|part| part.overlaps(place)))
    }
}

impl Part {
    /// Whether anything of `place` is on the row.
    #[must_use]
    pub fn overlaps(&self, place: Place) -> bool {
        self.overlap(place).is_some()
    }

    /// Whether the byte `at` of the row's text shows something of `place`.
    #[must_use]
    pub fn has(&self, place: Place, at: usize) -> bool {
        self.overlap(place).is_some_and(|range| range.start() <= at && at < range.end())
    }

    /// Where `place` is on the row, in bytes of the row's text.
    fn overlap(&self, place: Place) -> Option<TextRange> {
        let start = place.range.start().max(self.range.start());
        let end = place.range.end().min(self.range.end());
        (place.unit == self.unit && start < end)
            .then(|| TextRange::new(start - self.range.start() + self.at, end - self.range.start() + self.at))
    }
}

impl Row {
    /// The row as it is seen with the places of `marks` restyled.
    #[must_use]
    pub fn view<'s>(&'s self, marks: &[(Place, Restyle)]) -> Line<'s> {
        let mut cuts: Vec<(TextRange, Restyle)> = Vec::new();
        for part in &self.parts {
            cuts.extend(marks.iter().filter_map(|(place, restyle)| Some((part.overlap(*place)?, *restyle))));
        }
        let spans = if cuts.is_empty() {
            self.line.spans.iter().map(borrow).collect()
        } else {
            restyled(&self.line.spans, &cuts)
        };
        Line { spans, fill: self.line.fill }
    }
}

fn borrow<'s>(span: &'s Span<'static>) -> Span<'s> {
    Span::new(&*span.text, span.style)
}

fn restyled<'s>(spans: &'s [Span<'static>], cuts: &[(TextRange, Restyle)]) -> Vec<Span<'s>> {
    let mut out = Vec::with_capacity(spans.len() + 2 * cuts.len());
    let mut start = 0;
    for span in spans {
        let end = start + span.text.len();
        let mut edges: Vec<usize> = vec![start, end];
        edges
            .extend(cuts.iter().flat_map(|(range, _)| [range.start(), range.end()]).filter(|e| start < *e && *e < end));
        edges.sort_unstable();
        edges.dedup();
        for pair in edges.windows(2) {
            let &[from, to] = pair else { continue };
            let inside = |range: TextRange| range.start() <= from && to <= range.end();
            let style = cuts.iter().filter(|(range, _)| inside(*range)).fold(span.style, |style, (_, f)| f(style));
            out.push(Span::new(TextRange::new(from - start, to - start).of(&span.text), style));
        }
        start = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::scene::Role;

    fn hit(style: Style) -> Style {
        Style { hit: true, ..style }
    }

    #[test]
    fn a_place_is_marked_on_every_row_it_is_wrapped_over() {
        let text = "서비스 이름";
        let row = |range: TextRange, source| Row {
            line: Line::of("- ", Role::Muted).with(range.of(text).to_owned(), Role::Text),
            parts: vec![Part { unit: 0, range, at: 2 }],
            source,
        };
        let rows = vec![row(TextRange::new(0, 9), 0), row(TextRange::new(10, 16), 10)];
        let sheet = Sheet { rows, units: vec![text.to_owned()], ..Sheet::default() };
        let found = sheet.find(&Query::new("비스 이"));
        assert_eq!(sheet.row_of(found[0]), Some(0));
        let marked: Vec<String> = sheet
            .rows
            .iter()
            .flat_map(|row| row.view(&[(found[0], hit)]).spans)
            .filter(|span| span.style.hit)
            .map(|span| span.text.into_owned())
            .collect();
        assert_eq!(marked, ["비스", "이"]);
    }
}
