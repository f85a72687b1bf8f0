//! What listens on a machine: `netstat -tln` (net-tools 2.10, whose layout BusyBox shares) and `ss -tln` (iproute2 6.1).
//!
//! Node ports and hostPorts are rules and no sockets, so they are in neither list: kube-proxy opens none
//! (<https://github.com/kubernetes/kubernetes/pull/108496>).
//!
//! Must not know: how connections end.

use std::fmt::Write as _;

use super::{Call, Console, Output, Place};
use crate::cluster::request::Protocol;
use crate::cluster::state::Socket;

/// Where kubelet listens on every node.
const KUBELET: u16 = 10250;
/// Where a node is entered.
const SSH: u16 = 22;
/// How many connections wait to be accepted, as nginx asks for it.
const BACKLOG: u16 = 511;

impl Console {
    /// What listens where the console stands.
    fn listeners(&self) -> Vec<Socket> {
        let open = |port| Socket { port, protocol: Protocol::Tcp, localhost_only: false };
        match self.place() {
            Place::Laptop => {
                let tunnels = self.tunnels().iter();
                tunnels.map(|tunnel| Socket { localhost_only: true, ..open(tunnel.port) }).collect()
            }
            Place::Node(name) => self.listeners_on(name),
            Place::Pod(pod) => {
                let Some(state) = self.cluster().pods().get(&pod.namespace, &pod.name) else { return Vec::new() };
                if state.pod.spec.host_network {
                    self.listeners_on(&state.pod.spec.node_name)
                } else {
                    state.sockets.clone()
                }
            }
        }
    }

    /// What listens in a node's own network: its daemons, kube-proxy for balancers, pods with `hostNetwork`.
    fn listeners_on(&self, node: &str) -> Vec<Socket> {
        let open = |port| Socket { port, protocol: Protocol::Tcp, localhost_only: false };
        let mut sockets = vec![open(SSH), open(KUBELET)];
        let is_first = self.cluster().nodes().iter().next().is_some_and(|first| first.name() == node);
        sockets.extend(is_first.then(|| open(self.cluster().spec().platform.api_server_port())));
        let checks = self.cluster().services().iter().map(|state| state.service.spec.health_check_node_port);
        sockets.extend(checks.filter_map(|port| u16::try_from(port).ok()).filter(|port| *port != 0).map(open));
        let here = self
            .cluster()
            .pods()
            .iter()
            .filter(|pod| pod.pod.spec.host_network && pod.pod.spec.node_name == node && pod.is_running());
        sockets.extend(here.flat_map(|pod| pod.sockets.iter().copied()));
        sockets
    }
}

/// What the letters of `-tulpn` ask for; a word that is no flag is left.
struct Asked {
    protocols: Vec<Protocol>,
    /// Whether sockets that listen are shown at all; without it both programs show connections, and there are none.
    listening: bool,
    all: bool,
    process: bool,
}

impl Asked {
    fn read(call: &Call<'_>) -> Self {
        let has = |letter: char, long: &str| {
            call.args.iter().any(|arg| match arg.strip_prefix("--") {
                Some(name) => name == long,
                None => arg.strip_prefix('-').is_some_and(|letters| letters.contains(letter)),
            })
        };
        let mut protocols: Vec<Protocol> = [('t', "tcp", Protocol::Tcp), ('u', "udp", Protocol::Udp)]
            .into_iter()
            .filter_map(|(letter, long, protocol)| has(letter, long).then_some(protocol))
            .collect();
        if protocols.is_empty() {
            protocols = vec![Protocol::Tcp, Protocol::Udp];
        }
        Self {
            protocols,
            listening: has('l', "listening"),
            all: has('a', "all"),
            process: has('p', "processes") || has('p', "programs"),
        }
    }

    fn sockets(&self, console: &Console) -> Vec<Socket> {
        let mut sockets = if self.listening || self.all { console.listeners() } else { Vec::new() };
        sockets.retain(|socket| self.protocols.contains(&socket.protocol));
        sockets.sort_by_key(|socket| socket.protocol);
        sockets
    }
}

