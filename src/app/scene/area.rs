//! Where things are on a screen: sizes, cells, rectangles of cells, and how a rectangle is divided.
//!
//! Must not know: what stands there.

/// Columns and rows of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Size {
    /// This size, made as large as `least` where it is smaller.
    #[must_use]
    pub fn at_least(self, least: Self) -> Self {
        Self { width: self.width.max(least.width), height: self.height.max(least.height) }
    }
}

/// A cell, counted from 0 at the top left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// Column.
    pub x: u16,
    /// Row.
    pub y: u16,
}

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rect {
    /// Left column.
    pub x: u16,
    /// Top row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Rect {
    /// The rectangle of that place and size.
    #[must_use]
    pub const fn new(x: u16, y: u16, width: u16, height: u16) -> Self {
        Self { x, y, width, height }
    }

    /// The whole of a screen.
    #[must_use]
    pub const fn all(size: Size) -> Self {
        Self::new(0, 0, size.width, size.height)
    }

    /// One past the right column.
    #[must_use]
    pub const fn right(self) -> u16 {
        self.x.saturating_add(self.width)
    }

    /// One past the bottom row.
    #[must_use]
    pub const fn bottom(self) -> u16 {
        self.y.saturating_add(self.height)
    }

    /// Whether a cell lies inside.
    #[must_use]
    pub const fn has(self, at: Point) -> bool {
        self.x <= at.x && at.x < self.right() && self.y <= at.y && at.y < self.bottom()
    }

    /// Cuts `rows` off the top: (those, the rest).
    #[must_use]
    pub fn top(self, rows: u16) -> (Self, Self) {
        let rows = rows.min(self.height);
        (Self { height: rows, ..self }, Self { y: self.y + rows, height: self.height - rows, ..self })
    }

    /// Cuts `rows` off the bottom: (the rest, those).
    #[must_use]
    pub fn bottom_rows(self, rows: u16) -> (Self, Self) {
        self.top(self.height - rows.min(self.height))
    }

    /// Cuts `columns` off the left: (those, the rest).
    #[must_use]
    pub fn left(self, columns: u16) -> (Self, Self) {
        let columns = columns.min(self.width);
        (Self { width: columns, ..self }, Self { x: self.x + columns, width: self.width - columns, ..self })
    }

    /// What a border of one cell leaves inside.
    #[must_use]
    pub fn inner(self) -> Self {
        self.shrink(1, 1)
    }

    /// Takes `columns` off on both sides and `rows` off above and below.
    #[must_use]
    pub fn shrink(self, columns: u16, rows: u16) -> Self {
        let (columns, rows) = (columns.min(self.width / 2), rows.min(self.height / 2));
        Self { x: self.x + columns, y: self.y + rows, width: self.width - 2 * columns, height: self.height - 2 * rows }
    }

    /// Where text stands in a pane: off its left side by a cell, off a scrollbar in its last column by another.
    #[must_use]
    pub fn page(self) -> Self {
        let inside = self.shrink(1, 0);
        Self { width: inside.width.saturating_sub(1), ..inside }
    }

    /// A rectangle of at most that size in the middle of this one.
    #[must_use]
    pub fn centered(self, width: u16, height: u16) -> Self {
        let (width, height) = (width.min(self.width), height.min(self.height));
        Self::new(self.x + (self.width - width) / 2, self.y + (self.height - height) / 2, width, height)
    }
}
