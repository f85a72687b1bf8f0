//! The objects of `-f`: files, folders, standard input, read and judged as cli-runtime's `resource.Builder` does it before it
//! asks the server.
//!
//! Must not know: what is done with them.

use super::change::Fail;
use crate::console::files::{Files, absolute};
use crate::console::print::field::Field;
use crate::console::resource::Resource;
use crate::diagnostic::Diagnostic;
use crate::kube;
use crate::yaml;
use serde_json::Value;

/// What is read of a folder.
const ENDINGS: [&str; 3] = [".json", ".yaml", ".yml"];

/// An object of a manifest.
#[derive(Clone, Debug)]
pub struct Item {
    /// Where it stands: the file as it was named, `STDIN`.
    pub source: String,
    /// Its type.
    pub resource: &'static Resource,
    /// Its namespace, the default one filled in; empty for types without.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The object with its namespace.
    pub object: Value,
    /// Whether the namespace was written down by its author.
    pub places_itself: bool,
}

/// How manifests are read.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The files of the machine.
    pub files: &'a Files,
    /// Where relative paths begin.
    pub folder: &'a str,
    /// Standard input.
    pub stdin: &'a str,
    /// The namespace of objects that name none.
    pub namespace: &'a str,
    /// Whether objects of another namespace are refused.
    pub enforce: bool,
    /// Whether folders in folders are read.
    pub recursive: bool,
    /// Whether kubectl looks at `apiVersion` and `kind` before it decodes.
    pub validate: bool,
}

/// The objects in order, and what went wrong between them. The error is one for which nothing is read at all.
pub fn read(reading: &Reading<'_>, paths: &[&str]) -> Result<Vec<Result<Item, Fail>>, Fail> {
    let mut sources: Vec<(String, String)> = Vec::new();
    for path in paths {
        collect(reading, path, &mut sources)?;
    }
    let mut found = Vec::new();
    for (source, text) in sources {
        documents(reading, &source, &text, &mut found);
    }
    Ok(found)
}

/// `-k`: why nothing comes of a folder. Where there is a kustomization, it is not built here.
pub fn kustomized(reading: &Reading<'_>, folder: &str) -> Fail {
    let full = absolute(reading.folder, folder);
    if !reading.files.is_folder(&full) {
        return Fail::Client(format!(
            "must build at directory: not a valid directory: evalsymlink failure on '{folder}' : lstat {full}: no such file or directory"
        ));
    }
    let names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
    if names.iter().all(|name| reading.files.read(&format!("{full}/{name}")).is_err()) {
        return Fail::Client(format!(
            "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '{full}'"
        ));
    }
    Fail::Client("이 콘솔은 kustomization을 조립하지 않습니다. -f로 파일이나 폴더를 주십시오.".to_owned())
}

fn collect(reading: &Reading<'_>, path: &str, sources: &mut Vec<(String, String)>) -> Result<(), Fail> {
    let client = |text: String| Err(Fail::Client(text));
    if path == "-" {
        sources.push(("STDIN".to_owned(), reading.stdin.to_owned()));
        return Ok(());
    }
    if path.starts_with("http://") || path.starts_with("https://") {
        // There is no internet here; kubectl says so as of any request that cannot be made.
        let host = path.split('/').nth(2).unwrap_or("").split(':').next().unwrap_or("");
        return Err(Fail::Raw(format!("Unable to connect to the server: dial tcp: lookup {host}: no such host")));
    }
    if path.contains(['*', '?', '[']) {
        let matching = glob(reading, path);
        if matching.is_empty() {
            return client(format!("the path \"{path}\" does not exist"));
        }
        for path in matching {
            collect(reading, &path, sources)?;
        }
        return Ok(());
    }
    let full = absolute(reading.folder, path);
    if !reading.files.is_folder(&full) {
        let text = match reading.files.read(&full) {
            Ok(text) => text,
            Err(crate::console::files::FileFault::NotFound) => {
                return client(format!("the path \"{path}\" does not exist"));
            }
            Err(fault) => return client(format!("the path \"{path}\" cannot be accessed: {fault}")),
        };
        sources.push((path.to_owned(), text.to_string()));
        return Ok(());
    }
    let before = sources.len();
    folder(reading, path, sources);
    if sources.len() == before {
        return client(format!("error reading [{path}]: recognized file extensions are [{}]", ENDINGS.join(" ")));
    }
    Ok(())
}

fn folder(reading: &Reading<'_>, path: &str, sources: &mut Vec<(String, String)>) {
    let full = absolute(reading.folder, path);
    for entry in reading.files.list(&full).unwrap_or_default() {
        let inner = format!("{}/{}", path.trim_end_matches('/'), entry.name);
        if entry.is_folder {
            if reading.recursive {
                folder(reading, &inner, sources);
            }
        } else if ENDINGS.iter().any(|ending| entry.name.ends_with(ending))
            && let Ok(text) = reading.files.read(&absolute(reading.folder, &inner))
        {
            sources.push((inner, text.to_string()));
        }
    }
}

/// The paths of one folder that fit a pattern of Go's `filepath.Match`.
fn glob(reading: &Reading<'_>, pattern: &str) -> Vec<String> {
    let (parent, last) = pattern.rsplit_once('/').map_or((".", pattern), |(parent, last)| (parent, last));
    let prefix = if pattern.contains('/') { format!("{parent}/") } else { String::new() };
    let entries = reading.files.list(&absolute(reading.folder, parent)).unwrap_or_default();
    let fits = |name: &str| matches(&last.chars().collect::<Vec<_>>(), &name.chars().collect::<Vec<_>>());
    entries.into_iter().filter(|entry| fits(&entry.name)).map(|entry| format!("{prefix}{}", entry.name)).collect()
}

