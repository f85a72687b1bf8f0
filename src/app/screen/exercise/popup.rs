//! What lies over the desk for a moment: hints, the field's explanation, a choice of fixes, a question, the reference answer.
//!
//! Must not know: grading, saving.

use super::compare::Comparison;
use super::prose;
use crate::app::key::{Code, HelpRow, Key};
use crate::app::scene::{Line, Point, Rect, Role, Scene, Size};
use crate::app::screen::reader::layout::markdown;
use crate::diagnostic::Fix;

/// Cells of a popup where there is room for more.
const WIDEST: u16 = 88;

/// A popup and where it is scrolled to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Popup {
    pub(super) kind: Kind,
    top: usize,
    /// Cells at the left that are out of sight.
    shift: usize,
    /// What it speaks of, and stays in sight.
    beside: Option<Beside>,
}

/// A row of the screen that a popup should leave in sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Beside {
    /// The row with what is spoken of.
    pub(super) row: u16,
    /// The pane it is in: what stands in other panes is better left in sight too.
    pub(super) pane: Rect,
}

impl Beside {
    /// Where an area of that size stands: within the pane where it can, below the row rather than above it; in the body
    /// where it must.
    fn place(self, area: Rect, body: Rect) -> Rect {
        let below = Some(Rect { y: self.row + 1, ..area });
        let above = self.row.checked_sub(area.height).map(|y| Rect { y, ..area });
        let within = |outer: Rect, it: &Rect| outer.y <= it.y && it.bottom() <= outer.bottom();
        let fits = |outer: Rect| below.filter(|it| within(outer, it)).or_else(|| above.filter(|it| within(outer, it)));
        fits(self.pane).or_else(|| fits(body)).unwrap_or(area)
    }
}

/// What a popup shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The hints shown so far.
    Hints {
        /// Those revealed, Markdown.
        shown: Vec<String>,
        /// How many there are.
        of: usize,
    },
    /// A text with a title: the explanation of a field.
    Text {
        /// The title.
        title: String,
        /// Markdown.
        body: String,
    },
    /// Fixes to choose from.
    Fixes {
        /// The fixes.
        fixes: Vec<Fix>,
        /// The one Enter takes.
        chosen: usize,
    },
    /// A question that must be answered.
    Confirm(Question),
    /// The learner's file beside the reference answer.
    Answer {
        /// The file's name.
        name: String,
        /// Both texts.
        both: Comparison,
    },
}

/// What is asked before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Back to the starter?
    Reset {
        /// Whether what was typed at the console goes too, for good.
        log: bool,
    },
    /// Have mended what the exercise is there to teach?
    Taught,
    /// Look at the answer before passing?
    GiveUp,
    /// Hand in what does not pass where something that passed was handed in?
    Replace,
}

/// What a popup wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Nothing but to stay.
    Stay,
    /// To go.
    Close,
    /// To go, and this fix to be applied.
    Apply(Fix),
    /// To go, and the question answered with yes.
    Yes(Question),
    /// The next hint.
    NextHint,
}

