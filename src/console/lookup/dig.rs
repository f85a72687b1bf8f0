//! `dig` of BIND 9.18.
//!
//! Must not know: who answers.

use std::fmt::Write as _;

use super::{Call, Console, Found, Output, Server, parted, server, srv};

/// `dig NAME [@SERVER] [+short] [+search] [+noall +answer] [-x ADDRESS]`.
pub(in crate::console) fn dig(console: &mut Console, call: &Call<'_>) -> Output {
    let (words, options) = parted(call);
    let has = |option: &str| options.contains(&option);
    let at = words.iter().find(|word| word.starts_with('@')).copied();
    let kinds = ["A", "AAAA", "SRV", "CNAME", "PTR", "ANY", "TXT", "NS"];
    let name = words.iter().find(|word| !word.starts_with('@') && !kinds.contains(&word.to_ascii_uppercase().as_str()));
    let name = name.copied().unwrap_or(".");
    let kind = words.iter().map(|word| word.to_ascii_uppercase()).find(|word| kinds.contains(&word.as_str()));
    let kind = if has("-x") { "PTR".to_owned() } else { kind.unwrap_or_else(|| "A".to_owned()) };
    let server = server(console, at);
    // dig uses no search list unless it is told to.
    let found = console.look_up(name, &server, has("+search"));
    if kind == "SRV" {
        return of_service(console, call, name, &server);
    }
    let asked = match &found {
        Found::Addresses(full, _) => full.clone(),
        Found::Alias(chain, _) => chain.first().map(|(name, _)| name.clone()).unwrap_or_default(),
        Found::Pointer(reversed, _) => reversed.clone(),
        Found::Missing(asked) => asked.clone(),
        Found::Silence => {
            let head = format!("; <<>> DiG 9.18.24 <<>> {}\n;; global options: +cmd\n", call.args.join(" "));
            return Output { stdout: format!("{head};; no servers could be reached\n"), exit: 9, ..Output::default() };
        }
    };
    let mut rows: Vec<Row> = Vec::new();
    match &found {
        Found::Addresses(full, list) if kind == "A" || kind == "ANY" => {
            rows.extend(list.iter().map(|it| (full.clone(), "A", it.to_string())));
        }
        Found::Alias(chain, list) => {
            rows.extend(chain.iter().map(|(name, target)| (name.clone(), "CNAME", format!("{target}."))));
            let end = chain.last().map_or("", |(_, target)| target.as_str());
            let addresses = list.iter().filter(|_| kind != "CNAME");
            rows.extend(addresses.map(|it| (end.to_owned(), "A", it.to_string())));
        }
        Found::Pointer(reversed, target) => rows.push((reversed.clone(), "PTR", format!("{target}."))),
        _ => {}
    }
    if has("+short") {
        return Output::ok(rows.iter().fold(String::new(), |text, (.., value)| format!("{text}{value}\n")));
    }
    let missing = matches!(found, Found::Missing(_));
    let answer = Answer { name: &asked, kind: &kind, missing, rows: &rows, more: &[] };
    Output::ok(answer.text(call, &server.address))
}

/// Name, type and value of a record.
type Row = (String, &'static str, String);

/// The parts of an answer, as `+noPART` leaves them out and `+PART` shows them.
const PARTS: [&str; 6] = ["cmd", "comments", "question", "answer", "additional", "stats"];

/// The parts that are shown: each option changes what those before it left.
fn shown(call: &Call<'_>) -> Vec<&'static str> {
    let mut shown = PARTS.to_vec();
    for option in call.args.iter().filter_map(|word| word.strip_prefix('+')) {
        let (name, on) = option.strip_prefix("no").map_or((option, true), |name| (name, false));
        let concerned = |part: &&str| name == "all" || name == *part;
        shown.retain(|part| !concerned(part));
        if on {
            shown.extend(PARTS.iter().filter(|part| concerned(part)));
        }
    }
    shown
}

/// What a server answered to a question.
struct Answer<'a> {
    name: &'a str,
    kind: &'a str,
    missing: bool,
    rows: &'a [Row],
    /// Addresses of what the records lead to.
    more: &'a [Row],
}

impl Answer<'_> {
    fn text(&self, call: &Call<'_>, server: &str) -> String {
        let parts = shown(call);
        let shows = |part: &str| parts.contains(&part);
        let mut text = String::new();
        if shows("cmd") {
            let _ = write!(text, "\n; <<>> DiG 9.18.24 <<>> {}\n;; global options: +cmd\n", call.args.join(" "));
        }
        if shows("comments") {
            let status = if self.missing { "NXDOMAIN" } else { "NOERROR" };
            let (answers, more) = (self.rows.len(), self.more.len() + 1);
            let _ = write!(
                text,
                ";; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: {status}, id: 40417\n;; flags: qr aa rd; QUERY: 1, ANSWER: {answers}, AUTHORITY: 0, ADDITIONAL: {more}\n;; WARNING: recursion requested but not available\n\n;; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: 1232\n"
            );
        }
        if shows("question") {
            let title = if shows("comments") { ";; QUESTION SECTION:\n" } else { "" };
            let _ = writeln!(text, "{title};{}.\tIN\t{}", self.name, self.kind);
        }
        let sections = [("ANSWER", shows("answer"), self.rows), ("ADDITIONAL", shows("additional"), self.more)];
        for (title, _, rows) in sections.into_iter().filter(|(_, is_shown, rows)| *is_shown && !rows.is_empty()) {
            if shows("comments") {
                let _ = write!(text, "\n;; {title} SECTION:\n");
            }
            for (name, kind, value) in rows {
                let _ = writeln!(text, "{name}. 30\tIN\t{kind}\t{value}");
            }
        }
        if shows("stats") {
            let _ = write!(
                text,
                "\n;; Query time: 0 msec\n;; SERVER: {server}#53({server}) (UDP)\n;; WHEN: Fri Nov 20 08:00:00 UTC 2026\n;; MSG SIZE  rcvd: 125\n\n"
            );
        }
        text
    }
}

/// `dig SRV NAME`.
fn of_service(console: &Console, call: &Call<'_>, name: &str, server: &Server) -> Output {
    let found = srv::records(console, name, server);
    if call.args.iter().any(|word| word == "+short") {
        return Output::ok(found.records.iter().fold(String::new(), |text, value| format!("{text}{value}\n")));
    }
    let rows: Vec<Row> = found.records.iter().map(|value| (found.name.clone(), "SRV", value.clone())).collect();
    let more: Vec<Row> = found.hosts.iter().map(|(host, it)| (host.clone(), "A", it.to_string())).collect();
    let answer = Answer { name: &found.name, kind: "SRV", missing: rows.is_empty(), rows: &rows, more: &more };
    Output::ok(answer.text(call, &server.address))
}
