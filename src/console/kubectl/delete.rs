//! `kubectl delete` (staging/src/k8s.io/kubectl/pkg/cmd/delete).
//!
//! Must not know: what goes with an object.

use super::change::{Change, Changing, Done, DryRun, Fail, report};
use super::commands::Invocation;
use super::manifest::Item;
use super::target::Reading;
use crate::console::Output;
use std::fmt::Write as _;

/// Runs `kubectl delete`.
pub(super) fn run(on: &mut Changing<'_>, call: &Invocation) -> Output {
    let output = call.given.text("output").unwrap_or("").to_owned();
    // `-o` knows only `name` here.
    let mut plain = call.clone();
    plain.given.forget("output");
    let mut change = match Change::begin(on, &plain) {
        Ok(change) => change,
        Err((said, fail)) => return Output { stderr: said + &report(&[fail]), exit: 1, ..Output::default() },
    };
    let fails = delete(&mut change, &output).unwrap_or_else(|fail| vec![fail]);
    change.end(&fails)
}

fn delete(change: &mut Change<'_, '_>, output: &str) -> Done<Vec<Fail>> {
    let given = change.given();
    if !matches!(output, "" | "name") {
        let text = format!("unexpected -o output mode: {output}. We only support '-o name'");
        return Err(Fail::Client(text));
    }
    if let Some(path) = given.text("raw").filter(|path| !path.is_empty()) {
        return raw(change, path);
    }
    let all = given.is("all");
    let selects = given.has("selector") || given.has("field-selector");
    if all && given.has("selector") {
        return Err(Fail::Client("cannot set --all and --selector at the same time".to_owned()));
    }
    let grace = given.number("grace-period").unwrap_or(-1);
    let now = given.is("now");
    if now && grace != -1 {
        return Err(Fail::Client("--now and --grace-period cannot be specified together".to_owned()));
    }
    let force = given.is("force");
    if force && grace > 0 {
        return Err(Fail::Client("--force and --grace-period greater than 0 cannot be specified together".to_owned()));
    }
    if !matches!(given.text("cascade"), None | Some("background" | "foreground" | "orphan" | "true" | "false")) {
        let cascade = given.text("cascade").unwrap_or("");
        let text = format!("invalid cascade value ({cascade}). Must be \"background\", \"foreground\", or \"orphan\"");
        return Err(Fail::Client(text));
    }
    if let Some(old) = given.text("cascade").filter(|it| matches!(*it, "true" | "false")) {
        let new = if old == "true" { "background" } else { "orphan" };
        let _ = writeln!(
            change.err,
            "warning: --cascade={old} is deprecated (boolean value) and can be replaced with --cascade={new}."
        );
    }
    let from_files = given.has("filename") || given.has("kustomize");
    let (items, mut fails) = if from_files && given.args.is_empty() {
        let (mut items, mut fails) = (Vec::new(), Vec::new());
        for item in change.items()? {
            match item {
                Ok(item) => items.push(item),
                Err(fail) => fails.push(fail),
            }
        }
        (items, fails)
    } else {
        let reading = Reading { type_is_enough: false, single_type: false, all };
        let args = given.args.clone();
        change.targets(&args, &reading)?
    };
    if force {
        // The warning comes before anything is done, and before what could not be found.
        let warning = "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n";
        change.err.push_str(warning);
    }
    let ignores = given.is("ignore-not-found") || ((all || selects) && !given.has("ignore-not-found"));
    let found = items.len();
    let orphans = matches!(given.text("cascade"), Some("orphan" | "false"));
    for item in items {
        change.touched(item.resource);
        let gone = match change.dry_run {
            DryRun::Client => match change.on.server.get(item.resource, &item.namespace, &item.name) {
                Some(_) => Ok(()),
                None => Err(Fail::from(crate::console::server::Status::not_found(item.resource, &item.name))),
            },
            DryRun::None if orphans => {
                change.on.server.orphan(item.resource, &item.namespace, &item.name).map_err(Fail::from)
            }
            mode => change
                .on
                .server
                .delete(item.resource, &item.namespace, &item.name, mode == DryRun::Server)
                .map_err(Fail::from),
        };
        match gone {
            Ok(()) if output == "name" => {
                let _ = writeln!(change.out, "{}/{}", item.resource.qualified_singular(), item.name);
            }
            Ok(()) => {
                let line = deleted(&item, change.dry_run, force);
                change.out.push_str(&line);
            }
            Err(Fail::Server(status)) if ignores && status.reason == crate::console::server::Reason::NotFound => {}
            Err(fail) => fails.push(fail.during("deleting", &item.source)),
        }
    }
    if found == 0 && fails.is_empty() && (all || selects) {
        change.out.push_str("No resources found\n");
    }
    Ok(fails)
}

/// `delete --raw PATH`: the API itself.
fn raw(change: &mut Change<'_, '_>, path: &str) -> Done<Vec<Fail>> {
    let missing = || {
        let message = "the server could not find the requested resource";
        Fail::from(crate::console::server::Status::new(crate::console::server::Reason::NotFound, message))
    };
    let Some((resource, namespace, Some(name))) = super::raw::place(path) else { return Err(missing()) };
    change.on.server.delete(resource, namespace.unwrap_or(""), name, false)?;
    let body = serde_json::json!({"apiVersion": "v1", "kind": "Status", "metadata": {}, "status": "Success"});
    change.out.push_str(&crate::console::print::json::compact(&body));
    change.out.push('\n');
    Ok(Vec::new())
}

/// `service "web" deleted from default namespace`.
pub(super) fn deleted(item: &Item, dry_run: DryRun, force: bool) -> String {
    let kind = item.resource.kind.to_lowercase();
    let what = if item.resource.group.is_empty() { kind } else { format!("{kind}.{}", item.resource.group) };
    let how = if force { "force deleted" } else { "deleted" };
    let place = if item.namespace.is_empty() { String::new() } else { format!(" from {} namespace", item.namespace) };
    let suffix = match dry_run {
        DryRun::None => "",
        DryRun::Client => " (dry run)",
        DryRun::Server => " (server dry run)",
    };
    format!("{what} \"{}\" {how}{place}{suffix}\n", item.name)
}
