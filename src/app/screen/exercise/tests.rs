//! The desk from outside: events in, scene and effects out.

use super::*;
use crate::app::Model;
use crate::app::event::Mouse;
use crate::app::scene::Point;
use crate::app::scene::Rect;
use crate::app::scene::Role;
use crate::app::screen::fixture::screen;
use crate::app::shared::Outside;
use crate::lesson::{Catalogue, Course, MemorySource};
use crate::study::Event as Deed;
use std::rc::Rc;

const STARTER: &str = "\
apiVersion: v1
kind: Service
metadata:
  name: Web_Service
spec:
  type: NodePort
  selector:
    app: wbe
  ports:
    - port: 80
      targetPort: 8080
      nodePort: 30008
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

const EXERCISE: &str = "\
title: 첫 NodePort
task: |
  바깥의 사용자가 **어느 노드로 오든** 30008 포트로 웹 파드에 닿게 하십시오.
mistakes: [name-not-dns]
checks:
  - accepted: true
    proves: API 서버가 매니페스트를 받아들입니다.
    not-yet: API 서버가 아직 매니페스트를 거절합니다.
  - request: {from: outside, to: \"any-node:30008\", expect: {pods: [web-1]}}
    proves: 바깥에서 30008로 들어와 웹 파드에 닿습니다.
    not-yet: 바깥에서 30008로 들어온 요청이 아직 닿지 않습니다.
hints: [첫째 힌트입니다., 둘째 힌트입니다., 셋째 힌트입니다.]
";

const WORLD: &str = "\
apiVersion: v1
kind: Pod
metadata:
  name: web-1
  labels: {app: web}
spec:
  containers:
    - name: web
      image: nginx
      ports:
        - {name: http, containerPort: 8080}
";

/// An exercise of so many checks that they fit no screen beside the task.
fn many_checks() -> String {
    let check = |number: u16| {
        format!(
            "  - request: {{from: outside, to: \"node-1:{}\", expect: {{pods: [web-1]}}}}\n    proves: {number}번 문으로 닿습니다.\n    \
             not-yet: {number}번 문으로 아직 닿지 않습니다.\n",
            30000 + number
        )
    };
    let checks: String = (1..=9).map(check).collect();
    let (head, rest) = EXERCISE.split_once("checks:\n").expect("checks");
    let hints = rest.split_once("hints:").expect("hints").1;
    format!("{head}checks:\n{checks}hints:{hints}")
}

fn shared(width: u16, height: u16) -> Shared {
    let many = many_checks();
    let door = EXERCISE
        .replace("expect: {pods: [web-1]}", "expect: {pods: [web-1]}, hide: port")
        .replace("30008 포트", "남은 포트");
    let door = door.replace("30008로", "그리로");
    let two = "# Source: db.yaml\napiVersion: v1\n---\n# Source: redis.yaml\nkind: Service\n";
    let files: [(&str, &str); 18] = [
        ("02-nodeport/ex-many/exercise.yaml", &many),
        ("02-nodeport/ex-many/starter.yaml", STARTER),
        ("02-nodeport/ex-many/solution.yaml", SOLUTION),
        ("02-nodeport/ex-many/world.yaml", WORLD),
        ("02-nodeport/ex-door/exercise.yaml", &door),
        ("02-nodeport/ex-door/starter.yaml", STARTER),
        ("02-nodeport/ex-door/solution.yaml", SOLUTION),
        ("02-nodeport/ex-door/world.yaml", WORLD),
        ("course.yaml", "format: 1\ntitle: 시험\nchapters: [02-nodeport]\n"),
        (
            "02-nodeport/chapter.md",
            "# 노드 포트\n\n[과제](exercise:first) [둘](exercise:two) [여럿](exercise:many) [문](exercise:door)\n",
        ),
        ("02-nodeport/ex-first/exercise.yaml", EXERCISE),
        ("02-nodeport/ex-first/starter.yaml", STARTER),
        ("02-nodeport/ex-first/solution.yaml", SOLUTION),
        ("02-nodeport/ex-first/world.yaml", WORLD),
        ("02-nodeport/ex-two/exercise.yaml", EXERCISE),
        ("02-nodeport/ex-two/starter.yaml", two),
        ("02-nodeport/ex-two/solution.yaml", two),
        ("02-nodeport/ex-two/world.yaml", WORLD),
    ];
    let none: [(&str, &str); 0] = [];
    let course = Course::open(Box::new(MemorySource::new(files))).expect("a course");
    Shared::new(course, Catalogue::open(Box::new(MemorySource::new(none))), Size { width, height })
}

/// A learner at the desk.
struct Learner {
    desk: Desk,
    shared: Shared,
}

impl Learner {
    fn at(exercise: &str, width: u16, height: u16) -> Self {
        Self::with(shared(width, height), exercise)
    }

    fn with(mut shared: Shared, exercise: &str) -> Self {
        let mut desk = Desk::exercise(exercise, &shared).expect("an exercise");
        desk.enter(&mut shared);
        shared.effects.clear();
        Self { desk, shared }
    }

    fn does(&mut self, event: &Event) -> Go {
        self.shared.toast = None;
        self.desk.update(event, &mut self.shared)
    }

    fn press(&mut self, key: Key) -> Go {
        self.does(&Event::Key(key))
    }

    fn types(&mut self, text: &str) {
        for c in text.chars() {
            self.press(Key::char(c));
        }
    }

    fn replaces_all(&mut self, text: &str) {
        self.press(Key::ctrl('a'));
        self.does(&Event::Paste(text.to_owned()));
    }

    fn goes_to(&mut self, needle: &str) {
        let at = self.text().find(needle).expect("in the text") + needle.len();
        self.desk.sheet_mut().perform(Command::Goto(at));
        self.press(Key::plain(Code::Right));
        self.press(Key::plain(Code::Left));
    }

    fn text(&self) -> &str {
        self.desk.sheet().editor.text()
    }

    fn sees(&self) -> String {
        let mut scene = Scene::default();
        self.desk.view(&self.shared, &mut scene);
        scene.to_text(self.shared.size)
    }

    fn codes(&self) -> Vec<&'static str> {
        self.desk.found().iter().map(|it| it.code.as_str()).collect()
    }

    fn deeds(&mut self) -> Vec<Deed> {
        let deeds = |effect| if let Effect::Record(_, deeds) = effect { deeds } else { Vec::new() };
        std::mem::take(&mut self.shared.effects).into_iter().flat_map(deeds).collect()
    }
}

