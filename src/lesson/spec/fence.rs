//! The fences of a chapter that are more than text: a question before its answer, a diagram of traffic.
//!
//! Must not know: Markdown, how a diagram is drawn.

use super::{Expect, tcp};
use serde::Deserialize;

/// A ```` ```predict ```` fence: a question before the text that answers it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predict {
    /// What is asked.
    pub question: String,
    /// What may be answered.
    pub choices: Vec<Choice>,
    /// Text shown after any answer.
    #[serde(default)]
    pub answer: Option<String>,
}

/// A choice of a [`Predict`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The choice.
    pub text: String,
    /// Whether it is the right one.
    #[serde(default)]
    pub right: bool,
    /// The misconception it catches.
    #[serde(default)]
    pub mistake: Option<String>,
    /// Why it is right or wrong.
    pub because: String,
}

/// A ```` ```traffic ```` fence: a diagram that is the simulated cluster itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Traffic {
    /// A world file, relative to the chapter's folder.
    #[serde(default)]
    pub world: Option<String>,
    /// Or an exercise: its world with its solution applied.
    #[serde(default)]
    pub exercise: Option<String>,
    /// Manifests applied on top, relative to the chapter's folder.
    #[serde(default)]
    pub apply: Vec<String>,
    /// The request that is shown.
    pub request: TrafficRequest,
    /// What must become of it, as in [`super::RequestCheck::expect`]: what the caption says cannot be proved, this is.
    #[serde(default)]
    pub expect: Option<Expect>,
    /// What is to be seen.
    pub caption: String,
}

/// The request of a [`Traffic`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrafficRequest {
    /// As [`super::RequestCheck::from`].
    pub from: String,
    /// As [`super::RequestCheck::to`].
    pub to: String,
    /// `TCP` where absent.
    #[serde(default = "tcp")]
    pub protocol: String,
}
