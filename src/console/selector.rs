//! Label and field selectors as the API server reads and applies them (`apimachinery/pkg/labels`, `pkg/fields`).
//!
//! Must not know: commands, where objects come from.

use super::print::field::Field;
use super::resource::Resource;
use crate::kube::names;
use serde_json::Value;

/// What `-l` selects.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    requirements: Vec<Requirement>,
}

#[derive(Clone, Debug)]
struct Requirement {
    key: String,
    operator: Operator,
    values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    In,
    NotIn,
    Exists,
    Absent,
    Greater,
    Less,
}

impl Labels {
    /// Reads `app=web,tier in (front,back),!old`; the error is the server's.
    pub fn parse(text: &str) -> Result<Self, String> {
        Parser { tokens: tokens(text), at: 0 }.selector()
    }

    /// Whether an object has the labels.
    #[must_use]
    pub fn matches(&self, object: &Value) -> bool {
        let held = object.map("metadata.labels");
        self.requirements.iter().all(|requirement| {
            let value = held.and_then(|held| held.get(&requirement.key)).and_then(Value::as_str);
            let listed = value.is_some_and(|value| requirement.values.iter().any(|listed| listed == value));
            let number = value.and_then(|value| value.parse::<i64>().ok());
            let limit = requirement.values.first().and_then(|value| value.parse::<i64>().ok());
            match requirement.operator {
                Operator::In => listed,
                Operator::NotIn => !listed,
                Operator::Exists => value.is_some(),
                Operator::Absent => value.is_none(),
                Operator::Greater => number.zip(limit).is_some_and(|(number, limit)| number > limit),
                Operator::Less => number.zip(limit).is_some_and(|(number, limit)| number < limit),
            }
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Sign(&'static str),
    End,
}

impl Token {
    fn shown(&self) -> &str {
        match self {
            Self::Word(word) => word,
            Self::Sign(sign) => sign,
            Self::End => "",
        }
    }
}

fn tokens(text: &str) -> Vec<Token> {
    const SIGNS: [&str; 9] = ["!=", "==", "=", "!", "(", ")", ",", ">", "<"];
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            found.push(Token::Sign(sign));
            rest = rest.get(sign.len()..).unwrap_or("");
        } else {
            let end = rest.find(|c: char| c.is_whitespace() || "=!(),<>".contains(c)).unwrap_or(rest.len());
            found.push(Token::Word(rest.get(..end).unwrap_or("").to_owned()));
            rest = rest.get(end..).unwrap_or("");
        }
        rest = rest.trim_start();
    }
    found
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> &Token {
        self.tokens.get(self.at).unwrap_or(&Token::End)
    }

    fn next(&mut self) -> Token {
        let token = self.peek().clone();
        self.at += 1;
        token
    }

    fn selector(&mut self) -> Result<Labels, String> {
        let mut requirements = Vec::new();
        loop {
            match self.peek() {
                Token::Word(_) | Token::Sign("!") => {}
                Token::End => return Ok(Labels { requirements }),
                other @ Token::Sign(_) => {
                    return Err(format!("found '{}', expected: !, identifier, or 'end of string'", other.shown()));
                }
            }
            let requirement =
                self.requirement().map_err(|problem| format!("unable to parse requirement: {problem}"))?;
            requirements.push(requirement);
            match self.next() {
                Token::End => return Ok(Labels { requirements }),
                Token::Sign(",") => match self.peek() {
                    Token::Word(_) | Token::Sign("!") => {}
                    other => return Err(format!("found '{}', expected: identifier after ','", other.shown())),
                },
                other => return Err(format!("found '{}', expected: ',' or 'end of string'", other.shown())),
            }
        }
    }

    fn requirement(&mut self) -> Result<Requirement, String> {
        let absent = *self.peek() == Token::Sign("!");
        self.at += usize::from(absent);
        let key = match self.next() {
            Token::Word(key) => key,
            other => return Err(format!("found '{}', expected: identifier", other.shown())),
        };
        if let Some(problem) = names::qualified_name(&key, crate::kube::Version::default()).into_iter().next() {
            return Err(format!("<nil>: Invalid value: {}: {problem}", quoted(&key)));
        }
        if matches!(self.peek(), Token::End | Token::Sign(",")) {
            let operator = if absent { Operator::Absent } else { Operator::Exists };
            return Ok(Requirement { key, operator, values: Vec::new() });
        }
        let sign = self.next();
        let (operator, set) = match &sign {
            Token::Word(word) if word == "in" => (Operator::In, true),
            Token::Word(word) if word == "notin" => (Operator::NotIn, true),
            Token::Sign("=" | "==") => (Operator::In, false),
            Token::Sign("!=") => (Operator::NotIn, false),
            Token::Sign(">") => (Operator::Greater, false),
            Token::Sign("<") => (Operator::Less, false),
            other => return Err(format!("found '{}', expected: in, notin, =, ==, !=, gt, lt", other.shown())),
        };
        let values = if set { self.set()? } else { vec![self.exact()?] };
        for (index, value) in values.iter().enumerate() {
            if let Some(problem) = names::label_value(value, crate::kube::Version::default()).into_iter().next() {
                return Err(format!("values[{index}][{key}]: Invalid value: {}: {problem}", quoted(value)));
            }
            if matches!(operator, Operator::Greater | Operator::Less) && value.parse::<i64>().is_err() {
                return Err(format!(
                    "values[{index}][{key}]: Invalid value: {}: for 'Gt', 'Lt' operators, the value must be an integer",
                    quoted(value)
                ));
            }
        }
        Ok(Requirement { key, operator, values })
    }

    fn exact(&mut self) -> Result<String, String> {
        if matches!(self.peek(), Token::End | Token::Sign(",")) {
            return Ok(String::new());
        }
        match self.next() {
            Token::Word(value) => Ok(value),
            other => Err(format!("found '{}', expected: identifier", other.shown())),
        }
    }

    fn set(&mut self) -> Result<Vec<String>, String> {
        let open = self.next();
        if open != Token::Sign("(") {
            return Err(format!("found '{}' expected: '('", open.shown()));
        }
        let mut values = Vec::new();
        // An empty place between commas is an empty value.
        let mut place_is_empty = true;
        loop {
            match self.next() {
                Token::Word(value) if place_is_empty => {
                    values.push(value);
                    place_is_empty = false;
                }
                Token::Sign(",") => {
                    if place_is_empty {
                        values.push(String::new());
                    }
                    place_is_empty = true;
                }
                Token::Sign(")") => {
                    if place_is_empty {
                        values.push(String::new());
                    }
                    values.sort();
                    values.dedup();
                    return Ok(values);
                }
                other if place_is_empty && values.is_empty() => {
                    return Err(format!("found '{}', expected: ',', ')' or identifier", other.shown()));
                }
                other => return Err(format!("found '{}', expected: ',' or ')'", other.shown())),
            }
        }
    }
}

fn quoted(text: &str) -> String {
    crate::kube::quote::quote(text)
}

/// What `--field-selector` selects.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    terms: Vec<(String, bool, String)>,
}

impl Fields {
    /// Reads `status.phase=Running,metadata.name!=web` for a type; the error is the server's.
    pub fn parse(text: &str, resource: &Resource) -> Result<Self, String> {
        let mut terms = Vec::new();
        for term in text.split(',').filter(|term| !term.is_empty()) {
            let split = ["!=", "==", "="].into_iter().find_map(|sign| Some((term.split_once(sign)?, sign)));
            let Some(((label, value), sign)) = split else {
                return Err(format!("invalid selector: '{text}'; can't understand '{term}'"));
            };
            if !known(resource).any(|known| known == label) {
                return Err(unknown(resource, label));
            }
            terms.push((label.to_owned(), sign != "!=", value.to_owned()));
        }
        Ok(Self { terms })
    }

