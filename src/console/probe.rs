//! Programs that only ask whether something is there: `nc`, `telnet`, `ping`.
//!
//! Must not know: how the cluster comes to its answers.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr};

use super::net::{Connection, Contact, KERNEL_PATIENCE};
use super::{Call, Console, Output};
use crate::cluster::Echo;
use crate::cluster::request::{Protocol, Target};

/// How many packets `ping` sends before somebody would stop it.
const PACKETS: u32 = 4;
/// The most packets and ports in one call.
const MOST: u32 = 100;

/// `nc -zv HOST PORT`, as OpenBSD's netcat.
pub(super) fn nc(console: &mut Console, call: &Call<'_>) -> Output {
    let (mut flags, mut words, mut args) = (String::new(), Vec::new(), call.args.iter());
    let mut patience = None;
    while let Some(arg) = args.next() {
        match arg.strip_prefix('-').filter(|letters| !letters.is_empty()) {
            Some(letters) => {
                flags.push_str(letters);
                if let Some((_, joined)) = letters.split_once('w') {
                    let value = if joined.is_empty() { args.next().map_or("", String::as_str) } else { joined };
                    patience = Some(value.parse::<u64>().unwrap_or(1));
                }
            }
            None => words.push(arg.as_str()),
        }
    }
    let [host, ports] = words.as_slice() else {
        return Output::fail(
            1,
            "usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]\n\t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]\n\t  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]\n\t  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]\n\t  [destination] [port]\n",
        );
    };
    let (from, to) = ports.split_once('-').unwrap_or((ports, ports));
    let (Ok(from), Ok(to)) = (from.parse::<u16>(), to.parse::<u16>()) else {
        return Output::fail(1, format!("nc: port number invalid: {ports}\n"));
    };
    let protocol = if flags.contains('u') { Protocol::Udp } else { Protocol::Tcp };
    let (name, verbose) = (protocol.name().to_ascii_lowercase(), flags.contains('v'));
    let mut output = Output { exit: 1, ..Output::default() };
    for port in (from..=to).take(MOST as usize) {
        let Connection { address, contact } = console.connect(host, port, protocol);
        if contact == Contact::Silent && protocol == Protocol::Tcp {
            console.wait(patience.map_or(KERNEL_PATIENCE, |seconds| seconds.saturating_mul(1_000)));
        }
        let shown = match address {
            Some(address) if host.parse::<IpAddr>().is_err() => format!("{host} ({address})"),
            _ => (*host).to_owned(),
        };
        // A datagram that nobody refuses counts as received.
        let open = matches!(contact, Contact::Open(_) | Contact::Hollow)
            || (protocol == Protocol::Udp && contact == Contact::Silent);
        if open {
            output.exit = 0;
            if verbose {
                let service = if port == 80 { "http" } else { "*" };
                let _ = writeln!(output.stderr, "Connection to {shown} {port} port [{name}/{service}] succeeded!");
            }
            continue;
        }
        match contact {
            Contact::Unresolved => {
                let _ = writeln!(
                    output.stderr,
                    "nc: getaddrinfo for host \"{host}\" port {port}: Name or service not known"
                );
                break;
            }
            _ if !verbose => {}
            Contact::Refused if protocol == Protocol::Udp => {}
            Contact::Refused => {
                let _ =
                    writeln!(output.stderr, "nc: connect to {shown} port {port} ({name}) failed: Connection refused");
            }
            _ => {
                let patient = patience.is_none();
                let why = if patient { "Connection timed out" } else { "Operation now in progress" };
                let way = if patient { "failed" } else { "timed out" };
                let _ = writeln!(output.stderr, "nc: connect to {shown} port {port} ({name}) {way}: {why}");
            }
        }
    }
    output
}

