//! The command line of `curl`.
//!
//! Must not know: what becomes of a request.

use super::url::Url;
use super::{Call, Console, Output};
use std::net::IpAddr;

/// What the line after a complaint about an option says.
const TRY: &str = "curl: try 'curl --help' or 'curl --manual' for more information\n";

/// What was asked for.
#[derive(Debug)]
pub(super) enum Asked {
    /// Requests.
    Transfers(Box<Options>),
    /// `--version`.
    Version,
    /// `--help`.
    Help,
}

/// Where a body goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// `-o FILE`.
    File(String),
    /// `-O`: a file named like the end of the address.
    Remote,
}

/// Everything the options say.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "curl's own switches, each given or not")]
pub(super) struct Options {
    pub(super) urls: Vec<String>,
    /// Where the bodies go, one for each address; the screen for those that are left.
    pub(super) outputs: Vec<Target>,
    pub(super) silent: bool,
    pub(super) show_error: bool,
    pub(super) verbose: bool,
    pub(super) include: bool,
    pub(super) head: bool,
    pub(super) fail: bool,
    pub(super) fail_with_body: bool,
    pub(super) fail_early: bool,
    pub(super) insecure: bool,
    pub(super) globoff: bool,
    pub(super) no_meter: bool,
    pub(super) get: bool,
    pub(super) ipv6: bool,
    pub(super) method: Option<String>,
    pub(super) headers: Vec<String>,
    pub(super) data: Option<String>,
    pub(super) json: bool,
    pub(super) agent: Option<String>,
    /// Milliseconds.
    pub(super) max_time: Option<u64>,
    /// Milliseconds.
    pub(super) connect_timeout: Option<u64>,
    pub(super) write_out: Option<String>,
    /// `--resolve HOST:PORT:ADDRESS`.
    pub(super) resolve: Vec<(String, u16, IpAddr)>,
    /// `--proxy`: host and port.
    pub(super) proxy: Option<(String, u16)>,
    /// `--noproxy`: hosts that are asked without.
    pub(super) no_proxy: Vec<String>,
    pub(super) retry: u32,
    pub(super) retry_refused: bool,
    pub(super) dump_header: Option<String>,
}

/// Whether an option takes a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Nothing,
    Value,
}
use Takes::{Nothing, Value};

/// Short name (or a blank), long name, whether it takes a value. Those that change nothing here are read and left.
const OPTIONS: &[(char, &str, Takes)] = &[
    ('#', "progress-bar", Nothing),
    (' ', "compressed", Nothing),
    (' ', "fail-early", Nothing),
    (' ', "fail-with-body", Nothing),
    (' ', "http2", Nothing),
    (' ', "no-progress-meter", Nothing),
    (' ', "http1.1", Nothing),
    (' ', "path-as-is", Nothing),
    (' ', "retry-all-errors", Nothing),
    (' ', "retry-connrefused", Nothing),
    (' ', "tcp-nodelay", Nothing),
    (' ', "keepalive", Nothing),
    (' ', "no-keepalive", Nothing),
    ('0', "http1.0", Nothing),
    ('4', "ipv4", Nothing),
    ('6', "ipv6", Nothing),
    ('G', "get", Nothing),
    ('I', "head", Nothing),
    ('J', "remote-header-name", Nothing),
    ('L', "location", Nothing),
    ('M', "manual", Nothing),
    ('N', "no-buffer", Nothing),
    ('O', "remote-name", Nothing),
    ('S', "show-error", Nothing),
    ('V', "version", Nothing),
    ('Z', "parallel", Nothing),
    ('a', "append", Nothing),
    ('f', "fail", Nothing),
    ('g', "globoff", Nothing),
    ('h', "help", Nothing),
    ('i', "include", Nothing),
    ('j', "junk-session-cookies", Nothing),
    ('k', "insecure", Nothing),
    ('n', "netrc", Nothing),
    ('q', "disable", Nothing),
    ('s', "silent", Nothing),
    ('v', "verbose", Nothing),
    (' ', "cacert", Value),
    (' ', "connect-timeout", Value),
    (' ', "connect-to", Value),
    (' ', "data-ascii", Value),
    (' ', "data-binary", Value),
    (' ', "data-raw", Value),
    (' ', "data-urlencode", Value),
    (' ', "dns-servers", Value),
    (' ', "interface", Value),
    (' ', "json", Value),
    (' ', "key", Value),
    (' ', "limit-rate", Value),
    (' ', "local-port", Value),
    (' ', "noproxy", Value),
    (' ', "output-dir", Value),
    (' ', "resolve", Value),
    (' ', "retry", Value),
    (' ', "retry-delay", Value),
    (' ', "retry-max-time", Value),
    (' ', "url", Value),
    ('A', "user-agent", Value),
    ('D', "dump-header", Value),
    ('E', "cert", Value),
    ('F', "form", Value),
    ('H', "header", Value),
    ('T', "upload-file", Value),
    ('X', "request", Value),
    ('b', "cookie", Value),
    ('c', "cookie-jar", Value),
    ('d', "data", Value),
    ('e', "referer", Value),
    ('m', "max-time", Value),
    ('o', "output", Value),
    ('r', "range", Value),
    ('u', "user", Value),
    ('w', "write-out", Value),
    ('x', "proxy", Value),
];

