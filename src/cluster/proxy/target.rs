//! Whom a target names: from what was asked for to an address.
//!
//! Must not know: where a packet to that address goes.

use super::{Asker, Walk};
use crate::cluster::dns::{self, DnsAnswer};
use crate::cluster::request::Target;
use crate::cluster::state::{ObjectName, ServiceState};
use crate::cluster::trace::{DnsStep, Hop, Outcome, Reason};
use std::net::{IpAddr, Ipv4Addr};

/// How often a name may lead to another name before the asker gives up.
const MAX_ALIASES: usize = 8;

impl<'c> Walk<'c, '_> {
    // ----- whom the target names -----

    pub(super) fn address(&mut self, target: &Target, asker: Asker<'c>) -> Result<IpAddr, Outcome> {
        match target {
            Target::Address(address) => Ok(*address),
            Target::Node(name) => self.node_address(name, asker),
            Target::Pod(name) => self.pod_address(name),
            Target::Service(name) => {
                let service = self.service(name)?;
                let headless = || Outcome::Unresolved(Reason::NoClusterIp { service: name.clone() });
                service.cluster_ips.first().copied().ok_or_else(headless)
            }
            Target::Balancer(name) => self.balancer_address(name),
            Target::Name(name) => self.name_address(name),
        }
    }

    fn node_address(&self, name: &str, asker: Asker<'c>) -> Result<IpAddr, Outcome> {
        let Some(node) = self.cluster.node(name) else { return Err(missing("Node", ObjectName::new("", name))) };
        let from_outside = matches!(asker, Asker::Outside);
        Ok(node.external.filter(|_| from_outside).unwrap_or(node.internal))
    }

    fn pod_address(&self, name: &ObjectName) -> Result<IpAddr, Outcome> {
        let Some(pod) = self.cluster.pod(name) else { return Err(missing("Pod", name.clone())) };
        let reason = || Reason::PodHasNoAddress { pod: name.clone(), phase: pod.pod.status.phase.clone() };
        pod.address.ok_or_else(|| Outcome::Unresolved(reason()))
    }

    fn service(&self, name: &ObjectName) -> Result<&'c ServiceState, Outcome> {
        self.cluster.service(name).ok_or_else(|| missing("Service", name.clone()))
    }

    fn balancer_address(&self, name: &ObjectName) -> Result<IpAddr, Outcome> {
        let state = self.service(name)?;
        let service = name.clone();
        if state.service.spec.r#type != "LoadBalancer" {
            let r#type = state.service.spec.r#type.clone();
            return Err(Outcome::Unresolved(Reason::NotABalancer { service, r#type }));
        }
        let platform = self.cluster.spec.platform;
        state.balancer.ok_or(Outcome::Pending(Reason::BalancerPending { service, platform }))
    }

    fn name_address(&mut self, name: &str) -> Result<IpAddr, Outcome> {
        let mut name = name.to_owned();
        for _ in 0..MAX_ALIASES {
            if name.trim_end_matches('.').eq_ignore_ascii_case("localhost") {
                return Ok(IpAddr::V4(Ipv4Addr::LOCALHOST));
            }
            if let Ok(address) = name.parse() {
                return Ok(address);
            }
            let resolution = dns::resolve(self.cluster, &name, &self.request.from);
            match self.follow(name, resolution.answer)? {
                Followed::Address(address) => return Ok(address),
                Followed::Name(next) => name = next,
            }
        }
        Err(Outcome::Left { host: name })
    }

    fn follow(&mut self, name: String, answer: DnsAnswer) -> Result<Followed, Outcome> {
        match answer {
            DnsAnswer::ClusterIp { full, service, address } => {
                self.hops.push(Hop::Dns { name, found: DnsStep::ClusterIp { full, service, address } });
                Ok(Followed::Address(address))
            }
            DnsAnswer::Pods { full, addresses, .. } => {
                let of = addresses.len();
                let picked = self.choices.pick(of);
                let address = addresses.get(picked).copied().unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
                self.hops.push(Hop::Dns { name, found: DnsStep::Pods { full, address, of } });
                Ok(Followed::Address(address))
            }
            DnsAnswer::Alias { full, service, target } => {
                let found = DnsStep::Alias { full, service, target: target.clone() };
                self.hops.push(Hop::Dns { name, found });
                if stays_inside(&target) { Ok(Followed::Name(target)) } else { Err(Outcome::Left { host: target }) }
            }
            DnsAnswer::Missing(reason) => {
                let found = match reason {
                    Reason::NoClusterDns { .. } => DnsStep::NotAsked,
                    _ => DnsStep::Nothing,
                };
                self.hops.push(Hop::Dns { name, found });
                Err(Outcome::Unresolved(reason))
            }
        }
    }
}

/// Whether an alias stays in the cluster: an address, or a name below `cluster.local`.
fn stays_inside(target: &str) -> bool {
    target.parse::<IpAddr>().is_ok() || dns::is_in_cluster_domain(target)
}

enum Followed {
    Address(IpAddr),
    Name(String),
}

fn missing(kind: &'static str, name: ObjectName) -> Outcome {
    Outcome::Unresolved(Reason::NoSuchObject { kind, name })
}
