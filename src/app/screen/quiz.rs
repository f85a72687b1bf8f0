//! The quiz: one question after the other, each answered by keys alone, and what is to be said of the answer.
//!
//! An answer is asked to be kept at once, and the next question is drawn only when it is. How easy a right one was is asked after
//! that and kept as well. A question on the table is [`asked`], what it can be answered with is in [`input`], how it looks in [`view`];
//! [`menu`] is where a sitting begins, [`result`] what it came to. An [`exam`] is a page of its own.
//!
//! Must not know: ratatui, files, how a truth was computed, how long is waited until a card is asked again.

mod asked;
pub mod exam;
mod input;
pub mod menu;
mod result;
#[cfg(test)]
mod tests;
mod view;

use super::{Destination, Go, Page};
use crate::app::chrome;
use crate::app::event::{Event, Mouse};
use crate::app::key::{Binding, Code, HelpRow, Key, find, help};
use crate::app::scene::{Line, Role, Scene, Style};
use crate::app::shared::{Saving, Shared};
use crate::quiz::{Bank, Judgement, judge};
use crate::study::Event as Deed;
use crate::study::memory::Grade;
use crate::study::review::{Review, mistake_of};
use crate::study::session::{Pick, Session, Why, Wish};
use crate::text::width;
use asked::Asked;
use input::{Did, Input};
use result::Summary;
use std::collections::BTreeSet;
use std::rc::Rc;
use view::State;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Command {
    Next,
    Rate(Grade),
    Paragraph,
    Exercise,
    Mistake,
    Up,
    Down,
    Leave,
}

/// Keys once a right answer is judged: how easy it was. Digits are FSRS' own numbers.
const RATING: &[Binding<Command>] = &[
    Binding {
        keys: &[Key::plain(Code::Enter), Key::char('n'), Key::char('3')],
        label: "Enter",
        title: "다음",
        command: Command::Rate(Grade::Good),
        bar: true,
    },
    Binding {
        keys: &[Key::char('2'), Key::char('h')],
        label: "2",
        title: "어려웠음",
        command: Command::Rate(Grade::Hard),
        bar: true,
    },
    Binding { keys: &[Key::char('4')], label: "4", title: "쉬웠음", command: Command::Rate(Grade::Easy), bar: true },
];

/// Keys once an answer is judged.
const TOLD: &[Binding<Command>] = &[
    Binding {
        keys: &[Key::plain(Code::Enter), Key::char('n')],
        label: "Enter",
        title: "다음",
        command: Command::Next,
        bar: true,
    },
    Binding {
        keys: &[Key::f(3), Key::char('r')],
        label: "F3",
        title: "글에서 보기",
        command: Command::Paragraph,
        bar: true,
    },
    Binding {
        keys: &[Key::f(4), Key::char('e')],
        label: "F4",
        title: "과제 하기",
        command: Command::Exercise,
        bar: true,
    },
    Binding {
        keys: &[Key::f(5), Key::char('m')],
        label: "F5",
        title: "실수 설명",
        command: Command::Mistake,
        bar: true,
    },
    Binding {
        keys: &[Key::plain(Code::Up), Key::plain(Code::PageUp), Key::char('k')],
        label: "↑",
        title: "위로",
        command: Command::Up,
        bar: false,
    },
    Binding {
        keys: &[Key::plain(Code::Down), Key::plain(Code::PageDown), Key::char('j')],
        label: "↓",
        title: "아래로",
        command: Command::Down,
        bar: false,
    },
    Binding {
        keys: &[Key::plain(Code::Esc), Key::char('q')],
        label: "Esc",
        title: "그만하기",
        command: Command::Leave,
        bar: true,
    },
];

/// Where the learner stands at a question.
enum Phase {
    /// It is asked.
    Asking,
    /// It is answered, and this is to be said.
    Told(Judgement),
    /// The next one comes as soon as the answer is kept.
    Waiting,
    /// There is none left.
    Over(Box<Summary>),
}

