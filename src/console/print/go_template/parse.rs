//! A Go template as text into nodes.
//!
//! Must not know: objects.

use super::super::jsonpath::unescape;
use super::{Node, Operand, Pipe, What};

/// Reads a whole template; the error is text/template's, with its line.
pub(super) fn parse(source: &str) -> Result<Vec<Node>, String> {
    let mut parser = Parser { source, at: 0, trim: false, line: 1, variables: vec!["$".to_owned()] };
    let (body, end) = parser.block()?;
    match end {
        End::File => Ok(body),
        End::Done => Err(parser.fail("unexpected {{end}}")),
        End::Else(_) => Err(parser.fail("unexpected {{else}}")),
    }
}

/// What ended a block.
enum End {
    File,
    Done,
    /// `{{else}}`, `{{else if …}}`, `{{else with …}}`: the rest of the action.
    Else(Vec<Token>),
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Word,
    Field,
    Variable,
    Text(String),
    Number,
    Sign(&'static str),
}

#[derive(Clone, Debug)]
struct Token {
    kind: Kind,
    text: String,
    at: usize,
    /// Whether a blank stands before it.
    spaced: bool,
}

struct Parser<'s> {
    source: &'s str,
    at: usize,
    /// Whether the action before ended with `-}}`.
    trim: bool,
    line: usize,
    variables: Vec<String>,
}

