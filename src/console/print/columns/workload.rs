//! Deployments and the other controllers of pods, in tables.
//!
//! Must not know: other kinds.

use super::super::age::{human, since};
use super::super::field::{Field, labels};
use super::super::table::{Column, column, wide};
use super::{AGE, NAME, Printer, containers, created, name, or_none, selector};
use crate::console::time::{Seconds, parse_time};
use serde_json::Value;

const CONTAINERS: Column = wide("CONTAINERS");
const IMAGES: Column = wide("IMAGES");
const SELECTOR: Column = wide("SELECTOR");

fn count(object: &Value, path: &str) -> String {
    object.number(path).unwrap_or(0).to_string()
}

pub(super) static DEPLOYMENT: Printer = Printer {
    columns: &[NAME, column("READY"), column("UP-TO-DATE"), column("AVAILABLE"), AGE, CONTAINERS, IMAGES, SELECTOR],
    cells: |deployment, now| {
        let (names, images) = containers(deployment.at("spec.template.spec"));
        vec![
            name(deployment),
            format!("{}/{}", count(deployment, "status.readyReplicas"), count(deployment, "spec.replicas")),
            count(deployment, "status.updatedReplicas"),
            count(deployment, "status.availableReplicas"),
            created(deployment, now),
            names,
            images,
            selector(deployment.at("spec.selector")),
        ]
    },
};

pub(super) static REPLICA_SET: Printer = Printer {
    columns: &[NAME, column("DESIRED"), column("CURRENT"), column("READY"), AGE, CONTAINERS, IMAGES, SELECTOR],
    cells: |set, now| {
        let (names, images) = containers(set.at("spec.template.spec"));
        let chosen = set.at("spec.selector");
        // A ReplicationController's selector is a bare map.
        let bare = set.text("kind") == "ReplicationController";
        vec![
            name(set),
            count(set, "spec.replicas"),
            count(set, "status.replicas"),
            count(set, "status.readyReplicas"),
            created(set, now),
            names,
            images,
            if bare { labels(chosen.as_object()) } else { selector(chosen) },
        ]
    },
};

pub(super) static DAEMON_SET: Printer = Printer {
    columns: &[
        NAME,
        column("DESIRED"),
        column("CURRENT"),
        column("READY"),
        column("UP-TO-DATE"),
        column("AVAILABLE"),
        column("NODE SELECTOR"),
        AGE,
        CONTAINERS,
        IMAGES,
        SELECTOR,
    ],
    cells: |set, now| {
        let (names, images) = containers(set.at("spec.template.spec"));
        vec![
            name(set),
            count(set, "status.desiredNumberScheduled"),
            count(set, "status.currentNumberScheduled"),
            count(set, "status.numberReady"),
            count(set, "status.updatedNumberScheduled"),
            count(set, "status.numberAvailable"),
            labels(set.map("spec.template.spec.nodeSelector")),
            created(set, now),
            names,
            images,
            selector(set.at("spec.selector")),
        ]
    },
};

pub(super) static STATEFUL_SET: Printer = Printer {
    columns: &[NAME, column("READY"), AGE, CONTAINERS, IMAGES],
    cells: |set, now| {
        let (names, images) = containers(set.at("spec.template.spec"));
        let ready = format!("{}/{}", count(set, "status.readyReplicas"), count(set, "spec.replicas"));
        vec![name(set), ready, created(set, now), names, images]
    },
};

pub(super) static JOB: Printer = Printer {
    columns: &[NAME, column("STATUS"), column("COMPLETIONS"), column("DURATION"), AGE, CONTAINERS, IMAGES, SELECTOR],
    cells: |job, now| {
        let (names, images) = containers(job.at("spec.template.spec"));
        let done = count(job, "status.succeeded");
        let completions = match (job.number("spec.completions"), job.number("spec.parallelism").unwrap_or(0)) {
            (Some(wanted), _) => format!("{done}/{wanted}"),
            (None, parallel) if parallel > 1 => format!("{done}/1 of {parallel}"),
            (None, _) => format!("{done}/1"),
        };
        vec![
            name(job),
            job_status(job).to_owned(),
            completions,
            duration(job, now),
            created(job, now),
            names,
            images,
            selector(job.at("spec.selector")),
        ]
    },
};

