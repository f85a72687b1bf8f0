//! Every kind of question answered by keys, right and wrong; what a learner sees; that nothing is drawn before an answer is kept.

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
    let shared = with_quiz(size);
    let item = shared.bank().item(id, 7).unwrap();
    let mut quiz =
        Quiz::review(&Wish { chapters: vec!["sail".into()], count: 1, new_a_day: 1, ..Wish::default() }, &shared)
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

#[test]
fn an_answer_is_asked_to_be_kept_and_the_next_question_waits_for_it() {
    let mut shared = with_quiz(USUAL);
    shared.day = crate::study::Day(20_000);
    let mut model = Model::new(shared);
    model.open(&Destination::Quiz { wish: Wish { chapters: vec!["sail".into()], new_a_day: 99, ..Wish::default() } });
    let item = model.shared().bank().entries()[0].id.clone();
    let effects = model.update(Event::Key(Key::plain(Code::Enter)));
    let kept = deeds(effects).into_iter().filter(|it| matches!(it, Deed::Reviewed(review) if review.card == item));
    assert_eq!(kept.count(), 1);
    let told = screen(&model);
    press(&mut model, "<Enter>");
    assert!(screen(&model).contains("저장하고 있습니다"), "{}", screen(&model));
    assert!(!told.contains("2/"), "{told}");
    model.update(Event::Saved);
    assert!(screen(&model).contains("문제 2/"), "{}", screen(&model));
}

#[test]
fn a_card_that_lapses_twice_opens_its_exercise_from_an_empty_editor() {
    let mut shared = with_quiz(USUAL);
    let wrong = |day: i32, shared: &mut Shared| {
        shared.day = crate::study::Day(day);
        let grade = Grade::Again;
        let reopens = shared.record.reopens("q-one", shared.day, grade, Some("raise"));
        let review = Review {
            card: "q-one".into(),
            question: "q-one".into(),
            seed: 1,
            grade,
            millis: 1,
            mistakes: Vec::new(),
            exam: false,
            reopens: reopens.clone(),
        };
        shared.remember(Deed::Reviewed(review));
        reopens
    };
    assert_eq!(wrong(20_000, &mut shared), None, "the first answer of all is no lapse");
    assert_eq!(wrong(20_001, &mut shared), None);
    assert_eq!(wrong(20_001, &mut shared), None, "nor is a second slip on the same day");
    assert_eq!(wrong(20_002, &mut shared).as_deref(), Some("raise"));
    let mut model = Model::new(shared);
    assert!(screen(&model).contains("잊은 것이 있어 다시 풀기"), "{}", screen(&model));
    model.open(&Destination::Exercise { id: "raise".into() });
    assert!(!screen(&model).contains("kind: Service"), "{}", screen(&model));
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
fn an_exam_says_nothing_until_its_end_and_is_the_same_for_the_same_seed() {
    let plan = Plan { count: 4, seed: 11, minutes: Some(5), ..Plan::default() };
    let run = || {
        let mut model = Model::new(with_quiz(USUAL));
        model.open(&Destination::Exam { plan: plan.clone() });
        let mut seen = Vec::new();
        for number in 1..=4 {
            let shown = screen(&model);
            assert!(shown.contains(&format!("시험 {number}/4")), "{shown}");
            assert!(shown.contains("남은 시간 5:00"), "{shown}");
            seen.push(shown);
            answer(&mut model);
            assert!(!screen(&model).contains("맞았습니다"), "no word before the end");
        }
        assert!(screen(&model).contains("> 끝내고 채점하기"), "{}", screen(&model));
        press(&mut model, "<Enter>");
        assert!(screen(&model).contains("4문제 가운데"), "{}", screen(&model));
        let effects = model.update(Event::Key(Key::f(6)));
        let json = effects
            .into_iter()
            .find_map(|it| match it {
                Effect::Export(json) => Some(json),
                _ => None,
            })
            .unwrap();
        (seen, json)
    };
    let ((first, json), (second, again)) = (run(), run());
    assert_eq!(first, second);
    assert_eq!(json, again);
    let outcome: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&outcome["seed"], &outcome["total"], &outcome["items"][0]["chapter"]),
        (&11.into(), &4.into(), &"sail".into())
    );
}

