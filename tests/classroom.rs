//! A class graded from outside: right scores whatever is handed in, the same bytes however it is cut, taken up again after a
//! kill, and a live class of many processes. `examples/class.rs` makes classes of any size for measuring.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test of the program runs the program, and fails by panicking"
)]

#[path = "support/class.rs"]
mod class;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use class::{EXERCISES, Fate};
use serde_json::Value;

fn kijabi(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kijabi"));
    command.args(arguments).env("KIJABI_HOME", home).env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

fn run(home: &Path, arguments: &[&str]) -> Output {
    let output = kijabi(home, arguments).output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(!err.contains("panicked") && output.status.code().is_some(), "{arguments:?}: {err}");
    output
}

fn ok(home: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = run(home, arguments);
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}: {err}");
    output.stdout
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// `grade EXERCISE… --submissions FOLDER` and what follows.
fn grading<'a>(folder: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["grade"];
    arguments.extend(EXERCISES);
    arguments.extend(["--submissions", text(folder)]);
    arguments.extend(more);
    arguments
}

fn rows(bytes: &[u8]) -> BTreeMap<(String, String), Value> {
    let lines = std::str::from_utf8(bytes).unwrap().lines();
    let row = |line: &str| serde_json::from_str::<Value>(line).unwrap();
    let key = |row: &Value| ["student", "exercise"].map(|key| row[key].as_str().unwrap().to_owned());
    lines
        .map(row)
        .map(|row| {
            let [student, exercise] = key(&row);
            ((student, exercise), row)
        })
        .collect()
}

#[test]
fn a_class_with_hostile_answers_gets_right_scores_and_the_same_bytes_however_it_is_cut() {
    let desk = tempfile::tempdir().unwrap();
    let (folder, home) = (desk.path().join("class"), desk.path().join("home"));
    let class = class::make(&folder, 30);
    let whole = ok(&home, &grading(&folder, &["--format", "json"]));
    let rows = rows(&whole);
    assert_eq!(rows.len(), class.fates.len());

    let mut alone: BTreeMap<PathBuf, Value> = BTreeMap::new();
    for ((student, exercise), fate) in &class.fates {
        let row = &rows[&(student.clone(), exercise.clone())];
        let (state, passed) = (row["state"].as_str().unwrap(), row["passed"] == true);
        match fate {
            Fate::Passes => assert!(state == "graded" && passed && row["score"] == row["max_score"], "{row}"),
            Fate::Fails => assert!(state == "graded" && !passed, "{row}"),
            Fate::Broken => assert!(state == "broken" && !row["reason"].as_str().unwrap().is_empty(), "{row}"),
            Fate::As(file) => {
                let one = alone.entry(file.clone()).or_insert_with(|| {
                    let out = ok(&home, &["grade", exercise, text(file), "--format", "json"]);
                    serde_json::from_slice(&out).unwrap()
                });
                for key in ["passed", "score", "max_score", "mistakes"] {
                    assert_eq!(row[key], one[key], "{student} {exercise}: {key}");
                }
            }
        }
    }

    let shards: Vec<PathBuf> = (1..=8).map(|number| desk.path().join(format!("shard-{number}"))).collect();
    for (number, shard) in shards.iter().enumerate() {
        let share = format!("{}/8", number + 1);
        let output = run(&home, &grading(&folder, &["--shard", &share, "--out", text(shard)]));
        assert_eq!(output.status.code(), Some(0), "a share that was graded is done, whatever the marks");
    }
    let single = desk.path().join("single");
    ok(&home, &grading(&folder, &["--shard", "1/1", "--out", text(&single)]));
    for format in ["human", "json", "csv", "junit", "html"] {
        let merged = |parts: &[PathBuf]| {
            let mut arguments = vec!["class", "merge", "--format", format];
            arguments.extend(parts.iter().rev().map(|shard| text(shard)));
            ok(&home, &arguments)
        };
        let joined = merged(&shards);
        assert!(joined == merged(std::slice::from_ref(&single)) && !joined.is_empty(), "{format}");
        let shown = String::from_utf8(joined).expect("only UTF-8 is printed");
        assert!(!shown.chars().any(|c| c.is_control() && !"\n\r".contains(c)), "{format}");
        if format == "html" {
            let alone = kijabi(&home, &grading(&folder, &["--format", format])).env("RAYON_NUM_THREADS", "1").output();
            assert!(alone.unwrap().stdout == shown.as_bytes(), "one core gives what all give");
        }
        assert!(format != "json" || whole == shown.as_bytes());
    }
    let missing = run(&home, &["class", "merge", text(&shards[0]), text(&shards[3])]);
    assert!(
        missing.status.code() == Some(2) && String::from_utf8_lossy(&missing.stderr).contains("2/8"),
        "{missing:?}"
    );
    let left: Vec<_> = fs::read_dir(desk.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2 + 8 + 1, "nothing is left beside what was asked for: {left:?}");
}

