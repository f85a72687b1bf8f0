//! What the verbs that write have in common: where they read from, how they say what was done, how they say what went wrong.
//!
//! Must not know: any verb.

use super::client::{Client, Named};
use super::commands::Invocation;
use super::config::Kubeconfig;
use super::flags::Given;
use super::manifest::{self, Item};
use super::printer::{self, Printer};
use super::problem::Problem;
use super::target::{self, Target};
use crate::console::Output;
use crate::console::files::{Files, absolute};
use crate::console::print::field::Field;
use crate::console::resource::Resource;
use crate::console::server::{Options, Reason, Server, Status, Strictness, Written};
use serde_json::Value;
use std::fmt::Write as _;
use std::sync::Arc;

/// What an editor made of a text.
#[derive(Clone, Debug, Default)]
pub struct Edited {
    /// The text as it was left.
    pub text: String,
    /// What the editor printed, and how it ended.
    pub output: Output,
}

/// What a command that writes may touch.
pub struct Changing<'a> {
    /// The server.
    pub server: &'a mut Server,
    /// The kubeconfig.
    pub config: &'a Kubeconfig,
    /// The files of the machine.
    pub files: &'a Files,
    /// Where relative paths begin.
    pub folder: &'a str,
    /// Standard input.
    pub stdin: &'a str,
    /// The name of the editor (`KUBE_EDITOR`, `EDITOR`, `vi`).
    pub editor_name: &'a str,
    /// Lets the learner edit a text.
    pub editor: &'a mut dyn FnMut(&str) -> Edited,
}

/// Something that went wrong.
#[derive(Clone, Debug)]
pub enum Fail {
    /// The server's answer.
    Server(Box<Status>),
    /// kubectl's own complaint, without `error: `.
    Client(String),
    /// A complaint that is printed just so.
    Raw(String),
    /// Everything is said already; only the status counts.
    Silent,
}

impl From<Status> for Fail {
    fn from(status: Status) -> Self {
        Self::Server(Box::new(status))
    }
}

impl From<Problem> for Fail {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::Server { reason, message } => {
                let reason = match reason {
                    "NotFound" => Reason::NotFound,
                    "BadRequest" => Reason::BadRequest,
                    "Forbidden" => Reason::Forbidden,
                    _ => Reason::Unknown,
                };
                Self::from(Status::new(reason, message))
            }
            Problem::Client(text) => Self::Client(text),
            Problem::Raw(text) => Self::Raw(text),
        }
    }
}

impl Fail {
    /// The same with what kubectl was doing and to which file (`cmdutil.AddSourceToErr`).
    #[must_use]
    pub fn during(self, verb: &str, source: &str) -> Self {
        if source.is_empty() {
            return self;
        }
        match self {
            Self::Server(mut status) => {
                status.message = format!("error when {verb} \"{source}\": {}", status.message);
                Self::Server(status)
            }
            Self::Client(text) => Self::Client(format!("error when {verb} \"{source}\": {text}")),
            other => other,
        }
    }

    /// As one of several (`MultipleErrors`).
    fn among_others(&self) -> String {
        match self {
            Self::Server(status) => said(status),
            Self::Client(text) | Self::Raw(text) => text.clone(),
            Self::Silent => String::new(),
        }
    }

    /// Alone (`checkErr`).
    fn alone(&self) -> String {
        match self {
            Self::Server(status) if status.reason == Reason::Invalid => invalid(status),
            Self::Server(status) => said(status),
            Self::Client(text) if text.starts_with("error: ") => text.clone(),
            Self::Client(text) => format!("error: {text}"),
            Self::Raw(text) => text.clone(),
            Self::Silent => String::new(),
        }
    }
}

fn said(status: &Status) -> String {
    match status.reason.name() {
        "" => format!("Error from server: {}", status.message),
        reason => format!("Error from server ({reason}): {}", status.message),
    }
}

fn invalid(status: &Status) -> String {
    let mut said = match &status.about {
        Some((kind, name)) => format!("The {kind} \"{name}\" is invalid"),
        None if status.causes.is_empty() && !status.message.is_empty() => {
            format!("The request is invalid: {}", status.message)
        }
        None => "The request is invalid".to_owned(),
    };
    let mut causes: Vec<String> = Vec::new();
    for (field, message) in &status.causes {
        let cause = format!("{field}: {message}");
        if !causes.contains(&cause) {
            causes.push(cause);
        }
    }
    match causes.as_slice() {
        [] => {}
        [one] => drop(write!(said, ": {one}")),
        several => {
            said.push_str(": ");
            for cause in several {
                said.push_str("\n* ");
                said.push_str(cause);
            }
        }
    }
    said
}

/// What kubectl writes on standard error for these.
#[must_use]
pub fn report(fails: &[Fail]) -> String {
    let mut lines = match fails {
        [one] => one.alone(),
        several => several.iter().map(Fail::among_others).collect::<Vec<_>>().join("\n"),
    };
    if !lines.is_empty() && !lines.ends_with('\n') {
        lines.push('\n');
    }
    lines
}

