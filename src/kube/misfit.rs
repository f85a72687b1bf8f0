//! The faults of decoding, told: values of a wrong type, unknown fields, fields given twice.
//!
//! Must not know: the rules of validation.

use super::decode::{Decoding, Mismatch, Strict};
use super::names::{closest, in_hangul_mode, typed_in_hangul};
use super::place::Place;
use super::quote::{key_text, quote};
use super::relocate::{self, Move};
use super::schema::{Kind as ObjectKind, Struct, Type};
use crate::diagnostic::{Code, Diagnostic, Severity, Stage};
use crate::text::josa::{Josa, with};
use crate::text::{TextEdit, TextRange};
use crate::yaml::DuplicateKey;
use crate::yaml::tree::{Kind, Node, Style, Value};

/// Values of a wrong type: the one the server speaks of, then the others.
pub(super) fn mismatches(place: Place<'_>, kind: &ObjectKind, decoding: &Decoding<'_>) -> Vec<Diagnostic> {
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
    let help = moved.as_ref().map_or_else(|| help(mismatch), |(name, moved)| too_deep_help(name, kind, moved));
    let diagnostic = Diagnostic::new(Code(code), Stage::Decode, Severity::Error, range, help);
    let diagnostic = diagnostic.with_server("BadRequest", mismatch.field.clone(), message);
    let fix = match moved {
        Some((_, moved)) => moving(moved),
        None => fix(place, mismatch),
    };
    match fix {
        Some((title, edits)) => diagnostic.with_fix(title, edits, true),
        None => diagnostic,
    }
}

/// The fix that brings a field where it belongs.
fn moving(moved: Move) -> Option<(String, Vec<TextEdit>)> {
    let title = match moved.beside {
        Some(beside) => format!("{} 같은 칸으로 옮기기", with(&format!("`{beside}`"), Josa::GwaWa)),
        None => format!("`{}` 아래로 옮기기", moved.home),
    };
    Some((title, moved.edits?))
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
        home(kind, moved),
        with(&format!("`{beside}`"), Josa::GwaWa)
    )
}

fn first_line(text: &str, range: TextRange) -> TextRange {
    let length = range.of(text).find('\n').unwrap_or(range.len());
    TextRange::new(range.start(), range.start() + length)
}

