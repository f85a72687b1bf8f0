//! Emphasis by one rule that knows Korean.
//!
//! CommonMark decides by the characters beside a run of `*` or `_` whether it may open or close. A closing run after
//! punctuation counts only if a blank or punctuation follows, which a 조사 is not: `**서비스(Service)**는` and
//! `` **`port`**는 `` stay as they were typed. The repair is CommonMark's own algorithm (spec 0.31, 6.2) with a CJK
//! neighbour counted as a blank would be; `__파드__를` is let in too. All runs go through it, also those CommonMark
//! would have paired: its pairs are wrong as soon as it misses one.
//!
//! Must not know: blocks, pulldown-cmark.

use super::{Mark, MarkKind};
use crate::text::TextRange;

/// A stretch of the prose that was written just so in the source, so that its `*` and `_` are delimiters:
/// no code, no escaped character, no entity.
#[derive(Clone, Copy, Debug)]
pub(super) struct Literal {
    /// Where it stands in the prose.
    pub(super) at: TextRange,
    /// Where it begins in the source.
    pub(super) source: usize,
}

/// A run of one delimiter character, as much of it as is not used up.
#[derive(Debug)]
struct Run {
    marker: u8,
    /// First byte in the prose; moves on as a closing run is used from its front.
    at: usize,
    /// The same byte in the source.
    source: usize,
    left: usize,
    whole: usize,
    opens: bool,
    closes: bool,
}

/// Takes the delimiters out of `text`, adds the marks they make, and returns the source ranges of `**` and `__` that
/// pair with nothing.
pub(super) fn resolve(text: &mut String, marks: &mut Vec<Mark>, literals: &[Literal], source: &str) -> Vec<TextRange> {
    let mut runs: Vec<Run> = literals.iter().flat_map(|literal| runs_of(*literal, text, source)).collect();
    if runs.is_empty() {
        return Vec::new();
    }
    let mut gone = pair(&mut runs, marks);
    gone.sort_unstable_by_key(|range| range.start());
    remove(text, marks, &gone);
    runs.iter().filter(|run| run.left >= 2).map(|run| TextRange::new(run.source, run.source + run.left)).collect()
}

fn runs_of(literal: Literal, text: &str, source: &str) -> Vec<Run> {
    let bytes = literal.at.of(text).as_bytes();
    let mut runs = Vec::new();
    let mut done = 0;
    while let Some(ahead) = bytes.iter().skip(done).position(|b| matches!(b, b'*' | b'_')) {
        let start = done + ahead;
        let marker = bytes.get(start).copied().unwrap_or(0);
        let length = bytes.iter().skip(start).take_while(|&&b| b == marker).count();
        done = start + length;
        let place = literal.source + start;
        let (opens, closes) = flanks(marker, length, source, place);
        runs.push(Run {
            marker,
            at: literal.at.start() + start,
            source: place,
            left: length,
            whole: length,
            opens,
            closes,
        });
    }
    runs
}

/// Whether a run may open and whether it may close emphasis, by its neighbours in the source.
fn flanks(marker: u8, length: usize, source: &str, at: usize) -> (bool, bool) {
    let before = Neighbour::of(source.get(..at).and_then(|s| s.chars().next_back()));
    let after = Neighbour::of(source.get(at + length..).and_then(|s| s.chars().next()));
    let left = after != Neighbour::Blank && (after != Neighbour::Mark || before != Neighbour::Letter);
    let right = before != Neighbour::Blank && (before != Neighbour::Mark || after != Neighbour::Letter);
    if marker == b'*' {
        return (left, right);
    }
    // `_` inside a word is a letter (`my_var`, `파일_이름`); only the doubled one may touch a CJK word.
    let parts = |side| side == Neighbour::Mark || (side == Neighbour::Cjk && length >= 2);
    (left && (!right || parts(before)), right && (!left || parts(after)))
}

/// What stands beside a run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Neighbour {
    /// White space, or an end of the text.
    Blank,
    /// Punctuation or a symbol, unless it is CJK.
    Mark,
    /// Hangul, Han, kana and their punctuation.
    Cjk,
    /// Any other letter or digit.
    Letter,
}

