//! Dice that always fall the same way: what a seed gives today it gives in every later kijabi, so that an exam can be held
//! again and a question that was answered can be shown as it was.
//!
//! SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014), started from the FNV-1a hash
//! of a name mixed with the seed. A library's generator would do as well today and may change with its next version.
//!
//! Must not know: what is drawn.

/// A sequence of random numbers.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The sequence of a name and a seed.
    #[must_use]
    pub fn new(name: &str, seed: u64) -> Self {
        let mut random = Self(hash(name) ^ seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
        // Seeds that differ in few bits begin alike; one step parts them.
        random.bits();
        random
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, `end`; 0 where `end` is 0. Each as likely as the others (Lemire's multiplication,
    /// whose bias for so few numbers is below 2⁻⁴⁰).
    pub fn below(&mut self, end: usize) -> usize {
        let wide = u128::from(self.bits()) * (end as u128);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number from `first` to `last`, both included.
    pub fn between(&mut self, first: u16, last: u16) -> u16 {
        let count = usize::from(last.saturating_sub(first)) + 1;
        first.saturating_add(u16::try_from(self.below(count)).unwrap_or(0))
    }

    /// Whether one of `of` equal chances came.
    pub fn one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    /// One of `things`.
    ///
    /// # Panics
    /// Where there is none.
    pub fn pick<'t, T: ?Sized>(&mut self, things: &[&'t T]) -> &'t T {
        things[self.below(things.len())]
    }

    /// Several different ones of `things`, in random order; all of them where there are fewer.
    pub fn some<T: Clone>(&mut self, things: &[T], count: usize) -> Vec<T> {
        let mut all = things.to_vec();
        self.shuffle(&mut all);
        all.truncate(count);
        all
    }

    /// Brings `things` into a random order, each order as likely as the others (Fisher and Yates).
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}

/// FNV-1a, 64 bits.
#[must_use]
pub fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_a_seed_give_the_same_numbers_for_good() {
        let mut random = Random::new("start-selector-and", 7);
        let drawn: Vec<usize> = (0..8).map(|_| random.below(100)).collect();
        assert_eq!(
            drawn,
            [52, 46, 54, 43, 46, 20, 71, 28],
            "these numbers are promised: exams are held again by their seed"
        );
    }

    #[test]
    fn every_order_is_as_likely_as_the_others() {
        let mut counts = std::collections::BTreeMap::new();
        for seed in 0..6_000 {
            let mut things = [0, 1, 2];
            Random::new("order", seed).shuffle(&mut things);
            *counts.entry(things).or_insert(0) += 1;
        }
        assert_eq!(counts.len(), 6);
        assert!(counts.values().all(|count| (850..1150).contains(count)), "{counts:?}");
    }
}
