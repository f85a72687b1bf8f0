//! `quiz.yaml`: the questions of a chapter as they are written.
//!
//! A question states what is asked. Where it has a manifest or a world, `ask` says what decides, and each choice what it
//! claims (`is`): which of them is right is computed and never typed. A question of words alone marks its right choice.
//!
//! Must not know: how a truth is computed, how a question is asked.

use serde::Deserialize;

use super::TrafficRequest;

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuizSpec {
    /// Written questions.
    #[serde(default)]
    pub questions: Vec<QuestionSpec>,
    /// Questions that are made anew from a seed.
    #[serde(default)]
    pub generators: Vec<GeneratorSpec>,
}

/// What a learner has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionKind {
    /// Choose the one right choice.
    One,
    /// Choose every right choice.
    Several,
    /// Write a word or a number.
    Fill,
    /// Put items in order.
    Order,
    /// Give each thing on the left its partner.
    Match,
    /// Mark the pods that a Service chooses.
    Selects,
    /// Mark in a grid who can reach what.
    Reach,
    /// Point at the line that is wrong.
    FaultyLine,
    /// Choose what a command prints.
    Output,
    /// Write the one line that is missing from a manifest.
    MissingField,
}

impl QuestionKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::One,
        Self::Several,
        Self::Fill,
        Self::Order,
        Self::Match,
        Self::Selects,
        Self::Reach,
        Self::FaultyLine,
        Self::Output,
        Self::MissingField,
    ];

    /// As it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Several => "several",
            Self::Fill => "fill",
            Self::Order => "order",
            Self::Match => "match",
            Self::Selects => "selects",
            Self::Reach => "reach",
            Self::FaultyLine => "faulty-line",
            Self::Output => "output",
            Self::MissingField => "missing-field",
        }
    }
}

/// A written question.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct QuestionSpec {
    /// Unique in the course, and kept whatever becomes of the words: reviews are remembered by it.
    pub id: String,
    /// What a learner has to do.
    pub kind: QuestionKind,
    /// What is asked, Markdown.
    pub text: String,
    /// The heading of the chapter's paragraph that answers it.
    pub heading: String,
    /// The exercise that practises it.
    #[serde(default)]
    pub exercise: Option<String>,
    /// The mistakes it is there to catch.
    pub mistakes: Vec<String>,
    /// Why the answer is what it is, Markdown; shown after any answer.
    #[serde(default)]
    pub because: Option<String>,
    /// The world, as `world.yaml` is written.
    #[serde(default)]
    pub world: Option<String>,
    /// Or its file, relative to the chapter's folder.
    #[serde(default)]
    pub world_file: Option<String>,
    /// What of the world is told: `pods`, `services`, `nodes`. The pods where it is absent and the kind needs them.
    #[serde(default)]
    pub show: Option<Vec<Shown>>,
    /// The manifest that is shown and applied; `___` is a gap in it.
    #[serde(default)]
    pub manifest: Option<String>,
    /// What decides.
    #[serde(default)]
    pub ask: Ask,
    /// What may be chosen (`one`, `several`, `output`).
    #[serde(default)]
    pub choices: Vec<QuestionChoice>,
    /// Right answers (`fill`, `missing-field`), or the number of the line (`faulty-line`).
    #[serde(default)]
    pub answer: Vec<String>,
    /// Whether capital letters matter in `fill`.
    #[serde(default)]
    pub case: bool,
    /// What is put in order, in its right order unless `ask.way` decides.
    #[serde(default)]
    pub items: Vec<ItemSpec>,
    /// What is matched.
    #[serde(default)]
    pub pairs: Vec<PairSpec>,
    /// Partners that belong to nothing on the left.
    #[serde(default)]
    pub extra: Vec<String>,
    /// The Service of `selects`.
    #[serde(default)]
    pub service: Option<String>,
    /// The askers of `reach`, as [`super::RequestCheck::from`].
    #[serde(default)]
    pub from: Vec<String>,
    /// Whom they ask, as [`super::RequestCheck::to`].
    #[serde(default)]
    pub to: Vec<String>,
}

/// A part of the world that is told beside a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// The pods: labels, where they listen, whether they are ready.
    Pods,
    /// The Services: type, ports, selector.
    Services,
    /// The nodes and their addresses.
    Nodes,
}

/// What decides a question; at most one of `request`, `verdict`, `value`, `endpoints`, `command`, `way`, `fills`, `reaches`
/// (`fills` may have a `request` besides).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Ask {
    /// What becomes of a request: `answered`, `refused`, `timeout`, `unresolved`, `pending`, or the pods that answer
    /// (`web-1,web-2`).
    #[serde(default)]
    pub request: Option<TrafficRequest>,
    /// What the server says: `accept`, or the code of the mistake; with a world also what only that shows.
    #[serde(default)]
    pub verdict: bool,
    /// A field after defaulting: its value, or `absent`.
    #[serde(default)]
    pub value: Option<ValueSpec>,
    /// How many ready endpoints a Service has, or which pods (`web-1,web-2`; `none`).
    #[serde(default)]
    pub endpoints: Option<String>,
    /// What a command prints, by the console: a choice claims one of the lines, in which `*` stands for anything and blanks are one
    /// blank. Several commands are separated by `;`, of which the last counts; the manifest is the file `service.yaml`.
    #[serde(default)]
    pub command: Option<String>,
    /// The order of places on the way of a request.
    #[serde(default)]
    pub way: Option<TrafficRequest>,
    /// Whether the server takes the manifest with the choice in its gap (and the request then arrives).
    #[serde(default)]
    pub fills: bool,
    /// Whether the request that a choice names, `FROM -> TO`, arrives.
    #[serde(default)]
    pub reaches: bool,
}

/// `value: {object, path}`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueSpec {
    /// `KIND/NAME`.
    pub object: String,
    /// `spec.ports[0].targetPort`.
    pub path: String,
}

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionChoice {
    /// The choice, Markdown; absent where `is` says it.
    #[serde(default)]
    pub text: String,
    /// What it claims, where `ask` decides.
    #[serde(default)]
    pub is: Option<String>,
    /// Whether it is right; typed only where nothing decides.
    #[serde(default)]
    pub right: Option<bool>,
    /// The misconception that taking it shows.
    #[serde(default)]
    pub mistake: Option<String>,
    /// Why it is right or wrong.
    #[serde(default)]
    pub because: String,
}

/// An item of `order`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemSpec {
    /// What it says.
    pub text: String,
    /// Where on the way it is: `client`, `dns`, `balancer`, `node`, `proxy`, `service`, `endpoint`, `pod`.
    #[serde(default)]
    pub is: Option<String>,
}

/// A pair of `match`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairSpec {
    /// What stands on the left.
    pub left: String,
    /// Its partner.
    #[serde(default)]
    pub right: Option<String>,
    /// Or the field of the manifest whose value is its partner: `service/web spec.ports[0].nodePort`.
    #[serde(default)]
    pub is: Option<String>,
}

/// A question that is made anew from a seed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeneratorSpec {
    /// Unique in the course.
    pub id: String,
    /// Which of kijabi's generators makes it.
    pub generator: String,
    /// The heading of the chapter's paragraph that answers it.
    pub heading: String,
    /// The exercise that practises it.
    #[serde(default)]
    pub exercise: Option<String>,
}
