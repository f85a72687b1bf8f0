//! `kubectl patch` and `kubectl edit` (staging/src/k8s.io/kubectl/pkg/cmd/{patch,util/editor}).
//!
//! Must not know: what becomes of objects.

use super::change::{Change, Changing, Done, DryRun, Fail, report};
use super::commands::Invocation;
use super::manifest::Item;
use super::printer::Printer;
use super::record::patch_recorded;
use super::target::Reading;
use crate::console::Output;
use crate::console::files::absolute;
use crate::console::patch;
use crate::console::print::field::Field;
use crate::console::print::yaml as printed;
use crate::console::server::{Options, PatchKind, Reason, Status, Strictness};
use crate::yaml;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// What stands above the object in the editor.
const HEADER: &str = "# Please edit the object below. Lines beginning with a '#' will be ignored,\n# and an empty file will abort the edit. If an error occurs while saving this file will be\n# reopened with the relevant failures.\n#\n";

/// Where the edited text is kept where it could not be saved.
const COPY: &str = "/tmp/kubectl-edit-1000000000.yaml";

/// Runs `kubectl patch`.
pub(super) fn run(on: &mut Changing<'_>, call: &Invocation) -> Output {
    let mut change = match Change::begin(on, call) {
        Ok(change) => change,
        Err((said, fail)) => return Output { stderr: said + &report(&[fail]), exit: 1, ..Output::default() },
    };
    let fails = patch(&mut change).unwrap_or_else(|fail| vec![fail]);
    change.end(&fails)
}

fn patch(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let given = change.given();
    let kind = match given.text("type").unwrap_or("strategic") {
        "strategic" => PatchKind::Strategic,
        "merge" => PatchKind::Merge,
        "json" => PatchKind::Json,
        other => {
            let text =
                format!("--type must be one of [json merge strategic], not {}", crate::kube::quote::quote(other));
            return Err(Fail::Client(text));
        }
    };
    let (inline, file) = (given.text("patch").unwrap_or(""), given.text("patch-file").unwrap_or(""));
    if inline.is_empty() && file.is_empty() {
        return Err(Fail::Client(
            "must specify --patch or --patch-file containing the contents of the patch".to_owned(),
        ));
    }
    if !inline.is_empty() && !file.is_empty() {
        return Err(Fail::Client("cannot specify --patch and --patch-file together".to_owned()));
    }
    let text = if file.is_empty() {
        inline.to_owned()
    } else {
        let full = absolute(change.on.folder, file);
        let read = change.on.files.read(&full);
        read.map_err(|_| Fail::Client(format!("unable to read patch file: open {file}: no such file or directory")))?
            .to_string()
    };
    let value = read_patch(&text);
    if let Err(Fail::Client(_)) = &value {
        return value.map(|_| Vec::new());
    }
    let reading = Reading { type_is_enough: false, ..Reading::default() };
    let args = given.args.clone();
    let (items, mut fails) = change.targets(&args, &reading)?;
    let options = Options { dry_run: change.dry_run == DryRun::Server, strictness: Strictness::Warn };
    for item in items {
        if let Err(fail) = one(change, &item, kind, &value, options) {
            fails.push(fail);
        }
    }
    Ok(fails)
}

/// A patch may be YAML; what looks like JSON goes to the server as it is, which then says what is wrong.
fn read_patch(text: &str) -> Done<Value> {
    if text.trim_start().starts_with(['{', '[']) {
        return serde_json::from_str(text).map_err(|_| {
            let parse = yaml::parse(text);
            let told = parse.documents.first().and_then(|document| document.error.as_ref());
            let told = told.map(|error| error.server.clone()).unwrap_or_default();
            let message = match told.rsplit_once("json: ") {
                Some((_, message)) => message.to_owned(),
                None => "unexpected end of JSON input".to_owned(),
            };
            Fail::from(Status::new(Reason::BadRequest, message))
        });
    }
    let parse = yaml::parse(text);
    let document = parse.documents.first();
    if let Some(error) = document.and_then(|document| document.error.as_ref()) {
        let told = error.server.strip_prefix("error converting YAML to JSON: ").unwrap_or(&error.server);
        return Err(Fail::Client(format!("unable to parse {}: {told}", crate::kube::quote::quote(text))));
    }
    Ok(document.and_then(|document| document.tree.root()).map_or(Value::Null, yaml::value::json))
}

