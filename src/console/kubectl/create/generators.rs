//! Objects made from flags alone: `kubectl create deployment web --image nginx`
//! (staging/src/k8s.io/kubectl/pkg/cmd/create).
//!
//! Must not know: files' contents but those that flags name.

use super::create;
use crate::console::files::absolute;
use crate::console::kubectl::apply::last_applied;
use crate::console::kubectl::change::{Change, Done, DryRun, Fail};
use crate::console::resource::Resource;
use crate::console::server::{Status, Strictness};
use serde_json::{Map, Value, json};

/// Runs the subcommand.
pub(super) fn generate(change: &mut Change<'_, '_>) -> Done {
    let name = change.call.name();
    let words: Vec<&str> = name.split(' ').skip(1).collect();
    if let ["service" | "secret"] = words.as_slice() {
        return group(change);
    }
    check_required(change, &words)?;
    let own = own_name(change)?;
    let object = match words.as_slice() {
        ["deployment"] => deployment(change, &own)?,
        ["service", kind] => service(change, &own, kind)?,
        ["namespace"] => {
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": own}, "spec": {}, "status": {}})
        }
        ["configmap"] => config_map(change, &own)?,
        ["secret", "generic"] => secret(change, &own)?,
        ["serviceaccount"] => json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": own}}),
        ["job"] => job(change, &own)?,
        ["cronjob"] => cron_job(change, &own),
        ["ingress"] => ingress(change, &own)?,
        ["quota"] => quota(change, &own),
        ["role"] => role(change, &own, "Role")?,
        ["clusterrole"] => role(change, &own, "ClusterRole")?,
        ["rolebinding"] => binding(change, &own, "RoleBinding")?,
        ["clusterrolebinding"] => binding(change, &own, "ClusterRoleBinding")?,
        ["poddisruptionbudget"] => disruption_budget(change, &own),
        ["priorityclass"] => priority_class(change, &own),
        other => return Err(Fail::Client(format!("create {} is not available here", other.join(" ")))),
    };
    send(change, object, &words, &own)
}

/// `create service` without a subcommand.
fn group(change: &Change<'_, '_>) -> Done {
    let help = crate::console::kubectl::help::of(change.call, true);
    Err(Fail::Raw(help.stderr))
}

/// Flags that cobra wants before it looks at anything else.
fn check_required(change: &Change<'_, '_>, words: &[&str]) -> Done {
    let required: &[&str] = match words {
        ["deployment"] => &["image"],
        ["service", "externalname"] => &["external-name"],
        ["cronjob"] => &["image", "schedule"],
        _ => &[],
    };
    let missing: Vec<String> =
        required.iter().filter(|flag| !change.given().has(flag)).map(|flag| format!("\"{flag}\"")).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Fail::Client(format!("required flag(s) {} not set", missing.join(", "))))
}

fn own_name(change: &Change<'_, '_>) -> Done<String> {
    let given = change.given();
    let before_dash = given.dash.unwrap_or(given.args.len());
    match given.args.get(..before_dash).unwrap_or(&[]) {
        [name] => Ok(name.clone()),
        names => {
            let text = format!("exactly one NAME is required, got {}", names.len());
            Err(Fail::Raw(change.call.usage_error(&text)))
        }
    }
}

/// What follows `--`.
fn command(change: &Change<'_, '_>) -> Vec<String> {
    let given = change.given();
    given.dash.and_then(|at| given.args.get(at..)).unwrap_or(&[]).to_vec()
}

fn send(change: &mut Change<'_, '_>, mut object: Value, words: &[&str], name: &str) -> Done {
    let Some(resource) = Resource::of_kind(
        object["apiVersion"].as_str().unwrap_or_default(),
        object["kind"].as_str().unwrap_or_default(),
    ) else {
        return Ok(());
    };
    let namespace = if resource.namespaced { change.namespace() } else { String::new() };
    // A namespace is written down only where it was asked for.
    let enforced = change.given().text("namespace").is_some_and(|it| !it.is_empty());
    if resource.namespaced
        && (enforced || change.on.config.namespace() != "default")
        && let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut)
    {
        metadata.insert("namespace".into(), namespace.clone().into());
    }
    if change.given().is("save-config") {
        last_applied(&mut object);
    }
    if change.dry_run == DryRun::Client {
        return change.done(&object, "created");
    }
    let options = change.options(Strictness::Strict)?;
    let created = create(change, resource, &namespace, &object, options).map_err(|fail| prefixed(fail, words, name))?;
    change.done(&created, "created")
}

