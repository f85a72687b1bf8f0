//! Commands with commands inside: loops, `if`, `case`.
//!
//! Must not know: what becomes of them.

use super::super::tree::{Kind, Part, Script, Word};
use super::{Parser, SyntaxFault, is_name};

impl Parser<'_> {
    /// What a loop does each time.
    pub(super) fn body(&mut self) -> Result<Script, SyntaxFault> {
        self.expect("do")?;
        let body = self.list(false)?;
        self.expect("done")?;
        Ok(body)
    }

    /// `for NAME in WORDS; do …; done` and `for ((…; …; …)); do …; done`.
    pub(super) fn for_loop(&mut self) -> Result<Kind, SyntaxFault> {
        self.eat("for");
        self.blanks();
        if self.eat("((") {
            let text = self.arithmetic_text()?;
            let parts = thirds(text).ok_or_else(|| self.unexpected())?;
            self.blanks();
            self.eat(";");
            return Ok(Kind::Count { parts, body: self.body()? });
        }
        let variable = self.word()?.and_then(|word| word.plain().filter(|name| is_name(name)).map(str::to_owned));
        let Some(variable) = variable else { return Err(self.unexpected()) };
        self.lines();
        let mut words = None;
        if self.keyword() == Some("in") {
            self.eat("in");
            let mut list = Vec::new();
            loop {
                self.blanks();
                match self.word()? {
                    Some(word) => list.push(word),
                    None => break,
                }
            }
            words = Some(list);
        }
        self.blanks();
        self.eat(";");
        Ok(Kind::For { variable, words, body: self.body()? })
    }

    /// `if …; then …; elif …; else …; fi`.
    pub(super) fn condition(&mut self) -> Result<Kind, SyntaxFault> {
        self.eat("if");
        let mut branches = Vec::new();
        loop {
            let condition = self.list(false)?;
            self.expect("then")?;
            branches.push((condition, self.list(false)?));
            self.lines();
            match self.keyword() {
                Some("elif") => drop(self.eat("elif")),
                Some("else") => {
                    self.eat("else");
                    let otherwise = Some(self.list(false)?);
                    self.expect("fi")?;
                    return Ok(Kind::If { branches, otherwise });
                }
                _ => {
                    self.expect("fi")?;
                    return Ok(Kind::If { branches, otherwise: None });
                }
            }
        }
    }

    /// `case WORD in PATTERN | PATTERN) …;; … esac`.
    pub(super) fn case(&mut self) -> Result<Kind, SyntaxFault> {
        self.eat("case");
        self.blanks();
        let Some(word) = self.word()? else { return Err(self.unexpected()) };
        self.expect("in")?;
        let mut branches = Vec::new();
        loop {
            self.lines();
            if self.keyword() == Some("esac") {
                self.eat("esac");
                return Ok(Kind::Case { word, branches });
            }
            self.eat("(");
            let mut patterns = Vec::new();
            loop {
                self.blanks();
                let Some(pattern) = self.word()? else { return Err(self.unexpected()) };
                patterns.push(pattern);
                self.blanks();
                if self.eat(")") {
                    break;
                }
                if !self.eat("|") {
                    return Err(self.unexpected());
                }
            }
            self.cases += 1;
            let body = self.list(false);
            self.cases -= 1;
            branches.push((patterns, body?));
            self.lines();
            // Only the last branch may do without.
            if !self.eat(";;") && self.keyword() != Some("esac") {
                return Err(self.unexpected());
            }
        }
    }
}

/// The three expressions of a counting loop.
fn thirds(word: Word) -> Option<[Word; 3]> {
    let mut parts: Vec<Word> = vec![Word::default()];
    for part in word.parts {
        if let Part::Text { text, quoted } = &part {
            for (index, piece) in text.split(';').enumerate() {
                if index > 0 {
                    parts.push(Word::default());
                }
                let piece = Part::Text { text: piece.to_owned(), quoted: *quoted };
                parts.last_mut()?.parts.push(piece);
            }
        } else {
            parts.last_mut()?.parts.push(part);
        }
    }
    parts.try_into().ok()
}
