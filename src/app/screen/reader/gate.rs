//! "Predict before you see": a question in the text, and nothing below it until the learner has chosen.
//!
//! Must not know: where answers are kept.

use super::layout::markdown;
use crate::app::scene::{Line, Role, Style};
use crate::lesson::spec::Predict;
use crate::text::width;

/// A gate and where the learner stands at it.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    /// The question.
    pub(super) predict: Predict,
    /// The choice taken, from 0.
    pub(super) answer: Option<usize>,
    /// The choice the arrows are on, from 0.
    pub(super) chosen: usize,
    /// Whether the arrows move the choice rather than the page.
    pub(super) focused: bool,
}

impl Gate {
    /// A gate with the answer that was given before, if there was one.
    pub(super) fn new(predict: Predict, answer: Option<usize>) -> Self {
        let answer = answer.filter(|&it| it < predict.choices.len());
        Self { predict, answer, chosen: 0, focused: false }
    }

    /// Whether it still hides what is below it. One without choices cannot.
    pub(super) fn waits(&self) -> bool {
        self.answer.is_none() && !self.predict.choices.is_empty()
    }

    /// Whether `choice` is right.
    pub(super) fn is_right(&self, choice: usize) -> bool {
        self.predict.choices.get(choice).is_some_and(|it| it.right)
    }

    /// The gate in `columns`.
    pub(super) fn lines(&self, columns: usize) -> Vec<Line<'static>> {
        let inside = columns.saturating_sub(4).max(8);
        let mut lines = markdown(&self.predict.question, inside);
        lines.push(Line::default());
        for index in 0..self.predict.choices.len() {
            self.choice(index, inside, &mut lines);
        }
        lines.push(Line::default());
        if self.waits() {
            lines
                .push(Line::of(width::ellipsis("번호를 누르거나 ↑↓와 Enter로 답하면 이어집니다.", inside), Role::Info));
        } else {
            self.outcome(inside, &mut lines);
        }
        let title = if self.waits() { " 생각해 보기 " } else { " 생각해 보기 ─ 답 " };
        frame(title, lines, columns, self.focused && self.waits())
    }

    fn choice(&self, index: usize, columns: usize, lines: &mut Vec<Line<'static>>) {
        let Some(choice) = self.predict.choices.get(index) else { return };
        let (mark, role) = match self.answer {
            Some(_) if choice.right => ("✓", Role::Good),
            Some(answer) if answer == index => ("✗", Role::Bad),
            None if self.focused && self.chosen == index => (">", Role::Accent),
            _ => (" ", Role::Text),
        };
        let told = markdown(&choice.text, columns.saturating_sub(5).max(1));
        for (row, line) in told.into_iter().enumerate() {
            let mut out = if row == 0 {
                Line::of(format!("{mark} "), Style::from(role).bold()).with(format!("{}. ", index + 1), Role::Key)
            } else {
                Line::of("     ", Role::Text)
            };
            let emphatic = role != Role::Text;
            out.spans.extend(line.spans.into_iter().map(|mut span| {
                span.style.bold |= emphatic;
                span
            }));
            lines.push(out);
        }
    }

    /// Why the choice taken is right or wrong, and why the right one is right.
    fn outcome(&self, columns: usize, lines: &mut Vec<Line<'static>>) {
        let Some(answer) = self.answer else { return };
        let taken = self.predict.choices.get(answer);
        let (verdict, role) = if self.is_right(answer) {
            ("맞았습니다.", Role::Good)
        } else {
            ("그렇지 않습니다.", Role::Bad)
        };
        lines.push(Line::of(format!("{}번을 골랐습니다. {verdict}", answer + 1), Style::from(role).bold()));
        lines.extend(taken.into_iter().flat_map(|choice| markdown(&choice.because, columns)));
        if !self.is_right(answer) {
            for (index, choice) in self.predict.choices.iter().enumerate().filter(|(_, choice)| choice.right) {
                lines.push(Line::default());
                lines.push(Line::of(format!("맞는 답은 {}번입니다.", index + 1), Style::from(Role::Good).bold()));
                lines.extend(markdown(&choice.because, columns));
            }
        }
        if let Some(more) = &self.predict.answer {
            lines.push(Line::default());
            lines.extend(markdown(more, columns));
        }
    }
}

/// Lines in a border with a title, `columns` wide.
pub(super) fn frame(title: &str, lines: Vec<Line<'static>>, columns: usize, focused: bool) -> Vec<Line<'static>> {
    let role = if focused { Role::Focus } else { Role::Border };
    let inside = columns.saturating_sub(4);
    let title = width::ellipsis(title, inside);
    let across = "─".repeat(columns.saturating_sub(3 + width::cells(&title)));
    let mut out = Vec::with_capacity(lines.len() + 2);
    out.push(Line::of("┌─", role).with(title, Style::from(Role::Title).bold()).with(format!("{across}┐"), role));
    for line in lines {
        let missing = inside.saturating_sub(line.cells());
        let mut framed = Line::of("│ ", role);
        framed.spans.extend(line.spans);
        out.push(framed.with(" ".repeat(missing), Role::Text).with(" │", role));
    }
    out.push(Line::of(format!("└{}┘", "─".repeat(columns.saturating_sub(2))), role));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::spec::Choice;

    fn gate(answer: Option<usize>) -> Gate {
        let choice = |text: &str, right| Choice {
            text: text.to_owned(),
            right,
            mistake: None,
            because: format!("{text} 까닭입니다."),
        };
        let predict = Predict {
            question: "바깥에서 파드에 닿을까요?".to_owned(),
            choices: vec![choice("닿습니다", false), choice("닿지 않습니다", true)],
            answer: Some("덧붙이는 말".to_owned()),
        };
        Gate::new(predict, answer)
    }

    fn text(gate: &Gate, columns: usize) -> String {
        let lines = gate.lines(columns);
        assert!(lines.iter().all(|line| line.cells() == columns));
        lines.iter().map(|line| line.text() + "\n").collect()
    }

    #[test]
    fn reasons_are_told_only_after_the_answer() {
        assert!(!text(&gate(None), 50).contains("까닭"));
        let wrong = text(&gate(Some(0)), 50);
        assert!(wrong.contains("닿습니다 까닭입니다."), "why the choice is wrong");
        assert!(wrong.contains("닿지 않습니다 까닭입니다."), "and why the right one is right");
        assert!(wrong.contains("덧붙이는 말"));
        let right = text(&gate(Some(1)), 50);
        assert!(!right.contains("닿습니다 까닭입니다.\n") || right.matches("까닭").count() == 1);
        assert!(gate(Some(9)).waits(), "an answer that no longer exists is none");
    }
}
