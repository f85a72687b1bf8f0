//! A scene onto a ratatui buffer: one renderer for every screen.
//!
//! Guards against two faults of cell buffers under Hangul: a pane whose left edge falls on the second half of a wide
//! glyph (ratatui#2526), and text reaching past its area (nothing here wraps; texts come wrapped).
//!
//! Must not know: which screen it draws.

use std::borrow::Cow;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect as Area};
use ratatui::style::{Modifier, Style};
use ratatui::symbols::{Marker, bar, border, scrollbar};
use ratatui::widgets::{
    Axis, Bar, BarChart, BarGroup, Block, Borders, Chart, Dataset, GraphType, LineGauge, Scrollbar,
    ScrollbarOrientation, ScrollbarState, StatefulWidget, Widget,
};

use super::rows::Rows;
use super::theme::Theme;
use crate::app::scene::{self, Element, Line, Rect, Role, Scene};
use crate::text::ascii::{ascii, in_ascii};
use crate::text::width;

/// How scenes are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Painter {
    /// The colours.
    pub theme: Theme,
    /// ASCII stand-ins for everything that is not letters (`--ascii`).
    pub ascii: bool,
}

impl Painter {
    /// Paints those rows of `scene` that `wanted` has, onto `buffer`, whose area begins at the origin.
    pub(super) fn paint(self, scene: &Scene<'_>, wanted: &Rows, buffer: &mut Buffer) {
        for element in &scene.elements {
            match element {
                Element::Lines { area, lines } => {
                    for (row, line) in (area.y..area.bottom()).zip(lines).filter(|(row, _)| wanted.has(*row)) {
                        self.line(line, area.x, row, area.width, buffer);
                    }
                }
                Element::Pane { area, title, note, focused } => {
                    self.pane(*area, title, note, *focused, wanted, buffer);
                }
                Element::Gauge { area, ratio, role } => {
                    copied(*area, wanted, buffer, |area, aside| self.gauge(area, *ratio, *role, aside));
                }
                Element::Scrollbar { area, total, top } => {
                    let area = Rect { x: area.right().saturating_sub(1), width: area.width.min(1), ..*area };
                    copied(area, wanted, buffer, |area, aside| self.scrollbar(area, *total, *top, aside));
                }
                Element::Bars { area, title, bars } => {
                    self.pane(*area, title, &Line::default(), false, wanted, buffer);
                    copied(area.inner(), wanted, buffer, |area, aside| self.bars(area, bars, aside));
                }
                Element::Chart { area, title, points, x, y, goal, role } => {
                    self.pane(*area, title, &Line::default(), false, wanted, buffer);
                    copied(area.inner(), wanted, buffer, |area, aside| {
                        self.chart(area, (points, *goal), (x, y), *role, aside);
                    });
                }
            }
        }
    }

    fn line(self, line: &Line<'_>, x: u16, y: u16, columns: u16, buffer: &mut Buffer) {
        let whole = clip(Rect::new(x, y, columns, 1), buffer);
        if whole.is_empty() {
            return;
        }
        if let Some(role) = line.fill {
            // What was written here before leaves nothing of its own: a bold letter under a message is none of the message's.
            buffer.set_style(whole, Style::new().remove_modifier(Modifier::all()).patch(self.theme.ground(role)));
        }
        let mut at = whole.x;
        mend_left_edge(whole, buffer);
        for span in &line.spans {
            let left = whole.right().saturating_sub(at);
            if left == 0 {
                break;
            }
            let mut style = self.theme.style(span.style);
            if let (Some(role), None) = (line.fill, span.style.on) {
                style =
                    self.theme.ground(role).patch(if role == Role::Chosen { marks(style) } else { keep_ground(style) });
            }
            let text = self.shown(&span.text);
            at = write(buffer, Position::new(at, y), &text, whole.right(), style);
        }
    }

