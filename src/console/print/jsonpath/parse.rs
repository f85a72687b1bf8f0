//! A JSONPath template as text into nodes.
//!
//! Must not know: objects.

use super::{Node, Param};
use serde_json::Value;

/// Reads a whole template.
pub(super) fn parse(source: &str) -> Result<Vec<Node>, String> {
    let letters: Vec<char> = source.chars().collect();
    Reader { letters: &letters, at: 0 }.template()
}

/// What stands between the braces of `{text}`.
fn action(text: &str) -> Result<Vec<Node>, String> {
    let nodes = parse(&format!("{{{text}}}"))?;
    match nodes.into_iter().next() {
        Some(Node::Action(nodes)) => Ok(nodes),
        _ => Ok(Vec::new()),
    }
}

struct Reader<'s> {
    letters: &'s [char],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.peek();
        self.at += usize::from(letter.is_some());
        letter
    }

    fn follows(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(index, letter)| self.letters.get(self.at + index) == Some(&letter))
    }

    fn since(&self, start: usize) -> String {
        self.letters.get(start..self.at).unwrap_or(&[]).iter().collect()
    }

    fn template(&mut self) -> Result<Vec<Node>, String> {
        let mut nodes = Vec::new();
        let mut start = self.at;
        while let Some(letter) = self.peek() {
            if letter == '{' {
                if self.at > start {
                    nodes.push(Node::Text(self.since(start)));
                }
                self.at += 1;
                nodes.push(Node::Action(self.inside()?));
                start = self.at;
            } else {
                self.at += 1;
            }
        }
        if self.at > start {
            nodes.push(Node::Text(self.since(start)));
        }
        Ok(nodes)
    }

    /// From behind `{` to behind `}`.
    fn inside(&mut self) -> Result<Vec<Node>, String> {
        let mut nodes = Vec::new();
        loop {
            if self.follows("}") {
                self.at += 1;
                return Ok(nodes);
            }
            if self.follows("[?(") {
                self.at += 3;
                nodes.push(self.filter()?);
                continue;
            }
            if self.follows("..") {
                if matches!(nodes.last(), Some(Node::Recursive)) {
                    return Err("invalid multiple recursive descent".to_owned());
                }
                self.at += 2;
                nodes.push(Node::Recursive);
                if self.peek().is_some_and(is_word) {
                    nodes.push(self.field());
                }
                continue;
            }
            match self.next() {
                None | Some('\r' | '\n') => return Err("unclosed action".to_owned()),
                Some(' ' | '@' | '$') => {}
                Some('[') => self.array(&mut nodes)?,
                Some(quote @ ('"' | '\'')) => nodes.push(self.quoted(quote)?),
                Some('.') => nodes.push(self.field()),
                Some(letter) if matches!(letter, '+' | '-') || letter.is_numeric() => {
                    self.at -= 1;
                    nodes.push(self.number()?);
                }
                Some(letter) if is_word(letter) => {
                    self.at -= 1;
                    nodes.push(self.identifier());
                }
                Some(letter) => {
                    return Err(format!("unrecognized character in action: U+{:04X} '{letter}'", u32::from(letter)));
                }
            }
        }
    }

    fn field(&mut self) -> Node {
        let start = self.at;
        while let Some(letter) = self.peek() {
            if letter == '\\' {
                self.at += 2;
            } else if ends_word(letter) {
                break;
            } else {
                self.at += 1;
            }
        }
        self.at = self.at.min(self.letters.len());
        let name = self.since(start);
        if name == "*" { Node::Wildcard } else { Node::Field(name.replace('\\', "")) }
    }

    fn identifier(&mut self) -> Node {
        let start = self.at;
        while self.peek().is_some_and(|letter| !ends_word(letter)) {
            self.at += 1;
        }
        let name = self.since(start);
        match name.as_str() {
            "true" => Node::Literal(Value::Bool(true)),
            "false" => Node::Literal(Value::Bool(false)),
            _ => Node::Identifier(name),
        }
    }

    fn number(&mut self) -> Result<Node, String> {
        let start = self.at;
        if matches!(self.peek(), Some('+' | '-')) {
            self.at += 1;
        }
        while self.peek().is_some_and(|letter| letter == '.' || letter.is_ascii_digit()) {
            self.at += 1;
        }
        let text = self.since(start);
        if let Ok(number) = text.parse::<i64>() {
            return Ok(Node::Literal(Value::from(number)));
        }
        text.parse::<f64>()
            .map(|number| Node::Literal(Value::from(number)))
            .map_err(|_| format!("cannot parse number {text}"))
    }

    fn quoted(&mut self, quote: char) -> Result<Node, String> {
        let start = self.at;
        loop {
            match self.next() {
                None | Some('\n') => return Err("unterminated quoted string".to_owned()),
                Some(letter) if letter == quote && self.letters.get(self.at.wrapping_sub(2)) != Some(&'\\') => break,
                Some(_) => {}
            }
        }
        let inner: String = self.letters.get(start..self.at - 1).unwrap_or(&[]).iter().collect();
        unescape(&inner)
            .map(Node::Text)
            .ok_or_else(|| format!("unquote string {quote}{inner}{quote} error invalid syntax"))
    }

    /// Behind `[`.
    fn array(&mut self, nodes: &mut Vec<Node>) -> Result<(), String> {
        let start = self.at;
        loop {
            match self.next() {
                None | Some('\n') => return Err("unterminated array".to_owned()),
                Some(']') => break,
                Some(_) => {}
            }
        }
        let text: String = self.letters.get(start..self.at - 1).unwrap_or(&[]).iter().collect();
        let text = if text == "*" { ":" } else { text.as_str() };
        if text.contains(',') {
            let parts: Result<Vec<_>, _> =
                text.split(',').map(|part| action(&format!("[{}]", part.trim_matches(' ')))).collect();
            nodes.push(Node::Union(parts?));
            return Ok(());
        }
        let key = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).filter(|key| !key.contains('\''));
        if let Some(key) = key {
            nodes.extend(action(&format!(".{key}"))?);
            return Ok(());
        }
        nodes.push(Node::Slice(slice(text)?));
        Ok(())
    }

    /// Behind `[?(`.
    fn filter(&mut self) -> Result<Node, String> {
        let start = self.at;
        let (mut opened, mut closed) = (None, false);
        loop {
            match self.next() {
                None | Some('\n') => return Err("unterminated filter".to_owned()),
                Some(letter @ ('"' | '\'')) => match opened {
                    None => opened = Some(letter),
                    Some(quote) => {
                        closed |= letter == quote && self.letters.get(self.at.wrapping_sub(2)) != Some(&'\\');
                    }
                },
                Some(')') if opened.is_some() == closed => break,
                Some(_) => {}
            }
        }
        let text: String = self.letters.get(start..self.at - 1).unwrap_or(&[]).iter().collect();
        if self.next() != Some(']') {
            return Err("unclosed array expect ]".to_owned());
        }
        let is_sign = |letter: char| matches!(letter, '!' | '<' | '>' | '=');
        let Some(first) = text.find(is_sign).filter(|&first| first > 0) else {
            return Ok(Node::Filter { left: action(&text)?, operator: "exists".to_owned(), right: Vec::new() });
        };
        let (left, rest) = text.split_at(first);
        let end = rest.find(|letter| !is_sign(letter)).unwrap_or(rest.len());
        let (operator, right) = rest.split_at(end);
        if right.is_empty() {
            return Ok(Node::Filter { left: action(&text)?, operator: "exists".to_owned(), right: Vec::new() });
        }
        Ok(Node::Filter { left: action(left)?, operator: operator.to_owned(), right: action(right)? })
    }
}

