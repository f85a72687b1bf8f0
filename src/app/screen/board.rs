//! The teacher's board: every learner of a live class, where they are, and who has been stuck for how long on what.
//!
//! It changes when the class does; nothing here asks for anything but the page of a mistake.
//!
//! Must not know: where boards come from.

use std::collections::BTreeMap;

use super::watched::{self, At, Watched};
use super::{Destination, Go, Page};
use crate::app::event::Event;
use crate::app::key::{Binding, Code, HelpRow, Key, find, walk};
use crate::app::scene::{Line, Rect, Role, Scene};
use crate::app::shared::Shared;
use crate::classroom::live::{Board, Learner, Sorting, Whereabouts, ago, before, lasting};
use crate::text::width::{cells, ellipsis, pad};

/// From so many seconds on whoever is stuck will hardly get on without help.
const LONG: i64 = 600;

#[derive(Clone, Copy)]
enum Act {
    Sort,
    Mistake,
    Leave,
}

const KEYS: &[Binding<Act>] = &[
    Binding {
        keys: &[Key::char('s')],
        label: "s",
        title: "순서 바꾸기 (막힌 시간·학번)",
        command: Act::Sort,
        bar: true,
    },
    Binding {
        keys: &[Key::plain(Code::Enter)],
        label: "Enter",
        title: "이 실수 설명 읽기",
        command: Act::Mistake,
        bar: true,
    },
    Binding {
        keys: &[Key::plain(Code::Esc), Key::char('q')],
        label: "Esc",
        title: "나가기",
        command: Act::Leave,
        bar: true,
    },
];

/// The board.
pub struct BoardPage {
    board: Board,
    watched: Watched,
    sorting: Sorting,
    /// The id of the chosen learner: rows move, the choice stays on its learner.
    chosen: String,
    /// What chapters and exercises are called.
    titles: BTreeMap<String, String>,
}

impl BoardPage {
    /// A board that shows `board` first.
    #[must_use]
    pub fn new(board: Board, shared: &Shared) -> Self {
        let chapters = shared.course.chapters().iter().map(|it| (it.id.clone(), it.title.clone()));
        let exercises = shared.course.exercises().map(|(_, it)| (it.id.clone(), it.title.clone()));
        let titles = chapters.chain(exercises).collect();
        Self { board, watched: Watched::default(), sorting: Sorting::default(), chosen: String::new(), titles }
    }

    fn place(&self, learner: &Learner) -> String {
        let id = learner.exercise.as_ref().or(learner.chapter.as_ref());
        match id {
            Some(id) => self.titles.get(id).unwrap_or(id).clone(),
            None if learner.handed_in().next().is_some() => "키잡이 밖에서 제출".to_owned(),
            None => "시작 전".to_owned(),
        }
    }

    fn chosen_at(&self, learners: &[&Learner]) -> usize {
        learners.iter().position(|it| it.id == self.chosen).unwrap_or(0)
    }

    fn key(&mut self, key: Key, shared: &mut Shared) -> Go {
        let learners = self.board.sorted(self.sorting);
        let at = self.chosen_at(&learners);
        if let Some(to) = walk(key, at, learners.len().saturating_sub(1)) {
            let id = learners.get(to).map(|it| it.id.clone());
            self.chosen = id.unwrap_or_default();
            return Go::Stay;
        }
        match find(KEYS, key) {
            Some(Act::Leave) => return Go::Back,
            Some(Act::Sort) => {
                self.sorting = if self.sorting == Sorting::Stuck { Sorting::Id } else { Sorting::Stuck };
            }
            Some(Act::Mistake) => {
                let stuck = learners.get(at).and_then(|it| it.stuck(self.board.now)).map(|it| it.mistake.to_owned());
                match stuck.filter(|code| shared.catalogue.knows(code)) {
                    Some(code) => return Go::To(Destination::Mistake { code }),
                    None => shared.say("설명을 읽을 실수가 없습니다."),
                }
            }
            None => {}
        }
        Go::Stay
    }

    fn rows(&self, area: Rect, shared: &Shared, scene: &mut Scene<'_>) {
        let learners = self.board.sorted(self.sorting);
        let (head, list) = area.top(1);
        let columns = Columns::of(watched::room(area));
        scene.lines(head, vec![Line::of(columns.row(&HEADINGS.map(str::to_owned)), Role::Muted)]);
        let row = |at: usize| {
            let Some(learner) = learners.get(at) else { return (String::new(), Role::Text) };
            (columns.row(&self.cells(learner, columns.0[0], shared)), self.role(learner))
        };
        watched::rows(learners.len(), At::Chosen(self.chosen_at(&learners)), list, row, scene);
    }

    fn role(&self, learner: &Learner) -> Role {
        let now = self.board.now;
        let stuck = learner.stuck(now).map(|stuck| stuck.seconds).or_else(|| learner.standing(now));
        match stuck.filter(|_| learner.is_stuck(now)) {
            _ if !learner.fault.is_empty() => Role::Bad,
            Some(seconds) if seconds >= LONG => Role::Bad,
            Some(_) => Role::Warn,
            None if learner.whereabouts(now) == Whereabouts::Here => Role::Text,
            None => Role::Muted,
        }
    }