/// What stands there and what should, in a learner's words.
fn help(mismatch: &Mismatch<'_>) -> String {
    let name = mismatch.path.rsplit('.').next().unwrap_or("");
    let field = if mismatch.path.is_empty() { "이 문서".to_owned() } else { format!("`{}`", mismatch.path) };
    let topic = with(&field, Josa::EunNeun);
    let wanted = mismatch.wanted.korean();
    match mismatch.value.kind() {
        Kind::Scalar(scalar) => {
            let text = if scalar.text.chars().count() > 40 { "…" } else { scalar.text };
            match (mismatch.wanted, scalar.value, scalar.style) {
                (Type::Int32 | Type::Int64, Value::Str, Style::SingleQuoted | Style::DoubleQuoted)
                    if text.parse::<i64>().is_ok() =>
                {
                    format!(
                        "{topic} 정수여야 하는데 따옴표로 감싼 `\"{text}\"`{} 문자열입니다. 따옴표를 빼고 {text}만 적으십시오.",
                        Josa::EunNeun.after(text)
                    )
                }
                (Type::Int32 | Type::Int64, Value::Str, _) => {
                    let hint = if name == "containerPort" || name == "port" || name == "nodePort" {
                        " 포트 이름은 targetPort와 name에만 쓸 수 있습니다."
                    } else {
                        ""
                    };
                    format!(
                        "{topic} 정수여야 하는데 `{text}`{} 문자열을 적었습니다.{hint}",
                        Josa::IraneunRaneun.after(text)
                    )
                }
                (Type::Int32 | Type::Int64 | Type::IntOrString, Value::Int(_) | Value::Float(_), _) => {
                    format!(
                        "{topic} -2147483648부터 2147483647까지의 정수여야 하는데 `{text}`{} 맞지 않습니다. 소수점이 있거나 너무 큰 수입니다.",
                        Josa::EunNeun.after(text)
                    )
                }
                (Type::String | Type::Named(_), Value::Int(_) | Value::Float(_), _) => {
                    format!(
                        "{topic} 문자열이어야 하는데 YAML은 따옴표 없는 `{text}`{} 숫자로 읽습니다. `\"{text}\"`처럼 따옴표로 감싸십시오.",
                        Josa::EulReul.after(text)
                    )
                }
                (Type::String | Type::Named(_), Value::Bool(_), _) => {
                    format!(
                        "{topic} 문자열이어야 하는데 YAML은 따옴표 없는 `{text}`{} 참/거짓으로 읽습니다. 글자 그대로 쓰려면 `\"{text}\"`처럼 따옴표로 감싸십시오.",
                        Josa::EulReul.after(text)
                    )
                }
                (Type::Bool, ..) => format!(
                    "{topic} true나 false여야 하는데 `{text}`{} 적었습니다. 따옴표 없이 true나 false만 적으십시오.",
                    Josa::EulReul.after(text)
                ),
                (Type::Quantity, ..) => format!(
                    "{topic} 100m, 0.5, 128Mi처럼 수와 단위로 적어야 하는데 `{text}`{} 그렇게 읽을 수 없습니다. 메모리 단위는 Mi나 Gi처럼 대소문자를 맞춰 적으십시오.",
                    Josa::EunNeun.after(text)
                ),
                (Type::Time, ..) => format!(
                    "{topic} 2025-01-01T00:00:00Z처럼 적는 시각이며 서버가 채웁니다. `{text}`{} 지우십시오.",
                    Josa::EulReul.after(text)
                ),
                (Type::Map(..) | Type::Struct(_), Value::Str, Style::Plain)
                    if text.contains(':') && !text.starts_with(|c: char| c.is_ascii_digit()) =>
                {
                    format!(
                        "{topic} 아래에 키와 값이 있어야 하는데 `{text}`{} 통째로 문자열이 되었습니다. 콜론 뒤에 공백을 넣으십시오.",
                        Josa::IGa.after(text)
                    )
                }
                (Type::Map(..), Value::Str, Style::Plain) if as_pair(text).is_some() => {
                    let pair = as_pair(text).unwrap_or_default();
                    format!(
                        "{topic} '키: 값'으로 적는 곳인데 `{text}`{} `=`로 이어 적었습니다. `=`는 명령줄에서만 씁니다. `{pair}`처럼 콜론과 공백으로 바꾸십시오.",
                        Josa::EunNeun.after(text)
                    )
                }
                (Type::Map(..) | Type::Struct(_), Value::Str, Style::Plain)
                    if text.chars().all(|c| c.is_ascii_alphanumeric()) =>
                {
                    format!(
                        "`{text}` 뒤에 콜론이 없습니다. {topic} 아래에 '키: 값'을 적는 곳입니다. `{text}`{} 키라면 `{text}: 값`처럼 적으십시오.",
                        Josa::IGa.after(text)
                    )
                }
                (Type::Struct(owner), ..) if port_key(owner).is_some() => {
                    let key = port_key(owner).unwrap_or_default();
                    let example = text.rsplit(':').next().filter(|it| it.parse::<u16>().is_ok()).unwrap_or("80");
                    format!(
                        "{topic} 번호만 적을 수 없고 `- {key}: {example}`처럼 어느 필드의 값인지 함께 적어야 하는데 `{text}`{} 적었습니다.",
                        Josa::EulReul.after(text)
                    )
                }
                (Type::List(&Type::Struct(owner)), ..) if port_key(owner).is_some() => {
                    let key = port_key(owner).unwrap_or_default();
                    format!(
                        "{topic} 목록이라 항목마다 '- '로 시작해야 하는데 `{text}` 하나만 적었습니다. 다음 줄에 `- {key}: 80`처럼 적으십시오."
                    )
                }
                (Type::List(_), ..) => format!(
                    "{topic} 목록이라 항목마다 '- '로 시작해야 하는데 `{text}` 하나만 적었습니다. 다음 줄에 `- {text}`처럼 적으십시오."
                ),
                _ => format!(
                    "{topic} {} 하는데 `{text}`{} 적었습니다.",
                    with(wanted, Josa::IeoyaYeoya),
                    Josa::EulReul.after(text)
                ),
            }
        }
        Kind::Mapping => match mismatch.wanted {
            Type::List(_) if glued_dash(mismatch.value).is_some() => format!(
                "{topic} 목록인데 '-' 뒤에 공백이 없어 '-'까지 필드 이름이 되었습니다. `- 키: 값`처럼 '-' 뒤를 한 칸 띄우십시오."
            ),
            _ if mismatch.path == "spec.selector.matchLabels" => format!(
                "{field}에 '키: 값'을 적었지만 서비스의 selector는 디플로이먼트와 달리 matchLabels를 쓰지 않습니다. `selector:` 바로 아래에 레이블을 적으십시오."
            ),
            Type::List(_) => format!(
                "{topic} 목록이라 항목마다 '- '로 시작해야 합니다. 첫 줄 앞에 '- '를 붙이고 나머지를 그에 맞춰 들여 쓰십시오."
            ),
            _ => {
                format!(
                    "{topic} {} 하는데 아래에 '키: 값'이 들여쓰기되어 있습니다. 한 줄로 값을 적으십시오.",
                    with(wanted, Josa::IeoyaYeoya)
                )
            }
        },
        Kind::Sequence => match mismatch.wanted {
            Type::Struct(_) | Type::Map(..) => {
                format!("{topic} '키: 값'을 바로 들여 쓰는 곳인데 '-'로 시작하는 목록을 적었습니다. '- '를 지우십시오.")
            }
            _ => format!("{topic} 값 하나만 받는데 목록을 적었습니다. '-'나 대괄호를 빼고 값 하나만 적으십시오."),
        },
    }
}

