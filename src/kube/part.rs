//! What is made of one document of a text, as if it were alone: kept while the document stays as it is, and of each of its
//! objects while that stays as it is, so that a long list costs the item that changed.
//!
//! Must not know: other documents, what a fix would do.

use super::front::{self, Front};
use super::judge::{self, Answer, Extracted};
use super::place::Place;
use super::schema::Kind;
use super::{Decoded, Version, lint};
use crate::diagnostic::{Diagnostic, Stage};
use crate::text::{TextRange, places_before_edit};
use crate::yaml::tree::{Identity, Node, Tree, Vouched};
use crate::yaml::{Document, DuplicateKey};
use std::sync::Arc;

/// A document judged.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The document's tree, by which it is recognised.
    tree: Tree,
    /// Where the document begins in the text that the ranges below count in.
    start: usize,
    /// Why the document is refused before anything of it is looked at.
    unread: Option<Answer>,
    /// Its objects, faulty ones too, in text order.
    objects: Vec<Placed>,
    /// Characters that look like others.
    pub(super) lookalikes: Vec<Diagnostic>,
    /// Words that YAML reads as something else.
    pub(super) surprises: Vec<Diagnostic>,
}

/// An object judged, where it stands.
#[derive(Clone, Debug)]
struct Placed {
    judged: Arc<Judged>,
    /// Where it begins in the text that was judged.
    start: usize,
    /// Where it stands in the document's lists.
    item: Vec<usize>,
}

/// What is made of one object.
#[derive(Debug, Default)]
struct Judged {
    /// What it is recognised by; `None` where it must be judged anew.
    known_by: Option<KnownBy>,
    /// Where it began in the text that the ranges below count in.
    start: usize,
    /// What the server says to it.
    answer: Option<Answer>,
    /// What it warns of.
    warnings: Vec<Diagnostic>,
    /// The object, if it could be decoded.
    extracted: Option<Extracted>,
}

/// All that the judgement of one object depends on.
#[derive(Debug, PartialEq)]
struct KnownBy {
    kind: &'static str,
    node: Identity,
    /// How far it reaches: less than its reading did where that went on behind the end of the text.
    length: usize,
    /// What stands before it on its first line and behind it on its last: that may be mended where it is not.
    around: (String, String),
}

