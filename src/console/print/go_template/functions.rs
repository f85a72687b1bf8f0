//! The values of a running Go template, and the functions it may call.
//!
//! Must not know: templates' syntax.

use super::super::go_value::general;
use crate::kube::quote::quote;
use serde_json::Value;
use std::cmp::Ordering;
use std::fmt::Write as _;

/// The functions there are: text/template's, and kubectl's `base64decode` and `exists`.
pub(super) const NAMES: &[&str] = &[
    "and",
    "or",
    "not",
    "len",
    "index",
    "slice",
    "print",
    "printf",
    "println",
    "html",
    "js",
    "urlquery",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "base64decode",
    "exists",
];

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Val {
    /// What is not there: prints as `<no value>`.
    Missing,
    Nil,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Self>),
    /// Sorted by key.
    Map(Vec<(String, Self)>),
}

/// Why a call failed.
pub(super) enum Problem {
    /// Too many or too few arguments.
    Arguments(String),
    /// What the function itself said.
    Calling(String),
}

impl Val {
    /// What encoding/json makes of a value.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Nil,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => Self::Float(number.as_f64().unwrap_or(0.0)),
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) => Self::List(items.iter().map(Self::of).collect()),
            Value::Object(map) => Self::Map(
                super::super::field::sorted(Some(map))
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), Self::of(value)))
                    .collect(),
            ),
        }
    }
}

/// As an action prints it.
pub(super) fn printed(value: &Val) -> String {
    match value {
        Val::Missing | Val::Nil => "<no value>".to_owned(),
        other => shown(other),
    }
}

/// `%v`.
fn shown(value: &Val) -> String {
    match value {
        Val::Missing | Val::Nil => "<nil>".to_owned(),
        Val::Bool(value) => value.to_string(),
        Val::Int(value) => value.to_string(),
        Val::Float(value) => general(*value),
        Val::Text(text) => text.clone(),
        Val::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(" ")),
        Val::Map(entries) => {
            let entries: Vec<String> = entries.iter().map(|(key, value)| format!("{key}:{}", shown(value))).collect();
            format!("map[{}]", entries.join(" "))
        }
    }
}

/// Whether `if` takes it for true.
pub(super) fn truth(value: &Val) -> bool {
    match value {
        Val::Missing | Val::Nil => false,
        Val::Bool(value) => *value,
        Val::Int(value) => *value != 0,
        Val::Float(value) => *value != 0.0,
        Val::Text(text) => !text.is_empty(),
        Val::List(items) => !items.is_empty(),
        Val::Map(entries) => !entries.is_empty(),
    }
}

/// The value of `and` or `or` where what came so far decides it.
pub(super) fn short_circuit(name: &str, so_far: &[Val]) -> Option<Val> {
    let last = so_far.last()?;
    match name {
        "and" if !truth(last) => Some(last.clone()),
        "or" if truth(last) => Some(last.clone()),
        _ => None,
    }
}

/// Calls a function.
pub(super) fn call(name: &str, arguments: Vec<Val>) -> Result<Val, Problem> {
    let count = arguments.len();
    let (least, most) = match name {
        "not" | "len" | "base64decode" => (1, 1),
        "ne" | "lt" | "le" | "gt" | "ge" => (2, 2),
        "and" | "or" | "index" | "slice" | "eq" | "printf" | "exists" => (1, usize::MAX),
        _ => (0, usize::MAX),
    };
    if count < least || count > most {
        let want = if most == usize::MAX { format!("at least {least}") } else { least.to_string() };
        return Err(Problem::Arguments(format!("wrong number of args for {name}: want {want} got {count}")));
    }
    let mut rest = arguments.into_iter();
    let mut next = || rest.next().unwrap_or(Val::Missing);
    let answer: Result<Val, String> = match name {
        "and" | "or" => Ok(rest.last().unwrap_or(Val::Missing)),
        "not" => Ok(Val::Bool(!truth(&next()))),
        "len" => length(&next()),
        "index" => {
            let from = next();
            rest.try_fold(from, index)
        }
        "slice" => {
            let from = next();
            slice(&from, &rest.collect::<Vec<_>>())
        }
        "print" => Ok(Val::Text(print(&rest.collect::<Vec<_>>()))),
        "println" => {
            let shown: Vec<String> = rest.map(|value| shown(&value)).collect();
            Ok(Val::Text(shown.join(" ") + "\n"))
        }
        "printf" => match next() {
            Val::Text(format) => Ok(Val::Text(printf(&format, &rest.collect::<Vec<_>>()))),
            other => Err(format!("wrong type for value; expected string; got {}", kind(&other))),
        },
        "html" => Ok(Val::Text(html(&print(&rest.collect::<Vec<_>>())))),
        "js" => Ok(Val::Text(
            print(&rest.collect::<Vec<_>>()).replace('\\', "\\\\").replace('\'', "\\'").replace('"', "\\\""),
        )),
        "urlquery" => Ok(Val::Text(url_query(&print(&rest.collect::<Vec<_>>())))),
        "base64decode" => match next() {
            Val::Text(text) => crate::yaml::base64(&text)
                .map(|bytes| Val::Text(String::from_utf8_lossy(&bytes).into_owned()))
                .ok_or_else(|| "base64 decode failed: illegal base64 data at input byte 0".to_owned()),
            other => Err(format!("wrong type for value; expected string; got {}", kind(&other))),
        },
        "exists" => {
            let from = next();
            Ok(Val::Bool(rest.try_fold(from, index).is_ok_and(|value| !matches!(value, Val::Missing))))
        }
        "eq" => {
            let left = next();
            let mut equal = Ok(false);
            for right in rest {
                match compare(&left, &right) {
                    Ok(order) if order.is_eq() => {
                        equal = Ok(true);
                        break;
                    }
                    Ok(_) => {}
                    Err(problem) => {
                        equal = Err(problem);
                        break;
                    }
                }
            }
            equal.map(Val::Bool)
        }
        _ => {
            let (left, right) = (next(), next());
            compare(&left, &right).map(|order| {
                Val::Bool(match name {
                    "ne" => order.is_ne(),
                    "lt" => order.is_lt(),
                    "le" => order.is_le(),
                    "gt" => order.is_gt(),
                    _ => order.is_ge(),
                })
            })
        }
    };
    answer.map_err(Problem::Calling)
}

