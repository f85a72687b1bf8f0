//! Text to a spanned tree and a list of errors. Parsing never fails: there is always a tree of what could be read.
//!
//! What is accepted, refused, and in which words, is what kubectl's and the API server's YAML reader does: the text
//! is cut into documents at `---` lines the way kubectl cuts it, each is read by the rules of libyaml as go-yaml v2
//! ships it, and scalars resolve by YAML 1.1 as that library does (`yes` is a boolean, `0777` is octal).
//! Where a document does not parse, the rest of it is still read as well as can be, so that other faults stay visible
//! while one line is half typed.
//!
//! This layer must not know: Kubernetes (no field, no kind), screens.

mod compose;
mod fault;
mod grammar;
pub mod highlight;
pub mod path;
mod resolve;
mod scan;
mod split;
pub mod tree;

use crate::diagnostic::{Code, Diagnostic, Severity, Stage};
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
    /// What could be read.
    pub tree: Tree,
    /// The error for which kubectl and the server refuse the document, in their words: at most one, because their
    /// parser stops there.
    pub error: Option<Diagnostic>,
    /// Further faults seen while reading on, which the server would only tell of once the first is mended.
    pub also: Vec<Diagnostic>,
    /// Keys that are given more than once, in text order: not an error of YAML's, but of strict decoding.
    pub duplicates: Vec<DuplicateKey>,
}

/// A key that its mapping already has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuplicateKey {
    /// The later key.
    pub range: TextRange,
    /// Its text.
    pub key: String,
    /// The line the server names, counted from 1 within the document.
    pub line: usize,
}

/// Reads `text`.
#[must_use]
pub fn parse(text: &str) -> Parse {
    let documents = split::split(text).into_iter().map(|chunk| document(text, chunk)).collect();
    Parse { documents }
}

fn document(text: &str, chunk: split::Chunk) -> Document {
    let source = chunk.range.of(text);
    let composed = if source.ends_with('\n') {
        compose::compose(source)
    } else {
        // kubectl's reader ends every line with a line feed.
        compose::compose(&format!("{source}\n"))
    };
    let mut tree = composed.tree;
    tree.set_base(chunk.range.start());
    let base = chunk.range.start();
    let error = composed.fault.map(|fault| {
        let at = base + (fault.at.offset as usize).min(source.len());
        Diagnostic::new(
            Code("yaml-syntax"),
            Stage::Yaml,
            Severity::Error,
            TextRange::at(at),
            "YAML로 읽을 수 없습니다.",
        )
        .with_server("YAMLSyntax", "", fault.message())
    });
    Document { range: chunk.range, tree, error, also: Vec::new(), duplicates: Vec::new() }
}
