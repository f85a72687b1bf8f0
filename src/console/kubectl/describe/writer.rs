//! What every description is written with: lines at a level, labels and annotations one a line, columns laid out at the end.
//!
//! Must not know: any kind.

use crate::console::print::field::{Field, sorted};
use crate::console::print::{age, tabwriter};
use crate::console::server::Server;
use serde_json::{Map, Value};

/// Longer annotations stand on lines of their own, and are cut there.
const LONGEST_ANNOTATION: usize = 140;

/// A description on its way.
pub(super) struct Writer<'s> {
    text: String,
    /// The server, for what belongs to the object.
    pub(super) server: &'s Server,
    /// Whether events are told.
    pub(super) events: bool,
}

impl<'s> Writer<'s> {
    pub(super) fn new(server: &'s Server, events: bool) -> Self {
        Self { text: String::new(), server, events }
    }

    /// A line, two blanks deeper for each level.
    pub(super) fn line(&mut self, level: usize, text: &str) {
        self.text.extend(std::iter::repeat_n("  ", level));
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// `Name:` and its value.
    pub(super) fn field(&mut self, level: usize, name: &str, value: &str) {
        self.line(level, &format!("{name}:\t{value}"));
    }

    /// `Labels:` and a label a line; `title` carries its own indentation.
    pub(super) fn labels(&mut self, title: &str, map: Option<&Map<String, Value>>) {
        let lines = sorted(map).into_iter().map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or("")));
        self.lines_beside(title, lines.collect());
    }

    /// A title and its lines in the column beside it; `<none>` without any.
    pub(super) fn lines_beside(&mut self, title: &str, lines: Vec<String>) {
        if lines.is_empty() {
            self.line(0, &format!("{title}:\t<none>"));
        }
        for (index, line) in lines.into_iter().enumerate() {
            if index == 0 {
                self.line(0, &format!("{title}:\t{line}"));
            } else {
                self.line(0, &format!("\t{line}"));
            }
        }
    }

    /// `Annotations:`, without what kubectl itself keeps there.
    pub(super) fn annotations(&mut self, title: &str, map: Option<&Map<String, Value>>) {
        let mut lines = Vec::new();
        for (key, value) in sorted(map) {
            if key == "kubectl.kubernetes.io/last-applied-configuration" {
                continue;
            }
            let value = value.as_str().unwrap_or("");
            let value = value.strip_suffix('\n').unwrap_or(value);
            if value.len() + key.len() + 2 > LONGEST_ANNOTATION || value.contains('\n') {
                lines.push(format!("{key}:"));
                lines.extend(value.split('\n').map(|line| format!("  {}", shorten(line, LONGEST_ANNOTATION - 2))));
            } else {
                lines.push(format!("{key}: {value}"));
            }
        }
        self.lines_beside(title, lines);
    }

    /// Name, namespace, labels, annotations: how most descriptions begin.
    pub(super) fn head(&mut self, object: &Value) {
        self.name(object);
        self.labels("Labels", object.map("metadata.labels"));
        self.annotations("Annotations", object.map("metadata.annotations"));
    }

    /// Name and namespace.
    pub(super) fn name(&mut self, object: &Value) {
        self.field(0, "Name", object.text("metadata.name"));
        self.field(0, "Namespace", object.text("metadata.namespace"));
    }

    /// The controller, if there is one.
    pub(super) fn controller(&mut self, object: &Value) {
        if let Some(owner) = object.controller() {
            self.field(0, "Controlled By", &format!("{}/{}", owner.text("kind"), owner.text("name")));
        }
    }

    /// The text as it was written, with its tabs.
    pub(super) fn raw(self) -> String {
        self.text
    }

    /// The text, its columns laid out.
    pub(super) fn finish(self) -> String {
        tabwriter::lay_out(&self.text, tabwriter::DESCRIPTION)
    }
}

fn shorten(line: &str, most: usize) -> String {
    if line.len() <= most {
        return line.to_owned();
    }
    let end = (0..=most).rev().find(|&at| line.is_char_boundary(at)).unwrap_or(0);
    format!("{}...", line.get(..end).unwrap_or(""))
}

/// The time at a path, as descriptions say it.
pub(super) fn time(object: &Value, path: &str) -> String {
    age::rfc1123_of(object.text(path))
}

/// `True` or `False`.
pub(super) fn truth(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// A text, or `<none>`.
pub(super) fn or_none(text: &str) -> &str {
    if text.is_empty() { "<none>" } else { text }
}

/// A number or a text, such as a port or a percentage.
pub(super) fn int_or_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
