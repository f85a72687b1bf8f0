//! `kubectl explain`: kubectl's layout around kijabi's own Korean descriptions of fields.
//!
//! Must not know: objects, manifests.

use super::commands::Invocation;
use super::problem::{Problem, report};
use super::target::resource_type;
use crate::console::Output;
use crate::console::resource::Resource;
use crate::kube::quote::quote;
use crate::kube::schema::{self, Field, Kind, Presence, Struct, Type};
use crate::text::wrap;
use std::fmt::Write as _;

/// How wide a description is, its indentation included.
const WIDTH: usize = 80;

/// Runs it.
pub fn run(call: &Invocation) -> Output {
    match explain(call) {
        Ok(out) => out,
        Err(problem) => Output::fail(1, report(&[problem])),
    }
}

fn explain(call: &Invocation) -> Result<Output, Problem> {
    let refuse = |text: String| Err(Problem::Client(text));
    let given = &call.given;
    if !matches!(given.text("output"), None | Some("" | "plaintext" | "plaintext-openapiv2")) {
        let output = given.text("output").unwrap_or("");
        return refuse(format!("unrecognized format: {output}"));
    }
    let path = match given.args.as_slice() {
        [path] => path,
        [] => {
            return refuse(
                "You must specify the type of resource to explain. Use \"kubectl api-resources\" for a complete list of \
                 supported resources."
                    .to_owned(),
            );
        }
        _ => return refuse("We accept only this format: explain RESOURCE".to_owned()),
    };
    let (word, fields) = split(path);
    let resource = match resource_type(word) {
        Ok(resource) => resource,
        // Said without `error: `, by this command alone.
        Err(Problem::Client(text)) => return Err(Problem::Raw(text)),
        Err(problem) => return Err(problem),
    };
    let Some(kind) = schema::kind(resource.kind).filter(|kind| kind.api_version == resource.api_version()) else {
        return Ok(unknown(resource));
    };
    let mut here = Type::Struct(kind.root);
    let mut field: Option<&'static Field> = None;
    for name in fields {
        let next = fields_of(here).and_then(|fields| fields.field(name));
        let Some(next) = next else { return refuse(format!("field {} does not exist", quote(name))) };
        here = next.kind;
        field = Some(next);
    }
    Ok(Output::ok(text(kind, here, field, given.is("recursive"))))
}

/// The type and the fields of `service.spec.ports`, `deployments.apps.spec`.
fn split(path: &str) -> (&str, Vec<&str>) {
    let parts: Vec<&str> = path.split('.').collect();
    // The longest start that is a type: a group may stand behind the name.
    for end in (1..=parts.len().min(5)).rev() {
        let length = parts.iter().take(end).map(|part| part.len() + 1).sum::<usize>() - 1;
        let word = path.get(..length).unwrap_or(path);
        if Resource::find(word).is_some() {
            return (word, parts.into_iter().skip(end).filter(|part| !part.is_empty()).collect());
        }
    }
    (parts.first().copied().unwrap_or(path), Vec::new())
}

fn head(group: &str, kind: &str, version: &str) -> String {
    let group = if group.is_empty() { String::new() } else { format!("GROUP:      {group}\n") };
    format!("{group}KIND:       {kind}\nVERSION:    {version}\n\n")
}

/// A type whose fields kijabi does not know.
fn unknown(resource: &Resource) -> Output {
    let head = head(resource.group, resource.kind, resource.version);
    Output::ok(format!("{head}DESCRIPTION:\n    <empty>\n"))
        .with_note("kijabi가 필드까지 설명하는 종류는 Service, Pod, Deployment, Namespace, Node입니다.")
}

fn fields_of(kind: Type) -> Option<&'static Struct> {
    match kind {
        Type::Struct(fields) => Some(fields),
        Type::List(item) | Type::Map(_, item) => fields_of(*item),
        _ => None,
    }
}

fn text(kind: &Kind, here: Type, field: Option<&'static Field>, recursive: bool) -> String {
    let (group, version) = kind.api_version.split_once('/').unwrap_or(("", kind.api_version));
    let mut out = head(group, kind.name, version);
    let about = match field {
        Some(field) => {
            let _ = writeln!(out, "FIELD: {} <{}>{}", field.name, type_name(field.kind), required(field));
            if !field.values.is_empty() {
                out.push_str("ENUM:\n");
                out.extend(values(field).iter().map(|value| format!("    {value}\n")));
            }
            out.push('\n');
            if field.values.is_empty() {
                out.push('\n');
            }
            field.doc
        }
        None => kind.doc,
    };
    out.push_str("DESCRIPTION:\n");
    out.push_str(&indented(about, 4));
    if let Some(field) = field.filter(|field| !field.default.is_empty()) {
        out.push_str(&indented(&format!("적지 않으면 {}입니다.", field.default), 4));
    }
    if let Some(fields) = fields_of(here) {
        out.push_str("\nFIELDS:\n");
        list(fields, 1, recursive, &mut Vec::new(), &mut out);
    }
    out.push('\n');
    out
}

/// The values a field may have, sorted as in the server's OpenAPI description.
fn values(field: &Field) -> Vec<&'static str> {
    let mut values = field.values.to_vec();
    values.sort_unstable();
    values
}

fn list(fields: &'static Struct, level: usize, recursive: bool, above: &mut Vec<&'static str>, out: &mut String) {
    let mut sorted: Vec<&'static Field> = fields.fields.iter().collect();
    sorted.sort_by_key(|field| field.name);
    above.push(fields.go);
    for field in sorted {
        let indent = "  ".repeat(level);
        let _ = writeln!(out, "{indent}{}\t<{}>{}", field.name, type_name(field.kind), required(field));
        if !field.values.is_empty() {
            let _ = writeln!(out, "{indent}enum: {}", values(field).join(", "));
        }
        if recursive {
            if let Some(below) = fields_of(field.kind).filter(|below| !above.contains(&below.go)) {
                list(below, level + 1, recursive, above, out);
            }
        } else {
            out.push_str(&indented(field.doc, 2 * level + 2));
            out.push('\n');
        }
    }
    above.pop();
}

fn required(field: &Field) -> &'static str {
    if field.presence == Presence::Required { " -required-" } else { "" }
}

/// The type as kubectl names it: `[]ServicePort`, `map[string]string`.
fn type_name(kind: Type) -> String {
    match kind {
        Type::String | Type::Named(_) | Type::Quantity | Type::Time => "string".to_owned(),
        Type::Bool => "boolean".to_owned(),
        Type::Int32 | Type::Int64 => "integer".to_owned(),
        Type::IntOrString => "IntOrString".to_owned(),
        Type::Any => "Object".to_owned(),
        Type::Struct(fields) => fields.short_name().to_owned(),
        Type::List(item) => format!("[]{}", type_name(*item)),
        Type::Map(_, value) => format!("map[string]{}", type_name(*value)),
    }
}

fn indented(text: &str, indent: usize) -> String {
    let lines = wrap::wrap(text, WIDTH.saturating_sub(indent).max(20));
    let blanks = " ".repeat(indent);
    lines.into_iter().flat_map(|line| [blanks.as_str(), line.of(text), "\n"]).collect()
}
