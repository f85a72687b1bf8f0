//! What a sitting keeps of each answer, and when.

use super::*;

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

#[test]
fn how_easy_a_right_answer_was_is_kept_and_a_wrong_one_asks_nothing() {
    for (key, expected) in [("2", Some(Grade::Hard)), ("4", Some(Grade::Easy)), ("3", None), ("<Enter>", None)] {
        let (mut model, item) = at("q-one", USUAL);
        press(&mut model, &right_keys(&item));
        assert!(screen(&model).contains("2 어려움"), "{}", screen(&model));
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
    assert!(!screen(&model).contains("어려움"), "{}", screen(&model));
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
