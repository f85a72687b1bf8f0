//! What limits others: disruption budgets, quotas, limit ranges, described.
//!
//! Must not know: what they limit.

use super::events;
use super::quantity::Quantity;
use super::writer::{Writer, int_or_text};
use crate::console::print::columns::selector;
use crate::console::print::field::{Field, sorted};
use serde_json::Value;

/// A PodDisruptionBudget.
pub(super) fn disruption_budget(writer: &mut Writer<'_>, budget: &Value) {
    writer.name(budget);
    for (title, path) in [("Min available", "spec.minAvailable"), ("Max unavailable", "spec.maxUnavailable")] {
        if budget.has(path) {
            writer.field(0, title, &int_or_text(budget.at(path)));
        }
    }
    let chosen = if budget.has("spec.selector") { selector(budget.at("spec.selector")) } else { "<unset>".to_owned() };
    writer.field(0, "Selector", &chosen);
    writer.line(0, "Status:");
    for (title, key) in [
        ("Allowed disruptions", "disruptionsAllowed"),
        ("Current", "currentHealthy"),
        ("Desired", "desiredHealthy"),
        ("Total", "expectedPods"),
    ] {
        writer.field(2, title, &budget.at("status").number(key).unwrap_or(0).to_string());
    }
    events::tell(writer, budget);
}

/// A ResourceQuota.
pub(super) fn quota(writer: &mut Writer<'_>, quota: &Value) {
    writer.name(quota);
    writer.line(0, "Resource\tUsed\tHard");
    writer.line(0, "--------\t----\t----");
    for (resource, hard) in sorted(quota.map("status.hard")) {
        let used = quota.map("status.used").and_then(|used| used.get(resource)).map_or(Quantity::ZERO, Quantity::of);
        writer.line(0, &format!("{resource}\t{used}\t{}", Quantity::of(hard)));
    }
}

/// A LimitRange.
pub(super) fn limits(writer: &mut Writer<'_>, limits: &Value) {
    writer.name(limits);
    writer.line(0, "Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio");
    writer.line(0, "----\t--------\t---\t---\t---------------\t-------------\t-----------------------");
    for line in limit_lines(limits) {
        writer.line(0, &line);
    }
}

/// A line for each resource that a LimitRange limits.
pub(super) fn limit_lines(limits: &Value) -> Vec<String> {
    const KEYS: [&str; 5] = ["min", "max", "defaultRequest", "default", "maxLimitRequestRatio"];
    let mut lines = Vec::new();
    for item in limits.items("spec.limits") {
        let mut resources: Vec<&str> =
            KEYS.iter().flat_map(|key| sorted(item.map(key))).map(|(name, _)| name).collect();
        resources.sort_unstable();
        resources.dedup();
        for resource in resources {
            let cell = |key: &&str| {
                let amount = item.map(key).and_then(|map| map.get(resource));
                amount.map_or_else(|| "-".to_owned(), |amount| Quantity::of(amount).to_string())
            };
            let cells: Vec<String> = KEYS.iter().map(cell).collect();
            lines.push(format!("{}\t{resource}\t{}", item.text("type"), cells.join("\t")));
        }
    }
    lines
}
