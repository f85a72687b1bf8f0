//! What a learner types, held against what a real kubectl printed against a real server: `data/transcripts-public.jsonl` holds a
//! scenario a line (a world, files, commands with what they printed). `KIJABI_TRANSCRIPTS=FILE` replays another file of that
//! format, `KIJABI_TRANSCRIPT=ID` one scenario, shown in full.
//!
//! What the real cluster threw dice for is fed beforehand (`assigned`); what cannot be the same (ages, times, uids) is replaced on
//! our side as it was in the recording.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test reads its data and prints its figure"
)]

use kijabi::cluster::fate::PodFate;
use kijabi::cluster::world::World;
use kijabi::console::Console;
use kijabi::console::files::Files;
use kijabi::console::resource::RESOURCES;
use kijabi::console::server::{Foreseen, Server, ServiceFate, SliceFate};
use serde_json::Value;
use std::collections::BTreeSet;

/// 2026-11-24T00:00:00Z: a day that no world names.
const NOW: i64 = 1_795_478_400;
const DAY: &str = "2026-11-24";
const LONG_DAY: &str = "Tue, 24 Nov 2026";
/// The share of the steps of another file that must agree.
const WANTED: f64 = 0.95;
/// The steps of our own file that do not, by scenario and number: the dump in a failing JSONPath shows `managedFields`, which
/// are not kept; a made-up container has an id of its own.
const APART: [(&str, usize); 2] = [("p09", 10), ("p44", 5)];

fn main_file() -> String {
    let own = format!("{}/tests/data/transcripts-public.jsonl", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(std::env::var("KIJABI_TRANSCRIPTS").unwrap_or(own)).unwrap()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// What dice fell after a step.
fn foreseen(row: &Value) -> Option<Foreseen> {
    let own = |key: &str| text(row, key).to_owned();
    let numbers = |key: &str| -> Vec<i64> {
        row.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_i64).collect()
    };
    let (namespace, name) = (own("namespace"), own("name"));
    Some(match text(row, "kind") {
        "Service" => Foreseen::Service {
            namespace,
            name,
            fate: ServiceFate {
                cluster_ip: own("clusterIP"),
                node_ports: numbers("nodePorts").into_iter().map(|it| i32::try_from(it).unwrap()).collect(),
                health_check_node_port: i32::try_from(
                    row.get("healthCheckNodePort").and_then(Value::as_i64).unwrap_or(0),
                )
                .unwrap(),
            },
        },
        "EndpointSlice" => Foreseen::Slice {
            namespace,
            name,
            fate: SliceFate {
                generate_name: own("generateName"),
                endpoints: row
                    .get("endpoints")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .filter_map(|it| it.as_str().map(str::to_owned))
                    .collect(),
                ports: numbers("ports"),
            },
        },
        "Pod" => Foreseen::Pod {
            namespace,
            generate_name: own("generateName"),
            name,
            fate: PodFate { address: own("podIP"), node: own("nodeName") },
        },
        "ReplicaSet" if !text(row, "owner").is_empty() => {
            Foreseen::ReplicaSet { namespace, deployment: own("owner"), name }
        }
        _ => return None,
    })
}

/// What is replaced by a placeholder.
struct Placeholders {
    /// Everything that is written in the scenario.
    written: String,
    /// Exact texts and what stands for them, the longest first.
    words: Vec<(String, String)>,
}

impl Placeholders {
    fn of(scenario: &Value) -> Self {
        // What is written somewhere was not chosen by the cluster.
        let mut written = text(scenario, "world").to_owned();
        for file in scenario["files"].as_object().into_iter().flatten() {
            written.push_str(file.1.as_str().unwrap_or_default());
        }
        for step in scenario["steps"].as_array().unwrap() {
            written.push_str(text(step, "command"));
            written.push('\n');
        }
        let given: BTreeSet<String> =
            written.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').map(str::to_owned).collect();
        let mut words: Vec<(String, String)> = Vec::new();
        for row in scenario["assigned"].as_array().into_iter().flatten() {
            let mut put = |word: String, placeholder: &str| {
                if word != "0" && word != "None" && !word.is_empty() && !given.contains(&word) {
                    words.push((word, placeholder.to_owned()));
                }
            };
            put(text(row, "clusterIP").to_owned(), "<clusterIP>");
            for port in row.get("nodePorts").and_then(Value::as_array).into_iter().flatten() {
                put(port.to_string(), "<nodePort>");
            }
            put(row.get("healthCheckNodePort").map(Value::to_string).unwrap_or_default(), "<healthCheckNodePort>");
            let (prefix, name) = (text(row, "generateName"), text(row, "name"));
            if !prefix.is_empty() && name.starts_with(prefix) {
                words.push((name.to_owned(), format!("{prefix}<rand>")));
            }
        }
        words.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
        words.dedup();
        Self { written, words }
    }

    fn apply(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for (word, placeholder) in &self.words {
            out = replace_word(&out, word, placeholder);
        }
        out = replace_runs(&out, &self.written);
        out
    }
}

/// Replaces `word` where no letter, digit or point touches it.
fn replace_word(text: &str, word: &str, by: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let part = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let before = rest[..at].chars().next_back().is_some_and(|c| part(c) || c == '.');
        let mut after = rest[at + word.len()..].chars();
        let next = after.next();
        let after = next.is_some_and(part) || (next == Some('.') && after.next().is_some_and(|c| c.is_ascii_digit()));
        out.push_str(&rest[..at]);
        out.push_str(if before || after { word } else { by });
        rest = &rest[at + word.len()..];
    }
    out + rest
}

