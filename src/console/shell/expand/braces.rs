//! `{a,b}` and `{1..5}`.
//!
//! Must not know: variables (braces come before everything else).

use crate::console::shell::tree::{Part, Word};

/// The most words that braces may come to.
const MAX_WORDS: usize = 1_000;

/// The words that `word` comes to: itself where there are no braces in it.
pub(super) fn expand(word: &Word) -> Vec<Word> {
    let found = word.parts.iter().enumerate().find_map(|(index, part)| match part {
        Part::Text { text, quoted: false } => Some((index, alternatives(text)?)),
        _ => None,
    });
    let Some((index, texts)) = found else { return vec![word.clone()] };
    let mut words = Vec::new();
    for text in texts {
        let mut next = word.clone();
        if let Some(part) = next.parts.get_mut(index) {
            *part = Part::Text { text, quoted: false };
        }
        words.extend(expand(&next));
        if words.len() > MAX_WORDS {
            return vec![word.clone()];
        }
    }
    words
}

/// The texts that the first braces of `text` come to.
fn alternatives(text: &str) -> Option<Vec<String>> {
    let mut start = 0;
    loop {
        let open = start + text.get(start..)?.find('{')?;
        if let Some((close, inside)) = closing(text, open)
            && let Some(items) = list(inside).or_else(|| range(inside))
        {
            let (before, after) = (text.get(..open)?, text.get(close + 1..)?);
            return Some(items.iter().map(|item| format!("{before}{item}{after}")).collect());
        }
        start = open + 1;
    }
}

/// Where the brace that is open at `open` closes, and what stands between.
fn closing(text: &str, open: usize) -> Option<(usize, &str)> {
    let mut depth = 0_usize;
    for (offset, c) in text.get(open..)?.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((open + offset, text.get(open + 1..open + offset)?));
        }
    }
    None
}

/// `a,b,c`, commas inside further braces apart.
fn list(inside: &str) -> Option<Vec<String>> {
    let (mut items, mut depth) = (vec![String::new()], 0_usize);
    for c in inside.chars() {
        match c {
            ',' if depth == 0 => {
                items.push(String::new());
                continue;
            }
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        items.last_mut()?.push(c);
    }
    (items.len() > 1).then_some(items)
}

/// `1..5`, `5..1`, `0..10..2`, `a..e`.
fn range(inside: &str) -> Option<Vec<String>> {
    let mut parts = inside.split("..");
    let (first, last, step) = (parts.next()?, parts.next()?, parts.next());
    if parts.next().is_some() {
        return None;
    }
    let letter = |text: &str| Some(text.chars().next()?).filter(|c| text.len() == 1 && c.is_ascii_alphabetic());
    if let (Some(first), Some(last)) = (letter(first), letter(last)) {
        let (first, last) = (u32::from(first), u32::from(last));
        let codes: Vec<u32> = if first <= last { (first..=last).collect() } else { (last..=first).rev().collect() };
        return Some(codes.into_iter().filter_map(char::from_u32).map(String::from).collect());
    }
    let (from, to): (i32, i32) = (first.parse().ok()?, last.parse().ok()?);
    let by = step.map_or(Some(1), |step| step.parse::<i32>().ok())?.unsigned_abs().max(1) as usize;
    let width = [first, last].into_iter().filter(|it| it.trim_start_matches('-').starts_with('0')).map(str::len).max();
    let count = usize::try_from(i64::from(to).abs_diff(i64::from(from))).unwrap_or(usize::MAX) / by;
    if count >= MAX_WORDS {
        return None;
    }
    let numbers: Vec<i32> =
        if from <= to { (from..=to).step_by(by).collect() } else { (to..=from).rev().step_by(by).collect() };
    let width = width.filter(|_| first.len() > 1 || last.len() > 1).unwrap_or(0);
    Some(numbers.into_iter().map(|number| format!("{number:0width$}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let word = Word { parts: vec![Part::Text { text: text.to_owned(), quoted: false }] };
        let plain = |word: &Word| word.plain().unwrap_or_default().to_owned();
        expand(&word).iter().map(plain).collect()
    }

    #[test]
    fn braces_come_to_words() {
        for (text, expected) in [
            ("{1..3}", "1 2 3"),
            ("{3..1}", "3 2 1"),
            ("{0..10..5}", "0 5 10"),
            ("{01..03}", "01 02 03"),
            ("{a..c}x", "ax bx cx"),
            ("web-{a,b{1,2}}.yaml", "web-a.yaml web-b1.yaml web-b2.yaml"),
            ("{a}", "{a}"),
            ("{1..99999}", "{1..99999}"),
            ("{", "{"),
            ("{app: web}", "{app: web}"),
        ] {
            assert_eq!(words(text).join(" "), expected);
        }
    }
}
