//! Numbers of which each is given out once, with the lowest free one always at hand: a stream of a thousand Services asks
//! for it a thousand times at every keystroke.
//!
//! Must not know: what the numbers mean.

use std::collections::BTreeSet;

/// What is taken of some numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pool<T> {
    taken: BTreeSet<T>,
    /// Where the search for a free number begins.
    start: T,
    /// The lowest number from `start` on that is not taken.
    free: T,
    /// What has been taken since the last [`Pool::keep`].
    recent: Vec<T>,
}

impl<T: Copy + Ord + Next> Pool<T> {
    /// Nothing taken; whoever asks for any number gets one from `start` on.
    pub(super) fn starting_at(start: T) -> Self {
        Self { taken: BTreeSet::new(), start, free: start, recent: Vec::new() }
    }

    /// The lowest number from the start on that is not taken.
    pub(super) fn first_free(&self) -> T {
        self.free
    }

    /// Whether a number is taken.
    pub(super) fn has(&self, number: T) -> bool {
        self.taken.contains(&number)
    }

    /// Takes a number; `false` where it is taken already.
    pub(super) fn take(&mut self, number: T) -> bool {
        let is_new = self.taken.insert(number);
        if is_new {
            self.recent.push(number);
            while self.taken.contains(&self.free) {
                self.free = self.free.next();
            }
        }
        is_new
    }

    /// Gives a number back.
    pub(super) fn release(&mut self, number: T) {
        if self.taken.remove(&number) && number >= self.start && number < self.free {
            self.free = number;
        }
    }

    /// What was taken stays taken.
    pub(super) fn keep(&mut self) {
        self.recent.clear();
    }

    /// What was taken since the last [`Pool::keep`] is free again.
    pub(super) fn take_back(&mut self) {
        while let Some(number) = self.recent.pop() {
            self.release(number);
        }
    }
}

/// A number and the one after it.
pub(super) trait Next {
    /// The number after it; the last one stays.
    fn next(self) -> Self;
}

impl Next for u32 {
    fn next(self) -> Self {
        self.saturating_add(1)
    }
}

impl Next for i32 {
    fn next(self) -> Self {
        self.saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_free_number_is_the_lowest_not_taken(steps in prop::collection::vec((0u32..4, 0u32..24), 0..40)) {
            let mut pool = Pool::starting_at(8);
            let mut kept = pool.clone();
            for (step, number) in steps {
                match step {
                    0 => { pool.keep(); pool.release(number); kept = pool.clone(); }
                    1 => { pool.keep(); kept = pool.clone(); }
                    2 => { pool.take_back(); prop_assert_eq!(&pool, &kept); }
                    _ => { pool.take(number); }
                }
                prop_assert_eq!(Some(pool.first_free()), (8..64).find(|number| !pool.has(*number)));
            }
        }
    }
}
