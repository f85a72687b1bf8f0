//! `kubectl scale`, `kubectl autoscale` and `kubectl set` (staging/src/k8s.io/kubectl/pkg/cmd/{scale,autoscale,set}).
//!
//! Must not know: what becomes of objects.

use super::change::{Change, Changing, Done, DryRun, Fail, report};
use super::commands::Invocation;
use super::manifest::Item;
use super::pairs;
use super::record::patch_recorded;
use super::target::Reading;
use crate::console::Output;
use crate::console::print::field::Field;
use crate::console::server::{Options, PatchKind, Reason, Status, Strictness};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// Kinds that have a number of replicas.
pub(super) const SCALABLE: [&str; 4] = ["Deployment", "ReplicaSet", "StatefulSet", "ReplicationController"];

fn begin<'a, 'b>(on: &'b mut Changing<'a>, call: &'b Invocation) -> Result<Change<'a, 'b>, Output> {
    Change::begin(on, call).map_err(|(said, fail)| Output {
        stderr: said + &report(&[fail]),
        exit: 1,
        ..Output::default()
    })
}

/// Runs `kubectl scale`.
pub(super) fn run(on: &mut Changing<'_>, call: &Invocation) -> Output {
    let mut change = match begin(on, call) {
        Ok(change) => change,
        Err(output) => return output,
    };
    let fails = scale(&mut change).unwrap_or_else(|fail| vec![fail]);
    change.end(&fails)
}

fn scale(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let given = change.given();
    let Some(replicas) = given.number("replicas").filter(|it| *it >= 0) else {
        return Err(Fail::Client(if given.has("replicas") {
            "The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0".to_owned()
        } else {
            "required flag(s) \"replicas\" not set".to_owned()
        }));
    };
    let reading = Reading { type_is_enough: false, single_type: false, all: given.is("all") };
    let args = given.args.clone();
    let (items, fails) = change.targets(&args, &reading)?;
    if items.is_empty() && given.has("filename") {
        return Ok(fails);
    }
    if items.is_empty() {
        let told: Vec<String> = fails
            .iter()
            .map(|fail| match fail {
                Fail::Server(status) => status.message.clone(),
                Fail::Client(text) | Fail::Raw(text) => text.clone(),
                Fail::Silent => String::new(),
            })
            .collect();
        return Err(Fail::Client(format!("no objects passed to scale {}", told.join(", ")).trim_end().to_owned()));
    }
    let mut fails = fails;
    let wanted = given.number("current-replicas").filter(|it| *it >= 0);
    for item in items {
        if !SCALABLE.contains(&item.resource.kind) {
            let status = Status::new(Reason::NotFound, "the server could not find the requested resource");
            fails.push(Fail::from(status));
            continue;
        }
        let now = item.object.number("spec.replicas").unwrap_or(1);
        if let Some(wanted) = wanted.filter(|wanted| *wanted != now) {
            fails.push(Fail::Client(format!("Expected replicas to be {wanted}, was {now}")));
            continue;
        }
        if let Err(fail) = set_field(change, &item, &json!({"spec": {"replicas": replicas}}), "scaled") {
            fails.push(fail);
        }
    }
    Ok(fails)
}

/// Patches an object, or shows what would be, and says so.
fn set_field(change: &mut Change<'_, '_>, item: &Item, patch: &Value, operation: &str) -> Done {
    let options = Options { dry_run: change.dry_run == DryRun::Server, strictness: Strictness::Warn };
    let mut patch = patch.clone();
    patch_recorded(change, &mut patch);
    if change.dry_run == DryRun::Client || change.given().is("local") {
        let merged =
            crate::console::patch::strategic::merge(&item.object, &patch, item.resource.kind).map_err(Fail::Client)?;
        return change.done(&merged, operation);
    }
    let written =
        change.on.server.patch(item.resource, &item.namespace, &item.name, PatchKind::Strategic, &patch, options)?;
    change.heard(item.resource, &written);
    change.done(&written.object, operation)
}

