//! kubectl's commands: one tree of names, flags and Korean summaries, and how a command line finds its place in it.
//!
//! The walk is spf13/cobra's: the command is found first, flags with their values stepped over; then its flags are read. The
//! same tree answers completion and help.
//!
//! Must not know: what any command does.

mod about;
mod change;
mod config;
mod create;
mod files;
mod inside;
mod look;
mod make;
mod nodes;
mod rollout;
mod set;

use super::flags::{self, Flag, Given, duration, each, list, number, switch, text};

/// A command of kubectl.
#[derive(Debug)]
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// Other names for it.
    pub aliases: &'static [&'static str],
    /// Words of other programs for which it is suggested.
    also: &'static [&'static str],
    /// What it does, in one Korean sentence.
    pub about: &'static str,
    /// Its own flags, in groups.
    flags: &'static [&'static [Flag]],
    /// Its subcommands.
    pub children: &'static [&'static Self],
}

impl Command {
    /// The flags of its own, without those that every command takes.
    pub fn own_flags(&self) -> impl Iterator<Item = &'static Flag> {
        self.flags.iter().copied().flatten()
    }

    /// The subcommand called `word`.
    #[must_use]
    pub fn child(&self, word: &str) -> Option<&'static Self> {
        self.children.iter().find(|child| child.name == word || child.aliases.contains(&word)).copied()
    }
}

/// What prints an object.
static PRINT: &[Flag] = &[
    switch("allow-missing-template-keys"),
    text("output").short('o'),
    switch("show-managed-fields"),
    text("template"),
];

/// What names files.
static FILES: &[Flag] = &[list("filename").short('f'), text("kustomize").short('k'), switch("recursive").short('R')];

/// What writes.
static CHANGE: &[Flag] = &[flags::optional("dry-run", "unchanged"), text("field-manager")];

/// What may be written into the object about the command itself.
static RECORD: &[Flag] = &[switch("record")];

/// What every command takes, in the order in which `kubectl options` lists it.
pub static GLOBAL: &[Flag] = &[
    text("as"),
    each("as-group"),
    text("as-uid"),
    text("cache-dir"),
    text("certificate-authority"),
    text("client-certificate"),
    text("client-key"),
    text("cluster"),
    text("context"),
    switch("disable-compression"),
    switch("insecure-skip-tls-verify"),
    text("kubeconfig"),
    text("kuberc"),
    duration("log-flush-frequency"),
    switch("match-server-version"),
    text("namespace").short('n'),
    text("password"),
    text("profile"),
    text("profile-output"),
    text("request-timeout"),
    text("server").short('s'),
    text("tls-server-name"),
    text("token"),
    text("user"),
    text("username"),
    number("v").short('v'),
    text("vmodule"),
    switch("warnings-as-errors"),
];

static HELP_FLAG: Flag = switch("help").short('h');

/// The root.
pub static KUBECTL: Command = Command {
    name: "kubectl",
    aliases: &[],
    also: &[],
    about: "쿠버네티스 클러스터를 다루는 명령입니다.",
    flags: &[],
    // In kubectl's own order, which is the order of its suggestions.
    children: &[
        &create::CREATE,
        &make::EXPOSE,
        &make::RUN,
        &set::SET,
        &look::EXPLAIN,
        &look::GET,
        &change::EDIT,
        &change::DELETE,
        &rollout::ROLLOUT,
        &make::SCALE,
        &make::AUTOSCALE,
        &nodes::CERTIFICATE,
        &nodes::CLUSTER_INFO,
        &look::TOP,
        &nodes::CORDON,
        &nodes::UNCORDON,
        &nodes::DRAIN,
        &nodes::TAINT,
        &look::DESCRIBE,
        &inside::LOGS,
        &inside::ATTACH,
        &inside::EXEC,
        &inside::PORT_FORWARD,
        &inside::PROXY,
        &inside::CP,
        &about::AUTH,
        &inside::DEBUG,
        &look::EVENTS,
        &files::DIFF,
        &files::APPLY,
        &change::PATCH,
        &files::REPLACE,
        &change::WAIT,
        &files::KUSTOMIZE,
        &change::LABEL,
        &change::ANNOTATE,
        &about::COMPLETION,
        &about::API_RESOURCES,
        &about::API_VERSIONS,
        &config::CONFIG,
        &about::PLUGIN,
        &about::VERSION,
        &about::OPTIONS,
        &about::HELP,
    ],
};

/// A command line that was understood.
#[derive(Clone, Debug)]
pub struct Invocation {
    /// The commands from the root to the one that is meant: `kubectl`, `create`, `service`, `nodeport`.
    pub path: Vec<&'static Command>,
    /// Its flags and arguments.
    pub given: Given,
    /// Whether help was asked for.
    pub help: bool,
}

impl Invocation {
    /// The names of the path without `kubectl`, joined by blanks: `create service nodeport`.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.iter().skip(1).map(|command| command.name).collect::<Vec<_>>().join(" ")
    }

    /// The names of the path with `kubectl`.
    #[must_use]
    pub fn full_name(&self) -> String {
        full_name(&self.path)
    }

    /// The command that is meant.
    #[must_use]
    pub fn command(&self) -> &'static Command {
        self.path.last().copied().unwrap_or(&KUBECTL)
    }

    /// kubectl's complaint about a wrong use of this command: `error: …` and where to look.
    #[must_use]
    pub fn usage_error(&self, message: &str) -> String {
        format!("error: {message}\nSee '{} -h' for help and examples\n", self.full_name())
    }
}

