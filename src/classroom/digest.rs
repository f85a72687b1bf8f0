//! Fingerprints (SHA-256) of answers and packs: whether two are the same, wherever and whenever they were read.
//!
//! Must not know: files.

use sha2::{Digest as _, Sha256};

use crate::lesson::Course;

/// Takes in pieces one after the other; where one ends and the next begins counts.
#[derive(Clone, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Takes in a piece.
    #[must_use]
    pub fn with(mut self, piece: &[u8]) -> Self {
        self.add(piece);
        self
    }

    /// Takes in a piece in place.
    pub fn add(&mut self, piece: &[u8]) {
        self.0.update((piece.len() as u64).to_le_bytes());
        self.0.update(piece);
    }

    /// The fingerprint: the first half of the hash in hexadecimal, 32 digits.
    #[must_use]
    pub fn finish(self) -> String {
        self.bytes().iter().take(16).flat_map(|byte| [byte >> 4, byte & 15]).filter_map(digit).collect()
    }

    /// The fingerprint as a number, the same on every machine.
    #[must_use]
    pub fn number(self) -> u64 {
        self.bytes().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    fn bytes(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

fn digit(value: u8) -> Option<char> {
    char::from_digit(u32::from(value), 16)
}

/// The fingerprint of a course: of every file in it that is text, with its path.
#[must_use]
pub fn of_course(course: &Course) -> String {
    let mut hasher = Hasher::default();
    for path in course.files() {
        hasher.add(path.as_bytes());
        hasher.add(course.text(path).unwrap_or_default().as_bytes());
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_that_of_the_standard_and_keeps_pieces_apart() {
        // SHA-256 of eight zero bytes (an empty piece), by `head -c 8 /dev/zero | sha256sum`.
        assert_eq!(Hasher::default().with(b"").finish(), "af5570f5a1810b7af78caf4bc70a660f");
        let of =
            |pieces: &[&str]| pieces.iter().fold(Hasher::default(), |it, piece| it.with(piece.as_bytes())).finish();
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
    }
}
