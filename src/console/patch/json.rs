//! JSON patches (RFC 6902) and JSON merge patches (RFC 7386).
//!
//! Must not know: kinds of objects.

use serde_json::Value;

/// Why a JSON patch was not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no JSON patch, in Go's words.
    Malformed(String),
    /// It does not fit the object, in the server's words.
    Inapplicable(String),
}

/// Merges `patch` into `object`; `null` takes a field out.
#[must_use]
pub fn merge(object: &Value, patch: &Value) -> Value {
    let mut merged = object.clone();
    json_patch::merge(&mut merged, patch);
    merged
}

/// Applies a JSON patch.
pub fn patch(object: &Value, operations: &Value) -> Result<Value, Fault> {
    if !operations.is_array() {
        let found = if operations.is_object() { "object" } else { "value" };
        let message = format!("json: cannot unmarshal {found} into Go value of type jsonpatch.Patch");
        return Err(Fault::Malformed(message));
    }
    let inapplicable =
        || Fault::Inapplicable("the server rejected our request due to an error in our request".to_owned());
    let patch: json_patch::Patch = serde_json::from_value(operations.clone()).map_err(|_| inapplicable())?;
    let mut patched = object.clone();
    json_patch::patch(&mut patched, &patch).map_err(|_| inapplicable())?;
    Ok(patched)
}