/// Reads the command line; the error is what curl says about it, with its status.
pub(super) fn read(console: &Console, call: &Call<'_>) -> Result<Asked, Output> {
    let mut options = Options::default();
    if call.args.is_empty() {
        return Err(Output::fail(2, TRY));
    }
    let mut rest = call.args.iter();
    let mut plain = false;
    while let Some(arg) = rest.next() {
        if plain || !arg.starts_with('-') || arg == "-" {
            options.urls.push(arg.clone());
        } else if arg == "--" {
            plain = true;
        } else if let Some(name) = arg.strip_prefix("--") {
            let (long, takes) = long(name).map_err(|why| complaint(arg, why))?;
            let value = if takes == Value {
                Some(rest.next().ok_or_else(|| complaint(arg, "requires parameter"))?.as_str())
            } else {
                None
            };
            if let Some(asked) = apply(console, call, &mut options, arg, long, value.unwrap_or(""))? {
                return Ok(asked);
            }
        } else {
            let mut letters = arg.chars().skip(1);
            while let Some(letter) = letters.next() {
                let flag = format!("-{letter}");
                let Some((_, long, takes)) = OPTIONS.iter().find(|(short, ..)| *short == letter && letter != ' ')
                else {
                    return Err(complaint(&flag, "is unknown"));
                };
                let mut value = String::new();
                if *takes == Value {
                    value = letters.by_ref().collect();
                    if value.is_empty() {
                        value.clone_from(rest.next().ok_or_else(|| complaint(&flag, "requires parameter"))?);
                    }
                }
                if let Some(asked) = apply(console, call, &mut options, &flag, long, &value)? {
                    return Ok(asked);
                }
            }
        }
    }
    if options.urls.is_empty() {
        return Err(Output::fail(2, format!("curl: no URL specified!\n{TRY}")));
    }
    Ok(Asked::Transfers(Box::new(options)))
}

