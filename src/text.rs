//! Ranges of text and what may be done with them: the vocabulary every other layer points with.
//!
//! All positions are byte offsets that lie on character boundaries. Lines and columns ([`LineIndex`])
//! and terminal cells ([`width`]) are computed from them, in one place each.
//!
//! This layer must not know: YAML, Kubernetes, screens. It names no other module of the crate.

pub mod ascii;
pub mod console;
pub mod go;
pub mod josa;
pub mod keyboard;
pub mod line_index;
pub mod near;
pub mod nfc;
pub mod search;
pub mod width;
pub mod wrap;

pub use line_index::{LineCol, LineIndex};

/// A half-open range of bytes, `start..end`, in a text of at most 4 GiB.
///
/// Both ends lie on character boundaries of the text it was made from. [`TextRange::of`] never panics:
/// a range that does not fit the text gives an empty string, because a range may outlive an edit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct TextRange {
    start: u32,
    end: u32,
}

impl TextRange {
    /// The empty range at the start of the text.
    pub const EMPTY: Self = Self { start: 0, end: 0 };

    /// The range `start..end`. Ends given in the wrong order are an empty range at `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let (start, end) = (clamp(start), clamp(end));
        Self { start, end: end.max(start) }
    }

    /// The empty range at `offset`: a place between two characters.
    #[must_use]
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// First byte.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it is a place rather than a stretch.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The text it covers; empty where it does not fit `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start()..self.end()).unwrap_or("")
    }

    /// Whether `offset` lies inside or on either end.
    #[must_use]
    pub fn touches(self, offset: usize) -> bool {
        self.start() <= offset && offset <= self.end()
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest range that covers both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same stretch, `by` bytes further on.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start() + by, self.end() + by)
    }
}

impl std::fmt::Debug for TextRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// `text` with a blank for every byte of `range`, line ends apart: what is left keeps its position.
#[must_use]
pub fn blanked(text: &str, range: TextRange) -> String {
    let mut out = String::with_capacity(text.len());
    for (offset, c) in text.char_indices() {
        if range.start() <= offset && offset < range.end() && c != '\n' && c != '\r' {
            out.extend(std::iter::repeat_n(' ', c.len_utf8()));
        } else {
            out.push(c);
        }
    }
    out
}

fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Replaces the text of `range` by `insert`; the only way anything proposes a change to a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TextEdit {
    /// What goes.
    pub range: TextRange,
    /// What comes in its place.
    pub insert: String,
}

impl TextEdit {
    /// Replaces `range` by `insert`.
    #[must_use]
    pub fn replace(range: TextRange, insert: impl Into<String>) -> Self {
        Self { range, insert: insert.into() }
    }

    /// Inserts at a place.
    #[must_use]
    pub fn insert(offset: usize, insert: impl Into<String>) -> Self {
        Self::replace(TextRange::at(offset), insert)
    }

    /// Removes a range.
    #[must_use]
    pub fn delete(range: TextRange) -> Self {
        Self::replace(range, "")
    }

    /// The one edit that makes `old` into `new`: what both begin with and what both end with stays.
    #[must_use]
    pub fn between(old: &str, new: &str) -> Self {
        let (before, after) = (old.as_bytes(), new.as_bytes());
        let mut start = before.chunks(RUN).zip(after.chunks(RUN)).take_while(|(a, b)| a == b).count() * RUN;
        start = start.min(old.len()).min(new.len());
        let alike = |start: usize| before.iter().skip(start).zip(after.iter().skip(start));
        start += alike(start).take_while(|(a, b)| a == b).count();
        while !(old.is_char_boundary(start) && new.is_char_boundary(start)) {
            start -= 1;
        }
        let (left, right) = (before.split_at(start).1, after.split_at(start).1);
        let mut tail = left.rchunks(RUN).zip(right.rchunks(RUN)).take_while(|(a, b)| a == b).count() * RUN;
        tail = tail.min(left.len()).min(right.len());
        let rest = |bytes| <[u8]>::iter(bytes).rev().skip(tail);
        tail += rest(left).zip(rest(right)).take_while(|(a, b)| a == b).count();
        while !(old.is_char_boundary(old.len() - tail) && new.is_char_boundary(new.len() - tail)) {
            tail -= 1;
        }
        let insert = new.get(start..new.len() - tail).unwrap_or("");
        Self::replace(TextRange::new(start, old.len() - tail), insert)
    }
}

/// How many bytes are compared at once.
const RUN: usize = 256;

/// Applies `edits`, which may stand in any order but must not overlap; one that overlaps an earlier one or
/// does not fit the text is left out.
#[must_use]
pub fn apply_edits(text: &str, edits: &[TextEdit]) -> String {
    let mut sorted: Vec<&TextEdit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in sorted {
        let Some(before) = text.get(done..edit.range.start()) else { continue };
        if !text.is_char_boundary(edit.range.end()) {
            continue;
        }
        out.push_str(before);
        out.push_str(&edit.insert);
        done = edit.range.end();
    }
    out.push_str(text.get(done..).unwrap_or(""));
    out
}

/// Where that which is now at `index` of `now` bytes or items may have stood when there were `before`: one edit leaves what
/// comes before it where it was, and what comes after it as far from the end.
pub fn places_before_edit(index: usize, now: usize, before: usize) -> impl Iterator<Item = usize> {
    [Some(index), (index + before).checked_sub(now)].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_apply_in_text_order_and_never_overlap() {
        let edits = [
            TextEdit::replace(TextRange::new(6, 9), "둘"),
            TextEdit::insert(0, "> "),
            TextEdit::delete(TextRange::new(7, 8)),
        ];
        assert_eq!(apply_edits("하나 two", &edits), "> 하나둘o");
    }

    proptest::proptest! {
        #[test]
        fn the_edit_between_two_texts_makes_the_one_into_the_other(
            common in "[ab가]{0,300}", old in "[ab가나]{0,5}", new in "[ab가나]{0,5}", tail in "[ab가]{0,300}",
        ) {
            let (old, new) = (format!("{common}{old}{tail}"), format!("{common}{new}{tail}"));
            let edit = TextEdit::between(&old, &new);
            proptest::prop_assert!(edit.range.len() <= 15 && edit.insert.len() <= 15, "{edit:?}");
            proptest::prop_assert_eq!(apply_edits(&old, &[edit]), new);
        }
    }

    #[test]
    fn a_range_that_no_longer_fits_is_empty_text() {
        assert_eq!(TextRange::new(1, 2).of("가"), "");
        assert_eq!(TextRange::new(5, 9).of("abc"), "");
        assert_eq!(TextRange::new(0, 3).of("가나"), "가");
    }
}
