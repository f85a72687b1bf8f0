//! A [`Map`] in cells: cards in columns, the way of the request drawn heavy as far as it has come.
//!
//! Everything is said by shape and words; colour only repeats it.
//!
//! Must not know: the cluster, how a request is decided.

use super::grid::Grid;
use super::map::{Card, Column, Link, Map, Spot, Tone};
use crate::app::scene::{Line, Role, Style};
use crate::text::width;

/// Cells between two columns (at least the bus, a line, the arrow) and beside the text in a card, from airy to tight.
const SPACINGS: [Spacing; 4] = [
    Spacing { gutter: 5, padding: 1 },
    Spacing { gutter: 4, padding: 1 },
    Spacing { gutter: 3, padding: 1 },
    Spacing { gutter: 3, padding: 0 },
];
/// The longest text of a card where there is room, and the shortest it is cut to where there is none.
const TEXT: std::ops::RangeInclusive<usize> = 9..=40;
/// Cells of a heading that stand over a card's frame and the gutter, and need no text below them.
const BESIDE: usize = 4;
/// Room for the mark of death right of the last column.
const MARGIN: usize = 3;

/// The picture after `step` hops have been taken (0: only the first), in at most `columns` cells; `None` where it does not fit.
pub(super) fn draw(map: &Map, step: usize, columns: usize) -> Option<Vec<Line<'static>>> {
    let layout = Layout::of(map, columns)?;
    let mut grid = Grid::new(columns, layout.high);
    let step = step.min(map.route.len().saturating_sub(1));
    let taken = map.route.get(..=step).unwrap_or(&[]);
    let over = step + 1 >= map.route.len();
    let here = taken.last();
    for (column, place) in map.columns.iter().zip(&layout.columns) {
        let heading = width::ellipsis(column.heading, place.wide + layout.spacing.gutter - 1);
        grid.put(place.x, 0, &heading, Role::Muted.into());
    }
    let on_way = |link: &&Link| passed(taken, link);
    for link in map.links.iter().filter(|link| !on_way(link)).chain(map.links.iter().filter(on_way)) {
        layout.link(link, passed(taken, link), &mut grid);
    }
    for (column, place) in map.columns.iter().zip(&layout.columns) {
        for (card, &y) in column.cards.iter().zip(&place.tops) {
            let stands = here.is_some_and(|here| owns(card, here));
            let was = taken.iter().any(|spot| owns(card, spot));
            draw_card(
                card,
                (place.x, y),
                place.wide,
                Look { stands, was, dies: map.dies && over && stands, here, spacing: layout.spacing },
                &mut grid,
            );
        }
    }
    if let Some(here) = here.filter(|_| map.dies && over && !matches!(here, Some(Spot::Pod(_)))) {
        layout.death(here, &mut grid);
    }
    Some(grid.lines())
}

/// Whether the request has gone by a link.
fn passed(taken: &[Spot], link: &Link) -> bool {
    let mut way = taken.iter().filter(|spot| **spot != Spot::Dns);
    let mut before = way.next();
    for spot in way {
        if before == Some(&link.from) && *spot == link.to {
            return true;
        }
        before = Some(spot);
    }
    false
}

fn owns(card: &Card, spot: &Spot) -> bool {
    card.spot.as_ref() == Some(spot) || card.rows.iter().any(|row| row.spot.as_ref() == Some(spot))
}

/// How a card looks at this step.
#[derive(Clone, Copy)]
struct Look<'m> {
    /// The request is at it.
    stands: bool,
    /// The request has been at it.
    was: bool,
    /// The request ends here unanswered.
    dies: bool,
    /// Where the request is.
    here: Option<&'m Spot>,
    spacing: Spacing,
}

fn draw_card(card: &Card, (x, y): (usize, usize), wide: usize, look: Look<'_>, grid: &mut Grid) {
    let role = match (look.dies, look.stands) {
        (true, _) => Role::Bad,
        (false, true) => Role::Focus,
        (false, false) => Role::Border,
    };
    let border = if look.stands { Style::from(role).bold() } else { role.into() };
    let title = if look.was { Style::from(Role::Text).bold() } else { Role::Muted.into() };
    grid.border((x, y), (wide, card.rows.len() + 2), &card.title, (border, title));
    for (index, row) in card.rows.iter().enumerate() {
        let stands = row.spot.is_some() && row.spot.as_ref() == look.here;
        let role = match row.tone {
            Tone::Good => Role::Good,
            Tone::Bad => Role::Bad,
            Tone::Muted => Role::Muted,
            Tone::Plain if stands => Role::Accent,
            Tone::Plain => Role::Text,
        };
        let style = if stands { Style::from(role).bold() } else { role.into() };
        let room = wide - look.spacing.frame();
        let text = width::pad(&fitted(&row.text, room), room);
        grid.put(x + 1 + look.spacing.padding, y + 1 + index, &text, style);
    }
}

