//! The keys of the desk: two tables, one for the whole desk and one for the text, which also make its help.
//!
//! Only keys that terminals really send: no Ctrl-Tab, no Ctrl-Shift with a letter. What has a Shift variant has another
//! key beside it, because some terminals keep it for themselves.
//!
//! Must not know: what a command does.

use crate::app::editor::Motion;
use crate::app::key::{Binding, Code, HelpRow, Key};

/// What the desk as a whole can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Hint,
    Explain,
    Fix,
    Answer,
    NextFinding,
    PreviousFinding,
    Mistake,
    NextPane,
    PreviousPane,
    NextFile,
    PreviousFile,
    NextExercise,
    Zoom,
    Console,
    Worlds,
    TakeBack,
    Reset,
    Save,
    HandIn,
    Leave,
}

/// What can be done to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    Move(Motion),
    Select(Motion),
    SelectAll,
    Newline,
    Indent,
    Dedent,
    Backspace,
    Delete,
    BackspaceWord,
    DeleteWord,
    Undo,
    Redo,
    Cut,
    Copy,
    Paste,
    Comment,
    Complete,
}

const fn row<C>(keys: &'static [Key], label: &'static str, title: &'static str, command: C) -> Binding<C> {
    Binding { keys, label, title, command, bar: false }
}

const fn bar<C>(keys: &'static [Key], label: &'static str, title: &'static str, command: C) -> Binding<C> {
    Binding { keys, label, title, command, bar: true }
}

/// Keys of the desk, wherever the focus is; the bar shows them in this order as far as it reaches.
pub(super) const DESK: &[Binding<Act>] = &[
    bar(&[Key::f(2)], "F2", "힌트", Act::Hint),
    bar(&[Key::f(4)], "F4", "고치기", Act::Fix),
    bar(&[Key::f(5)], "F5", "콘솔", Act::Console),
    bar(&[Key::f(7)], "F7", "창 이동", Act::NextPane),
    bar(&[Key::plain(Code::Esc)], "Esc", "나가기", Act::Leave),
    bar(&[Key::f(9)], "F9", "다음 과제", Act::NextExercise),
    bar(&[Key::f(3)], "F3", "필드 설명", Act::Explain),
    bar(&[Key::f(8)], "F8", "다음 진단", Act::NextFinding),
    bar(&[Key::f(6)], "F6", "정답 비교", Act::Answer),
    row(&[Key::ctrl('g')], "Ctrl-G", "트래픽 그림 크게 보기·접기", Act::Zoom),
    row(&[Key::f(7).shift(), Key::f(19)], "Shift-F7", "앞 창으로", Act::PreviousPane),
    row(&[Key::f(8).shift(), Key::f(20)], "Shift-F8", "앞 진단으로", Act::PreviousFinding),
    row(&[Key::ctrl('k')], "Ctrl-K", "이 실수 설명 읽기", Act::Mistake),
    row(&[Key::ctrl('t'), Key::plain(Code::PageDown).with_ctrl()], "Ctrl-T", "다음 파일", Act::NextFile),
    row(&[Key::plain(Code::PageUp).with_ctrl()], "Ctrl-PgUp", "앞 파일", Act::PreviousFile),
    row(&[Key::f(10), Key::ctrl('p')], "F10", "수업에 제출하기 (Ctrl-P도)", Act::HandIn),
    row(&[Key::ctrl('r')], "Ctrl-R", "처음 상태로 되돌리기 (물어봅니다)", Act::Reset),
    row(&[Key::ctrl('s')], "Ctrl-S", "지금 저장하기 (쓰는 동안에도 저절로 저장됩니다)", Act::Save),
];

/// Keys of the desk of free play, in place of those that need a task.
pub(super) const LAB: &[Binding<Act>] =
    &[bar(&[Key::f(2)], "F2", "세계·해 볼 것", Act::Worlds), bar(&[Key::f(6)], "F6", "명령 되돌리기", Act::TakeBack)];

/// Keys of the other panes, for the help; there they mean what they mean everywhere.
pub(super) const PANES: [HelpRow; 3] = [
    HelpRow { label: "↑ ↓", title: "위아래로 넘기기, 진단 창에서는 앞뒤 진단", bar: false },
    HelpRow { label: "PgUp PgDn", title: "한 번에 여러 줄 넘기기", bar: false },
    HelpRow { label: "Enter, Esc", title: "쓰던 곳으로 돌아가기", bar: false },
];