impl Popup {
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, top: 0, shift: 0, beside: None }
    }

    /// The popup where it leaves this in sight.
    pub(super) fn beside(self, beside: Beside) -> Self {
        Self { beside: Some(beside), ..self }
    }

    /// Takes a key.
    pub(super) fn key(&mut self, key: Key, size: Size) -> Wish {
        if key.code == Code::Esc {
            return Wish::Close;
        }
        match &mut self.kind {
            Kind::Confirm(question) => {
                return match key.code {
                    Code::Enter | Code::Char('y' | 'Y') => Wish::Yes(*question),
                    Code::F(4) if *question == Question::Taught => Wish::Yes(*question),
                    Code::Char('n' | 'N') => Wish::Close,
                    _ => Wish::Stay,
                };
            }
            Kind::Fixes { fixes, chosen, .. } => {
                let last = fixes.len().saturating_sub(1);
                match key.code {
                    Code::Up => *chosen = chosen.checked_sub(1).unwrap_or(last),
                    Code::Down | Code::Tab => *chosen = if *chosen == last { 0 } else { *chosen + 1 },
                    Code::F(4) => return Wish::Close,
                    Code::Enter => return fixes.get(*chosen).cloned().map_or(Wish::Close, Wish::Apply),
                    Code::Char(c) => {
                        let index = c.to_digit(10).and_then(|digit| digit.checked_sub(1)).map(|digit| digit as usize);
                        if let Some(fix) = index.and_then(|index| fixes.get(index)) {
                            return Wish::Apply(fix.clone());
                        }
                    }
                    _ => {}
                }
                return Wish::Stay;
            }
            Kind::Hints { shown, of } => match key.code {
                Code::F(2) if shown.len() < *of => return Wish::NextHint,
                Code::F(2) | Code::Enter => return Wish::Close,
                _ => {}
            },
            Kind::Text { .. } if matches!(key.code, Code::F(3) | Code::Enter) => return Wish::Close,
            Kind::Answer { .. } if matches!(key.code, Code::F(6) | Code::Enter) => return Wish::Close,
            Kind::Answer { both, .. } if matches!(key.code, Code::Left | Code::Right) => {
                let most = both.most_shift(usize::from(size.width).saturating_sub(4));
                let by = if key.code == Code::Right { 8 } else { -8 };
                self.shift = self.shift.saturating_add_signed(by).min(most);
            }
            Kind::Text { .. } | Kind::Answer { .. } => {}
        }
        let page = isize::try_from(self.area(size).height.saturating_sub(3)).unwrap_or(1);
        match key.code {
            Code::Down => self.scroll(1, size),
            Code::Up => self.scroll(-1, size),
            Code::PageDown | Code::Char(' ') => self.scroll(page, size),
            Code::PageUp => self.scroll(-page, size),
            _ => {}
        }
        Wish::Stay
    }

    /// Takes a click.
    pub(super) fn press(&mut self, at: Point, size: Size) -> Wish {
        let area = self.area(size);
        if !area.has(at) {
            return if matches!(self.kind, Kind::Confirm(_)) { Wish::Stay } else { Wish::Close };
        }
        match &self.kind {
            Kind::Fixes { fixes, .. } => {
                let row = at.y.checked_sub(area.y + 1).map(usize::from);
                row.and_then(|row| fixes.get(row)).cloned().map_or(Wish::Stay, Wish::Apply)
            }
            _ => Wish::Stay,
        }
    }

    /// Scrolls by lines, never past the last.
    pub(super) fn scroll(&mut self, by: isize, size: Size) {
        let inside = self.area(size).inner().shrink(1, 0);
        let total = self.lines(inside.width.into()).len();
        let most = total.saturating_sub(inside.height.into());
        self.top = self.top.saturating_add_signed(by).min(most);
    }

    /// Draws itself over the desk.
    pub(super) fn view<'m>(&'m self, size: Size, scene: &mut Scene<'m>) {
        let area = self.area(size);
        let (title, note) = self.frame();
        let inside = scene.pane(area, Line::of(format!(" {title} "), Role::Title), Line::of(note, Role::Muted), true);
        let inside = inside.shrink(1, 0);
        let lines = self.lines(inside.width.into());
        let total = lines.len();
        scene.lines(inside, lines.into_iter().skip(self.top).collect());
        scene.scrollbar(Rect { width: inside.width + 1, ..inside }, total, self.top);
    }

    fn area(&self, size: Size) -> Rect {
        let body = crate::app::chrome::body(size);
        if let Kind::Answer { .. } = self.kind {
            return body;
        }
        // A strip of what is below at either side would only be in the way.
        let columns = if body.width < WIDEST + 10 { body.width } else { WIDEST };
        let rows = self.lines(columns.saturating_sub(4).into()).len() + 2;
        let area = body.centered(columns, u16::try_from(rows).unwrap_or(u16::MAX));
        self.beside.map_or(area, |beside| beside.place(area, body))
    }

    /// Its keys, for the bar.
    pub(super) fn keys(&self) -> Vec<HelpRow> {
        let row = |label, title| HelpRow { label, title, bar: true };
        let rows: &[HelpRow] = match &self.kind {
            Kind::Hints { shown, of } if shown.len() < *of => &[row("F2", "다음 힌트"), row("↑ ↓", "넘기기")],
            Kind::Hints { .. } | Kind::Text { .. } => &[row("↑ ↓", "넘기기")],
            Kind::Fixes { .. } => &[row("1–9", "그 번호로 고치기"), row("↑ ↓", "고르기"), row("Enter", "고치기")],
            Kind::Confirm(_) => return vec![row("Enter", "예"), row("Esc", "아니요")],
            Kind::Answer { .. } => &[row("↑ ↓", "넘기기"), row("← →", "옆으로")],
        };
        rows.iter().copied().chain([row("Esc", "닫기")]).collect()
    }

    /// Title and the note at the right of the border: how to go on.
    fn frame(&self) -> (String, String) {
        match &self.kind {
            Kind::Hints { shown, of } if shown.len() < *of => {
                (format!("힌트 {}/{of}", shown.len()), " F2 다음 힌트 · Esc 닫기 ".into())
            }
            Kind::Hints { shown, of } => (format!("힌트 {}/{of}", shown.len()), " 마지막 힌트 · Esc 닫기 ".into()),
            Kind::Text { title, .. } => (title.clone(), " Esc 닫기 ".into()),
            Kind::Fixes { .. } => ("고치기 ─ 번호를 누르면 바로 고칩니다".into(), " Esc 그대로 두기 ".into()),
            Kind::Confirm(_) => ("확인".into(), " Enter 예 · Esc 아니요 ".into()),
            Kind::Answer { name, both } => {
                (format!("정답 비교 ─ {name} ─ {}", both.verdict()), " ↑ ↓ ← → · Esc 닫기 ".into())
            }
        }
    }

    fn lines(&self, columns: usize) -> Vec<Line<'_>> {
        match &self.kind {
            Kind::Hints { shown, .. } => {
                let mut lines = Vec::new();
                for (index, hint) in shown.iter().enumerate() {
                    if index > 0 {
                        lines.push(Line::default());
                    }
                    lines.push(Line::of(format!("{}단계", index + 1), Role::Heading));
                    lines.extend(markdown(hint, columns));
                }
                lines
            }
            Kind::Text { body, .. } => markdown(body, columns),
            Kind::Fixes { fixes, chosen, .. } => {
                let row = |(index, fix): (usize, &Fix)| {
                    let spans = prose::one_line(&format!("{} {}", index + 1, fix.title), columns, Role::Text);
                    let line = Line { spans, fill: None };
                    if index == *chosen { line.filled(Role::Chosen) } else { line }
                };
                fixes.iter().enumerate().map(row).collect()
            }
            Kind::Confirm(question) => prose::plain(question.text(), columns, 0, Role::Text),
            Kind::Answer { both, .. } => both.lines(columns, self.shift),
        }
    }
}

impl Question {
    fn text(self) -> &'static str {
        match self {
            Self::Reset { log: false } => {
                "지금 쓴 것을 처음 상태로 되돌리시겠습니까? 되돌린 뒤에도 Ctrl-Z로 다시 가져올 수 있습니다."
            }
            Self::Reset { log: true } => {
                "처음 상태로 되돌리시겠습니까? 파일에 쓴 글은 되돌린 뒤에도 Ctrl-Z로 다시 가져올 수 있지만, \
                 콘솔에서 한 일은 돌아오지 않습니다."
            }
            Self::Taught => {
                "이 과제에서 익힐 실수입니다. 스스로 고쳐 보는 것이 좋습니다. 그래도 대신 고치시겠습니까? 고치면 힌트를 하나 본 것으로 칩니다."
            }
            Self::Replace => {
                "이미 통과한 답을 제출해 두었습니다. 지금 답은 아직 통과하지 않습니다. 그래도 바꾸어 제출하시겠습니까?"
            }
            Self::GiveUp => {
                "아직 통과하지 않았습니다. 정답을 보면 이 과제는 스스로 풀지 않은 것으로 기록에 남습니다. 그래도 보시겠습니까?"
            }
        }
    }
}
