//! `kubectl wait` (staging/src/k8s.io/kubectl/pkg/cmd/wait).
//!
//! Nothing here takes time: what has not come about when it looks will not come about while it waits, so that waiting ends with
//! its timeout at once.
//!
//! Must not know: what becomes of objects.

use super::change::{Change, Changing, Done, Fail, report};
use super::commands::Invocation;
use super::manifest::Item;
use super::target::Reading;
use crate::console::Output;
use crate::console::print::field::Field;
use crate::console::print::jsonpath::{self, relaxed};
use crate::console::server::Reason;

/// What is waited for.
enum Awaited {
    Delete,
    Create,
    Condition(String, String),
    JsonPath(jsonpath::Template, Option<String>),
}

/// Runs `kubectl wait`.
pub(super) fn run(on: &mut Changing<'_>, call: &Invocation) -> Output {
    let mut change = match Change::begin(on, call) {
        Ok(change) => change,
        Err((said, fail)) => return Output { stderr: said + &report(&[fail]), exit: 1, ..Output::default() },
    };
    let fails = wait_all(&mut change).unwrap_or_else(|fail| vec![fail]);
    change.end(&fails)
}

fn awaited(text: &str) -> Done<Awaited> {
    let lower = text.to_lowercase();
    if lower == "delete" {
        return Ok(Awaited::Delete);
    }
    if lower == "create" {
        return Ok(Awaited::Create);
    }
    if lower.starts_with("condition=") {
        let rest = text.get("condition=".len()..).unwrap_or("");
        let (name, value) = rest.split_once('=').unwrap_or((rest, "true"));
        return Ok(Awaited::Condition(name.to_owned(), value.to_owned()));
    }
    if lower.starts_with("jsonpath=") {
        let rest = text.get("jsonpath=".len()..).unwrap_or("");
        let (path, value) = match rest.rfind("}=") {
            Some(at) => (rest.get(..=at).unwrap_or(""), rest.get(at + 2..).map(str::to_owned)),
            // Without braces the first equals sign ends the path.
            None if !rest.contains('}') => match rest.split_once('=') {
                Some((path, value)) => (path, Some(value.to_owned())),
                None => (rest, None),
            },
            None => (rest, None),
        };
        if value.as_deref() == Some("") {
            return Err(Fail::Client(
                "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3"
                    .to_owned(),
            ));
        }
        let path = relaxed(path).map_err(Fail::Client)?;
        let template = jsonpath::Template::parse(&path)
            .map_err(|problem| Fail::Client(format!("error parsing jsonpath {path}, {problem}")))?;
        return Ok(Awaited::JsonPath(template, value.map(|value| value.trim_matches(['\'', '"']).to_owned())));
    }
    Err(Fail::Client(format!("unrecognized condition: {}", crate::kube::quote::quote(text))))
}

fn wait_all(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let given = change.given();
    let awaited = awaited(given.text("for").unwrap_or(""))?;
    let args = given.args.clone();
    let reading = Reading { type_is_enough: false, single_type: false, all: given.is("all") };
    let (items, mut fails) = change.targets(&args, &reading)?;
    if matches!(awaited, Awaited::Delete) {
        fails.retain(|fail| !matches!(fail, Fail::Server(status) if status.reason == Reason::NotFound));
    }
    if matches!(awaited, Awaited::Create)
        && fails.iter().any(|fail| matches!(fail, Fail::Server(status) if status.reason == Reason::NotFound))
    {
        return Err(Fail::Client("timed out waiting for the condition".to_owned()));
    }
    // A timeout of nothing looks once.
    let once = given.text("timeout").is_some_and(|text| matches!(text, "0" | "0s"));
    if items.is_empty() && fails.is_empty() && !matches!(awaited, Awaited::Delete) {
        return Err(Fail::Client("no matching resources found".to_owned()));
    }
    // All wait by one clock: behind the first that runs out, nobody has time left.
    let mut over = false;
    for item in items {
        let met = !over && is_met(&item, &awaited);
        if met {
            let word = if matches!(awaited, Awaited::Delete) { "deleted" } else { "condition met" };
            change.done(&item.object, word)?;
        } else {
            over = true;
            let what = format!("{}/{}", item.resource.plural, item.name);
            fails.push(Fail::Client(if once {
                format!("condition not met for {what}")
            } else {
                format!("timed out waiting for the condition on {what}")
            }));
        }
    }
    Ok(fails)
}

fn is_met(item: &Item, awaited: &Awaited) -> bool {
    match awaited {
        Awaited::Delete => false,
        Awaited::Create => true,
        Awaited::Condition(name, value) => item.object.items("status.conditions").iter().any(|condition| {
            condition.text("type").eq_ignore_ascii_case(name) && condition.text("status").eq_ignore_ascii_case(value)
        }),
        Awaited::JsonPath(template, value) => {
            let found = template.print(&item.object).unwrap_or_default();
            value.as_ref().map_or(!found.is_empty(), |value| found == *value)
        }
    }
}
