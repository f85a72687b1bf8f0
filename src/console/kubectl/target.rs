//! Which objects a command line means: `svc`, `svc web api`, `svc/web pod/web-1`, `svc,ep`, `all`, `-l`, `-f`
//! (cli-runtime's `resource.Builder`).
//!
//! Must not know: what is done with them.

use super::client::Client;
use super::flags::Given;
use super::problem::Problem;
use crate::console::resource::Resource;
use crate::console::selector::{Fields, Labels};
use serde_json::Value;
use std::sync::Arc;

/// How a command reads its arguments.
#[derive(Clone, Debug)]
pub struct Reading {
    /// A type alone means all its objects (`get svc`), or is too little (`delete svc`).
    pub type_is_enough: bool,
    /// Only one type may be named.
    pub single_type: bool,
    /// `--all`: all objects of the types.
    pub all: bool,
}

impl Default for Reading {
    fn default() -> Self {
        Self { type_is_enough: true, single_type: false, all: false }
    }
}

/// What was asked for.
#[derive(Clone, Debug)]
pub enum Target {
    /// All objects of types, or those that selectors choose.
    Lists(Vec<&'static Resource>),
    /// Objects by name, in the order asked; whether only one can come of it.
    Names(Vec<(&'static Resource, String)>, bool),
    /// Objects of manifests.
    Files(Vec<super::client::Named>),
}

/// What one request brought.
#[derive(Clone, Debug)]
pub struct Found {
    /// The type.
    pub resource: &'static Resource,
    /// The objects: one where it was asked for by name.
    pub objects: Vec<Arc<Value>>,
    /// Whether it is the answer to a list.
    pub is_list: bool,
}

/// kubectl's words for a command without anything to work on.
pub const NOTHING_GIVEN: &str = "You must provide one or more resources by argument or filename.\nExample resource \
                                 specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> \
                                 <name>'\n   '<resource>'";

/// The type that a word means, or kubectl's complaint.
pub fn resource_type(word: &str) -> Result<&'static Resource, Problem> {
    Resource::find(word).ok_or_else(|| {
        // A word with points is read as type and group, unless it names a version too.
        let name = match word.split_once('.') {
            Some((name, _)) => name,
            None => word,
        };
        Problem::Client(format!("the server doesn't have a resource type {}", crate::kube::quote::quote(name)))
    })
}

/// Words between commas, each once.
fn split_types(word: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for part in word.split(',') {
        if !found.contains(&part) {
            found.push(part);
        }
    }
    found
}

/// The types of `svc,ep` and of `all`.
fn types(word: &str) -> Result<Vec<&'static Resource>, Problem> {
    let mut found: Vec<&'static Resource> = Vec::new();
    for part in split_types(word) {
        if part == "all" {
            for resource in Resource::all() {
                if !found.contains(&resource) {
                    found.push(resource);
                }
            }
        } else {
            let resource = resource_type(part)?;
            if !found.contains(&resource) {
                found.push(resource);
            }
        }
    }
    Ok(found)
}

/// What `args` and the flags mean.
pub fn read(client: &Client<'_>, given: &Given, args: &[String], reading: &Reading) -> Result<Target, Problem> {
    let refuse = |text: &str| Err(Problem::Client(text.to_owned()));
    // Several types and names are all their pairs.
    let crossed: Vec<String>;
    let mut args = args;
    if let [first, names @ ..] = args
        && !names.is_empty()
    {
        let kinds = split_types(first);
        if kinds.len() > 1 {
            crossed = kinds.iter().flat_map(|kind| names.iter().map(move |name| format!("{kind}/{name}"))).collect();
            args = &crossed;
        }
    }
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    let mut kinds: &str = "";
    let mut names: &[String] = &[];
    let slashed = args.iter().filter(|arg| arg.contains('/')).count();
    if slashed > 0 {
        if slashed != args.len() {
            return refuse(
                "there is no need to specify a resource type as a separate argument when passing arguments in \
                 resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource \
                 resource/<resource_name>'",
            );
        }
        for arg in args {
            let (kind, name) = arg.split_once('/').unwrap_or((arg, ""));
            if name.contains('/') {
                return refuse("arguments in resource/name form may not have more than one slash");
            }
            if kind.is_empty() || name.is_empty() || kind.contains(',') {
                return refuse("arguments in resource/name form must have a single resource and name");
            }
            pairs.push((kind, name));
        }
    } else if let [first, rest @ ..] = args {
        kinds = first;
        names = rest;
    }
    if given.has("filename") || given.has("kustomize") {
        if !args.is_empty() {
            return refuse(
                "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well",
            );
        }
        return (client.manifests)(given).map(Target::Files);
    }
    let selects = given.text("selector").is_some_and(|text| !text.is_empty())
        || given.text("field-selector").is_some_and(|text| !text.is_empty())
        || reading.all
        || (reading.type_is_enough && names.is_empty() && !kinds.is_empty());
    if selects {
        if !names.is_empty() {
            return refuse("name cannot be provided when a selector is specified");
        }
        if !pairs.is_empty() {
            return refuse("selectors and the all flag cannot be used when passing resource/name arguments");
        }
        if kinds.is_empty() {
            return refuse("at least one resource must be specified to use a selector");
        }
        let types = types(kinds)?;
        if reading.single_type && types.len() > 1 {
            return refuse("you may only specify a single resource type");
        }
        return Ok(Target::Lists(types));
    }
    let without_namespace = || {
        let all = given.is("all-namespaces");
        let text = if all { "a resource cannot be retrieved by name across all namespaces" } else { "" };
        all.then(|| Problem::Client(text.to_owned()))
    };
    if !pairs.is_empty() {
        let mut found = Vec::with_capacity(pairs.len());
        for (kind, name) in pairs {
            found.push((resource_type(kind)?, name.to_owned()));
        }
        if reading.single_type && found.iter().zip(found.iter().skip(1)).any(|(one, next)| one.0 != next.0) {
            return refuse("you may only specify a single resource type");
        }
        if let Some(problem) = without_namespace().filter(|_| found.iter().any(|(resource, _)| resource.namespaced)) {
            return Err(problem);
        }
        let single = found.len() == 1;
        return Ok(Target::Names(found, single));
    }
    if !names.is_empty() {
        let types = types(kinds)?;
        let [resource] = types.as_slice() else { return refuse("you must specify only one resource") };
        if let Some(problem) = without_namespace().filter(|_| resource.namespaced) {
            return Err(problem);
        }
        return Ok(Target::Names(names.iter().map(|name| (*resource, name.clone())).collect(), names.len() == 1));
    }
    if !kinds.is_empty() {
        types(kinds)?;
        return refuse("resource(s) were provided, but no name was specified");
    }
    refuse(NOTHING_GIVEN)
}

impl Target {
    /// Whether at most one object can come of it: then it is printed by itself, not in a list.
    #[must_use]
    pub fn is_single(&self) -> bool {
        match self {
            Self::Lists(_) => false,
            Self::Names(_, single) => *single,
            Self::Files(named) => named.len() == 1,
        }
    }

