//! `kubectl describe`: which objects, and each of them as its kind is told.
//!
//! Must not know: how the arguments are read.

mod batch;
mod configuration;
mod container;
mod endpoints;
mod events;
mod generic;
mod ingress;
mod namespace;
mod node;
mod pod;
mod policy;
mod quantity;
mod service;
mod storage;
mod volume;
mod workload;
mod writer;

use super::client::Client;
use super::commands::Invocation;
use super::flags::Given;
use super::problem::{Problem, report};
use super::target::{self, Reading, Target};
use crate::console::Output;
use crate::console::print::field::Field;
use crate::console::resource::Resource;
use crate::console::server::Server;
use serde_json::Value;
use writer::Writer;

/// Runs it.
pub fn run(client: &Client<'_>, call: &Invocation) -> Output {
    let mut out = match describe(client, call) {
        Ok(out) => out,
        Err(problem) => Output::fail(1, report(&[problem])),
    };
    out.stderr.insert_str(0, &client.warnings());
    out
}

fn describe(client: &Client<'_>, call: &Invocation) -> Result<Output, Problem> {
    let given = &call.given;
    if given.args.is_empty() && !given.has("filename") && !given.has("kustomize") {
        return Err(Problem::Client(
            "You must specify the type of resource to describe. Use \"kubectl api-resources\" for a complete list of \
             supported resources."
                .to_owned(),
        ));
    }
    let target = target::read(client, given, &given.args, &Reading::default())?;
    let (found, problems) = target.fetch(client, given);
    if let ([Problem::Server { reason: "NotFound", .. }], [kind, prefix]) = (problems.as_slice(), given.args.as_slice())
    {
        return matching(client, given, kind, prefix, &problems);
    }
    let events = given.switch_or("show-events", true);
    let texts: Vec<String> = found
        .iter()
        .flat_map(|found| found.objects.iter().map(|object| text(client.server, found.resource, object, events)))
        .collect();
    let mut out = Output::ok(texts.join("\n\n"));
    if texts.is_empty() && problems.is_empty() {
        let namespaced = found.iter().all(|found| found.resource.namespaced);
        out.stderr = if given.is("all-namespaces") || !namespaced || matches!(target, Target::Files(_)) {
            "No resources found\n".to_owned()
        } else {
            format!("No resources found in {} namespace.\n", client.namespace(given))
        };
    }
    if !problems.is_empty() {
        out.stderr.push_str(&report(&problems));
        out.exit = 1;
    }
    Ok(out)
}

/// Where no object has the name: those whose names begin with it.
fn matching(
    client: &Client<'_>,
    given: &Given,
    kind: &str,
    prefix: &str,
    problems: &[Problem],
) -> Result<Output, Problem> {
    let reading = Reading { single_type: true, ..Reading::default() };
    let target = target::read(client, given, &[kind.to_owned()], &reading)?;
    let (found, more) = target.fetch(client, given);
    if let Some(problem) = more.into_iter().next() {
        return Err(problem);
    }
    let events = given.switch_or("show-events", true);
    let mut out = Output::default();
    for found in &found {
        for object in found.objects.iter().filter(|object| object.text("metadata.name").starts_with(prefix)) {
            out.stdout.push_str(&text(client.server, found.resource, object, events));
            out.stdout.push('\n');
        }
    }
    if out.stdout.is_empty() {
        return Ok(Output::fail(1, report(problems)));
    }
    Ok(out)
}

/// The template of a revision, as `rollout history --revision` tells it: with the tabs that elsewhere become columns.
pub(super) fn pod_template(server: &Server, template: &Value) -> String {
    let mut writer = Writer::new(server, false);
    pod::template(&mut writer, template);
    writer.raw()
}

/// An object as its kind is told.
fn text(server: &Server, resource: &Resource, object: &Value, events: bool) -> String {
    let mut writer = Writer::new(server, events);
    let tell: fn(&mut Writer<'_>, &Value) = match (resource.group, resource.kind) {
        ("", "Service") => service::tell,
        ("", "Pod") => pod::tell,
        ("", "Node") => node::tell,
        ("", "Namespace") => namespace::tell,
        ("", "Endpoints") => endpoints::tell,
        ("discovery.k8s.io", "EndpointSlice") => endpoints::tell_slice,
        ("apps", "Deployment") => workload::deployment,
        ("apps", "ReplicaSet") => workload::replica_set,
        ("apps", "DaemonSet") => workload::daemon_set,
        ("apps", "StatefulSet") => workload::stateful_set,
        ("batch", "Job") => batch::job,
        ("batch", "CronJob") => batch::cron_job,
        ("", "ConfigMap") => configuration::config_map,
        ("", "Secret") => configuration::secret,
        ("", "ServiceAccount") => configuration::service_account,
        ("networking.k8s.io", "Ingress") => ingress::tell,
        ("networking.k8s.io", "IngressClass") => ingress::class,
        ("policy", "PodDisruptionBudget") => policy::disruption_budget,
        ("", "ResourceQuota") => policy::quota,
        ("", "LimitRange") => policy::limits,
        ("", "PersistentVolumeClaim") => storage::claim,
        _ => generic::tell,
    };
    tell(&mut writer, object);
    writer.finish()
}