fn full_name(path: &[&'static Command]) -> String {
    path.iter().map(|command| command.name).collect::<Vec<_>>().join(" ")
}

/// Every flag that `command` takes, the global ones last.
pub fn flags_of(command: &'static Command) -> Vec<&'static Flag> {
    command.own_flags().chain(std::iter::once(&HELP_FLAG)).chain(GLOBAL).collect()
}

/// Finds the command of a line (without the word `kubectl`) and reads its flags. The error is what kubectl writes on
/// standard error; its status is 1.
pub fn read(words: &[String]) -> Result<Invocation, String> {
    let (path, words) = find(words);
    let command = path.last().copied().unwrap_or(&KUBECTL);
    let flags = flags_of(command);
    if path.len() == 1
        && let Some(unknown) = plain_words(&words, &flags).first()
    {
        return Err(format!(
            "error: unknown command {} for \"kubectl\"\n{}",
            crate::kube::quote::quote(unknown),
            suggestions(unknown)
        ));
    }
    match flags::parse(&words, &flags) {
        Ok(given) => {
            let help = given.is("help");
            Ok(Invocation { path, given, help })
        }
        Err(problem) => Err(format!("error: {problem}\nSee '{} --help' for usage.\n", full_name(&path))),
    }
}

/// The path to the command that `words` mean, and the words without the commands' names.
pub fn find(words: &[String]) -> (Vec<&'static Command>, Vec<String>) {
    let mut path: Vec<&'static Command> = vec![&KUBECTL];
    let mut words = words.to_vec();
    loop {
        let here = path.last().copied().unwrap_or(&KUBECTL);
        let flags = flags_of(here);
        let Some(at) = first_plain(&words, &flags) else { break };
        let Some(child) = words.get(at).and_then(|word| here.child(word)) else { break };
        words.remove(at);
        path.push(child);
    }
    (path, words)
}

/// Where the first word stands that is neither a flag nor a flag's value.
fn first_plain(words: &[String], flags: &[&Flag]) -> Option<usize> {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if word == "--" {
            return None;
        }
        let takes_next = !word.contains('=')
            && if let Some(long) = word.strip_prefix("--") {
                !flags.iter().any(|flag| flag.long == long && flag.stands_alone())
            } else {
                let mut letters = word.strip_prefix('-').unwrap_or("").chars();
                let letter = letters.next();
                letter.is_some()
                    && letters.next().is_none()
                    && !flags.iter().any(|flag| flag.short == letter && flag.stands_alone())
            };
        if takes_next {
            at += 1;
        } else if !word.is_empty() && !word.starts_with('-') {
            return Some(at);
        }
        at += 1;
    }
    None
}

fn plain_words<'w>(words: &'w [String], flags: &[&Flag]) -> Vec<&'w String> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = words.get(from..).and_then(|rest| first_plain(rest, flags)) {
        found.extend(words.get(from + at));
        from += at + 1;
    }
    found
}

/// What kubectl offers for a command it does not know.
fn suggestions(word: &str) -> String {
    let typed = word.to_lowercase();
    let near: Vec<&str> = KUBECTL
        .children
        .iter()
        .filter(|command| {
            crate::text::near::edits(&typed, &command.name.to_lowercase()) <= 2
                || command.name.starts_with(&typed)
                || command.also.iter().any(|also| also.eq_ignore_ascii_case(word))
        })
        .map(|command| command.name)
        .collect();
    if near.is_empty() {
        return String::new();
    }
    let lines: String = near.iter().flat_map(|name| ["\t", name, "\n"]).collect();
    format!("\nDid you mean this?\n{lines}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_command_is_found_behind_flags_and_their_values() {
        for (line, name, args) in [
            ("-n kube-system get svc", "get", vec!["svc"]),
            ("get -A svc", "get", vec!["svc"]),
            ("create svc nodeport web --tcp 80", "create service nodeport", vec!["web"]),
            ("create --dry-run=client deploy web --image nginx", "create deployment", vec!["web"]),
            ("config use nope", "config use-context", vec!["nope"]),
        ] {
            let call = read(&words(line)).unwrap();
            assert_eq!(
                (call.name().as_str(), call.given.args.clone()),
                (name, args.into_iter().map(str::to_owned).collect()),
                "{line}"
            );
        }
    }

    #[test]
    fn what_is_not_known_is_refused_in_kubectls_words() {
        for (line, expected) in [
            ("gte svc", "error: unknown command \"gte\" for \"kubectl\"\n\nDid you mean this?\n\tget\n"),
            ("foo", "error: unknown command \"foo\" for \"kubectl\"\n\nDid you mean this?\n\ttop\n"),
            ("gett", "error: unknown command \"gett\" for \"kubectl\"\n\nDid you mean this?\n\tset\n\tget\n"),
            ("ps", "error: unknown command \"ps\" for \"kubectl\"\n\nDid you mean this?\n\tget\n\tcp\n\twait\n"),
            ("frobnicate", "error: unknown command \"frobnicate\" for \"kubectl\"\n"),
            ("get svc --foo", "error: unknown flag: --foo\nSee 'kubectl get --help' for usage.\n"),
            (
                "create service nodeport x -q",
                "error: unknown shorthand flag: 'q' in -q\nSee 'kubectl create service nodeport --help' for usage.\n",
            ),
        ] {
            assert_eq!(read(&words(line)).unwrap_err(), expected, "{line}");
        }
    }
}
