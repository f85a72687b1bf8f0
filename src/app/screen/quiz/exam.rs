//! An exam, of the learner's own or of the whole class: questions in any order, without a word about right and wrong until the end.
//!
//! Of one's own, an answer can be changed until the exam ends; every change is kept at once, and an exam that was broken off goes
//! on where it was, its time running. In a class an answer is given for good: it lies in the class folder before the next question
//! is drawn, and what was right is told when the teacher has closed the quiz.
//!
//! Must not know: ratatui, files, how a truth was computed.

mod list;

use std::rc::Rc;

use super::asked::Asked;
use super::input::Did;
use super::result::Summary;
use super::view::State;
use super::{OPEN, UNMARKED, asking_help, show_scrolling, waiting};
use crate::app::chrome;
use crate::app::effect::Effect;
use crate::app::event::{Event, Mouse};
use crate::app::key::{Code, HelpRow, Key};
use crate::app::scene::{Line, Rect, Role, Scene, Style};
use crate::app::screen::{Go, Page};
use crate::app::shared::{Saving, Shared};
use crate::classroom::digest::of_course;
use crate::classroom::exam::Sitting;
use crate::classroom::quiz::{Answer, Quiz, Refused, Sheet};
use crate::quiz::Bank;
use crate::quiz::exam::{self, Outcome, Paper, Plan};
use crate::study::Event as Deed;

/// The timer that shows how much time is left.
pub(super) const TICK: u64 = 0x7175_697a;

/// Keys at a question, beside those that answer it.
const MOVING: [HelpRow; 3] = [
    HelpRow { label: "Tab", title: "다음 문제", bar: true },
    HelpRow { label: "Esc", title: "목록·끝내기", bar: true },
    HelpRow { label: "Shift-Tab", title: "앞 문제", bar: true },
];

/// Where the learner stands.
enum Phase {
    /// At a question.
    Asking,
    /// The answer is on its way; what comes next comes when it is kept.
    Waiting,
    /// At the list of questions: the chosen row, and whether ending was asked for once with questions left open.
    List { chosen: usize, warned: bool },
    /// At the end of an own exam, or of a class's that is closed.
    Over(Box<Summary>),
    /// At the end of a class's quiz that is still open.
    Handed,
}

/// An exam.
pub struct Exam {
    bank: Rc<Bank>,
    paper: Paper,
    /// The question that is seen.
    at: usize,
    asked: Option<Asked>,
    phase: Phase,
    /// When time is up, by the program's clock.
    until: Option<u64>,
    /// The quiz of the class that is answered, where it is one.
    class: Option<Quiz>,
    /// Whether [`TICK`] will come.
    ticking: bool,
}

impl Exam {
    /// An exam of the learner's own; says why where there is nothing to ask. One of that number that was begun goes on.
    pub fn own(plan: &Plan, shared: &mut Shared) -> Result<Self, String> {
        let bank = shared.bank();
        let open = shared.record.open_exam(plan, true).cloned();
        let is_new = open.is_none();
        let paper = open.unwrap_or_else(|| Paper::new(&bank, plan, shared.time));
        if paper.places.is_empty() {
            return Err("이 범위에는 문제가 없습니다.".to_owned());
        }
        if is_new {
            let deeds = shared.record.begun(shared.day, &bank, &paper);
            shared.remember_all(deeds);
        }
        Ok(Self::new(bank, paper, None, shared))
    }

    /// The quiz of a class, with what this student has answered; says why where there is nothing to ask.
    pub fn class(quiz: &Quiz, sheet: &Sheet, shared: &mut Shared) -> Result<Self, String> {
        let bank = shared.bank();
        let paper = quiz.paper(&bank, sheet);
        if paper.places.is_empty() {
            return Err("이 퀴즈에는 문제가 없습니다.".to_owned());
        }
        Ok(Self::new(bank, paper, Some(quiz.clone()), shared))
    }

    fn new(bank: Rc<Bank>, paper: Paper, class: Option<Quiz>, shared: &mut Shared) -> Self {
        let until = paper.seconds_left(shared.time).map(|seconds| shared.now.saturating_add(seconds * 1000));
        let is_closed = class.as_ref().is_some_and(|quiz| quiz.closed.is_some());
        let first = paper.next_open(paper.places.len().saturating_sub(1));
        let mut it = Self { bank, paper, at: 0, asked: None, phase: Phase::Waiting, until, class, ticking: false };
        let is_over = until.is_some_and(|until| shared.now >= until);
        if is_closed || is_over || (it.class.is_some() && first.is_none()) {
            it.finish(is_over, shared);
        } else {
            it.go(first, shared);
        }
        it
    }

