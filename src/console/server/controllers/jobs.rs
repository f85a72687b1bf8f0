//! The job controller: pods of a Job's template until enough of them have succeeded, or too many have failed
//! (`pkg/controller/job`).
//!
//! Simplified: a pod that failed is followed by the next at once, which a real controller makes after ten seconds, then twenty, then
//! forty; `completionMode: Indexed`, deadlines and what is done after the end are left out.
//!
//! Must not know: what programs do, command lines.

use super::Workload;
use crate::cluster::state::{ObjectName, PodState};
use crate::console::print::field::Field;
use crate::console::resource::JOBS;
use crate::console::server::Server;
use crate::console::server::objects::{mapping, text};
use crate::console::time::timestamp;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The label by which a Job knows its pods.
const CONTROLLER_UID: &str = "batch.kubernetes.io/controller-uid";
/// The other labels of its pods, of which two are of former times: which hold the uid, which the name.
const LABELS: [(&str, bool); 4] =
    [(CONTROLLER_UID, true), ("controller-uid", true), ("batch.kubernetes.io/job-name", false), ("job-name", false)];
/// How many pods are made at once (`MaxPodCreateDeletePerSync`).
const MOST_AT_ONCE: usize = 500;

/// What became of a Job's pods.
#[derive(Clone, Copy, Default)]
struct Count {
    active: usize,
    ready: usize,
    succeeded: usize,
    failed: usize,
}

/// Where a Job stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Going,
    Suspended,
    Complete,
    Failed,
}

impl Server {
    /// Makes and deletes the pods of each Job.
    pub(super) fn keep_jobs(&mut self) {
        for job in self.list(&JOBS, None) {
            let workload = Workload::new(&JOBS, self.with_selector(job));
            let pods = self.pods_of(&workload);
            let count = Count::of(&workload, &pods);
            let active = pods.iter().filter(|pod| is_active(pod));
            match stage(&workload, count) {
                Stage::Complete => {}
                Stage::Suspended | Stage::Failed => {
                    for pod in active {
                        self.delete_pod(&pod.name);
                    }
                }
                Stage::Going => {
                    let wanted = wanted(&workload, count);
                    for pod in active.skip(wanted) {
                        self.delete_pod(&pod.name);
                    }
                    for _ in count.active..wanted.min(count.active + MOST_AT_ONCE) {
                        let pod = workload.pod(None);
                        if !self.make_pod(&workload, &pod, |pod| format!("Created pod: {pod}")) {
                            break;
                        }
                    }
                }
            }
        }
    }

    /// Writes down how far each Job has got.
    pub(super) fn document_jobs(&mut self) {
        for job in self.list(&JOBS, None) {
            let workload = Workload::new(&JOBS, job);
            if is_over(&workload.object) {
                continue;
            }
            let pods = self.pods_of(&workload);
            let count = Count::of(&workload, &pods);
            let stage = stage(&workload, count);
            let mut object = Value::clone(&workload.object);
            if let Some(map) = object.as_object_mut() {
                map.insert("status".into(), Value::Object(status(&workload, count, stage, &timestamp(self.now))));
            }
            self.document(&JOBS, object);
            self.tell_stage(&workload, stage);
        }
    }

    /// The Events of a Job that begins another stage.
    fn tell_stage(&mut self, workload: &Workload, stage: Stage) {
        let (reason, message) = match stage {
            Stage::Complete => ("Completed", "Job completed"),
            Stage::Failed => ("BackoffLimitExceeded", TOO_MANY_FAILED),
            Stage::Suspended if !has_condition(&workload.object, "Suspended") => ("Suspended", "Job suspended"),
            Stage::Going | Stage::Suspended => return,
        };
        let about = ObjectName::new(workload.namespace(), workload.name());
        self.tell(("batch/v1", "Job", about), reason, message, "job-controller");
    }

    /// A Job finds its pods by its own uid unless its author has said otherwise (`generateSelector` in
    /// pkg/registry/batch/job).
    fn with_selector(&mut self, job: Arc<Value>) -> Arc<Value> {
        if job.has("spec.selector.matchLabels") || job.flag("spec.manualSelector") {
            return job;
        }
        let (uid, name) = (job.text("metadata.uid").to_owned(), job.text("metadata.name").to_owned());
        let mut job = Value::clone(&job);
        if let Some(spec) = mapping(&mut job, "spec") {
            spec.insert("selector".into(), json!({"matchLabels": {CONTROLLER_UID: uid}}));
        }
        let template = job.pointer_mut("/spec/template").and_then(|template| mapping(template, "metadata"));
        let labels =
            template.and_then(|metadata| metadata.entry("labels").or_insert_with(|| json!({})).as_object_mut());
        let Some(labels) = labels else { return Arc::new(job) };
        for (key, is_uid) in LABELS {
            labels.entry(key).or_insert_with(|| json!(if is_uid { &uid } else { &name }));
        }
        let labels = Value::Object(labels.clone());
        if let Some(metadata) = mapping(&mut job, "metadata")
            && metadata.get("labels").and_then(Value::as_object).is_none_or(Map::is_empty)
        {
            metadata.insert("labels".into(), labels);
        }
        self.store(&JOBS, job)
    }
}