/// `app=web` of a command line as YAML writes it.
fn as_pair(written: &str) -> Option<String> {
    let is_word = |word: &str| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))
    };
    let (key, value) = written.split_once('=').filter(|(key, value)| is_word(key) && is_word(value))?;
    // A label's value is text, whatever it would be without quotes.
    Some(if crate::yaml::reads_as_string(value) { format!("{key}: {value}") } else { format!("{key}: \"{value}\"") })
}

/// The field that a bare number in a list of ports was meant for.
fn port_key(owner: &Struct) -> Option<&'static str> {
    ["containerPort", "port"].into_iter().find(|key| owner.go.ends_with("Port") && owner.field(key).is_some())
}

/// A port given as a bare number, or as `port:80` without a blank, written as a field.
fn as_port(owner: &Struct, written: &str) -> Option<(String, String)> {
    if let Some((key, value)) = written.split_once(':').filter(|(key, _)| owner.field(key).is_some()) {
        return Some(("콜론 뒤에 공백 넣기".to_owned(), format!("{key}: {}", value.trim_start())));
    }
    let key = port_key(owner)?;
    let entry = format!("{key}: {}", written.parse::<u16>().ok()?);
    Some((format!("{} 바꾸기", with(&format!("`{entry}`"), Josa::EuroRo)), entry))
}

