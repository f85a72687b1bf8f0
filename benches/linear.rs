//! What a text four times as long costs: instructions of reading and judging, for every shape of text that can be long.
//!
//! `cargo bench --bench linear` counts them by valgrind, so that the figures are the same on a busy machine, and prints a row a
//! shape and the worst of them. Words after `--` choose rows. Linear is 4 times; more than 4.5 is to be looked into. What
//! `tests/growth.rs` asserts of memory at every run of the tests is here seen of work.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a program for the command line: it starts itself under a profiler, and its figures are its result"
)]

#[path = "../tests/support/shapes.rs"]
mod shapes;

use kijabi::kube::{self, Version};
use shapes::{SHAPES, Shape};
use std::hint::black_box;
use std::path::Path;
use std::process::Command;

/// How long the shorter text is.
const LENGTH: usize = 1_500;
/// How many times longer the other is.
const TIMES: usize = 4;

fn main() {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = given.iter().filter(|it| !it.starts_with("--")).map(String::as_str).collect();
    if let ["all", length, words @ ..] = words.as_slice() {
        let length = length.parse().expect("a length");
        return chosen(words).for_each(|(_, text)| one_after_another(&text(length)));
    }
    if Command::new("valgrind").arg("--version").output().is_err() {
        return println!("no valgrind here");
    }
    // `cargo test --benches` runs it too: one shape is enough there.
    let words = if given.iter().any(|it| it == "--bench") { words } else { vec!["ports", "names"] };
    let (short, long) = (counted(LENGTH, &words), counted(LENGTH * TIMES, &words));
    println!("{:<52} {:>8} {:>9}  growth   (thousand instructions)", "", LENGTH, LENGTH * TIMES);
    let mut rows: Vec<(f64, &str)> = Vec::new();
    for ((name, _), (short, long)) in chosen(&words).zip(short.into_iter().zip(long)) {
        println!("{name:<52} {:>8.0} {:>9.0}  {:>5.2}×", short / 1e3, long / 1e3, long / short);
        rows.push((long / short, name));
    }
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (growth, name) in rows.iter().take(5) {
        println!("worst: {growth:.2}× ({name})");
    }
}

/// The shapes in whose name every word stands.
fn chosen(words: &[&str]) -> impl Iterator<Item = &'static Shape> {
    SHAPES.iter().filter(|(name, _)| words.iter().all(|word| name.contains(word)))
}

/// The instructions that each of the chosen shapes takes, from one run under valgrind: it dumps its counters after each.
fn counted(length: usize, words: &[&str]) -> Vec<f64> {
    let work = tempfile::tempdir().expect("a folder for the work");
    let out = work.path().join("out");
    let mut run = Command::new("valgrind");
    run.args([
        "--tool=callgrind",
        "--collect-atstart=no",
        "--toggle-collect=*measured*",
        "--dump-before=*one_after_another*",
    ]);
    run.arg(format!("--callgrind-out-file={}", out.display()));
    run.arg(std::env::current_exe().expect("our own program"));
    run.args(["all", &length.to_string()]).args(words);
    let told = run.output().expect("valgrind runs");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    // The first dump comes before the first text, what the last took is told at the end.
    let parts = (2..=chosen(words).count()).map(|part| out.with_extension(part.to_string()));
    parts.chain([out.clone()]).map(|dump| totals(&dump)).collect()
}

/// What a dump of valgrind's says all of it took.
fn totals(dump: &Path) -> f64 {
    let told = std::fs::read_to_string(dump).expect("a dump of valgrind's");
    let total = told.lines().find_map(|line| line.strip_prefix("summary: ").or(line.strip_prefix("totals: ")));
    total.and_then(|total| total.trim().parse().ok()).expect("a total")
}

/// Functions of their own, so that the profiler can be told to dump before the one and to count in the other alone.
#[inline(never)]
fn one_after_another(text: &str) {
    measured(text);
}

#[inline(never)]
fn measured(text: &str) {
    black_box(kube::check(black_box(text), Version::default()));
}
