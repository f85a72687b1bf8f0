//! Markdown as chapters are written in it: blocks of prose with marks over them, each knowing where in the source it stands.
//!
//! [`parse`] never fails and loses no text. What CommonMark gets wrong for Korean is put right here and nowhere else
//! ([`emphasis`]); a fence says by its language what it is ([`FenceKind`]), and fences of our own (`predict`,
//! `traffic`, `world`) are handed on as raw text, because their YAML is another module's business.
//!
//! Must not know: files, widths, colours, what a link's target holds. The only module that names pulldown-cmark is
//! `markdown/read.rs`.

mod emphasis;
mod fence;
mod read;
mod sections;

pub use read::parse;
pub use sections::{Section, sections};

use crate::text::TextRange;

/// A whole Markdown text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
    /// Source ranges of `**` and `__` that remained as letters: an author's slip, for the linter.
    pub leftovers: Vec<TextRange>,
}

impl Document {
    /// Every block at any depth, in reading order.
    pub fn all_blocks(&self) -> impl Iterator<Item = &Block> {
        let mut waiting: Vec<&Block> = self.blocks.iter().rev().collect();
        std::iter::from_fn(move || {
            let block = waiting.pop()?;
            waiting.extend(block.children().into_iter().rev());
            Some(block)
        })
    }

    /// Every prose at any depth, in reading order: what a search reads and where a linter looks for links.
    pub fn all_prose(&self) -> impl Iterator<Item = &Prose> {
        self.all_blocks().flat_map(Block::prose)
    }

    /// Every code block at any depth, in reading order.
    pub fn all_code(&self) -> impl Iterator<Item = &Code> {
        self.all_blocks().filter_map(|block| match &block.kind {
            BlockKind::Code(code) => Some(code),
            _ => None,
        })
    }

    /// The text of the first heading of level 1, which names a chapter.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Heading { level: 1, content } => Some(content.text.as_str()),
            _ => None,
        })
    }
}

/// One block and the source it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where it stands in the source.
    pub source: TextRange,
    /// What it is.
    pub kind: BlockKind,
}

/// The kinds of block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// `#` to `######`.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The heading itself.
        content: Prose,
    },
    /// A paragraph; also text straight in a list item, and HTML other than remarks, which is shown as it is written.
    Paragraph(Prose),
    /// A list.
    List(List),
    /// A table.
    Table(Table),
    /// A fenced or indented block of code, or one of our own fences.
    Code(Code),
    /// A quotation.
    Quote(Vec<Block>),
    /// The text of a footnote.
    Footnote {
        /// Its name, as references show it.
        label: String,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// A line across.
    Rule,
    /// An author's remark (`<!-- … -->` standing alone), without its marks: not shown to readers.
    Remark(String),
}

impl Block {
    /// The blocks directly inside.
    fn children(&self) -> Vec<&Block> {
        match &self.kind {
            BlockKind::List(list) => list.items.iter().flat_map(|item| &item.blocks).collect(),
            BlockKind::Quote(blocks) | BlockKind::Footnote { blocks, .. } => blocks.iter().collect(),
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Table(_)
            | BlockKind::Code(_)
            | BlockKind::Rule
            | BlockKind::Remark(_) => Vec::new(),
        }
    }

    /// The prose directly inside; a table has that of every cell.
    #[must_use]
    pub fn prose(&self) -> Vec<&Prose> {
        match &self.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => vec![content],
            BlockKind::Table(table) => table.rows.iter().flatten().collect(),
            BlockKind::List(_)
            | BlockKind::Quote(_)
            | BlockKind::Footnote { .. }
            | BlockKind::Code(_)
            | BlockKind::Rule
            | BlockKind::Remark(_) => Vec::new(),
        }
    }
}

/// Running text with marks over it. A hard line break is `\n`; a soft one has become one blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// The text as it is read, without any of Markdown's marks.
    pub text: String,
    /// What is marked, in the order of the source, an outer mark before those inside it.
    pub marks: Vec<Mark>,
}

/// A stretch of [`Prose`] that is something more than text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Which bytes of the prose's text.
    pub range: TextRange,
    /// Where in the Markdown source it was written, its delimiters included.
    pub source: TextRange,
    /// What it is.
    pub kind: MarkKind,
}

/// The kinds of mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// `**…**`.
    Strong,
    /// `*…*`.
    Emphasis,
    /// `~~…~~`.
    Strikethrough,
    /// `` `…` ``.
    Code,
    /// `[…](…)`.
    Link(Target),
    /// `![…](…)`: a terminal shows the words and the address.
    Image,
    /// `[^…]`, with its label.
    FootnoteReference(String),
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// `term:ID`, a word of the glossary.
    Term(String),
    /// `exercise:ID`.
    Exercise(String),
    /// `chapter:ID`.
    Chapter(String),
    /// `mistake:CODE`.
    Mistake(String),
    /// `quiz:CHAPTER`, the questions of a chapter.
    Quiz(String),
    /// Any other address; shown, never opened.
    Url(String),
}

impl Target {
    /// Reads a link's address.
    #[must_use]
    pub fn read(address: &str) -> Self {
        let make = match address.split_once(':') {
            Some(("term", id)) => return Self::Term(id.to_owned()),
            Some(("exercise", id)) => return Self::Exercise(id.to_owned()),
            Some(("chapter", id)) => return Self::Chapter(id.to_owned()),
            Some(("mistake", code)) => return Self::Mistake(code.to_owned()),
            Some(("quiz", id)) => return Self::Quiz(id.to_owned()),
            _ => Self::Url,
        };
        make(address.to_owned())
    }
}

/// A list, ordered or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u64>,
    /// Its items.
    pub items: Vec<Item>,
}

/// One item of a [`List`]; one without blocks is an empty bullet, which is shown all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where it stands in the source.
    pub source: TextRange,
    /// `[ ]` and `[x]`.
    pub task: Option<bool>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A table. Its first row is the head; a row may have fewer cells than there are columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// How each column is set.
    pub columns: Vec<Align>,
    /// Head and rows.
    pub rows: Vec<Vec<Prose>>,
}

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// To the left.
    Left,
    /// In the middle.
    Center,
    /// To the right.
    Right,
}

/// A block of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// What it is, by the first word after the fence.
    pub kind: FenceKind,
    /// What else the author said after the fence.
    pub info: Info,
    /// The code itself, tabs and all, each line ended by `\n`.
    pub text: String,
    /// Where in the source the code stands, fence lines left out. Its lines are those of [`Code::text`]; inside a list
    /// each is indented there by what the list takes.
    pub content: TextRange,
}

/// What a fence holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FenceKind {
    /// A manifest; also a fence without a language that looks like one.
    Yaml,
    /// Commands after `$ ` and what they print.
    Console,
    /// Commands without a prompt.
    Shell,
    /// A question to be answered before reading on; YAML of our own.
    Predict,
    /// A picture drawn by the simulated cluster; YAML of our own.
    Traffic,
    /// The world an example is tried in; YAML.
    World,
    /// Plain text.
    Text,
    /// Any other language, by its name.
    Other(String),
}

/// What an author says after a fence's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// `wrong=CODE[,CODE]`: broken on purpose, with exactly these codes.
    pub wrong: Vec<String>,
    /// `file=NAME`: what the file is called.
    pub file: Option<String>,
    /// `fragment`: only a part of a manifest.
    pub fragment: bool,
    /// Words that mean nothing here: an author's slip, for the linter.
    pub unknown: Vec<String>,
}

#[cfg(test)]
mod tests;
