//! Where the quiz begins: what is due, new questions, one chapter, an exam, the statistics.
//!
//! Must not know: how questions are asked.

use super::super::{Destination, Go, Page};
use super::when;
use crate::app::chrome;
use crate::app::event::{Event, Mouse};
use crate::app::key::{Binding, Code, HelpRow, Key, find, help, walk};
use crate::app::scene::{Line, Point, Rect, Role, Scene, Size, Style};
use crate::app::shared::Shared;
use crate::quiz::exam::Plan;
use crate::study::session::{COUNT, Session, Wish, next_due, waiting, was_asked};
use crate::text::width;

#[derive(Clone, Copy)]
enum Command {
    Open,
    Less,
    More,
    Statistics,
    Leave,
}

const KEYS: &[Binding<Command>] = &[
    Binding { keys: &[Key::plain(Code::Enter)], label: "Enter", title: "시작", command: Command::Open, bar: true },
    Binding {
        keys: &[Key::plain(Code::Left), Key::char('-')],
        label: "←",
        title: "줄이기",
        command: Command::Less,
        bar: true,
    },
    Binding {
        keys: &[Key::plain(Code::Right), Key::char('+')],
        label: "→",
        title: "늘리기",
        command: Command::More,
        bar: true,
    },
    Binding {
        keys: &[Key::f(7), Key::char('s')], label: "F7", title: "통계", command: Command::Statistics, bar: true
    },
    Binding {
        keys: &[Key::plain(Code::Esc), Key::char('q')],
        label: "Esc",
        title: "뒤로",
        command: Command::Leave,
        bar: true,
    },
];

/// The lists of numbers that ←→ walk through.
const COUNTS: [usize; 6] = [5, 10, 20, 30, 50, 100];
const MINUTES: [Option<u32>; 7] = [None, Some(5), Some(10), Some(20), Some(30), Some(45), Some(60)];

/// The start of the quiz.
pub struct Menu {
    /// The row chosen; before any was, the first that leads to a question.
    chosen: Option<Row>,
    /// The exam begun last from here, by its number.
    begun: Option<u64>,
    count: usize,
    minutes: usize,
    /// The chapter of the exam; all where none.
    chapter: Option<usize>,
}

/// A row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    /// An exam that was begun, by its number.
    Open(u64),
    Due,
    New,
    Chapter(usize),
    ExamChapter,
    ExamCount,
    ExamMinutes,
    Exam,
    Statistics,
}

impl Menu {
    /// At what is due; where nothing is, at what can be done.
    #[must_use]
    pub fn new() -> Self {
        Self { chosen: None, begun: None, count: 2, minutes: 3, chapter: None }
    }

    /// The row the cursor is on.
    fn chosen(&self, shared: &Shared) -> usize {
        let rows = Self::rows(shared);
        let chosen = self.chosen.and_then(|chosen| rows.iter().position(|row| *row == chosen));
        chosen.unwrap_or_else(|| {
            let bank = shared.bank();
            let any = |wish: &Wish| Session::plan(&bank, &shared.record, shared.day, wish).left() > 0;
            let leads = |row: &Row| match row {
                Row::Due => any(&Wish { due: true, ..Wish::default() }),
                Row::New => any(&Wish::default()),
                _ => true,
            };
            rows.iter().position(leads).unwrap_or(0)
        })
    }

    fn rows(shared: &Shared) -> Vec<Row> {
        let bank = shared.bank();
        let chapters = shared.course.chapters().iter().enumerate();
        let has = |id: &str| bank.entries().iter().any(|entry| entry.chapter == id);
        let chapters = chapters.filter(|(_, it)| has(&it.id)).map(|(index, _)| Row::Chapter(index));
        let last = [Row::ExamChapter, Row::ExamCount, Row::ExamMinutes, Row::Exam, Row::Statistics];
        let open = shared.record.exams.keys().map(|seed| Row::Open(*seed));
        open.chain([Row::Due, Row::New]).chain(chapters).chain(last).collect()
    }

