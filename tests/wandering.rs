//! Somebody who presses anything: keys, mouse, pastes, sizes in any order, through every screen of the built-in course. Nothing may
//! panic, every frame is drawn, and a program started again from what was kept goes on from there. `PROPTEST_CASES=20000` walks longer.

use std::io::{self, Write};

use kijabi::app::Model;
use kijabi::app::effect::Effect;
use kijabi::app::event::{Event, Mouse};
use kijabi::app::key::{Code, Key};
use kijabi::app::scene::{Point, Size};
use kijabi::app::screen::Destination;
use kijabi::app::shared::Shared;
use kijabi::lesson::Course;
use kijabi::shell::content;
use kijabi::study::{Day, Record};
use kijabi::tui::{Canvas, Painter};
use proptest::prelude::*;
use ratatui::backend::CrosstermBackend;

/// Takes the bytes a terminal would get.
struct Sink;

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A learner's program with what it asked to be kept.
struct Wanderer {
    model: Model,
    record: Record,
    size: Size,
    millis: u64,
    canvas: Canvas<CrosstermBackend<Sink>>,
}

impl Wanderer {
    fn start(record: Record, size: Size) -> Self {
        let course = Course::open(content::lessons(None).expect("embedded lessons")).expect("a course");
        let mut shared = Shared::new(course, content::catalogue(), size);
        shared.record = record.clone();
        shared.options.still = false;
        Self { model: Model::new(shared), record, size, millis: 0, canvas: Canvas::new(CrosstermBackend::new(Sink)) }
    }

    fn meets(&mut self, event: Event) {
        self.millis += 40;
        self.model.set_clock(self.millis, Day::default(), i64::try_from(self.millis / 1_000).unwrap_or(0));
        if let Event::Resize(size) = &event {
            self.size = *size;
        }
        let mut waiting = self.model.update(event);
        let mut quit = false;
        // What is asked of the world outside is done at once, as far as its answer matters here; no answer asks for ever.
        for _ in 0..20 {
            let mut answers = Vec::new();
            for effect in std::mem::take(&mut waiting) {
                match effect {
                    Effect::Record(day, deeds) => {
                        for deed in &deeds {
                            self.record.apply(day, deed);
                        }
                        answers.push(Event::Saved);
                    }
                    Effect::After { token, .. } => answers.push(Event::Timer(token)),
                    Effect::HandIn(_) => answers.push(Event::HandedIn(Err("수업이 없습니다.".to_owned()))),
                    Effect::Quit => quit = true,
                    _ => {}
                }
            }
            for answer in answers {
                waiting.extend(self.model.update(answer));
            }
        }
        self.look();
        if quit {
            *self = Self::start(self.record.clone(), self.size);
            self.look();
        }
    }

    /// Draws what is to be seen, as the terminal loop does, and looks where the caret is.
    fn look(&mut self) {
        let scene = self.model.view();
        if let Some(caret) = scene.caret {
            assert!(caret.x < self.size.width && caret.y < self.size.height, "{caret:?} outside of {:?}", self.size);
        }
        self.canvas.draw(&scene, self.size, Painter::default()).expect("a frame");
    }
}

