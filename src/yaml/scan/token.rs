//! Tokens: what the scanner makes of characters and the grammar consumes.
//!
//! Must not know: how tokens are found, how they are put together.

use crate::yaml::tree::Style;

/// A place in the text of one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::yaml) struct Mark {
    /// Byte offset.
    pub(in crate::yaml) offset: u32,
    /// Lines before it.
    pub(in crate::yaml) line: u32,
}

/// A stretch of text a token speaks of: as it stands in the source, or rewritten (escapes, folded lines).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::yaml) struct Span {
    pub(in crate::yaml) start: u32,
    pub(in crate::yaml) end: u32,
    /// Whether it lies in the scanner's buffer of rewritten text rather than in the source.
    pub(in crate::yaml) rewritten: bool,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub(in crate::yaml) struct Token {
    pub(in crate::yaml) kind: TokenKind,
    pub(in crate::yaml) start: Mark,
    /// Byte offset of its end.
    pub(in crate::yaml) end: u32,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::yaml) enum TokenKind {
    StreamEnd,
    VersionDirective { major: u8, minor: u8 },
    TagDirective { handle: Span, prefix: Span },
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias(Span),
    Anchor(Span),
    Tag { handle: Span, suffix: Span },
    Scalar { text: Span, style: Style },
}

/// An offset, a line or a count in a document, which fits 32 bits: texts are of at most 4 GiB.
pub(in crate::yaml) fn narrow(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
