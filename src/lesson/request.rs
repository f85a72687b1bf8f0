//! A request as an author writes it, in checks, `traffic` fences and questions alike: the places it may name, `any-node` for each
//! node in turn, and what may be expected of it.
//!
//! Must not know: who asks for it, how a way is drawn.

use super::spec::{Expect, TrafficRequest};
use crate::cluster::request::{Protocol, Request, Source, Target};
use crate::cluster::state::{ObjectName, PodState};
use crate::cluster::trace::{Outcome, OutcomeKind};
use crate::cluster::{Cluster, Reach};
use crate::text::josa::{Josa, with};
use crate::text::near::distance_within;

/// The host that stands for each node in turn: what holds of it holds of every node.
pub const ANY_NODE: &str = "any-node";

/// Every form of `from`.
pub const FROM_FORMS: &str = "`outside`, `node/이름`, `pod/이름`, `pod/네임스페이스/이름`";

/// Every form of the host of `to`.
pub const TO_FORMS: &str = "`any-node`, 노드의 이름, `node/이름`, `pod/이름`, `service/이름`, `balancer/이름`(이름 대신 \
                            `네임스페이스/이름`도), IP 주소, DNS 이름";

/// Why a request cannot be made: the field of it (`from`, `to`, `protocol`) and the reason, in Korean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// `from`, `to` or `protocol`.
    pub field: &'static str,
    /// Why, in Korean.
    pub message: String,
}

/// The requests that are meant, at least one: one for each node where `any-node` is asked.
pub fn read(cluster: &Cluster, request: &TrafficRequest) -> Result<Vec<Request>, Misread> {
    let TrafficRequest { from, to, protocol } = request;
    let misread = |field, message| Misread { field, message };
    let Some(source) = Source::parse(from) else {
        return Err(misread("from", format!("`from: {from}`: 읽을 수 없습니다. 쓸 수 있는 꼴: {FROM_FORMS}.")));
    };
    let Some(protocol) = Protocol::parse(protocol) else {
        return Err(misread("protocol", format!("`protocol: {protocol}`: `TCP`, `UDP`, `SCTP` 가운데 하나입니다.")));
    };
    let shape = || format!("`to: {to}`: 읽을 수 없습니다. `호스트:포트`로 적습니다. 호스트의 꼴: {TO_FORMS}.");
    let is_number = |port: &str| !port.is_empty() && port.bytes().all(|it| it.is_ascii_digit());
    if let Some((_, port)) = to.rsplit_once(':')
        && is_number(port)
        && port.parse::<u16>().map_or(true, |port| port == 0)
    {
        return Err(misread("to", format!("`to: {to}`: 포트는 1부터 65535까지입니다.")));
    }
    let parts = to.rsplit_once(':').and_then(|(host, port)| Some((host, port.parse::<u16>().ok()?)));
    let Some((host, port)) = parts.filter(|(_, port)| *port > 0) else { return Err(misread("to", shape())) };
    let targets = targets(cluster, host);
    if targets.is_empty() {
        return Err(misread("to", shape()));
    }
    // A slip there would be taken for a DNS name that nobody knows, and be no fault at all.
    if matches!(targets.as_slice(), [Target::Name(_)]) && distance_within(host, ANY_NODE, 2).is_some() {
        return Err(misread("to", format!("`to: {to}`: `{ANY_NODE}`를 잘못 적은 것으로 보입니다.")));
    }
    Ok(targets.into_iter().map(|target| Request::tcp(source.clone(), target, port).by(protocol)).collect())
}

/// Whom a host means; empty where it cannot be read.
#[must_use]
pub fn targets(cluster: &Cluster, host: &str) -> Vec<Target> {
    if host == ANY_NODE {
        return cluster.nodes().iter().map(|node| Target::Node(node.name().to_owned())).collect();
    }
    cluster.target(host).into_iter().collect()
}

/// Whether the pods, nodes and Services that a request names are there: a request to what does not exist teaches nothing.
pub fn stands(cluster: &Cluster, request: &Request) -> Result<(), Misread> {
    let pod = |name: &ObjectName| cluster.pods().get(&name.namespace, &name.name).is_some();
    let node = |name: &str| cluster.nodes().get("", name).is_some();
    let missing = |field, what: &str, name: &str| {
        let message = format!("{what} {} 이 세계에 없습니다.", with(&format!("`{name}`"), Josa::IGa));
        Err(Misread { field, message })
    };
    match &request.from {
        Source::Pod(name) if !pod(name) => return missing("from", "파드", &name.to_string()),
        Source::Node(name) if !node(name) => return missing("from", "노드", name),
        Source::Outside | Source::Pod(_) | Source::Node(_) => {}
    }
    match &request.to {
        Target::Pod(name) if !pod(name) => missing("to", "파드", &name.to_string()),
        Target::Node(name) if !node(name) => missing("to", "노드", name),
        Target::Service(name) | Target::Balancer(name)
            if cluster.services().get(&name.namespace, &name.name).is_none() =>
        {
            missing("to", "서비스", &name.to_string())
        }
        _ => Ok(()),
    }
}

/// The pods that an author's list names, sorted: `NAME`, `NAMESPACE/NAME`, or `deployment/NAME` for all that a Deployment keeps
/// (their names are made up by the cluster).
#[must_use]
pub fn pods(cluster: &Cluster, names: &[String]) -> Vec<ObjectName> {
    let mut pods = Vec::new();
    for name in names {
        if let Some(deployment) = name.strip_prefix("deployment/").and_then(ObjectName::parse) {
            let kept = |pod: &&PodState| pod.owner.as_ref().is_some_and(|owner| owner.deployment == deployment);
            pods.extend(cluster.pods().iter().filter(kept).map(|pod| pod.name.clone()));
        } else {
            pods.extend(ObjectName::parse(name));
        }
    }
    pods.sort_unstable();
    pods.dedup();
    pods
}

/// How a request ends where it ends as expected.
#[must_use]
pub fn kind(expect: &Expect) -> OutcomeKind {
    match expect {
        Expect::Pods(_) => OutcomeKind::Answered,
        Expect::Refused => OutcomeKind::Refused,
        Expect::Timeout => OutcomeKind::Timeout,
        Expect::Unresolved => OutcomeKind::Unresolved,
        Expect::Pending => OutcomeKind::Pending,
    }
}

/// Whether what becomes of a request, however often it is repeated, is what is expected.
#[must_use]
pub fn meets(cluster: &Cluster, reach: &Reach, expect: &Expect) -> bool {
    match expect {
        Expect::Pods(expected) => reach.others.is_empty() && pods(cluster, &expected.pods).iter().eq(&reach.pods),
        _ => {
            reach.pods.is_empty()
                && !reach.others.is_empty()
                && reach.others.iter().all(|end| end.kind() == kind(expect))
        }
    }
}

/// What becomes of a request as an author would have to write it: `refused`, `{pods: [web-1]}`; several words where it depends.
#[must_use]
pub fn told(reach: &Reach) -> String {
    let mut ends: Vec<String> = Vec::new();
    if !reach.pods.is_empty() {
        let names: Vec<String> = reach.pods.iter().map(ToString::to_string).collect();
        ends.push(format!("{{pods: [{}]}}", names.join(", ")));
    }
    ends.extend(reach.others.iter().map(Outcome::kind).map(|kind| kind.name().to_owned()));
    ends.dedup();
    ends.join(", ")
}
