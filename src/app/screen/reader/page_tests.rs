//! A chapter as a learner goes through it, key by key.

use std::rc::Rc;

use crate::app::Model;
use crate::app::event::Event;
use crate::app::scene::Size;
use crate::app::screen::Destination;
use crate::app::screen::fixture::{LARGE, USUAL, press, screen, shared};
use crate::app::screen::reader::Reader;
use crate::app::shared::{Notes, Shared};
use crate::study::{Event as Deed, Place};

fn at_chapter(size: Size) -> Model {
    let mut model = Model::new(shared(size));
    model.open(&Destination::Chapter { id: "sail".to_owned(), heading: None });
    model
}

fn at_notes(text: &str, mut shared: Shared) -> Model {
    let notes = Notes { path: "/노트.md".to_owned(), name: "노트".to_owned(), text: text.to_owned() };
    shared.notes = Some(Rc::new(notes));
    let page = Reader::notes(&shared).unwrap_or_else(|reason| panic!("{reason}"));
    Model::alone(shared, Box::new(page))
}

#[test]
fn a_chapter_looks_like_this() {
    insta::assert_snapshot!("chapter_80x24", screen(&at_chapter(USUAL)));
    let mut large = at_chapter(LARGE);
    press(&mut large, "2");
    insta::assert_snapshot!("chapter_120x36_answered", screen(&large));
}

#[test]
fn what_follows_a_gate_is_seen_only_after_an_answer() {
    let mut model = at_chapter(LARGE);
    assert!(!screen(&model).contains("답을 안 뒤에만"));
    press(&mut model, "2");
    assert!(screen(&model).contains("답을 안 뒤에만"));
    assert!(screen(&model).contains("미는 것이 없기 때문입니다."));
    let answer = model.shared().record.chapter("sail").and_then(|it| it.gates.get(&0)).copied();
    assert_eq!(answer.map(|it| (it.choice, it.right)), Some((1, true)));
}

#[test]
fn who_is_led_behind_a_gate_is_told_what_opens_it() {
    for heading in ["답을 안 뒤에만 보이는 곳", "돛을 다는 법"] {
        let mut model = Model::new(shared(USUAL));
        model.open(&Destination::Chapter { id: "sail".to_owned(), heading: Some(heading.to_owned()) });
        let closed = heading != "돛을 다는 법";
        let shown = screen(&model);
        assert_eq!(shown.contains("부분은 이 문제 뒤에 있습니다. 생각해 보기에"), closed, "{shown}");
        assert!(shown.contains("2. 멈춥니다") || !closed, "it stands at the question: {shown}");
    }
}

#[test]
fn a_gate_answers_to_arrows_and_enter_too() {
    let mut model = at_chapter(LARGE);
    press(&mut model, "<End><Down><Down><Enter>");
    assert!(screen(&model).contains("맞았습니다."));
}

#[test]
fn stops_are_walked_and_entered() {
    let mut model = at_chapter(LARGE);
    press(&mut model, "<Tab><Enter>");
    assert!(screen(&model).contains("돛을 미는 공기의 흐름입니다."), "a term opens where it stands");
    press(&mut model, "<Esc><Tab><Enter>");
    assert!(screen(&model).contains("키는 방향을 정합니다."), "a link to a chapter leads there");
    press(&mut model, "<Esc>");
    assert!(screen(&model).contains("돛은 바람을 받아"), "and Esc leads back");
}

#[test]
fn words_are_found_while_they_are_typed() {
    let mut model = at_chapter(USUAL);
    press(&mut model, "/");
    assert!(model.typing());
    press(&mut model, "ㅂㄹ");
    assert!(screen(&model).contains("1/2"), "{}", screen(&model));
    assert!(model.view().caret.is_some(), "the input method writes at the caret");
    press(&mut model, "<Enter>n<Esc>");
    assert!(!screen(&model).contains("찾기: "));
}

#[test]
fn a_search_that_finds_nothing_leaves_the_page_where_it_was_read() {
    let mut shared = shared(Size { width: 60, height: 16 });
    let answered = Deed::GateAnswered { chapter: "sail".to_owned(), gate: 0, choice: 1, right: true };
    shared.record.apply(shared.day, &answered);
    let mut model = Model::new(shared);
    model.open(&Destination::Chapter { id: "sail".to_owned(), heading: None });
    press(&mut model, "<Down>");
    let read = screen(&model);
    let page = |text: &str| text.lines().take(15).map(str::to_owned).collect::<Vec<_>>();
    press(&mut model, "/첫");
    assert_ne!(page(&screen(&model)), page(&read), "half a word leads away: {}", screen(&model));
    press(&mut model, "꽝");
    assert_eq!(page(&screen(&model)), page(&read));
    press(&mut model, "<Enter><Esc>");
    assert_eq!(page(&screen(&model)), page(&read));
    press(&mut model, "/첫<Esc>");
    assert_eq!(page(&screen(&model)), page(&read), "taken back");
}

