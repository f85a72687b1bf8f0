//! Patches: changes said without the whole object.
//!
//! Must not know: servers, command lines.

pub mod json;
pub mod strategic;
pub mod three_way;
pub mod typed;
pub mod unstructured;

use serde_json::Value;

/// `fmt.Sprint` of what Go's JSON decoder makes of a value: `map[spec:map[port:80]]`.
#[must_use]
pub fn go_map(value: &Value) -> String {
    match value {
        Value::Null => "<nil>".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(go_map).collect::<Vec<_>>().join(" ")),
        Value::Object(map) => {
            let mut pairs: Vec<_> = map.iter().collect();
            pairs.sort_by_key(|(key, _)| *key);
            let pairs: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{key}:{}", go_map(value))).collect();
            format!("map[{}]", pairs.join(" "))
        }
        other => other.to_string(),
    }
}

/// `encoding/json` of a value whose mappings are Go maps: no blanks, keys sorted, `<`, `>` and `&` escaped.
#[must_use]
pub fn go_json(value: &Value) -> String {
    let plain = crate::kube::body::sorted(value).to_string();
    plain
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// `strconv.Quote`.
#[must_use]
pub fn go_quote(text: &str) -> String {
    crate::kube::quote::quote(text)
}
