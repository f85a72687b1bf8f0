//! What kubectl tells about the cluster and itself: `version`, `cluster-info`, `api-resources`, `api-versions`, `auth`.
//!
//! Must not know: objects beyond the Services it points to.

use super::client::Client;
use super::commands::Invocation;
use super::{help, target};
use crate::console::Output;
use crate::console::print::field::Field;
use crate::console::print::{tabwriter, yaml};
use crate::console::resource::{RESOURCES, Resource, SERVICES};
use serde_json::json;
use std::fmt::Write as _;

/// The version that everything here is.
pub const VERSION: &str = "v1.34.9";
const KUSTOMIZE: &str = "v5.7.1";

/// `kubectl version`.
pub fn version(call: &Invocation) -> Output {
    if !call.given.args.is_empty() {
        return Output::fail(1, format!("error: extra arguments: [{}]\n", call.given.args.join(" ")));
    }
    let only_client = call.given.is("client");
    let told = json!({
        "major": "1", "minor": "34", "gitVersion": VERSION, "gitTreeState": "clean", "goVersion": "go1.24.6",
        "compiler": "gc", "platform": "linux/amd64",
    });
    let mut object = json!({"clientVersion": told, "kustomizeVersion": KUSTOMIZE});
    if !only_client {
        object["serverVersion"] = told;
    }
    match call.given.text("output") {
        None | Some("") => {
            let mut text = format!("Client Version: {VERSION}\nKustomize Version: {KUSTOMIZE}\n");
            if !only_client {
                let _ = writeln!(text, "Server Version: {VERSION}");
            }
            Output::ok(text)
        }
        Some("yaml") => Output::ok(yaml::document(&object) + "\n"),
        Some("json") => Output::ok(version_json(only_client)),
        Some(_) => Output::fail(1, "error: --output must be 'yaml' or 'json'\n"),
    }
}

/// `kubectl version -o json`: the fields in the order of Go's struct, two blanks deep.
fn version_json(only_client: bool) -> String {
    let fields = [
        ("major", "1"),
        ("minor", "34"),
        ("gitVersion", VERSION),
        ("gitTreeState", "clean"),
        ("goVersion", "go1.24.6"),
        ("compiler", "gc"),
        ("platform", "linux/amd64"),
    ];
    let lines: Vec<String> = fields.iter().map(|(name, value)| format!("    \"{name}\": \"{value}\"")).collect();
    let told = format!("{{\n{}\n  }}", lines.join(",\n"));
    let server = if only_client { String::new() } else { format!(",\n  \"serverVersion\": {told}") };
    format!("{{\n  \"clientVersion\": {told},\n  \"kustomizeVersion\": \"{KUSTOMIZE}\"{server}\n}}\n")
}

/// `kubectl cluster-info`.
pub fn cluster_info(client: &Client<'_>) -> Output {
    let host = client.config.server();
    let mut text = format!("Kubernetes control plane is running at {host}\n");
    for service in client.server.list(*SERVICES, Some("kube-system")) {
        let labels = service.map("metadata.labels");
        let label = |key: &str| labels.and_then(|labels| labels.get(key)).and_then(serde_json::Value::as_str);
        if label("kubernetes.io/cluster-service") != Some("true") {
            continue;
        }
        let name = service.text("metadata.name");
        let shown = label("kubernetes.io/name").filter(|shown| !shown.is_empty()).unwrap_or(name);
        let link = match service.items("spec.ports").first() {
            Some(port) if port.text("name") == "https" || port.number("port") == Some(443) => {
                format!("https:{name}:{}", port.text("name"))
            }
            Some(port) if !port.text("name").is_empty() => format!("{name}:{}", port.text("name")),
            _ => name.to_owned(),
        };
        let _ = writeln!(text, "{shown} is running at {host}/api/v1/namespaces/kube-system/services/{link}/proxy");
    }
    text.push_str("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
    Output::ok(text)
}

/// `kubectl api-resources`.
pub fn api_resources(call: &Invocation) -> Output {
    let given = &call.given;
    if !given.args.is_empty() {
        let problem = format!("unexpected arguments: [{}]", given.args.join(" "));
        return Output::fail(1, call.usage_error(&problem));
    }
    let output = given.text("output").unwrap_or("");
    if !matches!(output, "" | "wide" | "name") {
        return Output::fail(1, format!("error: --output {output} is not available\n"));
    }
    let namespaced = given.has("namespaced").then(|| given.is("namespaced"));
    let mut shown: Vec<&Resource> = RESOURCES
        .iter()
        .filter(|it| given.text("api-group").is_none_or(|group| it.group == group))
        .filter(|it| namespaced.is_none_or(|wanted| it.namespaced == wanted))
        .filter(|it| given.list("categories").iter().all(|&category| categories(it).contains(&category)))
        .filter(|it| given.list("verbs").iter().all(|&verb| verbs(it).contains(&verb)))
        .collect();
    match given.text("sort-by") {
        None | Some("") => {}
        Some("name") => shown.sort_by_key(|it| it.plural),
        Some("kind") => shown.sort_by_key(|it| it.kind),
        Some(_) => return Output::fail(1, "error: --sort-by accepts only name or kind\n"),
    }
    let mut text = String::new();
    if output == "name" {
        text.extend(shown.iter().map(|it| it.qualified() + "\n"));
        return Output::ok(text);
    }
    let wide = output == "wide";
    if !given.is("no-headers") {
        text.push_str("NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND");
        text.push_str(if wide { "\tVERBS\tCATEGORIES\n" } else { "\n" });
    }
    for it in shown {
        let shorts = it.short_names.join(",");
        let _ = write!(text, "{}\t{shorts}\t{}\t{}\t{}", it.plural, it.api_version(), it.namespaced, it.kind);
        if wide {
            let _ = write!(text, "\t{}\t{}", verbs(it).join(","), categories(it).join(","));
        }
        text.push('\n');
    }
    Output::ok(tabwriter::lay_out(&text, tabwriter::TABLE))
}

fn categories(resource: &Resource) -> &'static [&'static str] {
    if Resource::all().any(|it| it == resource) {
        &["all"]
    } else if resource.group.ends_with("registration.k8s.io") {
        &["api-extensions"]
    } else {
        &[]
    }
}