    /// Whether an object has the values.
    #[must_use]
    pub fn matches(&self, object: &Value) -> bool {
        self.terms.iter().all(|(label, equal, value)| (held(object, label) == *value) == *equal)
    }
}

/// The value of a selectable field, as text.
fn held(object: &Value, label: &str) -> String {
    match object.at(label) {
        Value::String(text) => text.clone(),
        Value::Null if matches!(label, "spec.unschedulable" | "spec.hostNetwork") => "false".to_owned(),
        Value::Null if label.starts_with("status.replicas") || label == "status.successful" => "0".to_owned(),
        Value::Null if label == "source" => object.text("source.component").to_owned(),
        Value::Object(map) if label == "source" => {
            map.get("component").and_then(Value::as_str).unwrap_or("").to_owned()
        }
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The fields by which objects of a type can be selected.
fn known(resource: &Resource) -> impl Iterator<Item = &'static str> {
    let own: &[&str] = match (resource.group, resource.kind) {
        ("", "Pod") => &[
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "spec.hostNetwork",
            "status.phase",
            "status.podIP",
            "status.nominatedNodeName",
        ],
        ("", "Node") => &["spec.unschedulable"],
        ("", "Service") => &["spec.clusterIP", "spec.type"],
        ("", "Namespace") => &["status.phase"],
        ("", "Secret") => &["type"],
        ("", "ReplicationController") | ("apps", "ReplicaSet") => &["status.replicas"],
        ("batch", "Job") => &["status.successful"],
        ("" | "events.k8s.io", "Event") => &[
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "involvedObject.apiVersion",
            "involvedObject.resourceVersion",
            "involvedObject.fieldPath",
            "reason",
            "reportingComponent",
            "source",
            "type",
        ],
        _ => &[],
    };
    ["metadata.name", "metadata.namespace"].into_iter().chain(own.iter().copied())
}

fn unknown(resource: &Resource, label: &str) -> String {
    let with_own = matches!(
        (resource.group, resource.kind),
        ("", "Pod" | "Node" | "Service" | "Namespace" | "Secret" | "ReplicationController" | "Event")
    );
    if with_own {
        format!("field label not supported: {label}")
    } else {
        format!("{} is not a known field selector: only \"metadata.name\", \"metadata.namespace\"", quoted(label))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn labels_are_selected_by_every_operator() {
        let object = json!({"metadata": {"labels": {"app": "web", "tier": "front", "n": "5", "empty": ""}}});
        for (text, expected) in [
            ("", true),
            ("app=web", true),
            ("app==web,tier=front", true),
            ("app=api", false),
            ("app!=api", true),
            ("app in (web, api)", true),
            ("app notin (web)", false),
            ("x notin (web)", true),
            ("app", true),
            ("!app", false),
            ("!x", true),
            ("n>4", true),
            ("n<4", false),
            ("empty=", true),
            ("empty in ()", true),
            ("in=x", false),
        ] {
            assert_eq!(Labels::parse(text).unwrap().matches(&object), expected, "{text}");
        }
    }

    #[test]
    fn a_selector_that_cannot_be_read_is_refused_in_the_servers_words() {
        for (text, expected) in [
            ("app in web", "unable to parse requirement: found 'web' expected: '('"),
            ("=x", "found '=', expected: !, identifier, or 'end of string'"),
            ("app=web tier=x", "found 'tier', expected: ',' or 'end of string'"),
            ("app=web,", "found '', expected: identifier after ','"),
            ("app is web", "unable to parse requirement: found 'is', expected: in, notin, =, ==, !=, gt, lt"),
            ("app in (web", "unable to parse requirement: found '', expected: ',' or ')'"),
        ] {
            assert_eq!(Labels::parse(text).map(|_| ()), Err(expected.to_owned()), "{text}");
        }
        let problem = Labels::parse("a=b_").unwrap_err();
        assert!(
            problem.starts_with("unable to parse requirement: values[0][a]: Invalid value: \"b_\": a valid label"),
            "{problem}"
        );
    }

    #[test]
    fn fields_are_those_that_the_type_offers() {
        let pods = Resource::find("pods").unwrap();
        let pod = json!({"metadata": {"name": "web"}, "status": {"phase": "Running"}});
        assert!(Fields::parse("status.phase=Running,metadata.name!=x", pods).unwrap().matches(&pod));
        assert!(!Fields::parse("status.phase!=Running", pods).unwrap().matches(&pod));
        assert_eq!(Fields::parse("spec.x=1", pods).map(|_| ()), Err("field label not supported: spec.x".to_owned()));
        assert_eq!(Fields::parse("x", pods).map(|_| ()), Err("invalid selector: 'x'; can't understand 'x'".to_owned()));
    }
}
