//! What a class answers to its quiz, as it comes in: every question with how many answered and how many of them right, and of the
//! chosen one the answers, the misconceptions they show, and who has not answered yet; or every student.
//!
//! Must not know: where answers come from.

use super::reader::layout::markdown;
use super::watched::{self, At, Watched};
use super::{Destination, Go, Page};
use crate::app::event::Event;
use crate::app::key::{Binding, Code, HelpRow, Key, find, walk};
use crate::app::scene::{Line, Rect, Role, Scene, Style};
use crate::app::shared::Shared;
use crate::classroom::quiz::report::{bar, note, open};
use crate::classroom::quiz::{Mark, QuestionTally, Tally};
use crate::text::width::{ellipsis, pad};
use crate::text::wrap::wrap;

#[derive(Clone, Copy)]
enum Act {
    Students,
    Question,
    Mistake,
    Leave,
}

const KEYS: &[Binding<Act>] = &[
    Binding {
        keys: &[Key::char('s'), Key::plain(Code::Tab)],
        label: "s",
        title: "문제·학생",
        command: Act::Students,
        bar: true,
    },
    Binding {
        keys: &[Key::char('v'), Key::f(2)], label: "v", title: "물음 전체", command: Act::Question, bar: true
    },
    Binding {
        keys: &[Key::plain(Code::Enter)],
        label: "Enter",
        title: "잦은 실수 설명",
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

/// The page.
pub struct TallyPage {
    tally: Tally,
    watched: Watched,
    /// The chosen question, from 0.
    chosen: usize,
    /// Whether students are seen in place of questions, and from which row on.
    students: Option<usize>,
    /// Whether the chosen question is seen whole, to be talked about, and from which row on.
    whole: Option<usize>,
}

impl TallyPage {
    /// Shows `tally` first.
    #[must_use]
    pub fn new(tally: Tally) -> Self {
        Self { tally, watched: Watched::default(), chosen: 0, students: None, whole: None }
    }

    fn key(&mut self, key: Key, shared: &mut Shared) -> Go {
        if let Some(top) = &mut self.whole {
            match key.code {
                Code::PageUp => *top = top.saturating_sub(8),
                Code::PageDown => *top = top.saturating_add(8),
                Code::Esc => self.whole = None,
                _ => {}
            }
            if matches!(key.code, Code::PageUp | Code::PageDown | Code::Esc) {
                return Go::Stay;
            }
        }
        let (at, last) = match self.students {
            Some(top) => (top, self.tally.students.len().saturating_sub(1)),
            None => (self.chosen, self.tally.questions.len().saturating_sub(1)),
        };
        if let Some(to) = walk(key, at, last) {
            if let Some(top) = &mut self.students {
                *top = to;
            } else {
                self.chosen = to;
                self.whole = self.whole.map(|_| 0);
            }
            return Go::Stay;
        }
        match find(KEYS, key) {
            Some(Act::Leave) => return Go::Back,
            Some(Act::Students) => {
                self.students = if self.students.is_some() { None } else { Some(0) };
                self.whole = None;
            }
            Some(Act::Question) if self.students.is_none() => {
                self.whole = if self.whole.is_some() { None } else { Some(0) };
            }
            Some(Act::Question) => {}
            Some(Act::Mistake) => {
                let question = self.tally.questions.get(self.chosen).filter(|_| self.students.is_none());
                let code = question.and_then(|it| it.mistakes.first()).map(|(code, _)| code.clone());
                match code.filter(|code| shared.catalogue.knows(code)) {
                    Some(code) => return Go::To(Destination::Mistake { code }),
                    None => shared.say("설명을 읽을 실수가 없습니다."),
                }
            }
            None => {}
        }
        Go::Stay
    }

    fn questions(&self, area: Rect, scene: &mut Scene<'_>) {
        let all = self.tally.students.len();
        let words = watched::room(area).saturating_sub(29);
        let row = |at: usize| {
            let Some(it) = self.tally.questions.get(at) else { return (String::new(), Role::Text) };
            let percent = (it.right * 100).checked_div(it.answered);
            let told = it.share().map_or_else(|| "-".to_owned(), |share| format!("맞음 {share}%"));
            let told = format!("답 {}/{all} {}", it.answered, pad(&told, 11));
            let text = format!(" {:>3}. {}", it.number, it.text.replace(['`', '*'], ""));
            let role = match percent {
                Some(..50) => Role::Bad,
                Some(50..80) => Role::Warn,
                _ => Role::Text,
            };
            (format!("{} {told}", pad(&ellipsis(&text, words), words)), role)
        };
        watched::rows(self.tally.questions.len(), At::Chosen(self.chosen), area, row, scene);
    }

    /// The chosen question in full.
    fn detail(&self, question: &QuestionTally, room: usize, shared: &Shared) -> Vec<Line<'static>> {
        let title = |code: &str| shared.catalogue.mistake(code).map_or_else(|_| code.to_owned(), |it| it.title);
        let mut lines = Vec::new();
        for answer in &question.answers {
            let (mark, role) = if answer.right { ("✓", Role::Good) } else { ("✗", Role::Bad) };
            let shows = match answer.mistakes.first().filter(|_| !answer.right) {
                Some(code) => format!(" [{code}]"),
                None => String::new(),
            };
            let text = format!("{}{shows}", answer.text.replace(['`', '*'], ""));
            let line = Line::of(format!(" {mark} "), Style::from(role).bold())
                .with(format!("{:>3} {} ", answer.count, bar(answer.count, question.answered, false)), role)
                .with(ellipsis(&text, room.saturating_sub(26)), Role::Text);
            lines.push(line);
        }
        if question.others > 0 {
            lines.push(Line::of(format!("   그 밖의 답 {}", question.others), Role::Muted));
        }
        let mistakes: Vec<String> =
            question.mistakes.iter().map(|(code, count)| format!("{} {count}명", title(code))).collect();
        let told = [("실수", mistakes.join(" · ")), ("아직", open(question, &self.tally))];
        for (what, text) in told.into_iter().filter(|(_, text)| !text.is_empty()) {
            let text = format!("{what}: {text}");
            for range in wrap(&text, room.saturating_sub(2).max(1)) {
                lines.push(Line::of(format!(" {}", range.of(&text)), Role::Muted));
            }
        }
        lines
    }

    fn students(&self, top: usize, area: Rect, scene: &mut Scene<'_>) {
        let of = self.tally.questions.len();
        let who = watched::room(area) * 30 / 100;
        let row = |at: usize| {
            let Some(it) = self.tally.students.get(at) else { return (String::new(), Role::Text) };
            let mark = |mark: &Option<Mark>| mark.as_ref().map_or('-', |mark| if mark.right { 'o' } else { 'x' });
            let marks: String = it.marks.iter().map(mark).collect();
            let line = format!(
                " {} {:>3}/{of} 맞음 {:>3}  {marks}  {}",
                pad(&ellipsis(&self.tally.called(&it.id), who), who),
                it.answered(),
                it.right(),
                note(it)
            );
            (line, if it.fault.is_empty() { Role::Text } else { Role::Bad })
        };
        watched::rows(self.tally.students.len(), At::Top(top), area, row, scene);
    }
}

impl Page for TallyPage {
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go {
        match event {
            Event::Key(key) => return self.key(*key, shared),
            Event::Tally(heard) => {
                if let Some(tally) = self.watched.heard(heard) {
                    self.tally = (**tally).clone();
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
        let (done, busy, away) = self.tally.progress();
        let state = if self.tally.quiz.closed.is_some() { "닫힘" } else { "열려 있음" };
        let place = format!("수업 › 퀴즈 {}", self.tally.quiz.id);
        let told = format!("학생 {}명: 모두 답함 {done} · 푸는 중 {busy} · 시작 전 {away}", self.tally.students.len());
        let rest = self.watched.head(&place, state, &told, &self.help(), shared, scene);
        let room = watched::room(rest);
        if let Some(top) = self.students {
            self.students(top, rest, scene);
        } else if let (Some(question), Some(top)) = (self.tally.questions.get(self.chosen), self.whole) {
            let mut lines =
                markdown(&format!("**{}.** {}", question.number, question.whole), room.saturating_sub(2).max(8));
            lines.push(Line::default());
            lines.extend(self.detail(question, room, shared));
            let total = lines.len();
            let top = top.min(total.saturating_sub(rest.height.into()));
            let (_, text) = rest.left(1);
            scene.lines(Rect { width: text.width.saturating_sub(1), ..text }, lines.into_iter().skip(top).collect());
            scene.scrollbar(rest, total, top);
        } else if let Some(question) = self.tally.questions.get(self.chosen) {
            let mut lines = vec![Line::of("─".repeat(rest.width.into()), Role::Border)];
            lines.extend(self.detail(question, room, shared));
            // At least some questions are seen, however long the answers to the chosen one.
            let most = rest.height.saturating_sub(4);
            let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(most);
            let (list, detail) = rest.bottom_rows(height);
            self.questions(list, scene);
            scene.lines(detail, lines);
        }
    }

    fn help(&self) -> Vec<HelpRow> {
        watched::help("고르기", KEYS)
    }

    fn name(&self) -> &'static str {
        "퀴즈 결과"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Model;
    use crate::app::scene::Size;
    use crate::app::screen::fixture::{LARGE, USUAL, press, screen, shared};
    use crate::classroom::quiz::{AnswerTally, Quiz, StudentTally};
    use crate::quiz::exam::Plan;

    fn tally() -> Tally {
        let answer = |text: &str, right, count, mistake: &str| AnswerTally {
            text: text.into(),
            right,
            count,
            mistakes: if right { Vec::new() } else { vec![mistake.into()] },
        };
        let question = |number: usize, right: usize| QuestionTally {
            number,
            text: format!("`web`을 부르면 어떻게 됩니까? 물음 {number}"),
            whole: format!("`web`을 부르면 어떻게 됩니까? 물음 {number}\n\n```yaml\nkind: Service\n```\n"),
            answered: 4,
            right,
            answers: vec![answer("대답합니다", true, right, ""), answer("거절됩니다", false, 4 - right, "yaml-tab")],
            mistakes: vec![("yaml-tab".into(), 4 - right)],
            open: vec!["20263".into()],
            ..QuestionTally::default()
        };
        let student = |id: &str, name: &str| StudentTally {
            id: id.into(),
            name: name.into(),
            begun: Some(1),
            marks: vec![None; 2],
            ..StudentTally::default()
        };
        let mut hostile = student("20263", "");
        hostile.fault = "보통 파일이 아닙니다.".into();
        Tally {
            quiz: Quiz::new("first", "항해", "", Plan { count: 2, ..Plan::default() }, 1),
            questions: vec![question(1, 4), question(2, 1)],
            students: vec![
                student("20261", "김민수"),
                student("20262", ""),
                hostile,
                student("20264", ""),
                student("20265", ""),
            ],
        }
    }

    #[test]
    fn the_teacher_sees_what_was_taken_and_who_is_open_and_the_choice_stays() {
        let mut model = Model::alone(shared(USUAL), Box::new(TallyPage::new(tally())));
        press(&mut model, "<Down>");
        insta::assert_snapshot!("questions", screen(&model));
        for size in [Size { width: 60, height: 16 }, LARGE] {
            let small = Model::alone(shared(size), Box::new(TallyPage::new(tally())));
            assert!(screen(&small).contains("아직: 20263"), "{}", screen(&small));
        }
        let mut later = tally();
        later.questions[1].right = 2;
        model.update(Event::Tally(Ok(Box::new(later))));
        assert!(screen(&model).contains("맞음 50%") && screen(&model).contains("탭으로 들여 쓴 YAML 3명"));
        press(&mut model, "v");
        assert!(
            screen(&model).contains("kind: Service") && screen(&model).contains("거절됩니다"),
            "{}",
            screen(&model)
        );
        press(&mut model, "<Up>");
        assert!(screen(&model).contains("물음 1"), "{}", screen(&model));
        press(&mut model, "<Down><Esc>s");
        insta::assert_snapshot!("students", screen(&model));
        model.update(Event::Tally(Err("권한이 없습니다.".into())));
        assert!(screen(&model).contains("수업 폴더를 읽을 수 없습니다. 권한이 없습니다."));
        press(&mut model, "s<Enter>");
        assert!(screen(&model).contains("탭은 들여쓰기에 쓸 수 없습니다."), "{}", screen(&model));
    }
}
