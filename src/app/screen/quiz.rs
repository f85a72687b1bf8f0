//! The quiz: one question after the other, each answered by keys alone; in a sitting with what is to be said of the answer, in an
//! exam without a word until the end.
//!
//! An answer is asked to be kept at once, and the next question is drawn only when it is. What a task can be answered with is in
//! [`input`], how it looks in [`view`]; [`menu`] is where a sitting begins, [`result`] what it came to.
//!
//! Must not know: ratatui, files, how a truth was computed, how long is waited until a card is asked again.

mod input;
pub mod menu;
mod result;
#[cfg(test)]
mod tests;
mod view;

use super::{Destination, Go, Page};
use crate::app::chrome;
use crate::app::effect::Effect;
use crate::app::event::{Event, Mouse};
use crate::app::key::{Binding, Code, HelpRow, Key, find, help};
use crate::app::scene::{Line, Point, Rect, Role, Scene, Size, Style};
use crate::app::shared::{Saving, Shared};
use crate::quiz::exam::{self, Answered, Plan};
use crate::quiz::{Bank, Item, Judgement, judge};
use crate::study::Event as Deed;
use crate::study::memory::Grade;
use crate::study::review::{Review, mistake_of};
use crate::study::session::{Pick, Session, Why, Wish};
use crate::text::width;
use input::{Did, Input};
use result::Summary;
use std::collections::VecDeque;
use std::rc::Rc;
use view::Rows;

/// A question wider than this is hard to read.
const WIDEST: u16 = 100;
/// The timer that shows how much time is left in an exam.
const TICK: u64 = 0x7175_697a;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Command {
    Next,
    Paragraph,
    Exercise,
    Mistake,
    Up,
    Down,
    Leave,
}

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

/// Keys while a question is answered.
const ASKING: [HelpRow; 6] = [
    HelpRow { label: "Enter", title: "답하기", bar: true },
    HelpRow { label: "↑ ↓", title: "옮기기", bar: true },
    HelpRow { label: "빈칸", title: "표시하기·집기", bar: true },
    HelpRow { label: "Esc", title: "그만하기", bar: true },
    HelpRow { label: "1-9", title: "번호로", bar: true },
    HelpRow { label: "PgUp PgDn", title: "물음을 위아래로", bar: false },
];

/// How questions come.
enum Mode {
    /// A sitting.
    Review { session: Session, total: usize },
    /// An exam: what is left, what was answered, and when time is up (in milliseconds of the program's clock).
    Exam { plan: Plan, left: VecDeque<(String, u64)>, done: Vec<Answered>, until: Option<u64> },
}

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

