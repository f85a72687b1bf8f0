//! How Go writes JSON: numbers, strings, whole nodes. The server's messages are made of these.
//!
//! Must not know: Kubernetes.

use crate::yaml::tree::{Kind, Node, Scalar, Value};
use std::borrow::Cow;
use std::fmt::Write as _;

pub(crate) use crate::text::go::quote;

/// A value whose Go type is a string of its own (`core.Protocol`, `core.ServiceType`, `core.TaintEffect`): an error of the
/// server's quotes plain strings only and writes everything else as JSON (`field.Error.ErrorBody`).
pub(super) fn named(text: &str) -> String {
    json_string(text)
}

/// `["a","b"]`, as `encoding/json` writes a list of strings.
pub(super) fn json_list(items: &[String]) -> String {
    let quoted: Vec<_> = items.iter().map(|item| json_string(item)).collect();
    format!("[{}]", quoted.join(","))
}

/// `{"k":"v"}`, as `encoding/json` writes a map of strings: keys sorted.
pub(super) fn json_map(map: &super::model::StringMap) -> String {
    if map.is_empty() {
        return "null".to_owned();
    }
    let quoted: Vec<_> =
        map.iter().map(|(key, value)| format!("{}:{}", json_string(key), json_string(value))).collect();
    format!("{{{}}}", quoted.join(","))
}

/// A LabelSelector as `encoding/json` writes its struct; absent parts are left out.
pub(super) fn json_selector(labels: &super::model::StringMap, expressions: &[super::model::Requirement]) -> String {
    let mut parts = Vec::new();
    if !labels.is_empty() {
        parts.push(format!("\"matchLabels\":{}", json_map(labels)));
    }
    if !expressions.is_empty() {
        let written = expressions.iter().map(|it| {
            let values =
                if it.values.is_empty() { String::new() } else { format!(",\"values\":{}", json_list(&it.values)) };
            format!("{{\"key\":{},\"operator\":{}{values}}}", json_string(&it.key), json_string(&it.operator))
        });
        parts.push(format!("\"matchExpressions\":[{}]", written.collect::<Vec<_>>().join(",")));
    }
    format!("{{{}}}", parts.join(","))
}

/// An ownerReference as `encoding/json` writes its struct: fields in the order of their declaration, optional ones only
/// where they are set.
pub(super) fn json_owner(owner: &super::model::OwnerReference) -> String {
    let mut out = format!(
        "{{\"apiVersion\":{},\"kind\":{},\"name\":{},\"uid\":{}",
        json_string(&owner.api_version),
        json_string(&owner.kind),
        json_string(&owner.name),
        json_string(&owner.uid)
    );
    for (name, value) in [("controller", owner.controller), ("blockOwnerDeletion", owner.block_owner_deletion)] {
        if let Some(value) = value {
            let _ = write!(out, ",\"{name}\":{value}");
        }
    }
    out.push('}');
    out
}

/// A JSON string as Go's encoder writes it: `<`, `>`, `&` and the line separators are escaped too.
pub(crate) fn json_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        let _ = match c {
            '"' | '\\' => write!(out, "\\{c}"),
            '\n' => write!(out, "\\n"),
            '\r' => write!(out, "\\r"),
            '\t' => write!(out, "\\t"),
            '\u{8}' => write!(out, "\\b"),
            '\u{c}' => write!(out, "\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => write!(out, "\\u{:04x}", u32::from(c)),
            _ => write!(out, "{c}"),
        };
    }
    out.push('"');
    out
}

/// The JSON number a scalar becomes on its way through kubectl's YAML reader; `None` where it is no number.
pub(super) fn number(scalar: Scalar<'_>) -> Option<String> {
    match scalar.value {
        Value::Int(value) => Some(value.to_string()),
        Value::Float(value) => Some(float(value)),
        _ => None,
    }
}

/// A float as `encoding/json` writes it: whole numbers without a point, an exponent only for very large or small ones.
pub(crate) fn float(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-6..1e21).contains(&size) {
        let text = format!("{value:e}");
        return match text.split_once('e') {
            Some((digits, exponent)) if !exponent.starts_with('-') => format!("{digits}e+{exponent}"),
            _ => text,
        };
    }
    format!("{value}")
}

/// The key a node becomes in JSON: `yes` is `true`, `0x10` is `16`.
pub(super) fn key_text(key: Node<'_>) -> Cow<'_, str> {
    key.scalar().map_or(Cow::Borrowed(""), Scalar::as_key)
}

/// The entries of a mapping by key, sorted by bytes, the last of several equal keys alone: the order in which a
/// document that came as YAML is decoded, because the YAML reader makes sorted JSON of it.
pub(super) fn sorted(node: Node<'_>) -> Vec<(Cow<'_, str>, crate::yaml::tree::Entry<'_>)> {
    let mut entries: Vec<_> = node.entries().map(|entry| (key_text(entry.key), entry)).collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    let mut kept: Vec<(Cow<'_, str>, crate::yaml::tree::Entry<'_>)> = Vec::with_capacity(entries.len());
    for (key, entry) in entries {
        match kept.last_mut() {
            Some(last) if last.0 == key => *last = (key, entry),
            _ => kept.push((key, entry)),
        }
    }
    kept
}

/// A node as compact JSON with sorted keys.
pub(super) fn json(node: Node<'_>, out: &mut String) {
    match node.kind() {
        Kind::Scalar(scalar) => match scalar.value {
            Value::Null => out.push_str("null"),
            Value::Bool(value) => out.push_str(if value { "true" } else { "false" }),
            Value::Str => out.push_str(&json_string(scalar.text)),
            Value::Int(_) | Value::Float(_) => out.push_str(&number(scalar).unwrap_or_default()),
        },
        Kind::Mapping => {
            out.push('{');
            for (index, (key, entry)) in sorted(node).into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(&json_string(&key));
                out.push(':');
                json(entry.value, out);
            }
            out.push('}');
        }
        Kind::Sequence => {
            out.push('[');
            for (index, item) in node.items().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                json(item, out);
            }
            out.push(']');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_written_as_gos_encoder_writes_them() {
        assert_eq!(json_string("a<b"), "\"a\\u003cb\"");
    }

    #[test]
    fn floats_are_written_as_go_writes_them() {
        assert_eq!(float(80.0), "80");
        assert_eq!(float(80.5), "80.5");
        assert_eq!(float(1e21), "1e+21");
        assert_eq!(float(1e-7), "1e-7");
    }
}
