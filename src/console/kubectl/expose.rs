//! `kubectl expose` and `kubectl run` (staging/src/k8s.io/kubectl/pkg/cmd/{expose,run}).
//!
//! Must not know: what becomes of objects.

use super::change::{Change, Changing, Done, DryRun, Fail, report};
use super::commands::Invocation;
use super::manifest::Item;
use super::target::Reading;
use crate::console::Output;
use crate::console::print::field::Field;
use crate::console::resource::{PODS, SERVICES};
use crate::console::server::{Options, Strictness};
use serde_json::{Map, Value, json};

/// The longest name that `expose` gives a Service.
const LONGEST_NAME: usize = 63;

/// Runs `kubectl expose`.
pub(super) fn run(on: &mut Changing<'_>, call: &Invocation) -> Output {
    let mut change = match Change::begin(on, call) {
        Ok(change) => change,
        Err((said, fail)) => return Output { stderr: said + &report(&[fail]), exit: 1, ..Output::default() },
    };
    let fails = expose(&mut change).unwrap_or_else(|fail| vec![fail]);
    change.end(&fails)
}

fn expose(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    // Here `--selector` chooses no objects: it is what the new Service selects.
    let mut plain = change.call.clone();
    plain.given.forget("selector");
    let (items, mut fails) = if plain.given.has("filename") {
        // What a file says is exposed as it stands there, whether or not the server has it.
        let (mut items, mut fails) = (Vec::new(), Vec::new());
        for item in change.items()? {
            item.map_or_else(|fail| fails.push(fail), |item| items.push(item));
        }
        (items, fails)
    } else {
        let mut finding = Change::begin(change.on, &plain).map_err(|(_, fail)| fail)?;
        let reading = Reading { type_is_enough: false, ..Reading::default() };
        let found = finding.targets(&plain.given.args, &reading)?;
        let said = std::mem::take(&mut finding.err);
        change.warn_once(&said);
        found
    };
    for item in items {
        if let Err(fail) = one(change, &item) {
            fails.push(fail);
        }
    }
    Ok(fails)
}

