//! Reading again after an edit, at the price of the edit: documents it does not touch are taken over, and of the one it
//! touches the pieces that read as before.
//!
//! A document's tree counts its offsets from the document's own start and is shared, so that taking it over copies a
//! pointer; what of a tree is taken over is [`super::known`]'s business. The result equals a parse from scratch; property
//! tests hold it to that.
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
        let rest = self.documents.get(keep..).unwrap_or(&[]);
        let mut after = rest.iter().peekable();
        // An edit may divide the document it stands in, or join it with the next.
        let earlier = rest.get(..2).unwrap_or(rest);
        let quiet = rest.first().map(|document| quiet(new_text, document.range, edit)).unwrap_or_default();
        for chunk in split::split_from(new_text, start, quiet) {
            // From where a document begins behind the edit, both texts are alike and so is what is cut from them.
            let old_start = chunk.range.start().checked_add_signed(-shift);
            if let Some(old_start) = old_start.filter(|&old| old > to && chunk.range.start() > from + inserted) {
                while after.next_if(|document| document.range.start() < old_start).is_some() {}
                if after.peek().is_some_and(|document| document.range.start() == old_start) {
                    documents.extend(after.map(|document| moved(document, shift)));
                    return Self { documents };
                }
            }
            documents.push(reader::document(new_text, chunk, earlier));
        }
        Self { documents }
    }
}

/// Where an edit within a document lets no new separator begin: on the lines before it and on those behind it, which are as
/// they were. `old` is where the document lay before the edit that made `new_text`.
fn quiet(new_text: &str, old: TextRange, edit: &TextEdit) -> [TextRange; 2] {
    if edit.range.start() < old.start() || edit.range.end() > old.end() {
        return [TextRange::EMPTY; 2];
    }
    let bytes = new_text.as_bytes();
    let (from, inserted_to) = (edit.range.start(), edit.range.start() + edit.insert.len());
    let before = bytes.get(old.start()..from).unwrap_or(&[]);
    let own_line = before.iter().rposition(|&byte| byte == b'\n').map_or(old.start(), |at| old.start() + at + 1);
    let end = inserted_to + (old.end() - edit.range.end());
    let behind = bytes.get(inserted_to..end).unwrap_or(&[]);
    let next_line = behind.iter().position(|&byte| byte == b'\n').map_or(end, |at| inserted_to + at + 1);
    [TextRange::new(old.start(), own_line), TextRange::new(next_line, end)]
}