#[test]
fn in_an_exam_one_goes_back_changes_an_answer_and_sees_what_is_open() {
    let mut model = Model::new(with_quiz(USUAL));
    let plan = Plan { count: 10, seed: 3, ..Plan::default() };
    model.open(&Destination::Exam { plan: plan.clone() });
    let paper = |model: &Model| model.shared().record.open_exam(&plan, true).cloned();
    let one = paper(&model).unwrap().places.iter().position(|it| it.question == "q-one").unwrap();
    press(&mut model, &"<Tab>".repeat(one));
    assert!(screen(&model).contains(&format!("시험 {}/10", one + 1)), "{}", screen(&model));
    let given = |model: &Model| paper(model).unwrap().places[one].response.clone();
    press(&mut model, "2<Enter>");
    model.update(Event::Saved);
    let first = given(&model);
    assert_eq!(first, Some(Response::Chosen([1].into())));
    // Back again: what was answered is still chosen, and another takes its place.
    press(&mut model, "<Esc><Home>");
    press(&mut model, &"<Down>".repeat(one));
    assert!(screen(&model).contains("✓"), "{}", screen(&model));
    insta::assert_snapshot!("exam_list_80x24", screen(&model));
    press(&mut model, "<Enter>");
    assert!(screen(&model).contains("> 2. "), "{}", screen(&model));
    press(&mut model, "3<Enter>");
    model.update(Event::Saved);
    assert_eq!((given(&model), paper(&model).unwrap().given()), (Some(Response::Chosen([2].into())), 1));
    assert!(model.shared().record.reviews.is_empty(), "nothing is judged before the end");
    // Left, it is there again; ended with questions open only after a warning, and then it is judged once.
    press(&mut model, "<Esc>q");
    model.open(&Destination::Exam { plan: plan.clone() });
    press(&mut model, "<Esc><End><Up><Enter>");
    assert!(screen(&model).contains("9문제가 비어"), "{}", screen(&model));
    press(&mut model, "<Enter>");
    assert!(screen(&model).contains("10문제 가운데"), "{}", screen(&model));
    let record = &model.shared().record;
    assert_eq!((record.reviews.len(), record.exams.len()), (1, 0));
    assert!(record.reviews[0].1.exam && record.reviews[0].1.question == "q-one");
}

#[test]
fn time_runs_out_also_while_the_program_is_away() {
    let plan = Plan { count: 3, seed: 1, minutes: Some(1), ..Plan::default() };
    let begin = || {
        let mut model = Model::new(with_quiz(USUAL));
        model.set_clock(0, Day(20_000), 1_000);
        model.open(&Destination::Exam { plan: plan.clone() });
        model
    };
    let mut model = begin();
    model.set_clock(59_000, Day(20_000), 1_059);
    model.update(Event::Timer(TICK));
    assert!(screen(&model).contains("남은 시간 0:01"), "{}", screen(&model));
    model.set_clock(60_000, Day(20_000), 1_060);
    model.update(Event::Timer(TICK));
    assert!(screen(&model).contains("시간이 다 되어"), "{}", screen(&model));
    // Killed after an answer and started again forty seconds later.
    let mut model = begin();
    answer(&mut model);
    let mut shared = with_quiz(USUAL);
    shared.record = model.shared().record.clone();
    (shared.now, shared.time) = (5, 1_040);
    let mut model = Model::new(shared);
    model.open(&Destination::QuizMenu);
    assert!(screen(&model).contains("> 멈춘 시험 이어서 보기"), "{}", screen(&model));
    press(&mut model, "<Enter>");
    assert!(screen(&model).contains("답 1/3 · 남은 시간 0:20"), "{}", screen(&model));
}