    fn is_class(&self) -> bool {
        self.class.is_some()
    }

    fn of(&self) -> usize {
        self.paper.places.len()
    }

    /// To a question; to the list where none is meant.
    fn go(&mut self, to: Option<usize>, shared: &Shared) {
        let Some(at) = to else {
            // Behind the questions stands what ends it.
            self.phase = Phase::List { chosen: self.of(), warned: false };
            return;
        };
        self.at = at;
        let place = self.paper.places.get(at);
        let item = place.and_then(|place| self.bank.item(&place.question, place.seed));
        let given = place.and_then(|place| place.response.as_ref());
        self.asked = item.map(|item| Asked::new(item, given, shared.now));
        self.phase = Phase::Asking;
    }

    /// Whether the question that is seen is answered for good.
    fn is_fixed(&self) -> bool {
        self.is_class() && self.paper.is_given(self.at)
    }

    fn state(&self) -> State<'static> {
        if self.is_fixed() { State::Given } else { State::Asking }
    }

    fn give(&mut self, shared: &mut Shared) {
        let Some(asked) = &self.asked else { return };
        let (response, millis) = (asked.input.response(), asked.spent(shared.now));
        self.phase = Phase::Waiting;
        if let Some(quiz) = &self.class {
            let (question, seed) = (asked.item.question.clone(), asked.item.seed);
            let answer = Answer { question, seed, response, millis, time: shared.time };
            shared.effects.push(Effect::Answer(quiz.id.clone(), Box::new(answer)));
        } else {
            self.paper.give(self.at, response, millis);
            shared.remember(Deed::ExamKept(Box::new(self.paper.clone())));
            if shared.saving != Saving::Pending {
                self.go(self.paper.next_open(self.at), shared);
            }
        }
    }

    /// What became of an answer to the class's quiz.
    fn taken(&mut self, became: &Result<Box<Answer>, Refused>, shared: &mut Shared) {
        match became {
            Ok(answer) => {
                let place =
                    self.paper.places.iter().position(|it| it.question == answer.question && it.seed == answer.seed);
                let Some(at) = place else { return };
                if !self.paper.is_given(at) {
                    self.paper.give(at, answer.response.clone(), answer.millis);
                    if let Some(judged) = self.paper.judged(&self.bank).get(at) {
                        let review = shared.record.exam_review(shared.day, judged);
                        shared.remember(Deed::Reviewed(review));
                    }
                }
                if !matches!(self.phase, Phase::Waiting) {
                    return;
                }
                match self.paper.next_open(at) {
                    Some(next) => self.go(Some(next), shared),
                    None => self.finish(false, shared),
                }
            }
            Err(Refused::Closed) => {
                shared.say("선생님이 퀴즈를 닫았습니다. 이 답은 세지 않습니다.");
                if let Some(quiz) = &mut self.class {
                    quiz.closed = Some(shared.time);
                }
                self.finish(false, shared);
            }
            Err(Refused::Unwritten(reason)) => {
                shared.say(format!("답을 내지 못했습니다. {reason} Enter로 다시 냅니다."));
                if let Phase::Waiting = self.phase {
                    self.phase = Phase::Asking;
                }
            }
        }
    }

    /// There is nothing left to ask, or no time, or the learner says so.
    fn finish(&mut self, out_of_time: bool, shared: &mut Shared) {
        self.asked = None;
        if self.class.as_ref().is_some_and(|quiz| quiz.closed.is_none()) {
            self.phase = Phase::Handed;
            return;
        }
        let judged = self.paper.judged(&self.bank);
        let scored = exam::score(&shared.course.title(), &self.bank, &self.paper.plan, &judged, out_of_time);
        let student = shared.class.as_ref().map(|class| class.student.clone());
        let outcome = Outcome { student, ..scored };
        let day = shared.day;
        let summary = Summary::of_exam(&judged, outcome, |it| {
            it.response.as_ref()?;
            shared.record.exam_review(day, it).reopens
        });
        if !self.is_class() {
            let deeds = shared.record.scored(day, &self.paper, &judged);
            shared.remember_all(deeds);
            if shared.class.is_some() {
                let sitting = Sitting::new(&self.paper, out_of_time, of_course(&shared.course), shared.time);
                shared.effects.push(Effect::HandInExam(Box::new(sitting)));
            }
        }
        self.phase = Phase::Over(Box::new(summary));
    }

    // --- Keys -----------------------------------------------------------------------------------------------------

    fn key(&mut self, key: Key, shared: &mut Shared) -> Go {
        match &mut self.phase {
            Phase::Waiting => Go::Stay,
            Phase::Over(summary) => summary.key(key, shared),
            Phase::Handed => match key.code {
                Code::Esc | Code::Enter | Code::Char('q') => Go::Back,
                _ => Go::Stay,
            },
            Phase::List { .. } => self.key_list(key, shared),
            Phase::Asking => {
                self.key_asking(key, shared);
                Go::Stay
            }
        }
    }

    fn key_asking(&mut self, key: Key, shared: &mut Shared) {
        let (state, of, fixed) = (self.state(), self.of(), self.is_fixed());
        let Some(asked) = &mut self.asked else { return };
        match key.code {
            Code::PageUp => asked.scroll(-8, state, shared.size),
            Code::PageDown => asked.scroll(8, state, shared.size),
            Code::Tab if key.shift => self.go(Some((self.at + of - 1) % of), shared),
            Code::Tab => self.go(Some((self.at + 1) % of), shared),
            Code::Esc | Code::F(2) => self.phase = Phase::List { chosen: self.at, warned: false },
            Code::Enter if fixed => self.go(self.paper.next_open(self.at), shared),
            _ if fixed => {}
            _ => match asked.key(key, shared.size) {
                Did::Given => self.give(shared),
                Did::Open => shared.say(OPEN),
                Did::Unmarked => shared.say(UNMARKED),
                Did::Changed => asked.follow(shared.size),
                Did::Shown | Did::Nothing => {}
            },
        }
    }

    // --- What is seen ---------------------------------------------------------------------------------------------

    /// What a student sees at the end of a quiz that others still answer.
    fn handed(&self, columns: usize) -> Vec<Line<'static>> {
        let (given, of) = (self.paper.given(), self.of());
        let first = if given == of {
            format!("{of}문제에 모두 답했습니다.")
        } else {
            format!("시간이 다 되었습니다. {of}문제 가운데 {given}문제에 답했습니다.")
        };
        let text =
            "답은 수업 폴더에 있습니다. 맞은 것과 설명은 선생님이 퀴즈를 닫은 뒤에 `kijabi class quiz`로 봅니다.";
        let mut lines = vec![Line::of(first, Style::from(Role::Heading).bold()), Line::default()];
        lines.extend(crate::app::screen::reader::layout::markdown(text, columns));
        lines
    }

    /// Asks for the next second of an exam with a time limit; ends it when there is none.
    fn clock(&mut self, shared: &mut Shared) {
        let Some(until) = self.until.filter(|_| !matches!(self.phase, Phase::Over(_) | Phase::Handed)) else { return };
        if shared.now >= until {
            // An answer on its way is waited for.
            if !(self.is_class() && matches!(self.phase, Phase::Waiting)) {
                self.finish(true, shared);
            }
        } else if !self.ticking {
            self.ticking = true;
            shared.effects.push(Effect::After { millis: 1000, token: TICK });
        }
    }

    fn word(&self) -> &'static str {
        if self.is_class() { "퀴즈" } else { "시험" }
    }
}

