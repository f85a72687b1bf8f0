//! Where in a manifest the caret is: which kind, which field path, in a key or in a value.
//!
//! Read from indentation alone, upwards from the caret's line, because completion is wanted exactly while the line does not
//! parse yet. Flow collections (`{…}`) count as the value of the line they stand on.
//!
//! Must not know: which fields there are, screens.

use crate::text::{LineIndex, TextRange};
use crate::yaml::path::Step;
use std::fmt::Write;

/// Lines looked at in each direction. A mapping longer than this is no manifest a learner types in.
const REACH: usize = 2_000;

/// The caret's place in a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Context {
    /// The `kind` its document names, as written; empty where it names none.
    pub(super) kind: String,
    /// The path of the mapping (for a key) or of the field (for a value) the caret is in.
    pub(super) path: Vec<Step>,
    /// What the caret is in.
    pub(super) place: Place,
    /// Column of the key on the caret's line.
    pub(super) column: usize,
}

/// What the caret is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A key, or where one may begin.
    Key {
        /// The key as far as it is written.
        range: TextRange,
        /// Other keys of the same mapping.
        siblings: Vec<String>,
        /// Whether a colon follows already.
        colon: bool,
    },
    /// The value of a key.
    Value {
        /// The value as far as it is written, comment left out.
        range: TextRange,
    },
}

/// The caret's place; `None` in a comment.
pub(super) fn context(text: &str, index: &LineIndex, caret: usize) -> Option<Context> {
    let line = index.line_of(caret);
    let range = index.range_of(text, line);
    let content = range.of(text);
    let within = caret - range.start();
    if comment_start(content).is_some_and(|start| within > start) {
        return None;
    }
    // Blanks right of the caret are not the mapping's indentation.
    let shape = if content.trim().is_empty() { Shape::blank(within) } else { Shape::of(content) };
    let (kind, document) = document_kind(text, index, line);
    let walk = Walk { text, index, document };
    let mut steps = Vec::new();
    let place = match &shape.key {
        Some(key) if within > key.colon => {
            let start = range.start() + key.value;
            let value = TextRange::new(start.min(caret), range.start() + key.end.max(within));
            steps.push(Step::Key(key.name.to_owned()));
            Place::Value { range: value }
        }
        _ if within < shape.column => return None,
        key => {
            let end = key.as_ref().map_or(content.trim_end().len(), |key| key.name_end).max(within);
            Place::Key {
                range: TextRange::new(range.start() + shape.column, range.start() + end),
                siblings: walk.siblings(line, &shape),
                colon: key.is_some(),
            }
        }
    };
    walk.ancestors(line, &shape, &mut steps);
    steps.reverse();
    Some(Context { kind, path: steps, place, column: shape.column })
}

/// The place of what the caret's line holds: before its content, in the indentation or at a dash, that content is meant.
pub(super) fn context_of_line(text: &str, index: &LineIndex, caret: usize) -> Option<Context> {
    let range = index.range_of(text, index.line_of(caret));
    let content = range.of(text);
    if content.trim_start().starts_with('#') {
        return None;
    }
    let begins = if content.trim().is_empty() { 0 } else { Shape::of(content).column };
    context(text, index, caret.max(range.start() + begins))
}

/// How one line is built: the columns of its dashes, then a key or something else.
#[derive(Debug)]
struct Shape<'t> {
    dashes: Vec<usize>,
    /// Where the content after blanks and dashes begins.
    column: usize,
    key: Option<KeyShape<'t>>,
}

/// `name: value`; positions within the line.
#[derive(Debug)]
struct KeyShape<'t> {
    name: &'t str,
    name_end: usize,
    colon: usize,
    value: usize,
    end: usize,
}

impl<'t> Shape<'t> {
    /// A blank line with the caret in `column`.
    fn blank(column: usize) -> Self {
        Self { dashes: Vec::new(), column, key: None }
    }

    fn of(line: &'t str) -> Self {
        let bytes = line.as_bytes();
        let is_blank = |at: usize| bytes.get(at).is_none_or(|byte| *byte == b' ');
        let mut column = 0;
        let mut dashes = Vec::new();
        loop {
            while bytes.get(column) == Some(&b' ') {
                column += 1;
            }
            if bytes.get(column) != Some(&b'-') || !is_blank(column + 1) {
                break;
            }
            dashes.push(column);
            column += 1;
            if bytes.get(column) == Some(&b' ') && line.get(column..).is_some_and(|rest| rest.trim().is_empty()) {
                // `- ` with nothing after it: the item's content begins one blank on.
                column += 1;
                break;
            }
        }
        Self { key: KeyShape::of(line, column), dashes, column }
    }
}

