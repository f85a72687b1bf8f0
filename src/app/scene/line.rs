//! Lines of text as they are shown: spans with a role, which says what they are and never how they look.
//!
//! Must not know: where a line stands, colours.

use std::borrow::Cow;

use crate::text::width;

/// What a piece of text is, for the theme to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Ordinary text.
    #[default]
    Text,
    /// Less important, still readable.
    Muted,
    /// A heading.
    Heading,
    /// What the eye should find first.
    Accent,
    /// A key to press.
    Key,
    /// Passed, arrives.
    Good,
    /// Refused, dies.
    Bad,
    /// Accepted but doubtful.
    Warn,
    /// Worth knowing.
    Info,
    /// Code within prose.
    Code,
    /// A link.
    Link,
    /// A glossary term.
    Term,
    /// YAML: a key.
    YamlKey,
    /// YAML: a string.
    YamlString,
    /// YAML: a number.
    YamlNumber,
    /// YAML: true, false, null.
    YamlConstant,
    /// A comment.
    Comment,
    /// Punctuation, separators.
    Punctuation,
    /// A border.
    Border,
    /// The border of the pane that has the focus.
    Focus,
    /// A pane's title.
    Title,
    /// The top and bottom bars.
    Bar,
    /// The chosen row of a list.
    Chosen,
}

/// How a piece of text looks: its role, and marks on top of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "marks of a terminal cell, each on or off")]
pub struct Style {
    /// What it is.
    pub role: Role,
    /// What it lies on, where that differs from the pane.
    pub on: Option<Role>,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Struck through.
    pub strike: bool,
    /// Underlined, in the colour of a role.
    pub underline: Option<Role>,
    /// Inside the selection.
    pub selected: bool,
    /// A search hit.
    pub hit: bool,
}

impl From<Role> for Style {
    fn from(role: Role) -> Self {
        Self { role, ..Self::default() }
    }
}

impl Style {
    /// The same in bold.
    #[must_use]
    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// The same, underlined in the colour of `role`.
    #[must_use]
    pub const fn underlined(self, role: Role) -> Self {
        Self { underline: Some(role), ..self }
    }

    /// The same on a background of `role`.
    #[must_use]
    pub const fn on(self, role: Role) -> Self {
        Self { on: Some(role), ..self }
    }
}

/// A piece of text of one style. It may hold anything; what draws it shows control characters as pictures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span<'m> {
    /// The text; no line end.
    pub text: Cow<'m, str>,
    /// How it looks.
    pub style: Style,
}

impl<'m> Span<'m> {
    /// A piece of text.
    pub fn new(text: impl Into<Cow<'m, str>>, style: impl Into<Style>) -> Self {
        Self { text: text.into(), style: style.into() }
    }
}

/// One line of the screen: spans one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Line<'m> {
    /// The spans.
    pub spans: Vec<Span<'m>>,
    /// A background for the whole row, where it has one.
    pub fill: Option<Role>,
}

impl<'m> Line<'m> {
    /// A line of one span.
    pub fn of(text: impl Into<Cow<'m, str>>, style: impl Into<Style>) -> Self {
        Self { spans: vec![Span::new(text, style)], fill: None }
    }

    /// Adds a span.
    #[must_use]
    pub fn with(mut self, text: impl Into<Cow<'m, str>>, style: impl Into<Style>) -> Self {
        self.push(text, style);
        self
    }

    /// Adds a span in place.
    pub fn push(&mut self, text: impl Into<Cow<'m, str>>, style: impl Into<Style>) {
        self.spans.push(Span::new(text, style));
    }

    /// Gives the whole row a background.
    #[must_use]
    pub fn filled(mut self, role: Role) -> Self {
        self.fill = Some(role);
        self
    }

    /// Cells it takes.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.spans.iter().map(|span| width::cells(&span.text)).sum()
    }

    /// Its text without styles.
    #[must_use]
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| &*span.text).collect()
    }
}
