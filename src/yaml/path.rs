//! Field paths (`spec.ports[0].port`) ↔ nodes: rules name a place symbolically, and here it becomes a range.
//!
//! Must not know: Kubernetes.

use super::tree::Node;
use crate::text::TextRange;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Into a mapping.
    Key(String),
    /// Into a sequence.
    Index(usize),
}

/// What a path leads to.
#[derive(Clone, Copy, Debug)]
pub enum Found<'t> {
    /// The value is there; the key is absent for an item of a sequence and for the root.
    Value {
        /// Its key, where it has one.
        key: Option<Node<'t>>,
        /// The value.
        value: Node<'t>,
    },
    /// The path ends early: this is the key (or the item, or the root) under which the rest is missing.
    Missing {
        /// Where it belongs.
        under: TextRange,
    },
}

/// Splits a server's field path: `spec.ports[0].port`, `metadata.labels[app.kubernetes.io/name]`.
#[must_use]
pub fn split(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        rest = rest.strip_prefix('.').unwrap_or(rest);
        if let Some(inside) = rest.strip_prefix('[') {
            let (content, after) = inside.split_once(']').unwrap_or((inside, ""));
            steps.push(content.parse().map_or_else(|_| Step::Key(content.to_owned()), Step::Index));
            rest = after;
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            steps.push(Step::Key(name.to_owned()));
            rest = after;
        }
    }
    steps
}

/// Follows `steps` from `root` as far as they lead.
#[must_use]
pub fn find<'t>(root: Node<'t>, steps: &[Step]) -> Found<'t> {
    let mut key: Option<Node<'t>> = None;
    let mut value = root;
    for step in steps {
        let next = match step {
            Step::Key(name) => value.entry(name).map(|entry| (Some(entry.key), entry.value)),
            Step::Index(index) => value.item(*index).map(|item| (None, item)),
        };
        let Some((next_key, next_value)) = next else {
            return Found::Missing { under: key.unwrap_or(value).range() };
        };
        (key, value) = (next_key, next_value);
    }
    Found::Value { key, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_splits_into_keys_and_indices() {
        assert_eq!(
            split("spec.ports[1].targetPort"),
            [Step::Key("spec".into()), Step::Key("ports".into()), Step::Index(1), Step::Key("targetPort".into())]
        );
        assert_eq!(
            split("metadata.labels[app.kubernetes.io/name]"),
            [Step::Key("metadata".into()), Step::Key("labels".into()), Step::Key("app.kubernetes.io/name".into())]
        );
    }
}
