//! One request of `curl`, from the name to the last byte, and everything it says on the way.
//!
//! Must not know: how options are written.

use std::fmt::Write as _;
use std::net::IpAddr;

use super::options::{Options, Target};
use super::url::Url;
use super::{Console, Output, meter, write_out};
use crate::cluster::request::Protocol;
use crate::cluster::trace::Server;
use crate::console::net::{Connection, Contact, KERNEL_PATIENCE, Peer};
use crate::console::proxy;
use crate::console::web::{self, Answer, Tls};

/// One request.
pub(super) struct Transfer<'a> {
    pub(super) options: &'a Options,
    pub(super) url: &'a str,
    pub(super) target: Option<Target>,
    pub(super) to_screen: bool,
}

/// The connection that is still open, and how many there were.
#[derive(Default)]
pub(super) struct Wire {
    open: Option<(String, String, u16, Peer, IpAddr)>,
    number: usize,
}

/// What is known after a transfer.
#[derive(Clone, Debug, Default)]
pub(super) struct Done {
    pub(super) code: u8,
    pub(super) message: String,
    pub(super) status: Option<u16>,
    pub(super) address: Option<IpAddr>,
    pub(super) local: Option<IpAddr>,
    pub(super) port: u16,
    pub(super) url: String,
    pub(super) scheme: String,
    pub(super) method: String,
    pub(super) content_type: String,
    pub(super) downloaded: usize,
    pub(super) header_bytes: usize,
    /// Milliseconds it waited in vain.
    pub(super) waited: Option<u64>,
    pub(super) reused: bool,
}

