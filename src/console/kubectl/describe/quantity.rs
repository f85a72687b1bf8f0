//! Amounts (`500m`, `128Mi`): added up, and written in their canonical form (apimachinery's `resource.Quantity`).
//!
//! Must not know: what is measured.

use serde_json::Value;
use std::fmt;

/// A billionth: amounts are whole numbers of these.
const UNIT: i128 = 1_000_000_000;

/// An amount, and the family of suffixes it is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quantity {
    billionths: i128,
    binary: bool,
}

impl Quantity {
    /// Nothing.
    pub(super) const ZERO: Self = Self { billionths: 0, binary: false };

    /// Reads an amount from an object; what is none is nothing.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::String(text) => Self::parse(text).unwrap_or(Self::ZERO),
            Value::Number(number) => Self::parse(&number.to_string()).unwrap_or(Self::ZERO),
            _ => Self::ZERO,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '+' | '-'))).unwrap_or(text.len());
        let (number, suffix) = text.split_at(end);
        let (negative, number) = match number.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, number.strip_prefix('+').unwrap_or(number)),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if whole.is_empty() && fraction.is_empty() || whole.len() > 18 {
            return None;
        }
        let digits = |text: &str| if text.is_empty() { Some(0) } else { text.parse::<i128>().ok() };
        let kept = fraction.get(..fraction.len().min(9)).unwrap_or("");
        let mut billionths = digits(whole)? * UNIT + digits(kept)? * 10i128.pow(9 - u32::try_from(kept.len()).ok()?);
        let (scale, down, binary): (i128, i128, bool) = match suffix {
            "" => (1, 1, false),
            "n" => (1, UNIT, false),
            "u" => (1, 1_000_000, false),
            "m" => (1, 1000, false),
            "k" => (1000, 1, false),
            "M" => (1_000_000, 1, false),
            "G" => (1_000_000_000, 1, false),
            "T" => (1_000_000_000_000, 1, false),
            "P" => (1_000_000_000_000_000, 1, false),
            "Ki" => (1 << 10, 1, true),
            "Mi" => (1 << 20, 1, true),
            "Gi" => (1 << 30, 1, true),
            "Ti" => (1 << 40, 1, true),
            "Pi" => (1 << 50, 1, true),
            _ => {
                let exponent: u32 = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
                (10i128.checked_pow(exponent.min(15))?, 1, false)
            }
        };
        // What is smaller than a billionth counts as one.
        billionths = (billionths.checked_mul(scale)? + down - 1) / down;
        Some(Self { billionths: if negative { -billionths } else { billionths }, binary })
    }

    /// The sum; the suffixes are those of the first that is not nothing.
    pub(super) fn plus(self, other: Self) -> Self {
        let binary = if self.billionths == 0 { other.binary } else { self.binary };
        Self { billionths: self.billionths + other.billionths, binary }
    }

    /// The larger.
    pub(super) fn max(self, other: Self) -> Self {
        if other.billionths > self.billionths { other } else { self }
    }

    /// How much of `whole` this is, in percent, cut to a whole number.
    pub(super) fn percent_of(self, whole: Self) -> i128 {
        if whole.billionths == 0 { 0 } else { self.billionths * 100 / whole.billionths }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.billionths == 0 {
            return f.write_str("0");
        }
        if self.binary && self.billionths.abs() >= 1024 * UNIT {
            let mut whole = (self.billionths + UNIT - 1).div_euclid(UNIT);
            let mut power = 0;
            while whole % 1024 == 0 && power < 5 {
                whole /= 1024;
                power += 1;
            }
            let suffix = ["", "Ki", "Mi", "Gi", "Ti", "Pi"].get(power).copied().unwrap_or("");
            return write!(f, "{whole}{suffix}");
        }
        let mut value = self.billionths;
        let mut power = 0;
        while value % 1000 == 0 && power < 8 {
            value /= 1000;
            power += 1;
        }
        let suffix = ["n", "u", "m", "", "k", "M", "G", "T", "P"].get(power).copied().unwrap_or("");
        write!(f, "{value}{suffix}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_in_their_canonical_form() {
        for (text, expected) in [
            ("500m", "500m"),
            ("0.5", "500m"),
            ("2000m", "2"),
            ("1500m", "1500m"),
            ("128Mi", "128Mi"),
            ("1024Mi", "1Gi"),
            ("8131808Ki", "8131808Ki"),
            ("1000", "1k"),
            ("1e3", "1k"),
            ("0", "0"),
            ("100Ki", "100Ki"),
            ("0.5Gi", "512Mi"),
        ] {
            assert_eq!(Quantity::parse(text).unwrap().to_string(), expected, "{text}");
        }
        let sum = Quantity::ZERO.plus(Quantity::parse("70Mi").unwrap()).plus(Quantity::parse("58Mi").unwrap());
        assert_eq!((sum.to_string().as_str(), sum.percent_of(Quantity::parse("1Gi").unwrap())), ("128Mi", 12));
    }
}