impl Page for Exam {
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go {
        let mut go = Go::Stay;
        match event {
            Event::Key(key) => go = self.key(*key, shared),
            Event::Taken(became) => self.taken(became, shared),
            Event::Saved | Event::NotSaved(_) if matches!(self.phase, Phase::Waiting) && !self.is_class() => {
                self.go(self.paper.next_open(self.at), shared);
            }
            Event::Paste(text) if matches!(self.phase, Phase::Asking) && !self.is_fixed() => {
                self.asked.iter_mut().for_each(|asked| asked.input.paste(text));
            }
            Event::Mouse(Mouse::Scroll { notches, .. }) if matches!(self.phase, Phase::Asking) => {
                let state = self.state();
                self.asked.iter_mut().for_each(|asked| asked.scroll(*notches as isize, state, shared.size));
            }
            Event::Mouse(Mouse::Press(at)) => match self.phase {
                Phase::Asking if !self.is_fixed() => {
                    self.asked.iter_mut().for_each(|asked| asked.press(*at, shared.size));
                }
                Phase::List { chosen, .. } => {
                    let area = Asked::area(shared.size);
                    let row = usize::from(at.y.saturating_sub(area.y)) + self.list(chosen, area, shared).1;
                    if area.has(*at) && row < self.rows_of_list() {
                        self.phase = Phase::List { chosen: row, warned: false };
                    }
                }
                _ => {}
            },
            Event::Timer(TICK) => self.ticking = false,
            _ => {}
        }
        self.clock(shared);
        go
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        let (word, of) = (self.word(), self.of());
        let place = match &self.phase {
            Phase::Over(_) | Phase::Handed => format!("{word} 결과"),
            Phase::List { .. } => format!("{word} › 목록"),
            Phase::Asking | Phase::Waiting => {
                // Which chapter it is from would tell where to look for the answer.
                format!("{word} {}/{of}", self.at + 1)
            }
        };
        let note = match (&self.phase, self.until) {
            (Phase::Over(_) | Phase::Handed, _) => String::new(),
            (_, None) => format!("답 {}/{of}", self.paper.given()),
            (_, Some(until)) => {
                let seconds = until.saturating_sub(shared.now).div_ceil(1000);
                format!("답 {}/{of} · 남은 시간 {}:{:02}", self.paper.given(), seconds / 60, seconds % 60)
            }
        };
        chrome::top(shared, &place, &note, scene);
        let area = Asked::area(shared.size);
        match (&self.phase, &self.asked) {
            (Phase::Over(summary), _) => summary.view(area, shared, scene),
            (Phase::Handed, _) => scene.lines(area, self.handed(usize::from(area.width).max(8))),
            (Phase::List { chosen, .. }, _) => {
                let (lines, top) = self.list(*chosen, area, shared);
                let total = lines.len();
                let narrow = Rect { width: area.width.saturating_sub(1), ..area };
                scene.lines(narrow, lines.into_iter().skip(top).collect());
                scene.scrollbar(area, total, top);
            }
            (_, Some(asked)) => asked.view(self.state(), shared.size, scene),
            (_, None) => {}
        }
        if let Phase::Waiting = self.phase {
            waiting(
                if self.is_class() { "답을 내고 있습니다 …" } else { "답을 저장하고 있습니다 …" },
                shared.size,
                scene,
            );
        }
        let mut keys = self.help();
        let asked = self.asked.as_ref().filter(|_| matches!(self.phase, Phase::Asking));
        if asked.is_some_and(|asked| asked.overflows(self.state(), shared.size)) {
            show_scrolling(&mut keys);
        }
        chrome::bar(shared, &keys, scene);
    }

