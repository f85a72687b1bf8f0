//! A program of `awk`, as a tree.
//!
//! Must not know: what it is run on.

use crate::console::tools::pattern::{Syntax, compile};
use regex_lite::Regex;

/// How deep expressions may nest.
const MAX_DEPTH: u8 = 40;

/// When and what.
pub(super) struct Rule {
    pub(super) when: When,
    pub(super) what: Vec<Act>,
}

pub(super) enum When {
    Begin,
    End,
    Always,
    Holds(Expr),
}

pub(super) enum Act {
    Print(Vec<Expr>),
    Printf(Vec<Expr>),
    Do(Expr),
    Next,
    If(Expr, Vec<Act>, Vec<Act>),
    ForIn(String, String, Vec<Act>),
}

pub(super) enum Expr {
    Text(String),
    Number(f64),
    Match(Regex),
    Name(String),
    Item(String, Box<Expr>),
    Field(Box<Expr>),
    Set(&'static str, Box<Expr>, Box<Expr>),
    /// `++` and `--` after a name: the amount.
    Step(Box<Expr>, f64),
    Two(&'static str, Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    Minus(Box<Expr>),
    Call(String, Vec<Expr>),
}

/// Reads a program; the error is the text where it cannot be read on.
pub(super) fn parse(source: &str) -> Result<Vec<Rule>, String> {
    let mut reader = Reader { rest: source, depth: 0 };
    let mut rules = Vec::new();
    loop {
        reader.blanks(true);
        if reader.rest.is_empty() {
            return Ok(rules);
        }
        let when = match () {
            () if reader.rest.starts_with('{') => When::Always,
            () if reader.keyword("BEGIN") => When::Begin,
            () if reader.keyword("END") => When::End,
            () => When::Holds(reader.expression().ok_or_else(|| reader.near())?),
        };
        reader.blanks(false);
        let what = if reader.rest.starts_with('{') {
            reader.block().ok_or_else(|| reader.near())?
        } else {
            vec![Act::Print(Vec::new())]
        };
        rules.push(Rule { when, what });
    }
}

struct Reader<'t> {
    rest: &'t str,
    depth: u8,
}

const LEVELS: &[&[&str]] = &[&["||"], &["&&"], &["!~", "~"], &["==", "!=", "<=", ">=", "<", ">"]];

impl<'t> Reader<'t> {
    fn near(&self) -> String {
        self.rest.chars().next().map_or_else(|| "end of file".to_owned(), String::from)
    }

    fn blanks(&mut self, lines: bool) {
        self.rest = self.rest.trim_start_matches(|c: char| c == ' ' || c == '\t' || (lines && (c == '\n' || c == ';')));
    }

    fn eat(&mut self, token: &str) -> bool {
        self.blanks(false);
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn keyword(&mut self, word: &str) -> bool {
        self.blanks(false);
        let Some(rest) = self.rest.strip_prefix(word) else { return false };
        if rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            return false;
        }
        self.rest = rest;
        true
    }

