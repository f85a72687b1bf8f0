//! Korean sentences with values in them: `80을(를)` is written by a rule and read as `80을`.
//!
//! Must not know: what the sentences are about.

use crate::text::josa::Josa;

/// The spellings of a particle whose form depends on the word before it: what stands before the bracket, what from it
/// on, and the forms after a consonant and after a vowel.
const PATTERNS: [(&str, &str, Josa, &str, &str); 7] = [
    ("을", "(를)", Josa::EulReul, "을", "를"),
    ("은", "(는)", Josa::EunNeun, "은", "는"),
    ("이", "(가)", Josa::IGa, "이", "가"),
    ("과", "(와)", Josa::GwaWa, "과", "와"),
    ("", "(으)로", Josa::EuroRo, "으로", "로"),
    ("", "(이)라고", Josa::IraneunRaneun, "이라고", "라고"),
    ("", "(이)라는", Josa::IraneunRaneun, "이라는", "라는"),
];

/// Chooses every particle that was left open.
pub(super) fn particles(sentence: &str) -> String {
    let mut out = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some(at) = rest.find('(') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let found = PATTERNS.iter().find(|(lead, mark, ..)| tail.starts_with(mark) && out.ends_with(lead));
        if let Some((lead, mark, josa, closed, open)) = found {
            out.truncate(out.len() - lead.len());
            // 이라고 follows the same words as 이라는: the first letter tells which form it is.
            let is_closed = josa.after(&out).chars().next() == closed.chars().next();
            out.push_str(if is_closed { closed } else { open });
            rest = tail.get(mark.len()..).unwrap_or("");
        } else {
            out.push('(');
            rest = tail.get(1..).unwrap_or("");
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_particles_follow_the_word_before_them() {
        assert_eq!(particles("`80`을(를) `8081`(으)로 바꾸기"), "`80`을 `8081`로 바꾸기");
        assert_eq!(particles("`web`은(는) `서비스`(이)라고"), "`web`은 `서비스`라고");
        assert_eq!(particles("그대로"), "그대로");
    }
}
