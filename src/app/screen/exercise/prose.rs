//! Sentences as lines of a pane.
//!
//! Must not know: where the lines are drawn.

use crate::app::scene::{Line, Role, Span, Style};
use crate::text::width;
use crate::text::wrap::wrap;

/// Lays plain text out in one style, every line indented by `indent` cells.
pub(super) fn plain(text: &str, columns: usize, indent: usize, style: impl Into<Style>) -> Vec<Line<'static>> {
    let style = style.into();
    let wrapped = wrap(text, columns.saturating_sub(indent).max(1));
    wrapped.into_iter().map(|range| Line::of(format!("{}{}", " ".repeat(indent), range.of(text)), style)).collect()
}

/// Stands for a blank within code while lines are broken: nothing breaks there.
const HELD: char = '\u{a0}';

/// Lays text with `code` in it out: the code in its own colour, without its marks, and whole where it fits a line.
pub(super) fn marked(text: &str, columns: usize, indent: usize, style: impl Into<Style>) -> Vec<Line<'static>> {
    let style = style.into();
    let columns = columns.saturating_sub(indent).max(1);
    if text.matches('`').count() < 2 {
        return plain(text, columns + indent, indent, style);
    }
    let (shown, codes) = unmarked(text, columns);
    let line = |range: crate::text::TextRange| {
        let mut line = Line::of(" ".repeat(indent), style);
        let mut at = range.start();
        for &(start, end) in codes.iter().filter(|(start, end)| *start < range.end() && range.start() < *end) {
            let (start, end) = (start.max(range.start()), end.min(range.end()));
            line.push(shown.get(at..start).unwrap_or("").to_owned(), style);
            line.push(shown.get(start..end).unwrap_or("").replace(HELD, " "), Role::Code);
            at = end;
        }
        line.push(shown.get(at..range.end()).unwrap_or("").to_owned(), style);
        line.spans.retain(|span| !span.text.is_empty());
        line
    };
    wrap(&shown, columns).into_iter().map(line).collect()
}

/// The text on one line of at most `columns` cells, its code in its own colour.
pub(super) fn one_line(text: &str, columns: usize, style: impl Into<Style>) -> Vec<Span<'static>> {
    let style = style.into();
    let (shown, codes) = unmarked(&text.replace('\n', " "), 0);
    let cut = width::ellipsis(&shown, columns);
    let kept =
        if cut.len() < shown.len() || cut.ends_with('…') { cut.trim_end_matches('…').len() } else { cut.len() };
    let mut spans = Vec::new();
    let mut at = 0;
    for (start, end) in codes.into_iter().map(|(start, end)| (start.min(kept), end.min(kept))) {
        spans.push(Span::new(cut.get(at..start).unwrap_or("").to_owned(), style));
        spans.push(Span::new(cut.get(start..end).unwrap_or("").to_owned(), Role::Code));
        at = end;
    }
    spans.push(Span::new(cut.get(at..).unwrap_or("").to_owned(), style));
    spans.retain(|span| !span.text.is_empty());
    spans
}

/// The text without the marks of its code, blanks held in code of at most `columns` cells; and where the code is. A mark
/// without its second is a letter like any other.
fn unmarked(text: &str, columns: usize) -> (String, Vec<(usize, usize)>) {
    let (mut shown, mut codes, mut rest) = (String::with_capacity(text.len()), Vec::new(), text);
    while let Some((before, (code, after))) =
        rest.split_once('`').and_then(|(before, after)| Some((before, after.split_once('`')?)))
    {
        shown.push_str(before);
        let start = shown.len();
        if width::cells(code) <= columns {
            shown.extend(code.chars().map(|c| if c == ' ' { HELD } else { c }));
        } else {
            shown.push_str(code);
        }
        codes.push((start, shown.len()));
        rest = after;
    }
    shown.push_str(rest);
    (shown, codes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn code_stands_in_its_own_colour_and_is_not_broken() {
        let lines = marked("여기에 `app: web`을 적으십시오.", 14, 2, Role::Text);
        let texts: Vec<String> = lines.iter().map(Line::text).collect();
        assert_eq!(texts, ["  여기에", "  app: web을", "  적으십시오."]);
        let code = lines.iter().flat_map(|line| &line.spans).find(|span| span.style.role == Role::Code);
        assert_eq!(code.map(|span| &*span.text), Some("app: web"));
    }

    proptest! {
        #[test]
        fn nothing_but_marks_and_blanks_is_lost(text in "[a가`: .]{0,40}", columns in 2usize..20) {
            let letters = |text: &str| text.chars().filter(|c| !" `".contains(*c)).collect::<String>();
            let lines = marked(&text, columns, 0, Role::Text);
            prop_assert_eq!(lines.iter().map(|line| letters(&line.text())).collect::<String>(), letters(&text));
            prop_assert!(lines.iter().all(|line| line.cells() <= columns));
            let spans = one_line(&text, columns, Role::Text);
            prop_assert!(spans.iter().map(|span| width::cells(&span.text)).sum::<usize>() <= columns);
        }
    }
}
