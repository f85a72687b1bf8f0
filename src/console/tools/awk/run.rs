//! Runs a program of `awk` on lines.
//!
//! Must not know: how it was written.

use super::tree::{Act, Expr, Rule, When};
use crate::console::Output;
use crate::console::tools::pattern::{Syntax, compile};
use std::collections::BTreeMap;

/// How much it may print, in bytes.
const MAX_OUTPUT: usize = 4 * 1024 * 1024;

pub(super) struct State {
    separator: String,
    fields: Vec<String>,
    number: usize,
    names: BTreeMap<String, String>,
    arrays: BTreeMap<String, BTreeMap<String, String>>,
    out: String,
}

impl State {
    pub(super) fn new(separator: &str) -> Self {
        let names = [("OFS", " "), ("ORS", "\n")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        let separator = if separator == "\\t" { "\t" } else { separator };
        Self {
            separator: separator.to_owned(),
            fields: vec![String::new()],
            number: 0,
            names: names.into(),
            arrays: BTreeMap::new(),
            out: String::new(),
        }
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        if name == "FS" {
            value.clone_into(&mut self.separator);
        }
        self.names.insert(name.to_owned(), value.to_owned());
    }

    /// What it prints.
    pub(super) fn run(mut self, rules: &[Rule], lines: &[&str]) -> String {
        for rule in rules.iter().filter(|rule| matches!(rule.when, When::Begin)) {
            self.acts(&rule.what);
        }
        for (index, line) in lines.iter().enumerate() {
            self.number = index + 1;
            self.take(line);
            for rule in rules {
                let applies = match &rule.when {
                    When::Always => true,
                    When::Holds(expr) => self.holds(expr),
                    When::Begin | When::End => false,
                };
                if applies && !self.acts(&rule.what) {
                    break;
                }
            }
            if self.out.len() > MAX_OUTPUT {
                break;
            }
        }
        for rule in rules.iter().filter(|rule| matches!(rule.when, When::End)) {
            self.acts(&rule.what);
        }
        self.out
    }

    fn take(&mut self, line: &str) {
        let mut fields = vec![line.to_owned()];
        match self.separator.as_str() {
            " " => fields.extend(line.split_whitespace().map(str::to_owned)),
            one if one.chars().count() == 1 => fields.extend(line.split(one).map(str::to_owned)),
            more => match compile(more, Syntax::Extended, false) {
                Ok(regex) => fields.extend(regex.split(line).map(str::to_owned)),
                Err(_) => fields.extend(line.split(more).map(str::to_owned)),
            },
        }
        self.fields = fields;
    }

    /// Whether the line goes on to the next rule.
    fn acts(&mut self, acts: &[Act]) -> bool {
        acts.iter().all(|act| self.act(act))
    }

    fn act(&mut self, act: &Act) -> bool {
        match act {
            Act::Next => return false,
            Act::Print(list) if list.is_empty() => {
                let line = self.fields.first().cloned().unwrap_or_default();
                self.print(&line);
            }
            Act::Print(list) => {
                let texts: Vec<String> = list.iter().map(|expr| self.text(expr)).collect();
                let line = texts.join(self.names.get("OFS").map_or(" ", String::as_str));
                self.print(&line);
            }
            Act::Printf(list) => {
                let texts: Vec<String> = list.iter().map(|expr| self.text(expr)).collect();
                let Output { stdout, .. } = crate::console::shell::formatted(&texts);
                self.out.push_str(&stdout);
            }
            Act::Do(expr) => drop(self.text(expr)),
            Act::If(condition, then, otherwise) => {
                let branch = if self.holds(condition) { then } else { otherwise };
                return self.acts(branch);
            }
            Act::ForIn(key, array, body) => {
                let keys: Vec<String> =
                    self.arrays.get(array).into_iter().flatten().map(|(key, _)| key.clone()).collect();
                for value in keys {
                    self.set(key, &value);
                    if !self.acts(body) {
                        return false;
                    }
                }
            }
        }
        true
    }

    fn print(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push_str(self.names.get("ORS").map_or("\n", String::as_str));
    }

    fn holds(&mut self, expr: &Expr) -> bool {
        if let Expr::Match(regex) = expr {
            return regex.is_match(self.fields.first().map_or("", String::as_str));
        }
        let text = self.text(expr);
        match text.trim().parse::<f64>() {
            Ok(number) => number != 0.0,
            Err(_) => !text.is_empty(),
        }
    }

    fn number(&mut self, expr: &Expr) -> f64 {
        let text = self.text(expr);
        let text = text.trim();
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-' || c == '+')).unwrap_or(text.len());
        text.get(..end).and_then(|text| text.parse().ok()).unwrap_or(0.0)
    }

    fn text(&mut self, expr: &Expr) -> String {
        match expr {
            Expr::Text(text) => text.clone(),
            Expr::Number(number) => shown(*number),
            Expr::Match(_) | Expr::Not(_) => {
                let holds = if let Expr::Not(inner) = expr { !self.holds(inner) } else { self.holds(expr) };
                u8::from(holds).to_string()
            }
            Expr::Minus(inner) => shown(-self.number(inner)),
            Expr::Name(name) => match name.as_str() {
                "NR" | "FNR" => self.number.to_string(),
                "NF" => (self.fields.len() - 1).to_string(),
                name => self.names.get(name).cloned().unwrap_or_default(),
            },
            Expr::Item(array, key) => {
                let key = self.text(key);
                self.arrays.get(array).and_then(|array| array.get(&key)).cloned().unwrap_or_default()
            }
            Expr::Field(index) => {
                let index = self.index(index);
                self.fields.get(index).cloned().unwrap_or_default()
            }
            Expr::Set(operator, place, value) => {
                let value = if *operator == "=" {
                    self.text(value)
                } else {
                    let (left, right) = (self.number(place), self.number(value));
                    shown(calculated(operator.trim_end_matches('='), left, right))
                };
                self.assign(place, &value);
                value
            }
            Expr::Step(place, by) => {
                let before = self.number(place);
                self.assign(place, &shown(before + by));
                shown(before)
            }
            Expr::Two(operator, left, right) => self.two(operator, left, right),
            Expr::Call(name, arguments) => self.call(name, arguments),
        }
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number too large names no field")]
    fn index(&mut self, expr: &Expr) -> usize {
        self.number(expr).clamp(0.0, 1e6) as usize
    }

    fn assign(&mut self, place: &Expr, value: &str) {
        match place {
            Expr::Name(name) => self.set(name, value),
            Expr::Item(array, key) => {
                let key = self.text(key);
                self.arrays.entry(array.clone()).or_default().insert(key, value.to_owned());
            }
            Expr::Field(index) => {
                let index = self.index(index);
                if let Some(field) = self.fields.get_mut(index) {
                    value.clone_into(field);
                }
                if index > 0 {
                    let joint = self.names.get("OFS").map_or(" ", String::as_str);
                    let line = self.fields.get(1..).unwrap_or(&[]).join(joint);
                    self.fields[0] = line;
                }
            }
            _ => {}
        }
    }

    fn two(&mut self, operator: &str, left: &Expr, right: &Expr) -> String {
        let truth = |holds: bool| u8::from(holds).to_string();
        match operator {
            " " => format!("{}{}", self.text(left), self.text(right)),
            "&&" => truth(self.holds(left) && self.holds(right)),
            "||" => truth(self.holds(left) || self.holds(right)),
            "~" | "!~" => {
                let text = self.text(left);
                let fits = match right {
                    Expr::Match(regex) => regex.is_match(&text),
                    other => {
                        let pattern = self.text(other);
                        compile(&pattern, Syntax::Extended, false).is_ok_and(|regex| regex.is_match(&text))
                    }
                };
                truth(fits == (operator == "~"))
            }
            "+" | "-" | "*" | "/" | "%" => {
                let (left, right) = (self.number(left), self.number(right));
                shown(calculated(operator, left, right))
            }
            comparison => {
                let (left, right) = (self.text(left), self.text(right));
                let numbers = left.trim().parse::<f64>().ok().zip(right.trim().parse::<f64>().ok());
                let order = numbers.map_or_else(|| left.cmp(&right), |(left, right)| left.total_cmp(&right));
                truth(match comparison {
                    "==" => order.is_eq(),
                    "!=" => order.is_ne(),
                    "<" => order.is_lt(),
                    "<=" => order.is_le(),
                    ">" => order.is_gt(),
                    _ => order.is_ge(),
                })
            }
        }
    }

    fn call(&mut self, name: &str, arguments: &[Expr]) -> String {
        let texts: Vec<String> = arguments.iter().map(|expr| self.text(expr)).collect();
        let first = texts.first().map_or("", String::as_str);
        match name {
            "length" if arguments.is_empty() => self.fields.first().map_or(0, |line| line.chars().count()).to_string(),
            "length" => first.chars().count().to_string(),
            "toupper" => first.to_uppercase(),
            "tolower" => first.to_lowercase(),
            "int" => shown(first.trim().parse::<f64>().unwrap_or(0.0).trunc()),
            "substr" => {
                let from = texts.get(1).and_then(|it| it.parse::<usize>().ok()).unwrap_or(1).max(1) - 1;
                let count = texts.get(2).and_then(|it| it.parse().ok()).unwrap_or(usize::MAX);
                first.chars().skip(from).take(count).collect()
            }
            "index" => {
                let found = first.find(texts.get(1).map_or("", String::as_str));
                found.map_or(0, |at| first.get(..at).map_or(0, |it| it.chars().count()) + 1).to_string()
            }
            "sprintf" => crate::console::shell::formatted(&texts).stdout,
            _ => String::new(),
        }
    }
}

fn calculated(operator: &str, left: f64, right: f64) -> f64 {
    match operator {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        _ => left % right,
    }
}

/// Whole numbers without a point, others as `%.6g`.
fn shown(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{number:.0}");
    }
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
