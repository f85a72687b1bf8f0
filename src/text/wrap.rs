//! Breaking Korean prose into lines: at blanks, never inside an 어절 that fits a line, never losing a character.
//!
//! Must not know: Markdown, colours.
