//! Blocks → rows: chapters, tasks, hints and explanations are all set here.
//!
//! Every row is at most as wide as asked, and every character of the text is on some row.
//!
//! Must not know: where the text comes from, what its links lead to, keys.

use super::sheet::{Heading, Part, Place, Row, Sheet, Stop, StopKind};
use super::{code, style, table};
use crate::app::scene::{Line, Role, Span, Style};
use crate::lesson::markdown::{Block, BlockKind, Code, FenceKind, Item, List, MarkKind, Prose, Target};
use crate::text::width;
use crate::text::wrap::wrap;

/// What a fence is shown as.
pub enum Figure {
    /// As the code it is.
    Code,
    /// As these lines, already as wide as they may be.
    Lines(Vec<Line<'static>>),
    /// As a picture that can be opened: these lines.
    Picture {
        /// Which picture, from 0.
        number: usize,
        /// What is seen.
        lines: Vec<Line<'static>>,
    },
    /// As a gate: these lines, and nothing of the text below it until it is answered.
    Gate {
        /// Which gate, from 0.
        number: usize,
        /// What is seen.
        lines: Vec<Line<'static>>,
        /// Whether it still waits for an answer.
        waits: bool,
    },
}

/// Whoever knows what is behind fences that are more than code.
pub trait Figures {
    /// What to show for `code` in `columns`.
    fn figure(&self, code: &Code, columns: usize) -> Figure;

    /// Whether a key opens manifests in the editor where they are shown.
    fn opens(&self) -> bool {
        true
    }
}

/// Knows nothing: every fence is the code it is.
pub struct Plain;

impl Figures for Plain {
    fn figure(&self, _: &Code, _: usize) -> Figure {
        Figure::Code
    }

    fn opens(&self) -> bool {
        false
    }
}

/// Sets `blocks` in `columns`.
#[must_use]
pub fn lay_out(blocks: &[Block], columns: usize, figures: &dyn Figures) -> Sheet {
    let mut setter = Setter { sheet: Sheet::default(), columns, figures, prefixes: Vec::new(), closed: false };
    setter.blocks(blocks, false);
    setter.sheet
}

/// Sets `blocks` in `columns` as a page to itself: below a blank row.
#[must_use]
pub fn page(blocks: &[Block], columns: usize, figures: &dyn Figures) -> Sheet {
    let mut setter = Setter { sheet: Sheet::default(), columns, figures, prefixes: Vec::new(), closed: false };
    setter.blank(0);
    setter.blocks(blocks, false);
    setter.sheet
}

/// Sets a short Markdown text (a task, a hint) in `columns`.
#[must_use]
pub fn markdown(source: &str, columns: usize) -> Vec<Line<'static>> {
    let document = crate::lesson::markdown::parse(source);
    lay_out(&document.blocks, columns, &Plain).rows.into_iter().map(|row| row.line).collect()
}

/// The narrowest a text is set inside lists and quotations; deeper ones are no longer indented.
const NARROWEST: usize = 12;

/// What stands at the left of every row inside a list item or a quotation.
struct Prefix {
    /// On its first row.
    first: Option<Span<'static>>,
    /// On all others.
    rest: Span<'static>,
}

pub(super) struct Setter<'f> {
    pub(super) sheet: Sheet,
    columns: usize,
    figures: &'f dyn Figures,
    prefixes: Vec<Prefix>,
    /// Behind a gate that waits: the rest is not shown.
    closed: bool,
}

