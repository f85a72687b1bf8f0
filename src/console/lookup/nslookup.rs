//! `nslookup` of BIND 9.18.
//!
//! Must not know: who answers.

use std::net::IpAddr;

use super::{Call, Console, Found, Output, Place, Server, parted, server, silence, srv};

/// `nslookup NAME [SERVER]`.
pub(in crate::console) fn nslookup(console: &mut Console, call: &Call<'_>) -> Output {
    let (words, options) = parted(call);
    let Some(name) = words.first() else {
        return Output::default().with_note("nslookup은 찾을 이름과 함께 씁니다: nslookup web");
    };
    let server = server(console, words.get(1).copied());
    let head = format!("Server:\t\t{0}\nAddress:\t{0}#53\n\n", server.address);
    let kind = options.iter().filter_map(|option| option.split_once('=')).find_map(|(option, kind)| {
        matches!(option, "-type" | "-ty" | "-q" | "-query" | "-querytype").then(|| kind.to_ascii_uppercase())
    });
    let known = matches!(console.look_up(name, &server, true), Found::Addresses(..));
    match kind.as_deref() {
        Some("SRV") => return of_service(console, name, &server, &head),
        Some("AAAA" | "TXT" | "NS" | "MX" | "SOA") if known => {
            return Output::ok(format!("{head}*** Can't find {name}: No answer\n\n"));
        }
        _ => {}
    }
    let found = console.look_up(name, &server, true);
    let addresses = |full: &str, addresses: &[IpAddr]| {
        addresses.iter().fold(String::new(), |text, address| format!("{text}Name:\t{full}\nAddress: {address}\n"))
    };
    match found {
        Found::Addresses(full, list) => Output::ok(format!("{head}{}\n", addresses(&full, &list))),
        Found::Alias(chain, list) => {
            let names = chain.iter().map(|(name, target)| format!("{name}\tcanonical name = {target}.\n"));
            let end = chain.last().map_or("", |(_, target)| target.as_str());
            Output::ok(format!("{head}{}{}\n", names.collect::<String>(), addresses(end, &list)))
        }
        Found::Pointer(reversed, target) => Output::ok(format!("{reversed}\tname = {target}.\n\n")),
        Found::Missing(asked) if name.parse::<IpAddr>().is_ok() => {
            Output { stdout: format!("** server can't find {asked}: NXDOMAIN\n\n"), exit: 1, ..Output::default() }
        }
        // The name is given as it was asked for: the last of the search list is the name alone.
        Found::Missing(_) => Output {
            stdout: format!("{head}** server can't find {}: NXDOMAIN\n\n", name.trim_end_matches('.')),
            exit: 1,
            ..Output::default()
        },
        Found::Silence => silence(),
    }
}

/// `nslookup -type=SRV NAME`.
fn of_service(console: &Console, name: &str, server: &Server, head: &str) -> Output {
    if !server.answers {
        return silence();
    }
    let bare = name.trim_end_matches('.');
    let mut tried = vec![bare.to_owned()];
    if let Place::Pod(pod) = console.place() {
        let own = format!("{}.svc.cluster.local", pod.namespace);
        tried.extend([own.as_str(), "svc.cluster.local", "cluster.local"].map(|suffix| format!("{bare}.{suffix}")));
    }
    let found = tried.iter().map(|full| srv::records(console, full, server)).find(|found| !found.records.is_empty());
    let Some(found) = found else {
        return Output {
            stdout: format!("{head}** server can't find {bare}: NXDOMAIN\n\n"),
            exit: 1,
            ..Output::default()
        };
    };
    let lines = found.records.iter().map(|record| format!("{}\tservice = {record}\n", found.name));
    Output::ok(format!("{head}{}\n", lines.collect::<String>()))
}