/// Some subcommands put words of their own before the server's; a refusal of fields stays as it is.
fn prefixed(fail: Fail, words: &[&str], name: &str) -> Fail {
    let Fail::Server(status) = &fail else { return fail };
    let what = match words {
        ["deployment"] => "deployment",
        ["service", "clusterip"] => "ClusterIP service",
        ["service", "nodeport"] => "NodePort service",
        ["service", "loadbalancer"] => "LoadBalancer service",
        ["service", "externalname"] => "ExternalName service",
        ["configmap"] => "configmap",
        ["secret", _] => "secret",
        ["job"] => "job",
        ["cronjob"] => "cronjob",
        ["quota"] => "quota",
        ["serviceaccount"] => "serviceaccount",
        ["ingress"] => "ingress",
        ["rolebinding"] => "rolebinding",
        ["clusterrolebinding"] => "clusterrolebinding",
        ["poddisruptionbudget"] => "poddisruptionbudgets",
        ["priorityclass"] => "priorityclass",
        _ => return fail,
    };
    let _ = name;
    Fail::Client(format!("failed to create {what}: {}", Status::clone(status).message))
}

fn labels(name: &str) -> Value {
    json!({ "app": name })
}

fn deployment(change: &Change<'_, '_>, name: &str) -> Done<Value> {
    let given = change.given();
    let images = given.list("image");
    let command = command(change);
    if images.len() > 1 && !command.is_empty() {
        return Err(Fail::Client("cannot specify multiple --image options and command".to_owned()));
    }
    let replicas = given.number("replicas").unwrap_or(1);
    if replicas < 0 {
        return Err(Fail::Client("--replicas must be greater than or equal to 0".into()));
    }
    let containers: Vec<Value> = images
        .iter()
        .map(|image| {
            let mut container = json!({"image": image, "name": container_name(image), "resources": {}});
            if let Some(map) = container.as_object_mut() {
                if let Some(port) = given.number("port").filter(|port| *port >= 0 && images.len() == 1) {
                    map.insert("ports".into(), json!([{ "containerPort": port }]));
                }
                if !command.is_empty() {
                    map.insert("command".into(), json!(command));
                }
            }
            container
        })
        .collect();
    Ok(json!({
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"labels": labels(name), "name": name},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": labels(name)},
            "strategy": {},
            "template": {"metadata": {"labels": labels(name)}, "spec": {"containers": containers}},
        },
        "status": {},
    }))
}

/// The last part of an image's name, without tag and digest.
fn container_name(image: &str) -> String {
    let last = image.rsplit('/').next().unwrap_or(image);
    let bare = last.split(['@', ':']).next().unwrap_or(last);
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c.to_ascii_lowercase() } else { '-' };
    bare.chars().map(safe).collect::<String>().trim_matches('-').to_owned()
}

fn service(change: &Change<'_, '_>, name: &str, kind: &str) -> Done<Value> {
    let given = change.given();
    let ports =
        given.list("tcp").into_iter().map(|text| port(text, given.number("node-port"))).collect::<Done<Vec<_>>>()?;
    let cluster_ip = given.text("clusterip").unwrap_or("");
    let needs_ports = !matches!(kind, "externalname") && cluster_ip != "None";
    if ports.is_empty() && needs_ports {
        return Err(Fail::Client("at least one tcp port specifier must be provided".into()));
    }
    let mut spec = Map::new();
    let type_ = match kind {
        "nodeport" => "NodePort",
        "loadbalancer" => "LoadBalancer",
        "externalname" => "ExternalName",
        _ => "ClusterIP",
    };
    if !cluster_ip.is_empty() {
        spec.insert("clusterIP".into(), cluster_ip.into());
    }
    if let Some(external) = given.text("external-name") {
        spec.insert("externalName".into(), external.into());
    }
    if !ports.is_empty() {
        spec.insert("ports".into(), ports.into());
    }
    spec.insert("selector".into(), labels(name));
    spec.insert("type".into(), type_.into());
    Ok(json!({
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"labels": labels(name), "name": name},
        "spec": spec,
        "status": {"loadBalancer": {}},
    }))
}

/// `PORT[:TARGETPORT]`; the port is called as it is written.
fn port(text: &str, node_port: Option<i64>) -> Done<Value> {
    let (first, second) = text.split_once(':').map_or((text, None), |(first, second)| (first, Some(second)));
    let number = |text: &str| {
        text.parse::<u32>().map_err(|error| {
            let out_of_range = matches!(error.kind(), std::num::IntErrorKind::PosOverflow);
            let why = if out_of_range { "value out of range" } else { "invalid syntax" };
            Fail::Client(format!("strconv.ParseUint: parsing {}: {why}", crate::kube::quote::quote(text)))
        })
    };
    let port = number(first)?;
    let checked = |port: u32, what: &str| {
        if (1..=65535).contains(&port) || what == "port" && port == 0 {
            Ok(())
        } else {
            Err(Fail::Client("must be between 1 and 65535, inclusive".to_owned()))
        }
    };
    if port > 65535 {
        checked(port, "number")?;
    }
    let target = match second {
        None => json!(port),
        Some(text) if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() => {
            let target = number(text)?;
            checked(target, "target")?;
            json!(target)
        }
        Some(name) => json!(name),
    };
    let name = text.replace(':', "-");
    let mut object = json!({"name": name, "port": port, "protocol": "TCP", "targetPort": target});
    if let (Some(node_port), Some(map)) = (node_port.filter(|it| *it != 0), object.as_object_mut()) {
        map.insert("nodePort".into(), node_port.into());
    }
    Ok(crate::kube::body::sorted(&object))
}

