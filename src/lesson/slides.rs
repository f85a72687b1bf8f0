//! A chapter as slides: a slide begins at every heading of the first two levels, and is shown piece by piece where its author
//! asks for a pause (`<!-- pause -->`). What the speaker alone sees is a remark too (`<!-- note: … -->`).
//!
//! Must not know: screens.

use super::markdown::{Block, BlockKind, Document};

/// A slide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slide {
    /// Its heading; empty where a chapter begins without one.
    pub title: String,
    /// Its pieces, shown one after the other; at least one.
    pub pieces: Vec<Vec<Block>>,
    /// What the speaker alone sees.
    pub notes: Vec<String>,
}

impl Slide {
    /// What is seen when `piece` (from 0) is the last piece shown.
    #[must_use]
    pub fn shown(&self, piece: usize) -> Vec<Block> {
        self.pieces.iter().take(piece + 1).flatten().cloned().collect()
    }
}

/// Cuts a chapter into slides; at least one.
#[must_use]
pub fn slides(document: Document) -> Vec<Slide> {
    let mut slides: Vec<Slide> = Vec::new();
    for block in document.blocks {
        if let BlockKind::Heading { level: 1..=2, content } = &block.kind {
            slides.push(Slide { title: content.text.clone(), pieces: vec![Vec::new()], notes: Vec::new() });
        }
        if slides.is_empty() {
            slides.push(Slide { pieces: vec![Vec::new()], ..Slide::default() });
        }
        let Some(slide) = slides.last_mut() else { continue };
        match &block.kind {
            BlockKind::Remark(text) if text == "pause" => slide.pieces.push(Vec::new()),
            BlockKind::Remark(text) => {
                slide.notes.extend(text.strip_prefix("note:").map(|note| note.trim().to_owned()));
            }
            _ => {
                if let Some(piece) = slide.pieces.last_mut() {
                    piece.push(block);
                }
            }
        }
    }
    if slides.is_empty() {
        slides.push(Slide { pieces: vec![Vec::new()], ..Slide::default() });
    }
    // A pause before anything, or after everything, would be a key that seems not to work.
    for slide in &mut slides {
        slide.pieces.retain(|piece| !piece.is_empty());
        if slide.pieces.is_empty() {
            slide.pieces.push(Vec::new());
        }
    }
    slides
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::markdown::parse;

    #[test]
    fn a_chapter_is_cut_at_headings_and_pauses_and_its_notes_are_kept_apart() {
        let text = "# 장\n\n처음\n\n<!-- note: 인사 -->\n\n## 하나\n\n가\n\n<!-- pause -->\n\n나\n\n### 작은\n\n<!-- pause -->\n\n<!-- 남은 일 -->\n";
        let slides = slides(parse(text));
        let shape: Vec<(&str, Vec<usize>, usize)> = slides
            .iter()
            .map(|it| (it.title.as_str(), it.pieces.iter().map(Vec::len).collect(), it.notes.len()))
            .collect();
        assert_eq!(shape, [("장", vec![2], 1), ("하나", vec![2, 2], 0)]);
        assert_eq!(slides[1].shown(0).len(), 2);
        assert_eq!(super::slides(parse("")).len(), 1);
    }
}
