//! Looking back: how much is remembered, what comes due, what is strong and what is weak, how long it took.
//!
//! Must not know: how any of it is computed.

use super::{Go, Page};
use crate::app::chrome;
use crate::app::event::{Event, Mouse};
use crate::app::key::{Code, HelpRow};
use crate::app::scene::{Bar, Element, Line, Rect, Role, Scene, Style};
use crate::app::shared::Shared;
use crate::study::memory::RETENTION;
use crate::study::statistics::{DAYS, Statistics, WEEKS};
use crate::text::width;

const KEYS: [HelpRow; 3] = [
    HelpRow { label: "Tab", title: "다음 쪽", bar: true },
    HelpRow { label: "1-4", title: "쪽 고르기", bar: true },
    HelpRow { label: "Esc", title: "뒤로", bar: true },
];

/// The key of a page that is longer than the screen.
const SCROLLING: HelpRow = HelpRow { label: "↑ ↓", title: "넘기기", bar: true };

/// The pages.
const PAGES: [&str; 4] = ["기억", "복습할 것", "장과 실수", "시간"];

/// How much of what is asked again is meant to be known, in percent.
fn goal() -> f64 {
    f64::from(RETENTION * 100.0)
}

/// The statistics.
pub struct Looking {
    statistics: Statistics,
    page: usize,
    top: usize,
}

impl Looking {
    /// As of today.
    #[must_use]
    pub fn new(shared: &Shared) -> Self {
        Self { statistics: Statistics::of(&shared.record, &shared.bank(), shared.day), page: 0, top: 0 }
    }

    fn turn(&mut self, page: usize) {
        self.page = page % PAGES.len();
        self.top = 0;
    }

