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
    split_from(text, 0, [TextRange::EMPTY; 2]).collect()
}

/// Cuts the part of `text` from `start` on, where a chunk begins. No line that begins in one of the `quiet` stretches, which end
/// where a line begins, separates.
pub(super) fn split_from(text: &str, start: usize, quiet: [TextRange; 2]) -> impl Iterator<Item = Chunk> {
    let mut start = start;
    let mut at = start;
    let mut done = false;
    std::iter::from_fn(move || {
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            if let Some(passed) = quiet.iter().find(|quiet| quiet.start() <= at && at < quiet.end()) {
                at = passed.end();
                continue;
            }
            let end = rest.find('\n').map_or(text.len(), |end| at + end + 1);
            let line_start = at;
            at = end;
            let Some(after) = rest.strip_prefix("---") else { continue };
            let after = after.get(..end - line_start - 3).unwrap_or("");
            let bad_separator = trailing(after, line_start + 3);
            if line_start > start || bad_separator.is_some() {
                let range = TextRange::new(start, line_start);
                start = end;
                return Some(Chunk { range, bad_separator });
            }
        }
        let last = !std::mem::replace(&mut done, true);
        last.then(|| Chunk { range: TextRange::new(start, text.len()), bad_separator: None })
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(&str, &str)> {
        split(text)
            .into_iter()
            .map(|chunk| (chunk.range.of(text), chunk.bad_separator.map_or("", |separator| separator.of(text))))
            .collect()
    }

    #[test]
    fn documents_are_cut_at_lines_of_three_dashes() {
        assert_eq!(cut("a\n---\nb"), [("a\n", ""), ("b", "")]);
        assert_eq!(cut("a\n--- # 둘째\nb\n ---\n"), [("a\n", ""), ("b\n ---\n", "")]);
    }

    #[test]
    fn the_first_separator_belongs_to_an_empty_chunk() {
        assert_eq!(cut("---\na\n---\n---\nb"), [("---\na\n", ""), ("---\nb", "")]);
    }

    #[test]
    fn anything_else_behind_the_dashes_is_an_error() {
        assert_eq!(cut("a\n----\nb\n--- foo \n"), [("a\n", "-"), ("b\n", "foo"), ("", "")]);
    }
}
