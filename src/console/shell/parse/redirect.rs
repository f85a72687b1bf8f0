//! Where the streams of a command go: `>`, `<`, `2>&1`, here-documents.
//!
//! Must not know: files.

use super::super::tree::{Part, Redirect, Way, Word};
use super::{Parser, SyntaxFault, word};

impl Parser<'_> {
    /// The redirection that stands here, if any.
    pub(super) fn redirect(&mut self) -> Result<Option<Redirect>, SyntaxFault> {
        let rest = self.rest();
        let digit = rest.chars().next().filter(|c| matches!(c, '0'..='2'));
        let after = if digit.is_some() { rest.get(1..).unwrap_or("") } else { rest };
        if !(after.starts_with(['<', '>']) || rest.starts_with("&>"))
            || after.starts_with("<(")
            || after.starts_with(">(")
        {
            return Ok(None);
        }
        if self.eat("&>") {
            return Ok(Some(Redirect { stream: 1, to: Way::Both(self.target()?) }));
        }
        if digit.is_some() {
            self.bump();
        }
        let number = digit.and_then(|c| u8::try_from(c.to_digit(10)?).ok());
        let output = number.unwrap_or(1);
        let to = if self.eat("<<<") {
            let mut word = self.target()?;
            word.parts.push(Part::Text { text: "\n".into(), quoted: true });
            return Ok(Some(Redirect { stream: 0, to: Way::Text(word) }));
        } else if self.eat("<<") {
            let indented = self.eat("-");
            self.blanks();
            return Ok(Some(Redirect { stream: 0, to: Way::Text(self.here_document(indented)?) }));
        } else if self.eat(">>") {
            Way::Append(self.target()?)
        } else if self.eat(">&") {
            match self.bump().and_then(|c| u8::try_from(c.to_digit(10)?).ok()) {
                Some(copied) => Way::Copy(copied),
                None => return Err(self.unexpected()),
            }
        } else if self.eat(">|") || self.eat(">") {
            Way::Write(self.target()?)
        } else {
            self.eat("<");
            return Ok(Some(Redirect { stream: number.unwrap_or(0), to: Way::Read(self.target()?) }));
        };
        Ok(Some(Redirect { stream: output, to }))
    }

    fn target(&mut self) -> Result<Word, SyntaxFault> {
        self.blanks();
        self.word()?.ok_or_else(|| self.unexpected())
    }

    /// A here-document: its end word stands here, its lines begin after the line that is being read.
    fn here_document(&mut self, indented: bool) -> Result<Word, SyntaxFault> {
        let start = self.at;
        let Some(word) = self.word()? else { return Err(self.unexpected()) };
        let written = self.text.get(start..self.at).unwrap_or("");
        let literal = written.contains(['\'', '"', '\\']);
        let end: String =
            word.parts.iter().map(|part| if let Part::Text { text, .. } = part { text.as_str() } else { "" }).collect();
        let newline = self.rest().find('\n').map(|offset| self.at + offset).ok_or(SyntaxFault::Unfinished)?;
        let begun = self.skips.iter().find(|(from, _)| *from == newline).map(|(_, behind)| *behind);
        let mut at = begun.unwrap_or(newline + 1);
        let mut body = String::new();
        loop {
            let rest = self.text.get(at..).unwrap_or("");
            if rest.is_empty() {
                // bash warns and takes what there is; at a prompt one types on.
                return Err(SyntaxFault::Unfinished);
            }
            let line = rest.split_inclusive('\n').next().unwrap_or("");
            at += line.len();
            let line = if indented { line.trim_start_matches('\t') } else { line };
            if line.trim_end_matches(['\n', '\r']) == end {
                break;
            }
            body.push_str(line);
        }
        self.skips.retain(|(from, _)| *from != newline);
        self.skips.push((newline, at));
        if literal { Ok(Word::of(body)) } else { word::quoted(&body) }
    }
}
