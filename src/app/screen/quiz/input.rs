//! What a learner is doing to an answer before it is given: one small machine for each kind of task.
//!
//! Every kind is answered with arrows, blank and Enter; digits are a shorter way where things are numbered.
//!
//! Must not know: where it is drawn, what is right.

use std::collections::BTreeSet;

use crate::app::key::{Code, Key};
use crate::quiz::{Item, Response, Task};
use crate::text::width;

/// An answer in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// One of a list: where the cursor is.
    One { at: usize, of: usize },
    /// Several of a list.
    Several { at: usize, of: usize, taken: BTreeSet<usize> },
    /// A line being written; the caret is at its end.
    Line { text: String },
    /// Items in the order given so far; the one held moves with the arrows.
    Order { at: usize, order: Vec<usize>, held: bool },
    /// Partners given so far.
    Match { at: usize, given: Vec<Option<usize>>, partners: usize },
    /// Cells marked so far: row, column.
    Grid { at: (usize, usize), size: (usize, usize), marked: BTreeSet<(usize, usize)> },
    /// A line of a manifest, from 0, and the digits typed so far.
    Point { at: usize, of: usize, typed: usize },
}

/// What a key did to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Did {
    /// Nothing: it is no key for an answer.
    Nothing,
    /// Something changed.
    Changed,
    /// The answer is given.
    Given,
    /// It cannot be given yet: something is left open.
    Open,
    /// Nothing is marked, which may be meant: it is given when it is given once more.
    Unmarked,
    /// Not all that can be answered was seen yet: now more of it is.
    Shown,
}

impl Input {
    /// The beginning of an answer.
    pub(super) fn new(item: &Item) -> Self {
        match &item.task {
            Task::Choose { several: false, choices } => Self::One { at: 0, of: choices.len() },
            Task::Choose { several: true, choices } => {
                Self::Several { at: 0, of: choices.len(), taken: BTreeSet::new() }
            }
            Task::Write(_) => Self::Line { text: String::new() },
            Task::Order { items, .. } => Self::Order { at: 0, order: (0..items.len()).collect(), held: false },
            Task::Match { left, right, .. } => {
                Self::Match { at: 0, given: vec![None; left.len()], partners: right.len() }
            }
            Task::Grid { rows, columns, .. } => {
                Self::Grid { at: (0, 0), size: (rows.len(), columns.len()), marked: BTreeSet::new() }
            }
            Task::Line { text, .. } => Self::Point { at: 0, of: text.lines().count().max(1), typed: 0 },
        }
    }

    /// An answer that was given before, to be looked at or changed. One that does not fit the task is as none.
    pub(super) fn of(item: &Item, given: &Response) -> Self {
        let mut input = Self::new(item);
        match (&mut input, given) {
            (Self::One { at, of }, Response::Chosen(taken)) => {
                *at = taken.first().copied().filter(|it| it < of).unwrap_or(0);
            }
            (Self::Several { of, taken, .. }, Response::Chosen(given)) => {
                *taken = given.iter().copied().filter(|it| it < of).collect();
            }
            (Self::Line { text }, Response::Written(given)) => text.clone_from(given),
            (Self::Order { order, .. }, Response::Ordered(given)) => {
                let all: BTreeSet<usize> = given.iter().copied().collect();
                if given.len() == order.len() && all.len() == order.len() && all.iter().all(|it| *it < order.len()) {
                    order.clone_from(given);
                }
            }
            (Self::Match { given: partners, partners: of, .. }, Response::Matched(given)) => {
                for (partner, given) in partners.iter_mut().zip(given) {
                    *partner = given.filter(|it| it < of);
                }
            }
            (Self::Grid { size: (rows, columns), marked, .. }, Response::Marked(given)) => {
                *marked = given.iter().copied().filter(|(y, x)| y < rows && x < columns).collect();
            }
            (Self::Point { at, of, .. }, Response::Line(line)) => {
                *at = line.saturating_sub(1).min(of.saturating_sub(1));
            }
            _ => {}
        }
        input
    }

