//! What kubectl says when it writes, held against a real one: `data/kubectl/writing.jsonl` holds some thousand command lines that were
//! typed both here and to kubectl 1.33.1 (1.31 for `create`), whose requests went to kijabi's own server over HTTP, so that only
//! what the client itself does could differ. Where both agreed, but for what 1.34 words otherwise, the answer is kept and must
//! stay; where they did not (help, paths of a home folder, versions), the command is only run.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads its data, and fails by panicking")]

use kijabi::cluster::world::World;
use kijabi::console::Console;
use kijabi::console::files::Files;
use serde_json::Value;

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[test]
fn what_a_real_client_agreed_with_stays() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/kubectl/writing.jsonl");
    let (mut wrong, mut count) = (Vec::new(), 0);
    for line in std::fs::read_to_string(file).unwrap().lines() {
        let session: Value = serde_json::from_str(line).unwrap();
        let manifest = text(&session, "world");
        let mut files = Files::default();
        for (name, content) in session["files"].as_object().into_iter().flatten() {
            files.put(&format!("/work/{name}"), content.as_str().unwrap());
        }
        let mut console = Console::new(&World::read(manifest).unwrap(), &[manifest], files, "/work");
        for step in session["steps"].as_array().unwrap() {
            let output = console.run(text(step, "command"));
            if step["skipped"] == true {
                continue;
            }
            count += 1;
            let ours = (output.stdout.as_str(), output.stderr.as_str(), u64::from(output.exit));
            let theirs = (text(step, "stdout"), text(step, "stderr"), step["exit"].as_u64().unwrap());
            if ours != theirs {
                let command = text(step, "command");
                wrong.push(format!("{}: $ {command}\n--- ours {ours:?}\n--- kept {theirs:?}", text(&session, "id")));
            }
        }
    }
    assert!(count > 900, "{count} answers were compared");
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}
