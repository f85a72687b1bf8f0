//! Fields that no server knows: misspelt, out of place, or of another kind.
//!
//! Must not know: values of a wrong type.

use super::{go_path, home, moving};
use crate::diagnostic::{Code, Diagnostic, Severity, Stage};
use crate::kube::decode::Strict;
use crate::kube::meant::{closest, in_hangul_mode, typed_in_hangul};
use crate::kube::place::Place;
use crate::kube::quote::key_text;
use crate::kube::relocate::{self, Move};
use crate::kube::schema::{Kind as ObjectKind, children};
use crate::text::josa::{Josa, with};
use crate::text::{TextEdit, TextRange};
use crate::yaml::path::split;

/// A field that its object does not have.
pub(super) fn field(place: Place<'_>, kind: &ObjectKind, found: &Strict<'_>) -> Diagnostic {
    let name = key_text(found.key);
    let range = found.key.range();
    let names = || found.owner.fields.iter().map(|field| field.name);
    let typed_as_hangul = in_hangul_mode(&name, names());
    let near = typed_as_hangul.or_else(|| closest(&name, names()));
    let place_name =
        found.path.rsplit_once('.').map_or_else(|| format!("{} 맨 위", kind.name), |(parent, _)| format!("`{parent}`"));
    let moved = if near.is_none() { relocate::home(place, kind, found, &name) } else { None };
    let stray = stray_word(&name, kind);
    let fallen = if near.is_none() && moved.is_none() { relocate::fallen_out(place, found) } else { None };
    let help = match &moved {
        _ if let Some(meant) = typed_as_hangul => typed_in_hangul(&name, meant),
        _ if let Some((word, field)) = stray => stray_help(&name, word, field),
        None if let Some((map, _)) = &fallen => fallen_help(&name, map),
        Some(moved) => misplaced_help(&name, &place_name, kind, moved),
        None => unknown_help(&name, near, &place_name, kind, found),
    };
    let mut diagnostic = Diagnostic::new(Code("unknown-field"), Stage::Strict, Severity::Error, range, help)
        .with_server("UnknownField", go_path(&found.path), found.message());
    if let Some(near) = near.filter(|near| found.parent.get(near).is_none()) {
        let title = format!("{} 바꾸기", with(&format!("`{near}`"), Josa::EuroRo));
        diagnostic = diagnostic.with_fix(title, vec![TextEdit::replace(range, near)], true);
    } else if let Some((title, edits)) = moved.and_then(moving) {
        diagnostic = diagnostic.with_fix(title, edits, true);
    } else if let Some((map, Some(edits))) = fallen {
        diagnostic = diagnostic.with_fix(format!("`{map}` 아래로 들여쓰기"), edits, false);
    } else if let Some((word, field)) = stray.filter(|_| range.of(place.text) == name) {
        // Two blanks or more behind the word are the line's own indentation; one stands for what the word has taken.
        let gap = name.len() - word.len() - field.len();
        let written = if gap > 1 { String::new() } else { " ".to_owned() };
        let word_range = TextRange::new(range.start(), range.start() + word.len());
        diagnostic =
            diagnostic.with_fix(format!("`{word}` 지우기"), vec![TextEdit::replace(word_range, written)], false);
    } else if let Some((head, tail)) = name.split_once(':').filter(|(head, tail)| {
        !tail.is_empty() && names().any(|known| known == *head) && range.of(place.text) == name && found.value.is_null()
    }) {
        let title = "콜론 뒤에 공백 넣기".to_owned();
        diagnostic = diagnostic.with_fix(title, vec![TextEdit::replace(range, format!("{head}: {tail}"))], true);
    }
    diagnostic
}

/// A word that slipped in before a field: `ㅁ ports`. The word, and the field.
fn stray_word<'n>(name: &'n str, kind: &ObjectKind) -> Option<(&'n str, &'n str)> {
    let (word, rest) = name.split_once(' ')?;
    let field = rest.trim_start();
    let is_field = !field.is_empty()
        && FIELDS_OF.iter().any(|path| children(kind.name, &split(path)).iter().any(|known| known.name == field));
    (is_field && !word.is_empty()).then_some((word, field))
}

/// Where the fields are that stray words are looked for before.
const FIELDS_OF: [&str; 6] =
    ["", "metadata", "spec", "spec.ports[0]", "spec.template", "spec.template.spec.containers[0]"];

fn stray_help(name: &str, word: &str, field: &str) -> String {
    format!(
        "`{field}` 앞에 {} 더 있어 {} 통째로 필드 이름이 되었습니다. {} 지우고 `{field}`{} 제자리에 들여 쓰십시오.",
        with(&format!("`{word}`"), Josa::IGa),
        with(&format!("`{name}`"), Josa::IGa),
        with(&format!("`{word}`"), Josa::EulReul),
        Josa::EulReul.after(field),
    )
}

