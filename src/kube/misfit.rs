//! The faults of decoding, told: values of a wrong type, unknown fields, fields given twice.
//!
//! Must not know: the rules of validation.

mod unknown;
mod wrong_type;

use super::decode::Strict;
use super::meant::closest;
use super::place::Place;
use super::quote::quote;
use super::relocate::Move;
use super::schema::Kind as ObjectKind;
use crate::diagnostic::{Code, Diagnostic, Severity, Stage};
use crate::text::TextEdit;
use crate::text::josa::{Josa, with};
use crate::yaml::DuplicateKey;

pub(super) use wrong_type::mismatches;

/// The fix that brings a field where it belongs.
fn moving(moved: Move) -> Option<(String, Vec<TextEdit>)> {
    let title = match moved.beside {
        Some(beside) => format!("{} 같은 칸으로 옮기기", with(&format!("`{beside}`"), Josa::GwaWa)),
        None => format!("`{}` 아래로 옮기기", moved.home),
    };
    Some((title, moved.edits?))
}

/// The one error that holds all duplicate keys of a YAML document, as several diagnostics would be if the server
/// spoke of each: its place is the first.
pub(super) fn duplicates(duplicates: &[&DuplicateKey]) -> Option<Diagnostic> {
    let first = duplicates.first()?;
    let lines: Vec<_> = duplicates.iter().map(|duplicate| format!("  {}", duplicate.message)).collect();
    let message = format!("yaml: unmarshal errors:\n{}", lines.join("\n"));
    let mut names: Vec<_> = duplicates.iter().map(|duplicate| format!("`{}`", duplicate.key)).collect();
    names.dedup();
    let help = format!(
        "{} 같은 매핑에 두 번 적혀 있습니다. 어느 쪽이 맞는지 정해 하나만 남기십시오. kubectl은 뒤의 것만 남겨 보내므로 클러스터에서는 오류 없이 앞의 값만 사라질 수 있습니다.",
        with(&names.join(", "), Josa::IGa)
    );
    Some(Diagnostic::new(Code("yaml-duplicate-key"), Stage::Strict, Severity::Error, first.range, help).with_server(
        "DuplicateKey",
        "",
        message,
    ))
}

/// Fields that do not exist, or stand twice in JSON.
pub(super) fn strict(place: Place<'_>, kind: &ObjectKind, found: &Strict<'_>) -> Diagnostic {
    if found.duplicate {
        let help = format!("{} 두 번 적혀 있습니다. 하나만 남기십시오.", with(&format!("`{}`", found.path), Josa::IGa));
        return Diagnostic::new(Code("duplicate-field"), Stage::Strict, Severity::Error, found.key.range(), help)
            .with_server("DuplicateField", go_path(&found.path), found.message());
    }
    unknown::field(place, kind, found)
}

/// Whether the field `missing` of a spec may be what `error` speaks of: misspelt, out of place, or inside of it.
pub(super) fn hides(error: &Diagnostic, missing: &str) -> bool {
    let name = error.path.rsplit('.').next().unwrap_or("");
    match error.code.as_str() {
        "unknown-field" => {
            let name = name.split(':').next().unwrap_or(name);
            closest(name, [missing, "spec"].into_iter()).is_some()
        }
        "wrong-type" | "yaml-duplicate-key" | "duplicate-field" => matches!(name, "" | "spec") || name == missing,
        _ => false,
    }
}

/// The path as it stands in the message, where characters that cannot be seen are escaped.
fn go_path(path: &str) -> String {
    let quoted = quote(path);
    quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(path).to_owned()
}

/// Where a field belongs that stands elsewhere.
fn home(kind: &ObjectKind, moved: &Move) -> String {
    match moved.home.as_str() {
        "" => format!("{} 맨 위", kind.name),
        path => format!("`{path}` 아래"),
    }
}
