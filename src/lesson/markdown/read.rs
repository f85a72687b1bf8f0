//! pulldown-cmark's events → our blocks. The only module that names that crate.
//!
//! Containers are kept on a stack of our own rather than on the machine's, and below [`DEEPEST`] they are dissolved
//! into the one around them: a thousand nested quotes must not overflow anything, here or when they are drawn.
//!
//! Must not know: what the blocks are for.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::emphasis::{self, Literal};
use super::{Align, Block, BlockKind, Code, Document, Item, List, Mark, MarkKind, Prose, Table, Target, fence};
use crate::text::TextRange;

/// How deep containers may nest before deeper ones lose their own indentation.
const DEEPEST: usize = 16;

/// Reads Markdown: CommonMark with tables, strikethrough, task items and footnotes. Never fails.
#[must_use]
pub fn parse(source: &str) -> Document {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES;
    let mut builder = Builder::new(source);
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        builder.event(event, TextRange::new(range.start, range.end));
    }
    builder.finish()
}

/// A container that is still open, and the blocks it has so far.
struct Frame {
    container: Container,
    source: TextRange,
    blocks: Vec<Block>,
}

enum Container {
    Document,
    Quote,
    Footnote(String),
    List {
        start: Option<u64>,
        items: Vec<Item>,
    },
    Item {
        task: Option<bool>,
    },
    Table(Table),
    /// Too deep to be anything of its own.
    Dissolved,
}

/// Prose that is still being read.
#[derive(Default)]
struct Open {
    prose: Prose,
    literals: Vec<Literal>,
    /// Marks begun and not ended: where in the prose, where in the source, what.
    marks: Vec<(usize, TextRange, MarkKind)>,
    /// Addresses of images begun and not ended.
    images: Vec<String>,
    source: TextRange,
    /// Opened by text that stands in a container without a paragraph of its own.
    implicit: bool,
}

struct Builder<'s> {
    source: &'s str,
    frames: Vec<Frame>,
    open: Option<Open>,
    code: Option<OpenCode>,
    leftovers: Vec<TextRange>,
}

impl<'s> Builder<'s> {
    fn new(source: &'s str) -> Self {
        let document =
            Frame { container: Container::Document, source: TextRange::new(0, source.len()), blocks: Vec::new() };
        Self { source, frames: vec![document], open: None, code: None, leftovers: Vec::new() }
    }

    fn finish(mut self) -> Document {
        self.end_implicit();
        while self.frames.len() > 1 {
            self.leave();
        }
        let blocks = self.frames.pop().map(|frame| frame.blocks).unwrap_or_default();
        Document { blocks, leftovers: self.leftovers }
    }

    fn event(&mut self, event: Event<'_>, range: TextRange) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push(&text, range),
                None => self.text(&text, range),
            },
            Event::Code(text) => self.marked(&text, range, MarkKind::Code),
            Event::Html(text) | Event::InlineHtml(text) => self.verbatim(&text, range),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.verbatim(&text, range),
            Event::FootnoteReference(label) => {
                self.marked(&format!("[{label}]"), range, MarkKind::FootnoteReference(label.to_string()));
            }
            Event::SoftBreak => self.verbatim(" ", range),
            Event::HardBreak => self.verbatim("\n", range),
            Event::Rule => self.push(BlockKind::Rule, range),
            Event::TaskListMarker(done) => {
                if let Some(Frame { container: Container::Item { task }, .. }) = self.frames.last_mut() {
                    *task = Some(done);
                }
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: TextRange) {
        match tag {
            Tag::Emphasis => self.delimiter(range.start(), 1),
            Tag::Strong => self.delimiter(range.start(), 2),
            Tag::Strikethrough if !self.is_double_tilde(range) => self.verbatim("~", range),
            Tag::Strikethrough => self.begin_mark(MarkKind::Strikethrough, range),
            Tag::Link { dest_url, .. } => self.begin_mark(MarkKind::Link(Target::read(&dest_url)), range),
            Tag::Image { dest_url, .. } => {
                self.begin_mark(MarkKind::Image, range);
                self.prose(range).images.push(dest_url.into_string());
            }
            Tag::Superscript | Tag::Subscript => {}
            block => {
                self.end_implicit();
                self.start_block(block, range);
            }
        }
    }