/// How a warning of kubectl's own log begins. The date and the process number mean nothing here.
pub(super) const LOG: &str = "W0101 00:00:00.000000       1";

/// `--dry-run`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DryRun {
    /// It is meant.
    #[default]
    None,
    /// The server is not asked.
    Client,
    /// The server is asked and keeps nothing.
    Server,
}

/// A command on its way.
pub struct Change<'a, 'b> {
    /// What it may touch.
    pub on: &'b mut Changing<'a>,
    /// What was typed.
    pub call: &'b Invocation,
    /// How it is meant.
    pub dry_run: DryRun,
    /// The form in which objects are printed, where it is not the verb's own.
    pub printer: Option<Printer>,
    /// Standard output so far.
    pub out: String,
    /// Standard error so far.
    pub err: String,
    /// How many objects were printed.
    printed: usize,
}

/// What comes of a step.
pub type Done<T = ()> = Result<T, Fail>;

impl<'a, 'b> Change<'a, 'b> {
    /// Reads what all of them have: `--dry-run`, `-o`.
    pub fn begin(on: &'b mut Changing<'a>, call: &'b Invocation) -> Result<Self, (String, Fail)> {
        let mut err = String::new();
        if call.given.has("record") {
            err.push_str(super::record::DEPRECATED);
        }
        let dry_run = dry_run(&call.given, &mut err).map_err(|fail| (err.clone(), fail))?;
        let mut change = Self { on, call, dry_run, printer: None, out: String::new(), err, printed: 0 };
        let (files, folder) = (change.on.files, change.on.folder);
        let file = |path: &str| files.read(&absolute(folder, path)).ok().map(|text| text.to_string());
        match printer::read(&call.given, false, &file) {
            Ok(printer) => change.printer = printer,
            Err(text) => return Err((change.err, Fail::Client(text))),
        }
        Ok(change)
    }

