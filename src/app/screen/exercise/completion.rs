//! What may be written at the caret: fields and values of the schema with their Korean sentence, words of the world.
//!
//! The list opens by itself while a key is typed and on demand anywhere. Until the learner chooses in it, Enter stays a
//! line end; Tab takes the first offer.
//!
//! Must not know: keys, how the list is drawn.

use super::context::{Context, Place};
use super::words::Words;
use crate::kube::schema::{self, Field, Presence, Step, Type};
use crate::text::{TextEdit, TextRange};
use std::borrow::Cow;

/// Something that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    /// As the list shows it.
    pub(super) label: String,
    /// What it is, in Korean.
    pub(super) doc: Cow<'static, str>,
    /// What is written.
    insert: String,
}

/// Why the list is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trigger {
    /// A key is being typed.
    Typing,
    /// The learner asked for it.
    Asked,
    /// It was open, or an offer was just taken: what follows it may be offered too.
    Following,
}

/// The list of offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Completion {
    /// What is replaced.
    pub(super) range: TextRange,
    /// The offers, best first; never empty.
    pub(super) offers: Vec<Offer>,
    /// The offer the learner has gone to; none until they do.
    pub(super) chosen: Option<usize>,
    /// Whether it opened by itself while a key was typed.
    pub(super) by_itself: bool,
}

impl Completion {
    /// What is offered at a place of `text`. Where only a key is being typed, its beginning must be there; and but for a
    /// list that was asked for, nothing is offered where the word is complete.
    pub(super) fn at(text: &str, context: &Context, words: &Words, trigger: Trigger) -> Option<Self> {
        let (range, offers) = match &context.place {
            Place::Key { range, siblings, colon } => (*range, keys(context, siblings, *colon, words)),
            Place::Value { range } => (*range, values(text, context, *range, words)),
        };
        let typed = range.of(text);
        let by_itself = trigger == Trigger::Typing;
        let may_open = match context.place {
            Place::Key { .. } => true,
            // Labels and ports of the world are what the learner has to find: they come when asked for.
            Place::Value { .. } => is_choice(context),
        };
        if by_itself && (typed.is_empty() || !may_open) {
            return None;
        }
        let offers = rank(offers, typed, !by_itself);
        let complete = trigger != Trigger::Asked && offers.iter().any(|offer| offer.label == typed);
        (!offers.is_empty() && !complete).then_some(Self { range, offers, chosen: None, by_itself })
    }

    /// Goes up or down in the list, round its ends.
    pub(super) fn step(&mut self, by: isize) {
        let last = self.offers.len().saturating_sub(1);
        self.chosen = Some(match self.chosen {
            None if by < 0 => last,
            None => 0,
            Some(0) if by < 0 => last,
            Some(at) if at == last && by > 0 => 0,
            Some(at) => at.saturating_add_signed(by).min(last),
        });
    }

    /// The edit that writes the chosen offer, or the first.
    pub(super) fn accept(&self) -> Option<TextEdit> {
        let offer = self.offers.get(self.chosen.unwrap_or(0))?;
        Some(TextEdit::replace(self.range, offer.insert.clone()))
    }
}

/// Offers whose label begins with what is typed, letters of either case; then, where the list was asked for, those that
/// contain it.
fn rank(offers: Vec<Offer>, typed: &str, asked: bool) -> Vec<Offer> {
    let typed = typed.to_lowercase();
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for offer in offers {
        let label = offer.label.to_lowercase();
        if label.starts_with(&typed) {
            first.push(offer);
        } else if asked && label.contains(&typed) {
            second.push(offer);
        }
    }
    first.append(&mut second);
    first
}

/// The kind whose fields are offered; a document that names none yet is taken for a Service, which is what this course is
/// about.
fn kind(context: &Context) -> &str {
    if schema::kind(&context.kind).is_some() { &context.kind } else { "Service" }
}

