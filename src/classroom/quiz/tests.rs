//! What a class answers is counted right, whoever writes what into their file.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::report::{self, By, Marks};
use super::*;
use crate::lesson::{Course, MemorySource};
use crate::quiz::Response;
use crate::quiz::item::head;

fn course() -> Course {
    let quiz = "questions:\n  \
        - {id: q-choice, kind: one, text: '=고르기', heading: 가, mistakes: [yaml-tab], choices: [{text: 맞음, right: true, because: 예}, {text: '=틀림', mistake: yaml-tab, because: 아니요}, {text: 또, mistake: ports-swapped, because: 아니요}]}\n  \
        - {id: q-word, kind: fill, text: 적기, heading: 가, mistakes: [yaml-tab], answer: [돛], because: 까닭}\n  \
        - {id: q-order, kind: order, text: 차례, heading: 가, mistakes: [yaml-tab], items: [{text: 하나}, {text: 둘}, {text: 셋}], because: 까닭}\n";
    let files = [
        ("course.yaml", "format: 1\ntitle: 항해\nchapters: [00-sail]\n"),
        ("00-sail/chapter.md", "# 돛\n"),
        ("00-sail/quiz.yaml", quiz),
    ];
    Course::open(Box::new(MemorySource::new(files))).unwrap()
}

fn set() -> (Bank, Quiz) {
    let (bank, faults) = Bank::open(&course());
    assert!(faults.is_empty(), "{faults:?}");
    (bank, Quiz::new("first", "항해", "pack", Plan { count: 3, seed: 7, ..Plan::default() }, 100))
}

/// A line for the question of that id.
fn line(bank: &Bank, quiz: &Quiz, question: &str, response: Response, time: i64) -> String {
    let paper = quiz.paper(bank, &Sheet::default());
    let place = paper.places.iter().find(|it| it.question == question).unwrap();
    let answer = Answer { question: question.to_owned(), seed: place.seed, response, millis: 1, time };
    Entry::Answer(answer).line().unwrap()
}

fn choice(bank: &Bank, quiz: &Quiz, words: &str) -> Response {
    let paper = quiz.paper(bank, &Sheet::default());
    let place = paper.places.iter().find(|it| it.question == "q-choice").unwrap();
    let item = bank.item("q-choice", place.seed).unwrap();
    let crate::quiz::Task::Choose { choices, .. } = &item.task else { panic!("a choice") };
    Response::Chosen([choices.iter().position(|it| it.text == words).unwrap()].into())
}

fn class() -> Tally {
    let (bank, quiz) = set();
    let counting = Counting::new(&quiz, &bank);
    let word = |words: &str| line(&bank, &quiz, "q-word", Response::Written(words.into()), 120);
    let chosen = |words: &str| line(&bank, &quiz, "q-choice", choice(&bank, &quiz, words), 110);
    let begun = Entry::Begun { time: 105 }.line().unwrap();
    let files = [
        ("20261", format!("{begun}{}{}", chosen("맞음"), word("돛"))),
        // The second answer to a question does not count, however right.
        ("20262", format!("{begun}{}{}{}", chosen("=틀림"), chosen("맞음"), word("=HYPERLINK(1)"))),
        ("20263", format!("{begun}nonsense\n{}{}", "[".repeat(LONGEST_LINE * 2), "\n") + &chosen("=틀림")),
        ("20264", begun.get(..12).unwrap().to_owned()),
        ("20265", String::new()),
    ];
    let mut students: Vec<StudentTally> =
        files.iter().map(|(id, text)| counting.student(id, &Sheet::read(text.as_bytes()))).collect();
    students[0].name = "김민수".into();
    counting.tally(students)
}

#[test]
fn the_distribution_says_who_took_what_and_who_is_open() {
    let tally = class();
    assert_eq!(tally.progress(), (0, 3, 2));
    let of = |id: &str| tally.questions.iter().find(|it| it.question == id).unwrap();
    let choice = of("q-choice");
    assert_eq!((choice.answered, choice.right), (3, 1));
    let counts: BTreeSet<(&str, usize)> = choice.answers.iter().map(|it| (it.text.as_str(), it.count)).collect();
    assert_eq!(counts, [("맞음", 1), ("=틀림", 2), ("또", 0)].into());
    assert_eq!(choice.mistakes, [("yaml-tab".to_owned(), 2)]);
    assert_eq!(choice.open, ["20264", "20265"]);
    assert_eq!((of("q-order").answered, of("q-order").open.len()), (0, 5));
    let titles = [("yaml-tab".to_owned(), "탭으로 들여 쓴 YAML".to_owned())].into();
    insta::assert_snapshot!(report::human(&tally, &titles, Marks::Drawn));
    let said = report::human(&tally, &titles, Marks::Said);
    assert!(!said.contains(['█', '·', '✓', '✗']) && said.contains("틀린 답, 2명: =틀림 ["), "{said}");
    assert!(said.contains("답 3, 맞음 1 (33.3%)"), "{said}");
}

