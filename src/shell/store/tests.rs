//! The promises of the store, tried with real files and real processes.

use super::*;
use crate::study::Place;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn attempt(id: &str) -> (Day, Event) {
    (Day(5), Event::Attempt { exercise: id.to_owned() })
}

#[test]
fn what_is_saved_is_there_again() {
    let folder = folder();
    let exercise = || "first".to_owned();
    let chapter = || "nodeport".to_owned();
    let events: Vec<(Day, Event)> = vec![
        (Day(1), Event::ChapterRead { chapter: chapter() }),
        (Day(1), Event::Position { chapter: chapter(), at: 9 }),
        (Day(2), Event::GateAnswered { chapter: chapter(), gate: 1, choice: 2, right: true }),
        (Day(2), Event::Attempt { exercise: exercise() }),
        (Day(2), Event::Hint { exercise: exercise(), tier: 3 }),
        (Day(2), Event::AnswerSeen { exercise: exercise() }),
        (Day(3), Event::Passed { exercise: exercise() }),
        (Day(3), Event::TextSaved { exercise: exercise(), text: "kind: 서비스\u{1b}\n".into() }),
        (Day(3), Event::TextSaved { exercise: exercise(), text: "kind: Service\n".into() }),
        (Day(3), Event::Imported { exercise: "other".into(), passed: true, attempts: 4, hints: 1, answer_seen: true }),
        (Day(4), Event::Stumbled { exercise: exercise(), mistakes: vec!["yaml-tab".into(), "name-not-dns".into()] }),
        review(425_000),
        review(425_001),
        (Day(4), Event::Went(Place::Exercise(exercise()))),
        (Day(4), Event::Went(Place::Chapter("a b".into()))),
        (Day(4), Event::Went(Place::Notes("/home/나/내 노트.md".into()))),
    ];
    let mut expected = Record::default();
    for (day, event) in &events {
        expected.apply(*day, event);
    }
    Store::open(folder.path(), BUILT_IN).unwrap().save(&events).unwrap();
    assert_eq!(Store::open(folder.path(), BUILT_IN).unwrap().load().unwrap(), expected);
}

#[test]
fn only_the_last_text_is_kept() {
    let folder = folder();
    let mut store = Store::open(folder.path(), BUILT_IN).unwrap();
    for n in 0..50 {
        store.save(&[(Day(1), Event::TextSaved { exercise: "first".into(), text: format!("# {n}") })]).unwrap();
    }
    let rows: i64 = store.connection.query_row("SELECT count(*) FROM latest", (), |row| row.get(0)).unwrap();
    assert_eq!(rows, 1);
}

#[test]
fn forgetting_takes_one_subject_or_all() {
    let folder = folder();
    let mut store = Store::open(folder.path(), BUILT_IN).unwrap();
    store.save(&[attempt("a"), attempt("b")]).unwrap();
    store.forget(Some("a")).unwrap();
    assert_eq!(store.load().unwrap().exercises.keys().collect::<Vec<_>>(), ["b"]);
    store.forget(None).unwrap();
    assert_eq!(store.load().unwrap(), Record::default());
}

#[test]
fn a_newer_file_is_refused_and_left_alone() {
    let folder = folder();
    let mut store = Store::open(folder.path(), BUILT_IN).unwrap();
    store.save(&[attempt("a")]).unwrap();
    store.connection.pragma_update(None, "user_version", SCHEMA + 1).unwrap();
    drop(store);
    let before = fs_read(&folder.path().join(FILE));
    assert!(matches!(Store::open(folder.path(), BUILT_IN), Err(StoreProblem::Newer { .. })));
    assert_eq!(fs_read(&folder.path().join(FILE)), before);
}

#[test]
fn a_damaged_file_is_named_and_left_alone() {
    let folder = folder();
    let junk = "이것은 데이터베이스가 아닙니다. ".repeat(400);
    std::fs::write(folder.path().join(FILE), &junk).unwrap();
    assert!(matches!(Store::open(folder.path(), BUILT_IN), Err(StoreProblem::Damaged { .. })));
    assert_eq!(fs_read(&folder.path().join(FILE)), junk.as_bytes());
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = folder();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let problem = Store::open(&file.join("kijabi"), BUILT_IN).unwrap_err();
    assert!(matches!(problem, StoreProblem::Folder { .. }));
    assert!(problem.to_string().contains(VARIABLE_NAME), "{problem}");
}

const VARIABLE_NAME: &str = crate::shell::home::VARIABLE;