/// A sitting.
pub struct Quiz {
    bank: Rc<Bank>,
    session: Session,
    /// How many questions it was planned to have.
    total: usize,
    pick: Option<Pick>,
    asked: Option<Asked>,
    phase: Phase,
    summary: Summary,
    /// The cards that were answered wrong.
    missed: BTreeSet<String>,
}

/// The day that is so many days ahead.
fn when(days: i32) -> String {
    match days {
        ..=0 => "오늘".to_owned(),
        1 => "내일".to_owned(),
        days => format!("{days}일 뒤"),
    }
}

impl Quiz {
    /// A sitting; says why where there is nothing to ask.
    pub fn review(wish: &Wish, shared: &Shared) -> Result<Self, String> {
        let bank = shared.bank();
        let session = Session::plan(&bank, &shared.record, shared.day, wish);
        let total = session.left();
        if total == 0 {
            return Err(if wish.due || bank.entries().is_empty() {
                "오늘 복습할 것이 없습니다.".to_owned()
            } else {
                "지금 물을 것이 없습니다. 오늘의 새 문제를 모두 풀었거나 아직 읽은 장이 없습니다. 장을 골라 풀 수 있습니다.".to_owned()
            });
        }
        let summary = Summary::default();
        let mut quiz = Self {
            bank,
            session,
            total,
            pick: None,
            asked: None,
            phase: Phase::Waiting,
            summary,
            missed: BTreeSet::new(),
        };
        quiz.draw(shared);
        Ok(quiz)
    }

    /// Puts the next question on the table, or what it all came to.
    fn draw(&mut self, shared: &Shared) {
        while let Some(pick) = self.session.draw() {
            // One that cannot be made is a fault of the pack, which its linter tells; a learner is not held up by it.
            if let Some(item) = self.bank.item(&pick.question, pick.seed) {
                self.asked = Some(Asked::new(item, None, shared.now));
                self.pick = Some(pick);
                self.phase = Phase::Asking;
                return;
            }
        }
        self.finish(0, shared);
    }

    /// Tells what it came to, with `left` questions that were planned and not asked.
    fn finish(&mut self, left: usize, shared: &Shared) {
        self.asked = None;
        let mut summary = std::mem::take(&mut self.summary);
        let days = self.missed.iter().filter_map(|card| shared.record.card(card)).map(|card| card.due.0 - shared.day.0);
        summary.comes_back(self.missed.len(), days.min(), left);
        self.phase = Phase::Over(Box::new(summary));
    }

    /// Leaves in the middle: not without a word about what was answered and what comes back, where anything was.
    fn stop(&mut self, shared: &Shared) -> Go {
        if !self.summary.is_begun() {
            return Go::Back;
        }
        let on_the_table =
            matches!(self.phase, Phase::Asking) && self.pick.as_ref().is_some_and(|it| it.why != Why::Again);
        self.finish(self.session.left_unasked() + usize::from(on_the_table), shared);
        Go::Stay
    }

    /// The answer is given: judged, asked to be kept, and talked about.
    fn give(&mut self, shared: &mut Shared) {
        let (Some(asked), Some(pick)) = (&mut self.asked, &self.pick) else { return };
        let item = &asked.item;
        let judgement = judge::judge(item, &asked.input.response());
        let grade = if judgement.right { Grade::Good } else { Grade::Again };
        let reopens = shared.record.reopens(&pick.card, shared.day, grade, item.exercise.as_deref());
        let review = Review {
            card: pick.card.clone(),
            question: pick.question.clone(),
            seed: pick.seed,
            grade,
            millis: u32::try_from(asked.spent(shared.now)).unwrap_or(u32::MAX),
            mistakes: judgement.mistakes.clone(),
            exam: false,
            reopens: reopens.clone(),
        };
        self.summary.count(item, None, &judgement, reopens.clone());
        shared.remember(Deed::Reviewed(review));
        if !judgement.right {
            self.session.again(pick);
            self.missed.insert(pick.card.clone());
        }
        if let Some(exercise) = reopens {
            let title = title_of(&exercise, shared);
            shared
                .say(format!("두 번 잊은 것입니다. 과제 〈{title}〉를 빈 편집기에서 다시 풀어 보십시오. F4로 엽니다."));
        }
        self.phase = Phase::Told(judgement);
        asked.show_judgement();
    }

