//! What can follow a kubectl command line that is not finished: commands, flags, their values, types, names.
//!
//! Must not know: prompts, keys.

use super::commands::{self, Command, KUBECTL};
use super::config::Kubeconfig;
use super::flags::{self, Flag, Takes};
use super::help;
use crate::console::print::field::Field;
use crate::console::resource::{NAMESPACES, RESOURCES, Resource};
use crate::console::server::Server;

/// A word that can stand where the line ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The whole word.
    pub text: String,
    /// What it is, in a few Korean words; empty for names.
    pub about: String,
    /// Whether the next word follows after a blank (not so after `--output=`).
    pub ends_word: bool,
}

impl Candidate {
    fn new(text: impl Into<String>, about: impl Into<String>) -> Self {
        Self { text: text.into(), about: about.into(), ends_word: true }
    }
}

/// The candidates for the word in which the cursor stands, sorted. `words` are those before it, without `kubectl`; `partial`
/// is what stands of it before the cursor.
#[must_use]
pub fn complete(server: &Server, config: &Kubeconfig, words: &[String], partial: &str) -> Vec<Candidate> {
    let (path, rest) = commands::find(words);
    let command = path.last().copied().unwrap_or(&KUBECTL);
    let known = commands::flags_of(command);
    let mut found = if let Some(flag) = words.last().and_then(|word| awaiting(word, &known)) {
        values(server, config, flag)
    } else if let Some((name, _)) = partial.strip_prefix("--").and_then(|long| long.split_once('=')) {
        let flag = known.iter().find(|flag| flag.long == name);
        let mut found = flag.map(|flag| values(server, config, flag)).unwrap_or_default();
        for candidate in &mut found {
            candidate.text = format!("--{name}={}", candidate.text);
        }
        found
    } else if partial.starts_with('-') {
        known.iter().flat_map(|flag| spellings(flag)).collect()
    } else {
        let given = flags::parse(&rest, &known).unwrap_or_default();
        let namespace = given.text("namespace").unwrap_or(config.namespace());
        arguments(server, config, command, &given.args, namespace, partial)
    };
    found.retain(|candidate| candidate.text.starts_with(partial));
    found.sort_by(|a, b| a.text.cmp(&b.text));
    found.dedup_by(|a, b| a.text == b.text);
    found
}

/// The flag whose value the next word is.
fn awaiting<'f>(word: &str, known: &[&'f Flag]) -> Option<&'f Flag> {
    let takes_value = |flag: &&&'f Flag| !flag.stands_alone();
    if let Some(long) = word.strip_prefix("--") {
        return known.iter().find(|flag| flag.long == long).filter(takes_value).copied();
    }
    let mut letters = word.strip_prefix('-')?.chars();
    let letter = letters.next_back()?;
    known.iter().find(|flag| flag.short == Some(letter)).filter(takes_value).copied()
}

fn spellings(flag: &'static Flag) -> Vec<Candidate> {
    let about = help::spelled(flag);
    let open = !matches!(flag.takes, Takes::Switch | Takes::Optional(_));
    let long = Candidate {
        text: if open { format!("--{}=", flag.long) } else { format!("--{}", flag.long) },
        about: about.clone(),
        ends_word: !open,
    };
    let short = flag.short.map(|letter| Candidate::new(format!("-{letter}"), about));
    std::iter::once(long).chain(short).collect()
}

/// The values of a flag that can be foreseen.
fn values(server: &Server, config: &Kubeconfig, flag: &Flag) -> Vec<Candidate> {
    let fixed = |texts: &[&str]| texts.iter().map(|text| Candidate::new(*text, "")).collect::<Vec<_>>();
    match flag.long {
        "namespace" => names(server, *NAMESPACES, ""),
        "output" => {
            let mut found = fixed(&["wide", "yaml", "json", "name"]);
            found.extend(["jsonpath=", "go-template=", "custom-columns="].into_iter().map(|text| Candidate {
                text: text.to_owned(),
                about: String::new(),
                ends_word: false,
            }));
            found
        }
        "context" => config.context_names().map(|name| Candidate::new(name, "")).collect(),
        "dry-run" => fixed(&["none", "client", "server"]),
        "type" => fixed(&["ClusterIP", "NodePort", "LoadBalancer", "ExternalName", "strategic", "merge", "json"]),
        "restart" => fixed(&["Always", "OnFailure", "Never"]),
        "cascade" => fixed(&["background", "foreground", "orphan"]),
        "sort-by" => fixed(&[".metadata.name", ".metadata.creationTimestamp"]),
        _ => match flag.takes {
            Takes::Switch => fixed(&["true", "false"]),
            _ => Vec::new(),
        },
    }
}

fn names(server: &Server, resource: &Resource, namespace: &str) -> Vec<Candidate> {
    let objects = server.list(resource, Some(namespace).filter(|_| resource.namespaced));
    objects.iter().map(|object| Candidate::new(object.text("metadata.name"), "")).collect()
}

