//! The start screen: where the learner was, and the whole course below it with what is done of it.
//!
//! Must not know: how a chapter is laid out, how an exercise is graded.

mod rows;

use super::{Destination, Go, Page};
use crate::app::chrome;
use crate::app::event::{Event, Mouse};
use crate::app::key::{Binding, Code, HelpRow, Key, find, help};
use crate::app::scene::{Element, Line, Point, Rect, Role, Scene, Size, Style};
use crate::app::shared::Shared;
use crate::study::Place;
use crate::text::width;
use rows::{Item, items, resume_at};

#[derive(Clone, Copy)]
enum Command {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Open,
    Glossary,
    Quiz,
    Statistics,
    Quit,
}

const KEYS: &[Binding<Command>] = &[
    Binding { keys: &[Key::plain(Code::Enter)], label: "Enter", title: "열기", command: Command::Open, bar: true },
    Binding {
        keys: &[Key::plain(Code::Up), Key::char('k')],
        label: "↑",
        title: "위로",
        command: Command::Up,
        bar: false,
    },
    Binding {
        keys: &[Key::plain(Code::Down), Key::char('j')],
        label: "↓",
        title: "아래로",
        command: Command::Down,
        bar: false,
    },
    Binding {
        keys: &[Key::plain(Code::PageUp)],
        label: "PageUp",
        title: "한 화면 위로",
        command: Command::PageUp,
        bar: false,
    },
    Binding {
        keys: &[Key::plain(Code::PageDown), Key::char(' ')],
        label: "PageDown",
        title: "한 화면 아래로",
        command: Command::PageDown,
        bar: false,
    },
    Binding {
        keys: &[Key::plain(Code::Home), Key::char('g')],
        label: "Home",
        title: "이어서 하기로",
        command: Command::First,
        bar: false,
    },
    Binding {
        keys: &[Key::plain(Code::End), Key::char('G')],
        label: "End",
        title: "끝으로",
        command: Command::Last,
        bar: false,
    },
    Binding { keys: &[Key::char('w')], label: "w", title: "용어집", command: Command::Glossary, bar: true },
    Binding {
        keys: &[Key::plain(Code::Esc), Key::char('q')],
        label: "Esc",
        title: "나가기",
        command: Command::Quit,
        bar: true,
    },
    Binding {
        keys: &[Key::f(6), Key::char('z')], label: "F6", title: "문제 풀기", command: Command::Quiz, bar: true
    },
    Binding {
        keys: &[Key::f(7), Key::char('s')], label: "F7", title: "통계", command: Command::Statistics, bar: true
    },
];

/// Both arrows as the bar shows them.
const ARROWS: HelpRow = HelpRow { label: "↑ ↓", title: "고르기", bar: true };

const LOGO: &str = include_str!("../../../assets/logo.txt");
/// Rows the logo and a blank below it take.
const HEADER: u16 = 6;
/// From this height on there is room for the logo.
const TALL: u16 = 22;
/// What can be done besides, as much of it as fits.
const HINTS: [&str; 2] = ["노트 읽기: kijabi read 파일.md", "화면이 이상하면: kijabi doctor"];
/// A list wider than this puts what belongs together too far apart.
const WIDEST: u16 = 100;

/// The start screen.
pub struct Home {
    chosen: usize,
}

impl Home {
    /// At the row that goes on.
    #[must_use]
    pub fn new(_shared: &Shared) -> Self {
        Self { chosen: 0 }
    }

    fn open(&self, shared: &Shared) -> Go {
        let destination = match items(shared).get(self.chosen) {
            Some(Item::Resume) => match resume_at(shared) {
                Some(Place::Chapter(id)) => Destination::Chapter { id, heading: None },
                Some(Place::Exercise(id)) => Destination::Exercise { id },
                Some(Place::Notes(_)) => Destination::Notes,
                None => return Go::Stay,
            },
            Some(Item::Class(class)) => match class.next_due(shared.time) {
                Some((id, _)) => Destination::Exercise { id: id.to_owned() },
                None => return Go::Stay,
            },
            Some(Item::Chapter(_, chapter)) => Destination::Chapter { id: chapter.id.clone(), heading: None },
            Some(Item::Exercise(exercise)) => Destination::Exercise { id: exercise.id.clone() },
            Some(Item::Lab) => Destination::Worlds { from: None },
            Some(Item::Quiz) => Destination::QuizMenu,
            Some(Item::Glossary) => Destination::Glossary { term: None },
            None => return Go::Stay,
        };
        Go::To(destination)
    }

    fn move_by(&mut self, rows: isize, shared: &Shared) {
        let last = items(shared).len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(rows).min(last);
    }