fn keys(context: &Context, siblings: &[String], colon: bool, words: &Words) -> Vec<Offer> {
    let (kind, path) = (kind(context), context.path.as_slice());
    let holder = schema::describe(kind, path);
    if is_label_map(path) && schema::children(kind, path).is_empty() {
        let keys = words.label_keys().filter(|(key, _)| siblings.iter().all(|other| other != key));
        let insert = |key: &str| if colon { key.to_owned() } else { format!("{key}: ") };
        return keys.map(|(key, doc)| Offer { label: key.to_owned(), insert: insert(key), doc: doc.into() }).collect();
    }
    // Straight under a list's key a `-` has to come first.
    let in_list = matches!(holder.map(|field| field.kind), Some(Type::List(_)));
    let dash = if in_list && !matches!(path.last(), Some(Step::Index(_))) { "- " } else { "" };
    let fields = schema::children(kind, path).iter();
    let wanted = fields.filter(|field| {
        !matches!(field.presence, Presence::System | Presence::Deprecated)
            && siblings.iter().all(|other| other != field.name)
    });
    wanted
        .map(|field| Offer {
            label: field.name.to_owned(),
            doc: field.doc.into(),
            insert: if colon {
                field.name.to_owned()
            } else {
                format!("{dash}{}", opened(field, context.column, dash))
            },
        })
        .collect()
}

/// A field's key with what must follow it: a blank, or a deeper line.
fn opened(field: &Field, column: usize, dash: &str) -> String {
    let deeper = " ".repeat(column + dash.len() + 2);
    match field.kind {
        Type::Struct(_) | Type::Map(..) => format!("{}:\n{deeper}", field.name),
        Type::List(_) => format!("{}:\n{deeper}- ", field.name),
        _ => format!("{}: ", field.name),
    }
}

fn values(text: &str, context: &Context, range: TextRange, words: &Words) -> Vec<Offer> {
    let path = context.path.as_slice();
    let after_colon = text.get(..range.start()).is_some_and(|before| before.ends_with(':'));
    let blank = if after_colon { " " } else { "" };
    let offer =
        |label: &str, doc: Cow<'static, str>| Offer { label: label.to_owned(), insert: format!("{blank}{label}"), doc };
    match path {
        [Step::Key(key)] if key == "kind" => {
            schema::KINDS.iter().map(|kind| offer(kind.name, kind.doc.into())).collect()
        }
        [Step::Key(key)] if key == "apiVersion" => {
            let known = schema::kind(&context.kind);
            known.map_or_else(
                || ["v1", "apps/v1"].map(|version| offer(version, "".into())).into(),
                |kind| vec![offer(kind.api_version, format!("{}의 apiVersion", kind.name).into())],
            )
        }
        [parents @ .., Step::Key(key)] if is_label_map(parents) => {
            words.label_values(key).map(|(value, doc)| offer(value, doc.into())).collect()
        }
        [.., Step::Key(key)] if key == "targetPort" => {
            words.ports().map(|(port, doc)| offer(port, doc.into())).collect()
        }
        _ => {
            let Some(field) = schema::describe(kind(context), path) else { return Vec::new() };
            let says = |value| schema::meaning(field.name, value).unwrap_or(field.doc);
            schema::values(field).into_iter().map(|value| offer(value, says(value).into())).collect()
        }
    }
}

/// Whether the value is one of a few that Kubernetes itself knows.
fn is_choice(context: &Context) -> bool {
    let path = context.path.as_slice();
    let is_kind = matches!(path, [Step::Key(key)] if key == "kind" || key == "apiVersion");
    is_kind || schema::describe(kind(context), path).is_some_and(|field| field.values.len() > 1)
}

/// Whether keys of the mapping are labels that pods carry.
fn is_label_map(path: &[Step]) -> bool {
    let keys: Vec<&str> =
        path.iter().filter_map(|step| if let Step::Key(key) = step { Some(key.as_str()) } else { None }).collect();
    // A Deployment's own `spec.selector` is a mapping with `matchLabels`; its children are fields, not labels.
    matches!(keys.as_slice(), ["spec", "selector"] | ["spec", "selector", "matchLabels"])
}