/// The quiz.
pub struct Quiz {
    bank: Rc<Bank>,
    mode: Mode,
    pick: Option<Pick>,
    item: Option<Item>,
    input: Input,
    phase: Phase,
    /// When the question was first seen.
    since: u64,
    /// The first row seen.
    top: usize,
    summary: Summary,
    /// Whether Esc was pressed once in an exam.
    warned: bool,
    /// Whether [`TICK`] will come.
    ticking: bool,
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
        Ok(Self::new(bank, Mode::Review { session, total }, shared))
    }

    /// An exam; says why where there is nothing to ask.
    pub fn exam(plan: &Plan, shared: &Shared) -> Result<Self, String> {
        let bank = shared.bank();
        let left: VecDeque<_> = exam::draw(&bank, plan).into();
        if left.is_empty() {
            return Err("이 범위에는 문제가 없습니다.".to_owned());
        }
        let until = plan.minutes.map(|minutes| shared.now + u64::from(minutes) * 60_000);
        let plan = Plan { count: left.len(), ..plan.clone() };
        Ok(Self::new(bank, Mode::Exam { plan, left, done: Vec::new(), until }, shared))
    }

    fn new(bank: Rc<Bank>, mode: Mode, shared: &Shared) -> Self {
        let mut quiz = Self {
            bank,
            mode,
            pick: None,
            item: None,
            input: Input::Line { text: String::new() },
            phase: Phase::Waiting,
            since: shared.now,
            top: 0,
            summary: Summary::default(),
            warned: false,
            ticking: false,
        };
        quiz.draw(shared);
        quiz
    }

    fn is_exam(&self) -> bool {
        matches!(self.mode, Mode::Exam { .. })
    }

    /// Puts the next question on the table, or what it all came to.
    fn draw(&mut self, shared: &Shared) {
        loop {
            let pick = match &mut self.mode {
                Mode::Review { session, .. } => session.draw(),
                Mode::Exam { left, .. } => left.pop_front().map(|(question, seed)| Pick {
                    card: question.clone(),
                    question,
                    seed,
                    why: Why::New,
                }),
            };
            let Some(pick) = pick else { return self.finish(false, shared) };
            // One that cannot be made is a fault of the pack, which its linter tells; a learner is not held up by it.
            if let Some(item) = self.bank.item(&pick.question, pick.seed) {
                self.input = Input::new(&item);
                self.item = Some(item);
                self.pick = Some(pick);
                self.phase = Phase::Asking;
                self.since = shared.now;
                self.top = 0;
                return;
            }
        }
    }

    /// The answer is given: judged, asked to be kept, and in a sitting talked about.
    fn give(&mut self, shared: &mut Shared) {
        let (Some(item), Some(pick)) = (&self.item, &self.pick) else { return };
        let response = self.input.response();
        let judgement = judge::judge(item, &response);
        let grade = if judgement.right { Grade::Good } else { Grade::Again };
        let millis = shared.now.saturating_sub(self.since);
        let exercise = item.exercise.as_deref();
        let reopens = shared.record.reopens(&pick.card, shared.day, grade, exercise);
        let review = Review {
            card: pick.card.clone(),
            question: pick.question.clone(),
            seed: pick.seed,
            grade,
            millis: u32::try_from(millis).unwrap_or(u32::MAX),
            mistakes: judgement.mistakes.clone(),
            exam: self.is_exam(),
            reopens: reopens.clone(),
        };
        self.summary.count(item, &judgement, reopens.clone());
        let answered = Answered::new(item, Some(&response), &judgement, millis);
        shared.remember(Deed::Reviewed(review));
        match &mut self.mode {
            Mode::Review { session, .. } => {
                if !judgement.right {
                    session.again(pick);
                }
                if let Some(exercise) = reopens {
                    let title = title_of(&exercise, shared);
                    shared.say(format!(
                        "두 번 잊은 것입니다. 과제 〈{title}〉를 빈 편집기에서 다시 풀어 보십시오. F4로 엽니다."
                    ));
                }
                self.phase = Phase::Told(judgement);
                self.top = usize::MAX;
            }
            Mode::Exam { done, .. } => {
                done.push(answered);
                self.go_on(shared);
            }
        }
    }

    /// To the next question as soon as the answer is kept.
    fn go_on(&mut self, shared: &Shared) {
        self.warned = false;
        self.phase = Phase::Waiting;
        if shared.saving != Saving::Pending {
            self.draw(shared);
        }
    }

    /// There is nothing left to ask, or no time.
    fn finish(&mut self, out_of_time: bool, shared: &Shared) {
        let mut summary = std::mem::take(&mut self.summary);
        if let Mode::Exam { plan, left, done, .. } = &mut self.mode {
            let mut items = std::mem::take(done);
            let open = self.item.take().filter(|_| items.len() + left.len() < plan.count);
            let rest = left.drain(..).filter_map(|(question, seed)| self.bank.item(&question, seed));
            let unanswered = open.into_iter().chain(rest);
            let nothing = Judgement::default();
            items.extend(unanswered.map(|item| {
                Answered::new(&item, None, &Judgement { share: (0, item.places()), ..nothing.clone() }, 0)
            }));
            summary.exam = Some(exam::score(&shared.course.title(), &self.bank, plan, items, out_of_time));
        }
        self.item = None;
        self.top = 0;
        self.phase = Phase::Over(Box::new(summary));
    }

    fn key(&mut self, key: Key, shared: &mut Shared) -> Go {
        match &self.phase {
            Phase::Waiting => Go::Stay,
            Phase::Over(_) => self.key_over(key, shared),
            Phase::Asking => self.key_asking(key, shared),
            Phase::Told(_) => find(TOLD, key).map_or(Go::Stay, |command| self.command(command, shared)),
        }
    }

    fn key_asking(&mut self, key: Key, shared: &mut Shared) -> Go {
        match key.code {
            Code::PageUp => self.top = self.top(shared.size).saturating_sub(8),
            Code::PageDown => self.top = self.top(shared.size) + 8,
            Code::Esc if self.is_exam() && !self.warned => {
                self.warned = true;
                shared.say("시험을 여기서 끝내려면 Esc를 한 번 더 누르십시오. 답하지 않은 것은 틀린 것으로 셉니다.");
                return Go::Stay;
            }
            Code::Esc if self.is_exam() => self.finish(false, shared),
            Code::Esc => return Go::Back,
            _ => match self.input.key(key) {
                Did::Given => self.give(shared),
                Did::Open => shared.say("아직 답하지 않은 곳이 있습니다."),
                Did::Changed => self.follow(shared.size),
                Did::Nothing => {}
            },
        }
        self.warned = false;
        Go::Stay
    }

    fn key_over(&mut self, key: Key, shared: &mut Shared) -> Go {
        let Phase::Over(summary) = &mut self.phase else { return Go::Stay };
        match key.code {
            Code::Esc | Code::Char('q') => return Go::Back,
            Code::Enter => return summary.open(),
            Code::Up | Code::Char('k') => summary.step(-1),
            Code::Down | Code::Char('j') => summary.step(1),
            Code::F(6) | Code::Char('x') => {
                if let Some(json) = summary.json() {
                    shared.effects.push(Effect::Export(json));
                }
            }
            _ => {}
        }
        Go::Stay
    }

    fn command(&mut self, command: Command, shared: &mut Shared) -> Go {
        let Some(item) = &self.item else { return Go::Stay };
        match command {
            Command::Next => self.go_on(shared),
            Command::Paragraph => {
                let heading = Some(item.heading.clone());
                return Go::To(Destination::Chapter { id: item.chapter.clone(), heading });
            }
            Command::Exercise => match &item.exercise {
                Some(id) => return Go::To(Destination::Exercise { id: id.clone() }),
                None => shared.say("이 물음에 딸린 과제는 없습니다."),
            },
            Command::Mistake => {
                let Phase::Told(judgement) = &self.phase else { return Go::Stay };
                let code = judgement.mistakes.first().or(item.mistakes.first());
                match code.filter(|code| shared.catalogue.knows(code)) {
                    Some(code) => return Go::To(Destination::Mistake { code: code.clone() }),
                    None => shared.say("이 물음에 딸린 실수 설명은 없습니다."),
                }
            }
            Command::Up => self.top = self.top(shared.size).saturating_sub(4),
            Command::Down => self.top = self.top(shared.size) + 4,
            Command::Leave => return Go::Back,
        }
        Go::Stay
    }

    // --- What is seen ---------------------------------------------------------------------------------------------

    /// The column of the question.
    fn area(size: Size) -> Rect {
        let body = chrome::body(size);
        body.centered(body.width.min(WIDEST), body.height).shrink(1, 0).top(1).1
    }

    fn rows(&self, size: Size) -> Rows {
        let columns = usize::from(Self::area(size).width.saturating_sub(1)).max(8);
        let judged = match &self.phase {
            Phase::Told(judgement) => Some(judgement),
            _ => None,
        };
        self.item.as_ref().map_or_else(Rows::default, |item| view::rows(item, &self.input, judged, columns))
    }

    /// The first row seen.
    fn top(&self, size: Size) -> usize {
        let rows = self.rows(size);
        let height = usize::from(Self::area(size).height);
        let last = rows.lines.len().saturating_sub(height);
        // What is said of an answer is seen from its beginning, however long the question above it.
        let wanted = if self.top == usize::MAX { rows.focus.0.saturating_sub(1) } else { self.top };
        wanted.min(last)
    }

    /// Scrolls so that the cursor is seen.
    fn follow(&mut self, size: Size) {
        let (first, end) = self.rows(size).focus;
        let height = usize::from(Self::area(size).height);
        let top = self.top(size);
        // A row more: what can be done stands below.
        let lowest = end.saturating_add(1).saturating_sub(height);
        self.top = if first < top { first } else { top.max(lowest) };
    }

    fn press(&mut self, at: Point, shared: &Shared) {
        let area = Self::area(shared.size);
        if !matches!(self.phase, Phase::Asking) || !area.has(at) {
            return;
        }
        let row = usize::from(at.y - area.y) + self.top(shared.size);
        let column = usize::from(at.x - area.x);
        let hit = self
            .rows(shared.size)
            .hits
            .into_iter()
            .find(|hit| hit.row == row && (hit.columns.0..hit.columns.1).contains(&column));
        if let Some(hit) = hit {
            self.input.click(hit.thing.0, hit.thing.1);
        }
    }

    /// What stands in the top line: which question of how many, and why it is asked.
    fn place(&self, shared: &Shared) -> String {
        let chapter = self.item.as_ref().map(|item| chapter_title(&item.chapter, shared)).unwrap_or_default();
        let why = |pick: &Pick| match pick.why {
            Why::Due => "복습",
            Why::Stumbled => "과제에서 한 실수",
            Why::New => "새 문제",
            Why::Again => "다시",
            Why::Ahead => "미리 복습",
        };
        match (&self.mode, &self.phase) {
            (Mode::Exam { .. }, Phase::Over(_)) => "시험 결과".to_owned(),
            (_, Phase::Over(_)) => "문제 › 마침".to_owned(),
            (Mode::Exam { plan, done, .. }, _) => format!("시험 {}/{} › {chapter}", done.len() + 1, plan.count),
            (Mode::Review { session, total }, _) => {
                let why = self.pick.as_ref().map_or("", why);
                let of = (*total).max(session.asked + session.left());
                format!("문제 {}/{of} › {why} › {chapter}", session.asked)
            }
        }
    }

    fn note(&self, shared: &Shared) -> String {
        match (&self.mode, &self.phase) {
            (_, Phase::Over(_)) => String::new(),
            (Mode::Exam { until: Some(until), .. }, _) => {
                let seconds = until.saturating_sub(shared.now).div_ceil(1000);
                format!("남은 시간 {}:{:02}", seconds / 60, seconds % 60)
            }
            _ => self.pick.as_ref().and_then(|pick| mistake_of(&pick.card)).map(str::to_owned).unwrap_or_default(),
        }
    }

    /// Asks for the next second of an exam with a time limit; ends it when there is none.
    fn clock(&mut self, shared: &mut Shared) {
        let Mode::Exam { until: Some(until), .. } = &self.mode else { return };
        if matches!(self.phase, Phase::Over(_)) {
            return;
        }
        if shared.now >= *until {
            self.finish(true, shared);
        } else if !self.ticking {
            self.ticking = true;
            shared.effects.push(Effect::After { millis: 1000, token: TICK });
        }
    }
}

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

