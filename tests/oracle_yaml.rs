//! What a real kubectl said of 1,315 manifests and 201 scalars, held against the YAML layer.

use kijabi::diagnostic::Diagnostic;
use kijabi::text::apply_edits;
use kijabi::yaml::tree::{Node, Value};
use kijabi::yaml::{self, Document};
use serde_json::Value as Json;

const MANIFESTS: &str = include_str!("data/oracle/public.jsonl");
const SCALARS: &str = include_str!("data/oracle/scalars.jsonl");

fn rows(lines: &str) -> impl Iterator<Item = Json> {
    lines.lines().map(|line| serde_json::from_str(line).expect("a row of JSON"))
}

fn text<'r>(row: &'r Json, field: &str) -> &'r str {
    row.get(field).and_then(Json::as_str).unwrap_or("")
}

/// The error for which kubectl refuses the text.
fn refusal(documents: &[Document]) -> Option<&Diagnostic> {
    documents.iter().find_map(|document| document.error.as_ref())
}

#[test]
fn a_manifest_is_refused_as_yaml_exactly_when_and_as_kubectl_refuses_it() {
    let mut differing = Vec::new();
    for row in rows(MANIFESTS) {
        let parse = yaml::parse(text(&row, "manifest"));
        let ours = refusal(&parse.documents).map(|error| error.server.as_str());
        let theirs = (text(&row, "stage") == "yaml").then(|| row["errors"][0]["message"].as_str().unwrap_or(""));
        if ours != theirs {
            differing.push(format!("{}: kubectl {theirs:?}, we {ours:?}", text(&row, "id")));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn a_refusal_points_at_something_and_says_in_korean_what_to_do() {
    for row in rows(MANIFESTS) {
        let manifest = text(&row, "manifest");
        for error in
            yaml::parse(manifest).documents.iter().flat_map(|document| document.error.iter().chain(&document.also))
        {
            let id = text(&row, "id");
            assert!(error.range.end() <= manifest.len(), "{id}: {error:?}");
            assert!(!error.range.is_empty(), "{id} points at nothing: {error:?}");
            assert!(error.help.chars().any(|character| ('가'..='힣').contains(&character)), "{id}: {}", error.help);
        }
    }
}

#[test]
fn a_fix_that_is_certain_removes_its_error() {
    let mut tried = 0;
    for row in rows(MANIFESTS) {
        let manifest = text(&row, "manifest");
        let parse = yaml::parse(manifest);
        let Some(error) = refusal(&parse.documents) else { continue };
        for fix in error.fixes.iter().filter(|fix| fix.certain) {
            tried += 1;
            let fixed = apply_edits(manifest, &fix.edits);
            let after = yaml::parse(&fixed);
            let again =
                refusal(&after.documents).filter(|again| again.server == error.server && again.range == error.range);
            assert!(again.is_none(), "{}: {} does not help\n{fixed}", text(&row, "id"), fix.title);
        }
    }
    assert!(tried > 60, "only {tried} certain fixes");
}

#[test]
fn a_scalar_resolves_as_go_yaml_resolves_it() {
    for row in rows(SCALARS) {
        let scalar = text(&row, "scalar");
        let manifest = format!("v: {scalar}\n");
        let parse = yaml::parse(&manifest);
        let error = refusal(&parse.documents).map(|error| error.server.clone());
        let wanted = row
            .get("yaml_error")
            .map(|error| format!("error converting YAML to JSON: {}", error.as_str().unwrap_or("")));
        assert_eq!(error, wanted, "{scalar}");
        let Some(wanted) = row.get("json_value") else { continue };
        let value = parse.documents[0].tree.root().and_then(|root| root.get("v")).expect("a value");
        assert!(is_same(value, wanted), "{scalar}: {value:?} is not {wanted}");
    }
}

#[test]
fn a_key_reads_as_kubectl_writes_it_into_json() {
    for row in rows(SCALARS) {
        let scalar = text(&row, "scalar");
        if scalar.starts_with('{') {
            // kubectl would take the text for JSON.
            continue;
        }
        let parse = yaml::parse(&format!("{scalar}: x\n"));
        if let Some(error) = row.get("key_error").and_then(Json::as_str) {
            // Some spellings are no key at all, but another document.
            if error.starts_with("yaml: ") || error.starts_with("unsupported") {
                let ours = refusal(&parse.documents).map(|error| error.server.clone()).unwrap_or_default();
                assert!(ours.ends_with(error), "{scalar}: {ours} is not {error}");
            }
            continue;
        }
        let root = parse.documents[0].tree.root().expect("a mapping");
        let key = root.entries().next().and_then(|entry| entry.key.scalar()).expect("a key");
        assert_eq!(key.as_key(), text(&row, "as_key"), "{scalar}");
    }
}

/// What gopkg.in/yaml.v2 2.4.0 was seen to read otherwise than its specification, or its reader, would have it.
#[test]
fn tags_underscores_and_byte_order_marks_are_read_as_go_yaml_reads_them() {
    let refused = [
        ("v: !!bool <<\n", "cannot decode !!str `<<` as a !!bool"),
        ("!!int <<: {a: b}\n", "cannot decode !!str `<<` as a !!int"),
        ("v: !!int 2001-01-01\n", "cannot decode !!str `2001-01-01` as a !!int"),
        ("v: !!timestamp 5\n", "cannot decode !!int `5` as a !!timestamp"),
    ];
    for (text, told) in refused {
        let error = refusal(&yaml::parse(text).documents).map(|error| error.server.clone());
        assert_eq!(error, Some(format!("error converting YAML to JSON: yaml: {told}")), "{text}");
    }
    let read = [
        // Only a `<<` without a tag, or with the tag that says so, merges.
        ("!!str <<: {v: 1}\n", "<<", r#"{"v": 1}"#),
        ("!foo <<: {v: 1}\n", "<<", r#"{"v": 1}"#),
        ("! <<: {v: 1}\n", "v", "1"),
        ("!!merge <<: {v: 1}\n", "v", "1"),
        ("v: !!timestamp 2001-01-01\n", "v", r#""2001-01-01""#),
        ("v: .5_1\n", "v", "0.51"),
        ("v: .5e1_0\n", "v", "5e9"),
        ("v: .5_\n", "v", r#"".5_""#),
        ("v: ._5\n", "v", r#""._5""#),
        // A replacement character for each byte that is no character.
        ("v: !!binary demo\n", "v", "\"u\u{fffd}\u{fffd}\""),
        // A mark at the start of the text is none of its letters; one in the text is.
        ("\u{feff}v: 1\n", "v", "1"),
        ("a: 1\n\u{feff}v: 1\n", "\u{feff}v", "1"),
        ("a:\n\u{feff}  v: 1\n", "\u{feff}  v", "1"),
    ];
    for (text, key, wanted) in read {
        let parse = yaml::parse(text);
        let value = parse.documents[0].tree.root().and_then(|root| root.get(key));
        let wanted = serde_json::from_str(wanted).expect("a value");
        assert!(value.is_some_and(|value| is_same(value, &wanted)), "{text:?}: {value:?} is not {wanted}");
    }
}

fn is_same(node: Node<'_>, wanted: &Json) -> bool {
    let Some(scalar) = node.scalar() else {
        return match wanted {
            Json::Array(items) => node.items().len() == items.len(),
            Json::Object(entries) => node.entries().len() == entries.len(),
            _ => false,
        };
    };
    match scalar.value {
        Value::Null => wanted.is_null(),
        Value::Bool(value) => wanted.as_bool() == Some(value),
        Value::Int(value) => wanted.as_i64().map(i128::from).or(wanted.as_u64().map(i128::from)) == Some(value),
        // serde_json reads floats to within a digit.
        Value::Float(value) => wanted.as_f64().is_some_and(|wanted| (wanted - value).abs() <= wanted.abs() * 1e-15),
        Value::Str => wanted.as_str() == Some(scalar.text),
    }
}