/// What stands after a command: a subcommand, a type, a name, `type/name`.
fn arguments(
    server: &Server,
    config: &Kubeconfig,
    command: &'static Command,
    args: &[String],
    namespace: &str,
    partial: &str,
) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    if args.is_empty() {
        found.extend(command.children.iter().map(|child| Candidate::new(child.name, child.about)));
    }
    let slashed = |found: &mut Vec<Candidate>| {
        if let Some((kind, _)) = partial.split_once('/')
            && let Some(resource) = Resource::find(kind)
        {
            let of_kind = names(server, resource, namespace).into_iter();
            found.extend(of_kind.map(|name| Candidate::new(format!("{kind}/{}", name.text), "")));
        }
    };
    match command.name {
        "get" | "describe" | "delete" | "edit" | "label" | "annotate" | "patch" | "wait" | "selector" | "image"
        | "status" | "undo" | "history" | "restart" | "pause" | "resume" | "expose" | "scale" | "autoscale"
        | "taint" => match args {
            [] if partial.contains('/') => slashed(&mut found),
            [] => found.extend(types(partial)),
            [kind, ..] if kind.contains('/') => slashed(&mut found),
            [kind, ..] => {
                if let Some(resource) = Resource::find(kind) {
                    found.extend(names(server, resource, namespace));
                    found.retain(|candidate| !args.contains(&candidate.text));
                }
            }
        },
        "explain" if args.is_empty() => found.extend(explained(partial)),
        "cordon" | "uncordon" | "drain" => found.extend(names(server, *crate::console::resource::NODES, "")),
        "logs" | "exec" | "attach" | "port-forward" | "cp" | "debug" if args.is_empty() => {
            found.extend(names(server, *crate::console::resource::PODS, namespace));
            slashed(&mut found);
        }
        "use-context" | "rename-context" | "delete-context" | "set-context" | "get-contexts" => {
            found.extend(config.context_names().map(|name| Candidate::new(name, "")));
        }
        _ => {}
    }
    found
}

/// The types, by their plural names and, once the word begins like one, by their short names. After a comma the next type.
fn types(partial: &str) -> Vec<Candidate> {
    let done = partial.rfind(',').and_then(|at| partial.get(..=at)).unwrap_or("");
    let begun = partial.get(done.len()..).unwrap_or("");
    let mut found = vec![Candidate::new(format!("{done}all"), "")];
    for resource in RESOURCES {
        found.push(Candidate::new(format!("{done}{}", resource.plural), resource.kind));
        let short = resource.short_names.iter().filter(|short| !begun.is_empty() && short.starts_with(begun));
        found.extend(short.map(|short| Candidate::new(format!("{done}{short}"), resource.kind)));
    }
    found
}

/// The fields below what is written of `service.spec.`.
fn explained(partial: &str) -> Vec<Candidate> {
    let Some((above, _)) = partial.rsplit_once('.') else { return types(partial) };
    let (word, path) = above.split_once('.').unwrap_or((above, ""));
    let Some(resource) = Resource::find(word) else { return Vec::new() };
    let steps = crate::yaml::path::split(path);
    crate::kube::schema::children(resource.kind, &steps)
        .iter()
        .map(|field| Candidate {
            text: format!("{above}.{}", field.name),
            about: field.doc.to_owned(),
            ends_word: false,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn texts(line: &str) -> Vec<String> {
        let held =
            [("svc", "default", "web"), ("svc", "shop", "cart"), ("pods", "default", "web-1"), ("ns", "", "shop")];
        let objects = held.map(|(word, namespace, name)| {
            (Resource::find(word).unwrap(), json!({"metadata": {"name": name, "namespace": namespace}}))
        });
        let server = Server::holding(objects, 0);
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let partial = words.pop().unwrap_or_default();
        let found = complete(&server, &Kubeconfig::default(), &words, &partial);
        found.into_iter().map(|candidate| candidate.text).collect()
    }

    #[test]
    fn a_line_is_completed_by_what_kubectl_and_the_cluster_know() {
        for (line, expected) in [
            ("ge", vec!["get"]),
            ("create serv", vec!["service", "serviceaccount"]),
            ("create service n", vec!["nodeport"]),
            ("get sv", vec!["svc"]),
            ("get svc ", vec!["web"]),
            ("get svc -n shop ", vec!["cart"]),
            ("get -n ", vec!["shop"]),
            ("get -n=shop svc ", vec!["cart"]),
            ("describe svc/", vec!["svc/web"]),
            ("get svc web ", vec![]),
            ("get svc -o y", vec!["yaml"]),
            ("get svc --output=js", vec!["--output=json", "--output=jsonpath="]),
            ("get svc,endpointsl", vec!["svc,endpointslices"]),
            ("get svc --show-l", vec!["--show-labels"]),
            (
                "explain service.spec.external",
                vec!["service.spec.externalIPs", "service.spec.externalName", "service.spec.externalTrafficPolicy"],
            ),
            ("config use-context ", vec!["minikube"]),
            ("nothing ", vec![]),
        ] {
            assert_eq!(texts(line), expected, "{line}");
        }
    }
}
