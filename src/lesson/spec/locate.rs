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
    let item = check_of(text, field);
    let field = item.as_deref().unwrap_or(field);
    let fault = Fault::error(path, "spec", korean(field, reason));
    if let Some(range) = range_of(text, field, reason) {
        return fault.in_text(text, range);
    }
    match error.location() {
        Some(place) => fault.at(LineCol { line: place.line().max(1), column: place.column().max(1) }),
        None => fault,
    }
}

/// The check that is refused as a whole, where serde_yaml names only the list.
fn check_of(text: &str, field: &str) -> Option<String> {
    if field != "checks" {
        return None;
    }
    let whole: serde_yaml::Value = serde_yaml::from_str(text).ok()?;
    let refused = |it: &serde_yaml::Value| serde_yaml::from_value::<super::Check>(it.clone()).is_err();
    let index = whole.get("checks")?.as_sequence()?.iter().position(refused)?;
    Some(format!("checks[{index}]"))
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

/// A field as an author counts: ``확인 1(`checks[0].request`)``, the path behind what its lists are called on the screen.
fn called(field: &str) -> String {
    const LISTS: [(&str, &str); 3] = [("checks", "확인"), ("hints", "힌트"), ("questions", "문제")];
    let steps = yaml::path::split(field);
    if let [Step::Key(list), Step::Index(index), ..] = steps.as_slice()
        && let Some((_, name)) = LISTS.iter().find(|(known, _)| known == list)
    {
        return format!("{name} {}(`{field}`)", index + 1);
    }
    format!("`{field}`")
}

/// The reason in Korean. What serde says in a shape we do not know is handed on as it is.
fn korean(field: &str, reason: &str) -> String {
    let at = if field.is_empty() || field == "." { String::new() } else { format!("{}: ", called(field)) };
    if let Some(name) = quoted(reason, "missing field `") {
        return format!("{at}필드 {} 빠졌습니다.", with(&format!("`{name}`"), Josa::IGa));
    }
    if let Some(name) = quoted(reason, "duplicate field `") {
        return format!("{at}필드 {} 두 번 나옵니다.", with(&format!("`{name}`"), Josa::IGa));
    }
    if let Some(name) = quoted(reason, "unknown field `") {
        let name = with(&format!("`{name}`"), Josa::IraneunRaneun);
        return format!("{at}{name} 필드는 없습니다. 쓸 수 있는 필드: {}", known(reason));
    }
    if let Some(name) = quoted(reason, "unknown variant `") {
        return format!("{at}`{name}`: 쓸 수 없는 값입니다. 쓸 수 있는 값: {}", known(reason));
    }
    for opening in ["invalid type: ", "invalid value: "] {
        let Some((found, expected)) = reason.strip_prefix(opening).and_then(|rest| rest.split_once(", expected "))
        else {
            continue;
        };
        let (kind, value) = found_name(found);
        let found = value.map_or_else(|| kind.to_owned(), |value| format!("{kind} `{value}`"));
        return match expected_name(expected) {
            Some(expected) if expected != kind => {
                let advice = match (expected, kind, value) {
                    ("목록", "문자열", Some(value)) => format!(" 목록은 `[{value}]`처럼 적습니다."),
                    ("문자열", "매핑", _) => " `: `가 든 글은 따옴표로 감싸십시오.".to_owned(),
                    _ => String::new(),
                };
                format!("{at}값의 형이 다릅니다. {expected} 자리에 {} 있습니다.{advice}", with(&found, Josa::IGa))
            }
            _ => format!("{at}{} 여기에 쓸 수 없습니다.", with(&found, Josa::EunNeun)),
        };
    }
    if let Some((_, name)) = reason.split_once("did not match any variant of untagged enum ") {
        let able = match name {
            "Expect" => " `refused`, `timeout`, `unresolved`, `pending`, `{pods: [이름]}` 가운데 하나를 적으십시오.",
            "Scalar" => " 문자열, 정수, 참·거짓 가운데 하나를 적으십시오.",
            "OneOrMore" => " 문자열 하나나 문자열의 목록을 적으십시오.",
            _ => "",
        };
        return format!("{at}쓸 수 없는 값입니다.{able}");
    }
    if reason.chars().any(|c| ('가'..='힣').contains(&c)) {
        // Our own words.
        return format!("{at}{reason}");
    }
    format!("{at}읽을 수 없는 값입니다. 앞뒤의 들여쓰기와 값을 살펴보십시오.")
}

/// The names that serde lists as possible, each in its marks.
fn known(reason: &str) -> String {
    let known = reason.split_once(", expected ").map_or("", |(_, known)| known);
    let names: Vec<String> = known.split('`').skip(1).step_by(2).map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "없음".to_owned() } else { names.join(", ") }
}

fn quoted<'t>(reason: &'t str, opening: &str) -> Option<&'t str> {
    reason.strip_prefix(opening)?.split_once('`').map(|(name, _)| name)
}

/// What serde found: its kind, and the value where it is short.
fn found_name(serde: &str) -> (&'static str, Option<&str>) {
    let value = serde.split_once(['`', '"']).map(|(_, rest)| rest.trim_end_matches(['`', '"']));
    let kind = match serde.split([' ', '`']).next().unwrap_or("") {
        "string" | "character" => "문자열",
        "sequence" => "목록",
        "map" => "매핑",
        "boolean" => "참·거짓",
        "unit" | "null" => "빈 값",
        "integer" => "정수",
        "floating" => "소수",
        _ => "값",
    };
    (kind, value.filter(|value| value.chars().count() <= 40))
}

/// What serde expected.
fn expected_name(serde: &str) -> Option<&'static str> {
    Some(match serde {
        "a string" | "string" => "문자열",
        "a sequence" | "sequence" => "목록",
        "map" | "a map" => "매핑",
        "a boolean" => "참·거짓",
        "u8" => "0-255의 정수",
        "u32" | "usize" | "u64" => "0 이상의 정수",
        "i64" => "정수",
        _ if serde.starts_with("struct ") => "매핑",
        _ => return None,
    })
}
