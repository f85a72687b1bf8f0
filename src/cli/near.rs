//! What somebody may have meant: the known words nearest to one that is not known.
//!
//! Must not know: what the words are for.

use crate::text::josa::{self, Josa};

/// "`word`라는", with the particle that the word asks for.
pub(super) fn called(word: &str) -> String {
    josa::with(&format!("`{word}`"), Josa::IraneunRaneun)
}

/// The known words that a few slips of the finger lead to, nearest first, three at most; also those that `word` begins.
#[must_use]
pub(super) fn near<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let word = word.to_lowercase();
    let most = (word.chars().count() / 3).clamp(1, 4);
    let mut found: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|candidate| {
            let lower = candidate.to_lowercase();
            let distance = distance(&word, &lower);
            let part = !word.is_empty() && lower.contains(&word);
            (distance <= most || part).then_some((distance, candidate))
        })
        .collect();
    found.sort_unstable();
    found.into_iter().take(3).map(|(_, candidate)| candidate).collect()
}

/// How many letters must be put in, taken out, replaced or swapped with their neighbour to get from one to the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    let mut previous = None;
    for (i, c) in from.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for (j, &d) in to.iter().enumerate() {
            let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX - 1);
            let mut best = (at(&row, j + 1) + 1).min(at(&next, j) + 1).min(at(&row, j) + usize::from(c != d));
            let swapped = j > 0 && Some(d) == previous && to.get(j - 1) == Some(&c);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
        previous = Some(c);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_the_word() {
        let known = ["first-nodeport", "clusterip-tiers", "no-service-needed"];
        assert_eq!(near("first-nodeprot", known), ["first-nodeport"]);
        assert_eq!(near("nodeport", known), ["first-nodeport"]);
        assert_eq!(near("FIRST-NODEPORT", known), ["first-nodeport"]);
        assert!(near("완전히다른것", known).is_empty());
    }
}