#[test]
fn an_interrupted_run_is_taken_up_and_gives_what_an_uninterrupted_one_gives() {
    let desk = tempfile::tempdir().unwrap();
    let (folder, home, out) = (desk.path().join("class"), desk.path().join("home"), desk.path().join("out.json"));
    class::make(&folder, 12);
    let whole = ok(&home, &grading(&folder, &["--format", "json"]));
    // What a killed run leaves: the rows so far, the last one cut off.
    let spool = desk.path().join("spool");
    ok(&home, &grading(&folder, &["--shard", "1/1", "--out", text(&spool)]));
    let bytes = fs::read(&spool).unwrap();
    let mut cut = String::from_utf8(bytes[..bytes.len() / 2].to_vec()).unwrap_or_else(|_| panic!("cut in a letter"));
    // A row that says something else shows that what was graded is not graded again.
    cut = cut.replacen("\"passed\":true,\"score\":", "\"passed\":true,\"score\":9", 1);
    fs::write(desk.path().join(".out.json.part"), &cut).unwrap();
    ok(&home, &grading(&folder, &["--format", "json", "--out", text(&out)]));
    let resumed = fs::read_to_string(&out).unwrap();
    let whole = String::from_utf8(whole).unwrap();
    let differ = resumed.lines().zip(whole.lines()).filter(|(a, b)| a != b).count();
    assert_eq!((resumed.lines().count(), differ), (whole.lines().count(), 1));

    // An answer that was changed meanwhile is graded anew; another course makes everything new.
    fs::write(desk.path().join(".out.json.part"), &cut).unwrap();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        for exercise in EXERCISES {
            let answer = path.join(format!("{exercise}.yaml"));
            if path.is_dir() && answer.is_file() {
                fs::write(&answer, "kind: Service\n").unwrap();
            }
        }
    }
    ok(&home, &grading(&folder, &["--format", "json", "--out", text(&out)]));
    assert_eq!(fs::read(&out).unwrap(), ok(&home, &grading(&folder, &["--format", "json"])));
}

#[test]
fn folders_and_names_are_read_as_teachers_get_them() {
    let desk = tempfile::tempdir().unwrap();
    let (folder, home) = (desk.path().join("class"), desk.path().join("home"));
    let solution = fs::read_to_string(class::folder_of("hello-service").join("solution.yaml")).unwrap();
    let put = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put("20261/hello-service/service.yaml", &solution);
    // 홍길동 as macOS spells it; the roster has it composed.
    put("\u{1112}\u{1169}\u{11bc}\u{1100}\u{1175}\u{11af}\u{1103}\u{1169}\u{11bc}/hello-service.yaml", &solution);
    put("20263_김영희/service.yaml", &solution);
    put("20264.yaml", &solution);
    put("\u{1b}[2J나쁜이름_hello-service.yaml", &solution);
    put("20265/first-nodeport.yaml", &solution);
    put("20266/hello-service/notes.md", "답이 아님");
    put("README.md", "답이 아님");
    fs::write(desk.path().join("roster.csv"), "\u{feff}학번,이름,마감\r\n20261,이철수,1999-01-01\r\n20262,홍길동,2999-01-01\r\n20263,김영희,\r\n20267,안낸이,\r\n").unwrap();
    let roster = desk.path().join("roster.csv");
    let out = ok(
        &home,
        &["grade", "hello-service", "--submissions", text(&folder), "--roster", text(&roster), "--format", "json"],
    );
    let found: Vec<(String, String, String, bool)> = String::from_utf8(out)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|row| {
            let text = |key: &str| row[key].as_str().unwrap().to_owned();
            let state = if row["passed"] == true { "passed".to_owned() } else { text("state") };
            (text("student"), text("name"), state, row["late"] == true)
        })
        .collect();
    let expected = [
        ("20261", "이철수", "passed", true),
        ("20262", "홍길동", "passed", false),
        ("20263", "김영희", "passed", false),
        ("20264", "", "passed", false),
        ("20265", "", "missing", false),
        ("20266", "", "broken", false),
        ("20267", "안낸이", "missing", false),
        ("␛[2J나쁜이름", "", "passed", false),
    ];
    let expected = expected.map(|(id, name, state, late)| (id.to_owned(), name.to_owned(), state.to_owned(), late));
    assert_eq!(found, expected);

    let empty = desk.path().join("empty");
    fs::create_dir(&empty).unwrap();
    for (arguments, word) in [
        (vec!["grade", "--submissions", text(&empty)], "채점할 답이 없습니다"),
        (vec!["grade", "--submissions", "없는 폴더"], "없습니다"),
        (vec!["grade", "hello-servce", "--submissions", text(&folder)], "hello-service"),
        (vec!["grade", "--submissions", text(&folder), "--weight", "hello-service=x"], "first-nodeport=2"),
        (vec!["grade", "--submissions", text(&folder), "--shard", "9/8"], "3/8"),
        (vec!["class", "merge", text(&roster)], "조각이 아닙니다"),
    ] {
        let output = run(&home, &arguments);
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && err.contains(word), "{arguments:?}: {err}");
    }
}

