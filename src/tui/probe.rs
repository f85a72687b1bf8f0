//! How many cells this terminal gives to a piece of text, found by printing it and asking for the cursor.
//!
//! Must not know: what the right answers are.

use std::io::{Write, stdout};

use crossterm::cursor::{MoveToColumn, position};
use crossterm::queue;
use crossterm::terminal::{Clear, ClearType, disable_raw_mode, enable_raw_mode};

/// The cells of each text; `None` where the terminal does not answer. The line of the cursor is used and cleared.
#[must_use]
pub fn widths(texts: &[&str]) -> Option<Vec<usize>> {
    enable_raw_mode().ok()?;
    let measured = texts.iter().map(|text| width(text)).collect();
    let _ = disable_raw_mode();
    measured
}

fn width(text: &str) -> Option<usize> {
    let mut out = stdout();
    queue!(out, MoveToColumn(0)).ok()?;
    out.write_all(text.as_bytes()).ok()?;
    out.flush().ok()?;
    let column = position().ok()?.0;
    queue!(out, MoveToColumn(0), Clear(ClearType::CurrentLine)).ok()?;
    out.flush().ok()?;
    Some(usize::from(column))
}
