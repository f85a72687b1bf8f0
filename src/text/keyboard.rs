//! The Korean keyboard: which Latin keys were pressed where Hangul (두벌식) or full-width letters (전각) were written.
//!
//! Must not know: what is typed, who reads it.

/// The half-width character of a full-width one (전각, U+FF01 to U+FF5E), which an input method types in its full-width mode and
/// which looks nearly the same.
#[must_use]
pub fn half_width(c: char) -> Option<char> {
    let offset = u32::from(c).checked_sub(0xFF01).filter(|offset| *offset <= 0x5D)?;
    char::from_u32(offset + 0x21)
}

/// The text with each full-width character made half-width; `None` where it has none.
#[must_use]
pub fn narrowed(text: &str) -> Option<String> {
    text.chars().any(|c| half_width(c).is_some()).then(|| text.chars().map(|c| half_width(c).unwrap_or(c)).collect())
}

/// The Latin keys that were pressed on a 두벌식 keyboard to type `c`; nothing where `c` is no Hangul.
///
/// A terminal in Hangul mode hands over committed text: a lone jamo (`ㅂ`, `ㅗ`), or a syllable made of several
/// presses (`과` is ㄱ, ㅗ, ㅏ: `r`, `h`, `k`).
#[must_use]
pub fn latin_keys(c: char) -> Vec<char> {
    let code = u32::from(c);
    if (0xAC00..=0xD7A3).contains(&code) {
        let index = code - 0xAC00;
        let parts = [
            INITIALS.get((index / 588) as usize),
            MEDIALS.get((index % 588 / 28) as usize),
            FINALS.get((index % 28) as usize),
        ];
        return parts.into_iter().flatten().flat_map(|keys| keys.chars()).collect();
    }
    JAMO.iter().find(|(jamo, _)| *jamo == c).map(|(_, keys)| keys.chars().collect()).unwrap_or_default()
}

const INITIALS: [&str; 19] =
    ["r", "R", "s", "e", "E", "f", "a", "q", "Q", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g"];
const MEDIALS: [&str; 21] =
    ["k", "o", "i", "O", "j", "p", "u", "P", "h", "hk", "ho", "hl", "y", "n", "nj", "np", "nl", "b", "m", "ml", "l"];
const FINALS: [&str; 28] = [
    "", "r", "R", "rt", "s", "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "qt", "t", "T",
    "d", "w", "c", "z", "x", "v", "g",
];
const JAMO: [(char, &str); 51] = [
    ('ㄱ', "r"),
    ('ㄲ', "R"),
    ('ㄳ', "rt"),
    ('ㄴ', "s"),
    ('ㄵ', "sw"),
    ('ㄶ', "sg"),
    ('ㄷ', "e"),
    ('ㄸ', "E"),
    ('ㄹ', "f"),
    ('ㄺ', "fr"),
    ('ㄻ', "fa"),
    ('ㄼ', "fq"),
    ('ㄽ', "ft"),
    ('ㄾ', "fx"),
    ('ㄿ', "fv"),
    ('ㅀ', "fg"),
    ('ㅁ', "a"),
    ('ㅂ', "q"),
    ('ㅃ', "Q"),
    ('ㅄ', "qt"),
    ('ㅅ', "t"),
    ('ㅆ', "T"),
    ('ㅇ', "d"),
    ('ㅈ', "w"),
    ('ㅉ', "W"),
    ('ㅊ', "c"),
    ('ㅋ', "z"),
    ('ㅌ', "x"),
    ('ㅍ', "v"),
    ('ㅎ', "g"),
    ('ㅏ', "k"),
    ('ㅐ', "o"),
    ('ㅑ', "i"),
    ('ㅒ', "O"),
    ('ㅓ', "j"),
    ('ㅔ', "p"),
    ('ㅕ', "u"),
    ('ㅖ', "P"),
    ('ㅗ', "h"),
    ('ㅘ', "hk"),
    ('ㅙ', "ho"),
    ('ㅚ', "hl"),
    ('ㅛ', "y"),
    ('ㅜ', "n"),
    ('ㅝ', "nj"),
    ('ㅞ', "np"),
    ('ㅟ', "nl"),
    ('ㅠ', "b"),
    ('ㅡ', "m"),
    ('ㅢ', "ml"),
    ('ㅣ', "l"),
];

/// What would have been written in Latin mode: `ㄴ딛ㅊ색` is `selector`. `None` where `text` holds no Hangul, or
/// something that no key types.
#[must_use]
pub fn latin(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let mut out = String::new();
    let mut hangul = false;
    for c in text.chars() {
        let keys = latin_keys(c);
        match (keys.is_empty(), c.is_ascii()) {
            (false, _) => {
                hangul = true;
                out.extend(keys);
            }
            (true, true) => out.push(c),
            (true, false) => return None,
        }
    }
    hangul.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hangul_mode_keys_read_as_the_keys_that_were_pressed() {
        assert_eq!(latin_keys('ㅂ'), ['q']);
        assert_eq!(latin_keys('ㅃ'), ['Q']);
        assert_eq!(latin_keys('과'), ['r', 'h', 'k']);
        assert_eq!(latin_keys('닭'), ['e', 'k', 'f', 'r']);
        assert!(latin_keys('n').is_empty());
    }

    #[test]
    fn a_word_typed_in_hangul_mode_is_read_as_it_was_meant() {
        assert_eq!(latin("ㄴ딛ㅊ색").as_deref(), Some("selector"));
        assert_eq!(latin("메ㅑVersion").as_deref(), Some("apiVersion"));
        assert_eq!(latin("selector"), None);
        assert_eq!(latin("이름（"), None);
    }
}
