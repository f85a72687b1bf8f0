//! Strategic merge patches (apimachinery util/strategicpatch): lists are merged by a key that the API type names.
//!
//! Must not know: servers, command lines.

use serde_json::{Map, Value};
use std::cmp::Ordering;

/// How a list is merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListKind {
    /// The patch replaces it.
    Atomic,
    /// Items are told apart by this field.
    Keyed(&'static str),
    /// Items are texts; each stands once.
    Set,
}

/// The `patchStrategy` and `patchMergeKey` tags of `core/v1/types.go` and `apps/v1/types.go` for the list `field` of the mapping
/// `parent` (the name of the field it stands in) of a `kind` object.
pub(super) fn list_kind(kind: &str, parent: &str, field: &str) -> ListKind {
    match (field, parent) {
        ("ports", "spec") if kind == "Service" => ListKind::Keyed("port"),
        ("ports", "containers" | "initContainers" | "ephemeralContainers") => ListKind::Keyed("containerPort"),
        ("containers" | "initContainers" | "ephemeralContainers" | "volumes", "spec") => ListKind::Keyed("name"),
        ("imagePullSecrets" | "schedulingGates" | "resourceClaims", "spec") => ListKind::Keyed("name"),
        ("imagePullSecrets" | "secrets", "") => ListKind::Keyed("name"),
        ("hostAliases", "spec") => ListKind::Keyed("ip"),
        ("topologySpreadConstraints", "spec") => ListKind::Keyed("topologyKey"),
        ("env", "containers" | "initContainers" | "ephemeralContainers") => ListKind::Keyed("name"),
        ("volumeMounts", "containers" | "initContainers" | "ephemeralContainers") => ListKind::Keyed("mountPath"),
        ("volumeDevices", "containers" | "initContainers" | "ephemeralContainers") => ListKind::Keyed("devicePath"),
        ("conditions", "status") => ListKind::Keyed("type"),
        ("addresses", "status") if kind == "Node" => ListKind::Keyed("type"),
        ("podIPs" | "hostIPs", "status") => ListKind::Keyed("ip"),
        ("ownerReferences", "metadata") => ListKind::Keyed("uid"),
        ("finalizers", "metadata") => ListKind::Set,
        ("podCIDRs", "spec") if kind == "Node" => ListKind::Set,
        _ => ListKind::Atomic,
    }
}

/// Merges `patch` into `object` of that kind. The error is the library's.
pub fn merge(object: &Value, patch: &Value, kind: &str) -> Result<Value, String> {
    let (Value::Object(original), Value::Object(patch)) = (object, patch) else {
        return Err("cannot unmarshal patch into a map".to_owned());
    };
    merge_maps(original, patch, kind, "").map(Value::Object)
}

const ORDER: &str = "$setElementOrder/";
const FEWER: &str = "$deleteFromPrimitiveList/";

fn merge_maps(
    original: &Map<String, Value>,
    patch: &Map<String, Value>,
    kind: &str,
    parent: &str,
) -> Result<Map<String, Value>, String> {
    match patch.get("$patch").and_then(Value::as_str) {
        Some("replace") => {
            return Ok(patch.iter().filter(|(key, _)| *key != "$patch").map(|(k, v)| (k.clone(), v.clone())).collect());
        }
        Some("delete") => return Ok(Map::new()),
        Some("merge") | None => {}
        Some(other) => return Err(format!("Unknown patch type found: {other}")),
    }
    let mut merged = original.clone();
    if let Some(keep) = patch.get("$retainKeys").and_then(Value::as_array) {
        merged.retain(|key, _| keep.iter().any(|it| it.as_str() == Some(key)));
    }
    for (key, value) in patch {
        if let Some(field) = key.strip_prefix(FEWER) {
            if let (Some(Value::Array(items)), Some(gone)) = (merged.get_mut(field), value.as_array()) {
                items.retain(|item| !gone.contains(item));
            }
            continue;
        }
        if let Some(field) = key.strip_prefix(ORDER) {
            // Without items of its own in the patch the list is only brought into order.
            if !patch.contains_key(field)
                && let (Some(Value::Array(items)), Some(order)) = (merged.get(field), value.as_array())
            {
                let sorted = merge_lists(items, &[], Some(order), kind, parent, field)?;
                merged.insert(field.to_owned(), Value::Array(sorted));
            }
            continue;
        }
        if key.starts_with('$') {
            continue;
        }
        let order = patch.get(&format!("{ORDER}{key}")).and_then(Value::as_array);
        let new = match (original.get(key), value) {
            (_, Value::Null) => {
                merged.remove(key);
                continue;
            }
            (Some(Value::Object(old)), Value::Object(new)) => Value::Object(merge_maps(old, new, kind, key)?),
            (Some(Value::Array(old)), Value::Array(new)) => {
                let old = merged.get(key).and_then(Value::as_array).unwrap_or(old).clone();
                Value::Array(merge_lists(&old, new, order, kind, parent, key)?)
            }
            // What is new still loses its directives and nulls.
            (_, Value::Object(new)) => Value::Object(merge_maps(&Map::new(), new, kind, key)?),
            (_, Value::Array(new)) => Value::Array(merge_lists(&[], new, order, kind, parent, key)?),
            (_, other) => other.clone(),
        };
        merged.insert(key.clone(), new);
    }
    Ok(merged)
}