/// All that was found in a document, placed in the whole text.
pub(super) struct Told {
    /// How many objects the document holds, a faulty one counting too.
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

/// What was made of the documents of an earlier text that may have stood, in part, where one stands.
pub(super) type Earlier<'p> = &'p [&'p Part];

/// What stands around an object on its lines, as long as that is short.
const MOST_AROUND: usize = 200;

impl Part {
    /// Judges one document of `text`, of which some may be known to be `good`.
    pub(super) fn of(
        text: &str,
        document: &Document,
        version: Version,
        good: &mut Vouched,
        earlier: Earlier<'_>,
    ) -> Self {
        let mut part = Self {
            tree: document.tree.clone(),
            start: document.range.start(),
            unread: None,
            objects: Vec::new(),
            lookalikes: Vec::new(),
            surprises: Vec::new(),
        };
        if let Some(error) = &document.error {
            part.unread = Some(Answer {
                stage: Some(Stage::Yaml),
                errors: vec![error.clone()],
                also: Vec::new(),
                further: document.also.clone(),
            });
        }
        if let Some(root) = document.tree.root() {
            lint::lookalikes(text, document.range, root, &mut part.lookalikes);
            lint::surprises(text, root, &mut part.surprises);
            if !root.is_null() {
                part.judge(text, root, document, version, good, earlier);
            }
        }
        part
    }

    /// Whether it is what is made of `document`, wherever that now begins.
    pub(super) fn is_of(&self, document: &Document) -> bool {
        self.tree.is_same(&document.tree)
    }

    fn judge(
        &mut self,
        text: &str,
        root: Node<'_>,
        document: &Document,
        version: Version,
        good: &mut Vouched,
        earlier: Earlier<'_>,
    ) {
        let refused = document.error.is_some();
        let twice = Twice::of(document);
        let fronts = front::objects(text, root);
        let many = fronts.len();
        for (index, (item, front)) in fronts.into_iter().enumerate() {
            let judged = match front {
                // What is left of a text that does not parse may lack anything.
                Front::Refused(_) if refused => Judged::default(),
                Front::Refused(refusal) => {
                    let answer = Answer { stage: Some(Stage::Decode), errors: vec![*refusal], ..Answer::default() };
                    Judged { answer: Some(answer), ..Judged::default() }
                }
                Front::Other(root) => {
                    let mut judged = Judged::default();
                    lint::other_kind(Place { text, root }, &mut judged.warnings);
                    judged
                }
                Front::Known(kind, root) => {
                    let place = Place { text, root };
                    let twice = twice.within(root.range());
                    let cut_off = front::indented_start(place).is_some();
                    let known_by = if twice.is_empty() && !cut_off { KnownBy::of(place, kind) } else { None };
                    let start = root.range().start();
                    let before =
                        known_by.as_ref().and_then(|it| earlier.iter().find_map(|part| part.known(index, many, it)));
                    if let Some(judged) = before {
                        self.objects.push(Placed { judged: Arc::clone(judged), start, item });
                        continue;
                    }
                    let (mut answer, extracted) = judge::object(place, kind, document, &twice, version, good);
                    let mut warnings = Vec::new();
                    if cut_off {
                        answer.blame(place);
                    } else if let Some(extracted) = &extracted {
                        lint::object(place, &extracted.object, version, &mut warnings);
                    }
                    Judged { known_by, start, answer: Some(answer), warnings, extracted }
                }
            };
            self.objects.push(Placed { start: judged.start, judged: Arc::new(judged), item });
        }
    }

    /// What is known of an object, the `index`th `of` all in the document.
    fn known(&self, index: usize, of: usize, by: &KnownBy) -> Option<&Arc<Judged>> {
        let places = places_before_edit(index, of, self.objects.len());
        let mut there = places.filter_map(|at| self.objects.get(at)).map(|placed| &placed.judged);
        there.find(|judged| judged.known_by.as_ref() == Some(by))
    }

    /// All that was found, with the document as the one of that number at that place.
    pub(super) fn told(&self, index: usize, range: TextRange) -> Told {
        let by = range.start().cast_signed() - self.start.cast_signed();
        let moved = |diagnostics: &[Diagnostic], by: isize| {
            let mut moved = diagnostics.to_vec();
            for diagnostic in &mut moved {
                diagnostic.shift(by);
            }
            moved
        };
        let answered = |answer: &Answer, by: isize| Answer {
            stage: answer.stage,
            errors: moved(&answer.errors, by),
            also: moved(&answer.also, by),
            further: moved(&answer.further, by),
        };
        let mut told = Told {
            objects: self.objects.len().max(usize::from(self.unread.is_some())),
            answers: self.unread.iter().map(|answer| answered(answer, by)).collect(),
            warnings: Vec::new(),
            lookalikes: moved(&self.lookalikes, by),
            surprises: moved(&self.surprises, by),
            decoded: Vec::new(),
        };
        for Placed { judged, start, item } in &self.objects {
            let by = by + (start.cast_signed() - judged.start.cast_signed());
            told.answers.extend(judged.answer.as_ref().map(|answer| answered(answer, by)));
            told.warnings.extend(moved(&judged.warnings, by));
            told.decoded.extend(judged.extracted.as_ref().map(|it| Decoded {
                object: Arc::clone(&it.object),
                filled: Arc::clone(&it.filled),
                document: index,
                range,
                item: item.clone(),
                accepted: it.accepted && self.unread.is_none(),
            }));
        }
        told
    }
}

impl KnownBy {
    fn of(place: Place<'_>, kind: &Kind) -> Option<Self> {
        let node = place.root.identity()?;
        let range = place.root.range();
        let before = place.text.get(..range.start())?.rsplit('\n').next()?;
        let behind = place.text.get(range.end()..)?.split_inclusive('\n').next().unwrap_or("");
        let is_short = before.len() + behind.len() <= MOST_AROUND;
        let around = (before.to_owned(), behind.to_owned());
        is_short.then_some(Self { kind: kind.name, node, length: range.len(), around })
    }
}

/// The keys that stand twice, so that each object finds its own.
struct Twice<'d> {
    /// By where they stand, each with its turn in the server's list.
    keys: Vec<(usize, &'d DuplicateKey)>,
}

impl<'d> Twice<'d> {
    fn of(document: &'d Document) -> Self {
        let mut keys: Vec<_> = document.duplicates.iter().enumerate().collect();
        keys.sort_by_key(|(_, key)| key.range.start());
        Self { keys }
    }

    /// Those within a range, in the server's order.
    fn within(&self, range: TextRange) -> Vec<&'d DuplicateKey> {
        let from = self.keys.partition_point(|(_, key)| key.range.start() < range.start());
        let behind = self.keys.get(from..).unwrap_or(&[]);
        let mut own: Vec<_> = behind.iter().take_while(|(_, key)| key.range.end() <= range.end()).collect();
        own.sort_by_key(|(turn, _)| turn);
        own.into_iter().map(|(_, key)| *key).collect()
    }
}
