//! What kubectl prints of objects, held against recordings of a real one: `tests/data/kubectl/reading.jsonl` was recorded with
//! kubectl 1.32.4 asking a plain HTTP server that served `objects.json`, so only what the client itself does is in it (no tables).
//! The namespace in `describe ds`, which came with 1.33, was written in.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads its data, and fails by panicking")]

use kijabi::console::Output;
use kijabi::console::kubectl::config::Kubeconfig;
use kijabi::console::kubectl::problem::Problem;
use kijabi::console::kubectl::{Reading, commands, look};
use kijabi::console::resource::Resource;
use kijabi::console::server::Server;
use serde_json::Value;

fn data(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/data/kubectl/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn server() -> Server {
    let objects: Vec<Value> = serde_json::from_str(&data("objects.json")).unwrap();
    let typed = objects.into_iter().map(|object| {
        let text = |field: &str| object.get(field).and_then(Value::as_str).unwrap();
        (Resource::of_kind(text("apiVersion"), text("kind")).unwrap(), object)
    });
    Server::holding(typed, 1_795_594_000)
}

fn kubectl(server: &Server, args: &[String]) -> Output {
    match commands::read(args) {
        Err(complaint) => Output::fail(1, complaint),
        Ok(call) => {
            let manifests = |_: &_| Err(Problem::Client("no files here".to_owned()));
            let mut config = Kubeconfig::default();
            let mut reading = Reading { server, config: &mut config, manifests: &manifests, file: &|_| None };
            look(&mut reading, &call).unwrap()
        }
    }
}

/// Ages, which depend on the day of the recording, in their column.
fn without_ages(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split(' ').map(|word| if is_age(word) { "<age>" } else { word }).collect();
        out.push_str(&words.join(" "));
        out.push('\n');
    }
    out
}

fn is_age(word: &str) -> bool {
    let word = word.trim_matches(['(', ')']);
    word == "<invalid>" || (word.ends_with(['d', 'h', 'y']) && word.starts_with(|c: char| c.is_ascii_digit()))
}

#[test]
fn objects_are_told_as_kubectl_tells_them() {
    let server = server();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for line in data("reading.jsonl").lines() {
        let recorded: Value = serde_json::from_str(line).unwrap();
        let args: Vec<String> = serde_json::from_value(recorded["args"].clone()).unwrap();
        let got = kubectl(&server, &args);
        let (stdout, stderr) = (recorded["stdout"].as_str().unwrap(), recorded["stderr"].as_str().unwrap());
        count += 1;
        let same = without_ages(&got.stdout) == without_ages(stdout)
            && got.stderr == stderr
            && u64::from(got.exit) == recorded["exit"].as_u64().unwrap();
        if !same {
            let differences: Vec<String> = similar_lines(stdout, &got.stdout);
            wrong.push(format!(
                "$ kubectl {}\n{}\nwanted on stderr: {stderr:?} {}\n   got on stderr: {:?} {}",
                args.join(" "),
                differences.join("\n"),
                recorded["exit"],
                got.stderr,
                got.exit
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n\n"));
}

/// The lines that differ, wanted and got.
fn similar_lines(wanted: &str, got: &str) -> Vec<String> {
    let (wanted, got) = (without_ages(wanted), without_ages(got));
    let (mut wanted, mut got) = (wanted.lines(), got.lines());
    let mut out = Vec::new();
    loop {
        match (wanted.next(), got.next()) {
            (None, None) => return out,
            (a, b) if a == b => {}
            (a, b) => out.push(format!("  wanted {a:?}\n     got {b:?}")),
        }
        if out.len() > 12 {
            return out;
        }
    }
}
