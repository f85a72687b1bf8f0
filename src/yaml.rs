//! Text to a spanned tree and a list of errors. Parsing never fails: there is always a tree of what could be read.
//!
//! What is accepted, refused, and in which words, is what kubectl's and the API server's YAML reader does: the text
//! is cut into documents at `---` lines the way kubectl cuts it, each is read by the rules of libyaml as go-yaml v2
//! ships it, and scalars resolve by YAML 1.1 as that library does (`yes` is a boolean, `0777` is octal).
//! Where a document does not parse, the rest of it is still read as well as can be, so that other faults stay visible
//! while one line is half typed.
//!
//! This layer must not know: Kubernetes (no field, no kind), screens.

mod advice;
mod compose;
pub mod edit;
mod fault;
mod grammar;
pub mod highlight;
mod json;
mod known;
mod meaning;
mod mend;
pub mod path;
mod reader;
mod reparse;
mod resolve;
mod scan;
mod split;
pub mod tree;
pub mod value;
mod way_back;

use crate::diagnostic::Diagnostic;
use crate::text::TextRange;
use tree::Tree;

/// What [`parse`] made of a text.
#[derive(Clone, Debug, Default)]
pub struct Parse {
    /// The documents in text order, empty ones (a lone `---`, comments only) included.
    pub documents: Vec<Document>,
}

/// One document of a stream.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Its text, from after the separator line to before the next.
    pub range: TextRange,
    /// Whether it stands in a text that kubectl sniffs as JSON.
    sniffed: bool,
    /// Which reader's rules it is written by.
    pub format: Format,
    /// What could be read.
    pub tree: Tree,
    /// The tree of an earlier text, kept while much of this one cannot be read.
    last_whole: Option<Tree>,
    /// Whether the tree was read as its error's first fix makes the text.
    read_as_fixed: bool,
    /// The error for which kubectl and the server refuse the document, in their words: at most one, because their
    /// parser stops there.
    pub error: Option<Diagnostic>,
    /// Further faults seen while reading on, which the server would only tell of once the first is mended.
    pub also: Vec<Diagnostic>,
    /// Keys that are given more than once, in the order in which the server lists them: not an error of YAML's, but of
    /// strict decoding.
    pub duplicates: Vec<DuplicateKey>,
}

impl Document {
    /// The document as it would be read if the first fix of its error were made, but for the places of things; `None`
    /// where that takes a reading.
    #[must_use]
    pub fn once_fixed(&self) -> Option<Self> {
        let mut faults = self.also.iter().cloned();
        self.read_as_fixed.then(|| Self { error: faults.next(), also: faults.collect(), ..self.clone() })
    }
}

/// Reads a text that is one JSON value, such as an annotation may hold.
///
/// # Errors
/// What Go's encoding/json says of a text that is none.
pub fn json(text: &str) -> Result<Tree, String> {
    json::value(text)
}

/// How a document is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// YAML, which JSON in a YAML stream is too.
    #[default]
    Yaml,
    /// JSON, which kubectl tries first where the text begins with `{`.
    Json,
}

/// A key that its mapping already has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuplicateKey {
    /// The later key.
    pub range: TextRange,
    /// Its text.
    pub key: String,
    /// The line the server names, counted from 1 within the document: that of the value.
    pub line: usize,
    /// The server's words for it, which name the line too.
    pub message: String,
}

/// Reads `text`.
#[must_use]
pub fn parse(text: &str) -> Parse {
    let chunks = split::split(text);
    let sniffed = chunks.first().is_some_and(|chunk| looks_like_json(chunk.range.of(text)));
    let mut documents = Vec::with_capacity(chunks.len());
    for (index, chunk) in chunks.into_iter().enumerate() {
        if sniffed && looks_like_json(chunk.range.of(text)) {
            reader::json_documents(text, chunk, index == 0, &mut documents);
        } else {
            documents.push(reader::document(text, chunk, &[]));
        }
    }
    for document in &mut documents {
        document.sniffed = sniffed;
    }
    Parse { documents }
}

fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// Whether a plain scalar spelled like this is a string to the readers of Kubernetes (YAML 1.1, go-yaml's reading of it).
#[must_use]
pub fn reads_as_string(text: &str) -> bool {
    matches!(resolve::plain(text), tree::Value::Str)
}

/// Standard base64, decoded; `None` where it is none.
#[must_use]
pub fn base64(text: &str) -> Option<Vec<u8>> {
    resolve::base64(text)
}