/// Runs `kubectl autoscale`.
pub(super) fn autoscale(on: &mut Changing<'_>, call: &Invocation) -> Output {
    let mut change = match begin(on, call) {
        Ok(change) => change,
        Err(output) => return output,
    };
    let fails = scale_by_itself(&mut change).unwrap_or_else(|fail| vec![fail]);
    change.end(&fails)
}

fn scale_by_itself(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let given = change.given();
    let max = given.number("max").unwrap_or(-1);
    if !given.has("max") {
        return Err(Fail::Client("required flag(s) \"max\" not set".to_owned()));
    }
    let named = |flag: &str| given.text(flag).filter(|text| !text.is_empty()).map(str::to_owned);
    if given.has("cpu-percent") {
        change.err.push_str("Flag --cpu-percent has been deprecated, Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).\n");
    }
    if given.number("cpu-percent").is_some_and(|it| it > 0) && named("cpu").is_some() {
        return Err(Fail::Client("--cpu-percent and --cpu are mutually exclusive".to_owned()));
    }
    let min = given.number("min").unwrap_or(-1);
    if max < 1 {
        return Err(Fail::Client(format!("--max=MAXPODS is required and must be at least 1, max: {max}")));
    }
    if max < min {
        let text = format!("--max=MAXPODS must be larger or equal to --min=MINPODS, max: {max}, min: {min}");
        return Err(Fail::Client(text));
    }
    let args = given.args.clone();
    let (items, mut fails) = change.targets(&args, &Reading { type_is_enough: false, ..Reading::default() })?;
    for item in items {
        if !SCALABLE.contains(&item.resource.kind) {
            let kind = format!("{}.{}", item.resource.kind, item.resource.group);
            fails.push(Fail::Client(format!("cannot autoscale a {}", kind.trim_end_matches('.'))));
            continue;
        }
        let name = given.text("name").filter(|it| !it.is_empty()).unwrap_or(&item.name);
        let target = json!({"apiVersion": item.resource.api_version(), "kind": item.resource.kind, "name": item.name});
        let mut spec = json!({"maxReplicas": max, "scaleTargetRef": target});
        if let Some(map) = spec.as_object_mut() {
            if min > 0 {
                map.insert("minReplicas".into(), min.into());
            }
            let percent = given.number("cpu-percent").filter(|it| *it > 0).map(|it| format!("{it}%"));
            let wanted = [("cpu", percent), ("cpu", named("cpu")), ("memory", named("memory"))];
            let metrics: Vec<Value> = wanted
                .into_iter()
                .filter_map(|(name, amount)| {
                    let target = metric_target(name, &amount?);
                    Some(json!({"resource": {"name": name, "target": target}, "type": "Resource"}))
                })
                .collect();
            if !metrics.is_empty() {
                map.insert("metrics".into(), metrics.into());
            }
        }
        let mut object = json!({"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": name}, "spec": spec, "status": {"currentMetrics": null, "desiredReplicas": 0}});
        let made = if change.dry_run == DryRun::Client {
            object
        } else {
            let Some(resource) = crate::console::resource::Resource::find("hpa") else { continue };
            if change.given().is("save-config") {
                super::apply::save_config(&mut object);
            }
            let options = Options { dry_run: change.dry_run == DryRun::Server, strictness: Strictness::Warn };
            super::create::create(change, resource, &item.namespace, &object, options)?
        };
        change.done(&made, if change.dry_run == DryRun::Client { "created" } else { "autoscaled" })?;
    }
    Ok(fails)
}

/// What `--cpu` and `--memory` aim at: a share of what is requested, or an amount, whose unit is milli-CPU or MiB where it has none.
fn metric_target(resource: &str, amount: &str) -> Value {
    match amount.strip_suffix('%') {
        Some(percent) => {
            json!({"averageUtilization": percent.parse::<i64>().unwrap_or(0), "type": "Utilization"})
        }
        None if amount.bytes().all(|byte| byte.is_ascii_digit()) => {
            let unit = if resource == "cpu" { "m" } else { "Mi" };
            json!({"averageValue": format!("{amount}{unit}"), "type": "AverageValue"})
        }
        None => json!({"averageValue": amount, "type": "AverageValue"}),
    }
}

