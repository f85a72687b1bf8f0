//! Taking an entry out of a manifest, so that its indentation and its comments stay.
//!
//! Must not know: which entry is to go.

use super::tree::Entry;
use crate::text::{TextEdit, TextRange};

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
    use super::*;
    use crate::text::apply_edits;
    use crate::yaml::parse;
    use crate::yaml::path::{Found, find, split};

    const SERVICE: &str = "# 서비스\nmetadata:\n  name: web # 이름\n  labels:\nspec:\n  ports:\n    - port: 80\n      name: a\n  selector: {app: web, tier: x}\n";

    fn without(path: &str, key: &str) -> String {
        let parse = parse(SERVICE);
        let root = parse.documents[0].tree.root().expect("a mapping");
        let Found::Value { value, .. } = find(root, &split(path)) else { panic!("{path} is missing") };
        apply_edits(SERVICE, &[delete_entry(SERVICE, value.entry(key).expect("the key"))])
    }

    #[test]
    fn a_deleted_entry_leaves_its_neighbours() {
        for (path, key, left) in [
            ("spec.ports[0]", "port", "    - name: a\n"),
            ("spec.selector", "app", "{tier: x}"),
            ("spec.selector", "tier", "{app: web}"),
            ("metadata", "name", "metadata:\n  labels:"),
        ] {
            let text = without(path, key);
            assert!(text.contains(left), "{text}");
        }
    }
}
