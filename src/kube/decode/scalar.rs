//! Scalars with a decoder of their own: quantities and times.
//!
//! Must not know: trees, fields.

/// `apimachinery/pkg/api/resource/quantity.go`, `ErrFormatWrong`.
pub(super) const WRONG_QUANTITY: &str =
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

/// What the server says against a quantity (`ParseQuantity`).
pub(super) fn quantity(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Some(WRONG_QUANTITY);
    }
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let after_sign = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut rest = after_sign.get(digits(after_sign)..).unwrap_or("");
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = fraction.get(digits(fraction)..).unwrap_or("");
    }
    let letters = rest.bytes().take_while(|b| b"eEinumkKMGTP".contains(b)).count();
    let exponent = rest.get(letters..).unwrap_or("");
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if digits(exponent) != exponent.len() {
        return Some(WRONG_QUANTITY);
    }
    let known = ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    let scientific = rest.strip_prefix(['e', 'E']).is_some_and(|exponent| exponent.parse::<i64>().is_ok());
    (!known.contains(&rest) && !scientific).then_some("unable to parse quantity's suffix")
}

/// What the server says against a time (`time.Parse` with RFC 3339).
pub(super) fn time(text: &str) -> Option<String> {
    const LAYOUT: &str = "2006-01-02T15:04:05Z07:00";
    let fail = |rest: &str, element: &str| {
        Some(format!("parsing time \"{text}\" as \"{LAYOUT}\": cannot parse \"{rest}\" as \"{element}\""))
    };
    let out_of_range = |what: &str| Some(format!("parsing time \"{text}\": {what} out of range"));
    let mut rest = text;
    let mut numbers = [0u32; 6];
    let elements = [
        ("2006", 4),
        ("-", 0),
        ("01", 2),
        ("-", 0),
        ("02", 2),
        ("T", 0),
        ("15", 2),
        (":", 0),
        ("04", 2),
        (":", 0),
        ("05", 2),
    ];
    let mut next = 0;
    for (element, width) in elements {
        if width == 0 {
            let Some(after) = rest.strip_prefix(element) else { return fail(rest, element) };
            rest = after;
            continue;
        }
        let digits = rest.get(..width).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        let Some(number) = digits.and_then(|digits| digits.parse().ok()) else { return fail(rest, element) };
        if let Some(slot) = numbers.get_mut(next) {
            *slot = number;
        }
        next += 1;
        rest = rest.get(width..).unwrap_or("");
    }
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            rest = fraction.get(digits..).unwrap_or("");
        }
    }
    let zone = rest.as_bytes();
    let offset = matches!(zone, [b'+' | b'-', a, b, b':', c, d] if [a, b, c, d].iter().all(|b| b.is_ascii_digit()));
    if rest != "Z" && !offset {
        return match rest.strip_prefix('Z') {
            Some(extra) => Some(format!("parsing time \"{text}\": extra text: \"{extra}\"")),
            None => fail(rest, "Z07:00"),
        };
    }
    let [year, month, day, hour, minute, second] = numbers;
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    match () {
        () if !(1..=12).contains(&month) => out_of_range("month"),
        () if !(1..=days).contains(&day) => out_of_range("day"),
        () if hour > 23 => out_of_range("hour"),
        () if minute > 59 => out_of_range("minute"),
        () if second > 59 => out_of_range("second"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities() {
        for good in ["100m", "0.5", "1", "128Mi", "1e3", "2E", "+1.5Gi", ".5"] {
            assert_eq!(quantity(good), None, "{good}");
        }
        for bad in ["128mb", "", "1 Gi", "{}", "abc"] {
            assert_eq!(quantity(bad), Some(WRONG_QUANTITY), "{bad}");
        }
        assert_eq!(quantity("1Mm"), Some("unable to parse quantity's suffix"));
    }

    #[test]
    fn times() {
        assert_eq!(time("2024-01-01T00:00:00Z"), None);
        assert_eq!(time("2024-01-01T00:00:00.5+09:00"), None);
        assert!(time("2024-01-01").is_some_and(|message| message.ends_with("cannot parse \"\" as \"T\"")));
        assert!(time("2023-02-29T00:00:00Z").is_some_and(|message| message.ends_with("day out of range")));
    }
}
