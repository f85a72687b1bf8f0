//! Patterns of `grep`, `sed` and `awk`: POSIX's basic and extended expressions, by way of a library that knows the latter.
//!
//! Must not know: what is looked for in which text.

use regex_lite::{Regex, RegexBuilder};

/// How large a compiled pattern may be.
const MAX_SIZE: usize = 256 * 1024;

/// Which of POSIX's two ways of writing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// `\(`, `\|`, `\+` are special, `(`, `|`, `+` are not.
    Basic,
    /// The other way round.
    Extended,
    /// Nothing is special.
    Fixed,
}

/// Compiles a pattern.
pub(super) fn compile(text: &str, syntax: Syntax, ignore_case: bool) -> Result<Regex, String> {
    let pattern = match syntax {
        Syntax::Extended => text.to_owned(),
        Syntax::Basic => extended(text),
        Syntax::Fixed => regex_lite::escape(text),
    };
    let built = RegexBuilder::new(&pattern).case_insensitive(ignore_case).size_limit(MAX_SIZE).build();
    built.map_err(|_| "Invalid regular expression".to_owned())
}

/// A basic expression in the extended way of writing.
fn extended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    let mut start = true;
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(special @ ('(' | ')' | '{' | '}' | '|' | '+' | '?')) => out.push(special),
                Some('<' | '>') => out.push_str("\\b"),
                Some(other) => out.extend(['\\', other]),
                None => out.push_str("\\\\"),
            },
            '(' | ')' | '{' | '}' | '|' | '+' | '?' => out.extend(['\\', c]),
            // A star that repeats nothing means itself.
            '*' if start => out.push_str("\\*"),
            '[' => {
                out.push('[');
                let mut inside = 0;
                for c in chars.by_ref() {
                    if c == '[' {
                        out.push('\\');
                    }
                    out.push(c);
                    if c == ']' && inside > 0 {
                        break;
                    }
                    inside += usize::from(c != '^' || inside > 0);
                }
            }
            _ => out.push(c),
        }
        start = false;
    }
    out
}
