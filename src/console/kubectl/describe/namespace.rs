//! A Namespace, described with its quotas and limits.
//!
//! Must not know: other kinds but ResourceQuota and LimitRange.

use super::policy;
use super::quantity::Quantity;
use super::writer::{Writer, time};
use crate::console::print::field::{Field, sorted};
use crate::console::resource::Resource;
use serde_json::Value;
use std::sync::Arc;

pub(super) fn tell(writer: &mut Writer<'_>, namespace: &Value) {
    let name = namespace.text("metadata.name");
    writer.field(0, "Name", name);
    writer.labels("Labels", namespace.map("metadata.labels"));
    writer.annotations("Annotations", namespace.map("metadata.annotations"));
    writer.field(0, "Status", namespace.text("status.phase"));
    let conditions = namespace.items("status.conditions");
    if !conditions.is_empty() {
        writer.line(0, "Conditions:");
        writer.line(1, "Type\tStatus\tLastTransitionTime\tReason\tMessage");
        writer.line(1, "----\t------\t------------------\t------\t-------");
    }
    for condition in conditions {
        let cells = [
            condition.text("type").to_owned(),
            condition.text("status").to_owned(),
            time(condition, "lastTransitionTime"),
            condition.text("reason").to_owned(),
            condition.text("message").to_owned(),
        ];
        writer.line(1, &cells.join("\t"));
    }
    let list = |word: &str| -> Vec<Arc<Value>> {
        Resource::find(word).map(|resource| writer.server.list(resource, Some(name))).unwrap_or_default()
    };
    let (quotas, limits) = (list("resourcequotas"), list("limitranges"));
    writer.line(0, "");
    if quotas.is_empty() {
        writer.line(0, "No resource quota.");
    } else {
        writer.line(0, "Resource Quotas");
    }
    for quota in quotas {
        writer.field(1, "Name", quota.text("metadata.name"));
        writer.line(1, "Resource\tUsed\tHard");
        writer.line(1, "--------\t---\t---");
        for (resource, hard) in sorted(quota.map("status.hard")) {
            let used =
                quota.map("status.used").and_then(|used| used.get(resource)).map_or(Quantity::ZERO, Quantity::of);
            writer.line(1, &format!("{resource}\t{used}\t{}", Quantity::of(hard)));
        }
    }
    writer.line(0, "");
    if limits.is_empty() {
        writer.line(0, "No LimitRange resource.");
    } else {
        writer.line(0, "Resource Limits");
        writer.line(0, " Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio");
        writer.line(0, " ----\t--------\t---\t---\t---------------\t-------------\t-----------------------");
    }
    for line in limits.iter().flat_map(|limits| policy::limit_lines(limits)) {
        writer.line(0, &format!(" {line}"));
    }
}
