//! Changes to a manifest that keep its indentation and its comments: what fixes are made of.
//!
//! Every function gives the edits and applies none. Ranges come from the [`super::tree`] of the same text.
//!
//! Must not know: which change is right.

use super::resolve;
use super::tree::{Entry, Kind, Node, Style, Value};
use crate::text::{TextEdit, TextRange};
use std::fmt::Write as _;

/// How many spaces a block is indented by where its own text does not show.
const INDENT: usize = 2;

/// A scalar as it must be written to read as the string `value`: plain where that is a string anyway, quoted where
/// not.
#[must_use]
pub fn string(value: &str) -> String {
    if reads_as_itself(value) { value.to_owned() } else { quoted(value) }
}

/// Whether a plain scalar of this spelling is the string of the same spelling, in block and in flow.
fn reads_as_itself(value: &str) -> bool {
    let forbidden_first = |first: char| "-?:,[]{}#&*!|>'\"%@` \t".contains(first);
    let dash_word = value.starts_with('-') && value.chars().nth(1).is_some_and(|second| second.is_ascii_alphanumeric());
    !value.is_empty()
        && (!value.starts_with(forbidden_first) || dash_word)
        && !value.ends_with([' ', ':'])
        && !value.contains(['\n', '\r', '\t', '[', ']', '{', '}', ',', '?'])
        && !value.contains(": ")
        && !value.contains(" #")
        && !value
            .chars()
            .any(|character| character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}'))
        && value != "<<"
        && resolve::plain(value) == Value::Str
}