    /// To the next question as soon as the answer is kept.
    fn go_on(&mut self, shared: &Shared) {
        self.phase = Phase::Waiting;
        if shared.saving != Saving::Pending {
            self.draw(shared);
        }
    }

    fn key(&mut self, key: Key, shared: &mut Shared) -> Go {
        match &mut self.phase {
            Phase::Waiting => Go::Stay,
            Phase::Over(summary) => summary.key(key, shared),
            Phase::Asking => self.key_asking(key, shared),
            Phase::Told(judgement) => {
                let rating = find(RATING, key).filter(|_| judgement.right);
                rating.or_else(|| find(TOLD, key)).map_or(Go::Stay, |command| self.command(command, shared))
            }
        }
    }

    fn key_asking(&mut self, key: Key, shared: &mut Shared) -> Go {
        let Some(asked) = &mut self.asked else { return Go::Stay };
        match key.code {
            Code::PageUp => asked.scroll(-8, State::Asking, shared.size),
            Code::PageDown => asked.scroll(8, State::Asking, shared.size),
            Code::Esc => return self.stop(shared),
            _ => match asked.key(key, shared.size) {
                Did::Given => self.give(shared),
                Did::Open => shared.say(OPEN),
                Did::Unmarked => shared.say(UNMARKED),
                Did::Changed => asked.follow(shared.size),
                Did::Shown | Did::Nothing => {}
            },
        }
        Go::Stay
    }

    fn command(&mut self, command: Command, shared: &mut Shared) -> Go {
        let (Some(asked), Phase::Told(judgement)) = (&mut self.asked, &self.phase) else { return Go::Stay };
        let item = &asked.item;
        match command {
            Command::Next => self.go_on(shared),
            Command::Rate(grade) => {
                // Good is what was kept when the answer was given.
                if let (Some(pick), false) = (&self.pick, grade == Grade::Good) {
                    shared.remember(Deed::Rated { card: pick.card.clone(), seed: pick.seed, grade });
                }
                self.go_on(shared);
            }
            Command::Paragraph => {
                let heading = Some(item.heading.clone());
                return Go::To(Destination::Chapter { id: item.chapter.clone(), heading });
            }
            Command::Exercise => match &item.exercise {
                Some(id) => return Go::To(Destination::Exercise { id: id.clone() }),
                None => shared.say("이 물음에 딸린 과제는 없습니다."),
            },
            Command::Mistake => {
                let code = judgement.mistakes.first().or(item.mistakes.first());
                match code.filter(|code| shared.catalogue.knows(code)) {
                    Some(code) => {
                        // A wrong choice may show another mistake than the question is about.
                        let whose = asked.chosen_with(code);
                        let whose =
                            whose.map(|it| format!("고른 답 〈{}〉에서 보인 실수입니다.", width::ellipsis(&it, 40)));
                        let asked_for = item.mistakes.contains(code).then(|| "이 문제가 묻는 실수입니다.".to_owned());
                        whose.or(asked_for).into_iter().for_each(|words| shared.say(words));
                        return Go::To(Destination::Mistake { code: code.clone() });
                    }
                    None => shared.say("이 물음에 딸린 실수 설명은 없습니다."),
                }
            }
            Command::Up => asked.scroll(-4, State::Judged(judgement), shared.size),
            Command::Down => asked.scroll(4, State::Judged(judgement), shared.size),
            Command::Leave => return self.stop(shared),
        }
        Go::Stay
    }

