//! Values of a wrong type: what stands there, what should, and how it is mended.
//!
//! Must not know: unknown fields, the rules of validation.

mod mend;
mod words;

use super::moving;
use crate::diagnostic::{Code, Diagnostic, Severity, Stage};
use crate::kube::decode::{Decoding, Mismatch};
use crate::kube::place::Place;
use crate::kube::quote::key_text;
use crate::kube::relocate::{self, Move};
use crate::kube::schema::{Kind as ObjectKind, Struct, Type};
use crate::text::TextRange;
use crate::text::josa::{Josa, with};
use crate::yaml::reads_as_string;
use crate::yaml::tree::Kind;

/// Values of a wrong type: the one the server speaks of, then the others.
pub(in crate::kube) fn mismatches(place: Place<'_>, kind: &ObjectKind, decoding: &Decoding<'_>) -> Vec<Diagnostic> {
    let Some(winner) = decoding.winner() else { return Vec::new() };
    let rest = decoding.mismatches.iter().filter(|other| !std::ptr::eq(*other, winner));
    std::iter::once(winner).chain(rest).map(|mismatch| wrong_type(place, kind, mismatch)).collect()
}

fn wrong_type(place: Place<'_>, kind: &ObjectKind, mismatch: &Mismatch<'_>) -> Diagnostic {
    let version = kind.api_version.rsplit('/').next().unwrap_or("");
    let message = format!("{0} in version \"{version}\" cannot be handled as a {0}: {1}", kind.name, mismatch.message);
    let range = match mismatch.value.kind() {
        Kind::Scalar(_) => mismatch.value.range(),
        _ => mismatch.key.map_or(place.line_of(mismatch.value), |key| key.range().cover(place.line_of(mismatch.value))),
    };
    let range = if matches!(mismatch.value.kind(), Kind::Scalar(_)) { range } else { first_line(place.text, range) };
    let code = match mismatch.wanted {
        Type::Quantity => "quantity-invalid",
        Type::Time => "time-invalid",
        _ => "wrong-type",
    };
    let moved = too_deep(place, kind, mismatch);
    let help = moved.as_ref().map_or_else(|| words::help(mismatch), |(name, moved)| too_deep_help(name, kind, moved));
    let diagnostic = Diagnostic::new(Code(code), Stage::Decode, Severity::Error, range, help);
    let diagnostic = diagnostic.with_server("BadRequest", mismatch.field.clone(), message);
    let fix = match moved {
        Some((_, moved)) => moving(moved),
        None => mend::fix(place, mismatch),
    };
    match fix {
        Some((title, edits)) => diagnostic.with_fix(title, edits, true),
        None => diagnostic,
    }
}

/// A field that stands among labels, where only text may stand, because it is indented too far; with its name.
fn too_deep(place: Place<'_>, kind: &ObjectKind, mismatch: &Mismatch<'_>) -> Option<(String, Move)> {
    let key = mismatch.key.filter(|_| matches!(mismatch.wanted, Type::String))?;
    if matches!(mismatch.value.kind(), Kind::Scalar(_)) {
        return None;
    }
    let moved = relocate::too_deep(place, kind, &mismatch.path, (key, mismatch.value))?;
    Some((key_text(key).into_owned(), moved))
}

fn too_deep_help(name: &str, kind: &ObjectKind, moved: &Move) -> String {
    let beside = moved.beside.as_deref().unwrap_or("위의 키");
    format!(
        "{} 들여쓰기가 깊어 `{beside}` 안의 레이블로 읽힙니다. {}에 들어가므로 {} 같은 칸에서 시작해야 합니다.",
        with(&format!("`{name}`"), Josa::IGa),
        super::home(kind, moved),
        with(&format!("`{beside}`"), Josa::GwaWa)
    )
}

fn first_line(text: &str, range: TextRange) -> TextRange {
    let length = range.of(text).find('\n').unwrap_or(range.len());
    TextRange::new(range.start(), range.start() + length)
}

/// `app=web` of a command line as YAML writes it.
fn as_pair(written: &str) -> Option<String> {
    let is_word = |word: &str| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))
    };
    let (key, value) = written.split_once('=').filter(|(key, value)| is_word(key) && is_word(value))?;
    // A label's value is text, whatever it would be without quotes.
    Some(if reads_as_string(value) { format!("{key}: {value}") } else { format!("{key}: \"{value}\"") })
}

/// `80:8080` of Docker: the port outside and the one in the container.
fn as_docker(written: &str) -> Option<(u16, u16)> {
    let (outer, inner) = written.trim_matches(['"', '\'']).split_once(':')?;
    Some((outer.parse().ok()?, inner.parse().ok()?))
}

/// The number before a comma that ends a line: `80,`.
fn with_comma(written: &str) -> Option<&str> {
    let number = written.strip_suffix(',')?;
    number.parse::<i32>().is_ok().then_some(number)
}

/// The field that a bare number in a list of ports was meant for.
fn port_key(owner: &Struct) -> Option<&'static str> {
    ["containerPort", "port"].into_iter().find(|key| owner.go.ends_with("Port") && owner.field(key).is_some())
}
