//! The one way out: data to standard output, everything else to standard error, and nothing that drives a terminal.
//!
//! A reader that went away (`kijabi … | head`) ends the program quietly; it is told apart by [`is_closed_pipe`].
//!
//! Must not know: what is printed.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter};

use crate::text::ascii::in_ascii;
use crate::text::width::{is_control, visible};

/// Standard output, written in large pieces.
pub(super) struct Out {
    stdout: BufWriter<StdoutLock<'static>>,
    /// Whether lines of text are to be in ASCII but for their letters.
    ascii: bool,
}

impl Out {
    /// Takes standard output; `ascii`: lines of text have ASCII stand-ins for what is no letter.
    #[must_use]
    pub(super) fn new(ascii: bool) -> Self {
        Self { stdout: BufWriter::with_capacity(32 * 1024, io::stdout().lock()), ascii }
    }

    /// Prints a line of text; control characters in it become visible.
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        let text = visible(text);
        let text = if self.ascii { in_ascii(&text) } else { text };
        self.stdout.write_all(text.as_bytes())?;
        self.stdout.write_all(b"\n")
    }

    /// Prints bytes that were made harmless already.
    pub(super) fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stdout.write_all(bytes)
    }

    /// Prints a value as one line of JSON.
    pub(super) fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.stdout.write_all(&json_line(value)?)
    }

    /// Makes sure that everything has been handed over.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush()
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stdout.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush()
    }
}

/// Prints a line on standard error; where nobody listens there, nothing happens.
pub(super) fn note(text: &str) {
    let mut stderr = io::stderr().lock();
    for line in text.lines() {
        let _ = writeln!(stderr, "{}", visible(line));
    }
}

/// Whether standard output may be coloured: a terminal, and `NO_COLOR` (no-color.org) unset or empty.
#[must_use]
pub(super) fn coloured() -> bool {
    colours_allowed() && io::stdout().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Whether nobody asked to do without colours (`NO_COLOR` unset or empty, no-color.org).
#[must_use]
pub(super) fn colours_allowed() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Whether somebody reads what is printed and can answer it.
#[must_use]
pub(super) fn is_conversation() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// How wide text is set: as wide as the terminal says it is, and never so wide that it is hard to read.
#[must_use]
pub(super) fn columns() -> usize {
    let told = std::env::var_os("COLUMNS").and_then(|value| value.to_str()?.parse::<usize>().ok());
    told.or_else(terminal_columns).map_or(80, |columns| columns.clamp(20, 100))
}

#[cfg(feature = "tui")]
fn terminal_columns() -> Option<usize> {
    io::stdout().is_terminal().then(|| usize::from(crate::tui::size().width))
}

#[cfg(not(feature = "tui"))]
fn terminal_columns() -> Option<usize> {
    None
}

/// Whether an error only says that the reader went away.
#[must_use]
pub(super) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// A value as one line of JSON in which every control character is escaped, also those that JSON lets stand.
pub(super) fn json_line(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(512);
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, Harmless))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// serde_json's compact form, with C1 controls and turned text escaped as well.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if !fragment.chars().any(is_control) {
            return writer.write_all(fragment.as_bytes());
        }
        for c in fragment.chars() {
            if is_control(c) {
                write!(writer, "\\u{:04x}", u32::from(c))?;
            } else {
                writer.write_all(c.encode_utf8(&mut [0; 4]).as_bytes())?;
            }
        }
        Ok(())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        serde_json::ser::CompactFormatter.write_char_escape(writer, escape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_stays_json_and_cannot_drive_a_terminal() {
        let hostile = "서비스\u{1b}[2J\u{9b}31m\u{202e}\u{7f}\"\\\n";
        let line = String::from_utf8(json_line(&hostile).unwrap()).unwrap();
        assert!(!line.trim_end().chars().any(is_control), "{line}");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), hostile);
    }
}
