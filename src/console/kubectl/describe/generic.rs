//! Any kind without a description of its own: its fields, with their names in words.
//!
//! Must not know: kinds.

use super::events;
use super::writer::Writer;
use crate::console::print::field::sorted;
use serde_json::Value;

pub(super) fn tell(writer: &mut Writer<'_>, object: &Value) {
    writer.head(object);
    let hidden =
        ["metadata.name", "metadata.namespace", "metadata.labels", "metadata.annotations", "metadata.managedFields"];
    fields(writer, 0, object, "", &hidden);
    events::tell(writer, object);
}

fn fields(writer: &mut Writer<'_>, level: usize, object: &Value, path: &str, hidden: &[&str]) {
    for (key, value) in sorted(object.as_object()) {
        let here = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        if hidden.contains(&here.as_str()) {
            continue;
        }
        let label = words(key);
        match value {
            Value::Object(_) => {
                writer.line(level, &format!("{label}:"));
                fields(writer, level + 1, value, &here, hidden);
            }
            Value::Array(items) => {
                writer.line(level, &format!("{label}:"));
                for item in items {
                    if item.is_object() {
                        fields(writer, level + 1, item, &here, hidden);
                    } else {
                        writer.line(level + 1, &shown(item));
                    }
                }
            }
            scalar => writer.field(level, &label, &shown(scalar)),
        }
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "<nil>".to_owned(),
        other => other.to_string(),
    }
}

/// `creationTimestamp` as `Creation Timestamp`, `apiVersion` as `API Version`.
fn words(key: &str) -> String {
    if key.contains(['.', '/', '-', '_', ' ']) {
        return key.to_owned();
    }
    let mut parts: Vec<String> = Vec::new();
    let letters: Vec<char> = key.chars().collect();
    for (at, &letter) in letters.iter().enumerate() {
        let starts = at == 0
            || letter.is_uppercase()
                && (letters.get(at - 1).is_some_and(|before| !before.is_uppercase())
                    || letters.get(at + 1).is_some_and(|after| after.is_lowercase()));
        match parts.last_mut() {
            Some(part) if !starts => part.push(letter),
            _ => parts.push(letter.to_string()),
        }
    }
    let acronyms = ["API", "URL", "UID", "OSB", "GUID"];
    let cased = parts.into_iter().map(|part| {
        let upper = part.to_uppercase();
        if acronyms.contains(&upper.as_str()) {
            return upper;
        }
        let mut letters = part.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
        first + letters.as_str()
    });
    cased.collect::<Vec<_>>().join(" ")
}
