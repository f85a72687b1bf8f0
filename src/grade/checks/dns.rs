//! `dns: {name, from, expect}`: a name leads to a Service, or to nothing.
//!
//! Must not know: other kinds of checks.

use super::{Outcome, Scene};
use crate::cluster::dns::DnsAnswer;
use crate::cluster::request::Source;
use crate::cluster::state::ObjectName;
use crate::lesson::spec::DnsCheck;

pub(super) fn run(check: &DnsCheck, scene: &Scene<'_>) -> Outcome {
    let Some(from) = Source::parse(&check.from) else {
        return Outcome::of(false, format!("{}: 묻는 곳이 아닙니다.", check.from));
    };
    let answer = scene.cluster.resolve(&check.name, &from).answer;
    let wanted = check.expect.strip_prefix("service/").and_then(ObjectName::parse);
    let passed = match &wanted {
        Some(service) => answer.service() == Some(service),
        None => matches!(answer, DnsAnswer::Missing(_)),
    };
    let found = match &answer {
        // Where that is wanted, how to make it be found is no advice.
        DnsAnswer::Missing(_) if passed => "찾을 수 없음".to_owned(),
        DnsAnswer::Missing(reason) => reason.explain(),
        _ => answer.service().map_or_else(|| "파드의 주소".to_owned(), |service| format!("서비스 {service}")),
    };
    Outcome::of(passed, format!("{} → {found}", check.name))
}
