//! Which part of a console transcript is what, for colouring: prompts and commands in the words a shell would see,
//! everything else the output of programs.
//!
//! Must not know: what a command does, colours.

use super::TextRange;

/// What a stretch of a transcript is. What lies between the stretches is blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Token {
    /// `$` or `#` at the start of a line, with the words before it (`docker@minikube:~$`).
    Prompt,
    /// The program.
    Command,
    /// A word that begins with `-`.
    Flag,
    /// Any other word of a command.
    Argument,
    /// A quoted word.
    Quoted,
    /// `|`, `&&`, `;`, `>` and their like.
    Operator,
    /// From `#` to the end of a command.
    Comment,
    /// What a program printed.
    Output,
}

/// Lexes a transcript: lines with a prompt are commands, others output. A command that ends in `\` goes on.
#[must_use]
pub fn transcript(text: &str) -> Vec<(TextRange, Token)> {
    lex(text, true)
}

/// Lexes a script: every line is a command.
#[must_use]
pub fn script(text: &str) -> Vec<(TextRange, Token)> {
    lex(text, false)
}

fn lex(text: &str, prompted: bool) -> Vec<(TextRange, Token)> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut goes_on = false;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        let prompt = if prompted && !goes_on { prompt(content) } else { Some(0) };
        match prompt {
            Some(length) => {
                push(&mut out, start, length, Token::Prompt);
                command(content, length, start, &mut out);
                goes_on = content.ends_with('\\');
            }
            None => push(&mut out, start, content.len(), Token::Output),
        }
        start += line.len();
    }
    out
}

fn push(out: &mut Vec<(TextRange, Token)>, start: usize, length: usize, token: Token) {
    if length > 0 {
        out.push((TextRange::new(start, start + length), token));
    }
}

/// The length of the prompt a line begins with: `$`, or `USER@HOST…$` as after `ssh`.
fn prompt(line: &str) -> Option<usize> {
    let end = line.find(['$', '#'])?;
    let before = line.get(..end)?;
    let after = line.get(end + 1..)?;
    let is_host = before.contains('@') && !before.contains(' ');
    ((before.is_empty() || is_host) && (after.is_empty() || after.starts_with(' '))).then_some(end + 1)
}

fn command(line: &str, from: usize, base: usize, out: &mut Vec<(TextRange, Token)>) {
    let mut at = from;
    let mut expects_program = true;
    while let Some(ahead) = line.get(at..).and_then(|rest| rest.find(|c: char| !c.is_whitespace())) {
        at += ahead;
        let rest = line.get(at..).unwrap_or("");
        let (length, token) = word(rest, expects_program);
        push(out, base + at, length, token);
        expects_program = token == Token::Operator && !rest.starts_with(['>', '<', '\\']);
        at += length;
    }
}

/// The length and kind of the word that `rest`, which begins with no blank, begins with.
fn word(rest: &str, expects_program: bool) -> (usize, Token) {
    let first = rest.chars().next().unwrap_or(' ');
    match first {
        '#' => (rest.len(), Token::Comment),
        '|' | '&' | ';' | '>' | '<' | '\\' => {
            (rest.find(|c| !matches!(c, '|' | '&' | ';' | '>' | '<' | '\\')).unwrap_or(rest.len()), Token::Operator)
        }
        '\'' | '"' => (quoted(rest, first), Token::Quoted),
        _ => {
            let length =
                rest.find(|c: char| c.is_whitespace() || matches!(c, '|' | ';' | '>' | '<')).unwrap_or(rest.len());
            let token = match first {
                '-' => Token::Flag,
                _ if expects_program => Token::Command,
                _ => Token::Argument,
            };
            (length, token)
        }
    }
}

fn quoted(rest: &str, quote: char) -> usize {
    rest.get(1..).and_then(|inside| inside.find(quote)).map_or(rest.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_told_from_what_they_print() {
        let text = "$ kubectl get svc -o wide | grep 'my web' # 이름\nNAME  TYPE\ndocker@minikube:~$ curl 10.0.0.1\nprice: $5\n";
        let told: Vec<(&str, Token)> =
            transcript(text).into_iter().map(|(range, token)| (range.of(text), token)).collect();
        assert_eq!(
            told,
            [
                ("$", Token::Prompt),
                ("kubectl", Token::Command),
                ("get", Token::Argument),
                ("svc", Token::Argument),
                ("-o", Token::Flag),
                ("wide", Token::Argument),
                ("|", Token::Operator),
                ("grep", Token::Command),
                ("'my web'", Token::Quoted),
                ("# 이름", Token::Comment),
                ("NAME  TYPE", Token::Output),
                ("docker@minikube:~$", Token::Prompt),
                ("curl", Token::Command),
                ("10.0.0.1", Token::Argument),
                ("price: $5", Token::Output),
            ]
        );
    }

    #[test]
    fn a_command_goes_on_after_a_backslash_and_hostile_text_ends() {
        let text = "$ curl \\\n  -s web\n";
        assert!(transcript(text).iter().any(|(range, token)| *token == Token::Flag && range.of(text) == "-s"));
        assert_eq!(script("kubectl apply").len(), 2);
        assert_eq!(transcript("$ \"열린 따옴표").len(), 2);
    }
}
