//! The list of what may be written at the caret, as it is seen.
//!
//! Must not know: what is offered, keys.

use super::completion::Completion;
use super::{Desk, paper};
use crate::app::chrome;
use crate::app::scene::{Line, Point, Rect, Role, Scene, Size};
use crate::text::width;

/// Rows of offers seen at once.
const OFFERS: usize = 8;

impl Desk {
    /// The list of offers below the caret's line, or above it where there is no room below.
    pub(super) fn draw_offers<'m>(&'m self, caret: Point, size: Size, scene: &mut Scene<'m>) {
        let Some(completion) = &self.completion else { return };
        let editor = self.layout.editor.unwrap_or_default();
        let area = offers_area(completion, self.sheet().editor.text(), caret, editor, size);
        let keys = if completion.chosen.is_some() { " Enter·Tab 쓰기 " } else { " ↓ 고르기 · Tab 쓰기 " };
        let inside = scene.pane(area, Line::default(), Line::of(keys, Role::Muted), true);
        let (longest, room) = (longest(completion), usize::from(inside.width));
        let rows = completion.offers.iter().enumerate().skip(first_offer(completion)).take(inside.height.into());
        let lines = rows.map(|(index, offer)| {
            let label = width::pad(&width::ellipsis(&offer.label, longest), longest);
            let doc = width::ellipsis(&offer.doc, room.saturating_sub(longest + 3));
            let line = Line::of(format!(" {label}  "), Role::YamlKey).with(doc, Role::Muted);
            if completion.chosen == Some(index) { line.filled(Role::Chosen) } else { line }
        });
        scene.lines(inside, lines.collect());
    }

    /// The offer at a cell.
    pub(super) fn offer_at(&self, at: Point, size: Size) -> Option<usize> {
        let completion = self.completion.as_ref()?;
        let editor = &self.sheet().editor;
        let text = paper::text_area(self.layout.editor?.inner(), editor.index().len());
        let (row, cell) = editor.caret_in_view()?;
        let caret = Point { x: text.x + u16::try_from(cell).ok()?, y: text.y + u16::try_from(row).ok()? };
        let inside = offers_area(completion, editor.text(), caret, self.layout.editor?, size).inner();
        let row = usize::from(at.y.checked_sub(inside.y).filter(|_| inside.has(at))?);
        Some(first_offer(completion) + row).filter(|offer| *offer < completion.offers.len())
    }
}

/// Cells of the longest label, within reason.
fn longest(completion: &Completion) -> usize {
    completion.offers.iter().map(|offer| width::cells(&offer.label)).max().unwrap_or(0).min(32)
}

/// The offer in the first row.
fn first_offer(completion: &Completion) -> usize {
    completion.chosen.map_or(0, |chosen| (chosen + 1).saturating_sub(OFFERS))
}

fn offers_area(completion: &Completion, text: &str, caret: Point, editor: Rect, size: Size) -> Rect {
    let body = chrome::body(size);
    let rows = u16::try_from(completion.offers.len().min(OFFERS)).unwrap_or(8) + 2;
    let columns = u16::try_from(longest(completion) + 48).unwrap_or(60).min(body.width);
    let typed = width::cells(completion.range.of(text));
    let x = caret.x.saturating_sub(u16::try_from(typed + 2).unwrap_or(2)).min(body.right() - columns).max(body.x);
    // What is wrong stands below the editor and stays in sight where it can.
    let (below, above) = (caret.y + 1 + rows <= editor.bottom(), editor.y + rows <= caret.y);
    let below = below || (!above && caret.y + 1 + rows <= body.bottom());
    let y = if below { caret.y + 1 } else { caret.y.saturating_sub(rows).max(body.y) };
    Rect::new(x, y, columns, rows)
}