const fn shown(label: &'static str, title: &'static str) -> HelpRow {
    HelpRow { label, title, bar: true }
}

/// What the bar says first while the task or the diagnostics have the focus.
pub(super) const SCROLLING: [HelpRow; 2] = [shown("↑ ↓", "넘기기"), shown("PgUp PgDn", "여러 줄")];
pub(super) const FINDINGS: [HelpRow; 2] = [shown("↑ ↓", "앞뒤 진단"), shown("PgUp PgDn", "넘기기")];
/// What it says last while the console has the focus.
pub(super) const CONSOLE: [HelpRow; 2] = [shown("Tab", "채우기"), shown("↑", "앞 명령")];
/// What it says of Esc where that does not leave.
pub(super) const TO_TEXT: HelpRow = shown("Esc", "편집으로");
pub(super) const TO_CONSOLE: HelpRow = shown("Esc", "콘솔로");
/// What it says last while the text has the focus.
pub(super) const WRITING: [HelpRow; 2] = [shown("Ctrl-Space", "자동 완성"), shown("Ctrl-R", "처음 상태로")];

/// What the traffic pane can be told while it has the focus, besides what plays a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Watch {
    NextRequest,
    PreviousRequest,
    Zoom,
}

/// Keys of the traffic pane.
pub(super) const TRAFFIC: &[Binding<Watch>] = &[
    bar(&[Key::plain(Code::Down)], "↓", "다음 요청", Watch::NextRequest),
    row(&[Key::plain(Code::Up)], "↑", "앞 요청", Watch::PreviousRequest),
    bar(&[Key::plain(Code::Enter)], "Enter", "크게·접기", Watch::Zoom),
];