    fn state(&self) -> State<'_> {
        if let Phase::Told(judgement) = &self.phase { State::Judged(judgement) } else { State::Asking }
    }

    /// The keys of an answer for the bar: those that lead somewhere, and where they are too many in so few words that all of them have room.
    fn shortened(&self, mut keys: Vec<HelpRow>, shared: &Shared) -> Vec<HelpRow> {
        let has_exercise = self.asked.as_ref().is_some_and(|asked| asked.item.exercise.is_some());
        let has_mistake = self.mistake_told().is_some_and(|code| shared.catalogue.knows(code));
        keys.retain(|row| match row.label {
            "F4" => has_exercise,
            "F5" => has_mistake,
            _ => true,
        });
        if !chrome::has_room(shared, &keys) {
            for row in &mut keys {
                if let Some((_, title)) = SHORT.iter().find(|(label, _)| *label == row.label) {
                    row.title = title;
                }
            }
        }
        keys
    }

    /// The mistake that the answer shows, or that the question is about.
    fn mistake_told(&self) -> Option<&String> {
        let (Some(asked), Phase::Told(judgement)) = (&self.asked, &self.phase) else { return None };
        judgement.mistakes.first().or(asked.item.mistakes.first())
    }

    /// What stands in the top line: which question of how many, and why it is asked.
    fn place(&self, shared: &Shared) -> String {
        if let Phase::Over(_) = self.phase {
            return "문제 › 마침".to_owned();
        }
        let chapter = self.asked.as_ref().map(|it| chapter_title(&it.item.chapter, shared)).unwrap_or_default();
        let why = self.pick.as_ref().map_or("", |pick| match pick.why {
            Why::Due => "복습",
            Why::Stumbled => "과제에서 한 실수",
            Why::New => "새 문제",
            Why::Again => "다시",
            Why::Ahead => "미리 복습",
        });
        let of = self.total.max(self.session.asked + self.session.left());
        let again = match of - self.total {
            0 => String::new(),
            again => format!(" (다시 물을 것 +{again})"),
        };
        format!("문제 {}/{of}{again} › {why} › {chapter}", self.session.asked)
    }
}

/// From this width on the top line has room for more than the place.
const ROOMY: u16 = 100;

/// What keys are called where the bar has less.
const SHORT: [(&str, &str); 7] =
    [("↑ ↓", "더"), ("2", "어려움"), ("4", "쉬움"), ("F3", "글"), ("F4", "과제"), ("F5", "실수"), ("Esc", "끝")];

/// Said where an answer is given that leaves something open.
const OPEN: &str = "아직 답하지 않은 곳이 있습니다.";

/// Said where an answer is given in which nothing is marked.
const UNMARKED: &str = "아무것도 표시하지 않았습니다. 없다는 답이면 Enter를 한 번 더 누르십시오.";

/// The title of a chapter.
fn chapter_title(id: &str, shared: &Shared) -> String {
    shared.course.chapters().iter().find(|it| it.id == id).map_or_else(String::new, |it| it.title.clone())
}

/// The title of an exercise.
fn title_of(exercise: &str, shared: &Shared) -> String {
    shared
        .course
        .exercises()
        .find(|(_, it)| it.id == exercise)
        .map_or_else(|| exercise.to_owned(), |(_, it)| it.title.clone())
}

/// The line that says that an answer is on its way.
fn waiting(words: &str, size: crate::app::scene::Size, scene: &mut Scene<'_>) {
    let area = Asked::area(size);
    let words = width::ellipsis(words, usize::from(area.width));
    scene.lines(area.bottom_rows(1).1, vec![Line::of(words, Style::from(Role::Info))]);
}

/// The keys of a question that is asked: those that do something to an answer of its kind.
fn asking_help(input: Option<&Input>) -> Vec<HelpRow> {
    let row = |label, title| HelpRow { label, title, bar: true };
    let (arrows, blank, digits) = match input {
        None | Some(Input::Line { .. }) => (None, None, None),
        Some(Input::One { .. } | Input::Point { .. }) => (Some(("↑ ↓", "옮기기")), None, Some("번호로")),
        Some(Input::Several { .. }) => (Some(("↑ ↓", "옮기기")), Some("표시하기"), Some("번호로")),
        Some(Input::Order { .. }) => (Some(("↑ ↓", "옮기기")), Some("집기·놓기"), Some("그 자리로")),
        Some(Input::Match { .. }) => (Some(("↑ ↓ ← →", "줄과 짝")), None, Some("짝의 번호")),
        Some(Input::Grid { .. }) => (Some(("↑ ↓ ← →", "옮기기")), Some("표시하기"), None),
    };
    let keys = [
        Some(row("Enter", "답하기")),
        arrows.map(|(label, title)| row(label, title)),
        blank.map(|title| row("Space", title)),
        Some(row("Esc", "그만하기")),
        digits.map(|title| row("1-9", title)),
        Some(HelpRow { label: SCROLL, title: "위아래로", bar: false }),
    ];
    keys.into_iter().flatten().collect()
}

