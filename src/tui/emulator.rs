//! A terminal for tests, which knows what a wide glyph covers, and remembers every byte.
//!
//! Must not know: what is drawn.

use std::cell::RefCell;
use std::io::{self, Write};
use std::num::NonZero;
use std::rc::Rc;

use crate::app::scene::Size;

/// A terminal emulator; clones are the same terminal.
#[derive(Clone)]
pub(super) struct Emulator(Rc<RefCell<(vt100::Parser, Vec<u8>)>>);

impl Emulator {
    /// A blank terminal of `size`.
    pub(super) fn new(size: Size) -> Self {
        let one = |n| NonZero::new(n).unwrap();
        let parser = vt100::Parser::new(one(size.height), one(size.width), 0);
        Self(Rc::new(RefCell::new((parser, Vec::new()))))
    }

    /// Row by row, every glyph with its background.
    pub(super) fn seen(&self) -> Vec<String> {
        let (parser, _) = &*self.0.borrow();
        let (rows, columns) = parser.screen().size();
        let cell = |row, column| {
            let cell = parser.screen().cell(row, column).unwrap();
            let blank = cell.contents().trim().is_empty() && !cell.is_wide_continuation();
            format!("{}{:?}", if blank { " " } else { cell.contents() }, cell.bgcolor())
        };
        (0..rows.get()).map(|row| (0..columns.get()).map(|column| cell(row, column)).collect()).collect()
    }

    /// Row by row, the text, without the blanks at its end.
    pub(super) fn rows(&self) -> Vec<String> {
        let (parser, _) = &*self.0.borrow();
        let columns = parser.screen().size().1;
        parser.screen().rows(0, columns.get()).map(|row| row.trim_end().to_owned()).collect()
    }

    /// What was written to it.
    pub(super) fn written(&self) -> String {
        String::from_utf8(self.0.borrow().1.clone()).unwrap()
    }
}

impl Write for Emulator {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (parser, written) = &mut *self.0.borrow_mut();
        parser.process(bytes);
        written.extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
