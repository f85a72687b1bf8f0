//! Every kind of question answered by keys, right and wrong; what a learner sees; that nothing is drawn before an answer is kept.

mod exam;
mod keeping;

use super::exam::TICK;
use super::*;
use crate::app::Model;
use crate::app::effect::Effect;
use crate::app::scene::Size;
use crate::app::screen::fixture::{LARGE, USUAL, press, screen, shared};
use crate::app::shared::Class;
use crate::lesson::spec::quiz::QuestionKind;
use crate::lesson::{Course, MemorySource};
use crate::quiz::exam::Plan;
use crate::quiz::{Item, Response, Task};
use crate::study::Day;

/// One question of each kind about one small world.
const QUIZ: &str = r#"
questions:
  - id: q-one
    kind: one
    text: 파드 `web`이 `db:5432`를 부르면 어떻게 됩니까?
    heading: 돛을 다는 법
    exercise: raise
    mistakes: [yaml-tab]
    because: 이름과 셀렉터와 포트가 모두 맞습니다.
    world: &world |
      apiVersion: v1
      kind: Pod
      metadata: {name: db, labels: {app: db, tier: back}}
      spec: {containers: [{name: db, image: "postgres:18", ports: [{containerPort: 5432}]}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {app: web}}
      spec: {containers: [{name: web, image: "nginx:1.29", ports: [{containerPort: 80}]}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: db}
      spec: {selector: {app: db}, ports: [{port: 5432}]}
    ask: {request: {from: pod/web, to: "db:5432"}}
    choices:
      - {is: answered, because: 모두 맞습니다.}
      - {is: refused, mistake: yaml-tab, because: 듣는 포트입니다.}
      - {is: unresolved, mistake: yaml-tab, because: 이름이 있습니다.}
  - id: q-several
    kind: several
    text: 맞는 것을 모두 고르십시오.
    heading: 돛을 다는 법
    mistakes: [yaml-tab]
    choices:
      - {text: 하나, right: true, because: 맞습니다.}
      - {text: 둘, mistake: yaml-tab, because: 아닙니다.}
      - {text: 셋, right: true, because: 맞습니다.}
  - id: q-fill
    kind: fill
    text: 바람을 받는 것은 무엇입니까?
    heading: 돛을 다는 법
    mistakes: [yaml-tab]
    answer: [돛]
    because: 돛입니다.
  - id: q-order
    kind: order
    text: 차례대로 놓으십시오.
    heading: 돛을 다는 법
    mistakes: [yaml-tab]
    items: [{text: 처음}, {text: 가운데}, {text: 끝}]
    because: 처음이 처음입니다.
  - id: q-match
    kind: match
    text: 짝을 지으십시오.
    heading: 돛을 다는 법
    mistakes: [yaml-tab]
    pairs: [{left: 가, right: A}, {left: 나, right: B}]
    extra: [C]
    because: 가나다입니다.
  - id: q-selects
    kind: selects
    text: 서비스 `db`가 고르는 파드를 고르십시오.
    heading: 돛을 다는 법
    mistakes: [yaml-tab]
    world: *world
    service: db
    because: 레이블이 맞는 파드입니다.
  - id: q-reach
    kind: reach
    text: 닿는 칸을 표시하십시오.
    heading: 돛을 다는 법
    mistakes: [yaml-tab]
    world: *world
    from: [outside, pod/web]
    to: ["service/db:5432", "db:5432"]
    because: 안에서만 닿습니다.
  - id: q-line
    kind: faulty-line
    text: 잘못된 줄을 찾으십시오.
    heading: 돛을 다는 법
    mistakes: [yaml-tab]
    manifest: "apiVersion: v1\nkind: Service\nmetadata:\n\tname: web\n"
    because: 탭입니다.
  - id: q-output
    kind: output
    text: 무엇이 나옵니까?
    heading: 돛을 다는 법
    mistakes: [yaml-tab]
    world: *world
    ask: {endpoints: db}
    choices:
      - {is: "1", text: 하나, because: db뿐입니다.}
      - {is: "2", text: 둘, mistake: yaml-tab, because: 하나입니다.}
  - id: q-missing
    kind: missing-field
    text: 빈자리를 채우십시오.
    heading: 돛을 다는 법
    mistakes: [yaml-tab]
    world: *world
    manifest: |
      apiVersion: v1
      kind: Service
      metadata:
        name: front
      spec:
        selector:
          app: db
        ports:
          - port: 80
            ___
    ask: {request: {from: pod/web, to: "front:80"}}
    answer: ["targetPort: 5432"]
    because: 5432에서 듣습니다.
"#;

fn with_quiz(size: Size) -> Shared {
    let mut it = shared(size);
    let files = [
        ("course.yaml", "format: 1\ntitle: 항해\nauthors: [키잡이]\nchapters: [00-sail]\n"),
        ("00-sail/chapter.md", "# 돛\n\n## 돛을 다는 법\n\n[문제](quiz:sail)\n"),
        ("00-sail/quiz.yaml", QUIZ),
        ("00-sail/ex-raise/exercise.yaml", "title: 돛 올리기\ntask: 올리십시오.\nchecks: []\nhints: [하나, 둘, 셋]\n"),
        ("00-sail/ex-raise/starter.yaml", "kind: Service\n"),
        ("00-sail/ex-raise/solution.yaml", ""),
        ("00-sail/ex-raise/world.yaml", ""),
    ];
    it.course = Rc::new(Course::open(Box::new(MemorySource::new(files))).unwrap());
    it
}

/// The program at one question.
fn at(id: &str, size: Size) -> (Model, Item) {
    at_first_of(1, id, size)
}

/// The program at the first of so many questions.
fn at_first_of(count: usize, id: &str, size: Size) -> (Model, Item) {
    let shared = with_quiz(size);
    let item = shared.bank().item(id, 7).unwrap();
    let mut quiz =
        Quiz::review(&Wish { chapters: vec!["sail".into()], count, new_a_day: count, ..Wish::default() }, &shared)
            .unwrap();
    quiz.pick = Some(Pick { card: id.into(), question: id.into(), seed: 7, why: Why::New });
    quiz.asked = Some(Asked::new(item.clone(), None, 0));
    (Model::alone(shared, Box::new(quiz)), item)
}

/// The keys that give the right answer, by arrows, blanks and Enter alone.
fn right_keys(item: &Item) -> String {
    let mut keys = String::new();
    match &item.task {
        Task::Choose { several, choices } => {
            for choice in choices {
                if choice.right {
                    keys += if *several { " " } else { "<Enter>" };
                }
                keys += "<Down>";
            }
            if *several {
                keys += "<Enter>";
            }
        }
        Task::Write(_) if item.question == "q-fill" => keys += "돛<Enter>",
        Task::Write(_) => keys += "targetPort: 5432<Enter>",
        Task::Order { right, items } => {
            // Selection by holding: each item is brought to its place from below.
            let mut order: Vec<usize> = (0..items.len()).collect();
            for (place, wanted) in right.iter().enumerate() {
                let at = order.iter().position(|it| it == wanted).unwrap();
                keys += &"<Up>".repeat(items.len());
                keys += &"<Down>".repeat(at);
                keys += " ";
                keys += &"<Up>".repeat(at - place);
                keys += " ";
                let item = order.remove(at);
                order.insert(place, item);
            }
            keys += "<Enter>";
        }
        Task::Match { partners, .. } => {
            for partner in partners {
                keys += &"<Right>".repeat(partner + 1);
                keys += "<Down>";
            }
            keys += "<Enter>";
        }
        Task::Grid { marked, .. } => {
            for row in marked {
                for mark in row {
                    keys += if *mark { " <Right>" } else { "<Right>" };
                }
                keys += &"<Left>".repeat(row.len());
                keys += "<Down>";
            }
            keys += "<Enter>";
        }
        Task::Line { right, .. } => {
            keys += &"<Down>".repeat(right[0] - 1);
            keys += "<Enter>";
        }
    }
    keys
}

/// Keys that give some wrong answer.
fn wrong_keys(item: &Item) -> String {
    match &item.task {
        Task::Choose { several: false, choices } => {
            let wrong = choices.iter().position(|it| !it.right).unwrap();
            format!("{}<Enter>", wrong + 1)
        }
        Task::Choose { choices, .. } => {
            let wrong = choices.iter().position(|it| !it.right).unwrap();
            format!("{}<Enter>", wrong + 1)
        }
        Task::Write(_) => "아무거나<Enter>".to_owned(),
        Task::Order { .. } => "<Enter>".to_owned(),
        Task::Match { .. } => "33<Enter>".to_owned(),
        Task::Grid { .. } => " <Enter>".to_owned(),
        Task::Line { .. } => "1<Enter>".to_owned(),
    }
}

/// All of a question is looked at before it is answered.
const SEEN: &str = "<PageDown><PageDown><PageDown><PageDown><PageDown><PageDown>";

#[test]
fn every_kind_is_answered_right_and_wrong_by_keys_alone() {
    let kinds = with_quiz(USUAL).bank().entries().iter().map(|it| (it.id.clone(), it.kind)).collect::<Vec<_>>();
    assert_eq!(
        kinds.iter().map(|(_, kind)| *kind).collect::<std::collections::BTreeSet<_>>().len(),
        QuestionKind::ALL.len()
    );
    for (id, _) in kinds {
        for size in [Size { width: 60, height: 16 }, USUAL, LARGE] {
            let (mut model, item) = at(&id, size);
            press(&mut model, &format!("{SEEN}{}", right_keys(&item)));
            assert!(screen(&model).contains("맞았습니다."), "{id}\n{}", screen(&model));
            let (mut model, item) = at(&id, size);
            press(&mut model, &format!("{SEEN}{}", wrong_keys(&item)));
            let shown = screen(&model);
            assert!(shown.contains("그렇지 않습니다.") || shown.contains("아깝습니다."), "{id}\n{shown}");
        }
    }
}

#[test]
fn questions_look_like_this() {
    for (id, keys) in [
        ("q-one", ""),
        ("q-match", "2"),
        ("q-reach", "<Down> "),
        ("q-line", "<Down>"),
        ("q-order", " "),
        ("q-missing", "targetPort: 80"),
    ] {
        let (mut model, _) = at(id, USUAL);
        press(&mut model, keys);
        insta::assert_snapshot!(format!("{id}_80x24"), screen(&model));
    }
    let (mut model, item) = at("q-one", USUAL);
    press(&mut model, &wrong_keys(&item));
    insta::assert_snapshot!("q-one_80x24_wrong", screen(&model));
    let (mut model, item) = at("q-reach", LARGE);
    press(&mut model, &wrong_keys(&item));
    insta::assert_snapshot!("q-reach_120x36_wrong", screen(&model));
}

/// What is asked to be kept.
fn deeds(effects: Vec<Effect>) -> Vec<Deed> {
    effects.into_iter().flat_map(|it| if let Effect::Record(_, deeds) = it { deeds } else { Vec::new() }).collect()
}

/// The keys that give the question that is seen an answer, whatever it is.
fn any_keys(model: &Model) -> &'static str {
    if model.typing() { "돛<Enter>" } else { "1<Up>1<Enter>" }
}

/// Answers the question that is seen; what is asked to be kept is.
fn answer(model: &mut Model) {
    press(model, any_keys(model));
    if screen(model).contains("아직 답하지 않은") {
        press(model, "<Up><Up>1<Down>1<Down>1<Enter>");
    }
    if screen(model).contains("아무것도 표시하지") {
        press(model, "<Enter>");
    }
    model.update(Event::Saved);
}

#[test]
fn hangul_mode_keys_work_where_no_text_is_typed() {
    let (mut model, item) = at("q-one", USUAL);
    press(&mut model, &right_keys(&item));
    // ㅂ is q: it leads to what the sitting came to, then leaves, and leaving a page that stands alone leaves the program.
    press(&mut model, "ㅂ");
    let effects = model.update(Event::Key(Key::char('ㅂ')));
    assert!(effects.contains(&Effect::Quit), "{effects:?}");
}

#[test]
fn a_written_answer_is_compared_leniently() {
    for typed in ["  돛 ", "\u{1103}\u{1169}\u{11be}"] {
        let (mut model, _) = at("q-fill", USUAL);
        press(&mut model, typed);
        press(&mut model, "<Enter>");
        assert!(screen(&model).contains("맞았습니다."), "{typed:?}\n{}", screen(&model));
    }
    let (model, item) = at("q-fill", USUAL);
    assert!(model.typing() && judge::judge(&item, &Response::Written("돛".into())).right);
}

#[test]
fn an_answer_in_which_nothing_is_marked_is_asked_about_and_never_praised() {
    for id in ["q-several", "q-selects", "q-reach"] {
        let (mut model, _) = at(id, LARGE);
        press(&mut model, "<Enter>");
        let asked = screen(&model);
        assert!(
            asked.contains("아무것도 표시하지 않았습니다.") && !asked.contains("그렇지 않습니다."),
            "{id}\n{asked}"
        );
        // Something else in between, and it is asked again.
        press(&mut model, "<Down><Enter>");
        assert!(screen(&model).contains("아무것도 표시하지 않았습니다."), "{id}\n{}", screen(&model));
        press(&mut model, "<Enter>");
        let told = screen(&model);
        assert!(told.contains("그렇지 않습니다.") && !told.contains("아깝습니다"), "{id}\n{told}");
        assert!(told.contains("놓침") && !told.contains("✓ [ ]"), "{id}\n{told}");
    }
}

#[test]
fn nothing_is_answered_that_was_not_seen() {
    let small = Size { width: 60, height: 16 };
    for id in ["q-one", "q-selects", "q-reach"] {
        let (_, mut item) = at(id, small);
        item.text.push_str(&"\n\n길게 적은 물음".repeat(9));
        let mut asked = Asked::new(item, None, 0);
        let tells_of_more = |asked: &Asked| {
            let mut scene = Scene::default();
            asked.view(State::Asking, small, &mut scene);
            scene.to_text(small).contains("PgDn 아래에 더 있습니다")
        };
        assert!(tells_of_more(&asked), "{id}: what there is to choose from is below");
        let enter = Key::plain(Code::Enter);
        let mut shown = 0;
        while asked.key(enter, small) == Did::Shown {
            shown += 1;
            assert!(shown < 9, "{id}: it comes to an end");
        }
        assert!(!tells_of_more(&asked), "{id}: all of it is seen");
        assert!(shown > 0, "{id}: the first Enter shows what can be answered");
    }
    // A line is written where it can be seen, and the question is read from its beginning.
    let (mut model, item) = at("q-missing", small);
    let beginning: String = item.text.chars().take(12).collect();
    let shown = screen(&model);
    assert!(shown.contains("답:") && shown.contains(&beginning), "{shown}");
    press(&mut model, "<PageDown>x");
    let shown = screen(&model);
    assert!(shown.contains("답: x") && !shown.contains(&beginning), "{shown}");
    // What is written is given only when the end of the question was seen.
    let (_, mut item) = at("q-fill", small);
    item.text.push_str(&"\n\n길게 적은 물음".repeat(9));
    let mut asked = Asked::new(item, None, 0);
    asked.key(Key::char('x'), small);
    assert_eq!(asked.key(Key::plain(Code::Enter), small), Did::Shown);
    for _ in 0..9 {
        if asked.key(Key::plain(Code::Enter), small) == Did::Given {
            return;
        }
    }
    panic!("it comes to an end");
}

#[test]
fn the_top_line_does_not_tell_which_mistake_a_question_is_about() {
    let mut shared = with_quiz(LARGE);
    shared.record.cards.insert("mistake:yaml-tab".into(), crate::study::review::Card::default());
    shared.day = crate::study::Day(20_000);
    let mut model = Model::new(shared);
    model.open(&Destination::Quiz { wish: Wish { chapters: vec!["sail".into()], ..Wish::default() } });
    let asked = screen(&model);
    assert!(asked.contains("과제에서 한 실수") && !asked.contains("yaml-tab"), "{asked}");
}

#[test]
fn keys_are_those_that_do_something_to_this_kind() {
    let bar = |id: &str| screen(&at(id, LARGE).0).lines().last().unwrap_or("").to_owned();
    assert!(!bar("q-one").contains("Space") && bar("q-one").contains("1-9"), "{}", bar("q-one"));
    assert!(bar("q-reach").contains("Space") && !bar("q-reach").contains("1-9"), "{}", bar("q-reach"));
    assert!(bar("q-order").contains("집기"), "{}", bar("q-order"));
    assert!(!bar("q-fill").contains("PgUp"), "{}", bar("q-fill"));
    let (model, _) = at("q-reach", Size { width: 60, height: 16 });
    assert!(screen(&model).lines().last().unwrap_or("").contains("PgUp PgDn"), "{}", screen(&model));
}

#[test]
fn the_bar_below_an_answer_has_every_way_on() {
    for right in [true, false] {
        let (mut model, item) = at("q-one", USUAL);
        press(&mut model, &if right { right_keys(&item) } else { wrong_keys(&item) });
        let shown = screen(&model);
        let bar = shown.lines().last().unwrap_or_default();
        // In whole words where there is room.
        let rest: &[&str] =
            if right { &["2 어려움", "4 쉬움", "Esc 끝"] } else { &["F3 글에서 보기", "Esc 그만하기"] };
        for key in ["F1", "Enter 다음", "F3 글", "F4 과제", "F5 실수"].iter().chain(rest) {
            assert!(bar.contains(key), "{key}: {bar}\n{shown}");
        }
    }
    let (mut model, item) = at("q-fill", LARGE);
    press(&mut model, &wrong_keys(&item));
    let shown = screen(&model);
    let bar = shown.lines().last().unwrap_or_default();
    assert!(bar.contains("F3 글에서 보기") && !bar.contains("F4"), "no exercise belongs to it: {bar}");
}

#[test]
fn the_one_line_to_name_is_named() {
    let manifest =
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n    port: 80\n    targetPort: 80\n";
    let item = Item { task: Task::Line { text: manifest.into(), right: vec![7, 6] }, ..at("q-line", USUAL).1 };
    let told = |line: usize| judge::judge(&item, &Response::Line(line));
    assert!(told(6).right && told(7).right && !told(8).right);
    assert_eq!(told(8).answer, "7번째 줄 `port: 80`");
}

#[test]
fn who_stops_in_the_middle_hears_what_was_answered_and_when_it_comes_back() {
    let esc = || Event::Key(Key::plain(Code::Esc));
    let (mut model, _) = at_first_of(3, "q-one", USUAL);
    assert!(model.update(esc()).contains(&Effect::Quit), "nothing was answered, nothing is told");
    let (mut model, item) = at_first_of(3, "q-one", USUAL);
    press(&mut model, &wrong_keys(&item));
    model.update(Event::Saved);
    press(&mut model, "<Esc>");
    let shown = screen(&model);
    for words in ["1번 답해서 0번", "틀린 1문제는 내일부터", "이번에 묻지 않은 2문제는 그대로"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(model.update(esc()).contains(&Effect::Quit));
}

#[test]
fn the_menu_tells_what_was_asked_and_when_there_is_something_again() {
    let mut shared = with_quiz(USUAL);
    let review = Review {
        card: "mistake:yaml-tab".into(),
        question: "q-one".into(),
        seed: 7,
        grade: Grade::Again,
        millis: 1,
        mistakes: vec!["yaml-tab".into()],
        exam: false,
        reopens: None,
    };
    let day = shared.day;
    shared.record.apply(day, &Deed::Reviewed(review));
    let mut model = Model::new(shared);
    model.open(&Destination::QuizMenu);
    let shown = screen(&model);
    for words in ["풀어 본 것 1/10", "0문제, 다음은 내일 1문제"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}

#[test]
fn a_mistake_s_page_says_whose_it_is() {
    let (mut model, item) = at("q-one", LARGE);
    press(&mut model, &wrong_keys(&item));
    press(&mut model, "m");
    let shown = screen(&model);
    assert!(shown.contains("고른 답 〈") && shown.contains("에서 보인 실수입니다."), "{shown}");
    let (mut model, item) = at("q-one", LARGE);
    press(&mut model, &right_keys(&item));
    press(&mut model, "m");
    assert!(screen(&model).contains("이 문제가 묻는 실수입니다."), "{}", screen(&model));
}

#[test]
fn the_menu_names_the_keys_of_numbers_only_where_there_is_one() {
    let mut model = Model::new(with_quiz(USUAL));
    model.open(&Destination::QuizMenu);
    let bar = |model: &Model| screen(model).lines().last().unwrap_or_default().to_owned();
    assert!(!bar(&model).contains("줄이기") && bar(&model).contains("Enter 시작"), "{}", bar(&model));
    press(&mut model, "<End><Up><Up><Up>");
    assert!(bar(&model).contains("← 줄이기") && !bar(&model).contains("Enter 시작"), "{}", screen(&model));
    press(&mut model, "<Up><Right>");
    assert!(
        screen(&model).contains("1장 돛 ▸"),
        "the scope of an exam is called as the list calls it: {}",
        screen(&model)
    );
}
