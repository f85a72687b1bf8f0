//! A tree as a JSON value, as kubectl's YAML reader makes it before anything looks at the object.
//!
//! Must not know: Kubernetes.

use super::tree::{Kind, Node, Value as Scalar};
use serde_json::{Map, Number, Value};

/// Aliases may stand for more than was written; past this many values the rest reads as `null`, where go-yaml would refuse the
/// document for excessive aliasing.
const MOST: usize = 200_000;

/// The JSON value of a node: keys sorted, of keys that stand twice the last one.
#[must_use]
pub fn json(node: Node<'_>) -> Value {
    let mut left = MOST;
    value(node, &mut left)
}

/// Recurses: a tree nests no deeper than the composer allows.
fn value(node: Node<'_>, left: &mut usize) -> Value {
    let Some(less) = left.checked_sub(1) else { return Value::Null };
    *left = less;
    match node.kind() {
        Kind::Scalar(scalar) => match scalar.value {
            Scalar::Null => Value::Null,
            Scalar::Bool(truth) => Value::Bool(truth),
            Scalar::Int(number) => Number::from_i128(number).map_or(Value::Null, Value::Number),
            Scalar::Float(number) => float(number),
            Scalar::Str => Value::String(scalar.text.to_owned()),
        },
        Kind::Sequence => Value::Array(node.items().map(|item| value(item, left)).collect()),
        Kind::Mapping => {
            let mut map = std::collections::BTreeMap::new();
            for entry in node.entries() {
                let key = entry.key.scalar().map(|scalar| scalar.as_key().into_owned()).unwrap_or_default();
                // What is merged in gives way to what is written.
                if entry.merged && map.contains_key(&key) {
                    continue;
                }
                map.insert(key, value(entry.value, left));
            }
            Value::Object(map.into_iter().collect::<Map<_, _>>())
        }
    }
}

/// A float without a fraction becomes a whole number on its way through JSON.
fn float(number: f64) -> Value {
    #[allow(clippy::cast_possible_truncation, reason = "only taken where it is a whole number in range")]
    let whole = number as i64;
    #[allow(clippy::cast_precision_loss, clippy::float_cmp, reason = "asks whether nothing was lost")]
    if number.abs() < 9e15 && whole as f64 == number {
        return Value::from(whole);
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}
