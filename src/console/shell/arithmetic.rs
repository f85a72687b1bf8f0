//! `$((…))`: whole numbers, as bash counts.
//!
//! Must not know: where variables are kept.

/// How deep brackets may nest.
const MAX_DEPTH: u8 = 32;

/// Where an expression finds variables.
pub(super) trait Variables {
    /// A variable's value, 0 where it has none or is no number.
    fn get(&self, name: &str) -> i64;
    /// Sets a variable.
    fn set(&mut self, name: &str, value: i64);
}

/// The value of `text`; the error is bash's words for it.
pub(super) fn value(text: &str, variables: &mut dyn Variables) -> Result<i64, String> {
    let mut reader = Reader { text, at: 0, depth: 0, variables };
    reader.blanks();
    if reader.rest().is_empty() {
        return Ok(0);
    }
    let value = reader.assignment()?;
    if reader.rest().is_empty() {
        Ok(value)
    } else {
        Err(format!("{text}: syntax error in expression (error token is \"{}\")", reader.rest()))
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
    variables: &'a mut dyn Variables,
}

/// Operators of two sides, the loosest first.
const LEVELS: &[&[&str]] = &[&["||"], &["&&"], &["==", "!="], &["<=", ">=", "<", ">"], &["+", "-"], &["*", "/", "%"]];

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
            self.blanks();
        }
        found
    }

    fn name(&mut self) -> Option<String> {
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let name = rest.get(..end).filter(|name| super::parse::is_name(name))?.to_owned();
        self.at += name.len();
        self.blanks();
        Some(name)
    }

    fn assignment(&mut self) -> Result<i64, String> {
        let start = self.at;
        if let Some(name) = self.name() {
            for operator in ["+=", "-=", "*=", "/=", "%="] {
                if self.eat(operator) {
                    let right = self.assignment()?;
                    let left = self.variables.get(&name);
                    let value = self.two(operator.trim_end_matches('='), left, right)?;
                    self.variables.set(&name, value);
                    return Ok(value);
                }
            }
            if !self.rest().starts_with("==") && self.eat("=") {
                let value = self.assignment()?;
                self.variables.set(&name, value);
                return Ok(value);
            }
        }
        self.at = start;
        self.level(0)
    }

    fn level(&mut self, level: usize) -> Result<i64, String> {
        let Some(operators) = LEVELS.get(level) else { return self.unary() };
        let mut left = self.level(level + 1)?;
        while let Some(operator) = operators.iter().find(|operator| self.rest().starts_with(**operator)) {
            self.eat(operator);
            let right = self.level(level + 1)?;
            left = self.two(operator, left, right)?;
        }
        Ok(left)
    }

    fn two(&self, operator: &str, left: i64, right: i64) -> Result<i64, String> {
        Ok(match operator {
            "||" => i64::from(left != 0 || right != 0),
            "&&" => i64::from(left != 0 && right != 0),
            "==" => i64::from(left == right),
            "!=" => i64::from(left != right),
            "<=" => i64::from(left <= right),
            ">=" => i64::from(left >= right),
            "<" => i64::from(left < right),
            ">" => i64::from(left > right),
            "+" => left.wrapping_add(right),
            "-" => left.wrapping_sub(right),
            "*" => left.wrapping_mul(right),
            "/" | "%" if right == 0 => return Err(format!("{}: division by 0 (error token is \"0\")", self.text)),
            "/" => left.wrapping_div(right),
            _ => left.wrapping_rem(right),
        })
    }

    fn unary(&mut self) -> Result<i64, String> {
        for (operator, by) in [("++", 1), ("--", -1)] {
            if self.eat(operator) {
                let Some(name) = self.name() else { return Err(self.operand()) };
                let value = self.variables.get(&name).wrapping_add(by);
                self.variables.set(&name, value);
                return Ok(value);
            }
        }
        if self.depth == MAX_DEPTH {
            return Err(self.operand());
        }
        self.depth += 1;
        let value = match () {
            () if self.eat("-") => self.unary().map(i64::wrapping_neg),
            () if self.eat("+") => self.unary(),
            () if self.eat("!") => self.unary().map(|value| i64::from(value == 0)),
            () if self.eat("(") => {
                let value = self.assignment()?;
                if self.eat(")") { Ok(value) } else { Err(self.operand()) }
            }
            () => self.leaf(),
        };
        self.depth -= 1;
        value
    }

    fn leaf(&mut self) -> Result<i64, String> {
        if let Some(name) = self.name() {
            let value = self.variables.get(&name);
            for (operator, by) in [("++", 1), ("--", -1)] {
                if self.eat(operator) {
                    self.variables.set(&name, value.wrapping_add(by));
                }
            }
            return Ok(value);
        }
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let number = rest.get(..end).and_then(|digits| digits.parse().ok());
        let Some(number) = number else { return Err(self.operand()) };
        self.at += end;
        self.blanks();
        Ok(number)
    }

    fn operand(&self) -> String {
        format!("{}: syntax error: operand expected (error token is \"{}\")", self.text, self.rest())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    impl Variables for BTreeMap<String, i64> {
        fn get(&self, name: &str) -> i64 {
            BTreeMap::get(self, name).copied().unwrap_or(0)
        }

        fn set(&mut self, name: &str, value: i64) {
            self.insert(name.to_owned(), value);
        }
    }

    #[test]
    fn it_counts_as_bash_does() {
        let mut variables: BTreeMap<String, i64> = [("i".to_owned(), 3)].into();
        for (text, expected) in [
            ("1 + 2 * 3", 7),
            ("(1 + 2) * 3", 9),
            ("10 / 3 % 2", 1),
            ("-i + 1", -2),
            ("i < 5 && i != 4", 1),
            ("i++", 3),
            ("i", 4),
            ("++i", 5),
            ("i += 10", 15),
            ("j = i - 1", 14),
            ("!j", 0),
            ("", 0),
        ] {
            assert_eq!(value(text, &mut variables), Ok(expected), "{text}");
        }
        for text in ["1 +", "1 / 0", "(1", "1 2", "a b"] {
            assert!(value(text, &mut variables).is_err(), "{text}");
        }
    }
}