impl Neighbour {
    fn of(c: Option<char>) -> Self {
        match c {
            None => Self::Blank,
            Some(c) if c.is_whitespace() => Self::Blank,
            Some(c) if is_cjk(c) => Self::Cjk,
            Some(c) if c.is_alphanumeric() => Self::Letter,
            Some(_) => Self::Mark,
        }
    }
}

fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{a4cf}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// CommonMark's "process emphasis": every closing run looks back for the nearest run that opens. Returns the bytes of
/// the prose that were delimiters.
fn pair(runs: &mut [Run], marks: &mut Vec<Mark>) -> Vec<TextRange> {
    let mut gone = Vec::new();
    let mut openers: Vec<usize> = Vec::new();
    // How deep a closing run of each sort has already looked in vain: keeps hostile text linear.
    let mut searched = [0_usize; 12];
    for closer in 0..runs.len() {
        while runs[closer].closes && runs[closer].left > 0 {
            let bottom = &mut searched[sort_of(&runs[closer])];
            *bottom = (*bottom).min(openers.len());
            let found = (*bottom..openers.len()).rev().find(|&i| fits(&runs[openers[i]], &runs[closer]));
            let Some(depth) = found else {
                *bottom = openers.len();
                break;
            };
            let opener = openers[depth];
            openers.truncate(depth + 1);
            join(runs, opener, closer, marks, &mut gone);
            if runs[opener].left == 0 {
                openers.pop();
            }
        }
        if runs[closer].opens && runs[closer].left > 0 {
            openers.push(closer);
        }
    }
    gone
}

fn sort_of(run: &Run) -> usize {
    usize::from(run.marker == b'_') * 6 + usize::from(run.opens) * 3 + run.whole % 3
}

/// CommonMark's rule of three: a run that both opens and closes does not pair where the lengths add up to a
/// multiple of three, unless both are one.
fn fits(opener: &Run, closer: &Run) -> bool {
    let ambiguous = opener.closes || closer.opens;
    let threes = (opener.whole + closer.whole).is_multiple_of(3)
        && !(opener.whole.is_multiple_of(3) && closer.whole.is_multiple_of(3));
    opener.marker == closer.marker && opener.left > 0 && !(ambiguous && threes)
}

fn join(runs: &mut [Run], opener: usize, closer: usize, marks: &mut Vec<Mark>, gone: &mut Vec<TextRange>) {
    let strong = runs[opener].left >= 2 && runs[closer].left >= 2;
    let (used, kind) = if strong { (2, MarkKind::Strong) } else { (1, MarkKind::Emphasis) };
    runs[opener].left -= used;
    let open_end = runs[opener].at + runs[opener].left;
    let open_source = runs[opener].source + runs[opener].left;
    let close_start = runs[closer].at;
    gone.push(TextRange::new(open_end, open_end + used));
    gone.push(TextRange::new(close_start, close_start + used));
    marks.push(Mark {
        range: TextRange::new(open_end + used, close_start),
        source: TextRange::new(open_source, runs[closer].source + used),
        kind,
    });
    runs[closer].left -= used;
    runs[closer].at += used;
    runs[closer].source += used;
}

/// Cuts the sorted ranges `gone` out of `text` and moves the marks along.
fn remove(text: &mut String, marks: &mut [Mark], gone: &[TextRange]) {
    if gone.is_empty() {
        return;
    }
    let mut kept = String::with_capacity(text.len());
    let mut lost = Vec::with_capacity(gone.len() + 1);
    let (mut done, mut total) = (0, 0);
    for range in gone {
        kept.push_str(text.get(done..range.start()).unwrap_or(""));
        done = range.end();
        lost.push((range.start(), total));
        total += range.len();
    }
    kept.push_str(text.get(done..).unwrap_or(""));
    lost.push((usize::MAX, total));
    let moved = |place: usize| {
        let after = lost.partition_point(|&(start, _)| start < place);
        place - lost.get(after).map_or(total, |&(_, before)| before)
    };
    for mark in marks {
        mark.range = TextRange::new(moved(mark.range.start()), moved(mark.range.end()));
    }
    *text = kept;
}
