//! What an author is told stands where the slip is, says what to do, and is told once.

use super::*;

/// All that is told once `from` in the file `path` of the good pack is `to`; files of `more` are added.
#[track_caller]
fn told_with(path: &str, from: &str, to: &str, more: &[(&str, &str)]) -> Vec<String> {
    let mut files: Vec<(String, String)> = files().into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    let (_, text) = files.iter_mut().find(|(name, _)| name == path).expect("a file of the pack");
    assert!(text.contains(from), "{path} has no {from:?}");
    *text = text.replacen(from, to, 1);
    files.extend(more.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    let catalogue = Catalogue::open(Box::new(MemorySource::new(assets())));
    let course = Course::open(Box::new(MemorySource::new(files))).unwrap();
    lint_course(&course, &catalogue).iter().map(ToString::to_string).collect()
}

#[track_caller]
fn told(path: &str, from: &str, to: &str) -> Vec<String> {
    told_with(path, from, to, &[])
}

/// One fault alone is told, which begins and speaks so.
#[track_caller]
fn only(told: &[String], begins: &str, speaks: &str) {
    assert!(
        matches!(told, [only] if only.starts_with(begins) && only.contains(speaks)),
        "{begins} {speaks}: {told:#?}"
    );
}

const CHAPTER_FILE: &str = "01-web/chapter.md";
const EXERCISE_FILE: &str = "01-web/ex-first/exercise.yaml";

#[test]
fn a_code_that_is_none_is_told_where_it_is_written() {
    let unknown = |told: Vec<String>| told.into_iter().find(|it| it.ends_with("[code-unknown]")).unwrap_or_default();
    let fence = unknown(told(CHAPTER_FILE, "wrong=ports-missing", "wrong=ports-mising"));
    assert!(fence.starts_with("01-web/chapter.md:12:15: "), "{fence}");
    let choice = told(CHAPTER_FILE, "mistake: selector-matches-no-pod, because", "mistake: selector-mising, because");
    only(&choice, "01-web/chapter.md:27:16: ", "`selector-mising`");
    let listed = unknown(told(EXERCISE_FILE, "unknown-field]", "unknown-feild]"));
    assert!(listed.starts_with("01-web/ex-first/exercise.yaml:3:64: "), "{listed}");
    // Of a near miss only the slip itself is told: what it provokes and what the exercise lists are as they were.
    let path = "01-web/ex-first/wrong/field.yaml";
    only(
        &told(path, "# wrong: unknown-field", "# wrong: unknown-feild"),
        &format!("{path}:1:10: "),
        "혹시 `unknown-field`",
    );
}

#[test]
fn a_near_miss_without_a_claim_is_told_once_and_codes_may_be_parted_by_a_blank() {
    let path = "01-web/ex-first/wrong/field.yaml";
    only(&told(path, "# wrong: unknown-field", "# 틀림"), &format!("{path}:1:1: "), "`# wrong: 코드, 코드`");
    assert_eq!(
        Wrong::new("a.yaml", "# wrong: b-c a-b\n".to_owned(), "service.yaml").codes,
        Wrong::new("a.yaml", "# wrong: a-b, b-c\n".to_owned(), "service.yaml").codes
    );
}

#[test]
fn a_broken_world_is_no_fault_of_the_requests_in_it() {
    let exercise = ("from: pod/client, to: \"web:80\"", "from: outside, to: \"any-node:30008\"");
    let mut files: Vec<(String, String)> = files().into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    for (name, text) in &mut files {
        match name.as_str() {
            EXERCISE_FILE => *text = text.replace(exercise.0, exercise.1),
            "01-web/ex-first/world.yaml" => *text = text.replacen("kind: Pod", "kind: Pood", 1),
            _ => {}
        }
    }
    let catalogue = Catalogue::open(Box::new(MemorySource::new(assets())));
    let course = Course::open(Box::new(MemorySource::new(files))).unwrap();
    let told: Vec<String> = lint_course(&course, &catalogue).iter().map(ToString::to_string).collect();
    only(&told, "01-web/ex-first/world.yaml:2:", "Pood");
}

#[test]
fn what_refers_to_a_file_and_cannot_be_read_makes_no_stray_of_it() {
    only(&told(CHAPTER_FILE, "caption:", "captoin:"), "01-web/chapter.md:33:1: ", "`captoin`");
    only(&told(CHAPTER_FILE, "# 웹\n", "웹\n"), "01-web/chapter.md:1:1: ", "`# 제목`");
    let quiz = [("01-web/quiz.yaml", "questions:\n  - kind: one\n")];
    let with_quiz = told_with(CHAPTER_FILE, "# 웹\n", "# 웹\n[문제](quiz:web)\n", &quiz);
    only(&with_quiz, "01-web/quiz.yaml:2:", "`id`");
    // A picture of an exercise whose own file is broken.
    let told = told_of(|name, text| {
        let text = match name {
            CHAPTER_FILE => text.replace("world: worlds/one.yaml", "exercise: first"),
            EXERCISE_FILE => text.replace("title:", "titel:"),
            _ => text,
        };
        (name.replace("worlds/one.yaml", "ex-first/wrong/one.yaml"), text)
    });
    assert!(told.iter().all(|it| !it.starts_with(CHAPTER_FILE)), "{told:#?}");
}

#[test]
fn a_picture_needs_a_world_and_a_term_is_found_by_its_name() {
    let told = told(CHAPTER_FILE, "world: worlds/one.yaml\n", "");
    assert!(told.iter().any(|it| it.contains("가운데 하나를 꼭")), "{told:#?}");
    let told = super::causes::told(CHAPTER_FILE, "term:pod", "term:파드");
    assert!(
        told.iter().any(|it| it.starts_with("01-web/chapter.md:3:1: ") && it.contains("혹시 `pod`입니까?")),
        "{told:#?}"
    );
}

#[test]
fn a_choice_before_the_answer_is_offered_once_and_the_right_one_is_no_mistake() {
    let twice = told(CHAPTER_FILE, "{text: 이름, mistake", "{text: 레이블, mistake");
    only(&twice, "01-web/chapter.md:27:5: ", "두 번");
    let right = told(CHAPTER_FILE, "right: true,", "right: true, mistake: ports-missing,");
    only(&right, "01-web/chapter.md:26:30: ", "맞는 답에는");
}

#[test]
fn what_lies_beside_any_course_is_no_stray_and_a_folder_of_answers_is_told_their_form() {
    let beside = [("README.md", "# 과정"), ("LICENSE-MIT", ""), ("LICENSE", "x")];
    assert_eq!(told_with(CHAPTER_FILE, "# 웹", "# 웹", &beside), Vec::<String>::new());
    let folder = [("01-web/ex-first/solution/web.yaml", "a: 1\n")];
    only(&told_with(CHAPTER_FILE, "# 웹", "# 웹", &folder), "01-web/ex-first/solution/web.yaml:", "# Source: ");
    let picture = [("01-web/notes.yaml", "a: 1\n")];
    only(&told_with(CHAPTER_FILE, "# 웹", "# 웹", &picture), "01-web/notes.yaml:", "점으로 시작하는 폴더");
}

#[test]
fn a_check_that_is_none_is_told_at_its_own_line() {
    let two = told(EXERCISE_FILE, "  - request:", "  - accepted: true\n    request:");
    only(&two, "01-web/ex-first/exercise.yaml:8:", "꼭 하나");
    let blank = told(EXERCISE_FILE, "task: 서비스를 고치십시오.", "task: ''");
    only(&blank, "01-web/ex-first/exercise.yaml:2:1: ", "`task`는");
    only(&told(EXERCISE_FILE, "hints: [하나, 둘, 셋]", "hints: 하나"), "01-web/ex-first/exercise.yaml:11:", "`[하나]`");
    only(&told(EXERCISE_FILE, "web:80", "web:99999"), "01-web/ex-first/exercise.yaml:8:", "1부터 65535까지");
    let kind = "  - object: {kind: svc, name: web}\n    proves: a\n    not-yet: b\nhints:";
    let kind = told(EXERCISE_FILE, "hints:", kind);
    assert!(kind.iter().any(|it| it.contains("Service, Pod, Deployment")), "{kind:#?}");
}

#[test]
fn a_chapter_that_is_listed_twice_is_told_once() {
    only(&told("course.yaml", "[01-web]", "[01-web, 01-web]"), "course.yaml:4:", "두 번");
}

/// The good pack with an exercise at the console: its starter is right and only waits to be created.
fn at_the_console(solution: &str) -> Vec<String> {
    let exercise = "title: 콘솔\ntask: 서비스를 만드십시오.\nconsole: true\nmistakes: [selector-matches-no-pod, target-port-not-listening, unknown-field]\n\
                    checks:\n  - object: {kind: Service, name: web}\n    proves: 있습니다.\n    not-yet: 없습니다.\n  - request: \
                    {from: pod/client, to: \"web:80\", expect: {pods: [web-1]}}\n    proves: 닿습니다.\n    not-yet: 닿지 \
                    않습니다.\nhints: [하나, 둘, 셋]\n";
    let created = |text: String| {
        format!(
            "{text}---\napiVersion: kijabi/v1\nkind: Commands\nspec:\n  commands:\n    - kubectl create -f service.yaml\n"
        )
    };
    told_of(|name, text| {
        let text = match name {
            EXERCISE_FILE => exercise.to_owned(),
            "01-web/ex-first/starter.yaml" => manifest("web", "8080"),
            "01-web/ex-first/solution.yaml" => solution.replace("MANIFEST", &manifest("web", "8080")),
            _ if name.contains("/wrong/") => created(text),
            _ => text,
        };
        (name.to_owned(), text)
    })
}

#[test]
fn what_would_not_be_run_is_told_and_a_good_starter_that_waits_needs_no_mistake() {
    let solution = "MANIFEST---\napiVersion: kijabi/v1\nkind: Commands\nspec:\n  commands:\n    - kubectl create -f service.yaml\n";
    assert_eq!(at_the_console(solution), Vec::<String>::new());
    let typo = at_the_console(&solution.replace("commands:", "comands:"));
    only(&typo, "01-web/ex-first/solution.yaml:15:3: ", "`comands`라는 필드는 없습니다");
    // Commands alone find an empty file: what fails is told with what it says.
    let alone = at_the_console(solution.split_once("---\n").unwrap().1);
    let failed = alone.iter().find(|it| it.ends_with("[solution-command]")).unwrap();
    assert!(
        failed.starts_with("01-web/ex-first/solution.yaml:5:7: ") && failed.contains("no objects passed to create"),
        "{failed}"
    );
}

#[test]
fn a_namespace_that_is_not_there_is_told_where_it_is_written() {
    let told = told("01-web/ex-first/solution.yaml", "  name: web\n", "  name: web\n  namespace: shop\n");
    let place = told.iter().find(|it| it.contains("namespace-missing")).unwrap();
    assert!(place.starts_with("01-web/ex-first/solution.yaml:5:14: "), "{place}");
}

#[test]
fn a_course_that_has_an_id_has_one() {
    only(&told("course.yaml", "format: 1\n", "format: 1\nid: ''\n"), "course.yaml:2:1: ", "`id`가 비어");
    assert_eq!(told("course.yaml", "format: 1\n", "format: 1\nid: 첫-과정\n"), Vec::<String>::new());
}

#[test]
fn no_particle_is_left_to_chance() {
    let wrong = told(CHAPTER_FILE, "wrong=ports-missing", "wrong=unknown-field");
    assert!(wrong.iter().any(|it| it.contains("`wrong=unknown-field`라고")), "{wrong:#?}");
    let wrong = told(CHAPTER_FILE, "wrong=ports-missing", "wrong=selector-matches-no-pod");
    assert!(wrong.iter().any(|it| it.contains("`wrong=selector-matches-no-pod`라고")), "{wrong:#?}");
}
