//! The YAML layer on text that nobody would write: it never panics, it agrees with libyaml on what is refused and in
//! which words, and hostile input costs linear time.

#[path = "support/strange.rs"]
mod strange;

use kijabi::text::TextRange;
use kijabi::yaml::tree::{Kind, Node};
use kijabi::yaml::{self, Parse};
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use strange::{Random, grow, mutate};

const MANIFESTS: &str = include_str!("data/oracle/public.jsonl");

fn manifests() -> Vec<String> {
    MANIFESTS
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).expect("a row of JSON");
            row["manifest"].as_str().unwrap_or("").to_owned()
        })
        .collect()
}

/// Walks over everything a parse holds.
fn visit(text: &str, parse: &Parse) {
    fn node(text: &str, node: Node<'_>, depth: usize) -> usize {
        assert!(depth < 300, "deeper than a tree may be");
        assert!(is_in(text, node.range()), "{:?} is not in the text", node.range());
        match node.kind() {
            Kind::Scalar(_) => 1,
            Kind::Mapping => node.entries().map(|entry| self::visit_entry(text, entry.key, entry.value, depth)).sum(),
            Kind::Sequence => node.items().map(|item| self::visit_entry(text, item, item, depth)).sum(),
        }
    }
    fn is_in(text: &str, range: TextRange) -> bool {
        text.get(range.start()..range.end()).is_some()
    }
    for document in &parse.documents {
        assert!(is_in(text, document.range));
        for diagnostic in document.error.iter().chain(&document.also) {
            assert!(is_in(text, diagnostic.range), "{diagnostic:?}");
            for edit in diagnostic.fixes.iter().flat_map(|fix| &fix.edits) {
                assert!(is_in(text, edit.range), "{diagnostic:?}");
            }
        }
        if let Some(root) = document.tree.root() {
            node(text, root, 0);
        }
    }
}

fn visit_entry(text: &str, key: Node<'_>, value: Node<'_>, depth: usize) -> usize {
    assert!(depth < 300, "deeper than a tree may be");
    for node in [key, value] {
        assert!(text.get(node.range().start()..node.range().end()).is_some(), "{:?} is not in the text", node.range());
    }
    let below = match value.kind() {
        Kind::Scalar(_) => 1,
        Kind::Mapping => value.entries().map(|entry| visit_entry(text, entry.key, entry.value, depth + 1)).sum(),
        Kind::Sequence => value.items().map(|item| visit_entry(text, item, item, depth + 1)).sum(),
    };
    below + 1
}

/// How often the fuzz tests try; `KIJABI_FUZZ=100000 cargo test --release --test fuzz_yaml` tries longer.
#[allow(clippy::disallowed_methods, reason = "a test may be told how long to run")]
fn rounds(default: usize) -> usize {
    std::env::var("KIJABI_FUZZ").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(default)
}

#[test]
fn no_text_makes_it_panic_and_every_range_lies_in_the_text() {
    let corpus = manifests();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for _ in 0..rounds(3_000) {
        let text = mutate(&corpus[random.below(corpus.len())], &mut random);
        let outcome = catch_unwind(AssertUnwindSafe(|| visit(&text, &yaml::parse(&text))));
        assert!(outcome.is_ok(), "{text:?}");
    }
}

/// Once found by such texts: a next line (U+0085) between the blanks that a line begins with is a blank to Unicode and none to
/// YAML, and what stood behind it was taken for shorter than it is.
#[test]
fn a_blank_that_is_no_indentation_moves_no_range() {
    let text = "metadata:\n  labels:\n    app: &앵커 web\nspec:\n \u{85}   app: *앵커\n";
    visit(text, &yaml::parse(text));
}

#[test]
fn every_prefix_of_a_manifest_can_be_read() {
    for text in manifests().iter().take(40) {
        for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
            let Some(prefix) = text.get(..end) else { continue };
            visit(prefix, &yaml::parse(prefix));
        }
    }
}

/// What libyaml says of the first document, told as kubectl tells it.
fn libyaml(text: &str) -> Option<Result<(), String>> {
    use libyaml_safer::{ErrorKind, EventData, Parser};
    let text = text.to_owned();
    let told = catch_unwind(AssertUnwindSafe(move || {
        let mut bytes = text.as_bytes();
        let mut parser = Parser::new();
        parser.set_input_string(&mut bytes);
        loop {
            match parser.parse() {
                Ok(event) => {
                    if matches!(event.data, EventData::DocumentEnd { .. } | EventData::StreamEnd) {
                        return Ok(());
                    }
                }
                Err(error) => {
                    let line = |mark: Option<libyaml_safer::Mark>| mark.map_or(0, |mark| mark.line);
                    let scanner = u64::from(error.kind() == ErrorKind::Scanner);
                    let line = match (line(error.problem_mark()), line(error.context_mark())) {
                        (0, context) => context,
                        (problem, _) => problem + scanner,
                    };
                    let place = if line == 0 { String::new() } else { format!("line {line}: ") };
                    return Err(format!("error converting YAML to JSON: yaml: {place}{}", error.problem()));
                }
            }
        }
    }));
    told.ok()
}

