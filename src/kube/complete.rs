//! What the server fills in of the parts of Pods, templates and workloads that [`super::model`] leaves out: whole objects
//! as JSON (`defaults.go` of `pkg/apis/core/v1`, `apps/v1` and `batch/v1`, conversions).
//!
//! Must not know: texts, other objects.

use serde_json::{Value, json};

/// Fills in an object of `kind` whose fields are those of its kind.
pub(super) fn object(kind: &str, object: &mut Value) {
    match kind {
        "Pod" => {
            if let Some(spec) = object.get_mut("spec") {
                pod_spec(spec);
                fill(spec, "enableServiceLinks", &json!(true));
                requests_follow_limits(spec);
            }
        }
        "Deployment" => {
            workload(object);
            deployment(object);
        }
        "ReplicaSet" | "ReplicationController" => workload(object),
        "StatefulSet" => {
            workload(object);
            stateful_set(object);
        }
        "DaemonSet" => {
            template(object);
            daemon_set(object);
        }
        "Job" => {
            template(object);
            job(object);
        }
        "CronJob" => cron_job(object),
        _ => {}
    }
}

/// Gives a field a value where it has none.
fn fill(parent: &mut Value, field: &str, value: &Value) {
    if let Value::Object(map) = parent
        && map.get(field).is_none_or(Value::is_null)
    {
        map.insert(field.to_owned(), value.clone());
    }
}

fn each(parent: &mut Value, list: &str, mut change: impl FnMut(&mut Value)) {
    if let Some(Value::Array(items)) = parent.get_mut(list) {
        items.iter_mut().for_each(&mut change);
    }
}

/// What Deployments, ReplicaSets, ReplicationControllers and StatefulSets have in common.
fn workload(object: &mut Value) {
    if let Some(spec) = object.get_mut("spec") {
        fill(spec, "replicas", &json!(1));
    }
    template(object);
}

/// `SetDefaults_PodTemplate` of whatever has one.
fn template(object: &mut Value) {
    let Some(spec) = object.get_mut("spec") else { return };
    fill(spec, "template", &json!({}));
    if let Some(template) = spec.get_mut("template") {
        // A struct that is not left out where it is empty.
        fill(template, "metadata", &json!({}));
        fill(template, "spec", &json!({"containers": null}));
        if let Some(spec) = template.get_mut("spec") {
            pod_spec(spec);
        }
    }
}

/// `SetDefaults_Deployment`.
fn deployment(object: &mut Value) {
    let Some(spec) = object.get_mut("spec") else { return };
    fill(spec, "progressDeadlineSeconds", &json!(600));
    fill(spec, "revisionHistoryLimit", &json!(10));
    rolling(spec, "strategy", &[("maxSurge", json!("25%")), ("maxUnavailable", json!("25%"))]);
}

/// `SetDefaults_StatefulSet`.
fn stateful_set(object: &mut Value) {
    let Some(spec) = object.get_mut("spec") else { return };
    fill(spec, "podManagementPolicy", &json!("OrderedReady"));
    fill(spec, "revisionHistoryLimit", &json!(10));
    fill(spec, "persistentVolumeClaimRetentionPolicy", &json!({}));
    if let Some(policy) = spec.get_mut("persistentVolumeClaimRetentionPolicy") {
        fill(policy, "whenDeleted", &json!("Retain"));
        fill(policy, "whenScaled", &json!("Retain"));
    }
    rolling(spec, "updateStrategy", &[("partition", json!(0))]);
}

/// `SetDefaults_DaemonSet`.
fn daemon_set(object: &mut Value) {
    let Some(spec) = object.get_mut("spec") else { return };
    fill(spec, "revisionHistoryLimit", &json!(10));
    rolling(spec, "updateStrategy", &[("maxSurge", json!(0)), ("maxUnavailable", json!(1))]);
}

/// `SetDefaults_Job`.
fn job(object: &mut Value) {
    let Some(spec) = object.get_mut("spec") else { return };
    if spec.get("completions").is_none() && spec.get("parallelism").is_none() {
        fill(spec, "completions", &json!(1));
    }
    for (field, value) in [
        ("parallelism", json!(1)),
        ("backoffLimit", json!(6)),
        ("completionMode", json!("NonIndexed")),
        ("manualSelector", json!(false)),
        ("podReplacementPolicy", json!("TerminatingOrFailed")),
        ("suspend", json!(false)),
    ] {
        fill(spec, field, &value);
    }
}

/// `SetDefaults_CronJob`.
fn cron_job(object: &mut Value) {
    let Some(spec) = object.get_mut("spec") else { return };
    for (field, value) in [
        ("concurrencyPolicy", json!("Allow")),
        ("suspend", json!(false)),
        ("successfulJobsHistoryLimit", json!(3)),
        ("failedJobsHistoryLimit", json!(1)),
    ] {
        fill(spec, field, &value);
    }
    if let Some(of_job) = spec.get_mut("jobTemplate") {
        template(of_job);
    }
}

