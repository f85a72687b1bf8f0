//! What answers behind `kubectl proxy`: the API server to somebody it knows, and by way of it Services and pods
//! (`…/services/NAME:PORT/proxy/`; `ResourceLocation` in pkg/registry/core/{service,pod}).
//!
//! Must not know: what a client prints.

use super::Console;
use super::kubectl::{problem::Problem, raw};
use super::net::Peer;
use super::print::field::Field;
use super::print::json::narrow;
use super::resource::{ENDPOINTS, PODS, SERVICES};
use super::web::{self, Answer, Asked, DATE};
use crate::cluster::request::{Request, Source, Target};
use crate::cluster::trace::{Outcome, Server};
use serde_json::{Value, json};
use std::net::IpAddr;

/// What `peer` says.
pub(super) fn answer(console: &mut Console, peer: &Peer, asked: Asked<'_>) -> Answer {
    match peer {
        Peer::Server(server) => web::answer(server, asked),
        Peer::Proxy => through(console, asked).unwrap_or_else(|refusal| refusal.answer(asked.method)),
    }
}

/// An answer of the API server that is none: code, reason, message.
struct Refusal(u16, &'static str, String);

impl Refusal {
    fn unavailable(message: String) -> Self {
        Self(503, "ServiceUnavailable", message)
    }

    fn answer(self, method: &str) -> Answer {
        let Self(code, reason, message) = self;
        let status = json!({
            "apiVersion": "v1",
            "code": code,
            "kind": "Status",
            "message": message,
            "metadata": {},
            "reason": reason,
            "status": "Failure",
        });
        let phrase = match code {
            400 => "Bad Request",
            404 => "Not Found",
            405 => "Method Not Allowed",
            _ => "Service Unavailable",
        };
        spoken(code, phrase, "application/json", narrow(&status), method)
    }
}

fn spoken(status: u16, reason: &'static str, kind: &str, body: String, method: &str) -> Answer {
    let fields = vec![
        ("Cache-Control", "no-cache, private".to_owned()),
        ("Content-Length", body.len().to_string()),
        ("Content-Type", kind.to_owned()),
        ("Date", DATE.to_owned()),
    ];
    Answer { status, reason, fields, body: if method == "HEAD" { String::new() } else { body } }
}

fn through(console: &mut Console, asked: Asked<'_>) -> Result<Answer, Refusal> {
    let path = asked.path.split('?').next().unwrap_or("/");
    if let Some((kind, namespace, id, rest)) = forwarded(path) {
        let (address, port) =
            if kind == "services" { endpoint(console, namespace, id)? } else { pod_port(console, namespace, id)? };
        return reach(console, address, port, Asked { path: &format!("/{rest}"), ..asked });
    }
    if !matches!(asked.method, "GET" | "HEAD") {
        // What changes objects is kubectl's here.
        return Err(Refusal(
            405,
            "MethodNotAllowed",
            "the server does not allow this method on the requested resource".into(),
        ));
    }
    match raw::get(console.server(), path) {
        Ok(output) => match serde_json::from_str::<Value>(&output.stdout) {
            Ok(value) => Ok(spoken(200, "OK", "application/json", narrow(&value), asked.method)),
            Err(_) => Ok(spoken(200, "OK", "text/plain; charset=utf-8", output.stdout, asked.method)),
        },
        Err(Problem::Server { message, .. }) => Err(Refusal(404, "NotFound", message)),
        Err(Problem::Client(message) | Problem::Raw(message)) => Err(Refusal(404, "NotFound", message)),
    }
}

/// `/api/v1/namespaces/NS/services/ID/proxy/REST`, and likewise of pods.
fn forwarded(path: &str) -> Option<(&str, &str, &str, &str)> {
    let rest = path.strip_prefix("/api/v1/namespaces/")?;
    let (namespace, rest) = rest.split_once('/')?;
    let (kind, rest) = rest.split_once('/').filter(|(kind, _)| matches!(*kind, "services" | "pods"))?;
    let (id, rest) = rest.split_once('/')?;
    let rest = rest.strip_prefix("proxy").filter(|rest| rest.is_empty() || rest.starts_with('/'))?;
    Some((kind, namespace, id, rest.trim_start_matches('/')))
}

/// `NAME`, `NAME:PORT`, `SCHEME:NAME:PORT` (`SplitSchemeNamePort`).
fn split(id: &str) -> Option<(&str, &str)> {
    match id.split(':').collect::<Vec<_>>().as_slice() {
        [name] if !name.is_empty() => Some((name, "")),
        [name, port] if !name.is_empty() => Some((name, port)),
        ["http" | "https" | "", name, port] if !name.is_empty() => Some((name, port)),
        _ => None,
    }
}

/// A ready endpoint of a Service; its port goes by its name, a number only leads to that.
fn endpoint(console: &Console, namespace: &str, id: &str) -> Result<(IpAddr, u16), Refusal> {
    let invalid = || Refusal(400, "BadRequest", format!("invalid service request \"{id}\""));
    let (name, port) = split(id).ok_or_else(invalid)?;
    let missing = || Refusal(404, "NotFound", format!("services \"{name}\" not found"));
    let service = console.server().get(&SERVICES, namespace, name).ok_or_else(missing)?;
    let mut port = port;
    if let Ok(number) = port.parse::<i64>() {
        let found = service.items("spec.ports").iter().find(|it| it.number("port") == Some(number));
        let unknown = || Refusal::unavailable(format!("no service port {number} found for service \"{name}\""));
        port = found.ok_or_else(unknown)?.text("name");
    }
    let none = |what: &str| Refusal::unavailable(format!("no endpoints available for service \"{what}\""));
    let object = console.server().get(&ENDPOINTS, namespace, name).ok_or_else(|| none(name))?;
    for subset in object.items("subsets") {
        let own = subset.items("ports").iter().find(|it| it.text("name") == port);
        let address = subset.items("addresses").first().and_then(|it| it.text("ip").parse().ok());
        let number = own.and_then(|it| it.number("port")).and_then(|number| u16::try_from(number).ok());
        if let (Some(address), Some(number)) = (address, number) {
            return Ok((address, number));
        }
    }
    Err(none(if object.items("subsets").is_empty() { name } else { id }))
}

/// A pod's address; its first port unless another is asked for.
fn pod_port(console: &Console, namespace: &str, id: &str) -> Result<(IpAddr, u16), Refusal> {
    let invalid = || Refusal(400, "BadRequest", format!("invalid pod request \"{id}\""));
    let (name, port) = split(id).ok_or_else(invalid)?;
    let missing = || Refusal(404, "NotFound", format!("pods \"{name}\" not found"));
    let pod = console.server().get(&PODS, namespace, name).ok_or_else(missing)?;
    let mut declared = pod.items("spec.containers").iter().flat_map(|container| container.items("ports"));
    let first = declared.find_map(|port| port.number("containerPort")).and_then(|port| u16::try_from(port).ok());
    let number = if port.is_empty() { first.unwrap_or(80) } else { port.parse().map_err(|_| invalid())? };
    let nowhere = || Refusal(400, "BadRequest", "address not allowed".to_owned());
    Ok((pod.text("status.podIP").parse().map_err(|_| nowhere())?, number))
}

/// The API server asks in the client's stead, from the node it runs on.
fn reach(console: &mut Console, address: IpAddr, port: u16, asked: Asked<'_>) -> Result<Answer, Refusal> {
    let node = console.cluster().nodes().iter().next().map_or_else(String::new, |node| node.name().to_owned());
    let trace = console.cluster().request(&Request::tcp(Source::Node(node), Target::Address(address), port));
    let end = trace.end.clone();
    console.asked(format!("{address}:{port}"), trace);
    let why = match end {
        Outcome::Answered { by, .. } => {
            let answer = web::answer(&by, asked);
            if let Server::Pod(pod) = &by {
                let line =
                    format!("\"{} {} HTTP/1.1\" {} {}", asked.method, asked.path, answer.status, answer.body.len());
                console.log(pod, &format!("{line} \"-\" \"curl/7.88.1\""));
            }
            return Ok(answer);
        }
        Outcome::Refused(_) => "connect: connection refused",
        _ => "connect: connection timed out",
    };
    Err(Refusal::unavailable(format!("error trying to reach service: dial tcp {address}:{port}: {why}")))
}