    fn tabs(&self) -> Line<'static> {
        let mut line = Line::default();
        for (index, page) in PAGES.iter().enumerate() {
            let role = if index == self.page { Role::Chosen } else { Role::Muted };
            line.push(
                format!(" {} {page} ", index + 1),
                Style { bold: index == self.page, ..Style::from(role).on(role) },
            );
            line.push(" ", Role::Text);
        }
        line
    }

    fn memory(&self, area: Rect, shared: &Shared, scene: &mut Scene<'_>) {
        let it = &self.statistics;
        let (known, asked) = it.retention;
        let percent =
            |part: usize, of: usize| (part * 100).checked_div(of).map_or_else(|| "-".to_owned(), |it| format!("{it}%"));
        let lines = vec![
            Line::of("지난 30일 동안 다시 물었을 때 기억한 것  ", Role::Text)
                .with(percent(known, asked), Style::from(Role::Accent).bold())
                .with(format!("  ({known}/{asked}, 목표 {:.0}%)", goal()), Role::Muted),
            Line::of(
                format!(
                    "지금까지 답한 문제 {}  맞힌 것 {}  이어서 답한 날 {}일{}",
                    it.answers,
                    percent(it.right, it.answers),
                    it.streak,
                    if it.streak > 0 && !it.today { "(어제까지)" } else { "" }
                ),
                Role::Text,
            ),
            exercises(shared),
        ];
        let (head, rest) = area.top(4);
        scene.lines(head, lines);
        let points: Vec<(f64, f64)> = it
            .weeks
            .iter()
            .enumerate()
            .filter_map(|(week, share)| Some((u32::try_from(week).ok()?, (*share)?)))
            .map(|(week, share)| (f64::from(week), share * 100.0))
            .collect();
        if points.is_empty() {
            scene.lines(
                rest,
                vec![Line::of("다른 날에 다시 물은 것이 아직 없습니다. 내일 복습하면 여기에 그려집니다.", Role::Info)],
            );
            return;
        }
        let weeks = u32::try_from(WEEKS - 1).unwrap_or(11);
        scene.elements.push(Element::Chart {
            area: rest,
            title: Line::of(format!(" 주마다 기억한 비율 (점선은 목표 {:.0}%) ", goal()), Role::Title),
            points,
            x: (
                0.0,
                f64::from(weeks),
                vec![format!("{weeks}주 앞"), format!("{}주 앞", weeks / 2), "이번 주".to_owned()],
            ),
            y: (0.0, 100.0, ["0%", "25%", "50%", "75%", "100%"].map(str::to_owned).into()),
            goal: Some(goal()),
            role: Role::Good,
        });
    }

    fn due(&self, area: Rect, scene: &mut Scene<'_>) {
        let day = |ahead: usize| match ahead {
            0 => "오늘".to_owned(),
            1 => "내일".to_owned(),
            _ => format!("{ahead}일"),
        };
        let bars = self.statistics.due.iter().enumerate().map(|(ahead, count)| Bar {
            label: day(ahead),
            value: u64::try_from(*count).unwrap_or(u64::MAX),
            text: count.to_string(),
            role: if ahead == 0 { Role::Warn } else { Role::Info },
        });
        let bars = bars.collect();
        scene.elements.push(Element::Bars {
            area,
            title: Line::of(" 앞으로 두 주 동안 복습할 것 ", Role::Title),
            bars,
        });
    }

    fn time(&self, area: Rect, scene: &mut Scene<'_>) {
        let bars = self.statistics.spent.iter().enumerate().map(|(index, millis)| {
            let ago = DAYS - 1 - index;
            let label = if ago == 0 { "오늘".to_owned() } else { format!("-{ago}") };
            let minutes = millis.div_ceil(60_000);
            Bar { label, value: minutes, text: format!("{minutes}분"), role: Role::Good }
        });
        let bars = bars.collect();
        scene.elements.push(Element::Bars {
            area,
            title: Line::of(" 지난 두 주 동안 답하는 데 쓴 시간 ", Role::Title),
            bars,
        });
    }

    /// The lines of the page of chapters and mistakes.
    fn strength(&self, area: Rect, shared: &Shared) -> Vec<Line<'static>> {
        let columns = usize::from(area.width).saturating_sub(1);
        let bar_width = (columns / 6).clamp(8, 24);
        let name_width = columns.saturating_sub(bar_width + 30).max(8);
        let mut lines =
            vec![Line::of("장마다, 복습하지 않으면 한 주 뒤에 기억할 법한 비율", Style::from(Role::Heading).bold())];
        for topic in &self.statistics.topics {
            let title = shared.course.chapters().iter().find(|it| it.id == topic.chapter).map_or("", |it| &it.title);
            lines.push(row(
                title,
                name_width,
                topic.strength,
                bar_width,
                &format!("{}/{}문제", topic.asked, topic.questions),
            ));
        }
        lines.push(Line::default());
        lines.push(Line::of("실수마다: 보인 횟수와 한 주 뒤에 기억할 법한 비율", Style::from(Role::Heading).bold()));
        let shown: Vec<_> = self.statistics.misconceptions.iter().filter(|it| it.asked + it.stumbles > 0).collect();
        if shown.is_empty() {
            lines.push(Line::of("  아직 물은 것이 없습니다.", Role::Muted));
        }
        for it in shown {
            let title = shared.catalogue.mistake(&it.code).map_or_else(|_| it.code.clone(), |mistake| mistake.title);
            let count = match (it.shown, it.stumbles) {
                (0, stumbles @ 1..) => format!("과제 {stumbles}번"),
                (shown, 0) => format!("문제 {shown}번"),
                (shown, stumbles) => format!("문제 {shown}번, 과제 {stumbles}번"),
            };
            lines.push(row(&title, name_width, it.strength, bar_width, &count));
        }
        lines
    }

    /// Where a page stands.
    fn areas(shared: &Shared) -> (Rect, Rect) {
        chrome::body(shared.size).shrink(1, 0).top(2)
    }

    /// How far the page that is seen can be scrolled.
    fn most_top(&self, shared: &Shared) -> usize {
        let area = Self::areas(shared).1;
        if self.page == 2 { self.strength(area, shared).len().saturating_sub(area.height.into()) } else { 0 }
    }

    fn scroll(&mut self, by: isize, shared: &Shared) {
        self.top = self.top.saturating_add_signed(by).min(self.most_top(shared));
    }
}

/// How many exercises are passed: everything else here counts answers to questions.
fn exercises(shared: &Shared) -> Line<'static> {
    let passed = |id: &str| shared.record.exercise(id).and_then(|known| known.passed);
    let days = shared.course.exercises().map(|(_, exercise)| passed(&exercise.id));
    let (all, done, today) = days.fold((0, 0, 0), |(all, done, today), day| {
        (all + 1, done + usize::from(day.is_some()), today + usize::from(day == Some(shared.day)))
    });
    Line::of(format!("통과한 과제 {done}/{all}  오늘 {today}"), Role::Text)
        .with("  (위의 수는 문제에 답한 것만 셉니다)", Role::Muted)
}