    fn press(&mut self, at: Point, shared: &Shared) -> Go {
        let list = list_area(shared.size).inner();
        if !list.has(at) {
            return Go::Stay;
        }
        let items = items(shared);
        let row = top(self.chosen, items.len(), usize::from(list.height)) + usize::from(at.y - list.y);
        if row >= items.len() {
            return Go::Stay;
        }
        self.chosen = row;
        self.open(shared)
    }
}

fn has_header(size: Size) -> bool {
    size.height >= TALL
}

/// The screen between its bars, no wider than is good to read.
fn body(size: Size) -> Rect {
    let body = chrome::body(size);
    body.centered(body.width.min(WIDEST), body.height)
}

/// Where the list is, its border included.
fn list_area(size: Size) -> Rect {
    let body = body(size);
    let rest = if has_header(size) { body.top(HEADER).1 } else { body };
    rest.bottom_rows(1).0
}

/// The first row seen, so that the chosen one is in the middle where it can be.
fn top(chosen: usize, rows: usize, height: usize) -> usize {
    chosen.saturating_sub(height / 2).min(rows.saturating_sub(height))
}

fn hints(columns: usize) -> String {
    let join = |hints: &[&str]| format!(" {}", hints.join(" · "));
    let both = join(&HINTS);
    if width::cells(&both) <= columns { both } else { width::ellipsis(&join(&HINTS[..1]), columns) }
}

fn view_header(shared: &Shared, scene: &mut Scene<'_>) {
    let (area, _) = body(shared.size).top(HEADER);
    let (_, area) = area.left(2);
    let lines = LOGO.lines().map(|line| Line::of(line, Style::from(Role::Accent).bold()));
    scene.lines(area, lines.collect());
    let wide = LOGO.lines().map(width::cells).max().unwrap_or(0);
    let (_, right) = area.left(u16::try_from(wide + 4).unwrap_or(u16::MAX));
    if right.width < 24 {
        return;
    }
    let chapters = shared.course.chapters();
    let read = chapters.iter().filter(|it| shared.record.has_read(&it.id)).count();
    let (exercises, passed) = shared
        .course
        .exercises()
        .fold((0, 0), |(all, passed), (_, it)| (all + 1, passed + usize::from(shared.record.has_passed(&it.id))));
    let lines = vec![
        Line::of(width::ellipsis(&shared.course.title(), usize::from(right.width)), Style::from(Role::Heading).bold()),
        Line::default(),
        Line::of(format!("읽은 장 {read}/{}  통과한 과제 {passed}/{exercises}", chapters.len()), Role::Text),
    ];
    scene.lines(right.top(1).1, lines);
    let done = u16::try_from(read + passed).unwrap_or(u16::MAX);
    let all = u16::try_from(chapters.len() + exercises).unwrap_or(u16::MAX).max(1);
    let gauge = Rect { y: right.y + 4, width: right.width.min(32), height: 1, ..right };
    scene.elements.push(Element::Gauge { area: gauge, ratio: f64::from(done) / f64::from(all), role: Role::Good });
}

impl Page for Home {
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go {
        let page = isize::from(list_area(shared.size).inner().height.cast_signed()).max(1);
        match event {
            Event::Key(key) => match find(KEYS, *key) {
                Some(Command::Up) => self.move_by(-1, shared),
                Some(Command::Down) => self.move_by(1, shared),
                Some(Command::PageUp) => self.move_by(-page, shared),
                Some(Command::PageDown) => self.move_by(page, shared),
                Some(Command::First) => self.chosen = 0,
                Some(Command::Last) => self.move_by(isize::MAX / 2, shared),
                Some(Command::Open) => return self.open(shared),
                Some(Command::Quiz) => return Go::To(Destination::QuizMenu),
                Some(Command::Statistics) => return Go::To(Destination::Statistics),
                Some(Command::Glossary) => return Go::To(Destination::Glossary { term: None }),
                Some(Command::Quit) => return Go::Quit,
                None => {}
            },
            Event::Mouse(Mouse::Scroll { notches, .. }) => self.move_by(*notches as isize, shared),
            Event::Mouse(Mouse::Press(at)) => return self.press(*at, shared),
            _ => {}
        }
        Go::Stay
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        chrome::top(shared, "처음", "", scene);
        if has_header(shared.size) {
            view_header(shared, scene);
        }
        let area = list_area(shared.size);
        let title = Line::of(format!(" {} ", shared.course.title()), Role::Title);
        let list = scene.pane(area, title, Line::default(), true);
        let items = items(shared);
        let (height, room) = (usize::from(list.height), usize::from(list.width));
        let top = top(self.chosen, items.len(), height);
        let rows = items.iter().enumerate().skip(top).take(height).map(|(row, item)| {
            let (words, style, note) = item.words(shared);
            let chosen = row == self.chosen;
            let style = if chosen { Style { role: Role::Chosen, ..style } } else { style };
            let words = format!("{} {words}", if chosen { ">" } else { " " });
            let words = width::ellipsis(&words, room.saturating_sub(width::cells(&note) + 3));
            let gap = room.saturating_sub(width::cells(&words) + width::cells(&note) + 1);
            let muted = if chosen { Role::Chosen } else { Role::Muted };
            let line = Line::of(words, style).with(" ".repeat(gap), Role::Text).with(note, muted);
            if chosen { line.filled(Role::Chosen) } else { line }
        });
        scene.lines(list, rows.collect());
        scene.scrollbar(Rect { width: list.width + 1, ..list }, items.len(), top);
        let hint = Rect { y: area.bottom(), height: 1, ..area };
        scene.lines(hint, vec![Line::of(hints(usize::from(hint.width)), Role::Muted)]);
        let mut keys = self.help();
        // The two arrows in one: what leads somewhere else has the room.
        keys.insert(1, ARROWS);
        chrome::bar(shared, &keys, scene);
    }

