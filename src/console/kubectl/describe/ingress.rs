//! An Ingress, described with the Services and endpoints behind it.
//!
//! Must not know: other kinds but Service and EndpointSlice.

use super::writer::{Writer, or_none};
use super::{events, service};
use crate::console::print::field::{Field, texts};
use crate::console::resource::SERVICES;
use serde_json::Value;

pub(super) fn tell(writer: &mut Writer<'_>, ingress: &Value) {
    let namespace = ingress.text("metadata.namespace");
    writer.field(0, "Name", ingress.text("metadata.name"));
    writer.labels("Labels", ingress.map("metadata.labels"));
    writer.field(0, "Namespace", namespace);
    let addresses = ingress
        .items("status.loadBalancer.ingress")
        .iter()
        .map(|address| if address.text("ip").is_empty() { address.text("hostname") } else { address.text("ip") });
    writer.field(0, "Address", &addresses.collect::<Vec<_>>().join(","));
    writer.field(0, "Ingress Class", or_none(ingress.text("spec.ingressClassName")));
    let default = ingress.at("spec.defaultBackend");
    let shown = if default.is_null() { "<default>".to_owned() } else { backend(writer, namespace, default) };
    writer.field(0, "Default backend", &shown);
    let tls = ingress.items("spec.tls");
    if !tls.is_empty() {
        writer.line(0, "TLS:");
    }
    for entry in tls {
        let hosts = texts(entry.items("hosts")).collect::<Vec<_>>().join(",");
        match entry.text("secretName") {
            "" => writer.line(1, &format!("SNI routes {hosts}")),
            secret => writer.line(1, &format!("{secret} terminates {hosts}")),
        }
    }
    writer.line(0, "Rules:");
    writer.line(1, "Host\tPath\tBackends");
    writer.line(1, "----\t----\t--------");
    let rules = ingress.items("spec.rules");
    let mut count = 0;
    for rule in rules.iter().filter(|rule| rule.has("http")) {
        count += 1;
        let host = rule.text("host");
        writer.line(1, &format!("{}\t", if host.is_empty() { "*" } else { host }));
        for path in rule.items("http.paths") {
            let shown = backend(writer, namespace, path.at("backend"));
            writer.line(1, &format!("  \t{} \t{shown}", path.text("path")));
        }
    }
    if count == 0 {
        let shown = if default.is_null() { "<default>".to_owned() } else { backend(writer, namespace, default) };
        writer.line(1, &format!("*\t*\t{shown}"));
    }
    writer.annotations("Annotations", ingress.map("metadata.annotations"));
    events::tell(writer, ingress);
}

/// An IngressClass.
pub(super) fn class(writer: &mut Writer<'_>, class: &Value) {
    writer.field(0, "Name", class.text("metadata.name"));
    writer.labels("Labels", class.map("metadata.labels"));
    writer.annotations("Annotations", class.map("metadata.annotations"));
    writer.field(0, "Controller", class.text("spec.controller"));
    let parameters = class.at("spec.parameters");
    if !parameters.is_null() {
        writer.line(0, "Parameters:");
        for (title, key) in [("APIGroup", "apiGroup"), ("Kind", "kind"), ("Name", "name")] {
            if !parameters.text(key).is_empty() {
                writer.field(1, title, parameters.text(key));
            }
        }
    }
    events::tell(writer, class);
}

/// `web:80 (10.244.0.3:8080)`.
fn backend(writer: &Writer<'_>, namespace: &str, backend: &Value) -> String {
    if backend.has("resource") {
        let resource = backend.at("resource");
        return format!(
            "APIGroup: {}, Kind: {}, Name: {}",
            resource.text("apiGroup"),
            resource.text("kind"),
            resource.text("name")
        );
    }
    let name = backend.text("service.name");
    let port = backend.at("service.port");
    let wanted = match port.number("number") {
        Some(number) => number.to_string(),
        None => port.text("name").to_owned(),
    };
    let Some(found) = writer.server.get(*SERVICES, namespace, name) else {
        return format!("{name}:{wanted} (<error: services {} not found>)", crate::kube::quote::quote(name));
    };
    let entry = found.items("spec.ports").iter().find(|entry| {
        entry.text("name") == port.text("name") && port.has("name") || entry.number("port") == port.number("number")
    });
    let port_name = entry.map_or("", |entry| entry.text("name"));
    let shown = service::addresses(&service::slices(writer, found), port_name);
    format!("{name}:{wanted} ({shown})")
}