impl Setter<'_> {
    fn blocks(&mut self, blocks: &[Block], tight: bool) {
        let mut last: Option<&Block> = None;
        for block in blocks {
            if self.closed {
                return;
            }
            if matches!(block.kind, BlockKind::Remark(_)) {
                continue;
            }
            if let Some(last) = last
                && !(tight && (is_list(block) || is_list(last)))
            {
                self.blank(last.source.end());
            }
            self.block(block);
            last = Some(block);
        }
    }

    fn block(&mut self, block: &Block) {
        let source = block.source.start();
        match &block.kind {
            BlockKind::Heading { level, content } => self.heading(*level, content, source),
            BlockKind::Paragraph(prose) => self.prose(prose, Style::default(), source),
            BlockKind::List(list) => self.list(list),
            BlockKind::Table(table) => table::set(self, table, source),
            BlockKind::Code(code) => self.code(code, source),
            BlockKind::Quote(blocks) => {
                self.within(None, Span::new("│ ", Role::Border), |setter| setter.blocks(blocks, false));
            }
            BlockKind::Footnote { label, blocks } => {
                let first = Span::new(format!("[{label}] "), Role::Accent);
                self.within(Some(first), Span::new("    ", Role::Text), |setter| setter.blocks(blocks, false));
            }
            BlockKind::Remark(_) => {}
            BlockKind::Rule => {
                let line = Line::of("─".repeat(self.room()), Role::Border);
                self.row(line, Vec::new(), source);
            }
        }
    }

    fn heading(&mut self, level: u8, content: &Prose, source: usize) {
        let row = self.sheet.rows.len();
        self.sheet.headings.push(Heading { level, title: content.text.clone(), row });
        let role = if level <= 2 { Role::Heading } else { Role::Accent };
        self.prose(content, Style::from(role).bold(), source);
        if level == 1 {
            let line = Line::of("─".repeat(self.room()), Role::Border);
            self.row(line, Vec::new(), source + content.text.len());
        }
    }

    fn list(&mut self, list: &List) {
        let depth = self.prefixes.len();
        let highest = list.start.map(|start| start.saturating_add(list.items.len() as u64).saturating_sub(1));
        let digits = highest.map_or(0, |number| number.to_string().len());
        for (index, item) in list.items.iter().enumerate() {
            let number = list.start.map(|start| start.saturating_add(index as u64));
            let marker = match number {
                Some(number) => format!("{number:>digits$}. "),
                None => bullet(depth, item),
            };
            self.item(item, marker);
            if self.closed {
                return;
            }
        }
    }

    fn item(&mut self, item: &Item, marker: String) {
        let rest = Span::new(" ".repeat(width::cells(&marker)), Role::Text);
        let done = item.task == Some(true);
        let first = Span::new(marker, if done { Role::Good } else { Role::Accent });
        let source = item.source.start();
        self.within(Some(first), rest, |setter| {
            if item.blocks.is_empty() {
                setter.row(Line::default(), Vec::new(), source);
            }
            setter.blocks(&item.blocks, true);
        });
    }

    fn within(&mut self, first: Option<Span<'static>>, rest: Span<'static>, inside: impl FnOnce(&mut Self)) {
        let fits = self.room().saturating_sub(width::cells(&rest.text)) >= NARROWEST;
        let fits = fits && first.as_ref().is_none_or(|first| width::cells(&first.text) <= width::cells(&rest.text));
        if fits {
            self.prefixes.push(Prefix { first, rest });
        }
        inside(self);
        if fits {
            self.prefixes.pop();
        }
    }

    /// Whether a key opens manifests where they are shown.
    pub(super) fn opens(&self) -> bool {
        self.figures.opens()
    }

    fn code(&mut self, code: &Code, source: usize) {
        let figure = self.figures.figure(code, self.room());
        let first = self.sheet.rows.len();
        match figure {
            Figure::Code => {
                code::set(self, code, source);
                if code.kind == FenceKind::Yaml {
                    let name = code.info.file.clone().unwrap_or_else(|| code::DEFAULT_FILE.to_owned());
                    let kind = StopKind::Manifest { name, text: code.text.clone() };
                    self.sheet.stops.push(Stop { rows: first..self.sheet.rows.len(), place: None, kind });
                }
            }
            Figure::Lines(lines) => self.figure_rows(lines, source),
            Figure::Picture { number, lines } => {
                self.figure_rows(lines, source);
                let rows = first..self.sheet.rows.len();
                self.sheet.stops.push(Stop { rows, place: None, kind: StopKind::Picture(number) });
            }
            Figure::Gate { number, lines, waits } => {
                self.figure_rows(lines, source);
                if waits {
                    let rows = first..self.sheet.rows.len();
                    self.sheet.stops.push(Stop { rows, place: None, kind: StopKind::Gate(number) });
                    self.closed = true;
                }
            }
        }
    }

    fn figure_rows(&mut self, lines: Vec<Line<'static>>, source: usize) {
        for line in lines {
            self.row(line, Vec::new(), source);
        }
    }

    fn prose(&mut self, prose: &Prose, base: Style, source: usize) {
        let dressed = style::dress(prose);
        let unit = self.unit(dressed.text.clone());
        let first = self.sheet.rows.len();
        for range in wrap(&dressed.text, self.room()) {
            let line = Line { spans: style::spans(&dressed, range, base), fill: None };
            self.row(line, vec![Part { unit, range, at: 0 }], source + range.start());
        }
        self.links(&dressed, unit, first);
    }

    // What tables and code are made with.

    /// Makes a text one that can be searched and pointed at.
    pub(super) fn unit(&mut self, text: String) -> usize {
        self.sheet.units.push(text);
        self.sheet.units.len() - 1
    }

    /// Makes the links of `prose`, set from row `first` on, stops.
    pub(super) fn links(&mut self, prose: &Prose, unit: usize, first: usize) {
        for mark in &prose.marks {
            let MarkKind::Link(target) = &mark.kind else { continue };
            if matches!(target, Target::Url(_)) {
                continue;
            }
            let place = Place { unit, range: mark.range };
            let shown = |row: &Row| row.parts.iter().any(|part| part.overlaps(place));
            let Some(start) = self.sheet.rows.iter().skip(first).position(shown) else { continue };
            let rows = self.sheet.rows.iter().skip(first + start).take_while(|row| shown(row)).count();
            let rows = first + start..first + start + rows;
            self.sheet.stops.push(Stop { rows, place: Some(place), kind: StopKind::Link(target.clone()) });
        }
    }

    /// Cells a row has left between the prefixes and the right edge; at least one.
    pub(super) fn room(&self) -> usize {
        let used: usize = self.prefixes.iter().map(|prefix| width::cells(&prefix.rest.text)).sum();
        self.columns.saturating_sub(used).max(1)
    }

    /// Adds a row behind the prefixes that are due.
    pub(super) fn row(&mut self, line: Line<'static>, mut parts: Vec<Part>, source: usize) {
        let mut spans: Vec<Span<'static>> = Vec::with_capacity(self.prefixes.len() + line.spans.len());
        for prefix in &mut self.prefixes {
            let marker = prefix.first.take().map(|first| pad_to(&first, &prefix.rest));
            spans.push(marker.unwrap_or_else(|| prefix.rest.clone()));
        }
        let before: usize = spans.iter().map(|span| span.text.len()).sum();
        for part in &mut parts {
            part.at += before;
        }
        spans.extend(line.spans);
        // Rows tell places in the source in order, whatever estimate they came with.
        let source = source.max(self.sheet.rows.last().map_or(0, |row| row.source));
        self.sheet.rows.push(Row { line: Line { spans, fill: line.fill }, parts, source });
    }

    fn blank(&mut self, source: usize) {
        self.row(Line::default(), Vec::new(), source);
    }
}

/// A marker is as wide as the blanks that stand for it below.
fn pad_to(first: &Span<'static>, rest: &Span<'static>) -> Span<'static> {
    Span::new(width::pad(&first.text, width::cells(&rest.text)), first.style)
}

fn is_list(block: &Block) -> bool {
    matches!(block.kind, BlockKind::List(_))
}

/// Bullets of one cell in every font and terminal, unlike `•`.
fn bullet(depth: usize, item: &Item) -> String {
    match (item.task, depth) {
        (Some(true), _) => "[x] ",
        (Some(false), _) => "[ ] ",
        (None, 0) => "▪ ",
        (None, 1) => "◦ ",
        (None, _) => "‣ ",
    }
    .to_owned()
}
