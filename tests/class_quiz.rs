//! A class answers a quiz together, each student with a kijabi of their own: the same questions for all, every answer once, whatever
//! is killed and whatever lies in somebody's file.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test of the program runs the program, and fails by panicking"
)]

#[path = "support/answers.rs"]
mod answers;
#[cfg(feature = "tui")]
#[path = "support/terminal.rs"]
#[allow(dead_code, reason = "the journeys use the rest of it")]
mod terminal;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use answers::lines;
use kijabi::classroom::quiz::{Quiz, Sheet};
use kijabi::lesson::Course;
use kijabi::quiz::{Bank, Item};
use kijabi::shell::content;
use serde_json::Value;

fn kijabi(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kijabi"));
    command.args(arguments).env("KIJABI_HOME", home).stdin(Stdio::null());
    command
}

fn run(home: &Path, arguments: &[&str]) -> Output {
    let output = kijabi(home, arguments).output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(!err.contains("panicked") && output.status.code().is_some(), "{arguments:?}: {err}");
    output
}

fn ok(home: &Path, arguments: &[&str]) -> String {
    let output = run(home, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A class on one folder.
struct Class {
    desk: tempfile::TempDir,
    bank: Bank,
}

impl Class {
    fn new() -> Self {
        let desk = tempfile::tempdir().unwrap();
        fs::create_dir(desk.path().join("class")).unwrap();
        let course = Course::open(content::lessons(None).unwrap()).unwrap();
        Self { desk, bank: Bank::open(&course).0 }
    }

    fn folder(&self) -> PathBuf {
        self.desk.path().join("class")
    }

    fn text(&self) -> String {
        self.folder().to_str().unwrap().to_owned()
    }

    fn home(&self, id: &str) -> PathBuf {
        self.desk.path().join(format!("home-{id}"))
    }

    fn teacher(&self, arguments: &[&str]) -> String {
        let mut all = vec!["class", "quiz"];
        let folder = self.text();
        all.extend(&arguments[..1]);
        all.push(&folder);
        all.extend(&arguments[1..]);
        ok(&self.home("teacher"), &all)
    }

    fn joins(&self, id: &str) {
        ok(&self.home(id), &["class", "join", "--as", id, &self.text()]);
    }

    /// A student's kijabi that waits for lines.
    fn begins(&self, id: &str) -> Child {
        let mut command = kijabi(&self.home(id), &["--plain", "class", "quiz"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// A student who types this and is gone.
    fn answers(&self, id: &str, typed: &str) -> String {
        let mut child = self.begins(id);
        // One that has nothing to ask reads nothing.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{id}: {err}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn quiz(&self) -> Quiz {
        Quiz::read_all(&fs::read_to_string(self.folder().join("quizzes.jsonl")).unwrap()).pop().unwrap()
    }

    /// The questions of the quiz, drawn here as every student's kijabi draws them.
    fn items(&self) -> Vec<Item> {
        let paper = self.quiz().paper(&self.bank, &Sheet::default());
        paper.places.iter().map(|it| self.bank.item(&it.question, it.seed).unwrap()).collect()
    }

    fn file(&self, id: &str) -> PathBuf {
        self.folder().join(id).join(format!("quiz-{}.jsonl", self.quiz().id))
    }

    /// How many answers lie in a student's file, as often as they were written.
    fn written(&self, id: &str) -> usize {
        fs::read_to_string(self.file(id)).map_or(0, |text| text.matches("\"answer\"").count())
    }

    fn results(&self) -> (Vec<Value>, BTreeMap<String, Value>) {
        let lines = self.teacher(&["results", "--format", "json"]);
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let of = |kind: &'static str| lines.iter().filter(move |line| line["kind"] == kind).cloned();
        let students = of("student").map(|it| (it["student"].as_str().unwrap().to_owned(), it)).collect();
        (of("question").collect(), students)
    }
}

fn typed(items: &[Item], right: impl Fn(usize) -> bool) -> String {
    let line = |(at, item): (usize, &Item)| {
        let (good, bad) = lines(item);
        (if right(at) { good } else { bad }) + "\n"
    };
    items.iter().enumerate().map(line).collect()
}

#[test]
fn all_students_get_the_same_questions_and_the_teacher_sees_who_answered_what() {
    const STUDENTS: usize = 12;
    let class = Class::new();
    class.teacher(&["set", "--chapter", "nodeport", "--chapter", "clusterip", "--count", "5", "--seed", "77"]);
    let items = class.items();
    let id = |number: usize| format!("2026{number:02}");
    (0..STUDENTS).for_each(|number| class.joins(&id(number)));
    // All at once; student n has the first n % 6 questions right.
    let shown: Vec<String> = std::thread::scope(|scope| {
        let student = |number: usize| {
            let (class, typed) = (&class, typed(&items, |at| at < number % 6));
            scope.spawn(move || class.answers(&format!("2026{number:02}"), &typed))
        };
        let working: Vec<_> = (0..STUDENTS).map(student).collect();
        working.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(shown.iter().collect::<BTreeSet<_>>().len(), 1, "what is shown tells nobody what was right: {shown:?}");
    assert!(shown[0].contains("5문제 가운데 5문제에 답했습니다.") && !shown[0].contains("맞았습니다"), "{}", shown[0]);

    class.joins("20269");
    let (questions, students) = class.results();
    assert_eq!((questions.len(), students.len()), (5, STUDENTS + 1));
    for (at, question) in questions.iter().enumerate() {
        let right = (0..STUDENTS).filter(|number| at < number % 6).count();
        assert_eq!((&question["answered"], &question["right"]), (&STUDENTS.into(), &right.into()), "{question:#}");
        assert_eq!(question["open"], serde_json::json!(["20269"]));
        let counted: u64 = question["mistakes"].as_object().unwrap().values().map(|it| it.as_u64().unwrap()).sum();
        assert!(counted >= (STUDENTS - right) as u64, "every wrong answer shows a misconception: {question:#}");
    }
    for number in 0..STUDENTS {
        let student = &students[&id(number)];
        assert_eq!((&student["answered"], &student["right"]), (&5.into(), &(number % 6).into()), "{student:#}");
    }
    // It is a reading of the same file, whoever reads it.
    let roster = class.desk.path().join("roster.csv");
    fs::write(&roster, "학번,이름\n202600,김민수\n202699,안온이\n").unwrap();
    let told = ok(
        &class.home("teacher"),
        &["--plain", "class", "quiz", "results", &class.text(), "--roster", roster.to_str().unwrap()],
    );
    assert!(told.contains("학생 14명: 모두 답함 12명, 푸는 중 0명, 아직 시작하지 않음 2명"), "{told}");
    assert!(told.contains("아직 답하지 않음: 20269, 안온이 202699"), "{told}");
    let table = class.teacher(&["results", "--format", "csv", "--by", "student"]);
    assert!(table.starts_with('\u{feff}') && table.lines().count() == 1 + STUDENTS + 1, "{table}");

    // A student sees neither the others nor what was right, until it is closed.
    let again = class.answers("202603", "");
    assert!(again.contains("5문제에 답했습니다") && !again.contains("맞혔습니다"), "{again}");
    class.teacher(&["close"]);
    let closed = class.answers("202603", "");
    assert!(closed.contains("5문제 가운데 3문제를 맞혔습니다.") && closed.contains("맞는 답: "), "{closed}");
    assert!(class.answers("20269", "1\n").contains("5문제 가운데 0문제를 맞혔습니다."));
    assert_eq!(class.written("20269"), 0, "nothing is taken once it is closed");
    // What was answered is asked again by the student's own reviews.
    let record: Value = serde_json::from_str(&ok(&class.home("202603"), &["progress", "export"])).unwrap();
    let grades: Vec<u64> =
        record["reviews"].as_array().unwrap().iter().map(|it| it["grade"].as_u64().unwrap()).collect();
    assert_eq!(grades, [3, 3, 3, 1, 1]);
    // What the class answers is no hand-in.
    let sheet = run(&class.home("teacher"), &["grade", "--submissions", &class.text(), "--format", "json"]);
    let sheet = String::from_utf8(sheet.stdout).unwrap();
    assert!(sheet.lines().all(|line| line.contains("\"state\":\"missing\"")), "{sheet}");
}

#[test]
fn a_killed_student_goes_on_where_they_were_and_answers_nothing_twice() {
    let class = Class::new();
    class.teacher(&["set", "--count", "8", "--seed", "3", "--name", "first"]);
    class.joins("20261");
    let items = class.items();
    // Killed again and again, at whatever moment the file has one more answer; each time everything that is open is typed anew,
    // and what was answered before cannot be.
    for kills in 0..items.len() {
        let given = class.written("20261");
        let mut child = class.begins("20261");
        let rest = typed(&items[given..], |_| kills.is_multiple_of(2));
        let mut stdin = child.stdin.take().unwrap();
        let mut shown = BufReader::new(child.stdout.take().unwrap());
        let first = rest.lines().next().unwrap_or_default().to_owned();
        writeln!(stdin, "{first}").unwrap();
        let mut line = String::new();
        while class.written("20261") == given && shown.read_line(&mut line).unwrap() > 0 {}
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let last = class.answers("20261", "1\n");
    assert!(last.contains("8문제 가운데 8문제에 답했습니다."), "{last}");
    assert_eq!(class.written("20261"), items.len(), "{}", fs::read_to_string(class.file("20261")).unwrap());
    let (_, students) = class.results();
    let marks: Vec<bool> = serde_json::from_value(students["20261"]["marks"].clone()).unwrap();
    assert_eq!(marks, (0..items.len()).map(|at| at.is_multiple_of(2)).collect::<Vec<_>>());
    // What a kill kept from the student's own record was caught up, once.
    let record: Value = serde_json::from_str(&ok(&class.home("20261"), &["progress", "export"])).unwrap();
    assert_eq!(record["reviews"].as_array().unwrap().len(), items.len());

    // Two kijabis of one student at the same question: one answer counts, and both say which.
    class.teacher(&["close"]);
    class.teacher(&["set", "--count", "4", "--seed", "4", "--name", "second"]);
    let items = class.items();
    std::thread::scope(|scope| {
        for right in [true, false] {
            let (class, typed) = (&class, typed(&items, |_| right));
            scope.spawn(move || class.answers("20261", &typed));
        }
    });
    let (questions, students) = class.results();
    assert_eq!(students["20261"]["answered"], 4);
    assert!(questions.iter().all(|it| it["answered"] == 1));
}

/// On a real terminal: an answer lies in the class folder before the next question is seen, a killed student comes back to the next,
/// and the teacher sees each as it comes.
#[cfg(feature = "tui")]
#[test]
fn on_the_screen_a_student_answers_and_the_teacher_watches() {
    use terminal::Terminal;
    let class = Class::new();
    class.teacher(&["set", "--count", "3", "--seed", "12", "--minutes", "30", "--name", "screen"]);
    class.joins("20261");
    let text = class.text();
    let mut teacher = Terminal::start(80, 24, &class.home("teacher"), &["class", "quiz", "results", &text]);
    teacher.expect("모두 답함 0 · 푸는 중 0 · 시작 전 1");
    let mut student = Terminal::start(80, 24, &class.home("20261"), &["class", "quiz"]);
    student.expect("퀴즈 1/3");
    teacher.expect("푸는 중 1");
    let keys = |item: &Item| match &item.task {
        kijabi::quiz::Task::Write(_) => "x\r",
        kijabi::quiz::Task::Match { .. } => "111111\r",
        _ => "1\r",
    };
    let items = class.items();
    student.press(keys(&items[0]));
    student.expect("퀴즈 2/3");
    assert_eq!(class.written("20261"), 1);
    student.kill();
    let mut student = Terminal::start(80, 24, &class.home("20261"), &["class", "quiz"]);
    student.expect("퀴즈 2/3");
    student.press(keys(&items[1]));
    student.expect("퀴즈 3/3");
    student.press(keys(&items[2]));
    student.expect("3문제에 모두 답했습니다.");
    teacher.expect("모두 답함 1");
    student.press("\x11");
    assert_eq!(student.end(), Some(0));
    class.teacher(&["close"]);
    teacher.expect("닫힘");
    teacher.press("s");
    teacher.expect("20261");
    teacher.press("\x11");
    assert_eq!(teacher.end(), Some(0));
    let mut student = Terminal::start(80, 24, &class.home("20261"), &["class", "quiz"]);
    student.expect("3문제 가운데");
    student.press("\x11");
    assert_eq!(student.end(), Some(0));
    assert_eq!(class.written("20261"), 3);
}

#[test]
fn a_hostile_file_harms_its_own_row_alone() {
    let class = Class::new();
    class.teacher(&["set", "--count", "3", "--seed", "1", "--minutes", "10"]);
    let items = class.items();
    class.joins("20261");
    class.answers("20261", &typed(&items, |_| true));
    let good = fs::read_to_string(class.file("20261")).unwrap();
    let put = |id: &str, bytes: &[u8]| {
        fs::create_dir(class.folder().join(id)).unwrap();
        fs::write(class.file(id), bytes).unwrap();
    };
    let name = class.file("x").file_name().unwrap().to_owned();
    put("huge", "[".repeat(20_000_000).as_bytes());
    put("many", good.repeat(40_000).as_bytes());
    put("bytes", b"\xff\xfe{}\n\x00\x1b[2J\n");
    put("deep", format!("{{\"answer\":{}", "[".repeat(8_000)).as_bytes());
    let claims = "{\"answer\":{\"question\":\"no-such\",\"seed\":1,\"response\":{\"chosen\":[18446744073709551615]},\"time\":0,\"right\":true}}\n";
    put("liar", format!("{claims}{}", good.replace("\"chosen\":[", "\"chosen\":[900,")).as_bytes());
    put("\u{1b}[2J", good.as_bytes());
    put("=1+1", good.as_bytes());
    for id in ["endless", "pipe", "folder"] {
        fs::create_dir(class.folder().join(id)).unwrap();
    }
    std::os::unix::fs::symlink("/dev/zero", class.folder().join("endless").join(&name)).unwrap();
    assert!(Command::new("mkfifo").arg(class.folder().join("pipe").join(&name)).status().unwrap().success());
    fs::create_dir(class.folder().join("folder").join(&name)).unwrap();
    let (questions, students) = class.results();
    let state: Vec<(&str, u64, bool)> =
        students.iter().map(|(id, it)| (id.as_str(), it["answered"].as_u64().unwrap(), it["fault"] == "")).collect();
    let choices = good.contains("chosen");
    assert!(choices, "one of the three is a choice: {good}");
    let expected = [
        ("20261", 3, true),
        ("=1+1", 3, true),
        ("bytes", 0, true),
        ("deep", 0, true),
        ("endless", 0, false),
        ("folder", 0, false),
        ("huge", 0, true),
        ("liar", 3, true),
        ("many", 3, true),
        ("pipe", 0, false),
        ("␛[2J", 3, true),
    ];
    assert_eq!(state, expected);
    assert_eq!(students["20261"]["right"], 3);
    assert!(questions.iter().all(|it| it["answered"] == 5), "{questions:#?}");
    for format in [&["--format", "csv"][..], &["--format", "csv", "--by", "student"], &["--format", "json"]] {
        let mut arguments = vec!["results"];
        arguments.extend(format);
        let shown = class.teacher(&arguments);
        assert!(!shown.chars().any(|c| c.is_control() && !"\n\r".contains(c)), "{shown}");
        assert!(!shown.lines().any(|line| line.starts_with('=')), "{shown}");
    }
    let told = ok(&class.home("teacher"), &["--plain", "class", "quiz", "results", &class.text()]);
    assert!(told.contains("읽을 수 없음: 보통 파일이 아닙니다.") && !told.contains('\u{1b}'), "{told}");
    // A student whose own folder is spoilt is told, and the teacher's file is read with the same care.
    fs::remove_file(class.folder().join("quizzes.jsonl")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", class.folder().join("quizzes.jsonl")).unwrap();
    let output = run(&class.home("20261"), &["--plain", "class", "quiz"]);
    assert!(
        output.status.code() == Some(2) && String::from_utf8_lossy(&output.stderr).contains("보통 파일이 아닙니다")
    );
}

#[test]
fn what_cannot_be_is_said() {
    let class = Class::new();
    let refused = |home: &Path, arguments: &[&str], word: &str| {
        let output = run(home, arguments);
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && err.contains(word), "{arguments:?}: {err}");
    };
    let (teacher, student, folder) = (class.home("teacher"), class.home("20261"), class.text());
    refused(&student, &["--plain", "class", "quiz"], "class join");
    class.joins("20261");
    refused(&student, &["--plain", "class", "quiz"], "낸 퀴즈가 아직 없습니다");
    refused(&teacher, &["class", "quiz", "results", &folder], "낸 퀴즈가 없습니다");
    refused(&teacher, &["class", "quiz", "close", &folder], "열려 있는 퀴즈가 없습니다");
    refused(&teacher, &["class", "quiz", "set", &folder, "--chapter", "nodprt"], "nodeport");
    refused(&teacher, &["class", "quiz", "set", &folder, "--name", "../x"], "소문자");
    refused(&teacher, &["class", "quiz", "set", &folder, "--count", "0"], "0");
    refused(&teacher, &["class", "quiz", "set", "없는 폴더"], "없습니다");
    class.teacher(&["set", "--name", "one"]);
    refused(&teacher, &["class", "quiz", "set", &folder], "먼저 `kijabi class quiz close");
    refused(&teacher, &["class", "quiz", "results", &folder, "--name", "two"], "있는 것: one");
    let status = ok(&student, &["class", "status"]);
    assert!(status.contains("퀴즈 one: 열려 있음, 답 0/10"), "{status}");
    class.teacher(&["close"]);
    refused(&teacher, &["class", "quiz", "set", &folder, "--name", "one"], "이미 있습니다");
    // Another course would make other questions of the same number.
    let other = class.desk.path().join("course");
    ok(&teacher, &["course", "new", other.to_str().unwrap(), "--title", "다른 과정"]);
    refused(&student, &["--plain", "class", "quiz", "--course", other.to_str().unwrap()], "내용이 다릅니다");
}
