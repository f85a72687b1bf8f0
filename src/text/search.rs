//! Searching the Korean way: 초성 (`ㅅㅂㅅ` finds 서비스), half-typed syllables (`파ㄷ`, `팓` find 파드), any case, any
//! normal form.
//!
//! One or two 초성 occur in so many words that they are looked for at the beginnings of words only: ㄴㄷ is 노드, not every
//! sentence that ends in 니다.
//!
//! Query and text are compared letter by letter after composition (NFC), so that a name typed on one system is found
//! on another; what is found is told as ranges of the text as it is.
//!
//! Must not know: what is searched.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{TextRange, width};

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    letters: Vec<Letter>,
    /// Only the beginnings of words count.
    at_words: bool,
}

/// From this many 초성 on a query may stand anywhere in a word.
const TELLING: usize = 3;

/// One letter of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letter {
    /// This character, in lower case.
    Exactly(char),
    /// Any syllable with this initial consonant, or the consonant alone.
    Initial(char),
    /// The last syllable, still being typed: itself, the same with a final consonant to come, or with its final
    /// consonant turned out to be the next syllable's initial.
    Unfinished(char),
    /// One blank or several, a line end included.
    Blank,
}

impl Query {
    /// Reads what was typed. Blanks at both ends do not count.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        let composed: Vec<char> = typed.trim().nfc().collect();
        let mut letters = Vec::with_capacity(composed.len());
        for (index, &c) in composed.iter().enumerate() {
            let last = index + 1 == composed.len();
            // A single whole syllable (수) means itself and no longer one (순).
            let unfinished = last && (index > 0 || final_of(c) > 0);
            letters.push(match c {
                _ if c.is_whitespace() && letters.last() == Some(&Letter::Blank) => continue,
                _ if c.is_whitespace() => Letter::Blank,
                _ if INITIALS.contains(&c) => Letter::Initial(c),
                '가'..='힣' if unfinished => Letter::Unfinished(c),
                _ => Letter::Exactly(lower(c)),
            });
        }
        let at_words = letters.len() < TELLING && letters.iter().all(|it| matches!(it, Letter::Initial(_)));
        Self { letters, at_words }
    }

    /// Whether it is nothing but 초성.
    #[must_use]
    pub fn is_initials(&self) -> bool {
        !self.letters.is_empty() && self.letters.iter().all(|it| matches!(it, Letter::Initial(_)))
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// Whether `text` has it anywhere. An empty query is everywhere.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.is_empty() || self.find_in(&fold(text)).next().is_some()
    }

    /// Every place in `text`, in order, none overlapping another.
    #[must_use]
    pub fn find_all(&self, text: &str) -> Vec<TextRange> {
        if self.is_empty() {
            return Vec::new();
        }
        let folded = fold(text);
        self.find_in(&folded).collect()
    }

    fn find_in<'f>(&'f self, text: &'f [Folded]) -> impl Iterator<Item = TextRange> + 'f {
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < text.len() {
                let here = text.get(at..)?;
                let first = here.first()?;
                let before = at.checked_sub(1).and_then(|before| text.get(before));
                if self.at_words && before.is_some_and(|before| before.letter.is_alphanumeric()) {
                    at += 1;
                    continue;
                }
                if let Some(length @ 1..) = self.length_at(here) {
                    let last = here.get(length - 1)?;
                    at += length;
                    return Some(TextRange::new(first.start, last.end));
                }
                at += 1;
            }
            None
        })
    }

    /// How many letters of `text` the query takes from its beginning.
    fn length_at(&self, text: &[Folded]) -> Option<usize> {
        let mut at = 0;
        for letter in &self.letters {
            let c = text.get(at)?.letter;
            let next = text.get(at + 1).map(|folded| folded.letter);
            at += match *letter {
                Letter::Exactly(wanted) => usize::from(c == wanted),
                Letter::Initial(wanted) => usize::from(c == wanted || initial_of(c) == Some(wanted)),
                Letter::Unfinished(wanted) => unfinished(wanted, c, next),
                Letter::Blank => text.iter().skip(at).take_while(|folded| folded.letter.is_whitespace()).count(),
            }
            .checked_sub(1)?
                + 1;
        }
        Some(at)
    }
}

