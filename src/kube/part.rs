//! What is made of one document of a text, as if it were alone: kept while the document stays as it is.
//!
//! Must not know: other documents, what a fix would do.

use super::front::{self, Front};
use super::place::Place;
use super::{Answer, Decoded, Version, judge_object, lint};
use crate::diagnostic::{Diagnostic, Stage};
use crate::text::TextRange;
use crate::yaml::Document;
use crate::yaml::tree::{Tree, Vouched};

/// A document judged.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The document's tree, by which it is known again.
    tree: Tree,
    /// Where the document begins in the text that the ranges below count in.
    start: usize,
    /// How many objects it holds, a faulty one counting too.
    pub(super) objects: usize,
    /// What the server says to each, in text order.
    pub(super) answers: Vec<Answer>,
    /// What it warns of.
    pub(super) warnings: Vec<Diagnostic>,
    /// Characters that look like others.
    pub(super) lookalikes: Vec<Diagnostic>,
    /// Words that YAML reads as something else.
    pub(super) surprises: Vec<Diagnostic>,
    /// The objects that could be decoded.
    pub(super) decoded: Vec<Decoded>,
}

impl Part {
    /// Judges one document of `text`, of which some may be known to be `good`.
    pub(super) fn of(text: &str, document: &Document, version: Version, good: &mut Vouched) -> Self {
        let mut part = Self {
            tree: document.tree.clone(),
            start: document.range.start(),
            objects: 0,
            answers: Vec::new(),
            warnings: Vec::new(),
            lookalikes: Vec::new(),
            surprises: Vec::new(),
            decoded: Vec::new(),
        };
        part.judge(text, document, version, good);
        part
    }

    /// Whether it is what is made of `document`, wherever that now begins.
    pub(super) fn is_of(&self, document: &Document) -> bool {
        self.tree.is_same(&document.tree)
    }

    /// The same for the document as the one of that number at that place.
    pub(super) fn placed(mut self, index: usize, range: TextRange) -> Self {
        let by = range.start().cast_signed() - self.start.cast_signed();
        self.start = range.start();
        for decoded in &mut self.decoded {
            decoded.document = index;
            decoded.range = range;
        }
        if by != 0 {
            let answers = self.answers.iter_mut();
            let told = answers.flat_map(|it| it.errors.iter_mut().chain(&mut it.also).chain(&mut it.further));
            let warned = self.warnings.iter_mut().chain(&mut self.lookalikes).chain(&mut self.surprises);
            told.chain(warned).for_each(|diagnostic| diagnostic.shift(by));
        }
        self
    }

    fn judge(&mut self, text: &str, document: &Document, version: Version, good: &mut Vouched) {
        if let Some(error) = &document.error {
            self.objects = 1;
            self.answers.push(Answer {
                stage: Some(Stage::Yaml),
                errors: vec![error.clone()],
                also: Vec::new(),
                further: document.also.clone(),
            });
        }
        let Some(root) = document.tree.root() else { return };
        lint::lookalikes(text, document.range, root, &mut self.lookalikes);
        lint::surprises(text, root, &mut self.surprises);
        if root.is_null() {
            return;
        }
        let fronts = front::objects(text, root);
        self.objects = self.objects.max(fronts.len());
        for front in fronts {
            match front {
                // What is left of a text that does not parse may lack anything.
                Front::Refused(_) if document.error.is_some() => {}
                Front::Refused(refusal) => self.answers.push(Answer {
                    stage: Some(Stage::Decode),
                    errors: vec![*refusal],
                    ..Answer::default()
                }),
                Front::Other(root) => lint::other_kind(Place { text, root }, &mut self.warnings),
                Front::Known(kind, root) => {
                    let place = Place { text, root };
                    let (mut answer, decoded) = judge_object(place, kind, document, version, good);
                    let cut_off = front::indented_start(place).is_some();
                    if cut_off {
                        answer.blame(place);
                    }
                    self.answers.push(answer);
                    if let Some(decoded) = decoded {
                        if !cut_off {
                            lint::object(place, &decoded, &mut self.warnings);
                        }
                        self.decoded.push(decoded);
                    }
                }
            }
        }
    }
}
