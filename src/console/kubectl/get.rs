//! `kubectl get`.
//!
//! Must not know: how a table, YAML or a template is written.

use super::client::Client;
use super::commands::Invocation;
use super::printer::{self, Printer, ReadFile};
use super::problem::{Problem, report};
use super::sort::Sorting;
use super::subresource;
use super::target::{self, Found, Reading};
use crate::console::Output;
use crate::console::patch::go_json;
use crate::console::print::table::{Options, Table};
use crate::console::print::{columns, tabwriter};
use crate::console::resource::Resource;
use serde_json::Value;
use std::sync::Arc;

/// Runs it.
pub fn run(client: &Client<'_>, call: &Invocation, file: ReadFile<'_>) -> Output {
    let mut out = match get(client, call, file) {
        Ok(out) => out,
        Err(problem) => Output::fail(1, report(&[problem])),
    };
    out.stderr.insert_str(0, &client.warnings());
    out
}

fn get(client: &Client<'_>, call: &Invocation, file: ReadFile<'_>) -> Result<Output, Problem> {
    let given = &call.given;
    if let Some(path) = given.text("raw").filter(|path| !path.is_empty()) {
        if !given.args.is_empty() {
            return Err(Problem::Client("arguments may not be passed when --raw is specified".to_owned()));
        }
        return super::raw::get(client.server, path);
    }
    if given.args.is_empty() && !given.has("filename") && !given.has("kustomize") {
        return Ok(Output::fail(1, nothing_asked(call)));
    }
    let output = given.text("output").unwrap_or("");
    if given.is("show-labels") && !matches!(output, "" | "wide") {
        return Err(Problem::Client(format!("--show-labels option cannot be used with {output} printer")));
    }
    if let Some(timeout) = given.text("request-timeout") {
        super::timeout::check(timeout).map_err(Problem::Client)?;
    }
    let watching = given.is("watch") || given.is("watch-only");
    if given.is("output-watch-events") && !watching {
        return Err(Problem::Client(
            "--output-watch-events option can only be used with --watch or --watch-only".to_owned(),
        ));
    }
    let sorting = given.text("sort-by").filter(|path| !path.is_empty()).map(Sorting::parse).transpose();
    let target = target::read(client, given, &given.args, &Reading { single_type: watching, ..Reading::default() })?;
    let (mut found, mut problems) = target.fetch(client, given);
    if let Some(subresource) = given.text("subresource").filter(|it| !it.is_empty()) {
        if matches!(target, target::Target::Lists(_)) {
            return Err(Problem::Client("subresource cannot be used when bulk resources are specified".to_owned()));
        }
        found = subresource::shown(found, subresource, &mut problems);
    }
    let is_table = matches!(output, "" | "wide") && given.text("template").is_none_or(str::is_empty);
    if !is_table && target.is_single() && !problems.is_empty() {
        return Ok(Output::fail(1, report(&problems)));
    }
    if watching && matches!(&target, target::Target::Names(names, false) if names.len() > 1) {
        let why = "you may only watch a single resource or type of resource at a time";
        return Err(Problem::Client(why.to_owned()));
    }
    let sorting = sorting.map_err(Problem::Client)?;
    let mut out = if is_table {
        table(client, call, found, sorting.as_ref(), problems.is_empty() && !watching)?
    } else {
        other_form(call, found, target.is_single(), sorting.as_ref(), file)?
    };
    if given.is("watch-only") {
        out = Output::default();
    }
    if watching && sorting.is_some() {
        out.stderr.insert_str(
            0,
            if given.is("watch-only") {
                "warning: --watch-only requested, --sort-by will be ignored\n"
            } else {
                "warning: --watch requested, --sort-by will be ignored for watch events received\n"
            },
        );
    }
    if watching && given.text("request-timeout").is_none_or(super::timeout::is_endless) {
        out = out.with_note("여기서는 시간이 명령과 함께만 흐르므로, -w는 지금 상태를 한 번 보여 주고 끝납니다.");
    }
    if !problems.is_empty() {
        out.stderr.push_str(&report(&problems));
        out.exit = 1;
    }
    Ok(out)
}

fn nothing_asked(call: &Invocation) -> String {
    format!(
        "You must specify the type of resource to get. Use \"kubectl api-resources\" for a complete list of supported \
         resources.\n\n{}",
        call.usage_error(
            "Required resource not specified.\nUse \"kubectl explain <resource>\" for a detailed description of that \
             resource (e.g. kubectl explain pods)."
        )
    )
}

/// YAML, JSON, names, templates, custom columns.
fn other_form(
    call: &Invocation,
    found: Vec<Found>,
    single: bool,
    sorting: Option<&Sorting>,
    file: ReadFile<'_>,
) -> Result<Output, Problem> {
    let given = &call.given;
    let mut objects: Vec<Arc<Value>> = found.into_iter().flat_map(|found| found.objects).collect();
    if objects.is_empty() && given.is("ignore-not-found") {
        return Ok(Output::default());
    }
    let Some(printer) = printer::read(given, true, file).map_err(Problem::Client)? else {
        return Ok(Output::default());
    };
    if let Some(sorting) = sorting {
        let refs: Vec<&Value> = objects.iter().map(Arc::as_ref).collect();
        let order = sorting.order(&refs).map_err(Problem::Client)?;
        objects = order.into_iter().filter_map(|at| objects.get(at).cloned()).collect();
    }
    let managed = given.is("show-managed-fields");
    let outcome = match objects.as_slice() {
        [one] if single && !is_watching(call) => printer.print(one, managed),
        each if is_watching(call) => one_by_one(&printer, each, given.is("output-watch-events"), managed),
        several => printer.print(&printer::list(several.iter().map(|object| (**object).clone()).collect()), managed),
    };
    Ok(match outcome {
        Ok(text) => Output::ok(text),
        Err(failure) => Output {
            stdout: failure.printed,
            stderr: report(&[Problem::Client(failure.error)]),
            exit: 1,
            ..Output::default()
        },
    })
}

