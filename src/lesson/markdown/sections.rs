//! Any notes as chapters: a Markdown text cut at its headings, for `kijabi read FILE.md`.
//!
//! Must not know: the reader, files.

use super::{Block, BlockKind, Document};

/// A stretch of notes under one heading, up to the next heading of any level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The headings that lead here, outermost first; the last is its own. Levels may be skipped.
    pub path: Vec<String>,
    /// Everything below the heading, the heading itself left out.
    pub blocks: Vec<Block>,
}

impl Section {
    /// Its own heading.
    #[must_use]
    pub fn title(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

/// Cuts `document` at its headings. Text before the first heading is a section named `name`. A heading with nothing
/// but deeper headings below it is only a parent: its words are in their paths. One with nothing below it at all
/// stays, empty, so that nothing of the notes is lost.
#[must_use]
pub fn sections(document: Document, name: &str) -> Vec<Section> {
    let mut out: Vec<Section> = Vec::new();
    let mut headings: Vec<(u8, String)> = Vec::new();
    let mut open = Section { path: vec![name.to_owned()], blocks: Vec::new() };
    let mut depth = u8::MAX;
    for block in document.blocks {
        let BlockKind::Heading { level, content } = block.kind else {
            open.blocks.push(block);
            continue;
        };
        let parent_only = open.blocks.is_empty() && (headings.is_empty() || level > depth);
        if !parent_only {
            out.push(open);
        }
        headings.retain(|(above, _)| *above < level);
        headings.push((level, content.text));
        open = Section { path: headings.iter().map(|(_, title)| title.clone()).collect(), blocks: Vec::new() };
        depth = level;
    }
    if !open.blocks.is_empty() || !headings.is_empty() || out.is_empty() {
        out.push(open);
    }
    out
}
