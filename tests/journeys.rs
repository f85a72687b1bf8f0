//! The main journeys in a real pseudo-terminal: what a learner sees after real keys, and what is left when they go.
#![cfg(all(unix, feature = "tui"))]
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test runs the program, and fails by panicking")]

#[path = "support/terminal.rs"]
mod terminal;

use std::fs;
use std::path::{Path, PathBuf};

use terminal::Terminal;

const PASSED: &str = "과제를 통과했습니다";

fn lesson(path: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons").join(path);
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn home() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn export(home: &Path) -> String {
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_kijabi"))
        .args(["progress", "export"])
        .env("KIJABI_HOME", home)
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

const FIRST: &str = "hello-service";
const FIRST_SOLUTION: &str = "00-start/ex-hello-service/solution.yaml";

#[test]
fn an_exercise_is_passed_by_pasting_the_solution_and_remembered() {
    let home = home();
    let mut term = Terminal::start(120, 36, home.path(), &["open", FIRST]);
    term.expect("service.yaml");
    term.absent(PASSED);
    term.press("\x01");
    term.paste(&lesson(FIRST_SOLUTION));
    term.expect(PASSED);

    // One wrong character in apiVersion: the fault and its place are in the next frame, and gone with undo.
    term.press("\x1b[1;5H");
    term.press("\x1b[F");
    term.press("x");
    term.expect("1:13");
    term.absent(PASSED);
    term.press("\x1a");
    term.expect(PASSED);

    term.press("\x11");
    assert_eq!(term.end(), Some(0));
    let exported: serde_json::Value = serde_json::from_str(&export(home.path())).unwrap();
    let passed = exported["exercises"].as_array().unwrap().iter().any(|it| it["id"] == FIRST && it["passed"] == true);
    assert!(passed, "{exported:#}");

    let mut again = Terminal::start(120, 36, home.path(), &[]);
    again.expect("이어서");
    again.press("\r");
    again.expect("service.yaml");
    again.press("\x11");
    assert_eq!(again.end(), Some(0));
}

#[test]
fn a_killed_kijabi_has_kept_what_was_typed() {
    let home = home();
    let mut term = Terminal::start(80, 24, home.path(), &["open", FIRST]);
    term.expect("service.yaml");
    term.press("\x01");
    term.paste("# 죽어도 남는 글\n");
    term.expect("죽어도 남는 글");
    term.expect("저장됨");
    term.kill();
    assert!(export(home.path()).contains("죽어도 남는 글"));
}

#[test]
fn the_terminal_is_given_back_when_the_program_is_told_to_end() {
    for signal in ["TERM", "HUP"] {
        let home = home();
        let mut term = Terminal::start(80, 24, home.path(), &[]);
        term.expect("키잡이");
        assert!(term.on_alternate_screen());
        term.signal(signal);
        term.end();
        assert!(!term.on_alternate_screen(), "{signal}");
        assert!(!term.reports_mouse(), "{signal}");
    }
}

#[test]
fn every_size_is_drawn_and_a_small_one_says_what_it_needs() {
    let home = home();
    let mut term = Terminal::start(80, 24, home.path(), &["open", FIRST]);
    term.expect("service.yaml");
    for (columns, rows) in [(1, 1), (2, 40), (40, 2), (59, 16), (500, 200), (60, 16), (120, 36)] {
        term.resize(columns, rows);
        term.press("\x1b[B");
    }
    term.resize(40, 10);
    term.expect("60×16");
    term.resize(80, 24);
    term.expect("service.yaml");
    term.press("\x11");
    assert_eq!(term.end(), Some(0));
}

#[test]
fn a_file_edited_elsewhere_is_graded_at_every_save() {
    let home = home();
    let folder = tempfile::tempdir().unwrap();
    let file: PathBuf = folder.path().join("service.yaml");
    fs::write(&file, "kind: Service\n").unwrap();
    let mut term = Terminal::start(120, 36, home.path(), &["open", FIRST, "--file", file.to_str().unwrap()]);
    term.expect("kind: Service");
    term.absent(PASSED);
    fs::write(&file, lesson(FIRST_SOLUTION)).unwrap();
    term.expect(PASSED);
    term.press("\x11");
    assert_eq!(term.end(), Some(0));
}

/// Types a manifest key by key, as a learner does who takes the editor's indentation where it is right and rubs out what is too much.
fn type_out(term: &mut Terminal, text: &str) {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut given = 0;
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            term.press("\r");
        }
        let wanted = indent(line);
        for _ in 0..(given.max(wanted) - wanted) / 2 {
            term.press("\x7f");
        }
        term.press(&" ".repeat(wanted.saturating_sub(given)));
        for key in line.trim_start().chars() {
            term.press(&key.to_string());
        }
        // What the editor puts before the next line: a level more below `key:` and in an item of a list.
        let deeper = line.ends_with(':') || line.trim_start().starts_with("- ");
        given = wanted + if deeper { 2 } else { 0 };
    }
}

#[test]
fn the_voting_app_is_set_up_from_the_empty_editor_to_the_vote_that_arrives() {
    let home = home();
    let mut term = Terminal::start(120, 36, home.path(), &["open", "voting-app-whole"]);
    term.expect("services.yaml");
    term.press("\x01");
    term.press("\x7f");
    term.absent("매니페스트 사이에는");
    let solution = lesson("05-voting-app/ex-voting-app-whole/solution.yaml");
    type_out(&mut term, solution.trim_end());
    term.expect(PASSED);
    // The vote on its way, leg by leg: from outside to voting-app, redis, worker, db, and out again by result-app.
    term.press("\x1b[15~");
    term.expect("채점하지 않음");
    let legs = [
        ("curl -s 192.168.1.12:30004", "voting-app-"),
        ("kubectl exec deploy/voting-app -- curl -s redis:6379", "redis-"),
        ("kubectl exec deploy/worker -- curl -s redis:6379", "redis-"),
        ("kubectl exec deploy/worker -- curl -s db:5432", "db-"),
        ("kubectl exec deploy/result-app -- curl -s db:5432", "db-"),
        ("curl -s 192.168.1.11:30005", "result-app-"),
    ];
    for (at, (command, answers)) in legs.into_iter().enumerate() {
        // The picture of the traffic says `Hello` too; the answer of a leg bears its number.
        for key in format!("{command} | sed s/Hello/L{at}/\r").chars() {
            term.press(&key.to_string());
        }
        term.expect(&format!("L{at} from {answers}"));
        term.press("clear\r");
        term.absent(&format!("L{at} from"));
    }
    term.press("\x11");
    assert_eq!(term.end(), Some(0));
    assert!(export(home.path()).contains(r#""id":"voting-app-whole","passed":true"#), "{}", export(home.path()));
}

#[test]
fn read_line_by_line_a_gate_waits_for_its_answer() {
    let home = home();
    let mut term = Terminal::start(80, 300, home.path(), &["--plain", "open", "nodeport"]);
    term.expect("번호를 적고 Enter를 누르십시오(1-3)");
    term.absent("답 2:");
    term.press("9\r");
    term.press("1\r");
    term.expect("답 1: 아닙니다.");
    term.expect("답 2: 맞습니다.");
    term.expect("번호를 적고 Enter를 누르십시오");
    for _ in 0..20 {
        term.press("\r");
    }
    assert_eq!(term.end(), Some(0));
    assert!(export(home.path()).contains(r#""id":"nodeport","read":true"#), "{}", export(home.path()));
}
