//! Reads the command language: the part of POSIX sh and bash that is typed at a prompt or pasted from notes.
//!
//! Words, quotes, `$NAME`, `${NAME…}`, `$(…)`, `$((…))`, `;`, `&&`, `||`, `|`, `&`, redirections, here-documents, `for`, `while`,
//! `until`, `if`, `case`, groups, functions. `<(…)`. Left out: arrays, `>(…)`, job control.
//!
//! Must not know: variables, files, programs.

mod compound;
mod redirect;
mod word;

use super::tree::{Command, Joint, Kind, Pipeline, Redirect, Script, Statement, Way, Word};
use crate::text::TextRange;

/// How deep commands may nest.
const MAX_DEPTH: u8 = 32;
/// Words that end the body of a compound command.
const CLOSING: [&str; 8] = ["do", "done", "then", "elif", "else", "fi", "}", "esac"];
/// Words that begin a compound command.
const OPENING: [&str; 7] = ["for", "while", "until", "if", "{", "case", "function"];

/// Why a text is no script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxFault {
    /// A token that cannot stand where it does.
    Unexpected(String),
    /// The text ends in a quote or a bracket that is still open.
    Unclosed(char),
    /// The text ends in a command that goes on.
    Unfinished,
    /// Something of bash that kijabi's console does not read.
    Unsupported(&'static str),
}

impl SyntaxFault {
    /// Whether more text may mend it: at a prompt one types on.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        matches!(self, Self::Unclosed(_) | Self::Unfinished)
    }
}

/// As bash says it.
impl std::fmt::Display for SyntaxFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unexpected(token) => write!(f, "syntax error near unexpected token `{token}'"),
            Self::Unclosed(quote) => write!(f, "unexpected EOF while looking for matching `{quote}'"),
            Self::Unfinished => f.write_str("syntax error: unexpected end of file"),
            Self::Unsupported(what) => write!(f, "syntax error near unexpected token `{what}'"),
        }
    }
}

/// One line of a script, with all lines that belong to its commands.
#[derive(Debug)]
pub struct Line {
    /// Its commands, or why it is none.
    pub commands: Result<Script, SyntaxFault>,
    /// Where it stands.
    pub range: TextRange,
    /// Where the next line begins.
    pub next: usize,
}

/// Reads the line of `text` that begins at byte `start`; `None` at the end.
#[must_use]
pub fn line(text: &str, start: usize) -> Option<Line> {
    let mut parser = Parser::new(text, start);
    parser.blanks();
    while parser.eat("\n") {
        parser.blanks();
    }
    parser.peek()?;
    let begin = parser.at;
    let commands = parser.list(true);
    let commands = match (commands, parser.peek()) {
        (Ok(_), Some(c)) if c != '\n' => Err(SyntaxFault::Unexpected(parser.token())),
        (commands, _) => commands,
    };
    if commands.is_err() {
        let rest = text.get(parser.at..).unwrap_or("");
        parser.at += rest.find('\n').unwrap_or(rest.len());
    }
    let end = parser.at;
    parser.eat("\n");
    Some(Line { commands, range: TextRange::new(begin, end), next: parser.at.max(end) })
}

