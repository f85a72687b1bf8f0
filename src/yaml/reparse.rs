//! Reading again after an edit, at the price of the edit: documents it does not touch are taken over.
//!
//! A document's tree counts its offsets from the document's own start and is shared, so that taking it over copies a
//! pointer. The result equals a parse from scratch; a property test holds it to that.
//!
//! Must not know: how a document is read.

use super::{Document, Parse, parse, reader, split};
use crate::text::{TextEdit, TextRange};

impl Parse {
    /// The parse of `new_text`, which is the text of this parse after `edit`.
    #[must_use]
    pub fn reparse(&self, new_text: &str, edit: &TextEdit) -> Self {
        let inserted = edit.insert.len();
        let (from, to) = (edit.range.start(), edit.range.end());
        // A text that is sniffed as JSON is read by other rules as a whole.
        let sniffed = |text: &str| super::looks_like_json(text);
        let Some(first) = self.documents.first() else { return parse(new_text) };
        if first.sniffed || sniffed(new_text) {
            return parse(new_text);
        }
        // A document stays if the separator behind it lies before the edit, which is if the next begins before it.
        let starts = self.documents.iter().skip(1).map(|document| document.range.start());
        let ends_line =
            |offset: usize| offset.checked_sub(1).and_then(|at| new_text.as_bytes().get(at)) == Some(&b'\n');
        let keep = starts.take_while(|&start| start <= from && ends_line(start)).count();
        let start = self.documents.get(keep).map_or(0, |document| document.range.start());
        let mut documents: Vec<Document> = self.documents.iter().take(keep).cloned().collect();
        let shift = inserted.cast_signed() - edit.range.len().cast_signed();
        let mut after = self.documents.get(keep..).unwrap_or(&[]).iter().peekable();
        for chunk in split::split_from(new_text, start) {
            // From where a document begins behind the edit, both texts are alike and so is what is cut from them.
            let old_start = chunk.range.start().checked_add_signed(-shift);
            if let Some(old_start) = old_start.filter(|&old| old > to && chunk.range.start() > from + inserted) {
                while after.next_if(|document| document.range.start() < old_start).is_some() {}
                if after.peek().is_some_and(|document| document.range.start() == old_start) {
                    documents.extend(after.map(|document| moved(document, shift)));
                    return Self { documents };
                }
            }
            documents.push(reader::document(new_text, chunk));
        }
        Self { documents }
    }
}

/// A document as it was, so many bytes further on.
fn moved(document: &Document, by: isize) -> Document {
    let mut moved = document.clone();
    let shift = |range: &mut TextRange| {
        *range = TextRange::new(range.start().saturating_add_signed(by), range.end().saturating_add_signed(by));
    };
    shift(&mut moved.range);
    moved.tree.set_base(moved.range.start());
    moved.error.iter_mut().chain(&mut moved.also).for_each(|diagnostic| diagnostic.shift(by));
    for duplicate in &mut moved.duplicates {
        shift(&mut duplicate.range);
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::apply_edits;
    use proptest::prelude::*;

    const STREAM: &str =
        "# 첫째\na: 1\nb: [x, y]\n---\nc: \"열림\n---\nd: *e\nd: 1\nd: 2\n---\n\n---\n---foo\nlast: 끝";

    fn describe(parse: &Parse) -> String {
        format!(
            "{:?}",
            parse
                .documents
                .iter()
                .map(|document| {
                    (
                        document.range,
                        document.tree.root(),
                        ranges(document),
                        &document.error,
                        &document.also,
                        &document.duplicates,
                    )
                })
                .collect::<Vec<_>>()
        )
    }

    fn ranges(document: &Document) -> Vec<TextRange> {
        let Some(root) = document.tree.root() else { return Vec::new() };
        root.entries().flat_map(|entry| [entry.key.range(), entry.value.range()]).collect()
    }

    proptest! {
        #[test]
        fn reading_again_gives_what_reading_afresh_gives(
            edits in prop::collection::vec((0usize..200, 0usize..12, "(---\n|\n|a: b|-|\\{|\"|[ -~]){0,3}"), 1..8),
        ) {
            let mut text = STREAM.to_owned();
            let mut current = parse(&text);
            for (at, length, insert) in edits {
                let floor = |offset: usize| (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
                let edit = TextEdit::replace(TextRange::new(floor(at), floor(at + length)), insert);
                let next = apply_edits(&text, std::slice::from_ref(&edit));
                current = current.reparse(&next, &edit);
                let (again, afresh) = (describe(&current), describe(&parse(&next)));
                prop_assert!(again == afresh, "{:?} in {:?}: {} is not {}", edit, text, again, afresh);
                text = next;
            }
        }
    }
}
