//! The patch that `kubectl apply` sends: what was applied last against what is applied now, against what is there
//! (`CreateThreeWayMergePatch` of apimachinery util/strategicpatch, and of util/jsonmergepatch for kinds without tags).
//!
//! Must not know: servers, command lines.

use super::strategic::{ListKind, list_kind};
use serde_json::{Map, Value, json};

/// What a comparison looks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Additions and changes.
    Changes,
    /// Deletions.
    Deletions,
}

/// The patch that makes `current` what `modified` says, with what `original` said and `modified` does not taken out. Objects are
/// of that kind. The error is the library's.
pub fn patch(original: &Value, modified: &Value, current: &Value, kind: &str) -> Result<Value, String> {
    let empty = Map::new();
    let map = |value: &'_ Value| value.as_object().cloned();
    let modified = map(modified).unwrap_or_default();
    let mut delta = differ(&map(current).unwrap_or_default(), &modified, Look::Changes, kind, "")?;
    let deletions = differ(&map(original).unwrap_or(empty), &modified, Look::Deletions, kind, "")?;
    combine(&mut delta, deletions);
    Ok(crate::kube::body::sorted(&Value::Object(delta)))
}

/// Puts deletions beside changes: their directives differ, so nothing is in the way.
fn combine(delta: &mut Map<String, Value>, deletions: Map<String, Value>) {
    for (key, value) in deletions {
        match (delta.get_mut(&key), value) {
            (Some(Value::Object(into)), Value::Object(from)) => combine(into, from),
            (Some(Value::Array(into)), Value::Array(from)) if !key.starts_with('$') => {
                let new: Vec<Value> = from.into_iter().filter(|item| !into.contains(item)).collect();
                into.splice(0..0, new);
            }
            (Some(_), _) => {}
            (None, value) => drop(delta.insert(key, value)),
        }
    }
}

fn differ(
    old: &Map<String, Value>,
    new: &Map<String, Value>,
    look: Look,
    kind: &str,
    parent: &str,
) -> Result<Map<String, Value>, String> {
    let mut patch = Map::new();
    let mut keys: Vec<&String> = new.keys().collect();
    keys.sort();
    for key in keys {
        let Some(value) = new.get(key) else { continue };
        let Some(before) = old.get(key) else {
            if look == Look::Changes {
                patch.insert(key.clone(), value.clone());
            }
            continue;
        };
        match (before, value) {
            (Value::Object(before), Value::Object(after)) => {
                let mut inner = differ(before, after, look, kind, key)?;
                if !inner.is_empty() {
                    if retains_keys(kind, parent, key) {
                        let mut names: Vec<&String> = after.keys().collect();
                        names.sort();
                        inner.insert("$retainKeys".into(), json!(names));
                    }
                    patch.insert(key.clone(), Value::Object(inner));
                }
            }
            (Value::Array(before), Value::Array(after)) => match list_kind(kind, parent, key) {
                ListKind::Keyed(merge_key) => {
                    let (items, order) = differ_lists(before, after, merge_key, look, kind, key)?;
                    if !items.is_empty() {
                        patch.insert(format!("$setElementOrder/{key}"), Value::Array(order));
                        patch.insert(key.clone(), Value::Array(items));
                    } else if look == Look::Changes && !same_order(before, after, merge_key) {
                        patch.insert(format!("$setElementOrder/{key}"), Value::Array(order));
                    }
                }
                ListKind::Set => {
                    let added: Vec<Value> = after.iter().filter(|it| !before.contains(it)).cloned().collect();
                    let gone: Vec<Value> = before.iter().filter(|it| !after.contains(it)).cloned().collect();
                    if look == Look::Changes && !added.is_empty() {
                        patch.insert(format!("$setElementOrder/{key}"), Value::Array(after.clone()));
                        patch.insert(key.clone(), Value::Array(added));
                    } else if look == Look::Deletions && !gone.is_empty() {
                        patch.insert(format!("$deleteFromPrimitiveList/{key}"), Value::Array(gone));
                        patch.insert(format!("$setElementOrder/{key}"), Value::Array(after.clone()));
                    }
                }
                ListKind::Atomic => {
                    if look == Look::Changes && before != after {
                        patch.insert(key.clone(), Value::Array(after.clone()));
                    }
                }
            },
            (before, after) if look == Look::Changes && before != after => {
                drop(patch.insert(key.clone(), after.clone()));
            }
            _ => {}
        }
    }
    if look == Look::Deletions {
        for key in old.keys().filter(|key| !new.contains_key(*key)) {
            patch.insert(key.clone(), Value::Null);
        }
    }
    Ok(patch)
}

/// Fields whose `patchStrategy` is `retainKeys`.
fn retains_keys(kind: &str, parent: &str, field: &str) -> bool {
    field == "strategy" && parent == "spec" && kind == "Deployment"
}

fn key_of<'v>(item: &'v Value, merge_key: &str) -> Result<&'v Value, String> {
    let missing = || format!("map: {} does not contain declared merge key: {merge_key}", super::go_map(item));
    item.get(merge_key).ok_or_else(missing)
}

fn same_order(before: &[Value], after: &[Value], merge_key: &str) -> bool {
    let places = after.iter().map(|item| before.iter().position(|it| it.get(merge_key) == item.get(merge_key)));
    let places: Vec<Option<usize>> = places.collect();
    places.is_sorted()
}