/// What is said of a Job that has failed.
const TOO_MANY_FAILED: &str = "Job has reached the specified backoff limit";

impl Count {
    fn of(workload: &Workload, pods: &[PodState]) -> Self {
        let with = |phase: &str| pods.iter().filter(|pod| pod.pod.status.phase == phase).count();
        // What was counted once stays counted, whoever deletes the pod.
        let before = |field: &str| workload.number(&format!("/status/{field}")).unwrap_or(0);
        Self {
            active: pods.iter().filter(|pod| is_active(pod)).count(),
            ready: pods.iter().filter(|pod| is_active(pod) && pod.is_ready()).count(),
            succeeded: with("Succeeded").max(before("succeeded")),
            failed: with("Failed").max(before("failed")),
        }
    }
}

fn is_active(pod: &PodState) -> bool {
    !matches!(pod.pod.status.phase.as_str(), "Succeeded" | "Failed")
}

fn has_condition(job: &Value, kind: &str) -> bool {
    job.items("status.conditions").iter().any(|it| it.text("type") == kind && it.text("status") == "True")
}

/// Whether nothing will become of a Job any more.
fn is_over(job: &Value) -> bool {
    has_condition(job, "Complete") || has_condition(job, "Failed")
}

fn stage(workload: &Workload, count: Count) -> Stage {
    let job = &workload.object;
    let enough = match workload.number("/spec/completions") {
        Some(completions) => count.succeeded >= completions,
        // Without a number the first that succeeds says that the work is done; the others may end theirs.
        None => count.succeeded > 0 && count.active == 0,
    };
    if has_condition(job, "Complete") {
        Stage::Complete
    } else if has_condition(job, "Failed") || count.failed > workload.number("/spec/backoffLimit").unwrap_or(6) {
        Stage::Failed
    } else if enough {
        Stage::Complete
    } else if job.flag("spec.suspend") {
        Stage::Suspended
    } else {
        Stage::Going
    }
}

/// How many pods are to be at work.
fn wanted(workload: &Workload, count: Count) -> usize {
    let parallelism = workload.number("/spec/parallelism").unwrap_or(1);
    match workload.number("/spec/completions") {
        Some(completions) => parallelism.min(completions.saturating_sub(count.succeeded)),
        None if count.succeeded > 0 => count.active.min(parallelism),
        None => parallelism,
    }
}

/// A Job's status as the controller writes it.
fn status(workload: &Workload, count: Count, stage: Stage, now: &str) -> Map<String, Value> {
    let old = workload.object.at("status");
    let mut status = Map::new();
    for (field, number) in [("active", count.active), ("failed", count.failed), ("succeeded", count.succeeded)] {
        if number > 0 {
            status.insert(field.to_owned(), json!(number));
        }
    }
    status.insert("ready".into(), json!(count.ready));
    status.insert("terminating".into(), json!(0));
    status.insert("uncountedTerminatedPods".into(), json!({}));
    if stage != Stage::Suspended {
        let start = text(old, "/startTime");
        status.insert("startTime".into(), json!(if start.is_empty() { now } else { start }));
    }
    let conditions: &[(&str, &str, &str, &str)] = match stage {
        Stage::Going if has_condition(&workload.object, "Suspended") => {
            &[("Suspended", "False", "JobResumed", "Job resumed")]
        }
        Stage::Going => &[],
        Stage::Suspended => &[("Suspended", "True", "JobSuspended", "Job suspended")],
        Stage::Complete => &[
            ("SuccessCriteriaMet", "True", "CompletionsReached", "Reached expected number of succeeded pods"),
            ("Complete", "True", "CompletionsReached", "Reached expected number of succeeded pods"),
        ],
        Stage::Failed => &[
            ("FailureTarget", "True", "BackoffLimitExceeded", TOO_MANY_FAILED),
            ("Failed", "True", "BackoffLimitExceeded", TOO_MANY_FAILED),
        ],
    };
    if stage == Stage::Complete {
        status.insert("completionTime".into(), json!(now));
    }
    let said: Vec<Value> = conditions
        .iter()
        .map(|(kind, met, reason, message)| {
            json!({
                "lastProbeTime": now,
                "lastTransitionTime": now,
                "message": message,
                "reason": reason,
                "status": met,
                "type": kind,
            })
        })
        .collect();
    let kept = old.items("conditions").iter().filter(|it| said.iter().all(|new| new.text("type") != it.text("type")));
    let mut all: Vec<Value> = kept.cloned().collect();
    for new in said {
        let same = |it: &&Value| it.text("type") == new.text("type") && it.text("status") == new.text("status");
        all.push(old.items("conditions").iter().find(same).cloned().unwrap_or(new));
    }
    if !all.is_empty() {
        status.insert("conditions".into(), json!(all));
    }
    status
}