/// Keys of the text.
pub(super) const TEXT: &[Binding<Edit>] = &[
    row(&[Key::ctrl(' '), Key::ctrl('n')], "Ctrl-Space", "자동 완성 (↑ ↓ 고르기, Tab 받아들이기)", Edit::Complete),
    row(&[Key::ctrl('z')], "Ctrl-Z", "되돌리기", Edit::Undo),
    row(&[Key::ctrl('y')], "Ctrl-Y", "다시 하기", Edit::Redo),
    row(&[Key::ctrl('x')], "Ctrl-X", "잘라내기 (선택한 것이 없으면 줄)", Edit::Cut),
    row(&[Key::ctrl('c')], "Ctrl-C", "복사 (선택한 것이 없으면 줄)", Edit::Copy),
    row(&[Key::ctrl('v')], "Ctrl-V", "붙여넣기", Edit::Paste),
    row(&[Key::ctrl('a')], "Ctrl-A", "모두 선택", Edit::SelectAll),
    row(&[Key::plain(Code::Tab)], "Tab", "공백 두 칸, 선택한 줄이 있으면 들여쓰기", Edit::Indent),
    row(&[Key::plain(Code::Tab).shift()], "Shift-Tab", "내어쓰기", Edit::Dedent),
    row(&[Key::ctrl('/'), Key::ctrl('7'), Key::ctrl('_')], "Ctrl-/", "주석으로 바꾸기·풀기", Edit::Comment),
    row(&[Key::plain(Code::Enter), Key::ctrl('j'), Key::ctrl('m')], "Enter", "줄 바꾸기와 들여쓰기", Edit::Newline),
    row(&[Key::plain(Code::Backspace), Key::ctrl('h')], "Backspace", "앞 글자 지우기", Edit::Backspace),
    row(&[Key::plain(Code::Delete), Key::ctrl('d')], "Delete", "뒤 글자 지우기", Edit::Delete),
    row(
        &[Key::ctrl('w'), Key::plain(Code::Backspace).with_ctrl(), ALT_BACKSPACE],
        "Ctrl-W",
        "앞 단어 지우기",
        Edit::BackspaceWord,
    ),
    row(&[Key::plain(Code::Delete).with_ctrl(), Key::alt('d')], "Ctrl-Delete", "뒤 단어 지우기", Edit::DeleteWord),
    row(&[Key::plain(Code::Left)], "←", "왼쪽", Edit::Move(Motion::Left)),
    row(&[Key::plain(Code::Right)], "→", "오른쪽", Edit::Move(Motion::Right)),
    row(&[Key::plain(Code::Up)], "↑", "위로", Edit::Move(Motion::Up)),
    row(&[Key::plain(Code::Down)], "↓", "아래로", Edit::Move(Motion::Down)),
    row(&[Key::plain(Code::Left).with_ctrl(), Key::alt('b')], "Ctrl-←", "단어 왼쪽", Edit::Move(Motion::WordLeft)),
    row(&[Key::plain(Code::Right).with_ctrl(), Key::alt('f')], "Ctrl-→", "단어 오른쪽", Edit::Move(Motion::WordRight)),
    row(&[Key::plain(Code::Home)], "Home", "줄 처음", Edit::Move(Motion::LineStart)),
    row(&[Key::plain(Code::End), Key::ctrl('e')], "End", "줄 끝", Edit::Move(Motion::LineEnd)),
    row(&[Key::plain(Code::PageUp)], "PgUp", "한 화면 위로", Edit::Move(Motion::PageUp)),
    row(&[Key::plain(Code::PageDown)], "PgDn", "한 화면 아래로", Edit::Move(Motion::PageDown)),
    row(&[Key::plain(Code::Home).with_ctrl()], "Ctrl-Home", "글 처음", Edit::Move(Motion::Top)),
    row(&[Key::plain(Code::End).with_ctrl()], "Ctrl-End", "글 끝", Edit::Move(Motion::Bottom)),
    row(&[Key::plain(Code::Left).shift()], "Shift-←", "선택: 왼쪽", Edit::Select(Motion::Left)),
    row(&[Key::plain(Code::Right).shift()], "Shift-→", "선택: 오른쪽", Edit::Select(Motion::Right)),
    row(&[Key::plain(Code::Up).shift()], "Shift-↑", "선택: 위로", Edit::Select(Motion::Up)),
    row(&[Key::plain(Code::Down).shift()], "Shift-↓", "선택: 아래로", Edit::Select(Motion::Down)),
    row(&[shifted_ctrl(Code::Left)], "Ctrl-Shift-←", "선택: 단어 왼쪽", Edit::Select(Motion::WordLeft)),
    row(&[shifted_ctrl(Code::Right)], "Ctrl-Shift-→", "선택: 단어 오른쪽", Edit::Select(Motion::WordRight)),
    row(&[Key::plain(Code::Home).shift()], "Shift-Home", "선택: 줄 처음", Edit::Select(Motion::LineStart)),
    row(&[Key::plain(Code::End).shift()], "Shift-End", "선택: 줄 끝", Edit::Select(Motion::LineEnd)),
    row(&[Key::plain(Code::PageUp).shift()], "Shift-PgUp", "선택: 한 화면 위로", Edit::Select(Motion::PageUp)),
    row(&[Key::plain(Code::PageDown).shift()], "Shift-PgDn", "선택: 한 화면 아래로", Edit::Select(Motion::PageDown)),
    row(&[shifted_ctrl(Code::Home)], "Ctrl-Shift-Home", "선택: 글 처음", Edit::Select(Motion::Top)),
    row(&[shifted_ctrl(Code::End)], "Ctrl-Shift-End", "선택: 글 끝", Edit::Select(Motion::Bottom)),
];

/// The keys of the text as help shows them: by what they are for.
pub(super) fn text_help() -> impl Iterator<Item = HelpRow> {
    let group = |heading: &'static str, belongs: fn(Edit) -> bool| {
        let rows = TEXT.iter().filter(move |binding| belongs(binding.command)).map(Binding::row);
        std::iter::once(HelpRow::heading(heading)).chain(rows)
    };
    group("편집", |edit| !matches!(edit, Edit::Move(_) | Edit::Select(_)))
        .chain(group("이동", |edit| matches!(edit, Edit::Move(_))))
        .chain(group("선택", |edit| matches!(edit, Edit::Select(_))))
}

const ALT_BACKSPACE: Key = Key { alt: true, ..Key::plain(Code::Backspace) };

const fn shifted_ctrl(code: Code) -> Key {
    Key::plain(code).with_ctrl().shift()
}