/// `telnet HOST PORT`: connects, and is closed again as nobody types.
pub(super) fn telnet(console: &mut Console, call: &Call<'_>) -> Output {
    let Some(host) = call.args.first() else { return Output::default() };
    let port = call.args.get(1).and_then(|port| port.parse().ok()).unwrap_or(23);
    let Connection { address, contact } = console.connect(host, port, Protocol::Tcp);
    let Some(address) = address else {
        return Output::fail(1, format!("telnet: could not resolve {host}/{port}: Name or service not known\n"));
    };
    let trying = format!("Trying {address}...\n");
    match contact {
        Contact::Open(_) | Contact::Hollow => Output {
            stdout: format!("{trying}Connected to {host}.\nEscape character is '^]'.\n"),
            stderr: "Connection closed by foreign host.\n".into(),
            exit: 1,
            ..Output::default()
        },
        Contact::Refused => {
            let stderr = "telnet: Unable to connect to remote host: Connection refused\n".to_owned();
            Output { stdout: trying, stderr, exit: 1, ..Output::default() }
        }
        Contact::Silent | Contact::Unresolved => {
            let stderr = "telnet: Unable to connect to remote host: Connection timed out\n".to_owned();
            Output { stdout: trying, stderr, exit: 1, ..Output::default() }
        }
    }
}

/// `ping HOST`, as iputils.
pub(super) fn ping(console: &mut Console, call: &Call<'_>) -> Output {
    let (mut count, mut host, mut args) = (PACKETS, None, call.args.iter());
    while let Some(arg) = args.next() {
        match arg.strip_prefix('-') {
            Some(flag) if flag.starts_with('c') => {
                let joined = flag.get(1..).filter(|it| !it.is_empty()).map(str::to_owned);
                let value = joined.or_else(|| args.next().cloned()).unwrap_or_default();
                count = match value.parse::<u32>() {
                    Ok(count) if count > 0 => count.min(MOST),
                    _ => return Output::fail(1, format!("ping: invalid argument: '{value}'\n")),
                };
            }
            Some("W" | "w" | "i" | "s" | "I" | "t") => drop(args.next()),
            Some(_) => {}
            None => host = Some(arg.clone()),
        }
    }
    let Some(host) = host else {
        return Output::fail(1, "ping: usage error: Destination address required\n");
    };
    let Some((name, address)) = console.address_of(&host) else {
        return Output::fail(2, format!("ping: {host}: Name or service not known\n"));
    };
    let echo = console.cluster().echo(&console.place().source(), address);
    let mut text = format!("PING {name} ({address}) 56(84) bytes of data.\n");
    let mut received = 0;
    for sequence in 1..=count {
        match &echo {
            Echo::Answered => {
                received += 1;
                let _ = writeln!(text, "64 bytes from {address}: icmp_seq={sequence} ttl=64 time=0.050 ms");
            }
            Echo::Rejected { by } => {
                let _ = writeln!(text, "From {by} icmp_seq={sequence} Destination Port Unreachable");
            }
            Echo::Silent(_) => {}
        }
    }
    let lost = (count - received) * 100 / count;
    let errors = if matches!(echo, Echo::Rejected { .. }) { format!(" +{count} errors,") } else { String::new() };
    let time = (count - 1) * 1024;
    let _ = writeln!(
        text,
        "\n--- {name} ping statistics ---\n{count} packets transmitted, {received} received,{errors} {lost}% packet loss, time {time}ms"
    );
    text.push_str(if received > 0 { "rtt min/avg/max/mdev = 0.050/0.050/0.050/0.000 ms\n" } else { "\n" });
    Output { stdout: text, exit: u8::from(received == 0), ..Output::default() }
}

impl Console {
    /// The full name and the address of a host, as a program finds them.
    fn address_of(&self, host: &str) -> Option<(String, IpAddr)> {
        if let Ok(address) = host.parse() {
            return Some((host.to_owned(), address));
        }
        if host == "localhost" {
            return Some((host.to_owned(), IpAddr::V4(Ipv4Addr::LOCALHOST)));
        }
        if let Some(address) = self.host_address(host) {
            return Some((host.to_owned(), address));
        }
        let Some(Target::Name(_)) = self.cluster().target(host) else { return None };
        let resolution = self.cluster().resolve(host, &self.place().source());
        let address = resolution.answer.addresses().first().copied()?;
        Some((resolution.tried.last().cloned().unwrap_or_else(|| host.to_owned()), address))
    }
}
