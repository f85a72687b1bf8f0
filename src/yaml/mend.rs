//! Reading on after a fault: the document is read again as it would be once the fault is mended.
//!
//! Each proposal of [`super::advice`] is tried; the first after which the reader gets further is taken, and what it
//! changed is remembered so that every range of the tree still points into the text as it stands. Where no proposal
//! helps, the line is passed over. A trial costs one reading, and there are at most a handful, so that the whole stays
//! linear in the size of the document.
//!
//! Must not know: what a fault means.

use super::advice::{self, Advice, Trust};
use super::compose::{Composed, compose};
use super::known::Known;
use super::way_back::WayBack;
use crate::diagnostic::{Diagnostic, Severity, Stage};
use crate::text::{TextEdit, TextRange, apply_edits};

/// How many faults of one document are told.
const MAX_FAULTS: usize = 8;

/// How many readings one document may cost.
const MAX_TRIALS: usize = 40;

/// A document read as far as it goes, with its faults in the order in which the server would tell them.
pub(super) struct Mended {
    pub(super) composed: Composed,
    pub(super) faults: Vec<Diagnostic>,
    /// Whether all of it was read, lines apart that were passed over.
    pub(super) complete: bool,
}

/// Reads on in `source`, of which `composed` is what the first reading gave.
pub(super) fn mend(source: &str, mut composed: Composed, mut known: Known<'_>) -> Mended {
    let mut text = source.to_owned();
    let mut way_back = WayBack::default();
    let mut faults = Vec::new();
    let mut trials = 0;
    let mut complete = true;
    while let Some(fault) = composed.fault.clone() {
        let advice = advice::advise(&text, &fault, composed.open_quote);
        let message = fault.message();
        let progress = fault.at.offset as usize;
        let mut chosen: Option<(Vec<TextEdit>, Composed)> = None;
        let mut verified = vec![false; advice.proposals.len()];
        for (index, proposal) in advice.proposals.iter().enumerate() {
            if trials >= MAX_TRIALS {
                break;
            }
            trials += 1;
            let Some(next) = attempt(&text, &proposal.edits, progress, &mut known) else { continue };
            if let Some(verified) = verified.get_mut(index) {
                *verified = true;
            }
            if chosen.is_none() {
                chosen = Some((proposal.edits.clone(), next));
            }
        }
        if faults.len() < MAX_FAULTS {
            faults.push(diagnostic(&advice, &verified, message, &way_back));
        }
        let chosen = chosen.or_else(|| pass_over(&text, &advice, progress, &mut known, &mut complete));
        let Some((edits, next)) = chosen else { break };
        way_back.push(&edits);
        text = apply_edits(&text, &edits);
        composed = next;
        if faults.len() >= MAX_FAULTS || trials >= MAX_TRIALS {
            break;
        }
    }
    complete &= composed.fault.is_none();
    composed.tree.lead_back(way_back);
    composed.tree.limit(source.len());
    Mended { composed, faults, complete }
}

/// Reads the text after `edits`; `None` where that does not get beyond the fault at `progress`.
fn attempt(text: &str, edits: &[TextEdit], progress: usize, known: &mut Known<'_>) -> Option<Composed> {
    let changed = apply_edits(text, edits);
    let composed = compose(&changed, known);
    let Some(fault) = &composed.fault else { return Some(composed) };
    let moved: isize = edits
        .iter()
        .filter(|edit| edit.range.start() <= progress)
        .map(|edit| edit.insert.len().cast_signed() - edit.range.len().cast_signed())
        .sum();
    (fault.at.offset as usize > progress.saturating_add_signed(moved)).then_some(composed)
}

/// Blanks out the line of the mistake, or the one at which the reader stopped, or everything from there on; then `complete`
/// it is not.
fn pass_over(
    text: &str,
    advice: &Advice,
    progress: usize,
    known: &mut Known<'_>,
    complete: &mut bool,
) -> Option<(Vec<TextEdit>, Composed)> {
    let line = |offset: usize| {
        let start = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let end = text.get(offset..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| offset + at);
        TextRange::new(start, end)
    };
    let mut pass = |range: TextRange| {
        let edits = vec![TextEdit::replace(range, blank(range.of(text)))];
        attempt(text, &edits, progress, known).map(|composed| (edits, composed))
    };
    let stopped = line(progress.min(text.len()));
    pass(line(advice.range.start())).or_else(|| pass(stopped)).or_else(|| {
        *complete = false;
        pass(TextRange::new(stopped.start(), text.len()))
    })
}

/// As many bytes of spaces, line breaks kept.
fn blank(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}

