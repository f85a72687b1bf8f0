//! What is read: a chapter of the course, a section of somebody's notes, or the page of a mistake.
//!
//! Must not know: rows, keys, where texts are kept.

use std::borrow::Cow;
use std::ops::Range;

use super::inset::Insets;
use crate::app::scene::Size;
use crate::app::shared::{Notes, Shared};
use crate::lesson::markdown::{self, Block, Document, Section};
use crate::lesson::{Catalogue, ChapterOutline, Course};
use crate::study::{Record, notes_id, notes_section_id};

/// Which text it is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A chapter, by its id.
    Chapter(String),
    /// Notes; which section is open.
    Notes {
        /// The absolute path of their file.
        path: String,
        /// All its sections.
        sections: Vec<Section>,
        /// The open one.
        at: usize,
    },
    /// The page of a mistake.
    Mistake,
}

/// A text ready to be laid out.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) kind: Kind,
    /// What the top line says.
    pub(super) place: String,
    /// What is read.
    pub(super) blocks: Vec<Block>,
    /// Its gates and pictures.
    pub(super) insets: Insets,
    /// Where it begins and ends in its source, in bytes, for telling how far one is.
    pub(super) source: Range<usize>,
}

impl Book {
    /// A chapter, and at its end where to go from there.
    pub(super) fn chapter(id: &str, shared: &Shared) -> Result<Self, String> {
        let course = &shared.course;
        let chapter = course.chapter(id).map_err(|fault| fault.message)?;
        let mut document = markdown::parse(&chapter.text);
        let insets = Insets::read(&document, &chapter, course, shared.record.chapter(id));
        let number = course.chapters().iter().position(|it| it.id == id).unwrap_or(0);
        document.blocks.extend(epilogue(course.chapters(), number, &shared.record));
        Ok(Self {
            kind: Kind::Chapter(id.to_owned()),
            place: format!("{}장 {}", number + 1, chapter.title),
            blocks: document.blocks,
            insets,
            source: 0..chapter.text.len(),
        })
    }

    /// Notes, opened at the section where they were left, `left_at` bytes into their text; those that were never read at
    /// the first section that has any text.
    pub(super) fn notes(notes: &Notes, left_at: Option<usize>) -> Self {
        let sections = markdown::sections(markdown::parse(&notes.text), &notes.name);
        let written = sections.iter().position(|section| !section.blocks.is_empty()).unwrap_or(0);
        let left = left_at.and_then(|at| {
            let begins = |section: &Section| section.blocks.first().is_some_and(|block| block.source.start() <= at);
            sections.iter().rposition(begins)
        });
        let at = left.unwrap_or(written);
        let kind = Kind::Notes { path: notes.path.clone(), sections, at };
        let mut book = Self { kind, place: String::new(), blocks: Vec::new(), insets: Insets::default(), source: 0..0 };
        book.open_section(at);
        book
    }

    /// Under which id the place in it is remembered; nothing where none is.
    pub(super) fn id(&self) -> Option<Cow<'_, str>> {
        match &self.kind {
            Kind::Chapter(id) => Some(id.into()),
            Kind::Notes { path, .. } => Some(notes_id(path).into()),
            Kind::Mistake => None,
        }
    }

    /// Under which id it is remembered as read to its end.
    pub(super) fn read_id(&self) -> Option<Cow<'_, str>> {
        match &self.kind {
            Kind::Notes { path, sections, at } => Some(notes_section_id(path, &sections.get(*at)?.path).into()),
            _ => self.id(),
        }
    }

    /// The page of a mistake.
    pub(super) fn mistake(code: &str, catalogue: &Catalogue) -> Result<Self, String> {
        let mistake = catalogue.mistake(code).map_err(|fault| fault.message)?;
        let text = format!("# {}\n\n`{code}`\n\n{}", mistake.title, mistake.text);
        Ok(Self {
            kind: Kind::Mistake,
            place: format!("실수 › {}", mistake.title),
            source: 0..text.len(),
            blocks: markdown::parse(&text).blocks,
            insets: Insets::default(),
        })
    }

    /// Opens another section of the same notes; false where there is none.
    pub(super) fn open_section(&mut self, section: usize) -> bool {
        let Kind::Notes { sections, at, .. } = &mut self.kind else { return false };
        let Some(found) = sections.get(section) else { return false };
        *at = section;
        self.place = found.path.join(" › ");
        let mut document = markdown::parse(&format!("# {}\n", found.title()));
        document.blocks.extend(found.blocks.iter().cloned());
        let starts = |section: &Section| section.blocks.first().map(|block| block.source.start());
        let ends = |section: &Section| section.blocks.last().map(|block| block.source.end());
        // An empty section stands where the one before it ended.
        let before = sections.iter().take(section).rev().find_map(ends).unwrap_or(0);
        self.source = starts(found).unwrap_or(before)..ends(found).unwrap_or(before);
        self.blocks = document.blocks;
        true
    }

    /// Another section of the same notes, as a book of its own; nothing where there is none.
    pub(super) fn section(&self, section: usize) -> Option<Self> {
        let mut book = Self {
            kind: self.kind.clone(),
            place: String::new(),
            blocks: Vec::new(),
            insets: Insets::default(),
            source: 0..0,
        };
        book.open_section(section).then_some(book)
    }

    /// The note at the right of the top line: where this text stands among its like.
    pub(super) fn count(&self, course: &Course) -> Option<String> {
        match &self.kind {
            Kind::Chapter(id) => {
                let chapters = course.chapters();
                let number = chapters.iter().position(|it| it.id == *id)? + 1;
                Some(format!("{number}/{}장", chapters.len()))
            }
            Kind::Notes { sections, at, .. } => Some(format!("{}/{}", at + 1, sections.len())),
            Kind::Mistake => None,
        }
    }
}

/// Columns of text on a screen: a line longer than this is hard to follow back.
pub(super) fn columns(size: Size) -> u16 {
    size.width.saturating_sub(4).clamp(1, 76)
}

/// What stands below a chapter: its exercises, and the next chapter.
fn epilogue(chapters: &[ChapterOutline], number: usize, record: &Record) -> Vec<Block> {
    let mut text = String::from("---\n\n");
    let Some(chapter) = chapters.get(number) else { return Vec::new() };
    if !chapter.exercises.is_empty() {
        text.push_str("**이 장의 과제**\n\n");
        for exercise in &chapter.exercises {
            let done = if record.has_passed(&exercise.id) { "x" } else { " " };
            text.extend(["- [", done, "] [", &plain(&exercise.title), "](exercise:", &exercise.id, ")\n"]);
        }
        text.push('\n');
    }
    match chapters.get(number + 1) {
        Some(next) => text.extend(["다음 장: [", &plain(&next.title), "](chapter:", &next.id, ")\n"]),
        None => text.push_str("마지막 장입니다.\n"),
    }
    let Document { blocks, .. } = markdown::parse(&text);
    blocks
}

/// A title whose brackets cannot end a link.
fn plain(title: &str) -> String {
    title.chars().flat_map(|c| ["\\".repeat(usize::from(c.is_ascii_punctuation())), c.to_string()]).collect()
}
