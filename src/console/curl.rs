//! `curl`, as version 7.88.1 of Debian 12 prints.
//!
//! The map: `options` reads the command line, `url` an address, `transfer` does one request and tells of it, `meter` is the progress
//! meter that appears where the answer does not go to the screen, `write_out` is `-w`.
//!
//! Must not know: how the cluster comes to its answers.

mod meter;
mod options;
#[cfg(test)]
mod tests;
mod transfer;
mod url;
mod write_out;

use super::{Call, Console, Output};
use options::{Asked, Options};
use transfer::{Transfer, Wire};

/// What `curl --version` says.
const VERSION: &str = "curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1 OpenSSL/3.0.19 zlib/1.2.13 brotli/1.0.9 zstd/1.5.4 libidn2/2.3.3 libpsl/0.21.2 (+libidn2/2.3.3) libssh2/1.10.0 nghttp2/1.52.0 librtmp/2.3 OpenLDAP/2.5.13
Release-Date: 2023-02-20, security patched: 7.88.1-10+deb12u15
Protocols: dict file ftp ftps gopher gophers http https imap imaps ldap ldaps mqtt pop3 pop3s rtmp rtsp scp sftp smb smbs smtp smtps telnet tftp
Features: alt-svc AsynchDNS brotli GSS-API HSTS HTTP2 HTTPS-proxy IDN IPv6 Kerberos Largefile libz NTLM NTLM_WB PSL SPNEGO SSL threadsafe TLS-SRP UnixSockets zstd
";

/// What `curl --help` says.
const HELP: &str = "Usage: curl [options...] <url>
 -d, --data <data>          HTTP POST data
 -f, --fail                 Fail fast with no output on HTTP errors
 -h, --help <category>      Get help for commands
 -i, --include              Include protocol response headers in the output
 -o, --output <file>        Write to file instead of stdout
 -O, --remote-name          Write output to a file named as the remote file
 -s, --silent               Silent mode
 -T, --upload-file <file>   Transfer local FILE to destination
 -u, --user <user:password> Server user and password
 -A, --user-agent <name>    Send User-Agent <name> to server
 -v, --verbose              Make the operation more talkative
 -V, --version              Show version number and quit

This is not the full help, this menu is stripped into categories.
Use \"--help category\" to get an overview of all categories.
For all options use the manual or \"--help all\".
";

/// The most addresses one call may ask.
const MAX_URLS: usize = 200;

/// Runs `curl`.
pub(super) fn run(console: &mut Console, call: &Call<'_>) -> Output {
    let options = match options::read(console, call) {
        Ok(Asked::Transfers(options)) => options,
        Ok(Asked::Version) => return Output::ok(VERSION),
        Ok(Asked::Help) => return Output::ok(HELP),
        Err(output) => return output,
    };
    let mut output = Output::default();
    let mut wire = Wire::default();
    for (index, text) in expanded(&options).into_iter().enumerate() {
        let target = options.outputs.get(index).cloned();
        let transfer = Transfer { options: &options, url: &text, target, to_screen: call.to_screen };
        output.then(transfer.run(console, &mut wire));
        if output.exit != 0 && options.fail_early {
            break;
        }
    }
    output
}

fn expanded(options: &Options) -> Vec<String> {
    let urls = options.urls.iter();
    let mut all: Vec<String> =
        urls.flat_map(|text| if options.globoff { vec![text.clone()] } else { url::expanded(text) }).collect();
    all.truncate(MAX_URLS);
    all
}