/// A class folder with these files in it, and a home beside it.
fn desk(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let desk = tempfile::tempdir().unwrap();
    let (folder, home) = (desk.path().join("class"), desk.path().join("home"));
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    (desk, folder, home)
}

fn solution(exercise: &str) -> String {
    fs::read_to_string(class::folder_of(exercise).join("solution.yaml")).unwrap()
}

fn age(path: &Path, seconds: u64) {
    let then = std::time::SystemTime::now() - std::time::Duration::from_secs(seconds);
    fs::File::options().write(true).open(path).unwrap().set_modified(then).unwrap();
}

#[test]
fn nothing_in_the_folder_vanishes_without_a_line() {
    let good = solution("hello-service");
    let (_desk, folder, home) = desk(&[
        ("20261_hello-service.txt", &good),
        ("20262_hello-service.YAML", &good),
        ("20263.zip", "PK"),
        ("20264_hello-service.yaml.txt", &good),
        ("20265_hello-service.pdf", "%PDF"),
        ("20266/answer.txt", "kind: Nothing"),
        ("20267/hello-service.yaml", &good),
        ("20267/생각.md", "-"),
        ("roster-2026.csv", "학번\n1\n"),
    ]);
    let output = run(&home, &grading(&folder, &["--format", "json"]));
    let rows = rows(&output.stdout);
    let row = |student: &str, exercise: &str| &rows[&(student.to_owned(), exercise.to_owned())];
    let reason = |student: &str, exercise: &str| row(student, exercise)["reason"].as_str().unwrap().to_owned();
    for student in ["20261", "20262", "20264", "20267"] {
        assert_eq!(row(student, "hello-service")["passed"], true, "{student}");
    }
    assert!(reason("20261", "hello-service").contains("20261_hello-service.txt"));
    assert!(reason("20263", "").contains("20263.zip"));
    assert!(reason("20265", "hello-service").contains("20265_hello-service.pdf"));
    assert!(reason("20266", "").contains("answer.txt"));
    assert!(reason("20267", "hello-service").contains("생각.md"));
    assert!(String::from_utf8_lossy(&output.stderr).contains("roster-2026.csv"));
    assert!(!rows.keys().any(|(student, _)| student.starts_with("roster")));
}