    fn help(&self) -> Vec<HelpRow> {
        help(KEYS).collect()
    }

    fn name(&self) -> &'static str {
        "처음"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Model;
    use crate::app::screen::fixture::{LARGE, USUAL, press, screen, shared};
    use crate::app::shared::{Class, Given, Moment};
    use crate::study::Event as Deed;

    #[test]
    fn it_looks_like_this() {
        insta::assert_snapshot!("home_80x24", screen(&Model::new(shared(USUAL))));
        let mut known = shared(LARGE);
        known.record.apply(known.day, &Deed::ChapterRead { chapter: "sail".to_owned() });
        known.record.apply(known.day, &Deed::Passed { exercise: "raise".to_owned() });
        known.record.apply(known.day, &Deed::Went(Place::Exercise("raise".to_owned())));
        insta::assert_snapshot!("home_120x36_on_the_way", screen(&Model::new(known)));
        for (name, size) in [("home_80x24_in_class", USUAL), ("home_120x36_in_class", LARGE)] {
            let mut attending = self::shared(size);
            attending.time = 1_700_000_000;
            let moment = |at: i64, text: &str| Moment { at, text: text.into() };
            let given = Given { word: "확인 2/5".into(), when: moment(1_699_999_000, "11-14 21:56") };
            attending.class = Some(Class {
                student: "20261".into(),
                name: "3반-월요일".into(),
                handed_in: [("lower".to_owned(), given.clone()), ("gone".to_owned(), given)].into(),
                due: [("raise".to_owned(), moment(1_700_010_000, "11-15 01:00"))].into(),
                quiz: Some(("monday".into(), 3, 10)),
                ..Class::default()
            });
            let mut model = Model::new(attending);
            insta::assert_snapshot!(name, screen(&model));
            press(&mut model, "<Down><Enter>");
            assert!(screen(&model).contains("올리십시오"), "to what is due next");
        }
        insta::assert_snapshot!("home_60x16", screen(&Model::new(shared(Size { width: 60, height: 16 }))));
    }

    #[test]
    fn the_bar_of_a_usual_screen_has_every_way_out_of_it() {
        let shown = screen(&Model::new(shared(USUAL)));
        let bar = shown.lines().last().unwrap_or_default();
        for key in ["F1", "Enter", "↑ ↓", "w 용어집", "Esc", "F6", "F7"] {
            assert!(bar.contains(key), "{key}: {bar}");
        }
    }

    #[test]
    fn going_on_leads_to_where_the_learner_was() {
        let mut known = shared(USUAL);
        known.record.apply(known.day, &Deed::Went(Place::Chapter("rudder".to_owned())));
        let mut model = Model::new(known);
        assert!(screen(&model).contains("이어서 하기: 2장 키"));
        press(&mut model, "<Enter>");
        assert!(screen(&model).contains("키는 방향을 정합니다."));
    }

    #[test]
    fn every_row_can_be_gone_to_with_arrows_and_enter() {
        let mut model = Model::new(shared(USUAL));
        press(&mut model, "<Down><Enter>");
        assert!(screen(&model).contains("돛은 바람을 받아"));
        press(&mut model, "<Esc><End><Enter>");
        assert!(screen(&model).contains("이름이나 초성"));
        press(&mut model, "<Esc><Esc>");
    }
}