fn fix(place: Place<'_>, mismatch: &Mismatch<'_>) -> Option<(String, Vec<TextEdit>)> {
    let node = mismatch.value;
    let range = node.range();
    match node.kind() {
        Kind::Scalar(scalar) => match (mismatch.wanted, scalar.value) {
            (Type::Int32 | Type::Int64, Value::Str) if !range.is_empty() => {
                let number: i64 = scalar.text.trim().parse().ok()?;
                (matches!(mismatch.wanted, Type::Int64) || i32::try_from(number).is_ok())
                    .then(|| ("따옴표를 빼기".to_owned(), vec![TextEdit::replace(range, number.to_string())]))
            }
            (Type::Bool, Value::Str) if matches!(scalar.text, "true" | "false") => {
                Some(("따옴표를 빼기".to_owned(), vec![TextEdit::replace(range, scalar.text)]))
            }
            (Type::String | Type::Named(_), Value::Int(_) | Value::Float(_) | Value::Bool(_))
                if scalar.style == Style::Plain && range.of(place.text) == scalar.text =>
            {
                Some(("따옴표로 감싸기".to_owned(), vec![TextEdit::replace(range, format!("\"{}\"", scalar.text))]))
            }
            (Type::Struct(owner), _) if scalar.style == Style::Plain => {
                let (title, entry) = as_port(owner, range.of(place.text))?;
                Some((title, vec![TextEdit::replace(range, entry)]))
            }
            (Type::List(&Type::Struct(owner)), _) if scalar.style == Style::Plain => {
                let (_, entry) = as_port(owner, range.of(place.text))?;
                let entry = format!("[{{{entry}}}]");
                let title = format!("{} 바꾸기", with(&format!("`{entry}`"), Josa::EuroRo));
                Some((title, vec![TextEdit::replace(range, entry)]))
            }
            (Type::Map(..), Value::Str) if scalar.style == Style::Plain && range.of(place.text) == scalar.text => {
                Some(("`=`를 `: `로 바꾸기".to_owned(), vec![TextEdit::replace(range, as_pair(scalar.text)?)]))
            }
            (Type::List(_), Value::Str) if !range.of(place.text).contains('\n') => {
                let written = range.of(place.text);
                Some((
                    format!("대괄호로 감싸 `[{written}]` 만들기"),
                    vec![TextEdit::replace(range, format!("[{written}]"))],
                ))
            }
            _ => None,
        },
        Kind::Mapping if glued_dash(node).is_some() && matches!(mismatch.wanted, Type::List(_)) => {
            let at = glued_dash(node)?;
            Some(("'-' 뒤에 공백 넣기".to_owned(), vec![TextEdit::insert(at, " ")]))
        }
        Kind::Mapping if matches!(mismatch.wanted, Type::List(&Type::Struct(_))) => Some(dash(place, node)),
        Kind::Mapping if mismatch.path == "spec.selector.matchLabels" => {
            let edits = unwrapped(place.text, mismatch.key?, node)?;
            Some(("`matchLabels:`를 빼기".to_owned(), edits))
        }
        Kind::Sequence if matches!(mismatch.wanted, Type::Map(..)) => {
            Some(("'-' 지우기".to_owned(), without_dashes(place.text, node)?))
        }
        _ => None,
    }
}

/// Behind the dash of a first key such as `-port`.
fn glued_dash(mapping: Node<'_>) -> Option<usize> {
    let key = mapping.entries().next()?.key;
    let rest = key.scalar()?.text.strip_prefix('-')?;
    rest.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| key.range().start() + 1)
}

/// Takes the line of `key` out and moves what hangs on it to its column.
fn unwrapped(text: &str, key: Node<'_>, inner: Node<'_>) -> Option<Vec<TextEdit>> {
    let (from, to) = (key.range().start(), inner.range().start());
    let between = text.get(key.range().end()..to)?;
    if between.trim() != ":" || !between.contains('\n') {
        return None;
    }
    let by = between.rsplit('\n').next()?.len().checked_sub(text.get(..from)?.rsplit('\n').next()?.len())?;
    let mut edits = vec![TextEdit::delete(TextRange::new(from, to))];
    let mut at = to;
    for line in inner.range().of(text).split_inclusive('\n') {
        at += line.len();
        let blanks = text.get(at..)?.bytes().take_while(|&byte| byte == b' ').count().min(by);
        if line.ends_with('\n') && at < inner.range().end() {
            edits.push(TextEdit::delete(TextRange::new(at, at + blanks)));
        }
    }
    Some(edits)
}

