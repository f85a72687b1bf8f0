//! JSON as Go's encoding/json writes it: keys sorted by bytes, `<`, `>` and `&` escaped, four blanks a level for kubectl.
//!
//! Must not know: what the values are.

use crate::kube::quote::json_string;
use serde_json::{Number, Value};

/// On one line.
#[must_use]
pub fn compact(value: &Value) -> String {
    let mut out = String::new();
    write(value, None, &mut out);
    out
}

/// As `-o json` prints it, without the final line break.
#[must_use]
pub fn pretty(value: &Value) -> String {
    let mut out = String::new();
    write(value, Some(0), &mut out);
    out
}

/// [`pretty`] with two blanks a level, as commands write that do not go through a printer.
#[must_use]
pub fn narrow(value: &Value) -> String {
    // Only indentation stands at the head of a line: texts have their line breaks escaped.
    let halved = |line: &str| {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        format!("{}{}", " ".repeat(blanks / 2), line.trim_start_matches(' '))
    };
    pretty(value).lines().map(halved).collect::<Vec<_>>().join("\n")
}

fn write(value: &Value, level: Option<usize>, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&self::number(number)),
        Value::String(text) => out.push_str(&json_string(text)),
        Value::Array(items) if items.is_empty() => out.push_str("[]"),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                separate(index, level, out);
                write(item, level.map(|level| level + 1), out);
            }
            end(level, out);
            out.push(']');
        }
        Value::Object(map) if map.is_empty() => out.push_str("{}"),
        Value::Object(map) => {
            out.push('{');
            for (index, (key, item)) in super::field::sorted(Some(map)).into_iter().enumerate() {
                separate(index, level, out);
                out.push_str(&json_string(key));
                out.push_str(if level.is_some() { ": " } else { ":" });
                write(item, level.map(|level| level + 1), out);
            }
            end(level, out);
            out.push('}');
        }
    }
}

fn separate(index: usize, level: Option<usize>, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
    if let Some(level) = level {
        out.push('\n');
        out.extend(std::iter::repeat_n("    ", level + 1));
    }
}

fn end(level: Option<usize>, out: &mut String) {
    if let Some(level) = level {
        out.push('\n');
        out.extend(std::iter::repeat_n("    ", level));
    }
}

/// A number: whole ones without a point, an exponent only for the very large and the very small.
#[must_use]
pub fn number(number: &Number) -> String {
    match (number.as_i64(), number.as_u64(), number.as_f64()) {
        (Some(value), ..) => value.to_string(),
        (_, Some(value), _) => value.to_string(),
        (_, _, Some(value)) => crate::kube::quote::float(value),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_are_sorted_and_angles_escaped() {
        let value = json!({"b": [], "a": {"y": 1, "x": "<none>"}, "c": [1, 2.5]});
        assert_eq!(compact(&value), r#"{"a":{"x":"\u003cnone\u003e","y":1},"b":[],"c":[1,2.5]}"#);
        let expected = "{\n    \"a\": [\n        1\n    ]\n}";
        assert_eq!(pretty(&json!({"a": [1]})), expected);
    }
}
