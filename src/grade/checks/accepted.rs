//! `accepted: true`: the server takes every file, and there is something in them.
//!
//! Must not know: other kinds of checks.

use super::{Outcome, Scene};
use crate::diagnostic::{Diagnostic, Stage};

/// What is found where nothing is written: no mistake to be looked up.
const NOTHING: &str = "empty-manifest";

pub(super) fn run(scene: &Scene<'_>) -> Outcome {
    if let Some((file, first)) = scene.refused.first() {
        let others = scene.refused.len() - 1;
        let more = if others == 0 { String::new() } else { format!(", 이 밖에 {others}개") };
        let code = if first.code.as_str() == NOTHING { String::new() } else { format!("({}{more})", first.code) };
        return Outcome::of(false, format!("{file}: {}{code}.", why(first)));
    }
    if scene.objects.is_empty() {
        return Outcome::of(false, "아직 오브젝트가 없습니다.");
    }
    let names = scene.objects.iter().map(|object| format!("{}/{}", object.kind(), object.metadata().name));
    Outcome::of(true, super::list(names))
}

/// How far the server came with it: the code alone says nothing to whom it is new, and what the mistake is stands with the
/// diagnostic, which may be one to be found out.
fn why(refusal: &Diagnostic) -> &'static str {
    match refusal.stage {
        _ if refusal.code.as_str() == NOTHING => "아직 아무것도 적지 않았습니다",
        _ if refusal.code.as_str() == "namespace-missing" => "그 네임스페이스가 없습니다",
        _ if refusal.code.as_str() == "object-exists" => "그 이름의 오브젝트가 이미 있습니다",
        Stage::Yaml => "YAML로 읽히지 않습니다",
        Stage::Decode => "오브젝트로 읽히지 않습니다",
        Stage::Strict => "모르거나 겹치는 필드가 있습니다",
        Stage::Validate => "규칙에 어긋나는 값이 있습니다",
        Stage::Allocate => "주소나 포트를 내줄 수 없습니다",
        Stage::Lint | Stage::World => "뜻대로 되지 않을 것이 있습니다",
    }
}
