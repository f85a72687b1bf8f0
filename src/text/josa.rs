//! 조사: the particle that follows a word, chosen by how the word is read aloud.
//!
//! Hangul is decided by its final consonant; digits and Latin letters by their Korean reading
//! (`80` 팔십 → 은, `port` 포트 → 는). Closing punctuation is skipped, so "`web`" + 을/를 works on the word inside.
//!
//! Must not know: which words the program uses.

use super::keyboard;

/// A pair of particles of which one fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Josa {
    /// 은/는: the topic.
    EunNeun,
    /// 이/가: the subject.
    IGa,
    /// 을/를: the object.
    EulReul,
    /// 과/와: and, with.
    GwaWa,
    /// 으로/로: by, towards.
    EuroRo,
    /// 이라는/라는: called.
    IraneunRaneun,
    /// 이어야/여야: must be.
    IeoyaYeoya,
}

impl Josa {
    /// (after a final consonant, after a vowel).
    const fn forms(self) -> (&'static str, &'static str) {
        match self {
            Self::EunNeun => ("은", "는"),
            Self::IGa => ("이", "가"),
            Self::EulReul => ("을", "를"),
            Self::GwaWa => ("과", "와"),
            Self::EuroRo => ("으로", "로"),
            Self::IraneunRaneun => ("이라는", "라는"),
            Self::IeoyaYeoya => ("이어야", "여야"),
        }
    }

    /// The form that follows `word`.
    #[must_use]
    pub fn after(self, word: &str) -> &'static str {
        let (closed, open) = self.forms();
        match ending(word) {
            Ending::Vowel => open,
            Ending::Rieul if self == Self::EuroRo => open,
            Ending::Rieul | Ending::Consonant => closed,
        }
    }
}

/// `word` with its particle: `with("셀렉터", Josa::EunNeun)` is `셀렉터는`.
#[must_use]
pub fn with(word: &str, josa: Josa) -> String {
    format!("{word}{}", josa.after(word))
}

/// How a word ends when it is read aloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Vowel,
    /// ㄹ, after which 으로 loses its 으.
    Rieul,
    Consonant,
}

fn ending(word: &str) -> Ending {
    let Some(last) = word.chars().rev().find(|c| c.is_alphanumeric()) else { return Ending::Vowel };
    match keyboard::half_width(last).unwrap_or(last) {
        '가'..='힣' => match (u32::from(last) - u32::from('가')) % 28 {
            0 => Ending::Vowel,
            8 => Ending::Rieul,
            _ => Ending::Consonant,
        },
        // A lone consonant is read by its name, which ends in one: 기역, 이응; only 리을 ends in ㄹ.
        'ㄹ' => Ending::Rieul,
        'ㄱ'..='ㅎ' => Ending::Consonant,
        number @ '0'..='9' => digit(number),
        letter if letter.is_ascii_alphabetic() => latin(word),
        _ => Ending::Vowel,
    }
}

/// Numbers are read in Sino-Korean: 영, 십, 백, 천 and 만, of which a last 0 is one, all end in a consonant, as do 삼 and 육.
fn digit(last: char) -> Ending {
    match last {
        '1' | '7' | '8' => Ending::Rieul,
        '2' | '4' | '5' | '9' => Ending::Vowel,
        _ => Ending::Consonant,
    }
}

/// Latin words as Koreans say them: a spelled-out abbreviation by its last letter's name, other words by the
/// sound of their ending. Field names and Kubernetes words that the rule misjudges are listed.
fn latin(word: &str) -> Ending {
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    let tail = word.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
    let last = tail.chars().next_back().unwrap_or('a');
    if tail.len() == 1 || (tail.len() <= 5 && tail.chars().all(|c| c.is_ascii_uppercase())) {
        return letter_name(last.to_ascii_lowercase());
    }
    // 아이피, also at the end of clusterIP.
    if tail.ends_with("IP") || tail == "ip" {
        return Ending::Vowel;
    }
    let lower = tail.to_ascii_lowercase();
    for (suffix, ending) in READINGS {
        if lower.ends_with(suffix) {
            return *ending;
        }
    }
    match last.to_ascii_lowercase() {
        'l' => Ending::Rieul,
        'm' | 'n' => Ending::Consonant,
        'b' | 'p' | 'k' | 'c' if short_vowel_before(&lower) => Ending::Consonant,
        _ => Ending::Vowel,
    }
}

