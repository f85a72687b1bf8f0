//! One chunk of text to one document: read, explained where it is refused, read on behind the fault.
//!
//! Must not know: where the chunk was cut out.

use super::advice::{self, Advice};
use super::compose::{Composed, MAX_DEPTH, compose};
use super::known::Known;
use super::split::Chunk;
use super::tree::Tree;
use super::{Document, Format, json, meaning, mend};
use crate::diagnostic::{Code, Diagnostic, Severity, Stage};
use crate::text::TextRange;

/// How much of a text libyaml loads at once; a control character is noticed when its part is loaded.
const LOADED_AT_ONCE: usize = 512;

/// How far ahead of itself the scanner looks.
const LOOKAHEAD: usize = 4;

/// Reads a chunk of YAML. `earlier` documents may have stood, in part, where it stands.
pub(super) fn document(text: &str, chunk: Chunk, earlier: &[Document]) -> Document {
    let source = chunk.range.of(text);
    let base = chunk.range.start();
    let mut document = if source.ends_with('\n') {
        read(source, earlier)
    } else {
        // kubectl's reader ends every line with a line feed; no range may reach into it.
        let mut document = read(&format!("{source}\n"), earlier);
        document.tree.limit(source.len());
        document
    };
    document.range = chunk.range;
    place(&mut document, text, base);
    if let Some(separator) = chunk.bad_separator {
        refuse(&mut document, bad_separator(text, separator));
    }
    document
}

/// Puts a document that was read from offset 0 where it belongs. `range` is set already.
fn place(document: &mut Document, text: &str, base: usize) {
    document.tree.set_base(base);
    let own = document.range;
    let source = own.of(text);
    let shift = |range: &mut TextRange| {
        // Advice looks at bytes; what it points at is characters.
        let start = advice::floor(source, range.start());
        let end = (range.end().min(source.len())..=source.len()).find(|&end| source.is_char_boundary(end));
        *range = TextRange::new(start, end.unwrap_or(start)).shifted(base);
    };
    let shift_diagnostic = |diagnostic: &mut Diagnostic| {
        shift(&mut diagnostic.range);
        for edit in diagnostic.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            shift(&mut edit.range);
        }
    };
    document.error.iter_mut().chain(&mut document.also).for_each(shift_diagnostic);
    for duplicate in &mut document.duplicates {
        shift(&mut duplicate.range);
    }
}

/// Makes `error` the one for which the document is refused; what was wrong besides comes after it.
fn refuse(document: &mut Document, error: Diagnostic) {
    document.read_as_fixed = false;
    if let Some(other) = document.error.replace(error) {
        document.also.insert(0, other);
    }
}

fn bad_separator(text: &str, separator: TextRange) -> Diagnostic {
    let message = format!("invalid Yaml document separator: {}", separator.of(text));
    diagnostic(advice::bad_separator(text, separator), message)
}

/// Advice as it stands, for faults that no second reading can try.
fn diagnostic(advice: Advice, message: String) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(advice.code, Stage::Yaml, Severity::Error, advice.range, advice.help)
        .with_server("YAMLSyntax", "", message);
    for proposal in advice.proposals {
        diagnostic = diagnostic.with_fix(proposal.title, proposal.edits, proposal.trust == advice::Trust::Sure);
    }
    diagnostic
}

