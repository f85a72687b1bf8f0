//! `accepted: true`: the server takes every file, and there is something in them.
//!
//! Must not know: other kinds of checks.

use super::{Outcome, Scene};

pub(super) fn run(scene: &Scene<'_>) -> Outcome {
    if let Some((file, first)) = scene.refused.first() {
        let others = scene.refused.len() - 1;
        let more = if others == 0 { String::new() } else { format!(" (이 밖에 {others}개)") };
        return Outcome::of(false, format!("{file}: {}{more}", first.code));
    }
    if scene.objects.is_empty() {
        return Outcome::of(false, "아직 오브젝트가 없습니다.");
    }
    let names = scene.objects.iter().map(|object| format!("{}/{}", object.kind(), object.metadata().name));
    Outcome::of(true, super::list(names))
}