#[test]
fn a_full_disk_loses_nothing_that_was_saved() {
    let folder = folder();
    let mut store = Store::open(folder.path(), BUILT_IN).unwrap();
    store.save(&[attempt("a")]).unwrap();
    let pages: i64 = store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    store.connection.pragma_update_and_check(None, "max_page_count", pages + 2, |_| Ok(())).unwrap();
    let big = (Day(6), Event::TextSaved { exercise: "a".into(), text: "가".repeat(100_000) });
    assert!(matches!(store.save(&[attempt("b"), big]), Err(StoreProblem::Full { .. })));
    store.save(&[attempt("c")]).expect("what fits is still saved");
    let record = Store::open(folder.path(), BUILT_IN).unwrap().load().unwrap();
    assert_eq!(record.exercises.keys().collect::<Vec<_>>(), ["a", "c"], "all or nothing");
}

#[test]
fn each_course_has_its_own_history_in_the_one_file() {
    let folder = folder();
    let went = |id: &str| (Day(1), Event::Went(Place::Exercise(id.to_owned())));
    Store::open(folder.path(), BUILT_IN).unwrap().save(&[attempt("first"), went("first")]).unwrap();
    let mut other = Store::open(folder.path(), "ingress").unwrap();
    assert_eq!(other.load().unwrap(), Record::default());
    other.save(&[(Day(2), Event::Passed { exercise: "first".into() }), went("second")]).unwrap();
    let built_in = Store::open(folder.path(), BUILT_IN).unwrap().load().unwrap();
    assert!(!built_in.has_passed("first"));
    assert_eq!(built_in.place, Some(Place::Exercise("first".into())));
    assert!(other.load().unwrap().has_passed("first"));
    other.forget(None).unwrap();
    assert_eq!(other.load().unwrap(), Record::default());
    assert_eq!(Store::open(folder.path(), BUILT_IN).unwrap().load().unwrap(), built_in);
}

