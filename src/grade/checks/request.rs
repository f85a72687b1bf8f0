//! `request: {from, to, expect}`: what becomes of requests, over as many as it takes to meet every endpoint.
//!
//! Must not know: other kinds of checks.

use std::collections::BTreeSet;

use super::{Outcome, Scene, list};
use crate::cluster::request::{Protocol, Request, Source, Target};
use crate::cluster::state::ObjectName;
use crate::cluster::trace::{Outcome as End, OutcomeKind, Trace};
use crate::grade::words;
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
    for to in targets(host, scene) {
        let request = Request::tcp(from.clone(), to, port).by(protocol);
        let outcome = one_target(&request, &check.expect, scene);
        if !outcome.passed {
            return outcome;
        }
        first = first.or(Some(outcome));
    }
    first.unwrap_or_else(|| Outcome::of(false, format!("{}: 그런 곳이 없습니다.", check.to)))
}

/// Every place that must behave so: `any-node` stands for each node in turn.
fn targets(host: &str, scene: &Scene<'_>) -> Vec<Target> {
    if host == "any-node" {
        return scene.cluster.nodes().iter().map(|node| Target::Node(node.name().to_owned())).collect();
    }
    scene.cluster.target(host).into_iter().collect()
}

fn one_target(request: &Request, expect: &Expect, scene: &Scene<'_>) -> Outcome {
    let reach = scene.cluster.reach(request);
    let place = format!("{}:{}", request.to, request.port);
    let kind = match expect {
        Expect::Pods(_) => OutcomeKind::Answered,
        Expect::Refused => OutcomeKind::Refused,
        Expect::Timeout => OutcomeKind::Timeout,
        Expect::Unresolved => OutcomeKind::Unresolved,
        Expect::Pending => OutcomeKind::Pending,
    };
    let stray = reach.others.iter().find(|end| end.kind() != kind);
    let passed = stray.is_none()
        && match expect {
            Expect::Pods(expected) => reach.others.is_empty() && scene.pods(&expected.pods).iter().eq(&reach.pods),
            _ => reach.pods.is_empty() && !reach.others.is_empty(),
        };
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
    let trace = example(request, shown, &reach.pods, &goal, scene);
    Outcome { passed, detail, trace: Some(trace), goal }
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
