//! The verdict on a text, put together from what is made of each document, and kept between keystrokes.
//!
//! Must not know: how an object is judged ([`super::judge`]), what is kept of a document ([`super::part`]).

#[cfg(test)]
mod tests;

use super::judge::Answer;
use super::part::Part;
use super::{Checked, Version, lint, misfit, proof};
use crate::diagnostic::{Code, Diagnostic, Fix, Severity, Stage};
use crate::text::{TextEdit, TextRange, places_before_edit};
use crate::yaml;
use crate::yaml::tree::Vouched;
use std::sync::Arc;

/// How many diagnostics are told of what would come to light later, in all documents together.
const MOST_FURTHER: usize = 2_000;

/// Checks a text again and again while it is edited: documents that [`yaml::Parse::reparse`] took over are not looked at
/// anew. What it finds is what [`super::check`] finds; a property test holds the two equal.
#[derive(Clone, Debug, Default)]
pub struct Checker {
    version: Version,
    /// What was made of each document of the last text.
    parts: Vec<Arc<Part>>,
    /// What of the last text needs no closer look.
    good: Vouched,
}

impl Checker {
    /// One that knows nothing yet.
    #[must_use]
    pub fn new(version: Version) -> Self {
        Self { version, ..Self::default() }
    }

    /// The verdict on `text`, which is parsed already.
    pub fn check(&mut self, text: &str, parse: &yaml::Parse) -> Checked {
        let mut good = std::mem::take(&mut self.good);
        good.begin();
        self.parts = self.parts_of(text, parse, &mut good);
        let mut checked = assemble(text, parse, &self.parts);
        proof::fixes(text, &mut checked, |diagnostic, fix, mended| {
            if let Some((index, fixed)) = read_as_fixed(parse, diagnostic, fix) {
                let mut parts = self.parts.clone();
                if let (Some(part), Some(fixed)) = (parts.get_mut(index), fixed.documents.get(index)) {
                    let earlier = Arc::clone(part);
                    *part = Arc::new(Part::of(text, fixed, self.version, &mut good, &[&earlier]));
                }
                return assemble(text, &fixed, &parts);
            }
            let parse = parse.reparse(mended, &TextEdit::between(text, mended));
            let parts = self.parts_of(mended, &parse, &mut good);
            assemble(mended, &parse, &parts)
        });
        self.good = good;
        checked
    }

    /// What is made of each document.
    fn parts_of(&self, text: &str, parse: &yaml::Parse, good: &mut Vouched) -> Vec<Arc<Part>> {
        let (before, now) = (self.parts.len(), parse.documents.len());
        let part = |(index, document): (usize, &yaml::Document)| {
            let earlier: Vec<_> = places_before_edit(index, now, before).filter_map(|at| self.parts.get(at)).collect();
            if let Some(same) = earlier.iter().find(|part| part.is_of(document)) {
                return Arc::clone(same);
            }
            let earlier: Vec<&Part> = earlier.into_iter().map(Arc::as_ref).collect();
            Arc::new(Part::of(text, document, self.version, good, &earlier))
        };
        parse.documents.iter().enumerate().map(part).collect()
    }
}

/// The number of the document whose error has that fix, and the parse in which it is made, where that is how the document
/// was read anyway.
fn read_as_fixed(parse: &yaml::Parse, diagnostic: &Diagnostic, fix: &Fix) -> Option<(usize, yaml::Parse)> {
    let has_it = |error: &Diagnostic| error.range == diagnostic.range && error.fixes.first() == Some(fix);
    let index = parse.documents.iter().position(|document| document.error.as_ref().is_some_and(has_it))?;
    let fixed = parse.documents.get(index)?.once_fixed()?;
    let mut parse = parse.clone();
    *parse.documents.get_mut(index)? = fixed;
    Some((index, parse))
}

/// The verdict on a text of which each document is judged.
fn assemble(text: &str, parse: &yaml::Parse, parts: &[Arc<Part>]) -> Checked {
    let mut checked = Checked::default();
    let mut objects = 0;
    let (mut lookalikes, mut surprises) = (Vec::new(), Vec::new());
    for (index, (document, part)) in parse.documents.iter().zip(parts).enumerate() {
        let part = part.told(index, document.range);
        objects += part.objects;
        part.answers.into_iter().for_each(|answer| checked.add(answer));
        checked.warnings.extend(part.warnings);
        checked.objects.extend(part.decoded);
        lookalikes.extend(part.lookalikes);
        surprises.extend(part.surprises);
    }
    if objects == 0 && checked.rejected.is_none() {
        checked.rejected = Some(Stage::Decode);
        let help = "만들 오브젝트가 하나도 없습니다. 빈 파일이거나 주석뿐입니다. `apiVersion`, `kind`, `metadata`부터 적어 보십시오.";
        checked.errors.push(
            Diagnostic::new(Code("empty-manifest"), Stage::Decode, Severity::Error, TextRange::EMPTY, help)
                .with_server("Empty", "", "no objects passed to create"),
        );
    }
    checked.leave_out_consequences(parse);
    checked.warnings.extend(lint::template(text));
    checked.warnings.extend(lookalikes);
    checked.warnings.extend(surprises);
    checked
}

impl Checked {
    /// Takes in the answer to one more object: the first refusal is the server's answer, the rest comes later.
    fn add(&mut self, mut answer: Answer) {
        if self.further.len() >= MOST_FURTHER {
            answer.further.clear();
            if self.rejected.is_some() {
                return;
            }
        }
        if self.rejected.is_some() || answer.stage.is_none() {
            self.further.extend(answer.errors);
            self.further.extend(answer.also);
        } else {
            self.rejected = answer.stage;
            self.errors = answer.errors;
            self.also = answer.also;
        }
        self.further.extend(answer.further);
    }

    /// Leaves out what seems missing and probably stands there: in a document that does not parse, or under a name that
    /// the server does not know.
    fn leave_out_consequences(&mut self, parse: &yaml::Parse) {
        let Self { errors, further, warnings, .. } = self;
        warnings.retain(|warning| {
            let Some(missing) = warning.code.as_str().strip_suffix("-missing") else { return true };
            let at = parse.documents.partition_point(|document| document.range.end() < warning.range.end());
            let here = parse.documents.get(at..).unwrap_or(&[]).iter().take(2);
            let Some(document) = here.into_iter().find(|it| it.range.contains(warning.range)) else { return true };
            let hides = |error: &Diagnostic| document.range.contains(error.range) && misfit::hides(error, missing);
            document.error.is_none() && !errors.iter().chain(further.iter()).any(hides)
        });
    }
}
