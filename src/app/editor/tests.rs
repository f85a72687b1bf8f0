//! What a learner does to a text, and what must hold whatever it is.

use super::*;
use crate::text::apply_edits;
use proptest::prelude::*;

/// `|` in the text is the caret.
fn editor(marked: &str) -> Editor {
    let caret = marked.find('|').expect("a caret");
    let mut editor = Editor::new(marked.replacen('|', "", 1));
    editor.resize(10, 40);
    editor.perform(Command::Goto(caret));
    editor
}

fn marked(editor: &Editor) -> String {
    let mut text = editor.text().to_owned();
    text.insert(editor.caret(), '|');
    text
}

fn after(text: &str, commands: &[Command]) -> String {
    let mut editor = editor(text);
    for command in commands {
        editor.perform(command.clone());
    }
    marked(&editor)
}

fn typed(text: &str) -> Vec<Command> {
    text.chars().map(|c| Command::Type(c.to_string())).collect()
}

#[test]
fn enter_indents_as_the_line_above_asks() {
    let cases = [
        ("spec:|", "spec:\n  |"),
        ("spec:\n  ports:|", "spec:\n  ports:\n    |"),
        ("  ports:\n    - port: 80|", "  ports:\n    - port: 80\n      |"),
        ("  ports:\n    - selector:|", "  ports:\n    - selector:\n        |"),
        ("- - a|", "- - a\n    |"),
        ("  type: NodePort|", "  type: NodePort\n  |"),
        ("  # 이름:|", "  # 이름:\n  |"),
        ("spec: # 명세|", "spec: # 명세\n  |"),
        ("  text: >-|", "  text: >-\n    |"),
        ("a: 1|  b: 2", "a: 1\n|b: 2"),
        ("|  b: 2", "\n|  b: 2"),
        ("a: 1\r\nb:|", "a: 1\r\nb:\r\n  |"),
    ];
    for (before, expected) in cases {
        assert_eq!(after(before, &[Command::Newline]), expected, "{before:?}");
    }
}

#[test]
fn one_backspace_takes_one_syllable_however_it_is_spelled() {
    assert_eq!(after("이름: 각|", &[Command::Backspace]), "이름: |", "NFD");
    assert_eq!(after("이름: 각|", &[Command::Backspace]), "이름: |", "NFC");
    assert_eq!(after("a👩‍👩‍👧|b", &[Command::Backspace]), "a|b");
    assert_eq!(after("    |a", &[Command::Backspace]), "  |a", "a level of indentation");
    assert_eq!(after("   |a", &[Command::Backspace]), "  |a");
    assert_eq!(after("a\r\n|b", &[Command::Backspace]), "a|b");
}

#[test]
fn what_is_pasted_over_itself_is_no_longer_selected() {
    let mut editor = editor("kind: Service|");
    editor.perform(Command::SelectAll);
    assert!(editor.perform(Command::Paste("kind: Service".into())).edits.is_empty());
    assert_eq!(editor.selection(), Selection::caret("kind: Service".len()), "the next key must not replace it all");
}

#[test]
fn typing_is_undone_word_by_word_and_a_paste_at_once() {
    let mut editor = editor("|");
    for command in typed("name: web") {
        editor.perform(command);
    }
    editor.perform(Command::Paste("\r\nkind: Service\rspec:\r\n".into()));
    assert_eq!(editor.text(), "name: web\nkind: Service\nspec:\n");
    let mut seen = Vec::new();
    while !editor.perform(Command::Undo).edits.is_empty() {
        seen.push(editor.text().to_owned());
    }
    assert_eq!(seen, ["name: web", "name: ", ""]);
    while !editor.perform(Command::Redo).edits.is_empty() {}
    assert_eq!(editor.text(), "name: web\nkind: Service\nspec:\n");
}

#[test]
fn moving_between_two_letters_parts_their_undo() {
    let mut editor = editor("|");
    editor.perform(Command::Type("a".into()));
    editor.perform(Command::Move(Motion::Left));
    editor.perform(Command::Type("b".into()));
    editor.perform(Command::Undo);
    assert_eq!(editor.text(), "a");
}

