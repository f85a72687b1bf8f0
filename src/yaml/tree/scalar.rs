//! A scalar: how it is written, what it resolves to, what it reads as a key.
//!
//! Must not know: which node it is the content of, Kubernetes.

use crate::text::go;
use crate::yaml::scan::token::Span;
use std::borrow::Cow;

/// A scalar with its spelling and what it resolves to.
#[derive(Clone, Copy, Debug)]
pub struct Scalar<'t> {
    /// The value after quotes, escapes and folding are resolved; for a plain scalar, its spelling.
    pub text: &'t str,
    /// How it was written.
    pub style: Style,
    /// What Kubernetes' YAML 1.1 resolver makes of it.
    pub value: Value,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In `'single'` quotes.
    SingleQuoted,
    /// In `"double"` quotes.
    DoubleQuoted,
    /// A `|` block.
    Literal,
    /// A `>` block.
    Folded,
}

/// What a scalar resolves to; the text of a string is [`Scalar::text`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// `~`, `null`, or nothing at all.
    Null,
    /// One of the many YAML 1.1 booleans.
    Bool(bool),
    /// An integer that fits 64 bits, signed or not.
    Int(i128),
    /// A float, or an integer too large for 64 bits.
    Float(f64),
    /// Everything else.
    Str,
}

impl<'t> Scalar<'t> {
    /// Whether it is read as something else than it looks like: `yes` as true, `010` as eight.
    #[must_use]
    pub fn is_surprising(self) -> bool {
        self.style == Style::Plain && is_surprising(self.text, self.value)
    }

    /// What it reads as a key in JSON, where every key is a string: `yes` is `true`, `0x10` is `16`.
    #[must_use]
    pub fn as_key(self) -> Cow<'t, str> {
        key_text(self.text, self.value)
    }
}

/// [`Scalar::is_surprising`] of a plain scalar.
pub(in crate::yaml) fn is_surprising(text: &str, value: Value) -> bool {
    match value {
        Value::Bool(_) => !text.eq_ignore_ascii_case("true") && !text.eq_ignore_ascii_case("false"),
        Value::Int(_) => {
            let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
            digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit() || b == b'_')
        }
        Value::Null | Value::Float(_) | Value::Str => false,
    }
}

/// [`Scalar::as_key`]: integers in decimal, floats as Go writes 32-bit ones.
pub(in crate::yaml) fn key_text(text: &str, value: Value) -> Cow<'_, str> {
    match value {
        Value::Str => Cow::Borrowed(text),
        Value::Null => Cow::Borrowed(""),
        Value::Bool(true) => Cow::Borrowed("true"),
        Value::Bool(false) => Cow::Borrowed("false"),
        Value::Int(value) => Cow::Owned(value.to_string()),
        Value::Float(value) => Cow::Owned(float_key(value)),
    }
}

/// Go's `FormatFloat(value, 'g', -1, 32)`, with YAML's names for what is no number.
fn float_key(value: f64) -> String {
    if value.is_nan() {
        return ".nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    #[allow(clippy::cast_possible_truncation, reason = "Go narrows the key to 32 bits here")]
    let narrow = value as f32;
    if narrow.is_infinite() {
        return if narrow > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    go::float(narrow)
}

/// A scalar as it is stored.
#[derive(Clone, Copy, Debug)]
pub(in crate::yaml) struct ScalarData {
    /// Where its text is: in the piece's stretch of the document, or among the piece's rewritten texts.
    pub(in crate::yaml) text: Span,
    pub(in crate::yaml) style: Style,
    pub(in crate::yaml) value: StoredValue,
}

/// [`Value`] in half the room.
#[derive(Clone, Copy, Debug)]
pub(in crate::yaml) enum StoredValue {
    Null,
    Bool(bool),
    Int(i64),
    Large(u64),
    Float(f64),
    Str,
}

impl From<Value> for StoredValue {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Int(value) => i64::try_from(value)
                .map(Self::Int)
                .or_else(|_| u64::try_from(value).map(Self::Large))
                .unwrap_or(Self::Str),
            Value::Float(value) => Self::Float(value),
            Value::Str => Self::Str,
        }
    }
}

impl From<StoredValue> for Value {
    fn from(value: StoredValue) -> Self {
        match value {
            StoredValue::Null => Self::Null,
            StoredValue::Bool(value) => Self::Bool(value),
            StoredValue::Int(value) => Self::Int(i128::from(value)),
            StoredValue::Large(value) => Self::Int(i128::from(value)),
            StoredValue::Float(value) => Self::Float(value),
            StoredValue::Str => Self::Str,
        }
    }
}