fn kind(value: &Val) -> &'static str {
    match value {
        Val::Missing | Val::Nil => "nil",
        Val::Bool(_) => "bool",
        Val::Int(_) => "int",
        Val::Float(_) => "float64",
        Val::Text(_) => "string",
        Val::List(_) => "[]interface {}",
        Val::Map(_) => "map[string]interface {}",
    }
}

fn length(value: &Val) -> Result<Val, String> {
    let count = match value {
        Val::Text(text) => text.len(),
        Val::List(items) => items.len(),
        Val::Map(entries) => entries.len(),
        Val::Missing | Val::Nil => return Err("reflect: call of reflect.Value.Type on zero Value".to_owned()),
        other => return Err(format!("len of type {}", kind(other))),
    };
    Ok(Val::Int(i64::try_from(count).unwrap_or(i64::MAX)))
}

fn index(from: Val, key: Val) -> Result<Val, String> {
    match (from, key) {
        (Val::Missing | Val::Nil, _) => Err("index of untyped nil".to_owned()),
        (Val::Map(entries), Val::Text(key)) => {
            Ok(entries.into_iter().find(|(name, _)| *name == key).map_or(Val::Missing, |(_, value)| value))
        }
        (Val::Map(_), Val::Missing | Val::Nil) => Err("value is nil; should be of type string".to_owned()),
        (Val::Map(_), other) => Err(format!("value has type {}; should be string", kind(&other))),
        (Val::List(items), Val::Int(at)) => usize::try_from(at)
            .ok()
            .and_then(|at| items.into_iter().nth(at))
            .ok_or_else(|| format!("index out of range: {at}")),
        (Val::Text(text), Val::Int(at)) => usize::try_from(at)
            .ok()
            .and_then(|at| text.as_bytes().get(at).map(|&byte| Val::Int(i64::from(byte))))
            .ok_or_else(|| format!("index out of range: {at}")),
        (Val::List(_) | Val::Text(_), Val::Missing | Val::Nil) => Err("cannot index slice/array with nil".to_owned()),
        (Val::List(_) | Val::Text(_), other) => Err(format!("cannot index slice/array with type {}", kind(&other))),
        (other, _) => Err(format!("can't index item of type {}", kind(&other))),
    }
}

fn slice(from: &Val, bounds: &[Val]) -> Result<Val, String> {
    let length = match from {
        Val::Text(text) => text.len(),
        Val::List(items) => items.len(),
        Val::Missing | Val::Nil => return Err("slice of untyped nil".to_owned()),
        other => return Err(format!("can't slice item of type {}", kind(other))),
    };
    let bound = |index: usize, default: usize| match bounds.get(index) {
        None => Ok(default),
        Some(Val::Int(value)) => usize::try_from(*value)
            .ok()
            .filter(|&value| value <= length)
            .ok_or_else(|| format!("index out of range: {value}")),
        Some(other) => Err(format!("cannot index slice/array with type {}", kind(other))),
    };
    let (start, end) = (bound(0, 0)?, bound(1, length)?);
    if start > end {
        return Err(format!("invalid slice index: {start} > {end}"));
    }
    Ok(match from {
        Val::Text(text) => {
            Val::Text(String::from_utf8_lossy(text.as_bytes().get(start..end).unwrap_or(&[])).into_owned())
        }
        Val::List(items) => Val::List(items.get(start..end).unwrap_or(&[]).to_vec()),
        _ => Val::Missing,
    })
}