/// Reads a whole text.
pub fn script(text: &str) -> Result<Script, SyntaxFault> {
    let mut parser = Parser::new(text, 0);
    let script = parser.list(false)?;
    match parser.peek() {
        None => Ok(script),
        Some(_) => Err(SyntaxFault::Unexpected(parser.token())),
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    /// Line breaks after which here-documents stand: there the text goes on behind them.
    skips: Vec<(usize, usize)>,
    depth: u8,
    /// How many `case` are open: there `;;` ends commands.
    cases: u8,
    /// The last blanks and comments: where they begin and end.
    gap: (usize, usize),
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, at: usize) -> Self {
        Self { text, at, skips: Vec::new(), depth: 0, cases: 0, gap: (0, 0) }
    }

    // ----- characters -----

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn starts(&self, token: &str) -> bool {
        self.rest().starts_with(token)
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        let here = self.at;
        self.at += c.len_utf8();
        if let Some((_, behind)) = self.skips.iter().find(|(from, _)| *from == here) {
            self.at = *behind;
        }
        Some(c)
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.starts(token);
        if found {
            for _ in token.chars() {
                self.bump();
            }
        }
        found
    }

    /// Goes over blanks, joined lines and comments.
    fn blanks(&mut self) {
        let start = if self.gap.1 == self.at { self.gap.0 } else { self.at };
        self.skip_blanks();
        self.gap = (start, self.at);
    }

    fn skip_blanks(&mut self) {
        loop {
            match self.peek() {
                Some(' ' | '\t' | '\r') => drop(self.bump()),
                Some('\\') if self.starts("\\\n") || self.starts("\\\r\n") => {
                    let _ = self.eat("\\\r\n") || self.eat("\\\n");
                }
                Some('#') => {
                    while self.peek().is_some_and(|c| c != '\n') {
                        self.bump();
                    }
                }
                _ => return,
            }
        }
    }

    fn lines(&mut self) {
        self.blanks();
        while self.eat("\n") {
            self.blanks();
        }
    }

    /// What stands here, for an error's words.
    fn token(&self) -> String {
        let operators = ["&&", "||", ";;", ">>", "<<", "|", "&", ";", "(", ")", "<", ">"];
        match operators.iter().find(|operator| self.starts(operator)) {
            Some(operator) => (*operator).to_owned(),
            None if self.starts("\n") || self.peek().is_none() => "newline".to_owned(),
            None => {
                self.rest().split(|c: char| c.is_whitespace() || ";&|<>()".contains(c)).next().unwrap_or("").to_owned()
            }
        }
    }

    fn unexpected(&self) -> SyntaxFault {
        if self.peek().is_none() { SyntaxFault::Unfinished } else { SyntaxFault::Unexpected(self.token()) }
    }

    // ----- commands -----

    /// Commands up to what ends them: the end of the text, `)`, a closing word, or the end of the line.
    fn list(&mut self, one_line: bool) -> Result<Script, SyntaxFault> {
        let mut statements = Vec::new();
        loop {
            if one_line {
                self.blanks();
            } else {
                self.lines();
            }
            if self.ends_list() {
                return Ok(Script { statements });
            }
            statements.push(self.statement()?);
            self.blanks();
            if self.starts(";;") {
                return if self.cases > 0 { Ok(Script { statements }) } else { Err(self.unexpected()) };
            }
            if !(self.eat(";") || self.eat("&") || self.starts("\n")) {
                return Ok(Script { statements });
            }
        }
    }

    fn ends_list(&self) -> bool {
        match self.peek() {
            None | Some('\n' | ')') => true,
            Some(';') => self.cases > 0 && self.starts(";;"),
            _ => self.keyword().is_some_and(|word| CLOSING.contains(&word)),
        }
    }

    /// The word that stands here, if it is one that could be a keyword.
    fn keyword(&self) -> Option<&'t str> {
        let rest = self.rest();
        let word = rest.split(|c: char| c.is_whitespace() || ";&|<>()".contains(c)).next()?;
        Some(word).filter(|word| CLOSING.contains(word) || OPENING.contains(word) || matches!(*word, "in" | "!"))
    }

    fn expect(&mut self, keyword: &str) -> Result<(), SyntaxFault> {
        self.lines();
        if self.keyword() == Some(keyword) {
            self.eat(keyword);
            return Ok(());
        }
        Err(self.unexpected())
    }

    fn statement(&mut self) -> Result<Statement, SyntaxFault> {
        let start = self.at;
        let first = self.pipeline()?;
        let mut rest = Vec::new();
        loop {
            self.blanks();
            let joint = match () {
                () if self.eat("&&") => Joint::And,
                () if self.eat("||") => Joint::Or,
                () => break,
            };
            self.lines();
            rest.push((joint, self.pipeline()?));
        }
        let end = if self.gap.1 == self.at { self.gap.0 } else { self.at };
        let written = self.text.get(start..end).unwrap_or("").trim_end();
        let mut end = start + written.len();
        // Here-documents that were begun in it stand behind its line.
        let behind = self.skips.iter().filter(|(from, _)| *from >= start).map(|(_, behind)| *behind).max();
        if let Some(behind) = behind.filter(|behind| *behind > end) {
            let whole = self.text.get(start..behind).unwrap_or("").trim_end_matches('\n');
            end = start + whole.len();
        }
        Ok(Statement { first, rest, range: TextRange::new(start, end) })
    }

    fn pipeline(&mut self) -> Result<Pipeline, SyntaxFault> {
        let negated = self.keyword() == Some("!") && self.eat("!");
        self.blanks();
        let mut commands = vec![self.command()?];
        loop {
            self.blanks();
            if self.starts("||") || !self.eat("|") {
                return Ok(Pipeline { negated, commands });
            }
            let with_errors = self.eat("&");
            if with_errors && let Some(last) = commands.last_mut() {
                last.redirects.push(Redirect { stream: 2, to: Way::Copy(1) });
            }
            self.lines();
            commands.push(self.command()?);
        }
    }

    fn command(&mut self) -> Result<Command, SyntaxFault> {
        if self.depth == MAX_DEPTH {
            return Err(self.unexpected());
        }
        self.depth += 1;
        let command = self.command_inside();
        self.depth -= 1;
        command
    }

    fn command_inside(&mut self) -> Result<Command, SyntaxFault> {
        let kind = match self.keyword() {
            _ if self.starts("((") => {
                self.eat("((");
                Kind::Arithmetic(self.arithmetic_text()?)
            }
            _ if self.eat("(") => {
                let body = self.list(false)?;
                self.lines();
                if !self.eat(")") {
                    return Err(self.unexpected());
                }
                Kind::Subshell(body)
            }
            Some("{") => {
                self.eat("{");
                let body = self.list(false)?;
                self.expect("}")?;
                Kind::Group(body)
            }
            Some("for") => self.for_loop()?,
            Some(word @ ("while" | "until")) => {
                self.eat(word);
                let condition = self.list(false)?;
                Kind::While { until: word == "until", condition, body: self.body()? }
            }
            Some("if") => self.condition()?,
            Some("case") => self.case()?,
            Some("function") => return Err(SyntaxFault::Unsupported("function")),
            Some(word) if CLOSING.contains(&word) => return Err(self.unexpected()),
            _ => return self.simple(),
        };
        let mut redirects = Vec::new();
        loop {
            self.blanks();
            match self.redirect()? {
                Some(redirect) => redirects.push(redirect),
                None => return Ok(Command { kind, redirects }),
            }
        }
    }

    fn simple(&mut self) -> Result<Command, SyntaxFault> {
        let (mut assignments, mut words, mut redirects) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            self.blanks();
            if let Some(redirect) = self.redirect()? {
                redirects.push(redirect);
                continue;
            }
            if words.is_empty()
                && let Some(name) = self.assignment()
            {
                assignments.push((name, self.word()?.unwrap_or_default()));
                continue;
            }
            let Some(word) = self.word()? else { break };
            if words.is_empty() && self.starts("()") && word.plain().is_some_and(is_name) {
                self.eat("()");
                self.lines();
                let name = word.plain().unwrap_or_default().to_owned();
                let body = self.command()?;
                let Kind::Group(body) = body.kind else { return Err(self.unexpected()) };
                return Ok(Command { kind: Kind::Function { name, body }, redirects });
            }
            let is_test = words.is_empty() && word.plain() == Some("[[");
            words.push(word);
            if is_test {
                self.double_brackets(&mut words)?;
            }
        }
        if words.is_empty() && assignments.is_empty() && redirects.is_empty() {
            return Err(self.unexpected());
        }
        Ok(Command { kind: Kind::Simple { assignments, words }, redirects })
    }

    /// Between `[[` and `]]` operators are words like others.
    fn double_brackets(&mut self, words: &mut Vec<Word>) -> Result<(), SyntaxFault> {
        loop {
            self.blanks();
            let operator = ["&&", "||", "<", ">", "(", ")"].into_iter().find(|operator| self.starts(operator));
            if let Some(operator) = operator {
                self.eat(operator);
                words.push(Word::of(operator));
                continue;
            }
            let Some(word) = self.word()? else { return Err(self.unexpected()) };
            let closes = word.plain() == Some("]]");
            words.push(word);
            if closes {
                return Ok(());
            }
        }
    }

    /// The name before `=`, which is gone over.
    fn assignment(&mut self) -> Option<String> {
        let rest = self.rest();
        let (name, _) = rest.split_once('=')?;
        if !is_name(name) {
            return None;
        }
        self.at += name.len() + 1;
        Some(name.to_owned())
    }
}

/// Whether `text` can name a variable.
pub(super) fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests;
