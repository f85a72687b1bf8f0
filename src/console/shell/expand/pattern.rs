//! Patterns of file names: `*`, `?`, `[…]`, and a backslash before what is meant as it stands.
//!
//! Must not know: files.

/// Whether all of `text` fits `pattern`.
pub(in crate::console::shell) fn fits(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let pattern: Vec<char> = pattern.chars().collect();
    let (mut at, mut here) = (0, 0);
    // Where the last `*` stands, and up to where it has eaten.
    let mut star: Option<(usize, usize)> = None;
    while here < text.len() {
        match one(&pattern, at, text[here]) {
            Step::Any => {
                star = Some((at + 1, here));
                at += 1;
            }
            Step::Fits(next) => {
                at = next;
                here += 1;
            }
            Step::Fails => {
                let Some((after, eaten)) = star else { return false };
                star = Some((after, eaten + 1));
                at = after;
                here = eaten + 1;
            }
        }
    }
    pattern[at..].iter().all(|c| *c == '*')
}

enum Step {
    /// A `*`.
    Any,
    /// The character fits; the pattern goes on there.
    Fits(usize),
    Fails,
}

fn one(pattern: &[char], at: usize, c: char) -> Step {
    let fits = |is: bool, next: usize| if is { Step::Fits(next) } else { Step::Fails };
    match pattern.get(at) {
        None => Step::Fails,
        Some('*') => Step::Any,
        Some('?') => Step::Fits(at + 1),
        Some('\\') => fits(pattern.get(at + 1) == Some(&c), at + 2),
        Some('[') => {
            let Some(length) = pattern[at + 1..].iter().skip(1).position(|c| *c == ']').map(|length| length + 1) else {
                return fits(c == '[', at + 1);
            };
            let set = &pattern[at + 1..at + 1 + length];
            let (negated, set) = match set.split_first() {
                Some(('!' | '^', rest)) => (true, rest),
                _ => (false, set),
            };
            fits(in_set(set, c) != negated, at + length + 2)
        }
        Some(other) => fits(*other == c, at + 1),
    }
}

fn in_set(set: &[char], c: char) -> bool {
    let mut at = 0;
    while let Some(first) = set.get(at) {
        if let (Some('-'), Some(last)) = (set.get(at + 1), set.get(at + 2)) {
            if (*first..=*last).contains(&c) {
                return true;
            }
            at += 3;
        } else if *first == c {
            return true;
        } else {
            at += 1;
        }
    }
    false
}

/// `text` without the shortest (or longest) start that fits.
pub(super) fn without_start(text: &str, pattern: &str, longest: bool) -> String {
    let mut ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    if longest {
        ends.reverse();
    }
    let found = ends.into_iter().find(|end| text.get(..*end).is_some_and(|start| fits(start, pattern)));
    found.and_then(|end| text.get(end..)).unwrap_or(text).to_owned()
}

/// `text` without the shortest (or longest) end that fits.
pub(super) fn without_end(text: &str, pattern: &str, longest: bool) -> String {
    let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    if !longest {
        starts.reverse();
    }
    let found = starts.into_iter().find(|start| text.get(*start..).is_some_and(|end| fits(end, pattern)));
    found.and_then(|start| text.get(..start)).unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_as_in_a_shell() {
        for (text, pattern, expected) in [
            ("web.yaml", "*.yaml", true),
            ("web.yml", "*.y?ml", false),
            ("web-1", "web-[0-9]", true),
            ("web-x", "web-[!0-9]", true),
            ("a*b", "a\\*b", true),
            ("axb", "a\\*b", false),
            ("", "*", true),
            ("[", "[", true),
            ("aaaaaaaaaaaaaaaaaaaaaaaab", "*a*a*a*a*a*a*c", false),
        ] {
            assert_eq!(fits(text, pattern), expected, "{text} {pattern}");
        }
        assert_eq!(without_start("a/b/c", "*/", false), "b/c");
        assert_eq!(without_start("a/b/c", "*/", true), "c");
        assert_eq!(without_end("web.tar.gz", ".*", false), "web.tar");
        assert_eq!(without_end("web.tar.gz", ".*", true), "web");
    }
}
