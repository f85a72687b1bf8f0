//! The learner's text: keys, mouse, files, what is kept and what changes outside.

use super::*;

#[test]
fn typing_is_kept_at_the_end_of_its_burst_and_on_leaving() {
    let mut learner = Learner::at("first", 120, 36);
    learner.types("# 가");
    assert_eq!(learner.deeds(), [Deed::Attempt { exercise: "first".into() }]);
    learner.does(&Event::Timer(burst::SAVE));
    let Some(Deed::TextSaved { text, .. }) = learner.deeds().pop() else { panic!("the text is kept") };
    assert!(text.starts_with("# 가apiVersion"));
    learner.types("나");
    assert_eq!(learner.press(Key::plain(Code::Esc)), Go::Back);
    learner.desk.leave(&mut learner.shared);
    assert!(matches!(learner.deeds().as_slice(), [Deed::TextSaved { text, .. }, ..] if text.starts_with("# 가나")));
    let again = Desk::exercise("first", &learner.shared).expect("an exercise");
    assert!(again.sheet().editor.text().starts_with("# 가나"), "what was kept is there again");
}

#[test]
fn every_text_key_does_what_its_help_says_and_control_needs_no_latin_mode() {
    let mut learner = Learner::at("first", 80, 24);
    learner.replaces_all("이름: 각");
    learner.press(Key::plain(Code::Backspace));
    assert_eq!(learner.text(), "이름: ", "an NFD syllable goes at once");
    learner.types("웹");
    learner.press(Key::ctrl('a'));
    learner.press(Key::ctrl('x'));
    assert_eq!(learner.text(), "");
    assert!(learner.shared.effects.contains(&Effect::Copy("이름: 웹".into())), "for the terminal's clipboard too");
    learner.press(Key::ctrl('v'));
    learner.press(Key::plain(Code::Tab));
    assert_eq!(learner.text(), "이름: 웹  ");
    learner.press(Key::ctrl('z'));
    learner.press(Key::ctrl('z'));
    learner.press(Key::ctrl('y'));
    assert_eq!(learner.text(), "이름: 웹");
}

#[test]
fn an_empty_page_is_no_fault_yet() {
    let mut learner = Learner::at("first", 80, 24);
    learner.replaces_all("# 여기에\n");
    assert!(learner.codes().is_empty() && learner.sees().contains("아직 쓴 것이 없습니다"), "{}", learner.sees());
    learner.types("a");
    assert!(learner.sees().contains("쓰는 중입니다"), "{}", learner.sees());
    learner.types("x");
    assert!(!learner.codes().is_empty());
}

#[test]
fn a_reset_asks_first_and_can_be_undone() {
    let mut learner = Learner::at("first", 120, 36);
    learner.replaces_all("kind: Pod\n");
    learner.press(Key::ctrl('r'));
    assert_eq!(learner.text(), "kind: Pod\n");
    learner.press(Key::plain(Code::Enter));
    assert_eq!(learner.text(), STARTER);
    learner.press(Key::ctrl('z'));
    assert_eq!(learner.text(), "kind: Pod\n");
}

#[test]
fn the_mouse_places_selects_and_scrolls() {
    let mut learner = Learner::at("first", 120, 36);
    let area: Rect = learner.desk.layout.editor.expect("an editor").inner();
    let text = paper::text_area(area, learner.desk.sheet().editor.index().len());
    learner.does(&Event::Mouse(Mouse::Press(Point { x: text.x + 6, y: text.y + 1 })));
    learner.does(&Event::Mouse(Mouse::Drag(Point { x: text.x + 13, y: text.y + 1 })));
    learner.does(&Event::Mouse(Mouse::Release(Point { x: text.x + 13, y: text.y + 1 })));
    assert_eq!(learner.desk.sheet().editor.selection().range().of(learner.text()), "Service");
    learner.replaces_all(&"a: 1\n".repeat(200));
    learner.press(Key::plain(Code::Home).with_ctrl());
    learner.does(&Event::Mouse(Mouse::Scroll { at: Point { x: text.x, y: text.y }, notches: 2 }));
    assert_eq!(learner.desk.sheet().editor.viewport().top, 6);
}

