//! `kijabi explain`: a mistake by its code, a field by its path.
//!
//! Must not know: what the explanations say.

use anyhow::bail;
use serde::Serialize;

use super::Status;
use super::args::{Common, Format};
use super::near::{called, near};
use super::out::Out;
use super::prose::prose;
use crate::kube::schema::{self, Field, Kind, Presence, Step, Type};
use crate::lesson::Catalogue;
use crate::shell::content;
use crate::text::josa::{Josa, with};

/// The most other fields of the same name that are named.
const MOST_OTHERS: usize = 6;

/// A mistake as a program reads it.
#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    title: &'a str,
    /// The whole explanation, Markdown; only where one code is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

/// Explains `what`; without it, lists every mistake code.
pub(super) fn run(_common: &Common, what: Option<&str>, format: Format, out: &mut Out) -> anyhow::Result<Status> {
    let catalogue = content::catalogue();
    let Some(what) = what else {
        list(format, out)?;
        return Ok(Status::Good);
    };
    if format == Format::Json {
        if !catalogue.knows(what) {
            bail!("--format json은 실수 코드에만 씁니다. {} 실수 코드는 없습니다.", called(what));
        }
        let mistake = catalogue.mistake(what).map_err(|fault| anyhow::anyhow!("{fault}"))?;
        out.json(&Row { code: what, title: &mistake.title, text: Some(&mistake.text) })?;
        return Ok(Status::Good);
    }
    if catalogue.knows(what) {
        mistake(&catalogue, what, out)?;
    } else if let Some((kind, path)) = place(what) {
        field(&catalogue, kind, &path, out)?;
    } else if let [(kind, path), others @ ..] = ending_in(what).as_slice() {
        field(&catalogue, kind, path, out)?;
        let others: Vec<String> = others.iter().map(|(kind, path)| written(kind, path)).take(MOST_OTHERS).collect();
        if !others.is_empty() {
            out.line("")?;
            out.line(&format!("이름이 같은 다른 필드: {}", others.join(", ")))?;
        }
    } else {
        let known: Vec<String> = catalogue.codes().iter().cloned().chain(kinds()).collect();
        let words = near(what, known.iter().map(String::as_str)).into_iter().map(str::to_owned);
        let meant: Vec<String> = nearest_field(what).into_iter().chain(words).collect();
        let hint = if meant.is_empty() { String::new() } else { format!(" 혹시 {}?", meant.join(", ")) };
        bail!("{} 실수 코드나 필드를 모릅니다.{hint} 필드는 service.spec.ports.nodePort처럼 적습니다.", called(what));
    }
    Ok(Status::Good)
}

/// Every mistake code with its title, one a line.
fn list(format: Format, out: &mut Out) -> anyhow::Result<()> {
    let titles = titles()?;
    let widest = titles.iter().map(|(code, _)| code.len()).max().unwrap_or(0);
    for (code, title) in &titles {
        match format {
            Format::Human => out.line(&format!("{code:widest$}  {title}"))?,
            Format::Json => out.json(&Row { code, title, text: None })?,
        }
    }
    Ok(())
}

/// Every mistake code with its title.
pub(super) fn titles() -> anyhow::Result<Vec<(String, String)>> {
    let catalogue = content::catalogue();
    let title = |code: &String| match catalogue.mistake(code) {
        Ok(mistake) => Ok((code.clone(), mistake.title)),
        Err(fault) => Err(anyhow::anyhow!("{fault}")),
    };
    catalogue.codes().iter().map(title).collect()
}

fn mistake(catalogue: &Catalogue, code: &str, out: &mut Out) -> anyhow::Result<()> {
    let mistake = catalogue.mistake(code).map_err(|fault| anyhow::anyhow!("{fault}"))?;
    out.line(&format!("{} ({code})", mistake.title))?;
    out.line("")?;
    prose(&mistake.text, out)
}

fn kinds() -> impl Iterator<Item = String> {
    schema::KINDS.iter().map(|kind| kind.name.to_lowercase())
}

/// The kind and the path of `service.spec.ports.nodePort`; letters of the kind may have any case.
fn place(what: &str) -> Option<(&'static Kind, Vec<Step>)> {
    let mut parts = what.split('.');
    let kind = named(parts.next()?)?;
    let mut path = Vec::new();
    for part in parts {
        let name = part.split('[').next().unwrap_or(part);
        path = below(kind, path, name);
        schema::describe(kind.name, &path)?;
    }
    Some((kind, path))
}

/// The fields whose path ends in `what`, which names no kind (`nodePort`, `ports.name`; letters may have any case): kinds in
/// their order, of each those nearest to its root.
fn ending_in(what: &str) -> Vec<(&'static Kind, Vec<Step>)> {
    let wanted: Vec<String> = what.split('.').map(str::to_ascii_lowercase).collect();
    let ends = |path: &[Step]| keys(path).map(str::to_ascii_lowercase).collect::<Vec<_>>().ends_with(&wanted);
    let mut found = Vec::new();
    for kind in schema::KINDS {
        let mut level = vec![Vec::new()];
        let mut here = Vec::new();
        while here.is_empty() && !level.is_empty() {
            let fields = level.iter().flat_map(|path| {
                schema::children(kind.name, path).iter().map(|field| below(kind, path.clone(), field.name))
            });
            level = fields.collect();
            here.extend(level.iter().filter(|path| ends(path)).cloned());
        }
        found.extend(here.into_iter().map(|path| (kind, path)));
    }
    found
}