#[test]
fn a_fault_is_seen_in_the_frame_of_its_key_and_gone_with_undo() {
    let mut learner = Learner::at("first", 120, 36);
    learner.replaces_all(SOLUTION);
    let before = learner.codes();
    learner.goes_to("apiVersion");
    learner.types("x");
    let screen = learner.sees();
    let code = learner.codes().first().copied().expect("a diagnostic");
    assert!(screen.contains(&format!("1:1 {code}")), "{screen}");
    assert!(!screen.contains(panes::PASSED));
    learner.press(Key::ctrl('z'));
    assert_eq!(learner.text(), SOLUTION);
    assert_eq!(learner.codes(), before);
}

#[test]
fn passing_is_said_once_the_behaviour_is_right_and_kept_at_once() {
    let mut learner = Learner::at("first", 120, 36);
    assert!(!learner.sees().contains(panes::PASSED));
    learner.replaces_all(SOLUTION);
    assert!(learner.sees().contains(panes::PASSED), "{}", learner.sees());
    let exercise = || "first".to_owned();
    assert_eq!(
        learner.deeds(),
        [
            Deed::Attempt { exercise: exercise() },
            Deed::TextSaved { exercise: exercise(), text: SOLUTION.to_owned() },
            Deed::Passed { exercise: exercise() },
        ]
    );
    assert_eq!(learner.press(Key::f(9)), Go::Instead(Destination::Exercise { id: "two".into() }));
}