#[test]
fn an_arrow_leaves_a_chapter_half_read_only_when_asked_twice() {
    let mut shared = shared(Size { width: 60, height: 16 });
    shared
        .record
        .apply(shared.day, &Deed::GateAnswered { chapter: "sail".to_owned(), gate: 0, choice: 1, right: true });
    let mut model = Model::new(shared);
    model.open(&Destination::Chapter { id: "sail".to_owned(), heading: None });
    press(&mut model, "<Right>");
    assert!(screen(&model).contains("한 번 더 누르면 다음 장"), "{}", screen(&model));
    press(&mut model, "<Down><Right>");
    assert!(screen(&model).contains("1장 돛"), "another key is a change of mind: {}", screen(&model));
    press(&mut model, "<Right>");
    assert!(screen(&model).contains("2장 키"), "{}", screen(&model));
    press(&mut model, "<Left>");
    assert!(screen(&model).contains("1장 돛"), "nothing of it was read yet: {}", screen(&model));
    press(&mut model, "n");
    assert!(screen(&model).contains("2장 키"), "the letter means nothing else: {}", screen(&model));
}

#[test]
fn a_search_goes_on_in_the_other_chapters_and_comes_back() {
    let mut model = at_chapter(USUAL);
    press(&mut model, "/키<Enter>");
    let bar = screen(&model).lines().last().unwrap_or_default().to_owned();
    assert!(bar.contains("1/1 · 다른 장 2곳") && bar.contains("n 다음"), "{bar}");
    press(&mut model, "n");
    insta::assert_snapshot!("found_in_another_chapter", screen(&model));
    press(&mut model, "nn");
    assert!(
        screen(&model).contains("1장 돛") && screen(&model).contains("1/1"),
        "round the course: {}",
        screen(&model)
    );
    press(&mut model, "N");
    assert!(screen(&model).contains("2장 키") && screen(&model).contains("2/2"), "{}", screen(&model));
    press(&mut model, "<Esc>");
    assert!(!screen(&model).contains("찾기: "), "{}", screen(&model));
    // Notes are one text to whoever wrote them.
    let mut model =
        at_notes("# 하나\n\n바람이 붑니다.\n\n# 둘\n\n고요합니다.\n\n# 셋\n\n바람이 잡니다.\n", shared(USUAL));
    press(&mut model, "/바람<Enter>n");
    assert!(screen(&model).contains("셋") && screen(&model).contains("1/1 · 다른 장 1곳"), "{}", screen(&model));
    press(&mut model, "<Esc>/고요<Enter>");
    assert!(screen(&model).contains("여기에는 없습니다 · 다른 장 1곳"), "{}", screen(&model));
    press(&mut model, "n");
    assert!(screen(&model).contains("고요합니다."), "{}", screen(&model));
}

#[test]
fn a_search_says_that_it_does_not_look_behind_an_open_question() {
    let mut model = at_chapter(LARGE);
    press(&mut model, "/뒤에만");
    let shown = screen(&model);
    assert!(shown.contains("없습니다 (답하지 않은 문제 뒤에") && !shown.contains("다른 곳"), "{shown}");
    press(&mut model, "<Esc>2/뒤에만");
    assert!(screen(&model).contains("1/1") && !screen(&model).contains("답하지 않은"), "{}", screen(&model));
}

#[test]
fn a_chapter_with_an_open_question_is_left_only_when_asked_twice() {
    let mut model = at_chapter(USUAL);
    press(&mut model, "n");
    assert!(screen(&model).contains("한 번 더 누르면"), "{}", screen(&model));
    press(&mut model, "<Down>n");
    assert!(screen(&model).contains("한 번 더 누르면"), "another key is a change of mind");
    press(&mut model, "n");
    assert!(screen(&model).contains("키는 방향을 정합니다."), "{}", screen(&model));
}

#[test]
fn the_place_is_remembered_and_so_is_the_end() {
    let size = Size { width: 60, height: 16 };
    let mut model = at_chapter(size);
    press(&mut model, "<End>2<End>");
    assert!(model.shared().record.has_read("sail"));
    model.update(Event::Terminate);
    assert_eq!(model.shared().record.place, Some(Place::Chapter("sail".to_owned())));
    let left = model.shared().record.chapter("sail").map_or(0, |it| it.position);
    assert!(left > 0);
    let mut again = shared(size);
    again.record.apply(again.day, &Deed::Position { chapter: "sail".to_owned(), at: left });
    let reader = Reader::chapter("sail", None, &again).unwrap_or_else(|reason| panic!("{reason}"));
    assert!(reader.top > 0);
}

#[test]
fn keys_answer_in_hangul_mode_too() {
    let mut model = at_chapter(LARGE);
    press(&mut model, "ㅅ");
    assert!(screen(&model).contains("차례"), "ㅅ is where t is");
}

