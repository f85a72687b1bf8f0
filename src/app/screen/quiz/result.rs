//! What a sitting or an exam came to: the score, by chapter, and everything that was wrong with the way to where it is explained.
//!
//! Must not know: how answers were judged.

use super::when;
use super::{chapter_title, title_of};
use crate::app::effect::Effect;
use crate::app::key::{Code, HelpRow, Key};
use crate::app::scene::{Line, Rect, Role, Scene, Style};
use crate::app::screen::reader::layout::markdown;
use crate::app::screen::{Destination, Go};
use crate::app::shared::Shared;
use crate::quiz::exam::{Judged, Outcome, said};
use crate::quiz::item::head;
use crate::quiz::{Item, Judgement, Response, judge};
use crate::text::width;

/// What it came to.
#[derive(Default)]
pub(super) struct Summary {
    asked: usize,
    right: usize,
    wrong: Vec<Wrong>,
    chosen: usize,
    /// The score, where it was an exam.
    exam: Option<Outcome>,
    /// How many cards were wrong, and in how many days the first of them comes back.
    back: Option<(usize, i32)>,
    /// How many questions were not asked any more.
    left: usize,
}

/// A question that was wrong.
struct Wrong {
    question: String,
    words: String,
    /// What was answered, in an exam, where it was.
    given: Option<String>,
    answer: String,
    chapter: String,
    heading: String,
    /// The exercise that forgetting opened again.
    reopens: Option<String>,
}

impl Summary {
    /// What an exam came to: what was wrong or left open, with what it should have been.
    pub(super) fn of_exam(judged: &[Judged], outcome: Outcome, reopens: impl Fn(&Judged) -> Option<String>) -> Self {
        let mut summary = Self { exam: Some(outcome), ..Self::default() };
        for it in judged {
            summary.count(&it.item, it.response.as_ref(), &it.judgement, reopens(it));
        }
        summary
    }

    /// Takes in one answer; `given` where it is worth telling afterwards.
    pub(super) fn count(
        &mut self,
        item: &Item,
        given: Option<&Response>,
        judgement: &Judgement,
        reopens: Option<String>,
    ) {
        self.asked += 1;
        self.right += usize::from(judgement.right);
        if judgement.right || self.wrong.iter().any(|it| it.question == item.question) {
            return;
        }
        let words = head(&item.text).to_owned();
        self.wrong.push(Wrong {
            question: item.question.clone(),
            words,
            given: given.map(|given| said(item, given)).filter(|said| !said.is_empty()),
            answer: said(item, &judge::right(item)),
            chapter: item.chapter.clone(),
            heading: item.heading.clone(),
            reopens,
        });
    }

    /// Takes note of what comes back, `missed` cards, the first of them in so many days, and of what was left open.
    pub(super) fn comes_back(&mut self, missed: usize, days: Option<i32>, left: usize) {
        self.back = days.map(|days| (missed, days));
        self.left = left;
    }

    /// Whether anything was answered.
    pub(super) fn is_begun(&self) -> bool {
        self.asked > 0
    }

    /// What comes back when, and what was left, in sentences.
    fn prospect(&self) -> Vec<String> {
        let back = self
            .back
            .map(|(missed, days)| format!("틀린 {missed}문제는 {}부터 `오늘의 복습`에서 다시 묻습니다.", when(days)));
        let left = (self.left > 0).then(|| format!("이번에 묻지 않은 {}문제는 그대로 남아 있습니다.", self.left));
        back.into_iter().chain(left).collect()
    }

    fn step(&mut self, by: isize) {
        self.chosen = self.chosen.saturating_add_signed(by).min(self.wrong.len().saturating_sub(1));
    }

    /// Where Enter leads: to the paragraph of the chosen question, or on.
    fn open(&self) -> Go {
        match self.wrong.get(self.chosen) {
            Some(wrong) => match &wrong.reopens {
                Some(exercise) => Go::To(Destination::Exercise { id: exercise.clone() }),
                None => {
                    Go::To(Destination::Chapter { id: wrong.chapter.clone(), heading: Some(wrong.heading.clone()) })
                }
            },
            None => Go::Back,
        }
    }

    /// What a key does.
    pub(super) fn key(&mut self, key: Key, shared: &mut Shared) -> Go {
        match key.code {
            Code::Esc | Code::Char('q') => return Go::Back,
            Code::Enter => return self.open(),
            Code::Up | Code::Char('k') => self.step(-1),
            Code::Down | Code::Char('j') => self.step(1),
            Code::F(6) | Code::Char('x') => {
                if let Some(json) = self.json() {
                    shared.effects.push(Effect::Export(json));
                }
            }
            _ => {}
        }
        Go::Stay
    }

    /// The score for the class sheet.
    fn json(&self) -> Option<String> {
        serde_json::to_string_pretty(self.exam.as_ref()?).ok()
    }

