//! The desk from outside: events in, scene and effects out.

mod diagnosis;
mod play;
mod text;

use super::keys::{DESK, LAB, TEXT};
use super::*;
use crate::app::Model;
use crate::app::effect::Effect;
use crate::app::event::Mouse;
use crate::app::key::{Code, Key};
use crate::app::scene::Point;
use crate::app::scene::Rect;
use crate::app::scene::Role;
use crate::app::screen::Destination;
use crate::app::screen::fixture::screen;
use crate::app::shared::{Class, Given, Outside};
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

const TYPED: &str = "\
title: 이름표 달기
task: |
  웹 파드에 tier=front라는 이름표를 다십시오.

  ```console
  $ kubectl get pods --show-labels
  NAME    READY   STATUS    RESTARTS   AGE   LABELS
  ```
console: true
checks:
  - ran: {command: kubectl label *}
    proves: 이름표를 달았습니다.
    not-yet: 이름표를 아직 달지 않았습니다.
hints: [하나., 둘., 셋.]
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
    // Any port of the node will do.
    let any = EXERCISE.replace("from: outside, to: \"any-node:30008\"", "from: pod/web-1, to: \"web:80\"");
    let files: [(&str, &str); 26] = [
        ("02-nodeport/ex-any/exercise.yaml", &any),
        ("02-nodeport/ex-any/starter.yaml", STARTER),
        ("02-nodeport/ex-any/solution.yaml", SOLUTION),
        ("02-nodeport/ex-any/world.yaml", WORLD),
        ("02-nodeport/ex-many/exercise.yaml", &many),
        ("02-nodeport/ex-many/starter.yaml", STARTER),
        ("02-nodeport/ex-many/solution.yaml", SOLUTION),
        ("02-nodeport/ex-many/world.yaml", WORLD),
        ("02-nodeport/ex-door/exercise.yaml", &door),
        ("02-nodeport/ex-door/starter.yaml", STARTER),
        ("02-nodeport/ex-door/solution.yaml", SOLUTION),
        ("02-nodeport/ex-door/world.yaml", WORLD),
        ("02-nodeport/ex-typed/exercise.yaml", TYPED),
        ("02-nodeport/ex-typed/starter.yaml", "# 이 과제에서는 파일을 쓰지 않습니다.\n"),
        (
            "02-nodeport/ex-typed/solution.yaml",
            "apiVersion: kijabi/v1\nkind: Commands\nspec: {commands: [kubectl label pod web-1 tier=front]}\n",
        ),
        ("02-nodeport/ex-typed/world.yaml", WORLD),
        ("course.yaml", "format: 1\ntitle: 시험\nchapters: [02-nodeport]\n"),
        (
            "02-nodeport/chapter.md",
            "# 노드 포트\n\n[과제](exercise:first) [둘](exercise:two) [여럿](exercise:many) [문](exercise:door) [콘솔](exercise:typed) [아무](exercise:any)\n",
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
fn the_step_that_is_looked_at_is_in_sight_and_what_is_not_says_how_to_be() {
    for (exercise, width, height) in [("first", 80, 24), ("many", 80, 24), ("first", 120, 36)] {
        let mut learner = Learner::at(exercise, width, height);
        learner.replaces_all(&SOLUTION.replace("30008", "30001"));
        learner.press(Key::ctrl('g'));
        for _ in 0..learner.desk.steps() {
            let (step, screen) = (learner.desk.step() + 1, learner.sees());
            assert!(screen.contains(&format!("{step}. ")), "{step}: {screen}");
            let area = learner.desk.layout.traffic.expect("on the whole screen").inner().page();
            let cut = learner.desk.traffic_lines(area).len() > usize::from(area.height);
            assert_eq!(screen.contains("줄 더 PgDn"), cut, "{screen}");
            learner.press(Key::plain(Code::Left));
        }
        let first: Vec<&str> = learner.desk.help().iter().take(5).map(|row| row.label).collect();
        assert_eq!(first, ["", "→", "←", "Space", "r"], "what has the focus is helped with first");
    }
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
fn a_task_that_is_read_has_the_room_it_needs() {
    let mut learner = Learner::at("many", 120, 36);
    assert!(learner.sees().contains("개 더") && learner.sees().contains("┌ 트래픽"), "{}", learner.sees());
    learner.press(Key::f(7));
    let seen = learner.sees();
    assert!(!seen.contains("개 더") && !seen.contains("┌ 트래픽"), "{seen}");
    assert!((1..=9).all(|number| seen.contains(&format!("{number}번 문으로"))), "{seen}");
    learner.press(Key::plain(Code::Esc));
    assert!(learner.sees().contains("┌ 트래픽"), "{}", learner.sees());
    // What is seen whole anyhow needs no more.
    let mut learner = Learner::at("first", 120, 36);
    learner.press(Key::f(7));
    assert!(learner.sees().contains("┌ 트래픽"), "{}", learner.sees());
}