#[expect(clippy::too_many_lines, reason = "kubectl's refusals in kubectl's order, each of which may be the last")]
fn one(change: &mut Change<'_, '_>, item: &Item) -> Done {
    let given = change.given();
    let kind = item.resource.kind;
    if !matches!(kind, "Service" | "Pod" | "Deployment" | "ReplicaSet" | "ReplicationController") {
        let group = if item.resource.group.is_empty() { String::new() } else { format!(".{}", item.resource.group) };
        return Err(Fail::Client(format!("cannot expose a {kind}{group}")));
    }
    let name = match given.text("name").filter(|name| !name.is_empty()) {
        Some(name) => name.to_owned(),
        None => item.name.chars().take(LONGEST_NAME).collect(),
    };
    let headless = given.text("cluster-ip") == Some("None");
    if let Some(affinity) = given.text("session-affinity").filter(|it| !matches!(*it, "" | "None" | "ClientIP")) {
        return Err(Fail::Client(format!("unknown session affinity: {affinity}")));
    }
    let selector = match given.text("selector").filter(|text| !text.is_empty()) {
        Some(text) => pairs(text)?,
        None => selector_of(item).map_err(|why| {
            Fail::Client(format!("couldn't retrieve selectors via --selector flag or introspection: {why}"))
        })?,
    };
    let asked = given.text("port").filter(|text| !text.is_empty()).map(str::to_owned);
    let port_text = if let Some(text) = asked {
        text
    } else {
        let found = ports_of(item);
        if found.is_empty() && !headless {
            return Err(Fail::Client("couldn't find port via --port flag or introspection".to_owned()));
        }
        found.iter().map(|(port, _)| port.to_string()).collect::<Vec<_>>().join(",")
    };
    let labels = match given.text("labels").filter(|text| !text.is_empty()) {
        Some(text) => pairs(text)?,
        None => item.object.map("metadata.labels").cloned().unwrap_or_default(),
    };
    let protocols = ports_of(item);
    let mut ports = Vec::new();
    let several = port_text.contains(',');
    for (index, text) in port_text.split(',').filter(|text| !text.is_empty()).enumerate() {
        let number: i64 = text.trim().parse().map_err(|_| {
            let quoted = crate::kube::quote::quote(text);
            Fail::Client(format!("strconv.Atoi: parsing {quoted}: invalid syntax"))
        })?;
        let protocol = match given.text("protocol").filter(|text| !text.is_empty()) {
            Some(protocol) => protocol.to_owned(),
            None => {
                protocols.iter().find(|(port, _)| *port == number).map_or("TCP", |(_, protocol)| protocol).to_owned()
            }
        };
        let target = match given.text("target-port").filter(|text| !text.is_empty()) {
            Some(text) => text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)),
            None => json!(number),
        };
        let mut port = json!({"port": number, "protocol": protocol, "targetPort": target});
        if let (true, Some(map)) = (several, port.as_object_mut()) {
            map.insert("name".into(), format!("port-{}", index + 1).into());
        }
        ports.push(crate::kube::body::sorted(&port));
    }
    let mut spec = Map::new();
    let mut text = |flag: &str, field: &str| {
        if let Some(value) = given.text(flag).filter(|value| !value.is_empty()) {
            spec.insert(field.to_owned(), value.into());
        }
    };
    text("cluster-ip", "clusterIP");
    text("load-balancer-ip", "loadBalancerIP");
    text("session-affinity", "sessionAffinity");
    text("type", "type");
    if let Some(address) = given.text("external-ip").filter(|value| !value.is_empty()) {
        spec.insert("externalIPs".into(), json!([address]));
    }
    if !ports.is_empty() {
        spec.insert("ports".into(), ports.into());
    }
    spec.insert("selector".into(), Value::Object(selector));
    let mut metadata = Map::new();
    if !labels.is_empty() {
        metadata.insert("labels".into(), Value::Object(labels));
    }
    metadata.insert("name".into(), name.into());
    let enforced = given.text("namespace").is_some_and(|it| !it.is_empty());
    if enforced || item.namespace != "default" {
        metadata.insert("namespace".into(), item.namespace.clone().into());
    }
    let mut object = json!({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec, "status": {"loadBalancer": {}}});
    if let Some(overrides) = overrides(given.text("overrides"))? {
        object = match given.text("override-type") {
            Some("strategic") => {
                crate::console::patch::strategic::merge(&object, &overrides, "Service").map_err(Fail::Client)?
            }
            Some("json") => crate::console::patch::json::patch(&object, &overrides)
                .map_err(|_| Fail::Client("invalid JSON patch".into()))?,
            _ => crate::console::patch::json::merge(&object, &overrides),
        };
    }
    if change.dry_run == DryRun::Client {
        return change.done(&crate::kube::body::sorted(&object), "exposed");
    }
    if given.is("save-config") {
        super::apply::save_config(&mut object);
    }
    let options = Options { dry_run: change.dry_run == DryRun::Server, strictness: Strictness::Warn };
    let made = super::create::create(change, &SERVICES, &item.namespace, &object, options)?;
    change.done(&made, "exposed")
}

fn overrides(text: Option<&str>) -> Done<Option<Value>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    serde_json::from_str(text).map(Some).map_err(|_| Fail::Client("Invalid JSON Patch".to_owned()))
}

/// `a=1,b=2`.
fn pairs(text: &str) -> Done<Map<String, Value>> {
    let mut map = Map::new();
    for pair in text.split(',') {
        let Some((key, value)) = pair.split_once('=') else {
            return Err(Fail::Client(format!("unexpected label spec: {pair}")));
        };
        map.insert(key.to_owned(), value.into());
    }
    Ok(map)
}