#[test]
fn how_easy_a_right_answer_was_is_kept_and_a_wrong_one_asks_nothing() {
    for (key, expected) in [("2", Some(Grade::Hard)), ("4", Some(Grade::Easy)), ("3", None), ("<Enter>", None)] {
        let (mut model, item) = at("q-one", USUAL);
        press(&mut model, &right_keys(&item));
        assert!(screen(&model).contains("어려웠음"), "{}", screen(&model));
        model.update(Event::Saved);
        press(&mut model, key);
        let record = &model.shared().record;
        assert_eq!(record.reviews.len(), 1);
        assert_eq!(record.reviews[0].1.grade, expected.unwrap_or(Grade::Good), "{key}");
        let (_, waited) = crate::study::memory::after(None, 0, expected.unwrap_or(Grade::Good));
        assert_eq!(record.cards["q-one"].due.0, 20_000 + crate::study::review::whole_days(waited), "{key}");
    }
    let (mut model, item) = at("q-one", USUAL);
    press(&mut model, &wrong_keys(&item));
    assert!(!screen(&model).contains("어려웠음"), "{}", screen(&model));
    press(&mut model, "4");
    assert_eq!(model.shared().record.reviews[0].1.grade, Grade::Again);
}

#[test]
fn an_answer_after_the_day_s_start_counts_for_the_new_day() {
    let mut model = Model::new(with_quiz(USUAL));
    model.open(&Destination::Quiz { wish: Wish { chapters: vec!["sail".into()], new_a_day: 99, ..Wish::default() } });
    answer(&mut model);
    press(&mut model, "<Enter>");
    model.set_clock(1, Day(20_001), 1_728_100_000);
    let effects = model.update(Event::Key(Key::plain(Code::Enter)));
    let effects = if effects.is_empty() { model.update(Event::Key(Key::plain(Code::Enter))) } else { effects };
    let days: Vec<Day> =
        effects.iter().filter_map(|it| if let Effect::Record(day, _) = it { Some(*day) } else { None }).collect();
    assert_eq!(days, [Day(20_001)]);
    let record = &model.shared().record;
    assert_eq!(record.reviews.iter().map(|(day, _)| day.0).collect::<Vec<_>>(), [20_000, 20_001]);
}

#[test]
fn the_class_s_quiz_takes_each_answer_once_and_tells_nothing_before_it_is_closed() {
    use super::exam::Exam;
    use crate::classroom::quiz::{Quiz as ClassQuiz, Refused, Sheet};
    let plan = Plan { count: 4, seed: 5, ..Plan::default() };
    let mut shared = with_quiz(USUAL);
    shared.class = Some(Class { student: "20261".into(), ..Class::default() });
    let quiz = ClassQuiz::new("first", "항해", "", plan, 100);
    let page = Exam::class(&quiz, &Sheet::default(), &mut shared).unwrap();
    let mut model = Model::alone(shared, Box::new(page));
    let send = |model: &mut Model| {
        let mut keys: Vec<Key> = if model.typing() { vec![Key::char('x')] } else { vec![Key::char('1')] };
        keys.extend([Key::plain(Code::Down), Key::char('1'), Key::plain(Code::Enter)]);
        let effects: Vec<Effect> = keys.into_iter().flat_map(|key| model.update(Event::Key(key))).collect();
        effects.into_iter().find_map(|it| if let Effect::Answer(_, answer) = it { Some(answer) } else { None })
    };
    // Nothing marked is asked about once more.
    let given = |model: &mut Model| {
        send(model).or_else(|| {
            let effects = model.update(Event::Key(Key::plain(Code::Enter)));
            effects.into_iter().find_map(|it| if let Effect::Answer(_, answer) = it { Some(answer) } else { None })
        })
    };
    let first = given(&mut model).unwrap();
    assert!(screen(&model).contains("답을 내고 있습니다"), "{}", screen(&model));
    // The folder is away for a moment: nothing is lost, and it is tried again.
    model.update(Event::Taken(Err(Refused::Unwritten("권한이 없습니다.".into()))));
    assert!(screen(&model).contains("답을 내지 못했습니다. 권한이 없습니다."), "{}", screen(&model));
    let again = model.update(Event::Key(Key::plain(Code::Enter)));
    assert!(
        matches!(&again[..], [Effect::Answer(quiz, answer)] if quiz == "first" && answer.response == first.response)
    );
    model.update(Event::Taken(Ok(first.clone())));
    assert!(screen(&model).contains("퀴즈 2/4"), "{}", screen(&model));
    assert_eq!(model.shared().record.reviews.len(), 1);
    // Back at the first: it can be looked at and not changed.
    press(&mut model, "<Esc><Home><Enter>");
    assert!(screen(&model).contains("바꿀 수 없습니다"), "{}", screen(&model));
    assert_eq!(send(&mut model), None);
    // Another kijabi of the same student was faster with the next: its answer is the one that counts.
    let mut next = loop {
        if let Some(answer) = given(&mut model) {
            break answer;
        }
    };
    next.millis = 99;
    model.update(Event::Taken(Ok(next)));
    assert!(screen(&model).contains("답 2/4"), "{}", screen(&model));
    // The teacher closes it while an answer is on its way.
    given(&mut model).unwrap();
    model.update(Event::Taken(Err(Refused::Closed)));
    let shown = screen(&model);
    assert!(shown.contains("4문제 가운데") && shown.contains("답하지 않았습니다"), "{shown}");
    assert_eq!(model.shared().record.reviews.len(), 2, "what was not taken is not counted");
}