impl Parser<'_> {
    fn fail(&self, problem: &str) -> String {
        format!("template: output:{}: {problem}", self.line)
    }

    fn rest(&self) -> &str {
        self.source.get(self.at..).unwrap_or("")
    }

    fn block(&mut self) -> Result<(Vec<Node>, End), String> {
        let mut nodes = Vec::new();
        loop {
            let rest = self.source.get(self.at..).unwrap_or("");
            let open = rest.find("{{");
            let mut text = rest.get(..open.unwrap_or(rest.len())).unwrap_or("");
            let length = text.len();
            if self.trim {
                text = text.trim_start_matches([' ', '\t', '\r', '\n']);
                self.trim = false;
            }
            let after = open.and_then(|open| rest.get(open + 2..)).unwrap_or("");
            let trims_before =
                after.starts_with('-') && after.get(1..).is_some_and(|rest| rest.starts_with([' ', '\t', '\r', '\n']));
            if trims_before {
                text = text.trim_end_matches([' ', '\t', '\r', '\n']);
            }
            self.line += rest.get(..length).unwrap_or("").matches('\n').count();
            self.at += length;
            if !text.is_empty() {
                nodes.push(Node::Text(text.to_owned()));
            }
            if open.is_none() {
                return Ok((nodes, End::File));
            }
            self.at += 2 + usize::from(trims_before);
            if self.comment()? {
                continue;
            }
            let tokens = self.action()?;
            let keyword =
                tokens.first().filter(|token| token.kind == Kind::Word).map_or("", |token| token.text.as_str());
            match keyword {
                "end" => return Ok((nodes, End::Done)),
                "else" => return Ok((nodes, End::Else(tokens.into_iter().skip(1).collect()))),
                "if" | "with" | "range" => {
                    let keyword = keyword.to_owned();
                    nodes.push(self.branch(&keyword, tokens.get(1..).unwrap_or(&[]))?);
                }
                "break" => nodes.push(Node::Break),
                "continue" => nodes.push(Node::Continue),
                "define" | "template" | "block" => return Err(self.fail(&format!("unexpected <{keyword}> in input"))),
                _ => {
                    let pipe = self.pipe(&tokens, "command")?;
                    nodes.push(Node::Print(pipe));
                }
            }
        }
    }

    fn branch(&mut self, keyword: &str, tokens: &[Token]) -> Result<Node, String> {
        let known = self.variables.len();
        let pipe = self.pipe(tokens, keyword)?;
        let (then, end) = self.block()?;
        let other = match end {
            End::Done => Vec::new(),
            End::File => return Err(self.fail("unexpected EOF")),
            End::Else(tokens) => match tokens.first().map(|token| token.text.clone()) {
                Some(next) if next == "if" || next == "with" => {
                    vec![self.branch(&next, tokens.get(1..).unwrap_or(&[]))?]
                }
                Some(next) => return Err(self.fail(&format!("unexpected <{next}> in else clause"))),
                None => match self.block()? {
                    (other, End::Done) => other,
                    (_, End::File) => return Err(self.fail("unexpected EOF")),
                    (_, End::Else(_)) => return Err(self.fail("expected end; found {{else}}")),
                },
            },
        };
        self.variables.truncate(known);
        Ok(match keyword {
            "if" => Node::If { pipe, then, other },
            "with" => Node::With { pipe, then, other },
            _ => Node::Range { pipe, then, other },
        })
    }

    /// `{{/* … */}}`, with or without trimming.
    fn comment(&mut self) -> Result<bool, String> {
        let rest = self.rest();
        if !rest.trim_start().starts_with("/*") {
            return Ok(false);
        }
        let Some(end) = rest.find("*/") else { return Err(self.fail("unclosed comment")) };
        let after = rest.get(end + 2..).unwrap_or("");
        let (length, trim) = if after.starts_with("}}") {
            (2, false)
        } else if after.trim_start().starts_with("-}}") {
            (after.len() - after.trim_start().len() + 3, true)
        } else {
            return Err(self.fail("comment ends before closing delimiter"));
        };
        self.line += rest.get(..end).unwrap_or("").matches('\n').count();
        self.at += end + 2 + length;
        self.trim = trim;
        Ok(true)
    }

    /// The tokens up to `}}`.
    fn action(&mut self) -> Result<Vec<Token>, String> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut spaced = false;
        loop {
            let rest = self.source.get(self.at..).unwrap_or("");
            if rest.starts_with("}}") {
                self.at += 2;
                return Ok(tokens);
            }
            if spaced && rest.starts_with("-}}") {
                self.at += 3;
                self.trim = true;
                return Ok(tokens);
            }
            let Some(first) = rest.chars().next() else { return Err(self.fail("unclosed action")) };
            if matches!(first, ' ' | '\t' | '\r' | '\n') {
                self.line += usize::from(first == '\n');
                self.at += 1;
                spaced = true;
                continue;
            }
            let word = |from: usize| {
                let tail = rest.get(from..).unwrap_or("");
                from + tail.find(|c: char| !(c == '_' || c.is_alphanumeric())).unwrap_or(tail.len())
            };
            let (kind, length) = match first {
                '"' => {
                    let mut escaped = false;
                    let end = rest.char_indices().skip(1).find(|&(_, c)| {
                        let ends = c == '"' && !escaped;
                        escaped = c == '\\' && !escaped;
                        ends || c == '\n'
                    });
                    let Some((end, '"')) = end else { return Err(self.fail("unterminated quoted string")) };
                    let inner = rest.get(1..end).unwrap_or("");
                    let Some(text) = unescape(inner) else { return Err(self.fail("invalid syntax")) };
                    (Kind::Text(text), end + 1)
                }
                '`' => {
                    let Some(end) = rest.get(1..).and_then(|tail| tail.find('`')) else {
                        return Err(self.fail("unterminated raw quoted string"));
                    };
                    (Kind::Text(rest.get(1..=end).unwrap_or("").to_owned()), end + 2)
                }
                '|' => (Kind::Sign("|"), 1),
                '(' => (Kind::Sign("("), 1),
                ')' => (Kind::Sign(")"), 1),
                ',' => (Kind::Sign(","), 1),
                ':' if rest.starts_with(":=") => (Kind::Sign(":="), 2),
                '=' => (Kind::Sign("="), 1),
                '.' if rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit()) => (Kind::Number, numeral(rest)),
                '.' => (Kind::Field, word(1)),
                '$' => (Kind::Variable, word(1)),
                '0'..='9' | '+' | '-' => (Kind::Number, numeral(rest)),
                c if c == '_' || c.is_alphabetic() => (Kind::Word, word(0)),
                c => return Err(self.fail(&format!("unexpected U+{:04X} '{c}' in command", u32::from(c)))),
            };
            let text = rest.get(..length).unwrap_or("").to_owned();
            tokens.push(Token { kind, text, at: self.at, spaced });
            self.at += length;
            spaced = false;
        }
    }

    fn pipe(&mut self, tokens: &[Token], context: &str) -> Result<Pipe, String> {
        let mut rest = tokens;
        let mut variables = Vec::new();
        let mut assigns = false;
        if let [first, ..] = rest
            && first.kind == Kind::Variable
        {
            let (mut names, mut at) = (vec![first.text.clone()], 1);
            if let (Some(comma), Some(second)) = (rest.get(1), rest.get(2))
                && comma.kind == Kind::Sign(",")
                && second.kind == Kind::Variable
            {
                names.push(second.text.clone());
                at = 3;
            }
            match rest.get(at).map(|token| &token.kind) {
                Some(Kind::Sign(":=")) => {
                    self.variables.extend(names.iter().cloned());
                    variables = names;
                    rest = rest.get(at + 1..).unwrap_or(&[]);
                }
                Some(Kind::Sign("=")) => {
                    variables = names;
                    assigns = true;
                    rest = rest.get(at + 1..).unwrap_or(&[]);
                }
                _ => {}
            }
        }
        let mut commands = Vec::new();
        let mut current = Vec::new();
        let mut at = 0;
        while let Some(token) = rest.get(at) {
            if token.kind == Kind::Sign("|") {
                if current.is_empty() {
                    return Err(self.fail(&format!("missing value for {context}")));
                }
                commands.push(std::mem::take(&mut current));
                at += 1;
                continue;
            }
            let (operand, used) = self.operand(rest.get(at..).unwrap_or(&[]))?;
            current.push(operand);
            at += used;
        }
        if current.is_empty() {
            return Err(self.fail(&format!("missing value for {context}")));
        }
        commands.push(current);
        Ok(Pipe { variables, assigns, commands })
    }

    /// One word with the fields that hang on it, and how many tokens that took.
    fn operand(&mut self, tokens: &[Token]) -> Result<(Operand, usize), String> {
        let Some(token) = tokens.first() else { return Err(self.fail("missing value for command")) };
        let mut used = 1;
        let mut shown = token.text.clone();
        let mut fields = Vec::new();
        let nested = if token.kind == Kind::Sign("(") {
            let mut depth = 0;
            let end = tokens.iter().position(|token| {
                depth += i32::from(token.kind == Kind::Sign("("));
                depth -= i32::from(token.kind == Kind::Sign(")"));
                depth == 0
            });
            let Some(end) = end else { return Err(self.fail("unclosed left paren")) };
            let pipe = self.pipe(tokens.get(1..end).unwrap_or(&[]), "parenthesized pipeline")?;
            used = end + 1;
            shown = format!("({})", show(&pipe));
            Some(pipe)
        } else {
            None
        };
        while let Some(next) =
            tokens.get(used).filter(|next| next.kind == Kind::Field && !next.spaced && next.text.len() > 1)
        {
            fields.push(next.text.trim_start_matches('.').to_owned());
            shown.push_str(&next.text);
            used += 1;
        }
        let what = match (&token.kind, nested) {
            (_, Some(pipe)) => What::Nested(Box::new(pipe), fields),
            (Kind::Text(text), _) => What::Text(text.clone()),
            (Kind::Number, _) => match (token.text.parse::<i64>(), token.text.parse::<f64>()) {
                (Ok(number), _) => What::Int(number),
                (_, Ok(number)) => What::Float(number),
                _ => return Err(self.fail(&format!("bad number syntax: {}", crate::kube::quote::quote(&token.text)))),
            },
            (Kind::Field, _) if token.text == "." && fields.is_empty() => What::Dot,
            (Kind::Field, _) => {
                fields.insert(0, token.text.trim_start_matches('.').to_owned());
                What::Fields(fields)
            }
            (Kind::Variable, _) => {
                if !self.variables.contains(&token.text) {
                    return Err(self.fail(&format!("undefined variable {}", crate::kube::quote::quote(&token.text))));
                }
                What::Variable(token.text.clone(), fields)
            }
            (Kind::Word, _) => match token.text.as_str() {
                "true" => What::Bool(true),
                "false" => What::Bool(false),
                "nil" => What::Nil,
                name if super::functions::NAMES.contains(&name) => What::Function(name.to_owned()),
                name => return Err(self.fail(&format!("function {} not defined", crate::kube::quote::quote(name)))),
            },
            (Kind::Sign(")"), _) => return Err(self.fail("unexpected right paren")),
            (Kind::Sign(sign), _) => {
                return Err(self.fail(&format!("unexpected {} in operand", crate::kube::quote::quote(sign))));
            }
        };
        // Errors name the last field of a chain.
        let at = token.at
            + shown
                .rfind('.')
                .filter(|&dot| dot > 0 && matches!(token.kind, Kind::Field | Kind::Variable))
                .unwrap_or(0);
        Ok((Operand { what, at, shown }, used))
    }
}

/// How many bytes of `rest` are a number.
fn numeral(rest: &str) -> usize {
    let body = rest.strip_prefix(['+', '-']).unwrap_or(rest);
    let sign = rest.len() - body.len();
    sign + body.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).unwrap_or(body.len())
}

/// A pipeline as text/template writes it back.
fn show(pipe: &Pipe) -> String {
    let commands: Vec<String> = pipe.commands.iter().map(|command| show_command(command)).collect();
    commands.join(" | ")
}

/// A command as text/template writes it back.
pub(super) fn show_command(command: &[Operand]) -> String {
    command.iter().map(|operand| operand.shown.as_str()).collect::<Vec<_>>().join(" ")
}