impl<'t> KeyShape<'t> {
    fn of(line: &'t str, column: usize) -> Option<Self> {
        let rest = line.get(column..)?;
        if rest.starts_with(['#', '{', '[']) {
            return None;
        }
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let from = quote.and_then(|quote| rest.get(1..)?.find(quote)).map_or(0, |end| end + 2);
        let after = rest.get(from..)?;
        let colon = after
            .match_indices(':')
            .map(|(at, _)| from + at)
            .find(|at| rest.get(at + 1..).is_some_and(|next| next.is_empty() || next.starts_with([' ', '\t'])))?;
        let name = rest.get(..colon)?;
        let value = rest.get(colon + 1..)?;
        let lead = value.len() - value.trim_start().len();
        let code = value.get(..comment_start(value).unwrap_or(value.len()))?.trim_end();
        let start = column + colon + 1;
        Some(Self {
            name: name.trim_end().trim_matches(['"', '\'']),
            name_end: column + name.trim_end().len(),
            colon: column + colon,
            value: start + lead,
            end: start + code.len().max(lead),
        })
    }
}

/// Where a comment begins on a line: a `#` at its start or after a blank, outside of quotes.
fn comment_start(line: &str) -> Option<usize> {
    let (mut quote, mut before) = (None, ' ');
    for (at, c) in line.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') && !before.is_alphanumeric() => quote = Some(c),
            None if c == '#' && before.is_whitespace() => return Some(at),
            None => {}
        }
        before = c;
    }
    None
}

/// The `kind` of the document that `line` is in, and the document's lines.
fn document_kind(text: &str, index: &LineIndex, line: usize) -> (String, std::ops::Range<usize>) {
    let is_mark = |at: usize| index.line(text, at).trim_end() == "---";
    let low = line.saturating_sub(REACH);
    let high = index.len().min(line + REACH);
    let first = (low..line).rev().find(|&at| is_mark(at)).map_or(low, |mark| mark + 1);
    let last = (line + 1..high).find(|&at| is_mark(at)).unwrap_or(high);
    let kind = (first..last).find_map(|at| index.line(text, at).strip_prefix("kind:"));
    let kind = kind.map(|value| value.get(..comment_start(value).unwrap_or(value.len())).unwrap_or(""));
    (kind.unwrap_or("").trim().trim_matches(['"', '\'']).to_owned(), first..last)
}

/// The lines of one document.
struct Walk<'t> {
    text: &'t str,
    index: &'t LineIndex,
    document: std::ops::Range<usize>,
}

impl<'t> Walk<'t> {
    /// The shape of a line; `None` for blank lines and comments.
    fn shape(&self, line: usize) -> Option<Shape<'t>> {
        let content = self.index.line(self.text, line);
        let start = content.trim_start();
        (!start.is_empty() && !start.starts_with('#')).then(|| Shape::of(content))
    }

    /// The shape of a line that begins in `deepest` or before: of those that stand further in none is looked for.
    fn shape_within(&self, line: usize, deepest: usize) -> Option<Shape<'t>> {
        let content = self.index.line(self.text, line);
        let begins = content.bytes().take_while(|&byte| byte == b' ').count();
        if begins > deepest { None } else { self.shape(line) }
    }

    /// The steps from the mapping on `line` up to the root, innermost first.
    fn ancestors(&self, line: usize, shape: &Shape<'t>, steps: &mut Vec<Step>) {
        let mut column = shape.column;
        let mut dashes = shape.dashes.clone();
        let mut at = line;
        loop {
            // Out through the dashes of the line, as far as the mapping lies inside them.
            while let Some(dash) = dashes.pop() {
                if dash >= column {
                    continue;
                }
                steps.push(Step::Index(self.items_before(at, dash)));
                // The key of a list may stand in the same column as its dashes.
                column = dash + 1;
            }
            let in_list = matches!(steps.last(), Some(Step::Index(_)));
            let Some((above, next, found)) = self.parent(at, column, in_list) else { return };
            (at, dashes) = (above, next.dashes);
            match found {
                Found::Key(name) => {
                    steps.push(Step::Key(name));
                    column = next.column;
                }
                Found::Mapping => column = next.column,
                Found::Item(dash) => dashes.retain(|&it| it <= dash),
            }
        }
    }

    /// The nearest line above that what begins in `column` belongs to. A list is looked for by the column after its dash:
    /// the key it belongs to may stand in the dash's own column.
    fn parent(&self, line: usize, column: usize, in_list: bool) -> Option<(usize, Shape<'t>, Found)> {
        if column == 0 {
            return None;
        }
        let inside = if in_list { column - 1 } else { column };
        for at in (self.document.start..line).rev() {
            let Some(shape) = self.shape_within(at, column - 1) else { continue };
            if let Some(key) = shape.key.as_ref().filter(|_| shape.column < column) {
                let name = key.name.to_owned();
                return Some((at, shape, Found::Key(name)));
            }
            let dash = shape.dashes.iter().rev().copied().find(|&dash| dash < inside);
            if let Some(dash) = dash {
                let found = if shape.column == column && !in_list { Found::Mapping } else { Found::Item(dash) };
                return Some((at, shape, found));
            }
        }
        None
    }

    /// How many items of the same list stand above the one whose dash is in `column` of `line`.
    fn items_before(&self, line: usize, column: usize) -> usize {
        let mut count = 0;
        for at in (self.document.start..line).rev() {
            let Some(shape) = self.shape_within(at, column) else { continue };
            if shape.dashes.contains(&column) {
                count += 1;
            } else if shape.column <= column {
                break;
            }
        }
        count
    }

    /// The other keys of the mapping that `line` belongs to.
    fn siblings(&self, line: usize, shape: &Shape<'t>) -> Vec<String> {
        let mut names = Vec::new();
        let mut visit = |other: &Shape<'t>| {
            if let Some(key) = other.key.as_ref().filter(|_| other.column == shape.column) {
                names.push(key.name.to_owned());
            }
        };
        if shape.dashes.is_empty() {
            for other in (self.document.start..line).rev().filter_map(|at| self.shape(at)) {
                let begins = other.dashes.last().is_some_and(|&dash| dash < shape.column);
                if other.column < shape.column {
                    break;
                }
                visit(&other);
                if begins && other.column == shape.column {
                    break;
                }
            }
        }
        for other in (line + 1..self.document.end).filter_map(|at| self.shape(at)) {
            if other.dashes.first().copied().unwrap_or(other.column) < shape.column {
                break;
            }
            visit(&other);
        }
        names
    }
}

