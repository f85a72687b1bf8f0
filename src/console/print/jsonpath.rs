//! JSONPath as client-go reads and evaluates it: `{.items[*].metadata.name}`, `{range …}{end}`, filters, unions, slices, `..`.
//!
//! Not RFC 9535: text outside braces is printed, `[?(@.type=="X")]` compares one value with one, a missing field is nothing.
//!
//! Must not know: commands, where objects come from.

mod evaluate;
mod parse;

pub(super) use parse::unescape;

use super::{go_value, json};
use serde_json::Value;
use std::borrow::Cow;

/// A template that was read.
#[derive(Clone, Debug)]
pub struct Template {
    source: String,
    nodes: Vec<Node>,
    /// Whether a missing field is nothing; else it is an error.
    allow_missing: bool,
}

#[derive(Clone, Debug)]
enum Node {
    Text(String),
    /// What stood between braces.
    Action(Vec<Self>),
    Field(String),
    Wildcard,
    Recursive,
    Slice([Param; 3]),
    Union(Vec<Vec<Self>>),
    Filter {
        left: Vec<Self>,
        operator: String,
        right: Vec<Self>,
    },
    Identifier(String),
    Literal(Value),
}

/// A part of `[from:to:step]`.
#[derive(Clone, Copy, Debug, Default)]
struct Param {
    value: i64,
    known: bool,
    /// `to` where only an index was written.
    derived: bool,
}

/// What an expression found, in order.
pub type Found<'v> = Vec<Cow<'v, Value>>;

impl Template {
    /// Reads `source`; the error is client-go's.
    pub fn parse(source: &str) -> Result<Self, String> {
        Ok(Self { source: source.to_owned(), nodes: parse::parse(source)?, allow_missing: true })
    }

    /// The same, a missing field being an error.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.allow_missing = false;
        self
    }

    /// What each part of the template finds in `object`.
    pub fn find<'v>(&'v self, object: &'v Value) -> Result<Vec<Found<'v>>, String> {
        evaluate::find(&self.nodes, object, self.allow_missing)
    }

    /// As `-o jsonpath` prints it.
    pub fn print(&self, object: &Value) -> Result<String, String> {
        let mut out = String::new();
        for found in self.find(object).map_err(|problem| self.failure(&problem, object))? {
            for (index, value) in found.iter().enumerate() {
                if index > 0 {
                    out.push(' ');
                }
                match value.as_ref() {
                    Value::Null => out.push_str("null"),
                    collection @ (Value::Array(_) | Value::Object(_)) => out.push_str(&json::compact(collection)),
                    scalar => out.push_str(&go_value::plain(scalar, go_value::Numbers::Whole)),
                }
            }
        }
        Ok(out)
    }

    /// As `-o jsonpath-as-json` prints it.
    pub fn print_json(&self, object: &Value) -> Result<String, String> {
        let mut out = String::new();
        for found in self.find(object).map_err(|problem| self.failure(&problem, object))? {
            let list = Value::Array(found.into_iter().map(Cow::into_owned).collect());
            out.push_str(&json::pretty(&list));
            out.push('\n');
        }
        Ok(out)
    }

    /// kubectl's report of a template that failed, with the object that it failed on.
    fn failure(&self, problem: &str, object: &Value) -> String {
        format!(
            "error executing jsonpath {}: Error executing template: {problem}. Printing more information for debugging the \
             template:\n\ttemplate was:\n\t\t{}\n\tobject given to jsonpath engine was:\n\t\t{}\n\n\n",
            crate::kube::quote::quote(&self.source),
            self.source,
            go_value::syntax(object)
        )
    }
}

/// The expression of a custom column or of `--sort-by` in full: braces and the leading point may be left out.
pub fn relaxed(expression: &str) -> Result<String, String> {
    if expression.is_empty() {
        return Ok(String::new());
    }
    let inner = match expression.strip_prefix('{') {
        Some(rest) => rest.strip_suffix('}'),
        None => Some(expression),
    };
    let inner = inner.map(|inner| inner.strip_prefix('.').unwrap_or(inner));
    match inner {
        Some(inner) if !inner.is_empty() && !inner.contains(['{', '}']) => Ok(format!("{{.{inner}}}")),
        _ => Err(
            "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'"
                .to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn list() -> Value {
        json!({"kind": "List", "items": [
            {"metadata": {"name": "a", "labels": {"app.kubernetes.io/name": "x"}}, "spec": {"type": "ClusterIP", "ports": [{"port": 80}]}},
            {"metadata": {"name": "b"}, "spec": {"type": "NodePort", "ports": [{"port": 443, "nodePort": 30443}, {"port": 80}]}},
        ]})
    }

    fn print(template: &str) -> Result<String, String> {
        Template::parse(template)?.print(&list())
    }

    #[test]
    fn expressions_find_what_client_go_finds() {
        for (template, expected) in [
            ("{.items[*].metadata.name}", "a b"),
            ("{.items[0].metadata.name}-{.items[-1].metadata.name}", "a-b"),
            ("{.items[1].spec.ports[0:2].port}", "443 80"),
            ("{.items[*]['metadata.name','spec.type']}", "a b ClusterIP NodePort"),
            ("{.items[?(@.spec.type==\"NodePort\")].metadata.name}", "b"),
            ("{.items[?(@.spec.type!='NodePort')].metadata.name}", "a"),
            ("{.items[*].spec.ports[?(@.port>80)].port}", "443"),
            ("{.items[*].spec.ports[?(@.nodePort)].nodePort}", "30443"),
            (
                "{range .items[*]}{.metadata.name}{\"\\t\"}{range .spec.ports[*]}{.port},{end}{\"\\n\"}{end}.",
                "a\t80,\nb\t443,80,\n.",
            ),
            ("{range .items[?(@.x)]}{.metadata.name}{end}none", "none"),
            ("{..name}", "a b"),
            ("{.items[0].metadata.labels.app\\.kubernetes\\.io/name}", "x"),
            ("{.items[0].spec.ports}", "[{\"port\":80}]"),
            ("{.nope}", ""),
            ("{.kind} {'text'}", "List text"),
            ("plain", "plain"),
            ("{$.kind}{@.kind}", "ListList"),
        ] {
            assert_eq!(print(template).as_deref(), Ok(expected), "{template}");
        }
    }

    #[test]
    fn errors_are_client_gos() {
        for (template, expected) in [
            ("{.spec", "unclosed action"),
            ("{.items[}", "unterminated array"),
            ("{.items[a]}", "invalid array index a"),
            ("{'x}", "unterminated quoted string"),
            ("{.a ! .b}", "unrecognized character in action: U+0021 '!'"),
            ("{....x}", "invalid multiple recursive descent"),
        ] {
            assert_eq!(Template::parse(template).map(|_| ()), Err(expected.to_owned()), "{template}");
        }
        for (template, expected) in [
            ("{.items[5].metadata}", "array index out of bounds: index 5, length 2"),
            ("{.kind[0]}", "string is not array or slice"),
            ("{end}", "not in range, nothing to end"),
            ("{foo}", "unrecognized identifier foo"),
        ] {
            let problem = print(template).unwrap_err();
            assert!(
                problem.contains(&format!("Error executing template: {expected}. Printing")),
                "{template}: {problem}"
            );
        }
    }
}
