//! A table as the server hands it out and kubectl prints it: columns, some of them only for `-o wide`, and a row an object.
//!
//! Must not know: which columns a kind has.

use super::field::{Field, labels};
use serde_json::Value;
use std::sync::Arc;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The header, in capitals.
    pub name: &'static str,
    /// Whether only `-o wide` shows it.
    pub wide: bool,
}

/// A column that is always shown.
pub const fn column(name: &'static str) -> Column {
    Column { name, wide: false }
}

/// A column of `-o wide`.
pub const fn wide(name: &'static str) -> Column {
    Column { name, wide: true }
}

/// The objects of one kind as a table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its columns; the first is the name.
    pub columns: &'static [Column],
    /// Its rows.
    pub rows: Vec<Row>,
}

/// An object and its cells.
#[derive(Clone, Debug)]
pub struct Row {
    /// A cell a column.
    pub cells: Vec<String>,
    /// The object itself.
    pub object: Arc<Value>,
}

/// What is shown beside the kind's own columns.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "kubectl get's own switches, each given or not")]
pub struct Options {
    /// Columns of `-o wide` too.
    pub wide: bool,
    /// No line of headers.
    pub no_headers: bool,
    /// The namespace first.
    pub namespace: bool,
    /// What stands before each name: `service/`, `deployment.apps/`.
    pub prefix: Option<String>,
    /// All labels last.
    pub show_labels: bool,
    /// The values of these labels, a column each.
    pub label_columns: Vec<String>,
    /// What a watch tells of the objects, before everything else.
    pub event: Option<&'static str>,
}

impl Table {
    /// The line of headers, with tabs between.
    #[must_use]
    pub fn headers(&self, options: &Options) -> String {
        let mut names: Vec<String> = Vec::new();
        names.extend(options.event.map(|_| "EVENT".to_owned()));
        if options.namespace {
            names.push("NAMESPACE".to_owned());
        }
        names.extend(
            self.columns.iter().filter(|column| options.wide || !column.wide).map(|column| column.name.to_owned()),
        );
        names.extend(options.label_columns.iter().map(|key| key.rsplit('/').next().unwrap_or(key).to_uppercase()));
        if options.show_labels {
            names.push("LABELS".to_owned());
        }
        names.join("\t")
    }

    /// The lines of the rows, with tabs between cells.
    pub fn lines(&self, options: &Options) -> impl Iterator<Item = String> {
        self.rows.iter().map(move |row| row.line(self.columns, options))
    }
}

impl Row {
    fn line(&self, columns: &[Column], options: &Options) -> String {
        let mut cells: Vec<String> = Vec::new();
        cells.extend(options.event.map(str::to_owned));
        if options.namespace {
            cells.push(self.object.text("metadata.namespace").to_owned());
        }
        for (index, (cell, _)) in
            self.cells.iter().zip(columns).filter(|(_, column)| options.wide || !column.wide).enumerate()
        {
            let cell = one_line(cell);
            cells.push(match &options.prefix {
                Some(prefix) if index == 0 => format!("{prefix}{cell}"),
                _ => cell,
            });
        }
        let held = self.object.map("metadata.labels");
        for key in &options.label_columns {
            let value = held.and_then(|held| held.get(key)).and_then(Value::as_str).unwrap_or("");
            cells.push(value.to_owned());
        }
        if options.show_labels {
            cells.push(labels(held));
        }
        cells.join("\t")
    }
}

/// A cell never breaks its line: what follows a break is left out.
fn one_line(cell: &str) -> String {
    match cell.find(['\n', '\r', '\u{c}']) {
        Some(at) => format!("{}...", cell.get(..at).unwrap_or("")),
        None => cell.replace('\t', " "),
    }
}
