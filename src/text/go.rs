//! How Go prints strings and floats: kubectl, the API server and their YAML library speak so in their messages.
//!
//! Must not know: which message it is.

use std::fmt::{Display, LowerExp, Write as _};

/// `strconv.Quote`: printable characters stay, others are escaped.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        let code = u32::from(c);
        let _ = match c {
            '"' | '\\' => write!(out, "\\{c}"),
            '\u{7}' => write!(out, "\\a"),
            '\u{8}' => write!(out, "\\b"),
            '\u{c}' => write!(out, "\\f"),
            '\n' => write!(out, "\\n"),
            '\r' => write!(out, "\\r"),
            '\t' => write!(out, "\\t"),
            '\u{b}' => write!(out, "\\v"),
            _ if printable(c) => write!(out, "{c}"),
            _ if code < 0x80 => write!(out, "\\x{code:02x}"),
            _ if code < 0x1_0000 => write!(out, "\\u{code:04x}"),
            _ => write!(out, "\\U{code:08x}"),
        };
    }
    out.push('"');
    out
}

/// `strconv.IsPrint`: letters, marks, numbers, punctuation and symbols, and of the blanks the space alone. Rust's
/// [`str::escape_debug`] keeps the same characters, marks among them only behind another character.
fn printable(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, ' '..='~');
    }
    let pair = String::from_iter(['a', c]);
    pair.escape_debug().nth(1) == Some(c)
}

/// The shortest spelling of a float (`%v`, `strconv.FormatFloat` with `'g'` and -1): with an exponent where it is far from 1.
#[must_use]
pub fn float<F: Copy + Display + Into<f64> + LowerExp>(value: F) -> String {
    let wide: f64 = value.into();
    if wide.is_nan() {
        return "NaN".to_owned();
    }
    if wide.is_infinite() {
        return if wide > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) {
        return value.to_string();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_quoted_as_go_quotes_them() {
        assert_eq!(quote("web"), "\"web\"");
        assert_eq!(quote("서비스"), "\"서비스\"");
        assert_eq!(quote("\u{a0}v1\t\"x\""), "\"\\u00a0v1\\t\\\"x\\\"\"");
        assert_eq!(quote("a'\u{300}\u{378}\u{200d}\u{fffd}"), "\"a'\u{300}\\u0378\\u200d\u{fffd}\"");
    }

    #[test]
    fn floats_are_as_short_as_go_writes_them() {
        let written = [0.5, 100_000.0, 1e6, 1.5e-5, f64::INFINITY].map(float);
        assert_eq!(written, ["0.5", "100000", "1e+06", "1.5e-05", "+Inf"]);
        assert_eq!(float(0.1_f32), "0.1");
    }
}
