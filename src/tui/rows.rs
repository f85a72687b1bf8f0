//! Which rows of the screen are asked to look as they did: a key changes a few, and the others need not be painted.
//!
//! A row's print is taken over all that a scene says of it, in drawing order, so what lies above what is in it too. Prints are
//! 64 bits wide; two rows that differ and have one print are not expected in a lifetime of keys.
//!
//! Must not know: how anything is painted.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::quality::{FixedState, FoldHasher};

use crate::app::scene::{Axis, Element, Rect, Scene, Size};

/// The print of each row of a screen, from the top.
#[derive(Clone, Debug, Default)]
pub(super) struct Prints(Vec<u64>);

impl Prints {
    /// The prints of a scene made for a terminal of `size`.
    pub(super) fn of(scene: &Scene<'_>, size: Size) -> Self {
        let mut rows = vec![FixedState::default().build_hasher(); size.height.into()];
        for element in &scene.elements {
            let kind = std::mem::discriminant(element);
            match element {
                Element::Lines { area, lines } => {
                    for (row, line) in of_area(*area, &mut rows).zip(lines) {
                        (kind, area.x, area.width, line).hash(row);
                    }
                }
                Element::Pane { area, title, note, focused } => {
                    of_area(*area, &mut rows).for_each(|row| (kind, area, focused).hash(row));
                    of_area(*area, &mut rows).take(1).for_each(|row| (title, note).hash(row));
                }
                Element::Gauge { area, ratio, role } => {
                    of_area(*area, &mut rows).for_each(|row| (kind, area, ratio.to_bits(), role).hash(row));
                }
                Element::Bars { area, title, bars } => {
                    of_area(*area, &mut rows).for_each(|row| (kind, area, title, bars).hash(row));
                }
                Element::Chart { area, title, points, x, y, goal, role } => {
                    let points: Vec<_> = points.iter().map(|(x, y)| (x.to_bits(), y.to_bits())).collect();
                    let axis = |it: &Axis| (it.0.to_bits(), it.1.to_bits(), it.2.clone());
                    let chart = (kind, area, title, points, axis(x), axis(y), goal.map(f64::to_bits), role);
                    of_area(*area, &mut rows).for_each(|row| chart.hash(row));
                }
                Element::Scrollbar { area, total, top } => {
                    of_area(*area, &mut rows).for_each(|row| (kind, area, total, top).hash(row));
                }
            }
        }
        Self(rows.iter().map(Hasher::finish).collect())
    }

    /// The rows whose print is another than it was `before`.
    pub(super) fn other_than(&self, before: &Self) -> Rows {
        Rows::Some(self.0.iter().enumerate().map(|(y, print)| before.0.get(y) != Some(print)).collect())
    }
}

/// The rows that an area covers.
fn of_area<'r>(area: Rect, rows: &'r mut [FoldHasher<'static>]) -> impl Iterator<Item = &'r mut FoldHasher<'static>> {
    rows.iter_mut().skip(area.y.into()).take(area.height.into())
}

/// Some rows of a screen.
#[derive(Clone, Debug)]
pub(super) enum Rows {
    /// Each of them.
    All,
    /// Of each from the top whether it is one of them.
    Some(Vec<bool>),
}

impl Rows {
    /// Whether that row is one of them.
    pub(super) fn has(&self, y: u16) -> bool {
        self.is(usize::from(y))
    }

    /// Of what is one thing a row, from the top, those of these rows, with the number of each.
    pub(super) fn of<T>(&self, each: impl Iterator<Item = T>) -> impl Iterator<Item = (usize, T)> {
        each.enumerate().filter(|(y, _)| self.is(*y))
    }

    fn is(&self, y: usize) -> bool {
        match self {
            Self::All => true,
            Self::Some(rows) => rows.get(y) == Some(&true),
        }
    }
}
