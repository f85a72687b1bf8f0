//! Pods in a table.
//!
//! Must not know: other kinds.

use super::super::age::human;
use super::super::field::Field;
use super::super::table::{column, wide};
use super::{AGE, NAME, Printer, created, name, or_none};
use crate::console::time::{Seconds, parse_time};
use serde_json::Value;

pub(super) static POD: Printer = Printer {
    columns: &[
        NAME,
        column("READY"),
        column("STATUS"),
        column("RESTARTS"),
        AGE,
        wide("IP"),
        wide("NODE"),
        wide("NOMINATED NODE"),
        wide("READINESS GATES"),
    ],
    cells,
};

fn cells(pod: &Value, now: Seconds) -> Vec<String> {
    let state = State::of(pod);
    let restarts = match state.last_restart {
        Some(time) if state.restarts != 0 => format!("{} ({} ago)", state.restarts, human(now - time)),
        _ => state.restarts.to_string(),
    };
    let ip = pod.items("status.podIPs").first().map_or("", |ip| ip.text("ip"));
    let ip = if ip.is_empty() { pod.text("status.podIP") } else { ip };
    vec![
        name(pod),
        format!("{}/{}", state.ready, state.total),
        state.reason,
        restarts,
        created(pod, now),
        or_none(ip),
        or_none(pod.text("spec.nodeName")),
        or_none(pod.text("status.nominatedNodeName")),
        readiness_gates(pod),
    ]
}

fn condition_is(pod: &Value, kind: &str) -> bool {
    pod.items("status.conditions")
        .iter()
        .any(|condition| condition.text("type") == kind && condition.text("status") == "True")
}

fn readiness_gates(pod: &Value) -> String {
    let gates = pod.items("spec.readinessGates");
    if gates.is_empty() {
        return "<none>".to_owned();
    }
    let open = gates.iter().filter(|gate| condition_is(pod, gate.text("conditionType"))).count();
    format!("{open}/{}", gates.len())
}

/// What the READY, STATUS and RESTARTS columns say.
struct State {
    ready: usize,
    total: usize,
    reason: String,
    restarts: i64,
    last_restart: Option<Seconds>,
}

impl State {
    fn of(pod: &Value) -> Self {
        let phase = pod.text("status.phase");
        let mut reason = match pod.text("status.reason") {
            "" => phase.to_owned(),
            given => given.to_owned(),
        };
        let gated = |condition: &Value| {
            condition.text("type") == "PodScheduled" && condition.text("reason") == "SchedulingGated"
        };
        if pod.items("status.conditions").iter().any(gated) {
            "SchedulingGated".clone_into(&mut reason);
        }
        let inits = pod.items("spec.initContainers");
        let sidecar =
            |name: &str| inits.iter().any(|init| init.text("name") == name && init.text("restartPolicy") == "Always");
        let sidecars = inits.iter().filter(|init| init.text("restartPolicy") == "Always").count();
        let mut state = Self {
            ready: 0,
            total: pod.items("spec.containers").len() + sidecars,
            reason,
            restarts: 0,
            last_restart: None,
        };
        let (mut sidecar_restarts, mut sidecar_last) = (0, None);
        let mut initializing = false;
        for (index, status) in pod.items("status.initContainerStatuses").iter().enumerate() {
            state.count(status);
            let is_sidecar = sidecar(status.text("name"));
            if is_sidecar {
                sidecar_restarts += status.number("restartCount").unwrap_or(0);
                sidecar_last = sidecar_last.max(finished(status));
            }
            if status.number("state.terminated.exitCode") == Some(0) {
                continue;
            }
            if is_sidecar && status.flag("started") {
                state.ready += usize::from(status.flag("ready"));
                continue;
            }
            let waiting = status.text("state.waiting.reason");
            state.reason = if status.has("state.terminated") {
                format!("Init:{}", terminated(status))
            } else if !waiting.is_empty() && waiting != "PodInitializing" {
                format!("Init:{waiting}")
            } else {
                format!("Init:{index}/{}", inits.len())
            };
            initializing = true;
            break;
        }
        if !initializing || condition_is(pod, "Initialized") {
            state.restarts = sidecar_restarts;
            state.last_restart = sidecar_last;
            state.containers(pod);
        }
        if pod.has("metadata.deletionTimestamp") {
            if pod.text("status.reason") == "NodeLost" {
                "Unknown".clone_into(&mut state.reason);
            } else if !matches!(phase, "Succeeded" | "Failed") {
                "Terminating".clone_into(&mut state.reason);
            }
        }
        state
    }

    fn count(&mut self, status: &Value) {
        self.restarts += status.number("restartCount").unwrap_or(0);
        self.last_restart = self.last_restart.max(finished(status));
    }

    /// The containers proper, from the last to the first: the first has the last word.
    fn containers(&mut self, pod: &Value) {
        let mut running = false;
        for status in pod.items("status.containerStatuses").iter().rev() {
            self.count(status);
            let waiting = status.text("state.waiting.reason");
            if !waiting.is_empty() {
                waiting.clone_into(&mut self.reason);
            } else if status.has("state.terminated") {
                self.reason = terminated(status);
            } else if status.flag("ready") && status.has("state.running") {
                running = true;
                self.ready += 1;
            }
        }
        if self.reason == "Completed" && running {
            let reason = if condition_is(pod, "Ready") { "Running" } else { "NotReady" };
            reason.clone_into(&mut self.reason);
        }
    }
}

fn finished(status: &Value) -> Option<Seconds> {
    status.at("lastState.terminated.finishedAt").as_str().and_then(parse_time)
}

/// Why a container ended.
fn terminated(status: &Value) -> String {
    let end = status.at("state.terminated");
    match (end.text("reason"), end.number("signal").unwrap_or(0)) {
        ("", 0) => format!("ExitCode:{}", end.number("exitCode").unwrap_or(0)),
        ("", signal) => format!("Signal:{signal}"),
        (reason, _) => reason.to_owned(),
    }
}
