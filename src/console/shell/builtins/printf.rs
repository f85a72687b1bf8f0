//! `printf`.
//!
//! Must not know: where its arguments come from.

use crate::console::Output;

/// How wide a field may be.
const MAX_WIDTH: usize = 1_000;

/// Prints the arguments after a format, which is used again while arguments are left.
pub(super) fn printf(args: &[String]) -> Output {
    let Some((format, mut rest)) = args.split_first() else {
        return Output::fail(2, "printf: usage: printf [-v var] format [arguments]\n");
    };
    let mut out = String::new();
    loop {
        let left = rest.len();
        once(format, &mut rest, &mut out);
        if rest.is_empty() || rest.len() == left {
            return Output::ok(out);
        }
    }
}

fn once(format: &str, rest: &mut &[String], out: &mut String) {
    let mut next = || {
        let (first, after) = rest.split_first()?;
        *rest = after;
        Some(first.as_str())
    };
    let format = unescaped(format);
    let mut chars = format.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let mut flags = String::new();
        while let Some(c) = chars.next_if(|c| c.is_ascii_digit() || "-+ .#".contains(*c)) {
            flags.push(c);
        }
        let left = flags.contains('-');
        let width = flags.trim_start_matches(['-', '+', ' ', '#']).split('.').next().unwrap_or("");
        let zero = width.starts_with('0') && !left;
        let width = width.parse().unwrap_or(0).min(MAX_WIDTH);
        let text = match chars.next() {
            Some('s') => next().unwrap_or("").to_owned(),
            Some('b') => unescaped(next().unwrap_or("")),
            Some('d' | 'i' | 'u') => next().and_then(|text| text.trim().parse::<i64>().ok()).unwrap_or(0).to_string(),
            Some('x') => format!("{:x}", next().and_then(|text| text.trim().parse::<i64>().ok()).unwrap_or(0)),
            Some('f') => {
                let digits = flags.split_once('.').and_then(|(_, digits)| digits.parse().ok()).unwrap_or(6);
                let value: f64 = next().and_then(|text| text.trim().parse().ok()).unwrap_or(0.0);
                format!("{value:.*}", usize::min(digits, 20))
            }
            Some('c') => next().and_then(|text| text.chars().next()).map(String::from).unwrap_or_default(),
            Some('%') => "%".to_owned(),
            Some(other) => format!("%{flags}{other}"),
            None => "%".to_owned(),
        };
        let fill = width.saturating_sub(text.chars().count());
        match (left, zero) {
            (true, _) => out.extend([text.as_str(), &" ".repeat(fill)]),
            (false, true) => out.extend(["0".repeat(fill).as_str(), &text]),
            (false, false) => out.extend([" ".repeat(fill).as_str(), &text]),
        }
    }
}

/// `text` with `\n`, `\t` and their like read. Escape sequences for the terminal stay as they are written.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('\\') => out.push('\\'),
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out
}