#[test]
fn mistakes_that_needed_help_or_were_left_are_told_once_a_sitting() {
    let told = |learner: &mut Learner| -> Vec<Vec<String>> {
        let deeds = learner.deeds();
        deeds
            .into_iter()
            .filter_map(|it| match it {
                Deed::Stumbled { mistakes, .. } => Some(mistakes),
                _ => None,
            })
            .collect()
    };
    let mut learner = Learner::at("first", 120, 36);
    learner.desk.leave(&mut learner.shared);
    assert!(told(&mut learner).is_empty(), "nothing was tried");
    let typo = SOLUTION.replace("nodePort: 30008", "nodePort: 80");
    learner.replaces_all(&typo);
    learner.replaces_all(SOLUTION);
    learner.desk.leave(&mut learner.shared);
    assert!(told(&mut learner).is_empty(), "what was mended alone is nobody's business");
    learner.replaces_all(&typo);
    learner.press(Key::f(2));
    learner.press(Key::plain(Code::Esc));
    learner.replaces_all(SOLUTION);
    learner.desk.leave(&mut learner.shared);
    assert_eq!(told(&mut learner), [["node-port-out-of-range"]], "a hint was needed for it");
    learner.replaces_all(&typo);
    learner.desk.leave(&mut learner.shared);
    assert!(told(&mut learner).is_empty(), "told once is enough");
    assert!(
        learner.shared.record.card("mistake:node-port-out-of-range").is_some_and(|card| card.due == learner.shared.day)
    );
}

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
fn offers_open_by_themselves_and_never_take_enter_unasked() {
    let mut learner = Learner::at("first", 120, 36);
    learner.replaces_all("kind: Service\nspec:\n  ");
    learner.types("po");
    assert!(learner.sees().contains("↓ 고르기"), "{}", learner.sees());
    learner.press(Key::plain(Code::Enter));
    assert_eq!(learner.text(), "kind: Service\nspec:\n  po\n  ");
    learner.types("sel");
    learner.press(Key::plain(Code::Down));
    learner.press(Key::plain(Code::Enter));
    assert_eq!(learner.text(), "kind: Service\nspec:\n  po\n  selector:\n    ");
    learner.press(Key::ctrl(' '));
    learner.press(Key::plain(Code::Tab));
    learner.press(Key::ctrl(' '));
    learner.press(Key::plain(Code::Tab));
    assert!(learner.text().ends_with("    app: web"), "the world's label and its value: {}", learner.text());
    learner.types("x");
    assert_eq!(learner.press(Key::plain(Code::Esc)), Go::Back, "no list is open");
}

#[test]
fn a_word_is_no_fault_while_it_may_still_become_right() {
    let mut learner = Learner::at("first", 120, 36);
    learner.replaces_all(&SOLUTION.replace("type: NodePort", "type: "));
    learner.goes_to("type: ");
    learner.types("N");
    assert_eq!(learner.codes(), ["node-port-on-cluster-ip"], "nothing of the word itself");
    assert!(learner.sees().contains("모든 노드에 같은 번호의"), "{}", learner.sees());
    learner.press(Key::plain(Code::Esc));
    assert!(learner.codes().contains(&"yaml-boolean-surprise"), "{:?}", learner.codes());
    learner.types("o");
    learner.press(Key::plain(Code::Tab));
    assert_eq!(learner.text(), SOLUTION);
}

#[test]
fn hints_come_one_at_a_time_and_are_counted() {
    let mut learner = Learner::at("first", 120, 36);
    learner.press(Key::f(2));
    let screen = learner.sees();
    assert!(screen.contains("첫째 힌트") && !screen.contains("둘째 힌트"), "{screen}");
    learner.press(Key::f(2));
    assert!(learner.sees().contains("둘째 힌트"));
    assert_eq!(learner.press(Key::plain(Code::Esc)), Go::Stay, "Esc closes the hint first");
    learner.press(Key::f(2));
    assert!(!learner.sees().contains("셋째 힌트"), "opening again reveals nothing new");
    let tiers: Vec<Deed> = learner.deeds();
    assert_eq!(tiers, [1, 2].map(|tier| Deed::Hint { exercise: "first".into(), tier }));
}

