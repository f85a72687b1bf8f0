//! `-o`: the form in which objects are printed, read once and used by every verb that prints objects.
//!
//! Must not know: verbs, servers.

use super::flags::Given;
use crate::console::print::custom_columns::CustomColumns;
use crate::console::print::field::Field;
use crate::console::print::{go_template, json, jsonpath, yaml};
use crate::console::resource::Resource;
use serde_json::{Map, Value};

/// How objects are printed.
#[derive(Clone, Debug)]
pub enum Printer {
    /// `-o yaml`.
    Yaml,
    /// `-o json`.
    Json,
    /// `-o name`.
    Name,
    /// `-o jsonpath=…`.
    JsonPath(jsonpath::Template),
    /// `-o jsonpath-as-json=…`.
    JsonPathAsJson(jsonpath::Template),
    /// `-o go-template=…`.
    GoTemplate(go_template::Template),
    /// `-o custom-columns=…`, with headers or without.
    Columns(CustomColumns, bool),
}

/// The forms that `get` knows beside the table, as its complaint lists them.
const WITH_TABLES: &str = "custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,\
                           jsonpath-file,name,template,templatefile,wide,yaml";

/// The forms that the other verbs know.
const WITHOUT_TABLES: &str =
    "go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,template,templatefile,yaml";

/// Reads a file that a flag names; `None` where there is none.
pub type ReadFile<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What the flags ask for; `None` for the form that is the verb's own (a table, `service/web created`). `with_tables` says
/// whether custom columns are known.
pub fn read(given: &Given, with_tables: bool, file: ReadFile<'_>) -> Result<Option<Printer>, String> {
    let output = given.text("output").unwrap_or("");
    let template = given.text("template").filter(|text| !text.is_empty());
    let (format, inline) = match output.split_once('=') {
        Some((format, rest)) if takes_template(format) => (format, Some(rest)),
        _ => (output, None),
    };
    let format = if format.is_empty() && template.is_some() { "go-template" } else { format };
    let source = inline.filter(|text| !text.is_empty()).or(template);
    let wanted = || source.ok_or_else(|| "template format specified but no template given".to_owned());
    let contents = |path: &str| {
        file(path).ok_or_else(|| format!("error reading --template {path}, open {path}: no such file or directory\n"))
    };
    let missing_allowed = given.switch_or("allow-missing-template-keys", true);
    let path = |text: &str| -> Result<jsonpath::Template, String> {
        let parsed =
            jsonpath::Template::parse(text).map_err(|problem| format!("error parsing jsonpath {text}, {problem}\n"))?;
        Ok(if missing_allowed { parsed } else { parsed.strict() })
    };
    let go = |text: &str| {
        go_template::Template::parse(text).map_err(|problem| format!("error parsing template {text}, {problem}\n"))
    };
    Ok(Some(match format {
        "" | "wide" => return Ok(None),
        "yaml" => Printer::Yaml,
        "json" => Printer::Json,
        "name" => Printer::Name,
        "jsonpath" => Printer::JsonPath(path(wanted()?)?),
        "jsonpath-file" => Printer::JsonPath(path(&contents(wanted()?)?)?),
        "jsonpath-as-json" => Printer::JsonPathAsJson(path(wanted()?)?),
        "go-template" | "template" => Printer::GoTemplate(go(wanted()?)?),
        "go-template-file" | "templatefile" => Printer::GoTemplate(go(&contents(wanted()?)?)?),
        "custom-columns" if with_tables => {
            Printer::Columns(CustomColumns::parse(source.unwrap_or(""))?, !given.is("no-headers"))
        }
        "custom-columns-file" if with_tables => {
            let text = contents(source.ok_or("custom-columns format specified but no custom columns given")?)?;
            Printer::Columns(CustomColumns::parse_file(&text)?, !given.is("no-headers"))
        }
        other => {
            let allowed = if with_tables { WITH_TABLES } else { WITHOUT_TABLES };
            return Err(format!(
                "unable to match a printer suitable for the output format {}, allowed formats are: {allowed}",
                crate::kube::quote::quote(if inline.is_some() { output } else { other })
            ));
        }
    }))
}

fn takes_template(format: &str) -> bool {
    matches!(
        format,
        "jsonpath"
            | "jsonpath-file"
            | "jsonpath-as-json"
            | "go-template"
            | "go-template-file"
            | "template"
            | "templatefile"
            | "custom-columns"
            | "custom-columns-file"
    )
}

/// What was printed before a printer failed, and why it failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What stands on standard output.
    pub printed: String,
    /// The complaint.
    pub error: String,
}

impl Printer {
    /// Prints an object, or a list of them. `managed` keeps `metadata.managedFields` in YAML and JSON.
    pub fn print(&self, object: &Value, managed: bool) -> Result<String, Failure> {
        let fail = |error: String| Failure { printed: String::new(), error };
        match self {
            Self::Yaml => Ok(yaml::document(&shown(object, managed))),
            Self::Json => Ok(json::pretty(&shown(object, managed)) + "\n"),
            Self::Name => Ok(each(object).map(|item| name(item) + "\n").collect()),
            Self::JsonPath(template) => template.print(object).map_err(fail),
            Self::JsonPathAsJson(template) => template.print_json(object).map_err(fail),
            Self::GoTemplate(template) => {
                template.print(object).map_err(|failure| Failure { printed: failure.printed, error: failure.error })
            }
            Self::Columns(columns, headers) => columns.print(each(object), *headers).map_err(fail),
        }
    }
}

/// An object, or the items of a list.
fn each(object: &Value) -> impl Iterator<Item = &Value> {
    let is_list = object.text("kind") == "List" && object.has("items");
    let (items, single) = if is_list { (object.items("items"), None) } else { (&[][..], Some(object)) };
    items.iter().chain(single)
}

/// `service/web`, `deployment.apps/web`.
#[must_use]
pub fn name(object: &Value) -> String {
    let kind = Resource::of_kind(object.text("apiVersion"), object.text("kind"))
        .map_or_else(|| object.text("kind").to_lowercase(), Resource::qualified_singular);
    format!("{kind}/{}", object.text("metadata.name"))
}

/// An object without what nobody wants to see.
#[must_use]
pub fn shown(object: &Value, managed: bool) -> Value {
    let mut copy = object.clone();
    if managed {
        return copy;
    }
    let strip = |item: &mut Value| {
        if let Some(metadata) = item.get_mut("metadata").and_then(Value::as_object_mut) {
            metadata.remove("managedFields");
        }
    };
    if let Some(items) = copy.get_mut("items").and_then(Value::as_array_mut) {
        items.iter_mut().for_each(strip);
    }
    strip(&mut copy);
    copy
}

/// What a watch tells of an object (`metav1.WatchEvent`).
#[must_use]
pub fn event(kind: &str, object: &Value, managed: bool) -> Value {
    let mut event = Map::new();
    event.insert("object".to_owned(), shown(object, managed));
    event.insert("type".to_owned(), Value::String(kind.to_owned()));
    Value::Object(event)
}

/// Several objects as `get -o yaml` wraps them.
#[must_use]
pub fn list(items: Vec<Value>) -> Value {
    let mut metadata = Map::new();
    metadata.insert("resourceVersion".to_owned(), Value::String(String::new()));
    let mut list = Map::new();
    list.insert("apiVersion".to_owned(), Value::String("v1".to_owned()));
    list.insert("items".to_owned(), Value::Array(items));
    list.insert("kind".to_owned(), Value::String("List".to_owned()));
    list.insert("metadata".to_owned(), Value::Object(metadata));
    Value::Object(list)
}
