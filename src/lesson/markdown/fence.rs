//! What stands after a fence, and what a fence without a language probably holds.
//!
//! Must not know: whether a manifest is right.

use super::{FenceKind, Info};

/// Reads the words after a fence. A fence that names no language is judged by `code`.
pub(super) fn read(words: &str, code: &str) -> (FenceKind, Info) {
    let mut words = words.split_whitespace();
    let kind = match words.next().unwrap_or("") {
        "" if looks_like_manifest(code) => FenceKind::Yaml,
        "" | "text" | "txt" | "plain" => FenceKind::Text,
        "yaml" | "yml" => FenceKind::Yaml,
        "console" | "shell-session" | "terminal" => FenceKind::Console,
        "sh" | "bash" | "shell" | "zsh" => FenceKind::Shell,
        "predict" => FenceKind::Predict,
        "traffic" => FenceKind::Traffic,
        "world" => FenceKind::World,
        other => FenceKind::Other(other.to_owned()),
    };
    (kind, words.fold(Info::default(), attribute))
}

fn attribute(mut info: Info, word: &str) -> Info {
    match word.split_once('=') {
        Some(("wrong", codes)) => info.wrong.extend(codes.split(',').filter(|c| !c.is_empty()).map(str::to_owned)),
        Some(("file", name)) if !name.is_empty() => info.file = Some(name.to_owned()),
        None if word == "fragment" => info.fragment = true,
        _ => info.unknown.push(word.to_owned()),
    }
    info
}

/// Whether unnamed code is a manifest: one of its lines begins with the two fields that every manifest has.
/// Notes are indented by tabs as often as not, and those are to be opened and repaired too.
fn looks_like_manifest(code: &str) -> bool {
    code.lines().any(|line| line.starts_with("apiVersion:") || line.starts_with("kind:"))
}
