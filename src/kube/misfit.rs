//! The faults of decoding, told: values of a wrong type, unknown fields, fields given twice.
//!
//! Must not know: the rules of validation.

mod dashes;
mod unknown;
mod wrong_type;

use super::decode::Strict;
use super::meant::closest;
use super::place::Place;
use super::quote::quote;
use super::relocate::Move;
use super::schema::Kind as ObjectKind;
use crate::diagnostic::{Code, Diagnostic, Severity, Stage};
use crate::text::josa::{Josa, with};
use crate::text::{TextEdit, TextRange};
use crate::yaml::DuplicateKey;
use crate::yaml::tree::{Kind, Node};

pub(super) use dashes::explain as explain_dashes;
pub(super) use wrong_type::mismatches;

/// Makes a blank of the dash before an item that is a mapping: its fields then belong to what stands above.
fn without_dash(text: &str, item: Node<'_>) -> Option<TextEdit> {
    let before = text.get(..item.range().start())?;
    let at = before.trim_end_matches(' ').len().checked_sub(1)?;
    let is_dash = before.get(at..at + 1) == Some("-") && matches!(item.kind(), Kind::Mapping);
    is_dash.then(|| TextEdit::replace(TextRange::new(at, at + 1), " "))
}

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
pub(super) fn duplicates(place: Place<'_>, duplicates: &[&DuplicateKey]) -> Option<Diagnostic> {
    let first = duplicates.first()?;
    let lines: Vec<_> = duplicates.iter().map(|duplicate| format!("  {}", duplicate.message)).collect();
    let message = format!("yaml: unmarshal errors:\n{}", lines.join("\n"));
    let mut names: Vec<_> = duplicates.iter().map(|duplicate| format!("`{}`", duplicate.key)).collect();
    names.dedup();
    let names = with(&names.join(", "), Josa::IGa);
    let separators = separators(place, duplicates);
    let help = if separators.is_some() {
        format!(
            "{names} 다시 나옵니다. 여기서 다른 오브젝트가 시작하는데 앞에 문서를 나누는 `---` 줄이 없어, 한 오브젝트에 같은 필드를 \
             두 번 적은 것이 되었습니다. 이 줄 앞에 `---`만 있는 줄을 넣으십시오. API 서버는 거절하지만 kubectl은 보내기 전에 뒤의 것만 \
             남기므로, 클러스터에서는 오류 없이 앞의 오브젝트만 사라질 수 있습니다."
        )
    } else {
        format!(
            "{names} 같은 자리에 두 번 적혀 있습니다. 어느 쪽이 맞는지 정해 하나만 남기십시오. API 서버는 거절하지만 kubectl은 \
             보내기 전에 뒤의 것만 남기므로, 클러스터에서는 오류 없이 앞의 값만 사라질 수 있습니다."
        )
    };
    let told = Diagnostic::new(Code("yaml-duplicate-key"), Stage::Strict, Severity::Error, first.range, help)
        .with_server("DuplicateKey", "", message);
    Some(match separators {
        // What the objects behind them are worth is not known yet.
        Some(edits) => told.with_fix("앞에 `---` 줄 넣기", edits, false),
        None => told,
    })
}

/// The lines that divide the objects which follow one another without any: where a whole object begins again.
fn separators(place: Place<'_>, duplicates: &[&DuplicateKey]) -> Option<Vec<TextEdit>> {
    const WHOLE: [&str; 4] = ["apiVersion", "kind", "metadata", "spec"];
    let first = duplicates.first().filter(|first| ["apiVersion", "kind"].contains(&first.key.as_str()))?;
    let again = WHOLE.iter().filter(|name| duplicates.iter().any(|duplicate| duplicate.key == **name)).count();
    let is_field = |duplicate: &DuplicateKey| place.root.entries().any(|entry| entry.key.range() == duplicate.range);
    if again < 2 || !is_field(first) {
        return None;
    }
    let begins = duplicates.iter().filter(|duplicate| duplicate.key == first.key);
    let line = |duplicate: &DuplicateKey| {
        let at = duplicate.range.start();
        let start = place.text.get(..at)?.rfind('\n')? + 1;
        place.text.get(start..at)?.trim().is_empty().then(|| TextEdit::insert(start, "---\n"))
    };
    begins.map(|duplicate| line(duplicate)).collect()
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