fn verbs(resource: &Resource) -> &'static [&'static str] {
    match resource.kind {
        "ComponentStatus" => &["get", "list"],
        kind if kind.ends_with("Review") || kind == "Binding" => &["create"],
        _ => &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
    }
}

/// `kubectl api-versions`.
pub fn api_versions() -> Output {
    let mut versions: Vec<String> = RESOURCES.iter().map(Resource::api_version).collect();
    versions.push("autoscaling/v1".to_owned());
    versions.sort();
    versions.dedup();
    Output::ok(versions.join("\n") + "\n")
}

/// `kubectl auth can-i`, `kubectl auth whoami`.
pub fn auth(call: &Invocation) -> Output {
    let given = &call.given;
    let user = given.text("as").filter(|user| !user.is_empty());
    let allowed = user.is_none() || given.list("as-group").contains(&"system:masters");
    match call.command().name {
        "whoami" => {
            let name = user.unwrap_or("minikube-user");
            let group = if allowed { "system:masters system:authenticated" } else { "system:authenticated" };
            let text = format!("ATTRIBUTE\tVALUE\nUsername\t{name}\nGroups\t[{group}]\n");
            Output::ok(tabwriter::lay_out(&text, tabwriter::TABLE))
        }
        "can-i" => can_i(call, allowed),
        _ => help::of(call, true),
    }
}

/// Paths that everybody who is known may read, and those among them that anybody may: `system:discovery` and
/// `system:public-info-viewer` (plugin/pkg/auth/authorizer/rbac/bootstrappolicy).
const READABLE: [(&str, bool); 11] = [
    ("/api/*", false),
    ("/api", false),
    ("/apis/*", false),
    ("/apis", false),
    ("/healthz", true),
    ("/livez", true),
    ("/openapi/*", false),
    ("/openapi", false),
    ("/readyz", true),
    ("/version/", true),
    ("/version", true),
];

/// `auth can-i --list`: what the roles of somebody allow, those of every known user after an administrator's.
fn rules(allowed: bool, bare: bool) -> String {
    let mut text = String::new();
    if !bare {
        text.push_str("Resources\tNon-Resource URLs\tResource Names\tVerbs\n");
    }
    if allowed {
        text.push_str("*.*\t[]\t[]\t[*]\n\t[*]\t[]\t[*]\n");
    }
    for resource in [
        "selfsubjectreviews.authentication.k8s.io",
        "selfsubjectaccessreviews.authorization.k8s.io",
        "selfsubjectrulesreviews.authorization.k8s.io",
    ] {
        let _ = writeln!(text, "{resource}\t[]\t[]\t[create]");
    }
    for (path, twice) in READABLE {
        for _ in 0..=usize::from(twice) {
            let _ = writeln!(text, "\t[{path}]\t[]\t[get]");
        }
    }
    tabwriter::lay_out(&text, tabwriter::TABLE)
}

fn can_i(call: &Invocation, allowed: bool) -> Output {
    let given = &call.given;
    if given.is("list") {
        return Output::ok(rules(allowed, given.is("no-headers")));
    }
    let (verb, object) = match given.args.as_slice() {
        [verb, object] => (verb, object),
        [verb, object, _] => (verb, object),
        _ => {
            return Output::fail(
                1,
                "error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth \
                 can-i -h' for help and examples.\n",
            );
        }
    };
    let mut out = Output::default();
    let word = object.split('/').next().unwrap_or("");
    if !object.starts_with('/') && word != "*" {
        match target::resource_type(word) {
            Ok(resource)
                if !verbs(resource).contains(&verb.as_str()) && !matches!(verb.as_str(), "*" | "use" | "bind") =>
            {
                out.stderr = format!("Warning: verb '{verb}' is not a known verb\n\n");
            }
            Ok(resource) if !resource.namespaced => {
                let plural = resource.plural;
                out.stderr = match resource.group {
                    "" => format!("Warning: resource '{plural}' is not namespace scoped\n\n"),
                    group => format!("Warning: resource '{plural}' is not namespace scoped in group '{group}'\n\n"),
                };
            }
            Ok(_) => {}
            Err(_) => out.stderr = format!("Warning: the server doesn't have a resource type '{word}'\n\n"),
        }
    }
    if !given.is("quiet") {
        out.stdout.push_str(if allowed { "yes\n" } else { "no\n" });
    }
    out.exit = u8::from(!allowed);
    out
}
