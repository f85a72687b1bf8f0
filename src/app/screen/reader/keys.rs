//! The keys of a text.
//!
//! Must not know: what they do.

use crate::app::key::{Binding, Code, Key};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    Down,
    Up,
    PageDown,
    PageUp,
    Top,
    Bottom,
    NextStop,
    PreviousStop,
    Act,
    Edit,
    Watch,
    Exercise,
    Answer,
    Next,
    Previous,
    FindPrevious,
    Contents,
    Find,
    Glossary,
    Back,
}

/// What a key is for, as the help groups them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Moving,
    Opening,
    Leaving,
}

/// The groups in the order of the help, and what it calls them.
pub(super) const GROUPS: [(Group, &str); 3] =
    [(Group::Moving, "글에서 움직이기"), (Group::Opening, "고르고 열기"), (Group::Leaving, "다른 곳으로")];

impl Command {
    pub(super) const fn group(self) -> Group {
        match self {
            Self::Down
            | Self::Up
            | Self::PageDown
            | Self::PageUp
            | Self::Top
            | Self::Bottom
            | Self::Find
            | Self::FindPrevious => Group::Moving,
            Self::NextStop
            | Self::PreviousStop
            | Self::Act
            | Self::Edit
            | Self::Watch
            | Self::Exercise
            | Self::Answer => Group::Opening,
            Self::Next | Self::Previous | Self::Contents | Self::Glossary | Self::Back => Group::Leaving,
        }
    }
}

const fn row(keys: &'static [Key], label: &'static str, title: &'static str, command: Command) -> Binding<Command> {
    Binding { keys, label, title, command, bar: false }
}

/// Most useful first, in the words of the help.
pub(super) const KEYS: &[Binding<Command>] = &[
    row(&[Key::plain(Code::PageDown), Key::char(' ')], "Space, PageDown", "한 화면 아래로", Command::PageDown),
    row(&[Key::plain(Code::PageUp), Key::char('b')], "PageUp, b", "한 화면 위로", Command::PageUp),
    row(&[Key::plain(Code::Down), Key::char('j')], "↓, j", "한 줄 아래로", Command::Down),
    row(&[Key::plain(Code::Up), Key::char('k')], "↑, k", "한 줄 위로", Command::Up),
    row(&[Key::plain(Code::Tab)], "Tab", "다음 링크, 용어, 매니페스트, 문제로", Command::NextStop),
    row(&[Key::plain(Code::Tab).shift()], "Shift-Tab", "앞의 것으로", Command::PreviousStop),
    row(&[Key::plain(Code::Enter)], "Enter", "고른 것을 열기, 없으면 아래로", Command::Act),
    row(&[Key::char('e')], "e", "보이는 매니페스트를 편집기로", Command::Edit),
    row(&[Key::char('v')], "v", "보이는 트래픽 그림을 한 걸음씩 보기", Command::Watch),
    row(&[Key::char('x')], "x", "이 장의 다음 과제로", Command::Exercise),
    row(&DIGITS, "1-9", "문제의 답 고르기 (↑↓와 Enter로도)", Command::Answer),
    row(&[Key::char('n'), Key::plain(Code::Right)], "n, →", "다음 장 (찾는 동안 n은 다음 곳)", Command::Next),
    row(&[Key::char('p'), Key::plain(Code::Left)], "p, ←", "이전 장", Command::Previous),
    row(&[Key::char('t')], "t", "차례", Command::Contents),
    row(&[Key::char('/'), Key::ctrl('f')], "/", "이 글에서 찾기 (초성도)", Command::Find),
    row(&[Key::char('N')], "N", "찾은 곳을 거꾸로", Command::FindPrevious),
    row(&[Key::char('w')], "w", "용어집", Command::Glossary),
    row(&[Key::plain(Code::Home), Key::char('g')], "Home, g", "처음으로", Command::Top),
    row(&[Key::plain(Code::End), Key::char('G')], "End, G", "끝으로", Command::Bottom),
    row(&[Key::plain(Code::Esc), Key::char('q'), Key::plain(Code::Backspace)], "Esc, q", "뒤로", Command::Back),
];

/// A choice of a gate each.
const DIGITS: [Key; 9] = [
    Key::char('1'),
    Key::char('2'),
    Key::char('3'),
    Key::char('4'),
    Key::char('5'),
    Key::char('6'),
    Key::char('7'),
    Key::char('8'),
    Key::char('9'),
];
