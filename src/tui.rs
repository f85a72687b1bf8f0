//! The terminal loop: event → update → effects → draw. ratatui and crossterm live in this layer and only here.
//!
//! One thread reads the terminal, one waits for signals, this one does the rest; it sleeps until something happens, so an
//! idle kijabi costs nothing. All events that have come in are taken before one frame is drawn: a burst of keys costs
//! one drawing, and a key pressed alone is answered in the very next frame.
//!
//! Must not know: what any screen means.

mod canvas;
mod draw;
#[cfg(test)]
mod emulator;
mod input;
pub mod probe;
mod rows;
mod scaled;
mod terminal;
mod theme;

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

pub use canvas::Canvas;
pub use draw::Painter;
pub use scaled::Letters;
pub use terminal::quietly;
pub use theme::{Theme, is_light};

use crate::app::Model;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::scene::Size;
use crate::shell::perform::Tell;
use crate::shell::store::StoreProblem;
use crate::shell::{Shell, clock};

/// Where events come from and how screens are drawn.
pub struct Setup {
    /// The end that all sources send to.
    sender: Sender<Event>,
    /// The end this loop reads.
    receiver: Receiver<Event>,
    /// How scenes are drawn.
    painter: Painter,
    /// How large letters are.
    letters: Letters,
}

impl Setup {
    /// A loop that draws with `painter`.
    #[must_use]
    pub fn new(painter: Painter) -> Self {
        let (sender, receiver) = channel();
        Self { sender, receiver, painter, letters: Letters::Plain }
    }

    /// The loop with such letters.
    #[must_use]
    pub fn with_letters(self, letters: Letters) -> Self {
        Self { letters, ..self }
    }

    /// How others reach the loop.
    #[must_use]
    pub fn tell(&self) -> Tell {
        let sender = self.sender.clone();
        // Nobody listens any more once the loop has ended; then there is nothing left to tell.
        Arc::new(move |event| drop(sender.send(event)))
    }
}

/// How a run ended.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Standard input or output is no terminal.
    #[error("키잡이의 화면은 터미널에서만 열립니다. 표준 입력과 표준 출력이 터미널이어야 합니다.")]
    NoTerminal,
    /// The terminal could not be used, or is gone.
    #[error("터미널을 쓸 수 없습니다: {0}")]
    Terminal(#[from] io::Error),
    /// Something that should be kept is not.
    #[error(transparent)]
    NotSaved(#[from] StoreProblem),
}

/// The size of the terminal, before it is taken over; a common one where it cannot be told.
#[must_use]
pub fn size() -> Size {
    let (width, height) = crossterm::terminal::size().unwrap_or((80, 24));
    Size { width, height }
}

/// Runs the program until it is left, and returns when everything asked for is kept.
pub fn run(model: &mut Model, mut shell: Shell, setup: &Setup) -> Result<(), RunError> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return Err(RunError::NoTerminal);
    }
    let mut screen = terminal::Screen::take(setup.letters)?;
    listen(&setup.sender, setup.letters)?;
    let mut turn = Turn::new();
    turn.take(Event::Resize(setup.letters.screen(size())), model, &mut shell);
    let drawn = turn.until_quit(model, &mut shell, setup, &mut screen);
    if drawn.is_err() {
        // The terminal is gone (its window was closed): leave as if asked to, so that nothing is lost.
        turn.take(Event::Terminate, model, &mut shell);
    }
    drop(screen);
    shell.finish()?;
    Ok(drawn?)
}

/// The state of the loop between events.
struct Turn {
    /// When to send which timer.
    timers: Vec<(Instant, u64)>,
    quit: bool,
    redraw: bool,
    /// When the program was started.
    started: Instant,
}

#[expect(clippy::disallowed_methods, reason = "the terminal loop owns the timers")]
impl Turn {
    fn new() -> Self {
        Self { timers: Vec::new(), quit: false, redraw: false, started: Instant::now() }
    }

    fn until_quit(
        &mut self,
        model: &mut Model,
        shell: &mut Shell,
        setup: &Setup,
        screen: &mut terminal::Screen,
    ) -> io::Result<()> {
        loop {
            // crossterm loses the report of a new size that comes together with a key, so the size is asked for each time.
            let size = setup.letters.screen(size());
            if size != model.shared().size {
                self.take(Event::Resize(size), model, shell);
            }
            if std::mem::take(&mut self.redraw) {
                screen.canvas.forget();
            }
            screen.canvas.draw(&model.view(), model.shared().size, setup.painter)?;
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

    fn take(&mut self, event: Event, model: &mut Model, shell: &mut Shell) {
        // A terminal that went to another size and back has lost what was drawn, though the size is the same.
        self.redraw |= matches!(event, Event::Resize(_));
        let millis = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        model.set_clock(millis, clock::today(), clock::now());
        for effect in model.update(event).into_iter().filter_map(|effect| shell.perform(effect)) {
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
                // Done by the shell.
                Effect::Record(..)
                | Effect::WriteFile(_)
                | Effect::Class(_)
                | Effect::HandIn(_)
                | Effect::HandInExam(_)
                | Effect::Answer(..)
                | Effect::Export(_)
                | Effect::Present(_) => {}
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

/// Starts the threads that wait for the terminal and for signals.
fn listen(sender: &Sender<Event>, letters: Letters) -> io::Result<()> {
    let keys = sender.clone();
    std::thread::Builder::new().name("terminal".into()).spawn(move || {
        loop {
            let event = match crossterm::event::read() {
                Ok(event) => input::event(event).map(|event| letters.event(event)),
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
