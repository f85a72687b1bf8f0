//! The variables of a process: those of its machine, those kubelet makes of Services, those its container asks for; `env`.
//!
//! Must not know: files, connections.

use std::net::IpAddr;

use super::output::lines;
use super::{Call, Console, Output, Place};
use crate::cluster::platform::Platform;
use crate::cluster::state::{ObjectName, ServiceState};
use crate::console::print::field::Field;
use crate::console::resource::{CONFIG_MAPS, PODS, SECRETS};
use crate::console::tools::encode::decoded;
use serde_json::Value;

impl Console {
    /// The variables a process is given on a machine, in this container of it; without a name in the first.
    pub(super) fn environment(&self, place: &Place, container: &str) -> Vec<(String, String)> {
        let own = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        match place {
            Place::Laptop => Vec::new(),
            Place::Node(name) => {
                let (user, home) = if self.cluster().spec().platform == Platform::Minikube {
                    ("docker", "/home/docker")
                } else {
                    ("root", "/root")
                };
                vec![
                    own("HOME", home),
                    own("HOSTNAME", name),
                    own("PWD", home),
                    own("SHELL", "/bin/bash"),
                    own("USER", user),
                ]
            }
            Place::Pod(pod) => {
                let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
                let mut variables =
                    vec![own("PATH", path), own("HOSTNAME", &self.host_name_at(place)), own("HOME", "/root")];
                variables.extend(self.service_variables(&pod.namespace));
                self.container_variables(pod, container, &mut variables);
                variables
            }
        }
    }

    /// The variables kubelet makes of the Services that were there before the pod (`FromServices` in pkg/kubelet/envvars):
    /// those of its namespace, and `kubernetes`.
    ///
    /// Simplified: Services made after the pod are there too, as after a restart of its container.
    fn service_variables(&self, namespace: &str) -> Vec<(String, String)> {
        let services = self.cluster().services();
        let master = services.get("default", "kubernetes").filter(|_| namespace != "default");
        let mut variables = Vec::new();
        for state in services.in_namespace(namespace).chain(master) {
            if let Some(address) = state.cluster_ips.first() {
                service_variables(state, *address, &mut variables);
            }
        }
        variables.sort();
        variables
    }

    /// `env` and `envFrom` of a container (`makeEnvironmentVariables` of pkg/kubelet).
    fn container_variables(&self, name: &ObjectName, container: &str, variables: &mut Vec<(String, String)>) {
        let Some(pod) = self.server().get(&PODS, &name.namespace, &name.name) else { return };
        let lists = ["spec.containers", "spec.initContainers", "spec.ephemeralContainers"];
        let mut all = lists.iter().flat_map(|list| pod.items(list));
        let Some(container) = all.find(|it| container.is_empty() || it.text("name") == container) else { return };
        let mut own: Vec<(String, String)> = Vec::new();
        for source in container.items("envFrom") {
            let prefix = source.text("prefix");
            let held = self.data(name, source, "configMapRef", "secretRef");
            own.extend(held.into_iter().map(|(key, value)| (format!("{prefix}{key}"), value)));
        }
        for variable in container.items("env") {
            let value = if variable.has("valueFrom") {
                self.referred(name, pod, variable.at("valueFrom"))
            } else {
                let known = own.iter().chain(&*variables);
                Some(expanded(variable.text("value"), &known.cloned().collect::<Vec<_>>()))
            };
            let key = variable.text("name");
            own.retain(|(name, _)| name != key);
            own.extend(value.map(|value| (key.to_owned(), value)));
        }
        variables.extend(own);
    }

