//! What a screen shows, as plain data: the vocabulary between the app, which decides what is seen, and whatever draws it.
//!
//! A [`Scene`] is a list of [`Element`]s in drawing order, in terminal cells. Texts are already wrapped and cut; styles are
//! [`Role`]s, never colours. So every screen can be tested as text (`Scene::to_text`) without a terminal.
//!
//! Must not know: ratatui, colours, what any of it means.

mod area;
mod line;
#[cfg(test)]
mod text;

pub use area::{Point, Rect, Size};
pub use line::{Line, Role, Span, Style};

use super::key::Key;

/// An axis: from, to, and its labels, spread evenly.
pub type Axis = (f64, f64, Vec<String>);

/// One of the bars of [`Element::Bars`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bar {
    /// What stands below it.
    pub label: String,
    /// How high it is; the highest fills the height.
    pub value: u64,
    /// What stands in it.
    pub text: String,
    /// Its colour.
    pub role: Role,
}

/// Something to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Element<'m> {
    /// Lines from the top of `area`, cut at its right and bottom edge.
    Lines {
        /// Where.
        area: Rect,
        /// What.
        lines: Vec<Line<'m>>,
    },
    /// A border around `area`, which blanks what was drawn there before.
    Pane {
        /// Where, the border included.
        area: Rect,
        /// Set into the top border at the left.
        title: Line<'m>,
        /// Set into the top border at the right.
        note: Line<'m>,
        /// Whether it has the focus.
        focused: bool,
    },
    /// A bar, full from the left to `ratio` (0 to 1).
    Gauge {
        /// Where.
        area: Rect,
        /// How full.
        ratio: f64,
        /// The colour of the full part.
        role: Role,
    },
    /// Bars that stand side by side, as many as fit, each above its label.
    Bars {
        /// Where, the border included.
        area: Rect,
        /// Set into the top border.
        title: Line<'m>,
        /// From the left.
        bars: Vec<Bar>,
    },
    /// A curve through points.
    Chart {
        /// Where, the border included.
        area: Rect,
        /// Set into the top border.
        title: Line<'m>,
        /// The points, from the left.
        points: Vec<(f64, f64)>,
        /// The horizontal axis: from, to, labels spread evenly.
        x: Axis,
        /// The vertical axis.
        y: Axis,
        /// Up to where it should come: a line across.
        goal: Option<f64>,
        /// The colour of the curve.
        role: Role,
    },
    /// A scroll bar along the right edge of `area`.
    Scrollbar {
        /// Where; only the last column is used.
        area: Rect,
        /// Rows there are.
        total: usize,
        /// The first row seen.
        top: usize,
    },
}

/// All that is to be seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene<'m> {
    /// In drawing order.
    pub elements: Vec<Element<'m>>,
    /// Where the hardware cursor stands; a Korean input method draws what is being composed there, so it is at the caret
    /// whenever a text field has the focus, and hidden otherwise.
    pub caret: Option<Point>,
    /// What a press of the mouse there is the same as: the keys of the bar.
    pub buttons: Vec<(Rect, Key)>,
}

impl<'m> Scene<'m> {
    /// The key that a press of the mouse at a point is the same as.
    #[must_use]
    pub fn button_at(&self, at: Point) -> Option<Key> {
        self.buttons.iter().find(|(area, _)| area.has(at)).map(|(_, key)| *key)
    }

    /// Adds lines.
    pub fn lines(&mut self, area: Rect, lines: Vec<Line<'m>>) {
        self.elements.push(Element::Lines { area, lines });
    }

    /// Adds one line.
    pub fn line(&mut self, x: u16, y: u16, width: u16, line: Line<'m>) {
        self.lines(Rect::new(x, y, width, 1), vec![line]);
    }

    /// Adds a bordered pane and gives its inside.
    pub fn pane(&mut self, area: Rect, title: Line<'m>, note: Line<'m>, focused: bool) -> Rect {
        self.elements.push(Element::Pane { area, title, note, focused });
        area.inner()
    }

    /// Adds a scroll bar where there is more than fits.
    pub fn scrollbar(&mut self, area: Rect, total: usize, top: usize) {
        if total > usize::from(area.height) {
            self.elements.push(Element::Scrollbar { area, total, top });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scene_reads_as_the_text_a_terminal_would_show() {
        let mut scene = Scene::default();
        let inside =
            scene.pane(Rect::new(0, 0, 14, 3), Line::of(" 과제 ", Role::Title), Line::of("1/2", Role::Muted), true);
        scene.lines(inside, vec![Line::of("서비스를 만드세요", Role::Text)]);
        assert_eq!(scene.to_text(Size { width: 14, height: 3 }), "┌ 과제 ───1/2┐\n│서비스를 만 │\n└────────────┘\n");
    }

    #[test]
    fn cutting_a_rectangle_never_makes_one_that_is_larger() {
        let area = Rect::new(3, 4, 10, 5);
        assert_eq!(area.top(2), (Rect::new(3, 4, 10, 2), Rect::new(3, 6, 10, 3)));
        assert_eq!(area.bottom_rows(9), (Rect::new(3, 4, 10, 0), area));
        assert_eq!(Rect::new(0, 0, 1, 1).inner(), Rect::new(0, 0, 1, 1));
        assert_eq!(area.centered(4, 99), Rect::new(6, 4, 4, 5));
    }
}
