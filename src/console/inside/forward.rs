//! `kubectl port-forward`, and `kubectl proxy`, which opens a port of the laptop likewise.
//!
//! A Service is asked for one of its pods and nothing more: the connection goes to that pod for as long as it lives, past kube-proxy
//! (kubectl's pkg/cmd/portforward).
//!
//! Must not know: what goes through the tunnel.

use super::pick::pods_of;
use crate::cluster::state::{ObjectName, ServiceState};
use crate::console::kubectl::commands::Invocation;
use crate::console::net::{Inlet, Tunnel};
use crate::console::{Console, Output, Place};
use crate::kube::model::IntOrString;
use std::fmt::Write as _;

/// Runs it.
pub(super) fn forward(console: &mut Console, call: &Invocation, namespace: &str) -> Output {
    let Some((target, ports)) = call.given.args.split_first().filter(|(_, ports)| !ports.is_empty()) else {
        return Output::fail(1, call.usage_error("TYPE/NAME and list of ports are required for port-forward"));
    };
    let pods = match pods_of(console, target, namespace, "attach to") {
        Ok(pods) => pods,
        Err(output) => return output,
    };
    let Some(pod) = pods.first().cloned() else { return Output::status(1) };
    let Some(state) = console.cluster().pods().get(&pod.namespace, &pod.name) else { return Output::status(1) };
    if !state.is_running() {
        let phase = &state.pod.status.phase;
        return Output::fail(
            1,
            format!("error: unable to forward port because pod is not running. Current status={phase}\n"),
        );
    }
    let service = service_of(console, target, namespace);
    let mut pairs = Vec::new();
    for text in ports {
        match pair(console, text, service.as_ref(), &pod) {
            Ok(pair) => pairs.push(pair),
            Err(why) => return Output::fail(1, format!("error: {why}\n")),
        }
    }
    if *console.place() != Place::Laptop {
        return Output::fail(1, "error: unable to listen on any of the requested ports\n");
    }
    let mut output = Output::default();
    let mut opened = false;
    for (local, remote) in pairs.iter().copied() {
        let port = if local == 0 { console.free_port() } else { local };
        if !console.open_tunnel(Tunnel { port, to: Inlet::Pod(pod.clone(), remote) }) {
            let taken = |network: &str, host: &str| {
                format!("unable to create listener: Error listen {network} {host}:{port}: bind: address already in use")
            };
            let _ = writeln!(
                output.stderr,
                "Unable to listen on port {port}: Listeners failed to create with the following errors: [{} {}]",
                taken("tcp4", "127.0.0.1"),
                taken("tcp6", "[::1]")
            );
            continue;
        }
        opened = true;
        let _ = write!(
            output.stdout,
            "Forwarding from 127.0.0.1:{port} -> {remote}\nForwarding from [::1]:{port} -> {remote}\n"
        );
    }
    if !opened {
        let listed: Vec<String> = pairs.iter().map(|(local, remote)| format!("{{{local} {remote}}}")).collect();
        let _ =
            writeln!(output.stderr, "error: unable to listen on any of the requested ports: [{}]", listed.join(" "));
        output.exit = 1;
        return output;
    }
    output.with_note(STAYS)
}

/// What is said of a terminal in which something goes on.
const STAYS: &str = "이 터미널은 열려 있고, 다음 명령은 다른 터미널에서 친 것으로 봅니다.";
/// Where `kubectl proxy` listens unless it is told.
const PROXY_PORT: u16 = 8001;

/// `kubectl proxy`: the API on a port of the laptop, without a password.
pub(super) fn proxy(console: &mut Console, call: &Invocation) -> Output {
    let asked = match call.given.text("port").map(str::parse::<u16>) {
        None => PROXY_PORT,
        Some(Ok(port)) => port,
        Some(Err(_)) => {
            let text = call.given.text("port").unwrap_or_default();
            let quoted = crate::kube::quote::quote(text);
            let why = format!("strconv.ParseInt: parsing {quoted}: invalid syntax");
            return Output::fail(
                1,
                format!(
                    "error: invalid argument {quoted} for \"-p, --port\" flag: {why}\nSee 'kubectl proxy --help' for usage.\n"
                ),
            );
        }
    };
    let port = if asked == 0 { console.free_port() } else { asked };
    if *console.place() != Place::Laptop || !console.open_tunnel(Tunnel { port, to: Inlet::Api }) {
        return Output::fail(1, format!("error: listen tcp 127.0.0.1:{port}: bind: address already in use\n"));
    }
    Output::ok(format!("Starting to serve on 127.0.0.1:{port}\n")).with_note(STAYS)
}

fn service_of(console: &Console, target: &str, namespace: &str) -> Option<ServiceState> {
    let (kind, name) = target.split_once('/')?;
    let is_service = matches!(kind, "service" | "services" | "svc");
    console.cluster().services().get(namespace, name).filter(|_| is_service).cloned()
}

/// `LOCAL:REMOTE`, `PORT`, `:REMOTE`; the local port and the pod's own.
fn pair(console: &Console, text: &str, service: Option<&ServiceState>, pod: &ObjectName) -> Result<(u16, u16), String> {
    let (local, remote) = text.split_once(':').unwrap_or((text, text));
    let inside = inside(console, remote, service, pod)?;
    if inside == 0 {
        return Err("remote port must be > 0".to_owned());
    }
    let local = match local {
        "" => 0,
        // A name alone is forwarded from the number it stands for.
        name if name.parse::<u16>().is_err() && name == remote => inside,
        number => number.parse().map_err(|error: std::num::ParseIntError| {
            let too_big = matches!(error.kind(), std::num::IntErrorKind::PosOverflow);
            let why = if too_big { "value out of range" } else { "invalid syntax" };
            format!("error parsing local port '{number}': strconv.ParseUint: parsing \"{number}\": {why}")
        })?,
    };
    // Without a colon, a Service's port is also the local one.
    let local =
        if !text.contains(':') && remote.parse::<u16>().is_ok() { remote.parse().unwrap_or(local) } else { local };
    Ok((local, inside))
}

fn inside(console: &Console, remote: &str, service: Option<&ServiceState>, pod: &ObjectName) -> Result<u16, String> {
    let state = console.cluster().pods().get(&pod.namespace, &pod.name);
    let number = remote.parse::<u16>().ok();
    let Some(service) = service else {
        let named = || state.and_then(|state| state.named_port(remote, crate::cluster::request::Protocol::Tcp));
        return number
            .or_else(named)
            .ok_or_else(|| format!("Pod '{}' does not have a named port '{remote}'", pod.name));
    };
    let fits = |port: &&crate::kube::model::ServicePort| match number {
        Some(number) => port.port == i32::from(number),
        None => port.name == remote,
    };
    let Some(port) = service.service.spec.ports.iter().find(fits) else {
        return Err(match number {
            Some(number) => format!("Service {} does not have a service port {number}", service.name.name),
            None => format!("Service '{}' does not have a named port '{remote}'", service.name.name),
        });
    };
    if service.service.spec.is_headless() {
        return u16::try_from(port.port).map_err(|_| "invalid port".to_owned());
    }
    let protocol = crate::cluster::request::Protocol::parse(&port.protocol).unwrap_or_default();
    let target = match &port.target_port {
        IntOrString::Int(0) => u16::try_from(port.port).ok(),
        IntOrString::Int(number) => u16::try_from(*number).ok(),
        IntOrString::String(name) => state.and_then(|state| state.named_port(name, protocol)),
    };
    target.ok_or_else(|| format!("Pod '{}' does not have a named port '{}'", pod.name, port.target_port))
}