/// Uids, times, suffixes of the five letters, temporary names, log heads, resourceVersions, ages.
fn replace_runs(text: &str, written: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let start = out.chars().next_back().is_none_or(|c| !c.is_ascii_alphanumeric() && c != '=');
        let found =
            if start { token(rest).filter(|(len, _)| !(*len == 36 && written.contains(&rest[..36]))) } else { None };
        if let Some((len, placeholder)) = found {
            out.push_str(&placeholder);
            rest = &rest[len..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn token(rest: &str) -> Option<(usize, String)> {
    let shape = |pattern: &str| {
        rest.len() >= pattern.len()
            && rest.bytes().zip(pattern.bytes()).all(|(own, wanted)| match wanted {
                b'h' => own.is_ascii_hexdigit(),
                b'd' => own.is_ascii_digit(),
                other => own == other,
            })
    };
    let ends = |len: usize| !rest[len..].chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
    if shape("hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh") {
        return Some((36, "<uid>".into()));
    }
    if rest.starts_with(DAY) {
        let len = if rest.as_bytes().get(10) == Some(&b' ') { rest.find(" +0000").map_or(10, |at| at + 6) } else { 20 };
        return Some((len, "<time>".into()));
    }
    if rest.starts_with(LONG_DAY) {
        return Some((rest.find(" +0000").map_or(LONG_DAY.len(), |at| at + 6), "<time>".into()));
    }
    if (rest.starts_with("0s") || rest.starts_with("1s")) && ends(2) {
        return Some((2, "<age>".into()));
    }
    for head in ["kube-api-access-"] {
        if rest.starts_with(head) && rest.len() >= head.len() + 5 {
            return Some((head.len() + 5, format!("{head}<rand>")));
        }
    }
    for head in ["LIVE-", "MERGED-", "kubectl-edit-"] {
        if let Some(tail) = rest.strip_prefix(head) {
            let digits = tail.bytes().take_while(u8::is_ascii_alphanumeric).count();
            return Some((head.len() + digits, format!("{head}<rand>")));
        }
    }
    if rest.starts_with("/tmp/") {
        return Some((4, "<tmp>".into()));
    }
    if matches!(rest.as_bytes().first(), Some(b'W' | b'I' | b'E' | b'F'))
        && shape(&format!("{}dddd dd:dd:dd.dddddd", &rest[..1]))
    {
        let digits = rest[21..].find(|c: char| c != ' ').map_or(21, |at| at + 21);
        let end = rest[digits..].find(' ').map_or(rest.len(), |at| at + digits);
        return Some((end, format!("{}<klog>", &rest[..1])));
    }
    for head in ["resourceVersion: \"", "\"resourceVersion\": \"", "\"resourceVersion\":\"", "resourceVersion:"] {
        if let Some(tail) = rest.strip_prefix(head) {
            let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 0 {
                return Some((head.len() + digits, format!("{head}<resourceVersion>")));
            }
        }
    }
    None
}

/// Whether a line is the head of a table.
fn is_head(line: &str) -> bool {
    let mut words = line.split_whitespace();
    matches!(words.next(), Some("NAME" | "NAMESPACE" | "CURRENT"))
        && line.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || " -()/._".contains(c))
}

/// The text as it would be laid out if cells were their placeholders.
fn normalised(text: &str, command: &str, placeholders: &Placeholders) -> String {
    let headless = command.contains("--no-headers") && !command.contains('|');
    let mut out = String::new();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut starts: Vec<usize> = Vec::new();
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches('\n');
        if is_head(bare) {
            starts = columns(bare);
        } else if bare.is_empty() {
            out.push_str(&laid_out(&mut rows));
            starts.clear();
        }
        if !starts.is_empty() && line.ends_with('\n') {
            rows.push(cut(bare, &starts).iter().map(|cell| placeholders.apply(cell)).collect());
        } else if headless && line.ends_with('\n') && bare.contains("   ") {
            let cells = bare.split("   ").filter(|cell| !cell.is_empty()).map(|cell| placeholders.apply(cell.trim()));
            rows.push(cells.collect());
        } else {
            out.push_str(&laid_out(&mut rows));
            out.push_str(&placeholders.apply(line));
        }
    }
    out.push_str(&laid_out(&mut rows));
    out
}

fn columns(head: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let bytes = head.as_bytes();
    for at in 3..bytes.len() {
        if bytes[at] != b' ' && bytes[at - 3..at] == *b"   " {
            starts.push(at);
        }
    }
    starts
}

fn cut(line: &str, starts: &[usize]) -> Vec<String> {
    let ends = starts.iter().skip(1).copied().chain([usize::MAX]);
    let cell = |(start, end): (&usize, usize)| {
        let end = end.min(line.len());
        if *start >= end { String::new() } else { line.get(*start..end).unwrap_or_default().trim_end().to_owned() }
    };
    starts.iter().zip(ends).map(cell).collect()
}

fn laid_out(rows: &mut Vec<Vec<String>>) -> String {
    let mut out = String::new();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(String::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in rows.iter() {
        for (at, cell) in row.iter().enumerate() {
            out.push_str(cell);
            if at + 1 < row.len() {
                out.extend(std::iter::repeat_n(' ', widths[at] + 3 - cell.len()));
            }
        }
        out.push('\n');
    }
    rows.clear();
    out
}

/// What has no order of its own is brought into one.
fn canonical(text: &str, command: &str) -> String {
    let mut lines: Vec<&str> = text.split('\n').collect();
    if command.contains(" --list") {
        lines.sort_unstable();
    }
    for at in 1..lines.len() {
        let (first, second) = (lines[at - 1].trim_start(), lines[at].trim_start());
        if first.starts_with("Progressing ") && second.starts_with("Available ") {
            lines.swap(at - 1, at);
        }
    }
    lines.join("\n")
}

/// Worlds were written by a library to which `y` and `n` are plain strings; to the readers of Kubernetes they are booleans.
fn quoted(world: &str) -> String {
    let line = |line: &str| match line.rsplit_once(": ") {
        Some((head, tail @ ("y" | "n" | "Y" | "N"))) => format!("{head}: '{tail}'\n"),
        _ => format!("{line}\n"),
    };
    world.lines().map(line).collect()
}

struct Step {
    scenario: String,
    at: usize,
    command: String,
    differs: Option<String>,
}

fn replay(scenario: &Value, shown: bool) -> Vec<Step> {
    let id = text(scenario, "id").to_owned();
    let rows: Vec<(i64, Foreseen)> = scenario["assigned"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| Some((row.get("step").and_then(Value::as_i64).unwrap_or(-1), foreseen(row)?)))
        .collect();
    let of_step = |step: i64| rows.iter().filter(move |(at, _)| *at == step).map(|(_, it)| it.clone());
    let world = &quoted(text(scenario, "world"));
    let read = World::read(world).unwrap_or_else(|faults| panic!("{id}: the world cannot be read: {faults:#?}"));
    let server = Server::foreseeing(&read, &[world], NOW, of_step(-1).collect());
    let mut files = Files::default();
    for (name, text) in scenario["files"].as_object().into_iter().flatten() {
        files.put(&format!("/work/{name}"), text.as_str().unwrap_or_default());
    }
    let mut console = Console::beside(server, files, "/work");
    let placeholders = Placeholders::of(scenario);
    let mut told = Vec::new();
    for (at, step) in scenario["steps"].as_array().into_iter().flatten().enumerate() {
        for it in of_step(i64::try_from(at).unwrap()) {
            console.server_mut().foresee(it);
        }
        if step.get("command").is_none() {
            let resource = RESOURCES.iter().find(|it| it.kind == text(step, "kind")).unwrap();
            let patch = &step["status_merge_patch"];
            console.server_mut().report(resource, text(step, "namespace"), text(step, "name"), patch);
            continue;
        }
        let command = text(step, "command");
        // Time goes on with every command; here it stands still, so that every age is `0s` or `1s`.
        console.server_mut().set_now(NOW - 1);
        let output = console.run(command);
        if step.get("skipped").and_then(Value::as_bool) == Some(true) {
            continue;
        }
        let own = |text: &str| canonical(&normalised(text, command, &placeholders), command);
        let pairs = [
            ("stdout", own(&output.stdout), canonical(text(step, "stdout"), command)),
            ("stderr", own(&output.stderr), canonical(text(step, "stderr"), command)),
            ("exit", output.exit.to_string(), step["exit"].to_string()),
        ];
        let mut differs = None;
        for (what, ours, theirs) in pairs {
            if ours == theirs {
                continue;
            }
            if shown {
                println!("--- {id}[{at}] $ {command}\n--- {what}, ours:\n{ours}--- theirs:\n{theirs}---");
            }
            let line = ours.split('\n').zip(theirs.split('\n')).position(|(a, b)| a != b);
            let line = line.unwrap_or(ours.split('\n').count().min(theirs.split('\n').count()).saturating_sub(1));
            let nth = |text: &str| text.split('\n').nth(line).unwrap_or("").to_owned();
            differs.get_or_insert(format!("{what}\n      ours:   {}\n      theirs: {}", nth(&ours), nth(&theirs)));
        }
        told.push(Step { scenario: id.clone(), at, command: command.to_owned(), differs });
    }
    told
}

#[test]
fn commands_answer_as_the_real_ones_do() {
    let only = std::env::var("KIJABI_TRANSCRIPT").ok();
    let mut steps = Vec::new();
    for line in main_file().lines().filter(|line| !line.trim().is_empty()) {
        let scenario: Value = serde_json::from_str(line).unwrap();
        if only.as_ref().is_none_or(|only| text(&scenario, "id") == only) {
            steps.extend(replay(&scenario, only.is_some()));
        }
    }
    let agree = steps.iter().filter(|step| step.differs.is_none()).count();
    for step in &steps {
        if let Some(differs) = &step.differs {
            println!("{}[{}] $ {}\n   {differs}", step.scenario, step.at, step.command);
        }
    }
    println!("agree {agree} of {} steps", steps.len());
    #[allow(clippy::cast_precision_loss, reason = "a share of a few hundred")]
    let share = agree as f64 / steps.len() as f64;
    if only.is_some() {
        return;
    }
    if std::env::var_os("KIJABI_TRANSCRIPTS").is_some() {
        return assert!(share >= WANTED, "agree {agree} of {} steps", steps.len());
    }
    let apart: Vec<(&str, usize)> =
        steps.iter().filter(|it| it.differs.is_some()).map(|it| (it.scenario.as_str(), it.at)).collect();
    assert_eq!(apart, APART);
}
