//! `wget`: GNU's on the laptop and on nodes, BusyBox's in pods, which is where notes use it (`kubectl run --image=busybox`).
//!
//! Must not know: how the cluster comes to its answers.

use super::net::{Connection, Contact, KERNEL_PATIENCE, Peer};
use super::proxy;
use super::web::{self, Answer, Asked, Tls};
use super::{Call, Console, Output, Place};
use crate::cluster::request::Protocol;
use crate::cluster::trace::Server;
use std::fmt::Write as _;

/// What the options say.
#[derive(Default)]
struct Options {
    quiet: bool,
    /// `-O FILE`.
    file: Option<String>,
    spider: bool,
    headers: bool,
    /// `-T SECONDS`.
    patience: Option<String>,
    urls: Vec<String>,
}

/// An address in its parts.
struct Address<'a> {
    secure: bool,
    host: &'a str,
    port: u16,
    path: String,
}

/// Runs `wget`.
pub(super) fn run(console: &mut Console, call: &Call<'_>) -> Output {
    let options = read(call);
    let in_pod = matches!(console.place(), Place::Pod(_));
    if options.urls.is_empty() {
        let words = if in_pod {
            "BusyBox v1.36.1 multi-call binary.\n\nUsage: wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]\n\t[--post-data STR | --post-file FILE] [-Y on/off]\n\t[-P DIR] [-U AGENT] [-T SEC] URL...\n"
        } else {
            "wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n"
        };
        return Output::fail(1, words);
    }
    let mut output = Output::default();
    for url in &options.urls {
        let Some(place) = parse(url) else {
            output.then(Output::fail(1, format!("wget: bad address '{url}'\n")));
            continue;
        };
        let next = if in_pod { busybox(console, &options, &place) } else { gnu(console, &options, url, &place) };
        output.then(next);
    }
    output
}