/// Keys and values of `--from-literal`, `--from-file` and `--from-env-file`.
fn data(change: &Change<'_, '_>) -> Done<Vec<(String, String)>> {
    let given = change.given();
    let mut found: Vec<(String, String)> = Vec::new();
    let read = |path: &str| {
        change.on.files.read(&absolute(change.on.folder, path)).map_err(|fault| {
            let text = match fault {
                crate::console::files::FileFault::NotFound => {
                    format!("error reading {path}: no such file or directory")
                }
                other => format!("error reading {path}: {other}"),
            };
            Fail::Client(text)
        })
    };
    for literal in given.list("from-literal") {
        let Some((key, value)) = literal.split_once('=').filter(|(key, _)| !key.is_empty()) else {
            return Err(Fail::Client(format!("invalid literal source {literal}, expected key=value")));
        };
        let value = value.trim_matches(['\'', '"']);
        found.push((key.to_owned(), value.to_owned()));
    }
    for source in given.list("from-file") {
        let (key, path) = source.split_once('=').map_or((None, source), |(key, path)| (Some(key), path));
        let full = absolute(change.on.folder, path);
        if change.on.files.is_folder(&full) {
            for entry in change.on.files.list(&full).unwrap_or_default().into_iter().filter(|entry| !entry.is_folder) {
                let text = read(&format!("{path}/{}", entry.name))?;
                found.push((entry.name, text.to_string()));
            }
        } else {
            let text = read(path)?;
            let last = path.rsplit('/').next().unwrap_or(path);
            found.push((key.unwrap_or(last).to_owned(), text.to_string()));
        }
    }
    for path in given.list("from-env-file") {
        for line in read(path)?.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (key, value) = line.split_once('=').unwrap_or((line, ""));
            found.push((key.to_owned(), value.to_owned()));
        }
    }
    let mut keys: Vec<&String> = found.iter().map(|(key, _)| key).collect();
    keys.sort();
    if let Some([twice, _]) = keys.windows(2).find_map(|pair| match pair {
        [a, b] if a == b => Some([*a, *b]),
        _ => None,
    }) {
        return Err(Fail::Client(format!(
            "cannot add key \"{twice}\", another key by that name already exists in Data"
        )));
    }
    found.sort();
    Ok(found)
}

fn config_map(change: &Change<'_, '_>, name: &str) -> Done<Value> {
    let data: Map<String, Value> = data(change)?.into_iter().map(|(key, value)| (key, value.into())).collect();
    let mut object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}});
    if let (false, Some(map)) = (data.is_empty(), object.as_object_mut()) {
        map.insert("data".into(), Value::Object(data));
    }
    Ok(object)
}

fn secret(change: &Change<'_, '_>, name: &str) -> Done<Value> {
    let encoded = |value: String| Value::from(crate::console::server::base64(value.as_bytes()));
    let data: Map<String, Value> = data(change)?.into_iter().map(|(key, value)| (key, encoded(value))).collect();
    let kind = change.given().text("type").unwrap_or("");
    let mut object = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}});
    if let Some(map) = object.as_object_mut() {
        if !data.is_empty() {
            map.insert("data".into(), Value::Object(data));
        }
        if !kind.is_empty() {
            map.insert("type".into(), kind.into());
        }
    }
    Ok(object)
}

fn pod_template(change: &Change<'_, '_>, name: &str, image: &str, restart: &str) -> Value {
    let mut container = json!({"image": image, "name": name, "resources": {}});
    let command = command(change);
    if let (false, Some(map)) = (command.is_empty(), container.as_object_mut()) {
        map.insert("command".into(), json!(command));
    }
    json!({"metadata": {}, "spec": {"containers": [container], "restartPolicy": restart}})
}

fn job(change: &Change<'_, '_>, name: &str) -> Done<Value> {
    let given = change.given();
    let Some(image) = given.text("image").filter(|image| !image.is_empty()) else {
        return Err(Fail::Client("either --image or --from must be specified".to_owned()));
    };
    let template = pod_template(change, name, image, "Never");
    Ok(
        json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name}, "spec": {"template": template}, "status": {}}),
    )
}

