//! How a request ended, in the few words a check has room for.
//!
//! Must not know: checks.

use crate::cluster::trace::Outcome;

/// `거절됨: 서비스 web에 준비된 엔드포인트가 없습니다. …`
pub(super) fn end(outcome: &Outcome) -> String {
    let word = match outcome {
        Outcome::Answered { .. } | Outcome::Left { .. } => return outcome.explain(),
        Outcome::Refused(_) => "거절됨",
        Outcome::Timeout(_) => "시간 초과",
        Outcome::Unresolved(_) => "찾지 못함",
        Outcome::Pending(_) => "주소가 아직 없음",
    };
    let reason = outcome.reason().map(|reason| format!(": {}", reason.explain())).unwrap_or_default();
    format!("{word}{reason}")
}