/// The keys that scroll a question.
const SCROLL: &str = "PgUp PgDn";

/// Puts the keys that scroll into the bar, behind the first.
fn show_scrolling(keys: &mut Vec<HelpRow>) {
    let is_scrolling = |row: &HelpRow| matches!(row.label, SCROLL | "↑" | "↓") && !row.bar;
    let Some(row) = keys.iter().find(|row| is_scrolling(row)) else { return };
    // One row for both arrows.
    let row = if row.label == SCROLL { HelpRow { bar: true, ..*row } } else { ARROWS };
    keys.retain(|row| !is_scrolling(row));
    keys.insert(keys.len().min(1), row);
}

/// Both arrows as the bar shows them.
const ARROWS: HelpRow = HelpRow { label: "↑ ↓", title: "넘기기", bar: true };

impl Page for Quiz {
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go {
        match event {
            Event::Key(key) => return self.key(*key, shared),
            Event::Saved | Event::NotSaved(_) if matches!(self.phase, Phase::Waiting) => self.draw(shared),
            Event::Paste(text) if matches!(self.phase, Phase::Asking) => {
                self.asked.iter_mut().for_each(|asked| asked.input.paste(text));
            }
            Event::Mouse(Mouse::Scroll { notches, .. }) => match (&mut self.asked, &self.phase) {
                (Some(asked), Phase::Told(judgement)) => {
                    asked.scroll(*notches as isize, State::Judged(judgement), shared.size);
                }
                (Some(asked), _) => asked.scroll(*notches as isize, State::Asking, shared.size),
                (None, _) => {}
            },
            Event::Mouse(Mouse::Press(at)) if matches!(self.phase, Phase::Asking) => {
                self.asked.iter_mut().for_each(|asked| asked.press(*at, shared.size));
            }
            _ => {}
        }
        Go::Stay
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        // Which mistake it is about would give the answer away before it is given.
        let is_told = matches!(self.phase, Phase::Told(_)) && shared.size.width >= ROOMY;
        let card = self.pick.as_ref().filter(|_| is_told).and_then(|pick| mistake_of(&pick.card));
        chrome::top(shared, &self.place(shared), card.unwrap_or(""), scene);
        match (&self.phase, &self.asked) {
            (Phase::Over(summary), _) => summary.view(Asked::area(shared.size), shared, scene),
            (_, Some(asked)) => asked.view(self.state(), shared.size, scene),
            (_, None) => {}
        }
        if let Phase::Waiting = self.phase {
            waiting("답을 저장하고 있습니다 …", shared.size, scene);
        }
        let mut keys = self.help();
        if self.asked.as_ref().is_some_and(|asked| asked.overflows(self.state(), shared.size)) {
            show_scrolling(&mut keys);
        }
        if matches!(self.phase, Phase::Told(_)) {
            keys = self.shortened(keys, shared);
        }
        chrome::bar(shared, &keys, scene);
    }

    fn help(&self) -> Vec<HelpRow> {
        match &self.phase {
            Phase::Told(judgement) if judgement.right => {
                help(RATING).chain(help(TOLD).filter(|row| row.label != "Enter")).collect()
            }
            Phase::Told(_) => help(TOLD).collect(),
            Phase::Over(summary) => summary.help(),
            Phase::Asking | Phase::Waiting => asking_help(self.asked.as_ref().map(|asked| &asked.input)),
        }
    }

    fn name(&self) -> &'static str {
        "문제"
    }

    fn typing(&self) -> bool {
        matches!(self.phase, Phase::Asking) && self.asked.as_ref().is_some_and(|asked| asked.input.is_text())
    }

    fn enter(&mut self, shared: &mut Shared) {
        // Time spent in the text or at an exercise is no time at the question.
        if let (Phase::Asking, Some(asked)) = (&self.phase, &mut self.asked) {
            asked.since = shared.now;
        }
    }
}