/// A name, a bar, a share in words, a note.
fn row(name: &str, name_width: usize, share: Option<f64>, bar_width: usize, note: &str) -> Line<'static> {
    let name = width::pad(&width::ellipsis(name, name_width), name_width);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of at most 1 of a bar of cells"
    )]
    let full = share.map_or(0, |share| (share.clamp(0.0, 1.0) * bar_width as f64).round() as usize);
    let role = match share {
        Some(share) if share >= 0.85 => Role::Good,
        Some(share) if share >= 0.6 => Role::Warn,
        Some(_) => Role::Bad,
        None => Role::Muted,
    };
    let percent = share.map_or_else(|| "   -".to_owned(), |share| format!("{:>3.0}%", share * 100.0));
    Line::of(format!("  {name} "), Role::Text)
        .with("█".repeat(full), role)
        .with("░".repeat(bar_width - full), Role::Border)
        .with(format!(" {percent}  "), role)
        .with(note.to_owned(), Role::Muted)
}

impl Page for Looking {
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go {
        match event {
            Event::Key(key) => match key.code {
                Code::Esc | Code::Char('q') => return Go::Back,
                Code::Tab if key.shift => self.turn(self.page + PAGES.len() - 1),
                Code::Left => self.turn(self.page + PAGES.len() - 1),
                Code::Tab | Code::Right | Code::Enter => self.turn(self.page + 1),
                Code::Up => self.scroll(-1, shared),
                Code::Down => self.scroll(1, shared),
                Code::PageUp => self.scroll(-10, shared),
                Code::PageDown => self.scroll(10, shared),
                Code::Char(c) => {
                    if let Some(page) = c
                        .to_digit(10)
                        .and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1))
                        .filter(|it| *it < PAGES.len())
                    {
                        self.turn(page);
                    }
                }
                _ => {}
            },
            Event::Mouse(Mouse::Scroll { notches, .. }) => self.scroll(*notches as isize, shared),
            Event::Resize(_) => self.scroll(0, shared),
            Event::Mouse(Mouse::Press(at)) if at.y == 1 => self.turn(self.page + 1),
            _ => {}
        }
        Go::Stay
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        chrome::top(shared, "통계", "", scene);
        let (tabs, rest) = Self::areas(shared);
        scene.lines(tabs, vec![self.tabs()]);
        let mut is_long = false;
        match self.page {
            0 => self.memory(rest, shared, scene),
            1 => self.due(rest, scene),
            2 => {
                let lines = self.strength(rest, shared);
                let (total, top) = (lines.len(), self.top);
                is_long = total > usize::from(rest.height);
                scene
                    .lines(Rect { width: rest.width.saturating_sub(1), ..rest }, lines.into_iter().skip(top).collect());
                scene.scrollbar(rest, total, top);
            }
            _ => self.time(rest, scene),
        }
        let mut keys = self.help();
        keys.retain(|row| row.label != SCROLLING.label || is_long);
        chrome::bar(shared, &keys, scene);
    }

    fn help(&self) -> Vec<HelpRow> {
        let [tab, pages, leave] = KEYS;
        vec![tab, pages, SCROLLING, leave]
    }

    fn name(&self) -> &'static str {
        "통계"
    }
}

#[cfg(test)]
mod tests {
    use crate::app::Model;
    use crate::app::screen::Destination;
    use crate::app::screen::fixture::{USUAL, screen, shared};
    use crate::study::Event as Deed;

    #[test]
    fn who_passed_exercises_and_answered_no_question_is_told_what_is_counted_where() {
        let mut known = shared(USUAL);
        known.record.apply(known.day, &Deed::Passed { exercise: "raise".to_owned() });
        let mut model = Model::new(known);
        model.open(&Destination::Statistics);
        let shown = screen(&model);
        for words in ["답한 문제 0", "이어서 답한 날 0일", "통과한 과제 1/1  오늘 1  (위의 수는"]
        {
            assert!(shown.contains(words), "{words}: {shown}");
        }
    }
}
