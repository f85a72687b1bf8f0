//! Which mistakes a text shows: of all that is said about it, what its author did wrong, without what merely follows.
//!
//! A full-width colon turns a mapping into a text: the server speaks of a wrong type, a selector seems to be missing, and
//! the mistake is the colon. Editors show everything; claims (`wrong=…`, `# wrong: …`), hints and statistics go by this.
//!
//! Must not know: worlds, checks.

use crate::diagnostic::{Code, Diagnostic};
use crate::kube::Checked;
use crate::text::TextRange;

/// The mistakes of a text, in order of discovery, each once: where the server refuses it, what it answers now, or what
/// explains that at the same place; else everything found.
#[must_use]
pub fn shown(checked: &Checked) -> Vec<Code> {
    let mut codes: Vec<Code> = Vec::new();
    let mut show = |code: Code| {
        if !codes.contains(&code) {
            codes.push(code);
        }
    };
    if checked.rejected.is_none() {
        checked.diagnostics().for_each(|it| show(it.code));
    } else {
        for error in &checked.errors {
            let explaining = |warning: &&Diagnostic| meet(warning.range, error.range);
            show(checked.warnings.iter().find(explaining).unwrap_or(error).code);
        }
    }
    codes
}

/// Whether one lies inside the other.
fn meet(one: TextRange, other: TextRange) -> bool {
    one.contains(other) || other.contains(one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Severity, Stage};

    fn diagnostic(code: &'static str, stage: Stage, severity: Severity, range: (usize, usize)) -> Diagnostic {
        Diagnostic::new(Code(code), stage, severity, TextRange::new(range.0, range.1), "")
    }

    #[test]
    fn a_consequence_is_no_mistake() {
        let checked = Checked {
            rejected: Some(Stage::Decode),
            errors: vec![diagnostic("wrong-type", Stage::Decode, Severity::Error, (10, 20))],
            also: vec![diagnostic("ports-missing", Stage::Validate, Severity::Error, (0, 4))],
            warnings: vec![
                diagnostic("selector-missing", Stage::Lint, Severity::Warning, (0, 4)),
                diagnostic("full-width-colon", Stage::Lint, Severity::Warning, (14, 17)),
            ],
            ..Checked::default()
        };
        assert_eq!(shown(&checked), [Code("full-width-colon")]);
        let accepted = Checked { rejected: None, errors: Vec::new(), also: Vec::new(), ..checked };
        assert_eq!(shown(&accepted), [Code("selector-missing"), Code("full-width-colon")]);
    }
}
