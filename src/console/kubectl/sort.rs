//! `--sort-by`: objects in the order of a field, numbers in words by their value (`file2` before `file10`).
//!
//! Must not know: how objects are printed.

use crate::console::print::jsonpath::{Template, relaxed};
use crate::kube::quote::quote;
use serde_json::Value;
use std::cmp::Ordering;

/// The order in which objects are printed.
#[derive(Clone, Debug)]
pub(super) struct Sorting {
    path: String,
    template: Template,
}

impl Sorting {
    /// Reads the field of `--sort-by`; the error is kubectl's.
    pub(super) fn parse(expression: &str) -> Result<Self, String> {
        let path = relaxed(expression)?;
        let template = Template::parse(&path)?;
        Ok(Self { path, template })
    }

    /// The places of `objects` in the order wanted; the error is kubectl's where none has the field.
    pub(super) fn order(&self, objects: &[&Value]) -> Result<Vec<usize>, String> {
        let mut keys: Vec<Option<Value>> = Vec::with_capacity(objects.len());
        for object in objects {
            let found = self.template.find(object)?;
            keys.push(found.into_iter().flatten().next().map(std::borrow::Cow::into_owned));
        }
        if !objects.is_empty() && keys.iter().all(Option::is_none) {
            return Err(format!("couldn't find any field with path {} in the list of objects", quote(&self.path)));
        }
        let mut places: Vec<usize> = (0..objects.len()).collect();
        places.sort_by(|a, b| compare(keys.get(*a).and_then(Option::as_ref), keys.get(*b).and_then(Option::as_ref)));
        Ok(places)
    }
}

/// What has no value comes first.
fn compare(left: Option<&Value>, right: Option<&Value>) -> Ordering {
    match (left, right) {
        (None, None) => Ordering::Equal,
        (None, _) => Ordering::Less,
        (_, None) => Ordering::Greater,
        (Some(Value::Number(left)), Some(Value::Number(right))) => {
            left.as_f64().partial_cmp(&right.as_f64()).unwrap_or(Ordering::Equal)
        }
        (Some(Value::String(left)), Some(Value::String(right))) => match (quantity(left), quantity(right)) {
            (Some(left), Some(right)) => left.partial_cmp(&right).unwrap_or(Ordering::Equal),
            _ => natural(left, right),
        },
        (Some(Value::Bool(left)), Some(Value::Bool(right))) => left.cmp(right),
        _ => Ordering::Equal,
    }
}

/// An amount such as `100m` or `128Mi`.
pub(super) fn quantity(text: &str) -> Option<f64> {
    let digits = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '+' | '-'))).unwrap_or(text.len());
    let (number, suffix) = text.split_at(digits);
    let number: f64 = number.parse().ok()?;
    let scale = match suffix {
        "" => 1.0,
        "n" => 1e-9,
        "u" => 1e-6,
        "m" => 1e-3,
        "k" => 1e3,
        "M" => 1e6,
        "G" => 1e9,
        "T" => 1e12,
        "P" => 1e15,
        "E" => 1e18,
        "Ki" => 1024.0,
        "Mi" => 1_048_576.0,
        "Gi" => 1_073_741_824.0,
        "Ti" => 1_099_511_627_776.0,
        "Pi" => 1_125_899_906_842_624.0,
        "Ei" => 1_152_921_504_606_846_976.0,
        _ => {
            let exponent = suffix.strip_prefix(['e', 'E'])?;
            10f64.powi(exponent.parse().ok()?)
        }
    };
    Some(number * scale)
}

/// Runs of digits compared as numbers.
fn natural(left: &str, right: &str) -> Ordering {
    let (mut left_rest, mut right_rest) = (left, right);
    while let (Some(a), Some(b)) = (left_rest.chars().next(), right_rest.chars().next()) {
        if a.is_ascii_digit() && b.is_ascii_digit() {
            let run = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
            let (x, left_after) = left_rest.split_at(run(left_rest));
            let (y, right_after) = right_rest.split_at(run(right_rest));
            let (x, y) = (x.trim_start_matches('0'), y.trim_start_matches('0'));
            let order = x.len().cmp(&y.len()).then(x.cmp(y));
            if order.is_ne() {
                return order;
            }
            (left_rest, right_rest) = (left_after, right_after);
        } else if a == b {
            left_rest = left_rest.get(a.len_utf8()..).unwrap_or("");
            right_rest = right_rest.get(b.len_utf8()..).unwrap_or("");
        } else {
            return a.cmp(&b);
        }
    }
    left_rest.len().cmp(&right_rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn objects_are_sorted_by_numbers_names_and_amounts() {
        let objects =
            [json!({"a": "x10", "n": 2, "m": "1Gi"}), json!({"a": "x9", "n": 10, "m": "500Mi"}), json!({"m": "2Ki"})];
        let refs: Vec<&Value> = objects.iter().collect();
        let order = |path: &str| Sorting::parse(path).unwrap().order(&refs);
        assert_eq!(order(".a"), Ok(vec![2, 1, 0]));
        assert_eq!(order("{.n}"), Ok(vec![2, 0, 1]));
        assert_eq!(order("m"), Ok(vec![2, 1, 0]));
        assert_eq!(
            order(".nope"),
            Err("couldn't find any field with path \"{.nope}\" in the list of objects".to_owned())
        );
    }
}
