//! A value as the YAML of the lessons: block style, two blanks a level, quotes only where they are needed.
//!
//! Must not know: Kubernetes.

use serde_json::Value;
use std::fmt::Write as _;

/// A value in block style; a list's dashes stand one level further in than its key.
pub(super) fn yaml(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, &mut out);
    out
}

fn write(value: &Value, indent: usize, out: &mut String) {
    let blanks = " ".repeat(indent);
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let _ = write!(out, "{blanks}{key}:");
                entry(value, indent + 2, out);
            }
        }
        Value::Array(items) => {
            for item in items {
                if is_nested(item) {
                    let mut inner = String::new();
                    write(item, indent + 2, &mut inner);
                    let _ = write!(out, "{blanks}- {}", inner.trim_start());
                } else {
                    let _ = writeln!(out, "{blanks}- {}", scalar(item));
                }
            }
        }
        _ => {}
    }
}

fn entry(value: &Value, indent: usize, out: &mut String) {
    if is_nested(value) {
        out.push('\n');
        write(value, indent, out);
    } else {
        let _ = writeln!(out, " {}", scalar(value));
    }
}

fn is_nested(value: &Value) -> bool {
    value.as_object().is_some_and(|fields| !fields.is_empty())
        || value.as_array().is_some_and(|items| !items.is_empty())
}

fn scalar(value: &Value) -> String {
    let Value::String(text) = value else { return value.to_string() };
    let plain = text.starts_with(|c: char| c.is_alphabetic() || c == '/')
        && text.chars().all(|c| c.is_alphanumeric() || "-_./: ".contains(c))
        && !text.contains(": ")
        && !text.ends_with(':')
        && !matches!(
            text.to_ascii_lowercase().as_str(),
            "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "null"
        );
    let address = text.starts_with(|c: char| c.is_ascii_digit())
        && (text.matches('.').count() > 1 || text.ends_with(char::is_alphabetic))
        && !text.contains(':');
    if plain || address { text.clone() } else { value.to_string() }
}
