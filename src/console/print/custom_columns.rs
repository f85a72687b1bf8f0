//! `-o custom-columns`: a header and a JSONPath a column.
//!
//! Must not know: commands.

use super::go_value::{Numbers, plain};
use super::jsonpath::{Template, relaxed};
use super::tabwriter;
use serde_json::Value;

/// The columns of a specification.
#[derive(Clone, Debug)]
pub struct CustomColumns {
    columns: Vec<(String, Template)>,
}

impl CustomColumns {
    /// `NAME:.metadata.name,TYPE:.spec.type`; the error is kubectl's.
    pub fn parse(spec: &str) -> Result<Self, String> {
        if spec.is_empty() {
            return Err("custom-columns format specified but no custom columns given".to_owned());
        }
        let mut columns = Vec::new();
        for part in spec.split(',') {
            let Some((header, path)) = part.split_once(':') else {
                return Err(format!("unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>"));
            };
            columns.push((header.to_owned(), Template::parse(&relaxed(path)?)?));
        }
        Ok(Self { columns })
    }

    /// A file whose first line holds the headers and whose second the paths (`-o custom-columns-file`).
    pub fn parse_file(text: &str) -> Result<Self, String> {
        let mut lines = text.lines();
        let (Some(headers), Some(paths)) = (lines.next(), lines.next()) else {
            return Err("invalid template, missing spec line.  Expected format is one line of space separated headers, one line of space separated column specs.".to_owned());
        };
        let (headers, paths): (Vec<_>, Vec<_>) =
            (headers.split_whitespace().collect(), paths.split_whitespace().collect());
        if headers.len() != paths.len() {
            return Err(format!(
                "number of headers ({}) and field specifications ({}) don't match",
                headers.len(),
                paths.len()
            ));
        }
        let columns: Result<Vec<_>, String> = headers
            .into_iter()
            .zip(paths)
            .map(|(header, path)| Ok((header.to_owned(), Template::parse(&relaxed(path)?)?)))
            .collect();
        Ok(Self { columns: columns? })
    }

    /// The table of `objects`.
    pub fn print<'o>(&self, objects: impl Iterator<Item = &'o Value>, headers: bool) -> Result<String, String> {
        let mut text = String::new();
        if headers {
            let names: Vec<&str> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
            text.push_str(&names.join("\t"));
            text.push('\n');
        }
        for object in objects {
            let mut cells = Vec::with_capacity(self.columns.len());
            for (_, path) in &self.columns {
                let found = path.find(object)?;
                let shown: Vec<String> = found.iter().flatten().map(|value| plain(value, Numbers::Whole)).collect();
                cells.push(if shown.is_empty() { "<none>".to_owned() } else { shown.join(",") });
            }
            text.push_str(&cells.join("\t"));
            text.push('\n');
        }
        Ok(tabwriter::lay_out(&text, tabwriter::TABLE))
    }
}