    fn pane(self, area: Rect, title: &Line<'_>, note: &Line<'_>, focused: bool, wanted: &Rows, buffer: &mut Buffer) {
        let area = clip(area, buffer);
        if area.is_empty() {
            return;
        }
        let role = if focused { Role::Focus } else { Role::Border };
        let set = match (self.ascii, focused) {
            (true, true) => border::Set { horizontal_top: "=", horizontal_bottom: "=", ..ASCII },
            (true, false) => ASCII,
            (false, true) => border::THICK,
            (false, false) => border::PLAIN,
        };
        let block = Block::new().border_set(set).border_style(self.theme.role(role));
        for row in area.rows().filter(|row| wanted.has(row.y)) {
            mend_left_edge(row, buffer);
            cells_of(row, buffer).iter_mut().for_each(Cell::reset);
            let (top, bottom) = (row.y == area.y, row.bottom() == area.bottom());
            if top || bottom {
                let mut borders = Borders::LEFT | Borders::RIGHT;
                borders.set(Borders::TOP, top);
                borders.set(Borders::BOTTOM, bottom);
                block.clone().borders(borders).render(row, buffer);
                continue;
            }
            // As the block draws them; of the rows between its ends it would go over every cell.
            for (x, border) in [(row.x, set.vertical_left), (row.right() - 1, set.vertical_right)] {
                if let Some(cell) = buffer.cell_mut(Position::new(x, row.y)) {
                    cell.set_symbol(border).set_style(self.theme.role(role));
                }
            }
        }
        if !wanted.has(area.y) {
            return;
        }
        let room = area.width.saturating_sub(2);
        self.line(title, area.x + 1, area.y, room, buffer);
        let wide = u16::try_from(note.cells()).unwrap_or(u16::MAX);
        let used = u16::try_from(title.cells()).unwrap_or(u16::MAX);
        if wide > 0 && used.saturating_add(wide) <= room {
            self.line(note, area.right() - 1 - wide, area.y, wide, buffer);
        }
    }

    fn gauge(self, area: Area, ratio: f64, role: Role, buffer: &mut Buffer) {
        // ratatui leaves a cell for the gap after a label, also where there is none: the bar is drawn that much wider, and cut.
        let mut wider = Buffer::empty(Area { width: area.width.saturating_add(1), ..area });
        let (full, rest) = if self.ascii { ("#", ".") } else { ("█", "░") };
        LineGauge::default()
            .ratio(ratio.clamp(0.0, 1.0))
            .label("")
            .filled_symbol(full)
            .unfilled_symbol(rest)
            .filled_style(self.theme.role(role))
            .unfilled_style(self.theme.role(Role::Border))
            .render(wider.area, &mut wider);
        for at in area.positions() {
            if let (Some(cell), Some(drawn)) = (buffer.cell_mut(at), wider.cell(Position::new(at.x + 1, at.y))) {
                cell.clone_from(drawn);
            }
        }
    }

    /// Bars as wide as their labels want and the room allows; at most all of them.
    fn bars(self, area: Area, bars: &[scene::Bar], buffer: &mut Buffer) {
        let Ok(count) = u16::try_from(bars.len().max(1)) else { return };
        let wanted = bars.iter().flat_map(|bar| [width::cells(&bar.label), width::cells(&bar.text)]).max().unwrap_or(1);
        let wanted = u16::try_from(wanted).unwrap_or(u16::MAX).max(3);
        let width = (area.width / count).saturating_sub(1).clamp(1, 9).max(wanted.min(9));
        let fits = usize::from(area.width / (width + 1));
        let bars: Vec<Bar<'_>> = bars
            .iter()
            .take(fits)
            .map(|bar| {
                let style = self.theme.role(bar.role);
                Bar::default()
                    .value(bar.value)
                    .text_value(self.shown(&Cow::Borrowed(bar.text.as_str())).into_owned())
                    .label(self.shown(&Cow::Borrowed(bar.label.as_str())).into_owned())
                    .style(style)
                    .value_style(style.add_modifier(Modifier::REVERSED))
            })
            .collect();
        let set = if self.ascii {
            bar::Set {
                full: "#",
                seven_eighths: "#",
                three_quarters: "#",
                five_eighths: "#",
                half: "#",
                three_eighths: "_",
                one_quarter: "_",
                one_eighth: "_",
                empty: " ",
            }
        } else {
            bar::NINE_LEVELS
        };
        BarChart::default()
            .data(BarGroup::default().bars(&bars))
            .bar_width(width)
            .bar_gap(1)
            .bar_set(set)
            .render(area, buffer);
    }

    fn chart(
        self,
        area: Area,
        (points, goal): (&[(f64, f64)], Option<f64>),
        (x, y): (&scene::Axis, &scene::Axis),
        role: Role,
        buffer: &mut Buffer,
    ) {
        let axis = |axis: &scene::Axis| {
            let labels: Vec<String> =
                axis.2.iter().map(|it| self.shown(&Cow::Borrowed(it.as_str())).into_owned()).collect();
            Axis::default().bounds([axis.0, axis.1]).labels(labels).style(self.theme.role(Role::Border))
        };
        // Braille would be finer; the fonts Koreans code with do not have it.
        let curve = Dataset::default()
            .marker(Marker::HalfBlock)
            .graph_type(GraphType::Line)
            .style(self.theme.role(role))
            .data(points);
        // Dotted: a point in every second column.
        let dots = f64::from(area.width.max(2)) / 2.0;
        let step = (x.1 - x.0) / dots;
        let across: Vec<(f64, f64)> = goal.map_or_else(Vec::new, |goal| {
            std::iter::successors(Some(x.0), |at| Some(at + step))
                .take_while(|at| *at <= x.1)
                .map(|at| (at, goal))
                .collect()
        });
        let goal = Dataset::default()
            .marker(Marker::Dot)
            .graph_type(GraphType::Scatter)
            .style(self.theme.role(Role::Muted))
            .data(&across);
        // What is drawn last lies on top.
        Chart::new(vec![goal, curve]).x_axis(axis(x)).y_axis(axis(y)).render(area, buffer);
        if self.ascii {
            for position in area.positions() {
                if let Some(cell) = buffer.cell_mut(position)
                    && let Some(c) = cell.symbol().chars().next().filter(|c| !c.is_ascii())
                {
                    let plain = ascii(c).to_string();
                    cell.set_symbol(&plain);
                }
            }
        }
    }