    fn words(&self, row: Row, shared: &Shared) -> (String, String) {
        let bank = shared.bank();
        let planned = |wish: &Wish| Session::plan(&bank, &shared.record, shared.day, wish).left();
        let many = usize::MAX;
        match row {
            Row::Open(seed) => {
                let told = shared.record.exams.get(&seed).map_or_else(String::new, |paper| {
                    let time = match paper.seconds_left(shared.time) {
                        Some(0) => ", 시간이 다 됨".to_owned(),
                        Some(seconds) => format!(", {}분 남음", seconds.div_ceil(60)),
                        None => String::new(),
                    };
                    format!("번호 {seed}, 답 {}/{}{time}", paper.given(), paper.places.len())
                });
                ("멈춘 시험 이어서 보기".to_owned(), told)
            }
            Row::Due => {
                let due = planned(&Wish { due: true, count: many, ..Wish::default() });
                // What was wrong today is asked again on another day: it is not lost.
                let next = next_due(&bank, &shared.record, shared.day).filter(|_| due == 0);
                let told =
                    next.map_or_else(String::new, |(ahead, count)| format!(", 다음은 {} {count}문제", when(ahead)));
                ("오늘의 복습".to_owned(), format!("{due}문제{told}"))
            }
            Row::New => {
                let all = planned(&Wish { count: many, ..Wish::default() });
                let waiting = waiting(&bank, &shared.record).len();
                let told = if waiting == 0 {
                    String::new()
                } else {
                    format!(" (읽지 않은 장 {waiting}개의 문제는 빼고)")
                };
                ("복습하고 새 문제까지".to_owned(), format!("{all}문제{told}"))
            }
            Row::Chapter(index) => {
                let Some(chapter) = shared.course.chapters().get(index) else { return Default::default() };
                let entries = bank.entries().iter().filter(|entry| entry.chapter == chapter.id);
                let asked = entries.clone().filter(|entry| was_asked(&shared.record, &entry.id)).count();
                (format!("{}장 {}", index + 1, chapter.title), format!("풀어 본 것 {asked}/{}", entries.count()))
            }
            Row::ExamChapter => {
                let chapter = self.chapter.and_then(|at| Some((at + 1, shared.course.chapters().get(at)?)));
                let told = chapter.map_or_else(|| "모든 장".to_owned(), |(at, it)| format!("{at}장 {}", it.title));
                ("시험 범위".to_owned(), told)
            }
            Row::ExamCount => ("문제 수".to_owned(), format!("{}문제", self.exam_count())),
            Row::ExamMinutes => {
                let minutes = MINUTES.get(self.minutes).copied().flatten();
                ("시간".to_owned(), minutes.map_or_else(|| "제한 없음".to_owned(), |it| format!("{it}분")))
            }
            Row::Exam => ("시험 보기".to_owned(), "채점은 다 풀고 나서 합니다".to_owned()),
            Row::Statistics => ("통계".to_owned(), "기억, 복습할 것, 강한 곳과 약한 곳".to_owned()),
        }
    }

    fn exam_count(&self) -> usize {
        COUNTS.get(self.count).copied().unwrap_or(COUNT)
    }

    fn choose(&mut self, row: usize, shared: &Shared) {
        self.chosen = Self::rows(shared).get(row).copied().or(self.chosen);
    }

    fn open(&mut self, shared: &Shared) -> Go {
        let wish = match Self::rows(shared).get(self.chosen(shared)) {
            Some(Row::Open(seed)) => {
                let Some(paper) = shared.record.exams.get(seed) else { return Go::Stay };
                return Go::To(Destination::Exam { plan: paper.plan.clone() });
            }
            Some(Row::Due) => Wish { due: true, ..Wish::default() },
            Some(Row::New) => Wish::default(),
            Some(Row::Chapter(index)) => {
                let chapters = shared.course.chapters().get(*index).map(|it| it.id.clone());
                Wish { chapters: chapters.into_iter().collect(), new_a_day: usize::MAX, ..Wish::default() }
            }
            Some(Row::Exam) => {
                let chapter = self.chapter.and_then(|at| shared.course.chapters().get(at));
                let plan = Plan {
                    chapters: chapter.map(|it| it.id.clone()).into_iter().collect(),
                    count: self.exam_count(),
                    minutes: MINUTES.get(self.minutes).copied().flatten(),
                    // Another exam each time; its number is told with the result.
                    seed: (shared.now ^ u64::from(shared.day.0.unsigned_abs()).wrapping_mul(1_000_003)) % 1_000_000,
                };
                self.begun = Some(plan.seed);
                return Go::To(Destination::Exam { plan });
            }
            Some(Row::Statistics) => return Go::To(Destination::Statistics),
            Some(Row::ExamChapter | Row::ExamCount | Row::ExamMinutes) | None => return Go::Stay,
        };
        Go::To(Destination::Quiz { wish })
    }

    fn change(&mut self, by: isize, shared: &Shared) {
        let chapters = shared.course.chapters().len();
        match Self::rows(shared).get(self.chosen(shared)) {
            Some(Row::ExamCount | Row::Exam) => self.count = self.count.saturating_add_signed(by).min(COUNTS.len() - 1),
            Some(Row::ExamMinutes) => self.minutes = self.minutes.saturating_add_signed(by).min(MINUTES.len() - 1),
            Some(Row::ExamChapter) => {
                let at = self.chapter.map_or(0, |at| at + 1).saturating_add_signed(by).min(chapters);
                self.chapter = at.checked_sub(1);
            }
            _ => {}
        }
    }

    fn area(size: Size) -> Rect {
        let body = chrome::body(size);
        body.centered(body.width.min(90), body.height)
    }