/// A row's text in at most `room` cells. A port or a count is what a row is there for: blanks go first, then the end of the words before
/// it.
fn fitted(text: &str, room: usize) -> String {
    if width::cells(text) <= room {
        return text.to_owned();
    }
    let tight = text.replace(" -> ", "->");
    if width::cells(&tight) <= room {
        return tight;
    }
    let kept = port_at(&tight).or_else(|| count_at(&tight)).map(|at| tight.split_at(at));
    let Some((name, kept)) = kept else { return width::ellipsis(&tight, room) };
    // What is said behind a port goes before the port does.
    let end = kept.trim_start().find(' ').map_or(kept.len(), |at| at + kept.len() - kept.trim_start().len());
    let bare = kept.get(..end).unwrap_or(kept);
    match [kept, bare].into_iter().find(|kept| width::cells(kept) + 2 < room) {
        Some(kept) => format!("{}{kept}", width::ellipsis(name, room - width::cells(kept))),
        None => width::ellipsis(&tight, room),
    }
}

/// Where the port begins in `web-1 :8080 목표` and in `node-1:30080`, a blank before it included; the groups of an IPv6 address are
/// none.
fn port_at(text: &str) -> Option<usize> {
    let (name, port) = text.rsplit_once(':')?;
    let is_address = name.contains(':') && !name.ends_with(']');
    let at = name.strip_suffix(' ').unwrap_or(name).len();
    (port.starts_with(|c: char| c.is_ascii_digit()) && !is_address).then_some(at)
}

/// Where the count begins in `엔드포인트 2개`, the blank before it included.
fn count_at(text: &str) -> Option<usize> {
    let (words, count) = text.rsplit_once(' ')?;
    let digits = count.strip_suffix('개')?;
    (!digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit())).then_some(words.len())
}

#[derive(Clone, Copy, Debug)]
struct Spacing {
    gutter: usize,
    padding: usize,
}

impl Spacing {
    /// Cells of a card beside its text.
    fn frame(self) -> usize {
        2 + 2 * self.padding
    }
}

/// Where the columns are.
struct Layout<'m> {
    map: &'m Map,
    /// The Services that have lines to pods, from top to bottom.
    sources: Vec<&'m Spot>,
    columns: Vec<Place>,
    spacing: Spacing,
    high: usize,
}

struct Place {
    x: usize,
    wide: usize,
    /// The top row of each card.
    tops: Vec<usize>,
}

impl<'m> Layout<'m> {
    /// The airiest in which every text is whole, else the tight one with the longest texts cut; `None` where even that is
    /// wider than `room`.
    fn of(map: &'m Map, room: usize) -> Option<Self> {
        let natural = |column: &Column| {
            let cards = column.cards.iter().map(content).max().unwrap_or(0);
            cards.max(width::cells(column.heading).saturating_sub(BESIDE)).min(*TEXT.end())
        };
        let mut texts: Vec<usize> = map.columns.iter().map(natural).collect();
        let between = texts.len().saturating_sub(1);
        let sources = sources(map);
        let lanes = sources.len().saturating_sub(1);
        let last = map.columns.last().into_iter().flat_map(|column| &column.cards);
        let dies_last = map.dies && map.route.last().is_some_and(|spot| last.clone().any(|card| owns(card, spot)));
        let margin = if dies_last { MARGIN } else { 0 };
        let fits = |texts: &[usize], spacing: Spacing| {
            let cards: usize = texts.iter().map(|text| text + spacing.frame()).sum();
            cards + between * spacing.gutter + lanes + margin <= room
        };
        let [.., tightest] = SPACINGS;
        let spacing = SPACINGS.into_iter().find(|spacing| fits(&texts, *spacing)).unwrap_or(tightest);
        while !fits(&texts, spacing) {
            let longest = texts.iter_mut().max()?;
            if *longest <= *TEXT.start() {
                return None;
            }
            *longest -= 1;
        }
        Some(Self::placed(map, sources, &texts, spacing))
    }

