//! What was read before and may stand in a text again.
//!
//! A piece of a tree may be taken over wherever an entry of the same kind of collection begins in the same column and
//! the text is, for as far as reading the piece looked, the same: the reader's state at such a place is that of its
//! surroundings and nothing else, so that it would read the same again. Where pieces are looked for (in order, as far from the
//! start, as far from the end) decides only how many are found.
//!
//! Must not know: how anything is read.

use super::tree::Tree;
use super::tree::piece::{Piece, Shape};
use crate::text::places_before_edit;
use std::sync::Arc;

/// How many pieces after the last one taken over are tried, where an edit has moved or removed some.
const WINDOW: usize = 4;

/// The pieces of earlier readings.
#[derive(Default)]
pub(super) struct Known<'k> {
    sources: Vec<Source<'k>>,
}

/// The pieces of one reading, in the order of its text.
struct Source<'k> {
    text: &'k str,
    places: Vec<Place<'k>>,
    /// The place after the last that was taken over.
    next: usize,
}

struct Place<'k> {
    start: usize,
    piece: &'k Arc<Piece>,
    /// The first place behind it: those between lie in it.
    behind: usize,
}

impl<'k> Known<'k> {
    /// What is known of trees of earlier texts, the likeliest first.
    pub(super) fn of(trees: impl IntoIterator<Item = &'k Tree>) -> Self {
        let mut known = Self::default();
        trees.into_iter().for_each(|tree| known.add(tree));
        known
    }

    /// Adds what a tree holds.
    pub(super) fn add(&mut self, tree: &'k Tree) {
        let mut source = Source { text: tree.text(), places: Vec::new(), next: 0 };
        source.collect(tree.top(), 0);
        self.sources.push(source);
    }

    /// Whether nothing was read before.
    pub(super) fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// Begins another reading.
    pub(super) fn rewind(&mut self) {
        self.sources.iter_mut().for_each(|source| source.next = 0);
    }

    /// The piece that stands at `at` in `text`, where a collection of that shape goes on, if `fits`.
    pub(super) fn find(
        &mut self,
        text: &str,
        at: usize,
        shape: Shape,
        fits: impl Fn(&Piece) -> bool,
    ) -> Option<&'k Arc<Piece>> {
        self.sources.iter_mut().find_map(|source| source.find(text, at, shape, &fits))
    }
}

impl<'k> Source<'k> {
    fn collect(&mut self, piece: &'k Piece, at: usize) {
        for run in piece.runs() {
            let start = at + run.start as usize;
            let own = self.places.len();
            self.places.push(Place { start, piece: &run.piece, behind: 0 });
            self.collect(&run.piece, start);
            let behind = self.places.len();
            if let Some(place) = self.places.get_mut(own) {
                place.behind = behind;
            }
        }
    }

    fn find(&mut self, text: &str, at: usize, shape: Shape, fits: impl Fn(&Piece) -> bool) -> Option<&'k Arc<Piece>> {
        let at_offset = |start: usize| self.places.binary_search_by_key(&start, |place| place.start).ok();
        let offsets = places_before_edit(at, text.len(), self.text.len()).filter_map(at_offset);
        let window = self.next..(self.next + WINDOW).min(self.places.len());
        let stands = |index: &usize| self.places.get(*index).is_some_and(|place| self.stands(place, text, at, shape));
        let found = window.chain(offsets).find(stands)?;
        let place = self.places.get(found).filter(|place| fits(place.piece))?;
        self.next = place.behind;
        Some(place.piece)
    }

    fn stands(&self, place: &Place<'_>, text: &str, at: usize, shape: Shape) -> bool {
        let extent = &place.piece.extent;
        extent.shape == shape
            && extent.looked != usize::MAX
            && stretch(self.text, place.start, extent.looked) == stretch(text, at, extent.looked)
    }
}

/// That many bytes of a text from an offset on; past its end there is nothing to be seen, which is something too.
fn stretch(text: &str, from: usize, len: usize) -> Option<&[u8]> {
    text.as_bytes().get(from..from.saturating_add(len).min(text.len()))
}
