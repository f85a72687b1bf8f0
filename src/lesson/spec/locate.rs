//! What serde_yaml refuses, said in Korean and put in its exact place; and what it must not be shown at all.
//!
//! Must not know: which file it is.

use crate::lesson::fault::Fault;
use crate::lesson::source::MAX_FILE;
use crate::text::josa::{Josa, with};
use crate::text::{LineCol, TextRange};
use crate::yaml;
use crate::yaml::path::{Found, Step};

/// How deep brackets may stand in each other.
const MAX_DEPTH: usize = 64;

/// Refuses what would keep serde_yaml busy for ever, and what is not YAML, before it sees the text.
pub(super) fn bounded(path: &str, text: &str) -> Result<(), Fault> {
    if text.len() > MAX_FILE {
        return Err(Fault::error(path, "too-large", "과정의 YAML 파일은 1 MiB를 넘을 수 없습니다."));
    }
    let mut depth = 0_usize;
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            let message = format!("괄호가 {MAX_DEPTH}겹을 넘습니다.");
            return Err(Fault::error(path, "too-deep", message).in_text(text, TextRange::at(offset)));
        }
    }
    let parse = yaml::parse(text);
    match parse.documents.iter().find_map(|document| document.error.as_ref()) {
        Some(error) => Err(Fault::of(error, path, "yaml", text)),
        None => Ok(()),
    }
}

/// The fault that `error` is.
pub(super) fn fault(path: &str, text: &str, error: &serde_yaml::Error) -> Fault {
    let whole = error.to_string();
    let without_place = whole.split(" at line ").next().unwrap_or(&whole);
    let (field, reason) = split_field(without_place);
    let fault = Fault::error(path, "spec", korean(field, reason));
    if let Some(range) = range_of(text, field, reason) {
        return fault.in_text(text, range);
    }
    match error.location() {
        Some(place) => fault.at(LineCol { line: place.line().max(1), column: place.column().max(1) }),
        None => fault,
    }
}

/// serde_yaml opens a message with the path it was at: `checks[0].request: unknown field …`.
fn split_field(message: &str) -> (&str, &str) {
    match message.split_once(": ") {
        Some((path, reason)) if !path.contains([' ', '`']) => (path, reason),
        _ => ("", message),
    }
}

/// The place of the field at `field` in a text: its key, or the item itself; where it is missing, the key it belongs
/// under. The start of a text that has no such place.
pub(super) fn place_of(text: &str, field: &str) -> TextRange {
    let parse = yaml::parse(text);
    let root = parse.documents.first().and_then(|document| document.tree.root());
    root.map_or(TextRange::EMPTY, |root| match yaml::path::find(root, &yaml::path::split(field)) {
        Found::Value { key: Some(key), .. } => key.range(),
        Found::Value { key: None, value } => TextRange::at(value.range().start()),
        Found::Missing { under } => TextRange::at(under.start()),
    })
}

/// The place of the field an error is about: of the unknown key itself, or of the value at its path.
fn range_of(text: &str, field: &str, reason: &str) -> Option<TextRange> {
    let parse = yaml::parse(text);
    let root = parse.documents.first()?.tree.root()?;
    let mut steps = yaml::path::split(field);
    for opening in ["unknown field `", "duplicate field `", "duplicate entry with key \""] {
        if let Some((key, _)) = reason.strip_prefix(opening).and_then(|rest| rest.split_once(['`', '"'])) {
            steps.push(Step::Key(key.to_owned()));
        }
    }
    if steps.is_empty() {
        return Some(root.range());
    }
    Some(match yaml::path::find(root, &steps) {
        Found::Value { key: Some(key), .. } => key.range(),
        Found::Value { key: None, value } => value.range(),
        Found::Missing { under } => under,
    })
}

/// The reason in Korean. What serde says in a shape we do not know is handed on as it is.
fn korean(field: &str, reason: &str) -> String {
    let at = if field.is_empty() || field == "." { String::new() } else { format!("`{field}`: ") };
    if let Some(name) = quoted(reason, "missing field `") {
        return format!("{at}필드 {} 빠졌습니다.", with(&format!("`{name}`"), Josa::IGa));
    }
    if let Some(name) = quoted(reason, "duplicate field `") {
        return format!("{at}필드 {} 두 번 나옵니다.", with(&format!("`{name}`"), Josa::IGa));
    }
    if let Some(name) = quoted(reason, "unknown field `") {
        let known = reason.split_once(", expected ").map_or("", |(_, known)| known);
        let known = known.trim_start_matches("one of ");
        let name = with(&format!("`{name}`"), Josa::IraneunRaneun);
        return format!("{at}{name} 필드는 없습니다. 쓸 수 있는 필드: {known}");
    }
    if let Some(rest) = reason.strip_prefix("invalid type: ") {
        let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, "?"));
        let (found, expected) = (type_name(found), type_name(expected));
        return format!("{at}값의 형이 다릅니다. {expected} 자리에 {} 있습니다.", with(found, Josa::IGa));
    }
    if reason.contains("did not match any variant") || reason.starts_with("unknown variant") {
        return format!("{at}쓸 수 없는 값입니다({reason}).");
    }
    format!("{at}{reason}")
}

fn quoted<'t>(reason: &'t str, opening: &str) -> Option<&'t str> {
    reason.strip_prefix(opening)?.split_once('`').map(|(name, _)| name)
}

fn type_name(serde: &str) -> &str {
    match serde {
        "a string" => "문자열",
        "a sequence" | "sequence" => "목록",
        "map" | "a map" => "매핑",
        "a boolean" => "참·거짓",
        "unit value" => "빈 값",
        "u32" | "usize" | "u64" | "i64" => "0 이상의 정수",
        _ if serde.starts_with("struct ") => "매핑",
        _ if serde.starts_with("integer") => "정수",
        _ if serde.starts_with("string ") => "문자열",
        _ => serde,
    }
}
