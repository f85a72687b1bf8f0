//! What became of a request: [`hop`] by hop, and how it ended, for a [`reason`] where nobody answered.
//!
//! A trace is data. What a hop or a reason says to a learner, in Korean, is made from it in [`super::explain`], so that
//! screens, checks and tests need not read prose.
//!
//! Must not know: how a decision is reached.

mod hop;
mod reason;

pub use hop::{DnsStep, Hop, Place, Policy, Rule, Tunneler};
pub use reason::{NoEndpoints, PortMixup, PortRole, Reason};

use super::state::ObjectName;
use crate::diagnostic::Code;

/// A request's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Where it came by, the asker first. Where it dies, the last hop is the place of death.
    pub hops: Vec<Hop>,
    /// How it ended.
    pub end: Outcome,
}

/// How a request ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Somebody answered.
    Answered {
        /// Who.
        by: Server,
        /// The first line of what it said.
        body: String,
    },
    /// The connection was refused at once.
    Refused(Reason),
    /// Nothing ever came back.
    Timeout(Reason),
    /// The name, or the thing asked for, leads to no address.
    Unresolved(Reason),
    /// There is no address yet.
    Pending(Reason),
    /// The request leaves the cluster for a host of which the world says nothing.
    Left {
        /// The host.
        host: String,
    },
}

/// Who answers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Server {
    /// A pod.
    Pod(ObjectName),
    /// The API server, which stands behind Service `kubernetes`.
    ApiServer,
    /// kube-proxy, asked at a `healthCheckNodePort` how many endpoints of a Service its node has.
    HealthCheck {
        /// The Service.
        service: ObjectName,
        /// How many are ready there.
        endpoints: usize,
    },
}

/// Which of the ends it is, without its data: what an exercise expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OutcomeKind {
    /// [`Outcome::Answered`].
    Answered,
    /// [`Outcome::Refused`].
    Refused,
    /// [`Outcome::Timeout`].
    Timeout,
    /// [`Outcome::Unresolved`].
    Unresolved,
    /// [`Outcome::Pending`].
    Pending,
    /// [`Outcome::Left`].
    Left,
}

impl OutcomeKind {
    /// As exercises write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Timeout => "timeout",
            Self::Unresolved => "unresolved",
            Self::Pending => "pending",
            Self::Left => "left",
        }
    }
}

impl Outcome {
    /// Which kind it is.
    #[must_use]
    pub fn kind(&self) -> OutcomeKind {
        match self {
            Self::Answered { .. } => OutcomeKind::Answered,
            Self::Refused(_) => OutcomeKind::Refused,
            Self::Timeout(_) => OutcomeKind::Timeout,
            Self::Unresolved(_) => OutcomeKind::Unresolved,
            Self::Pending(_) => OutcomeKind::Pending,
            Self::Left { .. } => OutcomeKind::Left,
        }
    }

    /// The pod that answered.
    #[must_use]
    pub fn pod(&self) -> Option<&ObjectName> {
        match self {
            Self::Answered { by: Server::Pod(name), .. } => Some(name),
            _ => None,
        }
    }

    /// Why nobody answered.
    #[must_use]
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Refused(reason) | Self::Timeout(reason) | Self::Unresolved(reason) | Self::Pending(reason) => {
                Some(reason)
            }
            Self::Answered { .. } | Self::Left { .. } => None,
        }
    }

    /// The mistake it shows, where it shows one.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        self.reason().and_then(Reason::code)
    }
}
