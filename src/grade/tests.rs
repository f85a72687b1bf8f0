//! Grading as a learner meets it: a world, a task, a manifest, what is said of it.

use super::*;
use crate::lesson::spec;

const WORLD: &str = "\
apiVersion: kijabi/v1
kind: World
metadata: {name: two-nodes}
spec: {platform: bare-metal}
---
apiVersion: v1
kind: Node
metadata: {name: node-1}
---
apiVersion: v1
kind: Node
metadata: {name: node-2}
---
apiVersion: v1
kind: Pod
metadata: {name: web-1, labels: {app: web}}
spec: {nodeName: node-1, containers: [{name: web, image: web, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web-2, labels: {app: web}}
spec: {nodeName: node-2, containers: [{name: web, image: web, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: client, labels: {app: client}, annotations: {kijabi/calls: \"web:80\"}}
spec: {nodeName: node-1, containers: [{name: client, image: client}]}
---
apiVersion: v1
kind: Service
metadata: {name: old}
spec: {type: NodePort, selector: {app: client}, ports: [{port: 80, nodePort: 30080}]}
";

const SPEC: &str = "\
title: 웹
task: 웹을 여십시오.
checks:
  - {accepted: true, proves: 받아들입니다., not-yet: 거절합니다.}
  - {request: {from: outside, to: \"any-node:30008\", expect: {pods: [web-1, web-2]}}, proves: 닿습니다., not-yet: 닿지 않습니다., weight: 3}
  - {request: {from: pod/client, to: \"web:80\", expect: {pods: [web-1, web-2]}}, proves: 닿습니다., not-yet: 닿지 않습니다.}
  - {endpoints: {service: \"*\", pods: [web-2, web-1]}, proves: 고릅니다., not-yet: 고르지 않습니다.}
  - {dns: {name: web, from: pod/client, expect: service/web}, proves: 찾습니다., not-yet: 찾지 못합니다.}
  - {field: {object: service/web, path: \"spec.ports[0].protocol\", equals: TCP}, proves: 맞습니다., not-yet: 다릅니다., mistake: ports-swapped}
  - {object: {kind: service, name: client, exists: false}, proves: 없습니다., not-yet: 있습니다., mistake: service-not-needed}
  - {at-most: {kind: Service, count: 2}, proves: 적당합니다., not-yet: 많습니다., mistake: service-not-needed}
hints: [하나, 둘, 셋]
";

const SOLUTION: &str = "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: NodePort
  selector:
    app: web
  ports:
    - port: 80
      targetPort: 8080
      nodePort: 30008
";

fn exercise() -> Exercise {
    let spec = spec::read("exercise.yaml", SPEC).unwrap();
    Exercise::new("web", "chapter", "ex-web", spec, "# 여기에\n", SOLUTION, WORLD.into())
}

fn graded(text: &str) -> Report {
    let file = File { name: "service.yaml".into(), text: text.into() };
    grade(&exercise(), &Answer::files(vec![file]), Version::default())
}

/// The solution with `from` become `to`.
fn spoilt(from: &str, to: &str) -> String {
    assert!(SOLUTION.contains(from), "{from:?} is not in the solution");
    SOLUTION.replacen(from, to, 1)
}

/// Grades a spoilt solution and gives `code at "text"` for each diagnostic.
fn found(from: &str, to: &str) -> Vec<String> {
    let text = spoilt(from, to);
    let report = graded(&text);
    assert!(!report.passed, "passes with {to:?}");
    report.diagnostics().map(|it| format!("{} at {:?}", it.code, it.range.of(&text))).collect()
}

#[test]
fn the_solution_passes_whatever_its_spelling() {
    let json = r#"{"kind":"Service","apiVersion":"v1","spec":{"ports":[{"nodePort":30008,"targetPort":8080,"port":80,"protocol":"TCP"}],
        "selector":{"app":"web"},"type":"NodePort","sessionAffinity":"None"},"metadata":{"name":"web","namespace":"default"}}"#;
    let named = spoilt("targetPort: 8080", "targetPort: http   # 이름으로");
    for text in [SOLUTION, json, &named] {
        let report = graded(text);
        let failed: Vec<_> = report.checks.iter().filter(|check| !check.passed).map(|check| &check.detail).collect();
        assert!(report.passed, "{text}\n{failed:#?} {:#?}", report.mistakes());
        assert_eq!(report.mistakes(), Vec::<String>::new(), "{text}");
        assert_eq!(report.score(), (10, 10));
    }
}

#[test]
fn what_is_not_there_yet_has_no_mistake_in_it() {
    let of_field =
        |report: &Report| report.checks.iter().find_map(|it| it.mistake.clone().filter(|it| it == "ports-swapped"));
    assert_eq!(of_field(&graded("")), None);
    assert_eq!(
        of_field(&graded(&spoilt("port: 80", "protocol: UDP\n      port: 80"))),
        Some("ports-swapped".to_owned())
    );
}

#[test]
fn an_empty_answer_never_passes() {
    for text in ["", "\n", "# 아무것도\n", "---\n"] {
        assert!(!graded(text).passed, "{text:?}");
    }
    assert!(!grade(&exercise(), &Answer::default(), Version::default()).passed);
}

#[test]
fn what_the_world_shows_stands_at_its_place() {
    assert_eq!(found("app: web", "app: wbe"), ["selector-matches-no-pod at \"wbe\""]);
    assert_eq!(found("app: web", "run: web"), ["selector-matches-no-pod at \"run\""]);
    assert_eq!(found("8080", "8081"), ["target-port-not-listening at \"8081\""]);
    assert_eq!(found("      targetPort: 8080\n", ""), ["target-port-not-listening at \"80\""]);
    assert_eq!(found("8080", "htp"), ["target-port-name-unknown at \"htp\""]);
    assert_eq!(
        found("port: 80\n      targetPort: 8080", "port: 8080\n      targetPort: 80"),
        ["ports-swapped at \"80\""]
    );
    assert_eq!(found("name: web", "name: wbe"), ["service-name-contract at \"wbe\""]);
    assert_eq!(found("30008", "30080"), ["node-port-taken at \"30080\""]);
    assert_eq!(found("  selector:\n    app: web\n", ""), ["selector-missing at \"spec\""]);
}

#[test]
fn a_fix_removes_what_it_is_for() {
    for (from, to) in [
        ("app: web", "app: wbe"),
        ("app: web", "run: web"),
        ("8080", "8081"),
        ("      targetPort: 8080\n", ""),
        ("8080", "htp"),
        ("port: 80\n      targetPort: 8080", "port: 8080\n      targetPort: 80"),
        ("name: web", "name: wbe"),
    ] {
        let text = spoilt(from, to);
        let report = graded(&text);
        let fix = report.diagnostics().flat_map(|it| &it.fixes).next().unwrap_or_else(|| panic!("no fix for {to:?}"));
        let mended = crate::text::apply_edits(&text, &fix.edits);
        assert!(graded(&mended).passed, "{} makes\n{mended}", fix.title);
    }
}

#[test]
fn a_failed_check_says_how_things_stand() {
    let report = graded(&spoilt("app: web", "app: wbe"));
    let request = &report.checks[1];
    assert!(request.detail.starts_with("node-1:30008 → 거절됨: "), "{}", request.detail);
    assert!(request.trace.is_some());
    assert_eq!(report.checks[3].detail, "web의 엔드포인트: 없음");
}

#[test]
fn a_refused_manifest_creates_nothing_but_a_certain_fix_shows_what_would_flow() {
    let refused = graded(&spoilt("30008", "80"));
    assert!(!refused.passed && refused.checks.iter().skip(1).take(5).all(|check| !check.passed));
    let assumed = graded(&spoilt("kind: Service", "kind: service"));
    assert!(!assumed.passed);
    if assumed.assumed {
        assert!(assumed.checks.iter().all(|check| !check.passed));
        assert!(assumed.checks[1].detail.contains("web-1, web-2 대답"), "{}", assumed.checks[1].detail);
    }
}

#[test]
fn a_check_names_its_misconception_where_no_diagnostic_does() {
    let both = format!(
        "{SOLUTION}---\n{}",
        SOLUTION.replace("name: web", "name: client").replace("nodePort: 30008", "nodePort: 30009")
    );
    assert_eq!(graded(&both).mistakes(), ["service-not-needed"]);
    // Refused: everything fails, and for that reason alone.
    assert_eq!(graded(&spoilt("30008", "80")).mistakes(), ["node-port-out-of-range"]);
}

#[test]
fn a_grader_used_again_says_the_same() {
    let exercise = exercise();
    let mut grader = Grader::new(&exercise, Version::default());
    for text in [SOLUTION.to_owned(), spoilt("8080", "808"), String::new(), SOLUTION.to_owned()] {
        let answer = Answer::files(vec![File { name: "a.yaml".into(), text }]);
        let (kept, fresh) = (grader.grade(&answer), grade(&exercise, &answer, Version::default()));
        assert_eq!((kept.passed, kept.mistakes()), (fresh.passed, fresh.mistakes()));
    }
}

/// Documents that meet in one cluster: a selector beside the labels, two Services that ask for one node port, a pod.
const STREAM: &str = "\
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30008}]}
---
apiVersion: v1
kind: Service
metadata: {name: webs}
spec:
  selector:
    app: wep
  ports:
    - port: 80
---
apiVersion: v1
kind: Pod
metadata: {name: own, labels: {app: own}}
spec: {containers: [{name: a, image: b}]}
---
apiVersion: v1
kind: Service
metadata: {name: again}
spec: {type: NodePort, selector: {app: own}, ports: [{port: 80, nodePort: 30008}]}
---
apiVersion: v1
kind: Service
metadata: {name: last, namespace: none}
spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
";

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(48))]
    #[test]
    fn grading_after_edits_says_what_grading_afresh_says(
        edits in proptest::collection::vec((0usize..900, 0usize..6, "(---\n|\n|w|0|: |name: web\n|[ -~])?"), 1..10),
    ) {
        let exercise = exercise();
        let mut grader = Grader::new(&exercise, Version::default());
        let mut answer = Answer::files(vec![
            File { name: "a.yaml".into(), text: STREAM.to_owned() },
            File { name: "b.yaml".into(), text: "apiVersion: v1\nkind: Service\nmetadata: {name: b}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n".into() },
        ]);
        for (at, length, insert) in edits {
            let file = &mut answer.files[usize::from(at % 7 == 0)];
            let floor = |offset: usize| (0..=offset.min(file.text.len())).rev().find(|&at| file.text.is_char_boundary(at)).unwrap_or(0);
            let (from, to) = (floor(at), floor(at + length));
            file.text.replace_range(from..to, &insert);
            let (kept, fresh) = (grader.grade(&answer), grade(&exercise, &answer, Version::default()));
            proptest::prop_assert_eq!(format!("{:#?}", kept), format!("{:#?}", fresh), "{:?}", answer);
        }
    }
}
