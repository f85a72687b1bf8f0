//! The terminal while kijabi has it: raw mode, the alternate screen, mouse and paste reports; given back as it was when the
//! guard is dropped, when the program panics, and when it is told to end.
//!
//! Must not know: what is drawn.

use std::cell::Cell;
use std::io::{self, Stdout, Write};
use std::sync::Once;

use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, queue};
use ratatui::backend::CrosstermBackend;

use super::canvas::Canvas;
use super::scaled::{Letters, Scaled};

/// The terminal as a screen; gives it back on drop.
pub(super) struct Screen {
    /// What is drawn on.
    pub(super) canvas: Canvas<Scaled<CrosstermBackend<io::BufWriter<Stdout>>>>,
    letters: Letters,
}

impl Screen {
    /// Takes the terminal over, with such letters.
    ///
    /// # Errors
    /// Where standard output is no terminal or cannot be written to.
    pub(super) fn take(letters: Letters) -> io::Result<Self> {
        restore_on_panic();
        enable_raw_mode()?;
        let entered =
            execute!(io::stdout(), EnterAlternateScreen, EnableMouseCapture, EnableBracketedPaste, cursor::Hide);
        // From here on dropping gives everything back, also where the rest fails.
        let out = io::BufWriter::with_capacity(1 << 16, io::stdout());
        let canvas = Canvas::new(Scaled::new(CrosstermBackend::new(out), letters));
        let canvas = if letters == Letters::Plain { canvas } else { canvas.in_whole_rows() };
        let screen = Self { canvas, letters };
        entered?;
        Ok(screen)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if self.letters == Letters::Doubled {
            // A terminal without a second screen would keep half letters.
            let _ = queue!(io::stdout(), Clear(ClearType::All));
        }
        restore();
    }
}

/// Gives the terminal back. May be called twice; what fails is left, there is nothing to tell it to.
fn restore() {
    let mut out = io::stdout();
    let _ = execute!(out, DisableBracketedPaste, DisableMouseCapture, LeaveAlternateScreen, cursor::Show);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

thread_local! {
    /// Set while a panic would be caught and is nobody's business: the screen must stay as it is.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` so that a panic in it neither restores the terminal nor prints; the caller catches it.
pub fn quietly<T>(work: impl FnOnce() -> T) -> T {
    struct Reset;
    impl Drop for Reset {
        fn drop(&mut self) {
            QUIET.set(false);
        }
    }
    QUIET.set(true);
    let _reset = Reset;
    work()
}

/// A panic first gives the terminal back, so that its message can be read; ratatui's own hook would do so for a caught
/// panic too and leave a ruined screen.
fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                restore();
                before(info);
            }
        }));
    });
}
