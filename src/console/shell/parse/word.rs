//! Reads one word: quotes, escapes, and what is to be expanded in it.
//!
//! Must not know: where words stand in a command.

use super::{Parser, SyntaxFault, is_name};
use crate::console::shell::tree::{Change, Part, Script, Word};

/// What may be done to a variable's value, longer ones first.
const CHANGES: [&str; 14] = [":-", ":=", ":+", ":?", "##", "%%", "//", "-", "=", "+", "?", "#", "%", "/"];

/// Text as between double quotes: what a here-document holds.
pub(super) fn quoted(text: &str) -> Result<Word, SyntaxFault> {
    let mut parser = Parser::new(text, 0);
    let mut parts = Vec::new();
    parser.double_quoted(None, &mut parts)?;
    Ok(Word { parts })
}

impl Parser<'_> {
    /// The word that stands here; `None` where none does.
    pub(super) fn word(&mut self) -> Result<Option<Word>, SyntaxFault> {
        let start = self.at;
        let mut parts: Vec<Part> = Vec::new();
        if self.starts("<(") {
            self.bump();
            parts.push(Part::File(self.enclosed()?));
        }
        self.pieces(&mut parts, |c| c.is_whitespace() || ";&|<>()".contains(c))?;
        Ok((self.at > start).then_some(Word { parts }))
    }

    /// Pieces of a word up to a character that `ends` it.
    fn pieces(&mut self, parts: &mut Vec<Part>, ends: impl Fn(char) -> bool) -> Result<(), SyntaxFault> {
        while let Some(c) = self.peek() {
            if ends(c) {
                return Ok(());
            }
            match c {
                '\\' => {
                    self.bump();
                    match self.bump() {
                        Some('\n') => {}
                        Some(next) => push(parts, next, true),
                        None => return Err(SyntaxFault::Unfinished),
                    }
                }
                '\'' => {
                    self.bump();
                    let text = self.until('\'')?;
                    parts.push(Part::Text { text, quoted: true });
                }
                '"' => {
                    self.bump();
                    parts.push(Part::Text { text: String::new(), quoted: true });
                    self.double_quoted(Some('"'), parts)?;
                }
                '$' => self.dollar(parts, false)?,
                '`' => self.backquoted(parts, false)?,
                _ => {
                    self.bump();
                    push(parts, c, false);
                }
            }
        }
        Ok(())
    }

    fn until(&mut self, end: char) -> Result<String, SyntaxFault> {
        let mut text = String::new();
        loop {
            match self.bump() {
                None => return Err(SyntaxFault::Unclosed(end)),
                Some(c) if c == end => return Ok(text),
                Some(c) => text.push(c),
            }
        }
    }

    /// Text in which only `$`, backquotes and some backslashes are special.
    fn double_quoted(&mut self, end: Option<char>, parts: &mut Vec<Part>) -> Result<(), SyntaxFault> {
        loop {
            let Some(c) = self.peek() else {
                return end.map_or(Ok(()), |end| Err(SyntaxFault::Unclosed(end)));
            };
            if Some(c) == end {
                self.bump();
                return Ok(());
            }
            match c {
                '\\' => {
                    self.bump();
                    match self.bump() {
                        Some('\n') => {}
                        Some(next @ ('$' | '`' | '\\')) => push(parts, next, true),
                        Some(next) if Some(next) == end => push(parts, next, true),
                        Some(next) => {
                            push(parts, '\\', true);
                            push(parts, next, true);
                        }
                        None => return Err(SyntaxFault::Unfinished),
                    }
                }
                '$' => self.dollar(parts, true)?,
                '`' => self.backquoted(parts, true)?,
                _ => {
                    self.bump();
                    push(parts, c, true);
                }
            }
        }
    }

    /// The script between the brackets that stand here.
    fn enclosed(&mut self) -> Result<Script, SyntaxFault> {
        self.bump();
        if self.depth >= super::MAX_DEPTH {
            return Err(self.unexpected());
        }
        self.depth += 1;
        let script = self.list(false)?;
        self.depth -= 1;
        self.lines();
        if !self.eat(")") {
            return Err(if self.peek().is_none() { SyntaxFault::Unclosed(')') } else { self.unexpected() });
        }
        Ok(script)
    }

    /// `$` and what belongs to it.
    fn dollar(&mut self, parts: &mut Vec<Part>, quoted: bool) -> Result<(), SyntaxFault> {
        self.bump();
        if self.starts("((") {
            self.eat("((");
            parts.push(Part::Arithmetic(self.arithmetic_text()?));
        } else if self.starts("(") {
            let script = self.enclosed()?;
            parts.push(Part::Output { script, quoted });
        } else if self.starts("{") {
            self.bump();
            parts.push(self.braced(quoted)?);
        } else if !quoted && self.starts("'") {
            self.bump();
            parts.push(Part::Text { text: self.ansi_quoted()?, quoted: true });
        } else if let Some(name) = self.parameter_name() {
            parts.push(Part::Parameter { name, change: Change::None, quoted });
        } else {
            push(parts, '$', quoted);
        }
        Ok(())
    }

    /// The name of a variable, one digit, or one of the special parameters.
    fn parameter_name(&mut self) -> Option<String> {
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let name = rest.get(..end).filter(|name| is_name(name));
        let special = || rest.get(..1).filter(|it| it.chars().all(|c| c.is_ascii_digit() || "?#@*$!-".contains(c)));
        let name = name.or_else(special)?;
        self.at += name.len();
        Some(name.to_owned())
    }

    /// What follows `${`.
    fn braced(&mut self, quoted: bool) -> Result<Part, SyntaxFault> {
        let length = self.starts("#") && !self.starts("#}") && self.eat("#");
        let digits = self.rest().find(|c: char| !c.is_ascii_digit()).filter(|end| *end > 0);
        let name = match digits.and_then(|end| self.rest().get(..end)) {
            Some(number) => {
                self.at += number.len();
                Some(number.to_owned())
            }
            None => self.parameter_name(),
        };
        let Some(name) = name else { return Err(self.unexpected()) };
        let mut change = if length { Change::Length } else { Change::None };
        if let Some(by) = CHANGES.into_iter().find(|by| self.starts(by)).filter(|_| !length) {
            self.eat(by);
            let mut word = Word::default();
            self.pieces(&mut word.parts, |c| c == '}')?;
            change = Change::By(by, word);
        }
        if self.eat("}") {
            Ok(Part::Parameter { name, change, quoted })
        } else {
            Err(if self.peek().is_none() { SyntaxFault::Unclosed('}') } else { self.unexpected() })
        }
    }

    fn backquoted(&mut self, parts: &mut Vec<Part>, quoted: bool) -> Result<(), SyntaxFault> {
        self.bump();
        let mut text = String::new();
        loop {
            match self.bump() {
                None => return Err(SyntaxFault::Unclosed('`')),
                Some('`') => break,
                Some('\\') => match self.bump() {
                    Some(c @ ('`' | '\\' | '$')) => text.push(c),
                    Some(c) => text.extend(['\\', c]),
                    None => return Err(SyntaxFault::Unclosed('`')),
                },
                Some(c) => text.push(c),
            }
        }
        if self.depth >= super::MAX_DEPTH {
            return Err(SyntaxFault::Unexpected("`".into()));
        }
        let mut inner = Parser { depth: self.depth + 1, ..Parser::new(&text, 0) };
        let script = inner.list(false)?;
        if inner.peek().is_some() {
            return Err(inner.unexpected());
        }
        parts.push(Part::Output { script, quoted });
        Ok(())
    }

    /// `$'…'`: backslashes as in C.
    fn ansi_quoted(&mut self) -> Result<String, SyntaxFault> {
        let mut text = String::new();
        loop {
            match self.bump() {
                None => return Err(SyntaxFault::Unclosed('\'')),
                Some('\'') => return Ok(text),
                Some('\\') => match self.bump() {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some('r') => text.push('\r'),
                    Some(c @ ('\\' | '\'' | '"')) => text.push(c),
                    Some(c) => text.extend(['\\', c]),
                    None => return Err(SyntaxFault::Unclosed('\'')),
                },
                Some(c) => text.push(c),
            }
        }
    }

    /// What stands before `))`, with its own brackets matched.
    pub(super) fn arithmetic_text(&mut self) -> Result<Word, SyntaxFault> {
        let start = self.at;
        let mut open = 0_u32;
        loop {
            match self.peek() {
                None => return Err(SyntaxFault::Unclosed(')')),
                Some(')') if open == 0 && self.starts("))") => break,
                Some('(') => open += 1,
                Some(')') => open = open.saturating_sub(1),
                Some(_) => {}
            }
            self.bump();
        }
        let text = self.text.get(start..self.at).unwrap_or("");
        self.eat("))");
        quoted(text)
    }
}

/// Adds a character to the last piece of text, where that is quoted the same way.
fn push(parts: &mut Vec<Part>, c: char, quoted: bool) {
    if let Some(Part::Text { text, quoted: its }) = parts.last_mut()
        && *its == quoted
    {
        text.push(c);
        return;
    }
    parts.push(Part::Text { text: c.to_string(), quoted });
}