/// Runs `kubectl set …`.
pub(super) fn set(on: &mut Changing<'_>, call: &Invocation) -> Output {
    let mut change = match begin(on, call) {
        Ok(change) => change,
        Err(output) => return output,
    };
    let fails = match call.name().as_str() {
        "set selector" => selector(&mut change),
        "set image" => image(&mut change),
        "set env" => env(&mut change),
        "set resources" => resources(&mut change),
        "set serviceaccount" => account(&mut change),
        _ => Err(Fail::Client("this is not available here".to_owned())),
    };
    let fails = fails.unwrap_or_else(|fail| vec![fail]);
    change.end(&fails)
}

fn selector(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let given = change.given();
    let Some((text, objects)) = given.args.split_last() else {
        return Err(Fail::Client("one selector is required".to_owned()));
    };
    let (pairs, expressions) = map_selector(text)?;
    let objects = objects.to_vec();
    let reading = Reading { type_is_enough: false, single_type: false, all: given.is("all") };
    let (items, mut fails) = change.targets(&objects, &reading)?;
    for item in items {
        if item.resource.kind != "Service" {
            fails.push(Fail::Client("setting a selector is only supported for Services".to_owned()));
            continue;
        }
        if !expressions.is_empty() {
            let text = format!("match expression [{}] not supported on this object", expressions.join(" "));
            fails.push(Fail::Client(text));
            continue;
        }
        // The whole selector is replaced: what it has beside is taken out.
        let mut new = Map::new();
        for key in item.object.map("spec.selector").into_iter().flat_map(Map::keys) {
            new.insert(key.clone(), Value::Null);
        }
        new.extend(pairs.clone());
        if let Err(fail) = set_field(change, &item, &json!({"spec": {"selector": new}}), "selector updated") {
            fails.push(fail);
        }
    }
    Ok(fails)
}

/// A selector as `metav1.ParseToLabelSelector` reads it: what it demands by equality, and its expressions as Go prints them.
fn map_selector(text: &str) -> Done<(Map<String, Value>, Vec<String>)> {
    crate::console::selector::Labels::parse(text)
        .map_err(|problem| Fail::Client(format!("couldn't parse the selector string \"{text}\": {problem}")))?;
    let (mut pairs, mut expressions) = (Map::new(), Vec::new());
    let mut rest = text;
    while !rest.is_empty() {
        // A comma between brackets is not one between requirements.
        let mut depth = 0_i32;
        let end = rest.find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            c == ',' && depth == 0
        });
        let (one, tail) = end.map_or((rest, ""), |at| (rest.get(..at).unwrap_or(""), rest.get(at + 1..).unwrap_or("")));
        rest = tail;
        let one = one.trim();
        let listed = |list: &str| {
            let inner = list.trim().trim_start_matches('(').trim_end_matches(')');
            inner.split(',').map(str::trim).collect::<Vec<_>>().join(" ")
        };
        if let Some((key, list)) = one.split_once(" notin") {
            expressions.push(format!("{{{} NotIn [{}]}}", key.trim(), listed(list)));
        } else if let Some((key, list)) = one.split_once(" in") {
            expressions.push(format!("{{{} In [{}]}}", key.trim(), listed(list)));
        } else if let Some((key, value)) = one.split_once("!=") {
            expressions.push(format!("{{{} NotIn [{}]}}", key.trim(), value.trim()));
        } else if let Some((key, value)) = one.split_once('=') {
            pairs.insert(key.trim().to_owned(), value.trim_start_matches('=').trim().into());
        } else if let Some(key) = one.strip_prefix('!') {
            expressions.push(format!("{{{} DoesNotExist []}}", key.trim()));
        } else if !one.is_empty() {
            expressions.push(format!("{{{one} Exists []}}"));
        }
    }
    Ok((pairs, expressions))
}

