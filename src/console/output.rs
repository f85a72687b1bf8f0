//! What a program printed, and how it ended.
//!
//! Must not know: which program it was.

use std::fmt::Write as _;

/// What clears a screen, as `clear` prints it for a terminal.
pub const CLEAR: &str = "\u{1b}[H\u{1b}[2J";

/// A line for each item.
pub(super) fn lines(items: impl IntoIterator<Item = impl std::fmt::Display>) -> String {
    let mut text = String::new();
    for item in items {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{item}");
    }
    text
}

/// What a command printed on its two streams, and its exit status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The exit status; 0 is success.
    pub exit: u8,
    /// What kijabi itself adds for a learner at the prompt, in Korean, a sentence each: never part of what the command
    /// printed, and left out wherever that alone is wanted.
    pub notes: Vec<String>,
}

impl Output {
    /// Success, with `stdout`.
    #[must_use]
    pub fn ok(stdout: impl Into<String>) -> Self {
        Self { stdout: stdout.into(), ..Self::default() }
    }

    /// Failure with status `exit` and `stderr`.
    #[must_use]
    pub fn fail(exit: u8, stderr: impl Into<String>) -> Self {
        Self { stderr: stderr.into(), exit, ..Self::default() }
    }

    /// Nothing but a status.
    #[must_use]
    pub fn status(exit: u8) -> Self {
        Self { exit, ..Self::default() }
    }

    /// The same with a sentence of kijabi's.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// What came after: its streams follow, its status counts.
    pub fn then(&mut self, next: Self) {
        self.stdout.push_str(&next.stdout);
        self.stderr.push_str(&next.stderr);
        self.notes.extend(next.notes);
        self.exit = next.exit;
    }

    /// The same for whoever has no screen to clear.
    #[must_use]
    pub fn without_clearing(mut self) -> Self {
        if self.stdout.contains(CLEAR) {
            self.stdout = self.stdout.replace(CLEAR, "");
        }
        self
    }

    /// How many bytes it has printed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.stdout.len() + self.stderr.len()
    }

    /// Whether it printed nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
