//! Values that have one shape wherever they stand in a manifest: one of a few words, a name, a key of a label, a number
//! that counts, a path inside a volume.
//!
//! Must not know: which fields there are.

use crate::kube::at::At;
use crate::kube::fault::{Fault, Faults, Remedy};
use crate::kube::quote::quote;
use crate::kube::{Version, meant, names};

pub(super) const NOT_NEGATIVE: &str = "must be greater than or equal to 0";

/// One of a few words; `meaning` says in Korean what the field is for.
pub(super) fn choice(
    at: At<'_, '_>,
    value: &str,
    supported: &[&str],
    code: &'static str,
    meaning: &str,
) -> Option<Fault> {
    if supported.contains(&value) {
        return None;
    }
    let help = format!(
        "{}은(는) {meaning} 값으로 {} 가운데 하나여야 하는데 `{value}`을(를) 적었습니다. 대소문자까지 같아야 합니다.",
        at.name(),
        supported.join(", ")
    );
    let near = meant::closest(value, supported.iter().copied());
    Some(at.unsupported(value, supported, code, help).write(near))
}

/// A word as [`choice`], where it is written at all (pointer fields, whose empty string is a value too).
pub(super) fn choice_if_set(at: At<'_, '_>, supported: &[&str], code: &'static str, meaning: &str) -> Option<Fault> {
    at.string().and_then(|value| choice(at, value, supported, code, meaning))
}

/// A number that is not below zero.
pub(super) fn not_negative(at: At<'_, '_>, code: &'static str, meaning: &str) -> Option<Fault> {
    let value = at.int().filter(|value| *value < 0)?;
    let help = format!("{}은(는) {meaning} 0보다 작을 수 없는데 {value}을(를) 적었습니다.", at.name());
    Some(at.invalid(value, NOT_NEGATIVE, code, help).remedy(Remedy::Remove))
}

/// The name of another object (`NameIsDNSSubdomain`); `what` is what it names, in Korean.
pub(super) fn object_name(at: At<'_, '_>, code: &'static str, what: &str, faults: &mut Faults) {
    for message in names::dns_1123_subdomain(at.text()) {
        let help = format!(
            "{}에는 {what} 이름을 적습니다. 이름은 소문자, 숫자, '-', '.'으로만 짓고 소문자나 숫자로 시작하고 끝나야 하는데 `{}`을(를) 적었습니다.",
            at.name(),
            at.text()
        );
        faults.push(at.invalid_text(&message, code, help).write(meant::mend(at.text())));
    }
}

/// A label of DNS: `what` is what it names, in Korean.
pub(super) fn dns_label(at: At<'_, '_>, code: &'static str, what: &str, faults: &mut Faults) {
    for message in names::dns_1123_label(at.text()) {
        let help = format!(
            "{}에는 {what} 적으며 소문자, 숫자, '-'만 63자까지 쓰고 소문자나 숫자로 시작하고 끝나야 하는데 `{}`을(를) 적었습니다.",
            at.name(),
            at.text()
        );
        faults.push(at.invalid_text(&message, code, help).write(meant::mend(at.text())));
    }
}

/// A key as labels have (`IsQualifiedName`); `what` is what it is, in Korean.
pub(super) fn key(at: At<'_, '_>, value: &str, code: &'static str, what: &str, version: Version, faults: &mut Faults) {
    for message in names::qualified_name(value, version) {
        let help = format!(
            "{}의 값 `{value}`은(는) {what} 쓸 수 없는 모양입니다. `app`이나 `example.com/app`처럼 영문자, 숫자, '-', '_', '.'으로 적으십시오.",
            at.name()
        );
        faults.push(at.invalid(quote(value), &message, code, help));
    }
}

/// A value as labels have; `what` is what it is, in Korean.
pub(super) fn label_value(at: At<'_, '_>, code: &'static str, what: &str, version: Version, faults: &mut Faults) {
    for message in names::label_value(at.text(), version) {
        let help = format!(
            "`{}`은(는) {what} 쓸 수 없는 모양입니다. 영문자, 숫자, '-', '_', '.'만 63자까지 쓰고 영문자나 숫자로 시작하고 끝내십시오.",
            at.text()
        );
        faults.push(at.invalid_text(&message, code, help));
    }
}

/// A path below some folder: not absolute, and never upwards (`validateLocalDescendingPath`). The server calls it `path`.
pub(super) fn descending_path(at: At<'_, '_>, path: &str, code: &'static str, faults: &mut Faults) {
    let value = at.text();
    let mut tell = |detail: &str, what: &str| {
        let help = format!("{}에는 볼륨 안의 경로를 적습니다. `{value}`은(는) {what}", at.name());
        let fault = Fault::invalid(path.to_owned(), value, detail, code, help);
        faults.push(fault.at(at.path()));
    };
    if value.starts_with('/') {
        tell("must be a relative path", "'/'로 시작합니다. '/'를 빼고 적으십시오.");
    }
    if has_backsteps(value) {
        tell("must not contain '..'", "'..'로 위쪽 폴더를 가리킵니다. '..' 없이 적으십시오.");
    }
}

/// [`descending_path`] that does not begin with two dots either (`ValidateLocalNonReservedPath`).
pub(super) fn local_path(at: At<'_, '_>, path: &str, code: &'static str, faults: &mut Faults) {
    descending_path(at, path, code, faults);
    let value = at.text();
    if value.starts_with("..") && !value.starts_with("../") {
        let help =
            format!("{}의 `{value}`은(는) '..'로 시작합니다. 쿠버네티스가 스스로 쓰는 이름이니 바꾸십시오.", at.name());
        faults.push(Fault::invalid(path.to_owned(), value, "must not start with '..'", code, help).at(at.path()));
    }
}

/// Whether a path leads upwards (`validatePathNoBacksteps`).
pub(super) fn has_backsteps(path: &str) -> bool {
    path.split('/').any(|part| part == "..")
}

/// Tells what was found at the item `from` of a list as if it were the item `to`: the server counts without those it has
/// dropped, or counts wrong.
pub(super) fn renumbered(own: Faults, list: &At<'_, '_>, from: usize, to: usize, faults: &mut Faults) {
    if from == to {
        return faults.extend(own.told());
    }
    let (written, called) = (format!("{}[{from}]", list.path()), format!("{}[{to}]", list.path()));
    for fault in own.told() {
        let place = fault.at.clone().unwrap_or_else(|| fault.path.clone());
        let path = match fault.path.strip_prefix(&written) {
            Some(rest) => format!("{called}{rest}"),
            None => fault.path.clone(),
        };
        faults.push(Fault { path, ..fault }.at(place));
    }
}