/// What is pasted: manifests, halves of them, what never was one.
const PASTES: [&str; 8] = [
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: NodePort\n  selector:\n    app: seats\n  ports:\n    - port: 80\n      targetPort: 8080\n      nodePort: 30008\n",
    "kubectl get pods -o wide\nkubectl apply -f .\n",
    "spec: {ports: [{port: 80}, &a {port: *a}], selector: *nobody",
    "\u{feff}apiVersion：v1\r\nkind: “Service”\r\n",
    "\t\u{a0}\u{1b}[2J\u{202e}\u{0}",
    "각\u{1112}\u{1161}\u{11ab}👩‍👩‍👧‍👦e\u{301}ﷺ",
    "---\n---\n# Source: web.yaml\nkind: List\nitems: [1]\n",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[{{{{{{{{{{{{{{{{{{{{",
];

fn key() -> impl Strategy<Value = Key> {
    let named = prop::sample::select(vec![
        Code::Enter,
        Code::Esc,
        Code::Tab,
        Code::Backspace,
        Code::Delete,
        Code::Insert,
        Code::Up,
        Code::Down,
        Code::Left,
        Code::Right,
        Code::Home,
        Code::End,
        Code::PageUp,
        Code::PageDown,
    ]);
    let typed = prop::sample::select(
        "abcdefghijklmnopqrstuvwxyz0123456789 /?.:-#'\"[]{}|&*!한ㅂ글닭N".chars().collect::<Vec<_>>(),
    );
    prop_oneof![
        4 => (named.clone()).prop_map(Key::plain),
        1 => (named, 0_u8..8).prop_map(|(code, held)| Key { code, ctrl: held & 1 != 0, alt: held & 2 != 0, shift: held & 4 != 0 }),
        4 => typed.prop_map(Key::char),
        2 => (1_u8..=12).prop_map(Key::f),
        1 => prop::char::range('a', 'z').prop_map(Key::ctrl),
        1 => prop::char::range('a', 'z').prop_map(Key::alt),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let at = (0_u16..130, 0_u16..45).prop_map(|(x, y)| Point { x, y });
    let mouse = prop_oneof![
        at.clone().prop_map(Mouse::Press),
        at.clone().prop_map(Mouse::Drag),
        at.clone().prop_map(Mouse::Release),
        (at, -3_i32..=3).prop_map(|(at, notches)| Mouse::Scroll { at, notches }),
    ];
    let size = prop_oneof![
        4 => Just((80, 24)),
        4 => Just((120, 36)),
        1 => Just((200, 50)),
        1 => Just((60, 16)),
        1 => (1_u16..260, 1_u16..80),
    ];
    prop_oneof![
        24 => key().prop_map(Event::Key),
        4 => mouse.prop_map(Event::Mouse),
        2 => prop::sample::select(PASTES.to_vec()).prop_map(|text| Event::Paste(text.to_owned())),
        1 => size.prop_map(|(width, height)| Event::Resize(Size { width, height })),
    ]
}

/// The built-in course's exercises and chapters.
fn contents() -> (Vec<Destination>, Vec<Destination>) {
    let course = Course::open(content::lessons(None).expect("embedded lessons")).expect("a course");
    let outlines = course.chapters();
    let exercises = outlines.iter().flat_map(|it| &it.exercises).map(|it| Destination::Exercise { id: it.id.clone() });
    let chapters = outlines.iter().map(|it| Destination::Chapter { id: it.id.clone(), heading: None });
    (exercises.collect(), chapters.collect())
}

/// Where a walk begins: any place of the program, so that short walks see all of them.
fn place() -> impl Strategy<Value = Destination> {
    let (exercises, chapters) = contents();
    let lab = |world: &str| Destination::Lab { world: world.to_owned() };
    prop_oneof![
        1 => Just(Destination::Home),
        3 => prop::sample::select(exercises),
        2 => prop::sample::select(chapters),
        1 => prop::sample::select(content::catalogue().worlds().iter().map(|it| lab(&it.id)).collect::<Vec<_>>()),
        1 => Just(Destination::QuizMenu),
        1 => Just(Destination::Statistics),
        1 => Just(Destination::Glossary { term: None }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_pressed_is_answered(from in place(), events in prop::collection::vec(event(), 1..120)) {
        let mut wanderer = Wanderer::start(Record::default(), Size { width: 120, height: 36 });
        wanderer.model.open(&from);
        wanderer.look();
        for event in events {
            wanderer.meets(event);
        }
    }
}

/// A console's table in a pane of no width once took more columns away than there were.
#[test]
fn a_window_made_tiny_and_large_again_shows_what_it_showed() {
    let large = Size { width: 120, height: 36 };
    let (exercises, chapters) = contents();
    for place in exercises.iter().chain(&chapters) {
        let mut wanderer = Wanderer::start(Record::default(), large);
        wanderer.model.open(place);
        wanderer.meets(Event::Key(Key::plain(Code::Tab)));
        let before = format!("{:#?}", wanderer.model.view());
        for (width, height) in [(1, 1), (59, 200), (500, 1), (60, 16)] {
            wanderer.meets(Event::Resize(Size { width, height }));
        }
        wanderer.meets(Event::Resize(large));
        let after = format!("{:#?}", wanderer.model.view());
        assert!(after == before, "another picture at {place:?}");
    }
}