/// Endings whose reading the letters alone do not give, exceptions before what they are exceptions from.
const READINGS: &[(&str, Ending)] = &[
    ("theme", Ending::Vowel),    // 테마
    ("me", Ending::Consonant),   // 네임, 타임, 볼륨
    ("ne", Ending::Consonant),   // 라인, 머신, 존
    ("type", Ending::Consonant), // 타입
    ("ng", Ending::Consonant),   // 링
    ("ack", Ending::Consonant),  // 스택, 백
    ("oot", Ending::Vowel),      // 루트
    ("eat", Ending::Vowel),      // 비트
    ("edit", Ending::Vowel),     // 에디트
    ("at", Ending::Consonant),   // 포맷
    ("et", Ending::Consonant),   // 셋, 타깃
    ("it", Ending::Consonant),   // 커밋
    ("ot", Ending::Consonant),   // 스냅샷
    ("ut", Ending::Consonant),   // 아웃, 인풋
    ("le", Ending::Rieul),       // 파일, 룰, 스케줄
    ("kubectl", Ending::Rieul),  // 큐브컨트롤
    ("app", Ending::Consonant),  // 앱
];

fn short_vowel_before(word: &str) -> bool {
    word.chars().rev().nth(1).is_some_and(|c| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u'))
}

/// How the name of a letter ends: 엘 ㄹ, 엠·엔 consonant, 아르(R) vowel, the rest vowels.
fn letter_name(letter: char) -> Ending {
    match letter {
        'l' => Ending::Rieul,
        'm' | 'n' => Ending::Consonant,
        _ => Ending::Vowel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_follow_the_reading() {
        let cases = [
            ("파드", Josa::EunNeun, "파드는"),
            ("레이블", Josa::EulReul, "레이블을"),
            ("레이블", Josa::EuroRo, "레이블로"),
            ("네임스페이스", Josa::IGa, "네임스페이스가"),
            ("targetPort", Josa::EunNeun, "targetPort는"),
            ("name", Josa::EunNeun, "name은"),
            ("type", Josa::EunNeun, "type은"),
            ("takeout", Josa::IraneunRaneun, "takeout이라는"),
            ("internet", Josa::EuroRo, "internet으로"),
            ("root", Josa::IGa, "root가"),
            ("schedule", Josa::EuroRo, "schedule로"),
            ("timezone", Josa::EunNeun, "timezone은"),
            ("curl", Josa::EuroRo, "curl로"),
            ("pod", Josa::IGa, "pod가"),
            ("ship", Josa::EulReul, "ship을"),
            ("SingleStack", Josa::IGa, "SingleStack이"),
            ("clusterIP", Josa::EulReul, "clusterIP를"),
            ("http", Josa::EulReul, "http를"),
            ("db", Josa::EunNeun, "db는"),
            ("dns", Josa::IGa, "dns가"),
            ("selector", Josa::IGa, "selector가"),
            ("`selector`", Josa::IGa, "`selector`가"),
            ("80", Josa::EuroRo, "80으로"),
            ("8081", Josa::EuroRo, "8081로"),
            ("30008", Josa::EulReul, "30008을"),
            ("8082", Josa::GwaWa, "8082와"),
            ("NodePort", Josa::EuroRo, "NodePort로"),
            ("ClusterIP", Josa::IeoyaYeoya, "ClusterIP여야"),
            ("kubectl", Josa::EuroRo, "kubectl로"),
            ("URL", Josa::EulReul, "URL을"),
            ("VM", Josa::EulReul, "VM을"),
            ("web", Josa::IGa, "web이"),
            ("redis", Josa::EunNeun, "redis는"),
            ("\"웹\"", Josa::IraneunRaneun, "\"웹\"이라는"),
        ];
        for (word, josa, expected) in cases {
            assert_eq!(with(word, josa), expected);
        }
    }
}
