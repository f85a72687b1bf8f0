//! The quizzes of the lessons: how much they cover, what their linter catches, and a whole sitting line by line in a real process.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a test reads the lessons, runs the program, and fails by panicking"
)]

#[path = "support/answers.rs"]
mod answers;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use answers::lines;
use kijabi::lesson::spec::quiz::QuestionKind;
use kijabi::lesson::{Catalogue, Course, Fault, MemorySource};
use kijabi::quiz::exam::{Paper, Plan};
use kijabi::quiz::{Bank, Item, Task, generate, judge, lint};
use kijabi::study::session::{Session, Wish};
use kijabi::study::{Day, Record};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// A folder of the repository, file by file.
fn files(folder: &str) -> BTreeMap<String, String> {
    let root = root().join(folder);
    let all = walkdir::WalkDir::new(&root).into_iter().filter_map(Result::ok).filter(|it| it.file_type().is_file());
    all.filter_map(|it| {
        let name = it.path().strip_prefix(&root).ok()?.to_str()?.replace('\\', "/");
        Some((name, fs::read_to_string(it.path()).ok()?))
    })
    .collect()
}

fn course(files: &BTreeMap<String, String>) -> Course {
    Course::open(Box::new(MemorySource::new(files.clone()))).unwrap()
}

fn catalogue() -> Catalogue {
    Catalogue::open(Box::new(MemorySource::new(files("assets"))))
}

/// What learners of Services get wrong, in the order of how often: the codes by which the program speaks of it.
const MISTAKES: [&[&str]; 20] = [
    &["selector-matches-no-pod"],
    &["selector-uses-deployment-labels"],
    &["ports-swapped", "target-port-not-listening"],
    &["node-port-unreachable-from-host"],
    &["load-balancer-pending"],
    &["yaml-indent", "yaml-tab", "yaml-list", "yaml-missing-space"],
    &["service-name-contract", "service-not-needed"],
    &["name-not-dns"],
    &["node-port-out-of-range"],
    &["node-port-taken"],
    &["node-port-on-cluster-ip"],
    &["port-name-missing"],
    &["wrong-type", "yaml-boolean-surprise"],
    &["cluster-ip-from-outside", "exposed-needlessly"],
    &["listens-on-localhost", "pod-not-ready"],
    &["service-missing", "dns-wrong-namespace"],
    &["container-port-is-information"],
    &["kind-unknown"],
    &["target-port-name-invalid"],
    &["endpoints-deprecated", "full-width-colon", "smart-quote", "non-breaking-space", "selector-matches-too-many"],
];

#[test]
fn every_kind_and_every_mistake_is_asked_about_three_times_and_every_chapter_has_questions() {
    let course = course(&files("lessons"));
    let (bank, faults) = Bank::open(&course);
    assert!(faults.is_empty(), "{faults:?}");
    let written: Vec<_> = bank.entries().iter().filter(|entry| !entry.is_generated()).collect();
    assert!(written.len() >= 120, "{}", written.len());
    for chapter in course.chapters() {
        assert!(written.iter().filter(|entry| entry.chapter == chapter.id).count() >= 8, "{}", chapter.id);
    }
    for kind in QuestionKind::ALL {
        assert!(written.iter().filter(|entry| entry.kind == kind).count() >= 3, "{}", kind.name());
    }
    let rare: Vec<(&str, usize)> = MISTAKES
        .iter()
        .flat_map(|codes| codes.iter())
        .map(|code| (*code, written.iter().filter(|entry| entry.mistakes.iter().any(|it| it == code)).count()))
        .filter(|(_, count)| *count < 3)
        .collect();
    assert!(rare.is_empty(), "asked about less than three times: {rare:?}");
    let used: BTreeSet<&str> =
        bank.entries().iter().filter(|entry| entry.is_generated()).map(|entry| entry.title.as_str()).collect();
    assert!(generate::ALL.iter().all(|it| used.contains(it.title)), "a generator that no chapter uses");
}