    fn cells(&self, learner: &Learner, who: usize, shared: &Shared) -> [String; COLUMNS] {
        let now = self.board.now;
        let since = match learner.stuck(now) {
            _ if !learner.fault.is_empty() || learner.left.is_some() => None,
            Some(stuck) => Some(stuck.seconds),
            None => learner.standing(now),
        };
        [
            called(learner, who.saturating_sub(1)),
            self.place(learner),
            learner.checks.map_or_else(|| "-".to_owned(), |(held, of)| format!("{held}/{of}")),
            learner.situation(now, |code| title(code, shared)),
            since.map(ago).unwrap_or_default(),
            learner.passed.len().to_string(),
            learner.handed_in().count().to_string(),
            learner.last.map_or_else(|| "-".to_owned(), |last| ago(now - last)),
        ]
    }

    /// The chosen learner in words.
    fn detail(&self, shared: &Shared) -> [String; 2] {
        let learners = self.board.sorted(self.sorting);
        let Some(learner) = learners.get(self.chosen_at(&learners)) else { return Default::default() };
        let now = self.board.now;
        let mut about = vec![called(learner, usize::MAX), self.place(learner)];
        if let Some(work) = learner.here() {
            if work.seconds > 0 {
                about.push(format!("{}분 작업", work.minutes()));
            }
            if work.hints > 0 {
                about.push(format!("힌트 {}단계", work.hints));
            }
            if work.answer_seen {
                about.push("정답을 봄".to_owned());
            }
            if let Some(time) = work.handed_in {
                about.push(format!("{} 제출", before(now - time)));
            }
        }
        if learner.clock_ahead {
            about.push("학생의 시계가 앞섭니다".to_owned());
        }
        let stuck = match learner.stuck(now) {
            _ if !learner.fault.is_empty() => learner.fault.clone(),
            Some(stuck) => {
                let line = if stuck.line > 0 { format!(" · {}번째 줄", stuck.line) } else { String::new() };
                let title = title(stuck.mistake, shared);
                format!("{title} ({}){line} · {}", stuck.mistake, lasting(stuck.seconds))
            }
            None => match learner.standing(now) {
                Some(seconds) => format!("마지막 진전: {}", before(seconds)),
                None => String::new(),
            },
        };
        [about.join(" · "), stuck]
    }
}

/// A learner's id and name in so many cells; a long id leaves room for the name.
fn called(learner: &Learner, room: usize) -> String {
    let Learner { id, name, .. } = learner;
    if name.is_empty() {
        return ellipsis(id, room);
    }
    let rest = room.saturating_sub(cells(name).min(room / 2) + 1);
    ellipsis(&format!("{} {name}", ellipsis(id, rest.max(room / 2).min(room))), room)
}

fn title(code: &str, shared: &Shared) -> String {
    shared.catalogue.mistake(code).map_or_else(|_| code.to_owned(), |mistake| mistake.title)
}

const COLUMNS: usize = 8;
const HEADINGS: [&str; COLUMNS] = ["학생", "있는 곳", "확인", "막힌 실수·상태", "동안", "통과", "제출", "마지막"];

/// How wide each column is; one of no width is left out.
struct Columns([usize; COLUMNS]);

impl Columns {
    fn of(room: usize) -> Self {
        // Where there is little room, names and mistakes need it more than when something happened last.
        let [checks, since, passed, handed_in, last] = match room {
            ..70 => [6, 9, 5, 0, 0],
            70..100 => [6, 9, 5, 5, 0],
            _ => [6, 12, 5, 5, 9],
        };
        let fixed = checks + since + passed + handed_in + last + 1;
        let rest = room.saturating_sub(fixed);
        let (who, place) = (rest * 30 / 100, rest * 32 / 100);
        Self([who, place, checks, rest - who - place, since, passed, handed_in, last])
    }

    fn row(&self, texts: &[String; COLUMNS]) -> String {
        let mut row = " ".to_owned();
        for (text, &wide) in texts.iter().zip(&self.0).filter(|(_, wide)| **wide > 0) {
            // A blank stays between columns.
            row.push_str(&pad(&ellipsis(text, wide - 1), wide));
        }
        row
    }
}