fn is_directive(item: &Value) -> bool {
    item.get("$patch").is_some()
}

fn merge_lists(
    original: &[Value],
    patch: &[Value],
    order: Option<&Vec<Value>>,
    kind: &str,
    parent: &str,
    field: &str,
) -> Result<Vec<Value>, String> {
    match list_kind(kind, parent, field) {
        ListKind::Atomic => Ok(patch.iter().filter(|item| !is_directive(item)).cloned().collect()),
        ListKind::Set => {
            let mut merged = original.to_vec();
            merged.extend(patch.iter().filter(|item| !original.contains(item)).cloned());
            let order = order.map_or_else(|| patch.to_vec(), Clone::clone);
            Ok(arranged(&merged, &order, original, |item| Some(item)))
        }
        ListKind::Keyed(key) => {
            if patch.iter().any(|item| item.get("$patch").and_then(Value::as_str) == Some("replace")) {
                return Ok(patch.iter().filter(|item| !is_directive(item)).cloned().collect());
            }
            let mut merged: Vec<Value> = original.to_vec();
            for item in patch {
                let Some(own) = item.get(key) else {
                    let shown = super::go_map(item);
                    return Err(format!("map: {shown} does not contain declared merge key: {key}"));
                };
                let same = |it: &Value| it.get(key) == Some(own);
                if item.get("$patch").and_then(Value::as_str) == Some("delete") {
                    merged.retain(|it| !same(it));
                    continue;
                }
                let Value::Object(new) = item else { continue };
                match merged.iter().position(same) {
                    Some(at) => {
                        let old = merged.get(at).and_then(Value::as_object).cloned().unwrap_or_default();
                        if let Some(slot) = merged.get_mut(at) {
                            *slot = Value::Object(merge_maps(&old, new, kind, field)?);
                        }
                    }
                    None => merged.push(Value::Object(merge_maps(&Map::new(), new, kind, field)?)),
                }
            }
            let plain: Vec<Value> = patch.iter().filter(|item| !is_directive(item)).cloned().collect();
            let order = order.map_or(plain, Clone::clone);
            Ok(arranged(&merged, &order, original, |item| item.get(key)))
        }
    }
}

/// `normalizeElementOrder`: what is in `order` stands in that order, the rest in that of the server, and the two are merged as
/// well as the server's order allows.
fn arranged(
    merged: &[Value],
    order: &[Value],
    server: &[Value],
    identity: impl Fn(&Value) -> Option<&Value>,
) -> Vec<Value> {
    let place = |list: &[Value], item: &Value| list.iter().position(|it| identity(it) == identity(item));
    let (mut right, mut left): (Vec<Value>, Vec<Value>) =
        merged.iter().cloned().partition(|item| place(order, item).is_some());
    right.sort_by_key(|item| place(order, item));
    left.sort_by_key(|item| place(server, item));
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    let mut out = Vec::with_capacity(merged.len());
    loop {
        let next = match (left.peek(), right.peek()) {
            (None, None) => return out,
            (Some(_), None) => left.next(),
            (None, Some(_)) => right.next(),
            (Some(a), Some(b)) => {
                let order = place(server, a).zip(place(server, b)).map(|(a, b)| a.cmp(&b));
                if order == Some(Ordering::Less) { left.next() } else { right.next() }
            }
        };
        out.extend(next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ports(patch: &Value) -> Vec<i64> {
        let service = json!({"spec": {"ports": [{"port": 80, "targetPort": 8080}, {"port": 443}]}});
        let merged = merge(&service, patch, "Service").expect("a patch");
        merged["spec"]["ports"].as_array().expect("ports").iter().filter_map(|it| it["port"].as_i64()).collect()
    }

    #[test]
    fn ports_of_a_service_are_told_apart_by_their_number() {
        assert_eq!(ports(&json!({"spec": {"ports": [{"port": 81}]}})), [81, 80, 443], "a new one comes in front");
        assert_eq!(ports(&json!({"spec": {"ports": [{"port": 443, "name": "b"}]}})), [80, 443]);
        assert_eq!(ports(&json!({"spec": {"ports": [{"port": 80, "$patch": "delete"}]}})), [443]);
        let order = json!([{"port": 443}, {"port": 80}]);
        assert_eq!(ports(&json!({"spec": {"$setElementOrder/ports": order}})), [443, 80]);
        assert_eq!(ports(&json!({"spec": {"ports": [{"port": 1}, {"$patch": "replace"}]}})), [1]);
    }

    #[test]
    fn null_takes_a_field_out_and_maps_are_merged() {
        let old = json!({"spec": {"selector": {"app": "web", "tier": "front"}}});
        let new = merge(&old, &json!({"spec": {"selector": {"tier": null, "color": "blue"}}}), "Service");
        assert_eq!(new, Ok(json!({"spec": {"selector": {"app": "web", "color": "blue"}}})));
    }
}