#[test]
fn vertical_moves_keep_the_cell_they_began_in() {
    let down = [Command::Move(Motion::Down)];
    assert_eq!(after("name|: web\n서비스\n", &down), "name: web\n서비|스\n");
    let twice = [Command::Move(Motion::Down), Command::Move(Motion::Down)];
    assert_eq!(after("abcdef|g\nx\nabcdefg", &twice), "abcdefg\nx\nabcdef|g");
    assert_eq!(after("ab|c", &down), "abc|", "at the last line to its end");
}

#[test]
fn words_stop_where_they_end() {
    let right = [Command::Move(Motion::WordRight), Command::Move(Motion::WordRight)];
    assert_eq!(after("|targetPort: 80", &right), "targetPort:| 80");
    assert_eq!(after("app: 웹-서버|", &[Command::Move(Motion::WordLeft)]), "app: 웹-|서버");
    assert_eq!(after("a\n|b", &[Command::BackspaceWord]), "a|b");
}

#[test]
fn tab_and_comment_work_on_whole_lines() {
    let mut editor = editor("|ports:\n\n- port: 80\n");
    editor.perform(Command::SelectAll);
    editor.perform(Command::Indent);
    assert_eq!(editor.text(), "  ports:\n\n  - port: 80\n");
    editor.perform(Command::ToggleComment);
    assert_eq!(editor.text(), "  # ports:\n\n  # - port: 80\n");
    editor.perform(Command::ToggleComment);
    editor.perform(Command::Dedent);
    assert_eq!(editor.text(), "ports:\n\n- port: 80\n");
    assert_eq!(after("a|", &[Command::Indent]), "a  |");
    assert_eq!(after("\ta|", &[Command::Dedent]), "a|", "a pasted tab");
}

#[test]
fn cut_without_a_selection_takes_the_line() {
    let commands = [Command::Cut, Command::Move(Motion::Bottom), Command::PasteClipboard];
    assert_eq!(after("a|: 1\nb: 2\n", &commands), "b: 2\na: 1\n|");
    assert_eq!(editor("|").perform(Command::Cut).copied, None);
}

#[test]
fn a_proposed_edit_keeps_the_caret_at_its_text() {
    let edits = vec![TextEdit::insert(0, "# "), TextEdit::replace(TextRange::new(6, 9), "web-1")];
    assert_eq!(after("name: wbe|\n", &[Command::Apply(edits)]), "# name: web-1|\n");
}

#[test]
fn setting_a_text_touches_only_what_differs() {
    let mut editor = editor("|이름: 각\n포트: 80\n");
    let outcome = editor.perform(Command::SetText("이름: 갂\n포트: 80\n".into()));
    assert_eq!(editor.text(), "이름: 갂\n포트: 80\n");
    assert_eq!(outcome.edits.len(), 1);
    assert_eq!(outcome.edits[0].insert, "갂", "whole characters, though the bytes share a start");
    editor.perform(Command::Undo);
    assert_eq!(editor.text(), "이름: 각\n포트: 80\n");
}

#[test]
fn a_glyph_cut_by_the_left_edge_becomes_a_blank() {
    let mut editor = editor("|가나다라마바사");
    editor.resize(3, 6);
    editor.viewport.left = 3;
    let slice = editor.slice(0);
    assert_eq!((slice.lead, slice.range.of(editor.text()), slice.clipped), (1, "다라", true));
    assert_eq!(editor.offset_at(0, 1), "가나".len());
}

#[test]
fn a_huge_paste_and_the_keys_after_it_stay_quick() {
    let lines = "    - name: 포트 # 설명\n".repeat(2_000);
    let mut editor = editor("spec:\n|");
    assert_eq!(editor.perform(Command::Paste(lines.clone())).edits.len(), 1);
    assert_eq!(editor.index().len(), 2_002);
    editor.perform(Command::Move(Motion::Top));
    // Work per key must not read the text: with 10,000 lines 2,000 keys end at once even without optimisation.
    for _ in 0..4 {
        editor.perform(Command::Paste(lines.clone()));
    }
    for command in typed(&"a".repeat(2_000)) {
        assert_eq!(editor.perform(command).edits.len(), 1);
    }
    assert_eq!(editor.perform(Command::Undo).edits.len(), 1);
}