    fn name(&mut self) -> Option<&'t str> {
        self.blanks(false);
        let end = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(self.rest.len());
        let name = self.rest.get(..end).filter(|it| it.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))?;
        self.rest = self.rest.get(end..).unwrap_or("");
        Some(name)
    }

    fn block(&mut self) -> Option<Vec<Act>> {
        if !self.eat("{") {
            return Some(vec![self.act()?]);
        }
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let mut acts = Vec::new();
        loop {
            self.blanks(true);
            if self.eat("}") {
                self.depth -= 1;
                return Some(acts);
            }
            acts.push(self.act()?);
        }
    }

    fn act(&mut self) -> Option<Act> {
        self.blanks(true);
        if self.keyword("print") {
            return Some(Act::Print(self.list()?));
        }
        if self.keyword("printf") {
            let bracketed = self.eat("(");
            let list = self.list()?;
            if bracketed && !self.eat(")") {
                return None;
            }
            return Some(Act::Printf(list));
        }
        if self.keyword("next") {
            return Some(Act::Next);
        }
        if self.keyword("if") {
            let condition = self.bracketed()?;
            self.blanks(true);
            let then = self.block()?;
            let before = self.rest;
            self.blanks(true);
            if self.keyword("else") {
                self.blanks(true);
                return Some(Act::If(condition, then, self.block()?));
            }
            self.rest = before;
            return Some(Act::If(condition, then, Vec::new()));
        }
        if self.keyword("for") {
            if !self.eat("(") {
                return None;
            }
            let key = self.name()?.to_owned();
            if !self.keyword("in") {
                return None;
            }
            let array = self.name()?.to_owned();
            if !self.eat(")") {
                return None;
            }
            self.blanks(true);
            return Some(Act::ForIn(key, array, self.block()?));
        }
        self.expression().map(Act::Do)
    }

    fn bracketed(&mut self) -> Option<Expr> {
        if !self.eat("(") {
            return None;
        }
        let inside = self.expression()?;
        self.eat(")").then_some(inside)
    }

    fn list(&mut self) -> Option<Vec<Expr>> {
        let mut list = Vec::new();
        self.blanks(false);
        if self.rest.is_empty() || self.rest.starts_with([';', '}', '\n', ')']) {
            return Some(list);
        }
        loop {
            list.push(self.expression()?);
            if !self.eat(",") {
                return Some(list);
            }
        }
    }

    fn expression(&mut self) -> Option<Expr> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let left = self.level(0);
        let whole = left.and_then(|left| {
            for operator in ["+=", "-=", "*=", "/="] {
                if self.eat(operator) {
                    return Some(Expr::Set(operator, Box::new(left), Box::new(self.expression()?)));
                }
            }
            self.blanks(false);
            if self.rest.starts_with('=') && !self.rest.starts_with("==") {
                self.eat("=");
                return Some(Expr::Set("=", Box::new(left), Box::new(self.expression()?)));
            }
            Some(left)
        });
        self.depth -= 1;
        whole
    }

    fn level(&mut self, level: usize) -> Option<Expr> {
        let Some(operators) = LEVELS.get(level) else { return self.joined() };
        let mut left = self.level(level + 1)?;
        while let Some(operator) = operators.iter().find(|operator| self.eat(operator)) {
            left = Expr::Two(operator, Box::new(left), Box::new(self.level(level + 1)?));
        }
        Some(left)
    }

    /// Texts written one after another are joined.
    fn joined(&mut self) -> Option<Expr> {
        let mut left = self.sum()?;
        loop {
            self.blanks(false);
            let begins = |c: char| c == '"' || c == '$' || c == '(' || c == '_' || c.is_ascii_alphanumeric();
            if !self.rest.starts_with(begins) || self.rest.starts_with("in ") {
                return Some(left);
            }
            left = Expr::Two(" ", Box::new(left), Box::new(self.sum()?));
        }
    }

    fn sum(&mut self) -> Option<Expr> {
        let mut left = self.product()?;
        loop {
            self.blanks(false);
            let operator = match () {
                () if self.rest.starts_with("+=") || self.rest.starts_with("-=") => return Some(left),
                () if self.eat("+") => "+",
                () if self.eat("-") => "-",
                () => return Some(left),
            };
            left = Expr::Two(operator, Box::new(left), Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Option<Expr> {
        let mut left = self.leaf()?;
        loop {
            self.blanks(false);
            let operator = match () {
                () if self.rest.starts_with("*=") || self.rest.starts_with("/=") => return Some(left),
                () if self.eat("*") => "*",
                () if self.eat("/") => "/",
                () if self.eat("%") => "%",
                () => return Some(left),
            };
            left = Expr::Two(operator, Box::new(left), Box::new(self.leaf()?));
        }
    }

    fn leaf(&mut self) -> Option<Expr> {
        self.blanks(false);
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let leaf = self.leaf_inside();
        self.depth -= 1;
        let leaf = leaf?;
        Some(match () {
            () if matches!(leaf, Expr::Name(_) | Expr::Item(..) | Expr::Field(_)) && self.rest.starts_with("++") => {
                self.eat("++");
                Expr::Step(Box::new(leaf), 1.0)
            }
            () if matches!(leaf, Expr::Name(_) | Expr::Item(..) | Expr::Field(_)) && self.rest.starts_with("--") => {
                self.eat("--");
                Expr::Step(Box::new(leaf), -1.0)
            }
            () => leaf,
        })
    }

    fn leaf_inside(&mut self) -> Option<Expr> {
        match self.rest.chars().next()? {
            '"' => self.text().map(Expr::Text),
            '/' => {
                let inside = self.rest.get(1..)?;
                let end = unescaped_slash(inside)?;
                self.rest = inside.get(end + 1..).unwrap_or("");
                compile(inside.get(..end)?, Syntax::Extended, false).ok().map(Expr::Match)
            }
            '$' => {
                self.eat("$");
                Some(Expr::Field(Box::new(self.leaf_inside()?)))
            }
            '(' => {
                self.eat("(");
                let inside = self.expression()?;
                self.eat(")").then_some(inside)
            }
            '!' => {
                self.eat("!");
                Some(Expr::Not(Box::new(self.leaf()?)))
            }
            '-' => {
                self.eat("-");
                Some(Expr::Minus(Box::new(self.leaf()?)))
            }
            c if c.is_ascii_digit() || c == '.' => {
                let end = self.rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(self.rest.len());
                let number = self.rest.get(..end)?.parse().ok()?;
                self.rest = self.rest.get(end..).unwrap_or("");
                Some(Expr::Number(number))
            }
            _ => {
                let name = self.name()?.to_owned();
                if self.rest.starts_with('(') {
                    self.eat("(");
                    let arguments = self.list()?;
                    return self.eat(")").then_some(Expr::Call(name, arguments));
                }
                if self.rest.starts_with('[') {
                    self.eat("[");
                    let key = self.expression()?;
                    return self.eat("]").then(|| Expr::Item(name, Box::new(key)));
                }
                if name == "length" {
                    return Some(Expr::Call(name, Vec::new()));
                }
                Some(Expr::Name(name))
            }
        }
    }

    fn text(&mut self) -> Option<String> {
        let mut text = String::new();
        let mut chars = self.rest.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.rest = self.rest.get(at + 1..).unwrap_or("");
                    return Some(text);
                }
                '\\' => match chars.next()?.1 {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    other => text.push(other),
                },
                c => text.push(c),
            }
        }
        None
    }
}

fn unescaped_slash(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let ends = c == '/' && !escaped;
        escaped = c == '\\' && !escaped;
        ends.then_some(at)
    })
}