    /// The answer as it stands.
    pub(super) fn response(&self) -> Response {
        match self {
            Self::One { at, .. } => Response::Chosen(BTreeSet::from([*at])),
            Self::Several { taken, .. } => Response::Chosen(taken.clone()),
            Self::Line { text } => Response::Written(text.clone()),
            Self::Order { order, .. } => Response::Ordered(order.clone()),
            Self::Match { given, .. } => Response::Matched(given.clone()),
            Self::Grid { marked, .. } => Response::Marked(marked.clone()),
            Self::Point { at, .. } => Response::Line(at + 1),
        }
    }

    /// Whether letters are typed into it.
    pub(super) fn is_text(&self) -> bool {
        matches!(self, Self::Line { .. })
    }

    /// What a key does.
    pub(super) fn key(&mut self, key: Key) -> Did {
        if key.ctrl && key.code != Code::Char('u') || key.alt {
            return Did::Nothing;
        }
        if let Self::Point { typed, .. } = self
            && !matches!(key.code, Code::Char('0'..='9'))
        {
            *typed = 0;
        }
        match (&mut *self, key.code) {
            (Self::Line { text }, Code::Enter) => {
                if text.trim().is_empty() {
                    Did::Open
                } else {
                    Did::Given
                }
            }
            (Self::Match { given, .. }, Code::Enter) if given.contains(&None) => Did::Open,
            (Self::Order { held: held @ true, .. }, Code::Enter) => {
                *held = false;
                Did::Changed
            }
            (_, Code::Enter) => Did::Given,
            (Self::Line { text }, Code::Char('u')) if key.ctrl => {
                text.clear();
                Did::Changed
            }
            (Self::Line { text }, Code::Char(c)) => {
                text.push(c);
                Did::Changed
            }
            (Self::Line { text }, Code::Backspace) => {
                text.truncate(width::previous_grapheme(text, text.len()));
                Did::Changed
            }
            (_, Code::Up | Code::Down | Code::Left | Code::Right) => self.arrow(key.code),
            (_, Code::Char(' ')) => self.press(),
            (_, Code::Char(c)) => c.to_digit(10).map_or(Did::Nothing, |digit| self.digit(digit as usize)),
            _ => Did::Nothing,
        }
    }

    fn arrow(&mut self, code: Code) -> Did {
        let moved = |at: usize, of: usize| match code {
            Code::Up => at.saturating_sub(1),
            Code::Down => (at + 1).min(of.saturating_sub(1)),
            _ => at,
        };
        match self {
            Self::One { at, of } | Self::Several { at, of, .. } | Self::Point { at, of, .. } => *at = moved(*at, *of),
            Self::Line { .. } => return Did::Nothing,
            Self::Order { at, order, held } => {
                let to = moved(*at, order.len());
                if *held && to != *at {
                    order.swap(*at, to);
                }
                *at = to;
            }
            Self::Match { at, given, partners } => match code {
                Code::Left | Code::Right => {
                    if let Some(partner) = given.get_mut(*at) {
                        let last = partners.saturating_sub(1);
                        *partner = Some(match (*partner, code) {
                            (None, Code::Right) => 0,
                            (None, _) => last,
                            (Some(it), Code::Right) => {
                                if it == last {
                                    0
                                } else {
                                    it + 1
                                }
                            }
                            (Some(it), _) => it.checked_sub(1).unwrap_or(last),
                        });
                    }
                }
                _ => *at = moved(*at, given.len()),
            },
            Self::Grid { at: (y, x), size: (rows, columns), .. } => match code {
                Code::Left => *x = x.saturating_sub(1),
                Code::Right => *x = (*x + 1).min(columns.saturating_sub(1)),
                _ => *y = moved(*y, *rows),
            },
        }
        Did::Changed
    }

    /// The blank: takes, marks, holds.
    fn press(&mut self) -> Did {
        match self {
            Self::Several { at, taken, .. } => toggle(taken, *at),
            Self::Order { held, .. } => *held = !*held,
            Self::Match { .. } => return self.arrow(Code::Right),
            Self::Grid { at, marked, .. } => toggle(marked, *at),
            Self::One { .. } | Self::Line { .. } | Self::Point { .. } => return Did::Nothing,
        }
        Did::Changed
    }

