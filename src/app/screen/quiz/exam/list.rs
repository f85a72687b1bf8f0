//! The list of an exam's questions: what is answered, going to one of them, coming to an end.
//!
//! Must not know: how a question is asked.

use super::{Exam, Phase};
use crate::app::key::{Code, Key, walk};
use crate::app::scene::{Line, Rect, Role, Style};
use crate::app::screen::Go;
use crate::app::shared::Shared;
use crate::text::width;

impl Exam {
    /// The rows of the list: the questions, the end, and of an own exam coming back later.
    pub(super) fn rows_of_list(&self) -> usize {
        self.of() + if self.is_class() { 1 } else { 2 }
    }

    pub(super) fn key_list(&mut self, key: Key, shared: &mut Shared) -> Go {
        let last = self.rows_of_list() - 1;
        let (of, class, open) = (self.of(), self.is_class(), self.of() - self.paper.given());
        let Phase::List { chosen, warned } = &mut self.phase else { return Go::Stay };
        if let Some(to) = walk(key, *chosen, last) {
            (*chosen, *warned) = (to, false);
            return Go::Stay;
        }
        match key.code {
            Code::Esc => self.go(Some(self.at), shared),
            Code::Enter if *chosen < of => {
                let at = *chosen;
                self.go(Some(at), shared);
            }
            Code::Enter if *chosen == of => {
                if open > 0 && !*warned && !class {
                    *warned = true;
                    shared.say(format!(
                        "{open}문제가 비어 있고 틀린 것으로 셉니다. 끝내려면 한 번 더 Enter를 누르십시오."
                    ));
                } else if open > 0 && class {
                    // What is open may still be answered, as long as there is time.
                    return Go::Back;
                } else {
                    self.finish(false, shared);
                }
            }
            Code::Enter | Code::Char('q') => return Go::Back,
            _ => {}
        }
        Go::Stay
    }

    pub(super) fn list(&self, chosen: usize, area: Rect, shared: &Shared) -> (Vec<Line<'static>>, usize) {
        let columns = usize::from(area.width).saturating_sub(1).max(8);
        let open = self.of() - self.paper.given();
        let mut lines = Vec::new();
        for (at, place) in self.paper.places.iter().enumerate() {
            let (mark, role) = if place.response.is_some() { ("●", Role::Info) } else { ("-", Role::Warn) };
            let words = self.bank.get(&place.question).map_or("", |entry| entry.title.as_str());
            let text = format!(" {:>3}. {}", at + 1, words.replace(['`', '*'], ""));
            let is_chosen = at == chosen;
            let line = Line::of(if is_chosen { "> " } else { "  " }, Style::from(Role::Accent).bold())
                .with(mark, Style::from(role).bold())
                .with(
                    width::ellipsis(&text, columns.saturating_sub(4)),
                    if is_chosen { Role::Chosen } else { Role::Text },
                );
            lines.push(if is_chosen { line.filled(Role::Chosen) } else { line });
        }
        let end = match (self.is_class(), open) {
            (true, 0) => "끝내기".to_owned(),
            (true, open) => format!("나가기 ({open}문제가 남았습니다. 다시 와서 이어 풉니다)"),
            (false, 0) => "끝내고 채점하기".to_owned(),
            (false, open) => format!("끝내고 채점하기 ({open}문제가 비어 있습니다)"),
        };
        let end = match &shared.class {
            Some(class) if !self.is_class() => format!("{end} · 결과는 수업 {}에 제출됩니다", class.name),
            _ => end,
        };
        let leave = "나갔다가 나중에 이어서 보기 (시간은 흐릅니다)".to_owned();
        for (row, words) in (self.of()..self.rows_of_list()).zip([end, leave]) {
            let is_chosen = row == chosen;
            let line = Line::of(if is_chosen { "> " } else { "  " }, Style::from(Role::Accent).bold())
                .with(width::ellipsis(&words, columns.saturating_sub(3)), Style { bold: true, ..Style::default() });
            lines.push(if is_chosen { line.filled(Role::Chosen) } else { line });
        }
        let height = usize::from(area.height);
        let top = chosen.saturating_sub(height / 2).min(lines.len().saturating_sub(height));
        (lines, top)
    }
}
