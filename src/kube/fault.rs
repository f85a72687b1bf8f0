//! What a rule finds in an object: the server's cause, field and message, and our code and help. Where in a text it
//! stands, if there is a text at all, is looked up later ([`super::place`]).
//!
//! Must not know: texts, trees.

use super::quote::quote;
use super::words::particles;
use crate::diagnostic::Code;

/// One violated rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The server's cause type (`FieldValueInvalid`).
    pub cause: &'static str,
    /// The server's field path.
    pub path: String,
    /// The server's message.
    pub message: String,
    /// Our name for the mistake.
    pub code: Code,
    /// What it means and what to do, in Korean.
    pub help: String,
    /// The path of the place in a manifest, where it is not the server's path.
    pub at: Option<String>,
    /// The entry of the mapping at that path which is meant, where it is one of many (labels).
    pub entry: Option<Entry>,
    /// Changes that may mend it.
    pub remedies: Vec<Remedy>,
}

/// A key or the value of a key in a free mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The key itself.
    Key(String),
    /// Its value.
    Value(String),
}

/// A change, said without a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Writes another value (or, for an [`Entry::Key`] and for an unknown field, another key).
    Write(String),
    /// Takes the whole field out.
    Remove,
    /// Puts `key: value` into the mapping under which something is missing.
    Add(&'static str, String),
    /// Puts `key: value` into the mapping at a path.
    AddAt(&'static str, &'static str, String),
    /// Writes another value at another path.
    WriteAt(&'static str, String),
}

/// How many faults of one object are told: more than anybody reads, and few enough that a hostile text costs no more than
/// its length.
pub(super) const MOST_TOLD: usize = 500;

/// How many bytes their messages may have altogether, but for the last: some hold a whole list, one for each of its items.
const MOST_BYTES: usize = 1 << 20;

/// Faults in the order in which the server tells them; of very many only the first are kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults {
    kept: Vec<Fault>,
    /// Bytes of their messages.
    bytes: usize,
    left_out: usize,
}

impl Faults {
    /// Takes one more.
    pub(super) fn push(&mut self, fault: Fault) {
        self.push_with(|| fault);
    }

    /// Takes one more, which is long to say: it is said only where it is kept.
    pub(super) fn push_with(&mut self, fault: impl FnOnce() -> Fault) {
        if self.is_full() {
            self.left_out += 1;
        } else {
            let fault = fault();
            self.bytes += fault.message.len();
            self.kept.push(fault);
        }
    }

    /// Whether nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Whether what comes now is only counted.
    fn is_full(&self) -> bool {
        self.kept.len() >= MOST_TOLD || self.bytes >= MOST_BYTES
    }

    /// What was kept; the last says how many there were besides.
    pub(super) fn told(mut self) -> Vec<Fault> {
        if let Some(last) = self.kept.last_mut().filter(|_| self.left_out > 0) {
            last.help.push_str(&more(self.left_out));
        }
        self.kept
    }
}

impl Extend<Fault> for Faults {
    fn extend<T: IntoIterator<Item = Fault>>(&mut self, faults: T) {
        faults.into_iter().for_each(|fault| self.push(fault));
    }
}

/// Says that there are that many more.
pub(super) fn more(left_out: usize) -> String {
    format!(" 이런 잘못이 {left_out}개 더 있으나 여기까지만 보입니다.")
}

impl Fault {
    fn new(
        cause: &'static str,
        path: impl Into<String>,
        message: String,
        code: &'static str,
        help: impl AsRef<str>,
    ) -> Self {
        Self {
            cause,
            path: path.into(),
            message,
            code: Code(code),
            help: particles(help.as_ref()),
            at: None,
            entry: None,
            remedies: Vec::new(),
        }
    }

    /// `Invalid value: "X": detail` for a string.
    pub(super) fn invalid(
        path: impl Into<String>,
        value: &str,
        detail: &str,
        code: &'static str,
        help: String,
    ) -> Self {
        Self::invalid_raw(path, quote(value), detail, code, help)
    }

    /// `Invalid value: X: detail` for a value that is written already as Go would.
    pub(super) fn invalid_raw(
        path: impl Into<String>,
        value: impl std::fmt::Display,
        detail: &str,
        code: &'static str,
        help: String,
    ) -> Self {
        Self::new("FieldValueInvalid", path, format!("Invalid value: {value}: {detail}"), code, help)
    }

    /// `Required value`, with a detail where the server gives one.
    pub(super) fn required(path: impl Into<String>, detail: &str, code: &'static str, help: String) -> Self {
        let message = if detail.is_empty() { "Required value".to_owned() } else { format!("Required value: {detail}") };
        Self::new("FieldValueRequired", path, message, code, help)
    }

    /// `Forbidden: detail`.
    pub(super) fn forbidden(path: impl Into<String>, detail: &str, code: &'static str, help: String) -> Self {
        Self::new("FieldValueForbidden", path, format!("Forbidden: {detail}"), code, help)
    }

    /// `Duplicate value: X`.
    pub(super) fn duplicate(
        path: impl Into<String>,
        value: impl std::fmt::Display,
        code: &'static str,
        help: String,
    ) -> Self {
        Self::new("FieldValueDuplicate", path, format!("Duplicate value: {value}"), code, help)
    }

    /// `Not found: "X"`: what something else would have to declare.
    pub(super) fn not_found(path: impl Into<String>, value: &str, code: &'static str, help: String) -> Self {
        Self::new("FieldValueNotFound", path, format!("Not found: {}", quote(value)), code, help)
    }

    /// `Unsupported value: X: supported values: "A", "B"`; the closest of them is proposed.
    pub(super) fn unsupported(
        path: impl Into<String>,
        value: impl std::fmt::Display,
        supported: &[&str],
        code: &'static str,
        help: String,
    ) -> Self {
        let listed: Vec<_> = supported.iter().map(|value| quote(value)).collect();
        let message = format!("Unsupported value: {value}: supported values: {}", listed.join(", "));
        Self::new("FieldValueNotSupported", path, message, code, help)
    }

    /// An error of the server's own, without a field.
    pub(super) fn internal(message: &str, code: &'static str, help: String) -> Self {
        Self::new("InternalError", "", format!("Internal error occurred: {message}"), code, help)
    }

    /// What the server cannot read of a kind at all, and so has no field.
    pub(super) fn unreadable(kind: &str, version: &str, message: &str, code: &'static str, help: String) -> Self {
        let message = format!("{kind} in version \"{version}\" cannot be handled as a {kind}: {message}");
        Self::new("BadRequest", "", message, code, help)
    }

    /// Says where in a manifest it stands.
    pub(super) fn at(mut self, path: impl Into<String>) -> Self {
        self.at = Some(path.into());
        self
    }

    /// Points at one entry of the mapping.
    pub(super) fn entry(mut self, entry: Entry) -> Self {
        self.entry = Some(entry);
        self
    }

    /// Proposes a change.
    pub(super) fn remedy(mut self, remedy: Remedy) -> Self {
        self.remedies.push(remedy);
        self
    }

    /// Proposes another value, where there is one.
    pub(super) fn write(self, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.remedy(Remedy::Write(value.into())),
            None => self,
        }
    }
}
