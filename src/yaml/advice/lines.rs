//! Lines of a document as a learner sees them: indentation, keys, what a line could belong to.
//!
//! It looks at spelling only, because it is asked where the reader has given up.
//!
//! Must not know: faults, advice.

use crate::text::TextRange;

/// One line of a text, without its line break.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'s> {
    pub(super) text: &'s str,
    /// Where it begins.
    pub(super) start: usize,
}

impl<'s> Line<'s> {
    /// The line that `offset` lies in.
    pub(super) fn at(text: &'s str, offset: usize) -> Self {
        let offset = floor(text, offset);
        let start = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let rest = text.get(start..).unwrap_or("");
        let line = rest.split('\n').next().unwrap_or("");
        Self { text: line.strip_suffix('\r').unwrap_or(line), start }
    }

    /// Where it ends, before its line break.
    pub(super) fn end(self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn range(self) -> TextRange {
        TextRange::new(self.start, self.end())
    }

    /// The blanks it begins with, tabs included.
    pub(super) fn indentation(self) -> &'s str {
        let end = self.text.find(|character| character != ' ' && character != '\t').unwrap_or(self.text.len());
        self.text.get(..end).unwrap_or("")
    }

    /// Spaces it begins with.
    pub(super) fn indent(self) -> usize {
        self.text.bytes().take_while(|&byte| byte == b' ').count()
    }

    /// It without indentation, trailing blanks and comment. Other blanks than spaces and tabs are no indentation, and stand in it.
    pub(super) fn content(self) -> &'s str {
        let body = self.text.trim_start_matches([' ', '\t']);
        let body = if body.starts_with('#') { "" } else { body };
        body.split_once(" #").map_or(body, |(before, _)| before).trim_end()
    }

    pub(super) fn is_empty(self) -> bool {
        self.content().is_empty()
    }

    /// Where its content begins.
    pub(super) fn content_start(self) -> usize {
        self.start + self.indentation().len()
    }

    /// The content without the dashes of sequence entries, and its column.
    pub(super) fn after_dashes(self) -> (&'s str, usize) {
        let mut content = self.content();
        let mut column = self.indentation().len();
        while let Some(rest) = content.strip_prefix('-') {
            let trimmed = rest.trim_start();
            if trimmed.len() == rest.len() && !rest.is_empty() {
                break;
            }
            column += 1 + rest.len() - trimmed.len();
            content = trimmed;
        }
        (content, column)
    }

    /// The columns at which it opens something, outermost first: its dashes and its key.
    pub(super) fn columns(self) -> Vec<usize> {
        let mut columns = Vec::new();
        let mut content = self.content();
        let mut column = self.indentation().len();
        while let Some(rest) = content.strip_prefix('-') {
            let trimmed = rest.trim_start();
            if trimmed.len() == rest.len() && !rest.is_empty() {
                break;
            }
            columns.push(column);
            column += 1 + rest.len() - trimmed.len();
            content = trimmed;
        }
        if !content.is_empty() {
            columns.push(column);
        }
        columns
    }

    /// The key it begins with, dashes passed over: what stands before the first `: ` or a `:` at its end.
    pub(super) fn key(self) -> Option<&'s str> {
        let (content, _) = self.after_dashes();
        let end = content.find(": ").or_else(|| content.strip_suffix(':').map(str::len))?;
        let key = content.get(..end)?.trim_end();
        (!key.is_empty()).then_some(key)
    }

    /// What it says, cut short: enough to know it again.
    pub(super) fn excerpt(self) -> String {
        // A line of nothing but a comment is known by that.
        let said = if self.content().is_empty() { self.text } else { self.content() };
        excerpt(said)
    }

    /// Whether its last word is a key whose value must come below.
    pub(super) fn opens(self) -> bool {
        self.content().ends_with(':') || self.after_dashes().0.is_empty()
    }

    /// The line above.
    pub(super) fn previous(self, text: &'s str) -> Option<Self> {
        (self.start > 0).then(|| Self::at(text, self.start - 1))
    }

    /// The line below.
    pub(super) fn next(self, text: &'s str) -> Option<Self> {
        let next = text.get(self.end()..)?.find('\n')? + self.end() + 1;
        (next < text.len()).then(|| Self::at(text, next))
    }

    /// The nearest line above that says something.
    pub(super) fn previous_full(self, text: &'s str) -> Option<Self> {
        let mut line = self.previous(text)?;
        while line.is_empty() {
            line = line.previous(text)?;
        }
        Some(line)
    }
}

/// All lines of a text, from the top.
pub(super) fn all(text: &str) -> impl Iterator<Item = Line<'_>> {
    std::iter::successors(Some(Line::at(text, 0)), |line| line.next(text))
}

/// A dash that a word processor made longer, or an input method wider.
pub(super) fn is_long_dash(dash: char) -> bool {
    matches!(dash, '–' | '—' | '－' | '−')
}

/// Columns in which something could stand below `line`'s predecessors, with the line that shows the column; the innermost first.
pub(super) fn places<'s>(text: &'s str, line: Line<'s>) -> Vec<(usize, Line<'s>)> {
    let mut places: Vec<(usize, Line<'s>)> = Vec::new();
    let mut above = line.previous_full(text);
    if let Some(previous) = above
        && previous.opens()
    {
        let (_, column) = previous.after_dashes();
        places.push((column + 2, previous));
    }
    let mut innermost = usize::MAX;
    let mut looked_at = 0;
    while let Some(candidate) = above {
        for &column in candidate.columns().iter().rev() {
            if column < innermost {
                places.push((column, candidate));
                innermost = column;
            }
        }
        looked_at += 1;
        if innermost == 0 || looked_at > 200 {
            break;
        }
        above = candidate.previous_full(text);
    }
    places
}

/// The most lines that are moved together: of more, hardly all are meant.
const LONGEST_BLOCK: usize = 120;

/// The lines from `line` on that move with it when it is indented otherwise: itself, and what is not further out unless
/// that is very long.
pub(super) fn block<'s>(text: &'s str, line: Line<'s>) -> Vec<Line<'s>> {
    let own = line.indent();
    let mut lines = vec![line];
    let mut next = line.next(text);
    while let Some(below) = next {
        if !below.is_empty() && below.indent() < own {
            break;
        }
        if lines.len() > LONGEST_BLOCK {
            return vec![line];
        }
        lines.push(below);
        next = below.next(text);
    }
    while lines.len() > 1 && lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines
}

/// The beginning of a text, with a mark where something is left out.
pub(super) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 24;
    let text = text.trim();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("").trim_end()),
        None => text.to_owned(),
    }
}

/// The nearest character boundary at or before `offset`.
pub(in crate::yaml) fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