/// The path of a workload's pod spec.
fn pod_spec_path(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "Pod" => "spec",
        "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet" | "ReplicationController" | "Job" => {
            "spec.template.spec"
        }
        "CronJob" => "spec.jobTemplate.spec.template.spec",
        _ => return None,
    })
}

/// The path of an object's pod spec, or kubectl's complaint about one without pods.
fn pod_template_of(item: &Item) -> Done<&'static str> {
    pod_spec_path(item.resource.kind).ok_or_else(|| {
        let (plural, name) = (item.resource.plural, &item.name);
        let go_type = format!("*{}.{}", item.resource.version, item.resource.kind);
        Fail::Client(format!(
            "error: {plural}/{name} the object is not a pod or does not have a pod template: {go_type}"
        ))
    })
}

/// Patches the pods of an object and says so; where nothing would be different, nothing is said.
fn set_template(change: &mut Change<'_, '_>, item: &Item, edit: &Value, what: &str) -> Done {
    let options = Options { dry_run: true, strictness: Strictness::Ignore };
    let tried = change.on.server.patch(item.resource, &item.namespace, &item.name, PatchKind::Strategic, edit, options);
    if tried.is_ok_and(|written| !written.changed) && change.printer.is_none() {
        return Ok(());
    }
    set_field(change, item, edit, &format!("{what} updated")).map_err(|fail| match fail {
        Fail::Server(status) => {
            Fail::Client(format!("failed to patch {what} update to pod template: {}", status.message))
        }
        other => other,
    })
}

/// A patch at the end of a path.
fn nested(path: &str, value: Value) -> Value {
    path.rsplit('.').fold(value, |inner, key| json!({ key: inner }))
}

fn image(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let given = change.given();
    let (objects, pairs) = pairs::split(&given.args, "image")?;
    let reading = Reading { type_is_enough: false, single_type: false, all: given.is("all") };
    let (items, mut fails) = change.targets(&objects, &reading)?;
    if pairs.is_empty() {
        return Err(Fail::Client("at least one image update is required".to_owned()));
    }
    let pairs: Vec<(String, String)> = pairs
        .iter()
        .filter_map(|pair| pair.split_once('=').map(|(name, image)| (name.to_owned(), image.to_owned())))
        .collect();
    if pairs.len() > 1 && pairs.iter().any(|(name, _)| name == "*") {
        return Err(Fail::Client(
            "all containers are already specified by *, but saw more than one container_name=container_image pairs"
                .to_owned(),
        ));
    }
    for item in items {
        let path = match pod_template_of(&item) {
            Ok(path) => path,
            Err(fail) => {
                fails.push(fail);
                continue;
            }
        };
        let mut spec = Map::new();
        for (name, image) in &pairs {
            let mut found = false;
            for list in ["initContainers", "containers"] {
                for container in item.object.items(&format!("{path}.{list}")) {
                    if name == "*" || container.text("name") == name {
                        found = true;
                        let entry = spec.entry(list).or_insert_with(|| json!([]));
                        if let Some(entry) = entry.as_array_mut() {
                            entry.push(json!({"name": container.text("name"), "image": image}));
                        }
                    }
                }
            }
            if !found {
                fails.push(Fail::Client(format!("unable to find container named {}", crate::kube::quote::quote(name))));
            }
        }
        if spec.is_empty() || !fails.is_empty() {
            continue;
        }
        let edit = nested(path, Value::Object(spec));
        if let Err(fail) = set_template(change, &item, &edit, "image") {
            fails.push(fail);
        }
    }
    Ok(fails)
}

