//! A good pack, and what the linter says when one thing in it is damaged.

mod causes;

use super::*;
use crate::lesson::MemorySource;

const COURSE: &str = "format: 1\ntitle: 시험\nauthors: [키잡이]\nchapters: [01-web]\n";

const CHAPTER: &str = "# 웹

[파드](term:pod)를 **서비스(Service)**가 고릅니다. 다음은 [과제](exercise:first)입니다. [실수](mistake:selector-matches-no-pod)도 보십시오.

```yaml
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
```

```yaml wrong=ports-missing
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: []}
```

```yaml fragment
selector: {app: web}
```

```predict
question: 셀렉터는 무엇을 봅니까?
choices:
  - {text: 레이블, right: true, because: 그렇습니다.}
  - {text: 이름, mistake: selector-matches-no-pod, because: 이름은 보지 않습니다.}
```

```traffic
world: worlds/one.yaml
request: {from: outside, to: \"pod/web-1:80\"}
caption: 바깥에서는 파드에 닿지 않습니다.
```
";

const WORLD: &str = "apiVersion: v1
kind: Pod
metadata: {name: web-1, labels: {app: web}}
spec: {containers: [{name: web, image: web, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: client, labels: {app: client}}
spec: {containers: [{name: client, image: client}]}
";

const EXERCISE: &str = "title: 웹 서비스
task: 서비스를 고치십시오.
mistakes: [selector-matches-no-pod, target-port-not-listening, unknown-field]
checks:
  - accepted: true
    proves: 받아들입니다.
    not-yet: 받아들이지 않습니다.
  - request: {from: pod/client, to: \"web:80\", expect: {pods: [web-1]}}
    proves: 닿습니다.
    not-yet: 닿지 않습니다.
hints: [하나, 둘, 셋]
";

/// A manifest for Service `web` with this selector value and targetPort.
fn manifest(app: &str, target: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: {app}\n  ports:\n    - port: 80\n      targetPort: {target}\n"
    )
}

fn files() -> Vec<(&'static str, String)> {
    let ex = |text: String| text;
    vec![
        ("course.yaml", COURSE.into()),
        ("01-web/chapter.md", CHAPTER.into()),
        ("01-web/worlds/one.yaml", WORLD.into()),
        ("01-web/ex-first/exercise.yaml", EXERCISE.into()),
        ("01-web/ex-first/world.yaml", WORLD.into()),
        ("01-web/ex-first/starter.yaml", ex(manifest("wbe", "8080"))),
        ("01-web/ex-first/solution.yaml", ex(manifest("web", "8080"))),
        ("01-web/ex-first/wrong/label.yaml", format!("# wrong: selector-matches-no-pod\n{}", manifest("was", "8080"))),
        ("01-web/ex-first/wrong/port.yaml", format!("# wrong: target-port-not-listening\n{}", manifest("web", "80"))),
        (
            "01-web/ex-first/wrong/field.yaml",
            format!("# wrong: unknown-field\n{}", manifest("web", "8080").replace("spec:\n", "spec:\n  colour: red\n")),
        ),
    ]
}

fn assets() -> Vec<(&'static str, String)> {
    let with_examples = "# 셀렉터가 고르는 파드가 없습니다\n\n이름을 셀렉터에 적으면 일어납니다.\n\n";
    let bad = manifest("was", "8080");
    let good = manifest("web", "8080");
    let code = "selector-matches-no-pod";
    vec![
        ("glossary.yaml", "- {id: pod, term: 파드, english: Pod, sentence: 컨테이너의 묶음입니다.}\n".into()),
        (
            "mistakes/selector-matches-no-pod.md",
            format!("{with_examples}```yaml wrong={code}\n{bad}```\n\n```yaml\n{good}```\n\n```world\n{WORLD}```\n"),
        ),
        ("mistakes/target-port-not-listening.md", "# 아무도 듣지 않습니다\n\n포트를 헷갈렸습니다.\n".into()),
        ("mistakes/ports-missing.md", "# 포트가 없습니다\n\n포트를 잊었습니다.\n".into()),
        ("mistakes/unknown-field.md", "# 없는 필드입니다\n\n글자가 다릅니다.\n".into()),
    ]
}

/// The rules that are broken, warnings left out.
fn broken(files: Vec<(&'static str, String)>, assets: Vec<(&'static str, String)>) -> Vec<String> {
    let catalogue = Catalogue::open(Box::new(MemorySource::new(assets)));
    let faults = match Course::open(Box::new(MemorySource::new(files))) {
        Ok(course) => lint_course(&course, &catalogue),
        Err(fault) => vec![fault],
    };
    faults.iter().filter(|fault| fault.is_error()).map(ToString::to_string).collect()
}

/// The warnings of the good pack with `from` in the file `path` become `to`.
fn warned(path: &str, from: &str, to: &str) -> Vec<String> {
    let change =
        |(name, text): (&'static str, String)| (name, if name == path { text.replace(from, to) } else { text });
    let catalogue = Catalogue::open(Box::new(MemorySource::new(assets())));
    let course = Course::open(Box::new(MemorySource::new(files().into_iter().map(change)))).unwrap();
    let faults = lint_course(&course, &catalogue);
    faults.iter().filter(|fault| !fault.is_error()).map(ToString::to_string).collect()
}

/// Lints the good pack with `from` in the file `path` become `to`, and expects the rule to be broken there.
#[track_caller]
fn damage(path: &str, from: &str, to: &str, rule: &str) {
    let (mut files, mut assets) = (files(), assets());
    let mut found = false;
    for (name, text) in files.iter_mut().chain(assets.iter_mut()) {
        if path == *name || path.strip_prefix("assets/") == Some(name) {
            assert!(text.contains(from), "{path} has no {from:?}");
            *text = text.replace(from, to);
            found = true;
        }
    }
    assert!(found, "no file {path}");
    let broken = broken(files, assets);
    assert!(broken.iter().any(|it| it.contains(&format!("[{rule}]"))), "{rule} expected in {broken:#?}");
}

#[test]
fn a_good_pack_has_no_fault() {
    assert_eq!(broken(files(), assets()), Vec::<String>::new());
}

#[test]
fn no_file_can_be_deleted_emptied_or_cut_unnoticed() {
    for (path, text) in files() {
        let without = files().into_iter().filter(|(name, _)| *name != path).collect();
        assert_ne!(broken(without, assets()), Vec::<String>::new(), "{path} deleted");
        let half = text.char_indices().map(|(at, _)| at).find(|at| at * 2 >= text.len()).unwrap_or(0);
        for rest in ["", text.get(..half).unwrap_or("")] {
            let with = |(name, old)| (name, if name == path { rest.to_owned() } else { old });
            assert_ne!(broken(files().into_iter().map(with).collect(), assets()), Vec::<String>::new(), "{path} cut");
        }
    }
}

#[test]
fn damage_to_the_course_file_shows() {
    damage("course.yaml", "format: 1", "format: 9", "format");
    damage("course.yaml", "authors", "author", "spec");
    damage("course.yaml", "title: 시험", "title: ''", "course");
    damage("course.yaml", "[01-web]", "[01-web, 02-none]", "chapter-missing");
    damage("course.yaml", "[01-web]", "[01-web, 01-web]", "chapter-twice");
    damage("course.yaml", "[01-web]", "[../01-web]", "path");
    damage("course.yaml", "[01-web]", "[01-web", "yaml");
}

#[test]
fn damage_to_a_chapter_shows() {
    let chapter = "01-web/chapter.md";
    damage(chapter, "# 웹\n", "웹\n", "chapter-title");
    damage(chapter, "# 웹\n", "# 웹\n\n# 둘째 장\n", "chapter-title");
    damage(chapter, "term:pod", "term:pood", "link");
    damage(chapter, "(exercise:first)", "(exercise:frist)", "link");
    damage(chapter, "(exercise:first)", "(exercise:frist)", "exercise-unlinked");
    damage(chapter, "mistake:selector-matches-no-pod)", "mistake:none)", "link");
    damage(chapter, "ports: [{port: 80}]", "ports: [{prot: 80}]", "fence-manifest");
    damage(chapter, "wrong=ports-missing", "wrong=unknown-field", "fence-wrong");
    damage(chapter, "wrong=ports-missing", "wrogn=ports-missing", "fence-info");
    damage(chapter, "selector: {app: web}\n```", "selector: {app: web\n```", "fence-yaml");
    damage(chapter, "right: true, ", "", "predict");
    damage(chapter, "because: 그렇습니다.", "becaus: 그렇습니다.", "spec");
    damage(chapter, "mistake: selector-matches-no-pod", "mistake: none", "code-unknown");
    damage(chapter, "worlds/one.yaml", "../one.yaml", "traffic");
    damage(chapter, "worlds/one.yaml", "worlds/two.yaml", "stray-file");
    damage(chapter, "pod/web-1:80", "pod/web-1", "traffic");
    damage(chapter, "caption: 바깥에서는 파드에 닿지 않습니다.\n```\n", "caption: 바깥에서는\n", "fence-unclosed");
    let asks = "{from: outside, to: \"pod/web-1:80\"}";
    damage(chapter, asks, "{from: pod/ghost, to: \"pod/web-1:80\"}", "traffic");
    damage(chapter, asks, "{from: pod/client, to: \"service/ghost:80\"}", "traffic");
    damage(chapter, asks, "{from: outside, to: \"any_node:30008\"}", "traffic");
    damage(chapter, "caption: 바깥", "expect: refused\ncaption: 바깥", "traffic");
    damage(chapter, "caption: 바깥", "expect: {pods: [web-1]}\ncaption: 바깥", "traffic");
    damage(chapter, "(Service)**가", "(Service)가", "leftover-emphasis");
    damage(chapter, "고릅니다", "고\u{1b}[2J릅니다", "control-character");
    damage(chapter, "파드", "\u{1111}\u{1161}\u{1103}\u{1173}", "not-nfc");
}

#[test]
fn a_picture_may_say_what_must_become_of_its_request_and_ask_any_node() {
    let world = format!(
        "{WORLD}---\napiVersion: v1\nkind: Service\nmetadata: {{name: web}}\nspec: {{type: NodePort, selector: {{app: web}}, \
         ports: [{{port: 80, targetPort: 8080, nodePort: 30008}}]}}\n"
    );
    let fence = |request: &str, expect: &str| {
        let picture = format!("request: {request}\nexpect: {expect}\ncaption: 닿습니다.");
        let old = "request: {from: outside, to: \"pod/web-1:80\"}\ncaption: 바깥에서는 파드에 닿지 않습니다.";
        let change = |(name, text): (&'static str, String)| match name {
            "01-web/chapter.md" => (name, text.replace(old, &picture)),
            "01-web/worlds/one.yaml" => (name, world.clone()),
            _ => (name, text),
        };
        broken(files().into_iter().map(change).collect(), assets())
    };
    assert_eq!(fence("{from: outside, to: \"any-node:30008\"}", "{pods: [web-1]}"), Vec::<String>::new());
    assert_eq!(fence("{from: outside, to: \"any-node:30009\"}", "refused"), Vec::<String>::new());
    let false_claim = fence("{from: outside, to: \"any-node:30008\"}", "timeout");
    assert!(
        matches!(false_claim.as_slice(), [only] if only.starts_with("01-web/chapter.md:33:1: ") && only.contains("`{pods: [web-1]}`")),
        "{false_claim:#?}"
    );
    let ghost = fence("{from: node/ghost, to: \"any-node:30008\"}", "timeout");
    assert!(matches!(ghost.as_slice(), [only] if only.starts_with("01-web/chapter.md:32:11: ")), "{ghost:#?}");
}

#[test]
fn damage_to_an_exercise_shows() {
    let exercise = "01-web/ex-first/exercise.yaml";
    damage(exercise, "title:", "titel:", "spec");
    damage(exercise, "[하나, 둘, 셋]", "[하나, 둘]", "hints");
    damage(exercise, "[하나, 둘, 셋]", "[하나, 둘, 둘]", "hints");
    damage(exercise, "[하나, 둘, 셋]", "[하나, 둘, \"app: web 이라고 적으십시오.\"]", "hint-gives-answer");
    damage(exercise, "accepted: true", "accepted: false", "spec");
    damage(exercise, "proves: 닿습니다.", "proves: ''", "check");
    damage(exercise, "from: pod/client", "from: pods", "check");
    damage(exercise, "web:80", "web", "check");
    damage(exercise, "web:80", "anynode:80", "check");
    damage(exercise, "pods: [web-1]", "pods: [web-2]", "solution-fails");
    damage(exercise, "unknown-field]", "unknown-thing]", "code-unknown");
    damage(exercise, ", unknown-field]", "]", "mistake-unlisted");
    damage(exercise, "unknown-field]", "unknown-field, ports-missing]", "mistake-unprovoked");
    let never = "hints:";
    let check = "  - at-most: {kind: Service, count: 9}\n    proves: 넘지 않습니다.\n    not-yet: 넘습니다.\nhints:";
    damage(exercise, never, check, "check-never-fails");
}

#[test]
fn damage_to_answers_and_worlds_shows() {
    damage("01-web/ex-first/starter.yaml", "wbe", "web", "starter-passes");
    damage("01-web/ex-first/starter.yaml", "kind: Service", "kind: Servic", "starter-unintended");
    damage("01-web/ex-first/solution.yaml", "8080", "8081", "solution-fails");
    damage("01-web/ex-first/solution.yaml", "8080", "8081", "solution-diagnostic");
    damage("01-web/ex-first/world.yaml", "8080", "9090", "solution-fails");
    damage("01-web/ex-first/world.yaml", "containers", "container", "world");
    // In a world that can be read: a namespace that is said nowhere.
    damage(
        "01-web/ex-first/world.yaml",
        "metadata: {name: client",
        "metadata: {namespace: mall, name: client",
        "world",
    );
    damage("01-web/worlds/one.yaml", "metadata: {name: client", "metadata: {namespace: mall, name: client", "world");
    damage("01-web/ex-first/wrong/port.yaml", "# wrong: target-port-not-listening", "# none", "wrong-claim");
    damage("01-web/ex-first/wrong/port.yaml", "targetPort: 80", "targetPort: 8080", "wrong-passes");
    damage("01-web/ex-first/wrong/port.yaml", "target-port-not-listening", "unknown-field", "wrong-codes");
    damage("01-web/ex-first/wrong/port.yaml", "target-port-not-listening", "unknown-field", "wrong-redundant");
}

#[test]
fn damage_to_the_catalogue_shows() {
    damage("assets/glossary.yaml", "sentence: 컨테이너의 묶음입니다.", "sentence: ''", "term-empty");
    damage("assets/glossary.yaml", "english", "englsh", "spec");
    let mistake = "assets/mistakes/selector-matches-no-pod.md";
    damage(mistake, "# 셀렉터가", "셀렉터가", "mistake-title");
    damage(mistake, "app: was", "app: web", "mistake-bad");
    damage(mistake, "    app: web\n", "    app: wep\n", "mistake-good");
    damage(mistake, "containers", "container", "mistake-world");
    damage("assets/mistakes/ports-missing.md", "포트를 잊었습니다.", "", "mistake-text");
}

#[test]
fn a_fault_has_its_place() {
    let files =
        files().into_iter().map(|(name, text)| (name, text.replace("not-yet: 닿지", "not_yet: 닿지"))).collect();
    let broken = broken(files, assets());
    assert!(broken.iter().any(|it| it.starts_with("01-web/ex-first/exercise.yaml:10:5: ")), "{broken:#?}");
}

#[test]
fn two_exercises_may_not_ask_the_same() {
    let mut files = files();
    let copies: Vec<(&'static str, String)> = [
        ("01-web/ex-first/exercise.yaml", "01-web/ex-two/exercise.yaml"),
        ("01-web/ex-first/world.yaml", "01-web/ex-two/world.yaml"),
        ("01-web/ex-first/starter.yaml", "01-web/ex-two/starter.yaml"),
        ("01-web/ex-first/solution.yaml", "01-web/ex-two/solution.yaml"),
    ]
    .into_iter()
    .filter_map(|(from, to)| Some((to, files.iter().find(|(name, _)| *name == from)?.1.clone())))
    .collect();
    files.extend(copies);
    let broken = broken(files, assets());
    assert!(broken.iter().any(|it| it.contains("[checks-distinct]")), "{broken:#?}");
    assert!(broken.iter().any(|it| it.contains("[wrong-missing]")), "{broken:#?}");
}

#[test]
fn a_mark_that_is_nearly_written_is_warned_of() {
    let chapter = "01-web/chapter.md";
    for (from, to, at) in [
        ("```traffic", "```trafic", "01-web/chapter.md:31:1: "),
        ("```traffic", "```Traffic", "01-web/chapter.md:31:1: "),
        ("```predict", "```", "01-web/chapter.md:24:1: "),
        ("```traffic", "```text", "01-web/chapter.md:31:1: "),
        ("```predict", "<!-- puase -->\n\n```predict", "01-web/chapter.md:23:1: "),
        ("```predict", "<!-- nota: 여기서 묻습니다 -->\n\n```predict", "01-web/chapter.md:23:1: "),
        ("```predict", "<!-- note 여기서 묻습니다 -->\n\n```predict", "01-web/chapter.md:23:1: "),
    ] {
        let warned = warned(chapter, from, to);
        assert!(warned.iter().any(|it| it.starts_with(at) && it.contains("[mark-misspelt]")), "{to}: {warned:#?}");
    }
    for other in
        ["```json\n{}\n```\n\n```predict", "<!-- pause -->\n\n<!-- note: 말 -->\n\n<!-- TODO: 그림 -->\n\n```predict"]
    {
        assert_eq!(warned(chapter, "```predict", other), Vec::<String>::new());
    }
}

#[test]
fn an_exercise_that_says_so_is_written_from_nothing() {
    let emptied = |(name, text): (&'static str, String)| {
        // The first check now has to be failed by a near miss; it is, by the one with an unknown field.
        (name, if name.ends_with("starter.yaml") { String::new() } else { text })
    };
    let said = |(name, text): (&'static str, String)| {
        (name, if name.ends_with("ex-first/exercise.yaml") { format!("{text}from-empty: true\n") } else { text })
    };
    let only_said = broken(files().into_iter().map(said).collect(), assets());
    assert!(only_said.iter().any(|it| it.contains("from-empty")), "{only_said:#?}");
    let only_emptied = broken(files().into_iter().map(emptied).collect(), assets());
    assert!(only_emptied.iter().any(|it| it.ends_with("[empty]")), "{only_emptied:#?}");
    let both = broken(files().into_iter().map(emptied).map(said).collect(), assets());
    assert_eq!(both, Vec::<String>::new());
}

#[test]
fn an_exercise_has_a_plain_name() {
    let moved = |(name, text): (&'static str, String)| {
        let name = name.replace("ex-first", "ex-새 문");
        (&*Box::leak(name.into_boxed_str()), text.replace("(exercise:first)", "(exercise:새 문)"))
    };
    let broken = broken(files().into_iter().map(moved).collect(), assets());
    assert!(broken.iter().any(|it| it.contains("`새 문`") && it.ends_with("[id]")), "{broken:#?}");
}

/// All that is told of the good pack once the files are changed.
fn told_of(change: impl Fn(&str, String) -> (String, String)) -> Vec<String> {
    let files: Vec<(String, String)> = files().into_iter().map(|(name, text)| change(name, text)).collect();
    let catalogue = Catalogue::open(Box::new(MemorySource::new(assets())));
    let course = Course::open(Box::new(MemorySource::new(files))).unwrap();
    lint_course(&course, &catalogue).iter().map(ToString::to_string).collect()
}

#[test]
fn a_cause_is_told_and_not_what_follows_from_it() {
    // One wrong word in a world: no check can hold in a world that is not there.
    let told = told_of(|name, text| {
        let is_world = name.ends_with("ex-first/world.yaml");
        (name.to_owned(), if is_world { text.replacen("kind: Pod", "kind: Pood", 1) } else { text })
    });
    assert!(matches!(told.as_slice(), [only] if only.starts_with("01-web/ex-first/world.yaml:2:")), "{told:#?}");
    // The same in the world of a picture.
    let told = told_of(|name, text| {
        let is_world = name.ends_with("worlds/one.yaml");
        (name.to_owned(), if is_world { text.replacen("kind: Pod", "kind: Pood", 1) } else { text })
    });
    assert!(matches!(told.as_slice(), [only] if only.starts_with("01-web/worlds/one.yaml:2:")), "{told:#?}");
    // One wrong name of a chapter: its files are no strays, its links no dead ends.
    let told = told_of(|name, text| {
        (name.to_owned(), if name == "course.yaml" { text.replace("01-web", "01-wbe") } else { text })
    });
    assert!(
        matches!(told.as_slice(), [first, ..] if first.starts_with("course.yaml:4:") && first.contains("혹시 `01-web`입니까?")),
        "{told:#?}"
    );
    assert!(told.iter().all(|it| it.starts_with("course.yaml") || it.starts_with("assets/")), "{told:#?}");
    // A chapter that is not named, where no name is wrong.
    let told = told_of(|name, text| {
        (if name.ends_with("one.yaml") { "02-more/chapter.md".into() } else { name.into() }, text)
    });
    assert!(
        told.iter().any(|it| it.starts_with("02-more/chapter.md:1:1: ") && it.ends_with("[chapter-unnamed]")),
        "{told:#?}"
    );
    // A solution that the server refuses: that, and not each check.
    let told = told_of(|name, text| {
        (name.to_owned(), if name.ends_with("solution.yaml") { text.replace("port: 80\n", "prot: 80\n") } else { text })
    });
    assert!(told.iter().all(|it| !it.contains("[solution-fails]")), "{told:#?}");
    assert!(told.iter().any(|it| it.contains("[solution-diagnostic]")), "{told:#?}");
}

#[test]
fn a_world_holds_each_object_once() {
    let told = told_of(|name, text| {
        let is_world = name.ends_with("ex-first/world.yaml");
        (name.to_owned(), if is_world { text.replace("name: client,", "name: web-1,") } else { text })
    });
    let [only] = told.as_slice() else { panic!("{told:#?}") };
    assert!(only.starts_with("01-web/ex-first/world.yaml:8:18: ") && only.contains("Pod `web-1`: 두 번"), "{only}");
}

#[test]
fn a_solution_that_fails_is_told_at_the_check() {
    let told = told_of(|name, text| {
        (
            name.to_owned(),
            if name.ends_with("exercise.yaml") { text.replace("pods: [web-1]", "pods: [web-2]") } else { text },
        )
    });
    assert!(
        told.iter().any(|it| it.starts_with("01-web/ex-first/exercise.yaml:8:5: 정답(solution.yaml)이 이 확인 항목을")),
        "{told:#?}"
    );
}

#[test]
fn nothing_is_told_in_empty_marks_and_no_path_that_an_author_has_not() {
    let told = told_of(|name, text| {
        let is_near_miss = name.ends_with("wrong/port.yaml");
        (name.to_owned(), if is_near_miss { text.replace("targetPort: 80", "targetPort: 8080") } else { text })
    });
    assert!(
        told.iter().any(|it| it.contains("나온 코드가 없습니다")) && told.iter().all(|it| !it.contains("``")),
        "{told:#?}"
    );
    let told = told_of(|name, text| {
        (
            name.to_owned(),
            if name.ends_with("exercise.yaml") { text.replace("unknown-field]", "unknwon-field]") } else { text },
        )
    });
    let unknown = told.iter().find(|it| it.contains("[code-unknown]")).unwrap();
    assert!(unknown.contains("혹시 `unknown-field`입니까?") && !unknown.contains("assets/"), "{unknown}");
}
