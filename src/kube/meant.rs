//! What somebody meant who wrote a word that may not stand there: the nearest that may, the keys that were pressed, a name that
//! fits.
//!
//! Must not know: fields, objects.

use crate::text::josa::Josa;
use crate::text::{keyboard, near};

/// A nearby name that is an RFC 1035 label (and so fits everywhere): lower case, dashes for what does not fit. `None` where
/// nothing is left of it.
pub(super) fn mend(value: &str) -> Option<String> {
    let mut out = String::new();
    let mut after_lower = false;
    for c in value.chars().map(|c| keyboard::half_width(c).unwrap_or(c)) {
        match c {
            'A'..='Z' => {
                if after_lower && !out.ends_with('-') {
                    out.push('-');
                }
                out.push(c.to_ascii_lowercase());
            }
            'a'..='z' => out.push(c),
            '0'..='9' if !out.is_empty() => out.push(c),
            '-' | '_' | '.' | ' ' if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
        after_lower = c.is_ascii_lowercase();
    }
    out.truncate(63);
    let trimmed = out.trim_end_matches('-');
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// The number that was meant where full-width digits were typed, or letters that look like a digit stand among digits.
pub(super) fn number(written: &str) -> Option<(i32, Slip)> {
    if let Some(number) = keyboard::narrowed(written).and_then(|it| it.parse().ok()) {
        return Some((number, Slip::FullWidth));
    }
    let like = |c: char| match c {
        'O' | 'o' => '0',
        'l' | 'I' => '1',
        c => c,
    };
    let letter = written.chars().find(|&c| like(c) != c)?;
    let is_number = written.contains(|c: char| c.is_ascii_digit());
    let number = written.chars().map(like).collect::<String>().parse().ok().filter(|_| is_number)?;
    Some((number, Slip::Letter(letter)))
}

/// Why a number was read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slip {
    /// Its digits are full-width.
    FullWidth,
    /// This letter stands for a digit.
    Letter(char),
}

/// The field that was meant where `written` is what comes of typing it in Hangul mode; capitals that Hangul does not tell
/// from small letters come out small.
pub(super) fn in_hangul_mode<'f>(written: &str, mut fields: impl Iterator<Item = &'f str>) -> Option<&'f str> {
    let pressed = keyboard::latin(written)?;
    fields.find(|field| pressed.eq_ignore_ascii_case(field))
}

/// What to say of it.
pub(super) fn typed_in_hangul(written: &str, field: &str) -> String {
    let topic = Josa::EunNeun.after(written);
    format!("`{written}`{topic} 한글 입력 상태에서 친 `{field}`입니다. 한/영 키를 눌러 영문으로 다시 치십시오.")
}

/// The candidate nearest to `word`: equal but for case, or at most a third of it away.
pub(super) fn closest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let lower = word.to_lowercase();
    let limit = (word.chars().count() / 3).clamp(1, 3);
    candidates
        .filter_map(|candidate| {
            near::distance_within(&lower, &candidate.to_lowercase(), limit).map(|far| (far, candidate))
        })
        .min_by_key(|(far, _)| *far)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_word_finds_its_neighbour() {
        let fields = ["targetPort", "nodePort", "port", "protocol"];
        assert_eq!(closest("tagetPort", fields.into_iter()), Some("targetPort"));
        assert_eq!(closest("PORT", fields.into_iter()), Some("port"));
        assert_eq!(closest("replicas", fields.into_iter()), None);
        assert_eq!(mend("Web_Service"), Some("web-service".to_owned()));
        assert_eq!(mend("ShopService"), Some("shop-service".to_owned()));
        assert_eq!(mend("서비스"), None);
        assert_eq!(mend("ｓeats"), Some("seats".to_owned()));
    }

    #[test]
    fn a_number_in_letters_that_look_like_digits_is_read() {
        assert_eq!(number("３０００８"), Some((30008, Slip::FullWidth)));
        assert_eq!(number("3OO08"), Some((30008, Slip::Letter('O'))));
        assert_eq!(number("80l"), Some((801, Slip::Letter('l'))));
        for word in ["Oo", "http", "8080", "３０번"] {
            assert_eq!(number(word), None, "{word}");
        }
    }
}
