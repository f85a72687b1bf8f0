//! What a plain or tagged scalar means: go-yaml v2's reading of YAML 1.1, which is neither 1.1 nor 1.2.
//!
//! `yes` and `n` are booleans, `017` and `0o17` are octal, `1_000` is an integer; base 60 is not read, timestamps stay
//! strings. Source of the rules: `tests/data/oracle/scalars.jsonl`, from the library behind kubectl.
//!
//! Must not know: where the scalar stands.

use super::tree::Value;

/// What the spelling of a plain scalar means.
pub(super) fn plain(text: &str) -> Value {
    let Some(&first) = text.as_bytes().first() else { return Value::Null };
    match first {
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' => word(text),
        b'0'..=b'9' | b'+' | b'-' => special_float(text).unwrap_or_else(|| number(text)),
        b'.' => special_float(text).or_else(|| underscored_float(text)).unwrap_or(Value::Str),
        _ => Value::Str,
    }
}

/// What a tag makes of a scalar.
pub(super) enum Tagged {
    /// A value; the text of a string is its spelling.
    Value(Value),
    /// A string of other content: decoded base64.
    Bytes(String),
}

const PREFIX: &str = "tag:yaml.org,2002:";

/// What a scalar with this tag means, or go-yaml's complaint that it cannot be that.
pub(super) fn tagged(tag: &str, text: &str) -> Result<Tagged, String> {
    let wanted = tag.strip_prefix(PREFIX).unwrap_or("");
    match wanted {
        "str" => return Ok(Tagged::Value(Value::Str)),
        "binary" => {
            let decoded = base64(text).ok_or("!!binary value contains invalid base64 data")?;
            return Ok(Tagged::Bytes(go_text(&decoded)));
        }
        "bool" | "int" | "float" | "null" | "timestamp" => {}
        // Tags it does not know make strings.
        _ => return Ok(Tagged::Value(Value::Str)),
    }
    let value = plain(text);
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Int(_) => "int",
        Value::Float(_) => "float",
        // Only who asks for a timestamp gets one.
        Value::Str if wanted == "timestamp" && is_date(text) => "timestamp",
        Value::Str => "str",
    };
    match (wanted, value) {
        (wanted, value) if wanted == found => Ok(Tagged::Value(value)),
        #[allow(clippy::cast_precision_loss, reason = "so does Go")]
        ("float", Value::Int(value)) if i64::try_from(value).is_ok() => Ok(Tagged::Value(Value::Float(value as f64))),
        _ => Err(format!("cannot decode !!{found} `{text}` as a !!{wanted}")),
    }
}

/// Bytes as Go writes them into JSON: a replacement character for every byte that belongs to no character.
fn go_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}

/// Whether it begins as the timestamps that go-yaml knows do: year, month, day.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let number = |part: Option<&str>, max: u32| {
        part.is_some_and(|part| {
            (1..=2).contains(&part.len()) && part.parse::<u32>().is_ok_and(|number| (1..=max).contains(&number))
        })
    };
    let year = parts.next().is_some_and(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()));
    let month = number(parts.next(), 12);
    let rest = parts.next();
    let day = rest.map(|rest| rest.split(['T', 't', ' ']).next().unwrap_or(""));
    year && month && number(day, 31)
}

/// Standard base64 with padding; line breaks are passed over.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    if !digits.len().is_multiple_of(4) {
        return None;
    }
    let mut out = Vec::with_capacity(digits.len() / 4 * 3);
    let groups = digits.len() / 4;
    for (index, group) in digits.chunks_exact(4).enumerate() {
        let padding = group.iter().rev().take_while(|&&byte| byte == b'=').count();
        if padding > 2 || (padding > 0 && index + 1 < groups) {
            return None;
        }
        let mut bits: u32 = 0;
        for &byte in group.iter().take(4 - padding) {
            bits = (bits << 6) | u32::from(base64_digit(byte)?);
        }
        bits <<= 6 * padding;
        let [_, high, middle, low] = bits.to_be_bytes();
        out.extend([high, middle, low].iter().take(3 - padding));
    }
    Some(out)
}

fn base64_digit(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

fn word(text: &str) -> Value {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Value::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Value::Bool(false),
        "~" | "null" | "Null" | "NULL" => Value::Null,
        _ => Value::Str,
    }
}

fn special_float(text: &str) -> Option<Value> {
    Some(Value::Float(match text {
        ".nan" | ".NaN" | ".NAN" => f64::NAN,
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => f64::INFINITY,
        "-.inf" | "-.Inf" | "-.INF" => f64::NEG_INFINITY,
        _ => return None,
    }))
}

/// A scalar that begins with a digit or a sign.
fn number(text: &str) -> Value {
    if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-' | b'.')) {
        return Value::Str;
    }
    let stripped;
    let text = if text.contains('_') {
        stripped = text.replace('_', "");
        stripped.as_str()
    } else {
        text
    };
    integer(text).or_else(|| float(text)).unwrap_or(Value::Str)
}

/// As Go's `ParseInt(text, 0, 64)`, then `ParseUint`: only the signed reading takes a sign.
fn integer(text: &str) -> Option<Value> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let signed = digits.len() != text.len();
    let (digits, radix) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (digits.get(2..)?, 16),
        [b'0', b'o' | b'O', ..] => (digits.get(2..)?, 8),
        [b'0', b'b' | b'B', ..] => (digits.get(2..)?, 2),
        [b'0', _, ..] => (digits.get(1..)?, 8),
        _ => (digits, 10),
    };
    // `from_str_radix` would take a second sign.
    if !digits.as_bytes().first()?.is_ascii_alphanumeric() {
        return None;
    }
    let magnitude = i128::from(u64::from_str_radix(digits, radix).ok()?);
    let value = if negative { -magnitude } else { magnitude };
    let fits = i64::try_from(value).is_ok() || !signed;
    fits.then_some(Value::Int(value))
}

/// A decimal float; one that is too large for 64 bits is not a number at all.
fn float(text: &str) -> Option<Value> {
    if !is_decimal(text) {
        return None;
    }
    let value: f64 = text.parse().ok()?;
    value.is_finite().then_some(Value::Float(value))
}

/// What begins with a point go-yaml hands to `strconv.ParseFloat` as it is, which takes underscores between digits.
fn underscored_float(text: &str) -> Option<Value> {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    let between = |at: usize| is_digit(at.checked_sub(1).and_then(|at| bytes.get(at))) && is_digit(bytes.get(at + 1));
    let underscores = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'_');
    underscores.clone().all(|(at, _)| between(at)).then(|| float(&text.replace('_', "")))?
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn is_decimal(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    let whole = digits(rest);
    rest = rest.get(whole..).unwrap_or("");
    if let Some(after) = rest.strip_prefix('.') {
        let fraction = digits(after);
        if whole == 0 && fraction == 0 {
            return false;
        }
        rest = after.get(fraction..).unwrap_or("");
    } else if whole == 0 {
        return false;
    }
    let Some(exponent) = rest.strip_prefix(['e', 'E']) else { return rest.is_empty() };
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    !exponent.is_empty() && digits(exponent) == exponent.len()
}
