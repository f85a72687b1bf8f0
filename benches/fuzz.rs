//! Strange texts, as long as one likes: nothing may panic, every place must lie in the text, every error must have a help.
//!
//! `cargo bench --bench fuzz -- --seconds 1800 [--seed N]` tries for half an hour and prints how many texts it tried, at what
//! pace, and which text was the slowest for its length; a failure prints the text and the seed that led to it.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a program for the command line: it is told how long to run, and its figures, rounded, are its result"
)]

#[path = "../tests/support/strange.rs"]
mod strange;

use kijabi::diagnostic::Diagnostic;
use kijabi::kube::{self, Version};
use kijabi::text::TextRange;
use kijabi::yaml;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};
use strange::{Random, grow, mutate, splice};

const MANIFESTS: &str = include_str!("../tests/data/oracle/public.jsonl");

fn main() {
    let given: Vec<String> = std::env::args().collect();
    let option = |name: &str| {
        let at = given.iter().position(|argument| argument == name)?;
        given.get(at + 1)?.parse::<u64>().ok()
    };
    // `cargo test --benches` runs it too: a second is enough there.
    let seconds = option("--seconds").unwrap_or(1);
    let seed = option("--seed").unwrap_or(0x9E37_79B9_7F4A_7C15);
    let corpus = corpus();
    let mut random = Random(seed);
    let (begun, mut tried, mut bytes) = (Instant::now(), 0u64, 0usize);
    let mut slowest = (0.0f64, String::new());
    let mut told = 0;
    while begun.elapsed() < Duration::from_secs(seconds) {
        let state = random.0;
        let text = text(&corpus, &mut random);
        let before = Instant::now();
        if catch_unwind(AssertUnwindSafe(|| examine(&text))).is_err() {
            println!("FAILED with --seed {state}:\n{text:?}");
            std::process::exit(1);
        }
        let pace = before.elapsed().as_secs_f64() * 1e9 / (text.len() as f64 + 200.0);
        if pace > slowest.0 {
            slowest = (pace, text.clone());
        }
        tried += 1;
        bytes += text.len();
        if begun.elapsed().as_secs() / 60 > told {
            told = begun.elapsed().as_secs() / 60;
            println!("{told} min: {tried} texts");
        }
    }
    let spent = begun.elapsed().as_secs_f64();
    println!("{tried} texts, {bytes} bytes in {spent:.0} s: {:.0} texts a second, no failure", tried as f64 / spent);
    println!("slowest for its length: {:.0} ns a byte\n{:?}", slowest.0, slowest.1);
}

fn corpus() -> Vec<String> {
    let manifest = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).expect("a row of JSON");
        row["manifest"].as_str().unwrap_or("").to_owned()
    };
    MANIFESTS.lines().map(manifest).filter(|text| text.len() < 4_000).collect()
}

fn text(corpus: &[String], random: &mut Random) -> String {
    let one = random.below(corpus.len());
    match random.below(6) {
        0 => grow(random),
        1 => mutate(&grow(random), random),
        2 => {
            let other = random.below(corpus.len());
            splice(&corpus[one], &corpus[other], random)
        }
        _ => mutate(&corpus[one], random),
    }
}

fn examine(text: &str) {
    for document in &yaml::parse(text).documents {
        inside(text, document.range);
        document.error.iter().chain(&document.also).for_each(|it| sound(text, it));
    }
    for version in [Version::V1_34, Version::V1_36] {
        let checked = kube::check(text, version);
        assert_eq!(checked.rejected.is_none(), checked.errors.is_empty(), "a verdict without a reason");
        checked.diagnostics().for_each(|it| sound(text, it));
    }
}

fn sound(text: &str, diagnostic: &Diagnostic) {
    inside(text, diagnostic.range);
    assert!(diagnostic.help.chars().any(|c| ('가'..='힣').contains(&c)), "no Korean: {diagnostic:?}");
    for edit in diagnostic.fixes.iter().flat_map(|fix| &fix.edits) {
        inside(text, edit.range);
    }
}

fn inside(text: &str, range: TextRange) {
    assert!(text.get(range.start()..range.end()).is_some(), "{range:?} is not in the text");
}