#[test]
fn notes_open_at_their_first_text_and_turn_section_by_section() {
    let notes = include_str!("../../../../tests/data/notes-shapes.md");
    let mut model = at_notes(notes, shared(USUAL));
    insta::assert_snapshot!("notes_80x24", screen(&model));
    press(&mut model, "n");
    assert!(screen(&model).contains("항해 노트 › 키"));
    press(&mut model, "t");
    assert!(screen(&model).contains("5개의 작은 배"));
    press(&mut model, "<Esc>pp");
    assert!(screen(&model).contains("첫 장입니다."));
}

#[test]
fn no_key_at_any_size_breaks_the_page() {
    for (width, height) in [(60, 16), (80, 24), (61, 17), (200, 50)] {
        let mut model = at_chapter(Size { width, height });
        for key in "<Tab><Tab><Tab><Tab><Enter>1<Tab><Enter><Esc>/각<Enter>N<Esc>t<Down><Enter>exgG<Up>wq<Esc>"
            .split_inclusive('>')
        {
            press(&mut model, key);
            for line in screen(&model).lines() {
                assert!(crate::text::width::cells(line) <= usize::from(width));
            }
            model.update(Event::Resize(Size { width: width + 1, height }));
            model.update(Event::Resize(Size { width, height }));
        }
    }
}

/// The bar at the bottom.
fn bar(model: &Model) -> String {
    screen(model).lines().last().unwrap_or_default().to_owned()
}

#[test]
fn the_bar_names_only_keys_that_do_something_now() {
    let mut model = at_chapter(Size { width: 60, height: 16 });
    assert!(!bar(&model).contains("1-9"), "{}", bar(&model));
    assert!(bar(&model).contains("Esc 뒤로"));
    press(&mut model, "<End>");
    assert!(bar(&model).contains("1-9 답") && bar(&model).contains("Esc 뒤로"), "{}", bar(&model));
    press(&mut model, "t");
    assert!(bar(&model).contains("Enter 가기") && bar(&model).contains("Esc 닫기"), "{}", bar(&model));
    let mut model = at_notes("# 하나\n\n글.\n", shared(USUAL));
    assert!(bar(&model).contains("Esc 나가기") && !bar(&model).contains("다음 장"), "{}", bar(&model));
    press(&mut model, "x");
    assert!(bar(&model).contains("과제가 없습니다"), "{}", bar(&model));
    press(&mut model, "1");
    assert!(bar(&model).contains("답을 기다리는 문제가 없습니다"), "{}", bar(&model));
}

#[test]
fn an_answer_brings_its_whole_explanation_into_view() {
    let mut model = at_chapter(Size { width: 60, height: 16 });
    press(&mut model, "<End>1");
    let shown = screen(&model);
    assert!(shown.contains("1번을 골랐습니다.") && shown.contains("미는 것이 없기 때문입니다."), "{shown}");
}

#[test]
fn notes_go_on_where_they_were_left_from_home_too() {
    let text = include_str!("../../../../tests/data/notes-shapes.md");
    let mut model = at_notes(text, shared(USUAL));
    press(&mut model, "n");
    let left = model.shared().record.clone();
    assert_eq!(left.place, Some(Place::Notes("/노트.md".to_owned())));
    assert!(left.has_read("notes:/노트.md#항해 노트 › 돛"), "a section that was seen to its end is read");
    let mut later = shared(USUAL);
    later.record = left.clone();
    assert!(screen(&at_notes(text, later)).contains("항해 노트 › 키"), "the section it was left in");

    let mut later = shared(USUAL);
    later.record = left;
    later.notes = model.shared().notes.clone();
    let mut home = Model::new(later);
    assert!(screen(&home).contains("이어서 하기: 노트 노트"), "{}", screen(&home));
    press(&mut home, "<Enter>");
    assert!(screen(&home).contains("항해 노트 › 키") && bar(&home).contains("Esc 뒤로"), "{}", screen(&home));
}

#[test]
fn the_contents_lead_to_sections_and_to_other_chapters() {
    let mut model = at_chapter(Size { width: 60, height: 16 });
    press(&mut model, "t");
    let shown = screen(&model);
    for words in ["차례 ", "Enter 가기 · Esc 닫기", "> ", "1장 돛", "  돛을 다는 법", "(문제 뒤에 더 있음)", "2장 키"]
    {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    press(&mut model, "<End><Enter>");
    assert!(screen(&model).contains("키는 방향을 정합니다."), "{}", screen(&model));
}

#[test]
fn a_choice_out_of_sight_cannot_be_taken() {
    let mut model = at_chapter(Size { width: 60, height: 16 });
    for _ in 0..40 {
        if screen(&model).contains("생각해 보기") {
            break;
        }
        press(&mut model, "<Down>");
    }
    assert!(screen(&model).contains("생각해 보기") && !screen(&model).contains("2. 멈춥니다"), "{}", screen(&model));
    press(&mut model, "2");
    assert!(model.shared().record.chapter("sail").is_none_or(|it| it.gates.is_empty()));
    assert!(screen(&model).contains("2. 멈춥니다"), "the choices are brought into sight: {}", screen(&model));
    press(&mut model, "2");
    assert!(model.shared().record.chapter("sail").is_some_and(|it| it.gates.contains_key(&0)));
}