    /// Asks the server. What could not be had is told beside what could.
    pub fn fetch(&self, client: &Client<'_>, given: &Given) -> (Vec<Found>, Vec<Problem>) {
        let mut found = Vec::new();
        let mut problems = Vec::new();
        let namespace = client.namespace(given);
        let mut one = |resource: &'static Resource, namespace: &str, name: &str| match client
            .get(given, resource, namespace, name)
        {
            Ok(object) => found.push(Found { resource, objects: vec![object], is_list: false }),
            Err(Problem::Server { reason: "NotFound", .. }) if given.is("ignore-not-found") => {}
            Err(problem) => problems.push(problem),
        };
        match self {
            Self::Names(names, _) => {
                for (resource, name) in names {
                    one(resource, &namespace, name);
                }
            }
            Self::Files(named) => {
                for object in named {
                    one(object.resource, &object.namespace, &object.name);
                }
            }
            Self::Lists(resources) => {
                let only = (!given.is("all-namespaces")).then_some(namespace.as_str());
                for resource in resources {
                    match list(client, given, resource, only) {
                        Ok(objects) => found.push(Found { resource, objects, is_list: true }),
                        Err(problem) => problems.push(problem),
                    }
                }
            }
        }
        (found, problems)
    }
}

/// The objects of a type that the selectors of the command line choose.
pub fn list(
    client: &Client<'_>,
    given: &Given,
    resource: &'static Resource,
    namespace: Option<&str>,
) -> Result<Vec<Arc<Value>>, Problem> {
    let labels = given.text("selector").unwrap_or("");
    let fields = given.text("field-selector").unwrap_or("");
    let refused = |problem: String| {
        let group_version = if resource.group.is_empty() {
            format!("/{}", resource.version)
        } else {
            format!("{}/{}", resource.group, resource.version)
        };
        let quote = crate::kube::quote::quote;
        Problem::bad_request(format!(
            "Unable to find {} that match label selector {}, field selector {}: {problem}",
            quote(&format!("{group_version}, Resource={}", resource.plural)),
            quote(labels),
            quote(fields)
        ))
    };
    let all = client.list(given, resource, namespace)?;
    let labels = Labels::parse(labels).map_err(refused)?;
    let fields = Fields::parse(fields, resource).map_err(refused)?;
    Ok(all.into_iter().filter(|object| labels.matches(object) && fields.matches(object)).collect())
}