/// How many letters an unfinished syllable takes: 0 none, 1 itself grown, 2 where its final consonant has moved on.
fn unfinished(wanted: char, c: char, next: Option<char>) -> usize {
    if c == wanted || (final_of(wanted) == 0 && final_of(c) != 0 && without_final(c) == wanted) {
        return 1;
    }
    let (keeps, moves) = split_final(final_of(wanted));
    let stem = with_final(wanted, keeps);
    let on_two = moves.is_some() && c == stem && next.and_then(initial_of) == moves;
    if on_two { 2 } else { 0 }
}

/// `text` composed (NFC), and in lower case unless `case` matters: what is compared where people type words.
#[must_use]
pub fn folded(text: &str, case: bool) -> String {
    text.nfc().map(|c| if case { c } else { lower(c) }).collect()
}

/// A letter of the text and where it stands.
struct Folded {
    letter: char,
    start: usize,
    end: usize,
}

/// The letters of `text`, composed and in lower case.
fn fold(text: &str) -> Vec<Folded> {
    let simple = text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes;
    if simple {
        let fold = |(start, c): (usize, char)| Folded { letter: lower(c), start, end: start + c.len_utf8() };
        return text.char_indices().map(fold).collect();
    }
    let mut folded = Vec::with_capacity(text.len() / 3);
    for (start, grapheme) in width::graphemes(text) {
        let end = start + grapheme.len();
        folded.extend(grapheme.nfc().map(|c| Folded { letter: lower(c), start, end }));
    }
    folded
}

