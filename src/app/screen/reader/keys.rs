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
    Exercise,
    Next,
    Previous,
    FindPrevious,
    Contents,
    Find,
    Glossary,
    Back,
}

const fn row(
    keys: &'static [Key],
    label: &'static str,
    title: &'static str,
    command: Command,
    bar: bool,
) -> Binding<Command> {
    Binding { keys, label, title, command, bar }
}

/// Most useful first.
pub(super) const KEYS: &[Binding<Command>] = &[
    row(&[Key::plain(Code::PageDown), Key::char(' ')], "Space", "아래", Command::PageDown, true),
    row(&[Key::plain(Code::Tab)], "Tab", "링크", Command::NextStop, true),
    row(&[Key::plain(Code::Enter)], "Enter", "열기", Command::Act, true),
    row(&[Key::char('e')], "e", "편집", Command::Edit, true),
    row(&[Key::char('n'), Key::plain(Code::Right)], "n", "다음 장", Command::Next, true),
    row(&[Key::plain(Code::Esc), Key::char('q'), Key::plain(Code::Backspace)], "Esc", "뒤로", Command::Back, true),
    row(&[Key::char('t')], "t", "차례", Command::Contents, true),
    row(&[Key::char('x')], "x", "과제", Command::Exercise, true),
    row(&[Key::char('/'), Key::ctrl('f')], "/", "찾기", Command::Find, true),
    row(&[Key::plain(Code::PageUp), Key::char('b')], "PageUp", "한 화면 위로", Command::PageUp, false),
    row(&[Key::plain(Code::Down), Key::char('j')], "↓", "한 줄 아래로", Command::Down, false),
    row(&[Key::plain(Code::Up), Key::char('k')], "↑", "한 줄 위로", Command::Up, false),
    row(&[Key::plain(Code::Tab).shift()], "Shift-Tab", "앞의 링크나 매니페스트", Command::PreviousStop, false),
    row(&[Key::char('p'), Key::plain(Code::Left)], "p", "이전 장 (← 도)", Command::Previous, false),
    row(&[Key::char('N')], "N", "찾은 곳을 거꾸로", Command::FindPrevious, false),
    row(&[Key::char('w')], "w", "용어집", Command::Glossary, false),
    row(&[Key::plain(Code::Home), Key::char('g')], "Home", "처음으로", Command::Top, false),
    row(&[Key::plain(Code::End), Key::char('G')], "End", "끝으로", Command::Bottom, false),
];
