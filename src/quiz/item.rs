//! A question as it is asked this time: its words, what can be answered, and the truth.
//!
//! Must not know: how the truth was found, how it is shown.

use crate::lesson::markdown::{self, BlockKind};
use crate::lesson::spec::TrafficRequest;
use crate::lesson::spec::quiz::QuestionKind;

/// A question as it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The id of the question or generator it was made of.
    pub question: String,
    /// The seed it was made with.
    pub seed: u64,
    /// What a learner has to do.
    pub kind: QuestionKind,
    /// The chapter it belongs to.
    pub chapter: String,
    /// The heading of the paragraph that answers it.
    pub heading: String,
    /// The exercise that practises it.
    pub exercise: Option<String>,
    /// The mistakes it is there to catch.
    pub mistakes: Vec<String>,
    /// What is asked, with manifest and world, Markdown.
    pub text: String,
    /// What can be answered.
    pub task: Task,
    /// Why the answer is what it is, Markdown; may be empty where the choices say it.
    pub because: String,
}

/// What can be answered, and what is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Choose from a list.
    Choose {
        /// Whether several may be right.
        several: bool,
        /// The choices in the order they are shown.
        choices: Vec<Choice>,
    },
    /// Write a line.
    Write(Accept),
    /// Put in order.
    Order {
        /// As they are shown.
        items: Vec<String>,
        /// The places of the items in their right order.
        right: Vec<usize>,
    },
    /// Give each on the left its partner.
    Match {
        /// On the left, in order.
        left: Vec<String>,
        /// The partners, each once; some may belong to nobody.
        right: Vec<String>,
        /// For each on the left the place of its partner.
        partners: Vec<usize>,
    },
    /// Mark cells.
    Grid {
        /// What stands before each row.
        rows: Vec<String>,
        /// What stands above each column.
        columns: Vec<String>,
        /// Whether the cell is to be marked, row by row.
        marked: Vec<Vec<bool>>,
        /// Why, cell by cell.
        because: Vec<Vec<String>>,
    },
    /// Point at a line.
    Line {
        /// The manifest.
        text: String,
        /// The lines, from 1, of which any is right; the one to name first.
        right: Vec<usize>,
    },
}

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it says, Markdown.
    pub text: String,
    /// Whether it is right.
    pub right: bool,
    /// The misconception that getting it wrong shows.
    pub mistake: Option<String>,
    /// Why it is right or wrong, Markdown; may be empty.
    pub because: String,
}

/// What is accepted of a written answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accept {
    /// Any of these words.
    Words {
        /// The words, the one to tell first.
        words: Vec<String>,
        /// Whether capital letters matter.
        case: bool,
    },
    /// Any line that mends the manifest.
    Mends(Gap),
}

/// A manifest with a gap, and what must come of it once the gap is filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The manifest; `___` is the gap.
    pub manifest: String,
    /// The world it is applied to.
    pub world: String,
    /// A request that must then be answered.
    pub request: Option<TrafficRequest>,
    /// A line that is known to be right.
    pub reference: String,
}

/// The first line of a question's words, Markdown: what is listed ahead of them asks nothing.
#[must_use]
pub fn head(text: &str) -> &str {
    let mut words = text;
    if text.trim_start().starts_with(['`', '~']) {
        let blocks = markdown::parse(text).blocks;
        let said = blocks.iter().find(|block| !matches!(block.kind, BlockKind::Code(_)));
        words = said.and_then(|block| text.get(block.source.start()..block.source.end())).unwrap_or(text);
    }
    words.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("")
}

/// How a gap is written.
pub const GAP: &str = "___";

impl Gap {
    /// The manifest with `line` in its gap.
    #[must_use]
    pub fn filled(&self, line: &str) -> String {
        self.manifest.replacen(GAP, line, 1)
    }
}

impl Item {
    /// How many of its choices, cells or places there are to get right.
    #[must_use]
    pub fn places(&self) -> usize {
        match &self.task {
            Task::Choose { choices, .. } => choices.len(),
            Task::Write(_) | Task::Line { .. } => 1,
            Task::Order { items, .. } => items.len(),
            Task::Match { left, .. } => left.len(),
            Task::Grid { rows, columns, .. } => rows.len() * columns.len(),
        }
    }
}