/// The labels by which the pods of an object are chosen, or why there are none.
fn selector_of(item: &Item) -> Result<Map<String, Value>, String> {
    let object = &item.object;
    let (found, problem) = match item.resource.kind {
        "Pod" => (object.map("metadata.labels"), "the pod has no labels and cannot be exposed".to_owned()),
        "Service" | "ReplicationController" => {
            let kind = item.resource.kind;
            (
                object.map("spec.selector"),
                if kind == "Service" {
                    "the service has no pod selector set".to_owned()
                } else {
                    "invalid replication controller".to_owned()
                },
            )
        }
        _ => {
            let unsupported = object.items("spec.selector.matchExpressions");
            if !unsupported.is_empty() {
                let shown = unsupported.iter().map(crate::console::patch::go_map).collect::<Vec<_>>().join(" ");
                return Err(format!("couldn't convert expressions - \"[{shown}]\" to map-based selector format"));
            }
            let kind = item.resource.singular;
            (
                object.map("spec.selector.matchLabels"),
                format!("invalid {kind}: no selectors, therefore cannot be exposed"),
            )
        }
    };
    found.cloned().ok_or(problem)
}

/// The ports an object declares, with their protocols.
fn ports_of(item: &Item) -> Vec<(i64, String)> {
    let object = &item.object;
    let read = |port: &Value, field: &str| {
        let protocol = if port.text("protocol").is_empty() { "TCP" } else { port.text("protocol") };
        Some((port.number(field)?, protocol.to_owned()))
    };
    match item.resource.kind {
        "Service" => object.items("spec.ports").iter().filter_map(|port| read(port, "port")).collect(),
        kind => {
            let path = if kind == "Pod" { "spec.containers" } else { "spec.template.spec.containers" };
            let containers = object.items(path).iter();
            containers
                .flat_map(|container| container.items("ports"))
                .filter_map(|port| read(port, "containerPort"))
                .collect()
        }
    }
}

/// Runs `kubectl run`.
pub(super) fn run_pod(on: &mut Changing<'_>, call: &Invocation) -> Output {
    let mut change = match Change::begin(on, call) {
        Ok(change) => change,
        Err((said, fail)) => return Output { stderr: said + &report(&[fail]), exit: 1, ..Output::default() },
    };
    let fails = match pod(&mut change) {
        Ok(()) => Vec::new(),
        Err(fail) => vec![fail],
    };
    change.end(&fails)
}