#[test]
fn a_file_from_before_there_were_courses_is_the_history_of_the_built_in_one() {
    let folder = folder();
    let old = Connection::open(folder.path().join(FILE)).unwrap();
    old.execute_batch(MIGRATIONS[0]).unwrap();
    old.execute_batch(
        "INSERT INTO events (day, kind, subject, detail) VALUES (3, 'passed', 'first-nodeport', '');
         INSERT INTO latest (kind, subject, day, detail) VALUES ('text', 'first-nodeport', 4, 'kind: Service');
         INSERT INTO latest (kind, subject, day, detail) VALUES ('place', '', 4, 'exercise first-nodeport');
         PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(old);
    let record = Store::open(folder.path(), BUILT_IN).unwrap().load().unwrap();
    let it = record.exercise("first-nodeport").expect("it was passed");
    assert_eq!((it.passed, it.text.as_deref()), (Some(Day(3)), Some("kind: Service")));
    assert_eq!(record.place, Some(Place::Exercise("first-nodeport".into())));
    assert_eq!(Store::open(folder.path(), "another").unwrap().load().unwrap(), Record::default());
    let course = crate::lesson::Course::open(crate::shell::content::lessons(None).unwrap()).unwrap();
    assert_eq!(course.id(), BUILT_IN);
}

/// Not a test of its own: the body of the child processes below, which run this very test binary.
#[test]
#[ignore = "started by the tests below as another process"]
fn child_that_saves() {
    let folder = std::env::var_os("KIJABI_TEST_FOLDER").map(PathBuf::from).expect("the folder to save in");
    let count: u32 = std::env::var("KIJABI_TEST_COUNT").unwrap().parse().unwrap();
    let mut store = Store::open(&folder, BUILT_IN).unwrap();
    for n in 0..count {
        store.save(&[attempt("shared")]).unwrap();
        let done = format!("saved {n}\n");
        std::io::Write::write_all(&mut std::io::stdout(), done.as_bytes()).unwrap();
    }
}

fn review(seed: u64) -> (Day, Event) {
    use crate::study::memory::Grade;
    use crate::study::review::Review;
    let review = Review {
        card: format!("card-{}", seed % 40),
        question: format!("card-{}", seed % 40),
        seed,
        grade: if seed.is_multiple_of(5) { Grade::Again } else { Grade::Good },
        millis: 900,
        mistakes: vec!["ports-swapped".to_owned()],
        exam: seed.is_multiple_of(2),
        reopens: seed.is_multiple_of(25).then(|| "first".to_owned()),
    };
    (Day(i32::try_from(seed / 100_000).unwrap()), Event::Reviewed(review))
}

/// Not a test of its own: answers questions until it is killed, telling of each answer only once it is kept.
#[test]
#[ignore = "started by the test below as another process"]
fn child_that_answers() {
    let folder = std::env::var_os("KIJABI_TEST_FOLDER").map(PathBuf::from).expect("the folder to save in");
    let first: u64 = std::env::var("KIJABI_TEST_COUNT").unwrap().parse().unwrap();
    let mut store = Store::open(&folder, BUILT_IN).unwrap();
    for seed in first.. {
        store.save(&[review(seed)]).unwrap();
        std::io::Write::write_all(&mut std::io::stdout(), format!("kept {seed}\n").as_bytes()).unwrap();
    }
}

/// Two processes at a time answer questions into one file and are killed at random moments, a thousand times in all. What was
/// told to be kept is there, once and in its order; of what was not told at most the one answer that was just being kept.
#[test]
fn a_thousand_kills_lose_no_answer() {
    const KILLS: u64 = 1000;
    let folder = folder();
    drop(Store::open(folder.path(), BUILT_IN).unwrap());
    let kill = |round: u64| -> Vec<u64> {
        let first = round * 100_000;
        let mut child = child_process("shell::store::tests::child_that_answers", folder.path(), &first.to_string());
        let mut random = crate::quiz::random::Random::new("kill", round);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let kept = |line: &String| line.rsplit_once("kept ").and_then(|(_, seed)| seed.parse::<u64>().ok());
        let mut told: Vec<u64> = Vec::new();
        let wanted = random.below(4);
        while told.len() < wanted {
            let Some(line) = lines.next() else { break };
            told.extend(kept(&line));
        }
        // Somewhere in the middle of keeping the next.
        (0..random.below(20_000)).for_each(|_| std::hint::spin_loop());
        child.kill().unwrap();
        told.extend(lines.filter_map(|line| kept(&line)));
        child.wait().unwrap();
        told
    };
    let told: Vec<u64> = std::thread::scope(|scope| {
        let hands = [0, 1].map(|hand| scope.spawn(move || (hand..KILLS).step_by(2).flat_map(kill).collect::<Vec<_>>()));
        hands.into_iter().flat_map(|hand| hand.join().unwrap()).collect()
    });
    let record = Store::open(folder.path(), BUILT_IN).unwrap().load().unwrap();
    let mut expected = Record::default();
    let mut by_round: std::collections::BTreeMap<u64, Vec<u64>> = std::collections::BTreeMap::new();
    for (_, kept) in &record.reviews {
        by_round.entry(kept.seed / 100_000).or_default().push(kept.seed);
        let (day, event) = review(kept.seed);
        expected.apply(day, &event);
    }
    assert_eq!(record, expected, "every answer is whole");
    for (round, seeds) in &by_round {
        let in_order: Vec<u64> = (round * 100_000..).take(seeds.len()).collect();
        assert_eq!(*seeds, in_order, "each once, in order, none left out");
        let told = told.iter().filter(|seed| *seed / 100_000 == *round).count();
        assert!(told <= seeds.len() && seeds.len() <= told + 1, "{round}: {told} told, {} kept", seeds.len());
    }
    assert!(told.iter().all(|seed| by_round.get(&(seed / 100_000)).is_some_and(|seeds| seeds.contains(seed))));
    assert!(told.len() > 500, "the children did answer: {}", told.len());
}

fn child_process(test: &str, folder: &Path, count: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", test, "--nocapture"])
        .env("KIJABI_TEST_FOLDER", folder)
        .env("KIJABI_TEST_COUNT", count)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn saving_process(folder: &Path, count: u32) -> Child {
    child_process("shell::store::tests::child_that_saves", folder, &count.to_string())
}

#[test]
fn several_processes_save_at_once_from_the_very_first_start() {
    let folder = folder();
    let children: Vec<Child> = (0..4).map(|_| saving_process(folder.path(), 25)).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let record = Store::open(folder.path(), BUILT_IN).unwrap().load().unwrap();
    assert_eq!(record.exercise("shared").map(|it| it.attempts), Some(100));
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_saved() {
    let folder = folder();
    let mut promised = 0;
    for stop_after in [1, 2, 5, 11] {
        let mut child = saving_process(folder.path(), 100_000);
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        promised += lines
            .map_while(Result::ok)
            .filter(|line| line.starts_with("saved ") || line.contains("saved "))
            .take(stop_after)
            .count();
        child.kill().unwrap();
        child.wait().unwrap();
        let kept = Store::open(folder.path(), BUILT_IN)
            .unwrap()
            .load()
            .unwrap()
            .exercise("shared")
            .map_or(0, |it| it.attempts);
        assert!(kept as usize >= promised, "{kept} kept, {promised} promised");
    }
}

fn fs_read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}
