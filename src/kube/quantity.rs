//! Amounts of a resource: `100m`, `1.5Gi`, `1e3` (`apimachinery/pkg/api/resource/quantity.go`).
//!
//! Must not know: which resources there are.

use std::borrow::Cow;
use std::cmp::Ordering;

/// An amount, to the billionth part, beyond which the server rounds up too.
#[derive(Clone, Debug)]
pub(super) struct Quantity<'t> {
    nano: i128,
    format: Format,
    /// How it is written, where that is how the server would write it; otherwise empty.
    text: Cow<'t, str>,
}

/// Which suffixes an amount is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// `Ki`, `Mi` …
    Binary,
    /// `m`, `k`, `M` …
    Decimal,
    /// `e3`.
    Exponent,
}

const NANO: i128 = 1_000_000_000;
const DECIMAL: [(&str, i32); 10] =
    [("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];
const BINARY: [(&str, u32); 6] = [("Ki", 10), ("Mi", 20), ("Gi", 30), ("Ti", 40), ("Pi", 50), ("Ei", 60)];

/// What a text is made of.
struct Parts<'s> {
    negative: bool,
    /// Digits before the point, without leading zeros but for a lone one.
    whole: &'s str,
    /// Digits behind the point.
    part: &'s str,
    suffix: &'s str,
}

fn parts(text: &str) -> Option<Parts<'_>> {
    let negative = text.starts_with('-');
    let rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let cut = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, mut rest) = rest.split_at_checked(cut(rest))?;
    let mut part = "";
    if let Some(after) = rest.strip_prefix('.') {
        (part, rest) = after.split_at_checked(cut(after))?;
    }
    let whole = digits.trim_start_matches('0');
    Some(Parts { negative, whole: if whole.is_empty() { "0" } else { whole }, part, suffix: rest })
}

/// `value` times a power of ten, rounded away from zero, as large as can be where it is too large.
fn scaled(value: i128, exponent: i32) -> i128 {
    let power = 10i128.checked_pow(exponent.unsigned_abs());
    match (power, exponent < 0) {
        (Some(power), false) => value.saturating_mul(power),
        (None, false) => {
            if value == 0 {
                0
            } else {
                i128::MAX
            }
        }
        (Some(power), true) => divided_up(value, power),
        (None, true) => value.signum(),
    }
}

fn divided_up(value: i128, by: i128) -> i128 {
    let (quotient, rest) = (value / by, value % by);
    quotient + rest.signum()
}

impl<'t> Quantity<'t> {
    /// Reads what decoding let pass; `None` for what is no amount.
    pub(super) fn parse(text: Cow<'t, str>) -> Option<Self> {
        let trimmed = text.trim();
        let Parts { negative, whole, part, suffix } = parts(trimmed)?;
        let digits = whole.len() + part.len();
        let mantissa = match part {
            "" => whole.parse().unwrap_or(i128::MAX),
            part => [whole, part].concat().parse().unwrap_or(i128::MAX),
        };
        let behind = i32::try_from(part.len()).unwrap_or(i32::MAX);
        let (mut nano, mut format, canonical) = if let Some((_, bits)) = BINARY.iter().find(|(it, _)| *it == suffix) {
            let exact = mantissa.saturating_mul(1 << bits).saturating_mul(NANO);
            let nano = scaled(exact, behind.saturating_neg()).min(i128::from(i64::MAX) * NANO);
            // Three bits are not quite one decimal digit: the fast path of the server counts like this.
            let short = whole.len() + (*bits as usize * 3) / 10 < 15;
            (nano, Format::Binary, part.is_empty() && short && mantissa & 7 != 0)
        } else {
            let known = DECIMAL.iter().find(|(it, _)| *it == suffix).map(|(_, exponent)| *exponent);
            let written = suffix.strip_prefix(['e', 'E']).and_then(|exponent| exponent.parse().ok());
            let exponent = known.or(written)?;
            let scale = exponent.saturating_sub(behind);
            let ends = if part.is_empty() { whole } else { part };
            let tidy = scale % 3 == 0 && !(digits > 2 && trailing_zeros(whole, ends) > 2) && !whole.starts_with('0');
            let format = if known.is_some() { Format::Decimal } else { Format::Exponent };
            (scaled(mantissa, scale.saturating_add(9)), format, tidy && digits <= 18 && scale >= -9)
        };
        if format == Format::Binary && nano > 0 && nano < NANO {
            format = Format::Decimal;
        }
        if negative {
            nano = -nano;
        }
        let as_written = canonical || trimmed == "0";
        let text = match text {
            _ if !as_written => Cow::Borrowed(""),
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        Some(Self { nano, format, text })
    }

    /// It without what is smaller than a thousandth, which counts as one: amounts of resources are kept so
    /// (`SetDefaults_ResourceList`).
    pub(super) fn rounded(self) -> Self {
        const MILLI: i128 = 1_000_000;
        if self.nano % MILLI == 0 {
            return self;
        }
        Self { nano: divided_up(self.nano, MILLI).saturating_mul(MILLI), text: Cow::Borrowed(""), ..self }
    }

    pub(super) fn is_negative(&self) -> bool {
        self.nano < 0
    }

    pub(super) fn is_zero(&self) -> bool {
        self.nano == 0
    }

    /// Whether it counts whole things, told by thousandths, which are rounded up (`MilliValue`).
    pub(super) fn is_whole(&self) -> bool {
        divided_up(self.nano, 1_000_000) % 1000 == 0
    }

    /// Whether it is a positive multiple of the other, which is whole.
    pub(super) fn is_multiple_of(&self, other: &Quantity<'_>) -> bool {
        let (value, size) = (divided_up(self.nano, NANO), divided_up(other.nano, NANO));
        size > 0 && value % size == 0
    }

    /// The sum, written as the first of them that is something.
    pub(super) fn plus(self, other: &Quantity<'t>) -> Self {
        let format = if self.is_zero() { other.format } else { self.format };
        Self { nano: self.nano.saturating_add(other.nano), format, text: Cow::Borrowed("") }
    }
}

/// How many zeros the digits end in, those of the whole number counting where there is nothing else behind them.
fn trailing_zeros(whole: &str, ends: &str) -> usize {
    let zeros = ends.len() - ends.trim_end_matches('0').len();
    if zeros == ends.len() && ends != whole { zeros + whole.len() - whole.trim_end_matches('0').len() } else { zeros }
}

impl PartialEq for Quantity<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.nano == other.nano
    }
}

