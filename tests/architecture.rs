//! The layers hold: a module names only modules to its left, each foreign crate has its owner, every file says what it is.
//!
//! Textual, therefore blind to macros and to edges that only exist in meaning; those are for readers.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test of the source reads it, and fails by panicking"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The layers, bottom first.
const LAYERS: [&str; 15] = [
    "text",
    "diagnostic",
    "yaml",
    "kube",
    "cluster",
    "console",
    "lesson",
    "grade",
    "quiz",
    "study",
    "classroom",
    "app",
    "shell",
    "tui",
    "cli",
];

/// What lies beside the layers in `src/`.
const ROOTS: [&str; 2] = ["lib", "main"];

/// Foreign crates and who may name them: layers or files below `src/`, without the ending.
const OWNERS: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["cli"]),
    ("anyhow", &["cli", "main"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("crossterm", &["tui"]),
    ("csv", &["cli", "classroom"]),
    ("etcetera", &["shell"]),
    ("foldhash", &["tui/rows"]),
    ("fsrs", &["study"]),
    ("include_dir", &["shell/content"]),
    ("indicatif", &["cli"]),
    ("jiff", &["shell"]),
    ("json_patch", &["console"]),
    ("maud", &["classroom"]),
    ("md5", &["console/server/slices"]),
    ("notify", &["shell"]),
    ("pulldown_cmark", &["lesson/markdown"]),
    ("ratatui", &["tui"]),
    ("rayon", &["cli", "classroom"]),
    ("regex_lite", &["console/tools"]),
    ("rusqlite", &["shell/store"]),
    ("serde_yaml", &["lesson/spec"]),
    ("sha2", &["classroom/digest"]),
    ("signal_hook", &["tui"]),
    ("similar", &["console/print/unified"]),
    ("strsim", &["text/near"]),
    ("tempfile", &["shell", "cli"]),
    ("unicode_normalization", &["text", "lesson"]),
    ("unicode_segmentation", &["text/width"]),
    ("unicode_width", &["text/width"]),
    ("walkdir", &["cli", "shell"]),
];

struct Source {
    /// Below `src/`, without `.rs`: `kube/model`.
    name: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&root).unwrap().with_extension("");
                let name = name.to_string_lossy().replace('\\', "/");
                found.push(Source { name, text: fs::read_to_string(path).unwrap() });
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// The code of a file without comments and without its trailing test module.
fn code(text: &str) -> String {
    let body = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text);
    body.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn layer(name: &str) -> &str {
    name.split('/').next().unwrap_or(name)
}

#[test]
fn every_layer_names_only_layers_to_its_left() {
    let rank: BTreeMap<&str, usize> = LAYERS.iter().enumerate().map(|(rank, layer)| (*layer, rank)).collect();
    let mut upward = Vec::new();
    for source in sources() {
        let Some(own) = rank.get(layer(&source.name)) else { continue };
        for mention in code(&source.text).split("crate::").skip(1) {
            let named: String = mention.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            match rank.get(named.as_str()) {
                Some(theirs) if theirs > own => upward.push(format!("{} names {named}", source.name)),
                Some(_) => {}
                None => upward.push(format!("{} names `crate::{named}`, which is no layer", source.name)),
            }
        }
    }
    assert!(upward.is_empty(), "{upward:#?}");
}

#[test]
fn every_file_belongs_to_a_layer() {
    let strays: Vec<String> = sources()
        .into_iter()
        .map(|source| source.name)
        .filter(|name| !LAYERS.contains(&layer(name)) && !ROOTS.contains(&name.as_str()))
        .collect();
    assert!(strays.is_empty(), "{strays:?}");
}

/// The map is a table in the crate's documentation, one row a layer: `//! | [`text`] | … |`.
#[test]
fn the_map_names_every_layer_in_order_and_nothing_else() {
    let sources = sources();
    let root = sources.iter().find(|source| source.name == "lib").unwrap();
    let rows = root.text.lines().filter_map(|line| line.strip_prefix("//! | "));
    let firsts = rows.filter_map(|row| row.split_once(" |")).map(|(first, _)| first.trim_matches(['[', ']', '`']));
    // Below the row of headings.
    assert_eq!(firsts.skip(1).collect::<Vec<_>>(), LAYERS);
    let modules = root.text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    assert_eq!(modules.collect::<Vec<_>>(), LAYERS, "in the order of the map");
}

#[test]
fn every_foreign_crate_has_its_owner() {
    let mut trespassers = Vec::new();
    for source in sources() {
        let code = code(&source.text);
        for (foreign, owners) in OWNERS {
            let owned = owners.iter().any(|owner| {
                source.name == *owner || source.name.strip_prefix(owner).is_some_and(|rest| rest.starts_with('/'))
            });
            let named = code.match_indices(&format!("{foreign}::")).any(|(at, _)| {
                !code.get(..at).unwrap_or("").ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
            });
            if named && !owned {
                trespassers.push(format!("{} names {foreign}", source.name));
            }
        }
    }
    assert!(trespassers.is_empty(), "{trespassers:#?}");
}

/// Whether a file only serves tests; those say what they try.
fn is_test(name: &str) -> bool {
    name.split('/').any(|part| part == "tests" || part == "fixture" || part.ends_with("_tests"))
}

#[test]
fn every_file_says_what_it_is_and_what_it_must_not_know() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|source| !ROOTS.contains(&source.name.as_str()))
        .filter(|source| !is_test(&source.name))
        .filter(|source| !(source.text.starts_with("//!") && source.text.to_lowercase().contains("must not know")))
        .map(|source| source.name)
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

/// What the documents for people say of files: paths in code spans that begin with a folder of the repository.
#[test]
fn the_files_that_documents_name_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut named = 0;
    for document in ["README.md", "src/lib.rs"] {
        let text = fs::read_to_string(root.join(document)).unwrap();
        for span in text.split('`').skip(1).step_by(2) {
            let is_path = ["assets/", "examples/", "lessons/", "src/", "tests/"].iter().any(|it| span.starts_with(it));
            if is_path && !span.contains(char::is_uppercase) {
                assert!(root.join(span).exists(), "{document}: {span}");
                named += 1;
            }
        }
    }
    assert!(named > 4, "{named} files");
}

#[test]
fn every_file_is_part_of_the_program() {
    let all = sources();
    let text: BTreeMap<&str, &str> = all.iter().map(|source| (source.name.as_str(), source.text.as_str())).collect();
    let forgotten: Vec<&str> = all
        .iter()
        .map(|source| source.name.as_str())
        .filter(|name| !ROOTS.contains(name))
        .filter(|name| {
            let (parent, own) = name.rsplit_once('/').unwrap_or(("lib", name));
            !text.get(parent).is_some_and(|text| text.contains(&format!("mod {own};")))
        })
        .collect();
    assert!(forgotten.is_empty(), "not reached from lib.rs: {forgotten:?}");
}
