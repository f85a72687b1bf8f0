//! The terminal from outside: keys and output in, rows out.

use super::*;
use crate::app::scene::{Rect, Scene, Size};

const SIZE: Size = Size { width: 20, height: 6 };

fn types(terminal: &mut Terminal, text: &str) {
    for c in text.chars() {
        terminal.key(Key::char(c));
    }
}

fn seen(terminal: &Terminal) -> String {
    let mut scene = Scene::default();
    terminal.seen(Rect::all(SIZE), "$ ").draw(Rect::all(SIZE), true, &mut scene);
    scene.to_text(SIZE)
}

fn caret(terminal: &Terminal) -> Option<(u16, u16)> {
    let mut scene = Scene::default();
    terminal.seen(Rect::all(SIZE), "$ ").draw(Rect::all(SIZE), true, &mut scene);
    scene.caret.map(|at| (at.x, at.y))
}

#[test]
fn what_is_printed_scrolls_up_and_the_caret_stays_behind_what_is_typed() {
    let mut terminal = Terminal::default();
    types(&mut terminal, "get 서비스");
    assert_eq!(caret(&terminal), Some((12, 0)));
    assert_eq!(terminal.key(Key::plain(Code::Enter)), Ask::Run("get 서비스".into()));
    terminal.echo("$ ", "get 서비스");
    terminal.print("a\tb\n1\n2\n3\n4\n", "", &["설명".to_owned()]);
    insta::assert_snapshot!(seen(&terminal), @r"
    1
    2
    3
    4
    설명
    $
    ");
    terminal.scroll(-3);
    assert!(seen(&terminal).starts_with("$ get 서비스\na       b\n"), "{}", seen(&terminal));
    assert_eq!(caret(&terminal), None, "the line is out of sight");
}

#[test]
fn a_long_line_goes_on_below() {
    let mut terminal = Terminal::default();
    types(&mut terminal, "kubectl get pods 가나다라");
    assert_eq!(seen(&terminal), "$ kubectl get pods\n가나다라\n\n\n\n\n");
    assert_eq!(caret(&terminal), Some((8, 1)));
}

#[test]
fn history_comes_back_and_the_draft_is_kept() {
    let mut terminal = Terminal::default();
    for line in ["one", "two"] {
        types(&mut terminal, line);
        terminal.key(Key::plain(Code::Enter));
    }
    types(&mut terminal, "dr");
    for (key, line) in
        [(Code::Up, "two"), (Code::Up, "one"), (Code::Up, "one"), (Code::Down, "two"), (Code::Down, "dr")]
    {
        terminal.key(Key::plain(key));
        assert_eq!(terminal.line().0, line);
    }
}

#[test]
fn completion_fills_what_is_certain_and_shows_the_rest() {
    let mut terminal = Terminal::default();
    types(&mut terminal, "get s");
    assert_eq!(terminal.key(Key::plain(Code::Tab)), Ask::Complete);
    terminal.offer(TextRange::new(4, 5), vec!["services".into(), "serviceaccounts".into()]);
    assert_eq!(terminal.line().0, "get service");
    assert!(seen(&terminal).contains("serviceaccounts"));
    terminal.offer(TextRange::new(4, 11), vec!["services".into()]);
    assert_eq!(terminal.line(), ("get services ", 13));
}

#[test]
fn several_pasted_lines_wait_for_enter() {
    let mut terminal = Terminal::default();
    terminal.paste("cat <<EOF\n안녕\nEOF");
    assert_eq!(seen(&terminal), "$ cat <<EOF\n> 안녕\n> EOF\n\n\n\n");
    assert_eq!(caret(&terminal), Some((5, 2)));
}

#[test]
fn colours_and_screen_clearing_do_not_reach_the_screen() {
    let mut terminal = Terminal::default();
    terminal.print("before\n", "", &[]);
    terminal.print("\u{1b}[H\u{1b}[2J\u{1b}[1mHTTP\u{1b}[0m ok\n", "", &[]);
    assert_eq!(seen(&terminal), "HTTP ok\n$\n\n\n\n\n");
}

#[test]
fn what_is_out_of_sight_is_told_and_scrolling_ends_where_the_output_does() {
    let mut terminal = Terminal::default();
    terminal.print(&"줄\n".repeat(20), "", &[]);
    let out_of_sight = |terminal: &Terminal| {
        let seen = terminal.seen(Rect::all(SIZE), "$ ");
        (seen.above, seen.below)
    };
    assert_eq!(out_of_sight(&terminal), (15, 0));
    for _ in 0..9 {
        terminal.scroll(-8);
        terminal.fit(Rect::all(SIZE), "$ ");
    }
    assert_eq!(out_of_sight(&terminal), (0, 15));
    terminal.scroll(8);
    assert_eq!(out_of_sight(&terminal), (8, 7), "one step down is seen at once");
}