impl PartialOrd for Quantity<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.nano.partial_cmp(&other.nano)
    }
}

/// `CanonicalizeBytes`: no fraction, and the largest suffix that allows it.
impl std::fmt::Display for Quantity<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.text.is_empty() {
            return f.write_str(&self.text);
        }
        if self.nano == 0 {
            return f.write_str("0");
        }
        if self.format == Format::Binary && self.nano.abs() >= 1024 * NANO && self.nano % NANO == 0 {
            let mut value = self.nano / NANO;
            let mut suffix = "";
            for (next, _) in BINARY {
                if value % 1024 != 0 {
                    break;
                }
                value /= 1024;
                suffix = next;
            }
            return write!(f, "{value}{suffix}");
        }
        let (mut value, mut exponent) = (self.nano, -9);
        while value % 1000 == 0 && exponent < 18 {
            value /= 1000;
            exponent += 3;
        }
        if self.format == Format::Exponent && exponent != 0 {
            return write!(f, "{value}e{exponent}");
        }
        let suffix = DECIMAL.iter().find(|(_, of)| *of == exponent).map_or("", |(suffix, _)| *suffix);
        write!(f, "{value}{suffix}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Quantity<'_> {
        Quantity::parse(Cow::Borrowed(text)).unwrap_or_else(|| panic!("{text} is an amount"))
    }

    #[test]
    fn amounts_are_written_as_the_server_writes_them() {
        let cases = [
            ("0", "0"),
            ("1", "1"),
            ("100m", "100m"),
            ("1000m", "1"),
            ("0.5", "500m"),
            ("1.5", "1500m"),
            ("1500m", "1500m"),
            ("2000", "2k"),
            ("1e3", "1e3"),
            ("1000e3", "1e6"),
            ("128Mi", "128Mi"),
            ("1024Mi", "1Gi"),
            ("1.5Gi", "1536Mi"),
            ("0.5Ki", "512"),
            ("512Ki", "512Ki"),
            ("-5", "-5"),
            ("0.1Mi", "104857600m"),
            ("123456789", "123456789"),
        ];
        for (text, wanted) in cases {
            assert_eq!(read(text).to_string(), wanted, "{text}");
        }
    }

    #[test]
    fn amounts_are_compared_by_what_they_come_to() {
        assert!(read("1Gi") > read("1G"));
        assert_eq!(read("1000m"), read("1"));
        assert!(read("-1").is_negative() && !read("1.5").is_whole() && read("2").is_whole());
        assert!(read("4Mi").is_multiple_of(&read("2Mi")) && !read("3Mi").is_multiple_of(&read("2Mi")));
        assert_eq!(read("500m").plus(&read("1")).to_string(), "1500m");
        assert_eq!(read("0.0001").rounded().to_string(), "1m");
        assert_eq!(read("2500u").rounded().to_string(), "3m");
        assert_eq!(read("-2500u").rounded().to_string(), "-3m");
        assert_eq!(read("250m").rounded().to_string(), "250m");
        // No number of digits is too many.
        let long = format!("{}E", "9".repeat(1000));
        assert!(read(&long) > read("1E"));
        assert!(read("1e2000000000") > read("1E"));
    }
}