/// Where go-yaml reads otherwise than libyaml, or kubectl otherwise than both.
fn reads_otherwise(text: &str) -> bool {
    let in_flow = text.contains(['{', '[']);
    let colons = text.split(':').skip(1).any(|after| !after.starts_with([' ', '\n']));
    in_flow && (text.contains(['?', '!', '&', '*']) || colons)
        || !text.starts_with(|first: char| first.is_ascii())
        // go-yaml lets brackets and commas stand in a tag, as libyaml did before 0.2.5, and an escaped apostrophe.
        || text.contains('!') && text.contains(['[', ']', ','])
        || text.contains("\\'")
        // An empty flow collection makes go-yaml forget that it may be a key, and look ahead less far.
        || in_flow && has_empty_flow(text)
        || text.contains(['%', '\u{feff}'])
        || text.starts_with("---") && text.matches("---").count() > 1
        || text.trim_start().starts_with('{')
}

fn has_empty_flow(text: &str) -> bool {
    let mut open = false;
    text.chars().any(|c| match c {
        '{' | '[' => {
            open = true;
            false
        }
        '}' | ']' => open,
        c => {
            open &= c.is_whitespace() || c == ',';
            false
        }
    })
}

#[test]
fn what_is_refused_and_why_is_what_libyaml_says() {
    std::panic::set_hook(Box::new(|_| {}));
    let corpus = manifests();
    let mut random = Random(0x1234_5678_9ABC_DEF1);
    let mut compared = 0;
    let mut differing = String::new();
    for _ in 0..rounds(3_000) {
        let text = match random.below(4) {
            0 => grow(&mut random),
            1 => mutate(&grow(&mut random), &mut random),
            _ => mutate(&corpus[random.below(corpus.len())], &mut random),
        };
        let parse = yaml::parse(&text);
        let [document] = parse.documents.as_slice() else { continue };
        let ours = document.error.as_ref().map(|error| error.server.as_str());
        let meaning = ["anchor", "map key", "merge", "cannot decode", "unsupported", "control", "base64", "aliasing"];
        if reads_otherwise(&text) || ours.is_some_and(|ours| meaning.iter().any(|word| ours.contains(word))) {
            continue;
        }
        let Some(theirs) = libyaml(&format!("{}\n", text.strip_suffix('\n').unwrap_or(&text))) else { continue };
        compared += 1;
        // A key that lacks its colon: libyaml looks for it at every token, go-yaml (since 2.2.5) only where it must know, and
        // then another fault or a later line may come first.
        let stale = theirs.as_ref().is_err_and(|theirs| theirs.ends_with("could not find expected ':'"));
        if theirs.as_ref().err().map(String::as_str) != ours && !(stale && ours.is_some()) {
            let _ = writeln!(differing, "{text:?}\n  libyaml {theirs:?}\n  we      {ours:?}");
        }
    }
    drop(std::panic::take_hook());
    assert!(compared > 500, "only {compared} texts compared");
    assert!(differing.is_empty(), "{differing}");
}

#[test]
fn hostile_texts_cost_time_in_proportion_to_their_length() {
    let mut aliases = "a: &a [x]\n".to_owned();
    for level in 1..40 {
        let _ = writeln!(
            aliases,
            "b{level}: &b{level} [*{0}, *{0}]",
            if level == 1 { "a".to_owned() } else { format!("b{}", level - 1) }
        );
    }
    let mut merges = "a: &a {x: 1}\n".to_owned();
    for level in 1..60 {
        let before = if level == 1 { "a".to_owned() } else { format!("b{}", level - 1) };
        let _ = writeln!(merges, "b{level}: &b{level} {{<<: [*{before}, *{before}], k{level}: 1}}");
    }
    let texts = [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "- ".repeat(100_000),
        "? ".repeat(100_000),
        "a: &a ".repeat(20_000),
        "\"".repeat(100_001),
        "- [\n".repeat(50_000),
        "a:b\n".repeat(50_000),
        "\t\n".repeat(50_000),
        "a: 1\n".repeat(50_000),
        "---\n".repeat(50_000),
        "x: [a]: {b\n".repeat(20_000),
        (0..3_000).fold(String::new(), |mut text, depth| {
            let _ = writeln!(text, "{}a:", " ".repeat(depth));
            text
        }),
        "{\"a\":[".repeat(50_000),
        aliases,
        merges,
    ];
    for text in &texts {
        visit(text, &yaml::parse(text));
    }
}