impl Page for Quiz {
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go {
        let go = match event {
            Event::Key(key) => self.key(*key, shared),
            Event::Paste(text) => {
                self.input.paste(text);
                Go::Stay
            }
            Event::Saved | Event::NotSaved(_) if matches!(self.phase, Phase::Waiting) => {
                self.draw(shared);
                Go::Stay
            }
            Event::Mouse(Mouse::Scroll { notches, .. }) => {
                self.top = self.top(shared.size).saturating_add_signed(*notches as isize);
                Go::Stay
            }
            Event::Mouse(Mouse::Press(at)) => {
                self.press(*at, shared);
                Go::Stay
            }
            Event::Timer(TICK) => {
                self.ticking = false;
                Go::Stay
            }
            _ => Go::Stay,
        };
        self.clock(shared);
        go
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        chrome::top(shared, &self.place(shared), &self.note(shared), scene);
        let area = Self::area(shared.size);
        if let Phase::Over(summary) = &self.phase {
            summary.view(area, shared, scene);
        } else {
            let rows = self.rows(shared.size);
            let top = self.top(shared.size);
            if let Some((row, column)) = rows.caret
                && let Some(y) = row.checked_sub(top).and_then(|row| u16::try_from(row).ok())
                && y < area.height
            {
                scene.caret = Some(Point { x: area.x + u16::try_from(column).unwrap_or(0), y: area.y + y });
            }
            let total = rows.lines.len();
            scene.lines(
                Rect { width: area.width.saturating_sub(1), ..area },
                rows.lines.into_iter().skip(top).collect(),
            );
            scene.scrollbar(area, total, top);
            if matches!(self.phase, Phase::Waiting) {
                let words = width::ellipsis("답을 저장하고 있습니다 …", usize::from(area.width));
                scene.lines(area.bottom_rows(1).1, vec![Line::of(words, Style::from(Role::Info))]);
            }
        }
        chrome::bar(shared, &self.help(), scene);
    }

    fn help(&self) -> Vec<HelpRow> {
        match &self.phase {
            Phase::Told(_) => help(TOLD).collect(),
            Phase::Over(summary) => summary.help(),
            Phase::Asking | Phase::Waiting if self.input.is_text() => {
                ASKING.iter().filter(|row| matches!(row.label, "Enter" | "Esc" | "PgUp PgDn")).copied().collect()
            }
            Phase::Asking | Phase::Waiting => ASKING.to_vec(),
        }
    }

    fn name(&self) -> &'static str {
        if self.is_exam() { "시험" } else { "문제" }
    }

    fn typing(&self) -> bool {
        matches!(self.phase, Phase::Asking) && self.input.is_text()
    }

    fn enter(&mut self, shared: &mut Shared) {
        // Time spent in the text or at an exercise is no time at the question.
        if matches!(self.phase, Phase::Asking) {
            self.since = shared.now;
        }
        self.ticking = false;
        self.clock(shared);
    }
}