impl Page for BoardPage {
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go {
        match event {
            Event::Key(key) => return self.key(*key, shared),
            Event::Board(heard) => {
                if let Some(board) = self.watched.heard(heard) {
                    self.board = board.clone();
                }
            }
            Event::Mouse(mouse) => {
                if let Some(key) = watched::wheel(*mouse) {
                    return self.key(key, shared);
                }
            }
            _ => {}
        }
        Go::Stay
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        let (learners, now) = (&self.board.learners, self.board.now);
        let count = |is: &dyn Fn(&&Learner) -> bool| learners.iter().filter(is).count();
        let stuck = count(&|it| it.is_stuck(now));
        let left = count(&|it| it.left.is_some());
        let note = format!("학생 {}명 · 막힌 학생 {stuck}명", learners.len());
        let note = if left > 0 { format!("{note} · 떠난 학생 {left}명") } else { note };
        let mistakes: Vec<String> =
            self.board.mistakes().iter().map(|(code, count)| format!("{} {count}명", title(code, shared))).collect();
        let told = match mistakes.is_empty() {
            true if stuck > 0 => format!("실수 없이 나아가지 못하는 학생이 {stuck}명 있습니다."),
            true => "막힌 학생이 없습니다.".to_owned(),
            false => format!("지금 막힌 실수: {}", mistakes.join(" · ")),
        };
        let rest = self.watched.head("수업", &note, &told, &self.help(), shared, scene);
        let (list, detail) = rest.bottom_rows(3);
        let room = watched::room(rest);
        if learners.is_empty() {
            let empty = "아직 아무도 참여하지 않았습니다. 학생은 `kijabi class join --as 학번 폴더`로 참여합니다.";
            scene.lines(list, vec![Line::default(), Line::of(format!(" {}", ellipsis(empty, room)), Role::Muted)]);
        } else {
            self.rows(list, shared, scene);
        }
        let border = Line::of("─".repeat(detail.width.into()), Role::Border);
        let lines = self.detail(shared).map(|line| Line::of(format!(" {}", ellipsis(&line, room)), Role::Text));
        scene.lines(detail, std::iter::once(border).chain(lines).collect());
    }

    fn help(&self) -> Vec<HelpRow> {
        watched::help("학생 고르기", KEYS)
    }

    fn name(&self) -> &'static str {
        "수업"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Model;
    use crate::app::screen::fixture::{LARGE, USUAL, press, shared};
    use crate::classroom::live::{Event as Told, Stamped};

    fn board() -> Board {
        let learner = |id: &str, name: &str, events: &[(i64, Told)]| {
            let mut learner = Learner::new(id);
            name.clone_into(&mut learner.name);
            for (time, event) in events {
                learner.apply(&Stamped { time: *time, event: event.clone() }, 10_000);
            }
            learner
        };
        let stands = |held, mistakes: &[&str]| Told::Stands {
            exercise: "raise".into(),
            held,
            of: 4,
            mistakes: mistakes.iter().map(|&code| code.into()).collect(),
            lines: mistakes.iter().map(|_| 7).collect(),
        };
        let raise = || "raise".to_owned();
        // Ids, names and mistakes of any length.
        let learners = vec![
            learner("20261", "김민수", &[(9_900, stands(3, &[]))]),
            learner("20262", "이름이 아주 길어서 잘리는 학생", &[(9_000, stands(1, &["yaml-tab"]))]),
            learner("20263", "", &[(9_950, Told::Reads { chapter: "sail".into() })]),
            learner("20264", "", &[(9_700, stands(0, &["no-such-code"]))]),
            learner(
                "20265-아주긴학번-abcdefghijklmnop",
                "박하나",
                &[(9_400, Told::AnswerSeen { exercise: raise() }), (9_500, Told::Begins { exercise: raise() })],
            ),
            learner(
                "20266",
                "",
                &[(9_500, Told::Begins { exercise: raise() }), (9_700, Told::Passed { exercise: raise() })],
            ),
            learner(
                "20267",
                "정일곱",
                &[
                    (9_500, stands(2, &[])),
                    (9_600, Told::Passed { exercise: raise() }),
                    (9_640, Told::HandedIn { exercise: raise(), passed: false }),
                ],
            ),
            learner("20268", "", &[(9_000, stands(2, &["yaml-tab"])), (9_280, Told::Left)]),
        ];
        Board { learners, now: 10_000 }
    }

    #[test]
    fn the_board_shows_who_is_stuck_on_what_and_the_choice_stays_on_its_learner() {
        let shared = shared(USUAL);
        let page = BoardPage::new(board(), &shared);
        let mut model = Model::alone(shared, Box::new(page));
        insta::assert_snapshot!("board_80x24", model.view().to_text(USUAL));
        let wide = self::shared(LARGE);
        let page = BoardPage::new(board(), &wide);
        insta::assert_snapshot!("board_120x36", Model::alone(wide, Box::new(page)).view().to_text(LARGE));
        press(&mut model, "<Down><Down>");
        model.update(Event::Board(Ok(Board { now: 10_060, ..board() })));
        press(&mut model, "s");
        let seen = model.view().to_text(USUAL);
        assert!(seen.contains("no-such-code (no-such-code) · 7번째 줄 · 6분째"), "{seen}");
        model.update(Event::Board(Err("권한이 없습니다.".into())));
        assert!(model.view().to_text(USUAL).contains("수업 폴더를 읽을 수 없습니다. 권한이 없습니다."));
    }
}
