//! An answer that is edited again and again: whatever the program keeps from one key to the next, it says what it would say had
//! it never seen another text.

#[path = "support/strange.rs"]
mod strange;

use kijabi::grade::{Answer, Grader, Report, grade};
use kijabi::kube::Version;
use kijabi::lesson::{Course, File};
use kijabi::shell::content;
use strange::{Random, mutate};

/// How many edits are tried; `KIJABI_EDITS=10000 cargo test --release --test edits` tries more.
#[allow(clippy::disallowed_methods, reason = "a test may be told how long to run")]
fn edits() -> usize {
    std::env::var("KIJABI_EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(240)
}

/// The texts that the edits begin with: an answer, a stream, a List, one long Service.
fn texts(answer: &str) -> [String; 4] {
    let renamed = |n: usize| answer.replacen("name: ", &format!("name: n{n}-"), 1);
    let item = |n: usize| format!("- {}\n", renamed(n).trim_end().replace('\n', "\n  "));
    let stream = (0..12).map(renamed).collect::<Vec<_>>().join("---\n");
    let list = format!("apiVersion: v1\nkind: List\nitems:\n{}", (0..40).map(item).collect::<String>());
    let port = |n: usize| format!("    - name: p{n}\n      port: {n}\n      targetPort: 8080\n");
    let ports = (1..80).map(port).collect::<String>();
    let (head, _) = answer.split_once("  ports:\n").expect("a Service with ports");
    [answer.to_owned(), stream, list, format!("{head}  ports:\n{ports}")]
}

/// All that a report says of a text; of the cluster its Services and where they lead.
fn told(report: &Report) -> String {
    let Report { passed, checks, files, failed, assumed, cluster } = report;
    let services = cluster.services().iter().map(|it| (it, cluster.endpoints(&it.name.namespace, &it.name.name)));
    let services: Vec<_> = services.collect();
    format!("{passed} {assumed} {checks:#?} {files:#?} {failed:#?} {services:#?}")
}

#[test]
fn after_every_edit_an_answer_is_graded_as_if_it_were_the_first() {
    let course = Course::open(content::lessons(None).expect("embedded lessons")).expect("a course");
    let exercise = course.exercise("first-nodeport").expect("an exercise");
    let file = exercise.solution.first().expect("a solution").clone();
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    for (sort, start) in texts(&file.text).into_iter().enumerate() {
        let mut grader = Grader::new(&exercise, Version::default());
        let mut text = start.clone();
        for turn in 0..edits() / 4 {
            // Now and then all is well again, or nothing is left.
            text = match random.below(12) {
                0 => start.clone(),
                1 if random.below(4) == 0 => String::new(),
                _ => mutate(&text, &mut random),
            };
            let answer = Answer::files(vec![File { text: text.clone(), ..file.clone() }]);
            let (again, afresh) = (told(&grader.grade(&answer)), told(&grade(&exercise, &answer, Version::default())));
            if again != afresh {
                let differ = again.lines().zip(afresh.lines()).find(|(again, afresh)| again != afresh);
                panic!("text {sort}, edit {turn}: {differ:?} in\n{text}");
            }
        }
    }
}