fn fallen_help(name: &str, map: &str) -> String {
    format!(
        "{} `{map}:` 아래에 들지 못하고 `{map}`{} 같은 칸에 있어, 서버는 모르는 필드로 읽고 `{map}`{} 빈 채로 남습니다. `{map}`보다 두 칸 더 들여 쓰십시오.",
        with(&format!("`{name}`"), Josa::IGa),
        Josa::GwaWa.after(map),
        Josa::EunNeun.after(map),
    )
}

fn unknown_help(name: &str, near: Option<&str>, place: &str, kind: &ObjectKind, found: &Strict<'_>) -> String {
    let quoted = format!("`{name}`");
    if name.contains('：') {
        return format!(
            "{} 전각 콜론(：)이 들어 있어 통째로 필드 이름이 되었습니다. 반각 콜론(:)과 공백으로 바꾸십시오.",
            with(&quoted, Josa::EunNeun)
        );
    }
    if name.starts_with('\u{a0}') || name.contains('\u{3000}') {
        return format!(
            "필드 이름 `{}` 앞에 보통 공백이 아닌 공백(NBSP나 전각 공백)이 있습니다. 지우고 스페이스로 다시 들여 쓰십시오.",
            name.trim()
        );
    }
    if let Some((head, _)) = name.split_once(':') {
        return format!(
            "콜론 뒤에 공백이 없어 {} 통째로 필드 이름이 되었습니다. `{head}: 값`처럼 띄우십시오.",
            with(&quoted, Josa::IGa)
        );
    }
    if let Some(near) = near {
        let case = if near.eq_ignore_ascii_case(name) { " 대소문자까지 같아야 합니다." } else { "" };
        return format!(
            "{place}에 {}{} 필드는 없습니다. `{near}`의 오타로 보입니다.{case}",
            quoted,
            Josa::IraneunRaneun.after(name)
        );
    }
    if found.owner.go == "v1.LabelSelector" {
        return format!(
            "디플로이먼트의 selector는 레이블을 바로 적지 않고 `matchLabels:` 아래에 적습니다. {} 그 아래로 옮기십시오.",
            with(&quoted, Josa::EulReul)
        );
    }
    if found.path == "spec.labels" && kind.name == "Service" {
        return "`spec`에는 `labels`라는 필드가 없습니다. 파드를 고르는 레이블이라면 `selector:` 아래에 적고, 이 서비스에 붙일 레이블이라면 `metadata:` 아래의 `labels:`에 적으십시오.".to_owned();
    }
    match elsewhere(name, kind) {
        Some(right) => format!(
            "{place}에는 {}{} 필드가 없습니다. 이 필드는 `{right}` 아래에 들어갑니다. 들여쓰기를 살펴보십시오.",
            quoted,
            Josa::IraneunRaneun.after(name)
        ),
        None => format!(
            "{place}에는 {}{} 필드가 없어 서버가 거절합니다. 지우거나 맞는 이름으로 고치십시오.",
            quoted,
            Josa::IraneunRaneun.after(name)
        ),
    }
}

fn misplaced_help(name: &str, place: &str, kind: &ObjectKind, moved: &Move) -> String {
    let home = home(kind, moved);
    let (here, which) =
        (format!("`{name}`{}", Josa::IraneunRaneun.after(name)), with(&format!("`{name}`"), Josa::EunNeun));
    match &moved.beside {
        Some(beside) => format!(
            "{place}에는 {here} 필드가 없습니다. 들여쓰기가 깊습니다. {which} {home}에 들어가므로 {} 같은 칸에서 시작해야 합니다.",
            with(&format!("`{beside}`"), Josa::GwaWa)
        ),
        None => format!("{place}에는 {here} 필드가 없습니다. 들여쓰기가 얕습니다. {which} {home}에 들여 써야 합니다."),
    }
}

/// Where in the kind a field of this name does belong.
fn elsewhere(name: &str, kind: &ObjectKind) -> Option<&'static str> {
    let candidates: &[&'static str] = match kind.name {
        "Service" => &["", "metadata", "spec", "spec.ports[0]"],
        "Pod" => &["", "metadata", "spec", "spec.containers[0]", "spec.containers[0].ports[0]"],
        "Deployment" => {
            &["", "metadata", "spec", "spec.template", "spec.template.spec", "spec.template.spec.containers[0]"]
        }
        _ => &["", "metadata", "spec"],
    };
    candidates
        .iter()
        .copied()
        .find(|path| !path.is_empty() && children(kind.name, &split(path)).iter().any(|field| field.name == name))
}