#[test]
fn a_question_is_called_by_what_it_asks() {
    assert_eq!(head("무엇입니까?\n\n```yaml\na: 1\n```\n"), "무엇입니까?");
    assert_eq!(head("```console\n$ kubectl get svc\n```\n\n`PORT(S)`는\n무엇입니까?\n"), "`PORT(S)`는");
    assert_eq!(head("\n```yaml\na: 1\n```\n"), "```yaml");
}

#[test]
fn no_cell_is_a_formula_and_programs_get_a_value_a_line() {
    let tally = class();
    for by in [By::Question, By::Student] {
        let csv = report::csv(&tally, by);
        assert!(csv.starts_with('\u{feff}') && csv.ends_with("\r\n"));
        let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        // Three choices and two words; five students.
        assert_eq!(rows.len(), 5, "{csv}");
        assert!(rows.iter().all(|row| row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@']))), "{csv}");
    }
    let lines: Vec<serde_json::Value> =
        report::lines(&tally).iter().map(|line| serde_json::to_value(line).unwrap()).collect();
    let kinds: Vec<&str> = lines.iter().map(|line| line["kind"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        ["quiz", "question", "question", "question", "student", "student", "student", "student", "student"]
    );
    assert_eq!(lines[4]["name"], "김민수");
}

#[test]
fn what_comes_after_the_time_or_the_end_is_late() {
    let (bank, mut quiz) = set();
    quiz.plan.minutes = Some(1);
    let sheet = |time| {
        let begun = Entry::Begun { time: 1_000 }.line().unwrap();
        Sheet::read((begun + &line(&bank, &quiz, "q-word", Response::Written("돛".into()), time)).as_bytes())
    };
    let late = |quiz: &Quiz, time| Counting::new(quiz, &bank).student("1", &sheet(time)).late;
    assert_eq!([late(&quiz, 1_060), late(&quiz, 1_119), late(&quiz, 1_200)], [0, 0, 1]);
    let closed = Quiz { closed: Some(1_010), ..quiz.clone() };
    assert_eq!([late(&closed, 1_060), late(&closed, 1_100)], [0, 1]);
    assert_eq!(quiz.paper(&bank, &sheet(1_001)).seconds_left(1_059), Some(1));
}

#[test]
fn quizzes_are_read_back_and_a_name_cannot_leave_the_folder() {
    let (_, quiz) = set();
    let closed = Quiz { closed: Some(200), id: "second-2".into(), ..quiz.clone() };
    let all = [quiz.clone(), closed];
    let text = Quiz::write_all(&all);
    assert_eq!(Quiz::read_all(&format!("x\n{text}{{}}\n")), all);
    for bad in ["../x", "", "A", "a/b", ".a", "-a", "가", &"a".repeat(41)] {
        assert!(!Quiz::is_name(bad), "{bad}");
        assert!(Quiz::read_all(&Quiz::write_all(&[Quiz { id: bad.into(), ..quiz.clone() }])).is_empty(), "{bad}");
    }
    let huge = Quiz { plan: Plan { count: MOST_QUESTIONS + 1, ..quiz.plan.clone() }, ..quiz };
    assert!(Quiz::read_all(&Quiz::write_all(&[huge])).is_empty());
}

proptest! {
    /// Whatever bytes stand between, before and after them, the first answer to each question is the one that counts, and nothing
    /// written makes more answers than there are questions.
    #[test]
    fn a_file_is_read_whatever_is_in_it(
        before in prop::collection::vec(any::<u8>(), 0..200),
        answers in prop::collection::vec((0usize..3, "[가-힣a-z]{1,6}"), 0..12),
        cut in 0usize..40,
    ) {
        let (bank, quiz) = set();
        let mut bytes = before;
        bytes.push(b'\n');
        let ids = ["q-word", "q-choice", "q-order"];
        for (which, words) in &answers {
            bytes.extend(line(&bank, &quiz, ids[*which], Response::Written(words.clone()), 1).bytes());
        }
        let whole = bytes.len();
        bytes.extend(line(&bank, &quiz, "q-word", Response::Written("끝".into()), 1).bytes().take(cut));
        let sheet = Sheet::read(&bytes);
        let firsts = ids.map(|id| answers.iter().find(|(which, _)| ids[*which] == id).map(|(_, words)| words.clone()));
        let read = ids.map(|id| sheet.answers.iter().find(|it| it.question == id).map(|it| match &it.response {
            Response::Written(words) => words.clone(),
            other => format!("{other:?}"),
        }));
        prop_assert_eq!(firsts, read);
        prop_assert_eq!(Sheet::read(&bytes[..whole]), sheet, "a line that is cut off is none");
        let tally = Counting::new(&quiz, &bank).student("1", &Sheet::read(&bytes));
        prop_assert!(tally.answered() <= 3);
    }
}
