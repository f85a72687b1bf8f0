//! One plain `Diagnostic`: what is wrong, exactly where, in the API server's words and in ours.
//!
//! The same type carries what YAML refuses, what the API server refuses, what it lets pass although a learner
//! means something else, and what only the cluster can show (a selector that chooses no pod). Its [`Code`] is the
//! word for the mistake in the whole program: editor, hints, quiz, review, class report, pack linter.
//!
//! This layer must not know: YAML, Kubernetes, screens. It names only [`crate::text`].

mod causes;

pub use causes::{Standing, causes_first};

use crate::text::{TextEdit, TextRange};

/// The name of a mistake: stable, kebab-case English (`selector-matches-no-pod`).
///
/// Every code has its explanation in `assets/mistakes/`; a test holds the two lists together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub &'static str);

impl Code {
    /// The code as it is written everywhere.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// Where on a manifest's way into the cluster it stops. A stage hides those after it, except that [`Stage::Lint`] and
/// [`Stage::World`] stop nothing: the server takes the manifest and something else goes wrong later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Not YAML (or not text at all): kubectl cannot read it.
    Yaml,
    /// The objects cannot be made out: no kind, unknown kind, a value of the wrong type.
    Decode,
    /// Unknown or duplicate fields, refused under strict field validation.
    Strict,
    /// The server's validation rules.
    Validate,
    /// Addresses and ports cannot be given out.
    Allocate,
    /// Accepted, but hardly what was meant.
    Lint,
    /// Accepted, but the world around it does not fit: no such pods, nothing listens.
    World,
}

impl Stage {
    /// The name used in JSON output and in the oracle; `None` for the stages that reject nothing.
    #[must_use]
    pub fn verdict_name(self) -> Option<&'static str> {
        match self {
            Self::Yaml => Some("yaml"),
            Self::Decode => Some("decode"),
            Self::Strict => Some("strict"),
            Self::Validate => Some("validate"),
            Self::Allocate => Some("allocate"),
            Self::Lint | Self::World => None,
        }
    }
}

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The server refuses the manifest, or traffic cannot arrive.
    Error,
    /// It is taken, and is hardly what was meant.
    Warning,
    /// Worth knowing.
    Info,
}

/// A proposed change that mends what a diagnostic points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in Korean, as a button would say it.
    pub title: String,
    /// The changes, none overlapping.
    pub edits: Vec<TextEdit>,
    /// Whether it surely does what was meant; only such a fix is promised to remove its diagnostic and add none.
    pub certain: bool,
}

/// One thing that is wrong in one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which mistake it is.
    pub code: Code,
    /// Where on the way it was found.
    pub stage: Stage,
    /// How much it matters.
    pub severity: Severity,
    /// The server's cause type (`FieldValueInvalid`, `BadRequest` …) or the oracle's label (`YAMLSyntax` …); empty
    /// where no server would speak.
    pub cause: &'static str,
    /// The server's field path (`spec.ports[0].nodePort`); empty where it names none.
    pub path: String,
    /// The offending text as written, or the key or line under which something is missing.
    pub range: TextRange,
    /// What the server says, word for word; empty where it says nothing.
    pub server: String,
    /// What it means here and what to do, in Korean.
    pub help: String,
    /// Changes that would mend it, the likeliest first.
    pub fixes: Vec<Fix>,
}

/// A message of the server with the field it is about ahead of it, unless it names that itself.
#[must_use]
pub fn server_words(path: &str, message: &str) -> String {
    if message.starts_with(path) { message.to_owned() } else { format!("{path}: {message}") }
}

impl Diagnostic {
    /// A finding without server message or fix; the rest is added with the `with_` functions.
    #[must_use]
    pub fn new(code: Code, stage: Stage, severity: Severity, range: TextRange, help: impl Into<String>) -> Self {
        Self {
            code,
            stage,
            severity,
            cause: "",
            path: String::new(),
            range,
            server: String::new(),
            help: help.into(),
            fixes: Vec::new(),
        }
    }

    /// Adds what the server says: its cause type, the field path, the message.
    #[must_use]
    pub fn with_server(mut self, cause: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        self.cause = cause;
        self.path = path.into();
        self.server = message.into();
        self
    }

    /// Adds the field path alone.
    #[must_use]
    pub fn with_path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Adds a fix.
    #[must_use]
    pub fn with_fix(mut self, title: impl Into<String>, edits: Vec<TextEdit>, certain: bool) -> Self {
        self.fixes.push(Fix { title: title.into(), edits, certain });
        self
    }

    /// Moves it and its fixes by `by` bytes, as the text it stands in has moved.
    pub fn shift(&mut self, by: isize) {
        if by == 0 {
            return;
        }
        let edits = self.fixes.iter_mut().flat_map(|fix| &mut fix.edits);
        for range in std::iter::once(&mut self.range).chain(edits.map(|edit| &mut edit.range)) {
            let moved = |offset: usize| offset.saturating_add_signed(by);
            *range = TextRange::new(moved(range.start()), moved(range.end()));
        }
    }

    /// Whether it tells of a field that is not there. What its range covers is then only where the field would go, and
    /// not wrong itself, unless a fix replaces something in it (`Kind` for `kind`).
    #[must_use]
    pub fn is_absence(&self) -> bool {
        // Of these the name stands there, and what it names does not exist.
        const NAMED: [&str; 2] = ["namespace-missing", "service-missing"];
        let code = self.code.as_str();
        let replaces = |edit: &TextEdit| !edit.range.is_empty() && self.range.touches(edit.range.start());
        code.ends_with("-missing")
            && !NAMED.contains(&code)
            && !self.fixes.iter().flat_map(|fix| &fix.edits).any(replaces)
    }

    /// Whether it keeps a manifest from being accepted.
    #[must_use]
    pub fn rejects(&self) -> bool {
        self.severity == Severity::Error && self.stage.verdict_name().is_some()
    }
}