fn is_watching(call: &Invocation) -> bool {
    call.given.is("watch") || call.given.is("watch-only")
}

/// A watch prints each object by itself, as it is there or comes; with `--output-watch-events` inside of its event.
fn one_by_one(
    printer: &Printer,
    objects: &[Arc<Value>],
    events: bool,
    managed: bool,
) -> Result<String, printer::Failure> {
    if matches!(printer, Printer::Columns(..)) {
        return printer.print(&printer::list(objects.iter().map(|object| Value::clone(object)).collect()), managed);
    }
    let mut text = String::new();
    for (index, object) in objects.iter().enumerate() {
        if index > 0 && matches!(printer, Printer::Yaml) {
            text.push_str("---\n");
        }
        let told = match printer {
            _ if !events => printer.print(object, managed),
            Printer::Name => printer.print(object, managed),
            // An event is no object, and is not laid out as one.
            Printer::Json => {
                let shown = go_json(&printer::shown(object, managed));
                Ok(format!("{{\"type\":\"ADDED\",\"object\":{shown}}}\n"))
            }
            _ => printer.print(&printer::event("ADDED", object, managed), managed),
        };
        match told {
            Ok(each) => text.push_str(&each),
            Err(mut failure) => {
                failure.printed.insert_str(0, &text);
                return Err(failure);
            }
        }
    }
    Ok(text)
}

/// The tables; `may_be_empty` says whether it is told that nothing was found.
fn table(
    client: &Client<'_>,
    call: &Invocation,
    found: Vec<Found>,
    sorting: Option<&Sorting>,
    may_be_empty: bool,
) -> Result<Output, Problem> {
    let given = &call.given;
    let all_namespaces = given.is("all-namespaces");
    let kinds = found.iter().map(|found| found.resource);
    let several = kinds.clone().zip(kinds.skip(1)).any(|(one, next)| one != next);
    let namespaced = !all_namespaces && found.iter().all(|found| found.resource.namespaced);
    let mut text = String::new();
    for group in runs(found, sorting)? {
        let options = Options {
            wide: given.text("output") == Some("wide"),
            no_headers: given.is("no-headers"),
            namespace: all_namespaces && group.resource.namespaced,
            prefix: (several || given.is("show-kind")).then(|| group.resource.qualified_singular() + "/"),
            show_labels: given.is("show-labels"),
            label_columns: given.list("label-columns").into_iter().map(str::to_owned).collect(),
            event: given.is("output-watch-events").then_some("ADDED   "),
        };
        let resource = group.resource;
        // The server makes the tables; what kubectl lays out by itself has a name and an age.
        let (api, kind) = match given.text("subresource") {
            _ if !given.switch_or("server-print", true) => ("", ""),
            Some("scale") => ("autoscaling", "Scale"),
            _ => (resource.group, resource.kind),
        };
        let table = columns::table(api, kind, &group.objects, client.server.now());
        if !table.rows.is_empty() {
            if !text.is_empty() && !options.no_headers {
                text.push('\n');
            }
            text.push_str(&laid_out(&table, &options));
        }
    }
    if text.is_empty() && may_be_empty && !given.is("ignore-not-found") {
        let told = if namespaced {
            format!("No resources found in {} namespace.\n", client.namespace(given))
        } else {
            "No resources found\n".to_owned()
        };
        return Ok(Output { stderr: told, ..Output::default() });
    }
    Ok(Output::ok(text))
}

/// A table as text.
pub fn laid_out(table: &Table, options: &Options) -> String {
    let mut text = String::new();
    if !options.no_headers {
        text.push_str(&table.headers(options));
        text.push('\n');
    }
    for line in table.lines(options) {
        text.push_str(&line);
        text.push('\n');
    }
    tabwriter::lay_out(&text, tabwriter::TABLE)
}

/// Objects of one type that follow each other.
struct Run {
    resource: &'static Resource,
    objects: Vec<Arc<Value>>,
}

/// The answers to requests, those of one type that follow each other together; what each request brought is sorted.
fn runs(found: Vec<Found>, sorting: Option<&Sorting>) -> Result<Vec<Run>, Problem> {
    let mut runs: Vec<Run> = Vec::new();
    for mut found in found {
        if let Some(sorting) = sorting {
            let refs: Vec<&Value> = found.objects.iter().map(Arc::as_ref).collect();
            let order = sorting.order(&refs).map_err(Problem::Client)?;
            found.objects = order.into_iter().filter_map(|at| found.objects.get(at).cloned()).collect();
        }
        match runs.last_mut() {
            Some(run) if run.resource == found.resource => run.objects.extend(found.objects),
            _ => runs.push(Run { resource: found.resource, objects: found.objects }),
        }
    }
    Ok(runs)
}