#[test]
fn hangul_mode_keys_work_where_no_text_is_typed() {
    let (mut model, item) = at("q-one", USUAL);
    press(&mut model, &right_keys(&item));
    // ㅂ is q: it leaves, and leaving a page that stands alone leaves the program.
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
        let enter = Key::plain(Code::Enter);
        let mut shown = 0;
        while asked.key(enter, small) == Did::Shown {
            shown += 1;
            assert!(shown < 9, "{id}: it comes to an end");
        }
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
fn who_leaves_an_exam_comes_back_to_it() {
    let mut model = Model::new(with_quiz(USUAL));
    model.open(&Destination::QuizMenu);
    let chosen = |model: &Model| screen(model).lines().find(|line| line.contains("│> ")).unwrap_or("").to_owned();
    for _ in 0..20 {
        if chosen(&model).contains("시험 보기") {
            break;
        }
        press(&mut model, "<Down>");
    }
    press(&mut model, "<Enter>");
    model.update(Event::Saved);
    press(&mut model, "<Esc><End><Enter>");
    assert!(chosen(&model).contains("멈춘 시험 이어서 보기"), "{}", screen(&model));
    // What stands above the other rows now does not move the choice among them.
    press(&mut model, "<End><Enter><Esc>");
    assert!(chosen(&model).contains("통계"), "{}", screen(&model));
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
fn the_menu_stands_on_what_can_be_done_and_starts_no_exam_by_its_settings() {
    let mut model = Model::new(with_quiz(USUAL));
    model.open(&Destination::QuizMenu);
    let chosen = |model: &Model| screen(model).lines().find(|line| line.contains("│> ")).unwrap_or("").to_owned();
    assert!(chosen(&model).contains("새 문제까지"), "{}", screen(&model));
    for _ in 0..20 {
        if chosen(&model).contains("문제 수") {
            break;
        }
        press(&mut model, "<Down>");
    }
    press(&mut model, "<Enter>");
    assert!(chosen(&model).contains("문제 수") && screen(&model).contains("시험 보기"), "{}", screen(&model));
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
fn a_total_that_grows_says_why() {
    let mut shared = with_quiz(USUAL);
    shared.day = crate::study::Day(20_000);
    let mut model = Model::new(shared);
    model.open(&Destination::Quiz {
        wish: Wish { chapters: vec!["sail".into()], count: 2, new_a_day: 9, ..Wish::default() },
    });
    assert!(screen(&model).contains("문제 1/2 ›"), "{}", screen(&model));
    // Of the three choices one is right; the first that is not is taken.
    let right = screen(&model)
        .lines()
        .find(|line| line.contains("파드가 대답합니다"))
        .map_or(0, |line| line.chars().find(char::is_ascii_digit).and_then(|digit| digit.to_digit(10)).unwrap_or(0));
    press(&mut model, if right == 1 { "2<Enter>" } else { "1<Enter>" });
    let shown = screen(&model);
    assert!(shown.contains("그렇지 않습니다.") && shown.contains("문제 1/3 (다시 물을 것 +1)"), "{shown}");
}
