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
    if ours.abs_diff(theirs) > limit || ours > LONGEST {
        return None;
    }
    Some(distance(left, right)).filter(|&far| far <= limit)
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
}