/// The items of a patch and the order in which they shall stand.
fn differ_lists(
    before: &[Value],
    after: &[Value],
    merge_key: &str,
    look: Look,
    kind: &str,
    field: &str,
) -> Result<(Vec<Value>, Vec<Value>), String> {
    let mut items: Vec<(String, Value)> = Vec::new();
    for item in before.iter().chain(after) {
        key_of(item, merge_key)?;
    }
    for item in after {
        let own = key_of(item, merge_key)?;
        let old = before.iter().find(|it| it.get(merge_key) == Some(own));
        match (old, look) {
            (Some(Value::Object(old)), _) => {
                let Value::Object(new) = item else { continue };
                let mut inner = differ(old, new, look, kind, field)?;
                if !inner.is_empty() {
                    inner.insert(merge_key.to_owned(), own.clone());
                    items.push((super::go_map(own), Value::Object(inner)));
                }
            }
            (_, Look::Changes) => items.push((super::go_map(own), item.clone())),
            _ => {}
        }
    }
    if look == Look::Deletions {
        for item in before {
            let own = key_of(item, merge_key)?;
            if !after.iter().any(|it| it.get(merge_key) == Some(own)) {
                items.push((super::go_map(own), json!({"$patch": "delete", merge_key: own})));
            }
        }
    }
    // The library walks both lists sorted by their keys as texts.
    items.sort_by(|a, b| a.0.cmp(&b.0));
    let order = after.iter().filter_map(|item| Some(json!({ merge_key: item.get(merge_key)? }))).collect();
    Ok((items.into_iter().map(|(_, item)| item).collect(), order))
}

/// The same as a JSON merge patch, for kinds that have no tags.
#[must_use]
pub fn merge_patch(original: &Value, modified: &Value, current: &Value) -> Value {
    let mut patch = additions(current, modified).unwrap_or_else(|| json!({}));
    if let Some(gone) = deletions(original, modified) {
        patch = deep(patch, gone);
    }
    patch
}

fn additions(current: &Value, modified: &Value) -> Option<Value> {
    match (current, modified) {
        (Value::Object(current), Value::Object(modified)) => {
            let pairs: Map<String, Value> = modified
                .iter()
                .filter_map(|(key, value)| {
                    let change = current.get(key).map_or_else(|| Some(value.clone()), |old| additions(old, value));
                    Some((key.clone(), change?))
                })
                .collect();
            (!pairs.is_empty()).then_some(Value::Object(pairs))
        }
        (current, modified) => (current != modified).then(|| modified.clone()),
    }
}

fn deletions(original: &Value, modified: &Value) -> Option<Value> {
    let (Value::Object(original), Value::Object(modified)) = (original, modified) else { return None };
    let pairs: Map<String, Value> = original
        .iter()
        .filter_map(|(key, old)| match modified.get(key) {
            None => Some((key.clone(), Value::Null)),
            Some(new) => Some((key.clone(), deletions(old, new)?)),
        })
        .collect();
    (!pairs.is_empty()).then_some(Value::Object(pairs))
}

fn deep(into: Value, from: Value) -> Value {
    match (into, from) {
        (Value::Object(mut into), Value::Object(from)) => {
            for (key, value) in from {
                let merged = match into.remove(&key) {
                    Some(old) => deep(old, value),
                    None => value,
                };
                into.insert(key, merged);
            }
            Value::Object(into)
        }
        (_, from) => from,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn service(ports: &Value, kind: Option<&str>) -> Value {
        let mut service = json!({"spec": {"ports": ports, "selector": {"app": "web"}}});
        if let Some(kind) = kind {
            service["spec"]["type"] = kind.into();
        }
        service
    }

    #[test]
    fn what_was_applied_and_is_not_any_more_is_taken_out() {
        let first = service(&json!([{"port": 80, "targetPort": 8080, "nodePort": 30123}]), Some("NodePort"));
        let second = service(&json!([{"port": 80, "targetPort": 8080}]), None);
        let live =
            service(&json!([{"port": 80, "targetPort": 8080, "nodePort": 30123, "protocol": "TCP"}]), Some("NodePort"));
        let expected = json!({"spec": {
            "$setElementOrder/ports": [{"port": 80}],
            "ports": [{"nodePort": null, "port": 80}],
            "type": null,
        }});
        assert_eq!(patch(&first, &second, &live, "Service"), Ok(expected));
        assert_eq!(patch(&second, &second, &second, "Service"), Ok(json!({})));
    }

    #[test]
    fn an_item_without_its_key_is_refused_in_the_librarys_words() {
        let wrong = service(&json!([{"prot": 4000}]), None);
        let live = service(&json!([{"port": 80}]), None);
        let refused = patch(&live, &wrong, &live, "Service");
        assert_eq!(refused, Err("map: map[prot:4000] does not contain declared merge key: port".to_owned()));
    }

    prop_compose! {
        fn ports()(numbers in prop::collection::btree_map(1i64..5, prop::option::of(1i64..4), 0..4)) -> Value {
            numbers.into_iter().map(|(port, target)| target.map_or_else(
                || json!({"port": port}),
                |target| json!({"port": port, "targetPort": target}),
            )).collect()
        }
    }

    proptest! {
        #[test]
        fn applying_the_patch_gives_what_was_asked_for(a in ports(), b in ports()) {
            let (first, second) = (service(&a, None), service(&b, None));
            let patch = patch(&first, &second, &first, "Service").expect("a patch");
            let merged = crate::console::patch::strategic::merge(&first, &patch, "Service").expect("a merge");
            prop_assert_eq!(merged, second);
        }
    }
}
