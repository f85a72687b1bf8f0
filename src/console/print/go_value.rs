//! JSON values as Go's fmt prints what they decode to: `%v` (`map[app:web]`) and `%#v` (`map[string]interface {}{"app":"web"}`).
//!
//! Must not know: what the values are.

use super::field::sorted;
use crate::kube::quote::quote;
use serde_json::{Number, Value};

/// Which Go number a JSON number became on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// `int64` where it is whole: Kubernetes' own decoder.
    Whole,
    /// `float64` always: encoding/json, through which Go templates see objects.
    Floating,
}

/// `%v`.
#[must_use]
pub fn plain(value: &Value, numbers: Numbers) -> String {
    match value {
        Value::Null => "<nil>".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => self::number(number, numbers),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| plain(item, numbers)).collect();
            format!("[{}]", items.join(" "))
        }
        Value::Object(map) => {
            let entries: Vec<String> =
                sorted(Some(map)).into_iter().map(|(key, item)| format!("{key}:{}", plain(item, numbers))).collect();
            format!("map[{}]", entries.join(" "))
        }
    }
}

/// `%#v` of what Kubernetes' decoder makes of it.
#[must_use]
pub fn syntax(value: &Value) -> String {
    match value {
        Value::Null => "interface {}(nil)".to_owned(),
        Value::String(text) => quote(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(syntax).collect();
            format!("[]interface {{}}{{{}}}", items.join(", "))
        }
        Value::Object(map) => {
            let entries: Vec<String> =
                sorted(Some(map)).into_iter().map(|(key, item)| format!("{}:{}", quote(key), syntax(item))).collect();
            format!("map[string]interface {{}}{{{}}}", entries.join(", "))
        }
        other => plain(other, Numbers::Whole),
    }
}

/// A number as `%v` prints it: a float with a large exponent in scientific notation.
#[must_use]
pub fn number(number: &Number, numbers: Numbers) -> String {
    match (number.as_i64(), numbers) {
        (Some(whole), Numbers::Whole) => whole.to_string(),
        _ => number.as_f64().map_or_else(|| number.to_string(), general),
    }
}

/// `strconv.FormatFloat(value, 'g', -1, 64)`.
#[must_use]
pub fn general(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf".to_owned() } else { "-Inf".to_owned() };
    }
    let scientific = format!("{value:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else { return scientific };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if value == 0.0 || (-4..6).contains(&exponent) {
        return format!("{value}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}