fn matches(pattern: &[char], name: &[char]) -> bool {
    match pattern.split_first() {
        None => name.is_empty(),
        Some(('*', rest)) => (0..=name.len()).any(|at| matches(rest, name.get(at..).unwrap_or(&[]))),
        Some(('[', rest)) => {
            let Some(end) = rest.iter().position(|c| *c == ']') else { return false };
            let (set, rest) = (rest.get(..end).unwrap_or(&[]), rest.get(end + 1..).unwrap_or(&[]));
            name.split_first().is_some_and(|(c, left)| in_set(set, *c) && matches(rest, left))
        }
        Some((c, rest)) => name.split_first().is_some_and(|(own, left)| (*c == '?' || c == own) && matches(rest, left)),
    }
}

fn in_set(set: &[char], c: char) -> bool {
    let (set, wanted) = set.strip_prefix(&['^']).map_or((set, true), |set| (set, false));
    let mut at = 0;
    let mut found = false;
    while let Some(low) = set.get(at) {
        if let (Some('-'), Some(high)) = (set.get(at + 1), set.get(at + 2)) {
            found |= (*low..=*high).contains(&c);
            at += 3;
        } else {
            found |= *low == c;
            at += 1;
        }
    }
    found == wanted
}

/// The objects of one text. What cannot be read ends it.
fn documents(reading: &Reading<'_>, source: &str, text: &str, found: &mut Vec<Result<Item, Fail>>) {
    for document in yaml::parse(text).documents {
        if let Some(error) = &document.error {
            found.push(Err(Fail::Client(format!("error parsing {source}: {}", error.server))));
            return;
        }
        let Some(root) = document.tree.root().filter(|root| !root.is_null()) else { continue };
        let value = yaml::value::json(root);
        let body = document.range.of(text);
        let refused = refused(reading, source, body, &value);
        let is_read = !matches!(&refused, Some((_, true)));
        if let Some(why) = kube::front::metadata_fault(root).filter(|_| is_read) {
            found.push(Err(Fail::Client(format!("unable to decode \"{source}\": {why}"))));
            continue;
        }
        if let Some(fail) = refused {
            let ends = fail.1;
            found.push(Err(fail.0));
            if ends {
                return;
            }
            continue;
        }
        flatten(reading, source, &value, 0, found);
    }
}

/// What kubectl refuses before it asks the server, and whether it then reads no further.
fn refused(reading: &Reading<'_>, source: &str, text: &str, value: &Value) -> Option<(Fail, bool)> {
    let checked = kube::check(text, kube::Version::default());
    let error: &Diagnostic = checked.errors.first()?;
    let told = &error.server;
    Some(match error.cause {
        "KubectlValidation" if !reading.validate => {
            if value.text("kind").is_empty() {
                let body = crate::console::patch::go_json(value);
                let text = format!("unable to decode \"{source}\": Object 'Kind' is missing in '{body}'");
                return Some((Fail::Client(text), true));
            }
            return None;
        }
        "KubectlValidation" => (Fail::Client(format!("error validating \"{source}\": {told}")), true),
        "KubectlDecode" => (Fail::Client(format!("unable to decode \"{source}\": {told}")), true),
        "NoMatch" if known_in_small_letters(value).is_some() => return None,
        "NoMatch" => {
            let (name, namespace) = (value.text("metadata.name"), value.text("metadata.namespace"));
            let text = format!(
                "resource mapping not found for name: \"{name}\" namespace: \"{namespace}\" from \"{source}\": {told}"
            );
            (Fail::Client(text), false)
        }
        _ => return None,
    })
}

/// The type of an object whose kind is written in small letters, which kubectl finds and the server does not.
fn known_in_small_letters(value: &Value) -> Option<&'static Resource> {
    let kind = value.text("kind");

    crate::console::resource::RESOURCES
        .iter()
        .find(|it| it.kind != kind && it.kind.to_lowercase() == kind && it.api_version() == value.text("apiVersion"))
}

/// Lists are taken apart.
fn flatten(reading: &Reading<'_>, source: &str, value: &Value, depth: usize, found: &mut Vec<Result<Item, Fail>>) {
    if let Some(items) = value.get("items").and_then(Value::as_array).filter(|_| depth < 4) {
        for item in items {
            flatten(reading, source, item, depth + 1, found);
        }
        return;
    }
    let resource =
        Resource::of_kind(value.text("apiVersion"), value.text("kind")).or_else(|| known_in_small_letters(value));
    let Some(resource) = resource else { return };
    let mut object = value.clone();
    let mut namespace = String::new();
    let places_itself = !value.text("metadata.namespace").is_empty() || reading.enforce;
    if resource.namespaced {
        let own = value.text("metadata.namespace");
        if reading.enforce && !own.is_empty() && own != reading.namespace {
            let text = format!(
                "the namespace from the provided object \"{own}\" does not match the namespace \"{}\". You must pass '--namespace={own}' to perform this operation.",
                reading.namespace
            );
            found.push(Err(Fail::Client(text)));
            return;
        }
        if own.is_empty() { reading.namespace } else { own }.clone_into(&mut namespace);
        if let Some(map) = object.as_object_mut() {
            let metadata = map.entry("metadata").or_insert_with(|| serde_json::json!({}));
            if let Some(metadata) = metadata.as_object_mut() {
                metadata.insert("namespace".into(), namespace.clone().into());
            }
        }
    }
    found.push(Ok(Item {
        source: source.to_owned(),
        resource,
        namespace,
        name: value.text("metadata.name").to_owned(),
        object: crate::kube::body::sorted(&object),
        places_itself,
    }));
}