fn host(socket: Socket) -> &'static str {
    if socket.localhost_only { "127.0.0.1" } else { "0.0.0.0" }
}

/// `netstat`.
pub(super) fn netstat(console: &mut Console, call: &Call<'_>) -> Output {
    let asked = Asked::read(call);
    let what = match (asked.listening, asked.all) {
        (_, true) => "servers and established",
        (true, false) => "only servers",
        (false, false) => "w/o servers",
    };
    let mut text = format!(
        "Active Internet connections ({what})\nProto Recv-Q Send-Q Local Address           Foreign Address         State      "
    );
    text.push_str(if asked.process { " PID/Program name    \n" } else { "\n" });
    for socket in asked.sockets(console) {
        let (name, state) = if socket.protocol == Protocol::Tcp { ("tcp", "LISTEN") } else { ("udp", "") };
        let local = format!("{}:{}", host(socket), socket.port);
        let _ = write!(text, "{name:<5} {:>6} {:>6} {local:<23} {:<23} {state:<12}", 0, 0, "0.0.0.0:*");
        text.push_str(if asked.process { "-                   \n" } else { "\n" });
    }
    Output::ok(text)
}

/// `ss`: with both protocols a first column tells them apart.
pub(super) fn ss(console: &mut Console, call: &Call<'_>) -> Output {
    let asked = Asked::read(call);
    let both = asked.protocols.len() > 1;
    let heading = ["Netid", "State", "Recv-Q", "Send-Q", "Local Address:Port", "Peer Address:Port"];
    let mut rows: Vec<[String; 6]> = vec![heading.map(str::to_owned)];
    for socket in asked.sockets(console) {
        let is_tcp = socket.protocol == Protocol::Tcp;
        rows.push([
            if is_tcp { "tcp" } else { "udp" }.to_owned(),
            if is_tcp { "LISTEN" } else { "UNCONN" }.to_owned(),
            "0".to_owned(),
            if is_tcp { BACKLOG.to_string() } else { "0".to_owned() },
            format!("{}:{}", host(socket), socket.port),
            "0.0.0.0:*".to_owned(),
        ]);
    }
    // Addresses end and ports begin at the colon.
    let parts = |cell: &str| cell.rsplit_once(':').map_or((0, cell.len()), |(host, port)| (host.len(), port.len()));
    let width = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(String::len).max().unwrap_or(0);
    let split = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).map(|cell| parts(cell));
        cells.fold((0, 0), |most, (host, port)| (most.0.max(host), most.1.max(port)))
    };
    let (widths, local, peer) = ([0, 1, 2, 3].map(width), split(4), split(5));
    let address = |cell: &str, (before, after): (usize, usize)| {
        let (host, port) = cell.rsplit_once(':').unwrap_or(("", cell));
        format!("{host:>before$}:{port:<after$}")
    };
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        let [netid, state, received, sent, here, there] = row;
        if both {
            let _ = write!(text, "{netid:<0$} ", widths[0]);
        }
        let _ = writeln!(
            text,
            "{state:<0$} {received:<1$} {sent:<2$} {3} {4}{5}",
            widths[1],
            widths[2],
            widths[3],
            address(here, local),
            address(there, peer),
            if at == 0 { "Process" } else { "" }
        );
    }
    Output::ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_may_stand_together_or_alone() {
        let read = |words: &str| {
            let args: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
            let asked = Asked::read(&Call { name: "ss", args: &args, stdin: "", to_screen: false });
            (asked.protocols, asked.listening, asked.process)
        };
        assert_eq!(read("-tlnp"), (vec![Protocol::Tcp], true, true));
        assert_eq!(read("-l -u -n"), (vec![Protocol::Udp], true, false));
        assert_eq!(read("--listening --tcp"), (vec![Protocol::Tcp], true, false));
        assert_eq!(read(""), (vec![Protocol::Tcp, Protocol::Udp], false, false));
    }
}
