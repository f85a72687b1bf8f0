//! How far one word is from another, by the slips of a typist.
//!
//! Must not know: what the words are for.

/// How many letters have to be changed, put in, taken out or swapped with their neighbour to make one word the other
/// (optimal string alignment).
#[must_use]
pub fn distance(left: &str, right: &str) -> usize {
    strsim::osa_distance(left, right)
}

/// How many letters have to be changed, put in or taken out to make one word the other (Levenshtein): what other programs
/// suggest by.
#[must_use]
pub fn edits(left: &str, right: &str) -> usize {
    strsim::levenshtein(left, right)
}

/// [`distance`] where it is at most `limit`. Words that are longer than any name, or differ in length by more than the
/// limit, are not compared, so that a huge value costs nothing.
#[must_use]
pub fn distance_within(left: &str, right: &str, limit: usize) -> Option<usize> {
    /// No name of anything has more letters.
    const LONGEST: usize = 253;
    let (ours, theirs) = (left.chars().count(), right.chars().count());
    if ours.abs_diff(theirs) > limit || ours > LONGEST || unlike_letters(left, right) > limit {
        return None;
    }
    Some(distance(left, right)).filter(|&far| far <= limit)
}

/// How many kinds of letters one word has that the other has not: at least so many letters have to be changed, put in or taken
/// out, and to count them takes a small part of what it takes to find [`distance`].
fn unlike_letters(left: &str, right: &str) -> usize {
    // Kinds that share a bit are taken for one: fewer are found unlike then, never more.
    let kinds = |word: &str| word.chars().fold(0_u64, |all, letter| all | 1 << (u32::from(letter) % u64::BITS));
    let (ours, theirs) = (kinds(left), kinds(right));
    let only = |one: u64, other: u64| (one & !other).count_ones();
    usize::try_from(only(ours, theirs).max(only(theirs, ours))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_counts_once() {
        for (left, right, expected) in [
            ("", "", 0),
            ("web", "web", 0),
            ("wbe", "web", 1),
            ("app=web", "app=wep", 1),
            ("redis", "db", 4),
            ("", "가나", 2),
        ] {
            assert_eq!(distance(left, right), expected, "{left} {right}");
            assert_eq!(distance(right, left), expected, "{right} {left}");
        }
        assert_eq!(distance_within("selecter", "selector", 2), Some(1));
        assert_eq!(distance_within("selecter", "ports", 2), None);
    }

    proptest::proptest! {
        #[test]
        fn what_is_too_far_is_never_measured_as_near(left in "[ab가-다]{0,6}", right in "[ab가-다]{0,6}", limit in 0usize..7) {
            let far = distance(&left, &right);
            proptest::prop_assert_eq!(distance_within(&left, &right, limit), (far <= limit).then_some(far));
        }
    }
}