/// The option of a long name; a start of it is enough where no other begins so.
fn long(name: &str) -> Result<(&'static str, Takes), &'static str> {
    if let Some((_, long, takes)) = OPTIONS.iter().find(|(_, long, _)| *long == name) {
        return Ok((long, *takes));
    }
    let mut near = OPTIONS.iter().filter(|(_, long, _)| long.starts_with(name));
    match (near.next(), near.next()) {
        (Some((_, long, takes)), None) => Ok((long, *takes)),
        (Some(_), Some(_)) => Err("is ambiguous"),
        (None, _) => Err("is unknown"),
    }
}

fn complaint(option: &str, why: &str) -> Output {
    Output::fail(2, format!("curl: option {option}: {why}\n{TRY}"))
}

fn apply(
    console: &Console,
    call: &Call<'_>,
    options: &mut Options,
    written: &str,
    long: &str,
    value: &str,
) -> Result<Option<Asked>, Output> {
    let seconds = || {
        let seconds = value.parse::<f64>().ok().filter(|seconds| (0.0..1e9).contains(seconds));
        seconds.map(milliseconds).ok_or_else(|| complaint(written, "expected a proper numerical parameter"))
    };
    match long {
        "version" => return Ok(Some(Asked::Version)),
        "help" | "manual" => return Ok(Some(Asked::Help)),
        "silent" => options.silent = true,
        "show-error" => options.show_error = true,
        "verbose" => options.verbose = true,
        "include" => options.include = true,
        "head" => options.head = true,
        "fail" => options.fail = true,
        "fail-with-body" => options.fail_with_body = true,
        "fail-early" => options.fail_early = true,
        "insecure" => options.insecure = true,
        "globoff" => options.globoff = true,
        "no-progress-meter" => options.no_meter = true,
        "get" => options.get = true,
        "ipv6" => options.ipv6 = true,
        "ipv4" => options.ipv6 = false,
        "retry-connrefused" | "retry-all-errors" => options.retry_refused = true,
        "remote-name" => options.outputs.push(Target::Remote),
        "output" => options.outputs.push(Target::File(value.to_owned())),
        "max-time" => options.max_time = Some(seconds()?).filter(|time| *time > 0),
        "connect-timeout" => options.connect_timeout = Some(seconds()?).filter(|time| *time > 0),
        "request" => options.method = Some(value.to_owned()),
        "header" => options.headers.push(value.to_owned()),
        "user-agent" => options.agent = Some(value.to_owned()),
        "write-out" => options.write_out = Some(value.to_owned()),
        "dump-header" => options.dump_header = Some(value.to_owned()),
        "url" => options.urls.push(value.to_owned()),
        "proxy" => options.proxy = proxy(value)?,
        "noproxy" => options.no_proxy = value.split([',', ' ']).map(str::to_owned).collect(),
        "retry" => {
            options.retry = value.parse().map_err(|_| complaint(written, "expected a proper numerical parameter"))?;
        }
        "resolve" => match resolve(value) {
            Some(entry) => options.resolve.push(entry),
            None => {
                return Err(Output::fail(49, format!("curl: (49) Couldn't parse CURLOPT_RESOLVE entry '{value}'\n")));
            }
        },
        "data" | "data-ascii" | "data-binary" | "data-raw" | "data-urlencode" | "json" | "form" => {
            options.json |= long == "json";
            let text = data(console, call, long, value)?;
            let before = options.data.take();
            options.data = Some(before.map_or(text.clone(), |before| format!("{before}&{text}")));
        }
        _ => {}
    }
    Ok(None)
}

/// Data as it is sent; `@FILE` is a file's text.
fn data(console: &Console, call: &Call<'_>, long: &str, value: &str) -> Result<String, Output> {
    let Some(name) = value.strip_prefix('@').filter(|_| long != "data-raw") else { return Ok(value.to_owned()) };
    let text = if name == "-" { Ok(call.stdin.into()) } else { console.read(name) };
    let Ok(text) = text else {
        return Err(Output::fail(26, format!("curl: Failed to open {name}\n")));
    };
    Ok(if long == "data-binary" { text.to_string() } else { text.replace(['\n', '\r'], "") })
}

/// `[SCHEME://]HOST[:PORT]`; an empty text is none. The port a proxy has unless it is written is 1080.
fn proxy(text: &str) -> Result<Option<(String, u16)>, Output> {
    const PORT: u16 = 1080;
    if text.is_empty() {
        return Ok(None);
    }
    let bare = text.split_once("://").map_or(text, |(_, rest)| rest);
    let url = Url::parse(bare.rsplit_once('@').map_or(bare, |(_, host)| host));
    let url = url.map_err(|_| Output::fail(5, format!("curl: (5) Unsupported proxy syntax in \'{text}\'\n")))?;
    Ok(Some((url.host, if url.port_given { url.port } else { PORT })))
}

/// `HOST:PORT:ADDRESS`.
fn resolve(text: &str) -> Option<(String, u16, IpAddr)> {
    let mut parts = text.trim_start_matches('+').splitn(3, ':');
    let (host, port, address) = (parts.next()?, parts.next()?, parts.next()?);
    let address = address.split(',').next()?.trim_matches(['[', ']']);
    Some((host.to_owned(), port.parse().ok()?, address.parse().ok()?))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie between 0 and 1e9 seconds")]
fn milliseconds(seconds: f64) -> u64 {
    (seconds * 1000.0) as u64
}
