//! `kubectl create quota`, `poddisruptionbudget`, `priorityclass`.
//!
//! Must not know: what becomes of objects.

use crate::console::kubectl::change::{Change, Done, Fail};
use serde_json::{Map, Value, json};

pub(super) fn quota(change: &Change<'_, '_>, name: &str) -> Value {
    let hard = change.given().text("hard").unwrap_or("");
    let pairs: Map<String, Value> = hard
        .split(',')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.to_owned(), value.into()))
        .collect();
    let mut spec = if pairs.is_empty() { json!({}) } else { json!({ "hard": pairs }) };
    let scopes: Vec<&str> =
        change.given().text("scopes").unwrap_or("").split(',').filter(|scope| !scope.is_empty()).collect();
    if let (false, Some(map)) = (scopes.is_empty(), spec.as_object_mut()) {
        map.insert("scopes".into(), json!(scopes));
    }
    json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": name}, "spec": spec, "status": {}})
}

pub(super) fn disruption_budget(change: &Change<'_, '_>, name: &str) -> Done<Value> {
    let given = change.given();
    let has = |flag: &str| given.text(flag).is_some_and(|text| !text.is_empty());
    let complaint = match (has("selector"), has("min-available"), has("max-unavailable")) {
        (false, _, _) => "a selector must be specified",
        (_, true, true) => "min-available and max-unavailable cannot be both specified",
        (_, false, false) => "one of min-available or max-unavailable must be specified",
        _ => "",
    };
    if !complaint.is_empty() {
        return Err(Fail::Client(complaint.to_owned()));
    }
    let pairs: Map<String, Value> = given
        .text("selector")
        .unwrap_or("")
        .split(',')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.to_owned(), value.into()))
        .collect();
    let mut spec = json!({"selector": {"matchLabels": pairs}});
    for (flag, field) in [("min-available", "minAvailable"), ("max-unavailable", "maxUnavailable")] {
        if let (Some(text), Some(map)) = (given.text(flag), spec.as_object_mut()) {
            let value = text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number));
            map.insert(field.into(), value);
        }
    }
    let status = json!({"currentHealthy": 0, "desiredHealthy": 0, "disruptionsAllowed": 0, "expectedPods": 0});
    Ok(json!({
        "apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": name}, "spec": spec,
        "status": status,
    }))
}

pub(super) fn priority_class(change: &Change<'_, '_>, name: &str) -> Value {
    let given = change.given();
    let mut object = json!({
        "apiVersion": "scheduling.k8s.io/v1",
        "kind": "PriorityClass",
        "metadata": {"name": name},
        "preemptionPolicy": given.text("preemption-policy").unwrap_or("PreemptLowerPriority"),
        "value": given.number("value").unwrap_or(0),
    });
    if let Some(map) = object.as_object_mut() {
        if given.is("global-default") {
            map.insert("globalDefault".into(), true.into());
        }
        if let Some(description) = given.text("description").filter(|it| !it.is_empty()) {
            map.insert("description".into(), description.into());
        }
    }
    object
}
