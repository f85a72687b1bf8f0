//! The terminal loop: event → update → effects → draw. ratatui and crossterm live in this layer and only here.
//!
//! One thread reads the terminal, one waits for signals, this one does the rest; it sleeps until something happens, so an
//! idle kijabi costs nothing. All events that have come in are taken before one frame is drawn: a burst of keys costs
//! one drawing, and a key pressed alone is answered in the very next frame.
//!
//! Must not know: what any screen means.

mod draw;
mod input;
mod terminal;
mod theme;

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use crossterm::clipboard::CopyToClipboard;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use crossterm::{execute, queue};

pub use draw::Painter;
pub use terminal::quietly;
pub use theme::Theme;

use crate::app::Model;
use crate::app::effect::{Effect, Perform};
use crate::app::event::Event;
use crate::app::scene::Size;

/// Where events come from and how screens are drawn.
pub struct Setup {
    /// The end that all sources send to; the shell holds clones of it.
    pub sender: Sender<Event>,
    /// The end this loop reads.
    pub receiver: Receiver<Event>,
    /// How scenes are drawn.
    pub painter: Painter,
}

/// The size of the terminal, before it is taken over; a common one where it cannot be told.
#[must_use]
pub fn size() -> Size {
    let (width, height) = crossterm::terminal::size().unwrap_or((80, 24));
    Size { width, height }
}

/// Runs the program until it is left. Gives what could not be kept, in Korean.
///
/// # Errors
/// Where there is no terminal, or it can no longer be drawn on; what was to be kept has been kept by then.
pub fn run(model: &mut Model, shell: &mut dyn Perform, setup: &Setup) -> io::Result<Option<String>> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return Err(io::Error::other("표준 입력과 출력이 터미널이어야 합니다."));
    }
    let mut screen = terminal::Screen::take()?;
    listen(&setup.sender)?;
    let mut turn = Turn { timers: Vec::new(), quit: false, redraw: false };
    turn.take(Event::Resize(size()), model, shell);
    let drawn = turn.until_quit(model, shell, setup, &mut screen);
    if drawn.is_err() {
        // The terminal is gone (its window was closed): leave as if asked to, so that nothing is lost.
        turn.take(Event::Terminate, model, shell);
    }
    let lost = shell.finish();
    drop(screen);
    drawn.map(|()| lost)
}

/// The state of the loop between events.
struct Turn {
    /// When to send which timer.
    timers: Vec<(Instant, u64)>,
    quit: bool,
    redraw: bool,
}

#[expect(clippy::disallowed_methods, reason = "the terminal loop owns the timers")]
impl Turn {
    fn until_quit(
        &mut self,
        model: &mut Model,
        shell: &mut dyn Perform,
        setup: &Setup,
        screen: &mut terminal::Screen,
    ) -> io::Result<()> {
        loop {
            if std::mem::take(&mut self.redraw) {
                screen.terminal.clear()?;
            }
            frame(model, setup.painter, screen)?;
            let Some(event) = self.next(&setup.receiver) else { return Ok(()) };
            self.take(event, model, shell);
            // Taken together: what came in while the last frame was drawn.
            for event in setup.receiver.try_iter().take(4096) {
                if self.quit {
                    break;
                }
                self.take(event, model, shell);
            }
            if self.quit {
                return Ok(());
            }
        }
    }

    fn take(&mut self, event: Event, model: &mut Model, shell: &mut dyn Perform) {
        for effect in model.update(event) {
            match effect {
                Effect::Quit => self.quit = true,
                Effect::Redraw => self.redraw = true,
                Effect::After { millis, token } => {
                    self.timers.push((Instant::now() + Duration::from_millis(millis), token));
                }
                Effect::Copy(text) => {
                    // A terminal that knows no clipboard ignores it; the app keeps its own copy in any case.
                    let _ = execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text));
                }
                other => shell.perform(other),
            }
        }
    }

    /// The next event, or the next timer that is due; `None` when all sources are gone.
    fn next(&mut self, receiver: &Receiver<Event>) -> Option<Event> {
        let Some(index) = (0..self.timers.len()).min_by_key(|&index| self.timers[index].0) else {
            return receiver.recv().ok();
        };
        let (due, token) = self.timers[index];
        match receiver.recv_timeout(due.saturating_duration_since(Instant::now())) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => {
                self.timers.swap_remove(index);
                Some(Event::Timer(token))
            }
        }
    }
}

/// Draws one frame, as one piece where the terminal knows how.
fn frame(model: &Model, painter: Painter, screen: &mut terminal::Screen) -> io::Result<()> {
    queue!(screen.terminal.backend_mut(), BeginSynchronizedUpdate)?;
    screen.terminal.draw(|frame| painter.draw(&model.view(), frame))?;
    queue!(screen.terminal.backend_mut(), EndSynchronizedUpdate)?;
    screen.terminal.backend_mut().flush()
}

/// Starts the threads that wait for the terminal and for signals.
fn listen(sender: &Sender<Event>) -> io::Result<()> {
    let keys = sender.clone();
    std::thread::Builder::new().name("terminal".into()).spawn(move || {
        loop {
            let event = match crossterm::event::read() {
                Ok(event) => input::event(event),
                // The terminal is gone.
                Err(_) => Some(Event::Terminate),
            };
            let gone = event == Some(Event::Terminate);
            if event.is_some_and(|event| keys.send(event).is_err()) || gone {
                return;
            }
        }
    })?;
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
        let sender = sender.clone();
        std::thread::Builder::new().name("signals".into()).spawn(move || {
            for _ in signals.forever() {
                if sender.send(Event::Terminate).is_err() {
                    return;
                }
            }
        })?;
    }
    Ok(())
}
