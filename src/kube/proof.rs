//! Keeping the promise of a fix that is called certain ([`Fix::certain`]): applied, it removes its mistake and adds none.
//!
//! Must not know: how a verdict is reached, which fixes there are.

use super::Checked;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::text::apply_edits;

/// Larger texts get proposals without the promise: proving one takes as long as another check.
const LARGEST_PROVEN: usize = 16 * 1024;
/// How many fixes are tried.
const MOST_PROVEN: usize = 4;

/// Tries the fixes and calls certain only those that hold. What comes to light later is tried when its turn has come.
/// `judge` gives the verdict on the text with a fix of a diagnostic applied.
pub(super) fn fixes(text: &str, checked: &mut Checked, mut judge: impl FnMut(&Diagnostic, &Fix, &str) -> Checked) {
    let mut left = if text.len() <= LARGEST_PROVEN { MOST_PROVEN } else { 0 };
    let later = checked.further.iter_mut().chain(&mut checked.warnings);
    later.flat_map(|diagnostic| &mut diagnostic.fixes).for_each(|fix| fix.certain = false);
    if !checked.diagnostics().flat_map(|diagnostic| &diagnostic.fixes).any(|fix| fix.certain) {
        return;
    }
    let before: Vec<(Code, String)> = checked.diagnostics().map(identity).collect();
    let Checked { errors, also, .. } = checked;
    for diagnostic in errors.iter_mut().chain(also) {
        let own = identity(diagnostic);
        let mut holds = |fix: &Fix| {
            let after = judge(diagnostic, fix, &apply_edits(text, &fix.edits));
            let same = |it: &&(Code, String)| **it == own;
            let now: Vec<_> = after.diagnostics().map(identity).collect();
            now.iter().filter(same).count() < before.iter().filter(same).count()
                && now.iter().all(|it| before.contains(it))
        };
        let mut proven = Vec::with_capacity(diagnostic.fixes.len());
        for fix in &diagnostic.fixes {
            proven.push(fix.certain && left > 0 && holds(fix));
            left = left.saturating_sub(usize::from(fix.certain));
        }
        diagnostic.fixes.iter_mut().zip(proven).for_each(|(fix, proven)| fix.certain = proven);
    }
}

/// By what a mistake is told from others, wherever it stands.
fn identity(diagnostic: &Diagnostic) -> (Code, String) {
    (diagnostic.code, diagnostic.path.clone())
}