    fn digit(&mut self, digit: usize) -> Did {
        match self {
            Self::One { at, of } if (1..=*of).contains(&digit) => *at = digit - 1,
            Self::Several { at, of, taken } if (1..=*of).contains(&digit) => {
                *at = digit - 1;
                toggle(taken, *at);
            }
            Self::Match { at, given, partners } if (1..=*partners).contains(&digit) => {
                let last = given.len().saturating_sub(1);
                if let Some(partner) = given.get_mut(*at) {
                    *partner = Some(digit - 1);
                }
                *at = (*at + 1).min(last);
            }
            // The item moves to that place.
            Self::Order { at, order, held } if (1..=order.len()).contains(&digit) => {
                let item = order.remove(*at);
                order.insert(digit - 1, item);
                *at = digit - 1;
                *held = false;
            }
            Self::Point { at, of, typed } => {
                let longer = *typed * 10 + digit;
                let line = if (1..=*of).contains(&longer) { longer } else { digit };
                if !(1..=*of).contains(&line) {
                    return Did::Nothing;
                }
                (*typed, *at) = (line, line - 1);
            }
            _ => return Did::Nothing,
        }
        Did::Changed
    }

    /// What a click on the numbered thing at `row` (and `column` of a grid) does.
    pub(super) fn click(&mut self, row: usize, column: usize) -> Did {
        match self {
            Self::One { at, of } | Self::Point { at, of, .. } if row < *of => *at = row,
            Self::Several { at, of, taken } if row < *of => {
                *at = row;
                toggle(taken, row);
            }
            Self::Order { at, order, held } if row < order.len() => {
                if *held && row != *at {
                    let item = order.remove(*at);
                    order.insert(row, item);
                }
                *held = !*held;
                *at = row;
            }
            Self::Match { at, given, .. } if row < given.len() => {
                *at = row;
                return self.arrow(Code::Right);
            }
            Self::Grid { at, size: (rows, columns), marked } if row < *rows && column < *columns => {
                *at = (row, column);
                toggle(marked, *at);
            }
            _ => return Did::Nothing,
        }
        Did::Changed
    }

    /// Text that was pasted.
    pub(super) fn paste(&mut self, pasted: &str) {
        if let Self::Line { text } = self {
            text.push_str(pasted.lines().next().unwrap_or("").trim());
        }
    }

    /// Whether it is an answer in which things are marked, and none is.
    pub(super) fn is_unmarked(&self) -> bool {
        match self {
            Self::Several { taken, .. } => taken.is_empty(),
            Self::Grid { marked, .. } => marked.is_empty(),
            _ => false,
        }
    }

    /// Whether anything that was done to it is right: what was only left alone earns no praise.
    pub(super) fn has_right(&self, task: &Task) -> bool {
        match (self, task) {
            (Self::Several { taken, .. }, Task::Choose { choices, .. }) => {
                taken.iter().any(|at| choices.get(*at).is_some_and(|choice| choice.right))
            }
            (Self::Grid { marked, .. }, Task::Grid { marked: truth, .. }) => {
                marked.iter().any(|(y, x)| truth.get(*y).and_then(|row| row.get(*x)) == Some(&true))
            }
            (Self::One { .. }, _) => false,
            _ => true,
        }
    }

    /// What can be done, for the line below the answer.
    pub(super) fn advice(&self) -> &'static str {
        match self {
            Self::One { .. } => "↑↓나 번호로 고르고 Enter로 답합니다.",
            Self::Several { .. } => "번호나 스페이스바로 모두 고르고 Enter로 답합니다.",
            Self::Line { .. } => "적고 Enter로 답합니다.",
            Self::Order { held: false, .. } => {
                "스페이스바로 집어 ↑↓로 옮기거나, 번호로 그 자리에 놓습니다. Enter로 답합니다."
            }
            Self::Order { held: true, .. } => "↑↓로 옮기고 스페이스바로 놓습니다.",
            Self::Match { .. } => "줄마다 번호나 ←→로 짝을 고르고 Enter로 답합니다.",
            Self::Grid { .. } => "화살표로 칸을 옮기고 스페이스바로 표시합니다. Enter로 답합니다.",
            Self::Point { .. } => "↑↓나 줄 번호로 고르고 Enter로 답합니다.",
        }
    }
}

fn toggle<T: Ord>(set: &mut BTreeSet<T>, thing: T) {
    if !set.remove(&thing) {
        set.insert(thing);
    }
}