#[test]
fn a_class_of_another_course_is_told_once_and_a_stray_answer_of_one_stops_nothing() {
    let given = |exercise: &str| {
        let file = r#"{"name":"service.yaml","text":"kind: Service"}"#;
        format!(r#"{{"version":1,"student":"1","exercise":"{exercise}","files":[{file}],"pack":"00"}}"#)
    };
    let (other, own) = (given("sail"), given("hello-service"));
    let (_desk, folder, home) = desk(&[("1/sail.hand-in.json", &other), ("2_sail.hand-in.json", &other)]);
    let grading = ["grade", "--submissions", text(&folder)];
    let output = run(&home, &grading);
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{err}");
    assert!(err.contains("다른 과정") && err.contains("`sail`") && err.contains("--course"), "{err}");
    fs::write(folder.join("3_hello-service.hand-in.json"), own).unwrap();
    let told = String::from_utf8(ok(&home, &grading)).unwrap();
    assert!(told.contains("어느 과제의 답인지"), "{told}");
}

#[test]
fn of_two_answers_to_one_exercise_the_newest_counts_and_that_is_said() {
    let (good, bad) = (solution("hello-service"), "kind: Service\n");
    let (desk, folder, home) = desk(&[
        ("20261_hello-service.yaml", bad),
        ("20261/hello-service.yaml", &good),
        ("홍길동/hello-service.yaml", &good),
        ("20262/hello-service.yaml", bad),
        (
            "20263/hello-service.hand-in.json",
            r#"{"version":1,"student":"20261","exercise":"hello-service","files":[],"time":0}"#,
        ),
    ]);
    let roster = desk.path().join("roster.csv");
    fs::write(&roster, "학번,이름\n20261,김하나\n20262,홍길동\n20263,박셋\n").unwrap();
    age(&folder.join("20261_hello-service.yaml"), 500);
    age(&folder.join("홍길동/hello-service.yaml"), 500);
    let out = ok(&home, &grading(&folder, &["--format", "json", "--roster", text(&roster)]));
    let rows = rows(&out);
    let row = |student: &str| &rows[&(student.to_owned(), "hello-service".to_owned())];
    assert_eq!((&row("20261")["passed"], &row("20262")["passed"]), (&true.into(), &false.into()));
    let reason = |student: &str| row(student)["reason"].as_str().unwrap().to_owned();
    assert!(reason("20261").contains("가장 새 답(hello-service.yaml)만"), "{}", reason("20261"));
    assert!(reason("20262").contains("여럿"), "{}", reason("20262"));
    let told = reason("20263");
    assert!(told.contains("다른 사람의 이름으로") && told.contains("시각이 적혀 있지 않아"), "{told}");
    assert!(!row("20263")["handed_in"].as_str().unwrap().starts_with("1970"));
}

#[test]
fn a_deadline_is_of_the_zone_that_is_said() {
    let (desk, folder, home) = desk(&[("20261/hello-service.yaml", &solution("hello-service"))]);
    // 2026-11-24 20:30 UTC is half past five in Seoul.
    let moment = std::time::UNIX_EPOCH + std::time::Duration::from_mins(29_925_870);
    fs::File::options()
        .write(true)
        .open(folder.join("20261/hello-service.yaml"))
        .unwrap()
        .set_modified(moment)
        .unwrap();
    let roster = desk.path().join("roster.csv");
    let graded = |zone: &str, due: &str| {
        fs::write(&roster, format!("학번,마감:hello-service\n20261,{due}\n")).unwrap();
        let rest = ["--submissions", text(&folder), "--roster", text(&roster)];
        let arguments = [&["grade", "hello-service"], rest.as_slice()].concat();
        String::from_utf8(kijabi(&home, &arguments).env("TZ", zone).output().unwrap().stdout).unwrap()
    };
    for zone in ["Asia/Seoul", "KST-9"] {
        let late = graded(zone, "2026-11-25 05:00");
        assert!(late.contains("지각 1건") && late.contains("+09:00"), "{zone}: {late}");
        assert!(graded(zone, "2026-11-25 06:00").contains("지각 0건"), "{zone}");
    }
    assert!(graded("UTC", "2026-11-25 05:00").contains("지각 0건"));
    assert!(graded("UTC", "2026-11-25 05:00+09:00").contains("지각 1건"));
}

#[test]
fn a_deadline_of_no_exercise_and_shards_of_other_deadlines_are_refused() {
    let (desk, folder, home) = desk(&[("20261/hello-service.yaml", &solution("hello-service"))]);
    let roster = desk.path().join("roster.csv");
    fs::write(&roster, "학번,마감:helo-service\n20261,2026-11-25\n").unwrap();
    let output = run(&home, &grading(&folder, &["--roster", text(&roster)]));
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && err.contains("혹시 hello-service"), "{err}");
    let shards: Vec<PathBuf> = ["2026-11-25", "2026-11-26"]
        .iter()
        .enumerate()
        .map(|(at, due)| {
            fs::write(&roster, format!("학번,마감\n20261,{due}\n")).unwrap();
            let (share, path) = (format!("{}/2", at + 1), desk.path().join(format!("shard-{at}")));
            ok(&home, &grading(&folder, &["--roster", text(&roster), "--shard", &share, "--out", text(&path)]));
            path
        })
        .collect();
    let output = run(&home, &["class", "merge", text(&shards[0]), text(&shards[1])]);
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && err.contains("마감"), "{err}");
}