fn lower(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

// Hangul syllables: (initial × 21 + medial) × 28 + final, from 가 on (Unicode 3.12).

const FIRST: u32 = 0xAC00;
const FINALS: u32 = 28;
const MEDIALS: u32 = 21;

/// 초성 in the order of Unicode, as the letters a keyboard types.
const INITIALS: [char; 19] =
    ['ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ'];

/// For each 종성 what stays and what moves on when a vowel follows: 팓 → 파ㄷ, 닭 → 달ㄱ.
const MOVES: [(u32, char); 28] = [
    (0, ' '),
    (0, 'ㄱ'),
    (0, 'ㄲ'),
    (1, 'ㅅ'),
    (0, 'ㄴ'),
    (4, 'ㅈ'),
    (4, 'ㅎ'),
    (0, 'ㄷ'),
    (0, 'ㄹ'),
    (8, 'ㄱ'),
    (8, 'ㅁ'),
    (8, 'ㅂ'),
    (8, 'ㅅ'),
    (8, 'ㅌ'),
    (8, 'ㅍ'),
    (8, 'ㅎ'),
    (0, 'ㅁ'),
    (0, 'ㅂ'),
    (17, 'ㅅ'),
    (0, 'ㅅ'),
    (0, 'ㅆ'),
    (0, 'ㅇ'),
    (0, 'ㅈ'),
    (0, 'ㅊ'),
    (0, 'ㅋ'),
    (0, 'ㅌ'),
    (0, 'ㅍ'),
    (0, 'ㅎ'),
];

fn syllable(c: char) -> Option<u32> {
    ('가'..='힣').contains(&c).then(|| u32::from(c) - FIRST)
}

fn initial_of(c: char) -> Option<char> {
    INITIALS.get((syllable(c)? / (MEDIALS * FINALS)) as usize).copied()
}

/// The number of the final consonant; 0 for none, also for what is no syllable.
fn final_of(c: char) -> u32 {
    syllable(c).map_or(0, |index| index % FINALS)
}

fn without_final(c: char) -> char {
    with_final(c, 0)
}

fn with_final(c: char, number: u32) -> char {
    let open = |index: u32| char::from_u32(FIRST + index / FINALS * FINALS + number);
    syllable(c).and_then(open).unwrap_or(c)
}

/// What of a final consonant stays, and what becomes the next initial.
fn split_final(number: u32) -> (u32, Option<char>) {
    match MOVES.get(number as usize) {
        Some(&(keeps, moves)) if number > 0 => (keeps, Some(moves)),
        _ => (0, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'t>(query: &str, text: &'t str) -> Vec<&'t str> {
        Query::new(query).find_all(text).into_iter().map(|range| range.of(text)).collect()
    }

    #[test]
    fn initial_consonants_find_words() {
        assert_eq!(found("ㅅㅂㅅ", "이 서비스와 저 서비스"), ["서비스", "서비스"]);
        assert_eq!(found("ㄴㄷㅍㅌ", "노드포트"), ["노드포트"]);
        assert!(found("ㅅㅂㅅ", "셀렉터").is_empty());
        assert_eq!(found("ㅂㅅㅌ", "서비스타입"), ["비스타"], "three say enough to stand inside a word");
    }

    #[test]
    fn one_or_two_initials_count_only_where_a_word_begins() {
        assert!(found("ㄴㄷ", "파드를 만듭니다. 떠 있습니다.").is_empty());
        assert_eq!(found("ㄴㄷ", "이 (노드)와 '노드포트'"), ["노드", "노드"]);
        assert_eq!(found("니ㄷ", "합니다"), ["니다"], "a syllable among them is no guess");
    }

    #[test]
    fn a_word_is_found_while_it_is_being_typed() {
        assert_eq!(found("파ㄷ", "파드"), ["파드"]);
        assert_eq!(found("팓", "파드"), ["파드"], "an input method has already joined the ㄷ");
        assert_eq!(found("레이브", "레이블"), ["레이블"]);
        assert_eq!(found("레입", "레이블"), ["레이블"]);
        assert_eq!(found("서빗", "서비스"), ["서비스"]);
        assert!(found("수", "순서").is_empty(), "one whole syllable means itself");
    }

    #[test]
    fn composition_case_and_blanks_do_not_matter() {
        let apart = "\u{1111}\u{1161}\u{1103}\u{1173}";
        assert_eq!(found(apart, "파드"), ["파드"], "a query from macOS");
        assert_eq!(found("파드", apart), [apart], "a file from macOS");
        assert_eq!(found("nodeport", "NodePort 서비스"), ["NodePort"]);
        assert_eq!(found("서비스  이름", "서비스\n이름"), ["서비스\n이름"]);
        assert_eq!(found("", "아무거나"), Vec::<&str>::new());
        assert!(Query::new(" ").matches("아무거나"));
    }

    proptest! {
        #[test]
        fn what_stands_in_a_text_is_found_there(before in "[가-힣a-z ]{0,10}", word in "[가-힣]{1,5}|[a-zA-Z]{1,5}", after in "[가-힣a-z ]{0,10}") {
            let text = format!("{before}{word}{after}");
            prop_assert!(Query::new(&word).matches(&text));
            let initials: String = word.chars().filter_map(initial_of).collect();
            prop_assert!(initials.chars().count() < TELLING || Query::new(&initials).matches(&text));
            let apart: String = text.nfd().collect();
            prop_assert!(Query::new(&word).matches(&apart));
        }

        #[test]
        fn places_lie_on_graphemes_in_order(query in "[ㄱ-ㅎ가-나a ]{1,3}", text in "[가-나a한 ]{0,30}") {
            let mut done = 0;
            for range in Query::new(&query).find_all(&text) {
                prop_assert!(done <= range.start() && !range.is_empty());
                prop_assert!(text.get(range.start()..range.end()).is_some());
                done = range.end();
            }
        }
    }
}
