//! `rejected: CODE`: the server refuses the answer, for this reason.
//!
//! Must not know: other kinds of checks.

use super::{Outcome, Scene, list};

pub(super) fn run(code: &str, scene: &Scene<'_>) -> Outcome {
    if scene.refused.iter().any(|(_, diagnostic)| diagnostic.code.as_str() == code) {
        return Outcome::of(true, code);
    }
    if scene.refused.is_empty() {
        return Outcome::of(false, "API 서버가 거절하지 않습니다.");
    }
    let codes = scene.refused.iter().map(|(_, diagnostic)| diagnostic.code);
    Outcome::of(false, format!("다른 까닭으로 거절됩니다: {}", list(codes)))
}
