//! What an author of a pack got wrong: which rule, in which file, at which line and column, and how to mend it.
//!
//! Must not know: what the rules are.

use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{LineCol, LineIndex, TextRange};

/// One fault of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, relative to the pack's root.
    pub path: String,
    /// Where in the file; line 1, column 1 where the fault is the whole file's.
    pub place: LineCol,
    /// Which rule it breaks, in kebab-case.
    pub rule: &'static str,
    /// An error makes the pack broken; a warning does not.
    pub severity: Severity,
    /// What is wrong and what to do, in Korean.
    pub message: String,
}

impl Fault {
    /// An error about a whole file.
    #[must_use]
    pub fn error(path: impl Into<String>, rule: &'static str, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            place: LineCol { line: 1, column: 1 },
            rule,
            severity: Severity::Error,
            message: message.into(),
        }
    }

    /// A warning about a whole file.
    #[must_use]
    pub fn warning(path: impl Into<String>, rule: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(path, rule, message) }
    }

    /// At a place of the file.
    #[must_use]
    pub fn at(mut self, place: LineCol) -> Self {
        self.place = place;
        self
    }

    /// At the start of `range` in the file's `text`.
    #[must_use]
    pub fn in_text(self, text: &str, range: TextRange) -> Self {
        let place = LineIndex::new(text).line_col(text, range.start());
        self.at(place)
    }

    /// What a diagnostic on a file of the pack amounts to for its author.
    #[must_use]
    pub fn of(diagnostic: &Diagnostic, path: &str, rule: &'static str, text: &str) -> Self {
        let message = format!("{}: {}", diagnostic.code, diagnostic.help);
        Self::error(path, rule, message).in_text(text, diagnostic.range)
    }

    /// What faults are sorted by: the course file first, then folder by folder, in each what other files follow from before them (a
    /// world before the answers that are tried in it).
    #[must_use]
    pub fn order(&self) -> (bool, &str, u8, &str, LineCol, &'static str) {
        let (folder, name) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        let (folder, rank) = match name {
            "course.yaml" | "world.yaml" => (folder, 0),
            "chapter.md" | "exercise.yaml" => (folder, 1),
            _ => match folder.strip_suffix("/wrong").or_else(|| folder.strip_suffix("/worlds")) {
                Some(parent) if folder.ends_with("/worlds") => (parent, 0),
                Some(parent) => (parent, 3),
                None => (folder, 2),
            },
        };
        (self.path != "course.yaml", folder, rank, &self.path, self.place, self.rule)
    }

    /// Whether it breaks the pack.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// `path:line:column: message [rule]`
impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let LineCol { line, column } = self.place;
        write!(f, "{}:{line}:{column}: {} [{}]", self.path, self.message, self.rule)
    }
}