/// A document as it was, moved on by some bytes.
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
    use crate::yaml::tree::Node;
    use proptest::prelude::*;
    use std::fmt::Write as _;

    const STREAM: &str =
        "# 첫째\na: 1\nb: [x, y]\n---\nc: \"열림\n---\nd: *e\nd: 1\nd: 2\n---\n\n---\n---foo\nlast: 끝";

    /// All that a parse says.
    fn describe(parse: &Parse) -> String {
        let mut out = String::new();
        for document in &parse.documents {
            let Document { range, error, also, duplicates, .. } = document;
            let _ = writeln!(out, "{range:?} {error:?} {also:?} {duplicates:?}");
            if let Some(root) = document.tree.root() {
                node(root, &mut out);
            }
        }
        out
    }

    fn node(node: Node<'_>, out: &mut String) {
        let _ = writeln!(out, "{:?} {:?} {:?}", node.range(), node.scalar(), node.entries().len() + node.items().len());
        for entry in node.entries() {
            self::node(entry.key, out);
            self::node(entry.value, out);
        }
        node.items().for_each(|item| self::node(item, out));
    }

    /// Makes the edits one after the other; each time, reading again must give what reading afresh gives.
    fn follow(text: &str, edits: &[(usize, usize, String)]) -> Result<(), TestCaseError> {
        let mut text = text.to_owned();
        let mut current = parse(&text);
        for (at, length, insert) in edits {
            let at = at % (text.len() + 1);
            let floor = |offset: usize| text.floor_char_boundary(offset.min(text.len()));
            let edit = TextEdit::replace(TextRange::new(floor(at), floor(at + length)), insert.as_str());
            let next = apply_edits(&text, std::slice::from_ref(&edit));
            current = current.reparse(&next, &edit);
            let (again, afresh) = (describe(&current), describe(&parse(&next)));
            if again != afresh {
                let line = again.lines().zip(afresh.lines()).position(|(again, afresh)| again != afresh).unwrap_or(0);
                let told = |all: &str| {
                    all.lines()
                        .skip(line)
                        .take(2)
                        .map(|it| it.chars().take(900).collect::<String>())
                        .collect::<Vec<_>>()
                        .join(" / ")
                };
                let (again, afresh) = (told(&again), told(&afresh));
                prop_assert!(false, "{:?} in {:.4000}: {} \n   IS NOT {}", edit, text, again, afresh);
            }
            text = next;
        }
        Ok(())
    }

    /// Documents that lie in many pieces: long lists, long mappings, lists in lists, objects in a List, comments, text.
    fn long_document(kind: usize, ending: &str) -> String {
        let many = |count: usize, line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<String>();
        let ports = |count: usize, indent: &str| {
            many(count, &|n| {
                format!("{indent}- name: p{n}\n{indent}  port: {}\n{indent}  targetPort: \"w\\x65b\" # 웹\n", n + 1)
            })
        };
        let text = match kind % 6 {
            0 => format!("kind: Service\nspec:\n  ports:\n{}  type: NodePort\n", ports(120, "    ")),
            1 => format!("metadata:\n  labels:\n{}spec: {{}}\n", many(150, &|n| format!("    app{n}: 값{n}\n"))),
            2 => many(12, &|n| {
                format!("- kind: Service\n  metadata:\n    name: web-{n}\n  spec:\n    ports:\n{}", ports(20, "    "))
            }),
            3 => format!(
                "a: 1\n{}b:\n- - x\n  - y\n{}",
                many(80, &|n| format!("# 주석 {n}\n")),
                many(90, &|n| format!("- - x{n}\n  - |\n   y\n   z\n"))
            ),
            4 => format!("a: &b {{x: 1}}\nlist:\n{}c: *b\n", ports(60, "")),
            _ => {
                format!("one: 'x\n\n  y'\ntwo: [{}]\nthree:\n{}\n", many(60, &|n| format!("{n},\n ")), ports(50, "  "))
            }
        };
        text.replace('\n', ending)
    }

    /// How many items of a list, at a path of keys, are those of an earlier reading, of how many.
    fn taken_over(before: &Parse, now: &Parse, path: &[&str]) -> (usize, usize) {
        let list = |parse: &Parse| {
            let root = parse.documents[0].tree.root().expect("a root");
            let list = path.iter().fold(root, |node, key| node.get(key).expect("the key"));
            list.items().map(Node::identity).collect::<Vec<_>>()
        };
        let (before, now) = (list(before), list(now));
        (now.iter().filter(|item| item.is_some() && before.contains(item)).count(), now.len())
    }

    #[test]
    fn what_an_edit_does_not_touch_is_not_read_again_even_where_it_breaks_the_text() {
        let text = long_document(0, "\n");
        let before = parse(&text);
        let at = text.find("- name: p45").expect("it is there");
        // A port more, a text that does not parse, a quote that swallows all the rest.
        for insert in ["- port: 1\n    ", "x", "\""] {
            let edit = TextEdit::insert(at, insert);
            let next = apply_edits(&text, std::slice::from_ref(&edit));
            let now = before.reparse(&next, &edit);
            let (same, of) = taken_over(&before, &now, &["spec", "ports"]);
            assert!(of >= 119 && of - same < 60, "{insert:?}: {same} of {of}");
            let back = TextEdit::delete(TextRange::new(at, at + insert.len()));
            let (same, of) = taken_over(&before, &now.reparse(&text, &back), &["spec", "ports"]);
            assert!(of == 120 && of - same < 60, "{insert:?} taken back: {same} of {of}");
        }
    }

    proptest! {
        #[test]
        fn reading_again_gives_what_reading_afresh_gives(
            edits in prop::collection::vec((0usize..200, 0usize..12, "(---\n|\n|a: b|-|\\{|\"|[ -~]){0,3}"), 1..8),
        ) {
            follow(STREAM, &edits)?;
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_long_document_read_again_reads_as_afresh(
            kind in 0usize..6,
            crlf in prop::bool::weighted(0.2),
            edits in prop::collection::vec(
                (0usize..40_000, prop_oneof![4 => 0usize..4, 1 => 0usize..2_000], "(x|  |\n|\r\n|\t|가|: |- |#|\"|'|\\[|\\{|&a |\\*a |---\n|    - port: 8\n|<<: |[ -~]){0,2}"),
                1..12,
            ),
        ) {
            follow(&long_document(kind, if crlf { "\r\n" } else { "\n" }), &edits)?;
        }
    }
}
