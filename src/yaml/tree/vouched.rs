//! Stretches of long collections that were looked at and found good: wherever an edit leaves them as they are they need not
//! be looked at again.
//!
//! Must not know: what makes them good.

use super::Node;
use super::piece::Piece;
use std::collections::HashMap;
use std::sync::Arc;

/// What was found good in the last text and, so far, in this one.
#[derive(Clone, Debug, Default)]
pub struct Vouched {
    before: HashMap<Key, Arc<Piece>>,
    now: HashMap<Key, Arc<Piece>>,
}

/// Which piece, and as what it is good. A piece that is kept has its address for itself.
type Key = (usize, usize);

impl Vouched {
    /// Begins another text: what is not met in it is forgotten.
    pub fn begin(&mut self) {
        self.before = std::mem::take(&mut self.now);
    }

    /// Whether the piece is known to be good.
    fn has(&mut self, key: Key) -> bool {
        if let Some(piece) = self.before.remove(&key) {
            self.now.insert(key, piece);
        }
        self.now.contains_key(&key)
    }
}

impl Node<'_> {
    /// Whether every item of a sequence is good as a thing of that `sort`, a number that stands for one way of being good
    /// throughout. `good` must depend on the sort and on what the item says and how it is written, not on where it stands.
    pub fn all_items(self, sort: usize, vouched: &mut Vouched, good: impl Fn(Self, &mut Vouched) -> bool) -> bool {
        // All of them, so that those behind a fault stay known.
        self.stretches().fold(true, |before, stretch| {
            let is_own = Arc::ptr_eq(stretch.piece, self.piece);
            let key = (Arc::as_ptr(stretch.piece).addr(), sort);
            if !is_own && vouched.has(key) {
                return before;
            }
            let all = stretch.items().iter().all(|&id| good(stretch.node(id), vouched));
            if all && !is_own {
                vouched.now.insert(key, Arc::clone(stretch.piece));
            }
            before && all
        })
    }

    /// The items of a sequence, each with its place, but those that are known to be good as things of that sort.
    pub fn doubtful_items(self, sort: usize, vouched: &Vouched) -> Vec<(usize, Self)> {
        let mut found = Vec::new();
        let mut index = 0;
        for stretch in self.stretches() {
            let items = stretch.items();
            let is_own = Arc::ptr_eq(stretch.piece, self.piece);
            if is_own || !vouched.now.contains_key(&(Arc::as_ptr(stretch.piece).addr(), sort)) {
                found.extend(items.iter().zip(index..).map(|(&id, index)| (index, stretch.node(id))));
            }
            index += items.len();
        }
        found
    }
}
