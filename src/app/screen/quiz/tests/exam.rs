//! Exams, of one's own and of a class, and the menu they begin from.

use super::*;

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
    assert!(screen(&model).contains("●") && !screen(&model).contains("✓"), "answered, not judged: {}", screen(&model));
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
fn the_class_s_quiz_takes_each_answer_once_and_tells_nothing_before_it_is_closed() {
    use crate::app::screen::quiz::exam::Exam;
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