    pub(super) fn help(&self) -> Vec<HelpRow> {
        let mut rows = Vec::new();
        if !self.wrong.is_empty() {
            rows.push(HelpRow { label: "Enter", title: "설명이 있는 곳으로", bar: true });
            rows.push(HelpRow { label: "↑ ↓", title: "고르기", bar: true });
        }
        if self.exam.is_some() {
            rows.push(HelpRow { label: "F6", title: "결과 내보내기", bar: true });
        }
        rows.push(HelpRow { label: "Esc", title: "나가기", bar: true });
        rows
    }

    pub(super) fn view(&self, area: Rect, shared: &Shared, scene: &mut Scene<'_>) {
        let columns = usize::from(area.width).saturating_sub(1).max(8);
        let mut lines = Vec::new();
        let heading = Style::from(Role::Heading).bold();
        let mut chosen_row = 0;
        match &self.exam {
            Some(exam) => {
                let percent = (exam.right * 100).checked_div(exam.total).unwrap_or(0);
                lines.push(Line::of(
                    format!("{}문제 가운데 {}문제를 맞혔습니다. {percent}점", exam.total, exam.right),
                    heading,
                ));
                let minutes = exam.millis / 60_000;
                let seconds = exam.millis / 1000 % 60;
                let late = if exam.out_of_time { " 시간이 다 되어 끝났습니다." } else { "" };
                lines.push(Line::of(
                    format!("걸린 시간 {minutes}분 {seconds}초. 시험 번호(seed) {}.{late}", exam.plan.seed),
                    Role::Muted,
                ));
                lines.push(Line::default());
                let wide = exam
                    .topics
                    .iter()
                    .map(|it| width::cells(&chapter_title(&it.chapter, shared)))
                    .max()
                    .unwrap_or(0)
                    .min(columns / 2);
                for topic in &exam.topics {
                    let title = width::pad(&width::ellipsis(&chapter_title(&topic.chapter, shared), wide), wide);
                    let role = if topic.right == topic.total { Role::Good } else { Role::Text };
                    lines.push(
                        Line::of(format!("  {title}  "), Role::Text)
                            .with(format!("{}/{}", topic.right, topic.total), role),
                    );
                }
            }
            None => lines.push(Line::of(format!("{}번 답해서 {}번 맞혔습니다.", self.asked, self.right), heading)),
        }
        for sentence in self.prospect() {
            lines.extend(markdown(&sentence, columns));
        }
        lines.push(Line::default());
        if self.wrong.is_empty() {
            let words = if self.asked == 0 { "답한 것이 없습니다." } else { "틀린 것이 없습니다." };
            lines.push(Line::of(words, Role::Good));
        } else {
            lines.push(Line::of("다시 볼 것", Style::from(Role::Heading).bold()));
        }
        for (index, wrong) in self.wrong.iter().enumerate() {
            let is_chosen = index == self.chosen;
            if is_chosen {
                chosen_row = lines.len();
            }
            let mark = if is_chosen { "> " } else { "  " };
            for (row, line) in markdown(&wrong.words, columns.saturating_sub(2).max(1)).into_iter().enumerate() {
                let mut out = Line::of(if row == 0 { mark } else { "  " }, Style::from(Role::Accent).bold());
                out.spans.extend(line.spans.into_iter().map(|mut span| {
                    span.style.bold |= is_chosen;
                    span
                }));
                lines.push(out);
            }
            let given = match (&wrong.given, &self.exam) {
                (Some(given), _) => Some(format!("내 답: {given}")),
                (None, Some(_)) => Some("답하지 않았습니다.".to_owned()),
                (None, None) => None,
            };
            let told = (!wrong.answer.is_empty()).then(|| format!("맞는 답: {}", wrong.answer));
            let place = format!("{} › {}", chapter_title(&wrong.chapter, shared), wrong.heading);
            let again = wrong.reopens.as_ref().map(|id| format!("과제 다시: {}", title_of(id, shared)));
            for text in given.into_iter().chain(told).chain([place]).chain(again) {
                for line in markdown(&text, columns.saturating_sub(4).max(1)) {
                    let mut out = Line::of("    ", Role::Text);
                    out.spans.extend(line.spans.into_iter().map(|mut span| {
                        span.style.role = Role::Muted;
                        span
                    }));
                    lines.push(out);
                }
            }
        }
        let height = usize::from(area.height);
        let total = lines.len();
        let top = if chosen_row + 6 > height { (chosen_row + 6 - height).min(total.saturating_sub(height)) } else { 0 };
        scene.lines(Rect { width: area.width.saturating_sub(1), ..area }, lines.into_iter().skip(top).collect());
        scene.scrollbar(area, total, top);
    }
}
