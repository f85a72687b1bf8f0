//! How far a long check has come, on standard error where that is a terminal; a short one shows nothing.
//!
//! Must not know: verdicts beyond how many there are.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A run that is over sooner shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// The bar of one run.
pub(super) struct Gauge {
    bar: ProgressBar,
    /// Whether it may be shown and is not yet.
    waits: bool,
}

impl Gauge {
    /// One that is not seen yet.
    pub(super) fn new() -> Self {
        Self { bar: ProgressBar::hidden(), waits: std::io::stderr().is_terminal() }
    }

    /// `files` more files are done, `refused` of all are refused; `total` counts all files, and is asked only once the run
    /// proves long.
    pub(super) fn advance(&mut self, files: usize, refused: usize, total: impl FnOnce() -> usize) {
        self.bar.inc(files as u64);
        if self.waits && self.bar.elapsed() > PATIENCE {
            self.waits = false;
            let style = ProgressStyle::with_template("{bar:30} 파일 {pos}/{len} · {msg} · 남은 시간 {eta}");
            self.bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
            self.bar.set_length(total() as u64);
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        }
        self.bar.set_message(format!("거절 {refused}개"));
    }

    /// Prints without the bar in between, as both may be the same terminal.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
