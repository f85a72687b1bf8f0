//! The letters of generated names (`apimachinery/pkg/util/rand`).
//!
//! Must not know: which name they go into, where the numbers come from.

/// No vowels, and nothing that looks like another.
const LETTERS: &[u8; 27] = b"bcdfghjklmnpqrstvwxz2456789";

/// The letter that a number stands for: `rand.SafeEncodeString` for a byte, one of `rand.String` for a thrown number.
#[must_use]
pub fn letter(number: u64) -> char {
    let at = usize::try_from(number % 27).unwrap_or(0);
    LETTERS.get(at).map_or('x', |letter| char::from(*letter))
}
