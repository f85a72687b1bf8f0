//! Why Go cannot put a patched object into the struct of its type (apimachinery `runtime.DefaultUnstructuredConverter`).
//!
//! Must not know: kinds of objects.

use crate::kube::schema::Type;
use serde_json::Value;

/// The first value that does not fit, in Go's words; `None` where everything does.
#[must_use]
pub fn fault(value: &Value, wanted: Type) -> Option<String> {
    let found = match value {
        Value::Null => return None,
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float64",
        Value::Number(_) => "int64",
        Value::String(_) => "string",
        Value::Array(_) => "slice",
        Value::Object(_) => "map",
    };
    match (wanted, value) {
        (Type::Struct(fields), Value::Object(map)) => fields
            .fields
            .iter()
            .filter_map(|field| Some((field, map.get(field.name)?)))
            .find_map(|(field, value)| fault(value, field.kind)),
        (Type::List(item), Value::Array(items)) => items.iter().find_map(|it| fault(it, *item)),
        (Type::Map(_, inner), Value::Object(map)) => map.values().find_map(|it| fault(it, *inner)),
        (Type::Struct(_), _) => Some(format!("cannot restore struct from: {found}")),
        (Type::List(_), _) => Some(format!("cannot restore slice from {found}")),
        (Type::Map(..), _) => Some(format!("cannot restore map from {found}")),
        (Type::String | Type::Named(_), Value::Number(_)) => Some(format!("cannot convert {found} to string")),
        (Type::String | Type::Named(_), Value::String(_)) | (Type::Bool, Value::Bool(_)) => None,
        (Type::Int32 | Type::Int64, Value::Number(_)) => None,
        (Type::String | Type::Named(_), _) => Some("unrecognized type: string".to_owned()),
        (Type::Bool, _) => Some("unrecognized type: bool".to_owned()),
        (Type::Int32, _) => Some("unrecognized type: int32".to_owned()),
        (Type::Int64, _) => Some("unrecognized type: int64".to_owned()),
        // These read themselves; the decoder says what is wrong with them.
        (Type::IntOrString | Type::Quantity | Type::Time | Type::Any, _) => None,
    }
}
