//! Marks → spans: how strong, code, links and terms look, before any colour.
//!
//! Must not know: rows, widths.

use std::borrow::Cow;

use crate::app::scene::{Role, Span, Style};
use crate::lesson::markdown::{Mark, MarkKind, Prose, Target};
use crate::text::TextRange;

/// Prose as it is shown: the address of a link to the world outside stands behind its words, since a terminal's reader
/// cannot see it otherwise.
pub(super) fn dress(prose: &Prose) -> Cow<'_, Prose> {
    let outside = |mark: &Mark| match &mark.kind {
        MarkKind::Link(Target::Url(address)) => {
            let words = mark.range.of(&prose.text);
            // Words that are the address but for how it is fetched tell it already.
            let bare = address.split_once("://").map_or(address.as_str(), |(_, bare)| bare).trim_end_matches('/');
            (!address.is_empty() && !words.contains(bare)).then(|| (mark.range.end(), address.clone()))
        }
        _ => None,
    };
    let addresses: Vec<(usize, String)> = prose.marks.iter().filter_map(outside).collect();
    if addresses.is_empty() {
        return Cow::Borrowed(prose);
    }
    let mut dressed = prose.clone();
    for (at, address) in addresses.into_iter().rev() {
        let insert = format!(" ({address})");
        if dressed.text.is_char_boundary(at) {
            dressed.text.insert_str(at, &insert);
            for mark in &mut dressed.marks {
                let moved = |place: usize| if place > at { place + insert.len() } else { place };
                let start = mark.range.start();
                let start = if start >= at && !mark.range.is_empty() { start + insert.len() } else { start };
                mark.range = TextRange::new(start, moved(mark.range.end()));
            }
        }
    }
    Cow::Owned(dressed)
}

/// The spans of the bytes `range` of a prose.
pub(super) fn spans(prose: &Prose, range: TextRange, base: Style) -> Vec<Span<'static>> {
    let near: Vec<&Mark> = prose
        .marks
        .iter()
        .filter(|mark| mark.range.start() < range.end() && range.start() < mark.range.end())
        .collect();
    let mut edges = vec![range.start(), range.end()];
    for mark in &near {
        edges.extend(
            [mark.range.start(), mark.range.end()].into_iter().filter(|e| range.start() < *e && *e < range.end()),
        );
    }
    edges.sort_unstable();
    edges.dedup();
    let mut spans = Vec::with_capacity(edges.len());
    for pair in edges.windows(2) {
        let &[from, to] = pair else { continue };
        let piece = TextRange::new(from, to);
        let style =
            near.iter().filter(|mark| mark.range.contains(piece)).fold(base, |style, mark| with(style, &mark.kind));
        spans.push(Span::new(piece.of(&prose.text).to_owned(), style));
    }
    spans
}

fn with(style: Style, kind: &MarkKind) -> Style {
    match kind {
        MarkKind::Strong => style.bold(),
        MarkKind::Emphasis => Style { italic: true, ..style },
        MarkKind::Strikethrough => Style { strike: true, ..style },
        MarkKind::Code => Style { role: Role::Code, ..style },
        MarkKind::Link(Target::Term(_)) => Style { role: Role::Term, ..style }.underlined(Role::Term),
        MarkKind::Link(_) | MarkKind::Image => Style { role: Role::Link, ..style }.underlined(Role::Link),
        MarkKind::FootnoteReference(_) => Style { role: Role::Accent, ..style },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::markdown::parse;

    #[test]
    fn addresses_stand_behind_their_words_and_marks_stay_on_theirs() {
        let document = parse("[책](https://a.b)과 **굵은** [https://c.d](https://c.d) [c.d/e](https://c.d/e/)");
        let Some(prose) = document.all_prose().next() else { panic!("no prose") };
        let dressed = dress(prose);
        assert_eq!(dressed.text, "책 (https://a.b)과 굵은 https://c.d c.d/e");
        let strong = dressed.marks.iter().find(|mark| mark.kind == MarkKind::Strong);
        assert_eq!(strong.map(|mark| mark.range.of(&dressed.text)), Some("굵은"));
        let shown: String = spans(&dressed, TextRange::new(0, dressed.text.len()), Style::default())
            .into_iter()
            .filter(|span| span.style.bold)
            .map(|span| span.text)
            .collect();
        assert_eq!(shown, "굵은");
    }
}
