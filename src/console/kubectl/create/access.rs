//! `kubectl create role`, `clusterrole`, `rolebinding`, `clusterrolebinding`.
//!
//! Must not know: what becomes of objects.

use crate::console::kubectl::change::{Change, Done, Fail};
use crate::console::kubectl::problem::Problem;
use serde_json::{Value, json};

pub(super) fn role(change: &Change<'_, '_>, name: &str, kind: &str) -> Done<Value> {
    let given = change.given();
    let verbs = given.list("verb");
    if verbs.is_empty() {
        return Err(Fail::Client("at least one verb must be specified".to_owned()));
    }
    let resources = given.list("resource");
    let urls = given.list("non-resource-url");
    if resources.is_empty() && urls.is_empty() {
        return Err(Fail::Client("at least one resource must be specified".to_owned()));
    }
    let mut groups: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    for word in resources {
        // The words stand alone, without `error: `.
        let resource = crate::console::kubectl::target::resource_type(word).map_err(|problem| match problem {
            Problem::Client(text) => Fail::Raw(text),
            other => Fail::from(other),
        })?;
        match groups.iter_mut().find(|(group, _)| *group == resource.group) {
            Some((_, plurals)) => plurals.push(resource.plural),
            None => groups.push((resource.group, vec![resource.plural])),
        }
    }
    let rules: Vec<Value> = groups
        .into_iter()
        .map(|(group, plurals)| {
            let mut rule = json!({"apiGroups": [group], "resources": plurals, "verbs": verbs});
            let names = given.list("resource-name");
            if let (false, Some(map)) = (names.is_empty(), rule.as_object_mut()) {
                map.insert("resourceNames".into(), json!(names));
            }
            crate::kube::body::sorted(&rule)
        })
        .chain((!urls.is_empty()).then(|| json!({"nonResourceURLs": urls, "verbs": verbs})))
        .collect();
    Ok(json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": {"name": name}, "rules": rules}))
}

pub(super) fn binding(change: &Change<'_, '_>, name: &str, kind: &str) -> Done<Value> {
    let given = change.given();
    let (cluster_role, role) = (given.text("clusterrole").unwrap_or(""), given.text("role").unwrap_or(""));
    if cluster_role.is_empty() == role.is_empty() {
        let wanted = if kind == "RoleBinding" {
            "exactly one of clusterrole or role must be specified"
        } else {
            "clusterrole must be specified"
        };
        return Err(Fail::Client(wanted.to_owned()));
    }
    let (role_kind, role) = if role.is_empty() { ("ClusterRole", cluster_role) } else { ("Role", role) };
    let group = "rbac.authorization.k8s.io";
    let mut subjects: Vec<Value> =
        given.list("user").into_iter().map(|user| json!({"apiGroup": group, "kind": "User", "name": user})).collect();
    subjects.extend(given.list("group").into_iter().map(|it| json!({"apiGroup": group, "kind": "Group", "name": it})));
    for account in given.list("serviceaccount") {
        let Some((namespace, account)) = account.split_once(':') else {
            return Err(Fail::Client("serviceaccount must be <namespace>:<name>".to_owned()));
        };
        subjects.push(json!({"kind": "ServiceAccount", "name": account, "namespace": namespace}));
    }
    let mut object = json!({
        "apiVersion": format!("{group}/v1"),
        "kind": kind,
        "metadata": {"name": name},
        "roleRef": {"apiGroup": group, "kind": role_kind, "name": role},
    });
    if let (false, Some(map)) = (subjects.is_empty(), object.as_object_mut()) {
        map.insert("subjects".into(), subjects.into());
    }
    Ok(object)
}
