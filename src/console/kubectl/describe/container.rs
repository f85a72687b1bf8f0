//! The containers of a pod or of a template, described.
//!
//! Must not know: kinds.

use super::quantity::Quantity;
use super::writer::{Writer, int_or_text, or_none, time, truth};
use crate::console::print::field::{Field, sorted, texts};
use serde_json::Value;
use std::fmt::Write as _;

/// `Containers:` and what each of them is; `space` indents the whole inside a template.
pub(super) fn tell(
    writer: &mut Writer<'_>,
    label: &str,
    containers: &[Value],
    statuses: &[Value],
    space: &str,
    pod: &Value,
) {
    if containers.is_empty() {
        writer.line(0, &format!("{space}{label}: <none>"));
        return;
    }
    writer.line(0, &format!("{space}{label}:"));
    let indent = if space.is_empty() { "" } else { " " };
    for container in containers {
        let status = statuses.iter().find(|status| status.text("name") == container.text("name"));
        writer.line(1, &format!("{indent}{}:", container.text("name")));
        basics(writer, container, status);
        words(writer, "Command", container.items("command"));
        words(writer, "Args", container.items("args"));
        if let Some(status) = status {
            state(writer, "State", status.at("state"));
            if status.has("lastState.terminated") {
                state(writer, "Last State", status.at("lastState"));
            }
            writer.field(2, "Ready", truth(status.flag("ready")));
            writer.field(2, "Restart Count", &status.number("restartCount").unwrap_or(0).to_string());
        }
        resources(writer, container.at("resources"));
        for (title, path) in
            [("Liveness", "livenessProbe"), ("Readiness", "readinessProbe"), ("Startup", "startupProbe")]
        {
            if container.has(path) {
                writer.field(2, title, &probe(container.at(path)));
            }
        }
        environment_from(writer, container.items("envFrom"));
        environment(writer, container, pod);
        mounts(writer, container);
    }
}

fn basics(writer: &mut Writer<'_>, container: &Value, status: Option<&Value>) {
    if let Some(status) = status {
        writer.field(2, "Container ID", status.text("containerID"));
    }
    writer.field(2, "Image", container.text("image"));
    if let Some(status) = status {
        writer.field(2, "Image ID", status.text("imageID"));
    }
    for (title, path) in [("Port", "containerPort"), ("Host Port", "hostPort")] {
        let ports = container.items("ports").iter().map(|port| {
            let number = port.number(path).unwrap_or(0);
            let named = match port.text("name") {
                "" => String::new(),
                name => format!(" ({name})"),
            };
            format!("{number}/{}{named}", port.text("protocol"))
        });
        let shown = ports.collect::<Vec<_>>().join(", ");
        let plural = if shown.contains(',') { "s" } else { "" };
        writer.field(2, &format!("{title}{plural}"), or_none(&shown));
    }
    let profile = container.text("securityContext.seccompProfile.type");
    if !profile.is_empty() {
        writer.field(2, "SeccompProfile", profile);
    }
}

fn words(writer: &mut Writer<'_>, title: &str, words: &[Value]) {
    if words.is_empty() {
        return;
    }
    writer.line(2, &format!("{title}:"));
    for line in texts(words).flat_map(|word| word.split('\n')) {
        writer.line(3, line);
    }
}

fn state(writer: &mut Writer<'_>, title: &str, state: &Value) {
    if state.has("running") {
        writer.field(2, title, "Running");
        writer.field(3, "Started", &time(state, "running.startedAt"));
    } else if state.has("terminated") {
        let end = state.at("terminated");
        writer.field(2, title, "Terminated");
        for (title, path) in [("Reason", "reason"), ("Message", "message")] {
            if !end.text(path).is_empty() {
                writer.field(3, title, end.text(path));
            }
        }
        writer.field(3, "Exit Code", &end.number("exitCode").unwrap_or(0).to_string());
        if let Some(signal) = end.number("signal").filter(|&signal| signal > 0) {
            writer.field(3, "Signal", &signal.to_string());
        }
        writer.field(3, "Started", &time(end, "startedAt"));
        writer.field(3, "Finished", &time(end, "finishedAt"));
    } else {
        writer.field(2, title, "Waiting");
        if !state.text("waiting.reason").is_empty() {
            writer.field(3, "Reason", state.text("waiting.reason"));
        }
    }
}

fn resources(writer: &mut Writer<'_>, resources: &Value) {
    for (title, path) in [("Limits", "limits"), ("Requests", "requests")] {
        let Some(map) = resources.map(path) else { continue };
        writer.line(2, &format!("{title}:"));
        for (name, amount) in sorted(Some(map)) {
            writer.field(3, name, &Quantity::of(amount).to_string());
        }
    }
}