    fn scrollbar(self, area: Area, total: usize, top: usize, buffer: &mut Buffer) {
        let seen = usize::from(area.height);
        let mut state = ScrollbarState::new(total.saturating_sub(seen)).position(top).viewport_content_length(seen);
        let symbols = if self.ascii {
            scrollbar::Set { track: "|", thumb: "#", begin: "^", end: "v" }
        } else {
            scrollbar::Set { track: "│", thumb: "█", begin: "│", end: "│" }
        };
        Scrollbar::new(ScrollbarOrientation::VerticalRight)
            .symbols(symbols)
            .begin_symbol(None)
            .end_symbol(None)
            .track_style(self.theme.role(Role::Border))
            .thumb_style(self.theme.role(Role::Focus))
            .render(area, buffer, &mut state);
    }

    /// The text as it may be sent to a terminal.
    fn shown<'t>(self, text: &'t Cow<'t, str>) -> Cow<'t, str> {
        let text = width::visible(text);
        match &text {
            Cow::Borrowed(text) if self.ascii => in_ascii(text),
            Cow::Owned(text) if self.ascii => in_ascii(text).into_owned().into(),
            _ => text,
        }
    }
}

/// Writes `text`, which holds no control characters, into the cells of a row from `at` on, as far as it fits before the column
/// `end`; gives the column behind it. It is what `Buffer::set_stringn` does, by [`width::glyphs`].
fn write(buffer: &mut Buffer, at: Position, text: &str, end: u16, style: Style) -> u16 {
    let mut x = at.x;
    for (_, glyph, cells) in width::glyphs(text) {
        let Some(next) = u16::try_from(cells).ok().and_then(|cells| x.checked_add(cells)).filter(|&next| next <= end)
        else {
            break;
        };
        if next == x {
            continue;
        }
        if let Some(cell) = buffer.cell_mut(Position::new(x, at.y)) {
            cell.set_symbol(glyph).set_style(style);
        }
        // A wide glyph hides the cells behind its first.
        if next > x + 1 {
            cells_of(Area::new(x + 1, at.y, next - x - 1, 1), buffer).iter_mut().for_each(Cell::reset);
        }
        x = next;
    }
    x
}

/// `style` without its own ground, so that a filled row stays filled.
fn keep_ground(style: Style) -> Style {
    Style { bg: None, ..style }
}

/// The marks of `style` without its colours: on the ground of a chosen row only that ground's own letters can be read.
fn marks(style: Style) -> Style {
    Style { fg: None, bg: None, ..style }
}

/// The cells of an area of one row.
fn cells_of(row: Area, buffer: &mut Buffer) -> &mut [Cell] {
    let (row, whole) = (row.intersection(buffer.area), buffer.area);
    if row.is_empty() {
        return &mut [];
    }
    let start = usize::from(row.y - whole.y) * usize::from(whole.width) + usize::from(row.x - whole.x);
    buffer.content.get_mut(start..start + usize::from(row.width)).unwrap_or_default()
}

fn clip(area: Rect, buffer: &Buffer) -> Area {
    Area::new(area.x, area.y, area.width, area.height).intersection(buffer.area)
}

/// Draws what looks at all of its area to draw any of it, aside, and copies the rows that are wanted.
fn copied(area: Rect, wanted: &Rows, buffer: &mut Buffer, draw: impl FnOnce(Area, &mut Buffer)) {
    let area = clip(area, buffer);
    if area.is_empty() || !area.rows().any(|row| wanted.has(row.y)) {
        return;
    }
    let mut aside = Buffer::empty(area);
    draw(area, &mut aside);
    for row in area.rows().filter(|row| wanted.has(row.y)) {
        mend_left_edge(row, buffer);
        for at in row.positions() {
            if let (Some(cell), Some(drawn)) = (buffer.cell_mut(at), aside.cell(at)) {
                cell.clone_from(drawn);
            }
        }
    }
}

/// Blanks a wide glyph whose second half `row` is about to cover; left standing it would swallow the border there.
fn mend_left_edge(row: Area, buffer: &mut Buffer) {
    let Some(x) = row.x.checked_sub(1) else { return };
    if let Some(cell) = buffer.cell_mut(Position::new(x, row.y))
        && width::cells(cell.symbol()) > 1
    {
        cell.set_symbol(" ");
    }
}