/// Reads a text that ends with a line feed.
fn read(source: &str, earlier: &[Document]) -> Document {
    let before = || earlier.iter().flat_map(|document| std::iter::once(&document.tree).chain(&document.last_whole));
    let mut known = Known::of(before());
    let mut composed = compose(source, &mut known);
    let control = control_character(source, &composed);
    let mut faults = Vec::new();
    let mut complete = true;
    let mut read_as_fixed = false;
    if composed.fault.is_some() {
        // What lies before the fault need not be read again for each mending.
        let first = composed.tree.clone();
        known.add(&first);
        let mended = mend::mend(source, composed, known);
        (composed, faults, complete) = (mended.composed, mended.faults, mended.complete);
        read_as_fixed = control.is_none();
    }
    let mut document = Document { read_as_fixed, ..Document::default() };
    if composed.fault.is_none() && !composed.notes.worth_a_walk {
        document.duplicates = meaning::duplicates(&composed.tree);
    }
    if composed.fault.is_none() && composed.notes.worth_a_walk {
        let meaning = meaning::examine(&composed.tree, &composed.notes);
        document.duplicates = meaning.duplicates;
        if let Some(found) = meaning.fault {
            let range = TextRange::new(found.range.0, found.range.1);
            let advice = advice::meaning(source, &found.message, range);
            if advice.code.as_str() == "too-large" {
                // Whoever walks over an alias bomb would never come back.
                composed.tree = Tree::default();
            }
            faults.push(diagnostic(advice, found.message));
        }
    }
    if let Some(at) = control {
        let message = "error converting YAML to JSON: yaml: control characters are not allowed".to_owned();
        faults.insert(0, diagnostic(advice::control_character(source, at), message));
    }
    if let Some(at) = composed.too_deep {
        let at = at as usize;
        let help = format!(
            "{MAX_DEPTH}단계보다 깊이 중첩된 값은 읽지 않습니다. 쿠버네티스의 오브젝트는 그렇게 깊지 않습니다."
        );
        let range = TextRange::new(at, at + 1);
        faults.push(Diagnostic::new(Code("too-deep"), Stage::Yaml, Severity::Error, range, help));
    }
    let mut faults = faults.into_iter();
    if !complete {
        let whole = earlier.first().filter(|document| document.last_whole.is_none()).map(|document| &document.tree);
        document.last_whole = whole.or(earlier.first().and_then(|document| document.last_whole.as_ref())).cloned();
    }
    document.tree = composed.tree;
    document.error = faults.next();
    document.also = faults.collect();
    document
}

/// The first control character that libyaml's reader meets before its scanner stops for another reason.
fn control_character(source: &str, composed: &Composed) -> Option<usize> {
    let at = find_control(source)?;
    // Texts are loaded part by part, each as many whole characters as fit.
    let mut loaded = 0;
    while loaded + LOADED_AT_ONCE <= at {
        loaded = advice::floor(source, loaded + LOADED_AT_ONCE);
    }
    (loaded < composed.looked_at + LOOKAHEAD).then_some(at)
}

/// The first character that YAML forbids: control characters but tab and line breaks, and the two that are none.
fn find_control(source: &str) -> Option<usize> {
    let bytes = source.as_bytes();
    let suspicious = |byte: u8| matches!(byte, 0..=8 | 0xB | 0xC | 0xE..=0x1F | 0x7F | 0xC2 | 0xEF);
    // A stretch is looked through whole, many bytes at a time; hardly any holds one.
    for (index, stretch) in bytes.chunks(LOADED_AT_ONCE).enumerate() {
        if !stretch.iter().fold(false, |any, &byte| any | suspicious(byte)) {
            continue;
        }
        for (within, _) in stretch.iter().enumerate().filter(|(_, byte)| suspicious(**byte)) {
            let at = index * LOADED_AT_ONCE + within;
            let forbidden = match bytes.get(at..)? {
                [0xC2, 0x80..=0x84 | 0x86..=0x9F, ..] | [0xEF, 0xBF, 0xBE | 0xBF, ..] => true,
                [0xC2 | 0xEF, ..] => false,
                _ => true,
            };
            if forbidden {
                return Some(at);
            }
        }
    }
    None
}

/// The JSON values of a chunk, each a document; what is no JSON is read as YAML. `first` says whether the chunk is the
/// first of its text.
pub(super) fn json_documents(text: &str, chunk: Chunk, first: bool, documents: &mut Vec<Document>) {
    let mut range = chunk.range;
    loop {
        let source = range.of(text);
        let read = match json::read(source) {
            Ok(read) => read,
            Err(refusal) => {
                let mut document = document(text, Chunk { range, ..chunk }, &[]);
                if first && document.error.is_some() && chunk.bad_separator.is_none() {
                    let mut error = diagnostic(advice::json(source, &refusal), refusal.message(range.start()));
                    error.shift(range.start().cast_signed());
                    document.error = Some(error);
                    document.also.clear();
                }
                documents.push(document);
                return;
            }
        };
        let end = range.start() + read.end;
        let rest = TextRange::new(end, range.end());
        let more = !rest.of(text).trim_start().is_empty();
        let mut tree = read.tree;
        tree.set_base(range.start());
        let separator = chunk.bad_separator.filter(|_| !more);
        documents.push(Document {
            range: TextRange::new(range.start(), if more { end } else { range.end() }),
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
}