/// Turns the dashes of a list of mappings into blanks, which leaves one mapping.
fn without_dashes(text: &str, list: Node<'_>) -> Option<Vec<TextEdit>> {
    let dash = |item: Node<'_>| {
        let before = text.get(..item.range().start())?;
        let at = before.trim_end_matches(' ').len().checked_sub(1)?;
        let is_dash = before.get(at..at + 1) == Some("-") && matches!(item.kind(), Kind::Mapping);
        is_dash.then(|| TextEdit::replace(TextRange::new(at, at + 1), " "))
    };
    list.items().map(dash).collect()
}

/// Puts a dash before a mapping that should be an item of a list, and moves the rest of it in.
fn dash(place: Place<'_>, node: Node<'_>) -> (String, Vec<TextEdit>) {
    let range = node.range();
    let written = range.of(place.text);
    if written.starts_with('{') {
        let title = "대괄호로 감싸 목록으로 만들기".to_owned();
        return (title, vec![TextEdit::replace(range, format!("[{written}]"))]);
    }
    let mut edits = vec![TextEdit::insert(range.start(), "- ")];
    let mut offset = range.start();
    for line in written.split_inclusive('\n') {
        offset += line.len();
        if line.ends_with('\n') && offset < range.end() {
            edits.push(TextEdit::insert(offset, "  "));
        }
    }
    ("'- '를 붙여 목록으로 만들기".to_owned(), edits)
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
    let name = key_text(found.key);
    let range = found.key.range();
    if found.duplicate {
        let help = format!("{} 두 번 적혀 있습니다. 하나만 남기십시오.", with(&format!("`{}`", found.path), Josa::IGa));
        return Diagnostic::new(Code("duplicate-field"), Stage::Strict, Severity::Error, range, help).with_server(
            "DuplicateField",
            go_path(&found.path),
            format!("duplicate field {}", quote(&found.path)),
        );
    }
    let names = || found.owner.fields.iter().map(|field| field.name);
    let typed_as_hangul = in_hangul_mode(&name, names());
    let near = typed_as_hangul.or_else(|| closest(&name, names()));
    let place_name =
        found.path.rsplit_once('.').map_or_else(|| format!("{} 맨 위", kind.name), |(parent, _)| format!("`{parent}`"));
    let moved = if near.is_none() { relocate::home(place, kind, found, &name) } else { None };
    let help = match &moved {
        _ if let Some(meant) = typed_as_hangul => typed_in_hangul(&name, meant),
        Some(moved) => misplaced_help(&name, &place_name, kind, moved),
        None => unknown_help(&name, near, &place_name, kind, found),
    };
    let mut diagnostic = Diagnostic::new(Code("unknown-field"), Stage::Strict, Severity::Error, range, help)
        .with_server("UnknownField", go_path(&found.path), format!("unknown field {}", quote(&found.path)));
    if let Some(near) = near.filter(|near| found.parent.get(near).is_none()) {
        let title = format!("{} 바꾸기", with(&format!("`{near}`"), Josa::EuroRo));
        diagnostic = diagnostic.with_fix(title, vec![TextEdit::replace(range, near)], true);
    } else if let Some((title, edits)) = moved.and_then(moving) {
        diagnostic = diagnostic.with_fix(title, edits, true);
    } else if let Some((head, tail)) = name.split_once(':').filter(|(head, tail)| {
        !tail.is_empty() && names().any(|known| known == *head) && range.of(place.text) == name && found.value.is_null()
    }) {
        let title = "콜론 뒤에 공백 넣기".to_owned();
        diagnostic = diagnostic.with_fix(title, vec![TextEdit::replace(range, format!("{head}: {tail}"))], true);
    }
    diagnostic
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

/// A field that exists, further out or further in.
fn home(kind: &ObjectKind, moved: &Move) -> String {
    match moved.home.as_str() {
        "" => format!("{} 맨 위", kind.name),
        path => format!("`{path}` 아래"),
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
    candidates.iter().copied().find(|path| {
        !path.is_empty()
            && super::schema::children(kind.name, &crate::yaml::path::split(path))
                .iter()
                .any(|field| field.name == name)
    })
}
