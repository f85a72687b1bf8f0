//! A text to the documents kubectl sees in it: it cuts line by line, before YAML is read.
//!
//! A line that begins with `---` separates; blanks or a comment may follow, anything else is an error. The first
//! separator of a chunk that is still empty belongs to it. Lines are the ones that end with a line feed.
//! Source: `YAMLReader` in k8s.io/apimachinery/pkg/util/yaml.
//!
//! Must not know: YAML inside a document.

use crate::text::TextRange;

/// One document's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    /// Its text, from after the separator line to before the next.
    pub(super) range: TextRange,
    /// What follows `---` on the line that ends it, where that is not allowed.
    pub(super) bad_separator: Option<TextRange>,
}

/// Cuts `text`.
pub(super) fn split(text: &str) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if let Some(rest) = line.strip_prefix("---") {
            let bad_separator = trailing(rest, at + 3);
            if at > start || bad_separator.is_some() {
                chunks.push(Chunk { range: TextRange::new(start, at), bad_separator });
                start = end;
            }
        }
        at = end;
    }
    chunks.push(Chunk { range: TextRange::new(start, text.len()), bad_separator: None });
    chunks
}

/// What follows `---` and is neither blank nor a comment.
fn trailing(rest: &str, offset: usize) -> Option<TextRange> {
    let trimmed = rest.trim();
    if trimmed.is_empty() || trimmed.starts_with('#') {
        return None;
    }
    let start = offset + rest.len() - rest.trim_start().len();
    Some(TextRange::new(start, start + trimmed.len()))
}
