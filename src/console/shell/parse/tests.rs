//! What is read as what.

use super::*;

fn fault(text: &str) -> SyntaxFault {
    script(text).expect_err(text)
}

#[test]
fn commands_are_told_apart_by_line_and_semicolon_quotes_respected() {
    let text = "echo 'a;b' \"c\nd\"; echo e # f; g\n\nfor i in 1 2; do\n  echo $i\ndone\ncat <<EOF | wc -l\nx; y\nEOF\nls && pwd || id\n";
    let mut commands = Vec::new();
    let mut at = 0;
    while let Some(line) = line(text, at) {
        let statements = line.commands.expect("a script").statements;
        commands.extend(statements.iter().map(|it| it.range.of(text)));
        at = line.next;
    }
    let expected = [
        "echo 'a;b' \"c\nd\"",
        "echo e",
        "for i in 1 2; do\n  echo $i\ndone",
        "cat <<EOF | wc -l\nx; y\nEOF",
        "ls && pwd || id",
    ];
    assert_eq!(commands, expected);
}

#[test]
fn what_is_wrong_is_said_as_bash_says_it() {
    for (text, expected) in [
        ("| wc", "syntax error near unexpected token `|'"),
        ("echo a; ; b", "syntax error near unexpected token `;'"),
        ("echo )", "syntax error near unexpected token `)'"),
        ("done", "syntax error near unexpected token `done'"),
        ("echo 'a", "unexpected EOF while looking for matching `''"),
        ("echo \"a", "unexpected EOF while looking for matching `\"'"),
        ("for i in 1; do echo", "syntax error: unexpected end of file"),
    ] {
        assert_eq!(fault(text).to_string(), expected, "{text}");
    }
}

#[test]
fn a_text_that_stops_in_the_middle_is_typed_on() {
    for text in ["echo 'a", "for i in 1 2", "cat <<EOF\na", "ls |", "ls &&", "if true; then", "echo $(ls", "a \\"] {
        assert!(fault(text).is_incomplete(), "{text}");
    }
    assert!(!fault("echo a; ; b").is_incomplete());
}
