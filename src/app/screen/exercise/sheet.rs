//! One file of the answer in the editor, with its colours.
//!
//! Must not know: grading, where it is drawn.

use crate::app::editor::{Command, Editor, Outcome};
use crate::app::scene::Role;
use crate::text::{TextEdit, TextRange};
use crate::yaml::highlight::{LineState, Token, lex_line};

/// A file being edited.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) editor: Editor,
    /// The lexer's state before each line, as far down as it was needed.
    states: Vec<LineState>,
}

impl Sheet {
    pub(super) fn new(name: String, text: String) -> Self {
        Self { name, editor: Editor::new(text), states: vec![LineState::default()] }
    }

    /// Performs a command; colours below a change are forgotten and made again only where they are looked at.
    pub(super) fn perform(&mut self, command: Command) -> Outcome {
        let outcome = self.editor.perform(command);
        self.forget(&outcome.edits);
        outcome
    }

    fn forget(&mut self, edits: &[TextEdit]) {
        let Some(first) = edits.iter().map(|edit| edit.range.start()).min() else { return };
        // Text before the first change is the same in every state between, so is the number of its lines.
        self.states.truncate(self.editor.index().line_of(first) + 1);
    }

    /// Makes the colours of all lines in sight known.
    pub(super) fn lex_in_view(&mut self) {
        let last = self.editor.lines_in_view().end;
        let mut unused = Vec::new();
        while self.states.len() < last {
            let mut state = self.states.last().copied().unwrap_or_default();
            lex_line(self.editor.index().line(self.editor.text(), self.states.len() - 1), &mut state, &mut unused);
            unused.clear();
            self.states.push(state);
        }
    }

    /// The coloured stretches of a line, ranges within the whole text.
    pub(super) fn tokens(&self, line: usize) -> Vec<(TextRange, Role)> {
        let range = self.editor.index().range_of(self.editor.text(), line);
        let mut state = self.states.get(line).copied().unwrap_or_default();
        let mut tokens = Vec::new();
        lex_line(range.of(self.editor.text()), &mut state, &mut tokens);
        tokens.into_iter().map(|(it, token)| (it.shifted(range.start()), role(token))).collect()
    }
}

/// The colour of a token.
pub(super) fn role(token: Token) -> Role {
    match token {
        Token::Key => Role::YamlKey,
        Token::String => Role::YamlString,
        Token::Number => Role::YamlNumber,
        Token::Constant | Token::Anchor | Token::Tag => Role::YamlConstant,
        Token::Comment => Role::Comment,
        Token::Punctuation | Token::DocumentMarker => Role::Punctuation,
        Token::BadTab => Role::Bad,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_after_an_edit_are_those_of_a_fresh_sheet() {
        let mut sheet = Sheet::new("a.yaml".into(), "a: |\n  x: 1\nb: 2\nc: 3\n".into());
        sheet.editor.resize(10, 40);
        sheet.lex_in_view();
        sheet.perform(Command::Apply(vec![TextEdit::replace(TextRange::new(3, 4), "\"")]));
        sheet.lex_in_view();
        let mut fresh = Sheet::new("a.yaml".into(), sheet.editor.text().to_owned());
        fresh.editor.resize(10, 40);
        fresh.lex_in_view();
        assert_eq!(sheet.states, fresh.states);
        assert_ne!(sheet.states.get(2), Some(&LineState::default()), "the quote is open");
    }
}