#[test]
fn commands_alone_find_the_files_of_their_exercise_and_a_folder_is_graded_alike_everywhere() {
    let script = "kubectl create -f service-definition.yaml\nkubectl create -f nowhere.yaml\n";
    let written = fs::read_to_string(class::folder_of("create-with-kubectl").join("solution.yaml")).unwrap();
    let manifest = written.split("---\n").find(|it| it.contains("kind: Service")).unwrap();
    let (_desk, folder, home) = desk(&[
        ("20261/create-with-kubectl/a.sh", script),
        ("20261/create-with-kubectl/service-definition.yaml", manifest),
    ]);
    let answer = folder.join("20261/create-with-kubectl");
    let one: Value = serde_json::from_slice(
        &run(&home, &["grade", "create-with-kubectl", text(&answer), "--format", "json"]).stdout,
    )
    .unwrap();
    let out = ok(&home, &["grade", "create-with-kubectl", "--submissions", text(&folder), "--format", "json"]);
    let row = &rows(&out)[&("20261".to_owned(), "create-with-kubectl".to_owned())];
    for key in ["passed", "score", "max_score", "mistakes"] {
        assert_eq!(row[key], one[key], "{key}");
    }
    // The commands alone: what lies on the desk lies there too.
    let alone = run(&home, &["grade", "create-with-kubectl", text(&answer.join("a.sh"))]);
    let told = String::from_utf8(alone.stdout).unwrap();
    assert!(!told.contains("\"service-definition.yaml\" does not exist"), "{told}");
    assert!(told.contains("$ kubectl create -f nowhere.yaml (종료 상태 1)"), "{told}");
    assert!(told.contains("the path \"nowhere.yaml\" does not exist"), "{told}");
}

