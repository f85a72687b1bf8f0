//! Jobs and CronJobs, described.
//!
//! Must not know: other kinds but Pod.

use super::writer::{Writer, time};
use super::{events, pod};
use crate::console::print::age;
use crate::console::print::columns::selector;
use crate::console::print::field::Field;
use crate::console::time::parse_time;
use serde_json::Value;

fn count(object: &Value, path: &str) -> i64 {
    object.number(path).unwrap_or(0)
}

/// A number, or `<unset>`, under each title.
fn numbers(writer: &mut Writer<'_>, object: &Value, fields: &[(&str, &str)]) {
    for (title, path) in fields {
        let number = object.number(path).map_or_else(|| "<unset>".to_owned(), |number| number.to_string());
        writer.field(0, title, &number);
    }
}

/// A Job.
pub(super) fn job(writer: &mut Writer<'_>, job: &Value) {
    writer.name(job);
    if job.has("spec.selector") {
        writer.field(0, "Selector", &selector(job.at("spec.selector")));
    }
    writer.labels("Labels", job.map("metadata.labels"));
    writer.annotations("Annotations", job.map("metadata.annotations"));
    writer.controller(job);
    numbers(writer, job, &[("Parallelism", "spec.parallelism"), ("Completions", "spec.completions")]);
    if job.has("spec.completionMode") {
        writer.field(0, "Completion Mode", job.text("spec.completionMode"));
    }
    if job.has("spec.suspend") {
        writer.field(0, "Suspend", &job.flag("spec.suspend").to_string());
    }
    if job.has("spec.backoffLimit") {
        writer.field(0, "Backoff Limit", &count(job, "spec.backoffLimit").to_string());
    }
    if let Some(seconds) = job.number("spec.ttlSecondsAfterFinished") {
        writer.field(0, "TTL Seconds After Finished", &seconds.to_string());
    }
    if job.has("status.startTime") {
        writer.field(0, "Start Time", &time(job, "status.startTime"));
    }
    if job.has("status.completionTime") {
        writer.field(0, "Completed At", &time(job, "status.completionTime"));
        let seconds = |path: &str| parse_time(job.text(path)).unwrap_or(0);
        let took = seconds("status.completionTime") - seconds("status.startTime");
        writer.field(0, "Duration", &age::human(took));
    }
    if let Some(seconds) = job.number("spec.activeDeadlineSeconds") {
        writer.field(0, "Active Deadline Seconds", &format!("{seconds}s"));
    }
    let status = |key: &str| count(job.at("status"), key);
    let ready = job.number("status.ready").map_or_else(String::new, |ready| format!(" ({ready} Ready)"));
    writer.field(
        0,
        "Pods Statuses",
        &format!(
            "{} Active{ready} / {} Succeeded / {} Failed",
            status("active"),
            status("succeeded"),
            status("failed")
        ),
    );
    pod::template(writer, job.at("spec.template"));
    events::tell(writer, job);
}

/// A CronJob.
pub(super) fn cron_job(writer: &mut Writer<'_>, job: &Value) {
    writer.name(job);
    writer.labels("Labels", job.map("metadata.labels"));
    writer.annotations("Annotations", job.map("metadata.annotations"));
    writer.field(0, "Schedule", job.text("spec.schedule"));
    writer.field(0, "Concurrency Policy", job.text("spec.concurrencyPolicy"));
    let suspended = if job.flag("spec.suspend") { "True" } else { "False" };
    writer.field(0, "Suspend", if job.has("spec.suspend") { suspended } else { "<unset>" });
    let limits = [
        ("Successful Job History Limit", "spec.successfulJobsHistoryLimit"),
        ("Failed Job History Limit", "spec.failedJobsHistoryLimit"),
    ];
    numbers(writer, job, &limits);
    let deadline = job.number("spec.startingDeadlineSeconds");
    let deadline = deadline.map_or_else(|| "<unset>".to_owned(), |seconds| format!("{seconds}s"));
    writer.field(0, "Starting Deadline Seconds", &deadline);
    let template = job.at("spec.jobTemplate");
    let chosen = template.has("spec.selector").then(|| selector(template.at("spec.selector")));
    writer.field(0, "Selector", chosen.as_deref().unwrap_or("<unset>"));
    numbers(writer, template, &[("Parallelism", "spec.parallelism"), ("Completions", "spec.completions")]);
    if let Some(seconds) = template.number("spec.activeDeadlineSeconds") {
        writer.field(0, "Active Deadline Seconds", &format!("{seconds}s"));
    }
    pod::template(writer, template.at("spec.template"));
    let last = if job.has("status.lastScheduleTime") { time(job, "status.lastScheduleTime") } else { "<unset>".into() };
    writer.field(0, "Last Schedule Time", &last);
    let active: Vec<&str> = job.items("status.active").iter().map(|job| job.text("name")).collect();
    writer.field(0, "Active Jobs", &if active.is_empty() { "<none>".to_owned() } else { active.join(", ") });
    events::tell(writer, job);
}