fn diagnostic(advice: &Advice, verified: &[bool], message: String, way_back: &WayBack) -> Diagnostic {
    let here = |range: TextRange| TextRange::new(way_back.of(range.start()), way_back.of(range.end()));
    let mut diagnostic =
        Diagnostic::new(advice.code, Stage::Yaml, Severity::Error, here(advice.range), advice.help.clone())
            .with_server("YAMLSyntax", "", message);
    let helping = verified.iter().filter(|&&verified| verified).count();
    for (proposal, _) in advice.proposals.iter().zip(verified).filter(|(_, verified)| **verified) {
        let edits =
            proposal.edits.iter().map(|edit| TextEdit::replace(here(edit.range), edit.insert.clone())).collect();
        let certain = match proposal.trust {
            Trust::Sure => diagnostic.fixes.is_empty(),
            Trust::IfAlone => helping == 1,
            Trust::Perhaps => false,
        };
        if let Some(help) = proposal.help.as_ref().filter(|_| diagnostic.fixes.is_empty()) {
            diagnostic.help.clone_from(help);
        }
        diagnostic = diagnostic.with_fix(proposal.title.clone(), edits, certain);
    }
    diagnostic
}

#[cfg(test)]
mod tests {
    use crate::text::apply_edits;
    use crate::yaml::path::{Found, find, split};
    use crate::yaml::{Parse, parse};

    /// The spelling of a value in the text, through its range.
    fn spelling<'t>(text: &'t str, parse: &Parse, path: &str) -> &'t str {
        let root = parse.documents[0].tree.root().expect("something to read");
        match find(root, &split(path)) {
            Found::Value { value, .. } => value.range().of(text),
            Found::Missing { .. } => panic!("{path} is missing in {root:?}"),
        }
    }

    #[test]
    fn a_half_typed_line_hides_nothing_else() {
        let text = "kind: Service\nspec:\n  ty\n  ports:\n    - port: 80\n  selector: {app: web}\n";
        let parse = parse(text);
        let error = parse.documents[0].error.as_ref().expect("an error");
        assert_eq!((error.code.as_str(), error.range.of(text)), ("yaml-syntax", "ty"));
        assert_eq!(spelling(text, &parse, "spec.ports[0].port"), "80");
        assert_eq!(spelling(text, &parse, "spec.selector.app"), "web");
    }

    #[test]
    fn the_tree_reads_as_if_the_fix_were_made_and_points_into_the_text_as_it_stands() {
        let text = "spec:\n  type:NodePort\n  ports:\n  - port: 80\n";
        let parse = parse(text);
        let error = parse.documents[0].error.as_ref().expect("an error");
        assert_eq!(
            error.server,
            "error converting YAML to JSON: yaml: line 3: mapping values are not allowed in this context"
        );
        assert_eq!((error.code.as_str(), error.range.of(text)), ("yaml-missing-space", ":"));
        assert_eq!(spelling(text, &parse, "spec.type"), "NodePort");
        assert_eq!(spelling(text, &parse, "spec.ports[0].port"), "80");
        let fix = error.fixes.first().expect("a fix");
        assert!(fix.certain);
        assert!(apply_edits(text, &fix.edits).contains("type: NodePort\n"));
    }

    #[test]
    fn an_open_quote_is_closed_at_the_end_of_its_line() {
        let text = "metadata:\n  name: \"web\n  labels:\n    app: \"web\"\nspec: {}\n";
        let parse = parse(text);
        let error = parse.documents[0].error.as_ref().expect("an error");
        assert_eq!((error.code.as_str(), error.range.of(text)), ("yaml-unclosed-quote", "\"web"));
        assert_eq!(spelling(text, &parse, "metadata.labels.app"), "\"web\"");
    }

    #[test]
    fn every_fault_is_told_in_turn() {
        let text = "a：1\nb: @x\nc:\n\td: 1\ne: 5\n";
        let parse = parse(text);
        let document = &parse.documents[0];
        let codes: Vec<&str> =
            document.error.iter().chain(&document.also).map(|diagnostic| diagnostic.code.as_str()).collect();
        assert_eq!(codes, ["full-width-colon", "yaml-syntax", "yaml-tab"]);
        assert_eq!(spelling(text, &parse, "c.d"), "1");
        assert_eq!(spelling(text, &parse, "e"), "5");
    }

    #[test]
    fn the_help_names_the_fix_that_comes_first() {
        for text in ["a:\n    - b: 1\n   c: 2\n", "spec:\n  x:\n    y: 1\n   z: 2\n", "a:\n  - b: 1\n     c: 2\n"] {
            let parse = parse(text);
            let error = parse.documents[0].error.as_ref().expect("an error");
            let column = error.fixes.first().and_then(|fix| fix.title.split_once("칸"));
            let column = column.and_then(|(before, _)| before.split_whitespace().last());
            assert!(column.is_some_and(|column| error.help.contains(&format!(" {column}칸"))), "{error:?}");
        }
    }
}
