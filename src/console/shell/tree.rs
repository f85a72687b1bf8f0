//! What was typed, as a tree.
//!
//! Must not know: how it is read or run.

use crate::text::TextRange;

/// Commands one after another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// The commands.
    pub statements: Vec<Statement>,
}

/// Pipelines joined by `&&` and `||`, up to `;`, `&` or the end of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The first pipeline.
    pub first: Pipeline,
    /// Those that follow, each with what decides whether it runs.
    pub rest: Vec<(Joint, Pipeline)>,
    /// Where it stands in the text, here-documents included.
    pub range: TextRange,
}

/// What joins two pipelines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// `&&`: the next runs after success.
    And,
    /// `||`: the next runs after failure.
    Or,
}

/// Commands joined by `|`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pipeline {
    /// Whether `!` turns its status round.
    pub negated: bool,
    /// The commands, at least one.
    pub commands: Vec<Command>,
}

/// A command with where its streams go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// What it is.
    pub kind: Kind,
    /// Its redirections, in order.
    pub redirects: Vec<Redirect>,
}

/// What a command is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A program and its arguments.
    Simple {
        /// `NAME=value` before the program.
        assignments: Vec<(String, Word)>,
        /// The program and its arguments; none where variables are only set.
        words: Vec<Word>,
    },
    /// `for NAME in WORDS; do …; done`.
    For {
        /// The variable.
        variable: String,
        /// Its values; `None` without `in`: the script's arguments.
        words: Option<Vec<Word>>,
        /// What is done for each.
        body: Script,
    },
    /// `for ((init; condition; step)); do …; done`.
    Count {
        /// The three expressions.
        parts: [Word; 3],
        /// What is done each time.
        body: Script,
    },
    /// `while …; do …; done` and `until …; do …; done`.
    While {
        /// Whether it goes on while the condition fails.
        until: bool,
        /// The condition.
        condition: Script,
        /// What is done each time.
        body: Script,
    },
    /// `if …; then …; elif …; else …; fi`.
    If {
        /// Conditions and what follows from each.
        branches: Vec<(Script, Script)>,
        /// What is done where none holds.
        otherwise: Option<Script>,
    },
    /// `case … in PATTERN) …;; esac`.
    Case {
        /// What is compared.
        word: Word,
        /// Patterns and what follows from each.
        branches: Vec<(Vec<Word>, Script)>,
    },
    /// `{ …; }`.
    Group(Script),
    /// `( … )`.
    Subshell(Script),
    /// `(( … ))`.
    Arithmetic(Word),
    /// `NAME() { …; }`.
    Function {
        /// Its name.
        name: String,
        /// What it does.
        body: Script,
    },
}

/// Where a stream goes or comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// 0, 1 or 2.
    pub stream: u8,
    /// Where to.
    pub to: Way,
}

/// The other end of a redirection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// `< FILE`.
    Read(Word),
    /// `> FILE`.
    Write(Word),
    /// `>> FILE`.
    Append(Word),
    /// `>&N`.
    Copy(u8),
    /// `&> FILE`: both output streams.
    Both(Word),
    /// A here-document or a here-string: the text itself.
    Text(Word),
}

/// A word, before anything in it is expanded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Its pieces, in order; none for an empty word such as a here-document without lines.
    pub parts: Vec<Part>,
}

/// A piece of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text as it stands.
    Text {
        /// The text.
        text: String,
        /// Whether it was quoted, so that nothing in it is special.
        quoted: bool,
    },
    /// `$NAME`, `${NAME}` and what can be done to it.
    Parameter {
        /// The variable, an argument's number, or one of `?#@*$!-`.
        name: String,
        /// What is done to its value.
        change: Change,
        /// Whether it stands in double quotes, so that its value stays one word.
        quoted: bool,
    },
    /// `$(…)`: what a script prints.
    Output {
        /// The script.
        script: Script,
        /// Whether it stands in double quotes.
        quoted: bool,
    },
    /// `$((…))`.
    Arithmetic(Word),
    /// `<(…)`: the name of a file that holds what a script prints.
    File(Script),
}

/// What is done to a variable's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    None,
    /// `${#NAME}`: its length.
    Length,
    /// `:-`, `-`, `:=`, `=`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/`, `//`, and the word after it.
    By(&'static str, Word),
}

impl Word {
    /// The text of a word in which nothing is quoted or expanded: what can be a keyword.
    #[must_use]
    pub fn plain(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Text { text, quoted: false }] => Some(text),
            _ => None,
        }
    }

    /// A word of quoted text.
    #[must_use]
    pub fn of(text: impl Into<String>) -> Self {
        Self { parts: vec![Part::Text { text: text.into(), quoted: true }] }
    }
}
