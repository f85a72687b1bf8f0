//! JSONPath nodes walked over an object.
//!
//! Must not know: how templates are written.

use super::{Found, Node, Param};
use serde_json::Value;
use std::borrow::Cow;
use std::cmp::Ordering;

/// What each node of a template finds in `object`.
pub(super) fn find<'v>(nodes: &'v [Node], object: &'v Value, allow_missing: bool) -> Result<Vec<Found<'v>>, String> {
    let mut walk = Walk { nodes, allow_missing, begun: 0, inside: 0, ended: 0, last_end: None };
    walk.run(0, &vec![Cow::Borrowed(object)])
}

struct Walk<'v> {
    nodes: &'v [Node],
    allow_missing: bool,
    /// `{range}`s met and not yet entered.
    begun: usize,
    /// How deep in ranges.
    inside: usize,
    /// `{end}`s met and not yet obeyed.
    ended: usize,
    /// Where the innermost `{end}` stands.
    last_end: Option<usize>,
}

impl<'v> Walk<'v> {
    fn run(&mut self, from: usize, current: &Found<'v>) -> Result<Vec<Found<'v>>, String> {
        let nodes = self.nodes;
        let mut all = Vec::new();
        let mut at = from;
        while let Some(node) = nodes.get(at) {
            let found = self.walk(current, node)?;
            if self.ended > 0 && self.ended <= self.inside {
                self.ended -= 1;
                self.last_end = Some(at);
                break;
            }
            if self.begun > 0 {
                self.begun -= 1;
                self.inside += 1;
                if found.is_empty() {
                    // Walked all the same, to learn where the range ends.
                    self.run(at + 1, &vec![Cow::Owned(Value::Null)])?;
                }
                for value in found {
                    all.extend(self.run(at + 1, &vec![value])?);
                }
                self.inside -= 1;
                if let Some(end) = self.last_end.filter(|&end| end > at) {
                    at = end;
                }
            } else {
                all.push(found);
            }
            at += 1;
        }
        Ok(all)
    }

    fn walk(&mut self, input: &Found<'v>, node: &'v Node) -> Result<Found<'v>, String> {
        match node {
            Node::Text(text) => Ok(vec![Cow::Owned(Value::String(text.clone()))]),
            Node::Action(nodes) => self.list(input, nodes),
            Node::Literal(value) => Ok(input.iter().map(|_| Cow::Borrowed(value)).collect()),
            Node::Identifier(name) => match name.as_str() {
                "range" => {
                    self.begun += 1;
                    Ok(input.clone())
                }
                "end" if self.inside > 0 => {
                    self.ended += 1;
                    Ok(Vec::new())
                }
                "end" => Err("not in range, nothing to end".to_owned()),
                _ => Err(format!("unrecognized identifier {name}")),
            },
            Node::Field(name) => {
                let found: Found<'v> = input.iter().filter_map(|value| step(value, |value| value.get(name))).collect();
                if found.is_empty() && !input.is_empty() && !self.allow_missing {
                    return Err(format!("{name} is not found"));
                }
                Ok(found)
            }
            Node::Wildcard => Ok(input.iter().flat_map(children).collect()),
            Node::Recursive => Ok(descend(input)),
            Node::Slice(params) => slice(input, params),
            Node::Union(parts) => {
                let mut found = Vec::new();
                for part in parts {
                    found.extend(self.list(input, part)?);
                }
                Ok(found)
            }
            Node::Filter { left, operator, right } => self.filter(input, left, operator, right),
        }
    }

    fn list(&mut self, input: &Found<'v>, nodes: &'v [Node]) -> Result<Found<'v>, String> {
        let mut current = input.clone();
        for node in nodes {
            current = self.walk(&current, node)?;
        }
        Ok(current)
    }

    fn filter(
        &mut self,
        input: &Found<'v>,
        left: &'v [Node],
        operator: &str,
        right: &'v [Node],
    ) -> Result<Found<'v>, String> {
        let mut found = Vec::new();
        for value in input {
            if value.is_null() {
                continue;
            }
            if !value.is_array() {
                let shown = super::go_value::plain(value, super::go_value::Numbers::Whole);
                return Err(format!("{shown} is not array or slice and cannot be filtered"));
            }
            for item in children(value) {
                let here = vec![item.clone()];
                let lefts = self.list(&here, left)?;
                if operator == "exists" {
                    if !lefts.is_empty() {
                        found.push(item);
                    }
                    continue;
                }
                let Some(ours) = single(&lefts)? else { continue };
                let rights = self.list(&here, right)?;
                let Some(theirs) = single(&rights)? else { continue };
                if holds(ours, operator, theirs)? {
                    found.push(item);
                }
            }
        }
        Ok(found)
    }
}