fn env(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let given = change.given();
    let (objects, mut pairs) = pairs::split(&given.args, "environment")?;
    pairs.extend(given.list("env").into_iter().map(str::to_owned));
    if objects.is_empty() && !given.has("filename") {
        return Err(Fail::Client(
            "one or more resources must be specified as <resource> <name> or <resource>/<name>".to_owned(),
        ));
    }
    let list = given.is("list");
    let reading = Reading { type_is_enough: false, single_type: false, all: given.is("all") };
    let (items, mut fails) = change.targets(&objects, &reading)?;
    if pairs.is_empty() && !list && fails.is_empty() {
        return Err(Fail::Client("at least one environment variable must be provided".to_owned()));
    }
    let chosen = given.text("containers").filter(|it| *it != "*" && !it.is_empty());
    for item in items {
        let Some(path) = pod_spec_path(item.resource.kind) else { continue };
        let mut containers = Vec::new();
        for container in item.object.items(&format!("{path}.containers")) {
            let name = container.text("name");
            if chosen.is_some_and(|chosen| chosen != name) {
                continue;
            }
            if list {
                let _ = writeln!(change.out, "# {} {}, container {name}", item.resource.kind, item.name);
                for variable in container.items("env") {
                    let _ = writeln!(change.out, "{}={}", variable.text("name"), variable.text("value"));
                }
            }
            let changes: Vec<Value> = pairs
                .iter()
                .map(|pair| match pair.split_once('=') {
                    Some((key, value)) => json!({"name": key, "value": value}),
                    None => json!({"name": pair.trim_end_matches('-'), "$patch": "delete"}),
                })
                .collect();
            containers.push(json!({"name": name, "env": changes}));
        }
        if pairs.is_empty() {
            continue;
        }
        let edit = nested(path, json!({ "containers": containers }));
        if let Err(fail) = set_template(change, &item, &edit, "env") {
            fails.push(fail);
        }
    }
    Ok(fails)
}

fn resources(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let given = change.given();
    let (limits, requests) = (given.text("limits").unwrap_or(""), given.text("requests").unwrap_or(""));
    if limits.is_empty() && requests.is_empty() {
        return Err(Fail::Client(
            "you must specify an update to requests or limits (in the form of --requests/--limits)".to_owned(),
        ));
    }
    let amounts = |text: &str| -> Value {
        text.split(',')
            .filter_map(|pair| pair.split_once('='))
            .map(|(key, value)| (key.to_owned(), Value::from(value)))
            .collect::<Map<_, _>>()
            .into()
    };
    let args = given.args.clone();
    let reading = Reading { type_is_enough: false, single_type: false, all: given.is("all") };
    let (items, mut fails) = change.targets(&args, &reading)?;
    let chosen = given.text("containers").filter(|it| *it != "*" && !it.is_empty());
    for item in items {
        let Some(path) = pod_spec_path(item.resource.kind) else { continue };
        let containers: Vec<Value> = item
            .object
            .items(&format!("{path}.containers"))
            .iter()
            .filter(|container| chosen.is_none_or(|chosen| chosen == container.text("name")))
            .map(|container| {
                let mut wanted = Map::new();
                if !limits.is_empty() {
                    wanted.insert("limits".into(), amounts(limits));
                }
                if !requests.is_empty() {
                    wanted.insert("requests".into(), amounts(requests));
                }
                json!({"name": container.text("name"), "resources": wanted})
            })
            .collect();
        let edit = nested(path, json!({ "containers": containers }));
        if let Err(fail) = set_field(change, &item, &edit, "resource requirements updated") {
            fails.push(fail);
        }
    }
    Ok(fails)
}

fn account(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let given = change.given();
    let Some((name, objects)) = given.args.split_last() else {
        return Err(Fail::Client("serviceaccount is required".to_owned()));
    };
    let objects = objects.to_vec();
    let reading = Reading { type_is_enough: false, single_type: false, all: given.is("all") };
    let (items, mut fails) = change.targets(&objects, &reading)?;
    for item in items {
        let Some(path) = pod_spec_path(item.resource.kind) else { continue };
        let edit = nested(path, json!({"serviceAccountName": name, "serviceAccount": name}));
        if let Err(fail) = set_field(change, &item, &edit, "serviceaccount updated") {
            fails.push(fail);
        }
    }
    Ok(fails)
}