#[test]
fn every_question_can_be_asked_in_every_guise_and_the_right_place_is_spread_evenly() {
    let bank = bank();
    let mut places = BTreeMap::<(usize, usize), u32>::new();
    for entry in bank.entries() {
        for seed in 0..12 {
            let item = entry.item(seed).unwrap_or_else(|| panic!("{} {seed}", entry.id));
            assert_eq!(entry.item(seed).as_ref(), Some(&item), "the same seed gives the same item");
            assert!(judge::judge(&item, &judge::right(&item)).right, "{} {seed}", entry.id);
            if let Task::Choose { several: false, choices } = &item.task {
                let right = choices.iter().position(|it| it.right).unwrap();
                *places.entry((choices.len(), right)).or_default() += 1;
            }
        }
    }
    for (of, count) in [(3, 3.0), (4, 4.0)] {
        let counts: Vec<u32> = (0..of).map(|at| places.get(&(of, at)).copied().unwrap_or(0)).collect();
        let mean = f64::from(counts.iter().sum::<u32>()) / count;
        assert!(counts.iter().all(|it| (f64::from(*it) / mean - 1.0).abs() < 0.2), "of {of} choices: {counts:?}");
    }
}

/// A damage to the text of a quiz: the damaged text, and the rule and line at which it must show.
type Damage = (&'static str, String, &'static str, usize);

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

fn damages(text: &str) -> Vec<Damage> {
    let mut damages = Vec::new();
    // A wrong truth: a choice that the simulator or the verdict finds wrong is said to be right.
    for opening in ["- {is: ", "- is: "] {
        let wrong = text.match_indices(opening).find_map(|(at, _)| {
            let rest = &text[at..];
            // An item ends where the next begins; what names a mistake and no right is a wrong choice of a question of one.
            let end = rest[2..].find("\n      - ").map_or(rest.len(), |end| end + 2);
            let block = text[..at].rfind("\n    kind: ").map(|kind| text[kind..].starts_with("\n    kind: one\n"));
            (rest[..end].contains("mistake: ") && block == Some(true)).then_some(at)
        });
        if let Some(at) = wrong {
            let mut changed = text.to_owned();
            let (insert, line) = match opening {
                "- is: " => ("- right: true\n        is: ", line_of(text, at)),
                _ => ("- {right: true, is: ", line_of(text, at)),
            };
            changed.replace_range(at..at + opening.len(), insert);
            damages.push(("wrong truth", changed, "quiz-truth", line));
        }
    }
    // A missing explanation: of a question that is no choice, and of a choice.
    if let Some(at) = text.find("\n    because: ") {
        let end = text[at + 1..].find('\n').unwrap() + at + 1;
        let mut changed = text.to_owned();
        changed.replace_range(at..end, "");
        let question = text[..at].rfind("\n  - id: ").unwrap() + 1;
        damages.push(("missing explanation", changed, "explanation-missing", line_of(text, question)));
    }
    // A duplicate id.
    let ids: Vec<usize> = text.match_indices("\n  - id: ").map(|(at, _)| at + 1).collect();
    let first = text[ids[0]..].lines().next().unwrap();
    let second = text[ids[1]..].lines().next().unwrap();
    damages.push(("duplicate id", text.replacen(second, first, 1), "id-unique", line_of(text, ids[1])));
    // An unknown misconception.
    let at = text.find("mistakes: [").unwrap();
    let mut changed = text.to_owned();
    changed.replace_range(at..at + "mistakes: [".len(), "mistakes: [no-such-mistake, ");
    damages.push(("unknown misconception", changed, "code-unknown", line_of(text, at)));
    // A paragraph that does not exist, an exercise that does not exist, a field that does not exist.
    let at = text.find("\n    heading: ").unwrap() + 1;
    damages.push((
        "unknown heading",
        text.replacen("    heading: ", "    heading: 없는 ", 1),
        "heading-unknown",
        line_of(text, at),
    ));
    if let Some(at) = text.find("\n    exercise: ") {
        damages.push((
            "unknown exercise",
            text.replacen("    exercise: ", "    exercise: no-", 1),
            "link",
            line_of(text, at + 1),
        ));
    }
    damages.push(("unknown field", text.replacen("    heading: ", "    haeding: ", 1), "spec", line_of(text, at)));
    damages
}

