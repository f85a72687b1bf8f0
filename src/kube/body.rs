//! The body of a request as the API server reads it: JSON of one kind, decoded strictly, with what is no field left out and
//! what is absent filled in.
//!
//! Must not know: texts, clusters.

use super::decode::Strict;
use super::model::Object;
use super::quantity::Quantity;
use super::schema::{Kind, Struct, Type};
use super::{Version, complete, decode, default, extract, template_hash};
use crate::yaml;
use crate::yaml::tree::Vouched;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// What was read of a body.
#[derive(Clone, Debug)]
pub struct Body {
    /// The object in kijabi's model, defaulted.
    pub object: Object,
    /// The whole object, defaulted: fields of its kind alone, empty ones left out as Go leaves them out.
    pub value: Value,
    /// What strict validation says: `unknown field "spec.foo"`.
    pub strict: Vec<String>,
    /// What the server warns of.
    pub warnings: Vec<String>,
}

/// Reads the body of a request about a `kind` object. The error is Go's:
/// `json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32`.
pub fn read(kind: &'static Kind, body: &Value) -> Result<Body, String> {
    let text = body.to_string();
    let parse = yaml::parse(&text);
    let root = parse.documents.first().and_then(|document| document.tree.root());
    let Some(root) = root else { return Err("unexpected end of JSON input".to_owned()) };
    let decoding = decode::decode(root, kind, true, &mut Vouched::default());
    if let Some(wrong) = decoding.winner() {
        return Err(wrong.message.clone());
    }
    let strict = decoding.strict.iter().map(Strict::message).collect();
    let Some(mut object) = extract::object(kind.name, root) else { return Err(format!("no kind {}", kind.name)) };
    default::object(&mut object);
    let mut value = pruned(body, kind.root);
    complete::object(kind.name, &mut value);
    if let Object::Deployment(deployment) = &mut object {
        deployment.template_hash = template_hash::of(value.pointer("/spec/template").unwrap_or(&Value::Null), None);
    }
    let told = super::check_parsed(&text, &parse, Version::default()).warnings;
    let warnings = told.into_iter().filter(|it| it.cause == "Warning" && !it.server.is_empty()).map(|it| it.server);
    Ok(Body { object, value, strict, warnings: warnings.collect() })
}

/// The fields that `fields` has, without those that Go would leave out when it writes the object again.
#[must_use]
pub fn pruned(value: &Value, fields: &'static Struct) -> Value {
    let Value::Object(map) = value else { return value.clone() };
    let mut kept = Map::new();
    let mut names: Vec<&String> = map.keys().collect();
    names.sort();
    for name in names {
        let Some((field, value)) = fields.field(name).zip(map.get(name)) else { continue };
        if let Some(value) = prune(value, field.kind) {
            kept.insert(name.clone(), value);
        }
    }
    Value::Object(kept)
}

fn prune(value: &Value, kind: Type) -> Option<Value> {
    match (kind, value) {
        (_, Value::Null) => None,
        (Type::Struct(fields), Value::Object(_)) => Some(pruned(value, fields)),
        (Type::List(item), Value::Array(items)) => {
            let items: Vec<Value> = items.iter().map(|it| prune(it, *item).unwrap_or(Value::Null)).collect();
            (!items.is_empty()).then_some(Value::Array(items))
        }
        (Type::Map(_, inner), Value::Object(map)) => {
            let mut sorted: Vec<(&String, &Value)> = map.iter().collect();
            sorted.sort_by_key(|(name, _)| *name);
            let pair = |(name, value): (&String, &Value)| {
                let empty = Value::String(String::new());
                // A value of a map stays even where it is empty.
                let stays = value.is_string() && !matches!(inner, Type::Quantity);
                let value = if stays { Some(value.clone()) } else { prune(value, *inner) };
                (name.clone(), value.unwrap_or(empty))
            };
            let map: Map<String, Value> = sorted.into_iter().map(pair).collect();
            (!map.is_empty()).then_some(Value::Object(map))
        }
        (Type::String | Type::Named(_), Value::String(text)) if text.is_empty() => None,
        (Type::Quantity, Value::Number(number)) => Some(Value::String(amount(&number.to_string()))),
        (Type::Quantity, Value::String(text)) => Some(Value::String(amount(text))),
        _ => Some(sorted(value)),
    }
}

/// An amount as the server writes it again: `0.1` is `100m`.
fn amount(text: &str) -> String {
    Quantity::parse(Cow::Borrowed(text)).map_or_else(|| text.to_owned(), |amount| amount.to_string())
}

/// An object of a kind that [`schema`](super::schema) has no fields of, with what the server fills in of a workload's.
#[must_use]
pub fn completed(kind: &str, mut object: Value) -> Value {
    complete::object(kind, &mut object);
    object
}

/// `pod-template-hash` of a template.
#[must_use]
pub fn template_hash(template: &Value) -> String {
    template_hash::of(template, None)
}

/// The same value with every mapping's keys in order, as Go writes maps.
#[must_use]
pub fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut pairs: Vec<(&String, &Value)> = map.iter().collect();
            pairs.sort_by_key(|(name, _)| *name);
            Value::Object(pairs.into_iter().map(|(name, value)| (name.clone(), sorted(value))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}