impl Transfer<'_> {
    /// Does it, again where `--retry` says so.
    pub(super) fn run(&self, console: &mut Console, wire: &mut Wire) -> Output {
        let mut output = Output::default();
        for left in (0..=self.options.retry.min(20)).rev() {
            let (next, done) = self.once(console, wire);
            output.then(next);
            let refused = done.code == 7 && self.options.retry_refused;
            let busy = done.status.is_some_and(|status| matches!(status, 408 | 429 | 500 | 502 | 503 | 504));
            if left == 0 || !(refused || done.code == 28 || busy) {
                break;
            }
            if !self.options.silent {
                let problem = if refused { "connection refused" } else { "timeout" };
                let _ = writeln!(
                    output.stderr,
                    "Warning: Problem : {problem}. Will retry in 1 seconds. {left} retries left."
                );
            }
        }
        output
    }

    fn once(&self, console: &mut Console, wire: &mut Wire) -> (Output, Done) {
        let mut done = Done { url: self.url.to_owned(), method: self.method().to_owned(), ..Done::default() };
        let url = match Url::parse(self.url) {
            Ok(url) => url,
            Err(fault) => {
                (done.code, done.message) = (fault.code, fault.message);
                let mut said = Said::default();
                return (self.finish(console, &mut said, done.clone()), done);
            }
        };
        done.url = url.effective();
        done.scheme.clone_from(&url.scheme);
        done.port = url.port;
        let meter = !self.options.silent && !self.options.no_meter && (self.target.is_some() || !self.to_screen);
        let mut said = Said { verbose: self.options.verbose, meter, ..Said::default() };
        said.meter(meter::BEGIN);
        self.exchange(console, wire, &url, &mut said, &mut done);
        console.wait(done.waited.unwrap_or(0));
        (self.finish(console, &mut said, done.clone()), done)
    }

    fn method(&self) -> &str {
        match &self.options.method {
            Some(method) => method,
            None if self.options.head => "HEAD",
            None if self.options.data.is_some() && !self.options.get => "POST",
            None => "GET",
        }
    }

    /// Connects, asks and takes the answer.
    fn exchange(&self, console: &mut Console, wire: &mut Wire, url: &Url, said: &mut Said, done: &mut Done) {
        let key = |open: &(String, String, u16, Peer, IpAddr)| {
            open.0 == url.scheme && open.1.eq_ignore_ascii_case(&url.host) && open.2 == url.port
        };
        if let Some((_, _, _, peer, address)) = wire.open.clone().filter(key) {
            let number = wire.number - 1;
            said.line(&format!("Found bundle for host: 0x55d0c8a1b2d0 [serially]\n* Re-using existing connection #{number} with host {}", url.host));
            (done.address, done.reused) = (Some(address), true);
            self.converse(console, url, &peer, number, said, done);
            return;
        }
        let proxy = self.proxy(url);
        let (door, port) = proxy.map_or((&url.host, url.port), |(host, port)| (host, *port));
        let pinned = self.options.resolve.iter().find(|(host, its, _)| host == door && *its == port);
        let host = pinned.map_or_else(|| door.clone(), |(_, _, address)| address.to_string());
        if let Some((host, port, address)) = pinned {
            said.line(&format!("Added {host}:{port}:{address} to DNS cache"));
            said.line(&format!("Hostname {host} was found in DNS cache"));
        }
        let is_v4 = host.parse::<std::net::Ipv4Addr>().is_ok();
        let Connection { address, contact } = if self.options.ipv6 && (is_v4 || !host.contains(':')) {
            // There is no IPv6 in these networks.
            Connection { address: None, contact: Contact::Unresolved }
        } else {
            console.connect(&host, port, Protocol::Tcp)
        };
        done.address = address;
        let number = wire.number;
        wire.number += 1;
        if let Some(address) = address {
            let shown = if address.is_ipv6() { format!("[{address}]") } else { address.to_string() };
            said.line(&format!("  Trying {shown}:{port}..."));
        }
        match contact {
            Contact::Open(peer) => {
                let address = address.unwrap_or(IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED));
                said.line(&format!("Connected to {door} ({address}) port {port} (#{number})"));
                if url.scheme == "https" && proxy.is_some() {
                    // None of the servers here is a proxy: nginx knows no CONNECT.
                    (done.code, done.message) = (56, "CONNECT tunnel failed, response 405".to_owned());
                    said.line(&done.message.clone());
                    said.meter(&meter::nothing(0));
                    said.line(&format!("Closing connection {number}"));
                    return;
                }
                if url.scheme == "telnet" {
                    said.meter(&meter::nothing(0));
                    return;
                }
                if url.scheme == "https" && !self.handshake(&peer, number, said, done) {
                    return;
                }
                self.converse(console, url, &peer, number, said, done);
                wire.open = Some((url.scheme.clone(), url.host.clone(), url.port, peer, address));
            }
            Contact::Hollow => {
                let address = address.map(|address| address.to_string()).unwrap_or_default();
                said.line(&format!("Connected to {door} ({address}) port {port} (#{number})"));
                self.ask(url, said);
                said.line("Empty reply from server");
                said.meter(&meter::nothing(0));
                said.line(&format!("Closing connection {number}"));
                (done.code, done.message) = (52, "Empty reply from server".to_owned());
            }
            Contact::Unresolved => {
                let what = if proxy.is_some() { "proxy" } else { "host" };
                done.code = if proxy.is_some() { 5 } else { 6 };
                done.message = format!("Could not resolve {what}: {door}");
                said.line(&done.message.clone());
                said.line(&format!("Closing connection {number}"));
            }
            Contact::Refused => {
                if let Some(address) = address {
                    said.line(&format!("connect to {address} port {port} failed: Connection refused"));
                }
                done.code = 7;
                done.message =
                    format!("Failed to connect to {door} port {port} after 0 ms: Couldn't connect to server");
                said.line(&done.message.clone());
                said.meter(&meter::nothing(0));
                said.line(&format!("Closing connection {number}"));
            }
            Contact::Silent => self.silence((door, port), address, number, said, done),
        }
    }

    /// The proxy by which an address is asked for.
    fn proxy(&self, url: &Url) -> Option<&(String, u16)> {
        let spared = |spared: &String| spared == "*" || spared.trim_start_matches('.').eq_ignore_ascii_case(&url.host);
        self.options.proxy.as_ref().filter(|_| !self.options.no_proxy.iter().any(spared))
    }

    /// Nothing comes back: whichever patience ends first decides the words.
    fn silence(
        &self,
        (host, port): (&str, u16),
        address: Option<IpAddr>,
        number: usize,
        said: &mut Said,
        done: &mut Done,
    ) {
        let Options { max_time, connect_timeout, .. } = self.options;
        let waited = [*max_time, *connect_timeout, Some(KERNEL_PATIENCE)].into_iter().flatten().min().unwrap_or(0);
        done.code = 28;
        done.waited = Some(waited);
        if *max_time == Some(waited) {
            done.message = format!("Connection timed out after {waited} milliseconds");
        } else if *connect_timeout == Some(waited) {
            said.line(&format!("ipv4 connect timeout after {waited}ms, move on!"));
            done.message = format!("Failed to connect to {host} port {port} after {waited} ms: Timeout was reached");
        } else {
            if let Some(address) = address {
                said.line(&format!("connect to {address} port {port} failed: Connection timed out"));
            }
            done.message =
                format!("Failed to connect to {host} port {port} after {waited} ms: Couldn't connect to server");
        }
        said.line(&done.message.clone());
        said.meter(&meter::nothing(waited / 1000));
        said.line(&format!("Closing connection {number}"));
    }

    /// TLS; false where it fails.
    fn handshake(&self, peer: &Peer, number: usize, said: &mut Said, done: &mut Done) -> bool {
        said.line("ALPN: offers h2,http/1.1");
        said.line("TLSv1.3 (OUT), TLS handshake, Client hello (1):");
        match web::tls(peer) {
            Tls::None => {
                done.code = 35;
                "OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number".clone_into(&mut done.message);
                said.line(&done.message.clone());
            }
            Tls::Private if !self.options.insecure => {
                done.code = 60;
                "SSL certificate problem: unable to get local issuer certificate\nMore details here: https://curl.se/docs/sslcerts.html\n\ncurl failed to verify the legitimacy of the server and therefore could not\nestablish a secure connection to it. To learn more about this situation and\nhow to fix it, please visit the web page mentioned above.".clone_into(&mut done.message);
                said.line("SSL certificate problem: unable to get local issuer certificate");
            }
            Tls::Private => return true,
        }
        said.meter(&meter::nothing(0));
        said.line(&format!("Closing connection {number}"));
        false
    }

    /// The request as it is sent, told on the way.
    fn ask(&self, url: &Url, said: &mut Said) {
        let mut path = url.path.clone();
        if let Some(data) = self.options.data.as_ref().filter(|_| self.options.get) {
            path = format!("{path}{}{data}", if path.contains('?') { '&' } else { '?' });
        }
        let own = |name: &str| {
            let has = |header: &&String| header.split_once(':').is_some_and(|(its, _)| its.eq_ignore_ascii_case(name));
            self.options.headers.iter().find(has)
        };
        let proxied = self.proxy(url).is_some();
        if proxied {
            path.insert_str(0, &format!("{}://{}", url.scheme, url.host_field()));
        }
        said.sent(&format!("{} {path} HTTP/1.1", self.method()));
        let agent = self.options.agent.as_deref().unwrap_or("curl/7.88.1");
        let fields = [("Host", url.host_field()), ("User-Agent", agent.to_owned()), ("Accept", "*/*".to_owned())];
        for (name, value) in fields {
            if own(name).is_none() || name == "Host" {
                let value =
                    own(name).and_then(|its| its.split_once(':')).map_or(value, |(_, its)| its.trim().to_owned());
                said.sent(&format!("{name}: {value}"));
            }
        }
        if proxied {
            said.sent("Proxy-Connection: Keep-Alive");
        }
        for header in self.options.headers.iter().filter(|header| !header.to_ascii_lowercase().starts_with("host:")) {
            said.sent(header);
        }
        if let Some(data) = self.options.data.as_ref().filter(|_| !self.options.get) {
            said.sent(&format!("Content-Length: {}", data.len()));
            let kind = if self.options.json { "application/json" } else { "application/x-www-form-urlencoded" };
            if own("Content-Type").is_none() {
                said.sent(&format!("Content-Type: {kind}"));
            }
        }
        said.sent("");
    }

    fn converse(&self, console: &mut Console, url: &Url, peer: &Peer, number: usize, said: &mut Said, done: &mut Done) {
        self.ask(url, said);
        let asked = web::Asked { method: self.method(), path: &url.path, secure: url.scheme == "https" };
        let Answer { status, reason, fields, body } = proxy::answer(console, peer, asked);
        done.status = Some(status);
        if let Peer::Server(Server::Pod(pod)) = peer {
            let agent = self.options.agent.as_deref().unwrap_or("curl/7.88.1");
            let length = if asked.method == "HEAD" { 0 } else { body.len() };
            console
                .log(pod, &format!("\"{} {} HTTP/1.1\" {status} {length} \"-\" \"{agent}\"", asked.method, url.path));
        }
        let mut header = format!("HTTP/1.1 {status} {reason}\r\n");
        for (name, value) in &fields {
            let _ = write!(header, "{name}: {value}\r\n");
            if *name == "Content-Type" {
                done.content_type.clone_from(value);
            }
        }
        header.push_str("\r\n");
        for line in header.trim_end_matches("\r\n").split("\r\n").chain([""]) {
            said.received(line);
        }
        done.header_bytes = header.len();
        let announced = fields.iter().find(|(name, _)| *name == "Content-Length").and_then(|(_, it)| it.parse().ok());
        let failed = status >= 400 && (self.options.fail || self.options.fail_with_body);
        if self.options.include || self.options.head {
            said.body.push_str(&header);
        }
        said.header = header;
        if failed {
            done.code = 22;
            done.message = format!("The requested URL returned error: {status}");
        }
        if (failed && !self.options.fail_with_body) || self.options.head {
            said.meter(&meter::untaken(announced.unwrap_or(0)));
        } else {
            if said.meter {
                said.bytes(body.len());
            }
            said.meter(&meter::whole(body.len()));
            done.downloaded = body.len();
            said.body.push_str(&body);
        }
        if failed && !self.options.fail_with_body {
            said.line(&format!("Closing connection {number}"));
        } else {
            said.line(&format!("Connection #{number} to host {} left intact", url.host));
        }
    }

    /// Puts the answer where it goes, and says how it ended.
    fn finish(&self, console: &mut Console, said: &mut Said, mut done: Done) -> Output {
        let mut output = Output { stderr: std::mem::take(&mut said.stderr), ..Output::default() };
        if let Some(file) = &self.options.dump_header {
            Self::put(console, file, &said.header, &mut output, &mut done);
        }
        let name = match &self.target {
            None => None,
            Some(Target::File(name)) => Some(name.clone()),
            Some(Target::Remote) => {
                let path = done.url.split('?').next().unwrap_or("").rsplit('/').next().unwrap_or("").to_owned();
                if path.is_empty() && done.code == 0 {
                    (done.code, done.message) = (23, "Failed writing received data to disk/application".to_owned());
                    output.stderr.push_str("curl: Remote file name has no length!\n");
                }
                Some(path).filter(|path| !path.is_empty())
            }
        };
        match name {
            Some(name) if done.status.is_some() => Self::put(console, &name, &said.body, &mut output, &mut done),
            Some(_) => {}
            None if self.target.is_none() => output.stdout.push_str(&said.body),
            None => {}
        }
        output.exit = done.code;
        if done.code != 0 && (!self.options.silent || self.options.show_error) {
            let _ = writeln!(output.stderr, "curl: ({}) {}", done.code, done.message);
        }
        if let Some(format) = &self.options.write_out {
            let (text, complaints) = write_out::written(format, &done);
            output.stdout.push_str(&text);
            output.stderr.push_str(&complaints);
        }
        output
    }

    fn put(console: &mut Console, name: &str, text: &str, output: &mut Output, done: &mut Done) {
        if name == "-" {
            output.stdout.push_str(text);
            return;
        }
        let path = console.path(name);
        if let Err(fault) = console.files_mut().write(&path, text) {
            let _ = writeln!(output.stderr, "Warning: Failed to open the file {name}: {fault}");
            (done.code, done.message) = (23, "Failure writing output to destination".to_owned());
        }
    }
}

/// What has been said so far.
#[derive(Default)]
struct Said {
    verbose: bool,
    meter: bool,
    stderr: String,
    header: String,
    body: String,
}

impl Said {
    fn line(&mut self, text: &str) {
        self.marked('*', text, "\n");
    }

    fn sent(&mut self, text: &str) {
        self.marked('>', text, "\r\n");
    }

    fn received(&mut self, text: &str) {
        self.marked('<', text, "\r\n");
    }

    fn marked(&mut self, mark: char, text: &str, end: &str) {
        if self.verbose {
            let _ = write!(self.stderr, "{mark} {text}{end}");
        }
    }

    fn bytes(&mut self, bytes: usize) {
        if self.verbose {
            let _ = writeln!(self.stderr, "{{ [{bytes} bytes data]");
        }
    }

    fn meter(&mut self, text: &str) {
        if self.meter {
            self.stderr.push_str(text);
        }
    }
}