/// Pieces that join each other in every nasty way.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "한",
        "글",
        "\u{1112}",
        "\u{1161}",
        "\u{11ab}",
        "각",
        "👩‍👩‍👧",
        "\u{200d}",
        "🇰",
        "❤️",
        "e\u{301}",
        "\u{301}",
        "a",
        "Z",
        "0",
        ": ",
        "- ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "#",
        "\u{1b}",
        "：",
        "ｶﾞ",
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn motion() -> impl Strategy<Value = Motion> {
    prop::sample::select(vec![
        Motion::Left,
        Motion::Right,
        Motion::WordLeft,
        Motion::WordRight,
        Motion::Up,
        Motion::Down,
        Motion::PageUp,
        Motion::PageDown,
        Motion::LineStart,
        Motion::LineEnd,
        Motion::Top,
        Motion::Bottom,
    ])
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        4 => text().prop_map(Command::Type),
        2 => text().prop_map(Command::Paste),
        4 => motion().prop_map(Command::Move),
        3 => motion().prop_map(Command::Select),
        6 => prop::sample::select(vec![
            Command::Newline, Command::Indent, Command::Dedent, Command::ToggleComment, Command::Backspace, Command::Delete,
            Command::BackspaceWord, Command::DeleteWord, Command::SelectAll, Command::Cut, Command::Copy,
            Command::PasteClipboard, Command::Undo, Command::Redo, Command::Scroll(3), Command::Scroll(-2),
        ]),
        2 => (0usize..6, 0usize..20, any::<bool>()).prop_map(|(row, cell, extend)| Command::Point { row, cell, extend }),
        1 => (0usize..60).prop_map(Command::Goto),
        1 => text().prop_map(Command::SetText),
        1 => (0usize..30, 0usize..5, text()).prop_map(|(at, len, insert)| {
            Command::Apply(vec![TextEdit::replace(TextRange::new(at, at + len), insert)])
        }),
    ]
}

/// The line up to `offset`, counted anew.
fn before(text: &str, offset: usize) -> &str {
    let before = text.get(..offset).expect("a character boundary");
    before.rsplit('\n').next().unwrap_or("")
}

/// Whether a caret may stand at `offset`, counted anew from the start of the line.
fn on_boundary(text: &str, offset: usize) -> bool {
    let start = offset - before(text, offset).len();
    let line = text.get(start..).and_then(|rest| rest.split_inclusive('\n').next()).unwrap_or("");
    offset == start || width::graphemes(line).any(|(at, g)| start + at + g.len() == offset)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_the_caret_the_index_and_the_edits_hold(first in text(), commands in prop::collection::vec(command(), 1..40)) {
        let mut editor = Editor::new(first.clone());
        editor.resize(4, 12);
        let mut followed = first.clone();
        for command in commands {
            let scrolls = matches!(command, Command::Scroll(_));
            let outcome = editor.perform(command.clone());
            for edit in &outcome.edits {
                followed = apply_edits(&followed, std::slice::from_ref(edit));
            }
            prop_assert_eq!(editor.text(), &followed, "edits tell the whole change: {:?}", command);
            prop_assert_eq!(editor.index(), &LineIndex::new(editor.text()));
            let Selection { anchor, caret } = editor.selection();
            prop_assert!(on_boundary(editor.text(), caret), "caret {} after {:?} in {:?}", caret, command, editor.text());
            prop_assert!(on_boundary(editor.text(), anchor), "anchor {} after {:?} in {:?}", anchor, command, editor.text());

            let before = before(editor.text(), caret);
            prop_assert_eq!(editor.cell_of(caret), width::cells(before));
            if !scrolls {
                let (row, cell) = editor.caret_in_view().expect("an edit or a move keeps the caret in sight");
                prop_assert_eq!(editor.viewport().top + row, editor.text().get(..caret).unwrap_or("").matches('\n').count());
                prop_assert_eq!(editor.viewport().left + cell, width::cells(before));
            }
            for line in editor.lines_in_view() {
                let slice = editor.slice(line);
                prop_assert!(slice.lead + width::cells(slice.range.of(editor.text())) <= 12);
            }
        }
        while !editor.perform(Command::Redo).edits.is_empty() {}
        let last = editor.text().to_owned();
        while !editor.perform(Command::Undo).edits.is_empty() {}
        prop_assert_eq!(editor.text(), &first);
        while !editor.perform(Command::Redo).edits.is_empty() {}
        prop_assert_eq!(editor.text(), &last, "and redo leads back");
    }
}