#[test]
fn the_answer_is_shown_after_a_pass_or_a_confirmation_that_counts() {
    let mut learner = Learner::at("first", 120, 36);
    learner.press(Key::f(6));
    assert!(!learner.sees().contains("정답의 한 가지"));
    learner.press(Key::plain(Code::Esc));
    learner.press(Key::f(6));
    learner.press(Key::plain(Code::Enter));
    assert!(learner.sees().contains("정답의 한 가지"));
    assert_eq!(learner.deeds(), [Deed::AnswerSeen { exercise: "first".into() }]);
    learner.press(Key::plain(Code::Esc));
    learner.press(Key::f(6));
    assert!(learner.sees().contains("정답의 한 가지"), "asked only once");
}

#[test]
fn a_fix_of_what_is_to_be_learned_is_given_only_when_asked_twice() {
    let mut learner = Learner::at("first", 120, 36);
    learner.press(Key::f(8));
    assert_eq!(learner.codes().first(), Some(&"name-not-dns"));
    assert!(!learner.sees().contains("`web-service`로"), "{}", learner.sees());
    learner.press(Key::f(4));
    assert_eq!(learner.deeds(), []);
    assert_eq!(learner.text(), STARTER);
    assert!(learner.shared.toast.as_deref().is_some_and(|it| it.contains("익힐 실수")));
    learner.press(Key::f(4));
    assert!(learner.text().contains("name: web-service"), "{}", learner.text());
    assert!(learner.deeds().contains(&Deed::Hint { exercise: "first".into(), tier: 1 }));
    assert_eq!(learner.shared.toast.as_deref(), Some("web-service로 바꿨습니다. Ctrl-Z로 되돌립니다."));
}

