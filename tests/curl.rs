//! What curl 7.88.1 printed on a terminal (`data/oracle/curl.jsonl`), held against the console's: every recorded command is typed on a
//! node, where `127.0.0.1:30080` is the node port of a Service.
//!
//! What was recorded asked a test server with paths of its own; the pods of a world have one answer to every path. Those
//! commands are named in [`ELSEWHERE`] and left out; of the others, bodies and what follows from them are masked.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads its data, and fails by panicking")]

use kijabi::cluster::world::World;
use kijabi::console::Console;
use kijabi::console::files::Files;
use serde_json::Value;

const WORLD: &str = "apiVersion: v1
kind: Pod
metadata: {name: web-1, labels: {app: web}}
spec: {containers: [{name: web, image: nginx, ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 30080}]}
";

/// Paths of the recorded server that no pod has: an error, a redirect, an answer that is late, broken or missing.
const ELSEWHERE: [&str; 8] = ["/missing", "/boom", "/slow", "/empty", "/garbage", "/partial", "/reset", "/old"];

/// Where the recording dropped packets; here an address that nobody has does.
const DROPPED: [(&str, &str); 2] =
    [("127.0.0.1:30099", "10.244.9.9:30099"), ("127.0.0.1 port 30099", "10.244.9.9 port 30099")];

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap()
}

fn here(text: &str) -> String {
    DROPPED.iter().fold(text.to_owned(), |text, (recorded, ours)| text.replace(recorded, ours))
}

/// Without what depends on the server's page, on the clock, and on the terminal's bold letters.
fn masked(text: &str) -> String {
    let mut out = text.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "").replace('\r', "");
    for page in [
        "<!DOCTYPE html>\n<html>\n<head><title>Welcome to nginx!</title></head>\n<body><h1>Welcome to nginx!</h1></body>\n</html>\n",
        "Hello from web-1\n",
        "Hello from web-1",
    ] {
        out = out.replace(page, "<page>");
    }
    out = out.replace("text/plain", "text/html");
    let mut lines = Vec::new();
    for line in out.split('\n') {
        let words: Vec<&str> = line.split(' ').collect();
        let counted = |at: usize| {
            let before = at.checked_sub(1).and_then(|at| words.get(at));
            let after = words.get(at + 1);
            before == Some(&"after") && matches!(after, Some(&"ms:" | &"milliseconds" | &"ms"))
        };
        let masked = words.iter().enumerate().map(|(at, word)| if counted(at) { "<ms>" } else { word });
        let line = masked.collect::<Vec<_>>().join(" ");
        lines.push(if line.contains("Content-Length:") { "Content-Length: <length>".to_owned() } else { line });
    }
    lines.join("\n")
}

#[test]
fn curl_says_what_curl_says() {
    let world = World::read(WORLD).unwrap();
    let data = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/oracle/curl.jsonl")).unwrap();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for line in data.lines() {
        let recorded: Value = serde_json::from_str(line).unwrap();
        let command = here(text(&recorded, "command"));
        if ELSEWHERE.iter().any(|path| command.contains(path)) {
            continue;
        }
        count += 1;
        let mut console = Console::new(&world, &[WORLD], Files::default(), "/work");
        console.run("ssh minikube");
        let output = console.run(&command);
        let ours = (masked(&(output.stderr + &output.stdout)), u64::from(output.exit));
        let theirs = (masked(&here(text(&recorded, "tty"))), recorded["exit"].as_u64().unwrap());
        if ours != theirs {
            wrong
                .push(format!("$ {command}\n--- ours ({})\n{}\n--- curl ({})\n{}", ours.1, ours.0, theirs.1, theirs.0));
        }
    }
    assert!(count > 40, "{count} commands were typed");
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}
