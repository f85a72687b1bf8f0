//! `cargo run --example live -- SECONDS [LEARNERS]` runs a class on one folder: processes that join, open exercises, write, hand in,
//! are killed and come back, half a dozen deeds each, spread over ten rounds. After each round the board is compared with what was
//! really done, and at the end the report with the same answers graded one by one. Prints what it saw; fails where anything differs.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, reason = "a tool of the tests")]

#[path = "../tests/support/class.rs"]
mod class;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use class::Dice;
use serde_json::Value;

/// The two exercises, each with a wrong answer.
const WORK: [(&str, &str); 2] =
    [("hello-service", "wrong/pod-name-as-selector.yaml"), ("first-nodeport", "starter.yaml")];
const ROUNDS: usize = 10;
/// What a learner does last is on the board within so many seconds: a state may wait two for a newer one.
const SETTLED: Duration = Duration::from_secs(12);

/// What is true of a learner.
#[derive(Default)]
struct Truth {
    exercise: Option<&'static str>,
    chapter: Option<&'static str>,
    /// The answer that lies in the file, as it is graded alone.
    stands: Option<Value>,
    passed: BTreeSet<&'static str>,
    handed_in: BTreeMap<&'static str, String>,
    left: bool,
}

struct Learner {
    number: usize,
    desk: PathBuf,
    process: Option<Child>,
    truth: Truth,
}

struct School {
    desk: PathBuf,
    folder: PathBuf,
    graded: BTreeMap<(String, String), Value>,
}

