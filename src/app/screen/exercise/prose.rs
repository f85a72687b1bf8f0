//! Plain sentences as lines of a pane.
//!
//! Must not know: where the lines are drawn.

use crate::app::scene::{Line, Style};
use crate::text::wrap::wrap;

/// Lays plain text out in one style, every line indented by `indent` cells.
pub(super) fn plain(text: &str, columns: usize, indent: usize, style: impl Into<Style>) -> Vec<Line<'static>> {
    let style = style.into();
    let wrapped = wrap(text, columns.saturating_sub(indent).max(1));
    wrapped.into_iter().map(|range| Line::of(format!("{}{}", " ".repeat(indent), range.of(text)), style)).collect()
}