fn single<'a>(found: &'a Found<'_>) -> Result<Option<&'a Value>, String> {
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one.as_ref())),
        _ => Err("can only compare one element at a time".to_owned()),
    }
}

fn holds(left: &Value, operator: &str, right: &Value) -> Result<bool, String> {
    let order = match (left, right) {
        (Value::String(left), Value::String(right)) => left.partial_cmp(right),
        (Value::Number(left), Value::Number(right)) => {
            // An integer and a float are of different kinds to Go.
            if left.is_f64() == right.is_f64() { left.as_f64().partial_cmp(&right.as_f64()) } else { None }
        }
        (Value::Bool(left), Value::Bool(right)) if matches!(operator, "==" | "!=") => {
            Some(if left == right { Ordering::Equal } else { Ordering::Less })
        }
        _ => None,
    };
    let Some(order) = order else { return Err("incompatible types for comparison".to_owned()) };
    Ok(match operator {
        "==" => order.is_eq(),
        "!=" => order.is_ne(),
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        ">=" => order.is_ge(),
        _ => return Err(format!("unrecognized filter operator {operator}")),
    })
}

/// A part of a value, borrowed as long as the value is.
fn step<'v>(value: &Cow<'v, Value>, part: impl for<'a> Fn(&'a Value) -> Option<&'a Value>) -> Option<Cow<'v, Value>> {
    match value {
        Cow::Borrowed(value) => part(value).map(Cow::Borrowed),
        Cow::Owned(value) => part(value).cloned().map(Cow::Owned),
    }
}

/// The values of a mapping by sorted key, or the items of a list.
fn children<'v>(value: &Cow<'v, Value>) -> Vec<Cow<'v, Value>> {
    fn of(value: &Value) -> Vec<&Value> {
        match value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(map) => super::super::field::sorted(Some(map)).into_iter().map(|(_, value)| value).collect(),
            _ => Vec::new(),
        }
    }
    match value {
        Cow::Borrowed(value) => of(value).into_iter().map(Cow::Borrowed).collect(),
        Cow::Owned(value) => of(value).into_iter().cloned().map(Cow::Owned).collect(),
    }
}

/// Every collection below, itself first.
fn descend<'v>(input: &Found<'v>) -> Found<'v> {
    let mut found = Vec::new();
    for value in input {
        let below = children(value);
        if !below.is_empty() {
            found.push(value.clone());
            found.extend(descend(&below));
        }
    }
    found
}

fn slice<'v>(input: &Found<'v>, params: &[Param; 3]) -> Result<Found<'v>, String> {
    let mut found = Vec::new();
    for value in input {
        let kind = match value.as_ref() {
            Value::Null => continue,
            Value::Array(_) => "",
            Value::Object(_) => "map[string]interface {}",
            Value::String(_) => "string",
            Value::Bool(_) => "bool",
            Value::Number(number) if number.is_f64() => "float64",
            Value::Number(_) => "int64",
        };
        if !kind.is_empty() {
            return Err(format!("{kind} is not array or slice"));
        }
        let items = children(value);
        let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
        let [mut from, mut to, step] = *params;
        if !from.known {
            from.value = 0;
        }
        if from.value < 0 {
            from.value += length;
        }
        if !to.known {
            to.value = length;
        }
        if to.value < 0 || (to.value == 0 && to.derived) {
            to.value += length;
        }
        if from.value == to.value {
            return Ok(found);
        }
        let outside = |index: i64| format!("array index out of bounds: index {index}, length {length}");
        if from.value >= length || from.value < 0 {
            return Err(outside(from.value));
        }
        if to.value > length || to.value < 0 {
            return Err(outside(to.value - 1));
        }
        if from.value > to.value {
            return Err(format!("starting index {} is greater than ending index {}", from.value, to.value));
        }
        if step.known && step.value <= 0 {
            return Err("step must be > 0".to_owned());
        }
        let index = |value: i64| usize::try_from(value).unwrap_or(0);
        let stride = if step.known { index(step.value) } else { 1 };
        found.extend(items.into_iter().take(index(to.value)).skip(index(from.value)).step_by(stride));
    }
    Ok(found)
}