fn compare(left: &Val, right: &Val) -> Result<Ordering, String> {
    match (left, right) {
        (Val::Bool(left), Val::Bool(right)) => Ok(left.cmp(right)),
        (Val::Int(left), Val::Int(right)) => Ok(left.cmp(right)),
        (Val::Float(left), Val::Float(right)) => Ok(left.partial_cmp(right).unwrap_or(Ordering::Less)),
        (Val::Text(left), Val::Text(right)) => Ok(left.cmp(right)),
        (Val::Missing | Val::Nil, Val::Missing | Val::Nil) => Ok(Ordering::Equal),
        (Val::Missing | Val::Nil, _) | (_, Val::Missing | Val::Nil) => Ok(Ordering::Less),
        (Val::List(_) | Val::Map(_), _) | (_, Val::List(_) | Val::Map(_)) => {
            Err("invalid type for comparison".to_owned())
        }
        _ => Err("incompatible types for comparison".to_owned()),
    }
}

/// `fmt.Sprint`: a blank between operands when neither is a string.
fn print(values: &[Val]) -> String {
    let mut out = String::new();
    let mut before_is_text = true;
    for (at, value) in values.iter().enumerate() {
        let is_text = matches!(value, Val::Text(_));
        if at > 0 && !is_text && !before_is_text {
            out.push(' ');
        }
        out.push_str(&shown(value));
        before_is_text = is_text;
    }
    out
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('\'', "&#39;").replace('"', "&#34;").replace('<', "&lt;").replace('>', "&gt;")
}

fn url_query(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// `fmt.Sprintf` for the verbs that templates use.
fn printf(format: &str, arguments: &[Val]) -> String {
    /// No padding is wider.
    const WIDEST: usize = 10_000;
    let mut out = String::new();
    let mut rest = format.chars().peekable();
    let mut used = 0;
    while let Some(letter) = rest.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        let mut flags = String::new();
        while let Some(flag) = rest.next_if(|c| matches!(c, '-' | '+' | '#' | '0' | ' ')) {
            flags.push(flag);
        }
        let mut digits = String::new();
        while let Some(digit) = rest.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        let width = digits.parse::<usize>().unwrap_or(0).min(WIDEST);
        let mut precision = None;
        if rest.next_if_eq(&'.').is_some() {
            let mut digits = String::new();
            while let Some(digit) = rest.next_if(char::is_ascii_digit) {
                digits.push(digit);
            }
            precision = Some(digits.parse::<usize>().unwrap_or(0).min(WIDEST));
        }
        let Some(verb) = rest.next() else {
            out.push_str("%!(NOVERB)");
            break;
        };
        if verb == '%' {
            out.push('%');
            continue;
        }
        let Some(value) = arguments.get(used) else {
            let _ = write!(out, "%!{verb}(MISSING)");
            continue;
        };
        used += 1;
        let text = formatted(verb, value, precision, flags.contains('#'));
        let missing = width.saturating_sub(text.chars().count());
        let pad = if flags.contains('0') && !flags.contains('-') && !matches!(value, Val::Text(_)) { '0' } else { ' ' };
        let padding: String = std::iter::repeat_n(pad, missing).collect();
        if flags.contains('-') {
            out.push_str(&text);
            out.push_str(&padding);
        } else {
            out.push_str(&padding);
            out.push_str(&text);
        }
    }
    if let Some(extra) = arguments.get(used..).filter(|extra| !extra.is_empty()) {
        let told: Vec<String> = extra.iter().map(|value| format!("{}={}", kind(value), shown(value))).collect();
        let _ = write!(out, "%!(EXTRA {})", told.join(", "));
    }
    out
}

fn formatted(verb: char, value: &Val, precision: Option<usize>, sharp: bool) -> String {
    let cut = |text: &str| precision.map_or_else(|| text.to_owned(), |most| text.chars().take(most).collect());
    match (verb, value) {
        ('v', Val::Text(text)) if sharp => quote(text),
        ('v', value) => shown(value),
        ('s', Val::Text(text)) => cut(text),
        ('s', Val::List(_) | Val::Map(_)) => shown(value),
        ('q', Val::Text(text)) => quote(&cut(text)),
        ('d', Val::Int(number)) => number.to_string(),
        ('x', Val::Int(number)) => format!("{number:x}"),
        ('x', Val::Text(text)) => text.bytes().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        }),
        ('t', Val::Bool(truth)) => truth.to_string(),
        ('f' | 'F', Val::Float(number)) => format!("{number:.*}", precision.unwrap_or(6)),
        ('g', Val::Float(number)) => general(*number),
        ('e', Val::Float(number)) => format!("{number:.*e}", precision.unwrap_or(6)),
        ('T', value) => kind(value).to_owned(),
        (_, Val::Missing | Val::Nil) => format!("%!{verb}(<nil>)"),
        (verb, value) => format!("%!{verb}({}={})", kind(value), shown(value)),
    }
}
