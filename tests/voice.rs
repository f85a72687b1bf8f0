//! One voice: the program, the course and the README ask and name things in the same words, and what a learner is told
//! of any manifest is a whole Korean sentence.
//!
//! Textual: whether a sentence is good is for readers.
#![allow(clippy::disallowed_methods, reason = "a test of the words reads where they are written")]

use std::path::Path;

use kijabi::diagnostic::Diagnostic;
use kijabi::kube::{self, Version};

/// What is not said, and what is said instead. Terms follow the Korean localization guide of the Kubernetes website.
const WORDS: [(&str, &str); 17] = [
    ("세요", "십시오"),
    ("까요?", "습니까?"),
    ("니까요", "기 때문입니다"),
    ("객체", "오브젝트"),
    ("꾸러미", "과정"),
    ("라벨을", "레이블을"),
    ("로드 밸런서", "로드밸런서"),
    ("쌍점", "콜론"),
    ("애너테이션", "어노테이션"),
    ("어플리케이션", "애플리케이션"),
    ("연결이 거부", "연결이 거절"),
    ("노드의 문을", "노드의 포트를"),
    ("내줄 이", "내줄 곳"),
    ("과녁", "대상"),
    ("줄표", "하이픈"),
    ("빈칸", "공백"),
    ("고를 것", "선택지"),
];

/// Every text file below a folder, with its path.
fn files(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    walkdir::WalkDir::new(root)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|it| it.file_type().is_file())
        .filter_map(|it| Some((it.path().display().to_string(), std::fs::read_to_string(it.path()).ok()?)))
        .collect()
}

/// The part of a source file that speaks to learners: neither its comments nor its tests.
fn spoken(path: &str, text: &str) -> String {
    if Path::new(path).extension().is_none_or(|ending| ending != "rs") {
        return text.to_owned();
    }
    let body = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text);
    body.lines().filter(|line| !line.trim_start().starts_with("// ")).collect::<Vec<_>>().join("\n")
}

fn serves_tests(path: &str) -> bool {
    let name = path.replace('\\', "/");
    ["/tests/", "/tests.rs", "_tests.rs", "/fixture", ".snap"].iter().any(|part| name.contains(part))
}

#[test]
fn each_thing_has_one_word() {
    let mut said = Vec::new();
    for (path, text) in ["src", "lessons", "assets", "README.md"].into_iter().flat_map(files) {
        if serves_tests(&path) {
            continue;
        }
        for (number, line) in spoken(&path, &text).lines().enumerate() {
            for (word, instead) in WORDS.iter().filter(|(word, _)| line.contains(word)) {
                said.push(format!("{path}:{}: {word} → {instead}", number + 1));
            }
        }
    }
    assert!(said.is_empty(), "{said:#?}");
}

/// A particle left to be chosen, as in `80을(를)`.
fn leaves_a_particle_open(sentence: &str) -> bool {
    ["을(를)", "은(는)", "이(가)", "와(과)", "(으)로", "(이)라"].iter().any(|open| sentence.contains(open))
}

/// What is wrong with how a diagnostic speaks.
fn misspoken(diagnostic: &Diagnostic) -> Option<String> {
    let titles = diagnostic.fixes.iter().map(|fix| fix.title.as_ref());
    let open = titles.chain([diagnostic.help.as_ref()]).find(|it: &&str| leaves_a_particle_open(it));
    let help: &str = diagnostic.help.as_ref();
    let whole = help.ends_with("다.") || help.ends_with("오.") || help.ends_with("다)");
    match open {
        Some(open) => Some(open.to_owned()),
        None if !whole => Some(help.to_owned()),
        None => None,
    }
}

#[test]
fn what_is_told_of_a_manifest_is_a_whole_sentence() {
    let corpus = files("tests/data/oracle/public.jsonl");
    let rows = corpus.iter().flat_map(|(_, text)| text.lines());
    let manifests = rows.filter_map(|row| {
        let row: serde_json::Value = serde_json::from_str(row).ok()?;
        Some(row.get("manifest")?.as_str()?.to_owned())
    });
    let lessons = files("lessons").into_iter().map(|(_, text)| text);
    let mut tried = 0;
    let mut faults = std::collections::BTreeSet::new();
    for manifest in manifests.chain(lessons) {
        tried += 1;
        faults.extend(kube::check(&manifest, Version::V1_34).diagnostics().filter_map(misspoken));
    }
    assert!(tried > 1000, "the corpus was read: {tried}");
    assert!(faults.is_empty(), "{faults:#?}");
}