/// A probe on one line.
fn probe(probe: &Value) -> String {
    let number = |path: &str, default: i64| probe.number(path).unwrap_or(default);
    let timing = format!(
        "delay={}s timeout={}s period={}s #success={} #failure={}",
        number("initialDelaySeconds", 0),
        number("timeoutSeconds", 1),
        number("periodSeconds", 10),
        number("successThreshold", 1),
        number("failureThreshold", 3)
    );
    if probe.has("exec") {
        let command = texts(probe.items("exec.command")).collect::<Vec<_>>().join(" ");
        format!("exec [{command}] {timing}")
    } else if probe.has("httpGet") {
        let get = probe.at("httpGet");
        let scheme = get.text("scheme").to_lowercase();
        let scheme = if scheme.is_empty() { "http" } else { &scheme };
        let path = get.text("path");
        let slash = if path.is_empty() || path.starts_with('/') { "" } else { "/" };
        format!("http-get {scheme}://{}:{}{slash}{path} {timing}", get.text("host"), int_or_text(get.at("port")))
    } else if probe.has("tcpSocket") {
        let socket = probe.at("tcpSocket");
        format!("tcp-socket {}:{} {timing}", socket.text("host"), int_or_text(socket.at("port")))
    } else if probe.has("grpc") {
        let grpc = probe.at("grpc");
        format!("grpc <pod>:{} {} {timing}", grpc.number("port").unwrap_or(0), grpc.text("service"))
    } else {
        format!("unknown {timing}")
    }
}

fn environment_from(writer: &mut Writer<'_>, sources: &[Value]) {
    if sources.is_empty() {
        return;
    }
    writer.line(2, "Environment Variables from:");
    for source in sources {
        let (kind, of) = if source.has("configMapRef") {
            ("ConfigMap", source.at("configMapRef"))
        } else {
            ("Secret", source.at("secretRef"))
        };
        let prefix = match source.text("prefix") {
            "" => String::new(),
            prefix => format!(" with prefix '{prefix}'"),
        };
        writer.line(3, &format!("{}\t{kind}{prefix}\tOptional: {}", of.text("name"), of.flag("optional")));
    }
}

fn environment(writer: &mut Writer<'_>, container: &Value, pod: &Value) {
    let variables = container.items("env");
    writer.line(2, if variables.is_empty() { "Environment:\t<none>" } else { "Environment:" });
    for variable in variables {
        let name = variable.text("name");
        let from = variable.at("valueFrom");
        if from.is_null() {
            for (index, line) in variable.text("value").split('\n').enumerate() {
                writer.line(3, &if index == 0 { format!("{name}:\t{line}") } else { format!("\t{line}") });
            }
        } else if from.has("fieldRef") {
            let field = from.at("fieldRef");
            let path = field.text("fieldPath");
            let value = match path {
                // What is only known on the node is not looked up.
                "metadata.name" | "metadata.namespace" | "metadata.uid" => pod.text(path),
                _ => "",
            };
            let version = field.text("apiVersion");
            let version = if version.is_empty() { "v1" } else { version };
            writer.line(3, &format!("{name}:\t{value} ({version}:{path})"));
        } else if from.has("resourceFieldRef") {
            let resource = from.text("resourceFieldRef.resource");
            let value = container.at("resources").at(resource);
            writer.line(3, &format!("{name}:\t{} ({resource})", int_or_text(value)));
        } else if from.has("secretKeyRef") {
            let key = from.at("secretKeyRef");
            let (what, of) = (key.text("key"), key.text("name"));
            let optional = key.flag("optional");
            writer.line(3, &format!("{name}:\t<set to the key '{what}' in secret '{of}'>\tOptional: {optional}"));
        } else if from.has("configMapKeyRef") {
            let key = from.at("configMapKeyRef");
            let (what, of) = (key.text("key"), key.text("name"));
            let optional = key.flag("optional");
            writer.line(3, &format!("{name}:\t<set to the key '{what}' of config map '{of}'>\tOptional: {optional}"));
        }
    }
}

fn mounts(writer: &mut Writer<'_>, container: &Value) {
    let mut mounts: Vec<&Value> = container.items("volumeMounts").iter().collect();
    writer.line(2, if mounts.is_empty() { "Mounts:\t<none>" } else { "Mounts:" });
    mounts.sort_by_key(|mount| mount.text("mountPath"));
    for mount in mounts {
        let mut flags = if mount.flag("readOnly") { "ro" } else { "rw" }.to_owned();
        if !mount.text("subPath").is_empty() {
            let _ = write!(flags, ",path={}", crate::kube::quote::quote(mount.text("subPath")));
        }
        writer.line(3, &format!("{} from {} ({flags})", mount.text("mountPath"), mount.text("name")));
    }
    let devices = container.items("volumeDevices");
    if !devices.is_empty() {
        writer.line(2, "Devices:");
    }
    for device in devices {
        writer.line(3, &format!("{} from {}", device.text("devicePath"), device.text("name")));
    }
}
