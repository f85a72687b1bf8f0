//! `kubectl events`.
//!
//! Must not know: what events are about.

use super::client::Client;
use super::commands::Invocation;
use super::printer::{self, ReadFile};
use super::problem::{Problem, report};
use super::target::resource_type;
use crate::console::Output;
use crate::console::print::field::Field;
use crate::console::print::{age, tabwriter};
use crate::console::resource::EVENTS;
use crate::console::time::{Seconds, parse_time};
use serde_json::Value;
use std::sync::Arc;

/// Runs it.
pub(super) fn run(client: &Client<'_>, call: &Invocation, file: ReadFile<'_>) -> Output {
    match events(client, call, file) {
        Ok(out) => out,
        Err(problem) => Output::fail(1, report(&[problem])),
    }
}

fn events(client: &Client<'_>, call: &Invocation, file: ReadFile<'_>) -> Result<Output, Problem> {
    let given = &call.given;
    let refuse = |text: &str| Problem::Client(text.to_owned());
    let about = match given.text("for").filter(|target| !target.is_empty()) {
        None => None,
        Some(target) => {
            let (kind, name) = target.split_once('/').ok_or_else(|| refuse("--for must be in resource/name form"))?;
            Some((resource_type(kind)?.kind, name))
        }
    };
    let types = given.list("types");
    if !types.iter().all(|kind| kind.eq_ignore_ascii_case("Normal") || kind.eq_ignore_ascii_case("Warning")) {
        return Err(refuse("valid --types are Normal or Warning"));
    }
    let everywhere = given.is("all-namespaces");
    let namespace = client.namespace(given);
    let mut found = client.list(given, &EVENTS, (!everywhere).then_some(namespace.as_str()))?;
    found.retain(|event| {
        let target = (event.text("involvedObject.kind"), event.text("involvedObject.name"));
        about.is_none_or(|about| about == target)
            && (types.is_empty() || types.iter().any(|kind| kind.eq_ignore_ascii_case(event.text("type"))))
    });
    found.sort_by_key(|event| parse_time(event.text("lastTimestamp")));
    if let Some(printer) = printer::read(given, false, file).map_err(Problem::Client)? {
        let list = printer::list(found.iter().map(|event| (**event).clone()).collect());
        return printer
            .print(&list, given.is("show-managed-fields"))
            .map(Output::ok)
            .map_err(|failure| Problem::Client(failure.error));
    }
    if found.is_empty() {
        let told = if everywhere {
            "No events found.\n".to_owned()
        } else {
            format!("No events found in {namespace} namespace.\n")
        };
        return Ok(Output { stderr: told, ..Output::default() });
    }
    Ok(Output::ok(table(&found, everywhere, given.is("no-headers"), client.server.now())))
}

fn table(found: &[Arc<Value>], everywhere: bool, no_headers: bool, now: Seconds) -> String {
    let mut text = String::new();
    let mut line = |namespace: &str, cells: [&str; 5]| {
        if everywhere {
            text.push_str(namespace);
            text.push('\t');
        }
        text.push_str(&cells.join("\t"));
        text.push('\n');
    };
    if !no_headers {
        line("NAMESPACE", ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]);
    }
    for event in found {
        let about = format!("{}/{}", event.text("involvedObject.kind"), event.text("involvedObject.name"));
        let cells = [
            &interval(event, now),
            event.text("type"),
            event.text("reason"),
            about.as_str(),
            event.text("message").trim(),
        ];
        line(event.text("metadata.namespace"), cells);
    }
    tabwriter::lay_out(&text, tabwriter::TABLE)
}

/// When an event was last seen; how often, and since when, where it was more than once.
pub(super) fn interval(event: &Value, now: Seconds) -> String {
    let since = |path: &str| age::since(event.at(path).as_str(), now);
    let first = if event.has("eventTime") { since("eventTime") } else { since("firstTimestamp") };
    if let Some(count) = event.number("series.count") {
        return format!("{} (x{count} over {first})", since("series.lastObservedTime"));
    }
    match event.number("count") {
        Some(count) if count > 1 => format!("{} (x{count} over {first})", since("lastTimestamp")),
        _ => first,
    }
}