#[test]
fn of_what_is_to_be_learned_the_right_value_is_told_only_after_the_last_hint() {
    let page =
        "# 이름에 규칙이 있습니다\n\n규칙이 여럿입니다.\n글자를 하나씩 살펴보십시오.\n\n```yaml\nname: web\n```\n";
    let mut shared = shared(120, 36);
    shared.catalogue = Rc::new(Catalogue::open(Box::new(MemorySource::new([("mistakes/name-not-dns.md", page)]))));
    let mut learner = Learner::with(shared, "first");
    let help = learner
        .desk
        .found()
        .first()
        .map(|it| it.help.replace('`', "").chars().take(12).collect::<String>())
        .expect("a fault");
    let shown = |learner: &Learner| (learner.sees().contains(&help), learner.sees().contains("하나씩 살펴보십시오."));
    assert_eq!(shown(&learner), (false, true), "{}", learner.sees());
    for key in [Key::f(2), Key::f(2), Key::plain(Code::Esc)] {
        learner.press(key);
    }
    assert_eq!(shown(&learner), (false, true), "two of three hints are seen");
    for key in [Key::f(2), Key::f(2), Key::plain(Code::Esc)] {
        learner.press(key);
    }
    assert_eq!(shown(&learner), (true, false), "{}", learner.sees());
    let again = Learner::with(learner.shared, "first");
    assert!(again.sees().contains(&help), "it stays told");
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
fn everything_is_reached_by_keyboard_on_a_small_screen() {
    let mut learner = Learner::at("first", 80, 24);
    let mut seen = String::new();
    for _ in Pane::ALL {
        learner.press(Key::f(7));
        seen.push_str(&learner.sees());
    }
    for words in ["어느 노드로 오든", "진단", "트래픽", "콘솔", "apiVersion: v1"] {
        assert!(seen.contains(words), "{words}");
    }
    assert_eq!(learner.desk.focus, Pane::Editor, "round again");
}

#[test]
fn going_from_diagnostic_to_diagnostic_puts_the_caret_there() {
    let mut learner = Learner::at("first", 120, 36);
    learner.press(Key::f(8));
    let first = learner.desk.sheet().editor.caret();
    let starts: Vec<usize> = learner.desk.found().iter().map(|it| it.range.start()).collect();
    assert!(starts.contains(&first));
    for _ in &starts {
        learner.press(Key::f(8));
    }
    assert_eq!(learner.desk.sheet().editor.caret(), first, "round the text");
}

#[test]
fn what_stopped_the_server_comes_first_and_only_there_is_the_server_heard() {
    let mut learner = Learner::at("first", 120, 36);
    learner.replaces_all(
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  prots:\n    - port: 80\n  type:NodePort\n",
    );
    let codes: Vec<_> = learner.desk.found().iter().map(|it| it.code.to_string()).collect();
    assert_eq!(codes, ["yaml-missing-space", "unknown-field"]);
    learner.press(Key::f(8));
    assert_eq!(learner.desk.current, 0, "the line further down, for it comes first");
    assert!(learner.sees().contains("API 서버: error converting YAML"), "{}", learner.sees());
    learner.press(Key::f(8));
    assert_eq!(learner.desk.current, 1);
    assert!(learner.sees().contains("앞의 오류를 고치면 API 서버: "), "{}", learner.sees());
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
fn any_size_and_any_text_draws() {
    for (width, height) in [(60, 16), (61, 17), (80, 24), (99, 24), (100, 24), (120, 36), (500, 200)] {
        let mut learner = Learner::at("first", width, height);
        learner.replaces_all("이름：\t\u{1b}[31m각👩‍👩‍👧\u{202e}\r\n# 값 \"\\");
        for key in [Key::f(2), Key::plain(Code::Esc), Key::f(3), Key::plain(Code::Esc), Key::f(6), Key::f(7), Key::f(4)]
        {
            learner.press(key);
            for line in learner.sees().lines() {
                assert!(crate::text::width::cells(line) <= usize::from(width), "{width}×{height} {key:?}: {line:?}");
            }
        }
    }
}

#[test]
fn a_request_goes_its_way_step_by_step_on_the_whole_screen() {
    let mut learner = Learner::at("first", 100, 30);
    learner.replaces_all(SOLUTION);
    learner.press(Key::ctrl('g'));
    insta::assert_snapshot!("traffic_at_its_end", learner.sees());
    // From the start it goes by itself; each step asks for the next, and the last for none.
    learner.press(Key::char('r'));
    insta::assert_snapshot!("traffic_at_its_start", learner.sees());
    let mut steps = 0;
    while learner.shared.effects.drain(..).any(|it| matches!(it, Effect::After { token: player::STEP, .. })) {
        learner.does(&Event::Timer(player::STEP));
        steps += 1;
    }
    assert!(learner.sees().contains("Hello from web-1") && steps > 3, "{steps}");
    learner.press(Key::plain(Code::Left));
    assert!(!learner.sees().contains("Hello from web-1"));
    learner.press(Key::plain(Code::Esc));
    assert!(learner.sees().contains("service.yaml"), "back at the text");
}

#[test]
fn what_is_only_assumed_is_not_said_to_be_reached() {
    let mut learner = Learner::at("first", 120, 36);
    learner.replaces_all(&SOLUTION.replace("name: web", "name: Web"));
    let screen = learner.sees();
    assert!(screen.contains("고치고 나면 이렇게 닿습니다.") && screen.contains("─ 확인 ──"), "{screen}");
    assert!(!screen.contains("과제가 바란 대로"), "{screen}");
    let traffic = learner.desk.layout.traffic.expect("side by side").inner();
    let lines = learner.desk.traffic_lines(traffic);
    assert!(lines.iter().flat_map(|line| &line.spans).all(|span| span.style.role != Role::Good), "{lines:?}");
    learner.replaces_all(SOLUTION);
    assert!(learner.sees().contains("✓ 과제가 바란 대로 닿았습니다."), "{}", learner.sees());
}

#[test]
fn what_is_not_there_yet_paints_nothing_that_is_right() {
    let mut learner = Learner::at("first", 120, 36);
    learner.replaces_all("apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n");
    assert!(learner.codes().contains(&"ports-missing"), "{:?}", learner.codes());
    let underlined = |learner: &Learner| {
        let mut scene = Scene::default();
        learner.desk.view(&learner.shared, &mut scene);
        let lines = scene.elements.into_iter().filter_map(|it| match it {
            crate::app::scene::Element::Lines { lines, .. } => Some(lines),
            _ => None,
        });
        lines.flatten().flat_map(|line| line.spans).any(|span| span.style.underline == Some(Role::Bad))
    };
    assert!(!underlined(&learner));
    assert!(learner.sees().contains("아직 없음: "), "{}", learner.sees());
    learner.goes_to("kind: ");
    assert!(!underlined(&learner) && !learner.sees().contains("아직 없음: "), "{}", learner.sees());
    assert!(learner.sees().contains("✗ 7      app: web"), "where they would go: {}", learner.sees());
}

#[test]
fn every_check_can_be_brought_into_sight() {
    for (width, height) in [(60, 16), (80, 24), (100, 24)] {
        let mut learner = Learner::at("many", width, height);
        learner.press(Key::f(7));
        let mut seen = learner.sees();
        assert!(seen.contains("개 더 ↓"), "{seen}");
        for _ in 0..40 {
            learner.press(Key::plain(Code::Down));
            seen.push_str(&learner.sees());
        }
        for number in 1..=9 {
            assert!(seen.contains(&format!("{number}번 문으로 아직")), "{number}: {seen}");
        }
        learner.press(Key::plain(Code::Up));
        assert_ne!(learner.sees(), seen, "it goes up at once");
    }
}

#[test]
fn escape_goes_back_to_the_text_before_it_leaves() {
    let mut learner = Learner::at("first", 120, 36);
    for _ in 1..Pane::ALL.len() {
        learner.press(Key::f(7));
        if learner.desk.focus == Pane::Editor {
            continue;
        }
        assert!(learner.sees().contains("Esc 편집으로"), "{}", learner.sees());
        let focus = learner.desk.focus;
        assert_eq!(learner.press(Key::plain(Code::Esc)), Go::Stay);
        assert_eq!(learner.desk.focus, Pane::Editor);
        learner.desk.focus = focus;
    }
    learner.desk.focus = Pane::Editor;
    assert_eq!(learner.press(Key::plain(Code::Esc)), Go::Back);
}

#[test]
fn the_bar_offers_a_fix_only_where_there_is_one() {
    let mut learner = Learner::at("first", 120, 36);
    learner.press(Key::f(8));
    assert!(learner.sees().contains("F4 고치기") && learner.sees().contains("Ctrl-K 설명"), "{}", learner.sees());
    learner
        .replaces_all(&SOLUTION.replace("  ports:", "  ports: x\n  prots:").replace("kind: Service", "kind: Nothing"));
    assert!(!learner.desk.can_fix() && !learner.sees().contains("F4 고치기"), "{}", learner.sees());
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

#[test]
fn a_number_to_be_found_is_not_shown_before_it_is_written() {
    let mut learner = Learner::at("door", 120, 36);
    learner.replaces_all(&SOLUTION.replace("30008", "30007"));
    assert!(!learner.sees().contains("30008") && learner.sees().contains(":?????"), "{}", learner.sees());
    learner.press(Key::ctrl('g'));
    assert!(!learner.sees().contains("30008"), "{}", learner.sees());
    learner.press(Key::plain(Code::Esc));
    learner.replaces_all(SOLUTION);
    assert!(learner.sees().contains("node-1:30008") || learner.sees().contains(":30008"), "{}", learner.sees());
}

#[test]
fn causes_stand_before_what_follows_from_them() {
    let mut learner = Learner::at("first", 120, 36);
    let deep =
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  spec:\n  type: NodePort\n  ports:\n  - port: 80\n";
    learner.replaces_all(deep);
    let paths: Vec<&str> = learner.desk.found().iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["metadata.spec", "metadata.type", "metadata.ports"]);
    learner.replaces_all(&SOLUTION.replace("name: web", "name: “web”"));
    assert_eq!(learner.codes().first(), Some(&"smart-quote"), "{:?}", learner.codes());
}

#[test]
fn the_desk_while_something_is_wrong() {
    for (width, height) in [(80, 24), (120, 36)] {
        let mut learner = Learner::at("first", width, height);
        learner.press(Key::f(8));
        insta::assert_snapshot!(format!("failing_{width}x{height}"), learner.sees());
    }
}

#[test]
fn the_desk_after_a_pass() {
    for (width, height) in [(80, 24), (120, 36)] {
        let mut learner = Learner::at("first", width, height);
        learner.replaces_all(SOLUTION);
        insta::assert_snapshot!(format!("passing_{width}x{height}"), learner.sees());
    }
}

#[test]
fn free_play_is_kept_and_can_be_taken_back() {
    let mut shared = shared(120, 36);
    let world = format!("# 시험 세계\n{WORLD}");
    let assets = [("worlds/1-one.yaml".to_owned(), world)];
    shared.catalogue = Rc::new(Catalogue::open(Box::new(MemorySource::new(assets))));
    let mut desk = Desk::lab("one", &shared).unwrap();
    let types = |desk: &mut Desk, shared: &mut Shared, line: &str| {
        for c in line.chars() {
            desk.update(&Event::Key(Key::char(c)), shared);
        }
        desk.update(&Event::Key(Key::plain(Code::Enter)), shared);
    };
    types(&mut desk, &mut shared, "true one");
    types(&mut desk, &mut shared, "true two");
    let kept = |shared: &Shared| shared.record.exercise("lab:one").and_then(|it| it.text.clone()).unwrap();
    assert!(kept(&shared).contains("# Source: commands.sh") && kept(&shared).contains("true two"), "{}", kept(&shared));
    desk.update(&Event::Key(Key::f(6)), &mut shared);
    assert!(kept(&shared).contains("true one") && !kept(&shared).contains("true two"), "{}", kept(&shared));
    // Left and opened again, it goes on where it was.
    let again = Desk::lab("one", &shared).unwrap();
    let mut scene = Scene::default();
    again.view(&shared, &mut scene);
    assert!(scene.to_text(shared.size).contains("시험 세계"));
    assert_eq!(again.answer.log.len(), 1);
    assert!(Desk::lab("nowhere", &shared).is_err());
    // What is typed into a file is kept at the end of its burst, and saying so is true.
    desk.focus = Pane::Editor;
    desk.update(&Event::Paste("# 적던 것".into()), &mut shared);
    assert!(shared.effects.iter().any(|it| matches!(it, Effect::After { token: burst::SAVE, .. })));
    assert!(shared.unsaved);
    desk.update(&Event::Timer(burst::SAVE), &mut shared);
    assert!(kept(&shared).contains("# 적던 것") && !shared.unsaved, "{}", kept(&shared));
    desk.update(&Event::Key(Key::ctrl('s')), &mut shared);
    assert!(shared.toast.as_deref().is_some_and(|it| it.starts_with("저장했습니다")), "{:?}", shared.toast);
    desk.update(&Event::Key(Key::ctrl('r')), &mut shared);
    let mut scene = Scene::default();
    desk.view(&shared, &mut scene);
    assert!(scene.to_text(shared.size).contains("콘솔에서 한 일은"), "a reset promises no more than it keeps");
}

#[test]
fn a_console_beside_an_exercise_has_the_manifest_in_its_cluster() {
    let mut learner = Learner::at("first", 120, 36);
    learner.replaces_all(SOLUTION);
    learner.press(Key::f(5));
    learner.types("kubectl get svc w");
    learner.press(Key::plain(Code::Tab));
    learner.types("-o name");
    learner.press(Key::plain(Code::Enter));
    assert!(learner.sees().contains("kubectl get svc web -o name"), "{}", learner.sees());
    assert!(learner.sees().contains("service/web\n") || learner.sees().contains("service/web "), "{}", learner.sees());
    learner.press(Key::f(5));
    assert_eq!(learner.desk.focus, Pane::Editor);
}

#[test]
fn a_label_is_the_key_it_names() {
    let rows = DESK.iter().chain(LAB).map(|it| (it.label, it.keys)).chain(TEXT.iter().map(|it| (it.label, it.keys)));
    for (label, keys) in rows.chain(TRAFFIC.iter().map(|it| (it.label, it.keys))) {
        let named = Key::labelled(label);
        assert!(named.is_none_or(|key| keys.contains(&key)), "{label}: {named:?}");
        assert!(named.is_some() || label.contains([' ', ',']), "{label}");
    }
}

#[test]
fn a_manifest_that_the_server_refuses_is_not_said_to_be_in_the_console_s_cluster() {
    let mut learner = Learner::at("first", 120, 36);
    learner.press(Key::f(5));
    assert!(learner.sees().contains("F5 편집기"), "{}", learner.sees());
    learner.types("kubectl get svc");
    learner.press(Key::plain(Code::Enter));
    assert!(learner.sees().contains("API 서버가 거절하는 매니페스트는"), "{}", learner.sees());
    learner.types("ㅏㅕㅠㄷㅊ시 get svc");
    learner.press(Key::plain(Code::Enter));
    assert!(learner.sees().contains("한글 입력 상태에서 친 kubectl입니다"), "{}", learner.sees());
}

#[test]
fn an_empty_file_in_free_play_was_never_sent() {
    let mut shared = shared(120, 36);
    let assets = [("worlds/1-one.yaml".to_owned(), format!("# 시험 세계\n{WORLD}"))];
    shared.catalogue = Rc::new(Catalogue::open(Box::new(MemorySource::new(assets))));
    let desk = Desk::lab("one", &shared).unwrap();
    let mut learner = Learner { desk, shared };
    learner.press(Key::f(7));
    while learner.desk.focus != Pane::Diagnostics {
        learner.press(Key::f(7));
    }
    let seen = learner.sees();
    assert!(seen.contains("아직 보낸 것 없음") && !seen.contains("받아들입니다"), "{seen}");
    assert!(learner.desk.help().iter().all(|row| row.label != "F10"));
}

#[test]
fn what_passed_is_not_replaced_unasked_and_a_starter_is_not_handed_in() {
    let mut shared = shared(120, 36);
    shared.class = Some("20261".into());
    let mut learner = Learner::with(shared, "first");
    let hands_in = |learner: &mut Learner| {
        learner.shared.effects.clear();
        learner.press(Key::f(10));
        learner.shared.effects.iter().any(|it| matches!(it, Effect::HandIn(_)))
    };
    assert!(learner.sees().contains("F10 제출"), "{}", learner.sees());
    assert!(!hands_in(&mut learner));
    assert!(learner.shared.toast.as_deref().is_some_and(|it| it.contains("아직 쓴 것이 없습니다")));
    learner.types("# ");
    assert!(hands_in(&mut learner), "what is not right yet may be handed in");
    learner.shared.handed_in.insert("first".into(), "통과".into());
    assert!(learner.sees().contains("제출함(통과)"), "{}", learner.sees());
    assert!(!hands_in(&mut learner), "asked first");
    assert!(learner.sees().contains("이미 통과한 답을 제출해"), "{}", learner.sees());
    learner.press(Key::plain(Code::Esc));
    assert!(!learner.shared.effects.iter().any(|it| matches!(it, Effect::HandIn(_))));
    hands_in(&mut learner);
    learner.press(Key::plain(Code::Enter));
    assert!(learner.shared.effects.iter().any(|it| matches!(it, Effect::HandIn(_))));
}