    fn placed(map: &'m Map, sources: Vec<&'m Spot>, texts: &[usize], spacing: Spacing) -> Self {
        let lanes = sources.len().saturating_sub(1);
        let tallest = map.columns.iter().map(height).max().unwrap_or(0);
        let mut x = 0;
        let mut columns = Vec::new();
        for (column, text) in map.columns.iter().zip(texts) {
            let wide = text + spacing.frame();
            // Every column stands in the middle of the tallest.
            let mut y = 1 + (tallest - height(column)) / 2;
            let tops = column.cards.iter().map(|card| {
                let top = y;
                y += card.rows.len() + 2;
                top
            });
            columns.push(Place { x, wide, tops: tops.collect() });
            x += wide + spacing.gutter;
            if column.cards.iter().any(|card| matches!(card.spot, Some(Spot::Service(_)))) {
                x += lanes;
            }
        }
        Self { map, sources, columns, spacing, high: tallest + 1 }
    }

    /// The column of a spot, the row at which lines meet it.
    fn place(&self, spot: &Spot) -> Option<(&Place, usize)> {
        for (column, place) in self.map.columns.iter().zip(&self.columns) {
            for (card, &top) in column.cards.iter().zip(&place.tops) {
                if let Some(row) = card.rows.iter().position(|row| row.spot.as_ref() == Some(spot)) {
                    return Some((place, top + 1 + row));
                }
                if card.spot.as_ref() == Some(spot) {
                    return Some((place, top + 1));
                }
            }
        }
        None
    }

    fn link(&self, link: &Link, on_way: bool, grid: &mut Grid) {
        let (Some((from, start)), Some((to, end))) = (self.place(&link.from), self.place(&link.to)) else { return };
        let style = if on_way { Style::from(Role::Good).bold() } else { Role::Border.into() };
        let begin = from.x + from.wide;
        // The bus stands before the arrow of the column that is reached, so that a line may pass columns on its row.
        // Lines of several Services go up and down each in a lane of its own, so that none is taken for another's.
        let lane = self.sources.iter().rev().position(|it| **it == link.from).unwrap_or(0);
        let bus = to.x.saturating_sub(self.spacing.gutter.div_ceil(2) + lane).max(begin);
        let tip = to.x.saturating_sub(1);
        grid.line((begin, start), bus, (tip, end), on_way, style);
        grid.put(tip, end, ">", style);
    }

    /// Marks where the request goes no further.
    fn death(&self, here: &Spot, grid: &mut Grid) {
        let Some((place, row)) = self.place(here) else { return };
        grid.put(place.x + place.wide, row, "━✗", Style::from(Role::Bad).bold());
    }
}

/// The Services that have lines to pods, from top to bottom.
fn sources(map: &Map) -> Vec<&Spot> {
    let mut sources: Vec<&Spot> = Vec::new();
    for link in map.links.iter().filter(|link| matches!(link.from, Spot::Service(_))) {
        if !sources.contains(&&link.from) {
            sources.push(&link.from);
        }
    }
    sources
}

fn height(column: &Column) -> usize {
    column.cards.iter().map(|card| card.rows.len() + 2).sum()
}

fn content(card: &Card) -> usize {
    card.rows.iter().map(|row| width::cells(&row.text)).max().unwrap_or(0).max(width::cells(&card.title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_row_is_there_for_is_the_last_to_be_cut() {
        let table = [
            ("node-1:30080", 10, "nod…:30080"),
            ("node-1:30080", 12, "node-1:30080"),
            ("어느 노드:30080", 11, "어느…:30080"),
            ("✓ takeout-1 :5000 목표", 16, "✓ ta… :5000 목표"),
            ("✗ takeout-1 :80 목표", 9, "✗ ta… :80"),
            ("[fd00::1]:30080", 10, "[fd…:30080"),
            ("엔드포인트 12개", 12, "엔드포… 12개"),
            ("80 -> 8080", 8, "80->8080"),
            ("DNS → fd00::1", 9, "DNS → fd…"),
        ];
        for (text, room, seen) in table {
            let shown = fitted(text, room);
            assert!(width::cells(&shown) <= room, "{shown}");
            assert_eq!(shown, seen, "{text} in {room}");
        }
    }
}