#[test]
fn each_damage_to_each_quiz_shows_with_its_line() {
    let lessons = files("lessons");
    let catalogue = catalogue();
    let faults = |files: &BTreeMap<String, String>| lint::lint_course(&course(files), &catalogue);
    let quizzes: Vec<&String> = lessons.keys().filter(|path| path.ends_with("/quiz.yaml")).collect();
    assert_eq!(quizzes.len(), 7);
    let mut tried = BTreeMap::<&str, usize>::new();
    for path in quizzes {
        // The chapter's text alone, so that each try is quick; links to exercises are faults before and after.
        let folder = path.split('/').next().unwrap();
        let is_text = |name: &str| name.starts_with(folder) && !name.contains("/ex-");
        let texts = lessons.iter().filter(|(name, _)| is_text(name));
        let mut chapter: BTreeMap<String, String> = texts.map(|(a, b)| (a.clone(), b.clone())).collect();
        chapter.insert("course.yaml".into(), format!("format: 1\ntitle: 한 장\nchapters: [{folder}]\n"));
        let before = faults(&chapter);
        for (damage, text, rule, line) in damages(&lessons[path]) {
            chapter.insert(path.clone(), text);
            let found = faults(&chapter);
            let fresh: Vec<&Fault> = found.iter().filter(|fault| !before.contains(fault)).collect();
            let there =
                fresh.iter().any(|fault| fault.rule == rule && fault.place.line == line && fault.place.column > 1);
            assert!(there, "{path}: {damage} at line {line} [{rule}]: {fresh:#?}");
            *tried.entry(damage).or_default() += 1;
        }
    }
    for damage in ["wrong truth", "missing explanation", "duplicate id", "unknown misconception"] {
        assert!(tried[damage] >= 6, "{tried:?}");
    }
}

struct Ran {
    stdout: String,
    status: Option<i32>,
}

