//! Where the caret goes: by grapheme, word, line, page.
//!
//! Must not know: how keys name a motion.

use super::{Editor, Selection};
use crate::text::width;

/// A way to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// One grapheme back, over a line end as well.
    Left,
    /// One grapheme on.
    Right,
    /// To the start of the word before.
    WordLeft,
    /// To the end of the word after.
    WordRight,
    /// A line up, aiming at the cell the vertical moves began in.
    Up,
    /// A line down.
    Down,
    /// A viewport up.
    PageUp,
    /// A viewport down.
    PageDown,
    /// To the first character that is no blank, or to the very start from there.
    LineStart,
    /// Behind the last character of the line.
    LineEnd,
    /// To the start of the text.
    Top,
    /// To its end.
    Bottom,
}

impl Editor {
    /// Moves the caret; with `extend` the anchor stays.
    pub(super) fn move_caret(&mut self, motion: Motion, extend: bool) {
        let range = self.selection.range();
        let released = match motion {
            Motion::Left if !extend && !range.is_empty() => Some(range.start()),
            Motion::Right if !extend && !range.is_empty() => Some(range.end()),
            _ => None,
        };
        let (caret, aim) = released.map_or_else(|| self.target(motion), |caret| (caret, None));
        self.selection = if extend { Selection { caret, ..self.selection } } else { Selection::caret(caret) };
        self.aim = aim;
        self.history.seal();
    }

    /// Where `motion` leads from the caret, and the cell that a next vertical move aims at.
    pub(super) fn target(&self, motion: Motion) -> (usize, Option<usize>) {
        let caret = self.caret();
        let page = isize::try_from(self.viewport.rows.max(2) - 1).unwrap_or(1);
        match motion {
            Motion::Left => (width::previous_grapheme(&self.text, caret), None),
            Motion::Right => (width::next_grapheme(&self.text, caret), None),
            Motion::WordLeft => (self.word_left(caret), None),
            Motion::WordRight => (self.word_right(caret), None),
            Motion::Up => self.vertical(-1),
            Motion::Down => self.vertical(1),
            Motion::PageUp => self.vertical(-page),
            Motion::PageDown => self.vertical(page),
            Motion::LineStart => (self.line_start(caret), None),
            Motion::LineEnd => (self.index.range_of(&self.text, self.index.line_of(caret)).end(), None),
            Motion::Top => (0, None),
            Motion::Bottom => (self.text.len(), None),
        }
    }

    /// From the first line up leads to the start of the text and from the last line down to its end, so that a learner
    /// at the edge sees the key work.
    fn vertical(&self, lines: isize) -> (usize, Option<usize>) {
        let line = self.index.line_of(self.caret());
        let aim = self.aim.unwrap_or_else(|| self.cell_of(self.caret()));
        let last = self.index.len() - 1;
        let to = line.saturating_add_signed(lines).min(last);
        if to == line {
            return (if lines < 0 { 0 } else { self.text.len() }, None);
        }
        let range = self.index.range_of(&self.text, to);
        (range.start() + width::offset_at_cell(range.of(&self.text), aim), Some(aim))
    }

    fn line_start(&self, caret: usize) -> usize {
        let range = self.index.range_of(&self.text, self.index.line_of(caret));
        let content = range.of(&self.text);
        let first = range.start() + content.len() - content.trim_start_matches([' ', '\t']).len();
        let first = self.snap(first);
        if caret == first { range.start() } else { first }
    }

    fn word_left(&self, caret: usize) -> usize {
        let range = self.index.range_of(&self.text, self.index.line_of(caret));
        if caret <= range.start() {
            return width::previous_grapheme(&self.text, caret);
        }
        let before = self.text.get(range.start()..caret).unwrap_or("");
        let mut graphemes = width::graphemes(before).rev().skip_while(|(_, g)| Class::of(g) == Class::Blank);
        let Some((mut at, last)) = graphemes.next() else { return range.start() };
        let class = Class::of(last);
        for (offset, grapheme) in graphemes {
            if Class::of(grapheme) != class {
                break;
            }
            at = offset;
        }
        range.start() + at
    }

    fn word_right(&self, caret: usize) -> usize {
        let range = self.index.range_of(&self.text, self.index.line_of(caret));
        if caret >= range.end() {
            return width::next_grapheme(&self.text, caret);
        }
        let after = self.text.get(caret..range.end()).unwrap_or("");
        let mut graphemes = width::graphemes(after).skip_while(|(_, g)| Class::of(g) == Class::Blank);
        let Some((at, first)) = graphemes.next() else { return range.end() };
        let (class, mut end) = (Class::of(first), at + first.len());
        for (offset, grapheme) in graphemes {
            if Class::of(grapheme) != class {
                break;
            }
            end = offset + grapheme.len();
        }
        caret + end
    }
}

/// What holds together as a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Blank,
    Word,
    Punctuation,
}

impl Class {
    fn of(grapheme: &str) -> Self {
        match grapheme.chars().next() {
            None => Self::Blank,
            Some(c) if c.is_whitespace() => Self::Blank,
            Some(c) if c.is_alphanumeric() || c == '_' => Self::Word,
            Some(_) => Self::Punctuation,
        }
    }
}