/// A string in double quotes.
fn quoted(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 2);
    out.push('"');
    for character in value.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() || matches!(control, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// Replaces a scalar by the string `value`; quotes stay where there were some, and come where they must.
#[must_use]
pub fn replace_string(text: &str, node: Node<'_>, value: &str) -> TextEdit {
    let plain = reads_as_itself(value);
    let insert = match node.scalar().map(|scalar| scalar.style) {
        Some(Style::SingleQuoted) if !value.contains(['\'', '\n', '\r']) && !value.chars().any(char::is_control) => {
            format!("'{value}'")
        }
        Some(Style::SingleQuoted | Style::DoubleQuoted) => quoted(value),
        _ if plain => value.to_owned(),
        _ => quoted(value),
    };
    replace_spelling(text, node, &insert)
}

/// Replaces a scalar by something that is spelt as it should stand there: a number, a boolean.
#[must_use]
pub fn replace_spelling(text: &str, node: Node<'_>, spelling: &str) -> TextEdit {
    let range = node.range();
    let glued = range.is_empty() && text.get(..range.start()).is_some_and(|before| before.ends_with([':', '-']));
    TextEdit::replace(range, if glued { format!(" {spelling}") } else { spelling.to_owned() })
}

/// Gives an entry another key.
#[must_use]
pub fn rename_key(entry: Entry<'_>, name: &str) -> TextEdit {
    TextEdit::replace(entry.key.range(), string(name))
}

/// Adds `key: value` to a mapping, after its last entry; the value is spelt as it should stand there and may have
/// several lines, which are indented to fit. `None` where the node is no mapping.
#[must_use]
pub fn insert_entry(text: &str, mapping: Node<'_>, key: &str, value: &str) -> Option<TextEdit> {
    if !matches!(mapping.kind(), Kind::Mapping) {
        return None;
    }
    let range = mapping.range();
    let entries: Vec<Entry<'_>> = mapping.entries().filter(|entry| !entry.merged).collect();
    if range.of(text).starts_with('{') {
        let at = entries.last().map_or(range.start() + 1, |entry| entry.value.range().end());
        let comma = if entries.is_empty() { "" } else { ", " };
        return Some(TextEdit::insert(at, format!("{comma}{}: {}", string(key), one_line(value))));
    }
    let column = column(text, entries.first().map_or(range.start(), |entry| entry.key.range().start()));
    let end = entries.last().map_or(range.end(), |entry| entry.value.range().end().max(entry.key.range().end()));
    let line_end = end_of_line(text, end);
    Some(TextEdit::insert(line_end, format!("\n{}", block_entry(key, value, column))))
}

/// Adds `key: value` under a key that has no value yet (`metadata:` and nothing).
#[must_use]
pub fn insert_below(text: &str, entry: Entry<'_>, key: &str, value: &str) -> TextEdit {
    let column = column(text, entry.key.range().start()) + INDENT;
    let line_end = end_of_line(text, entry.key.range().end());
    TextEdit::insert(line_end, format!("\n{}", block_entry(key, value, column)))
}

/// `key: value` at a column; the further lines of a value are indented beneath it.
fn block_entry(key: &str, value: &str, column: usize) -> String {
    let pad = " ".repeat(column);
    let key = string(key);
    let mut lines = value.lines();
    let first = lines.next().unwrap_or("");
    if value.lines().count() <= 1 {
        return format!("{pad}{key}: {first}").trim_end().to_owned();
    }
    let inner = " ".repeat(column + INDENT);
    let mut out = format!("{pad}{key}:\n{inner}{first}");
    for line in lines {
        out.push('\n');
        if !line.is_empty() {
            out.push_str(&inner);
            out.push_str(line);
        }
    }
    out
}

fn one_line(value: &str) -> String {
    value.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// Removes an entry with its lines; a comment behind it on its last line goes with it.
#[must_use]
pub fn delete_entry(text: &str, entry: Entry<'_>) -> TextEdit {
    let key = entry.key.range();
    let end = key.end().max(entry.value.range().end());
    let line_start = text.get(..key.start()).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let before = text.get(line_start..key.start()).unwrap_or("");
    let after = text.get(end..end_of_line(text, end)).unwrap_or("");
    let in_flow = after.trim_start().starts_with([',', '}', ']']) || before.trim_end().ends_with(['{', ',']);
    if in_flow {
        let comma = after.len() - after.trim_start().len();
        if after.trim_start().starts_with(',') {
            let rest = after.get(comma + 1..).unwrap_or("");
            let blanks = rest.len() - rest.trim_start().len();
            return TextEdit::delete(TextRange::new(key.start(), end + comma + 1 + blanks));
        }
        let start = line_start + before.trim_end().trim_end_matches(',').len();
        return TextEdit::delete(TextRange::new(start.max(line_start), end));
    }
    let line_end = end_of_line(text, end);
    let next_line = (line_end + 1).min(text.len());
    if before.trim().is_empty() {
        return TextEdit::delete(TextRange::new(line_start, next_line));
    }
    // The first entry of a sequence item: what follows moves up behind the dash.
    let following = text.get(next_line..).unwrap_or("");
    let blanks = following.len() - following.trim_start_matches(' ').len();
    if blanks == column(text, key.start()) && !following.trim_start_matches(' ').starts_with(['-', '\n', '#']) {
        return TextEdit::delete(TextRange::new(key.start(), next_line + blanks));
    }
    TextEdit::delete(TextRange::new(key.start(), line_end))
}

/// Turns the tabs that indent a text into spaces, `width` for each.
#[must_use]
pub fn tabs_to_spaces(text: &str, width: usize) -> Vec<TextEdit> {
    let mut edits = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
        let indentation = line.get(..blanks).unwrap_or("");
        if indentation.contains('\t') {
            let spaces = indentation.replace('\t', &" ".repeat(width));
            edits.push(TextEdit::replace(TextRange::new(start, start + blanks), spaces));
        }
        start += line.len();
    }
    edits
}

/// Characters between the start of the line and an offset.
fn column(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    line.chars().count()
}

/// Where the line of an offset ends, its comment included, before its line break.
fn end_of_line(text: &str, offset: usize) -> usize {
    let rest = text.get(offset..).unwrap_or("");
    let end = rest.find('\n').map_or(text.len(), |end| offset + end);
    if text.get(..end).is_some_and(|line| line.ends_with('\r')) && end > offset { end - 1 } else { end }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::text::apply_edits;
    use proptest::prelude::*;

    const SERVICE: &str = "# 서비스\nmetadata:\n  name: web # 이름\n  labels:\nspec:\n  ports:\n    - port: 80\n      name: a\n  selector: {app: web, tier: x}\n";

    fn edited(edit: impl Fn(Node<'_>) -> TextEdit) -> String {
        let parse = parse(SERVICE);
        let root = parse.documents[0].tree.root().expect("a mapping");
        apply_edits(SERVICE, &[edit(root)])
    }

    fn at<'t>(root: Node<'t>, path: &str) -> Node<'t> {
        match super::super::path::find(root, &super::super::path::split(path)) {
            super::super::path::Found::Value { value, .. } => value,
            super::super::path::Found::Missing { .. } => panic!("{path} is missing"),
        }
    }

    #[test]
    fn a_new_entry_stands_under_the_last_one() {
        let text =
            edited(|root| insert_entry(SERVICE, at(root, "spec.ports[0]"), "targetPort", "8080").expect("an edit"));
        assert!(text.contains("      name: a\n      targetPort: 8080\n  selector"), "{text}");
        let text = edited(|root| insert_entry(SERVICE, at(root, "spec.selector"), "a", "b").expect("an edit"));
        assert!(text.contains("{app: web, tier: x, a: b}"), "{text}");
        let text = edited(|root| insert_entry(SERVICE, at(root, "metadata"), "namespace", "shop").expect("an edit"));
        assert!(text.contains("  labels:\n  namespace: shop\nspec"), "{text}");
    }

    #[test]
    fn a_value_of_several_lines_is_indented_beneath_its_key() {
        let text = edited(|root| {
            insert_below(SERVICE, at(root, "metadata").entry("labels").expect("labels"), "a", "b: 1\nc: 2")
        });
        assert!(text.contains("  labels:\n    a:\n      b: 1\n      c: 2\nspec"), "{text}");
    }

    #[test]
    fn a_deleted_entry_leaves_its_neighbours() {
        let text = edited(|root| delete_entry(SERVICE, at(root, "spec.ports[0]").entry("port").expect("port")));
        assert!(text.contains("    - name: a\n"), "{text}");
        let text = edited(|root| delete_entry(SERVICE, at(root, "spec.selector").entry("app").expect("app")));
        assert!(text.contains("{tier: x}"), "{text}");
        let text = edited(|root| delete_entry(SERVICE, at(root, "spec.selector").entry("tier").expect("tier")));
        assert!(text.contains("{app: web}"), "{text}");
        let text = edited(|root| delete_entry(SERVICE, at(root, "metadata").entry("name").expect("name")));
        assert!(text.contains("metadata:\n  labels:"), "{text}");
    }

    #[test]
    fn a_replaced_scalar_keeps_its_comment_and_gets_the_quotes_it_needs() {
        let text = edited(|root| replace_string(SERVICE, at(root, "metadata.name"), "yes"));
        assert!(text.contains("  name: \"yes\" # 이름"), "{text}");
        let text = edited(|root| replace_spelling(SERVICE, at(root, "metadata.labels"), "{}"));
        assert!(text.contains("  labels: {}\n"), "{text}");
        let text = edited(|root| rename_key(at(root, "spec").entry("selector").expect("selector"), "on"));
        assert!(text.contains("  \"on\": {app"), "{text}");
    }

    #[test]
    fn tabs_become_spaces_only_where_they_indent() {
        let text = "a:\n\tb: x\ty\n";
        assert_eq!(apply_edits(text, &tabs_to_spaces(text, 2)), "a:\n  b: x\ty\n");
    }

    proptest! {
        #[test]
        fn a_string_reads_back_as_itself(value in "\\PC{0,12}|[-?:,\\[\\]{}#&*!|>'\"%@` a1.~yesnof\\n\\\\]{0,6}") {
            for text in [format!("k: {}\n", string(&value)), format!("k: [{}, x]\n", string(&value))] {
                let parse = parse(&text);
                let root = parse.documents[0].tree.root().expect("a mapping");
                let node = root.get("k").expect("a value");
                let node = node.items().next().unwrap_or(node);
                let scalar = node.scalar().expect("a scalar");
                prop_assert_eq!(scalar.value, Value::Str, "{}", text);
                prop_assert_eq!(scalar.text, value.as_str());
            }
        }
    }
}
