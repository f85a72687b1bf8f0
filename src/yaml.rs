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
mod json;
mod meaning;
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
    /// Which reader's rules it is written by.
    pub format: Format,
    /// What could be read.
    pub tree: Tree,
    /// The error for which kubectl and the server refuse the document, in their words: at most one, because their
    /// parser stops there.
    pub error: Option<Diagnostic>,
    /// Further faults seen while reading on, which the server would only tell of once the first is mended.
    pub also: Vec<Diagnostic>,
    /// Keys that are given more than once, in the order in which the server lists them: not an error of YAML's, but of
    /// strict decoding.
    pub duplicates: Vec<DuplicateKey>,
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
            json_documents(text, chunk, index == 0, &mut documents);
        } else {
            documents.push(document(text, chunk));
        }
    }
    Parse { documents }
}

fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// The JSON values of a chunk, each a document; what is no JSON is read as YAML.
fn json_documents(text: &str, chunk: split::Chunk, first: bool, documents: &mut Vec<Document>) {
    let mut range = chunk.range;
    loop {
        let source = range.of(text);
        match json::read(source) {
            Ok(read) => {
                let end = range.start() + read.end;
                let rest = TextRange::new(end, range.end());
                let more = !rest.of(text).trim().is_empty();
                let mut tree = read.tree;
                tree.set_base(range.start());
                let own = TextRange::new(range.start(), if more { end } else { range.end() });
                let separator = if more { None } else { chunk.bad_separator };
                documents.push(Document {
                    range: own,
                    tree,
                    error: separator.map(|separator| bad_separator(text, separator)),
                    format: Format::Json,
                    ..Document::default()
                });
                if !more {
                    return;
                }
                range = rest;
            }
            Err(refusal) => {
                let mut document = document(text, split::Chunk { range, ..chunk });
                if first
                    && chunk.bad_separator.is_none()
                    && let Some(error) = &mut document.error
                {
                    error.server = refusal.message(range.start());
                }
                documents.push(document);
                return;
            }
        }
    }
}

fn bad_separator(text: &str, separator: TextRange) -> Diagnostic {
    syntax_error(format!("invalid Yaml document separator: {}", separator.of(text)), separator)
}

fn document(text: &str, chunk: split::Chunk) -> Document {
    let source = chunk.range.of(text);
    let composed = if source.ends_with('\n') {
        compose::compose(source)
    } else {
        // kubectl's reader ends every line with a line feed.
        compose::compose(&format!("{source}\n"))
    };
    let base = chunk.range.start();
    let mut error = composed.fault.map(|fault| {
        let at = base + (fault.at.offset as usize).min(source.len());
        syntax_error(fault.message(), TextRange::at(at))
    });
    let mut duplicates = Vec::new();
    if error.is_none() && composed.notes.worth_a_walk {
        let meaning = meaning::examine(&composed.tree, &composed.notes);
        error = meaning.fault.map(|found| {
            let range = TextRange::new(found.range.0 as usize, found.range.1 as usize).shifted(base);
            syntax_error(found.message, range)
        });
        duplicates = meaning.duplicates;
        for duplicate in &mut duplicates {
            duplicate.range = duplicate.range.shifted(base);
        }
    }
    if let Some(separator) = chunk.bad_separator {
        error = Some(bad_separator(text, separator));
    }
    let mut tree = composed.tree;
    tree.set_base(base);
    Document { range: chunk.range, tree, error, duplicates, ..Document::default() }
}

fn syntax_error(message: String, range: TextRange) -> Diagnostic {
    Diagnostic::new(Code("yaml-syntax"), Stage::Yaml, Severity::Error, range, "YAML로 읽을 수 없습니다.").with_server(
        "YAMLSyntax",
        "",
        message,
    )
}