fn read(call: &Call<'_>) -> Options {
    let mut options = Options::default();
    let mut args = call.args.iter();
    while let Some(arg) = args.next() {
        if let Some(name) = arg.strip_prefix("--") {
            match name.split_once('=').unwrap_or((name, "")) {
                ("quiet", _) => options.quiet = true,
                ("spider", _) => options.spider = true,
                ("server-response", _) => options.headers = true,
                ("timeout" | "connect-timeout", value) => options.patience = Some(value.to_owned()),
                ("output-document", value) => options.file = Some(value.to_owned()),
                ("header" | "tries" | "post-data", "") => drop(args.next()),
                _ => {}
            }
            continue;
        }
        let Some(letters) = arg.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
            options.urls.push(arg.clone());
            continue;
        };
        let mut letters = letters.chars();
        while let Some(letter) = letters.next() {
            match letter {
                'q' => options.quiet = true,
                'S' => options.headers = true,
                'O' | 'T' | 't' | 'P' | 'U' | 'o' | 'Y' => {
                    let joined: String = letters.by_ref().collect();
                    let value = if joined.is_empty() { args.next().cloned().unwrap_or_default() } else { joined };
                    match letter {
                        'O' => options.file = Some(value),
                        'T' => options.patience = Some(value),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }
    options
}

fn parse(url: &str) -> Option<Address<'_>> {
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let secure = match scheme {
        "http" => false,
        "https" => true,
        _ => return None,
    };
    let end = rest.find('/').unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end)?;
    let (host, port) = authority.rsplit_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let port = port.map_or(Some(if secure { 443 } else { 80 }), |port| port.parse().ok())?;
    let path = if path.is_empty() { "/".to_owned() } else { path.to_owned() };
    (!host.is_empty()).then_some(Address { secure, host, port, path })
}

/// What the server says, and writes down.
fn answered(console: &mut Console, peer: &Peer, place: &Address<'_>) -> Answer {
    let answer = proxy::answer(console, peer, Asked { method: "GET", path: &place.path, secure: place.secure });
    if let Peer::Server(Server::Pod(pod)) = peer {
        console.log(
            pod,
            &format!("\"GET {} HTTP/1.1\" {} {} \"-\" \"Wget\"", place.path, answer.status, answer.body.len()),
        );
    }
    answer
}

/// The file that an answer goes to: the name at the end of the path, or `index.html`.
fn file_name(options: &Options, place: &Address<'_>) -> String {
    let own = place.path.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("index.html");
    options.file.clone().unwrap_or_else(|| own.to_owned())
}

fn busybox(console: &mut Console, options: &Options, place: &Address<'_>) -> Output {
    let Connection { address, contact } = console.connect(place.host, place.port, Protocol::Tcp);
    let Some(address) = address else {
        return Output::fail(1, format!("wget: bad address '{}'\n", place.host));
    };
    let shown = if place.port == 80 || place.port == 443 {
        place.host.to_owned()
    } else {
        format!("{}:{}", place.host, place.port)
    };
    if contact == Contact::Silent {
        let own = options.patience.as_ref().and_then(|text| text.parse::<u64>().ok());
        console.wait(own.map_or(KERNEL_PATIENCE, |seconds| seconds.saturating_mul(1_000)));
    }
    let mut stderr = String::new();
    if !options.quiet {
        stderr = format!("Connecting to {shown} ({address}:{})\n", place.port);
    }
    let why = match contact {
        Contact::Open(peer) => {
            if place.secure && web::tls(&peer) == Tls::None {
                return Output::fail(1, format!("{stderr}wget: error getting response: Connection reset by peer\n"));
            }
            let answer = answered(console, &peer, place);
            if answer.status >= 400 {
                let status = format!("wget: server returned error: HTTP/1.1 {} {}\n", answer.status, answer.reason);
                return Output::fail(1, stderr + &status);
            }
            return save(console, options, place, answer.body, stderr);
        }
        Contact::Hollow => "wget: error getting response\n".to_owned(),
        Contact::Refused => format!("wget: can't connect to remote host ({address}): Connection refused\n"),
        Contact::Silent if options.patience.is_some() => "wget: download timed out\n".to_owned(),
        Contact::Silent => format!("wget: can't connect to remote host ({address}): Connection timed out\n"),
        Contact::Unresolved => format!("wget: bad address '{}'\n", place.host),
    };
    Output::fail(1, stderr + &why)
}

fn save(console: &mut Console, options: &Options, place: &Address<'_>, body: String, mut stderr: String) -> Output {
    if options.spider {
        if !options.quiet {
            stderr.push_str("remote file exists\n");
        }
        return Output { stderr, ..Output::default() };
    }
    let name = file_name(options, place);
    let to_stdout = name == "-";
    if !options.quiet {
        let (target, short) = if to_stdout { ("stdout".to_owned(), "-") } else { (format!("'{name}'"), name.as_str()) };
        let verb = if to_stdout { ("writing to", "written to") } else { ("saving to", "saved") };
        let bar = format!("{short:<20} 100% |********************************| {:>5}  0:00:00 ETA\n", body.len());
        let last = if to_stdout { format!("{} {target}\n", verb.1) } else { format!("{target} {}\n", verb.1) };
        let _ = write!(stderr, "{} {target}\n{bar}{last}", verb.0);
    }
    if to_stdout {
        return Output { stdout: body, stderr, ..Output::default() };
    }
    let path = console.path(&name);
    if options.file.is_none() && console.files().exists(&path) {
        return Output::fail(1, format!("wget: can't open '{name}': File exists\n"));
    }
    match console.files_mut().write(&path, &body) {
        Ok(()) => Output { stderr, ..Output::default() },
        Err(fault) => Output::fail(1, format!("wget: can't open '{name}': {fault}\n")),
    }
}

fn gnu(console: &mut Console, options: &Options, url: &str, place: &Address<'_>) -> Output {
    let Connection { address, contact } = console.connect(place.host, place.port, Protocol::Tcp);
    let url = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
    let url = if url.matches('/').count() < 3 { format!("{url}/") } else { url };
    let mut said = format!("--2026-11-20 08:00:00--  {url}\n");
    let is_name = place.host.parse::<std::net::IpAddr>().is_err();
    let quiet = |said: String| if options.quiet { String::new() } else { said };
    let Some(address) = address else {
        let _ = writeln!(said, "Resolving {0} ({0})... failed: Name or service not known.", place.host);
        let stderr = quiet(said) + &format!("wget: unable to resolve host address ‘{}’\n", place.host);
        return Output::fail(4, if options.quiet { String::new() } else { stderr });
    };
    if is_name {
        let _ = writeln!(said, "Resolving {0} ({0})... {address}", place.host);
    }
    let shown = if is_name {
        format!("{0} ({0})|{address}|:{1}", place.host, place.port)
    } else {
        format!("{address}:{}", place.port)
    };
    let _ = write!(said, "Connecting to {shown}... ");
    match contact {
        Contact::Open(peer) => {
            said.push_str("connected.\n");
            if place.secure && web::tls(&peer) == Tls::None {
                said.push_str(
                    "OpenSSL: error:0A00010B:SSL routines::wrong version number\nUnable to establish SSL connection.\n",
                );
                return Output::fail(4, quiet(said));
            }
            let answer = answered(console, &peer, place);
            let _ = writeln!(said, "HTTP request sent, awaiting response... {} {}", answer.status, answer.reason);
            if answer.status >= 400 {
                let _ = writeln!(said, "2026-11-20 08:00:00 ERROR {}: {}.\n", answer.status, answer.reason);
                return Output::fail(8, quiet(said));
            }
            if options.spider {
                let _ = writeln!(said, "Length: {} [text/plain]\nRemote file exists.\n", answer.body.len());
                return Output { stderr: quiet(said), ..Output::default() };
            }
            let name = file_name(options, place);
            let (to, target) = if name == "-" { ("STDOUT".to_owned(), "-") } else { (name.clone(), name.as_str()) };
            let length = answer.body.len();
            let _ = writeln!(
                said,
                "Length: {length} [text/plain]\nSaving to: ‘{to}’\n\n{target:<20}100%[===================>] {length:>7}  --.-KB/s    in 0s      \n"
            );
            let end = if name == "-" { "written to stdout".to_owned() } else { format!("‘{name}’ saved") };
            let _ = writeln!(said, "2026-11-20 08:00:00 (1.00 MB/s) - {end} [{length}/{length}]\n");
            if name == "-" {
                return Output { stdout: answer.body, stderr: quiet(said), ..Output::default() };
            }
            let path = console.path(&name);
            match console.files_mut().write(&path, &answer.body) {
                Ok(()) => Output { stderr: quiet(said), ..Output::default() },
                Err(fault) => Output::fail(3, format!("{}{name}: {fault}\n", quiet(said))),
            }
        }
        Contact::Refused => {
            said.push_str("failed: Connection refused.\n");
            Output::fail(4, quiet(said))
        }
        Contact::Hollow => {
            said.push_str("connected.\nHTTP request sent, awaiting response... No data received.\nGiving up.\n\n");
            Output::fail(4, quiet(said))
        }
        Contact::Silent | Contact::Unresolved => {
            said.push_str("failed: Connection timed out.\nGiving up.\n\n");
            Output::fail(4, quiet(said))
        }
    }
}