    fn help(&self) -> Vec<HelpRow> {
        match &self.phase {
            Phase::Over(summary) => summary.help(),
            Phase::Handed => vec![HelpRow { label: "Esc", title: "나가기", bar: true }],
            Phase::List { .. } => vec![
                HelpRow { label: "Enter", title: "이 문제로·끝내기", bar: true },
                HelpRow { label: "↑ ↓", title: "고르기", bar: true },
                HelpRow { label: "Esc", title: "문제로 돌아가기", bar: true },
                HelpRow { label: "q", title: "나가기", bar: true },
            ],
            Phase::Asking | Phase::Waiting => {
                let asking = asking_help(self.asked.as_ref().map(|asked| &asked.input));
                let (first, rest): (Vec<HelpRow>, Vec<HelpRow>) =
                    asking.into_iter().filter(|row| row.label != "Esc").partition(|row| row.label == "Enter");
                first.into_iter().chain(MOVING).chain(rest).collect()
            }
        }
    }

    fn name(&self) -> &'static str {
        self.word()
    }

    fn typing(&self) -> bool {
        matches!(self.phase, Phase::Asking)
            && !self.is_fixed()
            && self.asked.as_ref().is_some_and(|it| it.input.is_text())
    }

    fn enter(&mut self, shared: &mut Shared) {
        // Time spent elsewhere is no time at the question.
        if let (Phase::Asking, Some(asked)) = (&self.phase, &mut self.asked) {
            asked.since = shared.now;
        }
        self.ticking = false;
        self.clock(shared);
    }
}