    /// What `valueFrom` leads to.
    fn referred(&self, name: &ObjectName, pod: &Value, from: &Value) -> Option<String> {
        if from.has("fieldRef") {
            let path = from.text("fieldRef.fieldPath");
            if let Some((map, key)) = path.strip_suffix("']").and_then(|path| path.split_once("['")) {
                return Some(pod.map(map)?.get(key)?.as_str()?.to_owned());
            }
            return Some(pod.text(path).to_owned());
        }
        let key = if from.has("configMapKeyRef") { "configMapKeyRef.key" } else { "secretKeyRef.key" };
        let key = from.text(key);
        self.data(name, from, "configMapKeyRef", "secretKeyRef")
            .into_iter()
            .find_map(|(name, value)| (name == key).then_some(value))
    }

    /// The pairs of the `ConfigMap` or `Secret` that one of two references names.
    fn data(&self, pod: &ObjectName, source: &Value, config: &str, secret: &str) -> Vec<(String, String)> {
        let (resource, reference) = if source.has(config) { (*CONFIG_MAPS, config) } else { (*SECRETS, secret) };
        let Some(object) = self.server().get(resource, &pod.namespace, source.text(&format!("{reference}.name")))
        else {
            return Vec::new();
        };
        let plain = |text: &str| {
            let bytes = if reference == secret { decoded(text).unwrap_or_default() } else { text.as_bytes().to_vec() };
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let pairs = object.map("data").into_iter().flatten();
        pairs.filter_map(|(key, value)| Some((key.clone(), plain(value.as_str()?)))).collect()
    }
}

/// `$(NAME)` of known variables; `$$(NAME)` stays as `$(NAME)` (third_party/forked/golang/expansion).
pub(super) fn expanded(text: &str, known: &[(String, String)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let reference = after.strip_prefix('(').and_then(|after| after.split_once(')'));
        if let Some(after) = after.strip_prefix('$') {
            out.push('$');
            rest = after;
        } else if let Some((name, after)) = reference {
            match known.iter().find(|(key, _)| key == name) {
                Some((_, value)) => out.push_str(value),
                None => out.extend(["$(", name, ")"]),
            }
            rest = after;
        } else {
            out.push('$');
            rest = after;
        }
    }
    out + rest
}

fn service_variables(state: &ServiceState, address: IpAddr, out: &mut Vec<(String, String)>) {
    let prefix = state.name.name.replace('-', "_").to_ascii_uppercase();
    let mut put = |name: String, value: String| out.push((name, value));
    let ports = &state.service.spec.ports;
    let Some(first) = ports.first() else { return };
    put(format!("{prefix}_SERVICE_HOST"), address.to_string());
    put(format!("{prefix}_SERVICE_PORT"), first.port.to_string());
    for port in ports.iter().filter(|port| !port.name.is_empty()) {
        let name = port.name.replace('-', "_").to_ascii_uppercase();
        put(format!("{prefix}_SERVICE_PORT_{name}"), port.port.to_string());
    }
    for (index, port) in ports.iter().enumerate() {
        let protocol = if port.protocol.is_empty() { "TCP" } else { &port.protocol };
        let url = format!("{}://{address}:{}", protocol.to_ascii_lowercase(), port.port);
        if index == 0 {
            put(format!("{prefix}_PORT"), url.clone());
        }
        let base = format!("{prefix}_PORT_{}_{protocol}", port.port);
        put(base.clone(), url);
        put(format!("{base}_PROTO"), protocol.to_ascii_lowercase());
        put(format!("{base}_PORT"), port.port.to_string());
        put(format!("{base}_ADDR"), address.to_string());
    }
}

/// `env` without a command.
pub(super) fn env(console: &mut Console, _: &Call<'_>) -> Output {
    let variables = console.frame().variables.iter();
    Output::ok(lines(variables.map(|(name, value)| format!("{name}={value}"))))
}

/// `printenv NAME…`.
pub(super) fn printenv(console: &mut Console, call: &Call<'_>) -> Output {
    if call.args.is_empty() {
        return env(console, call);
    }
    let found: Vec<&str> = call.args.iter().filter_map(|name| console.variable(name)).collect();
    let stdout = lines(&found);
    Output { stdout, exit: u8::from(found.len() < call.args.len()), ..Output::default() }
}
