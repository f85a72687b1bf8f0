//! A fault as the reader meets it: the words and the line kubectl prints, and the places that led there.
//!
//! Must not know: what to advise; that is [`super::advice`].

use super::scan::token::Mark;

/// Which part of the reader stopped, which decides how its line is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// Characters that make no token.
    Scanner,
    /// A token that may not stand there.
    Parser,
    /// What is well formed and has no meaning (an unknown anchor); it is told without a line.
    Meaning,
}

/// Why a document is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault(Box<Details>);

/// The contents of a [`Fault`], which is kept small because every step of the reader may return one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Details {
    pub(super) origin: Origin,
    /// The reader's words.
    pub(super) problem: String,
    /// Where it stopped.
    pub(super) at: Mark,
    /// Where the thing began in which it stopped.
    pub(super) context: Mark,
}

impl Fault {
    pub(super) fn scanner(problem: &'static str, at: Mark, context: Mark) -> Self {
        Self(Box::new(Details { origin: Origin::Scanner, problem: problem.to_owned(), at, context }))
    }

    pub(super) fn parser(problem: &'static str, at: Mark, context: Mark) -> Self {
        Self(Box::new(Details { origin: Origin::Parser, problem: problem.to_owned(), at, context }))
    }

    pub(super) fn meaning(problem: String, at: Mark) -> Self {
        Self(Box::new(Details { origin: Origin::Meaning, problem, at, context: at }))
    }

    /// What kubectl prints. go-yaml counts lines from 0 and adds one only for its scanner's faults; a fault on the
    /// first line is told by its context's line, or by none.
    pub(super) fn message(&self) -> String {
        let line = match (self.origin, self.at.line, self.context.line) {
            (Origin::Meaning, _, _) | (_, 0, 0) => 0,
            (_, 0, context) => context,
            (Origin::Scanner, line, _) => line + 1,
            (Origin::Parser, line, _) => line,
        };
        if line == 0 {
            format!("error converting YAML to JSON: yaml: {}", self.problem)
        } else {
            format!("error converting YAML to JSON: yaml: line {line}: {}", self.problem)
        }
    }
}

impl std::ops::Deref for Fault {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}