    /// The flags.
    #[must_use]
    pub fn given(&self) -> &'b Given {
        &self.call.given
    }

    /// The namespace that is meant.
    #[must_use]
    pub fn namespace(&self) -> String {
        match self.given().text("namespace") {
            Some(namespace) if !namespace.is_empty() => namespace.to_owned(),
            _ => self.on.config.namespace().to_owned(),
        }
    }

    /// How the server shall take unknown fields; `default` where `--validate` says nothing.
    pub fn options(&self, default: Strictness) -> Done<Options> {
        let strictness = match self.given().text("validate") {
            None => default,
            Some("true" | "strict") => Strictness::Strict,
            Some("warn") => Strictness::Warn,
            Some("false" | "ignore") => Strictness::Ignore,
            Some(other) => {
                let text = format!(
                    "invalid - validate option {}; must be one of: strict (or true), warn, ignore (or false)",
                    crate::kube::quote::quote(other)
                );
                return Err(Fail::Client(text));
            }
        };
        Ok(Options { dry_run: self.dry_run == DryRun::Server, strictness })
    }

    /// The objects of `-f`.
    pub fn items(&self) -> Done<Vec<Result<Item, Fail>>> {
        let given = self.given();
        let paths = given.list("filename");
        let namespace = self.namespace();
        let reading = manifest::Reading {
            files: self.on.files,
            folder: self.on.folder,
            stdin: self.on.stdin,
            namespace: &namespace,
            enforce: given.text("namespace").is_some_and(|it| !it.is_empty()),
            recursive: given.is("recursive"),
            validate: !matches!(given.text("validate"), Some("false" | "ignore")),
        };
        if let Some(folder) = given.text("kustomize") {
            return Err(manifest::kustomized(&reading, folder));
        }
        manifest::read(&reading, &paths)
    }

    /// Does something to every object of `-f` and says `operation` of each; what goes wrong, with one object or with the file it
    /// stands in, stops only that. `send` gives the object as it stands afterwards.
    pub fn each_item(
        &mut self,
        items: Vec<Result<Item, Fail>>,
        operation: &str,
        send: impl Fn(&mut Self, &Item) -> Done<Value>,
    ) -> Vec<Fail> {
        let given = self.given();
        let mut fails = Vec::new();
        let mut count = 0;
        for item in items {
            let mut item = match item {
                Ok(item) => item,
                Err(fail) => {
                    fails.push(fail);
                    continue;
                }
            };
            if given.is("save-config") {
                super::apply::last_applied(&mut item.object);
            }
            super::record::patch_recorded(self, &mut item.object);
            let outcome = if self.dry_run == DryRun::Client { Ok(item.object.clone()) } else { send(self, &item) };
            match outcome.and_then(|object| self.done(&object, operation)) {
                Ok(()) => count += 1,
                Err(fail) => fails.push(fail),
            }
        }
        // `replace` says nothing where nothing was to be done.
        if count == 0 && fails.is_empty() && operation == "created" {
            fails.push(Fail::Client("no objects passed to create".to_owned()));
        }
        fails
    }

    /// The objects that a command line means, in order, and what went wrong on the way. `reading` says how arguments are read.
    pub fn targets(&mut self, args: &[String], reading: &target::Reading) -> Done<(Vec<Item>, Vec<Fail>)> {
        if self.given().has("filename") && args.is_empty() {
            let mut found = Vec::new();
            let mut fails = Vec::new();
            for item in self.items()? {
                match item {
                    Ok(mut item) if self.given().is("local") => {
                        // The object is worked on as it stands in its file.
                        if let (false, Some(metadata)) =
                            (item.places_itself, item.object.get_mut("metadata").and_then(Value::as_object_mut))
                        {
                            metadata.remove("namespace");
                        }
                        found.push(item);
                    }
                    Ok(item) => match self.live(item.resource, &item.namespace, &item.name) {
                        Ok(object) => found.push(Item { object: Value::clone(&object), ..item }),
                        Err(fail) => fails.push(fail),
                    },
                    Err(fail) => fails.push(fail),
                }
            }
            return Ok((found, fails));
        }
        let nothing = |_: &Given| -> Result<Vec<Named>, Problem> { Ok(Vec::new()) };
        let client = Client::new(self.on.server, self.on.config, &nothing);
        let target: Target = target::read(&client, &self.call.given, args, reading)?;
        let (found, problems) = target.fetch(&client, &self.call.given);
        self.err.push_str(&client.warnings());
        let item = |resource: &'static Resource, object: &Arc<Value>| Item {
            source: String::new(),
            resource,
            namespace: object.text("metadata.namespace").to_owned(),
            name: object.text("metadata.name").to_owned(),
            object: Value::clone(object),
            places_itself: true,
        };
        let items = found.iter().flat_map(|found| found.objects.iter().map(|object| item(found.resource, object)));
        Ok((items.collect(), problems.into_iter().map(Fail::from).collect()))
    }

    /// An object as it stands.
    pub fn live(&mut self, resource: &'static Resource, namespace: &str, name: &str) -> Done<Arc<Value>> {
        let nothing = |_: &Given| -> Result<Vec<Named>, Problem> { Ok(Vec::new()) };
        let client = Client::new(self.on.server, self.on.config, &nothing);
        let got = client.get(&self.call.given, resource, namespace, name);
        let warnings = client.warnings();
        self.warn_once(&warnings);
        Ok(got?)
    }

    /// Writes warnings that were not written yet.
    pub fn warn_once(&mut self, warnings: &str) {
        for line in warnings.lines() {
            let line = format!("{line}\n");
            if !self.err.contains(&line) {
                self.err.push_str(&line);
            }
        }
    }

    /// Takes in what the server said beside its answer.
    pub fn heard(&mut self, resource: &Resource, written: &Written) {
        self.touched(resource);
        for warning in &written.warnings {
            self.warn_once(&format!("Warning: {warning}"));
        }
    }

    /// The server warns of a type that goes out of use, whatever is done with it.
    pub fn touched(&mut self, resource: &Resource) {
        if (resource.group, resource.kind) == ("", "Endpoints") {
            self.warn_once("Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice");
        }
    }

    /// Says what was done to an object, or prints it in the form asked for.
    pub fn done(&mut self, object: &Value, operation: &str) -> Done {
        let Some(printer) = &self.printer else {
            let suffix = match self.dry_run {
                DryRun::None => "",
                DryRun::Client => " (dry run)",
                DryRun::Server => " (server dry run)",
            };
            let _ = writeln!(self.out, "{} {operation}{suffix}", printer::name(object));
            return Ok(());
        };
        if matches!(printer, Printer::Yaml) && self.printed > 0 {
            self.out.push_str("---\n");
        }
        self.printed += 1;
        match printer.print(object, self.given().is("show-managed-fields")) {
            Ok(text) => {
                self.out.push_str(&text);
                Ok(())
            }
            Err(failure) => {
                self.out.push_str(&failure.printed);
                Err(Fail::Client(failure.error))
            }
        }
    }

    /// What was printed, and what went wrong.
    #[must_use]
    pub fn end(self, fails: &[Fail]) -> Output {
        let exit = u8::from(!fails.is_empty());
        Output { stdout: self.out, stderr: self.err + &report(fails), exit, notes: Vec::new() }
    }
}

fn dry_run(given: &Given, err: &mut String) -> Done<DryRun> {
    match given.text("dry-run") {
        None | Some("none") => Ok(DryRun::None),
        Some("client") => Ok(DryRun::Client),
        Some("server") => Ok(DryRun::Server),
        Some("unchanged") => {
            let _ = writeln!(
                err,
                "{LOG} helpers.go:731] --dry-run is deprecated and can be replaced with --dry-run=client."
            );
            Ok(DryRun::Client)
        }
        Some(other) => {
            let Some(on) = super::flags::boolean(other) else {
                let text = format!("Invalid dry-run value ({other}). Must be \"none\", \"server\", or \"client\".");
                return Err(Fail::Client(text));
            };
            let instead = if on { "client" } else { "none" };
            let _ = writeln!(
                err,
                "{LOG} helpers.go:747] --dry-run={other} is deprecated (boolean value) and can be replaced with --dry-run={instead}."
            );
            Ok(if on { DryRun::Client } else { DryRun::None })
        }
    }
}
