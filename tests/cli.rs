//! The program from outside: exit status, output, and what it makes of bad input. Each run has a home of its own.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test of the program runs the program, and fails by panicking"
)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A folder to work in, with a home for kijabi.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kijabi"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env("KIJABI_HOME", self.path("home"))
            .env_remove("NO_COLOR")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(&self.command(arguments).output().unwrap())
    }

    fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that has read enough may be gone already.
        let _ = child.stdin.take().unwrap().write_all(input);
        Ran::of(&child.wait_with_output().unwrap())
    }
}

/// What a run left.
#[derive(Debug)]
struct Ran {
    status: i32,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("only UTF-8 is printed");
        let ran = Self {
            status: output.status.code().expect("it ended by itself"),
            out: text(&output.stdout),
            err: text(&output.stderr),
        };
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
        for c in ran.out.chars().chain(ran.err.chars()) {
            assert!(!c.is_control() || matches!(c, '\n' | '\t'), "{c:?} is printed: {ran:?}");
        }
        ran
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

fn lessons() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons")
}

const GOOD: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n";

#[test]
fn what_the_server_says_only_later_is_told_apart() {
    let desk = Desk::new();
    let text = "apiVersion: v1\nkind: Service\nmetadata:\n  name: Web\nspec:\n  type: NodePort\n  selector: {app: web}\n  \
                ports:\n    - port: 80\n      nodePort: 8080\n";
    desk.file("web.yaml", text);
    let shown = desk.run(&["check", "web.yaml"]).out;
    let at = |words: &str| shown.find(words).unwrap_or_else(|| panic!("{words}\n{shown}"));
    assert!(at("node-port-out-of-range") < at("이어서 말할 것입니다"));
    assert!(at("이어서 말할 것입니다") < at("name-not-dns"));
}

