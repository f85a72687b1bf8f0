//! What somebody may have meant: the known words nearest to one that is not known.
//!
//! Must not know: what the words are for.

use crate::text;
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
            let distance = text::near::distance(&word, &lower);
            let part = !word.is_empty() && lower.contains(&word);
            (distance <= most || part).then_some((distance, candidate))
        })
        .collect();
    found.sort_unstable();
    found.into_iter().take(3).map(|(_, candidate)| candidate).collect()
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