#[test]
fn a_starter_is_not_handed_in_and_what_passed_is_not_replaced_unasked() {
    let (desk, folder, home) = desk(&[("README.md", "-")]);
    let put = |name: &str, text: &str| {
        fs::write(desk.path().join(name), text).unwrap();
        desk.path().join(name)
    };
    let starter = fs::read_to_string(class::folder_of("hello-service").join("starter.yaml")).unwrap();
    let (good, bad, empty) =
        (put("good.yaml", &solution("hello-service")), put("bad.yaml", "kind: Service\n"), put("empty.yaml", &starter));
    ok(&home, &["class", "join", "--as", "20261", text(&folder)]);
    let hand_in = |more: &[&str]| {
        let output = run(&home, &[&["class", "hand-in", "hello-service"], more].concat());
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (status, told) = hand_in(&[text(&empty)]);
    assert!(status == Some(2) && told.contains("처음 받은 그대로"), "{told}");
    let (status, told) = hand_in(&[text(&bad)]);
    assert!(status == Some(0) && told.contains("(확인 0/"), "{told}");
    let (status, told) = hand_in(&[text(&good)]);
    assert!(status == Some(0) && told.contains("(통과)"), "{told}");
    let (status, told) = hand_in(&[text(&bad)]);
    assert!(status == Some(2) && told.contains("--force"), "{told}");
    assert!(String::from_utf8(ok(&home, &["class", "status"])).unwrap().contains("통과"));
    assert_eq!(hand_in(&["--force", text(&bad)]).0, Some(0));
}

/// The board as programs see it, by student.
fn board(home: &Path, class: &Path) -> BTreeMap<String, Value> {
    let lines = String::from_utf8(ok(home, &["class", "board", text(class), "--format", "json"])).unwrap();
    let row = |line: &str| serde_json::from_str::<Value>(line).unwrap();
    lines.lines().map(row).map(|row| (row["student"].as_str().unwrap().to_owned(), row)).collect()
}

/// Looks at the board until it shows what is asked for; fails after a time in which it surely must.
fn wait(home: &Path, class: &Path, what: &str, holds: impl Fn(&BTreeMap<String, Value>) -> bool) {
    for _ in 0..600 {
        let board = board(home, class);
        if holds(&board) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("{what}: {:#?}", board(home, class));
}

/// The number in a made-up student's id.
fn number_of(student: &str) -> usize {
    student.trim_start_matches("2026").parse().unwrap()
}

/// Thirty learners on one folder, each with a kijabi of their own. `examples/live.rs` runs a longer class, and compares at ten moments.
#[test]
fn a_class_of_thirty_works_on_one_folder_and_the_board_is_right_between_and_at_the_end() {
    const LEARNERS: usize = 30;
    let desk = tempfile::tempdir().unwrap();
    let (class, teacher) = (desk.path().join("class"), desk.path().join("teacher"));
    fs::create_dir(&class).unwrap();
    let exercise = "hello-service";
    let folder = class::folder_of(exercise);
    let solution = fs::read_to_string(folder.join("solution.yaml")).unwrap();
    let wrong = fs::read_to_string(folder.join("wrong/pod-name-as-selector.yaml")).unwrap();
    let home = |number: usize| desk.path().join(format!("home-{number}"));
    let file = |number: usize| desk.path().join(format!("answer-{number}.yaml"));
    let id = |number: usize| format!("2026{number:02}");

    let mut working: Vec<_> = (0..LEARNERS)
        .map(|number| {
            ok(&home(number), &["class", "join", "--as", &id(number), text(&class)]);
            kijabi(&home(number), &["--plain", "open", exercise, "--file", text(&file(number))])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    wait(&teacher, &class, "all have begun", |board| {
        board.len() == LEARNERS && board.values().all(|row| row["exercise"] == exercise)
    });
    (0..LEARNERS).for_each(|number| fs::write(file(number), &wrong).unwrap());
    wait(&teacher, &class, "all are stuck", |board| {
        board.values().all(|row| row["mistake"] == "selector-matches-no-pod" && row["stuck_seconds"].as_i64().is_some())
    });
    // Two in three find it and hand in; the others hand in what they have.
    let finds = |number: usize| !number.is_multiple_of(3);
    (0..LEARNERS).filter(|&number| finds(number)).for_each(|number| fs::write(file(number), &solution).unwrap());
    for (number, process) in working.iter_mut().enumerate().filter(|(number, _)| finds(*number)) {
        assert!(process.wait().unwrap().success(), "learner {number} passes");
    }
    for number in 0..LEARNERS {
        let output = run(&home(number), &["class", "hand-in"]);
        assert!(output.status.success(), "{output:?}");
    }
    wait(&teacher, &class, "all have handed in", |board| {
        board.iter().all(|(student, row)| {
            let passed = finds(number_of(student));
            let handed_in = row["handed_in"] == serde_json::json!([exercise]);
            handed_in
                && row["passed"].as_array().unwrap().len() == usize::from(passed)
                && row["mistake"].is_null() == passed
        })
    });
    for mut process in working {
        let _ = process.kill();
        let _ = process.wait();
    }

    let report = rows(&ok(&teacher, &["grade", exercise, "--submissions", text(&class), "--format", "json"]));
    assert_eq!(report.len(), LEARNERS);
    for ((student, _), row) in report {
        let finds = finds(number_of(&student));
        let alone = desk.path().join("alone.yaml");
        fs::write(&alone, if finds { &solution } else { &wrong }).unwrap();
        let one: Value =
            serde_json::from_slice(&ok(&teacher, &["grade", exercise, text(&alone), "--format", "json"])).unwrap();
        for key in ["passed", "score", "max_score", "mistakes"] {
            assert_eq!(row[key], one[key], "{student}: {key}");
        }
    }
}

#[test]
fn a_class_is_joined_once_and_each_sees_only_their_own() {
    let desk = tempfile::tempdir().unwrap();
    let (class, home, other) = (desk.path().join("class"), desk.path().join("home"), desk.path().join("other"));
    fs::create_dir(&class).unwrap();
    let refused = |arguments: &[&str], word: &str| {
        let output = run(&home, arguments);
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && err.contains(word), "{arguments:?}: {err}");
    };
    refused(&["class", "hand-in", "hello-service"], "class join");
    refused(&["class", "join", "--as", "../20262", text(&class)], "마침표");
    refused(&["class", "join", "--as", "20261", "없는 폴더"], "없습니다");
    ok(&home, &["class", "join", "--as", "20261", text(&class)]);
    ok(&other, &["class", "join", "--as", "20262", text(&class)]);
    refused(&["class", "hand-in"], "어느 과제");
    refused(&["class", "hand-in", "hello-service"], "답이 없습니다");
    let answer = class::folder_of("hello-service").join("solution.yaml");
    ok(&home, &["class", "hand-in", "hello-service", text(&answer)]);
    let shown = String::from_utf8(ok(&home, &["class", "status"])).unwrap();
    assert!(shown.contains("20261") && shown.contains("hello-service: 2") && !shown.contains("20262"), "{shown}");
    let shown = String::from_utf8(ok(&teacher_home(&desk), &["--plain", "class", "board", text(&class)])).unwrap();
    assert!(shown.contains("20261: 키잡이 밖에서 제출, 통과 1, 제출 1"), "{shown}");
    // Of work that was done elsewhere no time is known, and none is told.
    let arguments = ["grade", "hello-service", "--submissions", text(&class), "--format", "json"];
    let report = rows(&ok(&teacher_home(&desk), &arguments));
    assert!(report.values().all(|row| row["work"].is_null()) && report.len() == 2, "{report:#?}");
    ok(&home, &["class", "leave"]);
    refused(&["class", "status"], "class join");
}

/// What the evening report tells of those who handed nothing in, and the board of those who left.
#[test]
fn who_opened_an_exercise_and_handed_nothing_in_is_told_of_in_every_form() {
    let at = |minute: i64, event: &str| format!("{{\"time\":{},\"event\":{event}}}\n", 1_700_000_000 + 60 * minute);
    let stands =
        r#"{"stands":{"exercise":"hello-service","held":1,"of":3,"mistakes":["selector-matches-no-pod"],"lines":[9]}}"#;
    let events = [
        at(0, r#"{"begins":{"exercise":"hello-service"}}"#),
        at(2, stands),
        at(4, r#"{"hint":{"exercise":"hello-service","tier":2}}"#),
        at(5, r#"{"answer-seen":{"exercise":"hello-service"}}"#),
        at(6, stands),
        at(7, r#""left""#),
    ];
    let (desk, folder, home) =
        desk(&[("20261/events.jsonl", &events.concat()), ("20262/hello-service.yaml", &solution("hello-service"))]);
    let roster = desk.path().join("roster.csv");
    fs::write(&roster, "학번,이름\n20261,김하나\n20262,이둘\n20263,박셋\n").unwrap();
    let told = |format: &str| {
        let rest = ["--submissions", text(&folder), "--roster", text(&roster), "--format", format];
        String::from_utf8(ok(&home, &[&["grade", "hello-service"], rest.as_slice()].concat())).unwrap()
    };
    let json = rows(told("json").as_bytes());
    let row = |student: &str| &json[&(student.to_owned(), "hello-service".to_owned())];
    let work = &row("20261")["work"];
    assert_eq!(row("20261")["state"], "missing");
    let expected = [
        ("minutes", Value::from(7)),
        ("hints", 2.into()),
        ("answer_seen", true.into()),
        ("held", 1.into()),
        ("checks", 3.into()),
        ("mistake", "selector-matches-no-pod".into()),
        ("line", 9.into()),
    ];
    for (key, value) in expected {
        assert_eq!(work[key], value, "{key}: {work}");
    }
    assert!(row("20262")["work"].is_null() && row("20263")["work"].is_null());
    let human = told("human");
    assert!(human.contains("미제출 2건(열어 봄 1건)"), "{human}");
    let line = human.lines().find(|line| line.starts_with("20261") && line.contains("확인 1/3, 정답을 봄")).unwrap();
    assert!(line.contains("김하나") && line.contains(" 9 "), "{line}");
    let csv = told("csv");
    let line = csv.lines().find(|line| line.starts_with("20261")).unwrap();
    assert!(line.contains("정답을 보고") && line.contains(",7,확인 1/3,selector-matches-no-pod,9,"), "{line}");
    assert!(csv.lines().any(|line| line.starts_with("20262,이둘,합계,")), "{csv}");
    let html = told("html");
    assert!(html.contains("열어 보고 내지 않은 답") && html.contains("9번째 줄"), "who is stuck on which line");
    assert!(told("junit").contains("미제출: 7분 작업, 확인 1/3, 마지막 실수 selector-matches-no-pod(9번째 줄)"));
    let board = String::from_utf8(ok(&home, &["--plain", "class", "board", text(&folder)])).unwrap();
    let line = board.lines().find(|line| line.starts_with("20261")).unwrap();
    assert!(line.contains("selector-matches-no-pod 9번째 줄") && line.contains("정답을 봄"), "{line}");
    assert!(line.contains("떠남") && !board.contains("지금 막힌 실수"), "{board}");
}

#[test]
fn a_deadline_set_for_the_class_is_told_to_students_and_counted() {
    let (desk, folder, home) = desk(&[("README.md", "-")]);
    let due = |more: &[&str]| {
        let output = run(&home, &[&["class", "due", text(&folder)], more].concat());
        (output.status.code(), String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap())
    };
    assert!(due(&[]).1.contains("정해 둔 마감이 없습니다"));
    assert_eq!(due(&["2999-01-01"]).0, Some(0));
    assert_eq!(due(&["2001-01-01 09:00", "hello-service"]).0, Some(0));
    for (arguments, word) in
        [(&["내일"][..], "때를 알 수 없습니다"), (&["2999-01-01", "helo-service"], "혹시 hello-service")]
    {
        let (status, told) = due(arguments);
        assert!(status == Some(2) && told.contains(word), "{told}");
    }
    let told = due(&[]).1;
    assert!(told.contains("hello-service: 2001-01-01 09:00") && told.contains("다른 모든 과제: 2999-01-01"), "{told}");
    ok(&home, &["class", "join", "--as", "20261", text(&folder)]);
    let status = || String::from_utf8(ok(&home, &["class", "status"])).unwrap();
    assert!(status().contains("hello-service: 아직 내지 않음, 마감 2001-01-01 09:00"), "{}", status());
    let answer = desk.path().join("answer.yaml");
    fs::write(&answer, solution("hello-service")).unwrap();
    ok(&home, &["class", "hand-in", "hello-service", text(&answer)]);
    assert!(!status().contains("아직 내지 않음"));
    let graded = || {
        let out = ok(&home, &["grade", "hello-service", "--submissions", text(&folder), "--format", "json"]);
        rows(&out)[&("20261".to_owned(), "hello-service".to_owned())].clone()
    };
    assert_eq!((&graded()["late"], &graded()["due"]), (&true.into(), &"2001-01-01 09:00".into()));
    // The roster's own deadline goes before.
    let roster = desk.path().join("roster.csv");
    fs::write(&roster, "학번,마감\n20261,2999-01-01\n").unwrap();
    let arguments = ["grade", "hello-service", "--submissions", text(&folder), "--roster", text(&roster)];
    assert!(String::from_utf8(ok(&home, &arguments)).unwrap().contains("지각 0건"));
    assert_eq!(due(&["없음", "hello-service"]).0, Some(0));
    assert_eq!(graded()["late"], false);
}

#[test]
fn an_exam_of_a_student_in_class_is_in_the_report_by_topic_and_its_first_sitting_counts() {
    let (_desk, folder, home) = desk(&[("README.md", "-")]);
    ok(&home, &["class", "join", "--as", "20261", text(&folder)]);
    let sit = |answers: &str| {
        let arguments = ["--plain", "quiz", "--exam", "--chapter", "nodeport", "--count", "5", "--seed", "77"];
        let mut child = kijabi(&home, &[&arguments[..], &["--export", "-"]].concat())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), answers.as_bytes()).unwrap();
        let shown = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
        assert!(shown.contains("결과를 수업에 제출했습니다"), "{shown}");
        serde_json::from_str::<Value>(shown.lines().last().unwrap()).unwrap()
    };
    let first = sit(&"1\n1 2 3\n1 2 3 4\n".repeat(20));
    assert_eq!(first["student"], "20261");
    sit("q\nq\n");
    let json = ok(&home, &["grade", "--submissions", text(&folder), "--format", "json"]);
    let row = rows(&json)[&("20261".to_owned(), "exam-77".to_owned())].clone();
    assert_eq!((&row["score"], &row["max_score"], &row["exam"]["again"]), (&first["right"], &5.into(), &1.into()));
    assert_eq!(row["exam"]["topics"][0]["right"], first["topics"][0]["right"]);
    let human = String::from_utf8(ok(&home, &["grade", "--submissions", text(&folder)])).unwrap();
    assert!(human.contains("시험 77(5문제): nodeport") && human.contains("1번 더 보았습니다"), "{human}");
    assert!(String::from_utf8(ok(&home, &["class", "status"])).unwrap().contains("시험 77: 2"));
}

fn teacher_home(desk: &tempfile::TempDir) -> PathBuf {
    desk.path().join("teacher")
}
