//! `request: {from, to, expect}`: what becomes of requests, over as many as it takes to meet every endpoint.
//!
//! Must not know: other kinds of checks.

use std::collections::BTreeSet;

use super::{Outcome, Scene, list};
use crate::cluster::request::{Protocol, Request, Source};
use crate::cluster::state::ObjectName;
use crate::cluster::trace::{Outcome as End, OutcomeKind, Trace};
use crate::grade::words;
use crate::lesson::request;
use crate::lesson::spec::{Expect, RequestCheck};

/// The request that shows a failure is looked for among so many.
const MOST_REQUESTS: u32 = 64;

pub(super) fn run(check: &RequestCheck, scene: &Scene<'_>) -> Outcome {
    let Some((host, port)) = check.to.rsplit_once(':').and_then(|(host, port)| Some((host, port.parse().ok()?))) else {
        return Outcome::of(false, format!("{}: HOST:PORT가 아닙니다.", check.to));
    };
    let (Some(from), Some(protocol)) = (Source::parse(&check.from), Protocol::parse(&check.protocol)) else {
        return Outcome::of(false, format!("{}: 보내는 곳이 아닙니다.", check.from));
    };
    let mut first: Option<Outcome> = None;
    for to in request::targets(scene.cluster, host) {
        let request = Request::tcp(from.clone(), to, port).by(protocol);
        let outcome = one_target(&request, &check.expect, scene);
        if !outcome.passed {
            return outcome;
        }
        first = first.or(Some(outcome));
    }
    first.unwrap_or_else(|| Outcome::of(false, format!("{}: 그런 곳이 없습니다.", check.to)))
}

fn one_target(asked: &Request, expect: &Expect, scene: &Scene<'_>) -> Outcome {
    let reach = scene.cluster.reach(asked);
    let place = format!("{}:{}", asked.to, asked.port);
    let kind = request::kind(expect);
    let stray = reach.others.iter().find(|end| end.kind() != kind);
    let passed = request::meets(scene.cluster, &reach, expect);
    let ended = stray.or(reach.others.first()).map(words::end);
    let detail = match ended {
        None => format!("{place} → {} 대답", list(&reach.pods)),
        Some(end) if reach.pods.is_empty() => format!("{place} → {end}"),
        Some(end) => format!("{place} → {} 대답, 그러나 때때로 {end}", list(&reach.pods)),
    };
    let shown = if passed { None } else { stray.map(End::kind) };
    let goal = match expect {
        Expect::Pods(expected) => scene.pods(&expected.pods).into_iter().collect(),
        _ => BTreeSet::new(),
    };
    let trace = example(asked, shown, &reach.pods, &goal, scene);
    Outcome { passed, detail, trace: Some(trace), goal, absent: false }
}

/// The request that shows it: where it failed, the first that ends in `shown` or in a pod nobody expects.
fn example(
    request: &Request,
    shown: Option<OutcomeKind>,
    pods: &BTreeSet<ObjectName>,
    expected: &BTreeSet<ObjectName>,
    scene: &Scene<'_>,
) -> Trace {
    let unexpected = pods.iter().find(|pod| !expected.contains(pod));
    let first = scene.cluster.request(request);
    let fits = |trace: &Trace| match (shown, unexpected) {
        (Some(kind), _) => trace.end.kind() == kind,
        (None, Some(pod)) => trace.end.pod() == Some(pod),
        (None, None) => true,
    };
    if fits(&first) {
        return first;
    }
    let mut others = (1..MOST_REQUESTS).map(|nth| scene.cluster.request(&request.clone().nth(nth)));
    others.find(fits).unwrap_or(first)
}