    fn start_block(&mut self, tag: Tag<'_>, range: TextRange) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell | Tag::HtmlBlock => self.begin(range, false),
            Tag::CodeBlock(kind) => self.code = Some(OpenCode::new(kind)),
            Tag::BlockQuote(_) => self.enter(Container::Quote, range),
            Tag::FootnoteDefinition(label) => self.enter(Container::Footnote(label.into_string()), range),
            Tag::List(start) => self.enter(Container::List { start, items: Vec::new() }, range),
            Tag::Item => self.enter(Container::Item { task: None }, range),
            Tag::Table(columns) => {
                let columns = columns.into_iter().map(align).collect();
                self.enter(Container::Table(Table { columns, rows: Vec::new() }), range);
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(Frame { container: Container::Table(table), .. }) = self.frames.last_mut() {
                    table.rows.push(Vec::new());
                }
            }
            // Extensions that are not enabled.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: TextRange) {
        match tag {
            TagEnd::Emphasis => self.delimiter(range.end().saturating_sub(1), 1),
            TagEnd::Strong => self.delimiter(range.end().saturating_sub(2), 2),
            TagEnd::Strikethrough if !self.is_double_tilde(range) => self.verbatim("~", range),
            TagEnd::Image => self.end_image(range),
            TagEnd::Strikethrough | TagEnd::Link => self.end_mark(),
            TagEnd::Superscript | TagEnd::Subscript => {}
            block => self.end_block(block, range),
        }
    }

    fn end_block(&mut self, tag: TagEnd, range: TextRange) {
        match tag {
            TagEnd::Heading(level) => {
                let content = self.take_prose();
                self.push(BlockKind::Heading { level: level as u8, content }, range);
            }
            TagEnd::Paragraph | TagEnd::HtmlBlock => {
                let content = self.take_prose();
                if let Some(remark) = remark(&content.text) {
                    self.push(BlockKind::Remark(remark), range);
                } else if !content.text.is_empty() {
                    self.push(BlockKind::Paragraph(content), range);
                }
            }
            TagEnd::TableCell => {
                let content = self.take_prose();
                if let Some(Frame { container: Container::Table(table), .. }) = self.frames.last_mut()
                    && let Some(row) = table.rows.last_mut()
                {
                    row.push(content);
                }
            }
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    self.push(BlockKind::Code(code.finish(self.source, range)), range);
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition | TagEnd::List(_) | TagEnd::Item | TagEnd::Table => {
                self.end_implicit();
                self.leave();
            }
            _ => {}
        }
    }

    // Containers.

    fn enter(&mut self, container: Container, source: TextRange) {
        let inside_dissolved = matches!(self.frames.last(), Some(Frame { container: Container::Dissolved, .. }));
        let too_deep = match container {
            Container::Item { .. } => inside_dissolved,
            Container::Table(_) => false,
            _ => self.frames.len() >= DEEPEST,
        };
        let container = if too_deep { Container::Dissolved } else { container };
        self.frames.push(Frame { container, source, blocks: Vec::new() });
    }

    fn leave(&mut self) {
        if self.frames.len() < 2 {
            return;
        }
        let Some(Frame { container, source, mut blocks }) = self.frames.pop() else { return };
        let Some(parent) = self.frames.last_mut() else { return };
        let kind = match container {
            Container::Quote => BlockKind::Quote(blocks),
            Container::Footnote(label) => BlockKind::Footnote { label, blocks },
            Container::List { start, items } => BlockKind::List(List { start, items }),
            Container::Table(table) => BlockKind::Table(table),
            Container::Item { task } => {
                if let Container::List { items, .. } = &mut parent.container {
                    items.push(Item { source, task, blocks });
                } else {
                    parent.blocks.append(&mut blocks);
                }
                return;
            }
            Container::Document | Container::Dissolved => {
                parent.blocks.append(&mut blocks);
                return;
            }
        };
        parent.blocks.push(Block { source, kind });
    }

    fn push(&mut self, kind: BlockKind, source: TextRange) {
        self.end_implicit();
        if let Some(frame) = self.frames.last_mut() {
            frame.blocks.push(Block { source, kind });
        }
    }

    // Prose.

    fn begin(&mut self, source: TextRange, implicit: bool) {
        self.open = Some(Open { source, implicit, ..Open::default() });
    }

    /// The prose being read; text straight in a list item begins one.
    fn prose(&mut self, range: TextRange) -> &mut Open {
        let open = self.open.get_or_insert_with(|| Open {
            source: TextRange::at(range.start()),
            implicit: true,
            ..Open::default()
        });
        open.source = open.source.cover(range);
        open
    }

    fn end_implicit(&mut self) {
        if let Some(Open { implicit: true, source, .. }) = self.open {
            let content = self.take_prose();
            if let Some(frame) = self.frames.last_mut() {
                frame.blocks.push(Block { source, kind: BlockKind::Paragraph(content) });
            }
        }
    }

