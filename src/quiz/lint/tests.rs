//! Questions that are false, or that cannot be asked: each is told, at its field.

use super::*;
use crate::lesson::MemorySource;
use crate::quiz::{Bank, Response, Task, item, judge};

/// A pod that listens on 8080, one that asks it, and a Service for both.
const WORLD: &str = "    world: |
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {app: web}}
      spec: {containers: [{name: web, image: web, ports: [{containerPort: 8080}]}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: client, labels: {app: client}}
      spec: {containers: [{name: client, image: client}]}
";

/// A Service whose targetPort is a gap.
const GAPPED: &str = "    manifest: |
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        type: NodePort
        selector: {app: web}
        ports:
          - port: 80
            nodePort: 30008
            targetPort: ___
";

/// The same without a gap.
fn whole() -> String {
    GAPPED.replace("___", "8080")
}

fn course(kind: &str, rest: &str) -> Course {
    let quiz = format!(
        "questions:\n  - id: first\n    kind: {kind}\n    text: 묻습니다.\n    heading: 답\n    mistakes: [ports-swapped]\n    \
         because: 그렇습니다.\n{WORLD}{rest}\n"
    );
    let files = [
        ("course.yaml", "format: 1\ntitle: 시험\nauthors: [키]\nchapters: [01-web]\n".to_owned()),
        ("01-web/chapter.md", "# 웹\n\n## 답\n\n[문제](quiz:web)\n".to_owned()),
        ("01-web/quiz.yaml", quiz),
    ];
    Course::open(Box::new(MemorySource::new(files))).unwrap()
}

/// `LINE text of the line: [rule] message` of each fault.
fn told(kind: &str, rest: &str) -> Vec<String> {
    let course = course(kind, rest);
    let text = course.text("01-web/quiz.yaml").unwrap();
    let catalogue = Catalogue::open(Box::new(MemorySource::new([("mistakes/ports-swapped.md", "# 바뀐 포트\n")])));
    let faults = lint_course(&course, &catalogue);
    let faults = faults.iter().filter(|fault| fault.path == "01-web/quiz.yaml");
    let line = |fault: &Fault| text.lines().nth(fault.place.line - 1).unwrap_or("").trim().to_owned();
    faults.map(|fault| format!("{} [{}] {}", line(fault), fault.rule, fault.message)).collect()
}

#[track_caller]
fn refused(kind: &str, rest: &str, place: &str, rule: &str) {
    let told = told(kind, rest);
    assert!(
        told.iter().any(|it| it.starts_with(place) && it.contains(&format!(" [{rule}] "))),
        "{place:?} [{rule}] expected in {told:#?}"
    );
}

#[track_caller]
fn good(kind: &str, rest: &str) {
    assert_eq!(told(kind, rest), Vec::<String>::new());
}

const REQUEST: &str = "    ask: {request: {from: pod/client, to: \"web:80\"}}\n";

#[test]
fn a_typed_answer_for_a_gap_is_tried_in_it() {
    let asked = format!("{GAPPED}    ask: {{fills: true, request: {{from: pod/client, to: \"web:80\"}}}}\n");
    for head in [GAPPED.to_owned(), format!("{GAPPED}    ask: {{fills: true}}\n"), asked.clone()] {
        good("fill", &format!("{head}    answer: [\"8080\"]\n"));
        refused("fill", &format!("{head}    answer: [\"9999\"]\n"), "answer:", "quiz-truth");
        refused("fill", &format!("{head}    answer: [\"777777\"]\n"), "answer:", "quiz-truth");
        refused("fill", &format!("{head}    answer: [\"8080\", \"9999\"]\n"), "answer:", "quiz-truth");
        refused("fill", &head, "- id: first", "answer");
    }
    refused("fill", &format!("{GAPPED}{REQUEST}    answer: [\"8080\"]\n"), "ask:", "ask");
    refused("fill", &format!("{GAPPED}{REQUEST}"), "ask:", "ask");
    refused("fill", &format!("{}    ask: {{fills: true}}\n    answer: [\"8080\"]\n", whole()), "manifest:", "gap");
    refused("missing-field", &format!("{GAPPED}    answer: [\"8080\"]\n"), "kind:", "gap");
}

#[test]
fn whatever_fills_the_gap_is_right_where_the_author_says_so() {
    let asked = format!("{GAPPED}    ask: {{fills: true}}\n    answer: [\"8080\"]\n");
    let item = Bank::open(&course("fill", &asked)).0.item("first", 1).unwrap();
    assert!(matches!(&item.task, Task::Write(item::Accept::Mends(_))), "{:?}", item.task);
    let right = |typed: &str| judge::judge(&item, &Response::Written(typed.to_owned())).right;
    assert!(right("8080") && !right("9999") && !right("\"8080\""));
}

#[test]
fn a_request_to_any_node_asks_every_node() {
    let outside = |to: &str, is: &str| {
        format!(
            "{}    ask: {{request: {{from: outside, to: \"{to}\"}}}}\n    choices:\n      - {{is: {is}, because: 닿습니다.}}\n      \
             - {{is: unresolved, mistake: ports-swapped, because: 아닙니다.}}\n",
            whole()
        )
    };
    good("one", &outside("any-node:30008", "answered"));
    good("one", &outside("any-node:30009", "refused"));
    refused("one", &outside("any-nodes:30008", "answered"), "ask:", "ask");
    refused("one", &outside("any-node", "answered"), "ask:", "ask");
}

#[test]
fn what_a_question_names_is_there() {
    let ask = |from: &str, to: &str| format!("{}    ask: {{request: {{from: {from}, to: \"{to}\"}}}}\n", whole());
    good("fill", &ask("pod/client", "web:80"));
    refused("fill", &ask("pod/ghost", "web:80"), "ask:", "ask");
    refused("fill", &ask("node/ghost", "web:80"), "ask:", "ask");
    refused("fill", &ask("pod/client", "pod/ghost:80"), "ask:", "ask");
    refused("fill", &ask("pod/client", "service/ghost:80"), "ask:", "ask");
    let grid =
        |from: &str| format!("{}    from: [outside, {from}]\n    to: [\"web:80\", \"any-node:30008\"]\n", whole());
    good("reach", &grid("pod/client"));
    refused("reach", &grid("pod/ghost"), "from:", "ask");
}

#[test]
fn what_decides_suits_the_kind_of_question() {
    let whole = whole();
    refused("fill", &format!("{whole}    ask: {{reaches: true}}\n    answer: [a]\n"), "ask:", "ask");
    refused("fill", &format!("{whole}    ask: {{way: {{from: outside, to: \"any-node:30008\"}}}}\n"), "ask:", "ask");
    refused("selects", &format!("{whole}{REQUEST}    service: web\n"), "ask:", "ask");
    refused("order", &format!("{whole}{REQUEST}    items: [{{text: a}}, {{text: b}}, {{text: c}}]\n"), "ask:", "ask");
    refused("order", "    items: [{text: a, is: client}, {text: b}, {text: c}]\n", "items:", "ask");
    refused(
        "match",
        &format!("{whole}    ask: {{verdict: true}}\n    pairs: [{{left: a, right: b}}, {{left: c, right: d}}]\n"),
        "ask:",
        "ask",
    );
    refused("fill", &format!("{whole}    ask: {{verdict: true, endpoints: web}}\n"), "ask:", "ask");
    refused("fill", &format!("{whole}    ask: {{endpoints: web}}\n    answer: [\"2\"]\n"), "answer:", "quiz-truth");
}

/// Two choices, each with its words.
fn choices(first: &str, second: &str) -> String {
    format!("    choices:\n      - {{{first}, because: 까닭.}}\n      - {{{second}, because: 까닭.}}\n")
}

#[test]
fn what_a_choice_claims_is_a_word_of_what_decides() {
    let asked = |is: &str| {
        format!("{}{REQUEST}{}", whole(), choices("is: answered", &format!("is: {is}, mistake: ports-swapped")))
    };
    for is in ["timeout", "mixed", "client", "\"web,client\""] {
        good("one", &asked(is));
    }
    refused("one", &asked("timed-out"), "- {is: timed-out", "ask");
    refused("one", &asked("\"web,ghost\""), "- {is: \"web,ghost\"", "ask");
    let ready = |is: &str| {
        let endpoints = "    ask: {endpoints: web}\n";
        format!("{}{endpoints}{}", whole(), choices("is: \"1\"", &format!("is: {is}, mistake: ports-swapped")))
    };
    good("one", &ready("none"));
    refused("one", &ready("nobody"), "- {is: nobody", "ask");
    let judged = |is: &str| {
        let verdict = "    ask: {verdict: true}\n";
        format!("{}{verdict}{}", whole(), choices("is: accept", &format!("is: {is}, text: 글, mistake: ports-swapped")))
    };
    good("one", &judged("ports-swapped"));
    refused("one", &judged("ports-swaped"), "- {is: ports-swaped", "code-unknown");
    let shown = |text: &str| {
        let get = "    ask: {command: kubectl get svc web -o name}\n";
        format!("{}{get}{}", whole(), choices(&format!("is: \"serv*\"{text}"), "is: pod/web, mistake: ports-swapped"))
    };
    good("output", &shown(", text: 서비스"));
    refused("output", &shown(""), "- {is: \"serv*\"", "choice-text");
}

#[test]
fn only_a_choice_that_is_wrong_owes_its_mistake() {
    let one = |first: &str, second: &str| format!("{}{REQUEST}{}", whole(), choices(first, second));
    let missing = told("one", &one("is: answered", "is: refused"));
    assert!(
        matches!(missing.as_slice(), [only] if only.starts_with("- {is: refused") && only.contains("[mistake-missing]")),
        "{missing:#?}"
    );
    let both = told("one", &one("is: answered, mistake: ports-swapped", "is: refused, mistake: ports-swapped"));
    assert!(
        matches!(both.as_slice(), [only] if only.starts_with("- {is: answered") && only.contains("[mistake-on-right]")),
        "{both:#?}"
    );
    // Several are right and computed: none of them needs to be typed, and passing one over may be a mistake.
    let fills = |more: &str| {
        format!("{GAPPED}    ask: {{fills: true}}\n{}", choices(&format!("is: \"80\"{more}"), "is: \"8080\""))
    };
    good("several", &fills(""));
    good("several", &fills(", mistake: ports-swapped"));
}

#[test]
fn things_in_order_are_written_in_it() {
    let items = |first: &str, second: &str| {
        format!(
            "{}    ask: {{way: {{from: pod/client, to: \"web:80\"}}}}\n    items: [{{text: a, is: {first}}}, {{text: b, is: {second}}}, {{text: \
             c, is: pod}}]\n",
            whole()
        )
    };
    good("order", &items("client", "dns"));
    refused("order", &items("dns", "client"), "items:", "quiz-truth");
}

#[test]
fn what_has_a_partner_is_nothing_besides() {
    let pairs =
        |extra: &str| format!("    pairs: [{{left: a, right: b}}, {{left: c, right: d}}]\n    extra: [{extra}]\n");
    good("match", &pairs("e"));
    refused("match", &pairs("e, d"), "extra:", "pairs");
}

#[test]
fn a_manifest_that_cannot_be_read_is_told_at_its_line() {
    let broken = whole().replace("kind: Service\n", "kind Service\n");
    let told = told("fill", &format!("{broken}{REQUEST}"));
    assert!(matches!(told.as_slice(), [only] if only.starts_with("kind Service [quiz-manifest] ")), "{told:#?}");
    let asks = "    ask: {verdict: true}\n    answer: [yaml-missing-space]\n";
    assert!(self::told("fill", &format!("{broken}{asks}")).iter().all(|it| !it.contains("quiz-manifest")));
}

#[test]
fn a_command_that_prints_nothing_of_what_is_offered_is_told_with_what_it_prints() {
    let slip = format!(
        "{}    ask: {{command: kubectl gt svc}}\n{}",
        whole(),
        choices("is: a", "is: b, mistake: ports-swapped")
    );
    let told = told("output", &slip);
    assert!(told.iter().any(|it| it.starts_with("ask:") && it.contains("unknown command")), "{told:#?}");
}

#[test]
fn what_a_kind_needs_is_named() {
    let told_of = |kind: &str, rest: &str| told(kind, rest).join("\n");
    assert!(told_of("selects", &whole()).contains("`service`에"));
    assert!(told_of("reach", &whole()).contains("`from`(보내는 곳)"));
    let typed = format!("{}    ask: {{endpoints: web}}\n    answer: [\"80\"]\n", whole());
    assert!(told_of("fill", &typed).contains("적힌 답 `80`이"), "{}", told_of("fill", &typed));
}
