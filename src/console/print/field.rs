//! Reaching into an object: short accessors over JSON, absent fields being empty.
//!
//! Must not know: any kind.

use serde_json::{Map, Value};

static NULL: Value = Value::Null;

/// Reading a JSON object by paths such as `spec.type`; what is not there reads as nothing.
pub trait Field {
    /// The value at a path of keys joined by points; `null` where there is none.
    fn at(&self, path: &str) -> &Value;

    /// The text at a path; empty where there is none.
    fn text(&self, path: &str) -> &str {
        self.at(path).as_str().unwrap_or("")
    }

    /// The number at a path.
    fn number(&self, path: &str) -> Option<i64> {
        self.at(path).as_i64()
    }

    /// The truth at a path; false where there is none.
    fn flag(&self, path: &str) -> bool {
        self.at(path).as_bool().unwrap_or(false)
    }

    /// The owner that controls the object, if there is one.
    fn controller(&self) -> Option<&Value> {
        self.items("metadata.ownerReferences").iter().find(|owner| owner.flag("controller"))
    }

    /// The items of the list at a path.
    fn items(&self, path: &str) -> &[Value] {
        self.at(path).as_array().map_or(&[], Vec::as_slice)
    }

    /// The mapping at a path, if there is one with something in it.
    fn map(&self, path: &str) -> Option<&Map<String, Value>> {
        self.at(path).as_object().filter(|map| !map.is_empty())
    }

    /// Whether something other than `null` stands at a path.
    fn has(&self, path: &str) -> bool {
        !self.at(path).is_null()
    }
}

impl Field for Value {
    fn at(&self, path: &str) -> &Value {
        path.split('.').filter(|key| !key.is_empty()).fold(self, |here, key| here.get(key).unwrap_or(&NULL))
    }
}

/// The texts of a list, what is no text left out.
pub fn texts(items: &[Value]) -> impl Iterator<Item = &str> {
    items.iter().filter_map(Value::as_str)
}

/// The entries of a mapping sorted by key, as Go walks a map where order matters.
pub fn sorted(map: Option<&Map<String, Value>>) -> Vec<(&str, &Value)> {
    let mut entries: Vec<_> = map.into_iter().flatten().map(|(key, value)| (key.as_str(), value)).collect();
    entries.sort_by_key(|(key, _)| *key);
    entries
}

/// Labels as one text: `app=web,tier=front`; `<none>` without any.
#[must_use]
pub fn labels(map: Option<&Map<String, Value>>) -> String {
    let joined: Vec<String> =
        sorted(map).into_iter().map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or(""))).collect();
    if joined.is_empty() { "<none>".to_owned() } else { joined.join(",") }
}