fn run(home: &Path, arguments: &[&str], stdin: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kijabi"))
        .args(arguments)
        .env("KIJABI_HOME", home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments reads nothing.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let out = child.wait_with_output().unwrap();
    Ran { stdout: String::from_utf8(out.stdout).unwrap(), status: out.status.code() }
}

/// The grades of the answers that the record holds, as `kijabi progress export` tells them.
fn grades(home: &Path) -> Vec<u64> {
    let exported: serde_json::Value = serde_json::from_str(&run(home, &["progress", "export"], "").stdout).unwrap();
    exported["reviews"].as_array().into_iter().flatten().map(|review| review["grade"].as_u64().unwrap()).collect()
}

fn bank() -> Bank {
    Bank::open(&course(&files("lessons"))).0
}

/// The questions that a sitting of that wish asks a learner who begins, in order.
fn asked(bank: &Bank, wish: &Wish) -> Vec<Item> {
    let mut session = Session::plan(bank, &Record::default(), Day(0), wish);
    let picks = std::iter::from_fn(|| session.draw());
    picks.map(|pick| bank.item(&pick.question, pick.seed).unwrap()).collect()
}

#[test]
fn every_question_of_the_lessons_is_answered_right_and_wrong_line_by_line() {
    let bank = bank();
    let chapters: BTreeSet<String> = bank.entries().iter().map(|entry| entry.chapter.clone()).collect();
    let wish = Wish {
        chapters: chapters.into_iter().collect(),
        count: usize::MAX,
        new_a_day: usize::MAX,
        seed: Some(5),
        ..Wish::default()
    };
    let items = asked(&bank, &wish);
    assert_eq!(items.len(), bank.entries().len());
    let kinds: BTreeSet<QuestionKind> = items.iter().map(|item| item.kind).collect();
    assert_eq!(kinds.len(), QuestionKind::ALL.len());
    let mut arguments = vec!["--plain", "quiz", "--count", "9999", "--seed", "5"];
    for chapter in &wish.chapters {
        arguments.extend(["--chapter", chapter]);
    }
    let right: String = items.iter().map(|item| lines(item).0 + "\n").collect();
    let home = tempfile::tempdir().unwrap();
    let all = run(home.path(), &arguments, &right);
    assert_eq!(all.status, Some(0));
    assert_eq!(all.stdout.matches("\n맞았습니다.\n").count(), items.len(), "{}", all.stdout);
    assert!(all.stdout.ends_with(&format!("{0}번 답해서 {0}번 맞혔습니다.\n", items.len())));
    assert!(!all.stdout.contains('\u{1b}'), "nothing that drives a terminal");

    let wrong: String = items.iter().map(|item| lines(item).1 + "\n").collect();
    let home = tempfile::tempdir().unwrap();
    let none = run(home.path(), &arguments, &wrong);
    assert_eq!(none.stdout.matches("그렇지 않습니다.").count(), items.len(), "{}", none.stdout);
    assert!(none.stdout.matches("실수: kijabi explain ").count() >= items.len());
    // What is answered by numbers is told by them.
    let told: Vec<&str> = none.stdout.lines().filter(|line| line.starts_with("맞는 답: ")).collect();
    assert_eq!(told.len(), items.len());
    for (item, told) in
        items.iter().zip(told).filter(|(item, _)| !matches!(item.task, Task::Write(_) | Task::Line { .. }))
    {
        let typed = lines(item).0;
        let first = typed.split(' ').next().unwrap();
        assert!(first == "0" || told.contains(&format!("{first}번(")), "{typed}: {told}");
    }
    // All of it is kept, and asked again.
    assert_eq!(grades(home.path()), vec![1; items.len()]);
}

#[test]
fn an_exam_is_the_same_for_the_same_seed_and_its_result_can_be_taken_away() {
    let home = tempfile::tempdir().unwrap();
    let result = home.path().join("result.json");
    let arguments = [
        "--plain",
        "quiz",
        "--exam",
        "--chapter",
        "nodeport",
        "--count",
        "5",
        "--seed",
        "77",
        "--export",
        result.to_str().unwrap(),
    ];
    let sit = || {
        let out = run(home.path(), &arguments, &"1\n1 2 3\n1 2 3 4\n".repeat(20));
        assert_eq!(out.status, Some(0), "{}", out.stdout);
        assert!(!out.stdout.contains("맞았습니다."), "{}", out.stdout);
        let outcome: serde_json::Value = serde_json::from_str(&fs::read_to_string(&result).unwrap()).unwrap();
        let drawn: Vec<String> =
            outcome["items"].as_array().unwrap().iter().map(|it| format!("{}{}", it["question"], it["seed"])).collect();
        assert_eq!((&outcome["total"], &outcome["seed"], &outcome["kind"]), (&5.into(), &77.into(), &"exam".into()));
        assert!(outcome["items"].as_array().unwrap().iter().all(|it| it["chapter"] == "nodeport"));
        drawn
    };
    assert_eq!(sit(), sit());
    assert_eq!(run(home.path(), &["--plain", "quiz", "--chapter", "nodport"], "").status, Some(2));
}

/// Runs kijabi with what is typed, and kills it as soon as it prints a line that begins so.
fn killed_at(line: &str, home: &Path, arguments: &[&str], typed: &str) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kijabi"))
        .args(arguments)
        .env("KIJABI_HOME", home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // Held until the kill: an end of what is typed would be the end of the sitting.
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(typed.as_bytes()).unwrap();
    let mut shown = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut read = String::new();
    while !read.starts_with(line) {
        read.clear();
        assert!(shown.read_line(&mut read).unwrap() > 0);
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

/// An exam of which nothing but the process is lost by a kill: what was answered is there, can be gone back to and changed, and is
/// counted once.
#[test]
fn a_killed_exam_goes_on_where_it_was_and_its_answers_can_be_changed() {
    let home = tempfile::tempdir().unwrap();
    let bank = bank();
    let plan = Plan { chapters: vec!["nodeport".into()], count: 4, minutes: None, seed: 9 };
    let paper = Paper::new(&bank, &plan, 0);
    let items: Vec<Item> = paper.places.iter().map(|it| bank.item(&it.question, it.seed).unwrap()).collect();
    let arguments =
        ["--plain", "quiz", "--exam", "--chapter", "nodeport", "--count", "4", "--seed", "9", "--export", "-"];
    let typed = format!("{}\n{}\n", lines(&items[0]).1, lines(&items[1]).0);
    killed_at("문제 3/4", home.path(), &arguments, &typed);
    // The third and fourth, then back to the first, which was wrong; then the end.
    let [third, fourth, first] = [2, 3, 0].map(|at| lines(&items[at]).0);
    let rest = format!("{third}\n목록\n{fourth}\n1\n{first}\n\n");
    let out = run(home.path(), &arguments, &rest);
    assert!(out.stdout.contains("멈춘 시험을 이어서 봅니다. 답한 문제는 2개입니다."), "{}", out.stdout);
    assert!(out.stdout.contains("1. 답함") && out.stdout.contains("4. 비어 있음"), "{}", out.stdout);
    let outcome: serde_json::Value = serde_json::from_str(out.stdout.lines().last().unwrap()).unwrap();
    assert_eq!((&outcome["right"], &outcome["total"]), (&4.into(), &4.into()), "{outcome:#}");
    assert_eq!(grades(home.path()), [3, 3, 3, 3], "each counted once, as it was at the end");
}

/// Until the end nothing is said of right and wrong; then everything that was not right is gone through.
#[test]
fn an_exam_line_by_line_ends_with_what_was_wrong() {
    let home = tempfile::tempdir().unwrap();
    let bank = bank();
    let plan = Plan { chapters: vec!["nodeport".into()], count: 4, minutes: None, seed: 9 };
    let paper = Paper::new(&bank, &plan, 0);
    let items: Vec<Item> = paper.places.iter().map(|it| bank.item(&it.question, it.seed).unwrap()).collect();
    let typed: String = items.iter().map(|item| lines(item).1 + "\n").collect();
    let arguments = ["--plain", "quiz", "--exam", "--chapter", "nodeport", "--count", "4", "--seed", "9"];
    let told = run(home.path(), &arguments, &(typed + "\n")).stdout;
    let (before, after) = told.split_once("4문제 가운데 0문제를 맞혔습니다.").unwrap_or_else(|| panic!("{told}"));
    assert!(!before.contains("맞는 답") && after.matches("맞는 답: ").count() == 4, "{told}");
    assert!(after.contains("실수: kijabi explain "), "{told}");
    // Each is explained, be it left open.
    let open = run(home.path(), &arguments, "q\nq\n").stdout;
    for (told, item) in [&told, &open].into_iter().flat_map(|told| items.iter().map(move |item| (told, item))) {
        let right = judge::judge(item, &judge::right(item)).remarks;
        let why = if right.is_empty() { &item.because } else { &right[0].text };
        let words = why.split_whitespace().rfind(|word| !word.contains(['`', '*'])).unwrap();
        assert!(told.contains(words), "{words}: {told}");
    }
}

/// Another exam of the same number counts what was answered in the first.
#[test]
fn an_exam_begun_over_an_open_one_loses_no_answer() {
    let home = tempfile::tempdir().unwrap();
    let begin = |count: &str| {
        let arguments = ["--plain", "quiz", "--exam", "--chapter", "nodeport", "--count", count, "--seed", "9"];
        killed_at("문제 2/", home.path(), &arguments, "1\n1 2 3\n1 2 3 4\n");
    };
    begin("6");
    assert!(grades(home.path()).is_empty(), "an open exam is not counted yet");
    begin("5");
    assert!(!grades(home.path()).is_empty());
}

#[test]
fn why_other_chapters_are_not_asked_is_told_and_how_they_are() {
    let home = tempfile::tempdir().unwrap();
    let told = run(home.path(), &["--plain", "quiz"], "").stdout;
    assert!(told.starts_with("새 문제는 첫 장과 읽은 장에서 나옵니다. 아직 읽지 않은 장 6개의"), "{told}");
    let chapter = told.split("--chapter ").nth(1).and_then(|rest| rest.split('`').next()).unwrap();
    let named = run(home.path(), &["--plain", "quiz", "--chapter", chapter], "").stdout;
    assert!(named.starts_with("문제 1/"), "{named}");
    assert!(!run(home.path(), &["--plain", "quiz", "--due"], "").stdout.contains("읽지 않은"));
}

#[test]
fn how_easy_an_answer_was_is_said_in_a_line_and_kept() {
    let home = tempfile::tempdir().unwrap();
    let wish =
        Wish { chapters: vec!["nodeport".into()], count: 3, new_a_day: usize::MAX, seed: Some(5), ..Wish::default() };
    let right: Vec<String> = asked(&bank(), &wish).iter().map(|item| lines(item).0).collect();
    let typed = format!("쉬움\n{}\n어려움\n쉬움\n{}\n{}\n쉬움\n", right[0], right[1], right[2]);
    let arguments = ["--plain", "quiz", "--chapter", "nodeport", "--count", "3", "--seed", "5"];
    let out = run(home.path(), &arguments, &typed);
    assert!(out.stdout.ends_with("3번 답해서 3번 맞혔습니다.\n"), "{}", out.stdout);
    assert_eq!(grades(home.path()), [2, 3, 4], "before an answer there is none to rate, and one is rated once");
}