#[cfg(test)]
mod tests {
    use super::super::context::context;
    use super::*;
    use crate::text::{LineIndex, apply_edits};

    fn open(marked: &str, words: &Words, asked: bool) -> Option<(String, Completion)> {
        let caret = marked.find('|').expect("a caret");
        let text = marked.replacen('|', "", 1);
        let context = context(&text, &LineIndex::new(&text), caret)?;
        let trigger = if asked { Trigger::Asked } else { Trigger::Typing };
        let completion = Completion::at(&text, &context, words, trigger)?;
        Some((text, completion))
    }

    fn labels(marked: &str, asked: bool) -> Vec<String> {
        let found = open(marked, &Words::default(), asked);
        found.map(|(_, it)| it.offers.into_iter().map(|offer| offer.label).collect()).unwrap_or_default()
    }

    fn accepted(marked: &str) -> String {
        let (text, completion) = open(marked, &Words::default(), true).expect("offers");
        apply_edits(&text, &[completion.accept().expect("an offer")])
    }

    #[test]
    fn fields_are_offered_while_a_key_is_typed() {
        assert_eq!(labels("kind: Service\nspec:\n  po|", false), ["ports"]);
        assert_eq!(labels("kind: Service\nspec:\n  ports:\n  - nod|", false), ["nodePort"]);
        assert!(labels("kind: Service\nspec:\n  |", false).is_empty(), "not before anything is typed");
        assert!(labels("kind: Service\nspec:\n  type|", false).is_empty(), "nothing to add");
        assert_eq!(labels("kind: Service\nspec:\n  type: N|", false), ["NodePort"]);
        assert!(labels("kind: Service\nspec:\n  type: |", false).is_empty(), "a value not before it is begun");
        assert!(labels("kind: Service\nspec:\n  ports:\n  - port: 8|", false).is_empty(), "nor where it is free");
        assert_eq!(labels("kind: Service\nspec:\n  type: Nod|", true), ["NodePort"]);
        assert_eq!(labels("kind: Se|", true), ["Service"]);
        let taken = labels("kind: Service\nspec:\n  ports: []\n  |", true);
        assert!(!taken.contains(&"ports".to_owned()) && taken.contains(&"selector".to_owned()));
    }

    #[test]
    fn what_is_taken_brings_what_must_follow() {
        assert_eq!(accepted("kind: Service\nspec:\n  sel|"), "kind: Service\nspec:\n  selector:\n    ");
        assert_eq!(accepted("kind: Service\nspec:\n  por|"), "kind: Service\nspec:\n  ports:\n    - ");
        assert_eq!(accepted("spec:\n  ports:\n    target|"), "spec:\n  ports:\n    - targetPort: ");
        assert_eq!(accepted("spec:\n  ports:\n    - target|: 80"), "spec:\n  ports:\n    - targetPort: 80");
        assert_eq!(accepted("kind:|"), "kind: Service");
    }

    #[test]
    fn labels_and_ports_of_the_world_are_offered() {
        let world = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web-1\n  labels: {app: seats, tier: front}\nspec:\n  \
                     containers:\n  - {name: a, image: b, ports: [{name: http, containerPort: 8080}]}\n";
        let words = Words::of(world);
        let offers = |marked| open(marked, &words, true).map(|(_, it)| it.offers).unwrap_or_default();
        let keys = offers("kind: Service\nspec:\n  selector:\n    app: seats\n    |");
        assert_eq!(keys.iter().map(|offer| offer.label.as_str()).collect::<Vec<_>>(), ["tier"]);
        let values = offers("kind: Service\nspec:\n  selector:\n    app: |");
        assert_eq!((values[0].label.as_str(), &*values[0].doc), ("seats", "web-1의 레이블"));
        let ports = offers("kind: Service\nspec:\n  ports:\n  - targetPort: |");
        assert_eq!(ports.iter().map(|offer| offer.label.as_str()).collect::<Vec<_>>(), ["8080", "http"]);
    }
}
