//! The hunks `diff -u` prints of two texts: for `kubectl diff` and for `diff` itself.
//!
//! Must not know: whose texts these are. The only file that names `similar`.

use std::fmt::Write as _;

use similar::DiffOp;
use similar::algorithms::{Capture, Compact, Replace, myers};
use similar::udiff::UnifiedHunkHeader;

/// Lines shown around each change, as `diff -u` shows them.
const CONTEXT: usize = 3;

/// The hunks by which `new` differs from `old`, each with its `@@` line and three lines around each change; empty where the
/// texts are the same. A last line without an end is marked as GNU diff marks it.
///
/// Myers' algorithm is named instead of chosen at run time: the choice would bring every algorithm of the crate into the program.
pub(in crate::console) fn hunks(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let mut changes = Compact::new(Replace::new(Capture::new()), old.as_slice(), new.as_slice());
    let Ok(()) = myers::diff(&mut changes, old.as_slice(), 0..old.len(), new.as_slice(), 0..new.len());
    let mut out = String::new();
    for hunk in changes.into_inner().into_inner().into_grouped_ops(CONTEXT) {
        let _ = writeln!(out, "{}", UnifiedHunkHeader::new(&hunk));
        for change in hunk {
            if let DiffOp::Equal { .. } = change {
                marked(&mut out, ' ', old.get(change.old_range()));
            } else {
                marked(&mut out, '-', old.get(change.old_range()));
                marked(&mut out, '+', new.get(change.new_range()));
            }
        }
    }
    out
}

fn marked(out: &mut String, mark: char, lines: Option<&[&str]>) {
    for line in lines.unwrap_or_default() {
        out.push(mark);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::hunks;

    /// What GNU diff 3.10 prints of the same texts, without its two lines of names.
    #[test]
    fn hunks_are_those_of_diff() {
        assert_eq!(hunks("a\nb\n", "a\nb\n"), "");
        assert_eq!(hunks("a\n", ""), "@@ -1 +0,0 @@\n-a\n");
        assert_eq!(hunks("", "a\nb"), "@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n");
        assert_eq!(
            hunks("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n11\n12\n13\n"),
            "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n@@ -10,3 +10,4 @@\n 10\n 11\n 12\n+13\n"
        );
    }
}