const ASCII: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::scene::{Size, Span};
    use ratatui::buffer::CellWidth;

    fn drawn(scene: &Scene<'_>, size: Size) -> Buffer {
        let mut buffer = Buffer::empty(Area::new(0, 0, size.width, size.height));
        Painter::default().paint(scene, &Rows::All, &mut buffer);
        buffer
    }

    #[test]
    fn a_popup_over_hangul_keeps_its_left_border() {
        let mut scene = Scene::default();
        scene.lines(Rect::new(0, 0, 20, 3), vec![Line::of("가나다라마바사아자차", Role::Text); 3]);
        scene.pane(Rect::new(3, 0, 6, 3), Line::default(), Line::default(), false);
        let buffer = drawn(&scene, Size { width: 20, height: 3 });
        let cell = buffer.cell(Position::new(3, 1)).unwrap();
        assert_eq!(cell.symbol(), "│");
    }

    #[test]
    fn the_pane_that_has_the_focus_is_told_without_colours_too() {
        for ascii in [false, true] {
            let border = |focused: bool| {
                let mut scene = Scene::default();
                scene.pane(Rect::new(0, 0, 6, 3), Line::default(), Line::default(), focused);
                let mut buffer = Buffer::empty(Area::new(0, 0, 6, 3));
                let painter = Painter { theme: Theme { plain: true, ..Theme::default() }, ascii };
                painter.paint(&scene, &Rows::All, &mut buffer);
                buffer.content.iter().map(|cell| cell.symbol().to_owned()).collect::<String>()
            };
            assert_ne!(border(true), border(false), "{ascii}");
        }
    }

    #[test]
    fn a_chosen_row_has_one_colour_of_letters() {
        let line = Line::of("ports ", Role::YamlKey).with("doc", Role::Muted).filled(Role::Chosen);
        let mut scene = Scene::default();
        scene.line(0, 0, 12, line);
        let buffer = drawn(&scene, Size { width: 12, height: 1 });
        let chosen = Theme::default().ground(Role::Chosen);
        assert!(buffer.content.iter().all(|cell| (Some(cell.fg), Some(cell.bg)) == (chosen.fg, chosen.bg)));
    }

    #[test]
    fn a_message_has_nothing_of_what_it_lies_over() {
        let mut scene = Scene::default();
        scene.line(0, 0, 12, Line::of("F1 F2", Role::Key));
        scene.line(0, 0, 12, Line::of("저장했습니다", Role::Chosen).filled(Role::Chosen));
        for plain in [false, true] {
            let mut buffer = Buffer::empty(Area::new(0, 0, 12, 1));
            let painter = Painter { theme: Theme { plain, ..Theme::default() }, ..Painter::default() };
            painter.paint(&scene, &Rows::All, &mut buffer);
            assert!(buffer.content.iter().all(|cell| !cell.modifier.contains(Modifier::BOLD)), "{plain}");
        }
    }

    #[test]
    fn control_characters_never_reach_a_cell() {
        let mut scene = Scene::default();
        scene.line(0, 0, 20, Line { spans: vec![Span::new("a\u{1b}[31mb\u{7}", Role::Text)], fill: None });
        let buffer = drawn(&scene, Size { width: 20, height: 1 });
        assert!(buffer.content.iter().all(|cell| !cell.symbol().chars().any(width::is_control)));
    }

    #[test]
    fn a_row_is_written_as_ratatui_would_write_it() {
        for text in
            ["키잡이 web ─", "e\u{301}각한 a", "👩‍👩‍👧 ❤️ x", "\u{200b}a", "가나다라마바사아자차카타", "①■※→●…·│ abc"]
        {
            for wide in 0..14 {
                let (mut ours, mut theirs) =
                    (Buffer::empty(Area::new(0, 0, 14, 1)), Buffer::empty(Area::new(0, 0, 14, 1)));
                let style = Style::default().add_modifier(ratatui::style::Modifier::BOLD);
                let at = write(&mut ours, Position::new(0, 0), text, wide, style);
                let (theirs_at, _) = theirs.set_stringn(0, 0, text, wide.into(), style);
                assert_eq!((ours, at), (theirs, theirs_at), "{text:?} in {wide}");
            }
        }
    }

    #[test]
    fn our_widths_are_the_widths_ratatui_draws_by() {
        for text in ["키잡이 web", "각한", "👩‍👩‍👧 ❤️", "ｶﾞ", "e\u{301}", "①■※→●…·│", "\u{200b}a", "ㅋㅋ"]
        {
            assert_eq!(width::cells(text), usize::from(text.cell_width()), "{text:?}");
        }
    }
}