    fn take_prose(&mut self) -> Prose {
        let Some(mut open) = self.open.take() else { return Prose::default() };
        let leftovers = emphasis::resolve(&mut open.prose.text, &mut open.prose.marks, &open.literals, self.source);
        self.leftovers.extend(leftovers);
        let mut prose = open.prose;
        prose.text.truncate(prose.text.trim_end().len());
        let length = prose.text.len();
        for mark in &mut prose.marks {
            mark.range = TextRange::new(mark.range.start().min(length), mark.range.end().min(length));
        }
        prose.marks.sort_by_key(|mark| (mark.source.start(), std::cmp::Reverse(mark.source.end())));
        prose
    }

    fn text(&mut self, text: &str, range: TextRange) {
        let source = self.source;
        let literal = range.of(source) == text && !is_escaped(source, range.start());
        let open = self.prose(range);
        let start = open.prose.text.len();
        open.prose.text.push_str(text);
        if literal {
            add_literal(&mut open.literals, start, text.len(), range.start());
        } else if range.of(source) == text {
            let first = text.chars().next().map_or(0, char::len_utf8);
            add_literal(&mut open.literals, start + first, text.len() - first, range.start() + first);
        }
    }

    /// The `*` or `_` that CommonMark took for emphasis, back in the text for [`emphasis`] to judge.
    fn delimiter(&mut self, at: usize, length: usize) {
        let range = TextRange::new(at, at + length);
        let marker = range.of(self.source);
        let open = self.prose(range);
        add_literal(&mut open.literals, open.prose.text.len(), length, at);
        open.prose.text.push_str(marker);
    }

    fn verbatim(&mut self, text: &str, range: TextRange) {
        self.prose(range).prose.text.push_str(text);
    }

    fn marked(&mut self, text: &str, range: TextRange, kind: MarkKind) {
        self.begin_mark(kind, range);
        self.verbatim(text, range);
        self.end_mark();
    }

    fn begin_mark(&mut self, kind: MarkKind, range: TextRange) {
        let open = self.prose(range);
        let at = open.prose.text.len();
        open.marks.push((at, range, kind));
    }

    fn end_mark(&mut self) {
        if let Some(open) = &mut self.open
            && let Some((start, source, kind)) = open.marks.pop()
        {
            open.prose.marks.push(Mark { range: TextRange::new(start, open.prose.text.len()), source, kind });
        }
    }

    /// An image is read as its words and its address.
    fn end_image(&mut self, range: TextRange) {
        if let Some(address) = self.open.as_mut().and_then(|open| open.images.pop()) {
            self.verbatim(&format!(" ({address})"), range);
        }
        self.end_mark();
    }

    /// `~~…~~` strikes through; `3~5` and `6~8` in one Korean sentence are two ranges.
    fn is_double_tilde(&self, range: TextRange) -> bool {
        range.of(self.source).starts_with("~~")
    }

    // Code.
}

/// A block of code that is still being read.
struct OpenCode {
    /// What stands after the fence.
    words: String,
    text: String,
    content: TextRange,
}

impl OpenCode {
    fn new(kind: CodeBlockKind<'_>) -> Self {
        let words = match kind {
            CodeBlockKind::Fenced(words) => words.into_string(),
            CodeBlockKind::Indented => String::new(),
        };
        Self { words, text: String::new(), content: TextRange::EMPTY }
    }

    fn push(&mut self, text: &str, range: TextRange) {
        self.content = if self.text.is_empty() { range } else { self.content.cover(range) };
        self.text.push_str(text);
    }

    fn finish(mut self, source: &str, range: TextRange) -> Code {
        if self.text.is_empty() {
            let first_line = range.of(source).find('\n').map_or(range.len(), |at| at + 1);
            self.content = TextRange::at(range.start() + first_line);
        } else if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        let (kind, info) = fence::read(&self.words, &self.text);
        Code { kind, info, text: self.text, content: self.content }
    }
}

/// What an HTML comment says, where the text is one and nothing else.
fn remark(text: &str) -> Option<String> {
    let inside = text.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    (!inside.contains("-->")).then(|| inside.trim().to_owned())
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None | Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

/// Whether the character at `at` is escaped by a backslash before it.
fn is_escaped(source: &str, at: usize) -> bool {
    let before = source.get(..at).unwrap_or("").bytes().rev();
    !before.take_while(|&b| b == b'\\').count().is_multiple_of(2)
}

/// Notes that `len` bytes of prose from `at` were written just so from `source` on; neighbours become one.
fn add_literal(literals: &mut Vec<Literal>, at: usize, len: usize, source: usize) {
    if len == 0 {
        return;
    }
    if let Some(last) = literals.last_mut()
        && last.at.end() == at
        && last.source + last.at.len() == source
    {
        last.at = TextRange::new(last.at.start(), at + len);
        return;
    }
    literals.push(Literal { at: TextRange::new(at, at + len), source });
}