    fn press(&mut self, at: Point, shared: &Shared) -> Go {
        let list = Self::area(shared.size).inner();
        let rows = Self::rows(shared).len();
        if !list.has(at) {
            return Go::Stay;
        }
        let row = Self::top(self.chosen(shared), rows, list.height) + usize::from(at.y - list.y);
        if row >= rows {
            return Go::Stay;
        }
        let same = self.chosen(shared) == row;
        self.choose(row, shared);
        match Self::rows(shared).get(row) {
            Some(Row::ExamChapter | Row::ExamCount | Row::ExamMinutes) => {
                if same {
                    self.change(1, shared);
                }
                Go::Stay
            }
            _ => self.open(shared),
        }
    }

    fn top(chosen: usize, rows: usize, height: u16) -> usize {
        let height = usize::from(height);
        chosen.saturating_sub(height / 2).min(rows.saturating_sub(height))
    }
}

impl Default for Menu {
    fn default() -> Self {
        Self::new()
    }
}

impl Page for Menu {
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go {
        let last = Self::rows(shared).len().saturating_sub(1);
        match event {
            Event::Key(key) => {
                if let Some(chosen) = walk(*key, self.chosen(shared), last) {
                    self.choose(chosen, shared);
                    return Go::Stay;
                }
                match find(KEYS, *key) {
                    Some(Command::Open) => {
                        let row = Self::rows(shared).get(self.chosen(shared)).copied();
                        if matches!(row, Some(Row::ExamChapter | Row::ExamCount | Row::ExamMinutes)) {
                            shared.say("←→로 바꿉니다. 시험은 `시험 보기`에서 Enter로 시작합니다.");
                        }
                        return self.open(shared);
                    }
                    Some(Command::Less) => self.change(-1, shared),
                    Some(Command::More) => self.change(1, shared),
                    Some(Command::Statistics) => return Go::To(Destination::Statistics),
                    Some(Command::Leave) => return Go::Back,
                    None => {}
                }
            }
            Event::Mouse(Mouse::Scroll { notches, .. }) => {
                self.choose(self.chosen(shared).saturating_add_signed(*notches as isize).min(last), shared);
            }
            Event::Mouse(Mouse::Press(at)) => return self.press(*at, shared),
            _ => {}
        }
        Go::Stay
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        chrome::top(shared, "문제 풀기", "", scene);
        let area = Self::area(shared.size);
        let list = scene.pane(area, Line::of(" 문제 풀기 ", Role::Title), Line::default(), true);
        let rows = Self::rows(shared);
        let at = self.chosen(shared);
        let top = Self::top(at, rows.len(), list.height);
        let room = usize::from(list.width);
        let lines = rows.iter().enumerate().skip(top).take(usize::from(list.height)).map(|(index, row)| {
            let (words, note) = self.words(*row, shared);
            let chosen = index == at;
            let setting = matches!(row, Row::ExamChapter | Row::ExamCount | Row::ExamMinutes);
            let note = if setting && chosen { format!("◂ {note} ▸") } else { note };
            let role = if chosen { Role::Chosen } else { Role::Text };
            let bold = !setting && !matches!(row, Row::Chapter(_));
            let indent = if bold { "" } else { "  " };
            let note = width::ellipsis(&note, room / 2);
            let words = format!("{} {indent}{words}", if chosen { ">" } else { " " });
            let words = width::ellipsis(&words, room.saturating_sub(width::cells(&note) + 3));
            let gap = room.saturating_sub(width::cells(&words) + width::cells(&note) + 1);
            let muted = if chosen { Role::Chosen } else { Role::Muted };
            let line =
                Line::of(words, Style { bold, ..role.into() }).with(" ".repeat(gap), Role::Text).with(note, muted);
            if chosen { line.filled(Role::Chosen) } else { line }
        });
        scene.lines(list, lines.collect());
        scene.scrollbar(Rect { width: list.width + 1, ..list }, rows.len(), top);
        // Only rows with a number take it up and down.
        let numbers = [Row::ExamChapter, Row::ExamCount, Row::ExamMinutes, Row::Exam];
        let has_number = rows.get(at).is_some_and(|row| numbers.contains(row));
        let is_setting = has_number && rows.get(at) != Some(&Row::Exam);
        let mut keys = self.help();
        keys.retain(|row| match row.label {
            "←" | "→" => has_number,
            "Enter" => !is_setting,
            _ => true,
        });
        chrome::bar(shared, &keys, scene);
    }

    fn help(&self) -> Vec<HelpRow> {
        let arrows = HelpRow { label: "↑ ↓", title: "고르기", bar: true };
        help(KEYS).chain([arrows]).collect()
    }

    fn name(&self) -> &'static str {
        "문제 풀기"
    }

    fn enter(&mut self, shared: &mut Shared) {
        // Who left an exam comes back to where it goes on.
        if let Some(seed) = self.begun.take().filter(|seed| shared.record.exams.contains_key(seed)) {
            self.chosen = Some(Row::Open(seed));
        }
    }
}