#[expect(clippy::too_many_lines, reason = "kubectl's refusals in kubectl's order, each of which may be the last")]
fn pod(change: &mut Change<'_, '_>) -> Done {
    let given = change.given();
    if !given.has("image") {
        return Err(Fail::Client("required flag(s) \"image\" not set".to_owned()));
    }
    let Some(name) = given.args.first().filter(|_| given.dash != Some(0)) else {
        return Err(Fail::Raw(change.call.usage_error("NAME is required for run")));
    };
    let image = given.text("image").unwrap_or("");
    if image.is_empty() {
        return Err(Fail::Client("--image is required".to_owned()));
    }
    if image.contains(char::is_whitespace) || image.chars().any(char::is_uppercase) && !image.contains(':') {
        return Err(Fail::Client(format!(
            "Invalid image name {}: invalid reference format",
            crate::kube::quote::quote(image)
        )));
    }
    let restart = match given.text("restart").unwrap_or("Always") {
        "" => "Always",
        known @ ("Always" | "OnFailure" | "Never") => known,
        other => {
            let text = format!("invalid restart policy: {other}");
            return Err(Fail::Raw(change.call.usage_error(&text)));
        }
    };
    let usage = |text: &str| Err(Fail::Raw(change.call.usage_error(text)));
    if given.is("tty") && !given.is("stdin") {
        return usage("-i/--stdin is required for containers with -t/--tty=true");
    }
    let attach = given.switch_or("attach", given.is("stdin"));
    if given.is("rm") && !attach {
        return usage("--rm should only be used for attached containers");
    }
    if attach && change.dry_run != DryRun::None {
        return usage(
            "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
        );
    }
    if let Some(policy) =
        given.text("image-pull-policy").filter(|it| !matches!(*it, "" | "Always" | "IfNotPresent" | "Never"))
    {
        return usage(&format!("invalid image pull policy: {policy}"));
    }
    let port = given.text("port").filter(|text| !text.is_empty());
    if given.is("expose") && port.is_none() {
        return Err(Fail::Raw(change.call.usage_error("--port must be set when exposing a service")));
    }
    let mut container = Map::new();
    container.insert("image".into(), image.into());
    container.insert("name".into(), name.as_str().into());
    container.insert("resources".into(), json!({}));
    let rest = given.args.get(1..).unwrap_or(&[]);
    if !rest.is_empty() {
        container.insert(if given.is("command") { "command" } else { "args" }.into(), json!(rest));
    }
    let env: Vec<Value> = given
        .list("env")
        .iter()
        .map(|pair| {
            let (key, value) = pair.split_once('=').ok_or_else(|| Fail::Client(format!("invalid env: {pair}")))?;
            let mut variable = json!({ "name": key });
            if let (false, Some(map)) = (value.is_empty(), variable.as_object_mut()) {
                map.insert("value".into(), value.into());
            }
            Ok(variable)
        })
        .collect::<Done<_>>()?;
    if !env.is_empty() {
        container.insert("env".into(), env.into());
    }
    if let Some(policy) = given.text("image-pull-policy").filter(|text| !text.is_empty()) {
        container.insert("imagePullPolicy".into(), policy.into());
    }
    if let Some(port) = port {
        let number: i64 = port.parse().map_err(|_| {
            Fail::Client(format!("strconv.Atoi: parsing {}: invalid syntax", crate::kube::quote::quote(port)))
        })?;
        container.insert("ports".into(), json!([{ "containerPort": number }]));
    }
    if given.is("privileged") {
        container.insert("securityContext".into(), json!({"privileged": true}));
    }
    if given.is("stdin") {
        container.insert("stdin".into(), true.into());
        if !given.is("leave-stdin-open") {
            container.insert("stdinOnce".into(), true.into());
        }
    }
    if given.is("tty") {
        container.insert("tty".into(), true.into());
    }
    let labels = match given.text("labels").filter(|text| !text.is_empty()) {
        Some(text) => pairs(text)?,
        None => [("run".to_owned(), Value::from(name.as_str()))].into_iter().collect(),
    };
    let mut metadata = Map::new();
    let annotations: Map<String, Value> = given
        .list("annotations")
        .iter()
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.to_owned(), value.into()))
        .collect();
    if !annotations.is_empty() {
        metadata.insert("annotations".into(), Value::Object(annotations));
    }
    metadata.insert("labels".into(), Value::Object(labels.clone()));
    metadata.insert("name".into(), name.as_str().into());
    let namespace = change.namespace();
    if given.text("namespace").is_some_and(|it| !it.is_empty()) {
        metadata.insert("namespace".into(), namespace.clone().into());
    }
    let mut object = json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": metadata,
        "spec": {"containers": [container], "dnsPolicy": "ClusterFirst", "restartPolicy": restart},
        "status": {},
    });
    if let Some(overrides) = overrides(given.text("overrides"))? {
        object = match given.text("override-type") {
            Some("strategic") => {
                crate::console::patch::strategic::merge(&object, &overrides, "Pod").map_err(Fail::Client)?
            }
            _ => crate::console::patch::json::merge(&object, &overrides),
        };
    }
    let service = given.is("expose").then(|| {
        let number: i64 = port.and_then(|port| port.parse().ok()).unwrap_or(0);
        json!({
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": name},
            "spec": {
                "ports": [{"port": number, "protocol": "TCP", "targetPort": number}],
                "selector": Value::Object(labels),
            },
            "status": {"loadBalancer": {}},
        })
    });
    let options = Options { dry_run: change.dry_run == DryRun::Server, strictness: Strictness::Warn };
    let client_only = change.dry_run == DryRun::Client;
    if given.is("save-config") && !client_only {
        super::apply::save_config(&mut object);
    }
    let made = if client_only { object } else { super::create::create(change, &PODS, &namespace, &object, options)? };
    if let Some(service) = service {
        let service = if client_only {
            service
        } else {
            super::create::create(change, &SERVICES, &namespace, &service, options)?
        };
        change.done(&service, "created")?;
        // kubectl separates the two itself, and its YAML printer once more.
        if change.given().text("output") == Some("yaml") {
            change.out.push_str("---\n");
        }
    }
    change.done(&made, "created")
}
