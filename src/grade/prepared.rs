//! A file of an answer with all that depends on its text alone: parsed, checked, and mended where that is certain.
//!
//! Must not know: the world, checks.

use crate::diagnostic::{Code, Diagnostic};
use crate::kube::{Checked, Checker, Decoded, Version};
use crate::lesson::{File, mistakes};
use crate::text::{TextEdit, apply_edits};
use crate::yaml::{self, Parse};

/// Each round may bring to light what the last one hid.
const ROUNDS: usize = 3;

/// A file made ready for grading.
pub(super) struct Prepared {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) parse: Parse,
    pub(super) checker: Checker,
    pub(super) checked: Checked,
    /// What its author did wrong, as far as the text shows it.
    pub(super) mistakes: Vec<Code>,
    /// The objects the server would accept if every fault with a certain fix were mended; `None` where the text needs no
    /// mending or cannot be mended with certainty.
    pub(super) mended: Option<Vec<Decoded>>,
}

impl Prepared {
    pub(super) fn new(file: &File, version: Version) -> Self {
        Self::from_parse(file, yaml::parse(&file.text), Checker::new(version))
    }

    /// The file after a change: what the change leaves alone is not read again.
    pub(super) fn changed(self, file: &File) -> Self {
        let parse = self.parse.reparse(&file.text, &TextEdit::between(&self.text, &file.text));
        Self::from_parse(file, parse, self.checker)
    }

    fn from_parse(file: &File, parse: Parse, mut checker: Checker) -> Self {
        let verdict = checker.check(&file.text, &parse);
        let mended = verdict.rejected.and_then(|_| mend(&file.text, &parse, &checker, &verdict));
        let mistakes = mistakes::shown(&verdict);
        Self { name: file.name.clone(), text: file.text.clone(), parse, checker, checked: verdict, mistakes, mended }
    }
}

/// Applies certain fixes until the server accepts the text.
fn mend(text: &str, parse: &Parse, checker: &Checker, verdict: &Checked) -> Option<Vec<Decoded>> {
    let mut edits = certain_edits(verdict.errors.iter().chain(&verdict.also))?;
    let (mut text, mut parse, mut checker) = (text.to_owned(), parse.clone(), checker.clone());
    for _ in 0..ROUNDS {
        let mended = apply_edits(&text, &edits);
        parse = parse.reparse(&mended, &TextEdit::between(&text, &mended));
        text = mended;
        let verdict = checker.check(&text, &parse);
        if verdict.rejected.is_none() {
            return (!verdict.objects.is_empty()).then_some(verdict.objects);
        }
        edits = certain_edits(verdict.errors.iter().chain(&verdict.also))?;
    }
    None
}

/// The certain fix of each fault; `None` where there is none at all.
fn certain_edits<'d>(faults: impl Iterator<Item = &'d Diagnostic>) -> Option<Vec<TextEdit>> {
    let fixes = faults.filter_map(|fault| fault.fixes.iter().find(|fix| fix.certain));
    let edits: Vec<TextEdit> = fixes.flat_map(|fix| fix.edits.iter().cloned()).collect();
    (!edits.is_empty()).then_some(edits)
}