#[test]
fn a_bad_command_line_is_status_2_and_says_so_in_korean() {
    let desk = Desk::new();
    for (arguments, word) in [
        (&["chek"][..], "check"),
        (&["check"], "경로"),
        (&["check", "--format", "xml", "a"], "sarif"),
        (&["--kubernetes", "1.20", "check", "a"], "1.36"),
        (&["open"], "장|과제"),
        (&["open", "first-nodeprot"], "first-nodeport"),
        (&["grade", "first-nodeprot", "a.yaml"], "first-nodeport"),
        (&["explain", "service.spec.prots.nodePort"], "service.spec.ports.nodePort"),
        (&["--course", "없는 폴더", "course", "list"], "없는 폴더"),
        (&["progress", "reset"], "--yes"),
    ] {
        let ran = desk.run(arguments);
        assert_eq!(ran.status, 2, "{arguments:?}: {ran:?}");
        assert!(ran.err.contains(word), "{arguments:?}: {ran:?}");
        assert!(ran.out.is_empty(), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn help_and_version_are_data() {
    let desk = Desk::new();
    for arguments in [
        &["--help"][..],
        &["check", "--help"],
        &["progress", "reset", "-h"],
        &["--version"],
        &["man"],
        &["completions", "bash"],
    ] {
        let ran = desk.run(arguments);
        assert!(ran.status == 0 && !ran.out.is_empty() && ran.err.is_empty(), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn the_readme_shows_the_help() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let block =
        readme.split_once("<!-- help -->\n```text\n").and_then(|(_, rest)| rest.split_once("```\n<!-- /help -->"));
    let (block, _) = block.expect("the README has a help block");
    assert_eq!(block.trim_end(), Desk::new().run(&["--help"]).out.trim_end(), "paste the output of `kijabi --help`");
}

#[test]
fn a_verdict_is_a_line_of_json_in_the_agreed_shape() {
    let desk = Desk::new();
    desk.file("좋은.yaml", GOOD);
    desk.file("bad.yaml", GOOD.replace("port: 80", "port: 80000"));
    let ran = desk.run(&["check", "--format", "json", "좋은.yaml", "bad.yaml"]);
    assert_eq!(ran.status, 1, "{ran:?}");
    let rows: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows[0]["file"], "좋은.yaml");
    assert_eq!(rows[0]["verdict"], "accept");
    assert_eq!(rows[0]["stage"], Value::Null);
    assert_eq!(rows[0]["objects"], serde_json::json!([{"kind": "Service", "name": "web", "namespace": "default"}]));
    assert_eq!(rows[1]["verdict"], "reject");
    assert_eq!(rows[1]["stage"], "validate");
    let error = &rows[1]["errors"][0];
    assert_eq!(error["field"], "spec.ports[0].port");
    assert_eq!((&error["line"], &error["column"]), (&Value::from(9), &Value::from(13)));
    assert_eq!((&error["end_line"], &error["end_column"]), (&Value::from(9), &Value::from(18)));
    let keys = ["type", "field", "message", "code", "line", "column", "end_line", "end_column", "help"];
    assert!(error.as_object().unwrap().keys().eq(keys), "{error}");
    assert!(
        rows[1].as_object().unwrap().keys().eq(["file", "verdict", "stage", "errors", "also", "warnings", "objects"])
    );
}

#[test]
fn folders_are_walked_and_standard_input_is_a_file() {
    let desk = Desk::new();
    desk.file("all/b.yaml", GOOD);
    desk.file("all/a/1.json", r#"{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}"#);
    desk.file("all/notes.md", "# 아님");
    let ran = desk.run(&["check", "--format", "json", "all"]);
    let files: Vec<Value> =
        ran.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["file"].clone()).collect();
    assert_eq!((ran.status, files), (0, vec!["all/a/1.json".into(), "all/b.yaml".into()]));
    let ran = desk.run_with_input(&["check", "--format", "json", "-"], GOOD.as_bytes());
    assert_eq!((ran.status, &ran.json()["file"]), (0, &"-".into()));
}

#[test]
fn sarif_holds_every_finding_with_its_region() {
    let desk = Desk::new();
    desk.file("a b.yaml", GOOD.replace("port: 80", "port: 80000"));
    desk.file("c.yaml", GOOD.replace("kind: Service", "kind: Servise"));
    let ran = desk.run(&["check", "--format", "sarif", "a b.yaml", "c.yaml"]);
    let log = ran.json();
    assert_eq!((ran.status, &log["version"]), (1, &"2.1.0".into()));
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() >= 2, "{log:#}");
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b.yaml");
    assert_eq!(place["region"]["startLine"], 9);
    // What the schema of SARIF 2.1.0 requires (sarif-schema-2.1.0.json, `required` and `minimum`).
    assert!(log["$schema"].as_str().is_some_and(|schema| schema.starts_with("https://")), "{log:#}");
    let driver = &log["runs"][0]["tool"]["driver"];
    assert_eq!(driver["name"], "kijabi");
    let rules: Vec<_> = driver["rules"].as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    for result in results {
        assert!(rules.contains(&result["ruleId"].as_str().unwrap()), "{result}");
        assert!(["error", "warning", "note", "none"].contains(&result["level"].as_str().unwrap()), "{result}");
        assert!(!result["message"]["text"].as_str().unwrap().is_empty(), "{result}");
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let at = |key: &str| region[key].as_u64().unwrap();
        let (start, end) = ((at("startLine"), at("startColumn")), (at("endLine"), at("endColumn")));
        assert!(start.0 >= 1 && start.1 >= 1 && start <= end, "{result}");
    }
}

/// Among thousands of files one may be damaged, huge, of another encoding, hostile or no file at all: each is a row or a
/// line, and the others are judged.
#[test]
fn a_bad_file_among_five_thousand_is_one_rejected_row() {
    let desk = Desk::new();
    for n in 0..4_990 {
        desk.file(&format!("all/{n:04}.yaml"), GOOD.replace("name: web", &format!("name: web-{n}")));
    }
    let bad: [(&str, Vec<u8>); 9] = [
        ("a-utf16.yaml", GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("b-cp949.yaml", b"kind: Service\n# \xbc\xad\xba\xf1\xbd\xba\n".to_vec()),
        ("c-huge.yaml", vec![b'a'; 4 << 20]),
        ("d-nul.yaml", GOOD.replace("web", "w\0eb").into_bytes()),
        ("e-cut.yaml", GOOD.as_bytes()[..GOOD.len() / 2].to_vec()),
        ("f-empty.yaml", Vec::new()),
        ("g-binary.json", (0..=255).cycle().take(5_000).collect()),
        ("h-deep.yaml", "[".repeat(200_000).into_bytes()),
        ("i-surrogate.yaml", b"name: \xed\xa0\x80\n".to_vec()),
    ];
    for (name, bytes) in &bad {
        desk.file(&format!("all/{name}"), bytes);
    }
    let ran = desk.run(&["check", "--format", "json", "all"]);
    let rows: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((ran.status, rows.len()), (1, 4_990 + bad.len()), "{}", ran.err);
    let refused: Vec<_> = rows.iter().filter(|row| row["verdict"] == "reject").collect();
    let names: Vec<_> = refused.iter().map(|row| row["file"].as_str().unwrap().replace("all/", "")).collect();
    assert!(names.iter().eq(bad.iter().map(|(name, _)| name)), "{names:?}");
    for row in refused {
        let error = &row["errors"][0];
        assert!(error["line"].as_u64() >= Some(1) && error["column"].as_u64() >= Some(1), "{row}");
        assert!(!error["code"].as_str().unwrap().is_empty() && !error["help"].as_str().unwrap().is_empty(), "{row}");
    }
}

#[test]
fn what_cannot_be_read_is_status_2_and_what_is_no_text_is_a_fault_of_the_work() {
    let desk = Desk::new();
    fs::create_dir(desk.path("folder")).unwrap();
    for (arguments, word) in [
        (&["check", "없다.yaml"][..], "없습니다"),
        (&["check", "folder"], "매니페스트"),
        (&["read", "folder"], "폴더"),
        (&["--plain", "read", "없다.md"], "없습니다"),
        (&["grade", "hello-service", "없다.yaml"], "없습니다"),
        (&["progress", "import", "없다.json"], "없습니다"),
    ] {
        let ran = desk.run(arguments);
        assert!(ran.status == 2 && ran.err.contains(word), "{arguments:?}: {ran:?}");
    }
    desk.file("cp949.yaml", b"kind: Service\n# \xbc\xad\xba\xf1\xbd\xba\n");
    desk.file("utf16.yaml", GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    desk.file("big.yaml", "a: b\n".repeat(10_000_000));
    for (file, code, place, word) in [
        ("cp949.yaml", "not-utf8", (2, 3), "CP949"),
        ("utf16.yaml", "not-utf8", (1, 1), "UTF-16"),
        ("big.yaml", "too-large", (1, 1), "3 MiB"),
    ] {
        let ran = desk.run(&["check", "--format", "json", file]);
        let row = ran.json();
        let error = &row["errors"][0];
        assert_eq!((ran.status, &row["verdict"], &row["stage"]), (1, &"reject".into(), &"yaml".into()), "{file}");
        assert_eq!(
            (&error["code"], &error["line"], &error["column"]),
            (&code.into(), &place.0.into(), &place.1.into()),
            "{file}"
        );
        assert!(error["help"].as_str().unwrap().contains(word), "{row}");
        let ran = desk.run(&["check", file]);
        assert!(ran.status == 1 && ran.out.contains(&format!("{file}:{}:{}", place.0, place.1)), "{ran:?}");
        assert_eq!(desk.run(&["grade", "hello-service", file]).status, 1, "{file}");
    }
}

#[test]
fn hostile_text_is_judged_and_never_drives_the_terminal() {
    let desk = Desk::new();
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..30 {
        let aliases = vec![format!("*a{}", n - 1); 9].join(", ");
        bomb = format!("{bomb}a{n}: &a{n} [{aliases}]\n");
    }
    for (name, text) in [
        ("deep.yaml", "[".repeat(100_000)),
        ("dashes.yaml", "- ".repeat(100_000)),
        ("bomb.yaml", bomb),
        ("nul.yaml", GOOD.replace("web", "w\0eb")),
        ("escape.yaml", GOOD.replace("web", "w\u{1b}]0;제목\u{7}\u{1b}[2Jeb\u{9b}31m\u{202e}")),
        ("escape\u{1b}[2J.yaml", GOOD.replace("port: 80", "prot: 80")),
    ] {
        desk.file(name, &text);
        for format in ["human", "json", "sarif"] {
            let ran = desk.run(&["check", "--format", format, name]);
            assert_eq!(ran.status, 1, "{name:?} {format}: {}", ran.err);
        }
        assert_eq!(desk.run(&["grade", "hello-service", name]).status, 1, "{name:?}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let desk = Desk::new();
    for n in 0..300 {
        desk.file(&format!("many/{n}.yaml"), GOOD.replace("port: 80", "port: 80000"));
    }
    let mut child = desk.command(&["check", "many"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some() && !err.contains("panicked"), "{err}");
}

#[test]
fn every_exercise_fails_on_its_starter_and_passes_on_its_solution() {
    let desk = Desk::new();
    let lessons = lessons();
    let list = desk.run(&["course", "list", lessons.to_str().unwrap(), "--format", "json"]);
    assert_eq!(list.status, 0, "{list:?}");
    let mut exercises = 0;
    for line in list.out.lines() {
        let item: Value = serde_json::from_str(line).unwrap();
        assert!(item.as_object().unwrap().keys().eq(["kind", "id", "chapter", "title", "path"]), "{item}");
        let path = lessons.join(item["path"].as_str().unwrap());
        assert!(path.exists(), "{item}");
        if item["kind"] != "exercise" {
            continue;
        }
        exercises += 1;
        let id = item["id"].as_str().unwrap();
        let grade = |file: &str| desk.run(&["grade", id, path.join(file).to_str().unwrap()]);
        let (starter, solution) = (grade("starter.yaml"), grade("solution.yaml"));
        assert_eq!((starter.status, solution.status), (1, 0), "{id}: {solution:?}");
        assert!(solution.out.contains("과제를 통과했습니다") && !starter.out.contains("과제를 통과했습니다"), "{id}");
    }
    assert!(exercises >= 10, "{exercises}");
}

#[test]
fn grading_for_programs_says_what_grading_for_people_says() {
    let desk = Desk::new();
    let solution = lessons().join("00-start/ex-hello-service/solution.yaml");
    let ran = desk.run(&["grade", "hello-service", solution.to_str().unwrap(), "--format", "json"]);
    let row = ran.json();
    assert_eq!((ran.status, &row["passed"], &row["exercise"]), (0, &true.into(), &"hello-service".into()));
    assert_eq!(row["score"], row["max_score"]);
    assert!(row["checks"].as_array().unwrap().iter().all(|check| check["passed"] == true));
}

#[test]
fn the_built_in_course_has_no_fault_and_a_damaged_one_is_told_where() {
    let desk = Desk::new();
    let ran = desk.run(&["course", "check"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    let pack = desk.path("pack");
    copy(&lessons(), &pack);
    desk.file("pack/00-start/ex-hello-service/exercise.yaml", "title: [\n");
    let ran = desk.run(&["course", "check", "pack"]);
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.out.contains("pack/00-start/ex-hello-service/exercise.yaml:"), "{}", ran.out);
}

#[test]
fn a_pack_with_every_field_wrong_is_told_fault_by_fault() {
    let desk = Desk::new();
    desk.file("pack/course.yaml", "format: \"하나\"\ntitle: [1]\nauthors: 3\nchapters: {a: b}\n");
    let ran = desk.run(&["course", "check", "pack"]);
    assert!(ran.status == 1 && ran.out.contains("pack/course.yaml:1:"), "{ran:?}");
    desk.file("pack/course.yaml", "format: 1\ntitle: \"\\e[2J\"\nchapters: [../.., 01-x, 01-x]\n");
    desk.file("pack/01-x/chapter.md", "제목이 없다\u{1b}[2J\n```yaml\nkind: [\n");
    desk.file("pack/01-x/ex-y/exercise.yaml", "titel: 3\nchecks: 5\nhints: no\nfile: ../../x\nweight: -1\n");
    let ran = desk.run(&["course", "check", "pack"]);
    assert!(ran.status == 1 && ran.out.lines().count() > 2, "{ran:?}");
    assert_ne!(desk.run(&["--course", "pack", "grade", "y", "pack/course.yaml"]).status, 0);
    assert_eq!(desk.run(&["--course", "pack/course.yaml", "course", "list"]).status, 2, "a file is no pack");
}

#[test]
fn without_a_folder_the_course_at_the_prompt_is_checked() {
    let desk = Desk::new();
    let built_in = desk.run(&["course", "check"]);
    assert!(built_in.status == 0 && built_in.err.contains("기본 과정에 잘못이 없습니다"), "{built_in:?}");
    desk.file("course.yaml", "format: 1\ntitle: 내 과정\nauthors: [나]\nchapters: [01-x]\n");
    let own = desk.run(&["course", "check"]);
    assert!(own.status == 1 && own.out.starts_with("course.yaml:4:"), "{own:?}");
    assert!(!own.err.contains("기본"), "{own:?}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

#[test]
fn a_record_goes_out_comes_in_and_is_forgotten_with_a_copy_left() {
    let desk = Desk::new();
    let record = r#"{"version":1,"exercises":[{"id":"first-nodeport","passed":true,"attempts":2,"hints":1,"text":"kind: Service\n"}],"chapters":[{"id":"start","read":true,"position":7}]}"#;
    desk.file("record.json", record);
    assert_eq!(desk.run(&["progress", "import", "record.json"]).status, 0);
    assert_eq!(desk.run(&["progress", "export"]).out.trim_end(), record);
    assert!(desk.run(&["progress", "show"]).out.contains("통과"));
    assert_eq!(desk.run(&["progress", "import", "record.json"]).status, 0);
    assert_eq!(desk.run(&["progress", "export"]).out.trim_end(), record, "twice is once");

    assert_eq!(desk.run(&["progress", "reset", "first-nodeprot"]).status, 2);
    assert_eq!(desk.run(&["progress", "reset", "--yes"]).status, 0);
    assert_eq!(desk.run(&["progress", "export"]).json()["exercises"], serde_json::json!([]));
    let copies = fs::read_dir(desk.path("home")).unwrap().filter_map(Result::ok);
    let copy = copies.map(|it| it.path()).find(|path| path.extension().is_some_and(|end| end == "json")).unwrap();
    assert_eq!(fs::read_to_string(copy).unwrap().trim_end(), record);

    let other = record.replace(r#""version":1,"#, r#""version":1,"course":"other","#);
    desk.file("other.json", &other);
    assert_eq!(desk.run(&["progress", "import", "other.json"]).status, 0);
    assert_eq!(desk.run(&["progress", "export"]).json()["exercises"], serde_json::json!([]), "another course's record");
    desk.file("pack/course.yaml", "format: 1\nid: other\ntitle: 다른 과정\nchapters: []\n");
    assert_eq!(desk.run(&["--course", "pack", "progress", "export"]).out.trim_end(), other);

    desk.file("foreign.json", "[1, 2]");
    let ran = desk.run(&["progress", "import", "foreign.json"]);
    assert!(ran.status == 2 && ran.err.contains("foreign.json"), "{ran:?}");
}

#[test]
fn a_broken_home_is_told_and_stops_only_what_needs_it() {
    let desk = Desk::new();
    desk.file("home", "a file where the folder should be");
    let ran = desk.run(&["progress", "export"]);
    assert!(ran.status == 2 && ran.err.contains("KIJABI_HOME"), "{ran:?}");
    let ran = desk.run(&["doctor"]);
    assert!(ran.status == 1 && ran.out.contains("KIJABI_HOME"), "{ran:?}");
    desk.file("good.yaml", GOOD);
    assert_eq!(desk.run(&["check", "good.yaml"]).status, 0);
}

/// A disk that has no room: what is written into a file is cut off by the system (`ulimit -f`, in blocks).
#[test]
#[cfg(unix)]
fn a_full_disk_is_told_and_what_was_saved_stays() {
    let desk = Desk::new();
    let small = r#"{"version":1,"exercises":[{"id":"a","passed":true}]}"#;
    desk.file("small.json", small);
    assert_eq!(desk.run(&["progress", "import", "small.json"]).status, 0);
    let text = "가나다 ".repeat(100_000);
    let big = serde_json::json!({"version": 1, "exercises": [{"id": "b", "text": text}]});
    desk.file("big.json", big.to_string());
    let script =
        format!("trap '' XFSZ; ulimit -f 100; exec '{}' progress import big.json", env!("CARGO_BIN_EXE_kijabi"));
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(desk.0.path())
        .env("KIJABI_HOME", desk.path("home"))
        .output()
        .unwrap();
    let ran = Ran::of(&output);
    assert!(ran.status == 2 && ran.err.contains("progress.sqlite3"), "{ran:?}");
    let exported = desk.run(&["progress", "export"]).json();
    assert_eq!(exported["exercises"].as_array().unwrap().len(), 1, "{exported}");
}

#[test]
fn a_field_and_a_mistake_are_explained() {
    let desk = Desk::new();
    let ran = desk.run(&["explain", "service.spec.ports.nodePort"]);
    assert!(ran.status == 0 && ran.out.contains("Service.spec.ports.nodePort"), "{ran:?}");
    // A name that only one place has needs no path; where there are several, the others are named.
    assert_eq!(desk.run(&["explain", "nodeport"]).out, ran.out);
    let ports = desk.run(&["explain", "ports"]);
    assert!(
        ports.out.starts_with("Service.spec.ports\n") && ports.out.contains("pod.spec.containers.ports"),
        "{ports:?}"
    );
    for part in ["형식: 정수", "적는 쪽: ", "node-port-taken: ", "nodePort: 30080"] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
    // What is shown is what is taken.
    let (_, example) = ran.out.split_once("예:\n").expect("an example");
    let example: String = example.lines().flat_map(|line| [line.get(2..).unwrap_or(""), "\n"]).collect();
    assert_eq!(desk.run_with_input(&["check", "-"], example.as_bytes()).status, 0, "{example}");
    let ran = desk.run(&["explain", "SERVICE.spec"]);
    assert!(ran.status == 0 && ran.out.contains("selector: "), "{ran:?}");
    let ran = desk.run(&["explain", "yaml-tab"]);
    assert!(ran.status == 0 && ran.out.contains("yaml-tab"), "{ran:?}");
}

#[test]
fn every_mistake_is_listed_for_people_and_for_programs() {
    let desk = Desk::new();
    let pages = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/mistakes")).unwrap();
    let mut codes: Vec<String> =
        pages.map(|it| it.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    codes.sort();
    let people = desk.run(&["explain"]);
    let first: Vec<&str> = people.out.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!((people.status, first), (0, codes.iter().map(String::as_str).collect()));
    assert!(people.out.lines().all(|line| line.split_whitespace().count() > 1), "each with its title: {}", people.out);
    let programs = desk.run(&["explain", "--format", "json"]);
    let rows: Vec<Value> = programs.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(rows.iter().map(|row| row["code"].as_str().unwrap()).eq(codes.iter().map(String::as_str)));
    let one = desk.run(&["explain", "yaml-tab", "--format", "json"]).json();
    assert!(one["text"].as_str().is_some_and(|text| text.contains('탭')) && one["title"].is_string(), "{one}");
    assert_eq!(desk.run(&["explain", "service.spec", "--format", "json"]).status, 2);
}

#[test]
fn the_course_can_be_read_line_by_line() {
    let desk = Desk::new();
    let ran = desk.run(&["--plain"]);
    assert!(ran.status == 0 && ran.out.contains("이어서: kijabi --plain open start"), "{ran:?}");
    assert_eq!(desk.run(&["--plain", "open", "start"]).status, 0);
    let ran = desk.run(&["--plain"]);
    assert!(!ran.out.contains("이어서: kijabi --plain open start\n"), "a chapter that was read is read: {}", ran.out);
    let ran = desk.run(&["--plain", "open", "label-by-hand"]);
    assert!(ran.out.contains("한 줄에 하나씩") && ran.out.contains("--file 답.sh"), "an answer of commands: {ran:?}");
    assert!(desk.run(&["--plain", "open", "hello-service"]).out.contains("--file 답.yaml"));
    // A chapter is called by its number on every screen, and so it is here.
    for number in ["1", "1장"] {
        assert_eq!(desk.run(&["--plain", "open", number]).out, desk.run(&["--plain", "open", "start"]).out, "{number}");
    }
    assert_eq!(desk.run(&["--plain", "open", "99"]).status, 2);
    desk.file("notes.md", "# 제목\n\n- 하나\u{1b}[2J\n");
    assert!(desk.run(&["--plain", "read", "notes.md"]).out.contains("하나␛[2J"));
}

/// Whether something is drawn with a letter of a box or a block (U+2500 to U+259F).
fn is_drawn(text: &str) -> bool {
    text.contains(|c: char| ('\u{2500}'..='\u{259f}').contains(&c))
}

#[test]
fn line_by_line_a_fault_is_told_in_words() {
    let desk = Desk::new();
    desk.file("web.yaml", GOOD.replace("name: web", "name: Web"));
    let checked = desk.run(&["--plain", "check", "web.yaml"]);
    let graded = desk.run(&["--plain", "grade", "first-nodeport", "web.yaml"]);
    for ran in [checked, graded] {
        assert_eq!(ran.status, 1);
        assert!(!is_drawn(&ran.out) && !ran.out.contains(['✗', '╰', '^']), "{}", ran.out);
        for words in
            ["web.yaml:4:9: 오류(name-not-dns): metadata.name", "4번째 줄: name: Web\n", "가리키는 곳: Web\n", "설명: "]
        {
            assert!(ran.out.contains(words), "{words}: {}", ran.out);
        }
    }
    assert!(is_drawn(&desk.run(&["check", "web.yaml"]).out), "only line by line");
}

#[test]
fn line_by_line_a_table_is_told_row_by_row() {
    let desk = Desk::new();
    desk.file("notes.md", "# 제목\n\n> 인용\n\n---\n\n- 표\n\n  | 파드 | 포트 | 노드 |\n  |---|---|---|\n  | `web-1` | 80 | a |\n  | web-2 | | b |\n");
    let told = desk.run(&["--plain", "read", "notes.md"]).out;
    assert!(told.contains("파드: web-1; 포트: 80; 노드: a\n") && told.contains("파드: web-2; 노드: b\n"), "{told}");
    assert!(told.contains("인용\n") && !is_drawn(&told), "{told}");
    let task = desk.run(&["--plain", "open", "voting-app-whole"]).out;
    assert!(task.contains("앱: voting-app; ") && !is_drawn(&task), "{task}");
}

#[test]
fn line_by_line_a_picture_of_letters_is_told_and_a_list_has_plain_marks() {
    let desk = Desk::new();
    for chapter in ["services", "clusterip", "voting-app"] {
        let told = desk.run(&["--plain", "open", chapter]).out;
        assert!(!told.contains(|c| ('\u{2500}'..='\u{25ff}').contains(&c)), "{told}");
    }
    let told = desk.run(&["--plain", "open", "voting-app"]).out;
    for line in [
        "    투표하는 사람; 결과를 보는 사람\n    ↓\n    voting-app → redis ← worker → db ← result-app\n",
        "- worker에는 화살표가",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
}

/// A kijabi that watches a file, and what it says.
struct Watching {
    child: std::process::Child,
    typed: std::process::ChildStdin,
    shown: BufReader<std::process::ChildStdout>,
    told: String,
}

impl Watching {
    fn start(desk: &Desk, exercise: &str, file: &str) -> Self {
        let mut command = desk.command(&["--plain", "open", exercise, "--file", file]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (typed, shown) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, typed, shown, told: String::new() }
    }

    /// Waits until `words` were said so many times.
    fn until(&mut self, words: &str, times: usize) {
        while self.told.matches(words).count() < times {
            assert!(self.shown.read_line(&mut self.told).unwrap() > 0, "{words}: {}", self.told);
        }
    }

    /// Types a line.
    fn type_line(&mut self, line: &str) {
        writeln!(self.typed, "{line}").unwrap();
    }

    /// Waits for the end; how it ended, and all that was said.
    fn end(mut self) -> (Option<i32>, String) {
        self.shown.read_to_string(&mut self.told).unwrap();
        (self.child.wait().unwrap().code(), self.told)
    }
}

#[test]
fn line_by_line_an_answer_for_the_console_begins_with_a_place_for_commands() {
    let desk = Desk::new();
    for file in ["manifest.sh", "manifest.yaml"] {
        let mut watching = Watching::start(&desk, "create-with-kubectl", file);
        watching.until("아직 통과하지 못했습니다", 1);
        let text = fs::read_to_string(desk.path(file)).unwrap();
        assert!(text.starts_with("# Source: service-definition.yaml\napiVersion: v1\n"), "{text}");
        assert!(text.contains("---\n# Source: commands.sh\n#"), "{text}");
        let commands =
            "kubectl create -f service-definition.yaml\nkubectl get services\ncurl http://192.168.1.11:30080\n";
        fs::write(desk.path(file), text.replace("nodePort: 80\n", "nodePort: 30080\n") + commands).unwrap();
        let (status, told) = watching.end();
        assert_eq!(status, Some(0), "{told}");
        let graded = desk.run(&["grade", "create-with-kubectl", file]);
        assert_eq!(graded.status, 0, "{graded:?}");
        desk.run(&["progress", "reset", "--yes"]);
    }
    // Where no manifest is asked for, only the commands have a place, and the file may be called anything.
    for file in ["only.sh", "only.yaml"] {
        let mut watching = Watching::start(&desk, "service-url", file);
        watching.until("아직 통과하지 못했습니다", 1);
        let text = fs::read_to_string(desk.path(file)).unwrap();
        assert!(text.starts_with("# Source: commands.sh\n# ") && text.lines().count() == 2, "{text}");
        fs::write(desk.path(file), text + "minikube service blog --url\ncurl http://192.168.49.2:31742\n").unwrap();
        let (status, told) = watching.end();
        assert_eq!(status, Some(0), "{told}");
        assert_eq!(desk.run(&["grade", "service-url", file]).status, 0);
        // The record knows it for commands, under whichever name it is taken up again.
        fs::remove_file(desk.path(file)).unwrap();
        let (status, told) = Watching::start(&desk, "service-url", "again.yaml").end();
        assert_eq!(status, Some(0), "{told}");
        fs::remove_file(desk.path("again.yaml")).unwrap();
        desk.run(&["progress", "reset", "--yes"]);
    }
    let ran = desk.run(&["--plain", "open", "hello-service", "--file", "답.sh"]);
    assert!(ran.status == 2 && ran.err.contains(".yaml"), "{ran:?}");
}

#[test]
fn line_by_line_the_mistakes_that_needed_help_are_asked_about_later() {
    let desk = Desk::new();
    let asked = || desk.run_with_input(&["--plain", "quiz"], "q\n".as_bytes()).out;
    assert!(!asked().contains("과제에서 한 실수"));
    let wrong = lessons().join("00-start/ex-hello-service/wrong/pod-name-as-selector.yaml");
    let mut watching = Watching::start(&desk, "hello-service", "답.yaml");
    watching.type_line("힌트");
    watching.until("힌트 1/", 1);
    fs::write(desk.path("답.yaml"), fs::read_to_string(wrong).unwrap()).unwrap();
    // The exercise begins with one of that name.
    watching.until("selector-matches-no-pod", 2);
    watching.type_line("힌트");
    watching.until("힌트 2/", 1);
    watching.type_line("그만");
    let (status, told) = watching.end();
    assert_eq!(status, Some(1), "{told}");
    assert!(asked().contains("과제에서 한 실수"), "{told}\n{}", asked());
}

#[test]
fn line_by_line_a_hint_is_had_by_typing_and_counted() {
    let desk = Desk::new();
    let solution = fs::read_to_string(lessons().join("00-start/ex-hello-service/solution.yaml")).unwrap();
    let mut child = desk
        .command(&["--plain", "open", "hello-service", "--file", "답.yaml"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut typed = child.stdin.take().unwrap();
    typed.write_all("힌트\n아무 말\n?\n".as_bytes()).unwrap();
    let mut shown = BufReader::new(child.stdout.take().unwrap());
    let mut told = String::new();
    while !told.contains("힌트 2/") {
        assert!(shown.read_line(&mut told).unwrap() > 0, "{told}");
    }
    assert!(told.contains("`힌트`나 ?"), "{told}");
    assert!(told.find("힌트 1/") < told.find("힌트 2/") && told.matches("힌트 1/").count() == 1, "{told}");
    fs::write(desk.path("답.yaml"), solution).unwrap();
    shown.read_to_string(&mut told).unwrap();
    assert!(child.wait().unwrap().success(), "{told}");
    let kept = desk.run(&["progress", "export"]).json();
    assert_eq!(kept["exercises"][0]["hints"], 2, "{kept}");
}

#[test]
fn line_by_line_keys_of_the_screen_are_said_to_be_of_the_screen() {
    let desk = Desk::new();
    let told = |id: &str| desk.run(&["--plain", "open", id]).out;
    assert!(told("create-with-kubectl").contains("키는 화면에서만 씁니다"));
    assert!(!told("hello-service").contains("키는 화면에서만 씁니다"));
}

#[test]
fn without_a_terminal_the_tutor_says_so() {
    let desk = Desk::new();
    let ran = desk.run(&["open", "start"]);
    assert!(ran.status == 2 && ran.err.contains("터미널"), "{ran:?}");
    // Slides of doubled letters need twice the room of any screen.
    let ran = desk.run(&["present", "nodeport", "--big"]);
    assert!(ran.status == 2 && ran.err.contains("120칸×32줄") || ran.err.contains("tmux"), "{ran:?}");
}