/// A strategy is `RollingUpdate`, with these bounds, where it says nothing else.
fn rolling(spec: &mut Value, field: &str, bounds: &[(&str, Value)]) {
    fill(spec, field, &json!({}));
    let Some(strategy) = spec.get_mut(field) else { return };
    fill(strategy, "type", &json!("RollingUpdate"));
    if strategy.get("type") != Some(&json!("RollingUpdate")) {
        return;
    }
    fill(strategy, "rollingUpdate", &json!({}));
    if let Some(rolling) = strategy.get_mut("rollingUpdate") {
        for (bound, value) in bounds {
            fill(rolling, bound, value);
        }
    }
}

/// `SetDefaults_PodSpec`, and the old name of the service account that conversion keeps in step.
fn pod_spec(spec: &mut Value) {
    fill(spec, "dnsPolicy", &json!("ClusterFirst"));
    fill(spec, "restartPolicy", &json!("Always"));
    fill(spec, "schedulerName", &json!("default-scheduler"));
    fill(spec, "securityContext", &json!({}));
    fill(spec, "terminationGracePeriodSeconds", &json!(30));
    let account = spec.get("serviceAccountName").or_else(|| spec.get("serviceAccount")).cloned();
    if let Some(account) = account {
        fill(spec, "serviceAccountName", &account);
        if let Value::Object(spec) = spec {
            spec.insert("serviceAccount".into(), account);
        }
    }
    let host_network = spec.get("hostNetwork") == Some(&json!(true));
    for list in ["containers", "initContainers", "ephemeralContainers"] {
        each(spec, list, |container| self::container(container, host_network));
    }
    each(spec, "volumes", volume);
}

/// `SetDefaults_Container` and what lies in a container.
fn container(container: &mut Value, host_network: bool) {
    let image = container.get("image").and_then(Value::as_str).unwrap_or_default();
    let name = image.rsplit('/').next().unwrap_or_default();
    let latest = !name.contains('@') && name.split_once(':').is_none_or(|(_, tag)| tag == "latest");
    fill(container, "imagePullPolicy", &json!(if latest { "Always" } else { "IfNotPresent" }));
    fill(container, "resources", &json!({}));
    fill(container, "terminationMessagePath", &json!("/dev/termination-log"));
    fill(container, "terminationMessagePolicy", &json!("File"));
    each(container, "ports", |port| {
        fill(port, "protocol", &json!("TCP"));
        if host_network && let Some(number) = port.get("containerPort").cloned() {
            fill(port, "hostPort", &number);
        }
    });
    for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
        if let Some(probe) = container.get_mut(name) {
            fill(probe, "timeoutSeconds", &json!(1));
            fill(probe, "periodSeconds", &json!(10));
            fill(probe, "successThreshold", &json!(1));
            fill(probe, "failureThreshold", &json!(3));
            http_get(probe);
            if let Some(grpc) = probe.get_mut("grpc") {
                fill(grpc, "service", &json!(""));
            }
        }
    }
    for hook in ["postStart", "preStop"] {
        if let Some(hook) = container.get_mut("lifecycle").and_then(|lifecycle| lifecycle.get_mut(hook)) {
            http_get(hook);
        }
    }
    each(container, "env", |env| {
        if let Some(field) = env.pointer_mut("/valueFrom/fieldRef") {
            fill(field, "apiVersion", &json!("v1"));
        }
    });
}

fn http_get(handler: &mut Value) {
    if let Some(get) = handler.get_mut("httpGet") {
        fill(get, "path", &json!("/"));
        fill(get, "scheme", &json!("HTTP"));
    }
}

/// `SetDefaults_Volume` and the sources.
fn volume(volume: &mut Value) {
    let has_source = volume.as_object().is_some_and(|map| map.keys().any(|key| key != "name"));
    if !has_source {
        fill(volume, "emptyDir", &json!({}));
    }
    for source in ["secret", "configMap", "projected", "downwardAPI"] {
        if let Some(source) = volume.get_mut(source) {
            fill(source, "defaultMode", &json!(420));
        }
    }
    if let Some(path) = volume.get_mut("hostPath") {
        fill(path, "type", &json!(""));
    }
}

/// Requests that are not given are the limits (`SetDefaults_Pod`).
fn requests_follow_limits(spec: &mut Value) {
    for list in ["containers", "initContainers"] {
        each(spec, list, |container| {
            let limits = container.pointer("/resources/limits").and_then(Value::as_object).cloned();
            let (Some(limits), Some(resources)) = (limits, container.get_mut("resources")) else { return };
            fill(resources, "requests", &json!({}));
            if let Some(requests) = resources.get_mut("requests") {
                for (name, amount) in limits {
                    fill(requests, &name, &amount);
                }
            }
        });
    }
}