/// What [`Walk::parent`] found.
enum Found {
    /// The key whose value this is.
    Key(String),
    /// The first line of the same mapping, which stands in a list item.
    Mapping,
    /// An item whose dash is in this column, though its content does not stand where ours does.
    Item(usize),
}

/// A path as people write it: `spec.ports[0].port`.
pub(super) fn spelled(path: &[Step]) -> String {
    let mut out = String::new();
    for step in path {
        match step {
            Step::Key(name) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(name);
            }
            Step::Index(index) => {
                // Writing to a `String` cannot fail.
                let _ = write!(out, "[{index}]");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The path and place at `|`: `spec.ports[0] key na [port]`.
    fn at(marked: &str) -> String {
        let caret = marked.find('|').expect("a caret");
        let text = marked.replacen('|', "", 1);
        let Some(found) = context(&text, &LineIndex::new(&text), caret) else { return "none".to_owned() };
        let path = spelled(&found.path);
        match found.place {
            Place::Key { range, siblings, .. } => format!("{path} key '{}' {}", range.of(&text), siblings.join(",")),
            Place::Value { range } => format!("{path} value '{}'", range.of(&text)),
        }
    }

    #[test]
    fn the_path_is_read_from_indentation() {
        let cases = [
            ("ki|", " key 'ki' "),
            ("kind: Ser|", "kind value 'Ser'"),
            ("kind: |", "kind value ''"),
            ("apiVersion: v1\nkind: Service\nspec:\n  ty|pe: NodePort", "spec key 'type' "),
            ("spec:\n  type: NodePort # 타입|", "none"),
            ("spec:\n  type: No|dePort # 타입", "spec.type value 'NodePort'"),
            ("spec:\n  selector:\n    app: |\n", "spec.selector.app value ''"),
            ("spec:\n  ports:\n    - port: 80\n      targetPort: 8|", "spec.ports[0].targetPort value '8'"),
            ("spec:\n  ports:\n  - port: 80\n  - na|", "spec.ports[1] key 'na' "),
            ("spec:\n  ports:\n  - port: 80\n    |", "spec.ports[0] key '' port"),
            ("spec:\n  ports:\n    |", "spec.ports key '' "),
            ("spec:\n  ports:\n    - |\n  type: x", "spec.ports[0] key '' "),
            ("metadata:\n  name: web\nspec:\n  |\n  type: x", "spec key '' type"),
            ("a: 1\n---\nkind: Pod\nmetadata:\n  |", "metadata key '' "),
            ("spec:\n  selector: {app: w|eb}", "spec.selector value '{app: web}'"),
            ("metadata:\n  labels:\n    app: web\n|", " key '' metadata"),
            (
                "spec:\n  template:\n    spec:\n      containers:\n      - name: a\n        ports:\n        - containerPort: |",
                "spec.template.spec.containers[0].ports[0].containerPort value ''",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(at(text), expected, "{text}");
        }
    }

    #[test]
    fn the_kind_is_that_of_the_caret_s_document() {
        let text = "kind: Pod\n---\nmetadata:\n  name: a\nkind: \"Service\" # 종류\n";
        let index = LineIndex::new(text);
        let kind = |caret| context(text, &index, caret).map(|found| found.kind);
        assert_eq!(kind(3).as_deref(), Some("Pod"));
        assert_eq!(kind(text.find("name").expect("it is there")).as_deref(), Some("Service"));
    }
}