fn job_status(job: &Value) -> &'static str {
    let is = |kind: &str| {
        let mut conditions = job.items("status.conditions").iter();
        conditions.any(|condition| condition.text("type") == kind && condition.text("status") == "True")
    };
    if is("Complete") {
        return "Complete";
    }
    if is("Failed") {
        return "Failed";
    }
    if job.has("metadata.deletionTimestamp") {
        return "Terminating";
    }
    ["Suspended", "FailureTarget", "SuccessCriteriaMet"].into_iter().find(|kind| is(kind)).unwrap_or("Running")
}

fn duration(job: &Value, now: Seconds) -> String {
    let time = |path: &str| job.at(path).as_str().and_then(parse_time);
    match (time("status.startTime"), time("status.completionTime")) {
        (None, _) => String::new(),
        (Some(start), end) => human(end.unwrap_or(now) - start),
    }
}

pub(super) static CRON_JOB: Printer = Printer {
    columns: &[
        NAME,
        column("SCHEDULE"),
        column("TIMEZONE"),
        column("SUSPEND"),
        column("ACTIVE"),
        column("LAST SCHEDULE"),
        AGE,
        CONTAINERS,
        IMAGES,
        SELECTOR,
    ],
    cells: |job, now| {
        let (names, images) = containers(job.at("spec.jobTemplate.spec.template.spec"));
        let last = job.at("status.lastScheduleTime").as_str();
        let suspended = if job.flag("spec.suspend") { "True" } else { "False" };
        vec![
            name(job),
            job.text("spec.schedule").to_owned(),
            or_none(job.text("spec.timeZone")),
            suspended.to_owned(),
            job.items("status.active").len().to_string(),
            if last.is_some() { since(last, now) } else { "<none>".to_owned() },
            created(job, now),
            names,
            images,
            selector(job.at("spec.jobTemplate.spec.selector")),
        ]
    },
};

pub(super) static AUTOSCALER: Printer = Printer {
    columns: &[
        NAME,
        column("REFERENCE"),
        column("TARGETS"),
        column("MINPODS"),
        column("MAXPODS"),
        column("REPLICAS"),
        AGE,
    ],
    cells: |scaler, now| {
        let target = scaler.at("spec.scaleTargetRef");
        let metrics = scaler.items("spec.metrics").iter().map(|metric| {
            let resource = metric.at("resource");
            let wanted = resource
                .number("target.averageUtilization")
                .map_or_else(|| resource.text("target.averageValue").to_owned(), |percent| format!("{percent}%"));
            format!("{}: <unknown>/{wanted}", resource.text("name"))
        });
        vec![
            name(scaler),
            format!("{}/{}", target.text("kind"), target.text("name")),
            or_none(&metrics.collect::<Vec<_>>().join(", ")),
            scaler.number("spec.minReplicas").map_or_else(|| "<unset>".to_owned(), |least| least.to_string()),
            count(scaler, "spec.maxReplicas"),
            count(scaler, "status.currentReplicas"),
            created(scaler, now),
        ]
    },
};

pub(super) static SCALE: Printer = Printer {
    columns: &[NAME, column("DESIRED"), column("AVAILABLE"), AGE],
    cells: |scale, now| {
        vec![name(scale), count(scale, "spec.replicas"), count(scale, "status.replicas"), created(scale, now)]
    },
};

pub(super) static CONTROLLER_REVISION: Printer = Printer {
    columns: &[NAME, column("CONTROLLER"), column("REVISION"), AGE],
    cells: |revision, now| {
        let controller = revision.controller().map_or_else(
            || "<none>".to_owned(),
            |owner| {
                let kind = owner.text("kind").to_lowercase();
                let (group, _) = owner.text("apiVersion").rsplit_once('/').unwrap_or(("", ""));
                let dot = if group.is_empty() { "" } else { "." };
                format!("{kind}{dot}{group}/{}", owner.text("name"))
            },
        );
        vec![name(revision), controller, count(revision, "revision"), created(revision, now)]
    },
};
