//! The edits that make of a value of a wrong type what was meant.
//!
//! Must not know: what is said of it.

use super::{as_docker, as_pair, port_key, with_comma};
use crate::kube::decode::Mismatch;
use crate::kube::meant;
use crate::kube::misfit::without_dash;
use crate::kube::place::Place;
use crate::kube::schema::{Struct, Type};
use crate::text::josa::{Josa, with};
use crate::text::{TextEdit, TextRange};
use crate::yaml::tree::{Kind, Node, Style, Value};

/// The title of a fix and its edits.
pub(super) fn fix(place: Place<'_>, mismatch: &Mismatch<'_>) -> Option<(String, Vec<TextEdit>)> {
    let node = mismatch.value;
    let range = node.range();
    match node.kind() {
        Kind::Scalar(scalar) => match (mismatch.wanted, scalar.value) {
            (Type::Int32 | Type::Int64, Value::Str) if with_comma(range.of(place.text)).is_some() => {
                let number = with_comma(range.of(place.text))?;
                Some(("끝의 쉼표 지우기".to_owned(), vec![TextEdit::replace(range, number)]))
            }
            (Type::Int32 | Type::Int64, Value::Str) if !range.is_empty() => {
                if let Some((number, _)) = meant::number(scalar.text) {
                    return Some((format!("`{number}` 쓰기"), vec![TextEdit::replace(range, number.to_string())]));
                }
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
            (Type::Struct(owner), _) if as_docker(range.of(place.text)).is_some() => {
                let ((outer, inner), key) = (as_docker(range.of(place.text))?, port_key(owner)?);
                let column = range.start() - place.text.get(..range.start())?.rfind('\n').map_or(0, |at| at + 1);
                let fields = [("port", outer), ("targetPort", inner)].map(|(name, number)| format!("{name}: {number}"));
                let (title, written) = match key {
                    "port" => {
                        let [outer, inner] = fields.each_ref().map(|field| format!("`{field}`"));
                        let title = format!("{} {} 나누기", with(&outer, Josa::GwaWa), with(&inner, Josa::EuroRo));
                        (title, fields.join(&format!("\n{}", " ".repeat(column))))
                    }
                    _ => (format!("`{key}: {inner}` 쓰기"), format!("{key}: {inner}")),
                };
                Some((title, vec![TextEdit::replace(range, written)]))
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

/// A port given as a bare number, or as `port:80` without a blank, written as a field.
fn as_port(owner: &Struct, written: &str) -> Option<(String, String)> {
    if let Some((key, value)) = written.split_once(':').filter(|(key, _)| owner.field(key).is_some()) {
        return Some(("콜론 뒤에 공백 넣기".to_owned(), format!("{key}: {}", value.trim_start())));
    }
    let key = port_key(owner)?;
    let entry = format!("{key}: {}", written.parse::<u16>().ok()?);
    Some((format!("{} 바꾸기", with(&format!("`{entry}`"), Josa::EuroRo)), entry))
}

/// Behind the dash of a first key such as `-port`.
pub(super) fn glued_dash(mapping: Node<'_>) -> Option<usize> {
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
    list.items().map(|item| without_dash(text, item)).collect()
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