/// The names on a path; it is written without indices.
fn keys(path: &[Step]) -> impl Iterator<Item = &str> {
    path.iter().filter_map(|step| match step {
        Step::Key(key) => Some(key.as_str()),
        Step::Index(_) => None,
    })
}

/// A field as it is asked for.
fn written(kind: &Kind, path: &[Step]) -> String {
    std::iter::once(kind.name.to_lowercase().as_str()).chain(keys(path)).collect::<Vec<_>>().join(".")
}

fn named(name: &str) -> Option<&'static Kind> {
    schema::KINDS.iter().find(|kind| kind.name.eq_ignore_ascii_case(name))
}

/// `path` and then `name`; where the path is a list, into its first item, as people leave indices out.
fn below(kind: &Kind, mut path: Vec<Step>, name: &str) -> Vec<Step> {
    if schema::describe(kind.name, &path).is_some_and(|field| matches!(field.kind, Type::List(_))) {
        path.push(Step::Index(0));
    }
    path.push(Step::Key(name.to_owned()));
    path
}

/// The path with every wrong part replaced by the nearest field.
fn nearest_field(what: &str) -> Option<String> {
    let (first, rest) = what.split_once('.')?;
    let kind = named(first)?;
    let mut path = Vec::new();
    let mut written = vec![first.to_owned()];
    for part in rest.split('.') {
        let fields = schema::children(kind.name, &path);
        let known = fields.iter().any(|field| field.name == part);
        let name = if known { part } else { near(part, fields.iter().map(|field| field.name)).first().copied()? };
        written.push(name.to_owned());
        path = below(kind, path, name);
    }
    Some(written.join("."))
}

fn field(catalogue: &Catalogue, kind: &Kind, path: &[Step], out: &mut Out) -> anyhow::Result<()> {
    match schema::describe(kind.name, path) {
        None => {
            out.line(&format!("{} (apiVersion: {})", kind.name, kind.api_version))?;
            out.line(&format!("  {}", kind.doc))?;
        }
        Some(field) => {
            out.line(&format!("{}.{}", kind.name, keys(path).collect::<Vec<_>>().join(".")))?;
            out.line(&format!("  {}", field.doc))?;
            facts(kind, path, field, out)?;
        }
    }
    let children = schema::children(kind.name, path);
    if !children.is_empty() {
        out.line("")?;
        out.line("필드:")?;
        for child in children {
            out.line(&format!("  {}: {}", child.name, child.doc))?;
        }
    }
    pitfalls(catalogue, kind, path, out)?;
    out.line("")?;
    out.line("예:")?;
    for line in schema::example(kind.name, path).lines() {
        out.line(&format!("  {line}"))?;
    }
    Ok(())
}

/// What commonly goes wrong there, with where to read on.
fn pitfalls(catalogue: &Catalogue, kind: &Kind, path: &[Step], out: &mut Out) -> anyhow::Result<()> {
    let codes = schema::pitfalls(kind.name, path);
    if codes.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.line("흔한 실수(kijabi explain 코드):")?;
    for code in codes {
        let mistake = catalogue.mistake(code).map_err(|fault| anyhow::anyhow!("{fault}"))?;
        out.line(&format!("  {code}: {}", mistake.title))?;
    }
    Ok(())
}

fn facts(kind: &Kind, path: &[Step], field: &Field, out: &mut Out) -> anyhow::Result<()> {
    out.line(&format!("  형식: {}", field.kind.korean()))?;
    if !field.values.is_empty() {
        out.line(&format!("  쓸 수 있는 값: {}", field.values.join(", ")))?;
    }
    let default = match field.default {
        // The sentence says it already.
        "" if ["적지 않으면", "비워 두면"].iter().any(|words| field.doc.contains(words)) => String::new(),
        "" if field.presence == Presence::Required => "받아들여지지 않습니다.".to_owned(),
        "" => "비어 있습니다.".to_owned(),
        default => format!("서버가 {} 채웁니다.", with(&format!("`{default}`"), Josa::EuroRo)),
    };
    if !default.is_empty() {
        out.line(&format!("  적지 않으면: {default}"))?;
    }
    let in_status = matches!(path.first(), Some(Step::Key(first)) if first == "status");
    let writer = match field.presence {
        _ if !kind.namespaced && field.name == "namespace" => {
            "아무도 적지 않습니다. 이 종류는 네임스페이스에 속하지 않습니다."
        }
        Presence::System => "클러스터가 채웁니다. 매니페스트에 적지 않습니다.",
        _ if in_status => "클러스터가 채웁니다. 매니페스트에 적어도 만들 때 버려집니다.",
        Presence::Required => "매니페스트를 쓰는 사람이 반드시 적습니다.",
        Presence::Deprecated => "이제 적지 않습니다. 사용 중단(deprecated)된 필드입니다.",
        Presence::Optional => "매니페스트를 쓰는 사람이 필요할 때 적습니다.",
    };
    out.line(&format!("  적는 쪽: {writer}"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_named_at_a_field_has_its_page() {
        let catalogue = content::catalogue();
        let mut open: Vec<(&Kind, Vec<Step>)> = schema::KINDS.iter().map(|kind| (kind, Vec::new())).collect();
        while let Some((kind, path)) = open.pop() {
            for code in schema::pitfalls(kind.name, &path) {
                assert!(catalogue.knows(code), "{code} at {path:?}");
            }
            let fields = schema::children(kind.name, &path);
            open.extend(fields.iter().map(|field| (kind, below(kind, path.clone(), field.name))));
        }
    }
}