fn one(change: &mut Change<'_, '_>, item: &Item, kind: PatchKind, value: &Done<Value>, options: Options) -> Done {
    let value = match value {
        Ok(value) => value,
        Err(fail) => return Err(fail.clone()),
    };
    if change.dry_run == DryRun::Client || change.given().is("local") {
        let merged = match kind {
            PatchKind::Strategic => {
                patch::strategic::merge(&item.object, value, item.resource.kind).map_err(Fail::Client)?
            }
            PatchKind::Merge => patch::json::merge(&item.object, value),
            PatchKind::Json => patch::json::patch(&item.object, value).map_err(|fault| match fault {
                patch::json::Fault::Malformed(text) | patch::json::Fault::Inapplicable(text) => Fail::Client(text),
            })?,
        };
        let operation = if merged == item.object { "patched (no change)" } else { "patched" };
        return say(change, item, &merged, operation);
    }
    let written = change.on.server.patch(item.resource, &item.namespace, &item.name, kind, value, options)?;
    change.heard(item.resource, &written);
    let mut record = json!({});
    patch_recorded(change, &mut record);
    let object = if record == json!({}) {
        Value::clone(&written.object)
    } else {
        let server = &mut *change.on.server;
        let recorded = server.patch(item.resource, &item.namespace, &item.name, PatchKind::Merge, &record, options)?;
        Value::clone(&recorded.object)
    };
    say(change, item, &object, if written.changed { "patched" } else { "patched (no change)" })
}

/// Says what was done. `patch` puts its word in the place of the one that would tell of a dry run.
fn say(change: &mut Change<'_, '_>, item: &Item, object: &Value, operation: &str) -> Done {
    if change.printer.is_some() {
        return change.done(object, operation);
    }
    if change.given().text("subresource") == Some("scale") {
        let _ = writeln!(change.out, "scale.autoscaling/{} {operation}", item.name);
        return Ok(());
    }
    let _ = writeln!(change.out, "{} {operation}", super::printer::name(object));
    Ok(())
}

/// Runs `kubectl edit`.
pub(super) fn edit(on: &mut Changing<'_>, call: &Invocation) -> Output {
    let output = call.given.text("output").unwrap_or("");
    if !matches!(output, "" | "yaml" | "json") {
        let quoted = crate::kube::quote::quote(output);
        let why = format!(
            "error: unable to match a printer suitable for the output format {quoted}, allowed formats are: json,yaml\n"
        );
        return Output::fail(1, why);
    }
    let mut change = match Change::begin(on, call) {
        Ok(change) => change,
        Err((said, fail)) => return Output { stderr: said + &report(&[fail]), exit: 1, ..Output::default() },
    };
    let fails = edit_all(&mut change).unwrap_or_else(|fail| vec![fail]);
    let alone = matches!(fails.as_slice(), [Fail::Client(why)] if why.starts_with(NO_EDITOR));
    let output = change.end(&fails);
    if alone { output.with_note(WITHOUT_EDITOR) } else { output }
}

const NO_EDITOR: &str = "unable to launch the editor";
const WITHOUT_EDITOR: &str = "이 콘솔에는 vi가 없습니다. 값 하나는 `kubectl patch`로 바꾸거나, 고칠 명령을 편집기로 정해 \
    `KUBE_EDITOR=\"sed -i s/8080/80/\" kubectl edit service 이름`처럼 고치십시오.";

fn edit_all(change: &mut Change<'_, '_>) -> Done<Vec<Fail>> {
    let args = change.given().args.clone();
    let (items, fails) = change.targets(&args, &Reading::default())?;
    if !fails.is_empty() {
        return Ok(fails);
    }
    if items.is_empty() {
        return Err(Fail::Client("edit cancelled, no objects found".to_owned()));
    }
    let whole = match items.as_slice() {
        [item] => shown(&item.object),
        several => super::printer::list(several.iter().map(|item| shown(&item.object)).collect()),
    };
    // JSON has no comments: nothing stands above it.
    let (header, original) = match change.printer {
        Some(Printer::Json) => ("", crate::console::print::json::pretty(&whole) + "\n"),
        _ => (HEADER, printed::document(&whole)),
    };
    let mut text = format!("{header}{original}");
    let mut tries = 0;
    let mut previous: Option<String> = None;
    loop {
        tries += 1;
        let edited = (change.on.editor)(&text);
        change.out.push_str(&edited.output.stdout);
        if edited.output.exit == 127 {
            let name = crate::kube::quote::quote(change.on.editor_name);
            return Err(Fail::Client(format!("{NO_EDITOR} {name}")));
        }
        change.err.push_str(&edited.output.stderr);
        if edited.output.exit != 0 {
            let name = crate::kube::quote::quote(change.on.editor_name);
            return Err(Fail::Client(format!("there was a problem with the editor {name}")));
        }
        let stripped = without_comments(&edited.text);
        // What comes back as it was shown with its error is given up.
        if previous.as_deref() == Some(stripped.as_str()) || tries > 10 {
            let _ = writeln!(change.err, "A copy of your changes has been stored to \"{COPY}\"");
            return Err(Fail::Client("Edit cancelled, no valid changes were saved.".to_owned()));
        }
        if stripped == original {
            change.err.push_str("Edit cancelled, no changes made.\n");
            return Ok(Vec::new());
        }
        if stripped.trim().is_empty() {
            change.err.push_str("Edit cancelled, saved file was empty.\n");
            return Ok(Vec::new());
        }
        let outcome = save(change, &items, &stripped);
        match outcome {
            Ok(()) => return Ok(Vec::new()),
            Err(Unsaved::Again(reason)) => {
                text = if header.is_empty() { stripped.clone() } else { format!("{header}{reason}{stripped}") };
                previous = Some(stripped);
            }
            Err(Unsaved::GivenUp(why)) => {
                let _ = writeln!(change.err, "A copy of your changes has been stored to \"{COPY}\"");
                return Err(Fail::Client(why));
            }
        }
    }
}