/// `from:to:step`, each of which may be missing.
fn slice(text: &str) -> Result<[Param; 3], String> {
    let parts: Vec<&str> = text.split(':').collect();
    let numeral = |part: &&str| {
        let digits = part.strip_prefix('-').unwrap_or(part);
        digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    if parts.len() > 3 || !parts.iter().all(numeral) {
        return Err(format!("invalid array index {text}"));
    }
    let mut params = [Param::default(); 3];
    for index in 0..3 {
        let first = params[0].value;
        let param = &mut params[index];
        match parts.get(index) {
            Some(part) if !part.is_empty() => {
                param.known = true;
                param.value = part.parse().map_err(|_| format!("array index {part} is not a number"))?;
            }
            None if index == 1 => *param = Param { value: first.saturating_add(1), known: true, derived: true },
            _ => {}
        }
    }
    Ok(params)
}

fn is_word(letter: char) -> bool {
    letter == '_' || letter.is_alphanumeric()
}

fn ends_word(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\r' | '\n' | '.' | ',' | '[' | ']' | '$' | '@' | '{' | '}')
}

/// Go's escapes in a string without its quotes; `None` where one is wrong.
pub(in crate::console::print) fn unescape(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        let coded = |letters: &mut std::str::Chars<'_>, digits: usize| {
            let hex: String = letters.by_ref().take(digits).collect();
            (hex.len() == digits).then(|| u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32)).flatten()
        };
        out.push(match letters.next()? {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'a' => '\u{7}',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'v' => '\u{b}',
            '0' => {
                let octal: String = letters.by_ref().take(2).collect();
                u32::from_str_radix(&octal, 8).ok().and_then(char::from_u32)?
            }
            'x' => coded(&mut letters, 2)?,
            'u' => coded(&mut letters, 4)?,
            'U' => coded(&mut letters, 8)?,
            same @ ('\\' | '"' | '\'') => same,
            _ => return None,
        });
    }
    Some(out)
}