#[test]
fn several_files_are_tabs_and_a_pasted_stream_finds_them() {
    let mut learner = Learner::at("two", 120, 36);
    assert!(learner.sees().contains("db.yaml") && learner.sees().contains("redis.yaml"));
    learner.press(Key::ctrl('t'));
    assert_eq!(learner.text(), "kind: Service\n");
    learner.replaces_all("# Source: redis.yaml\nkind: Pod\n---\n# Source: db.yaml\nkind: Node\n");
    assert_eq!(learner.text(), "kind: Pod\n");
    learner.press(Key::ctrl('t'));
    assert_eq!(learner.text(), "kind: Node\n");
    learner.desk.leave(&mut learner.shared);
    let again = Desk::exercise("two", &learner.shared).expect("an exercise");
    assert_eq!(again.answer.files, learner.desk.answer.files);
}

#[test]
fn a_file_edited_outside_is_read_and_our_own_writing_is_not() {
    let mut shared = shared(120, 36);
    shared.outside = Some(Outside { exercise: "first".into(), text: None });
    let mut learner = Learner::with(shared, "first");
    learner.does(&Event::FileChanged { text: Ok("kind: Pod\n".into()) });
    assert_eq!(learner.text(), "kind: Pod\n");
    learner.types("# ");
    learner.does(&Event::Timer(burst::SAVE));
    assert!(learner.shared.effects.iter().any(|it| matches!(it, Effect::WriteFile(text) if text == learner.text())));
    let written = learner.text().to_owned();
    learner.types("더 ");
    learner.does(&Event::FileChanged { text: Ok(written) });
    assert!(learner.text().contains("더"), "a late echo takes nothing back");
    learner.does(&Event::FileChanged { text: Err("파일을 읽을 수 없습니다.".into()) });
    assert_eq!(learner.shared.toast.as_deref(), Some("파일을 읽을 수 없습니다."));
}

#[test]
fn what_is_saved_outside_while_the_learner_is_elsewhere_is_neither_lost_nor_taken_for_another_exercise() {
    let mut shared = shared(120, 36);
    shared.outside = Some(Outside { exercise: "first".into(), text: Some(STARTER.into()) });
    let mut model = Model::new(shared);
    let opens = |model: &mut Model, id: &str| model.open(&Destination::Exercise { id: id.into() });
    let saved = |model: &mut Model, text: &str| {
        let effects = model.update(Event::FileChanged { text: Ok(text.to_owned()) });
        assert!(!effects.iter().any(|it| matches!(it, Effect::WriteFile(_))), "{effects:?}");
    };
    opens(&mut model, "first");
    // The page of a mistake, say, lies over the desk: the save is graded all the same.
    model.open(&Destination::Glossary { term: None });
    saved(&mut model, SOLUTION);
    assert!(model.shared().record.has_passed("first"));
    // One takes the message away, the other leads back.
    model.update(Event::Key(Key::plain(Code::Esc)));
    assert!(screen(&model).contains("용어집"), "{}", screen(&model));
    model.update(Event::Key(Key::plain(Code::Esc)));
    assert!(screen(&model).contains("name: web "), "{}", screen(&model));
    // Another exercise does not take the file for its own, nor writes into it.
    opens(&mut model, "many");
    saved(&mut model, "kind: Pod # 바깥 편집기\n");
    assert!(!screen(&model).contains("바깥 편집기"), "{}", screen(&model));
    // The exercise opened anew has what was saved last.
    opens(&mut model, "first");
    assert!(screen(&model).contains("바깥 편집기"), "{}", screen(&model));
}

#[test]
fn the_sandbox_judges_and_keeps_nothing() {
    let mut shared = shared(120, 36);
    let mut desk = Desk::sandbox("service.yaml", "kind: Service\n", &shared);
    desk.enter(&mut shared);
    for key in [Key::char('x'), Key::f(2), Key::f(6), Key::f(9), Key::f(7), Key::f(7), Key::ctrl('s')] {
        desk.update(&Event::Key(key), &mut shared);
    }
    assert!(shared.effects.is_empty());
    let mut scene = Scene::default();
    desk.view(&shared, &mut scene);
    assert!(scene.to_text(shared.size).contains("API 서버"));
}

#[test]
fn an_exercise_opens_again_where_it_was_last_written() {
    let mut learner = Learner::at("first", 120, 36);
    learner.goes_to("app: wbe");
    learner.types("x");
    learner.desk.leave(&mut learner.shared);
    let again = Desk::exercise("first", &learner.shared).expect("an exercise");
    assert_eq!(again.place(), LineCol { line: 8, column: 14 });
}
