//! The small programs of every machine that work on text and files: `cat`, `ls`, `grep`, `head`, `sort`, `sed`, `awk` and the like,
//! as GNU coreutils, grep, sed and mawk have them, as far as they are typed at a prompt.
//!
//! Must not know: the cluster, connections.

pub(super) mod awk;
pub(super) mod encode;
pub(super) mod files;
mod flags;
pub(super) mod grep;
pub(super) mod lines;
mod pattern;
pub(super) mod sed;

use super::{Call, Console};
use flags::Flags;
use std::fmt::Write as _;

/// The texts that a filter reads: its files, or standard input; with each its name. Files that cannot be read are complained of.
fn inputs(console: &Console, call: &Call<'_>, names: &[String], complaints: &mut String) -> Vec<(String, String)> {
    if names.is_empty() {
        return vec![("-".to_owned(), call.stdin.to_owned())];
    }
    let mut texts = Vec::new();
    for name in names {
        if name == "-" {
            texts.push((name.clone(), call.stdin.to_owned()));
            continue;
        }
        match console.read(name) {
            Ok(text) => texts.push((name.clone(), text.to_string())),
            Err(fault) => {
                let _ = writeln!(complaints, "{}: {}{name}: {fault}", call.name, opening(call.name));
            }
        }
    }
    texts
}

/// What some programs put before the name of a file they cannot read.
fn opening(program: &str) -> &'static str {
    match program {
        "head" | "tail" => "cannot open ",
        "sort" => "cannot read: ",
        "sed" => "can't read ",
        _ => "",
    }
}
