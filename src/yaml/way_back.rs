//! The way back from offsets in a mended text to those in the text as it stands.
//!
//! Must not know: why a text was mended, what is read in it.

use crate::text::{TextEdit, TextRange};

/// What the mendings of a text moved, one after the other. Without any, it is the way of every offset to itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WayBack {
    steps: Vec<Vec<Moved>>,
}

/// One edit of a mending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moved {
    /// Where it begins in the text after the mending.
    at: usize,
    /// Where it begins in the text before.
    from: usize,
    removed: usize,
    inserted: usize,
}

impl WayBack {
    /// Adds a mending of the text as it is after those before.
    pub(super) fn push(&mut self, edits: &[TextEdit]) {
        let mut sorted: Vec<&TextEdit> = edits.iter().collect();
        sorted.sort_by_key(|edit| (edit.range.start(), edit.range.len(), edit.insert.len()));
        let mut shift: isize = 0;
        let step = sorted.into_iter().map(|edit| {
            let (from, removed, inserted) = (edit.range.start(), edit.range.len(), edit.insert.len());
            let at = from.saturating_add_signed(shift);
            shift += inserted.cast_signed() - removed.cast_signed();
            Moved { at, from, removed, inserted }
        });
        self.steps.push(step.collect());
    }

    /// Where what stands at `offset` stands, or was put in, in the text as it is.
    pub(super) fn of(&self, offset: usize) -> usize {
        self.steps.iter().rev().fold(offset, |offset, step| {
            let before = step.partition_point(|moved| moved.at < offset);
            match before.checked_sub(1).and_then(|last| step.get(last)) {
                None => offset,
                Some(last) if offset < last.at + last.inserted => last.from + (offset - last.at).min(last.removed),
                Some(last) => last.from + last.removed + (offset - last.at - last.inserted),
            }
        })
    }

    /// Whether no mending touches `range` of the mended text.
    pub(super) fn leaves_alone(&self, range: TextRange) -> bool {
        let (mut start, mut end) = (range.start(), range.end());
        self.steps.iter().rev().all(|step| {
            let first = step.partition_point(|moved| moved.at + moved.inserted < start);
            let alone = step.get(first).is_none_or(|moved| moved.at > end);
            if let Some(last) = first.checked_sub(1).and_then(|last| step.get(last)) {
                let back = |offset: usize| offset - last.at - last.inserted + last.from + last.removed;
                (start, end) = (back(start), back(end));
            }
            alone
        })
    }
}