fn cron_job(change: &Change<'_, '_>, name: &str) -> Value {
    let given = change.given();
    let restart = given.text("restart").filter(|it| !it.is_empty()).unwrap_or("OnFailure");
    let template = pod_template(change, name, given.text("image").unwrap_or(""), restart);
    json!({
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": {"name": name},
        "spec": {
            "jobTemplate": {"metadata": {"name": name}, "spec": {"template": template}},
            "schedule": given.text("schedule").unwrap_or(""),
        },
        "status": {},
    })
}

/// `--rule host/path=service:port[,tls[=secret]]`.
fn ingress(change: &Change<'_, '_>, name: &str) -> Done<Value> {
    let given = change.given();
    let rules = given.list("rule");
    let default = given.text("default-backend").filter(|it| !it.is_empty());
    if rules.is_empty() && default.is_none() {
        return Err(Fail::Client("not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)".into()));
    }
    let backend = |text: &str| {
        let (service, port) = text.split_once(':').unwrap_or((text, ""));
        let port = port.parse::<u16>().map_or_else(|_| json!({ "name": port }), |number| json!({ "number": number }));
        json!({"service": {"name": service, "port": port}})
    };
    let mut hosts: Vec<(String, Vec<Value>)> = Vec::new();
    for rule in rules {
        let Some((place, to)) = rule.split_once('=').filter(|(place, to)| place.contains('/') && to.contains(':'))
        else {
            let text =
                format!("rule {rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]");
            return Err(Fail::Client(text));
        };
        let to = to.split(',').next().unwrap_or(to);
        let (host, path) = place.split_once('/').unwrap_or((place, ""));
        let (path, kind) = match path.strip_suffix('*') {
            Some(path) => (path, "Prefix"),
            None => (path, "Exact"),
        };
        let entry = json!({"backend": backend(to), "path": format!("/{path}"), "pathType": kind});
        match hosts.iter_mut().find(|(known, _)| known == host) {
            Some((_, paths)) => paths.push(entry),
            None => hosts.push((host.to_owned(), vec![entry])),
        }
    }
    let rules: Vec<Value> = hosts
        .into_iter()
        .map(|(host, paths)| {
            let mut rule = json!({"http": {"paths": paths}});
            if let (false, Some(map)) = (host.is_empty(), rule.as_object_mut()) {
                map.insert("host".into(), host.into());
            }
            rule
        })
        .collect();
    let mut spec = Map::new();
    if let Some(class) = given.text("class").filter(|it| !it.is_empty()) {
        spec.insert("ingressClassName".into(), class.into());
    }
    if let Some(default) = default {
        spec.insert("defaultBackend".into(), backend(default));
    }
    if !rules.is_empty() {
        spec.insert("rules".into(), rules.into());
    }
    Ok(json!({
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": name},
        "spec": spec,
        "status": {"loadBalancer": {}},
    }))
}

fn quota(change: &Change<'_, '_>, name: &str) -> Value {
    let hard = change.given().text("hard").unwrap_or("");
    let pairs: Map<String, Value> = hard
        .split(',')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.to_owned(), value.into()))
        .collect();
    let spec = if pairs.is_empty() { json!({}) } else { json!({ "hard": pairs }) };
    json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": name}, "spec": spec, "status": {}})
}

fn role(change: &Change<'_, '_>, name: &str, kind: &str) -> Done<Value> {
    let given = change.given();
    let verbs = given.list("verb");
    if verbs.is_empty() {
        return Err(Fail::Client("at least one verb must be specified".to_owned()));
    }
    let resources = given.list("resource");
    if resources.is_empty() {
        return Err(Fail::Client("at least one resource must be specified".to_owned()));
    }
    let mut groups: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    for word in resources {
        let resource = crate::console::kubectl::target::resource_type(word)?;
        match groups.iter_mut().find(|(group, _)| *group == resource.group) {
            Some((_, plurals)) => plurals.push(resource.plural),
            None => groups.push((resource.group, vec![resource.plural])),
        }
    }
    let rules: Vec<Value> = groups
        .into_iter()
        .map(|(group, plurals)| json!({"apiGroups": [group], "resources": plurals, "verbs": verbs}))
        .collect();
    Ok(json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": {"name": name}, "rules": rules}))
}

fn binding(change: &Change<'_, '_>, name: &str, kind: &str) -> Done<Value> {
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

fn disruption_budget(change: &Change<'_, '_>, name: &str) -> Value {
    let given = change.given();
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
    json!({"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": name}, "spec": spec, "status": {}})
}

fn priority_class(change: &Change<'_, '_>, name: &str) -> Value {
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
