//! What answers an HTTP request: the small web server in every container, and the API server.
//!
//! Must not know: how the request came, what a client prints.

use super::net::Peer;
use crate::cluster::state::ObjectName;
use crate::cluster::trace::Server;

/// When it is in this world: transcripts must not change from day to day.
pub(super) const DATE: &str = "Fri, 20 Nov 2026 08:00:00 GMT";

/// A request, as far as a server looks at it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// `GET`, `HEAD`, `POST` …
    pub(super) method: &'a str,
    /// The path with the query.
    pub(super) path: &'a str,
    /// Whether it came over TLS.
    pub(super) secure: bool,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// `200`.
    pub(super) status: u16,
    /// `OK`.
    pub(super) reason: &'static str,
    /// The header's fields, in order.
    pub(super) fields: Vec<(&'static str, String)>,
    /// The body; empty for `HEAD`, whose fields still tell of it.
    pub(super) body: String,
}

/// How a server ends a handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tls {
    /// It speaks TLS, with a certificate of the cluster's own.
    Private,
    /// It speaks plain HTTP and takes the handshake for garbage.
    None,
}

/// Whether a peer speaks TLS.
pub(super) fn tls(peer: &Peer) -> Tls {
    match peer {
        Peer::Server(Server::Pod(_) | Server::HealthCheck { .. }) | Peer::Proxy => Tls::None,
        Peer::Server(Server::ApiServer) => Tls::Private,
    }
}

/// What `server` says.
pub(super) fn answer(server: &Server, asked: Asked<'_>) -> Answer {
    let (status, reason, kind, body) = match server {
        Server::Pod(pod) => (200, "OK", "text/plain", format!("Hello from {}\n", pod.name)),
        Server::ApiServer if !asked.secure => {
            (400, "Bad Request", "text/plain", "Client sent an HTTP request to an HTTPS server.\n".to_owned())
        }
        Server::ApiServer => api_server(asked),
        Server::HealthCheck { service, endpoints } => health(service, *endpoints),
    };
    let fields = match server {
        Server::Pod(_) => vec![
            ("Server", "nginx/1.27.5".to_owned()),
            ("Date", DATE.to_owned()),
            ("Content-Type", kind.to_owned()),
            ("Content-Length", body.len().to_string()),
            ("Connection", "keep-alive".to_owned()),
        ],
        Server::HealthCheck { endpoints, .. } => vec![
            ("Content-Type", kind.to_owned()),
            ("X-Content-Type-Options", "nosniff".to_owned()),
            ("X-Load-Balancing-Endpoint-Weight", endpoints.to_string()),
            ("Date", DATE.to_owned()),
            ("Content-Length", body.len().to_string()),
        ],
        Server::ApiServer => vec![
            ("Cache-Control", "no-cache, private".to_owned()),
            ("Content-Type", kind.to_owned()),
            ("Date", DATE.to_owned()),
            ("Content-Length", body.len().to_string()),
        ],
    };
    let body = if asked.method == "HEAD" { String::new() } else { body };
    Answer { status, reason, fields, body }
}

/// kube-proxy at a Service's healthCheckNodePort, whatever the path (pkg/proxy/healthcheck/service_health.go `ServeHTTP`).
fn health(service: &ObjectName, endpoints: usize) -> (u16, &'static str, &'static str, String) {
    let ObjectName { namespace, name } = service;
    let body = format!(
        "{{\n\t\"service\": {{\n\t\t\"namespace\": \"{namespace}\",\n\t\t\"name\": \"{name}\"\n\t}},\n\t\"localEndpoints\": {endpoints},\n\t\"serviceProxyHealthy\": true\n}}"
    );
    match endpoints {
        0 => (503, "Service Unavailable", "application/json", body),
        _ => (200, "OK", "application/json", body),
    }
}

/// The API server to somebody who does not say who he is: a few paths are open to all (ClusterRole `system:public-info-viewer`).
fn api_server(asked: Asked<'_>) -> (u16, &'static str, &'static str, String) {
    let path = asked.path.split('?').next().unwrap_or("/");
    if matches!(path, "/healthz" | "/livez" | "/readyz") {
        return (200, "OK", "text/plain; charset=utf-8", "ok".to_owned());
    }
    let message = format!(
        "forbidden: User \\\"system:anonymous\\\" cannot {} path \\\"{path}\\\"",
        asked.method.to_ascii_lowercase()
    );
    let body = format!(
        "{{\n  \"kind\": \"Status\",\n  \"apiVersion\": \"v1\",\n  \"metadata\": {{}},\n  \"status\": \"Failure\",\n  \"message\": \"{message}\",\n  \"reason\": \"Forbidden\",\n  \"details\": {{}},\n  \"code\": 403\n}}"
    );
    (403, "Forbidden", "application/json", body)
}