fn shown(object: &Value) -> Value {
    let mut object = object.clone();
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("managedFields");
    }
    object
}

fn without_comments(text: &str) -> String {
    let lines = text.split_inclusive('\n').filter(|line| !line.starts_with('#'));
    let text: String = lines.collect();
    text
}

/// Why an edited text was not saved.
enum Unsaved {
    /// It is opened again with this above it.
    Again(String),
    /// Nothing more can be done about it.
    GivenUp(String),
}

/// Saves what was edited.
fn save(change: &mut Change<'_, '_>, items: &[Item], text: &str) -> Result<(), Unsaved> {
    let parse = yaml::parse(text);
    if let Some(error) = parse.documents.iter().find_map(|document| document.error.as_ref()) {
        let told = &error.server;
        return Err(failed_validation(change, items, told));
    }
    let value =
        parse.documents.first().and_then(|document| document.tree.root()).map_or(Value::Null, yaml::value::json);
    let edited: Vec<Value> = match value.get("items").and_then(Value::as_array) {
        Some(list) if value.text("kind") == "List" => list.clone(),
        _ => vec![value],
    };
    let mut reasons = String::new();
    for object in edited {
        let Some(item) = items
            .iter()
            .find(|item| item.name == object.text("metadata.name") && item.resource.kind == object.text("kind"))
        else {
            let (version, kind) = (object.text("apiVersion"), object.text("kind"));
            if crate::console::resource::Resource::of_kind(version, kind).is_none() {
                let why = format!("error validating data: no matches for kind \"{kind}\" in version \"{version}\"");
                return Err(failed_validation(change, items, &why));
            }
            return Err(Unsaved::GivenUp("At least one of apiVersion, kind and name was changed".to_owned()));
        };
        let kind = item.resource.kind;
        let patch = crate::console::patch::three_way::patch(&item.object, &object, &item.object, kind)
            .unwrap_or_else(|_| json!({}));
        if patch == json!({}) {
            let _ = change.done(&item.object, "skipped");
            continue;
        }
        let options = Options { dry_run: false, strictness: Strictness::Strict };
        match change.on.server.patch(item.resource, &item.namespace, &item.name, PatchKind::Strategic, &patch, options)
        {
            Ok(written) => {
                change.heard(item.resource, &written);
                let _ = change.done(&written.object, "edited");
            }
            Err(status) if status.reason == Reason::Invalid => {
                let plural = item.resource.qualified();
                let _ = writeln!(change.err, "error: {plural} \"{}\" is invalid", item.name);
                let _ = writeln!(reasons, "# {plural} \"{}\" was not valid:", item.name);
                for (field, message) in &status.causes {
                    let _ = writeln!(reasons, "# * {field}: {message}");
                }
                reasons.push_str("#\n");
            }
            Err(status) => {
                let plural = item.resource.qualified();
                let (name, why) = (&item.name, &status.message);
                let _ = writeln!(change.err, "error: {plural} \"{name}\" could not be patched: {why}");
                change.err.push_str("You can run `kubectl replace -f ");
                change.err.push_str(COPY);
                change.err.push_str("` to try this update again.\n");
                let _ = writeln!(reasons, "# {plural} \"{name}\" could not be patched: {why}\n#");
            }
        }
    }
    if reasons.is_empty() { Ok(()) } else { Err(Unsaved::Again(reasons)) }
}

/// The text cannot be read as an object: it is opened again.
fn failed_validation(change: &mut Change<'_, '_>, items: &[Item], why: &str) -> Unsaved {
    let Some(item) = items.first() else { return Unsaved::GivenUp(why.to_owned()) };
    let plural = item.resource.qualified();
    let _ = writeln!(change.err, "error: {plural} \"{}\" is invalid", item.name);
    Unsaved::Again(format!(
        "# {plural} \"{}\" was not valid:\n# * <nil>: Invalid value: \"The edited file failed validation\": {why}\n#\n",
        item.name
    ))
}