fn kijabi(home: &Path) -> Command {
    let here = std::env::current_exe().unwrap();
    // target/PROFILE/examples/live
    let program = here.parent().and_then(Path::parent).unwrap().join("kijabi");
    let mut command = Command::new(program);
    command.env("KIJABI_HOME", home).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

impl School {
    /// An answer as `kijabi grade EXERCISE ANSWER` grades it.
    fn grade(&mut self, exercise: &str, text: &str) -> Value {
        let key = (exercise.to_owned(), text.to_owned());
        if let Some(known) = self.graded.get(&key) {
            return known.clone();
        }
        let file = self.desk.join("alone.yaml");
        fs::write(&file, text).unwrap();
        let out = kijabi(&self.desk.join("teacher"))
            .args(["grade", exercise, file.to_str().unwrap(), "--format", "json"])
            .stdout(Stdio::piped())
            .output()
            .unwrap();
        let graded: Value = serde_json::from_slice(&out.stdout).unwrap();
        self.graded.insert(key, graded.clone());
        graded
    }

    fn board(&self) -> BTreeMap<String, Value> {
        let out = kijabi(&self.desk.join("teacher"))
            .args(["class", "board", self.folder.to_str().unwrap(), "--format", "json"])
            .stdout(Stdio::piped())
            .output()
            .unwrap();
        let text = String::from_utf8(out.stdout).unwrap();
        let row = |line: &str| serde_json::from_str::<Value>(line).unwrap();
        text.lines().map(row).map(|row| (row["student"].as_str().unwrap().to_owned(), row)).collect()
    }

    /// What the board has wrong, learner by learner.
    fn wrong(&self, learners: &[Learner]) -> Vec<String> {
        let board = self.board();
        let wrong = learners.iter().filter_map(|learner| {
            let Some(row) = board.get(&learner.id()) else { return Some(format!("{}: not there", learner.id())) };
            let told = learner.truth.differs(row);
            (!told.is_empty()).then(|| format!("{}: {}", learner.id(), told.join(", ")))
        });
        wrong.collect()
    }
}

impl Truth {
    fn differs(&self, row: &Value) -> Vec<String> {
        let mut told = Vec::new();
        let mut same = |what: &str, is: &Value, should: Value| {
            if *is != should {
                told.push(format!("{what} is {is} and should be {should}"));
            }
        };
        same("exercise", &row["exercise"], self.exercise.into());
        same("chapter", &row["chapter"], self.chapter.into());
        same("passed", &row["passed"], self.passed.iter().copied().collect());
        same("handed_in", &row["handed_in"], self.handed_in.keys().copied().collect());
        same("left", &Value::from(!row["left_seconds"].is_null()), self.left.into());
        if let Some(graded) = &self.stands {
            let checks = graded["checks"].as_array().unwrap();
            let held = checks.iter().filter(|check| check["passed"] == true).count();
            same("held", &row["held"], held.into());
            let mistakes = graded["mistakes"].as_array().unwrap();
            let is_known = mistakes.contains(&row["mistake"]) || (row["mistake"].is_null() && mistakes.is_empty());
            if !is_known && graded["passed"] == false {
                told.push(format!("mistake is {} of {mistakes:?}", row["mistake"]));
            }
        }
        told
    }
}

impl Learner {
    fn id(&self) -> String {
        format!("2026{:02}", self.number)
    }

    fn home(&self) -> PathBuf {
        self.desk.join(format!("home-{}", self.number))
    }

    fn file(&self, exercise: &str) -> PathBuf {
        self.desk.join(format!("{exercise}-{}.yaml", self.number))
    }

    fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    fn open(&mut self, exercise: &'static str, school: &mut School) {
        self.kill();
        let file = self.file(exercise);
        self.process = kijabi(&self.home())
            .args(["--plain", "open", exercise, "--file", file.to_str().unwrap()])
            .spawn()
            .map(Some)
            .unwrap();
        let starter = fs::read_to_string(class::folder_of(exercise).join("starter.yaml")).unwrap();
        let text = fs::read_to_string(&file).unwrap_or(starter);
        let stands = Some(school.grade(exercise, &text));
        self.truth =
            Truth { exercise: Some(exercise), chapter: None, stands, left: false, ..std::mem::take(&mut self.truth) };
    }

    fn write(&mut self, exercise: &'static str, name: &str, school: &mut School) {
        let file = self.file(exercise);
        let begun = Instant::now();
        while !file.exists() && begun.elapsed() < SETTLED {
            std::thread::sleep(Duration::from_millis(20));
        }
        let text = fs::read_to_string(class::folder_of(exercise).join(name)).unwrap();
        // In one step, as editors do: what is read half-written is graded half-written.
        let fresh = file.with_extension("fresh");
        fs::write(&fresh, &text).unwrap();
        fs::rename(&fresh, &file).unwrap();
        let graded = school.grade(exercise, &text);
        if graded["passed"] == true {
            assert!(self.process.take().unwrap().wait().unwrap().success(), "{} passes", self.id());
            self.truth.passed.insert(exercise);
            self.truth.left = true;
        }
        self.truth.stands = Some(graded);
    }

    fn hand_in(&mut self, exercise: &'static str) {
        let file = self.file(exercise);
        let done = kijabi(&self.home())
            .args(["class", "hand-in", exercise, file.to_str().unwrap(), "--force"])
            .status()
            .unwrap();
        // A starter as it stands is not handed in.
        if done.success() {
            self.truth.handed_in.insert(exercise, fs::read_to_string(&file).unwrap());
        }
    }

    /// What the learner does in a round.
    fn act(&mut self, round: usize, school: &mut School) {
        let [(first, wrong), (second, stays)] = WORK;
        let number = self.number;
        match round {
            0 => {
                let folder = school.folder.to_str().unwrap();
                let joined = kijabi(&self.home()).args(["class", "join", "--as", &self.id(), folder]).status();
                assert!(joined.unwrap().success());
                self.open(first, school);
            }
            1 => self.write(first, wrong, school),
            2 if !number.is_multiple_of(3) => self.write(first, "solution.yaml", school),
            3 => self.hand_in(first),
            4 => self.open(second, school),
            5 if number.is_multiple_of(4) => self.write(second, stays, school),
            // Killed while at it, and back.
            6 if number.is_multiple_of(5) => self.open(second, school),
            7 if number.is_multiple_of(2) => self.write(second, "solution.yaml", school),
            8 => self.hand_in(second),
            9 if number.is_multiple_of(4) => {
                self.kill();
                let read = kijabi(&self.home()).args(["--plain", "open", "nodeport"]).status().unwrap();
                assert!(read.success());
                let before = std::mem::take(&mut self.truth);
                self.truth = Truth { exercise: None, chapter: Some("nodeport"), stands: None, left: false, ..before };
            }
            _ => {}
        }
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let seconds: u64 = arguments.next().and_then(|it| it.parse().ok()).unwrap_or(60);
    let count: usize = arguments.next().and_then(|it| it.parse().ok()).unwrap_or(30);
    let desk = std::env::temp_dir().join(format!("kijabi-live-{}", std::process::id()));
    let folder = desk.join("class");
    fs::create_dir_all(&folder).unwrap();
    let mut school = School { desk: desk.clone(), folder, graded: BTreeMap::new() };
    let new = |number| Learner { number, desk: desk.clone(), process: None, truth: Truth::default() };
    let mut learners: Vec<Learner> = (0..count).map(new).collect();
    let mut dice = Dice::new(seconds);
    let begun = Instant::now();
    let mut right = 0;
    for round in 0..ROUNDS {
        let mut order: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            order.swap(at, dice.roll(at + 1));
        }
        for at in order {
            learners[at].act(round, &mut school);
            std::thread::sleep(Duration::from_millis(dice.roll(40) as u64));
        }
        let done = Instant::now();
        let mut wrong = school.wrong(&learners);
        while !wrong.is_empty() && done.elapsed() < SETTLED {
            std::thread::sleep(Duration::from_millis(200));
            wrong = school.wrong(&learners);
        }
        right += usize::from(wrong.is_empty());
        println!(
            "round {:>2}: {:>3} s, right after {:>5} ms; {}",
            round + 1,
            begun.elapsed().as_secs(),
            done.elapsed().as_millis(),
            if wrong.is_empty() { "board right" } else { "BOARD WRONG" }
        );
        for told in &wrong {
            println!("    {told}");
        }
        let until = Duration::from_secs(seconds * (round as u64 + 1) / ROUNDS as u64);
        std::thread::sleep(until.saturating_sub(begun.elapsed()));
    }
    let last = school.wrong(&learners);
    learners.iter_mut().for_each(Learner::kill);

    let folder = school.folder.to_str().unwrap().to_owned();
    let out = kijabi(&desk.join("teacher"))
        .args(["grade", WORK[0].0, WORK[1].0, "--submissions", &folder, "--format", "json"])
        .stdout(Stdio::piped())
        .output()
        .unwrap();
    let (mut rows, mut differ) = (0, Vec::new());
    for line in String::from_utf8(out.stdout).unwrap().lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let (student, exercise) = (row["student"].as_str().unwrap(), row["exercise"].as_str().unwrap());
        let learner = learners.iter().find(|it| it.id() == student).unwrap();
        rows += 1;
        match learner.truth.handed_in.get(exercise) {
            None if row["state"] == "missing" => {}
            None => differ.push(format!("{student} {exercise}: nothing was handed in")),
            Some(text) => {
                let alone = school.grade(exercise, text);
                let same = ["passed", "score", "max_score", "mistakes"].iter().all(|key| row[*key] == alone[*key]);
                if !same {
                    differ.push(format!("{student} {exercise}: {row}"));
                }
            }
        }
    }
    println!(
        "{count} learners, {} s: board right {right} times of {ROUNDS}, at the end {}; report of {rows} rows, {} differ from grading by hand",
        begun.elapsed().as_secs(),
        if last.is_empty() { "right" } else { "WRONG" },
        differ.len()
    );
    for told in &differ {
        println!("    {told}");
    }
    fs::remove_dir_all(&desk).unwrap();
    assert!(right == ROUNDS && last.is_empty() && differ.is_empty() && rows == count * WORK.len());
}
