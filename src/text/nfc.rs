//! One spelling for what looks the same: macOS writes 각 as ㄱㅏㄱ in file names, everybody else as one character.
//!
//! Must not know: what the texts name.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// `text` in Unicode's composed form (NFC): what names are compared by.
#[must_use]
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_of_a_name_are_one() {
        let apart = "\u{1100}\u{1175}\u{11b7}민수";
        assert_ne!(apart, "김민수");
        assert_eq!(nfc(apart), "김민수");
    }
}
